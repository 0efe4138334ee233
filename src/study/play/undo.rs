//! Takes back what was done in this session, and does it again.

use super::Play;
use crate::db::{DbError, Undone};
use crate::model::change::Change;
use crate::model::review::Rating;
use crate::model::session::Answered;

/// What became of a request to undo or redo.
#[derive(Debug)]
pub enum Turned {
    /// A step is taken back: another card comes.
    Undone(Did),
    /// A step is done again: another card comes.
    Redone(Did),
    /// This session has no step to take back.
    NothingToUndo,
    /// Something else was done since, which would have to go first.
    UndoOther,
    /// This session has no step to do again.
    NothingToRedo,
    /// Something was done since.
    RedoOther,
    /// Why a step could not be taken back.
    CannotUndo(DbError),
    /// Why a step could not be done again.
    CannotRedo(DbError),
}

/// A step of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Did {
    /// What was done to a card.
    Card(String, Deed),
    /// Anything else, as the journal calls it.
    Other(String),
}

/// What a session does to a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// It was answered.
    Rated(Rating),
    /// It was suspended.
    Suspended,
    /// It was buried.
    Buried,
    /// It was edited.
    Edited,
    /// Its note was written or removed.
    Noted,
    /// It was flagged, or is no more.
    Flagged,
}

impl Did {
    /// The step that these changes took back, or did again.
    fn of(turned: &Undone) -> Did {
        let rated = turned.changes.iter().find_map(|change| match change {
            Change::Answer { id, review, .. } | Change::Retract { id, review, .. } => {
                Some((id.as_str(), Deed::Rated(review.rating)))
            }
            _ => None,
        });
        let first = turned.changes.first().and_then(|change| {
            let deed = match change {
                Change::Suspend { .. } => Deed::Suspended,
                Change::Bury { .. } => Deed::Buried,
                Change::Edit { .. } => Deed::Edited,
                Change::Note { .. } => Deed::Noted,
                Change::Flag { .. } => Deed::Flagged,
                _ => return None,
            };
            Some((change.card_id(), deed))
        });
        match rated.or(first) {
            Some((id, deed)) => Did::Card(id.to_owned(), deed),
            None => Did::Other(turned.label.clone()),
        }
    }

    fn rated(answer: &Answered) -> Did {
        Did::Card(answer.id.clone(), Deed::Rated(answer.rating))
    }
}

/// Whether a change leaves the card where it is: it only marks it.
fn is_mark(change: &Change) -> bool {
    matches!(change, Change::Note { .. } | Change::Flag { .. })
}

/// An error that leaves a step where it is gets reported, and the quiz goes on.
fn cannot(told: fn(DbError) -> Turned, error: DbError) -> Result<Turned, DbError> {
    match error {
        DbError::Conflict(_)
        | DbError::GoalsChanged
        | DbError::SettingChanged(_)
        | DbError::TopicChanged(_)
        | DbError::NoCard(_)
        | DbError::NotJournaled(_)
        | DbError::Journal { .. } => Ok(told(error)),
        other => Err(other),
    }
}

impl Play {
    /// Notes the step that was written last as one of this session.
    pub(super) fn did(&mut self) -> Result<(), DbError> {
        self.steps.extend(self.store.last_step()?);
        self.undone.clear();
        self.minutes = None;
        Ok(())
    }

    /// Takes the last step of this session back; its card comes next.
    pub fn undo(&mut self) -> Result<Turned, DbError> {
        if !self.records && self.steps.is_empty() {
            let Some(last) = self.session.answered().last().cloned() else {
                return Ok(Turned::NothingToUndo);
            };
            self.take_back(&last.id);
            let did = Did::rated(&last);
            self.undone.push((None, Some(last)));
            return Ok(Turned::Undone(did));
        }
        // The schedules that the undo leads back to depend on them.
        self.read_settings()?;
        match self.store.undo_own(&self.scheduler, &self.steps) {
            Ok(None) if self.steps.is_empty() => Ok(Turned::NothingToUndo),
            Ok(None) => Ok(Turned::UndoOther),
            Ok(Some(undone)) => {
                self.steps.pop();
                self.minutes = None;
                self.read_settings()?;
                let mut answer = None;
                if let Some(Change::Retract { id, .. }) =
                    undone.changes.iter().find(|c| matches!(c, Change::Retract { .. }))
                {
                    answer = self.take_back(id);
                } else if let Some(change) = undone
                    .changes
                    .first()
                    .filter(|change| !is_mark(change) && !change.card_id().is_empty())
                {
                    self.forced.push_front(change.card_id().to_owned());
                    if let (Some(cram), Change::Suspend { .. } | Change::Bury { .. }) =
                        (&mut self.cram, change)
                    {
                        cram.take_back(change.card_id());
                    }
                }
                let did = Did::of(&undone);
                self.undone.push((Some(undone.step), answer));
                Ok(Turned::Undone(did))
            }
            Err(error) => cannot(Turned::CannotUndo, error),
        }
    }

    /// Does again what undo took back last in this session.
    pub fn redo(&mut self) -> Result<Turned, DbError> {
        let Some((step, answer)) = self.undone.last().cloned() else {
            return Ok(Turned::NothingToRedo);
        };
        let mut did = answer.as_ref().map(Did::rated);
        let mut stays = false;
        if let Some(step) = step {
            self.read_settings()?;
            match self.store.redo_own(&self.scheduler, &[step]) {
                Ok(None) => return Ok(Turned::RedoOther),
                Ok(Some(redone)) => {
                    self.minutes = None;
                    self.read_settings()?;
                    let aside =
                        |c: &Change| matches!(c, Change::Suspend { .. } | Change::Bury { .. });
                    if let Some(cram) = &mut self.cram
                        && redone.changes.first().is_some_and(aside)
                    {
                        cram.drop_front();
                    }
                    stays = redone.changes.first().is_some_and(is_mark);
                    did = Some(Did::of(&redone));
                    self.steps.push(redone.step);
                }
                Err(error) => return cannot(Turned::CannotRedo, error),
            }
        }
        self.undone.pop();
        if let Some(answer) = answer {
            if let Some(cram) = &mut self.cram {
                cram.answer(answer.rating);
            }
            self.session.note(answer);
        }
        if !stays {
            self.forced.clear();
        }
        Ok(did.map_or(Turned::NothingToRedo, Turned::Redone))
    }

    fn take_back(&mut self, id: &str) -> Option<Answered> {
        let answer = self.session.take_back(id);
        self.forced.push_front(id.to_owned());
        if let Some(cram) = &mut self.cram {
            cram.take_back(id);
        }
        answer
    }
}
