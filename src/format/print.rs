//! Decks written as deck files, so that reading them gives the same cards.
//!
//! The canonical form of a card: its heading with all attributes, the body of the question and a
//! line `---` when there is a body, the answer, the asides (see [`aside`]), evidence last. When the
//! answer itself has a line `---`, the separator is written even without a body, for only the first
//! one counts.
//!
//! Some Markdown has no place in a deck file: a level-2 heading would begin a card, an open fence
//! would swallow the next one. Such a text is changed as little as possible (`##` becomes `###`,
//! the fence is closed; at worst the whole text goes into a fence), and a note says so. Every card
//! is read back before it is written; one that would still be misread is left out with a note.

use std::collections::BTreeMap;

use super::aside::{self, Sort};
use super::block::{BlockKind, blocks};
use super::deck::{Deck, Placed, read};
use super::diagnostic::Diagnostic;
use super::head::{self, Head};
use super::heading;
use super::lines::{trim_blank, unix_breaks};
use super::options;
use crate::model::card::{Card, Kind, Lang, Misconception, Text, is_kebab};
use crate::text::fence;

/// What became of a card that could not be written as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The card.
    pub id: String,
    /// What happened, in one lower-case sentence.
    pub message: String,
    /// Whether the card is missing from the text.
    pub left_out: bool,
}

/// The deck as a file, and notes on cards that were changed or left out. Only the text in the
/// deck's language is written. Blank lines around the parts of a card and white space at their end
/// are not kept.
pub fn print(deck: &Deck) -> (String, Vec<Note>) {
    let mut out = head::print(&Head {
        name: Some(deck.name.clone()),
        title: Some(deck.title.clone()),
        short: deck.short.clone(),
        place: deck.place,
        lang: Some(deck.lang),
        go: deck.go.clone(),
    });
    let mut notes = Vec::new();
    for placed in &deck.cards {
        let id = placed.card.id.clone();
        match card(placed, &deck.name, deck.lang) {
            Ok((text, change)) => {
                out.push('\n');
                out += &text;
                notes.extend(change.map(|message| Note { id, message, left_out: false }));
            }
            Err(message) => notes.push(Note { id, message, left_out: true }),
        }
    }
    (out, notes)
}

/// One card as it stands in the file of deck `topic`, from the heading to the last line break, and
/// what had to be changed in its text, if anything. An error when no deck file can hold it.
pub fn card(placed: &Placed, topic: &str, lang: Lang) -> Result<(String, Option<String>), String> {
    let card = &placed.card;
    let note = placed.note.as_deref().map(unix_breaks);
    let note = note.as_deref().map(|note| note.trim_end_matches('\n'));
    let note = note.filter(|note| !note.trim().is_empty());
    if !is_kebab(topic) {
        return Err(format!("`{topic}` cannot name a deck: use small letters, digits and hyphens"));
    }
    let text = card.text.get(&lang).ok_or_else(|| format!("it has no text in {lang}"))?;
    let card = canonical(card, text, topic, lang);
    if card.text[&lang].answer.is_empty() {
        return Err("the card has no answer".to_string());
    }
    let written = write(&card, note, lang);
    let Err(problem) = reads_back(&written, &card, note, lang) else {
        return Ok((written, None));
    };
    let changes: [(Change, &str); 2] = [
        (
            tamed,
            "its headings, lines or open fences were changed, for in a deck file they would end the card",
        ),
        (fenced, "its text was put into a fence, for in a deck file it would be misread"),
    ];
    for (change, message) in changes {
        let text = &card.text[&lang];
        let body = trim_blank(text.body());
        let body =
            if body.is_empty() { String::new() } else { format!("\n\n{}", change(body, true)) };
        let changed = Text {
            question: format!("{}{body}", text.title()),
            answer: change(&text.answer, false),
            ..text.clone()
        };
        let card = canonical(&card, &changed, topic, lang);
        let written = write(&card, note, lang);
        if reads_back(&written, &card, note, lang).is_ok() {
            return Ok((written, Some(message.to_string())));
        }
    }
    Err(problem)
}

