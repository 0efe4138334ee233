//! The decks that come with the program, embedded in it.

use include_dir::{Dir, include_dir};

use crate::format::combine::combine;
use crate::format::deck;
use crate::model::card::{Card, Topic};

static DECKS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/decks");

/// Tells one set of built-in decks from another. Every start compares it, so it is computed when
/// the program is built.
pub const FINGERPRINT: &str = env!("GODRILL_DECKS");

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

/// The names of the topics, from those of the files.
pub fn topics() -> Vec<&'static str> {
    let files = DECKS.dirs().flat_map(|dir| dir.files());
    let mut names: Vec<&str> = files.filter_map(|file| file.path().file_stem()?.to_str()).collect();
    names.sort_unstable();
    names.dedup();
    names
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
}
