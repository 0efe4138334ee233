//! What files hold, merged with the cards that are known, and written.

use std::collections::{BTreeMap, HashMap, HashSet};

use anyhow::{Result, bail};

use super::known::{AT_ONCE, Lookup};
use super::lines::{Numbers, Preview};
use crate::db::{self, Store};
use crate::format::anki::own::{self, Own};
use crate::format::besides;
use crate::format::left_out::LeftOut;
use crate::model::card::{Card, Lang, Text, Topic};
use crate::model::change::Change;
use crate::model::merge::{Incoming, Known, Outcome, Says, merge};
use crate::model::schedule::Scheduler;

/// Cards of more topics than this are refused, since each topic is looked up among all. Even the
/// keenest learner has only a few hundred decks.
const MOST_TOPICS: usize = 5_000;

/// What files hold: cards, what became of the lines of notes, and what was left out.
#[derive(Default)]
pub struct Import {
    /// The lines of each file of notes.
    pub previews: Vec<Preview>,
    /// What was left out.
    pub skipped: Vec<Skipped>,
    pub(super) cards: Vec<Brought>,
    /// The topics that are named, and whether each comes in only with a new card.
    pub(super) topics: Vec<(Topic, bool)>,
    /// Pictures and sounds that are new.
    pub(super) pictures: Vec<Picture>,
    pub(super) known: Lookup,
}

/// A picture or sound that is new.
pub(super) struct Picture {
    /// The name it has here.
    pub(super) name: String,
    pub(super) hash: String,
    pub(super) bytes: Vec<u8>,
}

/// Something that was left out, and how many times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// The file.
    pub file: String,
    /// Why.
    pub reason: LeftOut,
    /// How many.
    pub count: usize,
}

/// A card that a file holds.
#[derive(Clone)]
pub(super) struct Brought {
    pub(super) incoming: Incoming,
    /// What it was made from, if it is a copy that was given to Anki.
    pub(super) own: Option<Box<Own>>,
}

impl From<Incoming> for Brought {
    fn from(incoming: Incoming) -> Self {
        Brought { incoming, own: None }
    }
}

/// What an import does.
#[derive(Debug, Default)]
pub struct Merged {
    /// The changes, in order.
    pub changes: Vec<Change>,
    /// Each card with what it turned out to be and how many of its reviews are new.
    pub outcomes: Vec<(String, Outcome, usize)>,
    /// Whether the changes are too many to be undone.
    pub is_large: bool,
    topics: Vec<Topic>,
    by_id: HashMap<String, Outcome>,
}

impl Merged {
    /// Number of cards with an outcome.
    pub fn count(&self, outcome: Outcome) -> usize {
        self.outcomes.iter().filter(|(_, o, _)| *o == outcome).count()
    }

    /// What a card turned out to be; `None` if it is not among them.
    pub fn outcome(&self, id: &str) -> Option<Outcome> {
        self.by_id.get(id).copied()
    }

    /// Number of new reviews.
    pub fn reviews(&self) -> usize {
        self.outcomes.iter().map(|(_, _, reviews)| reviews).sum()
    }
}

impl Import {
    /// How many pictures and sounds are new.
    pub fn media(&self) -> usize {
        self.pictures.len()
    }

    /// Leaves out cards that were made from these lines of notes.
    pub fn leave_out(&mut self, numbers: &Numbers) {
        let previews = self.previews.iter_mut();
        let ids: HashSet<String> =
            previews.flat_map(|preview| preview.leave_out(numbers)).collect();
        self.cards.retain(|card| !ids.contains(card.incoming.id()));
    }

