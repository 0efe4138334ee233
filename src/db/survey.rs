//! Every value that any command reads, and whether it can be read. SQLite checks structure and
//! types; it lets through texts that are not UTF-8, names that no card can have, meaningless
//! numbers and endless values.

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, Row};

use super::cards::LONGEST_TEXT;
use crate::model::card::{self, LONGEST_NOTE, Lang, is_kebab};
use crate::model::change::Change;
use crate::model::goal::{MOST_GOALS, MOST_MINUTES};
use crate::model::review::{ReviewKind, ReviewOrigin};

/// What a column may hold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Kind {
    /// Text of at most this many bytes.
    Text(usize),
    /// The id of a card or the name of a topic.
    Name,
    /// Names, one a line.
    Names,
    /// A language.
    Lang,
    /// A step of the journal.
    Step,
    /// A number from the first to the second.
    Whole(i64, i64),
    /// A number that may have a fraction.
    Real,
    /// At most this many bytes.
    Bytes(usize),
}

/// A column: its name, what it holds, whether it may be empty.
type Column = (&'static str, Kind, bool);

/// A table with the columns that tell its rows apart and those that commands read.
pub(super) struct Table {
    pub(super) name: &'static str,
    pub(super) key: &'static [&'static str],
    pub(super) columns: &'static [Column],
}

/// The last day that anything can have: clocks end with the year 9999, and what is scheduled at
/// their end may be due a hundred years later.
const LAST_DAY: i64 = 3_000_000;
const LAST_MS: i64 = LAST_DAY * 86_400_000;
/// New places are counted on from the highest one.
const MOST_PLACES: i64 = 1 << 30;
/// A name becomes part of the names of files.
pub(super) const LONGEST_NAME: usize = 1_000;
const LONGEST_LINE: usize = 64 << 10;
/// Pictures and sounds, and steps of the journal.
const LONGEST_BYTES: usize = 16 << 20;

const CARD_KINDS: i64 = card::Kind::ALL.len() as i64 - 1;
const REVIEW_KINDS: i64 = ReviewKind::ALL.len() as i64 - 1;
const ORIGINS: i64 = ReviewOrigin::ALL.len() as i64 - 1;
const COUNT: Kind = Kind::Whole(0, u32::MAX as i64);
const DAY: Kind = Kind::Whole(-LAST_DAY, LAST_DAY);
const INSTANT: Kind = Kind::Whole(-LAST_MS, LAST_MS);
const SWITCH: Kind = Kind::Whole(0, 1);
const TEXT: Kind = Kind::Text(LONGEST_TEXT);

/// Every table with rows of its own. `days` and `search` are computed from the others.
pub(super) const TABLES: &[Table] = &[
    Table {
        name: "settings",
        key: &["name"],
        columns: &[("name", Kind::Text(LONGEST_NAME), false), ("value", TEXT, false)],
    },
    Table {
        name: "topics",
        key: &["name"],
        columns: &[
            ("name", Kind::Name, false),
            ("position", Kind::Whole(0, MOST_PLACES), false),
            ("go", Kind::Text(LONGEST_LINE), true),
            ("title_en", Kind::Text(LONGEST_LINE), true),
            ("title_zh", Kind::Text(LONGEST_LINE), true),
            ("short", Kind::Text(LONGEST_LINE), true),
            ("place", Kind::Whole(0, MOST_PLACES), true),
        ],
    },
    Table {
        name: "cards",
        key: &["key"],
        columns: &[
            ("id", Kind::Name, false),
            ("topic", Kind::Name, false),
            ("seq", Kind::Whole(0, MOST_PLACES), false),
            ("kind", Kind::Whole(0, CARD_KINDS), false),
            ("level", Kind::Whole(1, 3), false),
            ("weight", Kind::Whole(1, 5), false),
            ("follows", Kind::Name, true),
            ("tags", TEXT, false),
            ("correct", Kind::Text(LONGEST_LINE), true),
            ("evidence", TEXT, false),
            ("builtin", SWITCH, false),
            ("edited", SWITCH, false),
            ("retired", SWITCH, false),
            ("suspended", SWITCH, false),
            ("buried_until", DAY, true),
            ("state", Kind::Whole(0, 3), false),
            ("step", Kind::Whole(0, 255), false),
            ("due_at", INSTANT, true),
            ("due_day", DAY, true),
            ("stability", Kind::Real, true),
            ("difficulty", Kind::Real, true),
            ("last_at", INSTANT, true),
            ("last_day", DAY, true),
            ("reps", COUNT, false),
            ("lapses", COUNT, false),
            ("added_at", INSTANT, false),
            ("changed_at", INSTANT, false),
            ("same", Kind::Name, true),
            ("ticked", Kind::Text(LONGEST_LINE), false),
            ("test", TEXT, true),
            ("rank", Kind::Whole(0, i64::MAX), false),
            ("family", Kind::Whole(0, i64::MAX), true),
            ("note", Kind::Text(LONGEST_NOTE), true),
            ("flagged", SWITCH, false),
        ],
    },
    Table {
        name: "seen",
        key: &["card"],
        columns: &[("changed", INSTANT, false), ("suspended", SWITCH, false)],
    },
    Table {
        name: "texts",
        key: &["card", "lang"],
        columns: &[
            ("lang", Kind::Lang, false),
            ("question", TEXT, false),
            ("answer", TEXT, false),
            ("keys", TEXT, false),
            ("wrong", TEXT, false),
            ("reasons", TEXT, false),
        ],
    },
    Table {
        name: "reviews",
        key: &["card", "seq"],
        columns: &[
            ("seq", Kind::Whole(1, u32::MAX as i64), false),
            ("at", INSTANT, false),
            ("day", DAY, false),
            ("rating", Kind::Whole(1, 4), false),
            ("ms", COUNT, false),
            ("kind", Kind::Whole(0, REVIEW_KINDS), false),
            ("origin", Kind::Whole(0, ORIGINS), false),
        ],
    },
    Table {
        name: "journal",
        key: &["id"],
        columns: &[
            ("at", INSTANT, false),
            ("label", Kind::Text(LONGEST_LINE), false),
            ("changes", Kind::Step, false),
            ("card", TEXT, true),
        ],
    },
    Table {
        name: "undone",
        key: &["id"],
        columns: &[
            ("at", INSTANT, false),
            ("label", Kind::Text(LONGEST_LINE), false),
            ("changes", Kind::Step, false),
            ("card", TEXT, true),
            ("topics", TEXT, false),
        ],
    },
    Table {
        name: "media",
        key: &["rowid"],
        columns: &[
            ("name", Kind::Text(LONGEST_NAME), false),
            ("hash", Kind::Text(LONGEST_NAME), false),
            ("bytes", Kind::Bytes(LONGEST_BYTES), false),
        ],
    },
    Table {
        name: "goals",
        key: &["topics"],
        columns: &[
            ("topics", Kind::Names, false),
            ("day", DAY, false),
            ("minutes", Kind::Whole(1, MOST_MINUTES as i64), false),
            ("began", DAY, false),
        ],
    },
    Table {
        name: "known",
        key: &["topic"],
        columns: &[("topic", Kind::Name, false), ("percent", Kind::Whole(1, 100), false)],
    },
];

