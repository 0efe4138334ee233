//! What is computed when cards are written: the order in which new ones come, and which are
//! siblings.

use std::collections::{BTreeSet, HashMap};

use rusqlite::{Connection, params};

use super::{DbError, Store};
use crate::model::card::Card;
use crate::model::change::Change;
use crate::model::day::Day;
use crate::model::order::{Ordered, ranks};
use crate::model::siblings::Siblings;

/// Brings order and families up to date after changes.
pub(super) fn after(conn: &Connection, changes: &[Change]) -> rusqlite::Result<()> {
    let mut topics: BTreeSet<&str> = BTreeSet::new();
    let mut kin = false;
    for change in changes {
        match change {
            Change::Add { card, .. } | Change::Remove { card, .. } => {
                topics.insert(&card.card.topic);
                kin = true;
            }
            Change::Edit { from, to } => {
                let (from, to) = (&from.card, &to.card);
                let key = |card: &'_ Card| {
                    (card.topic.clone(), card.level, card.weight, card.follows.clone())
                };
                if key(from) != key(to) {
                    topics.extend([from.topic.as_str(), &to.topic]);
                }
                kin |= from.same != to.same;
            }
            _ => {}
        }
    }
    for topic in topics {
        rank(conn, topic)?;
    }
    if kin { families(conn) } else { Ok(()) }
}

/// Orders the cards of all topics, and finds all siblings.
pub(super) fn all(conn: &Connection) -> rusqlite::Result<()> {
    let topics: Vec<String> = conn
        .prepare("SELECT name FROM topics")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for topic in topics {
        rank(conn, &topic)?;
    }
    families(conn)
}

/// What the order needs to know of a card.
struct Row {
    key: i64,
    id: String,
    follows: Option<String>,
    level: u8,
    weight: u8,
    seq: u32,
    rank: i64,
}

/// Orders the cards of a topic.
fn rank(conn: &Connection, topic: &str) -> rusqlite::Result<()> {
    let mut query = conn.prepare_cached(
        "SELECT key, id, follows, level, weight, seq, rank FROM cards
         WHERE topic = ?1 AND retired = 0",
    )?;
    let rows = query.query_map([topic], |row| {
        Ok(Row {
            key: row.get(0)?,
            id: row.get(1)?,
            follows: row.get(2)?,
            level: row.get(3)?,
            weight: row.get(4)?,
            seq: row.get(5)?,
            rank: row.get(6)?,
        })
    })?;
    let rows: Vec<Row> = rows.collect::<Result<_, _>>()?;
    if rows.is_empty() {
        return Ok(());
    }
    let place = place(conn, topic)?;
    let cards: Vec<Ordered<'_>> = rows
        .iter()
        .map(|row| Ordered {
            id: &row.id,
            follows: row.follows.as_deref(),
            level: row.level,
            weight: row.weight,
            seq: row.seq,
        })
        .collect();
    let mut update = conn.prepare_cached("UPDATE cards SET rank = ?2 WHERE key = ?1")?;
    for (row, rank) in rows.iter().zip(ranks(&cards, place)) {
        if row.rank != rank {
            update.execute(params![row.key, rank])?;
        }
    }
    Ok(())
}

/// The ranks of cards that are all of their topic, each at its place.
pub(super) fn of_new(conn: &Connection, deck: &[Card]) -> rusqlite::Result<Vec<i64>> {
    let Some(first) = deck.first() else { return Ok(Vec::new()) };
    let cards: Vec<Ordered<'_>> = (1..)
        .zip(deck)
        .map(|(seq, card)| Ordered {
            id: &card.id,
            follows: card.follows.as_deref(),
            level: card.level,
            weight: card.weight,
            seq,
        })
        .collect();
    Ok(ranks(&cards, place(conn, &first.topic)?))
}

/// The place of a topic among the others.
fn place(conn: &Connection, topic: &str) -> rusqlite::Result<u32> {
    conn.prepare_cached("SELECT max(position, 0) FROM topics WHERE name = ?1")?
        .query_row([topic], |row| row.get(0))
}

