//! `godrill check`: deck files, both languages, the database, programs.

use crate::home::{Home, SOUND};

const EN: &str = "\
---
deck: t
title: Test
lang: en
go: \"1.27\"
---

## What is a P? {#t-p level=1 weight=5}

A permit to run Go code.

```evidence
runtime/proc.go: func findRunnable()
```

## What does it print? {#t-out kind=output level=2 weight=4 follows=t-p}

```go run
package main

import \"fmt\"

func main() { fmt.Println(1) }
```

---

```output
1
```

One.

```evidence
fmt/print.go: func Println(
```
";

fn zh() -> String {
    EN.replace("lang: en", "lang: zh")
        .replace("title: Test", "title: 测试")
        .replace("What is a P?", "什么是 P？")
        .replace("A permit to run Go code.", "运行 Go 代码的许可。")
        .replace("What does it print?", "打印什么？")
        .replace("One.", "一。")
}

#[test]
fn good_decks_in_two_languages_pass() {
    let home = Home::new();
    home.file("en.md", EN);
    home.file("zh.md", zh());
    home.godrill("check en.md").prints("1 file, 2 cards: 0 errors, 0 warnings\n");
    home.godrill("check en.md zh.md").prints("2 files, 4 cards: 0 errors, 0 warnings\n");
    home.godrill("check zh.md en.md").prints("2 files, 4 cards: 0 errors, 0 warnings\n");
    // Checking files does not make a database.
    assert!(!home.db().exists());
}

