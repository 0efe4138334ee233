//! Notes on their way in: what each line became, which cards of the database answer the same, and
//! which lines the learner wants.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::RangeInclusive;
use std::str::FromStr;

use anyhow::{Result, bail};
use chrono::TimeZone;

use super::import::Brought;
use super::names::asks_same;
use super::read::{Learner, Reader};
use crate::db::Store;
use crate::format::notes::{Found, Notes, Scheduled};
use crate::format::slug;
use crate::model::card::{Card, Topic};
use crate::model::coverage::Index;
use crate::model::day::Day;
use crate::model::filter::{AsOf, Filter};
use crate::model::history;
use crate::model::merge::{Incoming, Part, Says};
use crate::model::term::Vocabulary;

/// The notes of one file.
pub(super) struct NotesFile {
    /// The file, for messages.
    pub(super) name: String,
    /// The topic of its cards.
    pub(super) topic: String,
    /// What was found in it.
    pub(super) notes: Notes,
}

/// What a line of notes became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Became {
    /// A card with question and answer.
    Card,
    /// A question that waits for its answer.
    Draft,
    /// Nothing: this card asks the same.
    Known(String),
    /// Nothing.
    LeftOut,
}

impl Became {
    /// The word for tables and JSON.
    pub fn name(&self) -> &'static str {
        match self {
            Became::Card => "card",
            Became::Draft => "draft",
            Became::Known(_) => "known",
            Became::LeftOut => "left out",
        }
    }
}

/// A line of notes in the preview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number, from 1.
    pub line: usize,
    /// What it became.
    pub became: Became,
    /// The id of its card, or of the one that is known.
    pub id: Option<String>,
    /// The question, or what stands there.
    pub question: String,
    /// Why.
    pub why: Cow<'static, str>,
}

/// The lines of one file of notes.
pub struct Preview {
    /// The file.
    pub file: String,
    /// Its lines, in order.
    pub lines: Vec<Line>,
}

impl Preview {
    /// Leaves lines out; gives the ids of their cards.
    pub(super) fn leave_out(&mut self, numbers: &Numbers) -> Vec<String> {
        let chosen = self.lines.iter_mut().filter(|line| {
            matches!(line.became, Became::Card | Became::Draft) && numbers.has(line.line)
        });
        chosen
            .filter_map(|line| {
                line.became = Became::LeftOut;
                line.why = LEFT_OUT.into();
                line.id.take()
            })
            .collect()
    }
}

/// Why a line became nothing that the learner chose.
const LEFT_OUT: &str = "you left it out";

/// Numbers of lines, as in `3,5-9`.
#[derive(Debug, Clone, Default)]
pub struct Numbers(Vec<RangeInclusive<usize>>);

impl FromStr for Numbers {
    type Err = String;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        let range = |part: &str| {
            let (from, to) = part.split_once('-').unwrap_or((part, part));
            let number = |text: &str| text.trim().parse::<usize>().ok().filter(|n| *n > 0);
            let range = number(from)?..=number(to)?;
            (!range.is_empty()).then_some(range)
        };
        let ranges = s.split(',').map(|part| range(part).ok_or_else(|| part.trim().to_owned()));
        ranges
            .collect::<Result<_, _>>()
            .map(Numbers)
            .map_err(|part| format!("`{part}` is no line: give numbers of lines such as 3,5-9"))
    }
}

impl Numbers {
    /// Whether a line is among them.
    pub fn has(&self, line: usize) -> bool {
        self.0.iter().any(|range| range.contains(&line))
    }
}

/// Which lines the learner wants.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// Only these.
    pub only: Option<Numbers>,
    /// Not these.
    pub skip: Numbers,
    /// Also these, which would be left out.
    pub also: Numbers,
    /// Also questions that a card of the database answers.
    pub twins: bool,
}

impl Selection {
    /// Whether lines are chosen by number.
    pub(super) fn chooses(&self) -> bool {
        let Selection { only, skip, also, .. } = self;
        only.is_some() || !skip.0.is_empty() || !also.0.is_empty()
    }

