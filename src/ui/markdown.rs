//! The Markdown of cards: styled lines for a screen, plain text for a pipe or a screen reader.
//!
//! Read in one pass and drawn as it comes, so that nesting of any depth needs no stack.

pub mod margin;
#[cfg(test)]
mod tests;

use pulldown_cmark::{Alignment, CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use ratatui::style::Style;
use ratatui::text::{Line, Span, Text};

use margin::Margins;

use super::grid::{Align, Grid};
use super::highlight::highlight;
use super::theme::Theme;
use super::width::{columns, expand_tabs, window};
use super::wrap::{self, Flow, Row, trimmed};
use crate::model::card::as_heading;
use crate::text::visible::visible;

/// The lines of `markdown`, none wider than `width` columns (taken as at least 20).
pub fn render(markdown: &str, width: u16, theme: &Theme) -> Text<'static> {
    lines(Paper::screen(width, theme), markdown)
}

/// As [`render`], but drawings in text keep their lines: they are cut at `width`, with `shift`
/// columns scrolled past. Also says whether there is more to the right.
pub fn render_cut(
    markdown: &str,
    width: u16,
    shift: usize,
    theme: &Theme,
) -> (Text<'static>, bool) {
    let drawing = drawn(Paper { shift: Some(shift), ..Paper::screen(width, theme) }, markdown);
    let more = drawing.more;
    (Text::from(drawing.lines), more)
}

/// The one-line question of a card: inline Markdown, drawn as a heading whatever it begins with.
pub fn heading(question: &str, width: u16, theme: &Theme) -> Text<'static> {
    lines(Paper::screen(width, theme), &as_heading(question))
}

/// `markdown` without colours, bars and boxes, wrapped to `width` columns (at least 20) if given.
/// Lines are joined by line feeds, none at the end.
pub fn plain(markdown: &str, width: Option<u16>) -> String {
    lines(Paper::plain(width), markdown).to_string()
}

/// The one-line question of a card as one line of plain text.
pub fn plain_heading(question: &str) -> String {
    lines(Paper::plain(None), &as_heading(question)).to_string()
}

/// The same, wrapped to `width` columns if given.
pub fn plain_title(question: &str, width: Option<u16>) -> String {
    lines(Paper::plain(width), &as_heading(question)).to_string()
}

fn lines(paper: Paper, markdown: &str) -> Text<'static> {
    Text::from(drawn(paper, markdown).lines)
}

fn drawn(paper: Paper, markdown: &str) -> Drawing {
    // Not heading attributes: they would eat the end of "What is struct{}".
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    // A lone carriage return ends a line in Markdown too.
    let markdown = markdown.replace("\r\n", "\n").replace('\r', "\n");
    let mut drawing = Drawing::new(paper);
    for event in Parser::new_ext(&markdown, options) {
        drawing.event(event);
    }
    drawing.paragraph();
    drawing
}

/// What is drawn on.
struct Paper {
    width: Option<usize>,
    theme: Theme,
    plain: bool,
    /// Columns that wide drawings are scrolled by; `None` where they are broken into more lines.
    shift: Option<usize>,
}

impl Paper {
    fn screen(width: u16, theme: &Theme) -> Self {
        Paper { width: Some(usize::from(width).max(20)), theme: *theme, plain: false, shift: None }
    }

    fn plain(width: Option<u16>) -> Self {
        let width = width.map(|w| usize::from(w).max(20));
        Paper { width, theme: Theme::default(), plain: true, shift: None }
    }

    /// How far lists and quotes may be indented; what is nested deeper stays there.
    fn deepest(&self) -> usize {
        self.width.map_or(40, |w| w / 2)
    }
}

struct List {
    next: Option<u64>,
    /// How many bullet lists are open up to this one.
    bullets: usize,
    /// Its entries hold paragraphs, so blank lines go between them.
    loose: bool,
}

/// A block whose text is taken as it is.
enum Verbatim {
    Go,
    Code,
    /// Text whose columns matter.
    Drawing,
    Output,
    Html,
}

struct Drawing {
    paper: Paper,
    lines: Vec<Line<'static>>,
    margins: Margins,
    lists: Vec<List>,
    /// The next block stands apart from the one before.
    apart: bool,
    flow: Flow,
    styles: Vec<Style>,
    /// Address and shown text of the links that are open.
    links: Vec<(String, String)>,
    verbatim: Option<(Verbatim, String)>,
    grid: Grid,
    in_head: bool,
    /// A drawing goes on right of what is shown.
    more: bool,
}

