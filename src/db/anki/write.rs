//! A new collection in schema 11, which every Anki reads.

use rusqlite::{Connection, params};

use super::AnkiError;
use crate::model::anki::{Card, Head, Note, Review};

/// The tables as Anki has had them since 2.0. No index: Anki copies the rows into its own tables.
const SCHEMA: &str = "
CREATE TABLE col (
    id integer PRIMARY KEY, crt integer NOT NULL, mod integer NOT NULL, scm integer NOT NULL,
    ver integer NOT NULL, dty integer NOT NULL, usn integer NOT NULL, ls integer NOT NULL,
    conf text NOT NULL, models text NOT NULL, decks text NOT NULL, dconf text NOT NULL,
    tags text NOT NULL
);
CREATE TABLE notes (
    id integer PRIMARY KEY, guid text NOT NULL, mid integer NOT NULL, mod integer NOT NULL,
    usn integer NOT NULL, tags text NOT NULL, flds text NOT NULL, sfld integer NOT NULL,
    csum integer NOT NULL, flags integer NOT NULL, data text NOT NULL
);
CREATE TABLE cards (
    id integer PRIMARY KEY, nid integer NOT NULL, did integer NOT NULL, ord integer NOT NULL,
    mod integer NOT NULL, usn integer NOT NULL, type integer NOT NULL, queue integer NOT NULL,
    due integer NOT NULL, ivl integer NOT NULL, factor integer NOT NULL, reps integer NOT NULL,
    lapses integer NOT NULL, left integer NOT NULL, odue integer NOT NULL, odid integer NOT NULL,
    flags integer NOT NULL, data text NOT NULL
);
CREATE TABLE revlog (
    id integer PRIMARY KEY, cid integer NOT NULL, usn integer NOT NULL, ease integer NOT NULL,
    ivl integer NOT NULL, lastIvl integer NOT NULL, factor integer NOT NULL, time integer NOT NULL,
    type integer NOT NULL
);
CREATE TABLE graves (usn integer NOT NULL, oid integer NOT NULL, type integer NOT NULL);
";

/// A collection being written, to a temporary file of SQLite's own.
pub struct CollectionWriter {
    conn: Connection,
}

impl CollectionWriter {
    /// Begins with the row of `col`.
    pub fn new(head: &Head) -> Result<CollectionWriter, AnkiError> {
        let conn = Connection::open("").map_err(AnkiError::Unwritable)?;
        conn.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
            .and_then(|()| conn.execute_batch(SCHEMA))
            .and_then(|()| {
                conn.execute(
                    "INSERT INTO col VALUES (1, ?1, ?2, ?2, 11, 0, 0, 0, ?3, ?4, ?5, ?6, '{}')",
                    params![
                        head.created,
                        head.changed,
                        head.conf,
                        head.models,
                        head.decks,
                        head.presets
                    ],
                )
            })
            .and_then(|_| conn.execute_batch("BEGIN"))
            .map_err(AnkiError::Unwritable)?;
        Ok(CollectionWriter { conn })
    }

    /// Adds a note. `sort` is its first field as plain text, `sum` the checksum of that.
    pub fn note(&mut self, note: &Note, sort: &str, sum: u32) -> Result<(), AnkiError> {
        let row = params![
            note.id,
            note.guid,
            note.notetype,
            note.changed,
            note.tags,
            note.fields,
            sort,
            sum
        ];
        self.insert("INSERT INTO notes VALUES (?1, ?2, ?3, ?4, -1, ?5, ?6, ?7, ?8, 0, '')", row)
    }

    /// Adds a card.
    pub fn card(&mut self, card: &Card) -> Result<(), AnkiError> {
        let row = params![
            card.id,
            card.note,
            card.deck,
            card.ord,
            card.changed,
            card.kind,
            card.queue,
            card.due,
            card.interval,
            card.factor,
            card.reps,
            card.lapses,
            card.left,
            card.flags,
            card.data,
        ];
        self.insert(
            "INSERT INTO cards VALUES
             (?1, ?2, ?3, ?4, ?5, -1, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, 0, 0, ?14, ?15)",
            row,
        )
    }

    /// Adds a review.
    pub fn review(&mut self, review: &Review) -> Result<(), AnkiError> {
        let row = params![
            review.at,
            review.card,
            review.ease,
            review.interval,
            review.last_interval,
            review.factor,
            review.ms,
            review.kind,
        ];
        self.insert("INSERT INTO revlog VALUES (?1, ?2, -1, ?3, ?4, ?5, ?6, ?7, ?8)", row)
    }

    fn insert(&mut self, sql: &str, row: &[&dyn rusqlite::ToSql]) -> Result<(), AnkiError> {
        let run = || self.conn.prepare_cached(sql)?.execute(row);
        run().map(drop).map_err(AnkiError::Unwritable)
    }

    /// Hands the bytes of the finished file to `take`.
    pub fn finish<T>(mut self, take: impl FnOnce(&[u8]) -> T) -> Result<T, AnkiError> {
        let run = || {
            self.conn.execute_batch("COMMIT")?;
            Ok(take(&self.conn.serialize("main")?))
        };
        run().map_err(AnkiError::Unwritable)
    }
}
