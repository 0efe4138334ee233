//! Where in a text an offset stands, in lines and columns as people count them.

use std::borrow::Cow;
use std::cell::Cell;

/// A file's text with every line break as `\n`, without the byte-order mark.
pub fn normalized(source: &str) -> Cow<'_, str> {
    unix_breaks(source.strip_prefix('\u{feff}').unwrap_or(source))
}

/// `text` with every line break (`\r\n` or a lone `\r`) as `\n`.
pub fn unix_breaks(text: &str) -> Cow<'_, str> {
    if text.contains('\r') {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(text)
    }
}

/// An index of the lines of a text whose line breaks are `\n`.
pub struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
    /// The offset that was asked for last and its column: questions come in order, and a file may
    /// be one line of megabytes.
    last: Cell<(usize, usize)>,
}

impl<'a> Lines<'a> {
    /// Indexes `text`.
    pub fn new(text: &'a str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(breaks.map(|(at, _)| at + 1));
        Lines { text, starts: starts.collect(), last: Cell::new((0, 1)) }
    }

    /// The line, counted from 1, in which byte `offset` stands.
    pub fn number(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset)
    }

    /// The byte at which line `number` (from 1) begins; the end of the text past the last line.
    pub fn start(&self, number: usize) -> usize {
        self.starts.get(number.saturating_sub(1)).copied().unwrap_or(self.text.len())
    }

    /// Line `number` (from 1) without its line break; empty past the last line.
    pub fn line(&self, number: usize) -> &'a str {
        let line = &self.text[self.start(number)..self.start(number + 1)];
        line.strip_suffix('\n').unwrap_or(line)
    }

    /// Line and column, both from 1, the column in characters, of byte `offset`.
    pub fn position(&self, offset: usize) -> (usize, usize) {
        let number = self.number(offset);
        let start = self.start(number);
        let (from, column) = match self.last.get() {
            (last, column) if (start..=offset).contains(&last) => (last, column),
            _ => (start, 1),
        };
        let column = column + self.text[from..offset].chars().count();
        self.last.set((offset, column));
        (number, column)
    }
}

/// `text` without the blank lines at its start and the white space at its end. The indentation of
/// the first line stays, for it can be code.
pub fn trim_blank(text: &str) -> &str {
    let text = text.trim_end();
    let first = text.len() - text.trim_start().len();
    &text[text[..first].rfind('\n').map_or(0, |at| at + 1)..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_become_lines_and_columns_in_characters() {
        let lines = Lines::new("ab\n中文x\n\nend");
        for (offset, at) in
            [(0, (1, 1)), (2, (1, 3)), (3, (2, 1)), (9, (2, 3)), (11, (3, 1)), (15, (4, 4))]
        {
            assert_eq!(lines.position(offset), at, "{offset}");
        }
        for offset in [3, 6, 9, 6, 4 + 2 * 3] {
            assert_eq!(lines.position(offset), Lines::new(lines.text).position(offset), "{offset}");
        }
        assert_eq!(lines.line(2), "中文x");
        assert_eq!(lines.line(3), "");
        assert_eq!(lines.line(4), "end");
        assert_eq!(lines.line(9), "");
    }

    #[test]
    fn line_breaks_and_marks_are_normalized() {
        assert_eq!(normalized("\u{feff}a\r\nb\rc\n"), "a\nb\nc\n");
        assert!(matches!(normalized("a\n"), Cow::Borrowed(_)));
    }

    #[test]
    fn blank_lines_go_and_indentation_stays() {
        for (text, trimmed) in
            [("", ""), (" \n\n", ""), ("\n \n    code\n\n", "    code"), ("a  \nb  ", "a  \nb")]
        {
            assert_eq!(trim_blank(text), trimmed, "{text:?}");
        }
    }
}
