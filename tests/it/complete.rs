//! Completions: what godrill offers, and what the shells make of it.

use std::fs;
use std::path::Path;

use crate::home::{Home, repository};

const CARDS: &str = "\
## What is a P? {#t-p level=1 .permit}

A permit.

## What is an M? {#t-m level=1}

A thread.
";

/// What is offered for the last of these words, without the descriptions.
fn offered(home: &Home, line: &str) -> Vec<String> {
    let words: Vec<&str> = line.split(' ').collect();
    let args = [&["completions", "zsh", "--", "godrill"][..], &words].concat();
    let out = home.run(&args).ok();
    out.lines().map(|line| line.split('\t').next().unwrap_or_default().to_owned()).collect()
}

/// The files of a folder with what is in them.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| {
            let name = entry.file_name().into_string().unwrap();
            (name, fs::read(entry.path()).unwrap_or_default())
        })
        .collect();
    files.sort();
    files
}

#[test]
fn every_kind_of_word_is_offered() {
    let home = Home::new();
    home.deck(CARDS);
    home.godrill("suspend t-m").ok();
    for (line, words) in [
        ("qu", &["quiz"][..]),
        ("config ", &["get", "set", "list", "help"]),
        ("quiz gm", &["gmp"]),
        ("quiz t ma", &["map"]),
        // What was given is not offered again.
        ("quiz map ma", &[]),
        ("--lang en list --topic t", &["testing", "t"]),
        ("list --topic=gm", &["--topic=gmp"]),
        ("show t-", &["t-m", "t-p"]),
        ("show gmp-mod", &["gmp-model"]),
        ("suspend t-", &["t-p"]),
        ("unsuspend ", &["t-m"]),
        ("list le", &["level:"]),
        ("move t-", &["t-m", "t-p"]),
        ("move t-p gmp-mod", &["gmp-model"]),
        ("edit --drafts is:dr", &["is:draft"]),
        ("rename ", &["t"]),
        ("decks --focus gm", &["gmp"]),
        ("decks --focus al", &["algorithm", "all"]),
        ("config set focus gm", &["gmp"]),
        ("config set start ", &["quiz", "home"]),
        ("list not is:le", &["is:learning", "is:leech"]),
        ("quiz t-", &["t-m", "t-p"]),
        ("quiz is:fl", &["is:flagged"]),
        ("export map topic:gm", &["topic:gmp"]),
        ("bury follows:t-p", &["follows:t-p"]),
        ("remove ", &["t-m", "t-p"]),
        ("add --follows t-p", &["t-p"]),
        ("add --id t", &[]),
        ("list --tag permi", &["permit"]),
        ("list --level ", &["1", "2", "3"]),
        ("list --state le", &["leech"]),
        ("list --lang ", &["en", "zh", "both"]),
        ("export --format a", &["anki-csv", "apkg"]),
        ("plan --known gm", &["gmp="]),
        ("config get re", &["reviews_per_day", "relearning_steps", "reveal"]),
        ("config set lang ", &["en", "zh", "both", "auto"]),
        ("config set interval_fuzz ", &["on", "off"]),
        ("config set new_per_day ", &["--db", "--lang", "--help"]),
        ("man qu", &["quiz"]),
        ("completions f", &["fish"]),
        ("import ", &["<files>"]),
        ("import no", &["<files>"]),
        ("export -o ", &["<files>"]),
        ("export --output=x", &["<files>"]),
        ("--db ", &["<files>"]),
        ("man --all ", &["<folders>"]),
        ("plan --on ", &[]),
        ("redo ", &["--n", "--db", "--lang", "--help"]),
        ("redo --l", &["--lang"]),
    ] {
        assert_eq!(offered(&home, line), words, "{line:?}");
    }
    // All ids would be too many: only their beginnings are offered.
    let ids = offered(&home, "show ");
    assert!(ids.len() < 60 && ids.contains(&"gmp-".to_owned()), "{ids:?}");
    assert!(offered(&home, "show gmp-").len() > 10);
    // What an id is comes with it, in the language of the locale.
    home.run(&["completions", "fish", "--", "godrill", "show", "t-p"])
        .prints("t-p\tWhat is a P?\n");
    home.run(&["completions", "fish", "--", "godrill", "quiz", "map"])
        .env("LANG", "zh_CN.UTF-8")
        .prints("map\tmap 原理与用法\n");
    // bash shows words alone, and cuts them at `=`.
    home.run(&["completions", "bash", "--", "godrill", "list", "--lang", "=", "z"]).prints("zh\n");
}

