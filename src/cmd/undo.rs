//! `godrill undo` and `godrill redo`: take the last step back, and do it again.

use std::io;

use anyhow::{Result, bail};
use clap::Args;

use super::{Context, count, scheduler};
use crate::db::Undone;
use crate::model::change::{Change, is_weighty};
use crate::text::visible::visible;

/// Undo the last answer or change.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  godrill undo        the last answer, edit, setting, import or other change
  godrill undo -n 3   the last three

It asks before it takes back an import or a change of plan. `godrill redo` brings back what \
    was undone.")]
pub(super) struct UndoArgs {
    /// How many steps
    #[arg(short, long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    n: u32,
    /// Take back imports and plans without asking
    #[arg(long)]
    yes: bool,
}

/// Do again what was undone last.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  godrill redo        whatever `godrill undo`, or u in the quiz, took back last
  godrill redo -n 3   the last three

Once you answer or change anything else, what was undone before stays undone.")]
pub(super) struct RedoArgs {
    /// How many steps
    #[arg(short, long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    n: u32,
}

pub(super) fn run(args: &UndoArgs, context: &mut Context<'_>) -> Result<()> {
    let mut store = context.open_to_write()?;
    let mut undone = 0;
    for _ in 0..args.n {
        // Each step may change the settings that apply when the next one is taken back.
        let scheduler = scheduler(&store.settings()?);
        if !args.yes
            && let Some(last) = store.last_done()?
            && is_weighty(&last.label, &last.changes)
            && !confirm(&last, context)?
        {
            let what = if undone == 0 { "nothing" } else { "nothing more" };
            writeln!(context.out, "{what} was undone")?;
            return Ok(());
        }
        let Some(step) = store.undo(&scheduler)? else { break };
        undone += 1;
        say("undone", &step, context)?;
    }
    end(("undo", "undone"), undone, args.n, context)
}

pub(super) fn redo(args: &RedoArgs, context: &mut Context<'_>) -> Result<()> {
    let mut store = context.open_to_write()?;
    let mut redone = 0;
    for _ in 0..args.n {
        let scheduler = scheduler(&store.settings()?);
        let Some(step) = store.redo(&scheduler)? else { break };
        redone += 1;
        say("redone", &step, context)?;
    }
    end(("redo", "redone"), redone, args.n, context)
}

fn say(what: &str, step: &Undone, context: &mut Context<'_>) -> Result<()> {
    let when = context.world.local_time(step.at);
    writeln!(context.out, "{what}: {} ({when})", visible(&step.label))?;
    Ok(())
}

/// Says when there were fewer steps than asked for.
fn end(words: (&str, &str), done: u32, wanted: u32, context: &mut Context<'_>) -> Result<()> {
    let (verb, past) = words;
    if done == 0 {
        writeln!(context.out, "nothing to {verb}")?;
    } else if done < wanted {
        writeln!(context.out, "{} {past}, there were no more", count(done as usize, "step"))?;
    }
    Ok(())
}

/// Shows what would be taken back and asks. Fails when nobody can be asked.
fn confirm(last: &Undone, context: &mut Context<'_>) -> Result<bool> {
    let what = described(last, context);
    if !context.world.stdin_is_terminal {
        context.out.flush()?;
        bail!("undo would take back `{what}`: not a terminal, cannot ask: use --yes");
    }
    write!(context.out, "Take back `{what}`? [y/N] ")?;
    context.out.flush()?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes"))
}

/// A step in words, with what it did to cards.
fn described(last: &Undone, context: &Context<'_>) -> String {
    let number = |is: fn(&Change) -> bool| last.changes.iter().filter(|c| is(c)).count();
    let added = number(|c| matches!(c, Change::Add { .. }));
    let changed = number(|c| matches!(c, Change::Edit { .. } | Change::Rewrite { .. }));
    let mut words = format!("{} ({}", visible(&last.label), context.world.local_time(last.at));
    if added > 0 {
        words += &format!(", {} added", count(added, "card"));
    }
    if changed > 0 {
        words += &format!(", {changed} changed");
    }
    words + ")"
}
