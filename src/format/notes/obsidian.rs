//! The flashcards of Obsidian's Spaced Repetition: `question::answer`, `:::` for both ways, `?` and
//! `??` on a line of their own, `==cloze==`, with the schedules in its comments.

use std::ops::Range;

use chrono::{Days, NaiveDate};

use super::page::{Kind, Page};
use super::{Out, Scheduled, Why, cloze, item};

const COMMENT: &str = "<!--SR:";
const TAG: &str = "#flashcards";

/// What tells that a file is surely written for Obsidian.
pub(super) struct Signs {
    /// Whether it has its tag or a schedule. Without, `::` may be code and `==` a comparison.
    are_there: bool,
    /// The tags on a line that begins with them: they hold for all of the file.
    tags: Vec<String>,
}

pub(super) fn signs(page: &Page<'_>) -> Signs {
    let mut texts = (0..page.len()).map(|at| page.row(at).text.trim());
    let are_there = texts.clone().any(|text| text.contains(TAG) || text.contains(COMMENT));
    let all = texts.find(|text| text.starts_with(TAG));
    Signs { are_there, tags: all.map(|line| untagged(line).1).unwrap_or_default() }
}

/// Reads a line in a file that is surely written for Obsidian.
pub(super) fn read_signed(page: &Page<'_>, at: usize, out: &mut Out) -> Option<Range<usize>> {
    if !out.signs.are_there || !page.is_text(at) {
        return None;
    }
    let text = page.row(at).text.trim();
    let only_tags = text.starts_with(TAG) && text.split(' ').all(|word| word.starts_with('#'));
    if only_tags || text.starts_with(COMMENT) {
        return Some(at..at + 1);
    }
    one_line(page, at, true, out).or_else(|| highlights(page, at, out))
}

/// Reads `question::answer` in a file without marks, when no other form has taken the line.
pub(super) fn read_lines(page: &mut Page<'_>, out: &mut Out) {
    // So many lines of this form make it a list of cards.
    const MANY: usize = 3;
    let is_card = |at: &usize| {
        let line = page.row(*at).text;
        let found = separators(line);
        page.is_text(*at)
            && item::property(line).is_none()
            && matches!(found[..], [(at, 2 | 3)] if line[at..].contains(' '))
    };
    let many = (0..page.len()).filter(is_card).take(MANY).count() == MANY;
    super::each_row(page, out, |page, at, out| {
        let is_line = page.is_text(at) && item::property(page.row(at).text).is_none();
        is_line.then(|| one_line(page, at, many, out)).flatten()
    });
}

/// A text without its `#flashcards/deck` tags, and the decks they name as tags.
fn untagged(text: &str) -> (String, Vec<String>) {
    let is_tag = |word: &&str| word.starts_with(TAG);
    let (tags, words): (Vec<&str>, Vec<&str>) = text.split(' ').partition(is_tag);
    let decks = tags.into_iter().filter_map(|tag| tag[TAG.len()..].strip_prefix('/'));
    let decks = decks.filter(|deck| !deck.is_empty()).map(|deck| deck.replace('/', "::"));
    (words.join(" "), decks.collect())
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
    let (due, interval, stability, last) = match parts[..] {
        ["fsrs", due, interval, stability, ref rest @ ..] => {
            (due, interval, stability, rest.last())
        }
        [due, interval, _ease] => (due, interval, interval, None),
        _ => return None,
    };
    let days = Days::new(interval.parse::<f32>().ok()?.max(0.0) as u64);
    let last = last.and_then(|last| date(last));
    let last = last.or_else(|| date(due)?.checked_sub_days(days))?;
    let stability = stability.parse().ok()?;
    // More than 100 years are a slip; FSRS stops there too.
    let sane = stability > 0.0
        && stability <= 36_500.0
        && (1970..3000).contains(&chrono::Datelike::year(&last));
    sane.then_some(Scheduled { last, stability })
}

/// The schedules in row `at`, if it holds nothing else, and the row after them.
fn schedules_at(page: &Page<'_>, at: usize) -> (Vec<Option<Scheduled>>, usize) {
    let text = page.row(at).text.trim();
    let is_there = page.is_text(at) && text.starts_with(COMMENT);
    if is_there { (unscheduled(text).1, at + 1) } else { (Vec::new(), at) }
}

