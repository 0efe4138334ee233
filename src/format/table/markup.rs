//! Whether a table that does not say so has HTML in its cells, as Anki exported for years and scripts
//! write; and such a cell as Markdown.

use crate::format::anki::html;

/// What the cells of a table are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Markup {
    /// Text, or Markdown.
    #[default]
    Plain,
    /// HTML, as the table says.
    Told,
    /// HTML, because some cells have tags; a cell without any is text.
    Found,
}

/// Elements without an end.
const VOID: [&str; 3] = ["br", "hr", "img"];
/// Elements that count when they are closed somewhere: `<b>` alone may stand for a word.
const PAIRED: [&str; 28] = [
    "a",
    "b",
    "blockquote",
    "code",
    "del",
    "div",
    "em",
    "font",
    "h1",
    "h2",
    "h3",
    "i",
    "li",
    "ol",
    "p",
    "pre",
    "s",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "table",
    "td",
    "th",
    "tr",
    "u",
    "ul",
];

/// Whether HTML stands in a text outside of backquotes.
pub(super) fn is_html(text: &str) -> bool {
    let mut open = [false; PAIRED.len()];
    let mut closed = [false; PAIRED.len()];
    for line in text.lines().filter(|line| line.contains('<')) {
        let outside = line.split('`').step_by(2);
        for tag in outside.flat_map(|part| part.split('<').skip(1)) {
            let (closes, tag) = tag.strip_prefix('/').map_or((false, tag), |tag| (true, tag));
            let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
            if !tag[name.len()..].starts_with(['>', ' ', '/']) || !tag.contains('>') {
                continue;
            }
            if VOID.iter().any(|void| void.eq_ignore_ascii_case(name)) {
                return true;
            }
            let at = PAIRED.iter().position(|paired| paired.eq_ignore_ascii_case(name));
            if let Some(at) = at {
                if closes {
                    closed[at] = true
                } else {
                    open[at] = true
                }
                if open[at] && closed[at] {
                    return true;
                }
            }
        }
    }
    false
}

/// Markdown that may have tags in it, as Markdown.
pub(in crate::format) fn found(text: &str) -> String {
    shown(text, Markup::Found)
}

/// A cell as Markdown.
pub(super) fn shown(cell: &str, markup: Markup) -> String {
    let has = |mark: &str| cell.contains(mark);
    match markup {
        Markup::Told => html::to_markdown(cell).markdown,
        Markup::Found if !is_html(cell) && !has_entity(cell) => cell.trim().to_owned(),
        // Markdown in which only lines are broken by tags.
        Markup::Found if has("`") || has("**") => broken(cell),
        Markup::Found => html::to_markdown(cell).markdown,
        Markup::Plain => cell.trim().to_owned(),
    }
}

/// Markdown with its `<br>` as line breaks.
fn broken(cell: &str) -> String {
    let mut out = String::with_capacity(cell.len());
    let mut rest = cell.trim();
    while let Some((before, tag)) = rest.split_once('<') {
        out.push_str(before);
        let is_break = tag.get(..2).is_some_and(|name| name.eq_ignore_ascii_case("br"));
        let end =
            tag.find('>').filter(|end| tag[2.min(*end)..*end].trim_matches(['/', ' ']).is_empty());
        let is_code = out.matches('`').count() % 2 == 1;
        match end {
            Some(end) if is_break && !is_code => {
                out.push('\n');
                rest = &tag[end + 1..];
            }
            _ => {
                out.push('<');
                rest = tag;
            }
        }
    }
    out.push_str(rest);
    out
}

/// Whether a cell has a character written by name or number.
fn has_entity(cell: &str) -> bool {
    cell.split('&').skip(1).any(|rest| {
        let name =
            rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '#').next().unwrap_or("");
        (2..=8).contains(&name.len()) && rest[name.len()..].starts_with(';')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_of_html_show_it() {
        for (text, expected) in [
            ("a\t<b>x</b>", true),
            ("a\tone<br>two", true),
            ("a\tone<BR/>two", true),
            ("a\t<img src=\"x.png\">", true),
            ("a\t<div class=x>y</div>", true),
            ("a\t<code>x\n</code>", true),
            ("a\tchan<int>", false),
            ("a\tList<String>, map[K]<-ch", false),
            ("git checkout <b>", false),
            ("DROP TABLE <table>", false),
            ("What is `<br>`?\tA break", false),
            ("a < b and c > d", false),
            ("x<br y", false),
        ] {
            assert_eq!(is_html(text), expected, "{text}");
        }
    }

    #[test]
    fn a_cell_is_html_only_where_it_looks_so() {
        for (cell, expected) in [
            ("A <b>copy</b><br>of it", "A **copy**\\\nof it"),
            ("1 &lt; 2", "1 < 2"),
            ("plain, two * three", "plain, two * three"),
            ("**Bold**<br>and `<br>`<br />more", "**Bold**\nand `<br>`\nmore"),
            ("R&D; x", "R&D; x"),
        ] {
            assert_eq!(shown(cell, Markup::Found), expected, "{cell}");
        }
        assert_eq!(shown("a<br>b", Markup::Plain), "a<br>b");
    }
}
