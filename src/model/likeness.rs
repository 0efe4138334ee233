//! How alike two questions are, by the words they share. A stand-in for a real comparison of what
//! is asked: it finds the same question in nearly the same words, and nothing more.

use std::collections::BTreeSet;

use super::search::stands_alone;

/// From this likeness on, two questions ask the same in slightly other words.
pub const SAME: f32 = 0.75;

/// Latin words that every question has.
const STOP_WORDS: [&str; 33] = [
    "a", "an", "and", "are", "as", "at", "be", "can", "do", "does", "explain", "for", "from", "how",
    "in", "is", "it", "of", "on", "or", "go", "golang", "that", "the", "their", "to", "what", "when",
    "which", "why", "with", "work", "you",
];

/// Chinese words that every question has, longest first.
const STOP_PHRASES: [&str; 31] = [
    "为什么", "怎么样", "是什么", "怎么", "怎样", "如何", "什么", "为何", "哪些", "哪个", "是否",
    "讲讲", "讲一下", "介绍", "一下", "可以", "进行", "情况", "时候", "的", "了", "吗", "呢", "是",
    "和", "与", "在", "会", "有", "把", "被",
];

/// The telling words of a text: Latin words in small letters, and each two neighbouring Chinese
/// characters. Each once, in the order of the text.
pub fn words(text: &str) -> Vec<String> {
    let mut plain = text.to_lowercase();
    for phrase in STOP_PHRASES {
        if plain.contains(phrase) {
            plain = plain.replace(phrase, " ");
        }
    }
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    let mut note = |word: String| {
        if !word.is_empty() && !STOP_WORDS.contains(&word.as_str()) && seen.insert(word.clone()) {
            found.push(word);
        }
    };
    let mut latin = String::new();
    let mut last: Option<char> = None;
    for c in plain.chars().chain([' ']) {
        if stands_alone(c) {
            note(std::mem::take(&mut latin));
            if let Some(last) = last {
                note([last, c].iter().collect());
            }
            last = Some(c);
            continue;
        }
        last = None;
        if c.is_alphanumeric() {
            latin.push(c);
        } else {
            // One stem for `channel` and `channels`.
            let word = std::mem::take(&mut latin);
            note(match word.strip_suffix('s') {
                Some(stem) if stem.len() > 2 && !stem.ends_with('s') => stem.to_owned(),
                _ => word,
            });
        }
    }
    found
}

/// How many of the telling words of two texts are the same, 0 to 1 (the coefficient of Dice, by
/// weight). 0 when one has none.
pub fn likeness(one: &str, other: &str) -> f32 {
    let [one, other] = [one, other].map(words);
    if one.is_empty() || other.is_empty() {
        return 0.0;
    }
    let sum = |words: &[String]| words.iter().map(|w| weight(w)).sum::<u32>();
    let shared: u32 = one.iter().filter(|word| other.contains(word)).map(|w| weight(w)).sum();
    2.0 * shared as f32 / (sum(&one) + sum(&other)) as f32
}

/// A Latin word among Chinese names what the question is about: `map`, `channel`.
fn weight(word: &str) -> u32 {
    if word.chars().next().is_some_and(stands_alone) { 1 } else { 3 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_telling_words_are_found() {
        for (text, telling) in [
            ("What is a nil channel?", &["nil", "channel"][..]),
            ("map的底层数据结构", &["map", "底层", "层数", "数据", "据结", "结构"]),
            ("什么是协程？", &["协程"]),
            ("How do you?", &[]),
        ] {
            assert_eq!(words(text), telling, "{text}");
        }
    }

    #[test]
    fn the_same_question_in_other_words_is_alike() {
        for (one, other, same) in [
            ("What is a nil channel?", "what's a nil channel", true),
            ("How do channels work?", "How does a channel work in Go?", true),
            ("map的扩容", "map 是怎么扩容的？", true),
            ("什么是协程", "协程是什么？", true),
            ("channel的底层数据结构", "map的底层数据结构", false),
            ("What is a nil channel?", "What is a closed channel?", false),
            ("?", "?", false),
        ] {
            assert_eq!(likeness(one, other) >= SAME, same, "{one} / {other}: {}", likeness(one, other));
        }
    }
}
