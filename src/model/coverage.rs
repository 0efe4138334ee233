//! Coverage: which card answers a question, and how surely.
//!
//! Full text, no semantics: question and card are turned into [terms](super::term), rare terms weigh
//! more, and the score is the share of the question's weight that a card holds, lowered when the
//! card's own title speaks of much else. The constants were fitted to a labelled list of questions,
//! many of them with no card, on which a test holds precision and recall.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::card::Card;
use super::term::{Term, Vocabulary, is_facet};

/// From this score on (0 to 1) a card is said to cover a question. A wrong "covered" misleads a
/// learner more than a missed card, so the mark is where at least nine in ten of those said to be
/// covered are, not where most right ones are found.
pub const COVERED: f64 = 0.62;

/// What a term of the question counts that stands in the answer, not in title, id or tags, of a card.
const IN_ANSWER: f64 = 0.43;
/// How much of the score hangs on the title being about the same.
const TITLE: f64 = 0.55;
/// What a card loses for each step that it is asked less often than always: a plain question means
/// the plain card.
const SELDOM: f64 = 0.045;
/// What a term of the context of a question counts, against one of its own.
const CONTEXT: f64 = 0.35;
/// A word that so many cards have in title, id or tags is a topic.
const BROAD: usize = 20;

/// Weights of terms, as shares of that of a term that stands in no card at all: what says how is
/// asked, the least and the most of a term of the cards, two Han characters that may be no word,
const FACET: f64 = 0.14;
const LEAST: f64 = 0.4;
const MOST: f64 = 0.8;
const PAIR: f64 = 0.4;
const LEAST_PAIR: f64 = 0.08;
/// What a term counts against a card that does not hold it, though others do: mostly a way of saying it.
const UNHELD: f64 = 0.77;

/// A card that may answer a question.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Match {
    /// Its place among the cards that were indexed.
    pub card: usize,
    /// How surely it does, from 0 to 1.
    pub score: f64,
}

impl Match {
    /// Whether the card is taken to answer the question.
    pub fn covers(&self) -> bool {
        self.score >= COVERED
    }

    /// The score in whole per cent, rounded down so that it never passes a mark it does not reach.
    pub fn percent(&self) -> u8 {
        (self.score * 100.0 + 1e-9) as u8
    }
}

/// A title, its first sentence (others often speak of the surroundings), or an id.
struct Title {
    card: usize,
    /// The weight of all its terms.
    weight: f64,
}

/// Where a term stands.
#[derive(Default)]
struct Places {
    /// Cards with what the term counts there.
    cards: Vec<(usize, f64)>,
    /// Places in `Index::titles`.
    titles: Vec<usize>,
    /// In how many cards it stands in title, id or tags.
    named: usize,
}

/// An index of cards.
pub struct Index {
    vocabulary: Vocabulary,
    terms: HashMap<Term, Places>,
    titles: Vec<Title>,
    /// The terms that name topics.
    topics: BTreeSet<Term>,
    /// For each card 5 less its weight.
    seldom: Vec<f64>,
}

