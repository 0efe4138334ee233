//! The cards that may be asked now: asks the database for what they need, each thing once.

use crate::db::{DbError, Limits, Store};
use crate::model::card::Topic;
use crate::model::day::Now;
use crate::model::goal::Goal;
use crate::model::memory::Fsrs;
use crate::model::plan::Habits;
use crate::model::queue::{self, Candidate, Families, LEARN_AHEAD, Moment, Pool};
use crate::model::schedule::Due;
use crate::model::session::{Options, Session};
use crate::model::settings::Settings;
use crate::model::today::{self, Beside, Counts, DoneToday, Minutes, Planned, Remaining};

use super::day::Agenda;

/// Planned cards are looked up for this many times the minutes there are, since some of them may
/// not be asked.
const ROOM: f64 = 2.0;

/// What cards are gathered for.
#[derive(Clone, Copy)]
pub(super) struct Wish<'a> {
    pub(super) store: &'a Store,
    pub(super) settings: &'a Settings,
    pub(super) fsrs: &'a Fsrs,
    pub(super) topics: &'a [Topic],
    pub(super) session: &'a Session,
    pub(super) agenda: Option<&'a Agenda>,
    /// What the log says about a learner who has a number of minutes but no plan.
    pub(super) habits: Option<&'a Habits>,
}

/// The cards, and the minutes where they count.
pub(super) struct Gathered {
    pub(super) pool: Pool,
    pub(super) minutes: Option<Minutes>,
}

/// Gathers the cards that may be asked at a moment of a day that ends at `end`. `done`, what was
/// done on that day, is given where minutes count.
pub(super) fn gather(
    wish: &Wish<'_>,
    moment: &Moment<'_>,
    end: i64,
    done: Option<DoneToday>,
) -> Result<Gathered, DbError> {
    let Wish { store, settings, session, .. } = *wish;
    let day = moment.day;
    let counts = match &done {
        Some(done) => Counts::of(done),
        None => store.counts(day)?,
    };
    let ahead = moment.now.saturating_add(LEARN_AHEAD);
    let until = if done.is_some() { ahead.max(end) } else { ahead };
    let in_steps = store.in_steps(until, day)?;
    let minutes = wish
        .habits()
        .zip(done)
        .map(|(habits, done)| Minutes::of(done, &in_steps, settings, habits, end));
    let mut left = seconds_left(session, minutes.as_ref());
    let options = session.options();
    let sorting = moment.sorting;
    let mut pool = Pool {
        learning: learning(in_steps, ahead, options),
        reviewed: counts.reviewed,
        introduced: counts.introduced,
        ..Pool::default()
    };
    let (new, due) = session.left(settings, counts.introduced, counts.reviewed);
    match (wish.agenda, &minutes) {
        (Some(agenda), Some(minutes)) => {
            let goals = agenda.goals.active(day);
            if left.is_none() {
                let waiting = minutes.waiting(&goals);
                pool.learning.retain(|card| !waiting.contains(&*card.id));
            }
            let families = store.families(day, &pool.learning)?;
            let all: Vec<&str> = wish.topics.iter().map(|topic| &*topic.name).collect();
            let beside = today::beside(&goals, &all, options, new);
            if !beside.topics.is_empty() {
                let Beside { topics, new } = beside;
                let limits = limits(options, topics, (new, due), focus(options, wish.settings));
                (pool.due, pool.new) =
                    store.due_and_new(day, &limits, sorting, families.clone())?;
            }
            (pool.planned, left) =
                planned(wish, agenda, &goals, minutes, moment, left, families.clone())?;
            queue::part_siblings(&mut pool, families);
        }
        _ => {
            let families = store.families(day, &pool.learning)?;
            let limits =
                limits(options, options.topics.clone(), (new, due), focus(options, wish.settings));
            (pool.due, pool.new) = store.due_and_new(day, &limits, sorting, families)?;
        }
    }
    if let (Some(left), Some(minutes), Some(habits)) = (left, &minutes, wish.habits()) {
        let cost = |card: &Candidate| match card.schedule.due {
            Due::Unset => minutes.pace.cost(habits.new),
            _ => minutes.pace.cost(habits.recalled),
        };
        queue::fit(&mut pool, left, cost, moment, wish.fsrs);
    }
    pool.learning.retain(|card| !session.is_beyond_limit(&card.id));
    if let Some(left) = session.cards_left() {
        queue::cut(&mut pool, left as usize, moment, wish.fsrs);
    }
    Ok(Gathered { pool, minutes })
}

