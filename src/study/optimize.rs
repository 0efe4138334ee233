//! The fit to the learner's log, on a thread of its own, so that its progress can be shown.

use std::time::Duration;

use crate::model::memory::{self, Fitting, Parameters};
use crate::model::optimize::{self, Outcome, Refused};
use crate::model::refit::History;

/// How often the progress is looked at.
const LOOK: Duration = Duration::from_millis(10);

/// Fits to the answers of all cards, each card's in the order of the log. `present` are the
/// parameters in use, `relearning_steps` the number of steps after a lapse. `progress` gets work
/// done and work in all.
pub fn fit(
    histories: &[History],
    present: &Parameters,
    relearning_steps: usize,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Outcome, Refused> {
    let fit = |trials: &memory::Trials, progress: &mut dyn FnMut(u64, u64)| {
        let fitting = Fitting::default();
        std::thread::scope(|scope| {
            let training = scope.spawn(|| memory::optimize(trials, relearning_steps, &fitting));
            while !training.is_finished() {
                if let Some((done, of)) = fitting.done() {
                    progress(done, of);
                }
                std::thread::sleep(LOOK);
            }
            training.join().ok()?
        })
    };
    optimize::optimize(histories, present, &fit, progress)
}
