//! Anki's packages in and out: what the file says, against what the database has.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::Write;

use anyhow::{Context, Result, anyhow};
use chrono::TimeZone;

use super::Export;
use crate::db::{CollectionWriter, Stamps, Store, read_collection};
use crate::format::anki::import::{self, Taken};
use crate::format::anki::own;
use crate::format::anki::package::{self, LARGEST_MEDIA, Media, Package};
use crate::model::anki::{self, Collection, Head};
use crate::model::card::{Card, DEFAULT_LEVEL, DEFAULT_WEIGHT, Kind, Lang, Origin, Topic};
use crate::model::change::StoredCard;
use crate::model::day::{Calendar, Day};
use crate::model::merge::Incoming;
use crate::model::review::{Review, ReviewOrigin};
use crate::model::schedule::{Due, Schedule, Scheduler, State};
use crate::model::settings::Settings;

/// A package that was opened, its rows read.
pub struct Parcel {
    name: String,
    package: Package,
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
    Ok(Parcel { name: name.to_owned(), package, collection })
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
    let mut topics: HashSet<String> = store.topics()?.into_iter().map(|t| t.name).collect();
    let mut known = HashSet::new();
    for index in 0..out.parcels.len() {
        let parcel = &mut out.parcels[index];
        let name = parcel.name.clone();
        let collection = std::mem::take(&mut parcel.collection);
        let budget = parcel.package.text_budget();
        let read = import::cards(collection, budget, now.saturating_add(AHEAD), progress);
        let mut read = read.map_err(|reason| anyhow!("{name}: {reason}"))?;
        let names = pictures(store, index, &read.cards, &mut out, &mut read.skipped)?;
        for mut taken in read.cards {
            rename(&mut taken, &names);
            let (topic, card) = incoming(store, taken, calendar)?;
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
    Ok(out)
}

impl Unpacked {
    /// Keeps the pictures and sounds of the cards in the database. Returns how many are new.
    pub fn put_media(&mut self, store: &mut Store) -> Result<usize> {
        let mut new = Vec::new();
        for picture in &self.pictures {
            if store.media_hash(&picture.name)?.is_none() {
                new.push(picture);
            }
        }
        let parcels = &mut self.parcels;
        let mut count = 0;
        store.put_media(new.into_iter().filter_map(|picture| {
            let parcel = parcels.get_mut(picture.parcel)?;
            match parcel.package.read_media(&picture.media) {
                Ok(bytes) => {
                    count += 1;
                    Some(Ok((picture.name.clone(), picture.hash.clone(), bytes?)))
                }
                Err(error) => Some(Err(anyhow::Error::new(error).context(parcel.name.clone()))),
            }
        }))?;
        Ok(count)
    }
}

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
    let package = &mut out.parcels[parcel].package;
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
    let suspended = taken.suspended;
    let (topic, card, origin, edited) = match store.card(&id)? {
        Some(known) => {
            if taken.own.is_some() {
                snap(&mut reviews, &store.reviews(&id)?);
            }
            let stamps = store.stamps(&id)?.unwrap_or_default();
            let origin = known.origin;
            let card = newer(store, taken, &known, stamps);
            let edited = origin == Origin::Builtin && card != known.card;
            (None, card, origin, edited)
        }
        None => {
            let topic = own::topic(&taken.deck);
            let card = new(id, topic.name.clone(), taken);
            (Some(topic), card, Origin::User, false)
        }
    };
    let incoming = Incoming { card, origin, edited, suspended, buried_until: None, reviews };
    Ok((topic, incoming))
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
            card.text.insert(*lang, text.clone());
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

/// For a card whose dates are not known: the year before the program's.
const LONG_AGO: i64 = 1_767_225_600_000;
/// Seconds by which the same wording in other languages is a later version.
const LATEST_VERSION: i64 = 2;
/// The ease of SM-2 that Anki gives new cards; FSRS does not look at it.
const EASE: i64 = 2500;
/// Ids of decks begin here; Anki goes by their names.
const FIRST_DECK: i64 = 1_767_225_601_000;

/// What was written into a package.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Written {
    /// Number of cards.
    pub cards: usize,
    /// Number of reviews.
    pub reviews: usize,
    /// Number of pictures and sounds.
    pub media: usize,
}

/// Numbers that are not taken yet.
#[derive(Default)]
struct Unique {
    taken: HashSet<i64>,
    /// Where to look on for a number that was asked for before.
    next: HashMap<i64, i64>,
}

impl Unique {
    /// The first free number from `from` on.
    fn take(&mut self, from: i64) -> i64 {
        let mut id = self.next.get(&from).copied().unwrap_or(from);
        while !self.taken.insert(id) {
            id += 1;
        }
        self.next.insert(from, id + 1);
        id
    }
}

/// A package that is being written.
struct Packing<'a, Z: TimeZone> {
    export: &'a Export<'a, Z>,
    settings: &'a Settings,
    scheduler: Scheduler,
    writer: CollectionWriter,
    /// Decks by topic.
    decks: HashMap<String, i64>,
    /// The first day of the collection, from which Anki counts due days.
    first: Day,
    notes: Unique,
    cards: Unique,
    reviews: Unique,
    media: Vec<String>,
    written: Written,
}

