//! What is left of a study day under a plan: the minutes spent and still needed, the topics outside
//! the plan, and the planned cards that still come.

use std::collections::{HashMap, HashSet};

use super::agenda::{self, Place, StudyCard};
use super::budget::{Pace, Steps, Visit};
use super::day::Day;
use super::goal::Goal;
use super::plan::Habits;
use super::queue::{self, Candidate, Families};
use super::session::Options;
use super::settings::Settings;

/// Fewest cards of a goal that are looked up, if there is time for any.
const FEWEST: usize = 16;

/// What was done on a day for one card.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Done {
    /// The topic of the card.
    pub topic: String,
    /// The answers.
    pub visit: Visit,
    /// How many of them were given when it was due.
    pub reviews: u32,
}

/// What was done on a day, by id of the card.
pub type DoneToday = HashMap<String, Done>;

/// What happened on one study day so far, in numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Answers given.
    pub answers: u32,
    /// Due cards answered: what the daily limit counts.
    pub reviewed: u32,
    /// Cards seen for the first time.
    pub introduced: u32,
}

impl Counts {
    /// The numbers of what was done.
    pub fn of(done: &DoneToday) -> Counts {
        let mut counts = Counts::default();
        for done in done.values() {
            counts.answers += done.visit.answers.len() as u32;
            counts.reviewed += done.reviews;
            counts.introduced += u32::from(done.visit.is_new);
        }
        counts
    }
}

/// How the goals stand on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Aim {
    /// The day of the nearest goal.
    pub on: Day,
    /// Days until then.
    pub days_left: u32,
    /// Whether it is time for the last pass over what was seen.
    pub is_last_pass: bool,
    /// Minutes of the day for all goals.
    pub minutes: u32,
    /// Whole minutes spent of them.
    pub spent: u32,
}

impl Aim {
    /// How these goals stand, the nearest first; `None` without any.
    pub fn of(goals: &[&Goal], day: Day, done: &DoneToday) -> Option<Aim> {
        let nearest = goals.first()?;
        Some(Aim {
            on: nearest.day,
            days_left: nearest.day.since(day),
            is_last_pass: nearest.is_last_pass(day),
            minutes: goals.iter().map(|goal| goal.minutes).sum(),
            spent: (spent(goals, done).iter().sum::<f64>() / 60.0) as u32,
        })
    }
}

/// The seconds spent today on the cards of the goals: each card counts for its nearest goal.
pub fn spent(goals: &[&Goal], done: &DoneToday) -> Vec<f64> {
    let mut spent = vec![0.0; goals.len()];
    for done in done.values() {
        if let Some(at) = nearest(goals, &done.topic) {
            spent[at] += done.visit.ms() as f64 / 1000.0;
        }
    }
    spent
}

/// The goal to which the cards of a topic belong.
fn nearest(goals: &[&Goal], topic: &str) -> Option<usize> {
    goals.iter().position(|goal| goal.covers(topic))
}

/// The minutes of a day or a session, as they are before a question.
#[derive(Debug, Clone)]
pub struct Minutes {
    /// What was done on the day.
    pub done: DoneToday,
    /// How long cards take on it.
    pub pace: Pace,
    owed: Vec<Owed>,
}

/// What a card in its steps still needs today.
#[derive(Debug, Clone)]
struct Owed {
    id: String,
    topic: String,
    seconds: f64,
}

impl Minutes {
    /// The minutes of a day that ends at an instant, with what was done on it so far, and its cards
    /// in steps of minutes, each with its topic.
    pub fn of(
        done: DoneToday,
        in_steps: &[(String, Candidate)],
        settings: &Settings,
        habits: &Habits,
        end: i64,
    ) -> Minutes {
        let steps: HashMap<&str, Steps<'_>> = in_steps
            .iter()
            .filter_map(|(_, card)| Some((&*card.id, Steps::of(&card.schedule, settings, end)?)))
            .collect();
        let of = |id: &str| steps.get(id).copied();
        let pace = Pace::of_day(habits, done.iter().map(|(id, done)| (&done.visit, of(id))));
        let owed = in_steps
            .iter()
            .filter(|(_, card)| card.schedule.is_in_step_until(end))
            .map(|(topic, card)| Owed {
                id: card.id.clone(),
                topic: topic.clone(),
                seconds: of(&card.id).map_or(0.0, |steps| pace.owed(&steps)),
            })
            .collect();
        Minutes { done, pace, owed }
    }

