//! Text that came from elsewhere, made safe to show.

use std::borrow::Cow;

/// `text` with every character that could steer a terminal or reorder a line replaced by one
/// visible stand-in: C0 controls (but not `\n` and `\t`) and DEL by their control pictures, C1
/// controls, bidi marks, embeddings, overrides and isolates, byte-order marks, Unicode line
/// breaks and tag characters, in which text can hide, by U+FFFD. Joiners and variation selectors,
/// which scripts and emoji need, stay.
///
/// The result has as many characters as `text`, so columns stay true. Borrowed when nothing changed.
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| stand_in(c).is_none()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| stand_in(c).unwrap_or(c)).collect())
}

/// JSON with every such character escaped as `\uXXXX`: the same values, safe to print. JSON itself
/// already escapes C0 controls.
pub fn escape_json(json: &str) -> Cow<'_, str> {
    let is_open = |c: char| !c.is_ascii_control() && stand_in(c).is_some() || c == '\u{7f}';
    if !json.contains(is_open) {
        return Cow::Borrowed(json);
    }
    let mut escaped = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        if is_open(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                escaped.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            escaped.push(c);
        }
    }
    Cow::Owned(escaped)
}

/// What is shown in place of `c`, `None` when `c` is harmless.
fn stand_in(c: char) -> Option<char> {
    match c {
        '\n' | '\t' => None,
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)),
        '\u{7f}' => Some('\u{2421}'),
        '\u{80}'..='\u{9f}'
        | '\u{61c}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{feff}'
        | '\u{e0000}'..='\u{e007f}' => Some('\u{fffd}'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_steers_a_terminal_becomes_visible() {
        for (text, shown) in [
            ("plain 中文\tand\nlines", "plain 中文\tand\nlines"),
            ("\x1b[31mred\x07", "␛[31mred␇"),
            ("a\rb\0c\x7f", "a␍b␀c␡"),
            ("csi \u{9b}2J nel \u{85}", "csi \u{fffd}2J nel \u{fffd}"),
            ("\u{202e}evil\u{202c}\u{2066}x\u{2069}", "\u{fffd}evil\u{fffd}\u{fffd}x\u{fffd}"),
            ("\u{200e}\u{200f}\u{61c}\u{feff}\u{2028}\u{2029}", &"\u{fffd}".repeat(6)),
            ("hidden\u{e0041}\u{e007f}", "hidden\u{fffd}\u{fffd}"),
            (
                "👩\u{200d}💻 ❤\u{fe0f} क्\u{200d}ष \u{200c}",
                "👩\u{200d}💻 ❤\u{fe0f} क्\u{200d}ष \u{200c}",
            ),
        ] {
            assert_eq!(visible(text), shown, "{text:?}");
        }
    }

    #[test]
    fn harmless_text_is_borrowed() {
        assert!(matches!(visible("go 语言"), Cow::Borrowed(_)));
    }

    proptest! {
        #[test]
        fn escaped_json_has_the_same_value(text in any::<String>(), more in "[\u{7f}-\u{9f}\u{202a}-\u{202e}\u{feff}a]*") {
            let text = text + &more;
            let json = serde_json::to_string(&text).unwrap();
            let escaped = escape_json(&json);
            prop_assert_eq!(visible(&escaped), escaped.as_ref());
            prop_assert_eq!(serde_json::from_str::<String>(&escaped).unwrap(), text);
        }

        #[test]
        fn columns_stay_and_a_second_pass_changes_nothing(text in any::<String>()) {
            let once = visible(&text).into_owned();
            prop_assert_eq!(once.chars().count(), text.chars().count());
            prop_assert!(!once.chars().any(|c| c.is_control() && c != '\n' && c != '\t'));
            prop_assert_eq!(visible(&once), once.as_str());
        }
    }
}
