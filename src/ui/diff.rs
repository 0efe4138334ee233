//! What a program prints against what was typed.

use std::ops::Range;

use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span, Text};
use similar::{Algorithm, DiffOp, capture_diff_slices};
use unicode_normalization::UnicodeNormalization;

use super::theme::Theme;
use super::width::expand_tabs;
use super::wrap;
use crate::text::visible::visible;

/// Texts with more lines, and lines with more words, are not searched for what they share: the time
/// for that grows with the square of their difference.
const LIMIT: usize = 1000;

/// The lines of both texts in order: `- ` before one that was expected but not typed, `+ ` before
/// one that was typed but not expected, two spaces before one that is in both. In a changed line
/// the words that differ are reversed. No line is wider than `width` columns (at least 20).
pub fn diff(expected: &str, typed: &str, width: u16, theme: &Theme) -> Text<'static> {
    let (expected, typed) = (shown(expected), shown(typed));
    let old: Vec<&str> = lines(&expected);
    let new: Vec<&str> = lines(&typed);
    let mut drawing =
        Drawing { width: usize::from(width).max(20), theme: *theme, lines: Vec::new() };
    for op in ops(&old, &new) {
        match op {
            DiffOp::Equal { old_index, len, .. } => {
                for line in &old[old_index..old_index + len] {
                    drawing.line("  ", Style::new(), &[(line, false)]);
                }
            }
            DiffOp::Delete { old_index, old_len, .. } => {
                for line in &old[old_index..old_index + old_len] {
                    drawing.line("- ", theme.good, &[(line, false)]);
                }
            }
            DiffOp::Insert { new_index, new_len, .. } => {
                for line in &new[new_index..new_index + new_len] {
                    drawing.line("+ ", theme.bad, &[(line, false)]);
                }
            }
            DiffOp::Replace { old_index, old_len, new_index, new_len } => drawing.replaced(
                &old[old_index..old_index + old_len],
                &new[new_index..new_index + new_len],
            ),
        }
    }
    Text::from(drawing.lines)
}

/// The text as it is compared: CRLF, a final line break and split accents make no difference.
fn shown(text: &str) -> String {
    let text = text.replace("\r\n", "\n").nfc().collect::<String>();
    let text = text.strip_suffix('\n').unwrap_or(&text);
    expand_tabs(&visible(text))
}

fn lines(text: &str) -> Vec<&str> {
    if text.is_empty() { Vec::new() } else { text.split('\n').collect() }
}

/// How to turn `old` into `new`.
fn ops(old: &[&str], new: &[&str]) -> Vec<DiffOp> {
    if old.len() <= LIMIT && new.len() <= LIMIT {
        return capture_diff_slices(Algorithm::Myers, old, new);
    }
    let same = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let mut ops = vec![DiffOp::Equal { old_index: 0, new_index: 0, len: same }];
    ops.push(DiffOp::Replace {
        old_index: same,
        old_len: old.len() - same,
        new_index: same,
        new_len: new.len() - same,
    });
    ops
}

struct Drawing {
    width: usize,
    theme: Theme,
    lines: Vec<Line<'static>>,
}

impl Drawing {
    /// Draws lines that replace others, compared in pairs as far as both sides have lines.
    fn replaced(&mut self, old: &[&str], new: &[&str]) {
        let pairs: Vec<_> = old.iter().zip(new).map(|(a, b)| words_apart(a, b)).collect();
        for (i, line) in old.iter().enumerate() {
            let parts = pairs.get(i).map_or_else(|| vec![(*line, false)], |p| p.0.clone());
            self.line("- ", self.theme.good, &parts);
        }
        for (i, line) in new.iter().enumerate() {
            let parts = pairs.get(i).map_or_else(|| vec![(*line, false)], |p| p.1.clone());
            self.line("+ ", self.theme.bad, &parts);
        }
    }

    fn line(&mut self, mark: &'static str, style: Style, parts: &[Part<'_>]) {
        let spans: Vec<Span<'static>> = parts
            .iter()
            .map(|(text, differs)| {
                let style = if *differs { style.add_modifier(Modifier::REVERSED) } else { style };
                Span::styled((*text).to_owned(), style)
            })
            .collect();
        let more = Span::styled("↪ ", self.theme.rule);
        for (i, row) in wrap::code(&spans, self.width - 2, &more).into_iter().enumerate() {
            let lead = if i == 0 { mark } else { "  " };
            let spans = std::iter::once(Span::styled(lead, style)).chain(row);
            self.lines.push(Line::from(spans.collect::<Vec<_>>()));
        }
    }
}

