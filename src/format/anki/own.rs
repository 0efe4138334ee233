//! Our cards in Anki and back: the note type, fields, tags and decks they have there, and the names
//! that Anki's cards and decks get here.

use std::cell::RefCell;
use std::collections::BTreeMap;

use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::json;
use sha1::{Digest, Sha1};

use super::besides::{self, Found};
use super::html::{plain, to_markdown};
use super::notetype::FLAGS;
use crate::format::html::{ANKI_CSS, escape, heading_to_anki, text_to_anki, to_anki, web_address};
use crate::format::pinyin::reading;
use crate::model::card::{Card, Kind, Lang, Text, Topic, is_kebab};
use crate::model::memory::{MemoryState, Parameters};

/// The note type. Its id and the list of its fields must never change: notes of another id or with
/// other fields do not update those a learner already has.
pub const NOTETYPE: i64 = 1_767_225_600_001;
/// Its name; Anki adds `+` signs when another note type has it.
const NAME: &str = "godrill Basic";
/// The fields, in order.
pub const FIELDS: [&str; 6] = ["Front", "Back", "Front zh", "Back zh", "Source", "Id"];
/// When styling or templates last changed, in seconds since 1970-01-01 UTC. Anki takes newer ones
/// over; a test says when this must rise.
const NOTETYPE_CHANGED: i64 = 1_795_812_000;

