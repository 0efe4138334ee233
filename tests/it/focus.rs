//! Choosing what to study: the focus of new cards, and home.

use crate::home::Home;

/// Two topics, `ape` and `bee`, with two new cards each, before the built-in ones.
fn zoo() -> Home {
    let home = Home::new();
    for (deck, title, zh) in [("ape", "Apes", "猿"), ("bee", "Bees", "蜂")] {
        let card = |n: usize| {
            format!("\n## Question {n} of {deck}? {{#{deck}-{n} level=1 weight=5}}\n\nYes.\n")
        };
        let text =
            format!("---\ndeck: {deck}\ntitle: {title}\nlang: en\n---\n{}{}", card(1), card(2));
        home.file(&format!("{deck}.md"), text.clone());
        let text = text.replace("lang: en", "lang: zh").replace(title, zh);
        home.file(&format!("{deck}.zh.md"), text);
        home.godrill(&format!("import {deck}.md {deck}.zh.md")).ok();
    }
    home
}

/// The first cards that a quiz asks, by their questions.
fn asked(home: &Home, args: &str) -> Vec<String> {
    let shown = home.godrill(args).stdin("\n3\n\n3\n\n3\n\n3\n").ok();
    let mut questions: Vec<String> = Vec::new();
    for line in shown.lines().filter(|line| line.ends_with('?')) {
        if !questions.iter().any(|known| known == line) {
            questions.push(line.to_owned());
        }
    }
    questions
}

/// A screen without the topics that came with the program, whose numbers change with each deck.
fn screen(text: &str) -> String {
    let is_built_in = |line: &&str| {
        let row = line.strip_prefix("   [ ] ").or(line.strip_prefix(" ▸ [ ] "));
        row.is_some_and(|row| !["Apes", "Bees", "猿", "蜂"].iter().any(|t| row.starts_with(t)))
    };
    text.lines().filter(|line| !is_built_in(line)).map(|line| line.to_owned() + "\n").collect()
}

#[test]
fn new_cards_come_from_the_focus_and_due_ones_always() {
    let home = zoo();
    assert_eq!(asked(&home, "quiz --plain ape --limit 1"), ["Question 1 of ape?"]);
    home.godrill("decks --focus bee ape").prints("new cards come from bee, ape only\n");
    home.godrill("decks --focus 蜂").prints("new cards come from bee only\n");
    home.godrill("config get focus").prints("bee\n");
    let bees = ["Question 1 of bee?", "Question 2 of bee?"];
    assert_eq!(asked(&home.twin(), "quiz --plain"), bees);
    // Who names a topic means it.
    assert_eq!(asked(&home.twin(), "quiz --plain ape"), ["Question 2 of ape?"]);
    // What is due comes too, later.
    let later = home.twin();
    let shown =
        later.godrill("quiz --plain").at("2026-11-27T08:00:00Z").stdin("\n3\n\n3\n\n3\n").ok();
    for question in ["Question 1 of ape?", bees[0], bees[1]] {
        assert!(shown.contains(question), "{shown}");
    }
    assert!(!shown.contains("Question 2 of ape?"), "{shown}");
    assert!(shown.contains("\nfocus "), "{shown}");
    assert!(shown.contains("bee: no new cards left"), "{shown}");

    home.godrill("status").prints("0 due, 2 new, streak 1 day, focus bee\n");
    let json: serde_json::Value =
        serde_json::from_str(&home.godrill("status --json").ok()).unwrap();
    assert_eq!((&json["new"], &json["focus"]), (&2.into(), &serde_json::json!(["bee"])));
    let zh = |words: &str| home.godrill(words).env("LANG", "zh_CN.UTF-8");
    zh("status").prints("0 张到期，2 张新卡，连续 1 天，专注 bee\n");
    assert!(zh("decks").ok().ends_with("\n新卡只来自 bee\n"));

    home.godrill("decks --focus all").prints("new cards come from all topics\n");
    home.godrill("undo").prints("undone: focus = all (2026-11-23 08:00)\n");
    home.godrill("config set focus ape").prints("new cards come from ape only\n");
    home.godrill("config set focus monkey")
        .fails(1, "error: unknown topic `monkey`: `godrill decks` lists them\n");
    home.godrill("decks --focus ape all")
        .fails(1, "error: `all` stands alone: name topics, or give --focus all\n");
}

