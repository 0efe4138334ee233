//! The order in which new cards come: what is asked most often first, a card never before the one
//! it follows, topics mixed.
//!
//! A card counts as much as the heaviest of its follow-up questions, so that those need not wait for
//! a base that is seldom asked. Cards of one weight form a class; within a topic they come by level
//! and place, a base before its follow-ups. The classes of all topics are then dealt out by turns:
//! the first card of each topic, the second of each, and so on. So the rank of a card depends on its
//! own topic only, and is computed when cards are written, not when they are asked.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

/// What the order of a card depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ordered<'a> {
    /// Its id.
    pub id: &'a str,
    /// The card it follows.
    pub follows: Option<&'a str>,
    /// 1 junior, 2 mid, 3 senior.
    pub level: u8,
    /// 1 (rare) to 5 (asked nearly always).
    pub weight: u8,
    /// Its place in the deck.
    pub seq: u32,
}

/// How many topics have a place of their own in a rank, and how many cards of a class.
const TOPICS: i64 = 1 << 12;
const TURNS: i64 = 1 << 24;
/// The highest weight.
const MOST: u8 = 5;

/// The ranks of a topic's cards, in the order given; the lowest comes first. `place` is the topic's
/// place among the others. No two cards of one topic have the same rank.
pub fn ranks(cards: &[Ordered<'_>], place: u32) -> Vec<i64> {
    let by_id: HashMap<&str, usize> = cards.iter().enumerate().map(|(i, c)| (c.id, i)).collect();
    let base = |i: usize| cards[i].follows.and_then(|id| by_id.get(id).copied());
    let weights = weights(cards, &base);
    let circles = circles(cards.len(), &base);

    let mut followers: Vec<Vec<usize>> = vec![Vec::new(); cards.len()];
    for i in 0..cards.len() {
        if let Some(base) = base(i) {
            followers[base].push(i);
        }
    }
    let mut ranks = vec![None; cards.len()];
    let key = |i: usize| Reverse((cards[i].level, cards[i].seq, i));
    for weight in (0..=MOST).rev() {
        let class: Vec<usize> = (0..cards.len()).filter(|i| weights[*i] == weight).collect();
        let mut in_turn: Vec<usize> = class.clone();
        in_turn.sort_by_key(|i| Reverse(key(*i)));
        // Bases are at least as heavy as their follow-ups: those of a heavier class are placed.
        let waits = |i: usize, ranks: &[Option<i64>]| base(i).is_some_and(|b| ranks[b].is_none());
        let mut open: BinaryHeap<_> =
            class.iter().filter(|i| !waits(**i, &ranks)).map(|i| key(*i)).collect();
        // Cards that follow each other in a circle wait for ever: the first of them goes ahead.
        let mut openers = in_turn.into_iter().filter(|i| circles[*i]);
        let mut turn = 0;
        let mut next = |open: &mut BinaryHeap<Reverse<(u8, u32, usize)>>| {
            open.pop().map(|Reverse((_, _, at))| at).or_else(|| openers.next())
        };
        while let Some(at) = next(&mut open) {
            if ranks[at].is_some() {
                continue;
            }
            let class = i64::from(MOST - weight);
            let place = i64::from(place).min(TOPICS - 1);
            ranks[at] = Some((class * TURNS + turn) * TOPICS + place);
            turn += 1;
            let ready = followers[at].iter().filter(|i| weights[**i] == weight);
            open.extend(ready.filter(|i| ranks[**i].is_none()).map(|i| key(*i)));
        }
    }
    ranks.into_iter().map(Option::unwrap_or_default).collect()
}

/// The weight of each card: its own, or that of the heaviest card that follows it, by way of others
/// too.
fn weights(cards: &[Ordered<'_>], base: &dyn Fn(usize) -> Option<usize>) -> Vec<u8> {
    let mut weights: Vec<u8> = cards.iter().map(|card| card.weight.min(MOST)).collect();
    let mut heaviest: Vec<usize> = (0..cards.len()).collect();
    heaviest.sort_by_key(|i| Reverse(weights[*i]));
    for from in heaviest {
        // Each card is raised once at most, by the heaviest.
        let mut at = from;
        while let Some(below) = base(at).filter(|b| weights[*b] < weights[from]) {
            weights[below] = weights[from];
            at = below;
        }
    }
    weights
}

/// Which cards follow themselves by way of others.
fn circles(count: usize, base: &dyn Fn(usize) -> Option<usize>) -> Vec<bool> {
    let mut circles = vec![false; count];
    // 0: not seen; n: seen on the walk that began at card n-1.
    let mut walk = vec![0; count];
    for start in 0..count {
        let mut at = start;
        while walk[at] == 0 {
            walk[at] = start + 1;
            match base(at) {
                Some(below) => at = below,
                None => break,
            }
        }
        // The walk came back to a card that it had passed.
        while walk[at] == start + 1 && base(at).is_some() && !circles[at] {
            circles[at] = true;
            at = base(at).unwrap_or(at);
        }
    }
    circles
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn card<'a>(id: &'a str, follows: &'a str, level: u8, weight: u8) -> Ordered<'a> {
        let follows = (!follows.is_empty()).then_some(follows);
        Ordered { id, follows, level, weight, seq: 0 }
    }

    fn order(topics: &[&[Ordered<'_>]]) -> Vec<String> {
        let mut all: Vec<(i64, String)> = Vec::new();
        for (place, cards) in (1..).zip(topics) {
            let numbered = cards.iter().zip(1..).map(|(c, seq)| Ordered { seq, ..*c });
            let numbered: Vec<_> = numbered.collect();
            all.extend(
                ranks(&numbered, place).into_iter().zip(numbered.iter().map(|c| c.id.into())),
            );
        }
        all.sort();
        all.into_iter().map(|(_, id)| id).collect()
    }

    #[test]
    fn what_is_asked_most_comes_first_and_topics_are_mixed() {
        let a = [
            card("a1", "", 1, 3),
            card("a2", "", 3, 5),
            card("a3", "", 1, 5),
            card("a4", "", 1, 1),
        ];
        let b = [card("b1", "", 2, 5), card("b2", "", 1, 4)];
        let c = [card("c1", "", 1, 1), card("c2", "", 1, 1)];
        assert_eq!(order(&[&a, &b, &c]), ["a3", "b1", "a2", "b2", "a1", "a4", "c1", "c2"]);
    }

    #[test]
    fn a_chain_never_comes_before_its_base() {
        for (cards, expected) in [
            // The base is raised; a follow-up that is easier waits.
            (
                vec![card("x", "", 1, 3), card("f", "b", 1, 5), card("b", "", 3, 1)],
                vec!["b", "f", "x"],
            ),
            (
                vec![
                    card("f2", "f1", 1, 5),
                    card("f1", "b", 2, 2),
                    card("b", "", 2, 3),
                    card("x", "", 3, 5),
                ],
                vec!["b", "f1", "f2", "x"],
            ),
            // A light follow-up comes late.
            (
                vec![card("f", "b", 1, 2), card("b", "", 3, 5), card("x", "", 1, 3)],
                vec!["b", "x", "f"],
            ),
            // What follows an unknown card does not wait.
            (vec![card("f", "gone", 1, 5), card("x", "", 1, 5)], vec!["f", "x"]),
            // A circle is opened.
            (
                vec![
                    card("p", "q", 2, 3),
                    card("q", "p", 1, 3),
                    card("r", "p", 1, 3),
                    card("x", "", 3, 3),
                ],
                vec!["x", "q", "p", "r"],
            ),
            (vec![card("s", "s", 1, 1)], vec!["s"]),
        ] {
            assert_eq!(order(&[&cards]), expected);
        }
    }

    #[test]
    fn a_long_chain_and_a_large_topic_take_no_long_time() {
        let ids: Vec<String> = (0..100_000).map(|n| format!("c{n}")).collect();
        let chain: Vec<_> = (0..ids.len())
            .map(|n| Ordered {
                id: &ids[n],
                follows: (n > 0).then(|| ids[n - 1].as_str()),
                level: 1 + (n % 3) as u8,
                weight: 1 + (n % 5) as u8,
                seq: n as u32,
            })
            .collect();
        let ranks = ranks(&chain, 1);
        assert!(ranks.is_sorted());
    }

    proptest! {
        #[test]
        fn every_card_has_a_rank_of_its_own_behind_its_base(
            cards in proptest::collection::vec((1u8..=3, 1u8..=5, proptest::option::of(0usize..30)), 0..30),
        ) {
            let ids: Vec<String> = (0..30).map(|n| n.to_string()).collect();
            // Each follows an earlier one, if any, so there is no circle.
            let cards: Vec<_> = cards.iter().enumerate().map(|(n, (level, weight, follows))| Ordered {
                id: &ids[n],
                follows: follows.filter(|f| *f < n).map(|f| ids[f].as_str()),
                level: *level,
                weight: *weight,
                seq: n as u32,
            }).collect();
            let ranks = ranks(&cards, 7);
            for (n, card) in cards.iter().enumerate() {
                if let Some(base) = card.follows {
                    let base: usize = base.parse().unwrap();
                    prop_assert!(ranks[base] < ranks[n]);
                }
            }
            let mut different = ranks.clone();
            different.sort_unstable();
            different.dedup();
            prop_assert_eq!(different.len(), cards.len());
        }
    }
}
