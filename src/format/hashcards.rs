//! Decks of hashcards: its JSON export, and its Markdown files, whose cards its database knows by
//! the hash of their text.

use std::collections::HashMap;

use chrono::NaiveDateTime;
use serde::Deserialize;

use super::diagnostic::{Diagnostic, Report};
use super::lang;
use super::lines::normalized;
use super::notes::{MOST_CARDS, MOST_TEXT, as_question, holes, hollow};
use crate::model::card::{Lang, Text};
use crate::model::review::Rating;

/// A card of hashcards.
#[derive(Debug, Clone, PartialEq)]
pub struct HashCard {
    /// The hash of its text, 64 hexadecimal digits.
    pub hash: String,
    /// The name of its deck.
    pub deck: String,
    /// The line of its file, from 1; 0 when unknown.
    pub line: usize,
    /// Question and answer.
    pub text: Text,
    /// Their language.
    pub lang: Lang,
}

/// An answer that was given to a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answered {
    /// The local time.
    pub at: NaiveDateTime,
    /// What the learner said.
    pub rating: Rating,
}

/// Answers by the hash of their card, oldest first.
pub type Answers = HashMap<String, Vec<Answered>>;

#[derive(Deserialize)]
struct Probe {
    #[serde(default)]
    format: Option<serde::de::IgnoredAny>,
    #[serde(default)]
    sessions: Option<Vec<serde::de::IgnoredAny>>,
    #[serde(default)]
    cards: Option<Vec<CardProbe>>,
}

#[derive(Deserialize)]
struct CardProbe {
    #[serde(default)]
    hash: Option<serde::de::IgnoredAny>,
}

/// Whether a JSON text is an export of hashcards rather than ours.
pub fn is_export(bytes: &[u8]) -> bool {
    let Ok(probe) = serde_json::from_slice::<Probe>(bytes) else { return false };
    probe.format.is_none()
        && probe.sessions.is_some()
        && probe.cards.is_some_and(|cards| cards.iter().all(|card| card.hash.is_some()))
}

