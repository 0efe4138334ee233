//! The processes under a process, as Linux tells them in `/proc`.

use std::fs;

use rustix::process::{Pid, Signal, getpgid, getpid, kill_process, kill_process_group};

/// Processes that a program may have at once.
const MOST_PROCESSES: usize = 256;

/// Says what all processes together take too much of.
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
    // A kernel without those lists: who says that this is its parent?
    let is_child = |stat: &str| {
        let fields = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
        fields.split_ascii_whitespace().nth(1).is_some_and(|parent| parent == pid.to_string())
    };
    let all = fs::read_dir("/proc").into_iter().flatten().flatten();
    all.filter_map(|entry| Pid::from_raw(entry.file_name().to_str()?.parse().ok()?))
        .filter(|child| {
            let stat = fs::read_to_string(format!("/proc/{}/stat", child.as_raw_pid()));
            stat.is_ok_and(|stat| is_child(&stat))
        })
        .collect()
}

/// Kills a child of ours with its group, if that is one of its own. Its number cannot be another's
/// yet, for it is we who wait for it.
pub(super) fn kill_child(pid: Pid) {
    // A group goes at once, however fast it forks.
    if let Ok(group) = getpgid(Some(pid))
        && getpgid(None).is_ok_and(|ours| ours != group)
    {
        let _ = kill_process_group(group, Signal::KILL);
    }
    let _ = kill_process(pid, Signal::KILL);
}
