//! `godrill check`: deck files, programs and sources, or the database.

mod evidence;
mod go;
mod manual;
mod toolchain;
mod trust;
mod verdict;
mod work;

use std::collections::HashSet;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use clap::Args;

use super::door::tell;
use super::{Context, Exit, beside, code, count, progress::Progress, scheduler};
use crate::builtin;
use crate::db::{DbError, Store};
use crate::format::deck::{self, Deck};
use crate::format::{compare, siblings, style};
use crate::model::filter::{AsOf, Filter};
use crate::model::words;
use crate::transfer::{self, Source};

/// Check deck files, or the database.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  godrill check                          check the database against its log
  godrill check --repair                 recompute whatever the log can restore
  godrill check en/go.md zh/go.md        check deck files in two languages
  godrill check --go                     run every program, look up every source
  godrill check --go en/go.md zh/go.md   the same for these files

The exit code is 1 if anything is wrong. Built-in cards must have sources; your own may do \
    without.

--go needs the `go` command on PATH. It runs each program twice, with GOMAXPROCS=1 and with \
    GOMAXPROCS=4, and asks first unless the program is built in. A program may use 30 s, 1 GiB \
    of memory (on Linux), 64 MiB per file and 1 MiB of output. It starts in an empty folder, \
    with nothing of your environment but PATH, and without cgo. When it ends, everything it \
    started is ended too (outside Linux: everything in its process group). Nothing keeps it from \
    your files and the network, so say yes only to decks you trust.

Manual pages are looked up in the folders of MANPATH and in /usr/share/man. A page that is \
    not installed is skipped and counted; outside Linux, so is a program written for Linux.")]
pub(super) struct CheckArgs {
    /// Deck files; without any, the database is checked
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Run every program and look up every source, with the `go` on PATH
    #[arg(long)]
    go: bool,
    /// Run programs that are not built in without asking
    #[arg(short, long, requires = "go")]
    yes: bool,
    /// Recompute what can be recomputed (schedules from the log, the search index) and make
    /// unreadable values readable; the original rows are kept in a file next to the database
    #[arg(long, conflicts_with_all = ["files", "go"])]
    repair: bool,
}

pub(super) fn run(args: &CheckArgs, context: &mut Context<'_>) -> Result<()> {
    if args.files.is_empty() {
        if args.go {
            let store = context.open()?;
            let cards = store.cards(&Filter::default(), AsOf::default())?;
            let cards: Vec<_> = cards.into_iter().map(|c| c.card).collect();
            return go::check(&cards, args.yes, context);
        }
        return database(args.repair, context);
    }
    let (sources, decks) = read(&args.files)?;
    let mut errors = 0;
    let mut warnings = 0;
    for source in &sources {
        for diagnostic in &source.diagnostics {
            if diagnostic.is_error() {
                errors += 1
            } else {
                warnings += 1
            };
        }
        if !source.diagnostics.is_empty() {
            writeln!(context.out, "{}", source.report())?;
        }
    }
    let cards: usize = decks.iter().map(|d| d.cards.len()).sum();
    writeln!(
        context.out,
        "{}, {}: {}, {}",
        count(sources.len(), "file"),
        count(cards, "card"),
        count(errors, "error"),
        count(warnings, "warning")
    )?;
    if errors > 0 {
        bail!(Exit(code::USER));
    }
    if args.go {
        let (_, cards) = crate::format::combine::combine(decks);
        return go::check(&cards, args.yes, context);
    }
    Ok(())
}

