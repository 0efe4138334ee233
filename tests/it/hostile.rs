//! Files that no one may trust. The packages were made by `tests/anki/hostile.py`, each to break one
//! thing: a limit, a reader, the terminal.

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;

use godrill::inside::db::read_collection;
use godrill::inside::format::anki::import;
use godrill::inside::format::anki::package::Package;
use proptest::prelude::*;

use crate::home::{Home, repository};

fn fixtures(folder: &str) -> Vec<PathBuf> {
    let folder = repository().join("tests/it/fixtures").join(folder);
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// The first character of a text that would do something to a terminal.
pub(crate) fn steers(text: &str) -> Option<char> {
    let format = |c: char| {
        matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}')
            || matches!(c, '\u{2066}'..='\u{2069}' | '\u{e0000}'..='\u{e007f}')
    };
    text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\t') || format(*c))
}

/// Imports every package of a kind, within the memory that any may take, and looks at what it left.
fn import_all(kind: impl Fn(&str) -> bool) {
    let first = Home::new();
    first.godrill("decks").ok();
    let built_in = first.godrill("list --json").ok();
    let mut seen = 0;
    for path in fixtures("hostile") {
        let name = path.file_name().unwrap().to_str().unwrap();
        if !kind(name) {
            continue;
        }
        seen += 1;
        let home = first.twin();
        home.file(name, fs::read(&path).unwrap());
        let mut run = home.run(&["import", name]);
        if cfg!(target_os = "linux") {
            // More than the 300 MB it may use: room that is only reserved counts here too.
            run = run.shell("ulimit -v 500000; exec \"$@\"");
        }
        let done = run.done();
        let said = format!("{name}: {:?}\n{}{}", done.code, done.stdout, done.stderr);
        let mut shown = said.clone();
        match done.code {
            Some(0) => {
                for words in ["list", "decks", "check"] {
                    shown += &home.godrill(words).ok();
                }
                if shown.contains("\ndeck  ") {
                    home.godrill("export --topic deck -o out.apkg").ok();
                    home.godrill("export --topic deck -o out.html").ok();
                }
                home.godrill("undo --yes").ok();
            }
            Some(1) => {
                assert!(done.stderr.starts_with(&format!("error: {name}: ")), "{said}");
                assert!(done.stdout.is_empty() && done.stderr.lines().count() == 1, "{said}");
            }
            _ => panic!("{said}"),
        }
        assert_eq!(steers(&shown), None, "{said}");
        assert_eq!(home.godrill("list --json").ok(), built_in, "{said}");
        if name.starts_with("html-") {
            assert!(done.stdout.starts_with(['1', '2']), "the fine card is taken: {said}");
        }
    }
    assert!(seen > 5);
}

#[test]
fn no_text_breaks_the_reader_of_html() {
    import_all(|name| name.starts_with("html-"));
}

#[test]
fn no_package_breaks_the_import_or_leaves_half_of_itself() {
    import_all(|name| !name.starts_with("html-"));
}

