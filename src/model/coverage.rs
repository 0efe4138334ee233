//! Coverage: which card answers a question, and how surely.
//!
//! Full text, no semantics: question and card are turned into [terms](super::term), each in the
//! words of the card's topic. A card is considered only when the question names its topic or a
//! thing that belongs to it, and shares a term with the card's own question. Then two things count:
//! how much of the asked question the card's question holds, and how much of the card's was asked.
//!
//! The score depends on the question and the card alone, never on other cards, so a question that
//! is known stays known whatever is imported. The constants were fitted to labelled lists of
//! questions, many of them with no card; a test on these lists holds precision and recall.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::card::{Card, Kind};
use super::term::{Reading, Sort, Term, Vocabulary};
use super::words::Section;
use crate::text::fence::prose;
use crate::text::names::letters;

/// From this score on (0 to 1) a card counts as covering a question. A wrong "covered" misleads a
/// learner more than a missed card. So the mark is where at least nineteen in twenty of those are
/// right, not where most right cards are found.
pub const COVERED: f64 = 0.70;
/// Cards are named beside the best one only if their score is within this of it.
const AS_GOOD: f64 = 0.03;

/// What a term of the question counts that stands only in the answer of a card.
const IN_ANSWER: f64 = 0.4;
/// How much of the score depends on the card's question being about nothing else.
const TITLE: f64 = 0.9;
/// What a card loses for each level of weight below the highest: a plain question means the plain
/// card.
const SELDOM: f64 = 0.02;
/// What a card counts that asks about a program or options, not about the thing itself.
const PROGRAM: f64 = 0.9;
/// What a term of the context of a question counts, against one of its own.
const CONTEXT: f64 = 0.35;

/// How much a term says.
fn weight(term: &Term) -> f64 {
    match term.sort {
        Sort::Known(Section::Foreign) => 1.5,
        Sort::Known(Section::Subjects) | Sort::Word => 1.0,
        Sort::Known(Section::Aspects) => 0.8,
        Sort::Pair => 0.5,
        Sort::Known(Section::Shared | Section::Exact) => 0.4,
        Sort::Known(Section::Names) => 0.25,
        Sort::Single => 0.2,
        Sort::Known(Section::Asked) => 0.075,
        Sort::Known(Section::Stop) => 0.0,
    }
}

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

/// Of the cards nearest to a question, best first, those that cover it: the best one, and others only
/// where they are as good.
pub fn covering(nearest: &[Match]) -> &[Match] {
    let best = nearest.first().map_or(0.0, |best| best.score);
    let count = nearest.iter().take_while(|m| m.covers() && m.score >= best - AS_GOOD).count();
    &nearest[..count]
}

/// An index of cards.
pub struct Index {
    vocabulary: Vocabulary,
    /// By topic.
    decks: BTreeMap<String, Deck>,
}

/// The cards of a topic.
#[derive(Default)]
struct Deck {
    cards: Vec<Indexed>,
    terms: HashMap<Term, Places>,
    titles: Vec<Title>,
    /// Cards by the bare letters of their questions.
    letters: HashMap<String, usize>,
}

struct Indexed {
    /// Its place among all cards.
    card: usize,
    /// The factor on its score.
    worth: f64,
}

/// A way to say what a card is about: its title, the title's first sentence (later ones often set
/// the scene), or its id.
struct Title {
    /// The place of the card in its deck.
    card: usize,
    /// The weight of all its terms.
    weight: f64,
}

/// Where a term stands in a deck.
#[derive(Default)]
struct Places {
    /// Cards whose questions have it.
    asked: Vec<usize>,
    /// Cards that have it elsewhere.
    told: Vec<usize>,
    /// Places in [`Deck::titles`].
    titles: Vec<usize>,
}

impl Index {
    /// Indexes cards in all their languages.
    pub fn new<'a>(vocabulary: Vocabulary, cards: impl IntoIterator<Item = &'a Card>) -> Index {
        let mut decks: BTreeMap<String, Deck> = BTreeMap::new();
        for (place, card) in cards.into_iter().enumerate() {
            let deck = decks.entry(card.topic.clone()).or_default();
            deck.add(card, place, vocabulary.reading(&card.topic));
        }
        Index { vocabulary, decks }
    }

    /// The cards nearest to a question, best first, at most `limit`, whether they cover it or not.
    /// `context` is what the question stands under, such as the items above a nested one.
    pub fn nearest(&self, question: &str, context: &str, limit: usize) -> Vec<Match> {
        let mut found = Vec::new();
        for (topic, deck) in &self.decks {
            deck.find(question, context, self.vocabulary.reading(topic), &mut found);
        }
        found.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.card.cmp(&b.card)));
        found.truncate(limit);
        found
    }
}

