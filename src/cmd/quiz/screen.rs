//! The quiz on a full screen: keys in, frames out. The same course runs on a terminal and, from a
//! string of keys, on a screen in memory.

mod typing;

use std::io::Write;
use std::time::Duration;

use anyhow::{Result, bail};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::face::{expected, faces, links, order, progress};
use super::summary;
use crate::cmd::{Exit, editor};
use crate::model::card::Kind;
use crate::model::day::Now;
use crate::model::review::Rating;
use crate::model::settings::Show;
use crate::study::{self, Asked, Play, Turned};
use crate::text::typing::TypedText;
use crate::ui::keys::Key;
use crate::ui::plan;
use crate::ui::quiz::{self, Notice, Stage, TypedAnswer, View, body_height};
use crate::ui::terminal::{Input, Screen};
use crate::ui::theme::Theme;
use crate::world::World;

/// How often the clock on the screen is looked at.
const TICK: Duration = Duration::from_millis(250);

/// Columns that one key scrolls sideways.
const SHIFT: usize = 8;

/// Runs the session on the terminal.
pub(super) fn run(
    play: Play,
    show: Show,
    world: &World,
    theme: &Theme,
    out: &mut dyn Write,
) -> Result<()> {
    let mut course = Course::begin(play, show, world)?;
    if course.asked.is_some() {
        let mut screen = Screen::enter()?;
        if let Err(error) = turn(&mut course, &mut screen, theme) {
            // A terminal that is gone fails before its signal is seen.
            bail!(screen.ending().map_or(error, ended));
        }
    }
    course.end(out)
}

/// Draws, waits and does what the keys say, until the session is over.
fn turn(course: &mut Course<'_>, screen: &mut Screen, theme: &Theme) -> Result<()> {
    let mut drawn: Option<View> = None;
    while course.asked.is_some() {
        let size = screen.size()?;
        if course.size != size {
            course.size = size;
            course.settle(theme);
        }
        let view = course.view();
        if drawn.as_ref() != Some(&view) {
            screen.draw(|frame| quiz::draw(frame, &view, theme))?;
            drawn = Some(view);
        }
        match screen.wait(TICK)? {
            Input::Key(Key::Ctrl('l')) => {
                screen.clear()?;
                drawn = None;
            }
            Input::Key(key) => {
                let step = course.key(key, theme);
                course.step(step, &mut |work| screen.lend(work)?)?;
                if step == Step::Edit {
                    drawn = None;
                }
            }
            Input::Paste(text) => course.paste(&text, theme),
            Input::Redraw => drawn = None,
            Input::Nothing => {}
            Input::End(signal) => return Err(ended(signal)),
        }
    }
    Ok(())
}

/// The end by a signal, as the shell tells it: 128 and the number of the signal.
fn ended(signal: i32) -> anyhow::Error {
    Exit(128_u8.saturating_add(u8::try_from(signal).unwrap_or(0))).into()
}

/// Runs the session with these keys on a screen in memory; [`Key::Show`] prints the screen.
pub(super) fn run_keys(
    play: Play,
    show: Show,
    keys: &[Key],
    world: &World,
    out: &mut dyn Write,
) -> Result<()> {
    let size = world.screen;
    let mut course = Course::begin(play, show, world)?;
    let theme = Theme::plain();
    let mut terminal = Terminal::new(TestBackend::new(size.0.max(1), size.1.max(1)))?;
    course.size = size;
    for key in keys {
        if course.asked.is_none() {
            break;
        }
        match *key {
            Key::Show => {
                let view = course.view();
                terminal.draw(|frame| quiz::draw(frame, &view, &theme))?;
                write!(out, "{}", text_of(terminal.backend()))?;
                continue;
            }
            Key::Wait(ms) => {
                world.wait(ms);
                continue;
            }
            _ => {}
        }
        let step = course.key(*key, &theme);
        course.step(step, &mut |work| work())?;
    }
    course.end(out)
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
    Interrupt,
    Rate(Rating),
    Undo,
    Redo,
    Suspend,
    Bury,
    Edit,
    Open,
}

