//! `godrill list`: cards, filtered. Also how any listing of cards looks.

use anyhow::Result;
use clap::{Args, ValueEnum};
use serde::Serialize;

use super::door::tell;
use super::order::By;
use super::{Context, filter, scheduler, topic_names};
use crate::model::card::Lang;
use crate::model::change::StoredCard;
use crate::model::day::Calendar;
use crate::model::filter::{Filter, Is};
use crate::model::schedule::Due;
use crate::model::settings::Settings;
use crate::model::sorting::Sorting;
use crate::ui::markdown::plain_heading;
use crate::ui::table::Table;
use crate::ui::words::Words;
use crate::world::rfc3339;

/// Cards, filtered.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  godrill list map level:3
  godrill list is:leech not topic:gc
  godrill list due:..3d '(map or slice)'
  godrill list gc --sort weakest --limit 10
  godrill list --tag bug --json

JSON (version 1): {version, cards: [{id, topic, kind, level, weight, follows, tags, origin, \
    state, suspended, draft, edited, leech, due, reviews, lapses, question}]}. `due` is a time \
    or null. A draft is a question without an answer; it stays suspended until it has one.")]
pub(super) struct ListArgs {
    /// Only these cards: topics, ids, words, conditions; see `godrill help filters`
    #[arg(value_name = "FILTER")]
    filter: Vec<String>,
    /// Only this topic (repeatable)
    #[arg(long, value_name = "TOPIC")]
    topic: Vec<String>,
    /// Only cards with this tag
    #[arg(long, value_name = "TAG")]
    tag: Option<String>,
    /// Only cards of this level: 1 junior, 2 mid, 3 senior
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=3))]
    level: Option<u8>,
    /// Only cards in this state
    #[arg(long)]
    state: Option<ListState>,
    /// List in this order; else by topic and place in the deck
    #[arg(long, value_name = "ORDER")]
    sort: Option<By>,
    /// List at most N cards
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ListState {
    /// Due now
    Due,
    /// Never answered
    New,
    /// Forgotten again and again
    Leech,
    /// Taken out of the quiz
    Suspended,
    /// Without an answer yet, so never asked
    Draft,
    /// Built in, with your own wording
    Edited,
    /// No longer built in
    Retired,
}

impl From<ListState> for Is {
    fn from(state: ListState) -> Is {
        match state {
            ListState::Due => Is::Due,
            ListState::New => Is::New,
            ListState::Leech => Is::Leech,
            ListState::Suspended => Is::Suspended,
            ListState::Draft => Is::Draft,
            ListState::Edited => Is::Edited,
            ListState::Retired => Is::Retired,
        }
    }
}

pub(super) fn run(args: &ListArgs, context: &mut Context<'_>) -> Result<()> {
    let store = context.open()?;
    let settings = store.settings()?;
    let topics = topic_names(&store, &args.topic)?;
    let flags = Filter::flags(&topics, args.tag.as_deref(), args.level, args.state.map(Is::from));
    let filter = Filter::all(vec![flags, filter::read(&store, &args.filter)?]).without_retired();
    let mut cards = store.cards(&filter, context.as_of(&settings))?;
    if let Some(by) = args.sort {
        sort(&mut cards, by, &settings, context);
    }
    cards.truncate(args.limit.unwrap_or(usize::MAX));
    let words = context.words(&settings);
    print(context, &settings, words, &cards, args.json)
}

/// Sorts cards that stand by topic and place in the deck.
fn sort(cards: &mut [StoredCard], by: By, settings: &Settings, context: &Context<'_>) {
    let scheduler = scheduler(settings);
    let place = |(place, card): (usize, &StoredCard)| (card.card.id.clone(), place);
    let sorting = Sorting {
        order: by.into(),
        places: &cards.iter().enumerate().map(place).collect(),
        day: context.today(settings),
        seed: context.world.seed,
        fsrs: scheduler.fsrs(),
    };
    sorting.sort(cards, |card| (card.card.id.as_str(), card.card.weight, &card.schedule));
}

/// What `--json` prints.
#[derive(Serialize)]
struct Listing<'a> {
    version: u32,
    cards: Vec<Row<'a>>,
}

/// One card.
#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    topic: &'a str,
    kind: &'static str,
    level: u8,
    weight: u8,
    follows: Option<&'a str>,
    tags: &'a [String],
    origin: &'static str,
    state: &'static str,
    suspended: bool,
    draft: bool,
    edited: bool,
    leech: bool,
    due: Option<String>,
    reviews: u32,
    lapses: u32,
    question: String,
}

/// The instant from which a card may be asked, in milliseconds since 1970-01-01 UTC.
pub(super) fn due_instant<Z: chrono::TimeZone>(
    card: &StoredCard,
    calendar: &Calendar<Z>,
) -> Option<i64> {
    match card.schedule.due {
        Due::Unset => None,
        Due::At(at) => Some(at),
        Due::On(day) => Some(calendar.start_of(day)),
    }
}

/// Prints cards as a table or as JSON.
pub(super) fn print(
    context: &mut Context<'_>,
    settings: &Settings,
    words: Words,
    cards: &[StoredCard],
    json: bool,
) -> Result<()> {
    let lang = context.first_lang(settings);
    let today = context.today(settings);
    let calendar = context.world.calendar(settings.rollover_hour);
    if json {
        let cards = cards
            .iter()
            .map(|stored| Row {
                id: &stored.card.id,
                topic: &stored.card.topic,
                kind: stored.card.kind.name(),
                level: stored.card.level,
                weight: stored.card.weight,
                follows: stored.card.follows.as_deref(),
                tags: &stored.card.tags,
                origin: stored.origin.name(),
                state: match stored.card.is_draft() {
                    true => "draft",
                    false => stored.schedule.state.name(),
                },
                suspended: stored.suspended,
                draft: stored.card.is_draft(),
                edited: stored.edited,
                leech: stored.schedule.lapses >= settings.leech_threshold,
                due: due_instant(stored, &calendar).map(rfc3339),
                reviews: stored.schedule.reps,
                lapses: stored.schedule.lapses,
                question: question(stored, lang),
            })
            .collect();
        return context.json(&Listing { version: 1, cards });
    }
    let head = [
        words.head_id(),
        words.head_level(),
        words.head_weight(),
        words.head_state(),
        words.due(),
        words.head_question(),
    ];
    let mut table = Table::new(head).right(&[1, 2]);
    for stored in cards {
        let state = match stored.suspended {
            true if stored.card.is_draft() => words.is_draft(),
            true => words.is_suspended(),
            false => words.state(Some(stored.schedule.state)),
        };
        let due = match stored.schedule.due {
            Due::Unset => String::new(),
            Due::At(_) => words.day_today().to_owned(),
            Due::On(day) => words.near_day(day, today),
        };
        table.row([
            stored.card.id.clone(),
            stored.card.level.to_string(),
            stored.card.weight.to_string(),
            state.to_owned(),
            due,
            question(stored, lang),
        ]);
    }
    let width = context.world.width();
    if table.is_empty() {
        // On standard error, to keep it out of the rows in a pipe.
        tell(words.no_card_found())?;
        return Ok(());
    }
    writeln!(context.out, "{}", table.to_string(width))?;
    if width.is_some() {
        writeln!(context.out, "{}", words.cards(cards.len()))?;
    }
    Ok(())
}

/// The one-line question as plain text.
pub(super) fn question(stored: &StoredCard, lang: Lang) -> String {
    stored.card.text_in(lang).map(|text| plain_heading(text.title())).unwrap_or_default()
}