/// Notes a card, and the other way round if it is `turned`, with its tags and schedules.
fn cards(
    at: usize,
    (question, answer): (&str, &str),
    turned: bool,
    schedules: &[Option<Scheduled>],
    out: &mut Out,
) {
    let (question, own) = untagged(question);
    let tags = [own, out.signs.tags.clone()].concat();
    let ways = [(&*question, answer, Why::Obsidian), (answer, &question, Why::ObsidianBack)];
    for (n, (question, answer, why)) in ways.into_iter().take(1 + usize::from(turned)).enumerate() {
        if let Some(found) = out.found(at, question, answer, why) {
            found.tags = tags.clone();
            found.schedule = schedules.get(n).copied().flatten();
        }
    }
}

/// Reads `?` on a line of its own, with the question above it and the answer below.
pub(super) fn read(page: &Page<'_>, at: usize, out: &mut Out) -> Option<Range<usize>> {
    let mark = page.row(at).text.trim();
    if !page.is_text(at) || !matches!(mark, "?" | "??") {
        return None;
    }
    let is_line = |i: usize| page.is_text(i) || page.is_free(i) && page.row(i).kind == Kind::Code;
    let start = (0..at).rev().take_while(|i| is_line(*i)).last().unwrap_or(at);
    let heading = start.checked_sub(1).filter(|i| page.is_free(*i)).and_then(|i| page.heading(i));
    let (from, question) = match heading {
        Some((_, text)) if start == at => (at - 1, text.to_owned()),
        _ => (start, page.text(start..at)),
    };
    let end = page.until(at + 1, |i| {
        let text = page.row(i).text.trim();
        !is_line(i) || text == "+++" || text.starts_with(COMMENT)
    });
    let answer = page.text(at + 1..end);
    if question.is_empty() || answer.is_empty() {
        return None;
    }
    let (schedules, end) = schedules_at(page, end);
    let sides = (&*question, unscheduled(&answer).0);
    cards(from, sides, mark == "??", &schedules, out);
    Some(from..end + usize::from(page.row(end).text.trim() == "+++"))
}

/// The runs of two or three colons in a line, outside of code: where and how long.
fn separators(text: &str) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut in_code = false;
    for (at, c) in text.char_indices() {
        in_code ^= c == '`';
        match found.last_mut() {
            _ if c != ':' || in_code => {}
            Some((start, run)) if *start + *run == at => *run += 1,
            _ => found.push((at, 1)),
        }
    }
    found.retain(|(_, run)| *run > 1);
    found
}

/// The text of a row, the schedules in it or in the row below it, and the row after them.
fn scheduled<'a>(page: &Page<'a>, at: usize) -> (&'a str, Vec<Option<Scheduled>>, usize) {
    let (text, schedules) = unscheduled(page.row(at).text);
    let own = (schedules, at + 1);
    let (schedules, end) = if own.0.is_empty() { schedules_at(page, at + 1) } else { own };
    (item::bare(text), schedules, end)
}

fn one_line(page: &Page<'_>, at: usize, signed: bool, out: &mut Out) -> Option<Range<usize>> {
    let (text, schedules, end) = scheduled(page, at);
    let found = separators(text);
    let [(colon, run @ (2 | 3))] = found[..] else {
        let is_twice = signed && found.len() > 1 && !text.starts_with('|');
        return is_twice.then(|| {
            out.left_out(at, text, Why::ObsidianTwice, None);
            at..at + 1
        });
    };
    let (before, after) = (&text[..colon], &text[colon + run..]);
    let (question, answer) = (before.trim_end(), after.trim_start());
    // `std::mem` is code unless the notes are known to be Obsidian's.
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '>');
    // Nor are fields of a table sides of a card: `name:x:42::/home:/bin/sh`, `| a::b | c |`.
    let is_table = !text.contains(' ') && text.matches(':').count() > run;
    let is_code = !signed && (is_table || before.ends_with(is_word) && after.starts_with(is_word));
    let is_none = question.is_empty() || answer.is_empty() || text.starts_with('|');
    if is_none || is_code && !super::asking::asks(question) {
        return None;
    }
    cards(at, (question, answer), run == 3, &schedules, out);
    Some(at..end)
}

fn highlights(page: &Page<'_>, at: usize, out: &mut Out) -> Option<Range<usize>> {
    let (text, schedules, end) = scheduled(page, at);
    let found = cloze::cut(text, |text| {
        let (before, rest) = text.split_once("==")?;
        let (deleted, after) = rest.split_once("==").filter(|(d, _)| !d.trim().is_empty())?;
        Some((before, deleted, after))
    });
    if found.1.is_empty() {
        return None;
    }
    let tags = out.signs.tags.clone();
    cloze::cards(at, found, Why::Cloze, out, |n, found| {
        found.tags.clone_from(&tags);
        found.schedule = schedules.get(n).copied().flatten();
    });
    Some(at..end)
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
