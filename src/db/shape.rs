//! The shape of a file: the tables, indexes and triggers that our ladder makes, and nothing else.
//! What someone else put into a file (a trigger, a view, a generated column) would run with our own
//! statements, so it is looked for before the first of them.

use rusqlite::Connection;
use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;

use super::DbError;

/// The fingerprint of the newest schema, which settles the matter for nearly every file; any other
/// is compared with what the ladder makes in a new database.
const NEWEST: &str = "79d49eb89132f19f992215b8492a83c5f517c309abff595dd23763d644d78689";

/// What else may be in a file: what `ANALYZE` leaves, which runs nothing, and a trigger that the
/// first versions had.
const HARMLESS: [&str; 3] = [
    "CREATE TABLE sqlite_stat1(tbl,idx,stat)",
    "CREATE TABLE sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample)",
    "CREATE TRIGGER reviews_insert AFTER INSERT ON reviews BEGIN
    INSERT OR IGNORE INTO days (day) VALUES (new.day);
END",
];

/// No value is longer: pictures and journal steps, the longest, have at most half of it.
const LONGEST_VALUE: i32 = 32 << 20;
/// More objects than this are not even read.
const MOST_OBJECTS: usize = 200;
/// The most characters shown of a name.
const MOST_SHOWN: usize = 40;

/// Keeps a file from making a connection do more than it should: no views, no functions in the
/// schema, no endless values. To be called before the first statement.
pub(super) fn harden(conn: &Connection) -> rusqlite::Result<()> {
    for (config, on) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, false),
        // A plan that may depend on a value is made anew each time another one is bound.
        (DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true),
    ] {
        conn.set_db_config(config, on)?;
    }
    for (limit, value) in [
        (Limit::SQLITE_LIMIT_LENGTH, LONGEST_VALUE),
        (Limit::SQLITE_LIMIT_SQL_LENGTH, 1 << 20),
        (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 10),
    ] {
        conn.set_limit(limit, value)?;
    }
    Ok(())
}

/// An object of a schema, as `sqlite_schema` has it: its type, its name, its table, its SQL.
type Object = [String; 4];

/// The objects of a schema, sorted; `None` when there are too many to be ours. Reads only one
/// table, which no file can replace.
pub(super) fn objects(conn: &Connection) -> rusqlite::Result<Option<Vec<Object>>> {
    let mut query = conn.prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema")?;
    let mut rows = query.query([])?;
    let mut objects = Vec::new();
    while let Some(row) = rows.next()? {
        if objects.len() == MOST_OBJECTS {
            return Ok(None);
        }
        let mut object = Object::default();
        for (at, text) in object.iter_mut().enumerate() {
            // An index that a constraint makes has no SQL.
            if let Ok(bytes) = row.get_ref(at)?.as_bytes() {
                *text = String::from_utf8_lossy(bytes).into_owned();
            }
        }
        objects.push(object);
    }
    objects.sort_unstable();
    Ok(Some(objects))
}

fn fingerprint(objects: &[Object]) -> String {
    let mut hasher = blake3::Hasher::new();
    for text in objects.iter().flatten() {
        hasher.update(text.as_bytes()).update(&[0]);
    }
    hasher.finalize().to_hex().to_string()
}

/// What in a schema differs from what these steps make, in words; `None` if nothing does.
pub(super) fn foreign(
    found: Option<Vec<Object>>,
    steps: &[&str],
) -> Result<Option<String>, DbError> {
    let Some(mut found) = found else { return Ok(Some("hundreds of tables".into())) };
    if fingerprint(&found) == NEWEST {
        return Ok(None);
    }
    found.retain(|[.., sql]| !HARMLESS.contains(&sql.as_str()));
    let model = Connection::open_in_memory()?;
    for step in steps {
        model.execute_batch(step)?;
    }
    let ours = objects(&model)?.unwrap_or_default();
    let is_in = |objects: &[Object], [kind, name, ..]: &Object| {
        objects.iter().any(|[k, n, ..]| (k, n) == (kind, name))
    };
    let other = |[kind, name, _, sql]: &Object| {
        let is_virtual = sql.get(..14).is_some_and(|s| s.eq_ignore_ascii_case("create virtual"));
        let name: String = name.chars().take(MOST_SHOWN).collect();
        format!("{}{kind} `{name}`", if is_virtual { "virtual " } else { "" })
    };
    let article = |what: String| match what.starts_with('i') {
        true => format!("an {what}"),
        false => format!("a {what}"),
    };
    Ok(if let Some(object) = found.iter().find(|object| !is_in(&ours, object)) {
        Some(article(other(object)))
    } else if let Some(object) = found.iter().find(|object| !ours.contains(object)) {
        Some(format!("{} of another shape", article(other(object))))
    } else {
        let missing = ours.iter().find(|object| !found.contains(object));
        missing.map(|object| format!("no {}", other(object)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::Store;

    #[test]
    fn the_fingerprint_is_that_of_the_ladder() {
        let store = Store::in_memory().unwrap();
        let objects = objects(&store.conn).unwrap().unwrap();
        assert_eq!(fingerprint(&objects), NEWEST, "put this into `NEWEST` with every new step");
    }
}
