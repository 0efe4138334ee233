//! `godrill decks`: the topics, and which questions they answer.

mod coverage;

use std::collections::HashMap;
use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use serde::Serialize;

use super::{Context, focus};
use crate::model::card::Topic;
use crate::ui::table::Table;

/// Topics with counts of their cards; or which questions of a list the cards answer.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  godrill decks
  godrill decks --json | jq -r '.decks[].topic'
  godrill decks --focus interface defer    new cards of these topics only
  godrill decks --focus all                new cards of all topics again
  godrill decks --coverage questions.md

With --focus, new cards come from these topics only until you name others; due cards of all topics still \
    come. A plan keeps its minutes: of its new cards, those in focus come. `godrill quiz TOPIC` asks what \
    you name, in focus or not.

--coverage reads one question per line. In Markdown, the questions are the items of \
    checklists (`- [ ]`; a nested item is read together with those above it), or all list items \
    if there is no checklist, and every line that ends with a question mark. Prose, code, tables \
    and quotes are ignored. It compares words, in English and Chinese, not meaning, so read the \
    cards it names before you rely on them. A card counts only if its question is about the same \
    thing, not if its answer merely mentions it.

JSON (version 1): {version, decks: [{topic, title, go, cards, new, learning, review, due, \
    suspended, draft, leech, reviews}], focus}. `focus` lists the topics in focus, none for all. With --coverage: {version, total, covered, threshold, \
    questions: [{line, question, context, covered, cards: [{id, topic, question, score}], \
    nearest}]}. Scores are whole percentages; `cards` has the best card at or above the \
    threshold and any that score the same; `nearest` is the best card below the threshold, or \
    null.")]
pub(super) struct DecksArgs {
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// Show which questions in a file the cards answer (`-` for standard input)
    #[arg(long, value_name = "FILE")]
    coverage: Option<PathBuf>,
    /// Take new cards from these topics only, or from `all`
    #[arg(long, value_name = "TOPIC", num_args = 1.., conflicts_with_all = ["coverage", "json"])]
    focus: Option<Vec<String>>,
}

/// What `--json` prints.
#[derive(Serialize)]
struct Listing {
    version: u32,
    decks: Vec<Deck>,
    focus: Vec<String>,
}

/// One topic, with its cards by state.
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
    draft: u32,
    leech: u32,
    reviews: u32,
}

pub(super) fn run(args: &DecksArgs, context: &mut Context<'_>) -> Result<()> {
    if let Some(file) = &args.coverage {
        return coverage::run(file, args.json, context);
    }
    if let Some(topics) = &args.focus {
        return focus::run(topics, context);
    }
    let store = context.open()?;
    let settings = store.settings()?;
    let lang = context.first_lang(&settings);
    let topics: HashMap<String, Topic> =
        store.topics()?.into_iter().map(|topic| (topic.name.clone(), topic)).collect();
    let counts = store.topic_counts(context.today(&settings), settings.leech_threshold)?;
    let drafts = store.drafts()?;
    let decks: Vec<Deck> = counts
        .into_iter()
        // One that all cards were moved out of.
        .filter(|count| count.cards > 0)
        .map(|count| {
            let topic = topics.get(&count.topic);
            // A draft is suspended so that it is not asked, but the learner did not suspend it.
            let draft = drafts.get(&count.topic).copied().unwrap_or_default();
            Deck {
                title: topic.map_or(count.topic.as_str(), |t| t.title_in(lang)).to_owned(),
                go: topic.and_then(|t| t.go.clone()),
                topic: count.topic,
                cards: count.cards,
                new: count.new,
                learning: count.learning,
                review: count.review,
                due: count.due,
                suspended: count.suspended.saturating_sub(draft),
                draft,
                leech: count.leech,
                reviews: count.reviews,
            }
        })
        .collect();
    if args.json {
        return context.json(&Listing { version: 1, decks, focus: settings.focus });
    }
    let some_drafts = decks.iter().any(|deck| deck.draft > 0);
    let words = context.words(&settings);
    let draft = some_drafts.then_some(words.is_draft());
    let head = [
        words.head_topic(),
        words.head_title(),
        words.head_cards(),
        words.is_new(),
        words.learning(),
        words.review(),
        words.due(),
        words.is_suspended(),
    ];
    let mut table = Table::new(head.into_iter().chain(draft)).right(&[2, 3, 4, 5, 6, 7, 8]);
    for deck in &decks {
        let numbers = [deck.cards, deck.new, deck.learning, deck.review, deck.due, deck.suspended];
        let numbers = numbers.into_iter().chain(some_drafts.then_some(deck.draft));
        let row = [deck.topic.clone(), deck.title.clone()];
        table.row(row.into_iter().chain(numbers.map(|n| n.to_string())));
    }
    writeln!(context.out, "{}", table.to_string(context.world.width()))?;
    if !settings.focus.is_empty() {
        writeln!(context.out, "\n{}", words.focus_is(&words.list(&settings.focus)))?;
    }
    Ok(())
}
