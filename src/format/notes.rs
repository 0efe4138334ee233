//! Markdown as people have it: finds what is a question in notes that follow no rule of ours.
//!
//! A table of forms, [`FORMS`], each a file in `notes/` with its examples. They are tried in order of
//! how explicit they are; each looks at the rows that no form before it has taken. What stands below
//! a question up to the next one of the same or a higher level is its answer, and `answer` parts from
//! it what belongs to the question. Prose and lists of terms are questions only for those who ask for
//! it. Nothing is thrown away in silence: what no form takes is listed with the reason.

mod answer;
mod asking;
mod bold;
mod boxed;
mod boxes;
mod cloze;
mod fields;
mod fold;
mod heading;
mod item;
mod line;
mod list;
mod numbered;
mod obsidian;
mod page;
mod prose;
mod table;
mod tag;
mod tagged;
mod terms;
mod title;
mod why;

use std::collections::HashSet;
use std::ops::Range;

use chrono::NaiveDate;

use super::diagnostic::Diagnostic;
use super::lang;
use super::lines::normalized;
use super::slug;
use crate::model::card::{Lang, Text};
use crate::text::fence::Fences;
use item::Item;
use page::{Kind, Page};

pub use cloze::{Hole, holes, hollow};
pub use why::Why;

/// What reads a form.
enum Form {
    /// Looks at a row that no form has taken, and gives the rows that it has read.
    Row(fn(&Page<'_>, usize, &mut Out) -> Option<Range<usize>>),
    /// Takes what it understands of a page, where one row tells what another is.
    Whole(fn(&mut Page<'_>, &mut Out)),
}
use Form::{Row, Whole};

/// The forms in the order in which they are tried, the most explicit first.
const FORMS: [Form; 17] = [
    Row(fields::read),           // notes of ki, whose headings name fields
    Row(tagged::read),           // tags: Q:, A:, 问：, 答：, C:, ## Front
    Row(boxed::read),            // boxes that ask: [!question], <details>
    Row(cloze::read),            // clozes: {{c1::…}}
    Row(obsidian::read),         // flashcards of Obsidian
    Row(obsidian::read_signed),  // those on one line, in files that are surely its own
    Whole(heading::read),        // headings that ask
    Whole(numbered::read),       // numbered questions
    Row(bold::read),             // bold questions
    Row(boxed::read_answer),     // <details> with the answer of what stands above
    Row(table::read),            // tables
    Whole(obsidian::read_lines), // question::answer
    Row(terms::read),            // definition lists; lists of terms for those who ask
    Whole(list::read),           // lists of questions
    Row(line::read),             // lines that ask
    Whole(title::read),          // the title of the page
    Row(prose::read),            // prose, for those who ask
];

/// What notes hold.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Notes {
    /// The title: `title` or `name` in the head of the file, else the first level-1 heading.
    pub title: Option<String>,
    /// The questions, in the order of the file.
    pub found: Vec<Found>,
    /// What was left out, in the order of the file.
    pub left_out: Vec<LeftOut>,
}

/// A question that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The line it begins on, from 1.
    pub line: usize,
    /// The question, and the answer; without one it is a draft.
    pub text: Text,
    /// What is asked without its context, in one line, if that is not the first line of the text.
    pub asked: Option<String>,
    /// The items that it is nested in, the outermost first.
    pub context: Vec<String>,
    /// The language of the question.
    pub lang: Lang,
    /// By what it was recognised.
    pub why: Why,
    /// Labels without spaces.
    pub tags: Vec<String>,
    /// Links that stood in the place of an answer, or beside one.
    pub links: Vec<String>,
    /// When it was reviewed last and how well it is held, if the notes tell.
    pub schedule: Option<Scheduled>,
}

impl Found {
    /// A draft of a line that no reader took for a question, but the learner does; `file` is the
    /// language of the notes.
    pub fn wanted(line: usize, question: &str, file: Lang) -> Found {
        Found::new(line, question, String::new(), file, Why::Wanted)
    }

    fn new(line: usize, question: &str, answer: String, file: Lang, why: Why) -> Found {
        let text = Text { question: as_question(question), answer, ..Text::default() };
        let lang = lang::of(&text, file);
        let (context, tags, links) = (Vec::new(), Vec::new(), Vec::new());
        Found { line, text, asked: None, context, lang, why, tags, links, schedule: None }
    }
}

/// A schedule without the reviews behind it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scheduled {
    /// The day of the last review.
    pub last: NaiveDate,
    /// Stability in days.
    pub stability: f32,
}

/// Lines that became no card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The first line, from 1.
    pub line: usize,
    /// What stands there.
    pub text: String,
    /// Why no card came of it.
    pub why: Why,
    /// The question that it would be if the learner wants it.
    pub question: Option<String>,
    /// The language of the notes.
    pub lang: Lang,
}

