//! The language of a text that does not say it: one rule for notes, tables and the decks of others, so
//! that a question gets the same whichever way it comes.

use crate::model::card::{Lang, Text};
use crate::text::fence::{prose, uncoded};
use crate::text::han;

/// This many Latin words are English, and not just a name.
const SENTENCE: usize = 3;

/// The language of a card. The words of its question decide. A question of only names and code
/// takes the language of its answer, and if that decides nothing either, the language of the file.
pub fn of(text: &Text, file: Lang) -> Lang {
    let question = Count::of([text.question.as_str()]);
    let answer = || Count::of([text.answer.as_str()]);
    question.of_question().or_else(|| answer().of_answer()).unwrap_or(file)
}

/// The language of a file with these texts: Chinese if it has as many Chinese characters as Latin
/// words.
pub fn of_file<'a>(texts: impl IntoIterator<Item = &'a str>) -> Lang {
    let Count { han, words } = Count::of(texts);
    if han > 0 && han >= words { Lang::Zh } else { Lang::En }
}

/// The words of a text that are not Chinese.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() && !han::stands_alone(c) || matches!(c, '\'' | '_')))
        .filter(|word| !word.is_empty())
}

/// What texts hold outside of blocks of code.
#[derive(Default)]
struct Count {
    /// Chinese characters, without those in code.
    han: usize,
    /// Other words.
    words: usize,
}

impl Count {
    fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Count {
        let mut count = Count::default();
        for line in texts.into_iter().flat_map(prose) {
            if !line.is_ascii() {
                count.han += uncoded(line).chars().filter(|c| han::stands_alone(*c)).count();
            }
            count.words += words(line).count();
        }
        count
    }

    /// In a question one Chinese character is enough: the rest are names.
    fn of_question(&self) -> Option<Lang> {
        match self {
            Count { han: 1.., .. } => Some(Lang::Zh),
            Count { words: SENTENCE.., .. } => Some(Lang::En),
            _ => None,
        }
    }

    /// An answer with a few Chinese characters may be a list of names.
    fn of_answer(&self) -> Option<Lang> {
        match self {
            Count { han: 0, words: SENTENCE.. } => Some(Lang::En),
            Count { han, words } if *han > 0 && han >= words => Some(Lang::Zh),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_question_then_the_answer_then_the_file_tells_the_language() {
        use Lang::{En, Zh};
        for (question, answer, file, lang) in [
            // Its own words.
            ("What is a P?", "一个处理器。", Zh, En),
            ("What is `GMP`?", "调度模型。", Zh, En),
            ("P 是什么", "A processor, of which each thread needs one.", En, Zh),
            ("Explain channel 扩容", "", En, Zh),
            // Names and code: the answer's.
            ("GMP", "调度模型：三种对象。", En, Zh),
            ("GMP", "The model of the scheduler.", Zh, En),
            ("Ownership:\n\n```go\nx := \"所有权\"\n```", "所有权和生命周期", En, Zh),
            ("`len(\"世界\")`", "It counts the bytes, which are six.", Zh, En),
            (
                "What prints?\n\n~~~go\nfmt.Println(\"世界\") // one of the words\n~~~",
                "`6`",
                En,
                En,
            ),
            // And if that has none either: the file's.
            ("GMP", "", Zh, Zh),
            ("GMP", "", En, En),
            ("LONG", "四", En, Zh),
            ("len(s)", "6", Zh, Zh),
            ("len(s)", "```go\nreturn the length of the string\n```", Zh, Zh),
            ("GMP", "G, M, P (三)", Zh, Zh),
            ("GMP", "G, M, P (三)", En, En),
            ("", "", En, En),
        ] {
            let text = Text { question: question.into(), answer: answer.into(), ..Text::default() };
            assert_eq!(of(&text, file), lang, "{question:?} {answer:?}");
        }
    }

    #[test]
    fn most_of_a_file_tells_its_language() {
        for (texts, lang) in [
            (&["## 影子\n\n- LONG: 四\n- 短: 二\n"][..], Lang::Zh),
            (&["A page with one 字 in it."], Lang::En),
            (
                &["讲讲 map。\n\n```go\nfor k, v := range m {\n\tfmt.Println(k, v)\n}\n```"],
                Lang::Zh,
            ),
            (&["map", "哈希表。"], Lang::Zh),
            (&[""], Lang::En),
            (&[], Lang::En),
        ] {
            assert_eq!(of_file(texts.iter().copied()), lang, "{texts:?}");
        }
    }

    #[test]
    fn a_file_has_one_language_whichever_way_it_comes() {
        use crate::format::{hashcards, notes, table};
        let cards = [
            ("GMP?", "四", Lang::Zh),
            ("What is a P?", "一个处理器。", Lang::En),
            ("P 是什么？", "A processor, of which each thread needs one.", Lang::Zh),
            ("GC?", "It frees what nobody needs.", Lang::En),
            ("怎么扩容？", "先分配新的桶，再逐步搬迁。", Lang::Zh),
        ];
        let written = |form: fn(&str, &str) -> String| {
            cards.iter().map(|(question, answer, _)| form(question, answer)).collect::<String>()
        };
        let tagged = written(|question, answer| format!("Q: {question}\nA: {answer}\n\n"));
        let rows = written(|question, answer| format!("{question}\t{answer}\n"));
        let expected = cards.map(|(.., lang)| lang);
        let found = notes::read(&tagged, notes::Options::default()).0.found;
        assert_eq!(found.iter().map(|found| found.lang).collect::<Vec<_>>(), expected);
        let (found, _) = hashcards::read_deck(&tagged, "t");
        assert_eq!(found.iter().map(|card| card.lang).collect::<Vec<_>>(), expected);
        let (found, _) = table::read(&rows, false);
        let langs = found.iter().flat_map(|row| row.text.keys().copied());
        assert_eq!(langs.collect::<Vec<_>>(), expected);
    }
}
