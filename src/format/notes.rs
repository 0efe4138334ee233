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
mod boxes;
mod callout;
mod cloze;
mod details;
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
use crate::model::card::{Lang, Text};
use crate::text::fence::Fences;
use page::{Kind, Page};

pub use cloze::{Hole, holes, hollow};
pub use why::Why;

/// What reads a form: it takes the rows that it understands.
type Reader = fn(&mut Page<'_>, Options, &mut Out);

/// The forms in the order in which they are tried, the most explicit first.
const FORMS: [(&str, Reader); 17] = [
    ("headings that name fields: Front, Back", |page, _, out| fields::read(page, out)),
    ("tags: Q:, A:, 问：, 答：, C:", |page, _, out| tagged::read(page, out)),
    ("<details> with a question as summary", |page, _, out| details::read(page, out)),
    ("boxes that ask: [!question]", |page, _, out| callout::read(page, out)),
    ("clozes: {{c1::…}}", |page, _, out| cloze::read(page, out)),
    ("flashcards of Obsidian", |page, _, out| obsidian::read(page, out)),
    ("headings that ask", heading::read),
    ("numbered questions", |page, _, out| numbered::read(page, out)),
    ("bold questions", |page, _, out| bold::read(page, out)),
    ("<details> with an answer", |page, _, out| details::read_folded(page, out)),
    ("tables", |page, _, out| table::read(page, out)),
    ("question::answer", |page, _, out| obsidian::read_lines(page, out)),
    ("definition lists", terms::read),
    ("lists of questions", list::read),
    ("lines that ask", |page, _, out| line::read(page, out)),
    ("the title of the page", |page, _, out| title::read(page, out)),
    ("prose", |page, options, out| {
        if options.prose {
            prose::read(page, out);
        }
    }),
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
        let text = Text { question: as_question(question), ..Text::default() };
        let lang = lang::of(&text, file);
        let why = Why::Wanted;
        Found {
            line,
            text,
            asked: None,
            context: Vec::new(),
            lang,
            why,
            tags: Vec::new(),
            links: Vec::new(),
            schedule: None,
        }
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
    /// Take every heading with text below it for a question.
    pub headings: bool,
    /// Make questions of the prose under headings.
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
    if text.bytes().filter(|b| *b == b'\n').count() > MOST_LINES {
        let d = Diagnostic::error(1, 1, 0, format!("the file has more than {MOST_LINES} lines"));
        return (Notes::default(), vec![d.help("split it")]);
    }
    let mut page = Page::new(&text);
    let mut out = Out::in_lang(lang::of_file([text.as_ref()]));
    for (_, read) in FORMS {
        read(&mut page, options, &mut out);
    }
    leftovers(&page, &mut out);
    if out.is_full() {
        let message = format!(
            "the file has more than {MOST_CARDS} questions, or they come to more than {} MiB",
            MOST_TEXT >> 20
        );
        let d = Diagnostic::error(1, 1, 0, message);
        return (Notes::default(), vec![d.help("split it")]);
    }
    out.drop_announced();
    out.found.sort_by_key(|f| f.line);
    out.left_out.sort_by_key(|l| l.line);
    let open = page.open_fence().map(|at| {
        let d = Diagnostic::warning(
            at + 1,
            1,
            page.row(at).text.chars().count(),
            "this code is never closed",
        );
        d.help("nothing below it is taken for a question: close it with the same marks")
    });
    let title = title(&page);
    (Notes { title, found: out.found, left_out: out.left_out }, open.into_iter().collect())
}

/// What the forms found so far.
struct Out {
    /// The language of the file.
    lang: Lang,
    found: Vec<Found>,
    left_out: Vec<LeftOut>,
    /// Bytes of text in `found`.
    bytes: usize,
}

impl Out {
    fn in_lang(lang: Lang) -> Out {
        Out { lang, found: Vec::new(), left_out: Vec::new(), bytes: 0 }
    }

    /// A question in the context of its parents, outermost first.
    fn found_in(&mut self, at: usize, parents: &[String], question: &str, answer: &str, why: Why) {
        let (title, more) = question.split_once('\n').unwrap_or((question, ""));
        let whole = asking::in_context(parents, title);
        let before = self.found.len();
        self.found(at, &format!("{whole}\n{more}"), answer, why);
        if let Some(found) = self.found.get_mut(before).filter(|_| whole != title) {
            found.asked = Some(title.to_owned());
        }
    }

    /// Drops questions without an answer that stand with one elsewhere, as in a table of contents.
    fn drop_announced(&mut self) {
        let essence = |found: &Found| {
            let asked = found.asked.as_deref().unwrap_or(found.text.title());
            super::slug::essence(asked)
        };
        let is_draft = |found: &Found| found.text.answer.trim().is_empty();
        let answered: HashSet<String> =
            self.found.iter().filter(|found| !is_draft(found)).map(essence).collect();
        let (twice, found) = std::mem::take(&mut self.found)
            .into_iter()
            .partition(|found| is_draft(found) && answered.contains(&essence(found)));
        self.found = found;
        let twice: Vec<Found> = twice;
        for found in twice {
            self.left_out(found.line - 1, found.text.title(), Why::Elsewhere);
        }
    }

    /// Notes a question; `at` is its row, from 0. One without any word is none.
    fn found(&mut self, at: usize, question: &str, answer: &str, why: Why) {
        self.scheduled(at, question, answer, why, Vec::new(), None);
    }

    fn scheduled(
        &mut self,
        at: usize,
        question: &str,
        answer: &str,
        why: Why,
        tags: Vec<String>,
        schedule: Option<Scheduled>,
    ) {
        self.bytes = self.bytes.saturating_add(question.len() + answer.len());
        if self.is_full() {
            return;
        }
        if question.len() + answer.len() > LARGEST_CARD {
            self.left_out(at, question, Why::TooLarge);
            return;
        }
        let question = as_question(question);
        let is_word = |text: &str| text.chars().any(char::is_alphanumeric);
        if !is_word(question.lines().next().unwrap_or("")) {
            return;
        }
        let (answer, links) = apart(answer);
        let text = Text { question, answer, ..Text::default() };
        let lang = lang::of(&text, self.lang);
        let (line, asked, context) = (at + 1, None, Vec::new());
        self.found.push(Found { line, text, asked, context, lang, why, tags, links, schedule });
    }

    /// Whether there is more than one import should hold; the rest is not read.
    fn is_full(&self) -> bool {
        self.found.len() > MOST_CARDS || self.bytes > MOST_TEXT
    }

    /// Notes what became no card.
    fn left_out(&mut self, at: usize, text: &str, why: Why) {
        self.maybe(at, text, why, None);
    }

    /// Notes what became no card unless the learner wants it.
    fn maybe(&mut self, at: usize, text: &str, why: Why, question: Option<String>) {
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
    let mut links = Vec::new();
    let mut fences = Fences::default();
    let mut rest: Vec<&str> = Vec::new();
    for line in answer.lines() {
        let in_code = fences.is_code(line);
        match link(line).filter(|_| !in_code) {
            Some(url) => links.push(url.to_owned()),
            None => rest.push(line),
        }
    }
    if links.is_empty() {
        return (answer.to_owned(), links);
    }
    (page::joined(rest.into_iter()), links)
}

/// The address when a line is nothing but a link.
fn link(line: &str) -> Option<&str> {
    let line = line.trim();
    let line = item::item(line).map_or(line, |item| item.text);
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
        let mut heads = (0..page.len()).filter_map(|at| page.heading(at));
        heads.find(|(level, _)| *level == 1).map(|(_, text)| asking::plain(text))
    })
}

