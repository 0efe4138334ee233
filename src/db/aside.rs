//! The search index of a new database, made by a thread of its own while the cards are written: half
//! of the work.

use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::{Builder, JoinHandle};

use rusqlite::config::DbConfig;
use rusqlite::types::ToSqlOutput;
use rusqlite::{Connection, params_from_iter};

use super::cards;
use crate::model::card::Card;
use crate::model::filter::words;

/// The row key of a card, and its texts that are searched.
type Entry = (i64, [String; 3]);

/// A search index that is being made.
pub(super) struct Aside {
    entries: Sender<Entry>,
    made: JoinHandle<rusqlite::Result<Connection>>,
}

impl Aside {
    /// Begins the index of a database; `None` where the system gives no thread.
    pub(super) fn begin(conn: &Connection) -> rusqlite::Result<Option<Aside>> {
        let sql = "SELECT sql FROM sqlite_schema WHERE name = 'search'";
        let sql: String = conn.query_row(sql, [], |row| row.get(0))?;
        let (entries, coming) = mpsc::channel();
        let made = Builder::new().spawn(move || make(&sql, &coming));
        Ok(made.ok().map(|made| Aside { entries, made }))
    }

    /// Adds the words of a card.
    pub(super) fn add(&self, key: i64, card: &Card) {
        // Were it not taken any more, `end` tells why.
        let _ = self.entries.send((key, words::texts(card)));
    }

    /// Puts the index in the place of the database's own, which is empty.
    pub(super) fn end(self, conn: &Connection) -> rusqlite::Result<()> {
        drop(self.entries);
        let made = self.made.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        // SQLite keeps everyone from the tables of which an index is made.
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, false)?;
        let copied = ["search_data", "search_idx", "search_docsize"]
            .iter()
            .try_for_each(|table| copy(&made, conn, table));
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        copied
    }
}

fn make(sql: &str, entries: &Receiver<Entry>) -> rusqlite::Result<Connection> {
    let conn = Connection::open_in_memory()?;
    conn.execute_batch(sql)?;
    conn.execute_batch("BEGIN")?;
    for (key, texts) in entries {
        cards::index(&conn, key, &texts)?;
    }
    conn.execute_batch("COMMIT")?;
    Ok(conn)
}

/// Copies a table whole.
fn copy(from: &Connection, to: &Connection, table: &str) -> rusqlite::Result<()> {
    to.execute(&format!("DELETE FROM {table}"), [])?;
    let mut query = from.prepare(&format!("SELECT * FROM {table}"))?;
    let columns = query.column_count();
    let values = vec!["?"; columns].join(", ");
    let mut insert = to.prepare(&format!("INSERT INTO {table} VALUES ({values})"))?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let value = |at| row.get_ref(at).map(ToSqlOutput::Borrowed);
        let values = (0..columns).map(value).collect::<Result<Vec<_>, _>>()?;
        insert.execute(params_from_iter(values))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::db::Store;
    use crate::format::combine::combine;
    use crate::format::deck;
    use crate::model::change::{Change, Wording};
    use crate::model::schedule::Scheduler;
    use crate::model::settings::Settings;

    /// Every word of the index with its places.
    fn index(store: &Store) -> Vec<(String, i64, String, i64)> {
        let all = "CREATE VIRTUAL TABLE temp.every USING fts5vocab(main, search, instance)";
        store.conn.execute_batch(all).unwrap();
        let words = {
            let sql = "SELECT term, doc, col, offset FROM temp.every ORDER BY 1, 2, 3, 4";
            let mut query = store.conn.prepare(sql).unwrap();
            let row =
                |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
            query.query_map([], row).unwrap().collect::<Result<_, _>>().unwrap()
        };
        store.conn.execute_batch("DROP TABLE temp.every").unwrap();
        words
    }

    #[test]
    fn it_is_the_index_that_cards_make_one_by_one_and_lives_on() {
        let cards: String = (0..300)
            .map(|n| format!("## 第{n}个 {{#t-{n}}}\n\nWord{n} and 答案{n} again.\n\n"))
            .collect();
        let deck = deck::read(&format!("---\ndeck: t\ntitle: T\nlang: zh\n---\n\n{cards}")).0;
        let (topics, cards) = combine([deck]);
        let mut store = Store::in_memory().unwrap();
        store.load_builtin("1", &topics, [cards], 0).unwrap();
        let made = index(&store);
        assert!(made.len() > 300 * 8);
        let scheduler = Scheduler::new(&Settings::default());
        store.rebuild(&scheduler, &mut |_, _| {}).unwrap();
        assert_eq!(index(&store), made);

        let (topics, cards) = (topics, store.cards(&Default::default(), Default::default()));
        let cards: Vec<_> = cards.unwrap().into_iter().map(|stored| stored.card).collect();
        let mut store = Store::in_memory().unwrap();
        store.load_builtin("1", &topics, [cards.clone()], 0).unwrap();
        let word = |card| Box::new(Wording { card, edited: true });
        let mut to = cards[7].clone();
        to.text.values_mut().for_each(|text| text.answer = "Quite other.".into());
        let edit = Change::Edit { from: word(cards[7].clone()), to: word(to) };
        store.apply("edited", 0, &[edit]).unwrap();
        assert_eq!(store.search("word7 again", 9).unwrap().len(), 9);
        assert!(!store.search("word7 again", 300).unwrap().contains(&"t-7".to_owned()));
        assert_eq!(store.search("quite other", 9).unwrap(), ["t-7"]);
        assert_eq!(store.problems(&scheduler).unwrap(), []);
    }
}
