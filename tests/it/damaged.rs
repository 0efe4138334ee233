//! What can be at the path of the database: each case gives one sentence with a way out, and
//! nothing is overwritten.

use std::fs;
use std::path::Path;

use godrill::inside::db::{DbError, Limits, Store};
use godrill::inside::model::card::Lang;
use godrill::inside::model::day::{Calendar, Day};
use godrill::inside::model::filter::{AsOf, Filter, Is};
use godrill::inside::model::schedule::Scheduler;
use godrill::inside::transfer::{Export, Format};

use crate::chance::Chance;
use crate::home::{Home, SOUND};
use crate::killed::{deck, log};

/// A database with answers, all of it in the one file.
fn answered(cards: usize) -> Home {
    let home = Home::new();
    home.deck(&deck(cards));
    home.godrill("quiz t --plain").stdin(&"\n3\n".repeat(5)).ok();
    home
}

/// Runs SQL on a file, as another program would.
fn execute(path: &Path, sql: &str) {
    let conn = rusqlite::Connection::open(path).unwrap();
    conn.execute_batch(sql).unwrap();
}

#[test]
fn what_is_not_a_database_is_refused_in_words() {
    let home = Home::new();
    fs::create_dir(home.path("folder.db")).unwrap();
    home.file("note.db", "buy milk\n");
    home.file("text.db", "Dear diary, this is a long text. ".repeat(40).repeat(40));
    execute(&home.path("foreign.db"), "CREATE TABLE mine (a); INSERT INTO mine VALUES (1);");
    execute(&home.path("tagged.db"), "PRAGMA application_id = 77; PRAGMA user_version = 99;");
    home.run(&["--db", "newer.db", "status"]).ok();
    execute(&home.path("newer.db"), "PRAGMA user_version = 99;");
    home.run(&["--db", "odd.db", "status"]).ok();
    execute(&home.path("odd.db"), "PRAGMA user_version = -3;");
    let cases = [
        ("folder.db", "folder.db is a folder, not a database: give the path of a file with --db"),
        ("/dev/null", "`/dev/null` is not a file: give the path of a file with --db"),
        (
            "no/such/a.db",
            "the folder of no/such/a.db does not exist: make it first, or give another path with --db",
        ),
        (
            "text.db",
            "text.db is not a SQLite database: give another path with --db, or restore a backup with `godrill restore FILE`",
        ),
        ("foreign.db", "foreign.db is a database of another program: give another path with --db"),
        ("tagged.db", "tagged.db is a database of another program: give another path with --db"),
        (
            "newer.db",
            "newer.db was written by a newer godrill (schema 99, this one knows 6): update godrill",
        ),
        (
            "odd.db",
            "odd.db is damaged (its schema has the version -3): restore a backup with `godrill restore FILE`",
        ),
    ];
    for (path, sentence) in cases {
        let before = fs::read(home.path(path)).ok();
        for words in ["status", "quiz", "import t.md", "undo", "check", "export"] {
            let args: Vec<&str> = ["--db", path].into_iter().chain(words.split(' ')).collect();
            home.run(&args).fails(1, &format!("error: {sentence}\n"));
        }
        assert!(fs::read(home.path(path)).ok() == before, "{path} was changed");
    }
    for beside in ["foreign.db-wal", "text.db-wal", "tagged.db-journal", "/dev/null-wal", "no"] {
        assert!(!home.path(beside).exists(), "{beside}");
    }
}

#[test]
fn names_that_sqlite_would_take_for_something_else_are_files() {
    let home = Home::new();
    for name in [":memory:", "file:a.db?mode=memory", "a b%20?#.db"] {
        home.run(&["--db", name, "suspend", "gmp-model"]).done();
        assert!(home.path(name).metadata().unwrap().len() > 0, "{name}");
        assert_eq!(home.run(&["--db", name, "check"]).ok(), SOUND);
    }
}

#[test]
fn an_empty_file_becomes_a_database() {
    let home = Home::new();
    home.file("godrill.db", "");
    home.godrill("status").prints("0 due, 10 new, streak 0 days\n");
    assert_eq!(home.godrill("check").ok(), SOUND);
}

