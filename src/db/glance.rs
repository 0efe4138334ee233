//! A quick look at the names in a database, for completions: it changes nothing, makes no file,
//! waits for no one, and offers nothing when it cannot look.

use std::collections::BTreeSet;
use std::path::Path;

use rusqlite::{Connection, Row};

use super::{open, schema, topics};
use crate::model::card::{Lang, Topic};

/// A database that is only looked at.
pub struct Glance {
    conn: Connection,
}

/// A card by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Its id.
    pub id: String,
    /// What it asks, in the language that was wanted if the card has it.
    pub question: String,
    /// Whether the user made it.
    pub is_own: bool,
    /// Whether it is taken out of the quiz.
    pub is_suspended: bool,
}

impl Glance {
    /// Looks at a database; `None` if there is none of the newest schema at that place.
    pub fn at(path: &Path) -> Option<Glance> {
        let file = open::place(path).ok().filter(|file| file.exists())?;
        let conn = open::glance(&file)?;
        schema::is_up_to_date(&conn, path).then_some(Glance { conn })
    }

    /// Every topic in the order of display.
    pub fn topics(&self) -> Vec<Topic> {
        topics::read(&self.conn).unwrap_or_default()
    }

    /// The cards whose ids start with `begin`, by id, without retired ones.
    pub fn named(&self, begin: &str, lang: Lang) -> Vec<Named> {
        let sql = "SELECT id, builtin = 0, suspended = 1, coalesce(
                 (SELECT question FROM texts WHERE card = cards.key AND lang = ?2),
                 (SELECT question FROM texts WHERE card = cards.key), '')
             FROM cards WHERE substr(id, 1, length(?1)) = ?1 AND retired = 0 ORDER BY id";
        let named = |row: &Row<'_>| {
            let [is_own, is_suspended] = [row.get(1)?, row.get(2)?];
            Ok(Named { id: row.get(0)?, question: row.get(3)?, is_own, is_suspended })
        };
        let read = || -> rusqlite::Result<Vec<Named>> {
            let mut query = self.conn.prepare(sql)?;
            query.query_map((begin, lang.code()), named)?.collect()
        };
        read().unwrap_or_default()
    }

    /// Every tag.
    pub fn tags(&self) -> BTreeSet<String> {
        let read = || -> rusqlite::Result<BTreeSet<String>> {
            let mut query =
                self.conn.prepare("SELECT DISTINCT tags FROM cards WHERE tags != ''")?;
            let mut tags = BTreeSet::new();
            let mut rows = query.query([])?;
            while let Some(row) = rows.next()? {
                tags.extend(row.get::<_, String>(0)?.lines().map(str::to_owned));
            }
            Ok(tags)
        };
        read().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::db::Store;

    /// The names of the files in a folder.
    fn files(folder: &Path) -> BTreeSet<String> {
        let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
        names.map(|name| name.into_string().unwrap()).collect()
    }

    #[test]
    fn a_look_makes_no_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.db");
        assert!(Glance::at(&path).is_none());
        assert_eq!(files(folder.path()), BTreeSet::new());
        drop(Store::open(&path).unwrap());
        let before = files(folder.path());
        let glance = Glance::at(&path).unwrap();
        assert_eq!((glance.topics(), glance.tags()), (vec![], BTreeSet::new()));
        assert_eq!(glance.named("", Lang::En), []);
        drop(glance);
        assert_eq!(files(folder.path()), before);
        // Even while another one has it open.
        let _open = Store::open(&path).unwrap();
        assert!(Glance::at(&path).is_some());
    }

    #[test]
    fn nothing_is_said_of_what_is_not_ours_or_old() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.db");
        for content in ["", "short", &"a long note about maps\n".repeat(80)] {
            fs::write(&path, content).unwrap();
            assert!(Glance::at(&path).is_none(), "{content}");
            assert_eq!(fs::read_to_string(&path).unwrap(), content);
        }
        assert!(Glance::at(folder.path()).is_none());
        fs::remove_file(&path).unwrap();
        let conn = Connection::open(&path).unwrap();
        conn.execute_batch(include_str!("../../tests/it/fixtures/v4.sql")).unwrap();
        drop(conn);
        let before = fs::read(&path).unwrap();
        assert!(Glance::at(&path).is_none());
        assert_eq!(fs::read(&path).unwrap(), before);
    }
}
