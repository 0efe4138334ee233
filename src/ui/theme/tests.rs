use super::*;

/// The colours that a terminal comes with: its sixteen, and what it draws on.
struct Palette {
    name: &'static str,
    background: u32,
    foreground: u32,
    sixteen: [u32; 16],
}

// GNOME, xterm and Solarized as GNOME Terminal has them (src/profile-editor.cc); Solarized's
// sixteen are the same on both backgrounds.
const GNOME: [u32; 16] = [
    0x171421, 0xc01c28, 0x26a269, 0xa2734c, 0x12488b, 0xa347ba, 0x2aa1b3, 0xd0cfcc, //
    0x5e5c64, 0xf66151, 0x33d17a, 0xe9ad0c, 0x2a7bde, 0xc061cb, 0x33c7de, 0xffffff,
];
const XTERM: [u32; 16] = [
    0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5, //
    0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
];
const SOLARIZED: [u32; 16] = [
    0x073642, 0xdc322f, 0x859900, 0xb58900, 0x268bd2, 0xd33682, 0x2aa198, 0xeee8d5, //
    0x002b36, 0xcb4b16, 0x586e75, 0x657b83, 0x839496, 0x6c71c4, 0x93a1a1, 0xfdf6e3,
];
// Terminal of macOS, from the profiles in mbadolato/iTerm2-Color-Schemes.
const MACOS_BASIC: [u32; 16] = [
    0x000000, 0x990000, 0x00a600, 0x999900, 0x0000b2, 0xb200b2, 0x00a6b2, 0xbfbfbf, //
    0x666666, 0xe50000, 0x00d900, 0xe5e500, 0x0000ff, 0xe500e5, 0x00e5e5, 0xe5e5e5,
];
const MACOS_PRO: [u32; 16] = [
    0x000000, 0x990000, 0x00a600, 0x999900, 0x2009db, 0xb200b2, 0x00a6b2, 0xbfbfbf, //
    0x666666, 0xe50000, 0x00d900, 0xe5e500, 0x0000ff, 0xe500e5, 0x00e5e5, 0xe5e5e5,
];
// VS Code (terminalColorRegistry.ts); backgrounds of its Dark+, Dark Modern and light themes.
const CODE_DARK: [u32; 16] = [
    0x000000, 0xcd3131, 0x0dbc79, 0xe5e510, 0x2472c8, 0xbc3fbc, 0x11a8cd, 0xe5e5e5, //
    0x666666, 0xf14c4c, 0x23d18b, 0xf5f543, 0x3b8eea, 0xd670d6, 0x29b8db, 0xe5e5e5,
];
const CODE_LIGHT: [u32; 16] = [
    0x000000, 0xcd3131, 0x107c10, 0x949800, 0x0451a5, 0xbc05bc, 0x0598bc, 0x555555, //
    0x666666, 0xcd3131, 0x14ce14, 0xb5ba00, 0x0451a5, 0xbc05bc, 0x0598bc, 0xa5a5a5,
];

const fn palette(
    name: &'static str,
    background: u32,
    foreground: u32,
    sixteen: [u32; 16],
) -> Palette {
    Palette { name, background, foreground, sixteen }
}

const DARK: [Palette; 6] = [
    palette("black (xterm)", 0x000000, 0xffffff, XTERM),
    palette("Solarized dark", 0x002b36, 0x839496, SOLARIZED),
    palette("GNOME dark", 0x171421, 0xd0cfcc, GNOME),
    palette("macOS Pro", 0x000000, 0xf2f2f2, MACOS_PRO),
    palette("VS Code Dark+", 0x1e1e1e, 0xcccccc, CODE_DARK),
    palette("VS Code Dark Modern", 0x181818, 0xcccccc, CODE_DARK),
];
const LIGHT: [Palette; 5] = [
    palette("white (xterm)", 0xffffff, 0x000000, XTERM),
    palette("Solarized light", 0xfdf6e3, 0x657b83, SOLARIZED),
    palette("GNOME light", 0xffffff, 0x171421, GNOME),
    palette("macOS Basic", 0xffffff, 0x000000, MACOS_BASIC),
    palette("VS Code light", 0xffffff, 0x333333, CODE_LIGHT),
];

/// What text and marks need.
const TEXT: f32 = 4.5;
const MARK: f32 = 3.0;

impl Palette {
    /// The colour of a number.
    fn of(&self, index: u8) -> u32 {
        // A cube of 6 x 6 x 6, then greys (xterm's 256colres.h).
        let side = |n: u8| if n == 0 { 0 } else { 55 + 40 * u32::from(n) };
        match index {
            0..16 => self.sixteen[usize::from(index)],
            16..232 => {
                let n = index - 16;
                side(n / 36) << 16 | side(n / 6 % 6) << 8 | side(n % 6)
            }
            232.. => (8 + 10 * u32::from(index - 232)) * 0x01_01_01,
        }
    }

