//! The forecast: a plan rolled forward to the day of the interview, with luck by the memory model's
//! own chances. The same roll answers what to expect, how many minutes each day takes, what is left
//! out, what more minutes would bring and what a missed day costs. Every roll has the same luck
//! whatever is changed, so that differences come from the change and not from chance.

use super::agenda;
use super::budget;
use super::chance;
use super::memory::Memory;
use super::plan::{PlanCard, PlanDay, Planner};
use super::review::Rating;

/// Where a forecast starts.
#[derive(Debug, Clone, Copy)]
pub struct Start<'a> {
    /// The cards as they are.
    pub cards: &'a [PlanCard],
    /// For each card the index of the one that it follows.
    pub follows: &'a [Option<usize>],
    /// Whether each card was answered today.
    pub done: &'a [bool],
    /// Today; its seconds are those of every day.
    pub day: PlanDay,
    /// Seconds spent today.
    pub spent: f64,
    /// Reviews in the log.
    pub reviews: usize,
    /// A day without study, counted from today.
    pub missed: Option<u32>,
}

/// The load of one day, the mean of all rolls.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Load {
    /// Seconds of answers.
    pub seconds: f64,
    /// New cards.
    pub new: f64,
    /// Cards known before.
    pub reviews: f64,
}

/// What to expect.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    /// For each card the chance that it is recalled on the day, the mean of all rolls.
    pub known: Vec<f64>,
    /// For each card the share of rolls in which it was introduced.
    pub seen: Vec<f64>,
    /// Today and each day until the interview.
    pub days: Vec<Load>,
}

/// Card-days that are rolled in all: so many that a forecast takes a few hundredths of a second.
/// The more cards there are, the less luck matters and the fewer rolls are needed.
const CARD_DAYS: usize = 200_000;

/// How often a plan is rolled forward.
pub fn rolls(cards: usize, days: u32) -> u32 {
    let rolls = CARD_DAYS / (cards * days as usize).max(1);
    rolls.clamp(3, 30) as u32
}

/// Rolls a plan forward this many times.
pub fn forecast<M: Memory>(
    planner: &Planner<'_, M>,
    start: &Start<'_>,
    rolls: u32,
    seed: u64,
) -> Forecast {
    let n = start.cards.len();
    let mut sum = Forecast {
        known: vec![0.0; n],
        seen: vec![0.0; n],
        days: vec![Load::default(); start.day.left as usize],
    };
    for roll in 0..rolls {
        for (i, card) in
            roll_once(planner, start, seed, u64::from(roll), &mut sum.days).into_iter().enumerate()
        {
            // The roll ends on the day, so nothing is to come.
            sum.known[i] += planner.recall(&card, 0);
            sum.seen[i] += f64::from(u8::from(card.memory.is_some()));
        }
    }
    let share = 1.0 / f64::from(rolls.max(1));
    sum.known.iter_mut().chain(&mut sum.seen).for_each(|x| *x *= share);
    for load in &mut sum.days {
        load.seconds *= share;
        load.new *= share;
        load.reviews *= share;
    }
    sum
}

/// The cards on the day of the interview, after one roll.
fn roll_once<M: Memory>(
    planner: &Planner<'_, M>,
    start: &Start<'_>,
    seed: u64,
    roll: u64,
    loads: &mut [Load],
) -> Vec<PlanCard> {
    let mut cards: Vec<PlanCard> = start.cards.to_vec();
    let mut answers = vec![0_u64; cards.len()];
    let mut reviews = start.reviews;
    let dearest = planner.habits.new.max(planner.habits.recalled).max(planner.habits.forgotten);
    let pass = |card: &PlanCard, left: u32| planner.pass(card, left);
    let mut passes: Vec<f64> = cards.iter().map(|card| pass(card, start.day.left.max(1))).collect();
    for (ahead, load) in (0..start.day.left).zip(loads) {
        let left = start.day.left - ahead;
        let is_today = ahead == 0;
        let mut seconds = if is_today { start.spent } else { 0.0 };
        if start.missed != Some(ahead) && seconds < start.day.seconds {
            let day = PlanDay {
                elapsed: start.day.elapsed + ahead,
                left,
                probes: agenda::probes(left, reviews),
                ..start.day
            };
            let need = passes.iter().sum();
            for i in agenda::order(planner, &cards, start.follows, &day, need) {
                if is_today && start.done[i] {
                    continue;
                }
                let rest = day.seconds - seconds;
                // What a card takes is worked out near the end only.
                if rest < dearest && !budget::fits(rest, planner.worth(&cards[i], 0, left).seconds)
                {
                    break;
                }
                let luck = chance::unit(seed, [roll, i as u64, answers[i]]);
                answers[i] += 1;
                let cost = answer(planner, &mut cards[i], luck, &mut reviews, load);
                passes[i] = pass(&cards[i], left);
                seconds += cost;
                load.seconds += cost;
            }
        }
        for card in &mut cards {
            if let Some((_, since)) = &mut card.memory {
                *since += 1;
            }
        }
    }
    cards
}

