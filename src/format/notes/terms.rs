//! Terms and what they mean: `- **term**: text`, runs of `- term: text`, a bold question with text
//! below it, Markdown's definition lists, and plain lines that ask.

use std::ops::Range;

use super::page::{Kind, Page, item};
use super::{Out, wording};

/// Words before a colon that are no terms.
const LABELS: [&str; 44] = [
    "note",
    "notes",
    "example",
    "examples",
    "e.g",
    "eg",
    "tip",
    "tips",
    "warning",
    "important",
    "todo",
    "see",
    "see also",
    "source",
    "sources",
    "ref",
    "reference",
    "references",
    "link",
    "links",
    "url",
    "author",
    "authors",
    "date",
    "license",
    "output",
    "usage",
    "input",
    "result",
    "summary",
    "http",
    "https",
    "注意",
    "注",
    "例如",
    "例",
    "比如",
    "参考",
    "来源",
    "链接",
    "作者",
    "日期",
    "提示",
    "总结",
];

/// A term has at most this many characters.
const LONGEST_TERM: usize = 40;

/// A term and its definition, when a text is `term: definition`; whether the term is bold.
pub(super) fn definition(text: &str) -> Option<(&str, &str, bool)> {
    let (term, rest, bold) = match text.strip_prefix("**") {
        Some(rest) => {
            let (term, rest) = rest.split_once("**")?;
            let colon = term.ends_with([':', '：']);
            let rest = rest.trim_start();
            let marks = [":", "：", "—", "–", "- ", "=> ", "→"];
            let cut = marks.into_iter().find_map(|mark| rest.strip_prefix(mark));
            if !colon && cut.is_none() {
                return None;
            }
            (term.trim_end_matches([':', '：']), cut.unwrap_or(rest), true)
        }
        None => {
            let at = text.find(['：', ':'])?;
            let colon = text[at..].chars().next()?.len_utf8();
            let rest = &text[at + colon..];
            // `12:30` and `a::b` have no definition; a half-width colon wants a space behind it, but
            // not in Chinese.
            if colon == 1
                && !rest.starts_with([' ', '\t'])
                && !rest.starts_with(crate::model::search::stands_alone)
            {
                return None;
            }
            (&text[..at], rest, false)
        }
    };
    let (term, rest) = (term.trim(), rest.trim());
    let plain = term.trim_matches(['`', '*', '_', '"']);
    let fits = !plain.is_empty()
        && plain.chars().count() <= LONGEST_TERM
        && plain.chars().any(char::is_alphabetic)
        && !plain.contains(['。', '；', ';', '，', '!', '！', '<'])
        && !plain.contains(". ")
        && plain.split_whitespace().count() <= 6
        && !LABELS.contains(&plain.to_lowercase().as_str());
    (fits && rest.chars().filter(|c| c.is_alphanumeric()).count() >= 2)
        .then_some((term, rest, bold))
}

pub(super) fn read(page: &mut Page<'_>, out: &mut Out) {
    let mut head: Option<String> = None;
    // The end of the paragraph that the rows before it belong to.
    let mut measured = 0;
    let mut at = 0;
    while at < page.len() {
        if let Some((_, text)) = page.heading(at) {
            // What a heading asks has its own answer and is no context for others.
            let text = super::heading::unnumbered(text);
            head = wording::context(text).filter(|_| !wording::asks(text));
        }
        if !page.is_text(at) {
            at += 1;
            continue;
        }
        at = if page.item(at).is_some() {
            list(page, at, head.as_deref(), out)
        } else {
            paragraph(page, at, head.as_deref(), &mut measured, out)
        };
    }
}

/// The items of one list: each with its rows.
pub(super) fn items(page: &Page<'_>, range: Range<usize>) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut indent = 0;
    for at in range {
        match item(page.row(at).text).filter(|_| page.row(at).kind == Kind::Text) {
            Some(item) if found.is_empty() || item.indent <= indent => {
                indent = item.indent;
                found.push(at..at + 1);
            }
            _ if page.row(at).kind == Kind::Blank => {}
            _ => {
                if let Some(last) = found.last_mut() {
                    last.end = at + 1;
                }
            }
        }
    }
    found
}

/// The end of the list that begins in a row: blank lines may stand between its items.
pub(super) fn list_end(page: &Page<'_>, at: usize, end: usize) -> usize {
    let mut last = at + 1;
    for i in at + 1..end {
        let row = page.row(i);
        let inner = row.text.starts_with([' ', '\t']);
        match row.kind {
            Kind::Blank => continue,
            Kind::Text if page.is_text(i) && (inner || item(row.text).is_some()) => {}
            // A row right below an item goes on with it.
            Kind::Text if page.is_text(i) && last == i => {}
            Kind::Code if page.is_free(i) && (inner || page.row(i - 1).kind == Kind::Code) => {}
            _ => break,
        }
        last = i + 1;
    }
    last
}

/// The definition in an item: its own text, or a bold term with its text indented below it.
pub(super) fn of_item(page: &Page<'_>, rows: &Range<usize>) -> Option<(String, String, bool)> {
    let text = item(page.row(rows.start).text)?.text;
    let below = page.text(rows.start + 1..rows.end);
    if let Some((term, rest, bold)) = definition(text) {
        let answer = if below.is_empty() { rest.to_owned() } else { format!("{rest}\n{below}") };
        return Some((term.to_owned(), answer, bold));
    }
    let term = text.strip_prefix("**")?.strip_suffix("**")?;
    let fits = !below.is_empty() && !term.contains("**") && term.chars().count() <= 200;
    fits.then(|| (term.to_owned(), below, true))
}

