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
    let line = page.row(at).text.trim_start();
    page.row(at).kind == Kind::Text
        && line.get(..8).is_some_and(|t| t.eq_ignore_ascii_case("<details"))
}

/// The answer in a block that begins in a row and whose summary only says so, and the row after it.
pub(super) fn answer(page: &Page<'_>, at: usize) -> Option<(usize, String)> {
    // The summary stands in one of the first rows.
    let head = || (at..at + 3).map(|i| page.row(i).text).collect::<Vec<_>>().join("\n");
    if !opens(page, at) || !is_label(&summary(&head())?.0) {
        return None;
    }
    let rows = at..page.len().min(at + MOST_ROWS);
    let range = blocks(page, rows).into_iter().find(|range| range.start == at)?;
    let (_, answer) = parts(page, range.clone())?;
    Some((range.end, unlabelled(&answer)))
}

/// Whether a summary only says that an answer follows.
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

/// The rows of each block within some rows that stands in no other one, in one pass.
pub(super) fn blocks(page: &Page<'_>, rows: Range<usize>) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for at in rows {
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

/// The summary in a source, without its tags, and where what follows it begins.
fn summary(source: &str) -> Option<(String, usize)> {
    let lower = source.to_ascii_lowercase();
    let from = lower.find("<summary")?;
    let from = from + lower[from..].find('>')? + 1;
    let to = from + lower[from..].find("</summary>")?;
    Some((untagged_html(&source[from..to]), to + "</summary>".len()))
}

/// The summary and the text after it.
pub(super) fn parts(page: &Page<'_>, range: Range<usize>) -> Option<(String, String)> {
    let source = range.map(|at| page.row(at).text).collect::<Vec<_>>().join("\n");
    let (summary, from) = summary(&source)?;
    let end = source.to_ascii_lowercase().rfind("</details>").filter(|end| *end >= from)?;
    Some((summary, joined(source[from..end].split('\n'))))
}

/// The text of a summary without its HTML tags.
fn untagged_html(summary: &str) -> String {
    let mut parts = summary.split('<');
    let mut text = parts.next().unwrap_or("").to_owned();
    for part in parts {
        // `<` without `>` is no tag, and one before a space is an operator.
        match part.split_once('>').filter(|_| !part.starts_with([' ', '-', '='])) {
            Some((_, rest)) => text += rest,
            None => text = text + "<" + part,
        }
    }
    let plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}
