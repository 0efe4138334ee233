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
#[command(after_help = "\
Examples:
  godrill import my-deck.md
  godrill import en/go.md zh/go.md       two languages become one card
  godrill import notes.md                shows what each line became, then asks
  godrill import notes.md --skip 12,30-41 --yes
  godrill import words.csv --topic sql   columns question, answer, tags, or
                                         Anki's # lines
  godrill import anki.apkg               Anki cards with reviews; .colpkg too
  godrill import hashcards.db *.md       with history; also the JSON of
                                         `hashcards export`
  godrill import --dry-run old.json      only show what would happen

Known cards are updated by id and keep their progress; review histories are merged. Nothing \
    is written unless every card can be read; with --partial, the bad ones are left out. `-` \
    reads standard input.

A Markdown file without `deck:` in its head is read as notes. Questions are found in \
    headings that ask something, Q:/A: and C:, bold and numbered questions, <details>, callouts, \
    quizzes with boxes, tables with two columns or with columns named `question` and `answer`, \
    Obsidian's `::` and `?`, checklists, and titles that ask something. The text below a \
    question, up to the next one, is its answer. A question without an answer becomes a draft, \
    which waits for `godrill edit`; if a card already answers it, that card is named instead. A \
    file without questions is named and skipped. Obsidian schedules become the shortest history \
    that leads to them. hashcards identifies cards by a hash of their text, so give it the files \
    as they were when you reviewed them.

In a table, option columns (a, b, … or option1, option2, …) with a letter as the answer make \
    a multiple-choice card; unused columns are named. Cells with tags are HTML unless \
    a #html: line says otherwise. UTF-16 with a byte order mark can be read, and so can Chinese \
    in GB18030 (GBK). A card suspended in Anki is suspended here once; after that your own \
    choice stays until Anki's changes.

JSON (version 1): {version, added, updated, unchanged, reviews, media, too_large_for_undo, \
    cards: [{id, outcome, reviews}], skipped: [{file, reason, count}], lines: [{file, line, \
    becomes, id, question, why}]}. `media` counts new pictures and sounds; `too_large_for_undo` \
    appears only if true, `skipped` only if something was skipped, `lines` only for notes. A \
    line becomes `card`, `draft`, `updated`, `unchanged`, `known` (`id` names the card that asks \
    the same) or `left out`.

`godrill undo` can take back imports of up to 2,000 changes and 100,000 reviews; make a \
    backup before a larger one.")]
pub(super) struct ImportArgs {
    /// Files to import
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Topic for cards from notes and tables, instead of the file name; a topic in Chinese becomes the
    /// title, with a name in Latin letters
    #[arg(long, value_name = "TOPIC")]
    topic: Option<String>,
    /// From notes, take only these lines, such as 3,5-9, even ones that would be left out
    #[arg(long, value_name = "LINES")]
    only: Option<Numbers>,
    /// From notes, leave out these lines
    #[arg(long, value_name = "LINES")]
    skip: Option<Numbers>,
    /// From notes, also take these lines, which would be left out
    #[arg(long, value_name = "LINES")]
    also: Option<Numbers>,
    /// From notes, make a question of every heading with prose under it
    #[arg(long, alias = "headings")]
    prose: bool,
    /// From notes, make questions from lists of terms and their explanations
    #[arg(long)]
    terms: bool,
    /// From notes, also take questions that a card already answers
    #[arg(long)]
    twins: bool,
    /// Do not ask for confirmation
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
            notes: Options { prose: self.prose, terms: self.terms },
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
        tell(&words.import_skips(file, &why::left_out(reason, words), *count))?;
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

/// What the import does, without the lines of notes that the learner leaves out; `None` when the
/// learner wants none of it.
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
        if merged.is_large {
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
