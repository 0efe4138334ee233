//! Anki's packages in and out. The fixtures were made by the real Anki, see `tests/anki/make.py`.

use std::collections::BTreeMap;
use std::process::Command;

use godrill::inside::builtin;
use godrill::inside::db::CollectionWriter;
use godrill::inside::format::anki::own::{card_id, guid};
use godrill::inside::format::anki::package::{Package, Writer};
use godrill::inside::model::anki::{Card, Head, Note};
use serde_json::Value;

use crate::home::{Home, repository};

/// After the fixtures were made.
const LATER: &str = "2027-01-01T08:00:00Z";

/// What is said of every fixture: some of its cards were reset, others learned anew.
const FORGOTTEN: &str = "skipped answers from before a card was reset or learned anew: 17";

/// Copies a fixture into the home.
fn fixture(home: &Home, name: &str) {
    let path = repository().join("tests/it/fixtures/anki").join(name);
    home.file(name, std::fs::read(path).unwrap());
}

/// What `godrill export` says of the cards that are not built in, by id.
fn cards(home: &Home) -> BTreeMap<String, Value> {
    let export: Value = serde_json::from_str(&home.godrill("export --format json").ok()).unwrap();
    let cards = export["cards"].as_array().unwrap().iter();
    cards
        .filter(|c| c["origin"] == "user")
        .map(|c| (c["id"].as_str().unwrap().to_owned(), c.clone()))
        .collect()
}

fn text<'c>(card: &'c Value, lang: &str) -> (&'c str, &'c str) {
    let text = &card["text"][lang];
    (text["question"].as_str().unwrap_or("-"), text["answer"].as_str().unwrap_or("-"))
}

/// Imports a fixture. Nothing but the answers that do not count may be reported.
fn import(home: &Home, name: &str) {
    let done = home.run(&["import", name]).at(LATER).done();
    assert_eq!((done.code, done.stderr), (Some(0), format!("{name}: {FORGOTTEN}\n")));
}

/// The cards of the fixtures in an empty home.
fn imported(name: &str) -> (Home, BTreeMap<String, Value>) {
    let home = Home::new();
    fixture(&home, name);
    import(&home, name);
    let cards = cards(&home);
    (home, cards)
}

#[test]
fn every_container_holds_the_same_cards_and_a_second_import_changes_nothing() {
    let (_, first) = imported("legacy1.apkg");
    assert_eq!(first.len(), 18);
    for name in ["legacy2.apkg", "latest.apkg"] {
        let home = Home::new();
        fixture(&home, name);
        let import = || home.run(&["import", name]);
        let said = format!("{name}: {FORGOTTEN}\n");
        import().ends(
            0,
            "18 cards added, 0 updated, 0 unchanged, 169 reviews added, 3 pictures or sounds; 17 skipped for the reasons above\n",
            &said,
        );
        import().ends(
            0,
            "0 cards added, 0 updated, 18 unchanged, 0 reviews added; 17 skipped for the reasons above\n",
            &said,
        );
        assert_eq!(cards(&home), first, "{name}");
    }
    // A whole collection, later: its log has a row of a card that is long gone.
    let (home, cards) = imported("collection.colpkg");
    assert_eq!(cards.len(), 19);
    home.godrill("check").ok();
}

#[test]
fn a_later_package_adds_what_is_new() {
    let (home, first) = imported("latest.apkg");
    fixture(&home, "later.apkg");
    let later = |name: &str| {
        let done = home.run(&["import", name]).at(LATER).done();
        assert_eq!(done.stderr, format!("{name}: {FORGOTTEN}\n"));
        done.stdout.split("; 17 skipped").next().unwrap_or("").to_owned()
    };
    assert_eq!(later("later.apkg"), "1 card added, 2 updated, 16 unchanged, 1 review added");
    assert_eq!(later("later.apkg"), "0 cards added, 0 updated, 19 unchanged, 0 reviews added");
    let now = cards(&home);
    let lines = card_id("fixture02", 0);
    assert_eq!(text(&first[&lines], "en").1, "G\\\nM\\\nP");
    assert_eq!(text(&now[&lines], "en").1, "G\\\nM\\\nP\\\nand more");
    assert_eq!(first[&lines]["memory"], now[&lines]["memory"]);
    // An older package does not bring the older text back.
    assert_eq!(later("latest.apkg"), "0 cards added, 0 updated, 18 unchanged, 0 reviews added");
    home.godrill("check").ok();
}