    /// The seconds to set aside for the begun cards of some topics.
    pub fn owed(&self, is_of: impl Fn(&str) -> bool) -> f64 {
        self.owed.iter().filter(|owed| is_of(&owed.topic)).map(|owed| owed.seconds).sum()
    }

    /// For each goal the seconds of the day that are left and not set aside.
    pub fn left(&self, goals: &[&Goal]) -> Vec<f64> {
        let spent = spent(goals, &self.done);
        let left = |(at, goal): (usize, &&Goal)| {
            let owed = self.owed(|topic| nearest(goals, topic) == Some(at));
            60.0 * f64::from(goal.minutes) - spent[at] - owed
        };
        goals.iter().enumerate().map(left).collect()
    }

    /// The begun cards of goals whose minutes are used: they wait until tomorrow.
    pub fn waiting(&self, goals: &[&Goal]) -> HashSet<&str> {
        let spent = spent(goals, &self.done);
        let is_used = |at: usize| spent[at] >= 60.0 * f64::from(goals[at].minutes);
        let waits = |topic: &str| nearest(goals, topic).is_some_and(is_used);
        self.owed.iter().filter(|owed| waits(&owed.topic)).map(|owed| &*owed.id).collect()
    }
}

/// What comes besides a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside {
    /// The topics whose due and new cards come: those that no goal is about.
    pub topics: Vec<String>,
    /// New cards of them that may be introduced.
    pub new: u32,
}

/// What comes besides a plan for these goals, out of `all` topics, in a session that may introduce
/// `new` new cards. New cards of topics that no goal is about come only when they are asked for.
pub fn beside(goals: &[&Goal], all: &[&str], options: &Options, new: u32) -> Beside {
    let is_free = |topic: &str| nearest(goals, topic).is_none();
    let is_asked_for = options.new.is_some() || !options.is_about_all();
    let topics: Vec<&str> = match options.topics.is_empty() {
        true => all.to_vec(),
        false => options.topics.iter().map(String::as_str).collect(),
    };
    Beside {
        topics: topics
            .into_iter()
            .filter(|t| is_free(t) && options.is_about(t))
            .map(str::to_owned)
            .collect(),
        new: if is_asked_for { new } else { 0 },
    }
}

/// The queue of a goal on a day, as places in its cards as they were that morning.
#[derive(Debug, Clone, Copy)]
pub struct Planned<'a> {
    /// The cards.
    pub cards: &'a [StudyCard],
    /// The queue.
    pub queue: &'a [Place],
}

/// What a plan still has for a day.
#[derive(Debug, Clone)]
pub struct Remaining<'a> {
    goals: Vec<Share<'a>>,
    /// Seconds left of the session, if it has a number of minutes: they count then, not the day's.
    of_session: Option<f64>,
    /// New cards that the learner asked for and did not get yet; `None` if none were asked for.
    new: Option<u32>,
}

/// What a goal still has for a day.
#[derive(Debug, Clone)]
struct Share<'a> {
    /// The ids of its cards that may still come, in their order, with the seconds that each is
    /// expected to take.
    offers: Vec<(&'a str, f64)>,
    /// Seconds that are left.
    left: f64,
}

