//! Notes on their way in: what each line became, which cards of the database answer the same, and
//! which lines the learner wants.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::RangeInclusive;
use std::str::FromStr;

use anyhow::{Result, bail};
use chrono::TimeZone;

use crate::db::Store;
use crate::format::notes::{Found, Notes};
use crate::format::{besides, slug};
use crate::model::card::{Card, DEFAULT_LEVEL, DEFAULT_WEIGHT, Kind, Origin, Text, Topic};
use crate::model::change::StoredCard;
use crate::model::coverage::Index;
use crate::model::day::{Calendar, Day};
use crate::model::filter::{AsOf, Filter};
use crate::model::history;
use crate::model::merge::Incoming;
use crate::model::schedule::Scheduler;
use crate::model::term::Vocabulary;

/// The notes of one file.
pub struct NotesFile {
    /// The file, for messages.
    pub name: String,
    /// The topic of its cards.
    pub topic: String,
    /// What was found in it.
    pub notes: Notes,
}

/// What a line of notes became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Became {
    /// A card with question and answer.
    Card,
    /// A question that waits for its answer.
    Draft,
    /// Nothing: this card asks the same.
    Known(String),
    /// Nothing.
    LeftOut,
}

impl Became {
    /// The word for tables and JSON.
    pub fn name(&self) -> &'static str {
        match self {
            Became::Card => "card",
            Became::Draft => "draft",
            Became::Known(_) => "known",
            Became::LeftOut => "left out",
        }
    }
}

/// A line of notes in the preview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number, from 1.
    pub line: usize,
    /// What it became.
    pub became: Became,
    /// The id of its card, or of the one that is known.
    pub id: Option<String>,
    /// The question, or what stands there.
    pub question: String,
    /// Why.
    pub why: Cow<'static, str>,
}

/// Why a line became nothing that the learner chose.
pub const LEFT_OUT: &str = "you left it out";

/// Numbers of lines, as in `3,5-9`.
#[derive(Debug, Clone, Default)]
pub struct Numbers(Vec<RangeInclusive<usize>>);

impl FromStr for Numbers {
    type Err = String;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        let range = |part: &str| {
            let (from, to) = part.split_once('-').unwrap_or((part, part));
            let number = |text: &str| text.trim().parse::<usize>().ok().filter(|n| *n > 0);
            let range = number(from)?..=number(to)?;
            (!range.is_empty()).then_some(range)
        };
        let ranges = s.split(',').map(|part| range(part).ok_or_else(|| part.trim().to_owned()));
        ranges
            .collect::<Result<_, _>>()
            .map(Numbers)
            .map_err(|part| format!("`{part}` is no line: give numbers of lines such as 3,5-9"))
    }
}

impl Numbers {
    /// Whether a line is among them.
    pub fn has(&self, line: usize) -> bool {
        self.0.iter().any(|range| range.contains(&line))
    }
}

/// Which lines the learner wants.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// Only these.
    pub only: Option<Numbers>,
    /// Not these.
    pub skip: Numbers,
    /// Also these, which would be left out.
    pub also: Numbers,
    /// Also questions that a card of the database answers.
    pub twins: bool,
}

impl Selection {
    fn wants(&self, line: usize) -> bool {
        !self.skip.has(line) && self.only.as_ref().is_none_or(|only| only.has(line))
    }

    /// Whether the learner names a line that would be left out.
    fn insists(&self, line: usize) -> bool {
        !self.skip.has(line)
            && (self.also.has(line) || self.only.as_ref().is_some_and(|o| o.has(line)))
    }

    /// Fails on a number that names no question of these notes.
    fn require_lines(&self, file: &NotesFile) -> Result<()> {
        let notes = &file.notes;
        let asked = notes.left_out.iter().filter(|l| l.question.is_some()).map(|l| l.line);
        let lines: HashSet<usize> = notes.found.iter().map(|f| f.line).chain(asked).collect();
        for numbers in
            [self.only.as_ref(), Some(&self.skip), Some(&self.also)].into_iter().flatten()
        {
            for range in numbers.0.iter().filter(|r| r.start() == r.end()) {
                if !lines.contains(range.start()) {
                    bail!(
                        "line {} of {} holds no question: `--dry-run` shows which lines do",
                        range.start(),
                        file.name
                    );
                }
            }
        }
        Ok(())
    }
}

/// Whether two cards ask the same. Questions that differ only in case do only if one has no answer
/// or their answers are the same.
fn asks_same(one: &Text, other: &Text) -> bool {
    let answers = [&one.answer, &other.answer].map(|answer| answer.trim());
    slug::essence(&one.question) == slug::essence(&other.question)
        && (slug::as_written(&one.question) == slug::as_written(&other.question)
            || answers[0] == answers[1]
            || answers.contains(&""))
}

/// Ids that cards of one import have, so that each is used once.
#[derive(Default)]
pub struct Names {
    taken: HashMap<String, Text>,
}

