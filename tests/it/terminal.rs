//! The quiz on a real terminal: whatever ends it, the terminal is given back.

use std::io::{Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, ExitStatus};
use std::time::{Duration, Instant};

use pty_process::Size;
use pty_process::blocking::{Command as OnPty, Pty, open};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, Signal, kill_process};
use rustix::termios::{LocalModes, tcgetattr};

use godrill::inside::ui::width::columns as cells;

use crate::home::{Home, Run};

const ENTER: &str = "\x1b[?1049h";
const LEAVE: &str = "\x1b[?1049l";
const SHOW_CURSOR: &str = "\x1b[?25h";
const PASTE_OFF: &str = "\x1b[?2004l";

const CARDS: &str = "\
## What is a P? {#t-p level=1 weight=5}

A permit to run Go code.

There are GOMAXPROCS of them.

## What is an M? {#t-m level=1 weight=4}

A thread of the system.
";

const OUTPUT: &str = "\
## What does it print? {#t-print kind=output}

```go run
package main

func main() { print() }
```

---

Two lines.

```output
1
2
```
";

/// A program on a terminal of its own.
struct Tty {
    pty: Pty,
    child: Child,
    /// All that it wrote.
    seen: String,
    /// The beginning of a character of which more is to come.
    cut: Vec<u8>,
    /// How much of it was waited for.
    read: usize,
}

impl Tty {
    /// Starts a program on a terminal of 80x24.
    fn start(mut command: Command) -> Tty {
        command.env("TERM", "xterm-256color");
        let (pty, pts) = open().expect("a terminal");
        pty.resize(Size::new(24, 80)).expect("its size");
        let child = OnPty::from(command).spawn(pts).expect("the program starts");
        Tty { pty, child, seen: String::new(), cut: Vec::new(), read: 0 }
    }

    /// Reads more; false when the program has closed the terminal.
    fn more(&mut self) -> bool {
        // Only to end a test that would hang for ever.
        let patience = Timespec { tv_sec: 40, tv_nsec: 0 };
        let mut fds = [PollFd::new(&self.pty, PollFlags::IN)];
        let ready = poll(&mut fds, Some(&patience)).expect("waiting");
        assert!(ready > 0, "nothing comes any more after:\n{:?}", self.seen);
        let mut bytes = [0; 4096];
        match self.pty.read(&mut bytes) {
            Ok(0) | Err(_) => false,
            Ok(n) => {
                self.cut.extend(&bytes[..n]);
                let whole = match std::str::from_utf8(&self.cut) {
                    Err(error) if error.error_len().is_none() => error.valid_up_to(),
                    _ => self.cut.len(),
                };
                let whole: Vec<u8> = self.cut.drain(..whole).collect();
                self.seen.push_str(&String::from_utf8_lossy(&whole));
                true
            }
        }
    }

    /// Waits until the program writes this, after what was waited for before.
    fn wait_for(&mut self, text: &str) {
        loop {
            if let Some(at) = self.seen[self.read..].find(text) {
                self.read += at + text.len();
                return;
            }
            assert!(self.more(), "it ended without {text:?}:\n{:?}", self.seen);
        }
    }

    fn send(&mut self, keys: &str) {
        self.pty.write_all(keys.as_bytes()).expect("the keys are taken");
    }

    fn kill(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).expect("the signal is sent");
    }

    /// Whether the terminal gives whole lines and shows what is typed.
    fn is_cooked(&self) -> bool {
        let modes = tcgetattr(&self.pty).expect("the modes").local_modes;
        modes.contains(LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG)
    }

    /// Waits for the end; the terminal must be as it was. Gives the exit code and what was written
    /// after the full screen was left.
    fn end(mut self) -> (Option<i32>, String) {
        while self.more() {}
        assert!(self.is_cooked(), "the terminal is still raw");
        let (before, after) = self.seen.rsplit_once(LEAVE).expect("the full screen is left");
        assert_eq!(before.matches(ENTER).count(), before.matches(LEAVE).count() + 1);
        assert!(!after.contains(ENTER));
        for sequence in [SHOW_CURSOR, PASTE_OFF] {
            assert!(
                self.seen[self.seen.rfind(ENTER).expect("it was entered")..].contains(sequence)
            );
        }
        let after = after.replace("\r\n", "\n");
        (self.child.wait().expect("it ends").code(), after)
    }
}

