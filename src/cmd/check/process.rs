//! Programs of others, run within limits: of time, of output, and only as long as the user wants.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

/// Most bytes that a program may write to each of its outputs.
pub(super) const MOST_OUTPUT: u64 = 1 << 20;
/// How often a running program is looked at.
const LOOK: Duration = Duration::from_millis(5);

/// How a program came to its end.
pub(super) enum Ended {
    /// By itself.
    Done(Output),
    /// Killed: it took longer than it may.
    TooLong,
    /// Killed: it wrote more than it may.
    TooMuch,
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
}

impl Runner {
    /// From now on signals that would end godrill end what it runs first.
    pub(super) fn listen() -> Result<Runner> {
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

    /// Runs a program with nothing to read, at most `limit` long. It writes to files in `folder`,
    /// since a pipe stays open as long as any process that it started does.
    pub(super) fn run(
        &self,
        command: &mut Command,
        folder: &Path,
        limit: Duration,
    ) -> Result<Ended> {
        let program = command.get_program().to_string_lossy().into_owned();
        let (out, err) = (folder.join("stdout"), folder.join("stderr"));
        command.stdin(Stdio::null()).stdout(File::create(&out)?).stderr(File::create(&err)?);
        // A group of its own, to be killed with all that it started.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        let mut child = command.spawn().with_context(|| format!("cannot run {program}"))?;
        let end = Instant::now() + limit;
        let wrote_too_much = || {
            [&out, &err].into_iter().any(|p| fs::metadata(p).is_ok_and(|m| m.len() > MOST_OUTPUT))
        };
        loop {
            let status = child.try_wait()?;
            if wrote_too_much() {
                kill(&mut child);
                return Ok(Ended::TooMuch);
            }
            if let Some(status) = status {
                let read = |path| fs::read(path).map(|b| String::from_utf8_lossy(&b).into_owned());
                return Ok(Ended::Done(Output {
                    status,
                    stdout: read(&out)?,
                    stderr: read(&err)?,
                }));
            }
            if self.is_stopped() {
                kill(&mut child);
                bail!("stopped before all was checked");
            }
            if Instant::now() > end {
                kill(&mut child);
                return Ok(Ended::TooLong);
            }
            std::thread::sleep(LOOK);
        }
    }
}

/// Kills a program and, on Unix, its whole group. It may be gone already.
fn kill(child: &mut Child) {
    #[cfg(unix)]
    {
        // The shell's own `kill` is everywhere, and needs no unsafe code here.
        let _ = Command::new("sh")
            .args(["-c", "kill -s KILL -- \"-$1\"", "sh", &child.id().to_string()])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
    }
    let _ = child.kill();
    let _ = child.wait();
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;

    fn run(script: &str, limit: Duration) -> (tempfile::TempDir, Ended) {
        let folder = tempfile::tempdir().unwrap();
        let runner = Runner { signals: Vec::new() };
        let mut command = Command::new("sh");
        command.args(["-c", script]).current_dir(folder.path());
        let ended = runner.run(&mut command, folder.path(), limit).unwrap();
        (folder, ended)
    }

    #[test]
    fn a_program_that_ends_leaves_its_output() {
        let (_folder, ended) = run("echo out; echo err >&2; exit 3", Duration::from_secs(60));
        let Ended::Done(output) = ended else { panic!() };
        assert_eq!(
            (output.status.code(), output.stdout.as_str(), output.stderr.as_str()),
            (Some(3), "out\n", "err\n")
        );
    }

    #[test]
    fn what_runs_too_long_is_killed_with_all_it_started() {
        // The inner shell would write a file after a while; its group is gone before.
        let (folder, ended) =
            run("(sleep 1; echo late > late) & sleep 60", Duration::from_millis(300));
        assert!(matches!(ended, Ended::TooLong));
        std::thread::sleep(Duration::from_secs(2));
        assert!(!folder.path().join("late").exists());
    }

    #[test]
    fn what_writes_too_much_is_killed() {
        let (_folder, ended) =
            run("while :; do echo 0123456789abcdef; done", Duration::from_secs(60));
        assert!(matches!(ended, Ended::TooMuch));
    }

    #[test]
    fn what_leaves_a_process_behind_does_not_hold_us() {
        let (_folder, ended) = run("sleep 20 & echo done", Duration::from_secs(10));
        assert!(matches!(ended, Ended::Done(output) if output.stdout == "done\n"));
    }
}
