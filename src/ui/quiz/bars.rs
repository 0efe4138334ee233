//! What stands around the card: counts above, hints below, notices.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Paragraph};

use super::{Notice, Stage, View, clock, hanging, rule};
use crate::model::review::Rating;
use crate::text::visible::visible;
use crate::ui::chart;
use crate::ui::markdown;
use crate::ui::theme::Theme;
use crate::ui::width::{clip, columns};
use crate::ui::words::Words;
use crate::ui::wrap::Flow;

/// From this width on the head shows a bar and whole words.
const ROOMY: usize = 76;
/// From this width on it shows whole words.
const WORDY: usize = 52;

/// The topic on the left, how far the session is on the right.
pub(super) fn head(frame: &mut Frame<'_>, area: Rect, view: &View, theme: &Theme) {
    let width = usize::from(area.width);
    let mut right: Vec<Span<'_>> = Vec::new();
    let position = &view.progress;
    if width >= ROOMY {
        let bar = chart::progress(view.done, view.all, 12, chart::Ink::Blocks);
        right.push(Span::styled(format!("{position} {bar}"), theme.aside));
    } else {
        right.push(Span::styled(position.as_str(), theme.aside));
    }
    let words = view.words;
    let counts: [fn(Words, usize) -> String; 3] = if width >= WORDY {
        [Words::left_new, Words::left_learning, Words::left_due]
    } else {
        [Words::narrow_new, Words::narrow_learning, Words::narrow_due]
    };
    let left = [view.new, view.learning, view.due];
    for ((count, n), style) in
        counts.into_iter().zip(left).zip([theme.accent, theme.warn, theme.good])
    {
        right.push(Span::raw(if width >= WORDY { "  " } else { " " }));
        right.push(Span::styled(count(words, n), style));
    }
    right.push(Span::raw("  "));
    if view.paused {
        right.push(Span::styled(format!("{} ", words.paused()), theme.warn));
    }
    right.push(Span::styled(format!("{} ", clock(view.elapsed)), theme.aside));
    let right = Line::from(right);
    let room = width.saturating_sub(right.width() + 2);
    let state = format!(" · {}", view.state);
    let topic = visible(&view.topic);
    // In the column that else is a margin.
    let mark = if view.flagged { Span::styled("*", theme.warn) } else { Span::raw(" ") };
    let left = if columns(&topic) + columns(&state) <= room {
        Line::from(vec![
            mark,
            Span::styled(topic.into_owned(), theme.strong),
            Span::styled(state, theme.aside),
        ])
    } else {
        Line::from(vec![mark, Span::styled(clip(&topic, room), theme.strong)])
    };
    let right_width = right.width().min(width) as u16;
    frame.render_widget(Paragraph::new(left), area);
    let place = Rect { x: area.right() - right_width, width: right_width, ..area };
    frame.render_widget(Paragraph::new(right), place);
}

/// The rule below the head. On it: how the plan stands, how far the session is where the head has
/// no room for it, the question once it is scrolled away, and how many lines are above.
pub(super) fn top(
    frame: &mut Frame<'_>,
    area: Rect,
    view: &View,
    above: usize,
    title_gone: bool,
    theme: &Theme,
) {
    let width = usize::from(area.width);
    frame.render_widget(Paragraph::new(rule("", area.width, theme)), area);
    if width < ROOMY && view.all > 0 {
        let done = (width * view.done / view.all).min(width) as u16;
        let bar = Line::styled("━".repeat(usize::from(done)), theme.accent);
        frame.render_widget(Paragraph::new(bar), Rect { width: done, ..area });
    }
    if let Some(plan) = view.plan.as_ref().filter(|_| above == 0) {
        let plan = clip(&visible(plan), width.saturating_sub(4));
        on_rule(frame, area, &format!(" {plan} "), theme.aside, false);
    }
    if above == 0 {
        return;
    }
    let mark = format!(" ↑ {above} ");
    let room = width.saturating_sub(columns(&mark) + 6);
    on_rule(frame, area, &mark, theme.accent, true);
    if title_gone && let Some(face) = view.faces.first() {
        let title = format!(" {} ", clip(&markdown::plain_heading(&face.title), room));
        on_rule(frame, area, &title, theme.heading, false);
    }
}

