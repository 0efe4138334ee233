//! Anki's tables: a foreign collection read into values, and values written as a new one.
//!
//! The file comes from anywhere, so it is opened from memory and nothing in it is trusted: no
//! views, triggers or virtual tables, no functions in its schema, limits on lengths and on the work
//! that SQLite may do, every value read by its type.

mod write;

use rusqlite::{Connection, Row};

use super::foreign::locked;
use crate::model::anki::{Card, Collection, Note, Review, Types};

pub use write::CollectionWriter;

/// Bytes of a value: note types of a large collection take some MB, and so does a note with
/// pictures in its text.
const LONGEST_VALUE: i32 = 32 << 20;
/// Bytes of the fields of a note; a longer note is left out. A page of a book has 4 kB.
const LONGEST_NOTE: usize = 1 << 20;
/// The oldest and largest real collections have about 200 k cards.
const MOST_CARDS: usize = 250_000;
/// 300 answers a day for ten years are fewer.
const MOST_REVIEWS: usize = 1_200_000;
/// Note types, fields, templates or decks.
const MOST_TYPES: usize = 20_000;
/// Steps of SQLite's machine for everything; the largest real collections take some 50 million.
const MOST_STEPS: u64 = 400_000_000;

/// Why a collection is refused.
#[derive(Debug, thiserror::Error)]
pub enum AnkiError {
    /// SQLite cannot read it.
    #[error("its database cannot be read ({0}): run \"Check Database\" in Anki and export again")]
    Unreadable(rusqlite::Error),
    /// It is built as no Anki would build it.
    #[error("its database has {0}, which no Anki makes: it is not imported")]
    Odd(&'static str),
    /// It holds too much.
    #[error("its database has more than {0} {1}: export a smaller deck")]
    TooMuch(usize, &'static str),
    /// Writing one failed.
    #[error("the collection cannot be written ({0})")]
    Unwritable(rusqlite::Error),
}

impl From<rusqlite::Error> for AnkiError {
    fn from(error: rusqlite::Error) -> Self {
        AnkiError::Unreadable(error)
    }
}

/// Reads a collection from the bytes of its file.
pub fn read_collection(bytes: Vec<u8>) -> Result<Collection, AnkiError> {
    let conn = open(bytes)?;
    require_plain(&conn)?;
    let mut collection = Collection { types: types(&conn)?, ..Collection::default() };
    notes(&conn, &mut collection)?;
    cards(&conn, &mut collection)?;
    reviews(&conn, &mut collection)?;
    Ok(collection)
}

fn open(bytes: Vec<u8>) -> Result<Connection, AnkiError> {
    let conn = locked(bytes, LONGEST_VALUE, MOST_STEPS)?;
    // Anki compares names without regard to case; nothing here depends on how.
    conn.create_collation("unicase", |a, b| a.to_lowercase().cmp(&b.to_lowercase()))?;
    conn.execute_batch("PRAGMA ignore_check_constraints = ON; PRAGMA cell_size_check = ON;")?;
    Ok(conn)
}

/// Refuses a database in which reading could run something.
fn require_plain(conn: &Connection) -> Result<(), AnkiError> {
    let mut query = conn.prepare("SELECT type, name, sql FROM sqlite_schema")?;
    let mut rows = query.query([])?;
    let mut tables = Vec::new();
    while let Some(row) = rows.next()? {
        let text = |at| row.get_ref(at).ok().and_then(|v| v.as_str().ok()).unwrap_or("");
        match text(0) {
            "view" => return Err(AnkiError::Odd("views")),
            "trigger" => return Err(AnkiError::Odd("triggers")),
            "table" => {
                let sql = text(2).trim_start().get(..14).unwrap_or("").to_ascii_uppercase();
                if sql == "CREATE VIRTUAL" {
                    return Err(AnkiError::Odd("virtual tables"));
                }
                tables.push(text(1).to_owned());
            }
            _ => {}
        }
        if tables.len() > 100 {
            return Err(AnkiError::Odd("hundreds of tables"));
        }
    }
    for table in tables {
        let generated: i64 = conn.query_row(
            "SELECT count(*) FROM pragma_table_xinfo(?1) WHERE hidden > 1",
            [&table],
            |row| row.get(0),
        )?;
        if generated > 0 {
            return Err(AnkiError::Odd("generated columns"));
        }
    }
    let verdict: String = conn.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict != "ok" {
        return Err(AnkiError::Odd("damaged pages"));
    }
    Ok(())
}

fn number(row: &Row<'_>, at: usize) -> Option<i64> {
    row.get_ref(at).ok()?.as_i64().ok()
}

/// A number in a column that real collections also fill with fractions.
fn whole(row: &Row<'_>, at: usize) -> Option<i64> {
    let value = row.get_ref(at).ok()?;
    value.as_i64().ok().or_else(|| value.as_f64().ok().map(|f| f as i64))
}

fn text(row: &Row<'_>, at: usize) -> Option<String> {
    row.get_ref(at).ok()?.as_str().ok().map(str::to_owned)
}

fn bytes(row: &Row<'_>, at: usize) -> Option<Vec<u8>> {
    row.get_ref(at).ok()?.as_blob().ok().map(<[u8]>::to_vec)
}

/// Hands every row of a query to `take`; a row that it refuses is counted.
fn rows(
    conn: &Connection,
    sql: &str,
    nonsense: &mut usize,
    mut take: impl FnMut(&Row<'_>) -> Result<Option<()>, AnkiError>,
) -> Result<(), AnkiError> {
    let mut query = conn.prepare(sql)?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        *nonsense += usize::from(take(row)?.is_none());
    }
    Ok(())
}

/// Adds to a list with a limit: `Err` when it is full.
fn push<T>(list: &mut Vec<T>, most: usize, what: &'static str, item: T) -> Result<(), AnkiError> {
    if list.len() == most {
        return Err(AnkiError::TooMuch(most, what));
    }
    list.push(item);
    Ok(())
}

/// The first schema with tables for note types and decks.
const FIRST_WITH_TABLES: i64 = 15;

fn types(conn: &Connection) -> Result<Types, AnkiError> {
    let (version, models, decks) =
        conn.query_row("SELECT ver, models, decks FROM col LIMIT 1", [], |row| {
            Ok((number(row, 0), text(row, 1), text(row, 2)))
        })?;
    if version.unwrap_or(0) < FIRST_WITH_TABLES {
        return Ok(Types::Json {
            models: models.unwrap_or_default(),
            decks: decks.unwrap_or_default(),
        });
    }
    let mut none = 0;
    let mut notetypes = Vec::new();
    rows(conn, "SELECT id, name, config FROM notetypes", &mut none, |row| {
        let Some(id) = number(row, 0) else { return Ok(None) };
        let item = (id, text(row, 1).unwrap_or_default(), bytes(row, 2).unwrap_or_default());
        push(&mut notetypes, MOST_TYPES, "note types", item).map(Some)
    })?;
    let mut fields = Vec::new();
    rows(conn, "SELECT ntid, ord, name FROM fields", &mut none, |row| {
        let (Some(id), Some(ord)) = (number(row, 0), number(row, 1)) else { return Ok(None) };
        let item = (id, ord, text(row, 2).unwrap_or_default());
        push(&mut fields, MOST_TYPES, "fields", item).map(Some)
    })?;
    let mut templates = Vec::new();
    rows(conn, "SELECT ntid, ord, name, config FROM templates", &mut none, |row| {
        let (Some(id), Some(ord)) = (number(row, 0), number(row, 1)) else { return Ok(None) };
        let config = bytes(row, 3).unwrap_or_default();
        let item = (id, ord, text(row, 2).unwrap_or_default(), config);
        push(&mut templates, MOST_TYPES, "templates", item).map(Some)
    })?;
    let mut decks = Vec::new();
    rows(conn, "SELECT id, name FROM decks", &mut none, |row| {
        let Some(id) = number(row, 0) else { return Ok(None) };
        push(&mut decks, MOST_TYPES, "decks", (id, text(row, 1).unwrap_or_default())).map(Some)
    })?;
    Ok(Types::Tables { notetypes, fields, templates, decks })
}

fn notes(conn: &Connection, collection: &mut Collection) -> Result<(), AnkiError> {
    let Collection { notes, nonsense, .. } = collection;
    rows(conn, "SELECT id, guid, mid, mod, tags, flds FROM notes", nonsense, |row| {
        let note = || {
            Some(Note {
                id: number(row, 0)?,
                guid: text(row, 1).filter(|g| !g.is_empty() && g.len() <= 100)?,
                notetype: number(row, 2)?,
                changed: whole(row, 3)?,
                tags: text(row, 4).filter(|t| t.len() <= 10_000)?,
                fields: text(row, 5).filter(|f| f.len() <= LONGEST_NOTE)?,
            })
        };
        note().map(|note| push(notes, MOST_CARDS, "notes", note)).transpose()
    })
}

fn cards(conn: &Connection, collection: &mut Collection) -> Result<(), AnkiError> {
    let Collection { cards, nonsense, .. } = collection;
    let sql = "SELECT id, nid, did, odid, ord, type, queue, due, odue, ivl, factor, reps, lapses,
               flags, mod FROM cards";
    rows(conn, sql, nonsense, |row| {
        let card = || {
            // A card in a filtered deck keeps its home deck and due day in columns of their own.
            let home = whole(row, 3).filter(|id| *id != 0);
            let due = if home.is_some() { whole(row, 8) } else { whole(row, 7) };
            Some(Card {
                id: number(row, 0)?,
                note: number(row, 1)?,
                deck: home.or(number(row, 2))?,
                ord: u32::try_from(number(row, 4)?).ok()?,
                changed: whole(row, 14).unwrap_or(0),
                kind: u8::try_from(whole(row, 5)?).ok()?,
                queue: i8::try_from(whole(row, 6)?).ok()?,
                due: due.unwrap_or(0),
                interval: whole(row, 9).unwrap_or(0),
                factor: whole(row, 10).unwrap_or(0),
                reps: whole(row, 11).and_then(|n| u32::try_from(n).ok()).unwrap_or(0),
                lapses: whole(row, 12).and_then(|n| u32::try_from(n).ok()).unwrap_or(0),
                left: 0,
                flags: whole(row, 13).map_or(0, |f| (f & 7) as u8),
                data: String::new(),
            })
        };
        card().map(|card| push(cards, MOST_CARDS, "cards", card)).transpose()
    })
}

fn reviews(conn: &Connection, collection: &mut Collection) -> Result<(), AnkiError> {
    let Collection { reviews, nonsense, .. } = collection;
    let sql = "SELECT id, cid, ease, ivl, lastIvl, factor, time, type FROM revlog";
    rows(conn, sql, nonsense, |row| {
        let review = || {
            let small = |at| whole(row, at).and_then(|n| i32::try_from(n).ok()).unwrap_or(0);
            Some(Review {
                at: number(row, 0)?,
                card: number(row, 1)?,
                ease: u8::try_from(whole(row, 2)?).ok()?,
                interval: small(3),
                last_interval: small(4),
                factor: small(5),
                ms: u32::try_from(small(6)).unwrap_or(0),
                kind: u8::try_from(whole(row, 7)?).ok()?,
            })
        };
        review().map(|review| push(reviews, MOST_REVIEWS, "reviews", review)).transpose()
    })?;
    collection.reviews.sort_unstable_by_key(|r| (r.card, r.at));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::anki::Head;
    use proptest::prelude::*;

    fn written() -> Vec<u8> {
        let head = Head { models: "{}".into(), decks: "{}".into(), ..Head::default() };
        let mut writer = CollectionWriter::new(&head).unwrap();
        writer.note(&note(), "Q", 7).unwrap();
        writer.card(&card()).unwrap();
        writer.review(&review()).unwrap();
        writer.finish(<[u8]>::to_vec).unwrap()
    }

    fn note() -> Note {
        Note {
            id: 1,
            guid: "g".into(),
            notetype: 2,
            changed: 3,
            tags: " a b ".into(),
            fields: "Q\x1f答".into(),
        }
    }

    fn card() -> Card {
        Card {
            id: 4,
            note: 1,
            deck: 1,
            changed: 5,
            kind: 2,
            queue: -1,
            due: 9,
            flags: 3,
            ..Card::default()
        }
    }

    fn review() -> Review {
        Review { at: 5, card: 4, ease: 3, kind: 1, interval: -60, ms: 900, ..Review::default() }
    }

    /// The written collection after some SQL.
    fn changed(sql: &str) -> Vec<u8> {
        let bytes = written();
        let mut conn = Connection::open_in_memory().unwrap();
        conn.deserialize_read_exact("main", bytes.as_slice(), bytes.len(), false).unwrap();
        conn.execute_batch(sql).unwrap();
        conn.serialize("main").unwrap().to_vec()
    }

    #[test]
    fn what_was_written_is_read() {
        let collection = read_collection(written()).unwrap();
        assert_eq!(collection.notes, [note()]);
        assert_eq!(collection.cards, [card()]);
        assert_eq!(collection.reviews, [review()]);
        assert_eq!(collection.nonsense, 0);
    }

    #[test]
    fn rows_of_other_types_are_counted_and_left_out() {
        let collection = read_collection(changed(
            "INSERT INTO notes SELECT 10, x'ff', mid, mod, usn, tags, flds, sfld, csum, flags, data FROM notes;
             INSERT INTO notes SELECT 11, '', mid, mod, usn, tags, flds, sfld, csum, flags, data FROM notes WHERE id = 1;
             INSERT INTO notes SELECT 12, 'h', mid, mod, usn, tags, CAST(x'ff' AS TEXT), sfld, csum, flags, data FROM notes WHERE id = 1;
             INSERT INTO revlog SELECT 13, cid, usn, 'easy', ivl, lastIvl, factor, time, type FROM revlog;
             UPDATE cards SET ord = -1;",
        ))
        .unwrap();
        assert_eq!(collection.notes, [note()]);
        assert_eq!((collection.cards.len(), collection.reviews.len()), (0, 1));
        assert_eq!(collection.nonsense, 5);
    }

    #[test]
    fn what_runs_when_it_is_read_is_refused() {
        for (sql, part) in [
            ("CREATE VIEW v AS SELECT 1", "has views"),
            ("CREATE TRIGGER t AFTER INSERT ON notes BEGIN SELECT 1; END", "has triggers"),
            ("CREATE VIRTUAL TABLE f USING fts5(a)", "has virtual tables"),
            ("ALTER TABLE notes ADD COLUMN g AS (hex(zeroblob(1000000)))", "has generated columns"),
            ("DROP TABLE revlog", "cannot be read"),
            ("DELETE FROM col", "cannot be read"),
            ("UPDATE col SET ver = 18", "cannot be read"),
        ] {
            let error = read_collection(changed(sql)).unwrap_err().to_string();
            assert!(error.contains(part), "{sql}: {error}");
        }
        for bytes in [&b""[..], b"SQLite format 3\0", &[0; 5000]] {
            assert!(read_collection(bytes.to_vec()).is_err());
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        #[test]
        fn a_damaged_collection_is_no_panic(
            changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
        ) {
            let mut bytes = written();
            for (at, byte) in changes {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            let _ = read_collection(bytes);
        }
    }
}
