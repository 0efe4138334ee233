//! HTML to Markdown, for the fields of Anki's notes.
//!
//! One pass, no recursion: time and memory grow with the length whatever the nesting. What has no
//! place in Markdown (scripts, styles, colours) is dropped, its text kept; links keep only addresses
//! that a browser may open; control characters are dropped here, and whatever may reorder a line is
//! shown harmlessly wherever a card is shown.

mod code;
mod entity;
mod indented;
mod inline;
mod nest;
mod plain;
mod table;
mod tag;
mod token;

use std::collections::HashMap;

use code::{Code, is_preformatted, language};
use indented::{Line, parts};
use inline::{Inline, Style};
use nest::Nest;
pub use plain::plain;
use table::Table;
use tag::Tag;
use token::{Attributes, Token, tokens};

use crate::text::encode::percent_decoded;
use crate::text::fence;

/// Open elements; what is nested deeper is taken without its tags.
const DEEPEST: usize = 100;
/// Where a numbered list may begin.
const LARGEST_START: u32 = 9999;
/// Pictures and sounds on one side of a card; the names of further ones become text.
const MOST_MEDIA: usize = 200;
/// The longest mark of Anki's, such as `[sound:name]`; file systems allow names of 255 bytes.
const LONGEST_MARK: usize = 1000;
/// Combining marks on one letter; more climb over the lines above.
const MOST_MARKS: usize = 6;

/// What became of the HTML.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Converted {
    /// The Markdown, without a line break at its end.
    pub markdown: String,
    /// The names that its pictures and sounds had, each once.
    pub media: Vec<String>,
    /// Whether it begins with a line of text, not with a list, a table or code.
    pub begins_with_text: bool,
}

/// Converts a field of a card.
pub fn to_markdown(html: &str) -> Converted {
    convert(html, Writer::default())
}

/// Converts a rendered side of a card, with the pictures and sounds under other names where `names`
/// has one.
pub fn to_markdown_with(html: &str, names: &HashMap<String, String>) -> Converted {
    convert(html, Writer { names: Some(names), ..Writer::default() })
}

fn convert(html: &str, mut writer: Writer<'_>) -> Converted {
    for token in tokens(html) {
        match token {
            Token::Text(text) => writer.text(text),
            Token::Open(tag, attributes) => writer.open(tag, &attributes),
            Token::Close(tag) => writer.close(tag),
        }
    }
    while writer.pop() {}
    writer.end_code();
    writer.end_paragraph();
    writer.converted.markdown.truncate(writer.converted.markdown.trim_end().len());
    writer.converted
}

/// Text with its entities resolved, and without control characters or stacks of combining marks.
fn clean(text: &str) -> String {
    let mut marks = 0;
    let is_kept = |c: &char| {
        marks = if is_mark(*c) { marks + 1 } else { 0 };
        marks <= MOST_MARKS && (!c.is_control() || matches!(c, '\n' | '\t'))
    };
    entity::decoded(text).chars().filter(is_kept).collect()
}

#[derive(Default)]
struct Writer<'n> {
    converted: Converted,
    /// Other names for pictures and sounds.
    names: Option<&'n HashMap<String, String>>,
    open: Vec<(Tag, Style)>,
    style: Style,
    inline: Inline,
    /// Lines of the open paragraph.
    lines: Vec<Line>,
    /// The lists and quotes that are open.
    nest: Nest,
    /// The next number of each open list, `None` for bullets.
    lists: Vec<Option<u32>>,
    code: Option<Code>,
    /// Where the Markdown ends, if it ends with code that was typed as text.
    code_end: Option<usize>,
    table: Option<Table>,
}

/// What stands before the `]` that ends a mark, and after it.
fn closed(mark: &str) -> Option<(&str, &str)> {
    let end = mark.bytes().take(LONGEST_MARK).position(|b| b == b']')?;
    Some((&mark[..end], &mark[end + 1..]))
}

