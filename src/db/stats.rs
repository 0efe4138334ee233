//! Statistics over the whole log.

use std::collections::HashMap;

use super::cards::DRAFT;
use super::{DbError, Store};
use crate::model::day::Day;
use crate::model::review::ReviewKind;

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
}

/// How much was remembered of the cards of one topic.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Recall {
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
    pub topics: Vec<(TopicCount, Recall)>,
}

/// The ages by which retention is shown: up to a week, three weeks (Anki's "mature"), a quarter
/// of a year, and beyond.
const AGES: [(u32, Option<u32>); 4] = [(1, Some(6)), (7, Some(20)), (21, Some(89)), (90, None)];

/// Days shown in the past and the forecast.
const WINDOW: i32 = 30;

/// One answer of the log.
#[derive(Clone, Copy)]
struct Answer {
    card: i64,
    seq: i64,
    day: Day,
    passed: bool,
    ms: i64,
    was_due: bool,
}

/// What one pass over the log adds up.
struct Log {
    reviews: u32,
    ms: i64,
    retention: Vec<RetentionRow>,
    past: Vec<DayCount>,
    recall: Vec<Recall>,
    /// Where a topic stands in `recall`.
    places: HashMap<String, usize>,
    before: Option<Answer>,
}

impl Log {
    fn new(today: Day, topics: &[TopicCount]) -> Log {
        let day = |offset| DayCount { day: today.plus(offset), count: 0, ms: 0 };
        Log {
            reviews: 0,
            ms: 0,
            retention: AGES
                .iter()
                .map(|&(from, to)| RetentionRow { from, to, passed: 0, all: 0 })
                .collect(),
            past: (1 - WINDOW..=0).map(day).collect(),
            recall: vec![Recall::default(); topics.len()],
            places: topics.iter().map(|t| t.topic.clone()).zip(0..).collect(),
            before: None,
        }
    }

    /// Adds an answer; those of a card come in the order in which they were given. `cards` tells
    /// the places of the topics.
    fn add(&mut self, answer: Answer, cards: &HashMap<i64, usize>) {
        self.reviews += 1;
        self.ms = self.ms.saturating_add(answer.ms);
        let back = self.past.last().map_or(0, |today| today.day.0.saturating_sub(answer.day.0));
        let nth = usize::try_from(back).ok().and_then(|back| self.past.len().checked_sub(back + 1));
        if let Some(day) = nth.and_then(|nth| self.past.get_mut(nth)) {
            day.count += 1;
            day.ms = day.ms.saturating_add(answer.ms);
        }
        let before = self.before.replace(answer);
        if !answer.was_due {
            return;
        }
        // A review before the interval was over, or after a clock went back, has age 0.
        let age = before
            .filter(|before| (before.card, before.seq + 1) == (answer.card, answer.seq))
            .map_or(0, |before| answer.day.since(before.day))
            .max(1);
        let fits = |r: &&mut RetentionRow| age >= r.from && r.to.is_none_or(|to| age <= to);
        if let Some(row) = self.retention.iter_mut().find(fits) {
            row.all += 1;
            row.passed += u32::from(answer.passed);
        }
        if let Some(recall) = cards.get(&answer.card).and_then(|topic| self.recall.get_mut(*topic))
        {
            recall.asked += 1;
            recall.passed += u32::from(answer.passed);
        }
    }
}

impl Store {
    /// The statistics as of a study day. Reads the log once, in the order in which it lies.
    pub fn statistics(&self, day: Day, leech_threshold: u32) -> Result<Statistics, DbError> {
        let topics = self.topic_counts(day, leech_threshold)?;
        let mut log = Log::new(day, &topics);
        let mut cards: HashMap<i64, usize> = HashMap::new();
        let mut query = self.conn.prepare("SELECT key, topic FROM cards WHERE retired = 0")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            if let Some(topic) = log.places.get(row.get_ref(1)?.as_str().unwrap_or("")) {
                cards.insert(row.get(0)?, *topic);
            }
        }
        let mut query = self
            .conn
            .prepare("SELECT card, seq, day, rating, ms, kind FROM reviews ORDER BY card, seq")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let answer = Answer {
                card: row.get(0)?,
                seq: row.get(1)?,
                day: Day(row.get(2)?),
                passed: row.get::<_, u8>(3)? > 1,
                ms: row.get(4)?,
                was_due: row.get::<_, u8>(5)? == ReviewKind::Review as u8,
            };
            log.add(answer, &cards);
        }
        let days = self.conn.query_row("SELECT count(*) FROM days", [], |row| row.get(0))?;
        let Log { reviews, ms, retention, past, recall, .. } = log;
        Ok(Statistics {
            reviews,
            ms,
            days,
            retention,
            past,
            forecast: self.forecast(day)?,
            topics: topics.into_iter().zip(recall).collect(),
        })
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

    /// Counts of cards and answers by topic, without a look at the log.
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
