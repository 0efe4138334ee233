//! Code as HTML has it: an element that keeps its spaces.

use super::tag::Tag;
use super::token::Attributes;

/// Code that is being read.
pub(super) struct Code {
    /// The language it is in.
    pub(super) lang: String,
    /// What was read of it.
    pub(super) text: String,
    /// The element that holds it, and how many of its kind are open within.
    pub(super) by: Tag,
    pub(super) depth: usize,
}

impl Code {
    /// Begins an element within it.
    pub(super) fn open(&mut self, tag: Tag, attributes: &Attributes<'_>) {
        match tag {
            tag if tag == self.by => {
                self.depth += 1;
                self.new_line(tag);
            }
            Tag::Code if self.text.trim().is_empty() && self.lang.is_empty() => {
                self.lang = language(attributes);
            }
            Tag::Break => self.text.push('\n'),
            tag => self.new_line(tag),
        }
    }

    /// An element that begins a line begins one in code too.
    fn new_line(&mut self, tag: Tag) {
        let begins = matches!(tag, Tag::Block | Tag::Paragraph);
        if begins && !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }
}

/// Whether an element keeps its spaces as code does. `pre-wrap` is for prose too.
pub(super) fn is_preformatted(attributes: &Attributes<'_>) -> bool {
    let css = attributes.get("style").unwrap_or_default().to_ascii_lowercase();
    let css: String = css.chars().filter(|c| !c.is_whitespace()).collect();
    css.split(';').any(|rule| rule == "white-space:pre")
}

/// The language that a code block names in its class: `language-go`, `lang-go`, `hljs go`.
pub(super) fn language(attributes: &Attributes<'_>) -> String {
    let class = attributes.get("class").unwrap_or_default();
    let words = || class.split_whitespace();
    let named = words().find_map(|w| w.strip_prefix("language-").or(w.strip_prefix("lang-")));
    let named = named.or_else(|| words().skip_while(|w| *w != "hljs").nth(1)).unwrap_or("");
    let plain = |c: char| c.is_ascii_alphanumeric() || "+-#".contains(c);
    if named.len() <= 20 && named.chars().all(plain) {
        named.to_ascii_lowercase()
    } else {
        String::new()
    }
}
