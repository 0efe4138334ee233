//! FSRS-6 written for speed: a forecast looks at hundreds of thousands of memories, and most of its
//! time goes to what the `fsrs` crate computes again each time (all intervals, constants of the
//! parameters). Never used for what is stored: there the crate decides, and a test holds the two
//! together. The formulas are those of the algorithm's description ("The Algorithm", wiki of
//! open-spaced-repetition/fsrs4anki).

use super::memory::{Fsrs, Memory, MemoryState, Parameters};

/// The limits of stability in days and of difficulty, as in the crate.
const STABILITY: (f32, f32) = (0.001, 36_500.0);
const DIFFICULTY: (f32, f32) = (1.0, 10.0);

/// FSRS-6 with one set of parameters, its constants computed once.
#[derive(Debug, Clone)]
pub struct Quick {
    w: Parameters,
    /// The memory after each first rating.
    first: [MemoryState; 4],
    /// What t/S is multiplied by in the forgetting curve, so that R(S, S) is 0.9.
    factor: f32,
    /// e to the power of parameter 8: the size of the rise after a recall.
    rise: f32,
    /// The greatest part of a stability that a lapse can leave.
    after_lapse: f32,
    /// The difficulty of a first Easy, towards which all are drawn.
    easy: f32,
}

impl Quick {
    /// The quick twin of a model with these parameters.
    pub fn new(fsrs: &Fsrs, parameters: &Parameters) -> Quick {
        let w = *parameters;
        Quick {
            w,
            first: fsrs.next(None, 0),
            factor: 0.9_f32.powf(-1.0 / fsrs.decay()) - 1.0,
            rise: w[8].exp(),
            after_lapse: (-w[17] * w[18]).exp(),
            easy: w[4] - (3.0 * w[5]).exp() + 1.0,
        }
    }

    /// Difficulty after a rating, 0 Again to 3 Easy: moved by it, less so near the hard end, and
    /// drawn towards that of a first Easy.
    fn difficulty(&self, before: f32, rating: usize) -> f32 {
        let w = &self.w;
        let moved = before - w[6] * (rating as f32 - 2.0) * (10.0 - before) / 9.0;
        (w[7] * (self.easy - moved) + moved).clamp(DIFFICULTY.0, DIFFICULTY.1)
    }
}

impl Memory for Quick {
    fn next(&self, before: Option<MemoryState>, days: u32) -> [MemoryState; 4] {
        let Some(before) = before else { return self.first };
        let w = &self.w;
        let s = before.stability.clamp(STABILITY.0, STABILITY.1);
        let d = before.difficulty.clamp(DIFFICULTY.0, DIFFICULTY.1);
        let stabilities = if days == 0 {
            let base = s.powf(-w[19]);
            std::array::from_fn(|i| {
                let times = (w[17] * (i as f32 - 2.0 + w[18])).exp() * base;
                s * if i == 0 { times } else { times.max(1.0) }
            })
        } else {
            let lost = 1.0 - self.retrievability(before, days as f32);
            let good = self.rise * (11.0 - d) * s.powf(-w[9]) * ((w[10] * lost).exp() - 1.0);
            let lapse =
                w[11] * d.powf(-w[12]) * ((s + 1.0).powf(w[13]) - 1.0) * (w[14] * lost).exp();
            [
                lapse.min(s * self.after_lapse),
                s * (good * w[15] + 1.0),
                s * (good + 1.0),
                s * (good * w[16] + 1.0),
            ]
        };
        std::array::from_fn(|i| MemoryState {
            stability: stabilities[i].clamp(STABILITY.0, STABILITY.1),
            difficulty: self.difficulty(d, i),
        })
    }

    fn interval(&self, memory: MemoryState, desired_retention: f32) -> f32 {
        memory.stability / self.factor * (desired_retention.powf(-1.0 / self.w[20]) - 1.0)
    }

    fn retrievability(&self, memory: MemoryState, days: f32) -> f32 {
        (days / memory.stability * self.factor + 1.0).powf(-self.w[20])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::memory::DEFAULT_PARAMETERS;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_agrees_with_the_crate(
            stability in 0.01..3_000.0_f32, difficulty in 1.0..10.0_f32, days in 0..400_u32,
        ) {
            let fsrs = Fsrs::default();
            let quick = Quick::new(&fsrs, &DEFAULT_PARAMETERS);
            let memory = MemoryState { stability, difficulty };
            let near = |a: f32, b: f32| (a - b).abs() <= 1e-4 * a.abs().max(1.0);
            for (a, b) in quick.next(Some(memory), days).iter().zip(fsrs.next(Some(memory), days)) {
                prop_assert!(near(a.stability, b.stability), "{:?} {:?}", a, b);
                prop_assert!(near(a.difficulty, b.difficulty), "{:?} {:?}", a, b);
            }
            prop_assert_eq!(quick.next(None, 0), fsrs.next(None, 0));
            let (a, b) = (quick.interval(memory, 0.8), fsrs.interval(memory, 0.8));
            prop_assert!(near(a, b), "{} {}", a, b);
            let days = days as f32;
            let (a, b) = (quick.retrievability(memory, days), fsrs.retrievability(memory, days));
            prop_assert!(near(a, b), "{} {}", a, b);
        }
    }
}
