//! Cards as `Q:`/`A:` Markdown, which hashcards and repeater read, and people write.
//!
//! In those formats a line that begins with `Q:`, `A:` or `C:`, or is just `---`, begins something
//! new wherever it stands; in our texts such a line is changed as little as possible. What a card
//! carries besides question and answer follows its answer.

use super::besides;
use super::print::Note;
use crate::model::card::{Card, Lang};
use crate::text::fence::Fences;

/// The cards of one topic in one language as a file, and notes on the drafts, which are left out.
pub fn print<'a>(
    title: &str,
    cards: impl IntoIterator<Item = &'a Card>,
    lang: Lang,
) -> (String, Vec<Note>) {
    let title = title.replace(['"', '\\', '\n'], " ");
    let mut out = format!("---\nname = \"{title}\"\n---\n");
    let mut notes = Vec::new();
    for card in cards {
        let Some(text) = card.text.get(&lang) else { continue };
        if text.answer.trim().is_empty() {
            let message = "it has no answer yet".to_owned();
            notes.push(Note { id: card.id.clone(), message, left_out: true });
            continue;
        }
        let question = guarded(text.question.trim());
        let answer = guarded(besides::answer(card, text, lang).trim());
        // A fence or a list must be at the start of a line.
        let is_block = answer.starts_with(['`', '~', '-', '*', '|', '#', '>', ' '])
            && !answer.starts_with("**")
            && !is_inline_code(&answer);
        let gap = if is_block { "\n\n" } else { " " };
        out += &format!("\nQ: {question}\nA:{gap}{answer}\n");
    }
    (out, notes)
}

fn is_inline_code(text: &str) -> bool {
    text.starts_with('`') && !text.starts_with("```")
}

fn guarded(text: &str) -> String {
    let mut fences = Fences::default();
    let mut lines: Vec<String> = Vec::new();
    for (n, line) in text.lines().enumerate() {
        let in_code = fences.is_code(line);
        let is_tag = n > 0 && ["Q:", "A:", "C:"].iter().any(|tag| line.starts_with(tag));
        let is_rule = line.trim() == "---";
        lines.push(match (is_tag, is_rule, in_code) {
            (true, _, true) => format!(" {line}"),
            (true, _, false) => line.replacen(':', "\\:", 1),
            (_, true, false) => "***".to_owned(),
            (_, true, true) => "- - -".to_owned(),
            _ => line.to_owned(),
        });
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::format::hashcards;
    use crate::model::card::{Kind, Text};
    use proptest::prelude::*;

    fn card(question: &str, answer: &str) -> Card {
        let text = Text { question: question.into(), answer: answer.into(), ..Text::default() };
        Card {
            id: "t-a".into(),
            topic: "t".into(),
            kind: Kind::Basic,
            level: 2,
            weight: 3,
            follows: None,
            tags: vec![],
            correct: None,
            evidence: vec![],
            text: BTreeMap::from([(Lang::En, text)]),
            ..Card::default()
        }
    }

    #[test]
    fn cards_are_written_as_questions_and_answers() {
        let cards = [
            card("What?", "That.\n\n---\n\nA: b\n\n```text\nQ: c\n```"),
            card("Which list?", "- a\n- b"),
            card("Later?", " "),
        ];
        let (text, notes) = print("My \"deck\"", &cards, Lang::En);
        assert_eq!(
            text,
            "---\nname = \"My  deck \"\n---\n\nQ: What?\nA: That.\n\n***\n\nA\\: b\n\n```text\n Q: c\n```\n\n\
             Q: Which list?\nA:\n\n- a\n- b\n"
        );
        assert_eq!(notes.len(), 1);
    }

    proptest! {
        #[test]
        fn what_is_written_comes_back(
            question in "[A-Za-z][ -~]{0,30}[a-z?]",
            answer in proptest::collection::vec("[a-z][ -~]{0,20}|Q: x|---|```|C: [y]", 1..6),
        ) {
            let question = question.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assume!(!question.contains('*') && !question.contains('_'));
            let answer = format!("Yes, {}", answer.join("\n"));
            let cards = [card(&question, &answer), card("Next?", "Yes.")];
            let (text, _) = print("t", &cards, Lang::En);
            let (read, problems) = hashcards::read_deck(&text, "t");
            prop_assert_eq!(problems, vec![]);
            let questions: Vec<&str> = read.iter().map(|c| c.text.question.as_str()).collect();
            prop_assert_eq!(questions, [question.as_str(), "Next?"]);
        }
    }
}
