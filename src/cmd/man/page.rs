//! One manual page: what `--help` says, in the sections that manual pages have.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::io;

use clap::Command;

use super::roff::{ascii, lines, paragraph, roff, verbatim};

/// The first line of a page, by which godrill recognises its own.
pub(super) const MARK: &str = ".\\\" Written by `godrill man`.\n";

/// A name, what it is, and the commands that it concerns (none for all).
type Entry = (&'static str, &'static str, &'static [&'static str]);

const ENVIRONMENT: [Entry; 12] = [
    ("GODRILL_DB", "The database, unless --db names another one.", &[]),
    (
        "XDG_DATA_HOME",
        "The folder that holds the folder godrill with the database; ~/.local/share if not set.",
        &[],
    ),
    (
        "LC_ALL, LC_MESSAGES, LANG",
        "The first that is set decides the language of cards, unless --lang or the setting lang does.",
        &[],
    ),
    ("NO_COLOR", "No colours are used if this is not empty.", &[]),
    (
        "COLORFGBG",
        "The background of the terminal, where the setting theme is auto and the terminal does not answer.",
        &["", "quiz", "show"],
    ),
    (
        "GODRILL_PAGER, PAGER",
        "The program that shows a page of help on a terminal; the first that is set, none if it is empty.",
        &["", "help"],
    ),
    ("TERM", "If it is dumb, the quiz runs line by line and nothing is coloured.", &["", "quiz"]),
    ("COLUMNS", "The width of help where there is no terminal, at most 80.", &[]),
    (
        "VISUAL, EDITOR",
        "The editor for cards; the first that is set.",
        &["", "add", "edit", "quiz"],
    ),
    ("MANPATH", "Folders of manual pages that sources are looked up in.", &["", "check"]),
    ("PATH", "Where the go command is looked for.", &["", "check"]),
    ("TZ", "The time zone, which decides when a day begins.", &[]),
];

const FILES: [Entry; 4] = [
    (
        "~/.local/share/godrill/godrill.db",
        "The database: cards, answers and settings. On Windows it is in the folder for application data.",
        &[],
    ),
    (
        "godrill.db-wal, godrill.db-shm",
        "What SQLite keeps next to a database that is in use. Do not delete them.",
        &["", "backup", "restore"],
    ),
    ("godrill.db.TIME.bak", "A backup made without a file name.", &["", "backup", "restore"]),
    (
        "godrill.db.schemaN.bak",
        "The database as it was before a newer godrill upgraded it.",
        &["", "restore"],
    ),
];

const EXIT_STATUS: [Entry; 5] = [
    ("0", "Success, even when whatever reads the output closes it early.", &[]),
    ("1", "Something is wrong with what was given, or with the data.", &[]),
    ("2", "The command line is wrong.", &[]),
    ("3", "Internal error: a bug in godrill.", &[]),
    ("128+N", "Ended by signal N, such as 130 after Ctrl-C. Every answer is saved.", &["", "quiz"]),
];

/// How a paragraph on JSON begins, before its version number.
const JSON: &str = "JSON (version ";

/// The name of a command's page.
pub(super) fn name(command: &Command) -> String {
    command.get_display_name().unwrap_or_else(|| command.get_name()).to_owned()
}

/// The page of a command; `godrill` is the whole command line, built.
pub(super) fn page(godrill: &Command, command: &Command) -> io::Result<String> {
    let is_main = command.get_name() == godrill.get_name();
    let which = if is_main { "" } else { command.get_name() };
    let help = Help::of(command);
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    let mut page = MARK.to_owned();
    let version = godrill.get_version().unwrap_or_default();
    let upper = name(command).to_uppercase();
    let _ = writeln!(page, ".TH {} 1 \"\" \"godrill {version}\" \"User Commands\"", roff(&upper));
    let _ = write!(page, ".SH NAME\n{} \\- {}", roff(&name(command)), lines(&small(&about)));
    let _ = write!(page, ".SH SYNOPSIS\n{}", verbatim(&synopsis(command)));
    page += ".SH DESCRIPTION\n";
    let long = command.get_long_about().map_or_else(|| sentence(&about), ToString::to_string);
    let prose = long.split("\n\n").map(str::to_owned).chain(help.prose);
    page += &prose.map(|part| paragraph(&part)).collect::<Vec<_>>().join(".PP\n");
    let commands: Vec<&Command> = command.get_subcommands().collect();
    if !commands.is_empty() {
        page += ".SH COMMANDS\n";
    }
    for sub in commands {
        let about = sub.get_about().map(ToString::to_string).unwrap_or_default();
        let title = match is_main {
            true => format!("\\fB{}\\fR(1)\n", roff(&name(sub))),
            false => format!("\\fB{}\\fR\n", roff(&synopsis(sub))),
        };
        let _ = write!(page, ".TP\n{title}{}", lines(&sentence(&about)));
    }
    let mut options = Vec::new();
    clap_mangen::Man::new(command.clone()).render_options_section(&mut options)?;
    page += &String::from_utf8_lossy(&options);
    if !help.json.is_empty() {
        let json: Vec<String> = help.json.iter().map(|part| paragraph(part)).collect();
        let _ = write!(page, ".SH JSON\n{}", json.join(".PP\n"));
    }
    for (title, entries) in
        [("EXIT STATUS", &EXIT_STATUS[..]), ("ENVIRONMENT", &ENVIRONMENT), ("FILES", &FILES)]
    {
        let concerns = |entry: &&Entry| entry.2.is_empty() || entry.2.contains(&which);
        let _ = writeln!(page, ".SH {title}");
        for (name, what, _) in entries.iter().filter(concerns) {
            let _ = write!(page, ".TP\n\\fB{}\\fR\n{}", roff(name), lines(what));
        }
    }
    page += ".SH EXAMPLES\n";
    for (example, what) in help.examples {
        let _ = write!(page, ".TP\n\\fB{}\\fR\n", roff(&example));
        page += &if what.is_empty() { ".sp 0\n".to_owned() } else { lines(&capital(&what)) };
    }
    page += ".SH SEE ALSO\n";
    page += &see_also(godrill, command);
    Ok(ascii(&page))
}