#[cfg(unix)]
#[test]
fn a_link_leads_to_the_database() {
    let home = answered(3);
    let before = log(&home).values().flatten().count();
    fs::create_dir(home.path("else")).unwrap();
    std::os::unix::fs::symlink("../godrill.db", home.path("else/link.db")).unwrap();
    home.run(&["--db", "else/link.db", "quiz", "t", "--plain"]).stdin("\n4\n").ok();
    assert_eq!(log(&home).values().flatten().count(), before + 1);
    assert!(home.path("else/link.db").is_symlink());
    // One that leads nowhere yet.
    std::os::unix::fs::symlink("new.db", home.path("dangling.db")).unwrap();
    home.run(&["--db", "dangling.db", "status"]).ok();
    assert!(home.path("new.db").is_file());
}

#[test]
fn the_log_that_a_kill_leaves_behind_is_taken_in() {
    let home = answered(5);
    let mut child = home.godrill("quiz t --plain").at("2026-11-23T08:20:00Z").spawn();
    let mut input = child.stdin.take().unwrap();
    std::io::Write::write_all(&mut input, b"\n4\n\n4\n").unwrap();
    let mut reader = std::io::BufReader::new(child.stdout.take().unwrap());
    let mut read = String::new();
    while read.matches("> Enter: show answer").count() < 3 {
        assert!(std::io::BufRead::read_line(&mut reader, &mut read).unwrap() > 0, "{read}");
    }
    child.kill().unwrap();
    child.wait().unwrap();
    drop(input);
    assert!(home.path("godrill.db-wal").metadata().unwrap().len() > 0);
    assert_eq!(log(&home).values().flatten().count(), 7);
    assert_eq!(home.godrill("check").ok(), SOUND);
    assert!(!home.path("godrill.db-wal").exists());
}

/// What every command may do with a damaged file: end with 0 or 1, and say one sentence.
fn holds(home: &Home, words: &str, how: &str) {
    let done = home.godrill(words).stdin("\n3\n\n3\n").done();
    assert!(
        matches!(done.code, Some(0 | 1)),
        "{how}: `{words}` ended with {:?}:\n{}",
        done.code,
        done.stderr
    );
    let lines: Vec<&str> =
        done.stderr.lines().filter(|l| !l.starts_with("built-in decks:")).collect();
    match done.code {
        Some(0) => assert!(lines.is_empty(), "{how}: `{words}` said:\n{}", done.stderr),
        _ => {
            let one = matches!(lines[..], [line] if line.starts_with("error: "));
            assert!(one, "{how}: `{words}` said:\n{}", done.stderr);
            assert!(!done.stderr.contains("database :"), "{how}: `{words}`: {}", done.stderr);
        }
    }
}

#[test]
fn a_file_that_was_cut_off_is_told() {
    let home = answered(40);
    home.unsound();
    let whole = fs::read(home.db()).unwrap();
    let pages = whole.len() / 4096;
    let lengths = [1, 15, 16, 17, 99, 100, 101, 4095, 4096, 4097, 8192, 40_000];
    let tail = [pages * 4096 / 2, (pages - 1) * 4096];
    for length in lengths.into_iter().chain(tail) {
        for words in ["status", "quiz t --plain", "list", "check"] {
            home.file("godrill.db", &whole[..length]);
            holds(&home, words, &format!("cut to {length}"));
        }
        home.file("godrill.db", &whole[..length]);
        let check = home.godrill("check").done();
        assert_eq!(check.code, Some(1), "cut to {length}: {}", check.stdout);
    }
}

