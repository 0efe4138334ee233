//! Other people's programs: whatever they do, nothing of them is left, and they take no more than
//! they may. The `go` is a shell script, and so are the programs.

use std::io::Read;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::go::{left, with_fake};
use crate::home::Home;

/// A deck with one program, a shell script, and what it should print.
pub(crate) fn deck(script: &str, output: &str) -> String {
    format!(
        "---\ndeck: t\ntitle: T\nlang: en\n---\n\n## Q {{#t-a}}\n\nA\n\n\
         ```go run\n#!/bin/sh\n{script}```\n\n```output\n{output}```\n\n\
         ```evidence\nruntime/chan.go: hchan\n```\n"
    )
}

/// Starts three processes that would live for minutes, the last without any tie to its parents, and
/// waits until their ids are in the file of this run: `pids.` with the run's `GOMAXPROCS`.
fn three(home: &Home) -> String {
    let pids = home.path("pids.").display().to_string();
    format!(
        "export P={pids}$GOMAXPROCS\n\
         sleep 300 & echo $! >> $P\n\
         setsid sleep 300 & echo $! >> $P\n\
         setsid sh -c 'setsid sh -c \"sleep 300 & echo \\$! >> \\$P\" &'\n\
         while [ $(wc -l < $P) -lt 3 ]; do :; done\n"
    )
}

/// The processes that a run has started, and whether each is alive.
fn alive(home: &Home, run: &str) -> Vec<bool> {
    let pids = std::fs::read_to_string(home.path(&format!("pids.{run}"))).unwrap_or_default();
    // A zombie is dead, and waits for whoever adopted it.
    let state = |pid: &str| {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        stat.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with('Z'))
    };
    pids.lines().map(state).collect()
}