/// The card as reading it back should give it.
fn canonical(card: &Card, text: &Text, topic: &str, lang: Lang) -> Card {
    let question = unix_breaks(&text.question);
    let (title, body) = question.split_once('\n').unwrap_or((&question, ""));
    let title = title.trim();
    let mut body = trim_blank(body).to_string();
    let one_line = |line: &String| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut reasons: Vec<String> = text.reasons.iter().map(one_line).collect();
    if let Some(boxed) = with_boxes(card, &body, &reasons)
        && let Some(read) = options::read(&boxed)
    {
        (body, reasons) = (read.body, read.reasons);
    }
    let question = if body.is_empty() { title.to_string() } else { format!("{title}\n\n{body}") };
    let answer = starred(trim_blank(&unix_breaks(&text.answer)));
    let wrong = text
        .wrong
        .iter()
        .map(|w| Misconception { claim: one_line(&w.claim), correction: one_line(&w.correction) });
    let text = Text {
        question,
        answer,
        keys: text.keys.iter().map(one_line).filter(|key| !key.is_empty()).collect(),
        wrong: wrong.filter(|w| !w.claim.is_empty() && !w.correction.is_empty()).collect(),
        reasons,
    };
    let mut tags: Vec<String> = Vec::new();
    for tag in &card.tags {
        if !tags.contains(tag) {
            tags.push(tag.clone());
        }
    }
    Card {
        topic: topic.to_string(),
        tags,
        test: card.test.as_deref().map(unix_breaks).map(|test| format!("{}\n", test.trim_end())),
        evidence: card
            .evidence
            .iter()
            .flat_map(|e| e.lines())
            .map(|line| line.trim().to_string())
            .filter(|line| !line.is_empty())
            .collect(),
        text: BTreeMap::from([(lang, text)]),
        ..card.clone()
    }
}

/// An answer whose rules are written `***`, because `---` ends a question.
fn starred(answer: &str) -> String {
    let mut out = answer.to_owned();
    for block in blocks(answer).into_iter().rev().filter(|b| b.kind == BlockKind::Rule) {
        let source = &answer[block.range.clone()];
        if source.trim() == "---" {
            out.replace_range(block.range, &source.replace("---", "***"));
        }
    }
    out
}

/// The body of a choice card with its boxes and reasons; `None` for other cards, and where the list
/// of options does not fit.
fn with_boxes(card: &Card, body: &str, reasons: &[String]) -> Option<String> {
    if card.kind != Kind::Choice || card.right.is_empty() {
        return None;
    }
    options::write(body, &card.right, reasons)
}

fn write(card: &Card, note: Option<&str>, lang: Lang) -> String {
    let text = &card.text[&lang];
    let (title, body) = text.question.split_once("\n\n").unwrap_or((&text.question, ""));
    let mut out = heading::print(card, title) + "\n\n";
    if !body.is_empty() {
        out += &with_boxes(card, body, &text.reasons).unwrap_or_else(|| body.to_string());
        out += "\n\n---\n\n";
    }
    out += &text.answer;
    out.push('\n');
    out + &aside::print(card, text, note)
}

/// Whether `written` reads back as `card` and leaves the card after it alone; else why not.
fn reads_back(written: &str, card: &Card, note: Option<&str>, lang: Lang) -> Result<(), String> {
    let next = Card {
        id: format!("{}-next", card.id),
        topic: card.topic.clone(),
        level: card.level,
        weight: card.weight,
        text: BTreeMap::from([(
            lang,
            Text { question: "Q".into(), answer: "A".into(), ..Text::default() },
        )]),
        ..Card::default()
    };
    let head = Head { name: Some(card.topic.clone()), lang: Some(lang), ..Head::default() };
    let file = head::print(&head) + "\n" + written + "\n" + &write(&next, None, lang);
    let (deck, problems) = read(&file);
    if let Some(error) = problems.iter().find(|d: &&Diagnostic| d.is_error()) {
        return Err(error.message.clone());
    }
    let found = deck.cards.iter().map(|p| (&p.card, p.note.as_deref()));
    if found.eq([(card, note), (&next, None)]) {
        Ok(())
    } else {
        Err("its Markdown would be misread in a deck file".to_string())
    }
}

/// A change of Markdown; the flag says whether it belongs to a question.
type Change = fn(&str, bool) -> String;

