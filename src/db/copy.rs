//! Copies of the whole database, by SQLite's online backup: consistent even while a quiz runs.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use super::{DbError, Store, schema};

/// Pages copied between two looks at the progress: 4 MiB.
const PAGES_A_STEP: i32 = 1024;

/// What a copy reports: pages done and pages in all.
pub type CopyProgress<'a> = &'a mut dyn FnMut(u64, u64);

impl Store {
    /// Copies the database to a new file. An existing file is not touched.
    pub fn backup(&self, to: &Path, progress: CopyProgress<'_>) -> Result<(), DbError> {
        // `create_new` also holds against another process making the file meanwhile.
        fs::File::options().write(true).create_new(true).open(to).map_err(|e| io(to, e))?;
        let result = Connection::open(to)
            .map_err(|e| DbError::sql(to, e))
            .and_then(|mut target| copy(&self.conn, &mut target, to, progress));
        if result.is_err() {
            let _ = fs::remove_file(to);
        }
        result
    }
}

/// Puts the database in `from` in the place of the one at `to`, which is kept as `kept`. A file at
/// `to` that cannot be opened any more is moved to `kept` as it is; `kept` is `None` on return
/// when there was nothing at `to`.
pub fn restore(
    from: &Path,
    to: &Path,
    kept: &Path,
    progress: CopyProgress<'_>,
) -> Result<Option<PathBuf>, DbError> {
    let source = open_source(from)?;
    let mut kept_as = None;
    if to.exists() {
        match Store::open(to).and_then(|old| old.backup(kept, &mut |_, _| {})) {
            Ok(()) => {}
            Err(DbError::NotADatabase(_) | DbError::Damaged { .. } | DbError::Newer { .. }) => {
                for suffix in ["", "-wal", "-shm"] {
                    let old = with_suffix(to, suffix);
                    if old.exists() {
                        let new = with_suffix(kept, suffix);
                        fs::rename(&old, &new).map_err(|e| io(&old, e))?;
                    }
                }
            }
            Err(other) => return Err(other),
        }
        kept_as = Some(kept.to_owned());
    }
    let mut target = Connection::open(to).map_err(|e| DbError::sql(to, e))?;
    target.busy_timeout(super::BUSY_TIMEOUT)?;
    copy(&source, &mut target, to, progress)?;
    drop(target);
    Store::open(to)?;
    Ok(kept_as)
}

/// Opens a backup for reading and makes sure that it is a whole godrill database that this
/// program can read.
fn open_source(from: &Path) -> Result<Connection, DbError> {
    if !from.is_file() {
        let missing = std::io::Error::from(std::io::ErrorKind::NotFound);
        return Err(if from.is_dir() {
            DbError::Directory(from.into())
        } else {
            io(from, missing)
        });
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let source = Connection::open_with_flags(from, flags).map_err(|e| DbError::sql(from, e))?;
    schema::require_ours(&source, from).map_err(|e| e.at(from))?;
    let verdict: String = source
        .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
        .map_err(|e| DbError::sql(from, e))?;
    if verdict != "ok" {
        return Err(DbError::Damaged { path: from.to_owned(), reason: verdict });
    }
    Ok(source)
}

/// Keeps a copy of a database beside it before its schema is upgraded.
pub(super) fn before_upgrade(conn: &Connection, path: &Path, version: i64) -> Result<(), DbError> {
    if path.as_os_str() == ":memory:" {
        return Ok(());
    }
    let to = with_suffix(path, &format!(".schema{version}.bak"));
    if to.exists() {
        return Ok(());
    }
    let mut target = Connection::open(&to).map_err(|e| DbError::sql(&to, e))?;
    copy(conn, &mut target, &to, &mut |_, _| {})
}

fn copy(
    source: &Connection,
    target: &mut Connection,
    to: &Path,
    progress: CopyProgress<'_>,
) -> Result<(), DbError> {
    let mut run = |target: &mut Connection| -> rusqlite::Result<()> {
        let backup = Backup::new(source, target)?;
        loop {
            let step = backup.step(PAGES_A_STEP)?;
            let now = backup.progress();
            let all = u64::try_from(now.pagecount).unwrap_or(0);
            progress(all - u64::try_from(now.remaining).unwrap_or(0).min(all), all);
            match step {
                StepResult::Done => return Ok(()),
                StepResult::More => {}
                // A writer is at work: wait for it.
                _ => std::thread::sleep(Duration::from_millis(20)),
            }
        }
    };
    run(target).map_err(|e| DbError::sql(to, e))
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

fn io(path: &Path, source: std::io::Error) -> DbError {
    DbError::Io { path: path.to_owned(), source }
}
