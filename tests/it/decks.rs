//! The built-in decks: the part of their promises that a machine can check.

use std::collections::{BTreeMap, HashMap};

use godrill::inside::builtin;
use godrill::inside::format::block::{BlockKind, blocks};
use godrill::inside::format::evidence::Evidence;
use godrill::inside::format::program::programs;
use godrill::inside::format::{compare, deck, style};
use godrill::inside::model::card::{Card, Kind, Lang, is_kebab};
use godrill::inside::model::words;

/// The topics with their cards.
fn topics() -> BTreeMap<String, Vec<Card>> {
    let mut topics: BTreeMap<String, Vec<Card>> = BTreeMap::new();
    for card in builtin::decks().1 {
        topics.entry(card.topic.clone()).or_default().push(card);
    }
    topics
}

/// Verified programs of a card (its languages share theirs).
fn count_programs(card: &Card) -> usize {
    card.text.values().map(|text| programs(text).len()).max().unwrap_or(0)
}

#[test]
fn no_rule_has_anything_to_say() {
    let mut said = Vec::new();
    let mut decks: Vec<deck::Deck> = Vec::new();
    for (path, text) in builtin::files() {
        let (deck, mut found) = deck::read(text);
        found.extend(style::check(&deck, &words::dated(&builtin::words(), &deck.name)));
        for other in decks.iter().filter(|other| other.name == deck.name) {
            found.extend(compare::compare(other, &deck));
        }
        said.extend(found.iter().map(|diagnostic| diagnostic.render(&path, text)));
        decks.push(deck);
    }
    assert!(!decks.is_empty());
    assert!(said.is_empty(), "{}", said.join("\n"));
}

/// Decks of this many cards, on the inside of the runtime, are held to more.
const LARGE: usize = 75;
/// Decks of fewer cards than these have one chain.
const SMALL: usize = 20;

#[test]
fn each_topic_has_its_cards_in_both_languages_with_evidence() {
    let topics = topics();
    for (topic, cards) in &topics {
        assert!(cards.len() >= 16, "{topic} has {} cards", cards.len());
        for card in cards {
            assert!(is_kebab(&card.id), "{}", card.id);
            assert!(card.id.starts_with(&format!("{topic}-")), "{} is of {topic}", card.id);
            let langs: Vec<Lang> = card.text.keys().copied().collect();
            assert_eq!(langs, Lang::ALL, "{}", card.id);
            let has_evidence = !card.evidence.is_empty() || count_programs(card) > 0;
            assert!(has_evidence, "{} has no evidence", card.id);
            let is_source =
                |line: &String| matches!(Evidence::parse(line), Ok(Evidence::Source { .. }));
            let has_source = card.evidence.iter().any(is_source);
            assert!(has_source || cards.len() < LARGE, "{} has no source", card.id);
        }
    }
}

#[test]
fn kinds_mix_as_interviewers_mix_them() {
    let mut all = 0;
    for (topic, cards) in topics() {
        all += cards.iter().map(count_programs).sum::<usize>();
        let shown = |card: &&Card| card.kind == Kind::Output || count_programs(card) > 0;
        let with = cards.iter().filter(shown).count();
        if ["slice", "map", "channel"].contains(&topic.as_str()) {
            assert!(4 * with >= cards.len(), "{topic}: {with} of {} with a program", cards.len());
        }
        for tag in ["concept", "comparison", "predict", "design", "bug"] {
            if tag == "comparison" && cards.len() < LARGE {
                continue;
            }
            let has = cards.iter().any(|card| card.tags.iter().any(|t| t == tag));
            assert!(has, "{topic} has no card tagged {tag}");
        }
    }
    assert!(all >= 120, "{all} programs");
}

#[test]
fn cards_follow_each_other_as_an_interviewer_would_go_on() {
    for (topic, cards) in topics() {
        let by_id: HashMap<&str, &Card> = cards.iter().map(|c| (c.id.as_str(), c)).collect();
        // How many cards a chain has that ends here.
        let length = |card: &Card| {
            let mut length = 1;
            let mut at = card;
            while let Some(before) = at.follows.as_deref() {
                at = by_id.get(before).unwrap_or_else(|| panic!("{} follows {before}", at.id));
                length += 1;
                assert!(length <= cards.len(), "{} follows itself", card.id);
            }
            length
        };
        let longest = cards.iter().map(length).max().unwrap_or(0);
        // A small deck has one chain, which may be shorter.
        let enough = if cards.len() < SMALL { 4 } else { 5 };
        assert!(longest >= enough, "the longest chain of {topic} has {longest} cards");
        let is_followed = |card: &Card| cards.iter().any(|c| c.follows.as_ref() == Some(&card.id));
        let chained = cards.iter().filter(|c| c.follows.is_some() || is_followed(c)).count();
        assert!(4 * chained >= 3 * cards.len(), "{topic}: {chained} of {} chained", cards.len());
    }
}

#[test]
fn each_topic_draws_what_moves() {
    for (topic, cards) in topics() {
        for lang in Lang::ALL {
            let drawings = cards.iter().flat_map(|card| blocks(&card.text[&lang].answer));
            let drawings = drawings
                .filter(|b| matches!(&b.kind, BlockKind::Fence(fence) if fence.info == "text"));
            let drawings = drawings.count();
            assert!(drawings >= 2, "{topic} has {drawings} drawings in {lang}");
        }
    }
}

#[test]
fn levels_and_weights_are_spread() {
    for (topic, cards) in topics() {
        let share = |n: usize| n as f64 / cards.len() as f64;
        // A deck on everyday things has few hard cards, and what is seldom asked has no card.
        for level in 1..=3 {
            let share = share(cards.iter().filter(|c| c.level == level).count());
            assert!(share <= 0.75, "{topic}: {share:.2} of level {level}");
            let is_even = (0.1..=0.6).contains(&share);
            assert!(is_even || cards.len() < LARGE, "{topic}: {share:.2} of level {level}");
            assert!(share >= 0.05 || cards.len() < 40, "{topic}: {share:.2} of level {level}");
        }
        for weight in 1..=5 {
            let share = share(cards.iter().filter(|c| c.weight == weight).count());
            assert!(share <= 0.5, "{topic}: {share:.2} of weight {weight}");
            let may_lack = (weight == 1 || weight == 5) && cards.len() < LARGE;
            assert!(share > 0.0 || may_lack, "{topic} has no weight {weight}");
        }
    }
}
