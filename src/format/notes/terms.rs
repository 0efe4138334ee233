//! Terms and what they mean, for those who ask for them: `- **term**: text`, runs of `- term: text`,
//! Markdown's definition lists. A term of the last that asks is a question anyway.

use std::ops::Range;

use super::item::item;
use super::page::{Kind, Page};
use super::{Options, Out, Why, asking};
use crate::text::han::stands_alone;

/// Words before a colon that are no terms.
const LABELS: &str = "note notes example examples e.g eg tip tips warning important todo see see_also source \
    sources ref reference references link links url author authors date license output usage input \
    result summary http https 注意 注 例如 例 比如 参考 来源 链接 作者 日期 提示 总结";

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
            if colon == 1 && !rest.starts_with([' ', '\t']) && !rest.starts_with(stands_alone) {
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
        && !LABELS.split_whitespace().any(|l| l == plain.to_lowercase().replace(' ', "_"));
    (fits && rest.chars().filter(|c| c.is_alphanumeric()).count() >= 2)
        .then_some((term, rest, bold))
}

pub(super) fn read(page: &mut Page<'_>, options: Options, out: &mut Out) {
    let mut head: Option<String> = None;
    let mut at = 0;
    while at < page.len() {
        if let Some((_, text)) = page.heading(at) {
            // What a heading asks has its own answer and is no context for others.
            head = asking::context(text).filter(|_| !asking::asks(text));
        }
        at = match page.item(at) {
            _ if !page.is_text(at) => at + 1,
            Some(_) if options.terms => list(page, at, head.as_deref(), out),
            Some(_) => at + 1,
            None => defined(page, at, head.as_deref(), options, out),
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
        let why = if bold { Why::BoldTerm } else { Why::Term };
        term_card(&term, &answer, head, rows.start, why, out);
        page.take(rows);
    }
    end
}

/// A card of a term; a short term keeps the heading as context.
fn term_card(term: &str, answer: &str, head: Option<&str>, row: usize, why: Why, out: &mut Out) {
    let question = asking::what_is(&asking::question(term), out.lang);
    let parents: Vec<String> =
        head.filter(|_| !asking::asks(term)).map(str::to_owned).into_iter().collect();
    out.found(row, &asking::in_context(&parents, &question), answer, why);
}

/// `term`, and `: definition` on the next line.
fn defined(
    page: &mut Page<'_>,
    at: usize,
    head: Option<&str>,
    options: Options,
    out: &mut Out,
) -> usize {
    let next = page.row(at + 1).text.strip_prefix([':', '：']).filter(|_| page.is_text(at + 1));
    let Some(first) = next.filter(|rest| rest.starts_with([' ', '\t'])) else { return at + 1 };
    let term = page.row(at).text.trim();
    if !options.terms && !asking::asks(term) {
        return at + 1;
    }
    let end = paragraph_end(page, at + 2);
    let answer = super::page::joined(
        std::iter::once(first.trim()).chain((at + 2..end).map(|i| page.row(i).text)),
    );
    term_card(term, &answer, head, at, Why::DefinitionList, out);
    page.take(at..end);
    end
}

/// The end of the paragraph that a row is part of.
pub(super) fn paragraph_end(page: &Page<'_>, at: usize) -> usize {
    (at..page.len())
        .find(|i| !page.is_text(*i) || *i > at && page.item(*i).is_some())
        .unwrap_or(page.len())
}

#[cfg(test)]
mod tests {
    use super::super::{read as read_notes, tests::check};
    use super::*;

    #[test]
    fn terms_become_cards_when_asked_for() {
        let text = "## Locks\n\n- **Mutex**: one at a time\n- **Word**\n  Eight bytes.\n\n- once: runs once\n- pool: keeps objects\n\nText.\n\n- one colon: is any sentence\n\nTerm\n: Its definition\n\nWhy locks?\n: For order.\n";
        let (notes, _) = read_notes(text, Options { terms: true, ..Options::default() });
        let found: Vec<(usize, &str, &str)> = notes
            .found
            .iter()
            .map(|f| (f.line, f.text.question.as_str(), f.text.answer.as_str()))
            .collect();
        assert_eq!(
            found,
            [
                (3, "Locks: What is Mutex?", "one at a time"),
                (4, "Locks: What is Word?", "Eight bytes."),
                (7, "Locks: What is once?", "runs once"),
                (8, "Locks: What is pool?", "keeps objects"),
                (14, "Locks: What is Term?", "Its definition"),
                (17, "Why locks?", "For order."),
            ]
        );
        check(text, &[(17, "Why locks?", "For order.")]);
    }

    #[test]
    fn the_file_decides_the_language_of_a_term() {
        let text = "## 存储类型的上限\n\n- BLOBBY: 四兆\n- 短文: 二百\n";
        let (notes, _) = read_notes(text, Options { terms: true, ..Options::default() });
        let found: Vec<&str> = notes.found.iter().map(|f| f.text.question.as_str()).collect();
        assert_eq!(found, ["存储类型的上限：BLOBBY 是什么？", "存储类型的上限：短文是什么？"]);
    }

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
