//! Whether the database is sound, and the repair of what can be computed again.

use std::path::PathBuf;

use rusqlite::Connection;

use super::cards;
use super::{DbError, Store, order, reviews, search, survey};
use crate::model::filter::{AsOf, Filter, Is};
use crate::model::schedule::{Schedule, Scheduler};

/// Up to this many values that cannot be read are named one by one.
const MOST_TOLD: usize = 20;

/// Something that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong, in one sentence.
    pub message: String,
    /// Whether `check --repair` mends it.
    pub repairable: bool,
}

impl Store {
    /// Everything that is wrong. Checks SQLite's own integrity, foreign keys, that every value can
    /// be read, and that each card's stored schedule is the replay of its reviews. If nothing is
    /// wrong, every command works.
    pub fn problems(&self, scheduler: &Scheduler) -> Result<Vec<Problem>, DbError> {
        let mut problems = Vec::new();
        let mut note = |message: String, repairable| problems.push(Problem { message, repairable });
        let structure = structure(&self.conn)?;
        let is_broken = structure.iter().any(|(_, repairable)| !repairable);
        for (line, repairable) in structure {
            note(format!("sqlite: {line}"), repairable && !is_broken);
        }
        if is_broken {
            // Values from pages that do not belong there mean nothing.
            return Ok(problems);
        }
        let mut query = self.conn.prepare("PRAGMA foreign_key_check")?;
        for table in query.query_map([], |row| row.get::<_, String>(0))? {
            note(format!("a row of `{}` belongs to nothing", table?), true);
        }
        let (told, unreadable) = self.unreadable(MOST_TOLD)?;
        told.into_iter().for_each(|message| note(message, true));
        if unreadable > MOST_TOLD {
            note(format!("{} more values cannot be read", unreadable - MOST_TOLD), true);
        }
        for table in survey::TABLES {
            // SQLite does not check that the keys of a WITHOUT ROWID table are unique.
            let key = table.key.join(", ");
            let sql = format!("SELECT 1 FROM {} GROUP BY {key} HAVING count(*) > 1", table.name);
            if self.conn.prepare(&sql)?.exists([])? {
                note(format!("a row of `{}` stands there twice", table.name), false);
            }
        }
        if unreadable > 0 {
            // The rest could not be read either.
            return Ok(problems);
        }
        let mut query =
            self.conn.prepare(&format!("SELECT key, id, {} FROM cards", cards::SCHEDULE))?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let id = row.get_ref(1)?.as_str().unwrap_or("");
            let stored = cards::schedule(row, 2)?;
            let replayed = scheduler.replay(id, &reviews::read(&self.conn, row.get(0)?)?);
            if replayed != stored {
                let what =
                    if replayed.reps == stored.reps { "schedule" } else { "count of answers" };
                note(
                    format!("card `{id}`: the stored {what} is not the replay of its reviews"),
                    true,
                );
            }
        }
        let unsearchable: i64 = self.conn.query_row(
            "SELECT count(*) FROM cards WHERE key NOT IN (SELECT rowid FROM search)",
            [],
            |row| row.get(0),
        )?;
        if unsearchable > 0 {
            let cards = if unsearchable == 1 { "card is" } else { "cards are" };
            note(format!("{unsearchable} {cards} missing from the search index"), true);
        }
        if search::walk(&self.conn).is_err() {
            note("the search index cannot be read".to_owned(), true);
        }
        let days: i64 = self.conn.query_row(
            "SELECT count(*) FROM (SELECT DISTINCT day FROM reviews) AS log
             FULL JOIN days USING (day) WHERE log.day IS NULL OR days.day IS NULL",
            [],
            |row| row.get(0),
        )?;
        if days > 0 {
            note(format!("{days} days of study are not those of the reviews"), true);
        }
        Ok(problems)
    }

    /// The first values that cannot be read, at most so many, each in one sentence, and how many there
    /// are.
    pub fn unreadable(&self, most: usize) -> Result<(Vec<String>, usize), DbError> {
        let (mut told, mut count) = (Vec::new(), 0);
        for table in survey::TABLES {
            for fault in survey::faults(&self.conn, table)? {
                count += 1;
                if count <= most {
                    told.push(fault.message(&self.conn));
                }
            }
        }
        Ok((told, count))
    }

    /// Rebuilds all that is computed: each card's schedule and the days of study from the reviews,
    /// the search index, the order of new cards and which cards are siblings. `progress` gets cards
    /// done and cards in all. Returns how many schedules changed.
    pub fn rebuild(
        &mut self,
        scheduler: &Scheduler,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<u32, DbError> {
        self.write(|tx| {
            let changed = rebuild_schedules(tx, scheduler, progress)?;
            tx.execute("DELETE FROM days", [])?;
            tx.execute("INSERT INTO days SELECT DISTINCT day FROM reviews", [])?;
            // Whatever is in it, even what can no longer be read.
            tx.execute("INSERT INTO search (search) VALUES ('delete-all')", [])?;
            cards::index_all(tx)?;
            order::all(tx)?;
            Ok(changed)
        })
    }

    /// Ids of built-in cards that have the user's wording.
    pub fn edited(&self) -> Result<Vec<String>, DbError> {
        let filter = Filter::chosen(&[], None, None, Some(Is::Edited));
        Ok(self.cards(&filter, AsOf::default())?.into_iter().map(|c| c.card.id).collect())
    }
}

