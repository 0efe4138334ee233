//! What was done in this session is taken back, and done again.

use super::Play;
use crate::db::DbError;
use crate::model::change::Change;
use crate::model::session::Answered;

/// What became of a wish to undo or redo, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Turned {
    /// It is done: another card comes.
    Done(String),
    /// Nothing happened.
    Not(String),
}

/// An error that keeps a step where it is is told, and the quiz goes on.
fn cannot(verb: &str, error: DbError) -> Result<Turned, DbError> {
    match error {
        DbError::Conflict(_)
        | DbError::GoalsChanged
        | DbError::SettingChanged(_)
        | DbError::NoCard(_)
        | DbError::NotJournaled(_)
        | DbError::Journal { .. } => Ok(Turned::Not(format!("cannot {verb}: {error}"))),
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
        const NOTHING: &str = "nothing to undo in this session; `godrill undo` goes further back";
        const OTHER: &str = "there was another change since: `godrill undo` takes that back first";
        if !self.records && self.steps.is_empty() {
            let Some(last) = self.session.answered().last().cloned() else {
                return Ok(Turned::Not(NOTHING.into()));
            };
            self.take_back(&last.id);
            let words = format!("undone: {}: {}", last.id, last.rating);
            self.undone.push((None, Some(last)));
            return Ok(Turned::Done(words));
        }
        // They make the schedules that the undo leads back to.
        self.read_settings()?;
        match self.store.undo_own(&self.scheduler, &self.steps) {
            Ok(None) if self.steps.is_empty() => Ok(Turned::Not(NOTHING.into())),
            Ok(None) => Ok(Turned::Not(OTHER.into())),
            Ok(Some(undone)) => {
                self.steps.pop();
                self.minutes = None;
                let mut answer = None;
                if let Some(Change::Retract { id, .. }) =
                    undone.changes.iter().find(|c| matches!(c, Change::Retract { .. }))
                {
                    answer = self.take_back(id);
                } else if let Some(change) = undone.changes.first() {
                    self.forced = Some(change.card_id().to_owned());
                    if let (Some(cram), Change::Suspend { .. } | Change::Bury { .. }) =
                        (&mut self.cram, change)
                    {
                        cram.take_back(change.card_id());
                    }
                }
                self.undone.push((Some(undone.step), answer));
                Ok(Turned::Done(format!("undone: {}", undone.label)))
            }
            Err(error) => cannot("undo", error),
        }
    }

    /// Does again what undo took back last in this session.
    pub fn redo(&mut self) -> Result<Turned, DbError> {
        let Some((step, answer)) = self.undone.last().cloned() else {
            return Ok(Turned::Not("nothing to redo in this session".into()));
        };
        let mut words = answer.as_ref().map(|a| format!("redone: {}: {}", a.id, a.rating));
        if let Some(step) = step {
            self.read_settings()?;
            match self.store.redo_own(&self.scheduler, &[step]) {
                Ok(None) => {
                    return Ok(Turned::Not("nothing to redo: there was a change since".into()));
                }
                Ok(Some(redone)) => {
                    self.minutes = None;
                    let aside =
                        |c: &Change| matches!(c, Change::Suspend { .. } | Change::Bury { .. });
                    if let Some(cram) = &mut self.cram
                        && redone.changes.first().is_some_and(aside)
                    {
                        cram.drop_front();
                    }
                    words = Some(format!("redone: {}", redone.label));
                    self.steps.push(redone.step);
                }
                Err(error) => return cannot("redo", error),
            }
        }
        self.undone.pop();
        if let Some(answer) = answer {
            if let Some(cram) = &mut self.cram {
                cram.answer(answer.rating);
            }
            self.session.note(answer);
        }
        self.forced = None;
        Ok(Turned::Done(words.unwrap_or_default()))
    }

    fn take_back(&mut self, id: &str) -> Option<Answered> {
        let answer = self.session.take_back(id);
        self.forced = Some(id.to_owned());
        if let Some(cram) = &mut self.cram {
            cram.take_back(id);
        }
        answer
    }
}