/// The quiz with the first question shown.
fn asked(home: &Home) -> Tty {
    home.deck(CARDS);
    let mut tty = Tty::start(home.godrill("quiz t").command());
    tty.wait_for(ENTER);
    tty.wait_for("What is a P?");
    assert!(!tty.is_cooked());
    tty
}

#[test]
fn q_leaves_with_the_summary() {
    answers_and_leaves(asked(&Home::new()));
}

#[test]
fn control_c_leaves_and_tells_the_shell() {
    let mut tty = asked(&Home::new());
    tty.send("\x03");
    let (code, after) = tty.end();
    assert_eq!((code, after.contains("Nothing was answered.")), (Some(130), true), "{after:?}");
}

#[test]
fn signals_end_it() {
    for (signal, code) in [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 130)] {
        let tty = asked(&Home::new());
        tty.kill(signal);
        assert_eq!(tty.end().0, Some(code), "{signal:?}");
    }
}

#[test]
fn a_terminal_that_vanishes_ends_it() {
    let Tty { pty, mut child, .. } = asked(&Home::new());
    drop(pty);
    let status = ended(&mut child);
    // By itself, or by a second signal that came before it looked.
    assert!(status.code() == Some(129) || status.signal() == Some(1), "{status:?}");
}

/// Waits for the end without reading.
fn ended(child: &mut Child) -> ExitStatus {
    let begun = Instant::now();
    loop {
        if let Some(status) = child.try_wait().expect("its state") {
            return status;
        }
        // Only to end a test that would hang for ever.
        if begun.elapsed() > Duration::from_secs(40) {
            child.kill().expect("it is killed");
            panic!("it did not end");
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn a_terminal_that_vanishes_without_a_signal_ends_it() {
    let home = Home::new();
    home.deck(CARDS);
    // The shell leads the session, so the signal goes to it and not to the quiz.
    let mut shell = Command::new("sh");
    let godrill = home.godrill("quiz t").command();
    shell.args(["-c", "trap '' HUP; \"$0\" quiz t; echo $? > code"]).arg(godrill.get_program());
    let mut tty = Tty::start(like(shell, &godrill));
    tty.wait_for("What is a P?");
    let Tty { pty, mut child, .. } = tty;
    drop(pty);
    ended(&mut child);
    assert_eq!(std::fs::read_to_string(home.path("code")).unwrap(), "129\n");
}

/// `command` with folder and environment of `model`.
fn like(mut command: Command, model: &Command) -> Command {
    command.current_dir(model.get_current_dir().expect("its folder")).env_clear();
    for (name, value) in model.get_envs() {
        if let Some(value) = value {
            command.env(name, value);
        }
    }
    if let Some(path) = std::env::var_os("PATH") {
        command.env("PATH", path);
    }
    command
}

/// A shell with job control that runs the quiz, stops with it, and continues it.
fn in_a_shell(home: &Home) -> Tty {
    home.deck(CARDS);
    let godrill = home.godrill("quiz t").command();
    let mut shell = Command::new("sh");
    let script = "set -m; sh -c 'echo pid:$$:; exec \"$0\" quiz t' \"$0\"; echo stopped:; \
                  read line; echo read:$line:; fg; echo ended:$?:";
    shell.args(["-c", script]).arg(godrill.get_program());
    let mut tty = Tty::start(like(shell, &godrill));
    tty.wait_for("What is a P?");
    tty
}

/// What a shell does with a job that was stopped: the terminal is its own until `fg`.
fn stops_and_goes_on(mut tty: Tty) {
    tty.wait_for(LEAVE);
    tty.wait_for("stopped:");
    assert!(tty.is_cooked());
    tty.send("hello\n");
    tty.wait_for("read:hello:");
    tty.wait_for(ENTER);
    tty.wait_for("What is a P?");
    assert!(!tty.is_cooked());
    tty.send("q");
    tty.wait_for("ended:0:");
    assert_eq!(tty.end().0, Some(0));
}

#[test]
fn control_z_stops_it_and_fg_goes_on() {
    let mut tty = in_a_shell(&Home::new());
    tty.send("\x1a");
    stops_and_goes_on(tty);
}

#[test]
fn a_stop_signal_stops_it_and_fg_goes_on() {
    let tty = in_a_shell(&Home::new());
    let pid = tty.seen.split(':').nth(1).and_then(|pid| pid.parse().ok());
    let pid = pid.and_then(Pid::from_raw).expect("the pid");
    kill_process(pid, Signal::TSTP).expect("the signal is sent");
    stops_and_goes_on(tty);
}

#[test]
fn control_z_does_nothing_where_nobody_could_continue_it() {
    let mut tty = asked(&Home::new());
    tty.send("\x1a ");
    tty.wait_for("permit");
    tty.send("q");
    assert_eq!(tty.end().0, Some(0));
}

#[test]
fn a_stop_without_asking_is_made_good() {
    let mut tty = asked(&Home::new());
    tty.kill(Signal::STOP);
    tty.kill(Signal::CONT);
    tty.wait_for(LEAVE);
    tty.wait_for(ENTER);
    tty.wait_for("What is a P?");
    tty.send("q");
    assert_eq!(tty.end().0, Some(0));
}

#[test]
fn an_editor_gets_the_terminal_and_the_quiz_takes_it_back() {
    let home = Home::new();
    home.deck(CARDS);
    let script = "#!/bin/sh\nread line\necho got:$line:\nsed 's/permit/licence/' \"$1\" > new\ncat new > \"$1\"\n";
    home.file("editor", script);
    let run = home.godrill("quiz t").env("EDITOR", "sh ./editor").env("PATH", "/usr/bin:/bin");
    let mut tty = Tty::start(run.command());
    tty.wait_for("What is a P?");
    tty.send("e");
    tty.wait_for(LEAVE);
    tty.send("x\n");
    tty.wait_for("got:x:");
    tty.wait_for(ENTER);
    tty.wait_for("t-p is changed; its progress stays");
    assert!(!tty.is_cooked());
    tty.send(" ");
    tty.wait_for("licence");
    tty.send("q");
    assert_eq!(tty.end().0, Some(0));
}

#[test]
fn programs_that_are_not_built_in_are_run_only_after_a_yes() {
    let home = Home::new();
    let ran = home.path("ran");
    home.file("t.md", crate::guard::deck(&format!("echo >> {}\n", ran.display()), ""));
    let ask = |answer: &str| {
        let mut tty = Tty::start(crate::go::with_fake(&home, "check --go t.md").command());
        tty.wait_for(
            "1 program is not of the built-in decks. What is run may take 30 s, 1024 MiB of memory",
        );
        tty.wait_for("Run it? [y/N] ");
        tty.send(answer);
        while tty.more() {}
        (tty.child.wait().expect("it ends").code(), tty.seen)
    };
    for no in ["\n", "n\n"] {
        let (code, seen) = ask(no);
        assert!(code == Some(0) && seen.contains("nothing was run"), "{seen}");
        assert!(!ran.exists());
    }
    let (code, seen) = ask("y\n");
    assert!(code == Some(0) && seen.contains("1 program and 1 source checked"), "{seen}");
    assert!(ran.exists());
}

#[test]
fn any_size_will_do() {
    let mut tty = asked(&Home::new());
    for (rows, columns) in [(10, 40), (1, 1), (3, 200), (60, 12)] {
        tty.pty.resize(Size::new(rows, columns)).expect("a new size");
    }
    tty.send(" ");
    tty.pty.resize(Size::new(24, 60)).expect("a new size");
    tty.wait_for("permit");
    tty.send("q");
    assert_eq!(tty.end().0, Some(0));
}

#[test]
fn pasted_lines_are_an_answer_and_no_commands() {
    let home = Home::new();
    home.deck(OUTPUT);
    let mut tty = Tty::start(home.godrill("quiz t").command());
    tty.wait_for("output");
    tty.send("\x1b[200~1\r\nq\x1b[201~\x7f2");
    tty.send("\x04");
    tty.wait_for("right");
    // The card comes back at once, for there is no other.
    tty.send("\r\x03");
    let (code, after) = tty.end();
    assert_eq!(code, Some(130));
    assert!(after.contains("\nanswers        1\n"), "{after:?}");
}

#[test]
fn an_answer_that_cannot_be_saved_can_be_given_again() {
    let home = Home::new();
    let mut tty = asked(&home);
    tty.send(" ");
    tty.wait_for("permit");
    let other = rusqlite::Connection::open(home.db()).expect("the database");
    other.execute_batch("BEGIN IMMEDIATE").expect("the lock");
    tty.send("3");
    tty.wait_for("not saved: ");
    other.execute_batch("ROLLBACK").expect("no lock");
    tty.send("3");
    tty.wait_for("n M?");
    tty.send("q");
    assert_eq!(tty.end().0, Some(0));
}

/// This test binary once more, on a terminal, running only what panics below.
#[test]
fn a_panic_gives_the_terminal_back_before_it_is_told() {
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    let test = "terminal::panics_on_the_full_screen";
    command.args([test, "--exact", "--nocapture"]).env("GODRILL_TEST_PANICS", "1");
    let (_, after) = Tty::start(command).end();
    assert_eq!(after.matches("the screen was full of bugs").count(), 1, "{after:?}");
}

/// No test by itself: the one above starts it with a terminal of its own.
#[test]
fn panics_on_the_full_screen() {
    if std::env::var_os("GODRILL_TEST_PANICS").is_none() {
        return;
    }
    let first = godrill::inside::ui::terminal::Screen::enter().expect("the screen");
    drop(first);
    let _screen = godrill::inside::ui::terminal::Screen::enter().expect("the screen again");
    panic!("the screen was full of bugs");
}

#[test]
fn an_import_of_notes_asks_and_takes_numbers_of_lines() {
    let home = Home::new();
    home.file("zoo.md", "- [ ] How do zebras sleep?\n- [ ] What is a lynx?\n- [ ] buy milk\n");
    let import = || Tty::start(home.godrill("import zoo.md").command());
    let ended = |mut tty: Tty| {
        while tty.more() {}
        let shown = tty.seen[tty.read..].replace("\r\n", "\n");
        (tty.child.wait().expect("it ends").code(), shown)
    };
    let mut tty = import();
    tty.wait_for("Import 2 cards? [y/N, or lines to leave out such as 3,5-9] ");
    tty.send("\n");
    assert_eq!(ended(tty), (Some(0), "\nnothing was imported\n".into()));
    let mut tty = import();
    tty.wait_for("Import 2 cards?");
    tty.send("two\n");
    tty.wait_for("`two` is not a line number (try 3,5-9)");
    tty.wait_for("Import 2 cards?");
    tty.send("2-3\n");
    tty.wait_for("you left it out");
    tty.wait_for("Import 1 card? [y/N, or lines to leave out such as 3,5-9] ");
    tty.send("y\n");
    let said = "y\n1 card added, 0 updated, 0 unchanged, 0 reviews added\n";
    assert_eq!(ended(tty), (Some(0), said.into()));
}

#[test]
fn an_import_of_notes_asks_in_chinese() {
    let home = Home::new();
    home.file("zoo.md", "- [ ] 斑马怎么睡觉\n- [ ] 猞猁是什么\n- [ ] 买牛奶\n");
    let run = home.godrill("import zoo.md").env("LANG", "zh_CN.UTF-8");
    let mut tty = Tty::start(run.command());
    tty.wait_for("导入 2 张卡片？[y/N，或输入要略过的行，如 3,5-9] ");
    tty.send("二\n");
    tty.wait_for("`二` 不是行号（例：3,5-9）");
    tty.send("2-3\n");
    tty.wait_for("你选择略过");
    tty.wait_for("导入 1 张卡片？[y/N，或输入要略过的行，如 3,5-9] ");
    tty.send("y\n");
    while tty.more() {}
    let said = "y\n新增 1 张卡片，更新 0 张，未变 0 张，新增 0 条复习记录\n";
    assert_eq!(tty.seen[tty.read..].replace("\r\n", "\n"), said);
    assert_eq!(tty.child.wait().expect("it ends").code(), Some(0));
}

/// What a command writes to a terminal of so many columns.
fn written(home: &Home, words: &str, columns: u16) -> String {
    written_in(home, "C.UTF-8", words, columns)
}

/// What it writes in a locale.
fn written_in(home: &Home, locale: &str, words: &str, columns: u16) -> String {
    shown(home.godrill(words).env("LANG", locale), columns)
}

/// What a run writes to a terminal of so many columns.
fn shown(run: Run, columns: u16) -> String {
    let run = run.shell(&format!("stty cols {columns}; \"$@\"")).env("PATH", "/usr/bin:/bin");
    let mut tty = Tty::start(run.command());
    while tty.more() {}
    tty.child.wait().expect("it ends");
    tty.seen.replace("\r\n", "\n")
}

#[test]
fn a_plan_fits_its_terminal() {
    let home = Home::new();
    let cards: String = (1..=30)
        .map(|i| format!("## 第{i}题？ {{#t-{i:02} level=1 weight={}}}\n\n答。\n\n", 1 + i % 5))
        .collect();
    let deck = format!("---\ndeck: t\ntitle: 切片与数组的底层原理\nlang: zh\n---\n\n{cards}");
    home.file("t.md", deck);
    home.godrill("import t.md").ok();
    home.godrill("plan --on 2026-12-05 --minutes 2 --topic t").ok();
    assert_eq!(written(&home, "plan", 80), WIDE);
    assert_eq!(written(&home, "plan --full", 40), NARROW);
    assert_eq!(written_in(&home, "zh_CN.UTF-8", "plan", 80), WIDE_ZH);
    assert_eq!(written_in(&home, "zh_CN.UTF-8", "plan", 40), NARROW_ZH);
}

const WIDE_ZH: &str = "\
面试日 2026-12-05 周六 · 还有 12 天 · 今天 0 / 2 分钟 · t，已学 0 / 30 张卡片

掌握度                比例
────────────────────────────────────────
今天                    0%
面试日，若不再学        0%
面试日，预计      65%～85%  ████████████

如果                掌握度  来不及
──────────────────────────────────
每天 12 分钟  +24 个百分点       0
11-23 不学     -3 个百分点      11

10 张卡片来不及学：切片与数组的底层原理（10 张）。其中最常考的：t-11、t-16、
t-21、…

日期              分钟  新  复习
──────────────────────────────────────────────────
今天                 2   2     0  ██████████████
11-24 周二           2   2     1  ███████████████▌
之后 10 天，每天     2   2     1  ███████████████
";
const NARROW_ZH: &str = "\
面试日 2026-12-05 周六 · 还有 12 天 · 今
天 0 / 2 分钟 · t，已学 0 / 30 张卡片

掌握度                比例
──────────────────────────
今天                    0%
面试日，若不再学        0%
面试日，预计      65%～85%

如果                掌握度  来不及
──────────────────────────────────
每天 12 分钟  +24 个百分点       0
11-23 不学     -3 个百分点      11

10 张卡片来不及学：切片与数组的底层原理
（10 张）。其中最常考的：t-11、t-16、
t-21、…

日期              分钟  新  复习
────────────────────────────────
今天                 2   2     0
11-24 周二           2   2     1
之后 10 天，每天     2   2     1
";

const WIDE: &str = "\
Interview on Saturday, 2026-12-05 · 12 days to go · 0 of 2 min today · t, 0 of
30 cards seen

readiness                     share
─────────────────────────────────────────────────
today                           0 %
on the day, if you stop         0 %
on the day, expected     65 to 85 %  ████████████

what if             readiness  left out
───────────────────────────────────────
12 minutes a day   +24 points         0
no study on 11-23   -3 points        11

10 cards won't fit: 切片与数组的底层原理 (10). Most often asked among them:
t-11, t-16, t-21, …

day                 min  new  reviews
───────────────────────────────────────────────────────
today                 2    2        0  ██████████████
11-24 Tue             2    2        1  ███████████████▌
10 more days, each    2    2        1  ███████████████
";
const NARROW: &str = "\
Interview on Saturday, 2026-12-05 · 12
days to go · 0 of 2 min today · t, 0 of
30 cards seen

readiness                     share
───────────────────────────────────
today                           0 %
on the day, if you stop         0 %
on the day, expected     65 to 85 %

what if             readiness  left out
───────────────────────────────────────
12 minutes a day   +24 points         0
no study on 11-23   -3 points        11

10 cards won't fit: 切片与数组的底层原理
(10). Most often asked among them: t-11,
t-16, t-21, t-26, t-05, t-10, t-15,
t-20, t-25, t-30

topic     cards  seen  today  on the
                                 day
────────────────────────────────────
切片与数     30     0    0 %    75 %
组的底层
原理

day        min  new  reviews
────────────────────────────
today        2    2        0
11-24 Tue    2    2        1
11-25 Wed    2    2        1
11-26 Thu    2    2        1
11-27 Fri    2    2        1
11-28 Sat    2    2        1
11-29 Sun    2    2        1
11-30 Mon    2    2        1
12-01 Tue    2    2        0
12-02 Wed    2    2        0
12-03 Thu    2    1        1
12-04 Fri    2    0        5
";

/// A text without the escapes of styles.
fn unstyled(text: &str) -> String {
    let mut parts = text.split("\x1b[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once('m').map_or("", |(_, rest)| rest))
}

#[test]
fn a_page_is_drawn_for_its_terminal() {
    let home = Home::new();
    for columns in [40, 80] {
        for page in ["scheduler", "deck-format", "formats", "checking", "simulation", "speed"] {
            for line in unstyled(&written(&home, &format!("help {page}"), columns)).lines() {
                let width = cells(line);
                assert!(width <= usize::from(columns), "{page}: {width} > {columns}: {line}");
            }
        }
    }
    // A mark of Markdown is drawn, not shown, and a table of numbers fits.
    let drawn = written(&home, "help simulation", 80);
    assert!(drawn.starts_with("\x1b[") && !drawn.contains("**"), "{drawn}");
    assert!(unstyled(&drawn).contains("\n  30 │  10 │  150 │ "), "{drawn}");
}

#[test]
fn a_pager_shows_a_page() {
    let home = Home::new();
    let page = |pager: &[(&str, &str)]| {
        let run = home.godrill("help checking");
        shown(pager.iter().fold(run, |run, (name, value)| run.env(name, value)), 80)
    };
    let plain = page(&[]);
    let marked: String = plain.lines().map(|line| format!("|{line}\n")).collect();
    assert_eq!(page(&[("PAGER", "sed 's/^/|/'")]), marked);
    assert_eq!(page(&[("PAGER", "sed 2q"), ("GODRILL_PAGER", "sed 's/^/|/'")]), marked);
    // One that ends early is left.
    assert_eq!(page(&[("PAGER", "sed 1q")]), format!("{}\n", plain.lines().next().unwrap()));
    for pager in ["", "no-such-pager", "'less"] {
        assert_eq!(page(&[("GODRILL_PAGER", pager)]), plain, "{pager:?}");
    }
    assert_eq!(page(&[("GODRILL_PAGER", ""), ("PAGER", "sed 2q")]), plain);
    let options = "sh -c 'cat > all; echo $LESS'";
    assert_eq!(page(&[("PAGER", options)]), "FRX\n");
    assert_eq!(page(&[("PAGER", options), ("LESS", "R")]), "R\n");
    // In a pipe, and where there are only lines, there is no pager.
    home.godrill("help speed").env("PAGER", "false").begins("# How fast godrill is\n");
    let dumb = home.godrill("help speed").env("PAGER", "sed 1q").shell("TERM=dumb \"$@\"");
    assert!(shown(dumb, 80).contains("\n\nUnder a plan\n\n"));
}

#[test]
fn lines_on_a_terminal_break_between_words() {
    let home = Home::new();
    let long = "wombat ".repeat(20);
    home.deck(&format!(
        "## {long}? {{#t-long level=1}}\n\n{long}.\n\n```evidence\nruntime/proc.go: {long}\n```\n"
    ));
    for words in ["show t-long", "quiz t --plain"] {
        let mut tty = Tty::start(home.godrill(words).env("NO_COLOR", "1").command());
        if words.starts_with("quiz") {
            for wait in ["answer, ?", "more, 1", "> 1: again"] {
                tty.wait_for(wait);
                tty.send(if wait.starts_with('>') { "q\n" } else { "\n" });
            }
        }
        while tty.more() {}
        assert!(tty.seen.contains("runtime/proc.go: wombat wombat"), "{}", tty.seen);
        for line in tty.seen.lines().filter(|line| line.contains("wom")) {
            let line = line.trim_end_matches('\r');
            assert!(line.len() <= 80 && line.replace("wombat", "").find("wom").is_none(), "{line}");
        }
    }
}

/// What the quiz asks a terminal whose background it wants to know.
const QUESTIONS: &str = "\x1b]11;?\x1b\\\x1b[c";
const WHITE: &str = "\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[?62;22c";
const BLACK: &str = "\x1b]11;rgb:0000/0000/0000\x07\x1b[?62;22c";
/// The style of a key's name on a dark and on a light background.
const ON_DARK: &str = "38;5;75";
const ON_LIGHT: &str = "38;5;25";

/// The quiz on a terminal that was asked for its background, with these variables.
fn asked_for_its_background(home: &Home, variables: &[(&str, &str)]) -> Tty {
    home.deck(CARDS);
    let run = home.godrill("quiz t");
    let run = variables.iter().fold(run, |run, (name, value)| run.env(name, value));
    let mut tty = Tty::start(run.command());
    tty.wait_for(QUESTIONS);
    tty
}

/// Answers the card, which must work whatever was asked, and leaves.
fn answers_and_leaves(mut tty: Tty) {
    tty.send(" ");
    tty.wait_for("permit");
    tty.send("3");
    tty.wait_for("n M?");
    tty.send("q");
    let (code, after) = tty.end();
    assert_eq!(code, Some(0));
    assert!(after.contains("\ncards          1\n"), "{after:?}");
}

#[test]
fn the_colours_are_those_for_the_background_of_the_terminal() {
    // Should the machine be slow, the answer comes late, and the first frame is the dark one.
    for (variable, answer, colour) in [
        ("", WHITE, ON_LIGHT),
        ("", BLACK, ON_DARK),
        // It is believed rather than the environment.
        ("0;15", BLACK, ON_DARK),
        ("15;0", WHITE, ON_LIGHT),
        // The terminal does not know, and answers at once what it can do.
        ("", "\x1b[?1;2c", ON_DARK),
        ("0;15", "\x1b[?1;2c", ON_LIGHT),
        // The terminal answers nothing at all.
        ("", "", ON_DARK),
        ("0;default;15", "", ON_LIGHT),
    ] {
        let home = Home::new();
        let mut tty = asked_for_its_background(&home, &[("COLORFGBG", variable)]);
        tty.send(answer);
        tty.wait_for(colour);
        answers_and_leaves(tty);
    }
}

#[test]
fn keys_typed_while_the_terminal_is_asked_all_act() {
    for (answer, at, colour) in [(WHITE, 6, ON_LIGHT), (WHITE, 20, ON_LIGHT), (BLACK, 0, ON_DARK)] {
        let home = Home::new();
        let mut tty = asked_for_its_background(&home, &[]);
        // Keys before the answer and after it, and the answer in two pieces.
        tty.send(" ");
        tty.send(&answer[..at]);
        std::thread::sleep(Duration::from_millis(10));
        tty.send(&answer[at..]);
        tty.send("3");
        tty.wait_for(colour);
        tty.wait_for("n M?");
        tty.send("q");
        let (code, after) = tty.end();
        assert_eq!(code, Some(0));
        assert!(after.contains("\ncards          1\n"), "{after:?}");
    }
}

#[test]
fn an_answer_that_comes_late_changes_the_colours() {
    let home = Home::new();
    let mut tty = asked_for_its_background(&home, &[]);
    tty.wait_for("What is a P?");
    assert!(tty.seen.contains(ON_DARK) && !tty.seen.contains(ON_LIGHT), "{:?}", tty.seen);
    tty.send(WHITE);
    tty.wait_for(ON_LIGHT);
    answers_and_leaves(tty);
}

#[test]
fn a_terminal_is_not_asked_where_the_colours_are_settled() {
    for (theme, variable, colour) in [
        ("light", "", Some(ON_LIGHT)),
        ("dark", "COLORFGBG='0;15'", Some(ON_DARK)),
        ("mono", "", None),
        ("auto", "NO_COLOR=1", None),
        ("dark", "NO_COLOR=1", None),
        // These terminals print a question that they do not know on the screen.
        ("auto", "TERM=linux", Some(ON_DARK)),
        ("auto", "TERM=eterm-color", Some(ON_DARK)),
    ] {
        let home = Home::new();
        home.deck(CARDS);
        home.godrill(&format!("config set theme {theme}")).ok();
        let run = home.godrill("quiz t").shell(&format!("env {variable} \"$@\""));
        let mut tty = Tty::start(run.env("PATH", "/usr/bin:/bin").command());
        tty.wait_for("What is a P?");
        tty.send("q");
        while tty.more() {}
        let seen = &tty.seen;
        assert!(!seen.contains("\x1b]11;"), "{theme} {variable}: {seen:?}");
        assert_eq!(seen.contains("38;5;"), colour.is_some(), "{theme} {variable}: {seen:?}");
        assert!(colour.is_none_or(|colour| seen.contains(colour)), "{theme} {variable}: {seen:?}");
        tty.child.wait().expect("it ends");
    }
}

#[test]
fn a_card_is_shown_in_colours_only_where_the_background_is_known_without_asking() {
    let home = Home::new();
    home.deck("## Which? {#t-which}\n\n- this\n- **that**\n");
    for (theme, variable, colour) in [
        ("auto", "", None),
        ("auto", "COLORFGBG='15;0'", Some(ON_DARK)),
        ("auto", "COLORFGBG='0;15'", Some(ON_LIGHT)),
        ("dark", "COLORFGBG='0;15'", Some(ON_DARK)),
        ("light", "", Some(ON_LIGHT)),
        ("mono", "COLORFGBG='0;15'", None),
    ] {
        home.godrill(&format!("config set theme {theme}")).ok();
        let show = |variables: &str| {
            let run = home.godrill("show t-which").shell(&format!("env {variables} \"$@\""));
            let mut tty = Tty::start(run.env("PATH", "/usr/bin:/bin").command());
            while tty.more() {}
            tty.child.wait().expect("it ends");
            tty.seen
        };
        let seen = show(variable);
        assert!(seen.contains("\x1b[1m") && !seen.contains("\x1b]"), "{seen:?}");
        assert_eq!(seen.contains("38;5;"), colour.is_some(), "{theme} {variable}: {seen:?}");
        assert!(colour.is_none_or(|colour| seen.contains(colour)), "{theme} {variable}: {seen:?}");
        // Both win over the setting.
        for variable in ["NO_COLOR=1", "TERM=dumb"] {
            assert!(!show(variable).contains('\x1b'), "{theme} {variable}");
        }
    }
}

/// What the key that switches the language shows, in the order of its presses.
const LANGUAGES: [&str; 3] = ["zh", "both", "en "];

#[test]
fn a_key_after_a_resize_acts_at_once() {
    let mut tty = asked(&Home::new());
    for round in 0..60_u16 {
        tty.pty.resize(Size::new(20 + round % 7, 80 + round % 5)).expect("its size");
        // Sometimes after the new frame, sometimes before it, sometimes while it is drawn.
        match round % 4 {
            0 | 1 if round > 0 => {
                tty.wait_for(&format!("language: {}", LANGUAGES[usize::from(round + 2) % 3]));
            }
            2 => std::thread::sleep(Duration::from_micros(u64::from(round) * 50)),
            _ => {}
        }
        tty.send("l");
        tty.wait_for(LANGUAGES[usize::from(round) % 3]);
    }
    tty.send("q");
    assert_eq!(tty.end().0, Some(0));
}

#[test]
fn keys_typed_ahead_all_act() {
    let mut tty = asked(&Home::new());
    // More than one reading takes, and a key of three bytes across its edge.
    for fill in [1_023, 4_095, 6_000] {
        tty.send(&format!("{}\x1b[B?", "x".repeat(fill)));
        tty.wait_for("keys");
        tty.send("x");
    }
    tty.send("q");
    assert_eq!(tty.end().0, Some(0));
}
