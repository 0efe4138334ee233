//! What became of each line of notes, before anything is written.

use std::io;

use anyhow::{Result, bail};
use serde::Serialize;

use super::super::{Context, count};
use crate::model::merge::Outcome;
use crate::transfer::Plan;
use crate::transfer::notes::{Became, Line};
use crate::ui::table::Table;

/// The lines of one file of notes.
pub(super) struct Preview {
    /// The file.
    pub(super) file: String,
    /// Its lines, in order.
    pub(super) lines: Vec<Line>,
}

#[derive(Serialize)]
pub(super) struct LineRow<'a> {
    file: &'a str,
    line: usize,
    becomes: &'static str,
    id: Option<&'a str>,
    question: &'a str,
    why: &'a str,
}

impl Preview {
    /// The lines for JSON.
    pub(super) fn rows<'a>(&'a self, plan: &'a Plan) -> impl Iterator<Item = LineRow<'a>> {
        self.lines.iter().map(|line| LineRow {
            file: &self.file,
            line: line.line,
            becomes: becomes(line, plan),
            id: line.id.as_deref(),
            question: &line.question,
            why: &line.why,
        })
    }

    /// Prints the lines as a table, and how many there are of each.
    pub(super) fn print(&self, plan: &Plan, context: &mut Context<'_>) -> Result<()> {
        /// Rows that a terminal gets: what a person would scroll through. A pipe gets all.
        const MOST_ROWS: usize = 1_000;
        let width = context.world.width();
        let shown = if width.is_some() { MOST_ROWS } else { usize::MAX };
        let mut table = Table::new(["line", "becomes", "question", "why"]).right(&[0]);
        for line in self.lines.iter().take(shown) {
            table.row([&line.line.to_string(), becomes(line, plan), &line.question, &line.why]);
        }
        writeln!(context.out, "{}:", crate::model::text::visible(&self.file))?;
        writeln!(context.out, "{}", table.to_string(width))?;
        if self.lines.len() > shown {
            writeln!(context.out, "and {} more lines: --json tells all", self.lines.len() - shown)?;
        }
        let of =
            |wanted: fn(&Became) -> bool| self.lines.iter().filter(|l| wanted(&l.became)).count();
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
}

/// The word for what becomes of a line, also for one that is there already.
fn becomes(line: &Line, plan: &Plan) -> &'static str {
    let outcome = line.id.as_ref().and_then(|id| plan.outcome(id));
    match (&line.became, outcome) {
        (Became::Card | Became::Draft, Some(Outcome::Unchanged)) => "unchanged",
        (Became::Card | Became::Draft, Some(Outcome::Updated)) => "updated",
        (became, _) => became.name(),
    }
}

/// Asks whether to go on. Fails when nobody is there to be asked.
pub(super) fn confirm(plan: &Plan, context: &mut Context<'_>) -> Result<bool> {
    if !context.world.stdin_is_terminal {
        context.out.flush()?;
        bail!(
            "nobody is there to be asked: import with --yes, leave lines out with --skip, or only look with --dry-run"
        );
    }
    let added = count(plan.count(Outcome::Added), "card");
    let updated = plan.count(Outcome::Updated);
    write!(context.out, "Import {added} and update {updated}? [y/N] ")?;
    context.out.flush()?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}