#[test]
fn a_look_for_words_changes_nothing() {
    let home = Home::new();
    // Without a database the built-in decks serve; no database is made, nor a folder for it.
    assert_eq!(offered(&home, "show gmp-mod"), ["gmp-model"]);
    assert_eq!(offered(&home, "quiz gm"), ["gmp"]);
    home.run(&["completions", "fish", "--", "godrill", "quiz", "gm"])
        .env("GODRILL_DB", "")
        .prints("gmp\n");
    assert_eq!(files(&home.path("")), []);
    home.deck(CARDS);
    let before = files(&home.path(""));
    assert_eq!(offered(&home, "show t-"), ["t-m", "t-p"]);
    let elsewhere = format!("--db {} show t-", home.path("nothing.db").display());
    assert_eq!(offered(&home, &elsewhere), [] as [&str; 0]);
    assert!(files(&home.path("")) == before, "files changed");
    // One that an older version made stays as it is.
    let old = Home::new();
    let dump = fs::read_to_string(repository().join("tests/it/fixtures/v4.sql")).unwrap();
    rusqlite::Connection::open(old.db()).unwrap().execute_batch(&dump).unwrap();
    let before = files(&old.path(""));
    assert_eq!(offered(&old, "quiz gm"), ["gmp"]);
    assert!(files(&old.path("")) == before, "files changed");
    old.unsound();
    // So does a file that is not a database.
    let other = Home::new();
    other.file("godrill.db", "notes ".repeat(200));
    assert_eq!(offered(&other, "quiz gm"), ["gmp"]);
    other.unsound();
}

#[test]
fn every_shell_gets_a_script() {
    let home = Home::new();
    for (shell, words) in [
        ("bash", "complete -F _godrill godrill"),
        ("zsh", "#compdef godrill\n"),
        ("fish", "complete --command godrill"),
        ("elvish", "unsuspend"),
        ("powershell", "unsuspend"),
    ] {
        let script = home.godrill(&format!("completions {shell}")).ok();
        assert!(script.contains(words), "{shell}: {script}");
    }
    assert!(!home.db().exists());
}

/// The shells themselves.
#[cfg(unix)]
mod shells {
    use std::io::{Read, Write};
    use std::path::Path;
    use std::process::Command;

    use pty_process::Size;
    use pty_process::blocking::{Command as OnPty, open};
    use rustix::event::{PollFd, PollFlags, Timespec, poll};

    use super::{CARDS, Home};

