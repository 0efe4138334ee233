//! The walls of the house: words that only some rooms may name.

use std::fs;
use std::path::{Path, PathBuf};

use crate::home::repository;

/// A word, the places in `src/` that may name it, and why no other may.
const WALLS: &[(&str, &[&str], &str)] = &[
    ("rusqlite", &["db"], "all SQL is in db"),
    ("fsrs::", &["model/memory.rs"], "the memory model can be replaced in one place"),
    ("ratatui", &["ui", "cmd/quiz/screen.rs", "cmd/show.rs"], "drawing is in ui"),
    ("comfy_table", &["ui/table.rs"], "listings look alike"),
    ("crossterm", &["ui", "world.rs"], "the terminal is driven in ui"),
    ("tree_sitter", &["text/code.rs"], "code is cut in one place, coloured in several"),
    ("pulldown_cmark", &["format", "ui"], "Markdown is read in two rooms"),
    ("encoding_rs", &["format/encoding.rs", "format/pinyin.rs"], "texts are decoded in one place"),
    ("clap", &["cmd.rs", "cmd"], "the command line is the shell's"),
    ("indicatif", &["cmd/progress.rs"], "progress bars look alike"),
    ("anyhow", &["cmd.rs", "cmd", "world.rs", "transfer"], "rooms have errors of their own"),
    (
        "std::thread",
        &["cmd", "db", "study/optimize.rs"],
        "a pure function starts no thread and does not wait",
    ),
    ("std::env", &["world.rs"], "the environment is read once"),
    ("env::var", &["world.rs"], "the environment is read once"),
    ("Utc::now", &["world.rs"], "the clock is read in one place"),
    ("Local::now", &["world.rs"], "the clock is read in one place"),
    ("SystemTime", &["world.rs"], "the clock is read in one place"),
    ("Instant::now", &["cmd/process.rs", "cmd/process"], "the clock is read in one place"),
    (
        "std::fs",
        &["builtin/build.rs", "files.rs", "db/copy.rs", "transfer", "cmd", "world.rs"],
        "files are touched at the edge",
    ),
    (
        "std::process",
        &["main.rs", "cmd.rs", "cmd", "files.rs", "world.rs"],
        "programs are started at the edge",
    ),
    ("println!", &["builtin/build.rs"], "output goes through the writer that a command gets"),
    ("\"gmp\"", &[], "topics and their words are data, in decks/"),
    (
        "builtin::words",
        &["cmd/check.rs", "cmd/import.rs", "cmd/decks/coverage.rs"],
        "words are read when they are needed, never on the daily path",
    ),
    ("StdRng", &[], "its stream may change between versions; use model/chance.rs"),
    ("thread_rng", &[], "chance is seeded"),
    ("rand::rng(", &[], "chance is seeded"),
    (
        "io::stdout",
        &["cmd/door.rs", "ui/terminal.rs", "world.rs"],
        "what is printed goes through the door",
    ),
    ("io::stderr", &["cmd/door.rs", "world.rs"], "what is printed goes through the door"),
    ("todo!", &[], "nothing is left to do"),
    ("unimplemented!", &[], "nothing is left to do"),
];

/// Which rooms a room may name with `crate::`.
const ARROWS: &[(&str, &[&str])] = &[
    ("text", &["text"]),
    ("model", &["model", "text"]),
    ("format", &["format", "model", "text"]),
    ("files", &[]),
    ("db", &["db", "files", "model", "text"]),
    ("ui", &["ui", "model", "text"]),
    ("study", &["study", "db", "model", "text"]),
    ("world", &["model", "text"]),
    ("transfer", &["transfer", "format", "db", "files", "model", "text"]),
    ("builtin", &["format", "model", "text"]),
];

fn sources() -> Vec<(String, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { walk(&path, found) } else { found.push(path) }
        }
    }
    let root = repository().join("src");
    let mut paths = Vec::new();
    walk(&root, &mut paths);
    let name = |path: &Path| path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
    paths.sort();
    paths
        .into_iter()
        .filter(|path| path.extension().is_some_and(|e| e == "rs"))
        .map(|path| (name(&path), fs::read_to_string(&path).unwrap()))
        .collect()
}

/// The part of a file before its tests, without comments.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let end = text.find("#[cfg(test)]\nmod tests").unwrap_or(text.len());
    text[..end].lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"))
}

#[test]
fn every_word_stays_in_its_rooms() {
    let mut broken = Vec::new();
    for (name, text) in sources() {
        for (word, rooms, why) in WALLS {
            let inside = |room: &&str| {
                name == **room
                    || name.starts_with(&format!("{room}/"))
                    || name == format!("{room}.rs")
            };
            if rooms.iter().any(inside) {
                continue;
            }
            for (number, line) in code(&text).filter(|(_, line)| line.contains(word)) {
                broken.push(format!("src/{name}:{}: `{word}`: {why}: {}", number + 1, line.trim()));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn arrows_only_run_down() {
    let mut broken = Vec::new();
    for (name, text) in sources() {
        let room = name.split(['/', '.']).next().unwrap();
        let Some((_, allowed)) = ARROWS.iter().find(|(r, _)| *r == room) else { continue };
        for (number, line) in code(&text) {
            for part in line.split("crate::").skip(1) {
                let named: String =
                    part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                if !allowed.contains(&named.as_str()) {
                    broken.push(format!("src/{name}:{}: {room} names {named}", number + 1));
                }
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn no_command_reaches_into_the_folder_of_another() {
    let sources = sources();
    let rooms: Vec<(&str, &str)> = sources
        .iter()
        .filter_map(|(name, _)| name.strip_prefix("cmd/")?.strip_suffix(".rs")?.split_once('/'))
        .collect();
    assert!(rooms.contains(&("quiz", "summary")), "{rooms:?}");
    let mut broken = Vec::new();
    for (name, text) in &sources {
        for (command, room) in &rooms {
            if name.starts_with(&format!("cmd/{command}")) {
                continue;
            }
            let path = format!("{command}::{room}");
            for (number, line) in code(text).filter(|(_, line)| line.contains(&path)) {
                broken.push(format!("src/{name}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn files_keep_to_one_noun() {
    let mut long = Vec::new();
    for (name, text) in sources() {
        let lines = text.find("#[cfg(test)]\nmod tests").map_or(&text[..], |end| &text[..end]);
        let count = lines.lines().count();
        if count > 560 {
            long.push(format!("src/{name} has {count} lines without its tests"));
        }
    }
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn the_top_level_holds_only_what_was_agreed() {
    const AGREED: &[&str] = &[
        "Cargo.toml",
        "Cargo.lock",
        "src",
        "decks",
        "tests",
        "README.md",
        "CHANGELOG.md",
        "LICENSE-MIT",
        "LICENSE-APACHE",
        "target",
    ];
    for entry in fs::read_dir(repository()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(name.starts_with('.') || AGREED.contains(&name.as_str()), "{name}");
    }
}
