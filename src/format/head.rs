//! The head of a deck file: `key: value` lines between two lines `---`.

use super::diagnostic::{Diagnostic, Report};
use super::lines::Lines;
use crate::model::card::{Lang, is_kebab};

/// What the head of a deck says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Head {
    /// `deck:`, the topic.
    pub name: Option<String>,
    /// `title:`, for people.
    pub title: Option<String>,
    /// `short:`, the deck's name in Anki.
    pub short: Option<String>,
    /// `place:`, from 1, in the order of teaching.
    pub place: Option<u32>,
    /// `lang:`.
    pub lang: Option<Lang>,
    /// `go:`, the version that the deck is about.
    pub go: Option<String>,
}

const SHAPE: &str = "begin the file with a line `---`, then `deck: topic`, `title: …`, `lang: en` \
                     and a line `---`";

/// Reads the head. Returns it and the byte at which the cards begin; line breaks must be `\n`.
pub fn read(text: &str, lines: &Lines<'_>, report: &mut Report) -> (Head, usize) {
    let mut head = Head::default();
    if lines.line(1).trim_end() != "---" {
        report.push(Diagnostic::error(1, 1, 0, "the head of the deck is missing").help(SHAPE));
        return (head, 0);
    }
    let mut number = 2;
    loop {
        if lines.start(number) >= text.len() {
            report.push(
                Diagnostic::error(1, 1, 3, "the head of the deck is not closed")
                    .help("write a line `---` after the last `key: value`"),
            );
            return (head, lines.start(2));
        }
        let line = lines.line(number);
        if line.trim_end() == "---" {
            break;
        }
        // A head that was never closed must not swallow the cards.
        if line.starts_with("## ") {
            report.push(
                Diagnostic::error(
                    number,
                    1,
                    2,
                    "a card begins before the head of the deck is closed",
                )
                .help("write a line `---` after the last `key: value`"),
            );
            number -= 1;
            break;
        }
        pair(line, number, &mut head, report);
        number += 1;
    }
    for (missing, key, example) in
        [(head.name.is_none(), "deck", "deck: gmp"), (head.lang.is_none(), "lang", "lang: en")]
    {
        if missing {
            report.push(
                Diagnostic::error(1, 1, 3, format!("the head has no usable `{key}:`"))
                    .help(format!("add a line such as `{example}`")),
            );
        }
    }
    if head.title.is_none() {
        report.push(
            Diagnostic::warning(1, 1, 3, "the head has no `title:`")
                .help("add a line such as `title: The GMP scheduler`"),
        );
    }
    (head, lines.start(number + 1))
}

fn pair(line: &str, number: usize, head: &mut Head, report: &mut Report) {
    if line.trim().is_empty() || line.starts_with('#') {
        return;
    }
    let Some((key, raw)) = line.split_once(':') else {
        report.push(
            Diagnostic::warning(number, 1, line.chars().count(), "this is not `key: value`")
                .help(SHAPE),
        );
        return;
    };
    let column = key.chars().count() + 2 + raw.chars().take_while(|c| c.is_whitespace()).count();
    let len = raw.trim().chars().count();
    let value = unquoted(raw.trim());
    let key = key.trim();
    let twice = match key {
        "deck" => head.name.is_some(),
        "title" => head.title.is_some(),
        "short" => head.short.is_some(),
        "place" => head.place.is_some(),
        "lang" => head.lang.is_some(),
        "go" => head.go.is_some(),
        _ => {
            report.push(
                Diagnostic::warning(number, 1, key.chars().count(), format!("unknown key `{key}`"))
                    .help("use deck, title, short, place, lang or go"),
            );
            return;
        }
    };
    if twice {
        report.push(
            Diagnostic::warning(number, 1, key.chars().count(), format!("`{key}` stands twice"))
                .help("remove one; the first one counts"),
        );
        return;
    }
    if value.is_empty() {
        return;
    }
    match key {
        "deck" if is_kebab(&value) => head.name = Some(value),
        "deck" => report.push(
            Diagnostic::error(number, column, len, format!("`{value}` cannot name a deck"))
                .help("use small letters, digits and single hyphens, such as `gmp`"),
        ),
        "title" => head.title = Some(value),
        "short" if is_short(&value) => head.short = Some(value),
        "short" => report.push(
            Diagnostic::warning(number, column, len, format!("`{value}` cannot be a short name"))
                .help(format!("use at most {LONGEST_SHORT} characters, without `::`")),
        ),
        "place" => match value.parse().ok().filter(|place| (1..=LAST_PLACE).contains(place)) {
            Some(place) => head.place = Some(place),
            None => report.push(
                Diagnostic::warning(number, column, len, format!("`{value}` is no place"))
                    .help(format!("use a number from 1 to {LAST_PLACE}")),
            ),
        },
        "lang" => match value.parse() {
            Ok(lang) => head.lang = Some(lang),
            Err(_) => report.push(
                Diagnostic::error(number, column, len, format!("unknown language `{value}`"))
                    .help("use en or zh"),
            ),
        },
        _ if is_go_version(&value) => head.go = Some(value),
        _ => report.push(
            Diagnostic::warning(number, column, len, format!("`{value}` is no Go version"))
                .help("write it like `go: \"1.27\"`"),
        ),
    }
}

/// Characters of a short name: it is shown in a list of decks, even on a phone.
const LONGEST_SHORT: usize = 40;
/// Far more than there are topics.
const LAST_PLACE: u32 = 9999;

/// Whether a deck of Anki can have the name; `::` divides the levels of decks there.
fn is_short(name: &str) -> bool {
    name.chars().count() <= LONGEST_SHORT
        && !name.contains("::")
        && !name.contains(char::is_control)
}

