//! Copies of the whole database, by SQLite's online backup: consistent even while a quiz runs.
//!
//! A copy is made under another name and gets its own when it is whole and on disk, so that no
//! crash leaves half a copy that looks whole. Copies have no write-ahead log: they are one file,
//! which can be read from anywhere.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use super::{BUSY_TIMEOUT, DbError, Store, identity, open, schema};
use crate::files::{self, Temporary};

/// Pages copied between two looks at the progress: 4 MiB.
const PAGES_A_STEP: i32 = 1024;

/// How long to wait before retrying what another process holds up.
const PAUSE: Duration = Duration::from_millis(20);

/// What a copy reports: pages done and pages in all.
pub type CopyProgress<'a> = &'a mut dyn FnMut(u64, u64);

impl Store {
    /// Copies the database to a new file. An existing file is not touched.
    pub fn backup(&self, to: &Path, progress: CopyProgress<'_>) -> Result<(), DbError> {
        if to.symlink_metadata().is_ok() {
            return Err(DbError::Exists(to.to_owned()));
        }
        let temporary = temporary(&self.conn, to, &self.path, progress)?;
        temporary.publish([to.to_owned()]).map_err(|e| failed(to, e))?;
        Ok(())
    }
}

/// Puts the database in `from` in place of the one at `to`, kept as `kept` or, if that exists, a
/// name like it. Also replaces a file that is damaged, altered, newer or no database, but not a
/// database of another program. Returns the name of what is kept, `None` if nothing was there.
pub fn restore(
    from: &Path,
    to: &Path,
    kept: &Path,
    progress: CopyProgress<'_>,
) -> Result<Option<PathBuf>, DbError> {
    let file = open::target(to)?;
    if is_same(from, &file) {
        return Err(DbError::Itself(from.to_owned()));
    }
    let source = open_source(from)?;
    let _held = hold(&file).map_err(|e| e.at(to))?;
    if !file.exists() {
        match temporary(&source, &file, from, progress)?.publish([file.clone()]) {
            Ok(_) => return Store::open(to).map(|_| None),
            // Another command made one meanwhile, which is kept.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(failed(&file, error)),
        }
    }
    let kept = match Store::open(to).and_then(|old| old.require_sound().map(|()| old)) {
        Ok(old) => {
            let copy_of_old = temporary(&old.conn, kept, to, &mut |_, _| {})?;
            let kept = copy_of_old.publish(names_like(kept)).map_err(|e| failed(kept, e))?;
            // In place, so that whoever has it open goes on with what was restored.
            let mut target = old.into_connection();
            copy(&source, &mut target, progress).map_err(|e| e.at(to))?;
            kept
        }
        Err(
            DbError::NotADatabase(_)
            | DbError::Damaged { .. }
            | DbError::Unreadable(_)
            | DbError::Altered { .. }
            | DbError::Newer { .. },
        ) => {
            let temporary = temporary(&source, &file, &file, progress)?;
            let kept = keep(&file, kept)?;
            temporary.replace(&file).map_err(|e| failed(&file, e))?;
            kept
        }
        Err(other) => return Err(other),
    };
    Store::open(to)?;
    Ok(Some(kept))
}

/// Locks the folder, so that restores come one after the other and each keeps what the one before
/// it restored. `None` where a folder cannot be locked.
fn hold(file: &Path) -> Result<Option<File>, DbError> {
    /// Long enough for a large database on a slow disk.
    const LONGEST: Duration = Duration::from_secs(60);
    let mut waited = Duration::ZERO;
    loop {
        match files::hold_folder(files::folder_of(file)) {
            Ok(Some(held)) => return Ok(Some(held)),
            Err(_) => return Ok(None),
            Ok(None) if waited >= LONGEST => return Err(DbError::Busy(PathBuf::new())),
            Ok(None) => {
                std::thread::sleep(PAUSE);
                waited += PAUSE;
            }
        }
    }
}

/// Gives a file that will be replaced another name: `kept`, or the first one like it that is free.
fn keep(file: &Path, kept: &Path) -> Result<PathBuf, DbError> {
    for kept in names_like(kept) {
        // A second name first, so that the old one is never missing.
        match fs::hard_link(file, &kept) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::AlreadyExists => continue,
            // A file system without links.
            Err(_) if kept.symlink_metadata().is_ok() => continue,
            Err(_) => fs::rename(file, &kept).map_err(|e| failed(file, e))?,
        }
        // The log belongs to the old file and would spoil the new one.
        for suffix in ["-wal", "-shm", "-journal"] {
            let old = open::beside(file, suffix);
            if old.exists() {
                fs::rename(&old, open::beside(&kept, suffix)).map_err(|e| failed(&old, e))?;
            }
        }
        return Ok(kept);
    }
    Err(DbError::Exists(kept.to_owned()))
}