#[test]
fn within_a_goal_the_focus_narrows_new_cards_only() {
    let home = zoo();
    home.godrill("plan --on 2026-12-20 --topic ape --topic bee").ok();
    home.godrill("decks --focus bee").ok();
    let bees = ["Question 1 of bee?", "Question 2 of bee?"];
    assert_eq!(asked(&home, "quiz --plain"), bees);
    assert!(home.godrill("plan").ok().ends_with("\n\nnew cards come from bee only\n"));
    let status = home.godrill("status").ok();
    assert!(status.ends_with(", focus bee\n"), "{status}");
}

#[test]
fn the_very_first_start_opens_at_home() {
    let home = zoo();
    let shown = home
        .godrill("")
        .keys("80x24", "G<show><space><show>k<space><enter><show> <enter>3<show>q")
        .ok();
    let mut screens = shown.split(" godrill ").skip(1);
    assert_eq!(
        screen(screens.next().unwrap()),
        "                                                         streak 0 days
────────────────────────────────────────────────────────────────────────────────
 Today      0 due, 10 new
 Interview  no day set; d sets it
 New cards  from all topics
───────────────────────────────────────────────────────────────────────── ↑ 12 ─
       title                                        new  due known
   [ ] Apes                                           2    0   0 %
 ▸ [ ] Bees                                           2    0   0 %
────────────────────────────────────────────────────────────────────────────────
 Enter start  space focus  a all topics  d interview  m minutes  q quit
"
    );
    let second = screen(screens.next().unwrap());
    assert!(second.contains(" Today      0 due, 2 new\n"), "{second}");
    assert!(second.contains(" New cards  from 1 topic only\n"), "{second}");
    assert!(second.contains(" ▸ [x] Bees "), "{second}");
    // Enter begins with a card of the focus.
    assert!(
        second.contains("Question 1 of ape?") || shown.contains("Question 1 of ape?"),
        "{shown}"
    );
    home.godrill("config get focus").prints("ape bee\n");
    // From then on the first question comes at once.
    let shown = home.godrill("").keys("80x24", "<show>q").ok();
    assert!(!shown.contains("Interview"), "{shown}");
    home.godrill("config set start home").prints("start = home\n");
    let shown = home.godrill("").keys("80x24", "<show>q").ok();
    assert!(shown.contains(" Interview  no day set; d sets it\n"), "{shown}");
    // Topics that are named are wanted at once.
    let shown = home.godrill("quiz bee").keys("80x24", "<show>q").ok();
    assert!(!shown.contains("Interview"), "{shown}");
}

#[test]
fn esc_leads_home_and_enter_back_to_the_same_card() {
    let home = zoo();
    home.godrill("decks --focus ape").ok();
    home.godrill("quiz --plain ape --limit 1").stdin("\n3\n").ok();
    let keys = "<show><esc><show>a<enter><show><esc><esc><show>u<show>q";
    let shown = home.godrill("").keys("40x20", keys).ok();
    let frames: Vec<String> =
        shown.lines().collect::<Vec<_>>().chunks(20).map(|lines| lines.join("\n") + "\n").collect();
    assert!(frames[0].contains("Question 2 of ape?"), "{}", frames[0]);
    assert_eq!(
        screen(&frames[1]),
        " godrill                   streak 1 day
────────────────────────────────────────
 Today      0 due, 1 new, 1 learning
 Interview  no day set; d sets it
 New cards  from 1 topic only
────────────────────────────────────────
       title             new  due known
──────────────────────────── ↓ 16 more ─
 Enter back  space focus  a all topics
"
    );
    for frame in &frames[2..4] {
        assert!(frame.contains("Question 2 of ape?"), "{frame}");
    }
    assert!(frames[4].contains("undone: focus = all"), "{}", frames[4]);
    home.godrill("config get focus").prints("ape\n");
}

