//! The processes below a process, as Linux lists them in `/proc`.

use std::fs;

use rustix::process::{Pid, Signal, getpid, kill_process, kill_process_group};

/// Processes that a program may have at once.
const MOST_PROCESSES: usize = 256;

/// Says what all the processes together use too much of, if anything.
pub(super) fn measure(memory: u64) -> Option<String> {
    let mut found = children_of(getpid());
    let (mut at, mut taken) = (0, 0);
    while let Some(pid) = found.get(at).copied() {
        at += 1;
        taken += memory_of(pid);
        if taken > memory {
            return Some(format!("takes more than {} MiB of memory", memory >> 20));
        }
        if found.len() > MOST_PROCESSES {
            return Some(format!("has more than {MOST_PROCESSES} processes"));
        }
        found.extend(children_of(pid));
    }
    None
}

/// The bytes of memory that a process has for itself.
fn memory_of(pid: Pid) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", pid.as_raw_pid()));
    let status = status.unwrap_or_default();
    let lines = status.lines().filter_map(|line| {
        let rest = line.strip_prefix("RssAnon:").or_else(|| line.strip_prefix("RssShmem:"))?;
        rest.trim().trim_end_matches(" kB").parse::<u64>().ok()
    });
    lines.sum::<u64>() << 10
}

/// The children of a process, adopted ones too.
pub(super) fn children_of(pid: Pid) -> Vec<Pid> {
    let pid = pid.as_raw_pid();
    let numbers = |text: String| -> Vec<Pid> {
        text.split_ascii_whitespace().filter_map(|n| Pid::from_raw(n.parse().ok()?)).collect()
    };
    let tasks = fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
    let files = tasks.map(|task| fs::read_to_string(task.path().join("children")));
    let listed: Vec<_> = files.flatten().map(numbers).collect();
    if !listed.is_empty() {
        return listed.concat();
    }
    // A kernel without those lists: which processes name this one as their parent?
    let all = fs::read_dir("/proc").into_iter().flatten().flatten();
    all.filter_map(|entry| Pid::from_raw(entry.file_name().to_str()?.parse().ok()?))
        .filter(|child| ties(*child).is_some_and(|ties| ties.parent == pid))
        .collect()
}

/// What a process belongs to, as process ids; 0 for what is outside its namespace.
#[derive(Debug, PartialEq)]
pub(super) struct Ties {
    parent: i32,
    group: i32,
    pub(super) session: i32,
}

/// The ties of a process; `None` when it is gone. Not by `getpgid` and `getsid`: these answer 0 for
/// a process that is just ending, and rustix does not accept 0 as a process id.
pub(super) fn ties(pid: Pid) -> Option<Ties> {
    ties_in(&fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_pid())).ok()?)
}

fn ties_in(stat: &str) -> Option<Ties> {
    let (_, fields) = stat.rsplit_once(')')?;
    let mut numbers = fields.split_ascii_whitespace().skip(1).map(|n| n.parse().ok());
    let mut next = || numbers.next()?.filter(|n: &i32| *n >= 0);
    Some(Ties { parent: next()?, group: next()?, session: next()? })
}

/// Kills a child of ours, with its group unless that is ours. Its id cannot have been reused yet,
/// for it is we who wait for it.
pub(super) fn kill_child(pid: Pid) {
    // A group dies at once, however fast it forks.
    if let Some(Ties { group, .. }) = ties(pid)
        && ties(getpid()).is_some_and(|ours| ours.group != group)
        && let Some(group) = Pid::from_raw(group)
    {
        let _ = kill_process_group(group, Signal::KILL);
    }
    let _ = kill_process(pid, Signal::KILL);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_gone_has_no_ties() {
        let is = |parent, group, session| Some(Ties { parent, group, session });
        assert_eq!(ties_in("7 (a) b) S 1 2 3 0 -1 4"), is(1, 2, 3));
        assert_eq!(ties_in("7 (sh) S 0 7 0 0"), is(0, 7, 0));
        for gone in ["", "7 (sh", "7 (sh) Z", "7 (sh) X -1 -1 -1 0", "7 (sh) X 1 -1 -1 0"] {
            assert_eq!(ties_in(gone), None, "{gone}");
        }
        let mut child = std::process::Command::new("true").spawn().unwrap();
        let pid = Pid::from_child(&child);
        assert_eq!(ties(pid).map(|ties| ties.session), ties(getpid()).map(|ties| ties.session));
        child.wait().unwrap();
        assert_eq!(ties(pid), None);
    }
}
