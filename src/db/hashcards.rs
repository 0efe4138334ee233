//! The reviews in a database of hashcards. The file comes from elsewhere: it is read from memory,
//! with every safeguard that SQLite has, and nothing in it is run.

use std::path::Path;

use rusqlite::types::ValueRef;

use super::DbError;
use super::foreign::locked;

/// A review as hashcards keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HashReview {
    /// The hash of the card's text.
    pub card: String,
    /// The local time, `2026-01-02T10:00:00.000`.
    pub at: String,
    /// `forgot`, `hard`, `good` or `easy`.
    pub grade: String,
}

/// Larger files are refused: a million reviews are 200 MB, and no one has nearly so many.
pub const LARGEST_HASHCARDS: usize = 64 << 20;
/// More reviews than this are not read.
const MOST_REVIEWS: usize = 500_000;
/// No text in it is longer: a hash has 64 characters.
const LONGEST_VALUE: i32 = 1 << 20;
/// Steps of SQLite's machine: a few seconds on a slow computer, lest a file takes for ever.
const MOST_STEPS: u64 = 500_000_000;

/// Reads the reviews, oldest first. `name` is that of the file, for messages. A row that is not what
/// it should be is skipped and counted.
pub fn hashcards_reviews(bytes: Vec<u8>, name: &Path) -> Result<(Vec<HashReview>, usize), DbError> {
    let damaged =
        |reason: &str| DbError::Damaged { path: name.to_owned(), reason: reason.to_owned() };
    if bytes.len() < 100 || !bytes.starts_with(b"SQLite format 3\0") {
        return Err(DbError::NotADatabase(name.to_owned()));
    }
    if bytes.len() > LARGEST_HASHCARDS {
        return Err(damaged("it is larger than 64 MiB"));
    }
    let failed = |e| DbError::sql(name, e);
    let conn = locked(bytes, LONGEST_VALUE, MOST_STEPS).map_err(failed)?;
    let foreign = || DbError::Foreign(name.to_owned());
    let objects: i64 = conn
        .query_row(
            "SELECT count(*) FROM sqlite_schema WHERE type IN ('view', 'trigger')
             OR sql LIKE 'CREATE VIRTUAL%'",
            [],
            |row| row.get(0),
        )
        .map_err(failed)?;
    if objects > 0 {
        return Err(foreign());
    }
    let is_ok: String =
        conn.query_row("PRAGMA quick_check(1)", [], |row| row.get(0)).map_err(failed)?;
    if is_ok != "ok" {
        return Err(damaged("its pages do not fit together"));
    }
    let mut query = conn
        .prepare("SELECT card_hash, reviewed_at, grade FROM reviews ORDER BY review_id")
        .map_err(|_| foreign())?;
    let mut rows = query.query([]).map_err(failed)?;
    let mut reviews = Vec::new();
    let mut skipped = 0;
    while let Some(row) = rows.next().map_err(failed)? {
        let text = |at: usize| match row.get_ref(at) {
            Ok(ValueRef::Text(bytes)) if bytes.len() <= 128 => {
                std::str::from_utf8(bytes).ok().map(str::to_owned)
            }
            _ => None,
        };
        match (text(0), text(1), text(2)) {
            (Some(card), Some(at), Some(grade)) if reviews.len() < MOST_REVIEWS => {
                reviews.push(HashReview { card, at, grade });
            }
            _ => skipped += 1,
        }
    }
    Ok((reviews, skipped))
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::*;
    use proptest::prelude::*;

    fn database(extra: &str) -> Vec<u8> {
        let mut conn = Connection::open_in_memory().unwrap();
        conn.execute_batch(&format!(
            "CREATE TABLE reviews (review_id INTEGER PRIMARY KEY, session_id INTEGER, card_hash TEXT,
             reviewed_at TEXT, grade TEXT);
             INSERT INTO reviews VALUES (2, 1, 'aa', '2026-01-02T10:00:00.000', 'good'),
             (1, 1, 'aa', '2026-01-01T10:00:00.000', 'forgot'), (3, 1, x'ff', 5, NULL);
             {extra}"
        ))
        .unwrap();
        conn.serialize("main").unwrap().to_vec()
    }

    #[test]
    fn reviews_are_read_and_bad_rows_counted() {
        let (reviews, skipped) = hashcards_reviews(database(""), Path::new("x")).unwrap();
        let shown: Vec<_> = reviews.iter().map(|r| (r.card.as_str(), r.grade.as_str())).collect();
        assert_eq!(shown, [("aa", "forgot"), ("aa", "good")]);
        assert_eq!(skipped, 1);
    }

    #[test]
    fn what_could_be_run_is_refused() {
        let path = Path::new("x");
        for extra in [
            "CREATE VIEW v AS SELECT 1;",
            "CREATE TRIGGER t AFTER INSERT ON reviews BEGIN SELECT 1; END;",
            "CREATE VIRTUAL TABLE f USING fts5 (a);",
            "DROP TABLE reviews; CREATE VIEW reviews AS SELECT 1 AS review_id, 2, 3;",
            "ALTER TABLE reviews RENAME TO other;",
        ] {
            assert!(
                matches!(hashcards_reviews(database(extra), path), Err(DbError::Foreign(_))),
                "{extra}"
            );
        }
        assert!(matches!(hashcards_reviews(b"no".to_vec(), path), Err(DbError::NotADatabase(_))));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]
        #[test]
        fn any_damage_is_no_panic(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<prop::sample::Index>()) {
            let mut bytes = database("");
            let at = at.index(bytes.len());
            bytes[at] = byte;
            let _ = hashcards_reviews(bytes.clone(), Path::new("x"));
            bytes.truncate(cut.index(bytes.len()));
            let _ = hashcards_reviews(bytes, Path::new("x"));
        }
    }
}
