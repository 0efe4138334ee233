//! Makes readable again what [`survey`] finds: of each value, what can be read stays, and the
//! caller first gets the rows as they were, to keep them.

use rusqlite::limits::Limit;
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, ToSql, params_from_iter};
use serde_json::{Map, json};

use super::survey::{self, Fault, Kind, TABLES};
use super::{DbError, Store, builtin, integrity};
use crate::model::card::is_kebab;

/// No more bytes of a value than this are kept.
const MOST_KEPT: usize = 32 << 20;
/// Tables whose rows are worth nothing without any one of their values.
const WHOLE: [&str; 6] = ["settings", "journal", "undone", "media", "goals", "known"];

/// What mending did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mended {
    /// What was wrong, one sentence a value.
    pub faults: Vec<String>,
    /// Whether the steps that could be undone are gone, because they start from what was there.
    pub journal_ended: bool,
}

impl Store {
    /// Makes every value readable, and rebuilds indexes from their tables; a file that is broken in
    /// other ways is left as it is. `keep` gets the user's rows as they were, as JSON, one per
    /// line, and if it fails none of them changes.
    pub fn mend<E: From<DbError>>(
        &mut self,
        keep: impl FnOnce(&[String]) -> Result<(), E>,
    ) -> Result<Mended, E> {
        let usual = self.conn.limit(Limit::SQLITE_LIMIT_LENGTH).map_err(DbError::from)?;
        // What is too long has to be read to be cut.
        self.conn.set_limit(Limit::SQLITE_LIMIT_LENGTH, i32::MAX).map_err(DbError::from)?;
        let mut failed = None;
        let mended = self.write(|tx| {
            integrity::require_structure(tx)?;
            tx.execute_batch("PRAGMA defer_foreign_keys = ON; REINDEX;")?;
            let mut kept = Vec::new();
            let mut mended = Mended::default();
            for table in TABLES {
                for fault in survey::faults(tx, table)? {
                    mended.faults.push(fault.message(tx));
                    if !is_ours(tx, &fault)? {
                        mended.journal_ended |= !["settings", "media"].contains(&table.name);
                        kept.push(row(tx, &fault)?);
                    }
                    mend(tx, &fault)?;
                }
            }
            mended.journal_ended |= rows_of_nothing(tx, &mut kept, &mut mended.faults)?;
            // One row may have several faults, and is kept once.
            kept.dedup();
            if !kept.is_empty()
                && let Err(error) = keep(&kept)
            {
                failed = Some(error);
                return Err(DbError::Unreadable(Default::default()));
            }
            if mended.journal_ended {
                tx.execute("DELETE FROM journal", [])?;
                tx.execute("DELETE FROM undone", [])?;
            }
            if !mended.faults.is_empty() {
                // Our own cards are loaded from the program again.
                builtin::forget(tx)?;
            }
            Ok(mended)
        });
        self.conn.set_limit(Limit::SQLITE_LIMIT_LENGTH, usual).map_err(DbError::from)?;
        match failed {
            Some(error) => Err(error),
            None => mended.map_err(E::from),
        }
    }
}

/// Whether a fault is in a text of ours, or in what follows from the reviews.
fn is_ours(conn: &Connection, fault: &Fault) -> rusqlite::Result<bool> {
    const CACHE: [&str; 10] = [
        "state",
        "step",
        "due_at",
        "due_day",
        "stability",
        "difficulty",
        "last_at",
        "last_day",
        "reps",
        "lapses",
    ];
    match fault.table.name {
        "cards" if CACHE.contains(&fault.column.0) => Ok(true),
        "cards" if ["note", "flagged"].contains(&fault.column.0) => Ok(false),
        "cards" | "texts" => conn.query_row(
            "SELECT count(*) > 0 FROM cards WHERE key = ?1 AND builtin = 1 AND edited = 0",
            [&fault.key[0]],
            |row| row.get(0),
        ),
        _ => Ok(false),
    }
}

/// A row as it is, as JSON: bytes that are not text are given in hexadecimal.
fn row(conn: &Connection, fault: &Fault) -> rusqlite::Result<String> {
    let sql =
        format!("SELECT * FROM {} WHERE {}", fault.table.name, fault.table.condition(&fault.key));
    let mut query = conn.prepare(&sql)?;
    let names: Vec<String> = query.column_names().map(str::to_owned).collect();
    let mut rows = query.query(params_from_iter(&fault.key))?;
    let mut values = Map::new();
    if let Some(row) = rows.next()? {
        for (at, name) in names.into_iter().enumerate() {
            let value = match row.get_ref(at)? {
                ValueRef::Null => json!(null),
                ValueRef::Integer(number) => json!(number),
                ValueRef::Real(number) => json!(number),
                ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
                    let bytes = &bytes[..bytes.len().min(MOST_KEPT)];
                    match std::str::from_utf8(bytes) {
                        Ok(text) => json!(text),
                        Err(_) => {
                            let hex: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
                            json!({ "hex": hex })
                        }
                    }
                }
            };
            values.insert(name, value);
        }
    }
    Ok(json!({ "table": fault.table.name, "row": values }).to_string())
}

