//! The full-screen quiz: what one frame of it looks like.

mod bars;
mod help;
pub mod keys;
pub mod panel;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span, Text};
use ratatui::widgets::Paragraph;

use self::panel::{Entry, Panel};
use super::theme::Theme;
use super::width::{columns, expand_tabs};
use super::words::Words;
use super::wrap::{self, Flow, Row};
use super::{diff, markdown};
use crate::model::review::Rating;
use crate::model::schedule::Wait;
use crate::model::typed::{Verdict, chosen};
use crate::text::typing::TypedText;
use crate::text::visible::visible;

/// How much of a card is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Stage {
    /// The question.
    #[default]
    Question,
    /// The part of the answer to say aloud.
    Short,
    /// Everything.
    Full,
}

/// A card in one language, as Markdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Face {
    /// The name of the language, in that language.
    pub lang: &'static str,
    /// The one-line question.
    pub title: String,
    /// What stands below it.
    pub body: String,
    /// The part of the answer to say aloud.
    pub short: String,
    /// The rest of the answer.
    pub depth: String,
}

/// What is to be typed or chosen for a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// What a program prints.
    Output(String),
    /// Letters of the options that are right, such as `a, c`, and how one chooses.
    Options(String, Choice),
}

/// How one chooses among options.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The letters of the options, in lower case and in order.
    pub letters: Vec<char>,
    /// Whether several are right.
    pub several: bool,
}

impl Choice {
    /// The letters, as in `a–d`.
    pub fn span(&self) -> String {
        let ends = [self.letters.first(), self.letters.last()];
        ends.into_iter().flatten().map(char::to_string).collect::<Vec<_>>().join("–")
    }

    /// The letters among these that `text` names; `None` when it is something else.
    pub fn chosen(&self, text: &str) -> Option<String> {
        let named = chosen(text);
        let all = !named.is_empty() && named.iter().all(|letter| self.letters.contains(letter));
        all.then(|| named.iter().map(char::to_string).collect::<Vec<_>>().join(", "))
    }
}

/// An answer that is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedAnswer {
    /// What was typed so far.
    pub text: TypedText,
    /// Whether keys go into it.
    pub open: bool,
    /// The options, on a card that takes their letters instead of the output of a program.
    pub choice: Option<Choice>,
    /// What is right, and how the typed text compares with it; `None` until it is handed in.
    pub result: Option<(String, Verdict)>,
}

/// A message about what just happened, of one or more lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What it says.
    pub text: String,
    /// Whether something went wrong.
    pub alarm: bool,
}

/// Everything a frame shows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct View {
    /// The language of the interface.
    pub words: Words,
    /// The title of the topic.
    pub topic: String,
    /// The state of the card, in a word.
    pub state: &'static str,
    /// How far the session is, in a word or two.
    pub progress: String,
    /// Cards answered, or minutes of the plan that are used.
    pub done: usize,
    /// All cards of the session, or all minutes of the plan.
    pub all: usize,
    /// New cards left.
    pub new: usize,
    /// Learning cards left.
    pub learning: usize,
    /// Due cards left.
    pub due: usize,
    /// How the plan for an interview stands; `None` without one.
    pub plan: Option<String>,
    /// Milliseconds spent on cards.
    pub elapsed: i64,
    /// Whether that clock stands still.
    pub paused: bool,
    /// The card in each language shown.
    pub faces: Vec<Face>,
    /// What the learner noted on it.
    pub note: Option<String>,
    /// Whether the learner flagged it.
    pub flagged: bool,
    /// How much is shown.
    pub stage: Stage,
    /// The sources.
    pub evidence: Vec<String>,
    /// The typed answer, for cards that take one.
    pub typed: Option<TypedAnswer>,
    /// What each rating leads to; `None` when nothing is scheduled.
    pub waits: Option<[Wait; 4]>,
    /// The rating that Enter gives.
    pub proposed: Option<Rating>,
    /// The rating that the space bar gives once everything is shown; `None` when it gives none.
    pub next: Option<Rating>,
    /// A message about what just happened.
    pub notice: Option<Notice>,
    /// How many lines of the help are scrolled past; `None` when the help is not shown.
    pub help: Option<usize>,
    /// What lies over the card.
    pub panel: Option<Panel>,
    /// The line that is typed.
    pub entry: Option<Entry>,
    /// Lines scrolled past.
    pub scroll: usize,
    /// Columns that wide drawings are scrolled by.
    pub shift: usize,
}