#[test]
fn flipped_bytes_never_make_it_panic() {
    let mut chance = Chance::new();
    let home = answered(20);
    home.unsound();
    let whole = fs::read(home.db()).unwrap();
    let commands = [
        "status",
        "quiz t --plain",
        "list --json",
        "export",
        "search answer",
        "stats",
        "show t-001",
        "check",
        "check --repair",
        "undo",
        "import t.md",
        "config set desired_retention 0.8",
        "decks",
        "backup",
    ];
    for round in 0..60 {
        let mut bytes = whole.clone();
        let mut how = String::from("bytes");
        // Many in one page, a few anywhere, or the head and the schema.
        let (from, span, count) = match round % 3 {
            0 => (0, whole.len() as u64, 1 + chance.below(60)),
            1 => (chance.below(whole.len() as u64 / 4096) * 4096, 4096, 1 + chance.below(200)),
            _ => (0, 8192, 1 + chance.below(4)),
        };
        for _ in 0..count {
            let at = (from + chance.below(span)) as usize;
            bytes[at] ^= 1 << chance.below(8);
            how += &format!(" {at}");
        }
        for _ in 0..2 {
            for suffix in ["-wal", "-shm", "-journal"] {
                let _ = fs::remove_file(home.path(&format!("godrill.db{suffix}")));
            }
            home.file("godrill.db", &bytes);
            let words = commands[chance.below(commands.len() as u64) as usize];
            holds(&home, words, &how);
        }
    }
}

/// A small database, all of it in one file: some cards with answers, steps to undo, a goal, settings.
fn small() -> Home {
    let home = answered(30);
    home.godrill("plan --on 2026-12-20 --topic t --known t=20").ok();
    home.godrill("config set new_per_day 30").ok();
    home.godrill("suspend t-007").ok();
    home.godrill("bury t-008").ok();
    execute(
        &home.db(),
        "DELETE FROM search WHERE rowid IN (SELECT key FROM cards WHERE builtin = 1);
         PRAGMA foreign_keys = ON;
         DELETE FROM cards WHERE builtin = 1;
         DELETE FROM topics WHERE name <> 't';
         INSERT INTO search (search) VALUES ('optimize');
         INSERT INTO media VALUES ('a.png', '1', x'89504e47');
         PRAGMA journal_mode = DELETE; VACUUM;",
    );
    home
}

/// Damages the bytes of a file in one of the ways in which disks and transfers do.
fn damage(bytes: &mut Vec<u8>, chance: &mut Chance) -> String {
    let len = bytes.len() as u64;
    match chance.below(5) {
        0 => {
            let to = chance.below(len) as usize;
            bytes.truncate(to);
            format!("cut to {to}")
        }
        1 => {
            // Two runs of bytes, or two pages.
            let (size, step) =
                if chance.below(2) == 0 { (4096, 4096) } else { (1 + chance.below(40), 1) };
            let mut place = || chance.below((len - size) / step) * step;
            let (a, b) = (place() as usize, place() as usize);
            for at in 0..size as usize {
                bytes.swap(a + at, b + at);
            }
            format!("{size} bytes of {a} and {b} swapped")
        }
        kind => {
            let count = 1 + chance.below(if kind == 2 { 40 } else { 3 });
            let mut how = String::from("bits flipped in");
            for _ in 0..count {
                let at = chance.below(len) as usize;
                bytes[at] ^= 1 << chance.below(8);
                how += &format!(" {at}");
            }
            how
        }
    }
}

/// Everything that any command reads, in this process: faster than thirty commands.
fn read_all(store: &Store) -> anyhow::Result<()> {
    let day = Day(20_780);
    let settings = store.settings()?;
    store.counts(day)?;
    let as_of = AsOf { day, now: NOW_MS, leech_threshold: 8, ..AsOf::default() };
    for state in [None, Some(Is::Due), Some(Is::Draft), Some(Is::Retired)] {
        for stored in store.cards(&Filter::chosen(&[], None, None, state), as_of)? {
            store.stamps(&stored.card.id)?;
            store.candidates(&[&stored.card.id], day)?;
            store.next_seq(&stored.card.topic)?;
        }
    }
    store.statistics(day, 8)?;
    store.histories()?;
    store.search("answer", 20)?;
    store.search("card", 20)?;
    for topics in [vec![], vec!["gc".to_owned(), "gmp".to_owned()]] {
        let families = store.families(day, &[])?;
        let limits = Limits { topics, new: 20, due: 200, ..Limits::default() };
        store.due_and_new(day, &limits, None, families)?;
    }
    store.in_steps(NOW_MS, day)?;
    store.count_in_steps(day)?;
    store.reviews_before(day)?;
    store.last_answered(day)?;
    store.earliest_due(day)?;
    store.goals()?;
    store.study_cards()?;
    store.answers_before(day, 1000)?;
    store.done_on(day)?;
    store.parameters_before()?;
    store.media_hash("a.png")?;
    store.media("a.png")?;
    let export = Export {
        filter: &Filter::default(),
        topics: &[],
        langs: &Lang::ALL,
        calendar: &Calendar { zone: chrono::Utc, rollover_hour: settings.rollover_hour },
        leech_threshold: settings.leech_threshold,
        now: NOW_MS,
        from_anki: false,
        short: false,
    };
    for format in [Format::Json, Format::Csv] {
        export.write(store, format, std::io::sink(), &mut |_, _| {})?;
    }
    export.decks(store, Format::Markdown)?;
    Ok(())
}

