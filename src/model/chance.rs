//! Chance: seeded from what it is for, so that the same morning gives the same order.

use rand::rngs::ChaCha8Rng;
use rand::{Rng, SeedableRng};

use crate::text::fnv::fnv;

/// A generator for one purpose: the same parts give the same numbers on every machine and in
/// every version (ChaCha8 is specified; `rand`'s `StdRng` is not).
pub fn generator(parts: &[&[u8]]) -> ChaCha8Rng {
    // A length after each part, so that parts cannot run into each other.
    let bytes =
        parts.iter().flat_map(|part| part.iter().copied().chain((part.len() as u64).to_le_bytes()));
    ChaCha8Rng::seed_from_u64(fnv(bytes))
}

/// A number from 0 to 1, the same for the same seed and parts: cheap enough for millions of them.
/// The finaliser of SplitMix64 (Steele, Lea, Flood: "Fast Splittable Pseudorandom Number
/// Generators", 2014) over one part after the other.
pub fn unit(seed: u64, parts: [u64; 3]) -> f64 {
    let mix = |x: u64| {
        let x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ (x >> 31)
    };
    let hash = parts.into_iter().fold(mix(seed), |hash, part| mix(hash ^ mix(part)));
    ((hash >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
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