#[derive(Deserialize)]
struct Export {
    cards: Vec<CardIn>,
    #[serde(default)]
    sessions: Vec<SessionIn>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CardIn {
    hash: String,
    deck_name: String,
    content: ContentIn,
}

#[derive(Deserialize)]
enum ContentIn {
    #[serde(alias = "basic")]
    Basic { question: String, answer: String },
    #[serde(alias = "cloze")]
    Cloze { text: String, start: usize, end: usize },
}

#[derive(Deserialize)]
struct SessionIn {
    #[serde(default)]
    reviews: Vec<ReviewIn>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ReviewIn {
    hash: String,
    reviewed_at: String,
    grade: String,
}

/// Reads a JSON export: its cards and the answers given to them.
pub fn read_export(bytes: &[u8]) -> (Vec<HashCard>, Answers, Vec<Diagnostic>) {
    let mut report = Report::default();
    let export: Export = match serde_json::from_slice(bytes) {
        Ok(export) => export,
        Err(error) => {
            let message = error.to_string();
            let message =
                message.rsplit_once(" at line ").map_or(message.as_str(), |(said, _)| said);
            let d = Diagnostic::error(error.line(), error.column(), 0, message);
            report.push(d.help("export again with `hashcards export`"));
            return (Vec::new(), Answers::new(), report.finish());
        }
    };
    if export.cards.len() > MOST_CARDS {
        let d = Diagnostic::error(1, 1, 0, format!("the export has more than {MOST_CARDS} cards"));
        report.push(d.help("export one folder at a time"));
        return (Vec::new(), Answers::new(), report.finish());
    }
    let mut cards = Vec::new();
    for card in export.cards {
        let text = match card.content {
            ContentIn::Basic { question, answer } => {
                Some(Text { question, answer, ..Text::default() })
            }
            // The last byte of the deletion is part of it.
            ContentIn::Cloze { text, start, end } => end
                .checked_add(1)
                .filter(|end| start < *end && text.get(start..*end).is_some())
                .map(|end| hollow(&text, &(start..end)))
                .map(|(question, answer)| Text { question, answer, ..Text::default() }),
        };
        let text = text.map(tidy).filter(|text| !text.title().is_empty());
        let Some(text) = text else {
            let short: String = card.hash.chars().take(12).collect();
            report.push(Diagnostic::warning(
                1,
                1,
                0,
                format!("the card {short} has no question: left out"),
            ));
            continue;
        };
        let lang = Lang::En;
        cards.push(HashCard { hash: card.hash, deck: card.deck_name, line: 0, text, lang });
    }
    tell_languages(&mut cards);
    let mut answers = Answers::new();
    for review in export.sessions.into_iter().flat_map(|session| session.reviews) {
        match answered(&review.reviewed_at, &review.grade) {
            Some(answered) => answers.entry(review.hash).or_default().push(answered),
            None => {
                let message = format!(
                    "a review at `{}` rated `{}` was left out",
                    review.reviewed_at, review.grade
                );
                report.push(Diagnostic::warning(1, 1, 0, message));
            }
        }
    }
    answers.values_mut().for_each(|list| list.sort_by_key(|a| a.at));
    (cards, answers, report.finish())
}

/// An answer as hashcards writes it: local time, and `forgot`, `hard`, `good` or `easy`.
pub fn answered(at: &str, grade: &str) -> Option<Answered> {
    let at = NaiveDateTime::parse_from_str(at, "%Y-%m-%dT%H:%M:%S%.f").ok()?;
    let year = chrono::Datelike::year(&at);
    let rating = match grade.to_ascii_lowercase().as_str() {
        "forgot" => Rating::Again,
        "hard" => Rating::Hard,
        "good" => Rating::Good,
        "easy" => Rating::Easy,
        _ => return None,
    };
    (1970..3000).contains(&year).then_some(Answered { at, rating })
}

fn tidy(text: Text) -> Text {
    let answer = text.answer.trim().to_owned();
    Text { question: as_question(&text.question), answer, ..Text::default() }
}

/// What a line of a deck file of hashcards begins.
enum Part {
    Question(String),
    Answer { question: String, answer: String },
    Cloze(String),
}

/// Reads a Markdown file of hashcards as that program does, so that the hashes agree. `name` is the
/// name of the file without its ending; it names the deck unless the head does.
pub fn read_deck(source: &str, name: &str) -> (Vec<HashCard>, Vec<Diagnostic>) {
    let text = normalized(source);
    let mut deck = name.to_owned();
    let mut report = Report::default();
    let mut cards = Cards::default();
    let mut lines = text.lines().enumerate().peekable();
    if lines.peek().is_some_and(|(_, line)| line.trim() == "---") {
        lines.next();
        for (_, line) in lines.by_ref() {
            if line.trim() == "---" {
                break;
            }
            if let Some((key, value)) = line.split_once('=')
                && key.trim() == "name"
            {
                deck = value.trim().trim_matches(['"', '\'']).to_owned();
            }
        }
    }
    let mut part: Option<(Part, usize)> = None;
    let mut push = |part: Option<(Part, usize)>, report: &mut Report| match part {
        None => {}
        Some((Part::Question(_), line)) => {
            report.push(Diagnostic::warning(
                line,
                1,
                0,
                "a question without an answer was left out",
            ));
        }
        Some((Part::Answer { question, answer }, line)) => {
            let [question, answer] = [question.trim(), answer.trim()];
            let hash = hash(&[b"Basic", question.as_bytes(), answer.as_bytes()]);
            let text = Text { question: question.into(), answer: answer.into(), ..Text::default() };
            cards.add(hash, &deck, line, text);
        }
        Some((Part::Cloze(text), line)) => {
            let (whole, found) = holes(text.trim());
            for hole in found {
                if cards.bytes > MOST_TEXT {
                    break;
                }
                let [start, end] = [hole.start as u64, hole.end as u64 - 1].map(u64::to_le_bytes);
                let hash = hash(&[b"Cloze", whole.as_bytes(), &start, &end]);
                let (question, answer) = hollow(&whole, &hole);
                cards.add(hash, &deck, line, Text { question, answer, ..Text::default() });
            }
        }
    };
    for (at, line) in lines {
        let begun = |rest: &str| rest.trim().to_owned();
        if let Some(rest) = line.strip_prefix("Q:") {
            push(part.replace((Part::Question(begun(rest)), at + 1)), &mut report);
        } else if let Some(rest) = line.strip_prefix("C:") {
            push(part.replace((Part::Cloze(begun(rest)), at + 1)), &mut report);
        } else if let Some(rest) = line.strip_prefix("A:") {
            part = match part.take() {
                Some((Part::Question(question), line)) => {
                    Some((Part::Answer { question, answer: begun(rest) }, line))
                }
                other => {
                    report.push(Diagnostic::warning(
                        at + 1,
                        1,
                        0,
                        "an answer without a question was left out",
                    ));
                    other
                }
            };
        } else if line.trim() == "---" {
            push(part.take(), &mut report);
        } else if let Some((part, _)) = &mut part {
            let (Part::Question(text) | Part::Answer { answer: text, .. } | Part::Cloze(text)) =
                part;
            text.push('\n');
            text.push_str(line);
        }
    }
    push(part, &mut report);
    if cards.all.len() > MOST_CARDS || cards.bytes > MOST_TEXT {
        let message = format!(
            "the file has more than {MOST_CARDS} cards, or they come to more than {} MiB",
            MOST_TEXT >> 20
        );
        report.push(Diagnostic::error(1, 1, 0, message).help("split it"));
        cards.all.clear();
    }
    tell_languages(&mut cards.all);
    (cards.all, report.finish())
}

/// Gives each card its language, which depends on all of them.
fn tell_languages(cards: &mut [HashCard]) {
    let texts = cards.iter().map(|card| &card.text);
    let file = lang::of_file(texts.flat_map(|text| [text.question.as_str(), &text.answer]));
    cards.iter_mut().for_each(|card| card.lang = lang::of(&card.text, file));
}

/// The cards of a file so far.
#[derive(Default)]
struct Cards {
    all: Vec<HashCard>,
    /// Bytes of text in them.
    bytes: usize,
}

impl Cards {
    fn add(&mut self, hash: String, deck: &str, line: usize, text: Text) {
        let text = tidy(text);
        self.bytes += text.question.len() + text.answer.len();
        let has_room = self.all.len() <= MOST_CARDS && self.bytes <= MOST_TEXT;
        if has_room && !text.title().is_empty() {
            let lang = Lang::En;
            self.all.push(HashCard { hash, deck: deck.to_owned(), line, text, lang });
        }
    }
}

/// BLAKE3 of the parts, one after the other.
fn hash(parts: &[&[u8]]) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(part);
    }
    hasher.finalize().to_hex().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// As `hashcards export` writes it, shortened.
    const EXPORT: &str = r#"{
      "cards": [
        {"hash": "aa", "familyHash": null, "deckName": "Go basics",
         "location": {"filePath": "/x/Go.md", "lineStart": 0, "lineEnd": 2},
         "content": {"basic": {"question": "What is a P?", "answer": "A permit."}},
         "performance": {"lastReviewedAt": "2026-01-02T10:00:00.000", "stability": 3.1}},
        {"hash": "bb", "deckName": "Go basics", "content": {"cloze": {"text": "A map holds keys.", "start": 12, "end": 15}}},
        {"hash": "cc", "deckName": "Go basics", "content": {"cloze": {"text": "通道", "start": 1, "end": 9}}}
      ],
      "sessions": [{"sessionId": 1, "startedAt": "x", "endedAt": "x", "reviews": [
        {"reviewId": 1, "hash": "aa", "reviewedAt": "2026-01-02T10:00:00.000", "grade": "Good"},
        {"reviewId": 0, "hash": "aa", "reviewedAt": "2026-01-01T10:00:00.500", "grade": "Forgot"},
        {"reviewId": 2, "hash": "aa", "reviewedAt": "yesterday", "grade": "Good"}
      ]}]
    }"#;

    #[test]
    fn an_export_is_read_with_its_history() {
        assert!(is_export(EXPORT.as_bytes()));
        assert!(!is_export(br#"{"format": "godrill", "version": 1, "cards": []}"#));
        let (cards, answers, problems) = read_export(EXPORT.as_bytes());
        let shown: Vec<_> =
            cards.iter().map(|c| (c.hash.as_str(), c.text.question.as_str())).collect();
        assert_eq!(shown, [("aa", "What is a P?"), ("bb", "A map holds […].")]);
        assert_eq!(cards[1].text.answer, "keys\n\nA map holds **keys**.");
        let ratings: Vec<Rating> = answers["aa"].iter().map(|a| a.rating).collect();
        assert_eq!(ratings, [Rating::Again, Rating::Good]);
        assert_eq!(problems.len(), 2);
    }

    #[test]
    fn hashes_are_those_of_hashcards() {
        // From a collection that hashcards 0.4 made.
        let deck = "---\nname = \"Bio\"\n---\nQ: a\nb\nA:\n\n- x\n\nC: The [cell] and [通道]\n---\nQ: lost\n";
        let (cards, problems) = read_deck(deck, "file");
        let shown: Vec<_> =
            cards.iter().map(|c| (c.deck.as_str(), c.line, c.text.question.as_str())).collect();
        assert_eq!(
            shown,
            [
                ("Bio", 4, "a\n\nb"),
                ("Bio", 10, "The […] and 通道"),
                ("Bio", 10, "The cell and […]")
            ]
        );
        assert_eq!(cards[0].hash, blake3::hash(b"Basica\nb- x").to_hex().as_str());
        let cloze = [
            &b"ClozeThe cell and "[..],
            "通道".as_bytes(),
            &4u64.to_le_bytes(),
            &7u64.to_le_bytes(),
        ]
        .concat();
        assert_eq!(cards[1].hash, blake3::hash(&cloze).to_hex().as_str());
        assert_eq!(problems.len(), 1);
    }

    proptest! {
        #[test]
        fn any_text_is_no_panic(text in any::<String>(), cut in any::<prop::sample::Index>()) {
            read_deck(&text, "t");
            read_deck(&format!("Q: {text}\nA: {text}\nC: [{text}]"), "t");
            let export = &EXPORT.as_bytes()[..cut.index(EXPORT.len())];
            is_export(export);
            read_export(export);
            read_export(text.as_bytes());
        }
    }
}
