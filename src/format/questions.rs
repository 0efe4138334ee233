//! Lists of questions: which lines of a text file ask something.
//!
//! A plain list has one question a line. A file with list items, headings or fenced code is read as
//! Markdown. There, questions are
//!
//! * the items of a checklist (`- [ ]`, `- [x]`), done or not; without any of those, all list items;
//! * lines elsewhere (paragraphs, other items, headings) that end in `?` or `？`.
//!
//! Prose, code, tables, quotes and other headings are not questions. A nested item takes the items
//! above it as its context.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::lines::{Lines, normalized};

/// A question of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Its line, from 1.
    pub line: usize,
    /// What is asked, without Markdown marks.
    pub text: String,
    /// The items that it is nested in, the outermost first.
    pub context: Vec<String>,
}

/// The questions of a text file in order.
pub fn read(source: &str) -> Vec<Question> {
    let source = normalized(source);
    let mut reader = Reader::new(&source);
    for (event, range) in Parser::new_ext(&source, DIALECT).into_offset_iter() {
        reader.event(event, range.start);
    }
    if !reader.is_markdown {
        let lines = source.lines().enumerate().map(|(at, line)| (at + 1, line.trim()));
        return lines
            .filter(|(_, line)| line.contains(char::is_alphanumeric))
            .map(|(line, text)| Question { line, text: text.to_owned(), context: Vec::new() })
            .collect();
    }
    let has_checklist = reader.found.iter().any(|found| found.kind == Kind::Checked);
    let is_question = |found: &Found| match found.kind {
        Kind::Checked => true,
        Kind::Item => !has_checklist || asks(&found.question.text),
        Kind::Line => asks(&found.question.text),
    };
    reader.found.into_iter().filter(is_question).map(|found| found.question).collect()
}

/// Front matter holds no questions; a heading may carry attributes, as in a deck.
const DIALECT: Options = Options::ENABLE_TASKLISTS
    .union(Options::ENABLE_TABLES)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_YAML_STYLE_METADATA_BLOCKS);

fn asks(text: &str) -> bool {
    text.ends_with(['?', '？'])
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// An item of a checklist.
    Checked,
    /// Any other item of a list.
    Item,
    /// Any other line.
    Line,
}

struct Found {
    question: Question,
    kind: Kind,
}

/// An open list item.
struct Item {
    kind: Kind,
    /// Its first paragraph, once read.
    text: Option<String>,
}

/// One line of text as it is read.
#[derive(Default)]
struct Line {
    at: Option<usize>,
    text: String,
    /// Bytes of `text` that stand in links.
    linked: usize,
}

struct Reader<'a> {
    source: &'a str,
    lines: Lines<'a>,
    items: Vec<Item>,
    /// The lines of the paragraph, heading or item being read.
    block: Vec<Line>,
    in_link: bool,
    /// How many quotes, code blocks, tables and the like are open.
    skipped: usize,
    is_markdown: bool,
    found: Vec<Found>,
}

impl<'a> Reader<'a> {
    fn new(source: &'a str) -> Self {
        Reader {
            source,
            lines: Lines::new(source),
            items: Vec::new(),
            block: Vec::new(),
            in_link: false,
            skipped: 0,
            is_markdown: false,
            found: Vec::new(),
        }
    }

    fn event(&mut self, event: Event<'_>, at: usize) {
        match event {
            Event::Start(tag) => {
                match tag {
                    // An underlined one is most likely a plain line above a rule.
                    Tag::Heading { .. } => self.is_markdown |= self.source[at..].starts_with('#'),
                    Tag::Item => {
                        self.end_block();
                        self.is_markdown = true;
                        self.items.push(Item { kind: Kind::Item, text: None });
                    }
                    Tag::List(_) => self.end_block(),
                    Tag::CodeBlock(ref kind) => {
                        self.is_markdown |= kind.is_fenced();
                    }
                    Tag::Link { .. } => self.in_link = true,
                    _ => {}
                }
                self.skipped += usize::from(is_skipped(&tag.to_end()));
            }
            Event::End(tag) => {
                self.skipped -= usize::from(is_skipped(&tag));
                match tag {
                    TagEnd::Paragraph | TagEnd::Heading(_) => self.end_block(),
                    TagEnd::Item => {
                        self.end_block();
                        self.items.pop();
                    }
                    TagEnd::Link => self.in_link = false,
                    _ => {}
                }
            }
            Event::TaskListMarker(_) => {
                if let Some(item) = self.items.last_mut() {
                    item.kind = Kind::Checked;
                }
            }
            Event::Text(text) | Event::Code(text) if self.skipped == 0 => self.text(&text, at),
            Event::SoftBreak | Event::HardBreak => self.block.push(Line::default()),
            _ => {}
        }
    }

