//! A small refit: four numbers moved from the parameters in use towards what the learner's own
//! answers suggest, long before there are enough answers for an optimiser of all 21.
//!
//! A maximum a posteriori estimate: the likelihood of the logged answers under a replay, times a
//! prior around the given parameters. The four numbers are the factor of the initial stabilities
//! (w0 to w3), the shift of w8 (the rise after a recall), the factor of the decay w20, and the
//! slip: the share of what is held that is answered wrongly all the same. The likelihood is
//! concave in the slip, which is therefore found exactly at each step of a coordinate search over
//! the other three. Priors were found in simulation (`tests/bench`).

use super::day::Day;
use super::memory::{Fsrs, Parameters};
use super::review::Rating;

/// The answers of one card, in the order of the log.
pub type History = Vec<(Rating, Day)>;

/// Fewest answers, each to a card seen on an earlier day, for a fit. The priors keep a fit to so
/// few close to the base; in simulation it is nearer the truth than no fit, by up to a fifth over
/// all learners, and by more where little is reviewed.
pub const FEWEST_REVIEWS: usize = 12;
/// Most answers that are looked at: those of the cards answered last. More of them would move four
/// numbers little, and time grows with them.
pub const MOST_REVIEWS: usize = 1_500;

/// Standard deviations of the priors: of the logarithm of the factor of w0 to w3, of the shift of
/// w8, and of the logarithm of the factor of w20. The first is wide: between real learners the
/// stability after a first Good differs by even more (1.7 in published fits).
const PRIORS: [f64; 3] = [1.1, 0.3, 0.4];
/// Scale of the half-normal prior of the slip.
const SLIP_PRIOR: f64 = 0.04;
/// A greater slip is not looked for.
const MOST_SLIP: f64 = 0.3;
/// Steps of the search, in standard deviations: the first, and the one that is fine enough.
const STEPS: (f64, f64) = (0.8, 0.05);
/// Replays that a search may take.
const MOST_REPLAYS: usize = 80;
/// Retrievabilities are kept this far from 0 and 1, so that one answer cannot decide alone.
const EDGE: f64 = 1e-4;
/// The limits that FSRS has for w0 to w3, w8 and w20.
const LIMITS: [(f32, f32); 3] = [(0.001, 100.0), (0.0, 4.5), (0.1, 0.8)];

/// What was fitted. A card is recalled with chance (1 - slip) × retrievability.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fit {
    /// The parameters of FSRS, all but w0 to w3, w8 and w20 as they were given.
    pub parameters: Parameters,
    /// The share of held cards that is answered wrongly all the same, 0 to 0.3.
    pub slip: f32,
}

impl Fit {
    /// The memory model with the fitted parameters.
    pub fn fsrs(&self) -> Fsrs {
        Fsrs::new(&self.parameters).unwrap_or_default()
    }
}

/// Fits to what the learner answered. `base` are the parameters in use, the centre of the prior.
/// `None` with fewer than [`FEWEST_REVIEWS`] answers on a later day than the card's answer before:
/// answers on the same day say little about forgetting. The order of `histories` matters only where
/// the days of their last answers are equal.
pub fn fit(histories: &[History], base: &Parameters) -> Option<Fit> {
    let cards = latest(histories);
    let reviews: usize = cards.iter().map(|card| evidence(card).count()).sum();
    if reviews < FEWEST_REVIEWS {
        return None;
    }
    let mut recalls = Vec::with_capacity(reviews);
    let mut best = [0.0; 3];
    let (mut height, mut slip) = posterior(&cards, base, best, &mut recalls)?;
    let mut steps = [STEPS.0; 3];
    let mut replays = 1;
    while replays < MOST_REPLAYS && steps.iter().any(|step| step.abs() > STEPS.1) {
        for i in 0..3 {
            if steps[i].abs() <= STEPS.1 {
                continue;
            }
            let before = height;
            for sign in [1.0, -1.0] {
                let mut tried = best;
                tried[i] += sign * steps[i];
                replays += 1;
                match posterior(&cards, base, tried, &mut recalls) {
                    Some(found) if found.0 > height => {
                        (height, slip) = found;
                        best = tried;
                        // The same way first next time.
                        steps[i] *= sign;
                        break;
                    }
                    _ => {}
                }
            }
            if height <= before {
                steps[i] *= 0.5;
            }
        }
    }
    Some(Fit { parameters: moved(base, best), slip: slip as f32 })
}

/// The answers of a card as ratings and days since the answer before.
type Answers = Vec<(Rating, u32)>;

/// The answers of a card with the study days since the answer before, 0 for the first.
pub fn answers(history: &[(Rating, Day)]) -> Vec<(Rating, u32)> {
    let mut last = history.first().map_or(Day(0), |(_, day)| *day);
    let days =
        |(rating, day): &(Rating, Day)| (*rating, day.since(std::mem::replace(&mut last, *day)));
    history.iter().map(days).collect()
}

