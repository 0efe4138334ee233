//! The journal: what was done last, so that it can be undone, also after a restart.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, params};

use super::plan::daily;
use super::{DbError, Store, change, integrity, media, order};
use crate::model::change::Change;
use crate::model::schedule::Scheduler;

/// Steps kept. Enough for weeks of answers, and small.
const KEPT: i64 = 2_000;

/// What was undone.
#[derive(Debug, Clone, PartialEq)]
pub struct Undone {
    /// What it was, in words.
    pub label: String,
    /// When it had been done, in milliseconds since 1970-01-01 UTC.
    pub at: i64,
    /// The changes that took it back, in the order they were made.
    pub changes: Vec<Change>,
}

/// More changes than this at once (a large import) are not kept: undo stops there.
const LARGEST: usize = 2_000;
/// So are changes with more reviews than this: as JSON each takes 100 bytes, in memory and on disk.
const MOST_REVIEWS: usize = 100_000;
/// And changes whose texts take more bytes than this as JSON.
const LONGEST_STEP: usize = 16 << 20;

/// What stands in the place of the changes of a step that is not kept.
const NOT_KEPT: &str = "null";

/// The topic that a change takes a card out of.
fn left_topic(change: &Change) -> Option<&str> {
    match change {
        Change::Remove { card, .. } => Some(&card.card.topic),
        Change::Edit { from, .. } => Some(&from.card.topic),
        _ => None,
    }
}

/// Removes those topics that have no cards and into which no step that is left could bring any back.
/// Reads the journal once, however many they are.
fn drop_empty_topics(conn: &Connection, mut topics: BTreeSet<&str>) -> Result<(), DbError> {
    let mut has_cards = conn.prepare_cached("SELECT 1 FROM cards WHERE topic = ?1 LIMIT 1")?;
    let mut kept = Vec::new();
    for topic in &topics {
        if has_cards.exists([topic])? {
            kept.push(*topic);
        }
    }
    topics.retain(|topic| !kept.contains(topic));
    let mut query = conn.prepare_cached("SELECT changes FROM journal")?;
    let mut rows = query.query([])?;
    while !topics.is_empty()
        && let Some(row) = rows.next()?
    {
        for rest in row.get_ref(0)?.as_str().unwrap_or("").split("\"topic\":").skip(1) {
            let named = serde_json::Deserializer::from_str(rest).into_iter::<String>().next();
            if let Some(Ok(named)) = named {
                topics.remove(named.as_str());
            }
        }
    }
    let mut delete = conn.prepare_cached("DELETE FROM topics WHERE name = ?1")?;
    for topic in topics {
        delete.execute([topic])?;
    }
    Ok(())
}

/// Whether changes are too many to be kept, so that they cannot be undone, nor what came before them.
pub fn is_large(changes: &[Change]) -> bool {
    changes.len() > LARGEST
        || changes.iter().map(reviews).sum::<usize>() > MOST_REVIEWS
        || serde_json::to_vec(changes).map_or(0, |json| json.len()) > LONGEST_STEP
}

/// How many reviews a change names.
fn reviews(change: &Change) -> usize {
    match change {
        Change::Add { reviews, .. } | Change::Remove { reviews, .. } => reviews.len(),
        Change::Rewrite { from, to, .. } => from.len() + to.len(),
        _ => 1,
    }
}

/// Adds a step.
pub(super) fn write(
    conn: &Connection,
    label: &str,
    at: i64,
    changes: &[Change],
) -> Result<(), DbError> {
    // Serialising plain values cannot fail.
    let json = match is_large(changes) {
        false => serde_json::to_string(changes).unwrap_or_else(|_| NOT_KEPT.into()),
        true => NOT_KEPT.into(),
    };
    conn.prepare_cached("INSERT INTO journal (at, label, changes) VALUES (?1, ?2, ?3)")?
        .execute(params![at, label, json])?;
    let id = conn.last_insert_rowid();
    daily(conn, "DELETE FROM journal WHERE id <= ?1")?.execute([id - KEPT])?;
    Ok(())
}

impl Store {
    /// Takes back the last step; `None` when there is none. On a conflict the step stays. The
    /// schedules are what replaying the reviews that are left gives, for the settings may be others
    /// than when the step was done.
    pub fn undo(&mut self, scheduler: &Scheduler) -> Result<Option<Undone>, DbError> {
        self.write(|tx| {
            let last: Option<(i64, i64, String, String)> = tx
                .query_row(
                    "SELECT id, at, label, changes FROM journal ORDER BY id DESC LIMIT 1",
                    [],
                    |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
                )
                .optional()?;
            let Some((id, at, label, json)) = last else { return Ok(None) };
            if json == NOT_KEPT {
                return Err(DbError::NotJournaled(label));
            }
            let done: Vec<Change> = match serde_json::from_str(&json) {
                Ok(done) => done,
                Err(error) => {
                    return Err(DbError::Journal { label, reason: error.to_string() });
                }
            };
            let changes: Vec<Change> = done.into_iter().rev().map(Change::reverse).collect();
            for change in &changes {
                // When it is undone is not told; a wording that changes back is still a later one.
                change::apply_one(tx, change, at)?;
                if change.is_scheduled() {
                    integrity::rebuild_schedule(tx, scheduler, change.card_id())?;
                }
            }
            order::after(tx, &changes)?;
            tx.execute("DELETE FROM journal WHERE id = ?1", [id])?;
            media::drop_unused(tx, &json)?;
            drop_empty_topics(tx, changes.iter().filter_map(left_topic).collect())?;
            Ok(Some(Undone { label, at, changes }))
        })
    }
}
