//! A page of notes as rows: what is a heading, a list item, code, and which rows a reader has taken.

use std::borrow::Cow;
use std::ops::Range;

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nothing but white space.
    Blank,
    /// A fence of a code block, or a line between two fences.
    Code,
    /// A line of an HTML comment, or of the head of the file.
    Hidden,
    /// A heading with its level.
    Heading(u8),
    /// A line of three or more `-`, `*` or `_`.
    Rule,
    /// Anything else.
    Text,
}

/// One line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'a> {
    /// The whole line without its line break.
    pub(super) text: &'a str,
    /// What it is.
    pub(super) kind: Kind,
    /// Whether some reader made something of it.
    taken: bool,
}

/// The rows of a file.
pub(super) struct Page<'a> {
    rows: Vec<Row<'a>>,
}

/// A list item: `- text`, `* [ ] text`, `1. text`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Item<'a> {
    /// Columns before the marker; a tab counts to the next multiple of 4.
    pub(super) indent: usize,
    /// Whether it has a check box.
    pub(super) is_task: bool,
    /// Whether its marker is a number.
    pub(super) is_numbered: bool,
    /// What follows the marker and the check box.
    pub(super) text: &'a str,
}

impl<'a> Page<'a> {
    /// Cuts a text (line breaks `\n`) into rows.
    pub(super) fn new(text: &'a str) -> Page<'a> {
        let mut rows: Vec<Row<'a>> = text
            .strip_suffix('\n')
            .unwrap_or(text)
            .split('\n')
            .map(|text| Row { text, kind: plain_kind(text), taken: false })
            .collect();
        hide_head(&mut rows);
        mark_code(&mut rows);
        hide_comments(&mut rows);
        Page { rows }
    }

    /// Number of rows.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// A row; beyond the end an empty one.
    pub(super) fn row(&self, at: usize) -> Row<'a> {
        self.rows.get(at).copied().unwrap_or(Row { text: "", kind: Kind::Blank, taken: true })
    }

    /// Whether a row holds something that no reader has taken yet.
    pub(super) fn is_free(&self, at: usize) -> bool {
        let row = self.row(at);
        !row.taken && !matches!(row.kind, Kind::Blank | Kind::Hidden)
    }

    /// Whether a row is free text outside of code.
    pub(super) fn is_text(&self, at: usize) -> bool {
        self.is_free(at) && self.row(at).kind == Kind::Text
    }

    /// Whether a reader has taken any row in a range.
    pub(super) fn any_taken(&self, range: Range<usize>) -> bool {
        self.rows[range].iter().any(|row| row.taken)
    }

    /// Takes rows, so that no other reader makes something of them.
    pub(super) fn take(&mut self, range: Range<usize>) {
        let end = range.end.min(self.rows.len());
        for row in &mut self.rows[range.start.min(end)..end] {
            row.taken = true;
        }
    }

    /// The heading of a row: its level and its text.
    pub(super) fn heading(&self, at: usize) -> Option<(u8, &'a str)> {
        match self.row(at).kind {
            Kind::Heading(level) => Some((level, heading_text(self.row(at).text))),
            _ => None,
        }
    }

    /// The list item that a row begins.
    pub(super) fn item(&self, at: usize) -> Option<Item<'a>> {
        if self.row(at).kind == Kind::Text { item(self.row(at).text) } else { None }
    }

    /// The text of free rows in a range, without comments, blank lines at both ends and common
    /// indentation.
    pub(super) fn text(&self, range: Range<usize>) -> String {
        let free =
            range.map(|at| self.row(at)).filter(|row| !row.taken && row.kind != Kind::Hidden);
        joined(free.map(|row| row.text))
    }
}

/// Lines as one text: blank lines at both ends, trailing comments of one line and common
/// indentation are gone.
pub(super) fn joined<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    let mut lines: Vec<Cow<'a, str>> = lines
        .map(|line| match line.find('\t') {
            Some(at) if line[..at].trim().is_empty() => Cow::Owned(tabs_to_spaces(line)),
            _ => Cow::Borrowed(line),
        })
        .collect();
    let blank = |line: &Cow<'_, str>| line.trim().is_empty();
    while lines.last().is_some_and(blank) {
        lines.pop();
    }
    let first = lines.iter().position(|line| !blank(line)).unwrap_or(lines.len());
    let lines = &lines[first..];
    let indent = lines
        .iter()
        .filter(|line| !blank(line))
        .map(|line| line.len() - line.trim_start_matches(' ').len())
        .min()
        .unwrap_or(0);
    let cut: Vec<&str> =
        lines.iter().map(|line| line.get(indent..).unwrap_or("").trim_end()).collect();
    cut.join("\n")
}