/// The rule above the hints, with how many lines are below.
pub(super) fn bottom(
    frame: &mut Frame<'_>,
    area: Rect,
    hidden: usize,
    words: Words,
    theme: &Theme,
) {
    frame.render_widget(Paragraph::new(rule("", area.width, theme)), area);
    if hidden > 0 {
        on_rule(frame, area, &format!(" {} ", words.more_below(hidden)), theme.accent, true);
    }
}

/// Writes over a rule, near its left or right end.
pub(super) fn on_rule(frame: &mut Frame<'_>, area: Rect, text: &str, style: Style, at_right: bool) {
    let text = clip(text, usize::from(area.width));
    let width = columns(&text) as u16;
    let x = if at_right { area.width.saturating_sub(width + 1) } else { 1 };
    let place = Rect { x: area.x + x, width: width.min(area.width - x), ..area };
    // A style only adds to what is there, and the rule has one.
    frame.render_widget(Clear, place);
    frame.render_widget(Paragraph::new(Line::styled(text, style)), place);
}

/// A message on the last row of `area`, the rule; one that is longer covers the text above.
pub(super) fn notice(
    frame: &mut Frame<'_>,
    area: Rect,
    notice: &Notice,
    hidden: bool,
    theme: &Theme,
) {
    // More than colour shows whether something went wrong or was done.
    let style = match notice.alarm {
        true => theme.bad.add_modifier(Modifier::REVERSED),
        false => theme.warn,
    };
    let last = Rect { y: area.bottom() - 1, height: 1, ..area };
    let room = usize::from(area.width).saturating_sub(if hidden { 16 } else { 3 });
    let text = visible(&notice.text);
    if columns(&text) <= room && !text.contains('\n') {
        on_rule(frame, last, &format!(" {text} "), style, false);
        return;
    }
    let width = usize::from(area.width).saturating_sub(2).max(1);
    let mut lines: Vec<Line<'_>> = Vec::new();
    for line in text.split('\n') {
        if line.contains(' ') {
            lines.extend(hanging(line, width, style));
        } else {
            // An address is cut anywhere, so that its pieces join again when they are copied.
            let mut flow = Flow::default();
            flow.kept(line, style);
            lines.extend(flow.lines(Some(width)).into_iter().map(Line::from));
        }
    }
    let most = usize::from(area.height.saturating_sub(2)).max(1);
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            *last = Line::styled("…", style);
        }
    }
    let height = (lines.len() as u16 + 1).min(area.height - 1).max(1);
    let place = Rect { y: last.y - height, height, ..area };
    frame.render_widget(Clear, place);
    frame.render_widget(Paragraph::new(rule("", area.width, theme)), Rect { height: 1, ..place });
    let inner = Rect {
        x: place.x + 1,
        y: place.y + 1,
        width: place.width.saturating_sub(2),
        height: height - 1,
    };
    frame.render_widget(Paragraph::new(lines), inner);
}

/// A key, what it does, and how it looks.
struct Hint {
    key: String,
    what: String,
    style: Style,
}

impl Hint {
    fn width(&self) -> usize {
        columns(&self.key) + columns(&self.what) + if self.key.is_empty() { 2 } else { 3 }
    }

    fn spans(self) -> [Span<'static>; 3] {
        let gap = if self.key.is_empty() { "" } else { " " };
        let what = if self.what.is_empty() { "  ".into() } else { format!("{gap}{} ", self.what) };
        [Span::raw(" "), Span::styled(self.key, self.style), Span::raw(what)]
    }
}

/// Keys with what they do, as many as fit.
pub(super) fn plain_hints(frame: &mut Frame<'_>, area: Rect, keys: &[(&str, &str)], theme: &Theme) {
    let hint = |(key, what): &(&str, &str)| Hint {
        key: (*key).to_owned(),
        what: (*what).to_owned(),
        style: theme.accent,
    };
    frame.render_widget(Clear, area);
    lay(frame, area, keys.iter().map(hint).collect());
}

