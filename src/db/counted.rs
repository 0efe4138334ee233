//! Records what SQLite is asked, for tests that keep something to few statements.

use std::mem;
use std::sync::{Arc, Mutex};

use rusqlite::trace::{TraceEvent, TraceEventCodes};

use super::Store;

/// The statements that a database has run since it was asked to note them.
pub(crate) struct Statements(Arc<Mutex<Vec<String>>>);

impl Statements {
    /// Those since the last look, each on one line.
    pub(crate) fn take(&self) -> Vec<String> {
        mem::take(&mut *self.0.lock().unwrap())
    }
}

impl Store {
    /// Notes statements from now on, without those of the guard on the daily path.
    pub(crate) fn statements(&mut self) -> Statements {
        let log = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&log);
        let note = move |event: TraceEvent<'_>| {
            if let TraceEvent::Stmt(_, sql) = event
                && !sql.starts_with("EXPLAIN")
            {
                kept.lock().unwrap().push(sql.split_whitespace().collect::<Vec<_>>().join(" "));
            }
        };
        self.conn.trace_v2(TraceEventCodes::SQLITE_TRACE_STMT, Some(note)).unwrap();
        Statements(log)
    }
}
