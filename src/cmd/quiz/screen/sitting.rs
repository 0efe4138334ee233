//! A session at a screen: takes the steps of the course, and fills in what it shows.

use std::io::Write;

use anyhow::{Result, bail};

use crate::cmd::Exit;
use crate::cmd::quiz::face::{faces, order, progress, wanted};
use crate::cmd::quiz::{Next, again, said, summary};
use crate::model::day::Now;
use crate::model::settings::Show;
use crate::study::{Asked, Play};
use crate::ui::course::{Course, Step};
use crate::ui::home::Home;
use crate::ui::keys::Key;
use crate::ui::plan;
use crate::ui::quiz::{Notice, View, Wanted};
use crate::ui::theme::Theme;
use crate::ui::words::Words;
use crate::world::World;

/// Lends the terminal to something else for a while.
pub(super) type Lend<'a> = &'a mut dyn FnMut(&mut dyn FnMut() -> Result<String>) -> Result<String>;

/// The session and its screen.
pub(super) struct Sitting<'w> {
    pub(super) world: &'w World,
    pub(super) play: &'w mut Play,
    pub(super) show: Show,
    /// The language of the interface, which stays when that of the cards is switched.
    pub(super) words: Words,
    pub(super) asked: Option<Asked>,
    pub(super) course: Course,
    /// Home, while it is shown.
    pub(super) home: Option<Home>,
    /// Whether there was anything to ask.
    pub(super) began: bool,
    pub(super) interrupted: bool,
    /// Whether the learner left before all was asked.
    pub(super) left: bool,
    /// Whether the clock stands still because the learner is not at the card.
    away: bool,
}

