//! Writes cards of the database to files of all formats.

use std::collections::HashMap;
use std::io::Write;
use std::path::Path;
use std::str::FromStr;

use anyhow::{Result, bail};
use chrono::TimeZone;

use super::counts::Counts;
use super::pictures::Pictures;
use crate::db::Store;
use crate::format::anki::own;
use crate::format::deck::{Deck, Place, Placed};
use crate::format::record::{Logged, Memory, Record};
use crate::format::{csv, json, page, print, qa, sheet, table};
use crate::model::card::{Card, Lang, Topic};
use crate::model::change::StoredCard;
use crate::model::day::{Calendar, Now};
use crate::model::filter::{AsOf, Filter};
use crate::model::review::Review;
use crate::model::schedule::Due;

/// A format that cards can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Deck Markdown: texts only.
    Markdown,
    /// Everything.
    Json,
    /// A table for spreadsheets.
    Csv,
    /// A table with tabs that Anki reads, texts only.
    Tsv,
    /// The same with commas.
    AnkiCsv,
    /// `Q:`/`A:` Markdown, texts only.
    Qa,
    /// A package for Anki.
    Apkg,
    /// A page for a browser: texts only.
    Html,
}

impl Format {
    /// The format that a file name ends in.
    pub fn of_path(path: &Path) -> Option<Format> {
        path.extension()?.to_str()?.parse().ok()
    }

    /// The format of a file to write: JSON unless its name ends in another.
    pub fn by_name(path: &Path) -> Result<Format> {
        let Some(ending) = path.extension() else { return Ok(Format::Json) };
        let ending = ending.to_string_lossy();
        ending.parse().map_err(|error| {
            anyhow::anyhow!("{}: {error}, or say it with --format", path.display())
        })
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        match s.to_ascii_lowercase().as_str() {
            "md" | "markdown" => Ok(Format::Markdown),
            "json" => Ok(Format::Json),
            "csv" => Ok(Format::Csv),
            "tsv" | "txt" => Ok(Format::Tsv),
            "anki-csv" => Ok(Format::AnkiCsv),
            "qa" => Ok(Format::Qa),
            "apkg" => Ok(Format::Apkg),
            "html" | "htm" => Ok(Format::Html),
            _ => Err(format!(
                "`{s}` is not a format: use md, qa, json, csv, tsv, anki-csv, html or apkg"
            )),
        }
    }
}

/// The record that JSON and CSV have of a card.
fn record<Z: TimeZone>(
    stored: StoredCard,
    reviews: Vec<Review>,
    calendar: &Calendar<Z>,
    leech_threshold: u32,
) -> Record {
    let schedule = stored.schedule;
    Record {
        card: stored.card,
        origin: stored.origin,
        edited: stored.edited,
        suspended: stored.suspended,
        leech: schedule.lapses >= leech_threshold,
        buried_until: stored.buried_until,
        note: stored.note,
        flagged: stored.flagged,
        memory: schedule.memory.map(|state| Memory {
            state,
            due: match schedule.due {
                Due::Unset => 0,
                Due::At(at) => at,
                Due::On(day) => calendar.start_of(day),
            },
            last_review: schedule.last.map(|(at, _)| at),
        }),
        reviews: reviews.into_iter().map(Logged::from).collect(),
    }
}

/// A deck of one topic in one language as it is written.
pub struct DeckFile {
    /// The topic.
    pub topic: String,
    /// The language.
    pub lang: Lang,
    /// The file.
    pub text: String,
}

/// What an export needs to know besides the cards.
pub struct Export<'a, Z: TimeZone> {
    /// The cards to write.
    pub filter: &'a Filter,
    /// The topics to list in formats that list topics; all if none is given.
    pub topics: &'a [String],
    /// The languages to write; a card without any of them is left out of Markdown.
    pub langs: &'a [Lang],
    /// The learner's calendar.
    pub calendar: &'a Calendar<Z>,
    /// Lapses from which a card is a leech.
    pub leech_threshold: u32,
    /// The time of the export, in milliseconds since 1970-01-01 UTC.
    pub now: i64,
    /// For Anki: also cards that came from there.
    pub from_anki: bool,
    /// For a page: a sheet to print, with the short answers only.
    pub short: bool,
}

