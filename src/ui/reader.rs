//! The reader: cards one after another on a full screen, question and answer, to be read and not rated.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Paragraph};

use super::card;
use super::keys::Key;
use super::theme::Theme;
use super::width::{clip, columns};
use super::words::Words;
use crate::text::visible::visible;

/// Wider than this no line is drawn.
const WIDEST: u16 = 100;

/// A card in one language: its question, and what stands below it as Markdown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Face {
    /// The one-line question.
    pub title: String,
    /// The parts below it.
    pub parts: Vec<String>,
}

/// A card to be read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    /// Its topic, id and state.
    pub head: String,
    /// What it says, in each language that is shown.
    pub faces: Vec<Face>,
    /// Its sources, a line each.
    pub sources: Vec<String>,
}

/// The cards, and which of them is read.
pub struct Reader {
    words: Words,
    pages: Vec<Page>,
    at: usize,
    scroll: usize,
    size: (u16, u16),
}

impl Reader {
    /// Begins with the first card; there is one.
    pub fn new(words: Words, pages: Vec<Page>, size: (u16, u16)) -> Reader {
        Reader { words, pages, at: 0, scroll: 0, size }
    }

    /// Takes note of the size of the screen.
    pub fn settle(&mut self, size: (u16, u16), theme: &Theme) {
        self.size = size;
        self.clamp(theme);
    }

    /// Where the reader is, which changes what is seen.
    pub fn place(&self) -> (usize, usize, (u16, u16)) {
        (self.at, self.scroll, self.size)
    }

    /// Takes a key; false when the learner leaves.
    pub fn key(&mut self, key: Key, theme: &Theme) -> bool {
        let page = usize::from(self.room()).saturating_sub(1).max(1);
        match key {
            Key::Char('q') | Key::Esc | Key::Ctrl('c' | 'd') => return false,
            Key::Char('j') | Key::Down => self.scroll += 1,
            Key::Char('k') | Key::Up => self.scroll = self.scroll.saturating_sub(1),
            Key::Char(' ') | Key::PageDown | Key::Enter => {
                let most = self.most(theme);
                if self.scroll < most {
                    self.scroll += page;
                } else if self.at + 1 < self.pages.len() {
                    (self.at, self.scroll) = (self.at + 1, 0);
                }
            }
            Key::Char('b') | Key::PageUp => {
                if self.scroll > 0 {
                    self.scroll = self.scroll.saturating_sub(page);
                } else if self.at > 0 {
                    (self.at, self.scroll) = (self.at - 1, usize::MAX);
                }
            }
            Key::Char('n') | Key::Right if self.at + 1 < self.pages.len() => {
                (self.at, self.scroll) = (self.at + 1, 0);
            }
            Key::Char('p') | Key::Left => {
                (self.at, self.scroll) = (self.at.saturating_sub(1), 0);
            }
            Key::Char('g') | Key::Home => (self.at, self.scroll) = (0, 0),
            Key::Char('G') | Key::End => (self.at, self.scroll) = (self.pages.len() - 1, 0),
            _ => {}
        }
        self.clamp(theme);
        true
    }

    /// Lines for the text.
    fn room(&self) -> u16 {
        self.size.1.saturating_sub(4).max(1)
    }

    /// The farthest that the card can be scrolled.
    fn most(&self, theme: &Theme) -> usize {
        self.lines(theme).len().saturating_sub(usize::from(self.room()))
    }

    fn clamp(&mut self, theme: &Theme) {
        if self.scroll > 0 {
            self.scroll = self.scroll.min(self.most(theme));
        }
    }

