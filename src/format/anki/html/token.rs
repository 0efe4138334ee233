//! HTML cut into text and tags, in one pass, whatever it is.

use super::entity::decoded;
use super::tag::Tag;

/// Attributes of a tag that are looked at.
const MOST_ATTRIBUTES: usize = 32;

/// A piece of HTML.
pub(super) enum Token<'h> {
    /// Text, entities not yet resolved.
    Text(&'h str),
    Open(Tag, Attributes<'h>),
    Close(Tag),
}

/// The attributes of a tag, not yet cut.
pub(super) struct Attributes<'h>(&'h str);

impl Attributes<'_> {
    /// The value of an attribute, entities resolved.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        let mut rest = self.0;
        for _ in 0..MOST_ATTRIBUTES {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
            if rest.is_empty() {
                return None;
            }
            let end = rest.find(|c: char| c.is_ascii_whitespace() || c == '=' || c == '/');
            let (found, after) = rest.split_at(end.unwrap_or(rest.len()));
            let (value, after) = match after.trim_start().strip_prefix('=') {
                Some(after) => value(after.trim_start()),
                // An attribute without a name, such as a stray `=`, is stepped over.
                None if found.is_empty() => ("", &after[1..]),
                None => ("", after),
            };
            if found.eq_ignore_ascii_case(name) {
                return Some(decoded(value).into_owned());
            }
            rest = after;
        }
        None
    }
}

/// A value in quotes or without, and what follows it.
fn value(rest: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(inside) = rest.strip_prefix(quote) {
            return inside.split_once(quote).unwrap_or((inside, ""));
        }
    }
    rest.split_at(rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len()))
}

/// The tokens of a text.
pub(super) fn tokens(html: &str) -> Tokens<'_> {
    Tokens { rest: html }
}

pub(super) struct Tokens<'h> {
    rest: &'h str,
}

impl<'h> Iterator for Tokens<'h> {
    type Item = Token<'h>;

    fn next(&mut self) -> Option<Token<'h>> {
        loop {
            if self.rest.is_empty() {
                return None;
            }
            let Some(inside) = self.rest.strip_prefix('<') else {
                return Some(self.text(0));
            };
            match inside.bytes().next() {
                Some(b'!') if inside.starts_with("!--") => self.skip_past("-->"),
                Some(b'!' | b'?') => self.skip_past(">"),
                Some(b'/') => {
                    let tag = Tag::of(name(&inside[1..]));
                    self.skip_past(">");
                    if let Some(tag) = tag.filter(|t| *t != Tag::Break) {
                        return Some(Token::Close(tag));
                    }
                }
                Some(b) if b.is_ascii_alphabetic() => {
                    let name = name(inside);
                    let end = end_of_tag(inside);
                    let attributes = &inside[name.len()..end];
                    self.rest = inside.get(end + 1..).unwrap_or("");
                    match Tag::of(name) {
                        Some(Tag::Skipped) => self.skip_content(name),
                        Some(tag) => return Some(Token::Open(tag, Attributes(attributes))),
                        None => {}
                    }
                }
                // `<` that begins no tag is text.
                _ => return Some(self.text(1)),
            }
        }
    }
}

impl<'h> Tokens<'h> {
    /// The text up to the next `<` at or after byte `from`.
    fn text(&mut self, from: usize) -> Token<'h> {
        let end = self.rest[from..].find('<').map_or(self.rest.len(), |at| at + from);
        let (text, rest) = self.rest.split_at(end);
        self.rest = rest;
        Token::Text(text)
    }

    fn skip_past(&mut self, mark: &str) {
        self.rest = self.rest.split_once(mark).map_or("", |(_, after)| after);
    }

    /// Steps over an element whose content is no text.
    fn skip_content(&mut self, name: &str) {
        let mut rest = self.rest;
        while let Some((_, after)) = rest.split_once("</") {
            let closes =
                after.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name));
            if closes {
                self.rest = after.split_once('>').map_or("", |(_, after)| after);
                return;
            }
            rest = after;
        }
        self.rest = "";
    }
}

fn name(inside: &str) -> &str {
    let end = inside.find(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    &inside[..end.unwrap_or(inside.len())]
}

/// The place of the `>` that ends a tag, not one within quotes; the end of the text if there is none.
fn end_of_tag(inside: &str) -> usize {
    let mut quote = None;
    let mut after_equals = false;
    for (at, byte) in inside.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'>') => return at,
            (None, b'"' | b'\'') if after_equals => quote = Some(byte),
            _ => {}
        }
        after_equals = byte == b'=' || (after_equals && byte.is_ascii_whitespace());
    }
    // A quote that never ends would swallow the rest of the text.
    inside.find('>').unwrap_or(inside.len())
}