/// Answers a card as luck, 0 to 1, decides. Gives the seconds it takes.
fn answer<M: Memory>(
    planner: &Planner<'_, M>,
    card: &mut PlanCard,
    luck: f64,
    reviews: &mut usize,
    load: &mut Load,
) -> f64 {
    let habits = &planner.habits;
    let (before, days, shares) = match card.memory {
        None => {
            load.new += 1.0;
            (None, 0, habits.first)
        }
        Some((memory, since)) => {
            load.reviews += 1.0;
            *reviews += 1;
            let r = planner.recall(card, 0);
            let [hard, good, easy] = habits.passed;
            (Some(memory), since, [1.0 - r, r * hard, r * good, r * easy])
        }
    };
    let mut below = 0.0;
    let rating = Rating::ALL
        .into_iter()
        .zip(shares)
        .find_map(|(rating, share)| {
            below += share;
            (luck < below).then_some(rating)
        })
        .unwrap_or(Rating::Easy);
    card.memory = Some((planner.fsrs.next(before, days)[rating as usize], 0));
    match before {
        None => habits.new,
        Some(_) if rating.passed() => habits.recalled,
        Some(_) => habits.forgotten,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::memory::{Fsrs, MemoryState};
    use crate::model::plan::{Habits, LastDay};

    fn deck(n: usize) -> Vec<PlanCard> {
        (0..n)
            .map(|i| PlanCard {
                weight: 1.0 + (i % 5) as f64,
                memory: (i % 3 == 0)
                    .then_some((MemoryState { stability: 1.0 + i as f32, difficulty: 5.0 }, 4)),
                prior: 0.0,
            })
            .collect()
    }

    fn day(left: u32, minutes: f64) -> PlanDay {
        PlanDay { elapsed: 0, left, seconds: 60.0 * minutes, probes: 0.1, last: LastDay::Review }
    }

    /// The forecast of a deck, changed as `change` says, and its weighted readiness.
    fn run(cards: &[PlanCard], change: impl FnOnce(&mut Start<'_>)) -> (Forecast, f64) {
        let follows = vec![None; cards.len()];
        let done = vec![false; cards.len()];
        let mut start = Start {
            cards,
            follows: &follows,
            done: &done,
            day: day(12, 10.0),
            spent: 0.0,
            reviews: 0,
            missed: None,
        };
        change(&mut start);
        let planner = Planner { fsrs: &Fsrs::default(), habits: Habits::default() };
        let forecast = forecast(&planner, &start, 6, 1);
        let all: f64 = cards.iter().map(|card| card.weight).sum();
        let known: f64 = forecast.known.iter().zip(cards).map(|(r, card)| r * card.weight).sum();
        (forecast, known / all)
    }

    #[test]
    fn the_same_start_gives_the_same_forecast_within_the_minutes() {
        let cards = deck(120);
        let (forecast, _) = run(&cards, |_| {});
        assert_eq!(forecast, run(&cards, |_| {}).0);
        assert_eq!(forecast.days.len(), 12);
        for load in &forecast.days {
            // What was begun may end.
            assert!(load.seconds <= 660.0, "{load:?}");
            assert!(load.new + load.reviews > 5.0, "{load:?}");
        }
        assert!(forecast.known.iter().all(|r| (0.0..=1.0).contains(r)));
    }

    #[test]
    fn more_minutes_help_and_a_missed_day_costs() {
        let cards = deck(120);
        let (_, base) = run(&cards, |start| start.day = day(12, 4.0));
        let (_, more) = run(&cards, |start| start.day = day(12, 8.0));
        let (missed, less) = run(&cards, |start| {
            start.day = day(12, 4.0);
            start.missed = Some(2);
        });
        assert!(more > base + 0.05, "{more} {base}");
        assert!(less < base, "{less} {base}");
        assert_eq!(missed.days[2], Load::default());
        // Minutes already spent today are gone.
        let (spent, _) = run(&cards, |start| start.spent = 600.0);
        assert_eq!(spent.days[0], Load::default());
    }

    #[test]
    fn what_was_answered_today_is_not_asked_again_today() {
        let cards = deck(20);
        let (forecast, _) = run(&cards, |start| {
            start.done = &[true; 20];
            start.day = day(1, 30.0);
        });
        assert_eq!(forecast.days, [Load::default()]);
    }

    #[test]
    fn rolls_agree_with_what_the_plan_expects_of_one_answer() {
        let memory = MemoryState { stability: 3.0, difficulty: 6.0 };
        let card = PlanCard { weight: 1.0, memory: Some((memory, 5)), prior: 0.0 };
        let planner = Planner { fsrs: &Fsrs::default(), habits: Habits::default() };
        let start = Start {
            cards: &[card],
            follows: &[None],
            done: &[false],
            day: day(1, 1.0),
            spent: 0.0,
            reviews: 0,
            missed: None,
        };
        let expected = planner.recall(&card, 1) + planner.worth(&card, 0, 1).gain;
        let rolled = forecast(&planner, &start, 4_000, 3).known[0];
        assert!((rolled - expected).abs() < 0.005, "{rolled} {expected}");
    }

    #[test]
    fn large_decks_need_fewer_rolls() {
        assert_eq!([rolls(1, 1), rolls(345, 30), rolls(100_000, 60)], [30, 19, 3]);
    }
}
