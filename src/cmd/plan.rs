//! `godrill plan`: aims at the day of an interview.

mod json;
mod show;

use anyhow::{Result, bail};
use chrono::NaiveDate;
use clap::Args;

use super::{Context, scheduler, topic_names};
use crate::model::change::Change;
use crate::model::day::Day;
use crate::model::goal::{
    DEFAULT_MINUTES, Goal, Goals, MOST_GOALS, MOST_MINUTES, Refusal, refusal,
};
use crate::study::{Agenda, left};
use crate::ui::plan::about;
use crate::ui::words::Words;

/// Aim at the day of an interview.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  godrill plan --on 2026-12-20 --minutes 30   be ready by then, 30 minutes a day
  godrill plan                                where you stand and what is ahead
  godrill plan --full                         with every topic and every day
  godrill plan --minutes 45 --dry-run         what 45 minutes would change
  godrill plan --on 2026-12-05 --topic gmp    an earlier date for one topic
  godrill plan --known slice=60               you know 60 % of slices already
  godrill plan --off                          back to everyday review

While a goal is set, `godrill` and `godrill quiz` follow the plan: each day it picks the \
    cards that add most to what you will know on the interview day, within the minutes you have. \
    Due cards of topics without a goal come after them. The plan is remade each day from your \
    answers, so a missed day needs no repair; after the interview, everyday review resumes by \
    itself. If you set several goals, each with minutes of its own, a card belongs to the \
    earliest goal for its topic.

On the day before the interview and on the day itself there is a last pass: the cards you \
    have seen come once more, weakest and most often asked first; new cards come only if there \
    are minutes left.

Readiness is the share of questions you would answer, weighted by how often they are asked. \
    It is an estimate from a model of memory, so look at the range too.

JSON (version 1): {version, today, goals: [{on, days_left, minutes, minutes_today, topics, \
    cards, seen, readiness: {today, stopped, expected, low, high}, left_out: [id], what_if: \
    [{change, readiness, left_out}], by_topic: [{topic, cards, seen, today, expected, low, \
    high}], days: [{day, minutes, new, reviews}]}], left: {due, new, learning}, over: [{on, \
    topics}], known: {topic: percent}}. `left` is what the quiz has for today, as in `godrill \
    status --json`. Shares are from 0 to 1; `stopped` is the readiness on the day if you \
    answered nothing more; `low` and `high` are null when no range can be given; `change` is \
    {minutes} a day or a {missed} day. With --dry-run: {version, today, now: [goal], then: \
    [goal]}, where `left_out` is a number.")]
pub(super) struct PlanArgs {
    /// Day of the interview, such as 2026-12-20
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
    /// Minutes per day
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST_MINUTES)))]
    minutes: Option<u32>,
    /// Only this topic (repeatable)
    #[arg(long = "topic", value_name = "TOPIC")]
    topics: Vec<String>,
    /// Percent of a topic you already know, such as slice=60; 0 clears it
    #[arg(long, value_name = "TOPIC=PERCENT")]
    known: Vec<String>,
    /// Drop the goal for --topic, or every goal
    #[arg(long, conflicts_with_all = ["on", "minutes", "known", "dry_run"])]
    off: bool,
    /// Compare with the current plan and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Show every topic and every day
    #[arg(long)]
    full: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &PlanArgs, context: &mut Context<'_>) -> Result<()> {
    let changes = args.off || args.on.is_some() || args.minutes.is_some() || !args.known.is_empty();
    let writes = changes && !args.dry_run;
    let mut store = if writes { context.open_to_write()? } else { context.open()? };
    let settings = store.settings()?;
    let today = context.today(&settings);
    let before = store.goals()?;
    let mut goals = before.clone();
    let args = &PlanArgs { topics: topic_names(&store, &args.topics)?, ..args.clone() };
    if args.off {
        end(&mut goals, args, today)?;
    } else if args.on.is_some() || args.minutes.is_some() {
        set(&mut goals, args, today)?;
    } else if !args.topics.is_empty() {
        bail!("--topic says what a goal is about: give --on, --minutes or --off with it");
    } else if args.dry_run && args.known.is_empty() {
        bail!("nothing to compare: add a change, such as --minutes 45");
    }
    for known in &args.known {
        let (said, percent) = parse_known(known)?;
        let topic = topic_names(&store, &[said])?.concat();
        match percent {
            0 => goals.known.remove(&topic),
            percent => goals.known.insert(topic, percent),
        };
    }
    if writes && goals != before {
        let change = Change::Goals { from: before.clone(), to: goals.clone() };
        store.apply(label(args, &before, &goals), context.world.now(), &[change])?;
    }
    if args.off && !args.json {
        let words = context.words(&settings);
        let told = match goals.active(today).first() {
            None => words.plan_off(&show::retention(&settings, words)),
            Some(next) => words.plan_off_next(&next.day.to_string()),
        };
        writeln!(context.out, "{told}")?;
        return Ok(());
    }
    let scheduler = scheduler(&settings);
    let topics = store.topics()?;
    let done = store.done_on(today)?;
    let now = Agenda::read(&store, &scheduler, goals.clone(), today, &done)?;
    let shown =
        show::Shown { topics: &topics, scheduler: &scheduler, done: &done, full: args.full };
    if args.dry_run {
        let old = Agenda::read(&store, &scheduler, before, today, &done)?;
        let words = context.words(&settings);
        return shown.compare(old.as_ref(), now.as_ref(), today, (context, words), args.json);
    }
    if args.json {
        let moment = context.moment(&settings);
        let left = left(&store, &settings, now.as_ref(), &done, &moment)?;
        return shown.json(now.as_ref(), &goals, today, left, context);
    }
    shown.plan(now.as_ref(), &goals, today, &store, context)
}

