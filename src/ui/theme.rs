//! The look of each role a piece of text can play, on a dark background, on a light one, and without
//! colour.

use ratatui::style::{Color, Modifier, Style};

use crate::model::settings::Look;

/// A style for each role. Nothing is dim, nothing sets a background, and no role differs from
/// another by colour alone: a word, a sign or the weight shows it too.
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
    /// What stands beside the text: counts, addresses, sources. Quieter, and as easy to read.
    pub aside: Style,
    /// Rules, borders and marks; never a word.
    pub rule: Style,
    /// What the eye should find first: a key to press, a bullet.
    pub accent: Style,
    /// What the cursor is on.
    pub selected: Style,
    /// Right, done, easy.
    pub good: Style,
    /// Wrong, failed, again.
    pub bad: Style,
    /// Hard, stale, with care.
    pub warn: Style,
}

/// What a terminal draws on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Background {
    /// Black, or nearer to it.
    Dark,
    /// White, or nearer to it.
    Light,
}

impl Background {
    /// Which one a colour is; red, green and blue from 0 to 1.
    pub fn of(colour: [f32; 3]) -> Background {
        // At this luminance black and white contrast equally.
        if luminance(colour) > 0.179 { Background::Light } else { Background::Dark }
    }

    /// What `COLORFGBG` says, such as `15;0` or `0;default;15`: numbers of the sixteen colours, the
    /// last one that of the background.
    pub fn from_variable(value: &str) -> Option<Background> {
        match value.rsplit(';').next()?.parse::<u8>().ok()? {
            7 | 9..=15 => Some(Background::Light),
            0..=6 | 8 => Some(Background::Dark),
            _ => None,
        }
    }
}

/// The relative luminance of a colour as the Web Content Accessibility Guidelines count it.
fn luminance(colour: [f32; 3]) -> f32 {
    let [red, green, blue] = colour.map(|part| {
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// The colours of a theme.
///
/// They are of the fixed ones, 16 to 255. Of the first sixteen, which every terminal shows in
/// shades of its own, few can be read on all usual dark backgrounds, and one on the light ones (the
/// tests count which); and many terminals change the colour of bold text.
struct Inks {
    red: u8,
    green: u8,
    amber: u8,
    blue: u8,
    purple: u8,
    grey: u8,
    rule: u8,
}

const ON_DARK: Inks =
    Inks { red: 210, green: 114, amber: 221, blue: 75, purple: 177, grey: 248, rule: 244 };
const ON_LIGHT: Inks =
    Inks { red: 124, green: 22, amber: 94, blue: 25, purple: 90, grey: 240, rule: 244 };

const NONE: Style = Style::new();
const BOLD: Style = NONE.add_modifier(Modifier::BOLD);

impl Theme {
    /// The theme for a dark background.
    pub const fn dark() -> Theme {
        Theme::with(ON_DARK)
    }

    /// The theme for a light background.
    pub const fn light() -> Theme {
        Theme::with(ON_LIGHT)
    }

    /// The theme without colour: weight, slant, underline and reverse only.
    pub const fn mono() -> Theme {
        Theme {
            heading: BOLD,
            strong: BOLD,
            emphasis: NONE.add_modifier(Modifier::ITALIC),
            strike: NONE.add_modifier(Modifier::CROSSED_OUT),
            link: NONE.add_modifier(Modifier::UNDERLINED),
            code: NONE,
            keyword: BOLD,
            string: NONE,
            number: NONE,
            comment: NONE.add_modifier(Modifier::ITALIC),
            type_name: NONE,
            function: NONE,
            constant: NONE,
            builtin: NONE,
            output: NONE,
            aside: NONE,
            rule: NONE,
            accent: BOLD,
            selected: NONE.add_modifier(Modifier::REVERSED),
            good: BOLD,
            bad: BOLD,
            warn: BOLD,
        }
    }

    const fn with(inks: Inks) -> Theme {
        let blue = Color::Indexed(inks.blue);
        let purple = Color::Indexed(inks.purple);
        let amber = Color::Indexed(inks.amber);
        let grey = Color::Indexed(inks.grey);
        Theme {
            code: BOLD,
            keyword: BOLD.fg(purple),
            string: NONE.fg(Color::Indexed(inks.green)),
            comment: NONE.fg(grey).add_modifier(Modifier::ITALIC),
            type_name: NONE.fg(purple),
            function: NONE.fg(blue),
            constant: NONE.fg(amber),
            builtin: BOLD.fg(blue),
            aside: NONE.fg(grey),
            rule: NONE.fg(Color::Indexed(inks.rule)),
            accent: BOLD.fg(blue),
            good: BOLD.fg(Color::Indexed(inks.green)),
            bad: BOLD.fg(Color::Indexed(inks.red)),
            warn: BOLD.fg(amber),
            ..Theme::mono()
        }
    }

    /// The theme for a background.
    pub const fn on(background: Background) -> Theme {
        match background {
            Background::Dark => Theme::dark(),
            Background::Light => Theme::light(),
        }
    }

    /// The theme that the setting asks for where colours may be; `None` if the background decides.
    pub const fn wanted(look: Look) -> Option<Theme> {
        match look {
            Look::Auto => None,
            Look::Dark => Some(Theme::dark()),
            Look::Light => Some(Theme::light()),
            Look::Mono => Some(Theme::mono()),
        }
    }
}

#[cfg(test)]
mod tests;
