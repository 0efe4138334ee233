//! Other people's files beside ours: no link is followed, no file becomes more open, nothing is
//! left behind, and what is too large is not read.

use std::fs;

use crate::home::{Done, Home, SOUND};
use crate::killed::deck;

fn home() -> Home {
    let home = Home::new();
    home.deck(&deck(5));
    home.godrill("quiz t --plain").stdin("\n3\n").ok();
    home
}

/// The names in the home that contain this.
fn names(home: &Home, part: &str) -> Vec<String> {
    let name =
        |entry: std::io::Result<fs::DirEntry>| entry.unwrap().file_name().into_string().unwrap();
    let mut names: Vec<String> =
        fs::read_dir(home.path("")).unwrap().map(name).filter(|name| name.contains(part)).collect();
    names.sort();
    names
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    fn mode(home: &Home, name: &str) -> u32 {
        home.path(name).symlink_metadata().unwrap().permissions().mode() & 0o777
    }

    fn private(home: &Home, name: &str) {
        fs::set_permissions(home.path(name), fs::Permissions::from_mode(0o600)).unwrap();
    }

    /// Before it runs, links lie in wait under the names that its drafts could have.
    const PLANT: &str = "for n in 0 1 2; do ln -s victim .godrill-$$-$n.tmp; done; exec \"$@\"";

    #[test]
    fn links_that_lie_in_wait_are_not_followed() {
        for (words, made) in [
            ("export -o e.json", "e.json"),
            ("export -o e.apkg", "e.apkg"),
            ("backup b.bak", "b.bak"),
            ("--db new.db restore good.bak", "new.db"),
        ] {
            let home = home();
            home.godrill("backup good.bak").ok();
            home.file("victim", "precious");
            home.godrill(words).shell(PLANT).ok();
            assert_eq!(fs::read_to_string(home.path("victim")).unwrap(), "precious", "{words}");
            let made = home.path(made).symlink_metadata().unwrap();
            assert!(made.is_file() && made.len() > 1000, "{words}");
        }
    }

    #[test]
    fn modes_do_not_get_wider() {
        let home = home();
        home.godrill("backup wide.bak").shell("umask 022; exec \"$@\"").ok();
        private(&home, "godrill.db");
        for name in ["e.json", "e.md", "e.apkg"] {
            home.file(name, "");
            private(&home, name);
        }
        home.file("bad.db", "x".repeat(9000));
        private(&home, "bad.db");
        for words in [
            "export -o e.json",
            "export --topic t --lang en -o e.md",
            "export -o e.apkg",
            "backup b.bak",
            "--db bad.db restore b.bak",
            "--db none.db restore b.bak",
            "--db none.db restore wide.bak",
        ] {
            home.godrill(words).shell("umask 022; exec \"$@\"").ok();
        }
        let kept = names(&home, ".replaced");
        assert_eq!(kept.len(), 2, "{kept:?}");
        let files = ["e.json", "e.md", "e.apkg", "b.bak", "bad.db", "none.db", &kept[0], &kept[1]];
        assert_eq!(files.map(|name| mode(&home, name)), [0o600; 8], "{files:?}");
        // What was open stays open.
        assert_eq!(mode(&home, "wide.bak"), 0o644);
        home.godrill("export -o wide.json").shell("umask 022; exec \"$@\"").ok();
        home.godrill("export -o wide.json").shell("umask 077; exec \"$@\"").ok();
        assert_eq!(mode(&home, "wide.json"), 0o644);
    }

    #[test]
    fn no_one_else_may_look_at_a_draft() {
        let home = home();
        let editor = home.script("editor.sh", "ls -ld \"$(dirname \"$1\")\" > seen\n");
        home.godrill("edit t-001").env("EDITOR", editor).ok();
        let seen = fs::read_to_string(home.path("seen")).unwrap();
        assert!(seen.starts_with("drwx------"), "{seen}");
    }

    #[test]
    fn a_link_to_nothing_yet_is_as_good_as_what_it_leads_to() {
        let home = home();
        home.godrill("backup b.bak").ok();
        fs::create_dir(home.path("far")).unwrap();
        for (link, to) in [("l.db", "far/r.db"), ("l.json", "far/e.json"), ("l.bak", "far/b.bak")] {
            symlink(to, home.path(link)).unwrap();
        }
        home.godrill("--db l.db restore b.bak").prints("restored\n");
        home.godrill("export -o l.json").ok();
        // A backup only ever makes a new file.
        home.godrill("backup l.bak").fails(1, "error: l.bak exists: choose another name\n");
        assert!(!home.path("far/b.bak").exists());
        // Over the file that the link leads to; what was there is kept beside that file.
        fs::write(home.path("far/r.db"), "no database").unwrap();
        home.godrill("--db l.db restore b.bak")
            .prints("restored; what was there is kept in far/r.db.20261123-080000.replaced\n");
        let kept = fs::read_to_string(home.path("far/r.db.20261123-080000.replaced")).unwrap();
        assert_eq!(kept, "no database");
        for (link, to) in [("l.db", "far/r.db"), ("l.json", "far/e.json")] {
            assert!(home.path(link).symlink_metadata().unwrap().is_symlink(), "{link}");
            assert!(home.path(to).symlink_metadata().unwrap().is_file(), "{to}");
        }
        assert_eq!(home.godrill("--db l.db check").ok(), SOUND);
        symlink("round.db", home.path("round.db")).unwrap();
        let done = home.godrill("--db round.db restore b.bak").done();
        assert!(done.code == Some(1) && done.stderr.lines().count() == 1, "{}", done.stderr);
    }

    #[test]
    fn what_killed_ones_left_goes_and_nothing_else() {
        let home = home();
        let left = [".godrill-1-0.tmp", ".godrill-1-0.tmp-journal", ".godrill-77-3.tmp"];
        let others = ["film.part", "x.tmp", "e.json.1234.tmp", ".godrill-1-0.tmp.bak"];
        let at_work = ".godrill-2-0.tmp";
        for words in ["status", "backup b.bak", "export -o e.json"] {
            for name in left.iter().chain(&others).chain([&at_work]) {
                home.file(name, "half a copy");
            }
            let held = fs::File::open(home.path(at_work)).unwrap();
            held.lock().unwrap();
            home.godrill(words).ok();
            let there = |name: &&str| home.path(name).exists();
            assert!(!left.iter().any(there), "{words}: {:?}", names(&home, ""));
            assert!(others.iter().all(there) && there(&at_work), "{:?}", names(&home, ""));
        }
        // An export to another folder clears this up.
        home.file("far/.godrill-1-0.tmp", "half");
        home.godrill("export -o far/e.json").ok();
        assert!(!home.path("far/.godrill-1-0.tmp").exists());
    }

    #[test]
    fn restores_at_once_come_one_after_the_other() {
        let good = home();
        good.godrill("backup good.bak").ok();
        let restored = |done: &Done| done.code == Some(0) && done.stdout.starts_with("restored");
        for before in ["a good one", "damaged", "nothing"] {
            let home = good.twin();
            fs::copy(good.path("good.bak"), home.path("good.bak")).unwrap();
            match before {
                "damaged" => drop(home.file("godrill.db", "x".repeat(9000))),
                "nothing" => fs::remove_file(home.db()).unwrap(),
                _ => {}
            }
            let dones = std::thread::scope(|scope| {
                let runs =
                    [(); 6].map(|()| scope.spawn(|| home.godrill("restore good.bak").done()));
                runs.map(|run| run.join().unwrap())
            });
            for done in &dones {
                assert!(restored(done), "{before}: {}{}", done.stdout, done.stderr);
            }
            // Each keeps what it found: the one before it, and once what was there first.
            let kept: Vec<Vec<u8>> = names(&home, ".replaced")
                .iter()
                .filter(|name| !name.ends_with("-wal") && !name.ends_with("-shm"))
                .map(|name| fs::read(home.path(name)).unwrap())
                .collect();
            assert_eq!(kept.len(), if before == "nothing" { 5 } else { 6 }, "{before}");
            let first = kept.iter().filter(|bytes| bytes.starts_with(b"xxxx")).count();
            assert_eq!(first, usize::from(before == "damaged"), "{before}");
            assert_eq!(home.godrill("check").ok(), SOUND, "{before}");
        }
    }
}