impl Index {
    /// Indexes cards in all their languages.
    pub fn new<'a>(cards: impl IntoIterator<Item = &'a Card>) -> Index {
        let mut index = Index {
            vocabulary: Vocabulary::default(),
            terms: HashMap::new(),
            titles: Vec::new(),
            topics: BTreeSet::new(),
            seldom: Vec::new(),
        };
        let mut titles: Vec<BTreeSet<Term>> = Vec::new();
        for card in cards {
            titles.extend(index.add(card));
        }
        for (at, terms) in titles.iter().enumerate() {
            index.titles[at].weight = terms.iter().map(|term| index.weight(term)).sum();
        }
        index
    }

    /// Adds a card; gives the terms of its titles, which can be weighed only when all are in.
    fn add(&mut self, card: &Card) -> Vec<BTreeSet<Term>> {
        let number = self.seldom.len();
        let set =
            |text: &str| -> BTreeSet<Term> { self.vocabulary.terms(text).into_iter().collect() };
        let mut titles: Vec<BTreeSet<Term>> = Vec::new();
        let id = set(&card.id.replace('-', " "));
        let mut named = id.clone();
        let mut told = BTreeSet::new();
        named.extend(card.tags.iter().flat_map(|tag| set(tag)));
        for text in card.text.values() {
            titles.push(set(text.title()));
            let sentences = text.title().split_inclusive(['?', '？', '。', ':', '：', '；']);
            titles.extend(sentences.take(1).map(set));
            for line in prose(text.body()).chain(prose(&text.answer)) {
                told.extend(self.vocabulary.terms(line));
            }
        }
        titles.push(id);
        titles.retain(|terms| terms.iter().any(|term| !is_facet(term)));
        named.extend(titles.iter().flatten().cloned());
        for (at, terms) in titles.iter().enumerate() {
            for term in terms {
                let places = self.terms.entry(term.clone()).or_default();
                places.titles.push(self.titles.len() + at);
            }
        }
        for term in told.difference(&named) {
            self.terms.entry(term.clone()).or_default().cards.push((number, IN_ANSWER));
        }
        for term in named {
            let places = self.terms.entry(term).or_default();
            places.cards.push((number, 1.0));
            places.named += 1;
        }
        self.seldom.push(5.0 - f64::from(card.weight));
        self.topics.extend(self.vocabulary.terms(&card.topic));
        self.titles.extend(titles.iter().map(|_| Title { card: number, weight: 0.0 }));
        titles
    }

    /// How much a term tells: from its rarity among cards and among what names them (inverse
    /// document frequency), as a share of that of a term that no card has.
    fn weight(&self, term: &str) -> f64 {
        if is_facet(term) {
            return FACET;
        }
        let rarity =
            |cards: usize| ((self.seldom.len() as f64 + 1.0) / (cards as f64 + 0.5)).ln().max(0.0);
        let places = self.terms.get(term);
        let share = match places {
            None => 1.0,
            Some(places) => {
                let rarity_of = rarity(places.cards.len()) + rarity(places.named);
                (rarity_of / 2.0 / rarity(0)).min(MOST)
            }
        };
        if !term.is_ascii() && term.chars().count() == 2 {
            return (share * PAIR).max(LEAST_PAIR);
        }
        share.max(LEAST)
    }

    /// The cards nearest to a question, best first, at most `limit`, whether they cover it or not.
    /// `context` is what the question stands under, such as the items above a nested one.
    pub fn nearest(&self, question: &str, context: &str, limit: usize) -> Vec<Match> {
        let own: BTreeSet<Term> = self.vocabulary.terms(question).into_iter().collect();
        // The name of a topic alone is no question.
        let is_broad = |term: &Term| self.terms.get(term).is_some_and(|at| at.named >= BROAD);
        let is_topic = |term: &Term| self.topics.contains(term) || is_broad(term);
        let is_bare = own.len() == 1 && own.iter().all(is_topic);
        if is_bare || own.iter().all(|term| is_facet(term)) {
            return Vec::new();
        }
        // Ordered, so that sums are the same each time.
        let mut asked: BTreeMap<Term, f64> = BTreeMap::new();
        for term in self.vocabulary.terms(context).into_iter().filter(|term| !is_facet(term)) {
            asked.insert(term.clone(), CONTEXT * self.weight(&term));
        }
        for term in own {
            asked.insert(term.clone(), self.weight(&term));
        }
        let mut held = vec![0.0; self.seldom.len()];
        // The weight of terms that some card has, and of those that this card has.
        let (mut known, mut has) = (0.0, vec![0.0; self.seldom.len()]);
        let mut alike = vec![0.0; self.titles.len()];
        for (term, weight) in &asked {
            let Some(places) = self.terms.get(term) else { continue };
            known += weight;
            for &(card, counts) in &places.cards {
                held[card] += weight * counts;
                has[card] += weight;
            }
            for &title in &places.titles {
                alike[title] += self.weight(term);
            }
        }
        let mut title = vec![0.0_f64; self.seldom.len()];
        for (at, one) in self.titles.iter().enumerate() {
            title[one.card] = title[one.card].max(alike[at] / one.weight);
        }
        let all: f64 = asked.values().sum();
        let score = |card: usize| {
            // The root: a title with some words of its own is still about the same.
            let all = all - (1.0 - UNHELD) * (known - has[card]);
            let alike = 1.0 - TITLE + TITLE * title[card].sqrt();
            held[card] / all * alike * (1.0 - SELDOM * self.seldom[card])
        };
        let mut found: Vec<Match> = (0..self.seldom.len())
            .map(|card| Match { card, score: score(card) })
            .filter(|found| found.score > 0.0)
            .collect();
        found.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.card.cmp(&b.card)));
        found.truncate(limit);
        found
    }
}

