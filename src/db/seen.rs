//! What Anki last said about the suspension of a card.

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::model::change::Seen;

/// The columns of what Anki said, in the order that [`seen`] reads.
pub(super) const SEEN: &str = "changed, suspended";

pub(super) fn seen(row: &Row<'_>) -> rusqlite::Result<Seen> {
    Ok(Seen { changed: row.get(0)?, suspended: row.get(1)? })
}

pub(super) fn read(conn: &Connection, key: i64) -> rusqlite::Result<Option<Seen>> {
    conn.prepare_cached(&format!("SELECT {SEEN} FROM seen WHERE card = ?1"))?
        .query_row([key], seen)
        .optional()
}

pub(super) fn write(conn: &Connection, key: i64, seen: Option<Seen>) -> rusqlite::Result<()> {
    match seen {
        Some(seen) => conn
            .prepare_cached(
                "INSERT INTO seen (card, changed, suspended) VALUES (?1, ?2, ?3)
                 ON CONFLICT (card) DO UPDATE SET changed = ?2, suspended = ?3",
            )?
            .execute(params![key, seen.changed, seen.suspended])?,
        None => conn.prepare_cached("DELETE FROM seen WHERE card = ?1")?.execute([key])?,
    };
    Ok(())
}
