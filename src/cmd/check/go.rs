//! Checks the programs and sources of cards against the real Go.

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context as _, Result, bail};

use super::evidence::{Found, Library};
use super::manual::Manual;
use super::toolchain::Go;
use super::trust;
use super::verdict::Fault;
use super::work::{Exercise, Work};
use crate::cmd::process::Runner;
use crate::cmd::{Context, Exit, code, count, progress::Progress};
use crate::files::Scratch;
use crate::format::program::Mode;
use crate::model::card::Card;
use crate::text::visible::visible;
use crate::world::World;

/// Compiles and runs every program and looks up every line of evidence; prints what fails. Asks
/// before it runs what is not built in, unless `yes` is set.
pub(super) fn check(cards: &[Card], yes: bool, context: &mut Context<'_>) -> Result<()> {
    let work = Work::of(cards, cfg!(target_os = "linux"));
    let programs = work.jobs.iter().filter(|job| job.mode != Mode::Fail);
    let programs = programs.map(|job| job.code.clone());
    let programs = programs.chain(work.exercises.iter().map(Exercise::whole));
    if !yes && !trust::ask(programs, context)? {
        return Ok(());
    }
    let runner = Runner::listen(context.world)?;
    let base = context.world.temporary();
    let folder = Scratch::new(&base, "go")
        .with_context(|| format!("cannot make a folder for programs in {}", base.display()))?;
    let go = Go::find(folder.path(), runner, context.world)?;
    let result = check_in(folder.path(), &go, cards, work, context);
    drop(folder);
    go.runner.end();
    result
}

fn check_in(
    folder: &Path,
    go: &Go,
    cards: &[Card],
    mut work: Work,
    context: &mut Context<'_>,
) -> Result<()> {
    let mut failures = run_all(folder, go, &work, context.world)?;
    failures.extend(go.unformatted(folder, &work.jobs, &work.exercises)?);
    let mut library = Library::new(go, Manual::new(context.world.manual.clone()));
    let mut lines = 0;
    for card in cards {
        for line in &card.evidence {
            match library.look_up(line) {
                Found::There => lines += 1,
                Found::Not(why) => {
                    lines += 1;
                    failures.push(format!("{}: {why}", card.id));
                }
                Found::Skipped(why) => work.skipped.push(format!("{}: {why}", card.id)),
            }
        }
    }
    let Work { jobs, exercises, skipped } = &work;
    for skipped in skipped {
        writeln!(context.out, "{}, skipped", visible(skipped))?;
    }
    for failure in &failures {
        writeln!(context.out, "{}", visible(failure))?;
    }
    writeln!(
        context.out,
        "{}: {}, {} and {} checked, {}{}",
        go.version,
        count(cards.len(), "card"),
        count(jobs.len() + exercises.len(), "program"),
        count(lines, "source"),
        count(failures.len(), "failure"),
        if skipped.is_empty() { String::new() } else { format!(", {} skipped", skipped.len()) }
    )?;
    if failures.is_empty() { Ok(()) } else { bail!(Exit(code::USER)) }
}

/// How many times in a row a program that failed while others ran must pass alone: a busy machine
/// is not the fault of a card, but output that changes from run to run is.
const AGAIN: u32 = 3;

/// Runs all programs, several at a time. Returns the failures, in the order of the cards.
fn run_all(folder: &Path, go: &Go, work: &Work, world: &World) -> Result<Vec<String>> {
    let Work { jobs, exercises, .. } = work;
    let all = jobs.len() + exercises.len();
    let run = |index: usize, name: String| {
        let folder = folder.join(name);
        match jobs.get(index) {
            Some(job) => (&job.id, go.run(job, &folder)),
            None => {
                let exercise = &exercises[index - jobs.len()];
                (&exercise.id, go.judge(exercise, &folder))
            }
        }
    };
    let progress = Progress::new(world, "go");
    let done = AtomicUsize::new(0);
    let failures: Mutex<Vec<(usize, String, bool)>> = Mutex::new(Vec::new());
    let next = AtomicUsize::new(0);
    let workers = std::thread::available_parallelism().map_or(2, usize::from);
    let broken: Mutex<Option<anyhow::Error>> = Mutex::new(None);
    let work = || {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            if index >= all {
                break;
            }
            let (id, result) = run(index, index.to_string());
            match result {
                Ok(None) => {}
                Ok(Some(Fault { why, may_pass })) => {
                    if let Ok(mut failures) = failures.lock() {
                        failures.push((index, format!("{id}: {why}"), may_pass));
                    }
                }
                Err(error) => {
                    // Nothing can be run: the other workers stop too.
                    next.store(all, Ordering::Relaxed);
                    if let Ok(mut broken) = broken.lock() {
                        broken.get_or_insert(error);
                    }
                    break;
                }
            }
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            progress.show(done as u64, all as u64);
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(work);
        }
    });
    progress.done();
    if let Some(error) = broken.into_inner().unwrap_or_default() {
        return Err(error);
    }
    let mut failures = failures.into_inner().unwrap_or_default();
    failures.sort();
    let mut lasting = Vec::new();
    for (index, first, may_pass) in failures {
        let mut passes = 0;
        while may_pass && passes < AGAIN && run(index, format!("{index}-{passes}")).1?.is_none() {
            passes += 1;
        }
        if passes < AGAIN {
            lasting.push(first);
        }
    }
    Ok(lasting)
}
