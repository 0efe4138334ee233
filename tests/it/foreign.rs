//! A database that someone else made: nothing in it runs, leaves its folder, controls the terminal
//! or exhausts the machine.

use std::fs;

use crate::home::{Home, SOUND};
use crate::hostile::steers;
use crate::killed::{deck, log};

/// A database with a few answers.
fn answered() -> Home {
    let home = Home::new();
    home.deck(&deck(6));
    home.godrill("quiz t --plain").stdin(&"\n3\n".repeat(4)).ok();
    home
}

/// Runs SQL on a file as another program would, without any care.
fn execute(home: &Home, file: &str, sql: &str) {
    let conn = rusqlite::Connection::open(home.path(file)).unwrap();
    conn.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON;").unwrap();
    conn.execute_batch(sql).unwrap();
}

#[test]
fn what_would_run_is_refused_before_it_runs() {
    let home = answered();
    home.godrill("backup good.bak").ok();
    let before = log(&home);
    let endless =
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n";
    let cases = [
        (
            "CREATE TRIGGER evil AFTER UPDATE ON cards BEGIN DELETE FROM reviews; END".to_owned(),
            "a trigger `evil`",
        ),
        ("CREATE VIEW more AS SELECT 1".into(), "a view `more`"),
        ("CREATE TABLE mine (a)".into(), "a table `mine`"),
        ("CREATE VIRTUAL TABLE found USING fts5 (a)".into(), "a virtual table `found`"),
        ("CREATE INDEX low ON cards (lower(id))".into(), "an index `low`"),
        (
            "ALTER TABLE cards ADD COLUMN more TEXT AS (hex(zeroblob(9)))".into(),
            "a table `cards` of another shape",
        ),
        (
            "ALTER TABLE topics ADD COLUMN more TEXT CHECK (length(more) > 3)".into(),
            "a table `topics` of another shape",
        ),
        ("DROP INDEX cards_due".into(), "no index `cards_due`"),
        ("DROP TRIGGER reviews_delete".into(), "no trigger `reviews_delete`"),
        (
            "CREATE TRIGGER \"e\u{1b}[2J\" DELETE ON days BEGIN SELECT 1; END".into(),
            "a trigger `e␛[2J`",
        ),
        (format!("CREATE VIEW pragma_user_version AS {endless}"), "a view `pragma_user_version`"),
        (format!("DROP TABLE media; CREATE VIEW media (name) AS {endless}"), "a view `media`"),
    ];
    for (sql, what) in cases {
        fs::copy(home.path("good.bak"), home.path("other.db")).unwrap();
        execute(&home, "other.db", &sql);
        let bytes = fs::read(home.path("other.db")).unwrap();
        home.godrill("restore other.db").fails(
            1,
            &format!(
                "error: other.db cannot be restored (it has {what}, which is not godrill's): \
                 nothing was changed; give a file that `godrill backup` made\n"
            ),
        );
        for words in ["status", "suspend t-001", "check", "check --repair", "export", "undo"] {
            let args: Vec<&str> =
                ["--db", "other.db"].into_iter().chain(words.split(' ')).collect();
            home.run(&args).fails(
                1,
                &format!(
                    "error: other.db has {what}, which is not godrill's: nothing in it was run; \
                     restore a backup with `godrill restore FILE`, or give another path with --db\n"
                ),
            );
        }
        assert!(fs::read(home.path("other.db")).unwrap() == bytes, "{sql}");
        // A good one takes its place.
        home.run(&["--db", "other.db", "restore", "good.bak"]).ok();
        assert_eq!(home.run(&["--db", "other.db", "check"]).ok(), SOUND, "{sql}");
    }
    assert_eq!(log(&home), before);
    // What SQLite itself leaves behind belongs to nobody.
    execute(&home, "godrill.db", "ANALYZE; VACUUM;");
    assert_eq!(home.godrill("check").ok(), SOUND);
}

