//! Loading the decks that came with the program.

use std::collections::HashSet;

use rusqlite::Connection;

use super::aside::Aside;
use super::door::BULK_CACHE_KIB;
use super::{BUSY_TIMEOUT, DbError, START_TIMEOUT, Store, cards, order, settings};
use crate::model::card::{Card, Origin, Topic};
use crate::model::change::StoredCard;
use crate::model::merge::{self, Refreshed};

/// What loading the built-in decks did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Loaded {
    /// Cards that are new.
    pub added: u32,
    /// Cards whose text changed; their progress stayed.
    pub updated: u32,
    /// Ids of cards that keep the user's wording although ours changed or the id was taken.
    pub kept: Vec<String>,
    /// Cards that are no longer in the decks: not asked any more, history kept.
    pub retired: u32,
}

/// The name under which the fingerprint of the loaded decks is kept.
const FINGERPRINT: &str = "builtin_decks";

impl Store {
    /// Whether the decks of this fingerprint are the ones loaded last.
    pub fn has_builtin(&self, fingerprint: &str) -> Result<bool, DbError> {
        Ok(self.loaded()?.as_deref() == Some(fingerprint))
    }

    /// Whether any built-in decks were loaded before.
    pub fn has_some_builtin(&self) -> Result<bool, DbError> {
        Ok(self.loaded()?.is_some())
    }

    /// The fingerprint of the decks loaded last.
    fn loaded(&self) -> Result<Option<String>, DbError> {
        self.read(|conn| settings::value(conn, FINGERPRINT))
    }

    /// Loads the built-in decks in one transaction: new cards come in, texts are updated in place,
    /// progress stays, what the user worded stays, what is gone is retired. `decks` are the cards of
    /// each topic, `at` is the time in milliseconds since 1970-01-01 UTC.
    pub fn load_builtin(
        &mut self,
        fingerprint: &str,
        topics: &[Topic],
        decks: impl IntoIterator<Item = Vec<Card>>,
        at: i64,
    ) -> Result<Loaded, DbError> {
        self.conn.pragma_update(None, "cache_size", -BULK_CACHE_KIB)?;
        // Without any decks there is nothing to do but to wait for another start that loads them.
        let is_first = !self.has_some_builtin()?;
        self.conn.busy_timeout(if is_first { START_TIMEOUT } else { BUSY_TIMEOUT })?;
        let loaded = self.write(|tx| {
            let mut loaded = Loaded::default();
            // Another process may have got here first.
            if settings::value(tx, FINGERPRINT)?.as_deref() == Some(fingerprint) {
                return Ok(loaded);
            }
            cards::upsert_topics(tx, topics)?;
            // Where no card is, none is looked up.
            let is_empty = !tx.prepare("SELECT 1 FROM cards")?.exists([])?;
            let aside = if is_empty { Aside::begin(tx)? } else { None };
            let mut ids = HashSet::new();
            for deck in decks {
                ids.extend(deck.iter().map(|card| card.id.clone()));
                match &aside {
                    Some(aside) => loaded.added += add_deck(tx, deck, at, aside)?,
                    None => {
                        for (seq, card) in (1..).zip(&deck) {
                            load_card(tx, card, seq, at, &mut loaded)?;
                        }
                    }
                }
            }
            if let Some(aside) = aside {
                aside.end(tx)?;
            }
            let known: Vec<(i64, String)> = tx
                .prepare("SELECT key, id FROM cards WHERE builtin = 1 AND retired = 0")?
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<Result<_, _>>()?;
            for (key, _) in known.iter().filter(|(_, id)| !ids.contains(id)) {
                tx.execute("UPDATE cards SET retired = 1 WHERE key = ?1", [key])?;
                loaded.retired += 1;
            }
            order::all(tx)?;
            settings::write(tx, FINGERPRINT, Some(fingerprint))?;
            Ok(loaded)
        });
        self.conn.busy_timeout(BUSY_TIMEOUT)?;
        loaded
    }
}

/// Makes the decks load again.
pub(super) fn forget(conn: &Connection) -> rusqlite::Result<()> {
    settings::write(conn, FINGERPRINT, None)
}

/// Adds the cards of a topic to a database without any, and gives how many they are.
fn add_deck(conn: &Connection, deck: Vec<Card>, at: i64, aside: &Aside) -> Result<u32, DbError> {
    let ranks = order::of_new(conn, &deck)?;
    let mut added = 0;
    for (card, rank) in deck.into_iter().zip(ranks) {
        added += 1;
        let stored = StoredCard::new(card, Origin::Builtin, added);
        let key = cards::insert_row(conn, &stored, rank, at)?;
        aside.add(key, &stored.card);
    }
    Ok(added)
}