/// The text of a card, laid out for a width.
pub struct Page {
    /// The lines.
    pub text: Text<'static>,
    /// How many lines the question takes, without what stands below it.
    pub title: usize,
    /// The line on which the typed answer begins.
    pub typed: Option<usize>,
    /// Line and column of the cursor in what is being typed.
    pub cursor: Option<(usize, usize)>,
    /// The line on which the answer begins; `None` while it is hidden.
    pub answer: Option<usize>,
    /// Whether a drawing goes on right of what is shown.
    pub more_right: bool,
}

/// Text wider than this is tiring to read.
const WIDEST: u16 = 100;
/// Below this width the hints at the foot get a second row.
const NARROW: u16 = 66;

/// Rows of hints at the foot of a screen of this size.
fn hint_rows(width: u16, height: u16) -> u16 {
    if width < NARROW && height >= 12 { 2 } else { 1 }
}

/// Rows above the text: the counts and a rule.
const HEAD: u16 = 2;

/// Rows below the text: a rule and the hints.
fn foot_rows(width: u16, height: u16) -> u16 {
    1 + hint_rows(width, height)
}

/// Rows that are left for the text on a screen of this size.
pub fn body_height((width, height): (u16, u16)) -> usize {
    usize::from(height.saturating_sub(HEAD + foot_rows(width, height))).max(1)
}

/// Columns of the text on a screen of this width.
fn body_width(width: u16) -> u16 {
    width.saturating_sub(if width >= 60 { 4 } else { 2 }).clamp(1, WIDEST)
}

/// How many lines of the help can be scrolled past on a screen of this size.
pub fn help_farthest(size: (u16, u16), words: Words, theme: &Theme) -> usize {
    help::farthest(size, words, theme)
}

/// Lays the card out for a screen of this width.
pub fn page(view: &View, screen_width: u16, theme: &Theme) -> Page {
    let width = body_width(screen_width);
    let mut page = Page {
        text: Text::default(),
        title: 0,
        typed: None,
        cursor: None,
        answer: None,
        more_right: false,
    };
    for (i, face) in view.faces.iter().enumerate() {
        if i > 0 {
            page.text.lines.push(Line::default());
        }
        page.text.lines.extend(markdown::heading(&face.title, width, theme).lines);
        if i == 0 {
            page.title = page.text.lines.len();
        }
        // The program is the same in every language: once is enough.
        let repeated = i > 0 && face.body == view.faces[0].body;
        if !face.body.is_empty() && !repeated {
            page.text.lines.push(Line::default());
            page.markdown(&face.body, width, view.shift, theme);
        }
    }
    if let Some(typed) = &view.typed {
        page.typed_answer(typed, view, width, theme);
    }
    if view.stage == Stage::Question {
        return page;
    }
    page.text.lines.push(Line::default());
    page.answer = Some(page.text.lines.len());
    page.text.lines.push(rule(view.words.answer(), width, theme));
    for (i, face) in view.faces.iter().enumerate() {
        if i > 0 {
            page.text.lines.push(Line::default());
            page.text.lines.push(rule(face.lang, width, theme));
        }
        page.markdown(&face.short, width, view.shift, theme);
        if view.stage == Stage::Full && !face.depth.is_empty() {
            page.text.lines.push(Line::default());
            page.markdown(&face.depth, width, view.shift, theme);
        }
    }
    if let Some(note) = &view.note {
        page.text.lines.push(Line::default());
        page.text.lines.push(rule(view.words.note(), width, theme));
        // Its lines are the learner's own.
        for line in note.lines() {
            page.text.lines.extend(hanging(line, usize::from(width), Style::new()));
        }
    }
    if view.stage == Stage::Full && !view.evidence.is_empty() {
        page.text.lines.push(Line::default());
        page.text.lines.push(rule(view.words.sources(), width, theme));
        for source in &view.evidence {
            page.text.lines.extend(hanging(source, usize::from(width), theme.aside));
        }
    }
    page
}

