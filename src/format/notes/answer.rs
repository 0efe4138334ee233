//! What stands below a question, parted: what still belongs to the question (its code, its options)
//! and the answer.

use super::item::{bare, indent, item, unquoted};
use super::page::{Kind, Page, joined, plain_kind};
use super::{asking, boxes, tag};

/// Parts what stands below a question. In the order of how surely it is told: the word `Answer`, a
/// box that is ticked, options with letters, the code at which the question points.
pub(super) fn split(question: &str, body: &str) -> (String, String) {
    let page = Page::of_part(body);
    let all = page.len();
    if let Some((at, answer)) = (0..all).find_map(|at| Some((at, labelled(&page, at)?))) {
        return (unboxed(&page.text(0..at)), tidy(&answer));
    }
    if let Some((end, right)) = ticked(&page) {
        let rest = page.text(end..all);
        let right =
            if right.len() == 1 { right.concat() } else { format!("- {}", right.join("\n- ")) };
        return (unboxed(&page.text(0..end)), tidy(&format!("{right}\n\n{rest}")));
    }
    let asked =
        lettered(&page).or_else(|| code(&page).filter(|_| asking::points_at_code(question)));
    let end = asked.unwrap_or(0);
    (page.text(0..end), tidy(&page.text(end..all)))
}

/// The answer, when a row says that it follows: `**Answer:**`, `### 答案`, a folded block, a callout.
fn labelled(page: &Page<'_>, at: usize) -> Option<String> {
    let row = page.row(at);
    if !matches!(row.kind, Kind::Text | Kind::Heading(_)) || indent(row.text) > 3 {
        return None;
    }
    if let Some((end, answer)) = boxes::answer(page, at) {
        let rest = page.text(end..page.len());
        return Some(format!("{answer}\n\n{rest}"));
    }
    let rest = tag::answer(row.text)?;
    // `A: one` and `B: two` are options.
    let is = |i: usize, option: char| letter(page.row(i).text) == Some(option);
    let is_option = is(at, 'a') && (at + 1..page.len().min(at + 4)).any(|i| is(i, 'b'));
    (!is_option).then(|| page.below(rest, at + 1..page.len()))
}

/// The end of a list of boxes of which some are ticked and some are not, and what is ticked.
fn ticked(page: &Page<'_>) -> Option<(usize, Vec<String>)> {
    let is_box = |at: usize| page.item(at).filter(|item| item.is_task && item.indent <= 3);
    let first = (0..page.len()).find(|at| is_box(*at).is_some())?;
    let mut end = first;
    let mut right: Vec<String> = Vec::new();
    let mut wrong = 0;
    for at in first..page.len() {
        let row = page.row(at);
        match is_box(at) {
            Some(item) if item.is_ticked => right.push(item.text.to_owned()),
            Some(_) => wrong += 1,
            None if row.kind == Kind::Blank => continue,
            // An indented row goes on with its option.
            None if indent(row.text) > 0 || row.kind == Kind::Code && end == at && at > first => {}
            None => break,
        }
        end = at + 1;
    }
    (!right.is_empty() && wrong > 0).then_some((end, right))
}

/// The letter of an option in small: `A. x`, `- b) x`, `C: x`.
fn letter(line: &str) -> Option<char> {
    let line = bare(line).trim_start_matches(['(', '（', '*']);
    let mut chars = line.chars();
    let letter = chars.next().filter(char::is_ascii_alphabetic)?;
    let rest = chars.as_str().trim_start_matches('*');
    let rest = rest.strip_prefix(['.', ')', '、', ':', '：', '．', '）'])?;
    (!rest.trim().is_empty()).then_some(letter.to_ascii_lowercase())
}

/// The end of the options with letters that stand first, after code at most.
fn lettered(page: &Page<'_>) -> Option<usize> {
    let mut end = None;
    let mut next = 'a';
    for at in 0..page.len() {
        let row = page.row(at);
        match letter(row.text) {
            Some(is) if row.kind == Kind::Text && is == next => {
                next = char::from_u32(next as u32 + 1)?;
                end = Some(at + 1);
            }
            _ if row.kind == Kind::Blank || row.kind == Kind::Code && end.is_none() => {}
            _ => break,
        }
    }
    end.filter(|_| next > 'b')
}

