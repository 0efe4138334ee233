//! The door through which programs of others run: within limits, only as long as the user wants, and
//! with all that they start.
//!
//! Each program gets a guard, which is godrill once more: see [`guard`]. A socket holds the two
//! together. It closes when godrill ends, however that happens, and then the guard ends all that its
//! program started.

#[cfg(target_os = "linux")]
mod family;
#[cfg(unix)]
mod guard;

use std::fs::{self, File};
use std::io::{Read, Seek};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::files;
use crate::world::World;

#[cfg(unix)]
pub(super) use guard::{WithinArgs, within};

/// How often a running program is looked at.
const LOOK: Duration = Duration::from_millis(5);
/// How long a guard may take to end what it guards.
#[cfg(unix)]
const PATIENCE: Duration = Duration::from_secs(10);

/// What a program may take, with all that it starts.
#[derive(Debug, Clone, Copy)]
#[cfg_attr(not(unix), expect(dead_code, reason = "there is no guard there"))]
pub(super) struct Limits {
    /// Time.
    pub(super) time: Duration,
    /// Bytes on each of its outputs.
    pub(super) output: u64,
    /// Bytes of memory (on Linux).
    pub(super) memory: u64,
    /// Bytes of a file that it writes (on Unix).
    pub(super) file: u64,
}

/// How a program came to its end.
pub(super) enum Ended {
    /// By itself.
    Done(Output),
    /// It was ended; the end of a sentence about it tells why, such as `runs longer than 30 s`.
    Over(String),
}

/// What a program left.
pub(super) struct Output {
    pub(super) status: ExitStatus,
    pub(super) stdout: String,
    pub(super) stderr: String,
}

/// Runs programs; an interrupt, which they do not get themselves, ends them all.
pub(super) struct Runner {
    #[cfg(unix)]
    signals: Vec<(i32, std::sync::Arc<std::sync::atomic::AtomicBool>)>,
    #[cfg(unix)]
    guards: guard::Guards,
    /// This program.
    godrill: PathBuf,
}

impl Runner {
    /// From now on signals that would end godrill end what it runs first.
    pub(super) fn listen(world: &World) -> Result<Runner> {
        Ok(Runner {
            #[cfg(unix)]
            signals: {
                use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
                let listen = |signal| {
                    let flag = std::sync::Arc::default();
                    signal_hook::flag::register(signal, std::sync::Arc::clone(&flag))?;
                    anyhow::Ok((signal, flag))
                };
                [SIGINT, SIGTERM, SIGHUP].into_iter().map(listen).collect::<Result<_>>()?
            },
            #[cfg(unix)]
            guards: guard::Guards::begin(),
            godrill: world.program().context("cannot find godrill itself")?,
        })
    }

    /// Whether the user wants it all to end.
    pub(super) fn is_stopped(&self) -> bool {
        #[cfg(unix)]
        return self.signals.iter().any(|(_, flag)| flag.load(std::sync::atomic::Ordering::SeqCst));
        #[cfg(not(unix))]
        false
    }

    /// Ends godrill by the signal that came, if one did, once all is tidied up.
    pub(super) fn end(&self) {
        #[cfg(unix)]
        for (signal, flag) in &self.signals {
            if flag.load(std::sync::atomic::Ordering::SeqCst) {
                let _ = signal_hook::low_level::emulate_default_handler(*signal);
            }
        }
    }

    /// Runs a program with nothing to read and with no variables in its environment but those set
    /// on `command`. What it writes goes through files in `folder`, since a pipe stays open as long
    /// as any process that it started does.
    pub(super) fn run(&self, command: &Command, folder: &Path, limits: &Limits) -> Result<Ended> {
        let program = command.get_program().to_string_lossy().into_owned();
        let (mut out, mut err) = (nameless(folder, "stdout")?, nameless(folder, "stderr")?);
        let mut running = self
            .start(command, limits, out.try_clone()?.into(), err.try_clone()?.into())
            .with_context(|| format!("cannot run {program}"))?;
        let end = Instant::now() + limits.time;
        let wrote_too_much =
            || [&out, &err].iter().any(|f| f.metadata().is_ok_and(|m| m.len() > limits.output));
        let too_much = || Ended::Over(format!("prints more than {} KiB", limits.output >> 10));
        let ended = loop {
            let ended = running.look(LOOK)?;
            if wrote_too_much() {
                break Some(too_much());
            }
            if let Some(ended) = ended {
                match ended {
                    Look::Done(status) => {
                        let read = |file: &mut File| -> Result<String> {
                            file.rewind()?;
                            let bytes = files::read_to_limit(file, limits.output)?;
                            Ok(String::from_utf8_lossy(&bytes).into_owned())
                        };
                        let (stdout, stderr) = (read(&mut out)?, read(&mut err)?);
                        return Ok(Ended::Done(Output { status, stdout, stderr }));
                    }
                    Look::Over(why) => break Some(Ended::Over(why)),
                    Look::Failed(why) => bail!("cannot run {program}: {why}"),
                }
            }
            if self.is_stopped() {
                break None;
            }
            if Instant::now() > end {
                break Some(Ended::Over(format!("runs longer than {} s", limits.time.as_secs())));
            }
        };
        running.end();
        ended.context("stopped before all was checked")
    }
}