impl<'a> Remaining<'a> {
    /// What is left of these goals' queues, in a session that introduced `introduced` new cards and
    /// has `of_session` seconds left. With what was asked for comes of which topics new cards are wanted.
    pub fn of(
        planned: &[Planned<'a>],
        goals: &[&Goal],
        minutes: &Minutes,
        (options, is_new_wanted): (&Options, &dyn Fn(&String) -> bool),
        introduced: u32,
        of_session: Option<f64>,
    ) -> Remaining<'a> {
        let new = options.new.map(|new| new.saturating_sub(introduced));
        let may_come = |card: &StudyCard| {
            options.admits(&card.id, &card.topic)
                && !minutes.done.contains_key(&card.id)
                && (card.memory.is_some() || new != Some(0) && is_new_wanted(&card.topic))
        };
        let share = |(planned, left): (&Planned<'a>, f64)| {
            let cards = planned.cards;
            let turns = agenda::turns(cards, planned.queue, &may_come);
            let places = planned.queue.iter().filter(|place| may_come(&cards[place.card]));
            let offers = places.map(|place| {
                // Siblings come by turns.
                let turn = cards[place.card].family.and_then(|family| turns.get(&family));
                let card = &cards[turn.copied().unwrap_or(place.card)];
                (&*card.id, minutes.pace.cost(place.seconds))
            });
            Share { offers: offers.collect(), left: of_session.unwrap_or(left) }
        };
        let goals = planned.iter().zip(minutes.left(goals)).map(share).collect();
        Remaining { goals, of_session, new }
    }

    /// The ids to look up: for each goal its next cards, as many as fit into `times` its seconds,
    /// or all.
    pub fn ids(&self, times: f64) -> Vec<&'a str> {
        self.goals.iter().flat_map(|goal| goal.next(times).iter().map(|(id, _)| *id)).collect()
    }

    /// Which of the cards found by [`Remaining::ids`] come, one of each family of siblings, and the
    /// seconds of the session that they leave. `None` when there is room for more cards than were
    /// looked up, because a card may be buried, suspended or in its steps by now.
    pub fn choose(
        &self,
        times: f64,
        found: &HashMap<String, Candidate>,
        mut families: Families,
    ) -> Option<(Vec<Candidate>, Option<f64>)> {
        let (mut all, mut new, mut of_session) = (Vec::new(), self.new, self.of_session);
        for goal in &self.goals {
            let next = goal.next(times);
            let mut offers =
                next.iter().filter_map(|(id, seconds)| Some((found.get(*id)?.clone(), *seconds)));
            let mut left = of_session.unwrap_or(goal.left);
            all.extend(queue::planned(&mut offers, &mut left, &mut new, &mut families));
            if left > 0.0 && offers.next().is_none() && next.len() < goal.offers.len() {
                return None;
            }
            of_session = of_session.map(|_| left);
        }
        Some((all, of_session))
    }
}

