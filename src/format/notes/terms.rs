//! Terms and what they mean, for those who ask for them: `- **term**: text`, runs of `- term: text`,
//! Markdown's definition lists. A term of the last that asks is a question anyway.

use std::ops::Range;

use super::page::{Kind, Page};
use super::{Out, Why, asking};
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
            let bare = term.trim_end_matches([':', '：']);
            let rest = rest.trim_start();
            let marks = [":", "：", "—", "–", "- ", "=> ", "→"];
            let cut = marks.into_iter().find_map(|mark| rest.strip_prefix(mark));
            (bare, cut.or((bare != term).then_some(rest))?, true)
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

pub(super) fn read(page: &mut Page<'_>, out: &mut Out) {
    let mut head: Option<String> = None;
    let mut at = 0;
    while at < page.len() {
        if let Some((_, text)) = page.heading(at) {
            head = asking::topic(text);
        }
        at = match page.item(at) {
            _ if !page.is_text(at) => at + 1,
            Some(_) if out.options.terms => list(page, at..page.len(), head.as_slice(), out),
            Some(_) => at + 1,
            None => defined(page, at, head.as_slice(), out),
        };
    }
}

/// The items of the list that begins in the first of some rows, each with its rows; blank lines may
/// stand between them.
fn items(page: &Page<'_>, rows: Range<usize>) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut indent = 0;
    for at in rows {
        let row = page.row(at);
        let item = page.item(at);
        match (item, found.last_mut()) {
            _ if page.is_blank(at) => {}
            _ if !(page.is_text(at) || page.is_free(at) && row.kind == Kind::Code) => break,
            (Some(item), last) if last.is_none() || item.indent <= indent => {
                indent = item.indent;
                found.push(at..at + 1);
            }
            // A row right below an item goes on with it.
            (_, Some(last)) if last.end == at || row.text.starts_with([' ', '\t']) => {
                last.end = at + 1;
            }
            _ => break,
        }
    }
    found
}

/// The definition in an item: its own text, or a bold term with its text indented below it.
fn of_item(page: &Page<'_>, rows: &Range<usize>) -> Option<(String, String, bool)> {
    let text = page.item(rows.start)?.text;
    let below = rows.start + 1..rows.end;
    if let Some((term, rest, bold)) = definition(text) {
        return Some((term.to_owned(), page.below(rest, below), bold));
    }
    let below = page.text(below);
    let term = text.strip_prefix("**")?.strip_suffix("**")?;
    let fits = !below.is_empty() && !term.contains("**") && term.chars().count() <= 200;
    fits.then(|| (term.to_owned(), below, true))
}

/// Reads the terms of the list that begins in the first of some rows; gives the row after it.
pub(super) fn list(
    page: &mut Page<'_>,
    rows: Range<usize>,
    head: &[String],
    out: &mut Out,
) -> usize {
    let items = items(page, rows.clone());
    let end = items.last().map_or(rows.start + 1, |last| last.end);
    let found: Vec<(Range<usize>, (String, String, bool))> =
        items.into_iter().filter_map(|rows| Some((rows.clone(), of_item(page, &rows)?))).collect();
    // One item with a colon is any sentence; two of a kind are a list of terms.
    let plain = found.iter().filter(|(_, (.., bold))| !bold).count();
    for (rows, (term, answer, bold)) in found {
        if bold || plain > 1 {
            let why = if bold { Why::BoldTerm } else { Why::Term };
            card(rows.start, head, &term, &answer, why, out);
            page.take(rows);
        }
    }
    end
}

/// A card of a term in the context of its heading.
fn card(at: usize, head: &[String], term: &str, answer: &str, why: Why, out: &mut Out) {
    let question = asking::what_is(&asking::question(term), out.lang);
    let head = if asking::asks(term) { &[] } else { head };
    out.found(at, &asking::in_context(head, &question), answer, why);
}

/// `term`, and `: definition` on the next line.
fn defined(page: &mut Page<'_>, at: usize, head: &[String], out: &mut Out) -> usize {
    let term = page.row(at).text.trim();
    let next = page.row(at + 1).text.strip_prefix([':', '：']).filter(|_| page.is_text(at + 1));
    let Some(first) = next
        .filter(|rest| rest.starts_with([' ', '\t']) && (out.options.terms || asking::asks(term)))
    else {
        return at + 1;
    };
    let end = paragraph_end(page, at + 2);
    let answer = page.below(first.trim(), at + 2..end);
    card(at, head, term, &answer, Why::DefinitionList, out);
    page.take(at..end);
    end
}

/// The end of the paragraph that a row is part of.
pub(super) fn paragraph_end(page: &Page<'_>, at: usize) -> usize {
    page.until(at, |i| !page.is_text(i) || i > at && page.item(i).is_some())
}

#[cfg(test)]
mod tests {
    use super::super::{Options, read as read_notes, tests::check};
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
