//! The program among others: help, usage, completions, pipes.

use std::io::{BufRead, BufReader, Read};

use crate::home::{Home, SOUND};

const COMMANDS: [&str; 23] = [
    "quiz",
    "status",
    "decks",
    "list",
    "search",
    "show",
    "add",
    "edit",
    "remove",
    "suspend",
    "unsuspend",
    "bury",
    "undo",
    "stats",
    "import",
    "export",
    "check",
    "backup",
    "restore",
    "config",
    "completions",
    "man",
    "",
];

#[test]
fn every_command_has_help_with_an_example() {
    let home = Home::new();
    for command in COMMANDS {
        let help = home.godrill(&format!("{command} --help")).ok();
        assert!(help.contains("Usage: godrill"), "{command}: {help}");
        assert!(help.contains("Example"), "{command}: {help}");
        assert!(help.contains(&format!("\n  godrill {command}")), "{command}: {help}");
        assert!(help.lines().all(|line| line.chars().count() <= 100), "{command}: {help}");
        let short = home.godrill(&format!("{command} -h")).ok();
        assert!(short.contains("Usage: godrill"), "{command}: {short}");
    }
    // Help is not worth a database.
    assert!(!home.db().exists());
    assert!(home.godrill("--help").ok().lines().filter(|l| l.starts_with("  ")).count() > 22);
}

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
fn completions_and_the_manual_are_printed() {
    let home = Home::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = home.godrill(&format!("completions {shell}")).ok();
        for word in ["quiz", "unsuspend", "completions"] {
            assert!(script.contains(word), "{shell} does not complete {word}");
        }
    }
    let manual = home.godrill("man").ok();
    assert!(manual.contains(".TH godrill 1"), "{manual}");
    for command in COMMANDS {
        assert!(manual.contains(command), "{command}");
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
    let quiz = "error: `map` is no command but a topic: `godrill quiz map` asks its cards\n";
    home.godrill("map").fails(2, quiz);
    home.godrill("gmp-model").fails(
        2,
        "error: `gmp-model` is no command but a card: `godrill show gmp-model` shows it\n",
    );
    // No database was made for that.
    assert!(!home.db().exists());
    home.deck("## Own? {#t-own level=1}\n\nA.\n");
    home.godrill("t")
        .fails(2, "error: `t` is no command but a topic: `godrill quiz t` asks its cards\n");
    home.godrill("--lang zh t-own now")
        .fails(2, "error: `t-own` is no command but a card: `godrill show t-own` shows it\n");
    home.godrill("quiz t-own")
        .fails(1, "error: `t-own` is a card, not a topic: `godrill show t-own` shows it\n");
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
}

#[test]
fn completions_offer_files_only_where_files_are_wanted() {
    let home = Home::new();
    let bash = home.godrill("completions bash").ok();
    let offered = |place: &str, option: &str| -> String {
        let place = &bash[bash.find(&format!("        {place})\n")).expect("the command")..];
        let option = &place[place.find(&format!("                {option})\n")).expect("it")..];
        option.lines().nth(1).unwrap_or_default().trim().to_owned()
    };
    let mut topics = godrill::inside::builtin::topics();
    topics.sort_unstable();
    let topics = topics.join(" ");
    for (command, option, words) in [
        ("godrill__subcmd__export", "--format", "md qa json csv tsv anki-csv html apkg"),
        ("godrill__subcmd__export", "--topic", topics.as_str()),
        ("godrill__subcmd__export", "--lang", "en zh both"),
        ("godrill__subcmd__list", "--topic", topics.as_str()),
    ] {
        let words = format!("COMPREPLY=($(compgen -W \"{words}\" -- \"${{cur}}\"))");
        assert_eq!(offered(command, option), words, "{command} {option}");
    }
    for (command, option) in
        [("godrill__subcmd__list", "--tag"), ("godrill__subcmd__plan", "--known")]
    {
        assert_eq!(offered(command, option), "COMPREPLY=(\"${cur}\")", "{command} {option}");
    }
    assert!(offered("godrill__subcmd__export", "--output").contains("compgen -f"));
    let zsh = home.godrill("completions zsh").ok();
    assert!(zsh.contains("(desired_retention parameters new_per_day "), "{zsh}");
}

#[test]
fn the_manual_stands_alone() {
    let home = Home::new();
    let manual = home.godrill("man").ok();
    for section in
        ["SYNOPSIS", "OPTIONS", "COMMANDS", "EXAMPLES", "ENVIRONMENT", "FILES", "EXIT STATUS"]
    {
        assert!(manual.contains(&format!("\n.SH {section}\n")), "{section}");
    }
    assert!(!manual.contains("(1)"), "it names no page that is not there");
    assert!(manual.contains("godrill export [OPTIONS] [FILTER]...\n"), "{manual}");
    assert!(manual.contains("godrill quiz map channel        only these topics"), "{manual}");
}
