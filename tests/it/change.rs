//! Changes: add, edit, remove, suspend, bury, undo, config.

use crate::home::{Done, Home, SOUND};

const TWO: &str = "\
## What is a P? {#t-p level=1 weight=5}

A wombat to run Go code.

There are GOMAXPROCS of them.

## Why is there a P? {#t-why-p level=2 weight=4 follows=t-p}

So that run queues scale.
";

fn two() -> Home {
    let home = Home::new();
    home.deck(TWO);
    home
}

/// Runs an editor made of shell commands, in which `$1` is the file.
fn edited(home: &Home, words: &str, commands: &str) -> Done {
    let editor = home.script("editor.sh", commands);
    home.godrill(words).env("EDITOR", editor).env("TMPDIR", home.path("drafts")).done()
}

/// The one draft that an edit left behind.
fn draft(home: &Home) -> String {
    let folders: Vec<_> = std::fs::read_dir(home.path("drafts")).expect("drafts").collect();
    assert_eq!(folders.len(), 1, "{folders:?}");
    let folder = folders[0].as_ref().expect("a folder").path();
    let mut files = std::fs::read_dir(folder).expect("a folder");
    files.next().expect("a draft").expect("a draft").path().display().to_string()
}

#[test]
fn a_card_is_added_by_flags() {
    let home = two();
    home.run(&[
        "add",
        "--topic",
        "t",
        "-q",
        "What is the work stealing of a P?",
        "-a",
        "Taking half.\n\nIt runs in `findRunnable`.",
    ])
    .prints("t-work-stealing-p is added\n");
    home.godrill("show t-work-stealing-p").prints(
        "\
What is the work stealing of a P?

Taking half.

It runs in `findRunnable`.

card           t-work-stealing-p
topic          t
kind           basic
level, weight  2, 3
follows        nothing
tags           -
state          new
next           again 1m, hard 5m, good 10m, easy 10d
",
    );
    home.run(&[
        "add",
        "--topic",
        "new-topic",
        "-q",
        "什么是 P?",
        "-a",
        "许可。",
        "--lang",
        "zh",
        "--id",
        "my-p",
        "--level",
        "3",
        "--weight",
        "5",
        "--follows",
        "t-p",
        "--tag",
        "a",
        "--tag",
        "b",
        "--evidence",
        "runtime/proc.go: type p struct",
    ])
    .prints("my-p is added\n");
    home.godrill("export --topic new-topic --format md").prints(
        "\
---
deck: new-topic
title: new-topic
lang: zh
---

## 什么是 P? {#my-p .a .b level=3 weight=5 follows=t-p}

许可。

```evidence
runtime/proc.go: type p struct
```
",
    );
    home.godrill("undo").prints("undone: my-p: added (2026-11-23 08:00)\n");
    assert_eq!(home.godrill("show my-p").done().code, Some(1));
}

#[test]
fn what_cannot_be_added_is_said_in_a_sentence() {
    let home = two();
    let add = |more: &[&str]| home.run(&[&["add", "-q", "Q?", "-a", "A."], more].concat());
    add(&["--topic", "Bad Topic"]).fails(
        1,
        "\
error: `Bad Topic` cannot name a topic: use small letters, digits and hyphens, or Chinese
",
    );
    add(&["--topic", "t", "--id", "t-p"]).fails(
        1,
        "\
error: there is a card `t-p` already: change it with `godrill edit t-p`
",
    );
    add(&["--topic", "t", "--id", "Bad Id"])
        .fails(1, "error: `Bad Id` is not an id: use small letters, digits and hyphens\n");
    add(&["--topic", "t", "--follows", "t-pp"])
        .fails(1, "error: unknown card `t-pp`: did you mean t-p?\n");
    add(&["--topic", "t", "--tag", "two words"])
        .fails(1, "error: `two words` is not a tag: a tag is one word\n");
    add(&["--topic", "t", "--level", "4"]).fails(
        2,
        "\
error: invalid value '4' for '--level <N>': 4 is not in 1..=3

For more information, try '--help'.
",
    );
    add(&["--topic", "t", "--weight", "0"]).fails(
        2,
        "\
error: invalid value '0' for '--weight <N>': 0 is not in 1..=5

For more information, try '--help'.
",
    );
    home.run(&["add", "--topic", "t", "-q", " ", "-a", "A."])
        .fails(1, "error: a card needs a question and an answer\n");
    home.run(&["add", "--topic", "t", "-q", "Q?", "-a", ""])
        .fails(1, "error: a card needs a question and an answer\n");
    home.run(&["add", "--topic", "t", "-q", "Q?\nMore", "-a", "A."]).fails(
        1,
        "\
error: the question of --question is one line: use the editor for more
",
    );
    home.run(&["add", "--topic", "t", "-q", "Q?"]).fails(
        2,
        "\
error: the following required arguments were not provided:
  --answer <TEXT>

Usage: godrill add [OPTIONS] --topic <TOPIC> [-q <TEXT> -a <TEXT>]

For more information, try '--help'.
",
    );
    home.godrill("list --topic t --json").ok();
    assert_eq!(home.godrill("list --topic t").ok().lines().count(), 3);
}

