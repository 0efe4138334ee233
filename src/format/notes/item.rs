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
    let bullet = rest.strip_prefix(['-', '*', '+', '•']);
    let (after, number) = match bullet.and_then(|after| after.strip_prefix([' ', '\t'])) {
        Some(after) => (after, None),
        None => numbered(rest).map(|(number, after)| (after, Some(number)))?,
    };
    let text = after.trim();
    let boxed = ["[ ]", "[x]", "[X]", "[-]", "[/]"].iter().find_map(|mark| text.strip_prefix(mark));
    let boxed = boxed.filter(|rest| rest.is_empty() || rest.starts_with([' ', '\t']));
    let (is_task, rest) = (boxed.is_some(), boxed.unwrap_or(text).trim());
    let is_ticked = is_task && text[..3].eq_ignore_ascii_case("[x]");
    let item = Item { indent, is_task, is_ticked, number, text: rest };
    (is_task || !rest.is_empty()).then_some(item)
}

/// Whether a line surely sets a property, as those of Logseq and Dataview do: `id:: 4f`,
/// `card-repeats:: 2`, `up:: [[a page]]`.
pub(super) fn is_property(line: &str) -> bool {
    const KEYS: [&str; 8] =
        ["id", "collapsed", "tags", "alias", "aliases", "status", "type", "public"];
    property(line).is_some_and(|(key, value)| {
        key.contains('-') || KEYS.contains(&key) || value.starts_with("[[")
    })
}

/// The key and the value of a line that may set a property: `word:: text`.
pub(super) fn property(line: &str) -> Option<(&str, &str)> {
    let is_key = |c: char| c.is_ascii_lowercase() || matches!(c, '-' | '_');
    bare(line).split_once(":: ").filter(|(key, _)| !key.is_empty() && key.chars().all(is_key))
}

/// The number that a line begins with, and what follows it: `1. a`, `2) a`, `3、甲`, `4.甲`, `(5) a`,
/// `**6.** a`.
fn numbered(line: &str) -> Option<(u32, &str)> {
    let inner = line.strip_prefix("**").unwrap_or(line).trim_start_matches(['(', '（']);
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    let number = inner[..digits].parse().ok().filter(|_| digits <= 4)?;
    let after = inner[digits..].trim_start_matches(['.', ')', '、', '．', '）', '，', '*']);
    let mark = &inner[digits..inner.len() - after.len()];
    // `3.14` and `1.x` have no number before a text.
    let is_text = |c: char| matches!(c, ' ' | '\t') || c.is_ascii_uppercase() || stands_alone(c);
    let is_closed = mark.ends_with(['、', '．', ')', '）']) || after.starts_with(is_text);
    let is_number = !matches!(mark, "" | "**") && line.starts_with("**") == mark.ends_with("**");
    (is_closed && is_number).then_some((number, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_are_told_from_cards() {
        for (line, is) in [
            ("  card-repeats:: 2", true),
            ("id:: 6f-3a", true),
            ("- collapsed:: true", true),
            ("up:: [[Rivers]]", true),
            ("status:: done", true),
            ("delta:: where a river ends", false),
            ("Which is it?:: [[Rivers]]", false),
            ("std::mem", false),
        ] {
            assert_eq!(is_property(line), is, "{line}");
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
            ("3.甲", Some((0, false, "甲"))),
            ("(2) e", Some((0, false, "e"))),
            ("3.14 f", None),
            ("1.x", None),
            ("- [link](x)", Some((0, false, "[link](x)"))),
            ("-e", None),
            ("1.5 litres", None),
            ("**bold**", None),
            ("**6.** f", Some((0, false, "f"))),
            ("**2024** was wet", None),
        ] {
            assert_eq!(read(line), expected, "{line}");
        }
    }
}
