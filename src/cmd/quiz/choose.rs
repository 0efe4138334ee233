//! Which cards a session is about.

use std::collections::{BTreeMap, HashMap};

use anyhow::{Result, bail};

use super::QuizArgs;
use crate::cmd::{Context, filter, scheduler};
use crate::db::Store;
use crate::model::filter::{AsOf, Filter, Is};
use crate::model::review::Rating;
use crate::model::session::{Cram, Options};
use crate::model::settings::Settings;
use crate::model::sorting::{Order, Sorting};

/// The part of the options that a filter makes. Topics are looked up at each question; other cards
/// are chosen now, or a card would be gone as soon as it is no longer new.
pub(super) fn options(store: &Store, args: &[String], as_of: AsOf) -> Result<Options> {
    let typed = filter::read_id(store, args)?;
    let quoted = shlex::try_join(args.iter().map(String::as_str)).unwrap_or_default();
    let mut options = Options::default();
    if !args.is_empty() {
        options.typed = format!(" {quoted}");
    }
    if let Some(topics) = typed.of_topics() {
        return Ok(Options { topics, ..options });
    }
    let only = store.ids_and_topics(&typed.clone().without_retired(), as_of)?;
    if only.is_empty() {
        return Err(filter::nothing(store, &typed)?);
    }
    let only: BTreeMap<String, String> = only.into_iter().collect();
    for id in typed.named() {
        let id = id.to_owned();
        if options.named.contains(&id) {
            continue;
        }
        let Some(card) = store.card(&id)?.filter(|_| only.contains_key(&id)) else { continue };
        if card.card.is_draft() {
            bail!("`{id}` has no answer yet: write one with `godrill edit {id}`");
        }
        if card.suspended {
            bail!("`{id}` is suspended: bring it back with `godrill unsuspend {id}`");
        }
        if card.retired {
            bail!("`{id}` is no longer built in and is not asked: `godrill show {id}` shows it");
        }
        options.named.push(id);
    }
    Ok(Options { only: Some(only), ..options })
}

/// The cards of a cram, in an order: those that were forgotten today, or else what was seen, unless
/// nothing was or the filter says otherwise.
pub(super) fn cram(
    store: &Store,
    args: &QuizArgs,
    order: Order,
    settings: &Settings,
    context: &Context<'_>,
) -> Result<Cram> {
    let typed = filter::read(store, &args.filter)?;
    let is_told = typed.leaves().into_iter().any(|leaf| {
        matches!(leaf, Filter::Id(_) | Filter::Is(Is::New | Is::Seen | Is::Learning | Is::Review))
    });
    let missed = args.missed.then_some(Filter::Rated(Some(Rating::Again), Some(1)));
    let all: Vec<Filter> = missed.into_iter().chain([typed]).collect();
    let as_of = context.as_of(settings);
    let mut cards = store.cards(&Filter::all(all).without_retired(), as_of)?;
    cards.retain(|card| !card.suspended);
    if !is_told && cards.iter().any(|card| card.schedule.reps > 0) {
        cards.retain(|card| card.schedule.reps > 0);
    }
    let scheduler = scheduler(settings);
    let places: HashMap<String, usize> =
        cards.iter().enumerate().map(|(place, card)| (card.card.id.clone(), place)).collect();
    let sorting = Sorting {
        order,
        places: &places,
        day: as_of.day,
        seed: context.world.seed,
        fsrs: scheduler.fsrs(),
    };
    sorting.sort(&mut cards, |card| (card.card.id.as_str(), card.card.weight, &card.schedule));
    Ok(Cram::new(cards.into_iter().map(|card| card.card.id).collect()))
}
