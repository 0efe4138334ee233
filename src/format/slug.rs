//! Names of cards that come without one, and what tells whether two questions are the same.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;

use super::pinyin::reading;
use crate::text::encode::base36;
use crate::text::fnv::fnv;
use crate::text::han::stands_alone;
use crate::text::names::letters;

/// Words of a question that say nothing in an id.
const STOP_WORDS: [&str; 35] = [
    "a", "an", "and", "are", "can", "do", "does", "for", "from", "how", "in", "is", "it", "its",
    "of", "on", "or", "that", "the", "their", "this", "to", "what", "when", "which", "why", "with",
    "you", "explain", "s", "where", "be", "by", "at", "your",
];

/// Most words of an id, and most characters of a word.
const MOST_WORDS: usize = 5;
const LONGEST_WORD: usize = 20;

/// What the id of a question in a topic is made of: the topic and the telling words of the question,
/// which in a Chinese one are its terms; `None` when there are none.
pub fn named(topic: &str, question: &str) -> Option<String> {
    let question = question.nfc().collect::<String>();
    let words = latin_words(question.lines().next().unwrap_or(""));
    let is_telling =
        |w: &&String| !STOP_WORDS.contains(&w.as_str()) && *w != topic && w.len() <= LONGEST_WORD;
    let mut id = topic.to_owned();
    for word in words.iter().filter(is_telling).take(MOST_WORDS) {
        id.push('-');
        id.push_str(word);
    }
    (id.len() > topic.len()).then_some(id)
}

/// Gives ids to questions, the first that is free: one of words alone, then with a number; one
/// without words is the topic with a number.
#[derive(Debug, Default)]
pub struct Ids {
    /// The number to try next, so that a thousand questions of the same words are no work.
    next: HashMap<String, u32>,
}

impl Ids {
    /// The id of a question in a topic.
    pub fn free(&mut self, topic: &str, question: &str, is_taken: impl Fn(&str) -> bool) -> String {
        let named = named(topic, question);
        if let Some(id) = named.as_ref().filter(|id| !is_taken(id)) {
            return id.clone();
        }
        let first = if named.is_some() { 2 } else { 1 };
        let base = named.unwrap_or_else(|| topic.to_owned());
        let next = self.next.entry(base.clone()).or_insert(first);
        loop {
            let id = format!("{base}-{next}");
            if !is_taken(&id) {
                return id;
            }
            *next += 1;
        }
    }
}

/// Most characters of a topic's name.
const LONGEST_TOPIC: usize = 40;

/// The name of a topic, made from a title or a file name: lower-case letters, digits and hyphens,
/// Chinese in pinyin; `None` without any letter or digit. A short hash at the end stands for
/// letters that cannot be written so, so that no two titles get the same name.
pub fn topic(title: &str) -> Option<String> {
    let title: String = title.nfc().collect();
    let mut words = vec![String::new()];
    let mut told = true;
    for c in title.chars() {
        match (c, reading(c)) {
            (_, Some(reading)) => words.extend([reading.to_owned(), String::new()]),
            (c, _) if c.is_ascii_alphanumeric() => {
                words.last_mut()?.push(c.to_ascii_lowercase());
            }
            (c, _) => {
                told &= !stands_alone(c);
                words.push(String::new());
            }
        }
    }
    let mut name = String::new();
    for word in words.iter().filter(|word| !word.is_empty()) {
        if name.len() + word.len() >= LONGEST_TOPIC {
            break;
        }
        if !name.is_empty() {
            name.push('-');
        }
        name.push_str(word);
    }
    if told && !name.is_empty() {
        return Some(name);
    }
    let essence = essence(&title);
    let stem = if name.is_empty() { "topic" } else { &name };
    (!essence.is_empty()).then(|| format!("{stem}-{}", &short(essence.bytes())[..6]))
}

/// What decides whether two questions are the same: their letters and digits, in lower case. A
/// letter followed by a combining accent is the accented letter.
pub fn essence(question: &str) -> String {
    letters(&question.nfc().collect::<String>())
}

/// The letters and digits of a question as they are: `gU` and `gu` differ.
pub fn as_written(question: &str) -> String {
    question.nfc().filter(|c| c.is_alphanumeric()).collect()
}

/// The ASCII words of a text.
fn latin_words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_ascii_lowercase)
        .collect()
}

/// Eight characters that are the same for the same bytes for all times and machines.
fn short(bytes: impl Iterator<Item = u8>) -> String {
    base36(fnv(bytes), 8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::card::is_kebab;
    use proptest::prelude::*;

    #[test]
    fn an_id_is_made_of_the_words_of_the_question() {
        for (question, expected) in [
            ("What is a nil map?", Some("go-nil-map")),
            ("what  is a Nil map", Some("go-nil-map")),
            ("Why is there a P between G and M?", Some("go-there-p-between-g-m")),
            ("map的扩容", Some("go-map")),
            ("`sync.Pool` 什么时候被清空？", Some("go-sync-pool")),
            ("怎么扩容？", None),
            ("Why?", None),
        ] {
            assert_eq!(named("go", question).as_deref(), expected, "{question}");
        }
        assert_eq!(essence("map 的扩容？"), essence("map的扩容"));
        assert_eq!(essence("cafe\u{301}是什么"), essence("caf\u{e9}是什么"));
        assert_eq!(topic("Study Notes (2)").as_deref(), Some("study-notes-2"));
    }

    #[test]
    fn a_title_makes_a_name_that_can_be_typed() {
        for (title, name) in [
            ("笔记", "bi-ji"),
            ("Go 语言：并发 (2)", "go-yu-yan-bing-fa-2"),
            ("map扩容", "map-kuo-rong"),
            ("Café", "caf"),
            ("數據庫", "topic-ti3zb5"),
            ("заметки", "topic-6jik5d"),
        ] {
            assert_eq!(topic(title).as_deref(), Some(name), "{title}");
        }
        assert_eq!(topic("—— !"), None);
    }

    #[test]
    fn the_first_free_id_is_given() {
        let mut taken: Vec<String> = vec!["t-3".into()];
        let mut ids = Ids::default();
        for (question, expected) in [
            ("What is a tombstone?", "t-tombstone"),
            ("Why a tombstone?", "t-tombstone-2"),
            ("tombstone 是什么？", "t-tombstone-3"),
            ("怎么扩容？", "t-1"),
            ("", "t-2"),
            ("如何缩容？", "t-4"),
        ] {
            let id = ids.free("t", question, |id| taken.iter().any(|t| t == id));
            assert_eq!(id, expected, "{question}");
            taken.push(id);
        }
    }

    proptest! {
        #[test]
        fn any_question_gets_a_good_id(question in any::<String>()) {
            prop_assert!(is_kebab(&Ids::default().free("t", &question, |_| false)));
            if let Some(topic) = topic(&question) {
                prop_assert!(is_kebab(&topic));
            }
        }
    }
}
