//! Chance for stories that try random things: another seed in each run, printed if one fails.

use std::time::{SystemTime, UNIX_EPOCH};

/// Random numbers (SplitMix64).
pub(crate) struct Chance {
    seed: u64,
    state: u64,
}

impl Chance {
    /// From `GODRILL_TEST_SEED`, else from the clock.
    pub(crate) fn new() -> Chance {
        let clock = SystemTime::now().duration_since(UNIX_EPOCH);
        Chance::seeded(clock.map_or(1, |t| t.as_nanos() as u64))
    }

    /// From `GODRILL_TEST_SEED`, else the same in every run.
    pub(crate) fn seeded(seed: u64) -> Chance {
        let given = std::env::var("GODRILL_TEST_SEED").ok().and_then(|seed| seed.parse().ok());
        let seed = given.unwrap_or(seed);
        Chance { seed, state: seed }
    }

    /// A number below `end`, 0 if that is 0.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)).checked_rem(end).unwrap_or(0)
    }
}

impl Drop for Chance {
    #[allow(clippy::print_stderr)]
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("again with GODRILL_TEST_SEED={}", self.seed);
        }
    }
}
