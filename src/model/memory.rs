//! Memory: how well a card is held, by FSRS-6. The only file that names the `fsrs` crate.

use std::sync::{Arc, Mutex};

use fsrs::{CombinedProgressState, ComputeParametersInput, FSRS, FSRSItem, FSRSReview};
use serde::{Deserialize, Serialize};

use super::review::Rating;

/// The state of a memory in the DSR model (difficulty, stability, retrievability) of FSRS.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct MemoryState {
    /// Days after which retrievability has fallen to 0.9.
    pub stability: f32,
    /// 1 (easy) to 10 (hard).
    pub difficulty: f32,
}

/// The limits of parameter 20, as in the crate.
const DECAYS: (f32, f32) = (0.1, 0.8);

/// What a first answer gives when the model cannot compute: the middle of the scales.
const FALLBACK: MemoryState = MemoryState { stability: 1.0, difficulty: 5.0 };

/// The parameters of FSRS-6. The first four are the stabilities after a first Again, Hard, Good and
/// Easy; number 8 is the size of the rise of stability after a recall (as its logarithm); number 20
/// is the decay.
pub type Parameters = [f32; 21];

/// The default parameters of FSRS-6: the medians of thousands of Anki collections, as published
/// with the `fsrs` crate.
pub const DEFAULT_PARAMETERS: Parameters = fsrs::DEFAULT_PARAMETERS;

/// Parameters from numbers, which may also be the 17 of FSRS-4.5 or the 19 of FSRS-5; `None` for
/// any other count, or when one is not finite.
pub fn parameters(numbers: &[f32]) -> Option<Parameters> {
    if numbers.is_empty() {
        return None;
    }
    fsrs::check_and_fill_parameters(numbers).ok()?.try_into().ok()
}

/// What plans need of a memory model; see the methods of [`Fsrs`] of the same names.
pub trait Memory {
    /// The memory after each rating.
    fn next(&self, before: Option<MemoryState>, days: u32) -> [MemoryState; 4];
    /// Days until retrievability falls to `desired_retention`.
    fn interval(&self, memory: MemoryState, desired_retention: f32) -> f32;
    /// The chance that the card is recalled.
    fn retrievability(&self, memory: MemoryState, days: f32) -> f32;
}

impl Memory for Fsrs {
    fn next(&self, before: Option<MemoryState>, days: u32) -> [MemoryState; 4] {
        self.next(before, days)
    }

    fn interval(&self, memory: MemoryState, desired_retention: f32) -> f32 {
        self.interval(memory, desired_retention)
    }

    fn retrievability(&self, memory: MemoryState, days: f32) -> f32 {
        self.retrievability(memory, days)
    }
}

/// FSRS-6 with one set of parameters.
#[derive(Debug, Clone)]
pub struct Fsrs {
    model: FSRS,
    decay: f32,
}

impl Default for Fsrs {
    /// FSRS-6 with [`DEFAULT_PARAMETERS`].
    fn default() -> Self {
        Fsrs { model: FSRS::default(), decay: DEFAULT_PARAMETERS[20] }
    }
}

impl Fsrs {
    /// FSRS-6 with these parameters, each moved into the limits that FSRS has for it; `None` when
    /// one is not finite.
    pub fn new(parameters: &Parameters) -> Option<Fsrs> {
        let model = FSRS::new(parameters).ok()?;
        Some(Fsrs { model, decay: parameters[20].clamp(DECAYS.0, DECAYS.1) })
    }

    /// How steeply memories fade: parameter 20.
    pub fn decay(&self) -> f32 {
        self.decay
    }

    /// The memory after an answer. `before` is `None` for a first answer; `days` are whole study
    /// days since the last one, 0 meaning the same day (FSRS's short-term formula).
    pub fn after(&self, before: Option<MemoryState>, days: u32, rating: Rating) -> MemoryState {
        self.next(before, days)[rating as usize]
    }

    /// The memory after each rating, in the order of [`Rating::ALL`]; see [`Fsrs::after`].
    pub fn next(&self, before: Option<MemoryState>, days: u32) -> [MemoryState; 4] {
        let before = before.map(to_crate);
        // The desired retention only shapes the intervals of the result, which are not used here.
        // The call fails only on parameters or states that are not finite; the state then stays.
        match self.model.next_states(before, 0.9, days) {
            Ok(next) => [next.again, next.hard, next.good, next.easy].map(|s| from_crate(s.memory)),
            Err(_) => [before.map_or(FALLBACK, from_crate); 4],
        }
    }

    /// The memory after each answer of a card, from its first on. With each rating come the whole
    /// study days since the answer before, 0 for the first. Empty when the numbers are not finite.
    pub fn replay(&self, answers: &[(Rating, u32)]) -> Vec<MemoryState> {
        let states = self.model.historical_memory_states(item(answers), None);
        states.unwrap_or_default().into_iter().map(from_crate).collect()
    }

    /// Days until retrievability falls to `desired_retention` (0 to 1), unrounded.
    pub fn interval(&self, memory: MemoryState, desired_retention: f32) -> f32 {
        self.model.next_interval(Some(memory.stability), desired_retention, 3)
    }

    /// The chance, 0 to 1, that the card is recalled `days` after its last review.
    pub fn retrievability(&self, memory: MemoryState, days: f32) -> f32 {
        fsrs::current_retrievability(to_crate(memory), days, self.decay)
    }
}

/// Answers to be predicted, each with the earlier answers of its card: what FSRS learns from and is
/// measured on.
#[derive(Debug, Clone, Default)]
pub struct Trials {
    items: Vec<FSRSItem>,
    cards: Vec<i64>,
}

