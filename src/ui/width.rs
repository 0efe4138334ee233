//! The columns that text takes on a terminal.

use ratatui::style::Style;
use ratatui::text::Span;
use unicode_width::UnicodeWidthStr;

/// Columns between the tab stops of shown code.
pub const TAB: usize = 4;

/// The number of columns of a text without line breaks; a Chinese character takes two.
pub fn columns(text: &str) -> usize {
    text.width()
}

/// `text` cut so that it fits into `max` columns; what was cut ends in `…`.
pub fn clip(text: &str, max: usize) -> String {
    if columns(text) <= max {
        return text.to_owned();
    }
    if max == 0 {
        return String::new();
    }
    let span = Span::raw(text);
    let mut out = String::new();
    let mut used = 0;
    for grapheme in span.styled_graphemes(Style::new()) {
        used += columns(grapheme.symbol);
        if used >= max {
            break;
        }
        out.push_str(grapheme.symbol);
    }
    out.push('…');
    out
}

/// The columns of a line from `from` on, at most `width` of them, as scrolling sideways shows them.
/// A wide character that an edge cuts becomes a space.
pub fn window(line: &str, from: usize, width: usize) -> String {
    let span = Span::raw(line);
    let mut out = String::new();
    let mut at = 0;
    for grapheme in span.styled_graphemes(Style::new()) {
        let next = at + columns(grapheme.symbol);
        if at >= from && next <= from + width {
            out.push_str(grapheme.symbol);
        } else {
            let seen = next.min(from + width).saturating_sub(at.max(from));
            out.extend(std::iter::repeat_n(' ', seen));
        }
        at = next;
    }
    out
}

/// `text` with spaces after it to fill `width` columns.
pub fn pad_right(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(columns(text))))
}

/// `text` with spaces before it to fill `width` columns.
pub fn pad_left(text: &str, width: usize) -> String {
    format!("{}{text}", " ".repeat(width.saturating_sub(columns(text))))
}

/// `text`, of one or more lines, with each tab replaced by spaces up to the next tab stop.
pub fn expand_tabs(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (i, line) in text.split('\n').enumerate() {
        if i > 0 {
            out.push('\n');
        }
        let mut column = 0;
        for (j, part) in line.split('\t').enumerate() {
            if j > 0 {
                let gap = TAB - column % TAB;
                out.extend(std::iter::repeat_n(' ', gap));
                column += gap;
            }
            out.push_str(part);
            column += columns(part);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clipping_counts_columns_and_says_so() {
        for (text, max, want) in [
            ("goroutine", 9, "goroutine"),
            ("goroutine", 5, "goro…"),
            ("调度器", 6, "调度器"),
            ("调度器", 5, "调度…"),
            ("调度器", 4, "调…"),
            ("调", 1, "…"),
            ("x", 0, ""),
            ("", 0, ""),
        ] {
            assert_eq!(clip(text, max), want);
        }
    }

    #[test]
    fn a_window_shows_its_columns() {
        for (line, from, width, want) in [
            ("goroutine", 0, 4, "goro"),
            ("goroutine", 5, 9, "tine"),
            ("goroutine", 9, 9, ""),
            ("调度器", 1, 4, " 度 "),
            ("调度器", 2, 4, "度器"),
            ("", 0, 4, ""),
        ] {
            assert_eq!(window(line, from, width), want);
        }
    }

    #[test]
    fn padding_counts_columns() {
        assert_eq!(pad_right("调度", 6), "调度  ");
        assert_eq!(pad_left("调度", 6), "  调度");
        assert_eq!(pad_left("toolong", 3), "toolong");
    }

    #[test]
    fn tabs_reach_the_next_stop() {
        assert_eq!(expand_tabs("\tx\ty\n调\tz"), "    x   y\n调  z");
    }
}
