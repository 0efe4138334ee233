//! Whether programs do what their cards say.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use super::toolchain::{Go, fold, quoted};
use super::work::{Exercise, Job};
use crate::cmd::process::{Ended, Output};
use crate::format::program::Mode;

/// A program must do the same on one processor as on several, whatever this machine has.
const PROCESSORS: [&str; 2] = ["1", "4"];

/// What is wrong with a program.
pub(super) struct Fault {
    pub(super) why: String,
    /// Whether another run could end in another way.
    pub(super) may_pass: bool,
}

impl Fault {
    /// Something that no other run changes, or a program that had to be ended.
    fn lasting(why: impl Into<String>) -> Fault {
        Fault { why: why.into(), may_pass: false }
    }

    /// Something that a busy machine can bring about.
    fn of_a_run(why: impl Into<String>) -> Fault {
        Fault { why: why.into(), may_pass: true }
    }
}

impl Go {
    /// Runs the test of a write card: the file that the card opens must compile and fail it, the
    /// solution must pass. `Some` says what is wrong.
    pub(super) fn judge(&self, exercise: &Exercise, folder: &Path) -> Result<Option<Fault>> {
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
                Err(why) => return Ok(Some(Fault::lasting(why))),
            };
            if !build.status.success() {
                let message = quoted(&fold(&format!("{}{}", build.stderr, build.stdout)));
                let why = format!("{what} does not compile with the test: {message}");
                return Ok(Some(Fault::lasting(why)));
            }
            if !program.exists() {
                return Ok(Some(Fault::lasting("the test holds no test")));
            }
            for processors in PROCESSORS {
                let output = match self.run_alone(&program, &folder, processors)? {
                    Ended::Done(output) => output,
                    Ended::Over(why) => {
                        return Ok(Some(Fault::lasting(format!("the test of {what} {why}"))));
                    }
                };
                match (name, output.status.success()) {
                    ("opened", true) => {
                        let why = format!("{what} passes the test already");
                        return Ok(Some(Fault::of_a_run(why)));
                    }
                    ("solution", false) => {
                        let said = quoted(&fold(&format!("{}{}", output.stdout, output.stderr)));
                        return Ok(Some(Fault::of_a_run(format!("{what} fails the test: {said}"))));
                    }
                    _ => {}
                }
            }
            let _ = fs::remove_file(&program);
        }
        Ok(None)
    }

    /// Runs a program as its card says; `Some` says what is wrong. An error means that nothing
    /// could be run at all.
    pub(super) fn run(&self, job: &Job, folder: &Path) -> Result<Option<Fault>> {
        fs::create_dir(folder)?;
        fs::write(folder.join("main.go"), &job.code)?;
        let (program, build) = match self.build(&["build"], folder)? {
            Ok(built) => built,
            Err(why) => return Ok(Some(Fault::lasting(why))),
        };
        if job.mode == Mode::Fail {
            if build.status.success() {
                return Ok(Some(Fault::lasting("the program compiles, but should not")));
            }
            let lacks = lacks(&build.stderr, job.output.as_deref(), "the compiler's message");
            return Ok(lacks.map(Fault::lasting));
        }
        if !build.status.success() {
            let message = quoted(&fold(&build.stderr));
            return Ok(Some(Fault::lasting(format!("the program does not compile: {message}"))));
        }
        for processors in PROCESSORS {
            let fault = match self.run_alone(&program, folder, processors)? {
                Ended::Done(output) => wrong(job, &output).map(Fault::of_a_run),
                Ended::Over(why) => Some(Fault::lasting(format!("the program {why}"))),
            };
            if let Some(Fault { why, may_pass }) = fault {
                let why = format!("{why} (GOMAXPROCS={processors})");
                return Ok(Some(Fault { why, may_pass }));
            }
        }
        let _ = fs::remove_file(&program);
        Ok(None)
    }

    /// The programs that `gofmt` would change.
    pub(super) fn unformatted(
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
                // An exercise that fails early leaves its later files unwritten.
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
}

/// How the outcome of a program differs from what its card says.
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