/// The end of the first block of code, when it stands first, after one line at most.
fn code(page: &Page<'_>) -> Option<usize> {
    let is_code = |at: &usize| page.row(*at).kind == Kind::Code;
    let start = (0..page.len()).find(is_code)?;
    let before = (0..start).filter(|at| page.row(*at).kind != Kind::Blank).count();
    (before <= 1).then(|| page.until(start, |at| !is_code(&at)))
}

/// A text whose list has no boxes.
pub(super) fn unboxed(text: &str) -> String {
    let unbox = |line: &str| match item(line).filter(|item| item.is_task) {
        Some(item) => format!("{}- {}", " ".repeat(item.indent), item.text),
        None => line.to_owned(),
    };
    text.lines().map(unbox).collect::<Vec<_>>().join("\n")
}

/// An answer without what only parts it from its surroundings: rules at both ends, the end of the
/// block it stands in, links to the top of the page, a quote around all of it.
pub(super) fn tidy(answer: &str) -> String {
    let is_end = |line: &str| line.trim() == "</details>" && !answer.contains("<details");
    let is_own = |line: &&str| !is_way_back(line) && !is_end(line);
    let lines: Vec<&str> = answer.lines().filter(is_own).collect();
    let is_text = |line: &&str| !matches!(plain_kind(line), Kind::Blank | Kind::Rule);
    let first = lines.iter().position(is_text).unwrap_or(0);
    let lines = &lines[first..lines.iter().rposition(is_text).map_or(first, |last| last + 1)];
    match lines.iter().all(|line| line.trim().is_empty() || line.starts_with('>')) {
        true => joined(lines.iter().map(|line| unquoted(line))),
        false => joined(lines.iter().copied()),
    }
}

/// Whether a line is only a link to a place in the page, such as its top.
fn is_way_back(line: &str) -> bool {
    let line = line.trim().trim_matches(['*', '_']);
    let text = item(line).map_or(line, |item| item.text);
    text.strip_prefix('[')
        .and_then(|t| t.split_once("](#"))
        .is_some_and(|(_, address)| address.strip_suffix(')').is_some_and(|a| !a.contains('(')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_parted() {
        for (question, body, more, answer) in [
            ("What?", "That.\n\n---", "", "That."),
            ("What?", "One.\n\n---\n\nTwo.\n\n***", "", "One.\n\n---\n\nTwo."),
            ("What?", "> Quoted\n> twice.", "", "Quoted\ntwice."),
            ("What?", "That.\n\n**[⬆ Back to top](#top)**", "", "That."),
            ("What?", "**Answer:** That.\n\nMore.", "", "That.\n\nMore."),
            (
                "What?",
                "**Level**: easy\n\n**Sample Answer**:\n\n- That",
                "**Level**: easy",
                "- That",
            ),
            ("什么？", "题干。\n\n### 答案\n\n这个。", "题干。", "这个。"),
            ("Which?", "- [ ] one\n- [x] two\n\nBecause.", "- one\n- two", "two\n\nBecause."),
            (
                "Which?",
                "- [x] one\n- [ ] two\n- [x] three",
                "- one\n- two\n- three",
                "- one\n- three",
            ),
            ("Which?", "```go\nx\n```\n- [x] one\n- [ ] two", "```go\nx\n```\n- one\n- two", "one"),
            ("Which?", "A. one\nB. two\n\n**Answer: B**", "A. one\nB. two", "B"),
            ("Which?", "- A: one\n- B: two\n\nThe second.", "- A: one\n- B: two", "The second."),
            ("Which?", "- [ ] one\n- [ ] two\n\nAnswer: two", "- one\n- two", "two"),
            ("What does this program print?", "```go\nx\n```\n\nOne.", "```go\nx\n```", "One."),
            ("How is it done?", "```go\nx\n```\n\nSo.", "", "```go\nx\n```\n\nSo."),
            (
                "What?",
                "x\n\n<details>\n<summary>Show answer</summary>\n\nThat.\n\n</details>",
                "x",
                "That.",
            ),
            ("What?", "x\n\n> [!success]- Answer\n> That.", "x", "That."),
        ] {
            assert_eq!(split(question, body), (more.into(), answer.into()), "{body}");
        }
    }
}
