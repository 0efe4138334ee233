//! Bold questions: `**Why?**` on a line of its own, or with the answer behind it, also in lists.

use super::page::{Kind, Page};
use super::{Out, Why, answer, asking};

pub(super) fn read(page: &mut Page<'_>, out: &mut Out) {
    // The heading above.
    let mut head: Option<String> = None;
    let mut at = 0;
    while at < page.len() {
        if let Some((_, text)) = page.heading(at) {
            head = asking::context(text).filter(|_| !asking::asks(text));
        }
        let Some((question, rest)) = bold(page, at).filter(|_| page.is_text(at)) else {
            at += 1;
            continue;
        };
        let item = page.item(at);
        let indent = item.map_or(0, |item| item.indent);
        let ends = |i: &usize| {
            let row = page.row(*i);
            let next = page.item(*i);
            let is_beside = item.is_some()
                && next.is_some_and(|n| {
                    n.indent <= indent
                        && n.number.is_some() == item.is_some_and(|i| i.number.is_some())
                });
            !page.is_free(*i) && row.kind != Kind::Blank
                || matches!(row.kind, Kind::Heading(_) | Kind::Rule)
                || bold(page, *i).is_some()
                || is_beside
                || next.is_some_and(|n| n.is_task)
                || row.kind == Kind::Text && super::tag::untagged(row.text).len() < row.text.len()
        };
        let end = (at + 1..page.len()).find(ends).unwrap_or(page.len());
        // Below an item of a list only what is indented is surely its own, unless it is numbered.
        let end = match item.filter(|item| item.number.is_none()) {
            Some(_) => (at + 1..end)
                .find(|i| page.is_text(*i) && super::item::indent(page.row(*i).text) <= indent)
                .unwrap_or(end),
            None => end,
        };
        let below = page.text(at + 1..end);
        let gap = if page.row(at + 1).kind == Kind::Blank { "\n\n" } else { "\n" };
        let body = if rest.is_empty() { below } else { format!("{rest}{gap}{below}") };
        let question = asking::question(question);
        let (more, answer) = answer::split(&question, &body);
        let parents: Vec<String> =
            head.iter().filter(|_| asking::points_back(&question)).cloned().collect();
        let why = match answer.is_empty() {
            true => Why::BoldUnanswered,
            false => Why::Bold,
        };
        out.found_in(at, &parents, &format!("{question}\n{more}"), &answer, why);
        page.take(at..end);
        at = end;
    }
}

/// The bold question that a row begins with, and what follows it in the row.
fn bold<'a>(page: &Page<'a>, at: usize) -> Option<(&'a str, &'a str)> {
    let line = page.row(at).text;
    let text = super::item::item(line).map_or(line.trim(), |item| item.text);
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
            "**1. What is a lock?**\n\nA gate.\n\n- one\n- two\n\n**Who holds it?** One thread.\n\n**什么是死锁**\n\n互相等待。\n\n**Note** that it is bold.\n\n## Next\n\nText.\n",
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