/// `markdown` without what would end or swallow a card; in a question also without `---`.
fn tamed(markdown: &str, is_question: bool) -> String {
    let mut out = String::with_capacity(markdown.len() + 8);
    let mut seen = 0;
    for block in blocks(markdown) {
        if block.nested {
            continue;
        }
        out += &markdown[seen..block.range.start];
        seen = block.range.end;
        let source = &markdown[block.range.clone()];
        match &block.kind {
            BlockKind::Heading(2) => out += &source.replacen("##", "###", 1),
            BlockKind::Underlined(2) => {
                let mut words: Vec<&str> = source.trim().lines().map(str::trim).collect();
                words.pop();
                out += &format!("### {}\n", words.join(" "));
            }
            BlockKind::Rule if is_question => out += "***\n",
            BlockKind::Fence(fence) => {
                if Sort::of(&fence.info).is_some() {
                    let rest = source.find('\n').map_or("", |at| &source[at..]);
                    out += &format!("{}text{rest}", fence::mark(source));
                } else {
                    out += source;
                }
                if !fence.closed {
                    if !source.ends_with('\n') {
                        out.push('\n');
                    }
                    out += fence::mark(source);
                }
            }
            BlockKind::Html { closed: false } if source.trim_start().starts_with("<!--") => {
                out += source.trim_end();
                out += " -->";
            }
            _ => out += source,
        }
    }
    out + &markdown[seen..]
}

/// All of `markdown` in one fence.
fn fenced(markdown: &str, _is_question: bool) -> String {
    let mark = fence::longer(markdown);
    format!("{mark}text\n{markdown}\n{mark}")
}

#[cfg(test)]
mod tests {
    use super::super::deck::Place;
    use super::super::{compare, style};
    use super::*;
    use proptest::prelude::*;

    fn one(question: &str, answer: &str) -> Card {
        Card {
            id: "t-a".into(),
            topic: "t".into(),
            kind: Kind::Basic,
            level: 2,
            weight: 3,
            follows: None,
            tags: vec![],
            correct: None,
            evidence: vec![],
            text: BTreeMap::from([(
                Lang::En,
                Text { question: question.into(), answer: answer.into(), ..Text::default() },
            )]),
            ..Card::default()
        }
    }

    /// A card without a note.
    fn printed(card: &Card, topic: &str, lang: Lang) -> Result<(String, Option<String>), String> {
        let place = Place::default();
        super::card(&Placed { card: card.clone(), note: None, place }, topic, lang)
    }

    #[test]
    fn a_note_goes_out_and_comes_back() {
        for note in ["see 3", "one\n\n  two\n```go\nx\n```", "## no card", "---"] {
            let mut deck = deck(vec![one("Q?", "A."), one("R?", "B.")]);
            deck.cards[1].card.id = "t-b".into();
            deck.cards[0].note = Some(note.into());
            let (text, notes) = print(&deck);
            assert_eq!(notes, []);
            let (read, problems) = read(&text);
            assert_eq!(problems, [], "{text}");
            let found: Vec<Option<&str>> = read.cards.iter().map(|p| p.note.as_deref()).collect();
            assert_eq!(found, [Some(note), None]);
        }
    }

    fn deck(cards: Vec<Card>) -> Deck {
        Deck {
            name: "t".into(),
            title: "T".into(),
            short: Some("T short".into()),
            place: Some(7),
            lang: Lang::En,
            go: Some("1.27".into()),
            cards: cards
                .into_iter()
                .map(|card| Placed { card, note: None, place: Place::default() })
                .collect(),
        }
    }

    fn unplaced(mut deck: Deck) -> Deck {
        for placed in &mut deck.cards {
            placed.place = Place::default();
        }
        deck
    }

