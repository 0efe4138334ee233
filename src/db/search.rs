//! Full-text search over questions and answers in all languages. What is searched in a card, and
//! what a phrase finds there, is defined in `model/filter/words.rs`.

use rusqlite::Connection;

use super::{DbError, Store};
use crate::model::filter::words::{Phrase, phrases};

/// The columns of the search index.
const COLUMNS: usize = 3;

/// Reads every word of the search index with all its places, and all its sizes: SQLite's own check
/// misses some damage that a search would meet.
pub(super) fn walk(conn: &Connection) -> rusqlite::Result<()> {
    conn.execute_batch(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.words USING fts5vocab(main, search, instance)",
    )?;
    let read = || -> rusqlite::Result<()> {
        // A place in a column that does not exist has no `col`.
        let sql = "SELECT count(*) - count(col), max(offset) FROM temp.words";
        if conn.query_row(sql, [], |row| row.get::<_, i64>(0))? > 0 {
            return Err(rusqlite::Error::QueryReturnedNoRows);
        }
        // Each word is searched for, as a user would.
        let mut query = conn.prepare("SELECT DISTINCT term FROM temp.words")?;
        let mut terms = query.query([])?;
        let mut find = conn.prepare("SELECT bm25(search) FROM search WHERE search MATCH ?1")?;
        while let Some(row) = terms.next()? {
            let term = String::from_utf8_lossy(row.get_ref(0)?.as_bytes().unwrap_or(b""))
                .replace('"', "\"\"");
            for query in [format!("\"{term}\""), format!("\"{term}\"*")] {
                find.exists([query])?;
            }
        }
        let mut query = conn.prepare("SELECT sz FROM search_docsize")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            // The word counts of the columns as varints, whose last byte is small.
            let sizes = row.get_ref(0)?.as_bytes().unwrap_or(b"");
            if sizes.iter().filter(|byte| **byte < 0x80).count() != COLUMNS {
                return Err(rusqlite::Error::QueryReturnedNoRows);
            }
        }
        Ok(())
    };
    let done = read();
    conn.execute_batch("DROP TABLE IF EXISTS temp.words")?;
    done
}

impl Store {
    /// Ids of the cards that match what the user typed, best first, at most `limit`. Only if no
    /// card has all the words do cards with some of them come.
    pub fn search(&self, query: &str, limit: u32) -> Result<Vec<String>, DbError> {
        for joiner in ["AND", "OR"] {
            let Some(expression) = expression(query, joiner) else { return Ok(Vec::new()) };
            // A hit in the question counts most, then one in the id; what interviewers ask more
            // often is also searched for more often. Smaller (more negative) is better.
            let mut statement = self.conn.prepare_cached(
                "SELECT cards.id FROM search JOIN cards ON cards.key = search.rowid
                 WHERE search MATCH ?1 AND retired = 0
                 ORDER BY bm25(search, 3.0, 6.0, 1.0) * (1.0 + 0.1 * cards.weight), cards.key
                 LIMIT ?2",
            )?;
            let rows = statement.query_map((expression, limit), |row| row.get(0))?;
            let ids: Vec<String> = rows.collect::<Result<_, _>>()?;
            if !ids.is_empty() {
                return Ok(ids);
            }
        }
        Ok(Vec::new())
    }
}

/// An FTS5 expression for what the user typed, each phrase joined by `joiner` (`AND` or `OR`).
/// `None` when there is no word in it.
fn expression(query: &str, joiner: &str) -> Option<String> {
    let phrases = phrases(query);
    let terms: Vec<String> =
        phrases.iter().filter_map(|text| Phrase::of(text)).map(|phrase| term(&phrase)).collect();
    if terms.is_empty() { None } else { Some(terms.join(&format!(" {joiner} "))) }
}

/// A phrase as FTS5 takes it.
pub(super) fn term(phrase: &Phrase) -> String {
    format!("\"{}\"{}", phrase.spaced, if phrase.is_begun { "*" } else { "" })
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_query_becomes_prefixes_and_phrases() {
        for (query, expression) in [
            ("goroutin leak", Some("\"goroutin\"* AND \"leak\"*")),
            ("slice扩容", Some("\"slice\"* AND \"扩 容\"")),
            ("sync.Map", Some("\"sync.Map\"*")),
            ("\"quoted\" -x", Some("\"quoted\"* AND \"-x\"*")),
            ("写屏障？", Some("\"写 屏 障 ？\"")),
            (" := ", None),
            ("", None),
        ] {
            assert_eq!(super::expression(query, "AND").as_deref(), expression, "{query}");
        }
    }
}
