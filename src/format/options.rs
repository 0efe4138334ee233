//! The options of a choice card that can be shuffled: the last list of its question, each item with
//! a box, `- [x] text`, and perhaps a reason, an indented item below it.
//!
//! A question is kept without boxes and reasons, as a plain list, so that nothing shows them before
//! the answer. [`read`] takes them out, [`write`] puts them back.

use std::ops::{Range, RangeInclusive};

use super::block::{BlockKind, blocks};
use crate::text::fence::Fences;

/// How many options a card may have.
pub const COUNT: RangeInclusive<usize> = 2..=8;

/// The last list of a question's body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Its bytes, from the start of its first line to the end of its last, without the line break.
    pub range: Range<usize>,
    /// The text of each item: Markdown, without the indentation of the list.
    pub items: Vec<String>,
}

/// A body whose options have boxes, taken apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Boxes {
    /// The body with a plain list.
    pub body: String,
    /// The places of the right options, from 1.
    pub right: Vec<u8>,
    /// The reason of each option; empty when no option has one.
    pub reasons: Vec<String>,
    /// The line of each reason in the body that was read, from 0; where an option has none, the
    /// option's line. One for each option.
    pub reasons_at: Vec<usize>,
    /// For each line of the plain body the one that it was in the body that was read, both from 0.
    pub lines: Vec<usize>,
    /// What is wrong.
    pub problems: Vec<Problem>,
}

/// Something wrong with a list of options.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The line in the body, from 0.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
    /// How many characters it concerns.
    pub len: usize,
    /// What is wrong.
    pub message: String,
    /// The way out.
    pub help: String,
}

/// An item of a list as it stands in a body.
struct Item {
    /// Its first line, from 0.
    at: usize,
    /// Where its text begins in that line, in columns from 0.
    offset: usize,
    /// Its lines with their numbers, without the indentation of the list.
    lines: Vec<(usize, String)>,
}

/// The options of a body without boxes; `None` when it has no list.
pub fn list(body: &str) -> Option<Options> {
    let (range, items) = items(body)?;
    let items = items.iter().map(|item| text_of(trimmed(&item.lines)));
    Some(Options { range, items: items.collect() })
}

/// Takes the boxes and reasons out of a body; `None` when no item of its last list has a box.
pub fn read(body: &str) -> Option<Boxes> {
    let (range, items) = items(body)?;
    if items.iter().all(|item| ticked(item).is_none()) {
        return None;
    }
    let mut found = Boxes::default();
    let mut plain: Vec<(usize, String)> = Vec::new();
    let mut texts: Vec<String> = Vec::new();
    for (place, item) in (1..).zip(&items) {
        let (lines, reason) = split(item, &mut found.problems);
        match ticked(item) {
            Some(true) => found.right.push(place),
            Some(false) => {}
            None => found.problems.push(item.problem(
                "this option has no box",
                "begin it with `[ ]`, or with `[x]` if it is right",
            )),
        }
        if lines.is_empty() || lines[0].1.is_empty() {
            found.problems.push(item.problem("an option without text", "write it after the box"));
        } else if has_letter(&lines[0].1) {
            found.problems.push(item.problem(
                "an option with a box has no letter",
                "drop the letter: the quiz shuffles the options and letters them",
            ));
        }
        texts.push(text_of(&lines));
        for (nth, (number, text)) in lines.into_iter().enumerate() {
            plain.push((number, indented(nth, &text)));
        }
        let (reason_at, reason) = reason.unwrap_or((item.at, String::new()));
        found.reasons.push(reason);
        found.reasons_at.push(reason_at);
    }
    if let Some(first) = items.first() {
        let mut problem = |message: String, help: &str| {
            found.problems.push(first.problem(message, help));
        };
        if !COUNT.contains(&items.len()) {
            let (least, most) = COUNT.into_inner();
            let help = format!("give it {least} to {most}");
            problem(format!("the card has {} options", items.len()), &help);
        } else if found.right.is_empty() {
            problem("no option is right".into(), "tick the right one: `- [x] text`");
        } else if found.right.len() == items.len() {
            problem("every option is right".into(), "leave the box of a wrong one empty: `- [ ]`");
        }
    }
    if found.reasons.iter().all(String::is_empty) {
        found.reasons.clear();
    }
    let before = body[..range.start].matches('\n').count();
    let last = body[..range.end].matches('\n').count();
    let rest = body[range.end..].matches('\n').count();
    found.lines = (0..before).collect();
    found.lines.extend(plain.iter().map(|(number, _)| *number));
    found.lines.extend((last + 1..).take(rest));
    let plain: Vec<String> = plain.into_iter().map(|(_, line)| line).collect();
    found.body = format!("{}{}{}", &body[..range.start], plain.join("\n"), &body[range.end..]);
    if found.problems.is_empty()
        && list(&found.body).is_none_or(|options| options.items != texts)
        && let Some(first) = items.first()
    {
        found.problems.push(first.problem(
            "these options would be misread without their boxes",
            "begin no option with a mark of Markdown such as `-` or `#`",
        ));
    }
    Some(found)
}

