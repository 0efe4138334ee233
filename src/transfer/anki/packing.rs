//! Packs cards into a package for Anki.

use std::collections::{HashMap, HashSet};
use std::io::Write;

use anyhow::Result;
use chrono::TimeZone;

use crate::db::{CollectionWriter, Store};
use crate::format::anki::{own, package};
use crate::model::anki::{self, Head};
use crate::model::card::Lang;
use crate::model::change::StoredCard;
use crate::model::day::Day;
use crate::model::merge::{LATEST_VERSION, or_long_ago};
use crate::model::review::Review;
use crate::model::schedule::{Due, Schedule, Scheduler, State};
use crate::model::settings::Settings;
use crate::transfer::Export;

/// The ease of SM-2 that Anki gives new cards; FSRS does not look at it.
const EASE: i64 = 2500;
/// Ids of decks begin here; Anki tells decks apart by their names.
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
    /// Number of cards that were left out because they came from Anki.
    pub from_anki: usize,
}

/// Gives out numbers that are not taken yet.
#[derive(Default)]
struct Unique {
    taken: HashSet<i64>,
    /// Where to go on looking for a number that was asked for before.
    next: HashMap<i64, i64>,
}

impl Unique {
    /// The first free number from `from` on.
    fn take(&mut self, from: i64) -> i64 {
        let mut id = self.next.get(&from).copied().unwrap_or(from);
        while !self.taken.insert(id) {
            id += 1;
        }
        if id != from {
            self.next.insert(from, id + 1);
        }
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
        let all = store.count(self.filter, self.as_of())?;
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
        let own = (progress && settings.has_own_model())
            .then_some((&settings.parameters, settings.desired_retention));
        let head = Head {
            created: created / 1000,
            changed: self.now,
            conf: own::conf(west, self.calendar.rollover_hour, next),
            models: own::notetypes(),
            decks: own::decks(&decks, self.now / 1000, own.is_some()),
            presets: own::presets(own, self.now / 1000),
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
        store.each_with_reviews(self.filter, self.as_of(), &mut |stored, reviews| {
            if self.leaves_to_anki(&stored.card) {
                packing.written.from_anki += 1;
                return Ok(());
            }
            let reviews = if progress { reviews } else { Vec::new() };
            packing.card(store, stored, &reviews, has_media)?;
            let done = packing.written.cards as u64;
            if done.is_multiple_of(256) || done == all {
                bar(done, all);
            }
            anyhow::Ok(())
        })?;
        let Packing { writer, media, mut written, notes, cards, reviews, .. } = packing;
        // They can be a million numbers, and the package needs room too.
        drop((notes, cards, reviews));
        let mut zip = writer.finish(|collection| package::Writer::new(out, collection))??;
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
        let is_media =
            |name: &str| has_media && store.media_hash(name).is_ok_and(|hash| hash.is_some());
        let fields = own::fields(card, stored.note.as_deref(), self.export.langs, &is_media);
        for name in fields.media {
            if !self.media.contains(&name) {
                self.media.push(name);
            }
        }
        // More languages count as a later version of the same wording.
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
            changed: changed.max(last / 1000),
            flags: own::flag(card),
            ..self.place(&schedule, last, position, stored.suspended)
        };
        self.writer.card(&row)?;
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
            // Anki replays by time; the order stays even where the clock was set back.
            last = self.reviews.take(review.at.max(last + 1));
            let next = interval_of(&schedule);
            let difficulty = schedule.memory.map_or(1.0, |m| f64::from(m.difficulty));
            self.writer.review(&anki::Review {
                at: last,
                card,
                ease: review.rating.number(),
                // The first answer has to be one of learning: otherwise Anki takes the history for
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

    /// The columns of a card that say where it is in the schedule.
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
