//! The quiz, line by line: one exact transcript of each thing that is shown, and checks of what
//! else it does.

use serde_json::{Value, json};

use crate::asked::{answers, asked, heads, many, offers, prompts, said, told};
use crate::home::{Home, SOUND};
use crate::typed::{PROGRAM, TYPED};

const TWO: &str = "\
## What is a P? {#t-p level=1 weight=5}

A permit to run Go code.

There are GOMAXPROCS of them.

## Why is there a P? {#t-why-p level=1 weight=4 follows=t-p}

So that run queues scale.
";

#[test]
fn an_answer_is_counted_and_the_next_card_comes() {
    let home = Home::new();
    home.deck(TWO);
    home.godrill("quiz t --plain").stdin("\n\n3\nq\n").prints(
        "\
[1/2] t · new
What is a P?

> Enter: show answer, ?: help, q: quit

A permit to run Go code.

> Enter: more, 1: again 1m, 2: hard 5m, 3: good 10m, 4: easy 7d

There are GOMAXPROCS of them.

> 1: again 1m, 2: hard 5m, 3: good 10m, 4: easy 7d

[2/2] t · new
Why is there a P?

> Enter: show answer, ?: help, q: quit
session
─────────────────────────────
cards          1
answers        1
new            1
time           0:00
recalled       no reviews yet
due tomorrow   0
due in 7 days  0
streak         1 day
Next learning card in 10 minutes.
",
    );
}

#[test]
fn again_comes_back_until_it_is_passed() {
    let home = Home::new();
    home.deck("## Q? {#t-q level=1 weight=3}\n\nA.\n");
    let out = home.godrill("quiz t --plain").stdin("\n1\n\n2\n\n1\n\n3\n\n3\n\n\n").ok();
    let (new, learning) = ("[1/1] t · new", "[1/1] t · learning");
    assert_eq!(heads(&out), [new, learning, learning, learning, learning]);
    // What was missed is offered once more.
    assert_eq!(prompts(&out), format!("{} again", ["answer more"; 5].join(" ")));
    let learning = "1m 5m 10m 1d";
    assert_eq!(offers(&out), ["1m 5m 10m 6d", learning, learning, learning, "1m 10m 1d 1d"]);
    assert_eq!(told(&out, ["cards", "answers", "new"]), ["1", "5", "1"]);
    assert_eq!(told(&out, ["recalled"]), ["no reviews yet"]);
    assert_eq!(told(&out, ["due tomorrow", "due in 7 days", "streak"]), ["1", "1", "1 day"]);
    // Learning does not go on.
    assert!(!out.contains("Next learning card"), "{out}");
    home.godrill("quiz t --plain").prints(
        "\
Nothing is due now; 1 card tomorrow.
`godrill quiz t --all` asks what you have seen, the weakest first; the schedule stays as it is.
",
    );
}

#[test]
fn a_forgotten_card_comes_back_after_others() {
    let home = Home::new();
    home.deck(&many(3));
    let out =
        home.godrill("quiz t --plain").stdin(&format!("{}{}", answers(1, 1), answers(9, 4))).ok();
    assert_eq!(asked(&out), ["Q01", "Q02", "Q03", "Q01"]);
    // Its minute is over before the others are asked.
    let home = Home::new();
    home.deck(&many(3));
    home.godrill("quiz t --plain").stdin(&answers(1, 1)).ok();
    let out = home.godrill("quiz t --plain").at("2026-11-23T08:01:00Z").stdin(&answers(9, 4)).ok();
    assert_eq!(asked(&out), ["Q02", "Q01", "Q03"], "but never the same card twice in a row");
}

