//! Sections that are nothing but questions on lines of their own with their answers below them.

use std::ops::Range;

use super::page::{Kind, Page};
use super::{Out, Why, answer, asking};

pub(super) fn read(page: &mut Page<'_>, out: &mut Out) {
    let mut at = 0;
    while at < page.len() {
        if !page.is_free(at) || page.heading(at).is_some() || page.row(at).kind == Kind::Rule {
            at += 1;
            continue;
        }
        let ends = |i: &usize| {
            page.heading(*i).is_some() || !page.is_free(*i) && page.row(*i).kind != Kind::Blank
        };
        let end = (at..page.len()).find(ends).unwrap_or(page.len());
        section(page, at..end, out);
        at = end;
    }
}

/// One question is any sentence; two, of which the first opens the section, are a list of them.
fn section(page: &mut Page<'_>, range: Range<usize>, out: &mut Out) {
    let questions: Vec<usize> = range.clone().filter(|at| is_question(page, *at)).collect();
    let end = |n: usize| questions.get(n + 1).copied().unwrap_or(range.end);
    let has_text = |n: &usize| {
        !asking::parted(page.row(questions[*n]).text.trim()).1.is_empty()
            || (questions[*n] + 1..end(*n)).any(|at| page.is_free(at))
    };
    let answered = (0..questions.len()).filter(has_text).count();
    let is_list = answered == 0 && questions.len() > 2;
    let is_section = questions.len() > 1 && questions.first() == Some(&range.start);
    if !is_section || !is_list && answered < questions.len() {
        return;
    }
    for (n, at) in questions.iter().enumerate() {
        let (asked, first) = asking::parted(page.row(*at).text.trim());
        let question = asking::question(asked);
        let body = format!("{first}\n{}", page.text(*at + 1..end(n)));
        let (more, answer) = answer::split(&question, &body);
        out.found(*at, &format!("{question}\n{more}"), &answer, Why::Line);
    }
    page.take(range);
}

/// Whether a row is a question by itself: the first line of a paragraph or one below such a line, with
/// a mark at its end or with its answer behind it.
fn is_question(page: &Page<'_>, at: usize) -> bool {
    let text = page.row(at).text;
    let is_first = at == 0 || !page.is_text(at - 1) || asking::has_mark(page.row(at - 1).text);
    let is_line = page.is_text(at)
        && page.item(at).is_none()
        && !text.starts_with([' ', '\t', '>', '|', '<']);
    let (asked, _) = asking::parted(text.trim());
    is_first
        && is_line
        && asking::has_mark(asked)
        && asking::asks(asked)
        && !asked.contains(['。', '；'])
        && !asked.contains(". ")
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;

    #[test]
    fn lines_that_ask_make_a_section() {
        check(
            "## Cats\n\nWhat is a lynx?\nA cat.\n\nIs a wolf one?\n\nNo.\n\nIt is a dog.\n\n## About\n\nText. Who reads this?\n\nWho knows?\n",
            &[(3, "What is a lynx?", "A cat."), (6, "Is a wolf one?", "No.\n\nIt is a dog.")],
        );
        check("Who needs this?\n\nNobody, it is a page.\n", &[]);
        check(
            "What is a lynx?\nIs a wolf one?\nWho knows?\n",
            &[(1, "What is a lynx?", ""), (2, "Is a wolf one?", ""), (3, "Who knows?", "")],
        );
    }
}
