//! The outlook on the day of an interview: how ready, what each day takes, what is left out, and
//! what would change it.

use super::agenda::{self, Basis, StudyCard};
use super::day::Day;
use super::forecast::{Forecast, Load, Start, forecast, rolls};
use super::goal::Goal;
use super::plan::{PlanCard, Planner};
use super::quick::Quick;

/// Minutes more and fewer a day that are compared.
pub const OTHER_MINUTES: u32 = 10;
/// With this many days left or fewer, nothing can be promised: they are too few to learn how the
/// learner forgets (in simulation no range holds within them).
pub const NO_PROMISE: u32 = 7;
/// Cards of a topic that must have been seen before its readiness gets a range.
pub const SEEN_OF_TOPIC: usize = 20;
/// The share of rolls in which a card must stay new to count as left out.
const LEFT_OUT: f64 = 0.5;
/// The seed of the rolls: the same state shows the same numbers.
const SEED: u64 = 5;

/// What may be otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhatIf {
    /// This many minutes a day.
    Minutes(u32),
    /// No study on a day.
    Missed(Day),
}

/// What would come of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Otherwise {
    /// What is otherwise.
    pub change: WhatIf,
    /// Expected readiness on the day, 0 to 1.
    pub readiness: f64,
    /// Cards left out.
    pub left_out: usize,
}

/// The outlook of one topic.
#[derive(Debug, Clone, PartialEq)]
pub struct TopicOutlook {
    /// Its name.
    pub topic: String,
    /// Cards.
    pub cards: usize,
    /// Cards that were answered at least once.
    pub seen: usize,
    /// Readiness today, 0 to 1.
    pub today: f64,
    /// Expected readiness on the day, 0 to 1; readiness today on the day itself.
    pub expected: f64,
    /// The range of it; `None` when nothing can be promised.
    pub range: Option<(f64, f64)>,
    /// Cards that are left out.
    pub left_out: usize,
}

/// The outlook of a goal.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlook {
    /// Cards.
    pub cards: usize,
    /// Cards that were answered at least once.
    pub seen: usize,
    /// Readiness today, 0 to 1.
    pub today: f64,
    /// Readiness on the day if nothing more is answered.
    pub stopped: f64,
    /// Expected readiness on the day; readiness today on the day itself.
    pub expected: f64,
    /// The range of it; `None` when nothing can be promised.
    pub range: Option<(f64, f64)>,
    /// Indexes of the cards for which there is no time, those asked most first.
    pub left_out: Vec<usize>,
    /// By topic, in the order in which they come among the cards.
    pub by_topic: Vec<TopicOutlook>,
    /// Today and each day until the interview.
    pub days: Vec<Load>,
    /// What would change it.
    pub what_if: Vec<Otherwise>,
}

/// Where a goal stands.
#[derive(Clone, Copy)]
pub struct Standing<'a> {
    /// The goal.
    pub goal: &'a Goal,
    /// Its cards as they are.
    pub cards: &'a [StudyCard],
    /// Whether each was answered today.
    pub done: &'a [bool],
    /// Seconds spent on them today.
    pub spent: f64,
}

/// The range in which readiness lies, as well as this many reviews can say with this many days
/// left: 10 points either way below 30 reviews, 7 below 60, 5 below 300, then 3. In simulation the
/// mean error at the end is at most 5.3 points, on hard material with little time (`tests/bench`).
pub fn range(readiness: f64, reviews: usize, left: u32) -> Option<(f64, f64)> {
    let points = match reviews {
        _ if left <= NO_PROMISE => return None,
        ..30 => 0.10,
        30..60 => 0.07,
        60..300 => 0.05,
        _ => 0.03,
    };
    Some(((readiness - points).max(0.0), (readiness + points).min(1.0)))
}

