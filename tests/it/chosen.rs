//! A session about chosen cards: a filter, an order, what is due ahead, what was missed.

use crate::asked::{answers, asked, falling, heads, many};
use crate::home::Home;

const TUESDAY: &str = "2026-11-24T08:00:00Z";

const ZOO: &str = "\
## Zebra {#t-zebra level=1 weight=5}

Striped.

## Stripes {#t-stripes level=2 weight=3 follows=t-zebra}

Against flies.

## Okapi {#t-okapi level=1 weight=4 .shy}

A cousin of the giraffe.

## Quagga {#t-quagga level=3 weight=1}

Gone.
";

fn zoo() -> Home {
    let home = Home::new();
    home.deck(ZOO);
    home
}

/// The questions of a session in which each card is answered with a rating.
fn session(home: &Home, words: &str, now: &str, rating: u8) -> Vec<String> {
    let run = home.godrill(&format!("quiz --plain {words}")).at(now);
    let out = run.stdin(&answers(9, rating)).ok();
    asked(&out).into_iter().map(str::to_owned).collect()
}

#[test]
fn a_filter_chooses_among_the_due_and_the_new() {
    let home = zoo();
    assert_eq!(session(&home, "t level:1", TUESDAY, 4), ["Zebra", "Okapi"]);
    assert_eq!(session(&home, "t level:1", TUESDAY, 4), [] as [&str; 0]);
    // Months later they are due, and the others are still new.
    let later = "2027-06-01T08:00:00Z";
    assert_eq!(session(&home, "t is:due", later, 4), ["Okapi", "Zebra"]);
    assert_eq!(session(&home, "t is:new", later, 4), ["Quagga", "Stripes"]);
}

#[test]
fn the_cards_of_a_filter_are_those_of_its_beginning() {
    let home = zoo();
    // A new card that is forgotten comes back, although it is no longer new.
    let out = home.godrill("quiz --plain t tag:shy is:new").stdin("\n1\n\n3\n\n3\nn\n").ok();
    assert_eq!(asked(&out), ["Okapi"; 3]);
}

#[test]
fn flags_stand_before_and_after_a_filter() {
    let home = zoo();
    for words in [
        "quiz --plain --new 3 t level:1 --limit 1",
        "quiz t --limit 1 level:1 --plain --new 3",
        "quiz --limit 1 --new 3 --plain t --lang en level:1",
        "quiz t level:1 --plain --order weight --limit 1 --new 3",
    ] {
        let out = home.godrill(words).ok();
        assert_eq!((heads(&out), asked(&out)), (vec!["[1/1] t · new"], vec!["Zebra"]), "{words}");
    }
}

#[test]
fn what_is_wrong_in_the_filter_of_a_quiz_is_told() {
    let home = zoo();
    home.godrill("quiz --plain t levle:1")
        .fails(1, "error: unknown filter `levle`: did you mean level?\n  t levle:1\n    ^^^^^\n");
    home.godrill("quiz t level:2 tag:shy")
        .fails(1, "error: no card meets `topic:t level:2 tag:shy`: take a condition away\n");
    home.godrill("quiz t level:1 tag:none").fails(
        1,
        "error: unknown tag `none`: no card has it\n  t level:1 tag:none\n                ^^^^\n",
    );
    home.godrill("quiz chanel").fails(1, "error: unknown topic `chanel`: did you mean channel?\n");
    home.godrill("quiz t-zebr").fails(1, "error: unknown card `t-zebr`: did you mean t-zebra?\n");
    home.godrill("quiz --ahead 0d").fails(
        2,
        "error: invalid value '0d' for '--ahead <DAYS>': give a number of days such as 3d, or weeks \
         such as 1w\n\nFor more information, try '--help'.\n",
    );
}

#[test]
fn a_card_that_is_named_is_asked_now() {
    let home = zoo();
    assert_eq!(session(&home, "t-okapi t-quagga", TUESDAY, 4), ["Okapi", "Quagga"]);
    // It is not due, and is asked all the same, once.
    assert_eq!(session(&home, "t-okapi", TUESDAY, 3), ["Okapi"]);
    home.godrill("undo").prints("undone: t-okapi: good (2026-11-24 08:00)\n");
    // Those of a topic beside it come when they are due or new.
    assert_eq!(session(&home, "t-okapi t", TUESDAY, 4), ["Okapi", "Zebra", "Stripes"]);
    // Buried is not suspended.
    home.godrill("bury t-okapi").ok();
    assert_eq!(session(&home, "t-okapi", TUESDAY, 3), ["Okapi"]);
    // What is set aside does not come again; what is undone does.
    let out = home.godrill("quiz --plain t-okapi t-zebra").at(TUESDAY).stdin("b\nu\n\n3\ns\n").ok();
    assert_eq!(asked(&out), ["Okapi", "Zebra", "Okapi", "Zebra"]);
    home.godrill("quiz t-zebra").fails(
        1,
        "error: `t-zebra` is suspended: bring it back with `godrill unsuspend t-zebra`\n",
    );
}