/// A piece of a line and whether it differs.
type Part<'a> = (&'a str, bool);

/// Both lines cut into what they share and what they do not. Lines that share little stay whole.
fn words_apart<'a>(old: &'a str, new: &'a str) -> (Vec<Part<'a>>, Vec<Part<'a>>) {
    let (a, b) = (words(old), words(new));
    let whole = (vec![(old, false)], vec![(new, false)]);
    if a.len() > LIMIT || b.len() > LIMIT {
        return whole;
    }
    let mut parts = (Vec::new(), Vec::new());
    let mut shared = 0;
    for op in capture_diff_slices(Algorithm::Myers, &a, &b) {
        let same = matches!(op, DiffOp::Equal { .. });
        let (in_a, in_b) = (joined(old, &a, op.old_range()), joined(new, &b, op.new_range()));
        if same {
            shared += in_a.trim().len();
        }
        parts.0.extend((!in_a.is_empty()).then_some((in_a, !same)));
        parts.1.extend((!in_b.is_empty()).then_some((in_b, !same)));
    }
    let length = old.trim().len().max(new.trim().len());
    if shared * 3 >= length { parts } else { whole }
}

/// Runs of letters and digits, runs of spaces, and single other characters.
fn words(line: &str) -> Vec<&str> {
    let kind = |c: char| match c {
        ' ' => 0,
        c if c.is_alphanumeric() && c.is_ascii() => 1,
        _ => 2,
    };
    let mut words = Vec::new();
    let mut start = 0;
    let mut last = None;
    for (at, c) in line.char_indices() {
        let now = kind(c);
        if last.is_some_and(|last| last != now || now == 2) {
            words.push(&line[start..at]);
            start = at;
        }
        last = Some(now);
    }
    if start < line.len() {
        words.push(&line[start..]);
    }
    words
}

/// The words in `range` as the piece of `line` they are.
fn joined<'a>(line: &'a str, words: &[&'a str], range: Range<usize>) -> &'a str {
    let start: usize = words[..range.start].iter().map(|w| w.len()).sum();
    let len: usize = words[range].iter().map(|w| w.len()).sum();
    &line[start..start + len]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The drawn lines; what is reversed stands in square brackets.
    fn drawn(expected: &str, typed: &str) -> Vec<String> {
        diff(expected, typed, 40, &Theme::mono())
            .lines
            .iter()
            .map(|line| {
                let spans = line.spans.iter().map(|s| {
                    let reversed = s.style.add_modifier.contains(Modifier::REVERSED);
                    if reversed { format!("[{}]", s.content) } else { s.content.to_string() }
                });
                spans.collect()
            })
            .collect()
    }

    #[test]
    fn changes_are_marked() {
        for (expected, typed, want) in [
            ("", "", vec![]),
            ("a\n", "a", vec!["  a"]),
            ("a\r\nb\r\n", "a\nb", vec!["  a", "  b"]),
            ("a\nb\n", "", vec!["- a", "- b"]),
            ("a\n", "a\nb\n", vec!["  a", "+ b"]),
            ("len 3 cap 4", "len 3 cap 6", vec!["- len 3 cap [4]", "+ len 3 cap [6]"]),
            ("yes", "no", vec!["- yes", "+ no"]),
            ("a b", "a  b", vec!["- a[ ]b", "+ a[  ]b"]),
            (
                "x\n1 2\n3 4\ny",
                "x\n1 3\n3 5\ny",
                vec!["  x", "- 1 [2]", "- 3 [4]", "+ 1 [3]", "+ 3 [5]", "  y"],
            ),
            ("通道已满", "通道已空", vec!["- 通道已[满]", "+ 通道已[空]"]),
        ] {
            assert_eq!(drawn(expected, typed), want, "{expected:?} {typed:?}");
        }
    }

    #[test]
    fn long_lines_are_wrapped() {
        let long = "0123456789 ".repeat(5);
        assert_eq!(
            drawn(&long, ""),
            ["- 0123456789 0123456789 0123456789 ", "  ↪ 0123456789 0123456789 "]
        );
    }

    #[test]
    fn long_texts_are_not_searched() {
        let expected: String = (0..3000).map(|i| format!("{i}\n")).collect();
        let typed = expected.replace("5\n", "five\n");
        assert_eq!(drawn(&expected, &typed).len(), 5 + 2 * 2995);
    }
}
