//! Steps as they are kept, in the journal and among what was undone: as the JSON of their changes.
//! Its form is pinned in `model/change.rs`, for old steps must stay readable.

use rusqlite::Connection;

use crate::model::change::Change;

/// A step that is kept: its number and its time.
pub type Step = (i64, i64);

/// Takes the place of the changes of a step that is not kept.
pub(super) const NOT_KEPT: &str = "null";

/// Hands the changes of each step that may carry cards to `each`, until it returns false. Answers
/// are not read, nor are steps that cannot be undone.
pub(super) fn each_step(
    conn: &Connection,
    tables: &[&str],
    each: &mut dyn FnMut(&[Change]) -> bool,
) -> rusqlite::Result<()> {
    for table in tables {
        let mut query =
            conn.prepare_cached(&format!("SELECT changes FROM {table} WHERE card IS NULL"))?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let json = row.get_ref(0)?.as_str().unwrap_or(NOT_KEPT);
            if let Ok(changes) = serde_json::from_str::<Vec<Change>>(json)
                && !each(&changes)
            {
                return Ok(());
            }
        }
    }
    Ok(())
}
