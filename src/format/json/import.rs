//! Reading an export, card by card.

use std::collections::{BTreeMap, HashSet};

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{FORMAT, MemoryJson, ReviewJson, Time, VERSION};
use crate::format::diagnostic::{Diagnostic, Report, Severity};
use crate::format::lines::Lines;
use crate::format::notes::LARGEST_CARD;
use crate::format::options;
use crate::format::record::{LAST_INSTANT, Logged, Memory, Record};
use crate::model::card::{
    Card, DEFAULT_LEVEL, DEFAULT_WEIGHT, Kind, LONGEST_NOTE, Lang, Origin, Text, Topic, is_kebab,
};
use crate::model::day::Day;
use crate::model::memory::MemoryState;

/// What an export holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Export {
    /// When it was written, in milliseconds since 1970-01-01 UTC; `None` if the file does not say.
    pub exported_at: Option<i64>,
    /// The topics; empty when the file has none.
    pub topics: Vec<Topic>,
    /// The cards in the order of the file.
    pub records: Vec<Record>,
}

/// The values of the top-level keys; the rest is ignored.
#[derive(Deserialize)]
struct Top<'a> {
    #[serde(borrow, default)]
    format: Option<&'a RawValue>,
    #[serde(borrow, default)]
    version: Option<&'a RawValue>,
    #[serde(borrow, default)]
    exported_at: Option<&'a RawValue>,
    #[serde(borrow, default)]
    topics: Option<&'a RawValue>,
    #[serde(borrow, default)]
    cards: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct CardIn {
    id: String,
    topic: String,
    #[serde(default)]
    kind: Kind,
    #[serde(default = "level")]
    level: u8,
    #[serde(default = "weight")]
    weight: u8,
    #[serde(default)]
    follows: Option<String>,
    #[serde(default)]
    same: Option<String>,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default)]
    correct: Option<String>,
    #[serde(default)]
    right: Vec<u8>,
    #[serde(default)]
    test: Option<String>,
    #[serde(default)]
    origin: Origin,
    #[serde(default)]
    edited: bool,
    #[serde(default)]
    suspended: bool,
    #[serde(default)]
    buried_until: Option<Day>,
    #[serde(default)]
    leech: bool,
    #[serde(default)]
    note: Option<String>,
    #[serde(default)]
    flagged: bool,
    #[serde(default)]
    evidence: Vec<String>,
    text: BTreeMap<Lang, Text>,
    #[serde(default)]
    memory: Option<MemoryJson>,
    #[serde(default)]
    reviews: Vec<ReviewJson>,
}

fn level() -> u8 {
    DEFAULT_LEVEL
}

fn weight() -> u8 {
    DEFAULT_WEIGHT
}

/// Reads an export. A file that is not JSON, or has another format or version, gives one error and
/// nothing else; a bad card is reported and left out. Unknown keys are ignored.
pub fn read(bytes: &[u8]) -> (Export, Vec<Diagnostic>) {
    let mut export = Export::default();
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.strip_prefix('\u{feff}').unwrap_or(text),
        Err(error) => {
            let good = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
            let (line, column) = Lines::new(&good).position(good.len());
            let d = Diagnostic::error(line, column, 0, "the file is not UTF-8 text");
            return (export, vec![d.help("save it as UTF-8")]);
        }
    };
    let mut reader = Reader { text, lines: Lines::new(text), report: Report::default() };
    match reader.top() {
        Ok(top) => reader.fill(&top, &mut export),
        Err(d) => reader.report.push(d),
    }
    (export, reader.report.finish())
}

struct Reader<'a> {
    text: &'a str,
    lines: Lines<'a>,
    report: Report,
}

