//! What may be asked now. Every query here reads a bounded number of rows through an index, so
//! that a day in the tenth year opens as fast as the first.

use std::collections::HashMap;

use rusqlite::{CachedStatement, OptionalExtension, Row, ToSql, params};

use super::cards::{SCHEDULE, schedule};
use super::flat::daily;
use super::{DbError, Store};
use crate::model::day::Day;
use crate::model::queue::{Candidate, Families, choose_new};
use crate::model::schedule::Schedule;
use crate::model::sorting::Sorting;
use crate::model::today::Counts;

/// Which cards a session may ask, and how many more.
#[derive(Debug, Clone, Default)]
pub struct Limits {
    /// Only these topics; all when empty.
    pub topics: Vec<String>,
    /// Only cards with these ids, and no topics; all when `None`.
    pub only: Option<Vec<String>>,
    /// New cards only of these topics among them; of all when empty.
    pub focus: Vec<String>,
    /// New cards still to be introduced.
    pub new: u32,
    /// Due cards still to be asked.
    pub due: u32,
    /// Cards due in so many days count as due, unless they were answered today.
    pub ahead: u32,
}

impl Limits {
    /// The ids as a parameter; serialising texts cannot fail.
    fn ids(&self) -> Option<String> {
        self.only.as_ref().map(|ids| serde_json::to_string(ids).unwrap_or_default())
    }
}

impl Limits {
    /// The topics of new cards, all when empty; `None` when they can be of none.
    fn of_new(&self) -> Option<Vec<String>> {
        match (self.topics.is_empty(), self.focus.is_empty()) {
            (_, true) => Some(self.topics.clone()),
            (true, false) => Some(self.focus.clone()),
            (false, false) => {
                let in_focus = self.topics.iter().filter(|topic| self.focus.contains(topic));
                Some(in_focus.cloned().collect()).filter(|topics: &Vec<String>| !topics.is_empty())
            }
        }
    }
}

const CANDIDATE: &str = "id, follows, weight, family";

/// Whether a new card need not wait for the one it follows.
const READY: &str = "follows IS NULL OR NOT EXISTS (
                     SELECT 1 FROM cards AS first WHERE first.id = cards.follows
                     AND first.state = 0 AND first.suspended = 0 AND first.retired = 0)";

/// Binds the first parameters of a statement and, after them, topics, or ids in place of these.
fn bind(
    query: &mut CachedStatement<'_>,
    first: &[&dyn ToSql],
    topics: &[String],
    ids: Option<&String>,
) -> rusqlite::Result<()> {
    let topics = topics.iter().map(|topic| topic as &dyn ToSql);
    let ids = ids.map(|ids| ids as &dyn ToSql);
    let all = (1..).zip(first.iter().copied().chain(topics).chain(ids));
    all.into_iter().try_for_each(|(number, value)| query.raw_bind_parameter(number, value))
}

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

/// Which cards a statement is about.
#[derive(Debug, Clone, Copy)]
pub(super) enum Among {
    /// Those of so many topics, or all for none.
    Topics(usize),
    /// Those with the ids in a list.
    Ids,
}

/// The due cards, those due longest first, on or before ?1, or so many days later; of topics, ?2 and
/// on, or among ids, ?2.
pub(super) fn due(among: Among, ahead: u32) -> String {
    let until = match ahead {
        0 => "due_day <= ?1".to_owned(),
        days => format!("due_day <= ?1 + {days} AND (due_day <= ?1 OR coalesce(last_day, 0) < ?1)"),
    };
    of_topics(among, 2, "due_day, key", |topic| {
        format!(
            "SELECT {CANDIDATE}, 1, {SCHEDULE}, key FROM cards
                 WHERE state = 2 AND suspended = 0 AND retired = 0 {topic}
                 AND {until} AND coalesce(buried_until, 0) <= ?1"
        )
    })
}

/// The new cards in the order in which they come, at most ?2, with nothing that their index does not
/// hold; of topics, ?3 and on, or among ids, ?3.
pub(super) fn window(among: Among) -> String {
    let cards = of_topics(among, 3, "rank, key", |topic| {
        format!(
            "SELECT {CANDIDATE}, {READY}, rank, key FROM cards
                 WHERE state = 0 AND suspended = 0 AND retired = 0 {topic}
                 AND coalesce(buried_until, 0) <= ?1"
        )
    });
    cards + " LIMIT ?2"
}

