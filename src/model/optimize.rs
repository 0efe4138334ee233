//! Fitting all parameters of FSRS to the learner's own log, and whether that is any better.
//!
//! The log is split by time: parameters fitted to the earlier answers predict the later ones, and
//! so do the present parameters. Only when the fitted ones predict better are parameters fitted to
//! the whole log and offered.

use super::day::Day;
use super::memory::{self, Evaluation, Parameters, Trials};
use super::refit::{History, answers};
use super::review::Rating;

/// Fewest answers, given at least a day after the one before, for a fit. With fewer the optimiser
/// moves little beyond the first stabilities, and a fifth of them cannot tell better from luck;
/// until then the refit of four numbers serves (`refit.rs`).
pub const FEWEST: usize = 400;
/// The share of the answers, the latest, that the fitted parameters must predict unseen.
pub const HELD_OUT: f64 = 0.2;
/// Answers of a card beyond this many are left out, as in the optimiser.
const LONGEST: usize = 256;

/// What came out.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Answers to fit and to measure on, each at least a day after the one before.
    pub answers: usize,
    /// How many of them, the latest, were held out.
    pub held_out: usize,
    /// The present parameters on those held out.
    pub before: Evaluation,
    /// Parameters fitted to the others, on those held out.
    pub after: Evaluation,
    /// The parameters fitted to all answers; `None` when the present ones are as good.
    pub better: Option<Parameters>,
}

/// Why nothing was fitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The log is too short.
    #[error(
        "{found} answers were given a day or more after the one before, and {FEWEST} are needed: {} to go",
        FEWEST - found
    )]
    TooFew {
        /// How many there are.
        found: usize,
    },
    /// The optimiser found no finite numbers.
    #[error("no parameters fit this log; the present ones stay")]
    NoFit,
}

/// Fits parameters to trials and reports its progress, as work done and work in all.
pub type Fit<'a> = dyn Fn(&Trials, &mut dyn FnMut(u64, u64)) -> Option<Parameters> + 'a;

/// Fits to the answers of all cards, each card's in the order of the log. `present` are the
/// parameters in use; `fit` is to fit as [`memory::optimize`] does. `progress` gets work done and
/// work in all.
pub fn optimize(
    histories: &[History],
    present: &Parameters,
    fit: &Fit<'_>,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Outcome, Refused> {
    let trials = trials(histories);
    let answers = trials.len();
    if answers < FEWEST {
        return Err(Refused::TooFew { found: answers });
    }
    let held_out = (answers as f64 * HELD_OUT) as usize;
    let (earlier, later) = trials.split(answers - held_out);
    // How long a fit takes grows with its number of answers.
    let (first, all) = (earlier.len() as u64, (earlier.len() + answers) as u64);
    let mut part = |from: u64, size: u64, done: u64, of: u64| {
        progress(from + size * done / of.max(1), all);
    };
    let fitted = fit(&earlier, &mut |done, of| part(0, first, done, of));
    let fitted = fitted.ok_or(Refused::NoFit)?;
    let before = memory::evaluate(present, &later).ok_or(Refused::NoFit)?;
    let after = memory::evaluate(&fitted, &later).ok_or(Refused::NoFit)?;
    let mut better = None;
    if after.log_loss < before.log_loss {
        let whole = fit(&trials, &mut |done, of| part(first, answers as u64, done, of));
        // The set that is offered is not the one that was measured, so it must at least not be
        // worse on the answers that it has seen.
        better = whole.filter(|whole| {
            let loss = |p| memory::evaluate(p, &trials).map_or(f32::INFINITY, |e| e.log_loss);
            loss(whole) < loss(present)
        });
    }
    Ok(Outcome { answers, held_out, before, after, better })
}

/// The answers given at least a day after the one before, in the order of time.
fn trials(histories: &[History]) -> Trials {
    let mut cards: Vec<Vec<(Rating, u32)>> = Vec::with_capacity(histories.len());
    let mut order: Vec<(Day, usize, usize)> = Vec::new();
    for (card, history) in histories.iter().enumerate() {
        let history = &history[..history.len().min(LONGEST)];
        let answers = answers(history);
        for (place, ((_, days), (_, day))) in answers.iter().zip(history).enumerate() {
            if *days > 0 {
                order.push((*day, card, place));
            }
        }
        cards.push(answers);
    }
    order.sort_unstable();
    let mut trials = Trials::default();
    for (_, card, place) in order {
        trials.push(card as i64, &cards[card][..=place]);
    }
    trials
}

