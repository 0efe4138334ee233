//! Decks in and out: picks the format by name or first bytes, and joins files and database.

pub mod anki;
mod counts;
pub mod notes;
mod pictures;
mod rows;
mod source;
mod sqlite;
mod text;
pub mod topics;

use std::collections::{HashMap, HashSet};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use anyhow::{Context, Result, bail};
use chrono::TimeZone;

use crate::db::{LARGEST_HASHCARDS, Store};
use crate::files;
use crate::format::anki::{own, package};
use crate::format::combine::combine;
use crate::format::deck::{self, Deck, Place, Placed};
use crate::format::encoding;
use crate::format::hashcards::{self, Answers};
use crate::format::record::{Logged, Memory, Record};
use crate::format::{csv, json, page, print, qa, table};
use crate::model::card::{Card, Lang, Origin, Topic};
use crate::model::change::{Change, StoredCard};
use crate::model::day::Calendar;
use crate::model::filter::{AsOf, Filter};
use crate::model::merge::{Incoming, Outcome, merge};
use crate::model::review::Review;
use crate::model::schedule::{Due, Scheduler};
pub use counts::Counts;
use notes::{Names, NotesFile};
use pictures::Pictures;
pub use pictures::{LARGEST_PICTURE, MOST_PICTURES};
pub use source::Source;
pub use text::read_text;
use topics::Topics;

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

/// What files hold.
#[derive(Default)]
pub struct Batch {
    /// Every file, in the order given.
    pub sources: Vec<Source>,
    /// The topics they name.
    pub topics: Vec<Topic>,
    /// The cards, each once.
    pub cards: Vec<Incoming>,
    /// Notes, of which the learner decides what becomes a card.
    pub notes: Vec<NotesFile>,
    /// The ids of the cards above that were made from questions.
    pub names: Names,
    /// What was left out.
    pub skipped: Vec<anki::Skipped>,
    /// Anki's packages, to be [unpacked](anki::unpack) against the database.
    pub parcels: Vec<anki::Parcel>,
}

/// What the learner wants of files that do not say it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wishes<'a> {
    /// The topic of cards from notes, tables and hashcards: its name, or its title in Chinese.
    pub topic: Option<&'a str>,
    /// What to take of notes.
    pub notes: crate::format::notes::Options,
}

/// A file larger than this is refused: it would not fit in memory beside what is made of it, and no
/// deck is that large (100 k cards with 10 reviews each are 280 MB).
const LARGEST_FILE: u64 = 1 << 30;

/// Cards of more topics than this are refused: each is looked up among all. Who learns the most has
/// some hundred decks.
const MOST_TOPICS: usize = 5_000;

/// Reads a file whole; `-` is standard input. Other things than files are refused before they are
/// opened, and what is too large before it is read.
pub fn read_file(path: &Path) -> Result<Vec<u8>> {
    let failed = || format!("cannot read {}", path.display());
    if path.as_os_str() == "-" {
        let bytes = files::read_input(LARGEST_FILE);
        return bytes.map_err(or_split).context("cannot read standard input");
    }
    let meta = std::fs::metadata(path).with_context(failed)?;
    if meta.is_dir() {
        bail!("{} is a folder: give the files in it", path.display());
    }
    if !meta.is_file() {
        bail!("{} is not a file: to read from a pipe, give `-`", path.display());
    }
    if meta.len() > LARGEST_HASHCARDS as u64 && is_database(path) {
        bail!(
            "{} is larger than {} MiB: no database of hashcards is",
            path.display(),
            LARGEST_HASHCARDS >> 20
        );
    }
    files::read(path, LARGEST_FILE).map_err(or_split).with_context(failed)
}

/// The way out for a file that is too large.
fn or_split(error: std::io::Error) -> anyhow::Error {
    match error.kind() {
        std::io::ErrorKind::FileTooLarge => anyhow::anyhow!("{error}: split it"),
        _ => error.into(),
    }
}

/// The first bytes of a SQLite database.
const DATABASE: &[u8] = b"SQLite format 3\0";

/// Whether a file begins as a SQLite database does.
fn is_database(path: &Path) -> bool {
    let mut begin = [0; DATABASE.len()];
    let file = std::fs::File::open(path);
    file.and_then(|mut file| file.read_exact(&mut begin)).is_ok() && begin == DATABASE
}

