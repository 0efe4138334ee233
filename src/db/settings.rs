//! Settings and other single values, by name.

use rusqlite::{Connection, OptionalExtension};

use super::{DbError, Store};
use crate::model::settings::{SETTINGS, Settings};

/// The settings; the default for what was never set.
pub(super) fn read(conn: &Connection) -> rusqlite::Result<Settings> {
    let mut settings = Settings::default();
    let mut query = conn.prepare_cached("SELECT name, value FROM settings")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let name = row.get_ref(0)?.as_str().unwrap_or("");
        if let Some(setting) = SETTINGS.iter().find(|s| s.name == name) {
            // A value that this version does not accept (an older or newer one did) is left alone,
            // and the default applies.
            let _ = setting.set(&mut settings, row.get_ref(1)?.as_str().unwrap_or(""));
        }
    }
    Ok(settings)
}

/// The value kept under a name, `None` if there is none.
pub(super) fn value(conn: &Connection, name: &str) -> rusqlite::Result<Option<String>> {
    let mut query = conn.prepare_cached("SELECT value FROM settings WHERE name = ?1")?;
    query.query_row([name], |row| row.get(0)).optional()
}

/// Keeps a value under a name; `None` forgets it.
pub(super) fn write(conn: &Connection, name: &str, value: Option<&str>) -> rusqlite::Result<()> {
    match value {
        None => conn.execute("DELETE FROM settings WHERE name = ?1", [name])?,
        Some(value) => conn.execute(
            "INSERT INTO settings (name, value) VALUES (?1, ?2)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            [name, value],
        )?,
    };
    Ok(())
}

impl Store {
    /// The learner's settings; the default for what was never set.
    pub fn settings(&self) -> Result<Settings, DbError> {
        let settings = self.read(read)?;
        self.seen.replace(Some(settings.clone()));
        Ok(settings)
    }
}