/// What SQLite says about the structure of a file, and whether each fault can be repaired.
fn structure(conn: &Connection) -> Result<Vec<(String, bool)>, DbError> {
    let mut query = conn.prepare("PRAGMA integrity_check(100000)")?;
    let mut lines = Vec::new();
    for line in query.query_map([], |row| row.get::<_, String>(0))? {
        let line = line?;
        if line != "ok" {
            // An index is computed from its table, and a value can be changed.
            let repairable =
                ["entries in index", "missing from index", "CHECK constraint", "inverted index"]
                    .iter()
                    .any(|part| line.contains(part));
            lines.push((line, repairable));
        }
    }
    // What cannot be mended comes first, however much else there is.
    lines.sort_by_key(|(_, repairable)| *repairable);
    lines.truncate(MOST_TOLD);
    if lines.is_empty() {
        lines = uneven_indexes(conn)?;
    }
    Ok(lines)
}

/// Indexes with entries for no row, which SQLite's check misses in some partial indexes. By then
/// every row has its entry, so comparing the numbers is enough.
fn uneven_indexes(conn: &Connection) -> Result<Vec<(String, bool)>, DbError> {
    let sql =
        "SELECT name, tbl_name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL";
    let indexes: Vec<(String, String, String)> = conn
        .prepare(sql)?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<Result<_, _>>()?;
    let mut lines = Vec::new();
    for (name, table, sql) in indexes {
        let rows = sql.split_once("WHERE ").map_or("1", |(_, condition)| condition);
        let even: bool = conn.query_row(
            &format!(
                "SELECT (SELECT count(*) FROM {table} INDEXED BY {name} WHERE {rows})
                 = (SELECT count(*) FROM {table} NOT INDEXED WHERE {rows})"
            ),
            [],
            |row| row.get(0),
        )?;
        if !even {
            lines.push((format!("wrong # of entries in index {name}"), true));
        }
    }
    Ok(lines)
}

/// Fails when the structure of a file is broken in a way that changing values cannot mend.
pub(super) fn require_structure(conn: &Connection) -> Result<(), DbError> {
    match structure(conn)?.into_iter().find(|(_, repairable)| !repairable) {
        None => Ok(()),
        Some((line, _)) => {
            let reason = line.lines().last().unwrap_or("").to_owned();
            Err(DbError::Damaged { path: PathBuf::new(), reason })
        }
    }
}

/// Rebuilds the schedule of one card from its reviews.
pub(super) fn rebuild_schedule(
    conn: &Connection,
    scheduler: &Scheduler,
    id: &str,
) -> Result<(), DbError> {
    if let Some(key) = cards::key_of(conn, id)? {
        let replayed = scheduler.replay(id, &reviews::read(conn, key)?);
        cards::write_schedule(conn, key, &replayed)?;
    }
    Ok(())
}

pub(super) fn rebuild_schedules(
    conn: &Connection,
    scheduler: &Scheduler,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<u32, DbError> {
    // Cards without reviews have nothing to replay, and most of 100 k cards may be such, so they
    // are not read; but a stored schedule without reviews must go too.
    let known: Vec<(i64, String, Schedule)> = conn
        .prepare(&format!(
            "SELECT key, id, {} FROM cards WHERE reps > 0 OR state > 0
             OR EXISTS (SELECT 1 FROM reviews WHERE card = key)",
            cards::SCHEDULE
        ))?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, cards::schedule(row, 2)?)))?
        .collect::<Result<_, _>>()?;
    let all = known.len() as u64;
    let mut changed = 0;
    for (done, (key, id, stored)) in (1..).zip(&known) {
        let replayed = scheduler.replay(id, &reviews::read(conn, *key)?);
        if replayed != *stored {
            cards::write_schedule(conn, *key, &replayed)?;
            changed += 1;
        }
        if done % 256 == 0 || done == all {
            progress(done, all);
        }
    }
    Ok(changed)
}
