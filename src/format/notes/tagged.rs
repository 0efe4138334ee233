//! Questions and answers with a word before them: `Q:`/`A:` and `C:` (hashcards, repeater),
//! `**Q**`/`**A**`, `Question 3:`, `问：`/`答：`, `FRONT`/`BACK`, `Interviewer:`/`Candidate:`.

use std::ops::Range;

use super::page::{Kind, Page};
use super::tag::{Tag, inline_answer, tag};
use super::{Out, Why, answer, asking, boxes, cloze};

pub(super) fn read(page: &Page<'_>, at: usize, out: &mut Out) -> Option<Range<usize>> {
    let row = page.row(at);
    let is_line = matches!(row.kind, Kind::Text | Kind::Heading(_));
    match tag(row.text).filter(|_| is_line)? {
        (Tag::Answer, ..) => None,
        (Tag::Cloze, _, rest) => Some(cloze(page, at, rest, out)),
        (Tag::Said, _, rest) => {
            let said = if rest.is_empty() { page.row(page.next(at + 1)).text } else { rest };
            let asks = asking::asks(said) && !asking::is_small_talk(said);
            asks.then(|| question(page, at, true, rest, out))
        }
        (Tag::Question, colon, rest) => Some(question(page, at, colon, rest, out)),
    }
}

/// Where a part that begins in row `at` ends: at the next tag, heading, line or taken row.
fn part(page: &Page<'_>, at: usize, colon: bool, within: Option<u8>) -> Range<usize> {
    let asks = tag(page.row(at).text).is_some_and(|(tag, ..)| tag != Tag::Answer);
    let ends = |i: usize| {
        let row = page.row(i);
        match row.kind {
            Kind::Rule => true,
            Kind::Heading(level) => {
                within.is_none_or(|within| level <= within) || tag(row.text).is_some()
            }
            Kind::Text => match tag(row.text) {
                // In a question marked by `Q:`, `A. x` is one of the options.
                Some((Tag::Answer, c, _)) => c == colon,
                Some((Tag::Question, c, _)) => c == colon || c,
                Some((Tag::Said | Tag::Cloze, ..)) => true,
                // Neither a checklist nor a folded block with a question of its own belongs to an
                // answer above it; boxes below a question are its options unless they ask.
                None if page.is_blank(i - 1) => {
                    let task = page.item(i).filter(|item| item.is_task && item.indent == 0);
                    task.is_some_and(|item| !asks || asking::asks(item.text))
                        || page.fold(i).is_some() && boxes::answer(page, i).is_none()
                }
                None => false,
            },
            Kind::Blank | Kind::Code | Kind::Hidden => false,
        }
    };
    at..page.until(at + 1, ends)
}

fn question(page: &Page<'_>, at: usize, colon: bool, first: &str, out: &mut Out) -> Range<usize> {
    let level = page.heading(at).map(|(level, _)| level);
    let asked = part(page, at, colon, level);
    let text = |first: &str, rows: &Range<usize>| page.below(first, rows.start + 1..rows.end);
    let mut end = asked.end;
    if let Some((Tag::Answer, _, first_answer)) = tag(page.row(end).text) {
        let answered = part(page, end, colon, level);
        end = answered.end;
        let question = answer::unboxed(&text(first, &asked));
        let answer = answer::tidy(&text(first_answer, &answered));
        out.found(at, &question, &answer, Why::Tagged);
    } else if let Some((question, answer)) = inline_answer(first) {
        out.found(at, question, &text(answer, &asked), Why::Tagged);
    } else if level.is_some()
        || page.row(at).text.contains("**")
        || page.is_blank(at + 1)
        || asking::has_mark(first)
    {
        // Without the tag of an answer, what stands below a heading, a bold line or a whole question
        // is the answer.
        let body = text("", &asked);
        let (first, body) = match first {
            "" => body.split_once("\n\n").unwrap_or((&body, "")),
            first => (first, &*body),
        };
        out.asked(at, &[], first, body, Why::Tagged);
    } else {
        // Else the question goes on to the end of its paragraph.
        end = page.until(at + 1, |i| i == end || page.is_blank(i));
        out.found(at, &text(first, &(at..end)), "", Why::Tagged);
    }
    at..end
}