impl Names {
    /// The id of a question of a topic, and the card of the database that has it; `None` if the
    /// question came already. A card that asks something else keeps its id.
    pub fn of_question(
        &mut self,
        topic: &str,
        text: &Text,
        store: &Store,
    ) -> Result<Option<(String, Option<StoredCard>)>> {
        let question = &text.question;
        let ids = [slug::id, slug::other_id, slug::cased_id].map(|name| name(topic, question));
        if ids.iter().filter_map(|id| self.taken.get(id)).any(|other| asks_same(other, text)) {
            return Ok(None);
        }
        let mut free: Vec<(String, Option<StoredCard>)> = Vec::new();
        for id in ids.into_iter().filter(|id| !self.taken.contains_key(id)) {
            let known = store.card(&id)?;
            let is_same = |known: &StoredCard| {
                known.origin != Origin::Builtin
                    && known.card.text.values().any(|known| asks_same(known, text))
            };
            if known.as_ref().is_none_or(is_same) {
                free.push((id, known));
            }
        }
        // A card with this very question comes before one that has another case.
        let letters = slug::as_written(question);
        let is_exact = |(_, known): &(String, Option<StoredCard>)| {
            known.as_ref().is_some_and(|known| {
                known.card.text.values().any(|known| slug::as_written(&known.question) == letters)
            })
        };
        let place = free.iter().position(is_exact).unwrap_or(0);
        Ok(free.into_iter().nth(place).inspect(|(id, _)| {
            self.taken.insert(id.clone(), text.clone());
        }))
    }

    /// An id that is given; `None` if it came already.
    pub fn given(&mut self, id: String) -> Option<String> {
        self.taken.insert(id.clone(), Text::default()).is_none().then_some(id)
    }
}

/// With more questions than this none is compared with the cards of the database: so many are no
/// notes but a collection.
const MOST_COMPARED: usize = 2_000;

/// Decides what becomes of each line, and makes the cards. Nothing is written.
pub fn settle<Z: TimeZone>(
    store: &Store,
    file: NotesFile,
    selection: &Selection,
    twins: &Option<Twins>,
    names: &mut Names,
    calendar: &Calendar<Z>,
    scheduler: &Scheduler,
) -> Result<(Vec<Line>, Vec<Incoming>)> {
    selection.require_lines(&file)?;
    let NotesFile { topic, notes, .. } = file;
    let compares = notes.found.len() <= MOST_COMPARED;
    let mut found = notes.found;
    let mut lines = Vec::new();
    for left_out in notes.left_out {
        if let Some(question) = left_out.question.filter(|_| selection.insists(left_out.line)) {
            found.push(Found::wanted(left_out.line, &question));
            continue;
        }
        let (line, why) = (left_out.line, left_out.why.into());
        lines.push(Line { line, became: Became::LeftOut, id: None, question: left_out.text, why });
    }
    found.sort_by_key(|f| f.line);
    let mut cards = Vec::new();
    for found in found {
        let question = found.text.title().to_owned();
        let mut note = |became: Became, id: Option<String>, why: Cow<'static, str>| {
            lines.push(Line { line: found.line, became, id, question: question.clone(), why });
        };
        if !selection.wants(found.line) && !selection.insists(found.line) {
            note(Became::LeftOut, None, LEFT_OUT.into());
            continue;
        }
        let asked = names.of_question(&topic, &found.text, store)?;
        let Some((id, known)) = asked else {
            note(Became::LeftOut, None, "the same question came before".into());
            continue;
        };
        let is_draft = found.text.answer.trim().is_empty();
        if known.is_none()
            && compares
            && !selection.twins
            && !selection.also.has(found.line)
            && let Some(twin) = twins.as_ref().and_then(|twins| twins.of(&found, is_draft))
        {
            let twin = twin.to_owned();
            let why = if is_draft { "answers it already" } else { "asks the same" };
            note(Became::Known(twin.clone()), Some(twin.clone()), format!("{twin} {why}").into());
            continue;
        }
        let became = if is_draft { Became::Draft } else { Became::Card };
        note(became, Some(id.clone()), found.why.clone());
        cards.push(incoming(found, id, &topic, known, calendar, scheduler));
    }
    lines.sort_by_key(|l| l.line);
    Ok((lines, cards))
}

/// The cards of the database, to find those that ask the same as a line of notes.
pub struct Twins {
    cards: Vec<Card>,
    index: Index,
    /// The places of cards by what tells their questions apart.
    exact: HashMap<String, usize>,
}

