//! Opening files: which paths can be a database, and how SQLite is told to open one.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, ErrorCode, OpenFlags, ffi};

use super::{BUSY_TIMEOUT, DbError, shape};
use crate::files;
use crate::text::encode::percent;

/// Bytes of the shortest database that is not empty.
const SHORTEST: u64 = 512;

/// How the names of the files end that SQLite keeps beside a database.
pub(super) const BESIDE: [&str; 3] = ["-journal", "-wal", "-shm"];

/// The full path of the file that a path means: SQLite gives names such as `:memory:`, `file:x` or
/// an empty one a meaning of their own, in which nothing would be kept. A link is followed, since
/// what belongs to a database is beside the file that it leads to.
pub(super) fn target(path: &Path) -> Result<PathBuf, DbError> {
    let Ok(full) = std::path::absolute(path).map(|full| files::behind_links(&full)) else {
        return Err(DbError::NotAFile(path.to_owned()));
    };
    match full.metadata() {
        Ok(meta) if meta.is_dir() => return Err(DbError::Directory(path.to_owned())),
        Ok(meta) if !meta.is_file() => return Err(DbError::NotAFile(path.to_owned())),
        _ => {}
    }
    // SQLite would wait for ever for someone to write to a pipe.
    for suffix in BESIDE {
        let beside = beside(&full, suffix);
        if beside.metadata().is_ok_and(|meta| !meta.is_file()) {
            return Err(DbError::InTheWay(beside));
        }
    }
    match full.parent() {
        Some(parent) if !parent.is_dir() => Err(DbError::NoFolder(path.to_owned())),
        _ => Ok(full),
    }
}

/// Like [`target`], for a file that is to be opened.
pub(super) fn place(path: &Path) -> Result<PathBuf, DbError> {
    let full = target(path)?;
    // SQLite would take it for an empty database, and a short note would be overwritten.
    let is_short = full.metadata().is_ok_and(|meta| (1..SHORTEST).contains(&meta.len()));
    if is_short && !beside(&full, "-journal").exists() {
        return Err(DbError::NotADatabase(path.to_owned()));
    }
    Ok(full)
}

/// A connection, and why it can only read, if SQLite said so on opening.
pub(super) struct Opened {
    pub(super) conn: Connection,
    pub(super) refused: Option<ffi::Error>,
}

/// Opens a file from [`place`] for reading and, if it, its folder and the disk allow it, for
/// writing.
pub(super) fn connect(file: &Path) -> Result<Opened, DbError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(file, flags)?;
    shape::harden(&conn)?;
    conn.busy_timeout(BUSY_TIMEOUT)?;
    // The first look at the file: only now does SQLite open the files beside it.
    let Err(error) = look(&conn) else { return Ok(Opened { conn, refused: None }) };
    let refused = error.sqlite_error().copied().filter(|error| {
        use ErrorCode::{CannotOpen, DiskFull, ReadOnly, SystemIoFailure};
        [CannotOpen, ReadOnly, DiskFull, SystemIoFailure].contains(&error.code)
    });
    match refused.and_then(|_| frozen(file)) {
        Some(conn) => Ok(Opened { conn, refused }),
        None => Err(error.into()),
    }
}

/// Opens a file for a quick look: makes nothing beside it, and waits for no one. `None` if that is
/// not possible.
pub(super) fn glance(file: &Path) -> Option<Connection> {
    // If there is no log, a reader would make one, and leave it behind.
    if let Some(conn) = frozen(file) {
        return Some(conn);
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(file, flags).ok()?;
    shape::harden(&conn).ok()?;
    look(&conn).is_ok().then_some(conn)
}

fn look(conn: &Connection) -> rusqlite::Result<()> {
    conn.query_row("PRAGMA schema_version", [], |_| Ok(()))
}

/// Opens a file as one that no one changes: to read one with a write-ahead log, SQLite needs a file
/// beside it, which it cannot make in a read-only folder or on a full disk. Only when nothing is in
/// the log.
fn frozen(file: &Path) -> Option<Connection> {
    if !cfg!(unix) {
        return None;
    }
    if beside(file, "-wal").metadata().is_ok_and(|log| log.len() > 0) {
        return None;
    }
    let path = percent(file.as_os_str().as_encoded_bytes(), "/-_.");
    let uri = format!("file:{path}?immutable=1");
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_URI
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(uri, flags).ok()?;
    shape::harden(&conn).ok()?;
    look(&conn).is_ok().then_some(conn)
}

/// A path beside another one: the same with a suffix.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}
