//! A filter as SQL: what [`Filter::accepts`] says, said to SQLite.

use rusqlite::types::Value;

use crate::model::filter::{AsOf, Filter, Is};

/// Whether a card has no answer in any language.
pub(super) const DRAFT: &str = "NOT EXISTS (SELECT 1 FROM texts WHERE texts.card = cards.key
             AND trim(answer, ' ' || char(9, 10, 13)) <> '')";

/// What follows WHERE in a query of `cards` for a filter, and the values in it.
pub(super) fn conditions(filter: &Filter, as_of: AsOf) -> (String, Vec<Value>) {
    let mut values = Vec::new();
    let sql = said(filter, as_of, &mut values);
    (sql, values)
}

fn said(filter: &Filter, as_of: AsOf, values: &mut Vec<Value>) -> String {
    let mut bind = |value: &str| {
        values.push(value.to_owned().into());
        format!("?{}", values.len())
    };
    match filter {
        Filter::All(parts) => joined(parts, " AND ", "1", as_of, values),
        Filter::Any(parts) => joined(parts, " OR ", "0", as_of, values),
        Filter::Not(part) => format!("NOT ({})", said(part, as_of, values)),
        Filter::Topic(topic) => format!("cards.topic = {}", bind(topic)),
        Filter::Tag(tag) => {
            let tag = bind(tag);
            format!("instr(char(10) || tags || char(10), char(10) || {tag} || char(10)) > 0")
        }
        Filter::Level(level) => format!("level = {level}"),
        Filter::Is(is) => state(*is, as_of),
    }
}

fn joined(
    parts: &[Filter],
    word: &str,
    none: &str,
    as_of: AsOf,
    values: &mut Vec<Value>,
) -> String {
    if parts.is_empty() {
        return none.to_owned();
    }
    let parts: Vec<String> = parts.iter().map(|part| said(part, as_of, values)).collect();
    format!("({})", parts.join(word))
}

fn state(is: Is, AsOf { day, now, leech_threshold }: AsOf) -> String {
    match is {
        Is::New => "(state = 0 AND suspended = 0)".into(),
        Is::Due => format!(
            "(suspended = 0 AND coalesce(buried_until, {day}) <= {day} AND
             ((state = 2 AND coalesce(due_day <= {day}, 0))
              OR (state IN (1, 3) AND coalesce(due_at <= {now}, 0))))",
            day = day.0
        ),
        Is::Leech => format!("lapses >= {leech_threshold}"),
        Is::Suspended => format!("(suspended = 1 AND NOT {DRAFT})"),
        Is::Draft => DRAFT.into(),
        Is::Edited => "edited = 1".into(),
        Is::Retired => "retired = 1".into(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::db::Store;
    use crate::model::card::{Card, Kind, Lang, Origin, Text};
    use crate::model::change::{Change, StoredCard};
    use crate::model::day::Day;
    use crate::model::schedule::{Due, Schedule, State};

    const AS_OF: AsOf = AsOf { day: Day(50), now: 1_000, leech_threshold: 4 };

    fn card() -> impl Strategy<Value = StoredCard> {
        let says = (0..3_u8, 1..4_u8, proptest::collection::vec("[a-c]{1,2}", 0..3), "[ \n]?a?");
        let has = (any::<[bool; 4]>(), proptest::option::of(48..53_i32));
        let stands = (0..4_u8, 48..53_i32, 998..1_003_i64, 2..6_u32);
        (says, has, stands).prop_map(
            |((topic, level, tags, answer), (flags, buried), (state, day, at, lapses))| {
                let [builtin, edited, retired, suspended] = flags;
                let state = State::ALL[usize::from(state)];
                let due = match state {
                    State::New => Due::Unset,
                    State::Review => Due::On(Day(day)),
                    _ => Due::At(at),
                };
                let text = Text { question: "q".into(), answer, ..Text::default() };
                StoredCard {
                    card: Card {
                        id: String::new(),
                        topic: format!("topic-{topic}"),
                        kind: Kind::Basic,
                        level,
                        weight: 3,
                        follows: None,
                        tags,
                        correct: None,
                        evidence: Vec::new(),
                        text: [(Lang::En, text)].into(),
                        ..Card::default()
                    },
                    origin: if builtin { Origin::Builtin } else { Origin::User },
                    edited,
                    retired,
                    suspended,
                    buried_until: buried.map(Day),
                    seq: 0,
                    schedule: Schedule { state, due, lapses, ..Schedule::default() },
                }
            },
        )
    }

    fn filter() -> impl Strategy<Value = Filter> {
        let states =
            [Is::New, Is::Due, Is::Leech, Is::Suspended, Is::Draft, Is::Edited, Is::Retired];
        let leaf = prop_oneof![
            (0..4_u8).prop_map(|topic| Filter::Topic(format!("topic-{topic}"))),
            "[a-c']{1,2}".prop_map(Filter::Tag),
            (1..4_u8).prop_map(Filter::Level),
            proptest::sample::select(states.to_vec()).prop_map(Filter::Is),
            Just(Filter::default()),
        ];
        leaf.prop_recursive(4, 16, 3, |inner| {
            let parts = proptest::collection::vec(inner.clone(), 0..3);
            prop_oneof![
                parts.clone().prop_map(Filter::All),
                parts.prop_map(Filter::Any),
                inner.prop_map(|part| Filter::Not(Box::new(part))),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn sql_says_what_the_tree_says(
            cards in proptest::collection::vec(card(), 1..12),
            filters in proptest::collection::vec(filter(), 1..12),
        ) {
            let mut store = Store::in_memory().unwrap();
            let add = |(i, mut stored): (usize, StoredCard)| {
                stored.card.id = format!("card-{i:02}");
                Change::Add { card: Box::new(stored), reviews: Vec::new() }
            };
            let changes: Vec<Change> = cards.into_iter().enumerate().map(add).collect();
            store.apply("added", 0, &changes).unwrap();
            let all = store.cards(&Filter::All(Vec::new()), AS_OF).unwrap();
            prop_assert_eq!(all.len(), changes.len());
            for filter in filters {
                let found = store.cards(&filter, AS_OF).unwrap();
                let meant: Vec<&StoredCard> =
                    all.iter().filter(|card| filter.accepts(card, AS_OF)).collect();
                prop_assert_eq!(found.iter().collect::<Vec<_>>(), meant, "{:?}", filter);
                let count = store.count(&filter, AS_OF).unwrap();
                prop_assert_eq!(count, found.len() as u64);
            }
        }
    }
}