#[test]
fn flags_and_settings_limit_a_session() {
    let home = Home::new();
    home.deck(&many(14));
    let ask = |words: &str, now: &str| {
        let out = home.godrill(&format!("quiz t --plain {words}")).at(now).ok();
        out.lines().next().unwrap_or_default().to_owned()
    };
    let now = "2026-11-23T08:00:00Z";
    assert_eq!(ask("", now), "[1/10] t · new");
    assert_eq!(ask("--new 12", now), "[1/12] t · new");
    assert_eq!(ask("--new 99", now), "[1/14] t · new");
    assert_eq!(ask("--new 0", now), "Nothing is due now.");
    assert_eq!(ask("--limit 3", now), "[1/3] t · new");
    assert_eq!(ask("--limit 0", now), "Nothing is due now.");
    assert_eq!(ask("--minutes 5", now), "[1/5] t · new");
    // Four are answered: six are left of the day's ten, but --new counts for the session.
    home.godrill("quiz t --plain").stdin(&format!("{}q\n", answers(4, 4))).ok();
    assert_eq!(ask("", now), "[1/6] t · new");
    assert_eq!(ask("--new 7", now), "[1/7] t · new");
    home.godrill("config set new_per_day 5").ok();
    assert_eq!(ask("", now), "[1/1] t · new");
    home.godrill("config set new_per_day 2").ok();
    assert_eq!(ask("", now), "Nothing is due now; 3 cards in 7 days.");
    // Much later they are due, and new ones come between them.
    let later = "2027-06-01T08:00:00Z";
    assert_eq!(ask("", later), "[1/6] t · review");
    assert_eq!(ask("--new 0", later), "[1/4] t · review");
    assert_eq!(ask("--limit 3", later), "[1/3] t · review");
    assert_eq!(ask("--new 0 --limit 1", later), "[1/1] t · review");
    home.godrill("config set reviews_per_day 3").ok();
    assert_eq!(ask("--new 0", later), "[1/3] t · review");
    home.godrill("quiz t --plain").at(later).stdin(&answers(1, 3)).ok();
    assert_eq!(ask("--new 0", later), "[1/2] t · review");
}

#[test]
fn a_limit_counts_cards_and_lets_forgotten_ones_come_back() {
    let home = Home::new();
    home.deck(&many(5));
    let out = home
        .godrill("quiz t --plain --limit 2")
        .stdin(&format!("{}{}", answers(1, 1), answers(9, 4)))
        .ok();
    assert_eq!(asked(&out), ["Q01", "Q02", "Q01"]);
    assert_eq!(told(&out, ["cards", "answers"]), ["2", "3"]);
}

#[test]
fn new_cards_come_by_how_often_they_are_asked() {
    let home = Home::new();
    home.deck(
        "## Senior {#t-senior level=3 weight=5}\n\nA.\n\n\
         ## Rare {#t-rare level=1 weight=1}\n\nA.\n\n\
         ## Follow-up of rare {#t-follow level=1 weight=5 follows=t-rare}\n\nA.\n\n\
         ## Often {#t-often level=1 weight=5}\n\nA.\n\n\
         ## Often too {#t-often-too level=1 weight=5}\n\nA.\n\n\
         ## Mid {#t-mid level=2 weight=2}\n\nA.\n\n\
         ## Follow-up of follow-up {#t-follow-2 level=1 weight=5 follows=t-follow}\n\nA.\n",
    );
    let out = home.godrill("quiz t --plain").stdin(&answers(9, 4)).ok();
    // Weight, then level, then the place in the deck; a follow-up after the card it follows, which
    // counts as much as it does, with another card between them.
    assert_eq!(
        asked(&out),
        [
            "Rare",
            "Often",
            "Follow-up of rare",
            "Often too",
            "Follow-up of follow-up",
            "Senior",
            "Mid"
        ]
    );
}

#[test]
fn cards_that_follow_each_other_in_a_circle_are_asked_all_the_same() {
    let home = Home::new();
    home.deck(
        "## A {#t-a level=1 follows=t-c}\n\nA.\n\n## B {#t-b level=1 follows=t-a}\n\nA.\n\n\
         ## C {#t-c level=1 follows=t-b}\n\nA.\n\n## Ghost {#t-d level=2 follows=t-gone}\n\nA.\n",
    );
    let out = home.godrill("quiz t --plain").stdin(&answers(9, 4)).ok();
    assert_eq!(asked(&out), ["Ghost", "A", "B", "C"]);
}

