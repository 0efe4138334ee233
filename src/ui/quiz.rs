//! The full-screen quiz: what one frame of it looks like.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span, Text};
use ratatui::widgets::{Block, Clear, Paragraph};

use super::theme::Theme;
use super::width::{clip, columns};
use super::{chart, diff, markdown};
use crate::model::review::Rating;
use crate::model::schedule::Wait;
use crate::model::text::visible;
use crate::model::typed::Verdict;

/// How much of a card is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// The question.
    Question,
    /// The part of the answer to say aloud.
    Short,
    /// Everything.
    Full,
}

/// A card in one language, as Markdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Face {
    /// The one-line question.
    pub title: String,
    /// What stands below it.
    pub body: String,
    /// The part of the answer to say aloud.
    pub short: String,
    /// The rest of the answer.
    pub depth: String,
}

/// An answer that is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedAnswer {
    /// What was typed so far.
    pub text: String,
    /// Whether keys go into it.
    pub open: bool,
    /// Whether it is the letter of an option rather than the output of a program.
    pub is_choice: bool,
    /// What is right, and how the typed text compares; once it is given.
    pub result: Option<(String, Verdict)>,
}

/// Everything a frame shows.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    /// The title of the topic.
    pub topic: String,
    /// The state of the card: new, learning, review, relearning or cram.
    pub state: &'static str,
    /// Answers given.
    pub done: usize,
    /// Answers given and cards left.
    pub all: usize,
    /// New cards left.
    pub new: usize,
    /// Learning cards left.
    pub learning: usize,
    /// Due cards left.
    pub due: usize,
    /// Milliseconds since the session began.
    pub elapsed: i64,
    /// The card in each language shown.
    pub faces: Vec<Face>,
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
    /// A message about what just happened.
    pub notice: Option<String>,
    /// Whether the help is shown.
    pub help: bool,
    /// Lines scrolled past.
    pub scroll: usize,
}

/// The text of a card, laid out for a width.
pub struct Page {
    /// The lines.
    pub text: Text<'static>,
    /// The line on which the answer begins; `None` while it is hidden.
    pub answer: Option<usize>,
}

/// Rows that the head and the foot take.
const HEAD: u16 = 2;
const FOOT: u16 = 2;
/// Text wider than this is tiring to read.
const WIDEST: u16 = 100;

/// Rows that are left for the text on a screen of this height.
pub fn body_height(height: u16) -> usize {
    usize::from(height.saturating_sub(HEAD + FOOT)).max(1)
}

/// Columns of the text on a screen of this width.
fn body_width(width: u16) -> u16 {
    width.saturating_sub(if width >= 60 { 4 } else { 2 }).clamp(1, WIDEST)
}

/// Lays the card out for a screen of this width.
pub fn page(view: &View, screen_width: u16, theme: &Theme) -> Page {
    let width = body_width(screen_width);
    let mut text = Text::default();
    for (i, face) in view.faces.iter().enumerate() {
        if i > 0 {
            text.lines.push(Line::default());
        }
        text.lines.extend(markdown::heading(&face.title, width, theme).lines);
        // The program is the same in every language: once is enough.
        let repeated = i > 0 && face.body == view.faces[0].body;
        if !face.body.is_empty() && !repeated {
            text.lines.push(Line::default());
            text.lines.extend(markdown::render(&face.body, width, theme).lines);
        }
    }
    if let Some(typed) = &view.typed {
        typed_answer(typed, width, theme, &mut text);
    }
    if view.stage == Stage::Question {
        return Page { text, answer: None };
    }
    text.lines.push(Line::default());
    let answer = text.lines.len();
    text.lines.push(rule("answer", width, theme));
    for (i, face) in view.faces.iter().enumerate() {
        if i > 0 {
            text.lines.push(Line::default());
            text.lines.push(rule("", width, theme));
        }
        text.lines.extend(markdown::render(&face.short, width, theme).lines);
        if view.stage == Stage::Full && !face.depth.is_empty() {
            text.lines.push(Line::default());
            text.lines.extend(markdown::render(&face.depth, width, theme).lines);
        }
    }
    if view.stage == Stage::Full && !view.evidence.is_empty() {
        text.lines.push(Line::default());
        text.lines.push(rule("sources", width, theme));
        for source in &view.evidence {
            let clipped = clip(&visible(source), usize::from(width));
            text.lines.push(Line::styled(clipped, theme.dim));
        }
    }
    Page { text, answer: Some(answer) }
}

fn rule(label: &str, width: u16, theme: &Theme) -> Line<'static> {
    let label = if label.is_empty() { String::new() } else { format!("── {label} ") };
    let rest = usize::from(width).saturating_sub(columns(&label));
    Line::styled(format!("{label}{}", "─".repeat(rest)), theme.dim)
}

