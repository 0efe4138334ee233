//! Tables, decks of hashcards and notes on their way in: rows become cards.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use chrono::TimeZone;

use super::Source;
use super::import::{Brought, Skipped};
use super::lines::NotesFile;
use super::reader::Reader;
use crate::format::anki::own;
use crate::format::diagnostic::Diagnostic;
use crate::format::hashcards::{self, Answered, Answers, HashCard};
use crate::format::left_out::LeftOut;
use crate::format::notes;
use crate::format::record::Record;
use crate::format::table::{self, Row};
use crate::model::card::{Kind, is_kebab};
use crate::model::day::Calendar;
use crate::model::merge::{Incoming, Part, Says};
use crate::model::review::{Review, ReviewKind, ReviewOrigin};

/// The title of a file that has none of its own.
fn stem(path: &Path) -> String {
    path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default()
}

impl<Z: TimeZone> Reader<'_, Z> {
    /// The topic of a file that names none: by its file name, if that has letters.
    fn file_topic(&mut self, path: &Path) -> String {
        self.topics.named(&stem(path)).unwrap_or_else(|| "notes".to_owned())
    }

    /// The topic of a card: the one that is wished for, that of its deck, or that of its file.
    fn topic_of(&mut self, deck: Option<&str>, file: &str) -> String {
        let wished = self.topic.clone();
        let of_deck = || deck.and_then(|deck| self.topics.named(deck));
        wished.or_else(of_deck).unwrap_or_else(|| file.to_owned())
    }

    /// Takes a card in, with the title of its topic if it is the topic's first.
    fn take(&mut self, part: Part, reviews: Vec<Review>) {
        if let Some(topic) = self.topics.take(&part.topic) {
            self.name_topic(topic);
        }
        let incoming = Incoming { reviews, ..Incoming::of_user(Says::Part(part)) };
        self.import.cards.push(Brought::from(incoming));
    }

    /// The answers in a database of hashcards.
    pub(super) fn hashcards_answers(&mut self, bytes: Vec<u8>, path: &Path) -> Result<Answers> {
        let (reviews, mut skipped) = crate::db::hashcards_reviews(bytes, path)?;
        let mut answers = Answers::new();
        for review in reviews {
            match hashcards::answered(&review.at, &review.grade) {
                Some(answered) => answers.entry(review.card).or_default().push(answered),
                None => skipped += 1,
            }
        }
        answers.values_mut().for_each(|list| list.sort_by_key(|a| a.at));
        self.skip(path, LeftOut::BadReview, skipped);
        Ok(answers)
    }

    /// The Markdown files that belong to a database of hashcards.
    pub(super) fn hashcards_pages(&mut self, database: &Path, answers: &Answers) -> Result<()> {
        let mut known = HashSet::new();
        for (path, text) in std::mem::take(&mut self.pages) {
            let (cards, diagnostics) = hashcards::read_deck(&text, &stem(path));
            known.extend(
                cards.iter().map(|c| &c.hash).filter(|h| answers.contains_key(*h)).cloned(),
            );
            self.hashcards(path, cards, answers)?;
            self.sources.push(Source { name: path.display().to_string(), text, diagnostics });
        }
        let orphans = answers.len() - known.len();
        self.skip(database, LeftOut::NoPage, orphans);
        Ok(())
    }

    /// The export of hashcards, with its history.
    pub(super) fn hashcards_export(&mut self, path: &Path, bytes: &[u8]) -> Result<()> {
        let (cards, answers, diagnostics) = hashcards::read_export(bytes);
        let twice = self.hashcards(path, cards, &answers)?;
        self.skip(path, LeftOut::Repeated, twice);
        let text = String::from_utf8_lossy(bytes).into_owned();
        self.sources.push(Source::unless_sound(path.display().to_string(), text, diagnostics));
        Ok(())
    }

    /// Takes in cards of hashcards. Returns how many had come before.
    fn hashcards(&mut self, path: &Path, cards: Vec<HashCard>, answers: &Answers) -> Result<usize> {
        let file = self.file_topic(path);
        let cards: Vec<(String, HashCard)> =
            cards.into_iter().map(|card| (self.topic_of(Some(&card.deck), &file), card)).collect();
        self.ask_questions(cards.iter().map(|(_, card)| &*card.text.question))?;
        let mut twice = 0;
        for (topic, card) in cards {
            let Some(id) = self.names.of_question(&topic, &card.text, &self.known) else {
                twice += 1;
                continue;
            };
            let answered = answers.get(&card.hash).map_or(&[][..], Vec::as_slice);
            let reviews = history(answered, self.learner.calendar);
            let text = BTreeMap::from([(card.lang, card.text)]);
            self.take(Part { id, topic, text, ..Part::default() }, reviews);
        }
        Ok(twice)
    }

    /// Tells notes from pages without questions, and keeps the notes.
    pub(super) fn notes_pages(&mut self) {
        for (path, text) in std::mem::take(&mut self.pages) {
            let (mut found, diagnostics) = notes::read(&text, self.wishes.notes);
            let name = path.display().to_string();
            let is_read = !diagnostics.iter().any(Diagnostic::is_error);
            // Lines that the learner may still want are a reason to show the file.
            let mut wanted = found.left_out.iter().filter(|line| line.question.is_some());
            if is_read && found.found.is_empty() && wanted.next().is_none() {
                self.skip(path, LeftOut::NoQuestions, 1);
            } else if is_read {
                let topic = self.topic.clone().unwrap_or_else(|| self.file_topic(path));
                if let (None, Some(new)) = (&found.title, self.topics.take(&topic)) {
                    found.title = new.titles.into_values().next();
                }
                self.notes.push(NotesFile { name: name.clone(), topic, notes: found });
            }
            self.sources.push(Source::unless_sound(name, text, diagnostics));
        }
    }

    /// Takes in a table; `comma` says that its file name suggests commas.
    pub(super) fn table(&mut self, path: &Path, text: String, comma: bool) -> Result<()> {
        let (rows, diagnostics) = table::read(&text, comma);
        let file = self.file_topic(path);
        let rows: Vec<(String, Row)> =
            rows.into_iter().map(|row| (self.topic_of(row.deck.as_deref(), &file), row)).collect();
        let unnamed = rows.iter().filter(|(_, row)| row.name.is_none());
        self.ask_questions(
            unnamed.filter_map(|(_, row)| Some(&*row.text.values().next()?.question)),
        )?;
        let mut twice = 0;
        for (topic, row) in rows {
            match self.row(topic, row) {
                Some(part) => self.take(part, Vec::new()),
                None => twice += 1,
            }
        }
        self.skip(path, LeftOut::Repeated, twice);
        self.sources.push(Source::unless_sound(path.display().to_string(), text, diagnostics));
        Ok(())
    }

    /// What a row of a table says; `None` if the same came before.
    fn row(&mut self, topic: String, row: Row) -> Option<Part> {
        let text = row.text.values().next()?;
        let id = match &row.name {
            Some(name) if is_kebab(name) && row.ord == 0 => self.names.given(name.clone())?,
            Some(name) => self.names.given(own::card_id(name, row.ord))?,
            None => self.names.of_question(&topic, text, &self.known)?,
        };
        Some(Part {
            follows: row.follows.filter(|follows| is_kebab(follows) && *follows != id),
            id,
            topic,
            text: row.text,
            kind: row.correct.as_ref().map(|_| Kind::Choice),
            level: row.level,
            weight: row.weight,
            correct: row.correct,
            tags: Some(row.tags).filter(|tags| !tags.is_empty()),
            ..Part::default()
        })
    }
}