    fn wants(&self, line: usize) -> bool {
        !self.skip.has(line) && self.only.as_ref().is_none_or(|only| only.has(line))
    }

    /// Whether the learner names a line that would be left out.
    fn insists(&self, line: usize) -> bool {
        !self.skip.has(line)
            && (self.also.has(line) || self.only.as_ref().is_some_and(|o| o.has(line)))
    }

    /// Fails on a number that names no question of these notes.
    fn require_lines(&self, file: &NotesFile) -> Result<()> {
        let notes = &file.notes;
        let asked = notes.left_out.iter().filter(|l| l.question.is_some()).map(|l| l.line);
        let lines: HashSet<usize> = notes.found.iter().map(|f| f.line).chain(asked).collect();
        for numbers in
            [self.only.as_ref(), Some(&self.skip), Some(&self.also)].into_iter().flatten()
        {
            for range in numbers.0.iter().filter(|r| r.start() == r.end()) {
                if !lines.contains(range.start()) {
                    bail!(
                        "line {} of {} holds no question: `--dry-run` shows which lines do",
                        range.start(),
                        file.name
                    );
                }
            }
        }
        Ok(())
    }
}

/// With more questions than this none is compared with the cards of the database: so many are no
/// notes but a collection.
const MOST_COMPARED: usize = 2_000;

impl<Z: TimeZone> Reader<'_, Z> {
    /// Decides what becomes of each line of notes, and makes the cards.
    pub(super) fn settle(&mut self) -> Result<()> {
        let notes = std::mem::take(&mut self.notes);
        let twins = Twins::new(self.store, &notes, self.wishes.words)?;
        for file in notes {
            self.wishes.selection.require_lines(&file)?;
            let (name, topic) = (file.name.clone(), file.topic());
            let lines = self.settle_file(file, twins.as_ref())?;
            self.name_topic(topic);
            self.import.previews.push(Preview { file: name, lines });
        }
        Ok(())
    }

    fn settle_file(&mut self, file: NotesFile, twins: Option<&Twins>) -> Result<Vec<Line>> {
        let selection = &self.wishes.selection;
        let NotesFile { topic, notes, .. } = file;
        let compares = notes.found.len() <= MOST_COMPARED;
        let mut found = notes.found;
        let mut lines = Vec::new();
        for left_out in notes.left_out {
            if let Some(question) = left_out.question.filter(|_| selection.insists(left_out.line)) {
                found.push(Found::wanted(left_out.line, &question, left_out.lang));
                continue;
            }
            let (line, why) = (left_out.line, left_out.why.into());
            let became = Became::LeftOut;
            lines.push(Line { line, became, id: None, question: left_out.text, why });
        }
        found.sort_by_key(|f| f.line);
        self.ask_questions(found.iter().map(|f| (topic.as_str(), f.text.question.as_str())))?;
        for found in found {
            let question = found.text.title().to_owned();
            let mut note = |became: Became, id: Option<String>, why: Cow<'static, str>| {
                lines.push(Line { line: found.line, became, id, question: question.clone(), why });
            };
            if !selection.wants(found.line) && !selection.insists(found.line) {
                note(Became::LeftOut, None, LEFT_OUT.into());
                continue;
            }
            let Some(id) = self.names.of_question(&topic, &found.text, &self.known) else {
                note(Became::LeftOut, None, "the same question came before".into());
                continue;
            };
            let is_draft = found.text.answer.trim().is_empty();
            if self.known.card(&id).is_none()
                && compares
                && !selection.twins
                && !selection.also.has(found.line)
                && let Some(twin) = twins.and_then(|twins| twins.of(&found, is_draft))
            {
                let why = if is_draft { "answers it already" } else { "asks the same" };
                let why = format!("{twin} {why}").into();
                note(Became::Known(twin.to_owned()), Some(twin.to_owned()), why);
                continue;
            }
            let became = if is_draft { Became::Draft } else { Became::Card };
            note(became, Some(id.clone()), found.why.clone());
            let incoming = incoming(found, id, &topic, self.learner);
            self.import.cards.push(Brought::from(incoming));
        }
        lines.sort_by_key(|l| l.line);
        Ok(lines)
    }
}