#[test]
fn names_lead_out_of_no_folder() {
    let home = answered();
    home.unsound();
    home.file("a/b/here", "");
    execute(
        &home,
        "godrill.db",
        "UPDATE topics SET name = '../../gmp' WHERE name = 'gmp';
         UPDATE cards SET topic = '../../gmp' WHERE topic = 'gmp';
         UPDATE topics SET name = '/map' WHERE name = 'map';
         UPDATE cards SET topic = '/map' WHERE topic = 'map';
         UPDATE topics SET name = 'map\\' WHERE name = 'slice';
         UPDATE cards SET topic = 'map\\' WHERE topic = 'slice';
         UPDATE cards SET id = '../../../' || id WHERE id = 'gmp-model';",
    );
    home.godrill("export --format qa --lang en -o a/b").ok();
    let mut files: Vec<String> = fs::read_dir(home.path("a/b/en"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    let (ours, _) = godrill::inside::builtin::decks();
    let mut expected: Vec<String> = ours
        .iter()
        .map(|topic| match topic.name.as_str() {
            // All of its cards name another topic, whose name cannot be that of a file.
            "slice" => "map-2.md".to_owned(),
            name => format!("{name}.md"),
        })
        .chain(["t.md".to_owned()])
        .collect();
    expected.sort();
    assert_eq!(files, expected);
    let there = |path: &str| -> Vec<String> {
        let names = fs::read_dir(home.path(path)).unwrap();
        names.map(|name| name.unwrap().file_name().into_string().unwrap()).collect()
    };
    assert_eq!(there("a"), ["b"]);
    let before = there(".").len();
    fs::create_dir(home.path("tmp")).unwrap();
    let done = home
        .run(&["edit", "../../../gmp-model"])
        .env("TMPDIR", home.path("tmp"))
        .env("EDITOR", "true")
        .done();
    assert_eq!(done.code, Some(1), "{}", done.stdout);
    assert_eq!(there(".").len(), before + 1);
    // All of it is reported, and names become ones that godrill would give.
    let check = home.godrill("check").done();
    for line in
        ["topic `../../gmp`: its name is no name", "card `../../../gmp-model`: its `id` is no name"]
    {
        assert!(check.stdout.contains(line), "{}", check.stdout);
    }
    home.godrill("check --repair").done();
    assert_eq!(home.godrill("check").ok(), SOUND);
    assert!(home.godrill("decks").ok().contains("\ngmp "));
}

#[test]
fn no_name_steers_the_terminal() {
    let home = answered();
    home.unsound();
    let evil = "\u{1b}]0;pwn\u{7}\u{202e}";
    home.file("q.txt", "What is a goroutine?\nWhat is Card t-001?\n");
    let conn = rusqlite::Connection::open(home.db()).unwrap();
    conn.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    for sql in [
        "UPDATE cards SET id = id || ?1, topic = topic || ?1, tags = ?1, follows = ?1",
        "UPDATE topics SET name = name || ?1, go = ?1, title_en = ?1, title_zh = ?1",
        "UPDATE texts SET question = question || ?1, answer = answer || ?1",
        "UPDATE journal SET label = label || ?1",
        "UPDATE settings SET value = value || ?1 WHERE name <> 'builtin_decks'",
    ] {
        conn.execute(sql, [evil]).unwrap();
    }
    drop(conn);
    let id = format!("t-006{evil}");
    let topic = format!("t{evil}");
    let runs: [&[&str]; 24] = [
        &["list"],
        &["list", "--json"],
        &["decks"],
        &["decks", "--json"],
        &["decks", "--coverage", "q.txt"],
        &["decks", "--coverage", "q.txt", "--json"],
        &["search", "Card"],
        &["show", &id],
        &["show", &id, "--json"],
        &["show", "t-00"],
        &["stats"],
        &["status"],
        &["quiz", &topic, "--plain"],
        &["plan", "--on", "2026-12-20", "--topic", &topic, "--known", &format!("{topic}=20")],
        &["plan"],
        &["export", "--format", "md", "-o", "out"],
        &["export", "--format", "qa", "-o", "out"],
        &["export", "-o", "out.apkg"],
        &["export", "-o", "out.html"],
        &["suspend", &id],
        &["edit", &id],
        &["remove", &id, "--yes"],
        &["check"],
        &["undo", "-n", "9"],
    ];
    for args in runs {
        let run = home.run(args).stdin("\n3\nq\n").env("EDITOR", "true");
        let done = run.done();
        assert!(matches!(done.code, Some(0 | 1)), "{args:?}: {:?} {}", done.code, done.stderr);
        for text in [&done.stdout, &done.stderr] {
            assert_eq!(steers(text), None, "{args:?}: {text:?}");
        }
    }
    let shown = home.run(&["quiz", "--all", &topic]).keys("60x20", "<show>q").done();
    assert_eq!(steers(&shown.stdout), None, "{:?}", shown.stdout);
}

#[test]
fn sizes_have_limits() {
    let big = "replace(hex(zeroblob(25000000)), '0', 'x')";
    let cases = [
        (
            format!(
                "UPDATE texts SET answer = {big} WHERE card = (SELECT key FROM cards WHERE id = 't-002')"
            ),
            "card `t-002`: its answer in en is too long\n",
        ),
        (
            "UPDATE texts SET answer = replace(hex(zeroblob(1500000)), '0', 'x')
             WHERE card = (SELECT key FROM cards WHERE id = 't-002')"
                .into(),
            "card `t-002`: its answer in en is too long\n",
        ),
        (
            format!("UPDATE journal SET label = {big} WHERE id = (SELECT max(id) FROM journal)"),
            "what `godrill undo` would take back: its label is too long\n",
        ),
        (
            "INSERT INTO media VALUES ('a.png', '1', zeroblob(50000000))".into(),
            "a picture or sound: its bytes is too long\n",
        ),
        (
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100000)
             INSERT INTO goals SELECT 'a-' || i, 20800, 30, 20780 FROM n"
                .into(),
            "a goal: its topics is one of too many\n",
        ),
        (
            "INSERT INTO goals VALUES ('', 2147483647, 30, 20780)".into(),
            "a goal: its day is out of range\n",
        ),
    ];
    for (sql, told) in cases {
        let home = answered();
        execute(&home, "godrill.db", &sql);
        for words in ["status", "list", "quiz t --plain", "plan", "export -o out.json"] {
            let run = home.godrill(words);
            // Half of what such a text would take.
            let run = match cfg!(target_os = "linux") {
                true => run.shell("ulimit -t 20; ulimit -v 400000; exec \"$@\""),
                false => run,
            };
            let done = run.done();
            assert!(matches!(done.code, Some(0 | 1)), "{sql}: {words}: {:?}", done.code);
            let said = done.stderr.replace(&home.db().display().to_string(), "DB");
            assert!(
                said.is_empty()
                    || said.ends_with(
                        "DB holds what cannot be read: `godrill check` names it, `godrill check --repair` mends it\n"
                    ),
                "{sql}: {words}: {said}"
            );
        }
        let check = home.godrill("check").done();
        assert!(check.code == Some(1) && check.stdout.starts_with(told), "{sql}: {}", check.stdout);
        assert!(
            check.stderr.ends_with("`godrill check --repair` mends that\n"),
            "{}",
            check.stderr
        );
        let repaired = home.godrill("check --repair").ok();
        assert!(repaired.starts_with("mended: ") && repaired.ends_with(SOUND), "{sql}: {repaired}");
        home.godrill("export -o out.json").ok();
        home.godrill("plan").done();
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_beside_the_database_is_not_waited_for() {
    for suffix in ["-journal", "-wal", "-shm"] {
        let home = answered();
        home.godrill("backup good.bak").ok();
        let pipe = |name: String| {
            let path = home.path(&name);
            let _ = fs::remove_file(&path);
            assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
            format!(
                "error: `{}` is in the way: it is not a file; move it elsewhere\n",
                path.display()
            )
        };
        let told = pipe(format!("godrill.db{suffix}"));
        for words in ["status", "quiz t --plain", "check", "restore good.bak", "backup new.bak"] {
            home.godrill(words).shell("timeout 20 \"$@\"").fails(1, &told);
        }
        fs::remove_file(home.path(&format!("godrill.db{suffix}"))).unwrap();
        let told = pipe(format!("good.bak{suffix}"));
        home.godrill("restore good.bak").shell("timeout 20 \"$@\"").fails(1, &told);
        // A folder is in the way as well.
        fs::create_dir(home.path(&format!("new.db{suffix}"))).unwrap();
        assert_eq!(home.run(&["--db", "new.db", "status"]).done().code, Some(1));
    }
}

#[test]
fn what_cannot_be_read_is_named_and_mended() {
    let home = answered();
    home.godrill("suspend slice-header").done();
    execute(
        &home,
        "godrill.db",
        "UPDATE texts SET answer = CAST(x'71c3281f6180' AS TEXT) WHERE lang = 'en'
         AND card IN (SELECT key FROM cards WHERE id IN ('gmp-why-p', 't-003'));
         UPDATE cards SET tags = CAST(x'61ff' AS TEXT) WHERE id = 't-004';
         UPDATE cards SET id = CAST(x'742d30303580' AS TEXT) WHERE id = 't-005';
         UPDATE topics SET title_en = CAST(x'ff' AS TEXT) WHERE name = 't';
         UPDATE settings SET value = CAST(x'ff' AS TEXT) WHERE name = 'builtin_decks';
         UPDATE cards SET seq = 4294967296 WHERE id = 't-006';
         INSERT INTO known VALUES (CAST(x'ff' AS TEXT), 20);",
    );
    let log_before = home.twin();
    for words in ["list", "export", "quiz t --plain", "edit gmp-why-p", "remove t-003 --yes"] {
        let done = home.godrill(words).done();
        assert!(done.stderr.ends_with("mends it\n"), "{words}: {}", done.stderr);
    }
    home.godrill("check").ends(
        1,
        "\
setting `builtin_decks`: its value is not UTF-8
topic `t`: its title_en is not UTF-8
card `t-004`: its `tags` is not UTF-8
card `t-005\u{fffd}`: its `id` is not UTF-8
card `t-006`: its `seq` is out of range
card `gmp-why-p`: its answer in en is not UTF-8
card `t-003`: its answer in en is not UTF-8
what is known of `\u{fffd}`: its topic is not UTF-8
",
        "error: 8 problems: `godrill check --repair` mends that\n",
    );
    let done = home.godrill("check --repair").done();
    assert!(
        done.stdout
            .ends_with(&format!("nothing before this can be undone\n0 schedules mended\n{SOUND}")),
        "{}",
        done.stdout
    );
    assert_eq!(done.code, Some(0));
    // Ours is as it was; of the user's what can be read stays, and all of it is in the file.
    let ours = home.godrill("show gmp-why-p --lang en").ok();
    assert!(!ours.contains('\u{fffd}'), "{ours}");
    let theirs = home.godrill("show t-003 --lang en").ok();
    assert!(theirs.contains("q\u{fffd}(␟a\u{fffd}"), "{theirs}");
    assert!(home.godrill("show t-005").ok().contains("Answer 5."));
    assert!(home.godrill("list").ok().contains("t-006"));
    let kept =
        fs::read_to_string(home.path("godrill.db.20261123-080000.unreadable.jsonl")).unwrap();
    assert!(kept.contains(r#""answer":{"hex":"71c3281f6180"}"#), "{kept}");
    assert!(!kept.contains("gmp-why-p") && kept.lines().count() == 7, "{kept}");
    // Every answer is still there.
    let ratings = |home: &Home| {
        let conn = rusqlite::Connection::open(home.db()).unwrap();
        let sql = "SELECT group_concat(card || ':' || rating || ':' || at) FROM reviews";
        conn.query_row(sql, [], |row| row.get::<_, String>(0)).unwrap()
    };
    assert_eq!(ratings(&home), ratings(&log_before));
    for words in ["list", "export", "quiz t --plain", "search Card", "stats", "remove t-003 --yes"]
    {
        home.godrill(words).stdin("\n3\n").ok();
    }
    assert_eq!(home.godrill("check").ok(), SOUND);
}
