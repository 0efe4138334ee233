//! What can go wrong with a database, each in one sentence with the way out.

use std::path::{Path, PathBuf};

use rusqlite::{Error, ErrorCode, ffi};

/// A failure of the database. A path may be empty until [`DbError::at`] fills it in.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// The path is a folder.
    #[error("{} is a folder, not a database: give the path of a file with --db", .0.display())]
    Directory(PathBuf),
    /// The path is a device, a pipe or empty.
    #[error("`{}` is not a file: give the path of a file with --db", .0.display())]
    NotAFile(PathBuf),
    /// A copy would take the name of something that is there.
    #[error("{} exists: choose another name", .0.display())]
    Exists(PathBuf),
    /// Beside the file is something that SQLite would take for its own.
    #[error("`{}` is in the way: it is not a file; move it elsewhere", .0.display())]
    InTheWay(PathBuf),
    /// The folder of the file is missing.
    #[error("the folder of {} does not exist: make it first, or give another path with --db", .0.display())]
    NoFolder(PathBuf),
    /// The file cannot be opened.
    #[error("{} cannot be opened ({reason}): check the path, its permissions and that the disk has room", path.display())]
    CannotOpen {
        /// The file.
        path: PathBuf,
        /// SQLite's words.
        reason: String,
    },
    /// The file cannot be written.
    #[error("{} is read-only: allow writing to the file and its folder, or give another path with --db", .0.display())]
    ReadOnly(PathBuf),
    /// The file is not where it was when it was opened.
    #[error("{} was moved, replaced or deleted while in use: nothing more was saved; put it back, then start again", .0.display())]
    Gone(PathBuf),
    /// The file is not a SQLite database.
    #[error("{} is not a SQLite database: give another path with --db, or restore a backup with `godrill restore FILE`", .0.display())]
    NotADatabase(PathBuf),
    /// The file is a SQLite database of another program.
    #[error("{} is a database of another program: give another path with --db", .0.display())]
    Foreign(PathBuf),
    /// The file was written by a newer godrill.
    #[error("{} was written by a newer godrill (schema {found}, this one knows {known}): update godrill", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// The schema of the file.
        found: i64,
        /// The newest schema that this program knows.
        known: i64,
    },
    /// The file is damaged.
    #[error("{} is damaged ({reason}): restore a backup with `godrill restore FILE`", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was found.
        reason: String,
    },
    /// Someone else changed the schema of the file.
    #[error("{} has {what}, which is not godrill's: nothing in it was run; restore a backup with `godrill restore FILE`, or give another path with --db", path.display())]
    Altered {
        /// The file.
        path: PathBuf,
        /// What is not ours.
        what: String,
    },
    /// A value in the file is not what it should be.
    #[error("{} holds what cannot be read: `godrill check` names it, `godrill check --repair` mends it", .0.display())]
    Unreadable(PathBuf),
    /// A file to restore from is not a sound copy of a database of ours.
    #[error("{} cannot be restored ({reason}): nothing was changed; give a file that `godrill backup` made", path.display())]
    NotABackup {
        /// The file.
        path: PathBuf,
        /// What it is instead.
        reason: String,
    },
    /// A database is to be restored from itself.
    #[error("{} is the database itself: give a file that `godrill backup` made", .0.display())]
    Itself(PathBuf),
    /// There is no room left.
    #[error("no room left to write {}: free some disk space and go on; nothing that was saved is lost", .0.display())]
    Full(PathBuf),
    /// A write failed: a quota, a limit on the size of files, or a failing disk.
    #[error("cannot write {} ({reason}): the disk is full, over its quota or failing; make room and go on; nothing that was saved is lost", path.display())]
    CannotWrite {
        /// The file.
        path: PathBuf,
        /// SQLite's words.
        reason: String,
    },
    /// Another process holds the database.
    #[error("{} is in use by another program: wait for it to finish and try again", .0.display())]
    Busy(PathBuf),
    /// The database changed since the caller looked.
    #[error("card `{0}` was changed by another session meanwhile: nothing was overwritten")]
    Conflict(String),
    /// A change is about a card that is not there.
    #[error("there is no card `{0}` any more")]
    NoCard(String),
    /// Schedules were computed from settings that no longer hold.
    #[error(
        "the settings were changed by another session meanwhile: nothing was written; run it again"
    )]
    SettingsChanged,
    /// The goals are no longer those that a change starts from.
    #[error(
        "the plan was changed meanwhile: nothing was overwritten; look at it with `godrill plan`"
    )]
    GoalsChanged,
    /// A setting no longer has the value that a change starts from.
    #[error(
        "the setting `{0}` was changed since then: nothing was overwritten; `godrill config set {0}` sets it"
    )]
    SettingChanged(String),
    /// A topic no longer has the name that a change starts from, or another one has the new name.
    #[error(
        "the topic `{0}` was changed since then: nothing was overwritten; `godrill decks` lists the topics"
    )]
    TopicChanged(String),
    /// The last step was too large for the journal.
    #[error(
        "`{0}` was too large to be undone, nor can anything before it: restore a backup with `godrill restore FILE`"
    )]
    NotJournaled(String),
    /// The last step cannot be read from the journal.
    #[error(
        "`{label}` cannot be undone, for the journal cannot be read ({reason}); nothing was changed"
    )]
    Journal {
        /// What had been done.
        label: String,
        /// What is wrong.
        reason: String,
    },
    /// Anything else that SQLite says.
    #[error("database {}: {error}", path.display())]
    Sql {
        /// The file.
        path: PathBuf,
        /// SQLite's words.
        error: Error,
    },
    /// A copy or backup file could not be handled.
    #[error("cannot use {} ({error}): check the path, its permissions and that the disk has room", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's words.
        error: std::io::Error,
    },
}

