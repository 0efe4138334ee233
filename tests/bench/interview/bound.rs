//! An upper bound on what any policy can make a learner of truth A know.
//!
//! It bounds the expected number of cards recalled on the day, for a learner whose parameters and
//! card states the policy knows (no real policy does), when the seconds of each day may not be
//! exceeded in expectation. The cards then compete only for seconds, so with a price on each second
//! of each day every card is a problem of its own, solved by a dynamic programme. The value of all
//! of them plus the price of all seconds is an upper bound for *any* prices (weak Lagrangian
//! duality). Prices are sought that make it small: first one for all days, then one for each day by
//! gradient steps (Adam) on the smoothed dual. The bound is as exact as its grid: 44 stabilities,
//! evenly spaced by logarithm from 0.02 to 2,000 days, by 10 difficulties, interpolated linearly.
//!
//! The last answer of a day may run over the minutes; the seconds given in are to include that.

use super::course::Cell;
use super::learner::{FIRST, Fsrs64, RECALLED};

const STABILITIES: usize = 44;
const DIFFICULTIES: usize = 10;
const STATES: usize = STABILITIES * DIFFICULTIES;
const LEAST: f64 = 0.02;
const MOST: f64 = 2_000.0;
/// Gradient steps, and the temperatures of the smoothed dual at the first and the last.
const GRADIENT_STEPS: usize = 48;
const TEMPERATURES: (f64, f64) = (0.03, 0.003);
/// Gauss-Hermite points, five and three: place and share of a standard normal variable.
const NORMAL_5: [(f64, f64); 5] = [
    (-2.856_970, 0.011_257),
    (-1.355_626, 0.222_076),
    (0.0, 0.533_333),
    (1.355_626, 0.222_076),
    (2.856_970, 0.011_257),
];
const NORMAL_3: [(f64, f64); 3] =
    [(-1.732_051, 0.166_667), (0.0, 0.666_667), (1.732_051, 0.166_667)];

/// A mean over grid states: places and shares.
type Spread = Vec<(u32, f32)>;

/// Adds a memory to a mean over the grid, split between its four neighbours.
fn place((s, d): (f64, f64), share: f64, to: &mut Spread) {
    let x = (s / LEAST).ln() / (MOST / LEAST).ln() * (STABILITIES - 1) as f64;
    let x = x.clamp(0.0, (STABILITIES - 1) as f64);
    let y = (d - 1.0).clamp(0.0, 9.0);
    let (i, j) = ((x as usize).min(STABILITIES - 2), (y as usize).min(DIFFICULTIES - 2));
    let (fx, fy) = (x - i as f64, y - j as f64);
    for (di, share) in [(0, share * (1.0 - fx)), (1, share * fx)] {
        for (dj, share) in [(0, share * (1.0 - fy)), (1, share * fy)] {
            if share > 0.0 {
                to.push((((i + di) * DIFFICULTIES + j + dj) as u32, share as f32));
            }
        }
    }
}

fn state(i: usize) -> (f64, f64) {
    let x = (i / DIFFICULTIES) as f64 / (STABILITIES - 1) as f64;
    (LEAST * (MOST / LEAST).powf(x), 1.0 + (i % DIFFICULTIES) as f64)
}

/// What a review does, for every state and number of days since the last answer.
struct Reviews {
    /// Expected seconds, by days - 1 and state.
    seconds: Vec<f64>,
    /// Where the states after it begin in `places`, by the same index, with one more at the end.
    begins: Vec<u32>,
    /// The states after it.
    places: Spread,
}

/// One learner's cards as independent problems. It does not depend on the minutes.
pub(crate) struct Problem {
    days: usize,
    cards: f64,
    prior: f64,
    new: f64,
    reviews: Reviews,
    /// The states after the first answer.
    first: Spread,
    /// Chance of recall, by days since the answer and state.
    recall: Vec<f64>,
}

