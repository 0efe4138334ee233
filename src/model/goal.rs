//! Goals: the interviews to be ready for, and what is known without review.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::day::Day;

/// The farthest day that a goal may have, in days from today. Beyond it, steady retention serves.
pub const FARTHEST: u32 = 366;
/// The most minutes a day.
pub const MOST_MINUTES: u32 = 600;
/// The most goals; who applies at more places has no time to learn.
pub const MOST_GOALS: usize = 100;
/// Minutes a day unless the learner says otherwise.
pub const DEFAULT_MINUTES: u32 = 30;

/// An interview to be ready for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goal {
    /// The day of the interview.
    pub day: Day,
    /// Minutes a day for it.
    pub minutes: u32,
    /// The day on which the plan began.
    pub began: Day,
    /// The topics it is about, sorted; all when empty.
    pub topics: Vec<String>,
}

impl Goal {
    /// Whether it is about a topic.
    pub fn covers(&self, topic: &str) -> bool {
        self.topics.is_empty() || self.topics.iter().any(|t| t == topic)
    }

    /// Whether a day is for the last pass over what was seen: that of the interview and the one
    /// before.
    pub fn is_last_pass(&self, today: Day) -> bool {
        !self.is_over(today) && self.day.since(today) <= 1
    }

    /// Whether its day is past.
    pub fn is_over(&self, today: Day) -> bool {
        today > self.day
    }
}

/// Everything the learner said of the time to come.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goals {
    /// The goals, one for each set of topics, those over included.
    pub goals: Vec<Goal>,
    /// How many of a hundred questions of a topic are known without any review, 1 to 100.
    pub known: BTreeMap<String, u8>,
}

impl Goals {
    /// The goals whose day is not past, nor too far away, the nearest first; of two on one day, the
    /// one about fewer topics.
    pub fn active(&self, today: Day) -> Vec<&Goal> {
        let breadth = |g: &Goal| if g.topics.is_empty() { usize::MAX } else { g.topics.len() };
        let mut active: Vec<&Goal> = self
            .goals
            .iter()
            .filter(|g| !g.is_over(today) && g.day.since(today) <= FARTHEST)
            .collect();
        active.sort_by_key(|g| (g.day, breadth(g), g.topics.clone()));
        active
    }

    /// The chance that a card of a topic is known though it was never asked.
    pub fn prior(&self, topic: &str) -> f64 {
        self.known.get(topic).map_or(0.0, |percent| f64::from(*percent) / 100.0)
    }

    /// The goal about exactly these topics.
    pub fn about(&self, topics: &[String]) -> Option<&Goal> {
        self.goals.iter().find(|g| g.topics == topics)
    }

    /// Puts a goal in the place of the one about the same topics, and keeps the day on which that
    /// one began unless it is over.
    pub fn set(&mut self, mut goal: Goal) {
        goal.topics.sort_unstable();
        goal.topics.dedup();
        if let Some(old) = self.about(&goal.topics)
            && !old.is_over(goal.began)
        {
            goal.began = old.began.min(goal.began);
        }
        self.goals.retain(|g| g.topics != goal.topics);
        self.goals.push(goal);
        self.goals.sort_by(|a, b| a.topics.cmp(&b.topics));
    }
}

impl Goals {
    /// Puts the nearest goal on another day; without one begins a goal about all topics.
    pub fn set_day(&mut self, day: Day, today: Day) {
        let nearest = self.active(today).first().map(|goal| (*goal).clone());
        let goal = nearest.unwrap_or(Goal {
            day,
            minutes: DEFAULT_MINUTES,
            began: today,
            topics: Vec::new(),
        });
        self.set(Goal { day, began: today, ..goal });
    }

    /// Gives the nearest goal other minutes a day, if there is one.
    pub fn set_minutes(&mut self, minutes: u32, today: Day) {
        if let Some(goal) = self.active(today).first().map(|goal| (*goal).clone()) {
            self.set(Goal { minutes, began: today, ..goal });
        }
    }
}

/// What is typed as the day of an interview.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typed {
    /// A day.
    Day(Day),
    /// There is no interview any more.
    Off,
    /// A day that cannot be that of a goal.
    Refused(Refusal),
}

