//! What can go wrong with a database, each in one sentence with the way out.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// A failure of the database.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// The path is a folder.
    #[error("{} is a folder, not a database: give the path of a file with --db", .0.display())]
    Directory(PathBuf),
    /// The folder of the file is missing.
    #[error("the folder of {} does not exist: make it first, or give another path with --db", .0.display())]
    NoFolder(PathBuf),
    /// The file cannot be opened.
    #[error("{} cannot be opened ({reason}): check the path and its permissions", path.display())]
    CannotOpen {
        /// The file.
        path: PathBuf,
        /// SQLite's words.
        reason: String,
    },
    /// The file cannot be written.
    #[error("{} is read-only: allow writing to the file and its folder, or give another path with --db", .0.display())]
    ReadOnly(PathBuf),
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
    /// There is no room left.
    #[error("no room left to write {}: free some disk space and go on; nothing that was saved is lost", .0.display())]
    Full(PathBuf),
    /// Another process holds the database.
    #[error("{} is in use by another program: wait for it to finish and try again", .0.display())]
    Busy(PathBuf),
    /// The database changed since the caller looked.
    #[error("card `{0}` was changed by another session meanwhile: nothing was overwritten")]
    Conflict(String),
    /// A change speaks of a card that is not there.
    #[error("there is no card `{0}` any more")]
    NoCard(String),
    /// Anything else that SQLite says.
    #[error("database {}: {source}", path.display())]
    Sql {
        /// The file.
        path: PathBuf,
        /// SQLite's words.
        source: rusqlite::Error,
    },
    /// A copy or backup file could not be handled.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's words.
        source: std::io::Error,
    },
}

impl DbError {
    /// Puts SQLite's error into our words.
    pub(super) fn sql(path: &Path, error: rusqlite::Error) -> DbError {
        let path = path.to_owned();
        match error.sqlite_error_code() {
            Some(ErrorCode::CannotOpen) => DbError::CannotOpen { path, reason: words(&error) },
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => DbError::ReadOnly(path),
            Some(ErrorCode::NotADatabase) => DbError::NotADatabase(path),
            Some(ErrorCode::DatabaseCorrupt) => DbError::Damaged { path, reason: words(&error) },
            // A failed write is nearly always a full disk or quota too.
            Some(ErrorCode::DiskFull) => DbError::Full(path),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => DbError::Busy(path),
            _ => DbError::Sql { path, source: error },
        }
    }

    /// The same error with the path of the database, where it was not known.
    pub(super) fn at(self, path: &Path) -> DbError {
        match self {
            DbError::Sql { source, .. } => DbError::sql(path, source),
            other => other,
        }
    }
}

/// SQLite's own message without the code around it.
fn words(error: &rusqlite::Error) -> String {
    match error {
        rusqlite::Error::SqliteFailure(_, Some(message)) => message.clone(),
        other => other.to_string(),
    }
}

/// Only until [`DbError::at`] adds the path and sorts it.
impl From<rusqlite::Error> for DbError {
    fn from(source: rusqlite::Error) -> DbError {
        DbError::Sql { path: PathBuf::new(), source }
    }
}