/// Lists what no reader took, one line for each run of rows.
fn leftovers(page: &Page<'_>, out: &mut Out) {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for at in 0..page.len() {
        let row = page.row(at);
        if !page.is_free(at) || row.kind == Kind::Rule {
            continue;
        }
        if let Kind::Heading(_) = row.kind {
            // A heading without text of its own only groups what follows.
            let next = (at + 1..page.len()).find(|i| page.row(*i).kind != Kind::Blank);
            if next.is_some_and(|next| {
                page.is_text(next) || page.row(next).kind == Kind::Code && page.is_free(next)
            }) {
                runs.push(at..at + 1);
            }
            continue;
        }
        match runs.last_mut() {
            // A heading and a run of text stay apart.
            Some(run) if run.end == at && page.heading(run.start).is_none() => run.end = at + 1,
            _ => runs.push(at..at + 1),
        }
    }
    for run in runs {
        let at = run.start;
        let text = page.row(at).text;
        match page.heading(at) {
            Some((_, heading)) => {
                out.left_out(at, heading, Why::HeadingMute);
            }
            None if page.row(at).kind == Kind::Code => out.left_out(at, text, Why::Code),
            None if page.item(at).is_some_and(|i| terms::definition(i.text).is_some()) => {
                out.left_out(at, text, Why::TermMute)
            }
            None => out.left_out(at, text, Why::NoQuestion),
        }
    }
}

#[cfg(test)]
mod tests;
