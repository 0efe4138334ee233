//! Bold questions: `**Why?**` on a line of its own, or with the answer behind it, also in lists.

use std::ops::Range;

use super::item::{self, Item};
use super::page::{Kind, Page};
use super::{Out, Why, asking, tag};

pub(super) fn read(page: &Page<'_>, at: usize, out: &mut Out) -> Option<Range<usize>> {
    let (question, behind) = bold(page, at)?;
    let end = end(page, at);
    let question = asking::question(question);
    let head = page.above(at).filter(|_| asking::points_back(&question)).and_then(asking::topic);
    let body = page.below(behind, at + 1..end);
    out.asked(at, head.as_slice(), &question, &body, Why::Bold);
    Some(at..end)
}

/// Where the answer of the question in row `at` ends: at the next bold question, task, or tag; below
/// a bullet only what belongs to it is surely its own, below a number what comes up to the next one.
fn end(page: &Page<'_>, at: usize) -> usize {
    let item = page.item(at);
    let last = item.filter(|item| item.number.is_none()).map(|_| page.item_end(at));
    let ends = |next: Item<'_>| {
        let is_beside = |item: Item<'_>| next.number.is_some() && next.indent <= item.indent;
        next.is_task || item.is_some_and(is_beside)
    };
    page.until(at + 1, |i| {
        let text = page.row(i).text;
        let is_aside = || item.is_none() && page.is_blank(i - 1) && tag::is_aside(text);
        last == Some(i)
            || page.is_border(i)
            || bold(page, i).is_some()
            || page.item(i).is_some_and(ends)
            || page.is_text(i) && (tag::untagged(text) != text || is_aside())
    })
}

/// The bold question that a row begins with, and what follows it in the row.
fn bold<'a>(page: &Page<'a>, at: usize) -> Option<(&'a str, &'a str)> {
    let line = page.row(at).text;
    let text = item::bare(line);
    // `1. [basics] **question**` names its topic first.
    let topic = text.strip_prefix('[').and_then(|t| t.split_once("] "));
    let text = topic.filter(|(topic, _)| topic.len() < 24).map_or(text, |(_, rest)| rest);
    let mark = ["**", "__"].into_iter().find(|mark| text.starts_with(mark))?;
    let (question, rest) = text[mark.len()..].split_once(mark)?;
    let rest = rest.trim_start_matches([':', '：', ' ', '—', '–']).trim();
    let is_page_row = page.row(at).kind == Kind::Text;
    let bare = asking::unnumbered(question);
    let asks = if rest.is_empty() { asking::asks(bare) } else { asking::has_mark(question) };
    (is_page_row && asks).then_some((question, rest))
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;

    #[test]
    fn bold_questions_have_what_stands_below_or_behind_them() {
        check(
            "**1. What is a lock?**\n\nA gate.\n\n- one\n- two\n\n**Who holds it?** One thread.\n\n**什么是死锁**\n\n互相等待。\n\n**Note** that it is bold.\n\n**Links:** two\n\n## Next\n\nText.\n",
            &[
                (1, "What is a lock?", "A gate.\n\n- one\n- two"),
                (8, "Who holds it?", "One thread."),
                (10, "什么是死锁", "互相等待。\n\n**Note** that it is bold."),
            ],
        );
    }

    #[test]
    fn bold_questions_in_lists() {
        check(
            "- **What is a lock?** A gate.\n- **Who holds it?**\n  One thread.\n- a plain item\n\n1. **Is it fair?**\n\n   Not always.\n\n2. [basics] **锁有什么用？**互斥。\n",
            &[
                (1, "What is a lock?", "A gate."),
                (2, "Who holds it?", "One thread."),
                (6, "Is it fair?", "Not always."),
                (10, "锁有什么用？", "互斥。"),
            ],
        );
    }
}