#[test]
fn an_added_text_is_what_comes_out_again() {
    let home = two();
    // A line of hyphens and a heading would mean something else in a deck file.
    for (id, question, answer) in [
        ("t-odd-1", "Is # a {#heading}?", "One.\n\n---\n\nTwo."),
        ("t-odd-2", "`a` *b* <c> & \\ \"d\"", "## Not a card\n\nText."),
        ("t-odd-3", "A\u{202e}B \u{1b}[31m", "Red \u{1b}[31m."),
    ] {
        home.run(&["add", "--topic", "t", "--id", id, "-q", question, "-a", answer]).ok();
        let json = home.run(&["show", id, "--json"]).ok();
        let value: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        assert_eq!(value["card"]["text"]["en"]["question"], question);
        assert_eq!(value["card"]["text"]["en"]["answer"], answer);
        let shown = home.run(&["show", id]).ok();
        assert!(!shown.contains(['\u{1b}', '\u{202e}']), "{shown}");
    }
}

#[test]
fn a_card_is_added_in_the_editor() {
    let home = two();
    std::fs::create_dir(home.path("drafts")).expect("a folder");
    let done = edited(
        &home,
        "add --topic t --id t-m --level 1 --tag thread --follows t-p",
        "cp \"$1\" seen; sed -e 's/^## Question?/## What is an M?/' -e 's/^What to say.*/A thread./' -e 's/^The depth./Of the OS./' \"$1\" > new && cat new > \"$1\"",
    );
    assert_eq!(
        (done.code, done.stdout.as_str(), done.stderr.as_str()),
        (Some(0), "t-m is added\n", "")
    );
    let seen = std::fs::read_to_string(home.path("seen")).expect("what the editor saw");
    assert_eq!(
        seen,
        "---\ndeck: t\nlang: en\n---\n\n## Question? {#t-m .thread level=1 weight=3 follows=t-p}\n\n\
         What to say aloud in 30 seconds.\n\nThe depth.\n"
    );
    home.godrill("show t-m").prints(
        "\
What is an M?

A thread.

Of the OS.

card           t-m
topic          t
kind           basic
level, weight  1, 3
follows        t-p
tags           thread
state          new
next           again 1m, hard 5m, good 10m, easy 7d
",
    );
    // A template that is left alone adds nothing.
    let done = edited(&home, "add --topic t", "true");
    assert_eq!((done.code, done.stdout.as_str()), (Some(0), "nothing was added\n"));
    let done = edited(&home, "add --topic t", ": > \"$1\"");
    assert_eq!((done.code, done.stdout.as_str()), (Some(0), "nothing was added\n"));
    let left = std::fs::read_dir(home.path("drafts")).expect("drafts").count();
    assert_eq!(left, 0, "drafts are cleaned up");
}

#[test]
fn a_draft_that_cannot_be_read_is_kept() {
    let home = two();
    std::fs::create_dir(home.path("drafts")).expect("a folder");
    let done = edited(&home, "add --topic t --id t-m", "echo 'no card here' > \"$1\"");
    assert_eq!((done.code, done.stdout.as_str()), (Some(1), ""));
    assert_eq!(
        done.stderr.replace(&draft(&home), "DRAFT"),
        "error: line 1: the head of the deck is missing; nothing was added, what you wrote is kept in DRAFT\n"
    );
    assert_eq!(std::fs::read_to_string(draft(&home)).expect("it"), "no card here\n");
    assert_eq!(home.godrill("show t-m").done().code, Some(1));
}

