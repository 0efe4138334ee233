//! `godrill import`: cards from files.

use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::Args;
use serde::Serialize;

use super::{Context, count, progress::Progress, scheduler};
use crate::model::merge::Outcome;
use crate::model::text::visible;
use crate::transfer::{Plan, anki, plan, read_files};
use crate::ui::table::Table;

/// Read cards from deck Markdown, JSON or Anki.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  godrill import my-deck.md\n  godrill import en/go.md zh/go.md   two languages become one card\n  godrill import --dry-run old.json  only tell what would happen\n  godrill import anki.apkg           cards of Anki with their reviews; .colpkg too\n\n\
    Known cards are updated by id, their progress stays; histories are merged. Nothing is written\n\
    unless every card could be read, or --partial leaves the bad ones out. `-` reads standard input.\n\
    JSON report (version 1): {version, added, updated, unchanged, reviews, media, cards: [{id,\n\
    outcome, reviews}], skipped: [{file, reason, count}]}; media counts pictures and sounds that\n\
    are new."
)]
pub(super) struct ImportArgs {
    /// The files
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Tell what would happen and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Leave out what cannot be read and import the rest
    #[arg(long)]
    partial: bool,
    /// Print a report as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    added: usize,
    updated: usize,
    unchanged: usize,
    reviews: usize,
    media: usize,
    cards: Vec<Row<'a>>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    skipped: &'a [anki::Skipped],
}

#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    outcome: &'static str,
    reviews: usize,
}

fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Added => "added",
        Outcome::Updated => "updated",
        Outcome::Unchanged => "unchanged",
    }
}

pub(super) fn run(args: &ImportArgs, context: &mut Context<'_>) -> Result<()> {
    let mut store = if args.dry_run { context.open()? } else { context.open_to_write()? };
    let settings = store.settings()?;
    let calendar = context.world.calendar(settings.rollover_hour);
    let mut batch = read_files(&args.files, &calendar)?;
    for source in batch.sources.iter().filter(|s| !s.diagnostics.is_empty()) {
        writeln!(io::stderr(), "{}", source.report())?;
    }
    if !args.partial && batch.sources.iter().any(|s| s.has_errors()) {
        bail!(
            "nothing was imported: mend the errors above, or leave those cards out with --partial"
        );
    }
    let progress = Progress::new(context.world, "unpacking");
    let parcels = std::mem::take(&mut batch.parcels);
    let now = context.world.now();
    let mut unpacked = anki::unpack(&store, parcels, &calendar, now, &mut |done, all| {
        progress.show(done, all);
    })?;
    progress.done();
    batch.topics.append(&mut unpacked.topics);
    batch.cards.append(&mut unpacked.cards);
    for skipped in &unpacked.skipped {
        let anki::Skipped { file, reason, count } = skipped;
        writeln!(io::stderr(), "{}", visible(&format!("{file}: skipped {reason}: {count}")))?;
    }
    let progress = Progress::new(context.world, "reading");
    let plan = plan(&store, batch.cards, &scheduler(&settings), &mut |done, all| {
        progress.show(done, all);
    })?;
    progress.done();
    let media = unpacked.count_new_media(&store)?;
    if !args.dry_run {
        unpacked.put_media(&mut store)?;
        let files: Vec<String> = args.files.iter().map(|f| f.display().to_string()).collect();
        let label = format!("imported {}", files.join(", "));
        store.apply_with_topics(&label, context.world.now(), &batch.topics, &plan.changes)?;
    }
    report(args, &plan, media, &unpacked.skipped, context)
}

fn report(
    args: &ImportArgs,
    plan: &Plan,
    media: usize,
    skipped: &[anki::Skipped],
    context: &mut Context<'_>,
) -> Result<()> {
    let [added, updated, unchanged] =
        [Outcome::Added, Outcome::Updated, Outcome::Unchanged].map(|o| plan.count(o));
    if args.json {
        let cards = plan
            .outcomes
            .iter()
            .map(|(id, outcome, reviews)| Row { id, outcome: word(*outcome), reviews: *reviews })
            .collect();
        let reviews = plan.reviews();
        return context.json(&Report {
            version: 1,
            added,
            updated,
            unchanged,
            reviews,
            media,
            cards,
            skipped,
        });
    }
    if args.dry_run {
        let mut table = Table::new(["card", "would be", "reviews"]).right(&[2]);
        for (id, outcome, reviews) in &plan.outcomes {
            table.row([id.as_str(), word(*outcome), &reviews.to_string()]);
        }
        writeln!(context.out, "{}", table.to_string(context.world.width()))?;
    }
    let would = if args.dry_run { "nothing was written; would be: " } else { "" };
    let media = match media {
        0 => String::new(),
        1 => ", 1 picture or sound".into(),
        n => format!(", {n} pictures or sounds"),
    };
    let left_out: usize = skipped.iter().map(|s| s.count).sum();
    let left_out = match left_out {
        0 => String::new(),
        n => format!("; {n} skipped for the reasons above"),
    };
    writeln!(
        context.out,
        "{would}{} added, {updated} updated, {unchanged} unchanged, {} added{media}{left_out}",
        count(added, "card"),
        count(plan.reviews(), "review")
    )?;
    Ok(())
}