#[test]
fn the_memory_is_ankis_own() {
    let (_, cards) = imported("latest.apkg");
    let path = repository().join("tests/it/fixtures/anki/expected.json");
    let expected: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let mut compared = 0;
    for theirs in expected["cards"].as_array().unwrap() {
        let ord = u32::try_from(theirs["ord"].as_u64().unwrap()).unwrap();
        let ours = &cards[&card_id(theirs["guid"].as_str().unwrap(), ord)];
        let Some(stability) = theirs["stability"].as_f64() else {
            assert!(ours["memory"].is_null());
            continue;
        };
        let memory = &ours["memory"];
        let off = memory["stability"].as_f64().unwrap() / stability - 1.0;
        let difficulty = theirs["difficulty"].as_f64().unwrap();
        let apart = memory["difficulty"].as_f64().unwrap() - difficulty;
        assert!(off.abs() < 0.01 && apart.abs() < 0.01, "{theirs}: {memory}");
        compared += 1;
    }
    assert_eq!(compared, 17);
}

#[test]
fn cards_say_what_they_say_in_anki() {
    let (home, cards) = imported("latest.apkg");
    for (guid, ord, lang, question, answer) in [
        ("fixture00", 0, "en", "**What** is `chan<T>`?", "A queue & a lock"),
        (
            "fixture01",
            0,
            "en",
            "Does it compile?\n\n```go\nfunc main() {\n\tx := 1 && 2\n}\n```",
            "No: *mismatched* types.\n\n- one\n- two",
        ),
        ("fixture02", 0, "en", "Name\n\nthree", "G\\\nM\\\nP"),
        ("fixture03", 1, "zh", "调度器", "scheduler"),
        (
            "fixture04",
            1,
            "en",
            "A P holds a [queue] of std::Gs",
            "A P holds a **run queue** of std::Gs\\\nsee [go.dev](https://go.dev)",
        ),
        (
            "fixture05",
            0,
            "zh",
            "什么是 goroutine？",
            "由 runtime 调度的函数调用，初始栈只有 2 KB。",
        ),
        (
            "fixture06",
            0,
            "en",
            "The heap ![heap.png](heap.png)",
            "![图 堆.png](<图 堆.png>) ![beep.wav](beep.wav)",
        ),
        ("fixture07", 0, "en", "print the last field with awk", "awk '{print $NF}'"),
        (
            "fixture08",
            0,
            "en",
            "mutex\n\n```\nvar mu sync.Mutex\n```",
            "Note: from Dijkstra\n\n***\n\none holder at a time\\\n互斥锁",
        ),
        ("fixture08", 1, "zh", "互斥锁", "mutex"),
        ("fixture10", 0, "en", "Sorting is \\\\(O(n \\log n)\\\\)?", "Yes\\*"),
    ] {
        let card = &cards[&card_id(guid, ord)];
        assert_eq!(text(card, lang), (question, answer), "{guid}");
    }
    let card = |guid| &cards[&card_id(guid, 0)];
    assert_eq!(card("fixture00")["tags"], serde_json::json!(["go", "go::chan"]));
    assert_eq!(card("fixture00")["topic"], "go-runtime");
    assert_eq!(card("fixture11")["suspended"], true);
    assert_eq!(card("fixture12")["tags"], serde_json::json!(["flag::orange"]));
    let chinese = card("fixture05")["topic"].as_str().unwrap();
    assert_eq!(chinese, "yu-yan-bing-fa-shu-yu");
    assert!(home.run(&["list", "--topic", "语言: 并发 术语"]).ok().contains("goroutine"));
    let decks = home.godrill("decks").ok();
    assert!(decks.contains("语言: 并发 术语") && decks.contains("Go: Runtime"), "{decks}");
}