#[test]
fn chains_are_asked_together_when_that_is_wanted() {
    let deck = "## A {#t-a level=1 weight=5}\n\nA.\n\n\
         ## B {#t-b level=1 weight=4}\n\nA.\n\n\
         ## A1 {#t-a1 level=2 weight=3 follows=t-a}\n\nA.\n\n\
         ## A2 {#t-a2 level=3 weight=3 follows=t-a1}\n\nA.\n";
    let order = |words: &str, set: Option<&str>| {
        let home = Home::new();
        home.deck(deck);
        if let Some(set) = set {
            home.godrill(set).ok();
        }
        let out = home.godrill(&format!("quiz t --plain {words}")).stdin(&answers(9, 4)).ok();
        asked(&out).join(" ")
    };
    assert_eq!(order("", None), "A B A1 A2");
    assert_eq!(order("--chains", None), "A A1 A2 B");
    assert_eq!(order("", Some("config set chains together")), "A A1 A2 B");
}

#[test]
fn learning_steps_go_on_over_several_runs() {
    let home = Home::new();
    home.deck(&many(1));
    let state = || {
        home.godrill("list --topic t --json")
            .ok()
            .lines()
            .filter(|l| l.contains("\"state\"") || l.contains("\"due\""))
            .map(|l| l.trim().trim_end_matches(','))
            .collect::<Vec<_>>()
            .join(" ")
    };
    home.godrill("quiz t --plain").stdin("\n\n1\n").ok();
    assert_eq!(state(), "\"state\": \"learning\" \"due\": \"2026-11-23T08:01:00.000Z\"");
    // Three minutes later: Hard repeats the step, half-way to the next.
    home.godrill("quiz t --plain").at("2026-11-23T08:03:00Z").stdin("\n\n2\n").ok();
    assert_eq!(state(), "\"state\": \"learning\" \"due\": \"2026-11-23T08:08:00.000Z\"");
    home.godrill("quiz t --plain").at("2026-11-23T08:08:00Z").stdin("\n\n3\n").ok();
    assert_eq!(state(), "\"state\": \"learning\" \"due\": \"2026-11-23T08:18:00.000Z\"");
    // The next day the last step is still to be done.
    home.godrill("quiz t --plain --new 0").at("2026-11-24T08:00:00Z").stdin("\n\n3\n").ok();
    assert_eq!(state(), "\"state\": \"review\" \"due\": \"2026-11-26T04:00:00.000Z\"");
    let step =
        home.godrill("quiz t --plain --new 0").at("2026-12-24T08:00:00Z").stdin("\n\n1\n").ok();
    assert!(step.starts_with("[1/1] t · review\n"), "{step}");
    assert_eq!(state(), "\"state\": \"relearning\" \"due\": \"2026-12-24T08:10:00.000Z\"");
}

#[test]
fn a_restarted_session_goes_on_in_the_same_order() {
    for seed in ["0", "7", "123456789"] {
        let prepare = || {
            let home = Home::new();
            let follow = "## F1 {#t-f1 level=1 weight=5 follows=t-01}\n\nA.\n\n## F2 {#t-f2 level=1 weight=4 follows=t-02}\n\nA.\n\n";
            home.deck(&format!("{}{follow}", many(12)));
            // Some are due, the rest is new.
            home.godrill("quiz t --plain --new 9")
                .at("2026-09-01T08:00:00Z")
                .stdin(&answers(9, 4))
                .ok();
            home
        };
        let ratings = [3, 1, 4, 2, 3, 1, 3, 4, 3, 3, 1, 3, 4, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3];
        let input = |from: usize, to: usize| -> String {
            ratings[from..to].iter().map(|r| format!("\n\n{r}\n")).collect()
        };
        let run = |home: &Home, input: &str| {
            home.godrill("quiz t --plain").env("GODRILL_SEED", seed).stdin(input).ok()
        };
        let fresh = prepare();
        let whole = run(&fresh.twin(), &input(0, ratings.len()));
        let whole = asked(&whole);
        assert!(whole.len() > 15, "{whole:?}");
        for stops in [vec![1], vec![4], vec![2, 5, 9], (1..whole.len()).collect()] {
            let home = fresh.twin();
            let mut from = 0;
            let mut parts: Vec<String> = Vec::new();
            for stop in stops.into_iter().chain([ratings.len()]) {
                let out = run(&home, &input(from, stop));
                // The question on which the input ended was not answered.
                let n = asked(&out).len().min(stop - from);
                parts.extend(asked(&out)[..n].iter().map(|q| (*q).to_owned()));
                from = stop;
            }
            assert_eq!(parts, whole[..], "seed {seed}");
        }
    }
}