const QUESTION: &str = "\
<div class=\"gd question\">{{Front}}</div>
{{#Front zh}}<div class=\"gd question\" lang=\"zh-CN\">{{Front zh}}</div>{{/Front zh}}";

const ANSWER: &str = "\
{{FrontSide}}
<hr id=answer>
<div class=\"gd\">{{Back}}</div>
{{#Back zh}}<div class=\"gd\" lang=\"zh-CN\">{{Back zh}}</div>{{/Back zh}}
{{#Source}}<div class=\"gd source\">{{Source}}</div>{{/Source}}";

const CSS: &str = "\
.card { font-family: system-ui, \"PingFang SC\", \"Noto Sans CJK SC\", sans-serif; font-size: 18px; }
.gd { max-width: 46em; margin: 0 auto; }
.gd + .gd { margin-top: 1em; padding-top: 1em; border-top: 1px dashed var(--gd-line); }
.gd .q { font-weight: 600; }
.gd .correct::before { content: \"✓ \"; }
.gd.source { color: var(--gd-dim); font-size: .75em; }
";

/// `--lang zh`: the only text is in Chinese.
const CHINESE: (&str, &str) = ("<div lang=\"zh-CN\">", "</div>");

/// The fields of a note and what they show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fields {
    /// In the order of [`FIELDS`], as HTML.
    pub values: [String; 6],
    /// Names of the pictures and sounds in them.
    pub media: Vec<String>,
}

/// The fields of a card in these languages, or in those it has, with what the learner noted on it. `is_media` tells whether a picture
/// of that name is there.
pub fn fields(
    card: &Card,
    note: Option<&str>,
    langs: &[Lang],
    is_media: &dyn Fn(&str) -> bool,
) -> Fields {
    let mut shown: Vec<(Lang, &Text)> =
        langs.iter().filter_map(|l| Some((*l, card.text.get(l)?))).collect();
    if shown.is_empty() {
        shown = card.text.iter().map(|(l, t)| (*l, t)).take(1).collect();
    }
    let mut media = Vec::new();
    let mut side = |index: usize| {
        let Some((lang, text)) = shown.get(index) else { return (String::new(), String::new()) };
        let mut html = |markdown: &str, write: fn(&str) -> String| {
            with_media(markdown, write, is_media, &mut media)
        };
        let mut front = format!("<p class=\"q\">{}</p>", html(text.title(), heading_to_anki));
        if !text.body().is_empty() {
            front += &html(text.body(), to_anki);
        }
        let mut back = card.correct.as_ref().map_or(String::new(), |letter| {
            format!("<p class=\"correct\">{}</p>", escape(&letter.to_uppercase()))
        });
        back += &html(&text.answer, to_anki);
        back += &besides::html(card, text, &mut |markdown| html(markdown, to_anki));
        // Beside English, the template sets the language.
        if *lang == Lang::Zh && index == 0 {
            let (open, close) = CHINESE;
            front = format!("{open}{front}{close}");
            back = format!("{open}{back}{close}");
        }
        (front, back)
    };
    let (front, mut back) = side(0);
    back += &note.map(besides::note).unwrap_or_default();
    let (front_zh, back_zh) = side(1);
    let source: Vec<String> = card
        .evidence
        .iter()
        .map(|line| match web_address(line) {
            Some(url) => format!("<a href=\"{url}\">{}</a>", text_to_anki(line)),
            None => text_to_anki(line),
        })
        .collect();
    let values = [front, back, front_zh, back_zh, source.join("<br>"), card.id.clone()];
    Fields { values, media }
}

/// Markdown as HTML for a field, with the pictures and sounds that are there.
fn with_media(
    markdown: &str,
    write: fn(&str) -> String,
    is_media: &dyn Fn(&str) -> bool,
    media: &mut Vec<String>,
) -> String {
    if !markdown.contains("![") {
        return write(markdown);
    }
    // Each picture goes through the writer as a mark of private characters, which no text has.
    let mut marked = String::with_capacity(markdown.len());
    let mut shown = Vec::new();
    let mut done = 0;
    for (event, range) in Parser::new_ext(markdown, Options::ENABLE_TABLES).into_offset_iter() {
        let Event::Start(Tag::Image { dest_url, .. }) = event else { continue };
        if range.start < done || !is_media(&dest_url) {
            continue;
        }
        marked.push_str(&markdown[done..range.start]);
        marked.push_str(&format!("\u{f8f0}{}\u{f8f1}", shown.len()));
        shown.push(dest_url.into_string());
        done = range.end;
    }
    marked.push_str(&markdown[done..]);
    let mut html = write(&marked);
    for (index, name) in shown.into_iter().enumerate() {
        let ending = name.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
        let sounds = ["mp3", "ogg", "oga", "opus", "wav", "m4a", "flac", "aac", "mp4", "webm"];
        let element = if sounds.contains(&ending.as_str()) {
            format!("[sound:{}]", escape(&name))
        } else {
            format!("<img src=\"{}\">", escape(&name))
        };
        html = html.replace(&format!("\u{f8f0}{index}\u{f8f1}"), &element);
        if !media.contains(&name) {
            media.push(name);
        }
    }
    html
}

/// The tags of a note, with spaces between and around.
pub fn tags(card: &Card) -> String {
    let mut tags: Vec<String> =
        card.tags.iter().filter(|t| !t.starts_with("flag::")).cloned().collect();
    tags.push(format!("level::{}", card.level));
    tags.push(format!("weight::{}", card.weight));
    if card.kind != Kind::Basic {
        tags.push(format!("kind::{}", card.kind));
    }
    tags.extend(card.follows.as_ref().map(|id| format!("follows::{id}")));
    tags.extend(card.same.as_ref().map(|id| format!("same::{id}")));
    format!(" {} ", tags.join(" "))
}

/// The flag of a card, 0 for none.
pub fn flag(card: &Card) -> u8 {
    let named = card.tags.iter().find_map(|t| t.strip_prefix("flag::"));
    let at = named.and_then(|name| FLAGS.iter().position(|f| *f == name));
    at.and_then(|at| u8::try_from(at + 1).ok()).unwrap_or(0)
}

/// The id of our note in every collection.
pub fn guid(id: &str) -> String {
    const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let mut rest = hash(id.as_bytes());
    let mut digits = [b'0'; 22];
    for digit in digits.iter_mut().rev() {
        *digit = DIGITS[(rest % 62) as usize];
        rest /= 62;
    }
    format!("gd-{}", digits.iter().map(|d| *d as char).collect::<String>())
}

/// The first 16 bytes of the SHA-1 of some bytes.
fn hash(bytes: &[u8]) -> u128 {
    Sha1::digest(bytes).iter().take(16).fold(0, |hash, byte| hash << 8 | u128::from(*byte))
}

/// The SHA-1 of a picture in hexadecimal.
pub fn media_hash(bytes: &[u8]) -> String {
    Sha1::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}

/// What Anki sorts a note by and finds duplicates by: its first field as text, and the first 32
/// bits of that text's SHA-1.
pub fn sort_field(first: &str) -> (String, u32) {
    let text = plain(first);
    let sum = hash(text.as_bytes()) >> 96;
    (text, u32::try_from(sum).unwrap_or(0))
}

/// A card of ours as it comes back.
#[derive(Debug, Clone, PartialEq)]
pub struct Own {
    /// What the fields say now, in the order of [`FIELDS`], without the note.
    pub values: [String; 6],
    /// What the learner noted.
    pub note: Option<String>,
    /// The languages in which it was exported.
    pub langs: Vec<Lang>,
    /// The card that the fields make, in case ours is gone; without topic and tags.
    pub card: Card,
    /// What else it carries, as far as the backs show, by language.
    pub besides: BTreeMap<Lang, Found>,
}

/// Our card, if the note is one: it has our fields, and its guid matches its id.
pub fn read<'f>(guid: &str, field: &dyn Fn(&str) -> Option<&'f str>) -> Option<Own> {
    let id = field("Id")?;
    if !guid.starts_with("gd-") || !is_kebab(id) || self::guid(id) != guid {
        return None;
    }
    let mut values: [String; 6] = Default::default();
    for (value, name) in values.iter_mut().zip(FIELDS) {
        *value = field(name)?.to_owned();
    }
    let note = besides::take_note(&mut values[1]);
    let [front, back, front_zh, back_zh, source, _] = &values;
    let first = if front.trim_start().starts_with("<div lang=\"zh") { Lang::Zh } else { Lang::En };
    let mut langs = vec![first];
    let mut correct = None;
    let mut text = BTreeMap::new();
    let mut besides = BTreeMap::new();
    let mut side = |lang: Lang, front: &str, back: &str| {
        let (of_lang, found) = self::text(front, back, &mut correct);
        text.insert(lang, of_lang);
        besides.insert(lang, found);
    };
    side(first, front, back);
    if !front_zh.is_empty() && first == Lang::En {
        langs.push(Lang::Zh);
        side(Lang::Zh, front_zh, back_zh);
    }
    let right = besides[&first].right();
    let evidence = source.split("<br>").map(|l| plain(l).trim().to_owned());
    let card = Card {
        correct,
        right,
        evidence: evidence.filter(|l| !l.is_empty()).collect(),
        text,
        ..Card::new(id, "")
    };
    Some(Own { values, note, langs, card, besides })
}

fn text(front: &str, back: &str, correct: &mut Option<String>) -> (Text, Found) {
    let (back, found) = besides::take(back);
    let mut back = back.as_str();
    let mark = "<p class=\"correct\">";
    if let Some((before, rest)) = back.split_once(mark)
        && let Some((letter, rest)) = rest.split_once("</p>")
        && (before.is_empty() || before == CHINESE.0)
        && matches!(letter.as_bytes(), [b'A'..=b'Z'])
    {
        *correct = Some(letter.to_ascii_lowercase());
        back = rest;
    }
    let front = to_markdown(front).markdown;
    let (title, body) = front.split_once('\n').unwrap_or((&front, ""));
    let title = title.strip_suffix('\\').unwrap_or(title).trim();
    let body = body.trim_matches('\n');
    let question = if body.is_empty() { title.to_owned() } else { format!("{title}\n\n{body}") };
    let mut text = Text { question, answer: to_markdown(back).markdown, ..Text::default() };
    found.fill(&mut text, None);
    (text, found)
}

/// Of the texts of a card that came back, those that say something else than was exported.
/// `is_media` says whether there is a picture of that name.
pub fn changed(
    own: &Own,
    card: &Card,
    mut texts: BTreeMap<Lang, Text>,
    is_media: &dyn Fn(&str) -> bool,
) -> BTreeMap<Lang, Text> {
    let given = fields(card, None, &own.langs, is_media).values;
    let mut changed = BTreeMap::new();
    for (index, lang) in own.langs.iter().enumerate() {
        let sides = 2 * index..2 * index + 2;
        if given[sides.clone()] != own.values[sides]
            && let Some(mut text) = texts.remove(lang)
        {
            if let Some(found) = own.besides.get(lang) {
                found.fill(&mut text, card.text.get(lang));
            }
            changed.insert(*lang, text);
        }
    }
    changed
}

/// The names that [`fields`] may ask for.
pub fn pictures(card: &Card) -> Vec<String> {
    let names = RefCell::new(Vec::new());
    let note = |name: &str| {
        names.borrow_mut().push(name.to_owned());
        false
    };
    fields(card, None, &Lang::ALL, &note);
    names.into_inner()
}

/// Takes the tags that [`tags`] made apart again, and gives the other tags to the card.
pub fn take_tags(card: &mut Card, tags: Vec<String>) {
    for tag in tags {
        let within = |value: &str, most: u8| value.parse().ok().filter(|n| (1..=most).contains(n));
        match tag.split_once("::") {
            Some(("level", level)) => card.level = within(level, 3).unwrap_or(card.level),
            Some(("weight", weight)) => card.weight = within(weight, 5).unwrap_or(card.weight),
            Some(("kind", kind)) => card.kind = kind.parse().unwrap_or(card.kind),
            Some(("follows", id)) if is_kebab(id) && id != card.id => {
                card.follows = Some(id.to_owned());
            }
            Some(("same", id)) if is_kebab(id) && id != card.id => {
                card.same = Some(id.to_owned());
            }
            _ if !card.tags.contains(&tag) => card.tags.push(tag),
            _ => {}
        }
    }
    let is_answered = card.correct.is_some() || !card.right.is_empty();
    // The test of a write card is not exported.
    if (card.kind == Kind::Choice) != is_answered || card.kind == Kind::Write {
        card.kind = Kind::Basic;
        card.correct = None;
        card.right.clear();
    }
}

/// The deck of a topic's cards in Anki.
pub fn deck_name(topic: &Topic) -> String {
    let name = topic.short.as_deref().unwrap_or_else(|| topic.title_in(Lang::En));
    let name: String = name.replace("::", ": ").chars().filter(|c| !c.is_control()).collect();
    format!("Go::{}", if name.trim().is_empty() { topic.name.as_str() } else { name.trim() })
}

/// The topic of a deck: a name made of its last two levels, and a title that says them. Decks whose
/// last levels are alike share a topic.
pub fn topic(levels: &[String]) -> Topic {
    let is_ours = levels.len() > 1 && levels[0] == "Go";
    let last = &levels[usize::from(is_ours)..];
    let last = &last[last.len().saturating_sub(2)..];
    let said = last.join(" ");
    let mut name = String::new();
    for c in said.chars() {
        let is_plain = c.is_ascii_alphanumeric();
        let reading = reading(c);
        // Each reading is a word.
        let begins = !is_plain || name.ends_with(' ');
        name.truncate(name.trim_end_matches(' ').len());
        if begins && !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
        match reading {
            Some(reading) => {
                name.push_str(reading);
                name.push(' ');
            }
            None if is_plain => name.push(c.to_ascii_lowercase()),
            None => {}
        }
    }
    let is_told = |c: char| c.is_ascii() || !c.is_alphanumeric() || reading(c).is_some();
    let mut name = name[..name.len().min(LONGEST_TOPIC)].trim_end_matches(['-', ' ']).to_owned();
    // A hash stands for letters that a name cannot hold, so that no two decks meet by chance.
    if name.is_empty() || !said.chars().all(is_told) {
        let stem = if name.is_empty() { "deck" } else { &name };
        name = format!("{stem}-{:06x}", hash(levels.join("::").as_bytes()) >> 104);
    }
    let title: String = last.join(": ").chars().filter(|c| !c.is_control()).take(100).collect();
    let title = if title.trim().is_empty() { "Anki".to_owned() } else { title.trim().to_owned() };
    let titles = Lang::ALL.map(|l| (l, title.clone())).into();
    Topic { name, titles, ..Topic::default() }
}

/// The longest name of a topic, in bytes.
const LONGEST_TOPIC: usize = 40;

/// Whether the id of a card says that it came from Anki.
pub fn is_from_anki(id: &str) -> bool {
    id.strip_prefix("anki-").is_some_and(|rest| rest.len() == 12 && !rest.contains('-'))
}

/// The id of a card from Anki: the same for the same note and template, wherever it comes from.
pub fn card_id(guid: &str, ord: u32) -> String {
    const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let mut rest = hash(format!("{guid}\0{ord}").as_bytes());
    let mut id = "anki-".to_owned();
    for _ in 0..12 {
        id.push(DIGITS[(rest % 36) as usize] as char);
        rest /= 36;
    }
    id
}

/// What Anki keeps of a card's memory, as JSON, rounded as Anki does. `last` is the last review in
/// seconds since 1970-01-01 UTC, the same second as the last row of the log.
pub fn memory(memory: MemoryState, desired_retention: f32, decay: f32, last: i64) -> String {
    let rounded = |value: f32, to: f64| (f64::from(value) * to).round() / to;
    json!({"s": rounded(memory.stability, 1e4), "d": rounded(memory.difficulty, 1e3),
        "dr": rounded(desired_retention, 1e2), "decay": rounded(decay, 1e3), "lrt": last})
    .to_string()
}

/// The note types of a package as JSON.
pub fn notetypes() -> String {
    // Anki matches fields and templates by these numbers when a learner renamed them.
    let fields: Vec<_> = (0..)
        .zip(FIELDS)
        .map(|(ord, name): (i64, &str)| {
            json!({"name": name, "ord": ord, "id": 7_162_509_340_113 + ord, "sticky": false,
                "rtl": false, "font": "Arial", "size": 16, "media": [],
                // The last two say where a card comes from, not what it asks.
                "collapsed": ord >= 4, "preventDeletion": ord == 0 || ord == 5})
        })
        .collect();
    let notetype = json!({
        "id": NOTETYPE, "name": NAME, "type": 0, "mod": NOTETYPE_CHANGED, "usn": -1, "sortf": 0,
        "did": null, "flds": fields, "css": css(), "tags": [], "vers": [],
        "latexPre": "", "latexPost": "", "latexsvg": false, "req": [[0, "any", [0, 2]]],
        "tmpls": [{"name": "Card 1", "ord": 0, "id": 7_162_509_340_213_i64, "qfmt": QUESTION,
            "afmt": ANSWER, "did": null, "bqfmt": "", "bafmt": ""}],
    });
    json!({ NOTETYPE.to_string(): notetype }).to_string()
}

fn css() -> String {
    format!("{CSS}{}{ANKI_CSS}", besides::CSS)
}

/// Decks as JSON, ids to names; the default one is added. The others have our preset when `has_own`.
pub fn decks(decks: &[(i64, String)], changed: i64, has_own: bool) -> String {
    let deck = |id: i64, name: &str| {
        let preset = if has_own && id != 1 { PRESET } else { 1 };
        let deck = json!({"id": id, "name": name, "mod": changed, "usn": -1, "desc": "",
            "lrnToday": [0, 0], "revToday": [0, 0], "newToday": [0, 0], "timeToday": [0, 0],
            "collapsed": false, "browserCollapsed": false, "dyn": 0, "conf": preset,
            "extendNew": 0,
            "extendRev": 0});
        (id.to_string(), deck)
    };
    let mut all = serde_json::Map::from_iter([deck(1, "Default")]);
    all.extend(decks.iter().map(|(id, name)| deck(*id, name)));
    serde_json::Value::Object(all).to_string()
}

/// The number of our deck preset, for ever.
const PRESET: i64 = 7_162_509_340_301;

/// Deck presets as JSON: the default one, which must be there and has nothing of its own, and, with
/// `own` parameters of FSRS and desired retention, one that has them. Anki takes ours over only
/// when it is asked to import presets, and only once.
pub fn presets(own: Option<(&Parameters, f32)>, changed: i64) -> String {
    let preset = |id: i64, name: &str, changed: i64| {
        json!({"id": id, "mod": changed, "name": name, "usn": 0, "maxTaken": 60, "autoplay": true,
            "timer": 0, "replayq": true, "new": {}, "rev": {}, "lapse": {}, "dyn": false})
    };
    let mut all = json!({"1": preset(1, "Default", 0)});
    if let Some((parameters, desired_retention)) = own {
        let mut ours = preset(PRESET, "godrill", changed);
        ours["usn"] = json!(-1);
        ours["fsrsParams6"] = json!(parameters);
        ours["desiredRetention"] = json!((f64::from(desired_retention) * 100.0).round() / 100.0);
        all[PRESET.to_string()] = ours;
    }
    all.to_string()
}

/// Settings as JSON. `west` is minutes that local time is behind UTC at the collection's start,
/// `rollover` the hour at which a study day begins, `next` the position of the next new card.
pub fn conf(west: i32, rollover: u8, next: u32) -> String {
    json!({"creationOffset": west, "rollover": rollover, "nextPos": next, "schedVer": 2,
        "sched2021": true, "curDeck": 1, "activeDecks": [1], "curModel": NOTETYPE,
        "sortType": "noteFld", "sortBackwards": false, "addToCur": true, "newSpread": 0,
        "collapseTime": 1200, "timeLim": 0, "estTimes": true, "dueCounts": true,
        "dayLearnFirst": false})
    .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card() -> Card {
        let text = |question: &str, answer: &str| Text {
            question: question.into(),
            answer: answer.into(),
            ..Text::default()
        };
        Card {
            id: "t-choice".into(),
            topic: "t".into(),
            kind: Kind::Choice,
            level: 1,
            weight: 5,
            follows: Some("t-a".into()),
            tags: vec!["concept".into(), "flag::green".into()],
            correct: Some("b".into()),
            evidence: vec!["runtime/proc.go: a && b".into(), "https://go.dev/x?a=1&b=2".into()],
            text: BTreeMap::from([
                (
                    Lang::En,
                    text(
                        "What does `x` print?\n\n```go\nx := a[1:2]\n```\n\n- A. `1`\n- B. {{2}}",
                        "It **prints** 2.\n\n![heap](图 a.png) ![gone](gone.png)\n\n| a | b |\n| --- | --- |\n| 1 | 2 |",
                    ),
                ),
                (Lang::Zh, text("打印什么？", "二。")),
            ]),
            ..Card::default()
        }
    }

    fn value<'v>(values: &'v [String; 6]) -> impl Fn(&str) -> Option<&'v str> {
        |name| Some(values[FIELDS.iter().position(|f| *f == name)?].as_str())
    }

    #[test]
    fn a_card_goes_out_and_comes_back() {
        let is_media = |name: &str| name == "图 a.png";
        let mut card = card();
        let fields = fields(&card, None, &Lang::ALL, &is_media);
        assert_eq!(fields.media, Vec::<String>::new(), "a name with a blank needs brackets");
        card.text.get_mut(&Lang::En).unwrap().answer = card.text[&Lang::En]
            .answer
            .replace("(图 a.png)", "(<图 a.png>)")
            .replace("![gone](gone.png)", "x");
        let fields = super::fields(&card, Some("see 3"), &Lang::ALL, &is_media);
        assert_eq!(fields.media, ["图 a.png"]);
        assert!(fields.values[1].contains("<img src=\"图 a.png\">"), "{}", fields.values[1]);
        let own = read(&guid("t-choice"), &value(&fields.values)).unwrap();
        assert_eq!(own.langs, Lang::ALL);
        assert_eq!(own.note.as_deref(), Some("see 3"));
        let mut back = own.card;
        take_tags(&mut back, tags(&card).split_whitespace().map(str::to_owned).collect());
        card.topic.clear();
        card.tags.pop();
        card.text.get_mut(&Lang::En).unwrap().answer =
            card.text[&Lang::En].answer.replace("![heap]", "![图 a.png]");
        assert_eq!(back, card);
        assert_eq!(flag(&super::tests::card()), 3);
    }

    #[test]
    fn each_choice_of_languages_tells_itself() {
        for (langs, expected) in [
            (&[Lang::En][..], &[Lang::En][..]),
            (&[Lang::Zh], &[Lang::Zh]),
            (&Lang::ALL, &Lang::ALL),
        ] {
            let values = fields(&card(), None, langs, &|_| false).values;
            let own = read(&guid("t-choice"), &value(&values)).unwrap();
            assert_eq!(own.langs, expected);
            assert!(!values[0].is_empty());
        }
        let mut values = fields(&card(), None, &Lang::ALL, &|_| false).values;
        assert_eq!(read(&guid("t-other"), &value(&values)), None);
        values[5] = "../x".into();
        assert_eq!(read(&guid("../x"), &value(&values)), None);
    }

    #[test]
    fn ids_stay_as_they_are() {
        // Histories in learners' collections depend on these.
        assert_eq!(guid("gmp-model"), "gd-4bsG2iSDBGDXC1S653WLsJ");
        assert_eq!(card_id("gdsample00", 1), "anki-ib1ea3ua457t");
        assert_eq!(sort_field("<p>a &amp; b</p>"), ("a & b".into(), 2_463_288_064));
        assert_eq!(FIELDS, ["Front", "Back", "Front zh", "Back zh", "Source", "Id"]);
    }

    #[test]
    fn the_note_type_has_a_later_date_when_it_changes() {
        let looks = format!("{QUESTION}{ANSWER}{}", css());
        assert_eq!(
            (media_hash(looks.as_bytes()).as_str(), NOTETYPE_CHANGED),
            ("7bf84bc4e90666a0b048c2c10c17e9c9696e4402", 1_795_812_000),
            "templates or styles changed: raise NOTETYPE_CHANGED, then put both here"
        );
    }

    #[test]
    fn decks_and_topics_have_names_on_both_sides() {
        for (levels, name, title) in [
            (&["Go", "GMP"][..], "gmp", "GMP"),
            (&["Dev", "Rust", "Ownership"], "rust-ownership", "Rust: Ownership"),
            (&["Default"], "default", "Default"),
            (&["Dev", "CLI & Shell"], "dev-cli-shell", "Dev: CLI & Shell"),
            (&["语言", "中文 术语"], "yu-yan-zhong-wen-shu-yu", "语言: 中文 术语"),
            (&["面试", "map扩容"], "mian-shi-map-kuo-rong", "面试: map扩容"),
            (&["臺灣"], "deck-NUMBER", "臺灣"),
            (&["Go", "Go 并发"], "go-bing-fa", "Go 并发"),
            (&[], "deck-NUMBER", "Anki"),
            (&["../..", "\u{1b}x"], "x", "../..: x"),
        ] {
            let levels: Vec<String> = levels.iter().map(|l| (*l).to_owned()).collect();
            let topic = topic(&levels);
            match name.strip_suffix("NUMBER") {
                Some(stem) => {
                    assert!(topic.name.starts_with(stem) && topic.name.len() == stem.len() + 6)
                }
                None => assert_eq!(topic.name, name),
            }
            assert!(is_kebab(&topic.name), "{}", topic.name);
            assert_eq!(topic.title_in(Lang::Zh), title);
        }
        let titled = |name: &str, title: &str| Topic {
            name: name.into(),
            titles: BTreeMap::from([(Lang::En, title.into())]),
            ..Topic::default()
        };
        let short = Topic { short: Some("GMP".into()), ..titled("gmp", "The GMP scheduler") };
        assert_eq!(deck_name(&short), "Go::GMP");
        assert_eq!(deck_name(&titled("channel", "Channels")), "Go::Channels");
        assert_eq!(deck_name(&titled("x", "std::sync")), "Go::std: sync");
        assert_eq!(deck_name(&titled("x", " ")), "Go::x");
    }
}
