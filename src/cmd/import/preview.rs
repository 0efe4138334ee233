//! What became of each line of notes, before anything is written.

use std::borrow::Cow;
use std::io;

use anyhow::Result;
use serde::Serialize;

use super::super::Context;
use super::why::reason;
use crate::model::merge::Outcome;
use crate::text::visible::visible;
use crate::transfer::Merged;
use crate::transfer::lines::{Became, Line, NoLine, Numbers, Preview};
use crate::ui::table::Table;
use crate::ui::words::Words;

/// A line for JSON.
#[derive(Serialize)]
pub(super) struct LineRow<'a> {
    file: &'a str,
    line: usize,
    becomes: &'static str,
    id: Option<&'a str>,
    question: &'a str,
    why: Cow<'static, str>,
}

/// The lines for JSON.
pub(super) fn rows<'a>(
    preview: &'a Preview,
    merged: &'a Merged,
) -> impl Iterator<Item = LineRow<'a>> {
    preview.lines.iter().map(|line| LineRow {
        file: &preview.file,
        line: line.line,
        becomes: match now(line, merged) {
            Now::New(became) => became.name(),
            Now::Unchanged => "unchanged",
            Now::Updated => "updated",
        },
        id: line.id.as_deref(),
        question: &line.question,
        why: reason(&line.why, Words::EN),
    })
}

/// Prints the lines as a table, and how many there are of each kind.
pub(super) fn print(
    preview: &Preview,
    merged: &Merged,
    words: Words,
    context: &mut Context<'_>,
) -> Result<()> {
    /// Rows that a terminal gets: what a person would scroll through. A pipe gets all.
    const MOST_ROWS: usize = 1_000;
    let width = context.world.width();
    let shown = if width.is_some() { MOST_ROWS } else { usize::MAX };
    let head =
        [words.import_line(), words.import_becomes(), words.head_question(), words.import_why()];
    let mut table = Table::new(head).right(&[0]);
    for line in preview.lines.iter().take(shown) {
        let (number, why) = (line.line.to_string(), reason(&line.why, words));
        table.row([&number, becomes(line, merged, words), &line.question, &why]);
    }
    writeln!(context.out, "{}", words.import_file(&visible(&preview.file)))?;
    writeln!(context.out, "{}", table.to_string(width))?;
    if preview.lines.len() > shown {
        let more = preview.lines.len() - shown;
        writeln!(context.out, "{}", words.import_more_lines(more))?;
    }
    let of =
        |wanted: fn(&Became) -> bool| preview.lines.iter().filter(|l| wanted(&l.became)).count();
    let sums = [
        words.cards(of(|b| *b == Became::Card)),
        words.import_drafts(of(|b| *b == Became::Draft)),
        words.import_known_lines(of(|b| matches!(b, Became::Known(_)))),
        words.import_left_out_lines(of(|b| *b == Became::LeftOut)),
    ];
    writeln!(context.out, "{}\n", words.clauses(&sums))?;
    Ok(())
}

/// What becomes of a line, given the cards that exist already.
enum Now<'a> {
    New(&'a Became),
    Unchanged,
    Updated,
}

fn now<'a>(line: &'a Line, merged: &Merged) -> Now<'a> {
    let outcome = line.id.as_ref().and_then(|id| merged.outcome(id));
    match (&line.became, outcome) {
        (Became::Card | Became::Draft, Some(Outcome::Unchanged)) => Now::Unchanged,
        (Became::Card | Became::Draft, Some(Outcome::Updated)) => Now::Updated,
        (became, _) => Now::New(became),
    }
}

/// The word for what becomes of a line.
fn becomes(line: &Line, merged: &Merged, words: Words) -> &'static str {
    match now(line, merged) {
        Now::Unchanged => words.import_unchanged(),
        Now::Updated => words.import_updated(),
        Now::New(Became::Card) => words.import_card(),
        Now::New(Became::Draft) => words.is_draft(),
        Now::New(Became::Known(_)) => words.import_known(),
        Now::New(Became::LeftOut) => words.import_left_out(),
    }
}

/// The learner's answer to the preview.
pub(super) enum Choice {
    /// Import them.
    Go,
    /// Import nothing.
    Stop,
    /// Leave these out and ask again.
    Without(Numbers),
}

/// Asks whether to go on; `chooses` says whether lines can be left out by number.
pub(super) fn confirm(
    merged: &Merged,
    chooses: bool,
    words: Words,
    context: &mut Context<'_>,
) -> Result<Choice> {
    let added = merged.count(Outcome::Added);
    let question = match merged.count(Outcome::Updated) {
        0 => words.import_ask(added),
        updated => words.import_ask_and_update(added, updated),
    };
    let answers = if chooses { words.import_or_lines() } else { words.import_yes_or_no() };
    loop {
        write!(context.out, "{question}{answers}")?;
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
            Ok(_) => writeln!(context.out, "{}", words.import_one_file())?,
            Err(NoLine(said)) => {
                writeln!(context.out, "{}", words.import_no_line(&visible(&said)))?;
            }
        }
    }
}
