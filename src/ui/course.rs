//! The course of the quiz on a screen: keys to steps. It knows how much of a card is shown and how far
//! it is scrolled, and neither the cards nor what becomes of them: that is for whoever takes the
//! steps.

mod typing;

use super::keys::Key;
use super::quiz::{self, Notice, Stage, TypedAnswer, View, body_height};
use super::theme::Theme;
use crate::model::review::Rating;
use crate::text::typing::TypedText;

/// Columns that one key scrolls sideways.
const SHIFT: usize = 8;

/// What a key leads to beyond what it changes on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Nothing.
    Stay,
    /// The end of the session.
    Leave,
    /// Its end as by a signal.
    Interrupt,
    /// An answer.
    Rate(Rating),
    /// The last answer is taken back.
    Undo,
    /// What was taken back is done again.
    Redo,
    /// The card is suspended.
    Suspend,
    /// The card is buried.
    Bury,
    /// The card goes to the editor.
    Edit,
    /// A source of the card is opened.
    Open,
    /// The clock stops.
    Pause,
    /// The clock goes on.
    GoOn,
    /// Another language is shown.
    Language,
}

/// The state of the screen.
pub struct Course {
    /// What a frame shows. What is known of the card is filled in from outside.
    pub view: View,
    /// What is to be typed for the card; `None` for one that is only revealed.
    pub right: Option<String>,
    /// Whether all is shown at once.
    reveal_all: bool,
    size: (u16, u16),
    /// Whether the clock was stopped by hand.
    stopped: bool,
}

impl Course {
    /// A course on a screen of this size, which shows answers at once or step by step.
    pub fn new(size: (u16, u16), reveal_all: bool) -> Course {
        Course { view: View::default(), right: None, reveal_all, size, stopped: false }
    }

    /// Begins with a card; `right` is what is to be typed for it, a letter for a choice.
    pub fn ask(&mut self, right: Option<String>, is_choice: bool) {
        self.view.stage = Stage::Question;
        self.view.scroll = 0;
        self.view.shift = 0;
        self.stopped = false;
        self.view.typed = right.as_ref().map(|_| TypedAnswer {
            text: TypedText::default(),
            open: true,
            is_choice,
            result: None,
        });
        self.right = right;
    }

    /// The frame as it is now.
    pub fn view(&self) -> View {
        View { proposed: self.proposed(), ..self.view.clone() }
    }

    fn proposed(&self) -> Option<Rating> {
        let typed = self.view.typed.as_ref()?;
        let (_, verdict) = typed.result.as_ref()?;
        // Who typed nothing has answered in the head, and knows best.
        (!typed.text.text().trim().is_empty()).then(|| verdict.rating())
    }

    fn typing(&self) -> bool {
        self.view.stage == Stage::Question && self.view.typed.as_ref().is_some_and(|t| t.open)
    }

    /// Says what happened.
    pub fn tell(&mut self, text: impl Into<String>) {
        self.view.notice = Some(Notice { text: text.into(), alarm: false });
    }

    /// Says what went wrong.
    pub fn alarm(&mut self, text: String) {
        self.view.notice = Some(Notice { text, alarm: true });
    }

    /// What a key does to the screen, and what it leads to beyond.
    pub fn key(&mut self, key: Key, theme: &Theme) -> Step {
        self.view.notice = None;
        if key == Key::Ctrl('c') {
            return Step::Interrupt;
        }
        if std::mem::take(&mut self.stopped) {
            return Step::GoOn;
        }
        if let Some(scroll) = self.view.help {
            self.help_key(key, scroll, theme);
            return Step::Stay;
        }
        if self.typing() {
            self.type_key(key, theme);
            return Step::Stay;
        }
        match key {
            Key::Char('q') | Key::Ctrl('d') => return Step::Leave,
            Key::Char('?') => self.view.help = Some(0),
            Key::Char('u') => return Step::Undo,
            Key::Char('r') => return Step::Redo,
            Key::Char('s') => return Step::Suspend,
            Key::Char('b') => return Step::Bury,
            Key::Char('e') => return Step::Edit,
            Key::Char('o') => return Step::Open,
            Key::Char('p') => {
                self.stopped = true;
                self.tell("paused: any key goes on");
                return Step::Pause;
            }
            Key::Char('l') => return Step::Language,
            Key::Char('t') => {
                let stage = self.view.stage;
                if let Some(typed) = self.view.typed.as_mut()
                    && stage == Stage::Question
                {
                    typed.open = true;
                    self.follow(theme);
                }
            }
            Key::Char(' ') => self.reveal(theme),
            Key::Enter => match self.proposed() {
                Some(rating) => return Step::Rate(rating),
                None => self.reveal(theme),
            },
            Key::Char(digit @ '1'..='4') => {
                if self.view.stage == Stage::Question {
                    self.tell("show the answer first: space");
                } else if let Some(rating) = Rating::from_number(digit as u8 - b'0') {
                    return Step::Rate(rating);
                }
            }
            key => self.scroll_key(key, theme),
        }
        self.clamp(theme);
        Step::Stay
    }

    /// A key while the help is shown: it scrolls, or ends it.
    fn help_key(&mut self, key: Key, scroll: usize, theme: &Theme) {
        let farthest = quiz::help_farthest(self.size, theme);
        self.view.help = match key {
            Key::Down | Key::PageDown | Key::Char('j' | ' ') if scroll < farthest => {
                Some(scroll + 1)
            }
            Key::Up | Key::PageUp | Key::Char('k') if farthest > 0 => {
                Some(scroll.saturating_sub(1))
            }
            _ => None,
        };
    }

