//! `godrill remove`: removes the user's own cards.

use std::io;

use anyhow::{Result, bail};
use clap::Args;

use super::{Context, card, count, list};
use crate::model::card::Origin;
use crate::model::change::Change;

/// Remove a card of your own.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  godrill remove my-card
  godrill remove my-card --yes

Built-in cards cannot be removed; `godrill suspend` takes them out of the quiz. `godrill \
    undo` takes a removal back.")]
pub(super) struct RemoveArgs {
    /// Id of the card
    #[arg(value_name = "ID")]
    id: String,
    /// Do not ask for confirmation
    #[arg(short, long)]
    yes: bool,
}

pub(super) fn run(args: &RemoveArgs, context: &mut Context<'_>) -> Result<()> {
    let mut store = context.open_to_write()?;
    let stored = card(&store, &args.id)?;
    if stored.origin == Origin::Builtin {
        bail!(
            "`{id}` is a built-in card: take it out of the quiz with `godrill suspend {id}`",
            id = args.id
        );
    }
    let reviews = store.reviews(&args.id)?;
    if !args.yes {
        let lang = context.first_lang(&store.settings()?);
        let question = list::question(&stored, lang);
        let history = count(reviews.len(), "review");
        write!(context.out, "Remove `{}` ({question}) with {history}? [y/N] ", args.id)?;
        context.out.flush()?;
        let mut answer = String::new();
        if io::stdin().read_line(&mut answer)? == 0 {
            writeln!(context.out)?;
            context.out.flush()?;
            bail!("nobody answered, so nothing was removed: remove it with --yes");
        }
        if !matches!(answer.trim(), "y" | "Y" | "yes") {
            writeln!(context.out, "nothing was removed")?;
            return Ok(());
        }
    }
    let change = Change::Remove { card: Box::new(stored), reviews };
    store.apply(&format!("{}: removed", args.id), context.world.now(), &[change])?;
    writeln!(context.out, "{} is removed; `godrill undo` brings it back", args.id)?;
    Ok(())
}
