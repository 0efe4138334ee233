//! Programs and sources of cards under the real Go.

use std::collections::HashMap;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

use super::manual::{self, Manual};
use super::trust;
use crate::cmd::process::{Ended, Limits, Output, Runner};
use crate::cmd::{Context, Exit, code, count, progress::Progress};
use crate::files::{self, Scratch};
use crate::format::evidence::Evidence;
use crate::format::program::{Mode, exercise, programs};
use crate::model::card::{Card, Kind};
use crate::text::visible::visible;
use crate::world::World;

/// What a program of a card may take. The help and [`trust`] tell it too.
pub(super) const RUN: Limits =
    Limits { time: Duration::from_secs(30), output: 1 << 20, memory: 1 << 30, file: 64 << 20 };
/// What its compiler may take; the first one compiles what it needs of the library too.
const BUILD: Limits =
    Limits { time: Duration::from_secs(600), output: 1 << 20, memory: 4 << 30, file: 1 << 30 };
/// No source of Go is larger.
const LARGEST_SOURCE: u64 = 64 << 20;
/// A program must do the same on one processor as on several, whatever this machine has.
const PROCESSORS: [&str; 2] = ["1", "4"];
/// Most characters of what a program says that a message repeats.
const MOST_QUOTED: usize = 1000;

/// One program, with the cards that hold it (the languages of a card share theirs).
struct Job {
    id: String,
    mode: Mode,
    code: String,
    output: Option<String>,
}

/// What a write card opens, its solution and its test.
pub(super) struct Exercise {
    id: String,
    opened: String,
    solution: String,
    test: String,
}

/// The begin of a program that runs on Linux only.
const LINUX_ONLY: &str = "//go:build linux";

/// Compiles and runs every program and looks up every line of evidence; prints what does not hold.
/// Asks before it runs what is not built in, unless there was a `yes`.
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
    work: Work,
    context: &mut Context<'_>,
) -> Result<()> {
    let Work { jobs, exercises, mut skipped } = work;
    let all = jobs.len() + exercises.len();
    let progress = Progress::new(context.world, "go");
    let done = AtomicUsize::new(0);
    let failures: Mutex<Vec<(usize, String)>> = Mutex::new(Vec::new());
    let next = AtomicUsize::new(0);
    let workers = std::thread::available_parallelism().map_or(2, usize::from);
    let broken: Mutex<Option<anyhow::Error>> = Mutex::new(None);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    if index >= all {
                        break;
                    }
                    let folder = folder.join(index.to_string());
                    let (id, result) = match jobs.get(index) {
                        Some(job) => (&job.id, go.run(job, &folder)),
                        None => {
                            let exercise = &exercises[index - jobs.len()];
                            (&exercise.id, go.judge(exercise, &folder))
                        }
                    };
                    match result {
                        Ok(None) => {}
                        Ok(Some(why)) => {
                            if let Ok(mut failures) = failures.lock() {
                                failures.push((index, format!("{id}: {why}")));
                            }
                        }
                        Err(error) => {
                            // Nothing can be run: the others end too.
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
            });
        }
    });
    progress.done();
    if let Some(error) = broken.into_inner().unwrap_or_default() {
        return Err(error);
    }
    let mut failures = failures.into_inner().unwrap_or_default();
    failures.sort();
    let mut failures: Vec<String> = failures.into_iter().map(|(_, why)| why).collect();
    failures.extend(go.unformatted(folder, &jobs, &exercises)?);
    let mut manual = Manual::new(context.world.manual.clone());
    let mut lines = 0;
    for card in cards {
        for line in &card.evidence {
            match go.look_up(line, &mut manual) {
                Found::There => lines += 1,
                Found::Not(why) => {
                    lines += 1;
                    failures.push(format!("{}: {why}", card.id));
                }
                Found::Skipped(why) => skipped.push(format!("{}: {why}", card.id)),
            }
        }
    }
    for skipped in &skipped {
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
        count(all, "program"),
        count(lines, "source"),
        count(failures.len(), "failure"),
        if skipped.is_empty() { String::new() } else { format!(", {} skipped", skipped.len()) }
    )?;
    if failures.is_empty() { Ok(()) } else { bail!(Exit(code::USER)) }
}

/// Every different program of the cards.
fn jobs(cards: &[Card]) -> Vec<Job> {
    let mut jobs: Vec<Job> = Vec::new();
    for card in cards {
        let first = jobs.len();
        for text in card.text.values() {
            for program in programs(text) {
                let is_known = |job: &Job| {
                    job.code == program.code
                        && job.mode == program.mode
                        && job.output == program.output
                };
                if !jobs[first..].iter().any(is_known) {
                    jobs.push(Job {
                        id: card.id.clone(),
                        mode: program.mode,
                        code: program.code,
                        output: program.output,
                    });
                }
            }
        }
    }
    jobs
}

