//! `godrill edit`: changes a card's text; its progress stays.

mod drafts;

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
  godrill edit --drafts              give all drafts their answers, in one file
  godrill edit --drafts notes map    those of the topic `notes` with the word
                                     `map`
  EDITOR='code --wait' godrill edit gmp-model

Opens the card as deck Markdown in $VISUAL or $EDITOR, one file per language. If you change \
    a built-in card, it keeps your wording from then on.

With --drafts, what has an answer when you close the editor joins the queue; the rest stays a draft. What \
    cannot be read opens again with the reason on top. To give up, leave that text as it is: you are told \
    where it is kept.")]
pub(super) struct EditArgs {
    /// Id of the card
    #[arg(value_name = "ID", required_unless_present = "drafts")]
    id: Option<String>,
    /// All cards without an answer, or those of a filter: see `godrill help filters`
    #[arg(long, value_name = "FILTER", num_args = 0.., conflicts_with = "id")]
    drafts: Option<Vec<String>>,
}

pub(super) fn run(args: &EditArgs, context: &mut Context<'_>) -> Result<()> {
    let mut store = context.open_to_write()?;
    if let Some(filter) = &args.drafts {
        return drafts::run(filter, &mut store, context);
    }
    let stored = card(&store, args.id.as_deref().unwrap_or_default())?;
    let langs = context.show(&store.settings()?).langs();
    let said = |_, error: &DbError| error.to_string();
    match editor::edit_stored(context.world, &mut store, &stored, langs, Words::EN, said)? {
        Ok(done) => writeln!(context.out, "{}", visible(&done))?,
        Err(why) => bail!(why),
    }
    Ok(())
}
