//! The walls of the house: words that only some rooms may name.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::home::repository;

/// A word, the places in `src/` that may name it, and why no other may.
const WALLS: &[(&str, &[&str], &str)] = &[
    ("rusqlite", &["db"], "all SQL is in db"),
    ("fsrs::", &["model/memory.rs"], "the memory model can be replaced in one place"),
    ("ratatui", &["ui"], "drawing is in ui"),
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
        &["builtin.rs", "cmd", "db", "study/optimize.rs"],
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
        &[
            "builtin/build.rs",
            "files.rs",
            "db/copy.rs",
            "db/make.rs",
            "transfer",
            "cmd",
            "world.rs",
        ],
        "files are touched at the edge",
    ),
    (
        "std::process",
        &["main.rs", "lib.rs", "cmd.rs", "cmd", "files.rs", "world.rs"],
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

/// Files that draw screens. Their texts are in `ui/words/`, in two languages.
const WORDLESS: &[&str] = &[
    "cmd/about.rs",
    "cmd/decks.rs",
    "cmd/edit/drafts.rs",
    "cmd/editor.rs",
    "cmd/home.rs",
    "cmd/import/preview.rs",
    "cmd/import/report.rs",
    "cmd/import/why.rs",
    "cmd/list.rs",
    "cmd/note.rs",
    "cmd/plan/show.rs",
    "cmd/quiz/again.rs",
    "cmd/quiz/face.rs",
    "cmd/quiz/lines.rs",
    "cmd/quiz/lines/answers.rs",
    "cmd/quiz/lines/commands.rs",
    "cmd/quiz/lines/hand.rs",
    "cmd/quiz/said.rs",
    "cmd/quiz/screen.rs",
    "cmd/quiz/screen/hand.rs",
    "cmd/quiz/screen/home.rs",
    "cmd/quiz/screen/sitting.rs",
    "cmd/quiz/summary.rs",
    "cmd/show.rs",
    "cmd/show/pager.rs",
    "cmd/stats.rs",
    "cmd/status.rs",
    "study/play.rs",
    "study/play/mark.rs",
    "study/play/undo.rs",
    "ui/card.rs",
    "ui/chart.rs",
    "ui/course.rs",
    "ui/course/panel.rs",
    "ui/course/typing.rs",
    "ui/home.rs",
    "ui/lines.rs",
    "ui/plan.rs",
    "ui/plan/compare.rs",
    "ui/plan/page.rs",
    "ui/quiz.rs",
    "ui/quiz/bars.rs",
    "ui/quiz/help.rs",
    "ui/quiz/keys.rs",
    "ui/quiz/panel.rs",
    "ui/reader.rs",
    "ui/table.rs",
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

/// The string literals of a file before its tests, with their lines; not of comments, attributes.
fn literals(text: &str) -> Vec<(usize, String)> {
    let end = text.find("\nmod tests {").unwrap_or(text.len());
    let mut found = Vec::new();
    let (mut rest, mut brackets) = (&text[..end], 0);
    while let Some(first) = rest.chars().next() {
        let line = text[..end - rest.len()].matches('\n').count() + 1;
        let upto = |mark: &str, from: usize| {
            rest[from..].find(mark).map_or(rest.len(), |at| from + at + mark.len())
        };
        let mut len = first.len_utf8();
        if rest.starts_with("//") {
            len = upto("\n", 0) - 1;
        } else if rest.starts_with("#[") {
            (brackets, len) = (1, 2);
        } else if brackets > 0 && first == '[' {
            brackets += 1;
        } else if brackets > 0 && first == ']' {
            brackets -= 1;
        } else if rest.starts_with("'\\") {
            len = upto("'", 3);
        } else if first == '\'' && rest.chars().nth(2) == Some('\'') {
            len = rest.chars().take(3).map(char::len_utf8).sum();
        } else if rest.starts_with("r\"") || rest.starts_with("r#\"") {
            let mark = if rest.starts_with("r#") { "\"#" } else { "\"" };
            len = upto(mark, mark.len() + 1);
            found.push((line, rest[..len].to_owned()));
        } else if first == '"' {
            let mut escaped = false;
            let is_end = |(_, c): &(usize, char)| {
                let ends = *c == '"' && !escaped;
                escaped = *c == '\\' && !escaped;
                ends
            };
            len = rest.char_indices().skip(1).find(is_end).map_or(rest.len(), |(at, _)| at + 1);
            if brackets == 0 {
                found.push((line, rest[..len].to_owned()));
            }
        }
        rest = &rest[len.min(rest.len())..];
    }
    found
}

/// Whether a literal says something: two words besides its placeholders, or anything in Chinese.
fn speaks(literal: &str) -> bool {
    let mut text = literal.replace("\\n", " ").replace("\\t", " ");
    while let Some((start, end)) =
        text.find('{').and_then(|at| Some((at, at + text[at..].find('}')?)))
    {
        text.replace_range(start..=end, "");
    }
    let is_word = |word: &&str| {
        word.split(|c: char| !c.is_alphabetic()).any(|letters| letters.chars().count() > 1)
    };
    let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    text.split_whitespace().filter(is_word).count() > 1 || literal.chars().any(is_han)
}

#[test]
fn what_screens_say_stands_with_the_words() {
    let sources = sources();
    let mut broken = Vec::new();
    for name in WORDLESS {
        let (_, text) = sources.iter().find(|(file, _)| file == name).expect(name);
        for (line, literal) in literals(text).into_iter().filter(|(_, literal)| speaks(literal)) {
            broken.push(format!("src/{name}:{line}: {literal}: this belongs into src/ui/words/"));
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn a_literal_that_says_something_is_seen() {
    let source = "#[doc = \"so it is\"]\nlet a = '\"'; // \"not this\"\nlet b = \"a \\\"b\\\"\";\n\
                  let c = r\"raw\";\nlet d: &'a str = \"end\";\n#[cfg(test)]\nmod tests { \"no\" }";
    let found = [(3, "\"a \\\"b\\\"\""), (4, "r\"raw\""), (5, "\"end\"")];
    assert_eq!(literals(source), found.map(|(line, text)| (line, text.to_owned())));
    for (literal, says) in [
        ("two words", true),
        ("Nothing\\nmore", true),
        ("{} is new", true),
        ("答", true),
        ("{topic} · {state}", false),
        ("one", false),
        ("\\n> {}", false),
        ("https://go.dev/ref/spec", false),
    ] {
        assert_eq!(speaks(literal), says, "{literal}");
    }
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
        let most = if name.starts_with("cmd/") { 250 } else { 500 };
        if count > most {
            long.push(format!("src/{name} has {count} lines without its tests, not {most}"));
        }
    }
    assert!(long.is_empty(), "{}", long.join("\n"));
}

/// A module, as the names on the way to it.
type Module = Vec<String>;

/// The words and marks of a text, `::` as one.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let len = match first {
            c if is_word(c) => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
            _ if rest.starts_with("::") => 2,
            c => c.len_utf8(),
        };
        tokens.push(&rest[..len]);
        rest = rest[len..].trim_start();
    }
    tokens
}

/// The modules that a file of the module `own` names with `crate::…`, `super::…` and `use child::…`.
fn named(text: &str, own: &Module, all: &BTreeSet<Module>) -> BTreeSet<Module> {
    let code: Vec<&str> = code(text).map(|(_, line)| line).collect();
    let code = code.join("\n");
    let tokens = tokens(&code);
    let mut paths = Vec::new();
    for at in 0..tokens.len() {
        let child = || [&own[..], &[tokens[at].to_owned()]].concat();
        let is_path = tokens.get(at + 1) == Some(&"::");
        let goes_on = at > 0 && tokens[at - 1] == "::";
        match tokens[at] {
            "crate" if is_path => tree(&tokens, at + 2, Vec::new(), &mut paths),
            "super" if is_path && !goes_on => tree(&tokens, at, own.clone(), &mut paths),
            "self" if is_path => tree(&tokens, at + 2, own.clone(), &mut paths),
            _ if is_path && !goes_on && all.contains(&child()) => {
                tree(&tokens, at, own.clone(), &mut paths)
            }
            _ => 0,
        };
    }
    let module = |mut path: Module| {
        while !all.contains(&path) {
            path.pop()?;
        }
        Some(path)
    };
    paths.into_iter().filter_map(module).filter(|module| module != own).collect()
}

/// Reads a tree of paths such as `a::{b, c::*}` from a token on. Gives the token after it.
fn tree(tokens: &[&str], mut at: usize, mut path: Module, paths: &mut Vec<Module>) -> usize {
    loop {
        match tokens.get(at).copied() {
            Some("{") => {
                at += 1;
                while tokens.get(at).is_some_and(|token| *token != "}") {
                    at = tree(tokens, at, path.clone(), paths).max(at + 1);
                    if tokens.get(at) == Some(&",") {
                        at += 1;
                    }
                }
                return at + 1;
            }
            Some("self") => {}
            Some("super") => {
                path.pop();
            }
            Some(word) if word.starts_with(|c: char| c.is_alphabetic() || c == '_') => {
                path.push(word.to_owned());
            }
            _ => {
                paths.push(path);
                return at;
            }
        }
        at += 1;
        if tokens.get(at) == Some(&"as") {
            at += 2;
        }
        if tokens.get(at) != Some(&"::") {
            paths.push(path);
            return at;
        }
        at += 1;
    }
}

/// Which modules each module names, its parents and its children apart.
fn edges(sources: &[(String, String)]) -> BTreeMap<Module, BTreeSet<Module>> {
    let module = |name: &str| -> Module {
        name.trim_end_matches(".rs").split('/').map(str::to_owned).collect()
    };
    let is_module = |name: &str| !["lib.rs", "main.rs", "builtin/build.rs"].contains(&name);
    let files = sources.iter().filter(|(name, _)| is_module(name) && !name.ends_with("tests.rs"));
    let files: Vec<(Module, &str)> = files.map(|(name, text)| (module(name), &**text)).collect();
    let all: BTreeSet<Module> = files.iter().map(|(module, _)| module.clone()).collect();
    let is_related = |a: &Module, b: &Module| a.starts_with(b) || b.starts_with(a);
    let of = |(own, text): (Module, &str)| {
        let mut named = named(text, &own, &all);
        named.retain(|other| !is_related(&own, other));
        (own, named)
    };
    files.into_iter().map(of).collect()
}

/// The way from a module back to itself, if there is one.
fn circle(edges: &BTreeMap<Module, BTreeSet<Module>>, start: &Module) -> Option<Vec<Module>> {
    let mut before: BTreeMap<&Module, &Module> = BTreeMap::new();
    let mut open = vec![start];
    while let Some(here) = open.pop() {
        for next in edges.get(here).into_iter().flatten() {
            if next == start {
                let mut way = vec![start.clone(), here.clone()];
                let mut here = here;
                while let Some(earlier) = before.get(here) {
                    way.push((*earlier).clone());
                    here = earlier;
                }
                way.reverse();
                return Some(way);
            }
            if !before.contains_key(next) {
                before.insert(next, here);
                open.push(next);
            }
        }
    }
    None
}

#[test]
fn no_files_name_each_other_in_a_circle() {
    let edges = edges(&sources());
    let way = |way: Vec<Module>| way.iter().map(|m| m.join("/")).collect::<Vec<_>>().join(" → ");
    let circles: BTreeSet<String> =
        edges.keys().filter_map(|start| circle(&edges, start)).map(way).collect();
    let circles: Vec<String> = circles.into_iter().collect();
    assert!(circles.is_empty(), "{}", circles.join("\n"));
}

#[test]
fn a_circle_of_files_is_seen() {
    let source = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    let mut sources = vec![
        source("a.rs", "mod b;\nmod c;\nuse b::B;"),
        source("a/b.rs", "use super::{A, c::{self, C}};"),
        source("a/c.rs", "use crate::d;\n// use super::b;\nfn f() { d::g() }"),
        source("d.rs", "fn g() {}"),
    ];
    let find = |sources: &[(String, String)]| {
        let edges = edges(sources);
        edges.keys().find_map(|start| circle(&edges, start)).map(|way| way.len() - 1)
    };
    assert_eq!(find(&sources), None);
    sources[3].1 = "fn g() { crate::a::b::h() }".to_owned();
    assert_eq!(find(&sources), Some(3));
    sources[3].1 = "#[cfg(test)]\nmod tests {\n    use crate::a::b;\n}".to_owned();
    assert_eq!(find(&sources), None);
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
