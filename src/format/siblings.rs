//! Whether the siblings that deck files name can be siblings.

use std::collections::{BTreeSet, HashMap};

use super::deck::Deck;
use super::diagnostic::Diagnostic;
use crate::model::card::Card;
use crate::model::siblings::Siblings;

/// What is wrong with `same=` in the decks, each problem with the place of its deck. `others` are
/// cards that the decks may name too.
pub fn check(decks: &[Deck], others: &[Card]) -> Vec<(usize, Diagnostic)> {
    let known: Vec<&Card> =
        decks.iter().flat_map(|deck| &deck.cards).map(|p| &p.card).chain(others).collect();
    let mut follows: HashMap<&str, Option<&str>> = HashMap::new();
    for card in &known {
        // A card of a file goes before one of the same id elsewhere.
        follows.entry(&card.id).or_insert(card.follows.as_deref());
    }
    let pairs = known.iter().filter_map(|c| Some((c.id.as_str(), c.same.as_deref()?)));
    let siblings = Siblings::new(pairs);
    let mut found = Vec::new();
    for (at, deck) in decks.iter().enumerate() {
        for placed in &deck.cards {
            let Some(same) = placed.card.same.as_deref() else { continue };
            let id = placed.card.id.as_str();
            let line = placed.place.line;
            if !follows.contains_key(same) {
                let message =
                    format!("the sibling `{same}` is neither in these files nor built in");
                let d = Diagnostic::warning(line, 1, 0, message);
                found.push((at, d.help("check the file of its deck too, or mend the id")));
            }
            let above = chain(id, &follows);
            let in_chain =
                |other: &&str| above.contains(*other) || chain(other, &follows).contains(id);
            if let Some(other) = siblings.of(id).into_iter().find(in_chain) {
                let message = format!("`{id}` and its sibling `{other}` stand in one chain");
                let help = "a follow-up question is no sibling: drop `same`, or `follows`";
                found.push((at, Diagnostic::error(line, 1, 0, message).help(help)));
            }
        }
    }
    found
}

/// The cards that a card follows, by way of others too.
fn chain<'a>(id: &'a str, follows: &HashMap<&'a str, Option<&'a str>>) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    let mut at = id;
    while let Some(Some(next)) = follows.get(at) {
        if !found.insert(*next) {
            break;
        }
        at = next;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::deck::read;
    use super::*;

    fn deck(name: &str, cards: &[(&str, &str)]) -> Deck {
        let mut source = format!("---\ndeck: {name}\ntitle: T\nlang: en\n---\n");
        for (id, attributes) in cards {
            source += &format!("## Q {{#{id} {attributes}}}\n\nx\n\n");
        }
        read(&source).0
    }

    #[test]
    fn siblings_are_known_and_stand_in_no_common_chain() {
        let decks = [
            deck("a", &[("a-1", ""), ("a-2", "follows=a-1 same=b-1"), ("a-3", "same=c-1")]),
            deck("b", &[("b-1", "follows=b-2"), ("b-2", "same=a-1"), ("b-3", "same=a-2")]),
        ];
        let others = deck("c", &[("c-1", "")]).cards.remove(0).card;
        let found: Vec<_> =
            check(&decks, &[others]).into_iter().map(|(at, d)| (at, d.line, d.message)).collect();
        assert_eq!(found, []);
        let decks = [
            deck(
                "a",
                &[("a-1", "same=no"), ("a-2", "follows=a-1"), ("a-3", "follows=a-2 same=b-1")],
            ),
            deck("b", &[("b-1", "same=a-1")]),
        ];
        let found: Vec<_> =
            check(&decks, &[]).into_iter().map(|(at, d)| (at, d.line, d.message)).collect();
        let chained = |a: &str, b: &str| format!("`{a}` and its sibling `{b}` stand in one chain");
        assert_eq!(
            found,
            [
                (0, 6, "the sibling `no` is neither in these files nor built in".to_string()),
                (0, 6, chained("a-1", "a-3")),
                (0, 14, chained("a-3", "a-1")),
            ]
        );
    }
}
