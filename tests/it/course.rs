//! The course of a full-screen session: what keys do, on screens of all sizes.

use crate::home::Home;

const PRINTS: &str = "\
## What does it print? {#t-print kind=output}

```go run
package main

func main() {}
```

---

Both are three.

```output
3 3
done
```
";

const QUEUES: &str = "\
## How does a G get to an M? {#t-queues}

Through the queue of a P.

```text
┌────────────────────┐      ┌────────────────────┐
│ G 就绪             │─────→│ P                  │
└────────────────────┘      └────────────────────┘
```

```evidence
https://go.dev/s/go11sched
runtime/proc.go: func findRunnable()
```
";

/// The screens that these keys show, without the summary.
fn screens(home: &Home, size: &str, keys: &str) -> String {
    let shown = home.godrill("quiz t").keys(size, &format!("{keys}q")).ok();
    let end = shown.find("Nothing was answered.").or(shown.find("session\n"));
    shown[..end.expect("a summary")].to_owned()
}

fn shows(home: &Home, size: &str, keys: &str, expected: &str) {
    // A literal cannot begin with the space that a screen begins with.
    let shown = screens(home, size, keys);
    let shown = shown.trim_start();
    assert!(shown == expected, "{keys} at {size} showed:\n{shown}\nexpected:\n{expected}");
}

#[test]
fn a_typed_answer_is_edited_anywhere() {
    let home = Home::new();
    home.deck(PRINTS);
    shows(
        &home,
        "40x14",
        "3 4<bs>3<enter>one<up><end><show><down><home>d<right><right><bs>n<show><ctrl-d><show>",
        "\
 Test · new          1/1 n1 l0 d0  0:00
────────────────────────────────────────
 What does it print?

   package main

   func main() {}

 ── what it prints ────────────────────
 3 3
 one
────────────────────────────────────────
 Enter on an empty line or Ctrl-D submit
 Esc commands
 Test · new          1/1 n1 l0 d0  0:00
────────────────────────────────────────
 What does it print?

   package main

   func main() {}

 ── what it prints ────────────────────
 3 3
 done
────────────────────────────────────────
 Enter on an empty line or Ctrl-D submit
 Esc commands
 Test · new          1/1 n1 l0 d0  0:00
─ What does it print? ──────────── ↑ 2 ─
   package main

   func main() {}

 ── your answer ───────────────────────
 right

 ── answer ────────────────────────────
 Both are three.
────────────────────────────────────────
 space more  Enter rates 3  1 Again 1m
 2 Hard 5m  ▸3 Good 10m  4 Easy 7d
",
    );
}

#[test]
fn what_was_typed_stays_while_other_keys_come_between() {
    let home = Home::new();
    home.deck(PRINTS);
    let shown = screens(&home, "60x20", "3 3<enter>done<esc>ll?x<show>t<show><esc><space><show>");
    assert_eq!(shown.matches("\n  3 3\n  done\n").count(), 2, "{shown}");
    assert_eq!(shown.matches("\n  right\n").count(), 1, "{shown}");
}

#[test]
fn nothing_typed_is_just_shown_after_esc() {
    let home = Home::new();
    home.deck(PRINTS);
    let shown = screens(&home, "60x20", "<esc><space><show>");
    assert!(shown.contains("Both are three."), "{shown}");
    assert!(!shown.contains("your answer") && !shown.contains("rates"), "{shown}");
}

#[test]
fn a_wide_drawing_is_cut_and_scrolls_sideways() {
    let home = Home::new();
    home.deck(QUEUES);
    shows(
        &home,
        "44x15",
        "<space><space><show><right><show><right><right><right><show>",
        "\
 Test · new              1/1 n1 l0 d0  0:00
────────────────────────────────────────────
 How does a G get to an M?

 ── answer ────────────────────────────────
 Through the queue of a P.

   ┌────────────────────┐      ┌──────────›
   │ G 就绪             │─────→│ P        ›
   └────────────────────┘      └──────────›

 ── sources ───────────────────────────────
───────────────────────────────── ↓ 2 more ─
 space down  1 Again 1m  2 Hard 5m
 3 Good 10m  4 Easy 7d  ? help  q quit
 Test · new              1/1 n1 l0 d0  0:00
────────────────────────────────────────────
 How does a G get to an M?

 ── answer ────────────────────────────────
 Through the queue of a P.

   ‹────────────┐      ┌──────────────────›
   ‹            │─────→│ P                ›
   ‹────────────┘      └──────────────────›

 ── sources ───────────────────────────────
───────────────────────────────── ↓ 2 more ─
 space down  1 Again 1m  2 Hard 5m
 3 Good 10m  4 Easy 7d  ? help  q quit
 Test · new              1/1 n1 l0 d0  0:00
────────────────────────────────────────────
 How does a G get to an M?

 ── answer ────────────────────────────────
 Through the queue of a P.

   ‹────┐      ┌────────────────────┐
   ‹    │─────→│ P                  │
   ‹────┘      └────────────────────┘

 ── sources ───────────────────────────────
───────────────────────────────── ↓ 2 more ─
 space down  1 Again 1m  2 Hard 5m
 3 Good 10m  4 Easy 7d  ? help  q quit
",
    );
}