#[test]
fn backups_at_once_have_names_of_their_own_or_say_why_not() {
    let home = home();
    let at_once = |words: &str| {
        std::thread::scope(|scope| {
            let runs = [(); 6].map(|()| scope.spawn(|| home.godrill(words).done()));
            runs.map(|run| run.join().unwrap())
        })
    };
    for done in at_once("backup") {
        assert_eq!((done.code, done.stderr.as_str()), (Some(0), ""));
    }
    assert_eq!(names(&home, ".bak").len(), 6);
    let mut dones = at_once("backup one.bak");
    dones.sort_by_key(|done| done.code);
    assert_eq!(dones[0].stdout, "copied to one.bak\n");
    for done in &dones[1..] {
        assert_eq!(done.stderr, "error: one.bak exists: choose another name\n");
    }
}

#[test]
fn what_is_too_large_is_refused_before_it_is_read() {
    let home = home();
    let large = |name: &str, begin: &str, bytes: u64| {
        let path = home.file(name, begin);
        // It takes no room on the disk.
        fs::File::options().write(true).open(path).unwrap().set_len(bytes).unwrap();
    };
    for name in ["x.md", "x.json", "x.csv", "x.apkg"] {
        large(name, "", 1 << 36);
    }
    large("x.db", "SQLite format 3\0", 65 << 20);
    let refused =
        |name: &str| format!("error: cannot read {name}: it is larger than 1024 MiB: split it\n");
    for (words, name) in [
        ("import x.md", "x.md"),
        ("import x.json", "x.json"),
        ("import x.csv", "x.csv"),
        ("import x.apkg", "x.apkg"),
        ("check x.md", "x.md"),
        ("decks --coverage x.md", "x.md"),
    ] {
        home.godrill(words).fails(1, &refused(name));
    }
    home.godrill("import -")
        .shell("exec \"$@\" < x.md")
        .fails(1, "error: cannot read standard input: it is larger than 1024 MiB: split it\n");
    home.godrill("import x.db")
        .fails(1, "error: x.db is larger than 64 MiB: no database of hashcards is\n");
    // The same for what comes back from an editor.
    let editor = home.script("editor.sh", "head -c 20000000 /dev/zero > \"$1\"\n");
    let done = home.godrill("edit t-001").env("EDITOR", editor).env("TMPDIR", home.path("")).done();
    assert!(
        done.code == Some(1) && done.stderr.contains("it is larger than 16 MiB"),
        "{}",
        done.stderr
    );
}