#[test]
fn an_edit_made_here_is_kept_until_anki_has_a_later_one() {
    let (home, _) = imported("latest.apkg");
    let lines = card_id("fixture02", 0);
    let edit = format!(
        r#"{{"format":"godrill","version":1,"cards":[{{"id":"{lines}","topic":"go-runtime",
        "text":{{"en":{{"question":"Name three","answer":"mine"}}}}}}]}}"#
    );
    home.file("edit.json", edit);
    home.godrill("import edit.json").at(LATER).ok();
    import(&home, "latest.apkg");
    assert_eq!(text(&cards(&home)[&lines], "en"), ("Name three", "mine"));
    fixture(&home, "later.apkg");
    import(&home, "later.apkg");
    assert_eq!(text(&cards(&home)[&lines], "en"), ("Name\n\nthree", "G\\\nM\\\nP\\\nand more"));
}

#[test]
fn a_dry_run_tells_and_writes_nothing() {
    let home = Home::new();
    fixture(&home, "latest.apkg");
    home.godrill("decks").ok();
    let before = std::fs::read(home.db()).unwrap();
    let told = home.godrill("import --dry-run latest.apkg").done().stdout;
    assert!(told.ends_with(
        "dry run: would add 18 cards, update 0, leave 0 unchanged, add 169 reviews, add 3 pictures or sounds; 17 skipped for the reasons above\n"
    ));
    assert_eq!(cards(&home).len(), 0);
    assert_eq!(std::fs::read(home.db()).unwrap(), before);
}

/// A deck with a card of each kind and everything that needs care in HTML.
const CARDS: &str = "\
## What is a `P`, and a <b>? {#t-p .concept level=1 weight=5}

A *permit* to run **Go** code; `{{c1::x}}` and [sound:a.mp3] stay text.

| a | b |
| --- | --- |
| 1 | 2 |

```go
func f[T any](x T) { fmt.Println(\"<T>\", x && y) }
```

- one
- two

```evidence
runtime/proc.go: a && b
https://go.dev/s/go11sched
```

## Which one? {#t-pick kind=choice correct=b follows=t-p}

- A. one
- B. two

---

The second.
";

/// A card with everything that the back can hold.
const BESIDES: &str = "\
## Which one panics? {#t-which kind=choice same=t-other}

- [ ] `<-n`
  - It blocks.
- [x] `close(n)`

---

The second.

```keys
one flumword | ein Wort
two | zwei
```

```wrong
Closing a nil channel does nothing.
=> It panics.
```

## Write it. {#t-write kind=write}

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
fn what_a_card_carries_besides_goes_to_anki_and_back() {
    let home = Home::new();
    home.deck(BESIDES);
    home.godrill("export --topic t -o t.apkg").ok();
    home.godrill("import t.apkg")
        .prints("0 cards added, 0 updated, 2 unchanged, 0 reviews added\n");
    let other = Home::new();
    other.file("t.apkg", std::fs::read(home.path("t.apkg")).unwrap());
    other.godrill("import t.apkg").ok();
    let (ours, theirs) = (&cards(&home)["t-which"], &cards(&other)["t-which"]);
    for part in ["kind", "right", "same", "tags"] {
        assert_eq!(ours[part], theirs[part], "{part}");
    }
    // Only the first wording of a key point is seen there.
    let mut expected = ours["text"].clone();
    expected["en"]["keys"] = serde_json::json!(["one flumword", "two"]);
    assert_eq!(theirs["text"], expected);
    // A test is not exported, so nothing could judge an answer.
    let write = &cards(&other)["t-write"];
    assert_eq!((write["kind"].as_str(), write["test"].as_str()), (Some("basic"), None));
}