impl<'a> Reader<'a> {
    /// The parts of a file that is ours.
    fn top(&self) -> Result<Top<'a>, Diagnostic> {
        const HELP: &str = "give a file written by `export --format json`";
        let foreign = || Diagnostic::error(1, 1, 0, "the file is no godrill export").help(HELP);
        if !self.text.trim_start().starts_with('{') {
            return Err(foreign());
        }
        let top: Top<'a> =
            serde_json::from_str(self.text).map_err(|e| self.problem(self.text, &e).help(HELP))?;
        let Some(format) = top.format else { return Err(foreign()) };
        if serde_json::from_str::<String>(format.get()).ok().as_deref() != Some(FORMAT) {
            let (line, column) = self.position(format);
            let len = format.get().chars().count().min(80);
            return Err(Diagnostic::error(
                line,
                column,
                len,
                "this is the format of another program",
            )
            .help(format!("only files with `\"format\":\"{FORMAT}\"` can be read")));
        }
        let version = top.version.map_or("null", RawValue::get);
        if version.parse() != Ok(VERSION) {
            let (line, column) = self.position(top.version.unwrap_or(format));
            let len = version.chars().count().min(80);
            let newer = version.parse().is_ok_and(|v: u64| v > VERSION);
            let help = if newer { "update godrill" } else { "export the cards again" };
            return Err(Diagnostic::error(
                line,
                column,
                len,
                format!("version {version} of the format is not known, only {VERSION}"),
            )
            .help(help));
        }
        Ok(top)
    }

    fn fill(&mut self, top: &Top<'a>, export: &mut Export) {
        if let Some(raw) = top.exported_at {
            match serde_json::from_str::<Time>(raw.get()) {
                Ok(time) => export.exported_at = Some(time.0),
                Err(e) => self.warn(raw, &e),
            }
        }
        if let Some(raw) = top.topics {
            match serde_json::from_str::<Vec<Topic>>(raw.get()) {
                Ok(topics) => {
                    export.topics = topics.into_iter().filter(|t| is_kebab(&t.name)).collect();
                }
                Err(e) => self.warn(raw, &e),
            }
        }
        let Some(cards) = top.cards else {
            let d = Diagnostic::error(1, 1, 0, "the file has no `cards`");
            self.report.push(d.help("give a file written by `export --format json`"));
            return;
        };
        let cards: Vec<&'a RawValue> = match serde_json::from_str(cards.get()) {
            Ok(cards) => cards,
            Err(e) => {
                let d = self.problem(cards.get(), &e).help("`cards` is a list of cards");
                self.report.push(d);
                return;
            }
        };
        let mut ids = HashSet::new();
        for raw in cards {
            let card = match serde_json::from_str::<CardIn>(raw.get()) {
                Ok(card) => card,
                Err(e) => {
                    if self.report.is_full() {
                        self.report.push(Diagnostic::error(1, 1, 0, ""));
                    } else {
                        let d = self.problem(raw.get(), &e).help(LEFT_OUT);
                        self.report.push(d);
                    }
                    continue;
                }
            };
            let id = card.id.clone();
            let checked = match record(card) {
                Ok(record) if ids.insert(id.clone()) => Ok(record),
                Ok(_) => Err("its id stands twice".to_string()),
                Err(message) => Err(message),
            };
            match checked {
                Ok(record) => export.records.push(record),
                Err(message) => {
                    let (line, column) =
                        if self.report.is_full() { (1, 1) } else { self.position(raw) };
                    let message = format!("card `{id}`: {message}");
                    self.report.push(Diagnostic::error(line, column, 0, message).help(LEFT_OUT));
                }
            }
        }
    }

    /// Line and column at which a value begins.
    fn position(&self, raw: &RawValue) -> (usize, usize) {
        self.lines.position(self.offset(raw.get()))
    }

    /// The byte at which a slice of the text begins.
    fn offset(&self, part: &str) -> usize {
        (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize).min(self.text.len())
    }

    /// What serde_json said of a slice of the text.
    fn problem(&self, part: &str, error: &serde_json::Error) -> Diagnostic {
        let within = Lines::new(part).start(error.line()) + error.column().saturating_sub(1);
        let mut at = (self.offset(part) + within).min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        let (line, column) = self.lines.position(at);
        // serde_json tells the place within the slice, which means nothing to a reader.
        let message = error.to_string();
        let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(said, _)| said);
        Diagnostic::error(line, column, 0, message)
    }

    fn warn(&mut self, raw: &RawValue, error: &serde_json::Error) {
        let d = self.problem(raw.get(), error);
        let d = Diagnostic { severity: Severity::Warning, ..d };
        self.report.push(d.help("it was ignored"));
    }
}

const LEFT_OUT: &str = "the card was left out; mend it and import the file again";

/// Brings key points, reasons and misconceptions into the shape that a deck file gives them, or
/// says which of them makes no sense.
fn besides(text: &mut Text, right: &[u8]) -> Result<(), String> {
    let one_line = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    for line in text.keys.iter_mut().chain(&mut text.reasons) {
        *line = one_line(line);
    }
    for wrong in &mut text.wrong {
        wrong.claim = one_line(&wrong.claim);
        wrong.correction = one_line(&wrong.correction);
    }
    text.keys.retain(|key| !key.is_empty());
    if text.wrong.iter().any(|w| w.claim.is_empty() || w.correction.is_empty()) {
        return Err("a misconception needs a `claim` and a `correction`".into());
    }
    if right.is_empty() {
        text.reasons.clear();
        return Ok(());
    }
    let boxed = options::write(text.body(), right, &text.reasons);
    let boxes = boxed.as_deref().and_then(options::read).ok_or("its question lacks options")?;
    if let Some(problem) = boxes.problems.first() {
        return Err(problem.message.clone());
    }
    text.question = format!("{}\n\n{}", text.title(), boxes.body);
    text.reasons = boxes.reasons;
    Ok(())
}

