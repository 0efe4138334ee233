//! The decks that come with the program, embedded in it.

use include_dir::{Dir, include_dir};

use crate::format::combine::combine;
use crate::format::deck::{self, Deck};
use crate::model::card::{Card, Lang, Topic};

static DECKS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/decks");

/// Tells one set of built-in decks from another. Every start compares it, so it is computed when
/// the program is built.
pub const FINGERPRINT: &str = env!("GODRILL_DECKS");

/// The embedded files of a folder under `decks/`, by name: (path such as `decks/en/gmp.md`, text).
fn folder(name: &str) -> Vec<(String, &'static str)> {
    let files = DECKS.get_dir(name).into_iter().flat_map(Dir::files);
    let mut files: Vec<_> = files
        .filter_map(|file| {
            Some((format!("decks/{}", file.path().display()), file.contents_utf8()?))
        })
        .collect();
    files.sort();
    files
}

/// The deck files of all languages.
pub fn files() -> Vec<(String, &'static str)> {
    Lang::ALL.iter().flat_map(|lang| folder(lang.code())).collect()
}

/// Topics and cards, each in all its languages, in the order of teaching.
pub fn decks() -> (Vec<Topic>, Vec<Card>) {
    taught(files().into_iter().map(|(_, text)| deck::read(text).0).collect())
}

/// Decks put together: those with a place by it, the others after them by name.
fn taught(mut decks: Vec<Deck>) -> (Vec<Topic>, Vec<Card>) {
    decks.sort_by_cached_key(|deck| (deck.place.unwrap_or(u32::MAX), deck.name.clone(), deck.lang));
    combine(decks)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

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
    fn every_topic_has_a_place_and_a_short_name_of_its_own_and_every_card_both_languages() {
        let (topics, cards) = decks();
        assert!(topics.is_sorted_by(|a, b| a.place < b.place && b.place.is_some()), "{topics:?}");
        let short: HashSet<&str> = topics.iter().filter_map(|t| t.short.as_deref()).collect();
        assert_eq!(short.len(), topics.len(), "{topics:?}");
        for card in cards {
            assert_eq!(card.text.len(), 2, "{}", card.id);
        }
    }
}
