//! Importing notes: Markdown as people write it.

use crate::home::Home;

/// One of each way to write a question.
const NOTES: &str = "\
# Zoo notes

## What is an okapi?

A cousin of the giraffe.

Q: What does an ibex eat?
A: Grass.

**Q:** What is a lynx?
**A:** A cat with tufts.

问：骆驼吃什么？
答：草。

C: A [zebra] has stripes, a [giraffe] has spots.

<details><summary>How tall is a <b>giraffe</b>?</summary>

Six metres.

</details>

| Animal | Sound |
|--------|-------|
| wolf   | howl  |

## Words

- **herd**: many cows

Does a stone grow?::Never. <!--SR:!2026-11-20,12,250-->

- [ ] How do zebras sleep?
- [x] buy milk
- [ ] 骆驼相关面试题
  - [ ] 怎么喝水
";

#[test]
fn every_way_to_write_a_question_becomes_a_card() {
    let home = Home::new();
    home.file("zoo.md", NOTES);
    home.godrill("import zoo.md --dry-run").prints(
        "\
zoo.md:
line  becomes   question                                 why
   3  card      What is an okapi?                        a heading that asks
   7  card      What does an ibex eat?                   a question by its tag
  10  card      What is a lynx?                          a question by its tag
  13  card      骆驼吃什么？                             a question by its tag
  16  card      A […] has stripes, a giraffe has spots.  a cloze deletion
  16  card      A zebra has stripes, a […] has spots.    a cloze deletion
  18  card      How tall is a giraffe?                   question and answer in <details>
  26  card      wolf                                     a table of questions and answers
  28  left out  Words                                    a heading that asks nothing: --prose takes it
  30  left out  - **herd**: many cows                    a term with its text: --terms takes it
  32  card      Does a stone grow?                       Obsidian: question and answer
  34  draft     How do zebras sleep?                     a list item that asks
  35  left out  buy milk                                 it asks nothing
  36  left out  骆驼相关面试题                           it groups the lines below it
  37  draft     骆驼：怎么喝水                           a list item that asks
9 cards, 2 drafts, 0 known, 4 left out

dry run: would add 11 cards, update 0, leave 0 unchanged, add 4 reviews
",
    );
}

#[test]
fn notes_are_asked_about_before_anything_is_written() {
    let home = Home::new();
    home.file("zoo.md", "Q: What is an okapi?\nA: A cousin of the giraffe.\n");
    home.godrill("import zoo.md").ends(1, "\
zoo.md:
line  becomes  question           why
   1  card     What is an okapi?  a question by its tag
1 card, 0 drafts, 0 known, 0 left out

", "\
error: not a terminal, cannot ask: use --yes, leave lines out with --skip, or look first with --dry-run
");
    home.godrill("list --topic zoo")
        .fails(1, "error: unknown topic `zoo`: `godrill decks` lists them\n");
    home.godrill("import zoo.md --yes").prints(
        "\
zoo.md:
line  becomes  question           why
   1  card     What is an okapi?  a question by its tag
1 card, 0 drafts, 0 known, 0 left out

1 card added, 0 updated, 0 unchanged, 0 reviews added
",
    );
    home.godrill("import zoo.md").prints(
        "\
zoo.md:
line  becomes    question           why
   1  unchanged  What is an okapi?  a question by its tag
1 card, 0 drafts, 0 known, 0 left out

0 cards added, 0 updated, 1 unchanged, 0 reviews added
",
    );
    home.godrill("undo --yes").prints("undone: imported zoo.md (2026-11-23 08:00)\n");
    home.godrill("import zoo.md --yes --json").prints(
        "\
{
  \"version\": 1,
  \"added\": 1,
  \"updated\": 0,
  \"unchanged\": 0,
  \"reviews\": 0,
  \"media\": 0,
  \"cards\": [
    {
      \"id\": \"zoo-okapi\",
      \"outcome\": \"added\",
      \"reviews\": 0
    }
  ],
  \"lines\": [
    {
      \"file\": \"zoo.md\",
      \"line\": 1,
      \"becomes\": \"card\",
      \"id\": \"zoo-okapi\",
      \"question\": \"What is an okapi?\",
      \"why\": \"a question by its tag\"
    }
  ]
}
",
    );
}

