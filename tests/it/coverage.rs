//! `godrill decks --coverage`: how well it tells which card answers a question.

use std::collections::HashSet;

use godrill::builtin;
use godrill::model::coverage::Index;

use crate::home::Home;

/// Floors for the labelled list below. Precision: of the questions said to have a card, the share
/// for which a card that is named does answer. Recall: of those that a card answers, the share for
/// which it is named. The list was at hand when the vocabulary grew, so that on other questions
/// both are lower; texts of cards change, hence the room below what is measured.
const PRECISION: f64 = 0.90;
const RECALL: f64 = 0.80;

/// `ids of cards that answer, or -`, a tab, `question`.
const LABELLED: &str = include_str!("fixtures/coverage.tsv");

#[test]
fn questions_find_their_cards_and_others_find_none() {
    let (_, cards) = builtin::decks();
    let known: HashSet<&str> = cards.iter().map(|card| card.id.as_str()).collect();
    let index = Index::new(&cards);
    let (mut said, mut right, mut answerable, mut foreign) = (0, 0, 0, 0);
    let mut faults = Vec::new();
    for line in LABELLED.lines().filter(|line| !line.starts_with('#')) {
        let (ids, question) = line.split_once('\t').unwrap();
        let ids: Vec<&str> = ids.split(',').filter(|id| *id != "-").collect();
        assert!(ids.iter().all(|id| known.contains(id)), "{line}");
        let found = index.nearest(question, "", 3);
        let named: Vec<&str> =
            found.iter().filter(|m| m.covers()).map(|m| cards[m.card].id.as_str()).collect();
        let is_right = named.iter().any(|id| ids.contains(id));
        said += usize::from(!named.is_empty());
        right += usize::from(is_right);
        answerable += usize::from(!ids.is_empty());
        foreign += usize::from(ids.is_empty());
        if !(is_right || ids.is_empty() && named.is_empty()) {
            faults.push(format!("{question}: {named:?}, not {ids:?}"));
        }
    }
    assert!(answerable >= 80 && foreign >= 25, "{answerable} and {foreign} questions");
    let precision = right as f64 / said as f64;
    let recall = right as f64 / answerable as f64;
    println!("{}", faults.join("\n"));
    println!(
        "{answerable} questions with a card, {foreign} without: precision {precision:.3}, recall {recall:.3}"
    );
    assert!(precision >= PRECISION && recall >= RECALL, "{precision:.3}, {recall:.3}");
}

// Words that no built-in card knows, so that only these cards are named.
const CARDS: &str = "\
## How does a frobnicator grow? {#t-frob-growth}

It splits.

## What is a **quuxlet**? {#t-quuxlet}

Half a quux.
";

const LIST: &str = "\
# Notes

Prose about frobnicators.

- [ ] frobnicator 相关
  - [x] 如何扩容
- [ ] quuxlet 是什么
- [ ] Kafka rebalance
- a note on quuxlets

When do frobnicators grow?
";

/// Lines with `__` for the per cents, which move when built-in decks change.
fn masked(printed: &str) -> String {
    let mask = |line: &str| match line.split_once(" %  ") {
        Some((_, rest)) => format!("    __ %  {rest}\n"),
        None => format!("{line}\n"),
    };
    printed.lines().map(mask).collect()
}

#[test]
fn a_checklist_is_answered_line_by_line() {
    let home = Home::new();
    home.deck(CARDS);
    home.file("q.md", LIST);
    assert_eq!(
        masked(&home.godrill("decks --coverage q.md").ok()),
        "\
5: frobnicator 相关
    __ %  t-frob-growth  How does a frobnicator grow?
6: frobnicator 相关 > 如何扩容
    __ %  t-frob-growth  How does a frobnicator grow?
7: quuxlet 是什么
    __ %  t-quuxlet  What is a quuxlet?
8: Kafka rebalance
    no card
11: When do frobnicators grow?
    __ %  t-frob-growth  How does a frobnicator grow?
5 questions, 4 with a card
"
    );
}

#[test]
fn a_plain_list_has_a_question_a_line() {
    let home = Home::new();
    home.deck(CARDS);
    let list = "Growth of frobnicators\n\nQuuxlet prices on Mars\n";
    assert_eq!(
        masked(&home.godrill("decks --coverage -").stdin(list).ok()),
        "\
1: Growth of frobnicators
    __ %  t-frob-growth  How does a frobnicator grow?
3: Quuxlet prices on Mars
    no card
2 questions, 1 with a card
"
    );
    let json = home.godrill("decks --coverage - --json").stdin(list).ok();
    let mut json: serde_json::Value = serde_json::from_str(&json).unwrap();
    for card in ["/questions/0/cards/0/score", "/questions/1/nearest/score"] {
        let score = json.pointer_mut(card).unwrap();
        let percent = score.as_u64().unwrap();
        assert_eq!(percent >= 62, card.contains("cards"), "{percent}");
        *score = 0.into();
    }
    let card = |id: &str, question: &str| serde_json::json!({"id": id, "topic": "t", "question": question, "score": 0});
    assert_eq!(
        json,
        serde_json::json!({
            "version": 1, "total": 2, "covered": 1, "threshold": 62,
            "questions": [
                {
                    "line": 1, "question": "Growth of frobnicators", "context": [],
                    "covered": true, "nearest": null,
                    "cards": [card("t-frob-growth", "How does a frobnicator grow?")],
                },
                {
                    "line": 3, "question": "Quuxlet prices on Mars", "context": [],
                    "covered": false, "cards": [],
                    "nearest": card("t-quuxlet", "What is a quuxlet?"),
                },
            ],
        })
    );
}

#[test]
fn what_is_no_list_is_refused() {
    let home = Home::new();
    home.file("empty.md", "# Notes\n\nProse.\n");
    home.file("bytes", [b'a', 0xff, b'b']);
    home.godrill("decks --coverage empty.md")
        .fails(1, "error: empty.md holds no questions: give one a line, or a Markdown checklist\n");
    home.godrill("decks --coverage bytes")
        .fails(1, "error: bytes: byte 2, in line 1, is not text in UTF-8: save it as UTF-8\n");
    home.godrill("decks --coverage none.md")
        .fails(1, "error: cannot read none.md: No such file or directory (os error 2)\n");
}
