//! The day at a glance: the topics, what is left of today, and how the plan stands.

use std::collections::HashMap;

use super::day::Agenda;
use super::left::{Left, left};
use crate::db::{DbError, Store};
use crate::model::agenda::{self, Basis, StudyCard};
use crate::model::card::Topic;
use crate::model::day::Now;
use crate::model::goal::Goals;
use crate::model::habits::learned;
use crate::model::schedule::Scheduler;
use crate::model::settings::Settings;
use crate::model::today::{Aim, DoneToday};

/// What home shows.
pub struct Overview {
    /// The topics that have cards, in the order of teaching.
    pub topics: Vec<Glanced>,
    /// What is left of today.
    pub left: Left,
    /// How the plan stands; `None` without one.
    pub aim: Option<Aim>,
    /// Days in a row.
    pub streak: u32,
}

/// A topic at a glance.
pub struct Glanced {
    /// The topic.
    pub topic: Topic,
    /// New cards.
    pub new: u32,
    /// Cards that are due.
    pub due: u32,
    /// The share of its questions that is expected to be known now, weighted by how often they are
    /// asked, 0 to 1.
    pub known: f64,
}

/// Reads the day under these settings.
pub fn overview(store: &Store, settings: &Settings, now: &Now) -> Result<Overview, DbError> {
    let scheduler = Scheduler::new(settings);
    let day = now.day;
    let goals = store.goals()?;
    let active = goals.active(day);
    let done = if active.is_empty() { DoneToday::new() } else { store.done_on(day)? };
    let aim = Aim::of(&active, day, &done);
    let agenda = Agenda::read(store, &scheduler, goals.clone(), day, &done)?;
    let left = left(store, settings, agenda.as_ref(), &done, now)?;
    let known = known(store.study_cards()?, &goals, &scheduler, now);
    let mut named: HashMap<String, Topic> =
        store.topics()?.into_iter().map(|topic| (topic.name.clone(), topic)).collect();
    let counts = store.topic_counts(day, settings.leech_threshold)?;
    let glanced = counts.into_iter().filter(|count| count.cards > 0).filter_map(|count| {
        Some(Glanced {
            known: known.get(&count.topic).copied().unwrap_or_default(),
            topic: named.remove(&count.topic)?,
            new: count.new,
            due: count.due,
        })
    });
    Ok(Overview { topics: glanced.collect(), left, aim, streak: store.streak(day)? })
}

/// The share of each topic that is expected to be known.
fn known(
    cards: Vec<StudyCard>,
    goals: &Goals,
    scheduler: &Scheduler,
    now: &Now,
) -> HashMap<String, f64> {
    let learned = learned(&[]);
    let (fsrs, parameters) = (scheduler.fsrs(), scheduler.parameters());
    let basis = Basis { goals, learned: &learned, fsrs, parameters };
    let mut of_topic: HashMap<String, Vec<StudyCard>> = HashMap::new();
    for card in cards {
        of_topic.entry(card.topic.clone()).or_default().push(card);
    }
    let share = |(topic, cards): (String, Vec<StudyCard>)| {
        Some((topic, agenda::readiness(&cards, now.day, &basis)?))
    };
    of_topic.into_iter().filter_map(share).collect()
}