#[test]
fn an_editor_that_fails_changes_nothing() {
    let home = two();
    std::fs::create_dir(home.path("drafts")).expect("a folder");
    for words in ["edit t-p", "add --topic t"] {
        let done = edited(&home, words, "exit 3");
        assert_eq!((done.code, done.stdout.as_str()), (Some(1), ""));
        assert!(done.stderr.ends_with(" failed; nothing was changed\n"), "{}", done.stderr);
        assert_eq!(std::fs::read_dir(home.path("drafts")).expect("drafts").count(), 0);
    }
    // What was written before it failed is not lost.
    let done = edited(&home, "edit t-p", "echo More. >> \"$1\"; exit 3");
    assert!(done.stderr.starts_with("error: what you wrote is kept in "), "{}", done.stderr);
    assert!(std::fs::read_to_string(draft(&home)).expect("it").ends_with("More.\n"));
    home.godrill("edit t-p")
        .env("EDITOR", "false")
        .fails(1, "error: the editor `false` failed; nothing was changed\n");
    home.godrill("edit t-p").env("EDITOR", "no-such-editor --wait").fails(1, "\
error: cannot start the editor `no-such-editor --wait`: set EDITOR to one that is installed: No such file or directory (os error 2)
");
    home.godrill("add --topic t")
        .env("EDITOR", "false")
        .fails(1, "error: the editor `false` failed; nothing was changed\n");
    // VISUAL goes before EDITOR.
    let editor = home.script("visual.sh", "echo visual");
    home.godrill("edit t-p")
        .env("VISUAL", editor)
        .env("EDITOR", "false")
        .prints("visual\nt-p is unchanged\n");
}

#[test]
fn an_edit_keeps_the_progress() {
    let home = two();
    std::fs::create_dir(home.path("drafts")).expect("a folder");
    home.godrill("quiz t --plain").stdin("\n\n3\nq\n").ok();
    let done = edited(
        &home,
        "edit t-p",
        "cp \"$1\" seen; sed 's/wombat/numbat/' \"$1\" > new && cat new > \"$1\"",
    );
    assert_eq!(
        (done.code, done.stdout.as_str(), done.stderr.as_str()),
        (Some(0), "t-p is changed; its progress stays\n", "")
    );
    assert_eq!(
        std::fs::read_to_string(home.path("seen")).expect("it"),
        "---\ndeck: t\ntitle: t\nlang: en\n---\n\n## What is a P? {#t-p level=1 weight=5}\n\n\
         A wombat to run Go code.\n\nThere are GOMAXPROCS of them.\n"
    );
    home.godrill("show t-p").prints(
        "\
What is a P?

A numbat to run Go code.

There are GOMAXPROCS of them.

card           t-p
topic          t
kind           basic
level, weight  1, 5
follows        nothing
tags           -
state          learning
due            2026-11-23 08:10
stability      2.3 days
difficulty     2.1 of 10
recall now     100 %
next           again 1m, hard 10m, good 2d, easy 3d

reviewed          rating  state     seconds
2026-11-23 08:00  good    learning      0.0
",
    );
    home.godrill("search numbat").prints(
        "\
id   level  weight  state     due    question
t-p      1       5  learning  today  What is a P?
",
    );
    home.godrill("search wombat").fails(1, "error: no card matches `wombat`: try fewer words\n");
    home.godrill("undo").prints("undone: t-p: edited (2026-11-23 08:00)\n");
    home.godrill("search wombat").prints(
        "\
id   level  weight  state     due    question
t-p      1       5  learning  today  What is a P?
",
    );
    home.godrill("check").prints(SOUND);
    assert_eq!(std::fs::read_dir(home.path("drafts")).expect("drafts").count(), 0);
}

#[test]
fn both_languages_are_edited_in_two_files() {
    let home = two();
    std::fs::create_dir(home.path("drafts")).expect("a folder");
    home.deck_in("zh", "## 什么是 P? {#t-p level=1 weight=5}\n\n运行 Go 代码的许可。\n");
    let done = edited(
        &home,
        "edit t-p --lang both",
        "for f; do basename $f; done; echo More. >> \"$1\"; echo 更多。 >> \"$2\"",
    );
    assert_eq!(
        (done.code, done.stdout.as_str(), done.stderr.as_str()),
        (Some(0), "t-p.en.md\nt-p.zh.md\nt-p is changed; its progress stays\n", "")
    );
    home.godrill("export --topic t --format json").prints("\
{\"format\":\"godrill\",\"version\":1,\"exported_at\":\"2026-11-23T08:00:00.000Z\",\"topics\":[{\"name\":\"t\",\"titles\":{\"en\":\"Test\",\"zh\":\"Test\"},\"go\":null}],\"cards\":[
{\"id\":\"t-p\",\"topic\":\"t\",\"kind\":\"basic\",\"level\":1,\"weight\":5,\"follows\":null,\"tags\":[],\"origin\":\"user\",\"edited\":false,\"suspended\":false,\"evidence\":[],\"text\":{\"en\":{\"question\":\"What is a P?\",\"answer\":\"A wombat to run Go code.\\n\\nThere are GOMAXPROCS of them.\\nMore.\"},\"zh\":{\"question\":\"什么是 P?\",\"answer\":\"运行 Go 代码的许可。\\n更多。\"}},\"memory\":null,\"reviews\":[]},
{\"id\":\"t-why-p\",\"topic\":\"t\",\"kind\":\"basic\",\"level\":2,\"weight\":4,\"follows\":\"t-p\",\"tags\":[],\"origin\":\"user\",\"edited\":false,\"suspended\":false,\"evidence\":[],\"text\":{\"en\":{\"question\":\"Why is there a P?\",\"answer\":\"So that run queues scale.\"}},\"memory\":null,\"reviews\":[]}
]}
");
    // One language alone leaves the other as it is.
    let done = edited(
        &home,
        "edit t-p --lang zh",
        "basename $1; sed 's/许可/令牌/' \"$1\" > new && cat new > \"$1\"",
    );
    assert_eq!(
        (done.code, done.stdout.as_str()),
        (Some(0), "t-p.zh.md\nt-p is changed; its progress stays\n")
    );
    let shown = home.godrill("show t-p --lang both").ok();
    assert!(shown.starts_with("What is a P?\n\nA wombat") && shown.contains("令牌"), "{shown}");
    // A card that lacks the language is edited in the one it has.
    let done = edited(&home, "edit t-why-p --lang zh", "basename $1; echo More. >> \"$1\"");
    assert_eq!(
        (done.code, done.stdout.as_str()),
        (Some(0), "t-why-p.en.md\nt-why-p is changed; its progress stays\n")
    );
}

#[test]
fn an_edit_that_makes_no_sense_is_refused_and_the_draft_kept() {
    for (commands, said) in [
        (
            "sed 's/#t-p /#t-q /' \"$1\" > new && cat new > \"$1\"",
            "error: a card's id and deck cannot be edited; nothing was changed, what you wrote is kept in DRAFT\n",
        ),
        (
            "sed 's/^deck: t$/deck: u/' \"$1\" > new && cat new > \"$1\"",
            "error: a card's id and deck cannot be edited; nothing was changed, what you wrote is kept in DRAFT\n",
        ),
        (
            "sed 's/level=1/level=9/' \"$1\" > new && cat new > \"$1\"",
            "error: line 7: `9` is no level; nothing was changed, what you wrote is kept in DRAFT\n",
        ),
        (
            "sed 's/{#t-p/{t-p/' \"$1\" > new && cat new > \"$1\"",
            "error: line 7: the card has no id; nothing was changed, what you wrote is kept in DRAFT\n",
        ),
        (
            ": > \"$1\"",
            "error: line 1: the head of the deck is missing; nothing was changed, what you wrote is kept in DRAFT\n",
        ),
        (
            "printf '\\n## Another? {#t-other}\\n\\nText.\\n' >> \"$1\"",
            "error: expected one card in the file, found 2; nothing was changed, what you wrote is kept in DRAFT\n",
        ),
        ("printf '\\377' > \"$1\"", "error: cannot read DRAFT: it is not text in UTF-8\n"),
    ] {
        let home = two();
        std::fs::create_dir(home.path("drafts")).expect("a folder");
        let before = home.godrill("show t-p --json").ok();
        let done = edited(&home, "edit t-p", commands);
        let draft = draft(&home);
        assert_eq!((done.code, done.stdout.as_str()), (Some(1), ""), "{commands}");
        assert_eq!(done.stderr.replace(&draft, "DRAFT"), said, "{commands}");
        assert_eq!(home.godrill("show t-p --json").ok(), before);
    }
}

#[test]
fn only_own_cards_are_removed_and_come_back() {
    let home = two();
    home.godrill("quiz t --plain").stdin("\n\n3\nq\n").ok();
    let before = home.godrill("show t-p").ok();
    home.godrill("remove t-p").ends(
        1,
        "Remove `t-p` (What is a P?) with 1 review? [y/N] \n",
        "error: nobody answered, so nothing was removed: remove it with --yes\n",
    );
    home.godrill("remove t-p")
        .stdin("n\n")
        .prints("Remove `t-p` (What is a P?) with 1 review? [y/N] nothing was removed\n");
    home.godrill("remove t-why-p").stdin("y\n").prints("\
Remove `t-why-p` (Why is there a P?) with 0 reviews? [y/N] t-why-p is removed; `godrill undo` brings it back
");
    home.godrill("undo").ok();
    home.godrill("remove t-p --yes").prints("t-p is removed; `godrill undo` brings it back\n");
    assert_eq!(home.godrill("show t-p").done().code, Some(1));
    home.godrill("search wombat").fails(1, "error: no card matches `wombat`: try fewer words\n");
    // Its follow-up does not wait for it any more.
    let listed = home.godrill("quiz t --plain").stdin("").ok();
    assert!(listed.contains("Why is there a P?"), "{listed}");
    home.godrill("check").prints(SOUND);
    home.godrill("undo").prints("undone: t-p: removed (2026-11-23 08:00)\n");
    assert_eq!(home.godrill("show t-p").ok(), before);
    home.godrill("search wombat").prints(
        "\
id   level  weight  state     due    question
t-p      1       5  learning  today  What is a P?
",
    );
    home.godrill("check").prints(SOUND);
    let listed = home.godrill("list --topic gmp --json").ok();
    let id = listed.split('"').find(|word| word.starts_with("gmp-")).expect("a card");
    home.run(&["remove", id, "--yes"]).fails(
        1,
        &format!("error: `{id}` is a built-in card: take it out of the quiz with `godrill suspend {id}`\n"),
    );
}

#[test]
fn cards_are_suspended_and_buried_by_id_and_topic() {
    let home = two();
    home.godrill("suspend t-p").prints("1 card suspended\n");
    home.godrill("suspend t-p t-p t-why-p").prints("1 card suspended\n");
    home.godrill("suspend --topic t").prints("0 cards suspended\n");
    home.godrill("quiz t --plain").prints(
        "\
Nothing is due now.
`godrill quiz t --all` asks what you have seen, the weakest first; the schedule stays as it is.
",
    );
    home.godrill("unsuspend --topic t t-p --yes").prints("2 cards unsuspended\n");
    home.godrill("undo").prints("undone: 2 cards unsuspended (2026-11-23 08:00)\n");
    home.godrill("list --topic t").prints(
        "\
id       level  weight  state      due  question
t-p          1       5  suspended  -    What is a P?
t-why-p      2       4  suspended  -    Why is there a P?
",
    );
    home.godrill("undo -n 2").prints(
        "\
undone: t-why-p: suspended (2026-11-23 08:00)
undone: t-p: suspended (2026-11-23 08:00)
",
    );
    home.godrill("bury t-p").prints("1 card buried until tomorrow\n");
    home.godrill("bury --topic t --yes").prints("1 card buried until tomorrow\n");
    home.godrill("bury t-p").prints("0 cards buried until tomorrow\n");
    home.godrill("quiz t --plain").prints(
        "\
Nothing is due now.
`godrill quiz t --all` asks what you have seen, the weakest first; the schedule stays as it is.
",
    );
    let tomorrow = home.godrill("quiz t --plain").at("2026-11-24T04:00:00Z").ok();
    assert!(tomorrow.starts_with("[1/2] t · new\nWhat is a P?\n"), "{tomorrow}");
    home.godrill("undo -n 2").prints(
        "\
undone: t-why-p: buried (2026-11-23 08:00)
undone: t-p: buried (2026-11-23 08:00)
",
    );
    home.godrill("suspend").fails(
        2,
        "\
error: the following required arguments were not provided:
  <FILTER>...

Usage: godrill suspend <FILTER>...

For more information, try '--help'.
",
    );
    home.godrill("bury").fails(
        2,
        "\
error: the following required arguments were not provided:
  <FILTER>...

Usage: godrill bury <FILTER>...

For more information, try '--help'.
",
    );
}

#[test]
fn undo_goes_back_step_by_step_after_restarts() {
    let home = Home::new();
    home.godrill("undo").prints("nothing to undo\n");
    home.deck(TWO);
    let all = || home.godrill("export --topic t").ok();
    let mut states = vec![all()];
    home.godrill("quiz t --plain").stdin("\n\n1\nq\n").ok();
    states.push(all());
    home.godrill("quiz t --plain").at("2026-11-23T08:05:00Z").stdin("\n\n3\n\n\n2\nq\n").ok();
    states.push(all());
    home.godrill("suspend t-p").at("2026-11-23T08:06:00Z").ok();
    states.push(all());
    home.run(&["add", "--topic", "t", "-q", "One?", "-a", "Two."]).at("2026-11-23T08:07:00Z").ok();
    home.godrill("undo")
        .at("2026-11-23T08:08:00Z")
        .prints("undone: t-one: added (2026-11-23 08:07)\n");
    assert_eq!(Some(&all()), states.last());
    home.godrill("undo").prints("undone: t-p: suspended (2026-11-23 08:06)\n");
    assert_eq!(all(), states[2]);
    home.godrill("undo -n 2").prints(
        "\
undone: t-p: hard (2026-11-23 08:05)
undone: t-why-p: good (2026-11-23 08:05)
",
    );
    assert_eq!(all(), states[1]);
    home.godrill("check").prints(SOUND);
    home.godrill("undo").prints("undone: t-p: again (2026-11-23 08:00)\n");
    assert_eq!(all(), states[0]);
    home.godrill("undo --yes -n 5").prints(
        "\
undone: imported t.md (2026-11-23 08:00)
1 step undone, there were no more
",
    );
    home.godrill("undo").prints("nothing to undo\n");
    assert_eq!(home.godrill("show t-p").done().code, Some(1));
}

#[test]
fn settings_are_shown_and_changed() {
    let home = two();
    home.godrill("config").prints("\
setting            value    default  what it does
desired_retention  0.9      0.9      chance of recall at which a card becomes due, 0.70 to 0.97
parameters         default  default  FSRS's 21 numbers, such as `godrill optimize` fits or Anki shows; or `default`
new_per_day        10       10       new cards introduced on a day, 0 to 9999
reviews_per_day    200      200      due cards asked on a day, 0 to 9999
rollover_hour      4        4        local hour at which a new study day begins, 0 to 23
learning_steps     1 10     1 10     minutes until a new card comes back, such as `1 10`; `none` for no steps
relearning_steps   10       10       minutes until a forgotten card comes back, such as `10`; `none` for no steps
maximum_interval   36500    36500    longest interval in days, 1 to 36500
interval_fuzz      on       on       spread intervals a little so that cards learned together part: on or off
leech_threshold    8        8        lapses after which a card is a leech, 2 to 99
leech_suspend      off      off      suspend a card that becomes a leech: on or off
longest_answer     60       60       seconds an answer counts at most, 5 to 3600; three times as many where it is typed
lang               auto     auto     language of cards: en, zh, both, or auto for the locale's
theme              auto     auto     colours: dark, light, mono for none, or auto for the terminal's background
ui_lang            auto     auto     language of the screens: en, zh, or auto for the first language of the cards
reveal             short    short    what the first key reveals: short (what to say aloud) or all
space              reveal   reveal   what space does once all of a card is shown: reveal (it only shows) or good (rate it)
chains             spaced   spaced   ask a follow-up right after the card it follows: together, or spaced
start              quiz     quiz     what `godrill` opens: quiz (the first question) or home (the topics)
focus              all      all      topics that new cards come from, such as `map slice`; or `all`
");
    home.godrill("config list --json").prints(
        "\
{
  \"version\": 1,
  \"settings\": {
    \"chains\": \"spaced\",
    \"desired_retention\": 0.9,
    \"focus\": [],
    \"interval_fuzz\": true,
    \"lang\": \"auto\",
    \"learning_steps\": [
      1,
      10
    ],
    \"leech_suspend\": false,
    \"leech_threshold\": 8,
    \"longest_answer\": 60,
    \"maximum_interval\": 36500,
    \"new_per_day\": 10,
    \"parameters\": [
      0.212,
      1.2931,
      2.3065,
      8.2956,
      6.4133,
      0.8334,
      3.0194,
      0.001,
      1.8722,
      0.1666,
      0.796,
      1.4835,
      0.0614,
      0.2629,
      1.6483,
      0.6014,
      1.8729,
      0.5425,
      0.0912,
      0.0658,
      0.1542
    ],
    \"relearning_steps\": [
      10
    ],
    \"reveal\": \"short\",
    \"reviews_per_day\": 200,
    \"rollover_hour\": 4,
    \"space\": \"reveal\",
    \"start\": \"quiz\",
    \"theme\": \"auto\",
    \"ui_lang\": \"auto\"
  }
}
",
    );
    home.godrill("config get new_per_day").prints("10\n");
    home.godrill("config set new_per_day 25").prints("new_per_day = 25\n");
    home.godrill("config get new_per_day").prints("25\n");
    home.godrill("config set learning_steps 5 30 60").prints("learning_steps = 5 30 60\n");
    home.godrill("config set learning_steps none").prints("learning_steps = none\n");
    home.godrill("config set lang auto").prints("lang = auto\n");
    home.godrill("config set lang both").prints("lang = both\n");
    home.godrill("config set chains together").prints("chains = together\n");
    home.godrill("config set theme light").prints("theme = light\n");
    home.godrill("config set reveal all").prints("reveal = all\n");
    home.godrill("config set leech_suspend on").prints("leech_suspend = on\n");
}