#[test]
fn lines_can_be_left_out_and_taken_in() {
    let home = Home::new();
    home.file("zoo.md", "- [ ] How do zebras sleep?\n- [ ] What is a lynx?\n- [ ] feed the cat\n");
    home.godrill("import zoo.md --skip 2 --also 3 --yes").prints(
        "\
zoo.md:
line  becomes   question              why
   1  draft     How do zebras sleep?  a list item that asks
   2  left out  What is a lynx?       you left it out
   3  draft     feed the cat          you want it
0 cards, 2 drafts, 0 known, 1 left out

2 cards added, 0 updated, 0 unchanged, 0 reviews added
",
    );
    home.godrill("import zoo.md --only 2-3 --dry-run").prints(
        "\
zoo.md:
line  becomes    question              why
   1  left out   How do zebras sleep?  you left it out
   2  draft      What is a lynx?       a list item that asks
   3  unchanged  feed the cat          you want it
0 cards, 2 drafts, 0 known, 1 left out

dry run: would add 1 card, update 0, leave 1 unchanged, add 0 reviews
",
    );
    home.godrill("import zoo.md --skip 9 --dry-run")
        .fails(1, "error: line 9 of zoo.md holds no question: `--dry-run` shows which lines do\n");
    home.godrill("import zoo.md --skip x").fails(
        2,
        "\
error: invalid value 'x' for '--skip <LINES>': `x` is not a line number (try 3,5-9)

For more information, try '--help'.
",
    );
    home.file("other.md", "Q: a?\nA: b\n");
    home.godrill("import zoo.md other.md --skip 2").fails(1, "error: --only, --skip and --also choose lines of one file of notes: import such a file alone\n");
    home.godrill("import zoo.md --topic Zoo").fails(
        1,
        "error: `Zoo` cannot name a topic: use small letters, digits and hyphens, or Chinese\n",
    );
}