#[test]
fn our_package_comes_back_as_it_was() {
    let home = Home::new();
    home.deck(CARDS);
    home.godrill("quiz t --plain").stdin("\n3\nq\n").ok();
    home.godrill("export --topic t -o t.apkg").prints(
        "\
2 cards with 1 review written to t.apkg
In Anki tick \"Import any learning progress\" on the first import to keep your schedule;
FSRS has to be on in the options of the deck.
",
    );
    home.godrill("import t.apkg")
        .prints("0 cards added, 0 updated, 2 unchanged, 0 reviews added\n");
    // The same cards make the same bytes.
    let bytes = std::fs::read(home.path("t.apkg")).unwrap();
    home.godrill("export --topic t -o t.apkg").ok();
    assert_eq!(std::fs::read(home.path("t.apkg")).unwrap(), bytes);

    let other = Home::new();
    other.file("t.apkg", bytes);
    other
        .godrill("import t.apkg")
        .prints("2 cards added, 0 updated, 0 unchanged, 1 review added\n");
    let (mut ours, theirs) = (cards(&home), cards(&other));
    for (id, ours) in &mut ours {
        let theirs = &theirs[id];
        ours["topic"] = "test".into();
        if id == "t-p" {
            // There is more than one way to write the same Markdown.
            assert_eq!(text(theirs, "en").0, "What is a `P`, and a \\<b>?");
            ours["text"] = theirs["text"].clone();
        }
        assert_eq!(ours, theirs);
    }
    let answer = text(&theirs["t-p"], "en").1.to_owned();
    for part in ["*permit*", "**Go**", "`{{c1::x}}`", "[sound:a.mp3]", "| 1 | 2 |", "- one\n- two"]
    {
        assert!(answer.contains(part), "{part}: {answer}");
    }
    assert!(answer.contains("```go\nfunc f[T any](x T) { fmt.Println(\"<T>\", x && y) }\n```"));
    home.godrill("check").ok();
    other.godrill("check").ok();
}

#[test]
fn a_package_without_progress_has_new_cards_only() {
    let home = Home::new();
    home.deck(CARDS);
    home.godrill("quiz t --plain").stdin("\n3\nq\n").ok();
    home.godrill("export --topic t --no-progress -o t.apkg")
        .prints("2 cards with 0 reviews written to t.apkg\n");
    let other = Home::new();
    other.file("t.apkg", std::fs::read(home.path("t.apkg")).unwrap());
    other
        .godrill("import t.apkg")
        .prints("2 cards added, 0 updated, 0 unchanged, 0 reviews added\n");
    home.godrill("export --no-progress -o t.csv").fails(
        1,
        "error: --no-progress is for --format apkg: CSV and Markdown hold no answers, JSON all of them\n",
    );
}

#[test]
fn pictures_are_carried_and_names_never_meet() {
    let (home, _) = imported("legacy1.apkg");
    let printed = home.godrill("export --topic go-runtime --from-anki -o out.apkg").ok();
    let first = "10 cards with 100 reviews and 3 pictures or sounds written to out.apkg\n";
    assert!(printed.starts_with(first), "{printed}");
    let names = |file: &str| {
        let mut package = Package::open(std::fs::read(home.path(file)).unwrap()).unwrap();
        let mut names: Vec<String> = package.media().into_keys().collect();
        names.sort();
        names
    };
    assert_eq!(names("out.apkg"), ["beep.wav", "heap.png", "图 堆.png"]);

    // Another deck has another picture of the same name, and one that is missing.
    let note = note("other", "<img src='heap.png'>|b<img src='gone.png'>");
    home.file("other.apkg", package(vec![note], &[("heap.png", b"another")]));
    let done = home.godrill("import other.apkg").done();
    assert_eq!(
        done.stderr,
        "other.apkg: skipped cards of template `␛Bad` of note type `␛[2JBasic`: `{{#F}}` is never closed: 1\n\
         other.apkg: skipped pictures or sounds that are not in the file: 1\n"
    );
    let card = &cards(&home)[&card_id("other", 0)];
    let question = text(card, "en").0;
    assert!(question.starts_with("![heap.png](heap-") && question.ends_with(".png)"), "{question}");
    home.godrill("import other.apkg").done();
    home.godrill("export --from-anki -o all.apkg").ok();
    assert_eq!(names("all.apkg").len(), 4);

    // Nor do they get mixed up when both are imported at once.
    let home = Home::new();
    for name in ["one", "two", "three"] {
        let note = self::note(name, "<img src='map.png'>|b");
        let bytes = if name == "one" { "one" } else { "another" };
        home.file(&format!("{name}.apkg"), package(vec![note], &[("map.png", bytes.as_bytes())]));
    }
    let printed = home.godrill("import one.apkg two.apkg three.apkg").done().stdout;
    assert!(printed.contains(", 2 pictures or sounds; "), "{printed}");
    let cards = cards(&home);
    let shown = |name: &str| text(&cards[&card_id(name, 0)], "en").0.to_owned();
    assert!(shown("one").ends_with("![map.png](map.png)"), "{}", shown("one"));
    assert!(shown("two").contains("](map-"), "{}", shown("two"));
    assert_eq!(shown("two"), shown("three"));
}

