//! No room: a limit on the size of files, a small disk. One sentence, nothing lost, and work goes
//! on when there is room.

#![cfg(target_os = "linux")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::home::{Home, SOUND};
use crate::killed::{deck, log};

/// A small disk in memory over a folder; gone when dropped.
pub(crate) struct Disk {
    folder: PathBuf,
}

impl Disk {
    pub(crate) fn over(folder: &Path, size: &str) -> Disk {
        let disk = Disk { folder: folder.to_owned() };
        disk.mount(&format!("size={size}"), &["-t", "tmpfs", "tmpfs"]);
        disk
    }

    pub(crate) fn remount(&self, options: &str) {
        self.mount(&format!("remount,{options}"), &[]);
    }

    fn mount(&self, options: &str, what: &[&str]) {
        let mut command = Command::new("mount");
        command.args(["-o", options]).args(what).arg(&self.folder);
        assert!(command.status().expect("mount runs").success(), "{command:?}");
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.folder).status();
    }
}

/// Whether this is the error of a write that the limit on files stops.
fn is_no_room(stderr: &str, path: &Path) -> bool {
    let path = path.display();
    let full = format!(
        "error: no room left to write {path}: free some disk space and go on; nothing that was saved is lost\n"
    );
    let failed = format!(
        "error: cannot write {path} (disk I/O error): the disk is full, over its quota or failing; make room and go on; nothing that was saved is lost\n"
    );
    stderr == full || stderr == failed
}

#[test]
fn a_quiz_that_meets_the_limit_of_files_says_so_and_keeps_what_was_saved() {
    let home = Home::new();
    home.deck(&deck(60));
    home.godrill("config set new_per_day 9999").ok();
    let mut before = 0;
    let mut met = 0;
    // In units of 512 bytes; the log of what is not yet in the file grows up to it.
    for blocks in [1, 64, 80, 120, 200, 300] {
        let done = home.godrill("quiz t --plain").limit(blocks).stdin(&"\n3\n".repeat(50)).done();
        let questions = done.stdout.matches("\nCard t-").count()
            + usize::from(done.stdout.starts_with("Card t-"));
        let answers = log(&home).values().flatten().count() - before;
        before += answers;
        if done.code == Some(0) {
            continue;
        }
        met += 1;
        assert_eq!(done.code, Some(1), "{blocks}: {}", done.stderr);
        assert!(is_no_room(&done.stderr, &home.db()), "{blocks}: {}", done.stderr);
        assert!(
            answers + 1 >= questions,
            "{blocks}: {answers} answers after {questions} questions"
        );
        assert_eq!(home.godrill("check").ok(), SOUND);
    }
    assert!(met >= 2, "the limit was met {met} times");
    // With room it goes on.
    home.godrill("quiz t --plain").stdin("\n3\n").ok();
    assert_eq!(log(&home).values().flatten().count(), before + 1);
}

#[test]
fn the_screen_is_left_with_the_same_sentence() {
    let home = Home::new();
    home.deck(&deck(60));
    let keys = " 3".repeat(9);
    let done = home.godrill("quiz t").keys("80x24", &keys).limit(20).done();
    assert_eq!((done.code, done.stdout.as_str()), (Some(1), ""));
    assert!(is_no_room(&done.stderr, &home.db()), "{}", done.stderr);
}

#[test]
fn a_first_start_without_room_leaves_nothing_half_done() {
    for blocks in [0, 1, 8, 9, 16, 100, 300, 700] {
        let home = Home::new();
        let done = home.godrill("status").limit(blocks).done();
        assert_eq!(done.code, Some(1), "{blocks}: {}{}", done.stdout, done.stderr);
        assert!(is_no_room(&done.stderr, &home.db()), "{blocks}: {}", done.stderr);
        home.godrill("status").prints("0 due, 10 new, streak 0 days\n");
        assert_eq!(home.godrill("check").ok(), SOUND);
    }
}

