//! Prose under a title, for those who ask for it: terms and reasons in it become cards of their own, the
//! whole is the answer to "tell me about the title".

use std::ops::Range;

use super::page::Page;
use super::{Out, Why, asking, link, terms};
use crate::model::card::Lang;

/// Reads the prose under headings that ask nothing.
pub(super) fn read(page: &mut Page<'_>, out: &mut Out) {
    for at in 0..page.len() {
        let title = page.heading(at).filter(|_| out.options.prose && page.is_free(at));
        let Some((_, title)) = title else { continue };
        let is_other = |i| page.heading(i).is_some() || !page.is_free(i) && !page.is_blank(i);
        let end = page.until(at + 1, is_other);
        if asking::context(title).is_some() && (at + 1..end).any(|i| page.is_text(i)) {
            page.take(at..at + 1);
            section(page, at, &asking::question(title), at + 1..end, out);
        }
    }
}

/// Reads the prose in `range` under `title`, which stands in row `row`.
pub(super) fn section(
    page: &mut Page<'_>,
    row: usize,
    title: &str,
    range: Range<usize>,
    out: &mut Out,
) {
    let head: Vec<String> = asking::context(title).into_iter().collect();
    let whole = page.text(range.clone());
    let before = out.found.len();
    // Whether there is more than has become cards of its own.
    let mut is_more = false;
    let mut at = range.start;
    while at < range.end {
        let start = at;
        if !page.is_text(at) {
            at += 1;
        } else if page.item(at).is_some() {
            at = terms::list(page, at..range.end, &head, out);
        } else {
            at = terms::paragraph_end(page, at).min(range.end);
            let paragraph = page.text(start..at);
            if let Some((question, answer)) = statement(&paragraph, out.lang) {
                let question = asking::in_context(&head, &question);
                out.found(start, &question, &answer, Why::Prose);
                page.take(start..at);
            } else if paragraph.lines().all(|line| link(line).is_some()) {
                continue;
            }
        }
        is_more |= (start..at).any(|i| page.is_free(i));
    }
    if is_more {
        let question = asking::tell_me(title, out.lang);
        out.found(row, &question, &whole, Why::TitleWithProse);
    } else if out.found.len() == before {
        out.found(row, title, &whole, Why::TitleAlone);
    } else {
        out.left_out(row, title, Why::TitleUsed);
    }
    page.take(range);
}

/// The question that a paragraph answers, and the answer: `Why must there be a P, because …`,
/// `mspan: a run of pages`.
fn statement(paragraph: &str, lang: Lang) -> Option<(String, String)> {
    const REASONS: [&str; 7] = ["为何", "为什么", "如何", "怎么", "怎样", "why ", "how "];
    let lower = paragraph.to_lowercase();
    if REASONS.iter().any(|word| lower.starts_with(word)) {
        let (question, reason) =
            paragraph.split_once(['，', ',', '。', '？', '?', ';', '；', '\n'])?;
        let mark = if lang == Lang::Zh { "？" } else { "?" };
        let reason = reason.trim_start();
        return (!reason.is_empty()).then(|| (format!("{question}{mark}"), reason.to_owned()));
    }
    let (term, text, _) = terms::definition(paragraph)?;
    Some((asking::what_is(term, lang), text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::lang;

    #[test]
    fn statements_become_questions() {
        for (paragraph, question) in [
            ("为何要有缓冲区，因为生产快于消费", Some("为何要有缓冲区？")),
            ("mcache：每个 P 有一份", Some("mcache 是什么？")),
            ("为了避免饥饿，调度器会抢占", None),
            ("mspan: a run of pages", Some("What is mspan?")),
            ("只是一句话，没有别的", None),
            ("Just a sentence.", None),
        ] {
            let lang = lang::of_file([paragraph]);
            assert_eq!(
                statement(paragraph, lang).map(|(q, _)| q).as_deref(),
                question,
                "{paragraph}"
            );
        }
    }
}
