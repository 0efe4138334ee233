//! What there is to run in cards: their programs, and the tests of write cards.

use crate::format::program::{Mode, exercise, programs};
use crate::model::card::{Card, Kind};

/// One program of a card (the languages of a card share theirs).
pub(super) struct Job {
    pub(super) id: String,
    pub(super) mode: Mode,
    pub(super) code: String,
    pub(super) output: Option<String>,
}

/// What a write card opens, its solution and its test.
pub(super) struct Exercise {
    pub(super) id: String,
    pub(super) opened: String,
    pub(super) solution: String,
    pub(super) test: String,
}

/// How a program begins that runs only on Linux.
const LINUX_ONLY: &str = "//go:build linux";

/// The programs of the cards, each once per card.
fn jobs(cards: &[Card]) -> Vec<Job> {
    let mut jobs: Vec<Job> = Vec::new();
    for card in cards {
        let first = jobs.len();
        for text in card.text.values() {
            for program in programs(text) {
                let is_known = |job: &Job| {
                    job.code == program.code
                        && job.mode == program.mode
                        && job.output == program.output
                };
                if !jobs[first..].iter().any(is_known) {
                    jobs.push(Job {
                        id: card.id.clone(),
                        mode: program.mode,
                        code: program.code,
                        output: program.output,
                    });
                }
            }
        }
    }
    jobs
}

/// All that there is to run in some cards.
pub(super) struct Work {
    pub(super) jobs: Vec<Job>,
    pub(super) exercises: Vec<Exercise>,
    /// What is not run on this system, in words.
    pub(super) skipped: Vec<String>,
}

impl Work {
    pub(super) fn of(cards: &[Card], is_linux: bool) -> Work {
        let (jobs, skipped) = for_this_system(jobs(cards), is_linux);
        Work { jobs, exercises: exercises(cards), skipped }
    }
}

impl Exercise {
    /// All its code in one text, to recognise it by.
    pub(super) fn whole(&self) -> String {
        [self.opened.as_str(), &self.solution, &self.test].join("\0")
    }
}

/// The programs that run on this system, and which of them do not.
fn for_this_system(jobs: Vec<Job>, is_linux: bool) -> (Vec<Job>, Vec<String>) {
    let is_foreign = |job: &Job| !is_linux && job.code.starts_with(LINUX_ONLY);
    let (foreign, ours): (Vec<Job>, Vec<Job>) = jobs.into_iter().partition(is_foreign);
    let skipped = foreign.into_iter().map(|job| format!("{}: the program needs Linux", job.id));
    (ours, skipped.collect())
}

/// What the write cards open, their solutions and tests; the languages of a card share theirs.
pub(super) fn exercises(cards: &[Card]) -> Vec<Exercise> {
    let writes = cards.iter().filter(|card| card.kind == Kind::Write);
    let exercise = |card: &Card| {
        let (opened, solution) = exercise(card.text.values().next()?);
        Some(Exercise {
            id: card.id.clone(),
            opened: opened?,
            solution: solution?,
            test: card.test.clone()?,
        })
    };
    writes.filter_map(exercise).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_for_linux_are_skipped_elsewhere() {
        let job = |id: &str, code: &str| Job {
            id: id.into(),
            mode: Mode::Run,
            code: code.into(),
            output: None,
        };
        let jobs =
            || vec![job("t-a", "//go:build linux\n\npackage main\n"), job("t-b", "package main\n")];
        let (ours, skipped) = for_this_system(jobs(), true);
        assert_eq!((ours.len(), skipped.len()), (2, 0));
        let (ours, skipped) = for_this_system(jobs(), false);
        assert_eq!((ours.len(), ours[0].id.as_str()), (1, "t-b"));
        assert_eq!(skipped, ["t-a: the program needs Linux"]);
    }
}
