//! Manual pages as text, read where systems keep them; the `man` program is not needed.

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};

use flate2::read::MultiGzDecoder;

use crate::files;

/// The most bytes of a page; the longest have less than a million.
const LARGEST_PAGE: u64 = 16 << 20;
/// How many times a page may refer on to another.
const MOST_STEPS: usize = 4;

/// The manual pages of this machine.
pub(super) struct Manual {
    folders: Vec<PathBuf>,
    /// Pages that were asked for, by name and section; `None` for those that are not installed.
    pages: HashMap<(String, String), Option<String>>,
}

impl Manual {
    /// The pages in these folders; the first folder that has a page wins.
    pub(super) fn new(folders: Vec<PathBuf>) -> Manual {
        Manual { folders, pages: HashMap::new() }
    }

    /// A page as [`fold`]ed text; `None` when it is not installed.
    pub(super) fn page(&mut self, name: &str, section: &str) -> Option<&str> {
        let folders = &self.folders;
        let page = self.pages.entry((name.to_owned(), section.to_owned())).or_insert_with(|| {
            let number: String = section.chars().take_while(char::is_ascii_digit).collect();
            let path = format!("man{number}/{name}.{section}");
            folders
                .iter()
                .find_map(|folder| source(folder, Path::new(&path), MOST_STEPS))
                .map(|source| fold(&text(&source)))
        });
        page.as_deref()
    }
}

/// The source of a page below a folder, compressed or not.
fn source(folder: &Path, path: &Path, steps: usize) -> Option<String> {
    if !path.components().all(|part| matches!(part, Component::Normal(_))) {
        return None;
    }
    let plain = folder.join(path);
    let mut packed = plain.clone().into_os_string();
    packed.push(".gz");
    let bytes = match files::read(Path::new(&packed), LARGEST_PAGE) {
        Ok(bytes) => files::read_to_limit(MultiGzDecoder::new(&bytes[..]), LARGEST_PAGE).ok()?,
        Err(_) => files::read(&plain, LARGEST_PAGE).ok()?,
    };
    let source = String::from_utf8_lossy(&bytes).into_owned();
    let first = source.lines().find(|line| !is_comment(line))?;
    match first.strip_prefix(".so ") {
        // It is only another name for that page.
        Some(other) => self::source(folder, Path::new(other.trim()), steps.checked_sub(1)?),
        None => Some(source),
    }
}

fn is_comment(line: &str) -> bool {
    line.starts_with(".\\\"") || line.starts_with("'\\\"") || line.trim().is_empty()
}

/// The text of a page written in roff, without what only formats it.
fn text(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut is_definition = false;
    for line in source.lines() {
        if is_definition {
            is_definition = line.trim_end() != "..";
            continue;
        }
        let Some(request) = line.strip_prefix(['.', '\'']) else {
            add(&mut out, &unescaped(line));
            continue;
        };
        let request = request.trim_start();
        let name_end = request.find(char::is_whitespace).unwrap_or(request.len());
        let (name, rest) = request.split_at(name_end);
        let arguments = arguments(rest);
        match name {
            "de" | "de1" | "am" | "ig" => is_definition = true,
            "B" | "I" | "SM" | "SB" | "SH" | "SS" | "Sh" | "Ss" => {
                add(&mut out, &arguments.join(" "));
            }
            // Two fonts in turn, without a space between.
            "BR" | "RB" | "BI" | "IB" | "RI" | "IR" => add(&mut out, &arguments.concat()),
            // The tag of a list item, then its indentation.
            "IP" => add(&mut out, arguments.first().map_or("", String::as_str)),
            // A link is shown as its text and what follows it.
            "UE" | "ME" => add(&mut out, &arguments.concat()),
            _ => {}
        }
    }
    out
}

/// Adds a line after a space, unless the line before ends in the mark that joins them.
fn add(out: &mut String, line: &str) {
    if out.ends_with(JOIN) {
        out.pop();
    } else {
        out.push(' ');
    }
    out.push_str(line);
}

/// Stands for `\c`: nothing comes between this line and the next.
const JOIN: char = '\u{1}';

/// The arguments of a request; quotes keep one together.
fn arguments(rest: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut chars = rest.trim().chars().peekable();
    while chars.peek().is_some() {
        let mut argument = String::new();
        let quoted = chars.next_if_eq(&'"').is_some();
        while let Some(c) = chars.next() {
            match c {
                // Two quotes within quotes are one.
                '"' if quoted && chars.next_if_eq(&'"').is_some() => argument.push('"'),
                '"' if quoted => break,
                ' ' | '\t' if !quoted => break,
                '\\' => {
                    argument.push(c);
                    argument.extend(chars.next());
                }
                c => argument.push(c),
            }
        }
        while chars.next_if(|c| c.is_whitespace()).is_some() {}
        found.push(unescaped(&argument));
    }
    found
}

