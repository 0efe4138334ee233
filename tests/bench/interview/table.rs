//! The outcomes of all policies for all learners of a cell, and what can be said of them.

use super::course::{Outcome, Reliability};
use super::learner::Truth;
use super::policies::Family;

/// The families that are not ours.
pub(crate) const PEERS: [Family; 8] = [
    Family::Usual,
    Family::Grid,
    Family::Sweep,
    Family::Cram,
    Family::Window,
    Family::Gap,
    Family::Shrink,
    Family::Sm2,
];

/// Outcomes of one cell.
pub(crate) struct Table {
    pub(crate) truth: Truth,
    pub(crate) days: usize,
    pub(crate) minutes: f64,
    pub(crate) weighted: bool,
    pub(crate) families: Vec<Family>,
    /// By policy, then learner.
    pub(crate) outcomes: Vec<Vec<Outcome>>,
    /// The upper bound for each of the first learners.
    pub(crate) bounds: Vec<f64>,
}

/// A mean and its standard error.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Mean {
    pub(crate) mean: f64,
    pub(crate) error: f64,
}

/// The mean of values and its standard error.
pub(crate) fn mean(values: impl Iterator<Item = f64> + Clone) -> Mean {
    let n = values.clone().count() as f64;
    let mean = values.clone().sum::<f64>() / n;
    let squares: f64 = values.map(|v| (v - mean).powi(2)).sum();
    Mean { mean, error: (squares / (n - 1.0).max(1.0) / n).sqrt() }
}

impl Table {
    pub(crate) fn label(&self) -> String {
        format!("{:?} {:>2} d {:>2} min", self.truth, self.days, self.minutes)
    }

    /// What counts: cards known, by weight where cards have weights.
    fn value(&self, outcome: &Outcome) -> f64 {
        if self.weighted { outcome.weighted } else { outcome.known }
    }

    /// Cards known under a policy.
    pub(crate) fn known(&self, policy: usize) -> Mean {
        mean(self.outcomes[policy].iter().map(|o| self.value(o)))
    }

    /// The mean of anything of a policy's outcomes.
    pub(crate) fn of(&self, policy: usize, what: impl Fn(&Outcome) -> f64 + Copy) -> f64 {
        mean(self.outcomes[policy].iter().map(what)).mean
    }

    /// The policy of these families that is best in hindsight.
    pub(crate) fn best(&self, of: &[Family]) -> Option<usize> {
        (0..self.families.len())
            .filter(|i| of.contains(&self.families[*i]))
            .max_by(|a, b| self.known(*a).mean.total_cmp(&self.known(*b).mean))
    }

    /// By how many per cent `a` is better than `b` (best of each in hindsight), learner by learner
    /// on the same luck.
    pub(crate) fn lead(&self, a: Family, b: &[Family]) -> Option<Mean> {
        let (a, b) = (self.best(&[a])?, self.best(b)?);
        let base = self.known(b).mean;
        let pairs = self.outcomes[a].iter().zip(&self.outcomes[b]);
        let found = mean(pairs.map(|(a, b)| self.value(a) - self.value(b)));
        Some(Mean { mean: 100.0 * found.mean / base, error: 100.0 * found.error / base })
    }

    /// By how many per cent the upper bound is above a family, on the learners that have one.
    pub(crate) fn gap(&self, family: Family) -> Option<f64> {
        let known = &self.outcomes[self.best(&[family])?];
        let below: f64 = known.iter().take(self.bounds.len()).map(|o| self.value(o)).sum();
        let bound: f64 = self.bounds.iter().sum();
        (!self.bounds.is_empty()).then(|| 100.0 * (bound / below - 1.0))
    }

    /// The mean distance of the promise at the end of study from the truth, in points of the deck
    /// of `cards`, and the mean of the differences.
    pub(crate) fn miss(&self, family: Family, cards: f64) -> Option<(f64, f64)> {
        let outcomes = &self.outcomes[self.best(&[family])?];
        let misses: Vec<f64> = outcomes
            .iter()
            .filter_map(|o| Some(100.0 * (o.promised?[3] - o.known) / cards))
            .collect();
        let n = misses.len() as f64;
        let size = misses.iter().map(|m| m.abs()).sum::<f64>() / n;
        (n > 0.0).then(|| (size, misses.iter().sum::<f64>() / n))
    }

    /// How a family's promises for single cards came true.
    pub(crate) fn reliability(&self, family: Family) -> Reliability {
        let mut all = Reliability::default();
        if let Some(policy) = self.best(&[family]) {
            for one in self.outcomes[policy].iter().filter_map(|o| o.reliability.as_ref()) {
                all.join(one);
            }
        }
        all
    }
}

impl Reliability {
    /// Adds the promises of another course.
    pub(crate) fn join(&mut self, other: &Reliability) {
        for (bin, more) in self.bins.iter_mut().zip(other.bins) {
            *bin = (bin.0 + more.0, bin.1 + more.1, bin.2 + more.2);
        }
        self.brier += other.brier;
        self.least += other.least;
    }
}