/// 2026-11-23T08:00:00Z.
const NOW_MS: i64 = 1_795_420_800_000;

#[test]
fn in_what_is_called_sound_every_command_works() {
    const TRIALS: usize = 300;
    let commands = [
        "status",
        "quiz t --plain",
        "list --json",
        "export",
        "search answer",
        "stats",
        "decks",
        "plan",
        "show t-001",
        "show t-020",
        "config set desired_retention 0.8",
        "suspend t-001",
        "export --format md -o out",
        "import t.md",
        "backup",
        "remove t-030 --yes",
    ];
    let mut chance = Chance::seeded(1);
    let home = small();
    home.unsound();
    let whole = fs::read(home.db()).unwrap();
    let (mut sound, mut mended) = (0, 0);
    for _ in 0..TRIALS {
        for suffix in ["", "-wal", "-shm", "-journal"] {
            let _ = fs::remove_file(home.path(&format!("godrill.db{suffix}")));
        }
        let mut bytes = whole.clone();
        let how = damage(&mut bytes, &mut chance);
        fs::write(home.db(), bytes).unwrap();
        let Ok(mut store) = Store::open(&home.db()) else { continue };
        let Ok(settings) = store.settings() else { continue };
        let scheduler = Scheduler::new(&settings);
        let Ok(mut problems) = store.problems(&scheduler) else { continue };
        if !problems.is_empty() {
            let repaired = store
                .mend(|_| Ok::<(), DbError>(()))
                .and_then(|_| store.rebuild(&scheduler, &mut |_, _| {}))
                .and_then(|_| store.problems(&scheduler));
            let all = problems.iter().all(|problem| problem.repairable);
            match repaired {
                Ok(left) => {
                    assert!(!all || left.is_empty(), "{how}: {problems:?}, then {left:?}");
                    problems = left;
                }
                Err(error) => assert!(!all, "{how}: {problems:?}: {error}"),
            }
            mended += usize::from(problems.is_empty());
        }
        if !problems.is_empty() {
            continue;
        }
        sound += 1;
        if let Err(error) = read_all(&store) {
            panic!("{how}: {error:#}");
        }
        // A step may no longer fit what it would undo; then a sentence says so.
        if let Err(error) = store.undo(&scheduler) {
            let told =
                matches!(error, DbError::Conflict(_) | DbError::NoCard(_) | DbError::GoalsChanged);
            assert!(told, "{how}: {error}");
        }
        drop(store);
        // Commands for two files in three: what they read was read above.
        if sound % 3 == 0 {
            continue;
        }
        let words = commands[chance.below(commands.len() as u64) as usize];
        let done = home.godrill(words).stdin("\n3\n\n3\n").done();
        // A card may have another id now.
        let unknown = done.stderr.starts_with("error: unknown ");
        assert!(
            done.code == Some(0) || unknown,
            "{how}: `{words}`: {:?} {}",
            done.code,
            done.stderr
        );
    }
    assert!(sound > 20 && mended > 5, "{sound} sound, {mended} of them after a repair");
}

