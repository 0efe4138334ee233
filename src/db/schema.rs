//! The ladder of schemas: one `.sql` file per version, climbed in one transaction after the file
//! was copied.
//!
//! A new version is a file such as `002.sql` beside `001.sql`, a line in [`STEPS`] and a
//! fingerprint in `shape.rs`, which the test there prints. A learner's database in each older
//! version is in `tests/it/fixtures/`, as a dump; `tests/it/upgrade.rs` says how to make the dump
//! of the version that is replaced.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, TransactionBehavior};

use super::{BUSY_TIMEOUT, DbError, START_TIMEOUT, shape};

/// The steps; the schema version is the number of steps taken.
const STEPS: &[&str] = &[
    include_str!("001.sql"),
    include_str!("002.sql"),
    include_str!("003.sql"),
    include_str!("004.sql"),
    include_str!("005.sql"),
    include_str!("006.sql"),
];

/// Marks a SQLite file as godrill's: "gdrl" in ASCII.
const APPLICATION_ID: i64 = 0x6764_726c;

/// What is done with a file, given its schema version, before it is upgraded.
type Before<'a> = &'a dyn Fn(&Path, usize) -> Result<(), DbError>;

/// Makes an empty file a database, upgrades an old one, refuses what is not ours. `before_upgrade`
/// keeps a copy of the old one.
pub(super) fn bring_up_to_date(
    conn: &mut Connection,
    path: &Path,
    before_upgrade: Before<'_>,
) -> Result<(), DbError> {
    climb(conn, path, STEPS, before_upgrade)
}

/// Refuses a file that is not a godrill database of a schema we know.
pub(super) fn require_ours(conn: &Connection, path: &Path) -> Result<(), DbError> {
    let seen = conn.unchecked_transaction()?;
    match sort(&seen, path, STEPS)? {
        0 => Err(DbError::Foreign(path.to_owned())),
        _ => Ok(()),
    }
}

/// Whether a file is a godrill database of the newest schema.
pub(super) fn is_up_to_date(conn: &Connection, path: &Path) -> bool {
    let version = conn.unchecked_transaction().map(|seen| sort(&seen, path, STEPS));
    matches!(version, Ok(Ok(version)) if version == STEPS.len())
}

fn climb(
    conn: &mut Connection,
    path: &Path,
    steps: &[&str],
    before_upgrade: Before<'_>,
) -> Result<(), DbError> {
    // Nothing in a file that is not ours may change, not even its journal mode. Read as of one
    // moment, or a file that another process is just making looks half made.
    let seen = conn.unchecked_transaction()?;
    let up_to_date = sort(&seen, path, steps)? == steps.len();
    seen.commit()?;
    if up_to_date && conn.is_readonly("main")? {
        return Ok(());
    }
    keep_a_log(conn)?;
    if up_to_date {
        return Ok(());
    }
    // A step may replace a table that others refer to. Within a transaction foreign keys could not
    // be switched off.
    conn.pragma_update(None, "foreign_keys", false)?;
    conn.busy_timeout(START_TIMEOUT)?;
    let climbed = take_steps(conn, path, steps, before_upgrade);
    conn.busy_timeout(BUSY_TIMEOUT)?;
    conn.pragma_update(None, "foreign_keys", true)?;
    climbed
}

fn take_steps(
    conn: &mut Connection,
    path: &Path,
    steps: &[&str],
    before_upgrade: Before<'_>,
) -> Result<(), DbError> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another process may have been here meanwhile.
    let version = sort(&tx, path, steps)?;
    if version > 0 && version < steps.len() {
        before_upgrade(path, version)?;
    }
    for step in &steps[version..] {
        tx.execute_batch(step)?;
    }
    tx.pragma_update(None, "application_id", APPLICATION_ID)?;
    tx.pragma_update(None, "user_version", steps.len() as i64)?;
    tx.commit()?;
    Ok(())
}

/// The number of steps that a file has taken: 0 if it is empty. Refuses what is not ours, or not
/// only ours, before anything in it could run.
fn sort(conn: &Connection, path: &Path, steps: &[&str]) -> Result<usize, DbError> {
    // Every command comes through here. Statements, not `pragma_user_version`: a file can have a
    // table of that name.
    let number = |sql: &str| conn.query_row(sql, [], |row| row.get::<_, i64>(0));
    let (version, application) = (number("PRAGMA user_version")?, number("PRAGMA application_id")?);
    let objects = shape::objects(conn)?;
    let is_empty = objects.as_ref().is_some_and(Vec::is_empty);
    let found = match usize::try_from(version) {
        Ok(0) if application == 0 && is_empty => return Ok(0),
        _ if application != APPLICATION_ID => return Err(DbError::Foreign(path.to_owned())),
        Ok(found) if found > steps.len() => {
            let known = steps.len() as i64;
            return Err(DbError::Newer { path: path.to_owned(), found: version, known });
        }
        Ok(found) if found > 0 && !is_empty => found,
        _ => {
            let reason = format!("its schema has the version {version}");
            return Err(DbError::Damaged { path: path.to_owned(), reason });
        }
    };
    match shape::foreign(objects, &steps[..found])? {
        None => Ok(found),
        Some(what) => Err(DbError::Altered { path: path.to_owned(), what }),
    }
}