    fn text(&mut self, text: &str, at: usize) {
        if self.block.is_empty() {
            self.block.push(Line::default());
        }
        if let Some(line) = self.block.last_mut() {
            line.at.get_or_insert(at);
            line.text += text;
            line.linked += if self.in_link { text.len() } else { 0 };
        }
    }

    /// The paragraph or heading is at its end.
    fn end_block(&mut self) {
        let mut block = std::mem::take(&mut self.block).into_iter();
        let lines = &self.lines;
        let number = |line: &Line| line.at.map(|at| lines.number(at));
        let Some((depth, item)) =
            self.items.iter_mut().enumerate().next_back().filter(|(_, item)| item.text.is_none())
        else {
            for line in block {
                if let Some(line_number) = number(&line) {
                    let context = self.items.iter().filter_map(|item| item.text.clone());
                    self.found.push(Found {
                        question: Question {
                            line: line_number,
                            text: line.text.trim().to_owned(),
                            context: context.collect(),
                        },
                        kind: Kind::Line,
                    });
                }
            }
            return;
        };
        // The first paragraph of an item is one question, however it is broken into lines. A line
        // below it that is nothing but a link says where to read on.
        let Some(first) = block.next() else { return };
        let Some(line) = number(&first) else { return };
        let more = block.filter(|line| line.linked < line.text.trim().len());
        let mut text = first.text.trim().to_owned();
        for line in more {
            text += " ";
            text += line.text.trim();
        }
        let kind = item.kind;
        item.text = Some(text.clone());
        let context = self.items[..depth].iter().filter_map(|item| item.text.clone()).collect();
        self.found.push(Found { question: Question { line, text, context }, kind });
    }
}

/// What holds no questions.
fn is_skipped(tag: &TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::BlockQuote(_)
            | TagEnd::CodeBlock
            | TagEnd::HtmlBlock
            | TagEnd::Table
            | TagEnd::Image
            | TagEnd::MetadataBlock(_)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(source: &str) -> Vec<String> {
        read(source)
            .into_iter()
            .map(|q| {
                let path: Vec<_> = q.context.into_iter().chain([q.text]).collect();
                format!("{} {}", q.line, path.join(" > "))
            })
            .collect()
    }

    #[test]
    fn a_plain_list_has_a_question_a_line() {
        assert_eq!(
            found("\u{feff}What is a P?\r\n\r\n  讲讲 GMP\n---\nsync.Map or map + `RWMutex`\n"),
            ["1 What is a P?", "3 讲讲 GMP", "5 sync.Map or map + `RWMutex`"]
        );
        assert_eq!(found(""), [""; 0]);
    }

    #[test]
    fn all_items_are_questions_where_there_is_no_checklist() {
        assert_eq!(
            found(
                "# Maps\n\nProse here.\n\n- growth\n  - when `B` grows\n    wraps\n1. order\n\nWhy random?\n"
            ),
            ["5 growth", "6 growth > when B grows wraps", "8 order", "10 Why random?"]
        );
    }

    #[test]
    fn where_there_is_a_checklist_its_items_are_the_questions() {
        assert_eq!(
            found(
                "### Is this one? {#x}\n\n- [x] **maps**\n  - [ ] [growth](https://a.b)\n\n    More prose.\n    - 怎么扩容？\n- [ ] slices\n\t[an article](https://c.d)\n\n- a note\n- a question?\n"
            ),
            [
                "1 Is this one?",
                "3 maps",
                "4 maps > growth",
                "7 maps > growth > 怎么扩容？",
                "8 slices",
                "12 a question?",
            ]
        );
    }

    #[test]
    fn code_quotes_tables_and_front_matter_ask_nothing() {
        assert_eq!(
            found(
                "---\ntitle: why?\n---\n\n```\nwhat?\n```\n\n> who?\n\n|where?|\n|---|\n|when?|\n\nHow?\nProse\n"
            ),
            ["15 How?"]
        );
    }

    proptest! {
        #[test]
        fn any_text_can_be_read(source in "[-*# \\[\\]x?>|`~0-9.\n\ta-c中]{0,80}") {
            for question in read(&source) {
                prop_assert!(question.line >= 1 && question.line <= source.split('\n').count());
                prop_assert!(!question.text.is_empty());
            }
        }
    }
}
