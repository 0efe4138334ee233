//! Files in: tells the format of each by its first bytes and its name, and turns them all into
//! cards, with what became of each line of notes and what was skipped.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use chrono::TimeZone;

use super::file::{DATABASE, read_file};
use super::import::{Brought, Import};
use super::known::Lookup;
use super::names::Names;
use super::reader::{Learner, Reader, Wishes};
use super::topics::Topics;
use super::{Source, parcel, rows};
use crate::db::Store;
use crate::format::anki::package;
use crate::format::combine::combine_noted;
use crate::format::deck;
use crate::format::hashcards;
use crate::format::notes::is_deck;
use crate::format::{encoding, json, table};
use crate::model::merge::{Incoming, Says};

/// Reads files of all formats. Decks of one topic in several languages become cards with all of
/// them. What is wrong in the files goes to `report`, before anything is refused because of it;
/// `progress` gets cards unpacked and cards in all.
pub fn read<Z: TimeZone>(
    files: &[PathBuf],
    wishes: &Wishes<'_>,
    store: &Store,
    learner: &Learner<'_, Z>,
    report: &mut dyn FnMut(&Source) -> Result<()>,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Import> {
    let there = store.topics()?;
    let mut topics = Topics::among(there.clone());
    let topic = wishes.topic.map(|said| topics.typed(said)).transpose()?;
    let mut reader = Reader {
        store,
        wishes,
        learner,
        topic,
        topics,
        there,
        names: Names::default(),
        known: Lookup::default(),
        sources: Vec::new(),
        pages: Vec::new(),
        answers: None,
        decks: Vec::new(),
        parcels: Vec::new(),
        notes: Vec::new(),
        import: Import::default(),
    };
    for path in files {
        reader.file(path)?;
    }
    match reader.answers.take() {
        Some(_) if reader.pages.is_empty() => bail!(
            "a database of hashcards knows its cards only by hashes: give its Markdown files too, as in `godrill import hashcards.db *.md`"
        ),
        Some((database, answers)) => reader.hashcards_pages(database, &answers)?,
        None => reader.notes_pages(),
    }
    rows::require_questions(files, &reader.import.skipped)?;
    reader.combined();
    for source in reader.sources.iter().filter(|s| !s.diagnostics.is_empty()) {
        report(source)?;
    }
    if !wishes.partial && reader.sources.iter().any(Source::has_errors) {
        bail!(
            "nothing was imported: fix the errors above, or leave those cards out with --partial"
        );
    }
    reader.sources = Vec::new();
    if wishes.selection.chooses() && reader.notes.len() != 1 {
        bail!(
            "--only, --skip and --also choose lines of one file of notes: import such a file alone"
        );
    }
    reader.unpack(progress)?;
    reader.settle()?;
    reader.import.known = reader.known;
    Ok(reader.import)
}

impl<'a, Z: TimeZone> Reader<'a, Z> {
    /// Reads a file, as far as it can be read on its own.
    fn file(&mut self, path: &'a Path) -> Result<()> {
        let bytes = read_file(path)?;
        let name = path.display().to_string();
        let has_ending =
            |ending: &str| path.extension().is_some_and(|e| e.eq_ignore_ascii_case(ending));
        if bytes.starts_with(DATABASE) {
            return self.database(path, bytes);
        }
        if has_ending("apkg") || has_ending("colpkg") || package::is_zip(&bytes) {
            self.parcels.push(parcel::open(&name, bytes)?);
            return Ok(());
        }
        let (text, diagnostics) = match encoding::decode(bytes) {
            Ok(decoded) => decoded,
            Err(why) => bail!("{name} {why}"),
        };
        if !diagnostics.is_empty() {
            self.sources.push(Source { name: name.clone(), text: text.clone(), diagnostics });
        }
        let bytes = text.as_bytes();
        let begin = bytes.iter().find(|b| !b.is_ascii_whitespace());
        let is_json = begin == Some(&b'{') || has_ending("json");
        if is_json && hashcards::is_export(bytes) {
            return self.hashcards_export(path, bytes);
        }
        if is_json {
            let (export, diagnostics) = json::read(bytes);
            self.import.topics.extend(export.topics.into_iter().map(|topic| (topic, false)));
            let calendar = self.learner.calendar;
            let cards = export.records.into_iter().map(|r| rows::of_record(r, calendar));
            self.import.cards.extend(cards.map(Brought::from));
            self.sources.push(Source::unless_sound(name, text, diagnostics));
            return Ok(());
        }
        if has_ending("html") || has_ending("htm") {
            bail!(
                "{name}: this format can be exported but not imported: use JSON or deck Markdown"
            );
        }
        let is_markdown = has_ending("md") || has_ending("markdown");
        if has_ending("csv") || has_ending("tsv") || !is_markdown && table::is_table(&text) {
            return self.table(path, text, has_ending("csv"));
        }
        if !is_deck(&text) {
            self.pages.push((path, text));
            return Ok(());
        }
        let (deck, diagnostics) = deck::read(&text);
        if !deck.name.is_empty() {
            self.decks.push(deck);
        }
        self.sources.push(Source { name, text, diagnostics });
        Ok(())
    }

    /// Takes the decks in.
    fn combined(&mut self) {
        let (topics, cards) = combine_noted(std::mem::take(&mut self.decks));
        self.import.topics.extend(topics.into_iter().map(|topic| (topic, false)));
        let cards = cards
            .into_iter()
            .map(|(card, note)| Incoming { note, ..Incoming::of_user(Says::All(card)) });
        self.import.cards.extend(cards.map(Brought::from));
    }
}
