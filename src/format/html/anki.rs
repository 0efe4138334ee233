//! HTML for the fields of Anki's notes, in which nothing does what Anki would do with it.

use super::escape::escape;
use super::{heading_to_html, to_html};

/// What an Anki note type needs for fields of [`to_anki`] within an element of class `gd`: the
/// rules, and colours for light and for Anki's night mode on the desktop, Android and iOS.
pub const ANKI_CSS: &str = concat!(include_str!("anki.css"), "\n", include_str!("card.css"));

/// [`to_html`] for a field of an Anki note, where nothing in the text is a sound, speech, LaTeX,
/// MathJax, a cloze or a field of the template.
pub fn to_anki(markdown: &str) -> String {
    harmless_in_anki(&to_html(markdown))
}

/// [`heading_to_html`] for a field of an Anki note.
pub fn heading_to_anki(question: &str) -> String {
    harmless_in_anki(&heading_to_html(question))
}

/// Plain text for a field of an Anki note.
pub fn text_to_anki(text: &str) -> String {
    harmless_in_anki(&escape(text))
}

/// Breaks what Anki would act upon. An entity hides a bracket from everything that looks at the
/// field's text; a comment hides braces; only an element stops MathJax, which sees through comments.
fn harmless_in_anki(html: &str) -> String {
    const MARKS: [&str; 7] = ["[sound:", "[anki:", "[/anki:", "[latex]", "[/latex]", "[$", "[/$"];
    let mut out = String::with_capacity(html.len());
    let mut before = ' ';
    for (at, c) in html.char_indices() {
        let marked = || {
            let rest = &html.as_bytes()[at..];
            MARKS
                .iter()
                .any(|m| rest.get(..m.len()).is_some_and(|s| s.eq_ignore_ascii_case(m.as_bytes())))
        };
        match (before, c) {
            (_, '[') if before != '\\' && marked() => out.push_str("&#91;"),
            ('\\', '(' | ')' | '[' | ']') => {
                out.push_str("<span></span>");
                if c == '[' { out.push_str("&#91;") } else { out.push(c) }
            }
            ('{', '{') | ('}', '}') => {
                out.push_str("<!-- -->");
                out.push(c);
            }
            _ => out.push(c),
        }
        before = c;
    }
    out
}
