//! What lies over the card for a while: all that is known of it, cards that were found, a line that is
//! typed.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Paragraph};

use super::{Face, Page, Stage, View, bars, body_width, help, page, rule};
use crate::text::typing::TypedText;
use crate::text::visible::visible;
use crate::ui::markdown::plain_heading;
use crate::ui::theme::Theme;
use crate::ui::width::{clip, columns};
use crate::ui::words::Words;
use crate::ui::wrap::Flow;

/// What lies over the card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Panel {
    /// What is known of the card.
    Info(Info),
    /// Cards that were found.
    Found(Found),
}

/// What is known of a card.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Info {
    /// Its id.
    pub title: String,
    /// What is known, each with its name.
    pub rows: Vec<[String; 2]>,
    /// Its answers, each on a line.
    pub history: Vec<String>,
    /// Lines scrolled past.
    pub scroll: usize,
}

/// Cards that were found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// The words that were looked for.
    pub query: String,
    /// The cards, the best match first; at least one.
    pub cards: Vec<Readable>,
    /// Which of them is chosen.
    pub at: usize,
    /// Whether it is read, with the lines that are scrolled past.
    pub reading: Option<usize>,
}

/// A card that can be read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Readable {
    /// Its id.
    pub id: String,
    /// It in each language that is shown.
    pub faces: Vec<Face>,
    /// What the learner noted on it.
    pub note: Option<String>,
    /// Its sources.
    pub evidence: Vec<String>,
}

/// What a line that is typed is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A note on the card.
    Note,
    /// Words to search for.
    Search,
}

/// A line that is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is for.
    pub purpose: Purpose,
    /// What was typed so far.
    pub text: TypedText,
}

/// From so many columns on a list of cards shows their ids.
const ROOMY: usize = 56;
/// Rows of a typed line at most; of a longer one those around the cursor are shown.
const MOST_ROWS: usize = 5;

impl Info {
    /// The lines for so many columns.
    fn lines(&self, width: u16, words: Words, theme: &Theme) -> Vec<Line<'static>> {
        // The first names the card, and so does the title.
        let shown = |what: &'_ str| if what.is_empty() { "-" } else { what }.to_owned();
        let rows = self.rows.iter().skip(1).map(|[name, what]| (name.clone(), shown(what)));
        let rows: Vec<(String, String)> = rows.collect();
        let rows = rows.iter().map(|(name, what)| (name.clone(), what.as_str()));
        let mut lines = help::table(rows.collect(), width, theme);
        if !self.history.is_empty() {
            lines.push(Line::default());
            lines.push(Line::styled(format!(" {}", words.info_history()), theme.accent));
            lines.extend(self.history.iter().map(|line| Line::raw(format!(" {line}"))));
        }
        lines
    }
}

/// How many lines of what is known of a card can be scrolled past on a screen of this size.
pub fn info_farthest(
    info: &Info,
    (columns, rows): (u16, u16),
    words: Words,
    theme: &Theme,
) -> usize {
    let lines = info.lines(help::width(columns).saturating_sub(2), words, theme).len();
    lines.saturating_sub(usize::from(rows.saturating_sub(2)))
}

/// Draws what is known of a card.
pub(super) fn info(frame: &mut Frame<'_>, info: &Info, words: Words, theme: &Theme) {
    let lines = info.lines(help::width(frame.area().width).saturating_sub(2), words, theme);
    help::show(frame, &visible(&info.title), lines, info.scroll, words, theme);
}

impl Found {
    /// The chosen card.
    pub fn chosen(&self) -> Option<&Readable> {
        self.cards.get(self.at)
    }

    /// The chosen card laid out for a screen of this width.
    pub fn page(&self, screen_width: u16, words: Words, theme: &Theme) -> Page {
        let card = self.chosen().cloned().unwrap_or_default();
        let Readable { faces, note, evidence, .. } = card;
        let stage = Stage::Full;
        page(&View { words, faces, note, evidence, stage, ..View::default() }, screen_width, theme)
    }
}

