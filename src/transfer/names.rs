//! Ids for cards that come without one: the same question finds its card again.

use std::collections::{HashMap, HashSet};

use super::known::Lookup;
use crate::format::slug::{self, Ids};
use crate::model::card::{Origin, Text};
use crate::model::merge::Known;

/// Whether two cards ask the same. If their questions differ only in case, they do so only if one
/// has no answer or their answers are the same.
pub(super) fn asks_same(one: &Text, other: &Text) -> bool {
    let answers = [&one.answer, &other.answer].map(|answer| answer.trim());
    slug::essence(&one.question) == slug::essence(&other.question)
        && (slug::as_written(&one.question) == slug::as_written(&other.question)
            || answers[0] == answers[1]
            || answers.contains(&""))
}

/// Ids that cards of one import have, so that each is used once.
#[derive(Default)]
pub(super) struct Names {
    taken: HashSet<String>,
    /// The questions that came, by topic and essence.
    came: HashMap<(String, String), Vec<Text>>,
    ids: Ids,
}

impl Names {
    /// The id of a question of a topic, which was looked up: that of the card which asks it, else a
    /// new one; `None` if the question came already.
    pub(super) fn of_question(
        &mut self,
        topic: &str,
        text: &Text,
        known: &Lookup,
    ) -> Option<String> {
        let essence = slug::essence(&text.question);
        let came = self.came.entry((topic.to_owned(), essence.clone())).or_default();
        if came.iter().any(|other| asks_same(other, text)) {
            return None;
        }
        came.push(text.clone());
        let can_be = |id: &&String| {
            let is_it = |known: &Known| {
                let Known { card, .. } = known;
                card.origin != Origin::Builtin
                    && is_of(topic, id, &card.card.topic)
                    && card.card.text.values().any(|known| asks_same(known, text))
            };
            !self.taken.contains(*id) && known.card(id).is_some_and(is_it)
        };
        let cards: Vec<&String> = known.asking(&essence).iter().filter(can_be).collect();
        // A card with this very question comes before one that differs in case.
        let letters = slug::as_written(&text.question);
        let is_exact = |id: &&&String| {
            known.card(id).is_some_and(|known| {
                let mut texts = known.card.card.text.values();
                texts.any(|known| slug::as_written(&known.question) == letters)
            })
        };
        let id = match cards.iter().find(is_exact).or(cards.first()) {
            Some(id) => (*id).clone(),
            None => {
                let is_taken = |id: &str| self.taken.contains(id) || known.is_taken(id);
                self.ids.free(topic, &text.question, is_taken)
            }
        };
        self.taken.insert(id.clone());
        Some(id)
    }

    /// Takes back the id of a question that becomes no card.
    pub(super) fn release(&mut self, id: &str) {
        self.taken.remove(id);
    }

    /// An id that is given; `None` if it came already.
    pub(super) fn given(&mut self, id: String) -> Option<String> {
        self.taken.insert(id.clone()).then_some(id)
    }
}

/// Whether a card is of a topic, or was before it was moved: then its id tells.
fn is_of(topic: &str, id: &str, now: &str) -> bool {
    let begins = |topic: &str| id.strip_prefix(topic).is_some_and(|rest| rest.starts_with('-'));
    now == topic || (begins(topic) && !begins(now))
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
        assert_eq!(name("Why a P?", "A").as_deref(), Some("t-p-2"));
        assert_eq!(name("Why a P?", "B"), None);
        // Case decides when the answers differ.
        let ids = [("gU", "up"), ("gu", "down"), ("GU", "all")].map(|(q, a)| name(q, a).unwrap());
        assert_eq!(ids, ["t-gu", "t-gu-2", "t-gu-3"]);
        assert_eq!(name("Gu", "down"), None);
    }

    #[test]
    fn a_card_that_was_moved_is_known_by_its_id() {
        for (topic, id, now, is_it) in [
            ("notes", "notes-p", "notes", true),
            ("notes", "mine", "notes", true),
            ("notes", "notes-p", "gmp", true),
            ("notes", "p", "gmp", false),
            ("go", "go-map-p", "go-map", false),
        ] {
            assert_eq!(is_of(topic, id, now), is_it, "{topic} {id} {now}");
        }
    }
}