/// All that is run of some cards.
struct Work {
    jobs: Vec<Job>,
    exercises: Vec<Exercise>,
    /// What is not run on this system, in words.
    skipped: Vec<String>,
}

impl Work {
    fn of(cards: &[Card], is_linux: bool) -> Work {
        let (jobs, skipped) = for_this_system(jobs(cards), is_linux);
        Work { jobs, exercises: exercises(cards), skipped }
    }
}

impl Exercise {
    /// All that is run of it, to be known again.
    pub(super) fn whole(&self) -> String {
        [self.opened.as_str(), &self.solution, &self.test].join("\0")
    }
}

/// The programs that run on this system, and which of them do not.
fn for_this_system(jobs: Vec<Job>, is_linux: bool) -> (Vec<Job>, Vec<String>) {
    let is_foreign = |job: &Job| !is_linux && job.code.starts_with(LINUX_ONLY);
    let (foreign, ours): (Vec<Job>, Vec<Job>) = jobs.into_iter().partition(is_foreign);
    let skipped = foreign.into_iter().map(|job| format!("{}: the program needs Linux", job.id));
    (ours, skipped.collect())
}

/// What the write cards open, their solutions and tests; the languages of a card share theirs.
pub(super) fn exercises(cards: &[Card]) -> Vec<Exercise> {
    let writes = cards.iter().filter(|card| card.kind == Kind::Write);
    let exercise = |card: &Card| {
        let (opened, solution) = exercise(card.text.values().next()?);
        Some(Exercise {
            id: card.id.clone(),
            opened: opened?,
            solution: solution?,
            test: card.test.clone()?,
        })
    };
    writes.filter_map(exercise).collect()
}

/// What became of a line of evidence.
enum Found {
    There,
    Not(String),
    /// It cannot be looked up on this machine.
    Skipped(String),
}

/// The Go toolchain on `PATH`.
struct Go {
    version: String,
    root: PathBuf,
    cache: PathBuf,
    runner: Runner,
    /// The variables of the environment without which no program can be started.
    outside: Vec<(&'static str, OsString)>,
    sources: Mutex<HashMap<String, Option<String>>>,
}

impl Go {
    /// Looks for it; without a cache of its own it gets one in `folder`.
    fn find(folder: &Path, runner: Runner, world: &World) -> Result<Go> {
        let missing = "cannot run `go`: install Go from https://go.dev/dl and put it on PATH";
        let output = Command::new("go")
            .args(["env", "GOVERSION", "GOROOT", "GOCACHE"])
            .env("GOTOOLCHAIN", "local")
            .output()
            .context(missing)?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let mut lines = text.lines();
        let (Some(version), Some(root)) = (lines.next(), lines.next()) else {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            bail!("`go env` says nothing of use: {}", quoted(&fold(&said)));
        };
        let root = PathBuf::from(root);
        if !root.join("src").join("runtime").is_dir() {
            bail!("the sources of Go are not in {}: install Go with its sources", root.display());
        }
        let cache = lines.next().map(PathBuf::from).filter(|path| path.is_absolute());
        let cache = cache.unwrap_or_else(|| folder.join("cache"));
        let variable = |name| Some((name, world.variable(name)?));
        let outside = ["PATH", "SystemRoot"].into_iter().filter_map(variable).collect();
        let version = version.to_owned();
        Ok(Go { version, root, cache, runner, outside, sources: Mutex::default() })
    }

    /// A command in a folder, which is all that its environment tells it of: nothing there bends
    /// it, and none of it is a secret.
    fn command(&self, program: impl AsRef<std::ffi::OsStr>, folder: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(folder).env("TZ", "UTC");
        command.envs(self.outside.iter().map(|(name, value)| (name, value)));
        command.env("HOME", folder);
        if cfg!(windows) {
            command.env("LOCALAPPDATA", folder).env("USERPROFILE", folder);
        }
        set_temporary(&mut command, folder);
        command
    }

    /// Compiles what stands in `folder`. Gives the program and what the compiler left, or why it
    /// left nothing.
    fn build(&self, verb: &[&str], folder: &Path) -> Result<Result<(PathBuf, Output), String>> {
        // The language version of the toolchain that is checked against.
        let number = self.version.trim_start_matches("go");
        let module: String = number.split('.').take(2).collect::<Vec<_>>().join(".");
        fs::write(folder.join("go.mod"), format!("module card\n\ngo {module}\n"))?;
        let program = folder.join(if cfg!(windows) { "card.exe" } else { "card" });
        let mut build = self.command("go", folder);
        // Go takes no module that stands in the folder for temporary files.
        let temporary = folder.join("tmp");
        fs::create_dir(&temporary)?;
        set_temporary(&mut build, &temporary);
        build
            .args(verb)
            // Without tables for debuggers linking is faster; traces stay.
            .args(["-ldflags=-w", "-o"])
            .arg(&program)
            // There is a build for each processor already, and memory has a limit.
            .args(["-p=4", "."])
            // No C code, which would be compiled and linked by another program.
            .env("CGO_ENABLED", "0")
            .env("GO111MODULE", "on")
            .env("GOCACHE", &self.cache)
            .env("GOENV", "off")
            .env("GOPATH", folder.join("path"))
            .env("GOPROXY", "off")
            .env("GOROOT", &self.root)
            .env("GOTOOLCHAIN", "local")
            .env("GOWORK", "off");
        Ok(match self.runner.run(&build, folder, &BUILD)? {
            Ended::Done(output) => Ok((program, output)),
            Ended::Over(why) => Err(format!("the compiler of the program {why}")),
        })
    }

