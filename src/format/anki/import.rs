//! From the rows of a collection to cards.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};

use super::html::{self, Converted};
use super::notetype::{self, NoteType};
use super::own::{self, Own};
use super::template::{Budget, Material, Template};
use crate::format::lang;
use crate::format::left_out::LeftOut;
use crate::model::anki::{Card, Collection, Note, Review};
use crate::model::card::{Lang, Text};
use crate::model::change::Seen;
use crate::model::review::{Rating, ReviewKind};

/// One side of a card in Markdown; a long article has 50 kB.
const LONGEST_SIDE: usize = 256 << 10;
/// The same before it is Markdown, with all its tags.
const LONGEST_HTML: usize = 1 << 20;
/// Levels of a deck name; Anki takes 11.
const DEEPEST_DECK: usize = 20;
/// Tags of a note.
const MOST_TAGS: usize = 100;

/// Answers of a card: ten a day for five years.
const MOST_ANSWERS: usize = 20_000;

/// A card as it comes from Anki.
#[derive(Debug, Clone, PartialEq)]
pub struct Taken {
    /// The note's id in every collection.
    pub guid: String,
    /// Which card of the note.
    pub ord: u32,
    /// The levels of its deck's name.
    pub deck: Vec<String>,
    /// Question and answer, under the language that their letters suggest; empty for a card that
    /// came from us, whose text is in `own`.
    pub text: BTreeMap<Lang, Text>,
    /// What it was made of, for a card that came from us.
    pub own: Option<Own>,
    /// The tags of the note, and one for the flag of the card.
    pub tags: Vec<String>,
    /// Whether it was suspended, and when the card last changed; `None` when the file has no progress.
    pub seen: Option<Seen>,
    /// When the note last changed, in milliseconds since 1970-01-01 UTC.
    pub changed: i64,
    /// The names, in the file, of the pictures and sounds it shows.
    pub media: Vec<String>,
    /// Its answers, oldest first.
    pub reviews: Vec<Answer>,
}

/// An answer in Anki.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// Milliseconds since 1970-01-01 UTC.
    pub at: i64,
    /// The button.
    pub rating: Rating,
    /// Milliseconds from question to rating.
    pub ms: u32,
    /// The state of the card.
    pub kind: ReviewKind,
}

/// What a collection holds.
#[derive(Debug, Default)]
pub struct Cards {
    /// The cards, by the time they were made.
    pub cards: Vec<Taken>,
    /// How many others were left out, by reason.
    pub skipped: BTreeMap<LeftOut, usize>,
}