/// A new file that only we have: it has no name any more, where the system allows that.
fn nameless(folder: &Path, name: &str) -> Result<File> {
    let path = folder.join(name);
    let _ = fs::remove_file(&path);
    let file = File::options().read(true).write(true).create_new(true).open(&path);
    let file = file.with_context(|| format!("cannot write {}", path.display()))?;
    #[cfg(unix)]
    let _ = fs::remove_file(&path);
    Ok(file)
}

/// What a look at a running program shows.
#[cfg_attr(not(unix), expect(dead_code, reason = "there is no guard there"))]
enum Look {
    /// It ended.
    Done(ExitStatus),
    /// It was ended for what it took.
    Over(String),
    /// It did not start.
    Failed(String),
}

/// A program that runs.
struct Running<'a> {
    child: Child,
    #[cfg(unix)]
    leash: std::os::unix::net::UnixStream,
    /// What the guard said so far.
    #[cfg(unix)]
    said: Vec<u8>,
    runner: &'a Runner,
}

#[cfg(unix)]
impl Runner {
    fn start(
        &self,
        command: &Command,
        limits: &Limits,
        out: Stdio,
        err: Stdio,
    ) -> Result<Running<'_>> {
        let (leash, other) = std::os::unix::net::UnixStream::pair()?;
        leash.set_read_timeout(Some(LOOK))?;
        let mut guard = Command::new(&self.godrill);
        guard
            .arg(guard::WORD)
            .args([limits.memory, limits.file].map(|n| n.to_string()))
            .arg(command.get_program())
            .args(command.get_args())
            .env_clear()
            .envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))))
            .stdin(Stdio::from(std::os::fd::OwnedFd::from(other)))
            .stdout(out)
            .stderr(err);
        if let Some(folder) = command.get_current_dir() {
            guard.current_dir(folder);
        }
        let child = self.guards.spawn(&mut guard)?;
        Ok(Running { child, leash, said: Vec::new(), runner: self })
    }
}

#[cfg(unix)]
impl Running<'_> {
    /// Looks at it, for some time; `None` while it runs.
    fn look(&mut self, _: Duration) -> Result<Option<Look>> {
        let mut buffer = [0; 256];
        match self.leash.read(&mut buffer) {
            Ok(0) => {}
            Ok(n) => {
                self.said.extend_from_slice(&buffer[..n]);
                return Ok(None);
            }
            Err(error) => {
                use std::io::ErrorKind::{Interrupted, TimedOut, WouldBlock};
                if [Interrupted, TimedOut, WouldBlock].contains(&error.kind()) {
                    return Ok(None);
                }
            }
        }
        self.end();
        let said = String::from_utf8_lossy(&self.said);
        let (word, rest) = said.trim_end().split_once(' ').unwrap_or_default();
        Ok(Some(match (word, rest.parse()) {
            ("done", Ok(status)) => {
                Look::Done(std::os::unix::process::ExitStatusExt::from_raw(status))
            }
            ("over", _) => Look::Over(rest.to_owned()),
            ("failed", _) => Look::Failed(rest.to_owned()),
            _ => Look::Over("ends what guards it".into()),
        }))
    }

    /// Has the guard end all, and makes sure that it did.
    fn end(&mut self) {
        let _ = self.leash.shutdown(std::net::Shutdown::Both);
        let end = Instant::now() + PATIENCE;
        let status = loop {
            match self.child.try_wait() {
                Ok(None) if Instant::now() < end => std::thread::sleep(LOOK),
                Ok(None) => {
                    // It was stopped, or what it guards cannot be killed.
                    let _ = self.child.kill();
                    break self.child.wait().ok();
                }
                Ok(status) => break status,
                Err(_) => break None,
            }
        };
        self.runner.guards.ended(self.child.id(), status.is_some_and(|s| s.success()));
    }
}

#[cfg(not(unix))]
impl Runner {
    fn start(&self, command: &Command, _: &Limits, out: Stdio, err: Stdio) -> Result<Running<'_>> {
        let mut program = Command::new(command.get_program());
        program
            .args(command.get_args())
            .env_clear()
            .envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))))
            .stdin(Stdio::null())
            .stdout(out)
            .stderr(err);
        if let Some(folder) = command.get_current_dir() {
            program.current_dir(folder);
        }
        Ok(Running { child: program.spawn()?, runner: self })
    }
}

#[cfg(not(unix))]
impl Running<'_> {
    fn look(&mut self, wait: Duration) -> Result<Option<Look>> {
        let _ = &self.runner.godrill;
        let status = self.child.try_wait()?;
        if status.is_none() {
            std::thread::sleep(wait);
        }
        Ok(status.map(Look::Done))
    }

    fn end(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
