//! `godrill move`: cards into another topic.

use anyhow::Result;
use clap::Args;

use super::confirm::{Doing, confirm};
use super::{Context, count, filter};
use crate::model::act;
use crate::model::card::Origin;
use crate::model::change::Change;
use crate::transfer::topics::Topics;
use crate::ui::words::Words;

/// Move cards to another topic; their progress stays.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  godrill move notes-sync-pool sync
  godrill move topic:notes channel chan     cards of the topic `notes` with the
                                            word `channel`, to the topic `chan`
  godrill move is:mine tag:gc gc --yes

The last word is the topic: its name, or its title in Chinese. If there is none of that name, it is \
    created. Cards that are not all given by id are counted first, and moved if you agree. Ids stay, \
    and so does what was noted on a card. If you move a built-in card, it keeps your wording from then \
    on.

`godrill undo` takes it back.")]
pub(super) struct MoveArgs {
    /// The cards: ids, topics, words, conditions; see `godrill help filters`
    #[arg(required = true, value_name = "FILTER")]
    filter: Vec<String>,
    /// The topic they go to
    #[arg(value_name = "TOPIC")]
    topic: String,
    /// Do not ask
    #[arg(short, long)]
    yes: bool,
}

pub(super) fn run(args: &MoveArgs, context: &mut Context<'_>) -> Result<()> {
    let mut store = context.open_to_write()?;
    let settings = store.settings()?;
    let as_of = context.as_of(&settings);
    let typed = filter::read_id(&store, &args.filter)?;
    let cards = filter::cards(&store, &typed, as_of)?;
    let mut topics = Topics::of(&store)?;
    let to = topics.called(&args.topic)?;
    let changes = act::move_to(&cards, &to);
    // A change of a draft could be two: what is moved are cards.
    let ids: Vec<&str> = changes.iter().map(Change::card_id).collect();
    let is_sure = args.yes || typed.is_of_ids() || ids.is_empty();
    let ask = |words: Words, n, named: &str| words.ask_move(n, named, &to);
    let doing = Doing { ask: &ask, none: Words::none_moved };
    if !is_sure && !confirm(&doing, &ids, context.words(&settings), context)? {
        return Ok(());
    }
    if !changes.is_empty() {
        let label = match ids.as_slice() {
            [one] => format!("{one}: moved to {to}"),
            many => format!("{} moved to {to}", count(many.len(), "card")),
        };
        let new = topics.take(&to);
        let now = context.world.now();
        store.apply_with_topics(&label, now, new.as_slice(), &changes, &mut |_, _| {})?;
    }
    let is_built_in =
        |id: &&str| cards.iter().any(|card| card.card.id == **id && card.origin == Origin::Builtin);
    let rest = match ids.iter().filter(|id| is_built_in(id)).count() {
        0 => String::new(),
        1 => "; 1 of them is built in and keeps your wording from now on".to_owned(),
        n => format!("; {n} of them are built in and keep your wording from now on"),
    };
    writeln!(context.out, "{} moved to {to}{rest}", count(ids.len(), "card"))?;
    Ok(())
}