#[test]
fn a_topic_goes_with_the_step_that_brought_it() {
    let home = Home::new();
    let topics = || {
        let list = home.godrill("decks --json").ok();
        let found = list.lines().filter(|line| line.contains("\"title\": \"Test\""));
        found.map(|line| line.trim().to_owned()).collect::<Vec<_>>()
    };
    home.deck("## One? {#t-one}\n\nThe first.\n");
    assert_eq!(topics(), ["\"title\": \"Test\","]);
    home.godrill("undo --yes").ok();
    assert_eq!(topics(), [""; 0]);
    // A topic whose last card was removed still has its title when the card comes back.
    home.godrill("import t.md").ok();
    home.godrill("remove t-one --yes").ok();
    home.file("u.md", "---\ndeck: t\ntitle: Test\nlang: en\n---\n\n## Two? {#t-two}\n\nIt.\n");
    home.godrill("import u.md").ok();
    home.godrill("undo --yes").ok();
    home.godrill("undo --yes").ok();
    assert_eq!(topics(), ["\"title\": \"Test\","]);
    home.godrill("undo --yes").ok();
    assert_eq!(topics(), [""; 0]);
    home.godrill("check").ok();
}

#[test]
fn a_bad_value_is_refused_with_the_good_ones() {
    let home = two();
    let steps = "from 1 to 1440: use minutes such as `1 10`, or `none`";
    for (words, why) in [
        ("new_per_day many", "`many` is not a number from 0 to 9999"),
        ("new_per_day -1", "`-1` is not a number from 0 to 9999"),
        ("new_per_day 10000", "`10000` is not a number from 0 to 9999"),
        ("desired_retention 0.5", "`0.5` is not a number from 0.7 to 0.97"),
        ("desired_retention 0.98", "`0.98` is not a number from 0.7 to 0.97"),
        ("desired_retention NaN", "`NaN` is not a number from 0.7 to 0.97"),
        ("desired_retention 90%", "`90%` is not a number from 0.7 to 0.97"),
        ("rollover_hour 24", "`24` is not a number from 0 to 23"),
        ("learning_steps 0", &format!("`0` is not a number {steps}")),
        ("learning_steps 1 x", &format!("`x` is not a number {steps}")),
        ("relearning_steps 99999999999", &format!("`99999999999` is not a number {steps}")),
        ("maximum_interval 0", "`0` is not a number from 1 to 36500"),
        ("interval_fuzz yes", "`yes` is not a choice: use on or off"),
        ("leech_threshold 1", "`1` is not a number from 2 to 99"),
        ("lang fr", "`fr` is not a language: use en, zh or both, or auto for the locale's"),
        ("theme pink", "`pink` is not a theme: use auto, dark, light or mono"),
        ("reveal both", "`both` is not a choice: use all or short"),
        ("space both", "`both` is not a choice: use good or reveal"),
        ("chains apart", "`apart` is not a choice: use together or spaced"),
    ] {
        let name = words.split(' ').next().unwrap_or_default();
        home.godrill(&format!("config set {words}")).fails(1, &format!("error: {name}: {why}\n"));
    }
    let list = home.godrill("config list --json").ok();
    assert_eq!(list, Home::new().godrill("config list --json").ok(), "nothing changed");
}