/// The cards answered last, as long as they hold no more than [`MOST_REVIEWS`] answers together.
fn latest(histories: &[History]) -> Vec<Answers> {
    let mut order: Vec<&History> = histories.iter().filter(|h| h.len() > 1).collect();
    order.sort_by_key(|h| std::cmp::Reverse(h.last().map(|(_, day)| *day)));
    let mut left = MOST_REVIEWS;
    let mut cards = Vec::with_capacity(order.len());
    for history in order {
        if history.len() > left && !cards.is_empty() {
            break;
        }
        left = left.saturating_sub(history.len());
        cards.push(answers(history));
    }
    cards
}

/// The places of the answers that say something about forgetting.
fn evidence(card: &Answers) -> impl Iterator<Item = usize> {
    (1..card.len()).filter(|i| card[*i].1 > 0)
}

/// `base` moved by these standard deviations of the priors.
fn moved(base: &Parameters, by: [f64; 3]) -> Parameters {
    let [scale, shift, decay] = [0, 1, 2].map(|i| (by[i] * PRIORS[i]) as f32);
    let limited = |value: f32, (low, high): (f32, f32)| value.clamp(low, high);
    let mut parameters = *base;
    for stability in &mut parameters[..4] {
        *stability = limited(*stability * scale.exp(), LIMITS[0]);
    }
    parameters[8] = limited(parameters[8] + shift, LIMITS[1]);
    parameters[20] = limited(parameters[20] * decay.exp(), LIMITS[2]);
    parameters
}

/// The logarithm of the posterior at its best slip, up to a constant, and that slip. `None` when
/// it is not a number. `recalls` is room to work in.
fn posterior(
    cards: &[Answers],
    base: &Parameters,
    by: [f64; 3],
    recalls: &mut Vec<(f64, bool)>,
) -> Option<(f64, f64)> {
    let fsrs = Fsrs::new(&moved(base, by))?;
    recalls.clear();
    for card in cards {
        let states = fsrs.replay(card);
        for i in evidence(card) {
            let (rating, days) = card[i];
            let r = f64::from(fsrs.retrievability(*states.get(i - 1)?, days as f32));
            recalls.push((r.clamp(EDGE, 1.0 - EDGE), rating.passed()));
        }
    }
    let slip = best_slip(recalls);
    let likelihood: f64 = recalls
        .iter()
        .map(|&(r, passed)| {
            let p = (1.0 - slip) * r;
            if passed { p.ln() } else { (1.0 - p).ln() }
        })
        .sum();
    let distance: f64 = by.iter().map(|z| z * z).sum::<f64>() + (slip / SLIP_PRIOR).powi(2);
    let height = likelihood - 0.5 * distance;
    height.is_finite().then_some((height, slip))
}