/// Reads files of all formats, told apart by their first bytes and their names. Decks of one topic in
/// several languages become cards with all of them. What a table does not tell of a card, `store` does.
pub fn read_files<Z: TimeZone>(
    files: &[PathBuf],
    wishes: &Wishes<'_>,
    store: &Store,
    calendar: &Calendar<Z>,
) -> Result<Batch> {
    let mut batch = Batch::default();
    let mut topics = Topics::of(store)?;
    let topic = wishes.topic.map(|said| topics.typed(said)).transpose()?;
    let wishes = &Wishes { topic: topic.as_deref(), ..*wishes };
    let mut decks: Vec<Deck> = Vec::new();
    // Markdown that is no deck file: what it is shows when all files are known.
    let mut pages: Vec<(&Path, String)> = Vec::new();
    let mut answers: Option<(&Path, Answers)> = None;
    for path in files {
        let bytes = read_file(path)?;
        let name = path.display().to_string();
        let has_ending =
            |ending: &str| path.extension().is_some_and(|e| e.eq_ignore_ascii_case(ending));
        if bytes.starts_with(DATABASE) {
            if let Some(found) = sqlite::take(path, bytes, &mut batch)? {
                answers.get_or_insert_with(|| (path, Answers::new())).1.extend(found);
            }
            continue;
        }
        if has_ending("apkg") || has_ending("colpkg") || package::is_zip(&bytes) {
            batch.parcels.push(anki::open(&name, bytes)?);
            continue;
        }
        let (text, diagnostics) = match encoding::decode(bytes) {
            Ok(decoded) => decoded,
            Err(why) => bail!("{name} {why}"),
        };
        if !diagnostics.is_empty() {
            batch.sources.push(Source { name: name.clone(), text: text.clone(), diagnostics });
        }
        let bytes = text.as_bytes();
        let begin = bytes.iter().find(|b| !b.is_ascii_whitespace());
        let json = begin == Some(&b'{') || has_ending("json");
        if json && hashcards::is_export(bytes) {
            rows::hashcards_export(path, bytes, wishes, store, calendar, &mut topics, &mut batch)?;
            continue;
        }
        if json {
            let (export, diagnostics) = json::read(bytes);
            batch.topics.extend(export.topics);
            batch.cards.extend(export.records.into_iter().map(|r| rows::of_record(r, calendar)));
            // The text is only there to show what is wrong in it, and an export can be large.
            let text = if diagnostics.is_empty() { String::new() } else { text };
            batch.sources.push(Source { name, text, diagnostics });
            continue;
        }
        if has_ending("html") || has_ending("htm") {
            bail!(
                "{name}: this format can be exported but not imported: use JSON or deck Markdown"
            );
        }
        let is_markdown = has_ending("md") || has_ending("markdown");
        if has_ending("csv") || has_ending("tsv") || !is_markdown && table::is_table(&text) {
            rows::table(path, text, has_ending("csv"), wishes, store, &mut topics, &mut batch)?;
            continue;
        }
        if !crate::format::notes::is_deck(&text) {
            pages.push((path, text));
            continue;
        }
        let (deck, diagnostics) = deck::read(&text);
        if !deck.name.is_empty() {
            decks.push(deck);
        }
        batch.sources.push(Source { name, text, diagnostics });
    }
    match answers {
        Some(_) if pages.is_empty() => bail!(
            "a database of hashcards knows its cards only by hashes: give its Markdown files too, as in `godrill import hashcards.db *.md`"
        ),
        Some((database, answers)) => {
            let from = (database, &answers);
            rows::hashcards_pages(pages, from, wishes, store, calendar, &mut topics, &mut batch)?;
        }
        None => rows::notes_pages(pages, wishes, &mut topics, &mut batch),
    }
    rows::require_questions(files, &batch)?;
    let (topics, cards) = combine(decks);
    batch.topics.extend(topics);
    batch.cards.extend(cards.into_iter().map(|card| Incoming {
        card,
        origin: Origin::User,
        edited: true,
        suspended: false,
        seen: None,
        buried_until: None,
        reviews: Vec::new(),
    }));
    Ok(batch)
}

/// What an import does.
#[derive(Debug, Default)]
pub struct Plan {
    /// The changes, in order.
    pub changes: Vec<Change>,
    /// Each card with what it turned out to be and how many of its reviews are new.
    pub outcomes: Vec<(String, Outcome, usize)>,
    by_id: HashMap<String, Outcome>,
}

