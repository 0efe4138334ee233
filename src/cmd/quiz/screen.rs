//! The quiz on a full screen: keys in, frames out. The same course runs on a terminal and, from a
//! string of keys, on a screen in memory.

use std::io::Write;
use std::time::Duration;

use anyhow::{Result, bail};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::face::{expected, faces, links, verdict};
use super::play::{Asked, Play};
use super::summary;
use crate::cmd::{Exit, editor};
use crate::model::card::Kind;
use crate::model::review::Rating;
use crate::model::settings::Show;
use crate::ui::keys::Key;
use crate::ui::quiz::{self, Stage, TypedAnswer, View, body_height};
use crate::ui::terminal::{Input, Screen};
use crate::ui::theme::Theme;

/// How often the clock on the screen is looked at.
const TICK: Duration = Duration::from_millis(250);

/// Runs the session on the terminal.
pub(super) fn run(play: Play<'_>, show: Show, theme: &Theme, out: &mut dyn Write) -> Result<()> {
    let mut course = Course::begin(play, show)?;
    if course.asked.is_some() {
        let mut screen = Screen::enter()?;
        let mut drawn: Option<View> = None;
        while course.asked.is_some() {
            let view = course.view();
            if drawn.as_ref() != Some(&view) {
                screen.draw(|frame| {
                    course.size = (frame.area().width, frame.area().height);
                    quiz::draw(frame, &view, theme);
                })?;
                drawn = Some(view);
            }
            match screen.wait(TICK)? {
                Input::Key(key) => {
                    let step = course.key(key, theme)?;
                    course.step(step, &mut |work| screen.lend(work)?)?;
                }
                Input::Paste(text) => course.paste(&text),
                Input::Redraw => drawn = None,
                Input::Nothing => {}
                Input::End(signal) => {
                    drop(screen);
                    // As the shell tells it: 128 and the number of the signal.
                    bail!(Exit(128_u8.saturating_add(u8::try_from(signal).unwrap_or(0))));
                }
            }
        }
    }
    summary::print(&course.play, out)
}

/// Runs the session with these keys on a screen in memory; [`Key::Show`] prints the screen.
pub(super) fn run_keys(
    play: Play<'_>,
    show: Show,
    keys: &[Key],
    size: (u16, u16),
    out: &mut dyn Write,
) -> Result<()> {
    let mut course = Course::begin(play, show)?;
    let theme = Theme::plain();
    let mut terminal = Terminal::new(TestBackend::new(size.0.max(1), size.1.max(1)))?;
    course.size = size;
    for key in keys {
        if course.asked.is_none() {
            break;
        }
        if *key == Key::Show {
            let view = course.view();
            terminal.draw(|frame| quiz::draw(frame, &view, &theme))?;
            write!(out, "{}", text_of(terminal.backend()))?;
            continue;
        }
        let step = course.key(*key, &theme)?;
        course.step(step, &mut |work| work())?;
    }
    summary::print(&course.play, out)
}