#[test]
fn another_retention_moves_due_dates_and_check_stays_clean() {
    let home = two();
    home.godrill("config set learning_steps none").ok();
    home.godrill("quiz t --plain").stdin("\n\n3\n\n\n4\n").ok();
    home.godrill("list --topic t").prints(
        "\
id       level  weight  state   due         question
t-p          1       5  review  2026-11-25  What is a P?
t-why-p      2       4  review  2026-12-03  Why is there a P?
",
    );
    home.godrill("config set desired_retention 0.8").prints(
        "\
desired_retention = 0.8
2 cards rescheduled
",
    );
    home.godrill("list --topic t").prints(
        "\
id       level  weight  state   due         question
t-p          1       5  review  2026-11-30  What is a P?
t-why-p      2       4  review  2026-12-23  Why is there a P?
",
    );
    home.godrill("check").prints(SOUND);
    home.godrill("config set desired_retention 0.8").prints("desired_retention = 0.8\n");
    home.godrill("config set maximum_interval 3").prints(
        "\
maximum_interval = 3
2 cards rescheduled
",
    );
    home.godrill("check").prints(SOUND);
    home.godrill("config set learning_steps 1 10").prints(
        "\
learning_steps = 1 10
1 card rescheduled
",
    );
    home.godrill("list --topic t").prints(
        "\
id       level  weight  state     due         question
t-p          1       5  learning  today       What is a P?
t-why-p      2       4  review    2026-11-26  Why is there a P?
",
    );
    home.godrill("check").prints(SOUND);
    // The answers given before can still be undone.
    forget_settings(&home);
    home.godrill("undo -n 2").prints(
        "\
undone: t-why-p: easy (2026-11-23 08:00)
undone: t-p: good (2026-11-23 08:00)
",
    );
    home.godrill("list --topic t").prints(
        "\
id       level  weight  state  due  question
t-p          1       5  new    -    What is a P?
t-why-p      2       4  new    -    Why is there a P?
",
    );
}