#[test]
fn another_seed_and_another_day_give_another_order_of_equals() {
    let home = Home::new();
    home.deck(&many(12));
    home.godrill("quiz t --plain --new 12").at("2026-09-01T08:00:00Z").stdin(&answers(12, 4)).ok();
    let order = |seed: &str, now: &str| {
        let out = home
            .godrill("quiz t --plain --new 0 --all")
            .env("GODRILL_SEED", seed)
            .at(now)
            .stdin(&answers(12, 3))
            .ok();
        asked(&out).join(" ")
    };
    let first = order("0", "2026-11-23T08:00:00Z");
    assert_eq!(first, order("0", "2026-11-23T22:00:00Z"));
    assert_ne!(first, order("1", "2026-11-23T08:00:00Z"));
    assert_ne!(first, order("0", "2026-11-24T08:00:00Z"));
}

#[test]
fn the_day_changes_at_four_in_the_morning_of_the_place() {
    // 20:00 UTC is 04:00 of the next day at UTC+8.
    for zone in ["CST-8", "UTC"] {
        let home = Home::new();
        home.deck(&many(14));
        let left = |now: &str| {
            let status = home.godrill("status").env("TZ", zone).at(now).ok();
            status.split(", ").nth(1).map(str::to_owned)
        };
        home.godrill("quiz t --plain")
            .env("TZ", zone)
            .at("2026-11-23T19:50:00Z")
            .stdin(&answers(10, 4))
            .ok();
        assert_eq!(left("2026-11-23T19:59:59Z").as_deref(), Some("0 new"), "{zone}");
        let after = if zone == "UTC" { "0 new" } else { "10 new" };
        assert_eq!(left("2026-11-23T20:00:00Z").as_deref(), Some(after), "{zone}");
        assert_eq!(left("2026-11-24T04:00:00Z").as_deref(), Some("10 new"), "{zone}");
    }
    let home = Home::new();
    home.deck(&many(1));
    home.godrill("config set learning_steps none").ok();
    home.godrill("quiz t --plain")
        .env("TZ", "CST-8")
        .at("2026-11-23T19:59:00Z")
        .stdin("\n\n3\n")
        .ok();
    let at = |words: &str, now: &str| home.godrill(words).env("TZ", "CST-8").at(now).ok();
    let shown = at("show t-01", "2026-11-23T20:00:00Z");
    assert!(shown.contains("\ndue            2026-11-25 04:00\n"), "{shown}");
    assert!(shown.ends_with("\n2026-11-24 03:59  good    learning      0.0\n"), "{shown}");
    // Another hour of rollover moves the days.
    home.godrill("config set rollover_hour 0").ok();
    let status: Value = serde_json::from_str(&at("status --json", "2026-11-23T16:00:00Z")).unwrap();
    let told = ["due", "new", "learning", "reviewed_today", "streak", "next_due"];
    let expected = json!([0, 10, 0, 0, 1, "2026-11-24T16:00:00.000Z"]);
    assert_eq!(json!(told.map(|name| &status[name])), expected);
    assert!(status["plan"].is_null());
}

