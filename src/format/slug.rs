//! Names of cards that come without one: the same question always gets the same id.

use crate::model::search::stands_alone;

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
    format!("{}-{}", id(topic, question), fnv(letters(question).bytes()))
}

/// The name of a topic made of a title or a file name: small letters, digits and hyphens; `None`
/// when there are none in it.
pub fn topic(title: &str) -> Option<String> {
    /// Characters of a topic at most.
    const LONGEST: usize = 40;
    let (words, _) = latin_words(title);
    let mut name = String::new();
    for word in words {
        if name.len() + word.len() >= LONGEST {
            break;
        }
        if !name.is_empty() {
            name.push('-');
        }
        name.push_str(&word);
    }
    (!name.is_empty()).then_some(name)
}

/// What of a question tells whether it is the same: its letters and digits, in small letters.
pub fn essence(question: &str) -> String {
    question.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The letters and digits of a question as they are: `gU` and `gu` differ.
pub fn letters(question: &str) -> String {
    question.chars().filter(|c| c.is_alphanumeric()).collect()
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
    fnv(essence(question).bytes())
}

/// Eight characters of base 36 of FNV-1a (64 bits), which is stable for all times and machines.
fn fnv(bytes: impl Iterator<Item = u8>) -> String {
    const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x100_0000_01b3;
    const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let mut hash = bytes.fold(OFFSET, |hash, b| (hash ^ u64::from(b)).wrapping_mul(PRIME));
    let mut text = String::with_capacity(8);
    for _ in 0..8 {
        text.push(char::from(DIGITS[(hash % 36) as usize]));
        hash /= 36;
    }
    text
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
        assert_eq!(topic("笔记"), None);
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
