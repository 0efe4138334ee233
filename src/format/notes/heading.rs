//! Headings that ask, with the text below them as the answer.

use super::page::Page;
use super::{Options, Out, section_end, tagged, wording};

pub(super) fn read(page: &mut Page<'_>, options: Options, out: &mut Out) {
    let first = (0..page.len()).find(|at| page.heading(*at).is_some());
    for at in 0..page.len() {
        let Some((level, text)) = page.heading(at).filter(|_| page.is_free(at)) else { continue };
        let text = tagged::untagged(unnumbered(text));
        let end = section_end(page, at, level);
        if asks(text) {
            let below = |i: &usize| {
                page.heading(*i).is_some_and(|(_, t)| asks(unnumbered(t)))
                    || page.any_taken(*i..*i + 1)
                    || is_task(page, *i)
            };
            let body = (at + 1..end).find(below).unwrap_or(end);
            let answer = page.text(at + 1..body);
            // Questions below it that others have read, a list of tasks: it only announces them.
            if answer.is_empty() && body < end {
                continue;
            }
            let why = if answer.is_empty() {
                "a heading that asks, without text"
            } else {
                "a heading that asks"
            };
            out.found(at, text, &answer, why);
            page.take(at..body);
        } else if options.headings {
            // The title of the page is about all of it.
            let is_title = level == 1 && Some(at) == first;
            let body = (at + 1..end).find(|i| page.heading(*i).is_some()).unwrap_or(end);
            let answer = page.text(at + 1..body);
            if is_title
                || answer.is_empty()
                || page.any_taken(at + 1..body)
                || (at + 1..body).any(|i| is_task(page, i))
            {
                continue;
            }
            let lang = wording::lang(&format!("{text}{answer}"));
            out.found(
                at,
                &wording::tell_me(text, lang),
                &answer,
                "a heading with text (--headings)",
            );
            page.take(at..body);
        }
    }
}

/// Whether a heading asks: English ones only with a mark or a word such as "why" at the begin;
/// "How to install" does not.
fn asks(text: &str) -> bool {
    wording::has_mark(text) || wording::asks(text) && !text.to_lowercase().starts_with("how to ")
}

fn is_task(page: &Page<'_>, at: usize) -> bool {
    page.item(at).is_some_and(|item| item.is_task)
}

/// A heading without its number: `1. `, `1.2 `, `3、`, `[4] `, `一、`.
pub(super) fn unnumbered(text: &str) -> &str {
    let rest = text.trim_start_matches('[').trim_start_matches(|c: char| {
        c.is_ascii_digit()
            || matches!(c, '.' | '、' | ')' | ']' | '．')
            || "一二三四五六七八九十".contains(c) && text.contains('、')
    });
    // `3 states` has no number, `3.` and `3、` have.
    let cut = &text[..text.len() - rest.len()];
    if cut.ends_with(['.', '、', ')', ']', '．']) || cut.contains('.') && rest.starts_with(' ') {
        rest.trim_start()
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_go() {
        for (text, rest) in [
            ("1. What?", "What?"),
            ("1.2 What?", "What?"),
            ("12、什么", "什么"),
            ("一、什么", "什么"),
            ("[3] Why?", "Why?"),
            ("3 states", "3 states"),
            ("2023-02-04", "2023-02-04"),
            ("一个 map 有什么", "一个 map 有什么"),
        ] {
            assert_eq!(unnumbered(text), rest, "{text}");
        }
    }
}
