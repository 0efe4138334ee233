//! Boxes that ask, and boxes that answer what stands above them.

use std::ops::Range;

use super::boxes::{self, Block, block};
use super::item::bare;
use super::page::Page;
use super::{Out, Why, answer, asking};

/// Reads a box that asks.
pub(super) fn read(page: &Page<'_>, at: usize, out: &mut Out) -> Option<Range<usize>> {
    let block = block(page, at)?;
    let is_details = block.kind == "details";
    let (title, inner) = match &*block.title {
        "" => block.inner.split_once('\n').unwrap_or((&block.inner, "")),
        title => (title, &*block.inner),
    };
    let question = asking::question(title);
    let is_announced = || super::title(page).is_some_and(|title| asking::announces(&title));
    let asks = block.asks() || is_details && (question != title || is_announced());
    if block.answers() || !asks || title.is_empty() {
        // Other forms look into a part of the page that is folded, but not into other boxes.
        let is_part = is_details && !block.answers();
        return (!is_part).then_some(block.end..block.end);
    }
    // The answer may stand in a box of its own below.
    let below = boxes::answer(page, page.next(block.end));
    let end = below.as_ref().map_or(block.end, |(end, _)| *end);
    let below = below.map_or(String::new(), |(_, answer)| format!("\n\n**Answer:** {answer}"));
    let why = if is_details { Why::Details } else { Why::Callout };
    out.asked(at, &[], &question, &(inner.to_owned() + &below), why);
    Some(at..end)
}

/// Reads a folded block that is the answer of what stands above it, which no other form has taken.
pub(super) fn read_answer(page: &Page<'_>, at: usize, out: &mut Out) -> Option<Range<usize>> {
    let is_answer = |block: &Block| {
        block.kind == "details" && block.answers() && !page.any_taken(at..block.end)
    };
    let block = block(page, at).filter(is_answer)?;
    let Some(start) = question_above(page, at) else {
        out.left_out(at, &block.title, Why::DetailsMute, None);
        return Some(at..block.end);
    };
    let first = page.heading(start).map_or_else(|| bare(page.row(start).text), |(_, text)| text);
    let body = answer::unboxed(&page.text(start + 1..at));
    let question = format!("{}\n{body}", asking::question(first));
    out.found(start, &question, &answer::tidy(&block.answer()), Why::Details);
    Some(start..block.end)
}

/// Where the question above a block begins: at a paragraph that asks, at its heading, or at the
/// paragraph before it.
fn question_above(page: &Page<'_>, at: usize) -> Option<usize> {
    /// A question does not begin further up than this many rows.
    const FURTHEST: usize = 200;
    let rows = (at.saturating_sub(FURTHEST)..at).rev();
    let above: Vec<usize> =
        rows.take_while(|i| page.heading(*i).is_some() || !page.is_border(*i)).collect();
    let heading = above.iter().copied().find(|i| page.heading(*i).is_some());
    let is_row = |i: &usize| !page.is_blank(*i) && page.heading(*i).is_none();
    let block = above.into_iter().skip_while(|i| page.is_blank(*i)).take_while(is_row).last();
    block.filter(|i| asking::has_mark(page.row(*i).text)).or(heading).or(block)
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;

    #[test]
    fn boxes_that_ask_are_cards() {
        check(
            "> [!question]- What is a heap?\n> A tree in an array.\n\n> [!faq] 2. What is a trie?\n> A tree\n> of letters.\n\n> [!note] A note\n> asks nothing\n\n> [!tip]- Why is it fast?\n> It is flat.\n",
            &[
                (1, "What is a heap?", "A tree in an array."),
                (4, "What is a trie?", "A tree\nof letters."),
                (11, "Why is it fast?", "It is flat."),
            ],
        );
        check(
            "> [!question]\n> Which is a tree?\n> a) a ring\n> b) a heap\n>\n> > [!success] - Answer\n> > b) a heap\n\n> [!question] What is a ring?\n\n> [!success]- Answer\n> A circle.\n",
            &[
                (1, "Which is a tree?\n\na) a ring\nb) a heap", "b) a heap"),
                (9, "What is a ring?", "A circle."),
            ],
        );
    }

    #[test]
    fn boxes_of_other_programs() {
        check(
            "??? question \"What is a heap?\"\n    A tree.\n\n    In an array.\n\n::: details What is a ring?\nA circle.\n:::\n\nEnd.\n",
            &[
                (1, "What is a heap?", "A tree.\n\nIn an array."),
                (6, "What is a ring?", "A circle."),
            ],
        );
    }

    #[test]
    fn folded_blocks_are_answers() {
        check(
            "<details><summary>What is <b>GC</b>?</summary>Freeing.</details>\n\n\
             ### 1. What prints?\n\n```go\nx\n```\n\n<details><summary>Answer</summary>\n\nTwo.\n\n</details>\n\n\
             **Q3.** Why?\n\n<details>\n<summary>点击查看答案</summary>\n因为。\n<details><summary>More</summary>x</details>\n</details>\n",
            &[
                (1, "What is GC?", "Freeing."),
                (3, "What prints?\n\n```go\nx\n```", "Two."),
                (15, "Why?", "因为。\n<details><summary>More</summary>x</details>"),
            ],
        );
        check(
            "###### 4. Sum of strings\n\n- A: one\n- B: two\n\n<details><summary><b>Answer</b></summary>\n<p>\n\n#### Answer: B\n\nThey join.\n\n</p>\n</details>\n",
            &[(1, "Sum of strings\n\n- A: one\n- B: two", "B\n\nThey join.")],
        );
    }

    #[test]
    fn headings_in_a_folded_answer_are_a_part_of_it() {
        check(
            "###### 1. Which bird dives?\n\n- A: swan\n- B: loon\n\n<details><summary>Answer</summary>\n<p>\n\n#### Answer: B\n\nIt swims under water.\n\n#### Sources\n\nA book.\n\n</p>\n</details>\n\n---\n\n###### 2. Which one sings?\n\n<details><summary>答案</summary>\n\n#### 答案：夜莺\n\n夜里。\n\n</details>\n",
            &[
                (
                    1,
                    "Which bird dives?\n\n- A: swan\n- B: loon",
                    "B\n\nIt swims under water.\n\n#### Sources\n\nA book.",
                ),
                (22, "Which one sings?", "夜莺\n\n夜里。"),
            ],
        );
    }

    #[test]
    fn other_summaries_ask_nothing() {
        check("<details><summary>Build log</summary>\n\nok\n\n</details>\n", &[]);
        check(
            "<details><summary>Part one</summary>\n\n## What is a swan?\n\nA bird.\n\n</details>\n\n## What is a loon?\n\nIt dives.\n\n<details><summary>A picture</summary>\n\nx\n\n</details>\n",
            &[
                (3, "What is a swan?", "A bird."),
                (
                    9,
                    "What is a loon?",
                    "It dives.\n\n<details><summary>A picture</summary>\n\nx\n\n</details>",
                ),
            ],
        );
    }
}
