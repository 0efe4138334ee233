//! The journal: what was done last, so that it can be undone, also after a restart.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, params};

use super::plan::daily;
use super::{DbError, Store, cards, change, integrity, media, order, settings, topics};
use crate::model::card::Topic;
use crate::model::change::Change;
use crate::model::schedule::Scheduler;
use crate::model::settings::Setting;

/// Steps kept. Enough for weeks of answers, and small.
const KEPT: i64 = 2_000;

/// What was undone, or redone.
#[derive(Debug, Clone, PartialEq)]
pub struct Undone {
    /// What it was, in words.
    pub label: String,
    /// When it had been done, in milliseconds since 1970-01-01 UTC.
    pub at: i64,
    /// The changes that took it back, or did it again, in the order they were made.
    pub changes: Vec<Change>,
    /// Where it is kept now: among what can be redone, or undone again.
    pub step: Step,
}

/// A step that is kept: its number and its time.
pub type Step = (i64, i64);

/// Which way a step goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Back,
    Forth,
}

impl Way {
    /// Where the steps are kept that can go this way.
    fn table(self) -> &'static str {
        match self {
            Way::Back => "journal",
            Way::Forth => "undone",
        }
    }
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
/// Reads the journal once, however many they are. Gives those that went.
fn drop_empty_topics(conn: &Connection, mut topics: BTreeSet<&str>) -> Result<Vec<Topic>, DbError> {
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

/// Adds a step; what was undone before can no longer be redone.
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
    let undone: Vec<String> = conn
        .prepare_cached("DELETE FROM undone RETURNING changes")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    insert(conn, label, at, &json)?;
    undone.iter().try_for_each(|json| media::drop_unused(conn, json))?;
    Ok(())
}

/// Puts a step on top of the journal and gives its number.
fn insert(conn: &Connection, label: &str, at: i64, json: &str) -> Result<i64, DbError> {
    conn.prepare_cached("INSERT INTO journal (at, label, changes) VALUES (?1, ?2, ?3)")?
        .execute(params![at, label, json])?;
    let id = conn.last_insert_rowid();
    daily(conn, "DELETE FROM journal WHERE id <= ?1")?.execute([id - KEPT])?;
    Ok(id)
}

/// A step as it is kept.
struct Kept {
    step: Step,
    label: String,
    json: String,
    changes: Vec<Change>,
}

/// The step that goes that way next.
fn newest(conn: &Connection, way: Way) -> Result<Option<Kept>, DbError> {
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

impl Store {
    /// What [`Store::undo`] would take back: what was done, in words, and when, with its changes as
    /// they were made.
    pub fn last_done(&self) -> Result<Option<Undone>, DbError> {
        Ok(newest(&self.conn, Way::Back)?.map(|Kept { step, label, changes, .. }| Undone {
            label,
            at: step.1,
            changes,
            step,
        }))
    }

    /// The step that this program wrote last.
    pub fn last_step(&self) -> Result<Option<Step>, DbError> {
        let sql = "SELECT id, at FROM journal WHERE id = last_insert_rowid()";
        let mut query = self.conn.prepare_cached(sql)?;
        Ok(query.query_row([], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
    }

    /// Takes back the last step; `None` when there is none. On a conflict the step stays. The
    /// schedules are what replaying the reviews that are left gives, for the settings may be others
    /// than when the step was done.
    pub fn undo(&mut self, scheduler: &Scheduler) -> Result<Option<Undone>, DbError> {
        self.turn(Way::Back, None, scheduler)
    }

    /// The same, but only if the last step is one of `own`.
    pub fn undo_own(
        &mut self,
        scheduler: &Scheduler,
        own: &[Step],
    ) -> Result<Option<Undone>, DbError> {
        self.turn(Way::Back, Some(own), scheduler)
    }

    /// Does again what was undone last; `None` when nothing was, or something was done since.
    pub fn redo(&mut self, scheduler: &Scheduler) -> Result<Option<Undone>, DbError> {
        self.turn(Way::Forth, None, scheduler)
    }

    /// The same, but only if it is one of `own`.
    pub fn redo_own(
        &mut self,
        scheduler: &Scheduler,
        own: &[Step],
    ) -> Result<Option<Undone>, DbError> {
        self.turn(Way::Forth, Some(own), scheduler)
    }

    fn turn(
        &mut self,
        way: Way,
        own: Option<&[Step]>,
        scheduler: &Scheduler,
    ) -> Result<Option<Undone>, DbError> {
        let turned = self.write(|tx| {
            let Some(Kept { step, label, json, changes }) = newest(tx, way)? else {
                return Ok(None);
            };
            let (id, at) = step;
            if own.is_some_and(|own| !own.contains(&step)) {
                return Ok(None);
            }
            let changes: Vec<Change> = match way {
                Way::Back => changes.into_iter().rev().map(Change::reverse).collect(),
                Way::Forth => changes,
            };
            if way == Way::Forth {
                let topics: String =
                    tx.query_row("SELECT topics FROM undone WHERE id = ?1", [id], |row| {
                        row.get(0)
                    })?;
                let topics: Vec<Topic> = serde_json::from_str(&topics).unwrap_or_default();
                topics.iter().try_for_each(|topic| cards::upsert_topic(tx, topic))?;
            }
            for change in &changes {
                // When it is undone is not told; a wording that changes back is still a later one.
                match way {
                    Way::Back => change::apply_one(tx, change, at)?,
                    Way::Forth => {
                        change::apply_one(tx, &change::from_now(tx, change.clone())?, at)?;
                    }
                }
                if change.is_scheduled() {
                    integrity::rebuild_schedule(tx, scheduler, change.card_id())?;
                }
            }
            order::after(tx, &changes)?;
            if changes.iter().any(reschedules) {
                let scheduler = Scheduler::new(&settings::read(tx)?);
                integrity::rebuild_schedules(tx, &scheduler, &mut |_, _| {})?;
            }
            tx.execute(&format!("DELETE FROM {} WHERE id = ?1", way.table()), [id])?;
            let id = match way {
                Way::Forth => insert(tx, &label, at, &json)?,
                Way::Back => {
                    let left = changes.iter().filter_map(left_topic).collect();
                    let gone = drop_empty_topics(tx, left)?;
                    let gone = serde_json::to_string(&gone).unwrap_or_else(|_| "[]".into());
                    tx.execute(
                        "INSERT INTO undone (at, label, changes, topics) VALUES (?1, ?2, ?3, ?4)",
                        params![at, label, json, gone],
                    )?;
                    tx.last_insert_rowid()
                }
            };
            Ok(Some(Undone { label, at, changes, step: (id, at) }))
        })?;
        if turned
            .as_ref()
            .is_some_and(|t| t.changes.iter().any(|c| matches!(c, Change::Set { .. })))
        {
            self.seen.replace(None);
        }
        Ok(turned)
    }
}

/// Whether a change moves due dates of all cards.
fn reschedules(change: &Change) -> bool {
    matches!(change, Change::Set { name, .. } if Setting::named(name).is_some_and(|s| s.reschedules))
}