/// The line with the tabs in its indentation as spaces.
fn tabs_to_spaces(line: &str) -> String {
    let rest = line.trim_start_matches([' ', '\t']);
    " ".repeat(columns(&line[..line.len() - rest.len()])) + rest
}

/// Columns of white space.
fn columns(space: &str) -> usize {
    space.bytes().fold(0, |at, b| if b == b'\t' { at / 4 * 4 + 4 } else { at + 1 })
}

fn plain_kind(text: &str) -> Kind {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Kind::Blank;
    }
    let marks = trimmed.bytes().take_while(|b| *b == b'#').count();
    if (1..=6).contains(&marks) && text.len() - text.trim_start().len() <= 3 {
        let rest = &trimmed[marks..];
        if rest.is_empty() || rest.starts_with([' ', '\t']) {
            return Kind::Heading(marks as u8);
        }
    }
    let mark = trimmed.as_bytes()[0];
    let is_rule = matches!(mark, b'-' | b'*' | b'_')
        && trimmed.bytes().all(|b| b == mark || b == b' ')
        && trimmed.bytes().filter(|b| *b == mark).count() >= 3;
    if is_rule { Kind::Rule } else { Kind::Text }
}

/// The text of a heading line without its marks and attributes.
fn heading_text(line: &str) -> &str {
    let text = line.trim().trim_start_matches('#').trim();
    let text = text.strip_suffix('}').and_then(|t| t.rsplit_once("{#")).map_or(text, |(t, _)| t);
    text.trim_end_matches('#').trim_end()
}

/// The head of the file, between `---` and `---`, is no text.
fn hide_head(rows: &mut [Row<'_>]) {
    /// A head longer than this is no head, but a page that begins with a line.
    const LONGEST: usize = 100;
    let is_line = |row: &Row<'_>| row.text.trim_end() == "---";
    if !rows.first().is_some_and(is_line) {
        return;
    }
    let Some(end) = rows.iter().skip(1).take(LONGEST).position(is_line) else { return };
    let is_key = |row: &Row<'_>| {
        row.kind == Kind::Blank
            || row.text.starts_with([' ', '\t', '-', '#'])
            || row.text.contains([':', '='])
    };
    if rows[1..=end].iter().all(is_key) {
        rows[..end + 2].iter_mut().for_each(|row| row.kind = Kind::Hidden);
    }
}

/// The mark of a fence: its character and how many there are.
fn fence(text: &str) -> Option<(u8, usize, &str)> {
    let text = text.trim_start();
    let mark = *text.as_bytes().first().filter(|b| matches!(b, b'`' | b'~'))?;
    let count = text.bytes().take_while(|b| *b == mark).count();
    let info = text[count..].trim();
    (count >= 3 && !(mark == b'`' && info.contains('`'))).then_some((mark, count, info))
}

fn mark_code(rows: &mut [Row<'_>]) {
    // From which length on a fence of each mark is known to be never closed: looking again for
    // each of many open fences would take the square of the time.
    let mut never = [usize::MAX; 2];
    let mut at = 0;
    while at < rows.len() {
        let opening = if rows[at].kind == Kind::Text { fence(rows[at].text) } else { None };
        let Some((mark, count, _)) = opening else {
            at += 1;
            continue;
        };
        let never = &mut never[usize::from(mark == b'~')];
        let closes = |row: &Row<'_>| {
            fence(row.text).is_some_and(|(m, c, info)| m == mark && c >= count && info.is_empty())
        };
        let end = if count >= *never { None } else { rows[at + 1..].iter().position(closes) };
        match end {
            Some(end) => {
                let end = at + 1 + end;
                rows[at..=end].iter_mut().for_each(|row| row.kind = Kind::Code);
                at = end + 1;
            }
            // A fence that is never closed is a slip of the pen, not code to the end of the file.
            None => {
                *never = count.min(*never);
                at += 1;
            }
        }
    }
}

