//! The ladder of schemas: one `.sql` file a version, climbed in one transaction after the file
//! was copied.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use super::{DbError, copy};

/// The steps; the schema version is the number of steps taken.
const STEPS: &[&str] = &[include_str!("001.sql"), include_str!("002.sql")];

/// The newest version.
pub(super) const VERSION: i64 = STEPS.len() as i64;

/// Marks a SQLite file as godrill's: "gdrl" in ASCII.
const APPLICATION_ID: i64 = 0x6764_726c;

/// Makes an empty file a database, upgrades an old one, refuses what is not ours.
pub(super) fn bring_up_to_date(conn: &mut Connection, path: &Path) -> Result<(), DbError> {
    let version = version(conn)?;
    if version >= VERSION {
        return require_ours(conn, path);
    }
    // Two processes may come here at once; the second finds the work done.
    conn.pragma_update(None, "journal_mode", "WAL")?;
    if version > 0 {
        copy::before_upgrade(conn, path, version)?;
    }
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version = self::version(&tx)?;
    if version == 0 {
        let tables: i64 =
            tx.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        if tables > 0 {
            return Err(DbError::Foreign(path.to_owned()));
        }
        tx.pragma_update(None, "application_id", APPLICATION_ID)?;
    } else if application_id(&tx)? != APPLICATION_ID {
        return Err(DbError::Foreign(path.to_owned()));
    }
    for step in STEPS.iter().skip(usize::try_from(version).unwrap_or(0)) {
        tx.execute_batch(step)?;
    }
    tx.pragma_update(None, "user_version", VERSION)?;
    tx.commit()?;
    Ok(())
}

/// Refuses a file that is not a godrill database of a schema we know.
pub(super) fn require_ours(conn: &Connection, path: &Path) -> Result<(), DbError> {
    let found = version(conn)?;
    if application_id(conn)? != APPLICATION_ID {
        return Err(DbError::Foreign(path.to_owned()));
    }
    if found > VERSION {
        return Err(DbError::Newer { path: path.to_owned(), found, known: VERSION });
    }
    Ok(())
}

fn version(conn: &Connection) -> Result<i64, rusqlite::Error> {
    conn.query_row("PRAGMA user_version", [], |row| row.get(0))
}

fn application_id(conn: &Connection) -> Result<i64, rusqlite::Error> {
    conn.query_row("PRAGMA application_id", [], |row| row.get(0))
}