impl Plan {
    /// Number of cards of an outcome.
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

/// Plans the import of cards into a database; nothing is written. `progress` gets cards done and
/// cards in all.
pub fn plan(
    store: &Store,
    cards: Vec<Incoming>,
    scheduler: &Scheduler,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Plan> {
    let mut plan = Plan::default();
    // The next free place of each topic, and of those of these cards.
    let (free, mut places) = (store.next_seqs()?, HashMap::<String, u32>::new());
    let all = cards.len() as u64;
    // Cards that come in more than once, from several files, and what became of them so far.
    let mut once: HashSet<String> = HashSet::new();
    let mut again: HashMap<String, Option<(StoredCard, Vec<Review>)>> = HashMap::new();
    for card in &cards {
        if !once.insert(card.card.id.clone()) {
            again.insert(card.card.id.clone(), None);
        }
    }
    for (done, card) in (1..).zip(cards) {
        let id = card.card.id.clone();
        let known = match again.get(&id).cloned().flatten() {
            Some(known) => Some(known),
            None => match store.card(&id)? {
                Some(known) => Some((known, store.reviews(&id)?)),
                None => None,
            },
        };
        let before = again.contains_key(&id).then(|| known.clone());
        let next = match places.get(&card.card.topic) {
            Some(next) => *next,
            None => free.get(&card.card.topic).copied().unwrap_or(1),
        };
        places.insert(card.card.topic.clone(), next + u32::from(known.is_none()));
        if places.len() > MOST_TOPICS {
            bail!(
                "the cards are of more than {MOST_TOPICS} topics: split the file, or put what a table or notes hold into one with --topic"
            );
        }
        let (changes, outcome, reviews) = merge(card, known, next, scheduler);
        if let Some(before) = before {
            let after = changes.iter().cloned().fold(before, |known, change| change.applied(known));
            again.insert(id.clone(), after);
        }
        plan.changes.extend(changes);
        plan.by_id.insert(id.clone(), outcome);
        plan.outcomes.push((id, outcome, reviews));
        if done % 512 == 0 || done == all {
            progress(done, all);
        }
    }
    Ok(plan)
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

/// What an export needs to know beside the cards.
pub struct Export<'a, Z: TimeZone> {
    /// The cards to write.
    pub filter: &'a Filter,
    /// The topics to name in what holds topics; all if none is given.
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
}

impl<Z: TimeZone> Export<'_, Z> {
    /// Whether a card is left out of what Anki reads: it came from there, and Anki would take it for
    /// another note.
    fn leaves_to_anki(&self, card: &Card) -> bool {
        !self.from_anki && own::is_from_anki(&card.id)
    }

    /// Writes JSON, CSV or a page, card by card. `bar` gets cards done and cards in all.
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
            Format::Html => (counts.cards, counts.media) = self.page(store, out)?,
            Format::Markdown | Format::Qa | Format::Apkg => {
                bail!("this format is not written card by card")
            }
        }
        Ok(counts)
    }

    /// Writes a page and returns the number of cards, and of pictures that it does not show. Reads the
    /// cards twice, for the page begins with its contents.
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

    /// Leaves a card with the languages asked for, or with the other one when it has none of them.
    fn keep_langs(&self, card: &mut Card) {
        if card.text.keys().any(|lang| self.langs.contains(lang)) {
            card.text.retain(|lang, _| self.langs.contains(lang));
        }
    }

    /// What the filter is asked at.
    fn as_of(&self) -> AsOf {
        let day = self.calendar.day_of(self.now);
        AsOf { day, now: self.now, leech_threshold: self.leech_threshold }
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
        let mut cards: HashMap<String, Vec<Card>> = HashMap::new();
        for stored in store.cards(self.filter, self.as_of())? {
            cards.entry(stored.card.topic.clone()).or_default().push(stored.card);
        }
        for topic in store.topics()? {
            let of_topic = cards.remove(&topic.name).unwrap_or_default();
            for lang in self.langs {
                let cards: Vec<Placed> = of_topic
                    .iter()
                    .filter(|card| card.text.contains_key(lang))
                    .map(|card| Placed { card: card.clone(), place: Place::default() })
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