impl Twins {
    /// Reads the cards of the database, if some notes are to be compared with them; `words` gives
    /// what words mean in questions.
    pub fn new(
        store: &Store,
        notes: &[NotesFile],
        words: &dyn Fn() -> String,
    ) -> Result<Option<Twins>> {
        if notes.iter().all(|file| !(1..=MOST_COMPARED).contains(&file.notes.found.len())) {
            return Ok(None);
        }
        let mut cards = Vec::new();
        store.each(&Filter::default(), AsOf::default(), &mut |stored| -> Result<()> {
            if !stored.card.is_draft() {
                cards.push(stored.card);
            }
            Ok(())
        })?;
        let index = Index::new(Vocabulary::new(&words()), &cards);
        let mut exact = HashMap::new();
        for (at, card) in cards.iter().enumerate() {
            for text in card.text.values() {
                exact.entry(slug::essence(&text.question)).or_insert(at);
            }
        }
        Ok(Some(Twins { cards, index, exact }))
    }

    /// The id of the card that asks the same: for a draft the one that covers it, for a card that
    /// has an answer only one with the same question.
    fn of(&self, found: &Found, is_draft: bool) -> Option<&str> {
        let mut at = self.exact.get(&slug::essence(&found.text.question)).copied();
        at = at.filter(|at| self.cards[*at].text.values().any(|t| asks_same(t, &found.text)));
        if is_draft && at.is_none() {
            let asked = found.asked.as_deref().unwrap_or(found.text.title());
            let nearest = self.index.nearest(asked, &found.context.join("\n"), 1);
            at = nearest.first().filter(|found| found.covers()).map(|found| found.card);
        }
        at.map(|at| self.cards[at].id.as_str())
    }
}

/// The card of a question; a known one keeps all but its text in this language.
fn incoming<Z: TimeZone>(
    found: Found,
    id: String,
    topic: &str,
    known: Option<StoredCard>,
    calendar: &Calendar<Z>,
    scheduler: &Scheduler,
) -> Incoming {
    let has_history = known.as_ref().is_some_and(|c| c.schedule.reps > 0);
    let mut card = known.map(|k| k.card).unwrap_or_else(|| Card {
        id,
        topic: topic.to_owned(),
        kind: Kind::Basic,
        level: DEFAULT_LEVEL,
        weight: DEFAULT_WEIGHT,
        follows: None,
        tags: Vec::new(),
        correct: None,
        evidence: Vec::new(),
        text: BTreeMap::new(),
        ..Card::default()
    });
    for (list, more) in [(&mut card.tags, found.tags), (&mut card.evidence, found.links)] {
        for one in more {
            if !list.contains(&one) {
                list.push(one);
            }
        }
    }
    // A question that is there tells its language better than its letters do.
    let same = card.text.iter().find(|(_, known)| known.question == found.text.question);
    let lang = same.map_or(found.lang, |(lang, _)| *lang);
    besides::take(&mut card, lang, found.text);
    // A schedule of elsewhere only helps a card that has none of its own.
    let reviews = match found.schedule.filter(|_| !has_history) {
        Some(schedule) => {
            /// Milliseconds from the begin of a study day (04:00) to noon.
            const NOON: i64 = 8 * 3_600_000;
            let instant = |day: Day| calendar.start_of(day) + NOON;
            let last = Day::of_date(schedule.last);
            history::leading_to(schedule.stability, last, scheduler.fsrs(), &instant)
        }
        None => Vec::new(),
    };
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

impl NotesFile {
    /// The topic that the notes make, with their title.
    pub fn topic(&self) -> Topic {
        let lang = self.notes.found.first().map(|f| f.lang);
        let title = self.notes.title.clone().zip(lang);
        let titles = title.map(|(title, lang)| (lang, title)).into_iter().collect();
        Topic { name: self.topic.clone(), titles, ..Topic::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_chosen_by_number() {
        let numbers: Numbers = "3, 5-9".parse().unwrap();
        assert_eq!((1..=10).filter(|n| numbers.has(*n)).collect::<Vec<_>>(), [3, 5, 6, 7, 8, 9]);
        for bad in ["", "x", "0", "9-5", "1,,2"] {
            assert!(bad.parse::<Numbers>().is_err(), "{bad}");
        }
    }

    #[test]
    fn every_name_is_used_once() {
        let mut names = Names::default();
        let store = Store::in_memory().unwrap();
        let mut name = |question: &str, answer: &str| {
            let text = Text { question: question.into(), answer: answer.into(), ..Text::default() };
            names.of_question("t", &text, &store).unwrap().map(|(id, _)| id)
        };
        assert_eq!(name("What is a P?", "A").as_deref(), Some("t-p"));
        assert_eq!(name("what is a p", "A"), None);
        let other = name("Why a P?", "A").unwrap();
        assert!(other.starts_with("t-p-"), "{other}");
        assert_eq!(name("Why a P?", "B"), None);
        // Case decides when the answers differ.
        let ids = [("gU", "up"), ("gu", "down"), ("GU", "all")].map(|(q, a)| name(q, a).unwrap());
        assert!(ids[0] != ids[1] && ids[1] != ids[2] && ids[0] != ids[2], "{ids:?}");
        assert_eq!(name("Gu", "down"), None);
    }
}
