//! `godrill bury`: not before tomorrow.

use anyhow::Result;
use clap::Args;

use super::{Context, count, suspend::Chosen};
use crate::model::change::Change;

/// Hide cards until tomorrow.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  godrill bury slice-growth-rule
  godrill bury --topic gc

`godrill undo` takes it back.")]
pub(super) struct BuryArgs {
    #[command(flatten)]
    cards: Chosen,
}

pub(super) fn run(args: &BuryArgs, context: &mut Context<'_>) -> Result<()> {
    let mut store = context.open_to_write()?;
    let to = Some(context.today(&store.settings()?).plus(1));
    let changes: Vec<Change> = args
        .cards
        .cards(&store)?
        .into_iter()
        .filter(|card| card.buried_until < to)
        .map(|card| Change::Bury { id: card.card.id, from: card.buried_until, to })
        .collect();
    if !changes.is_empty() {
        let label = match changes.as_slice() {
            [one] => format!("{}: buried", one.card_id()),
            many => format!("{} buried", count(many.len(), "card")),
        };
        store.apply(&label, context.world.now(), &changes)?;
    }
    writeln!(context.out, "{} buried until tomorrow", count(changes.len(), "card"))?;
    Ok(())
}
