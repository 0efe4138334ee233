//! Anki's packages in and out: what the file says, against what the database has.

mod packing;

use std::collections::{BTreeMap, HashMap, HashSet};

use anyhow::{Context, Result, anyhow};
use chrono::TimeZone;

use crate::db::{Stamps, Store, read_collection};
use crate::format::anki::import::{self, Taken};
use crate::format::anki::own;
use crate::format::anki::package::{LARGEST_MEDIA, Media, Package, text_budget};
use crate::model::anki::Collection;
use crate::model::card::{Card, DEFAULT_LEVEL, DEFAULT_WEIGHT, Kind, Lang, Origin, Topic};
use crate::model::change::{Seen, StoredCard};
use crate::model::day::Calendar;
use crate::model::merge::Incoming;
use crate::model::review::{Review, ReviewOrigin};

use packing::LATEST_VERSION;
pub use packing::Written;

/// A package that was opened, its rows read.
pub struct Parcel {
    name: String,
    /// `None` for a collection as Anki keeps it, beside whose file its pictures are.
    package: Option<Package>,
    /// Bytes of text that its cards may make.
    budget: u64,
    collection: Collection,
}

/// A picture or sound that comes with the cards of a parcel.
pub struct Picture {
    parcel: usize,
    media: Media,
    /// The name it has here.
    name: String,
    hash: String,
}

/// Something that was left out, with how many of it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Skipped {
    /// The file.
    pub file: String,
    /// Why, as a plural: `cards without an answer`.
    pub reason: String,
    /// How many.
    pub count: usize,
}

/// What parcels hold, as the database sees it.
#[derive(Default)]
pub struct Unpacked {
    /// Topics that the database does not have.
    pub topics: Vec<Topic>,
    /// The cards, each once.
    pub cards: Vec<Incoming>,
    /// What was left out.
    pub skipped: Vec<Skipped>,
    parcels: Vec<Parcel>,
    pictures: Vec<Picture>,
}

/// A clock cannot be wrong by more than this into the future, or a review is left out: a day in
/// milliseconds.
const AHEAD: i64 = 86_400_000;
/// Pictures may unpack to this beyond twice the size of the file, for they hardly shrink.
const LEAST_MEDIA: u64 = 64 << 20;
/// Two answers of one card to the same effect within this are one: ids in Anki's log are unique, so
/// a copy of a review may be some milliseconds later.
const SAME_ANSWER: i64 = 1000;

/// Opens a package and reads its rows.
pub fn open(name: &str, bytes: Vec<u8>) -> Result<Parcel> {
    let failed = || name.to_owned();
    let mut package = Package::open(bytes).with_context(failed)?;
    let bytes = package.collection().with_context(failed)?;
    let collection = read_collection(bytes).with_context(failed)?;
    package.allow(collection.cards.len(), collection.reviews.len()).with_context(failed)?;
    let budget = package.text_budget();
    Ok(Parcel { name: name.to_owned(), package: Some(package), budget, collection })
}

/// Reads the file that Anki itself works on.
pub fn open_collection(name: &str, bytes: Vec<u8>) -> Result<Parcel> {
    let budget = text_budget(bytes.len() as u64);
    let collection = read_collection(bytes).with_context(|| name.to_owned())?;
    Ok(Parcel { name: name.to_owned(), package: None, budget, collection })
}

