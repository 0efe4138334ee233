//! `godrill status`: what is left today, on one line.

use anyhow::Result;
use clap::Args;
use serde::Serialize;

use super::Context;
use crate::db::Limits;
use crate::model::session::{Options, Session};
use crate::world::rfc3339;

/// One line on what is left today, for a shell prompt.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  godrill status\n  PS1='$(godrill status) \\$ '\n\n\
    JSON (version 1): due and new are what the daily limits leave, learning is the cards in steps\n\
    of minutes, reviewed_today counts answers, streak counts days, next_due is the time at which\n\
    the next card falls due (now, if one is) or null.")]
pub(super) struct StatusArgs {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Status {
    version: u32,
    due: u32,
    new: u32,
    learning: u32,
    reviewed_today: u32,
    streak: u32,
    next_due: Option<String>,
}

pub(super) fn run(args: &StatusArgs, context: &mut Context<'_>) -> Result<()> {
    let store = context.open()?;
    let settings = store.settings()?;
    let now = context.world.now();
    let calendar = context.world.calendar(settings.rollover_hour);
    let day = calendar.day_of(now);
    let today = store.today(day)?;
    let session = Session::new(Options::default(), now);
    let (new, due) = session.left(&settings, today.introduced, today.reviewed);
    let (due, new, learning) = store.left(day, &Limits { topics: Vec::new(), new, due })?;
    let (at, on) = store.earliest_due(day)?;
    let next = at.into_iter().chain(on.map(|day| calendar.start_of(day))).min();
    let status = Status {
        version: 1,
        due,
        new,
        learning,
        reviewed_today: today.answers,
        streak: store.streak(day)?,
        next_due: next.map(|at| rfc3339(at.max(now))),
    };
    if args.json {
        return context.json(&status);
    }
    let learning = if learning > 0 { format!(", {learning} learning") } else { String::new() };
    writeln!(
        context.out,
        "{due} due, {new} new{learning}, streak {}",
        super::count(status.streak as usize, "day")
    )?;
    Ok(())
}
