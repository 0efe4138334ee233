//! The course of the quiz on a screen: keys to steps. It knows how much of a card is shown and how far
//! it is scrolled, and neither the cards nor what becomes of them: that is for whoever takes the
//! steps.

mod panel;
mod typing;

use super::keys::Key;
use super::quiz::keys::{Act, act};
use super::quiz::panel::Purpose;
use super::quiz::{self, Notice, Stage, TypedAnswer, View, Wanted, body_height};
use super::theme::Theme;
use super::words::Words;
use crate::model::review::Rating;
use crate::model::settings::Settings;
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
    /// The end of the session, as a signal would end it.
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
    /// What [`Course::take_given`] gives is noted on the card.
    Note,
    /// The same goes to the editor first.
    EditNote,
    /// The card is flagged, or unflagged.
    Flag,
    /// All that is known of the card is shown.
    Info,
    /// The follow-up comes.
    Follow,
    /// Cards are searched for [`Course::take_given`].
    Search,
    /// A source of the card is opened.
    Open,
    /// The clock stops.
    Pause,
    /// The clock goes on.
    GoOn,
    /// Another language is shown.
    Language,
    /// The way home.
    Home,
}

/// The state of the screen.
pub struct Course {
    /// What a frame shows. What is known of the card is filled in from outside.
    pub view: View,
    /// What is to be typed for the card; `None` for one that is only revealed.
    wanted: Option<Wanted>,
    /// Whether all is shown at once.
    reveal_all: bool,
    /// Whether the space bar rates once everything is shown.
    space_rates: bool,
    size: (u16, u16),
    /// Whether the clock was stopped by hand.
    stopped: bool,
    /// What was typed on the line that was handed in last.
    given: String,
}

impl Course {
    /// A course on a screen of this size, which speaks this language and shows answers as the
    /// settings say.
    pub fn new(size: (u16, u16), words: Words, settings: &Settings) -> Course {
        Course {
            view: View { words, ..View::default() },
            wanted: None,
            reveal_all: settings.reveal_all,
            space_rates: settings.space_rates,
            size,
            stopped: false,
            given: String::new(),
        }
    }

    /// Begins with a card, of which this is to be typed or chosen.
    pub fn ask(&mut self, wanted: Option<Wanted>) {
        self.view.stage = Stage::Question;
        self.view.scroll = 0;
        self.view.shift = 0;
        self.view.panel = None;
        self.view.entry = None;
        self.stopped = false;
        self.view.typed = wanted.as_ref().map(|wanted| TypedAnswer {
            text: TypedText::default(),
            open: matches!(wanted, Wanted::Output(_)),
            choice: None,
            result: None,
        });
        self.want(wanted);
    }

    /// Says again what is to be typed or chosen: the card may have been edited.
    pub fn want(&mut self, wanted: Option<Wanted>) {
        if let Some(typed) = &mut self.view.typed {
            typed.choice = match &wanted {
                Some(Wanted::Options(_, choice)) => Some(choice.clone()),
                _ => None,
            };
        }
        self.wanted = wanted;
    }

    /// The frame as it is now.
    pub fn view(&self) -> View {
        View { proposed: self.proposed(), next: self.next(), ..self.view.clone() }
    }

    /// The rating that the space bar gives once everything is shown.
    fn next(&self) -> Option<Rating> {
        self.space_rates.then(|| self.proposed().unwrap_or(Rating::Good))
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
        if self.view.entry.is_some() {
            return self.entry_key(key);
        }
        if self.view.panel.is_some() {
            self.panel_key(key, theme);
            return Step::Stay;
        }
        if self.typing() {
            self.type_key(key, theme);
            return Step::Stay;
        }
        if let Some(letter) = self.option(key) {
            self.choose(letter, theme);
            return Step::Stay;
        }
        let words = self.view.words;
        match act(key) {
            Some(Act::Leave) => return Step::Leave,
            Some(Act::Help) => self.view.help = Some(0),
            Some(Act::Undo) => return Step::Undo,
            Some(Act::Redo) => return Step::Redo,
            Some(Act::Suspend) => return Step::Suspend,
            Some(Act::Bury) => return Step::Bury,
            Some(Act::Edit) => return Step::Edit,
            Some(Act::Open) => return Step::Open,
            Some(Act::Note) => return self.begin_note(),
            Some(Act::Flag) => return Step::Flag,
            Some(Act::Info) => return Step::Info,
            Some(Act::Follow) => return Step::Follow,
            Some(Act::Search) => self.enter(Purpose::Search, ""),
            Some(Act::Pause) => {
                self.stopped = true;
                self.tell(words.paused_by_key());
                return Step::Pause;
            }
            Some(Act::Language) => return Step::Language,
            Some(Act::Type) => {
                let stage = self.view.stage;
                if let Some(typed) = self.view.typed.as_mut().filter(|typed| typed.choice.is_none())
                    && stage == Stage::Question
                {
                    typed.open = true;
                    self.follow(theme);
                }
            }
            Some(Act::Next) => return self.reveal(theme),
            Some(Act::Enter) => match self.proposed() {
                Some(rating) => return Step::Rate(rating),
                None => return self.reveal(theme),
            },
            Some(Act::Rate) => {
                if self.view.stage == Stage::Question {
                    self.tell(words.show_first());
                } else if let Key::Char(digit) = key
                    && let Some(rating) = Rating::from_number(digit as u8 - b'0')
                {
                    return Step::Rate(rating);
                }
            }
            Some(Act::Scroll) => self.scroll_key(key, theme),
            // What else it closes has its keys above.
            Some(Act::Close) => return Step::Home,
            Some(Act::Choose) | None => {}
        }
        self.clamp(theme);
        Step::Stay
    }

