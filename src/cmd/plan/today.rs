//! The day under the goals, read from the database: what the quiz follows and the plan shows.

use std::collections::{BTreeMap, HashMap};

use anyhow::Result;

use crate::cmd::count;
use crate::db::{Done, Store};
use crate::model::agenda::{self, Basis, Place, StudyCard};
use crate::model::budget;
use crate::model::day::Day;
use crate::model::goal::{Goal, Goals};
use crate::model::habits::{self, Learned};
use crate::model::memory::Fsrs;
use crate::model::refit::{self, Fit, History};
use crate::model::review::Rating;
use crate::model::schedule::Scheduler;

/// With more answers than these in the log nothing is refitted, for all of them would be read
/// before the first question; `optimize` knows more by then.
const MOST_ANSWERS: u32 = 20_000;

/// A day on which there is a goal.
pub(in crate::cmd) struct Agenda {
    /// The study day.
    pub(in crate::cmd) day: Day,
    /// All goals, those over included.
    pub(in crate::cmd) goals: Goals,
    /// What the log before this day tells of the learner.
    pub(in crate::cmd) learned: Learned,
    /// The goals that are not over, the nearest first.
    pub(in crate::cmd) parts: Vec<Part>,
    /// What this day's plan takes the learner's memory for, with its model; `None` while the log
    /// is too short to tell, or too long.
    fit: Option<(Fit, Fsrs)>,
}

/// A goal on a day, with the cards of which it is the nearest.
pub(in crate::cmd) struct Part {
    /// The goal.
    pub(in crate::cmd) goal: Goal,
    /// The cards as they are, with their memories as the plan takes them.
    pub(in crate::cmd) now: Vec<StudyCard>,
    /// The cards as they were in the morning.
    pub(in crate::cmd) morning: Vec<StudyCard>,
}

/// What was done today, by id of the card.
pub(in crate::cmd) type DoneToday = HashMap<String, Done>;

impl Agenda {
    /// Reads the day under these goals; `None` when all are over.
    pub(in crate::cmd) fn read(
        store: &Store,
        scheduler: &Scheduler,
        goals: Goals,
        day: Day,
    ) -> Result<Option<Agenda>> {
        if goals.active(day).is_empty() {
            return Ok(None);
        }
        let mut learned = habits::learned(&store.answers_before(day, habits::WINDOW)?);
        let mut now = store.study_cards()?;
        let mut morning = now.clone();
        let mut fit = None;
        if store.has_reviews(refit::FEWEST_REVIEWS as u32)? && !store.has_reviews(MOST_ANSWERS)? {
            // Sorted, for the fit looks at some cards only, and the same log must give the same plan.
            let log: BTreeMap<String, History> = store.histories()?.into_iter().collect();
            let past: Vec<History> = log.values().map(|h| before(h, day).to_vec()).collect();
            fit = refit::fit(&past, scheduler.parameters()).map(|fit| (fit, fit.fsrs()));
            if let Some((fit, fsrs)) = &fit {
                learned.habits.slip = f64::from(fit.slip);
                let of = |card: &StudyCard| log.get(&card.id).map_or(&[][..], |h| h);
                now.iter_mut().for_each(|card| card.remember(of(card), fsrs));
                morning.iter_mut().for_each(|card| card.remember(before(of(card), day), fsrs));
            }
        }
        if fit.is_none() {
            let done = store.done_on(day)?;
            for card in morning.iter_mut().filter(|card| done.contains_key(&card.id)) {
                let reviews = store.reviews(&card.id)?;
                let before = reviews.iter().filter(|review| review.day < day);
                let schedule = scheduler.replay(&card.id, before);
                card.memory = schedule.memory.zip(schedule.last.map(|(_, day)| day));
            }
        }
        let parts = agenda::share_out(now, &goals, day)
            .into_iter()
            .zip(agenda::share_out(morning, &goals, day))
            .map(|((goal, now), (_, morning))| Part { goal, now, morning })
            .collect();
        Ok(Some(Agenda { day, goals, learned, parts, fit }))
    }

    /// The queue of the day for one of the goals, as places in its cards of the morning.
    pub(in crate::cmd) fn queue(&self, part: &Part, scheduler: &Scheduler) -> Vec<Place> {
        agenda::queue(&part.morning, &part.goal, self.day, &self.basis(scheduler))
    }

    /// What plans are made with.
    pub(in crate::cmd) fn basis<'a>(&'a self, scheduler: &'a Scheduler) -> Basis<'a> {
        let (fsrs, parameters) = match &self.fit {
            Some((fit, fsrs)) => (fsrs, &fit.parameters),
            None => (scheduler.fsrs(), scheduler.parameters()),
        };
        Basis { goals: &self.goals, learned: &self.learned, fsrs, parameters }
    }

    /// The weighted share of the cards of the nearest goal that would be recalled on its day if
    /// nothing more were answered.
    pub(in crate::cmd) fn readiness(&self, scheduler: &Scheduler) -> Option<f64> {
        let part = self.parts.iter().find(|part| !part.now.is_empty())?;
        agenda::readiness(&part.now, part.goal.day, &self.basis(scheduler))
    }

    /// Numbers of new cards and of others that the plan has for the day after this one.
    pub(in crate::cmd) fn tomorrow(&self, scheduler: &Scheduler) -> (usize, usize) {
        let day = self.day.plus(1);
        let mut counts = (0, 0);
        for part in self.parts.iter().filter(|part| !part.goal.is_over(day)) {
            let mut left = 60.0 * f64::from(part.goal.minutes);
            for place in agenda::queue(&part.now, &part.goal, day, &self.basis(scheduler)) {
                if !budget::fits(left, place.seconds) {
                    break;
                }
                left -= place.seconds;
                match part.now[place.card].memory {
                    None => counts.0 += 1,
                    Some(_) => counts.1 += 1,
                }
            }
        }
        counts
    }
}

/// The answers before a day. Those of a day that came later by a clock set back are gone with it.
fn before(history: &[(Rating, Day)], day: Day) -> &[(Rating, Day)] {
    let count = history.iter().position(|(_, at)| *at >= day).unwrap_or(history.len());
    &history[..count]
}

/// The seconds spent today on the cards of the goals: each card's count for its nearest goal.
pub(in crate::cmd) fn spent(goals: &[&Goal], done: &DoneToday) -> Vec<f64> {
    let mut spent = vec![0.0; goals.len()];
    for done in done.values() {
        if let Some(i) = goals.iter().position(|goal| goal.covers(&done.topic)) {
            spent[i] += done.visit.ms() as f64 / 1000.0;
        }
    }
    spent
}

/// How far off the nearest of the goals is, whether it is time for the last pass, and the minutes of
/// today: `12 days to go, 18 of 30 min`. Empty without goals.
pub(in crate::cmd) fn words(goals: &[&Goal], day: Day, done: &DoneToday) -> String {
    let Some(nearest) = goals.first() else { return String::new() };
    let when = match nearest.day.since(day) {
        0 => "today is the day".to_owned(),
        days => format!("{} to go", count(days as usize, "day")),
    };
    let minutes: u32 = goals.iter().map(|goal| goal.minutes).sum();
    let spent = (spent(goals, done).iter().sum::<f64>() / 60.0) as u32;
    let pass = if nearest.is_last_pass(day) { ", last pass" } else { "" };
    format!("{when}{pass}, {spent} of {minutes} min")
}