/// Comments that fill whole lines are no text, but those of Obsidian with a schedule are.
fn hide_comments(rows: &mut [Row<'_>]) {
    let mut at = 0;
    let mut never = false;
    while at < rows.len() {
        let text = rows[at].text.trim();
        let is_comment = rows[at].kind == Kind::Text
            && text.starts_with("<!--")
            && !text.starts_with("<!--SR:")
            && !never;
        if !is_comment {
            at += 1;
            continue;
        }
        match rows[at..].iter().position(|row| row.text.contains("-->")) {
            Some(end) if rows[at + end].text.trim_end().ends_with("-->") => {
                rows[at..=at + end].iter_mut().for_each(|row| row.kind = Kind::Hidden);
                at += end + 1;
            }
            Some(end) => at += end + 1,
            None => never = true,
        }
    }
}

/// The list item that a line begins.
pub(super) fn item(line: &str) -> Option<Item<'_>> {
    let rest = line.trim_start_matches([' ', '\t']);
    let indent = columns(&line[..line.len() - rest.len()]);
    let (after, is_numbered) = if let Some(after) = rest.strip_prefix(['-', '*', '+', '•']) {
        (after.strip_prefix([' ', '\t'])?, false)
    } else {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let rest = rest.get(digits..).filter(|_| (1..=4).contains(&digits))?;
        match rest.strip_prefix(['、', '．']) {
            Some(after) => (after, true),
            None => (rest.strip_prefix(['.', ')'])?.strip_prefix([' ', '\t'])?, true),
        }
    };
    let text = after.trim();
    for mark in ["[ ]", "[x]", "[X]", "[-]", "[/]"] {
        if let Some(text) =
            text.strip_prefix(mark).filter(|t| t.is_empty() || t.starts_with([' ', '\t']))
        {
            return Some(Item { indent, is_task: true, is_numbered, text: text.trim() });
        }
    }
    (!text.is_empty()).then_some(Item { indent, is_task: false, is_numbered, text })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> String {
        let page = Page::new(text);
        (0..page.len())
            .map(|at| match page.row(at).kind {
                Kind::Blank => ' ',
                Kind::Code => 'c',
                Kind::Hidden => '.',
                Kind::Heading(level) => char::from(b'0' + level),
                Kind::Rule => '-',
                Kind::Text => 't',
            })
            .collect()
    }

    #[test]
    fn rows_are_told_apart() {
        for (text, rows) in [
            ("# a\n\n### b ##\n#c\n    # d", "1 3tt"),
            ("```go\n# a\n```\n~~~\nx\n```\n~~~~\ny", "ccccccct"),
            ("```\n# a\n```x\n```y", "t1tt"),
            ("---\ntitle: x\ntags:\n- y\n---\n- a", ".....t"),
            ("---\nJust a line\n---\n", "-t-"),
            ("<!-- x\n# y\n-->\n<!--SR:!2024-01-01,1,250-->\n<!-- z", "...tt"),
            ("* * *\n--\n***\n", "-t-"),
            ("", " "),
        ] {
            assert_eq!(kinds(text), rows, "{text:?}");
        }
    }

    #[test]
    fn items_are_read() {
        let read = |line| item(line).map(|i| (i.indent, i.is_task, i.text));
        for (line, expected) in [
            ("- a", Some((0, false, "a"))),
            ("\t* [x]  b ", Some((4, true, "b"))),
            ("  12) c", Some((2, false, "c"))),
            ("1、d", Some((0, false, "d"))),
            ("- [link](x)", Some((0, false, "[link](x)"))),
            ("-e", None),
            ("1.5 litres", None),
            ("**bold**", None),
        ] {
            assert_eq!(read(line), expected, "{line}");
        }
    }

    #[test]
    fn a_text_loses_its_common_indentation() {
        assert_eq!(joined("\n\t- a\n\t    b  \n\n\tc\n".split('\n')), "- a\n    b\n\nc");
        assert_eq!(joined(" x\n  ".split('\n')), "x");
        assert_eq!(joined([].into_iter()), "");
    }

    #[test]
    fn many_open_fences_are_read_in_one_pass() {
        let text = "```a\n".repeat(200_000) + &"~".repeat(70_000);
        assert_eq!(Page::new(&text).len(), 200_001);
    }
}
