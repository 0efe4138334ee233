//! The schedule of one card: a pure machine that a rating moves on. Replaying the log through it
//! gives what the database stores.

use rand::RngExt;
use serde::{Deserialize, Serialize};

use super::chance;
use super::day::Day;
use super::memory::{Fsrs, MemoryState, Parameters};
use super::review::{Rating, Review, ReviewKind};
use super::settings::Settings;

/// Where a card stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Never answered.
    #[default]
    New,
    /// In its first steps of minutes.
    Learning,
    /// Due after an interval of days.
    Review,
    /// Forgotten, and in steps of minutes again.
    Relearning,
}

impl State {
    /// Every state; the position is the number in the database.
    pub const ALL: [State; 4] = [State::New, State::Learning, State::Review, State::Relearning];

    /// The word for tables and JSON.
    pub fn name(self) -> &'static str {
        match self {
            State::New => "new",
            State::Learning => "learning",
            State::Review => "review",
            State::Relearning => "relearning",
        }
    }
}

/// When a card is to be asked next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Due {
    /// When its turn comes in teaching order: a new card.
    #[default]
    Unset,
    /// At an instant, in milliseconds since 1970-01-01 UTC: a learning step.
    At(i64),
    /// From the beginning of a study day: an interval of days.
    On(Day),
}

/// All that is known of a learner's progress on one card.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Schedule {
    /// Where it stands.
    pub state: State,
    /// Index of the current learning or relearning step; 0 otherwise.
    pub step: u8,
    /// When it is due.
    pub due: Due,
    /// The memory; `None` before the first answer.
    pub memory: Option<MemoryState>,
    /// Instant and study day of the last answer; `None` before the first.
    pub last: Option<(i64, Day)>,
    /// Number of answers.
    pub reps: u32,
    /// Number of times it was forgotten when due after an interval of days.
    pub lapses: u32,
}

/// Applies ratings under one set of rules.
pub struct Scheduler {
    fsrs: Fsrs,
    settings: Settings,
}

impl Scheduler {
    /// A scheduler for these settings.
    pub fn new(settings: &Settings) -> Scheduler {
        // The settings take finite parameters only.
        let fsrs = Fsrs::new(&settings.parameters).unwrap_or_default();
        Scheduler { fsrs, settings: settings.clone() }
    }

    /// The memory model.
    pub fn fsrs(&self) -> &Fsrs {
        &self.fsrs
    }

    /// The parameters of the memory model.
    pub fn parameters(&self) -> &Parameters {
        &self.settings.parameters
    }

    /// The schedule of `card` after a rating at an instant on a study day.
    pub fn answer(
        &self,
        card: &str,
        before: &Schedule,
        rating: Rating,
        at: i64,
        day: Day,
    ) -> Schedule {
        let days = before.last.map_or(0, |(_, last)| day.since(last));
        let memory = self.fsrs.after(before.memory, days, rating);
        let mut after = Schedule {
            memory: Some(memory),
            last: Some((at, day)),
            reps: before.reps.saturating_add(1),
            ..*before
        };
        let lapse = before.state == State::Review && rating == Rating::Again;
        if lapse {
            after.lapses = before.lapses.saturating_add(1);
        }
        let (steps, within) = match before.state {
            State::New | State::Learning => (&self.settings.learning_steps, State::Learning),
            State::Review | State::Relearning => {
                (&self.settings.relearning_steps, State::Relearning)
            }
        };
        // A card in review has left its steps behind unless it was just forgotten.
        let in_steps = before.state != State::Review || lapse;
        let wait = if in_steps { self.step(steps, before, rating) } else { None };
        if let Some((step, minutes)) = wait {
            after.state = within;
            after.step = step;
            after.due = Due::At(at.saturating_add(i64::from(minutes) * 60_000));
        } else {
            after.state = State::Review;
            after.step = 0;
            let interval = self.interval(card, after.reps, memory);
            after.due = Due::On(day.plus(i32::try_from(interval).unwrap_or(i32::MAX)));
        }
        after
    }

    /// The step that follows a rating, as (index, minutes); `None` when the steps are done.
    /// Again goes back to the first, Hard repeats the step (the first one lasts half-way to the
    /// second, so that Hard lies between Again and Good), Good goes on, Easy ends them.
    fn step(&self, steps: &[u32], before: &Schedule, rating: Rating) -> Option<(u8, u32)> {
        let first = *steps.first()?;
        let now = usize::from(before.step).min(steps.len() - 1);
        let index = match rating {
            Rating::Again => return Some((0, first)),
            Rating::Hard if now == 0 => {
                let hard = steps.get(1).map_or(first + first / 2, |second| (first + second) / 2);
                return Some((0, hard.max(first)));
            }
            Rating::Hard => now,
            Rating::Good => now + 1,
            Rating::Easy => return None,
        };
        let minutes = *steps.get(index)?;
        Some((u8::try_from(index).unwrap_or(u8::MAX), minutes))
    }