/// What the learner should know, in words.
fn told(notice: Option<study::Notice>) -> Option<String> {
    notice.map(|notice| notice.to_string())
}

/// Gives the terminal away while something else uses it.
type Lend<'a> = &'a mut dyn FnMut(&mut dyn FnMut() -> Result<String>) -> Result<String>;

/// The state of the screen.
struct Course<'w> {
    world: &'w World,
    play: Play,
    show: Show,
    asked: Option<Asked>,
    stage: Stage,
    typed: Option<TypedAnswer>,
    notice: Option<Notice>,
    help: Option<usize>,
    scroll: usize,
    shift: usize,
    size: (u16, u16),
    /// Whether there was anything to ask.
    began: bool,
    interrupted: bool,
}

impl<'w> Course<'w> {
    fn begin(mut play: Play, show: Show, world: &'w World) -> Result<Course<'w>> {
        let asked = play.draw(&world.moment(play.settings.rollover_hour))?;
        let mut course = Course {
            world,
            play,
            show,
            asked: None,
            stage: Stage::Question,
            typed: None,
            notice: None,
            help: None,
            scroll: 0,
            shift: 0,
            size: (80, 24),
            began: asked.is_some(),
            interrupted: false,
        };
        course.put(asked);
        Ok(course)
    }

    /// Now, with its study day.
    fn moment(&self) -> Now {
        self.world.moment(self.play.settings.rollover_hour)
    }

    /// Puts a card on the screen.
    fn put(&mut self, asked: Option<Asked>) {
        self.stage = Stage::Question;
        self.scroll = 0;
        self.shift = 0;
        self.typed = asked.as_ref().and_then(|asked| {
            let order = order(&asked.card, self.world.seed);
            expected(&asked.card.card, self.show, &order).map(|_| TypedAnswer {
                text: TypedText::default(),
                open: true,
                is_choice: asked.card.card.kind == Kind::Choice,
                result: None,
            })
        });
        self.asked = asked;
    }

    fn view(&self) -> View {
        let now = self.world.now();
        let mut view = View {
            topic: String::new(),
            state: "",
            progress: String::new(),
            done: 0,
            all: 0,
            new: 0,
            learning: 0,
            due: 0,
            plan: None,
            elapsed: self.play.session.ms(),
            paused: false,
            faces: Vec::new(),
            stage: self.stage,
            evidence: Vec::new(),
            typed: self.typed.clone(),
            waits: None,
            proposed: self.proposed(),
            notice: self.notice.clone(),
            help: self.help,
            scroll: self.scroll,
            shift: self.shift,
        };
        if let Some(asked) = &self.asked {
            let card = &asked.card.card;
            view.topic = self.play.topic_title(&card.topic, self.show.langs()[0]);
            view.state = asked.state();
            view.progress = progress(asked, &self.play.session);
            (view.done, view.all) = match asked.minutes {
                Some((spent, minutes)) => (spent.min(minutes) as usize, minutes as usize),
                None => (asked.done, asked.all()),
            };
            view.elapsed += asked.watch.ms(now);
            view.paused = asked.watch.is_still(now);
            let left = asked.left;
            (view.new, view.learning, view.due) = (left.new, left.learning, left.due);
            view.faces = faces(card, self.show, &order(&asked.card, self.world.seed));
            view.evidence = card.evidence.clone();
            view.waits = asked.waits;
            view.plan = asked.plan.as_ref().map(plan::standing);
        }
        // Whole seconds, so that a frame is drawn only when something changes.
        view.elapsed -= view.elapsed % 1000;
        view
    }

    fn proposed(&self) -> Option<Rating> {
        let typed = self.typed.as_ref()?;
        let (_, verdict) = typed.result.as_ref()?;
        // Who typed nothing has answered in the head, and knows best.
        (!typed.text.text().trim().is_empty()).then(|| verdict.rating())
    }

    fn typing(&self) -> bool {
        self.stage == Stage::Question && self.typed.as_ref().is_some_and(|t| t.open)
    }

    /// Prints what the session was; a session that was interrupted says so to the shell.
    fn end(&mut self, out: &mut dyn Write) -> Result<()> {
        let now = self.moment();
        summary::print(&mut self.play, self.began, &now, self.world.width(), out)?;
        if self.interrupted {
            out.flush()?;
            bail!(Exit(130));
        }
        Ok(())
    }

    fn tell(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice { text: text.into(), alarm: false });
    }