#[test]
fn a_card_forgotten_again_and_again_is_a_leech() {
    let home = Home::new();
    home.deck(&many(1));
    home.godrill("config set learning_steps none").ok();
    home.godrill("config set relearning_steps none").ok();
    let forget = |year: usize, words: &str| {
        home.godrill(words).at(&format!("{}-01-01T08:00:00Z", 2027 + year)).stdin("\n\n1\n").ok()
    };
    home.godrill("quiz t --plain").stdin("\n\n3\n").ok();
    let mut told = Vec::new();
    for lapse in 1..=17 {
        let out = forget(lapse, "quiz t --plain");
        if out.contains("leech") {
            told.push(lapse);
        }
        if lapse == 8 {
            assert!(
                out.contains(
                    "\nt-01 is a leech, forgotten 8 times: reword it with `godrill edit t-01`\n"
                ),
                "{out}"
            );
        }
    }
    assert_eq!(told, [8, 12, 16]);
    let suspended = home.godrill("list --topic t --state suspended --json").ok();
    assert!(suspended.contains("\"cards\": []"), "{suspended}");
    home.godrill("config set leech_suspend on").ok();
    for lapse in 18..20 {
        forget(lapse, "quiz t --plain");
    }
    let out = forget(20, "quiz t --plain");
    assert!(out.contains("\nt-01 is a leech, forgotten 20 times: suspended\n"), "{out}");
    home.godrill("list --topic t --state suspended").at("2050-01-01T08:00:00Z").prints(
        "\
id    level  weight  state      due         question
t-01      1       3  suspended  2047-01-02  Q01
",
    );
    let out = home.godrill("quiz t --plain").at("2050-01-01T08:00:00Z").ok();
    assert!(out.starts_with("Nothing is due now.\n"), "{out}");
    // One step back brings the card back as it was.
    home.godrill("undo")
        .at("2050-01-01T08:00:00Z")
        .prints("undone: t-01: again (2047-01-01 08:00)\n");
    home.godrill("list --topic t --state due").at("2050-01-01T08:00:00Z").prints(
        "\
id    level  weight  state   due         question
t-01      1       3  review  2046-01-02  Q01
",
    );
}

#[test]
fn a_cram_asks_what_was_seen_and_writes_nothing() {
    let home = Home::new();
    home.deck(&many(3));
    home.godrill("quiz t --plain --new 2").stdin("\n\n4\n\n\n4\n").ok();
    home.godrill("suspend t-03").ok();
    let before = home.godrill("export --topic t").ok();
    let out = home.godrill("quiz t --plain --all").stdin("\n1\n\n3\nu\n\n2\n\n4\n").begins(
        "\
[1/2] t · cram
Q02

> Enter: show answer, ?: help, q: quit

A02.

> Enter: more, 1: again, 2: hard, 3: good, 4: easy

[2/2] t · cram
Q01
",
    );
    assert_eq!(asked(&out), ["Q02", "Q01", "Q02", "Q01", "Q02"]);
    assert_eq!(heads(&out)[1..], ["[2/2] t · cram"; 4]);
    assert_eq!(said(&out)[5], "undone: t-01: good\n\n[2/2] t · cram\nQ01");
    assert_eq!(offers(&out), ["again hard good easy"; 4]);
    assert_eq!(told(&out, ["cards", "answers", "new"]), ["2", "3", "0"]);
    assert_eq!(told(&out, ["recalled"]), ["50 % (1 of 2)"]);
    assert_eq!(told(&out, ["due tomorrow", "due in 7 days", "streak"]), ["0", "1", "1 day"]);
    assert_eq!(home.godrill("export --topic t").ok(), before);
    home.godrill("undo").prints("undone: t-03: suspended (2026-11-23 08:00)\n");
    let out = home.godrill("quiz t --plain --all --limit 2").stdin(&answers(9, 3)).ok();
    assert_eq!(asked(&out).len(), 2);
    home.godrill("quiz t --record").fails(
        2,
        "\
error: the following required arguments were not provided:
  <--all|--missed>

Usage: godrill quiz --record <--all|--missed> <FILTER>...

For more information, try '--help'.
",
    );
}

