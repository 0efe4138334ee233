//! What is left of a day: one truth for the quiz, the plan and the status line.

use crate::db::{DbError, Store};
use crate::model::day::Now;
use crate::model::goal::Goal;
use crate::model::plan::Habits;
use crate::model::queue::{Moment, Pool};
use crate::model::schedule::{Due, Scheduler};
use crate::model::session::{Options, Session};
use crate::model::settings::Settings;
use crate::model::today::{DoneToday, Minutes};

use super::day::Agenda;
use super::pool::{self, Gathered, Wish, gather};

/// Numbers of cards that are left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Left {
    /// New cards.
    pub new: usize,
    /// Cards in steps of minutes.
    pub learning: usize,
    /// Cards to be reviewed.
    pub due: usize,
}

impl Left {
    /// The numbers of a pool. Planned cards are new or to be reviewed.
    pub(super) fn of(pool: &Pool) -> Left {
        let new = pool.planned.iter().filter(|card| card.schedule.due == Due::Unset).count();
        Left {
            new: new + pool.new.len(),
            learning: pool.learning.len(),
            due: pool.planned.len() - new + pool.due.len(),
        }
    }

    /// All of them.
    pub fn all(&self) -> usize {
        self.new + self.learning + self.due
    }
}

/// What is left of a day for a session without options: what the plan has for it and what comes
/// besides, or without a plan what the limits of the day leave. `done` is what was done on the day,
/// needed only with a plan. For cards in steps see [`learning`].
pub fn left(
    store: &Store,
    settings: &Settings,
    agenda: Option<&Agenda>,
    done: &DoneToday,
    now: &Now,
) -> Result<Left, DbError> {
    let in_steps = store.count_in_steps(now.day)? as usize;
    let Some(agenda) = agenda else {
        let (due, new) = pool::count(store, settings, now)?;
        return Ok(Left { new, learning: in_steps, due });
    };
    let scheduler = Scheduler::new(settings);
    let session = Session::new(Options::default());
    let topics = store.topics()?;
    let wish = Wish {
        store,
        settings,
        fsrs: scheduler.fsrs(),
        topics: &topics,
        session: &session,
        agenda: Some(agenda),
        habits: None,
    };
    // Neither chance nor the last card changes how many there are.
    let (seed, last, chains_together) = (0, None, false);
    let moment = Moment { now: now.at, day: now.day, seed, last, chains_together, sorting: None };
    let Gathered { pool, minutes } = gather(&wish, &moment, now.end, Some(done.clone()))?;
    let goals = agenda.goals.active(now.day);
    let waiting = minutes.map_or(0, |minutes| minutes.waiting(&goals).len());
    Ok(Left { learning: in_steps.saturating_sub(waiting), ..Left::of(&pool) })
}

/// Number of cards in steps that are left of a day under these goals. A card counts although its
/// step ends later than the quiz would wait for it, unless the minutes of its goal are used and it
/// waits until tomorrow.
pub fn learning(
    store: &Store,
    settings: &Settings,
    goals: &[&Goal],
    done: &DoneToday,
    now: &Now,
) -> Result<usize, DbError> {
    let all = store.count_in_steps(now.day)? as usize;
    if goals.is_empty() {
        return Ok(all);
    }
    let in_steps = store.in_steps(now.end, now.day)?;
    // Which cards wait depends on what is spent, not on what cards usually take.
    let habits = Habits::default();
    let minutes = Minutes::of(done.clone(), &in_steps, settings, &habits, now.end);
    Ok(all.saturating_sub(minutes.waiting(goals).len()))
}
