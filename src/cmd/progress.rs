//! Progress of long work, on a terminal only.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::world::World;

/// Work that takes less than this has no bar: it would only flicker.
const PATIENCE: Duration = Duration::from_millis(300);

/// A progress bar on standard error; silent when that is not a terminal.
pub(super) struct Progress {
    bar: ProgressBar,
    /// Whether a bar may still appear.
    is_waiting: AtomicBool,
}

impl Progress {
    /// A bar with a word that says what goes on.
    pub(super) fn new(world: &World, what: &'static str) -> Progress {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        // A template that does not parse would only look different.
        if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {eta}") {
            bar.set_style(style);
        }
        bar.set_message(what);
        let is_waiting = AtomicBool::new(world.stderr_is_terminal && !world.is_dumb);
        Progress { bar, is_waiting }
    }

    /// Shows how much is done.
    pub(super) fn show(&self, done: u64, all: u64) {
        self.bar.set_length(all);
        self.bar.set_position(done);
        if self.bar.elapsed() >= PATIENCE && self.is_waiting.swap(false, Ordering::Relaxed) {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
            self.bar.enable_steady_tick(Duration::from_millis(200));
        }
    }

    /// Removes the bar.
    pub(super) fn done(&self) {
        self.bar.finish_and_clear();
    }
}