impl Page {
    fn markdown(&mut self, text: &str, width: u16, shift: usize, theme: &Theme) {
        let (text, more) = markdown::render_cut(text, width, shift, theme);
        self.text.lines.extend(text.lines);
        self.more_right |= more;
    }

    fn typed_answer(&mut self, typed: &TypedAnswer, view: &View, width: u16, theme: &Theme) {
        let words = view.words;
        let text = typed.text.text();
        let Some((expected, verdict)) = &typed.result else {
            match &typed.choice {
                // Revealed without an answer: nothing to show.
                _ if view.stage > Stage::Question => {}
                None => {
                    self.begin_typed(words.your_output(), width, theme);
                    self.typing(&typed.text, typed.open, usize::from(width), theme);
                }
                Some(choice) if choice.several => {
                    self.begin_typed(words.your_choice(), width, theme);
                    self.text.lines.push(Line::from(text.to_uppercase()));
                }
                // A single letter answers, so there is nothing to show while it is awaited.
                Some(_) => {}
            }
            return;
        };
        self.begin_typed(words.your_answer(), width, theme);
        let is_empty = text.trim().is_empty();
        let (word, style) = match verdict {
            Verdict::Right => (words.is_right(), theme.good),
            Verdict::Close => (words.is_close(), theme.warn),
            Verdict::Wrong if is_empty => (words.is_missing(), theme.bad),
            Verdict::Wrong => (words.is_wrong(), theme.bad),
        };
        self.text.lines.extend(hanging(word, usize::from(width), style));
        if *verdict == Verdict::Right || (is_empty && typed.choice.is_none()) {
            return;
        }
        if typed.choice.is_some() {
            let [text, right] = [text.trim(), expected].map(str::to_uppercase);
            let said = if is_empty { words.right_is(&right) } else { words.chose(&text, &right) };
            self.text.lines.extend(hanging(&said, usize::from(width), Style::new()));
        } else {
            self.text.lines.push(Line::from(vec![
                Span::styled(words.marks_right(), theme.good),
                Span::raw("  "),
                Span::styled(words.marks_typed(), theme.bad),
            ]));
            self.text.lines.extend(diff::diff(expected, text, width, theme).lines);
        }
    }

    fn begin_typed(&mut self, label: &str, width: u16, theme: &Theme) {
        self.text.lines.push(Line::default());
        self.typed = Some(self.text.lines.len());
        self.text.lines.push(rule(label, width, theme));
    }

    /// What is being typed, with the place of the cursor in it.
    fn typing(&mut self, typed: &TypedText, open: bool, width: usize, theme: &Theme) {
        let (before, _) = typed.parts();
        let row = before.matches('\n').count();
        let mark = Span::styled("↪ ", theme.rule);
        for (i, line) in typed.text().split('\n').enumerate() {
            let shown = |text: &str| expand_tabs(&visible(text));
            if i == row && open {
                let start = before.rfind('\n').map_or(0, |at| at + 1);
                let left = shown(&before[start..]);
                let whole = shown(line);
                // Tabs may be narrower once the line is cut in two, so both parts come from one.
                let right = whole.strip_prefix(&left).unwrap_or_default();
                let (under, rest) = split_first(right);
                let spans = [
                    Span::raw(left),
                    Span::styled(
                        if under.is_empty() { " " } else { under }.to_owned(),
                        theme.selected,
                    ),
                    Span::raw(rest.to_owned()),
                ];
                for row in wrap::code(&spans, width, &mark) {
                    self.cursor_row(row, theme);
                }
            } else {
                let rows = wrap::code(&[Span::raw(shown(line))], width, &mark);
                self.text.lines.extend(rows.into_iter().map(Line::from));
            }
        }
    }

    /// Adds a row; the marked place in it becomes that of the terminal's own cursor, which input
    /// methods follow.
    fn cursor_row(&mut self, mut row: Row, theme: &Theme) {
        let mut column = 0;
        for span in &mut row {
            if span.style == theme.selected {
                span.style = Style::new();
                self.cursor.get_or_insert((self.text.lines.len(), column));
            }
            column += span.width();
        }
        self.text.lines.push(Line::from(row));
    }
}