/// A value that cannot be read.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) table: &'static Table,
    /// The values of the row's key; texts as their bytes.
    pub(super) key: Vec<Value>,
    pub(super) column: Column,
    /// What is wrong, in words.
    why: &'static str,
}

impl std::fmt::Debug for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl Table {
    /// The condition for one row; its values are those of [`Fault::key`].
    pub(super) fn condition(&self, key: &[Value]) -> String {
        let parts = self.key.iter().zip(key).enumerate().map(|(at, (column, value))| {
            // Bytes are those of a text, which need not be a valid one.
            match value {
                Value::Blob(_) => format!("{column} = CAST(?{} AS TEXT)", at + 1),
                _ => format!("{column} = ?{}", at + 1),
            }
        });
        parts.collect::<Vec<_>>().join(" AND ")
    }
}

impl Fault {
    /// The fault of a row that belongs to nothing.
    pub(super) fn of_row(table: &'static Table, key: Vec<Value>) -> Fault {
        Fault { table, key, column: table.columns[0], why: "belongs to nothing" }
    }

    /// What is wrong, in one sentence.
    pub(super) fn message(&self, conn: &Connection) -> String {
        let shown =
            |value: &[u8]| -> String { String::from_utf8_lossy(value).chars().take(60).collect() };
        let key: Vec<String> = self
            .key
            .iter()
            .map(|value| match value {
                Value::Blob(text) => shown(text),
                Value::Integer(number) => number.to_string(),
                _ => String::new(),
            })
            .collect();
        let card = || {
            let id = conn.query_row(
                "SELECT substr(CAST(id AS BLOB), 1, 240) FROM cards WHERE key = ?1",
                [&self.key[0]],
                |row| Ok(shown(row.get_ref(0)?.as_bytes().unwrap_or(b""))),
            );
            format!("card `{}`", id.unwrap_or_else(|_| key[0].clone()))
        };
        let (column, why) = (self.column.0, self.why);
        match self.table.name {
            "cards" => format!("{}: its `{column}` {why}", card()),
            "seen" => format!("{}: its `{column}` in Anki {why}", card()),
            "texts" => format!("{}: its {column} in {} {why}", card(), key[1]),
            "reviews" => format!("{}: the `{column}` of its answer {} {why}", card(), key[1]),
            "settings" => format!("setting `{}`: its {column} {why}", key[0]),
            "topics" => format!("topic `{}`: its {column} {why}", key[0]),
            "journal" => format!("what `godrill undo` would take back: its {column} {why}"),
            "undone" => format!("what `godrill redo` would do again: its {column} {why}"),
            "media" => format!("a picture or sound: its {column} {why}"),
            "goals" => format!("a goal: its {column} {why}"),
            _ => format!("what is known of `{}`: its {column} {why}", key[0]),
        }
    }
}

