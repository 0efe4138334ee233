//! A history for a card that comes with a schedule but without the answers behind it. The log is
//! the truth here, so the schedule has to be the replay of something: the shortest run of Good
//! answers that leads to nearly the same memory.

use super::day::Day;
use super::memory::Fsrs;
use super::review::{Rating, Review, ReviewKind, ReviewOrigin};

/// More answers than this lead nowhere: each lets stability grow by half or more.
const MOST: usize = 60;

/// Reviews that end on the day `last` with a stability near `stability` days, oldest first.
/// `instant` gives the time at which a study day is reviewed, in milliseconds since 1970-01-01 UTC.
pub fn leading_to(
    stability: f32,
    last: Day,
    fsrs: &Fsrs,
    instant: &dyn Fn(Day) -> i64,
) -> Vec<Review> {
    // Days between answers, from the first gap to the last.
    let mut gaps: Vec<u32> = Vec::new();
    let mut memory = fsrs.after(None, 0, Rating::Good);
    memory = fsrs.after(Some(memory), 0, Rating::Good);
    while memory.stability < stability && gaps.len() < MOST {
        let on_time = (memory.stability.round() as u32).max(1);
        let reached = |days: u32| fsrs.after(Some(memory), days, Rating::Good);
        let mut gap = on_time;
        if reached(on_time).stability > stability {
            // An early answer gains less: the gap that comes nearest.
            let (mut low, mut high) = (0, on_time);
            while low + 1 < high {
                let middle = u32::midpoint(low, high);
                if reached(middle).stability < stability { low = middle } else { high = middle }
            }
            let off = |days: u32| (reached(days).stability - stability).abs();
            gap = if low > 0 && off(low) < off(high) { low } else { high };
        }
        memory = reached(gap);
        gaps.push(gap);
        if gap < on_time {
            break;
        }
    }
    let total: u32 = gaps.iter().sum();
    let mut day = last.plus(-i32::try_from(total).unwrap_or(i32::MAX));
    let review = |at: i64, day: Day, kind: ReviewKind| Review {
        at,
        day,
        rating: Rating::Good,
        ms: 0,
        kind,
        origin: ReviewOrigin::Import,
    };
    let first = instant(day);
    /// Milliseconds between the two answers of the first day: the usual second learning step.
    const STEP: i64 = 10 * 60_000;
    let mut reviews = vec![
        review(first, day, ReviewKind::Learning),
        review(first + STEP, day, ReviewKind::Learning),
    ];
    for gap in gaps {
        day = day.plus(i32::try_from(gap).unwrap_or(i32::MAX));
        reviews.push(review(instant(day), day, ReviewKind::Review));
    }
    reviews
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::schedule::{Scheduler, State};
    use crate::model::settings::Settings;

    #[test]
    fn the_replay_comes_near_the_schedule() {
        let scheduler = Scheduler::new(&Settings::default());
        let noon = |day: Day| i64::from(day.0) * 86_400_000 + 43_200_000;
        for stability in [0.1, 3.0, 8.3, 51.0, 400.0, 3_000.0, f32::INFINITY] {
            let last = Day(20_000);
            let reviews = leading_to(stability, last, scheduler.fsrs(), &noon);
            let schedule = scheduler.replay("a", &reviews);
            assert_eq!(schedule.state, State::Review, "{stability}");
            assert_eq!(schedule.last, Some((reviews.last().unwrap().at, last)));
            assert!(reviews.len() <= MOST + 2 && reviews.is_sorted_by_key(|r| r.at));
            let memory = schedule.memory.unwrap();
            // A gap is a whole day at least, which is coarse for the first of them.
            let most = if stability < 20.0 { 0.35 } else { 0.2 };
            if (8.0..5_000.0).contains(&stability) {
                let off = (memory.stability / stability - 1.0).abs();
                assert!(off < most, "{stability}: {}", memory.stability);
            }
        }
    }
}
