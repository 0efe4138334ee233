//! The options of a question in columns of their own, and which of them is right.

use super::joined;
use crate::model::card::Text;

/// What the cells of a row say of a choice.
#[derive(Debug, Default)]
pub(super) struct Options {
    /// The options by the place of their column.
    options: Vec<(usize, String)>,
    /// What a column for the right option says.
    pub(super) right: Option<String>,
    /// Why it is right.
    pub(super) reason: String,
}

impl Options {
    /// Adds the option of the column at a place, if there is one in this row.
    pub(super) fn add(&mut self, at: usize, text: &str) {
        // An option is one line.
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if !line.is_empty() {
            self.options.push((at, line));
            self.options.sort();
        }
    }

    /// The text of the card, and the letter of the right option in small letters if it is a choice.
    /// Where the answer names no option, or several, they stay a part of the question.
    pub(super) fn settle(&self, text: &Text) -> (Text, Option<String>) {
        let Text { question, answer, .. } = text;
        // Where a column gives the right option, the answer is the reason.
        let (right, reason) = match &self.right {
            Some(right) => (right.as_str(), joined(answer, &self.reason)),
            None => (answer.as_str(), self.reason.clone()),
        };
        if self.options.len() < 2 {
            let right = self.right.as_deref().unwrap_or("");
            let answer = joined(&joined(right, answer), &self.reason);
            return (Text { question: question.clone(), answer, ..Text::default() }, None);
        }
        let line = |(at, option): &(usize, String)| format!("- {}. {option}", letter(*at));
        let list = self.options.iter().map(line).collect::<Vec<_>>().join("\n");
        let question = joined(question, &list);
        match self.named(right).as_slice() {
            [one] => {
                let answer = joined(&one.1, &reason);
                let letter = letter(one.0).to_ascii_lowercase().to_string();
                (Text { question, answer, ..Text::default() }, Some(letter))
            }
            several @ [_, _, ..] => {
                let right = several.iter().map(|o| line(o)).collect::<Vec<_>>().join("\n");
                (Text { question, answer: joined(&right, &reason), ..Text::default() }, None)
            }
            [] => (Text { question, answer: joined(right, &reason), ..Text::default() }, None),
        }
    }

    /// The options that an answer names, one or several: by letter, by number, or word by word.
    fn named(&self, answer: &str) -> Vec<&(usize, String)> {
        let said = answer.trim();
        let same = |o: &&(usize, String)| o.1.to_lowercase() == said.to_lowercase();
        if let Some(option) = self.options.iter().find(same) {
            return vec![option];
        }
        let parts: Vec<&str> = said
            .split([',', ';', '、', '，', ' ', '/'])
            .map(|part| part.trim_matches(['.', ')', '(', '）', '（']))
            .filter(|part| !part.is_empty())
            .collect();
        let place = |part: &str| match part.as_bytes() {
            [one @ (b'a'..=b'h' | b'A'..=b'H')] => Some(one.to_ascii_lowercase() - b'a'),
            [one @ b'1'..=b'8'] => Some(one - b'1'),
            _ => None,
        };
        let found = parts.iter().map(|part| {
            let at = usize::from(place(part)?);
            self.options.iter().find(|(other, _)| *other == at)
        });
        let mut found = found.collect::<Option<Vec<_>>>().unwrap_or_default();
        found.dedup();
        found
    }
}

fn letter(at: usize) -> char {
    char::from(b'A' + u8::try_from(at).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settled(answer: &str, right: Option<&str>) -> (String, String, Option<String>) {
        let mut options = Options { right: right.map(str::to_owned), ..Options::default() };
        for (at, text) in ["one\nword", "two", "", "four"].into_iter().enumerate() {
            options.add(at, text);
        }
        let text = Text { question: "Which?".into(), answer: answer.into(), ..Text::default() };
        let (text, correct) = options.settle(&text);
        (text.question, text.answer, correct)
    }

    #[test]
    fn an_answer_that_names_one_option_makes_a_choice() {
        let question = "Which?\n\n- A. one word\n- B. two\n- D. four";
        for (answer, right, expected, correct) in [
            ("b", None, "two", Some("b")),
            (" D) ", None, "four", Some("d")),
            ("(A)", None, "one word", Some("a")),
            ("2", None, "two", Some("b")),
            ("Two", None, "two", Some("b")),
            ("It is even.", Some("B"), "two\n\nIt is even.", Some("b")),
            // Column c is empty, so this is not a letter.
            ("c", None, "c", None),
            ("none of these", None, "none of these", None),
            ("A, D", None, "- A. one word\n- D. four", None),
        ] {
            let expected = (question.to_owned(), expected.to_owned(), correct.map(str::to_owned));
            assert_eq!(settled(answer, right), expected, "{answer}");
        }
    }

    #[test]
    fn without_options_the_answer_is_one() {
        let text = Text { question: "Why?".into(), answer: "So.".into(), ..Text::default() };
        let options = Options { reason: "Truly.".into(), ..Options::default() };
        let answer = "So.\n\nTruly.".to_owned();
        assert_eq!(options.settle(&text), (Text { answer, ..text }, None));
    }
}
