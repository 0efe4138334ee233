//! The flashcards of Obsidian's Spaced Repetition: `question::answer`, `:::` for both ways, `?` and
//! `??` on a line of their own, `==cloze==`, with the schedules in its comments.

use chrono::{Days, NaiveDate};

use super::page::{Kind, Page};
use super::{Out, Scheduled, Why, cloze};

const COMMENT: &str = "<!--SR:";
const TAG: &str = "#flashcards";

/// Stability above this many days, 100 years, is a slip; FSRS stops there too.
const MOST_STABILITY: f32 = 36_500.0;

/// Reads what is surely written for Obsidian: all of a file with its marks, else what has `?` on a
/// line of its own. Without marks `::` may be code and `==` a comparison.
pub(super) fn read(page: &mut Page<'_>, out: &mut Out) {
    let is_sign = |text: &str| text.contains(TAG) || text.contains(COMMENT);
    let signed = (0..page.len()).any(|at| is_sign(page.row(at).text));
    let tags = file_tags(page, signed);
    for at in 0..page.len() {
        if page.is_text(at) && matches!(page.row(at).text.trim(), "?" | "??") {
            many_lines(page, at, &tags, out);
        }
    }
    if signed {
        for at in 0..page.len() {
            if page.is_text(at) {
                one_line(page, at, signed, &tags, out);
            }
        }
        for at in 0..page.len() {
            if page.is_text(at) {
                highlights(page, at, &tags, out);
            }
        }
    }
    for at in 0..page.len() {
        let text = page.row(at).text.trim();
        let only_tags = text.starts_with(TAG) && text.split(' ').all(|word| word.starts_with('#'));
        if page.is_text(at) && (text.starts_with(COMMENT) || only_tags) {
            page.take(at..at + 1);
        }
    }
}

/// Reads `question::answer` in a file without marks, when no other form has taken the line.
pub(super) fn read_lines(page: &mut Page<'_>, out: &mut Out) {
    // So many lines of this form make it a list of cards.
    const MANY: usize = 3;
    let is_card = |line: &str| match separators(line)[..] {
        [(at, 2 | 3)] => line[at..].contains(' ') && !is_property(line),
        _ => false,
    };
    let cards = (0..page.len()).filter(|at| page.is_text(*at) && is_card(page.row(*at).text));
    let many = cards.take(MANY).count() == MANY;
    for at in 0..page.len() {
        if page.is_text(at) && !is_property(page.row(at).text) {
            one_line(page, at, many, &[], out);
        }
    }
}

/// Whether a line sets a property, as those of Logseq and Dataview do: `status:: done`.
fn is_property(line: &str) -> bool {
    let text = super::item::item(line).map_or(line.trim(), |item| item.text);
    let Some((word, rest)) = text.split_once("::") else { return false };
    let is_word = |c: char| c.is_ascii_lowercase() || c == '-' || c == '_';
    !word.is_empty() && word.chars().all(is_word) && rest.starts_with(' ')
}

/// Tags from a line that is nothing but `#flashcards/deck`: they hold for all of the file.
fn file_tags(page: &Page<'_>, signed: bool) -> Vec<String> {
    if !signed {
        return Vec::new();
    }
    let line = (0..page.len()).map(|at| page.row(at).text.trim()).find(|t| t.starts_with(TAG));
    line.map(|line| untagged(line).1).unwrap_or_default()
}

/// A text without its `#flashcards/deck` tags, and the decks they name as tags.
fn untagged(text: &str) -> (String, Vec<String>) {
    if !text.contains(TAG) {
        return (text.to_owned(), Vec::new());
    }
    let mut tags = Vec::new();
    let words: Vec<&str> = text
        .split(' ')
        .filter(|word| match word.strip_prefix(TAG) {
            Some(deck) => {
                tags.extend(
                    deck.strip_prefix('/').filter(|d| !d.is_empty()).map(|d| d.replace('/', "::")),
                );
                false
            }
            None => true,
        })
        .collect();
    (words.join(" "), tags)
}

/// A text without its schedule comment, and the schedules in it.
fn unscheduled(text: &str) -> (&str, Vec<Option<Scheduled>>) {
    let Some(at) = text.find(COMMENT) else { return (text, Vec::new()) };
    let comment = &text[at + COMMENT.len()..];
    let comment = comment.find("-->").map_or(comment, |end| &comment[..end]);
    let schedules = comment.split('!').filter(|s| !s.is_empty()).map(schedule).collect();
    (text[..at].trim_end(), schedules)
}