/// Finds siblings: those of one family share one number, the least of their keys.
fn families(conn: &Connection) -> rusqlite::Result<()> {
    let pairs: Vec<(String, String)> = conn
        .prepare_cached("SELECT id, same FROM cards WHERE same IS NOT NULL")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    let siblings = Siblings::new(pairs.iter().map(|(id, same)| (id.as_str(), same.as_str())));
    let mut families: HashMap<usize, Vec<i64>> = HashMap::new();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for id in pairs.iter().flat_map(|(id, same)| [id, same]) {
        if let (true, Some(family)) = (seen.insert(id), siblings.family(id))
            && let Some(key) = super::cards::key_of(conn, id)?
        {
            families.entry(family).or_default().push(key);
        }
    }
    let mut numbers: HashMap<i64, i64> = HashMap::new();
    for keys in families.into_values().filter(|keys| keys.len() > 1) {
        let least = keys.iter().min().copied().unwrap_or_default();
        numbers.extend(keys.into_iter().map(|key| (key, least)));
    }
    let known: Vec<(i64, i64)> = conn
        .prepare_cached("SELECT key, family FROM cards WHERE family IS NOT NULL")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    let mut update = conn.prepare_cached("UPDATE cards SET family = ?2 WHERE key = ?1")?;
    for (key, family) in known {
        // Those that stay as they are need no writing.
        if numbers.get(&key) == Some(&family) {
            numbers.remove(&key);
        } else if !numbers.contains_key(&key) {
            update.execute(params![key, None::<i64>])?;
        }
    }
    for (key, family) in numbers {
        update.execute(params![key, family])?;
    }
    Ok(())
}