#[test]
fn what_is_due_in_days_can_be_asked_ahead() {
    let home = Home::new();
    home.deck(&many(3));
    home.godrill("config set learning_steps none").ok();
    // Due tomorrow, in two days and in a week.
    home.godrill("quiz --plain t").stdin("\n1\n\n3\n\n4\n").ok();
    let due = |days: &str| {
        let out = home.godrill(&format!("quiz --plain t {days}")).at(TUESDAY).ok();
        heads(&out).first().map(|head| (*head).to_owned())
    };
    assert_eq!(due("").as_deref(), Some("[1/1] t · review"));
    assert_eq!(due("--ahead 1d").as_deref(), Some("[1/2] t · review"));
    assert_eq!(due("--ahead 1w").as_deref(), Some("[1/3] t · review"));
    // A card that was answered does not come again, however near its next day is.
    let first = session(&home, "t --ahead 1w --order due", TUESDAY, 2);
    assert_eq!(first, ["Q01", "Q02", "Q03"]);
    assert_eq!(session(&home, "t --ahead 90d", TUESDAY, 2), [] as [&str; 0]);
}

#[test]
fn the_order_can_be_chosen() {
    let home = Home::new();
    home.deck(&falling(6));
    let new = |order: &str| session(&home.twin(), &format!("t --new 9 {order}"), TUESDAY, 4);
    let usual = ["Q01", "Q02", "Q03", "Q04", "Q05", "Q06"];
    assert_eq!(new(""), usual);
    assert_eq!(new("--order teaching"), usual);
    assert_eq!(new("--order weight"), usual);
    assert_ne!(new("--order random"), usual);
    assert_eq!(new("--order random"), new("--order random"));
    // Forgotten first, then more and more easily recalled.
    home.godrill("config set learning_steps none").ok();
    home.godrill("quiz --plain t --order teaching")
        .stdin(&[4, 3, 2, 1, 4, 3].map(|rating| answers(1, rating)).concat())
        .ok();
    let later = "2026-12-24T08:00:00Z";
    let seen = |order: &str| session(&home.twin(), &format!("t --order {order}"), later, 4);
    assert_eq!(seen("due"), ["Q03", "Q04", "Q02", "Q06", "Q01", "Q05"]);
    assert_eq!(seen("weakest"), ["Q04", "Q03", "Q02", "Q01", "Q06", "Q05"]);
    assert_eq!(seen("weight"), ["Q01", "Q03", "Q02", "Q04", "Q05", "Q06"]);
    assert_eq!(seen("teaching"), usual);
    let listed = |words: &str| {
        let out = home.godrill(&format!("list {words}")).at(later).ok();
        let id = |line: &str| line.split(' ').next().unwrap().to_owned();
        out.lines().skip(1).map(id).collect::<Vec<_>>()
    };
    assert_eq!(listed("t --sort weakest --limit 3"), ["t-04", "t-03", "t-02"]);
    assert_eq!(listed("--limit 2 --sort due t"), ["t-03", "t-04"]);
    assert_eq!(listed("t --limit 2"), ["t-01", "t-02"]);
}

#[test]
fn under_a_plan_a_filter_narrows_it_and_an_order_leaves_it() {
    let home = Home::new();
    home.deck(&falling(6));
    home.godrill("plan --on 2026-12-20 --minutes 30 --topic t").ok();
    let first = |words: &str| {
        let out = home.godrill(&format!("quiz --plain {words}")).ok();
        (heads(&out)[0].to_owned(), asked(&out)[0].to_owned())
    };
    assert_eq!(first("t weight:..2"), ("[0 of 30 min] t · new".into(), "Q06".into()));
    assert_eq!(first("t-05"), ("[0 of 30 min] t · new".into(), "Q05".into()));
    assert_eq!(first("t --order teaching"), ("[1/6] t · new".into(), "Q01".into()));
}

#[test]
fn siblings_are_kept_apart_within_a_filter() {
    let home = Home::new();
    home.deck(
        "## A {#t-a level=1 weight=3}\n\nA.\n\n## B {#t-b level=1 weight=3 same=t-a}\n\nA.\n\n\
         ## C {#t-c level=2 weight=3}\n\nA.\n",
    );
    assert_eq!(session(&home, "t level:1", TUESDAY, 4), ["A"]);
    assert_eq!(session(&home, "t level:1 --order random", TUESDAY, 4), [] as [&str; 0]);
    // But who names one gets it.
    assert_eq!(session(&home, "t-b", TUESDAY, 4), ["B"]);
}