#[test]
fn an_answer_undone_after_the_settings_changed_is_scheduled_by_the_new_ones() {
    let home = two();
    home.godrill("config set learning_steps none").ok();
    home.godrill("quiz t --plain").stdin("\n\n3\nq\n").ok();
    home.godrill("quiz t --plain --new 0").at("2026-12-01T08:00:00Z").stdin("\n\n3\n").ok();
    home.godrill("remove t-why-p --yes").ok();
    home.godrill("config set desired_retention 0.8").prints(
        "\
desired_retention = 0.8
1 card rescheduled
",
    );
    forget_settings(&home);
    home.godrill("undo -n 2").prints(
        "\
undone: t-why-p: removed (2026-11-23 08:00)
undone: t-p: good (2026-12-01 08:00)
",
    );
    home.godrill("check").prints(SOUND);
    home.godrill("list --topic t").prints(
        "\
id       level  weight  state   due         question
t-p          1       5  review  2026-11-30  What is a P?
t-why-p      2       4  new     -           Why is there a P?
",
    );
}

/// Leaves the journal as a program wrote it that did not keep settings in it.
pub(crate) fn forget_settings(home: &Home) {
    let conn = rusqlite::Connection::open(home.db()).expect("the database");
    conn.execute("DELETE FROM journal WHERE changes GLOB '*\"Set\":*'", []).expect("it is emptied");
}

