//! Chance: seeded from what it is for, so that the same morning gives the same order.

use rand::rngs::ChaCha8Rng;
use rand::{Rng, SeedableRng};

/// A generator for one purpose: the same parts give the same numbers on every machine and in
/// every version (ChaCha8 is specified; `rand`'s `StdRng` is not).
pub fn generator(parts: &[&[u8]]) -> ChaCha8Rng {
    // FNV-1a, 64 bit, with a length after each part so that parts cannot run into each other.
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for part in parts {
        for byte in part.iter().copied().chain((part.len() as u64).to_le_bytes()) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    ChaCha8Rng::seed_from_u64(hash)
}

/// A number that orders a card among others by chance on one day, for one seed.
pub fn shuffle_key(seed: u64, day: i32, card: &str) -> u64 {
    generator(&[b"shuffle", &seed.to_le_bytes(), &day.to_le_bytes(), card.as_bytes()]).next_u64()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_depends_on_every_part_and_nothing_else() {
        let key = shuffle_key(1, 2, "a");
        assert_eq!(key, shuffle_key(1, 2, "a"));
        assert_ne!(key, shuffle_key(2, 2, "a"));
        assert_ne!(key, shuffle_key(1, 3, "a"));
        assert_ne!(key, shuffle_key(1, 2, "b"));
    }

    #[test]
    fn the_sequence_is_pinned_for_ever() {
        // If this fails, every learner's stored due dates would no longer equal their replay.
        assert_eq!(generator(&[b"fuzz"]).next_u64(), 5_428_405_186_346_335_733);
    }
}