/// A schedule: `due,interval,ease`, or `fsrs,due,interval,stability,difficulty,state,reps,lapses,
/// steps,last`.
fn schedule(text: &str) -> Option<Scheduled> {
    let date = |text: &str| -> Option<NaiveDate> { text.get(..10)?.parse().ok() };
    let parts: Vec<&str> = text.trim().split(',').collect();
    let (last, stability) = match parts.as_slice() {
        ["fsrs", due, interval, stability, rest @ ..] => {
            let days = interval.parse::<f32>().ok()?.max(0.0) as u64;
            let last = rest.last().and_then(|last| date(last));
            (
                last.or_else(|| date(due)?.checked_sub_days(Days::new(days)))?,
                stability.parse().ok()?,
            )
        }
        [due, interval, _ease] => {
            let days = interval.parse::<f32>().ok()?;
            (date(due)?.checked_sub_days(Days::new(days.max(0.0) as u64))?, days)
        }
        _ => return None,
    };
    let sane = stability > 0.0
        && stability <= MOST_STABILITY
        && (1970..3000).contains(&chrono::Datelike::year(&last));
    sane.then_some(Scheduled { last, stability })
}

/// The schedules that follow row `at`, and the row after them.
fn schedules_after(page: &Page<'_>, at: usize) -> (Vec<Option<Scheduled>>, usize) {
    let text = page.row(at).text.trim();
    if page.is_text(at) && text.starts_with(COMMENT) {
        (unscheduled(text).1, at + 1)
    } else {
        (Vec::new(), at)
    }
}

fn many_lines(page: &mut Page<'_>, at: usize, tags: &[String], out: &mut Out) {
    let both = page.row(at).text.trim() == "??";
    let is_line = |i: usize| page.is_text(i) || page.is_free(i) && page.row(i).kind == Kind::Code;
    let mut start = at;
    while start > 0 && is_line(start - 1) {
        start -= 1;
    }
    let heading = start.checked_sub(1).filter(|i| page.is_free(*i)).and_then(|i| page.heading(i));
    let (from, question) = match heading {
        Some((_, text)) if start == at => (at - 1, text.to_owned()),
        _ => (start, page.text(start..at)),
    };
    let ends = |i: &usize| {
        let text = page.row(*i).text.trim();
        !is_line(*i) || text == "+++" || text.starts_with(COMMENT)
    };
    let end = (at + 1..page.len()).find(ends).unwrap_or(page.len());
    let answer = page.text(at + 1..end);
    if question.is_empty() || answer.is_empty() {
        return;
    }
    let (schedules, end) = schedules_after(page, end);
    let (question, mut own) = untagged(&question);
    own.extend(tags.iter().cloned());
    let answer = unscheduled(&answer).0.to_owned();
    let of = |n: usize| schedules.get(n).copied().flatten();
    let why = Why::Obsidian;
    out.scheduled(from, &question, &answer, why, own.clone(), of(0));
    if both {
        out.scheduled(from, &answer, &question, Why::ObsidianBack, own, of(1));
    }
    let marker = usize::from(page.row(end).text.trim() == "+++");
    page.take(from..end + marker);
}

/// The runs of two or three colons in a line, outside of code: where and how long.
fn separators(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut in_code = false;
    let mut at = 0;
    let bytes = text.as_bytes();
    while at < bytes.len() {
        if bytes[at] == b'`' {
            in_code = !in_code;
        }
        let run = bytes[at..].iter().take_while(|b| **b == b':').count();
        if run >= 2 && !in_code {
            found.push((at, run));
        }
        at += run.max(1);
    }
    found
}

fn one_line(page: &mut Page<'_>, at: usize, signed: bool, tags: &[String], out: &mut Out) {
    let line = page.row(at).text;
    if !line.contains("::") || line.trim_start().starts_with('|') {
        return;
    }
    let (text, mut schedules) = unscheduled(line);
    let text = super::item::item(text).map_or(text.trim(), |item| item.text);
    let found = separators(text);
    let [(colon, run @ (2 | 3))] = found[..] else {
        if signed && found.len() > 1 {
            out.left_out(at, text, Why::ObsidianTwice);
            page.take(at..at + 1);
        }
        return;
    };
    let (question, answer) = (text[..colon].trim_end(), text[colon + run..].trim_start());
    if question.is_empty() || answer.is_empty() {
        return;
    }
    // `std::mem` is code unless the notes are known to be Obsidian's.
    let word =
        |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '>'));
    let tight = word(text[..colon].chars().last()) && word(text[colon + run..].chars().next());
    if tight && !signed && !super::asking::asks(question) {
        return;
    }
    let mut end = at + 1;
    if schedules.is_empty() {
        (schedules, end) = schedules_after(page, end);
    }
    let (question, mut own) = untagged(question);
    own.extend(tags.iter().cloned());
    let of = |n: usize| schedules.get(n).copied().flatten();
    out.scheduled(at, &question, answer, Why::ObsidianLine, own.clone(), of(0));
    if run == 3 {
        out.scheduled(at, answer, &question, Why::ObsidianLineBack, own, of(1));
    }
    page.take(at..end);
}

