//! The one door: every change of cards and reviews goes through [`Store::apply`].

use rusqlite::{Connection, params};

use super::{DbError, Store, cards, journal, reviews};
use crate::model::card::Topic;
use crate::model::change::Change;
use crate::model::schedule::Schedule;

/// More changes than this at once (a large import) are not kept in the journal.
const JOURNAL_LIMIT: usize = 2_000;

impl Store {
    /// Makes all of `changes` durable, or none. `label` says in words what was done, for undo;
    /// `at` is the time in milliseconds since 1970-01-01 UTC. Fails with [`DbError::Conflict`]
    /// when a card is no longer as a change expects it.
    pub fn apply(&mut self, label: &str, at: i64, changes: &[Change]) -> Result<(), DbError> {
        self.write(|tx| {
            for change in changes {
                apply_one(tx, change, at)?;
            }
            if changes.len() <= JOURNAL_LIMIT {
                journal::write(tx, label, at, changes)?;
            }
            Ok(())
        })
    }
}

/// Makes one change at an instant, or says why it no longer fits.
pub(super) fn apply_one(conn: &Connection, change: &Change, at: i64) -> Result<(), DbError> {
    let id = change.card_id();
    let conflict = || DbError::Conflict(id.to_owned());
    if let Change::Add { card, reviews } = change {
        if cards::key_of(conn, id)?.is_some() {
            return Err(conflict());
        }
        let topic = Topic { name: card.card.topic.clone(), ..Topic::default() };
        cards::upsert_topic(conn, &topic)?;
        let key = cards::insert(conn, card, at)?;
        for (seq, review) in (1..).zip(reviews) {
            reviews::insert(conn, key, seq, review)?;
        }
        return Ok(());
    }
    let key = cards::key_of(conn, id)?.ok_or_else(|| DbError::NoCard(id.to_owned()))?;
    match change {
        Change::Add { .. } => {}
        Change::Remove { reviews: known, .. } => {
            if reviews::read(conn, key)?.len() != known.len() {
                return Err(conflict());
            }
            cards::delete(conn, key)?;
        }
        Change::Answer { review, before, after, .. } => {
            if !is_at(conn, key, before)? {
                return Err(conflict());
            }
            reviews::insert(conn, key, after.reps, review)?;
            cards::write_schedule(conn, key, after)?;
        }
        Change::Retract { review, before, after, .. } => {
            if !is_at(conn, key, before)? || !reviews::delete(conn, key, before.reps, review)? {
                return Err(conflict());
            }
            cards::write_schedule(conn, key, after)?;
        }
        Change::Rewrite { from, to, after, .. } => {
            if reviews::read(conn, key)?.len() != from.len() {
                return Err(conflict());
            }
            reviews::replace(conn, key, to)?;
            cards::write_schedule(conn, key, after)?;
        }
        Change::Suspend { to, .. } => {
            conn.prepare_cached("UPDATE cards SET suspended = ?2 WHERE key = ?1")?
                .execute(params![key, to])?;
        }
        Change::Bury { to, .. } => {
            conn.prepare_cached("UPDATE cards SET buried_until = ?2 WHERE key = ?1")?
                .execute(params![key, to.map(|d| d.0)])?;
        }
        Change::Edit { to, .. } => {
            let topic = Topic { name: to.card.topic.clone(), ..Topic::default() };
            cards::upsert_topic(conn, &topic)?;
            cards::update_wording(conn, key, &to.card, to.edited, at)?;
        }
    }
    Ok(())
}

/// Whether a card still has the schedule that a change starts from. The number of answers and the
/// time of the last one tell; the rest may be recomputed when a setting changes.
fn is_at(conn: &Connection, key: i64, schedule: &Schedule) -> rusqlite::Result<bool> {
    conn.prepare_cached("SELECT reps = ?2 AND last_at IS ?3 FROM cards WHERE key = ?1")?
        .query_row(params![key, schedule.reps, schedule.last.map(|(at, _)| at)], |row| row.get(0))
}