/// The cards of the database, to find those that ask the same as a line of notes.
struct Twins {
    cards: Vec<Card>,
    index: Index,
    /// The places of cards by what tells their questions apart.
    exact: HashMap<String, usize>,
}

impl Twins {
    /// Reads the cards of the database, if some notes are to be compared with them; `words` gives
    /// what words mean in questions.
    fn new(
        store: &Store,
        notes: &[NotesFile],
        words: &dyn Fn() -> String,
    ) -> Result<Option<Twins>> {
        if notes.iter().all(|file| !(1..=MOST_COMPARED).contains(&file.notes.found.len())) {
            return Ok(None);
        }
        let mut cards = Vec::new();
        store.each(&Filter::default(), AsOf::default(), &mut |stored| -> Result<()> {
            if !stored.card.is_draft() {
                cards.push(stored.card);
            }
            Ok(())
        })?;
        let index = Index::new(Vocabulary::new(&words()), &cards);
        let mut exact = HashMap::new();
        for (at, card) in cards.iter().enumerate() {
            for text in card.text.values() {
                exact.entry(slug::essence(&text.question)).or_insert(at);
            }
        }
        Ok(Some(Twins { cards, index, exact }))
    }

    /// The id of the card that asks the same: for a draft the one that covers it, for a card that
    /// has an answer only one with the same question.
    fn of(&self, found: &Found, is_draft: bool) -> Option<&str> {
        let mut at = self.exact.get(&slug::essence(&found.text.question)).copied();
        at = at.filter(|at| self.cards[*at].text.values().any(|t| asks_same(t, &found.text)));
        if is_draft && at.is_none() {
            let asked = found.asked.as_deref().unwrap_or(found.text.title());
            let nearest = self.index.nearest(asked, &found.context.join("\n"), 1);
            at = nearest.first().filter(|found| found.covers()).map(|found| found.card);
        }
        at.map(|at| self.cards[at].id.as_str())
    }
}

/// What notes say of a card.
fn incoming<Z: TimeZone>(
    found: Found,
    id: String,
    topic: &str,
    learner: &Learner<'_, Z>,
) -> Incoming {
    let part = Part {
        id,
        topic: topic.to_owned(),
        text: [(found.lang, found.text)].into(),
        more_tags: found.tags,
        more_evidence: found.links,
        ..Part::default()
    };
    let leading_to = |schedule: Scheduled| {
        /// Milliseconds from the begin of a study day (04:00) to noon.
        const NOON: i64 = 8 * 3_600_000;
        let instant = |day: Day| learner.calendar.start_of(day) + NOON;
        let last = Day::of_date(schedule.last);
        history::leading_to(schedule.stability, last, learner.scheduler.fsrs(), &instant)
    };
    let reviews = found.schedule.map(leading_to).unwrap_or_default();
    Incoming { reviews, is_guess: true, ..Incoming::of_user(Says::Part(part)) }
}

impl NotesFile {
    /// The topic that the notes make, with their title.
    fn topic(&self) -> Topic {
        let lang = self.notes.found.first().map(|f| f.lang);
        let title = self.notes.title.clone().zip(lang);
        let titles = title.map(|(title, lang)| (lang, title)).into_iter().collect();
        Topic { name: self.topic.clone(), titles, ..Topic::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_chosen_by_number() {
        let numbers: Numbers = "3, 5-9".parse().unwrap();
        assert_eq!((1..=10).filter(|n| numbers.has(*n)).collect::<Vec<_>>(), [3, 5, 6, 7, 8, 9]);
        for bad in ["", "x", "0", "9-5", "1,,2"] {
            assert!(bad.parse::<Numbers>().is_err(), "{bad}");
        }
    }
}