#[test]
fn a_draft_waits_for_its_answer() {
    let home = Home::new();
    home.file("zoo.md", "- [ ] How do zebras sleep?\n");
    home.godrill("import zoo.md --yes").ok();
    home.godrill("list --state draft").prints(
        "\
id                level  weight  state  due  question
zoo-zebras-sleep      2       3  draft  -    How do zebras sleep?
",
    );
    home.godrill("quiz zoo").prints(
        "\
Nothing is due now.
`godrill quiz zoo --all` asks what you have seen, the weakest first; the schedule stays as it is.
",
    );
    home.godrill("unsuspend zoo-zebras-sleep").fails(1, "\
error: `zoo-zebras-sleep` has no answer yet and cannot be asked: write one with `godrill edit zoo-zebras-sleep`
");
    home.godrill("show zoo-zebras-sleep").prints(
        "\
How do zebras sleep?

(no answer yet: write it with `godrill edit zoo-zebras-sleep`)

card           zoo-zebras-sleep
topic          zoo
kind           basic
level, weight  2, 3
follows        nothing
tags           -
state          new, draft, suspended
next           again 1m, hard 5m, good 10m, easy 7d
",
    );
    let idle = home.script("idle.sh", "exit 0");
    home.godrill("edit zoo-zebras-sleep")
        .env("EDITOR", idle)
        .prints("zoo-zebras-sleep is unchanged\n");
    let half = home.script("half.sh", "sed -i 's/zebras/all zebras/' \"$1\"\n");
    home.godrill("edit zoo-zebras-sleep")
        .env("EDITOR", half)
        .prints("zoo-zebras-sleep is changed; it still needs an answer\n");
    let answer = home.script("answer.sh", "sed -i 's/^<!--.*-->$/Standing./' \"$1\"\n");
    home.godrill("edit zoo-zebras-sleep")
        .env("EDITOR", answer)
        .prints("answer saved; zoo-zebras-sleep is now in the queue\n");
    home.godrill("list --state draft").ends(0, "", "no card found\n");
    home.godrill("list --topic zoo").prints(
        "\
id                level  weight  state  due  question
zoo-zebras-sleep      2       3  new    -    How do all zebras sleep?
",
    );
    // The notes come again, still without an answer.
    home.godrill("import zoo.md --yes").prints(
        "\
zoo.md:
line  becomes  question              why
   1  known    How do zebras sleep?  zoo-zebras-sleep answers it already
0 cards, 0 drafts, 1 known, 0 left out

0 cards added, 0 updated, 0 unchanged, 0 reviews added
",
    );
    home.godrill("undo").prints("undone: zoo-zebras-sleep: edited (2026-11-23 08:00)\n");
    home.godrill("list --topic zoo").prints(
        "\
id                level  weight  state  due  question
zoo-zebras-sleep      2       3  draft  -    How do all zebras sleep?
",
    );
}

#[test]
fn a_question_that_a_card_answers_names_it() {
    let home = Home::new();
    home.deck("## How does a zebra sleep? {#t-zebra-sleep}\n\nStanding.\n");
    home.file(
        "zoo.md",
        "- [ ] How do zebras sleep?\n\nQ: How does a zebra sleep?\nA: It stands.\n\nQ: How do zebras sleep standing up?\nA: Joints lock.\n",
    );
    home.godrill("import zoo.md --dry-run").prints(
        "\
zoo.md:
line  becomes  question                          why
   1  known    How do zebras sleep?              t-zebra-sleep answers it already
   3  known    How does a zebra sleep?           t-zebra-sleep asks the same
   6  card     How do zebras sleep standing up?  a question by its tag
1 card, 0 drafts, 2 known, 0 left out

dry run: would add 1 card, update 0, leave 0 unchanged, add 0 reviews
",
    );
    home.godrill("import zoo.md --twins --yes").prints(
        "\
zoo.md:
line  becomes  question                          why
   1  draft    How do zebras sleep?              a list item that asks
   3  card     How does a zebra sleep?           a question by its tag
   6  card     How do zebras sleep standing up?  a question by its tag
2 cards, 1 draft, 0 known, 0 left out

3 cards added, 0 updated, 0 unchanged, 0 reviews added
",
    );
}

#[test]
fn notes_that_come_again_bring_what_is_new() {
    let home = Home::new();
    home.file("zoo.md", "Q: What is an okapi?\nA: A giraffe.\n");
    home.godrill("import zoo.md --yes").ok();
    home.file(
        "zoo.md",
        "Q: What is an okapi?\nA: A cousin of the giraffe.\n\nQ: What is a lynx?\nA: A cat.\n",
    );
    home.godrill("import zoo.md --yes").prints(
        "\
zoo.md:
line  becomes  question           why
   1  updated  What is an okapi?  a question by its tag
   4  card     What is a lynx?    a question by its tag
2 cards, 0 drafts, 0 known, 0 left out

1 card added, 1 updated, 0 unchanged, 0 reviews added
",
    );
    // Another question with the same telling words takes nothing away.
    home.file("more.md", "Q: Why is there an okapi?\nA: Chance.\n");
    home.godrill("import more.md --topic zoo --yes").prints(
        "\
more.md:
line  becomes  question                why
   1  card     Why is there an okapi?  a question by its tag
1 card, 0 drafts, 0 known, 0 left out

1 card added, 0 updated, 0 unchanged, 0 reviews added
",
    );
    home.godrill("list --topic zoo").prints(
        "\
id               level  weight  state  due  question
zoo-okapi            2       3  new    -    What is an okapi?
zoo-lynx             2       3  new    -    What is a lynx?
zoo-there-okapi      2       3  new    -    Why is there an okapi?
",
    );
}

#[test]
fn notes_cannot_steer_the_terminal() {
    let home = Home::new();
    home.file("zoo.md", "- [ ] What is \u{1b}[31mred\u{202e}?\n- [ ] \u{9b}2J nothing\n");
    home.godrill("import zoo.md --dry-run").prints(
        "\
zoo.md:
line  becomes   question            why
   1  draft     What is ␛[31mred�?  a list item that asks
   2  left out  �2J nothing         it asks nothing
0 cards, 1 draft, 0 known, 1 left out

dry run: would add 1 card, update 0, leave 0 unchanged, add 0 reviews
",
    );
}

#[test]
fn questions_and_answers_go_out_and_come_back() {
    let home = Home::new();
    home.file("zoo.md", "Q: What is an okapi?\nA: A cousin of the giraffe.\n\nQ: Which cats?\nA:\n\n- lynx\n- lion\n\nQ: Later?\n");
    home.godrill("import zoo.md --yes").ok();
    home.godrill("export --topic zoo --format qa --lang en").ends(
        0,
        "\
---
name = \"zoo\"
---

Q: What is an okapi?
A: A cousin of the giraffe.

Q: Which cats?
A:

- lynx
- lion
",
        "zoo-later: left out: it has no answer yet\n",
    );
    home.godrill("export --topic zoo --format qa -o out").ends(
        0,
        "1 deck file written to out\n",
        "zoo-later: left out: it has no answer yet\n",
    );
    home.godrill("import out/en/zoo.md --yes").prints(
        "\
out/en/zoo.md:
line  becomes    question           why
   5  unchanged  What is an okapi?  a question by its tag
   8  unchanged  Which cats?        a question by its tag
2 cards, 0 drafts, 0 known, 0 left out

0 cards added, 0 updated, 2 unchanged, 0 reviews added
",
    );
}

#[test]
fn a_file_without_questions_stops_no_batch() {
    let home = Home::new();
    home.file("zoo.md", "## What is an okapi?\n\nA cousin of the giraffe.\n");
    home.file("title.md", "---\nweight: 4\ntitle: \"Okapi\"\n---\n");
    home.file("empty.md", "");
    home.godrill("import zoo.md title.md empty.md --yes").ends(
        0,
        "\
zoo.md:
line  becomes  question           why
   1  card     What is an okapi?  a heading that asks
1 card, 0 drafts, 0 known, 0 left out

1 card added, 0 updated, 0 unchanged, 0 reviews added; 2 skipped for the reasons above
",
        "title.md: skipped a file without questions: 1\nempty.md: skipped a file without questions: 1\n",
    );
    home.godrill("import title.md").fails(1, "error: title.md holds no questions: give notes, a deck, a table or an export; of notes --prose and --terms take more\n");
    home.godrill("import title.md empty.md").fails(1, "error: none of the 2 files holds questions: give notes, a deck, a table or an export; of notes --prose and --terms take more\n");
    home.file("passwd", "root:x:0:0:root:/root:/bin/sh\nbin:x:1:1:bin:/bin:/sbin/nologin\n_ntp:x:42:65534::/nonexistent:/usr/sbin/nologin\nmail:x:8:8::/var/mail:/bin/false\nlp:x:7:7::/var/spool/lpd:/bin/false\n");
    home.godrill("import passwd").fails(1, "error: passwd holds no questions: give notes, a deck, a table or an export; of notes --prose and --terms take more\n");
}

#[test]
fn code_that_is_never_closed_is_told() {
    let home = Home::new();
    home.file("zoo.md", "Q: What is an okapi?\nA: See:\n```text\nQ: no card\nA: in code\n");
    home.godrill("import zoo.md --yes").ends(
        0,
        "\
zoo.md:
line  becomes  question           why
   1  card     What is an okapi?  a question by its tag
1 card, 0 drafts, 0 known, 0 left out

1 card added, 0 updated, 0 unchanged, 0 reviews added
",
        "\
warning: this code is never closed
 --> zoo.md:3:1
  |
3 | ```text
  | ^^^^^^^
  = help: nothing below it is taken for a question: close it with the same marks

",
    );
}

#[test]
fn questions_that_differ_in_case_are_two_if_their_answers_are() {
    let home = Home::new();
    home.file("vim.md", "Q: gU\nA: upper case\n\nQ: gu\nA: lower case\n\nQ: GU\nA: lower case\n");
    for outcome in
        ["2 cards added, 0 updated, 0 unchanged", "0 cards added, 0 updated, 2 unchanged"]
    {
        let done = home.godrill("import vim.md --yes").done();
        let said = done.stdout;
        assert!(said.contains(outcome), "{said}");
        assert!(said.contains("the same question came before"), "{said}");
    }
}

#[test]
fn terms_and_prose_are_for_those_who_ask() {
    let home = Home::new();
    home.file("zoo.md", "## Cats\n\n- **lynx**: has tufts\n\n## Dogs\n\nThey bark.\n");
    home.godrill("import zoo.md --terms --prose --dry-run").prints(
        "\
zoo.md:
line  becomes  question             why
   3  card     Cats: What is lynx?  a term with its text
   5  card     Explain Dogs.        a heading and the prose under it
2 cards, 0 drafts, 0 known, 0 left out

dry run: would add 2 cards, update 0, leave 0 unchanged, add 0 reviews
",
    );
    home.godrill("import zoo.md --dry-run").fails(1, "error: zoo.md holds no questions: give notes, a deck, a table or an export; of notes --prose and --terms take more\n");
}
