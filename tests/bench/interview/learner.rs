//! Learners: three families of memories, taken as the truth in the simulation. The scheduler sees
//! only what they answer.

use super::luck::{norm, quantile, unif};

/// Parameters of FSRS-6 as published with the `fsrs` crate.
pub(crate) const DEFAULTS: [f64; 21] = [
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835,
    0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
];

/// Shares of the first ratings, Again to Easy (the default of the crate's simulator).
pub(crate) const FIRST: [f64; 4] = [0.24, 0.094, 0.495, 0.171];
/// Shares of Hard, Good and Easy among recalls.
pub(crate) const RECALLED: [f64; 3] = [0.224, 0.631, 0.145];

/// A family of memories.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Truth {
    /// FSRS-6 with parameters and cards of its own.
    A,
    /// ACT-R after Pavlik and Anderson.
    B,
    /// The multiscale context model of Mozer and others.
    C,
}

/// How hard the material is for all learners.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Material {
    /// Shift of log stability.
    pub(crate) shift: f64,
    /// Standard deviation of log initial stability between learners of truth A.
    pub(crate) spread: f64,
}

/// FSRS-6 in 64 bits: memory as (stability in days, difficulty). Written separately, so that
/// learners do not share the product's code, and to be fast.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fsrs64 {
    pub(crate) w: [f64; 21],
    factor: f64,
    growth: f64,
    same: f64,
}

impl Fsrs64 {
    pub(crate) fn new(w: [f64; 21]) -> Fsrs64 {
        Fsrs64 {
            w,
            factor: 0.9_f64.powf(-1.0 / w[20]) - 1.0,
            growth: w[8].exp(),
            same: (w[17] * w[18]).exp(),
        }
    }

    pub(crate) fn recall(&self, t: f64, s: f64) -> f64 {
        (1.0 + self.factor * t / s).powf(-self.w[20])
    }

    /// Days until recall falls to `retention`, unrounded.
    pub(crate) fn interval(&self, s: f64, retention: f64) -> f64 {
        s / self.factor * (retention.powf(-1.0 / self.w[20]) - 1.0)
    }

    pub(crate) fn first(&self, grade: usize) -> (f64, f64) {
        (self.w[grade - 1], self.first_difficulty(grade).clamp(1.0, 10.0))
    }

    fn first_difficulty(&self, grade: usize) -> f64 {
        self.w[4] - (self.w[5] * (grade as f64 - 1.0)).exp() + 1.0
    }

    pub(crate) fn next(&self, (s, d): (f64, f64), t: f64, grade: usize) -> (f64, f64) {
        let w = &self.w;
        let r = self.recall(t, s);
        let stability = if grade == 1 {
            let fail =
                w[11] * d.powf(-w[12]) * ((s + 1.0).powf(w[13]) - 1.0) * (w[14] * (1.0 - r)).exp();
            fail.min(s / self.same)
        } else {
            let hard = if grade == 2 { w[15] } else { 1.0 };
            let easy = if grade == 4 { w[16] } else { 1.0 };
            let growth =
                self.growth * (11.0 - d) * s.powf(-w[9]) * ((w[10] * (1.0 - r)).exp() - 1.0);
            s * (1.0 + growth * hard * easy)
        };
        let moved = d - w[6] * (grade as f64 - 3.0) * (10.0 - d) / 9.0;
        let difficulty = w[7] * (self.first_difficulty(4) - moved) + moved;
        (stability.clamp(0.001, 36_500.0), difficulty.clamp(1.0, 10.0))
    }
}

/// One learner, before any course: every policy teaches a clone.
#[derive(Debug, Clone)]
pub(crate) struct Learner {
    seed: u64,
    user: u64,
    truth: Truth,
    fsrs: Fsrs64,
    /// B: by how much the learner's memory is better than average.
    ability: f64,
    /// C: time constants and shares of the pools.
    tau: [f64; 10],
    gamma: [f64; 10],
    cards: Vec<Card>,
}

#[derive(Debug, Clone, Default)]
struct Card {
    /// The grade of the first answer.
    first: usize,
    weight: f64,
    /// The card's ease, in B and C, and what C multiplies its exposures by.
    ease: f64,
    eagerness: f64,
    exposures: u64,
    last: f64,
    /// A: the memory; before the first answer, the memory drawn for it.
    memory: (f64, f64),
    /// B: time, decay, strength of each presentation.
    presentations: Vec<(f64, f64, f64)>,
    /// C.
    pools: [f64; 10],
}

