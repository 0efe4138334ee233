//! Counts what SQLite is asked, for tests that hold a way to few statements.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rusqlite::trace::{TraceEvent, TraceEventCodes};

use super::Store;

/// Statements that a database began since it was counted first.
pub(crate) struct Statements(Arc<AtomicUsize>);

impl Statements {
    /// How many there were since the last look.
    pub(crate) fn take(&self) -> usize {
        self.0.swap(0, Ordering::Relaxed)
    }
}

impl Store {
    /// Counts statements from now on.
    pub(crate) fn statements(&mut self) -> Statements {
        let count = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&count);
        let count_one = move |event: TraceEvent<'_>| {
            // A guard of debug builds asks how others would be run.
            if matches!(event, TraceEvent::Stmt(_, sql) if !sql.starts_with("EXPLAIN")) {
                counted.fetch_add(1, Ordering::Relaxed);
            }
        };
        self.conn.trace_v2(TraceEventCodes::SQLITE_TRACE_STMT, Some(count_one)).unwrap();
        Statements(count)
    }
}
