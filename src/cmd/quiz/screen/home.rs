//! Home within a session: what it shows, and what its keys do.

use anyhow::Result;

use super::sitting::Sitting;
use crate::cmd::quiz::said;
use crate::db::DbError;
use crate::model::day::Day;
use crate::model::goal::{Goals, MOST_MINUTES, Refusal, Typed, typed};
use crate::study::Glanced;
use crate::ui::home::{Field, Home, Step, Topic, today};
use crate::ui::keys::Key;
use crate::ui::plan::standing;
use crate::ui::shown::Shown;

impl Sitting<'_> {
    /// Whether something is shown: a card, or home.
    pub(super) fn is_on(&self) -> bool {
        self.asked.is_some() || self.home.is_some()
    }

    /// What is on the screen.
    pub(super) fn shown(&self) -> Shown {
        match &self.home {
            Some(home) => Shown::Home(home.clone()),
            None => Shown::Card(Box::new(self.course.view())),
        }
    }

    /// Shows home; the clock of the card stands still meanwhile.
    pub(super) fn go_home(&mut self) -> Result<()> {
        let now = self.moment();
        if let Some(asked) = &mut self.asked {
            asked.watch.stop(now.at);
        }
        let focus = self.play.settings.focus.clone();
        self.home = Some(self.at_home(&focus, Home::default())?);
        Ok(())
    }

    /// Home with what is known now.
    fn at_home(&self, focus: &[String], home: Home) -> Result<Home> {
        let now = self.moment();
        let overview = self.play.overview(focus, &now)?;
        let (words, lang) = (self.words, self.show.langs()[0]);
        let topic = |glanced: &Glanced| Topic {
            name: glanced.topic.name.clone(),
            title: glanced.topic.title_in(lang).to_owned(),
            new: glanced.new,
            due: glanced.due,
            known: (100.0 * glanced.known).round() as u32,
            is_ticked: focus.contains(&glanced.topic.name),
        };
        let left = overview.left;
        let interview =
            overview.aim.map(|aim| words.home_day(&aim.on.to_string(), &standing(&aim, words)));
        Ok(Home {
            words,
            topics: overview.topics.iter().map(topic).collect(),
            today: today(left.new, left.learning, left.due, words),
            interview,
            streak: words.status_streak(overview.streak),
            example: now.day.plus(30).to_string(),
            has_card: self.asked.is_some(),
            ..home
        })
    }

    /// Does what a key at home asks for.
    pub(super) fn home_key(&mut self, key: Key) -> Result<()> {
        let Some(mut home) = self.home.take() else { return Ok(()) };
        match home.key(key) {
            Step::Stay => {}
            Step::Ticked => home = self.at_home(&home.ticked(), home.clone())?,
            Step::Typed(field, text) => {
                match self.set(field, &text) {
                    Ok(told) => home.notice = told,
                    Err(Failed::Why(why)) => home.refuse(field, text, why),
                    Err(Failed::Error(error)) => {
                        home.notice = Some(said::database(self.words, &error));
                    }
                }
                home = self.at_home(&home.ticked(), home.clone())?;
            }
            Step::Start => {
                if let Some(home) = self.keep(home) {
                    self.home = Some(home);
                    return Ok(());
                }
                let now = self.moment();
                match &mut self.asked {
                    Some(asked) => asked.watch.go_on(now.at),
                    None => self.begin_quiz()?,
                }
                return Ok(());
            }
            step @ (Step::Leave | Step::Interrupt) => {
                self.interrupted = step == Step::Interrupt;
                self.left = true;
                let kept = self.keep(home);
                if let (Some(home), false) = (kept, self.interrupted) {
                    self.home = Some(home);
                    return Ok(());
                }
                if let Some(asked) = self.asked.take() {
                    let now = self.moment();
                    self.play.leave(&asked, now.at);
                }
                return Ok(());
            }
        }
        self.home = Some(home);
        Ok(())
    }

    /// Makes the topics that are ticked the ones in focus. Gives home back, with the reason, when that
    /// cannot be stored.
    fn keep(&mut self, mut home: Home) -> Option<Home> {
        let now = self.moment();
        let ticked = home.ticked();
        match self.play.focus(ticked, &now) {
            Ok(()) => None,
            Err(error) => {
                home.notice = Some(self.words.not_saved(&said::database(self.words, &error)));
                Some(home)
            }
        }
    }

    /// Sets the day of the interview or the minutes a day. Gives what to say of it.
    fn set(&mut self, field: Field, text: &str) -> Result<Option<String>, Failed> {
        let (now, words) = (self.moment(), self.words);
        let today: Day = now.day;
        let before = self.play.store.goals()?;
        let mut goals: Goals = before.clone();
        let mut told = None;
        match field {
            Field::Minutes => match text.parse() {
                Ok(minutes) if (1..=MOST_MINUTES).contains(&minutes) => {
                    goals.set_minutes(minutes, today);
                }
                _ => return Err(Failed::Why(words.home_not_minutes(text))),
            },
            Field::Day => match typed(text, today) {
                Some(Typed::Off) => {
                    goals.goals.clear();
                    told = Some(words.home_plan_off().to_owned());
                }
                Some(Typed::Day(day)) => goals.set_day(day, today),
                Some(Typed::Refused(why)) => {
                    let why = match why {
                        Refusal::Past => words.home_past(),
                        Refusal::Today => words.home_is_today(),
                        Refusal::TooFar => words.home_too_far(),
                    };
                    return Err(Failed::Why(why.to_owned()));
                }
                None => return Err(Failed::Why(words.home_not_a_day(text))),
            },
        }
        if goals != before {
            self.play.set_goals(before, goals, &now)?;
        }
        Ok(told)
    }
}

/// Why something typed is not set.
enum Failed {
    /// It cannot be.
    Why(String),
    /// It cannot be stored.
    Error(DbError),
}

impl From<DbError> for Failed {
    fn from(error: DbError) -> Failed {
        Failed::Error(error)
    }
}
