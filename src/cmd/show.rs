//! `godrill show`: all about one card; of several what they say, to page through on a terminal.

mod pager;
mod report;

use anyhow::Result;
use chrono::Local;
use clap::Args;

use report::{Report, Reports};

use super::quiz::is_full_screen;
use super::{Context, filter, list, scheduler};
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
  godrill show map is:leech        read them: space goes on, n and p change
                                   the card, q leaves

On a terminal, several cards are shown one by one, question and answer. In a pipe, and for a single \
    card, everything is printed.

JSON (version 1): {version, card, origin, edited, suspended, retired, buried_until, state, \
    due, stability (days), difficulty (1-10), retrievability (0-1), reviews: [{at, rating, ms, \
    kind}], next: {again, hard, good, easy}}. Cards that are not given by id come as \
    {version, cards: [...]}.")]
pub(super) struct ShowArgs {
    /// The cards: ids, topics, words, conditions; see `godrill help filters`
    #[arg(required = true, value_name = "FILTER")]
    filter: Vec<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// A card with all that is shown of it.
struct Shown<'a> {
    stored: &'a StoredCard,
    reviews: Vec<Review>,
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
    let filter = filter::read_id(&store, &args.filter)?;
    let cards = filter::cards(&store, &filter, context.as_of(&settings))?;
    if cards.len() > 1 && !args.json && is_full_screen(context.world) {
        return pager::run(&cards, &settings, context.words(&settings), context);
    }
    let mut reports = Vec::new();
    for (nth, stored) in cards.iter().enumerate() {
        let reviews = store.reviews(&stored.card.id)?;
        let shown = Shown::of(stored, reviews, &settings, context);
        if args.json {
            reports.push(shown.report());
            continue;
        }
        if nth > 0 {
            writeln!(context.out, "\n---\n")?;
        }
        shown.print(&settings, context)?;
    }
    match reports.as_slice() {
        _ if !args.json => Ok(()),
        [one] if filter.is_of_ids() => context.json(one),
        _ => context.json(&Reports { version: 1, cards: reports }),
    }
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

impl<'a> Shown<'a> {
    fn of(
        stored: &'a StoredCard,
        reviews: Vec<Review>,
        settings: &Settings,
        context: &Context<'_>,
    ) -> Shown<'a> {
        let scheduler = scheduler(settings);
        let now = context.moment(settings);
        let schedule = &stored.schedule;
        let retrievability = schedule.memory.zip(schedule.last).map(|(memory, (_, last))| {
            scheduler.fsrs().retrievability(memory, now.day.since(last) as f32)
        });
        let next = scheduler.preview(&stored.card.id, schedule, now.at, now.day);
        let next = next.map(|schedule| schedule.wait(now.at, now.day));
        let calendar = context.world.calendar(settings.rollover_hour);
        let words = context.words(settings);
        Shown { stored, reviews, calendar, now, retrievability, next, words }
    }

    fn print(&self, settings: &Settings, context: &mut Context<'_>) -> Result<()> {
        texts(self.stored, settings, self.words, context)?;
        sources(&self.stored.card, self.words, context)?;
        let width = context.world.width();
        let table = self.table(settings, context.world);
        writeln!(context.out, "{}", table.to_string(width))?;
        if !self.reviews.is_empty() {
            let history = history(&self.reviews, self.words, context.world);
            writeln!(context.out, "\n{}", history.to_string(width))?;
        }
        Ok(())
    }

    fn report(&self) -> Report<'a> {
        let due = list::due_instant(self.stored, &self.calendar).map(rfc3339);
        Report::of(self.stored, &self.reviews, due, self.retrievability, &self.next)
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