/// A note of a simple type, fields parted by `|`.
fn note(guid: &str, fields: &str) -> Note {
    Note {
        guid: guid.into(),
        notetype: 1,
        changed: 1,
        fields: fields.replace('|', "\x1f"),
        ..Note::default()
    }
}

/// A package of notes with one card each.
fn package(notes: Vec<Note>, media: &[(&str, &[u8])]) -> Vec<u8> {
    let models = serde_json::json!({"1": {"name": "\u{1b}[2JBasic", "flds": [{"name": "F"},
        {"name": "B"}, {"name": "Id"}], "tmpls": [{"name": "\u{1b}T", "qfmt": "{{F}}",
        "afmt": "{{B}}"}, {"name": "\u{1b}Bad", "qfmt": "{{#F}}", "afmt": ""}]}});
    let head = Head {
        models: models.to_string(),
        decks: serde_json::json!({"1": {"name": "\u{1b}[31m::../../etc::\u{202e}passwd"}})
            .to_string(),
        ..Head::default()
    };
    let mut writer = CollectionWriter::new(&head).unwrap();
    for (id, note) in (1..).zip(notes) {
        writer.note(&Note { id, ..note }, "", 0).unwrap();
        let card = Card { id, note: id, deck: 1, ..Card::default() };
        writer.card(&card).unwrap();
        writer.card(&Card { id: id + 1_000_000, ord: 1, ..card }).unwrap();
    }
    let mut zip = Writer::new(Vec::new(), &writer.finish(<[u8]>::to_vec).unwrap()).unwrap();
    for (name, bytes) in media {
        zip.media(name, bytes).unwrap();
    }
    zip.finish().unwrap()
}

#[test]
fn nothing_in_a_package_steers_the_terminal_or_claims_a_card() {
    let home = Home::new();
    let notes = vec![
        note("a", "\u{1b}]0;title\u{7}&#27;[31mred&#155;|\u{202e}back<script>x()</script>"),
        Note { tags: " \u{1b}[1mtag ".into(), ..note("b", "q|a") },
        // It claims to be one of ours, with an id that belongs to another.
        note("c", "theft|of a card|gmp-model"),
        note(&guid("../x"), "theft|of a path|../x"),
        note("\u{1b}d", "q|a"),
    ];
    home.file("a.apkg", package(notes, &[]));
    let mut shown = String::new();
    for words in
        ["import --dry-run a.apkg", "import a.apkg", "decks", "list", "search red", "stats"]
    {
        let done = home.godrill(words).done();
        assert_eq!(done.code, Some(0), "{words}: {}", done.stderr);
        shown += &done.stdout;
        shown += &done.stderr;
    }
    for id in cards(&home).into_keys() {
        shown += &home.run(&["show", &id]).ok();
    }
    let steers = |c: char| (c.is_control() && !matches!(c, '\n' | '\t')) || c == '\u{202e}';
    let found = shown.find(steers);
    assert_eq!(found, None, "{:?}", found.map(|at| &shown[at.saturating_sub(30)..]));
    assert!(!shown.contains("x()"), "{shown}");
    assert!(shown.contains("is never closed: 5"), "{shown}");
    assert_eq!(cards(&home).len(), 5);
    let ours = home.godrill("show gmp-model").ok();
    assert!(!ours.contains("theft"), "{ours}");
}