fn cloze(page: &Page<'_>, at: usize, first: &str, out: &mut Out) -> Range<usize> {
    // In notes with other things in them a cloze is one paragraph.
    let mut range = part(page, at, true, None);
    range.end = page.until(at + 1, |i| i == range.end || page.is_blank(i));
    let cloze = cloze::holes(&page.below(first, at + 1..range.end));
    if cloze.1.is_empty() {
        out.left_out(at, page.row(at).text, Why::ClozeWithout, None);
    }
    cloze::cards(at, cloze, Why::Cloze, out, |_, _| ());
    range
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;

    #[test]
    fn questions_and_answers_are_taken_by_their_tags() {
        check(
            "Q: What is a P?\nA: A permit.\n\nSecond paragraph.\n\nQ: Two\nlines?\nA:\n\n- a\n- b\n---\nC: A [map] has [keys].\nQ: Nothing yet?\n",
            &[
                (1, "What is a P?", "A permit.\n\nSecond paragraph."),
                (6, "Two\n\nlines?", "- a\n- b"),
                (13, "A […] has keys.", "map\n\nA **map** has keys."),
                (13, "A map has […].", "keys\n\nA map has **keys**."),
                (14, "Nothing yet?", ""),
            ],
        );
        check(
            "**Q1:** What?\n**A:** That.\n\n### Q2. Which?\n\nThe one below.\n\n## Next\n\n**FRONT**\nfront\n\n**BACK**\nback\n\n问：什么是 P？\n答：一张许可。\n\n- Question: in a list\n  Answer: also\n",
            &[
                (1, "What?", "That."),
                (4, "Which?", "The one below."),
                (10, "front", "back"),
                (16, "什么是 P？", "一张许可。"),
                (19, "in a list", "also"),
            ],
        );
        check(
            "Q: In one line? A: Yes.\n问：一行？答：是。\n",
            &[(1, "In one line?", "Yes."), (2, "一行？", "是。")],
        );
        check(
            "**Interviewer:** How do maps grow?\n\n**Candidate:** By doubling.\n",
            &[(1, "How do maps grow?", "By doubling.")],
        );
        // Options are no answers, code is not looked into.
        check(
            "Q: Which?\nA. one\nB. two\nA: B\n\n```\nQ: not here\nA: nor here\n```\n",
            &[(1, "Which?\n\nA. one\nB. two", "B\n\n```\nQ: not here\nA: nor here\n```")],
        );
    }

    #[test]
    fn not_all_that_people_say_asks() {
        check(
            "**You:**\n\nWhy is ice slippery?\n\n**Assistant:**\n\nA film of water.\n\n1. thin\n\n**You:**\n\nThanks, that helps\n\n**Assistant:**\n\nAny time.\n\n**You:**\n\n雪为什么是白的？\n",
            &[
                (1, "Why is ice slippery?", "A film of water.\n\n1. thin"),
                (19, "雪为什么是白的？", ""),
            ],
        );
        check(
            "面试官：你好，先介绍一下自己。\n我：我养蜂。\n面试官：什么是分蜂？\n我：老蜂王带走一半。\n面试官：那讲讲蜂蜡。\n我：工蜂分泌的。\n面试官：今天就到这里。\n我：再见。\n",
            &[(3, "什么是分蜂？", "老蜂王带走一半。"), (5, "那讲讲蜂蜡。", "工蜂分泌的。")],
        );
    }

    #[test]
    fn a_number_makes_a_letter_a_tag() {
        check(
            "Q1: What is a hive?\nA1: A box.\n\nQ2. What is a comb?\nA2. Cells of wax.\n",
            &[(1, "What is a hive?", "A box."), (4, "What is a comb?", "Cells of wax.")],
        );
    }

    #[test]
    fn a_bold_question_is_answered_by_what_stands_below_it() {
        check(
            "**Q: Why is the sky blue?**\n\nIt scatters.\n\n```go\nsky()\n```\n\n**Q：草为什么绿？**\n\n| 光 | 色 |\n|---|---|\n| 短 | 蓝 |\n\n## Rest\n\nText.\n",
            &[
                (1, "Why is the sky blue?", "It scatters.\n\n```go\nsky()\n```"),
                (9, "草为什么绿？", "| 光 | 色 |\n|---|---|\n| 短 | 蓝 |"),
            ],
        );
        check(
            "**Q：雪为什么白？**\n> 因为散射。\n\n**Q: Why is snow white?**\n> It scatters all colours.\n",
            &[
                (1, "雪为什么白？", "因为散射。"),
                (4, "Why is snow white?", "It scatters all colours."),
            ],
        );
    }

    #[test]
    fn a_checklist_below_an_answer_is_no_part_of_it() {
        check(
            "Q: What is a P?\nA: A permit.\n\n- [ ] What is an M?\n\nQ: Which?\n\n- [ ] one\n- [x] two\n",
            &[
                (1, "What is a P?", "A permit."),
                (4, "What is an M?", ""),
                (6, "Which?\n\n- one\n- two", "two"),
            ],
        );
    }

    #[test]
    fn headings_that_say_question_and_answer() {
        check(
            "## Question 1\n\nWhich is largest?\n\n### Answer\n\nThe last.\n\n## Question 2\n\nWhich is least?\n\n## Answer\n\nThe first.\n",
            &[(1, "Which is largest?", "The last."), (9, "Which is least?", "The first.")],
        );
    }
}
