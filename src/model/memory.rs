//! Memory: how well a card is held, by FSRS-6. The only file that names the `fsrs` crate.

use fsrs::FSRS;
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

/// FSRS-6 with one set of parameters.
pub struct Fsrs {
    model: FSRS,
    decay: f32,
}

impl Default for Fsrs {
    /// The default parameters of FSRS-6: the medians of thousands of Anki collections, as
    /// published with the `fsrs` crate.
    fn default() -> Self {
        Fsrs { model: FSRS::default(), decay: fsrs::DEFAULT_PARAMETERS[20] }
    }
}

impl Fsrs {
    /// How steeply memories fade: parameter 20.
    pub fn decay(&self) -> f32 {
        self.decay
    }

    /// The memory after an answer. `before` is `None` for a first answer; `days` are whole study
    /// days since the last one, 0 meaning the same day (FSRS's short-term formula).
    pub fn after(&self, before: Option<MemoryState>, days: u32, rating: Rating) -> MemoryState {
        let before = before.map(to_crate);
        // The desired retention only shapes the intervals of the result, which are not used here.
        // The call fails only on parameters or states that are not finite; the state then stays.
        match self.model.next_states(before, 0.9, days) {
            Ok(next) => from_crate(match rating {
                Rating::Again => next.again.memory,
                Rating::Hard => next.hard.memory,
                Rating::Good => next.good.memory,
                Rating::Easy => next.easy.memory,
            }),
            Err(_) => before.map_or(MemoryState { stability: 1.0, difficulty: 5.0 }, from_crate),
        }
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
