//! Home: the topics with what is new, due and known of each, the interview, and what today holds. Topics
//! are ticked to be the ones that new cards come from.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use super::chart::{self, Ink};
use super::keys::Key;
use super::theme::Theme;
use super::width::{clip, columns, pad_left, pad_right};
use super::words::Words;
use crate::text::visible::visible;

/// Wider than this no line is drawn.
const WIDEST: u16 = 100;
/// From this width on there are bars.
const ROOMY: usize = 64;
/// Columns of a bar.
const BAR: usize = 12;
/// Lines above the topics and below them.
const ABOVE: u16 = 7;
const BELOW: u16 = 2;
/// Topics that a page key passes.
const PAGE: usize = 10;
/// Characters that can be typed.
const LONGEST: usize = 10;

/// A topic.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Topic {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// New cards.
    pub new: u32,
    /// Cards that are due.
    pub due: u32,
    /// Of a hundred of its questions, how many are expected to be known.
    pub known: u32,
    /// Whether new cards come from the ticked topics, and this is one.
    pub is_ticked: bool,
}

/// What is typed at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The day of the interview.
    Day,
    /// Minutes a day.
    Minutes,
}

/// What a key leads to beyond what it changes on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Nothing.
    Stay,
    /// The quiz begins, or goes on.
    Start,
    /// The end of the session.
    Leave,
    /// Its end as by a signal.
    Interrupt,
    /// Topics were ticked or unticked.
    Ticked,
    /// Something was typed.
    Typed(Field, String),
}

/// The screen and its state.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Home {
    /// In which language it speaks.
    pub words: Words,
    /// The topics.
    pub topics: Vec<Topic>,
    /// What is left of today, in words.
    pub today: String,
    /// The day of the interview with how the plan stands; `None` without a plan.
    pub interview: Option<String>,
    /// How the days in a row are.
    pub streak: String,
    /// A day such as can be typed.
    pub example: String,
    /// Whether a card waits below.
    pub has_card: bool,
    /// What went wrong, or was done.
    pub notice: Option<String>,
    /// The topic that the keys are about.
    pub cursor: usize,
    /// What is being typed.
    pub typed: Option<(Field, String)>,
}

impl Home {
    /// What is typed is refused, and can be mended.
    pub fn refuse(&mut self, field: Field, text: String, why: String) {
        self.typed = Some((field, text));
        self.notice = Some(why);
    }

    /// The topics that are ticked.
    pub fn ticked(&self) -> Vec<String> {
        self.topics.iter().filter(|t| t.is_ticked).map(|t| t.name.clone()).collect()
    }

    /// What a key does to the screen, and what it leads to beyond.
    pub fn key(&mut self, key: Key) -> Step {
        self.notice = None;
        if key == Key::Ctrl('c') {
            return Step::Interrupt;
        }
        if let Some((field, text)) = self.typed.take() {
            return self.type_key(key, field, text);
        }
        let last = self.topics.len().saturating_sub(1);
        match key {
            Key::Enter => return Step::Start,
            Key::Esc if self.has_card => return Step::Start,
            Key::Char('q') | Key::Ctrl('d') => return Step::Leave,
            Key::Char('j') | Key::Down => self.cursor = (self.cursor + 1).min(last),
            Key::Char('k') | Key::Up => self.cursor = self.cursor.saturating_sub(1),
            Key::PageDown => self.cursor = (self.cursor + PAGE).min(last),
            Key::PageUp => self.cursor = self.cursor.saturating_sub(PAGE),
            Key::Char('g') | Key::Home => self.cursor = 0,
            Key::Char('G') | Key::End => self.cursor = last,
            Key::Char(' ') => {
                if let Some(topic) = self.topics.get_mut(self.cursor) {
                    topic.is_ticked ^= true;
                    return Step::Ticked;
                }
            }
            Key::Char('a') => {
                self.topics.iter_mut().for_each(|topic| topic.is_ticked = false);
                return Step::Ticked;
            }
            Key::Char('d') => self.typed = Some((Field::Day, String::new())),
            Key::Char('m') if self.interview.is_none() => {
                self.notice = Some(self.words.home_day_first().to_owned());
            }
            Key::Char('m') => self.typed = Some((Field::Minutes, String::new())),
            _ => {}
        }
        Step::Stay
    }

    /// A key while something is typed.
    fn type_key(&mut self, key: Key, field: Field, mut text: String) -> Step {
        match key {
            Key::Esc => return Step::Stay,
            Key::Enter if text.trim().is_empty() => return Step::Stay,
            Key::Enter => return Step::Typed(field, text.trim().to_owned()),
            Key::Backspace => {
                text.pop();
            }
            Key::Char(c) if text.chars().count() < LONGEST => text.push(c),
            _ => {}
        }
        self.typed = Some((field, text));
        Step::Stay
    }

    /// The first of the topics that are shown, of which there is room for so many: the one at the
    /// cursor stands in the middle where it can.
    fn first(&self, room: usize) -> usize {
        let most = self.topics.len().saturating_sub(room);
        self.cursor.saturating_sub(room / 2).min(most)
    }
}

