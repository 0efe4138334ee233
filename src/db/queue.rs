//! What may be asked now. Every query here reads a bounded number of rows through an index, so
//! that a day in the tenth year opens as fast as the first.

use rusqlite::{OptionalExtension, Row, params};

use super::cards::{SCHEDULE, schedule};
use super::flat::daily;
use super::{DbError, Store};
use crate::model::day::Day;
use crate::model::queue::{Candidate, Families, LEARN_AHEAD, Pool, choose_new};
use crate::model::schedule::Schedule;

/// Which cards a session may ask, and how many more.
#[derive(Debug, Clone, Default)]
pub struct Limits {
    /// Only these topics; all when empty.
    pub topics: Vec<String>,
    /// New cards still to be introduced.
    pub new: u32,
    /// Due cards still to be asked.
    pub due: u32,
}

/// What happened on one study day so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Today {
    /// Answers given.
    pub answers: u32,
    /// Due cards answered: what the daily limit counts.
    pub reviewed: u32,
    /// Cards seen for the first time.
    pub introduced: u32,
}

const CANDIDATE: &str = "id, follows, weight, family";

/// Whether a new card need not wait for the one it follows.
const READY: &str = "follows IS NULL OR NOT EXISTS (
                     SELECT 1 FROM cards AS first WHERE first.id = cards.follows
                     AND first.state = 0 AND first.suspended = 0 AND first.retired = 0)";

fn candidate(row: &Row<'_>) -> rusqlite::Result<Candidate> {
    Ok(Candidate {
        id: row.get(0)?,
        follows: row.get(1)?,
        weight: row.get(2)?,
        family: row.get(3)?,
        ready: row.get(4)?,
        schedule: schedule(row, 5)?,
    })
}

/// The due cards, those due longest first; `topic` is a condition on ?2.
pub(super) fn due(topic: &str) -> String {
    format!(
        "SELECT {CANDIDATE}, 1, {SCHEDULE} FROM cards
                 WHERE state = 2 AND suspended = 0 AND retired = 0 {topic}
                 AND due_day <= ?1 AND coalesce(buried_until, 0) <= ?1
                 ORDER BY due_day, key"
    )
}

/// The new cards in the order in which they come, with nothing that their index does not hold;
/// `topic` is a condition on ?3.
pub(super) fn window(topic: &str) -> String {
    format!(
        "SELECT {CANDIDATE}, {READY}, rank, key FROM cards
                 WHERE state = 0 AND suspended = 0 AND retired = 0 {topic}
                 AND coalesce(buried_until, 0) <= ?1
                 ORDER BY rank, key LIMIT ?2"
    )
}

impl Store {
    /// What happened on a study day. Reads that day's reviews only.
    pub fn today(&self, day: Day) -> Result<Today, DbError> {
        let mut query = daily(
            &self.conn,
            "SELECT count(*), coalesce(sum(kind = 1), 0), coalesce(sum(seq = 1), 0)
             FROM reviews WHERE day = ?1",
        )?;
        let today = query.query_row([day.0], |row| {
            Ok(Today { answers: row.get(0)?, reviewed: row.get(1)?, introduced: row.get(2)? })
        });
        today.map_err(|e| DbError::sql(&self.path, e))
    }

