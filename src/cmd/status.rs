//! `godrill status`: what is left today, on one line.

use anyhow::Result;
use clap::Args;
use serde::Serialize;

use super::Context;
use crate::model::day::Day;
use crate::model::schedule::Scheduler;
use crate::model::settings::Settings;
use crate::model::today::{Aim, DoneToday};
use crate::study::{Agenda, Left, learning, left};
use crate::ui::plan::standing;
use crate::world::rfc3339;

/// One line on what is left today, for a shell prompt.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  godrill status
  PS1='$(godrill status) \\$ '

While a `godrill plan` goal is ahead, the line shows its days and minutes.

JSON (version 1): {version, due, new, learning, reviewed_today, streak, plan, next_due, drafts, focus}. \
    `due` and `new` are what the plan has for today, or without one what the daily limits leave; \
    `learning` counts the cards in learning steps that need not wait until tomorrow; \
    `reviewed_today` counts answers and `streak` days. `plan` is null or {on, days_left, \
    minutes, minutes_today}: the day of the nearest goal and the minutes of all goals. \
    `next_due` is when the next card falls due (now, if one already is), or null. `drafts` counts the \
    cards without an answer, `focus` lists the topics that new cards come from, none for all.")]
pub(super) struct StatusArgs {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// What `--json` prints.
#[derive(Serialize)]
struct Status {
    version: u32,
    due: usize,
    new: usize,
    learning: usize,
    reviewed_today: u32,
    streak: u32,
    plan: Option<Plan>,
    next_due: Option<String>,
    drafts: u32,
    focus: Vec<String>,
}

/// How the goals stand.
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
    let now = context.moment(&settings);
    let day = now.day;
    let goals = store.goals()?;
    let active = goals.active(day);
    let done = if active.is_empty() { DoneToday::new() } else { store.done_on(day)? };
    let aim = Aim::of(&active, day, &done);
    let streak = store.streak(day)?;
    let words = context.words(&settings);
    if let (Some(aim), false) = (&aim, args.json) {
        // A shell prompt is not worth working out the plan itself.
        let learning = learning(&store, &settings, &active, &done, &now)?;
        return line(vec![standing(aim, words)], learning, streak, &settings, context);
    }
    let scheduler = Scheduler::new(&settings);
    let agenda = Agenda::read(&store, &scheduler, goals.clone(), day, &done)?;
    let Left { new, learning, due } = left(&store, &settings, agenda.as_ref(), &done, &now)?;
    if !args.json {
        let left = vec![words.status_due(due), words.status_new(new)];
        return line(left, learning, streak, &settings, context);
    }
    let (at, on) = store.earliest_due(day)?;
    let calendar = context.world.calendar(settings.rollover_hour);
    let next = at.into_iter().chain(on.map(|day| calendar.start_of(day))).min();
    context.json(&Status {
        version: 1,
        due,
        new,
        learning,
        reviewed_today: store.counts(day)?.answers,
        streak,
        plan: aim.map(|aim| Plan {
            on: aim.on,
            days_left: aim.days_left,
            minutes: aim.minutes,
            minutes_today: aim.spent,
        }),
        next_due: next.map(|next| rfc3339(next.max(now.at))),
        drafts: store.drafts()?.values().sum(),
        focus: settings.focus,
    })
}

fn line(
    mut parts: Vec<String>,
    learning: usize,
    streak: u32,
    settings: &Settings,
    context: &mut Context<'_>,
) -> Result<()> {
    let words = context.words(settings);
    if learning > 0 {
        parts.push(words.status_learning(learning));
    }
    parts.push(words.status_streak(streak));
    if !settings.focus.is_empty() {
        parts.push(words.focus_of(&settings.focus.join(" ")));
    }
    writeln!(context.out, "{}", words.clauses(&parts))?;
    Ok(())
}
