//! Drawing: plain values become styled text, tables and charts. Reads no clock, file or database.

pub mod canvas;
pub mod card;
pub mod caret;
pub mod chart;
pub mod course;
pub mod diff;
pub mod grid;
pub mod highlight;
pub mod home;
#[cfg(unix)]
pub mod keyboard;
pub mod keys;
pub mod lines;
pub mod markdown;
pub mod plan;
pub mod quiz;
pub mod reader;
pub mod shown;
pub mod styled;
pub mod table;
pub mod terminal;
pub mod theme;
pub mod width;
pub mod words;
pub mod wrap;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::text::Text;

    use super::chart::{Ink, histogram};
    use super::diff::diff;
    use super::markdown;
    use super::table::Table;
    use super::theme::Theme;
    use super::width::columns;

    /// Text made of things that are hard to draw: marks of Markdown, wide and combining characters,
    /// characters that terminals obey and the ways to smuggle them in.
    fn nasty() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            3 => "[a-z]{1,12}|[ -~]{1,8}|[一-龥，。（）]{1,8}",
            2 => prop::sample::select(vec![
                " ", "  ", "\n", "\n\n", "\n    ", "\t", "\r\n", "- ", "\n- ", "\n  - ", "\n1. ",
                "\n999999999. ", "- [x] ", "\n> ", ">>>>>>", "\n# ", "\n---\n", "**", "*", "_", "`", "``",
                "~~", "[", "](", ")", "![", "<b>", "\n<div>\n", "<https://go.dev>", "|", "\n|a|b|\n|-|:-:|\n|",
                "\n| |\n|--:|\n", "\n```go\n", "\n```output\n", "\n```\n", "func f() {", "\\", "\\\n",
            ])
            .prop_map(String::from),
            1 => prop::sample::select(vec![
                "\x1b[31m", "\x07", "\x08", "\x7f", "\u{9b}2J", "\u{202e}", "\u{2066}", "\u{feff}", "\u{2028}",
                "\u{2029}", "&#27;[2J", "&#x202e;", "&#x9b;", "&#10;", "&#9;", "&#13;", "&Tab;", "\0", "\r", "\u{0b}",
                "\u{301}", "☎\u{fe0f}", "👩\u{200d}👩\u{200d}👦", "🇨🇳", "\u{200b}", "\u{ad}", "ᄀᄀᄀᄀ", "\u{fe0f}",
                "ﷺ", "\u{3000}", "\u{a0}", "क्षि", "ลำ", "ـلا",
            ])
            .prop_map(String::from),
        ];
        prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
    }

    fn obeyed(c: char) -> bool {
        c.is_control()
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
            || matches!(c, '\u{2028}' | '\u{2029}')
    }

    fn check(text: &Text<'_>, width: u16) {
        for line in &text.lines {
            assert!(line.width() <= usize::from(width), "{} > {width}: {line:?}", line.width());
            assert!(!line.to_string().contains(obeyed), "{line:?}");
        }
    }

    fn check_string(text: &str, width: Option<u16>) {
        for line in text.split('\n') {
            let most = width.map_or(usize::MAX, usize::from);
            assert!(columns(line) <= most, "{} > {most}: {line:?}", columns(line));
            assert!(!line.contains(obeyed), "{line:?}");
        }
    }

    fn letters(text: &str) -> String {
        text.chars().filter(|c| !c.is_whitespace()).collect()
    }

    proptest! {
        #[test]
        fn cards_fit_and_obey_nothing(text in nasty(), width in 20u16..120) {
            check(&markdown::render(&text, width, &Theme::dark()), width);
            check(&markdown::heading(&text, width, &Theme::mono()), width);
            check_string(&markdown::plain(&text, Some(width)), Some(width));
            check_string(&markdown::plain(&text, None), None);
            let heading = markdown::plain_heading(&text);
            check_string(&heading, None);
            prop_assert!(!heading.contains('\n'));
        }

        #[test]
        fn the_rest_fits_and_obeys_nothing(a in nasty(), b in nasty(), n in 0u64..999, width in 20u16..120) {
            check(&diff(&a, &b, width, &Theme::dark()), width);
            let rows = [(a.clone(), n), (b.clone(), 7)];
            check_string(&histogram(&rows, usize::from(width), Ink::Blocks), Some(width));
            for count in [1, 2, 5, 9] {
                let mut table = Table::new(vec!["head"; count]).right(&[1]);
                table.row([&a, &b, &a, "x", &b]);
                table.row([&b, "调度器", &a]);
                check_string(&table.to_string(Some(width)), Some(width));
                let piped = table.to_string(None);
                check_string(&piped, None);
                prop_assert_eq!(piped.lines().count(), 3);
            }
        }

        #[test]
        fn no_word_is_lost(
            words in prop::collection::vec("[a-z]{1,30}[，。]?|[一-龥]{1,20}[，。：！]?", 1..60),
            gap in "[ \n]",
            width in 20u16..120,
        ) {
            let text = words.join(&gap);
            prop_assert_eq!(letters(&markdown::render(&text, width, &Theme::dark()).to_string()), letters(&text));
            prop_assert_eq!(letters(&markdown::plain(&text, Some(width))), letters(&text));
        }

        #[test]
        fn no_code_is_lost(code in "[ -~一-龥&&[^`]]{1,200}", width in 20u16..120) {
            let text = format!("```go\n{code}\n```");
            let shown = markdown::render(&text, width, &Theme::dark()).to_string();
            prop_assert_eq!(letters(&shown.replace('↪', "")), letters(&code));
        }
    }
}
