//! Topics, and the places of their cards.

use std::collections::HashMap;

use rusqlite::{Connection, params};

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

/// Calls a topic otherwise, in its place, and its cards with it. Fails when it is not there, or the other
/// one is.
pub(super) fn rename(conn: &Connection, from: &Topic, to: &Topic) -> Result<(), DbError> {
    let name = |lang| to.titles.get(&lang);
    let values = params![from.name, to.name, name(Lang::En), name(Lang::Zh)];
    if from.name == to.name {
        conn.execute("UPDATE topics SET title_en = ?3, title_zh = ?4 WHERE name = ?1", values)?;
        return Ok(());
    }
    let is_there = |topic: &Topic| {
        conn.prepare_cached("SELECT 1 FROM topics WHERE name = ?1")?.exists([&topic.name])
    };
    if !is_there(from)? || is_there(to)? {
        return Err(DbError::TopicChanged(from.name.clone()));
    }
    conn.execute(
        "INSERT INTO topics (name, position, go, title_en, title_zh, short, place)
         SELECT ?2, position, go, ?3, ?4, short, place FROM topics WHERE name = ?1",
        values,
    )?;
    conn.execute("UPDATE cards SET topic = ?2 WHERE topic = ?1", [&from.name, &to.name])?;
    conn.execute("DELETE FROM topics WHERE name = ?1", [&from.name])?;
    Ok(())
}

impl Store {
    /// Every topic in the order of display.
    pub fn topics(&self) -> Result<Vec<Topic>, DbError> {
        Ok(read(&self.conn)?)
    }

    /// One more than the highest place of each topic's cards, for topics that have any.
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