/// The body with the boxes and reasons in its last list; `None` when it has no such list, or one
/// with fewer items than `right` and `reasons` need.
pub fn write(body: &str, right: &[u8], reasons: &[String]) -> Option<String> {
    let Options { range, items } = list(body)?;
    let most = right.iter().map(|&place| usize::from(place)).max().unwrap_or(0);
    if most.max(reasons.len()) > items.len() {
        return None;
    }
    let mut out = body[..range.start].to_string();
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            out.push('\n');
        }
        let mark = if right.iter().any(|&place| usize::from(place) == at + 1) { 'x' } else { ' ' };
        for (nth, line) in item.split('\n').enumerate() {
            match nth {
                0 => out += &format!("- [{mark}] {line}"),
                _ => out += &format!("\n{}", indented(nth, line)),
            }
        }
        if let Some(reason) = reasons.get(at).filter(|reason| !reason.is_empty()) {
            out += &format!("\n  - {reason}");
        }
    }
    Some(out + &body[range.end..])
}

/// The body with its options in this order, with letters; unchanged if the order does not fit.
pub fn shuffled(body: &str, order: &[usize]) -> String {
    let Some(Options { range, items }) = list(body).filter(|o| o.items.len() == order.len()) else {
        return body.to_string();
    };
    let lines = order.iter().enumerate().flat_map(|(place, &at)| {
        let text = format!("{}. {}", letter(place), items[at]);
        text.split('\n').enumerate().map(|(nth, line)| indented(nth, line)).collect::<Vec<_>>()
    });
    let lines: Vec<String> = lines.collect();
    format!("{}{}{}", &body[..range.start], lines.join("\n"), &body[range.end..])
}

/// The letter of the option at a place, from 0.
pub fn letter(place: usize) -> char {
    u8::try_from(place).map_or('?', |place| char::from(b'A' + place.min(25)))
}

/// A line of an item, the `nth` from 0, as it stands in a list.
fn indented(nth: usize, line: &str) -> String {
    match (nth, line) {
        (0, line) => format!("- {line}"),
        (_, "") => String::new(),
        (_, line) => format!("  {line}"),
    }
}

impl Item {
    fn problem(&self, message: impl Into<String>, help: impl Into<String>) -> Problem {
        let len = self.lines.first().map_or(0, |line| line.1.trim_end().chars().count());
        Problem {
            line: self.at,
            column: self.offset + 1,
            len,
            message: message.into(),
            help: help.into(),
        }
    }
}

/// The bytes of the last list of bullets at the margin, and its items.
fn items(body: &str) -> Option<(Range<usize>, Vec<Item>)> {
    let block = blocks(body).into_iter().rfind(|block| {
        !block.nested
            && block.kind == BlockKind::Other
            && bullet(body[block.range.start..].lines().next().unwrap_or("")).is_some()
    })?;
    let start = block.range.start;
    let source = body[block.range].trim_end();
    let first = body[..start].matches('\n').count();
    let mut items: Vec<Item> = Vec::new();
    for (at, line) in (first..).zip(source.split('\n')) {
        match (bullet(line), items.last_mut()) {
            (Some((indent, offset, text)), last)
                if last.as_ref().is_none_or(|item| indent < item.offset) =>
            {
                items.push(Item { at, offset, lines: vec![(at, text.trim().to_string())] });
            }
            (_, Some(item)) => item.lines.push((at, dedented(line, item.offset))),
            _ => {}
        }
    }
    Some((start..start + source.len(), items))
}

