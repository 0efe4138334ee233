//! The minutes of a day or a session: what is spent of them, and what begun cards still owe.

use anyhow::Result;

use crate::cmd::plan::today::{self, DoneToday};
use crate::db::Store;
use crate::model::budget::{Pace, Steps};
use crate::model::day::Day;
use crate::model::goal::Goal;
use crate::model::plan::Habits;
use crate::model::settings::Settings;

/// The minutes as they stand before a question.
pub(super) struct Minutes {
    pub(super) done: DoneToday,
    pub(super) pace: Pace,
    /// Cards in their steps today: id, topic, seconds to set aside.
    owed: Vec<(String, String, f64)>,
}

impl Minutes {
    /// Reads them; the study day ends at an instant.
    pub(super) fn read(
        store: &Store,
        settings: &Settings,
        habits: &Habits,
        day: Day,
        end: i64,
    ) -> Result<Minutes> {
        let done = store.done_on(day)?;
        let cards = store.in_steps(end, day)?;
        let steps: Vec<(&str, Steps<'_>)> = cards
            .iter()
            .filter_map(|(_, card)| Some((&*card.id, Steps::of(&card.schedule, settings, end)?)))
            .collect();
        let of = |id: &str| steps.iter().find(|(of, _)| *of == id).map(|(_, steps)| *steps);
        let pace = Pace::of_day(habits, done.iter().map(|(id, done)| (&done.visit, of(id))));
        let owed = cards
            .iter()
            .map(|(topic, card)| {
                let seconds = of(&card.id).map_or(0.0, |steps| pace.owed(&steps));
                (card.id.clone(), topic.clone(), seconds)
            })
            .collect();
        Ok(Minutes { done, pace, owed })
    }

    /// The seconds to set aside for the begun cards of some topics.
    pub(super) fn owed(&self, is_of: impl Fn(&str) -> bool) -> f64 {
        self.owed.iter().filter(|(_, topic, _)| is_of(topic)).map(|(.., seconds)| seconds).sum()
    }

    /// For each goal the seconds of the day that are left and not set aside.
    pub(super) fn left(&self, goals: &[&Goal]) -> Vec<f64> {
        let spent = today::spent(goals, &self.done);
        let left = |(at, goal): (usize, &&Goal)| {
            let owed = self.owed(|topic| nearest(goals, topic) == Some(at));
            60.0 * f64::from(goal.minutes) - spent[at] - owed
        };
        goals.iter().enumerate().map(left).collect()
    }

    /// The begun cards of goals whose minutes are used: they wait until tomorrow.
    pub(super) fn waiting(&self, goals: &[&Goal]) -> Vec<&str> {
        let spent = today::spent(goals, &self.done);
        let is_used = |at: usize| spent[at] >= 60.0 * f64::from(goals[at].minutes);
        let waits = |topic: &str| nearest(goals, topic).is_some_and(is_used);
        self.owed.iter().filter(|(_, topic, _)| waits(topic)).map(|(id, ..)| &**id).collect()
    }
}

/// The goal to which the cards of a topic belong.
fn nearest(goals: &[&Goal], topic: &str) -> Option<usize> {
    goals.iter().position(|goal| goal.covers(topic))
}
