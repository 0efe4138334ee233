//! `godrill show`: all about one card.

mod report;

use anyhow::Result;
use chrono::Local;
use clap::Args;

use report::{Report, Reports};

use super::filter::{self, filters};
use super::{Context, list, scheduler};
use crate::format::besides;
use crate::model::card::{Card, Lang, Text};
use crate::model::change::StoredCard;
use crate::model::day::{Calendar, Now};
use crate::model::review::{Rating, Review};
use crate::model::schedule::Wait;
use crate::model::settings::Settings;
use crate::ui::table::Table;
use crate::ui::theme::Theme;
use crate::ui::{self, wrap};
use crate::world::{World, rfc3339};

/// A card with its memory, history and next intervals.
#[derive(Debug, Args)]
#[command(
    after_help = concat!("Examples:\n  godrill show gmp-model\n  godrill show gmp-model --lang zh\n  \
    godrill show map is:leech\n\n", filters!(), "\n\n\
    JSON of a card named by id (version 1): {version, card, origin, edited, suspended, retired, buried_until, state,\n\
    due, stability (days), difficulty (1-10), retrievability (0-1), reviews: [{at, rating, ms,\n\
    kind}], next: {again, hard, good, easy}};\n\
    of others {version, cards: []} with all this of each.")
)]
pub(super) struct ShowArgs {
    /// The cards: ids, topics, words, conditions (see below)
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
}

pub(super) fn run(args: &ShowArgs, context: &mut Context<'_>) -> Result<()> {
    let store = context.open()?;
    let settings = store.settings()?;
    let filter = filter::read_id(&store, &args.filter)?;
    let cards = filter::cards(&store, &filter, context.as_of(&settings))?;
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
fn texts(stored: &StoredCard, settings: &Settings, context: &mut Context<'_>) -> Result<()> {
    let width = context.world.width();
    let theme = if context.world.color { Theme::color() } else { Theme::plain() };
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
            writeln!(
                context.out,
                "\n(no answer yet: write it with `godrill edit {}`)",
                stored.card.id
            )?;
        }
        writeln!(context.out)?;
    }
    Ok(())
}

fn sources(card: &Card, context: &mut Context<'_>) -> Result<()> {
    if !card.evidence.is_empty() {
        writeln!(context.out, "Sources:")?;
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
        Shown { stored, reviews, calendar, now, retrievability, next }
    }

    fn print(&self, settings: &Settings, context: &mut Context<'_>) -> Result<()> {
        texts(self.stored, settings, context)?;
        sources(&self.stored.card, context)?;
        let width = context.world.width();
        let table = self.table(settings, context.world);
        writeln!(context.out, "{}", table.to_string(width))?;
        if !self.reviews.is_empty() {
            let history = history(&self.reviews, context.world);
            writeln!(context.out, "\n{}", history.to_string(width))?;
        }
        Ok(())
    }

    fn report(&self) -> Report<'a> {
        let due = list::due_instant(self.stored, &self.calendar).map(rfc3339);
        Report::of(self.stored, &self.reviews, due, self.retrievability, &self.next)
    }

    fn table(&self, settings: &Settings, world: &World) -> Table {
        let Shown { stored, calendar, now, next, .. } = self;
        let (card, schedule) = (&stored.card, &stored.schedule);
        let mut table = Table::new(["card", &card.id]);
        table.row(["topic", &card.topic]);
        table.row(["kind", card.kind.name()]);
        table.row(["level, weight", &format!("{}, {}", card.level, card.weight)]);
        table.row(["follows", card.follows.as_deref().unwrap_or("nothing")]);
        if let Some(same) = &card.same {
            table.row(["asks nearly the same", same]);
        }
        table.row(["tags", &card.tags.join(" ")]);
        let flags = [
            (card.is_draft(), "draft"),
            (stored.edited, "edited"),
            (stored.suspended, "suspended"),
            (stored.retired, "retired"),
            (schedule.lapses >= settings.leech_threshold, "leech"),
        ];
        let flags = flags.iter().filter(|(on, _)| *on).map(|(_, name)| *name);
        let state: Vec<&str> = std::iter::once(schedule.state.name()).chain(flags).collect();
        table.row(["state", &state.join(", ")]);
        if let Some(at) = list::due_instant(stored, calendar) {
            table.row(["due", &world.local_time(at)]);
        }
        if let Some(until) = stored.buried_until.filter(|until| *until > now.day) {
            table.row(["buried until", &until.to_string()]);
        }
        if let Some(memory) = schedule.memory {
            table.row(["stability", &format!("{:.1} days", memory.stability)]);
            table.row(["difficulty", &format!("{:.1} of 10", memory.difficulty)]);
        }
        if let Some(r) = self.retrievability {
            table.row(["recalled now", &format!("{:.0} %", r * 100.0)]);
        }
        let buttons: Vec<String> =
            Rating::ALL.iter().zip(next).map(|(r, wait)| format!("{r} {wait}")).collect();
        table.row(["next", &buttons.join(", ")]);
        table
    }
}

fn history(reviews: &[Review], world: &World) -> Table {
    let mut history = Table::new(["reviewed", "rating", "state", "seconds"]).right(&[3]);
    for review in reviews {
        history.row([
            world.local_time(review.at),
            review.rating.to_string(),
            review.kind.name().to_owned(),
            format!("{:.1}", f64::from(review.ms) / 1000.0),
        ]);
    }
    history
}
