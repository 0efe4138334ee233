//! Cards out of the house and in again: export and import.

use crate::home::{Home, SOUND};

const DECK: &str = "\
## What is a P? {#t-p .core level=1 weight=5}

A permit.

Depth, with `code`.

```evidence
runtime/proc.go: func findRunnable()
```

## What does it print? {#t-out kind=output level=2 weight=4 follows=t-p}

```go run
package main

func main() { println(1) }
```

---

Nothing on standard output.

```output
```

## Which? {#t-pick kind=choice correct=b level=3 weight=1}

- A. This.
- B. That, \"with\", commas.

---

That.
";

/// A home with a history: answers on three days, a suspended, a buried and an edited card.
fn lived_in() -> Home {
    let home = Home::new();
    home.deck(DECK);
    home.deck_in("zh", "## 什么是 P? {#t-p .core level=1 weight=5}\n\n许可。\n\n```evidence\nruntime/proc.go: func findRunnable()\n```\n");
    let quiz = |now: &str, input: &str| {
        home.godrill("quiz t --plain").at(now).stdin(input).ok();
    };
    quiz("2026-11-01T08:00:00Z", "\n\n1\n\n\n1\n\nb\n4\n");
    quiz("2026-11-02T23:30:00Z", "\n\n3\n\n3\n\n\n3\n");
    quiz("2026-11-20T08:00:00.123Z", "\n\n1\n\n1\n\n\n2\n");
    home.godrill("suspend t-pick").ok();
    home.godrill("bury t-out").ok();
    let built_in = first_built_in(&home);
    let editor = home.script("editor", "printf '\\nMine.\\n' >> \"$1\"");
    home.run(&["edit", &built_in]).env("EDITOR", editor).ok();
    home
}

fn first_built_in(home: &Home) -> String {
    let json = home.godrill("list --topic gmp --json").ok();
    json.split('"').find(|word| word.starts_with("gmp-")).expect("a card").to_owned()
}