    /// The card answered last on a study day, as (id, what it follows). The journal tells, in the
    /// order of what was done: two answers may bear the same time, or the clock was set back.
    pub fn last_answered(&self, day: Day) -> Result<Option<(String, Option<String>)>, DbError> {
        let mut query = daily(
            &self.conn,
            "SELECT id, follows FROM cards WHERE last_day = ?1 AND id =
             (SELECT card FROM journal WHERE card IS NOT NULL ORDER BY journal.id DESC LIMIT 1)",
        )?;
        Ok(query.query_row([day.0], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
    }

    /// The cards that may be asked at an instant of a study day, of which `today` tells what
    /// happened so far.
    pub fn pool(
        &self,
        now: i64,
        day: Day,
        today: &Today,
        limits: &Limits,
    ) -> Result<Pool, DbError> {
        let learning = self.learning(now, day, limits)?;
        let mut families = self.families(day, &learning)?;
        let due = self.due(day, limits, &mut families)?;
        let new = self.new_cards(day, limits, &mut families)?;
        Ok(Pool {
            learning,
            planned: Vec::new(),
            due,
            new,
            reviewed: today.reviewed,
            introduced: today.introduced,
        })
    }

    /// The families of which no other card is to be asked on a day: one was, or is being learned.
    pub fn families(&self, day: Day, learning: &[Candidate]) -> Result<Families, DbError> {
        let learning = learning.iter().filter_map(|card| card.family);
        Ok(self.families_asked(day)?.into_iter().chain(learning).collect())
    }

    /// The cards whose step of minutes ends until an instant, the earliest first, each with its
    /// topic.
    pub fn in_steps(&self, until: i64, day: Day) -> Result<Vec<(String, Candidate)>, DbError> {
        let mut query = daily(
            &self.conn,
            &format!(
                "SELECT {CANDIDATE}, 1, {SCHEDULE}, topic FROM cards
             WHERE due_at <= ?1 AND suspended = 0 AND retired = 0
             AND coalesce(buried_until, 0) <= ?2
             ORDER BY due_at, key LIMIT 1000"
            ),
        )?;
        let rows =
            query.query_map(params![until, day.0], |row| Ok((row.get(15)?, candidate(row)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn learning(&self, now: i64, day: Day, limits: &Limits) -> Result<Vec<Candidate>, DbError> {
        let cards = self.in_steps(now.saturating_add(LEARN_AHEAD), day)?.into_iter();
        let is_wanted = |topic: &String| limits.topics.is_empty() || limits.topics.contains(topic);
        Ok(cards.filter(|(topic, _)| is_wanted(topic)).map(|(_, card)| card).collect())
    }

    /// Due cards. When there are more than the limit, those due longest come in.
    fn due(
        &self,
        day: Day,
        limits: &Limits,
        families: &mut Families,
    ) -> Result<Vec<Candidate>, DbError> {
        let most = limits.due as usize;
        if most == 0 {
            return Ok(Vec::new());
        }
        let mut cards: Vec<Candidate> = Vec::new();
        // Rows are read until there are enough, of a family one.
        if limits.topics.is_empty() {
            let mut query = daily(&self.conn, &due(""))?;
            let mut rows = query.query([day.0])?;
            while let Some(row) = rows.next()? {
                let card = candidate(row)?;
                if families.admit(&card) {
                    cards.push(card);
                }
                if cards.len() == most {
                    break;
                }
            }
        } else {
            let mut query = daily(&self.conn, &due("AND topic = ?2"))?;
            for topic in &limits.topics {
                let mut of_topic = families.clone();
                let mut rows = query.query(params![day.0, topic])?;
                let mut left = most;
                while let (true, Some(row)) = (left > 0, rows.next()?) {
                    let card = candidate(row)?;
                    if of_topic.admit(&card) {
                        cards.push(card);
                        left -= 1;
                    }
                }
            }
            cards.sort_by_key(|c| match c.schedule.due {
                crate::model::schedule::Due::On(day) => day,
                _ => Day::default(),
            });
            cards.retain(|card| families.admit(card));
            cards.truncate(most);
        }
        Ok(cards)
    }

    /// A card that may be asked on a study day; `None` when it is not to be asked then.
    pub fn candidate(&self, id: &str, day: Day) -> Result<Option<Candidate>, DbError> {
        let mut query = daily(
            &self.conn,
            &format!(
                "SELECT {CANDIDATE}, {READY}, {SCHEDULE} FROM cards
                 WHERE id = ?1 AND suspended = 0 AND retired = 0
                 AND coalesce(buried_until, 0) <= ?2"
            ),
        )?;
        Ok(query.query_row(params![id, day.0], candidate).optional()?)
    }

    /// New cards in the order in which they come, of a family one. A window of candidates is read,
    /// and a larger one when too many of them wait for the card they follow.
    fn new_cards(
        &self,
        day: Day,
        limits: &Limits,
        families: &mut Families,
    ) -> Result<Vec<Candidate>, DbError> {
        let count = limits.new as usize;
        let mut window = count.saturating_mul(4).saturating_add(32);
        loop {
            let candidates =
                if count == 0 { Vec::new() } else { self.window(day, limits, window)? };
            let all = candidates.len() < window;
            let mut with_new = families.clone();
            let (chosen, short) = choose_new(candidates, count, &mut with_new);
            if !short || all {
                *families = with_new;
                return Ok(chosen);
            }
            window = window.saturating_mul(4);
        }
    }

    fn window(&self, day: Day, limits: &Limits, size: usize) -> Result<Vec<Candidate>, DbError> {
        let size = i64::try_from(size).unwrap_or(i64::MAX);
        let new = |row: &Row<'_>| -> rusqlite::Result<((i64, i64), Candidate)> {
            let card = Candidate {
                id: row.get(0)?,
                follows: row.get(1)?,
                weight: row.get(2)?,
                family: row.get(3)?,
                ready: row.get(4)?,
                schedule: Schedule::default(),
            };
            Ok(((row.get(5)?, row.get(6)?), card))
        };
        if limits.topics.is_empty() {
            let mut query = daily(&self.conn, &window(""))?;
            let rows =
                query.query_map(params![day.0, size], |row| new(row).map(|(_, card)| card))?;
            return Ok(rows.collect::<Result<_, _>>()?);
        }
        let mut query = daily(&self.conn, &window("AND topic = ?3"))?;
        let mut keyed: Vec<((i64, i64), Candidate)> = Vec::new();
        for topic in &limits.topics {
            for row in query.query_map(params![day.0, size, topic], new)? {
                keyed.push(row?);
            }
        }
        keyed.sort_by_key(|(key, _)| *key);
        Ok(keyed
            .into_iter()
            .map(|(_, card)| card)
            .take(usize::try_from(size).unwrap_or(0))
            .collect())
    }

    /// Numbers of cards (due, new, learning) that are left, each counted up to the limit; and the
    /// earliest time at which anything is due, as (instant, study day).
    pub fn left(&self, now: i64, day: Day, limits: &Limits) -> Result<(u32, u32, u32), DbError> {
        let count = |sql: &str, limit: u32| -> Result<u32, rusqlite::Error> {
            daily(&self.conn, sql)?.query_row(params![day.0, limit], |row| row.get(0))
        };
        let has_kin =
            daily(&self.conn, "SELECT 1 FROM cards WHERE family IS NOT NULL LIMIT 1")?.exists([])?;
        let learning = count(
            "SELECT count(*) FROM (SELECT 1 FROM cards
             WHERE due_at IS NOT NULL AND suspended = 0 AND retired = 0
             AND coalesce(buried_until, 0) <= ?1 LIMIT ?2)",
            u32::MAX,
        )?;
        if has_kin {
            // Of a family one is asked: which one, the queue tells.
            let pool = self.pool(now, day, &Today::default(), limits)?;
            return Ok((pool.due.len() as u32, pool.new.len() as u32, learning));
        }
        let due = count(
            "SELECT count(*) FROM (SELECT 1 FROM cards
             WHERE state = 2 AND suspended = 0 AND retired = 0 AND due_day <= ?1
             AND coalesce(buried_until, 0) <= ?1 LIMIT ?2)",
            limits.due,
        )?;
        let new = count(
            "SELECT count(*) FROM (SELECT 1 FROM cards
             WHERE state = 0 AND suspended = 0 AND retired = 0
             AND coalesce(buried_until, 0) <= ?1 LIMIT ?2)",
            limits.new,
        )?;
        Ok((due, new, learning))
    }

    /// The earliest times at which anything is due: the end of a learning step in milliseconds
    /// since 1970-01-01 UTC, and a study day. A card that is buried beyond `day` is due when it
    /// comes back. Reads no more rows than there are buried cards, and one.
    pub fn earliest_due(&self, day: Day) -> Result<(Option<i64>, Option<Day>), DbError> {
        let mut at = None;
        let mut on: Option<i32> = None;
        let mut query = daily(
            &self.conn,
            "SELECT due_at, buried_until FROM cards
             WHERE due_at IS NOT NULL AND suspended = 0 AND retired = 0 ORDER BY due_at",
        )?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            match row.get::<_, Option<i32>>(1)?.filter(|back| *back > day.0) {
                Some(back) => on = Some(on.map_or(back, |on| on.min(back))),
                None => {
                    at = Some(row.get(0)?);
                    break;
                }
            }
        }
        let mut query = daily(
            &self.conn,
            "SELECT due_day, buried_until FROM cards
             WHERE state = 2 AND suspended = 0 AND retired = 0 ORDER BY due_day",
        )?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let due: i32 = row.get(0)?;
            let back = row.get::<_, Option<i32>>(1)?.filter(|back| *back > day.0);
            let due = due.max(back.unwrap_or(due));
            on = Some(on.map_or(due, |on| on.min(due)));
            if back.is_none() {
                break;
            }
        }
        Ok((at, on.map(Day)))
    }

    /// Number of days in a row on which something was answered, up to `day`; a streak that ended
    /// yesterday still counts, for today is not over.
    pub fn streak(&self, day: Day) -> Result<u32, DbError> {
        let mut query =
            daily(&self.conn, "SELECT day FROM days WHERE day <= ?1 ORDER BY day DESC")?;
        let mut rows = query.query([day.0])?;
        let mut streak = 0;
        let mut expected = day;
        while let Some(row) = rows.next()? {
            let found = Day(row.get(0)?);
            if streak == 0 && found == day.plus(-1) {
                expected = found;
            }
            if found != expected {
                break;
            }
            streak += 1;
            expected = found.plus(-1);
        }
        Ok(streak)
    }
}