/// Opens a backup for reading and makes sure that it is a whole godrill database that this
/// program can read.
fn open_source(from: &Path) -> Result<Connection, DbError> {
    fs::metadata(from).map_err(|e| failed(from, e))?;
    let open = || {
        let source = open::connect(&open::place(from)?)?.conn;
        schema::require_ours(&source, from)?;
        require_sound(&source)?;
        Ok(source)
    };
    open().map_err(|error: DbError| {
        let reason = match error {
            DbError::NotADatabase(_) => "it is not a SQLite database".into(),
            DbError::Foreign(_) => "it is a database of another program".into(),
            DbError::Damaged { reason, .. } => format!("it is damaged: {reason}"),
            DbError::Altered { what, .. } => format!("it has {what}, which is not godrill's"),
            DbError::Directory(_) => "it is a folder".into(),
            DbError::NotAFile(_) => "it is not a file".into(),
            other => return other.at(from),
        };
        DbError::NotABackup { path: from.to_owned(), reason }
    })
}

impl Store {
    fn require_sound(&self) -> Result<(), DbError> {
        require_sound(&self.conn).map_err(|e| e.at(&self.path))
    }
}

/// Fails unless SQLite finds the structure of the file sound.
fn require_sound(conn: &Connection) -> Result<(), DbError> {
    let verdict: String = conn.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict == "ok" {
        return Ok(());
    }
    let reason = verdict.lines().last().unwrap_or("").to_owned();
    Err(DbError::Damaged { path: PathBuf::new(), reason })
}

/// Keeps a copy of a database beside it before its schema is upgraded. The caller holds the lock
/// for writing and has written nothing yet; SQLite can then copy only by another connection.
pub(super) fn before_upgrade(path: &Path, version: usize) -> Result<(), DbError> {
    if path.as_os_str() == super::MEMORY {
        return Ok(());
    }
    let file = open::place(path)?;
    let to = open::beside(&file, &format!(".schema{version}.bak"));
    let source = open::connect(&file)?.conn;
    let temporary = temporary(&source, &to, path, &mut |_, _| {})?;
    temporary.publish(names_like(&to)).map_err(|e| failed(&to, e))?;
    Ok(())
}

/// A whole copy not yet named `to`, no more open to others than the file `like`.
fn temporary(
    source: &Connection,
    to: &Path,
    like: &Path,
    progress: CopyProgress<'_>,
) -> Result<Temporary, DbError> {
    let like = like.metadata().ok();
    let temporary = Temporary::new(to, like.as_ref()).map_err(|e| failed(to, e))?;
    let mut run = || -> Result<(), DbError> {
        let mut target = open::connect(&open::place(temporary.path())?)?.conn;
        copy(source, &mut target, progress)?;
        target.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))?;
        Ok(())
    };
    run().map_err(|e| e.at(to))?;
    Ok(temporary)
}

fn copy(
    source: &Connection,
    target: &mut Connection,
    progress: CopyProgress<'_>,
) -> Result<(), DbError> {
    // One view of the source for the whole copy: otherwise each commit of a quiz would restart it.
    source.execute_batch("BEGIN; SELECT count(*) FROM sqlite_schema;")?;
    let done = copy_pages(source, target, progress);
    source.execute_batch("COMMIT")?;
    done
}

fn copy_pages(
    source: &Connection,
    target: &mut Connection,
    progress: CopyProgress<'_>,
) -> Result<(), DbError> {
    let backup = Backup::new(source, target)?;
    let mut waited = Duration::ZERO;
    loop {
        let step = backup.step(PAGES_A_STEP)?;
        let now = backup.progress();
        let all = u64::try_from(now.pagecount).unwrap_or(0);
        progress(all - u64::try_from(now.remaining).unwrap_or(0).min(all), all);
        match step {
            StepResult::Done => return Ok(()),
            StepResult::More => waited = Duration::ZERO,
            _ if waited >= BUSY_TIMEOUT => return Err(DbError::Busy(PathBuf::new())),
            // A writer is at work.
            _ => {
                std::thread::sleep(PAUSE);
                waited += PAUSE;
            }
        }
    }
}

/// Whether two paths lead to the same file, even through links.
fn is_same(a: &Path, b: &Path) -> bool {
    let full = |path: &Path| fs::canonicalize(path).ok();
    let same = |a: Option<_>, b: Option<_>| a.is_some() && a == b;
    same(identity(a), identity(b)) || full(a).is_some_and(|a| Some(a) == full(b))
}

/// The path, and others like it with numbers.
fn names_like(path: &Path) -> impl Iterator<Item = PathBuf> {
    let numbered = (2_u32..).map(|n| open::beside(path, &format!(".{n}")));
    std::iter::once(path.to_owned()).chain(numbered)
}

fn failed(path: &Path, error: io::Error) -> DbError {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => DbError::Full(path.to_owned()),
        ErrorKind::AlreadyExists => DbError::Exists(path.to_owned()),
        _ => DbError::Io { path: path.to_owned(), error },
    }
}