    /// Whole days until a card in this state of memory is due, fuzz included.
    fn interval(&self, card: &str, reps: u32, memory: MemoryState) -> u32 {
        let longest = self.settings.maximum_interval.max(1);
        let days = self.fsrs.interval(memory, self.settings.desired_retention);
        let days = f64::from(days).clamp(1.0, f64::from(longest));
        let (low, high) = if self.settings.interval_fuzz {
            fuzz_range(days)
        } else {
            (days.round(), days.round())
        };
        let low = (low as u32).clamp(1, longest);
        let high = (high as u32).clamp(low, longest);
        if low == high {
            return low;
        }
        let mut chance = chance::generator(&[b"fuzz", card.as_bytes(), &reps.to_le_bytes()]);
        chance.random_range(low..=high)
    }

    /// The schedule after every review of a card, in the order of the log.
    pub fn replay<'a>(&self, card: &str, log: impl IntoIterator<Item = &'a Review>) -> Schedule {
        log.into_iter()
            .fold(Schedule::default(), |s, r| self.answer(card, &s, r.rating, r.at, r.day))
    }

    /// What each rating would lead to, in the order of [`Rating::ALL`].
    pub fn preview(&self, card: &str, before: &Schedule, at: i64, day: Day) -> [Schedule; 4] {
        Rating::ALL.map(|rating| self.answer(card, before, rating, at, day))
    }

    /// Whether the last answer made the card a leech: at the threshold, then every half threshold
    /// (8, 12, 16 …; Anki's rule).
    pub fn becomes_leech(&self, before: &Schedule, after: &Schedule) -> bool {
        let threshold = self.settings.leech_threshold.max(1);
        after.lapses > before.lapses
            && after.lapses >= threshold
            && (after.lapses - threshold).is_multiple_of((threshold / 2).max(1))
    }
}

impl Schedule {
    /// The kind that a review of a card in this state is logged as.
    pub fn review_kind(&self) -> ReviewKind {
        match self.state {
            State::New | State::Learning => ReviewKind::Learning,
            State::Review => ReviewKind::Review,
            State::Relearning => ReviewKind::Relearning,
        }
    }

    /// Whether it is in a step of minutes that ends at this instant or before.
    pub fn is_in_step_until(&self, end: i64) -> bool {
        matches!(self.due, Due::At(due) if due <= end)
    }

    /// The time from an instant on a day until the card is due.
    pub fn wait(&self, at: i64, day: Day) -> Wait {
        match self.due {
            Due::Unset => Wait::Minutes(0),
            Due::At(due) => Wait::Minutes(u32::try_from((due - at).max(0) / 60_000).unwrap_or(0)),
            Due::On(due) => Wait::Days(due.since(day)),
        }
    }
}

/// How long a card waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wait {
    /// Within the day.
    Minutes(u32),
    /// Whole study days.
    Days(u32),
}

/// A wait as people say it: a number of one unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Span {
    /// Fewer than 60.
    Minutes(u32),
    /// Whole hours.
    Hours(u32),
    /// Fewer than 60.
    Days(u32),
    /// Of 30.44 days, below a year.
    Months(f64),
    /// Of 365.25 days.
    Years(f64),
}

impl Wait {
    /// The wait in the unit in which people think of it.
    pub fn span(self) -> Span {
        match self {
            Wait::Minutes(m) if m < 60 => Span::Minutes(m),
            Wait::Minutes(m) => Span::Hours(m / 60),
            Wait::Days(d) if d < 60 => Span::Days(d),
            Wait::Days(d) if d < 365 => Span::Months(f64::from(d) / 30.44),
            Wait::Days(d) => Span::Years(f64::from(d) / 365.25),
        }
    }
}

impl std::fmt::Display for Wait {
    /// `10m`, `2h`, `4d`, `2.1mo`, `1.3y`, as on the rating buttons.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.span() {
            Span::Minutes(n) => write!(f, "{n}m"),
            Span::Hours(n) => write!(f, "{n}h"),
            Span::Days(n) => write!(f, "{n}d"),
            Span::Months(n) => write!(f, "{n:.1}mo"),
            Span::Years(n) => write!(f, "{n:.1}y"),
        }
    }
}