fn highlights(page: &mut Page<'_>, at: usize, tags: &[String], out: &mut Out) {
    let (text, mut schedules) = unscheduled(page.row(at).text);
    let text = super::item::item(text).map_or(text.trim(), |item| item.text);
    let mut whole = String::with_capacity(text.len());
    let mut holes: Vec<cloze::Hole> = Vec::new();
    let parts: Vec<&str> = text.split("==").collect();
    if parts.len() < 3 {
        return;
    }
    for (n, part) in parts.iter().enumerate() {
        let start = whole.len();
        let is_hole = n % 2 == 1 && n + 1 < parts.len() && !part.trim().is_empty();
        if n % 2 == 1 && !is_hole {
            whole.push_str("==");
        }
        let start = if is_hole { start } else { whole.len() };
        whole.push_str(part);
        if is_hole {
            holes.push(start..whole.len());
        }
    }
    if holes.is_empty() {
        return;
    }
    let mut end = at + 1;
    if schedules.is_empty() {
        (schedules, end) = schedules_after(page, end);
    }
    for (n, hole) in holes.iter().enumerate() {
        if out.is_full() {
            break;
        }
        let (question, answer) = cloze::hollow(&whole, hole);
        let schedule = schedules.get(n).copied().flatten();
        out.scheduled(at, &question, &answer, Why::ObsidianCloze, tags.to_vec(), schedule);
    }
    page.take(at..end);
}

#[cfg(test)]
mod tests {
    use super::super::{Options, read as read_notes, tests::check};
    use super::*;

    #[test]
    fn cards_with_their_schedules() {
        let text = "#flashcards/go/maps\n\nWhat is a map?::A hash table <!--SR:!2024-08-16,51,230-->\n\
                    here:::there\n\nMany\nlines\n?\n- a\n- b\n<!--SR:!fsrs,2026-09-28T15:04:08.734Z,14,14.2,4.0,2,3,0,0,2026-09-14T15:04:08.734Z-->\n\n\
                    A ==nil== map panics on ==write==.\n\nstd::mem::take\n";
        let (notes, _) = read_notes(text, Options::default());
        let shown: Vec<_> = notes
            .found
            .iter()
            .map(|f| {
                (f.line, f.text.question.as_str(), f.text.answer.as_str(), f.schedule.is_some())
            })
            .collect();
        assert_eq!(
            shown,
            [
                (3, "What is a map?", "A hash table", true),
                (4, "here", "there", false),
                (4, "there", "here", false),
                (6, "Many\n\nlines", "- a\n- b", true),
                (13, "A […] map panics on write.", "nil\n\nA **nil** map panics on write.", false),
                (13, "A nil map panics on […].", "write\n\nA nil map panics on **write**.", false),
            ]
        );
        assert_eq!(notes.found[0].tags, ["go::maps"]);
        assert_eq!(notes.left_out.len(), 1, "{:?}", notes.left_out);
    }

    #[test]
    fn without_marks_two_colons_may_be_code() {
        check("Use std::mem here.\n", &[]);
        check("status:: done\ntags:: a b\ntype:: a book\n", &[]);
        check("Is it?::Yes\n`a::b` is code\n", &[(1, "Is it?", "Yes")]);
        check(
            "lynx::a cat\nwolf::a dog\nhawk::a bird\n",
            &[(1, "lynx", "a cat"), (2, "wolf", "a dog"), (3, "hawk", "a bird")],
        );
    }

    #[test]
    fn schedules_are_read_in_both_forms() {
        let read = |text: &str| unscheduled(text).1;
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(
            read("x <!--SR:!2024-08-16,51,230!2024-08-20,4,250-->"),
            [
                Some(Scheduled { last: day("2024-06-26"), stability: 51.0 }),
                Some(Scheduled { last: day("2024-08-16"), stability: 4.0 })
            ]
        );
        assert_eq!(
            read(
                "<!--SR:!fsrs,2026-09-28T15:04:08.734Z,14,14.2,4.0,2,3,0,0,2026-09-14T15:04:08.734Z-->"
            ),
            [Some(Scheduled { last: day("2026-09-14"), stability: 14.2 })]
        );
        assert_eq!(read("<!--SR:!bad,x!1-->"), [None, None]);
        assert_eq!(
            read("<!--SR:!2024-08-16,NaN,1!2024-08-16,1e30,1!0001-01-01,9e9,1-->"),
            [None; 3]
        );
    }

    #[test]
    fn colons_count_outside_of_code() {
        assert_eq!(separators("a::b"), [(1, 2)]);
        assert_eq!(separators("`a::b` :::c"), [(7, 3)]);
        assert_eq!(separators("a:b"), []);
    }
}
