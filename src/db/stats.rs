//! The rows of the statistics: the log in one pass, cards counted by topic and by day.

use std::collections::HashMap;

use super::filter::DRAFT;
use super::{DbError, Store};
use crate::model::day::Day;
use crate::model::review::ReviewKind;
use crate::model::stats::{Answer, DayCount, Statistics, Tally, TopicCount, WINDOW};

impl Store {
    /// The statistics as of a study day. Reads the log once, in the order in which it is stored.
    pub fn statistics(&self, day: Day, leech_threshold: u32) -> Result<Statistics, DbError> {
        let topics = self.topic_counts(day, leech_threshold)?;
        let places: HashMap<&str, usize> =
            topics.iter().map(|topic| topic.topic.as_str()).zip(0..).collect();
        let mut cards: HashMap<i64, usize> = HashMap::new();
        let mut query = self.conn.prepare("SELECT key, topic FROM cards WHERE retired = 0")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            if let Some(topic) = places.get(row.get_ref(1)?.as_str().unwrap_or("")) {
                cards.insert(row.get(0)?, *topic);
            }
        }
        let mut tally = Tally::new(day, topics.len());
        let mut query = self
            .conn
            .prepare("SELECT card, seq, day, rating, ms, kind FROM reviews ORDER BY card, seq")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let card = row.get(0)?;
            let was_due = row.get::<_, u8>(5)? == ReviewKind::Review as u8;
            tally.add(Answer {
                card,
                seq: row.get(1)?,
                topic: if was_due { cards.get(&card).copied() } else { None },
                day: Day(row.get(2)?),
                passed: row.get::<_, u8>(3)? > 1,
                ms: row.get(4)?,
                was_due,
            });
        }
        let days = self.conn.query_row("SELECT count(*) FROM days", [], |row| row.get(0))?;
        Ok(tally.finish(days, self.forecast(day)?, topics))
    }

    /// Cards due on each of the next 30 days.
    pub fn forecast(&self, day: Day) -> Result<Vec<DayCount>, DbError> {
        let mut query = self.conn.prepare_cached(
            "SELECT count(*) FROM cards WHERE state = 2 AND suspended = 0 AND retired = 0
             AND due_day BETWEEN ?1 AND ?2",
        )?;
        let learning: u32 = self.conn.query_row(
            "SELECT count(*) FROM cards
             WHERE due_at IS NOT NULL AND suspended = 0 AND retired = 0",
            [],
            |row| row.get(0),
        )?;
        (0..WINDOW)
            .map(|offset| {
                let to = day.plus(offset);
                let from = if offset == 0 { i32::MIN } else { to.0 };
                let mut count = query.query_row([from, to.0], |row| row.get(0))?;
                if offset == 0 {
                    count += learning;
                }
                Ok(DayCount { day: to, count, ms: 0 })
            })
            .collect()
    }

    /// Counts of cards and answers by topic, without reading the log.
    pub fn topic_counts(&self, day: Day, leech_threshold: u32) -> Result<Vec<TopicCount>, DbError> {
        let mut query = self.conn.prepare(
            "SELECT topics.name, count(key),
             sum(state = 0 AND suspended = 0), sum(state IN (1, 3) AND suspended = 0),
             sum(state = 2 AND suspended = 0),
             sum(suspended = 0 AND coalesce(buried_until, 0) <= ?1
                 AND (state IN (1, 3) OR (state = 2 AND due_day <= ?1))),
             sum(suspended), sum(lapses >= ?2), coalesce(sum(reps), 0)
             FROM topics LEFT JOIN cards ON cards.topic = topics.name AND retired = 0
             GROUP BY topics.name ORDER BY topics.position",
        )?;
        let mut rows = query.query([i64::from(day.0), i64::from(leech_threshold)])?;
        let mut counts = Vec::new();
        while let Some(row) = rows.next()? {
            let number = |at| row.get::<_, Option<u32>>(at).map(Option::unwrap_or_default);
            counts.push(TopicCount {
                topic: row.get(0)?,
                cards: number(1)?,
                new: number(2)?,
                learning: number(3)?,
                review: number(4)?,
                due: number(5)?,
                suspended: number(6)?,
                leech: number(7)?,
                reviews: number(8)?,
            });
        }
        Ok(counts)
    }

    /// Numbers of suspended drafts, by topic; topics without any are missing.
    pub fn drafts(&self) -> Result<HashMap<String, u32>, DbError> {
        let mut query = self.conn.prepare(&format!(
            "SELECT topic, count(*) FROM cards
             WHERE suspended = 1 AND retired = 0 AND {DRAFT} GROUP BY topic"
        ))?;
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::card::{Card, Origin, Topic};
    use crate::model::change::{Change, StoredCard};

    /// What the numbers of so many topics, each with a card, ask of the database.
    fn asked(topics: usize) -> [Vec<String>; 2] {
        let mut store = Store::in_memory().unwrap();
        let names = (0..topics).map(|n| format!("topic-{n}"));
        let (topics, cards): (Vec<Topic>, Vec<Change>) = names
            .map(|name| {
                let card = Card {
                    id: format!("{name}-card"),
                    topic: name.clone(),
                    level: 1,
                    weight: 3,
                    ..Card::default()
                };
                let card = Box::new(StoredCard::new(card, Origin::User, 1));
                (Topic { name, ..Topic::default() }, Change::Add { card, reviews: Vec::new() })
            })
            .unzip();
        store.apply_with_topics("", 0, &topics, &cards, &mut |_, _| {}).unwrap();
        let statements = store.statements();
        assert_eq!(store.topic_counts(Day(9), 8).unwrap().len(), topics.len());
        store.drafts().unwrap();
        let counts = statements.take();
        store.statistics(Day(9), 8).unwrap();
        [counts, statements.take()]
    }

    #[test]
    fn numbers_by_topic_take_as_many_statements_however_many_topics_there_are() {
        let [counts, statistics] = asked(50);
        assert_eq!([counts.clone(), statistics.clone()], asked(2));
        assert!(counts.iter().all(|sql| !sql.contains("reviews")), "{counts:?}");
        assert_eq!(statistics.iter().filter(|sql| sql.contains("FROM reviews")).count(), 1);
    }
}
