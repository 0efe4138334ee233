//! `godrill show`: all about one card.

use anyhow::Result;
use chrono::Local;
use clap::Args;
use serde::Serialize;

use super::{Context, card, list, scheduler};
use crate::format::besides;
use crate::model::card::{Card, Lang, Text};
use crate::model::change::StoredCard;
use crate::model::day::{Calendar, Now};
use crate::model::review::{Rating, Review};
use crate::model::schedule::Wait;
use crate::model::settings::Settings;
use crate::ui::table::Table;
use crate::ui::words::Words;
use crate::ui::{self, wrap};
use crate::world::{World, rfc3339};

/// A card with its memory, history and next intervals.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  godrill show gmp-model
  godrill show gmp-model --lang zh

JSON (version 1): {version, card, origin, edited, suspended, retired, buried_until, state, \
    due, stability (days), difficulty (1-10), retrievability (0-1), reviews: [{at, rating, ms, \
    kind}], next: {again, hard, good, easy}}.")]
pub(super) struct ShowArgs {
    /// Id of the card
    #[arg(value_name = "ID")]
    id: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// What `--json` prints.
#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    card: &'a Card,
    origin: &'static str,
    edited: bool,
    suspended: bool,
    retired: bool,
    buried_until: Option<String>,
    state: &'static str,
    due: Option<String>,
    stability: Option<f32>,
    difficulty: Option<f32>,
    retrievability: Option<f32>,
    lapses: u32,
    reviews: Vec<ReviewRow>,
    next: std::collections::BTreeMap<&'static str, String>,
}

/// One answer.
#[derive(Serialize)]
struct ReviewRow {
    at: String,
    rating: &'static str,
    ms: u32,
    kind: &'static str,
}

/// A card with all that is shown of it.
struct Shown<'a> {
    stored: &'a StoredCard,
    reviews: &'a [Review],
    calendar: Calendar<Local>,
    now: Now,
    /// The chance that it is recalled now.
    retrievability: Option<f32>,
    /// What each rating leads to.
    next: [Wait; 4],
    words: Words,
}

pub(super) fn run(args: &ShowArgs, context: &mut Context<'_>) -> Result<()> {
    let store = context.open()?;
    let settings = store.settings()?;
    let stored = &card(&store, &args.id)?;
    let reviews = &store.reviews(&args.id)?;
    let scheduler = scheduler(&settings);
    let now = context.moment(&settings);
    let schedule = &stored.schedule;
    let retrievability = schedule.memory.zip(schedule.last).map(|(memory, (_, last))| {
        scheduler.fsrs().retrievability(memory, now.day.since(last) as f32)
    });
    let next = scheduler.preview(&args.id, schedule, now.at, now.day);
    let next = next.map(|schedule| schedule.wait(now.at, now.day));
    let calendar = context.world.calendar(settings.rollover_hour);
    let words = context.words(&settings);
    let shown = Shown { stored, reviews, calendar, now, retrievability, next, words };
    if args.json {
        return context.json(&shown.report());
    }
    texts(stored, &settings, words, context)?;
    sources(&stored.card, words, context)?;
    let width = context.world.width();
    let table = shown.table(&settings, context.world);
    writeln!(context.out, "{}", table.to_string(width))?;
    if !reviews.is_empty() {
        let history = history(reviews, words, context.world);
        writeln!(context.out, "\n{}", history.to_string(width))?;
    }
    Ok(())
}

/// Writes the question and the answer, in the languages that are shown.
fn texts(
    stored: &StoredCard,
    settings: &Settings,
    words: Words,
    context: &mut Context<'_>,
) -> Result<()> {
    let width = context.world.width();
    let theme = context.theme(settings.theme);
    let mut shown: Vec<&Text> = Vec::new();
    for lang in context.show(settings).langs() {
        let Some(text) = stored.card.text_in(*lang) else { continue };
        // A card that lacks a language has the same text in both.
        if shown.contains(&text) {
            continue;
        }
        shown.push(text);
        let said = stored.card.text.iter().find(|(_, t)| *t == text).map_or(Lang::En, |(l, _)| *l);
        let besides = besides::all(&stored.card, text, said);
        let parts = [text.body(), &text.answer, &besides];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        if let (Some(width), true) = (width, context.world.color) {
            let lines = ui::card::styled(text.title(), &parts, width, &theme);
            ui::styled::write(&lines, context.out.raw())?;
        } else {
            writeln!(context.out, "{}", ui::card::plain(text.title(), &parts, width))?;
        }
        if stored.card.is_draft() {
            writeln!(context.out, "\n{}", words.show_no_answer(&stored.card.id))?;
        }
        writeln!(context.out)?;
    }
    Ok(())
}