#[test]
fn all_problems_of_all_files_are_shown_at_once() {
    let home = Home::new();
    home.file("en.md", EN.replace("level=1", "level=4").replace("kind=output", "kind=quiz"));
    home.file(
        "bad.md",
        "No head.\n\n## Q {#t-q follows=t-nothing colour=red}\n\n```go\nnever closed\n",
    );
    home.godrill("check en.md bad.md").ends(1, "\
warning: the deck has no cards
 --> en.md:1:1
  |
1 | ---
  | ^
  = help: a card begins with a heading such as `## Question? {#topic-some-words}`

error: `4` is no level
 --> en.md:8:29
  |
8 | ## What is a P? {#t-p level=4 weight=5}
  |                             ^
  = help: use level=1 (junior), 2 (mid) or 3 (senior)

error: unknown kind `quiz`
  --> en.md:16:37
   |
16 | ## What does it print? {#t-out kind=quiz level=2 weight=4 follows=t-p}
   |                                     ^^^^
   = help: use basic, output, choice or write

error: the head of the deck is missing
 --> bad.md:1:1
  |
1 | No head.
  | ^
  = help: begin the file with a line `---`, then `deck: topic`, `title: …`, `lang: en` and a line `---`

warning: text before the first card belongs to no card
 --> bad.md:1:1
  |
1 | No head.
  | ^^^^^^^^
  = help: a card begins with a heading such as `## Question? {#topic-some-words}`

warning: the deck has no cards
 --> bad.md:1:1
  |
1 | No head.
  | ^
  = help: a card begins with a heading such as `## Question? {#topic-some-words}`

error: unknown attribute `colour`
 --> bad.md:3:30
  |
3 | ## Q {#t-q follows=t-nothing colour=red}
  |                              ^^^^^^
  = help: use level, weight, follows, same, kind or correct

error: this fence is never closed
 --> bad.md:5:1
  |
5 | ```go
  | ^^^^^
  = help: write a line ``` after its last line

2 files, 0 cards: 5 errors, 3 warnings
", "");
}

#[test]
fn what_differs_between_the_languages_is_shown() {
    let home = Home::new();
    home.file("en.md", EN);
    for (text, place, message) in [
        (zh().replace("#t-out", "#t-other"), "zh.md:8:1", "the card `t-out` is missing"),
        (zh().replace("#t-out", "#t-other"), "zh.md:16:1", "the en deck has no card `t-other`"),
        (zh().replace("level=2", "level=3"), "zh.md:16:1", "`level` is 3, but 2 in the en deck"),
        (
            zh().replace("Println(1)", "Println(2)"),
            "zh.md:23:1",
            "this differs from line 23 of the en deck",
        ),
        (
            zh().replace("```output\n1", "```output\n2"),
            "zh.md:29:1",
            "this differs from line 29 of the en deck",
        ),
        (
            zh().replace("func Println(", "func Print("),
            "zh.md:35:1",
            "the evidence of `t-out` differs",
        ),
        (
            zh().split("## 打印").next().unwrap().to_owned(),
            "zh.md:8:1",
            "the card `t-out` is missing",
        ),
        (zh().replace("lang: zh", "lang: en"), "zh.md:16:1", "the id `t-out` is taken"),
        (zh().replace("deck: t", "deck: u"), "zh.md:8:1", "the id `t-p` is taken"),
    ] {
        home.file("zh.md", text);
        let done = home.godrill("check en.md zh.md").done();
        assert_eq!((done.code, done.stderr.as_str()), (Some(1), ""), "{message}: {}", done.stdout);
        let found = done
            .stdout
            .replace("\n  --> ", "\n --> ")
            .contains(&format!("error: {message}\n --> {place}\n"));
        assert!(found, "{message}: {}", done.stdout);
    }
}

#[test]
fn files_that_cannot_be_checked() {
    let home = Home::new();
    home.file("latin.md", [b'-', 0xe9]);
    home.godrill("check latin.md")
        .fails(1, "error: latin.md: the file ends within a character, at byte 2 in line 1: save it as UTF-8\n");
    home.godrill("check missing.md").fails(
        1,
        "\
error: cannot read missing.md: No such file or directory (os error 2)
",
    );
    home.godrill("check .").fails(1, "error: . is a folder: give the files in it\n");
    home.godrill("check --repair x.md").fails(
        2,
        "\
error: the argument '--repair' cannot be used with '[FILE]...'

Usage: godrill check --repair [FILE]...

For more information, try '--help'.
",
    );
}

#[test]
fn the_built_in_decks_pass() {
    let home = Home::new();
    let root = crate::home::repository();
    let (topics, _) = godrill::inside::builtin::decks();
    // All files at once, as siblings may be in other decks.
    let files: Vec<String> = topics
        .iter()
        .flat_map(|topic| ["en", "zh"].map(|lang| format!("decks/{lang}/{}.md", topic.name)))
        .map(|file| root.join(file).to_str().unwrap().to_owned())
        .collect();
    let mut words = vec!["check"];
    words.extend(files.iter().map(String::as_str));
    let done = home.run(&words).done();
    assert_eq!(done.code, Some(0), "{}", done.stdout);
    assert!(done.stdout.ends_with(": 0 errors, 0 warnings\n"), "{}", done.stdout);
}

/// A home with a history of two cards.
fn used() -> Home {
    let home = Home::new();
    home.file("en.md", EN);
    home.godrill("import en.md").ok();
    home.godrill("quiz t --plain").stdin("\n\n3\n1\n\n2\n").ok();
    home.godrill("quiz t --plain").at("2026-11-25T08:00:00Z").stdin("\n\n3\n").ok();
    home
}

fn tamper(home: &Home, sql: &str) {
    let conn = rusqlite::Connection::open(home.db()).unwrap();
    conn.execute_batch(&format!("PRAGMA foreign_keys = OFF; {sql}")).unwrap();
}

#[test]
fn a_schedule_that_was_tampered_with_is_found_and_mended() {
    let home = used();
    let before = home.godrill("export --topic t").ok();
    for sql in [
        "UPDATE cards SET due_at = due_at + 60000 WHERE id = 't-p'",
        "UPDATE cards SET stability = 99.0, due_at = NULL, due_day = 30000, state = 2 WHERE id = 't-p'",
        "UPDATE cards SET lapses = 7 WHERE id = 't-p'",
        "UPDATE cards SET state = 0, due_at = NULL, stability = NULL, difficulty = NULL, last_at = NULL, last_day = NULL, step = 0 WHERE id = 't-p'",
    ] {
        tamper(&home, sql);
        home.godrill("check").ends(
            1,
            "card `t-p`: the stored schedule is not the replay of its reviews\n",
            "error: 1 problem: `godrill check --repair` mends that\n",
        );
        home.godrill("check --repair").prints(
            "\
1 schedule mended
database OK; schedules match the review log
",
        );
        home.godrill("check").prints(SOUND);
        assert_eq!(home.godrill("export --topic t").ok(), before);
    }
    // An answer that vanished from the log: the log is the truth.
    tamper(
        &home,
        "DELETE FROM reviews WHERE seq = 2 AND card = (SELECT key FROM cards WHERE id = 't-out')",
    );
    home.godrill("check").ends(
        1,
        "\
card `t-out`: the stored count of answers is not the replay of its reviews
",
        "error: 1 problem: `godrill check --repair` mends that\n",
    );
    home.godrill("check --repair").prints(
        "\
1 schedule mended
database OK; schedules match the review log
",
    );
    // A search index that lost a card.
    tamper(&home, "DELETE FROM search WHERE rowid = (SELECT key FROM cards WHERE id = 't-p')");
    home.godrill("check").ends(
        1,
        "1 card is missing from the search index\n",
        "error: 1 problem: `godrill check --repair` mends that\n",
    );
    home.godrill("check --repair").prints(
        "\
0 schedules mended
database OK; schedules match the review log
",
    );
    assert!(home.godrill("search permit").ok().contains("t-p"));
}

#[test]
fn what_belongs_to_nothing_is_set_aside() {
    let home = used();
    tamper(
        &home,
        "INSERT INTO texts (card, lang, question, answer) VALUES (99999, 'en', 'Q', 'A')",
    );
    home.godrill("check").ends(
        1,
        "a row of `texts` belongs to nothing\n",
        "error: 1 problem: `godrill check --repair` mends that\n",
    );
    let kept = home.path("godrill.db.20261123-080000.unreadable.jsonl");
    home.godrill("check --repair").prints(&format!(
        "\
mended: a row of `texts` belongs to nothing
what could not be read is kept as it was in {}
nothing before this can be undone
0 schedules mended
database OK; schedules match the review log
",
        kept.display()
    ));
    assert_eq!(
        std::fs::read_to_string(&kept).unwrap(),
        r#"{"row":{"answer":"A","card":99999,"keys":"","lang":"en","question":"Q","reasons":"","wrong":""},"table":"texts"}"#
            .to_owned()
            + "\n"
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&kept).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn programs_need_go_on_the_path() {
    let home = used();
    let empty = home.path("empty");
    std::fs::create_dir(&empty).unwrap();
    home.godrill("check --go --yes en.md").env("PATH", &empty).ends(1, "1 file, 2 cards: 0 errors, 0 warnings\n", "\
error: cannot run `go`: install Go from https://go.dev/dl and put it on PATH: No such file or directory (os error 2)
");
    home.godrill("check --go --yes").env("PATH", &empty).fails(1, "\
error: cannot run `go`: install Go from https://go.dev/dl and put it on PATH: No such file or directory (os error 2)
");
}

const BESIDES: &str = "\
---
deck: t
title: Test
lang: en
---

## What is a P? {#t-p level=1 same=t-out}

A permit to run Go code.

```keys
one
```

```wrong
A P is a thread.
```

## Which one panics? {#t-which kind=choice level=2}

- [ ] `<-n`
- [x] B. `close(n)`

---

The second.

```go test
package t
```

## Write it. {#t-write kind=write level=2}

```go
package kata
```

---

Say it.

```go
package other
```

```go test
package kata
```
";

#[test]
fn what_is_wrong_with_what_a_card_carries_is_shown() {
    let home = Home::new();
    home.file("en.md", BESIDES);
    home.godrill("check en.md").ends(
        1,
        "\
error: no correction follows this line
  --> en.md:16:1
   |
16 | A P is a thread.
   | ^^^^^^^^^^^^^^^^
   = help: write what is true below it: `=> …`

error: an option with a box has no letter
  --> en.md:22:3
   |
22 | - [x] B. `close(n)`
   |   ^^^^^^^^^^^^^^^^^
   = help: drop the letter: the quiz shuffles the options and letters them

error: the solution of the write card is of package `other`, not `kata`
  --> en.md:32:1
   |
32 | ## Write it. {#t-write kind=write level=2}
   | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   = help: let the file, the solution and the test be of one package

1 file, 0 cards: 3 errors, 0 warnings
",
        "",
    );
    let mended = BESIDES
        .replace("A P is a thread.\n", "A P is a thread.\n=> It is a right to run.\n")
        .replace("B. ", "")
        .replace("```go test\npackage t\n```\n", "")
        .replace("package other", "package kata");
    home.file("en.md", &mended);
    home.godrill("check en.md").ends(
        1,
        "\
warning: the sibling `t-out` is neither in these files nor built in
 --> en.md:7:1
  |
7 | ## What is a P? {#t-p level=1 same=t-out}
  | ^
  = help: check the file of its deck too, or mend the id

error: the card has 1 key point
  --> en.md:11:1
   |
11 | ```keys
   | ^^^^^^^
   = help: write 2 to 4: what a good answer must name

1 file, 3 cards: 1 error, 1 warning
",
        "",
    );
}

#[test]
fn a_deck_of_ones_own_owes_no_sources() {
    let home = Home::new();
    let head = "---\ndeck: sql\ntitle: SQL\nlang: en\n---\n\n";
    let own = "## What is an index? {#sql-index level=1}\n\nA sorted copy of columns.\n\n\
               ## And in Go? {#sql-go level=1 follows=map-comma-ok}\n\nA map, say.\n";
    home.file("sql.md", format!("{head}{own}"));
    home.godrill("check sql.md").prints("1 file, 2 cards: 0 errors, 0 warnings\n");
    // A built-in card does, whatever else the deck holds.
    let built_in = "## How do you test a key? {#map-comma-ok level=1}\n\nWith two values.\n";
    home.file("map.md", format!("---\ndeck: map\ntitle: Maps\nlang: en\n---\n\n{built_in}"));
    home.godrill("check map.md").ends(
        1,
        "\
error: the card has no evidence
 --> map.md:7:1
  |
7 | ## How do you test a key? {#map-comma-ok level=1}
  | ^
  = help: end the card with an ```evidence block: `path/in/src.go: text that stands there`, `man NAME.SECTION: text`, or a link to one version (a commit with path and line, a section of an RFC, a manual with its version); a program with its output is evidence too

1 file, 1 card: 1 error, 0 warnings
",
        "",
    );
}
