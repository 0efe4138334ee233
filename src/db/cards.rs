//! Cards and topics: reading them whole, listing them, writing their rows.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::filter::conditions;
use super::flat::daily;
use super::lines::{lines, reasons, ticked, wrong, wrong_lines};
use super::{DbError, Store};
use crate::model::card::{Card, Kind, Lang, Origin, Text, Topic};
use crate::model::change::{Stamps, StoredCard};
use crate::model::day::Day;
use crate::model::filter::{AsOf, Filter, words};
use crate::model::memory::MemoryState;
use crate::model::schedule::{Due, Schedule, State};

/// The columns of a schedule, in the order that [`schedule`] reads and [`write_schedule`] writes.
pub(super) const SCHEDULE: &str =
    "state, step, due_at, due_day, stability, difficulty, last_at, last_day, reps, lapses";

/// The most bytes of a question or an answer; readers of files allow less.
pub(super) const LONGEST_TEXT: usize = 2 << 20;

/// The columns of a card before those of its schedule.
pub(super) const CARD: &str = "key, id, topic, seq, kind, level, weight, follows, tags, correct, evidence, \
                    builtin, edited, retired, suspended, buried_until, same, ticked, test, note, flagged";

/// How many columns [`CARD`] has.
pub(super) const CARD_COLUMNS: usize = 21;

/// Reads a schedule from ten columns, the first of which is `at`.
pub(super) fn schedule(row: &Row<'_>, at: usize) -> rusqlite::Result<Schedule> {
    let state: u8 = row.get(at)?;
    let due_at: Option<i64> = row.get(at + 2)?;
    let due_day: Option<i32> = row.get(at + 3)?;
    let stability: Option<f32> = row.get(at + 4)?;
    let difficulty: Option<f32> = row.get(at + 5)?;
    let last_at: Option<i64> = row.get(at + 6)?;
    let last_day: Option<i32> = row.get(at + 7)?;
    Ok(Schedule {
        state: State::ALL.get(usize::from(state)).copied().unwrap_or_default(),
        step: row.get(at + 1)?,
        due: match (due_at, due_day) {
            (Some(at), _) => Due::At(at),
            (None, Some(day)) => Due::On(Day(day)),
            (None, None) => Due::Unset,
        },
        memory: stability
            .zip(difficulty)
            .map(|(stability, difficulty)| MemoryState { stability, difficulty }),
        last: last_at.zip(last_day).map(|(at, day)| (at, Day(day))),
        reps: row.get(at + 8)?,
        lapses: row.get(at + 9)?,
    })
}

/// The cached schedule of a card.
pub(super) fn read_schedule(conn: &Connection, key: i64) -> rusqlite::Result<Schedule> {
    conn.prepare_cached(&format!("SELECT {SCHEDULE} FROM cards WHERE key = ?1"))?
        .query_row([key], |row| schedule(row, 0))
}

/// Writes the cached schedule of a card.
pub(super) fn write_schedule(
    conn: &Connection,
    key: i64,
    schedule: &Schedule,
) -> rusqlite::Result<()> {
    let (due_at, due_day) = due_columns(schedule.due);
    daily(
        conn,
        "UPDATE cards SET state = ?2, step = ?3, due_at = ?4, due_day = ?5, stability = ?6,
         difficulty = ?7, last_at = ?8, last_day = ?9, reps = ?10, lapses = ?11 WHERE key = ?1",
    )?
    .execute(params![
        key,
        schedule.state as u8,
        schedule.step,
        due_at,
        due_day,
        schedule.memory.map(|m| m.stability),
        schedule.memory.map(|m| m.difficulty),
        schedule.last.map(|(at, _)| at),
        schedule.last.map(|(_, day)| day.0),
        schedule.reps,
        schedule.lapses,
    ])?;
    Ok(())
}

fn due_columns(due: Due) -> (Option<i64>, Option<i32>) {
    match due {
        Due::Unset => (None, None),
        Due::At(at) => (Some(at), None),
        Due::On(day) => (None, Some(day.0)),
    }
}