/// Turns on the write-ahead log, with which readers and one writer do not wait for each other. The
/// switch lasts, but a restored copy comes without it. Where a file system cannot do it (it lacks
/// shared memory), the rollback journal stays.
pub(super) fn keep_a_log(conn: &Connection) -> Result<(), DbError> {
    const PAUSE: Duration = Duration::from_millis(10);
    let mode = |sql: &str| conn.query_row(sql, [], |row| row.get::<_, String>(0));
    if mode("PRAGMA journal_mode")? == "wal" {
        return Ok(());
    }
    let mut waited = Duration::ZERO;
    loop {
        // SQLite does not wait here by itself when two processes switch at once.
        match mode("PRAGMA journal_mode = WAL") {
            Ok(_) => return Ok(()),
            Err(error)
                if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
                    && waited < BUSY_TIMEOUT => {}
            Err(error) => return Err(error.into()),
        }
        std::thread::sleep(PAUSE);
        waited += PAUSE;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A second version for tests: one more table.
    const TWO: &[&str] = &[STEPS[0], "CREATE TABLE more (a INTEGER) STRICT;"];
    const BROKEN: &[&str] = &[STEPS[0], "CREATE TABLE more (a INTEGER) STRICT; SELECT nonsense;"];

    fn climb(conn: &mut Connection, path: &Path, steps: &[&str]) -> Result<(), DbError> {
        super::climb(conn, path, steps, &super::super::copy::before_upgrade)
    }

    fn version_of(path: &Path) -> i64 {
        let conn = Connection::open(path).unwrap();
        let sql = "SELECT user_version + 100 * (SELECT count(*) FROM topics)
                   FROM pragma_user_version";
        conn.query_row(sql, [], |row| row.get(0)).unwrap()
    }

    /// A database of version 1 with one topic.
    fn old(path: &Path) -> Connection {
        let mut conn = Connection::open(path).unwrap();
        climb(&mut conn, path, &TWO[..1]).unwrap();
        conn.execute("INSERT INTO topics (name, position) VALUES ('t', 1)", []).unwrap();
        conn
    }

    #[test]
    fn before_a_step_the_file_is_copied_and_what_it_holds_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        // What a killed copy left behind does not count as a copy.
        std::fs::write(folder.path().join("a.db.schema1.bak"), "half").unwrap();
        let mut conn = old(&path);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let private = std::fs::Permissions::from_mode(0o600);
            std::fs::set_permissions(&path, private.clone()).unwrap();
            climb(&mut conn, &path, TWO).unwrap();
            let copy = folder.path().join("a.db.schema1.bak.2").metadata().unwrap();
            assert_eq!(copy.permissions().mode() & 0o777, private.mode());
        }
        #[cfg(not(unix))]
        climb(&mut conn, &path, TWO).unwrap();
        assert_eq!(version_of(&path), 102);
        assert_eq!(version_of(&folder.path().join("a.db.schema1.bak.2")), 101);
        // Again: nothing is left to do.
        climb(&mut Connection::open(&path).unwrap(), &path, TWO).unwrap();
        assert!(!folder.path().join("a.db.schema1.bak.3").exists());
        let error = climb(&mut Connection::open(&path).unwrap(), &path, &TWO[..1]).unwrap_err();
        assert!(matches!(error, DbError::Newer { found: 2, known: 1, .. }), "{error}");
    }

    #[test]
    fn a_step_that_fails_leaves_the_old_version_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        climb(&mut old(&path), &path, BROKEN).unwrap_err();
        assert_eq!(version_of(&path), 101);
        climb(&mut Connection::open(&path).unwrap(), &path, TWO).unwrap();
        assert_eq!(version_of(&path), 102);
    }

    #[test]
    fn without_room_for_the_copy_there_is_no_step() {
        let folder = tempfile::tempdir().unwrap();
        // A name that leaves no room for that of a copy takes the place of a full disk.
        let path = folder.path().join("a".repeat(246));
        let mut conn = old(&path);
        climb(&mut conn, &path, TWO).unwrap_err();
        drop(conn);
        assert_eq!(version_of(&path), 101);
    }

    #[test]
    fn several_first_starts_at_once_make_one_database() {
        let folder = tempfile::tempdir().unwrap();
        for round in 0..40 {
            let path = folder.path().join(format!("{round}.db"));
            let start = || {
                let mut conn = Connection::open(&path).unwrap();
                conn.busy_timeout(BUSY_TIMEOUT).unwrap();
                climb(&mut conn, &path, STEPS)
            };
            std::thread::scope(|scope| {
                let runs = [(); 4].map(|()| scope.spawn(start));
                for run in runs {
                    run.join().unwrap().unwrap();
                }
            });
        }
    }
}