impl<'w> Sitting<'w> {
    pub(super) fn begin(
        play: &'w mut Play,
        (show, words): (Show, Words),
        at_home: bool,
        world: &'w World,
        size: (u16, u16),
    ) -> Result<Sitting<'w>> {
        let course = Course::new(size, words, &play.settings);
        let mut sitting = Sitting {
            world,
            play,
            show,
            words,
            asked: None,
            course,
            home: None,
            began: true,
            interrupted: false,
            left: false,
            away: false,
        };
        if at_home {
            sitting.go_home()?;
        } else {
            sitting.begin_quiz()?;
        }
        Ok(sitting)
    }

    /// Draws the first card.
    pub(super) fn begin_quiz(&mut self) -> Result<()> {
        let asked = self.play.draw(&self.moment())?;
        self.began = asked.is_some();
        self.put(asked);
        Ok(())
    }

    /// Now, with its study day.
    pub(super) fn moment(&self) -> Now {
        self.world.moment(self.play.settings.rollover_hour)
    }

    /// Puts a card on the screen.
    fn put(&mut self, asked: Option<Asked>) {
        self.asked = asked;
        self.away = false;
        let wanted = self.wanted();
        self.course.ask(wanted);
    }

    /// What has to be typed or chosen for the card.
    fn wanted(&self) -> Option<Wanted> {
        let asked = self.asked.as_ref()?;
        wanted(&asked.card.card, self.show, &order(&asked.card, self.world.seed))
    }

    /// Fills in what is known of the card and the session.
    pub(super) fn refresh(&mut self) {
        self.course.want(self.wanted());
        let now = self.world.now();
        let Some(asked) = &self.asked else { return };
        let card = &asked.card.card;
        let left = asked.left;
        let (done, all) = match asked.minutes {
            Some((spent, minutes)) => (spent.min(minutes) as usize, minutes as usize),
            None => (asked.done, asked.all()),
        };
        let elapsed = self.play.session.ms() + asked.watch.ms(now);
        let view = &mut self.course.view;
        *view = View {
            topic: self.play.topic_title(&card.topic, self.show.langs()[0]),
            state: self.words.state(asked.state()),
            progress: progress(self.words, asked, &self.play.session),
            done,
            all,
            new: left.new,
            learning: left.learning,
            due: left.due,
            plan: asked.plan.as_ref().map(|aim| plan::standing(aim, self.words)),
            // Whole seconds, so that a frame is drawn only when something changes.
            elapsed: elapsed - elapsed % 1000,
            paused: asked.watch.is_still(now),
            faces: faces(card, self.show, &order(&asked.card, self.world.seed)),
            evidence: card.evidence.clone(),
            note: asked.card.note.clone(),
            flagged: asked.card.flagged,
            waits: asked.waits,
            ..std::mem::take(view)
        };
    }

    /// What a key leads to; its effect on the clock and the language is applied already.
    pub(super) fn key(&mut self, key: Key, theme: &Theme) -> Step {
        self.refresh();
        let step = self.course.key(key, theme);
        let now = self.world.now();
        match (step, &mut self.asked) {
            (Step::Pause, Some(asked)) => asked.watch.stop(now),
            (Step::GoOn, Some(asked)) => asked.watch.go_on(now),
            (Step::Language, _) => {
                self.show = self.show.next().led_by(self.world.locale);
                self.refresh();
                self.course.tell(self.words.shown_in(self.show));
                self.course.clamp(theme);
            }
            _ => {}
        }
        self.mind_clock();
        step
    }

    /// Lets the clock stand still while the learner is at a note or at other cards.
    fn mind_clock(&mut self) {
        let now = self.world.now();
        let Some(asked) = &mut self.asked else { return };
        let is_away = self.course.is_away();
        match (is_away, self.away) {
            (true, false) => asked.watch.stop(now),
            (false, true) => asked.watch.go_on(now),
            _ => {}
        }
        self.away = is_away;
    }

    /// Prints the summary of the session; if it was interrupted, the exit code tells the shell. Gives whether
    /// what was missed is to be asked once more.
    pub(super) fn end(&mut self, answer: Option<Next<'_>>, out: &mut dyn Write) -> Result<bool> {
        let now = self.moment();
        let width = self.world.width();
        summary::print(self.play, self.words, self.began, &now, width, out)?;
        let answer = answer.filter(|_| !self.left && self.asked.is_none());
        let lang = self.show.langs()[0];
        let again = again::offer(self.play, self.words, lang, width, answer, out)?;
        if self.interrupted {
            out.flush()?;
            bail!(Exit(130));
        }
        Ok(again)
    }

    /// Does what a key asked for.
    pub(super) fn step(&mut self, step: Step, lend: Lend<'_>) -> Result<()> {
        let now = self.moment();
        let words = self.words;
        let Some(asked) = &mut self.asked else { return Ok(()) };
        let done = match step {
            Step::Stay | Step::Pause | Step::GoOn | Step::Language => return Ok(()),
            Step::Leave | Step::Interrupt => {
                self.interrupted = step == Step::Interrupt;
                self.left = true;
                self.play.leave(asked, now.at);
                self.asked = None;
                return Ok(());
            }
            Step::Note
            | Step::EditNote
            | Step::Flag
            | Step::Info
            | Step::Follow
            | Step::Search
            | Step::Edit
            | Step::Open => {
                self.at_hand(step, lend)?;
                self.mind_clock();
                return Ok(());
            }
            Step::Rate(rating) => self.play.rate(asked, rating, &now),
            Step::Undo | Step::Redo => {
                let turned = if step == Step::Undo { self.play.undo() } else { self.play.redo() };
                match turned.map(|turned| said::turned(words, &turned)) {
                    Ok((said, false)) => {
                        self.play.reload(asked)?;
                        self.course.tell(said);
                        return Ok(());
                    }
                    Ok((said, true)) => return self.go_on(Some(said)),
                    Err(error) => Err(error),
                }
            }
            Step::Home => return self.go_home(),
            Step::Suspend => self.play.suspend(asked, &now).map(Some),
            Step::Bury => self.play.bury(asked, &now).map(Some),
        };
        match done {
            Ok(notice) => self.go_on(notice.map(|notice| said::notice(words, &notice))),
            // The card stays, to be answered again once there is room or the lock is gone.
            Err(error) => {
                self.course.alarm(words.not_saved(&said::database(words, &error)));
                Ok(())
            }
        }
    }

    /// Goes on to the next card, with a notice about the one before.
    pub(super) fn go_on(&mut self, notice: Option<String>) -> Result<()> {
        self.course.view.notice = notice.map(|text| Notice { text, alarm: false });
        if let Some(asked) = &self.asked {
            self.play.leave(asked, self.world.now());
        }
        let next = self.play.draw(&self.moment())?;
        self.put(next);
        Ok(())
    }
}
