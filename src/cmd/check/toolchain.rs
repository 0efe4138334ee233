//! The Go on this machine: builds and runs programs within limits, in folders of their own.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

use crate::cmd::process::{Ended, Limits, Output, Runner};
use crate::files;
use crate::world::World;

/// What the program of a card may use. The help and [`trust`] say so too.
pub(super) const RUN: Limits =
    Limits { time: Duration::from_secs(30), output: 1 << 20, memory: 1 << 30, file: 64 << 20 };
/// What its compiler may use; the first build also compiles the packages it needs.
const BUILD: Limits =
    Limits { time: Duration::from_secs(600), output: 1 << 20, memory: 4 << 30, file: 1 << 30 };
/// The most characters of a program's output that a message quotes.
const MOST_QUOTED: usize = 1000;

/// The Go toolchain on `PATH`.
pub(super) struct Go {
    pub(super) version: String,
    pub(super) root: PathBuf,
    cache: PathBuf,
    pub(super) runner: Runner,
    /// The variables of the environment without which no program can be started.
    outside: Vec<(&'static str, OsString)>,
}

impl Go {
    /// Finds Go; if it has no cache of its own, it gets one in `folder`.
    pub(super) fn find(folder: &Path, runner: Runner, world: &World) -> Result<Go> {
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
        Ok(Go { version, root, cache, runner, outside })
    }

    /// A command that runs in a folder. Its environment says little beyond that: nothing in it
    /// changes what the command does, and nothing is secret.
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

    /// Compiles what is in `folder`. Returns the program and the compiler's output, or why there is
    /// none.
    pub(super) fn build(
        &self,
        verb: &[&str],
        folder: &Path,
    ) -> Result<Result<(PathBuf, Output), String>> {
        // The language version of this toolchain.
        let number = self.version.trim_start_matches("go");
        let module: String = number.split('.').take(2).collect::<Vec<_>>().join(".");
        fs::write(folder.join("go.mod"), format!("module card\n\ngo {module}\n"))?;
        let program = folder.join(if cfg!(windows) { "card.exe" } else { "card" });
        let mut build = self.command("go", folder);
        // Go ignores a module that is itself the folder for temporary files.
        let temporary = folder.join("tmp");
        fs::create_dir(&temporary)?;
        set_temporary(&mut build, &temporary);
        build
            .args(verb)
            // Linking is faster without tables for debuggers; stack traces stay.
            .args(["-ldflags=-w", "-o"])
            .arg(&program)
            // One build per processor is running already, and memory is limited.
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

    /// Runs a program that was built in `folder` on this many processors. Each run has an empty
    /// folder of its own.
    pub(super) fn run_alone(
        &self,
        program: &Path,
        folder: &Path,
        processors: &str,
    ) -> Result<Ended> {
        let empty = folder.join("run");
        fs::create_dir(&empty)?;
        let mut command = self.command(program, &empty);
        command.env("GOMAXPROCS", processors);
        let ended = self.runner.run(&command, folder, &RUN);
        files::remove_folder(&empty);
        ended
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
pub(super) fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The beginning of what a program says.
pub(super) fn quoted(text: &str) -> String {
    let mut chars = text.chars();
    let begin: String = chars.by_ref().take(MOST_QUOTED).collect();
    if chars.next().is_some() { format!("{begin} …") } else { begin }
}
