//! A dump of every past version of the database, made by the program of its time, opened by today's
//! program.
//!
//! Before a step is added to the ladder (`src/db/006.sql`), the version that goes is dumped:
//!
//! ```text
//! GODRILL_DUMP=tests/it/fixtures/v5.sql cargo test --test it upgrade::the_session
//! ```
//!
//! and [`VERSIONS`] is extended to it. Dumps never change afterwards. What the new step brings is
//! added to [`session`] and [`holds`].

use std::ops::RangeInclusive;

use rusqlite::Connection;

use crate::home::{Home, SOUND, repository};
use crate::killed::log;

const DECK: &str = "\
## One? {#t-one level=1 .tagged}

The first.

The depth of it.

```evidence
https://go.dev/ref/spec
```

## Two? {#t-two level=1 weight=2 follows=t-one}

The second: 扩容.

## Three? {#t-three level=2}

The third.
";

/// The versions that were ever released.
const VERSIONS: RangeInclusive<i64> = 1..=5;

/// What a learner may have done.
fn session(home: &Home) {
    home.deck(DECK);
    // About another topic, so that the quiz asks what it asked in the programs of before.
    home.godrill("plan --on 2026-12-20 --topic map").ok();
    let quiz = |day: &str, typed: &str| {
        let now = format!("2026-11-{day}:00Z");
        home.godrill("quiz t --plain").at(&now).stdin(typed).ok();
    };
    quiz("23T08:00", "\n3\n\n1\n\n2\nq\n");
    home.godrill("config set desired_retention 0.85").ok();
    quiz("23T08:15", "\n3\n\n3\n\n4\nq\n");
    quiz("26T08:00", "\n1\n\n3\n\n3\nq\n");
    let then = |words: &str| home.godrill(words).at("2026-11-28T08:00:00Z");
    then("quiz t --plain").stdin("\n3\nq\n").ok();
    let editor = home.file("editor.sh", "sed -i '1,/^---$/b; s/^[A-Z].*/Worded by me./' \"$1\"\n");
    then("edit gmp-model --lang en").env("EDITOR", format!("sh {}", editor.display())).ok();
    then("suspend t-three").ok();
    then("bury t-two").ok();
}

/// What must be there of it: the dumps were all made of the same session.
fn holds(home: &Home) {
    let then = |words: &str| home.godrill(words).at("2026-11-28T08:00:00Z");
    let check = then("check").done();
    let expected = format!("your own wording is kept in gmp-model\n{SOUND}");
    assert_eq!(check.stdout, expected, "{}", check.stderr);
    let log = log(home);
    assert_eq!(log["t-one"], [3, 4]);
    assert_eq!(log["t-two"], [2, 3, 1, 3, 3]);
    assert_eq!(log["t-three"], [1, 3, 3]);
    assert!(then("list --state suspended").ok().contains("t-three"));
    assert!(then("show gmp-model --lang en").ok().contains("Worded by me."));
    assert!(then("search 扩容 --json").ok().contains("t-two"));
    then("config get desired_retention").prints("0.85\n");
    for step in ["t-two: buried", "t-three: suspended", "gmp-model: edited", "t-two: good"] {
        then("undo").prints(&format!("undone: {step} (2026-11-28 08:00)\n"));
    }
    then("check").prints(SOUND);
}

/// The database as SQL. Of the built-in cards only the edited ones, to keep it short.
fn dump(conn: &Connection) -> String {
    conn.execute_batch(
        "PRAGMA foreign_keys = ON;
         DELETE FROM search WHERE rowid IN (SELECT key FROM cards WHERE builtin = 1 AND edited = 0);
         DELETE FROM cards WHERE builtin = 1 AND edited = 0;
         INSERT INTO search (search) VALUES ('optimize');",
    )
    .unwrap();
    let all = |sql: &str| -> Vec<String> {
        let mut query = conn.prepare(sql).unwrap();
        let rows = query.query_map([], |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    };
    // A table may have come later than one that refers to it.
    let mut text = String::from("PRAGMA foreign_keys = OFF;\n");
    for pragma in ["user_version", "application_id"] {
        let value: i64 = conn.query_row(&format!("PRAGMA {pragma}"), [], |row| row.get(0)).unwrap();
        text += &format!("PRAGMA {pragma} = {value};\n");
    }
    // The tables behind the search index come with it, filled.
    for sql in all("SELECT sql || ';' FROM sqlite_schema
         WHERE sql IS NOT NULL AND name NOT GLOB 'search_*' ORDER BY type = 'index', rowid")
    {
        text += &sql;
        text.push('\n');
    }
    for table in all("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'search'
         ORDER BY name LIKE 'search%', rowid")
    {
        let columns = all(&format!("SELECT name FROM pragma_table_info('{table}')"));
        let quoted: Vec<String> = columns.iter().map(|c| format!("quote({c})")).collect();
        text += &format!("DELETE FROM {table};\n");
        for row in all(&format!("SELECT {} FROM {table}", quoted.join(" || ', ' || "))) {
            text += &format!("INSERT INTO {table} VALUES ({row});\n");
        }
    }
    text
}

#[test]
fn the_session_comes_back_from_its_dump() {
    let home = Home::new();
    session(&home);
    let dumped = dump(&Connection::open(home.db()).unwrap());
    if let Ok(path) = std::env::var("GODRILL_DUMP") {
        std::fs::write(repository().join(path), &dumped).unwrap();
    }
    let other = Home::new();
    Connection::open(other.db()).unwrap().execute_batch(&dumped).unwrap();
    other.godrill("check").prints(&format!("your own wording is kept in gmp-model\n{SOUND}"));
    assert_eq!(log(&other), log(&home));
    assert_eq!(other.godrill("status --json").ok(), home.godrill("status --json").ok());
    assert_eq!(other.godrill("undo --yes -n 99").ok(), home.godrill("undo --yes -n 99").ok());
}

#[test]
fn a_database_of_every_version_is_as_it_was() {
    for version in VERSIONS {
        let home = Home::new();
        let path = repository().join(format!("tests/it/fixtures/v{version}.sql"));
        let conn = Connection::open(home.db()).unwrap();
        conn.execute_batch(&std::fs::read_to_string(path).unwrap()).unwrap();
        let found: i64 = conn.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
        assert_eq!(found, version);
        drop(conn);
        holds(&home);
    }
}