impl Problem {
    /// The problem of a learner with these parameters.
    pub(crate) fn new(fsrs: &Fsrs64, cell: &Cell, cards: usize) -> Problem {
        let days = cell.days;
        let mut recall = Vec::with_capacity((days + 1) * STATES);
        for t in 0..=days {
            recall.extend((0..STATES).map(|i| fsrs.recall(t as f64, state(i).0)));
        }
        let mut reviews = Reviews { seconds: Vec::new(), begins: vec![0], places: Vec::new() };
        for t in 1..days {
            for i in 0..STATES {
                let r = recall[t * STATES + i];
                let [hard, good, easy] = RECALLED;
                for (grade, share) in [(1, 1.0 - r), (2, r * hard), (3, r * good), (4, r * easy)] {
                    place(fsrs.next(state(i), t as f64, grade), share, &mut reviews.places);
                }
                reviews.begins.push(reviews.places.len() as u32);
                let costs = cell.costs;
                reviews.seconds.push(r * costs.recalled + (1.0 - r) * costs.forgotten);
            }
        }
        let mut first = Spread::new();
        for (grade, share) in (1..).zip(FIRST) {
            let (s, d) = fsrs.first(grade);
            for (z1, share1) in NORMAL_5 {
                for (z2, share2) in NORMAL_3 {
                    let memory = (s * (0.5 * z1).exp(), (d + z2).clamp(1.0, 10.0));
                    place(memory, share * share1 * share2, &mut first);
                }
            }
        }
        let mut joined = vec![0.0; STATES];
        for (i, share) in first {
            joined[i as usize] += share;
        }
        let first = (0..).zip(joined).filter(|(_, share)| *share > 0.0).collect();
        Problem {
            days,
            cards: cards as f64,
            prior: cell.prior,
            new: cell.costs.new,
            reviews,
            first,
            recall,
        }
    }

    /// The value of the dual at these prices, and the expected seconds of each day under the
    /// policy that belongs to it. At temperature 0 it takes the best; above, it is smoothed, which
    /// only makes the value greater.
    fn dual(
        &self,
        prices: &[f64],
        seconds: f64,
        temperature: f64,
        used: Option<&mut Vec<f64>>,
    ) -> f64 {
        let days = self.days;
        let span = |t: usize| (days - t) * STATES;
        // For each day of the last answer, by state: the value of never answering again and of
        // answering on each later day. Kept for the way forward.
        let mut options: Vec<Vec<f64>> = vec![Vec::new(); days];
        let mut value = vec![0.0; days * STATES];
        for t in (0..days).rev() {
            let mut of = vec![0.0; span(t)];
            of[..STATES].copy_from_slice(&self.recall[(days - t) * STATES..][..STATES]);
            for u in t + 1..days {
                let later = &value[u * STATES..(u + 1) * STATES];
                let row = (u - t - 1) * STATES;
                for i in 0..STATES {
                    let at = row + i;
                    let (from, to) =
                        (self.reviews.begins[at] as usize, self.reviews.begins[at + 1] as usize);
                    let expected: f64 = self.reviews.places[from..to]
                        .iter()
                        .map(|(j, share)| f64::from(*share) * later[*j as usize])
                        .sum();
                    of[(u - t) * STATES + i] = expected - prices[u] * self.reviews.seconds[at];
                }
            }
            for i in 0..STATES {
                let each = || (0..days - t).map(|k| of[k * STATES + i]);
                value[t * STATES + i] = soft_max(each, temperature);
            }
            options[t] = of;
        }
        let mut firsts = vec![self.prior];
        firsts.extend((0..days).map(|t| {
            let later = &value[t * STATES..];
            let expected: f64 =
                self.first.iter().map(|(j, share)| f64::from(*share) * later[*j as usize]).sum();
            expected - prices[t] * self.new
        }));
        let card = soft_max(|| firsts.iter().copied(), temperature);
        if let Some(used) = used {
            self.forward(&options, &value, &firsts, card, temperature, used);
        }
        self.cards * card + seconds * prices.iter().sum::<f64>()
    }

