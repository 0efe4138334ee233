//! The floor under every number: what a program needs that does only the one necessary thing.
//! Each runs as its own process (this binary, started again), with the same SQLite and the same
//! pragmas as godrill.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use godrill::inside::db::Store;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};

use crate::deck::{QUERY, TODAY};

/// Runs the floor that the arguments name; false when they name none.
pub(crate) fn run(args: &[String]) -> bool {
    let [mark, what, db, rest @ ..] = args else { return false };
    if mark != "floor" {
        return false;
    }
    let done = match (what.as_str(), rest) {
        ("status", []) => status(db),
        ("decks", []) => decks(db),
        ("stats", []) => stats(db),
        ("question", []) => question(db),
        ("search", []) => search(db),
        ("export", [to]) => export(db, to),
        ("import", [from]) => import(db, from),
        _ => return false,
    };
    done.expect("the floor holds");
    true
}

fn open(db: &str) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(db, flags)?;
    conn.execute_batch(
        "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY;",
    )?;
    Ok(conn)
}

/// How many cards are due.
fn status(db: &str) -> rusqlite::Result<()> {
    let due: i64 = open(db)?.query_row(
        "SELECT count(*) FROM (SELECT 1 FROM cards
         WHERE state = 2 AND suspended = 0 AND retired = 0 AND due_day <= ?1 LIMIT 200)",
        [TODAY.0],
        |row| row.get(0),
    )?;
    let _ = writeln!(io::stdout(), "{due} due");
    Ok(())
}

/// How many cards each topic has.
fn decks(db: &str) -> rusqlite::Result<()> {
    listing(db, "SELECT topic, count(*) FROM cards WHERE retired = 0 GROUP BY topic")
}

/// How many answers of each topic were right: one pass over the log.
fn stats(db: &str) -> rusqlite::Result<()> {
    listing(
        db,
        "SELECT topic, sum(passed) FROM (SELECT card, sum(rating > 1) AS passed FROM reviews
         GROUP BY card) JOIN cards ON cards.key = card GROUP BY topic",
    )
}

fn listing(db: &str, sql: &str) -> rusqlite::Result<()> {
    let conn = open(db)?;
    let mut query = conn.prepare(sql)?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let _ = writeln!(io::stdout(), "{} {}", text(row.get_ref(0)?), row.get::<_, i64>(1)?);
    }
    Ok(())
}

/// The card that has been due longest.
fn question(db: &str) -> rusqlite::Result<()> {
    let question: String = open(db)?.query_row(
        "SELECT question FROM cards JOIN texts ON texts.card = cards.key AND lang = 'en'
         WHERE state = 2 AND suspended = 0 AND retired = 0 AND due_day <= ?1
         ORDER BY due_day LIMIT 1",
        [TODAY.0],
        |row| row.get(0),
    )?;
    let _ = writeln!(io::stdout(), "{question}");
    Ok(())
}

/// The best twenty hits.
fn search(db: &str) -> rusqlite::Result<()> {
    let conn = open(db)?;
    let mut query = conn.prepare(
        "SELECT id, question FROM cards JOIN texts ON card = key AND lang = 'en' WHERE key IN
         (SELECT rowid FROM search WHERE search MATCH ?1
          ORDER BY bm25(search, 3.0, 6.0, 1.0) LIMIT 20)",
    )?;
    let mut rows = query.query([QUERY])?;
    while let Some(row) = rows.next()? {
        let _ = writeln!(io::stdout(), "{} {}", text(row.get_ref(0)?), text(row.get_ref(1)?));
    }
    Ok(())
}

fn text(value: ValueRef<'_>) -> &str {
    value.as_str().unwrap_or("")
}

/// Every row of cards, texts and reviews as tab-separated values.
fn export(db: &str, to: &str) -> rusqlite::Result<()> {
    let conn = open(db)?;
    let mut out = BufWriter::new(std::fs::File::create(to).expect("a file"));
    for table in ["cards", "texts", "reviews"] {
        let mut query = conn.prepare(&format!("SELECT * FROM {table}"))?;
        let columns = query.column_count();
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            for column in 0..columns {
                let written = match row.get_ref(column)? {
                    ValueRef::Integer(n) => write!(out, "{n}\t"),
                    ValueRef::Real(n) => write!(out, "{n}\t"),
                    ValueRef::Text(text) => out.write_all(text).and_then(|()| write!(out, "\t")),
                    ValueRef::Null | ValueRef::Blob(_) => write!(out, "\t"),
                };
                written.expect("room on the disk");
            }
            writeln!(out).expect("room on the disk");
        }
    }
    out.flush().expect("room on the disk");
    Ok(())
}

/// The rows of another database, copied by SQLite itself in one durable transaction.
fn import(db: &str, from: &str) -> rusqlite::Result<()> {
    drop(Store::open(Path::new(db)).expect("an empty database"));
    let conn = open(db)?;
    conn.execute("ATTACH ?1 AS old", [from])?;
    conn.execute_batch(
        "BEGIN IMMEDIATE;
         INSERT INTO topics SELECT * FROM old.topics;
         INSERT INTO cards SELECT * FROM old.cards;
         INSERT INTO texts SELECT * FROM old.texts;
         INSERT INTO reviews SELECT * FROM old.reviews;
         INSERT INTO search (rowid, id, question, answer)
             SELECT key, id, group_concat(question, ' '), group_concat(answer, ' ')
             FROM old.cards JOIN old.texts ON card = key GROUP BY key;
         COMMIT;",
    )
}