/// Reads a card without its texts from the columns [`CARD`], then [`SCHEDULE`].
pub(super) fn bare_card(row: &Row<'_>) -> rusqlite::Result<(i64, StoredCard)> {
    let kind: u8 = row.get(4)?;
    let card = Card {
        id: row.get(1)?,
        topic: row.get(2)?,
        kind: Kind::ALL.get(usize::from(kind)).copied().unwrap_or_default(),
        level: row.get(5)?,
        weight: row.get(6)?,
        follows: row.get(7)?,
        tags: lines(row.get_ref(8)?.as_str().unwrap_or("")),
        correct: row.get(9)?,
        evidence: lines(row.get_ref(10)?.as_str().unwrap_or("")),
        same: row.get(16)?,
        right: lines(row.get_ref(17)?.as_str().unwrap_or(""))
            .iter()
            .filter_map(|place| place.parse().ok())
            .collect(),
        test: row.get(18)?,
        text: BTreeMap::new(),
    };
    let stored = StoredCard {
        card,
        origin: if row.get(11)? { Origin::Builtin } else { Origin::User },
        edited: row.get(12)?,
        retired: row.get(13)?,
        suspended: row.get(14)?,
        buried_until: row.get::<_, Option<i32>>(15)?.map(Day),
        note: row.get(19)?,
        flagged: row.get(20)?,
        seq: row.get(3)?,
        schedule: schedule(row, CARD_COLUMNS)?,
    };
    Ok((row.get(0)?, stored))
}

/// A text, unless it is too long to be shown.
fn short(row: &Row<'_>, at: usize) -> rusqlite::Result<String> {
    match row.get_ref(at)?.as_bytes() {
        Ok(bytes) if bytes.len() > LONGEST_TEXT => {
            Err(rusqlite::Error::IntegralValueOutOfRange(at, bytes.len() as i64))
        }
        _ => row.get(at),
    }
}

/// The columns of a text, in the order that [`text`] reads.
pub(super) const TEXT: &str = "lang, question, answer, keys, wrong, reasons";

/// Reads a text; `None` when its language is not known.
pub(super) fn text(row: &Row<'_>) -> rusqlite::Result<Option<(Lang, Text)>> {
    let column = |at: usize| row.get_ref(at).map(|value| value.as_str().unwrap_or(""));
    let Ok(lang) = column(0)?.parse() else { return Ok(None) };
    let text = Text {
        question: short(row, 1)?,
        answer: short(row, 2)?,
        keys: lines(column(3)?),
        wrong: wrong(column(4)?),
        reasons: reasons(column(5)?),
    };
    Ok(Some((lang, text)))
}

fn texts(conn: &Connection, key: i64) -> rusqlite::Result<BTreeMap<Lang, Text>> {
    let mut query = daily(conn, &format!("SELECT {TEXT} FROM texts WHERE card = ?1"))?;
    let mut rows = query.query([key])?;
    let mut texts = BTreeMap::new();
    while let Some(row) = rows.next()? {
        texts.extend(text(row)?);
    }
    Ok(texts)
}

/// The note on a card.
pub(super) fn note(conn: &Connection, key: i64) -> rusqlite::Result<Option<String>> {
    conn.prepare_cached("SELECT note FROM cards WHERE key = ?1")?.query_row([key], |row| row.get(0))
}

/// The row key of a card, `None` if there is no such card.
pub(super) fn key_of(conn: &Connection, id: &str) -> rusqlite::Result<Option<i64>> {
    daily(conn, "SELECT key FROM cards WHERE id = ?1")?.query_row([id], |row| row.get(0)).optional()
}

