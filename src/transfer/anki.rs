//! Anki's packages in and out: what the file says, against what the database has.

mod packing;

use std::collections::{BTreeMap, HashMap, HashSet};

use anyhow::{Result, anyhow};
use chrono::TimeZone;

use super::import::{Brought, Picture, Skipped};
use super::parcel::Parcel;
use super::reader::Reader;
use crate::format::anki::import::{self, Taken};
use crate::format::anki::own;
use crate::format::anki::package::{LARGEST_MEDIA, Media, Package};
use crate::format::left_out::LeftOut;
use crate::model::card::{Card, LONGEST_NOTE, Lang, Topic};
use crate::model::day::Calendar;
use crate::model::merge::{Incoming, Part, Says};
use crate::model::review::{Review, ReviewOrigin};

/// A review further than this in the future is left out, for no clock is so wrong: a day in
/// milliseconds.
const AHEAD: i64 = 86_400_000;
/// Pictures may unpack to this much more than twice the size of the file: they hardly shrink.
const LEAST_MEDIA: u64 = 64 << 20;

impl<Z: TimeZone> Reader<'_, Z> {
    /// Makes cards from what is in the parcels. `progress` gets cards done and cards in all.
    pub(super) fn unpack(&mut self, progress: &mut dyn FnMut(u64, u64)) -> Result<()> {
        let mut decks = Decks { known: self.there.clone(), topics: HashMap::new() };
        let mut topics = HashSet::new();
        let mut ids = HashSet::new();
        // Hashes of pictures and sounds that come in with an earlier file.
        let mut coming = HashMap::new();
        for parcel in std::mem::take(&mut self.parcels) {
            let Parcel { name, mut package, budget, collection } = parcel;
            let mut pictures = self.pictures(package.as_mut(), &coming)?;
            let latest = self.learner.now.saturating_add(AHEAD);
            let read = import::cards(collection, budget, latest, &pictures.names, progress);
            let mut read = read.map_err(|reason| anyhow!("{name}: {reason}"))?;
            self.keep_pictures(&read.cards, &mut pictures, &mut coming, &mut read.skipped);
            for taken in read.cards {
                let topic = decks.topic(&taken.deck);
                let card = brought(taken, &topic.name, self.learner.calendar);
                if !ids.insert(card.incoming.id().to_owned()) {
                    *read.skipped.entry(LeftOut::Earlier).or_default() += 1;
                    continue;
                }
                if topics.insert(topic.name.clone()) {
                    self.name_topic(topic);
                }
                self.import.cards.push(card);
            }
            let skipped = read.skipped.into_iter();
            self.import.skipped.extend(skipped.map(|(reason, count)| Skipped {
                file: name.clone(),
                reason,
                count,
            }));
        }
        Ok(())
    }

    /// The pictures and sounds of a package, with new names for those whose names are taken here.
    fn pictures<'p>(
        &mut self,
        package: Option<&'p mut Package>,
        coming: &HashMap<String, String>,
    ) -> Result<Pictures<'p>> {
        let mut pictures = Pictures::of(package);
        let mut listed: Vec<String> = pictures.listed.keys().cloned().collect();
        listed.sort();
        self.known.ask_media(self.store, listed.iter().cloned())?;
        for name in listed {
            let here = self.known.media(&name).or(coming.get(&name).map(String::as_str));
            let Some(taken) = here else { continue };
            let Ok((hash, bytes)) = pictures.unpacked(&name) else { continue };
            if hash == taken {
                // What we have already is not kept twice.
                *bytes = Vec::new();
            } else {
                let (stem, ending) = name.rsplit_once('.').unwrap_or((&name, ""));
                let here = format!("{stem}-{}.{ending}", &hash[..8]);
                pictures.names.insert(name, here);
            }
        }
        let renamed = pictures.names.values().cloned();
        self.known.ask_media(self.store, renamed)?;
        Ok(pictures)
    }

    /// Keeps the new pictures and sounds that cards show; notes why others are missing.
    fn keep_pictures(
        &mut self,
        cards: &[Taken],
        pictures: &mut Pictures<'_>,
        coming: &mut HashMap<String, String>,
        skipped: &mut BTreeMap<LeftOut, usize>,
    ) {
        let mut seen = HashSet::new();
        for name in cards.iter().flat_map(|c| &c.media).filter(|name| seen.insert(name.as_str())) {
            let (hash, bytes) = match pictures.unpacked(name) {
                Ok(unpacked) => unpacked,
                Err(reason) => {
                    *skipped.entry(reason).or_default() += 1;
                    continue;
                }
            };
            let (hash, bytes) = (hash.clone(), std::mem::take(bytes));
            let name = pictures.names.get(name).unwrap_or(name).clone();
            if self.known.media(&name).is_none() && !coming.contains_key(&name) {
                coming.insert(name.clone(), hash.clone());
                self.import.pictures.push(Picture { name, hash, bytes });
            }
        }
    }
}

