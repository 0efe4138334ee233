//! Every console block of the README and of the pages in `src/docs/` is run, those of one file in
//! one home from top to bottom, and must print what the file says. `GODRILL_BLESS=1 cargo test
//! readme` writes what is printed into the files. Their decks must be decks, their links must work.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::home::{Home, NOW, repository};

/// Runs a line as a reader's shell would.
fn shell(home: &Home, line: &str) -> String {
    let binary = Path::new(env!("CARGO_BIN_EXE_godrill"));
    let folder = binary.parent().unwrap().to_str().unwrap();
    let output = Command::new("sh")
        .args(["-c", &format!("{line} 2>&1")])
        .current_dir(home.path(""))
        .env_clear()
        .env("PATH", format!("{folder}:/usr/bin:/bin"))
        .env("HOME", home.path(""))
        .env("TZ", "UTC")
        .env("LANG", "C.UTF-8")
        .env("GODRILL_NOW", NOW)
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// Runs the console blocks of a file. Returns how many commands there were, and the first line that
/// the program does not print.
fn run(path: &Path) -> (usize, Option<String>) {
    let text = std::fs::read_to_string(path).unwrap();
    let home = Home::new();
    let mut written = String::new();
    let mut lines = text.lines().peekable();
    let mut runs = 0;
    while let Some(line) = lines.next() {
        written += line;
        written.push('\n');
        if line != "```console" {
            continue;
        }
        while let Some(line) = lines.next_if(|line| *line != "```") {
            // What stands before the next command is what the last one printed.
            let Some(command) = line.strip_prefix("$ ") else { continue };
            written += &format!("$ {command}\n{}", shell(&home, command));
            runs += 1;
        }
    }
    if std::env::var_os("GODRILL_BLESS").is_some() {
        std::fs::write(path, &written).unwrap();
    }
    let (mut is, mut should) = (text.lines(), written.lines());
    let differs = (1..).find_map(|number| match (is.next(), should.next()) {
        (None, None) => Some(None),
        (is, should) if is == should => None,
        (is, should) => Some(Some(format!(
            "{}:{number} says {:?}, the program prints {:?}",
            path.display(),
            is.unwrap_or_default(),
            should.unwrap_or_default()
        ))),
    });
    (runs, differs.flatten())
}

/// The pages, by name.
fn pages() -> Vec<(String, PathBuf)> {
    let folder = std::fs::read_dir(repository().join("src/docs")).unwrap();
    let page = |path: PathBuf| (path.file_stem().unwrap().to_str().unwrap().to_owned(), path);
    let mut pages: Vec<_> = folder.map(|entry| page(entry.unwrap().path())).collect();
    pages.sort();
    pages
}

/// The README and the pages.
fn files() -> Vec<PathBuf> {
    let pages = pages().into_iter().map(|(_, path)| path);
    std::iter::once(repository().join("README.md")).chain(pages).collect()
}

#[test]
fn every_console_block_prints_what_the_readme_says() {
    let (runs, differs) = run(&repository().join("README.md"));
    assert!(runs >= 5, "the README shows how it is used");
    assert_eq!(differs, None);
}

#[test]
fn every_console_block_prints_what_its_page_says() {
    let (runs, differs): (Vec<usize>, Vec<Option<String>>) =
        pages().iter().map(|(_, path)| run(path)).unzip();
    assert!(runs.iter().sum::<usize>() >= 5, "the pages show what they explain");
    assert_eq!(differs.into_iter().flatten().collect::<Vec<_>>(), [""; 0]);
}

/// The texts of the blocks of a file that begin with this line and end with the mark in it.
fn blocks(text: &str, opening: &str) -> Vec<String> {
    let mark: String = opening.chars().take_while(|c| *c == '`').collect();
    let mut lines = text.lines();
    let mut found = Vec::new();
    while lines.by_ref().any(|line| line == opening) {
        found.push(
            lines.by_ref().take_while(|line| *line != mark).map(|l| format!("{l}\n")).collect(),
        );
    }
    found
}

#[test]
fn every_deck_in_the_readme_and_the_pages_is_sound() {
    let home = Home::new();
    let mut count = 0;
    for path in files() {
        let text = std::fs::read_to_string(&path).unwrap();
        for block in blocks(&text, "````markdown") {
            let head = "---\ndeck: t\ntitle: T\nlang: en\n---\n\n";
            let deck = if block.starts_with("---\n") { block } else { format!("{head}{block}") };
            home.file("deck.md", deck);
            home.godrill("check deck.md").prints("1 file, 1 card: 0 errors, 0 warnings\n");
            count += 1;
        }
    }
    assert!(count >= 5, "{count} decks");
}

/// The targets of Markdown links that are not addresses.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split_once(')'));
    targets.map(|(target, _)| target).filter(|target| !target.contains("://"))
}

#[test]
fn every_link_leads_to_a_file_and_every_page_is_linked() {
    for path in files() {
        let text = std::fs::read_to_string(&path).unwrap();
        for link in links(&text) {
            let file = path.parent().unwrap().join(link.split('#').next().unwrap());
            assert!(file.is_file(), "{}: {link}", path.display());
        }
    }
    let readme = std::fs::read_to_string(repository().join("README.md")).unwrap();
    let readme = readme.split_whitespace().collect::<Vec<_>>().join(" ");
    for (name, _) in pages() {
        let link = format!("[`godrill help {name}`](src/docs/{name}.md)");
        assert!(readme.contains(&link), "the README lacks {link}");
    }
}

#[test]
fn every_page_is_shown_by_help_and_begins_with_what_it_answers() {
    let home = Home::new();
    let list = home.godrill("help").ok();
    for (name, path) in pages() {
        let text = std::fs::read_to_string(&path).unwrap();
        home.godrill(&format!("help {name}")).prints(&text);
        let lines: Vec<&str> = text.lines().take(5).collect();
        let title = lines[0].strip_prefix("# ").expect("a title");
        assert!(list.contains(&format!("  {name:<11}  {title}\n")), "{name}: {list}");
        assert!(lines[2].starts_with("This page says"), "{name}");
        assert_eq!((lines[1], lines[4]), ("", ""), "{name}: a paragraph of two lines");
    }
}

#[test]
fn every_help_that_is_named_is_there() {
    let home = Home::new();
    let mut named = std::collections::BTreeSet::new();
    let mut texts: Vec<String> =
        files().iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    texts.push(home.godrill("help").ok());
    texts.push(home.godrill("help help").ok());
    for text in &texts {
        for rest in text.split("`godrill help ").skip(1) {
            let name = rest.split('`').next().unwrap();
            // A word in capitals stands for a name.
            if name.chars().any(|c| c.is_lowercase()) {
                named.insert(name.to_owned());
            }
        }
    }
    assert!(named.len() >= 6, "{named:?}");
    for name in named {
        home.godrill(&format!("help {name}")).ok();
    }
    assert!(!home.db().exists(), "help is not worth a database");
}
