//! Help at any width, and the manual pages.

use std::collections::BTreeSet;
use std::process::Command;

use unicode_width::UnicodeWidthStr;

use crate::home::Home;

/// Every command, the main one as `""`, from its help.
fn commands(home: &Home) -> Vec<String> {
    let help = home.godrill("--help").ok();
    let (_, list) = help.split_once("\nCommands:\n").expect("a list of commands");
    let (list, _) = list.split_once("\n\n").expect("its end");
    // Further lines of a description stand further right.
    let entries = list.lines().filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    let names = entries.filter(|name| !name.is_empty()).map(str::to_owned);
    let commands: Vec<String> = [String::new()].into_iter().chain(names).collect();
    assert!(commands.len() > 25, "{commands:?}");
    commands
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// The lines of help that end although the next word would fit. Lists, in which each line is its
/// own, are indented, and so are the names of options and values.
fn ragged(help: &str, width: usize) -> Vec<&str> {
    let lines: Vec<&str> = help.lines().collect();
    let is_name = |line: &str| line.trim_start().starts_with(['-', '[', '<']);
    let ends = lines.windows(2).filter(|pair| {
        let (line, next) = (pair[0], pair[1]);
        let goes_on = !line.is_empty()
            && indent(line) == indent(next)
            && (indent(line) == 0 || indent(line) >= 10)
            && !line.ends_with(':')
            && !is_name(next);
        let word = next.split_whitespace().next().unwrap_or_default();
        goes_on && !word.is_empty() && line.width() + 1 + word.width() <= width
    });
    ends.map(|pair| pair[0]).collect()
}

#[test]
fn every_command_has_help_that_fits() {
    let home = Home::new();
    for command in commands(&home) {
        for flag in ["--help", "-h"] {
            let at = |columns: &str| {
                home.godrill(&format!("{command} {flag}")).env("COLUMNS", columns).ok()
            };
            let help = at("80");
            assert!(help.contains("Usage: godrill"), "{command}: {help}");
            assert!(help.contains(&format!("\n  godrill {command}")), "{command}: {help}");
            let wide: Vec<&str> = help.lines().filter(|line| line.width() > 80).collect();
            assert_eq!(wide, [] as [&str; 0], "{command} {flag}");
            assert_eq!(ragged(&help, 80), [] as [&str; 0], "{command} {flag}");
            // Without a terminal it is never wider, whatever the width.
            assert_eq!(at("200"), help, "{command} {flag}");
            assert_eq!(at(""), help, "{command} {flag}");
            // On a narrow one nothing is lost.
            let narrow = at("40");
            let words = |help: &str| help.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
            assert_eq!(words(&narrow), words(&help), "{command} {flag}");
            let is_wide = |line: &&str| line.width() > 40 && line.split_whitespace().count() > 1;
            let wide: Vec<&str> = narrow
                .lines()
                .filter(is_wide)
                .filter(|line| !line.starts_with("Usage: "))
                .collect();
            assert_eq!(wide, [] as [&str; 0], "{command} {flag}");
        }
    }
    // Help is not worth a database.
    assert!(!home.db().exists());
}

#[test]
fn short_help_fits_on_a_screen_and_names_the_long_one() {
    let home = Home::new();
    for command in commands(&home).iter().filter(|command| !command.is_empty()) {
        let (short, long) = ("-h", "--help");
        let help = |flag: &str| home.godrill(&format!("{command} {flag}")).ok();
        let lines = help(short).lines().count();
        assert!(lines <= 45, "{command}: {lines} lines");
        if help(long).contains("\n\nJSON") {
            assert!(help(short).contains("(see more with '--help')"), "{command}");
            assert!(!help(short).contains("JSON (version"), "{command}");
        }
    }
}

#[test]
fn a_ragged_line_is_seen() {
    let help = "A line that ends early\nand goes on.\n\nList:\n  a\n  b\n";
    assert_eq!(ragged(help, 80), ["A line that ends early"]);
    assert_eq!(ragged(help, 24), [] as [&str; 0]);
}

/// The section of a page.
fn section<'p>(page: &'p str, title: &str) -> &'p str {
    let (_, rest) = page.split_once(&format!("\n.SH {title}\n")).unwrap_or_default();
    rest.split("\n.SH ").next().unwrap_or_default()
}