    /// The expected seconds of each day under the smoothed policy.
    fn forward(
        &self,
        options: &[Vec<f64>],
        value: &[f64],
        firsts: &[f64],
        card: f64,
        temperature: f64,
        used: &mut Vec<f64>,
    ) {
        let days = self.days;
        used.clear();
        used.resize(days, 0.0);
        let mut mass = vec![0.0; days * STATES];
        for t in 0..days {
            let share = self.cards * ((firsts[t + 1] - card) / temperature).exp();
            used[t] += share * self.new;
            for (j, of) in &self.first {
                mass[t * STATES + *j as usize] += share * f64::from(*of);
            }
        }
        for t in 0..days {
            for i in 0..STATES {
                let here = mass[t * STATES + i];
                if here < 1e-6 {
                    continue;
                }
                for u in t + 1..days {
                    let option = options[t][(u - t) * STATES + i];
                    let share = ((option - value[t * STATES + i]) / temperature).exp();
                    if share < 1e-5 {
                        continue;
                    }
                    let at = (u - t - 1) * STATES + i;
                    used[u] += here * share * self.reviews.seconds[at];
                    let (from, to) =
                        (self.reviews.begins[at] as usize, self.reviews.begins[at + 1] as usize);
                    for (j, of) in &self.reviews.places[from..to] {
                        mass[u * STATES + *j as usize] += here * share * f64::from(*of);
                    }
                }
            }
        }
    }

    /// The least upper bound that was found, with this many seconds a day.
    pub(crate) fn bound(&self, seconds: f64) -> f64 {
        let mut best = (f64::INFINITY, 0.0);
        for k in 0..14 {
            let price = 1e-6 * 2.1_f64.powi(k);
            let dual = self.dual(&vec![price; self.days], seconds, 0.0, None);
            if dual < best.0 {
                best = (dual, price);
            }
        }
        let (mut bound, price) = best;
        let mut logs = vec![price.ln(); self.days];
        let (mut slope, mut square) = (vec![0.0; self.days], vec![0.0; self.days]);
        let mut used = Vec::new();
        for step in 0..GRADIENT_STEPS {
            let done = step as f64 / (GRADIENT_STEPS - 1) as f64;
            let temperature = TEMPERATURES.0 * (TEMPERATURES.1 / TEMPERATURES.0).powf(done);
            let prices: Vec<f64> = logs.iter().map(|log| log.exp()).collect();
            self.dual(&prices, seconds, temperature, Some(&mut used));
            if step % 4 == 3 {
                bound = bound.min(self.dual(&prices, seconds, 0.0, None));
            }
            for t in 0..self.days {
                let gradient = prices[t] * (seconds - used[t]);
                slope[t] = 0.8 * slope[t] + 0.2 * gradient;
                square[t] = 0.95 * square[t] + 0.05 * gradient * gradient;
                let n = (step + 1) as i32;
                let (m, v) =
                    (slope[t] / (1.0 - 0.8_f64.powi(n)), square[t] / (1.0 - 0.95_f64.powi(n)));
                logs[t] -= (0.15 * (1.0 - 0.9 * done)) * m / (v.sqrt() + 1e-9);
            }
        }
        bound
    }
}

/// The greatest of the values; above temperature 0 the smooth upper bound of it.
fn soft_max<I: Iterator<Item = f64>>(values: impl Fn() -> I, temperature: f64) -> f64 {
    let most = values().fold(f64::NEG_INFINITY, f64::max);
    if temperature == 0.0 {
        return most;
    }
    // Each value that is left out adds less than a hundred-thousandth.
    let near = values().map(|v| (v - most) / temperature).filter(|x| *x > -12.0);
    most + temperature * near.map(f64::exp).sum::<f64>().ln()
}
