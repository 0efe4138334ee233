//! What a card carries besides, as Markdown to be shown after its answer: which options are right and
//! why, key points, misconceptions.

use super::lines::trim_blank;
use super::options;
use crate::model::card::{Card, Lang, Text, alternatives};

/// The marks for wrong and for right.
const MARKS: [&str; 2] = ["✗", "✓"];

/// The options of a choice card, with marks for right and wrong, and their reasons; empty for other
/// cards. With an `order` they come in that order, with letters.
pub fn options(card: &Card, text: &Text, order: &[usize]) -> String {
    let Some(found) = options::list(text.body()).filter(|_| !card.right.is_empty()) else {
        return String::new();
    };
    let as_given: Vec<usize> = (0..found.items.len()).collect();
    let has_letters = order.len() == found.items.len();
    let order = if has_letters { order } else { &as_given };
    let mut out = String::new();
    for (place, &at) in order.iter().enumerate() {
        let mark = MARKS[usize::from(card.right.iter().any(|&r| usize::from(r) == at + 1))];
        let first = found.items[at].lines().next().unwrap_or("");
        out += &format!("- {mark} ");
        if has_letters {
            out += &format!("{}. ", options::letter(place));
        }
        out += first;
        if let Some(reason) = text.reasons.get(at).filter(|reason| !reason.is_empty()) {
            out += &format!(" — {reason}");
        }
        out.push('\n');
    }
    out.trim_end().to_string()
}

/// The key points as a short list, each in its first wording.
pub fn keys(text: &Text, lang: Lang) -> String {
    let lines = text.keys.iter().map(|key| alternatives(key)[0].to_string());
    titled(if lang == Lang::En { "Key points" } else { "要点" }, lines.collect())
}

/// The misconceptions, each with its correction.
pub fn wrong(text: &Text, lang: Lang) -> String {
    let [wrong, right] = MARKS;
    let lines = text
        .wrong
        .iter()
        .flat_map(|w| [format!("{wrong} {}", w.claim), format!("{right} {}", w.correction)]);
    titled(if lang == Lang::En { "Often said wrong" } else { "常见误解" }, lines.collect())
}

fn titled(title: &str, lines: Vec<String>) -> String {
    if lines.is_empty() {
        return String::new();
    }
    format!("**{title}**\n\n- {}", lines.join("\n- "))
}

/// All of it, for a place that holds one text.
pub fn all(card: &Card, text: &Text, lang: Lang) -> String {
    join([options(card, text, &[]), keys(text, lang), wrong(text, lang)])
}

/// The parts that are not empty, as paragraphs.
pub fn join<const N: usize>(parts: [String; N]) -> String {
    let parts = parts.into_iter().filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("\n\n")
}

/// The answer, followed by all of that.
pub fn answer(card: &Card, text: &Text, lang: Lang) -> String {
    join([trim_blank(&text.answer).to_string(), all(card, text, lang)])
}

/// The text of a file that holds only question and answer, put on top of a card: what else the card
/// carries stays, and what [`answer`] added to the answer is taken off.
pub fn on_top(card: &Card, lang: Lang, mut text: Text) -> Text {
    let Some(known) = card.text.get(&lang) else { return text };
    let tail = all(card, known, lang);
    if !tail.is_empty()
        && let Some(own) = text.answer.trim_end().strip_suffix(tail.as_str())
    {
        text.answer = own.trim_end().to_string();
    }
    Text { question: text.question, answer: text.answer, ..known.clone() }
}

#[cfg(test)]
mod tests {
    use super::super::deck::read;
    use super::*;

    fn card() -> Card {
        let source = "---\ndeck: t\ntitle: T\nlang: en\n---\n\n## Q {#t-a kind=choice}\n\nWhich?\n\n\
                      - [ ] `a`\n  - So.\n- [x] b\n  more\n\n---\n\nSay.\n\n```keys\none | two\nthree\n```\n\n\
                      ```wrong\nNo.\n=> Yes.\n```\n";
        read(source).0.cards.remove(0).card
    }

    #[test]
    fn what_a_card_carries_is_shown_after_its_answer() {
        let card = card();
        let text = &card.text[&Lang::En];
        assert_eq!(
            answer(&card, text, Lang::En),
            "Say.\n\n- ✗ `a` — So.\n- ✓ b\n\n**Key points**\n\n- one\n- three\n\n\
             **Often said wrong**\n\n- ✗ No.\n- ✓ Yes."
        );
        assert_eq!(options(&card, text, &[1, 0]), "- ✓ A. b\n- ✗ B. `a` — So.");
        let plain = Text { answer: "x".into(), ..Text::default() };
        assert_eq!(answer(&Card::default(), &plain, Lang::Zh), "x");
    }

    #[test]
    fn a_file_that_holds_nothing_besides_takes_nothing_away() {
        let card = card();
        let text = &card.text[&Lang::En];
        let given = |lang: Lang, answer: String| {
            let question = text.question.clone();
            on_top(&card, lang, Text { question, answer, ..Text::default() })
        };
        assert_eq!(given(Lang::En, answer(&card, text, Lang::En)), *text);
        let new = given(Lang::En, "New.".into());
        assert_eq!((new.answer.as_str(), &new.keys), ("New.", &text.keys));
        let new = given(Lang::Zh, "新。".into());
        assert_eq!((new.answer.as_str(), new.keys.len()), ("新。", 0));
    }
}