/// Fails when none of the files holds a question.
pub(super) fn require_questions(files: &[PathBuf], skipped: &[Skipped]) -> Result<()> {
    let empty = skipped.iter().filter(|s| s.reason == LeftOut::NoQuestions).count();
    if empty < files.len() {
        return Ok(());
    }
    let these = match files {
        [file] => format!("{} holds no questions", file.display()),
        _ => format!("none of the {} files holds questions", files.len()),
    };
    bail!(
        "{these}: give notes, a deck, a table or an export; of notes --prose and --terms take more"
    );
}

/// A card of an export as it comes in.
pub(super) fn of_record<Z: TimeZone>(record: Record, calendar: &Calendar<Z>) -> Incoming {
    let reviews = record.reviews.into_iter().map(|logged| Review {
        at: logged.at,
        day: logged.day.unwrap_or_else(|| calendar.day_of(logged.at)),
        rating: logged.rating,
        ms: logged.ms,
        kind: logged.kind,
        origin: ReviewOrigin::Import,
    });
    Incoming {
        origin: record.origin,
        edited: record.edited,
        suspended: record.suspended,
        buried_until: record.buried_until,
        note: record.note,
        flagged: record.flagged,
        reviews: reviews.collect(),
        ..Incoming::of_user(Says::All(record.card))
    }
}

/// The answers in hashcards as reviews.
fn history<Z: TimeZone>(answers: &[Answered], calendar: &Calendar<Z>) -> Vec<Review> {
    let review = |(n, answer): (usize, &Answered)| {
        // In the hour that summer time skips there was no review.
        let at = calendar.zone.from_local_datetime(&answer.at).earliest()?.timestamp_millis();
        Some(Review {
            at,
            day: calendar.day_of(at),
            rating: answer.rating,
            ms: 0,
            kind: if n == 0 { ReviewKind::Learning } else { ReviewKind::Review },
            origin: ReviewOrigin::Import,
        })
    };
    answers.iter().enumerate().filter_map(review).collect()
}
