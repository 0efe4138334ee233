//! The quiz on the full screen, with keys fed from a string. What is shown where is for the tests
//! in `ui` to check; here is what holds on every screen.

use godrill::inside::ui::width::columns;

use crate::home::{Home, Run, SOUND};
use crate::typed::SHUFFLED;

const SIZES: [(usize, usize); 4] = [(40, 15), (60, 20), (80, 24), (120, 40)];

const EN: &str = "\
## What is a P, and *why* does `runtime` have it? {#t-p level=1 weight=5}

A permit to run Go code: without a P, an M must not run Go code. There are GOMAXPROCS of them.

| field | what for | since |
|-------|----------|------:|
| `runq` | the local queue, 256 places | 1.1 |
| `runnext` | the goroutine that runs next | 1.5 |

1. A P has a queue.
2. It steals *half* of another's.

```go
func findRunnable() (gp *g, inheritTime, tryWakeP bool) {
	pp := mp.p.ptr() // the P that this M holds while it runs Go code, none in a system call
}
```

```evidence
runtime/proc.go: func findRunnable()
https://go.dev/s/go11sched
```

## What does this print? {#t-out kind=output level=1 weight=4}

```go run
package main

import \"fmt\"

func main() {
	for i := range 3 {
		fmt.Println(\"line\", i)
	}
}
```

---

```output
line 0
line 1
line 2
```

Range over an integer counts from 0.

The history of it.

## Which of these is true? {#t-pick kind=choice correct=b level=1 weight=3}

- A. A nil map can be written.
- B. A nil map can be read.
- C. Neither.

---

Reading gives zero values.
";

const ZH: &str = "\
## 什么是 P，`runtime` 为什么需要它？ {#t-p level=1 weight=5}

运行 Go 代码的许可：没有 P，M 就不能运行 Go 代码。一共有 GOMAXPROCS 个。

| 字段 | 用途 | 版本 |
|-------|----------|------:|
| `runq` | 本地队列，256 个位置 | 1.1 |
| `runnext` | 下一个运行的 goroutine | 1.5 |

```evidence
runtime/proc.go: func findRunnable()
https://go.dev/s/go11sched
```
";

fn home() -> Home {
    let home = Home::new();
    home.deck(EN);
    home.deck_in("zh", ZH);
    home
}

fn on(run: Run, (width, height): (usize, usize), keys: &str) -> (Vec<String>, String) {
    let out = run.keys(&format!("{width}x{height}"), keys).ok();
    let shown = keys.matches("<show>").count();
    let lines: Vec<&str> = out.lines().collect();
    let (screens, rest) = lines.split_at((shown * height).min(lines.len()));
    let screens: Vec<String> = screens.chunks(height).map(|lines| lines.join("\n")).collect();
    assert_eq!(screens.len(), shown, "{out}");
    (screens, rest.join("\n"))
}

