//! `<details><summary>question</summary>answer</details>`, and `<summary>Answer</summary>` below a
//! question.

use std::ops::Range;

use super::page::{Kind, Page};
use super::{Out, tagged};

/// Summaries that only say that an answer follows.
const LABELS: [&str; 16] = [
    "answer",
    "show answer",
    "show",
    "solution",
    "see answer",
    "click",
    "reveal",
    "hint",
    "expand",
    "答案",
    "查看答案",
    "参考答案",
    "解答",
    "点击",
    "展开",
    "解析",
];

pub(super) fn read(page: &mut Page<'_>, out: &mut Out) {
    for range in blocks(page) {
        let source: Vec<&str> = range.clone().map(|at| page.row(at).text).collect();
        let source = source.join("\n");
        let Some((summary, answer)) = parts(&source) else { continue };
        let summary = tagged::untagged(&untagged_html(summary)).to_owned();
        let label = summary.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let is_label = label.is_empty()
            || label.chars().count() <= 24 && LABELS.iter().any(|l| label.starts_with(l));
        if !is_label {
            out.found(range.start, &summary, &answer, "<details> with the question as its summary");
        } else if let Some(asked) = question_above(page, range.start) {
            let first = page
                .heading(asked.start)
                .map_or_else(|| page.row(asked.start).text, |(_, text)| text);
            let first = super::page::item(first).map_or(first, |item| item.text);
            let body = page.text(asked.start + 1..asked.end);
            let question = format!("{}\n{body}", tagged::untagged(first));
            out.found(asked.start, &question, &answer, "a question with its answer in <details>");
            page.take(asked);
        } else {
            out.left_out(range.start, &summary, "<details> without a question");
        }
        page.take(range);
    }
}

/// The rows of each `<details>` that stands in no other one, in one pass.
fn blocks(page: &Page<'_>) -> Vec<Range<usize>> {
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

/// The summary and the text after it.
fn parts(source: &str) -> Option<(&str, String)> {
    let lower = source.to_ascii_lowercase();
    let summary = lower.find("<summary")?;
    let from = summary + lower[summary..].find('>')? + 1;
    let to = from + lower[from..].find("</summary>")?;
    let answer = to + "</summary>".len();
    let end = lower.rfind("</details>").filter(|end| *end >= answer)?;
    Some((&source[from..to], super::page::joined(source[answer..end].split('\n'))))
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

/// The rows of the question above a block: from its heading on, or the paragraph before it.
fn question_above(page: &Page<'_>, at: usize) -> Option<Range<usize>> {
    /// A question does not begin further up than this many rows.
    const FURTHEST: usize = 200;
    let first = at.saturating_sub(FURTHEST);
    let free =
        (first..at).rev().take_while(|i| page.is_free(*i) || page.row(*i).kind == Kind::Blank);
    let mut start = None;
    let mut block = None;
    for i in free {
        match page.row(i).kind {
            Kind::Heading(_) => {
                start = Some(i);
                break;
            }
            Kind::Rule => break,
            Kind::Blank if start.is_some() && block.is_none() => block = start,
            Kind::Blank => {}
            _ => start = Some(i),
        }
    }
    // Without a heading only the block right above it is the question.
    let start = match start {
        Some(row) if page.heading(row).is_none() => block.or(start),
        other => other,
    }?;
    Some(start..at)
}
