//! The door: every change of cards, reviews and goals goes through [`Store::apply`], one of a setting
//! through [`Store::set_setting`], with the schedules that follow from it. All come back through
//! [`Store::undo`], which is the same step the other way.
//!
//! Some writes go round it, for undo has nothing to take back: the decks that came with the program
//! ([`Store::load_builtin`]), pictures and sounds that come before their cards
//! ([`Store::put_media`]), and mending (`mend.rs`, `integrity.rs`). Parameters from `optimize` have
//! an undo of their own ([`Store::set_parameters`]).

use super::journal::{self, Kept, Way};
use super::kept::Step;
use super::{DbError, Store, cards, integrity, order, settings, step};
use crate::model::card::Topic;
use crate::model::change::Change;
use crate::model::schedule::Scheduler;
use crate::model::settings::{PARAMETERS, Setting};

/// What was undone, or redone.
#[derive(Debug, Clone, PartialEq)]
pub struct Undone {
    /// What it was, in words.
    pub label: String,
    /// When it had been done, in milliseconds since 1970-01-01 UTC.
    pub at: i64,
    /// The changes that took it back, or did it again, in the order they were made.
    pub changes: Vec<Change>,
    /// Where it is kept now: among what can be redone, or undone again.
    pub step: Step,
}

/// Where the parameters are kept that `optimize` replaced.
const PARAMETERS_BEFORE: &str = "parameters_before";

/// SQLite's page cache for very many changes. They touch the indexes all over, and with the usual 2
/// MB every page would be written and read again many times before the transaction ends.
pub(super) const BULK_CACHE_KIB: i64 = 64 * 1024;

impl Store {
    /// Makes all of `changes` durable, or none. `label` says in words what was done, for undo;
    /// `at` is the time in milliseconds since 1970-01-01 UTC. Fails with [`DbError::Conflict`]
    /// when a card is no longer as a change expects it, and with [`DbError::SettingsChanged`] when
    /// the changes carry schedules and the settings that make them are no longer those that
    /// [`Store::settings`] gave last.
    pub fn apply(&mut self, label: &str, at: i64, changes: &[Change]) -> Result<(), DbError> {
        self.apply_with_topics(label, at, &[], changes, &mut |_, _| {})
    }

