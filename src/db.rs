//! The database room: all SQL, and the only room that names `rusqlite`. It keeps what it is told
//! and decides nothing about schedules.

mod anki;
mod aside;
mod builtin;
mod cards;
mod copy;
#[cfg(test)]
mod counted;
mod door;
mod error;
mod filter;
mod flat;
mod foreign;
mod glance;
mod goals;
mod hashcards;
mod integrity;
mod journal;
mod kept;
mod known;
mod lines;
mod make;
mod media;
mod mend;
mod open;
mod order;
mod queue;
mod reviews;
mod schema;
mod search;
mod seen;
mod settings;
mod shape;
mod stats;
mod step;
mod survey;
mod topics;

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, Error, ErrorCode, TransactionBehavior, ffi};

use crate::model::settings::Settings;

pub use anki::{CollectionWriter, read_collection};
pub use builtin::Loaded;
pub use copy::restore;
pub use door::Undone;
pub use error::DbError;
pub use foreign::{Foreign, whose};
pub use glance::{Glance, Named};
pub use hashcards::{LARGEST_HASHCARDS, hashcards_reviews};
pub use journal::is_large;
pub use kept::Step;
pub use queue::Limits;

/// An open database.
pub struct Store {
    conn: Connection,
    path: PathBuf,
    /// Which file was opened, by the system's own name for it; `None` where there is none.
    identity: Option<(u64, u64)>,
    /// Why it can only be read, if SQLite said so on opening.
    refused: Option<ffi::Error>,
    /// The settings as they were read last: what a caller computes schedules from.
    seen: RefCell<Option<Settings>>,
}

/// The path of a database in memory.
const MEMORY: &str = ":memory:";

/// Compiled statements that are kept.
const STATEMENTS: usize = 64;

/// How long a command waits for another one that is writing.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// How long a start waits for another one that makes or upgrades the database: without it there is
/// nothing to do.
const START_TIMEOUT: Duration = Duration::from_secs(60);

impl Store {
    /// Opens the database, making or upgrading it when needed. A file of an older schema is
    /// copied beside itself first; one of a newer schema, or one that is not ours, is refused.
    pub fn open(path: &Path) -> Result<Store, DbError> {
        let file = open::place(path)?;
        let opened = open::connect(&file).map_err(|e| e.at(path))?;
        let mut store = Store::over(opened.conn, path)?;
        store.refused = opened.refused;
        store.identity = identity(path);
        Ok(store)
    }

    /// A database in memory, for tests.
    pub fn in_memory() -> Result<Store, DbError> {
        let conn = Connection::open_in_memory()?;
        shape::harden(&conn)?;
        Store::over(conn, Path::new(MEMORY))
    }

    fn over(mut conn: Connection, path: &Path) -> Result<Store, DbError> {
        // EXTRA syncs at each commit: the log and, where there is none, the folder too, so that an
        // answer survives a power loss. Where a sync alone does not reach the disk (macOS),
        // `fullfsync` does. Sorting is done in memory: a query must still run on a full disk.
        conn.execute_batch(
            "PRAGMA synchronous = EXTRA; PRAGMA fullfsync = ON; PRAGMA foreign_keys = ON;
             PRAGMA temp_store = MEMORY;",
        )
        .map_err(|e| DbError::sql(path, e))?;
        schema::bring_up_to_date(&mut conn, path, &copy::before_upgrade).map_err(|e| e.at(path))?;
        // An answer and the next question take about thirty; none should be compiled twice.
        conn.set_prepared_statement_cache_capacity(STATEMENTS);
        Ok(Store {
            conn,
            path: path.to_owned(),
            identity: None,
            refused: None,
            seen: RefCell::new(None),
        })
    }

    /// Runs `work` in one transaction: afterwards all of it is durable, or none of it happened.
    fn write<T>(
        &mut self,
        work: impl FnOnce(&Connection) -> Result<T, DbError>,
    ) -> Result<T, DbError> {
        let (identity, path) = (self.identity, self.path.as_path());
        let run = |conn: &mut Connection| {
            // Immediate: the wait for another writer comes before anything is read.
            let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
            // Otherwise it would be written to a file that no one will find again.
            if identity.is_some() && self::identity(path) != identity {
                return Err(DbError::Gone(path.to_owned()));
            }
            let done = work(&tx)?;
            tx.commit()?;
            Ok(done)
        };
        run(&mut self.conn).map_err(|e: DbError| e.at(path))
    }