/// Draws the cards that were found in place of the card: `body` is where its text stands, between the
/// rules `top` and `bottom`; the keys stand in `hints`.
pub(super) fn found(
    frame: &mut Frame<'_>,
    [top, body, bottom, hints]: [Rect; 4],
    found: &Found,
    words: Words,
    theme: &Theme,
) {
    let width = top.width;
    let height = usize::from(body.height);
    let (title, mut lines, above) = match found.reading {
        Some(scroll) => {
            let page = found.page(width, words, theme);
            let id = found.chosen().map_or("", |card| &card.id);
            (id.to_owned(), page.text.lines, scroll)
        }
        None => {
            let room = usize::from(body_width(width)).saturating_sub(2);
            let line = |(at, card): (usize, &Readable)| {
                let title = card.faces.first().map(|face| plain_heading(&face.title));
                let (mark, style) =
                    if at == found.at { ("▸ ", theme.selected) } else { ("  ", Style::new()) };
                // Many questions are alike: their ids tell them apart, where there is room.
                let id = format!("  {}", visible(&card.id));
                let id = if room >= ROOMY && columns(&id) < room / 2 { id } else { String::new() };
                let text = clip(&visible(&title.unwrap_or_default()), room - columns(&id));
                let gap = " ".repeat(room - columns(&id) - columns(&text));
                Line::from(vec![
                    Span::raw(mark),
                    Span::styled(text, style),
                    Span::raw(gap),
                    Span::styled(id, theme.aside),
                ])
            };
            let lines = found.cards.iter().enumerate().map(line).collect();
            let title = words.found(found.cards.len(), &found.query);
            (title, lines, (found.at + 1).saturating_sub(height))
        }
    };
    let above = above.min(lines.len());
    let hidden = lines.len().saturating_sub(above + height);
    let lines: Vec<Line<'_>> = lines.drain(..).skip(above).take(height).collect();
    frame.render_widget(Clear, body);
    frame.render_widget(Clear, top);
    frame.render_widget(Paragraph::new(rule("", width, theme)), top);
    let title = clip(&visible(&title), usize::from(width).saturating_sub(14));
    bars::on_rule(frame, top, &format!(" {title} "), theme.heading, false);
    if above > 0 {
        bars::on_rule(frame, top, &format!(" ↑ {above} "), theme.accent, true);
    }
    let margin = (width - body_width(width)) / 2;
    let place = Rect { x: body.x + margin, width: body_width(width), ..body };
    frame.render_widget(Paragraph::new(lines), place);
    bars::bottom(frame, bottom, hidden, words, theme);
    let keys: &[(&str, &str)] = match found.reading {
        Some(_) => &[("j k", words.hint_scroll()), ("Esc", words.hint_back())],
        None => &[
            ("↑ ↓", words.hint_choose_card()),
            (words.key_enter(), words.hint_read()),
            ("/", words.hint_search()),
            ("Esc", words.hint_back()),
        ],
    };
    bars::plain_hints(frame, hints, keys, theme);
}

/// Draws a line that is typed at the bottom of `area`, with its keys below, and puts the cursor into it.
pub(super) fn entry(frame: &mut Frame<'_>, area: Rect, entry: &Entry, words: Words, theme: &Theme) {
    let room = usize::from(area.width).saturating_sub(3).max(1);
    let (before, after) = entry.text.parts();
    let flow = |text: &str| {
        let mut flow = Flow::default();
        flow.kept(text, Style::new());
        flow.lines(Some(room))
    };
    // The cursor stands behind the last column of what is before it.
    let cursor = {
        let rows = flow(before);
        let wide: usize = rows.last().map_or(0, |row| row.iter().map(Span::width).sum());
        // Spaces at the end are not drawn, and still move the cursor.
        let spaces = before.len() - before.trim_end_matches(' ').len();
        let drawn = rows.last().map_or(0, |row| {
            let text: String = row.iter().map(|span| span.content.as_ref()).collect();
            text.len() - text.trim_end_matches(' ').len()
        });
        (rows.len() - 1, (wide + spaces.saturating_sub(drawn)).min(room))
    };
    let rows = flow(&format!("{before}{after}"));
    let shown = rows.len().max(cursor.0 + 1).min(MOST_ROWS);
    let from = (cursor.0 + 1).saturating_sub(shown);
    let height = (shown as u16 + 2).min(area.height);
    let place = Rect { y: area.bottom() - height, height, ..area };
    frame.render_widget(Clear, place);
    let label = match entry.purpose {
        Purpose::Note => words.note(),
        Purpose::Search => words.search(),
    };
    frame
        .render_widget(Paragraph::new(rule(label, area.width, theme)), Rect { height: 1, ..place });
    let lines: Vec<Line<'_>> = rows.into_iter().skip(from).take(shown).map(Line::from).collect();
    let text = Rect {
        x: place.x + 1,
        y: place.y + 1,
        width: place.width.saturating_sub(2),
        height: height.saturating_sub(2),
    };
    frame.render_widget(Paragraph::new(lines), text);
    let hints = Rect { y: place.bottom() - 1, height: 1, ..place };
    let keys: Vec<(&str, &str)> = match entry.purpose {
        Purpose::Note => vec![
            (words.key_enter(), words.hint_save()),
            ("Esc", words.hint_cancel()),
            (words.key_alt_enter(), words.hint_editor()),
        ],
        Purpose::Search => {
            vec![(words.key_enter(), words.hint_search()), ("Esc", words.hint_cancel())]
        }
    };
    bars::plain_hints(frame, hints, &keys, theme);
    let x = (text.x + cursor.1 as u16).min(area.right().saturating_sub(1));
    let y = text.y + (cursor.0 - from) as u16;
    frame.set_cursor_position(Position { x, y: y.min(place.bottom().saturating_sub(1)) });
}

/// A text as one line: what is pasted may have several.
pub fn without_breaks(text: &str) -> String {
    let parts = text.split(['\n', '\r', '\t']).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" ")
}