/// What was done, in words, for undo.
fn label(args: &PlanArgs, before: &Goals, goals: &Goals) -> &'static str {
    match () {
        () if args.off => "the plan ended",
        () if goals.goals == before.goals => "what is known changed",
        () => "the plan changed",
    }
}

fn end(goals: &mut Goals, args: &PlanArgs, today: Day) -> Result<()> {
    if goals.goals.is_empty() {
        bail!("no goal is set: `godrill plan --on DAY --minutes N` sets one");
    }
    if args.topics.is_empty() {
        goals.goals.clear();
        return Ok(());
    }
    let topics = sorted(&args.topics);
    if goals.about(&topics).is_none() {
        let known =
            goals.active(today).iter().map(|goal| about(goal, Words::EN)).collect::<Vec<_>>();
        bail!(
            "no goal is about just {}: there is one about {}",
            topics.join(" and "),
            known.join("; one about ")
        );
    }
    goals.goals.retain(|goal| goal.topics != topics);
    Ok(())
}

fn sorted(topics: &[String]) -> Vec<String> {
    let mut topics = topics.to_vec();
    topics.sort_unstable();
    topics.dedup();
    topics
}

fn set(goals: &mut Goals, args: &PlanArgs, today: Day) -> Result<()> {
    let mut topics = sorted(&args.topics);
    let active: Vec<Goal> = goals.active(today).into_iter().cloned().collect();
    let day = match &args.on {
        Some(text) => {
            let Ok(date) = text.parse::<NaiveDate>() else {
                bail!("`{text}` is not a day: write it like {}", today.plus(30));
            };
            let day = Day::of_date(date);
            match refusal(day, today) {
                None => {}
                Some(Refusal::Past) => bail!("{day} is in the past: give a later day"),
                Some(Refusal::Today) => bail!(
                    "{day} is today, and a plan needs at least one night: \
                     to cram now, `godrill quiz --all --limit 30`"
                ),
                Some(Refusal::TooFar) => bail!(
                    "{day} is more than a year away: `godrill` alone keeps what you learn until then; \
                     set the plan when the day is nearer"
                ),
            }
            day
        }
        None => {
            if let ([goal], true) = (&active[..], topics.is_empty()) {
                topics.clone_from(&goal.topics);
            }
            let Some(goal) = active.iter().find(|goal| goal.topics == topics) else {
                match active.len() {
                    0 => bail!(
                        "no goal is set: give its day too, such as --on {} --minutes {}",
                        today.plus(30),
                        args.minutes.unwrap_or(DEFAULT_MINUTES)
                    ),
                    _ => bail!(
                        "say which goal with --topic: there is one about {}",
                        active
                            .iter()
                            .map(|goal| about(goal, Words::EN))
                            .collect::<Vec<_>>()
                            .join("; one about ")
                    ),
                }
            };
            goal.day
        }
    };
    let old = active.iter().find(|goal| goal.topics == topics);
    if goals.goals.len() >= MOST_GOALS && goals.about(&topics).is_none() {
        bail!("there are {MOST_GOALS} goals already: end them with `godrill plan --off`");
    }
    let minutes = args.minutes.or(old.map(|goal| goal.minutes)).unwrap_or(DEFAULT_MINUTES);
    goals.set(Goal { day, minutes, began: today, topics });
    Ok(())
}

fn parse_known(text: &str) -> Result<(String, u8)> {
    let parts = text.split_once('=').and_then(|(topic, percent)| {
        let percent = percent.trim().trim_end_matches('%').parse().ok()?;
        (percent <= 100).then(|| (topic.trim().to_owned(), percent))
    });
    match parts {
        Some(parts) => Ok(parts),
        None => bail!("`{text}` is not a topic and a number of 0 to 100: write it like slice=60"),
    }
}