    /// Runs the test of a write card: what the card opens must compile and fail it, the solution
    /// must pass. `Some` says what does not hold.
    fn judge(&self, exercise: &Exercise, folder: &Path) -> Result<Option<String>> {
        fs::create_dir(folder)?;
        for (name, what, code) in [
            ("opened", "the file to open", &exercise.opened),
            ("solution", "the solution", &exercise.solution),
        ] {
            let folder = folder.join(name);
            fs::create_dir(&folder)?;
            fs::write(folder.join("kata.go"), code)?;
            fs::write(folder.join("kata_test.go"), &exercise.test)?;
            let (program, build) = match self.build(&["test", "-c"], &folder)? {
                Ok(built) => built,
                Err(why) => return Ok(Some(why)),
            };
            if !build.status.success() {
                let message = quoted(&fold(&format!("{}{}", build.stderr, build.stdout)));
                return Ok(Some(format!("{what} does not compile with the test: {message}")));
            }
            if !program.exists() {
                return Ok(Some("the test holds no test".into()));
            }
            for processors in PROCESSORS {
                let output = match self.run_alone(&program, &folder, processors)? {
                    Ended::Done(output) => output,
                    Ended::Over(why) => return Ok(Some(format!("the test of {what} {why}"))),
                };
                match (name, output.status.success()) {
                    ("opened", true) => return Ok(Some(format!("{what} passes the test already"))),
                    ("solution", false) => {
                        let said = quoted(&fold(&format!("{}{}", output.stdout, output.stderr)));
                        return Ok(Some(format!("{what} fails the test: {said}")));
                    }
                    _ => {}
                }
            }
            let _ = fs::remove_file(&program);
        }
        Ok(None)
    }

    /// Runs a program as its card says; `Some` says what does not hold. An error means that
    /// nothing could be run at all.
    fn run(&self, job: &Job, folder: &Path) -> Result<Option<String>> {
        fs::create_dir(folder)?;
        fs::write(folder.join("main.go"), &job.code)?;
        let (program, build) = match self.build(&["build"], folder)? {
            Ok(built) => built,
            Err(why) => return Ok(Some(why)),
        };
        if job.mode == Mode::Fail {
            if build.status.success() {
                return Ok(Some("the program compiles, but should not".into()));
            }
            return Ok(lacks(&build.stderr, job.output.as_deref(), "the compiler's message"));
        }
        if !build.status.success() {
            let message = quoted(&fold(&build.stderr));
            return Ok(Some(format!("the program does not compile: {message}")));
        }
        for processors in PROCESSORS {
            let why = match self.run_alone(&program, folder, processors)? {
                Ended::Done(output) => wrong(job, &output),
                Ended::Over(why) => Some(format!("the program {why}")),
            };
            if let Some(why) = why {
                return Ok(Some(format!("{why} (GOMAXPROCS={processors})")));
            }
        }
        let _ = fs::remove_file(&program);
        Ok(None)
    }

    /// Runs a program that was built in `folder` on so many processors. Each run has a folder of
    /// its own, with nothing in it.
    fn run_alone(&self, program: &Path, folder: &Path, processors: &str) -> Result<Ended> {
        let empty = folder.join("run");
        fs::create_dir(&empty)?;
        let mut command = self.command(program, &empty);
        command.env("GOMAXPROCS", processors);
        let ended = self.runner.run(&command, folder, &RUN);
        files::remove_folder(&empty);
        ended
    }

