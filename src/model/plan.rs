//! The plan for an interview day: which cards to answer today so that the most is known then.
//!
//! A card's worth today is its *gain*: the rise of its weighted chance of recall on the day, and
//! its *rate* is gain per second. New cards and reviews are compared by rate. New cards are paced
//! over the first 85 % of the time. A final pass begins when the minutes left are just enough for
//! every card that still gains. A small share of the time probes cards that are due, so that the
//! readiness shown stays honest. The last day, and the interview's own, repeat what was seen.
//! Constants were found in simulation (`tests/bench`).

use std::cmp::Ordering;

use super::memory::{Fsrs, Memory, MemoryState};

/// Retention at which a card counts as due before the final pass.
pub const MAINTENANCE: f32 = 0.80;
/// Share of the time in which new cards are introduced.
pub const INTRODUCTIONS: f64 = 0.85;
/// Gain on the last day below which a card is left out of the final pass.
const WORTH_A_PASS: f64 = 0.02;
/// Share of the minutes spent on probes once [`FEW_REVIEWS`] are logged.
pub const PROBES: f64 = 0.07;
/// Share of the minutes spent on probes while fewer than [`FEW_REVIEWS`] are logged.
pub const PROBES_AT_FIRST: f64 = 0.10;
/// Reviews after which less probing is enough.
pub const FEW_REVIEWS: usize = 60;
/// Fewest days left with which probing pays: with fewer, what it teaches comes too late.
pub const FEWEST_DAYS: u32 = 5;

/// What answers cost, and the shares of ratings, learned from the log.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Habits {
    /// Seconds for a card that is recalled.
    pub recalled: f64,
    /// Seconds for a card that is forgotten, with its repetitions.
    pub forgotten: f64,
    /// Seconds for a new card, with its repetitions.
    pub new: f64,
    /// Seconds for a repetition on the same day.
    pub repetition: f64,
    /// Shares of the ratings of repetitions, Again to Easy.
    pub repeated: [f64; 4],
    /// Shares of the first ratings, Again to Easy.
    pub first: [f64; 4],
    /// Shares of Hard, Good and Easy among recalls.
    pub passed: [f64; 3],
    /// Share of held cards that are answered wrongly all the same (see `model/refit.rs`).
    pub slip: f64,
}

impl Default for Habits {
    /// What holds until the log says more: costs as measured with flashcards of this kind, shares
    /// as in the simulator of the `fsrs` crate.
    fn default() -> Self {
        Habits {
            recalled: 20.0,
            forgotten: 45.0,
            new: 60.0,
            repetition: 20.0,
            repeated: [0.1, 0.1, 0.7, 0.1],
            first: [0.24, 0.094, 0.495, 0.171],
            passed: [0.224, 0.631, 0.145],
            slip: 0.0,
        }
    }
}

/// A card as the plan sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlanCard {
    /// How much it counts.
    pub weight: f64,
    /// Its memory and the study days since its last answer; `None` for a new card.
    pub memory: Option<(MemoryState, u32)>,
    /// Chance that it is known although it was never seen.
    pub prior: f64,
}

/// What the day before the interview, and the interview's own day, are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LastDay {
    /// Seen cards come once more, the weakest times its weight first; then new cards.
    #[default]
    Review,
    /// What gains most in a second, new or not, as on other days.
    Gain,
}

/// The day on which a plan is made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlanDay {
    /// Days since the plan began.
    pub elapsed: u32,
    /// Days until the interview; at least 1.
    pub left: u32,
    /// Seconds a day.
    pub seconds: f64,
    /// Share of the seconds for probes.
    pub probes: f64,
    /// How the last day is used, if this is the last one.
    pub last: LastDay,
}

/// What a card gives today.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Worth {
    /// Rise of its weighted chance of recall on the day.
    pub gain: f64,
    /// Expected seconds.
    pub seconds: f64,
}

impl Worth {
    /// Gain per second.
    pub fn rate(&self) -> f64 {
        self.gain / self.seconds
    }
}

