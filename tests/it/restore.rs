//! Copies and their way back.

use std::fs;

use crate::home::{Home, SOUND};
use crate::killed::{deck, log};

/// A database with three answers, of which the first two are in `good.bak`.
fn home() -> Home {
    let home = Home::new();
    home.deck(&deck(5));
    home.godrill("quiz t --plain").stdin("\n3\n\n3\n").ok();
    home.godrill("backup good.bak").prints("copied to good.bak\n");
    home.godrill("quiz t --plain").stdin("\n4\n").ok();
    home
}

fn answers(home: &Home, db: &str) -> usize {
    let export = home.run(&["--db", db, "export", "--topic", "t"]).ok();
    export.matches("\"rating\"").count()
}

fn replaced(home: &Home) -> String {
    home.path("godrill.db.20261123-080000.replaced").display().to_string()
}

#[test]
fn over_a_good_one_which_is_kept() {
    let home = home();
    let kept = replaced(&home);
    home.godrill("restore good.bak")
        .prints(&format!("restored; what was there is kept in {kept}\n"));
    // A copy is one file that can be read from anywhere; a database in use has a log beside it.
    let kind = |name: &str| fs::read(home.path(name)).unwrap()[18];
    assert_eq!((kind("good.bak"), kind(&kept), kind("godrill.db")), (1, 1, 2));
    assert_eq!((answers(&home, "godrill.db"), answers(&home, &kept)), (2, 3));
    // Again in the same second: another name.
    home.run(&["restore", &kept])
        .prints(&format!("restored; what was there is kept in {kept}.2\n"));
    assert_eq!((answers(&home, "godrill.db"), answers(&home, &format!("{kept}.2"))), (3, 2));
    for db in ["godrill.db", "good.bak", &kept] {
        assert_eq!(home.run(&["--db", db, "check"]).ok(), SOUND);
    }
}

#[test]
fn into_nothing() {
    let home = home();
    home.run(&["--db", "new.db", "restore", "good.bak"]).prints("restored\n");
    assert_eq!(answers(&home, "new.db"), 2);
    home.run(&["--db", "no/new.db", "restore", "good.bak"]).fails(
        1,
        "error: the folder of no/new.db does not exist: make it first, or give another path with --db\n",
    );
}

#[test]
fn over_a_damaged_a_newer_and_no_database() {
    type Spoil = fn(&Home);
    let kinds: [(&str, Spoil); 5] = [
        ("a few bytes", |home| {
            let bytes = fs::read(home.db()).unwrap();
            fs::write(home.db(), &bytes[..7]).unwrap();
        }),
        ("damaged", |home| {
            let mut bytes = fs::read(home.db()).unwrap();
            for page in (3..bytes.len() / 4096).step_by(2) {
                bytes[page * 4096..page * 4096 + 100].fill(0xa5);
            }
            fs::write(home.db(), bytes).unwrap();
        }),
        ("cut off", |home| {
            let bytes = fs::read(home.db()).unwrap();
            fs::write(home.db(), &bytes[..10_000]).unwrap();
        }),
        ("newer", |home| {
            let conn = rusqlite::Connection::open(home.db()).unwrap();
            conn.execute_batch("PRAGMA user_version = 99").unwrap();
        }),
        ("text", |home| fs::write(home.db(), "a".repeat(5000)).unwrap()),
    ];
    for (kind, spoil) in kinds {
        let home = home();
        spoil(&home);
        let before = fs::read(home.db()).unwrap();
        let kept = replaced(&home);
        let told = format!("restored; what was there is kept in {kept}\n");
        home.godrill("restore good.bak").prints(&told);
        assert!(fs::read(&kept).unwrap() == before, "{kind}");
        assert_eq!(answers(&home, "godrill.db"), 2, "{kind}");
        assert_eq!(fs::read(home.db()).unwrap()[18], 2, "{kind}");
        assert_eq!(home.godrill("check").ok(), SOUND, "{kind}");
        home.godrill("quiz t --plain").stdin("\n4\n").ok();
    }
}

#[test]
fn what_is_no_sound_copy_is_refused_and_nothing_changes() {
    let home = home();
    let bytes = fs::read(home.path("good.bak")).unwrap();
    home.file("cut.bak", &bytes[..bytes.len() / 2]);
    home.file("text.bak", "not a database at all; but long enough that it could have a header of 100 bytes, which it does not have");
    home.file("empty.bak", "");
    fs::create_dir(home.path("folder.bak")).unwrap();
    let sql = |name: &str, sql: &str| {
        rusqlite::Connection::open(home.path(name)).unwrap().execute_batch(sql).unwrap();
    };
    sql("foreign.bak", "CREATE TABLE mine (a)");
    home.file("newer.bak", &bytes);
    sql("newer.bak", "PRAGMA user_version = 99");
    let way = "nothing was changed; give a file that `godrill backup` made";
    let cases = [
        ("text.bak", format!("text.bak cannot be restored (it is not a SQLite database): {way}")),
        ("empty.bak", format!("empty.bak cannot be restored (it is a database of another program): {way}")),
        ("foreign.bak", format!("foreign.bak cannot be restored (it is a database of another program): {way}")),
        ("folder.bak", format!("folder.bak cannot be restored (it is a folder): {way}")),
        ("newer.bak", "newer.bak was written by a newer godrill (schema 99, this one knows 6): update godrill".into()),
        ("godrill.db", "godrill.db is the database itself: give a file that `godrill backup` made".into()),
        ("missing.bak", "cannot use missing.bak (No such file or directory (os error 2)): check the path, its permissions and that the disk has room".into()),
    ];
    let before = log(&home);
    for (file, sentence) in cases {
        home.run(&["restore", file]).fails(1, &format!("error: {sentence}\n"));
    }
    let done = home.godrill("restore cut.bak").done();
    let start = "error: cut.bak cannot be restored (it is damaged: ";
    assert!(done.code == Some(1) && done.stderr.starts_with(start), "{}", done.stderr);
    assert_eq!(done.stderr.lines().count(), 1);
    assert_eq!(log(&home), before);
    assert!(!std::path::Path::new(&replaced(&home)).exists());
}

