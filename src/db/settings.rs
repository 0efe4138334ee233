//! Settings and other single values, by name.

use rusqlite::OptionalExtension;

use super::{DbError, Store};
use crate::model::settings::{SETTINGS, Settings};

impl Store {
    /// The learner's settings; the default for what was never set.
    pub fn settings(&self) -> Result<Settings, DbError> {
        let mut settings = Settings::default();
        let mut query = self.conn.prepare_cached("SELECT name, value FROM settings")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let name = row.get_ref(0)?.as_str().unwrap_or("");
            if let Some(setting) = SETTINGS.iter().find(|s| s.name == name) {
                // A value that this version does not take (an older or newer one did) is left
                // alone, and the default holds.
                let _ = setting.set(&mut settings, row.get_ref(1)?.as_str().unwrap_or(""));
            }
        }
        Ok(settings)
    }

    /// The value kept under a name, `None` if there is none.
    pub(super) fn value(&self, name: &str) -> Result<Option<String>, DbError> {
        let mut query = self.conn.prepare_cached("SELECT value FROM settings WHERE name = ?1")?;
        Ok(query.query_row([name], |row| row.get(0)).optional()?)
    }
}