    /// A key that moves the page.
    fn scroll_key(&mut self, key: Key, theme: &Theme) {
        match key {
            Key::Up | Key::Char('k') => self.view.scroll = self.view.scroll.saturating_sub(1),
            Key::Down | Key::Char('j') => self.view.scroll += 1,
            Key::PageUp => self.view.scroll = self.view.scroll.saturating_sub(self.page()),
            Key::PageDown => self.view.scroll += self.page(),
            Key::Home => self.view.scroll = 0,
            Key::End => self.view.scroll = usize::MAX / 2,
            Key::Left => self.view.shift = self.view.shift.saturating_sub(SHIFT),
            Key::Right if quiz::page(&self.view, self.size.0, theme).more_right => {
                self.view.shift += SHIFT;
            }
            _ => {}
        }
    }

    /// Shows more: the short answer, the rest, then the next page.
    fn reveal(&mut self, theme: &Theme) {
        match self.view.stage {
            // What was typed counts, although other keys came between.
            Stage::Question if self.view.typed.as_ref().is_some_and(|t| !t.text.is_empty()) => {
                self.give_typed(theme);
            }
            Stage::Question => self.show_answer(theme),
            Stage::Short => self.view.stage = Stage::Full,
            Stage::Full => {
                let before = self.view.scroll;
                self.view.scroll += self.page();
                self.clamp(theme);
                if self.view.scroll == before {
                    self.tell("this is all: rate with 1 to 4");
                }
            }
        }
        self.clamp(theme);
    }

    fn show_answer(&mut self, theme: &Theme) {
        let view = &self.view;
        let no_more = view.evidence.is_empty() && view.faces.iter().all(|f| f.depth.is_empty());
        let all = self.reveal_all || no_more;
        self.view.stage = if all { Stage::Full } else { Stage::Short };
        let page = quiz::page(&self.view, self.size.0, theme);
        // Where the whole does not fit, begin with the comparison or with the answer.
        if page.text.lines.len() > body_height(self.size) {
            self.view.scroll = page.typed.or(page.answer).unwrap_or(0);
        }
        self.clamp(theme);
    }

    /// Takes note of the size of the screen.
    pub fn settle(&mut self, size: (u16, u16), theme: &Theme) {
        if self.size == size {
            return;
        }
        self.size = size;
        self.clamp(theme);
        if self.typing() {
            self.follow(theme);
        }
    }

    fn page(&self) -> usize {
        body_height(self.size).saturating_sub(1).max(1)
    }

    /// Keeps the last line of the text at the bottom of the screen or above.
    pub fn clamp(&mut self, theme: &Theme) {
        if self.view.scroll > 0 {
            let lines = quiz::page(&self.view, self.size.0, theme).text.lines.len();
            self.view.scroll = self.view.scroll.min(lines.saturating_sub(body_height(self.size)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::quiz::Face;

    /// A course with a card whose answer has two parts, on a small screen.
    fn course(right: Option<&str>) -> Course {
        let mut course = Course::new((40, 8), false);
        course.view.faces = vec![Face {
            lang: "English",
            title: "How?".into(),
            body: String::new(),
            short: "So.".into(),
            depth: "In depth.\n\n".repeat(9),
        }];
        course.ask(right.map(str::to_owned), true);
        course
    }

    #[test]
    fn keys_lead_to_steps() {
        let rate = |number| Step::Rate(Rating::from_number(number).unwrap());
        let space = Key::Char(' ');
        for (right, keys, step, stage) in [
            (None, vec![Key::Char('3')], Step::Stay, Stage::Question),
            (None, vec![space], Step::Stay, Stage::Short),
            (None, vec![space, Key::Char('3')], rate(3), Stage::Short),
            (None, vec![space, Key::Enter, space], Step::Stay, Stage::Full),
            (None, vec![Key::Char('q')], Step::Leave, Stage::Question),
            (None, vec![Key::Char('?'), Key::Char('q')], Step::Stay, Stage::Question),
            (None, vec![Key::Char('?'), Key::Ctrl('c')], Step::Interrupt, Stage::Question),
            (None, vec![Key::Char('p')], Step::Pause, Stage::Question),
            (None, vec![Key::Char('p'), Key::Char('q')], Step::GoOn, Stage::Question),
            (None, vec![Key::Char('l')], Step::Language, Stage::Question),
            (Some("b"), vec![Key::Char('q')], Step::Stay, Stage::Question),
            (Some("b"), vec![Key::Esc, Key::Char('q')], Step::Leave, Stage::Question),
            (Some("b"), vec![Key::Char('b'), Key::Enter], Step::Stay, Stage::Short),
            (Some("b"), vec![Key::Char('b'), Key::Enter, Key::Enter], rate(3), Stage::Short),
            (Some("b"), vec![Key::Char('a'), Key::Enter, Key::Enter], rate(1), Stage::Short),
            (Some("b"), vec![space, Key::Enter], Step::Stay, Stage::Full),
        ] {
            let mut course = course(right);
            let mut last = Step::Stay;
            for key in &keys {
                last = course.key(*key, &Theme::mono());
            }
            assert_eq!((last, course.view.stage), (step, stage), "{keys:?}");
        }
    }

    #[test]
    fn the_page_stops_at_its_end() {
        let (mut course, theme) = (course(None), Theme::mono());
        course.key(Key::Char(' '), &theme);
        course.key(Key::Char(' '), &theme);
        course.key(Key::End, &theme);
        let end = course.view.scroll;
        assert!(end > 0);
        course.key(Key::Down, &theme);
        assert_eq!(course.view.scroll, end);
        course.settle((40, 60), &theme);
        assert_eq!(course.view.scroll, 0);
    }
}
