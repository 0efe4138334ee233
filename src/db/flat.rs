//! A guard on the daily path: its queries must not slow down as cards and reviews grow.

use rusqlite::{CachedStatement, Connection};

/// Prepares a statement of the daily path. In a debug build (so in every test) it must read its
/// rows through an index or by key, and sort nothing.
pub(super) fn daily<'c>(conn: &'c Connection, sql: &str) -> rusqlite::Result<CachedStatement<'c>> {
    #[cfg(debug_assertions)]
    {
        let steps = steps(conn, sql)?;
        debug_assert!(steps.iter().all(|s| is_flat(s)), "not flat: {sql}\n{}", steps.join("\n"));
    }
    conn.prepare_cached(sql)
}

/// What SQLite plans to do for a statement.
#[cfg(debug_assertions)]
fn steps(conn: &Connection, sql: &str) -> rusqlite::Result<Vec<String>> {
    let mut query = conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?;
    // The plan does not depend on the values, so none are bound.
    query.raw_query().mapped(|row| row.get("detail")).collect()
}

/// Whether a step reads few rows however large the table is. Some scans do: of an index of the
/// cards that are new, or due, or in learning steps (the query stops at its limit, or they are
/// few), of a subquery with a limit, of a list given as a value, of the days of the log (the query
/// stops at the first gap), and of the journal, which keeps a fixed number of steps.
#[cfg(debug_assertions)]
fn is_flat(step: &str) -> bool {
    let scans = [
        "SCAN cards USING INDEX cards_",
        "SCAN cards USING COVERING INDEX cards_",
        "SCAN (subquery",
        "SCAN json_each",
        "SCAN days",
        "SCAN journal",
    ];
    !step.contains("TEMP B-TREE")
        && (!step.starts_with("SCAN") || scans.iter().any(|scan| step.starts_with(scan)))
}

#[cfg(test)]
mod tests {
    use rusqlite::StatementStatus;

    use crate::db::queue::{Among, due, window};
    use crate::db::reviews::REVIEW;
    use crate::db::{Limits, Store};
    use crate::model::day::Day;

    #[test]
    fn a_query_that_reads_or_sorts_a_whole_table_is_seen() {
        let store = Store::in_memory().unwrap();
        for (sql, flat) in [
            ("SELECT key FROM cards WHERE id = ?1", true),
            ("SELECT key FROM cards WHERE level = ?1", false),
            ("SELECT day FROM reviews WHERE day = ?1 ORDER BY at", true),
            ("SELECT day FROM reviews WHERE day = ?1 ORDER BY ms", false),
            ("SELECT count(*) FROM reviews", false),
        ] {
            let steps = super::steps(&store.conn, sql).unwrap();
            assert_eq!(steps.iter().all(|s| super::is_flat(s)), flat, "{sql}: {steps:?}");
        }
    }

    #[test]
    fn what_is_due_and_new_is_read_from_its_index_alone() {
        let store = Store::in_memory().unwrap();
        let of_cards = |step: &&String| step.contains(" cards USING ");
        for among in [0, 1, 2, 3].map(Among::Topics).into_iter().chain([Among::Ids]) {
            for sql in [due(among, 0), due(among, 3), window(among)] {
                let steps = super::steps(&store.conn, &sql).unwrap();
                let read: Vec<&String> = steps.iter().filter(of_cards).collect();
                let topics = if let Among::Topics(topics) = among { topics } else { 1 };
                assert_eq!(read.len(), topics.max(1), "{sql}: {steps:?}");
                let is_alone = |step: &&String| step.contains("USING COVERING INDEX cards_");
                assert!(read.iter().all(is_alone), "{sql}: {steps:?}");
            }
        }
    }

    #[test]
    fn the_daily_path_is_flat() {
        // Preparing the queries is the test; no rows are needed.
        let store = Store::in_memory().unwrap();
        let day = Day(20_000);
        // More topics than SQLite joins in one statement, too.
        for count in [0, 2, 450] {
            let topics = (0..count).map(|number| format!("t{number}")).collect();
            let families = store.families(day, &[]).unwrap();
            let limits = Limits { topics, new: 10, due: 200, ..Limits::default() };
            store.due_and_new(day, &limits, None, families).unwrap();
        }
        let limits = Limits { new: 10, due: 200, ..Limits::default() };
        store.count_due_and_new(day, &limits, store.families(day, &[]).unwrap()).unwrap();
        store.in_steps(0, day).unwrap();
        store.count_in_steps(day).unwrap();
        store.candidates(&["a", "b"], day).unwrap();
        store.done_on(day).unwrap();
        store.earliest_due(Day(20_000)).unwrap();
        store.counts(day).unwrap();
        store.streak(day).unwrap();
        store.last_answered(day).unwrap();
        store.card("a").unwrap();
        store.reviews("a").unwrap();
    }

    #[test]
    fn a_statement_is_compiled_once_whatever_is_bound() {
        let store = Store::in_memory().unwrap();
        let sql = format!("SELECT {REVIEW} FROM reviews WHERE card = ?1 ORDER BY seq");
        for card in 0..3 {
            super::daily(&store.conn, &sql).unwrap().exists([card]).unwrap();
        }
        let statement = super::daily(&store.conn, &sql).unwrap();
        assert_eq!(statement.get_status(StatementStatus::RePrepare), 0);
    }
}
