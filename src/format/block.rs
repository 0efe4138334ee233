//! The blocks of a Markdown text, as pulldown-cmark sees them: what is a heading, a line, a fence.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::text::fence;

/// The Markdown dialect of cards: CommonMark, tables, heading attributes.
pub const DIALECT: Options = Options::ENABLE_TABLES.union(Options::ENABLE_HEADING_ATTRIBUTES);

/// One block. Blocks at the margin (outside lists and quotes) all count; of nested ones only
/// fences do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Whole lines: from the start of its first line to the end of its last, line break included.
    pub range: Range<usize>,
    /// Whether it stands in a list or a quote.
    pub nested: bool,
    /// What it is.
    pub kind: BlockKind,
}

/// What a block is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlockKind {
    /// `## …` with its level.
    Heading(u8),
    /// A heading made by underlining, with `---` (level 2) or `===` (level 1).
    Underlined(u8),
    /// A line of `---`, `***` or the like.
    Rule,
    /// A fenced code block.
    Fence(Fence),
    /// Code by indentation.
    Indented,
    /// Raw HTML; `closed` is false when it swallows the rest of the text.
    Html {
        /// Whether it ends before the text does.
        closed: bool,
    },
    /// A paragraph.
    Paragraph,
    /// A list, a quote, a table.
    Other,
}

/// A fenced code block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fence {
    /// The words after the opening fence, such as `go run`.
    pub info: String,
    /// The lines between the fences, each with its line break.
    pub code: String,
    /// Whether there is a closing fence.
    pub closed: bool,
}

impl Block {
    /// The fence it is, if it is one.
    pub fn fence(&self) -> Option<&Fence> {
        match &self.kind {
            BlockKind::Fence(fence) => Some(fence),
            _ => None,
        }
    }
}

/// The blocks of `text` in order, in one pass. Line breaks must be `\n`.
pub fn blocks(text: &str) -> Vec<Block> {
    let mut found: Vec<Block> = Vec::new();
    let mut depth = 0usize;
    // The fence being read: its place in `found`.
    let mut open: Option<usize> = None;
    for (event, range) in Parser::new_ext(text, DIALECT).into_offset_iter() {
        match event {
            Event::Start(tag) => {
                let kind = match tag {
                    Tag::CodeBlock(CodeBlockKind::Fenced(info)) => {
                        open = Some(found.len());
                        let info = info.split_whitespace().collect::<Vec<_>>().join(" ");
                        let closed = is_closed(&text[range.clone()]);
                        Some(BlockKind::Fence(Fence { info, code: String::new(), closed }))
                    }
                    _ if depth > 0 => None,
                    Tag::CodeBlock(CodeBlockKind::Indented) => Some(BlockKind::Indented),
                    Tag::Heading { level, .. } => Some(heading(&text[range.clone()], level)),
                    Tag::HtmlBlock => {
                        Some(BlockKind::Html { closed: html_is_closed(text, &range) })
                    }
                    Tag::Paragraph => Some(BlockKind::Paragraph),
                    _ => Some(BlockKind::Other),
                };
                if let Some(kind) = kind {
                    found.push(Block { range: whole_lines(text, &range), nested: depth > 0, kind });
                }
                depth += 1;
            }
            Event::End(end) => {
                depth = depth.saturating_sub(1);
                if end == TagEnd::CodeBlock {
                    open = None;
                }
            }
            Event::Text(part) => {
                if let Some(block) = open.and_then(|at| found.get_mut(at))
                    && let BlockKind::Fence(fence) = &mut block.kind
                {
                    fence.code.push_str(&part);
                }
            }
            Event::Rule if depth == 0 => {
                let range = whole_lines(text, &range);
                found.push(Block { range, nested: false, kind: BlockKind::Rule });
            }
            _ => {}
        }
    }
    found
}

fn whole_lines(text: &str, range: &Range<usize>) -> Range<usize> {
    let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let end = if range.end > start && text[..range.end].ends_with('\n') {
        range.end
    } else {
        text[range.end..].find('\n').map_or(text.len(), |at| range.end + at + 1)
    };
    start..end
}

fn heading(source: &str, level: HeadingLevel) -> BlockKind {
    let level = level as u8;
    // An underlined heading has a second line.
    if source.trim().contains('\n') {
        BlockKind::Underlined(level)
    } else {
        BlockKind::Heading(level)
    }
}

