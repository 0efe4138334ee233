//! `godrill edit`: changes a card's text; its progress stays.

use anyhow::{Result, bail};
use clap::Args;

use super::{Context, card, editor};
use crate::db::DbError;
use crate::text::visible::visible;
use crate::ui::words::Words;

/// Edit a card; its progress stays.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  godrill edit gmp-model
  godrill edit gmp-model --lang both
  EDITOR='code --wait' godrill edit gmp-model

Opens the card as deck Markdown in $VISUAL or $EDITOR, one file per language. If you change \
    a built-in card, it keeps your wording from then on.")]
pub(super) struct EditArgs {
    /// Id of the card
    #[arg(value_name = "ID")]
    id: String,
}

pub(super) fn run(args: &EditArgs, context: &mut Context<'_>) -> Result<()> {
    let mut store = context.open_to_write()?;
    let stored = card(&store, &args.id)?;
    let langs = context.show(&store.settings()?).langs();
    let said = |_, error: &DbError| error.to_string();
    match editor::edit_stored(context.world, &mut store, &stored, langs, Words::EN, said)? {
        Ok(done) => writeln!(context.out, "{}", visible(&done))?,
        Err(why) => bail!(why),
    }
    Ok(())
}