    /// The card as lines.
    fn lines(&self, theme: &Theme) -> Vec<Line<'static>> {
        let width = self.size.0.min(WIDEST).saturating_sub(2).max(8);
        let page = &self.pages[self.at];
        let mut lines: Vec<Line<'static>> = Vec::new();
        for face in &page.faces {
            if !lines.is_empty() {
                lines.push(Line::default());
                lines.push(Line::styled("─".repeat(usize::from(width)), theme.rule));
                lines.push(Line::default());
            }
            let parts: Vec<&str> = face.parts.iter().map(String::as_str).collect();
            lines.extend(card::styled(&face.title, &parts, width, theme));
        }
        if !page.sources.is_empty() {
            lines.push(Line::default());
            lines.push(Line::styled(self.words.line_sources(), theme.aside));
            for source in &page.sources {
                let source = super::wrap::source(source, Some(width));
                lines.extend(source.lines().map(|line| Line::styled(line.to_owned(), theme.aside)));
            }
        }
        lines
    }

    /// Draws a frame.
    pub fn draw(&self, frame: &mut Frame<'_>, theme: &Theme) {
        let screen = frame.area();
        let width = screen.width.min(WIDEST);
        let area = Rect { x: screen.x + (screen.width - width) / 2, width, ..screen };
        if area.width < 10 || area.height < 5 {
            frame.render_widget(Paragraph::new(self.words.too_small()), area);
            return;
        }
        let all = usize::from(area.width);
        let row = |y: u16| Rect { y: area.y + y, height: 1, ..area };
        let rule = || Line::styled("─".repeat(all), theme.rule);
        let progress = format!("{}/{} ", self.at + 1, self.pages.len());
        let head =
            clip(&visible(&self.pages[self.at].head), all.saturating_sub(progress.len() + 2));
        let gap = all.saturating_sub(columns(&head) + 1 + progress.len());
        let head = Line::from(vec![
            Span::styled(format!(" {head}"), theme.strong),
            Span::raw(" ".repeat(gap)),
            Span::styled(progress, theme.aside),
        ]);
        frame.render_widget(Paragraph::new(head), row(0));
        frame.render_widget(Paragraph::new(rule()), row(1));
        let lines = self.lines(theme);
        let room = usize::from(area.height - 4);
        let hidden = lines.len().saturating_sub(self.scroll + room);
        let shown: Vec<Line<'_>> = lines.into_iter().skip(self.scroll).take(room).collect();
        let body =
            Rect { x: area.x + 1, y: area.y + 2, width: area.width - 2, height: area.height - 4 };
        frame.render_widget(Paragraph::new(shown), body);
        let foot = area.height - 2;
        frame.render_widget(Paragraph::new(rule()), row(foot));
        if hidden > 0 {
            let mark = format!(" {} ", self.words.more_below(hidden));
            let width = (columns(&mark) as u16).min(area.width - 1);
            let place = Rect { x: area.right() - width - 1, width, ..row(foot) };
            frame.render_widget(Clear, place);
            frame.render_widget(Paragraph::new(Line::styled(mark, theme.accent)), place);
        }
        frame.render_widget(Paragraph::new(self.hints(all, theme)), row(foot + 1));
    }

    /// What the keys do, as far as there is room.
    fn hints(&self, width: usize, theme: &Theme) -> Line<'static> {
        let words = self.words;
        let hints = [
            (words.key_space(), words.reader_on()),
            ("b", words.reader_back()),
            ("n p", words.reader_cards()),
            ("j k", words.reader_scroll()),
            ("q", words.hint_quit()),
        ];
        let (mut spans, mut used) = (vec![Span::raw(" ")], 1);
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::keys::parse;

    #[test]
    fn keys_go_through_the_cards() {
        let page = |title: &str, lines: usize| Page {
            head: title.into(),
            faces: vec![Face { title: title.into(), parts: vec!["x\n\n".repeat(lines)] }],
            sources: Vec::new(),
        };
        // The first has 2 + 2 * 6 - 1 lines, of which 6 are seen.
        let pages = || vec![page("A", 6), page("B", 1), page("C", 1)];
        for (keys, place) in [
            ("", (0, 0)),
            ("j", (0, 1)),
            ("jjk", (0, 1)),
            ("<space>", (0, 5)),
            ("<space><space>", (0, 7)),
            ("<space><space><space>", (1, 0)),
            ("<space><space><space>b", (0, 7)),
            ("n", (1, 0)),
            ("nnn", (2, 0)),
            ("np", (0, 0)),
            ("G", (2, 0)),
            ("G<space>", (2, 0)),
            ("Gg", (0, 0)),
        ] {
            let mut reader = Reader::new(Words::EN, pages(), (40, 10));
            let theme = Theme::mono();
            assert!(parse(keys).unwrap().into_iter().all(|key| reader.key(key, &theme)), "{keys}");
            assert_eq!((reader.at, reader.scroll), place, "{keys}");
        }
        let mut reader = Reader::new(Words::EN, pages(), (40, 10));
        assert!(!reader.key(Key::Char('q'), &Theme::mono()));
    }
}
