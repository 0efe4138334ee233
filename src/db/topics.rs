//! Topics, and the places of their cards.

use std::collections::HashMap;

use rusqlite::Connection;

use super::{DbError, Store};
use crate::model::card::{Lang, Topic};

/// Every topic in the order of display.
pub(super) fn read(conn: &Connection) -> rusqlite::Result<Vec<Topic>> {
    let mut query = conn.prepare_cached(
        "SELECT name, go, title_en, title_zh, short, place FROM topics ORDER BY position",
    )?;
    let rows = query.query_map([], |row| {
        let titles = [(Lang::En, row.get(2)?), (Lang::Zh, row.get(3)?)]
            .into_iter()
            .filter_map(|(lang, title): (Lang, Option<String>)| Some((lang, title?)))
            .collect();
        Ok(Topic {
            name: row.get(0)?,
            go: row.get(1)?,
            titles,
            short: row.get(4)?,
            place: row.get(5)?,
        })
    })?;
    rows.collect()
}

impl Store {
    /// Every topic in the order of display.
    pub fn topics(&self) -> Result<Vec<Topic>, DbError> {
        Ok(read(&self.conn)?)
    }

    /// One more than the highest place of each topic's cards, of topics that have any.
    pub fn next_seqs(&self) -> Result<HashMap<String, u32>, DbError> {
        let mut query =
            self.conn.prepare("SELECT topic, max(seq) + 1 FROM cards GROUP BY topic")?;
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// One more than the highest place of a topic's cards.
    pub fn next_seq(&self, topic: &str) -> Result<u32, DbError> {
        Ok(self.conn.query_row(
            "SELECT coalesce(max(seq), 0) + 1 FROM cards WHERE topic = ?1",
            [topic],
            |row| row.get(0),
        )?)
    }
}
