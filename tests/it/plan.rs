//! The plan for the day of an interview: goals, what they show, and the quiz that follows them.

use serde_json::{Value, json};

use crate::asked::{asked, falling};
use crate::home::Home;

/// A home with a deck, and with histories of its cards: (id, day of November, rating, seconds).
fn studied(n: usize, log: &[(&str, u32, &str, u32)]) -> Home {
    let home = Home::new();
    home.deck(&falling(n));
    if log.is_empty() {
        return home;
    }
    home.godrill("export --topic t -o t.json").ok();
    let text = std::fs::read_to_string(home.path("t.json")).unwrap();
    let mut export: Value = serde_json::from_str(&text).unwrap();
    for card in export["cards"].as_array_mut().unwrap() {
        let id = card["id"].as_str().unwrap().to_owned();
        let reviews: Vec<Value> = log
            .iter()
            .filter(|(of, ..)| *of == id)
            .map(|(_, day, rating, seconds)| {
                json!({
                    "at": format!("2026-11-{day:02}T07:00:00.000Z"),
                    "day": format!("2026-11-{day:02}"), "rating": rating,
                    "ms": seconds * 1000, "kind": "review",
                })
            })
            .collect();
        card["reviews"] = reviews.into();
    }
    home.file("in.json", export.to_string());
    home.godrill("import in.json").ok();
    home
}

fn json_of(home: &Home, words: &str, at: &str) -> Value {
    serde_json::from_str(&home.godrill(words).at(at).ok()).unwrap()
}

#[test]
fn a_goal_is_set_shown_moved_and_ended() {
    let home = studied(12, &[]);
    home.godrill("plan").prints(
        "No interview is planned: everyday review (90 % retention). To aim at a day: \
         `godrill plan --on 2026-12-23 --minutes 30`\n",
    );
    home.godrill("plan --on 2026-12-03 --minutes 3 --topic t").prints(SET);
    home.godrill("plan").ok();
    home.godrill("status").prints("10 days to go, 0 of 3 min, streak 0 days\n");
    let goal = json_of(&home, "plan --json", NOW);
    assert_eq!(goal["goals"][0]["on"], "2026-12-03");
    assert_eq!(goal["goals"][0]["days"].as_array().unwrap().len(), 10);

    home.godrill("plan --minutes 5").ok();
    let status = json_of(&home, "status --json", NOW);
    assert_eq!(
        status["plan"],
        json!({ "on": "2026-12-03", "days_left": 10, "minutes": 5, "minutes_today": 0 })
    );
    home.godrill("undo --yes").prints("undone: the plan changed (2026-11-23 08:00)\n");
    home.godrill("status").prints("10 days to go, 0 of 3 min, streak 0 days\n");

    home.godrill("plan --off").prints(
        "The plan is off: back to everyday review (90 % retention). `godrill undo` brings it back.\n",
    );
    home.godrill("status").prints("0 due, 10 new, streak 0 days\n");
    home.godrill("undo --yes").prints("undone: the plan ended (2026-11-23 08:00)\n");
    home.godrill("status").prints("10 days to go, 0 of 3 min, streak 0 days\n");
}

const NOW: &str = "2026-11-23T08:00:00Z";

const SET: &str = "\
Interview on Thursday, 2026-12-03 · 10 days to go · 0 of 3 min today · t, 0 of 12 cards seen

readiness                      share
today                            0 %
on the day, if you stop          0 %
on the day, expected     89 to 100 %

what if            readiness  left out
13 minutes a day    the same         0
no study on 11-23   the same         0

There is time for every card.

day                min  new  reviews
today                3    3        0
11-24 Tue            3    3        1
8 more days, each    3    1        6
";