    #[test]
    fn a_deck_is_written_in_its_canonical_form() {
        let mut card = one("What prints?\n```go run\nx\n```\n", "\n```output\n1\n```\n\nOne.  \n");
        card.kind = Kind::Output;
        card.tags = vec!["predict".into(), "predict".into(), "history".into()];
        card.follows = Some("t-b".into());
        card.evidence = vec!["runtime/proc.go: ```".into(), " ".into()];
        let (text, notes) = print(&deck(vec![card, one("Q?", "a\n\n---\n\nb")]));
        assert_eq!(notes, []);
        assert_eq!(
            text.replace('`', "'"),
            "\
---
deck: t
title: T
short: T short
place: 7
lang: en
go: \"1.27\"
---

## What prints? {#t-a .predict .history kind=output level=2 weight=3 follows=t-b}

'''go run
x
'''

---

'''output
1
'''

One.

''''evidence
runtime/proc.go: '''
''''

## Q? {#t-a level=2 weight=3}

a

***

b
"
        );
    }

    #[test]
    fn what_a_card_carries_besides_is_written_behind_the_answer() {
        let mut card = one("Which?\n\n* a\n  more\n* b\n\nSay.", "No.");
        card.kind = Kind::Choice;
        card.same = Some("t-c".into());
        card.right = vec![2];
        card.evidence = vec!["a.go: b".into()];
        let wrong = Misconception { claim: "So ".into(), correction: "not\nso".into() };
        let text = card.text.get_mut(&Lang::En).unwrap();
        text.reasons = vec!["it is\nwrong".into(), String::new()];
        text.keys = vec!["one | two".into(), " ".into()];
        text.wrong = vec![wrong];
        let (written, change) = printed(&card, "t", Lang::En).unwrap();
        assert_eq!(change, None);
        assert_eq!(
            written.replace('`', "'"),
            "\
## Which? {#t-a kind=choice level=2 weight=3 same=t-c}

- [ ] a
  more
  - it is wrong
- [x] b

Say.

---

No.

'''keys
one | two
'''

'''wrong
So
=> not so
'''

'''evidence
a.go: b
'''
"
        );
        // What does not fit is left out, not misread.
        card.right = vec![3];
        assert!(printed(&card, "t", Lang::En).is_err());
        let mut write = one("Q\n\n```go\npackage k\n```", "A\n\n```go\npackage k\n```");
        write.kind = Kind::Write;
        write.test = Some("package k\n\n// ```".into());
        let (written, change) = printed(&write, "t", Lang::En).unwrap();
        assert!(written.ends_with("\n\n````go test\npackage k\n\n// ```\n````\n"), "{written}");
        assert_eq!(change, None);
    }

    #[test]
    fn markdown_that_has_no_place_in_a_deck_is_changed_and_noted() {
        for (answer, written) in [
            ("say\n\n## More {#x}\n\ntext", "say\n\n### More {#x}\n\ntext"),
            ("More\nand more\n---\n\ntext", "### More and more\n\ntext"),
            ("say\n\n```go\nx", "say\n\n```go\nx\n```"),
            ("say\n\n<!-- x", "say\n\n<!-- x -->"),
            ("say\n\n```evidence\nx\n```", "say\n\n```text\nx\n```"),
            ("say\n\n```keys\nx\n```\n\ny", "say\n\n```text\nx\n```\n\ny"),
            ("say\n\n~~~~  wrong\nx\n~~~~", "say\n\n~~~~text\nx\n~~~~"),
            ("say\n\n```go  test\nx\n```", "say\n\n```text\nx\n```"),
            ("say\n\n<script>x", "```text\nsay\n\n<script>x\n```"),
        ] {
            let (text, change) = printed(&one("Q", answer), "t", Lang::En).unwrap();
            assert_eq!(text, format!("## Q {{#t-a level=2 weight=3}}\n\n{written}\n"));
            assert!(change.is_some());
        }
        let (text, change) = printed(&one("Q\n\na\n\n---\n\nb", "c"), "t", Lang::En).unwrap();
        assert!(text.contains("\n\na\n\n***\n\nb\n\n---\n\nc\n"), "{text}");
        assert!(change.is_some());
    }

    #[test]
    fn a_card_that_no_deck_file_can_hold_is_left_out_with_a_reason() {
        let mut output = one("Q", "A");
        output.kind = Kind::Output;
        let mut named = one("Q", "A");
        named.id = "No Id".into();
        for (card, reason) in [
            (one("", "A"), "the card has no question"),
            (one("Q", " \n"), "the card has no answer"),
            (output, "the output card has no program in its question"),
            (named, "`No` cannot be an id"),
        ] {
            let (text, notes) = print(&deck(vec![card, one("Q", "A")]));
            assert_eq!(notes.len(), 1);
            assert_eq!((notes[0].message.as_str(), notes[0].left_out), (reason, true));
            assert_eq!(read(&text).0.cards.len(), 1);
        }
        assert!(printed(&one("Q", "A"), "t", Lang::Zh).is_err());
        assert!(printed(&one("Q", "A"), "T!", Lang::En).is_err());
    }

    /// Markdown made of what trips parsers up.
    fn nasty() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            Just("\n".to_string()),
            Just("\n\n".to_string()),
            Just("---".to_string()),
            Just("\n---\n".to_string()),
            Just("\n\n---\n\n".to_string()),
            Just("===".to_string()),
            Just("# one ".to_string()),
            Just("## two {#t-x}".to_string()),
            Just("```".to_string()),
            Just("\n````go run\n".to_string()),
            Just("~~~".to_string()),
            Just("```evidence\n".to_string()),
            Just("```output\n1\n```\n".to_string()),
            Just("    ".to_string()),
            Just("\t".to_string()),
            Just("- ".to_string()),
            Just("1. ".to_string()),
            Just("> ".to_string()),
            Just("| a | b |\n|---|---|\n".to_string()),
            Just("<!--".to_string()),
            Just("-->".to_string()),
            Just("<div>".to_string()),
            Just("<pre>".to_string()),
            Just("<?".to_string()),
            Just("[x]: /u \"".to_string()),
            Just("text  \n".to_string()),
            Just("中文，".to_string()),
            Just("{#id .x}".to_string()),
            Just("\\".to_string()),
            Just("\r\n".to_string()),
            Just("\u{feff}".to_string()),
            Just("\0".to_string()),
            "\\PC{0,6}",
        ];
        proptest::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
    }

    fn any_card(number: usize) -> impl Strategy<Value = Card> {
        let lines = || proptest::collection::vec(nasty(), 0..3);
        let wrong = proptest::collection::vec((nasty(), nasty()), 0..2);
        (nasty(), nasty(), lines(), lines(), wrong, 1u8..=3, 1u8..=5).prop_map(
            move |(question, answer, evidence, keys, wrong, level, weight)| {
                let mut card = Card {
                    id: format!("t-{number}"),
                    level,
                    weight,
                    evidence,
                    tags: vec!["concept".into(), "中".into()],
                    same: (number > 1).then(|| "t-other".into()),
                    ..one(&question, &answer)
                };
                if let Some(text) = card.text.get_mut(&Lang::En) {
                    text.keys = keys;
                    text.wrong = wrong
                        .into_iter()
                        .map(|(claim, correction)| Misconception { claim, correction })
                        .collect();
                }
                card
            },
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        #[test]
        fn what_was_written_reads_back(cards in (any_card(1), any_card(2), any_card(3))) {
            let given = deck(vec![cards.0, cards.1, cards.2]);
            let (text, notes) = print(&given);
            for note in notes.iter().filter(|n| n.left_out) {
                let empty = note.message.contains("no answer") || note.message.contains("no question");
                prop_assert!(empty, "{note:?}");
            }
            let (back, _) = read(&text);
            let back = unplaced(back);
            let kept: Vec<Card> = given.cards.iter().map(|p| &p.card)
                .filter(|c| notes.iter().all(|n| n.id != c.id))
                .map(|c| canonical(c, &c.text[&Lang::En], "t", Lang::En)).collect();
            for card in &kept {
                prop_assert!(back.cards.iter().any(|p| p.card == *card), "{card:?}\n{text}");
            }
            prop_assert_eq!(back.cards.len() + notes.iter().filter(|n| n.left_out).count(), 3);
            let (again, notes) = print(&back);
            prop_assert_eq!(notes, vec![]);
            prop_assert_eq!(&again, &text);
            prop_assert_eq!(unplaced(read(&again).0), back);
        }

        #[test]
        fn reading_never_panics(text in nasty(), head in any::<bool>()) {
            let source = if head { format!("---\ndeck: t\nlang: en\n---\n{text}") } else { text };
            let (deck, problems) = read(&source);
            for problem in problems {
                problem.render("x.md", &source);
            }
            style::check(&deck, &[]);
            let mut other = deck.clone();
            other.lang = other.lang.other();
            compare::compare(&deck, &other);
            let (text, notes) = print(&deck);
            prop_assert!(notes.iter().all(|n| deck.name.is_empty() || !n.left_out), "{notes:?} {text}");
        }
    }
}
