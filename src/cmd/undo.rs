//! `godrill undo`: takes the last step back.

use anyhow::Result;
use clap::Args;

use super::{Context, count, scheduler};
use crate::model::text::visible;

/// Undo the last answer or change.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  godrill undo        the last answer, edit, removal, suspension or small import\n  godrill undo -n 3   the last three"
)]
pub(super) struct UndoArgs {
    /// How many steps
    #[arg(short, long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    n: u32,
}

pub(super) fn run(args: &UndoArgs, context: &mut Context<'_>) -> Result<()> {
    let mut store = context.open_to_write()?;
    let scheduler = scheduler(&store.settings()?);
    let mut undone = 0;
    for _ in 0..args.n {
        let Some(step) = store.undo(&scheduler)? else { break };
        undone += 1;
        let when = context.world.local_time(step.at);
        writeln!(context.out, "undone: {} ({when})", visible(&step.label))?;
    }
    if undone == 0 {
        writeln!(context.out, "nothing to undo")?;
    } else if undone < args.n {
        writeln!(context.out, "{} undone, there were no more", count(undone as usize, "step"))?;
    }
    Ok(())
}
