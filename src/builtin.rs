//! The decks that come with the program, embedded in it.

use std::sync::mpsc;
use std::{iter, panic, thread};

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

/// What words mean in questions, topic by topic, in the form of [`crate::model::words`].
pub fn words() -> String {
    folder("words").into_iter().map(|(_, text)| format!("{text}\n")).collect()
}

/// The names of the topics, taken from those of the files.
pub fn topics() -> Vec<&'static str> {
    let folders = Lang::ALL.iter().filter_map(|lang| DECKS.get_dir(lang.code()));
    let files = folders.flat_map(Dir::files);
    let mut names: Vec<&str> = files.filter_map(|file| file.path().file_stem()?.to_str()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Topics and cards, each in all its languages, in the order of teaching.
pub fn decks() -> (Vec<Topic>, Vec<Card>) {
    let (topics, decks) = reading();
    (topics, decks.flatten().collect())
}

/// The topics, and the cards of each, which a thread of its own reads meanwhile.
pub fn reading() -> (Vec<Topic>, impl Iterator<Item = Vec<Card>>) {
    taught(files().into_iter().map(|(_, text)| text).collect())
}

/// Deck files put together: those with a place by it, the others after them by name.
fn taught(files: Vec<&'static str>) -> (Vec<Topic>, impl Iterator<Item = Vec<Card>>) {
    let mut decks: Vec<(Deck, &str)> =
        files.into_iter().map(|text| (deck::read(head(text)).0, text)).collect();
    decks.sort_by_cached_key(|(deck, _)| {
        (deck.place.unwrap_or(u32::MAX), deck.name.clone(), deck.lang)
    });
    let (topics, _) = combine(decks.iter().map(|(head, _)| head.clone()));
    let (sender, cards) = mpsc::channel();
    let read = move || {
        for same in decks.chunk_by(|(a, _), (b, _)| a.name == b.name) {
            let (_, cards) = combine(same.iter().map(|(_, text)| deck::read(text).0));
            if sender.send(cards).is_err() {
                return;
            }
        }
    };
    let mut reader = match thread::Builder::new().spawn(read.clone()) {
        Ok(reader) => Some(reader),
        // Where the system gives no thread, they are read before.
        Err(_) => {
            read();
            None
        }
    };
    let next = move || match (cards.recv(), reader.take()) {
        (Ok(cards), still) => {
            reader = still;
            Some(cards)
        }
        (Err(_), Some(reader)) => {
            // Decks that were not read to their end shall not pass for all of them.
            reader.join().unwrap_or_else(|panic| panic::resume_unwind(panic));
            None
        }
        (Err(_), None) => None,
    };
    (topics, iter::from_fn(next))
}

/// The head of a deck file.
fn head(text: &str) -> &str {
    const END: &str = "\n---\n";
    text.find(END).map_or(text, |at| &text[..at + END.len()])
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeSet, HashSet};

    use super::*;
    use crate::format::anki::own;
    use crate::model::coverage::Index;
    use crate::model::term::{Vocabulary, faults};
    use crate::model::words::{self, GENERAL};

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

    #[test]
    fn words_belong_to_decks_mean_one_thing_and_are_asked_about() {
        let text = words();
        assert_eq!(faults(&text), [""; 0]);
        let (topics, cards) = decks();
        for (path, text) in folder("words") {
            let name = path.trim_start_matches("decks/words/").trim_end_matches(".txt");
            assert!(name == GENERAL || topics.iter().any(|t| t.name == name), "{name} is no deck");
            let of: Vec<&str> = words::read(text).0.into_iter().map(|list| list.topic).collect();
            assert_eq!(of, [name]);
        }
        // A word that no question holds finds no card.
        let vocabulary = Vocabulary::new(&text);
        let mut unused = Vec::new();
        for list in words::read(&text).0.into_iter().filter(|list| list.topic != GENERAL) {
            let reading = vocabulary.reading(list.topic);
            let mut asked = BTreeSet::new();
            for card in cards.iter().filter(|card| card.topic == list.topic) {
                let titles = card.text.values().map(|text| text.title().to_owned());
                for text in titles.chain([card.id.replace('-', " ")]) {
                    asked.extend(reading.terms(&text).into_iter().map(|term| term.name));
                }
            }
            for concept in list.concepts.iter().filter_map(|(_, words)| words.first()) {
                if concept.split(" + ").any(|concept| !asked.contains(concept)) {
                    unused.push(format!("{}: {concept}", list.topic));
                }
            }
        }
        assert!(unused.is_empty(), "in no question: {unused:?}");
    }

    #[test]
    fn a_topic_is_a_pair_of_decks_and_its_words() {
        let deck = |lang: &str, title: &str, question: &str| {
            let text = format!(
                "---\ndeck: zoo\ntitle: {title}\nshort: Zoo\nplace: 7\nlang: {lang}\n---\n\n\
                 ## {question} {{#zoo-okapi-stripes}}\n\nTo hide.\n"
            );
            &*text.leak()
        };
        let other = "---\ndeck: ant\ntitle: Ants\nlang: en\n---\n\n## Q? {#ant-q}\n\nA.\n";
        let zh = deck("zh", "动物园", "霍加狓为什么有条纹？");
        let (topics, cards) =
            taught(vec![other, zh, deck("en", "Animals", "Why is an okapi striped?")]);
        let cards: Vec<Card> = cards.flatten().collect();
        let names: Vec<String> = topics.iter().map(own::deck_name).collect();
        assert_eq!(names, ["Go::Zoo", "Go::Ants"]);
        let words = "# zoo\n## subjects\nokapi | 霍加狓\n## aspects\nstripe | stripes | striped | 条纹\n\
                     ## dated 1.99\nquagga\n";
        let index = Index::new(Vocabulary::new(&format!("{words}{}", super::words())), &cards);
        for (question, answers) in [
            ("霍加狓的条纹有什么用", true),
            ("What are the stripes of an okapi for?", true),
            ("斑马为什么有条纹", false),
            ("Why is a map striped?", false),
        ] {
            let found = index.nearest(question, "", 1);
            assert_eq!(found.first().is_some_and(|found| found.covers()), answers, "{question}");
        }
        assert_eq!(words::dated(words, "zoo")[0].word, "quagga");
    }
}