#[test]
fn every_command_has_a_manual_page() {
    let home = Home::new();
    let commands = commands(&home);
    home.godrill("man --all pages")
        .prints(&format!("{} manual pages written to pages\n", commands.len()));
    let names: BTreeSet<String> = std::fs::read_dir(home.path("pages"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(names.len(), commands.len());
    for command in &commands {
        let name = format!("godrill {command}").trim().replace(' ', "-");
        assert!(names.contains(&format!("{name}.1")), "{names:?}");
        let page = std::fs::read_to_string(home.path(&format!("pages/{name}.1"))).unwrap();
        home.godrill(&format!("man {command}")).prints(&page);
        assert!(page.is_ascii(), "{name}");
        for title in [
            "NAME",
            "SYNOPSIS",
            "DESCRIPTION",
            "OPTIONS",
            "EXIT STATUS",
            "ENVIRONMENT",
            "FILES",
            "EXAMPLES",
            "SEE ALSO",
        ] {
            assert!(!section(&page, title).is_empty(), "{name} has no {title}");
        }
        let title = name.replace('-', "\\-");
        assert!(section(&page, "NAME").starts_with(&format!("{title} \\- ")), "{name}");
        assert!(section(&page, "EXAMPLES").contains(format!("\\fBgodrill {command}").trim_end()));
        assert!(section(&page, "EXIT STATUS").contains("\n.TP\n\\fB2\\fR\n"), "{name}");
        assert!(section(&page, "ENVIRONMENT").contains("GODRILL_DB"), "{name}");
        // It names no page that is not there.
        let named = page.split("\\fR(1)").filter_map(|before| before.rsplit_once("\\fB"));
        let last = page.rfind("\\fR(1)").expect("another page");
        for (_, other) in named.filter(|(_, other)| !other.contains("\\fR")) {
            let place = page.find(&format!("\\fB{other}\\fR(1)"));
            if place.is_some_and(|place| place <= last) {
                let file = format!("{}.1", other.replace("\\-", "-"));
                assert!(names.contains(&file), "{name} names {file}");
            }
        }
        // The main page names each of them.
        let main = std::fs::read_to_string(home.path("pages/godrill.1")).unwrap();
        assert!(main.contains(&format!("\\fB{title}\\fR(1)")) || command.is_empty(), "{name}");
    }
    let quiz = home.godrill("man quiz").ok();
    assert!(quiz.contains(".TP\n\\fBgodrill quiz map channel\\fR\nOnly these topics.\n"), "{quiz}");
    home.godrill("man qiuz").fails(1, "error: unknown command `qiuz`: did you mean quiz?\n");
    assert!(!home.db().exists());
}

#[test]
fn only_own_manual_pages_are_replaced() {
    let home = Home::new();
    home.godrill("man --all pages").ok();
    home.file("pages/godrill.1", format!("{}old", home.godrill("man").ok()));
    home.godrill("man --all pages").ok();
    assert_eq!(
        std::fs::read_to_string(home.path("pages/godrill.1")).unwrap(),
        home.godrill("man").ok()
    );
    // What someone else wrote stays, and so does all else.
    home.file("pages/godrill-quiz.1", ".TH mine\n");
    std::fs::remove_file(home.path("pages/godrill.1")).unwrap();
    home.godrill("man --all pages").fails(
        1,
        "error: pages/godrill-quiz.1 is not a page that godrill wrote: move it away, or give another folder\n",
    );
    assert_eq!(std::fs::read_to_string(home.path("pages/godrill-quiz.1")).unwrap(), ".TH mine\n");
    assert!(!home.path("pages/godrill.1").exists());
    home.file("file", "");
    let failed = home.godrill("man --all file").done();
    assert_eq!(failed.code, Some(1));
    assert!(failed.stderr.starts_with("error: cannot make the folder file"), "{}", failed.stderr);
}

#[test]
fn manual_pages_are_well_formed() {
    let home = Home::new();
    home.godrill("man --all pages").ok();
    let mut checked = 0;
    for (program, args) in [
        ("groff", &["-man", "-Tutf8", "-z", "-ww"][..]),
        ("mandoc", &["-T", "lint", "-W", "warning"]),
    ] {
        let pages = std::fs::read_dir(home.path("pages")).unwrap();
        for page in pages.map(|entry| entry.unwrap().path()) {
            let Ok(done) = Command::new(program).args(args).arg(&page).output() else { continue };
            let said = [done.stdout, done.stderr].concat();
            let said = String::from_utf8_lossy(&said);
            // A page without a date is the same each time; space above a list of values does no harm.
            let is_known = |line: &&str| {
                line.contains("missing date") || line.contains("skipping paragraph macro")
            };
            let said: Vec<&str> = said.lines().filter(|line| !is_known(line)).collect();
            assert_eq!(said, [] as [&str; 0], "{program} {}", page.display());
            checked += 1;
        }
    }
    eprintln!("{checked} pages checked; without groff and mandoc none can be");
}
