//! The help on the screen.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Clear, Paragraph};

use crate::ui::theme::Theme;
use crate::ui::wrap::Flow;

/// The keys, for the help on the screen, `--help` and the README.
pub const KEYS: &[(&str, &str)] = &[
    ("space, enter", "show the answer, then the rest of it"),
    ("1 2 3 4", "rate: Again, Hard, Good, Easy"),
    ("u r", "undo, redo what you did in this session"),
    ("l", "switch language: en, zh, both"),
    ("e", "edit the card in $EDITOR"),
    ("s", "suspend the card: not asked any more"),
    ("b", "bury the card until tomorrow"),
    ("o", "open or show the sources"),
    ("t", "type the answer (output cards)"),
    ("p", "pause; any key goes on"),
    ("up down", "scroll by a line"),
    ("PgUp PgDn", "scroll by a page"),
    ("left right", "scroll a drawing that is too wide"),
    ("?", "help"),
    ("q", "leave; everything is saved"),
];

/// Columns of the names of keys.
const NAMES: usize = 14;
/// The widest box.
const WIDEST: u16 = 54;

fn lines(width: u16, theme: &Theme) -> Vec<Line<'static>> {
    let room = usize::from(width).saturating_sub(NAMES).max(8);
    let mut lines = Vec::new();
    for (key, what) in KEYS {
        let mut flow = Flow::default();
        flow.text(what, Default::default());
        for (i, row) in flow.lines(Some(room)).into_iter().enumerate() {
            let name = if i == 0 { format!(" {key:<13}") } else { " ".repeat(NAMES) };
            let name = Span::styled(name, theme.accent);
            lines.push(Line::from(std::iter::once(name).chain(row).collect::<Vec<_>>()));
        }
    }
    lines
}

fn width(screen: u16) -> u16 {
    WIDEST.min(screen)
}

/// How many lines of the help can be scrolled past on a screen of this size.
pub(super) fn farthest((columns, rows): (u16, u16), theme: &Theme) -> usize {
    let lines = lines(width(columns).saturating_sub(2), theme).len();
    lines.saturating_sub(usize::from(rows.saturating_sub(2)))
}

pub(super) fn draw(frame: &mut Frame<'_>, scroll: usize, theme: &Theme) {
    let area = frame.area();
    let width = width(area.width);
    let lines = lines(width.saturating_sub(2), theme);
    let height = (lines.len() as u16 + 2).min(area.height);
    let place = Rect {
        x: area.x + (area.width - width) / 2,
        y: area.y + (area.height - height) / 2,
        width,
        height,
    };
    let room = usize::from(height.saturating_sub(2));
    let scroll = scroll.min(lines.len().saturating_sub(room));
    let mut frame_box =
        Block::bordered().title(Line::styled(" keys ", theme.accent)).border_style(theme.rule);
    let hidden = lines.len() - scroll - room.min(lines.len() - scroll);
    if hidden > 0 {
        let mark = Line::styled(format!(" ↓ {hidden} more "), theme.accent);
        frame_box = frame_box.title_bottom(mark.right_aligned());
    }
    let shown: Vec<Line<'_>> = lines.into_iter().skip(scroll).take(room).collect();
    frame.render_widget(Clear, place);
    frame.render_widget(Paragraph::new(shown).block(frame_box), place);
}
