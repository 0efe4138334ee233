//! Styled lines written to an output that understands ANSI styles, outside the full screen.

use std::io::{self, Write};

use crossterm::QueueableCommand;
use crossterm::style::{Attribute, SetAttribute, SetForegroundColor};
use ratatui::backend::IntoCrossterm;
use ratatui::style::Modifier;
use ratatui::text::Line;

use crate::text::visible::visible;

/// Writes lines with their styles.
pub fn write(lines: &[Line<'_>], out: &mut dyn Write) -> io::Result<()> {
    const ATTRIBUTES: [(Modifier, Attribute); 6] = [
        (Modifier::BOLD, Attribute::Bold),
        (Modifier::DIM, Attribute::Dim),
        (Modifier::ITALIC, Attribute::Italic),
        (Modifier::UNDERLINED, Attribute::Underlined),
        (Modifier::REVERSED, Attribute::Reverse),
        (Modifier::CROSSED_OUT, Attribute::CrossedOut),
    ];
    for line in lines {
        for span in &line.spans {
            let style = line.style.patch(span.style);
            if let Some(color) = style.fg {
                out.queue(SetForegroundColor(color.into_crossterm()))?;
            }
            for (modifier, attribute) in ATTRIBUTES {
                if style.add_modifier.contains(modifier) {
                    out.queue(SetAttribute(attribute))?;
                }
            }
            write!(out, "{}", visible(&span.content))?;
            if style.fg.is_some() || !style.add_modifier.is_empty() {
                out.queue(SetAttribute(Attribute::Reset))?;
            }
        }
        writeln!(out)?;
    }
    Ok(())
}