/// The indentation of an item of a list, the column of its text, and its text.
fn bullet(line: &str) -> Option<(usize, usize, &str)> {
    let rest = line.trim_start_matches(' ');
    let indent = line.len() - rest.len();
    let text = rest.strip_prefix(['-', '*', '+'])?;
    let spaces = text.len() - text.trim_start_matches(' ').len();
    match spaces {
        0 if text.is_empty() || text.starts_with('\t') => Some((indent, indent + 2, text)),
        0 => None,
        // More would be code within the item.
        1..=4 => Some((indent, indent + 1 + spaces, text)),
        _ => Some((indent, indent + 2, text)),
    }
}

/// A line without up to `columns` of its indentation.
fn dedented(line: &str, columns: usize) -> String {
    let mut left = columns;
    let mut rest = line.trim_end();
    while left > 0 {
        if let Some(more) = rest.strip_prefix(' ') {
            (rest, left) = (more, left - 1);
        } else if let Some(more) = rest.strip_prefix('\t') {
            return format!("{}{more}", " ".repeat(4usize.saturating_sub(left)));
        } else {
            break;
        }
    }
    rest.to_string()
}

/// What the box of an item says; `None` when it has none.
fn ticked(item: &Item) -> Option<bool> {
    let text = item.lines.first()?.1.as_str();
    let after = |mark: &str| {
        text.strip_prefix(mark).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
    };
    if after("[ ]") { Some(false) } else { (after("[x]") || after("[X]")).then_some(true) }
}

type Lines = Vec<(usize, String)>;

/// The lines of an item's text, without its box, and its reason with its line.
fn split(item: &Item, problems: &mut Vec<Problem>) -> (Lines, Option<(usize, String)>) {
    let mut lines: Lines = Vec::new();
    let mut reason: Option<(usize, String)> = None;
    let mut fences = Fences::default();
    // Whether the line before belongs to the reason.
    let mut goes_on = false;
    for (nth, (at, line)) in item.lines.iter().enumerate() {
        if nth == 0 {
            let text = if ticked(item).is_some() { &line[3..] } else { line };
            lines.push((*at, text.trim().to_string()));
            continue;
        }
        if fences.is_open() {
            fences.is_code(line);
            lines.push((*at, line.clone()));
            continue;
        }
        match bullet(line) {
            Some((0..2, offset, text)) => {
                goes_on = true;
                if reason.is_some() {
                    problems.push(Problem {
                        line: *at,
                        column: item.offset + offset + 1,
                        len: text.trim().chars().count(),
                        message: "a second reason for one option".into(),
                        help: "write both in one item".into(),
                    });
                } else {
                    reason = Some((*at, text.trim().to_string()));
                }
            }
            _ if line.is_empty() && reason.is_some() => goes_on = false,
            _ if goes_on => {
                if let Some((_, reason)) = &mut reason {
                    reason.push(' ');
                    reason.push_str(line.trim());
                }
            }
            _ => {
                fences.is_code(line);
                lines.push((*at, line.clone()));
            }
        }
    }
    (trimmed(&lines).to_vec(), reason)
}

fn text_of(lines: &[(usize, String)]) -> String {
    lines.iter().map(|line| line.1.as_str()).collect::<Vec<_>>().join("\n")
}

/// The lines without blank ones at the end.
fn trimmed(lines: &[(usize, String)]) -> &[(usize, String)] {
    let end = lines.iter().rposition(|(_, line)| !line.trim().is_empty()).map_or(0, |at| at + 1);
    &lines[..end]
}