/// Makes cards of what is in the parcels. `now` is in milliseconds since 1970-01-01 UTC; `progress`
/// gets cards done and cards in all.
pub fn unpack<Z: TimeZone>(
    store: &Store,
    parcels: Vec<Parcel>,
    calendar: &Calendar<Z>,
    now: i64,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Unpacked> {
    let mut out = Unpacked { parcels, ..Unpacked::default() };
    let mut decks = Decks { known: store.topics()?, topics: HashMap::new() };
    let mut topics: HashSet<String> = decks.known.iter().map(|t| t.name.clone()).collect();
    let mut known = HashSet::new();
    for index in 0..out.parcels.len() {
        let parcel = &mut out.parcels[index];
        let name = parcel.name.clone();
        let collection = std::mem::take(&mut parcel.collection);
        let budget = parcel.budget;
        let read = import::cards(collection, budget, now.saturating_add(AHEAD), progress);
        let mut read = read.map_err(|reason| anyhow!("{name}: {reason}"))?;
        let names = pictures(store, index, &read.cards, &mut out, &mut read.skipped)?;
        for mut taken in read.cards {
            rename(&mut taken, &names);
            let (topic, card) = incoming(store, taken, &mut decks, calendar)?;
            if !known.insert(card.card.id.clone()) {
                *read.skipped.entry("cards that an earlier file has too".into()).or_default() += 1;
                continue;
            }
            if let Some(topic) = topic
                && topics.insert(topic.name.clone())
            {
                out.topics.push(topic);
            }
            out.cards.push(card);
        }
        let skipped = read.skipped.into_iter();
        out.skipped.extend(skipped.map(|(reason, count)| Skipped {
            file: name.clone(),
            reason,
            count,
        }));
    }
    if out.pictures.is_empty() {
        // Nothing more is read from the files.
        out.parcels.clear();
    }
    Ok(out)
}

impl Unpacked {
    /// The pictures and sounds of the cards that the database does not have.
    fn new_pictures(&self, store: &Store) -> Result<Vec<&Picture>> {
        let mut new = Vec::new();
        for picture in &self.pictures {
            if store.media_hash(&picture.name)?.is_none() {
                new.push(picture);
            }
        }
        Ok(new)
    }

    /// How many pictures and sounds of the cards the database does not have.
    pub fn count_new_media(&self, store: &Store) -> Result<usize> {
        Ok(self.new_pictures(store)?.len())
    }

    /// Keeps the pictures and sounds of the cards in the database.
    pub fn put_media(&mut self, store: &mut Store) -> Result<()> {
        let mut new: Vec<(usize, Media, String, String)> = Vec::new();
        for picture in self.new_pictures(store)? {
            let Picture { parcel, media, name, hash } = picture;
            new.push((*parcel, media.clone(), name.clone(), hash.clone()));
        }
        let parcels = &mut self.parcels;
        store.put_media(new.into_iter().filter_map(|(parcel, media, name, hash)| {
            let parcel = parcels.get_mut(parcel)?;
            match parcel.package.as_mut()?.read_media(&media) {
                Ok(bytes) => Some(Ok((name, hash, bytes?))),
                Err(error) => Some(Err(anyhow::Error::new(error).context(parcel.name.clone()))),
            }
        }))
    }
}

/// Why pictures of a collection are left out.
const BESIDE: &str = "pictures or sounds, which Anki keeps in a folder of their own: export a .colpkg from Anki to have them";

/// Reads the pictures that cards show, to see that they can be read, and finds each a name: one that
/// the database has for something else gets a part of its hash. Returns the new names by old ones.
fn pictures(
    store: &Store,
    parcel: usize,
    cards: &[Taken],
    out: &mut Unpacked,
    skipped: &mut BTreeMap<String, usize>,
) -> Result<HashMap<String, String>> {
    let mut names = HashMap::new();
    if cards.iter().all(|c| c.media.is_empty()) {
        return Ok(names);
    }
    let Some(package) = &mut out.parcels[parcel].package else {
        let names: HashSet<&String> = cards.iter().flat_map(|c| &c.media).collect();
        *skipped.entry(BESIDE.into()).or_default() += names.len();
        return Ok(HashMap::new());
    };
    let listed = package.media();
    let mut budget = LEAST_MEDIA + 2 * package.size();
    let mut seen = HashSet::new();
    for name in cards.iter().flat_map(|c| &c.media).filter(|name| seen.insert(name.as_str())) {
        let mut skip = |reason: &str| *skipped.entry(reason.into()).or_default() += 1;
        let Some(media) = listed.get(name) else {
            skip("pictures or sounds that are not in the file");
            continue;
        };
        if budget == 0 {
            skip("pictures or sounds past what a file of this size can hold");
            continue;
        }
        let bytes = match package.read_media(media) {
            Ok(Some(bytes)) => bytes,
            Ok(None) => {
                budget = budget.saturating_sub(LARGEST_MEDIA);
                skip("pictures or sounds that are larger than 16 MiB, or not in the file");
                continue;
            }
            Err(_) => {
                budget = budget.saturating_sub(LARGEST_MEDIA);
                skip("pictures or sounds that cannot be unpacked");
                continue;
            }
        };
        budget = budget.saturating_sub(bytes.len() as u64);
        let hash = own::media_hash(&bytes);
        let here = match store.media_hash(name)? {
            Some(other) if other != hash => {
                let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
                let here = format!("{stem}-{}.{ending}", &hash[..8]);
                names.insert(name.clone(), here.clone());
                here
            }
            _ => name.clone(),
        };
        out.pictures.push(Picture { parcel, media: media.clone(), name: here, hash });
    }
    Ok(names)
}

/// Gives the pictures of a card the names that they have here.
fn rename(taken: &mut Taken, names: &HashMap<String, String>) {
    for name in &taken.media {
        let Some(here) = names.get(name) else { continue };
        for text in taken.text.values_mut() {
            for side in [&mut text.question, &mut text.answer] {
                for (open, close) in [("](", ")"), ("](<", ">)")] {
                    *side = side
                        .replace(&format!("{open}{name}{close}"), &format!("{open}{here}{close}"));
                }
            }
        }
    }
}

/// A card as it comes in, and its topic if it is not told by a card that is there.
fn incoming<Z: TimeZone>(
    store: &Store,
    taken: Taken,
    decks: &mut Decks,
    calendar: &Calendar<Z>,
) -> Result<(Option<Topic>, Incoming)> {
    let id = match &taken.own {
        Some(own) => own.card.id.clone(),
        None => own::card_id(&taken.guid, taken.ord),
    };
    let mut reviews: Vec<Review> = taken
        .reviews
        .iter()
        .map(|answer| Review {
            at: answer.at,
            day: calendar.day_of(answer.at),
            rating: answer.rating,
            ms: answer.ms,
            kind: answer.kind,
            origin: ReviewOrigin::Import,
        })
        .collect();
    let before = store.seen(&id)?;
    let mut seen = taken.seen.map(|now| (before, now));
    let (topic, card, origin, edited) = match store.card(&id)? {
        Some(known) => {
            let stamps = store.stamps(&id)?.unwrap_or_default();
            if taken.own.is_some() {
                let log = store.reviews(&id)?;
                seen = seen.filter(|(_, now)| before.is_some() || !is_as_given(*now, stamps, &log));
                snap(&mut reviews, &log);
            }
            let origin = known.origin;
            let card = newer(store, taken, &known, stamps);
            let edited = origin == Origin::Builtin && card != known.card;
            (None, card, origin, edited)
        }
        None => {
            let topic = decks.topic(&taken.deck);
            let card = new(id, topic.name.clone(), taken);
            (Some(topic), card, Origin::User, false)
        }
    };
    let suspended = seen.is_some_and(|(_, now)| now.suspended);
    let incoming = Incoming { card, origin, edited, suspended, seen, buried_until: None, reviews };
    Ok((topic, incoming))
}

/// Whether Anki has a card as it was given out: what its date says is when it changed here, or when
/// it was answered. Anki gives it another whenever it is touched there.
fn is_as_given(now: Seen, stamps: Stamps, log: &[Review]) -> bool {
    let worded = packing::or_long_ago(stamps.changed) / 1000;
    (worded..=worded + LATEST_VERSION).contains(&now.changed)
        || log.iter().any(|review| review.at / 1000 == now.changed)
}

/// The topics of decks.
struct Decks {
    /// Those of the database.
    known: Vec<Topic>,
    /// Those of the decks met so far.
    topics: HashMap<Vec<String>, Topic>,
}

impl Decks {
    /// The topic of a deck. One that is there under another name, of a time when Chinese was not
    /// read, keeps that.
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

/// A card that is not here yet.
fn new(id: String, topic: String, taken: Taken) -> Card {
    if let Some(own) = taken.own {
        let mut card = Card { topic, ..own.card };
        own::take_tags(&mut card, taken.tags);
        return card;
    }
    Card {
        id,
        topic,
        kind: Kind::Basic,
        level: DEFAULT_LEVEL,
        weight: DEFAULT_WEIGHT,
        follows: None,
        tags: taken.tags,
        correct: None,
        evidence: Vec::new(),
        text: taken.text,
        ..Card::default()
    }
}

/// The card that is here, with the text of the other side where that is newer and another.
fn newer(store: &Store, taken: Taken, known: &StoredCard, stamps: Stamps) -> Card {
    let mut card = known.card.clone();
    let Some(own) = taken.own else {
        if taken.changed > stamps.changed {
            // A language that a later text is taken for does not stand beside the earlier one.
            card.text = taken.text;
            card.tags = taken.tags;
        }
        return card;
    };
    if taken.changed / 1000 <= stamps.changed / 1000 + LATEST_VERSION {
        return card;
    }
    let is_media = |name: &str| store.media_hash(name).is_ok_and(|hash| hash.is_some());
    let given = own::fields(&card, &own.langs, &is_media).values;
    for (index, lang) in own.langs.iter().enumerate() {
        let sides = 2 * index..2 * index + 2;
        if given[sides.clone()] != own.values[sides]
            && let Some(text) = own.card.text.get(lang)
        {
            let mut text = text.clone();
            if let Some(found) = own.besides.get(lang) {
                found.fill(&mut text, card.text.get(lang));
            }
            card.text.insert(*lang, text);
        }
    }
    card
}

/// Sets answers that are known, save for some milliseconds, to the time that is known.
fn snap(reviews: &mut [Review], known: &[Review]) {
    let mut known: Vec<&Review> = known.iter().collect();
    known.sort_by_key(|r| r.at);
    for review in reviews {
        let from = known.partition_point(|k| k.at <= review.at - SAME_ANSWER);
        let near = known[from..].iter().take_while(|k| k.at < review.at + SAME_ANSWER);
        let same =
            near.filter(|k| k.rating == review.rating).min_by_key(|k| (k.at - review.at).abs());
        review.at = same.map_or(review.at, |k| k.at);
    }
}