impl<Z: TimeZone> Export<'_, Z> {
    /// Writes a package for Anki. Without `progress` all cards are new. `bar` gets cards done and
    /// cards in all.
    pub fn package(
        &self,
        store: &Store,
        settings: &Settings,
        progress: bool,
        out: impl Write,
        bar: &mut dyn FnMut(u64, u64),
    ) -> Result<Written> {
        let all = store.count(self.filter)?;
        let today = self.calendar.day_of(self.now);
        let first = store.first_day()?.filter(|_| progress).map_or(today, |day| day.min(today));
        let first = first.plus(-1);
        let created = self.calendar.start_of(first);
        let mut decks = Vec::new();
        let mut by_topic = HashMap::new();
        for (id, topic) in (FIRST_DECK..).zip(store.topics()?) {
            let name = own::deck_name(&topic);
            let same = decks.iter().find(|(_, other)| *other == name).map(|(id, _)| *id);
            by_topic.insert(topic.name, same.unwrap_or(id));
            if same.is_none() {
                decks.push((id, name));
            }
        }
        let west = -self.calendar.offset_at(created) / 60;
        let next = u32::try_from(all).unwrap_or(u32::MAX).saturating_add(1);
        let head = Head {
            created: created / 1000,
            changed: self.now,
            conf: own::conf(west, self.calendar.rollover_hour, next),
            models: own::notetypes(),
            decks: own::decks(&decks, self.now / 1000),
            presets: own::presets(),
        };
        let mut packing = Packing {
            export: self,
            settings,
            scheduler: Scheduler::new(settings),
            writer: CollectionWriter::new(&head)?,
            decks: by_topic,
            first,
            notes: Unique::default(),
            cards: Unique::default(),
            reviews: Unique::default(),
            media: Vec::new(),
            written: Written::default(),
        };
        let has_media = store.has_media()?;
        store.each_with_reviews(self.filter, &mut |stored, reviews| {
            let reviews = if progress { reviews } else { Vec::new() };
            packing.card(store, stored, &reviews, has_media)?;
            let done = packing.written.cards as u64;
            if done.is_multiple_of(256) || done == all {
                bar(done, all);
            }
            anyhow::Ok(())
        })?;
        let Packing { writer, media, mut written, .. } = packing;
        let mut zip = package::Writer::new(out, &writer.finish()?)?;
        for name in media {
            if let Some(bytes) = store.media(&name)? {
                zip.media(&name, &bytes)?;
                written.media += 1;
            }
        }
        zip.finish()?.flush()?;
        Ok(written)
    }
}

