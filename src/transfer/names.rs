//! Ids for cards that come without one: the same question finds its card again.

use std::collections::HashMap;

use super::known::Lookup;
use crate::format::slug;
use crate::model::card::{Origin, Text};
use crate::model::merge::Known;

/// Whether two cards ask the same. Questions that differ only in case do only if one has no answer
/// or their answers are the same.
pub(super) fn asks_same(one: &Text, other: &Text) -> bool {
    let answers = [&one.answer, &other.answer].map(|answer| answer.trim());
    slug::essence(&one.question) == slug::essence(&other.question)
        && (slug::as_written(&one.question) == slug::as_written(&other.question)
            || answers[0] == answers[1]
            || answers.contains(&""))
}

/// The ids that a question of a topic can have, the best first.
pub(super) fn ids(topic: &str, question: &str) -> [String; 3] {
    [slug::id, slug::other_id, slug::cased_id].map(|name| name(topic, question))
}

/// Ids that cards of one import have, so that each is used once.
#[derive(Default)]
pub(super) struct Names {
    taken: HashMap<String, Text>,
}

impl Names {
    /// The id of a question of a topic, among its [`ids`] that were looked up; `None` if the question
    /// came already. A card that asks something else keeps its id.
    pub(super) fn of_question(
        &mut self,
        topic: &str,
        text: &Text,
        known: &Lookup,
    ) -> Option<String> {
        let ids = ids(topic, &text.question);
        if ids.iter().filter_map(|id| self.taken.get(id)).any(|other| asks_same(other, text)) {
            return None;
        }
        let can_be = |known: &Known| {
            known.card.origin != Origin::Builtin
                && known.card.card.text.values().any(|known| asks_same(known, text))
        };
        let is_free =
            |id: &String| !self.taken.contains_key(id) && known.card(id).is_none_or(can_be);
        let free: Vec<String> = ids.into_iter().filter(is_free).collect();
        // A card with this very question comes before one that has another case.
        let letters = slug::as_written(&text.question);
        let is_exact = |id: &String| {
            known.card(id).is_some_and(|known| {
                let mut texts = known.card.card.text.values();
                texts.any(|known| slug::as_written(&known.question) == letters)
            })
        };
        let place = free.iter().position(is_exact).unwrap_or(0);
        let id = free.into_iter().nth(place)?;
        self.taken.insert(id.clone(), text.clone());
        Some(id)
    }

    /// An id that is given; `None` if it came already.
    pub(super) fn given(&mut self, id: String) -> Option<String> {
        self.taken.insert(id.clone(), Text::default()).is_none().then_some(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_used_once() {
        let mut names = Names::default();
        let known = Lookup::default();
        let mut name = |question: &str, answer: &str| {
            let text = Text { question: question.into(), answer: answer.into(), ..Text::default() };
            names.of_question("t", &text, &known)
        };
        assert_eq!(name("What is a P?", "A").as_deref(), Some("t-p"));
        assert_eq!(name("what is a p", "A"), None);
        let other = name("Why a P?", "A").unwrap();
        assert!(other.starts_with("t-p-"), "{other}");
        assert_eq!(name("Why a P?", "B"), None);
        // Case decides when the answers differ.
        let ids = [("gU", "up"), ("gu", "down"), ("GU", "all")].map(|(q, a)| name(q, a).unwrap());
        assert!(ids[0] != ids[1] && ids[1] != ids[2] && ids[0] != ids[2], "{ids:?}");
        assert_eq!(name("Gu", "down"), None);
    }
}