impl Deck {
    fn add(&mut self, card: &Card, place: usize, reading: Reading<'_>) {
        let at = self.cards.len();
        let mut titles: Vec<BTreeSet<Term>> = Vec::new();
        let mut told = BTreeSet::new();
        for text in card.text.values() {
            titles.push(reading.set(text.title()));
            self.letters.entry(letters(text.title())).or_insert(at);
            let mut sentences = text.title().split_inclusive(['?', '？', '。', ':', '：', '；']);
            titles.extend(sentences.next().map(|first| reading.set(first)));
            for line in prose(text.body()).chain(prose(&text.answer)) {
                told.extend(reading.terms(line));
            }
        }
        let id = card.id.strip_prefix(&format!("{}-", card.topic)).unwrap_or(&card.id);
        let id = reading.set(&id.replace('-', " "));
        // Such as `channel-what`: how a thing is asked, the title says better than the id.
        if id.iter().any(|term| !term.is_facet() && !term.is_name()) {
            titles.push(id);
        }
        titles.retain(|terms| terms.iter().any(|term| !term.is_facet()));
        let asked: BTreeSet<&Term> = titles.iter().flatten().collect();
        for term in told.iter().filter(|term| !asked.contains(term)) {
            self.terms.entry(term.clone()).or_default().told.push(at);
        }
        for term in asked {
            self.terms.entry(term.clone()).or_default().asked.push(at);
        }
        for terms in &titles {
            for term in terms {
                self.terms.entry(term.clone()).or_default().titles.push(self.titles.len());
            }
            self.titles.push(Title { card: at, weight: terms.iter().map(weight).sum() });
        }
        let kind = if card.kind == Kind::Basic { 1.0 } else { PROGRAM };
        let worth = kind * (1.0 - SELDOM * (5.0 - f64::from(card.weight)));
        self.cards.push(Indexed { card: place, worth });
    }