#[cfg(test)]
mod tests {
    use super::super::chance;
    use super::super::memory::{DEFAULT_PARAMETERS, Fsrs};
    use super::*;
    use rand::RngExt;

    /// Cards of a learner with such parameters, answered at growing intervals.
    fn learner(parameters: &Parameters, cards: u32) -> Vec<Vec<(Rating, Day)>> {
        let fsrs = Fsrs::new(parameters).unwrap();
        let mut chance = chance::generator(&[b"learner"]);
        (0..cards)
            .map(|card| {
                let first = Day(20_000 + (card / 10) as i32);
                let mut memory = fsrs.after(None, 0, Rating::Good);
                let mut history = vec![(Rating::Good, first)];
                let mut day = first;
                for gap in [1, 3, 8, 21] {
                    day = day.plus(gap);
                    let held = fsrs.retrievability(memory, gap as f32);
                    let recalled = chance.random::<f32>() < held;
                    let rating = if recalled { Rating::Good } else { Rating::Again };
                    memory = fsrs.after(Some(memory), gap as u32, rating);
                    history.push((rating, day));
                }
                history
            })
            .collect()
    }

    /// The optimiser on this thread: its progress is reported at the end.
    fn fit(trials: &Trials, progress: &mut dyn FnMut(u64, u64)) -> Option<Parameters> {
        let fitting = memory::Fitting::default();
        let fitted = memory::optimize(trials, 1, &fitting);
        let (done, of) = fitting.done()?;
        progress(done, of);
        fitted
    }

    #[test]
    fn a_short_log_is_refused_with_what_is_missing() {
        let log = learner(&DEFAULT_PARAMETERS, 20);
        let refused = optimize(&log, &DEFAULT_PARAMETERS, &fit, &mut |_, _| {}).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "80 answers were given a day or more after the one before, and 400 are needed: 320 to go"
        );
    }

    #[test]
    fn answers_of_the_same_day_are_history_but_no_trial() {
        let day = Day(20_000);
        let log =
            vec![vec![(Rating::Again, day), (Rating::Good, day), (Rating::Good, day.plus(2))]];
        assert_eq!(trials(&log).len(), 1);
    }

    #[test]
    fn a_forgetful_learner_gets_better_parameters() {
        let mut forgetful = DEFAULT_PARAMETERS;
        forgetful[..4].iter_mut().for_each(|s| *s *= 0.2);
        let log = learner(&forgetful, 300);
        let mut last = (0, 0);
        let outcome =
            optimize(&log, &DEFAULT_PARAMETERS, &fit, &mut |done, all| last = (done, all)).unwrap();
        assert_eq!((outcome.answers, outcome.held_out), (1_200, 240));
        assert!(outcome.after.log_loss < outcome.before.log_loss, "{outcome:?}");
        let better = outcome.better.unwrap();
        assert!(better[2] < DEFAULT_PARAMETERS[2] * 0.6, "{better:?}");
        assert_eq!(last.1, 960 + 1_200);
        // Parameters that came from this log are not improved by fitting again.
        let again = optimize(&log, &better, &fit, &mut |_, _| {}).unwrap();
        assert_eq!(again.better, None, "{again:?}");
    }

    #[test]
    fn worse_parameters_are_not_offered() {
        // Half a log of one learner, and then another one sits down.
        let mut other = DEFAULT_PARAMETERS;
        other[..4].iter_mut().for_each(|s| *s *= 0.05);
        let mut log = learner(&other, 150);
        let later = learner(&DEFAULT_PARAMETERS, 150);
        let shift = |(rating, day): (Rating, Day)| (rating, day.plus(200));
        log.extend(later.into_iter().map(|card| card.into_iter().map(shift).collect()));
        let outcome = optimize(&log, &DEFAULT_PARAMETERS, &fit, &mut |_, _| {}).unwrap();
        assert!(outcome.after.log_loss >= outcome.before.log_loss, "{outcome:?}");
        assert_eq!(outcome.better, None);
    }
}