fn load_card(
    conn: &Connection,
    card: &Card,
    seq: u32,
    at: i64,
    loaded: &mut Loaded,
) -> Result<(), DbError> {
    let Some((key, known)) = cards::read(conn, &card.id)? else {
        let stored = StoredCard::new(card.clone(), Origin::Builtin, seq);
        cards::insert(conn, &stored, at)?;
        loaded.added += 1;
        return Ok(());
    };
    match merge::refresh(&known, card) {
        Refreshed::Same => {}
        Refreshed::Kept => loaded.kept.push(card.id.clone()),
        Refreshed::Updated => {
            cards::update_wording(conn, key, card, false, at)?;
            loaded.updated += 1;
        }
    }
    if known.origin == Origin::User {
        return Ok(());
    }
    conn.prepare_cached("UPDATE cards SET seq = ?2, retired = 0 WHERE key = ?1")?
        .execute((key, seq))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::combine::combine;
    use crate::format::deck;
    use crate::model::change::{Change, Wording};

    fn decks(cards: &[(&str, &str)]) -> (Vec<Topic>, Vec<Card>) {
        let mut text = String::from("---\ndeck: t\ntitle: Test\nlang: en\n---\n");
        for (id, answer) in cards {
            text += &format!("\n## Question {id}? {{#{id} level=1 weight=3}}\n\n{answer}\n");
        }
        combine([deck::read(&text).0])
    }

    fn load(store: &mut Store, fingerprint: &str, cards: &[(&str, &str)]) -> Loaded {
        let (topics, cards) = decks(cards);
        store.load_builtin(fingerprint, &topics, [cards], 0).unwrap()
    }

    fn answer(store: &Store, id: &str) -> String {
        let card = store.card(id).unwrap().unwrap().card;
        card.text.into_values().next().unwrap().answer
    }

    fn reword(store: &mut Store, id: &str, to: &str) {
        let stored = store.card(id).unwrap().unwrap();
        let mut card = stored.card.clone();
        card.text.values_mut().for_each(|text| text.answer = to.into());
        let from = Box::new(Wording { card: stored.card, edited: stored.edited });
        let edit = Change::Edit { from, to: Box::new(Wording { card, edited: true }) };
        store.apply("edited", 0, &[edit]).unwrap();
    }

    #[test]
    fn a_newer_deck_updates_text_and_keeps_progress() {
        let mut store = Store::in_memory().unwrap();
        let loaded = load(&mut store, "1", &[("t-a", "old"), ("t-b", "old")]);
        assert_eq!((loaded.added, loaded.updated), (2, 0));
        assert!(store.has_builtin("1").unwrap() && !store.has_builtin("2").unwrap());
        let suspend = Change::Suspend { id: "t-a".into(), from: false, to: true };
        store.apply("suspended", 0, &[suspend]).unwrap();

        let loaded = load(&mut store, "2", &[("t-b", "old"), ("t-a", "new"), ("t-c", "new")]);
        assert_eq!((loaded.added, loaded.updated, loaded.retired), (1, 1, 0));
        let stored = store.card("t-a").unwrap().unwrap();
        assert!(stored.suspended);
        assert_eq!((answer(&store, "t-a").as_str(), stored.seq), ("new", 2));
        assert_eq!(store.search("new", 9).unwrap().len(), 2);
    }

    #[test]
    fn topics_stand_in_the_order_of_teaching() {
        let topic = |name: &str, place: Option<u32>| Topic {
            name: name.into(),
            short: place.map(|place| format!("S{place}")),
            place,
            ..Topic::default()
        };
        let mut store = Store::in_memory().unwrap();
        let names = |store: &Store| -> Vec<String> {
            store.topics().unwrap().into_iter().map(|t| t.name).collect()
        };
        store.load_builtin("1", &[topic("b", Some(2)), topic("d", Some(9))], [], 0).unwrap();
        store.apply_with_topics("", 0, &[topic("mine", None)], &[], &mut |_, _| {}).unwrap();
        let newer =
            [topic("b", Some(2)), topic("c", Some(5)), topic("d", Some(1)), topic("a", None)];
        store.load_builtin("2", &newer, [], 0).unwrap();
        assert_eq!(names(&store), ["d", "b", "c", "mine", "a"]);
        assert_eq!(store.topics().unwrap()[2], newer[1]);
    }

    #[test]
    fn the_users_wording_stays_and_is_told() {
        let mut store = Store::in_memory().unwrap();
        load(&mut store, "1", &[("t-a", "old")]);
        reword(&mut store, "t-a", "mine");
        let loaded = load(&mut store, "2", &[("t-a", "new")]);
        assert_eq!((loaded.updated, loaded.kept.as_slice()), (0, &["t-a".to_string()][..]));
        assert_eq!(answer(&store, "t-a"), "mine");
    }

    #[test]
    fn a_card_that_disappears_is_retired_and_comes_back_with_its_history() {
        let mut store = Store::in_memory().unwrap();
        load(&mut store, "1", &[("t-a", "old"), ("t-b", "old")]);
        assert_eq!(load(&mut store, "2", &[("t-b", "old")]).retired, 1);
        let retired = |store: &Store| store.card("t-a").unwrap().unwrap().retired;
        assert!(retired(&store));
        assert_eq!(store.search("Question", 9).unwrap(), ["t-b"]);
        load(&mut store, "3", &[("t-a", "old"), ("t-b", "old")]);
        assert!(!retired(&store));
    }

    #[test]
    fn a_card_of_the_user_is_never_taken_over() {
        let mut store = Store::in_memory().unwrap();
        load(&mut store, "1", &[("t-a", "old")]);
        let mut stored = store.card("t-a").unwrap().unwrap();
        stored.card.id = "t-mine".into();
        stored.origin = Origin::User;
        let add = Change::Add { card: Box::new(stored), reviews: vec![] };
        store.apply("added", 0, &[add]).unwrap();
        let loaded = load(&mut store, "2", &[("t-a", "old"), ("t-mine", "ours")]);
        assert_eq!(loaded.kept, ["t-mine"]);
        assert_eq!(answer(&store, "t-mine"), "old");
        assert_eq!(load(&mut store, "3", &[]).retired, 1);
        assert!(!store.card("t-mine").unwrap().unwrap().retired);
    }
}
