//! One line of a list: its indentation, its marker, its check box.

use crate::text::han::stands_alone;

/// A list item: `- text`, `* [ ] text`, `1. text`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Item<'a> {
    /// Columns before the marker; a tab counts to the next multiple of 4.
    pub(super) indent: usize,
    /// Whether it has a check box.
    pub(super) is_task: bool,
    /// Whether its check box is ticked.
    pub(super) is_ticked: bool,
    /// Its number, when its marker is one.
    pub(super) number: Option<u32>,
    /// What follows the marker and the check box.
    pub(super) text: &'a str,
}

/// Columns of white space at the begin of a line.
pub(super) fn indent(line: &str) -> usize {
    let space = line.bytes().take_while(|b| matches!(b, b' ' | b'\t'));
    space.fold(0, |at, b| if b == b'\t' { at / 4 * 4 + 4 } else { at + 1 })
}

/// A line without the mark of a quote.
pub(super) fn unquoted(line: &str) -> &str {
    let inner = line.strip_prefix('>').map(|inner| inner.strip_prefix(' ').unwrap_or(inner));
    inner.unwrap_or(line)
}

/// A line without its indentation and, if it is a list item, without its marker.
pub(super) fn bare(line: &str) -> &str {
    item(line).map_or(line.trim(), |item| item.text)
}

/// The list item that a line begins.
pub(super) fn item(line: &str) -> Option<Item<'_>> {
    let rest = line.trim_start_matches([' ', '\t']);
    let indent = indent(line);
    let (after, number) = match rest.strip_prefix(['-', '*', '+', '•']) {
        Some(after) => (after.strip_prefix([' ', '\t'])?, None),
        None => numbered(rest).map(|(number, after)| (after, Some(number)))?,
    };
    let text = after.trim();
    for mark in ["[ ]", "[x]", "[X]", "[-]", "[/]"] {
        if let Some(text) =
            text.strip_prefix(mark).filter(|t| t.is_empty() || t.starts_with([' ', '\t']))
        {
            let is_ticked = mark.eq_ignore_ascii_case("[x]");
            return Some(Item { indent, is_task: true, is_ticked, number, text: text.trim() });
        }
    }
    let item = Item { indent, is_task: false, is_ticked: false, number, text };
    (!text.is_empty()).then_some(item)
}

/// The number that a line begins with, and what follows it: `1. a`, `2) a`, `3、甲`, `4.甲`, `(5) a`.
fn numbered(line: &str) -> Option<(u32, &str)> {
    let (inner, is_round) = match line.strip_prefix(['(', '（']) {
        Some(inner) => (inner, true),
        None => (line, false),
    };
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    let number = inner[..digits].parse().ok().filter(|_| digits <= 4)?;
    let rest = &inner[digits..];
    if is_round {
        return Some((number, rest.strip_prefix([')', '）'])?));
    }
    if let Some(after) = rest.strip_prefix(['、', '．', '）']) {
        return Some((number, after));
    }
    // `3.14` and `1.x` have no number before a text.
    let after = rest.strip_prefix(['.', ')', '，'])?;
    let is_text = |c: char| c.is_ascii_uppercase() || stands_alone(c);
    after.starts_with(|c: char| matches!(c, ' ' | '\t') || is_text(c)).then_some((number, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_read() {
        let read = |line| item(line).map(|i| (i.indent, i.is_task, i.text));
        for (line, expected) in [
            ("- a", Some((0, false, "a"))),
            ("\t* [x]  b ", Some((4, true, "b"))),
            ("  12) c", Some((2, false, "c"))),
            ("1、d", Some((0, false, "d"))),
            ("3.甲", Some((0, false, "甲"))),
            ("(2) e", Some((0, false, "e"))),
            ("3.14 f", None),
            ("1.x", None),
            ("- [link](x)", Some((0, false, "[link](x)"))),
            ("-e", None),
            ("1.5 litres", None),
            ("**bold**", None),
        ] {
            assert_eq!(read(line), expected, "{line}");
        }
    }
}