#[test]
fn the_interview_is_set_at_home() {
    let home = zoo();
    let keys = "m<show>d1-40<enter><show><bs><bs><bs><bs>2026-11-23<enter><show><esc>d12-20<enter>m45<enter><show>q";
    let shown = home.godrill("home").keys("80x24", keys).ok();
    let lines: Vec<&str> = shown.lines().collect();
    let last = |n: usize| lines[24 * n - 2..24 * n].join("\n");
    let foot = |text: &str| format!("─ {text} {}", "─".repeat(80 - 3 - text.chars().count()));
    assert_eq!(
        last(1),
        foot("set the day of the interview first, with d")
            + "\n Enter start  space focus  a all topics  d interview  m minutes  q quit"
    );
    assert_eq!(last(2), foot("`1-40` is not a day") + "\n Day, such as 2026-12-23, or off: 1-40");
    assert_eq!(
        last(3),
        foot("a plan needs at least one night") + "\n Day, such as 2026-12-23, or off: 2026-11-23"
    );
    assert_eq!(lines[24 * 3 + 3], " Interview  2026-12-20, 27 days to go, 0 of 45 min");
    assert!(shown.ends_with("Nothing was answered.\n"), "{shown}");
    home.godrill("undo -n 2 --yes").prints(
        "undone: the plan changed (2026-11-23 08:00)\nundone: the plan changed (2026-11-23 08:00)\n",
    );
    home.godrill("plan --on 2026-12-01").ok();
    home.godrill("home").keys("80x24", "doff<enter>q").ok();
    assert!(home.godrill("status").ok().starts_with("0 due, 10 new"));
}

#[test]
fn home_speaks_chinese_and_stands_in_a_pipe() {
    let home = zoo();
    let zh = |words: &str| home.godrill(words).env("LANG", "zh_CN.UTF-8");
    let shown = zh("home").keys("80x24", "G<space><show>q").ok();
    assert_eq!(
        screen(&shown),
        " godrill                                                              连续 0 天
────────────────────────────────────────────────────────────────────────────────
 今天  0 张到期，2 张新卡
 面试  未设日期，按 d 设置
 新卡  只来自 1 个主题
───────────────────────────────────────────────────────────────────────── ↑ 12 ─
       标题                                          新 到期  掌握
   [ ] 猿                                             2    0   0 %
 ▸ [x] 蜂                                             2    0   0 %
────────────────────────────────────────────────────────────────────────────────
 回车 开始  空格 专注  a 所有主题  d 面试日期  m 每日分钟  q 退出
没有作答。
"
    );
    let shown = zh("home").keys("40x20", "G<show>q").ok();
    assert_eq!(
        screen(&shown),
        " godrill                      连续 0 天
────────────────────────────────────────
 今天  0 张到期，2 张新卡
 面试  未设日期，按 d 设置
 新卡  只来自 1 个主题
───────────────────────────────── ↑ 16 ─
       标题               新 到期  掌握
   [ ] 猿                  2    0   0 %
 ▸ [x] 蜂                  2    0   0 %
────────────────────────────────────────
 回车 开始  空格 专注  a 所有主题
没有作答。
"
    );
    let shown = home.godrill("home").ok();
    let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let lines: Vec<String> = shown.lines().map(words).collect();
    assert_eq!(
        lines[lines.len() - 5..],
        [
            "ape Apes 2 0 0 % -",
            "bee Bees 2 0 0 % x",
            "",
            "Today: 0 due, 2 new",
            "new cards come from bee only",
        ]
    );
}
