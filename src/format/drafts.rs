//! Drafts in one file of the deck format, for an editor: what is written out, and what came back.

use super::deck::{self, Deck, Place, Placed};
use super::diagnostic::Diagnostic;
use super::fits::NO_ANSWER;
use super::lines::normalized;
use super::print::{self, Note};
use crate::model::card::Card;

/// Stands for an answer that is not written yet, where nothing else does.
const NOTHING: &str = "<!-- -->";

/// What came back from the editor.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Back {
    /// The cards that could be read, each with its text in one language. One without an answer is
    /// still a draft.
    pub cards: Vec<Card>,
    /// What could not be: a line of `rest`, and why.
    pub errors: Vec<(usize, String)>,
    /// The text without the cards that could be read.
    pub rest: String,
}

/// The file: its head, then each card with what stands for its answer. The cards have their text in the
/// language of the head. With it notes on those that no deck file can hold.
pub fn print(head: &Deck, cards: Vec<(Card, &str)>) -> (String, Vec<Note>) {
    let placed = |(mut card, answer): (Card, &str)| {
        card.text.values_mut().for_each(|text| answer.clone_into(&mut text.answer));
        Placed { card, note: None, place: Place::default() }
    };
    let cards = cards.into_iter().map(placed).collect();
    print::print(&Deck { cards, ..head.clone() })
}

/// The text with a comment above it.
pub fn with_top(top: &str, text: &str) -> String {
    format!("<!--\n{}\n-->\n{text}", top.trim_end().replace("-->", "--"))
}

/// How many lines [`with_top`] adds.
pub fn top_lines(top: &str) -> usize {
    top.trim_end().lines().count() + 2
}

/// The text without the comment above it.
fn without_top(text: &str) -> &str {
    match text.trim_start().strip_prefix("<!--").and_then(|text| text.split_once("-->")) {
        Some((_, text)) => text.trim_start(),
        None => text.trim_start(),
    }
}

/// Reads what came back. `marks` are what may stand for an answer; `is_known` tells whether an id is
/// one of the drafts.
pub fn read(text: &str, marks: &[&str], is_known: impl Fn(&str) -> bool) -> Back {
    let text = normalized(without_top(text)).into_owned();
    let mut lines: Vec<&str> = text.lines().collect();
    let (_, first) = deck::read(&text);
    let mut unanswered: Vec<usize> =
        first.iter().filter(|d| d.message == NO_ANSWER).map(|d| d.line).collect();
    // From below, so that no line above moves.
    unanswered.sort_unstable_by(|a, b| b.cmp(a));
    for line in unanswered {
        let end = end_of(&lines, line);
        if lines[end - 1].trim().is_empty() {
            lines[end - 1] = NOTHING;
        } else {
            lines.insert(end, NOTHING);
        }
    }
    let (deck, found) = deck::read(&(lines.join("\n") + "\n"));
    let mut errors: Vec<(usize, String)> =
        found.into_iter().filter(Diagnostic::is_error).map(said).collect();
    let mut is_kept = vec![true; lines.len()];
    let mut cards = Vec::new();
    for Placed { mut card, place, .. } in deck.cards {
        if !is_known(&card.id) {
            let why = format!("no draft has the id `{}`: write it as it was", card.id);
            errors.push((place.line, why));
            continue;
        }
        for text in card.text.values_mut() {
            let mark = |answer: String, mark: &&str| answer.replace(*mark, "");
            let answer =
                marks.iter().chain(&[NOTHING]).fold(std::mem::take(&mut text.answer), mark);
            answer.trim().clone_into(&mut text.answer);
        }
        is_kept[place.line - 1..end_of(&lines, place.line)].fill(false);
        cards.push(card);
    }
    errors.sort();
    let kept_until = |line: usize| is_kept.iter().take(line).filter(|kept| **kept).count();
    let errors = errors.into_iter().map(|(line, why)| (kept_until(line).max(1), why)).collect();
    let kept = lines.iter().zip(&is_kept).filter(|(_, kept)| **kept).map(|(line, _)| *line);
    let rest = kept.map(|line| if line == NOTHING { "" } else { line }).collect::<Vec<_>>();
    Back { cards, errors, rest: rest.join("\n") + "\n" }
}