impl<Z: TimeZone> Packing<'_, Z> {
    fn card(
        &mut self,
        store: &Store,
        stored: StoredCard,
        reviews: &[Review],
        has_media: bool,
    ) -> Result<()> {
        let card = &stored.card;
        let stamps = store.stamps(&card.id)?.unwrap_or_default();
        let or_long_ago = |at: i64| if at > 0 { at } else { LONG_AGO };
        let is_media =
            |name: &str| has_media && store.media_hash(name).is_ok_and(|hash| hash.is_some());
        let fields = own::fields(card, self.export.langs, &is_media);
        for name in fields.media {
            if !self.media.contains(&name) {
                self.media.push(name);
            }
        }
        // More languages are a later version of the same wording.
        let version = match (fields.values[2].is_empty(), self.export.langs.first()) {
            (false, _) => LATEST_VERSION,
            (true, Some(Lang::Zh)) => 1,
            (true, _) => 0,
        };
        let changed = or_long_ago(stamps.changed) / 1000 + version;
        let (sort, sum) = own::sort_field(&fields.values[0]);
        let note = anki::Note {
            id: self.notes.take(or_long_ago(stamps.added)),
            guid: own::guid(&card.id),
            notetype: own::NOTETYPE,
            changed,
            tags: own::tags(card),
            fields: fields.values.join("\x1f"),
        };
        self.writer.note(&note, &sort, sum)?;
        self.written.cards += 1;
        let id = self.cards.take(note.id);
        let (schedule, last) = self.log(&card.id, id, reviews)?;
        let position = i64::try_from(self.written.cards).unwrap_or(i64::MAX);
        let row = anki::Card {
            id,
            note: note.id,
            deck: self.decks.get(&card.topic).copied().unwrap_or(1),
            flags: own::flag(card),
            ..self.place(&schedule, last, position, stored.suspended)
        };
        self.writer.card(&row, changed.max(last / 1000))?;
        Ok(())
    }

    /// Writes the reviews of a card. Returns where it stands after them, and the instant of the last
    /// one in Anki's log, 0 when there is none.
    fn log(&mut self, id: &str, card: i64, reviews: &[Review]) -> Result<(Schedule, i64)> {
        let mut schedule = Schedule::default();
        let mut last = 0;
        let mut interval = 0;
        for review in reviews {
            let before = schedule;
            schedule = self.scheduler.answer(id, &before, review.rating, review.at, review.day);
            // Anki replays by time; a clock that was set back keeps the order here.
            last = self.reviews.take(review.at.max(last + 1));
            let next = interval_of(&schedule);
            let difficulty = schedule.memory.map_or(1.0, |m| f64::from(m.difficulty));
            self.writer.review(&anki::Review {
                at: last,
                card,
                ease: review.rating.number(),
                // The first answer has to be one of learning: else Anki takes the history for
                // incomplete and begins with a guess.
                kind: match before.state {
                    State::New | State::Learning => 0,
                    State::Review => 1,
                    State::Relearning => 2,
                },
                interval: next,
                last_interval: interval,
                factor: (((difficulty - 1.0) / 9.0 + 0.1) * 1000.0).round() as i32,
                ms: review.ms,
            })?;
            interval = next;
            self.written.reviews += 1;
        }
        Ok((schedule, last))
    }

    /// The columns of a card that tell where it stands.
    fn place(&self, schedule: &Schedule, last: i64, position: i64, suspended: bool) -> anki::Card {
        let steps = |all: &[u32]| {
            let left = all.len().saturating_sub(usize::from(schedule.step)).max(1);
            i64::try_from(left).unwrap_or(1) * 1001
        };
        let mut row = match schedule.due {
            Due::Unset => anki::Card { due: position, ..anki::Card::default() },
            Due::At(at) => {
                let is_new = schedule.state == State::Learning;
                let steps = if is_new {
                    steps(&self.settings.learning_steps)
                } else {
                    steps(&self.settings.relearning_steps)
                };
                anki::Card {
                    kind: if is_new { 1 } else { 3 },
                    queue: 1,
                    due: at / 1000,
                    interval: i64::from(!is_new),
                    left: steps,
                    ..anki::Card::default()
                }
            }
            Due::On(day) => anki::Card {
                kind: 2,
                queue: 2,
                due: i64::from(day.0) - i64::from(self.first.0),
                interval: i64::from(interval_of(schedule)),
                ..anki::Card::default()
            },
        };
        if let Some(memory) = schedule.memory {
            row.factor = EASE;
            row.reps = schedule.reps;
            row.lapses = schedule.lapses;
            row.data = own::memory(
                memory,
                self.settings.desired_retention,
                self.scheduler.fsrs().decay(),
                last / 1000,
            );
        }
        if suspended {
            row.queue = -1;
        }
        row
    }
}

/// The interval after an answer as Anki's log has it: days, or seconds when negative.
fn interval_of(schedule: &Schedule) -> i32 {
    match (schedule.due, schedule.last) {
        (Due::At(due), Some((at, _))) => {
            -i32::try_from((due - at).max(1000) / 1000).unwrap_or(i32::MAX)
        }
        (Due::On(due), Some((_, day))) => i32::try_from(due.since(day)).unwrap_or(i32::MAX).max(1),
        _ => 0,
    }
}