#[test]
fn what_was_undone_is_redone_until_something_new_is_done() {
    let home = two();
    let card = || home.godrill("show t-p").ok();
    home.godrill("redo").prints("nothing to redo\n");
    let new = card();
    home.godrill("quiz t --plain").stdin("\n3\nq\n").ok();
    let answered = card();
    home.godrill("suspend t-p").ok();
    home.godrill("undo -n 2").prints(
        "\
undone: t-p: suspended (2026-11-23 08:00)
undone: t-p: good (2026-11-23 08:00)
",
    );
    assert_eq!(card(), new);
    home.godrill("redo").prints("redone: t-p: good (2026-11-23 08:00)\n");
    assert_eq!(card(), answered);
    home.godrill("redo -n 2").prints(
        "\
redone: t-p: suspended (2026-11-23 08:00)
1 step redone, there were no more
",
    );
    home.godrill("check").prints(SOUND);
    home.godrill("undo").ok();
    home.godrill("bury t-p").ok();
    home.godrill("redo").prints("nothing to redo\n");
    // An import with its topic and its title.
    let decks = || home.godrill("decks").ok();
    let before = decks();
    home.godrill("undo --yes -n 9").ok();
    assert!(!decks().lines().any(|line| line.starts_with("t ")));
    home.godrill("redo -n 3").ok();
    assert_eq!(decks(), before);
}

