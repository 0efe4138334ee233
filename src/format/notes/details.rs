//! `<details><summary>question</summary>answer</details>`, and `<summary>Answer</summary>` below a
//! question.

use std::ops::Range;

use super::fold::{blocks, is_label, parts, unlabelled};
use super::page::{Kind, Page};
use super::{Out, Why, answer, asking};

/// Reads blocks whose summary is the question.
pub(super) fn read(page: &mut Page<'_>, out: &mut Out) {
    let announced = super::title(page).is_some_and(|title| asking::announces(&title));
    for range in blocks(page) {
        let Some((summary, body)) = parts(page, range.clone()) else { continue };
        if is_label(&summary) {
            continue;
        }
        if announced || asking::may_ask(&summary) || asking::question(&summary) != summary {
            let question = asking::question(&summary);
            let (more, answer) = answer::split(&question, &body);
            let why = Why::Details;
            out.found(range.start, &format!("{question}\n{more}"), &answer, why);
        } else {
            out.maybe(range.start, &summary, Why::DetailsMute, Some(summary.clone()));
        }
        page.take(range);
    }
}

/// Reads blocks that are the answer of what stands above them, when no other form has taken that.
pub(super) fn read_folded(page: &mut Page<'_>, out: &mut Out) {
    for range in blocks(page) {
        if page.any_taken(range.clone()) {
            continue;
        }
        let Some((summary, answer)) = parts(page, range.clone()) else { continue };
        if let Some(asked) = question_above(page, range.start) {
            let first = page
                .heading(asked.start)
                .map_or_else(|| page.row(asked.start).text, |(_, text)| text);
            let first = super::item::item(first).map_or(first, |item| item.text);
            let body = answer::unboxed(&page.text(asked.start + 1..asked.end));
            let question = format!("{}\n{body}", asking::question(first));
            let answer = answer::tidy(&unlabelled(&answer));
            out.found(asked.start, &question, &answer, Why::DetailsAnswer);
            page.take(asked);
        } else {
            out.left_out(range.start, &summary, Why::DetailsAlone);
        }
        page.take(range);
    }
}

/// The rows of the question above a block: from its heading on, or the paragraph before it.
fn question_above(page: &Page<'_>, at: usize) -> Option<Range<usize>> {
    /// A question does not begin further up than this many rows.
    const FURTHEST: usize = 200;
    let first = at.saturating_sub(FURTHEST);
    let free =
        (first..at).rev().take_while(|i| page.is_free(*i) || page.row(*i).kind == Kind::Blank);
    let mut start = None;
    let mut block = None;
    for i in free {
        match page.row(i).kind {
            Kind::Heading(_) => {
                start = Some(i);
                break;
            }
            Kind::Rule => break,
            Kind::Blank if start.is_some() && block.is_none() => block = start,
            Kind::Blank => {}
            _ => start = Some(i),
        }
    }
    // Without a heading only the block right above it is the question.
    let start = match start {
        Some(row) if page.heading(row).is_none() => block.or(start),
        other => other,
    }?;
    // A question that is a paragraph of its own needs no heading.
    let asks = block.filter(|row| asking::has_mark(page.row(*row).text));
    Some(asks.unwrap_or(start)..at)
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
