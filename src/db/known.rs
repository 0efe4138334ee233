//! What an import looks up, for many cards at once: a few statements, however many cards.

use std::collections::HashMap;

use rusqlite::{Connection, Row};

use super::cards::{self, CARD, CARD_COLUMNS, SCHEDULE, TEXT};
use super::reviews::{self, REVIEW};
use super::seen::{self, SEEN};
use super::{DbError, Store};
use crate::model::change::Stamps;
use crate::model::merge::Known;

/// Columns of a schedule.
const SCHEDULE_COLUMNS: usize = 10;

impl Store {
    /// Those of the cards with these ids that exist, with their histories.
    pub fn known(&self, ids: &[String]) -> Result<Vec<Known>, DbError> {
        self.read(|conn| read(conn, ids))
    }

    /// The hashes of those pictures and sounds with these names that exist.
    pub fn media_hashes(&self, names: &[String]) -> Result<HashMap<String, String>, DbError> {
        let mut hashes = HashMap::new();
        let sql = "SELECT name, hash FROM media WHERE name IN (SELECT value FROM json_each(?1))";
        self.read(|conn| {
            each(conn, sql, names, |row| {
                hashes.insert(row.get(0)?, row.get(1)?);
                Ok(())
            })
        })?;
        Ok(hashes)
    }
}

/// Adds what a row says to the card that it belongs to.
type Take = dyn Fn(&mut Known, &Row<'_>) -> rusqlite::Result<()>;

fn read(conn: &Connection, ids: &[String]) -> rusqlite::Result<Vec<Known>> {
    let mut keys = Vec::new();
    let mut found: HashMap<i64, Known> = HashMap::new();
    let sql = format!(
        "SELECT {CARD}, {SCHEDULE}, added_at, changed_at FROM cards
         WHERE id IN (SELECT value FROM json_each(?1))"
    );
    each(conn, &sql, ids, |row| {
        let (key, card) = cards::bare_card(row)?;
        let at = CARD_COLUMNS + SCHEDULE_COLUMNS;
        let stamps = Stamps { added: row.get(at)?, changed: row.get(at + 1)? };
        found.insert(key, Known { card, reviews: Vec::new(), stamps, seen: None });
        keys.push(key);
        Ok(())
    })?;
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let mut fill = |columns: &str, from: &str, take: &Take| {
        let key = columns.split(',').count();
        let (table, order) = from.split_once(' ').unwrap_or((from, ""));
        let sql = format!(
            "SELECT {columns}, card FROM {table}
             WHERE card IN (SELECT value FROM json_each(?1)) {order}"
        );
        each(conn, &sql, &keys, |row| match found.get_mut(&row.get(key)?) {
            Some(known) => take(known, row),
            None => Ok(()),
        })
    };
    fill(TEXT, "texts", &|known, row| {
        known.card.card.text.extend(cards::text(row)?);
        Ok(())
    })?;
    fill(REVIEW, "reviews ORDER BY card, seq", &|known, row| {
        known.reviews.push(reviews::review(row)?);
        Ok(())
    })?;
    fill(SEEN, "seen", &|known, row| {
        known.seen = Some(seen::seen(row)?);
        Ok(())
    })?;
    Ok(found.into_values().collect())
}

/// Hands the rows of a query to `row`; the only parameter of the query is a list, as JSON.
fn each<T: serde::Serialize>(
    conn: &Connection,
    sql: &str,
    values: &[T],
    mut row: impl FnMut(&Row<'_>) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    // Serialising plain values cannot fail.
    let list = serde_json::to_string(values).unwrap_or_default();
    let mut query = conn.prepare_cached(sql)?;
    let mut rows = query.query([list])?;
    while let Some(found) = rows.next()? {
        row(found)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::card::{Card, Lang, Origin, Text};
    use crate::model::change::{Change, Seen, StoredCard};
    use crate::model::day::Day;
    use crate::model::review::{Rating, Review, ReviewKind, ReviewOrigin};

    #[test]
    fn many_cards_are_read_as_each_would_be() {
        let mut store = Store::in_memory().unwrap();
        let review = |at: i64| Review {
            at,
            day: Day(1),
            rating: Rating::Good,
            ms: 0,
            kind: ReviewKind::Review,
            origin: ReviewOrigin::Import,
        };
        let mut changes = Vec::new();
        for n in 0..3_i64 {
            let text =
                |lang: Lang| (lang, Text { question: format!("Q{n} {lang}"), ..Text::default() });
            let card =
                Card { text: Lang::ALL.map(text).into(), ..Card::new(format!("t-{n}"), "t") };
            let card = Box::new(StoredCard::new(card, Origin::User, 1));
            // The order stays even where the clock was set back.
            changes.push(Change::Add { card, reviews: vec![review(9 + n), review(5 + n)] });
        }
        let said = Seen { changed: 7, suspended: true };
        changes.push(Change::Seen { id: "t-1".into(), from: None, to: Some(said) });
        store.apply("x", 3, &changes).unwrap();
        let statements = store.statements();
        let ids = ["t-0", "t-1", "none", "t-2", "t-1"].map(str::to_owned);
        let mut known = store.known(&ids).unwrap();
        assert_eq!(statements.take().len(), 4);
        known.sort_by(|a, b| a.card.card.id.cmp(&b.card.card.id));
        assert_eq!(known.len(), 3);
        for Known { card, reviews, stamps, seen } in known {
            let id = card.card.id.clone();
            assert_eq!(Some(card), store.card(&id).unwrap());
            assert_eq!(reviews, store.reviews(&id).unwrap());
            assert_eq!(Some(stamps), store.stamps(&id).unwrap());
            assert_eq!(seen, (id == "t-1").then_some(said));
        }
        statements.take();
        assert_eq!(store.known(&["none".to_owned()]).unwrap(), []);
        assert!(store.media_hashes(&["a.png".to_owned()]).unwrap().is_empty());
        assert_eq!(statements.take().len(), 2);
    }
}