fn list(page: &mut Page<'_>, at: usize, head: Option<&str>, out: &mut Out) -> usize {
    let end = list_end(page, at, page.len());
    let found: Vec<(Range<usize>, (String, String, bool))> = items(page, at..end)
        .into_iter()
        .filter(|rows| page.is_text(rows.start))
        .filter_map(|rows| of_item(page, &rows).map(|definition| (rows, definition)))
        .collect();
    // One item with a colon is any sentence; two of a kind are a list of terms.
    let plain = found.iter().filter(|(_, (_, _, bold))| !bold).count();
    for (rows, (term, answer, bold)) in found {
        if !bold && plain < 2 {
            continue;
        }
        let why = if bold { "a bold term with its text" } else { "term: text, in a list of such" };
        term_card(&term, &answer, head, rows.start, why, out);
        page.take(rows);
    }
    end
}

/// A card of a term; a short term keeps the heading as context.
fn term_card(
    term: &str,
    answer: &str,
    head: Option<&str>,
    row: usize,
    why: &'static str,
    out: &mut Out,
) {
    let term = wording::plain(term);
    let lang = wording::lang(&format!("{term}{answer}"));
    let question = wording::what_is(&term, lang);
    let asks = wording::asks(&term);
    let parents: Vec<String> = head.filter(|_| !asks).map(str::to_owned).into_iter().collect();
    out.found(row, &wording::in_context(&parents, &question), answer, why);
}

fn paragraph(
    page: &mut Page<'_>,
    at: usize,
    head: Option<&str>,
    measured: &mut usize,
    out: &mut Out,
) -> usize {
    let text = page.row(at).text.trim();
    let next = page.row(at + 1).text;
    // `term` and `: definition` on the next line.
    if let Some(first) = next
        .strip_prefix([':', '：'])
        .filter(|r| r.starts_with([' ', '\t']) && page.is_text(at + 1))
    {
        let end = paragraph_end(page, at + 2);
        let more = page.text(at + 2..end);
        let answer = if more.is_empty() {
            first.trim().to_owned()
        } else {
            format!("{}\n{more}", first.trim())
        };
        term_card(text, &answer, head, at, "a definition list", out);
        page.take(at..end);
        return end;
    }
    // The rows ahead do not change, so each paragraph is measured once.
    if *measured <= at {
        *measured = paragraph_end(page, at);
    }
    let end = *measured;
    let whole =
        text.strip_prefix("**").and_then(|t| t.strip_suffix("**")).filter(|t| !t.contains("**"));
    let ends_asking = text.trim_end_matches(['*', '_', ' ']).ends_with(['?', '？']);
    if ends_asking || whole.is_some_and(wording::asks) {
        let question = super::tagged::untagged(whole.unwrap_or(text));
        let stop = |i: &usize| {
            let row = page.row(*i);
            let asks = row.text.trim_end_matches(['*', '_', ' ']).ends_with(['?', '？']);
            let bold = row.text.trim().strip_prefix("**").is_some_and(|t| t.ends_with("**"));
            !page.is_free(*i) && row.kind != Kind::Blank
                || matches!(row.kind, Kind::Heading(_) | Kind::Rule)
                || row.kind == Kind::Text && (asks || bold)
        };
        // A bold question has all the text below it, a plain one the paragraph after it.
        let most = match whole {
            Some(_) => page.len(),
            None if end > at + 1 => end,
            None => (at + 1..page.len())
                .find(|i| page.row(*i).kind != Kind::Blank)
                .map_or(page.len(), |i| paragraph_end(page, i)),
        };
        let stop = (at + 1..most).find(stop).unwrap_or(most);
        let answer = page.text(at + 1..stop);
        let why = if answer.is_empty() {
            "a line that asks"
        } else {
            "a line that asks, and the text below it"
        };
        out.found(at, question, &answer, why);
        page.take(at..stop);
        return stop;
    }
    if let Some((term, rest, true)) = definition(text) {
        let more = page.text(at + 1..end);
        let answer = if more.is_empty() { rest.to_owned() } else { format!("{rest}\n{more}") };
        term_card(term, &answer, head, at, "a bold term with its text", out);
        page.take(at..end);
    }
    end.max(at + 1)
}

/// The end of the paragraph that a row is part of.
pub(super) fn paragraph_end(page: &Page<'_>, at: usize) -> usize {
    (at..page.len())
        .find(|i| !page.is_text(*i) || *i > at && page.item(*i).is_some())
        .unwrap_or(page.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn definitions_are_told_from_sentences() {
        for (text, expected) in [
            ("**Mutex**: one at a time", Some(("Mutex", "one at a time", true))),
            ("**Mutex:** one at a time", Some(("Mutex", "one at a time", true))),
            ("**Mutex** - one at a time", Some(("Mutex", "one at a time", true))),
            ("G：goroutine，用户态线程", Some(("G", "goroutine，用户态线程", false))),
            ("`len`: the number of elements", Some(("`len`", "the number of elements", false))),
            ("global runqueue:全局队列", Some(("global runqueue", "全局队列", false))),
            ("Note: see below", None),
            ("https://go.dev", None),
            ("at 12:30 we go", None),
            ("std::mem", None),
            ("One. Two: three", None),
            ("no colon", None),
            ("**bold** in a sentence", None),
        ] {
            assert_eq!(definition(text), expected, "{text}");
        }
    }
}