/// Whether a fenced block ends with a closing fence.
fn is_closed(source: &str) -> bool {
    let mark = fence::mark(source);
    let Some((_, last)) = source.trim_end().rsplit_once('\n') else { return false };
    let last = last.trim_start_matches([' ', '\t', '>']);
    last.starts_with(mark) && last.chars().all(|c| mark.starts_with(c))
}

/// Whether a block of HTML ended by itself. Comments and the like go on to the end of the text when
/// nothing closes them; other HTML ends at a blank line.
fn html_is_closed(text: &str, range: &Range<usize>) -> bool {
    if !text[range.end..].trim().is_empty() {
        return true;
    }
    let source = text[range.clone()].trim();
    let lower =
        |tag: &str| source.get(1..=tag.len()).is_some_and(|name| name.eq_ignore_ascii_case(tag));
    let closer = if source.starts_with("<!--") {
        "-->"
    } else if source.starts_with("<?") {
        "?>"
    } else if source.starts_with("<![CDATA[") {
        "]]>"
    } else if source.starts_with("<!") {
        ">"
    } else if let Some(tag) = ["pre", "script", "style", "textarea"].into_iter().find(|t| lower(t))
    {
        return source.to_ascii_lowercase().contains(&format!("</{tag}>"));
    } else {
        return true;
    };
    source.contains(closer)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<BlockKind> {
        blocks(text).into_iter().map(|b| b.kind).collect()
    }

    fn fence(info: &str, code: &str, closed: bool) -> BlockKind {
        BlockKind::Fence(Fence { info: info.into(), code: code.into(), closed })
    }

    #[test]
    fn headings_and_rules_inside_fences_do_not_count() {
        let text = "## Q\n\n````md\n## no\n```\n---\n````\n\n---\n";
        assert_eq!(
            kinds(text),
            [BlockKind::Heading(2), fence("md", "## no\n```\n---\n", true), BlockKind::Rule]
        );
    }

    #[test]
    fn a_line_of_dashes_under_text_is_a_heading() {
        assert_eq!(kinds("text\n---\n"), [BlockKind::Underlined(2)]);
        assert_eq!(kinds("#text\n===\n"), [BlockKind::Underlined(1)]);
        assert_eq!(kinds("- a\n---\n"), [BlockKind::Other, BlockKind::Rule]);
    }

    #[test]
    fn an_open_fence_is_told_from_a_closed_one() {
        assert_eq!(kinds("~~~\nx"), [fence("", "x", false)]);
        assert_eq!(kinds("```"), [fence("", "", false)]);
        assert_eq!(kinds("```\n```"), [fence("", "", true)]);
        assert_eq!(kinds("```\n\n## Q\n``` go\n"), [fence("", "\n## Q\n``` go\n", false)]);
        assert_eq!(kinds("````\n```\n"), [fence("", "```\n", false)]);
    }

    #[test]
    fn nested_fences_are_found_without_their_indentation() {
        let found = blocks("- a\n\n  ```go  run\n  x\n    y\n  ```\n\n> ```\n> z\n> ```\n");
        let fences: Vec<_> = found.iter().filter(|b| b.nested).collect();
        assert_eq!(fences[0].kind, fence("go run", "x\n  y\n", true));
        assert_eq!(fences[1].kind, fence("", "z\n", true));
    }

    #[test]
    fn html_that_swallows_the_rest_is_told_from_html_that_does_not() {
        for (text, closed) in [
            ("<!-- a\n\n## Q\n", false),
            ("<!-- a\n\n## Q -->\n", true),
            ("<!-- a -->\n\ntext", true),
            ("<div>\n", true),
            ("<PRE>\n\nx\n", false),
            ("<pre>\n\nx</Pre>\n", true),
            ("<?php\n", false),
        ] {
            assert_eq!(kinds(text).first(), Some(&BlockKind::Html { closed }), "{text:?}");
        }
    }

    #[test]
    fn ranges_are_whole_lines() {
        let text = "   ## Q\n\n    code\n\npar\nagraph\n\n ---\n";
        let cut: Vec<_> = blocks(text).iter().map(|b| &text[b.range.clone()]).collect();
        assert_eq!(cut, ["   ## Q\n", "    code\n", "par\nagraph\n", " ---\n"]);
    }
}
