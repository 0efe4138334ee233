//! What is asked for at each prompt, and answers that are typed.

use std::io::Write;

use anyhow::Result;

use super::Lines;
use crate::cmd::quiz::Next;
use crate::cmd::quiz::face::wanted;
use crate::model::review::Rating;
use crate::model::typed::Verdict;
use crate::study::Asked;
use crate::ui::lines;
use crate::ui::quiz::{Choice, Stage, Wanted};

/// What is typed for an empty line, since an empty line ends the answer.
const EMPTY_LINE: &str = "\\";

impl Lines<'_> {
    /// Says what can be typed.
    pub(super) fn prompt(
        &self,
        stage: Stage,
        choice: Option<&Choice>,
        enter: Option<Rating>,
        asked: &Asked,
        out: &mut dyn Write,
    ) -> Result<()> {
        match choice {
            Some(choice) if choice.several => {
                writeln!(out, "\n> {}", self.words.type_letters())?;
            }
            Some(_) => writeln!(out, "\n> {}", self.words.type_letter())?,
            None => {
                let prompt = lines::prompt(self.words, stage, enter, asked.waits, self.width);
                writeln!(out, "{prompt}")?;
            }
        }
        Ok(out.flush()?)
    }

    /// Says how an answer compares with what is right, and gives the rating to propose.
    pub(super) fn compared(
        &self,
        right: &str,
        typed: &str,
        verdict: Verdict,
        is_choice: bool,
        out: &mut dyn Write,
    ) -> Result<Option<Rating>> {
        let compared = lines::compared(self.words, right, typed, verdict, is_choice, self.width);
        write!(out, "{compared}")?;
        Ok((!typed.trim().is_empty()).then(|| verdict.rating()))
    }

    pub(super) fn wanted(&self, asked: &Asked) -> Option<Wanted> {
        wanted(&asked.card.card, self.show, &self.order)
    }

    /// Reads a typed answer up to an empty line; a lone backslash is an empty line in it. `None` at
    /// the end of the input.
    pub(super) fn typed(&self, next: Next<'_>, out: &mut dyn Write) -> Result<Option<String>> {
        writeln!(out, "\n> {}", self.words.type_output())?;
        out.flush()?;
        let mut typed = String::new();
        loop {
            match next()? {
                None => return Ok(None),
                Some(line) if line.trim().is_empty() => return Ok(Some(typed)),
                Some(line) => {
                    if line.trim() != EMPTY_LINE {
                        typed.push_str(&line);
                    }
                    typed.push('\n');
                }
            }
        }
    }
}

/// What a line says about the options: their letters, nothing, or something else (`None`).
pub(super) fn chosen(choice: &Choice, line: &str) -> Option<String> {
    if line.is_empty() { Some(String::new()) } else { choice.chosen(line) }
}