/// Where the slope of the posterior along the slip is 0: it only falls.
fn best_slip(recalls: &[(f64, bool)]) -> f64 {
    let passed = recalls.iter().filter(|(_, passed)| *passed).count() as f64;
    let failed: Vec<f64> = recalls.iter().filter(|(_, p)| !p).map(|(r, _)| *r).collect();
    let slope = |slip: f64| -> f64 {
        let rise: f64 = failed.iter().map(|r| r / (1.0 - r + slip * r)).sum();
        rise - passed / (1.0 - slip) - slip / (SLIP_PRIOR * SLIP_PRIOR)
    };
    if slope(0.0) <= 0.0 {
        return 0.0;
    }
    let (mut low, mut high) = (0.0, MOST_SLIP);
    for _ in 0..14 {
        let middle = 0.5 * (low + high);
        if slope(middle) > 0.0 { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

#[cfg(test)]
mod tests {
    use super::super::chance;
    use super::super::memory::DEFAULT_PARAMETERS;
    use super::*;
    use proptest::prelude::*;
    use rand::RngExt;

    /// Histories of cards answered on these days by someone whose memory has these parameters.
    fn learner(parameters: &Parameters, slip: f64, cards: usize, days: &[i32]) -> Vec<History> {
        let fsrs = Fsrs::new(parameters).unwrap();
        let mut chance = chance::generator(&[b"learner"]);
        (0..cards)
            .map(|card| {
                let first = Rating::ALL[[0, 2, 2, 3][card % 4]];
                let mut history = vec![(first, Day(days[0]))];
                let mut memory = fsrs.after(None, 0, first);
                for pair in days.windows(2) {
                    let since = (pair[1] - pair[0]) as u32;
                    let r = f64::from(fsrs.retrievability(memory, since as f32)) * (1.0 - slip);
                    let rating =
                        if chance.random::<f64>() < r { Rating::Good } else { Rating::Again };
                    memory = fsrs.after(Some(memory), since, rating);
                    history.push((rating, Day(pair[1])));
                }
                history
            })
            .collect()
    }

    fn good(days: &[i32]) -> History {
        days.iter().map(|day| (Rating::Good, Day(*day))).collect()
    }

    #[test]
    fn too_few_reviews_are_not_fitted() {
        let cards = |n: usize| vec![good(&[0, 1]); n];
        assert_eq!(fit(&[], &DEFAULT_PARAMETERS), None);
        assert_eq!(fit(&cards(FEWEST_REVIEWS - 1), &DEFAULT_PARAMETERS), None);
        assert!(fit(&cards(FEWEST_REVIEWS), &DEFAULT_PARAMETERS).is_some());
        let same_day = vec![good(&[0, 0, 0]); 100];
        assert_eq!(fit(&same_day, &DEFAULT_PARAMETERS), None);
    }

    #[test]
    fn someone_average_stays_near_the_base() {
        let log = learner(&DEFAULT_PARAMETERS, 0.0, 200, &[0, 2, 7, 20]);
        let fit = fit(&log, &DEFAULT_PARAMETERS).unwrap();
        let scale = (fit.parameters[2] / DEFAULT_PARAMETERS[2]).ln();
        assert!(scale.abs() < 0.5, "{fit:?}");
        assert!((fit.parameters[8] - DEFAULT_PARAMETERS[8]).abs() < 0.3, "{fit:?}");
        assert!(fit.slip < 0.04, "{fit:?}");
    }

    #[test]
    fn hard_material_is_found() {
        let mut hard = DEFAULT_PARAMETERS;
        for w in &mut hard[..4] {
            *w *= 0.2;
        }
        for (cards, most) in [(40, 0.8), (400, 0.3)] {
            let log = learner(&hard, 0.0, cards, &[0, 1, 4, 9]);
            let fit = fit(&log, &DEFAULT_PARAMETERS).unwrap();
            let scale = fit.parameters[2] / DEFAULT_PARAMETERS[2];
            assert!((0.1..most).contains(&scale), "{cards}: {fit:?}");
            let ratio = fit.parameters[0] / DEFAULT_PARAMETERS[0];
            assert!((ratio - scale).abs() < 1e-3, "one factor for all four: {fit:?}");
        }
    }

    #[test]
    fn slips_are_not_taken_for_forgetting() {
        let log = learner(&DEFAULT_PARAMETERS, 0.1, 400, &[0, 1, 3, 6, 10]);
        let fit = fit(&log, &DEFAULT_PARAMETERS).unwrap();
        assert!((0.04..0.16).contains(&fit.slip), "{fit:?}");
    }

    #[test]
    fn the_cards_answered_last_count() {
        let mut log = vec![good(&[0, 30, 60]); 300];
        let old = fit(&log, &DEFAULT_PARAMETERS).unwrap();
        // As many answers as are looked at, of a learner who has forgotten since.
        let failing: History = [(Rating::Good, 100), (Rating::Again, 101), (Rating::Again, 102)]
            .map(|(rating, day)| (rating, Day(day)))
            .to_vec();
        log.extend(vec![failing.clone(); MOST_REVIEWS / 3]);
        let new = fit(&log, &DEFAULT_PARAMETERS).unwrap();
        assert!(new.parameters[2] < old.parameters[2]);
        assert_eq!(
            Some(new),
            fit(&vec![failing; MOST_REVIEWS / 3], &DEFAULT_PARAMETERS),
            "older cards are not looked at"
        );
    }

    fn histories() -> impl Strategy<Value = Vec<History>> {
        let answer = (0..4_usize, -2..60_i32);
        let history = proptest::collection::vec(answer, 0..8).prop_map(|answers| {
            let mut day = 0;
            answers
                .into_iter()
                .map(|(rating, by)| {
                    day += by;
                    (Rating::ALL[rating], Day(day))
                })
                .collect()
        });
        proptest::collection::vec(history, 0..40)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn any_log_gives_parameters_within_limits(log in histories()) {
            let Some(fit) = fit(&log, &DEFAULT_PARAMETERS) else { return Ok(()) };
            prop_assert!((0.0..=0.3).contains(&fit.slip));
            let w = fit.parameters;
            prop_assert!(w[..4].is_sorted() && w[0] >= 0.001 && w[3] <= 100.0, "{:?}", w);
            prop_assert!((0.0..=4.5).contains(&w[8]) && (0.1..=0.8).contains(&w[20]), "{:?}", w);
            for i in (4..8).chain(9..20) {
                prop_assert_eq!(w[i], DEFAULT_PARAMETERS[i]);
            }
            // The fit is no less likely than where it started.
            let cards = latest(&log);
            let mut recalls = Vec::new();
            let height = |w: &Parameters, recalls: &mut Vec<(f64, bool)>| {
                posterior(&cards, w, [0.0; 3], recalls).unwrap().0
            };
            let before = height(&DEFAULT_PARAMETERS, &mut recalls);
            let after = height(&w, &mut recalls);
            prop_assert!(after >= before - 1e-3, "{} after {}", after, before);
        }

        #[test]
        fn the_same_log_gives_the_same_fit(log in histories()) {
            prop_assert_eq!(
                fit(&log, &DEFAULT_PARAMETERS),
                fit(&log.clone(), &DEFAULT_PARAMETERS)
            );
        }
    }
}
