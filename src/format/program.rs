//! What a machine can run in a card: programs with their output. Also the split of an answer into
//! the part that is said aloud and the depth.

use std::fmt;

use super::block::{BlockKind, Fence, blocks};
use crate::model::card::{Card, Kind, Lang, Text};

/// What a program must do under the Go version of its deck.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mode {
    /// ```` ```go run ````: compile and exit with status 0; `output` is its whole standard output.
    Run,
    /// ```` ```go fail ````: not compile; `output` is a part of the compiler's message.
    Fail,
    /// ```` ```go panic ````: exit with status 2; `output` is a part of its standard error.
    Panic,
}

/// The fences that hold programs, for messages.
pub const MODES: &str = "`go run`, `go fail` or `go panic`";

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Mode::Run => "go run",
            Mode::Fail => "go fail",
            Mode::Panic => "go panic",
        })
    }
}

/// The mode that the words after a fence stand for; `None` when it holds no program.
pub fn mode(info: &str) -> Option<Mode> {
    match info {
        "go run" => Some(Mode::Run),
        "go fail" => Some(Mode::Fail),
        "go panic" => Some(Mode::Panic),
        _ => None,
    }
}

/// The two halves of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// The question.
    Question,
    /// The answer.
    Answer,
}

/// A whole program in a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// What it must do.
    pub mode: Mode,
    /// Its source, each line with its line break.
    pub code: String,
    /// The `output` block that follows it before the next program, lines with their breaks.
    pub output: Option<String>,
    /// Whether that block stands in the question.
    pub output_in_question: bool,
    /// Where it stands.
    pub part: Part,
    /// The line, from 1, of its opening fence within the question or the answer (the Markdown of
    /// [`Text`], where line 1 of the question is its title).
    pub line: usize,
}

/// A fence of a card and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedFence {
    /// In which half of the card.
    pub part: Part,
    /// The line of its opening fence, counted as in [`Program::line`].
    pub line: usize,
    /// The fence.
    pub fence: Fence,
}

/// All fences of a card in one language, the question's first.
pub fn fences(text: &Text) -> Vec<PlacedFence> {
    let mut found = Vec::new();
    for (part, markdown) in [(Part::Question, &text.question), (Part::Answer, &text.answer)] {
        // The title is one line of inline Markdown, whatever it looks like.
        let skip = if part == Part::Question { title_len(markdown) } else { 0 };
        let (mut line, mut seen) = (1, 0);
        for block in blocks(&markdown[skip..]) {
            line += markdown[seen..skip + block.range.start].matches('\n').count();
            seen = skip + block.range.start;
            if let BlockKind::Fence(fence) = block.kind {
                found.push(PlacedFence { part, line, fence });
            }
        }
    }
    found
}

/// The programs of a card in one language, the question's first.
pub fn programs(text: &Text) -> Vec<Program> {
    let mut found: Vec<Program> = Vec::new();
    for PlacedFence { part, line, fence } in fences(text) {
        if let Some(mode) = mode(&fence.info) {
            let code = fence.code;
            found.push(Program { mode, code, output: None, output_in_question: false, part, line });
        } else if fence.info == "output"
            && let Some(program) = found.last_mut()
            && program.output.is_none()
        {
            program.output = Some(fence.code);
            program.output_in_question = part == Part::Question;
        }
    }
    found
}

/// Bytes of the first line with its line break.
fn title_len(question: &str) -> usize {
    question.find('\n').map_or(question.len(), |at| at + 1)
}

/// The program that a question asks about: its first one.
pub fn asked(text: &Text) -> Option<Program> {
    programs(text).into_iter().find(|p| p.part == Part::Question)
}

/// The file that a write card opens and its solution: the first `go` block of the question and of the
/// answer.
pub fn exercise(text: &Text) -> (Option<String>, Option<String>) {
    let mut opened = None;
    let mut solution = None;
    for PlacedFence { part, fence, .. } in fences(text) {
        let piece = if part == Part::Question { &mut opened } else { &mut solution };
        if fence.info == "go" && piece.is_none() {
            *piece = Some(fence.code);
        }
    }
    (opened, solution)
}