    fn contrast(&self, index: u8) -> f32 {
        let (a, b) = (luminance(parts(self.of(index))), luminance(parts(self.background)));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }
}

fn parts(colour: u32) -> [f32; 3] {
    [16, 8, 0].map(|shift| (colour >> shift & 0xff) as f32 / 255.0)
}

/// Every role with its name.
fn roles(theme: Theme) -> Vec<(&'static str, Style)> {
    let Theme {
        heading,
        strong,
        emphasis,
        strike,
        link,
        code,
        keyword,
        string,
        number,
        comment,
        type_name,
        function,
        constant,
        builtin,
        output,
        aside,
        rule,
        accent,
        selected,
        good,
        bad,
        warn,
    } = theme;
    vec![
        ("heading", heading),
        ("strong", strong),
        ("emphasis", emphasis),
        ("strike", strike),
        ("link", link),
        ("code", code),
        ("keyword", keyword),
        ("string", string),
        ("number", number),
        ("comment", comment),
        ("type_name", type_name),
        ("function", function),
        ("constant", constant),
        ("builtin", builtin),
        ("output", output),
        ("aside", aside),
        ("rule", rule),
        ("accent", accent),
        ("selected", selected),
        ("good", good),
        ("bad", bad),
        ("warn", warn),
    ]
}

fn readable(theme: Theme, palettes: &[Palette]) {
    let mut faint = Vec::new();
    for (role, style) in roles(theme) {
        let index = match style.fg {
            // The terminal's own.
            None => continue,
            Some(Color::Indexed(index)) => index,
            Some(other) => panic!("{role} is {other:?}: give its number"),
        };
        let needed = if role == "rule" { MARK } else { TEXT };
        for palette in palettes {
            let contrast = palette.contrast(index);
            if contrast < needed {
                faint.push(format!("{role} ({index}) on {}: {contrast:.1}", palette.name));
            }
        }
    }
    assert!(faint.is_empty(), "{}", faint.join("\n"));
}

#[test]
fn the_dark_theme_is_readable_on_dark_palettes() {
    readable(Theme::dark(), &DARK);
}

#[test]
fn the_light_theme_is_readable_on_light_palettes() {
    readable(Theme::light(), &LIGHT);
}

/// Why the themes do without the sixteen: only these can be read on every palette of a kind.
#[test]
fn hardly_one_of_the_sixteen_is_readable_everywhere() {
    let everywhere = |palettes: &[Palette]| -> Vec<u8> {
        (0..16).filter(|i| palettes.iter().all(|p| p.contrast(*i) >= TEXT)).collect()
    };
    // Green, cyan, three shades of grey.
    assert_eq!(everywhere(&DARK), [2, 6, 7, 14, 15]);
    // Black.
    assert_eq!(everywhere(&LIGHT), [0]);
}

#[test]
fn nothing_is_dim_and_nothing_sets_a_background() {
    for theme in [Theme::dark(), Theme::light(), Theme::mono()] {
        for (role, style) in roles(theme) {
            assert!(style.bg.is_none(), "{role}");
            assert!(!style.add_modifier.contains(Modifier::DIM), "{role}");
        }
    }
}

#[test]
fn the_mono_theme_has_no_colour() {
    for (role, style) in roles(Theme::mono()) {
        assert_eq!((style.fg, style.bg), (None, None), "{role}");
    }
}

/// Where colours are lost, the weight still shows.
#[test]
fn the_themes_differ_in_colour_alone() {
    let weights = |theme: Theme| -> Vec<Modifier> {
        let roles = roles(Theme { code: NONE, builtin: NONE, ..theme });
        roles.into_iter().map(|(_, style)| style.add_modifier).collect()
    };
    assert_eq!(weights(Theme::dark()), weights(Theme::mono()));
    assert_eq!(weights(Theme::light()), weights(Theme::mono()));
}

#[test]
fn a_background_is_dark_or_light() {
    for palette in &DARK {
        assert_eq!(Background::of(parts(palette.background)), Background::Dark);
        assert_eq!(
            Background::of(parts(palette.foreground)),
            Background::Light,
            "{}",
            palette.name
        );
    }
    for palette in &LIGHT {
        assert_eq!(Background::of(parts(palette.background)), Background::Light);
    }
}

#[test]
fn the_variable_tells_the_background_by_its_number() {
    for (value, background) in [
        ("15;0", Some(Background::Dark)),
        ("0;15", Some(Background::Light)),
        ("0;default;15", Some(Background::Light)),
        ("7;8", Some(Background::Dark)),
        ("0;7", Some(Background::Light)),
        ("0;default", None),
        ("0;232", None),
        ("", None),
        ("light", None),
    ] {
        assert_eq!(Background::from_variable(value), background, "{value:?}");
    }
}
