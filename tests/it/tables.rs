//! Cards in tables, and those of hashcards.

use std::process::Command;

use rusqlite::Connection;

use crate::home::{Home, repository};

#[test]
fn a_table_with_a_row_of_names() {
    let home = Home::new();
    home.file(
        "zoo.csv",
        "Front,Back,Tags,Deck\nWhat is an ibex?,\"A wild goat, \"\"horned\"\"\",animal shy,Wild zoo\nWhy is a lynx spotted?,,animal,Wild zoo\n,lost,,\n",
    );
    home.godrill("import zoo.csv").ends(
        0,
        "2 cards added, 0 updated, 0 unchanged, 0 reviews added\n",
        "\
warning: a row without a question was left out
 --> zoo.csv:4:1
  |
4 | ,lost,,
  | ^

",
    );
    home.godrill("import zoo.csv --partial").ends(
        0,
        "0 cards added, 0 updated, 2 unchanged, 0 reviews added\n",
        "\
warning: a row without a question was left out
 --> zoo.csv:4:1
  |
4 | ,lost,,
  | ^

",
    );
    home.godrill("list --topic wild-zoo").prints(
        "\
id                     level  weight  state  due  question
wild-zoo-ibex              2       3  new    -    What is an ibex?
wild-zoo-lynx-spotted      2       3  draft  -    Why is a lynx spotted?
",
    );
    home.file("zoo.csv", "question,answer\nWhat is an ibex?,A goat.\n");
    home.godrill("import zoo.csv --topic wild-zoo --dry-run").prints(
        "\
card           would be  reviews
wild-zoo-ibex  updated         0
nothing was written; would be: 0 cards added, 1 updated, 0 unchanged, 0 reviews added
",
    );
    home.file("no.csv", "x,y,z\n1,2,3\n");
    home.godrill("import no.csv").fails(
        1,
        "\
error: no column is named `question` or `answer`
 --> no.csv:1:1
  |
1 | x,y,z
  | ^
  = help: name the columns in the first row: question,answer,tags,deck

error: nothing was imported: mend the errors above, or leave those cards out with --partial
",
    );
}

#[test]
fn two_columns_are_questions_and_answers() {
    let home = Home::new();
    home.file("quizlet.txt", "say \"hi\"\tgreet\n骆驼\tcamel\n骆驼\tcamel\n");
    home.godrill("import quizlet.txt").ends(
        0,
        "2 cards added, 0 updated, 0 unchanged, 0 reviews added; 1 skipped for the reasons above\n",
        "quizlet.txt: skipped cards that came before: 1\n",
    );
    home.godrill("list --topic quizlet").prints(
        "\
id                level  weight  state  due  question
quizlet-say-hi        2       3  new    -    say \"hi\"
quizlet-amz98oya      2       3  new    -    骆驼
",
    );
}

/// Notes in plain text, as Anki writes them.
const ANKI: &str = "#separator:tab\n#html:true\n#guid column:1\n#notetype column:2\n#deck column:3\n#tags column:6\n\
    Bk%7xx\tBasic\tGo::GMP\tWhat is <b>P</b>?\t\"A permit<br>to run <code>go</code>\"\tgmp\n\
    Cl%8xx\tCloze\tGo::GMP\t{{c1::M}} is a {{c2::thread}}\t\tgmp\n";

#[test]
fn ankis_plain_text_comes_in() {
    let home = Home::new();
    home.file("anki.txt", ANKI);
    home.godrill("import anki.txt")
        .prints("3 cards added, 0 updated, 0 unchanged, 0 reviews added\n");
    home.godrill("import anki.txt")
        .prints("0 cards added, 0 updated, 3 unchanged, 0 reviews added\n");
    home.godrill("export --topic go-gmp --format qa").prints(
        "\
---
name = \"go-gmp\"
---

Q: What is **P**?
A: A permit\\
to run `go`

Q: [...] is a thread
A: M

Q: M is a [...]
A: thread
",
    );
}

#[test]
fn a_table_goes_out_and_comes_back() {
    let home = Home::new();
    home.deck("## Which? {#t-which level=3 weight=5 kind=choice correct=b}\n\n- A. This.\n- B. \"That\".\n\n---\n\nThat one.\n\n## Why? {#t-why}\n\n-1 is\tless.\n");
    home.deck_in("zh", "## 为什么？ {#t-why}\n\n负数。\n");
    home.godrill("export --topic t --format tsv").prints(
        "\
#separator:tab
#html:false
#guid column:1
#deck column:2
#tags column:7
#columns:guid\tdeck\tFront\tBack\tFront zh\tBack zh\ttags
t-which\tt\t\"Which?

- A. This.
- B. \"\"That\"\".\"\tThat one.\t\t\t
t-why\tt\tWhy?\t\"-1 is\tless.\"\t为什么？\t负数。\t
",
    );
    home.godrill("export --topic t --format anki-csv --lang zh").prints(
        "\
#separator:Comma
#html:false
#guid column:1
#deck column:2
#tags column:5
t-which,t,\"Which?

- A. This.
- B. \"\"That\"\".\",That one.,
t-why,t,为什么？,负数。,
",
    );
    for name in ["t.tsv", "t.csv"] {
        home.run(&["export", "--topic", "t", "-o", name]).ok();
        home.run(&["import", name])
            .prints("0 cards added, 0 updated, 2 unchanged, 0 reviews added\n");
    }
    let other = Home::new();
    for name in ["t.tsv", "t.csv"] {
        other.file(name, std::fs::read(home.path(name)).unwrap());
    }
    other
        .godrill("import t.tsv")
        .prints("2 cards added, 0 updated, 0 unchanged, 0 reviews added\n");
    other
        .godrill("import t.csv")
        .prints("0 cards added, 1 updated, 1 unchanged, 0 reviews added\n");
}

