//! One step on the rows: what a change does to them, or why it no longer fits.

use rusqlite::{Connection, params};

use super::flat::daily;
use super::{DbError, cards, goals, lines, reviews, seen, settings, topics};
use crate::model::card::{Card, Topic};
use crate::model::change::Change;
use crate::model::schedule::Schedule;

/// Makes one change at an instant, or says why it no longer fits.
pub(super) fn take(conn: &Connection, change: &Change, at: i64) -> Result<(), DbError> {
    let id = change.card_id();
    let conflict = || DbError::Conflict(id.to_owned());
    if let Change::Add { card, reviews } = change {
        if cards::key_of(conn, id)?.is_some() {
            return Err(conflict());
        }
        let topic = Topic { name: card.card.topic.clone(), ..Topic::default() };
        cards::upsert_topic(conn, &topic)?;
        let key = cards::insert(conn, card, at)?;
        reviews::insert_all(conn, key, reviews)?;
        return Ok(());
    }
    if let Change::Goals { from, to } = change {
        if goals::read(conn)? != *from {
            return Err(DbError::GoalsChanged);
        }
        return Ok(goals::write(conn, to)?);
    }
    if let Change::Set { name, from, to } = change {
        if settings::value(conn, name)? != *from {
            return Err(DbError::SettingChanged(name.clone()));
        }
        return Ok(settings::write(conn, name, to.as_deref())?);
    }
    if let Change::Rename { from, to } = change {
        return topics::rename(conn, from, to);
    }
    let key = cards::key_of(conn, id)?.ok_or_else(|| DbError::NoCard(id.to_owned()))?;
    match change {
        Change::Add { .. } | Change::Rename { .. } | Change::Goals { .. } | Change::Set { .. } => {}
        Change::Remove { card, reviews: known } => {
            if reviews::read(conn, key)? != *known || !is_worded(conn, &card.card)? {
                return Err(conflict());
            }
            cards::delete(conn, key)?;
        }
        Change::Answer { review, before, after, .. } => {
            if cards::read_schedule(conn, key)? != *before {
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
            if reviews::read(conn, key)? != *from {
                return Err(conflict());
            }
            reviews::replace(conn, key, to)?;
            cards::write_schedule(conn, key, after)?;
        }
        Change::Suspend { to, .. } => {
            conn.prepare_cached("UPDATE cards SET suspended = ?2 WHERE key = ?1")?
                .execute(params![key, to])?;
        }
        Change::Seen { from, to, .. } => {
            if seen::read(conn, key)? != *from {
                return Err(conflict());
            }
            seen::write(conn, key, *to)?;
        }
        Change::Bury { to, .. } => {
            conn.prepare_cached("UPDATE cards SET buried_until = ?2 WHERE key = ?1")?
                .execute(params![key, to.map(|d| d.0)])?;
        }
        Change::Note { from, to, .. } => {
            if cards::note(conn, key)? != *from {
                return Err(conflict());
            }
            cards::write_note(conn, key, to.as_deref(), at)?;
        }
        Change::Flag { to, .. } => {
            conn.prepare_cached("UPDATE cards SET flagged = ?2 WHERE key = ?1")?
                .execute(params![key, to])?;
        }
        Change::Edit { from, to } => {
            if !is_worded(conn, &from.card)? {
                return Err(conflict());
            }
            let topic = Topic { name: to.card.topic.clone(), ..Topic::default() };
            cards::upsert_topic(conn, &topic)?;
            cards::update_wording(conn, key, &to.card, to.edited, at)?;
        }
    }
    Ok(())
}

/// The same change, from the card's present schedule if the card has the last answer that the
/// change starts from: under other settings its schedule may differ.
pub(super) fn from_now(conn: &Connection, mut change: Change) -> Result<Change, DbError> {
    if let Change::Answer { id, before, .. } = &mut change
        && let Some(key) = cards::key_of(conn, id)?
        && is_at(conn, key, before)?
    {
        *before = cards::read_schedule(conn, key)?;
    }
    Ok(change)
}

/// Whether a card still says what a change starts from.
fn is_worded(conn: &Connection, card: &Card) -> rusqlite::Result<bool> {
    let stored = lines::as_stored(card);
    Ok(cards::read(conn, &card.id)?.is_some_and(|(_, found)| found.card == stored))
}

/// Whether a card still has the last answer that an undo starts from. The number of answers and the
/// time of the last one decide; the rest is computed again when a setting changes.
fn is_at(conn: &Connection, key: i64, schedule: &Schedule) -> rusqlite::Result<bool> {
    daily(conn, "SELECT reps = ?2 AND last_at IS ?3 FROM cards WHERE key = ?1")?
        .query_row(params![key, schedule.reps, schedule.last.map(|(at, _)| at)], |row| row.get(0))
}
