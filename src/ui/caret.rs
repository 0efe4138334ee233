//! A line with a mark below the part of it that is wrong.

use std::ops::Range;

use super::width::{columns, window};

/// Most columns of a line.
const WIDEST: usize = 72;

/// The line, indented, and below it carets under the bytes of `part`, or under the place just past
/// the text before it if `part` is empty. A long line is cut to the columns around that place.
pub fn marked(line: &str, part: Range<usize>) -> String {
    // A line break would tear it.
    let plain = |text: &str| text.replace(char::is_control, " ");
    let before = columns(&plain(line.get(..part.start).unwrap_or(line)));
    let marks = columns(&plain(line.get(part).unwrap_or(""))).max(1);
    let line = plain(line);
    let from = match columns(&line) <= WIDEST {
        true => 0,
        false => (before + marks.min(WIDEST / 2)).saturating_sub(WIDEST),
    };
    let gap = before - from;
    let marks = marks.min(WIDEST.saturating_sub(gap).max(1));
    format!("  {}\n  {}{}", window(&line, from, WIDEST), " ".repeat(gap), "^".repeat(marks))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn carets_stand_below_the_part() {
        let long = format!("{} lvl:1 {}", "x".repeat(100), "y".repeat(100));
        for (line, part, shown) in [
            ("map lvl:1", 4..7, "  map lvl:1\n      ^^^"),
            ("切片 lvl:1", 7..10, "  切片 lvl:1\n       ^^^"),
            ("tag:扩容", 4..10, "  tag:扩容\n      ^^^^"),
            ("map or", 6..6, "  map or\n        ^"),
            ("a\nb", 2..3, "  a b\n    ^"),
            (&long, 101..104, &format!("  {} lvl\n  {}^^^", "x".repeat(68), " ".repeat(69))),
        ] {
            assert_eq!(marked(line, part), shown);
        }
    }
}