    fn alarm(&mut self, text: String) {
        self.notice = Some(Notice { text, alarm: true });
    }

    /// What a key does.
    fn key(&mut self, key: Key, theme: &Theme) -> Step {
        self.notice = None;
        if key == Key::Ctrl('c') {
            return Step::Interrupt;
        }
        let now = self.world.now();
        if let Some(asked) = self.asked.as_mut().filter(|asked| asked.watch.is_stopped()) {
            asked.watch.go_on(now);
            return Step::Stay;
        }
        if let Some(scroll) = self.help {
            let farthest = quiz::help_farthest(self.size, theme);
            self.help = match key {
                Key::Down | Key::PageDown | Key::Char('j' | ' ') if scroll < farthest => {
                    Some(scroll + 1)
                }
                Key::Up | Key::PageUp | Key::Char('k') if farthest > 0 => {
                    Some(scroll.saturating_sub(1))
                }
                _ => None,
            };
            return Step::Stay;
        }
        if self.typing() {
            self.type_key(key, theme);
            return Step::Stay;
        }
        match key {
            Key::Char('q') | Key::Ctrl('d') => return Step::Leave,
            Key::Char('?') => self.help = Some(0),
            Key::Char('u') => return Step::Undo,
            Key::Char('r') => return Step::Redo,
            Key::Char('s') => return Step::Suspend,
            Key::Char('b') => return Step::Bury,
            Key::Char('e') => return Step::Edit,
            Key::Char('o') => return Step::Open,
            Key::Char('p') => {
                if let Some(asked) = &mut self.asked {
                    asked.watch.stop(now);
                }
                self.tell("paused: any key goes on");
            }
            Key::Char('l') => {
                self.show = self.show.next().led_by(self.world.locale);
                self.tell(format!("language: {}", self.show.name()));
            }
            Key::Char('t') => {
                let stage = self.stage;
                if let Some(typed) = self.typed.as_mut()
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
                if self.stage == Stage::Question {
                    self.tell("show the answer first: space");
                } else if let Some(rating) = Rating::from_number(digit as u8 - b'0') {
                    return Step::Rate(rating);
                }
            }
            Key::Up | Key::Char('k') => self.scroll = self.scroll.saturating_sub(1),
            Key::Down | Key::Char('j') => self.scroll += 1,
            Key::PageUp => self.scroll = self.scroll.saturating_sub(self.page()),
            Key::PageDown => self.scroll += self.page(),
            Key::Home => self.scroll = 0,
            Key::End => self.scroll = usize::MAX / 2,
            Key::Left => self.shift = self.shift.saturating_sub(SHIFT),
            Key::Right if quiz::page(&self.view(), self.size.0, theme).more_right => {
                self.shift += SHIFT;
            }
            _ => {}
        }
        self.clamp(theme);
        Step::Stay
    }

    /// Shows more: the short answer, the rest, then the next page.
    fn reveal(&mut self, theme: &Theme) {
        match self.stage {
            // What was typed counts, although other keys came between.
            Stage::Question if self.typed.as_ref().is_some_and(|t| !t.text.is_empty()) => {
                self.give_typed(theme);
            }
            Stage::Question => self.show_answer(theme),
            Stage::Short => self.stage = Stage::Full,
            Stage::Full => {
                let before = self.scroll;
                self.scroll += self.page();
                self.clamp(theme);
                if self.scroll == before {
                    self.tell("this is all: rate with 1 to 4");
                }
            }
        }
        self.clamp(theme);
    }