/// Cards of `count` topics, given from parameter `first` on, in one order: SQLite merges the
/// topics, each of which comes in this order from the index, and reads no further than it is asked.
fn of_topics(among: Among, first: usize, order: &str, of: impl Fn(&str) -> String) -> String {
    let topic = |number: usize| of(&format!("AND topic = ?{number}"));
    let cards = match among {
        Among::Topics(0) => of(""),
        Among::Topics(count) => {
            (first..first + count).map(topic).collect::<Vec<_>>().join(" UNION ALL ")
        }
        // The plus keeps to the index that has the order.
        Among::Ids => of(&format!("AND +id IN (SELECT value FROM json_each(?{first}))")),
    };
    format!("{cards} ORDER BY {order}")
}

/// How many topics' cards are read at once: SQLite joins at most 500 queries.
const TOPICS_AT_ONCE: usize = 200;

/// The topics in parts to be read at once; one empty part, which means all, if there are none.
fn at_once(topics: &[String]) -> impl Iterator<Item = &[String]> {
    topics.chunks(TOPICS_AT_ONCE).chain(topics.is_empty().then_some(topics))
}

impl Store {
    /// Whether nothing was ever answered.
    pub fn is_fresh(&self) -> Result<bool, DbError> {
        let mut query = self.conn.prepare_cached("SELECT 1 FROM reviews LIMIT 1")?;
        Ok(!query.exists([])?)
    }

    /// What happened on a study day. Reads that day's reviews only.
    pub fn counts(&self, day: Day) -> Result<Counts, DbError> {
        self.read(|conn| {
            let mut query = daily(
                conn,
                "SELECT count(*), coalesce(sum(kind = 1), 0), coalesce(sum(seq = 1), 0)
                 FROM reviews WHERE day = ?1",
            )?;
            query.query_row([day.0], |row| {
                Ok(Counts { answers: row.get(0)?, reviewed: row.get(1)?, introduced: row.get(2)? })
            })
        })
    }