/// What the learner wants of the readers.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Make a question of each heading with prose under it.
    pub prose: bool,
    /// Make questions of lists of terms with their text.
    pub terms: bool,
}

/// More lines than this are no notes: those of a year have thousands. Keeps the memory bounded.
const MOST_LINES: usize = 1_000_000;
/// More cards than this in one file are refused; each costs about a kilobyte on its way in.
pub const MOST_CARDS: usize = 100_000;
/// More bytes of text than this in the cards of one file are refused. A cloze repeats its text for
/// each deletion, so that a small file could fill the memory; a large deck of 100 k cards has 20 MB.
pub const MOST_TEXT: usize = 32 << 20;
/// A card with more bytes than this is left out. A page of a book has 4 kB; to show one, its Markdown
/// is parsed, which takes up to 64 bytes of memory for each.
pub const LARGEST_CARD: usize = 1 << 20;

/// Whether a file is a deck file and no notes: its head names the deck.
pub fn is_deck(source: &str) -> bool {
    let text = source.strip_prefix('\u{feff}').unwrap_or(source).trim_start();
    text.strip_prefix("---")
        .and_then(|rest| rest.find("\n---").map(|end| &rest[..end]))
        .is_some_and(|head| head.lines().any(|line| line.starts_with("deck:")))
}

/// Finds the questions in notes. The only errors are of files that cannot be read as a whole.
pub fn read(source: &str, options: Options) -> (Notes, Vec<Diagnostic>) {
    let text = normalized(source);
    let refused = |message: String| {
        (Notes::default(), vec![Diagnostic::error(1, 1, 0, message).help("split it")])
    };
    if text.bytes().filter(|b| *b == b'\n').count() > MOST_LINES {
        return refused(format!("the file has more than {MOST_LINES} lines"));
    }
    let mut page = Page::new(&text);
    let lang = lang::of_file([text.as_ref()]);
    let (found, left_out, signs) = (Vec::new(), Vec::new(), obsidian::signs(&page));
    let mut out = Out { lang, options, signs, found, left_out, bytes: 0 };
    for form in FORMS {
        match form {
            Whole(read) => read(&mut page, &mut out),
            Row(read) => each_row(&mut page, &mut out, read),
        }
    }
    leftovers(&page, &mut out);
    if out.is_full() {
        return refused(format!(
            "the file has more than {MOST_CARDS} questions, or they come to more than {} MiB",
            MOST_TEXT >> 20
        ));
    }
    out.drop_announced();
    out.found.sort_by_key(|f| f.line);
    out.left_out.sort_by_key(|l| l.line);
    let open = page.open_fence.map(|at| {
        let width = page.row(at).text.chars().count();
        let d = Diagnostic::warning(at + 1, 1, width, "this code is never closed");
        d.help("nothing below it is taken for a question: close it with the same marks")
    });
    let title = title(&page);
    (Notes { title, found: out.found, left_out: out.left_out }, open.into_iter().collect())
}