#[test]
fn what_is_no_package_is_refused_in_a_sentence() {
    let home = Home::new();
    home.godrill("decks").ok();
    home.file("text.apkg", "not a zip");
    home.godrill("import text.apkg").fails(
        1,
        "error: text.apkg: it is not a zip file (invalid Zip archive: Could not find EOCD): export it from Anki again\n",
    );
    let empty = Writer::new(Vec::new(), b"no database").unwrap().finish().unwrap();
    home.file("empty.apkg", empty);
    home.godrill("import empty.apkg").fails(
        1,
        "error: empty.apkg: its database cannot be read (file is not a database): run \"Check Database\" in Anki and export again\n",
    );
    home.file("bomb.apkg", Writer::new(Vec::new(), &vec![0; 40 << 20]).unwrap().finish().unwrap());
    home.godrill("import bomb.apkg").fails(
        1,
        "error: bomb.apkg: `collection.anki2` unpacks to more than 32 MiB, which no real collection of this file size does: export a smaller deck, or without media\n",
    );
    // A template that says a field so often that a small file makes gigabytes.
    let long = note("a", &format!("{}|b", "x".repeat(900_000)));
    let notes = (0..200).map(|i| Note { guid: format!("g{i}"), ..long.clone() }).collect();
    home.file("much.apkg", package(notes, &[]));
    let done = home.godrill("import much.apkg").done();
    assert_eq!((done.code, done.stdout.as_str()), (Some(1), ""), "{}", done.stderr);
    assert_eq!(cards(&home).len(), 0);
}

#[test]
#[ignore = "needs python3 with the package anki: run with --include-ignored"]
fn the_real_anki_takes_our_packages() {
    let home = Home::new();
    fixture(&home, "latest.apkg");
    // The clock runs: Anki accepts no dates after its own tomorrow.
    home.godrill("import latest.apkg").real_time().done();
    home.file("t.md", format!("---\ndeck: t\ntitle: Test\nlang: en\n---\n\n{BESIDES}"));
    home.godrill("import t.md").real_time().ok();
    home.godrill("quiz gmp --plain").real_time().stdin("\n3\n\n1\n\n2\nq\n").ok();
    home.godrill("export --from-anki --lang en -o first.apkg").real_time().ok();
    home.godrill("export -o cards.json").real_time().ok();
    let lines = card_id("fixture02", 0);
    let edit = format!(
        r#"{{"format":"godrill","version":1,"cards":[{{"id":"{lines}","topic":"go-runtime",
        "text":{{"en":{{"question":"Name three","answer":"mine"}}}}}}]}}"#
    );
    home.file("edit.json", edit);
    home.godrill("import edit.json").real_time().ok();
    home.godrill("export --from-anki --lang en -o second.apkg").real_time().ok();
    let script = repository().join("tests/anki/check.py");
    let output = Command::new("python3")
        .arg(script)
        .args(["first.apkg", "cards.json", "second.apkg", "1", "back.apkg"])
        .current_dir(home.path(""))
        .env("TZ", "UTC")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}\n{errors}");
    let all = cards(&home).len() + builtin::decks().1.len();
    home.godrill("import back.apkg")
        .real_time()
        .prints(&format!("0 cards added, 3 updated, {} unchanged, 1 review added\n", all - 3));
    let edited = home.godrill("list --state edited").real_time().ok();
    assert_eq!(edited.lines().count(), 2, "{edited}");
    // One key point was worded anew there; all else of that card is as it was.
    let text = &cards(&home)["t-which"]["text"]["en"];
    assert_eq!(text["keys"], serde_json::json!(["another flumword", "two | zwei"]));
    assert_eq!(text["reasons"], serde_json::json!(["It blocks.", ""]));
    assert_eq!(text["wrong"][0]["correction"], "It panics.");
    assert_eq!(text["answer"], "The second.");
    home.godrill("import back.apkg")
        .real_time()
        .prints(&format!("0 cards added, 0 updated, {all} unchanged, 0 reviews added\n"));
}

