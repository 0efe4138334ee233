//! Sections that are nothing but questions on lines of their own with their answers below them.

use std::ops::Range;

use super::page::{Kind, Page};
use super::{Out, Why, asking};

/// One question is any sentence; two, of which the first opens the section, are a list of them.
pub(super) fn read(page: &Page<'_>, at: usize, out: &mut Out) -> Option<Range<usize>> {
    let is_other = |i: usize| page.heading(i).is_some() || !page.is_free(i) && !page.is_blank(i);
    let is_text = |i: &usize| !page.is_blank(*i) && page.row(*i).kind != Kind::Rule;
    if !is_question(page, at) || !(0..at).rev().find(is_text).is_none_or(is_other) {
        return None;
    }
    let end = page.until(at, is_other);
    let rows: Vec<usize> = (at..end).filter(|at| is_question(page, *at)).collect();
    let question = |(at, end): (&usize, &usize)| {
        let (asked, behind) = asking::parted(page.row(*at).text.trim());
        (*at, asking::question(asked), page.below(behind, at + 1..*end))
    };
    let questions: Vec<(usize, String, String)> =
        rows.iter().zip(rows[1..].iter().chain([&end])).map(question).collect();
    let answered = questions.iter().filter(|(.., body)| !body.is_empty()).count();
    let is_list = answered == rows.len() || answered == 0 && rows.len() > 2;
    (rows.len() > 1 && is_list).then(|| {
        for (at, question, body) in questions {
            out.asked(at, &[], &question, &body, Why::Line);
        }
        at..end
    })
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