/// One card by id, with its row key.
pub(super) fn read(conn: &Connection, id: &str) -> rusqlite::Result<Option<(i64, StoredCard)>> {
    let found = daily(conn, &format!("SELECT {CARD}, {SCHEDULE} FROM cards WHERE id = ?1"))?
        .query_row([id], bare_card)
        .optional()?;
    let Some((key, mut stored)) = found else { return Ok(None) };
    stored.card.text = texts(conn, key)?;
    Ok(Some((key, stored)))
}

/// Other programs tell versions of a card apart by the second, and an export adds up to two for its
/// languages: one change is at least this many milliseconds after the one before.
const CHANGES_APART: i64 = 4_000;

/// Inserts a card that comes in at `at` and returns its row key; its topic must exist.
pub(super) fn insert(conn: &Connection, stored: &StoredCard, at: i64) -> rusqlite::Result<i64> {
    let key = insert_row(conn, stored, 0, at)?;
    index(conn, key, &words::texts(&stored.card))?;
    Ok(key)
}

/// The same without the words in the search index; `rank` is its place among new cards.
pub(super) fn insert_row(
    conn: &Connection,
    stored: &StoredCard,
    rank: i64,
    at: i64,
) -> rusqlite::Result<i64> {
    let card = &stored.card;
    let (due_at, due_day) = due_columns(stored.schedule.due);
    let schedule = &stored.schedule;
    conn.prepare_cached(&format!(
        "INSERT INTO cards (id, topic, seq, kind, level, weight, follows, tags, correct, evidence,
         builtin, edited, retired, suspended, buried_until, {SCHEDULE}, added_at, changed_at,
         same, ticked, test, note, flagged, rank)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15,
         ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?26, ?27, ?28, ?29,
         ?30, ?31, ?32)"
    ))?
    .execute(params![
        card.id,
        card.topic,
        stored.seq,
        card.kind as u8,
        card.level,
        card.weight,
        card.follows,
        card.tags.join("\n"),
        card.correct,
        card.evidence.join("\n"),
        stored.origin == Origin::Builtin,
        stored.edited,
        stored.retired,
        stored.suspended,
        stored.buried_until.map(|d| d.0),
        schedule.state as u8,
        schedule.step,
        due_at,
        due_day,
        schedule.memory.map(|m| m.stability),
        schedule.memory.map(|m| m.difficulty),
        schedule.last.map(|(at, _)| at),
        schedule.last.map(|(_, day)| day.0),
        schedule.reps,
        schedule.lapses,
        at,
        card.same,
        ticked(&card.right),
        card.test,
        stored.note,
        stored.flagged,
        rank,
    ])?;
    let key = conn.last_insert_rowid();
    insert_texts(conn, key, card)?;
    Ok(key)
}

/// Replaces what a card says, at `at`; its progress stays.
pub(super) fn update_wording(
    conn: &Connection,
    key: i64,
    card: &Card,
    edited: bool,
    at: i64,
) -> rusqlite::Result<()> {
    conn.prepare_cached(
        "UPDATE cards SET topic = ?2, kind = ?3, level = ?4, weight = ?5, follows = ?6, tags = ?7,
         correct = ?8, evidence = ?9, edited = ?10, changed_at = max(?11, changed_at + ?12),
         same = ?13, ticked = ?14, test = ?15 WHERE key = ?1",
    )?
    .execute(params![
        key,
        card.topic,
        card.kind as u8,
        card.level,
        card.weight,
        card.follows,
        card.tags.join("\n"),
        card.correct,
        card.evidence.join("\n"),
        edited,
        at,
        CHANGES_APART,
        card.same,
        ticked(&card.right),
        card.test,
    ])?;
    conn.prepare_cached("DELETE FROM texts WHERE card = ?1")?.execute([key])?;
    conn.prepare_cached("DELETE FROM search WHERE rowid = ?1")?.execute([key])?;
    insert_texts(conn, key, card)?;
    index(conn, key, &words::texts(card))
}