fn wait_for(what: &str, done: impl Fn() -> bool) {
    let end = Instant::now() + Duration::from_secs(30);
    while !done() {
        assert!(Instant::now() < end, "waited in vain: {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn all_that_a_program_started_ends_with_it() {
    let home = Home::new();
    home.file("t.md", deck(&format!("{}echo done\n", three(&home)), "done\n"));
    let printed = with_fake(&home, "check --go --yes t.md").ok();
    assert!(printed.ends_with("1 program and 1 source checked, 0 failures\n"), "{printed}");
    for run in ["1", "4"] {
        assert_eq!(alive(&home, run), [false; 3], "{run}");
    }
    assert_eq!(left(&home.path("tmp")), ["keep"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_program_that_kills_its_guard_gains_nothing() {
    let home = Home::new();
    home.file("t.md", deck(&format!("{}kill -9 $PPID\nsleep 300\n", three(&home)), ""));
    let done = with_fake(&home, "check --go --yes t.md").done();
    let told = "t-a: the program ends what guards it (GOMAXPROCS=1)\n";
    assert!(done.code == Some(1) && done.stdout.contains(told), "{}{}", done.stdout, done.stderr);
    assert_eq!(alive(&home, "1"), [false; 3]);
    assert_eq!(left(&home.path("tmp")), ["keep"]);
}

#[cfg(target_os = "linux")]
#[test]
fn nothing_outlives_a_godrill_that_is_killed() {
    let home = Home::new();
    home.file("t.md", deck(&format!("{}sleep 300\n", three(&home)), ""));
    let mut child = with_fake(&home, "check --go --yes t.md").spawn();
    wait_for("the processes", || alive(&home, "1") == [true; 3]);
    child.kill().unwrap();
    child.wait().unwrap();
    wait_for("their end", || alive(&home, "1") == [false; 3]);
    // What it could not tidy up goes with the next run.
    assert_eq!(left(&home.path("tmp")).len(), 2);
    home.file("t.md", deck("echo done\n", "done\n"));
    with_fake(&home, "check --go --yes t.md").ok();
    assert_eq!(left(&home.path("tmp")), ["keep"]);
}

#[test]
fn nobody_to_ask_is_an_error_that_tells_how_many() {
    let home = Home::new();
    home.file("t.md", deck(&format!("echo > {}\n", home.path("ran").display()), ""));
    with_fake(&home, "check --go t.md").ends(
        1,
        "1 file, 1 card: 0 errors, 0 warnings\n",
        "error: 1 program is not built in, and there is no terminal to ask you on: read them, then add --yes\n",
    );
    assert!(!home.path("ran").exists());
    assert_eq!(left(&home.path("tmp")), ["keep"]);
}

#[test]
fn a_program_reaches_nothing_by_links_where_its_output_goes() {
    let home = Home::new();
    home.file("victim", "precious");
    let victim = home.path("victim").display().to_string();
    // The second run would write through what the first one left; and closed folders go too.
    let script = format!(
        "ln -s {victim} ../stdout\nln -s {victim} ../stderr\nmkdir -p a/b\nchmod 0 a\necho out\necho err >&2\n"
    );
    home.file("t.md", deck(&script, "out\n"));
    let printed = with_fake(&home, "check --go --yes t.md").ok();
    assert!(printed.ends_with(", 0 failures\n"), "{printed}");
    assert_eq!(std::fs::read_to_string(home.path("victim")).unwrap(), "precious");
    assert_eq!(left(&home.path("tmp")), ["keep"]);
}

#[test]
#[ignore = "takes half a minute: run with --include-ignored"]
fn a_program_that_does_not_end_is_ended() {
    let home = Home::new();
    home.file("t.md", deck("sleep 300\n", ""));
    let done = with_fake(&home, "check --go --yes t.md").done();
    let told = "t-a: the program runs longer than 30 s (GOMAXPROCS=1)\n";
    assert!(done.code == Some(1) && done.stdout.contains(told), "{}", done.stdout);
}

/// Runs a shell script under a guard, with these bytes of memory and of a file.
fn guarded(home: &Home, memory: u32, file: u32, script: &str) -> (Child, UnixStream) {
    let (leash, other) = UnixStream::pair().unwrap();
    let child = Command::new(env!("CARGO_BIN_EXE_godrill"))
        .args(["within", &memory.to_string(), &file.to_string(), "/bin/sh", "-c", script])
        .current_dir(home.path(""))
        .stdin(Stdio::from(OwnedFd::from(other)))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    (child, leash)
}

/// What the guard says at the end, and what the script printed.
fn said((child, mut leash): (Child, UnixStream)) -> (String, String) {
    let mut said = String::new();
    leash.read_to_string(&mut said).unwrap();
    let printed = child.wait_with_output().unwrap().stdout;
    (said, String::from_utf8(printed).unwrap())
}

#[test]
fn a_guard_tells_the_end_and_holds_the_size_of_files() {
    let home = Home::new();
    let script = "head -c 5000 /dev/zero > f 2> /dev/null; wc -c < f; exit 3";
    let (said, printed) = said(guarded(&home, 1 << 30, 1000, script));
    assert_eq!((said.as_str(), printed.trim()), ("done 768", "1000"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_guard_measures_the_memory_of_all_together() {
    let home = Home::new();
    // Each alone may have that much.
    let one = "(a=$(head -c 20000000 /dev/zero | tr '\\0' a); sleep 300) &\n";
    let script = format!("{}wait", one.repeat(5));
    let (said, _) = said(guarded(&home, 64 << 20, 1 << 20, &script));
    assert_eq!(said, "over takes more than 64 MiB of memory");
}

#[cfg(target_os = "linux")]
#[test]
fn a_guard_counts_processes() {
    let home = Home::new();
    let script = "i=0; while [ $i -lt 300 ]; do sleep 300 & i=$((i+1)); done; wait";
    let (said, _) = said(guarded(&home, 1 << 30, 1 << 20, script));
    assert_eq!(said, "over has more than 256 processes");
}

#[cfg(target_os = "linux")]
#[test]
fn a_guard_catches_what_forks_ever_on() {
    let home = Home::new();
    // Each process starts the next one in a session of its own and is gone.
    let script = "echo 'echo $$ > at; setsid sh next.sh & exit' > next.sh; sh next.sh; sleep 300";
    let (child, leash) = guarded(&home, 1 << 30, 1 << 20, script);
    let at = || std::fs::read_to_string(home.path("at")).unwrap_or_default();
    wait_for("some of them", || !at().is_empty());
    drop(leash);
    assert!(child.wait_with_output().unwrap().status.success());
    let last = at();
    std::thread::sleep(Duration::from_millis(200));
    assert_eq!(at(), last);
    assert!(!Path::new("/proc").join(last.trim()).join("exe").exists());
}
