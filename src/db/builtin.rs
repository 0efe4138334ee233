//! Loading the decks that came with the program.

use std::collections::HashSet;

use rusqlite::Connection;

use super::{DbError, Store, cards, settings};
use crate::model::card::{Card, Origin, Topic};
use crate::model::change::StoredCard;
use crate::model::schedule::Schedule;

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

/// Under which name the fingerprint of the loaded decks is kept.
const FINGERPRINT: &str = "builtin_decks";

impl Store {
    /// Whether the decks of this fingerprint are the ones loaded last.
    pub fn has_builtin(&self, fingerprint: &str) -> Result<bool, DbError> {
        let loaded = settings::value(&self.conn, FINGERPRINT);
        Ok(loaded.map_err(|e| DbError::sql(&self.path, e))?.as_deref() == Some(fingerprint))
    }

    /// Whether any built-in decks were loaded before.
    pub fn has_some_builtin(&self) -> Result<bool, DbError> {
        let loaded = settings::value(&self.conn, FINGERPRINT);
        Ok(loaded.map_err(|e| DbError::sql(&self.path, e))?.is_some())
    }

    /// Loads the built-in decks in one transaction: new cards come in, texts are updated in place,
    /// progress stays, what the user worded stays, what is gone is retired.
    pub fn load_builtin(
        &mut self,
        fingerprint: &str,
        topics: &[Topic],
        decks: &[Card],
    ) -> Result<Loaded, DbError> {
        self.write(|tx| {
            let mut loaded = Loaded::default();
            // Another process may have been first.
            if settings::value(tx, FINGERPRINT)?.as_deref() == Some(fingerprint) {
                return Ok(loaded);
            }
            for topic in topics {
                cards::upsert_topic(tx, topic)?;
            }
            let mut seq = 0;
            let mut topic = "";
            for card in decks {
                seq = if card.topic == topic { seq + 1 } else { 1 };
                topic = &card.topic;
                load_card(tx, card, seq, &mut loaded)?;
            }
            let ids: HashSet<&str> = decks.iter().map(|c| c.id.as_str()).collect();
            let known: Vec<(i64, String)> = tx
                .prepare("SELECT key, id FROM cards WHERE builtin = 1 AND retired = 0")?
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<Result<_, _>>()?;
            for (key, _) in known.iter().filter(|(_, id)| !ids.contains(id.as_str())) {
                tx.execute("UPDATE cards SET retired = 1 WHERE key = ?1", [key])?;
                loaded.retired += 1;
            }
            tx.execute(
                "INSERT INTO settings (name, value) VALUES (?1, ?2)
                 ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                [FINGERPRINT, fingerprint],
            )?;
            Ok(loaded)
        })
    }
}

fn load_card(conn: &Connection, card: &Card, seq: u32, loaded: &mut Loaded) -> Result<(), DbError> {
    let Some((key, known)) = cards::read(conn, &card.id)? else {
        let stored = StoredCard {
            card: card.clone(),
            origin: Origin::Builtin,
            edited: false,
            retired: false,
            suspended: false,
            buried_until: None,
            seq,
            schedule: Schedule::default(),
        };
        cards::insert(conn, &stored)?;
        loaded.added += 1;
        return Ok(());
    };
    if known.origin == Origin::User || known.edited {
        if known.card != *card {
            loaded.kept.push(card.id.clone());
        }
        if known.origin == Origin::User {
            return Ok(());
        }
    } else if known.card != *card {
        cards::update_wording(conn, key, card, false)?;
        loaded.updated += 1;
    }
    conn.prepare_cached("UPDATE cards SET seq = ?2, retired = 0 WHERE key = ?1")?
        .execute((key, seq))?;
    Ok(())
}
