//! A card as `show` writes it.

use ratatui::text::Line;

use super::markdown;
use super::theme::Theme;

/// Text wider than this is tiring to read.
const WIDEST: u16 = 100;

/// A question with what stands below it, styled, on a terminal of this width.
pub fn styled(title: &str, parts: &[&str], width: u16, theme: &Theme) -> Vec<Line<'static>> {
    let width = width.min(WIDEST);
    let mut lines = markdown::heading(title, width, theme).lines;
    for part in parts {
        lines.push(Line::default());
        lines.extend(markdown::render(part, width, theme).lines);
    }
    lines
}

/// The same as text, for a pipe or a terminal without styles.
pub fn plain(title: &str, parts: &[&str], width: Option<u16>) -> String {
    let mut text = markdown::plain_title(title, width);
    for part in parts {
        text.push_str("\n\n");
        text.push_str(&markdown::plain(part, width));
    }
    text
}