#[test]
fn a_cram_takes_what_was_seen_the_weakest_first() {
    let home = Home::new();
    home.deck(&many(4));
    home.godrill("config set learning_steps none").ok();
    home.godrill("quiz --plain t --new 3").stdin("\n\n4\n\n\n2\n\n\n3\n").ok();
    let later = "2026-12-01T08:00:00Z";
    assert_eq!(session(&home, "t --all", later, 3), ["Q02", "Q03", "Q01"]);
    assert_eq!(session(&home, "t --all --order teaching", later, 3), ["Q01", "Q02", "Q03"]);
    assert_eq!(session(&home, "t --all is:new", later, 3), ["Q04"]);
    assert_eq!(session(&home, "t-04 --all", later, 3), ["Q04"]);
    assert_eq!(session(&home, "t --all --limit 2", later, 3), ["Q02", "Q03"]);
}

#[test]
fn what_was_missed_is_listed_and_asked_once_more() {
    let home = zoo();
    let lines = "\n1\n\n4\n\n3\n\n3\ny\n\n1\n\n3\nn\n";
    let out = home.godrill("quiz --plain t level:1").stdin(lines).ok();
    assert_eq!(asked(&out), ["Zebra", "Okapi", "Zebra", "Zebra", "Zebra", "Zebra"]);
    let ends = "
You missed 1 card:
    t-zebra: Zebra

> Ask them once more, off the record? [y/N]
";
    let again = format!("streak         1 day\n{ends}\n[1/1] t · cram\nZebra\n");
    assert!(out.contains(&again) && out.ends_with(ends), "{out}");
    // Who leaves is told how to do it later.
    let out = home.godrill("quiz --plain t").stdin("\n1\nq\n").ok();
    let later = "\
You missed 1 card:
    t-quagga: Quagga
`godrill quiz --missed` asks them once more.
";
    assert!(out.ends_with(later), "{out}");
    let chinese = home.godrill("quiz --plain t-okapi").env("LANG", "zh_CN.UTF-8");
    let out = chinese.stdin("\n1\n\n3\n\n3\n").ok();
    let ends = "\
这次没答出 1 张卡片：
    t-okapi：Okapi

> 再问一遍吗（不计入进度）？[y/N]
";
    assert!(out.ends_with(ends), "{out}");
}

#[test]
fn what_was_forgotten_today_is_asked_again() {
    let home = zoo();
    home.godrill("quiz --missed").prints("Nothing of this was forgotten today.\n");
    home.godrill("quiz --plain t --new 2").stdin("\n1\n\n4\nq\n").ok();
    let before = home.godrill("export --topic t").ok();
    assert_eq!(session(&home, "--missed", "2026-11-23T20:00:00Z", 3), ["Zebra"]);
    assert_eq!(session(&home, "t level:1 --missed", "2026-11-23T20:00:00Z", 3), ["Zebra"]);
    assert_eq!(home.godrill("export --topic t").ok(), before);
    let chinese = |words: &str| home.godrill(words).env("LANG", "zh_CN.UTF-8");
    chinese("quiz t level:2 --missed").prints("今天没有答不出的卡片。\n");
    home.godrill("quiz --missed").at(TUESDAY).prints("Nothing of this was forgotten today.\n");
    home.godrill("quiz --missed --all").fails(
        2,
        "error: the argument '--missed' cannot be used with '--all'\n\nUsage: godrill quiz --missed \
         [FILTER]...\n\nFor more information, try '--help'.\n",
    );
}

#[test]
fn the_offer_comes_after_the_screen_too() {
    let home = zoo();
    let out = home.godrill("quiz t-okapi").keys("40x12", " 1 3 3y<show> 3").ok();
    let screen = "\
    t-okapi: Okapi

> Ask them once more, off the record? [y/N]

 Test · cram         1/1 n0 l0 d1  0:00
────────────────────────────────────────
 Okapi






────────────────────────────────────────
 space answer  ? help  q quit  u undo
 l language  e edit  s suspend  b bury
session
";
    assert!(out.contains(screen), "{out}");
}

#[test]
fn many_cards_are_asked_about_in_chinese() {
    let home = zoo();
    let chinese = |words: &str| home.godrill(words).env("LANG", "zh_CN.UTF-8");
    chinese("suspend t level:1")
        .stdin("y\n")
        .prints("暂停 2 张卡片（t-zebra、t-okapi）？[y/N] 已暂停 2 张卡片\n");
    chinese("unsuspend t")
        .stdin("是\n")
        .prints("恢复 2 张卡片（t-zebra、t-okapi）？[y/N] 已恢复 2 张卡片\n");
    chinese("suspend t").stdin("n\n").prints("暂停 4 张卡片？[y/N] 没有暂停任何卡片\n");
    chinese("bury t tag:shy")
        .stdin("y\n")
        .prints("搁置 1 张卡片（t-okapi）？[y/N] 已搁置 1 张卡片，明天再问\n");
    chinese("bury t").ends(
        1,
        "搁置 3 张卡片（t-zebra、t-stripes、t-quagga）？[y/N] \n",
        "error: nobody answered, so nothing was buried: do it with --yes\n",
    );
}
