//! What became of each line of notes, before anything is written.

use std::io;

use anyhow::{Result, bail};
use serde::Serialize;

use super::super::{Context, count};
use crate::model::merge::Outcome;
use crate::text::visible::visible;
use crate::transfer::Merged;
use crate::transfer::lines::{Became, Line, Numbers, Preview};
use crate::ui::table::Table;

/// A line for JSON.
#[derive(Serialize)]
pub(super) struct LineRow<'a> {
    file: &'a str,
    line: usize,
    becomes: &'static str,
    id: Option<&'a str>,
    question: &'a str,
    why: &'a str,
}

/// The lines for JSON.
pub(super) fn rows<'a>(
    preview: &'a Preview,
    merged: &'a Merged,
) -> impl Iterator<Item = LineRow<'a>> {
    preview.lines.iter().map(|line| LineRow {
        file: &preview.file,
        line: line.line,
        becomes: becomes(line, merged),
        id: line.id.as_deref(),
        question: &line.question,
        why: &line.why,
    })
}

/// Prints the lines as a table, and how many there are of each.
pub(super) fn print(preview: &Preview, merged: &Merged, context: &mut Context<'_>) -> Result<()> {
    /// Rows that a terminal gets: what a person would scroll through. A pipe gets all.
    const MOST_ROWS: usize = 1_000;
    let width = context.world.width();
    let shown = if width.is_some() { MOST_ROWS } else { usize::MAX };
    let mut table = Table::new(["line", "becomes", "question", "why"]).right(&[0]);
    for line in preview.lines.iter().take(shown) {
        table.row([&line.line.to_string(), becomes(line, merged), &line.question, &line.why]);
    }
    writeln!(context.out, "{}:", visible(&preview.file))?;
    writeln!(context.out, "{}", table.to_string(width))?;
    if preview.lines.len() > shown {
        writeln!(context.out, "and {} more lines: --json tells all", preview.lines.len() - shown)?;
    }
    let of =
        |wanted: fn(&Became) -> bool| preview.lines.iter().filter(|l| wanted(&l.became)).count();
    writeln!(
        context.out,
        "{}, {}, {} known, {} left out\n",
        count(of(|b| *b == Became::Card), "card"),
        count(of(|b| *b == Became::Draft), "draft"),
        of(|b| matches!(b, Became::Known(_))),
        of(|b| *b == Became::LeftOut),
    )?;
    Ok(())
}

/// The word for what becomes of a line, also for one that is there already.
fn becomes(line: &Line, merged: &Merged) -> &'static str {
    let outcome = line.id.as_ref().and_then(|id| merged.outcome(id));
    match (&line.became, outcome) {
        (Became::Card | Became::Draft, Some(Outcome::Unchanged)) => "unchanged",
        (Became::Card | Became::Draft, Some(Outcome::Updated)) => "updated",
        (became, _) => became.name(),
    }
}

/// What the learner says to the lines.
pub(super) enum Choice {
    /// Import them.
    Go,
    /// Import nothing.
    Stop,
    /// Leave these out and ask again.
    Without(Numbers),
}

/// Asks whether to go on; `chooses` tells whether lines can be left out by number. Fails when nobody
/// is there to be asked.
pub(super) fn confirm(merged: &Merged, chooses: bool, context: &mut Context<'_>) -> Result<Choice> {
    if !context.world.stdin_is_terminal {
        context.out.flush()?;
        bail!(
            "nobody is there to be asked: import with --yes, leave lines out with --skip, or only look with --dry-run"
        );
    }
    let added = count(merged.count(Outcome::Added), "card");
    let updates = match merged.count(Outcome::Updated) {
        0 => String::new(),
        n => format!(" and update {n}"),
    };
    let lines = if chooses { ", or lines to leave out such as 3,5-9" } else { "" };
    loop {
        write!(context.out, "Import {added}{updates}? [y/N{lines}] ")?;
        context.out.flush()?;
        let mut answer = String::new();
        io::stdin().read_line(&mut answer)?;
        let answer = answer.trim();
        match answer.to_ascii_lowercase().as_str() {
            "y" | "yes" => return Ok(Choice::Go),
            "" | "n" | "no" => return Ok(Choice::Stop),
            _ => {}
        }
        match answer.parse() {
            Ok(numbers) if chooses => return Ok(Choice::Without(numbers)),
            Ok(_) => writeln!(context.out, "lines can be left out of one file at a time")?,
            Err(error) => writeln!(context.out, "{}", visible(&error))?,
        }
    }
}