/// The lines of a Markdown text that are not code.
fn prose(markdown: &str) -> impl Iterator<Item = &str> {
    let mut is_code = false;
    markdown.lines().filter(move |line| {
        let is_fence = line.trim_start().starts_with("```");
        is_code ^= is_fence;
        !is_fence && !is_code
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::card::{Lang, Text};
    use super::*;

    fn card(id: &str, weight: u8, en: (&str, &str), zh: (&str, &str)) -> Card {
        let text = |(question, answer): (&str, &str)| Text {
            question: question.into(),
            answer: answer.into(),
            ..Text::default()
        };
        Card {
            id: id.into(),
            topic: "t".into(),
            kind: Default::default(),
            level: 1,
            weight,
            follows: None,
            tags: Vec::new(),
            correct: None,
            evidence: Vec::new(),
            text: BTreeMap::from([(Lang::En, text(en)), (Lang::Zh, text(zh))]),
            ..Card::default()
        }
    }

    fn cards() -> Vec<Card> {
        vec![
            card(
                "t-map-growth",
                5,
                ("How does a map grow?", "Tables split.\n\n```go\nfrobnicate()\n```\n"),
                ("map 是怎么扩容的？", "表会分裂。"),
            ),
            card(
                "t-map-order",
                5,
                ("Why is map iteration random?", "So that nobody relies on it."),
                ("为什么遍历 map 是无序的？", "避免依赖顺序。"),
            ),
            card(
                "t-slice-growth",
                1,
                ("How does a slice grow?", "By a factor."),
                ("切片怎么扩容？", "按比例。"),
            ),
            card(
                "t-leak",
                3,
                ("What leaks goroutines?", "Waiting."),
                ("协程为什么泄漏？", "等待。"),
            ),
        ]
    }

    fn best(question: &str, context: &str) -> Option<(&'static str, bool)> {
        const IDS: [&str; 4] = ["t-map-growth", "t-map-order", "t-slice-growth", "t-leak"];
        let cards = cards();
        let found = Index::new(&cards).nearest(question, context, 1);
        found.first().map(|found| (IDS[found.card], found.covers()))
    }

    #[test]
    fn a_question_finds_its_card_in_either_language() {
        for (question, id) in [
            ("哈希表怎么扩容", "t-map-growth"),
            ("Growth of maps", "t-map-growth"),
            ("slice 的扩容机制", "t-slice-growth"),
            ("Is the order in which a map is ranged over random?", "t-map-order"),
            ("goroutine leaks", "t-leak"),
            ("协程泄露", "t-leak"),
        ] {
            assert_eq!(best(question, ""), Some((id, true)), "{question}");
        }
    }

    #[test]
    fn shared_words_are_not_enough() {
        for question in [
            "Kafka rebalance 怎么扩容",
            "MySQL index growth",
            "frobnicate",
            "Map of Paris and its museums",
        ] {
            assert!(best(question, "").is_none_or(|(_, covers)| !covers), "{question}");
        }
    }

    #[test]
    fn a_bare_topic_or_nothing_is_no_question() {
        for question in ["", "？", "怎么用", "What is the difference?", "t", "t 的用法"] {
            assert_eq!(best(question, "map 扩容"), None, "{question}");
        }
    }

    #[test]
    fn context_tells_of_what() {
        assert_eq!(best("如何扩容", "slice 相关").map(|b| b.0), Some("t-slice-growth"));
        assert_eq!(best("如何扩容", "map 相关").map(|b| b.0), Some("t-map-growth"));
    }

    #[test]
    fn an_empty_index_has_no_card() {
        assert_eq!(Index::new([]).nearest("How does a map grow?", "", 3), []);
    }

    #[test]
    fn per_cents_do_not_promise_more_than_there_is() {
        for (score, percent) in [(0.619_999, 61), (0.62, 62), (0.29, 29), (1.0, 100)] {
            assert_eq!(Match { card: 0, score }.percent(), percent);
        }
    }
}