#[test]
fn a_cram_that_records_moves_the_schedule() {
    let home = Home::new();
    home.deck(&many(1));
    home.godrill("config set learning_steps none").ok();
    home.godrill("quiz t --plain").stdin("\n\n4\n").ok();
    let then = |words: &str| home.godrill(words).at("2026-11-24T08:00:00Z");
    let out = then("quiz t --plain --all --record").stdin("\n3\n").ok();
    assert_eq!(
        (heads(&out), offers(&out)),
        (vec!["[1/1] t · cram"], vec!["10m 13d 15d 20d".into()])
    );
    assert_eq!(told(&out, ["cards", "answers", "new"]), ["1", "1", "0"]);
    assert_eq!(told(&out, ["recalled"]), ["100 % (1 of 1)"]);
    assert_eq!(told(&out, ["due tomorrow", "due in 7 days", "streak"]), ["0", "0", "2 days"]);
    let card: Value = serde_json::from_str(&then("show t-01 --json").ok()).unwrap();
    assert_eq!([&card["state"], &card["due"]], ["review", "2026-12-09T04:00:00.000Z"]);
    assert_eq!(card["lapses"], 0);
    assert_eq!([&card["stability"], &card["difficulty"]], [&json!(13.485045), &json!(1.0)]);
    assert_eq!(card["retrievability"], 1.0);
    let review = |at: &str, rating: &str, kind: &str| json!({ "at": format!("2026-11-{at}T08:00:00.000Z"), "rating": rating, "ms": 0, "kind": kind });
    assert_eq!(
        card["reviews"],
        json!([review("23", "easy", "learning"), review("24", "good", "cram")])
    );
    assert_eq!(
        card["next"],
        json!({ "again": "10m", "hard": "12d", "good": "12d", "easy": "20d" })
    );
    home.godrill("check").prints(SOUND);
    home.godrill("undo").prints("undone: t-01: good (2026-11-24 08:00)\n");
}

#[test]
fn commands_at_the_prompts() {
    let home = Home::new();
    home.deck(
        "## What is a P? {#t-p level=1 weight=5}\n\nA permit.\n\nDepth.\n\n```evidence\nruntime/proc.go: func findRunnable()\nhttps://go.dev/ref/spec\n```\n\n\
         ## What is an M? {#t-m level=1 weight=4}\n\nA thread.\n",
    );
    home.deck_in("zh", "## 什么是 P? {#t-p level=1 weight=5}\n\n许可。\n\n深入。\n\n```evidence\nruntime/proc.go: func findRunnable()\nhttps://go.dev/ref/spec\n```\n");
    let editor = home.script("editor.sh", "sed 's/permit/token/' \"$1\" > new && cat new > \"$1\"");
    let out = home
        .godrill("quiz t --plain")
        .env("EDITOR", editor)
        .stdin("?\n3\nx\u{1b}[31m\nl\n\nl\nl\n\ne\no\n9\n1\ns\nu\nb\nu\n\no\nu\n")
        .ok();
    let (p, m) = ("[1/1] t · learning\nWhat is a P?", "[2/2] t · new\nWhat is an M?");
    let expected = [
        "[1/2] t · new\nWhat is a P?",
        HELP,
        "Show the answer first: press Enter.",
        "unknown command `x␛[31m`; ? lists them",
        "什么是 P?",
        "许可。",
        "What is a P?\n什么是 P?\n\nA permit.\n\n许可。",
        "What is a P?\n\nA permit.",
        "Depth.\n\nSources:\n    runtime/proc.go: func findRunnable()\n    https://go.dev/ref/spec",
        "t-p is changed; its progress stays",
        "https://github.com/golang/go/blob/master/src/runtime/proc.go\nhttps://go.dev/ref/spec",
        "unknown command `9`; ? lists them",
        m,
        &format!("t-m is suspended; u brings it back\n\n{p}"),
        &format!("undone: t-m: suspended\n\n{m}"),
        &format!("t-m is buried until tomorrow; u brings it back\n\n{p}"),
        &format!("undone: t-m: buried\n\n{m}"),
        "A thread.",
        "this card has no sources",
        "undone: t-p: again\n\n[1/2] t · new\nWhat is a P?",
        "Nothing was answered.",
    ];
    assert_eq!(said(&out), expected);
    assert_eq!(
        prompts(&out),
        "answer answer answer answer answer more more more rate rate rate rate \
         answer answer answer answer answer more more answer"
    );
}

