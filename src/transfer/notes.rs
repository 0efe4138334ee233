//! Notes on their way in: what each line becomes, and which cards of the database answer the same.

use std::collections::HashMap;

use anyhow::Result;
use chrono::TimeZone;

use super::import::Brought;
use super::lines::{Became, Line, NotesFile, Preview, Reason};
use super::names::asks_same;
use super::reader::{Learner, Reader};
use crate::db::Store;
use crate::format::notes::{Found, Scheduled};
use crate::format::slug;
use crate::model::card::Card;
use crate::model::coverage::Index;
use crate::model::day::Day;
use crate::model::filter::{AsOf, Filter};
use crate::model::history;
use crate::model::merge::{Incoming, Part, Says};
use crate::model::term::Vocabulary;

/// A file with more questions than this is not compared with the cards of the database: it is a
/// collection, not notes.
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
            let (line, why) = (left_out.line, Reason::Form(left_out.why));
            let became = Became::LeftOut;
            lines.push(Line { line, became, id: None, question: left_out.text, why });
        }
        found.sort_by_key(|f| f.line);
        self.ask_questions(found.iter().map(|f| f.text.question.as_str()))?;
        for found in found {
            let question = found.text.title().to_owned();
            let mut note = |became: Became, id: Option<String>, why: Reason| {
                lines.push(Line { line: found.line, became, id, question: question.clone(), why });
            };
            if !selection.wants(found.line) && !selection.insists(found.line) {
                note(Became::LeftOut, None, Reason::Unwanted);
                continue;
            }
            let Some(id) = self.names.of_question(&topic, &found.text, &self.known) else {
                note(Became::LeftOut, None, Reason::Repeated);
                continue;
            };
            let is_draft = found.text.answer.trim().is_empty();
            if self.known.card(&id).is_none()
                && compares
                && !selection.twins
                && !selection.also.has(found.line)
                && let Some(twin) = twins.and_then(|twins| twins.of(&found, is_draft))
            {
                self.names.release(&id);
                let why = if is_draft { Reason::Answered } else { Reason::Asked }(twin.to_owned());
                note(Became::Known(twin.to_owned()), Some(twin.to_owned()), why);
                continue;
            }
            let became = if is_draft { Became::Draft } else { Became::Card };
            note(became, Some(id.clone()), Reason::Form(found.why));
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

/// What notes say about a card.
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
        /// Milliseconds from the start of a study day (at 04:00 by default) to noon.
        const NOON: i64 = 8 * 3_600_000;
        let instant = |day: Day| learner.calendar.start_of(day) + NOON;
        let last = Day::of_date(schedule.last);
        history::leading_to(schedule.stability, last, learner.scheduler.fsrs(), &instant)
    };
    let reviews = found.schedule.map(leading_to).unwrap_or_default();
    Incoming { reviews, is_guess: true, ..Incoming::of_user(Says::Part(part)) }
}
