//! The database room: all SQL, and the only room that names `rusqlite`. It keeps what it is told
//! and decides nothing about schedules.

mod builtin;
mod cards;
mod change;
mod copy;
mod error;
mod hashcards;
mod integrity;
mod journal;
mod queue;
mod reviews;
mod schema;
mod search;
mod settings;
mod stats;

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

pub use builtin::Loaded;
pub use cards::{Filter, StateFilter};
pub use copy::{CopyProgress, restore};
pub use error::DbError;
pub use hashcards::{HashReview, LARGEST_HASHCARDS, hashcards_reviews};
pub use integrity::Problem;
pub use journal::Undone;
pub use queue::{Limits, Today};
pub use stats::{DayCount, RetentionRow, Statistics, TopicCount};

/// An open database.
pub struct Store {
    conn: Connection,
    path: PathBuf,
}

/// How long a command waits for another one that is writing.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

impl Store {
    /// Opens the database, making or upgrading it when needed. A file of an older schema is
    /// copied beside itself first; one of a newer schema, or one that is not ours, is refused.
    pub fn open(path: &Path) -> Result<Store, DbError> {
        if path.is_dir() {
            return Err(DbError::Directory(path.to_owned()));
        }
        if let Some(parent) = path.parent()
            && !parent.as_os_str().is_empty()
            && !parent.is_dir()
        {
            return Err(DbError::NoFolder(path.to_owned()));
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let conn = Connection::open_with_flags(path, flags).map_err(|e| DbError::sql(path, e))?;
        let mut store = Store { conn, path: path.to_owned() };
        store.prepare().map_err(|e| e.at(path))?;
        Ok(store)
    }

    /// A database in memory, for tests.
    pub fn in_memory() -> Result<Store, DbError> {
        let path = PathBuf::from(":memory:");
        let conn = Connection::open_in_memory().map_err(|e| DbError::sql(&path, e))?;
        let mut store = Store { conn, path };
        store.prepare()?;
        Ok(store)
    }

    fn prepare(&mut self) -> Result<(), DbError> {
        self.conn.busy_timeout(BUSY_TIMEOUT)?;
        schema::bring_up_to_date(&mut self.conn, &self.path)?;
        // FULL also syncs the write-ahead log at each commit: an answer survives a power loss.
        self.conn.execute_batch("PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL;")?;
        // On a full disk nothing may be half done in memory-only places either.
        self.conn.execute_batch("PRAGMA temp_store = MEMORY;")?;
        Ok(())
    }

    /// Runs `work` in one transaction: all of it is durable afterwards, or nothing of it happened.
    fn write<T>(
        &mut self,
        work: impl FnOnce(&Connection) -> Result<T, DbError>,
    ) -> Result<T, DbError> {
        let run = |conn: &mut Connection| {
            // Immediate: the wait for another writer comes before anything was read.
            let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let done = work(&tx)?;
            tx.commit()?;
            Ok(done)
        };
        run(&mut self.conn).map_err(|e: DbError| e.at(&self.path))
    }

    /// The file of this database.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether the file or its folder does not let us write.
    pub fn is_read_only(&self) -> bool {
        self.conn.is_readonly("main").unwrap_or(true)
    }

    /// An error in words unless the database can be written.
    pub fn require_writable(&self) -> Result<(), DbError> {
        if self.is_read_only() { Err(DbError::ReadOnly(self.path.clone())) } else { Ok(()) }
    }
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
        let text =
            Text { question: format!("What is {id}?"), answer: format!("{id} 是扩容。") };
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
            },
            origin: Origin::User,
            edited: false,
            retired: false,
            suspended: false,
            buried_until: None,
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
                        prop_assert!(store.undo().unwrap().is_some());
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
