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
dry run: would add 0 cards, update 1, leave 0 unchanged, add 0 reviews
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

error: nothing was imported: fix the errors above, or leave those cards out with --partial
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
id              level  weight  state  due  question
quizlet-say-hi      2       3  new    -    say \"hi\"
quizlet-1           2       3  new    -    骆驼
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
fn an_open_quote_swallows_no_row() {
    let home = Home::new();
    home.file("zoo.csv", "question,answer\n\"What is an ibex?,a goat\nWhat is a lynx?,a cat\n");
    let said = "\
error: the quote that opens here is never closed
 --> zoo.csv:2:1
  |
2 | \"What is an ibex?,a goat
  | ^
  = help: close it, or write \"\" for a quote that belongs to the text

";
    home.godrill("import zoo.csv").fails(
        1,
        &format!("{said}error: nothing was imported: fix the errors above, or leave those cards out with --partial\n"),
    );
    home.godrill("import zoo.csv --partial").ends(
        0,
        "1 card added, 0 updated, 0 unchanged, 0 reviews added\n",
        said,
    );
    home.file("rows.txt", "#separator:Comma\n#html:false\n\"left open,a\nx?,y\n");
    let done = home.godrill("import rows.txt").done();
    assert!(done.code == Some(1) && done.stderr.contains(" --> rows.txt:3:1\n"), "{}", done.stderr);
}

#[test]
fn a_comma_too_many_cuts_no_answer() {
    let home = Home::new();
    home.file(
        "zoo.csv",
        "question,answer\nWhat is an ibex?,a goat, horned\nWhat is a lynx?,a cat,,\n",
    );
    home.godrill("import zoo.csv --partial").ends(
        0,
        "1 card added, 0 updated, 0 unchanged, 0 reviews added\n",
        "\
error: the row has 3 cells, and 2 are read: its text would be cut
 --> zoo.csv:2:1
  |
2 | What is an ibex?,a goat, horned
  | ^
  = help: put a cell that holds the separator in quotes

",
    );
}

#[test]
fn options_in_columns_make_a_choice_and_other_columns_are_named() {
    let home = Home::new();
    home.file(
        "zoo.csv",
        "question,A,B,C,D,answer,source,seen\nWhich is a goat?,lynx,ibex,,otter,b,a book,\nWhich swim?,lynx,otter,seal,,\"B, C\",,\n",
    );
    home.godrill("import zoo.csv").ends(
        0,
        "2 cards added, 0 updated, 0 unchanged, 0 reviews added\n",
        "\
warning: the columns `source` and `seen` are not read
 --> zoo.csv:1:1
  |
1 | question,A,B,C,D,answer,source,seen
  | ^
  = help: columns that are: question, answer, tags, deck, level, weight, follows, id; options a, b, … or option1, option2, …; explanation

",
    );
    home.file("more.csv", "题目,选项A,选项B,正确答案,解析\n山羊是哪个？,猞猁,羱羊,2,它有长角。\n");
    home.godrill("import more.csv --topic zoo").ok();
    home.godrill("export --topic zoo --format md --lang en").prints(
        "\
---
deck: zoo
title: zoo
lang: en
---

## Which is a goat? {#zoo-goat kind=choice correct=b level=2 weight=3}

- A. lynx
- B. ibex
- D. otter

---

ibex

## Which swim? {#zoo-swim level=2 weight=3}

- A. lynx
- B. otter
- C. seal

---

- B. otter
- C. seal
",
    );
    let chinese = home.godrill("export --topic zoo --format md --lang zh").ok();
    assert!(chinese.contains(" kind=choice correct=b level=2 weight=3}\n\n- A. 猞猁\n- B. 羱羊\n\n---\n\n羱羊\n\n它有长角。\n"), "{chinese}");
}

#[test]
fn tags_are_html_where_a_table_does_not_say() {
    let home = Home::new();
    home.file("zoo.txt", "What is an ibex?\tA <b>goat</b><br>of <i>rocks</i>\nWhat is `List<T>`?\t<code>x &lt; y</code>\n");
    home.file("rust.txt", "What is `<b>`?\tList<String> or <b>\n");
    home.godrill("import zoo.txt rust.txt --topic zoo").ok();
    let text = home.godrill("export --topic zoo --format qa").ok();
    for part in [
        "A: A **goat**\\\nof *rocks*\n",
        "Q: What is `List<T>`?\nA: `x < y`\n",
        "Q: What is `<b>`?\nA: List<String> or <b>\n",
    ] {
        assert!(text.contains(part), "{text}");
    }
}

