//! `godrill import`: cards from files.

mod preview;
mod report;
mod why;

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::Args;

use super::door::tell;
use super::{Context, progress::Progress, scheduler};
use crate::builtin;
use crate::db;
use crate::db::Store;
use crate::format::notes::Options;
use crate::model::change::IMPORTED;
use crate::model::schedule::Scheduler;
use crate::transfer::lines::{Numbers, Selection};
use crate::transfer::{Import, Learner, Merged, Skipped, Wishes, read};
use crate::ui::words::Words;
use preview::{Choice, confirm, print};
use report::report;

/// Read cards from decks, notes, tables, Anki and other programs.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  godrill import my-deck.md\n  godrill import en/go.md zh/go.md     two languages become one card\n  godrill import notes.md              your notes: shows what each line became, then asks\n  godrill import notes.md --skip 12,30-41 --yes\n  godrill import words.csv --topic sql columns question,answer,tags, or Anki's # lines\n  godrill import anki.apkg             cards of Anki with their reviews; .colpkg too\n  godrill import hashcards.db *.md     with history; also the JSON of `hashcards export`\n  godrill import --dry-run old.json    only show what would happen\n\n\
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
    /// Show what would happen and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Leave out what cannot be read and import the rest
    #[arg(long)]
    partial: bool,
    /// Print a report as JSON
    #[arg(long)]
    json: bool,
}

impl ImportArgs {
    fn wishes(&self) -> Wishes<'_> {
        Wishes {
            topic: self.topic.as_deref(),
            notes: Options { headings: self.headings, prose: self.prose, terms: self.terms },
            selection: Selection {
                only: self.only.clone(),
                skip: self.skip.clone().unwrap_or_default(),
                also: self.also.clone().unwrap_or_default(),
                twins: self.twins,
            },
            partial: self.partial,
            words: &builtin::words,
        }
    }
}

pub(super) fn run(args: &ImportArgs, context: &mut Context<'_>) -> Result<()> {
    let mut store = if args.dry_run { context.open()? } else { context.open_to_write()? };
    let settings = store.settings()?;
    let scheduler = scheduler(&settings);
    let calendar = context.world.calendar(settings.rollover_hour);
    let now = context.world.now();
    let learner = Learner { calendar: &calendar, scheduler: &scheduler, now };
    let words = context.words(&settings);
    let progress = Progress::new(context.world, words.import_unpacking());
    let mut import = read(
        &args.files,
        &args.wishes(),
        &store,
        &learner,
        &mut |source| Ok(tell(&source.report())?),
        &mut |done, all| progress.show(done, all),
    )?;
    progress.done();
    for Skipped { file, reason, count } in &import.skipped {
        tell(&format!("{file}: skipped {reason}: {count}"))?;
    }
    let Some(merged) = agreed(args, &mut import, &store, &scheduler, words, context)? else {
        writeln!(context.out, "{}", words.import_nothing())?;
        return Ok(());
    };
    let media = import.media();
    if !args.dry_run {
        let files: Vec<String> = args.files.iter().map(|f| f.display().to_string()).collect();
        let label = format!("{IMPORTED}{}", files.join(", "));
        let progress = Progress::new(context.world, words.import_writing());
        let mut bar = |done, all| progress.show(done, all);
        import.write(&mut store, (&label, context.world.now()), &merged, &mut bar)?;
        progress.done();
    }
    report(args, &import, &merged, media, words, context)
}

/// What the import does, with the lines of notes that the learner leaves out; `None` when the learner
/// wants none of it.
fn agreed(
    args: &ImportArgs,
    import: &mut Import,
    store: &Store,
    scheduler: &Scheduler,
    words: Words,
    context: &mut Context<'_>,
) -> Result<Option<Merged>> {
    let may_ask = !import.previews.is_empty() && !args.dry_run && !args.yes;
    if may_ask && args.json {
        bail!("--json does not ask: give --yes, or --dry-run to look first");
    }
    loop {
        let progress = Progress::new(context.world, words.import_reading());
        let mut bar = |done, all| progress.show(done, all);
        let merged = import.merge(store, scheduler, may_ask, &mut bar)?;
        progress.done();
        if !args.json {
            import
                .previews
                .iter()
                .try_for_each(|preview| print(preview, &merged, words, context))?;
        }
        if !may_ask || merged.changes.is_empty() {
            return Ok(Some(merged));
        }
        if db::is_large(&merged.changes) {
            writeln!(context.out, "{}", words.import_too_large())?;
        }
        if !context.world.stdin_is_terminal {
            context.out.flush()?;
            bail!(
                "not a terminal, cannot ask: use --yes, leave lines out with --skip, or look first \
                 with --dry-run"
            );
        }
        match confirm(&merged, import.previews.len() == 1, words, context)? {
            Choice::Go => return Ok(Some(merged)),
            Choice::Stop => return Ok(None),
            Choice::Without(numbers) => import.leave_out(&numbers),
        }
    }
}