/// What is left of a day, in words.
pub fn today(new: usize, learning: usize, due: usize, words: Words) -> String {
    if new + learning + due == 0 {
        return words.home_done().to_owned();
    }
    let mut parts = vec![words.status_due(due), words.status_new(new)];
    parts.extend((learning > 0).then(|| words.status_learning(learning)));
    words.clauses(&parts)
}

/// Draws a frame.
pub fn draw(frame: &mut Frame<'_>, home: &Home, theme: &Theme) {
    let screen = frame.area();
    let width = screen.width.min(WIDEST);
    let area = Rect { x: screen.x + (screen.width - width) / 2, width, ..screen };
    let words = home.words;
    if area.width < 24 || area.height < ABOVE + BELOW + 1 {
        frame.render_widget(Paragraph::new(words.too_small()), area);
        return;
    }
    let columns = usize::from(area.width);
    let row = |y: u16| Rect { y: area.y + y, height: 1, ..area };
    let mut put = |y: u16, line: Line<'static>| frame.render_widget(Paragraph::new(line), row(y));
    let rule = || Line::styled("─".repeat(columns), theme.rule);
    put(0, between(Span::styled(" godrill", theme.strong), &home.streak, columns, theme));
    put(1, rule());
    let new = match home.topics.iter().filter(|topic| topic.is_ticked).count() {
        0 => words.home_all().to_owned(),
        n => words.home_some(n),
    };
    let interview = home.interview.clone().unwrap_or_else(|| words.home_no_day().to_owned());
    let facts = [
        (words.home_today(), home.today.clone()),
        (words.home_interview(), interview),
        (words.home_new(), new),
    ];
    let longest = facts.iter().map(|(name, _)| super::width::columns(name)).max().unwrap_or(0);
    for (y, (name, fact)) in (2..).zip(facts) {
        let name = format!(" {}  ", pad_right(name, longest));
        let fact = clip(&visible(&fact), columns.saturating_sub(longest + 4));
        put(y, Line::from(vec![Span::styled(name, theme.aside), Span::raw(fact)]));
    }
    put(5, rule());
    let shape = Shape::of(words, columns);
    put(6, shape.head(words, theme));
    let room = usize::from(area.height - ABOVE - BELOW);
    let first = home.first(room);
    let shown = home.topics.iter().enumerate().skip(first).take(room);
    for (y, (at, topic)) in (ABOVE..).zip(shown) {
        put(y, shape.topic(topic, at == home.cursor, theme));
    }
    let hidden = home.topics.len().saturating_sub(first + room);
    let foot = area.height - BELOW;
    put(foot, rule());
    let mark = |text: String| format!(" {text} ");
    if let Some(notice) = &home.notice {
        let text = mark(clip(&visible(notice), columns.saturating_sub(4)));
        place(frame, row(foot), &text, theme.warn, false);
    } else if hidden > 0 {
        place(frame, row(foot), &mark(words.more_below(hidden)), theme.accent, true);
    }
    if first > 0 {
        place(frame, row(5), &format!(" ↑ {first} "), theme.accent, true);
    }
    let line = hints(home, columns, theme);
    let typed = line.width();
    frame.render_widget(Paragraph::new(line), row(foot + 1));
    if home.typed.is_some() {
        let x = (area.x + typed as u16).min(area.right() - 1);
        frame.set_cursor_position((x, area.y + foot + 1));
    }
}

/// Something on the left and an aside on the right, if there is room.
fn between(left: Span<'static>, right: &str, columns: usize, theme: &Theme) -> Line<'static> {
    let right = format!("{} ", visible(right));
    let gap = columns.saturating_sub(left.width() + self::columns(&right));
    if gap == 0 {
        return Line::from(left);
    }
    Line::from(vec![left, Span::raw(" ".repeat(gap)), Span::styled(right, theme.aside)])
}

/// Writes over a rule.
fn place(frame: &mut Frame<'_>, area: Rect, text: &str, style: Style, at_right: bool) {
    let width = (columns(text) as u16).min(area.width.saturating_sub(1));
    let x = if at_right { area.width - width - 1 } else { 1 };
    let place = Rect { x: area.x + x, width, ..area };
    frame.render_widget(ratatui::widgets::Clear, place);
    frame.render_widget(Paragraph::new(Line::styled(text.to_owned(), style)), place);
}

/// How wide the columns of the topics are.
struct Shape {
    title: usize,
    new: usize,
    due: usize,
    known: usize,
    bar: usize,
}

impl Shape {
    fn of(words: Words, width: usize) -> Shape {
        let of = |head: &str, least: usize| columns(head).max(least);
        let (new, due) = (of(words.is_new(), 4), of(words.due(), 4));
        let known = of(words.home_known(), 5);
        let bar = if width >= ROOMY { BAR } else { 0 };
        let gaps = if bar > 0 { 4 } else { 3 };
        let rest = new + due + known + bar + gaps + MARKS + 1;
        Shape { title: width.saturating_sub(rest), new, due, known, bar }
    }

    fn row(&self, title: &str, numbers: [&str; 3]) -> String {
        let title = pad_right(&clip(&visible(title), self.title), self.title);
        let [new, due, known] = numbers;
        let cells = [pad_left(new, self.new), pad_left(due, self.due), pad_left(known, self.known)];
        format!("{title} {}", cells.join(" "))
    }

    fn head(&self, words: Words, theme: &Theme) -> Line<'static> {
        let heads = [words.is_new(), words.due(), words.home_known()];
        let text = self.row(words.head_title(), heads);
        Line::styled(format!("{}{text}", " ".repeat(MARKS)), theme.aside)
    }

    fn topic(&self, topic: &Topic, is_here: bool, theme: &Theme) -> Line<'static> {
        let known = format!("{} %", topic.known);
        let numbers = [topic.new.to_string(), topic.due.to_string(), known];
        let text = self.row(&topic.title, numbers.each_ref().map(String::as_str));
        let bar = chart::bar(f64::from(topic.known), 100.0, self.bar, Ink::Blocks);
        let tick = if topic.is_ticked { "[x] " } else { "[ ] " };
        let style = if is_here { theme.strong } else { Style::new() };
        Line::from(vec![
            Span::styled(if is_here { " ▸ " } else { "   " }, theme.accent),
            Span::styled(tick, if topic.is_ticked { theme.accent } else { style }),
            Span::styled(text, style),
            Span::raw(" "),
            Span::styled(bar, theme.good),
        ])
    }
}

