//! What is wrong with a file, where, and what to do about it.

use std::fmt;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::lines::normalized;
use crate::text::visible::visible;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// What it is about was read as it stands.
    Warning,
    /// What it is about was left out.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Severity::Warning => "warning",
            Severity::Error => "error",
        })
    }
}

/// One problem in a text file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Error or warning.
    pub severity: Severity,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters (not bytes, not cells).
    pub column: usize,
    /// How many characters it concerns; 0 when only the place is known.
    pub len: usize,
    /// What is wrong, in lower case.
    pub message: String,
    /// The way out.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error at a place.
    pub fn error(line: usize, column: usize, len: usize, message: impl Into<String>) -> Self {
        let message = message.into();
        Diagnostic { severity: Severity::Error, line, column, len, message, help: None }
    }

    /// A warning at a place.
    pub fn warning(line: usize, column: usize, len: usize, message: impl Into<String>) -> Self {
        Diagnostic { severity: Severity::Warning, ..Diagnostic::error(line, column, len, message) }
    }

    /// The same with the way out.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Whether it is an error.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// The problem with its source line and carets under the place, ending in a line break, in the
    /// manner of rustc. `source` is the whole file as it was read. The result is plain text without
    /// control characters, whatever the file holds; long lines are cut around the place.
    pub fn render(&self, path: &str, source: &str) -> String {
        let gutter = self.line.to_string().len();
        let mut out = format!("{}: {}\n", self.severity, one_line(&self.message));
        out += &format!("{:gutter$}--> {}:{}:{}\n", "", one_line(path), self.line, self.column);
        let source = normalized(source);
        if let Some(line) = source.split('\n').nth(self.line.saturating_sub(1)) {
            let (shown, indent, carets) = self.snippet(line);
            out += &format!("{:gutter$} |\n{} | {shown}\n", "", self.line);
            out += &format!("{:gutter$} | {}{}\n", "", " ".repeat(indent), "^".repeat(carets));
        }
        if let Some(help) = &self.help {
            out += &format!("{:gutter$} = help: {}\n", "", one_line(help));
        }
        out
    }

    /// The source line as shown, the cells before the carets, the number of carets.
    fn snippet(&self, line: &str) -> (String, usize, usize) {
        /// Cells shown before and after the place in a long line.
        const BEFORE: usize = 50;
        const AFTER: usize = 60;
        // A line may have megabytes: only what can be shown is looked at.
        let column = self.column.saturating_sub(1);
        let skipped = column.saturating_sub(BEFORE + 1);
        let near: String = line.chars().skip(skipped).take(column - skipped + AFTER + 1).collect();
        let chars: Vec<char> = visible(&near).chars().collect();
        let at = (column - skipped).min(chars.len());
        let mut cells = 0;
        let mut from = at;
        while from > 0 && cells + width(chars[from - 1]) <= BEFORE {
            from -= 1;
            cells += width(chars[from]);
        }
        cells = 0;
        let mut to = at;
        while to < chars.len() && cells + width(chars[to]) <= AFTER {
            cells += width(chars[to]);
            to += 1;
        }
        let end = at.saturating_add(self.len.max(1)).min(to);
        let before =
            format!("{}{}", if from + skipped > 0 { "…" } else { "" }, shown(&chars[from..at]));
        let marked = shown(&chars[at..end.max(at)]);
        let after = shown(&chars[end.max(at)..to]);
        let rest = if to < chars.len() { "…" } else { "" };
        let line = format!("{before}{marked}{after}{rest}");
        (line.trim_end().to_string(), before.width(), marked.width().max(1))
    }
}

/// Cells of a character as [`shown`] writes it.
fn width(c: char) -> usize {
    if c == '\t' { 4 } else { c.width().unwrap_or(0) }
}

fn shown(chars: &[char]) -> String {
    chars.iter().collect::<String>().replace('\t', "    ")
}

fn one_line(text: &str) -> String {
    visible(text).replace(['\n', '\t'], " ")
}

/// Problems as a reader finds them; past the first thousand they are only counted, so that a file
/// that is no deck at all does not fill the memory with complaints.
#[derive(Debug, Default)]
pub struct Report {
    list: Vec<Diagnostic>,
    dropped: usize,
    dropped_error: bool,
}

