//! What is known while files are read: the learner's wishes, the names that are taken, and what was
//! found so far.

use std::path::Path;

use anyhow::Result;
use chrono::TimeZone;

use super::Source;
use super::import::{Import, Skipped};
use super::known::Lookup;
use super::lines::{NotesFile, Selection};
use super::names::Names;
use super::parcel::Parcel;
use super::topics::Topics;
use crate::db::Store;
use crate::format::deck::Deck;
use crate::format::hashcards::Answers;
use crate::format::left_out::LeftOut;
use crate::format::notes::Options;
use crate::model::card::Topic;
use crate::model::day::Calendar;
use crate::model::schedule::Scheduler;

/// What the learner wants from files that do not say it themselves.
pub struct Wishes<'a> {
    /// The topic of cards from notes, tables and hashcards: its name, or its title in Chinese.
    pub topic: Option<&'a str>,
    /// What to take from notes.
    pub notes: Options,
    /// Which lines of notes.
    pub selection: Selection,
    /// Whether cards that cannot be read are left out and the others taken.
    pub partial: bool,
    /// What words mean in questions.
    pub words: &'a dyn Fn() -> String,
}

/// The learner's days and memory, and the time in milliseconds since 1970-01-01 UTC.
pub struct Learner<'a, Z: TimeZone> {
    /// The calendar.
    pub calendar: &'a Calendar<Z>,
    /// What turns histories into schedules, and schedules into histories.
    pub scheduler: &'a Scheduler,
    /// The time.
    pub now: i64,
}

/// Files on their way in.
pub(super) struct Reader<'a, Z: TimeZone> {
    pub(super) store: &'a Store,
    pub(super) wishes: &'a Wishes<'a>,
    pub(super) learner: &'a Learner<'a, Z>,
    /// The topic wished for, by its name.
    pub(super) topic: Option<String>,
    pub(super) topics: Topics,
    /// The topics of the database.
    pub(super) there: Vec<Topic>,
    pub(super) names: Names,
    pub(super) known: Lookup,
    /// Every file that can have something wrong, in the order given.
    pub(super) sources: Vec<Source>,
    /// Markdown that is not a deck file: what it is becomes clear when all files are known.
    pub(super) pages: Vec<(&'a Path, String)>,
    /// The answers in databases of hashcards, and the path of the first one.
    pub(super) answers: Option<(&'a Path, Answers)>,
    pub(super) decks: Vec<Deck>,
    /// Anki's packages, unpacked when all files are known to be sound.
    pub(super) parcels: Vec<Parcel>,
    /// Notes; the learner decides which of their lines become cards.
    pub(super) notes: Vec<NotesFile>,
    pub(super) import: Import,
}

impl<Z: TimeZone> Reader<'_, Z> {
    /// Names a topic that comes in with its first new card, unless it exists already.
    pub(super) fn name_topic(&mut self, topic: Topic) {
        if !self.there.iter().any(|there| there.name == topic.name) {
            self.import.topics.push((topic, true));
        }
    }

    /// Notes that something was left out.
    pub(super) fn skip(&mut self, path: &Path, reason: LeftOut, count: usize) {
        if count > 0 {
            let file = path.display().to_string();
            self.import.skipped.push(Skipped { file, reason, count });
        }
    }

    /// Looks up the cards that ask these questions.
    pub(super) fn ask_questions<'q>(
        &mut self,
        questions: impl Iterator<Item = &'q str>,
    ) -> Result<()> {
        Ok(self.known.ask_questions(self.store, questions)?)
    }
}