impl Drawing {
    fn new(paper: Paper) -> Self {
        Drawing {
            margins: Margins::new(paper.deepest()),
            paper,
            lines: Vec::new(),
            lists: Vec::new(),
            apart: false,
            flow: Flow::default(),
            styles: Vec::new(),
            links: Vec::new(),
            verbatim: None,
            grid: Grid::default(),
            in_head: false,
            more: false,
        }
    }

    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => self.text(&text),
            Event::Code(code) => self.inline_code(&code),
            Event::SoftBreak => self.flow.soft_break(),
            Event::HardBreak => self.flow.hard_break(),
            Event::Rule => self.rule(),
            Event::TaskListMarker(done) => self.task(done),
            // The extensions that make these are not switched on.
            Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => {
                self.text(&text);
            }
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        let theme = self.paper.theme;
        match tag {
            Tag::Paragraph => {
                self.paragraph();
                if self.margins.in_entry()
                    && let Some(list) = self.lists.last_mut()
                {
                    list.loose = true;
                }
            }
            Tag::Heading { .. } => {
                self.paragraph();
                self.apart = !self.lines.is_empty();
                self.push_style(theme.heading);
            }
            Tag::BlockQuote(_) => {
                self.paragraph();
                let bar = if self.paper.plain { "> " } else { "│ " };
                self.margins.open_quote(Span::styled(bar, theme.rule));
            }
            Tag::CodeBlock(kind) => {
                self.paragraph();
                let info = match &kind {
                    CodeBlockKind::Fenced(info) => info.as_ref(),
                    CodeBlockKind::Indented => "",
                };
                let kind = match info.split_whitespace().next() {
                    Some("go" | "golang") => Verbatim::Go,
                    Some("output") => Verbatim::Output,
                    None | Some("text") => Verbatim::Drawing,
                    _ => Verbatim::Code,
                };
                self.verbatim = Some((kind, String::new()));
            }
            Tag::HtmlBlock => {
                self.paragraph();
                self.verbatim = Some((Verbatim::Html, String::new()));
            }
            Tag::List(next) => {
                self.paragraph();
                let outer = self.lists.last().map_or(0, |list| list.bullets);
                let bullets = outer + usize::from(next.is_none());
                self.lists.push(List { next, bullets, loose: false });
            }
            Tag::Item => self.entry(),
            Tag::Table(align) => {
                self.paragraph();
                let align = align.iter().map(|a| match a {
                    Alignment::None | Alignment::Left => Align::Left,
                    Alignment::Center => Align::Center,
                    Alignment::Right => Align::Right,
                });
                self.grid = Grid { align: align.collect(), ..Grid::default() };
            }
            Tag::TableHead => {
                self.in_head = true;
                self.push_style(theme.strong);
            }
            Tag::TableRow => self.grid.rows.push(Vec::new()),
            Tag::Emphasis => self.push_style(theme.emphasis),
            Tag::Strong => self.push_style(theme.strong),
            Tag::Strikethrough => {
                self.push_style(theme.strike);
                self.mark("~~", theme.strike);
            }
            Tag::Link { dest_url, .. } => {
                self.links.push((dest_url.into_string(), String::new()));
                self.push_style(theme.link);
            }
            // Nothing is drawn or played: a note says what the picture or sound is.
            Tag::Image { dest_url, .. } => {
                let what = if is_sound(&dest_url) { "[sound: " } else { "[picture: " };
                self.flow.text(what, theme.aside);
                self.links.push((dest_url.into_string(), String::new()));
                self.push_style(theme.aside);
            }
            Tag::TableCell
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => {
                self.paragraph();
                self.apart = true;
            }
            TagEnd::Heading(_) => {
                self.styles.pop();
                self.paragraph();
                self.apart = true;
            }
            TagEnd::BlockQuote(_) => {
                self.paragraph();
                self.margins.close();
                self.apart = true;
            }
            TagEnd::CodeBlock | TagEnd::HtmlBlock => {
                if let Some((kind, text)) = self.verbatim.take() {
                    self.block(&kind, &text);
                }
            }
            TagEnd::List(_) => {
                self.lists.pop();
                self.apart = self.lists.last().is_none_or(|outer| outer.loose);
            }
            TagEnd::Item => {
                self.paragraph();
                if let Some(mark) = self.margins.take_mark() {
                    self.draw(vec![vec![mark]]);
                } else if self.margins.unused() {
                    self.draw(vec![Row::new()]);
                }
                self.margins.close();
            }
            TagEnd::Table => self.table(),
            TagEnd::TableHead => {
                self.styles.pop();
                self.in_head = false;
            }
            TagEnd::TableCell => {
                let cell = std::mem::take(&mut self.flow);
                if self.in_head {
                    self.grid.head.push(cell);
                } else if let Some(row) = self.grid.rows.last_mut() {
                    row.push(cell);
                }
            }
            TagEnd::Emphasis | TagEnd::Strong => {
                self.styles.pop();
            }
            TagEnd::Strikethrough => {
                self.mark("~~", self.paper.theme.strike);
                self.styles.pop();
            }
            TagEnd::Link => {
                self.styles.pop();
                self.address();
            }
            TagEnd::Image => {
                self.styles.pop();
                self.address();
                self.flow.text("]", self.paper.theme.aside);
            }
            TagEnd::TableRow
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::MetadataBlock(_) => {}
        }
    }

    fn style(&self) -> Style {
        self.styles.last().copied().unwrap_or_default()
    }

    fn push_style(&mut self, style: Style) {
        self.styles.push(self.style().patch(style));
    }

    fn text(&mut self, text: &str) {
        if let Some((_, block)) = &mut self.verbatim {
            block.push_str(text);
            return;
        }
        if let Some((_, shown)) = self.links.last_mut() {
            shown.push_str(text);
        }
        self.flow.text(text, self.style());
    }

    fn inline_code(&mut self, code: &str) {
        if let Some((_, shown)) = self.links.last_mut() {
            shown.push_str(code);
        }
        let code_style = self.paper.theme.code;
        self.mark("`", code_style);
        self.flow.kept(code, self.style().patch(code_style));
        self.mark("`", code_style);
    }

    /// Where `style` shows nothing, the mark of the Markdown stays.
    fn mark(&mut self, mark: &str, style: Style) {
        if style == Style::new() {
            self.flow.kept(mark, self.style());
        }
    }

    /// Adds the address of a link, unless its text says it or it leads into the same page.
    fn address(&mut self) {
        let Some((url, shown)) = self.links.pop() else { return };
        let same = url == shown || url.strip_prefix("mailto:") == Some(shown.as_str());
        if url.is_empty() || url.starts_with('#') || same {
            return;
        }
        let aside = self.paper.theme.aside;
        self.flow.text(" (", aside);
        self.flow.text(&url, aside);
        self.flow.text(")", aside);
    }

    fn task(&mut self, done: bool) {
        let mark = match (self.paper.plain, done) {
            (false, false) => "[ ] ",
            (false, true) => "[x] ",
            (true, false) => "- [ ] ",
            (true, true) => "- [x] ",
        };
        let mark = Span::styled(mark, self.paper.theme.accent);
        self.margins.close();
        self.margins.open_entry(mark);
    }

    fn entry(&mut self) {
        self.paragraph();
        let mark = match self.lists.last_mut() {
            Some(List { next: Some(n), .. }) => {
                let mark = format!("{n}. ");
                *n = n.saturating_add(1);
                mark
            }
            _ if self.paper.plain => "- ".to_owned(),
            Some(List { bullets, .. }) if *bullets % 2 == 0 => "◦ ".to_owned(),
            _ => "• ".to_owned(),
        };
        self.margins.open_entry(Span::styled(mark, self.paper.theme.accent));
    }

    /// The columns that are left for text.
    fn room(&self) -> Option<usize> {
        self.paper.width.map(|w| w - self.margins.indent())
    }

    /// Draws the prose read so far, if any.
    fn paragraph(&mut self) {
        if self.flow.is_empty() {
            return;
        }
        let mut flow = Flow::default();
        if let Some(mark) = self.margins.take_mark() {
            flow.kept(&mark.content, mark.style);
        }
        flow.append(&std::mem::take(&mut self.flow));
        let rows = flow.lines(self.room());
        self.draw(rows);
        self.apart = false;
    }

    fn rule(&mut self) {
        self.paragraph();
        self.apart = !self.lines.is_empty();
        let style = self.paper.theme.rule;
        let rule = match self.room() {
            Some(room) if !self.paper.plain => "─".repeat(room),
            _ => "---".to_owned(),
        };
        self.draw(vec![vec![Span::styled(rule, style)]]);
        self.apart = true;
    }

    fn table(&mut self) {
        let grid = std::mem::take(&mut self.grid);
        let rule = self.paper.theme.rule;
        let room = self.room();
        let rows = match room {
            Some(room) if !self.paper.plain => grid.ruled(room, rule),
            _ => grid.aligned(room),
        };
        let rows = rows.unwrap_or_else(|| grid.records(room, rule));
        self.draw(rows);
        self.apart = true;
    }

    /// Draws a block of code, output or HTML.
    fn block(&mut self, kind: &Verbatim, text: &str) {
        let theme = self.paper.theme;
        let text = expand_tabs(&visible(text.trim_end_matches('\n')));
        let (bar, mark) = match (self.paper.plain, kind) {
            (_, Verbatim::Html) => ("", "  "),
            (true, _) => ("    ", "    "),
            (false, Verbatim::Output) => ("  │ ", "↪ "),
            (false, Verbatim::Go | Verbatim::Code | Verbatim::Drawing) => ("  ", "↪ "),
        };
        let (bar, mark) = (Span::styled(bar, theme.rule), Span::styled(mark, theme.rule));
        let lines = match kind {
            Verbatim::Go if !self.paper.plain => highlight(&text, &theme),
            _ => {
                let style = match kind {
                    Verbatim::Output => theme.output,
                    Verbatim::Go | Verbatim::Code | Verbatim::Drawing | Verbatim::Html => {
                        Style::new()
                    }
                };
                text.split('\n').map(|l| Line::from(Span::styled(l.to_owned(), style))).collect()
            }
        };
        let room = self.room().map_or(usize::MAX, |r| r - columns(&bar.content));
        let mut rows = Vec::new();
        if let (Verbatim::Drawing, Some(shift)) = (kind, self.paper.shift)
            && text.split('\n').any(|line| columns(line) > room)
        {
            for line in text.split('\n') {
                let row = self.cut(line, shift, room);
                rows.push(std::iter::once(bar.clone()).chain(row).collect());
            }
            self.draw(rows);
            self.apart = true;
            return;
        }
        for line in lines {
            for row in wrap::code(&line.spans, room, &mark) {
                rows.push(std::iter::once(bar.clone()).chain(row).collect());
            }
        }
        self.draw(rows);
        self.apart = true;
    }

    /// The columns of a line of a drawing from `shift` on, with a mark at each edge that it crosses.
    fn cut(&mut self, line: &str, shift: usize, room: usize) -> Row {
        let mark = |mark| Span::styled(mark, self.paper.theme.accent);
        let width = columns(line);
        let left = shift > 0 && width > 0;
        let right = width > shift + room;
        let marks = usize::from(left) + usize::from(right);
        let from = shift + usize::from(left);
        let shown = window(line, from, room.saturating_sub(marks));
        let mut row = Row::new();
        row.extend(left.then(|| mark("‹")));
        row.push(Span::raw(shown));
        row.extend(right.then(|| mark("›")));
        self.more |= right;
        row
    }

    /// Adds `rows` below what is drawn, each after the margins.
    fn draw(&mut self, rows: Vec<Row>) {
        if std::mem::take(&mut self.apart) && !self.lines.is_empty() {
            let blank = self.margins.blank();
            self.lines.push(trimmed(blank).into());
        }
        let mark = self.margins.take_mark().map(|mark| vec![mark]);
        for row in mark.into_iter().chain(rows) {
            let mut line = self.margins.line();
            line.extend(row);
            self.lines.push(trimmed(line).into());
        }
    }
}

/// Whether a file is a sound by its name.
fn is_sound(name: &str) -> bool {
    const ENDINGS: [&str; 8] = ["mp3", "ogg", "oga", "opus", "wav", "m4a", "aac", "flac"];
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    ENDINGS.iter().any(|sound| ending.eq_ignore_ascii_case(sound))
}