impl<Z: TimeZone> Export<'_, Z> {
    /// Whether a card is left out of what Anki reads: it came from there, and Anki would take it for
    /// another note.
    pub(super) fn leaves_to_anki(&self, card: &Card) -> bool {
        !self.from_anki && own::is_from_anki(&card.id)
    }

    /// Writes JSON, a table or a page, card by card. `bar` gets cards done and cards in all.
    pub fn write(
        &self,
        store: &Store,
        format: Format,
        out: impl Write,
        bar: &mut dyn FnMut(u64, u64),
    ) -> Result<Counts> {
        let mut counts = Counts::default();
        let mut done = 0_u64;
        let for_anki = matches!(format, Format::Tsv | Format::AnkiCsv);
        let all = store.count(self.filter, self.as_of())?;
        let mut records = |each: &mut dyn FnMut(&Record) -> Result<()>| -> Result<()> {
            store.each_with_reviews(self.filter, self.as_of(), &mut |stored, reviews| {
                done += 1;
                if for_anki && self.leaves_to_anki(&stored.card) {
                    counts.from_anki += 1;
                    return Ok(());
                }
                counts.cards += 1;
                counts.reviews += reviews.len();
                if done.is_multiple_of(256) || done == all {
                    bar(done, all);
                }
                let mut record = record(stored, reviews, self.calendar, self.leech_threshold);
                self.keep_langs(&mut record.card);
                each(&record)
            })
        };
        match format {
            Format::Json => {
                let topics = self.topics(store)?;
                let mut writer = json::Writer::new(out, self.now, Some(&topics))?;
                records(&mut |record| Ok(writer.card(record)?))?;
                writer.finish()?;
            }
            Format::Csv => {
                let mut writer = csv::Writer::new(out)?;
                records(&mut |record| Ok(writer.card(record)?))?;
                writer.finish()?;
            }
            Format::Tsv | Format::AnkiCsv => {
                let separator = if format == Format::Tsv { b'\t' } else { b',' };
                let mut writer = table::Writer::new(out, separator, self.langs)?;
                records(&mut |record| Ok(writer.card(record)?))?;
                writer.finish()?;
                // A table holds texts only.
                counts.reviews = 0;
            }
            Format::Html if self.short => (counts.cards, counts.media) = self.sheet(store, out)?,
            Format::Html => (counts.cards, counts.media) = self.page(store, out)?,
            Format::Markdown | Format::Qa | Format::Apkg => {
                bail!("this format is not written card by card")
            }
        }
        Ok(counts)
    }

    /// Writes a page and returns the number of cards, and of pictures that it does not show. Reads
    /// the cards twice, for the page begins with a list of its contents.
    fn page(&self, store: &Store, out: impl Write) -> Result<(usize, usize)> {
        let mut index = page::Index::default();
        store.each(self.filter, self.as_of(), &mut |mut stored| -> Result<()> {
            self.keep_langs(&mut stored.card);
            index.add(&stored.card);
            Ok(())
        })?;
        let topics = self.topics(store)?;
        let pictures = Pictures::of(store)?;
        let show = |name: &str| pictures.show(name);
        let mut writer = page::Writer::new(out, self.langs, &topics, &index, self.now, &show)?;
        let mut cards = 0;
        store.each(self.filter, self.as_of(), &mut |mut stored| -> Result<()> {
            cards += 1;
            self.keep_langs(&mut stored.card);
            Ok(writer.card(&stored.card)?)
        })?;
        writer.finish()?;
        Ok((cards, pictures.left_out()))
    }

    /// Writes a sheet of all cards that have an answer, and returns the same as [`Export::page`].
    fn sheet(&self, store: &Store, out: impl Write) -> Result<(usize, usize)> {
        let topics = self.topics(store)?;
        let pictures = Pictures::of(store)?;
        let show = |name: &str| pictures.show(name);
        let mut writer = sheet::Writer::new(out, self.langs, &topics, self.now, &show)?;
        let mut cards = 0;
        store.each(self.filter, self.as_of(), &mut |stored| -> Result<()> {
            if !stored.card.is_draft() {
                cards += 1;
                writer.card(&stored.card)?;
            }
            Ok(())
        })?;
        writer.finish()?;
        Ok((cards, pictures.left_out()))
    }

    /// Leaves a card with the languages asked for, or with the other one when it has none of them.
    fn keep_langs(&self, card: &mut Card) {
        if card.text.keys().any(|lang| self.langs.contains(lang)) {
            card.text.retain(|lang, _| self.langs.contains(lang));
        }
    }

    /// What the filter needs to know of the present.
    pub(super) fn as_of(&self) -> AsOf {
        let Now { at: now, day, end } = self.calendar.now(self.now);
        AsOf { day, now, end, leech_threshold: self.leech_threshold }
    }

    /// The topics asked for.
    fn topics(&self, store: &Store) -> Result<Vec<Topic>> {
        let wanted = self.topics;
        let topics = store.topics()?.into_iter();
        Ok(topics.filter(|t| wanted.is_empty() || wanted.contains(&t.name)).collect())
    }

    /// The deck files, or files of questions and answers, with notes on cards that had to be changed or
    /// left out.
    pub fn decks(
        &self,
        store: &Store,
        format: Format,
    ) -> Result<(Vec<DeckFile>, Vec<print::Note>)> {
        let mut files = Vec::new();
        let mut notes = Vec::new();
        let mut cards: HashMap<String, Vec<StoredCard>> = HashMap::new();
        for stored in store.cards(self.filter, self.as_of())? {
            cards.entry(stored.card.topic.clone()).or_default().push(stored);
        }
        for topic in store.topics()? {
            let of_topic = cards.remove(&topic.name).unwrap_or_default();
            for lang in self.langs {
                let cards: Vec<Placed> = of_topic
                    .iter()
                    .filter(|stored| stored.card.text.contains_key(lang))
                    .map(|stored| Placed {
                        card: stored.card.clone(),
                        note: stored.note.clone(),
                        place: Place::default(),
                    })
                    .collect();
                if cards.is_empty() {
                    continue;
                }
                let deck = Deck {
                    name: topic.name.clone(),
                    title: topic.title_in(*lang).to_owned(),
                    short: topic.short.clone(),
                    place: topic.place,
                    lang: *lang,
                    go: topic.go.clone(),
                    cards,
                };
                let (text, more) = match format {
                    Format::Qa => qa::print(&deck.title, deck.cards.iter().map(|p| &p.card), *lang),
                    _ => print::print(&deck),
                };
                notes.extend(more);
                files.push(DeckFile { topic: topic.name.clone(), lang: *lang, text });
            }
        }
        Ok((files, notes))
    }
}
