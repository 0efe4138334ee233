//! The plan as JSON.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::day::Day;
use crate::model::forecast::Load;
use crate::model::goal::{Goal, Goals};
use crate::model::outlook::{Otherwise, Outlook, TopicOutlook, WhatIf};
use crate::study::{Left, Part};

/// What `plan --json` prints. Here and below, keys are in alphabetical order.
#[derive(Serialize)]
pub(super) struct Report<'a> {
    goals: Vec<GoalReport<'a>>,
    /// How much of a topic is known without review, in percent.
    known: &'a BTreeMap<String, u8>,
    left: LeftToday,
    over: Vec<Over<'a>>,
    today: Day,
    version: u32,
}

/// What the quiz has for today.
#[derive(Serialize)]
struct LeftToday {
    due: usize,
    learning: usize,
    new: usize,
}

/// A goal whose day is past.
#[derive(Serialize)]
struct Over<'a> {
    on: Day,
    topics: &'a [String],
}

/// A goal, and what is to come until its day.
#[derive(Serialize)]
pub(super) struct GoalReport<'a> {
    by_topic: Vec<TopicReport<'a>>,
    cards: usize,
    days: Vec<DayReport>,
    days_left: u32,
    /// The ids of the cards for which there is no time, those asked most often first.
    left_out: Vec<&'a str>,
    minutes: u32,
    /// Minutes spent today.
    minutes_today: f64,
    on: Day,
    readiness: Readiness,
    seen: usize,
    topics: &'a [String],
    what_if: Vec<WhatIfReport>,
}

/// What `plan --dry-run --json` prints.
#[derive(Serialize)]
pub(super) struct Comparison<'a> {
    now: Vec<Brief<'a>>,
    then: Vec<Brief<'a>>,
    today: Day,
    version: u32,
}

/// A goal in a comparison.
#[derive(Serialize)]
struct Brief<'a> {
    cards: usize,
    days_left: u32,
    /// Cards for which there is no time.
    left_out: usize,
    minutes: u32,
    on: Day,
    readiness: Readiness,
    seen: usize,
    topics: &'a [String],
}

/// Shares of the questions that one would answer, to a thousandth.
#[derive(Serialize)]
struct Readiness {
    expected: f64,
    /// `null`, as is `low`, when no range can be given.
    high: Option<f64>,
    low: Option<f64>,
    /// On the day, if nothing more is answered.
    stopped: f64,
    today: f64,
}

/// One topic of a goal.
#[derive(Serialize)]
struct TopicReport<'a> {
    cards: usize,
    expected: f64,
    high: Option<f64>,
    low: Option<f64>,
    seen: usize,
    today: f64,
    topic: &'a str,
}

/// A day before the interview, in averages to one decimal.
#[derive(Serialize)]
struct DayReport {
    day: Day,
    minutes: f64,
    new: f64,
    reviews: f64,
}

/// What a change would lead to.
#[derive(Serialize)]
struct WhatIfReport {
    change: Change,
    left_out: usize,
    readiness: f64,
}

/// What would be different.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Change {
    /// This many minutes a day.
    Minutes(u32),
    /// No study on a day.
    Missed(Day),
}

impl<'a> Report<'a> {
    pub(super) fn new(goals: Vec<GoalReport<'a>>, all: &'a Goals, today: Day, left: Left) -> Self {
        let over = all.goals.iter().filter(|goal| goal.is_over(today));
        let over = over.map(|goal| Over { on: goal.day, topics: &goal.topics }).collect();
        let left = LeftToday { due: left.due, learning: left.learning, new: left.new };
        Report { goals, known: &all.known, left, over, today, version: 1 }
    }
}

impl<'a> GoalReport<'a> {
    /// Reports on a part of the plan, on which `spent` seconds were spent today.
    pub(super) fn new(part: &'a Part, outlook: &'a Outlook, today: Day, spent: f64) -> Self {
        let goal = &part.goal;
        GoalReport {
            by_topic: outlook.by_topic.iter().map(TopicReport::new).collect(),
            cards: outlook.cards,
            days: (0..).zip(&outlook.days).map(|(at, load)| day(today.plus(at), load)).collect(),
            days_left: goal.day.since(today),
            left_out: outlook.left_out.iter().map(|at| part.now[*at].id.as_str()).collect(),
            minutes: goal.minutes,
            minutes_today: tenth(spent / 60.0),
            on: goal.day,
            readiness: Readiness::new(outlook),
            seen: outlook.seen,
            topics: &goal.topics,
            what_if: outlook.what_if.iter().map(what_if).collect(),
        }
    }
}

impl<'a> Comparison<'a> {
    pub(super) fn new(
        old: &'a [(Goal, Outlook)],
        new: &'a [(Goal, Outlook)],
        today: Day,
    ) -> Comparison<'a> {
        let side = |side: &'a [(Goal, Outlook)]| {
            side.iter().map(|(goal, outlook)| Brief::new(goal, outlook, today)).collect()
        };
        Comparison { now: side(old), then: side(new), today, version: 1 }
    }
}

impl<'a> Brief<'a> {
    fn new(goal: &'a Goal, outlook: &Outlook, today: Day) -> Brief<'a> {
        Brief {
            cards: outlook.cards,
            days_left: goal.day.since(today),
            left_out: outlook.left_out.len(),
            minutes: goal.minutes,
            on: goal.day,
            readiness: Readiness::new(outlook),
            seen: outlook.seen,
            topics: &goal.topics,
        }
    }
}

impl Readiness {
    fn new(outlook: &Outlook) -> Readiness {
        Readiness {
            expected: share(outlook.expected),
            high: outlook.range.map(|(_, high)| share(high)),
            low: outlook.range.map(|(low, _)| share(low)),
            stopped: share(outlook.stopped),
            today: share(outlook.today),
        }
    }
}

impl TopicReport<'_> {
    fn new(topic: &TopicOutlook) -> TopicReport<'_> {
        TopicReport {
            cards: topic.cards,
            expected: share(topic.expected),
            high: topic.range.map(|(_, high)| share(high)),
            low: topic.range.map(|(low, _)| share(low)),
            seen: topic.seen,
            today: share(topic.today),
            topic: &topic.topic,
        }
    }
}

fn day(day: Day, load: &Load) -> DayReport {
    DayReport {
        day,
        minutes: tenth(load.seconds / 60.0),
        new: tenth(load.new),
        reviews: tenth(load.reviews),
    }
}

fn what_if(other: &Otherwise) -> WhatIfReport {
    WhatIfReport {
        change: match other.change {
            WhatIf::Minutes(minutes) => Change::Minutes(minutes),
            WhatIf::Missed(day) => Change::Missed(day),
        },
        left_out: other.left_out,
        readiness: share(other.readiness),
    }
}

/// A share to a thousandth.
fn share(share: f64) -> f64 {
    (share * 1000.0).round() / 1000.0
}

fn tenth(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}
