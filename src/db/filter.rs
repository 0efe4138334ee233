//! A filter as SQL: what [`Filter::accepts`] says, said to SQLite.

use rusqlite::params_from_iter;
use rusqlite::types::Value;

use super::{DbError, Store, lines, search, topics};
use crate::model::filter::parse::Names;
use crate::model::filter::words::Phrase;
use crate::model::filter::{AsOf, Between, DAY_MS, Filter, Is};

/// Whether a card has no answer in any language.
pub(super) const DRAFT: &str = "NOT EXISTS (SELECT 1 FROM texts WHERE texts.card = cards.key
             AND trim(answer, ' ' || char(9, 10, 13)) <> '')";

/// The condition of a filter in a query of `cards`, and the values to bind in it.
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
        Filter::Level(level) => between("level", *level),
        Filter::Weight(weight) => between("weight", *weight),
        Filter::Kind(kind) => format!("kind = {}", *kind as u8),
        Filter::Id(id) => format!("id = {}", bind(id)),
        Filter::Follows(id) => format!("follows IS {}", bind(id)),
        // SQLite's `lower` knows only ASCII letters.
        Filter::Note(text) => {
            format!("coalesce(instr(lower(note), {}) > 0, 0)", bind(&text.to_ascii_lowercase()))
        }
        Filter::Text(text) => match Phrase::of(text) {
            Some(phrase) => format!(
                "cards.key IN (SELECT rowid FROM search WHERE search MATCH {})",
                bind(&search::term(&phrase))
            ),
            None => "0".into(),
        },
        Filter::Rated(rating, days) => {
            let rating = rating.map(|r| format!(" AND rating = {}", r.number()));
            let days = days.map(|days| format!(" AND day > {}", as_of.before(days).0));
            format!(
                "EXISTS (SELECT 1 FROM reviews WHERE reviews.card = cards.key{}{})",
                rating.unwrap_or_default(),
                days.unwrap_or_default()
            )
        }
        Filter::Due(days) => {
            let AsOf { day, end, .. } = as_of;
            let number = format!(
                "CASE WHEN due_at < {end} THEN 0
                 WHEN due_at IS NOT NULL THEN 1 + (due_at - {end}) / {DAY_MS}
                 ELSE due_day - {} END",
                day.0
            );
            format!("coalesce({}, 0)", between(&format!("({number})"), *days))
        }
        Filter::Lapses(lapses) => between("lapses", *lapses),
        Filter::Is(is) => state(*is, as_of),
    }
}

/// Joins parts in nested halves: SQLite allows no more than a thousand levels.
fn joined(
    parts: &[Filter],
    word: &str,
    none: &str,
    as_of: AsOf,
    values: &mut Vec<Value>,
) -> String {
    match parts {
        [] => none.to_owned(),
        [one] => said(one, as_of, values),
        many => {
            let (first, second) = many.split_at(many.len() / 2);
            let first = joined(first, word, none, as_of, values);
            let second = joined(second, word, none, as_of, values);
            format!("({first}{word}{second})")
        }
    }
}

/// Whether a number lies in a range.
fn between(number: &str, Between { from, to }: Between) -> String {
    let from = from.map(|from| format!("{number} >= {from}"));
    let to = to.map(|to| format!("{number} <= {to}"));
    let ends: Vec<String> = from.into_iter().chain(to).collect();
    if ends.is_empty() {
        format!("{number} IS NOT NULL")
    } else {
        format!("({})", ends.join(" AND "))
    }
}

fn state(is: Is, AsOf { day, now, leech_threshold, .. }: AsOf) -> String {
    match is {
        Is::New => "(state = 0 AND suspended = 0)".into(),
        Is::Learning => "(state IN (1, 3) AND suspended = 0)".into(),
        Is::Review => "(state = 2 AND suspended = 0)".into(),
        Is::Due => format!(
            "(suspended = 0 AND coalesce(buried_until, {day}) <= {day} AND
             ((state = 2 AND coalesce(due_day <= {day}, 0))
              OR (state IN (1, 3) AND coalesce(due_at <= {now}, 0))))",
            day = day.0
        ),
        Is::Leech => format!("lapses >= {leech_threshold}"),
        Is::Suspended => format!("(suspended = 1 AND NOT {DRAFT})"),
        Is::Buried => format!("coalesce(buried_until > {}, 0)", day.0),
        Is::Draft => DRAFT.into(),
        Is::Edited => "edited = 1".into(),
        Is::Mine => "builtin = 0".into(),
        Is::Flagged => "flagged = 1".into(),
        Is::Seen => "reps > 0".into(),
        Is::Retired => "retired = 1".into(),
    }
}

