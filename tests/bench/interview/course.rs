//! One learner studies under one policy until the interview.

use std::sync::LazyLock;

use super::learner::{DEFAULTS, Fsrs64, Learner};

/// The scheduler's memory model: FSRS-6 with its default parameters.
pub(crate) static FSRS: LazyLock<Fsrs64> = LazyLock::new(|| Fsrs64::new(DEFAULTS));

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

/// What the scheduler knows of a card: grades and days only, here as FSRS sums them up.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Seen {
    pub(crate) weight: f64,
    pub(crate) answers: usize,
    /// Day of the last answer.
    pub(crate) last: usize,
    /// Stability and difficulty after it.
    pub(crate) memory: (f64, f64),
}

impl Seen {
    pub(crate) fn is_new(&self) -> bool {
        self.answers == 0
    }

    fn answer(&mut self, day: usize, grade: usize) {
        self.memory = if self.is_new() {
            FSRS.first(grade)
        } else {
            FSRS.next(self.memory, (day - self.last) as f64, grade)
        };
        self.answers += 1;
        self.last = day;
    }
}

/// A policy: the order in which cards are answered on a day. What does not fit is not answered.
pub(crate) trait Policy {
    fn queue(&mut self, day: usize, cell: &Cell, cards: &[Seen]) -> Vec<usize>;
    /// Told of every answer.
    fn answered(&mut self, _card: usize, _day: usize, _grade: usize) {}
    /// The chance of recall on a day that it shows the learner for each card, if it shows any.
    fn promise(&self, _day: usize, _cell: &Cell) -> Option<Vec<f64>> {
        None
    }
}

/// What came of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Outcome {
    /// Cards recalled on the day, expected under the truth.
    pub(crate) known: f64,
    /// The same, weighted, scaled to the number of cards.
    pub(crate) weighted: f64,
    pub(crate) seconds: f64,
    pub(crate) reviews: usize,
    /// Seconds that the last answer of a day ran over the minutes: the mean of the days.
    pub(crate) over: f64,
    /// What would be known on the day of the interview if study ended after each quarter of the
    /// days, and what the policy promised then; the last is the end.
    pub(crate) stopped: [f64; 4],
    pub(crate) promised: Option<[f64; 4]>,
    pub(crate) reliability: Option<Box<Reliability>>,
}

/// How promises for single seen cards came true at the end of study.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reliability {
    /// By tenths of the promise: cards, sum of promises, sum of true chances.
    pub(crate) bins: [(f64, f64, f64); 10],
    /// Sum over the cards of the expected squared error of the promise, and of the truth.
    pub(crate) brier: f64,
    pub(crate) least: f64,
}

impl Reliability {
    fn add(&mut self, promise: f64, truth: f64) {
        let bin = &mut self.bins[((10.0 * promise) as usize).min(9)];
        bin.0 += 1.0;
        bin.1 += promise;
        bin.2 += truth;
        self.brier += truth * (1.0 - promise).powi(2) + (1.0 - truth) * promise.powi(2);
        self.least += truth * (1.0 - truth);
    }

    pub(crate) fn cards(&self) -> f64 {
        self.bins.iter().map(|bin| bin.0).sum()
    }
}

/// Runs a course.
pub(crate) fn study(
    mut learner: Learner,
    cards: usize,
    cell: &Cell,
    policy: &mut dyn Policy,
) -> Outcome {
    let weight = |i: usize| if cell.weighted { learner.weight(i) } else { 1.0 };
    let mut seen: Vec<Seen> =
        (0..cards).map(|i| Seen { weight: weight(i), ..Seen::default() }).collect();
    let mut outcome = Outcome::default();
    let budget = 60.0 * cell.minutes;
    let recalls = |learner: &Learner| -> Vec<f64> {
        let recall = |i| {
            if learner.is_seen(i) { learner.recall(i, cell.days as f64) } else { cell.prior }
        };
        (0..cards).map(recall).collect()
    };
    let mut quarter = 0;
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
                    outcome.reviews += 1;
                    used += if grade == 1 { cell.costs.forgotten } else { cell.costs.recalled };
                    grade
                };
                seen[card].answer(day, grade);
                policy.answered(card, day, grade);
            }
            outcome.seconds += used;
            outcome.over += (used - budget).max(0.0) / cell.days as f64;
        }
        while quarter < 4 && 4 * (day + 1) >= (quarter + 1) * cell.days {
            outcome.stopped[quarter] = recalls(&learner).iter().sum();
            if let Some(promise) = policy.promise(cell.days, cell) {
                outcome.promised.get_or_insert_default()[quarter] = promise.iter().sum();
            }
            quarter += 1;
        }
    }
    let truth = recalls(&learner);
    outcome.known = truth.iter().sum();
    let whole: f64 = (0..cards).map(|i| learner.weight(i)).sum();
    let weighted: f64 = truth.iter().enumerate().map(|(i, p)| learner.weight(i) * p).sum();
    outcome.weighted = weighted * cards as f64 / whole;
    outcome.reliability = policy.promise(cell.days, cell).map(|promise| {
        let mut reliability = Reliability::default();
        for i in (0..cards).filter(|i| learner.is_seen(*i)) {
            reliability.add(promise[i], truth[i]);
        }
        Box::new(reliability)
    });
    outcome
}
