//! Decks in several languages, put together into cards that have them all.

use std::collections::HashMap;

use super::deck::Deck;
use crate::model::card::{Card, Topic};
use crate::model::merge::both_notes;

/// [`combine_noted`] without what was noted on the cards.
pub fn combine(decks: impl IntoIterator<Item = Deck>) -> (Vec<Topic>, Vec<Card>) {
    let (topics, cards) = combine_noted(decks);
    (topics, cards.into_iter().map(|(card, _)| card).collect())
}

/// Topics in the order of first appearance, and cards in the order of the first deck of their
/// topic, each with what was noted on it. What a card says beside its texts is taken from the first deck
/// that has it.
pub fn combine_noted(
    decks: impl IntoIterator<Item = Deck>,
) -> (Vec<Topic>, Vec<(Card, Option<String>)>) {
    let mut topics: Vec<Topic> = Vec::new();
    let mut cards: Vec<(Card, Option<String>)> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for deck in decks {
        if !topics.iter().any(|t| t.name == deck.name) {
            topics.push(Topic { name: deck.name.clone(), ..Topic::default() });
        }
        if let Some(topic) = topics.iter_mut().find(|t| t.name == deck.name) {
            topic.titles.insert(deck.lang, deck.title);
            topic.go = topic.go.take().or(deck.go);
            topic.short = topic.short.take().or(deck.short);
            topic.place = topic.place.or(deck.place);
        }
        for placed in deck.cards {
            match places.get(&placed.card.id) {
                Some(&place) => {
                    let (card, note) = &mut cards[place];
                    card.text.extend(placed.card.text);
                    *note = both_notes(note.as_deref(), placed.note.as_deref());
                }
                None => {
                    places.insert(placed.card.id.clone(), cards.len());
                    cards.push((placed.card, placed.note));
                }
            }
        }
    }
    (topics, cards)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::deck::read;
    use crate::model::card::Lang;

    #[test]
    fn two_languages_become_one_card() {
        let file = |lang: &str, question: &str| {
            let text = format!(
                "---\ndeck: t\ntitle: {question}\nshort: S\nplace: 4\nlang: {lang}\n---\n\n\
                 ## {question} {{#t-a}}\n\nYes.\n\n```note\nMine.\n```\n"
            );
            read(&text).0
        };
        let (topics, cards) = combine_noted([file("en", "Why?"), file("zh", "为何？")]);
        assert_eq!(topics.len(), 1);
        assert_eq!(topics[0].title_in(Lang::Zh), "为何？");
        assert_eq!((topics[0].short.as_deref(), topics[0].place), (Some("S"), Some(4)));
        assert_eq!(cards.len(), 1);
        assert_eq!(cards[0].1.as_deref(), Some("Mine."));
        assert_eq!(cards[0].0.text[&Lang::En].question, "Why?");
        assert_eq!(cards[0].0.text[&Lang::Zh].question, "为何？");
    }
}