impl Learner {
    pub(crate) fn new(
        seed: u64,
        user: u64,
        truth: Truth,
        material: Material,
        cards: usize,
    ) -> Learner {
        let n = |k: u64| norm(seed, [user, k, 0, 1]);
        let (ability, speed) = match truth {
            Truth::A => (0.0, 1.0),
            Truth::B => (0.3 * n(16) + 0.25 * material.shift, 1.0),
            Truth::C => (0.0, (0.6 * n(17) + material.shift).exp()),
        };
        let fsrs = Fsrs64::new(parameters(&n, material));
        let below = [FIRST[0], FIRST[0] + FIRST[1], FIRST[0] + FIRST[1] + FIRST[2]].map(quantile);
        let card = |card: u64| {
            let ease = norm(seed, [user, card, 0, 2]);
            let e = norm(seed, [user, card, 0, 5]);
            let y = match truth {
                Truth::A => e,
                Truth::B | Truth::C => 0.7 * ease + 0.51_f64.sqrt() * e,
            };
            let first = 1 + below.iter().filter(|limit| y >= **limit).count();
            let (s, d) = fsrs.first(first);
            let s = s * (0.5 * norm(seed, [user, card, 1, 2])).exp();
            let d = d + norm(seed, [user, card, 2, 2]);
            Card {
                first,
                weight: (0.8 * norm(seed, [user, card, 9, 77])).exp(),
                ease,
                eagerness: (0.6 * ease).exp(),
                memory: (s.clamp(0.001, 36_500.0), d.clamp(1.0, 10.0)),
                ..Card::default()
            }
        };
        Learner {
            seed,
            user,
            truth,
            fsrs,
            ability,
            tau: std::array::from_fn(|i| 0.0151 * 4.99_f64.powi(i as i32) * speed),
            gamma: gammas(),
            cards: (0..cards as u64).map(card).collect(),
        }
    }

    /// The parameters of truth A.
    pub(crate) fn fsrs(&self) -> &Fsrs64 {
        &self.fsrs
    }

    /// The weight of a card: how often it is asked, around 1.
    pub(crate) fn weight(&self, card: usize) -> f64 {
        self.cards[card].weight
    }

    /// Whether the learner misses a day.
    pub(crate) fn misses(&self, day: usize, share: f64) -> bool {
        share > 0.0 && unif(self.seed, [self.user, 5, day as u64, 99]) < share
    }

    pub(crate) fn is_seen(&self, card: usize) -> bool {
        self.cards[card].exposures > 0
    }

    /// The chance that a seen card is recalled at a time in days.
    pub(crate) fn recall(&self, card: usize, t: f64) -> f64 {
        let state = &self.cards[card];
        match self.truth {
            Truth::A => self.fsrs.recall(t - state.last, state.memory.0),
            Truth::B => recall_of(self.activation(card, t)),
            Truth::C => {
                let dt = t - state.last;
                let sum: f64 = (0..10)
                    .map(|i| self.gamma[i] * state.pools[i] * (-dt / self.tau[i]).exp())
                    .sum();
                (0.98 * sum).clamp(0.0, 0.98)
            }
        }
    }

    fn activation(&self, card: usize, t: f64) -> f64 {
        const H: f64 = 0.018_77;
        let card = &self.cards[card];
        let sum: f64 = card
            .presentations
            .iter()
            .map(|&(at, decay, strength)| {
                strength * (86_400.0 * H * (t - at)).max(10.0).powf(-decay)
            })
            .sum();
        sum.ln() + self.ability + 0.3 * card.ease
    }

    /// Sees a card for the first time; the grade, 1 to 4.
    pub(crate) fn introduce(&mut self, card: usize, t: f64) -> usize {
        match self.truth {
            Truth::A => {}
            Truth::B => self.cards[card].presentations.push((t, 0.197, 1.0)),
            Truth::C => self.expose(card, 3.95),
        }
        self.cards[card].exposures = 1;
        self.cards[card].last = t;
        self.cards[card].first
    }