/// What comes below the options in the help of a command, by kind.
#[derive(Default)]
struct Help {
    /// Commands, each with what it does.
    examples: Vec<(String, String)>,
    prose: Vec<String>,
    json: Vec<String>,
}

impl Help {
    fn of(command: &Command) -> Help {
        let after = command.get_after_long_help().or_else(|| command.get_after_help());
        let mut help = Help::default();
        for part in after.map(ToString::to_string).unwrap_or_default().split("\n\n") {
            match part.split_once('\n') {
                Some(("Examples:" | "Example:", list)) => help.examples = examples(list),
                _ if part.starts_with(JSON) => {
                    let version = part.trim_start_matches(JSON).replacen(')', "", 1);
                    help.json.push(format!("Version {version}"));
                }
                _ => help.prose.push(part.to_owned()),
            }
        }
        help
    }
}

/// A list of examples: text after two spaces, or alone further right, says what the command does.
fn examples(list: &str) -> Vec<(String, String)> {
    const FAR: &str = "        ";
    let mut examples: Vec<(String, String)> = Vec::new();
    for line in list.lines() {
        if line.starts_with(FAR)
            && let Some((_, what)) = examples.last_mut()
        {
            *what = format!("{what} {}", line.trim()).trim().to_owned();
            continue;
        }
        let (example, what) = line.trim().split_once("  ").unwrap_or((line.trim(), ""));
        examples.push((example.to_owned(), what.trim().to_owned()));
    }
    examples
}

/// The pages of the commands that the help of a command names, and the main page; for the main
/// page, all pages.
fn see_also(godrill: &Command, command: &Command) -> String {
    let is_main = command.get_name() == godrill.get_name();
    let help = command.clone().render_long_help().to_string();
    let word = |rest: &str| rest.split(|c: char| !c.is_alphanumeric()).next().map(str::to_owned);
    let named: BTreeSet<String> = help.split("`godrill ").skip(1).filter_map(word).collect();
    let is_named = |other: &&Command| is_main || named.contains(other.get_name());
    let others = godrill.get_subcommands().filter(|other| other.get_name() != command.get_name());
    let mut names: BTreeSet<String> = others.filter(is_named).map(name).collect();
    if !is_main {
        names.insert(name(godrill));
    }
    let names: Vec<String> =
        names.iter().map(|name| format!("\\fB{}\\fR(1)", roff(name))).collect();
    format!("{}\n", names.join(",\n"))
}

/// The usage line of a command, without the word `Usage`.
fn synopsis(command: &Command) -> String {
    let usage = command.clone().render_usage().to_string();
    usage.trim_start_matches("Usage:").trim().to_owned()
}

fn sentence(text: &str) -> String {
    if text.ends_with('.') { text.to_owned() } else { format!("{text}.") }
}

/// With a lower-case first letter.
fn small(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

/// As a sentence of its own.
fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let text: String =
        chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default();
    sentence(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_example_has_what_it_does_beside_or_below_it() {
        let list =
            "  godrill\n  godrill plan --on 2026-12-20   get\n          ready\n  PS1='$(x) '\n";
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(
            examples(list),
            [
                pair("godrill", ""),
                pair("godrill plan --on 2026-12-20", "get ready"),
                pair("PS1='$(x) '", ""),
            ]
        );
    }
}
