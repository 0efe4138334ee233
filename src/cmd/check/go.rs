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

use super::trust;
use crate::cmd::process::{Ended, Limits, Output, Runner};
use crate::cmd::{Context, Exit, code, count, progress::Progress};
use crate::files::{self, Scratch};
use crate::format::program::{Evidence, Mode, programs};
use crate::model::card::Card;
use crate::model::text::visible;
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

/// Compiles and runs every program and looks up every line of evidence; prints what does not hold.
/// Asks before it runs what is not built in, unless there was a `yes`.
pub(super) fn check(cards: &[Card], yes: bool, context: &mut Context<'_>) -> Result<()> {
    let jobs = jobs(cards);
    let programs = jobs.iter().filter(|job| job.mode != Mode::Fail).map(|job| job.code.as_str());
    if !yes && !trust::ask(programs, context)? {
        return Ok(());
    }
    let runner = Runner::listen(context.world)?;
    let base = context.world.temporary();
    let folder = Scratch::new(&base, "go")
        .with_context(|| format!("cannot make a folder for programs in {}", base.display()))?;
    let go = Go::find(folder.path(), runner, context.world)?;
    let result = check_in(folder.path(), &go, cards, &jobs, context);
    drop(folder);
    go.runner.end();
    result
}

fn check_in(
    folder: &Path,
    go: &Go,
    cards: &[Card],
    jobs: &[Job],
    context: &mut Context<'_>,
) -> Result<()> {
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
                    let Some(job) = jobs.get(index) else { break };
                    match go.run(job, &folder.join(index.to_string())) {
                        Ok(None) => {}
                        Ok(Some(why)) => {
                            if let Ok(mut failures) = failures.lock() {
                                failures.push((index, format!("{}: {why}", job.id)));
                            }
                        }
                        Err(error) => {
                            // Nothing can be run: the others end too.
                            next.store(jobs.len(), Ordering::Relaxed);
                            if let Ok(mut broken) = broken.lock() {
                                broken.get_or_insert(error);
                            }
                            break;
                        }
                    }
                    let done = done.fetch_add(1, Ordering::Relaxed) + 1;
                    progress.show(done as u64, jobs.len() as u64);
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
    failures.extend(go.unformatted(folder, jobs)?);
    let mut lines = 0;
    for card in cards {
        for line in &card.evidence {
            lines += 1;
            if let Some(why) = go.look_up(line) {
                failures.push(format!("{}: {why}", card.id));
            }
        }
    }
    for failure in &failures {
        writeln!(context.out, "{}", visible(failure))?;
    }
    writeln!(
        context.out,
        "{}: {}, {} and {} checked, {}",
        go.version,
        count(cards.len(), "card"),
        count(jobs.len(), "program"),
        count(lines, "source"),
        count(failures.len(), "failure")
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

    /// Runs a program as its card says; `Some` says what does not hold. An error means that
    /// nothing could be run at all.
    fn run(&self, job: &Job, folder: &Path) -> Result<Option<String>> {
        fs::create_dir(folder)?;
        // The language version of the toolchain that is checked against.
        let number = self.version.trim_start_matches("go");
        let module: String = number.split('.').take(2).collect::<Vec<_>>().join(".");
        fs::write(folder.join("go.mod"), format!("module card\n\ngo {module}\n"))?;
        fs::write(folder.join("main.go"), &job.code)?;
        let program = folder.join(if cfg!(windows) { "card.exe" } else { "card" });
        let mut build = self.command("go", folder);
        // Go takes no module that stands in the folder for temporary files.
        let temporary = folder.join("tmp");
        fs::create_dir(&temporary)?;
        set_temporary(&mut build, &temporary);
        build
            // Without tables for debuggers linking is faster; traces stay.
            .args(["build", "-ldflags=-w", "-o"])
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
        let build = match self.runner.run(&build, folder, &BUILD)? {
            Ended::Done(build) => build,
            Ended::Over(why) => return Ok(Some(format!("the compiler of the program {why}"))),
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
            // Each run has a folder of its own, with nothing in it.
            let empty = folder.join("run");
            fs::create_dir(&empty)?;
            let mut command = self.command(&program, &empty);
            command.env("GOMAXPROCS", processors);
            let ended = self.runner.run(&command, folder, &RUN);
            files::remove_folder(&empty);
            let why = match ended? {
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

    /// The programs that `gofmt` would change.
    fn unformatted(&self, folder: &Path, jobs: &[Job]) -> Result<Vec<String>> {
        let gofmt = self.root.join("bin").join(if cfg!(windows) { "gofmt.exe" } else { "gofmt" });
        // Some packagers put it elsewhere.
        let gofmt = if gofmt.exists() { gofmt } else { PathBuf::from("gofmt") };
        // What must not compile need not be formatted either.
        let files: Vec<(usize, PathBuf)> = (0..jobs.len())
            .filter(|i| jobs[*i].mode != Mode::Fail)
            .map(|i| (i, folder.join(i.to_string()).join("main.go")))
            .collect();
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
            for (index, path) in files {
                if listed.lines().any(|line| Path::new(line) == path) {
                    changed.push(format!(
                        "{}: the program is not as gofmt prints it",
                        jobs[*index].id
                    ));
                }
            }
        }
        Ok(changed)
    }

    /// Looks up a line of evidence; `Some` says what does not hold. URLs are taken as they are.
    fn look_up(&self, line: &str) -> Option<String> {
        let (path, text) = match Evidence::parse(line) {
            Ok(Evidence::Source { path, text }) => (path, text),
            Ok(Evidence::Url(_)) => return None,
            Err(why) => return Some(why),
        };
        let mut sources = self.sources.lock().ok()?;
        let source = sources.entry(path.clone()).or_insert_with(|| {
            let file = self.root.join("src").join(&path);
            let bytes = files::read(&file, LARGEST_SOURCE).ok()?;
            Some(fold(&String::from_utf8_lossy(&bytes)))
        });
        match source {
            None => Some(format!("there is no file {path} in the sources of {}", self.version)),
            Some(source) if source.contains(&fold(&text)) => None,
            Some(_) => Some(format!("`{text}` does not stand in {path} of {}", self.version)),
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
