//! What Anki last said of the suspension of a card.

use rusqlite::{Connection, OptionalExtension, params};

use super::{DbError, Store, cards};
use crate::model::change::Seen;

impl Store {
    /// What Anki last said of the suspension of a card; `None` when it never was suspended there.
    pub fn seen(&self, id: &str) -> Result<Option<Seen>, DbError> {
        let run = || match cards::key_of(&self.conn, id)? {
            Some(key) => read(&self.conn, key),
            None => Ok(None),
        };
        run().map_err(|e| DbError::sql(&self.path, e))
    }
}

pub(super) fn read(conn: &Connection, key: i64) -> rusqlite::Result<Option<Seen>> {
    conn.prepare_cached("SELECT changed, suspended FROM seen WHERE card = ?1")?
        .query_row([key], |row| Ok(Seen { changed: row.get(0)?, suspended: row.get(1)? }))
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
