//! `godrill status`: what is left today, on one line.

use anyhow::Result;
use clap::Args;
use serde::Serialize;

use super::Context;
use super::plan::today::{self, DoneToday};
use crate::db::Limits;
use crate::model::day::Day;
use crate::model::session::{Options, Session};
use crate::world::rfc3339;

/// One line on what is left today, for a shell prompt.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  godrill status\n  PS1='$(godrill status) \\$ '\n\n\
    While a goal of `godrill plan` is ahead, the line tells the days and minutes of the plan.\n\n\
    JSON (version 1): due and new are what the daily limits leave at steady retention, learning is\n\
    the cards in steps of minutes, reviewed_today counts answers, streak counts days, plan is null or\n\
    {on, days_left, minutes, minutes_today}, the day of the nearest goal and the minutes of all, and\n\
    next_due is the time at which the next card falls due (now, if one is) or null.")]
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
    plan: Option<Plan>,
    next_due: Option<String>,
}

#[derive(Serialize)]
struct Plan {
    on: Day,
    days_left: u32,
    minutes: u32,
    minutes_today: u32,
}

pub(super) fn run(args: &StatusArgs, context: &mut Context<'_>) -> Result<()> {
    let store = context.open()?;
    let settings = store.settings()?;
    let now = context.world.now();
    let calendar = context.world.calendar(settings.rollover_hour);
    let day = calendar.day_of(now);
    let past = store.today(day)?;
    let session = Session::new(Options::default());
    let (new, due) = session.left(&settings, past.introduced, past.reviewed);
    let (due, new, learning) = store.left(now, day, &Limits { topics: Vec::new(), new, due })?;
    let (at, on) = store.earliest_due(day)?;
    let next = at.into_iter().chain(on.map(|day| calendar.start_of(day))).min();
    let goals = store.goals()?;
    let goals = goals.active(day);
    let done = if goals.is_empty() { DoneToday::new() } else { store.done_on(day)? };
    let plan = goals.first().map(|goal| Plan {
        on: goal.day,
        days_left: goal.day.since(day),
        minutes: goals.iter().map(|goal| goal.minutes).sum(),
        minutes_today: (today::spent(&goals, &done).iter().sum::<f64>() / 60.0) as u32,
    });
    let status = Status {
        version: 1,
        due,
        new,
        learning,
        reviewed_today: past.answers,
        streak: store.streak(day)?,
        plan,
        next_due: next.map(|at| rfc3339(at.max(now))),
    };
    if args.json {
        return context.json(&status);
    }
    let learning = if learning > 0 { format!(", {learning} learning") } else { String::new() };
    let left = if status.plan.is_some() {
        today::words(&goals, day, &done)
    } else {
        format!("{due} due, {new} new")
    };
    writeln!(
        context.out,
        "{left}{learning}, streak {}",
        super::count(status.streak as usize, "day")
    )?;
    Ok(())
}
