//! Blocks that can be folded, `<details><summary>…</summary>…</details>`: where they stand, and what they
//! hold.

use std::ops::Range;

use super::page::{Kind, Page, joined};

/// Summaries that only say that an answer follows.
const LABELS: &str = "answer show_answer show solution see_answer click reveal view_answer expand explanation \
    答案 查看答案 参考答案 显示答案 解答 点击 展开 解析 查看解析 回答";

/// A folded answer has at most this many rows.
const MOST_ROWS: usize = 1_000;

/// Whether a block begins in a row.
pub(super) fn opens(page: &Page<'_>, at: usize) -> bool {
    page.row(at).kind == Kind::Text
        && page
            .row(at)
            .text
            .trim_start()
            .get(..8)
            .is_some_and(|t| t.eq_ignore_ascii_case("<details"))
}

/// Whether a block begins in a row whose summary only says that an answer follows.
pub(super) fn opens_answer(page: &Page<'_>, at: usize) -> bool {
    answer(page, at).is_some()
}

/// The answer in a block that begins in a row, and the row after it.
pub(super) fn answer(page: &Page<'_>, at: usize) -> Option<(usize, String)> {
    if !opens(page, at) {
        return None;
    }
    // The summary stands in one of the first rows.
    let head: Vec<&str> = (at..page.len().min(at + 3)).map(|i| page.row(i).text).collect();
    let (from, to) = summary(&head.join("\n"))?;
    if !is_label(&untagged_html(&head.join("\n")[from..to])) {
        return None;
    }
    let mut open = 0;
    let closes = |i: &usize| {
        let lower = page.row(*i).text.to_ascii_lowercase();
        open += lower.matches("<details").count();
        open = open.saturating_sub(lower.matches("</details>").count());
        open == 0
    };
    let end = (at..page.len().min(at + MOST_ROWS)).find(closes)? + 1;
    let (_, answer) = parts(page, at..end)?;
    Some((end, unlabelled(&answer)))
}

pub(super) fn is_label(summary: &str) -> bool {
    let label = summary.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let begins = |word: &str| label.starts_with(&word.replace('_', " "));
    label.is_empty() || label.chars().count() <= 24 && LABELS.split_whitespace().any(begins)
}

/// An answer without a tag or heading `Answer` of its own, and without the paragraph marks of HTML.
pub(super) fn unlabelled(answer: &str) -> String {
    let text = answer.replace("<p>", "").replace("</p>", "");
    let text = text.trim();
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    match super::tag::answer(first) {
        Some(tagged) => format!("{tagged}\n{rest}"),
        None => text.to_owned(),
    }
}

/// The rows of each block that stands in no other one, in one pass.
pub(super) fn blocks(page: &Page<'_>) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for at in 0..page.len() {
        if !page.is_text(at) {
            continue;
        }
        let lower = page.row(at).text.to_ascii_lowercase();
        let opened = lower.matches("<details").count();
        let closed = lower.matches("</details>").count();
        open.extend(std::iter::repeat_n(at, opened));
        for _ in 0..closed {
            let Some(start) = open.pop() else { break };
            // An outer block swallows the inner ones.
            while found.last().is_some_and(|last| last.start >= start) {
                found.pop();
            }
            found.push(start..at + 1);
        }
    }
    found
}

/// Where the summary stands in a text.
fn summary(source: &str) -> Option<(usize, usize)> {
    let lower = source.to_ascii_lowercase();
    let summary = lower.find("<summary")?;
    let from = summary + lower[summary..].find('>')? + 1;
    Some((from, from + lower[from..].find("</summary>")?))
}

/// The summary and the text after it.
pub(super) fn parts(page: &Page<'_>, range: Range<usize>) -> Option<(String, String)> {
    let rows: Vec<&str> = range.map(|at| page.row(at).text).collect();
    let source = rows.join("\n");
    let (from, to) = summary(&source)?;
    let answer = to + "</summary>".len();
    let end = source.to_ascii_lowercase().rfind("</details>").filter(|end| *end >= answer)?;
    let text = joined(source[answer..end].split('\n'));
    Some((untagged_html(&source[from..to]), text))
}

/// The text of a summary without its HTML tags.
fn untagged_html(summary: &str) -> String {
    let mut text = String::new();
    let mut rest = summary;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        // `<` without `>` is no tag, and one before a space is an operator.
        match rest[at..].find('>') {
            Some(end) if !rest[at + 1..].starts_with([' ', '-', '=']) => {
                rest = &rest[at + end + 1..];
            }
            _ => {
                text.push('<');
                rest = &rest[at + 1..];
            }
        }
    }
    text.push_str(rest);
    let plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}