impl Report {
    const LIMIT: usize = 1000;

    /// Notes a problem.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if self.is_full() {
            self.dropped += 1;
            self.dropped_error |= diagnostic.is_error();
        } else {
            self.list.push(diagnostic);
        }
    }

    /// Whether further problems are only counted.
    pub fn is_full(&self) -> bool {
        self.list.len() >= Report::LIMIT
    }

    /// The problems by line; the last one says how many more there were.
    pub fn finish(mut self) -> Vec<Diagnostic> {
        self.list.sort_by_key(|d| (d.line, d.column));
        if self.dropped > 0 {
            let last = self.list.last().map_or(1, |d| d.line);
            let message = format!("{} more problems are not shown", self.dropped);
            let severity = if self.dropped_error { Severity::Error } else { Severity::Warning };
            self.list.push(Diagnostic {
                severity,
                ..Diagnostic::error(last, 1, 0, message).help("mend the first ones and read again")
            });
        }
        self.list
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_diagnostic_points_into_its_line() {
        let source = "one\n## Why is there a P? {#gmp-why-p lvl=2}\n";
        let d = Diagnostic::error(2, 35, 3, "unknown attribute `lvl`")
            .help("use level, weight, follows, same, kind or correct");
        assert_eq!(
            d.render("decks/en/gmp.md", source),
            "\
error: unknown attribute `lvl`
 --> decks/en/gmp.md:2:35
  |
2 | ## Why is there a P? {#gmp-why-p lvl=2}
  |                                   ^^^
  = help: use level, weight, follows, same, kind or correct
"
        );
    }

    #[test]
    fn carets_stand_right_under_wide_text_and_tabs() {
        let d = Diagnostic::warning(12, 4, 2, "m");
        let source = format!("{}通道\t关闭 x", "\n".repeat(11));
        assert_eq!(
            d.render("a.md", &source),
            "\
warning: m
  --> a.md:12:4
   |
12 | 通道    关闭 x
   |         ^^^^
"
        );
    }

    #[test]
    fn nothing_in_the_file_reaches_the_terminal_raw() {
        let d = Diagnostic::error(1, 5, 1, "bad \x1b[2J\nname").help("\u{202e}no");
        assert_eq!(
            d.render("\x07.md", "ab\x1b[\u{202e}c\r\nnext"),
            "\
error: bad ␛[2J name
 --> ␇.md:1:5
  |
1 | ab␛[\u{fffd}c
  |     ^
  = help: \u{fffd}no
"
        );
    }

    #[test]
    fn long_lines_are_cut_around_the_place() {
        let source = "字".repeat(5000);
        let d = Diagnostic::error(1, 2500, 3, "m").render("a", &source);
        let shown = d.lines().nth(3).unwrap();
        assert_eq!(shown.width(), 4 + 1 + 50 + 60 + 1);
        let carets = d.lines().nth(4).unwrap();
        assert_eq!(carets, format!("  | {}^^^^^^", " ".repeat(51)));
    }

    #[test]
    fn a_place_outside_the_file_is_no_panic() {
        for (line, column) in [(0, 0), (9, 9), (1, usize::MAX)] {
            let d = Diagnostic::error(line, column, usize::MAX, "m");
            assert!(d.render("a", "x").starts_with("error: m\n"));
        }
    }

    #[test]
    fn a_flood_of_problems_is_counted() {
        let mut report = Report::default();
        for line in 1..=1003 {
            report.push(Diagnostic::warning(line, 1, 0, "m"));
        }
        let list = report.finish();
        assert_eq!(list.len(), 1001);
        assert_eq!(list[1000].message, "3 more problems are not shown");
        assert_eq!(list[1000].severity, Severity::Warning);
    }

    proptest! {
        #[test]
        fn rendering_any_source_is_safe(
            source in any::<String>(), line in 0usize..4, column in 0usize..90, len in 0usize..200,
        ) {
            let text = Diagnostic::error(line, column, len, "m").render("p", &source);
            prop_assert!(!text.chars().any(|c| c.is_control() && c != '\n'));
            prop_assert!(text.ends_with('\n'));
        }
    }
}