/// The first character with its marks, and the rest.
fn split_first(text: &str) -> (&str, &str) {
    let span = Span::raw(text);
    let first = span.styled_graphemes(Style::new()).next().map_or(0, |g| g.symbol.len());
    text.split_at(first)
}

/// Prose in one style; what does not fit continues on the next line, slightly indented.
fn hanging(text: &str, width: usize, style: Style) -> Vec<Line<'static>> {
    let mut flow = Flow::default();
    flow.text(text, style);
    let indent = if width > 20 { 2 } else { 0 };
    let rows = flow.lines(Some(width.saturating_sub(indent).max(1)));
    let line = |(i, row): (usize, Row)| {
        let lead = (i > 0).then(|| Span::raw(" ".repeat(indent)));
        Line::from(lead.into_iter().chain(row).collect::<Vec<_>>())
    };
    rows.into_iter().enumerate().map(line).collect()
}

fn rule(label: &str, width: u16, theme: &Theme) -> Line<'static> {
    let width = usize::from(width);
    if label.is_empty() {
        return Line::styled("─".repeat(width), theme.rule);
    }
    let rest = width.saturating_sub(columns(label) + 4);
    Line::from(vec![
        Span::styled("── ", theme.rule),
        Span::styled(label.to_owned(), theme.aside),
        Span::styled(format!(" {}", "─".repeat(rest)), theme.rule),
    ])
}

/// The part of a screen that is drawn on: where there is more room than a line needs, its middle.
fn column(screen: Rect) -> Rect {
    let width = screen.width.min(WIDEST + 4);
    Rect { x: screen.x + (screen.width - width) / 2, width, ..screen }
}

/// Draws a frame.
pub fn draw(frame: &mut Frame<'_>, view: &View, theme: &Theme) {
    let area = column(frame.area());
    if area.width < 10 || area.height < 5 {
        frame.render_widget(Paragraph::new(view.words.too_small()), area);
        return;
    }
    let foot = foot_rows(area.width, area.height);
    let row = |y: u16, height: u16| Rect { y: area.y + y, height, ..area };
    let page = page(view, area.width, theme);
    let height = body_height((area.width, area.height));
    let above = view.scroll.min(page.text.lines.len());
    let hidden = page.text.lines.len().saturating_sub(above + height);
    bars::head(frame, row(0, 1), view, theme);
    bars::top(frame, row(1, 1), view, above, above >= page.title, theme);

    let width = body_width(area.width);
    let margin = (area.width - width) / 2;
    let body = Rect { x: area.x + margin, width, ..row(HEAD, height as u16) };
    let lines: Vec<Line<'_>> = page.text.lines.into_iter().skip(above).take(height).collect();
    frame.render_widget(Paragraph::new(lines), body);

    bars::bottom(frame, row(area.height - foot, 1), hidden, view.words, theme);
    bars::hints(frame, row(area.height - foot + 1, foot - 1), view, hidden > 0, theme);
    if let Some(notice) = &view.notice {
        bars::notice(frame, row(HEAD, height as u16 + 1), notice, hidden > 0, theme);
    }
    let words = view.words;
    match &view.panel {
        Some(Panel::Found(found)) => {
            let hints = row(area.height - foot + 1, foot - 1);
            let areas = [row(1, 1), row(HEAD, height as u16), row(area.height - foot, 1), hints];
            panel::found(frame, areas, found, words, theme);
        }
        Some(Panel::Info(info)) => panel::info(frame, info, words, theme),
        None => {}
    }
    if let Some(entry) = &view.entry {
        panel::entry(frame, area, entry, words, theme);
    } else if let Some(scroll) = view.help {
        help::draw(frame, scroll, words, theme);
    } else if view.panel.is_none()
        && let Some((line, column)) = page.cursor
        && (above..above + height).contains(&line)
    {
        let x = (body.x + column as u16).min(area.right() - 1);
        frame.set_cursor_position(Position { x, y: body.y + (line - above) as u16 });
    }
}

/// Minutes and seconds, and hours when there are any.
pub fn clock(ms: i64) -> String {
    let seconds = ms / 1000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

#[cfg(test)]
mod tests;
