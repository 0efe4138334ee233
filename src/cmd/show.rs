//! `godrill show`: all about one card; of several what they say, to page through on a terminal.

mod pager;
mod report;

use anyhow::Result;
use clap::Args;

use report::{Report, Reports};

use super::about::About;
use super::quiz::is_full_screen;
use super::{Context, filter, scheduler};
use crate::format::besides;
use crate::model::card::{Card, Lang, Text};
use crate::model::change::StoredCard;
use crate::model::settings::Settings;
use crate::ui::table::Table;
use crate::ui::words::Words;
use crate::ui::{self, lines, wrap};
use crate::world::rfc3339;

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
    due, note, flagged, stability (days), difficulty (1-10), retrievability (0-1), reviews: [{at, rating, ms, \
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

pub(super) fn run(args: &ShowArgs, context: &mut Context<'_>) -> Result<()> {
    let store = context.open()?;
    let settings = store.settings()?;
    let scheduler = scheduler(&settings);
    let filter = filter::read_id(&store, &args.filter)?;
    let cards = filter::cards(&store, &filter, context.as_of(&settings))?;
    if cards.len() > 1 && !args.json && is_full_screen(context.world) {
        return pager::run(&cards, &settings, context.words(&settings), context);
    }
    let mut reports = Vec::new();
    for (nth, stored) in cards.iter().enumerate() {
        let reviews = store.reviews(&stored.card.id)?;
        let about = About::of(stored, reviews, &scheduler, &settings, context.world);
        if args.json {
            let due = about.due().map(rfc3339);
            reports.push(Report::of(
                stored,
                &about.reviews,
                due,
                about.retrievability,
                &about.next,
            ));
            continue;
        }
        if nth > 0 {
            writeln!(context.out, "\n---\n")?;
        }
        print(&about, &settings, context)?;
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

/// Writes the card with all that is known of it.
fn print(about: &About<'_>, settings: &Settings, context: &mut Context<'_>) -> Result<()> {
    let words = context.words(settings);
    texts(about.stored, settings, words, context)?;
    let width = context.world.width();
    if let Some(note) = &about.stored.note {
        writeln!(context.out, "{}", lines::note(words, note, width))?;
    }
    sources(&about.stored.card, words, context)?;
    let mut rows = about.rows(settings, words, context.world).into_iter();
    if let Some([name, what]) = rows.next() {
        let mut table = Table::new([name.as_str(), &what]);
        rows.for_each(|row| table.row(row));
        writeln!(context.out, "{}", table.to_string(width))?;
    }
    let history = about.history(words, context.world);
    if !history.is_empty() {
        let head =
            [words.show_reviewed(), words.show_rating(), words.head_state(), words.show_seconds()];
        let mut table = Table::new(head).right(&[3]);
        history.into_iter().for_each(|row| table.row(row));
        writeln!(context.out, "\n{}", table.to_string(width))?;
    }
    Ok(())
}