impl Trials {
    /// Adds the last of a card's `answers`. With each rating come the study days since the answer
    /// before, 0 for the first. Trials must be added in the order of time.
    pub fn push(&mut self, card: i64, answers: &[(Rating, u32)]) {
        self.items.push(item(answers));
        self.cards.push(card);
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// The first `count`, and the rest.
    pub fn split(&self, count: usize) -> (Trials, Trials) {
        let (first, rest) = self.items.split_at(count);
        let (first_cards, rest_cards) = self.cards.split_at(count);
        (
            Trials { items: first.to_vec(), cards: first_cards.to_vec() },
            Trials { items: rest.to_vec(), cards: rest_cards.to_vec() },
        )
    }
}

/// How far predictions are from what happened.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evaluation {
    /// Mean of -ln of the chance that was given to what happened; smaller is better. The latest
    /// answers count most, as in training.
    pub log_loss: f32,
    /// Root mean square of the difference between the share predicted and the share recalled, over
    /// bins of similar answers; 0 to 1, smaller is better.
    pub rmse_bins: f32,
}

/// Measures parameters on trials; `None` when there is none, or nothing finite comes out.
pub fn evaluate(parameters: &Parameters, trials: &Trials) -> Option<Evaluation> {
    let model = FSRS::new(parameters).ok()?;
    let Trials { items, cards } = trials.clone();
    let found = model.evaluate_with_card_ids(items, cards, |_| true).ok()?;
    Some(Evaluation { log_loss: found.log_loss, rmse_bins: found.rmse_bins })
}

/// How far a fit is; it can be looked at from elsewhere while the fit runs.
#[derive(Clone)]
pub struct Fitting(Arc<Mutex<CombinedProgressState>>);

impl Default for Fitting {
    fn default() -> Self {
        Fitting(CombinedProgressState::new_shared())
    }
}

impl Fitting {
    /// Work done and work in all.
    pub fn done(&self) -> Option<(u64, u64)> {
        let state = self.0.lock().ok()?;
        Some((state.current() as u64, state.total() as u64))
    }
}

/// Fits all parameters to trials with the optimiser of the `fsrs` crate. `relearning_steps` is the
/// number of answers on the day of a lapse. `None` when nothing finite comes out.
pub fn optimize(trials: &Trials, relearning_steps: usize, fitting: &Fitting) -> Option<Parameters> {
    let Trials { items, cards } = trials.clone();
    let input = ComputeParametersInput {
        train_set: items,
        // Cards are then replayed once and not once for each answer.
        card_ids: Some(cards),
        progress: Some(fitting.0.clone()),
        num_relearning_steps: Some(relearning_steps),
        ..ComputeParametersInput::default()
    };
    parameters(&fsrs::compute_parameters(input).ok()?)
}

fn item(answers: &[(Rating, u32)]) -> FSRSItem {
    let review = |(rating, days): &(Rating, u32)| FSRSReview {
        rating: u32::from(rating.number()),
        delta_t: *days,
    };
    FSRSItem { reviews: answers.iter().map(review).collect() }
}

fn to_crate(m: MemoryState) -> fsrs::MemoryState {
    fsrs::MemoryState { stability: m.stability, difficulty: m.difficulty }
}

fn from_crate(m: fsrs::MemoryState) -> MemoryState {
    MemoryState { stability: m.stability, difficulty: m.difficulty }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retrievability_is_nine_tenths_after_stability_days() {
        let fsrs = Fsrs::default();
        let memory = fsrs.after(None, 0, Rating::Good);
        let r = fsrs.retrievability(memory, memory.stability);
        assert!((r - 0.9).abs() < 1e-3, "{r}");
        assert!((fsrs.interval(memory, 0.9) - memory.stability).abs() < 1e-2);
    }

    #[test]
    fn a_replay_is_answer_after_answer() {
        let fsrs = Fsrs::default();
        let answers = [(Rating::Good, 0), (Rating::Again, 0), (Rating::Hard, 3), (Rating::Easy, 9)];
        let mut memory = None;
        let steps: Vec<_> = answers
            .iter()
            .map(|(rating, days)| {
                memory = Some(fsrs.after(memory, *days, *rating));
                memory.unwrap()
            })
            .collect();
        assert_eq!(fsrs.replay(&answers), steps);
        assert!(fsrs.replay(&[]).is_empty());
    }

    #[test]
    fn parameters_keep_to_their_limits() {
        let mut parameters = DEFAULT_PARAMETERS;
        parameters[20] = 3.0;
        let fsrs = Fsrs::new(&parameters).unwrap();
        let memory = fsrs.after(None, 0, Rating::Good);
        let at_stability = fsrs.retrievability(memory, memory.stability);
        assert!((at_stability - 0.9).abs() < 1e-3, "{at_stability}");
        assert!((fsrs.interval(memory, 0.9) - memory.stability).abs() < 1e-2);
        parameters[3] = f32::NAN;
        assert!(Fsrs::new(&parameters).is_none());
    }

    #[test]
    fn a_better_rating_never_gives_a_less_stable_memory() {
        let fsrs = Fsrs::default();
        let start = fsrs.after(None, 0, Rating::Good);
        for days in [0, 1, 5, 400] {
            let s: Vec<f32> =
                Rating::ALL.map(|r| fsrs.after(Some(start), days, r).stability).to_vec();
            assert!(s.is_sorted(), "{days}: {s:?}");
        }
    }
}