    /// Reviews a card; the grade, 1 to 4.
    pub(crate) fn review(&mut self, card: usize, t: f64) -> usize {
        let n = self.cards[card].exposures;
        let activation = if self.truth == Truth::B { self.activation(card, t) } else { 0.0 };
        let p = match self.truth {
            Truth::A => self.recall(card, t),
            Truth::B => recall_of(activation),
            Truth::C => {
                let state = &mut self.cards[card];
                let dt = t - state.last;
                let mut sum = 0.0;
                for ((pool, tau), gamma) in state.pools.iter_mut().zip(self.tau).zip(self.gamma) {
                    *pool *= (-dt / tau).exp();
                    sum += gamma * *pool;
                }
                (0.98 * sum).clamp(0.0, 0.98)
            }
        };
        let recalled = unif(self.seed, [self.user, card as u64, n, 3]) < p;
        let grade = if recalled { self.recalled_grade(card, n, p) } else { 1 };
        match self.truth {
            Truth::A => {
                let state = &mut self.cards[card];
                state.memory = self.fsrs.next(state.memory, t - state.last, grade);
            }
            Truth::B => {
                const A: f64 = 0.197;
                const C: f64 = 0.748;
                let decay = (C * activation.exp() + A).min(2.0);
                let strength = if recalled { 1.0 } else { 0.84 };
                self.cards[card].presentations.push((t, decay, strength));
            }
            Truth::C => self.expose(card, if recalled { 5.95 } else { 0.803 }),
        }
        self.cards[card].exposures += 1;
        self.cards[card].last = t;
        grade
    }

    fn recalled_grade(&self, card: usize, n: u64, p: f64) -> usize {
        let of = [self.user, card as u64, n, 4];
        match self.truth {
            Truth::A => {
                let u = unif(self.seed, of);
                if u < RECALLED[0] {
                    2
                } else if u < RECALLED[0] + RECALLED[1] {
                    3
                } else {
                    4
                }
            }
            Truth::B | Truth::C => {
                let l = (p / (1.0 - p)).ln() + norm(self.seed, of);
                if l < 0.9 {
                    2
                } else if l < 4.0 {
                    3
                } else {
                    4
                }
            }
        }
    }

    /// C: fills the pools, which have faded to the present.
    fn expose(&mut self, card: usize, eps: f64) {
        let state = &mut self.cards[card];
        let eps = eps * state.eagerness;
        let (mut held, mut whole) = (0.0, 0.0);
        for (pool, gamma) in state.pools.iter_mut().zip(self.gamma) {
            // The sums are of what was there before this exposure.
            held += gamma * *pool;
            whole += gamma;
            *pool += eps * (1.0 - held / whole).max(0.0);
        }
    }
}

/// B: the chance of recall at an activation.
fn recall_of(activation: f64) -> f64 {
    const TAU: f64 = -2.297;
    const S: f64 = 0.265;
    0.98 / (1.0 + ((TAU - activation) / S).exp())
}

fn gammas() -> [f64; 10] {
    let raw: [f64; 10] = std::array::from_fn(|i| 0.742_f64.powi(i as i32));
    let sum: f64 = raw.iter().sum();
    raw.map(|g| g / sum)
}

fn parameters(n: &dyn Fn(u64) -> f64, material: Material) -> [f64; 21] {
    let mut w = DEFAULTS;
    let a = material.spread * n(0) + material.shift;
    for i in 0..4 {
        w[i] = (w[i] * (a + 0.3 * n(1 + i as u64)).exp()).clamp(0.01, 100.0);
        if i > 0 {
            w[i] = w[i].max(w[i - 1]);
        }
    }
    w[4] += 0.4 * n(5);
    w[6] *= (0.2 * n(6)).exp();
    w[8] += 0.3 * n(7);
    w[9] += 0.08 * n(8);
    w[10] *= (0.25 * n(9)).exp();
    w[11] *= (0.2 * n(10)).exp();
    w[13] *= (0.25 * n(11)).exp();
    w[14] += 0.3 * n(12);
    w[15] = (w[15] + 0.15 * n(13)).min(1.0);
    w[16] = (w[16] * (0.2 * n(14)).exp()).max(1.0);
    w[20] = (0.2 * (0.5 * n(15)).exp()).clamp(0.1, 0.8);
    // The crate's own limits of its parameters.
    const LIMITS: [(f64, f64); 17] = [
        (1.0, 10.0),
        (0.001, 4.0),
        (0.001, 4.0),
        (0.001, 0.75),
        (0.0, 4.5),
        (0.0, 0.8),
        (0.001, 3.5),
        (0.001, 5.0),
        (0.001, 0.25),
        (0.001, 0.9),
        (0.0, 4.0),
        (0.0, 1.0),
        (1.0, 6.0),
        (0.0, 2.0),
        (0.0, 2.0),
        (0.01, 0.8),
        (0.1, 0.8),
    ];
    for (w, (low, high)) in w[4..].iter_mut().zip(LIMITS) {
        *w = w.clamp(low, high);
    }
    w
}