#[test]
fn a_day_that_makes_no_sense_is_refused_with_the_way_out() {
    let home = studied(3, &[]);
    for (words, said) in [
        ("--on 2026-11-22", "2026-11-22 is in the past: give a later day"),
        (
            "--on 2026-11-23",
            "2026-11-23 is today, and a plan needs at least one night: to cram now, `godrill quiz --all --limit 30`",
        ),
        (
            "--on 2028-01-01",
            "2028-01-01 is more than a year away: `godrill` alone keeps what you learn until then; set the plan when the day is nearer",
        ),
        ("--on soon", "`soon` is not a day: write it like 2026-12-23"),
        ("--minutes 20", "no goal is set: give its day too, such as --on 2026-12-23 --minutes 20"),
        ("--off", "no goal is set: `godrill plan --on DAY --minutes N` sets one"),
        ("--topic t", "--topic says what a goal is about: give --on, --minutes or --off with it"),
        ("--topic tt --on 2026-12-03", "unknown topic `tt`: did you mean t?"),
        ("--dry-run", "nothing to compare: add a change, such as --minutes 45"),
        (
            "--known t=101",
            "`t=101` is not a topic and a number of 0 to 100: write it like slice=60",
        ),
    ] {
        home.godrill(&format!("plan {words}")).fails(1, &format!("error: {said}\n"));
    }
    home.godrill("plan --on 2026-12-03 --topic t").ok();
    home.godrill("plan --on 2026-12-13 --topic gmp --topic map").ok();
    home.godrill("plan --minutes 20")
        .fails(1, "error: say which goal with --topic: there is one about t; one about gmp, map\n");
    home.godrill("plan --off --topic map")
        .fails(1, "error: no goal is about just map: there is one about t; one about gmp, map\n");
    home.godrill("plan --off --topic t").prints(
        "That goal is off; the next one is on 2026-12-13. `godrill undo` brings it back.\n",
    );
    // The day before the rollover hour is still yesterday's.
    home.godrill("plan --on 2026-11-23").at("2026-11-23T03:59:00Z").ok();
}

#[test]
fn the_quiz_follows_the_plan_and_its_minutes() {
    let home = studied(12, &[]);
    home.godrill("plan --on 2026-12-03 --minutes 3 --topic t").ok();
    // A new card is expected to take a minute, so three fit; the most asked come first.
    let shown = home.godrill("quiz --plain").stdin("\n4\n\n4\n\n4\nq\n").ok();
    assert!(
        shown.starts_with("10 days to go, 0 of 3 min\n\n[0 of 3 min] t · new\nQ01\n"),
        "{shown}"
    );
    assert_eq!(asked(&shown)[..3], ["Q01", "Q02", "Q03"]);
    let summary = &shown[shown.find("session\n").unwrap()..];
    assert_eq!(
        summary,
        "\
session
───────────────────────────────────────────────────────
cards                         3
answers                       3
new                           3
time                          0:00
recalled                      no reviews yet
plan                          10 days to go, 0 of 3 min
readiness if you stopped now  32 % (was 0 %)
tomorrow                      3 new, 1 review
streak                        1 day
"
    );
    // Six cards of other topics are new, but no goal is about them.
    assert!(!shown.contains("gmp"), "{shown}");
}

#[test]
fn minutes_that_are_used_end_the_day_and_more_can_be_had() {
    let home = studied(12, &[("t-01", 23, "easy", 100), ("t-02", 23, "easy", 90)]);
    home.godrill("plan --on 2026-12-03 --minutes 3 --topic t").ok();
    home.godrill("status").prints("10 days to go, 3 of 3 min, streak 1 day\n");
    home.godrill("quiz --plain").prints(
        "\
Today's plan is done: 10 days to go, 3 of 3 min.
`godrill quiz --minutes 10` goes on with it.
",
    );
    let shown = home.godrill("quiz --plain --minutes 10").stdin("q\n").ok();
    assert!(
        shown.starts_with("10 days to go, 3 of 3 min\n\n[3 of 3 min] t · new\nQ03\n"),
        "{shown}"
    );
    // The next morning there are minutes again.
    home.godrill("status")
        .at("2026-11-24T08:00:00Z")
        .prints("9 days to go, 0 of 3 min, streak 1 day\n");
}

#[test]
fn after_the_day_cards_come_at_steady_retention_by_themselves() {
    let home = studied(12, &[("t-01", 20, "good", 20), ("t-01", 21, "good", 20)]);
    home.godrill("plan --on 2026-11-25 --minutes 3 --topic t").ok();
    home.godrill("status")
        .at("2026-11-25T08:00:00Z")
        .prints("today is the day, last pass, 0 of 3 min, streak 0 days\n");
    let plain = home.twin();
    plain.godrill("plan --off").ok();
    for day in ["2026-11-26", "2026-12-04"] {
        let at = format!("{day}T08:00:00Z");
        let both = [&home, &plain].map(|home| {
            let quiz = home.godrill("quiz --plain").at(&at).stdin("q\n").ok();
            (home.godrill("status").at(&at).ok(), quiz)
        });
        assert_eq!(both[0], both[1], "{day}");
    }
    home.godrill("plan").at("2026-11-26T08:00:00Z").prints(
        "The interview on 2026-11-25 is over (t): back to everyday review (90 % retention). \
         `godrill plan --off` drops the goal; `godrill plan --on DAY` sets the next one.\n",
    );
}

