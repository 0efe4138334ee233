//! The door through which other people's programs run: within limits, only as long as the user
//! wants, and together with all that they start.
//!
//! On Unix each program gets a guard, which is godrill again: see [`guard`]. A socket ties the two
//! together. It closes when godrill ends, however that happens, and then the guard ends all that
//! its program started.

#[cfg(target_os = "linux")]
mod family;
#[cfg(unix)]
mod guard;
mod running;

use std::fs::{self, File};
use std::io::Seek;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::files;
use crate::world::World;
use running::{LOOK, Look};

#[cfg(unix)]
pub(super) use guard::{WithinArgs, within};

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
    /// It was ended; the text ends a sentence about it, such as `runs longer than 30 s`.
    Over(String),
}

/// What a program left behind.
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
    /// The path of godrill itself.
    godrill: PathBuf,
}

impl Runner {
    /// From now on, a signal that would end godrill first ends what it runs.
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

    /// Ends godrill by the signal that came, if one did; called once all is tidied up.
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

/// A new file that only we have: where the system allows it, it no longer has a name.
fn nameless(folder: &Path, name: &str) -> Result<File> {
    let path = folder.join(name);
    let _ = fs::remove_file(&path);
    let file = File::options().read(true).write(true).create_new(true).open(&path);
    let file = file.with_context(|| format!("cannot write {}", path.display()))?;
    #[cfg(unix)]
    let _ = fs::remove_file(&path);
    Ok(file)
}
