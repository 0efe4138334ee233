//! `godrill decks`: the topics.

use anyhow::Result;
use clap::Args;
use serde::Serialize;

use super::Context;
use crate::ui::table::Table;

/// Topics with counts of their cards.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  godrill decks\n  godrill decks --json | jq -r '.decks[].topic'\n\n\
    JSON (version 1): {version, decks: [{topic, title, go, cards, new, learning, review, due,\n\
    suspended, leech, reviews}]}"
)]
pub(super) struct DecksArgs {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Listing {
    version: u32,
    decks: Vec<Deck>,
}

#[derive(Serialize)]
struct Deck {
    topic: String,
    title: String,
    go: Option<String>,
    cards: u32,
    new: u32,
    learning: u32,
    review: u32,
    due: u32,
    suspended: u32,
    leech: u32,
    reviews: u32,
}

pub(super) fn run(args: &DecksArgs, context: &mut Context<'_>) -> Result<()> {
    let store = context.open()?;
    let settings = store.settings()?;
    let lang = context.first_lang(&settings);
    let topics = store.topics()?;
    let counts = store.topic_counts(context.today(&settings), settings.leech_threshold)?;
    let decks: Vec<Deck> = counts
        .into_iter()
        .map(|count| {
            let topic = topics.iter().find(|t| t.name == count.topic);
            Deck {
                title: topic.map_or(count.topic.as_str(), |t| t.title_in(lang)).to_owned(),
                go: topic.and_then(|t| t.go.clone()),
                topic: count.topic,
                cards: count.cards,
                new: count.new,
                learning: count.learning,
                review: count.review,
                due: count.due,
                suspended: count.suspended,
                leech: count.leech,
                reviews: count.reviews,
            }
        })
        .collect();
    if args.json {
        return context.json(&Listing { version: 1, decks });
    }
    let mut table =
        Table::new(["topic", "title", "cards", "new", "learning", "review", "due", "suspended"])
            .right(&[2, 3, 4, 5, 6, 7]);
    for deck in &decks {
        let numbers = [deck.cards, deck.new, deck.learning, deck.review, deck.due, deck.suspended];
        let row = [deck.topic.clone(), deck.title.clone()];
        table.row(row.into_iter().chain(numbers.map(|n| n.to_string())));
    }
    writeln!(context.out, "{}", table.to_string(context.world.width()))?;
    Ok(())
}