    /// Merges the cards with those of a database; nothing is written. `again` means that they may
    /// be merged once more, and so are kept. `progress` gets cards done and cards in all.
    pub fn merge(
        &mut self,
        store: &Store,
        scheduler: &Scheduler,
        again: bool,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Merged> {
        let cards = if again { self.cards.clone() } else { std::mem::take(&mut self.cards) };
        let mut merging = Merging {
            free: store.next_seqs()?,
            places: HashMap::new(),
            twice: twice(&cards),
            merged: Merged::default(),
        };
        let all = cards.len() as u64;
        let mut done = 0;
        let mut cards = cards.into_iter().peekable();
        while cards.peek().is_some() {
            let some: Vec<Brought> = cards.by_ref().take(AT_ONCE).collect();
            self.look_up(store, &some)?;
            for card in some {
                let id = card.incoming.id().to_owned();
                merging.card(card, &mut self.known, scheduler)?;
                if !merging.twice.contains(&id) {
                    self.known.forget(&id);
                }
                done += 1;
            }
            progress(done, all);
        }
        self.known.forget_all();
        let Merging { mut merged, .. } = merging;
        let is_added = |change: &Change| match change {
            Change::Add { card, .. } => Some(card.card.topic.clone()),
            _ => None,
        };
        let added: HashSet<String> = merged.changes.iter().filter_map(is_added).collect();
        let is_wanted = |(topic, if_new): &&(Topic, bool)| !if_new || added.contains(&topic.name);
        merged.topics = self.topics.iter().filter(is_wanted).map(|(t, _)| t.clone()).collect();
        merged.is_large = db::is_large(&merged.changes);
        Ok(merged)
    }

    /// Looks up cards, and the pictures in those that went to Anki.
    fn look_up(&mut self, store: &Store, cards: &[Brought]) -> Result<()> {
        self.known.ask(store, cards.iter().map(|card| card.incoming.id().to_owned()))?;
        let copies = cards.iter().filter(|card| card.own.is_some());
        let known = copies.filter_map(|card| self.known.card(card.incoming.id()));
        let shown: Vec<String> = known.flat_map(|known| own::pictures(&known.card.card)).collect();
        Ok(self.known.ask_media(store, shown)?)
    }

    /// Writes what [`Import::merge`] made of it, as one step; `label` and `at` are those of
    /// [`Store::apply`]. `progress` gets changes done and changes in all.
    pub fn write(
        &mut self,
        store: &mut Store,
        (label, at): (&str, i64),
        merged: &Merged,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<()> {
        let pictures = std::mem::take(&mut self.pictures).into_iter();
        store.put_media(pictures.map(|p| anyhow::Ok((p.name, p.hash, p.bytes))))?;
        Ok(store.apply_with_topics(label, at, &merged.topics, &merged.changes, progress)?)
    }
}

/// The ids of cards that come in more than once, from several files.
fn twice(cards: &[Brought]) -> HashSet<String> {
    let mut once = HashSet::new();
    let ids = cards.iter().map(|card| card.incoming.id());
    ids.filter(|id| !once.insert(*id)).map(str::to_owned).collect()
}

/// Cards that are being merged.
struct Merging {
    /// The next free place of each topic of the database.
    free: HashMap<String, u32>,
    /// The next free place of each topic that these cards have come to.
    places: HashMap<String, u32>,
    /// Cards that come in more than once.
    twice: HashSet<String>,
    merged: Merged,
}

impl Merging {
    fn card(&mut self, card: Brought, lookup: &mut Lookup, scheduler: &Scheduler) -> Result<()> {
        let Brought { incoming, own } = card;
        let id = incoming.id().to_owned();
        let known = lookup.card(&id);
        let topic = match (&incoming.says, known) {
            (Says::Part(_) | Says::Copy { .. }, Some(known)) => &known.card.card.topic,
            _ => incoming.topic(),
        };
        let topic = topic.to_owned();
        let free = || self.free.get(&topic).copied().unwrap_or(1);
        let next = self.places.get(&topic).copied().unwrap_or_else(free);
        self.places.insert(topic, next + u32::from(known.is_none()));
        if self.places.len() > MOST_TOPICS {
            bail!(
                "the cards are of more than {MOST_TOPICS} topics: split the file, or put what a table or notes hold into one with --topic"
            );
        }
        let on_top = |known: &Card, texts| on_top(known, texts, own.as_deref(), lookup);
        let (changes, outcome, reviews) = merge(incoming, known, next, scheduler, &on_top);
        if self.twice.contains(&id) {
            let after = Known::after(known.cloned(), &changes);
            lookup.set(id.clone(), after);
        }
        self.merged.changes.extend(changes);
        self.merged.by_id.insert(id.clone(), outcome);
        self.merged.outcomes.push((id, outcome, reviews));
        Ok(())
    }
}

/// What incoming texts become on top of a card that is known.
fn on_top(
    known: &Card,
    texts: BTreeMap<Lang, Text>,
    own: Option<&Own>,
    lookup: &Lookup,
) -> BTreeMap<Lang, Text> {
    match own {
        Some(own) => own::changed(own, known, texts, &|name| lookup.media(name).is_some()),
        None => {
            let texts = texts.into_iter();
            texts.map(|(lang, text)| (lang, besides::on_top(known, lang, text))).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};
    use std::path::Path;

    use chrono::Utc;

    use super::super::lines::Selection;
    use super::super::{Export, Format, Learner, Wishes, read};
    use super::*;
    use crate::format::notes::Options;
    use crate::model::day::Calendar;
    use crate::model::filter::Filter;
    use crate::model::settings::Settings;

    const CALENDAR: Calendar<Utc> = Calendar { zone: Utc, rollover_hour: 4 };
    const NOW: i64 = 1 << 41;

    /// Imports a file. Returns how many cards were added and updated, and with how many statements
    /// they were looked up.
    fn import(store: &mut Store, path: &Path) -> (usize, usize, usize) {
        let scheduler = Scheduler::new(&Settings::default());
        let learner = Learner { calendar: &CALENDAR, scheduler: &scheduler, now: NOW };
        let wishes = Wishes {
            topic: None,
            notes: Options::default(),
            selection: Selection::default(),
            partial: false,
            words: &String::new,
        };
        let statements = store.statements();
        let bar = &mut |_, _| {};
        let files = [path.to_owned()];
        let mut import = read(&files, &wishes, store, &learner, &mut |_| Ok(()), bar).unwrap();
        let merged = import.merge(store, &scheduler, false, bar).unwrap();
        let asked = statements.take().len();
        import.write(store, ("imported", NOW), &merged, bar).unwrap();
        (merged.count(Outcome::Added), merged.count(Outcome::Updated), asked)
    }

    #[test]
    fn a_thousand_cards_are_looked_up_with_a_few_statements() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let mut store = Store::in_memory().unwrap();
        let csv: String =
            (0..1000).map(|n| format!("What is the use of part {n}?,It is {n}.\n")).collect();
        fs::write(path("parts.csv"), format!("question,answer\n{csv}")).unwrap();
        // The topics, what is asked, the ids, the new cards in two parts, and the places in topics.
        assert_eq!(import(&mut store, &path("parts.csv")), (1000, 0, 6));
        // Of cards that are there also texts, reviews, and what Anki said.
        assert_eq!(import(&mut store, &path("parts.csv")), (0, 0, 12));

        let filter = Filter::default();
        let export = Export {
            filter: &filter,
            topics: &[],
            langs: &Lang::ALL,
            calendar: &CALENDAR,
            leech_threshold: 8,
            now: NOW,
            from_anki: true,
            short: false,
        };
        let bar = &mut |_, _| {};
        let json = File::create(path("all.json")).unwrap();
        export.write(&store, Format::Json, json, bar).unwrap();
        let apkg = File::create(path("all.apkg")).unwrap();
        export.package(&store, &Settings::default(), true, apkg, bar).unwrap();
        // Two parts of five hundred.
        assert_eq!(import(&mut store, &path("all.json")), (0, 0, 10));
        assert_eq!(import(&mut store, &path("all.apkg")), (0, 0, 10));
        let mut other = Store::in_memory().unwrap();
        assert_eq!(import(&mut other, &path("all.json")), (1000, 0, 4));
        let mut other = Store::in_memory().unwrap();
        assert_eq!(import(&mut other, &path("all.apkg")), (1000, 0, 4));
    }
}
