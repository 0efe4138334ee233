//! Sections that are nothing but questions on lines of their own with their answers below them.

use std::ops::Range;

use super::page::{Kind, Page};
use super::{Out, Why, asking};

pub(super) fn read(page: &mut Page<'_>, out: &mut Out) {
    let mut at = 0;
    while at < page.len() {
        let is_other = |i| page.heading(i).is_some() || !page.is_free(i) && !page.is_blank(i);
        let end = page.until(at, is_other);
        section(page, at..end, out);
        at = end + 1;
    }
}

/// One question is any sentence; two, of which the first opens the section, are a list of them.
fn section(page: &mut Page<'_>, range: Range<usize>, out: &mut Out) {
    let rows: Vec<usize> = range.clone().filter(|at| is_question(page, *at)).collect();
    let first = range.clone().find(|at| page.is_free(*at) && page.row(*at).kind != Kind::Rule);
    if rows.len() < 2 || rows.first().copied() != first {
        return;
    }
    let ends = rows[1..].iter().chain([&range.end]);
    let question = |(at, end): (&usize, &usize)| {
        let (asked, behind) = asking::parted(page.row(*at).text.trim());
        (*at, asking::question(asked), page.below(behind, at + 1..*end))
    };
    let questions: Vec<(usize, String, String)> = rows.iter().zip(ends).map(question).collect();
    let answered = questions.iter().filter(|(.., body)| !body.is_empty()).count();
    if answered == questions.len() || answered == 0 && questions.len() > 2 {
        for (at, question, body) in questions {
            out.asked(at, &question, &body, Why::Line);
        }
        page.take(range);
    }
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