    /// The programs that `gofmt` would change.
    fn unformatted(
        &self,
        folder: &Path,
        jobs: &[Job],
        exercises: &[Exercise],
    ) -> Result<Vec<String>> {
        let gofmt = self.root.join("bin").join(if cfg!(windows) { "gofmt.exe" } else { "gofmt" });
        // Some packagers put it elsewhere.
        let gofmt = if gofmt.exists() { gofmt } else { PathBuf::from("gofmt") };
        // What must not compile need not be formatted either.
        let mut files: Vec<(&str, PathBuf)> = (0..jobs.len())
            .filter(|i| jobs[*i].mode != Mode::Fail)
            .map(|i| (jobs[i].id.as_str(), folder.join(i.to_string()).join("main.go")))
            .collect();
        for (at, exercise) in (jobs.len()..).zip(exercises) {
            for file in ["opened/kata.go", "solution/kata.go", "solution/kata_test.go"] {
                let path = folder.join(at.to_string()).join(file);
                // An exercise that fails leaves what comes after it unwritten.
                if path.exists() {
                    files.push((&exercise.id, path));
                }
            }
        }
        if files.is_empty() {
            return Ok(Vec::new());
        }
        let mut changed = Vec::new();
        for files in files.chunks(200) {
            let output = Command::new(&gofmt)
                .arg("-l")
                .args(files.iter().map(|(_, path)| path))
                .output()
                .with_context(|| format!("cannot run {}", gofmt.display()))?;
            let listed = String::from_utf8_lossy(&output.stdout);
            for (id, path) in files {
                if listed.lines().any(|line| Path::new(line) == path) {
                    changed.push(format!("{id}: the program is not as gofmt prints it"));
                }
            }
        }
        Ok(changed)
    }

    /// Looks up a line of evidence. URLs are taken as they are.
    fn look_up(&self, line: &str, manual: &mut Manual) -> Found {
        let (path, text) = match Evidence::parse(line) {
            Ok(Evidence::Source { path, text }) => (path, text),
            Ok(Evidence::Manual { name, section, text }) => {
                return match manual.page(&name, &section) {
                    None => Found::Skipped(format!("the page {name}({section}) is not installed")),
                    Some(page) if page.contains(&manual::fold(&text)) => Found::There,
                    Some(_) => Found::Not(format!("`{text}` does not stand in {name}({section})")),
                };
            }
            Ok(Evidence::Url(_)) => return Found::There,
            Err(why) => return Found::Not(why),
        };
        let Ok(mut sources) = self.sources.lock() else { return Found::There };
        let source = sources.entry(path.clone()).or_insert_with(|| {
            let file = self.root.join("src").join(&path);
            let bytes = files::read(&file, LARGEST_SOURCE).ok()?;
            Some(fold(&String::from_utf8_lossy(&bytes)))
        });
        let version = &self.version;
        match source {
            None => Found::Not(format!("there is no file {path} in the sources of {version}")),
            Some(source) if source.contains(&fold(&text)) => Found::There,
            Some(_) => Found::Not(format!("`{text}` does not stand in {path} of {version}")),
        }
    }
}

/// Sets the folder for temporary files.
fn set_temporary(command: &mut Command, folder: &Path) {
    for name in ["TMPDIR", "TEMP", "TMP"] {
        if cfg!(windows) != (name == "TMPDIR") {
            command.env(name, folder);
        }
    }
}

/// White space folded to single spaces.
fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The begin of what a program says.
fn quoted(text: &str) -> String {
    let mut chars = text.chars();
    let begin: String = chars.by_ref().take(MOST_QUOTED).collect();
    if chars.next().is_some() { format!("{begin} …") } else { begin }
}

/// What in the end of a program is not as its card says.
fn wrong(job: &Job, output: &Output) -> Option<String> {
    let Output { status, stdout, stderr } = output;
    if job.mode == Mode::Panic {
        if status.code() != Some(2) {
            return Some(format!("the program ends with {status}, not with code 2"));
        }
        return lacks(stderr, job.output.as_deref(), "the message");
    }
    if !status.success() {
        return Some(format!("the program ends with {status}: {}", quoted(&fold(stderr))));
    }
    let expected = job.output.as_ref().filter(|expected| *expected != stdout)?;
    let stdout = quoted(&format!("{stdout:?}"));
    Some(format!("the program prints {stdout}, the card says {expected:?}"))
}

fn lacks(message: &str, part: Option<&str>, what: &str) -> Option<String> {
    let part = part?;
    let is_there = fold(message).contains(&fold(part));
    (!is_there).then(|| format!("{what} is `{}`, without `{}`", quoted(&fold(message)), fold(part)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_for_linux_are_skipped_elsewhere() {
        let job = |id: &str, code: &str| Job {
            id: id.into(),
            mode: Mode::Run,
            code: code.into(),
            output: None,
        };
        let jobs =
            || vec![job("t-a", "//go:build linux\n\npackage main\n"), job("t-b", "package main\n")];
        let (ours, skipped) = for_this_system(jobs(), true);
        assert_eq!((ours.len(), skipped.len()), (2, 0));
        let (ours, skipped) = for_this_system(jobs(), false);
        assert_eq!((ours.len(), ours[0].id.as_str()), (1, "t-b"));
        assert_eq!(skipped, ["t-a: the program needs Linux"]);
    }
}