    /// Reads with `work`; an error names the file.
    fn read<T, E: Into<DbError>>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, E>,
    ) -> Result<T, DbError> {
        work(&self.conn).map_err(|e| e.into().at(&self.path))
    }

    /// The connection alone.
    fn into_connection(self) -> Connection {
        self.conn
    }

    /// The file of this database.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether the file or its folder does not let us write.
    pub fn is_read_only(&self) -> bool {
        self.conn.is_readonly("main").unwrap_or(true)
    }

    /// Fails, with the reason in words, unless the database can be written.
    pub fn require_writable(&self) -> Result<(), DbError> {
        match self.refused {
            _ if !self.is_read_only() => Ok(()),
            Some(error) if error.code != ErrorCode::CannotOpen => {
                Err(DbError::sql(&self.path, Error::SqliteFailure(error, None)))
            }
            _ => Err(DbError::ReadOnly(self.path.clone())),
        }
    }
}

/// The system's own name for a file: its device and its number there.
#[cfg(unix)]
fn identity(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    path.metadata().ok().map(|meta| (meta.dev(), meta.ino()))
}

/// Other systems do not let an open file be moved or deleted.
#[cfg(not(unix))]
fn identity(_: &Path) -> Option<(u64, u64)> {
    None
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::model::card::{Card, Kind, Lang, Origin, Text};
    use crate::model::change::{Change, StoredCard};
    use crate::model::day::Day;
    use crate::model::review::{Rating, Review, ReviewOrigin};
    use crate::model::schedule::{Schedule, Scheduler};
    use crate::model::settings::Settings;

    fn card(id: &str, topic: &str) -> StoredCard {
        let text = Text {
            question: format!("What is {id}?"),
            answer: format!("{id} 是扩容。"),
            ..Text::default()
        };
        StoredCard {
            card: Card {
                id: id.into(),
                topic: topic.into(),
                kind: Kind::Basic,
                level: 1,
                weight: 3,
                follows: None,
                tags: vec!["concept".into()],
                correct: None,
                evidence: vec![],
                text: BTreeMap::from([(Lang::En, text)]),
                ..Card::default()
            },
            origin: Origin::User,
            edited: false,
            retired: false,
            suspended: false,
            buried_until: None,
            note: None,
            flagged: false,
            seq: 1,
            schedule: Schedule::default(),
        }
    }

    fn store(ids: &[&str]) -> Store {
        let mut store = Store::in_memory().unwrap();
        let add = |id: &&str| Change::Add { card: Box::new(card(id, "t")), reviews: vec![] };
        let changes: Vec<Change> = ids.iter().map(add).collect();
        store.apply("add", 0, &changes).unwrap();
        store
    }

    fn answer(store: &Store, id: &str, rating: Rating, at: i64) -> Change {
        let before = store.card(id).unwrap().unwrap().schedule;
        let day = Day((at / 86_400_000) as i32);
        let after = Scheduler::new(&Settings::default()).answer(id, &before, rating, at, day);
        let review = Review {
            at,
            day,
            rating,
            ms: 900,
            kind: before.review_kind(),
            origin: ReviewOrigin::Quiz,
        };
        Change::Answer { id: id.into(), review, before, after }
    }

    #[test]
    fn a_second_answer_from_the_same_start_is_a_conflict() {
        let mut store = store(&["a"]);
        let stale = answer(&store, "a", Rating::Good, 1);
        store.apply("rated", 1, std::slice::from_ref(&stale)).unwrap();
        let error = store.apply("rated", 2, &[stale]).unwrap_err();
        assert!(matches!(error, DbError::Conflict(id) if id == "a"));
        assert_eq!(store.reviews("a").unwrap().len(), 1);
    }

    #[test]
    fn search_finds_chinese_without_spaces_and_prefixes() {
        let store = store(&["growth", "other"]);
        assert_eq!(store.search("扩容", 9).unwrap().len(), 2);
        assert_eq!(store.search("grow扩容", 9).unwrap(), ["growth"]);
        assert_eq!(store.search("容扩", 9).unwrap(), [] as [&str; 0]);
        assert_eq!(store.search("\"AND (", 9).unwrap(), [] as [&str; 0]);
    }

    #[test]
    fn a_streak_is_days_without_a_gap_and_follows_what_is_taken_back() {
        const DAY_MS: i64 = 86_400_000;
        let mut store = store(&["a", "b"]);
        let rate = |store: &mut Store, id: &str, day: i64| {
            let change = answer(store, id, Rating::Easy, day * DAY_MS);
            store.apply("rated", 0, &[change]).unwrap();
        };
        for (id, day) in [("a", 1), ("a", 3), ("a", 4), ("b", 4), ("b", 5)] {
            rate(&mut store, id, day);
        }
        let streaks = |store: &Store| [3, 4, 5, 6, 7].map(|d| store.streak(Day(d)).unwrap());
        assert_eq!(streaks(&store), [1, 2, 3, 3, 0]);
        store.undo(&Scheduler::new(&Settings::default())).unwrap();
        assert_eq!(streaks(&store), [1, 2, 2, 0, 0]);
        let card = Box::new(store.card("a").unwrap().unwrap());
        let reviews = store.reviews("a").unwrap();
        store.apply("removed", 0, &[Change::Remove { card, reviews }]).unwrap();
        assert_eq!(streaks(&store), [0, 1, 1, 0, 0]);
        store.undo(&Scheduler::new(&Settings::default())).unwrap();
        assert_eq!(streaks(&store), [1, 2, 2, 0, 0]);
    }

    #[derive(Debug, Clone)]
    enum Step {
        Rate(usize, Rating, i64),
        Suspend(usize),
        Undo,
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let minutes = prop_oneof![0..30_i64, -600..6_000_i64, 0..90_000_i64];
        let rate = (0..3_usize, 0..4_usize, minutes)
            .prop_map(|(card, r, by)| Step::Rate(card, Rating::ALL[r], by));
        let step = prop_oneof![
            6 => rate,
            1 => (0..3_usize).prop_map(Step::Suspend),
            3 => Just(Step::Undo),
        ];
        proptest::collection::vec(step, 0..40)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn the_stored_state_is_the_replay_and_undo_leads_back(steps in steps()) {
            const IDS: [&str; 3] = ["a", "b", "c"];
            let mut store = store(&IDS);
            let scheduler = Scheduler::new(&Settings::default());
            let state = |store: &Store| {
                IDS.map(|id| (store.card(id).unwrap(), store.reviews(id).unwrap()))
            };
            let mut past = vec![state(&store)];
            let mut now = 1_000_000_000_000;
            for step in steps {
                match step {
                    Step::Rate(card, rating, by) => {
                        now += by * 60_000;
                        let change = answer(&store, IDS[card], rating, now);
                        store.apply("rated", now, &[change]).unwrap();
                        past.push(state(&store));
                    }
                    Step::Suspend(card) => {
                        let from = store.card(IDS[card]).unwrap().unwrap().suspended;
                        let change = Change::Suspend { id: IDS[card].into(), from, to: !from };
                        store.apply("suspended", now, &[change]).unwrap();
                        past.push(state(&store));
                    }
                    Step::Undo if past.len() > 1 => {
                        prop_assert!(store.undo(&scheduler).unwrap().is_some());
                        past.pop();
                        prop_assert_eq!(&state(&store), past.last().unwrap());
                    }
                    Step::Undo => {}
                }
                for (card, reviews) in state(&store) {
                    let card = card.unwrap();
                    prop_assert_eq!(scheduler.replay(&card.card.id, &reviews), card.schedule);
                }
            }
            prop_assert_eq!(store.problems(&scheduler).unwrap(), vec![]);
        }
    }
}