    fn show_answer(&mut self, theme: &Theme) {
        let view = self.view();
        let no_more = view.evidence.is_empty() && view.faces.iter().all(|f| f.depth.is_empty());
        let all = self.play.settings.reveal_all || no_more;
        self.stage = if all { Stage::Full } else { Stage::Short };
        let page = quiz::page(&self.view(), self.size.0, theme);
        // Where the whole does not fit, begin with the comparison or with the answer.
        if page.text.lines.len() > body_height(self.size) {
            self.scroll = page.typed.or(page.answer).unwrap_or(0);
        }
        self.clamp(theme);
    }

    /// Makes good for a new size.
    fn settle(&mut self, theme: &Theme) {
        self.clamp(theme);
        if self.typing() {
            self.follow(theme);
        }
    }

    fn page(&self) -> usize {
        body_height(self.size).saturating_sub(1).max(1)
    }

    /// Keeps the last line of the text at the bottom of the screen or above.
    fn clamp(&mut self, theme: &Theme) {
        if self.scroll > 0 {
            let lines = quiz::page(&self.view(), self.size.0, theme).text.lines.len();
            self.scroll = self.scroll.min(lines.saturating_sub(body_height(self.size)));
        }
    }

    /// Does what a key asked for.
    fn step(&mut self, step: Step, lend: Lend<'_>) -> Result<()> {
        let now = self.moment();
        let Some(asked) = &mut self.asked else { return Ok(()) };
        let done = match step {
            Step::Stay => return Ok(()),
            Step::Leave | Step::Interrupt => {
                self.interrupted = step == Step::Interrupt;
                self.play.leave(asked, now.at);
                self.asked = None;
                return Ok(());
            }
            Step::Rate(rating) => self.play.rate(asked, rating, &now).map(told),
            Step::Undo | Step::Redo => {
                let turned = if step == Step::Undo { self.play.undo() } else { self.play.redo() };
                match turned {
                    Ok(Turned::Not(words)) => {
                        self.tell(words);
                        return Ok(());
                    }
                    Ok(Turned::Done(words)) => Ok(Some(words)),
                    Err(error) => Err(error),
                }
            }
            Step::Suspend => self.play.suspend(asked, &now).map(Some).map(told),
            Step::Bury => self.play.bury(asked, &now).map(Some).map(told),
            Step::Edit => {
                let langs = self.show.langs();
                let world = self.world;
                let store = &mut self.play.store;
                let card = &asked.card;
                let mut edit = || {
                    let edited = editor::edit_stored(world, store, card, langs)?;
                    Ok(edited.unwrap_or_else(|why| why))
                };
                let edited = lend(&mut edit);
                self.play.reload(asked)?;
                // An editor that is missing is told on the screen; the quiz goes on.
                match edited {
                    Ok(notice) => self.tell(notice),
                    Err(error) => self.alarm(format!("{error:#}")),
                }
                return Ok(());
            }
            Step::Open => {
                let go = self.play.topic_go(&asked.card.card.topic);
                let links = links(&asked.card.card, go.as_deref());
                let opened = links
                    .first()
                    .filter(|link| self.world.opens_links() && self.world.open_link(link).is_ok());
                self.tell(match opened {
                    Some(link) => format!("opened {link}"),
                    None if links.is_empty() => "this card has no sources".into(),
                    None => links.join("\n"),
                });
                return Ok(());
            }
        };
        match done {
            Ok(notice) => self.notice = notice.map(|text| Notice { text, alarm: false }),
            // The card stays, to be answered again once there is room or the lock is gone.
            Err(error) => {
                self.alarm(format!("not saved: {:#}", anyhow::Error::from(error)));
                return Ok(());
            }
        }
        self.play.leave(asked, self.world.now());
        let next = self.play.draw(&self.moment())?;
        self.put(next);
        Ok(())
    }
}
