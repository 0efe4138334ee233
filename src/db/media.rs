//! Pictures and sounds that came in with cards.

use rusqlite::{OptionalExtension, params};

use super::{DbError, Store};

impl Store {
    /// The hash of the picture or sound of that name, `None` if there is none.
    pub fn media_hash(&self, name: &str) -> Result<Option<String>, DbError> {
        let mut query = self.conn.prepare_cached("SELECT hash FROM media WHERE name = ?1")?;
        let hash = query.query_row([name], |row| row.get(0)).optional();
        hash.map_err(|e| DbError::sql(&self.path, e))
    }

    /// The bytes of the picture or sound of that name, `None` if there is none.
    pub fn media(&self, name: &str) -> Result<Option<Vec<u8>>, DbError> {
        let mut query = self.conn.prepare_cached("SELECT bytes FROM media WHERE name = ?1")?;
        let bytes = query.query_row([name], |row| row.get(0)).optional();
        bytes.map_err(|e| DbError::sql(&self.path, e))
    }

    /// Whether there is any picture or sound.
    pub fn has_media(&self) -> Result<bool, DbError> {
        let mut query = self.conn.prepare_cached("SELECT EXISTS (SELECT 1 FROM media)")?;
        query.query_row([], |row| row.get(0)).map_err(|e| DbError::sql(&self.path, e))
    }

    /// Keeps pictures or sounds, as (name, hash, bytes), those before the first failure; a name that
    /// is taken keeps what it has.
    pub fn put_media<E: From<DbError>>(
        &mut self,
        media: impl Iterator<Item = Result<(String, String, Vec<u8>), E>>,
    ) -> Result<(), E> {
        let mut failed = None;
        self.write(|tx| {
            let mut insert = tx.prepare_cached(
                "INSERT INTO media (name, hash, bytes) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            )?;
            for item in media {
                match item {
                    Ok((name, hash, bytes)) => {
                        insert.execute(params![name, hash, bytes])?;
                    }
                    Err(error) => {
                        failed = Some(error);
                        break;
                    }
                }
            }
            Ok(())
        })?;
        failed.map_or(Ok(()), Err)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_what_it_has() {
        let mut store = Store::in_memory().unwrap();
        let item = |name: &str, hash: &str| Ok((name.to_owned(), hash.to_owned(), vec![1, 2]));
        assert!(!store.has_media().unwrap());
        let items: [Result<_, DbError>; 2] = [item("a.png", "1"), item("a.png", "2")];
        store.put_media(items.into_iter()).unwrap();
        assert!(store.has_media().unwrap());
        assert_eq!(store.media_hash("a.png").unwrap().as_deref(), Some("1"));
        assert_eq!(store.media("a.png").unwrap(), Some(vec![1, 2]));
        assert_eq!(store.media("b.png").unwrap(), None);
    }
}