#[test]
#[ignore = "needs python3 with the package anki: run with --include-ignored"]
fn the_real_anki_takes_our_parameters() {
    let home = Home::new();
    fixture(&home, "latest.apkg");
    home.godrill("import latest.apkg").real_time().done();
    let numbers =
        "0.5 1 4 12 6.4 0.8 3 0.001 1.6 0.17 0.8 1.5 0.06 0.26 1.65 0.6 1.9 0.54 0.09 0.06 0.25";
    home.run(&["config", "set", "parameters", numbers]).real_time().ok();
    let said = home.godrill("export --from-anki --lang en -o own.apkg").real_time().ok();
    assert!(said.ends_with(
        "\nTick \"Import any deck presets\" too: the preset `godrill` has your FSRS parameters and retention.\n"
    ), "{said}");
    home.godrill("export -o cards.json").real_time().ok();
    // Anki computes every memory anew, with the parameters that were imported.
    let output = Command::new("python3")
        .arg(repository().join("tests/anki/check.py"))
        .args(["own.apkg", "cards.json"])
        .current_dir(home.path(""))
        .env("TZ", "UTC")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}\n{errors}");
}

#[test]
fn a_collection_is_read_as_anki_keeps_it() {
    for name in ["legacy1.apkg", "latest.apkg"] {
        let home = Home::new();
        fixture(&home, name);
        let mut package = Package::open(std::fs::read(home.path(name)).unwrap()).unwrap();
        home.file("collection.anki2", package.collection().unwrap());
        home.godrill("import collection.anki2").ends(
            0,
            "18 cards added, 0 updated, 0 unchanged, 169 reviews added; 20 skipped for the reasons above\n",
            &format!(
                "collection.anki2: {FORGOTTEN}\n\
                 collection.anki2: skipped pictures or sounds, which Anki keeps in a folder of their own: export a .colpkg from Anki to have them: 3\n"
            ),
        );
        home.file("collection.anki2-wal", "what Anki has not written yet");
        home.godrill("import collection.anki2").fails(
            1,
            "error: collection.anki2 is open in Anki: close Anki, then import it again\n",
        );
    }
}

#[test]
fn a_database_of_another_program_is_named_as_such() {
    let home = Home::new();
    let other = rusqlite::Connection::open(home.path("birds.db")).unwrap();
    other.execute_batch("CREATE TABLE sightings (bird TEXT)").unwrap();
    home.godrill("import birds.db").fails(1, "error: birds.db is a SQLite database that godrill cannot read: it reads those of Anki and of hashcards; export its cards as CSV\n");
    home.godrill("decks").ok();
    std::fs::copy(home.db(), home.path("mine.db")).unwrap();
    home.godrill("import mine.db").fails(1, "error: mine.db is a database of godrill: import what `godrill --db mine.db export -o all.json` writes, or put it in the place of yours with `godrill restore mine.db`\n");
}

#[test]
fn what_came_from_anki_is_left_to_it() {
    let home = Home::new();
    home.deck(CARDS);
    home.file("two.apkg", package(vec![note("a", "q|a"), note("b", "q2|a")], &[]));
    home.godrill("import two.apkg").done();
    let left =
        "2 cards that came from Anki were left out, for it has them: --from-anki writes all\n";
    home.godrill("export --no-progress -o all.apkg --topic t --topic etc-passwd")
        .prints(&format!("2 cards with 0 reviews written to all.apkg\n{left}"));
    home.godrill("export -o all.tsv --topic etc-passwd")
        .prints(&format!("0 cards written to all.tsv\n{left}"));
    let done = home.godrill("export --format tsv --topic etc-passwd").done();
    assert!(done.stderr == left && done.stdout.starts_with("#separator"), "{}", done.stdout);
    home.godrill("export --from-anki --no-progress -o all.apkg --topic t --topic etc-passwd")
        .prints("4 cards with 0 reviews written to all.apkg\n");
    home.godrill("export --from-anki -o all.json").fails(
        1,
        "error: --from-anki is for --format apkg, tsv and anki-csv: the others hold all cards\n",
    );
}

