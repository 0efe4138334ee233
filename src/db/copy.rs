//! Copies of the whole database, by SQLite's online backup: consistent even while a quiz runs.
//!
//! A copy is made under another name and gets its own when it is whole and on disk, so that no
//! crash leaves half a copy that looks like one. Copies have no write-ahead log: one file, which
//! can be read from anywhere.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use super::{BUSY_TIMEOUT, DbError, Store, identity, open, schema};

/// Pages copied between two looks at the progress: 4 MiB.
const PAGES_A_STEP: i32 = 1024;

/// How long to wait before trying again what another process holds up.
const PAUSE: Duration = Duration::from_millis(20);

/// What a copy reports: pages done and pages in all.
pub type CopyProgress<'a> = &'a mut dyn FnMut(u64, u64);

impl Store {
    /// Copies the database to a new file. An existing file is not touched.
    pub fn backup(&self, to: &Path, progress: CopyProgress<'_>) -> Result<(), DbError> {
        if to.symlink_metadata().is_ok() {
            return Err(failed(to, ErrorKind::AlreadyExists.into()));
        }
        let draft = Draft::copy(&self.conn, to, progress)?;
        draft.publish(to)
    }
}

/// Puts the database in `from` in the place of the one at `to`, which is kept as `kept` or, when
/// that exists, under a name like it. A file at `to` that is damaged, not a database, newer or
/// made by someone else is kept as it is. Returns the name under which it is kept, `None` when there was nothing at `to`.
pub fn restore(
    from: &Path,
    to: &Path,
    kept: &Path,
    progress: CopyProgress<'_>,
) -> Result<Option<PathBuf>, DbError> {
    let file = open::place(to)?;
    if is_same(from, &file) {
        return Err(DbError::Itself(from.to_owned()));
    }
    let source = open_source(from)?;
    if !file.exists() {
        Draft::copy(&source, &file, progress)?.publish(&file)?;
        Store::open(to)?;
        return Ok(None);
    }
    let kept = free(kept);
    match Store::open(to).and_then(|old| old.require_sound().map(|()| old)) {
        Ok(old) => {
            old.backup(&kept, &mut |_, _| {})?;
            // In place, so that whoever has it open goes on with what was restored.
            let mut target = old.into_connection();
            copy(&source, &mut target, progress).map_err(|e| e.at(to))?;
        }
        Err(
            DbError::NotADatabase(_)
            | DbError::Damaged { .. }
            | DbError::Unreadable(_)
            | DbError::Altered { .. }
            | DbError::Newer { .. },
        ) => {
            let draft = Draft::copy(&source, &file, progress)?;
            // The log first: it belongs to the old file and would spoil the new one.
            for suffix in open::BESIDE {
                let old = open::beside(&file, suffix);
                if old.exists() {
                    fs::rename(&old, open::beside(&kept, suffix)).map_err(|e| failed(&old, e))?;
                }
            }
            // A second name, so that at no instant the first one names nothing.
            if fs::hard_link(&file, &kept).is_err() {
                fs::rename(&file, &kept).map_err(|e| failed(&file, e))?;
            }
            draft.replace(&file)?;
        }
        Err(other) => return Err(other),
    }
    Store::open(to)?;
    Ok(Some(kept))
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

/// An error unless SQLite finds the structure of the file whole.
fn require_sound(conn: &Connection) -> Result<(), DbError> {
    let verdict: String = conn.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict == "ok" {
        return Ok(());
    }
    let reason = verdict.lines().last().unwrap_or("").to_owned();
    Err(DbError::Damaged { path: PathBuf::new(), reason })
}

/// Keeps a copy of a database beside it before its schema is upgraded. The caller holds the lock
/// for writing and has written nothing yet; SQLite copies only by another connection then.
pub(super) fn before_upgrade(path: &Path, version: usize) -> Result<(), DbError> {
    if path.as_os_str() == super::MEMORY {
        return Ok(());
    }
    let to = open::beside(path, &format!(".schema{version}.bak"));
    let source = open::connect(&open::place(path)?)?.conn;
    Draft::copy(&source, &to, &mut |_, _| {})?.publish(&free(&to))
}

/// A whole copy that does not have its name yet; removed unless it gets it.
struct Draft {
    path: PathBuf,
    /// Open and locked as long as the draft is being made, so that one that a killed process left
    /// can be told from one that another process is still writing.
    file: File,
}

impl Draft {
    fn copy(source: &Connection, to: &Path, progress: CopyProgress<'_>) -> Result<Draft, DbError> {
        let first = open::beside(to, ".part");
        names_like(&first).take_while(|name| name.symlink_metadata().is_ok()).for_each(remove_left);
        let draft = loop {
            let path = free(&first);
            match File::options().write(true).create_new(true).open(&path) {
                Ok(file) => {
                    lock(&file);
                    // Else another process took it for one that was left, before it was locked.
                    if path.exists() {
                        break Draft { path, file };
                    }
                }
                // Another process took the name meanwhile.
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(failed(to, error)),
            }
        };
        let mut run = || -> Result<(), DbError> {
            let mut target = open::connect(&open::place(&draft.path)?)?.conn;
            copy(source, &mut target, progress)?;
            target.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))?;
            Ok(())
        };
        run().map_err(|e| e.at(to))?;
        Ok(draft)
    }

    /// Gives it its name unless that is taken.
    fn publish(self, to: &Path) -> Result<(), DbError> {
        match fs::hard_link(&self.path, to) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                return Err(failed(to, error));
            }
            // A file system without links.
            Err(_) if to.symlink_metadata().is_ok() => {
                return Err(failed(to, ErrorKind::AlreadyExists.into()));
            }
            Err(_) => return self.replace(to),
        }
        sync_folder(to);
        Ok(())
    }

    /// Gives it its name, whatever had that.
    fn replace(self, to: &Path) -> Result<(), DbError> {
        fs::rename(&self.path, to).map_err(|e| failed(to, e))?;
        sync_folder(to);
        Ok(())
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        remove(&self.path);
        let _ = self.file.unlock();
    }
}