/// The whole days between which a fuzzed interval may fall: either way one day, plus 15 % of the
/// part from 2.5 to 7 days, 10 % of the part up to 20 days and 5 % of the rest; none below 2.5 days
/// (the ranges that Anki documents for its scheduler).
fn fuzz_range(days: f64) -> (f64, f64) {
    if days < 2.5 {
        return (days.round(), days.round());
    }
    let parts = [(2.5, 7.0, 0.15), (7.0, 20.0, 0.10), (20.0, f64::INFINITY, 0.05)];
    let delta = parts
        .iter()
        .fold(1.0, |sum, &(start, end, share)| sum + share * (days.min(end) - start).max(0.0));
    ((days - delta).round().max(2.0), (days + delta).round())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MINUTE: i64 = 60_000;

    fn answers(settings: &Settings, ratings: &[(i32, Rating)]) -> Vec<Schedule> {
        let scheduler = Scheduler::new(settings);
        let mut schedule = Schedule::default();
        ratings
            .iter()
            .map(|&(day, rating)| {
                let at = i64::from(day) * 86_400_000;
                schedule = scheduler.answer("card", &schedule, rating, at, Day(day));
                schedule
            })
            .collect()
    }

    #[test]
    fn steps_lead_from_new_to_review() {
        use Rating::{Again, Easy, Good, Hard};
        let settings = Settings { interval_fuzz: false, ..Settings::default() };
        for (ratings, state, wait) in [
            (&[Again][..], State::Learning, "1m"),
            (&[Hard], State::Learning, "5m"),
            (&[Good], State::Learning, "10m"),
            (&[Easy], State::Review, "8d"),
            (&[Good, Again], State::Learning, "1m"),
            (&[Good, Hard], State::Learning, "10m"),
            (&[Good, Good], State::Review, "2d"),
            (&[Again, Good], State::Learning, "10m"),
        ] {
            let log: Vec<_> = ratings.iter().map(|r| (10, *r)).collect();
            let last = *answers(&settings, &log).last().unwrap();
            let at = 10 * 86_400_000;
            assert_eq!(last.state, state, "{ratings:?}");
            assert_eq!(last.wait(at, Day(10)).to_string(), wait, "{ratings:?}");
        }
    }

    #[test]
    fn a_lapse_relearns_and_returns() {
        use Rating::{Again, Easy, Good};
        let settings = Settings::default();
        let log = answers(&settings, &[(0, Easy), (8, Again), (8, Good)]);
        assert_eq!(log[1].state, State::Relearning);
        assert_eq!(log[1].due, Due::At(8 * 86_400_000 + 10 * MINUTE));
        assert_eq!(log[1].lapses, 1);
        assert_eq!(log[2].state, State::Review);
        assert!(log[2].memory.unwrap().stability < log[0].memory.unwrap().stability);

        let none = Settings { relearning_steps: vec![], ..settings };
        let log = answers(&none, &[(0, Easy), (8, Again)]);
        assert_eq!(log[1].state, State::Review);
    }

    #[test]
    fn a_leech_is_told_at_eight_and_then_every_four_lapses() {
        let scheduler = Scheduler::new(&Settings::default());
        let lapses = |n| Schedule { lapses: n, ..Schedule::default() };
        let told: Vec<u32> =
            (1..=20).filter(|&n| scheduler.becomes_leech(&lapses(n - 1), &lapses(n))).collect();
        assert_eq!(told, [8, 12, 16, 20]);
        assert!(!scheduler.becomes_leech(&lapses(8), &lapses(8)));
    }

    #[test]
    fn waits_read_as_people_say_them() {
        for (wait, text) in [
            (Wait::Minutes(1), "1m"),
            (Wait::Minutes(125), "2h"),
            (Wait::Days(1), "1d"),
            (Wait::Days(61), "2.0mo"),
            (Wait::Days(500), "1.4y"),
        ] {
            assert_eq!(wait.to_string(), text);
        }
    }

    fn ratings() -> impl Strategy<Value = Vec<(i32, Rating)>> {
        // Days may go back: a clock can be set wrong.
        proptest::collection::vec((-3..40_i32, 0..4_usize), 0..40).prop_map(|steps| {
            let mut day = 0;
            steps
                .into_iter()
                .map(|(by, rating)| {
                    day += by;
                    (day, Rating::ALL[rating])
                })
                .collect()
        })
    }

    proptest! {
        #[test]
        fn any_history_gives_finite_numbers_and_ordered_intervals(log in ratings()) {
            let settings = Settings::default();
            let scheduler = Scheduler::new(&settings);
            let last = answers(&settings, &log).last().copied().unwrap_or_default();
            if let Some(memory) = last.memory {
                prop_assert!(memory.stability.is_finite() && memory.stability > 0.0);
                prop_assert!((1.0..=10.0).contains(&memory.difficulty));
            }
            let day = last.last.map_or(Day(0), |(_, day)| day);
            let next = scheduler.preview("card", &last, 0, day.plus(3));
            let days = |s: &Schedule| match s.due {
                Due::On(due) => due.0,
                _ => day.plus(3).0,
            };
            let days: Vec<i32> = next.iter().map(days).collect();
            prop_assert!(days.is_sorted(), "{:?}", days);
        }

        #[test]
        fn fuzz_stays_near_and_is_the_same_again(stability in 1.0..400.0_f32, reps in 0..99_u32) {
            let scheduler = Scheduler::new(&Settings::default());
            let memory = MemoryState { stability, difficulty: 5.0 };
            let interval = scheduler.interval("card", reps, memory);
            prop_assert_eq!(interval, scheduler.interval("card", reps, memory));
            let off = (f64::from(interval) - f64::from(stability)).abs();
            prop_assert!(off <= 2.0 + 0.15 * f64::from(stability), "{} for {}", interval, stability);
        }
    }
}
