//! Lines of notes: what each became, and which ones the learner wants.

use std::collections::HashSet;
use std::ops::RangeInclusive;
use std::str::FromStr;

use anyhow::{Result, bail};

use crate::format::notes::{Notes, Why};
use crate::model::card::Topic;

/// The notes of one file.
pub(super) struct NotesFile {
    /// The file, for messages.
    pub(super) name: String,
    /// The topic of its cards.
    pub(super) topic: String,
    /// What was found in it.
    pub(super) notes: Notes,
}

impl NotesFile {
    /// The topic that the notes make, with their title.
    pub(super) fn topic(&self) -> Topic {
        let lang = self.notes.found.first().map(|f| f.lang);
        let title = self.notes.title.clone().zip(lang);
        let titles = title.map(|(title, lang)| (lang, title)).into_iter().collect();
        Topic { name: self.topic.clone(), titles, ..Topic::default() }
    }
}

/// What a line of notes became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Became {
    /// A card with question and answer.
    Card,
    /// A question that waits for its answer.
    Draft,
    /// Nothing: this card asks the same.
    Known(String),
    /// Nothing.
    LeftOut,
}

impl Became {
    /// The word for tables and JSON.
    pub fn name(&self) -> &'static str {
        match self {
            Became::Card => "card",
            Became::Draft => "draft",
            Became::Known(_) => "known",
            Became::LeftOut => "left out",
        }
    }
}

/// Why a line of notes became what it did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// What kind of line it is.
    Form(Why),
    /// The learner left it out.
    Unwanted,
    /// The same question came before.
    Repeated,
    /// The card with this id asks the same.
    Asked(String),
    /// The card with this id answers it already.
    Answered(String),
}

/// A line of notes in the preview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number, from 1.
    pub line: usize,
    /// What it became.
    pub became: Became,
    /// The id of its card, or of the one that is known.
    pub id: Option<String>,
    /// The question, or the text of the line.
    pub question: String,
    /// Why.
    pub why: Reason,
}

/// The lines of one file of notes.
pub struct Preview {
    /// The file.
    pub file: String,
    /// Its lines, in order.
    pub lines: Vec<Line>,
}

impl Preview {
    /// Leaves lines out; gives the ids of their cards.
    pub(super) fn leave_out(&mut self, numbers: &Numbers) -> Vec<String> {
        let chosen = self.lines.iter_mut().filter(|line| {
            matches!(line.became, Became::Card | Became::Draft) && numbers.has(line.line)
        });
        chosen
            .filter_map(|line| {
                line.became = Became::LeftOut;
                line.why = Reason::Unwanted;
                line.id.take()
            })
            .collect()
    }
}

/// Numbers of lines, as in `3,5-9`.
#[derive(Debug, Clone, Default)]
pub struct Numbers(Vec<RangeInclusive<usize>>);

/// What was given in place of the number of a line, or of a range.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a line number (try 3,5-9)")]
pub struct NoLine(pub String);

impl FromStr for Numbers {
    type Err = NoLine;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        let range = |part: &str| {
            let (from, to) = part.split_once('-').unwrap_or((part, part));
            let number = |text: &str| text.trim().parse::<usize>().ok().filter(|n| *n > 0);
            let range = number(from)?..=number(to)?;
            (!range.is_empty()).then_some(range)
        };
        let ranges = s.split(',').map(|part| range(part).ok_or_else(|| part.trim().to_owned()));
        ranges.collect::<Result<_, _>>().map(Numbers).map_err(NoLine)
    }
}

impl Numbers {
    /// Whether a line is among them.
    pub fn has(&self, line: usize) -> bool {
        self.0.iter().any(|range| range.contains(&line))
    }
}

/// Which lines the learner wants.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// Only these.
    pub only: Option<Numbers>,
    /// Not these.
    pub skip: Numbers,
    /// Also these, which would be left out.
    pub also: Numbers,
    /// Also questions that a card of the database answers.
    pub twins: bool,
}

impl Selection {
    /// Whether lines are chosen by number.
    pub(super) fn chooses(&self) -> bool {
        let Selection { only, skip, also, .. } = self;
        only.is_some() || !skip.0.is_empty() || !also.0.is_empty()
    }

    pub(super) fn wants(&self, line: usize) -> bool {
        !self.skip.has(line) && self.only.as_ref().is_none_or(|only| only.has(line))
    }

    /// Whether the learner names a line that would be left out.
    pub(super) fn insists(&self, line: usize) -> bool {
        !self.skip.has(line)
            && (self.also.has(line) || self.only.as_ref().is_some_and(|o| o.has(line)))
    }

    /// Fails on a number that names no question of these notes.
    pub(super) fn require_lines(&self, file: &NotesFile) -> Result<()> {
        let notes = &file.notes;
        let asked = notes.left_out.iter().filter(|l| l.question.is_some()).map(|l| l.line);
        let lines: HashSet<usize> = notes.found.iter().map(|f| f.line).chain(asked).collect();
        for numbers in
            [self.only.as_ref(), Some(&self.skip), Some(&self.also)].into_iter().flatten()
        {
            for range in numbers.0.iter().filter(|r| r.start() == r.end()) {
                if !lines.contains(range.start()) {
                    bail!(
                        "line {} of {} holds no question: `--dry-run` shows which lines do",
                        range.start(),
                        file.name
                    );
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_chosen_by_number() {
        let numbers: Numbers = "3, 5-9".parse().unwrap();
        assert_eq!((1..=10).filter(|n| numbers.has(*n)).collect::<Vec<_>>(), [3, 5, 6, 7, 8, 9]);
        for bad in ["", "x", "0", "9-5", "1,,2"] {
            assert!(bad.parse::<Numbers>().is_err(), "{bad}");
        }
    }
}