fn sources(card: &Card, words: Words, context: &mut Context<'_>) -> Result<()> {
    if !card.evidence.is_empty() {
        writeln!(context.out, "{}", words.line_sources())?;
        for source in &card.evidence {
            writeln!(context.out, "{}", wrap::source(source, context.world.width()))?;
        }
        writeln!(context.out)?;
    }
    Ok(())
}

impl Shown<'_> {
    fn report(&self) -> Report<'_> {
        let Shown { stored, reviews, calendar, next, .. } = self;
        let schedule = &stored.schedule;
        let review = |review: &Review| ReviewRow {
            at: rfc3339(review.at),
            rating: review.rating.name(),
            ms: review.ms,
            kind: review.kind.name(),
        };
        Report {
            version: 1,
            card: &stored.card,
            origin: stored.origin.name(),
            edited: stored.edited,
            suspended: stored.suspended,
            retired: stored.retired,
            buried_until: stored.buried_until.map(|d| d.to_string()),
            state: schedule.state.name(),
            due: list::due_instant(stored, calendar).map(rfc3339),
            stability: schedule.memory.map(|m| m.stability),
            difficulty: schedule.memory.map(|m| m.difficulty),
            retrievability: self.retrievability,
            lapses: schedule.lapses,
            reviews: reviews.iter().map(review).collect(),
            next: Rating::ALL.iter().map(|r| r.name()).zip(next.map(|w| w.to_string())).collect(),
        }
    }

    fn table(&self, settings: &Settings, world: &World) -> Table {
        let Shown { stored, calendar, now, next, words, .. } = self;
        let (card, schedule) = (&stored.card, &stored.schedule);
        let mut table = Table::new([words.show_card(), &card.id]);
        table.row([words.head_topic(), &card.topic]);
        table.row([words.show_kind(), words.kind_word(card.kind)]);
        let level_and_weight = [card.level, card.weight].map(|n| n.to_string());
        table.row([words.show_level_and_weight(), &words.list(&level_and_weight)]);
        let follows = card.follows.as_deref().unwrap_or(words.show_nothing());
        table.row([words.show_follows(), follows]);
        if let Some(same) = &card.same {
            table.row([words.show_same(), same]);
        }
        table.row([words.show_tags(), &card.tags.join(" ")]);
        let flags = [
            (card.is_draft(), words.is_draft()),
            (stored.edited, words.is_edited()),
            (stored.suspended, words.is_suspended()),
            (stored.retired, words.is_retired()),
            (schedule.lapses >= settings.leech_threshold, words.is_leech()),
        ];
        let flags = flags.iter().filter(|(on, _)| *on).map(|(_, name)| *name);
        let state: Vec<&str> =
            std::iter::once(words.state(Some(schedule.state))).chain(flags).collect();
        table.row([words.head_state(), &words.list(&state)]);
        if let Some(at) = list::due_instant(stored, calendar) {
            table.row([words.due(), &world.local_time(at)]);
        }
        if let Some(until) = stored.buried_until.filter(|until| *until > now.day) {
            table.row([words.show_buried(), &until.to_string()]);
        }
        if let Some(memory) = schedule.memory {
            let stability = words.show_stability_days(memory.stability);
            table.row([words.show_stability(), &stability]);
            table.row([words.show_difficulty(), &words.show_of_ten(memory.difficulty)]);
        }
        if let Some(r) = self.retrievability {
            let recall = words.percent(format_args!("{:.0}", r * 100.0));
            table.row([words.show_recall(), &recall]);
        }
        let waits = Rating::ALL.iter().zip(next);
        let waits: Vec<String> = waits
            .map(|(r, wait)| words.show_next_wait(words.rating(*r), &words.long_wait(*wait)))
            .collect();
        table.row([words.show_next(), &words.list(&waits)]);
        table
    }
}

fn history(reviews: &[Review], words: Words, world: &World) -> Table {
    let head =
        [words.show_reviewed(), words.show_rating(), words.head_state(), words.show_seconds()];
    let mut history = Table::new(head).right(&[3]);
    for review in reviews {
        history.row([
            world.local_time(review.at),
            words.rating(review.rating).to_owned(),
            words.review_kind_word(review.kind).to_owned(),
            format!("{:.1}", f64::from(review.ms) / 1000.0),
        ]);
    }
    history
}
