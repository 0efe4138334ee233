//! `godrill search`: full text in all languages.

use anyhow::{Result, bail};
use clap::Args;

use super::{Context, list};
use crate::model::card::Lang;
use crate::model::settings::Show;
use crate::text::han;

/// Find cards by words in questions and answers.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  godrill search write barrier
  godrill search 扩容
  godrill search 'slice扩容' --json

A word matches any word that begins with it; Chinese needs no spaces. The best match comes \
    first. If no card has all the words, cards with some of them are shown.

JSON (version 1): the same as `godrill list --json`.")]
pub(super) struct SearchArgs {
    /// Words to look for
    #[arg(required = true, value_name = "TEXT")]
    text: Vec<String>,
    /// Show at most N cards
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..))]
    limit: u32,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &SearchArgs, context: &mut Context<'_>) -> Result<()> {
    let store = context.open()?;
    let settings = store.settings()?;
    let text = args.text.join(" ");
    let words = context.words(&settings);
    // Whoever searches in Chinese wants Chinese cards, unless another language was asked for.
    if settings.lang.is_none() && han::is_in(&text) {
        context.lang.get_or_insert(Show::One(Lang::Zh));
    }
    let mut cards = Vec::new();
    for id in store.search(&text, args.limit)? {
        cards.extend(store.card(&id)?);
    }
    if cards.is_empty() && !args.json {
        bail!("no card matches `{text}`: try fewer words");
    }
    list::print(context, &settings, words, &cards, args.json)
}
