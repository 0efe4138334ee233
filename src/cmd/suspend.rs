//! `godrill suspend` and `godrill unsuspend`.

use anyhow::{Result, bail};
use clap::Args;

use super::confirm::{Doing, confirm};
use super::{Context, count, filter, topic_names};
use crate::db::Store;
use crate::model::act;
use crate::model::change::{Change, StoredCard};
use crate::model::filter::{AsOf, Filter};
use crate::ui::words::Words;

/// Take cards out of the quiz, or bring them back.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  godrill suspend map-old-growth
  godrill suspend topic:gc level:3
  godrill suspend --tag later
  godrill unsuspend --topic gc

Unless all cards are given by id, they are counted first, and changed if you agree.

`godrill undo` takes either back.")]
pub(super) struct SuspendArgs {
    #[command(flatten)]
    cards: Chosen,
}

/// Cards chosen on the command line.
#[derive(Debug, Args)]
pub(super) struct Chosen {
    /// The cards: ids, topics, words, conditions; see `godrill help filters`
    #[arg(value_name = "FILTER", required_unless_present_any = ["topic", "tag"])]
    filter: Vec<String>,
    /// All cards of this topic (repeatable)
    #[arg(long, value_name = "TOPIC")]
    topic: Vec<String>,
    /// All cards with this tag
    #[arg(long, value_name = "TAG")]
    tag: Option<String>,
    /// Do not ask for confirmation
    #[arg(short, long)]
    yes: bool,
}

/// The cards that were chosen.
pub(super) struct Cards {
    /// All of them, each once.
    pub(super) cards: Vec<StoredCard>,
    /// The ids that were named.
    named: Vec<String>,
    /// Whether there is no need to ask.
    is_sure: bool,
}

impl Chosen {
    /// The cards, each once.
    pub(super) fn cards(&self, store: &Store, as_of: AsOf) -> Result<Cards> {
        let topics = topic_names(store, &self.topic)?;
        let typed = filter::read_id(store, &self.filter)?;
        let flags = Filter::flags(&topics, self.tag.as_deref(), None, None);
        let has_flags = !topics.is_empty() || self.tag.is_some();
        let is_sure = self.yes || typed.is_of_ids() && !has_flags;
        let ids = typed.leaves().into_iter().filter_map(|leaf| match leaf {
            Filter::Id(id) => Some(id.clone()),
            _ => None,
        });
        let named = ids.collect();
        let wanted = match has_flags {
            false => typed,
            true if self.filter.is_empty() => flags,
            // Cards that are named are added to those of the flags.
            true if typed.is_of_ids() => Filter::any(vec![flags, typed]),
            true => Filter::all(vec![flags, typed]),
        };
        match &self.tag {
            Some(tag) if !store.names()?.tags.contains(tag) => {
                bail!("no card has the tag `{tag}`: `godrill show ID` shows the tags of a card")
            }
            _ => Ok(Cards { cards: filter::cards(store, &wanted, as_of)?, named, is_sure }),
        }
    }
}

impl Cards {
    /// Whether to make these changes: see [`confirm`].
    pub(super) fn agreed(
        &self,
        doing: &Doing<'_>,
        words: Words,
        changes: &[Change],
        context: &mut Context<'_>,
    ) -> Result<bool> {
        let ids: Vec<&str> = changes.iter().map(Change::card_id).collect();
        Ok(self.is_sure || ids.is_empty() || confirm(doing, &ids, words, context)?)
    }
}

pub(super) fn run(args: &SuspendArgs, context: &mut Context<'_>, to: bool) -> Result<()> {
    let mut store = context.open_to_write()?;
    let settings = store.settings()?;
    let chosen = args.cards.cards(&store, context.as_of(&settings))?;
    let cards = &chosen.cards;
    // A draft has nothing to reveal: it comes back when it has an answer.
    let drafts =
        if to { 0 } else { cards.iter().filter(|c| c.suspended && c.card.is_draft()).count() };
    if let Some(draft) =
        cards.iter().find(|c| drafts > 0 && chosen.named.contains(&c.card.id) && c.card.is_draft())
    {
        let id = &draft.card.id;
        bail!("`{id}` has no answer yet and cannot be asked: write one with `godrill edit {id}`");
    }
    let changes = act::suspend(cards, to);
    let words = context.words(&settings);
    let word = if to { "suspended" } else { "unsuspended" };
    let doing = match to {
        true => Doing { ask: &Words::ask_suspend, none: Words::none_suspended },
        false => Doing { ask: &Words::ask_unsuspend, none: Words::none_unsuspended },
    };
    if !chosen.agreed(&doing, words, &changes, context)? {
        return Ok(());
    }
    if !changes.is_empty() {
        let label = match changes.as_slice() {
            [one] => format!("{}: {word}", one.card_id()),
            many => format!("{} {word}", count(many.len(), "card")),
        };
        store.apply(&label, context.world.now(), &changes)?;
    }
    let done = match to {
        true => words.all_suspended(changes.len()),
        false => words.all_unsuspended(changes.len()),
    };
    let told = if drafts > 0 { words.drafts_left_out(drafts, &done) } else { done };
    writeln!(context.out, "{told}")?;
    Ok(())
}
