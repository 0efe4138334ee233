//! `godrill bury`: hides cards until tomorrow.

use anyhow::Result;
use clap::Args;

use super::confirm::Doing;
use super::{Context, count, suspend::Chosen};
use crate::model::change::Change;
use crate::ui::words::Words;

/// Hide cards until tomorrow.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  godrill bury slice-growth-rule
  godrill bury topic:gc is:due

Unless all cards are given by id, they are counted first, and buried if you agree.

`godrill undo` takes it back.")]
pub(super) struct BuryArgs {
    #[command(flatten)]
    cards: Chosen,
}

pub(super) fn run(args: &BuryArgs, context: &mut Context<'_>) -> Result<()> {
    let mut store = context.open_to_write()?;
    let settings = store.settings()?;
    let as_of = context.as_of(&settings);
    let words = context.words(&settings);
    let to = Some(as_of.day.plus(1));
    let chosen = args.cards.cards(&store, as_of)?;
    let changes: Vec<Change> = chosen
        .cards
        .iter()
        .filter(|card| card.buried_until < to)
        .map(|card| Change::Bury { id: card.card.id.clone(), from: card.buried_until, to })
        .collect();
    let doing = Doing { ask: &Words::ask_bury, none: Words::none_buried };
    if !chosen.agreed(&doing, words, &changes, context)? {
        return Ok(());
    }
    if !changes.is_empty() {
        let label = match changes.as_slice() {
            [one] => format!("{}: buried", one.card_id()),
            many => format!("{} buried", count(many.len(), "card")),
        };
        store.apply(&label, context.world.now(), &changes)?;
    }
    writeln!(context.out, "{}", words.all_buried(changes.len()))?;
    Ok(())
}