/// Makes one value readable, or removes a row that is worth nothing without it.
fn mend(conn: &Connection, fault: &Fault) -> rusqlite::Result<()> {
    let (column, kind, may_be_empty) = fault.column;
    let table = fault.table;
    let condition = table.condition(&fault.key);
    let is_key = table.key.contains(&column) && table.name != "topics";
    if is_key || WHOLE.contains(&table.name) {
        let sql = format!("DELETE FROM {} WHERE {condition}", table.name);
        conn.execute(&sql, params_from_iter(&fault.key))?;
        return Ok(());
    }
    let most = survey::longest(kind);
    let mut bytes: Vec<u8> = Vec::new();
    let mut number = None;
    {
        let sql = format!(
            "SELECT substr(CAST({column} AS BLOB), 1, {most}), {column} FROM {} WHERE {condition}",
            table.name
        );
        let mut query = conn.prepare(&sql)?;
        let mut rows = query.query(params_from_iter(&fault.key))?;
        // An earlier fault may have removed the row.
        let Some(row) = rows.next()? else { return Ok(()) };
        if let Ok(blob) = row.get_ref(0)?.as_blob() {
            bytes = blob.to_vec();
        }
        if let ValueRef::Integer(found) = row.get_ref(1)? {
            number = Some(found);
        }
    }
    let text = || {
        // A replacement character takes more bytes than what it replaces.
        let text = String::from_utf8_lossy(&bytes);
        let short = text.char_indices().take_while(|(at, c)| at + c.len_utf8() <= most);
        short.map(|(_, c)| c).collect::<String>()
    };
    let value = match kind {
        Kind::Whole(from, to) => match number {
            Some(number) => Value::Integer(number.clamp(from, to)),
            None if may_be_empty => Value::Null,
            None => Value::Integer(0.clamp(from, to)),
        },
        _ if may_be_empty && (bytes.is_empty() || kind == Kind::Name) => Value::Null,
        Kind::Real => Value::Null,
        Kind::Name => {
            let named = if table.name == "topics" || column == "topic" { "topic" } else { "card" };
            let name = name(&bytes, named);
            if column == "topic" {
                Value::Text(name)
            } else {
                let taken = format!("SELECT 1 FROM {} WHERE {column} = ?1", table.name);
                let mut taken = conn.prepare(&taken)?;
                let mut free = name.clone();
                let mut nth = 2;
                while taken.exists([&free])? {
                    free = format!("{name}-{nth}");
                    nth += 1;
                }
                Value::Text(free)
            }
        }
        _ => Value::Text(text()),
    };
    let last = fault.key.len() + 1;
    let mut values: Vec<&dyn ToSql> = fault.key.iter().map(|v| v as &dyn ToSql).collect();
    values.push(&value);
    if (table.name, column) == ("topics", "name") {
        // Its cards go with it.
        conn.execute("UPDATE cards SET topic = ?2 WHERE topic = CAST(?1 AS TEXT)", &values[..])?;
    }
    let sql = format!("UPDATE {} SET {column} = ?{last} WHERE {condition}", table.name);
    conn.execute(&sql, &values[..])?;
    Ok(())
}

/// A name made from what can be read of one.
fn name(bytes: &[u8], otherwise: &str) -> String {
    /// Characters.
    const LONGEST: usize = 60;
    let text = String::from_utf8_lossy(bytes).to_lowercase();
    let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut name: String = words.collect::<Vec<_>>().join("-");
    name.truncate(LONGEST);
    let name = name.trim_end_matches('-');
    if is_kebab(name) { name.to_owned() } else { otherwise.to_owned() }
}

/// Makes the topics that cards name but that are missing, and removes texts and reviews of no card;
/// returns whether there were any of these.
fn rows_of_nothing(
    conn: &Connection,
    kept: &mut Vec<String>,
    faults: &mut Vec<String>,
) -> rusqlite::Result<bool> {
    conn.execute(
        "INSERT INTO topics (name, position)
         SELECT DISTINCT topic, (SELECT coalesce(max(position), 0) + 1 FROM topics) FROM cards
         WHERE topic NOT IN (SELECT name FROM topics)",
        [],
    )?;
    let mut any = false;
    for table in TABLES.iter().filter(|table| ["texts", "reviews"].contains(&table.name)) {
        let lost = format!(
            "SELECT {} FROM {} WHERE card NOT IN (SELECT key FROM cards)",
            table.key.join(", "),
            table.name
        );
        let mut query = conn.prepare(&lost)?;
        let mut rows = query.query([])?;
        while let Some(found) = rows.next()? {
            let fault = Fault::of_row(table, survey::key(found, table.key.len())?);
            kept.push(row(conn, &fault)?);
            faults.push(format!("a row of `{}` belongs to nothing", table.name));
            any = true;
        }
        drop(rows);
        if any {
            let sql =
                format!("DELETE FROM {} WHERE card NOT IN (SELECT key FROM cards)", table.name);
            conn.execute(&sql, [])?;
        }
    }
    Ok(any)
}