    /// A key while the help is shown: it scrolls, or ends it.
    fn help_key(&mut self, key: Key, scroll: usize, theme: &Theme) {
        let farthest = quiz::help_farthest(self.size, self.view.words, theme);
        self.view.help = scrolled(key, scroll, farthest);
    }

    /// A key that moves the page.
    fn scroll_key(&mut self, key: Key, theme: &Theme) {
        match key {
            Key::Up | Key::Char('k') => self.view.scroll = self.view.scroll.saturating_sub(1),
            Key::Down | Key::Char('j') => self.view.scroll += 1,
            Key::PageUp => self.view.scroll = self.view.scroll.saturating_sub(self.page()),
            Key::PageDown => self.view.scroll += self.page(),
            Key::Home | Key::Char('g') => self.view.scroll = 0,
            Key::End | Key::Char('G') => self.view.scroll = usize::MAX / 2,
            Key::Left => self.view.shift = self.view.shift.saturating_sub(SHIFT),
            Key::Right if quiz::page(&self.view, self.size.0, theme).more_right => {
                self.view.shift += SHIFT;
            }
            _ => {}
        }
    }

    /// Shows more: the short answer, the rest, then the next page; at the end it may rate.
    fn reveal(&mut self, theme: &Theme) -> Step {
        match self.view.stage {
            // What was typed counts, although other keys came between.
            Stage::Question
                if self
                    .view
                    .typed
                    .as_ref()
                    .is_some_and(|t| t.choice.is_some() || !t.text.is_empty()) =>
            {
                self.give_typed(theme);
            }
            Stage::Question => self.show_answer(theme),
            Stage::Short => self.view.stage = Stage::Full,
            Stage::Full => {
                let before = self.view.scroll;
                self.view.scroll += self.page();
                self.clamp(theme);
                if self.view.scroll == before {
                    match self.next() {
                        Some(rating) => return Step::Rate(rating),
                        None => self.tell(self.view.words.end_of_card()),
                    }
                }
            }
        }
        self.clamp(theme);
        Step::Stay
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

    /// Scrolls back if the last line of the text would be above the bottom of the screen.
    pub fn clamp(&mut self, theme: &Theme) {
        if self.view.scroll > 0 {
            let lines = quiz::page(&self.view, self.size.0, theme).text.lines.len();
            self.view.scroll = self.view.scroll.min(lines.saturating_sub(body_height(self.size)));
        }
    }
}

/// Where a key scrolls to, at most `farthest`; `None` for a key that does not scroll, and at the end.
fn scrolled(key: Key, scroll: usize, farthest: usize) -> Option<usize> {
    match key {
        Key::Down | Key::PageDown | Key::Char('j' | ' ') if scroll < farthest => Some(scroll + 1),
        Key::Up | Key::PageUp | Key::Char('k') if farthest > 0 => Some(scroll.saturating_sub(1)),
        Key::Home | Key::Char('g') if farthest > 0 => Some(0),
        Key::End | Key::Char('G') if farthest > 0 => Some(farthest),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::keys::parse;
    use crate::ui::quiz::{Choice, Face};

    /// A course with a card whose answer has two parts, on a small screen.
    fn course(wanted: Option<Wanted>, space_rates: bool) -> Course {
        let settings = Settings { space_rates, ..Settings::default() };
        let mut course = Course::new((40, 8), Words::EN, &settings);
        course.view.faces = vec![Face {
            lang: "English",
            title: "How?".into(),
            body: String::new(),
            short: "So.".into(),
            depth: "In depth.\n\n".repeat(9),
        }];
        course.ask(wanted);
        course
    }

    fn options(right: &str) -> Option<Wanted> {
        let several = right.contains(',');
        let choice = Choice { letters: vec!['a', 'b', 'c', 'd'], several };
        Some(Wanted::Options(right.into(), choice))
    }

    #[test]
    fn keys_lead_to_steps() {
        let rate = |number| Step::Rate(Rating::from_number(number).unwrap());
        let output = Some(Wanted::Output("qb".into()));
        let (one, two) = (options("b"), options("b, d"));
        for (wanted, keys, step, stage) in [
            (&None, "3", Step::Stay, Stage::Question),
            (&None, " ", Step::Stay, Stage::Short),
            (&None, " 3", rate(3), Stage::Short),
            (&None, " <enter> ", Step::Stay, Stage::Full),
            (&None, " <enter>         ", Step::Stay, Stage::Full),
            (&None, "q", Step::Leave, Stage::Question),
            (&None, "?q", Step::Stay, Stage::Question),
            (&None, "?<esc>q", Step::Leave, Stage::Question),
            (&None, "?<ctrl-c>", Step::Interrupt, Stage::Question),
            (&None, "p", Step::Pause, Stage::Question),
            (&None, "pq", Step::GoOn, Stage::Question),
            (&None, "p<esc>", Step::GoOn, Stage::Question),
            (&None, "l", Step::Language, Stage::Question),
            (&None, "<esc>", Step::Home, Stage::Question),
            (&None, " <esc>", Step::Home, Stage::Short),
            // Keys for features to come.
            (&None, " acdhvwxz", Step::Stay, Stage::Short),
            (&None, "*", Step::Flag, Stage::Question),
            (&None, " i", Step::Info, Stage::Short),
            (&None, "f", Step::Follow, Stage::Question),
            // A line that is typed takes all keys.
            (&None, "nq u", Step::Stay, Stage::Question),
            (&None, "nq u<enter>", Step::Note, Stage::Question),
            (&None, "n<enter>", Step::Note, Stage::Question),
            (&None, "nq<esc>q", Step::Leave, Stage::Question),
            (&None, "nq<newline>", Step::EditNote, Stage::Question),
            (&None, "nq<ctrl-c>", Step::Interrupt, Stage::Question),
            (&None, "/p<newline><ctrl-j>", Step::Search, Stage::Question),
            (&None, "/<enter>", Step::Stay, Stage::Question),
            (&None, "/ <enter>q", Step::Leave, Stage::Question),
            (&output, "q", Step::Stay, Stage::Question),
            (&output, "<esc>q", Step::Leave, Stage::Question),
            (&output, "q<esc>tb<enter><enter>", Step::Stay, Stage::Short),
            (&output, "qb<ctrl-d><enter>", rate(3), Stage::Short),
            (&output, "x<ctrl-d><enter>", rate(1), Stage::Short),
            (&output, " ", Step::Stay, Stage::Short),
            (&output, " <enter>", Step::Stay, Stage::Full),
            // One key answers where one option is right.
            (&one, "b", Step::Stay, Stage::Short),
            (&one, "b<enter>", rate(3), Stage::Short),
            (&one, "A<enter>", rate(1), Stage::Short),
            (&one, "bb", Step::Bury, Stage::Short),
            (&one, " <enter>", Step::Stay, Stage::Full),
            (&one, "q", Step::Leave, Stage::Question),
            (&one, "?<esc>b", Step::Stay, Stage::Short),
            // A letter that names no option does what it does elsewhere.
            (&one, "e", Step::Edit, Stage::Question),
            (&one, "g", Step::Stay, Stage::Question),
            // Where several are right the letters toggle, and Enter hands in.
            (&two, "bd", Step::Stay, Stage::Question),
            (&two, "db<enter><enter>", rate(3), Stage::Short),
            (&two, "abda<enter><enter>", rate(3), Stage::Short),
            (&two, "b<enter><enter>", rate(1), Stage::Short),
            (&two, "bb<enter><enter>", Step::Stay, Stage::Full),
        ] {
            let mut course = course(wanted.clone(), false);
            let mut last = Step::Stay;
            for key in parse(keys).unwrap() {
                last = course.key(key, &Theme::mono());
            }
            assert_eq!((last, course.view.stage), (step, stage), "{keys:?}");
        }
    }

    #[test]
    fn the_space_bar_may_rate_once_everything_is_shown() {
        let rate = |number| Step::Rate(Rating::from_number(number).unwrap());
        for (wanted, keys, step) in [
            (None, "  ", Step::Stay),
            // The page is longer than the screen.
            (None, "   ", Step::Stay),
            (None, "  <end> ", rate(3)),
            (None, "  G<enter>", rate(3)),
            (options("b"), "b <end> ", rate(3)),
            (options("b"), "a <end> ", rate(1)),
            (options("b"), "  <end> ", rate(3)),
        ] {
            let mut course = course(wanted, true);
            let mut last = Step::Stay;
            for key in parse(keys).unwrap() {
                last = course.key(key, &Theme::mono());
            }
            assert_eq!(last, step, "{keys:?}");
        }
    }

    #[test]
    fn the_page_stops_at_its_end() {
        let (mut course, theme) = (course(None, false), Theme::mono());
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