/// The screen without line ends and frames, so that what is wrapped can be found.
fn words(screen: &str) -> String {
    screen.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn everything_fits_on_every_screen() {
    for size in SIZES {
        for lang in ["en", "zh", "both"] {
            let home = home();
            let keys = "<show>?<show>x<show> <show> <show><pgdn><show><end><show>3<show>line 0<enter><show>line 2<enter><enter><show> <show><up><up><show>1<show>c<enter><show>4<show>";
            let run = home.godrill(&format!("quiz t --lang {lang}"));
            let (screens, _) = on(run, size, keys);
            for screen in screens {
                for line in screen.lines() {
                    assert!(columns(line) <= size.0, "{size:?} {lang}: {line}\n{screen}");
                }
            }
        }
    }
}

#[test]
fn the_answer_comes_in_two_parts() {
    for size in SIZES {
        let home = home();
        let (screens, rest) = on(home.godrill("quiz t"), size, "<show> <show> <show><end><show>q");
        assert!(
            words(&screens[0]).contains("What is a P, and why does `runtime` have it?"),
            "{}",
            screens[0]
        );
        assert!(!screens[0].contains("permit"), "{}", screens[0]);
        assert!(
            words(&screens[1]).contains("A permit to run Go code: without a P, an M must"),
            "{}",
            screens[1]
        );
        assert!(
            !screens[1].contains("runq") && !screens[1].contains("go11sched"),
            "{}",
            screens[1]
        );
        // The smallest screen shows it after some scrolling.
        assert!(size.1 < 20 || screens[2].contains("`runq`"), "{}", screens[2]);
        assert!(screens[3].contains("https://go.dev/s/go11sched"), "{}", screens[3]);
        assert_eq!(rest, "Nothing was answered.");
        home.godrill("config set reveal all").ok();
        let (screens, _) = on(home.godrill("quiz t"), size, " <show><end><show>");
        assert!(screens[0].contains("permit") && screens[0].contains("`runq`"), "{}", screens[0]);
        assert!(screens[1].contains("https://go.dev/s/go11sched"), "{}", screens[1]);
    }
}

#[test]
fn every_line_of_a_long_answer_can_be_reached() {
    for size in SIZES {
        for lang in ["en", "zh"] {
            let home = home();
            let keys = format!("  <home><show>{}", "<down><show>".repeat(60));
            let (screens, _) = on(home.godrill(&format!("quiz t --lang {lang}")), size, &keys);
            let parts = if lang == "en" {
                [
                    "What is a P",
                    "A permit to",
                    "runnext",
                    "steals half",
                    "findRunnable() (gp",
                    "system call",
                    "go11sched",
                ]
            } else {
                ["什么是 P", "运行 Go", "runnext", "`runq`", "本地队列", "1.5", "go11sched"]
            };
            for part in parts {
                assert!(
                    screens.iter().any(|s| words(s).contains(part)),
                    "{size:?}: {part} is never seen"
                );
            }
            // Up again to where it began, and the ends by one key.
            let keys = format!(
                "  <home><show>{}{}<show><end><show><pgdn><show>",
                "<down>".repeat(60),
                "<up>".repeat(60)
            );
            let (screens, _) = on(home.godrill(&format!("quiz t --lang {lang}")), size, &keys);
            assert_eq!(screens[0], screens[1]);
            assert_eq!(screens[2], screens[3]);
        }
    }
}

#[test]
fn ratings_show_their_next_interval_and_count() {
    for size in [(60, 20), (80, 24), (120, 40)] {
        let home = home();
        let (screens, rest) = on(home.godrill("quiz t"), size, "3<show> <show>3<show>q");
        assert!(words(&screens[0]).contains("show the answer first"), "{}", screens[0]);
        for rating in ["1 Again 1m", "2 Hard 5m", "3 Good 10m", "4 Easy 7d"] {
            assert!(words(&screens[1]).contains(rating), "{}", screens[1]);
        }
        assert!(screens[2].contains("What does this print?"), "{}", screens[2]);
        assert!(rest.is_empty() || rest.starts_with("session\n"), "{rest}");
    }
}

#[test]
fn the_screen_and_the_lines_make_the_same_history() {
    let (by_keys, by_lines) = (home(), home());
    by_keys
        .godrill("quiz t")
        .keys("80x24", " 3line 0<enter>line 1<enter>line 2<enter><enter><enter>c2 1")
        .ok();
    by_lines.godrill("quiz t --plain").stdin("\n3\nline 0\nline 1\nline 2\n\n\nc\n2\n\n1\n").ok();
    let history = |home: &Home| home.godrill("export --topic t").ok();
    assert_eq!(history(&by_keys), history(&by_lines));
    assert!(history(&by_keys).matches("\"rating\"").count() >= 3);
    by_keys.godrill("check").prints(SOUND);
}

#[test]
fn a_typed_answer_is_compared_on_the_screen() {
    for size in SIZES {
        let home = home();
        home.godrill("suspend t-p").ok();
        let keys =
            "<show>line 0<enter>lime 2<bs><bs><bs><bs>ne 2<show><enter><enter><show><enter><show>";
        let (screens, _) = on(home.godrill("quiz t"), size, keys);
        assert!(!screens[0].contains("line 0"), "{}", screens[0]);
        assert!(words(&screens[1]).contains("line 0 line 2"), "{}", screens[1]);
        assert!(screens[2].contains("wrong") && screens[2].contains("- line 1"), "{}", screens[2]);
        assert!(screens[3].contains("Which of these is true?"), "{}", screens[3]);
        assert!(
            home.godrill("show t-out").ok().contains("08:00  again "),
            "Enter takes what is proposed"
        );
    }
    // It may be overruled, and Ctrl-D ends it too; Esc leaves it untyped.
    let home = home();
    home.godrill("suspend t-p").ok();
    home.godrill("quiz t").keys("80x24", "line 0<newline>line 1<newline>line 2<ctrl-d>4").ok();
    assert!(home.godrill("show t-out").ok().contains("08:00  easy "));
    home.godrill("quiz t").keys("80x24", " 2").ok();
    assert!(home.godrill("show t-pick").ok().contains("08:00  hard "));
}

#[test]
fn other_keys_do_on_the_screen_what_they_do_in_lines() {
    let home = home();
    let size = (80, 24);
    let editor = home.script("editor", "sed 's/permit/wombat/' \"$1\" > new && cat new > \"$1\"");
    // Open the help, and close it.
    let (screens, _) = on(home.godrill("quiz t"), size, "<show>?<show>x<show>");
    assert_ne!(screens[0], screens[1]);
    assert!(words(&screens[1]).contains("suspend the card"), "{}", screens[1]);
    // Languages.
    let (screens, _) = on(home.godrill("quiz t"), size, "l<show>l<show>l<show>");
    assert!(screens[0].contains("什么是 P") && !screens[0].contains("What is"), "{}", screens[0]);
    assert!(screens[1].contains("什么是 P") && screens[1].contains("What is"), "{}", screens[1]);
    assert!(!screens[2].contains("什么是 P") && screens[2].contains("What is"), "{}", screens[2]);
    // The source.
    let (screens, _) = on(home.godrill("quiz t"), size, "o<show>");
    assert!(
        screens[0].contains("https://github.com/golang/go/blob/master/src/runtime/proc.go"),
        "{}",
        screens[0]
    );
    // Edit, and go on with the new text.
    let (screens, _) = on(home.godrill("quiz t").env("EDITOR", editor), size, "e <show>");
    assert!(screens[0].contains("A wombat to run Go code"), "{}", screens[0]);
    let (screens, _) = on(home.godrill("quiz t").env("EDITOR", "no-such-editor"), size, "e<show>");
    assert!(
        screens[0].contains("cannot start the editor") && screens[0].contains("What is a P"),
        "{}",
        screens[0]
    );
    // Suspend, bury, undo of any number across cards.
    let (screens, _) = on(
        home.godrill("quiz t"),
        size,
        "s<show><esc>u<show>b<show><esc>u<show> 3<show><esc> 4<show>u<show><esc>u<show>",
    );
    for (screen, question, notice) in [
        (0, "What does this print?", "t-p is suspended"),
        (1, "What is a P", "undone: t-p: suspended"),
        (2, "What does this print?", "t-p is buried until tomorrow"),
        (3, "What is a P", "undone: t-p: buried"),
        (4, "What does this print?", ""),
        (5, "Which of these is true?", ""),
        (6, "What does this print?", "undone: t-out: easy"),
        (7, "What is a P", "undone: t-p: good"),
    ] {
        let screen = &screens[screen];
        assert!(
            screen.contains(question) && screen.contains(notice),
            "{question} {notice}\n{screen}"
        );
    }
    home.godrill("undo").prints("undone: t-p: edited (2026-11-23 08:00)\n");
}

#[test]
fn the_summary_follows_when_all_is_done() {
    let home = home();
    let (_, rest) = on(home.godrill("quiz t --limit 1"), (80, 24), " 4");
    assert_eq!(
        rest,
        "session
─────────────────────────────
cards          1
answers        1
new            1
time           0:00
recalled       no reviews yet
due tomorrow   0
due in 7 days  1
streak         1 day"
    );
}

#[test]
fn shuffled_options_are_told_with_their_reasons_after_the_answer() {
    let home = Home::new();
    home.deck(SHUFFLED);
    let (screens, _) = on(home.godrill("quiz t"), (80, 44), "<show>cb<enter><show> <show>q");
    assert!(screens[0].contains("C. `close(n)`"), "{}", screens[0]);
    assert!(!screens[0].contains("It blocks for ever"), "{}", screens[0]);
    for part in
        ["right", "✗ A. `<-n` — It blocks for ever.", "✓ C. `close(n)`", "closing nil panics"]
    {
        assert!(screens[1].contains(part), "{part}: {}", screens[1]);
    }
    assert!(!screens[1].contains("It gives the zero value"), "{}", screens[1]);
    assert!(screens[2].contains("✓ It gives the zero value."), "{}", screens[2]);
}