/// Reads deck files, with all that a machine can say about each and about a topic's languages.
fn read(files: &[PathBuf]) -> Result<(Vec<Source>, Vec<Deck>)> {
    let mut sources: Vec<Source> = Vec::new();
    let mut decks: Vec<Deck> = Vec::new();
    let words = builtin::words();
    let ours: HashSet<String> = builtin::decks().1.into_iter().map(|card| card.id).collect();
    for path in files {
        let text = transfer::read_text(path)?;
        let name = path.display().to_string();
        let (deck, mut diagnostics) = deck::read(&text);
        diagnostics.extend(style::check_among(&deck, &words::dated(&words, &deck.name), &|id| {
            ours.contains(id)
        }));
        let is_other = |d: &&Deck| d.name == deck.name && d.lang != deck.lang;
        if let Some(first) = decks.iter().find(is_other) {
            diagnostics.extend(compare::compare(first, &deck));
        }
        for (first, source) in decks.iter().zip(&sources) {
            diagnostics.extend(compare::taken(first, &source.name, &deck));
        }
        sources.push(Source { name, text, diagnostics });
        decks.push(deck);
    }
    // Siblings may be in any deck.
    let names_any = decks.iter().flat_map(|d| &d.cards).any(|p| p.card.same.is_some());
    let built_in = if names_any { builtin::decks().1 } else { Vec::new() };
    for (at, diagnostic) in siblings::check(&decks, &built_in) {
        sources[at].diagnostics.push(diagnostic);
    }
    for source in &mut sources {
        source.diagnostics.sort_by_key(|d| (d.line, d.column));
    }
    Ok((sources, decks))
}

/// Makes every value readable. The user's rows are first kept as they were, in a file.
fn mend(store: &mut Store, context: &mut Context<'_>) -> Result<()> {
    let stamp = context.world.stamp();
    let name = |nth: u32| {
        let nth = if nth > 1 { format!("-{nth}") } else { String::new() };
        beside(store.path(), &format!("{stamp}{nth}.unreadable.jsonl"))
    };
    let free = (1..).map(name).find(|path| path.symlink_metadata().is_err());
    let path = free.unwrap_or_else(|| name(1));
    let mut kept = false;
    let mended = store.mend(|rows| {
        kept = true;
        keep(&path, rows).with_context(|| format!("cannot write {}", path.display()))
    })?;
    for fault in &mended.faults {
        writeln!(context.out, "mended: {fault}")?;
    }
    if kept {
        let path = path.display();
        writeln!(context.out, "what could not be read is kept as it was in {path}")?;
    }
    if mended.journal_ended {
        writeln!(context.out, "nothing before this can be undone")?;
    }
    if !mended.faults.is_empty() {
        // Our own cards are loaded from the program again.
        context.load_builtin(store)?;
    }
    Ok(())
}

/// Writes lines to a new file that no one else can read.
fn keep(path: &Path, lines: &[String]) -> Result<()> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    for line in lines {
        writeln!(file, "{line}")?;
    }
    file.sync_all()?;
    Ok(())
}

fn database(repair: bool, context: &mut Context<'_>) -> Result<()> {
    let path = context.world.database(context.db.as_ref())?;
    let mut store = Store::open(&path)?;
    match context.load_builtin(&mut store).map_err(anyhow::Error::downcast::<DbError>) {
        // Finding these is what the command is for.
        Ok(()) | Err(Ok(DbError::Unreadable(_) | DbError::Damaged { .. })) => {}
        Err(Ok(error)) => return Err(error.into()),
        Err(Err(error)) => return Err(error),
    }
    let scheduler = scheduler(&store.settings()?);
    if repair {
        store.require_writable()?;
        mend(&mut store, context)?;
        let progress = Progress::new(context.world, "replaying");
        let changed = store.rebuild(&scheduler, &mut |done, all| progress.show(done, all))?;
        progress.done();
        writeln!(context.out, "{} mended", count(changed as usize, "schedule"))?;
    }
    let problems = store.problems(&scheduler)?;
    let edited = if problems.is_empty() { store.edited()? } else { Vec::new() };
    if !edited.is_empty() {
        writeln!(context.out, "your own wording is kept in {}", edited.join(", "))?;
    }
    for problem in &problems {
        writeln!(context.out, "{}", problem.message)?;
    }
    if problems.is_empty() {
        writeln!(context.out, "database OK; schedules match the review log")?;
        return Ok(());
    }
    let repairable = problems.iter().filter(|p| p.repairable && !repair).count();
    let way_out = match repairable {
        0 => "restore a backup with `godrill restore FILE`".to_owned(),
        n if n == problems.len() => "`godrill check --repair` mends that".to_owned(),
        n => format!(
            "`godrill check --repair` mends {n} of them; for the others restore a backup with `godrill restore FILE`"
        ),
    };
    context.out.flush()?;
    tell(&format!("error: {}: {way_out}", count(problems.len(), "problem")))?;
    bail!(Exit(code::USER))
}