const HASHCARDS: &str =
    "---\nname = \"Wild zoo\"\n---\nQ: What is an ibex?\nA: A goat.\n\nC: A [lynx] is a cat.\n";

/// A database as hashcards has it, with answers to these texts.
fn hashcards(home: &Home, hashes: &[String]) {
    let db = Connection::open(home.path("hashcards.db")).unwrap();
    db.execute_batch(
        "CREATE TABLE reviews (review_id INTEGER PRIMARY KEY, session_id INTEGER, card_hash TEXT,
         reviewed_at TEXT, grade TEXT, stability REAL, difficulty REAL, interval_raw REAL,
         interval_days INTEGER, due_date TEXT)",
    )
    .unwrap();
    for hash in hashes {
        for (at, grade) in
            [("2026-11-01T10:00:00.000", "good"), ("2026-11-04T10:00:00.000", "hard")]
        {
            let row = (1, hash, at, grade);
            db.execute(
                "INSERT INTO reviews (session_id, card_hash, reviewed_at, grade) VALUES (?1, ?2, ?3, ?4)",
                row,
            )
            .unwrap();
        }
    }
}

#[test]
fn hashcards_come_with_their_history() {
    let home = Home::new();
    home.file("wild.md", HASHCARDS);
    let hash = blake3::hash(b"BasicWhat is an ibex?A goat.").to_hex().to_string();
    hashcards(&home, &[hash.clone(), "0".repeat(64)]);
    home.godrill("import hashcards.db").fails(1, "\
error: a database of hashcards knows its cards only by hashes: give its Markdown files too, as in `godrill import hashcards.db *.md`
");
    home.godrill("import hashcards.db wild.md").ends(
        0,
        "2 cards added, 0 updated, 0 unchanged, 2 reviews added; 1 skipped for the reasons above\n",
        "hashcards.db: skipped cards with reviews that are in none of the Markdown files: 1\n",
    );
    home.godrill("import hashcards.db wild.md").ends(
        0,
        "0 cards added, 0 updated, 2 unchanged, 0 reviews added; 1 skipped for the reasons above\n",
        "hashcards.db: skipped cards with reviews that are in none of the Markdown files: 1\n",
    );
    home.godrill("list --topic wild-zoo").prints(
        "\
id             level  weight  state     due    question
wild-zoo-ibex      2       3  learning  today  What is an ibex?
wild-zoo-cat       2       3  new       -      A […] is a cat.
",
    );
    let export = format!(
        "{{\"cards\": [{{\"hash\": \"{hash}\", \"deckName\": \"Wild zoo\", \"content\": {{\"basic\": {{\"question\": \"What is an ibex?\", \"answer\": \"A goat.\"}}}}}}],
         \"sessions\": [{{\"sessionId\": 1, \"reviews\": [{{\"hash\": \"{hash}\", \"reviewedAt\": \"2026-11-01T10:00:00.000\", \"grade\": \"Good\"}},
         {{\"hash\": \"{hash}\", \"reviewedAt\": \"2026-11-20T10:00:00.000\", \"grade\": \"Easy\"}}]}}]}}"
    );
    home.file("hashcards.json", export);
    home.godrill("import hashcards.json")
        .prints("0 cards added, 1 updated, 0 unchanged, 1 review added\n");
}

#[test]
#[ignore = "needs Python with Anki"]
fn anki_takes_the_table() {
    let home = Home::new();
    home.deck("## What is `P`? {#t-p}\n\nA permit:\n\n```go\nx := \"y\" // <z>\n```\n\n## Why? {#t-why}\n\nSo.\n");
    for (name, format) in [("t.tsv", "tsv"), ("t.csv", "anki-csv")] {
        home.run(&["export", "--topic", "t", "--lang", "en", "--format", format, "-o", name]).ok();
    }
    let script = repository().join("tests/anki/table.py");
    for name in ["t.tsv", "t.csv"] {
        let out = Command::new("python3").arg(&script).arg(home.path(name)).output().unwrap();
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        assert_eq!(
            String::from_utf8_lossy(&out.stdout),
            "\
2 new, 0 updated, 0 known
0 new, 0 updated, 2 known
t-p Basic t [] ['What is `P`?', 'A permit:<br><br>```go<br>x := &quot;y&quot; // &lt;z&gt;<br>```']
t-why Basic t [] ['Why?', 'So.']
('Database rebuilt and optimized.', True)
"
        );
    }
}