#[test]
fn a_journal_that_cannot_be_read_is_told_and_kept() {
    let home = answered(5);
    home.unsound();
    execute(
        &home.db(),
        "UPDATE journal SET changes = '[{\"Nonsense\":1}]' WHERE id = (SELECT max(id) FROM journal);",
    );
    let before = log(&home);
    let done = home.godrill("undo").done();
    assert_eq!(done.code, Some(1));
    let sentence = "cannot be undone, for the journal cannot be read (unknown variant `Nonsense`";
    assert!(
        done.stderr.starts_with("error: `t-005: good` ") && done.stderr.contains(sentence),
        "{}",
        done.stderr
    );
    assert!(done.stderr.ends_with("; nothing was changed\n"));
    assert_eq!(log(&home), before);
}

#[test]
fn what_was_too_large_for_the_journal_is_a_wall_for_undo() {
    let home = answered(2);
    let before = log(&home);
    let many: String =
        (0..2001).map(|i| format!("## More {i}? {{#m-{i}}}\n\nIt is.\n\n")).collect();
    home.file("many.md", format!("---\ndeck: m\ntitle: More\nlang: en\n---\n\n{many}"));
    let dry = home.godrill("import --dry-run many.md").ok();
    let before_it =
        "it is too large for `godrill undo`: make a backup first with `godrill backup FILE`\n";
    assert!(dry.ends_with(before_it), "{dry}");
    let json = home.godrill("import --dry-run --json many.md").ok();
    assert!(json.contains("\"too_large_for_undo\": true"));
    let done = home.godrill("import many.md").ok();
    assert_eq!(
        done,
        "2001 cards added, 0 updated, 0 unchanged, 0 reviews added\n\
         it was too large for `godrill undo`, which stops here: to go back, restore a backup with\n\
         `godrill restore FILE`; `--dry-run` warns before the next one\n"
    );
    home.godrill("suspend t-001").ok();
    assert!(home.godrill("undo").ok().starts_with("undone: "));
    home.godrill("undo").fails(
        1,
        "error: `imported many.md` was too large to be undone, nor can anything before it: restore \
         a backup with `godrill restore FILE`\n",
    );
    assert_eq!(log(&home), before);
}

/// Makes the file and its folder read-only for a user; false when that stops nobody (root).
#[cfg(unix)]
fn lock(home: &Home, locked: bool) -> bool {
    use std::os::unix::fs::PermissionsExt;
    let set =
        |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    let (file, folder) = if locked { (0o444, 0o555) } else { (0o644, 0o755) };
    set(&home.db(), file);
    set(home.db().parent().unwrap(), folder);
    fs::File::options().write(true).open(home.db()).is_err()
}

#[cfg(unix)]
fn reads_and_does_not_write(home: &Home) {
    let status = home.godrill("status").ok();
    assert!(status.ends_with("streak 1 day\n"), "{status}");
    assert_eq!(log(home).values().flatten().count(), 5);
    assert_eq!(home.godrill("check").ok(), SOUND);
    assert!(home.godrill("list --topic t").ok().contains("t-001"));
    assert!(home.godrill("search t-001").ok().contains("t-001"));
    let sentence = format!(
        "error: {} is read-only: allow writing to the file and its folder, or give another path with --db\n",
        home.db().display()
    );
    for words in
        ["quiz t --plain", "undo", "suspend t-001", "config set new_per_day 3", "check --repair"]
    {
        home.godrill(words).fails(1, &sentence);
    }
}

#[cfg(unix)]
#[test]
fn a_read_only_database_can_be_read() {
    let home = answered(3);
    if lock(&home, true) {
        reads_and_does_not_write(&home);
    }
    lock(&home, false);
    assert_eq!(home.godrill("undo").done().code, Some(0));
}

#[cfg(target_os = "linux")]
#[test]
#[ignore = "needs root to mount a small tmpfs"]
fn a_read_only_file_system_can_be_read() {
    let home = answered(3);
    let folder = home.db().parent().unwrap().to_owned();
    let disk = crate::full::Disk::over(&folder, "32m");
    // The mount hides what was there.
    fs::copy(answered(3).db(), home.db()).unwrap();
    disk.remount("ro");
    reads_and_does_not_write(&home);
    home.run(&["--db", "fresh.db", "status"]).fails(
        1,
        "error: fresh.db cannot be opened (unable to open database file): check the path, its \
         permissions and that the disk has room\n",
    );
    drop(disk);
}