/// Columns of the cursor and the box.
const MARKS: usize = 7;

/// The last line: what the keys do, or what is typed.
fn hints(home: &Home, width: usize, theme: &Theme) -> Line<'static> {
    let words = home.words;
    let mut spans = vec![Span::raw(" ")];
    if let Some((field, text)) = &home.typed {
        let ask = match field {
            Field::Day => words.home_ask_day(&home.example),
            Field::Minutes => words.home_ask_minutes().to_owned(),
        };
        spans.push(Span::styled(ask, theme.accent));
        spans.push(Span::raw(visible(text).into_owned()));
        return Line::from(spans);
    }
    let start = if home.has_card { words.home_back() } else { words.home_start() };
    let hints = [
        (words.key_enter(), start),
        (words.key_space(), words.home_focus()),
        ("a", words.home_untick()),
        ("d", words.home_set_day()),
        ("m", words.home_set_minutes()),
        ("q", words.hint_quit()),
    ];
    let mut used = 1;
    for (key, what) in hints {
        let room = columns(key) + columns(what) + 3;
        if used + room > width + 2 {
            break;
        }
        used += room;
        spans.push(Span::styled(key, theme.accent));
        spans.push(Span::raw(format!(" {what}  ")));
    }
    Line::from(spans)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::keys::parse;

    fn home() -> Home {
        let topic = |n: u32| Topic { name: format!("t{n}"), new: n, ..Topic::default() };
        Home { topics: (0..30).map(topic).collect(), ..Home::default() }
    }

    /// The last step of keys, and the topics that are ticked then.
    fn keyed(mut home: Home, keys: &str) -> (Step, String, Home) {
        let steps: Vec<Step> = parse(keys).unwrap().into_iter().map(|k| home.key(k)).collect();
        (steps.last().cloned().unwrap(), home.ticked().join(" "), home)
    }

    #[test]
    fn keys_lead_to_steps() {
        let typed = |field, text: &str| Step::Typed(field, text.to_owned());
        for (keys, step, ticked) in [
            ("<enter>", Step::Start, ""),
            ("q", Step::Leave, ""),
            ("<ctrl-c>", Step::Interrupt, ""),
            ("<esc>", Step::Stay, ""),
            ("<space>", Step::Ticked, "t0"),
            ("j<space>jj<space>", Step::Ticked, "t1 t3"),
            ("G<space>k<space>g<space>", Step::Ticked, "t0 t28 t29"),
            ("<pgdn><space><pgup><space>", Step::Ticked, "t0 t10"),
            ("<space><space>", Step::Ticked, ""),
            ("<space>j<space>a", Step::Ticked, ""),
            ("d2026-12<bs>1-20<enter>", typed(Field::Day, "2026-11-20"), ""),
            ("dq<esc>q", Step::Leave, ""),
            ("d<enter>", Step::Stay, ""),
            ("m", Step::Stay, ""),
        ] {
            let (last, now, _) = keyed(home(), keys);
            assert_eq!((last, now.as_str()), (step, ticked), "{keys}");
        }
        let planned = Home { interview: Some("soon".into()), has_card: true, ..home() };
        assert_eq!(keyed(planned.clone(), "m45<enter>").0, typed(Field::Minutes, "45"));
        assert_eq!(keyed(planned, "<esc>").0, Step::Start);
    }

    #[test]
    fn the_cursor_is_always_seen() {
        for (keys, first) in [("g", 0), ("jjjj", 0), ("<pgdn>j", 6), ("G", 20)] {
            let (.., home) = keyed(home(), keys);
            assert_eq!(home.first(10), first, "{keys}");
        }
        assert_eq!(home().first(40), 0);
    }
}
