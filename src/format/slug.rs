//! Names of cards that come without one: the same question always gets the same id.

use unicode_normalization::UnicodeNormalization;

use super::pinyin::reading;
use crate::text::encode::base36;
use crate::text::fnv::fnv;
use crate::text::han::stands_alone;
use crate::text::names::letters;

/// Words of a question that say nothing in an id.
const STOP_WORDS: [&str; 30] = [
    "a", "an", "and", "are", "can", "do", "does", "for", "from", "how", "in", "is", "it", "its",
    "of", "on", "or", "that", "the", "their", "this", "to", "what", "when", "which", "why", "with",
    "you", "explain", "s",
];

/// Words of an id at most, and characters of a word.
const MOST_WORDS: usize = 5;
const LONGEST_WORD: usize = 20;

/// The id of a question in a topic: the topic and the telling words of the question. Where Latin
/// words do not tell all of it (Chinese, a long question) a short hash of the question follows.
pub fn id(topic: &str, question: &str) -> String {
    let question = &question.nfc().collect::<String>();
    let title = question.lines().next().unwrap_or("");
    let (words, whole) = latin_words(title);
    let telling: Vec<&str> = words
        .iter()
        .map(String::as_str)
        .filter(|w| !STOP_WORDS.contains(w) && *w != topic && w.len() <= LONGEST_WORD)
        .collect();
    let shown = &telling[..telling.len().min(if whole { MOST_WORDS } else { MOST_WORDS - 2 })];
    let mut id = topic.to_owned();
    for word in shown {
        id.push('-');
        id.push_str(word);
    }
    let told = whole
        && !shown.is_empty()
        && shown.len() == telling.len()
        && question.trim() == title.trim();
    if told { id } else { format!("{id}-{}", hash(question)) }
}

/// The id of a question when another question has the one of [`id`].
pub fn other_id(topic: &str, question: &str) -> String {
    format!("{}-{}", id(topic, question), hash(question))
}

/// The id of a question when another one that differs only in case has those of [`id`] and [`other_id`].
pub fn cased_id(topic: &str, question: &str) -> String {
    format!("{}-{}", id(topic, question), short(as_written(question).bytes()))
}

/// The id of a card that is added by hand: that of its question, or a number while it has none. The
/// first that is free.
pub fn free_id<E>(
    topic: &str,
    question: &str,
    mut is_taken: impl FnMut(&str) -> Result<bool, E>,
) -> Result<String, E> {
    let mut base = format!("{topic}-card");
    let mut first = 1;
    if !essence(question).is_empty() {
        for name in [id, other_id, cased_id] {
            let id = name(topic, question);
            if !is_taken(&id)? {
                return Ok(id);
            }
        }
        (base, first) = (id(topic, question), 2);
    }
    let mut number = first;
    loop {
        let id = format!("{base}-{number}");
        if !is_taken(&id)? {
            return Ok(id);
        }
        number += 1;
    }
}

/// Characters of a topic's name at most.
const LONGEST_TOPIC: usize = 40;

/// The name of a topic made of a title or a file name: small letters, digits and hyphens, Chinese as
/// it is read; `None` when there is neither letter nor digit in it. Letters that cannot be told so end
/// in a short hash, so that no two titles meet by them.
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

/// What of a question tells whether it is the same: its letters and digits, in small letters. A
/// letter with its accent beside it is that letter.
pub fn essence(question: &str) -> String {
    letters(&question.nfc().collect::<String>())
}

/// The letters and digits of a question as they are: `gU` and `gu` differ.
pub fn as_written(question: &str) -> String {
    question.nfc().filter(|c| c.is_alphanumeric()).collect()
}

/// The ASCII words of a text, and whether those are all of its letters.
fn latin_words(text: &str) -> (Vec<String>, bool) {
    let words = text
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    let whole = !text.chars().any(|c| c.is_alphabetic() && !c.is_ascii() || stands_alone(c));
    (words, whole)
}

fn hash(question: &str) -> String {
    short(essence(question).bytes())
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
    fn the_same_question_gets_the_same_id() {
        for (question, expected) in [
            ("What is a nil map?", "go-nil-map"),
            ("what  is a Nil map", "go-nil-map"),
            ("Why is there a P between G and M?", "go-there-p-between-g-m"),
            ("map的扩容", "go-map-24j0sur6"),
            ("怎么扩容？", "go-mwhddi1j"),
        ] {
            assert_eq!(id("go", question), expected, "{question}");
        }
        assert_eq!(id("go", "map 的扩容？"), id("go", "map的扩容"));
        assert_ne!(id("go", "Q\n\nbody one"), id("go", "Q\n\nbody two"));
        assert_eq!(topic("Study Notes (2)").as_deref(), Some("study-notes-2"));
        assert_eq!(id("go", "cafe\u{301}是什么"), id("go", "caf\u{e9}是什么"));
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
    fn a_card_that_is_added_gets_an_id_that_is_free() {
        let mut taken: Vec<String> = Vec::new();
        let mut add = |question: &str| {
            let id = free_id("t", question, |id| Ok::<_, ()>(taken.iter().any(|t| t == id)));
            taken.extend(id.clone());
            id.unwrap()
        };
        for id in ["t-tombstone", "t-tombstone-tq19shgt", "t-tombstone-x91e3yao", "t-tombstone-2"] {
            assert_eq!(add("What is a tombstone?"), id);
        }
        assert_eq!(add("what is a Tombstone"), "t-tombstone-di6e9oo6");
        assert_eq!([add(""), add("?")], ["t-card-1", "t-card-2"]);
    }

    proptest! {
        #[test]
        fn any_question_gets_a_good_id(question in any::<String>()) {
            prop_assert!(is_kebab(&id("t", &question)));
            prop_assert!(is_kebab(&other_id("t", &question)));
            if let Some(topic) = topic(&question) {
                prop_assert!(is_kebab(&topic));
            }
        }
    }
}