impl Store {
    /// The families from which a card was asked on a study day.
    pub fn families_asked(&self, day: Day) -> Result<Vec<i64>, DbError> {
        let mut query = super::flat::daily(
            &self.conn,
            "SELECT family FROM cards WHERE last_day = ?1 AND family IS NOT NULL",
        )?;
        let families = query.query_map([day.0], |row| row.get(0))?;
        Ok(families.collect::<Result<_, _>>()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::Limits;
    use crate::format::combine::combine;
    use crate::format::deck;
    use crate::model::change::Wording;
    use crate::model::review::{Rating, Review, ReviewOrigin};
    use crate::model::schedule::Scheduler;

    fn decks(cards: &str) -> Vec<Vec<Card>> {
        let deck = |name: &str| {
            let text = format!("---\ndeck: {name}\ntitle: Test\nlang: en\n---\n{cards}");
            let mut deck = deck::read(&text).0;
            deck.cards.retain(|p| p.card.id.starts_with(name));
            deck
        };
        ["a", "b"].map(|name| combine([deck(name)]).1).into()
    }

    fn load(store: &mut Store, fingerprint: &str, cards: &str) {
        let cards = decks(cards);
        store.load_builtin(fingerprint, &[], [], 0).unwrap();
        let topics: Vec<crate::model::card::Topic> = ["a", "b"]
            .map(|name| crate::model::card::Topic { name: name.into(), ..Default::default() })
            .into();
        store.load_builtin(&format!("{fingerprint}-2"), &topics, cards, 0).unwrap();
    }

    fn new_cards(store: &Store) -> Vec<String> {
        let mut query = store
            .conn
            .prepare("SELECT id FROM cards WHERE state = 0 AND retired = 0 ORDER BY rank, key")
            .unwrap();
        query.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
    }

    fn family(store: &Store, id: &str) -> Option<i64> {
        let sql = "SELECT family FROM cards WHERE id = ?1";
        store.conn.query_row(sql, [id], |row| row.get(0)).unwrap()
    }

    const CARDS: &str = "
## Q {#a-1 level=1 weight=2}

x

## Q {#a-2 level=2 weight=5 follows=a-3 same=b-1}

x

## Q {#a-3 level=3 weight=1}

x

## Q {#b-1 level=2 weight=5}

x

## Q {#b-2 level=1 weight=2 same=a-2}

x

## Q {#b-3 level=1 weight=1 same=b-9}

x
";

    fn edit(store: &mut Store, id: &str, change: impl Fn(&mut Card)) {
        let from = store.card(id).unwrap().unwrap().card;
        let mut to = from.clone();
        change(&mut to);
        let word = |card| Box::new(Wording { card, edited: true });
        store.apply("edited", 0, &[Change::Edit { from: word(from), to: word(to) }]).unwrap();
    }

    #[test]
    fn new_cards_are_ordered_whenever_cards_are_written() {
        let mut store = Store::in_memory().unwrap();
        load(&mut store, "1", CARDS);
        assert_eq!(new_cards(&store), ["a-3", "b-1", "a-2", "a-1", "b-2", "b-3"]);
        edit(&mut store, "b-2", |card| card.weight = 5);
        assert_eq!(new_cards(&store), ["a-3", "b-2", "a-2", "b-1", "a-1", "b-3"]);
        let scheduler = crate::model::schedule::Scheduler::new(&store.settings().unwrap());
        store.undo(&scheduler).unwrap();
        assert_eq!(new_cards(&store), ["a-3", "b-1", "a-2", "a-1", "b-2", "b-3"]);
        load(&mut store, "3", &CARDS.replace(" follows=a-3", ""));
        assert_eq!(new_cards(&store), ["a-2", "b-1", "a-1", "b-2", "a-3", "b-3"]);
    }

    #[test]
    fn siblings_share_a_number() {
        let mut store = Store::in_memory().unwrap();
        load(&mut store, "1", CARDS);
        let first = family(&store, "a-2");
        assert!(first.is_some());
        assert_eq!((family(&store, "b-1"), family(&store, "b-2")), (first, first));
        // A sibling that is not there is none.
        assert_eq!((family(&store, "b-3"), family(&store, "a-1")), (None, None));
        edit(&mut store, "a-2", |card| card.same = None);
        assert_eq!(family(&store, "b-1"), None);
        assert_eq!(family(&store, "b-2"), family(&store, "a-2"));
        assert!(family(&store, "b-2").is_some());
        let scheduler = crate::model::schedule::Scheduler::new(&store.settings().unwrap());
        store.undo(&scheduler).unwrap();
        assert_eq!(family(&store, "b-1"), first);
    }

    #[test]
    fn what_may_be_asked_is_counted_as_it_is_read() {
        let mut store = Store::in_memory().unwrap();
        load(&mut store, "1", CARDS);
        let scheduler = Scheduler::new(&store.settings().unwrap());
        for (at, id) in (1..).zip(["a-2", "b-1", "a-1"]) {
            let before = store.card(id).unwrap().unwrap().schedule;
            let (rating, day, kind) = (Rating::Easy, Day(0), before.review_kind());
            let after = scheduler.answer(id, &before, rating, at, day);
            let review = Review { at, day, rating, ms: 0, kind, origin: ReviewOrigin::Quiz };
            let answer = Change::Answer { id: id.into(), review, before, after };
            store.apply("rated", at, &[answer]).unwrap();
        }
        let mut most = (0, 0);
        for (day, due, new) in (0..90 * 16).map(|n| (Day(n / 16), n as u32 / 4 % 4, n as u32 % 4)) {
            let limits = Limits { new, due, ..Limits::default() };
            let families = store.families(day, &[]).unwrap();
            let (due_cards, new_cards) =
                store.due_and_new(day, &limits, None, families.clone()).unwrap();
            let counts = store.count_due_and_new(day, &limits, families).unwrap();
            assert_eq!(counts, (due_cards.len(), new_cards.len()), "{day:?} {due} {new}");
            most = (counts.0.max(most.0), counts.1.max(most.1));
        }
        // Of the two siblings that are due one counts.
        assert_eq!(most, (2, 3));
    }
}
