//! The look of each role a piece of text can play.

use ratatui::style::{Color, Modifier, Style};

/// A style for each role. Colours are the terminal's own sixteen, and only those that can be read
/// on a dark and on a light background; nothing sets a background.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Theme {
    /// Headings and the question of a card.
    pub heading: Style,
    /// `**strong**` text and the head of a table.
    pub strong: Style,
    /// `*emphasis*`.
    pub emphasis: Style,
    /// `~~strike~~`.
    pub strike: Style,
    /// The text of a link.
    pub link: Style,
    /// Inline code.
    pub code: Style,
    /// Keywords in code.
    pub keyword: Style,
    /// String and rune literals.
    pub string: Style,
    /// Numbers.
    pub number: Style,
    /// Comments.
    pub comment: Style,
    /// Names of types.
    pub type_name: Style,
    /// Functions and methods where they are declared or called.
    pub function: Style,
    /// `nil`, `true`, `false`, `iota`.
    pub constant: Style,
    /// Built-in functions such as `make` and `len`.
    pub builtin: Style,
    /// What a program prints.
    pub output: Style,
    /// Lines, bars, marks and secondary text.
    pub dim: Style,
    /// What the eye should find first: a key to press, a bullet.
    pub accent: Style,
    /// What the cursor is on.
    pub selected: Style,
    /// Right, done, easy.
    pub good: Style,
    /// Wrong, failed, again.
    pub bad: Style,
    /// Hard, stale, take care.
    pub warn: Style,
}

impl Theme {
    /// The theme with colour.
    pub const fn color() -> Theme {
        let none = Style::new();
        let bold = none.add_modifier(Modifier::BOLD);
        Theme {
            heading: bold,
            strong: bold,
            emphasis: none.add_modifier(Modifier::ITALIC),
            strike: none.add_modifier(Modifier::CROSSED_OUT),
            link: none.add_modifier(Modifier::UNDERLINED),
            code: none.fg(Color::Cyan),
            keyword: none.fg(Color::Magenta),
            string: none.fg(Color::Green),
            number: none.fg(Color::Cyan),
            comment: none.add_modifier(Modifier::DIM.union(Modifier::ITALIC)),
            type_name: none.fg(Color::Cyan),
            function: none.fg(Color::LightBlue),
            constant: none.fg(Color::Red),
            builtin: none.fg(Color::LightBlue).add_modifier(Modifier::BOLD),
            output: none,
            dim: none.add_modifier(Modifier::DIM),
            accent: none.fg(Color::LightBlue).add_modifier(Modifier::BOLD),
            selected: none.add_modifier(Modifier::REVERSED),
            good: none.fg(Color::Green),
            bad: none.fg(Color::Red),
            warn: none.fg(Color::Yellow),
        }
    }

    /// The theme for `NO_COLOR`: weight, underline and reverse only.
    pub const fn plain() -> Theme {
        let none = Style::new();
        let bold = none.add_modifier(Modifier::BOLD);
        Theme {
            code: none,
            keyword: bold,
            string: none,
            number: none,
            type_name: none,
            function: none,
            constant: none,
            builtin: none,
            accent: bold,
            good: bold,
            bad: bold,
            warn: bold,
            ..Theme::color()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn styles(t: Theme) -> Vec<Style> {
        vec![
            t.heading,
            t.strong,
            t.emphasis,
            t.strike,
            t.link,
            t.code,
            t.keyword,
            t.string,
            t.number,
            t.comment,
            t.type_name,
            t.function,
            t.constant,
            t.builtin,
            t.output,
            t.dim,
            t.accent,
            t.selected,
            t.good,
            t.bad,
            t.warn,
        ]
    }

    #[test]
    fn colours_are_readable_on_both_backgrounds() {
        for style in styles(Theme::color()) {
            assert_eq!(style.bg, None);
            assert!(matches!(
                style.fg,
                None | Some(
                    Color::Red
                        | Color::Green
                        | Color::Yellow
                        | Color::Magenta
                        | Color::Cyan
                        | Color::LightBlue
                )
            ));
        }
    }

    #[test]
    fn the_plain_theme_has_no_colour() {
        for style in styles(Theme::plain()) {
            assert_eq!((style.fg, style.bg), (None, None));
        }
    }
}
