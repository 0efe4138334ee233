//! `godrill import`: cards from files.

mod preview;

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::Args;
use serde::Serialize;

use super::door::tell;
use super::{Context, count, progress::Progress, scheduler};
use crate::builtin;
use crate::db;
use crate::format::notes::Options;
use crate::model::change::IMPORTED;
use crate::model::merge::Outcome;
use crate::transfer::notes::{Numbers, Selection, Twins, settle};
use crate::transfer::{Plan, Wishes, anki, plan, read_files};
use crate::ui::table::Table;
use preview::{Choice, Preview};

/// Read cards from decks, notes, tables, Anki and other programs.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  godrill import my-deck.md\n  godrill import en/go.md zh/go.md     two languages become one card\n  godrill import notes.md              your notes: shows what each line became, then asks\n  godrill import notes.md --skip 12,30-41 --yes\n  godrill import words.csv --topic sql columns question,answer,tags, or Anki's # lines\n  godrill import anki.apkg             cards of Anki with their reviews; .colpkg too\n  godrill import hashcards.db *.md     with history; also the JSON of `hashcards export`\n  godrill import --dry-run old.json    only tell what would happen\n\n\
    Known cards are updated by id, their progress stays; histories are merged. Nothing is written\n\
    unless every card could be read, or --partial leaves the bad ones out. `-` reads standard input.\n\n\
    Markdown without a `deck:` in its head is read as notes: headings that ask, Q:/A: and C:, bold\n\
    and numbered questions, <details>, callouts, quizzes with boxes, tables of two columns or with\n\
    columns `question` and `answer`, Obsidian's `::` and `?`, checklists, a title that asks. What\n\
    stands below a question up to the next one is its answer. A question without one becomes a\n\
    draft, which waits for `godrill edit`; one that a card answers already names that card. A file\n\
    without questions is named and skipped. Obsidian's schedules become the shortest history that\n\
    leads to them. hashcards knows cards by a hash of their text: give the files as they were\n\
    reviewed.\n\n\
    Tables: options in columns a, b, … or option1, option2, … with a letter for the answer make a\n\
    choice; columns that are not read are named. Cells with tags are HTML where no #html: line tells.\n\
    UTF-16 with its mark is read, and GB18030 (GBK) that makes Chinese. What Anki says of a suspension\n\
    counts once: what is decided here afterwards stays until it changes there.\n\n\
    JSON report (version 1): {version, added, updated, unchanged, reviews, media,\n\
    too_large_for_undo, cards: [{id, outcome, reviews}], skipped: [{file, reason, count}],\n\
    lines: [{file, line, becomes, id, question, why}]}; media counts pictures and sounds that are\n\
    new, too_large_for_undo is there only when it is true, skipped only when something was, lines\n\
    only for notes. A line becomes `card`, `draft`, `updated`, `unchanged`, `known` (id names the\n\
    card that asks the same) or `left out`. `undo` takes back imports of up to 2,000 changes and\n\
    100,000 reviews: before a larger one make a backup."
)]
pub(super) struct ImportArgs {
    /// The files
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The topic of cards from notes and tables, instead of the name of the file; Chinese becomes its
    /// title, with a name in letters
    #[arg(long, value_name = "TOPIC")]
    topic: Option<String>,
    /// Of notes, take only these lines, such as 3,5-9; also ones that would be left out
    #[arg(long, value_name = "LINES")]
    only: Option<Numbers>,
    /// Of notes, leave out these lines
    #[arg(long, value_name = "LINES")]
    skip: Option<Numbers>,
    /// Of notes, also take these lines, which would be left out
    #[arg(long, value_name = "LINES")]
    also: Option<Numbers>,
    /// Of notes, take every heading with text for a question
    #[arg(long)]
    headings: bool,
    /// Of notes, make questions of the prose under headings
    #[arg(long)]
    prose: bool,
    /// Of notes, make questions of lists of terms with their text
    #[arg(long)]
    terms: bool,
    /// Of notes, also take questions that a card answers already
    #[arg(long)]
    twins: bool,
    /// Do not ask
    #[arg(short, long)]
    yes: bool,
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
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    too_large_for_undo: bool,
    cards: Vec<Row<'a>>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    skipped: &'a [anki::Skipped],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    lines: Vec<preview::LineRow<'a>>,
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
    let notes = Options { headings: args.headings, prose: args.prose, terms: args.terms };
    let wishes = Wishes { topic: args.topic.as_deref(), notes };
    let mut batch = read_files(&args.files, &wishes, &store, &calendar)?;
    for source in batch.sources.iter().filter(|s| !s.diagnostics.is_empty()) {
        tell(&source.report())?;
    }
    if !args.partial && batch.sources.iter().any(|s| s.has_errors()) {
        bail!(
            "nothing was imported: mend the errors above, or leave those cards out with --partial"
        );
    }
    let scheduler = scheduler(&settings);
    let selection = Selection {
        only: args.only.clone(),
        skip: args.skip.clone().unwrap_or_default(),
        also: args.also.clone().unwrap_or_default(),
        twins: args.twins,
    };
    let chooses = args.only.is_some() || args.skip.is_some() || args.also.is_some();
    if chooses && batch.notes.len() != 1 {
        bail!(
            "--only, --skip and --also choose lines of one file of notes: import such a file alone"
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
    batch.skipped.append(&mut unpacked.skipped);
    let mut previews = Vec::new();
    let known: Vec<String> = store.topics()?.into_iter().map(|t| t.name).collect();
    let twins = Twins::new(&store, &batch.notes, &builtin::words)?;
    for file in batch.notes {
        let name = file.name.clone();
        let topic = file.topic();
        let (lines, cards) =
            settle(&store, file, &selection, &twins, &mut batch.names, &calendar, &scheduler)?;
        if !cards.is_empty() && !known.contains(&topic.name) {
            batch.topics.push(topic);
        }
        previews.push(Preview { file: name, lines });
        batch.cards.extend(cards);
    }
    for skipped in &batch.skipped {
        let anki::Skipped { file, reason, count } = skipped;
        tell(&format!("{file}: skipped {reason}: {count}"))?;
    }
    let may_ask = !previews.is_empty() && !args.dry_run && !args.yes;
    if may_ask && args.json {
        bail!("--json does not ask: give --yes, or --dry-run to look first");
    }
    let mut cards = batch.cards;
    let plan = loop {
        let progress = Progress::new(context.world, "reading");
        let these = if may_ask { cards.clone() } else { std::mem::take(&mut cards) };
        let plan = plan(&store, these, &scheduler, &mut |done, all| progress.show(done, all))?;
        progress.done();
        if !args.json {
            previews.iter().try_for_each(|preview| preview.print(&plan, context))?;
        }
        if !may_ask || plan.changes.is_empty() {
            break plan;
        }
        if db::is_large(&plan.changes) {
            writeln!(context.out, "{BEFORE}")?;
        }
        match preview::confirm(&plan, previews.len() == 1, context)? {
            Choice::Go => break plan,
            Choice::Stop => {
                writeln!(context.out, "nothing was imported")?;
                return Ok(());
            }
            Choice::Without(numbers) => {
                let left_out: Vec<String> =
                    previews.iter_mut().flat_map(|preview| preview.leave_out(&numbers)).collect();
                cards.retain(|card| !left_out.contains(&card.card.id));
                batch.topics.retain(|topic| cards.iter().any(|c| c.card.topic == topic.name));
            }
        }
    };
    let media = unpacked.count_new_media(&store)?;
    if !args.dry_run {
        unpacked.put_media(&mut store)?;
        let files: Vec<String> = args.files.iter().map(|f| f.display().to_string()).collect();
        let label = format!("{IMPORTED}{}", files.join(", "));
        let (now, topics) = (context.world.now(), &batch.topics);
        let progress = Progress::new(context.world, "writing");
        let mut bar = |done, all| progress.show(done, all);
        store.apply_with_topics(&label, now, topics, &plan.changes, &mut bar)?;
        progress.done();
    }
    report(args, &plan, media, &previews, &batch.skipped, context)
}

/// What a learner should know of an import that the journal does not keep.
const BEFORE: &str =
    "it is too large for `godrill undo`: make a backup first with `godrill backup FILE`";
const AFTER: &str = "it was too large for `godrill undo`, which stops here: to go back, restore a backup with\n\
    `godrill restore FILE`; `--dry-run` tells before the next one";

fn report(
    args: &ImportArgs,
    plan: &Plan,
    media: usize,
    previews: &[Preview],
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
        let lines = previews.iter().flat_map(|p| p.rows(plan)).collect();
        return context.json(&Report {
            version: 1,
            added,
            updated,
            unchanged,
            reviews,
            media,
            too_large_for_undo: db::is_large(&plan.changes),
            cards,
            skipped,
            lines,
        });
    }
    if args.dry_run && previews.is_empty() {
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
    if db::is_large(&plan.changes) {
        writeln!(context.out, "{}", if args.dry_run { BEFORE } else { AFTER })?;
    }
    Ok(())
}