#[test]
fn an_editor_may_have_quotes_and_arguments() {
    let home = home();
    home.file("my editor/it's.sh", "echo \"$1|$2\" > \"$3.seen\"; cp \"$3.seen\" seen\n");
    home.file("empty", "");
    let path = home.path("my editor/it's.sh").display().to_string();
    let seen = |editor: &str| {
        let done = home.godrill("edit t-001").env("VISUAL", "").env("EDITOR", editor).done();
        assert_eq!((done.code, done.stderr.as_str()), (Some(0), ""), "{editor}");
        let seen = fs::read_to_string(home.path("seen")).unwrap();
        fs::remove_file(home.path("seen")).unwrap();
        seen
    };
    assert_eq!(seen(&format!("sh \"{path}\" 'a b' c")), "a b|c\n");
    assert_eq!(
        seen(&format!("sh {} -w ''", path.replace(' ', "\\ ").replace('\'', "\\'"))),
        "-w|\n"
    );
    home.godrill("edit t-001")
        .env("EDITOR", "sh 'x")
        .fails(1, "error: EDITOR is `sh 'x`, in which a quote is not closed: close it\n");
}

#[cfg(unix)]
#[test]
fn an_editor_may_be_a_path_with_a_space() {
    use std::os::unix::fs::PermissionsExt;
    let home = home();
    let path = home.file("my editor", "#!/bin/sh\necho ran > ran\n");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    home.godrill("edit t-001").env("EDITOR", path).ok();
    assert!(home.path("ran").exists());
}