impl DbError {
    /// Puts SQLite's error into our words.
    pub(super) fn sql(path: &Path, error: Error) -> DbError {
        let path = path.to_owned();
        match &error {
            Error::SqliteFailure(failure, _) => match failure.code {
                ErrorCode::CannotOpen => {
                    // The rest is the path once more.
                    let reason = words(error).split(": ").next().unwrap_or("").to_owned();
                    DbError::CannotOpen { path, reason }
                }
                ErrorCode::ReadOnly if failure.extended_code == ffi::SQLITE_READONLY_DBMOVED => {
                    DbError::Gone(path)
                }
                ErrorCode::ReadOnly | ErrorCode::PermissionDenied => DbError::ReadOnly(path),
                ErrorCode::NotADatabase => DbError::NotADatabase(path),
                ErrorCode::DatabaseCorrupt => DbError::Damaged { path, reason: words(error) },
                ErrorCode::TooBig => DbError::Unreadable(path),
                ErrorCode::DiskFull => DbError::Full(path),
                ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => DbError::Busy(path),
                ErrorCode::SystemIoFailure => match failure.extended_code {
                    ffi::SQLITE_IOERR_READ
                    | ffi::SQLITE_IOERR_SHORT_READ
                    | ffi::SQLITE_IOERR_DATA
                    | ffi::SQLITE_IOERR_CORRUPTFS => {
                        DbError::Damaged { path, reason: words(error) }
                    }
                    // Writing, syncing, truncating, and mapping the index of the log.
                    _ => DbError::CannotWrite { path, reason: words(error) },
                },
                _ => DbError::Sql { path, error },
            },
            // The queries are fixed: when one does not fit, the schema of the file is no longer
            // ours.
            Error::SqlInputError { .. } | Error::QueryReturnedNoRows => {
                DbError::Damaged { path, reason: words(error) }
            }
            Error::FromSqlConversionFailure(..)
            | Error::IntegralValueOutOfRange(..)
            | Error::InvalidColumnType(..)
            | Error::Utf8Error(..) => DbError::Unreadable(path),
            _ => DbError::Sql { path, error },
        }
    }

    /// The same error with the path of the database, where it was not known.
    pub fn at(mut self, file: &Path) -> DbError {
        use DbError as E;
        match &mut self {
            E::ReadOnly(path)
            | E::Gone(path)
            | E::NotADatabase(path)
            | E::Full(path)
            | E::Busy(path)
            | E::Unreadable(path)
            | E::CannotOpen { path, .. }
            | E::Damaged { path, .. }
            | E::Altered { path, .. }
            | E::CannotWrite { path, .. }
            | E::Sql { path, .. }
                if path.as_os_str().is_empty() =>
            {
                file.clone_into(path);
            }
            _ => {}
        }
        self
    }
}

/// The message alone, on one line, without the code or the query around it.
fn words(error: Error) -> String {
    let message = match error {
        Error::SqliteFailure(_, Some(message)) => message,
        Error::SqliteFailure(failure, None) => {
            let shown = failure.to_string();
            shown.split_once(": ").map_or(shown.clone(), |(_, words)| words.to_owned())
        }
        Error::SqlInputError { msg, .. } => msg,
        other => other.to_string(),
    };
    message.lines().collect::<Vec<_>>().join(" ")
}

/// Only until [`DbError::at`] adds the path.
impl From<Error> for DbError {
    fn from(source: Error) -> DbError {
        DbError::sql(Path::new(""), source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_of_sqlite_has_its_sentence() {
        const CASES: &[(i32, &str)] = &[
            (ffi::SQLITE_FULL, "no room left to write a.db: free some"),
            (ffi::SQLITE_IOERR_WRITE, "cannot write a.db (disk I/O error): the disk is full"),
            (ffi::SQLITE_IOERR_SHMSIZE, "cannot write a.db (disk I/O error): the disk is full"),
            (ffi::SQLITE_IOERR_FSYNC, "cannot write a.db (disk I/O error): the disk is full"),
            (ffi::SQLITE_IOERR_READ, "a.db is damaged (disk I/O error): restore"),
            (ffi::SQLITE_IOERR_CORRUPTFS, "a.db is damaged (disk I/O error): restore"),
            (ffi::SQLITE_CANTOPEN, "a.db cannot be opened (unable to open database file): check"),
            (ffi::SQLITE_READONLY_DBMOVED, "a.db was moved, replaced or deleted while in use:"),
            (ffi::SQLITE_READONLY_DIRECTORY, "a.db is read-only: allow"),
            (ffi::SQLITE_BUSY_SNAPSHOT, "a.db is in use by another program: wait"),
            (ffi::SQLITE_BUSY_RECOVERY, "a.db is in use by another program: wait"),
            (ffi::SQLITE_NOTADB, "a.db is not a SQLite database: give"),
            (ffi::SQLITE_TOOBIG, "a.db holds what cannot be read: `godrill check` names it,"),
            (ffi::SQLITE_CORRUPT_VTAB, "a.db is damaged (database disk image is malformed): "),
        ];
        for (code, start) in CASES {
            let error = Error::SqliteFailure(ffi::Error::new(*code), None);
            let shown = DbError::from(error).at(Path::new("a.db")).to_string();
            assert!(shown.starts_with(start), "{code}: {shown}");
        }
    }
}
