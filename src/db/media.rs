//! Pictures and sounds that came in with cards.

use std::collections::HashSet;

use rusqlite::types::FromSql;
use rusqlite::{Connection, OptionalExtension, params};

use super::{DbError, Store, kept};
use crate::model::card::Card;
use crate::model::change::Change;

impl Store {
    /// The hash of the picture or sound of that name, `None` if there is none.
    pub fn media_hash(&self, name: &str) -> Result<Option<String>, DbError> {
        self.of_media("SELECT hash FROM media WHERE name = ?1", name)
    }

    /// The bytes of the picture or sound of that name, `None` if there is none.
    pub fn media(&self, name: &str) -> Result<Option<Vec<u8>>, DbError> {
        self.of_media("SELECT bytes FROM media WHERE name = ?1", name)
    }

    fn of_media<T: FromSql>(&self, sql: &str, name: &str) -> Result<Option<T>, DbError> {
        self.read(|conn| conn.prepare_cached(sql)?.query_row([name], |row| row.get(0)).optional())
    }

    /// Whether there is any picture or sound.
    pub fn has_media(&self) -> Result<bool, DbError> {
        self.read(|conn| {
            let sql = "SELECT EXISTS (SELECT 1 FROM media)";
            conn.prepare_cached(sql)?.query_row([], |row| row.get(0))
        })
    }

    /// Keeps pictures or sounds, as (name, hash, bytes), up to the first failure; a name that is
    /// taken keeps what it has.
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

/// Removes those pictures and sounds that neither a card nor a step that could be undone or redone
/// names any more; only these names are looked at.
pub(super) fn drop_unused(conn: &Connection, names: Vec<String>) -> rusqlite::Result<()> {
    let mut is_there = conn.prepare_cached("SELECT 1 FROM media WHERE name = ?1")?;
    let mut unused = HashSet::new();
    for name in names {
        if !unused.contains(&name) && is_there.exists([&name])? {
            unused.insert(name);
        }
    }
    if unused.is_empty() {
        return Ok(());
    }
    let mut query = conn.prepare("SELECT question, answer FROM texts")?;
    let mut rows = query.query([])?;
    while !unused.is_empty()
        && let Some(row) = rows.next()?
    {
        for at in 0..2 {
            for name in shown(row.get_ref(at)?.as_str().unwrap_or("")) {
                unused.remove(name);
            }
        }
    }
    kept::each_step(conn, &["journal", "undone"], &mut |changes| {
        for name in changes.iter().flat_map(Change::cards).flat_map(shown_by) {
            unused.remove(&name);
        }
        !unused.is_empty()
    })?;
    let mut delete = conn.prepare_cached("DELETE FROM media WHERE name = ?1")?;
    unused.into_iter().try_for_each(|name| delete.execute([name]).map(drop))
}

/// What a card could show.
pub(super) fn shown_by(card: &Card) -> Vec<String> {
    let texts = card.text.values().flat_map(|text| [&text.question, &text.answer]);
    texts.flat_map(|text| shown(text)).map(str::to_owned).collect()
}

/// What a text could show: `](name)`, `](<name>)`, and names with one pair of parentheses.
fn shown(text: &str) -> impl Iterator<Item = &str> {
    text.split("](").skip(1).flat_map(|rest| {
        let bare = |nth: usize| rest.match_indices(')').nth(nth).map(|(at, _)| &rest[..at]);
        let bracketed = rest.strip_prefix('<').and_then(|rest| rest.split_once(">)"));
        [bracketed.map(|(name, _)| name), bare(0), bare(1)].into_iter().flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::card::{Card, Kind, Lang, Origin, Text};
    use crate::model::change::{Change, StoredCard};
    use crate::model::schedule::{Schedule, Scheduler};
    use crate::model::settings::Settings;

    fn add(id: &str, answer: &str) -> Change {
        let text = Text { question: "Q".into(), answer: answer.into(), ..Text::default() };
        let card = Card {
            id: id.into(),
            topic: "t".into(),
            kind: Kind::Basic,
            level: 2,
            weight: 3,
            follows: None,
            tags: vec![],
            correct: None,
            evidence: vec![],
            text: [(Lang::En, text)].into(),
            ..Card::default()
        };
        let card = StoredCard {
            card,
            origin: Origin::User,
            edited: false,
            retired: false,
            suspended: false,
            buried_until: None,
            note: None,
            flagged: false,
            seq: 1,
            schedule: Schedule::default(),
        };
        Change::Add { card: Box::new(card), reviews: vec![] }
    }

    #[test]
    fn what_no_card_shows_goes_with_the_import_that_brought_it() {
        let scheduler = Scheduler::new(&Settings::default());
        let mut store = Store::in_memory().unwrap();
        let names = ["a.png", "b (1).png", "c.png", "图.png", "other.png"];
        let item = |name: &&str| Ok::<_, DbError>(((*name).into(), "1".into(), vec![1]));
        store.put_media(names.iter().map(item)).unwrap();
        store.apply("mine", 0, &[add("t-mine", "![](c.png)")]).unwrap();
        let brought =
            [add("t-a", "![x](a.png) ![](<b (1).png>)"), add("t-b", "![](c.png) ![](图.png)")];
        store.apply("imported", 0, &brought).unwrap();
        let there = |store: &Store| names.map(|name| store.media_hash(name).unwrap().is_some());
        // A card that was removed could come back.
        let gone = store.card("t-b").unwrap().unwrap();
        let remove = Change::Remove { card: Box::new(gone), reviews: vec![] };
        store.apply("removed", 0, &[remove]).unwrap();
        store.undo(&scheduler).unwrap();
        assert_eq!(there(&store), [true; 5]);
        store.undo(&scheduler).unwrap();
        store.redo(&scheduler).unwrap();
        store.redo(&scheduler).unwrap();
        assert_eq!(there(&store), [true; 5]);
        // With the next step they cannot come back any more.
        store.undo(&scheduler).unwrap();
        store.undo(&scheduler).unwrap();
        store.apply("mine", 0, &[add("t-other", "none")]).unwrap();
        assert_eq!(there(&store), [false, false, true, false, true]);
    }

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