#[test]
fn a_table_may_be_in_utf_16_or_gbk() {
    let home = Home::new();
    let text = "question\tanswer\r\n什么是羱羊？\t一种山羊\r\n";
    let wide: Vec<u8> =
        format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    home.file("wide.txt", wide);
    // `问题,答案` and `山猫？,猫`, as a spreadsheet in China writes them.
    home.file(
        "gbk.csv",
        b"\xce\xca\xcc\xe2,\xb4\xf0\xb0\xb8\r\n\xc9\xbd\xc3\xa8\xa3\xbf,\xc3\xa8\r\n",
    );
    home.godrill("import wide.txt --topic zoo")
        .prints("1 card added, 0 updated, 0 unchanged, 0 reviews added\n");
    home.godrill("import gbk.csv --topic zoo").ends(
        0,
        "1 card added, 0 updated, 0 unchanged, 0 reviews added\n",
        "\
warning: the file is not in UTF-8 and was read as GB18030 (GBK)
 --> gbk.csv:1:1
  |
1 | 问题,答案
  | ^^
  = help: if words look wrong, save it as UTF-8

",
    );
    let text = home.godrill("export --topic zoo --format qa").ok();
    assert!(
        text.contains("Q: 什么是羱羊？\nA: 一种山羊\n") && text.contains("Q: 山猫？\nA: 猫\n"),
        "{text}"
    );
    let bare: Vec<u8> = "ask\tanswer\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    home.file("bare.txt", bare);
    home.godrill("import bare.txt").fails(1, "error: bare.txt is text in UTF-16LE: save it as UTF-8, or convert it with `iconv -f UTF-16LE -t UTF-8`\n");
}

#[test]
fn a_file_that_was_cut_is_told_by_its_place() {
    let home = Home::new();
    let whole = "Q: What is an ibex?\nA: A goat（山羊）";
    home.file("zoo.md", &whole.as_bytes()[..whole.len() - 1]);
    let said = "\
error: the file ends within a character, at byte 39 in line 2
 --> zoo.md:2:13
  |
2 | A: A goat（山羊
  |                ^
  = help: the file was cut: get it again; --partial reads what is there

";
    home.godrill("import zoo.md --yes").fails(
        1,
        &format!("{said}error: nothing was imported: fix the errors above, or leave those cards out with --partial\n"),
    );
    let done = home.godrill("import zoo.md --yes --partial").done();
    assert_eq!((done.code, done.stderr.as_str()), (Some(0), said));
    assert!(home.godrill("export --topic zoo --format qa").ok().ends_with("A: A goat（山羊\n"));
}

#[test]
fn a_topic_may_have_a_name_in_chinese() {
    let home = Home::new();
    home.file("动物.md", "Q: 羱羊是什么？\nA: 山羊。\n");
    home.file("植物.csv", "question,answer,deck\n松是什么？,树。,\n苔是什么？,草。,森林::地面\n");
    home.godrill("import --yes 动物.md").ok();
    home.godrill("import 植物.csv").ok();
    home.godrill("import --yes 动物.md").ok();
    let decks = home.godrill("decks").ok();
    for row in ["dong-wu     动物", "zhi-wu      植物", "sen-lin-di-mian  森林::地面"] {
        let words: Vec<&str> = row.split_whitespace().collect();
        let is_row = |line: &str| line.split_whitespace().take(2).eq(words.iter().copied());
        assert!(decks.lines().any(is_row), "{decks}");
    }
    assert!(home.godrill("list --topic 动物").ok().contains("羱羊是什么？"));
    assert!(home.godrill("export --topic 植物 --format qa").ok().contains("松是什么？"));
    assert!(home.godrill("quiz 动物 --plain").stdin("q\n").ok().contains("羱羊是什么？"));
    home.run(&["add", "--topic", "昆虫", "-q", "蜂是什么？", "-a", "虫。", "--lang", "zh"]).ok();
    assert!(home.godrill("list --topic kun-chong").ok().contains("蜂是什么？"));
    // The title of a built-in topic is that topic.
    home.file("x.csv", "question,answer\nWhat is a moth?,An insect.\n");
    home.godrill("import x.csv --topic 昆虫").ok();
    assert!(home.godrill("list --topic 昆虫").ok().contains("moth"));
    home.godrill("list --topic 动")
        .fails(1, "error: unknown topic `动`: `godrill decks` lists them\n");
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