#[test]
fn space_rates_good_where_that_is_wanted() {
    let home = Home::new();
    home.deck(TWO);
    let keys = |keys: &str| home.twin().godrill("quiz t").keys("80x24", keys).ok();
    let shown = keys("   <show>");
    assert!(shown.contains("─ end of card: rate it 1–4 ─"), "{shown}");
    home.godrill("config set space both")
        .fails(1, "error: space: `both` is not a choice: use good or reveal\n");
    home.godrill("config set space good").ok();
    let shown = keys("  <show> <show>");
    assert!(shown.contains("\n space Good  1 Again 1m "), "{shown}");
    assert!(shown.contains("\n  Why is there a P?\n"), "{shown}");
    let out = home.godrill("quiz t --plain").stdin("\n\n\n").ok();
    assert_eq!(prompts(&out), "answer more good answer");
    assert_eq!(heads(&out), ["[1/2] t · new", "[2/2] t · new"]);
}

const HELP: &str = "\
Enter             show the answer, then the rest; takes a proposed rating
m, more           show the rest, even where Enter would rate
1–4               rate: Again, Hard, Good, Easy
a–h               choose that option (choice cards)
u, undo           undo what you did in this session
r, redo           redo what you undid
e, edit           edit the card in $EDITOR
n, note           note TEXT writes a note, note - removes it
*, flag           flag the card, or unflag it
s, suspend        suspend the card: never asked again
b, bury           bury the card until tomorrow
i, info           level, history, next intervals
f, follow         ask the follow-up now
o, open, sources  open or show the sources
/, search         search WORDS lists cards, search ID shows one
l, language       switch the cards' language: en, zh, both
p, pause          pause the clock; any line resumes
?, help           show these keys
q, quit, leave    leave; everything is saved";

#[test]
fn both_languages_stand_one_below_the_other() {
    let home = Home::new();
    home.deck(TYPED);
    home.deck_in(
        "zh",
        &TYPED
            .replace("What does this print?", "打印什么?")
            .replace("It prints a greeting.", "问候。")
            .replace("The rest.", "其余。"),
    );
    let out = home.godrill("quiz t --plain --lang both").stdin("Hi  there\n2\n\n\n").ok();
    // The program, which is the same in both, stands there once.
    let both = format!("What does this print?\n\n{PROGRAM}\n\n打印什么?");
    let new = format!("[1/1] t · new\n{both}");
    let learning = format!("[1/1] t · learning\n{both}");
    let answer = "Right.\n\nIt prints a greeting.\n\n问候。";
    assert_eq!(said(&out)[..3], [new.as_str(), answer, &learning]);
    assert_eq!(told(&out, ["cards", "answers"]), ["1", "1"]);
    home.godrill("undo --yes").ok();
    home.godrill("config set ui_lang en").ok();
    let out = home.godrill("quiz t --plain --lang zh").stdin("\nq\n").ok();
    let new = format!("[1/1] t · new\n打印什么?\n\n{PROGRAM}");
    assert_eq!(said(&out), [new.as_str(), "Not answered.\n\n问候。", "Nothing was answered."]);
    assert_eq!(prompts(&out), "type more");
}

#[test]
fn the_end_of_the_input_ends_the_session_anywhere() {
    let home = Home::new();
    home.deck(&format!("{TYPED}\n{}", many(1)));
    let input = "Hi\n\nm\n1\n\n\n4\nHi  there\n2\n\n\nHi  there\n2\n\n\n";
    for end in 0..=input.len() {
        let home = home.twin();
        let done = home.godrill("quiz t --plain").stdin(&input[..end]).done();
        assert_eq!((done.code, done.stderr.as_str()), (Some(0), ""), "after {end} bytes");
        let said =
            done.stdout.contains("Nothing was answered.\n") || done.stdout.contains("\nsession\n");
        assert!(said, "{}", done.stdout);
    }
    // Input that is not text.
    let done = home.godrill("quiz t --plain").stdin("\0\u{7}\n\n").done();
    assert_eq!((done.code, done.stderr.as_str()), (Some(0), ""));
    assert!(!done.stdout.contains(['\0', '\u{7}']));
}

