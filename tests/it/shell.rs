//! The program among others: usage, pipes.

use std::io::{BufRead, BufReader, Read};

use crate::home::{Home, SOUND};

#[test]
fn every_listing_has_json_with_a_version() {
    let home = Home::new();
    home.deck("## What is a P? {#t-p level=1 weight=5}\n\nA permit.\n");
    for command in [
        "status",
        "decks",
        "list",
        "search permit",
        "show t-p",
        "stats",
        "config list",
        "export --format json",
        "import t.md",
    ] {
        let command = if command.starts_with("export") {
            command.to_owned()
        } else {
            format!("{command} --json")
        };
        let json = home.godrill(&command).ok();
        let value: serde_json::Value = serde_json::from_str(&json).expect(&command);
        assert_eq!(value["version"], 1, "{command}");
    }
}

#[test]
fn a_wrong_command_line_is_a_usage_error() {
    let home = Home::new();
    for words in [
        "--nope",
        "nope",
        "show",
        "quiz --new many",
        "quiz --limit -1",
        "list --json=yes",
        "undo -n x",
        "--lang fr",
        "completions",
        "completions tcsh",
        "config set",
        "backup a b",
        "status extra",
    ] {
        let done = home.godrill(words).done();
        assert_eq!((done.code, done.stdout.as_str()), (Some(2), ""), "{words}");
        assert!(done.stderr.starts_with("error: "), "{words}: {}", done.stderr);
        assert!(
            done.stderr.ends_with("For more information, try '--help'.\n"),
            "{words}: {}",
            done.stderr
        );
    }
    assert!(!home.db().exists());
    home.godrill("--version").prints(&format!("godrill {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn variables_that_make_no_sense_are_told() {
    let home = Home::new();
    home.godrill("status").at("today").fails(
        1,
        "\
error: GODRILL_NOW is `today`: use a time such as 2026-11-23T08:00:00Z: premature end of input
",
    );
    home.godrill("status").env("GODRILL_SEED", "x").fails(
        1,
        "\
error: GODRILL_SEED is `x`: use a whole number from 0 on: invalid digit found in string
",
    );
    home.godrill("quiz")
        .keys("wide", "q")
        .fails(1, "error: GODRILL_SCREEN is `wide`: use a size such as 80x24\n");
    home.godrill("quiz").keys("80x24", "<nokey>").fails(1, "\
error: GODRILL_KEYS: unknown key `<nokey>`: use enter, newline, space, esc, bs, del, up, down, left, right, pgup, pgdn, home, end, tab, show, lt, wait:90s or ctrl-x
");
    home.godrill("quiz").keys("80x24", "<enter").fails(
        1,
        "\
error: GODRILL_KEYS: `<enter` is not closed by `>`: write `<lt>` for a `<`
",
    );
    // An unknown zone is taken as UTC, an empty variable as none.
    home.godrill("status").env("TZ", "Nowhere/Land").env("GODRILL_SEED", "").ok();
}

#[test]
fn the_database_is_where_it_is_wanted() {
    let home = Home::new();
    home.godrill("status --db a.db").ok();
    home.godrill("--db b.db status").ok();
    home.godrill("status").env("GODRILL_DB", "c.db").ok();
    home.godrill("status").env("GODRILL_DB", "").ok();
    home.godrill("status").env("GODRILL_DB", "").env("XDG_DATA_HOME", home.path("data")).ok();
    for name in
        ["a.db", "b.db", "c.db", ".local/share/godrill/godrill.db", "data/godrill/godrill.db"]
    {
        assert!(home.path(name).exists(), "{name}");
    }
    assert!(!home.db().exists());
}

#[test]
fn a_closed_pipe_is_no_error() {
    let home = Home::new();
    home.godrill("status").ok();
    for words in [
        "export",
        "export -o -",
        "export --format csv",
        "export --format tsv --lang en",
        "export --format anki-csv --lang en",
        "export --format html",
        "export --format apkg",
        "export --format apkg -o -",
        "export --format md --topic gmp --lang en -o -",
        "export --format qa --topic gmp --lang en",
        "list",
        "list --json",
        "show gmp-model",
        "man",
        "completions zsh",
        "search go --limit 500",
        "stats",
        "--help",
        "help deck-format",
    ] {
        let mut child = home.godrill(words).spawn();
        drop(child.stdin.take());
        let mut out = BufReader::new(child.stdout.take().expect("its output"));
        let mut line = Vec::new();
        out.read_until(b'\n', &mut line).expect("a line");
        drop(out);
        let mut said = String::new();
        child.stderr.take().expect("its errors").read_to_string(&mut said).expect("text");
        let code = child.wait().expect("it ends").code();
        assert_eq!((code, said.as_str()), (Some(0), ""), "{words}");
    }
}

#[test]
fn a_quiz_whose_output_is_closed_keeps_its_answers() {
    use std::io::Write;
    let home = Home::new();
    home.deck("## One? {#t-1 level=1}\n\nA.\n\n## Two? {#t-2 level=1}\n\nA.\n");
    let mut child = home.godrill("quiz t --plain").spawn();
    let mut input = child.stdin.take().expect("its input");
    let mut out = BufReader::new(child.stdout.take().expect("its output"));
    input.write_all(b"\n\n3\n").expect("keys");
    let mut line = String::new();
    while !line.starts_with("[2/") {
        line.clear();
        assert!(out.read_line(&mut line).expect("a line") > 0);
    }
    drop(out);
    let _ = input.write_all(b"\n\n3\n\n\n3\n");
    drop(input);
    let mut said = String::new();
    child.stderr.take().expect("its errors").read_to_string(&mut said).expect("text");
    assert_eq!((child.wait().expect("it ends").code(), said.as_str()), (Some(0), ""));
    assert!(home.godrill("show t-1").ok().contains("2026-11-23 08:00  good"));
}

#[test]
fn output_to_a_pipe_is_plain_and_whole() {
    let home = Home::new();
    let long = "word ".repeat(60);
    home.deck(&format!(
        "## {long}end? {{#t-long level=1}}\n\n{long}end. `code`\n\n```go\nfunc main() {{}}\n```\n"
    ));
    for words in [
        "list --topic t",
        "show t-long",
        "decks",
        "stats",
        "config",
        "search word",
        "quiz t --plain",
        "status",
    ] {
        let out = home
            .godrill(words)
            .env("COLUMNS", "40")
            .env("TERM", "xterm-256color")
            .env("CLICOLOR_FORCE", "1")
            .ok();
        assert!(!out.contains('\u{1b}'), "{words}: {out}");
        let same = home.godrill(words).env("NO_COLOR", "1").env("TERM", "dumb").ok();
        assert_eq!(out, same, "{words}");
    }
    let listed = home.godrill("list --topic t").ok();
    assert!(listed.lines().nth(1).is_some_and(|line| line.ends_with("word end?")), "{listed}");
}

#[test]
fn without_a_fixed_clock_the_real_one_runs() {
    let home = Home::new();
    home.deck("## One? {#t-1 level=1}\n\nA.\n");
    home.godrill("quiz t --plain --minutes 60").real_time().stdin("\n\n4\n").ok();
    let status = home.godrill("status").real_time().ok();
    assert!(status.ends_with("streak 1 day\n"), "{status}");
    home.godrill("check").real_time().prints(SOUND);
}

#[test]
fn what_is_no_command_but_a_topic_or_a_card_is_told() {
    let home = Home::new();
    let quiz = "error: `map` is a topic, not a command: `godrill quiz map` asks its cards\n";
    home.godrill("map").fails(2, quiz);
    home.godrill("gmp-model").fails(
        2,
        "error: `gmp-model` is a card, not a command: `godrill show gmp-model` shows it\n",
    );
    // No database was made for that.
    assert!(!home.db().exists());
    home.deck("## Own? {#t-own level=1}\n\nA.\n");
    home.godrill("t")
        .fails(2, "error: `t` is a topic, not a command: `godrill quiz t` asks its cards\n");
    home.godrill("--lang zh t-own now")
        .fails(2, "error: `t-own` is a card, not a command: `godrill show t-own` shows it\n");
    let asked = home.godrill("quiz t-own").stdin("q\n").ok();
    assert!(asked.starts_with("[1/1] t · new\nOwn?\n"), "{asked}");
    assert!(
        home.godrill("mpa").done().stderr.starts_with("error: unrecognized subcommand 'mpa'\n")
    );
}

#[test]
fn a_suggestion_is_near_what_was_typed() {
    let home = Home::new();
    let said = |words: &str| home.godrill(words).done().stderr;
    assert!(!said("bury --leg x").contains("--lang"), "{}", said("bury --leg x"));
    assert!(said("list --topics x").contains("a similar argument exists: '--topic'"));
    assert!(
        said("add -q Q -a A")
            .contains("Usage: godrill add [OPTIONS] --topic <TOPIC> [-q <TEXT> -a <TEXT>]\n")
    );
    // What is missing, and nothing else.
    home.godrill("add").fails(
        2,
        "\
error: the following required arguments were not provided:
  --topic <TOPIC>

Usage: godrill add [OPTIONS] --topic <TOPIC> [-q <TEXT> -a <TEXT>]

For more information, try '--help'.
",
    );
    assert!(!said("suspend --tag x").contains("--lang"));
}

#[test]
fn help_shows_commands_and_pages() {
    let home = Home::new();
    assert_eq!(home.godrill("help").ok(), home.godrill("--help").ok());
    for command in ["quiz", "config", "config set", "help"] {
        let help = home.godrill(&format!("help {command}")).ok();
        assert_eq!(help, home.godrill(&format!("{command} --help")).ok(), "{command}");
    }
    let help = home.godrill("config help set").ok();
    assert_eq!(help, home.godrill("config set --help").ok());
    assert!(home.godrill("help speed").ok().starts_with("# How fast godrill is\n\n"));
    for (words, wrong) in [
        ("schedular", "unknown command or page `schedular`: did you mean scheduler?"),
        ("quizz", "unknown command or page `quizz`: did you mean quiz?"),
        ("qqq", "unknown command or page `qqq`: `godrill help` lists them"),
        ("speed quiz", "`speed` is a page: `godrill help speed` shows it"),
        ("quiz speed", "`quiz` has no subcommands: see `godrill help quiz`"),
        ("config lsit", "unknown subcommand `lsit`: did you mean list or set?"),
        ("config qqq", "unknown subcommand `qqq`: `godrill help config` lists them"),
    ] {
        home.godrill(&format!("help {words}")).fails(2, &format!("error: {wrong}\n"));
    }
    assert!(!home.db().exists());
}
