//! What a search for text means. The database looks words up in an index of SQLite's FTS5; here the
//! same is said for one card:
//!
//! * A card has three texts: its id; the questions of all languages, then its tags; the answers of all
//!   languages, each followed by its key points and reasons.
//! * A word is a run of letters and digits. Every Han character and kana is a word of its own.
//!   Words are compared in lower case, Latin ones without their accents, as `unicode61` does. (It
//!   takes what came into Unicode after version 6.1, such as newer emoji, for letters.)
//! * A phrase is in a card when its words follow each other in one of the three texts. Its last word
//!   may be the beginning of a longer one, unless it stands alone as Chinese does.
//!
//! A property test (`db/filter.rs`) checks the index against [`Phrase::is_in`].

use unicode_normalization::UnicodeNormalization;

use crate::model::card::Card;
use crate::text::han::stands_alone;

/// Words that follow each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// As typed, with spaces around each character that stands alone.
    pub spaced: String,
    /// Whether its last word may be the beginning of a longer one.
    pub is_begun: bool,
}

impl Phrase {
    /// The whole of a text as one phrase; `None` when there is no word in it.
    pub fn of(text: &str) -> Option<Phrase> {
        let text: String = text.chars().filter(|c| !matches!(c, '"' | '\0')).collect();
        let mut spaced = String::new();
        add_words(&mut spaced, &text);
        let last = text.chars().rfind(|c| is_letter(*c))?;
        let spaced = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(Phrase { spaced, is_begun: !stands_alone(last) })
    }

    /// Whether it stands in a card.
    pub fn is_in(&self, card: &Card) -> bool {
        let wanted = words(&self.spaced);
        let Some((last, first)) = wanted.split_last() else { return false };
        texts(card).iter().any(|text| {
            words(text).windows(wanted.len()).any(|found| {
                let end = &found[first.len()];
                found.starts_with(first)
                    && (end == last || self.is_begun && end.starts_with(last.as_str()))
            })
        })
    }
}

/// The phrases of what was typed without quotes: a chunk such as `slice扩容` is a Latin one and a
/// Chinese one.
pub fn phrases(typed: &str) -> Vec<String> {
    let mut phrases = Vec::new();
    for chunk in typed.split_whitespace() {
        let mut run = String::new();
        let mut run_alone = None;
        for c in chunk.chars().filter(|c| !matches!(c, '"' | '\0')) {
            // Punctuation belongs to the run around it.
            let alone = if is_letter(c) { Some(stands_alone(c)) } else { run_alone };
            if alone != run_alone && run_alone.is_some() {
                phrases.push(std::mem::take(&mut run));
            }
            run_alone = alone;
            run.push(c);
        }
        if run_alone.is_some() {
            phrases.push(run);
        }
    }
    phrases
}

/// The texts of a card that are searched: its id, its questions, its answers. What people often get
/// wrong is not searched.
pub fn texts(card: &Card) -> [String; 3] {
    let (mut questions, mut answers) = (String::new(), String::new());
    for text in card.text.values() {
        add_words(&mut questions, &text.question);
        add_words(&mut answers, &text.answer);
        for line in text.keys.iter().chain(&text.reasons) {
            add_words(&mut answers, line);
        }
    }
    add_words(&mut questions, &card.tags.join(" "));
    [card.id.clone(), questions, answers]
}

/// Appends the text to `words` with spaces around each character that stands alone.
fn add_words(words: &mut String, text: &str) {
    if !words.is_empty() {
        words.push(' ');
    }
    words.reserve(text.len() + text.len() / 3);
    // What lies between them goes in at once.
    let mut from = 0;
    for (at, c) in text.char_indices().filter(|(_, c)| stands_alone(*c)) {
        words.push_str(&text[from..at]);
        words.push(' ');
        words.push(c);
        words.push(' ');
        from = at + c.len_utf8();
    }
    words.push_str(&text[from..]);
}

/// The words of a text.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    for c in text.chars().filter(|c| !is_accent(*c)) {
        if is_letter(c) {
            word.push(folded(c));
        } else if !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() && !unicode_normalization::char::is_combining_mark(c)
}

/// Which of the characters from U+0300 on are accents, from the lowest bit on.
const ACCENTS: u64 = 0x0003_61f8_0802_9fdf;

/// A mark above or below a Latin letter.
fn is_accent(c: char) -> bool {
    let nth = u32::from(c).wrapping_sub(0x300);
    nth < 50 && ACCENTS >> nth & 1 == 1
}

/// A letter as it is compared.
fn folded(c: char) -> char {
    let mut parts = c.nfd();
    if let Some(letter) = parts.next().filter(char::is_ascii)
        && parts.all(is_accent)
    {
        return letter.to_ascii_lowercase();
    }
    let mut small = c.to_lowercase();
    small.next().filter(|_| small.next().is_none()).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::card::{Lang, Text};

    #[test]
    fn chinese_is_split_into_characters() {
        let mut spaced = String::new();
        add_words(&mut spaced, "GMP调度 model, Änd\u{301}");
        assert_eq!(words(&spaced), ["gmp", "调", "度", "model", "and"]);
    }

    #[test]
    fn what_is_typed_is_phrases() {
        for (typed, found) in [
            ("goroutin leak", vec!["goroutin", "leak"]),
            ("slice扩容", vec!["slice", "扩容"]),
            ("sync.Map", vec!["sync.Map"]),
            ("\"quoted\" -x", vec!["quoted", "-x"]),
            ("写屏障？", vec!["写屏障？"]),
            (" := ", vec![]),
        ] {
            assert_eq!(phrases(typed), found, "{typed}");
        }
    }

    #[test]
    fn a_phrase_stands_in_one_text() {
        let english = Text {
            question: "Why is a sync.Map slow?".into(),
            answer: "It écrit with a lock.".into(),
            keys: vec!["a copy of the map".into()],
            ..Text::default()
        };
        let chinese = Text { question: "写屏障".into(), ..Text::default() };
        let card = Card {
            tags: vec!["bug".into()],
            text: [(Lang::En, english), (Lang::Zh, chinese)].into(),
            ..Card::new("t-one", "t")
        };
        for (text, there) in [
            ("sync map", true),
            ("SYNC.MA", true),
            ("map sync", false),
            ("sy map", false),
            ("ecrit", true),
            ("lock a copy", true),
            ("slow it", false),
            ("t one", true),
            ("t", true),
            ("写屏", true),
            ("写障", false),
            ("屏障 bug", true),
            ("slow?写", true),
            ("?", false),
        ] {
            assert_eq!(Phrase::of(text).is_some_and(|p| p.is_in(&card)), there, "{text}");
        }
    }
}