/// The day that is typed, such as `2026-12-20`, or `12-20` for the next one; `off` for none. `None` when
/// it is something else.
pub fn typed(text: &str, today: Day) -> Option<Typed> {
    if text == "off" {
        return Some(Typed::Off);
    }
    let day = |text: &str| text.parse::<NaiveDate>().ok().map(Day::of_date);
    let day = day(text).or_else(|| {
        let year = today.date().year();
        let in_year = |year: i32| day(&format!("{year}-{text}"));
        in_year(year).filter(|day| *day > today).or_else(|| in_year(year + 1))
    })?;
    Some(refusal(day, today).map_or(Typed::Day(day), Typed::Refused))
}

/// Why a day cannot be that of a goal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It is over.
    Past,
    /// It is today: a plan needs a night between.
    Today,
    /// It is farther off than [`FARTHEST`] days.
    TooFar,
}

/// Why a day cannot be that of a goal; `None` when it can.
pub fn refusal(day: Day, today: Day) -> Option<Refusal> {
    match day.since(today) {
        0 if day < today => Some(Refusal::Past),
        0 => Some(Refusal::Today),
        days if days > FARTHEST => Some(Refusal::TooFar),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn goal(day: i32, topics: &[&str]) -> Goal {
        let topics = topics.iter().map(|t| (*t).to_owned()).collect();
        Goal { day: Day(day), minutes: 30, began: Day(10), topics }
    }

    #[test]
    fn the_nearest_goal_comes_first_and_one_that_is_over_not_at_all() {
        let mut goals = Goals::default();
        for (day, topics) in [(20, &[][..]), (15, &["b", "a"]), (20, &["c"]), (5, &["d"])] {
            goals.set(goal(day, topics));
        }
        let days = |today| -> Vec<(i32, usize)> {
            goals.active(Day(today)).iter().map(|g| (g.day.0, g.topics.len())).collect()
        };
        assert_eq!(days(10), [(15, 2), (20, 1), (20, 0)]);
        assert_eq!(days(15), [(15, 2), (20, 1), (20, 0)]);
        assert_eq!(days(16), [(20, 1), (20, 0)]);
        assert!(days(21).is_empty());
    }

    #[test]
    fn a_goal_that_is_moved_keeps_its_beginning() {
        let mut goals = Goals::default();
        goals.set(goal(20, &["a"]));
        goals.set(Goal { began: Day(14), ..goal(30, &["a", "a"]) });
        assert_eq!(goals.goals, [goal(30, &["a"])]);
        goals.set(Goal { began: Day(31), ..goal(40, &["a"]) });
        assert_eq!(goals.goals[0].began, Day(31));
    }

    #[test]
    fn a_day_is_typed_with_its_year_or_without() {
        let today = Day::of_date("2026-11-23".parse().unwrap());
        let day = |text: &str| Some(Typed::Day(Day::of_date(text.parse().unwrap())));
        for (text, typed_as) in [
            ("2026-12-20", day("2026-12-20")),
            ("12-20", day("2026-12-20")),
            ("11-23", Some(Typed::Day(today.plus(365)))),
            ("1-5", day("2027-01-05")),
            ("off", Some(Typed::Off)),
            ("2026-11-23", Some(Typed::Refused(Refusal::Today))),
            ("2025-11-23", Some(Typed::Refused(Refusal::Past))),
            ("2028-11-23", Some(Typed::Refused(Refusal::TooFar))),
            ("soon", None),
            ("13-40", None),
        ] {
            assert_eq!(typed(text, today), typed_as, "{text}");
        }
    }

    #[test]
    fn the_nearest_goal_is_moved_or_one_begins() {
        let mut goals = Goals::default();
        goals.set_minutes(45, Day(10));
        assert!(goals.goals.is_empty());
        goals.set_day(Day(30), Day(10));
        goals.set_minutes(45, Day(10));
        assert_eq!(goals.goals, [Goal { minutes: 45, ..goal(30, &[]) }]);
        goals.set(goal(20, &["a"]));
        goals.set_day(Day(40), Day(12));
        assert_eq!(goals.about(&["a".into()]).map(|g| (g.day, g.began)), Some((Day(40), Day(10))));
    }

    #[test]
    fn days_are_refused() {
        let today = Day(100);
        for (by, refused) in [
            (-9, Some(Refusal::Past)),
            (-1, Some(Refusal::Past)),
            (0, Some(Refusal::Today)),
            (1, None),
            (366, None),
            (367, Some(Refusal::TooFar)),
        ] {
            assert_eq!(refusal(today.plus(by), today), refused, "{by}");
        }
    }
}