/// The keys that matter now, as many as fit.
pub(super) fn hints(frame: &mut Frame<'_>, area: Rect, view: &View, hidden: bool, theme: &Theme) {
    let room = usize::from(area.width) * usize::from(area.height);
    let mut hints = keys(view, hidden, true, theme);
    // Where not even the ratings fit, their names are dropped and the numbers stay.
    let needed: usize = hints.iter().take_while(|h| h.key != "?").map(Hint::width).sum();
    if view.stage > Stage::Question && area.height == 1 && needed > room {
        hints = keys(view, hidden, false, theme);
    }
    lay(frame, area, hints);
}

/// Writes hints side by side, as many as fit.
fn lay(frame: &mut Frame<'_>, area: Rect, hints: Vec<Hint>) {
    let mut lines: Vec<Line<'_>> = vec![Line::default()];
    let mut used = 0;
    for hint in hints {
        let width = hint.width();
        if used + width > usize::from(area.width) && used > 0 {
            if lines.len() == usize::from(area.height) {
                break;
            }
            lines.push(Line::default());
            used = 0;
        }
        used += width;
        if let Some(line) = lines.last_mut() {
            line.spans.extend(hint.spans());
        }
    }
    frame.render_widget(Paragraph::new(lines), area);
}

fn keys(view: &View, hidden: bool, named: bool, theme: &Theme) -> Vec<Hint> {
    let words = view.words;
    let hint = |key: &str, what: &str| Hint {
        key: key.to_owned(),
        what: what.to_owned(),
        style: theme.accent,
    };
    let (space, enter) = (words.key_space(), words.key_enter());
    if let Some(typed) = view.typed.as_ref().filter(|typed| typed.open) {
        let esc = hint("Esc", words.hint_commands());
        return if typed.text.is_empty() {
            vec![hint("", words.hint_type_output()), hint(enter, words.hint_show()), esc]
        } else {
            vec![hint(words.submit_keys(), words.hint_submit()), esc]
        };
    }
    let mut hints = Vec::new();
    match view.stage {
        Stage::Question => {
            let choice = view.typed.as_ref().and_then(|typed| typed.choice.as_ref());
            if let Some(choice) = choice {
                hints.push(hint(&choice.span(), words.hint_choose()));
            }
            let picked = view.typed.as_ref().is_some_and(|typed| !typed.text.is_empty());
            if choice.is_some() && picked {
                hints.push(hint(enter, words.hint_submit()));
            } else {
                hints.push(hint(space, words.hint_answer()));
            }
        }
        Stage::Short => hints.push(hint(space, words.hint_more())),
        Stage::Full if hidden => hints.push(hint(space, words.hint_down())),
        Stage::Full => {
            if let Some(rating) = view.next {
                hints.push(hint(space, words.rating_key(rating)));
            }
        }
    }
    if view.stage == Stage::Question {
        if view.typed.as_ref().is_some_and(|typed| typed.choice.is_none()) {
            hints.push(hint("t", words.hint_type()));
        }
    } else {
        if let Some(rating) = view.proposed {
            hints.push(hint(enter, &words.hint_rates(rating.number())));
        }
        let looks = [theme.bad, theme.warn, theme.good, theme.accent];
        for (rating, style) in Rating::ALL.into_iter().zip(looks) {
            let name = words.rating_key(rating).to_owned();
            let wait = view.waits.map(|waits| words.wait(waits[rating as usize]));
            let parts = [named.then_some(name), wait];
            let what = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
            let mark = if view.proposed == Some(rating) { "▸" } else { "" };
            hints.push(Hint { key: format!("{mark}{}", rating.number()), what, style });
        }
    }
    let others = [
        ("?", words.hint_help()),
        ("q", words.hint_quit()),
        ("u", words.hint_undo()),
        ("l", words.hint_language()),
        ("e", words.hint_edit()),
        ("s", words.hint_suspend()),
        ("b", words.hint_bury()),
    ];
    hints.extend(others.map(|(key, what)| hint(key, what)));
    hints
}