/// Reads the cards of a collection. `budget` is how many bytes rendering may make; `latest` is the
/// last instant that a review can have, in milliseconds since 1970-01-01 UTC; `names` has other
/// names for pictures and sounds. `progress` gets cards done and cards in all. The error is one
/// sentence, for a collection that makes no sense as a whole.
pub fn cards(
    mut collection: Collection,
    budget: u64,
    latest: i64,
    names: &HashMap<String, String>,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Cards, String> {
    let named = notetype::read(&collection.types)?;
    let mut budget = Budget::new(budget);
    let mut out = Cards::default();
    if collection.nonsense > 0 {
        out.skipped.insert(LeftOut::BadRow, collection.nonsense);
    }
    // Each with its number of cards to come; at 0 it is dropped, for the cards take as much room.
    let notes = std::mem::take(&mut collection.notes);
    let mut notes: HashMap<i64, (Note, usize)> =
        notes.into_iter().map(|n| (n.id, (n, 0))).collect();
    for card in &collection.cards {
        if let Some((_, cards)) = notes.get_mut(&card.note) {
            *cards += 1;
        }
    }
    let mut makers: HashMap<i64, Maker<'_>> = HashMap::new();
    let mut known = HashSet::new();
    collection.cards.sort_by_key(|c| c.id);
    // Without progress every card is as if it were new.
    let is_new = |c: &Card| c.kind == 0 && c.queue == 0;
    let has_progress = !collection.reviews.is_empty() || !collection.cards.iter().all(is_new);
    let mut lost = History::default();
    let all = collection.cards.len() as u64;
    for (done, card) in (1..).zip(&collection.cards) {
        if done % 512 == 0 || done == all {
            progress(done, all);
        }
        let taken = (|| {
            let (note, _) = notes.get(&card.note).ok_or(LeftOut::NoNote)?;
            let notetype = named.notetypes.get(&note.notetype).ok_or(LeftOut::NoNoteType)?;
            let deck = named.decks.get(&card.deck).map_or("", String::as_str);
            let maker = makers.entry(note.notetype).or_insert_with(|| Maker::new(notetype, names));
            let mut taken = maker.card(note, card, deck, &mut budget)?;
            if !known.insert((note.guid.clone(), card.ord)) {
                return Err(LeftOut::Twice.into());
            }
            let log = reviews_of(&collection.reviews, card.id);
            if log.len() > MOST_ANSWERS {
                return Err(LeftOut::TooManyAnswers(MOST_ANSWERS).into());
            }
            let told = history(log, latest);
            lost.forgotten += told.forgotten;
            lost.ahead += told.ahead;
            taken.reviews = told.answers;
            taken.seen = taken.seen.filter(|_| has_progress);
            Ok::<_, Skip>(taken)
        })();
        if let Entry::Occupied(mut note) = notes.entry(card.note) {
            note.get_mut().1 -= 1;
            if note.get().1 == 0 {
                note.remove();
            }
        }
        match taken {
            Ok(taken) => out.cards.push(taken),
            Err(Skip::Card(reason)) => *out.skipped.entry(reason).or_default() += 1,
            Err(Skip::All(reason)) => return Err(reason),
        }
    }
    tell_languages(&mut out.cards);
    for (reason, count) in [(LeftOut::Forgotten, lost.forgotten), (LeftOut::Ahead, lost.ahead)] {
        if count > 0 {
            out.skipped.insert(reason, count);
        }
    }
    Ok(out)
}

/// Why a card is left out, or everything is.
enum Skip {
    Card(LeftOut),
    All(String),
}

impl From<LeftOut> for Skip {
    fn from(reason: LeftOut) -> Self {
        Skip::Card(reason)
    }
}

impl From<super::template::Spent> for Skip {
    fn from(_: super::template::Spent) -> Self {
        Skip::All(
            "its templates make far more text than its notes hold: export a smaller deck".into(),
        )
    }
}

/// Makes the cards of one note type.
struct Maker<'n> {
    notetype: &'n NoteType,
    /// The place of each field.
    places: HashMap<&'n str, usize>,
    /// The templates by position, read when first needed.
    templates: HashMap<usize, Result<(Template, Template), String>>,
    /// Other names for pictures and sounds.
    names: &'n HashMap<String, String>,
}

impl<'n> Maker<'n> {
    fn new(notetype: &'n NoteType, names: &'n HashMap<String, String>) -> Self {
        let places = (0..).zip(&notetype.fields).map(|(at, name)| (name.as_str(), at)).collect();
        Maker { notetype, places, templates: HashMap::new(), names }
    }

    /// A card of a note, without its history.
    fn card(
        &mut self,
        note: &Note,
        card: &Card,
        deck: &str,
        budget: &mut Budget,
    ) -> Result<Taken, Skip> {
        let notetype = self.notetype;
        // One note may have a hundred thousand cards.
        budget.spend(note.fields.len() + note.tags.len() + deck.len())?;
        let values: Vec<&str> = note.fields.split('\x1f').collect();
        let levels: Vec<&str> = deck.split("::").filter(|l| !l.trim().is_empty()).collect();
        let (tags, flag) = (note.tags.trim(), card.flags.to_string());
        let cloze = notetype.is_cloze.then_some(card.ord.saturating_add(1));
        let places = &self.places;
        let field = |name: &str| {
            let value = places.get(name).and_then(|at| values.get(*at).copied());
            value.or(match name {
                "Tags" => Some(tags),
                "Type" => Some(notetype.name.as_str()),
                "Deck" => Some(deck),
                "Subdeck" => Some(levels.last().copied().unwrap_or("")),
                "CardFlag" => Some(flag.as_str()),
                _ => None,
            })
        };
        let own = own::read(&note.guid, &field);
        let leaf = levels.last().copied().unwrap_or("Anki");
        let mut media = Vec::new();
        let text = match &own {
            Some(_) => BTreeMap::new(),
            None => {
                let material = Material { field: &field, cloze };
                let (question, answer) = templates(notetype, &mut self.templates, card.ord)?;
                let (front, hints) = question.question(&material, budget)?;
                let back = answer.answer(&material, &hints, budget)?;
                if front.len() > LONGEST_HTML || back.len() > LONGEST_HTML {
                    return Err(LeftOut::TooLong.into());
                }
                let question = html::to_markdown_with(&front, self.names);
                let answer = html::to_markdown_with(after_the_front(&back, &front), self.names);
                media.extend(question.media.iter().cloned());
                media.extend(answer.media.iter().filter(|m| !question.media.contains(m)).cloned());
                let text = Text {
                    question: titled(&question, leaf)?,
                    answer: answer.markdown,
                    ..Text::default()
                };
                // The language is worked out once all cards are known.
                BTreeMap::from([(Lang::En, text)])
            }
        };
        for text in own.as_ref().map_or(&text, |own| &own.card.text).values() {
            if text.title().is_empty() {
                return Err(LeftOut::NoFront.into());
            }
            if text.answer.is_empty() {
                return Err(LeftOut::NoAnswer.into());
            }
            if text.question.len() > LONGEST_SIDE || text.answer.len() > LONGEST_SIDE {
                return Err(LeftOut::TooLong.into());
            }
        }
        let mut tags: Vec<String> = note
            .tags
            .split_whitespace()
            .take(MOST_TAGS)
            .map(|t| t.chars().filter(|c| !c.is_control()).collect())
            .filter(|t: &String| !t.is_empty())
            .collect();
        if let Some(flag) =
            usize::from(card.flags).checked_sub(1).and_then(|f| notetype::FLAGS.get(f))
        {
            tags.push(format!("flag::{flag}"));
        }
        Ok(Taken {
            guid: note.guid.clone(),
            ord: card.ord,
            deck: levels.iter().take(DEEPEST_DECK).map(|l| l.trim().to_owned()).collect(),
            text,
            own,
            tags,
            seen: Some(Seen { changed: card.changed, suspended: card.queue == -1 }),
            changed: note.changed.saturating_mul(1000),
            media,
            reviews: Vec::new(),
        })
    }
}