/// The pictures and sounds of a package, each unpacked once.
struct Pictures<'p> {
    /// `None` for a collection as Anki keeps it.
    package: Option<&'p mut Package>,
    listed: HashMap<String, Media>,
    /// Bytes that may still be unpacked.
    budget: u64,
    /// Hash and bytes, or why there are none.
    done: HashMap<String, Result<(String, Vec<u8>), LeftOut>>,
    /// The names here of those whose own names are taken.
    names: HashMap<String, String>,
}

impl<'p> Pictures<'p> {
    fn of(mut package: Option<&'p mut Package>) -> Self {
        let listed = package.as_mut().map(|package| package.media()).unwrap_or_default();
        let budget = LEAST_MEDIA + 2 * package.as_ref().map_or(0, |package| package.size());
        Pictures { package, listed, budget, done: HashMap::new(), names: HashMap::new() }
    }

    /// The hash and the bytes of a picture or sound, or why it is left out.
    fn unpacked(&mut self, name: &str) -> Result<&mut (String, Vec<u8>), LeftOut> {
        if !self.done.contains_key(name) {
            let unpacked = self.unpack(name);
            self.done.insert(name.to_owned(), unpacked);
        }
        match self.done.get_mut(name) {
            Some(done) => done.as_mut().map_err(|reason| reason.clone()),
            None => Err(LeftOut::NoMedia),
        }
    }

    fn unpack(&mut self, name: &str) -> Result<(String, Vec<u8>), LeftOut> {
        let package = self.package.as_mut().ok_or(LeftOut::MediaBeside)?;
        let media = self.listed.get(name).ok_or(LeftOut::NoMedia)?;
        if self.budget == 0 {
            return Err(LeftOut::MediaPastRoom);
        }
        let (bytes, spent) = match package.read_media(media) {
            Ok(Some(bytes)) => {
                let spent = bytes.len() as u64;
                (Ok(bytes), spent)
            }
            Ok(None) => (Err(LeftOut::LargeMedia), LARGEST_MEDIA),
            Err(_) => (Err(LeftOut::BadMedia), LARGEST_MEDIA),
        };
        self.budget = self.budget.saturating_sub(spent);
        bytes.map(|bytes| (own::media_hash(&bytes), bytes))
    }
}

/// What Anki says of a card.
fn brought<Z: TimeZone>(taken: Taken, topic: &str, calendar: &Calendar<Z>) -> Brought {
    let reviews = taken.reviews.iter().map(|answer| Review {
        at: answer.at,
        day: calendar.day_of(answer.at),
        rating: answer.rating,
        ms: answer.ms,
        kind: answer.kind,
        origin: ReviewOrigin::Import,
    });
    let reviews = reviews.collect();
    let (topic, changed) = (topic.to_owned(), taken.changed);
    let mut note = None;
    let (says, own) = match taken.own {
        Some(mut own) => {
            note = own.note.take().filter(|note| note.len() <= LONGEST_NOTE);
            let mut card = Card { topic, ..std::mem::take(&mut own.card) };
            own::take_tags(&mut card, taken.tags);
            (Says::Copy { card, changed }, Some(Box::new(own)))
        }
        None => {
            let part = Part {
                id: own::card_id(&taken.guid, taken.ord),
                topic,
                text: taken.text,
                tags: Some(taken.tags),
                changed: Some(changed),
                ..Part::default()
            };
            (Says::Part(part), None)
        }
    };
    Brought {
        incoming: Incoming { seen: taken.seen, reviews, note, ..Incoming::of_user(says) },
        own,
    }
}

/// The topics of decks.
struct Decks {
    /// Those of the database.
    known: Vec<Topic>,
    /// Those of the decks met so far.
    topics: HashMap<Vec<String>, Topic>,
}

impl Decks {
    /// The topic of a deck. One that exists under another name, from a time when Chinese titles
    /// were not read, keeps that name.
    fn topic(&mut self, deck: &[String]) -> Topic {
        if let Some(topic) = self.topics.get(deck) {
            return topic.clone();
        }
        let topic = own::topic(deck);
        let title = topic.title_in(Lang::Zh);
        let is_it = |known: &&Topic| !title.is_ascii() && known.is_titled(title);
        let topic = self.known.iter().find(is_it).cloned().unwrap_or(topic);
        self.topics.insert(deck.to_vec(), topic.clone());
        topic
    }
}
