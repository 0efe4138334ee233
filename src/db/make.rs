//! A new database: made whole in memory, and written as a file that gets its name when it is on disk.
//! So no start waits for another one that makes the same, none finds half of it, and each page is
//! written once.

use std::io::{self, Write};
use std::path::Path;

use super::{DbError, Store, open, schema};
use crate::files::Temporary;

impl Store {
    /// Makes the database at `path`, with what `fill` puts into it, unless something is there. Where
    /// this cannot be done, [`Store::open`] does it step by step, or says why not.
    pub fn make<E: From<DbError>>(
        path: &Path,
        fill: impl FnOnce(&mut Store) -> Result<(), E>,
    ) -> Result<(), E> {
        let Ok(file) = open::target(path) else { return Ok(()) };
        // What is left beside a file that is gone would be taken for the new one's.
        let mut names = [""].iter().chain(&open::BESIDE).map(|end| open::beside(&file, end));
        if names.any(|name| name.symlink_metadata().is_ok()) {
            return Ok(());
        }
        let Ok(temporary) = Temporary::new(&file, None) else { return Ok(()) };
        let mut store = Store::in_memory()?;
        fill(&mut store)?;
        let image = store.conn.serialize("main").map_err(DbError::from)?;
        // Else another start was first, or there is no room.
        let _ = write(&image, temporary, &file);
        Ok(())
    }
}

fn write(image: &[u8], temporary: Temporary, file: &Path) -> Result<(), DbError> {
    let failed = |error| DbError::Io { path: file.to_owned(), error };
    be_as_usual(&temporary).map_err(failed)?;
    temporary.file().write_all(image).map_err(failed)?;
    // Here, for there is nothing yet that a crash could spoil.
    let conn = open::connect(temporary.path())?.conn;
    conn.execute_batch("PRAGMA synchronous = OFF")?;
    schema::keep_a_log(&conn)?;
    drop(conn);
    temporary.file().sync_all().map_err(failed)?;
    temporary.publish([file.to_owned()]).map_err(failed)?;
    Ok(())
}

/// Opens a file to others as far as SQLite would.
#[cfg(unix)]
fn be_as_usual(temporary: &Temporary) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mut permissions = temporary.file().metadata()?.permissions();
    permissions.set_mode(permissions.mode() & 0o644);
    temporary.file().set_permissions(permissions)
}

#[cfg(not(unix))]
fn be_as_usual(_: &Temporary) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn make(path: &Path) {
        Store::make(path, |store| store.load_builtin("1", &[], [], 0).map(drop)).unwrap();
    }

    #[test]
    fn a_new_file_is_whole_and_none_that_is_there_is_touched() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        // It would be taken for the log of the new file.
        std::fs::write(folder.path().join("a.db-wal"), "old").unwrap();
        make(&path);
        assert!(!path.exists());
        std::fs::remove_file(folder.path().join("a.db-wal")).unwrap();
        make(&path);
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
        assert!(Store::open(&path).unwrap().has_builtin("1").unwrap());
        std::fs::write(&path, "mine").unwrap();
        make(&path);
        assert_eq!(std::fs::read(&path).unwrap(), b"mine");
    }
}