impl Writer<'_> {
    fn text(&mut self, text: &str) {
        if let Some(code) = &mut self.code {
            code.text.push_str(&clean(text).replace('\u{a0}', " "));
            return;
        }
        // Anki looks for its own marks before it resolves entities: `&#91;sound:` is not a sound.
        let mut rest = text;
        while let Some((before, tag)) = rest.split_once('[') {
            let sound = tag.strip_prefix("sound:").and_then(closed);
            let Some((name, after)) = sound else {
                // Marks around text that Anki would read aloud are not text.
                let spoken = tag.starts_with("anki:tts") || tag.starts_with("/anki:tts");
                match spoken.then(|| closed(tag)).flatten() {
                    Some((_, after)) => {
                        self.inline.text(&clean(before), self.style);
                        rest = after;
                    }
                    None => {
                        let (bracket, after) = rest.split_at(before.len() + 1);
                        self.inline.text(&clean(bracket), self.style);
                        rest = after;
                    }
                }
                continue;
            };
            self.inline.text(&clean(before), self.style);
            let name = clean(name);
            self.media(&name, &name);
            rest = after;
        }
        self.inline.text(&clean(rest), self.style);
    }

    /// A picture or sound, by the name it has in the package.
    fn media(&mut self, name: &str, alt: &str) {
        let known = &self.converted.media;
        if super::package::is_plain_name(name) && known.len() < MOST_MEDIA {
            let here = self.names.and_then(|names| names.get(name));
            self.inline.image(alt, here.map_or(name, String::as_str));
            if !self.converted.media.iter().any(|m| m == name) {
                self.converted.media.push(name.to_owned());
            }
        } else {
            self.inline.text(alt, self.style);
        }
    }

    fn open(&mut self, tag: Tag, attributes: &Attributes<'_>) {
        if let Some(code) = &mut self.code {
            return code.open(tag, attributes);
        }
        match tag {
            Tag::Break => return self.line_break(),
            Tag::Rule => {
                self.end_paragraph();
                return self.block("***");
            }
            Tag::Image => return self.picture(attributes),
            Tag::Item => self.close_within(Tag::Item, &[Tag::List, Tag::Ordered]),
            Tag::Row => self.close_within(Tag::Row, &[Tag::Table]),
            Tag::Cell => self.close_within(Tag::Cell, &[Tag::Row, Tag::Table]),
            Tag::Paragraph => {
                self.close_within(Tag::Paragraph, &[Tag::Item, Tag::Cell, Tag::Quote])
            }
            _ => {}
        }
        if self.open.len() == DEEPEST {
            return;
        }
        self.open.push((tag, self.style));
        self.begin(tag, attributes);
    }

    fn picture(&mut self, attributes: &Attributes<'_>) {
        let name = attributes.get("src").unwrap_or_default();
        let name = percent_decoded(&name);
        let alt = attributes.get("alt").filter(|a| !a.trim().is_empty());
        let shown = alt.unwrap_or_else(|| match name.split_once(':') {
            Some(_) => "picture".to_owned(),
            None => name.clone(),
        });
        self.media(&name, &shown);
    }

    /// Begins an element that is open now.
    fn begin(&mut self, tag: Tag, attributes: &Attributes<'_>) {
        match tag {
            Tag::Bold => self.style.bold = true,
            Tag::Italic => self.style.italic = true,
            Tag::Strike => self.style.strike = true,
            Tag::Code => self.style.code = true,
            Tag::Link => {
                let to = attributes.get("href").filter(|to| may_be_opened(to));
                self.style.link = to.and_then(|to| self.inline.link(&to));
            }
            Tag::Span => {
                let css = attributes.get("style").unwrap_or_default().to_ascii_lowercase();
                let css: String = css.chars().filter(|c| !c.is_whitespace()).collect();
                self.style.bold |= ["bold", "600", "700", "800", "900"]
                    .iter()
                    .any(|w| css.contains(&format!("font-weight:{w}")));
                self.style.italic |= css.contains("font-style:italic");
            }
            Tag::Super => self.inline.text("^", self.style),
            Tag::Reading => self.inline.text("(", self.style),
            Tag::Block if is_preformatted(attributes) => self.begin_code(tag, attributes),
            Tag::Block => self.end_line(),
            Tag::Paragraph => self.end_paragraph(),
            Tag::Heading => {
                self.end_paragraph();
                // A question in large letters needs no stars.
                self.style.bold |= !self.converted.markdown.is_empty();
            }
            Tag::Quote => {
                self.end_paragraph();
                self.nest.enter("> ".into(), "> ".into());
            }
            Tag::List | Tag::Ordered => {
                self.end_paragraph();
                self.nest.tight = !self.nest.is_empty();
                let start = || {
                    let start = attributes.get("start").and_then(|s| s.parse::<u32>().ok());
                    start.unwrap_or(1).min(LARGEST_START)
                };
                self.lists.push((tag == Tag::Ordered).then(start));
            }
            Tag::Item => self.begin_item(),
            Tag::Pre => self.begin_code(tag, attributes),
            Tag::Table => {
                self.spill_table();
                self.end_paragraph();
                self.table = Some(Table::default());
            }
            Tag::Cell if self.table.is_some() => {
                self.end_paragraph();
                if let Some(table) = &mut self.table {
                    table.in_cell = true;
                }
            }
            Tag::Row | Tag::Cell => self.end_line(),
            _ => {}
        }
    }

    fn begin_item(&mut self) {
        self.end_paragraph();
        let mark = match self.lists.last_mut() {
            Some(Some(number)) => {
                let mark = format!("{}. ", *number);
                *number = number.saturating_add(1).min(999_999);
                mark
            }
            _ => "- ".to_owned(),
        };
        let indent = " ".repeat(mark.len());
        self.nest.enter(mark, indent);
    }

    fn close(&mut self, tag: Tag) {
        if let Some(code) = &mut self.code {
            if tag != code.by {
                return;
            }
            if code.depth > 0 {
                code.depth -= 1;
                return;
            }
        }
        match self.open.iter().rposition(|(open, _)| *open == tag) {
            Some(at) => while self.open.len() > at && self.pop() {},
            None if tag == Tag::Block || tag == Tag::Paragraph => self.end_line(),
            None => {}
        }
    }

    /// Closes an element that its next sibling ends, unless one of `walls` stands between.
    fn close_within(&mut self, tag: Tag, walls: &[Tag]) {
        let near = self.open.iter().rev().find(|(open, _)| *open == tag || walls.contains(open));
        if near.is_some_and(|(open, _)| *open == tag) {
            self.close(tag);
        }
    }

    /// Closes the innermost element; false when none is open.
    fn pop(&mut self) -> bool {
        let Some((tag, style)) = self.open.pop() else { return false };
        match tag {
            _ if self.code.as_ref().is_some_and(|code| code.by == tag) => self.end_code(),
            Tag::Reading => self.inline.text(")", self.style),
            Tag::Block => self.end_line(),
            Tag::Paragraph | Tag::Heading => self.end_paragraph(),
            Tag::Quote | Tag::Item => {
                self.end_paragraph();
                // A quote nested deeper than is drawn never got a container of its own.
                self.nest.leave();
                self.nest.tight = tag == Tag::Item;
            }
            Tag::List | Tag::Ordered => {
                self.end_paragraph();
                self.lists.pop();
                self.nest.tight = !self.nest.is_empty();
            }
            Tag::Cell => self.end_cell(),
            Tag::Row => {
                let is_row = self.table.as_mut().is_some_and(Table::end_row);
                if !is_row {
                    self.end_line();
                }
            }
            Tag::Table => self.end_table(),
            _ => {}
        }
        self.style = style;
        true
    }

    fn line_break(&mut self) {
        if self.in_cell() {
            self.inline.text(" ", Style::default());
        } else if self.inline.is_empty() {
            self.end_paragraph();
        } else {
            self.end_line();
        }
    }

    fn in_cell(&self) -> bool {
        self.table.as_ref().is_some_and(|t| t.in_cell)
    }

    fn end_line(&mut self) {
        let looks = self.inline.looks();
        let is_plain = self.inline.is_plain();
        let markdown = self.inline.finish(self.in_cell());
        if !markdown.is_empty() {
            self.lines.push(Line { markdown, looks, is_plain });
        }
    }

    /// Code that was typed as text. With `goes_on` it continues the code before an empty line.
    fn typed_code(&mut self, text: &str, goes_on: bool) {
        let out = &mut self.converted.markdown;
        match out.strip_suffix("\n```").filter(|_| goes_on && !text.contains("```")) {
            Some(before) => {
                out.truncate(before.len());
                out.push_str(&format!("\n\n{text}\n```"));
            }
            None => self.fence("", text),
        }
        let at_margin = self.nest.is_empty();
        self.code_end = at_margin.then_some(self.converted.markdown.len());
    }

    fn begin_code(&mut self, by: Tag, attributes: &Attributes<'_>) {
        self.spill_table();
        self.end_paragraph();
        self.code = Some(Code { lang: language(attributes), text: String::new(), by, depth: 0 });
    }

    fn end_paragraph(&mut self) {
        self.end_line();
        if self.lines.is_empty() || self.in_cell() {
            return;
        }
        let lines = std::mem::take(&mut self.lines);
        let mut goes_on = self.code_end == Some(self.converted.markdown.len());
        for (part, is_code) in parts(lines, goes_on) {
            if self.converted.markdown.is_empty() {
                self.converted.begins_with_text = self.nest.is_empty() && !is_code;
            }
            if !is_code {
                self.block(&part.join("\\\n"));
            } else {
                self.typed_code(&part.join("\n"), goes_on);
            }
            goes_on = false;
        }
    }

    /// Writes a block with the indents of the lists and quotes around it.
    fn block(&mut self, text: &str) {
        self.nest.write(&mut self.converted.markdown, text);
    }

    fn end_code(&mut self) {
        let Some(code) = self.code.take() else { return };
        self.fence(&code.lang, code.text.trim_matches('\n').trim_end());
    }

    fn fence(&mut self, lang: &str, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        let fence = fence::longer(text);
        self.block(&format!("{fence}{lang}\n{text}\n{fence}"));
    }

    fn end_cell(&mut self) {
        self.end_line();
        let lines = std::mem::take(&mut self.lines);
        match &mut self.table {
            Some(table) => {
                table.in_cell = false;
                let words: Vec<String> = lines.into_iter().map(|line| line.markdown).collect();
                table.cell(words.join(" "));
            }
            None => self.lines = lines,
        }
    }

    /// Writes what the open table holds so far as lines: something in it does not fit into a cell.
    fn spill_table(&mut self) {
        if let Some(table) = self.table.take() {
            let cells = table.cells().map(Line::plain);
            let lines = std::mem::take(&mut self.lines);
            self.lines.extend(cells.chain(lines));
            self.end_paragraph();
        }
    }

    fn end_table(&mut self) {
        let Some(markdown) = self.table.as_ref().and_then(Table::markdown) else {
            return self.spill_table();
        };
        self.table = None;
        self.block(&markdown);
    }
}

fn may_be_opened(address: &str) -> bool {
    let address = address.trim_start().to_ascii_lowercase();
    ["http://", "https://", "mailto:"].iter().any(|scheme| address.starts_with(scheme))
}

fn longest_run(text: &str, of: char) -> usize {
    let mut longest = 0;
    let mut run = 0;
    for c in text.chars() {
        run = if c == of { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

/// Combining marks: the blocks that Latin text uses, and those that get abused.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

#[cfg(test)]
mod tests;
