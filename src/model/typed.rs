//! Typed answers: what a learner typed against what is right.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;

use super::review::Rating;

/// How a typed answer compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The same, except for spaces at the ends of lines, empty lines at the end, and whether an
    /// accent is part of its letter or a character of its own.
    Right,
    /// The same words, with other spaces, line breaks or case.
    Close,
    /// Something else, or nothing.
    Wrong,
}

impl Verdict {
    /// The rating to propose; the learner may overrule it.
    pub fn rating(self) -> Rating {
        match self {
            Verdict::Right => Rating::Good,
            Verdict::Close => Rating::Hard,
            Verdict::Wrong => Rating::Again,
        }
    }
}

/// Compares the typed output of a program with the real one.
pub fn compare(expected: &str, typed: &str) -> Verdict {
    // Some keyboards and file systems give `é` as two characters.
    let [expected, typed] = [expected, typed].map(|text| text.nfc().collect::<String>());
    let exact = |text: &str| {
        text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim_end().to_owned()
    };
    if exact(&expected) == exact(&typed) {
        return Verdict::Right;
    }
    let loose =
        |text: &str| text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ");
    if loose(&expected) == loose(&typed) { Verdict::Close } else { Verdict::Wrong }
}

/// The letters of options that a text names, in lower case, and whatever else stands in it but marks
/// between them.
pub fn chosen(text: &str) -> BTreeSet<char> {
    // A Chinese keyboard gives letters and marks as wide as a character.
    let is_letter = |c: &char| !c.is_whitespace() && !matches!(c, '.' | ')' | ',' | '、' | '。');
    text.nfkc().filter(is_letter).map(|c| c.to_ascii_lowercase()).collect()
}

/// Compares typed letters with those of the right options of a `choice` card, in any order.
pub fn compare_choice(correct: &str, typed: &str) -> Verdict {
    if chosen(correct) == chosen(typed) { Verdict::Right } else { Verdict::Wrong }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_at_the_end_do_not_matter_and_others_cost_a_little() {
        for (expected, typed, verdict) in [
            ("1\n2\n", "1\n2", Verdict::Right),
            ("1\n2\n", "1  \n2\n\n", Verdict::Right),
            ("1\n2\n", "1 2", Verdict::Close),
            ("True\n", "true", Verdict::Close),
            ("1\n", "2", Verdict::Wrong),
            ("1\n", "", Verdict::Wrong),
            ("", "", Verdict::Right),
            (" 1\n", "1", Verdict::Close),
            ("na\u{ef}ve", "nai\u{308}ve", Verdict::Right),
            ("nai\u{308}ve", "Na\u{ef}ve", Verdict::Close),
            ("na\u{ef}ve", "naive", Verdict::Wrong),
        ] {
            assert_eq!(compare(expected, typed), verdict, "{expected:?} {typed:?}");
        }
    }

    #[test]
    fn a_choice_is_one_letter_or_several() {
        assert_eq!(compare_choice("b", " B) "), Verdict::Right);
        assert_eq!(compare_choice("b", "Ｂ．"), Verdict::Right);
        assert_eq!(compare_choice("b", "a"), Verdict::Wrong);
        assert_eq!(compare_choice("b", ""), Verdict::Wrong);
        assert_eq!(compare_choice("b, d", "DB"), Verdict::Right);
        assert_eq!(compare_choice("b, d", "d, b."), Verdict::Right);
        assert_eq!(compare_choice("b, d", "b"), Verdict::Wrong);
        assert_eq!(compare_choice("b", "b?"), Verdict::Wrong);
    }
}
