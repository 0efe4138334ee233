//! The clock: one that a test moves, and one that is wrong for a while: a year behind, then ahead.

use crate::home::{Home, SOUND};
use crate::killed::deck;

/// The times of a card's reviews in the order of the log.
fn times(home: &Home, id: &str) -> Vec<String> {
    let export: serde_json::Value =
        serde_json::from_str(&home.godrill("export --topic t").ok()).unwrap();
    let cards = export["cards"].as_array().unwrap();
    let card = cards.iter().find(|card| card["id"] == id).unwrap();
    let reviews = card["reviews"].as_array().unwrap();
    reviews.iter().map(|review| review["at"].as_str().unwrap()[..10].to_owned()).collect()
}

#[test]
fn set_back_a_year_and_forward_again() {
    let home = Home::new();
    home.deck(&deck(2));
    home.godrill("config set learning_steps none").ok();
    let days = [
        "2026-11-23", // right
        "2025-11-23", // a year back
        "2025-11-24",
        "2026-11-24", // right again
        "2030-01-01", // years ahead
        "2026-11-25", // right again
    ];
    for day in days {
        let now = format!("{day}T08:00:00Z");
        let run = |words: &str| home.godrill(words).at(&now);
        let printed = run("quiz t --plain --all --record").stdin("\n1\n\n3\n\n3\n\n4\nq\n").ok();
        assert!(printed.contains("time           0:00"), "{day}:\n{printed}");
        assert!(!printed.contains('-') || !printed.contains(" -"), "{day}:\n{printed}");
        for words in ["status", "stats", "show t-001", "list", "quiz t --plain", "decks"] {
            let printed = run(words).ok();
            let negative = |w: &str| {
                w.strip_prefix('-').is_some_and(|n| n.starts_with(|c: char| c.is_ascii_digit()))
            };
            assert!(!printed.split_whitespace().any(negative), "{day}: {words}:\n{printed}");
        }
        assert_eq!(run("check").ok(), SOUND);
    }
    // The log is in the order in which it was written, whatever the clock said.
    for id in ["t-001", "t-002"] {
        let mut found = times(&home, id);
        found.dedup();
        assert_eq!(found, days);
    }
    let streak = |now: &str| {
        let status = home.godrill("status").at(now).ok();
        status[status.find("streak").unwrap()..].trim().to_owned()
    };
    assert_eq!(streak("2026-11-25T09:00:00Z"), "streak 3 days");
    assert_eq!(streak("2025-11-24T09:00:00Z"), "streak 2 days");
    assert_eq!(streak("2026-12-25T09:00:00Z"), "streak 0 days");
    // It is exported and imported as it is.
    home.godrill("export -o all.json").ok();
    home.run(&["--db", "other.db", "import", "all.json"]).ok();
    assert_eq!(home.run(&["--db", "other.db", "check"]).ok(), SOUND);
    let exported = |args: &[&str]| home.run(args).ok();
    assert_eq!(
        exported(&["--db", "other.db", "export", "--topic", "t", "--format", "csv"]),
        exported(&["export", "--topic", "t", "--format", "csv"])
    );
    // Undo leads back through all of it.
    home.godrill("undo --yes -n 1000").ok();
}

#[test]
fn the_ends_of_time_are_no_panic() {
    let home = Home::new();
    home.deck(&deck(2));
    for now in [
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "1969-12-31T23:00:00Z",
        "2026-11-23T08:00:00Z",
    ] {
        for words in [
            "quiz t --plain --all --record",
            "status",
            "stats",
            "show t-001",
            "list --json",
            "export",
            "backup",
        ] {
            let done = home.godrill(words).at(now).stdin("\n3\n\n4\nq\n").done();
            assert_eq!((done.code, done.stderr.as_str()), (Some(0), ""), "{now}: {words}");
        }
        assert_eq!(home.godrill("check").at(now).ok(), SOUND, "{now}");
    }
}

/// What the summary of a session says about the time.
fn time(printed: &str) -> &str {
    let line = printed.lines().find(|line| line.starts_with("time ")).expect("a summary");
    line["time ".len()..].trim()
}

#[test]
fn time_passes_on_a_fixed_clock_where_the_input_says_so() {
    let home = Home::new();
    home.deck(&deck(3));
    let twin = home.twin();
    let shown = home.godrill("quiz t").keys("80x24", " <wait:41s>3<show> <wait:2s>4q").ok();
    assert!(shown.lines().next().unwrap().ends_with(" 0:41"), "{shown}");
    assert_eq!(time(&shown), "0:43");
    let printed = twin.godrill("quiz t").stdin("\n:wait 41s\n3\n\n:wait 2000ms\n4\nq\n").ok();
    assert_eq!(time(&printed), "0:43");
    assert!(home.godrill("export --topic t").ok().contains("41000"));
}

#[test]
fn a_learning_step_ends_after_a_wait() {
    let home = Home::new();
    home.deck(&deck(9));
    let order = |keys: &str| {
        let shown = home.twin().godrill("quiz t").keys("80x24", keys).ok();
        shown.contains("· learning")
    };
    assert!(!order(" 3 3<show>q"));
    assert!(order(" 3<wait:10m> 3<show>q"));
}

