//! Progress of long work, on a terminal only.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::world::World;

/// A progress bar on standard error; silent when that is not a terminal.
pub(super) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// A bar with a word that says what goes on.
    pub(super) fn new(world: &World, what: &'static str) -> Progress {
        let bar = ProgressBar::new(0);
        bar.set_draw_target(if world.stderr_is_terminal && !world.is_dumb {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        });
        // A template that does not parse would only look different.
        if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {eta}") {
            bar.set_style(style);
        }
        bar.set_message(what);
        bar.enable_steady_tick(Duration::from_millis(200));
        Progress { bar }
    }

    /// Shows how much is done.
    pub(super) fn show(&self, done: u64, all: u64) {
        self.bar.set_length(all);
        self.bar.set_position(done);
    }

    /// Removes the bar.
    pub(super) fn done(&self) {
        self.bar.finish_and_clear();
    }
}