    /// The folder of the program.
    fn folder() -> &'static Path {
        Path::new(env!("CARGO_BIN_EXE_godrill")).parent().unwrap()
    }

    fn path() -> String {
        format!("{}:{}", folder().display(), std::env::var("PATH").unwrap())
    }

    /// A home with a deck and a file.
    fn home() -> Home {
        let home = Home::new();
        home.deck(CARDS);
        home.file("a b.md", "");
        home
    }

    /// A shell in that home.
    fn shell(home: &Home, args: &[&str]) -> Command {
        let mut shell = Command::new(args[0]);
        shell.args(&args[1..]).current_dir(home.path("")).env_clear();
        shell.env("HOME", home.path("")).env("PATH", path()).env("GODRILL_DB", home.db());
        shell.env("TERM", "dumb").env("LANG", "C.UTF-8").env("INPUTRC", "/dev/null");
        shell
    }

    /// Types lines with tabs into a shell, in which `godrill` is a function that prints its arguments.
    fn type_into(command: Command, whole: &[(&str, &str)]) {
        let (mut pty, pts) = open().unwrap();
        pty.resize(Size::new(24, 100)).unwrap();
        let mut child = OnPty::from(command).spawn(pts).unwrap();
        let mut seen = String::new();
        for (keys, expected) in whole {
            seen.clear();
            pty.write_all(keys.as_bytes()).unwrap();
            pty.write_all(b"\n").unwrap();
            while !seen.contains(expected) {
                let patience = Timespec { tv_sec: 40, tv_nsec: 0 };
                let mut fds = [PollFd::new(&pty, PollFlags::IN)];
                let ready = poll(&mut fds, Some(&patience)).unwrap();
                assert!(ready > 0, "{keys:?} gave no {expected:?}:\n{seen:?}");
                let mut bytes = [0; 4096];
                let n = pty.read(&mut bytes).unwrap_or(0);
                assert!(n > 0, "the shell ended before {expected:?}:\n{seen:?}");
                seen += &String::from_utf8_lossy(&bytes[..n]);
            }
        }
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// What is typed into bash and zsh, and the arguments that come of it.
    const TYPED: [(&str, &str); 6] = [
        ("godrill quiz gm\t", "<quiz gmp>"),
        ("godrill show gm\tmod\t", "<show gmp-model>"),
        ("godrill list --lang=z\t", "<list --lang=zh>"),
        ("godrill plan --known sli\t60", "<plan --known slice=60>"),
        ("godrill import a\t", "<import a b.md>"),
        ("godrill list --tag zzz\t", "<list --tag zzz>"),
    ];
    const PRINTS: &str = "godrill() { echo \"<$*>\"; }; echo re''ady";

    #[test]
    fn bash_completes() {
        let home = home();
        let bash = shell(&home, &["bash", "--norc", "--noprofile", "-i"]);
        let begin = format!("PS1=; source <(godrill completions bash); {PRINTS}");
        type_into(bash, &[&[(&*begin, "ready\r\n")], &TYPED[..]].concat());
    }

    #[test]
    fn bash_says_nothing_where_there_is_no_godrill() {
        let home = home();
        let script = home.godrill("completions bash").ok();
        home.file("script", script);
        let whole = format!("{}/godrill", folder().display());
        let ask = |program: &str| {
            let script = format!(
                "source ./script; PATH=/nowhere; COMP_WORDS=({program} quiz gm) COMP_CWORD=2
                 _godrill {program} gm quiz; echo \"${{COMPREPLY[*]}}\""
            );
            let done = shell(&home, &["bash", "-c", &script]).output().unwrap();
            (String::from_utf8(done.stdout).unwrap(), String::from_utf8(done.stderr).unwrap())
        };
        assert_eq!(ask(&whole), ("gmp\n".to_owned(), String::new()));
        assert_eq!(ask("./nothere"), ("\n".to_owned(), String::new()));
    }

    #[test]
    #[ignore = "needs zsh: run with --include-ignored"]
    fn zsh_completes() {
        let home = home();
        let zsh = shell(&home, &["zsh", "-f", "-i"]);
        let begin = format!(
            "autoload -U compinit; compinit -u; source <(godrill completions zsh); {PRINTS}"
        );
        type_into(zsh, &[&[(&*begin, "ready\r\n")], &TYPED[..]].concat());
    }

    #[test]
    #[ignore = "needs fish: run with --include-ignored"]
    fn fish_completes() {
        let home = home();
        let ask = |line: &str| {
            let script = format!("godrill completions fish | source; complete -C '{line}'");
            let done = shell(&home, &["fish", "--no-config", "-c", &script]).output().unwrap();
            assert_eq!(String::from_utf8_lossy(&done.stderr), "", "{line}");
            String::from_utf8(done.stdout).unwrap()
        };
        assert_eq!(ask("godrill quiz gm"), "gmp\tThe GMP scheduler\n");
        assert_eq!(ask("godrill show t-"), "t-m\tWhat is an M?\nt-p\tWhat is a P?\n");
        assert_eq!(ask("godrill list --lang=z"), "--lang=zh\n");
        assert_eq!(ask("godrill import a"), "a b.md\n");
        assert_eq!(ask("godrill export --output=a"), "--output=a b.md\n");
        assert_eq!(ask("godrill list --tag x"), "");
    }
}