/// Shows a form each free row in turn; what it has read is taken.
fn each_row(
    page: &mut Page<'_>,
    out: &mut Out,
    read: impl Fn(&Page<'_>, usize, &mut Out) -> Option<Range<usize>>,
) {
    let mut at = 0;
    while at < page.len() {
        let rows = page.is_free(at).then(|| read(page, at, out)).flatten().unwrap_or(at..at);
        at = rows.end.max(at + 1);
        page.take(rows);
    }
}

/// What the forms found so far.
struct Out {
    /// The language of the file.
    lang: Lang,
    options: Options,
    signs: obsidian::Signs,
    found: Vec<Found>,
    left_out: Vec<LeftOut>,
    /// Bytes of text in `found`.
    bytes: usize,
}

impl Out {
    /// Notes a question in row `at`, from 0, in the context of parents, outermost first, with what
    /// stands below it, which is parted into what belongs to the question and the answer.
    fn asked(
        &mut self,
        at: usize,
        parents: &[String],
        question: &str,
        body: &str,
        why: Why,
    ) -> Option<&mut Found> {
        let (more, answer) = answer::split(question, body);
        let whole = asking::in_context(parents, question);
        let found = self.found(at, &format!("{whole}\n{more}"), &answer, why)?;
        found.asked = (whole != question).then(|| question.to_owned());
        Some(found)
    }

    /// Notes a question and its answer; one without any word is none.
    fn found(&mut self, at: usize, question: &str, answer: &str, why: Why) -> Option<&mut Found> {
        self.bytes = self.bytes.saturating_add(question.len() + answer.len());
        if self.is_full() {
            return None;
        }
        if question.len() + answer.len() > LARGEST_CARD {
            self.left_out(at, question, Why::TooLarge, None);
            return None;
        }
        let (answer, links) = apart(answer);
        let found = Found { links, ..Found::new(at + 1, question, answer, self.lang, why) };
        if !found.text.title().contains(char::is_alphanumeric) {
            return None;
        }
        self.found.push(found);
        self.found.last_mut()
    }

    /// Drops questions without an answer that stand with one elsewhere, as in a table of contents.
    fn drop_announced(&mut self) {
        let essence =
            |found: &Found| slug::essence(found.asked.as_deref().unwrap_or(found.text.title()));
        let is_draft = |found: &Found| found.text.answer.trim().is_empty();
        let answered: HashSet<String> =
            self.found.iter().filter(|found| !is_draft(found)).map(essence).collect();
        let is_twice = |found: &mut Found| is_draft(found) && answered.contains(&essence(found));
        for found in self.found.extract_if(.., is_twice).collect::<Vec<_>>() {
            self.left_out(found.line - 1, found.text.title(), Why::Elsewhere, None);
        }
    }

    /// Whether there is more than one import should hold; the rest is not read.
    fn is_full(&self) -> bool {
        self.found.len() > MOST_CARDS || self.bytes > MOST_TEXT
    }

    /// Notes what became no card, and the question that it is if the learner wants it.
    fn left_out(&mut self, at: usize, text: &str, why: Why, question: Option<String>) {
        /// Characters of a line that was left out which are shown.
        const SHOWN: usize = 120;
        let mut shown: String = text.trim().chars().take(SHOWN).collect();
        if text.trim().chars().nth(SHOWN).is_some() {
            shown.push('…');
        }
        self.left_out.push(LeftOut { line: at + 1, text: shown, why, question, lang: self.lang });
    }
}

/// A question as cards have it: one line, then, after a blank line, the rest.
pub(super) fn as_question(text: &str) -> String {
    let text = text.trim();
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let first = asking::plain(first);
    let rest = rest.trim_matches('\n').trim_end();
    if rest.is_empty() { first } else { format!("{first}\n\n{rest}") }
}

/// An answer without lines that are nothing but a link, and those links. A link alone is no answer.
fn apart(answer: &str) -> (String, Vec<String>) {
    let answer = answer.trim_matches('\n').trim_end();
    let mut fences = Fences::default();
    let lines = answer.lines().map(|line| (line, fences.is_code(line)));
    let is_link = |(line, in_code): &(&str, bool)| !in_code && link(line).is_some();
    let (links, rest): (Vec<_>, Vec<_>) = lines.partition(is_link);
    let links: Vec<String> =
        links.into_iter().filter_map(|(line, _)| link(line)).map(str::to_owned).collect();
    let rest = rest.into_iter().map(|(line, _)| line);
    (if links.is_empty() { answer.to_owned() } else { page::joined(rest) }, links)
}

/// The address when a line is nothing but a link.
fn link(line: &str) -> Option<&str> {
    let line = item::bare(line);
    let url = match line.strip_prefix('[') {
        Some(rest) => rest.split_once("](")?.1.strip_suffix(')')?,
        None => line.trim_start_matches('<').trim_end_matches('>'),
    };
    let is_url = url.starts_with("http://") || url.starts_with("https://");
    (is_url && !url.contains(char::is_whitespace) && !url.contains(['(', '<'])).then_some(url)
}

/// The title of a page: in its head, else its first heading of level 1.
fn title(page: &Page<'_>) -> Option<String> {
    title::value(page, &["title", "name"]).or_else(|| {
        let first = |at| page.heading(at).filter(|(level, _)| *level == 1);
        (0..page.len()).find_map(first).map(|(_, text)| asking::plain(text))
    })
}

/// Lists what no reader took, one line for each run of rows.
fn leftovers(page: &Page<'_>, out: &mut Out) {
    let mut goes_on = false;
    for at in 0..page.len() {
        let row = page.row(at);
        let is_left = page.is_free(at) && row.kind != Kind::Rule;
        let heading = page.heading(at);
        let before = std::mem::replace(&mut goes_on, is_left && heading.is_none());
        if !is_left || before && heading.is_none() {
            continue;
        }
        let below = page.next(at + 1);
        let has_text =
            page.is_free(below) && matches!(page.row(below).kind, Kind::Text | Kind::Code);
        let is_term = |item: Item<'_>| terms::definition(item.text).is_some();
        let why = match row.kind {
            // A heading without text of its own only groups what follows.
            Kind::Heading(_) if !has_text => continue,
            Kind::Heading(_) => Why::HeadingMute,
            Kind::Code => Why::Code,
            _ if page.item(at).is_some_and(is_term) => Why::TermMute,
            _ => Why::NoQuestion,
        };
        out.left_out(at, heading.map_or(row.text, |(_, text)| text), why, None);
    }
}

#[cfg(test)]
mod tests;