/// The templates of a card.
fn templates<'t>(
    notetype: &NoteType,
    known: &'t mut HashMap<usize, Result<(Template, Template), String>>,
    ord: u32,
) -> Result<&'t (Template, Template), Skip> {
    let at = if notetype.is_cloze { 0 } else { usize::try_from(ord).unwrap_or(usize::MAX) };
    let Some(sides) = notetype.templates.get(at) else {
        return Err(LeftOut::NoTemplate.into());
    };
    let read = || Ok((Template::parse(&sides.question)?, Template::parse(&sides.answer)?));
    known.entry(at).or_insert_with(read).as_ref().map_err(|error| {
        let (template, notetype) = (sides.name.clone(), notetype.name.clone());
        Skip::Card(LeftOut::BadTemplate { template, notetype, error: error.clone() })
    })
}

/// The part of the back that is new: what follows the rule `<hr id=answer>`, which Anki scrolls to,
/// if nothing comes before it but the front again.
fn after_the_front<'b>(back: &'b str, front: &str) -> &'b str {
    let mut from = 0;
    while let Some(at) = back[from..].find("<hr").map(|at| at + from) {
        let Some(end) = back[at..].find('>').map(|end| end + at + 1) else { break };
        let tag = back[at..end].replace(['"', '\'', ' '], "");
        if tag.contains("id=answer") {
            let before = back[..at].trim();
            let is_front = before.is_empty() || before == front.trim();
            return if is_front { back[end..].trim() } else { back };
        }
        from = end;
    }
    back
}

/// A question whose first line is a heading; a front that begins with code or a list gets the name
/// of its deck for one.
fn titled(question: &Converted, deck: &str) -> Result<String, Skip> {
    let markdown = question.markdown.as_str();
    if markdown.trim().is_empty() {
        return Err(LeftOut::NoFront.into());
    }
    if !question.begins_with_text {
        let name: String = deck.chars().filter(|c| !c.is_control()).collect();
        return Ok(format!("{}:\n\n{markdown}", name.trim()));
    }
    let (title, rest) = markdown.split_once('\n').unwrap_or((markdown, ""));
    let title = title.strip_suffix('\\').unwrap_or(title).trim();
    let rest = rest.trim_matches('\n');
    Ok(if rest.is_empty() { title.to_owned() } else { format!("{title}\n\n{rest}") })
}

/// Puts the text of each card that is not ours under its language.
fn tell_languages(cards: &mut [Taken]) {
    let texts = cards.iter().flat_map(|card| card.text.values());
    let file = lang::of_file(texts.flat_map(|text| [text.question.as_str(), &text.answer]));
    for card in cards {
        let texts = std::mem::take(&mut card.text).into_values();
        card.text = texts.map(|text| (lang::of(&text, file), text)).collect();
    }
}

/// The rows of one card; `reviews` are sorted by card.
fn reviews_of(reviews: &[Review], card: i64) -> &[Review] {
    let from = reviews.partition_point(|r| r.card < card);
    let len = reviews[from..].partition_point(|r| r.card == card);
    &reviews[from..from + len]
}