/// Numbers of due and of new cards that may be asked at a moment without a plan: so many does
/// [`gather`] give a session without wishes.
pub(super) fn count(
    store: &Store,
    settings: &Settings,
    now: &Now,
) -> Result<(usize, usize), DbError> {
    let counts = store.counts(now.day)?;
    let ahead = now.at.saturating_add(LEARN_AHEAD);
    let options = Options::default();
    let learning = learning(store.in_steps(ahead, now.day)?, ahead, &options);
    let families = store.families(now.day, &learning)?;
    let session = Session::new(options);
    let (new, due) = session.left(settings, counts.introduced, counts.reviewed);
    let limits = Limits { focus: settings.focus.clone(), new, due, ..Limits::default() };
    store.count_due_and_new(now.day, &limits, families)
}

/// What is asked of the database for these topics, or for those of them that a session is about, with
/// so many new and due cards.
fn limits(
    options: &Options,
    topics: Vec<String>,
    (new, due): (u32, u32),
    focus: Vec<String>,
) -> Limits {
    let ahead = options.ahead;
    match &options.only {
        None => Limits { topics, focus, only: None, new, due, ahead },
        Some(only) => {
            let is_of = |topic: &String| topics.is_empty() || topics.contains(topic);
            let only = only.iter().filter(|(_, topic)| is_of(topic));
            let only = Some(only.map(|(id, _)| id.clone()).collect());
            Limits { topics: Vec::new(), focus, only, new, due, ahead }
        }
    }
}

/// The topics that new cards come from, all when empty. Who names topics means just these.
fn focus(options: &Options, settings: &Settings) -> Vec<String> {
    if options.is_about_all() { settings.focus.clone() } else { Vec::new() }
}

/// Number of new cards that may be introduced at a moment, at most `most`.
pub(super) fn introducible(
    store: &Store,
    options: &Options,
    settings: &Settings,
    most: u32,
    now: &Now,
) -> Result<usize, DbError> {
    let ahead = now.at.saturating_add(LEARN_AHEAD);
    let learning = learning(store.in_steps(ahead, now.day)?, ahead, options);
    let families = store.families(now.day, &learning)?;
    let limits = limits(options, options.topics.clone(), (most, 0), focus(options, settings));
    Ok(store.due_and_new(now.day, &limits, None, families)?.1.len())
}

/// Those of the cards in steps, each with its topic, whose step ends until an instant and that a
/// session is about.
fn learning(in_steps: Vec<(String, Candidate)>, until: i64, options: &Options) -> Vec<Candidate> {
    in_steps
        .into_iter()
        .filter(|(_, card)| card.schedule.is_in_step_until(until))
        .filter(|(topic, card)| options.admits(&card.id, topic))
        .map(|(_, card)| card)
        .collect()
}

impl<'a> Wish<'a> {
    fn habits(&self) -> Option<&'a Habits> {
        self.agenda.map(|agenda| &agenda.learned.habits).or(self.habits)
    }
}

/// The seconds of the session that are left and not set aside for cards that it has begun.
fn seconds_left(session: &Session, minutes: Option<&Minutes>) -> Option<f64> {
    let is_of = |topic: &str| session.options().is_about(topic);
    let left = session.seconds_left()?;
    Some(left - minutes.map_or(0.0, |minutes| minutes.owed(is_of)))
}

/// The cards that the plan still has for today: as many as fit in the minutes that are left, of the
/// session when it has a number of them, else of the day. Also returns what is then left of the
/// session.
fn planned(
    wish: &Wish<'_>,
    agenda: &Agenda,
    goals: &[&Goal],
    minutes: &Minutes,
    moment: &Moment<'_>,
    of_session: Option<f64>,
    families: Families,
) -> Result<(Vec<Candidate>, Option<f64>), DbError> {
    let parts = agenda.parts.iter();
    let parts: Vec<Planned<'_>> =
        parts.map(|part| Planned { cards: &part.morning, queue: &part.queue }).collect();
    let (options, introduced) = (wish.session.options(), wish.session.introduced());
    let focus = focus(options, wish.settings);
    let is_new_wanted = |topic: &String| focus.is_empty() || focus.contains(topic);
    let remaining =
        Remaining::of(&parts, goals, minutes, (options, &is_new_wanted), introduced, of_session);
    let mut room = ROOM;
    loop {
        let found = wish.store.candidates(&remaining.ids(room), moment.day)?;
        if let Some(chosen) = remaining.choose(room, &found, families.clone()) {
            return Ok(chosen);
        }
        room *= 4.0;
    }
}