    /// The card answered last on a study day, as (id, what it follows). The journal decides, by the
    /// order of what was done: two answers may have the same time, or the clock was set back.
    pub fn last_answered(&self, day: Day) -> Result<Option<(String, Option<String>)>, DbError> {
        let mut query = daily(
            &self.conn,
            "SELECT id, follows FROM cards WHERE last_day = ?1 AND id =
             (SELECT card FROM journal WHERE card IS NOT NULL ORDER BY journal.id DESC LIMIT 1)",
        )?;
        Ok(query.query_row([day.0], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
    }

    /// The due cards and the new ones that may be asked on a study day, one per family, and none of
    /// the families in `families`. In an order that is wanted all new ones are looked at, and the
    /// first in it come.
    pub fn due_and_new(
        &self,
        day: Day,
        limits: &Limits,
        sorting: Option<&Sorting<'_>>,
        mut families: Families,
    ) -> Result<(Vec<Candidate>, Vec<Candidate>), DbError> {
        let due = self.due(day, limits, &mut families)?;
        let new = self.new_cards(day, limits, sorting, &mut families)?;
        Ok((due, new))
    }

    /// Numbers of due cards, of all topics, and of new ones that [`Store::due_and_new`] gives.
    pub fn count_due_and_new(
        &self,
        day: Day,
        limits: &Limits,
        mut families: Families,
    ) -> Result<(usize, usize), DbError> {
        let mut query = daily(
            &self.conn,
            "SELECT family FROM cards WHERE state = 2 AND suspended = 0 AND retired = 0
             AND due_day <= ?1 AND coalesce(buried_until, 0) <= ?1 ORDER BY due_day, key",
        )?;
        let mut rows = query.query([day.0])?;
        let mut count = 0;
        while let (true, Some(row)) = (count < limits.due, rows.next()?) {
            count += u32::from(families.admit_of(row.get(0)?));
        }
        let new = self.new_cards(day, limits, None, &mut families)?;
        Ok((count as usize, new.len()))
    }

    /// The families from which no more is asked on a day: a card was asked, or is being learned.
    pub fn families(&self, day: Day, learning: &[Candidate]) -> Result<Families, DbError> {
        let learning = learning.iter().filter_map(|card| card.family);
        Ok(self.families_asked(day)?.into_iter().chain(learning).collect())
    }

    /// The cards whose step of minutes ends by an instant, the earliest first, each with its topic.
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
        let mut all: Vec<((i32, i64), Candidate)> = Vec::new();
        let ids = limits.ids();
        for topics in at_once(&limits.topics) {
            let among = ids.as_ref().map_or(Among::Topics(topics.len()), |_| Among::Ids);
            let mut query = daily(&self.conn, &due(among, limits.ahead))?;
            bind(&mut query, &[&day.0], topics, ids.as_ref())?;
            let mut rows = query.raw_query();
            let (mut left, mut families) = (most, families.clone());
            // Rows are read until there are enough, one per family.
            while let (true, Some(row)) = (left > 0, rows.next()?) {
                let card = candidate(row)?;
                if families.admit(&card) {
                    all.push(((row.get(8)?, row.get(15)?), card));
                    left -= 1;
                }
            }
        }
        all.sort_by_key(|(key, _)| *key);
        let cards = all.into_iter().map(|(_, card)| card);
        Ok(cards.filter(|card| families.admit(card)).take(most).collect())
    }

    /// Which of these cards may be asked on a study day, by id.
    pub fn candidates(
        &self,
        ids: &[&str],
        day: Day,
    ) -> Result<HashMap<String, Candidate>, DbError> {
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let mut query = daily(
            &self.conn,
            &format!(
                "SELECT {CANDIDATE}, {READY}, {SCHEDULE} FROM cards
                 WHERE id IN (SELECT value FROM json_each(?1)) AND suspended = 0 AND retired = 0
                 AND coalesce(buried_until, 0) <= ?2"
            ),
        )?;
        // Serialising texts cannot fail.
        let ids = serde_json::to_string(ids).unwrap_or_default();
        let cards = query.query_map(params![ids, day.0], candidate)?;
        Ok(cards.map(|card| card.map(|c| (c.id.clone(), c))).collect::<Result<_, _>>()?)
    }

    /// New cards in the order in which they come, one per family. A window of candidates is read,
    /// and a larger one if too many of them wait for the card they follow.
    fn new_cards(
        &self,
        day: Day,
        limits: &Limits,
        sorting: Option<&Sorting<'_>>,
        families: &mut Families,
    ) -> Result<Vec<Candidate>, DbError> {
        let count = limits.new as usize;
        let mut window = match sorting {
            None => count.saturating_mul(4).saturating_add(32),
            Some(_) => usize::MAX,
        };
        loop {
            let mut candidates =
                if count == 0 { Vec::new() } else { self.window(day, limits, window)? };
            if let Some(sorting) = sorting {
                sorting
                    .sort(&mut candidates, |card| (card.id.as_str(), card.weight, &card.schedule));
            }
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
        let most = i64::try_from(size).unwrap_or(i64::MAX);
        let mut all: Vec<((i64, i64), Candidate)> = Vec::new();
        let ids = limits.ids();
        let Some(wanted) = limits.of_new() else { return Ok(Vec::new()) };
        for topics in at_once(&wanted) {
            let among = ids.as_ref().map_or(Among::Topics(topics.len()), |_| Among::Ids);
            let mut query = daily(&self.conn, &window(among))?;
            bind(&mut query, &[&day.0, &most], topics, ids.as_ref())?;
            let mut rows = query.raw_query();
            while let Some(row) = rows.next()? {
                let card = Candidate {
                    id: row.get(0)?,
                    follows: row.get(1)?,
                    weight: row.get(2)?,
                    family: row.get(3)?,
                    ready: row.get(4)?,
                    schedule: Schedule::default(),
                };
                all.push(((row.get(5)?, row.get(6)?), card));
            }
        }
        all.sort_by_key(|(key, _)| *key);
        Ok(all.into_iter().map(|(_, card)| card).take(size).collect())
    }

    /// Number of cards in steps of minutes, whenever their steps end.
    pub fn count_in_steps(&self, day: Day) -> Result<u32, DbError> {
        let mut query = daily(
            &self.conn,
            "SELECT count(*) FROM cards WHERE due_at IS NOT NULL AND suspended = 0 AND retired = 0
             AND coalesce(buried_until, 0) <= ?1",
        )?;
        Ok(query.query_row([day.0], |row| row.get(0))?)
    }

    /// The earliest times at which anything is due: the end of a learning step in milliseconds
    /// since 1970-01-01 UTC, and a study day. A card that is buried beyond `day` is due when it
    /// comes back. Each query reads at most one row more than there are buried cards.
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