/// What a log holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct History {
    /// The answers that count for the memory, oldest first.
    pub answers: Vec<Answer>,
    /// How many answers do not count, because they came before a reset or a fresh start.
    pub forgotten: usize,
    /// How many answers do not, because they are later than can be.
    pub ahead: usize,
}

/// The answers that count for the memory, as Anki itself picks them when it computes FSRS anew: no
/// moves by hand, no cramming that left the schedule alone, nothing from before the card was reset or
/// learned anew.
pub fn history(rows: &[Review], latest: i64) -> History {
    let is_reset = |r: &Review| r.kind == 4 && r.factor == 0;
    let from = rows.iter().rposition(is_reset).map_or(0, |at| at + 1);
    let counts =
        |r: &&Review| (1..=4).contains(&r.ease) && r.at >= 1 && !(r.kind == 3 && r.factor == 0);
    let is_past = |r: &&Review| r.at <= latest;
    let rated: Vec<&Review> = rows[from..].iter().filter(counts).filter(is_past).collect();
    // The last run of learning answers begins what counts.
    let last = rated.iter().rposition(|r| r.kind == 0);
    let first =
        last.map(|last| rated[..last].iter().rposition(|r| r.kind != 0).map_or(0, |at| at + 1));
    let first = first.unwrap_or(0);
    let ahead = rows.iter().filter(counts).filter(|r| !is_past(r)).count();
    let forgotten = first + rows[..from].iter().filter(counts).filter(is_past).count();
    let answers = rated[first..]
        .iter()
        .filter_map(|r| {
            Some(Answer {
                at: r.at,
                rating: Rating::from_number(r.ease)?,
                ms: r.ms,
                kind: match r.kind {
                    0 => ReviewKind::Learning,
                    2 => ReviewKind::Relearning,
                    3 => ReviewKind::Cram,
                    _ => ReviewKind::Review,
                },
            })
        })
        .collect();
    History { answers, forgotten, ahead }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::anki::Types;

    const MODELS: &str = r#"{
        "1": {"name":"Basic","type":0,"flds":[{"name":"Front"},{"name":"Back"}],"tmpls":[
            {"name":"Card 1","qfmt":"{{Front}}","afmt":"{{FrontSide}}\n<hr id=answer>\n{{Back}}"},
            {"name":"Card 2","qfmt":"{{Back}}","afmt":"{{Back}}<hr id=\"answer\">{{Front}}"}]},
        "2": {"name":"Cloze","type":1,"flds":[{"name":"Text"},{"name":"Extra"}],"tmpls":[
            {"name":"Cloze","qfmt":"{{cloze:Text}}","afmt":"{{cloze:Text}}<br>{{Extra}}"}]},
        "3": {"name":"Bad","flds":[{"name":"A"}],"tmpls":[
            {"name":"T","qfmt":"{{#A}}","afmt":""}]}}"#;

    fn note(id: i64, notetype: i64, fields: &str) -> Note {
        Note {
            id,
            guid: format!("g{id}"),
            notetype,
            changed: 5,
            tags: " go  std::sync ".into(),
            fields: fields.replace('|', "\x1f"),
        }
    }

    fn card(id: i64, note: i64, ord: u32) -> Card {
        Card { id, note, ord, deck: 7, ..Card::default() }
    }

    fn read(notes: Vec<Note>, cards: Vec<Card>) -> Cards {
        let types = Types::Json {
            models: MODELS.into(),
            decks: r#"{"7":{"name":"Dev::Rust:: Ownership "}}"#.into(),
        };
        let collection = Collection { types, notes, cards, ..Collection::default() };
        super::cards(collection, 1 << 20, i64::MAX, &HashMap::new(), &mut |_, _| {}).unwrap()
    }

    #[test]
    fn cards_are_rendered_by_their_templates() {
        let notes = vec![
            note(1, 1, "<b>Q</b>?<br>more|A &amp; B"),
            note(2, 2, "{{c1::Rc}} is not {{c2::Send}}|see docs"),
            note(3, 1, "<pre><code class=\"language-go\">x</code></pre>|所有权和生命周期"),
        ];
        let mut flagged = card(10, 1, 0);
        flagged.flags = 2;
        flagged.queue = -1;
        flagged.changed = 9;
        let out = read(notes, vec![flagged, card(11, 1, 1), card(12, 2, 1), card(13, 3, 0)]);
        let texts: Vec<_> = out.cards.iter().map(|c| c.text.iter().next().unwrap()).collect();
        let texts: Vec<_> =
            texts.iter().map(|(l, t)| (**l, t.question.as_str(), t.answer.as_str())).collect();
        assert_eq!(
            texts,
            [
                (Lang::En, "**Q**?\n\nmore", "A & B"),
                (Lang::En, "A & B", "**Q**?\\\nmore"),
                (Lang::En, "Rc is not [...]", "Rc is not **Send**\\\nsee docs"),
                (Lang::Zh, "Ownership:\n\n```go\nx\n```", "所有权和生命周期"),
            ]
        );
        let first = &out.cards[0];
        assert_eq!(first.tags, ["go", "std::sync", "flag::orange"]);
        assert_eq!(first.deck, ["Dev", "Rust", "Ownership"]);
        assert_eq!(first.seen, Some(Seen { changed: 9, suspended: true }));
        assert_eq!((first.changed, first.ord), (5000, 0));
        assert!(out.skipped.is_empty());
    }

    #[test]
    fn the_other_cards_tell_the_language_of_names() {
        let langs = |sides: &[&str]| {
            let notes = (1..).zip(sides).map(|(id, fields)| note(id, 1, fields)).collect();
            let cards = (1..).zip(sides).map(|(id, _)| card(id, id, 0)).collect();
            let texts = read(notes, cards).cards.into_iter().map(|card| card.text);
            texts.flat_map(BTreeMap::into_keys).collect::<Vec<_>>()
        };
        assert_eq!(langs(&["GMP|G, P", "怎么扩容|先分配新的桶，再逐步搬迁"]), [Lang::Zh; 2]);
        assert_eq!(langs(&["GMP|G, P", "How does it grow?|扩容"]), [Lang::En; 2]);
    }

    #[test]
    fn what_cannot_be_a_card_is_counted_by_reason() {
        let notes =
            vec![note(1, 1, "Q|"), note(2, 2, "no cloze|x"), note(3, 3, "a"), note(4, 9, "a")];
        let mut twin = note(5, 1, "Q|A");
        twin.guid = "g1".into();
        let notes = [notes, vec![twin.clone(), Note { id: 6, ..twin }]].concat();
        let cards = [(1, 0), (2, 0), (3, 0), (4, 0), (1, 5), (99, 0), (5, 0), (6, 0)];
        let cards = (10..).zip(cards).map(|(id, (note, ord))| card(id, note, ord)).collect();
        let out = read(notes, cards);
        assert_eq!(out.cards.len(), 1);
        let skipped: Vec<_> = out.skipped.into_iter().collect();
        let broken = LeftOut::BadTemplate {
            template: "T".into(),
            notetype: "Bad".into(),
            error: "`{{#A}}` is never closed".into(),
        };
        assert_eq!(
            skipped,
            [
                (broken, 1),
                (LeftOut::Twice, 1),
                (LeftOut::NoFront, 1),
                (LeftOut::NoNote, 1),
                (LeftOut::NoNoteType, 1),
                (LeftOut::NoTemplate, 1),
                (LeftOut::NoAnswer, 1),
            ]
        );
    }

    #[test]
    fn only_the_answers_that_count_are_kept() {
        let row = |at, ease, kind, factor| Review { at, ease, kind, factor, ..Review::default() };
        let times =
            |rows: &[Review]| history(rows, 100).answers.iter().map(|a| a.at).collect::<Vec<_>>();
        let lost = |rows: &[Review]| {
            let told = history(rows, 100);
            (told.forgotten, told.ahead)
        };
        // A rating, a move by hand, cramming, a filtered deck that reschedules, the future.
        let plain = [
            row(1, 3, 0, 0),
            row(2, 0, 4, 2500),
            row(3, 3, 3, 0),
            row(4, 3, 3, 500),
            row(5, 9, 1, 500),
            row(101, 3, 1, 500),
        ];
        assert_eq!(times(&plain), [1, 4]);
        assert_eq!(lost(&plain), (0, 1));
        let reset = [row(1, 3, 0, 0), row(2, 3, 1, 500), row(3, 0, 4, 0), row(4, 2, 0, 0)];
        assert_eq!(times(&reset), [4]);
        assert_eq!(times(&reset[..3]), [] as [i64; 0]);
        let anew = [row(1, 3, 0, 0), row(2, 3, 1, 500), row(3, 2, 0, 0), row(4, 3, 0, 0)];
        assert_eq!(times(&anew), [3, 4]);
        assert_eq!((lost(&reset), lost(&anew)), ((2, 0), (2, 0)));
        assert_eq!(times(&[row(1, 3, 1, 500), row(2, 1, 2, 500)]), [1, 2]);
    }
}
