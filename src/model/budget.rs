//! The budget: minutes that hold. The time that begun cards still need for their steps is set aside
//! before another card is begun, at the pace of the day.

use super::plan::Habits;
use super::review::Rating;
use super::schedule::{Due, Schedule, State};
use super::settings::Settings;

/// How many answers, and how many seconds, the habits from before today weigh against today's own.
const ANSWERS_BEFORE: f64 = 6.0;
const SECONDS_BEFORE: f64 = 300.0;
/// How much more than expected is set aside for cards in their steps, because the minutes end hard.
/// What is not needed goes to further cards at the end.
const MARGIN: f64 = 1.3;
/// The most showings that a card is expected to need still.
const MOST_SHOWINGS: f64 = 8.0;

/// What was done on a day for one card.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Visit {
    /// Whether it was seen for the first time.
    pub is_new: bool,
    /// The answers in their order, each with its milliseconds; 0 when unknown.
    pub answers: Vec<(Rating, u32)>,
}

impl Visit {
    /// Milliseconds of all answers.
    pub fn ms(&self) -> i64 {
        self.answers.iter().map(|(_, ms)| i64::from(*ms)).sum()
    }
}

/// How a learner gets on today.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pace {
    /// Seconds of a repetition.
    repetition: f64,
    /// Shares of the ratings of repetitions, Again to Easy.
    repeated: [f64; 4],
    /// How long cards take today, as a multiple of what was expected.
    dear: f64,
}

impl Pace {
    /// The pace of a day, from the habits learned before it and from what was done on it, each card
    /// with the steps that it still has.
    pub fn of_day<'a>(
        habits: &Habits,
        visits: impl IntoIterator<Item = (&'a Visit, Option<Steps<'a>>)>,
    ) -> Pace {
        let (mut count, mut seconds) = (ANSWERS_BEFORE, ANSWERS_BEFORE * habits.repetition);
        let mut ratings = habits.repeated.map(|share| ANSWERS_BEFORE * share);
        let mut timed: Vec<(&Visit, Option<Steps<'_>>)> = Vec::new();
        for (visit, steps) in visits {
            // Times that were not measured say nothing.
            if visit.ms() == 0 {
                continue;
            }
            for (rating, ms) in visit.answers.iter().skip(1) {
                count += 1.0;
                seconds += f64::from(*ms) / 1000.0;
                ratings[*rating as usize] += 1.0;
            }
            timed.push((visit, steps));
        }
        let all: f64 = ratings.iter().sum();
        let mut pace =
            Pace { repetition: seconds / count, repeated: ratings.map(|n| n / all), dear: 1.0 };
        let (mut taken, mut expected) = (SECONDS_BEFORE, SECONDS_BEFORE);
        for (visit, steps) in timed {
            taken += visit.ms() as f64 / 1000.0;
            taken += steps.map_or(0.0, |steps| pace.expected(&steps));
            expected += match visit.answers.first() {
                _ if visit.is_new => habits.new,
                Some((Rating::Again, _)) => habits.forgotten,
                _ => habits.recalled,
            };
        }
        pace.dear = taken / expected;
        pace
    }

    /// The seconds that a card will take today when this many were expected.
    pub fn cost(&self, expected: f64) -> f64 {
        self.dear * expected
    }

    /// The seconds to set aside for a card in its steps.
    pub fn owed(&self, steps: &Steps<'_>) -> f64 {
        MARGIN * self.expected(steps)
    }

    fn expected(&self, steps: &Steps<'_>) -> f64 {
        self.repetition * steps.showings(&self.repeated)
    }
}

/// The steps of minutes that a card still has before it on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Steps<'a> {
    minutes: &'a [u32],
    now: usize,
}

