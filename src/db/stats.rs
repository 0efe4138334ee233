//! Statistics over the whole log.

use std::collections::HashMap;

use super::cards::DRAFT;
use super::{DbError, Store};
use crate::model::day::Day;

/// How much was remembered of the cards asked after an interval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetentionRow {
    /// Shortest interval in days of this row.
    pub from: u32,
    /// Longest interval in days of this row; `None` for no end.
    pub to: Option<u32>,
    /// Answers that were not Again.
    pub passed: u32,
    /// Answers.
    pub all: u32,
}

/// What was done on one day, or is due on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayCount {
    /// The study day.
    pub day: Day,
    /// Answers given, or cards due.
    pub count: u32,
    /// Time spent, in milliseconds; 0 for days to come.
    pub ms: i64,
}

/// The cards of one topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicCount {
    /// The name of the topic.
    pub topic: String,
    /// Cards in all, without retired ones.
    pub cards: u32,
    /// Never answered, not suspended.
    pub new: u32,
    /// In learning or relearning steps, not suspended.
    pub learning: u32,
    /// With an interval of days, not suspended.
    pub review: u32,
    /// Due on the day of the statistics.
    pub due: u32,
    /// Suspended.
    pub suspended: u32,
    /// Leeches.
    pub leech: u32,
    /// Answers given.
    pub reviews: u32,
    /// Answers to due cards that were not Again.
    pub passed: u32,
    /// Answers to due cards.
    pub asked: u32,
}

/// All statistics.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statistics {
    /// Answers given.
    pub reviews: u32,
    /// Time spent, in milliseconds.
    pub ms: i64,
    /// Days on which something was answered.
    pub days: u32,
    /// Retention by age of the card.
    pub retention: Vec<RetentionRow>,
    /// The last 30 days, oldest first, days without answers included.
    pub past: Vec<DayCount>,
    /// The next 30 days from today, which holds all that is overdue.
    pub forecast: Vec<DayCount>,
    /// By topic, in the order of display.
    pub topics: Vec<TopicCount>,
}

/// The ages by which retention is shown: up to a week, three weeks (Anki's "mature"), a quarter
/// of a year, and beyond.
const AGES: [(u32, Option<u32>); 4] = [(1, Some(6)), (7, Some(20)), (21, Some(89)), (90, None)];

/// Days shown in the past and the forecast.
const WINDOW: i32 = 30;

impl Store {
    /// The statistics as of a study day.
    pub fn statistics(&self, day: Day, leech_threshold: u32) -> Result<Statistics, DbError> {
        let (reviews, ms, days) = self.conn.query_row(
            "SELECT count(*), coalesce(sum(ms), 0), count(DISTINCT day) FROM reviews",
            [],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?;
        Ok(Statistics {
            reviews,
            ms,
            days,
            retention: self.retention()?,
            past: self.past(day)?,
            forecast: self.forecast(day)?,
            topics: self.topic_counts(day, leech_threshold)?,
        })
    }

    fn retention(&self) -> Result<Vec<RetentionRow>, DbError> {
        let mut query = self.conn.prepare(
            "SELECT day - (SELECT before.day FROM reviews AS before
                 WHERE before.card = reviews.card AND before.seq = reviews.seq - 1) AS age,
             count(*), sum(rating > 1)
             FROM reviews WHERE kind = 1 GROUP BY age",
        )?;
        let mut rows = query.query([])?;
        let mut table: Vec<RetentionRow> =
            AGES.iter().map(|&(from, to)| RetentionRow { from, to, passed: 0, all: 0 }).collect();
        while let Some(row) = rows.next()? {
            // A review before the interval was over, or after a clock went back, has age 0.
            let age = row.get::<_, Option<i64>>(0)?.unwrap_or(0).max(1);
            let fits = |r: &&mut RetentionRow| {
                age >= i64::from(r.from) && r.to.is_none_or(|to| age <= i64::from(to))
            };
            if let Some(bucket) = table.iter_mut().find(fits) {
                bucket.all += row.get::<_, u32>(1)?;
                bucket.passed += row.get::<_, u32>(2)?;
            }
        }
        Ok(table)
    }

    fn past(&self, day: Day) -> Result<Vec<DayCount>, DbError> {
        let mut query = self
            .conn
            .prepare("SELECT count(*), coalesce(sum(ms), 0) FROM reviews WHERE day = ?1")?;
        (1 - WINDOW..=0)
            .map(|offset| {
                let day = day.plus(offset);
                let (count, ms) = query.query_row([day.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
                Ok(DayCount { day, count, ms })
            })
            .collect()
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

    /// Counts of cards and answers by topic.
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
        let mut answers = self.conn.prepare(
            "SELECT coalesce(sum(rating > 1), 0), count(*) FROM reviews
             JOIN cards ON cards.key = reviews.card
             WHERE reviews.kind = 1 AND cards.topic = ?1 AND retired = 0",
        )?;
        let mut rows = query.query([i64::from(day.0), i64::from(leech_threshold)])?;
        let mut counts = Vec::new();
        while let Some(row) = rows.next()? {
            let topic: String = row.get(0)?;
            let number = |at| row.get::<_, Option<u32>>(at).map(Option::unwrap_or_default);
            let (passed, asked) =
                answers.query_row([&topic], |row| Ok((row.get(0)?, row.get(1)?)))?;
            counts.push(TopicCount {
                cards: number(1)?,
                new: number(2)?,
                learning: number(3)?,
                review: number(4)?,
                due: number(5)?,
                suspended: number(6)?,
                leech: number(7)?,
                reviews: number(8)?,
                passed,
                asked,
                topic,
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