/// Replaces the note on a card, at `at`: what goes to Anki is then another version.
pub(super) fn write_note(
    conn: &Connection,
    key: i64,
    note: Option<&str>,
    at: i64,
) -> rusqlite::Result<()> {
    conn.prepare_cached(
        "UPDATE cards SET note = ?2, changed_at = max(?3, changed_at + ?4) WHERE key = ?1",
    )?
    .execute(params![key, note, at, CHANGES_APART])?;
    Ok(())
}

fn insert_texts(conn: &Connection, key: i64, card: &Card) -> rusqlite::Result<()> {
    let mut insert = conn.prepare_cached(
        "INSERT INTO texts (card, lang, question, answer, keys, wrong, reasons)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    for (lang, text) in &card.text {
        insert.execute(params![
            key,
            lang.code(),
            text.question,
            text.answer,
            text.keys.join("\n"),
            wrong_lines(&text.wrong),
            text.reasons.join("\n"),
        ])?;
    }
    Ok(())
}

/// Adds the words of a card to the search index.
pub(super) fn index(conn: &Connection, key: i64, texts: &[String; 3]) -> rusqlite::Result<()> {
    let [id, questions, answers] = texts;
    conn.prepare_cached(
        "INSERT INTO search (rowid, id, question, answer) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![key, id, questions, answers])?;
    Ok(())
}

/// Adds the words of every card to an empty search index.
pub(super) fn index_all(conn: &Connection) -> rusqlite::Result<()> {
    let mut query = conn.prepare(&format!("SELECT {CARD}, {SCHEDULE} FROM cards"))?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let (key, mut stored) = bare_card(row)?;
        stored.card.text = texts(conn, key)?;
        index(conn, key, &words::texts(&stored.card))?;
    }
    Ok(())
}

/// Deletes a card with its texts, words and reviews.
pub(super) fn delete(conn: &Connection, key: i64) -> rusqlite::Result<()> {
    conn.prepare_cached("DELETE FROM search WHERE rowid = ?1")?.execute([key])?;
    conn.prepare_cached("DELETE FROM cards WHERE key = ?1")?.execute([key])?;
    Ok(())
}