impl<'a> Steps<'a> {
    /// The steps of a card that come before an instant, the end of the day; `None` when none does.
    pub fn of(schedule: &Schedule, settings: &'a Settings, end: i64) -> Option<Steps<'a>> {
        let Due::At(due) = schedule.due else { return None };
        if due >= end {
            return None;
        }
        let minutes: &[u32] = match schedule.state {
            State::New | State::Learning => &settings.learning_steps,
            State::Review | State::Relearning => &settings.relearning_steps,
        };
        let now = usize::from(schedule.step).min(minutes.len().saturating_sub(1));
        let mut at = due;
        let later = minutes.iter().skip(now + 1).take_while(|minutes| {
            at = at.saturating_add(60_000 * i64::from(**minutes));
            at < end
        });
        let count = (now + 1 + later.count()).min(minutes.len());
        Some(Steps { minutes: &minutes[..count], now })
    }

    /// The showings that are expected, this one included: Again leads back to the first step, Hard
    /// repeats the step, Good goes on, Easy ends them.
    fn showings(&self, shares: &[f64; 4]) -> f64 {
        if self.minutes.is_empty() {
            return 1.0;
        }
        let [again, hard, good, _] = *shares;
        // From each step on they are `own`, plus `back` times those from the first step on.
        let (mut own, mut back) = (0.0, 0.0);
        let (mut own_now, mut back_now) = (0.0, 0.0);
        for step in (0..self.minutes.len()).rev() {
            own = (1.0 + good * own) / (1.0 - hard).max(0.1);
            back = (again + good * back) / (1.0 - hard).max(0.1);
            if step == self.now {
                (own_now, back_now) = (own, back);
            }
        }
        let first = if back < 1.0 { own / (1.0 - back) } else { f64::INFINITY };
        (own_now + back_now * first.min(MOST_SHOWINGS)).min(MOST_SHOWINGS)
    }
}

/// Whether a card may be begun with this many seconds left: when at least half of it fits, so that
/// the minutes are met on average.
pub fn fits(left: f64, seconds: f64) -> bool {
    left > 0.0 && 2.0 * left >= seconds
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::model::chance;
    use crate::model::day::Day;
    use crate::model::memory::{Fsrs, MemoryState};
    use crate::model::queue::{self, Candidate, Families, LEARN_AHEAD, Moment, Pool, planned};
    use crate::model::schedule::Scheduler;

    /// How a simulated learner answers.
    #[derive(Debug, Clone, Copy)]
    struct Learner {
        /// The shortest and the longest showing, in seconds.
        seconds: (f64, f64),
        /// How long a repetition takes, as a share of a first showing.
        repetition: f64,
        first: [f64; 4],
        repeated: [f64; 4],
    }

    const DAY: Day = Day(100);

    /// What became of a session.
    #[derive(Debug)]
    struct Session {
        spent: f64,
        longest: f64,
        /// Cards that were begun and are still in their steps.
        unfinished: usize,
    }

    /// One day's session as the quiz holds it: minutes, and a deck of new and due cards.
    fn session(learner: &Learner, habits: &Habits, minutes: u32, due: usize, seed: u64) -> Session {
        let settings = Settings::default();
        let scheduler = Scheduler::new(&settings);
        let fsrs = Fsrs::default();
        let seconds = 60.0 * f64::from(minutes);
        let cards: Vec<(Candidate, f64)> = (0..160)
            .map(|i| {
                let mut schedule = Schedule::default();
                if i < due {
                    schedule.state = State::Review;
                    schedule.due = Due::On(DAY);
                    schedule.memory = Some(MemoryState { stability: 5.0, difficulty: 5.0 });
                    schedule.last = Some((0, DAY.plus(-5)));
                }
                let cost = if i < due { habits.recalled } else { habits.new };
                let id = format!("c{i}");
                (
                    Candidate { id, follows: None, weight: 3, family: None, ready: true, schedule },
                    cost,
                )
            })
            .collect();
        let mut schedules: BTreeMap<String, Schedule> = BTreeMap::new();
        let mut visits: BTreeMap<String, Visit> = BTreeMap::new();
        let start = 8 * 3_600_000_i64;
        let (mut now, mut spent, mut longest) = (start, 0.0, 0.0_f64);
        let mut last: Option<String> = None;
        for answer in 0.. {
            let steps = |id: &str| {
                schedules.get(id).and_then(|s| Steps::of(s, &settings, start + 72_000_000))
            };
            let pace = Pace::of_day(habits, visits.iter().map(|(id, v)| (v, steps(id))));
            let owed: f64 =
                schedules.keys().filter_map(|id| steps(id)).map(|s| pace.owed(&s)).sum();
            let offers = cards.iter().filter(|(card, _)| !schedules.contains_key(&card.id));
            let offers = offers.map(|(card, cost)| (card.clone(), pace.cost(*cost)));
            let mut left = seconds - spent - owed;
            let planned = planned(offers, &mut left, &mut None, &mut Families::default());
            let mut learning: Vec<Candidate> = cards
                .iter()
                .filter_map(|(card, _)| {
                    let schedule = *schedules.get(&card.id)?;
                    let Due::At(at) = schedule.due else { return None };
                    let ahead = at <= now + LEARN_AHEAD && spent < seconds;
                    ahead.then(|| Candidate { schedule, ..card.clone() })
                })
                .collect();
            learning.sort_by_key(|c| match c.schedule.due {
                Due::At(at) => at,
                _ => 0,
            });
            let pool = Pool { learning, planned, ..Pool::default() };
            let last_card = last.as_deref().map(|id| (id, None));
            let moment = Moment {
                now,
                day: DAY,
                seed,
                last: last_card,
                chains_together: false,
                sorting: None,
            };
            let Some(card) = queue::next(&pool, &moment, &fsrs).cloned() else { break };
            let luck = |k: u64| chance::unit(seed, [answer, k, 0]);
            let repeats = schedules.contains_key(&card.id);
            let (low, high) = learner.seconds;
            let part = if repeats { learner.repetition } else { 1.0 };
            let took = (part * (low + luck(0) * (high - low))).min(60.0);
            let is_new = card.schedule.due == Due::Unset;
            let shares = if is_new { learner.first } else { learner.repeated };
            let mut below = 0.0;
            let rating = Rating::ALL.into_iter().zip(shares).find_map(|(rating, share)| {
                below += share;
                (luck(1) < below).then_some(rating)
            });
            let rating = rating.unwrap_or(Rating::Easy);
            spent += took;
            longest = longest.max(took);
            now += (1000.0 * took) as i64;
            let after = scheduler.answer(&card.id, &card.schedule, rating, now, DAY);
            schedules.insert(card.id.clone(), after);
            let visit = visits.entry(card.id.clone()).or_default();
            visit.is_new |= is_new;
            visit.answers.push((rating, (1000.0 * took) as u32));
            last = Some(card.id);
        }
        let unfinished = schedules.values().filter(|s| matches!(s.due, Due::At(_))).count();
        Session { spent, longest, unfinished }
    }

    /// Quick and slow, good and forgetful, uneven, and quick the second time.
    const LEARNERS: [Learner; 6] = [
        Learner {
            seconds: (20.0, 35.0),
            repetition: 1.0,
            first: [0.1, 0.1, 0.6, 0.2],
            repeated: [0.03, 0.07, 0.75, 0.15],
        },
        Learner {
            seconds: (20.0, 35.0),
            repetition: 1.0,
            first: [0.4, 0.15, 0.4, 0.05],
            repeated: [0.25, 0.15, 0.55, 0.05],
        },
        Learner {
            seconds: (40.0, 60.0),
            repetition: 1.0,
            first: [0.1, 0.1, 0.6, 0.2],
            repeated: [0.03, 0.07, 0.75, 0.15],
        },
        Learner {
            seconds: (40.0, 60.0),
            repetition: 1.0,
            first: [0.4, 0.15, 0.4, 0.05],
            repeated: [0.25, 0.15, 0.55, 0.05],
        },
        Learner {
            seconds: (20.0, 60.0),
            repetition: 0.7,
            first: [0.24, 0.1, 0.5, 0.16],
            repeated: [0.1, 0.1, 0.7, 0.1],
        },
        Learner {
            seconds: (25.0, 40.0),
            repetition: 0.5,
            first: [0.24, 0.1, 0.5, 0.16],
            repeated: [0.1, 0.1, 0.7, 0.1],
        },
    ];

    /// What a learner's log shows after a while.
    fn habits_of(learner: &Learner) -> Habits {
        let showing = (learner.seconds.0 + learner.seconds.1) / 2.0;
        let repetition = showing * learner.repetition;
        let one_step = Steps { minutes: &[10], now: 0 }.showings(&learner.repeated);
        let [again, hard, good, _] = learner.first;
        let steps = |now| Steps { minutes: &[1, 10], now }.showings(&learner.repeated);
        let after = (again + hard) * steps(0) + good * steps(1);
        Habits {
            recalled: showing,
            forgotten: showing + one_step * repetition,
            new: showing + after * repetition,
            repetition,
            repeated: learner.repeated,
            first: learner.first,
            ..Habits::default()
        }
    }

    #[test]
    fn minutes_are_never_overrun_by_more_than_the_card_on_the_screen() {
        const SESSIONS: usize = 200;
        let mut unfinished = 0;
        for i in 0..SESSIONS {
            let learner = &LEARNERS[i % LEARNERS.len()];
            let minutes = [10, 15, 20, 25, 30, 45, 60][i % 7];
            let due = [0, 12, 40][i % 3];
            // On the first day nothing is known of the learner.
            let habits = if i % 4 < 2 { Habits::default() } else { habits_of(learner) };
            let run = session(learner, &habits, minutes, due, i as u64);
            let over = run.spent - 60.0 * f64::from(minutes);
            assert!(over < run.longest && over < 60.0, "{learner:?}, {minutes} min: {run:?}");
            // Nor are they thrown away: what is left of them is less than a card.
            assert!(over > -150.0, "{learner:?}, {minutes} min: {run:?}");
            unfinished += run.unfinished;
        }
        let mean = unfinished as f64 / SESSIONS as f64;
        assert!(mean < 2.0, "{mean} begun cards of a session did not end");
    }

    #[test]
    fn showings_are_those_that_steps_and_ratings_tell() {
        for (minutes, now, shares, expected) in [
            // Always Good: one showing for each step.
            (&[1, 10][..], 0, [0.0, 0.0, 1.0, 0.0], 2.0),
            (&[1, 10], 1, [0.0, 0.0, 1.0, 0.0], 1.0),
            (&[], 0, [1.0, 0.0, 0.0, 0.0], 1.0),
            // Again every other time: two showings for one step.
            (&[10], 0, [0.5, 0.0, 0.5, 0.0], 2.0),
            (&[10], 0, [0.0, 0.5, 0.5, 0.0], 2.0),
            (&[1, 10], 0, [0.5, 0.0, 0.5, 0.0], 6.0),
            (&[1, 10], 1, [0.5, 0.0, 0.5, 0.0], 4.0),
            (&[1, 10], 0, [1.0, 0.0, 0.0, 0.0], MOST_SHOWINGS),
        ] {
            let showings = Steps { minutes, now }.showings(&shares);
            assert!((showings - expected).abs() < 1e-9, "{minutes:?} {now} {shares:?}: {showings}");
        }
    }

    #[test]
    fn steps_beyond_the_day_are_not_set_aside_for() {
        let settings = Settings { learning_steps: vec![1, 10, 600], ..Settings::default() };
        let at = |state, step, minute: i64| {
            let due = Due::At(60_000 * minute);
            let schedule = Schedule { state, step, due, ..Schedule::default() };
            let steps = Steps::of(&schedule, &settings, 60_000 * 300);
            steps.map(|steps| (steps.minutes.to_vec(), steps.now))
        };
        assert_eq!(at(State::Learning, 0, 0), Some((vec![1, 10], 0)));
        assert_eq!(at(State::Learning, 1, 295), Some((vec![1, 10], 1)));
        assert_eq!(at(State::Learning, 2, 300), None);
        assert_eq!(at(State::Relearning, 0, 20), Some((vec![10], 0)));
        // The settings had more steps when it was answered.
        assert_eq!(at(State::Relearning, 3, 20), Some((vec![10], 0)));
        assert_eq!(Steps::of(&Schedule::default(), &settings, 0), None);
    }

    #[test]
    fn a_day_that_goes_slowly_makes_the_next_cards_dearer() {
        let habits = Habits::default();
        let visit = |is_new, answers: &[(Rating, u32)]| Visit { is_new, answers: answers.to_vec() };
        let pace = |visits: &[Visit]| Pace::of_day(&habits, visits.iter().map(|v| (v, None)));
        assert_eq!((pace(&[]).repetition, pace(&[]).cost(60.0)), (20.0, 60.0));
        let unknown = visit(true, &[(Rating::Easy, 0), (Rating::Good, 0)]);
        assert_eq!(pace(&[unknown]), pace(&[]));
        // Two minutes for a new card, where one was expected.
        let slow = pace(&[visit(true, &[(Rating::Good, 86_000), (Rating::Good, 34_000)])]);
        assert!((slow.cost(60.0) - 70.0).abs() < 1e-9);
        assert_eq!(slow.repetition, (6.0 * 20.0 + 34.0) / 7.0);
        let quick = pace(&[visit(false, &[(Rating::Again, 15_000)])]);
        assert!((quick.cost(45.0) - 45.0 * 315.0 / 345.0).abs() < 1e-9);
    }
}