fn typed_answer(typed: &TypedAnswer, width: u16, theme: &Theme, text: &mut Text<'static>) {
    text.lines.push(Line::default());
    let Some((expected, verdict)) = &typed.result else {
        let label = if typed.is_choice { "your choice" } else { "what it prints" };
        text.lines.push(rule(label, width, theme));
        for line in typed.text.split('\n') {
            text.lines.push(Line::from(clip(&visible(line), usize::from(width) - 1)));
        }
        if typed.open
            && let Some(last) = text.lines.last_mut()
        {
            last.push_span(Span::styled(" ", theme.selected));
        }
        return;
    };
    text.lines.push(rule("your answer", width, theme));
    let (word, style) = match verdict {
        Verdict::Right => ("right", theme.good),
        Verdict::Close => ("nearly: only spaces, line breaks or case differ", theme.warn),
        Verdict::Wrong if typed.text.trim().is_empty() => ("not answered", theme.bad),
        Verdict::Wrong => ("wrong", theme.bad),
    };
    text.lines.push(Line::styled(word, style));
    if typed.is_choice {
        if *verdict != Verdict::Right {
            let right = format!("you chose {}, right is {expected}", visible(typed.text.trim()));
            text.lines.push(Line::from(right));
        }
    } else if *verdict != Verdict::Right && !typed.text.trim().is_empty() {
        text.lines.extend(diff::diff(expected, &typed.text, width, theme).lines);
    }
}