#[test]
fn json_has_everything_and_its_shape_is_the_documented_one() {
    let home = Home::new();
    home.deck(DECK);
    home.godrill("quiz t --plain").stdin("\n\n3\n").ok();
    home.godrill("suspend t-pick").ok();
    home.godrill("export --topic t").prints("\
{\"format\":\"godrill\",\"version\":1,\"exported_at\":\"2026-11-23T08:00:00.000Z\",\"topics\":[{\"name\":\"t\",\"titles\":{\"en\":\"Test\"},\"go\":null}],\"cards\":[
{\"id\":\"t-p\",\"topic\":\"t\",\"kind\":\"basic\",\"level\":1,\"weight\":5,\"follows\":null,\"tags\":[\"core\"],\"origin\":\"user\",\"edited\":false,\"suspended\":false,\"evidence\":[\"runtime/proc.go: func findRunnable()\"],\"text\":{\"en\":{\"question\":\"What is a P?\",\"answer\":\"A permit.\\n\\nDepth, with `code`.\"}},\"memory\":{\"stability\":2.3065,\"difficulty\":2.118104,\"due\":\"2026-11-23T08:10:00.000Z\",\"last_review\":\"2026-11-23T08:00:00.000Z\"},\"reviews\":[{\"at\":\"2026-11-23T08:00:00.000Z\",\"rating\":\"good\",\"ms\":0,\"kind\":\"learning\",\"day\":\"2026-11-23\"}]},
{\"id\":\"t-out\",\"topic\":\"t\",\"kind\":\"output\",\"level\":2,\"weight\":4,\"follows\":\"t-p\",\"tags\":[],\"origin\":\"user\",\"edited\":false,\"suspended\":false,\"evidence\":[],\"text\":{\"en\":{\"question\":\"What does it print?\\n\\n```go run\\npackage main\\n\\nfunc main() { println(1) }\\n```\",\"answer\":\"Nothing on standard output.\\n\\n```output\\n```\"}},\"memory\":null,\"reviews\":[]},
{\"id\":\"t-pick\",\"topic\":\"t\",\"kind\":\"choice\",\"level\":3,\"weight\":1,\"follows\":null,\"tags\":[],\"correct\":\"b\",\"origin\":\"user\",\"edited\":false,\"suspended\":true,\"evidence\":[],\"text\":{\"en\":{\"question\":\"Which?\\n\\n- A. This.\\n- B. That, \\\"with\\\", commas.\",\"answer\":\"That.\"}},\"memory\":null,\"reviews\":[]}
]}
");
}

#[test]
fn markdown_comes_out_as_a_deck_and_goes_in_again() {
    let home = lived_in();
    home.godrill("export --topic t --lang zh --format md").prints(
        "\
---
deck: t
title: Test
lang: zh
---

## 什么是 P? {#t-p .core level=1 weight=5}

许可。

```evidence
runtime/proc.go: func findRunnable()
```
",
    );
    home.godrill("export --topic t --lang en --format md -o en.md").prints("written to en.md\n");
    let text = std::fs::read_to_string(home.path("en.md")).expect("the file");
    assert_eq!(text, format!("---\ndeck: t\ntitle: Test\nlang: en\n---\n\n{DECK}"));
    // Two languages of each built-in topic and of this one.
    let files = 2 * godrill::inside::builtin::topics().len() + 2;
    home.godrill("export --format md").fails(1, &format!("\
error: a Markdown file holds one topic in one language, and this would be {files} files: choose with --topic and --lang, or give a folder with -o
"));
    home.godrill("export --topic t --format md").fails(1, "\
error: a Markdown file holds one topic in one language, and this would be 2 files: choose with --topic and --lang, or give a folder with -o
");
    home.godrill("export --topic t --format md -o decks").prints("2 deck files written to decks\n");
    home.godrill("export --topic t --lang zh -o zh.md").prints("written to zh.md\n");
    // All decks come back unchanged.
    home.godrill("export --format md -o all").ok();
    let (ours, _) = godrill::inside::builtin::decks();
    let files: Vec<String> = ours
        .iter()
        .map(|topic| topic.name.as_str())
        .chain(["t"])
        .flat_map(|topic| [format!("all/en/{topic}.md"), format!("all/zh/{topic}.md")])
        .collect();
    let before = home.godrill("export").ok();
    let args: Vec<&str> =
        std::iter::once("import").chain(files.iter().map(String::as_str)).collect();
    let said = home.run(&args).ok();
    assert!(said.contains("0 cards added, 0 updated, "), "{said}");
    assert_eq!(home.godrill("export").ok(), before);
    // Into an empty house they bring the texts.
    let other = Home::new();
    for name in ["en.md", "zh.md"] {
        std::fs::copy(home.path(name), other.path(name)).expect("a copy");
    }
    let said = other.godrill("import en.md zh.md").ok();
    assert_eq!(said, "3 cards added, 0 updated, 0 unchanged, 0 reviews added\n");
    assert_eq!(other.godrill("export --topic t --lang en --format md").ok(), text);
}

#[test]
fn a_deck_says_its_place_and_its_short_name() {
    const ZOO: &str = "\
---
deck: zoo
title: Animals
short: Zoo
place: 2
lang: en
---

## What is an okapi? {#zoo-okapi level=2 weight=3}

A cousin of the giraffe.
";
    let home = Home::new();
    home.file("zoo.md", ZOO);
    home.godrill("import zoo.md").ok();
    home.godrill("export --topic zoo --lang en --format md").prints(ZOO);
    let decks = home.godrill("decks --json").ok();
    let decks: serde_json::Value = serde_json::from_str(&decks).unwrap();
    let topics = decks["decks"].as_array().unwrap().iter().map(|deck| deck["topic"].as_str());
    let at = topics.clone().position(|topic| topic == Some("zoo"));
    assert_eq!(at, Some(2), "after the two built-in ones that come no later: {topics:?}");
    let json = home.godrill("export --topic zoo --format json").ok();
    assert!(json.contains(r#""go":null,"short":"Zoo","place":2}"#), "{json}");
}

#[test]
fn csv_is_a_table_for_a_spreadsheet() {
    let home = Home::new();
    home.deck(DECK);
    home.godrill("quiz t --plain").stdin("\n\n3\n").ok();
    let table = home.godrill("export --topic t --format csv").ok();
    // Lines end as RFC 4180 has it; those within a cell stay as they are.
    assert_eq!(table.matches("\r\n").count(), 4);
    assert_eq!(
        table.replace("\r\n", "\n"),
        "\
id,topic,kind,level,weight,follows,tags,question_en,answer_en,question_zh,answer_zh,stability,difficulty,due,last_review,reviews,same,right,keys_en,keys_zh,wrong_en,wrong_zh
t-p,t,basic,1,5,,core,What is a P?,\"A permit.

Depth, with `code`.\",,,2.3065,2.118104,2026-11-23T08:10:00.000Z,2026-11-23T08:00:00.000Z,1,,,,,,
t-out,t,output,2,4,t-p,,\"What does it print?

```go run
package main

func main() { println(1) }
```\",\"Nothing on standard output.

```output
```\",,,,,,,0,,,,,,
t-pick,t,choice,3,1,,,\"Which?

- A. This.
- B. That, \"\"with\"\", commas.\",That.,,,,,,,0,,,,,,
"
    );
    home.godrill("export --topic t -o t.csv").prints("3 cards with 1 review written to t.csv\n");
    let file = std::fs::read(home.path("t.csv")).expect("the file");
    assert_eq!(file, home.godrill("export --topic t --format csv").ok().into_bytes());
    home.godrill("import t.csv").prints("0 cards added, 0 updated, 3 unchanged, 0 reviews added\n");
    home.godrill("export --format xml").fails(
        2,
        "\
error: invalid value 'xml' for '--format <FORMAT>': `xml` is not a format: use md, qa, json, csv, tsv, anki-csv, html or apkg

For more information, try '--help'.
",
    );
    home.godrill("export -o no/such/folder/x.json").fails(
        1,
        "\
error: cannot write no/such/folder/x.json: No such file or directory (os error 2)
",
    );
}

#[test]
fn json_goes_round_without_loss_into_an_empty_house() {
    let home = lived_in();
    let before = home.godrill("export").ok();
    home.godrill("export -o all.json").ok();
    assert_eq!(std::fs::read_to_string(home.path("all.json")).expect("it"), before);
    let other = Home::new();
    std::fs::copy(home.path("all.json"), other.path("all.json")).expect("a copy");
    let said = other.godrill("import all.json").ok();
    assert!(said.starts_with("3 cards added, 1 updated, "), "{said}");
    assert_eq!(other.godrill("export").ok(), before);
    // A second time changes nothing.
    let said = other.godrill("import all.json").ok();
    assert!(
        said.starts_with("0 cards added, 0 updated, ") && said.ends_with(", 0 reviews added\n"),
        "{said}"
    );
    assert_eq!(other.godrill("export").ok(), before);
    other.godrill("check").prints(&home.godrill("check").ok());
    // And the day goes on in the same way.
    for words in ["status", "list --topic t", "show t-p", "quiz t --plain"] {
        assert_eq!(other.godrill(words).ok(), home.godrill(words).ok(), "{words}");
    }
}

#[test]
fn json_goes_into_a_used_house_and_histories_are_merged() {
    let home = lived_in();
    home.godrill("export --topic t -o t.json").ok();
    let other = Home::new();
    other.deck(DECK);
    other.godrill("quiz t --plain").at("2026-11-10T08:00:00Z").stdin("\n\n4\n").ok();
    other.godrill("quiz t --plain --all --record").at("2026-11-22T08:00:00Z").stdin("\n\n3\n").ok();
    std::fs::copy(home.path("t.json"), other.path("t.json")).expect("a copy");
    other.godrill("import --dry-run t.json").prints(
        "\
card    would be  reviews
t-p     updated         3
t-out   updated         2
t-pick  updated         3
dry run: would add 0 cards, update 3, leave 0 unchanged, add 8 reviews
",
    );
    other.godrill("import --dry-run --json t.json").prints(
        "\
{
  \"version\": 1,
  \"added\": 0,
  \"updated\": 3,
  \"unchanged\": 0,
  \"reviews\": 8,
  \"media\": 0,
  \"cards\": [
    {
      \"id\": \"t-p\",
      \"outcome\": \"updated\",
      \"reviews\": 3
    },
    {
      \"id\": \"t-out\",
      \"outcome\": \"updated\",
      \"reviews\": 2
    },
    {
      \"id\": \"t-pick\",
      \"outcome\": \"updated\",
      \"reviews\": 3
    }
  ]
}
",
    );
    other
        .godrill("import t.json")
        .prints("0 cards added, 3 updated, 0 unchanged, 8 reviews added\n");
    other.godrill("show t-p").prints(
        "\
What is a P?

A permit.

Depth, with `code`.

Sources:
    runtime/proc.go: func findRunnable()

card           t-p
topic          t
kind           basic
level, weight  1, 5
follows        nothing
tags           core
state          review
due            2026-11-26 04:00
stability      4.3 days
difficulty     8.4 of 10
recall now     97 %
next           again 10m, hard 6d, good 6d, easy 7d

reviewed          rating  state     seconds
2026-11-01 08:00  again   learning      0.0
2026-11-02 23:30  good    learning      0.0
2026-11-10 08:00  easy    learning      0.0
2026-11-20 08:00  again   learning      0.0
2026-11-22 08:00  good    cram          0.0
",
    );
    other
        .godrill("import t.json")
        .prints("0 cards added, 0 updated, 3 unchanged, 0 reviews added\n");
    other.godrill("check").prints(SOUND);
    // Both directions give the same memory.
    other.godrill("export --topic t -o back.json").ok();
    std::fs::copy(other.path("back.json"), home.path("back.json")).expect("a copy");
    home.godrill("import back.json").ok();
    assert_eq!(home.godrill("export --topic t").ok(), other.godrill("export --topic t").ok());
    home.godrill("undo --yes").ok();
    other.godrill("undo --yes").prints("undone: imported t.json (2026-11-23 08:00)\n");
}

#[cfg(unix)]
#[test]
fn an_export_goes_through_links_and_into_pipes() {
    let home = Home::new();
    home.deck("## One? {#t-one}\n\nThe first.\n");
    home.file("kept/real.json", "old");
    std::os::unix::fs::symlink("kept/real.json", home.path("link.json")).unwrap();
    home.godrill("export --topic t -o link.json")
        .prints("1 card with 0 reviews written to link.json\n");
    assert!(home.path("link.json").symlink_metadata().unwrap().is_symlink());
    assert!(std::fs::read_to_string(home.path("kept/real.json")).unwrap().contains("t-one"));
    // A pipe, and so a device, is written into and never replaced by a file.
    let made = std::process::Command::new("mkfifo").arg(home.path("pipe")).status().unwrap();
    assert!(made.success());
    let pipe = home.path("pipe");
    let reader = std::thread::spawn(move || std::fs::read(pipe).unwrap());
    home.godrill("export --topic t --format apkg -o pipe")
        .prints("1 card with 0 reviews written to pipe\n");
    assert!(reader.join().unwrap().starts_with(b"PK"));
    assert!(!home.path("pipe").metadata().unwrap().is_file());
    home.godrill("export --format apkg -o kept")
        .fails(1, "error: kept is a folder: give the name of a file in it\n");
}

#[test]
fn a_dry_run_writes_nothing() {
    let home = Home::new();
    let deck = format!("---\ndeck: t\ntitle: Test\nlang: en\n---\n\n{DECK}");
    home.file("t.md", &deck);
    let before = home.godrill("export").ok();
    home.godrill("import --dry-run t.md").prints(
        "\
card    would be  reviews
t-p     added           0
t-out   added           0
t-pick  added           0
dry run: would add 3 cards, update 0, leave 0 unchanged, add 0 reviews
",
    );
    assert_eq!(home.godrill("export").ok(), before);
    assert!(!home.godrill("decks").ok().contains("\nt "));
    home.godrill("import -")
        .stdin(&deck)
        .prints("3 cards added, 0 updated, 0 unchanged, 0 reviews added\n");
    home.godrill("import t.md --json").prints(
        "\
{
  \"version\": 1,
  \"added\": 0,
  \"updated\": 0,
  \"unchanged\": 3,
  \"reviews\": 0,
  \"media\": 0,
  \"cards\": [
    {
      \"id\": \"t-p\",
      \"outcome\": \"unchanged\",
      \"reviews\": 0
    },
    {
      \"id\": \"t-out\",
      \"outcome\": \"unchanged\",
      \"reviews\": 0
    },
    {
      \"id\": \"t-pick\",
      \"outcome\": \"unchanged\",
      \"reviews\": 0
    }
  ]
}
",
    );
}

const BROKEN: &str = "\
---
deck: t
title: Test
lang: en
---

## Fine? {#t-fine level=1}

Yes.

## No id

Text.

## Bad level {#t-level level=7}

Text.

## Twice {#t-fine}

Text.
";

#[test]
fn what_cannot_be_read_is_shown_with_file_line_and_caret() {
    let home = Home::new();
    home.file("bad.md", BROKEN);
    home.godrill("import bad.md").fails(
        1,
        "\
error: the card has no id
  --> bad.md:11:1
   |
11 | ## No id
   | ^^^^^^^^
   = help: end the heading with an id that will never change, such as `{#t-no-id}`

error: `7` is no level
  --> bad.md:15:30
   |
15 | ## Bad level {#t-level level=7}
   |                              ^
   = help: use level=1 (junior), 2 (mid) or 3 (senior)

error: the id `t-fine` stands twice
  --> bad.md:19:12
   |
19 | ## Twice {#t-fine}
   |            ^^^^^^
   = help: the card of line 7 has it; choose another

error: nothing was imported: fix the errors above, or leave those cards out with --partial
",
    );
    assert_eq!(home.godrill("show t-fine").done().code, Some(1));
    home.godrill("import bad.md --partial").ends(
        0,
        "1 card added, 0 updated, 0 unchanged, 0 reviews added\n",
        "\
error: the card has no id
  --> bad.md:11:1
   |
11 | ## No id
   | ^^^^^^^^
   = help: end the heading with an id that will never change, such as `{#t-no-id}`

error: `7` is no level
  --> bad.md:15:30
   |
15 | ## Bad level {#t-level level=7}
   |                              ^
   = help: use level=1 (junior), 2 (mid) or 3 (senior)

error: the id `t-fine` stands twice
  --> bad.md:19:12
   |
19 | ## Twice {#t-fine}
   |            ^^^^^^
   = help: the card of line 7 has it; choose another

",
    );
    home.godrill("list --topic t").prints(
        "\
id      level  weight  state  due  question
t-fine      1       3  new    -    Fine?
",
    );
}

#[test]
fn a_file_that_is_no_deck_is_refused_in_a_sentence() {
    let home = Home::new();
    home.file("latin.md", b"---\ndeck: t\n---\n\n## caf\xe9 {#t-a}\n\nText.\n");
    home.file("broken.json", "{\"format\": \"godrill\", \"version\": 1,\n \"cards\": [ {]");
    home.file("future.json", "{\"format\": \"godrill\", \"version\": 99, \"cards\": []}");
    home.file("other.json", "{\"format\": \"anki\"}");
    home.file("array.json", "[1, 2]");
    home.file("empty.md", "");
    home.file("table.csv", "x,y\n");
    home.file("binary.md", [0_u8, 159, 146, 150]);
    std::fs::create_dir(home.path("folder")).expect("a folder");
    let latin = home.godrill("import latin.md").done();
    assert_eq!(latin.code, Some(1));
    assert!(
        latin
            .stderr
            .starts_with("error: byte 24, in line 5, is not text in UTF-8\n --> latin.md:5:7\n"),
        "{}",
        latin.stderr
    );
    home.godrill("import broken.json").fails(
        1,
        "\
error: key must be a string
 --> broken.json:2:14
  |
2 |  \"cards\": [ {]
  |              ^
  = help: give a file written by `export --format json`

error: nothing was imported: fix the errors above, or leave those cards out with --partial
",
    );
    home.godrill("import future.json").fails(
        1,
        "\
error: version 99 of the format is not known, only 1
 --> future.json:1:34
  |
1 | {\"format\": \"godrill\", \"version\": 99, \"cards\": []}
  |                                  ^^
  = help: update godrill

error: nothing was imported: fix the errors above, or leave those cards out with --partial
",
    );
    home.godrill("import other.json").fails(
        1,
        "\
error: this is the format of another program
 --> other.json:1:12
  |
1 | {\"format\": \"anki\"}
  |            ^^^^^^
  = help: only files with `\"format\":\"godrill\"` can be read

error: nothing was imported: fix the errors above, or leave those cards out with --partial
",
    );
    home.godrill("import array.json").fails(
        1,
        "\
error: the file is no godrill export
 --> array.json:1:1
  |
1 | [1, 2]
  | ^
  = help: give a file written by `export --format json`

error: nothing was imported: fix the errors above, or leave those cards out with --partial
",
    );
    home.godrill("import empty.md")
        .fails(1, "error: empty.md holds no questions: give notes, a deck, a table or an export; of notes --prose and --terms take more\n");
    home.godrill("import table.csv")
        .prints("1 card added, 0 updated, 0 unchanged, 0 reviews added\n");
    home.godrill("import binary.md")
        .fails(1, "error: binary.md is not text in UTF-8: save it as UTF-8\n");
    home.godrill("import folder").fails(1, "error: folder is a folder: give the files in it\n");
    home.godrill("import missing.md").fails(
        1,
        "\
error: cannot read missing.md: No such file or directory (os error 2)
",
    );
    home.godrill("import").fails(
        2,
        "\
error: the following required arguments were not provided:
  <FILE>...

Usage: godrill import <FILE>...

For more information, try '--help'.
",
    );
}

#[test]
fn cards_of_an_export_that_make_no_sense_are_told_one_by_one() {
    let home = Home::new();
    let card = |id: &str, more: &str| {
        format!(
            "{{\"id\":\"{id}\",\"topic\":\"t\",\"text\":{{\"en\":{{\"question\":\"Q?\",\"answer\":\"A.\"}}}}{more}}}"
        )
    };
    let file = format!(
        "{{\"format\":\"godrill\",\"version\":1,\"cards\":[\n{},\n{},\n{},\n{},\n{}\n]}}\n",
        card("t-fine", ""),
        card("Bad Id", ""),
        card("t-level", ",\"level\":9"),
        card(
            "t-review",
            ",\"reviews\":[{\"at\":\"yesterday\",\"rating\":\"good\",\"ms\":1,\"kind\":\"learning\"}]"
        ),
        card(
            "t-rating",
            ",\"reviews\":[{\"at\":\"2026-01-01T00:00:00Z\",\"rating\":\"great\",\"ms\":1,\"kind\":\"learning\"}]"
        ),
    );
    home.file("cards.json", file);
    home.godrill("import cards.json").fails(1, "\
error: card `Bad Id`: its id is not small letters, digits and single hyphens
 --> cards.json:3:1
  |
3 | {\"id\":\"Bad Id\",\"topic\":\"t\",\"text\":{\"en\":{\"question\":\"Q?\",\"an…
  | ^
  = help: the card was left out; mend it and import the file again

error: card `t-level`: level 9 is not 1 to 3
 --> cards.json:4:1
  |
4 | {\"id\":\"t-level\",\"topic\":\"t\",\"text\":{\"en\":{\"question\":\"Q?\",\"a…
  | ^
  = help: the card was left out; mend it and import the file again

error: `yesterday` is not a time like 2026-11-23T08:00:00.000Z
 --> cards.json:5:103
  |
5 | …\":\"Q?\",\"answer\":\"A.\"}},\"reviews\":[{\"at\":\"yesterday\",\"rating\":\"good\",\"ms\":1,\"kind\":\"learning\"}]},
  |                                                    ^
  = help: the card was left out; mend it and import the file again

error: unknown variant `great`, expected one of `again`, `hard`, `good`, `easy`
 --> cards.json:6:131
  |
6 | …ews\":[{\"at\":\"2026-01-01T00:00:00Z\",\"rating\":\"great\",\"ms\":1,\"kind\":\"learning\"}]}
  |                                                    ^
  = help: the card was left out; mend it and import the file again

error: nothing was imported: fix the errors above, or leave those cards out with --partial
");
    home.godrill("import cards.json --partial").ends(0, "1 card added, 0 updated, 0 unchanged, 0 reviews added\n", "\
error: card `Bad Id`: its id is not small letters, digits and single hyphens
 --> cards.json:3:1
  |
3 | {\"id\":\"Bad Id\",\"topic\":\"t\",\"text\":{\"en\":{\"question\":\"Q?\",\"an…
  | ^
  = help: the card was left out; mend it and import the file again

error: card `t-level`: level 9 is not 1 to 3
 --> cards.json:4:1
  |
4 | {\"id\":\"t-level\",\"topic\":\"t\",\"text\":{\"en\":{\"question\":\"Q?\",\"a…
  | ^
  = help: the card was left out; mend it and import the file again

error: `yesterday` is not a time like 2026-11-23T08:00:00.000Z
 --> cards.json:5:103
  |
5 | …\":\"Q?\",\"answer\":\"A.\"}},\"reviews\":[{\"at\":\"yesterday\",\"rating\":\"good\",\"ms\":1,\"kind\":\"learning\"}]},
  |                                                    ^
  = help: the card was left out; mend it and import the file again

error: unknown variant `great`, expected one of `again`, `hard`, `good`, `easy`
 --> cards.json:6:131
  |
6 | …ews\":[{\"at\":\"2026-01-01T00:00:00Z\",\"rating\":\"great\",\"ms\":1,\"kind\":\"learning\"}]}
  |                                                    ^
  = help: the card was left out; mend it and import the file again

");
}

#[test]
fn no_text_of_a_card_steers_the_terminal() {
    let evil = "\u{1b}[31mred\u{1b}]0;title\u{7}\u{9b}2J\u{202e}txet\u{2066}\u{200f}\u{8}";
    let deck = format!(
        "---\ndeck: t\ntitle: T {evil}\nlang: en\n---\n\n\
         ## Question {evil} {{#t-evil level=1 weight=5}}\n\nSay {evil} aloud.\n\n\
         Depth `{evil}` and [link {evil}](https://x.y/{evil}).\n\n| a {evil} | b |\n|---|---|\n| {evil} | d |\n\n\
         ```go\nfmt.Println(\"{evil}\")\n```\n\n```evidence\nruntime/proc.go: {evil}\n```\n\n\
         ## Prints {evil}? {{#t-out kind=output level=1 weight=4}}\n\n```go run\npackage main // {evil}\n\nfunc main() {{}}\n```\n\n---\n\nIt prints {evil}.\n\n```output\n{evil}\n```\n\n\
         ## Pick {evil}? {{#t-pick kind=choice correct=a level=1 weight=3}}\n\n- A. {evil}\n- B. b\n\n---\n\nA {evil}.\n"
    );
    let home = Home::new();
    home.file("evil.md", &deck);
    let clean = |words: &str, done: crate::home::Done| {
        let bad = |c: char| {
            c.is_control() && c != '\n'
                || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
        };
        for text in [&done.stdout, &done.stderr] {
            assert!(
                !text.contains(bad),
                "`godrill {words}` let {:?} through:\n{text}",
                text.chars().find(|c| bad(*c))
            );
        }
        done.code
    };
    for words in ["check evil.md", "import --dry-run evil.md", "import evil.md"] {
        let code = clean(words, home.godrill(words).done());
        assert_eq!(code, Some(0), "{words}");
    }
    for words in [
        "list --topic t",
        "decks",
        "show t-evil",
        "show t-evil --lang both",
        "show t-out",
        "show t-pick",
        "search red",
        "status",
        "stats",
        "suspend t-evil",
        "unsuspend t-evil",
        "remove t-evil",
        "list --topic t --json",
        "show t-evil --json",
        "check",
        "undo --yes -n 9",
        "import evil.md --json",
        "export --topic t --format json",
    ] {
        let code = clean(words, home.godrill(words).done());
        assert_eq!(code, Some(if words == "remove t-evil" { 1 } else { 0 }), "{words}");
    }
    let input = format!("\n\n\no\nl\n{evil}\n3\n{evil}\n\n\nm\n3\n{evil}\n2\n");
    clean("quiz", home.godrill("quiz t --plain").stdin(&input).done());
    for size in ["40x15", "80x24"] {
        let keys = format!(
            "<show> <show> <show><pgdn><show>o<show>3<show>x{evil}<enter><enter><show> <show>1<show>b<show>3<show>"
        );
        clean("quiz on the screen", home.godrill("quiz t").keys(size, &keys).done());
    }
    // JSON may hold what a line of Markdown cannot.
    let text = serde_json::to_string(&format!("{evil}\r\u{2028}")).unwrap();
    home.file(
        "evil.json",
        format!("{{\"format\":\"godrill\",\"version\":1,\"cards\":[{{\"id\":\"t-json\",\"topic\":\"t\",\"level\":1,\"weight\":5,\"tags\":[{text}],\"evidence\":[{text}],\"text\":{{\"en\":{{\"question\":{text},\"answer\":{text}}}}}}}]}}"),
    );
    for words in [
        "import evil.json --partial",
        "list --topic t",
        "show t-json",
        "show t-json --json",
        "search t-json",
        "export --topic t --format md",
        "export --topic t --format csv",
    ] {
        let done = home.godrill(words).done();
        if !words.starts_with("export") {
            clean(words, done);
        }
    }
    clean("quiz", home.godrill("quiz t --plain").stdin("\n\n3\n\n\n3\n").done());
    // Names of files, topics and cards come from outside too.
    clean("", home.run(&["import", &format!("no{evil}.md")]).done());
    clean("", home.run(&["check", &format!("no{evil}.md")]).done());
    clean("", home.run(&["show", &format!("no{evil}")]).done());
    clean("", home.run(&["list", "--topic", &format!("no{evil}")]).done());
    clean("", home.run(&["search", &format!("no{evil}")]).done());
    clean("", home.run(&["config", "set", "lang", evil]).done());
    home.file("worse.md", format!("---\ndeck: t{evil}\nlang: e{evil}\nx{evil}: 1\n---\n\n## Q{evil} {{#t{evil} level={evil}}}\n\nText.\n"));
    clean("", home.godrill("import worse.md").done());
    clean("", home.godrill("check worse.md").done());
    home.file("worse.json", format!("{{\"format\":\"{}\"}}", "\u{9b}2J\u{202e}"));
    clean("", home.godrill("import worse.json").done());
}

/// A card of each sort with all that it can carry, as it is printed.
const BESIDES: &str = "\
## Which one panics? {#t-which kind=choice level=1 weight=4 same=t-say}

Given a nil channel `n`:

- [ ] `<-n`
  - It blocks.
- [x] `close(n)`

---

The second.

```keys
closing panics | close of nil
the other blocks
```

```wrong
Closing does nothing.
=> It panics at once.
```

## What is a P? {#t-say level=2 weight=3}

A permit.

```keys
a right to run | a token
as many as processors
```

```evidence
man sched.7: a real-time thread
```

## Write it. {#t-write kind=write level=2 weight=3}

```go
package kata
```

---

Say it.

```go
package kata
```

```go test
package kata
```
";

#[test]
fn what_a_card_carries_besides_goes_through_every_format() {
    let home = Home::new();
    home.deck(BESIDES);
    let export = |format: &str| home.godrill(&format!("export --topic t --format {format}")).ok();
    let deck = home.godrill("export --topic t --lang en --format md").ok();
    assert_eq!(deck, format!("---\ndeck: t\ntitle: Test\nlang: en\n---\n\n{BESIDES}"));
    // JSON holds all of it.
    home.file("t.json", export("json"));
    let other = Home::new();
    std::fs::copy(home.path("t.json"), other.path("t.json")).expect("a copy");
    other
        .godrill("import t.json")
        .prints("3 cards added, 0 updated, 0 unchanged, 0 reviews added\n");
    assert_eq!(other.godrill("export --topic t --format json").ok(), export("json"));
    // A format for one text puts the rest after the answer; importing it takes nothing away.
    let unchanged = "0 cards added, 0 updated, 3 unchanged, 0 reviews added\n";
    for (format, file) in [("csv", "t.csv"), ("tsv --lang en", "t.tsv")] {
        home.file(file, export(format));
        home.godrill(&format!("import --topic t {file}")).prints(unchanged);
    }
    let told = export("qa --lang en");
    assert!(
        told.contains(
            "A: The second.\n\n- ✗ `<-n` — It blocks.\n- ✓ `close(n)`\n\n**Key points**\n\n- closing panics\n"
        ),
        "{told}"
    );
    home.file("t.md", &told);
    home.godrill("import --topic t t.md").ok();
    let deck = home.godrill("export --topic t --lang en --format md").ok();
    assert!(deck.contains(BESIDES), "{deck}");
    let page = export("html --lang en");
    assert!(page.contains("a right to run") && !page.contains("a token"));
    assert!(!page.contains("[x]"));
    // Misconceptions cannot be found by search; key points can.
    assert!(home.godrill("search token --limit 999").ok().contains("t-say"));
    home.godrill("search nothing closing").done();
    let shown = home.godrill("show t-which").ok();
    assert!(shown.contains("Often said wrong\n\n- ✗ Closing does nothing."), "{shown}");
    assert!(home.godrill("undo --yes").ok().starts_with("undone: "));
    home.godrill("check").ok();
}

#[test]
fn an_ending_that_is_no_format_is_refused_and_a_dash_is_standard_output() {
    let home = Home::new();
    home.deck("## One? {#t-1 level=1}\n\nA.\n");
    home.godrill("export --topic t -o cards.pdf").fails(
        1,
        "error: cards.pdf: `pdf` is not a format: use md, qa, json, csv, tsv, anki-csv, html or apkg, \
         or say it with --format\n",
    );
    assert!(!home.path("cards.pdf").exists());
    home.godrill("export --topic t --format csv -o cards.pdf")
        .prints("1 card with 0 reviews written to cards.pdf\n");
    home.godrill("export --topic t -o cards").prints("1 card with 0 reviews written to cards\n");
    let json = std::fs::read_to_string(home.path("cards")).expect("it is written");
    assert!(json.starts_with("{\"format\":\"godrill\""), "{json}");
    for format in ["json", "csv", "tsv", "html", "qa", "md"] {
        let to = |output: &str| {
            home.godrill(&format!("export --topic t --lang en --format {format}{output}")).ok()
        };
        assert_eq!(to(" -o -"), to(""), "{format}");
    }
    assert!(!home.path("-").exists());
}

#[test]
fn statistics_in_a_pipe_have_no_row_that_means_nothing() {
    let home = Home::new();
    let stats = home.godrill("stats").ok();
    assert!(stats.starts_with("answers  0\ndays     0\n"), "{stats}");
}