#[test]
fn minutes_of_the_session_pass() {
    let home = Home::new();
    home.deck(&deck(9));
    let twin = home.twin();
    let keys = " <wait:30s>3 <wait:30s>3<show>";
    let printed = twin.godrill("quiz t --minutes 1").keys("80x24", keys).ok();
    assert_eq!((time(&printed), printed.contains("answers        2")), ("1:00", true), "{printed}");
    let lines = "\n:wait 30s\n3\n\n:wait 30s\n3\n\n3\n";
    let printed = home.godrill("quiz t --minutes 1").stdin(lines).ok();
    assert_eq!((time(&printed), printed.contains("answers        2")), ("1:00", true), "{printed}");
}

#[test]
fn a_real_clock_does_not_wait() {
    let home = Home::new();
    home.deck(&deck(1));
    home.godrill("quiz t").real_time().keys("80x24", "<wait:1d>q").fails(
        1,
        "error: GODRILL_KEYS: `<wait:…>` moves a clock that GODRILL_NOW fixes: set it too\n",
    );
    home.godrill("quiz t").keys("80x24", "<wait:soon>q").fails(
        1,
        "error: GODRILL_KEYS: `soon` in `<wait:soon>` is not a time: use a number with ms, s, m, h or \
         d such as 90s\n",
    );
    let unknown = |run: crate::home::Run, line: &str| {
        let printed = run.stdin(&format!("{line}\nq\n")).ok();
        assert!(printed.contains(&format!("unknown command `{line}`; ? lists them")), "{printed}");
    };
    unknown(home.godrill("quiz t").real_time(), ":wait 1s");
    unknown(home.godrill("quiz t"), ":wait soon");
}

/// The first line of each screen that was shown.
fn heads(shown: &str) -> Vec<&str> {
    shown.lines().filter(|line| line.starts_with(" Test")).collect()
}

#[test]
fn the_clock_of_an_answer_stops_at_its_cap() {
    let home = Home::new();
    home.deck(&deck(3));
    let keys = "<wait:59s><show><wait:45m><show> <show>3<show><wait:5s> 3q";
    let shown = home.godrill("quiz t").keys("80x24", keys).ok();
    let clocks = ["  0:59", "  paused 1:00", "  paused 1:00", "  1:00"];
    for (head, clock) in heads(&shown).iter().zip(clocks) {
        assert!(head.ends_with(clock), "{clock}: {head}");
    }
    assert_eq!(time(&shown), "1:05");
    let log = home.godrill("export --topic t").ok();
    assert!(log.contains("60000") && log.contains("5000"), "{log}");
    // As the setting says, in line mode too, and for --minutes.
    home.godrill("config set longest_answer 30").ok();
    let lines = "\n:wait 1h\n4\n\n:wait 1h\n4\n";
    let printed = home.godrill("quiz t --minutes 1 --new 9 --all").stdin(lines).ok();
    assert_eq!((time(&printed), printed.contains("answers        2")), ("1:00", true), "{printed}");
}

#[test]
fn who_types_has_three_times_as_long() {
    let home = Home::new();
    home.deck("## Prints? {#t-out kind=output}\n\n```go run\npackage main\n\nfunc main() { println(1) }\n```\n\n---\n\n\
         One.\n\n```output\n1\n```\n");
    let shown = home.godrill("quiz t").keys("80x24", "1<wait:10m><show><ctrl-d>3q").ok();
    assert!(heads(&shown)[0].ends_with("  paused 3:00"), "{shown}");
}

#[test]
fn p_pauses() {
    let home = Home::new();
    home.deck(&deck(2));
    let twin = home.twin();
    let keys = "<wait:10s>p<wait:30s><show> <show><wait:5s> <wait:1s>3q";
    let shown = home.godrill("quiz t").keys("80x24", keys).ok();
    let heads = heads(&shown);
    assert!(heads[0].ends_with("  paused 0:10") && heads[1].ends_with("  0:10"), "{shown}");
    assert_eq!(shown.matches("paused: any key resumes").count(), 1, "{shown}");
    assert_eq!(time(&shown), "0:16");
    let lines = "\n:wait 10s\np\n:wait 1h\n\n:wait 5s\n3\nq\n";
    let printed = twin.godrill("quiz t").stdin(lines).ok();
    assert!(printed.contains("Paused: any line resumes."), "{printed}");
    assert_eq!(time(&printed), "0:15");
}

#[test]
fn the_count_does_not_grow() {
    let home = Home::new();
    home.deck(&deck(9));
    let printed = home.godrill("quiz t --limit 4").stdin(&"\n3\n".repeat(9)).ok();
    let counts: Vec<&str> = printed
        .lines()
        .filter_map(|line| line.split_once("] t · ").map(|(count, _)| count))
        .collect();
    assert_eq!(counts, ["[1/4", "[2/4", "[3/4", "[4/4", "[4/4", "[4/4", "[4/4", "[4/4"]);
    // With a plan, the head shows its minutes.
    home.godrill("plan --on 2026-12-23 --minutes 10 --topic t").ok();
    let keys = "<show><wait:1m> 3<show>q";
    let shown = home.godrill("quiz").keys("80x24", keys).at("2026-11-24T08:00:00Z").ok();
    let found: Vec<bool> = heads(&shown)
        .iter()
        .zip([" 0 of 10 min ░░░░░░░░░░░░ ", " 1 of 10 min █"])
        .map(|(head, part)| head.contains(part))
        .collect();
    assert_eq!(found, [true, true], "{shown}");
}
