//! What is done with the card at hand on the screen: it is edited, noted on and flagged, and its info,
//! its sources, its follow-up and other cards are looked at.

use anyhow::Result;

use super::sitting::{Lend, Sitting};
use crate::cmd::about::About;
use crate::cmd::quiz::face::{faces, links, order};
use crate::cmd::quiz::said;
use crate::cmd::{editor, note};
use crate::db::DbError;
use crate::model::change::StoredCard;
use crate::study::{Follow, Notice};
use crate::ui::course::Step;
use crate::ui::quiz::Stage;
use crate::ui::quiz::panel::{Found, Info, Readable};

/// Cards that are listed at most.
const MOST_FOUND: u32 = 50;

impl Sitting<'_> {
    /// Does what a key asked for with the card at hand.
    pub(super) fn at_hand(&mut self, step: Step, lend: Lend<'_>) -> Result<()> {
        let given = self.course.take_given();
        match step {
            Step::Note => self.note(&given),
            Step::EditNote => {
                let Some(text) = self.edit_note(&given, lend)? else { return Ok(()) };
                self.note(&text);
            }
            Step::Flag => {
                let now = self.moment();
                let Some(asked) = &mut self.asked else { return Ok(()) };
                let done = self.play.flag(asked, &now);
                self.told(done.map(Some));
            }
            Step::Info => {
                if let Some(info) = self.info()? {
                    self.course.show_info(info);
                }
            }
            Step::Follow => {
                let is_shown = self.course.view.stage > Stage::Question;
                let Some(asked) = &self.asked else { return Ok(()) };
                let follow = self.play.follow_up(asked, is_shown)?;
                let told = said::follow(self.words, &follow);
                if let Follow::Now(_) = follow {
                    return self.go_on(Some(told));
                }
                self.course.tell(told);
            }
            Step::Search => self.search(&given)?,
            Step::Edit => self.edit(lend)?,
            Step::Open => {
                let told = self.open_source();
                self.course.tell(told);
            }
            _ => {}
        }
        Ok(())
    }

    fn note(&mut self, text: &str) {
        let now = self.moment();
        let Some(asked) = &mut self.asked else { return };
        let done = self.play.note(asked, text, &now);
        let is_lost = done.is_err() && !text.contains('\n');
        self.told(done);
        if is_lost {
            self.course.write_again(text);
        }
    }

    /// Tells what was done, or why not.
    fn told(&mut self, done: Result<Option<Notice>, DbError>) {
        let words = self.words;
        match done {
            Ok(Some(notice)) => self.course.tell(said::notice(words, &notice)),
            Ok(None) => self.course.tell(words.note_unchanged()),
            Err(error) => self.course.alarm(words.not_saved(&said::database(words, &error))),
        }
    }

    /// Lets a note be written in the editor; `None` if that failed, which is told.
    fn edit_note(&mut self, text: &str, lend: Lend<'_>) -> Result<Option<String>> {
        let (world, words) = (self.world, self.words);
        let Some(asked) = &self.asked else { return Ok(None) };
        let id = &asked.card.card.id;
        match lend(&mut || note::edit(world, id, text, words)) {
            Ok(text) => Ok(Some(text)),
            Err(error) => {
                self.course.alarm(said::error(words, &error));
                Ok(None)
            }
        }
    }

    fn info(&self) -> Result<Option<Info>> {
        let Some(asked) = &self.asked else { return Ok(None) };
        let (words, world) = (self.words, self.world);
        let (reviews, scheduler) = self.play.history(&asked.card.card.id)?;
        let settings = &self.play.settings;
        let about = About::of(&asked.card, reviews, scheduler, settings, world);
        let history = about.history(words, world).into_iter().rev();
        Ok(Some(Info {
            title: asked.card.card.id.clone(),
            rows: about.rows(settings, words, world),
            history: history.map(|row| row.join("  ")).collect(),
            scroll: 0,
        }))
    }

    fn search(&mut self, query: &str) -> Result<()> {
        let cards = self.play.search(query, MOST_FOUND)?;
        if cards.is_empty() {
            self.course.tell(self.words.nothing_found(query));
            return Ok(());
        }
        let cards = cards.iter().map(|card| self.readable(card)).collect();
        self.course.show_found(Found { query: query.to_owned(), cards, at: 0, reading: None });
        Ok(())
    }

    fn readable(&self, stored: &StoredCard) -> Readable {
        Readable {
            id: stored.card.id.clone(),
            faces: faces(&stored.card, self.show, &order(stored, self.world.seed)),
            note: stored.note.clone(),
            evidence: stored.card.evidence.clone(),
        }
    }

    /// Hands the card to the editor. One that is missing is told on the screen; the quiz goes on.
    fn edit(&mut self, lend: Lend<'_>) -> Result<()> {
        let Some(asked) = &mut self.asked else { return Ok(()) };
        let langs = self.show.langs();
        let world = self.world;
        let store = &mut self.play.store;
        let card = &asked.card;
        let words = self.words;
        let mut edit = || {
            let edited = editor::edit_stored(world, store, card, langs, words, said::database)?;
            Ok(edited.unwrap_or_else(|why| why))
        };
        let edited = lend(&mut edit);
        self.play.reload(asked)?;
        match edited {
            Ok(notice) => self.course.tell(notice),
            Err(error) => self.course.alarm(said::error(words, &error)),
        }
        Ok(())
    }

    /// Opens the first source of the card; what came of it, in words.
    fn open_source(&self) -> String {
        let Some(asked) = &self.asked else { return String::new() };
        let go = self.play.topic_go(&asked.card.card.topic);
        let links = links(&asked.card.card, go.as_deref());
        let opened = links
            .first()
            .filter(|link| self.world.opens_links() && self.world.open_link(link).is_ok());
        match opened {
            Some(link) => self.words.opened(link),
            None if links.is_empty() => self.words.no_sources().to_owned(),
            None => links.join("\n"),
        }
    }
}
