//! `godrill rename`: a topic gets another name.

use anyhow::{Result, bail};
use clap::Args;

use super::confirm::{Doing, confirm};
use super::{Context, count, topic_names};
use crate::model::act;
use crate::model::card::{Origin, Topic, is_kebab};
use crate::model::filter::Filter;
use crate::transfer::topics::Topics;
use crate::ui::words::Words;

/// Give a topic of your own another name; the progress of its cards stays.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  godrill rename notes system-design
  godrill rename notes 系统设计
                 the title; the name is made from it

The cards keep their ids. A plan for the topic, and `godrill decks --focus`, follow the name. If there is \
    a topic of the new name already, `godrill move topic:OLD NEW` moves the cards into it.

`godrill undo` takes it back.")]
pub(super) struct RenameArgs {
    /// The topic
    #[arg(value_name = "TOPIC")]
    topic: String,
    /// Its new name, in small letters, digits and hyphens; or a new title in Chinese
    #[arg(value_name = "NEW")]
    new: String,
    /// Do not ask
    #[arg(short, long)]
    yes: bool,
}

pub(super) fn run(args: &RenameArgs, context: &mut Context<'_>) -> Result<()> {
    let mut store = context.open_to_write()?;
    let settings = store.settings()?;
    let old = topic_names(&store, std::slice::from_ref(&args.topic))?.concat();
    let cards = store.cards(&Filter::Topic(old.clone()), context.as_of(&settings))?;
    if cards.iter().any(|card| card.origin == Origin::Builtin) {
        bail!(
            "`{old}` has built-in cards, so its name stays: `godrill move` puts cards into another topic"
        );
    }
    let known = store.topics()?;
    let Some(from) = known.iter().find(|topic| topic.name == old) else {
        bail!("there is no topic `{old}` any more: `godrill decks` lists them");
    };
    let to = renamed(from, &args.new, &mut Topics::of(&store)?)?;
    if to.name != from.name && known.iter().any(|topic| topic.name == to.name) {
        let name = &to.name;
        bail!(
            "there is a topic `{name}` already: `godrill move topic:{old} {name}` moves the cards into it"
        );
    }
    if to == *from {
        writeln!(context.out, "{old} is called so already")?;
        return Ok(());
    }
    let ids: Vec<&str> = cards.iter().map(|card| card.card.id.as_str()).collect();
    let ask = |words: Words, n, named: &str| words.ask_rename(n, named, &old, &to.name);
    let doing = Doing { ask: &ask, none: Words::none_renamed };
    if !args.yes && !ids.is_empty() && !confirm(&doing, &ids, context.words(&settings), context)? {
        return Ok(());
    }
    let changes = act::rename(from, &to, &store.goals()?, &settings);
    store.apply(&format!("{old}: renamed to {}", to.name), context.world.now(), &changes)?;
    writeln!(context.out, "{old} is now {}, with {}", to.name, count(cards.len(), "card"))?;
    Ok(())
}

/// The topic with its new name, or with its new title and the name that is made of it.
fn renamed(from: &Topic, new: &str, topics: &mut Topics) -> Result<Topic> {
    if is_kebab(new) {
        return Ok(Topic { name: new.to_owned(), ..from.clone() });
    }
    let name = topics.typed(new)?;
    let titles = topics.take(&name).map_or_else(|| from.titles.clone(), |topic| topic.titles);
    Ok(Topic { name, titles, ..from.clone() })
}