/// Makes sure that a topic exists, and fills in what `topic` says.
pub(super) fn upsert_topic(conn: &Connection, topic: &Topic) -> rusqlite::Result<()> {
    // Called for each card that comes in: counting the places would read all topics each time.
    if topic.go.is_none()
        && topic.titles.is_empty()
        && topic.short.is_none()
        && topic.place.is_none()
        && daily(conn, "SELECT 1 FROM topics WHERE name = ?1")?.exists([&topic.name])?
    {
        return Ok(());
    }
    conn.prepare_cached(
        "INSERT INTO topics (name, position, go, title_en, title_zh, short, place)
         VALUES (?1, (SELECT coalesce(max(position), 0) + 1 FROM topics), ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (name) DO UPDATE SET go = coalesce(excluded.go, go),
         title_en = coalesce(excluded.title_en, title_en),
         title_zh = coalesce(excluded.title_zh, title_zh),
         short = coalesce(excluded.short, short),
         place = coalesce(excluded.place, place)",
    )?
    .execute(params![
        topic.name,
        topic.go,
        topic.titles.get(&Lang::En),
        topic.titles.get(&Lang::Zh),
        topic.short,
        topic.place
    ])?;
    Ok(())
}

/// Writes topics, and puts all of them in order: by their places, then as they came.
pub(super) fn upsert_topics(conn: &Connection, topics: &[Topic]) -> rusqlite::Result<()> {
    for topic in topics {
        upsert_topic(conn, topic)?;
    }
    if topics.iter().any(|topic| topic.place.is_some()) {
        conn.execute(
            "UPDATE topics SET position = ordered.position FROM
             (SELECT name, row_number() OVER (ORDER BY place IS NULL, place, position) AS position
              FROM topics) AS ordered
             WHERE ordered.name = topics.name",
            [],
        )?;
    }
    Ok(())
}

impl Store {
    /// The card with that id, `None` if there is none.
    pub fn card(&self, id: &str) -> Result<Option<StoredCard>, DbError> {
        Ok(self.read(|conn| read(conn, id))?.map(|(_, card)| card))
    }

    /// When a card came in and changed; `None` if there is no such card.
    pub fn stamps(&self, id: &str) -> Result<Option<Stamps>, DbError> {
        self.read(|conn| {
            conn.prepare_cached("SELECT added_at, changed_at FROM cards WHERE id = ?1")?
                .query_row([id], |row| Ok(Stamps { added: row.get(0)?, changed: row.get(1)? }))
                .optional()
        })
    }

    /// The cards that a filter lets through, by topic and place in the deck.
    pub fn cards(&self, filter: &Filter, as_of: AsOf) -> Result<Vec<StoredCard>, DbError> {
        let mut cards = Vec::new();
        self.each_card(filter, as_of, &mut |_, card| {
            cards.push(card);
            Ok::<(), DbError>(())
        })?;
        Ok(cards)
    }

    /// Hands the cards that a filter lets through to `each`, by topic and place in the deck, so that
    /// a large deck is never whole in memory.
    pub fn each<E: From<DbError>>(
        &self,
        filter: &Filter,
        as_of: AsOf,
        each: &mut dyn FnMut(StoredCard) -> Result<(), E>,
    ) -> Result<(), E> {
        self.each_card(filter, as_of, &mut |_, card| each(card))
    }

    /// Hands the cards that a filter lets through to `each`, one at a time with its row key, so
    /// that a large deck is never whole in memory.
    pub(super) fn each_card<E: From<DbError>>(
        &self,
        filter: &Filter,
        as_of: AsOf,
        each: &mut dyn FnMut(i64, StoredCard) -> Result<(), E>,
    ) -> Result<(), E> {
        let failed = |e: rusqlite::Error| DbError::sql(&self.path, e);
        let (conditions, values) = conditions(filter, as_of);
        let columns = |names: &str| {
            names.split(", ").map(|c| format!("cards.{}", c.trim())).collect::<Vec<_>>().join(", ")
        };
        let sql = format!(
            "SELECT {}, {} FROM cards JOIN topics ON topics.name = cards.topic WHERE {}
             ORDER BY topics.position, cards.seq, cards.key",
            columns(CARD),
            columns(SCHEDULE),
            conditions
        );
        let mut query = self.conn.prepare(&sql).map_err(failed)?;
        let mut rows = query.query(rusqlite::params_from_iter(values)).map_err(failed)?;
        while let Some(row) = rows.next().map_err(failed)? {
            let (key, mut stored) = bare_card(row).map_err(failed)?;
            stored.card.text = texts(&self.conn, key).map_err(failed)?;
            each(key, stored)?;
        }
        Ok(())
    }

    /// How many cards a filter lets through.
    pub fn count(&self, filter: &Filter, as_of: AsOf) -> Result<u64, DbError> {
        let (conditions, values) = conditions(filter, as_of);
        let sql = format!("SELECT count(*) FROM cards WHERE {conditions}");
        let values = rusqlite::params_from_iter(values);
        let count = self.read(|conn| conn.query_row(&sql, values, |row| row.get::<_, i64>(0)))?;
        Ok(count.unsigned_abs())
    }

    /// The ids of the learner's own cards, each with its questions.
    pub fn own_questions(&self) -> Result<Vec<(String, String)>, DbError> {
        let mut query = self.conn.prepare(
            "SELECT cards.id, texts.question FROM cards JOIN texts ON texts.card = cards.key
             WHERE cards.builtin = 0 ORDER BY cards.key",
        )?;
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The ids of all cards, for suggestions.
    pub fn card_ids(&self) -> Result<Vec<String>, DbError> {
        let mut query = self.conn.prepare("SELECT id FROM cards ORDER BY id")?;
        let ids = query.query_map([], |row| row.get(0))?;
        Ok(ids.collect::<Result<_, _>>()?)
    }
}
