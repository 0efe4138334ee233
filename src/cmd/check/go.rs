//! Programs and sources of cards under the real Go.

use std::collections::HashMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::cmd::{Context, Exit, code, count, editor, progress::Progress};
use crate::format::program::{Evidence, Mode, programs};
use crate::model::card::Card;
use crate::model::text::visible;

/// Longest time a program of a card may run.
const LONGEST_RUN: Duration = Duration::from_secs(30);
/// Most bytes of its output that are read.
const MOST_OUTPUT: u64 = 1 << 20;

/// One program, with the cards that hold it (the languages of a card share theirs).
struct Job {
    id: String,
    mode: Mode,
    code: String,
    output: Option<String>,
}

/// Compiles and runs every program and looks up every line of evidence; prints what does not hold.
pub(super) fn check(cards: Vec<Card>, context: &mut Context<'_>) -> Result<()> {
    let go = Go::find()?;
    let folder = editor::tempfolder(context.world, "go")?;
    let result = check_in(&folder, &go, &cards, context);
    let _ = fs::remove_dir_all(&folder);
    result
}

fn check_in(folder: &Path, go: &Go, cards: &[Card], context: &mut Context<'_>) -> Result<()> {
    let jobs = jobs(cards);
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
                            if let Ok(mut broken) = broken.lock() {
                                *broken = Some(error);
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
    failures.extend(go.unformatted(folder, &jobs)?);
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
    sources: Mutex<HashMap<String, Option<String>>>,
}

impl Go {
    fn find() -> Result<Go> {
        let missing = "cannot run `go`: install Go from https://go.dev/dl and put it on PATH";
        let output = Command::new("go")
            .args(["env", "GOVERSION", "GOROOT"])
            .env("GOTOOLCHAIN", "local")
            .output()
            .context(missing)?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let mut lines = text.lines();
        let (Some(version), Some(root)) = (lines.next(), lines.next()) else { bail!(missing) };
        let root = PathBuf::from(root);
        if !root.join("src/runtime").is_dir() {
            bail!("the sources of Go are not in {}: install Go with its sources", root.display());
        }
        Ok(Go { version: version.to_owned(), root, sources: Mutex::default() })
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
        let build = Command::new("go")
            .arg("build")
            .arg("-o")
            .arg(&program)
            .arg(".")
            .current_dir(folder)
            .env("GOTOOLCHAIN", "local")
            .env("GOFLAGS", "-mod=mod")
            .env("GOPROXY", "off")
            .env("GO111MODULE", "on")
            .output()
            .context("cannot run `go build`")?;
        let errors = String::from_utf8_lossy(&build.stderr);
        if job.mode == Mode::Fail {
            if build.status.success() {
                return Ok(Some("the program compiles, but should not".into()));
            }
            return Ok(lacks(&errors, job.output.as_deref(), "the compiler's message"));
        }
        if !build.status.success() {
            return Ok(Some(format!("the program does not compile: {}", fold(&errors))));
        }
        let Some(output) = run_within(Command::new(&program).current_dir(folder))? else {
            return Ok(Some(format!("the program runs longer than {} s", LONGEST_RUN.as_secs())));
        };
        let stdout = String::from_utf8_lossy(&output.stdout);
        let stderr = String::from_utf8_lossy(&output.stderr);
        let _ = fs::remove_file(&program);
        if job.mode == Mode::Panic {
            if output.status.code() != Some(2) {
                return Ok(Some(format!(
                    "the program ends with {}, not with code 2",
                    output.status
                )));
            }
            return Ok(lacks(&stderr, job.output.as_deref(), "the message"));
        }
        if !output.status.success() {
            return Ok(Some(format!("the program ends with {}: {}", output.status, fold(&stderr))));
        }
        Ok(match &job.output {
            Some(expected) if *expected != stdout => {
                Some(format!("the program prints {stdout:?}, the card says {expected:?}"))
            }
            _ => None,
        })
    }

    /// The programs that `gofmt` would change.
    fn unformatted(&self, folder: &Path, jobs: &[Job]) -> Result<Vec<String>> {
        let gofmt = self.root.join("bin").join(if cfg!(windows) { "gofmt.exe" } else { "gofmt" });
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
            let bytes = fs::read(self.root.join("src").join(&path)).ok()?;
            Some(fold(&String::from_utf8_lossy(&bytes)))
        });
        match source {
            None => Some(format!("there is no file {path} in the sources of {}", self.version)),
            Some(source) if source.contains(&fold(&text)) => None,
            Some(_) => Some(format!("`{text}` does not stand in {path} of {}", self.version)),
        }
    }
}

/// White space folded to single spaces.
fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn lacks(message: &str, part: Option<&str>, what: &str) -> Option<String> {
    let part = part?;
    let is_there = fold(message).contains(&fold(part));
    (!is_there).then(|| format!("{what} is `{}`, without `{}`", fold(message), fold(part)))
}

/// Runs a program for a limited time; `None` when it was killed for taking longer.
fn run_within(command: &mut Command) -> Result<Option<Output>> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context("cannot run the program of a card")?;
    let stdout = drain(child.stdout.take());
    let stderr = drain(child.stderr.take());
    let status = wait(&mut child)?;
    let collect = |thread: std::thread::JoinHandle<Vec<u8>>| thread.join().unwrap_or_default();
    let (stdout, stderr) = (collect(stdout), collect(stderr));
    Ok(status.map(|status| Output { status, stdout, stderr }))
}

/// Reads a pipe to its end in the background, so that the program never waits for us.
fn drain(pipe: Option<impl Read + Send + 'static>) -> std::thread::JoinHandle<Vec<u8>> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            let _ = pipe.by_ref().take(MOST_OUTPUT).read_to_end(&mut bytes);
            let _ = std::io::copy(&mut pipe, &mut std::io::sink());
        }
        bytes
    })
}

fn wait(child: &mut Child) -> Result<Option<std::process::ExitStatus>> {
    let end = Instant::now() + LONGEST_RUN;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if Instant::now() > end {
            let _ = child.kill();
            let _ = child.wait();
            return Ok(None);
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}