/// The outlook of a goal on a day. With `what_if`, also what would change it, which takes one more
/// forecast for each change.
pub fn outlook(standing: &Standing<'_>, today: Day, basis: &Basis<'_>, what_if: bool) -> Outlook {
    let Standing { goal, cards, done, spent } = *standing;
    let planned = agenda::plan_cards(cards, today, basis.goals);
    let follows = agenda::follows(cards);
    let quick = Quick::new(basis.fsrs, basis.parameters);
    let planner = Planner { fsrs: &quick, habits: basis.learned.habits };
    let reviews = basis.learned.reviews;
    let left = goal.day.since(today);
    let day = agenda::plan_day(goal, today, reviews);
    let start =
        Start { cards: &planned, follows: &follows, done, day, spent, reviews, missed: None };
    let share = |known: &dyn Fn(usize) -> f64, of: &dyn Fn(usize) -> bool| {
        let (mut part, mut all) = (0.0, 0.0);
        for i in (0..planned.len()).filter(|i| of(*i)) {
            part += planned[i].weight * known(i);
            all += planned[i].weight;
        }
        if all > 0.0 { part / all } else { 0.0 }
    };
    let every = |_: usize| true;
    let recall = |days: u32| {
        let planner = &planner;
        let planned = &planned;
        move |i: usize| planner.recall(&planned[i], days)
    };
    let run = |start: &Start<'_>| match left {
        0 => Forecast {
            known: (0..planned.len()).map(recall(0)).collect(),
            seen: vec![1.0; planned.len()],
            days: Vec::new(),
        },
        left => forecast(&planner, start, rolls(planned.len(), left), SEED),
    };
    let is_left_out = |forecast: &Forecast, i: usize| {
        let card: &PlanCard = &planned[i];
        // A card that is known without study is no loss.
        card.memory.is_none() && forecast.seen[i] < LEFT_OUT && card.prior < 1.0
    };

    let base = run(&start);
    let expected = share(&|i| base.known[i], &every);
    let mut left_out: Vec<usize> = (0..planned.len()).filter(|i| is_left_out(&base, *i)).collect();
    left_out.sort_by(|a, b| cards[*b].weight.cmp(&cards[*a].weight));

    let mut changes = Vec::new();
    if what_if && left > 0 {
        changes.push(WhatIf::Minutes(goal.minutes + OTHER_MINUTES));
        if goal.minutes > OTHER_MINUTES {
            changes.push(WhatIf::Minutes(goal.minutes - OTHER_MINUTES));
        }
        // Whoever has begun today can no longer miss today.
        let missed = u32::from(spent > 0.0 || done.contains(&true));
        if missed < left {
            changes.push(WhatIf::Missed(today.plus(missed as i32)));
        }
    }
    let what_if = changes
        .into_iter()
        .map(|change| {
            let mut start = start;
            match change {
                WhatIf::Minutes(minutes) => start.day.seconds = 60.0 * f64::from(minutes),
                WhatIf::Missed(day) => start.missed = Some(day.since(today)),
            }
            let forecast = run(&start);
            Otherwise {
                change,
                readiness: share(&|i| forecast.known[i], &every),
                left_out: (0..planned.len()).filter(|i| is_left_out(&forecast, *i)).count(),
            }
        })
        .collect();

    let mut names: Vec<&str> = cards.iter().map(|card| card.topic.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let by_topic = names
        .into_iter()
        .map(|name| {
            let of = |i: usize| cards[i].topic == name;
            let count = |also: &dyn Fn(usize) -> bool| {
                (0..cards.len()).filter(|i| of(*i) && also(*i)).count()
            };
            let seen = count(&|i| cards[i].memory.is_some());
            let expected = share(&|i| base.known[i], &of);
            TopicOutlook {
                topic: name.to_owned(),
                cards: count(&every),
                seen,
                today: share(&recall(0), &of),
                expected,
                range: if seen >= SEEN_OF_TOPIC { range(expected, reviews, left) } else { None },
                left_out: count(&|i| is_left_out(&base, i)),
            }
        })
        .collect();
    Outlook {
        cards: cards.len(),
        seen: cards.iter().filter(|card| card.memory.is_some()).count(),
        today: share(&recall(0), &every),
        stopped: share(&recall(left), &every),
        expected,
        range: range(expected, reviews, left),
        left_out,
        by_topic,
        days: base.days,
        what_if,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::goal::Goals;
    use crate::model::habits::learned;
    use crate::model::memory::{DEFAULT_PARAMETERS, Fsrs, MemoryState};

    /// Cards of topic `a`, and one of `b`; `seen` of those of `a` are seen.
    fn deck(n: usize, seen: usize) -> Vec<StudyCard> {
        let card = |i: usize, topic: &str| StudyCard {
            family: None,
            id: format!("{topic}-{i}"),
            topic: topic.into(),
            follows: None,
            weight: 1 + (i % 5) as u8,
            level: 1,
            seq: i as u32,
            memory: (i < seen && topic == "a")
                .then_some((MemoryState { stability: 8.0, difficulty: 5.0 }, Day(95))),
        };
        (0..n).map(|i| card(i, "a")).chain([card(0, "b")]).collect()
    }

    fn outlook_of(cards: &[StudyCard], left: i32, minutes: u32, spent: f64) -> Outlook {
        let goal = Goal { day: Day(100 + left), minutes, began: Day(100), topics: Vec::new() };
        let (goals, learned, fsrs) = (Goals::default(), learned(&[]), Fsrs::default());
        let basis = Basis {
            goals: &goals,
            learned: &learned,
            fsrs: &fsrs,
            parameters: &DEFAULT_PARAMETERS,
        };
        let done = vec![false; cards.len()];
        let standing = Standing { goal: &goal, cards, done: &done, spent };
        outlook(&standing, Day(100), &basis, true)
    }

    #[test]
    fn the_range_narrows_with_reviews_and_is_not_given_when_days_are_few() {
        for (reviews, left, points) in
            [(0, 20, 0.10), (29, 8, 0.10), (30, 8, 0.07), (60, 8, 0.05), (300, 8, 0.03)]
        {
            let range = range(0.5, reviews, left);
            assert_eq!(range, Some((0.5 - points, 0.5 + points)), "{reviews}");
        }
        assert_eq!(range(0.5, 900, 7), None);
        assert_eq!(range(0.98, 0, 30), Some((0.88, 1.0)));
        assert_eq!(range(0.02, 60, 30).map(|(low, _)| low), Some(0.0));
    }

    #[test]
    fn what_there_is_no_time_for_is_told_those_asked_most_first() {
        let cards = deck(100, 0);
        let outlook = outlook_of(&cards, 10, 3, 0.0);
        assert_eq!((outlook.cards, outlook.seen, outlook.today), (101, 0, 0.0));
        assert!((60..=90).contains(&outlook.left_out.len()), "{:?}", outlook.left_out.len());
        let weights: Vec<u8> = outlook.left_out.iter().map(|i| cards[*i].weight).collect();
        assert!(weights.is_sorted_by(|a, b| a >= b), "{weights:?}");
        let changes: Vec<WhatIf> = outlook.what_if.iter().map(|other| other.change).collect();
        assert_eq!(changes, [WhatIf::Minutes(13), WhatIf::Missed(Day(100))]);
        assert!(outlook.what_if[0].readiness > outlook.expected + 0.2);
        assert!(outlook.what_if[0].left_out < outlook.left_out.len());
        assert!(outlook.what_if[1].readiness < outlook.expected);
        let left_out: usize = outlook.by_topic.iter().map(|topic| topic.left_out).sum();
        assert_eq!(left_out, outlook.left_out.len());
    }

    #[test]
    fn who_has_begun_today_can_only_miss_tomorrow() {
        let missed = |left: i32, spent: f64| {
            let outlook = outlook_of(&deck(10, 5), left, 5, spent);
            outlook.what_if.iter().find_map(|other| match other.change {
                WhatIf::Missed(day) => Some(day.0),
                WhatIf::Minutes(_) => None,
            })
        };
        assert_eq!((missed(9, 0.0), missed(9, 60.0)), (Some(100), Some(101)));
        assert_eq!((missed(1, 0.0), missed(1, 60.0)), (Some(100), None));
    }

    #[test]
    fn a_topic_gets_a_range_when_enough_of_it_is_seen() {
        let ranges = |seen: usize, left: i32| {
            let outlook = outlook_of(&deck(30, seen), left, 10, 0.0);
            outlook.by_topic.iter().map(|topic| topic.range.is_some()).collect::<Vec<_>>()
        };
        assert_eq!(ranges(19, 20), [false, false]);
        assert_eq!(ranges(20, 20), [true, false]);
        assert_eq!(ranges(20, 7), [false, false]);
    }

    #[test]
    fn on_the_day_what_is_known_is_known() {
        let outlook = outlook_of(&deck(10, 5), 0, 10, 0.0);
        assert_eq!(outlook.expected, outlook.today);
        assert!(outlook.days.is_empty() && outlook.what_if.is_empty());
        assert!(outlook.left_out.is_empty() && outlook.range.is_none());
    }
}