impl<'a> Share<'a> {
    /// The next offers, as many as fit into `times` the seconds.
    fn next(&self, times: f64) -> &[(&'a str, f64)] {
        if self.left <= 0.0 {
            return &[];
        }
        let mut room = times * self.left;
        let fits = |(_, seconds): &&(&str, f64)| {
            room -= seconds;
            room + seconds > 0.0
        };
        let count = self.offers.iter().take_while(fits).count();
        &self.offers[..count.max(FEWEST).min(self.offers.len())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::review::Rating;
    use crate::model::schedule::{Due, Schedule, State};

    const TODAY: Day = Day(100);
    /// The end of the day, with the day before this instant.
    const END: i64 = 1_000_000_000;

    fn goal(topics: &[&str], on: i32, minutes: u32) -> Goal {
        let topics = topics.iter().map(|topic| (*topic).to_owned()).collect();
        Goal { day: Day(on), minutes, began: Day(90), topics }
    }

    fn done(topic: &str, seconds: u32) -> Done {
        let answers = vec![(Rating::Good, 1000 * seconds)];
        Done { topic: topic.into(), visit: Visit { is_new: true, answers }, reviews: 0 }
    }

    fn card(id: &str, family: Option<i64>) -> StudyCard {
        StudyCard {
            id: id.into(),
            topic: id[..1].into(),
            follows: None,
            weight: 3,
            level: 1,
            seq: 1,
            family,
            memory: None,
        }
    }

    fn candidate(id: &str, due: Due, family: Option<i64>) -> Candidate {
        let schedule = Schedule { due, ..Schedule::default() };
        Candidate { id: id.into(), follows: None, weight: 3, family, ready: true, schedule }
    }

    fn minutes(done: &[(&str, Done)], in_steps: &[(&str, &str)]) -> Minutes {
        let done = done.iter().map(|(id, done)| ((*id).to_owned(), done.clone())).collect();
        let steps: Vec<(String, Candidate)> = in_steps
            .iter()
            .map(|(topic, id)| {
                let mut card = candidate(id, Due::At(END - 60_000), None);
                card.schedule.state = State::Learning;
                ((*topic).to_owned(), card)
            })
            .collect();
        Minutes::of(done, &steps, &Settings::default(), &Habits::default(), END)
    }

    #[test]
    fn the_aim_is_the_nearest_goal_with_the_minutes_of_all() {
        let (near, far) = (goal(&["a"], 101, 2), goal(&[], 120, 30));
        let done: DoneToday = [("a1", done("a", 70)), ("b1", done("b", 80))]
            .into_iter()
            .map(|(id, done)| (id.to_owned(), done))
            .collect();
        let aim = Aim::of(&[&near, &far], TODAY, &done).unwrap();
        let expected =
            Aim { on: Day(101), days_left: 1, is_last_pass: true, minutes: 32, spent: 2 };
        assert_eq!(aim, expected);
        assert_eq!(spent(&[&near, &far], &done), [70.0, 80.0]);
        assert_eq!(Aim::of(&[&near], TODAY, &done).unwrap().spent, 1);
        assert_eq!(Aim::of(&[], TODAY, &done), None);
        let counts = Counts { answers: 2, reviewed: 0, introduced: 2 };
        assert_eq!(Counts::of(&done), counts);
    }

    #[test]
    fn begun_cards_wait_when_the_minutes_of_their_goal_are_used() {
        let (near, far) = (goal(&["a"], 110, 2), goal(&[], 120, 30));
        let goals = [&near, &far];
        for (seconds, waiting) in [(119, &[][..]), (120, &["a1"])] {
            let minutes = minutes(&[("a1", done("a", seconds))], &[("a", "a1"), ("b", "b1")]);
            assert_eq!(minutes.waiting(&goals), waiting.iter().copied().collect());
            let left = minutes.left(&goals);
            assert!(left[0] < 120.0 - f64::from(seconds), "{left:?}");
            assert!((1_000.0..1_800.0).contains(&left[1]), "{left:?}");
            let all = minutes.owed(|_| true);
            assert!((all - minutes.owed(|topic| topic == "a") * 2.0).abs() < 1e-9, "{all}");
        }
    }

    #[test]
    fn beside_a_plan_come_topics_that_no_goal_is_about() {
        let all = ["a", "b", "c"];
        for (about, wanted, new, topics, expected) in [
            (&["a"][..], &[][..], None, &["b", "c"][..], 0),
            (&["a"], &[], Some(4), &["b", "c"], 7),
            (&["a"], &["a", "c"], None, &["c"], 7),
            (&["a"], &["a"], None, &[], 7),
            (&[], &[], None, &[], 0),
        ] {
            let goal = goal(about, 120, 30);
            let wanted = wanted.iter().map(|topic| (*topic).to_owned()).collect();
            let options = Options { topics: wanted, new, ..Options::default() };
            let beside = beside(&[&goal], &all, &options, 7);
            assert_eq!(
                (beside.topics, beside.new),
                (topics.iter().map(|t| (*t).to_owned()).collect(), expected)
            );
        }
    }

    /// A queue of the cards in their order, each a minute long.
    fn queue(cards: &[StudyCard]) -> Vec<Place> {
        (0..cards.len()).map(|card| Place { card, seconds: 60.0 }).collect()
    }

    fn found(cards: &[StudyCard]) -> HashMap<String, Candidate> {
        let new =
            |card: &StudyCard| (card.id.clone(), candidate(&card.id, Due::Unset, card.family));
        cards.iter().map(new).collect()
    }

    #[test]
    fn what_is_planned_fits_the_minutes_and_what_was_asked_for() {
        let cards = ["a1", "a2", "b3", "b4", "a5"].map(|id| card(id, None));
        let queue = queue(&cards);
        let part = [Planned { cards: &cards, queue: &queue }];
        for (goal_minutes, options, done_ids, of_session, planned) in [
            (3, Options::default(), &[][..], None, &["a1", "a2", "b3"][..]),
            // Nor is one begun that was done today.
            (3, Options::default(), &["a1"], None, &["a2", "b3", "b4"]),
            (
                3,
                Options { topics: vec!["b".into()], ..Options::default() },
                &[],
                None,
                &["b3", "b4"],
            ),
            (3, Options { new: Some(1), ..Options::default() }, &[], None, &["a1"]),
            (3, Options { new: Some(0), ..Options::default() }, &[], None, &[]),
            // The minutes of a session count in the place of the day's.
            (0, Options::default(), &[], Some(100.0), &["a1", "a2"]),
            (9, Options::default(), &[], Some(-1.0), &[]),
        ] {
            let goal = goal(&[], 120, goal_minutes);
            let done: Vec<(&str, Done)> = done_ids.iter().map(|id| (*id, done("a", 0))).collect();
            let minutes = minutes(&done, &[]);
            let remaining =
                Remaining::of(&part, &[&goal], &minutes, (&options, &|_| true), 0, of_session);
            let ids = remaining.ids(2.0);
            let (chosen, left) =
                remaining.choose(2.0, &found(&cards), Families::default()).unwrap();
            let chosen: Vec<&str> = chosen.iter().map(|card| &*card.id).collect();
            assert_eq!(chosen, planned, "{options:?}");
            assert!(chosen.iter().all(|id| ids.contains(id)));
            let taken = 60.0 * chosen.len() as f64;
            assert_eq!(left, of_session.map(|seconds| seconds - taken));
        }
    }

    #[test]
    fn more_is_looked_up_when_what_was_looked_up_may_not_be_asked() {
        let cards: Vec<StudyCard> = (0..200).map(|i| card(&format!("a{i:03}"), None)).collect();
        let queue = queue(&cards);
        let part = [Planned { cards: &cards, queue: &queue }];
        let goal = goal(&[], 120, 10);
        let (minutes, options) = (minutes(&[], &[]), Options::default());
        let remaining = Remaining::of(&part, &[&goal], &minutes, (&options, &|_| true), 0, None);
        assert_eq!(remaining.ids(2.0).len(), 20);
        assert_eq!(remaining.ids(8.0).len(), 80);
        // The first thirty are buried.
        let found = found(&cards[30..]);
        let chosen = |times| remaining.choose(times, &found, Families::default());
        assert_eq!(chosen(2.0), None);
        let (cards, _) = chosen(8.0).unwrap();
        assert_eq!((cards.len(), &*cards[0].id), (10, "a030"));
        // When none is left to look up, that is all there is.
        let none = remaining.choose(1e9, &HashMap::new(), Families::default()).unwrap();
        assert_eq!(none, (vec![], None));
    }

    #[test]
    fn of_siblings_the_one_comes_whose_turn_it_is() {
        let mut cards = [card("a1", Some(7)), card("a2", None), card("a3", Some(7))];
        cards[0].memory =
            Some((crate::model::memory::MemoryState { stability: 1.0, difficulty: 5.0 }, Day(90)));
        let queue = queue(&cards);
        let part = [Planned { cards: &cards, queue: &queue }];
        let goal = goal(&[], 120, 10);
        let (minutes, options) = (minutes(&[], &[]), Options::default());
        let remaining = Remaining::of(&part, &[&goal], &minutes, (&options, &|_| true), 0, None);
        let chosen = |families| {
            let (cards, _) = remaining.choose(2.0, &found(&cards), families).unwrap();
            cards.into_iter().map(|card| card.id).collect::<Vec<_>>()
        };
        assert_eq!(chosen(Families::default()), ["a3", "a2"]);
        assert_eq!(chosen([7].into_iter().collect()), ["a2"]);
    }
}