/// The line, and in one sentence what is wrong with it.
fn said(d: Diagnostic) -> (usize, String) {
    let help = d.help.map(|help| format!(": {help}")).unwrap_or_default();
    (d.line, d.message + &help)
}

/// The number of lines up to where the card ends whose heading is on a line, from 1.
fn end_of(lines: &[&str], line: usize) -> usize {
    let next = lines.iter().skip(line).position(|l| l.starts_with("## "));
    next.map_or(lines.len(), |after| line + after)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::card::{Lang, Text};

    fn head() -> Deck {
        Deck {
            name: "zoo".into(),
            title: "Zoo".into(),
            short: None,
            place: None,
            lang: Lang::En,
            go: None,
            cards: Vec::new(),
        }
    }

    fn draft(id: &str, question: &str) -> Card {
        let text = Text { question: question.into(), ..Text::default() };
        Card { text: [(Lang::En, text)].into(), ..Card::new(id, "zoo") }
    }

    /// What belongs to a text.
    type Pairs<T> = Vec<(T, String)>;

    /// What comes back of a text: ids with answers, errors, and the rest.
    fn back(text: &str) -> (Pairs<String>, Pairs<usize>, String) {
        let back = read(text, &["<!-- here -->"], |id| id.starts_with("zoo-"));
        let cards = back.cards.into_iter().map(|card| {
            let text = card.text.into_values().next().unwrap();
            (card.id, text.answer)
        });
        (cards.collect(), back.errors, back.rest)
    }

    #[test]
    fn what_is_written_comes_back_without_answers() {
        let cards = vec![
            (draft("zoo-a", "What is a?"), "<!-- here -->"),
            (draft("zoo-b", "What is b?\n\nA body."), "<!-- here -->"),
        ];
        let (text, notes) = print(&head(), cards);
        assert_eq!(notes, []);
        let (cards, errors, rest) = back(&with_top("Two lines\nof top --> here.", &text));
        assert_eq!(cards, ["zoo-a", "zoo-b"].map(|id| (id.to_owned(), String::new())));
        assert_eq!(errors, []);
        assert_eq!(rest, "---\ndeck: zoo\ntitle: Zoo\nlang: en\n---\n\n");
    }

    #[test]
    fn what_cannot_be_read_is_what_is_left() {
        let head = "---\ndeck: zoo\ntitle: Zoo\nlang: en\n---\n\n";
        let good = "## Good? {#zoo-good level=2 weight=3}\n\nYes.\n\n";
        let empty = "## Empty? {#zoo-empty level=2 weight=3}\n\n";
        for (bad, line, why) in [
            ("## Bad? {#zoo-bad level=9 weight=3}\n\nNo.\n\n", 7, "level"),
            ("## Bad? {#ape level=2 weight=3}\n\nNo.\n\n", 7, "no draft has the id `ape`"),
            ("## Bad?\n\nNo.\n\n", 7, "id"),
            ("## Bad? {#zoo-bad level=2 weight=3 kind=choice}\n\nNo.\n\n", 7, "no options"),
        ] {
            let (cards, errors, rest) = back(&format!("{head}{empty}{bad}{good}"));
            let ids: Vec<&str> = cards.iter().map(|(id, _)| id.as_str()).collect();
            assert_eq!(ids, ["zoo-empty", "zoo-good"], "{bad}");
            assert_eq!(errors.len(), 1, "{errors:?}");
            assert_eq!(errors[0].0, line, "{errors:?}");
            assert!(errors[0].1.contains(why), "{errors:?}");
            assert_eq!(rest, format!("{head}{bad}"));
        }
        // A head that is broken leaves all.
        let (cards, errors, rest) = back(&format!("{good}{empty}"));
        assert_eq!((cards.len(), errors[0].0), (0, 1));
        assert_eq!(rest, format!("{good}{empty}"));
    }

    #[test]
    fn an_answer_that_is_taken_away_is_no_error() {
        let text = "---\ndeck: zoo\ntitle: Zoo\nlang: en\n---\n## One? {#zoo-a level=2 weight=3}\n\
                    ## Two? {#zoo-b level=2 weight=3}\n\nBody.\n\n---\n";
        let (cards, errors, _) = back(text);
        assert_eq!(errors, []);
        assert_eq!(cards, ["zoo-a", "zoo-b"].map(|id| (id.to_owned(), String::new())));
    }
}
