//! Chinese characters, and what is written like them: one table, and the questions asked of it.

/// What the characters of a block are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    /// Chinese characters and their radicals.
    Han,
    /// Japanese syllables.
    Kana,
    /// What appears among them: punctuation, full-width forms, rarer scripts of the same width.
    Beside,
}

/// Blocks of characters, in their order.
const TABLE: [(char, char, Sort); 12] = [
    ('\u{2e80}', '\u{2fdf}', Sort::Han),
    ('\u{2fe0}', '\u{303f}', Sort::Beside),
    ('\u{3040}', '\u{30ff}', Sort::Kana),
    ('\u{3100}', '\u{33ff}', Sort::Beside),
    ('\u{3400}', '\u{4dbf}', Sort::Han),
    ('\u{4dc0}', '\u{4dff}', Sort::Beside),
    ('\u{4e00}', '\u{9fff}', Sort::Han),
    ('\u{a000}', '\u{a4cf}', Sort::Beside),
    ('\u{f900}', '\u{faff}', Sort::Han),
    ('\u{fe30}', '\u{fe4f}', Sort::Beside),
    ('\u{ff00}', '\u{ff60}', Sort::Beside),
    ('\u{20000}', '\u{3ffff}', Sort::Han),
];

fn sort(c: char) -> Option<Sort> {
    // Most text is ASCII, and most of the rest of one block.
    if c < TABLE[0].0 {
        return None;
    }
    if ('\u{4e00}'..='\u{9fff}').contains(&c) {
        return Some(Sort::Han);
    }
    TABLE.iter().find(|(first, last, _)| (*first..=*last).contains(&c)).map(|(.., sort)| *sort)
}

/// Whether it is a Chinese character.
pub fn is_han(c: char) -> bool {
    sort(c) == Some(Sort::Han)
}

/// Whether it is written without spaces around words: Han, kana.
pub fn stands_alone(c: char) -> bool {
    matches!(sort(c), Some(Sort::Han | Sort::Kana))
}

/// Whether a line break beside it does not mean a space: Han, kana and their punctuation.
pub fn runs_on(c: char) -> bool {
    sort(c).is_some()
}

/// Whether any character of a text [stands alone](stands_alone).
pub fn is_in(text: &str) -> bool {
    text.chars().any(stands_alone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_answers_each_question() {
        for (chars, answers) in [
            ("aé1 .'я한😀", "... ... ..."),
            ("中㐀豈𠀀\u{323af}⺀", "han alone on"),
            ("のカ", "... alone on"),
            ("。、「」（，ㄅ㈠ꀀ", "... ... on"),
        ] {
            for c in chars.chars() {
                let told = [(is_han(c), "han"), (stands_alone(c), "alone"), (runs_on(c), "on")];
                let told = told.map(|(is_so, word)| if is_so { word } else { "..." }).join(" ");
                assert_eq!(told, answers, "{c}");
            }
        }
        assert!(is_in("map 的") && !is_in("map, map。"));
    }

    #[test]
    fn the_table_is_in_order() {
        assert!(TABLE.iter().all(|(first, last, _)| first <= last));
        assert!(TABLE.is_sorted_by(|one, next| one.1 < next.0));
    }
}
