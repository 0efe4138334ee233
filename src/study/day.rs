//! The day under the goals, read from the database: what the quiz follows and the plan shows.

use std::collections::{BTreeMap, HashMap};

use crate::db::{DbError, Store};
use crate::model::agenda::{self, Basis, Place, StudyCard};
use crate::model::budget;
use crate::model::day::Day;
use crate::model::goal::{Goal, Goals};
use crate::model::habits::{self, Learned};
use crate::model::memory::{Fsrs, MemoryState};
use crate::model::refit::{self, Fit, History};
use crate::model::review::Rating;
use crate::model::schedule::Scheduler;
use crate::model::today::DoneToday;

/// With this many answers in the log nothing is refitted, since all of them would be read before
/// the first question; by then `optimize` can do better.
const MOST_ANSWERS: u32 = 20_000;

/// A day on which there is a goal.
pub struct Agenda {
    /// The study day.
    pub day: Day,
    /// All goals, past ones included.
    pub goals: Goals,
    /// What the log before this day says about the learner.
    pub learned: Learned,
    /// The goals that are not over, the nearest first.
    pub parts: Vec<Part>,
    /// How this day's plan sees the learner's memory, with its model; `None` while the log is too
    /// short to tell, or too long.
    fit: Option<(Fit, Fsrs)>,
    /// What had been done on the day when this was read.
    done: DoneToday,
}

/// A goal on a day, with the cards for which it is the nearest.
pub struct Part {
    /// The goal.
    pub goal: Goal,
    /// The cards as they are now, with their memories as the plan sees them.
    pub now: Vec<StudyCard>,
    /// The cards as they were in the morning.
    pub morning: Vec<StudyCard>,
    /// The queue of the day, as places in `morning`.
    pub queue: Vec<Place>,
}

/// A memory with the day of its last answer.
type Memory = Option<(MemoryState, Day)>;

impl Agenda {
    /// Reads the day under these goals, given what was done on it; `None` when all goals are over.
    pub fn read(
        store: &Store,
        scheduler: &Scheduler,
        goals: Goals,
        day: Day,
        done: &DoneToday,
    ) -> Result<Option<Agenda>, DbError> {
        if goals.active(day).is_empty() {
            return Ok(None);
        }
        let mut learned = habits::learned(&store.answers_before(day, habits::WINDOW)?);
        let mut now = store.study_cards()?;
        let mut morning = now.clone();
        let mut fit = None;
        let answers = store.count_reviews(MOST_ANSWERS)?;
        if (refit::FEWEST_REVIEWS as u32..MOST_ANSWERS).contains(&answers) {
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
        if fit.is_none() && !done.is_empty() {
            let log = store.reviews_before(day)?;
            for card in morning.iter_mut().filter(|card| done.contains_key(&card.id)) {
                let before = log.get(&card.id).map_or(&[][..], |reviews| reviews);
                let schedule = scheduler.replay(&card.id, before);
                card.memory = schedule.memory.zip(schedule.last.map(|(_, day)| day));
            }
        }
        let parts = agenda::share_out(now, &goals, day)
            .into_iter()
            .zip(agenda::share_out(morning, &goals, day))
            .map(|((goal, now), (_, morning))| Part { goal, now, morning, queue: Vec::new() })
            .collect();
        let mut agenda = Agenda { day, goals, learned, parts, fit, done: done.clone() };
        let queues: Vec<Vec<Place>> = agenda
            .parts
            .iter()
            .map(|part| agenda::queue(&part.morning, &part.goal, day, &agenda.basis(scheduler)))
            .collect();
        for (part, queue) in agenda.parts.iter_mut().zip(queues) {
            part.queue = queue;
        }
        Ok(Some(agenda))
    }

    /// Brings the cards of `now` up to date with what is done. Reads their rows, but no log.
    pub fn go_on(&mut self, store: &Store, done: &DoneToday) -> Result<(), DbError> {
        let mut cards = store.study_cards()?;
        if let Some((_, fsrs)) = &self.fit {
            let memories = |of: fn(&Part) -> &Vec<StudyCard>| -> HashMap<&str, Memory> {
                let cards = self.parts.iter().flat_map(of);
                cards.map(|card| (&*card.id, card.memory)).collect()
            };
            let (now, morning) = (memories(|part| &part.now), memories(|part| &part.morning));
            for card in &mut cards {
                let of = |done: &DoneToday| -> Vec<Rating> {
                    let visit = done.get(&card.id).map(|done| &done.visit.answers[..]);
                    visit.unwrap_or_default().iter().map(|(rating, _)| *rating).collect()
                };
                let (known, answers) = (of(&self.done), of(done));
                // Where an answer was taken back, the day is replayed from the morning.
                let (from, more) = match answers.strip_prefix(&known[..]) {
                    Some(more) => (&now, more),
                    None => (&morning, &answers[..]),
                };
                let Some(memory) = from.get(&*card.id) else { continue };
                card.memory = *memory;
                more.iter().for_each(|rating| card.answer(*rating, self.day, fsrs));
            }
        }
        for (part, (_, now)) in
            self.parts.iter_mut().zip(agenda::share_out(cards, &self.goals, self.day))
        {
            part.now = now;
        }
        self.done.clone_from(done);
        Ok(())
    }

    /// What plans are made with.
    pub fn basis<'a>(&'a self, scheduler: &'a Scheduler) -> Basis<'a> {
        let (fsrs, parameters) = match &self.fit {
            Some((fit, fsrs)) => (fsrs, &fit.parameters),
            None => (scheduler.fsrs(), scheduler.parameters()),
        };
        Basis { goals: &self.goals, learned: &self.learned, fsrs, parameters }
    }

    /// The weighted share of the cards of the nearest goal that would be recalled on its day if
    /// nothing more were answered.
    pub fn readiness(&self, scheduler: &Scheduler) -> Option<f64> {
        let part = self.parts.iter().find(|part| !part.now.is_empty())?;
        agenda::readiness(&part.now, part.goal.day, &self.basis(scheduler))
    }

    /// Numbers of new cards and of others that the plan has for the day after this one; new ones only
    /// of the topics in focus, if there are any.
    pub fn tomorrow(&self, scheduler: &Scheduler, focus: &[String]) -> (usize, usize) {
        let day = self.day.plus(1);
        let mut counts = (0, 0);
        for part in self.parts.iter().filter(|part| !part.goal.is_over(day)) {
            let mut left = 60.0 * f64::from(part.goal.minutes);
            let is_wanted = |place: &Place| {
                let card = &part.now[place.card];
                card.memory.is_some() || focus.is_empty() || focus.contains(&card.topic)
            };
            let queue = agenda::queue(&part.now, &part.goal, day, &self.basis(scheduler));
            for place in queue.into_iter().filter(is_wanted) {
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

/// The answers before a day. If the clock was set back, those after one of the day are dropped.
fn before(history: &[(Rating, Day)], day: Day) -> &[(Rating, Day)] {
    let count = history.iter().position(|(_, at)| *at >= day).unwrap_or(history.len());
    &history[..count]
}