/// Whether an option begins with a letter of its own, `A. text`.
fn has_letter(text: &str) -> bool {
    let mut chars = text.chars();
    let letter = chars.next().is_some_and(|c| c.is_ascii_alphabetic());
    letter
        && match chars.next() {
            Some('.' | ')') => chars.next().is_none_or(char::is_whitespace),
            Some('．' | '、') => true,
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_and_reasons_leave_the_question_and_come_back() {
        let body = "Given:\n\n```go\n- [ ] not me\n```\n\n- [ ] `<-n`\n  - It blocks\n    for ever.\n- [x] `close(n)`\n  and more\n- [X] two\n\n  ```go\n  - code\n  ```\n\n  - So.\n\nWhich?";
        let found = read(body).unwrap();
        assert_eq!(found.problems, []);
        let plain = "Given:\n\n```go\n- [ ] not me\n```\n\n- `<-n`\n- `close(n)`\n  and more\n- two\n\n  ```go\n  - code\n  ```\n\nWhich?";
        assert_eq!(found.body, plain);
        assert_eq!(found.right, [2, 3]);
        assert_eq!(found.reasons, ["It blocks for ever.", "", "So."]);
        assert_eq!(found.reasons_at, [7, 9, 17]);
        let lines = [0, 1, 2, 3, 4, 5, 6, 9, 10, 11, 12, 13, 14, 15, 18, 19];
        assert_eq!(found.lines, lines);
        let items = list(plain).unwrap().items;
        assert_eq!(items, ["`<-n`", "`close(n)`\nand more", "two\n\n```go\n- code\n```"]);
        let back = write(plain, &found.right, &found.reasons).unwrap();
        let again = read(&back).unwrap();
        assert_eq!((&again.body, &again.right), (&found.body, &found.right));
        assert_eq!(again.reasons, found.reasons);
        assert_eq!(write(&again.body, &again.right, &again.reasons).unwrap(), back);
    }

    #[test]
    fn a_list_without_boxes_has_no_options_to_shuffle() {
        for body in ["", "text", "- A. x\n- B. y", "1. [ ] x\n2. [x] y", "```\n- [ ] x\n```"] {
            assert_eq!(read(body), None, "{body}");
        }
        assert_eq!(write("text", &[1], &[]), None);
        assert_eq!(write("- a\n- b", &[3], &[]), None);
    }

    proptest::proptest! {
        #[test]
        fn what_was_read_is_written_and_read_alike(
            pieces in proptest::collection::vec(proptest::sample::select(vec![
                "- ", "* ", "[ ] ", "[x] ", "\n", "\n\n", "  ", "    ", "\t", "text", "`c`", "```",
                "\n- [ ] a\n- [x] b\n", "  - reason", "> ", "#", "1. ", "---", "中", "\n  - r\n",
            ]), 0..16),
        ) {
            let body = crate::format::lines::trim_blank(&pieces.concat()).to_string();
            if let Some(found) = read(&body).filter(|found| found.problems.is_empty()) {
                let lines = found.body.split('\n').count();
                proptest::prop_assert_eq!(found.lines.len(), lines, "{:?}", &body);
                let back = write(&found.body, &found.right, &found.reasons).unwrap();
                let again = read(&back).unwrap();
                proptest::prop_assert_eq!(again.problems, vec![], "{:?}", &back);
                proptest::prop_assert_eq!(
                    (&again.body, &again.right, &again.reasons),
                    (&found.body, &found.right, &found.reasons)
                );
            }
        }
    }

    #[test]
    fn options_are_shuffled_and_lettered() {
        let body = "Given:\n\n- one\n- two\n\n  more\n- three\n\nSo?";
        assert_eq!(
            shuffled(body, &[2, 0, 1]),
            "Given:\n\n- A. three\n- B. one\n- C. two\n\n  more\n\nSo?"
        );
        assert_eq!(shuffled(body, &[1, 0]), body);
    }

    #[test]
    fn what_is_wrong_with_options_is_said_where_it_stands() {
        for (body, at, message) in [
            ("- [ ] a\n- b\n- [x] c", (1, 3, 1), "this option has no box"),
            ("- [ ] a\n- [x]", (1, 3, 3), "an option without text"),
            ("- [ ] A. a\n- [x] b", (0, 3, 8), "an option with a box has no letter"),
            ("- [x] a", (0, 3, 5), "the card has 1 options"),
            ("Q\n\n- [ ] a\n- [ ] b", (2, 3, 5), "no option is right"),
            ("- [x] a\n- [x] b", (0, 3, 5), "every option is right"),
            ("- [x] a\n  - one\n  - two\n- [ ] b", (2, 5, 3), "a second reason for one option"),
            ("- [x] --\n- [ ] b", (0, 3, 6), "these options would be misread without their boxes"),
        ] {
            let problems = read(body).unwrap().problems;
            let found: Vec<_> =
                problems.iter().map(|p| ((p.line, p.column, p.len), p.message.as_str())).collect();
            assert_eq!(found, [(at, message)], "{body}");
        }
    }
}