/// The package that a piece of Go names.
pub fn package(code: &str) -> Option<&str> {
    code.lines().find_map(|line| line.strip_prefix("package "))?.split_whitespace().next()
}

/// What the program of an output card prints, by the answer in `lang` or, when the card lacks it,
/// in the other language. `None` for other kinds of cards.
pub fn expected_output(card: &Card, lang: Lang) -> Option<String> {
    if card.kind != Kind::Output {
        return None;
    }
    asked(card.text_in(lang)?)?.output
}

/// Splits an answer into what is said aloud and the depth. The first part ends with the first block
/// that is neither code nor a heading, normally a paragraph, so it includes the `output` block of
/// an output card. Both are slices of `answer`; only line breaks are left out between them.
pub fn split_answer(answer: &str) -> (&str, &str) {
    let end = blocks(answer)
        .iter()
        .filter(|b| !b.nested)
        .find(|b| {
            !matches!(b.kind, BlockKind::Fence(_) | BlockKind::Indented | BlockKind::Heading(_))
        })
        .map_or(answer.len(), |b| b.range.end);
    (answer[..end].trim_end_matches('\n'), answer[end..].trim_matches('\n'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn text(question: &str, answer: &str) -> Text {
        Text { question: question.into(), answer: answer.into(), ..Text::default() }
    }

    #[test]
    fn the_output_of_a_program_follows_it() {
        let text = text(
            "Q\n\n```go run\na\n```",
            "```output\n1\n2\n```\n\ntext\n\n```output\nnot me\n```\n\n- list\n\n  ```go fail\n  b\n  ```\n\n```go\nc\n```\n\n```output\nwrong\n```\n\n```go panic\nd\n```",
        );
        let found: Vec<_> = programs(&text)
            .into_iter()
            .map(|p| (p.mode, p.code, p.output, p.part, p.line))
            .collect();
        assert_eq!(
            found,
            [
                (Mode::Run, "a\n".into(), Some("1\n2\n".into()), Part::Question, 3),
                (Mode::Fail, "b\n".into(), Some("wrong\n".into()), Part::Answer, 14),
                (Mode::Panic, "d\n".to_string(), None, Part::Answer, 26),
            ]
        );
    }

    #[test]
    fn only_output_cards_expect_output() {
        let mut card = Card {
            id: "a".into(),
            topic: "t".into(),
            kind: Kind::Output,
            level: 1,
            weight: 1,
            follows: None,
            tags: vec![],
            correct: None,
            evidence: vec![],
            text: BTreeMap::from([(
                Lang::Zh,
                text("```not a fence\n\n```go run\na\n```", "```output\n1\n```"),
            )]),
            ..Card::default()
        };
        assert_eq!(expected_output(&card, Lang::Zh).as_deref(), Some("1\n"));
        assert_eq!(expected_output(&card, Lang::En).as_deref(), Some("1\n"));
        card.kind = Kind::Basic;
        assert_eq!(expected_output(&card, Lang::Zh), None);
    }

    #[test]
    fn an_answer_splits_after_its_first_paragraph() {
        for (answer, short, depth) in [
            ("", "", ""),
            ("say\nthis", "say\nthis", ""),
            ("say\n\n\nmore  \n\n    code", "say", "more  \n\n    code"),
            ("```output\n1\n\n2\n```\n\nsay\n\n- more", "```output\n1\n\n2\n```\n\nsay", "- more"),
            ("- a\n- b\n\ntext", "- a\n- b", "text"),
            ("```go\nx\n```", "```go\nx\n```", ""),
            ("### H\n\nsay\n\n### I", "### H\n\nsay", "### I"),
        ] {
            assert_eq!(split_answer(answer), (short, depth), "{answer:?}");
        }
    }
}