#[test]
fn a_setting_is_undone_and_redone_with_the_schedules() {
    let home = two();
    home.godrill("quiz t --plain").stdin("\n4\nq\n").ok();
    let list = || home.godrill("list --topic t").ok();
    let before = list();
    home.godrill("config set desired_retention 0.97").ok();
    let after = list();
    assert_ne!(before, after);
    home.godrill("config set new_per_day 3").ok();
    // The same value again is no step.
    home.godrill("config set new_per_day 3").ok();
    home.godrill("undo -n 2").prints(
        "\
undone: new_per_day = 3 (2026-11-23 08:00)
undone: desired_retention = 0.97 (2026-11-23 08:00)
",
    );
    assert_eq!(list(), before);
    home.godrill("config get new_per_day").prints("10\n");
    home.godrill("config get desired_retention").prints("0.9\n");
    home.godrill("redo -n 2").ok();
    assert_eq!(list(), after);
    home.godrill("config get new_per_day").prints("3\n");
}

#[test]
fn undo_asks_before_an_import_or_a_plan_goes() {
    let home = two();
    home.godrill("undo").fails(
        1,
        "\
error: undo would take back `imported t.md (2026-11-23 08:00, 2 cards added)`: not a terminal, cannot ask: use --yes
",
    );
    home.godrill("plan --on 2026-12-10").ok();
    home.godrill("suspend t-p").ok();
    home.godrill("undo -n 2").ends(
        1,
        "undone: t-p: suspended (2026-11-23 08:00)\n",
        "\
error: undo would take back `the plan changed (2026-11-23 08:00)`: not a terminal, cannot ask: use --yes
",
    );
    home.godrill("undo --yes").prints("undone: the plan changed (2026-11-23 08:00)\n");
    home.godrill("redo").prints("redone: the plan changed (2026-11-23 08:00)\n");
}

#[test]
fn u_in_the_quiz_reaches_no_further_than_the_session() {
    let home = two();
    home.godrill("quiz t --plain").stdin("\n3\nq\n").ok();
    const NO_MORE: &str = "nothing to undo in this session; `godrill undo` goes further back\n";
    let quiz = |typed: &str| home.godrill("quiz t --plain").stdin(typed).ok();
    assert!(quiz("u\nq\n").contains(NO_MORE));
    let done = quiz("\n3\ns\nu\nu\nu\nr\nr\nr\nq\n");
    let said: Vec<&str> = done
        .lines()
        .filter(|line| ["undone", "redone", "nothing"].iter().any(|w| line.starts_with(w)))
        .collect();
    assert_eq!(
        said,
        [
            "undone: t-p: suspended",
            "undone: t-why-p: good",
            NO_MORE.trim(),
            "redone: t-why-p: good",
            "redone: t-p: suspended",
            "nothing to redo in this session",
        ]
    );
    assert!(done.contains("\nanswers        1\n"), "{done}");
    home.godrill("undo").prints("undone: t-p: suspended (2026-11-23 08:00)\n");
    // On the screen too; the answer stays where it is.
    let shown = home.godrill("quiz t").keys("80x24", " u<show>q").ok();
    assert!(shown.contains(NO_MORE.trim()) && shown.contains("── answer ──"), "{shown}");
    let shown = home.godrill("quiz t").keys("80x24", " 3u<show>r<show>q").ok();
    assert!(shown.contains("undone: t-p: good") && shown.contains("redone: t-p: good"), "{shown}");
}
