//! Tables, decks of hashcards and notes on their way in: rows become cards.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use chrono::TimeZone;

use super::anki::Skipped;
use super::notes::{Names, NotesFile};
use super::topics::Topics;
use super::{Batch, Source, Wishes};
use crate::db::Store;
use crate::format::anki::own;
use crate::format::besides;
use crate::format::diagnostic::Diagnostic;
use crate::format::hashcards::{self, Answers, HashCard};
use crate::format::notes;
use crate::format::record::Record;
use crate::format::table::{self, Row};
use crate::model::card::{Card, DEFAULT_LEVEL, DEFAULT_WEIGHT, Kind, Lang, Origin, Text, is_kebab};
use crate::model::day::Calendar;
use crate::model::merge::Incoming;
use crate::model::review::{Review, ReviewKind, ReviewOrigin};

/// The title of a file that has none of its own.
fn stem(path: &Path) -> String {
    path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The topic of a file that names none: its name, as far as that has letters.
fn file_topic(path: &Path, topics: &mut Topics) -> String {
    topics.named(&stem(path)).unwrap_or_else(|| "notes".to_owned())
}

/// The topic of a card: the one that is wished for, that of its deck, or that of its file.
fn topic_of(wishes: &Wishes<'_>, deck: Option<&str>, file: &str, topics: &mut Topics) -> String {
    let of_deck = || deck.and_then(|deck| topics.named(deck));
    wishes.topic.map(str::to_owned).or_else(of_deck).unwrap_or_else(|| file.to_owned())
}

/// Takes cards in, with the titles of the topics that they are the first of.
fn take(cards: impl IntoIterator<Item = Incoming>, topics: &mut Topics, batch: &mut Batch) {
    for card in cards {
        batch.topics.extend(topics.take(&card.card.topic));
        batch.cards.push(card);
    }
}

/// The answers in a database of hashcards.
pub(super) fn hashcards_answers(bytes: Vec<u8>, path: &Path, batch: &mut Batch) -> Result<Answers> {
    let (reviews, mut skipped) = crate::db::hashcards_reviews(bytes, path)?;
    let mut answers = Answers::new();
    for review in reviews {
        match hashcards::answered(&review.at, &review.grade) {
            Some(answered) => answers.entry(review.card).or_default().push(answered),
            None => skipped += 1,
        }
    }
    answers.values_mut().for_each(|list| list.sort_by_key(|a| a.at));
    skip(batch, path, "reviews that cannot be read", skipped);
    Ok(answers)
}

/// Markdown files that belong to a database of hashcards.
pub(super) fn hashcards_pages<Z: TimeZone>(
    pages: Vec<(&Path, String)>,
    (database, answers): (&Path, &Answers),
    wishes: &Wishes<'_>,
    store: &Store,
    calendar: &Calendar<Z>,
    topics: &mut Topics,
    batch: &mut Batch,
) -> Result<()> {
    let mut known = HashSet::new();
    for (path, text) in pages {
        let (cards, diagnostics) = hashcards::read_deck(&text, &stem(path));
        let file = file_topic(path, topics);
        for card in cards {
            if answers.contains_key(&card.hash) {
                known.insert(card.hash.clone());
            }
            let topic = topic_of(wishes, Some(&card.deck), &file, topics);
            let card = of_hashcard(card, answers, topic, &mut batch.names, store, calendar)?;
            take(card, topics, batch);
        }
        batch.sources.push(Source { name: path.display().to_string(), text, diagnostics });
    }
    let orphans = answers.len() - known.len();
    skip(batch, database, "cards with reviews that are in none of the Markdown files", orphans);
    Ok(())
}

pub(super) fn notes_pages(
    pages: Vec<(&Path, String)>,
    wishes: &Wishes<'_>,
    topics: &mut Topics,
    batch: &mut Batch,
) {
    for (path, text) in pages {
        let (mut found, diagnostics) = notes::read(&text, wishes.notes);
        let name = path.display().to_string();
        let is_read = !diagnostics.iter().any(Diagnostic::is_error);
        // Lines that the learner may still want are a reason to show the file.
        let mut wanted = found.left_out.iter().filter(|line| line.question.is_some());
        if is_read && found.found.is_empty() && wanted.next().is_none() {
            skip(batch, path, NO_QUESTIONS, 1);
        } else if is_read {
            let topic = wishes.topic.map_or_else(|| file_topic(path, topics), str::to_owned);
            if let (None, Some(new)) = (&found.title, topics.take(&topic)) {
                found.title = new.titles.into_values().next();
            }
            batch.notes.push(NotesFile { name: name.clone(), topic, notes: found });
        }
        batch.sources.push(source(name, text, diagnostics));
    }
}

/// The export of hashcards, with its history.
pub(super) fn hashcards_export<Z: TimeZone>(
    path: &Path,
    bytes: &[u8],
    wishes: &Wishes<'_>,
    store: &Store,
    calendar: &Calendar<Z>,
    topics: &mut Topics,
    batch: &mut Batch,
) -> Result<()> {
    let (cards, answers, diagnostics) = hashcards::read_export(bytes);
    let file = file_topic(path, topics);
    let all = cards.len();
    let before = batch.cards.len();
    for card in cards {
        let topic = topic_of(wishes, Some(&card.deck), &file, topics);
        let card = of_hashcard(card, &answers, topic, &mut batch.names, store, calendar)?;
        take(card, topics, batch);
    }
    skip(batch, path, TWICE, all + before - batch.cards.len());
    let text = String::from_utf8_lossy(bytes).into_owned();
    batch.sources.push(source(path.display().to_string(), text, diagnostics));
    Ok(())
}

/// A table; `comma` tells that its name speaks for commas.
pub(super) fn table(
    path: &Path,
    text: String,
    comma: bool,
    wishes: &Wishes<'_>,
    store: &Store,
    topics: &mut Topics,
    batch: &mut Batch,
) -> Result<()> {
    let (found, diagnostics) = table::read(&text, comma);
    let file = file_topic(path, topics);
    let all = found.len();
    let before = batch.cards.len();
    for row in found {
        let topic = topic_of(wishes, row.deck.as_deref(), &file, topics);
        let card = of_row(row, topic, &mut batch.names, store)?;
        take(card, topics, batch);
    }
    skip(batch, path, TWICE, all + before - batch.cards.len());
    batch.sources.push(source(path.display().to_string(), text, diagnostics));
    Ok(())
}

/// A file that was read. Its text is only there to show what is wrong in it, and can be large.
fn source(name: String, text: String, diagnostics: Vec<Diagnostic>) -> Source {
    let text = if diagnostics.is_empty() { String::new() } else { text };
    Source { name, text, diagnostics }
}

/// Fails when none of the files holds a question.
pub(super) fn require_questions(files: &[PathBuf], batch: &Batch) -> Result<()> {
    let empty = batch.skipped.iter().filter(|s| s.reason == NO_QUESTIONS).count();
    if empty < files.len() {
        return Ok(());
    }
    let these = match files {
        [file] => format!("{} holds no questions", file.display()),
        _ => format!("none of the {} files holds questions", files.len()),
    };
    bail!(
        "{these}: give notes, a deck, a table or an export; of notes --headings, --prose and --terms take more"
    );
}

/// Why a file of notes is skipped.
const NO_QUESTIONS: &str = "a file without questions";

/// A card of an export as it comes in.
pub(super) fn of_record<Z: TimeZone>(record: Record, calendar: &Calendar<Z>) -> Incoming {
    let reviews = record.reviews.into_iter().map(|logged| Review {
        at: logged.at,
        day: logged.day.unwrap_or_else(|| calendar.day_of(logged.at)),
        rating: logged.rating,
        ms: logged.ms,
        kind: logged.kind,
        origin: ReviewOrigin::Import,
    });
    Incoming {
        card: record.card,
        origin: record.origin,
        edited: record.edited,
        suspended: record.suspended,
        seen: None,
        buried_until: record.buried_until,
        reviews: reviews.collect(),
    }
}

/// Why a card of a table or of hashcards is skipped.
const TWICE: &str = "cards that came before";

fn skip(batch: &mut Batch, path: &Path, reason: &str, count: usize) {
    if count > 0 {
        let file = path.display().to_string();
        batch.skipped.push(Skipped { file, reason: reason.to_owned(), count });
    }
}

fn plain(id: String, topic: String, text: BTreeMap<Lang, Text>) -> Card {
    Card {
        id,
        topic,
        kind: Kind::Basic,
        level: DEFAULT_LEVEL,
        weight: DEFAULT_WEIGHT,
        follows: None,
        tags: Vec::new(),
        correct: None,
        evidence: Vec::new(),
        text,
        ..Card::default()
    }
}

fn of_user(card: Card, reviews: Vec<Review>) -> Incoming {
    Incoming {
        card,
        origin: Origin::User,
        edited: true,
        suspended: false,
        seen: None,
        buried_until: None,
        reviews,
    }
}

/// The card of a row of a table; `None` if the same came before. A card that is there keeps its topic
/// and what the row does not tell.
fn of_row(row: Row, topic: String, names: &mut Names, store: &Store) -> Result<Option<Incoming>> {
    let Some(text) = row.text.values().next().cloned() else { return Ok(None) };
    let named = match &row.name {
        Some(name) if is_kebab(name) && row.ord == 0 => Some(name.clone()),
        Some(name) => Some(own::card_id(name, row.ord)),
        None => None,
    };
    let (id, known) = match named {
        Some(id) => match names.given(id) {
            Some(id) => (id.clone(), store.card(&id)?),
            None => return Ok(None),
        },
        None => match names.of_question(&topic, &text, store)? {
            Some(found) => found,
            None => return Ok(None),
        },
    };
    let mut card = match known {
        Some(known) => known.card,
        None => plain(id, topic, BTreeMap::new()),
    };
    for (lang, text) in row.text {
        // A question that is there tells its language better than its letters do.
        let same = card.text.iter().find(|(_, known)| known.question == text.question);
        let lang = same.map_or(lang, |(lang, _)| *lang);
        besides::take(&mut card, lang, text);
    }
    card.level = row.level.unwrap_or(card.level);
    card.weight = row.weight.unwrap_or(card.weight);
    if let Some(follows) = row.follows.filter(|f| is_kebab(f) && *f != card.id) {
        card.follows = Some(follows);
    }
    if !row.tags.is_empty() {
        card.tags = row.tags;
    }
    if row.correct.is_some() {
        card.kind = Kind::Choice;
        card.correct = row.correct;
    }
    Ok(Some(of_user(card, Vec::new())))
}

/// The card of hashcards with its history; `None` if the same came before.
fn of_hashcard<Z: TimeZone>(
    card: HashCard,
    answers: &Answers,
    topic: String,
    names: &mut Names,
    store: &Store,
    calendar: &Calendar<Z>,
) -> Result<Option<Incoming>> {
    let Some((id, known)) = names.of_question(&topic, &card.text, store)? else {
        return Ok(None);
    };
    let answered = answers.get(&card.hash).map_or(&[][..], Vec::as_slice);
    let reviews = answered.iter().enumerate().filter_map(|(n, answer)| {
        // In the hour that summer time skips there was no review.
        let at = calendar.zone.from_local_datetime(&answer.at).earliest()?.timestamp_millis();
        Some(Review {
            at,
            day: calendar.day_of(at),
            rating: answer.rating,
            ms: 0,
            kind: if n == 0 { ReviewKind::Learning } else { ReviewKind::Review },
            origin: ReviewOrigin::Import,
        })
    });
    let mut of = match known {
        Some(known) => known.card,
        None => plain(id, topic, BTreeMap::new()),
    };
    besides::take(&mut of, card.lang, card.text);
    Ok(Some(of_user(of, reviews.collect())))
}
