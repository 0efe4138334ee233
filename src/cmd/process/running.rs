//! A running program, with its guard where there is one.

#[cfg(unix)]
use std::io::Read;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;
#[cfg(unix)]
use std::time::Instant;

use anyhow::Result;

use super::{Limits, Runner};

/// How often a running program is looked at.
pub(super) const LOOK: Duration = Duration::from_millis(5);
/// How long a guard may take to end what it guards.
#[cfg(unix)]
const PATIENCE: Duration = Duration::from_secs(10);

/// What a look at a running program shows.
#[cfg_attr(not(unix), expect(dead_code, reason = "there is no guard there"))]
pub(super) enum Look {
    /// It ended.
    Done(ExitStatus),
    /// It was ended for using too much.
    Over(String),
    /// It did not start.
    Failed(String),
}

/// A running program.
pub(super) struct Running<'a> {
    child: Child,
    #[cfg(unix)]
    leash: std::os::unix::net::UnixStream,
    /// What the guard has said so far.
    #[cfg(unix)]
    said: Vec<u8>,
    runner: &'a Runner,
}

#[cfg(unix)]
impl Runner {
    pub(super) fn start(
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
            .arg(super::guard::WORD)
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
    /// Looks at it for a moment; `None` while it runs.
    pub(super) fn look(&mut self, _: Duration) -> Result<Option<Look>> {
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

    /// Has the guard end everything, and makes sure that it did.
    pub(super) fn end(&mut self) {
        let _ = self.leash.shutdown(std::net::Shutdown::Both);
        let end = Instant::now() + PATIENCE;
        let status = loop {
            match self.child.try_wait() {
                Ok(None) if Instant::now() < end => std::thread::sleep(LOOK),
                Ok(None) => {
                    // The guard was stopped, or what it guards cannot be killed.
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
    pub(super) fn start(
        &self,
        command: &Command,
        _: &Limits,
        out: Stdio,
        err: Stdio,
    ) -> Result<Running<'_>> {
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
    pub(super) fn look(&mut self, wait: Duration) -> Result<Option<Look>> {
        let _ = &self.runner.godrill;
        let status = self.child.try_wait()?;
        if status.is_none() {
            std::thread::sleep(wait);
        }
        Ok(status.map(Look::Done))
    }

    pub(super) fn end(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
