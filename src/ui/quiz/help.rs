//! The help on the screen, and other boxes like it.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Clear, Paragraph};

use super::keys;
use crate::ui::theme::Theme;
use crate::ui::width::columns;
use crate::ui::words::Words;
use crate::ui::wrap::Flow;

/// The widest box.
const WIDEST: u16 = 54;

fn lines(width: u16, words: Words, theme: &Theme) -> Vec<Line<'static>> {
    table(keys::screen_help(words), width, theme)
}

/// Names, each with what belongs to it, in two columns.
pub(super) fn table(help: Vec<(String, &str)>, width: u16, theme: &Theme) -> Vec<Line<'static>> {
    let longest = help.iter().map(|(key, _)| columns(key)).max().unwrap_or(0);
    let names = longest + 3;
    let room = usize::from(width).saturating_sub(names).max(8);
    let mut lines = Vec::new();
    for (key, what) in help {
        let mut flow = Flow::default();
        flow.text(what, Default::default());
        for (i, row) in flow.lines(Some(room)).into_iter().enumerate() {
            let gap = " ".repeat(names - 1 - columns(&key));
            let name = if i == 0 { format!(" {key}{gap}") } else { " ".repeat(names) };
            let name = Span::styled(name, theme.accent);
            lines.push(Line::from(std::iter::once(name).chain(row).collect::<Vec<_>>()));
        }
    }
    lines
}

/// Columns of a box on a screen of so many.
pub(super) fn width(screen: u16) -> u16 {
    WIDEST.min(screen)
}

/// How many lines of the help can be scrolled past on a screen of this size.
pub(super) fn farthest((columns, rows): (u16, u16), words: Words, theme: &Theme) -> usize {
    let lines = lines(width(columns).saturating_sub(2), words, theme).len();
    lines.saturating_sub(usize::from(rows.saturating_sub(2)))
}

pub(super) fn draw(frame: &mut Frame<'_>, scroll: usize, words: Words, theme: &Theme) {
    let lines = lines(width(frame.area().width).saturating_sub(2), words, theme);
    show(frame, words.keys(), lines, scroll, words, theme);
}

/// Draws lines in a box in the middle of the screen.
pub(super) fn show(
    frame: &mut Frame<'_>,
    title: &str,
    lines: Vec<Line<'static>>,
    scroll: usize,
    words: Words,
    theme: &Theme,
) {
    let area = frame.area();
    let width = width(area.width);
    let height = (lines.len() as u16 + 2).min(area.height);
    let place = Rect {
        x: area.x + (area.width - width) / 2,
        y: area.y + (area.height - height) / 2,
        width,
        height,
    };
    let room = usize::from(height.saturating_sub(2));
    let scroll = scroll.min(lines.len().saturating_sub(room));
    let mut frame_box = Block::bordered()
        .title(Line::styled(format!(" {title} "), theme.accent))
        .border_style(theme.rule);
    let hidden = lines.len() - scroll - room.min(lines.len() - scroll);
    if hidden > 0 {
        let mark = Line::styled(format!(" {} ", words.more_below(hidden)), theme.accent);
        frame_box = frame_box.title_bottom(mark.right_aligned());
    }
    let shown: Vec<Line<'_>> = lines.into_iter().skip(scroll).take(room).collect();
    // A character of two columns must not reach under the box.
    for y in place.y..place.bottom() {
        if place.x > area.x
            && let Some(cell) = frame.buffer_mut().cell_mut((place.x - 1, y))
            && columns(cell.symbol()) > 1
        {
            cell.set_symbol(" ");
        }
    }
    frame.render_widget(Clear, place);
    frame.render_widget(Paragraph::new(shown).block(frame_box), place);
}
