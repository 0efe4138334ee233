//! Whose a SQLite file is that comes from elsewhere.

use super::hashcards::locked;

/// Whose a SQLite file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    /// A collection of Anki.
    Anki,
    /// A database of hashcards.
    Hashcards,
    /// One of ours.
    Ours,
    /// That of a program that is not known, or no sound file.
    Unknown,
}

/// Whose a SQLite file is, by the names of its tables. Nothing in it is run.
pub fn whose(bytes: &[u8]) -> Foreign {
    let mut bytes = bytes.to_vec();
    // Write-ahead logging needs files beside the database; in memory there are none.
    if let Some(versions) = bytes.get_mut(18..20) {
        versions.fill(1);
    }
    let names = || -> rusqlite::Result<Vec<String>> {
        let conn = locked(bytes)?;
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
    use rusqlite::Connection;

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
