//! SQLite files from elsewhere: which program they belong to, and the one way to open them.

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags};

/// Steps of SQLite's machine between two checks of how many are left.
const STEPS_A_LOOK: i32 = 10_000;

/// Opens the bytes of a file as a database in memory, with every safeguard that SQLite has: no
/// views, no triggers, no functions in its schema, no value longer than `longest` bytes, no more
/// than `steps` steps of SQLite's machine for everything it is asked.
pub(super) fn locked(mut bytes: Vec<u8>, longest: i32, steps: u64) -> rusqlite::Result<Connection> {
    // Write-ahead logging needs files beside the database; in memory there are none.
    if let Some(versions) = bytes.get_mut(18..20) {
        versions.fill(1);
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut conn = Connection::open_in_memory_with_flags(flags)?;
    for (config, on) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, false),
    ] {
        conn.set_db_config(config, on)?;
    }
    for (limit, value) in [
        (Limit::SQLITE_LIMIT_LENGTH, longest),
        (Limit::SQLITE_LIMIT_SQL_LENGTH, 1 << 20),
        (Limit::SQLITE_LIMIT_COLUMN, 100),
        (Limit::SQLITE_LIMIT_EXPR_DEPTH, 20),
        (Limit::SQLITE_LIMIT_ATTACHED, 0),
        (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 1),
        (Limit::SQLITE_LIMIT_WORKER_THREADS, 0),
    ] {
        conn.set_limit(limit, value)?;
    }
    let mut taken = 0;
    let look = move || {
        taken += u64::from(STEPS_A_LOOK.unsigned_abs());
        taken > steps
    };
    conn.progress_handler(STEPS_A_LOOK, Some(look))?;
    let len = bytes.len();
    conn.deserialize_read_exact("main", bytes.as_slice(), len, true)?;
    Ok(conn)
}

/// No table has a longer name, and reading the names takes no more steps.
const LONGEST_NAME: i32 = 1 << 20;
const STEPS_FOR_NAMES: u64 = 10_000_000;

/// The program that a SQLite file belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    /// A collection of Anki.
    Anki,
    /// A database of hashcards.
    Hashcards,
    /// One of ours.
    Ours,
    /// A file of an unknown program, or a damaged one.
    Unknown,
}

/// Tells by the names of its tables which program a SQLite file belongs to. Nothing in it is run.
pub fn whose(bytes: &[u8]) -> Foreign {
    let names = || -> rusqlite::Result<Vec<String>> {
        let conn = locked(bytes.to_vec(), LONGEST_NAME, STEPS_FOR_NAMES)?;
        let mut query =
            conn.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' LIMIT 200")?;
        query.query_map([], |row| row.get(0))?.collect()
    };
    let names = names().unwrap_or_default();
    let has = |all: &[&str]| all.iter().all(|name| names.iter().any(|n| n == name));
    match () {
        () if has(&["col", "notes", "cards", "revlog"]) => Foreign::Anki,
        () if has(&["cards", "reviews", "journal", "topics"]) => Foreign::Ours,
        // The reviews are all that is read of it.
        () if has(&["reviews"]) => Foreign::Hashcards,
        () => Foreign::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_told_by_its_tables() {
        for (tables, expected) in [
            ("col notes cards revlog graves", Foreign::Anki),
            ("cards reviews sessions", Foreign::Hashcards),
            ("settings topics cards texts reviews journal", Foreign::Ours),
            ("moz_places", Foreign::Unknown),
            ("", Foreign::Unknown),
        ] {
            let mut conn = Connection::open_in_memory().unwrap();
            for name in tables.split_whitespace() {
                conn.execute_batch(&format!("CREATE TABLE {name} (a)")).unwrap();
            }
            assert_eq!(whose(&conn.serialize("main").unwrap()), expected, "{tables}");
        }
        assert_eq!(whose(b"SQLite format 3\0"), Foreign::Unknown);
    }
}
