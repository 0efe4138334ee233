//! Numbered questions whose answers stand at the margin below them: `1. Why?`, `3、为什么？`.

use super::item::indent;
use super::page::Page;
use super::{Out, Why, asking, list};

pub(super) fn read(page: &mut Page<'_>, out: &mut Out) {
    // The number of the question before, while its run goes on, and whether it had an answer.
    let mut before: Option<(u32, bool)> = None;
    let mut at = 0;
    while at < page.len() {
        before = before.filter(|_| page.heading(at).is_none());
        let item = page.item(at).filter(|item| item.indent == 0 && page.is_text(at));
        let Some((item, number)) = item.and_then(|item| Some((item, item.number?))) else {
            at += 1;
            continue;
        };
        // In lists where each number is 1, the next one ends what belongs to the item.
        let own = page.item_end(at);
        let again = |i| i == own && page.item(i).is_some_and(|next| next.number == Some(number));
        let end = page.until(at + 1, |i| ends(page, i, number) || again(i));
        // Below the last of a list without answers, text at the margin is no answer.
        let is_last = page.item(end).is_none_or(|next| next.number.is_none());
        let answered = before.filter(|(last, _)| last + 1 == number).map(|(_, answered)| answered);
        let is_closed = is_last && answered == Some(false);
        let is_margin = |i| page.is_text(i) && indent(page.row(i).text) == 0;
        // Nor is a paragraph there part of an answer that is indented.
        let is_inside = is_last && !is_margin(page.next(at + 1)) && page.item(own).is_none();
        let stops = |i| is_closed && is_margin(i) || is_inside && i == own;
        let end = page.until(at + 1, |i| i == end || stops(i));
        let (asked, behind) = asking::parted(item.text);
        let is_asked = |i| page.item(i).is_some_and(|item| asking::asks(item.text));
        let only_asks = (at + 1..end).all(|i| page.is_blank(i) || is_asked(i));
        let is_one_of_many =
            answered == Some(true) || page.above(at).is_some_and(asking::announces_only);
        let is_question =
            !item.is_task && (asking::asks(asked) || is_one_of_many && list::is_subject(item.text));
        let takes = is_question && !(only_asks && behind.is_empty());
        before = is_question.then_some((number, takes));
        if !takes {
            at += 1;
            continue;
        }
        let body = page.below(behind, at + 1..end);
        out.asked(at, &[], &asking::question(asked), &body, Why::Numbered);
        page.take(at..end);
        at = end;
    }
}

/// Whether a row ends the answer of question `number`: the next number, another numbered question, a
/// heading, a rule, a task, or what another form has taken.
fn ends(page: &Page<'_>, at: usize, number: u32) -> bool {
    if page.is_border(at) {
        return true;
    }
    let Some(item) = page.item(at).filter(|item| item.indent == 0) else { return false };
    match item.number {
        Some(next) => {
            let (asked, _) = asking::parted(item.text);
            next == number + 1 || asking::has_mark(asked) && asking::asks(asked)
        }
        None => item.is_task && asking::asks(item.text),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;

    #[test]
    fn answers_stand_at_the_margin() {
        check(
            "1. What is a lynx?\n\nA cat.\n\n- tufts\n- spots\n\n2. 什么是狼？\n\n一种犬。\n\n3.鹰吃什么？\n鱼。\n\n## Rest\n\nText.\n",
            &[
                (1, "What is a lynx?", "A cat.\n\n- tufts\n- spots"),
                (8, "什么是狼？", "一种犬。"),
                (12, "鹰吃什么？", "鱼。"),
            ],
        );
        check(
            "1. What is a lynx? A cat.\n2. Wolves and dogs\n\n   Both bark.\n",
            &[(1, "What is a lynx?", "A cat."), (2, "Wolves and dogs", "Both bark.")],
        );
    }

    #[test]
    fn questions_of_exams() {
        check(
            "**1.** What is a root?\n\n*(2 marks)*\n\n*Model answer:* It takes up water.\n\n**2.** Describe a leaf.\n\n*Model answer:*\n\n- flat\n- green\n",
            &[
                (1, "What is a root?\n\n*(2 marks)*", "It takes up water."),
                (7, "Describe a leaf.", "- flat\n- green"),
            ],
        );
        check(
            "1. 简述叶的作用。\n\n   **答**：光合作用。\n\n2. 根有什么用？\n\n   **答**：吸水。\n\n—— 完 ——\n",
            &[(1, "简述叶的作用。", "光合作用。"), (5, "根有什么用？", "吸水。")],
        );
    }

    #[test]
    fn each_number_may_be_one() {
        check(
            "1. What is a lynx? A cat.\n\n1. Wolf packs\n\n1. What is a hawk?\n\n   A bird.\n",
            &[(1, "What is a lynx?", "A cat."), (5, "What is a hawk?", "A bird.")],
        );
    }

    #[test]
    fn a_list_without_answers_stays_without() {
        check(
            "1. What is a lynx?\n2. What is a wolf?\n\nGood luck!\n",
            &[(1, "What is a lynx?", ""), (2, "What is a wolf?", "")],
        );
    }
}
