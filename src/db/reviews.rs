//! The log of reviews.

use std::collections::HashMap;

use rusqlite::{Connection, Row, params};

use super::flat::daily;
use super::{DbError, Store, cards};
use crate::model::change::StoredCard;
use crate::model::day::Day;
use crate::model::filter::{AsOf, Filter};
use crate::model::refit::History;
use crate::model::review::{Rating, Review, ReviewKind, ReviewOrigin};

/// The columns of a review, in the order that [`review`] reads.
pub(super) const REVIEW: &str = "at, day, rating, ms, kind, origin";

pub(super) fn review(row: &Row<'_>) -> rusqlite::Result<Review> {
    let kind: u8 = row.get(4)?;
    let origin: u8 = row.get(5)?;
    Ok(Review {
        at: row.get(0)?,
        day: Day(row.get(1)?),
        // The schema lets no other numbers in.
        rating: Rating::from_number(row.get(2)?).unwrap_or(Rating::Again),
        ms: row.get(3)?,
        kind: ReviewKind::ALL.get(usize::from(kind)).copied().unwrap_or(ReviewKind::Review),
        origin: ReviewOrigin::ALL.get(usize::from(origin)).copied().unwrap_or_default(),
    })
}

/// The reviews of a card, in the order of replay.
pub(super) fn read(conn: &Connection, key: i64) -> rusqlite::Result<Vec<Review>> {
    daily(conn, &format!("SELECT {REVIEW} FROM reviews WHERE card = ?1 ORDER BY seq"))?
        .query_map([key], review)?
        .collect()
}

/// Appends a review as the card's number `seq`.
pub(super) fn insert(
    conn: &Connection,
    key: i64,
    seq: u32,
    review: &Review,
) -> rusqlite::Result<()> {
    insert_row(conn, key, seq, review)?;
    insert_day(conn, review.day)
}

fn insert_row(conn: &Connection, key: i64, seq: u32, review: &Review) -> rusqlite::Result<()> {
    conn.prepare_cached(
        "INSERT INTO reviews (card, seq, at, day, rating, ms, kind, origin)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        key,
        seq,
        review.at,
        review.day.0,
        review.rating.number(),
        review.ms,
        review.kind as u8,
        review.origin as u8,
    ])?;
    Ok(())
}

fn insert_day(conn: &Connection, day: Day) -> rusqlite::Result<()> {
    conn.prepare_cached("INSERT OR IGNORE INTO days (day) VALUES (?1)")?.execute([day.0])?;
    Ok(())
}

/// Adds the reviews of a card that has none.
pub(super) fn insert_all(conn: &Connection, key: i64, reviews: &[Review]) -> rusqlite::Result<()> {
    let mut day = None;
    for (seq, review) in (1..).zip(reviews) {
        insert_row(conn, key, seq, review)?;
        // Reviews of one day mostly come together.
        if day.replace(review.day) != Some(review.day) {
            insert_day(conn, review.day)?;
        }
    }
    Ok(())
}

/// Takes back a card's review number `seq`; false if it is missing or differs.
pub(super) fn delete(
    conn: &Connection,
    key: i64,
    seq: u32,
    review: &Review,
) -> rusqlite::Result<bool> {
    let deleted = conn
        .prepare_cached(
            "DELETE FROM reviews WHERE card = ?1 AND seq = ?2 AND at = ?3 AND rating = ?4",
        )?
        .execute(params![key, seq, review.at, review.rating.number()])?;
    Ok(deleted == 1)
}

/// Replaces all the reviews of a card.
pub(super) fn replace(conn: &Connection, key: i64, reviews: &[Review]) -> rusqlite::Result<()> {
    conn.prepare_cached("DELETE FROM reviews WHERE card = ?1")?.execute([key])?;
    insert_all(conn, key, reviews)
}

impl Store {
    /// The reviews of a card, oldest first; empty if there is no such card.
    pub fn reviews(&self, id: &str) -> Result<Vec<Review>, DbError> {
        self.read(|conn| match cards::key_of(conn, id)? {
            Some(key) => read(conn, key),
            None => Ok(Vec::new()),
        })
    }

    /// The answers of every card that has any, by id, each card's in the order of replay.
    pub fn histories(&self) -> Result<Vec<(String, History)>, DbError> {
        self.read(|conn| -> rusqlite::Result<_> {
            let mut query = conn.prepare(
                "SELECT reviews.card, rating, day, id FROM reviews
                 JOIN cards ON cards.key = reviews.card ORDER BY reviews.card, reviews.seq",
            )?;
            let mut rows = query.query([])?;
            let mut cards: Vec<(String, History)> = Vec::new();
            let mut last = None;
            while let Some(row) = rows.next()? {
                let key: i64 = row.get(0)?;
                if last.replace(key) != Some(key) {
                    cards.push((row.get(3)?, Vec::new()));
                }
                let rating = Rating::from_number(row.get(1)?).unwrap_or(Rating::Again);
                if let Some((_, history)) = cards.last_mut() {
                    history.push((rating, Day(row.get(2)?)));
                }
            }
            Ok(cards)
        })
    }

    /// For the cards answered on a study day, by id: their reviews before that day, in the order of
    /// replay.
    pub fn reviews_before(&self, day: Day) -> Result<HashMap<String, Vec<Review>>, DbError> {
        self.read(|conn| -> rusqlite::Result<_> {
            let mut query = conn.prepare_cached(&format!(
                "SELECT {REVIEW}, (SELECT id FROM cards WHERE key = card) FROM reviews
                 WHERE card IN (SELECT card FROM reviews WHERE day = ?1) AND day < ?1
                 ORDER BY card, seq"
            ))?;
            let mut rows = query.query([day.0])?;
            let mut cards: HashMap<String, Vec<Review>> = HashMap::new();
            while let Some(row) = rows.next()? {
                cards.entry(row.get(6)?).or_default().push(review(row)?);
            }
            Ok(cards)
        })
    }

    /// How many answers the log has; no more than `most` of them are read.
    pub fn count_reviews(&self, most: u32) -> Result<u32, DbError> {
        let query = "SELECT count(*) FROM (SELECT 1 FROM reviews LIMIT ?1)";
        self.read(|conn| conn.prepare_cached(query)?.query_row([most], |row| row.get(0)))
    }

    /// The study day of the first review; `None` when there is none.
    pub fn first_day(&self) -> Result<Option<Day>, DbError> {
        let first: Option<i32> =
            self.read(|conn| conn.query_row("SELECT min(day) FROM reviews", [], |row| row.get(0)))?;
        Ok(first.map(Day))
    }

    /// Hands the cards that a filter lets through to `each` with their reviews, one at a time, so
    /// that a large database is never whole in memory.
    pub fn each_with_reviews<E: From<DbError>>(
        &self,
        filter: &Filter,
        as_of: AsOf,
        each: &mut dyn FnMut(StoredCard, Vec<Review>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.each_card(filter, as_of, &mut |key, card| {
            let reviews = self.read(|conn| read(conn, key))?;
            each(card, reviews)
        })
    }
}