    /// Like [`Store::apply`], but the topics come in first, with their titles. `progress` gets
    /// changes done and changes in all.
    pub fn apply_with_topics(
        &mut self,
        label: &str,
        at: i64,
        topics: &[Topic],
        changes: &[Change],
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<(), DbError> {
        let seen = self.seen.borrow().clone();
        let json = journal::kept_as(changes);
        if json.is_none() {
            self.conn.pragma_update(None, "cache_size", -BULK_CACHE_KIB)?;
        }
        self.write(|tx| {
            if let Some(seen) = seen
                && changes.iter().any(Change::is_scheduled)
                && !settings::read(tx)?.schedules_like(&seen)
            {
                return Err(DbError::SettingsChanged);
            }
            cards::upsert_topics(tx, topics)?;
            if changes.is_empty() {
                return Ok(());
            }
            let all = changes.len() as u64;
            for (done, change) in (1..).zip(changes) {
                step::take(tx, change, at)?;
                if done % 512 == 0 || done == all {
                    progress(done, all);
                }
            }
            order::after(tx, changes)?;
            journal::write(tx, label, at, changes, json.as_deref())
        })
    }

    /// Sets a setting, and makes every schedule what it would be had it always been so. `value` is
    /// one that the setting takes, `at` the time, for undo.
    pub fn set_setting(
        &mut self,
        setting: &Setting,
        value: &str,
        at: i64,
        scheduler: Option<&Scheduler>,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<u32, DbError> {
        self.set(&[(setting.name, value)], Some(at), scheduler, progress)
    }

    /// Sets FSRS's parameters as the setting prints them, and keeps those they take the place of;
    /// the schedules become what they would be had they always been so. Returns how many changed.
    pub fn set_parameters(
        &mut self,
        value: &str,
        before: &str,
        scheduler: &Scheduler,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<u32, DbError> {
        let values = [(PARAMETERS, value), (PARAMETERS_BEFORE, before)];
        self.set(&values, None, Some(scheduler), progress)
    }

    /// The parameters that were last replaced, as the setting prints them; `None` if none were.
    pub fn parameters_before(&self) -> Result<Option<String>, DbError> {
        self.read(|conn| settings::value(conn, PARAMETERS_BEFORE))
    }

    /// Sets values by name, as a step that can be undone where its time is given.
    fn set(
        &mut self,
        values: &[(&str, &str)],
        at: Option<i64>,
        scheduler: Option<&Scheduler>,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<u32, DbError> {
        let changed = self.write(|tx| {
            for (name, value) in values {
                let (from, to) = (settings::value(tx, name)?, Some((*value).to_owned()));
                if from == to {
                    continue;
                }
                let change = Change::Set { name: (*name).to_owned(), from, to };
                step::take(tx, &change, at.unwrap_or_default())?;
                if let Some(at) = at {
                    let (label, change) = (format!("{name} = {value}"), [change]);
                    let json = journal::kept_as(&change);
                    journal::write(tx, &label, at, &change, json.as_deref())?;
                }
            }
            match scheduler {
                Some(scheduler) => integrity::rebuild_schedules(tx, scheduler, progress),
                None => Ok(0),
            }
        })?;
        self.seen.replace(None);
        Ok(changed)
    }

    /// What [`Store::undo`] would take back: what was done, in words, and when, with its changes as
    /// they were made.
    pub fn last_done(&self) -> Result<Option<Undone>, DbError> {
        Ok(journal::newest(&self.conn, Way::Back)?
            .map(|Kept { step, label, changes, .. }| Undone { label, at: step.1, changes, step }))
    }

    /// Takes back the last step; `None` when there is none. On a conflict the step stays. The
    /// schedules are replayed from the reviews that are left, as the settings may have changed
    /// since the step was done.
    pub fn undo(&mut self, scheduler: &Scheduler) -> Result<Option<Undone>, DbError> {
        self.turn(Way::Back, None, scheduler)
    }

    /// Like [`Store::undo`], but only if the last step is one of `own`.
    pub fn undo_own(
        &mut self,
        scheduler: &Scheduler,
        own: &[Step],
    ) -> Result<Option<Undone>, DbError> {
        self.turn(Way::Back, Some(own), scheduler)
    }

    /// Does again what was undone last; `None` when nothing was, or something was done since.
    pub fn redo(&mut self, scheduler: &Scheduler) -> Result<Option<Undone>, DbError> {
        self.turn(Way::Forth, None, scheduler)
    }

    /// Like [`Store::redo`], but only if the step is one of `own`.
    pub fn redo_own(
        &mut self,
        scheduler: &Scheduler,
        own: &[Step],
    ) -> Result<Option<Undone>, DbError> {
        self.turn(Way::Forth, Some(own), scheduler)
    }

    fn turn(
        &mut self,
        way: Way,
        own: Option<&[Step]>,
        scheduler: &Scheduler,
    ) -> Result<Option<Undone>, DbError> {
        let turned = self.write(|tx| {
            let Some(kept) = journal::newest(tx, way)? else { return Ok(None) };
            if own.is_some_and(|own| !own.contains(&kept.step)) {
                return Ok(None);
            }
            let (_, at) = kept.step;
            let mut changes = kept.changes.clone();
            match way {
                Way::Back => changes = changes.into_iter().rev().map(Change::reverse).collect(),
                Way::Forth => {
                    let topics = journal::topics_gone(tx, kept.step)?;
                    topics.iter().try_for_each(|topic| cards::upsert_topic(tx, topic))?;
                }
            }
            for change in &changes {
                // The time of an undo is unknown; wording that changes back still counts as later.
                match way {
                    Way::Back => step::take(tx, change, at)?,
                    Way::Forth => step::take(tx, &step::from_now(tx, change.clone())?, at)?,
                }
                if change.is_scheduled() {
                    integrity::rebuild_schedule(tx, scheduler, change.card_id())?;
                }
            }
            order::after(tx, &changes)?;
            if changes.iter().any(reschedules) {
                let scheduler = Scheduler::new(&settings::read(tx)?);
                integrity::rebuild_schedules(tx, &scheduler, &mut |_, _| {})?;
            }
            let step = journal::turn(tx, way, &kept, &changes)?;
            Ok(Some(Undone { label: kept.label, at, changes, step }))
        })?;
        if turned
            .as_ref()
            .is_some_and(|t| t.changes.iter().any(|c| matches!(c, Change::Set { .. })))
        {
            self.seen.replace(None);
        }
        Ok(turned)
    }
}

/// Whether a change moves due dates of all cards.
fn reschedules(change: &Change) -> bool {
    matches!(change, Change::Set { name, .. } if Setting::named(name).is_some_and(|s| s.reschedules))
}