/// Text with its escapes resolved: fonts and sizes go, names become their characters.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        let Some(escape) = chars.next() else { break };
        match escape {
            '-' => out.push('-'),
            'e' | '\\' | 'E' => out.push('\\'),
            ' ' | '~' | '0' => out.push(' '),
            '\'' | '`' | '.' => out.push(escape),
            'c' => out.push(JOIN),
            '"' | '#' => break,
            '(' => {
                let name: String = chars.by_ref().take(2).collect();
                out.push_str(named(&name));
            }
            '[' => {
                let name: String = chars.by_ref().take_while(|c| *c != ']').collect();
                out.push_str(named(&name));
            }
            'f' | 'F' | 'n' | '*' | 'm' | 'M' | 'g' | 'k' | 'Y' => {
                let name = argument(&mut chars);
                if escape == '*' {
                    out.push_str(named(&name));
                }
            }
            's' => {
                let _ = chars.next_if(|c| matches!(c, '+' | '-'));
                argument(&mut chars);
            }
            'h' | 'v' | 'w' | 'l' | 'L' | 'D' | 'o' | 'b' | 'N' | 'X' | 'Z' | 'A' | 'B' | 'C'
            | 'H' | 'R' | 'S' | 'x' => {
                if let Some(mark) = chars.next() {
                    chars.by_ref().find(|c| *c == mark);
                }
            }
            // `\&`, `\:`, `\%`, `\/`, `\,`, `\|`, `\^` and the like have no width.
            _ => {}
        }
    }
    out
}

/// The name after an escape: one character, two after `(`, all up to `]` after `[`.
fn argument(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) -> String {
    match chars.next() {
        Some('(') => chars.by_ref().take(2).collect(),
        Some('[') => chars.by_ref().take_while(|c| *c != ']').collect(),
        Some(c) => c.to_string(),
        None => String::new(),
    }
}

/// The character with this name; nothing for those that sentences do not use.
fn named(name: &str) -> &'static str {
    match name {
        "em" => "—",
        "en" => "–",
        "hy" | "mi" => "-",
        "aq" | "cq" | "oq" | "ga" | "aa" => "'",
        "dq" | "lq" | "rq" | "Lq" | "Rq" => "\"",
        "bu" => "•",
        "co" => "©",
        "rg" => "®",
        "ti" => "~",
        "ha" => "^",
        "rs" => "\\",
        "sl" => "/",
        "ba" | "bv" | "or" => "|",
        "lB" => "[",
        "rB" => "]",
        "lC" => "{",
        "rC" => "}",
        "mu" => "×",
        "->" => "→",
        "<-" => "←",
        "<=" => "≤",
        ">=" => "≥",
        "!=" => "≠",
        "+-" => "±",
        "mc" => "µ",
        "de" => "°",
        "sc" => "§",
        "R" => "®",
        _ => "",
    }
}

/// White space folded to single spaces, and quotes and hyphens as they are typed: which kind a page
/// shows depends on the machine.
pub(super) fn fold(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|c| match c {
            '\u{2018}' | '\u{2019}' | '\u{b4}' => '\'',
            '\u{201c}' | '\u{201d}' => '"',
            '\u{2010}' | '\u{2011}' | '\u{2212}' => '-',
            '\u{a0}' => ' ',
            c => c,
        })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::{self, File};
    use std::io::Write;

    const PAGE: &str = r#"'\" t
.\" A comment of nobody.
.de XX
not this
..
.TH spoon 2 2026-01-01
.SH NAME
spoon \- bend a spoon
.SH DESCRIPTION
.B "There is"
.BR spoon (2)
in
.IR drawer ,
that\(aqs \fBall\fP\c
.RB ( man )
and \(lqno \fI\s-1FORK\s0\fR\(rq\&.
.TP 8
.B \-\-help
Ends with 1\ 000 \(em or \\e.
.IP \(bu 3
An "odd ""quote"" here"
.BI "two words " x
.if n .ne 4
"#;

    #[test]
    fn a_page_is_read_as_it_is_shown() {
        assert_eq!(
            fold(&text(PAGE)),
            "NAME spoon - bend a spoon DESCRIPTION There is spoon(2) in drawer, that's all(man) \
             and \"no FORK\". --help Ends with 1 000 — or \\e. • An \"odd \"\"quote\"\" here\" two words x"
        );
        assert_eq!(fold("a  \u{201c}b\u{201d}\n it\u{2019}s co\u{2010}op"), "a \"b\" it's co-op");
    }

    #[test]
    fn pages_are_found_packed_or_not_and_by_their_second_names() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join("man2")).unwrap();
        fs::write(root.join("man2/spoon.2"), PAGE).unwrap();
        let gz = File::create(root.join("man2/fork.2.gz")).unwrap();
        let mut gz = flate2::write::GzEncoder::new(gz, flate2::Compression::fast());
        gz.write_all(b".\\\" comment\n.so man2/spoon.2\n").unwrap();
        gz.finish().unwrap();
        fs::write(root.join("man2/loop.2"), ".so man2/loop.2\n").unwrap();
        fs::write(root.join("man2/out.2"), ".so ../../../etc/passwd\n").unwrap();
        fs::write(root.join("man2/tool.2x"), "In a section with a letter.\n").unwrap();
        let mut manual = Manual::new(vec![root.join("nothing"), root.to_owned()]);
        assert!(manual.page("spoon", "2").unwrap().contains("bend a spoon"));
        assert!(manual.page("fork", "2").unwrap().contains("bend a spoon"));
        assert_eq!(manual.page("tool", "2x"), Some("In a section with a letter."));
        for name in ["loop", "none", "out"] {
            assert_eq!(manual.page(name, "2"), None, "{name}");
        }
    }
}