/// Removes a draft with what SQLite put beside it.
fn remove(draft: &Path) {
    let _ = fs::remove_file(draft);
    for suffix in open::BESIDE {
        let _ = fs::remove_file(open::beside(draft, suffix));
    }
}

/// Locks a draft. Where that is not possible, it is only not cleaned up after by others.
#[cfg(unix)]
fn lock(file: &File) {
    let _ = file.try_lock();
}

/// Removes a draft that no process holds.
#[cfg(unix)]
fn remove_left(draft: PathBuf) {
    let file = draft.symlink_metadata().is_ok_and(|meta| meta.is_file());
    if file && File::open(&draft).is_ok_and(|file| file.try_lock().is_ok()) {
        remove(&draft);
    }
}

/// Other systems lock what is read and written too, and SQLite has to write.
#[cfg(not(unix))]
fn lock(_: &File) {}

/// Other systems do not let a file be removed that a process has open.
#[cfg(not(unix))]
fn remove_left(draft: PathBuf) {
    remove(&draft);
}

/// Makes a new name durable too. Best effort: some systems cannot sync a folder.
fn sync_folder(path: &Path) {
    if let Some(folder) = path.parent() {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
}

fn copy(
    source: &Connection,
    target: &mut Connection,
    progress: CopyProgress<'_>,
) -> Result<(), DbError> {
    // One view of the source for the whole copy: else each commit of a quiz would start it anew.
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

/// Whether two paths lead to one file, also by links.
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

/// The path, or the first one like it that nothing has yet.
fn free(path: &Path) -> PathBuf {
    names_like(path)
        .find(|name| name.symlink_metadata().is_err())
        .unwrap_or_else(|| path.to_owned())
}

fn failed(path: &Path, error: io::Error) -> DbError {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => DbError::Full(path.to_owned()),
        _ => DbError::Io { path: path.to_owned(), error },
    }
}