    /// Adds to `found` the cards that have to do with a question.
    fn find(&self, question: &str, context: &str, reading: Reading<'_>, found: &mut Vec<Match>) {
        let own = reading.set(question);
        if let Some(&card) = self.letters.get(&letters(question)).filter(|_| !own.is_empty()) {
            found.push(Match { card: self.cards[card].card, score: 1.0 });
            return;
        }
        // The name of a topic alone is no question.
        let is_bare = own.len() == 1 && own.iter().all(Term::is_name);
        if is_bare || own.iter().all(Term::is_facet) {
            return;
        }
        // Ordered, so that sums are the same each time.
        let mut asked: BTreeMap<Term, f64> = BTreeMap::new();
        for term in reading.set(context).into_iter().filter(|term| !term.is_facet()) {
            let weight = CONTEXT * weight(&term);
            asked.insert(term, weight);
        }
        for term in own {
            let weight = weight(&term);
            asked.insert(term, weight);
        }
        let is_named = asked.keys().any(Term::is_name);
        // Terms that show that a card's topic is meant; where a topic has no words, any word does.
        let is_telling = |term: &Term| match term.sort {
            Sort::Known(Section::Subjects) => true,
            Sort::Word | Sort::Pair => !reading.has_words(),
            _ => false,
        };
        if !asked.keys().any(|term| self.terms.contains_key(term)) {
            return;
        }
        let count = self.cards.len();
        let (mut held, mut is_meant) = (vec![0.0; count], vec![false; count]);
        let mut alike = vec![0.0; self.titles.len()];
        // The names of a topic go without saying in its cards.
        let mut named = 0.0;
        for (term, share) in &asked {
            named += if term.is_name() { *share } else { 0.0 };
            let Some(places) = self.terms.get(term) else { continue };
            for &card in &places.asked {
                held[card] += if term.is_name() { 0.0 } else { *share };
                is_meant[card] |= is_named || is_telling(term);
            }
            for &card in places.told.iter().filter(|_| !term.is_name()) {
                held[card] += share * IN_ANSWER;
            }
            for &title in &places.titles {
                alike[title] += weight(term);
            }
        }
        let mut title = vec![0.0_f64; count];
        for (one, alike) in self.titles.iter().zip(alike) {
            title[one.card] = title[one.card].max(alike / one.weight);
        }
        let all: f64 = asked.values().sum();
        for (at, card) in self.cards.iter().enumerate().filter(|(at, _)| is_meant[*at]) {
            // The root: a title with some words of its own is still about the same.
            let alike = 1.0 - TITLE + TITLE * title[at].sqrt();
            let score = (held[at] + named) / all * alike * card.worth;
            found.push(Match { card: card.card, score });
        }
    }
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
            topic: id.split('-').next().unwrap().into(),
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
                "map-growth",
                5,
                ("How does a map grow?", "Tables split.\n\n```go\nfrobnicate()\n```\n"),
                ("map 是怎么扩容的？", "表会分裂。"),
            ),
            card(
                "map-order",
                5,
                ("Why is map iteration random?", "So that nobody relies on it."),
                ("为什么遍历 map 是无序的？", "避免依赖顺序。"),
            ),
            card(
                "slice-growth",
                1,
                ("How does a slice grow?", "By a factor."),
                ("切片怎么扩容？", "按比例。"),
            ),
            card(
                "run-leak",
                3,
                ("What leaks goroutines?", "Waiting."),
                ("协程为什么泄漏？", "等待。"),
            ),
        ]
    }

    const WORDS: &str = "\
# map
## names
map | maps | 哈希表
# slice
## names
slice | slices | 切片
# run
## names
goroutine | goroutines | 协程
## aspects
leak | leaks | 泄漏 | 泄露
# general
## shared
grow | growth | 扩容
order | random | 无序
iterate | iteration | range | ranged | 遍历
## asked
how | 机制 | 怎么 | 如何 | why | 为什么
## exact
difference | 区别
## stop
the | of | a | is | does | do | in | which | over | what | by | 是 | 的 | 用 | 用法 | 相关
## foreign
java | kafka | mysql
";

    fn index(cards: &[Card]) -> Index {
        Index::new(Vocabulary::new(WORDS), cards)
    }

    fn best(question: &str, context: &str) -> Option<(&'static str, bool)> {
        const IDS: [&str; 4] = ["map-growth", "map-order", "slice-growth", "run-leak"];
        let cards = cards();
        let found = index(&cards).nearest(question, context, 1);
        found.first().map(|found| (IDS[found.card], found.covers()))
    }

    #[test]
    fn a_question_finds_its_card_in_either_language() {
        for (question, id) in [
            ("哈希表怎么扩容", "map-growth"),
            ("Growth of maps", "map-growth"),
            ("slice 的扩容机制", "slice-growth"),
            ("Is the order in which a map is ranged over random?", "map-order"),
            ("goroutine leaks", "run-leak"),
            ("协程泄露", "run-leak"),
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
            "Why does a hash table of Java grow?",
            "为什么会泄漏",
        ] {
            assert!(best(question, "").is_none_or(|(_, covers)| !covers), "{question}");
        }
    }

    #[test]
    fn a_bare_topic_or_nothing_is_no_question() {
        for question in ["", "？", "怎么用", "What is the difference?", "map", "map 的用法"]
        {
            assert_eq!(best(question, "map 扩容"), None, "{question}");
        }
    }

    #[test]
    fn topics_without_words_are_known_by_any_word() {
        let card = |id: &str, question: &str| card(id, 3, (question, "x"), (question, "x"));
        let cards =
            [card("mine-frob", "How does a frobnicator grow?"), card("mine-quux", "内存对齐")];
        let best = |question: &str| {
            let found = index(&cards).nearest(question, "", 1);
            found.first().filter(|found| found.covers()).map(|found| cards[found.card].id.as_str())
        };
        assert_eq!(best("Growth of a frobnicator"), Some("mine-frob"));
        assert_eq!(best("为什么内存对齐"), Some("mine-quux"));
        assert_eq!(best("How does it grow?"), None);
    }

    #[test]
    fn what_is_known_stays_known_whatever_comes_in() {
        let question = "哈希表怎么扩容";
        let few = index(&cards()).nearest(question, "", 1);
        let more = (0..50).map(|n| {
            let title = format!("map {n} 的 foo{n} 怎么扩容？");
            card(&format!("map-x{n}"), 3, (&title, "x"), (&title, "x"))
        });
        let all: Vec<Card> = cards().into_iter().chain(more).collect();
        assert_eq!(index(&all).nearest(question, "", 1), few);
    }

    #[test]
    fn beside_the_best_card_only_cards_as_good_are_named() {
        let found = |scores: &[f64]| {
            let all = scores.iter().map(|score| Match { card: 0, score: *score });
            covering(&all.collect::<Vec<_>>()).len()
        };
        assert_eq!(found(&[0.9, 0.88, 0.8]), 2);
        assert_eq!(found(&[0.71, 0.69]), 1);
        assert_eq!(found(&[0.69]), 0);
        assert_eq!(found(&[]), 0);
    }

    #[test]
    fn context_tells_of_what() {
        assert_eq!(best("如何扩容", "slice 相关").map(|b| b.0), Some("slice-growth"));
        assert_eq!(best("如何扩容", "map 相关").map(|b| b.0), Some("map-growth"));
    }

    #[test]
    fn an_empty_index_has_no_card() {
        assert_eq!(index(&[]).nearest("How does a map grow?", "", 3), []);
    }

    #[test]
    fn per_cents_do_not_promise_more_than_there_is() {
        for (score, percent) in [(0.699_999, 69), (0.70, 70), (0.29, 29), (1.0, 100)] {
            assert_eq!(Match { card: 0, score }.percent(), percent);
        }
    }
}