/// The record, if everything in it makes sense.
fn record(c: CardIn) -> Result<Record, String> {
    let within = |what: &str, n: u8, most: u8| {
        if (1..=most).contains(&n) { Ok(()) } else { Err(format!("{what} {n} is not 1 to {most}")) }
    };
    if !is_kebab(&c.id) {
        return Err("its id is not small letters, digits and single hyphens".into());
    }
    if !is_kebab(&c.topic) {
        return Err(format!("`{}` cannot be a topic", c.topic));
    }
    within("level", c.level, 3)?;
    within("weight", c.weight, 5)?;
    if let Some(follows) = &c.follows
        && (!is_kebab(follows) || *follows == c.id)
    {
        return Err(format!("it cannot follow `{follows}`"));
    }
    if let Some(same) = &c.same
        && (!is_kebab(same) || *same == c.id)
    {
        return Err(format!("`{same}` cannot be its sibling"));
    }
    if let Some(tag) = c.tags.iter().find(|t| t.is_empty() || t.contains(char::is_whitespace)) {
        return Err(format!("`{tag}` cannot be a tag"));
    }
    let correct = c.correct.map(|letter| letter.to_ascii_lowercase());
    let letter =
        correct.as_ref().is_some_and(|l| l.len() == 1 && l.as_bytes()[0].is_ascii_lowercase());
    match (c.kind, &correct) {
        (Kind::Choice, None) if c.right.is_empty() => {
            return Err("a choice card needs `right` or `correct`".into());
        }
        (Kind::Choice, Some(_)) if !c.right.is_empty() => {
            return Err("it has both `right` and `correct`".into());
        }
        (Kind::Choice, None) => {}
        (Kind::Choice, Some(l)) if !letter => {
            return Err(format!("`{l}` is no letter of an option"));
        }
        (Kind::Basic | Kind::Output | Kind::Write, _)
            if correct.is_some() || !c.right.is_empty() =>
        {
            return Err("only a choice card has `right` or `correct`".into());
        }
        _ => {}
    }
    if (c.kind == Kind::Write) != c.test.is_some() {
        return Err("a write card has a `test`, and no other card".into());
    }
    if c.text.is_empty() {
        return Err("it has no text".into());
    }
    let mut text: BTreeMap<Lang, Text> = c.text;
    for (lang, text) in &mut text {
        besides(text, &c.right).map_err(|why| format!("{why} in {lang}"))?;
    }
    if let Some((lang, _)) = text.iter().find(|(_, t)| t.title().is_empty()) {
        return Err(format!("its question in {lang} is empty"));
    }
    let note = c.note.filter(|note| !note.trim().is_empty());
    if note.as_ref().is_some_and(|note| note.len() > LONGEST_NOTE) {
        return Err(format!("its note has more than {} KiB", LONGEST_NOTE >> 10));
    }
    if text.values().map(|t| t.question.len() + t.answer.len()).sum::<usize>() > 2 * LARGEST_CARD {
        return Err("it has more text than fits on a card".into());
    }
    let memory = c.memory.map(memory).transpose()?;
    if let Some(day) = c.buried_until.filter(|&d| !is_sane(d)) {
        return Err(format!("the day {day} is out of range"));
    }
    let mut reviews = Vec::with_capacity(c.reviews.len());
    for r in c.reviews {
        if let Some(day) = r.day.filter(|&d| !is_sane(d)) {
            return Err(format!("the day {day} is out of range"));
        }
        reviews.push(Logged { at: r.at.0, day: r.day, rating: r.rating, ms: r.ms, kind: r.kind });
    }
    Ok(Record {
        card: Card {
            id: c.id,
            topic: c.topic,
            kind: c.kind,
            level: c.level,
            weight: c.weight,
            follows: c.follows,
            same: c.same,
            tags: c.tags,
            correct,
            right: c.right,
            test: c.test,
            evidence: c.evidence,
            text,
        },
        origin: c.origin,
        edited: c.edited,
        suspended: c.suspended,
        leech: c.leech,
        buried_until: c.buried_until,
        note,
        flagged: c.flagged,
        memory,
        reviews,
    })
}

/// Stability above this many days (273 years) is no memory but a mistake; FSRS stops at 36 500.
const MOST_STABILITY: f32 = 100_000.0;

fn memory(m: MemoryJson) -> Result<Memory, String> {
    // Written so that NaN fails too; JSON has none, but a number too large for f32 is infinite.
    if !(m.stability > 0.0 && m.stability <= MOST_STABILITY) {
        return Err(format!("stability {} is out of range", m.stability));
    }
    if !(1.0..=10.0).contains(&m.difficulty) {
        return Err(format!("difficulty {} is not 1 to 10", m.difficulty));
    }
    Ok(Memory {
        state: MemoryState { stability: m.stability, difficulty: m.difficulty },
        due: m.due.0,
        last_review: m.last_review.map(|t| t.0),
    })
}

fn is_sane(day: Day) -> bool {
    // One day of slack on both sides for time zones.
    (-1..=LAST_INSTANT / 86_400_000 + 1).contains(&i64::from(day.0))
}
