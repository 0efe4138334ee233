//! The learner's habits, learned from the log: what answers cost, and the shares of ratings.
//!
//! A median of few answers swings, so the starting values of [`Habits::default`] weigh as much as a
//! fixed number of answers: with that many of the learner's own the two weigh the same, and after a
//! few hundred the learner's own are nearly all that counts. Medians, because a card during which
//! the telephone rang says nothing about the next one.

use std::collections::BTreeMap;

use super::day::Day;
use super::plan::Habits;
use super::review::Rating;

/// How many answers from the end of the log are looked at.
pub const WINDOW: u32 = 1_000;
/// How many timed cards the starting costs count for.
const COST_WEIGHT: f64 = 20.0;
/// How many answers the starting shares count for.
const SHARE_WEIGHT: f64 = 40.0;
/// The longest time of a repetition that is believed on average, in milliseconds.
const LONGEST: u64 = 60_000;

/// An answer of the log, with only what habits need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// A number of the card.
    pub card: i64,
    /// The study day.
    pub day: Day,
    /// Whether it was the card's first answer ever.
    pub is_first: bool,
    /// What the learner said.
    pub rating: Rating,
    /// Milliseconds from question to rating; 0 when unknown.
    pub ms: u32,
    /// Whether it was asked out of turn.
    pub is_cram: bool,
}

/// What the log shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Learned {
    /// The learner's habits.
    pub habits: Habits,
    /// Reviews in the window: days on which a card that was known before was answered, each card
    /// counted once a day.
    pub reviews: usize,
}

/// One card on one day: its first answer, and the time of all of them.
#[derive(Debug, Clone, Copy)]
struct Visit {
    first: Rating,
    is_new: bool,
    ms: u64,
    /// Milliseconds of the first answer.
    first_ms: u64,
    answers: usize,
}