#[test]
fn a_missed_day_needs_no_repair_and_a_restart_changes_nothing() {
    let log: Vec<(&str, u32, &str, u32)> =
        vec![("t-01", 20, "good", 20), ("t-02", 20, "again", 50), ("t-03", 21, "hard", 30)];
    let home = studied(8, &log);
    home.godrill("plan --on 2026-12-10 --minutes 5 --topic t").ok();
    // The 24th was missed. The plan of the 25th comes from the log, shown on the 24th or not.
    let order = |home: &Home, stdin: &str| {
        let shown = home.godrill("quiz --plain").at("2026-11-25T08:00:00Z").stdin(stdin).ok();
        asked(&shown).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let twin = home.twin();
    twin.godrill("plan").at("2026-11-24T08:00:00Z").ok();
    let all = "\n4\n".repeat(9);
    let whole = order(&twin, &all);
    assert!(whole.len() >= 5, "{whole:?}");
    // One answer a session, and after an undo the same card again.
    let mut pieces = Vec::new();
    while pieces.len() < whole.len() {
        pieces.push(order(&home, "\n4\nu\n\n4\nq\n")[0].clone());
    }
    assert_eq!(pieces, whole);
}

#[test]
fn a_forgotten_card_comes_back_and_a_follow_up_waits() {
    let home = Home::new();
    home.deck(
        "## Root? {#t-root level=1 weight=1}\n\nA.\n\n\
         ## Then? {#t-then level=1 weight=5 follows=t-root}\n\nB.\n\n\
         ## Else? {#t-else level=1 weight=3}\n\nC.\n",
    );
    home.godrill("plan --on 2026-12-10 --minutes 5 --topic t").ok();
    let shown = home.godrill("quiz --plain").stdin("\n1\n\n4\n\n4\n\n4\nq\n").ok();
    assert_eq!(asked(&shown), ["Else?", "Root?", "Then?", "Else?"]);
}

#[test]
fn what_is_known_already_can_be_said() {
    let home = studied(40, &[]);
    home.godrill("plan --on 2026-12-10 --minutes 1 --topic t").ok();
    let expected = |home: &Home| json_of(home, "plan --json", NOW)["goals"][0]["readiness"].clone();
    let before = expected(&home);
    assert_eq!((&before["today"], &before["stopped"]), (&json!(0.0), &json!(0.0)));
    home.godrill("plan --known t=60").ok();
    let after = expected(&home);
    assert_eq!((&after["today"], &after["stopped"]), (&json!(0.6), &json!(0.6)));
    assert!(after["expected"].as_f64() > before["expected"].as_f64(), "{before} {after}");
    assert_eq!(json_of(&home, "plan --json", NOW)["known"], json!({ "t": 60 }));
    home.godrill("undo --yes").prints("undone: what is known changed (2026-11-23 08:00)\n");
    assert_eq!(expected(&home), before);
}

#[test]
fn the_nearest_goal_of_a_topic_has_its_cards_and_others_keep_theirs() {
    let home = studied(6, &[("t-01", 23, "easy", 70)]);
    home.godrill("plan --on 2026-12-20 --minutes 30").ok();
    home.godrill("plan --on 2026-11-30 --minutes 2 --topic t").ok();
    let plan = json_of(&home, "plan --json", NOW);
    let of = |i: usize| (plan["goals"][i]["on"].as_str().unwrap(), &plan["goals"][i]["cards"]);
    assert_eq!(of(0), ("2026-11-30", &json!(6)));
    assert_eq!(of(1).0, "2026-12-20");
    home.godrill("status").prints("7 days to go, 1 of 32 min, streak 1 day\n");
    // Fifty seconds are left for the nearer goal: one card, for one that is begun may end.
    let shown = home.godrill("quiz --plain").stdin("\n4\nq\n").ok();
    assert!(shown.contains("[1 of 32 min] t · new"), "{shown}");
    let twin = studied(6, &[("t-01", 23, "easy", 120)]);
    twin.godrill("plan --on 2026-12-20 --minutes 30").ok();
    twin.godrill("plan --on 2026-11-30 --minutes 2 --topic t").ok();
    let shown = twin.godrill("quiz --plain").stdin("q\n").ok();
    assert!(shown.contains("[2 of 32 min] "), "{shown}");
    assert!(!shown.contains("] t · new"), "{shown}");
    twin.godrill("quiz t --plain").prints(
        "\
Today's plan is done: 7 days to go, 2 of 32 min.
`godrill quiz t --minutes 10` goes on with it.
",
    );
}

#[test]
fn due_cards_of_other_topics_come_behind_the_plan() {
    let at = |seconds: u32| {
        let home = studied(3, &[("t-01", 23, "easy", seconds)]);
        let then = "2026-11-10T08:00:00Z";
        home.godrill("quiz map --plain --new 1").at(then).stdin("\n4\nq\n").ok();
        home.godrill("plan --on 2026-12-20 --minutes 2 --topic t").ok();
        home
    };
    let shown = at(70).godrill("quiz --plain").stdin("\n4\nq\n").ok();
    assert!(shown.contains("[1 of 2 min] t · new"), "{shown}");
    let home = at(120);
    let shown = home.godrill("quiz --plain").stdin("\n4\nq\n").ok();
    assert!(shown.contains("[2 of 2 min] map · review"), "{shown}");
    // New ones of them come when they are asked for.
    let shown = home.godrill("quiz map --plain").stdin("q\n").ok();
    assert!(shown.contains("[1/9] map · new"), "{shown}");
}

#[test]
fn a_dry_run_compares_and_changes_nothing() {
    let home = studied(40, &[]);
    home.godrill("plan --on 2026-12-03 --minutes 2 --topic t").ok();
    home.godrill("plan --minutes 12 --dry-run").prints(COMPARED);
    home.godrill("status").prints("10 days to go, 0 of 2 min, streak 0 days\n");
    let both = json_of(&home, "plan --minutes 12 --dry-run --json", NOW);
    assert_eq!(both["now"][0]["minutes"], 2);
    assert_eq!(both["then"][0]["minutes"], 12);
}

const COMPARED: &str = "\
plan                       now         then
about                        t            t
interview           2026-12-03   2026-12-03
minutes a day                2           12
hours until then           0.4          2.0
expected readiness  39 to 59 %  89 to 100 %
cards seen by then          17           40
cards left out              23            0
Dry run: nothing was changed.
";

#[test]
fn the_screen_tells_how_the_plan_stands() {
    let home = studied(3, &[]);
    home.godrill("plan --on 2026-12-20 --minutes 30 --topic t").ok();
    let screen = |size: &str| home.godrill("quiz t").keys(size, "<show>q").ok();
    let line = |size: &str| screen(size).lines().nth(1).unwrap().to_owned();
    assert_eq!(line("80x24"), format!("─ 27 days to go, 0 of 30 min {}", "─".repeat(51)));
    assert_eq!(line("40x12"), format!("─ 27 days to go, 0 of 30 min {}", "─".repeat(11)));
}

/// Four cards begun an hour ago, each of which took a minute and is to come back.
const BEGUN: [(&str, u32, &str, u32); 4] = [
    ("t-01", 23, "good", 60),
    ("t-02", 23, "good", 60),
    ("t-03", 23, "again", 60),
    ("t-04", 23, "good", 60),
];

#[test]
fn what_begun_cards_owe_is_set_aside_before_another_is_begun() {
    // One of five minutes is left, and the four cards need more than that.
    let home = studied(12, &BEGUN);
    home.godrill("plan --on 2026-12-03 --minutes 5 --topic t").ok();
    let left = |at: &str| {
        let shown = home.godrill("quiz").keys("80x24", "<show>q").at(at).ok();
        let head = shown.lines().next().unwrap();
        assert!(head.contains("· learning "), "{head}");
        head[head.find("new").unwrap()..head.rfind("  ").unwrap()].to_owned()
    };
    assert_eq!(left(NOW), "new 0  learning 4  due 0");
    // With more minutes new cards fit again: of the ten two are for the begun ones.
    home.godrill("plan --minutes 10").ok();
    assert_eq!(left(NOW), "new 3  learning 4  due 0");
}

#[test]
fn when_the_minutes_are_used_begun_cards_wait_until_tomorrow() {
    let home = studied(12, &BEGUN);
    home.godrill("plan --on 2026-12-03 --minutes 4 --topic t").ok();
    home.godrill("quiz --plain").prints(
        "\
Today's plan is done: 10 days to go, 4 of 4 min; 4 cards are not learned yet and come first tomorrow.
`godrill quiz --minutes 10` goes on with it.
",
    );
    // More minutes ask them at once, tomorrow they come first.
    let shown = home.godrill("quiz --plain --minutes 5").stdin("q\n").ok();
    assert!(shown.contains("] t · learning"), "{shown}");
    let shown = home.godrill("quiz --plain").at("2026-11-24T08:00:00Z").stdin("q\n").ok();
    assert!(shown.contains("[0 of 4 min] t · learning"), "{shown}");
}

#[test]
fn status_plan_and_quiz_agree_on_what_is_left_today() {
    let home = studied(12, &BEGUN);
    // A card of a topic that no goal is about is due by now.
    let then = "2026-11-10T08:00:00Z";
    home.godrill("quiz map --plain --new 1").at(then).stdin("\n4\nq\n").ok();
    let left = |at: &str| {
        let of = |value: &Value| ["new", "learning", "due"].map(|n| value[n].as_u64().unwrap());
        let left = of(&json_of(&home, "status --json", at));
        assert_eq!(of(&json_of(&home, "plan --json", at)["left"]), left);
        let shown = home.godrill("quiz").keys("80x24", "<show>q").at(at).ok();
        let [new, learning, due] = left;
        let told = format!("new {new}  learning {learning}  due {due}  ");
        assert!(shown.lines().next().unwrap().contains(&told), "{told}\n{shown}");
        left
    };
    // Without a plan the limits of the day leave this many.
    assert_eq!(left(NOW), [6, 4, 1]);
    home.godrill("plan --on 2026-12-03 --minutes 10 --topic t").ok();
    assert_eq!(left(NOW), [3, 4, 1]);
    home.godrill("quiz --plain --limit 1").stdin("\n4\nq\n").ok();
    assert_eq!(left(NOW), [4, 3, 1]);
    // Five minutes are for the begun cards, and with four these wait as well.
    home.godrill("plan --minutes 5").ok();
    assert_eq!(left(NOW), [0, 3, 1]);
    home.godrill("plan --minutes 4").ok();
    assert_eq!(left(NOW), [0, 0, 1]);
    home.godrill("status").prints("10 days to go, 4 of 4 min, streak 1 day\n");
    assert_eq!(left("2026-11-24T08:00:00Z"), [2, 3, 2]);
}

#[test]
fn minutes_of_a_session_hold_without_a_plan_too() {
    let home = studied(12, &[]);
    let shown = home.godrill("quiz t --plain --minutes 2").stdin("q\n").ok();
    assert!(shown.starts_with("[1/2] t · new\n"), "{shown}");
    let shown = home.godrill("quiz t --plain --minutes 60").stdin("q\n").ok();
    assert!(shown.starts_with("[1/10] t · new\n"), "{shown}");
    // Two begun cards leave no room for a third one.
    let home = studied(12, &BEGUN);
    let shown = home.godrill("quiz t --plain --minutes 2").stdin("q\n").ok();
    assert!(shown.starts_with("[1/4] t · learning\n"), "{shown}");
    home.godrill("quiz --minutes 0").fails(
        2,
        "error: invalid value '0' for '--minutes <N>': 0 is not in 1..=4294967295\n\n\
         For more information, try '--help'.\n",
    );
}

#[test]
fn the_last_evening_and_the_day_bring_what_was_seen_once_more() {
    let log = [
        ("t-02", 10, "easy", 20),
        ("t-09", 10, "good", 20),
        ("t-09", 10, "good", 20),
        ("t-12", 20, "easy", 20),
    ];
    let home = studied(12, &log);
    home.godrill("plan --on 2026-11-24 --minutes 3 --topic t").ok();
    let pass = "Last pass: cards you have seen come back once more, the weakest and most often asked \
                first; new cards come only if there are minutes left.";
    for (at, when) in [
        ("2026-11-23T08:00:00Z", "1 day to go, last pass"),
        ("2026-11-24T08:00:00Z", "today is the day, last pass"),
    ] {
        let plan = home.godrill("plan").at(at).ok();
        let far = when.split(',').next().unwrap();
        assert!(plan.contains(&format!(" · {far} · 0 of 3 min today · ")), "{plan}");
        assert!(plan.contains(pass), "{plan}");
        home.godrill("status").at(at).prints(&format!("{when}, 0 of 3 min, streak 0 days\n"));
        // Three of the seen cards, then new ones for the rest of the three minutes.
        let shown =
            home.twin().godrill("quiz --plain").at(at).stdin("\n4\n\n4\n\n4\n\n4\nq\n").ok();
        assert!(
            shown.starts_with(&format!("{when}, 0 of 3 min\n\n[0 of 3 min] t · review\n")),
            "{shown}"
        );
        assert_eq!(asked(&shown)[..4], ["Q09", "Q02", "Q12", "Q01"]);
    }
}