#[test]
fn packages_are_refused_for_the_right_reason() {
    let home = Home::new();
    for (name, reason) in [
        ("bomb-zip", "unpacks to more than 32 MiB"),
        ("bomb-zstd", "unpacks to more than 32 MiB"),
        ("bomb-window", "window_size is too big"),
        ("decoy", "it has no `collection.anki21b`"),
        ("newer", "it was made by a newer Anki (layout 4)"),
        ("names-twice", "a name stands twice in it"),
        ("overlap", "entries share their bytes"),
        ("link", "it is not a plain file"),
        ("encrypted", "assword required"),
        ("method", "compression method not supported"),
        ("path", "it has no `collection.anki2`"),
        ("sqlite-view", "views, which no Anki makes"),
        ("sqlite-trigger", "triggers, which no Anki makes"),
        ("sqlite-virtual", "virtual tables, which no Anki makes"),
        ("sqlite-generated", "generated columns, which no Anki makes"),
        ("json-deep", "its note types cannot be read"),
    ] {
        let path = repository().join(format!("tests/it/fixtures/hostile/{name}.apkg"));
        let done = home.run(&["import", path.to_str().unwrap()]).done();
        assert_eq!(done.code, Some(1), "{name}");
        assert!(done.stderr.contains(reason), "{name}: {}", done.stderr);
    }
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_not_waited_for() {
    let home = Home::new();
    let made = std::process::Command::new("mkfifo").arg(home.path("pipe.apkg")).status().unwrap();
    assert!(made.success());
    let refused =
        |name: &str| format!("error: {name} is not a file: to read from a pipe, give `-`\n");
    home.godrill("import pipe.apkg").fails(1, &refused("pipe.apkg"));
    home.godrill("check pipe.apkg").fails(1, &refused("pipe.apkg"));
    home.godrill("import /dev/zero").fails(1, &refused("/dev/zero"));
    // A link is treated like the file it leads to.
    home.file("deck.md", "---\ndeck: t\ntitle: T\nlang: en\n---\n\n## A? {#t-a}\n\nYes.\n");
    std::os::unix::fs::symlink("deck.md", home.path("link.md")).unwrap();
    home.godrill("import link.md").ok();
}

#[test]
fn what_is_wrong_a_thousand_times_is_told_a_hundred_times() {
    let home = Home::new();
    let head = "---\ndeck: t\ntitle: T\nlang: en\n---\n\n";
    home.file("t.md", format!("{head}{}", "## Q\n\na\n\n".repeat(1000)));
    let done = home.godrill("check t.md").done();
    let said = done.stdout + &done.stderr;
    assert_eq!(done.code, Some(1));
    assert!(said.contains(" more in t.md are not shown\n"), "{said}");
    assert!(said.lines().count() < 1000, "{}", said.lines().count());
}

#[test]
fn the_name_of_a_file_steers_nothing() {
    let home = Home::new();
    let name = "a\u{1b}[2J\u{202e}.apkg";
    for text in ["no package", "PK\u{3}\u{4}", "## A?\n"] {
        home.file(name, text);
        home.file("b\u{1b}[2J.md", text);
        let deck = "b\u{1b}[2J.md";
        for args in [
            ["import", name],
            ["check", name],
            ["restore", name],
            ["import", deck],
            ["check", deck],
        ] {
            let done = home.run(&args).done();
            assert_eq!(steers(&(done.stdout + &done.stderr)), None, "{args:?}");
        }
    }
    let good = fixtures("anki").pop().unwrap();
    home.file(name, fs::read(good).unwrap());
    let done = home.run(&["import", name]).done();
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    let mut shown = done.stdout + &done.stderr;
    shown += &home.godrill("undo --yes").ok();
    shown += &home.run(&["export", "--topic", "gmp", "-o", name]).ok();
    shown += &home.run(&["backup", "b\u{1b}[2J.bak"]).ok();
    assert_eq!(steers(&shown), None, "{shown}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Some bytes of a real collection changed, read all the way to cards.
    #[test]
    fn a_damaged_collection_is_read_or_refused(
        which in 0..5_usize,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..60),
    ) {
        let paths = fixtures("anki");
        let packages = paths.iter().filter(|p| p.extension().is_some_and(|e| e != "json"));
        let path = packages.cycle().nth(which).unwrap();
        let mut bytes = Package::open(fs::read(path).unwrap()).unwrap().collection().unwrap();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Ok(collection) = read_collection(bytes) {
            let _ = import::cards(collection, 1 << 24, i64::MAX, &HashMap::new(), &mut |_, _| {});
        }
    }

    /// Some bytes of a real package changed.
    #[test]
    fn a_damaged_package_is_read_or_refused(
        which in 0..5_usize,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let paths = fixtures("anki");
        let packages = paths.iter().filter(|p| p.extension().is_some_and(|e| e != "json"));
        let mut bytes = fs::read(packages.cycle().nth(which).unwrap()).unwrap();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let Ok(mut package) = Package::open(bytes) else { return Ok(()) };
        let _ = package.collection().map(read_collection);
        for media in package.media().into_values() {
            let _ = package.read_media(&media);
        }
    }
}
