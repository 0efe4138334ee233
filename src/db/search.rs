//! Full-text search over questions and answers in all languages.

use super::{DbError, Store};
use crate::model::search::expression;

impl Store {
    /// Ids of the cards that match what the user typed, best first, at most `limit`. Cards with
    /// all words come alone; only if there are none do those with some of them.
    pub fn search(&self, query: &str, limit: u32) -> Result<Vec<String>, DbError> {
        for joiner in ["AND", "OR"] {
            let Some(expression) = expression(query, joiner) else { return Ok(Vec::new()) };
            // A hit in the question tells most, then one in the id; what is asked more often is
            // looked for more often. Smaller (more negative) is better.
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
