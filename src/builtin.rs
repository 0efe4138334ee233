//! The decks that come with the program, embedded in it.

use include_dir::{Dir, include_dir};

use crate::format::combine::combine;
use crate::format::deck;
use crate::model::card::{Card, Topic};

static DECKS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/decks");

/// Tells one set of built-in decks from another. Every start compares it, so it has to be cheap:
/// a megabyte takes a tenth of a millisecond.
pub fn fingerprint() -> String {
    let mut files: Vec<_> = DECKS.dirs().flat_map(Dir::files).collect();
    files.sort_by_key(|file| file.path());
    let hash = files.iter().fold(0, |hash, file| mix(hash, file.contents()));
    format!("{hash:016x}")
}

/// FNV-1a over words instead of bytes, in four lanes that the processor can run side by side.
fn mix(hash: u64, bytes: &[u8]) -> u64 {
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    let step = |hash: u64, word: u64| {
        let hash = (hash ^ word).wrapping_mul(PRIME);
        // Else the high bits of a word would never reach the low ones.
        hash ^ (hash >> 29)
    };
    let mut lanes = [hash ^ 0xcbf2_9ce4_8422_2325, hash ^ 1, hash ^ 2, hash ^ 3];
    let (blocks, rest) = bytes.as_chunks::<32>();
    for block in blocks {
        let (words, _) = block.as_chunks::<8>();
        for (lane, word) in lanes.iter_mut().zip(words) {
            *lane = step(*lane, u64::from_le_bytes(*word));
        }
    }
    let lanes = lanes.into_iter().fold(bytes.len() as u64, step);
    rest.iter().fold(lanes, |hash, byte| step(hash, u64::from(*byte)))
}

/// The topics that come first, in the order of display; others follow by name.
const ORDER: [&str; 5] = ["gmp", "gc", "map", "slice", "channel"];

/// A deck file as embedded: (path such as `decks/en/gmp.md`, text).
pub fn files() -> Vec<(String, &'static str)> {
    let mut files = Vec::new();
    for dir in DECKS.dirs() {
        for file in dir.files() {
            if let Some(text) = file.contents_utf8() {
                files.push((format!("decks/{}", file.path().display()), text));
            }
        }
    }
    files.sort_by_key(|(path, _)| {
        let stem = path.rsplit('/').next().unwrap_or("").trim_end_matches(".md").to_owned();
        (ORDER.iter().position(|t| *t == stem).unwrap_or(ORDER.len()), stem, path.clone())
    });
    files
}

/// Topics and cards, each in all its languages, in the order of teaching.
pub fn decks() -> (Vec<Topic>, Vec<Card>) {
    combine(files().into_iter().map(|(_, text)| deck::read(text).0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_deck_reads_without_an_error() {
        for (path, text) in files() {
            let (_, diagnostics) = deck::read(text);
            let shown: Vec<String> = diagnostics.iter().map(|d| d.render(&path, text)).collect();
            assert!(shown.is_empty(), "{}", shown.join("\n"));
        }
    }

    #[test]
    fn the_five_topics_come_first_and_every_card_has_both_languages() {
        let (topics, cards) = decks();
        let names: Vec<&str> = topics.iter().map(|t| t.name.as_str()).collect();
        assert!(names.starts_with(&ORDER), "{names:?}");
        for card in cards {
            assert_eq!(card.text.len(), 2, "{}", card.id);
        }
    }

    #[test]
    fn the_fingerprint_sees_a_change_anywhere() {
        let base = mix(1, b"0123456789abcdef!");
        assert_ne!(base, mix(1, b"0123456789abcdef?"));
        assert_ne!(base, mix(1, b"1123456789abcdef!"));
        assert_ne!(mix(1, b""), mix(1, b"\0"));
        assert_eq!(fingerprint(), fingerprint());
    }
}