#[test]
fn the_summary_tells_what_was_recalled_and_what_comes() {
    let home = Home::new();
    home.deck(&many(4));
    home.godrill("config set learning_steps none").ok();
    home.godrill("quiz t --plain").at("2026-11-20T08:00:00Z").stdin(&answers(3, 3)).ok();
    home.godrill("quiz t --plain").at("2026-11-22T08:00:00Z").stdin("\n\n3\nq\n").ok();
    let typed = format!("{}{}", answers(1, 1), answers(9, 3));
    let out = home.godrill("quiz t --plain").stdin(&typed).ok();
    assert_eq!(asked(&out), ["Q02", "Q04", "Q03", "Q02"]);
    assert_eq!(
        heads(&out),
        ["[1/3] t · review", "[2/3] t · new", "[3/3] t · review", "[3/3] t · relearning"]
    );
    // Where there is nothing more, an empty line only asks again.
    assert_eq!(prompts(&out), ["answer more rate"; 4].join(" ") + " again");
    assert_eq!(said(&out)[1..3], ["A02.", ""]);
    let each = ["10m 9d 14d 24d", "1d 1d 2d 7d", "10m 7d 12d 22d", "10m 15m 1d 1d"];
    assert_eq!(offers(&out), each.map(|offer| [offer; 2]).concat());
    assert_eq!(told(&out, ["cards", "answers", "new"]), ["3", "4", "1"]);
    assert_eq!(told(&out, ["recalled", "streak"]), ["50 % (1 of 2)", "2 days"]);
    assert_eq!(told(&out, ["due tomorrow", "due in 7 days"]), ["1", "2"]);
    let out = home.godrill("quiz t").env("TERM", "dumb").ok();
    assert!(out.starts_with("Nothing is due now; 1 card tomorrow.\n"), "{out}");
}

const SIBLINGS: &str = "\
## A? {#t-a level=1 weight=5}

a

## B? {#t-b level=1 weight=5 same=t-a}

b

## C? {#t-c level=1 weight=4}

c
";

#[test]
fn siblings_are_not_asked_on_one_day() {
    let home = Home::new();
    home.deck(SIBLINGS);
    let on = |day: &str, words: &str| home.godrill(words).at(&format!("2026-11-{day}T08:00:00Z"));
    let easy = || answers(9, 4);
    assert_eq!(asked(&on("23", "quiz t --plain").stdin(&easy()).ok()), ["A?", "C?"]);
    // A second quiz on that day finds nothing; an answer taken back brings the card back.
    assert_eq!(asked(&on("23", "quiz t --plain").stdin(&easy()).ok()), Vec::<&str>::new());
    on("23", "undo -n 2").ok();
    assert_eq!(asked(&on("23", "quiz t --plain --limit 1").stdin(&easy()).ok()), ["A?"]);
    assert_eq!(asked(&on("24", "quiz t --plain --new 9").stdin(&easy()).ok()), ["B?", "C?"]);
    // Due on one day, they are asked on two.
    on("24", "config set new_per_day 0").ok();
    let due = |day: &str| asked(&on(day, "quiz t --plain").stdin(&easy()).ok()).len();
    on("28", "config set reviews_per_day 999").ok();
    let (first, second) = (on("30", "status --json").ok(), due("30"));
    let told: serde_json::Value = serde_json::from_str(&first).unwrap();
    assert!(told["due"].as_u64().unwrap() <= 2 && second <= 2, "{told} {second}");
}

#[test]
fn under_a_plan_siblings_are_not_asked_on_one_day() {
    let home = Home::new();
    home.deck(SIBLINGS);
    home.godrill("plan --on 2026-11-29 --topic t --minutes 60").ok();
    let on = |day: &str| {
        let run = home.godrill("quiz t --plain").at(&format!("2026-11-{day}T08:00:00Z"));
        asked(&run.stdin(&answers(9, 4)).ok()).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let (first, second) = (on("23"), on("24"));
    let both = |day: &[String]| day.contains(&"A?".into()) && day.contains(&"B?".into());
    assert!(first.contains(&"A?".to_owned()) && !both(&first), "{first:?}");
    assert!(second.contains(&"B?".to_owned()) && !both(&second), "{second:?}");
}