/// The habits that the end of a log shows, its answers given newest first. The cost of a card, for
/// the plan, is the time of all its answers on one day, repetitions included.
pub fn learned(log: &[Answer]) -> Learned {
    let mut visits: BTreeMap<(Day, i64), Visit> = BTreeMap::new();
    let mut repeated: Vec<(Day, Rating)> = Vec::new();
    for answer in log.iter().filter(|a| !a.is_cram) {
        let visit = visits.entry((answer.day, answer.card)).or_insert(Visit {
            first: answer.rating,
            is_new: false,
            ms: 0,
            first_ms: 0,
            answers: 0,
        });
        // What was taken for the first one so far was a repetition.
        if visit.answers > 0 {
            repeated.push((answer.day, visit.first));
        }
        visit.answers += 1;
        visit.first_ms = u64::from(answer.ms);
        // The log runs backwards: the last one seen is the first of the day.
        visit.first = answer.rating;
        visit.is_new |= answer.is_first;
        visit.ms += u64::from(answer.ms);
    }
    // The log may begin in the middle of the oldest day.
    if log.len() >= WINDOW as usize
        && let Some(oldest) = log.last()
    {
        visits.retain(|(day, _), _| *day > oldest.day);
        repeated.retain(|(day, _)| *day > oldest.day);
    }

    let start = Habits::default();
    let of = |keep: fn(&Visit) -> bool| visits.values().filter(move |v| keep(v));
    let cost = |keep: fn(&Visit) -> bool, start: f64| {
        let mut ms: Vec<u64> = of(keep).map(|v| v.ms).filter(|ms| *ms > 0).collect();
        ms.sort_unstable();
        match ms.len() {
            0 => start,
            n => {
                let median = (ms[(n - 1) / 2] + ms[n / 2]) as f64 / 2_000.0;
                (COST_WEIGHT * start + n as f64 * median) / (COST_WEIGHT + n as f64)
            }
        }
    };
    let share = |keep: fn(&Visit) -> bool, rating: Rating, start: f64| {
        let all = of(keep).count() as f64;
        let like = of(keep).filter(|v| v.first == rating).count() as f64;
        start + (like - all * start) / (SHARE_WEIGHT + all)
    };
    let passed = |v: &Visit| !v.is_new && v.first.passed();
    let repetition = {
        let of_timed = visits.values().filter(|v| v.ms > 0);
        let (mut count, mut seconds) = (COST_WEIGHT, COST_WEIGHT * start.repetition);
        for visit in of_timed {
            count += (visit.answers - 1) as f64;
            // The rest of a long time was probably spent away from the desk.
            let most = LONGEST * (visit.answers - 1) as u64;
            seconds += (visit.ms - visit.first_ms).min(most) as f64 / 1000.0;
        }
        seconds / count
    };
    let repeats = |i: usize| {
        let like = repeated.iter().filter(|(_, rating)| *rating == Rating::ALL[i]).count() as f64;
        let all = repeated.len() as f64;
        start.repeated[i] + (like - all * start.repeated[i]) / (SHARE_WEIGHT + all)
    };
    let habits = Habits {
        repetition,
        repeated: std::array::from_fn(repeats),
        recalled: cost(passed, start.recalled),
        forgotten: cost(|v| !v.is_new && !v.first.passed(), start.forgotten),
        new: cost(|v| v.is_new, start.new),
        first: std::array::from_fn(|i| share(|v| v.is_new, Rating::ALL[i], start.first[i])),
        passed: std::array::from_fn(|i| share(passed, Rating::ALL[i + 1], start.passed[i])),
        slip: start.slip,
    };
    Learned { habits, reviews: of(|v| !v.is_new).count() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn answer(card: i64, day: i32, rating: Rating, ms: u32) -> Answer {
        Answer { card, day: Day(day), is_first: false, rating, ms, is_cram: false }
    }

    #[test]
    fn an_empty_log_tells_nothing() {
        let learned = learned(&[]);
        assert_eq!((learned.habits, learned.reviews), (Habits::default(), 0));
    }

    #[test]
    fn as_many_answers_as_the_start_weighs_weigh_the_same() {
        let log: Vec<Answer> = (0..20).map(|c| answer(c, 3, Rating::Good, 10_000)).collect();
        let learned = learned(&log);
        assert_eq!(learned.habits.recalled, 15.0);
        assert_eq!(learned.habits.forgotten, Habits::default().forgotten);
        assert_eq!(learned.reviews, 20);
        assert!((learned.habits.passed[1] - (40.0 * 0.631 + 20.0) / 60.0).abs() < 1e-12);
    }

    #[test]
    fn repetitions_of_a_day_belong_to_its_first_answer() {
        // The newest first: Again, then Good on the same day.
        let log = [answer(1, 3, Rating::Good, 5_000), answer(1, 3, Rating::Again, 60_000)];
        let learned = learned(&log);
        assert_eq!(learned.habits.recalled, Habits::default().recalled);
        assert_eq!(learned.habits.forgotten, (20.0 * 45.0 + 65.0) / 21.0);
    }

    #[test]
    fn times_that_nobody_took_do_not_count() {
        let log = [answer(1, 3, Rating::Good, 0), answer(2, 3, Rating::Good, 0)];
        assert_eq!(learned(&log).habits.recalled, Habits::default().recalled);
    }

    proptest! {
        #[test]
        fn shares_always_sum_to_one(
            log in proptest::collection::vec((0..9_i64, 0..9_i32, 0..4_usize, 0..99_999_u32), 0..99)
        ) {
            let mut log: Vec<Answer> =
                log.into_iter().map(|(c, d, r, ms)| answer(c, d, Rating::ALL[r], ms)).collect();
            log.sort_by_key(|a| std::cmp::Reverse(a.day));
            for (i, answer) in log.iter_mut().enumerate() {
                answer.is_first = i % 3 == 0;
            }
            let habits = learned(&log).habits;
            prop_assert!((habits.first.iter().sum::<f64>() - 1.0).abs() < 1e-9);
            prop_assert!((habits.passed.iter().sum::<f64>() - 1.0).abs() < 1e-9);
            prop_assert!(habits.new > 0.0 && habits.recalled > 0.0 && habits.forgotten > 0.0);
        }
    }
}
