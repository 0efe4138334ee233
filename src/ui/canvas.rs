//! A frame as text: drawn on a screen in memory.

use ratatui::backend::TestBackend;
use ratatui::{Frame, Terminal};

use super::width::columns;
#[cfg(test)]
use super::{
    quiz::{self, View},
    theme::Theme,
};

/// The quiz on a screen of this size, without spaces at the ends of lines.
#[cfg(test)]
pub fn text(size: (u16, u16), view: &View, theme: &Theme) -> String {
    drawn(size, &|frame| quiz::draw(frame, view, theme))
}

/// The characters of a screen of this size, without spaces at the ends of lines.
pub fn drawn(size: (u16, u16), draw: &dyn Fn(&mut Frame<'_>)) -> String {
    let Ok(mut terminal) = Terminal::new(TestBackend::new(size.0.max(1), size.1.max(1)));
    let Ok(_) = terminal.draw(|frame| draw(frame));
    let buffer = terminal.backend().buffer();
    let mut text = String::new();
    for y in 0..buffer.area.height {
        let mut line = String::new();
        let mut covered = 0;
        for x in 0..buffer.area.width {
            if covered > 0 {
                covered -= 1;
                continue;
            }
            let symbol = buffer[(x, y)].symbol();
            covered = columns(symbol).saturating_sub(1);
            line.push_str(symbol);
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}
