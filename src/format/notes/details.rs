//! `<details><summary>question</summary>answer</details>`, and `<summary>Answer</summary>` below a
//! question.

use super::fold::{blocks, is_label, parts, unlabelled};
use super::item::bare;
use super::page::Page;
use super::{Out, Why, answer, asking};

/// Reads blocks whose summary is the question.
pub(super) fn read(page: &mut Page<'_>, out: &mut Out) {
    let announced = super::title(page).is_some_and(|title| asking::announces(&title));
    for range in blocks(page, 0..page.len()) {
        let Some((summary, body)) = parts(page, range.clone()) else { continue };
        if is_label(&summary) {
            continue;
        }
        let question = asking::question(&summary);
        if announced || asking::may_ask(&summary) || question != summary {
            let why = Why::Details;
            out.asked(range.start, &question, &body, why);
        } else {
            let why = Why::DetailsMute;
            out.maybe(range.start, &summary, why, Some(summary.clone()));
        }
        page.take(range);
    }
}

/// Reads blocks that are the answer of what stands above them, when no other form has taken that.
pub(super) fn read_folded(page: &mut Page<'_>, out: &mut Out) {
    for range in blocks(page, 0..page.len()) {
        if page.any_taken(range.clone()) {
            continue;
        }
        let Some((summary, answer)) = parts(page, range.clone()) else { continue };
        if let Some(at) = question_above(page, range.start) {
            let first = page.heading(at).map_or_else(|| bare(page.row(at).text), |(_, text)| text);
            let body = answer::unboxed(&page.text(at + 1..range.start));
            let question = format!("{}\n{body}", asking::question(first));
            let answer = answer::tidy(&unlabelled(&answer));
            out.found(at, &question, &answer, Why::DetailsAnswer);
            page.take(at..range.end);
        } else {
            out.left_out(range.start, &summary, Why::DetailsAlone);
            page.take(range);
        }
    }
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
    fn other_summaries_ask_nothing() {
        check("<details><summary>Build log</summary>\n\nok\n\n</details>\n", &[]);
    }
}
