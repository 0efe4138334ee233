//! The guard of someone else's program: godrill again, between godrill and the program.
//!
//! It sets the limits, which the program and all that it starts inherit, and on Linux it adopts
//! whatever loses its parent (it is their "subreaper"): so nothing gets away, be it into another
//! group or session or by forking twice. When the program ends, when it takes too much, or when the
//! other end of the socket closes, it kills until nothing is left. On other systems it kills the
//! group of the program.

use std::collections::HashSet;
use std::ffi::OsString;
use std::io::{Read, Write};
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Resource, Rlimit, WaitOptions, setrlimit, wait};

#[cfg(target_os = "linux")]
use super::family;

/// How often the program is looked at.
const LOOK: Duration = Duration::from_millis(5);
/// One look in this many is at the memory.
#[cfg(target_os = "linux")]
const LOOKS_A_MEASURE: u32 = 10;
/// How long to try to kill what is left.
const LONGEST_KILL: Duration = Duration::from_secs(5);
/// How long to pause while it dies.
const PAUSE: Duration = Duration::from_micros(200);

/// The first argument of a guard. It is not a command: nobody types it.
pub(super) const WORD: &str = "within";

/// What a guard is started with: `within MEMORY FILE PROGRAM ARGUMENT…`, in bytes.
pub(in crate::cmd) struct WithinArgs {
    memory: u64,
    file: u64,
    program: Vec<OsString>,
}

impl WithinArgs {
    /// The arguments of a guard; `None` for any other ones.
    pub(in crate::cmd) fn of(mut args: impl Iterator<Item = OsString>) -> Option<WithinArgs> {
        if args.next()? != WORD {
            return None;
        }
        let mut number = || args.next()?.to_str()?.parse().ok();
        let (memory, file) = (number()?, number()?);
        Some(WithinArgs { memory, file, program: args.collect() })
    }
}

/// Runs a program and says on the socket how it ended.
pub(in crate::cmd) fn within(args: &WithinArgs) -> Result<()> {
    // No terminal for it, and no signal that is meant for godrill.
    let _ = rustix::process::setsid();
    #[cfg(target_os = "linux")]
    rustix::process::set_child_subreaper(Some(rustix::process::getpid()))?;
    let mut leash = UnixStream::from(std::io::stdin().as_fd().try_clone_to_owned()?);
    leash.set_nonblocking(true)?;
    // Address space is no measure: Go reserves a lot that it never uses.
    for (resource, most) in
        [(Resource::Data, args.memory), (Resource::Fsize, args.file), (Resource::Core, 0)]
    {
        let limit = Rlimit { current: Some(most), maximum: Some(most) };
        // A lower limit may be in force already.
        let _ = setrlimit(resource, limit);
    }
    let (program, words) = args.program.split_first().context("a program is needed")?;
    let mut command = Command::new(program);
    command.args(words).stdin(Stdio::null()).process_group(0);
    let said = match command.spawn() {
        Ok(child) => {
            let said = watch(&child, &mut leash, args.memory);
            end_all(&child);
            said
        }
        Err(error) => format!("failed {error}"),
    };
    leash.set_nonblocking(false)?;
    // Whoever wanted to know may be gone.
    let _ = leash.write_all(said.as_bytes());
    Ok(())
}

/// Waits for the end of a program and says what it was.
fn watch(child: &Child, leash: &mut UnixStream, memory: u64) -> String {
    let child = i32::try_from(child.id()).ok();
    let pause = Timespec::try_from(LOOK).ok();
    for look in 1_u32.. {
        while let Ok(Some((pid, status))) = wait(WaitOptions::NOHANG) {
            if Some(pid.as_raw_pid()) == child {
                return format!("done {}", status.as_raw());
            }
        }
        let mut sockets = [PollFd::new(&*leash, PollFlags::IN)];
        let _ = poll(&mut sockets, pause.as_ref());
        // Nothing is ever written to it, so anything to read is its end.
        if !sockets[0].revents().is_empty() {
            use std::io::ErrorKind::{Interrupted, WouldBlock};
            match leash.read(&mut [0]) {
                Err(error) if [Interrupted, WouldBlock].contains(&error.kind()) => {}
                _ => break,
            }
        }
        #[cfg(target_os = "linux")]
        if look.is_multiple_of(LOOKS_A_MEASURE)
            && let Some(over) = family::measure(memory)
        {
            return format!("over {over}");
        }
        let _ = (look, memory);
    }
    "stopped by godrill".into()
}

/// Kills all that is left of a program.
fn end_all(child: &Child) {
    #[cfg(not(target_os = "linux"))]
    {
        use rustix::process::{Pid, Signal, kill_process_group};
        let _ = kill_process_group(Pid::from_child(child), Signal::KILL);
    }
    let _ = child;
    let end = Instant::now() + LONGEST_KILL;
    while Instant::now() < end {
        // Processes whose parents died are ours now: the next round finds them.
        #[cfg(target_os = "linux")]
        family::children_of(rustix::process::getpid()).into_iter().for_each(family::kill_child);
        loop {
            match wait(WaitOptions::NOHANG) {
                Ok(Some(_)) => {}
                Ok(None) => break,
                Err(_) => return,
            }
        }
        std::thread::sleep(PAUSE);
    }
}

/// The guards of this process.
///
/// A program can kill its guard, since both run as one user. Then godrill itself adopts what is
/// left, and kills it.
pub(super) struct Guards {
    alive: Mutex<HashSet<u32>>,
}

impl Guards {
    /// From now on godrill adopts what loses its guard.
    pub(super) fn begin() -> Guards {
        #[cfg(target_os = "linux")]
        let _ = rustix::process::set_child_subreaper(Some(rustix::process::getpid()));
        Guards { alive: Mutex::default() }
    }

    pub(super) fn spawn(&self, guard: &mut Command) -> Result<Child> {
        // Locked until the guard is in the list: nobody may look for orphans before that.
        let mut alive = self.alive.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let child = guard.spawn()?;
        alive.insert(child.id());
        Ok(child)
    }

    /// A guard is gone; `well` when it did its work.
    pub(super) fn ended(&self, guard: u32, well: bool) {
        let mut alive = self.alive.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        alive.remove(&guard);
        #[cfg(target_os = "linux")]
        if !well {
            end_orphans(&alive);
        }
        let _ = well;
    }
}

impl Drop for Guards {
    fn drop(&mut self) {
        #[cfg(target_os = "linux")]
        let _ = rustix::process::set_child_subreaper(None);
    }
}

/// Kills godrill's children in other sessions that are not guards: those that lost their guard.
#[cfg(target_os = "linux")]
fn end_orphans(guards: &HashSet<u32>) {
    use rustix::process::{Pid, getpid, waitpid};
    let Some(ours) = family::ties(getpid()).map(|ties| ties.session) else { return };
    let is_orphan = |pid: &Pid| {
        let is_guard = u32::try_from(pid.as_raw_pid()).is_ok_and(|pid| guards.contains(&pid));
        !is_guard && family::ties(*pid).is_some_and(|ties| ties.session != ours)
    };
    let end = Instant::now() + LONGEST_KILL;
    while Instant::now() < end {
        let orphans: Vec<Pid> =
            family::children_of(getpid()).into_iter().filter(|pid| is_orphan(pid)).collect();
        if orphans.is_empty() {
            return;
        }
        for pid in orphans {
            family::kill_child(pid);
            let _ = waitpid(Some(pid), WaitOptions::NOHANG);
        }
        std::thread::sleep(PAUSE);
    }
}