/// Draws a frame.
pub fn draw(frame: &mut Frame<'_>, view: &View, theme: &Theme) {
    let area = frame.area();
    if area.width < 10 || area.height < 5 {
        frame.render_widget(Paragraph::new("make the window larger"), area);
        return;
    }
    let margin = (area.width - body_width(area.width)) / 2;
    let margin = if area.width > WIDEST { 2 } else { margin };
    let row = |y: u16, height: u16| Rect { x: area.x, y: area.y + y, width: area.width, height };
    head(frame, row(0, 1), view, theme);
    frame.render_widget(Paragraph::new(rule("", area.width, theme)), row(1, 1));

    let page = page(view, area.width, theme);
    let height = body_height(area.height);
    let hidden = page.text.lines.len().saturating_sub(view.scroll + height);
    let lines: Vec<Line<'_>> = page.text.lines.into_iter().skip(view.scroll).take(height).collect();
    let mut body = row(HEAD, height as u16);
    body.x += margin;
    body.width = body_width(area.width);
    frame.render_widget(Paragraph::new(lines), body);

    let bottom = row(area.height - FOOT, 1);
    frame.render_widget(Paragraph::new(rule("", area.width, theme)), bottom);
    let mut mark = |text: String, style: Style, from_right: bool| {
        let text = clip(&text, usize::from(area.width));
        let width = columns(&text) as u16;
        let x = if from_right { area.width.saturating_sub(width + 1) } else { 1 };
        let place = Rect { x: area.x + x, width: width.min(area.width - x), ..bottom };
        frame.render_widget(Paragraph::new(Line::styled(text, style)), place);
    };
    if hidden > 0 {
        mark(format!(" ↓ {hidden} more "), theme.accent, true);
    }
    if let Some(notice) = &view.notice {
        let room = usize::from(area.width).saturating_sub(if hidden > 0 { 16 } else { 3 });
        mark(format!(" {} ", clip(&visible(notice), room)), theme.warn, false);
    }
    foot(frame, row(area.height - 1, 1), view, theme);
    if view.help {
        help(frame, theme);
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

fn head(frame: &mut Frame<'_>, area: Rect, view: &View, theme: &Theme) {
    let width = usize::from(area.width);
    let position = format!("{}/{}", (view.done + 1).min(view.all), view.all);
    let time = clock(view.elapsed);
    let mut right: Vec<Span<'_>> = Vec::new();
    if width >= 60 {
        let bar = chart::progress(view.done, view.all, 12, chart::Ink::Blocks);
        right.push(Span::styled(format!("{position} {bar}"), theme.dim));
        for (label, count, style) in [
            ("new", view.new, theme.accent),
            ("learning", view.learning, theme.warn),
            ("due", view.due, theme.good),
        ] {
            right.push(Span::raw("  "));
            right.push(Span::styled(format!("{label} {count}"), style));
        }
    } else {
        right.push(Span::styled(position, theme.dim));
        for (count, style) in
            [(view.new, theme.accent), (view.learning, theme.warn), (view.due, theme.good)]
        {
            right.push(Span::raw(" "));
            right.push(Span::styled(count.to_string(), style));
        }
    }
    right.push(Span::styled(format!("  {time} "), theme.dim));
    let right = Line::from(right);
    let room = width.saturating_sub(right.width() + 2);
    let state = format!(" · {}", view.state);
    let topic = visible(&view.topic);
    let left = if columns(&topic) + columns(&state) <= room {
        Line::from(vec![
            Span::raw(" "),
            Span::styled(topic.into_owned(), theme.strong),
            Span::styled(state, theme.dim),
        ])
    } else {
        Line::from(vec![Span::raw(" "), Span::styled(clip(&topic, room), theme.strong)])
    };
    let right_width = right.width() as u16;
    frame.render_widget(Paragraph::new(left), area);
    let x = area.width.saturating_sub(right_width);
    frame.render_widget(
        Paragraph::new(right),
        Rect { x: area.x + x, width: right_width.min(area.width), ..area },
    );
}

/// The keys that matter now, as many as fit.
fn foot(frame: &mut Frame<'_>, area: Rect, view: &View, theme: &Theme) {
    let typing = view.typed.as_ref().is_some_and(|t| t.open);
    let mut keys: Vec<(String, String, Style)> = Vec::new();
    let mut key = |key: &str, what: &str| keys.push((key.into(), what.into(), theme.accent));
    if typing {
        key("Enter twice", "done");
        key("Ctrl-D", "done");
        key("Esc", "other keys");
    } else {
        match view.stage {
            Stage::Question => key("space", "answer"),
            Stage::Short => key("space", "more"),
            Stage::Full => {}
        }
        if view.stage == Stage::Question {
            if view.typed.is_some() {
                key("t", "type");
            }
            for (name, what) in [
                ("?", "help"),
                ("q", "quit"),
                ("u", "undo"),
                ("l", "language"),
                ("e", "edit"),
                ("s", "suspend"),
                ("b", "bury"),
            ] {
                key(name, what);
            }
        } else {
            let looks = [theme.bad, theme.warn, theme.good, theme.accent];
            for (rating, style) in Rating::ALL.into_iter().zip(looks) {
                let name = ["Again", "Hard", "Good", "Easy"][rating as usize];
                let wait = view.waits.map(|w| format!(" {}", w[rating as usize]));
                let what = format!("{name}{}", wait.unwrap_or_default());
                let mark = if view.proposed == Some(rating) { "▸" } else { "" };
                keys.push((format!("{mark}{}", rating.number()), what, style));
            }
            if view.proposed.is_some() {
                keys.push(("Enter".into(), "▸".into(), theme.accent));
            }
            keys.push(("?".into(), "help".into(), theme.accent));
        }
    }
    let mut spans = Vec::new();
    let mut used = 0;
    for (key, what, style) in keys {
        let width = columns(&key) + columns(&what) + 3;
        if used + width > usize::from(area.width) {
            break;
        }
        used += width;
        spans.push(Span::raw(" "));
        spans.push(Span::styled(key, style));
        spans.push(Span::raw(format!(" {what} ")));
    }
    frame.render_widget(Paragraph::new(Line::from(spans)), area);
}

/// The keys, for the help on the screen, `--help` and the README.
pub const KEYS: &[(&str, &str)] = &[
    ("space, enter", "show the answer, then the rest of it"),
    ("1 2 3 4", "rate: Again, Hard, Good, Easy"),
    ("u", "undo the last answer or change"),
    ("l", "switch language: en, zh, both"),
    ("e", "edit the card in $EDITOR"),
    ("s", "suspend the card: not asked any more"),
    ("b", "bury the card until tomorrow"),
    ("o", "open or show the sources"),
    ("t", "type the answer (output cards)"),
    ("up down", "scroll by a line"),
    ("PgUp PgDn", "scroll by a page"),
    ("?", "help"),
    ("q", "leave; everything is saved"),
];

fn help(frame: &mut Frame<'_>, theme: &Theme) {
    let area = frame.area();
    let width = 54.min(area.width);
    let height = (KEYS.len() as u16 + 2).min(area.height);
    let place = Rect {
        x: area.x + (area.width - width) / 2,
        y: area.y + (area.height - height) / 2,
        width,
        height,
    };
    let lines: Vec<Line<'_>> = KEYS
        .iter()
        .map(|(key, what)| {
            Line::from(vec![Span::styled(format!(" {key:<13}"), theme.accent), Span::raw(*what)])
        })
        .collect();
    frame.render_widget(Clear, place);
    frame.render_widget(
        Paragraph::new(lines).block(Block::bordered().title(" keys ").border_style(theme.dim)),
        place,
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_shows_hours_only_when_there_are_any() {
        assert_eq!(clock(0), "0:00");
        assert_eq!(clock(75_999), "1:15");
        assert_eq!(clock(3_600_000), "1:00:00");
    }
}
