//! Decks in several languages, put together into cards that have them all.

use std::collections::HashMap;

use super::deck::Deck;
use crate::model::card::{Card, Topic};

/// Topics in the order of first appearance, and cards in the order of the first deck of their
/// topic. What a card says beside its texts is taken from the first deck that has it.
pub fn combine(decks: impl IntoIterator<Item = Deck>) -> (Vec<Topic>, Vec<Card>) {
    let mut topics: Vec<Topic> = Vec::new();
    let mut cards: Vec<Card> = Vec::new();
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
                Some(&place) => cards[place].text.extend(placed.card.text),
                None => {
                    places.insert(placed.card.id.clone(), cards.len());
                    cards.push(placed.card);
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
                 ## {question} {{#t-a}}\n\nYes.\n"
            );
            read(&text).0
        };
        let (topics, cards) = combine([file("en", "Why?"), file("zh", "为何？")]);
        assert_eq!(topics.len(), 1);
        assert_eq!(topics[0].title_in(Lang::Zh), "为何？");
        assert_eq!((topics[0].short.as_deref(), topics[0].place), (Some("S"), Some(4)));
        assert_eq!(cards.len(), 1);
        assert_eq!(cards[0].text[&Lang::En].question, "Why?");
        assert_eq!(cards[0].text[&Lang::Zh].question, "为何？");
    }
}