#[test]
fn what_cannot_be_read_in_a_copy_is_told_when_it_is_restored() {
    let home = home();
    home.file("t.md", "Q: What is a swan?\nA: A bird.\n\nQ: What is a loon?\nA: It dives.\n");
    home.godrill("import t.md --yes").ok();
    home.godrill("backup worn.bak").ok();
    let damage = |sql: &str| {
        let conn = rusqlite::Connection::open(home.path("worn.bak")).unwrap();
        conn.execute_batch(sql).unwrap();
    };
    damage("UPDATE texts SET answer = CAST(x'41ff' AS TEXT) WHERE question = 'What is a swan?'");
    let done = home.godrill("restore worn.bak").done();
    assert_eq!(
        (done.code, done.stderr.as_str()),
        (
            Some(0),
            "warning: it holds a value that cannot be read (card `t-swan`: its answer in en \
             is not UTF-8): `godrill check --repair` mends that\n"
        )
    );
    // Of many the first are named.
    damage(
        "UPDATE texts SET answer = CAST(x'ff' AS TEXT), question = CAST(x'ff' AS TEXT) WHERE lang = 'en'",
    );
    let done = home.godrill("restore worn.bak").done();
    assert_eq!(done.code, Some(0));
    assert!(
        done.stderr.starts_with("warning: it holds values that cannot be read (card `")
            && done.stderr.ends_with(" more): `godrill check --repair` mends that\n")
            && done.stderr.matches("; ").count() == 3,
        "{}",
        done.stderr
    );
    assert_eq!(home.godrill("check --repair").done().code, Some(0));
    home.godrill("list").ok();
}

#[cfg(unix)]
#[test]
fn a_link_to_the_database_is_the_database() {
    let home = home();
    std::os::unix::fs::symlink("godrill.db", home.path("soft")).unwrap();
    fs::hard_link(home.db(), home.path("hard")).unwrap();
    for name in ["soft", "hard"] {
        let sentence = format!(
            "error: {name} is the database itself: give a file that `godrill backup` made\n"
        );
        home.run(&["restore", name]).fails(1, &sentence);
    }
}

#[test]
fn backups_never_overwrite_and_need_no_name() {
    let home = home();
    let before = fs::read(home.path("good.bak")).unwrap();
    home.godrill("backup no/such.bak").fails(
        1,
        "error: cannot use no/such.bak (No such file or directory (os error 2)): check the path, \
         its permissions and that the disk has room\n",
    );
    home.godrill("backup good.bak").fails(1, "error: good.bak exists: choose another name\n");
    assert!(fs::read(home.path("good.bak")).unwrap() == before);
    let name =
        |n: &str| home.path(&format!("godrill.db.20261123-080000{n}.bak")).display().to_string();
    home.godrill("backup").prints(&format!("copied to {}\n", name("")));
    home.godrill("backup").prints(&format!("copied to {}\n", name("-2")));
    assert_eq!(answers(&home, &name("-2")), 3);
}

#[test]
fn a_copy_while_a_quiz_runs_is_sound_and_a_restore_reaches_the_quiz() {
    let home = home();
    let mut child = home.godrill("quiz t --plain --all --record").spawn();
    let mut input = child.stdin.take().unwrap();
    let mut output = std::io::BufReader::new(child.stdout.take().unwrap());
    let mut answer = |input: &mut std::process::ChildStdin, n: usize| {
        let mut read = String::new();
        for _ in 0..n {
            std::io::Write::write_all(input, b"\n1\n").unwrap();
        }
        while read.matches("> Enter: show answer").count() < n {
            assert!(std::io::BufRead::read_line(&mut output, &mut read).unwrap() > 0, "{read}");
        }
    };
    for n in 0..10 {
        answer(&mut input, 3);
        let name = format!("{n}.bak");
        home.run(&["backup", &name]).ok();
        assert_eq!(home.run(&["--db", &name, "check"]).ok(), SOUND);
        assert!(answers(&home, &name) >= 3 + 3 * n);
    }
    home.godrill("restore good.bak").ok();
    assert_eq!(answers(&home, "godrill.db"), 2);
    // The card on the screen may be reported as answered elsewhere; the next ones count again.
    answer(&mut input, 3);
    drop(input);
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert!(answers(&home, "godrill.db") >= 3);
}
