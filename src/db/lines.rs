//! Lists of a card as the database keeps them: one text, with a line for each item.

use crate::model::card::{Card, Misconception, Text};

/// The lines of a text that are not empty.
pub(super) fn lines(text: &str) -> Vec<String> {
    text.split('\n').filter(|l| !l.is_empty()).map(str::to_owned).collect()
}

/// A card as it reads after it was written: lists are kept as lines.
pub(super) fn as_stored(card: &Card) -> Card {
    let lines = |list: &[String]| lines(&list.join("\n"));
    let text = card.text.iter().map(|(lang, text)| {
        let text = Text {
            question: text.question.clone(),
            answer: text.answer.clone(),
            keys: lines(&text.keys),
            wrong: wrong(&wrong_lines(&text.wrong)),
            reasons: reasons(&text.reasons.join("\n")),
        };
        (*lang, text)
    });
    Card {
        tags: lines(&card.tags),
        evidence: lines(&card.evidence),
        text: text.collect(),
        ..card.clone()
    }
}

/// Claims, each with its correction below it.
pub(super) fn wrong_lines(wrong: &[Misconception]) -> String {
    let pairs = wrong.iter().map(|w| format!("{}\n{}", w.claim, w.correction));
    pairs.collect::<Vec<_>>().join("\n")
}

/// Claims and corrections from such lines.
pub(super) fn wrong(text: &str) -> Vec<Misconception> {
    let lines = lines(text);
    let pairs = lines.chunks_exact(2);
    pairs.map(|p| Misconception { claim: p[0].clone(), correction: p[1].clone() }).collect()
}

/// One reason per line; an empty line is an option without one.
pub(super) fn reasons(text: &str) -> Vec<String> {
    if text.is_empty() { Vec::new() } else { text.split('\n').map(str::to_owned).collect() }
}

/// The places of right options, one per line.
pub(super) fn ticked(right: &[u8]) -> String {
    right.iter().map(u8::to_string).collect::<Vec<_>>().join("\n")
}
