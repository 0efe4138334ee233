//! The cards of the database that come in again: each is looked up once, a few hundred at a time.

use std::collections::{HashMap, HashSet};

use crate::db::{DbError, Store};
use crate::format::slug;
use crate::model::merge::Known;

/// How many are asked for at once: statements then hardly count, and the answer is some 100 kB.
pub(super) const AT_ONCE: usize = 500;

/// What was looked up.
#[derive(Default)]
pub(super) struct Lookup {
    /// By id; `None` for cards that are not there.
    cards: HashMap<String, Option<Known>>,
    /// Hashes of pictures and sounds by name; `None` for those that are not there.
    media: HashMap<String, Option<String>>,
    /// What the database asks; `None` until it is wanted.
    asked: Option<Questions>,
}

/// The questions of a database.
struct Questions {
    /// Ids of the learner's own cards by the essence of what they ask.
    own: HashMap<String, Vec<String>>,
    /// The ids of all cards.
    ids: HashSet<String>,
}

/// What is not in `known` yet, each once, in parts that can be asked for at once.
fn unknown<V>(
    known: &HashMap<String, V>,
    asked: impl IntoIterator<Item = String>,
) -> Vec<Vec<String>> {
    let mut seen = HashSet::new();
    let is_new = |key: &String| !known.contains_key(key) && seen.insert(key.clone());
    let new: Vec<String> = asked.into_iter().filter(is_new).collect();
    new.chunks(AT_ONCE).map(<[String]>::to_vec).collect()
}

impl Lookup {
    /// Looks up those cards that have not been looked up yet.
    pub(super) fn ask(
        &mut self,
        store: &Store,
        ids: impl IntoIterator<Item = String>,
    ) -> Result<(), DbError> {
        for ids in unknown(&self.cards, ids) {
            let found = store.known(&ids)?;
            self.cards.extend(ids.into_iter().map(|id| (id, None)));
            self.cards.extend(found.into_iter().map(|k| (k.card.card.id.clone(), Some(k))));
        }
        Ok(())
    }

    /// Looks up the learner's own cards that ask one of these questions, and which ids are taken.
    pub(super) fn ask_questions<'q>(
        &mut self,
        store: &Store,
        questions: impl Iterator<Item = &'q str>,
    ) -> Result<(), DbError> {
        if self.asked.is_none() {
            let mut own: HashMap<String, Vec<String>> = HashMap::new();
            for (id, question) in store.own_questions()? {
                let ids = own.entry(slug::essence(&question)).or_default();
                // Both languages of a card may ask alike.
                if ids.last() != Some(&id) {
                    ids.push(id);
                }
            }
            let ids = store.card_ids()?.into_iter().collect();
            self.asked = Some(Questions { own, ids });
        }
        let ids: Vec<String> =
            questions.flat_map(|question| self.asking(&slug::essence(question)).to_vec()).collect();
        self.ask(store, ids)
    }

    /// Ids of the learner's own cards that ask this, by its essence.
    pub(super) fn asking(&self, essence: &str) -> &[String] {
        self.asked.as_ref().and_then(|asked| asked.own.get(essence)).map_or(&[], |ids| ids)
    }

    /// Whether a card has this id.
    pub(super) fn is_taken(&self, id: &str) -> bool {
        self.asked.as_ref().is_some_and(|asked| asked.ids.contains(id))
    }

    /// A card that was looked up; `None` if it is not there.
    pub(super) fn card(&self, id: &str) -> Option<&Known> {
        self.cards.get(id)?.as_ref()
    }

    /// Keeps what became of a card that will come in once more.
    pub(super) fn set(&mut self, id: String, known: Option<Known>) {
        self.cards.insert(id, known);
    }

    /// Drops a card.
    pub(super) fn forget(&mut self, id: &str) {
        self.cards.remove(id);
    }

    /// Drops all cards: they are looked up anew when they are needed.
    pub(super) fn forget_all(&mut self) {
        self.cards.clear();
    }

    /// Looks up those pictures and sounds that have not been looked up yet.
    pub(super) fn ask_media(
        &mut self,
        store: &Store,
        names: impl IntoIterator<Item = String>,
    ) -> Result<(), DbError> {
        for names in unknown(&self.media, names) {
            let found = store.media_hashes(&names)?;
            self.media.extend(names.into_iter().map(|name| (name, None)));
            self.media.extend(found.into_iter().map(|(name, hash)| (name, Some(hash))));
        }
        Ok(())
    }

    /// The hash of a picture or sound that was looked up; `None` if it is not there.
    pub(super) fn media(&self, name: &str) -> Option<&str> {
        self.media.get(name)?.as_deref()
    }
}
