//! The look of each role a piece of text can play.

use ratatui::style::{Color, Modifier, Style};

/// A style for each role. Colours are the terminal's own sixteen, and only the three of them that the
/// usual palettes make readable on black and on white: red, magenta and bright blue. Nothing sets a
/// background.
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
            code: bold,
            keyword: none.fg(Color::Magenta).add_modifier(Modifier::BOLD),
            string: none.fg(Color::Red),
            number: none,
            comment: none.add_modifier(Modifier::DIM.union(Modifier::ITALIC)),
            type_name: none.fg(Color::Magenta),
            function: none.fg(Color::LightBlue),
            constant: none.fg(Color::Red).add_modifier(Modifier::BOLD),
            builtin: none.fg(Color::LightBlue).add_modifier(Modifier::BOLD),
            output: none,
            dim: none.add_modifier(Modifier::DIM),
            accent: none.fg(Color::LightBlue).add_modifier(Modifier::BOLD),
            selected: none.add_modifier(Modifier::REVERSED),
            good: bold,
            bad: none.fg(Color::Red),
            warn: none.fg(Color::Magenta).add_modifier(Modifier::BOLD),
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
                None | Some(Color::Red | Color::Magenta | Color::LightBlue)
            ));
        }
        // The palettes of terminals: red, magenta and bright blue, on the backgrounds they come with.
        const BLACK: u32 = 0x00_00_00;
        const WHITE: u32 = 0xff_ff_ff;
        for (name, colours, backgrounds) in [
            ("xterm", [0xcd_00_00, 0xcd_00_cd, 0x5c_5c_ff], &[BLACK, WHITE][..]),
            ("GNOME", [0xc0_1c_28, 0xa3_47_ba, 0x2a_7b_de], &[BLACK, WHITE]),
            ("macOS", [0xc2_36_21, 0xd3_38_d3, 0x58_33_ff], &[BLACK, WHITE]),
            ("VS Code dark", [0xcd_31_31, 0xbc_3f_bc, 0x3b_8e_ea], &[0x1e_1e_1e]),
            ("VS Code light", [0xcd_31_31, 0xbc_05_bc, 0x04_51_a5], &[WHITE]),
        ] {
            for (colour, background) in
                colours.iter().flat_map(|c| backgrounds.iter().map(move |b| (*c, *b)))
            {
                let contrast = contrast(colour, background);
                assert!(contrast >= 3.0, "{name}: {colour:06x} on {background:06x}: {contrast:.1}");
            }
        }
    }

    /// The contrast of two colours as the Web Content Accessibility Guidelines count it, 1 to 21.
    fn contrast(a: u32, b: u32) -> f64 {
        let luminance = |colour: u32| -> f64 {
            let part = |shift: u32| {
                let value = f64::from((colour >> shift) & 0xff) / 255.0;
                if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
            };
            0.2126 * part(16) + 0.7152 * part(8) + 0.0722 * part(0)
        };
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn the_plain_theme_has_no_colour() {
        for style in styles(Theme::plain()) {
            assert_eq!((style.fg, style.bg), (None, None));
        }
    }
}