#[test]
fn other_writes_without_room_change_nothing() {
    let home = Home::new();
    home.deck(&deck(20));
    home.godrill("quiz t --plain").stdin(&"\n3\n".repeat(8)).ok();
    home.godrill("backup good.bak").ok();
    let mine = home.godrill("export --topic t").ok();
    let many: String = (0..400).map(|i| format!("## More {i}? {{#m-{i}}}\n\nIt is.\n\n")).collect();
    home.file("many.md", format!("---\ndeck: m\ntitle: More\nlang: en\n---\n\n{many}"));
    home.file("old.json", "{}");
    for (words, path) in [
        ("import many.md", home.db()),
        ("check --repair", home.db()),
        ("backup new.bak", PathBuf::from("new.bak")),
        ("restore good.bak", home.db()),
    ] {
        let done = home.godrill(words).limit(64).done();
        assert_eq!((done.code, done.stdout.as_str()), (Some(1), ""), "{words}: {}", done.stderr);
        let kept = done.stderr.contains(".replaced");
        assert!(kept || is_no_room(&done.stderr, &path), "{words}: {}", done.stderr);
    }
    let done = home.godrill("export -o old.json").limit(64).done();
    assert_eq!(done.code, Some(1));
    assert!(done.stderr.starts_with("error: cannot write old.json: "), "{}", done.stderr);
    assert_eq!(fs::read_to_string(home.path("old.json")).unwrap(), "{}");
    assert_eq!(home.godrill("export --topic t").ok(), mine);
    assert_eq!(home.godrill("check").ok(), SOUND);
    let leftovers: Vec<String> = fs::read_dir(home.path(""))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains(".part") || name.contains(".tmp") || name == "new.bak")
        .collect();
    assert_eq!(leftovers, [] as [&str; 0]);
}

#[test]
fn newer_decks_without_room_do_not_keep_from_reading() {
    let home = Home::new();
    home.deck(&deck(3));
    let mine = home.godrill("export --topic t").ok();
    let conn = rusqlite::Connection::open(home.db()).unwrap();
    // As an older program left it.
    conn.execute_batch(
        "UPDATE settings SET value = 'old' WHERE name = 'builtin_decks';
         UPDATE texts SET answer = 'old' WHERE card IN (SELECT key FROM cards WHERE builtin = 1);",
    )
    .unwrap();
    drop(conn);
    for words in ["status", "export --topic t"] {
        let done = home.godrill(words).limit(1).done();
        assert_eq!((done.code, done.stderr.as_str()), (Some(0), ""), "{words}");
        assert!(words == "status" || done.stdout == mine);
    }
    let done = home.godrill("suspend t-001").limit(1).done();
    assert!(done.code == Some(1) && is_no_room(&done.stderr, &home.db()), "{}", done.stderr);
    // With room they are loaded.
    let done = home.godrill("status").done();
    assert!(done.stderr.starts_with("built-in decks: 0 new, "), "{}", done.stderr);
}

#[test]
fn output_to_a_full_device_is_an_error() {
    let home = Home::new();
    home.deck(&deck(3));
    let done = home.godrill("export --topic t").shell("\"$@\" > /dev/full").done();
    assert_eq!(
        (done.code, done.stderr.as_str()),
        (Some(1), "error: No space left on device (os error 28)\n")
    );
}

#[test]
#[ignore = "needs root to mount a small tmpfs"]
fn a_full_disk_in_the_middle_of_a_quiz() {
    let home = Home::new();
    let disk = Disk::over(&home.path(""), "48m");
    home.deck(&deck(60));
    home.godrill("config set new_per_day 9999").ok();
    let filler = home.path("filler");
    let mut before = 0;
    for room in [4, 16, 40, 80] {
        // All of the disk but some pages.
        let _ = fs::remove_file(&filler);
        let fill = format!("cat /dev/zero > filler 2> /dev/null; truncate -s -{room}k filler");
        let mut command = Command::new("sh");
        command.arg("-c").arg(fill).current_dir(home.path(""));
        assert!(command.status().unwrap().success());
        let done = home.godrill("quiz t --plain").stdin(&"\n3\n".repeat(50)).done();
        let asked = done.stdout.lines().filter(|line| line.starts_with("Card t-")).count();
        fs::remove_file(&filler).unwrap();
        let answers = log(&home).values().flatten().count() - before;
        before += answers;
        assert_eq!(done.code, Some(1), "{room}: {}", done.stdout);
        assert!(
            is_no_room(&done.stderr, &home.db()) || done.stderr.contains("cannot be opened"),
            "{room}: {}",
            done.stderr
        );
        assert!(answers + 1 >= asked, "{room}: {answers} answers, {asked} questions");
        assert_eq!(home.godrill("check").ok(), SOUND);
    }
    home.godrill("quiz t --plain").stdin("\n3\n").ok();
    assert_eq!(log(&home).values().flatten().count(), before + 1);
    drop(disk);
}