/// A number that sorts the greatest first.
#[derive(PartialEq)]
struct Falling(f64);

impl Eq for Falling {}

impl Ord for Falling {
    fn cmp(&self, other: &Self) -> Ordering {
        other.0.total_cmp(&self.0)
    }
}

impl PartialOrd for Falling {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Plans under one memory model and one learner's habits.
pub struct Planner<'a, M = Fsrs> {
    /// The memory model.
    pub fsrs: &'a M,
    /// The learner's habits.
    pub habits: Habits,
}

impl<M: Memory> Planner<'_, M> {
    /// The chance that a card is recalled in `days` from now.
    pub fn recall(&self, card: &PlanCard, days: u32) -> f64 {
        match card.memory {
            Some((memory, since)) => self.held(memory, (since + days) as f32),
            None => card.prior,
        }
    }

    /// The chance that a memory is recalled, and not lost by a slip, `days` after the answer.
    fn held(&self, memory: MemoryState, days: f32) -> f64 {
        (1.0 - self.habits.slip) * f64::from(self.fsrs.retrievability(memory, days))
    }

    /// What an answer `wait` days from now gives for the interview `left` days from now.
    pub fn worth(&self, card: &PlanCard, wait: u32, left: u32) -> Worth {
        let after = (left - wait) as f32;
        let habits = &self.habits;
        let Some((memory, since)) = card.memory else {
            let gain = card.weight * (self.introduced(left - wait) - card.prior);
            return Worth { gain, seconds: habits.new };
        };
        let days = since + wait;
        let r = self.held(memory, days as f32);
        let [hard, good, easy] = habits.passed;
        let shares = [1.0 - r, r * hard, r * good, r * easy];
        let expected: f64 = shares
            .iter()
            .zip(self.fsrs.next(Some(memory), days))
            .map(|(share, next)| share * self.held(next, after))
            .sum();
        let without = self.held(memory, (since + left) as f32);
        Worth {
            gain: card.weight * (expected - without),
            seconds: r * habits.recalled + (1.0 - r) * habits.forgotten,
        }
    }

    /// The chance that a new card is recalled this many days after its first answer.
    fn introduced(&self, days: u32) -> f64 {
        self.habits
            .first
            .iter()
            .zip(self.fsrs.next(None, 0))
            .map(|(share, next)| share * self.held(next, days as f32))
            .sum()
    }

    /// Today's queue, as places in `cards`, in the order in which to answer; cards beyond the
    /// minutes come last, for a learner who has more. Leave out cards that were answered today. New
    /// cards come by gain (by weight, unless some are known without review), and in the given order
    /// where gains are equal; one that is known as well without study is left out.
    pub fn queue(&self, cards: &[PlanCard], day: &PlanDay) -> Vec<usize> {
        let left = day.left.max(1);
        let need = cards.iter().map(|card| self.pass(card, left)).sum();
        self.queue_for(cards, day, need)
    }

    /// The same when the seconds that one more [`Planner::pass`] over all cards takes are known.
    pub fn queue_for(&self, cards: &[PlanCard], day: &PlanDay, need: f64) -> Vec<usize> {
        let left = day.left.max(1);
        let introduced = self.introduced(left);
        let gain = |i: usize| cards[i].weight * (introduced - cards[i].prior);
        let mut new: Vec<usize> =
            (0..cards.len()).filter(|i| cards[*i].memory.is_none() && gain(*i) > 0.0).collect();
        new.sort_by(|a, b| gain(*b).total_cmp(&gain(*a)));
        let mut seen: Vec<(usize, Worth)> = (0..cards.len())
            .filter(|i| cards[*i].memory.is_some())
            .map(|i| (i, self.worth(&cards[i], 0, left)))
            .collect();
        // Ties: the heavier, then the earlier card.
        seen.sort_by_cached_key(|(i, worth)| {
            (Falling(worth.rate()), Falling(cards[*i].weight), *i)
        });

        if left <= 1 && day.last == LastDay::Review {
            let weakness = |i: usize| cards[i].weight * (1.0 - self.recall(&cards[i], left));
            seen.sort_by_cached_key(|(i, _)| {
                (Falling(weakness(*i)), Falling(cards[*i].weight), *i)
            });
            return seen.into_iter().map(|(i, _)| i).chain(new).collect();
        }
        let is_final = left <= 1 || need >= day.seconds * f64::from(left);
        let is_due = |i: usize, worth: &Worth| {
            if is_final {
                return worth.gain > 0.0;
            }
            cards[i].memory.is_some_and(|(memory, since)| {
                since as f32 >= self.fsrs.interval(memory, MAINTENANCE).round().max(1.0)
            })
        };
        let mut queue = Vec::with_capacity(cards.len());
        let mut taken = vec![false; cards.len()];
        let mut take = |i: usize, queue: &mut Vec<usize>| {
            if !std::mem::replace(&mut taken[i], true) {
                queue.push(i);
            }
        };

        let mut probing = day.probes * day.seconds;
        let probes = seen.iter().filter(|(i, w)| is_due(*i, w)).chain(&seen);
        for (i, worth) in probes {
            if probing <= 0.0 {
                break;
            }
            probing -= worth.seconds;
            take(*i, &mut queue);
        }
        let new_rate = new.first().map_or(0.0, |i| self.worth(&cards[*i], 0, left).rate());
        let due: Vec<(usize, Worth)> =
            seen.iter().filter(|(i, w)| is_due(*i, w)).copied().collect();
        for (i, _) in due.iter().filter(|(_, w)| w.rate() > new_rate) {
            take(*i, &mut queue);
        }
        let span = f64::from(day.elapsed + left);
        let days = (INTRODUCTIONS * span - f64::from(day.elapsed)).max(1.0);
        let pace = (new.len() as f64 / days).ceil() as usize;
        for i in new.iter().take(pace) {
            take(*i, &mut queue);
        }
        for (i, _) in &due {
            take(*i, &mut queue);
        }
        for i in new.iter().skip(pace) {
            take(*i, &mut queue);
        }
        for (i, _) in seen.iter().filter(|(_, w)| w.gain > 0.0) {
            take(*i, &mut queue);
        }
        queue
    }

    /// Seconds that a card takes in one more pass over all cards on the last day; 0 for a seen card
    /// that gains little then. It is the same on every day until the card is answered.
    pub fn pass(&self, card: &PlanCard, left: u32) -> f64 {
        match card.memory {
            None => self.habits.new,
            Some(_) => {
                let worth = self.worth(card, left - 1, left);
                if worth.gain > WORTH_A_PASS * card.weight { worth.seconds } else { 0.0 }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_day_brings_what_was_seen_the_weakest_and_most_asked_first() {
        let fsrs = Fsrs::default();
        let planner = Planner { fsrs: &fsrs, habits: Habits::default() };
        let seen = |weight: f64, stability: f32, since: u32| {
            let memory = Some((MemoryState { stability, difficulty: 5.0 }, since));
            PlanCard { weight, memory, prior: 0.0 }
        };
        let new = |weight: f64| PlanCard { weight, memory: None, prior: 0.0 };
        let cards = [
            new(3.0),
            seen(1.0, 200.0, 1),
            new(5.0),
            // Recalled to 67 and to 85 %; the one that is asked more is the greater loss.
            seen(1.0, 1.0, 12),
            seen(4.0, 4.0, 6),
        ];
        let queue = |left: u32, last: LastDay| {
            let day = PlanDay { elapsed: 20, left, seconds: 600.0, probes: 0.0, last };
            planner.queue(&cards, &day)
        };
        assert_eq!(queue(1, LastDay::Review), [4, 3, 1, 2, 0]);
        // By gain new cards come first, and on other days in any case.
        assert_eq!(queue(1, LastDay::Gain), [2, 0, 4, 3, 1]);
        assert_eq!(queue(2, LastDay::Review), queue(2, LastDay::Gain));
    }
}