/// Every fault of the rows of a table.
pub(super) fn faults(conn: &Connection, table: &'static Table) -> rusqlite::Result<Vec<Fault>> {
    let mut selected: Vec<String> = table.key.iter().map(|c| (*c).to_owned()).collect();
    for (column, kind, _) in table.columns {
        // A value that is too long is not even read.
        let most = longest(*kind);
        selected.push(format!(
            "typeof({column}), octet_length({column}), CASE WHEN octet_length({column}) <= {most} THEN {column} END"
        ));
    }
    let sql = format!("SELECT {} FROM {}", selected.join(", "), table.name);
    let mut query = conn.prepare(&sql)?;
    let mut rows = query.query([])?;
    let mut faults = Vec::new();
    let mut seen = 0;
    while let Some(row) = rows.next()? {
        seen += 1;
        let too_many = table.name == "goals" && seen > MOST_GOALS;
        for (nth, column) in table.columns.iter().enumerate() {
            let why = wrong(row, table.key.len() + 3 * nth, column)?;
            let why = why.or((too_many && nth == 0).then_some("is one of too many"));
            if let Some(why) = why {
                faults.push(Fault { table, key: key(row, table.key.len())?, column: *column, why });
            }
        }
    }
    Ok(faults)
}

/// The values of the first columns; texts as their bytes.
pub(super) fn key(row: &Row<'_>, columns: usize) -> rusqlite::Result<Vec<Value>> {
    let value = |at| {
        Ok(match row.get_ref(at)? {
            ValueRef::Text(text) => Value::Blob(text.to_vec()),
            other => other.try_into().unwrap_or(Value::Null),
        })
    };
    (0..columns).map(value).collect()
}

/// The most bytes of a value.
pub(super) fn longest(kind: Kind) -> usize {
    match kind {
        Kind::Text(most) | Kind::Bytes(most) => most,
        Kind::Name => LONGEST_NAME,
        Kind::Names => LONGEST_LINE,
        Kind::Step => LONGEST_BYTES,
        Kind::Lang | Kind::Whole(..) | Kind::Real => 100,
    }
}

/// What is wrong with a value: its type, its length and the value itself are at `at` in the row.
fn wrong(
    row: &Row<'_>,
    at: usize,
    (_, kind, may_be_empty): &Column,
) -> rusqlite::Result<Option<&'static str>> {
    if row.get_ref(at)?.as_str() == Ok("null") {
        return Ok((!may_be_empty).then_some("is missing"));
    }
    let length = row.get_ref(at + 1)?.as_i64().unwrap_or(i64::MAX);
    if usize::try_from(length).is_ok_and(|length| length > longest(*kind)) {
        return Ok(Some("is too long"));
    }
    let value = row.get_ref(at + 2)?;
    Ok(match (kind, value) {
        (Kind::Whole(from, to), ValueRef::Integer(number)) => {
            (!(*from..=*to).contains(&number)).then_some("is out of range")
        }
        (Kind::Real, ValueRef::Real(number)) => {
            (!(number as f32).is_finite()).then_some("is out of range")
        }
        (Kind::Bytes(_), ValueRef::Blob(_)) => None,
        (Kind::Whole(..) | Kind::Real, _) => Some("is no number"),
        (Kind::Bytes(_), _) => Some("is no bytes"),
        (_, ValueRef::Text(bytes)) => match std::str::from_utf8(bytes) {
            Err(_) => Some("is not UTF-8"),
            Ok(text) => not_a(*kind, text),
        },
        _ => Some("is no text"),
    })
}

fn not_a(kind: Kind, text: &str) -> Option<&'static str> {
    let good = match kind {
        Kind::Name => is_kebab(text),
        Kind::Names => text.is_empty() || text.split('\n').all(is_kebab),
        Kind::Lang => text.parse::<Lang>().is_ok(),
        Kind::Step => text == "null" || serde_json::from_str::<Vec<Change>>(text).is_ok(),
        _ => true,
    };
    let why = if kind == Kind::Step { "cannot be read back" } else { "is no name" };
    (!good).then_some(why)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::Store;

    #[test]
    fn every_column_is_looked_at() {
        let store = Store::in_memory().unwrap();
        let mut query = store
            .conn
            .prepare(
                "SELECT m.name, c.name, c.\"notnull\" FROM sqlite_schema AS m, pragma_table_info(m.name) AS c
                 WHERE m.type = 'table' AND m.name NOT LIKE 'search%' AND m.name <> 'days'",
            )
            .unwrap();
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
        for row in rows {
            let (table, column, not_null): (String, String, bool) = row.unwrap();
            let known =
                TABLES.iter().find(|t| t.name == table).unwrap_or_else(|| panic!("{table}"));
            let there = known.columns.iter().find(|(name, ..)| *name == column);
            match there {
                Some((.., may_be_empty)) => {
                    assert!(!not_null || !may_be_empty, "{table}.{column}");
                }
                None => assert!(known.key.contains(&column.as_str()), "{table}.{column}"),
            }
        }
    }
}