impl Store {
    /// The names of the topics of the cards that a filter lets through, in the order of display.
    pub fn topics_of(&self, filter: &Filter, as_of: AsOf) -> Result<Vec<String>, DbError> {
        let (conditions, values) = conditions(filter, as_of);
        let sql = format!(
            "SELECT name FROM topics WHERE name IN (SELECT topic FROM cards WHERE {conditions})
             ORDER BY position"
        );
        self.read(|conn| {
            let mut query = conn.prepare(&sql)?;
            query.query_map(params_from_iter(values), |row| row.get(0))?.collect()
        })
    }

    /// The ids of the cards that a filter lets through, each with its topic, by topic and place in the
    /// deck.
    pub fn ids_and_topics(
        &self,
        filter: &Filter,
        as_of: AsOf,
    ) -> Result<Vec<(String, String)>, DbError> {
        let (conditions, values) = conditions(filter, as_of);
        let sql = format!(
            "SELECT id, cards.topic FROM cards JOIN topics ON topics.name = cards.topic
             WHERE {conditions} ORDER BY topics.position, cards.seq, cards.key"
        );
        self.read(|conn| {
            let mut query = conn.prepare(&sql)?;
            query
                .query_map(params_from_iter(values), |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect()
        })
    }

    /// What a filter can name.
    pub fn names(&self) -> Result<Names, DbError> {
        let (topics, mut tags) = self.read(|conn| -> rusqlite::Result<_> {
            let mut query = conn.prepare("SELECT DISTINCT tags FROM cards")?;
            let rows = query.query_map([], |row| row.get::<_, String>(0))?;
            let tags = rows.collect::<Result<Vec<_>, _>>()?;
            let tags: Vec<String> = tags.iter().flat_map(|tags| lines::lines(tags)).collect();
            Ok((topics::read(conn)?, tags))
        })?;
        tags.sort_unstable();
        tags.dedup();
        Ok(Names { topics, ids: self.card_ids()?, tags })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;
    use crate::db::Store;
    use crate::model::card::{Card, Kind, Lang, Origin, Text};
    use crate::model::change::{Change, StoredCard};
    use crate::model::day::Day;
    use crate::model::filter::parse::{DEEPEST, MOST, parse};
    use crate::model::filter::tests::{TAGS, filter, id, text, topic};
    use crate::model::review::{Rating, Review, ReviewKind, ReviewOrigin};
    use crate::model::schedule::{Due, Schedule, State};

    const AS_OF: AsOf = AsOf { day: Day(50), now: 1_000, end: 2_000, leech_threshold: 4 };

    fn texts() -> impl Strategy<Value = Vec<(Lang, Text)>> {
        let answer = prop_oneof![Just(String::new()), Just("\n ".to_owned()), text()];
        let lists = (proptest::collection::vec(text(), 0..2), any::<bool>());
        let one = (text(), answer, lists).prop_map(|(question, answer, (list, is_key))| {
            let line = |text: String| text.replace('\n', " ");
            let list: Vec<String> = list.into_iter().map(line).collect();
            let (keys, reasons) = if is_key { (list, Vec::new()) } else { (Vec::new(), list) };
            Text { question, answer, keys, reasons, ..Text::default() }
        });
        proptest::collection::vec(one, 1..3)
            .prop_map(|texts| Lang::ALL.into_iter().zip(texts).collect())
    }

    fn reviews() -> impl Strategy<Value = Vec<Review>> {
        let review = (1..5_u8, 46..53_i32).prop_map(|(rating, day)| Review {
            at: 7,
            day: Day(day),
            rating: Rating::from_number(rating).unwrap(),
            ms: 0,
            kind: ReviewKind::Review,
            origin: ReviewOrigin::Quiz,
        });
        proptest::collection::vec(review, 0..4)
    }

    fn card() -> impl Strategy<Value = (StoredCard, Vec<Review>)> {
        let tags = proptest::collection::vec(select(TAGS.to_vec()), 0..3);
        let says = (topic(), 1..4_u8, 1..6_u8, select(Kind::ALL.to_vec()), tags, texts());
        let names = (proptest::option::of(id()), proptest::option::of(text()));
        let has = (any::<[bool; 5]>(), proptest::option::of(48..53_i32), names);
        let end = AS_OF.end;
        let at = select(vec![998, 999, 1_000, 1_001, end - 1, end, end + DAY_MS - 1, end + DAY_MS]);
        let stands = (0..4_u8, 48..53_i32, at, 0..2_u32, 2..6_u32);
        (says, has, stands, reviews()).prop_map(|(says, has, stands, reviews)| {
            let (topic, level, weight, kind, tags, texts) = says;
            let (flags, buried, (follows, note)) = has;
            let (state, day, at, reps, lapses) = stands;
            let [builtin, edited, retired, suspended, flagged] = flags;
            let state = State::ALL[usize::from(state)];
            let due = match state {
                State::New => Due::Unset,
                State::Review => Due::On(Day(day)),
                _ => Due::At(at),
            };
            let stored = StoredCard {
                card: Card {
                    kind,
                    level,
                    weight,
                    follows,
                    tags: tags.into_iter().map(str::to_owned).collect(),
                    text: texts.into_iter().collect(),
                    ..Card::new("", topic)
                },
                edited,
                retired,
                suspended,
                buried_until: buried.map(Day),
                note,
                flagged,
                schedule: Schedule { state, due, reps, lapses, ..Schedule::default() },
                ..StoredCard::new(
                    Card::default(),
                    if builtin { Origin::Builtin } else { Origin::User },
                    0,
                )
            };
            (stored, reviews)
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn sql_says_what_the_tree_says(
            cards in proptest::collection::vec(card(), 1..12),
            filters in proptest::collection::vec(filter(), 1..12),
        ) {
            let mut store = Store::in_memory().unwrap();
            let add = |(i, (mut stored, reviews)): (usize, (StoredCard, Vec<Review>))| {
                stored.card.id = format!("card-{i:02}");
                Change::Add { card: Box::new(stored), reviews }
            };
            let changes: Vec<Change> = cards.into_iter().enumerate().map(add).collect();
            store.apply("added", 0, &changes).unwrap();
            let mut all = Vec::new();
            store.each_with_reviews(&Filter::All(Vec::new()), AS_OF, &mut |card, reviews| {
                all.push((card, reviews));
                Ok::<(), DbError>(())
            }).unwrap();
            prop_assert_eq!(all.len(), changes.len());
            let none = [Filter::Any(Vec::new()), Filter::Not(Box::new(Filter::All(Vec::new())))];
            for filter in filters.into_iter().chain(none) {
                let found = store.cards(&filter, AS_OF).unwrap();
                let is_meant = |(card, reviews): &&(StoredCard, Vec<Review>)| {
                    filter.accepts(card, reviews, AS_OF)
                };
                let meant: Vec<&StoredCard> =
                    all.iter().filter(is_meant).map(|(card, _)| card).collect();
                prop_assert_eq!(found.iter().collect::<Vec<_>>(), meant, "{}", filter);
                let count = store.count(&filter, AS_OF).unwrap();
                prop_assert_eq!(count, found.len() as u64);
            }
        }
    }

    #[test]
    fn the_longest_and_the_deepest_filter_are_taken() {
        let store = Store::in_memory().unwrap();
        let names = store.names().unwrap();
        let words = vec!["word"; MOST];
        let deep = |open: &str, close: &str, times: usize| {
            format!("{}is:new or level:1{}", open.repeat(times), close.repeat(times))
        };
        for text in [
            words.join(" "),
            words.join(" or "),
            deep("(is:due ", ")", DEEPEST / 2),
            deep("not (is:due or ", ")", (DEEPEST - 1) / 2),
        ] {
            let filter = parse(&text, &names).unwrap();
            assert_eq!(store.count(&filter, AS_OF).unwrap(), 0, "{text}");
        }
    }

    #[test]
    fn what_can_be_named_is_read() {
        let mut store = Store::in_memory().unwrap();
        let card = |id: &str, tags: &[&str]| {
            let tags = tags.iter().map(|tag| (*tag).to_owned()).collect();
            let card = Card { tags, ..Card::new(id, "t") };
            let card = Box::new(StoredCard::new(card, Origin::User, 1));
            Change::Add { card, reviews: Vec::new() }
        };
        store.apply("x", 0, &[card("b", &["z", "bug"]), card("a", &["bug"])]).unwrap();
        let names = store.names().unwrap();
        assert_eq!(
            (names.ids, names.tags),
            (vec!["a".into(), "b".into()], vec!["bug".into(), "z".into()])
        );
        assert_eq!(names.topics[0].name, "t");
    }
}