#[test]
fn the_question_stays_above_a_long_answer() {
    let home = Home::new();
    home.deck(QUEUES);
    shows(
        &home,
        "40x12",
        "<space><space><space><show><home><show>",
        "\
 Test · new          1/1 n1 l0 d0  0:00
─ How does a G get to an M? ────── ↑ 5 ─
   ┌────────────────────┐      ┌──────›
   │ G 就绪             │─────→│ P    ›
   └────────────────────┘      └──────›

 ── sources ───────────────────────────
 https://go.dev/s/go11sched
 runtime/proc.go: func findRunnable()
────────────────────────────────────────
 1 Again 1m  2 Hard 5m  3 Good 10m
 4 Easy 7d  ? help  q quit  u undo
 Test · new          1/1 n1 l0 d0  0:00
────────────────────────────────────────
 How does a G get to an M?

 ── answer ────────────────────────────
 Through the queue of a P.

   ┌────────────────────┐      ┌──────›
   │ G 就绪             │─────→│ P    ›
───────────────────────────── ↓ 5 more ─
 space down  1 Again 1m  2 Hard 5m
 3 Good 10m  4 Easy 7d  ? help  q quit
",
    );
}

#[test]
fn the_sources_are_told_in_as_many_rows_as_they_need() {
    let home = Home::new();
    home.deck(QUEUES);
    shows(
        &home,
        "60x12",
        "o<show>",
        "\
 Test · new             1/1  new 1  learning 0  due 0  0:00
────────────────────────────────────────────────────────────
  How does a G get to an M?


────────────────────────────────────────────────────────────
 https://go.dev/s/go11sched
 https://github.com/golang/go/blob/master/src/runtime/proc.
 go
────────────────────────────────────────────────────────────
 space answer  ? help  q quit  u undo  l language  e edit
 s suspend  b bury
",
    );
}

#[test]
fn the_end_of_a_card_says_what_to_press() {
    let home = Home::new();
    home.deck(QUEUES);
    let shown = screens(&home, "80x24", "3<show><space><space><space><show>");
    assert!(shown.contains("─ show the answer first: space ─"), "{shown}");
    assert!(shown.contains("─ end of card: rate it 1–4 ─"), "{shown}");
}

#[test]
fn control_c_tells_the_shell() {
    let home = Home::new();
    home.deck(QUEUES);
    let done = home.godrill("quiz t").keys("80x24", "<space>3<ctrl-c>").done();
    assert_eq!((done.code, done.stderr.as_str()), (Some(130), ""));
    assert!(done.stdout.starts_with("session\n"), "{}", done.stdout);
}

#[test]
fn when_nothing_is_due_it_says_what_comes_and_what_to_do() {
    let home = Home::new();
    home.deck(&format!("{QUEUES}\n{PRINTS}"));
    home.godrill("quiz t --limit 1").keys("80x24", "<space>4").ok();
    home.godrill("config set new_per_day 1").ok();
    home.godrill("quiz t").prints(
        "\
Nothing is due now; 1 card in 7 days.
`godrill quiz t --new 1` introduces 1 new card now.
`godrill quiz t --all` asks what you have seen, the weakest first; the schedule stays as it is.
",
    );
    // All cards that are left are in their first minutes.
    home.godrill("quiz t --new 1 --limit 1").keys("80x24", "<enter>3").ok();
    home.godrill("quiz t --limit 0").prints(
        "\
Nothing is due now; the next card comes back in 10 minutes.
`godrill quiz t --all` asks what you have seen, the weakest first; the schedule stays as it is.
",
    );
}
