//! The journal: what was done last, so that it can be undone, even after a restart. The form of its
//! steps is described in `kept.rs`.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, params};

use super::flat::daily;
use super::kept::{NOT_KEPT, Step, each_step};
use super::{DbError, Store, media, topics};
use crate::model::card::Topic;
use crate::model::change::Change;

/// Steps kept. Enough for weeks of answers, and small.
const KEPT: i64 = 2_000;

/// Which way a step goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Back,
    Forth,
}

impl Way {
    /// The table that keeps the steps that can go this way.
    fn table(self) -> &'static str {
        match self {
            Way::Back => "journal",
            Way::Forth => "undone",
        }
    }
}

/// More changes than this at once (a large import) are not kept: undo stops there.
const LARGEST: usize = 2_000;
/// Nor are changes with more reviews than this: each takes 100 bytes as JSON, in memory too.
const MOST_REVIEWS: usize = 100_000;
/// Nor are changes that take more bytes than this as JSON.
const LONGEST_STEP: usize = 16 << 20;

/// The topic that a change takes a card out of.
fn left_topic(change: &Change) -> Option<&str> {
    match change {
        Change::Remove { card, .. } => Some(&card.card.topic),
        Change::Edit { from, .. } => Some(&from.card.topic),
        _ => None,
    }
}

/// Removes those topics that have no cards and to which no step still kept could bring one back.
/// Reads the journal once, however many topics there are. Returns those it removed.
fn drop_empty_topics(conn: &Connection, mut topics: BTreeSet<&str>) -> Result<Vec<Topic>, DbError> {
    let mut has_cards = conn.prepare_cached("SELECT 1 FROM cards WHERE topic = ?1 LIMIT 1")?;
    let mut kept = Vec::new();
    for topic in &topics {
        if has_cards.exists([topic])? {
            kept.push(*topic);
        }
    }
    topics.retain(|topic| !kept.contains(topic));
    each_step(conn, &["journal"], &mut |changes| {
        for change in changes {
            if let Change::Rename { from, to } = change {
                topics.remove(from.name.as_str());
                topics.remove(to.name.as_str());
            }
            for card in change.cards() {
                topics.remove(card.topic.as_str());
            }
        }
        !topics.is_empty()
    })?;
    let gone = match topics.is_empty() {
        true => Vec::new(),
        false => topics::read(conn)?,
    };
    let mut delete = conn.prepare_cached("DELETE FROM topics WHERE name = ?1")?;
    for topic in &topics {
        delete.execute([topic])?;
    }
    Ok(gone.into_iter().filter(|topic| topics.contains(&*topic.name)).collect())
}

/// Whether changes are too many to be kept: then neither they nor what came before can be undone.
pub fn is_large(changes: &[Change]) -> bool {
    kept_as(changes).is_none()
}

/// The JSON as which changes are kept; `None` if they are too many.
pub(super) fn kept_as(changes: &[Change]) -> Option<String> {
    if changes.len() > LARGEST || changes.iter().map(reviews).sum::<usize>() > MOST_REVIEWS {
        return None;
    }
    // Serialising plain values cannot fail.
    let json = serde_json::to_string(changes).unwrap_or_else(|_| NOT_KEPT.into());
    (json.len() <= LONGEST_STEP).then_some(json)
}

/// How many reviews a change carries.
fn reviews(change: &Change) -> usize {
    match change {
        Change::Add { reviews, .. } | Change::Remove { reviews, .. } => reviews.len(),
        Change::Rewrite { from, to, .. } => from.len() + to.len(),
        _ => 1,
    }
}

/// Adds a step with these changes, kept as `json`; what was undone before can no longer be redone.
pub(super) fn write(
    conn: &Connection,
    label: &str,
    at: i64,
    changes: &[Change],
    json: Option<&str>,
) -> Result<(), DbError> {
    let mut media = Vec::new();
    each_step(conn, &["undone"], &mut |changes| {
        media.extend(changes.iter().flat_map(Change::cards).flat_map(media::shown_by));
        true
    })?;
    conn.prepare_cached("DELETE FROM undone")?.execute([])?;
    insert(conn, label, at, json.unwrap_or(NOT_KEPT), answered(changes))?;
    media::drop_unused(conn, media)?;
    Ok(())
}

/// The card that a step answers, if it does.
fn answered(changes: &[Change]) -> Option<&str> {
    changes.iter().find_map(|change| match change {
        Change::Answer { id, .. } => Some(id.as_str()),
        _ => None,
    })
}

/// Puts a step on top of the journal and returns its number.
fn insert(
    conn: &Connection,
    label: &str,
    at: i64,
    json: &str,
    card: Option<&str>,
) -> Result<i64, DbError> {
    conn.prepare_cached("INSERT INTO journal (at, label, changes, card) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![at, label, json, card])?;
    let id = conn.last_insert_rowid();
    daily(conn, "DELETE FROM journal WHERE id <= ?1")?.execute([id - KEPT])?;
    Ok(id)
}

/// A step as it is kept.
pub(super) struct Kept {
    pub(super) step: Step,
    pub(super) label: String,
    pub(super) changes: Vec<Change>,
    json: String,
}

/// The step that goes that way next.
pub(super) fn newest(conn: &Connection, way: Way) -> Result<Option<Kept>, DbError> {
    let sql =
        format!("SELECT id, at, label, changes FROM {} ORDER BY id DESC LIMIT 1", way.table());
    let last: Option<(i64, i64, String, String)> = conn
        .query_row(&sql, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
        .optional()?;
    let Some((id, at, label, json)) = last else { return Ok(None) };
    if json == NOT_KEPT {
        return Err(DbError::NotJournaled(label));
    }
    match serde_json::from_str(&json) {
        Ok(changes) => Ok(Some(Kept { step: (id, at), label, json, changes })),
        Err(error) => Err(DbError::Journal { label, reason: error.to_string() }),
    }
}

/// The topics that went with a step when it was undone.
pub(super) fn topics_gone(conn: &Connection, (id, _): Step) -> Result<Vec<Topic>, DbError> {
    let mut query = conn.prepare_cached("SELECT topics FROM undone WHERE id = ?1")?;
    let topics: String = query.query_row([id], |row| row.get(0))?;
    Ok(serde_json::from_str(&topics).unwrap_or_default())
}

/// Moves a step that went one way to the table of those that can go the other way; `changes` are
/// those just made. Topics that are empty now go. Returns its new number and time.
pub(super) fn turn(
    conn: &Connection,
    way: Way,
    kept: &Kept,
    changes: &[Change],
) -> Result<Step, DbError> {
    let Kept { step: (id, at), label, json, .. } = kept;
    let card = answered(&kept.changes);
    conn.execute(&format!("DELETE FROM {} WHERE id = ?1", way.table()), [id])?;
    if way == Way::Forth {
        return Ok((insert(conn, label, *at, json, card)?, *at));
    }
    let gone = drop_empty_topics(conn, changes.iter().filter_map(left_topic).collect())?;
    let gone = serde_json::to_string(&gone).unwrap_or_else(|_| "[]".into());
    conn.execute(
        "INSERT INTO undone (at, label, changes, topics, card) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![at, label, json, gone, card],
    )?;
    Ok((conn.last_insert_rowid(), *at))
}

impl Store {
    /// The step that this process wrote last.
    pub fn last_step(&self) -> Result<Option<Step>, DbError> {
        let sql = "SELECT id, at FROM journal WHERE id = last_insert_rowid()";
        let mut query = self.conn.prepare_cached(sql)?;
        Ok(query.query_row([], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
    }
}
