//! `godrill suspend` and `godrill unsuspend`.

use anyhow::{Result, bail};
use clap::Args;

use super::{Context, card, count, topic_names};
use crate::db::Store;
use crate::model::act;
use crate::model::change::StoredCard;
use crate::model::filter::{AsOf, Filter};

/// Take cards out of the quiz, or bring them back.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  godrill suspend map-old-growth
  godrill suspend --topic gc
  godrill suspend --tag later
  godrill unsuspend --topic gc

`godrill undo` takes either back.")]
pub(super) struct SuspendArgs {
    #[command(flatten)]
    cards: Chosen,
}

/// Cards chosen on the command line.
#[derive(Debug, Args)]
pub(super) struct Chosen {
    /// Ids of the cards
    #[arg(value_name = "ID", required_unless_present_any = ["topic", "tag"])]
    ids: Vec<String>,
    /// All cards of this topic (repeatable)
    #[arg(long, value_name = "TOPIC")]
    topic: Vec<String>,
    /// All cards with this tag
    #[arg(long, value_name = "TAG")]
    tag: Option<String>,
}

impl Chosen {
    /// The cards, each once.
    pub(super) fn cards(&self, store: &Store) -> Result<Vec<StoredCard>> {
        let topics = topic_names(store, &self.topic)?;
        let mut cards = Vec::new();
        if !topics.is_empty() || self.tag.is_some() {
            let filter = Filter::chosen(&topics, self.tag.as_deref(), None, None);
            cards = store.cards(&filter, AsOf::default())?;
        }
        for id in &self.ids {
            if !cards.iter().any(|c| c.card.id == *id) {
                cards.push(card(store, id)?);
            }
        }
        if cards.is_empty() {
            match &self.tag {
                Some(tag) => {
                    bail!("no card has the tag `{tag}`: `godrill show ID` shows the tags of a card")
                }
                None => bail!("there is no card in these topics"),
            }
        }
        Ok(cards)
    }
}

pub(super) fn run(args: &SuspendArgs, context: &mut Context<'_>, to: bool) -> Result<()> {
    let mut store = context.open_to_write()?;
    let cards = args.cards.cards(&store)?;
    // A draft has nothing to reveal: it comes back when it has an answer.
    let drafts =
        if to { 0 } else { cards.iter().filter(|c| c.suspended && c.card.is_draft()).count() };
    if let Some(draft) = cards
        .iter()
        .find(|c| drafts > 0 && args.cards.ids.contains(&c.card.id) && c.card.is_draft())
    {
        let id = &draft.card.id;
        bail!("`{id}` has no answer yet and cannot be asked: write one with `godrill edit {id}`");
    }
    let changes = act::suspend(&cards, to);
    let word = if to { "suspended" } else { "unsuspended" };
    if !changes.is_empty() {
        let label = match changes.as_slice() {
            [one] => format!("{}: {word}", one.card_id()),
            many => format!("{} {word}", count(many.len(), "card")),
        };
        store.apply(&label, context.world.now(), &changes)?;
    }
    let rest = if drafts > 0 {
        format!("; {} without an answer left out", count(drafts, "draft"))
    } else {
        String::new()
    };
    writeln!(context.out, "{} {word}{rest}", count(changes.len(), "card"))?;
    Ok(())
}
