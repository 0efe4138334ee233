//! What is done with a card at hand beside answering it: it is set aside, noted on, flagged; its
//! follow-up or other cards are wanted.

use super::{Asked, Notice, Play};
use crate::db::DbError;
use crate::model::act;
use crate::model::card::LONGEST_NOTE;
use crate::model::change::{Change, StoredCard};
use crate::model::day::Now;
use crate::model::filter::{AsOf, Filter};
use crate::model::review::Review;
use crate::model::schedule::Scheduler;

/// When a follow-up question comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Follow {
    /// Now, and this card after it.
    Now(String),
    /// Once this card is rated.
    Next(String),
    /// There is none that can be asked.
    None,
}

impl Play {
    /// Notes something on a card in place of what was; nothing removes the note. `None` if it is so
    /// already.
    pub fn note(
        &mut self,
        asked: &mut Asked,
        text: &str,
        now: &Now,
    ) -> Result<Option<Notice>, DbError> {
        if text.trim().len() > LONGEST_NOTE {
            return Ok(Some(Notice::NoteTooLong));
        }
        let Some(change) = act::note(&asked.card, text) else { return Ok(None) };
        let id = asked.card.card.id.clone();
        let done = match &change {
            Change::Note { to: None, .. } => Notice::NoteGone(id.clone()),
            _ => Notice::Noted(id.clone()),
        };
        self.mark(asked, "noted", change, done, now).map(Some)
    }

    /// Flags a card, or takes its flag away.
    pub fn flag(&mut self, asked: &mut Asked, now: &Now) -> Result<Notice, DbError> {
        let id = asked.card.card.id.clone();
        let from = asked.card.flagged;
        let change = Change::Flag { id: id.clone(), from, to: !from };
        let (label, done) = match from {
            true => ("unflagged", Notice::Unflagged(id)),
            false => ("flagged", Notice::Flagged(id)),
        };
        self.mark(asked, label, change, done, now)
    }

    /// Suspends a card.
    pub fn suspend(&mut self, asked: &Asked, now: &Now) -> Result<Notice, DbError> {
        let id = asked.card.card.id.clone();
        let change = Change::Suspend { id: id.clone(), from: asked.card.suspended, to: true };
        self.set_aside(&format!("{id}: suspended"), change, Notice::Suspended(id), now)
    }

    /// Buries a card until tomorrow.
    pub fn bury(&mut self, asked: &Asked, now: &Now) -> Result<Notice, DbError> {
        let id = asked.card.card.id.clone();
        let to = Some(now.day.plus(1));
        let change = Change::Bury { id: id.clone(), from: asked.card.buried_until, to };
        self.set_aside(&format!("{id}: buried"), change, Notice::Buried(id), now)
    }

    fn set_aside(
        &mut self,
        label: &str,
        change: Change,
        done: Notice,
        now: &Now,
    ) -> Result<Notice, DbError> {
        let id = change.card_id().to_owned();
        let done = match self.store.apply(label, now.at, &[change]) {
            Ok(()) => {
                self.did()?;
                done
            }
            Err(error @ (DbError::Conflict(_) | DbError::NoCard(_))) => Notice::Not(error),
            Err(other) => return Err(other),
        };
        if let Some(cram) = &mut self.cram {
            cram.drop_front();
        }
        self.named.retain(|named| *named != id);
        Ok(done)
    }

    fn mark(
        &mut self,
        asked: &mut Asked,
        label: &str,
        change: Change,
        done: Notice,
        now: &Now,
    ) -> Result<Notice, DbError> {
        let id = asked.card.card.id.clone();
        match self.store.apply(&format!("{id}: {label}"), now.at, &[change]) {
            Ok(()) => self.did()?,
            Err(error @ (DbError::Conflict(_) | DbError::NoCard(_))) => {
                return Ok(Notice::Not(error));
            }
            Err(other) => return Err(other),
        }
        if let Some(card) = self.store.card(&id)? {
            asked.card = card;
        }
        Ok(done)
    }

    /// Lets a follow-up question of a card come: at once if its answer is not shown yet, else once it
    /// is rated. Of several the first that was not asked in this session.
    pub fn follow_up(&mut self, asked: &Asked, is_shown: bool) -> Result<Follow, DbError> {
        let id = asked.card.card.id.clone();
        let mut cards = self.store.cards(&Filter::Follows(id.clone()), AsOf::default())?;
        cards.retain(|card| !card.suspended && !card.retired && !card.card.is_draft());
        cards.sort_by_key(|card| self.session.has_asked(&card.card.id));
        let Some(next) = cards.into_iter().next().map(|card| card.card.id) else {
            return Ok(Follow::None);
        };
        match (&mut self.cram, is_shown) {
            (Some(cram), true) => cram.put_second(&next),
            (Some(cram), false) => cram.take_back(&next),
            (None, true) => {
                self.forced.retain(|forced| *forced != next);
                self.forced.push_front(next.clone());
            }
            (None, false) => {
                self.forced.push_front(id);
                self.forced.push_front(next.clone());
            }
        }
        Ok(if is_shown { Follow::Next(next) } else { Follow::Now(next) })
    }

    /// The cards in which these words stand, the best match first.
    pub fn search(&self, words: &str, most: u32) -> Result<Vec<StoredCard>, DbError> {
        let mut cards = Vec::new();
        for id in self.store.search(words, most)? {
            cards.extend(self.store.card(&id)?);
        }
        Ok(cards)
    }

    /// The history of a card, oldest first, and the scheduler that goes on from it.
    pub fn history(&self, id: &str) -> Result<(Vec<Review>, &Scheduler), DbError> {
        Ok((self.store.reviews(id)?, &self.scheduler))
    }
}
