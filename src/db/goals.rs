//! Goals, and what their plans are made from: cards without their texts, and the end of the log.

use rusqlite::{Connection, params};

use super::flat::daily;
use super::lines::lines;
use super::{DbError, Store};
use crate::model::agenda::StudyCard;
use crate::model::day::Day;
use crate::model::goal::{Goal, Goals, MOST_GOALS, MOST_MINUTES};
use crate::model::habits::Answer;
use crate::model::review::{Rating, ReviewKind};
use crate::model::today::{Done, DoneToday};

/// The goals as they are kept.
pub(super) fn read(conn: &Connection) -> rusqlite::Result<Goals> {
    let mut query = conn
        .prepare_cached("SELECT day, minutes, began, topics FROM goals ORDER BY topics LIMIT ?1")?;
    let goals = query.query_map([MOST_GOALS as i64], |row| {
        Ok(Goal {
            day: Day(row.get(0)?),
            minutes: row.get::<_, u32>(1)?.min(MOST_MINUTES),
            began: Day(row.get(2)?),
            topics: lines(row.get_ref(3)?.as_str().unwrap_or("")),
        })
    })?;
    let goals = goals.collect::<Result<_, _>>()?;
    let mut query = conn.prepare_cached("SELECT topic, percent FROM known")?;
    let known = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(Goals { goals, known: known.collect::<Result<_, _>>()? })
}

/// Replaces the goals that are kept.
pub(super) fn write(conn: &Connection, goals: &Goals) -> rusqlite::Result<()> {
    conn.execute("DELETE FROM goals", [])?;
    conn.execute("DELETE FROM known", [])?;
    for goal in &goals.goals {
        conn.execute(
            "INSERT INTO goals (day, minutes, began, topics) VALUES (?1, ?2, ?3, ?4)",
            params![goal.day.0, goal.minutes, goal.began.0, goal.topics.join("\n")],
        )?;
    }
    for (topic, percent) in &goals.known {
        conn.execute(
            "INSERT INTO known (topic, percent) VALUES (?1, ?2)",
            params![topic, percent],
        )?;
    }
    Ok(())
}

impl Store {
    /// The learner's goals, past ones included.
    pub fn goals(&self) -> Result<Goals, DbError> {
        self.read(read)
    }

    /// The cards that can be asked now or later (not suspended or retired), in the order in which
    /// new cards come, with their present memories. Reads the rows of all cards, but no reviews.
    pub fn study_cards(&self) -> Result<Vec<StudyCard>, DbError> {
        let mut query = self.conn.prepare_cached(
            "SELECT id, topic, follows, weight, level, seq, stability, difficulty, last_day,
                    family
             FROM cards WHERE suspended = 0 AND retired = 0 ORDER BY rank, key",
        )?;
        let rows = query.query_map([], |row| {
            let memory = match (row.get(6)?, row.get(7)?, row.get(8)?) {
                (Some(stability), Some(difficulty), Some(last)) => {
                    Some((crate::model::memory::MemoryState { stability, difficulty }, Day(last)))
                }
                _ => None,
            };
            Ok(StudyCard {
                id: row.get(0)?,
                topic: row.get(1)?,
                follows: row.get(2)?,
                weight: row.get(3)?,
                level: row.get(4)?,
                seq: row.get(5)?,
                family: row.get(9)?,
                memory,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The answers before a study day, the newest first, at most `most`.
    pub fn answers_before(&self, day: Day, most: u32) -> Result<Vec<Answer>, DbError> {
        let mut query = daily(
            &self.conn,
            "SELECT card, day, seq = 1, rating, ms, kind FROM reviews
             WHERE day < ?1 ORDER BY day DESC, at DESC LIMIT ?2",
        )?;
        let rows = query.query_map(params![day.0, most], |row| {
            Ok(Answer {
                card: row.get(0)?,
                day: Day(row.get(1)?),
                is_first: row.get(2)?,
                rating: Rating::from_number(row.get(3)?).unwrap_or(Rating::Again),
                ms: row.get(4)?,
                is_cram: row.get::<_, u8>(5)? == ReviewKind::Cram as u8,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What was done on a study day, by id of the card. Reads that day's reviews only.
    pub fn done_on(&self, day: Day) -> Result<DoneToday, DbError> {
        let mut query = daily(
            &self.conn,
            "SELECT cards.id, cards.topic, reviews.seq, reviews.rating, reviews.ms, reviews.kind = 1
             FROM reviews JOIN cards ON cards.key = reviews.card WHERE reviews.day = ?1",
        )?;
        let mut rows = query.query([day.0])?;
        let mut answers: Vec<(String, String, u32, Rating, u32, bool)> = Vec::new();
        while let Some(row) = rows.next()? {
            let rating = Rating::from_number(row.get(3)?).unwrap_or(Rating::Again);
            answers.push((row.get(0)?, row.get(1)?, row.get(2)?, rating, row.get(4)?, row.get(5)?));
        }
        answers.sort_by_key(|(_, _, seq, ..)| *seq);
        let mut done = DoneToday::new();
        for (id, topic, seq, rating, ms, is_review) in answers {
            let done = done.entry(id).or_insert(Done { topic, ..Done::default() });
            done.reviews += u32::from(is_review);
            done.visit.is_new |= seq == 1;
            done.visit.answers.push((rating, ms));
        }
        Ok(done)
    }
}
