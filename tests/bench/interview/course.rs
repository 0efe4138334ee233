//! One learner studies under one policy until the interview.

use super::learner::{Fsrs64, Learner};

/// Seconds that answers cost.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Costs {
    pub(crate) recalled: f64,
    pub(crate) forgotten: f64,
    pub(crate) new: f64,
}

/// The circumstances.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cell {
    pub(crate) days: usize,
    pub(crate) minutes: f64,
    pub(crate) costs: Costs,
    pub(crate) prior: f64,
    /// Share of days missed.
    pub(crate) missed: f64,
    pub(crate) weighted: bool,
}

/// What the scheduler knows of a card: grades and days only.
#[derive(Debug, Clone, Default)]
pub(crate) struct Seen {
    /// (day, grade) of each answer.
    pub(crate) log: Vec<(usize, usize)>,
    pub(crate) weight: f64,
}

impl Seen {
    pub(crate) fn is_new(&self) -> bool {
        self.log.is_empty()
    }

    pub(crate) fn last(&self) -> usize {
        self.log.last().map_or(0, |(day, _)| *day)
    }

    /// The memory by FSRS-6 with its default parameters.
    pub(crate) fn memory(&self, fsrs: &Fsrs64) -> (f64, f64) {
        let mut memory = (0.0, 0.0);
        let mut last = 0;
        for (n, (day, grade)) in self.log.iter().enumerate() {
            memory = if n == 0 {
                fsrs.first(*grade)
            } else {
                fsrs.next(memory, (day - last) as f64, *grade)
            };
            last = *day;
        }
        memory
    }
}

/// A policy: the order in which cards are answered on a day. What does not fit is not answered.
pub(crate) trait Policy {
    fn queue(&mut self, day: usize, cell: &Cell, cards: &[Seen]) -> Vec<usize>;
    /// Told of every answer.
    fn answered(&mut self, _card: usize, _day: usize, _grade: usize) {}
}

/// What came of it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Result {
    /// Cards recalled on the day, expected under the truth.
    pub(crate) known: f64,
    /// The same, weighted, scaled to the number of cards.
    pub(crate) weighted: f64,
    pub(crate) seconds: f64,
    pub(crate) reviews: usize,
    /// Mean over the days of what would be known the next morning.
    pub(crate) mean: f64,
}

/// Runs a course.
pub(crate) fn study(
    learner: &mut Learner,
    cards: usize,
    cell: &Cell,
    policy: &mut dyn Policy,
) -> Result {
    let mut seen: Vec<Seen> = (0..cards)
        .map(|i| Seen {
            log: Vec::new(),
            weight: if cell.weighted { learner.weight(i) } else { 1.0 },
        })
        .collect();
    let mut result = Result::default();
    let budget = 60.0 * cell.minutes;
    let known = |learner: &Learner, t: f64, weight: &dyn Fn(usize) -> f64| -> f64 {
        (0..cards)
            .map(|i| weight(i) * if learner.is_seen(i) { learner.recall(i, t) } else { cell.prior })
            .sum()
    };
    for day in 0..cell.days {
        if !learner.misses(day, cell.missed) {
            let mut used = 0.0;
            for card in policy.queue(day, cell, &seen) {
                if used >= budget {
                    break;
                }
                let t = day as f64;
                let grade = if seen[card].is_new() {
                    used += cell.costs.new;
                    learner.introduce(card, t)
                } else {
                    let grade = learner.review(card, t);
                    result.reviews += 1;
                    used += if grade == 1 { cell.costs.forgotten } else { cell.costs.recalled };
                    grade
                };
                seen[card].log.push((day, grade));
                policy.answered(card, day, grade);
            }
            result.seconds += used;
        }
        result.mean += known(learner, (day + 1) as f64, &|_| 1.0) / cell.days as f64;
    }
    let end = cell.days as f64;
    result.known = known(learner, end, &|_| 1.0);
    let whole: f64 = (0..cards).map(|i| learner.weight(i)).sum();
    result.weighted = known(learner, end, &|i| learner.weight(i)) * cards as f64 / whole;
    result
}