/// A package with a card that was answered, and one that is suspended or not since an instant.
fn phone(suspended: bool, changed: i64) -> Vec<u8> {
    let models = r#"{"1": {"name": "B", "flds": [{"name": "F"}, {"name": "B"}],
        "tmpls": [{"name": "T", "qfmt": "{{F}}", "afmt": "{{B}}"}]}}"#;
    let decks = r#"{"1": {"name": "Zoo"}}"#;
    let head = Head { models: models.into(), decks: decks.into(), ..Head::default() };
    let mut writer = CollectionWriter::new(&head).unwrap();
    for (id, guid) in [(1, "ibex"), (2, "lynx")] {
        writer.note(&Note { id, ..note(guid, &format!("{guid}?|yes")) }, "", 0).unwrap();
        let queue = if suspended && id == 2 { -1 } else { 2 };
        let card = Card { id, note: id, deck: 1, kind: 2, queue, changed, ..Card::default() };
        writer.card(&card).unwrap();
    }
    let collection = writer.finish(<[u8]>::to_vec).unwrap();
    Writer::new(Vec::new(), &collection).unwrap().finish().unwrap()
}

#[test]
fn a_suspension_in_anki_counts_once() {
    let home = Home::new();
    for (name, suspended, changed) in
        [("one", true, 10), ("answered", true, 20), ("freed", false, 30), ("again", true, 40)]
    {
        home.file(&format!("{name}.apkg"), phone(suspended, changed));
    }
    let suspended = || home.godrill("list --state suspended --json").ok().contains("lynx");
    let import = |name: &str| home.godrill(&format!("import {name}.apkg"));
    let nothing = "0 cards added, 0 updated, 2 unchanged, 0 reviews added\n";
    let one = "0 cards added, 1 updated, 1 unchanged, 0 reviews added\n";
    import("one").prints("2 cards added, 0 updated, 0 unchanged, 0 reviews added\n");
    assert!(suspended());
    // What is decided here stays: with the same file, and one in which the card was only answered.
    home.run(&["unsuspend", &card_id("lynx", 0)]).ok();
    import("one").prints(nothing);
    import("answered").prints(nothing);
    assert!(!suspended());
    home.run(&["suspend", &card_id("lynx", 0)]).ok();
    import("answered").prints(nothing);
    assert!(suspended());
    // What is decided there later counts.
    import("freed").prints(one);
    assert!(!suspended());
    import("again").prints(one);
    assert!(suspended());
    // An older file does not bring the older state back, and an import can be undone as a whole.
    import("freed").prints(nothing);
    home.godrill("undo --yes").ok();
    assert!(!suspended());
    import("again").prints(one);
    assert!(suspended());
    home.godrill("check").ok();
}

#[test]
fn a_card_that_anki_did_not_touch_keeps_what_was_decided_here() {
    let home = Home::new();
    home.deck(CARDS);
    home.godrill("quiz t --plain").stdin("\n3\nq\n").ok();
    home.godrill("suspend t-p").ok();
    home.godrill("export --topic t -o t.apkg").ok();
    home.godrill("unsuspend t-p").ok();
    home.godrill("import t.apkg")
        .prints("0 cards added, 0 updated, 2 unchanged, 0 reviews added\n");
    assert!(!home.godrill("list --state suspended --json").ok().contains("t-p"));
}

#[test]
#[ignore = "needs python3 with the package anki: run with --include-ignored"]
fn the_real_anki_gets_none_of_its_notes_twice() {
    let home = Home::new();
    let script = repository().join("tests/anki/twice.py");
    let run = |step: &str, files: &[&str]| {
        let output = Command::new("python3")
            .arg(&script)
            .arg(step)
            .args(files)
            .current_dir(home.path(""))
            .env("TZ", "UTC")
            .output()
            .unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{errors}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    home.deck(CARDS);
    home.godrill("export --topic t --lang en -o out.apkg").real_time().ok();
    run("begin", &["out.apkg", "first.apkg"]);
    home.godrill("import first.apkg").real_time().ok();
    let suspended = || home.godrill("list --state suspended --json").ok().contains("t-p");
    assert!(suspended());
    home.godrill("unsuspend t-p").ok();
    home.godrill("import first.apkg").real_time().ok();
    assert!(!suspended());
    run("answer", &["later.apkg"]);
    home.godrill("import later.apkg").real_time().ok();
    assert!(!suspended());
    home.run(&[
        "export",
        "--topic",
        "t",
        "--topic",
        "zoo-goats",
        "--lang",
        "en",
        "-o",
        "back.apkg",
    ])
    .real_time()
    .ok();
    assert_eq!(run("again", &["back.apkg"]), "0 new\n");
}