fn is_go_version(s: &str) -> bool {
    let parts: Vec<&str> = s.split('.').collect();
    (2..=3).contains(&parts.len())
        && parts.iter().all(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit()))
}

/// The value without the quotes around it; within double quotes `\"` and `\\` are resolved.
fn unquoted(raw: &str) -> String {
    let inner = |quote| raw.strip_prefix(quote).and_then(|rest: &str| rest.strip_suffix(quote));
    if let Some(text) = inner('"') {
        let mut out = String::with_capacity(text.len());
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '\\' => out.push(chars.next_if(|&n| n == '"' || n == '\\').unwrap_or('\\')),
                c => out.push(c),
            }
        }
        return out.trim().to_string();
    }
    inner('\'').unwrap_or(raw).trim().to_string()
}

/// `value` as the head writes it: quoted when YAML or [`read`] would otherwise take it for
/// something other than this text.
pub fn quoted(value: &str) -> String {
    let plain = value.chars().next().is_some_and(|c| c.is_alphabetic())
        && !value.contains([':', '#', '"', '\'', '\\', '\n'])
        && value.trim() == value
        && !["true", "false", "null", "yes", "no"].contains(&value.to_ascii_lowercase().as_str());
    if plain {
        value.to_string()
    } else {
        format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
    }
}

/// The head as it stands at the start of a deck file.
pub fn print(head: &Head) -> String {
    let mut out = format!("---\ndeck: {}\n", head.name.as_deref().unwrap_or_default());
    for (key, text) in [("title", &head.title), ("short", &head.short)] {
        let text = text.iter().flat_map(|text| text.split_whitespace());
        let text = text.collect::<Vec<_>>().join(" ");
        if !text.is_empty() {
            out += &format!("{key}: {}\n", quoted(&text));
        }
    }
    if let Some(place) = head.place {
        out += &format!("place: {place}\n");
    }
    if let Some(lang) = head.lang {
        out += &format!("lang: {lang}\n");
    }
    if let Some(go) = &head.go {
        out += &format!("go: \"{go}\"\n");
    }
    out + "---\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read_head(text: &str) -> (Head, usize, Vec<Diagnostic>) {
        let mut report = Report::default();
        let (head, at) = read(text, &Lines::new(text), &mut report);
        (head, at, report.finish())
    }

    #[test]
    fn a_head_is_read() {
        let text = "---\ndeck: gmp\ntitle: 'Go: it''s'\nshort: GMP\nplace: 1\nlang: zh\ngo: \"1.27\"\n\
                    # note\n---\nrest";
        let (head, at, problems) = read_head(text);
        assert_eq!(problems, []);
        assert_eq!(&text[at..], "rest");
        assert_eq!(head.name.as_deref(), Some("gmp"));
        assert_eq!(head.title.as_deref(), Some("Go: it''s"));
        assert_eq!(head.lang, Some(Lang::Zh));
        assert_eq!(head.go.as_deref(), Some("1.27"));
        assert_eq!(head.short.as_deref(), Some("GMP"));
        assert_eq!(head.place, Some(1));
    }

    #[test]
    fn what_is_wrong_in_a_head_is_said() {
        for (text, at, message) in [
            ("", (1, 1), "the head of the deck is missing"),
            ("---\ndeck: a\n", (1, 1), "the head of the deck is not closed"),
            ("---\nlang: en\ntitle: t\n---\n", (1, 1), "the head has no usable `deck:`"),
            ("---\ndeck: a\nlang: en\n---\n", (1, 1), "the head has no `title:`"),
            ("---\ndeck: a\ntitle: t\nlang: fr\n---\n", (4, 7), "unknown language `fr`"),
            ("---\ndeck: 通 道\ntitle: t\nlang: en\n---\n", (2, 7), "`通 道` cannot name a deck"),
            ("---\ndeck: a\ntitle: t\nlang: en\nauthor: me\n---\n", (5, 1), "unknown key `author`"),
            ("---\ndeck: a\ntitle: t\nlang: en\ndeck: b\n---\n", (5, 1), "`deck` stands twice"),
            ("---\ndeck: a\ntitle: t\nlang: en\nwords\n---\n", (5, 1), "this is not `key: value`"),
            ("---\ndeck: a\ntitle: t\nlang: en\ngo: new\n---\n", (5, 5), "`new` is no Go version"),
            ("---\ndeck: a\ntitle: t\nlang: en\nplace: 0\n---\n", (5, 8), "`0` is no place"),
            ("---\ndeck: a\ntitle: t\nlang: en\nplace: x\n---\n", (5, 8), "`x` is no place"),
            (
                "---\ndeck: a\ntitle: t\nlang: en\nshort: A::B\n---\n",
                (5, 8),
                "`A::B` cannot be a short name",
            ),
            (
                "---\ndeck: a\ntitle: t\nlang: en\n## Q {#a-b}\n",
                (5, 1),
                "a card begins before the head of the deck is closed",
            ),
        ] {
            let (_, _, problems) = read_head(text);
            let found: Vec<_> =
                problems.iter().map(|d| ((d.line, d.column), d.message.as_str())).collect();
            assert!(found.contains(&(at, message)), "{text:?}: {found:?}");
        }
    }

    proptest! {
        #[test]
        fn any_head_survives(
            title in "\\PC{0,20}",
            short in "\\PC{0,20}",
            place in proptest::option::of(1..=LAST_PLACE),
        ) {
            let text = |text: &str| {
                let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
                (!text.is_empty()).then_some(text)
            };
            let head = Head {
                name: Some("a".into()),
                title: text(&title),
                short: text(&short.replace("::", "")).filter(|short| is_short(short)),
                place,
                lang: Some(Lang::En),
                go: Some("1.27".into()),
            };
            prop_assert_eq!(read_head(&print(&head)).0, head);
        }
    }
}