/// The characters of a screen, without spaces at the ends of lines.
fn text_of(backend: &TestBackend) -> String {
    let buffer = backend.buffer();
    let mut text = String::new();
    for y in 0..buffer.area.height {
        let mut line = String::new();
        let mut covered = 0;
        for x in 0..buffer.area.width {
            if covered > 0 {
                covered -= 1;
                continue;
            }
            let symbol = buffer[(x, y)].symbol();
            covered = crate::ui::width::columns(symbol).saturating_sub(1);
            line.push_str(symbol);
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// What a key leads to beyond what it changes on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Stay,
    Leave,
    Rate(Rating),
    Undo,
    Suspend,
    Bury,
    Edit,
    Open,
}

/// Gives the terminal away while something else uses it.
type Lend<'a> = &'a mut dyn FnMut(&mut dyn FnMut() -> Result<String>) -> Result<String>;

/// The state of the screen.
struct Course<'w> {
    play: Play<'w>,
    show: Show,
    asked: Option<Asked>,
    stage: Stage,
    typed: Option<TypedAnswer>,
    notice: Option<String>,
    help: bool,
    scroll: usize,
    size: (u16, u16),
}

impl<'w> Course<'w> {
    fn begin(mut play: Play<'w>, show: Show) -> Result<Course<'w>> {
        let asked = play.draw()?;
        let mut course = Course {
            play,
            show,
            asked: None,
            stage: Stage::Question,
            typed: None,
            notice: None,
            help: false,
            scroll: 0,
            size: (80, 24),
        };
        course.put(asked);
        Ok(course)
    }

    /// Puts a card on the screen.
    fn put(&mut self, asked: Option<Asked>) {
        self.stage = Stage::Question;
        self.scroll = 0;
        self.typed = asked.as_ref().and_then(|asked| {
            expected(&asked.card.card, self.show).map(|_| TypedAnswer {
                text: String::new(),
                open: true,
                is_choice: asked.card.card.kind == Kind::Choice,
                result: None,
            })
        });
        self.asked = asked;
    }

    fn view(&self) -> View {
        let now = self.play.world.now();
        let mut view = View {
            topic: String::new(),
            state: "",
            done: 0,
            all: 0,
            new: 0,
            learning: 0,
            due: 0,
            // Whole seconds, so that a frame is drawn only when something changes.
            elapsed: self.play.session.elapsed(now) / 1000 * 1000,
            faces: Vec::new(),
            stage: self.stage,
            evidence: Vec::new(),
            typed: self.typed.clone(),
            waits: None,
            proposed: self.proposed(),
            notice: self.notice.clone(),
            help: self.help,
            scroll: self.scroll,
        };
        if let Some(asked) = &self.asked {
            let card = &asked.card.card;
            view.topic = self.play.topic_title(&card.topic, self.show.langs()[0]);
            view.state = asked.state();
            view.done = asked.done;
            view.all = asked.done + asked.left();
            (view.new, view.learning, view.due) = asked.left;
            view.faces = faces(card, self.show);
            view.evidence = card.evidence.clone();
            view.waits = asked.waits;
        }
        view
    }

    fn proposed(&self) -> Option<Rating> {
        let (_, verdict) = self.typed.as_ref()?.result.as_ref()?;
        Some(verdict.rating())
    }

    fn typing(&self) -> bool {
        self.stage == Stage::Question && self.typed.as_ref().is_some_and(|t| t.open)
    }

    /// What a key does.
    fn key(&mut self, key: Key, theme: &Theme) -> Result<Step> {
        self.notice = None;
        if self.help {
            self.help = false;
            return Ok(if key == Key::Ctrl('c') { Step::Leave } else { Step::Stay });
        }
        if key == Key::Ctrl('c') {
            return Ok(Step::Leave);
        }
        if self.typing() {
            self.type_key(key, theme);
            return Ok(Step::Stay);
        }
        match key {
            Key::Char('q') | Key::Ctrl('d') => return Ok(Step::Leave),
            Key::Char('?') => self.help = true,
            Key::Char('u') => return Ok(Step::Undo),
            Key::Char('s') => return Ok(Step::Suspend),
            Key::Char('b') => return Ok(Step::Bury),
            Key::Char('e') => return Ok(Step::Edit),
            Key::Char('o') => return Ok(Step::Open),
            Key::Char('l') => {
                self.show = self.show.next();
                self.notice = Some(format!("language: {}", self.show.name()));
                self.clamp(theme);
            }
            Key::Char('t') => {
                if let Some(typed) = self.typed.as_mut().filter(|t| t.result.is_none()) {
                    typed.open = true;
                }
            }
            Key::Enter if self.proposed().is_some() => {
                if let Some(rating) = self.proposed() {
                    return Ok(Step::Rate(rating));
                }
            }
            Key::Char(' ') | Key::Enter => self.reveal(theme),
            Key::Char(digit @ '1'..='4') => {
                if self.stage == Stage::Question {
                    self.notice = Some("show the answer first: space".into());
                } else if let Some(rating) = Rating::from_number(digit as u8 - b'0') {
                    return Ok(Step::Rate(rating));
                }
            }
            Key::Up | Key::Char('k') => self.scroll = self.scroll.saturating_sub(1),
            Key::Down | Key::Char('j') => self.scroll += 1,
            Key::PageUp => self.scroll = self.scroll.saturating_sub(self.page()),
            Key::PageDown => self.scroll += self.page(),
            Key::Home => self.scroll = 0,
            Key::End => self.scroll = usize::MAX / 2,
            _ => {}
        }
        self.clamp(theme);
        Ok(Step::Stay)
    }

    /// A key while an answer is typed.
    fn type_key(&mut self, key: Key, theme: &Theme) {
        let Some(typed) = &mut self.typed else { return };
        match key {
            Key::Esc => typed.open = false,
            Key::Ctrl('d') => self.give_typed(theme),
            Key::Enter if typed.is_choice || typed.text.is_empty() => self.give_typed(theme),
            Key::Enter if typed.text.ends_with('\n') => self.give_typed(theme),
            Key::Enter | Key::NewLine => typed.text.push('\n'),
            Key::Backspace => {
                typed.text.pop();
            }
            Key::Ctrl('u') => {
                let start = typed.text.rfind('\n').map_or(0, |at| at + 1);
                typed.text.truncate(start);
            }
            Key::Ctrl('w') => {
                let kept =
                    typed.text.trim_end_matches(' ').rfind([' ', '\n']).map_or(0, |at| at + 1);
                typed.text.truncate(kept);
            }
            Key::Tab => typed.text.push('\t'),
            Key::Char(c) => typed.text.push(c),
            Key::PageUp => self.scroll = self.scroll.saturating_sub(self.page()),
            Key::PageDown => {
                self.scroll += self.page();
                self.clamp(theme);
            }
            Key::Up => self.scroll = self.scroll.saturating_sub(1),
            Key::Down => {
                self.scroll += 1;
                self.clamp(theme);
            }
            _ => {}
        }
        if self.typing() && matches!(key, Key::Char(_) | Key::Enter | Key::NewLine) {
            // What is typed stands last: keep it in sight.
            self.scroll = usize::MAX / 2;
            self.clamp(theme);
        }
    }

    /// Text that was pasted goes into the typed answer.
    fn paste(&mut self, text: &str) {
        if self.typing()
            && let Some(typed) = &mut self.typed
        {
            typed.text.push_str(&text.replace("\r\n", "\n").replace('\r', "\n"));
        }
    }

    fn give_typed(&mut self, theme: &Theme) {
        let Some(asked) = &self.asked else { return };
        if let Some(typed) = &mut self.typed
            && let Some(right) = expected(&asked.card.card, self.show)
        {
            let verdict = verdict(&asked.card.card, &right, &typed.text);
            typed.open = false;
            typed.result = Some((right, verdict));
        }
        self.reveal(theme);
    }

    /// Shows more: the short answer, the rest, then the next page.
    fn reveal(&mut self, theme: &Theme) {
        match self.stage {
            Stage::Question => {
                self.stage = if self.play.settings.reveal_all { Stage::Full } else { Stage::Short };
                let page = quiz::page(&self.view(), self.size.0, theme);
                let result = self.typed.as_ref().is_some_and(|t| t.result.is_some());
                // Where the whole does not fit, begin with the answer, or with the comparison.
                if page.text.lines.len() > body_height(self.size.1) {
                    let answer = page.answer.unwrap_or(0);
                    self.scroll = if result {
                        answer.saturating_sub(body_height(self.size.1) / 3)
                    } else {
                        answer
                    };
                }
            }
            Stage::Short => self.stage = Stage::Full,
            Stage::Full => self.scroll += self.page(),
        }
        self.clamp(theme);
    }

    fn page(&self) -> usize {
        body_height(self.size.1).saturating_sub(1).max(1)
    }

    /// Keeps the last line of the text at the bottom of the screen or above.
    fn clamp(&mut self, theme: &Theme) {
        if self.scroll > 0 {
            let lines = quiz::page(&self.view(), self.size.0, theme).text.lines.len();
            self.scroll = self.scroll.min(lines.saturating_sub(body_height(self.size.1)));
        }
    }

    /// Does what a key asked for.
    fn step(&mut self, step: Step, lend: Lend<'_>) -> Result<()> {
        let Some(asked) = &mut self.asked else { return Ok(()) };
        match step {
            Step::Stay => return Ok(()),
            Step::Leave => {
                self.asked = None;
                return Ok(());
            }
            Step::Rate(rating) => self.notice = self.play.rate(asked, rating)?,
            Step::Undo => self.notice = Some(self.play.undo()?),
            Step::Suspend => self.notice = Some(self.play.suspend(asked)?),
            Step::Bury => self.notice = Some(self.play.bury(asked)?),
            Step::Edit => {
                let langs = self.show.langs();
                let world = self.play.world;
                let store = &mut self.play.store;
                let card = &asked.card;
                let mut edit = || {
                    let edited = editor::edit_stored(world, store, card, langs)?;
                    Ok(edited.unwrap_or_else(|why| why))
                };
                // An editor that is missing is told on the screen; the quiz goes on.
                self.notice = Some(lend(&mut edit).unwrap_or_else(|error| format!("{error:#}")));
                self.play.reload(asked)?;
                return Ok(());
            }
            Step::Open => {
                let go = self.play.topic_go(&asked.card.card.topic);
                let links = links(&asked.card.card, go.as_deref());
                self.notice = Some(match links.first() {
                    None => "this card has no sources".into(),
                    Some(link) if self.play.world.opens_links() => {
                        match self.play.world.open_link(link) {
                            Ok(()) => format!("opened {link}"),
                            Err(_) => link.clone(),
                        }
                    }
                    Some(link) => link.clone(),
                });
                return Ok(());
            }
        }
        let next = self.play.draw()?;
        self.put(next);
        Ok(())
    }
}
