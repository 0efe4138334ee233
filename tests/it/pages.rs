//! The pages that are read between sessions, in Chinese: plan, status, stats, topics, cards, imports.

use crate::home::{Home, Run};

const CARDS: &str = "\
## 斑马是什么？ {#t-zebra level=1 weight=5}

有条纹的马。

```evidence
https://go.dev/ref/spec
```

## 它为什么有条纹？ {#t-stripes level=2 weight=3 follows=t-zebra}

防苍蝇。

## 㺢㹢狓是什么？ {#t-okapi level=1 weight=4}

长颈鹿的亲戚。
";

/// A home with three cards: one known, one forgotten, one suspended.
fn zoo() -> Home {
    let home = Home::new();
    home.deck_in("zh", CARDS);
    home.godrill("suspend t-okapi").ok();
    home.godrill("quiz t --plain").stdin("\n\n4\n\n\n1\nq\n").ok();
    home
}

/// A run in a Chinese locale.
fn zh(home: &Home, words: &str) -> Run {
    home.godrill(words).env("LANG", "zh_CN.UTF-8")
}

/// The lines that are not about a built-in topic, with a space between words.
fn own(text: &str) -> String {
    let (topics, _) = godrill::inside::builtin::decks();
    let is_own =
        |line: &&str| !topics.iter().any(|topic| line.starts_with(&format!("{} ", topic.name)));
    let lines = text.lines().filter(is_own);
    lines.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ") + "\n").collect()
}

#[test]
fn status_and_lists_speak_chinese() {
    let home = zoo();
    let then = "2026-11-24T08:00:00Z";
    zh(&home, "status").at(then).prints("0 张到期，10 张新卡，1 张学习中，连续 1 天\n");
    zh(&home, "list --topic t").at(then).prints(
        "\
ID         级别  权重  状态    到期        问题
t-zebra       1     5  复习    2026-12-03  斑马是什么？
t-stripes     2     3  学习中  今天        它为什么有条纹？
t-okapi       1     4  已暂停  -           㺢㹢狓是什么？
",
    );
    zh(&home, "list --topic t --level 3").ends(0, "", "没有找到卡片\n");
    zh(&home, "search 条纹的马").at(then).prints(
        "\
ID       级别  权重  状态  到期        问题
t-zebra     1     5  复习  2026-12-03  斑马是什么？
",
    );
    assert_eq!(
        own(&zh(&home, "decks").ok()),
        "主题 标题 卡片 新 学习中 复习 到期 已暂停\nt Test 3 0 1 1 1 1\n"
    );
    home.file("q.md", "斑马是什么\n量子纠缠的原理\n");
    zh(&home, "decks --coverage q.md").prints(
        "\
1: 斑马是什么
    100%  t-zebra  斑马是什么？
2: 量子纠缠的原理
    没有对应的卡片
2 个问题，其中 1 个有卡片
",
    );
}

#[test]
fn a_card_is_shown_in_chinese() {
    let home = zoo();
    zh(&home, "show t-zebra").at("2026-11-24T08:00:00Z").prints(
        "\
斑马是什么？

有条纹的马。

来源：
    https://go.dev/ref/spec

卡片        t-zebra
主题        t
类型        问答
级别、权重  1、5
追问自      无
标签        -
状态        复习
到期        2026-12-03 04:00
稳定性      8.3 天
难度        1.0 / 10
当前回忆率  98%
下次        重来 10 分钟、困难 10 天、良好 12 天、简单 16 天

复习时间          评分  状态     秒
2026-11-23 08:00  简单  学习中  0.0
",
    );
}

#[test]
fn statistics_speak_chinese() {
    let home = zoo();
    let shown = zh(&home, "stats").at("2026-11-24T08:00:00Z").begins(
        "\
作答      2
天数      1
用时      0:00
平均每次  0.0 秒
连续天数  1 天

保持率（按间隔）  记住  次数
1～6 天              -     0
7～20 天             -     0
21～89 天            -     0
90 天及以上          -     0

主题 ",
    );
    let bar = "#".repeat(58);
    assert!(
        own(&shown).contains(
            "\n主题 卡片 新 学习中 复习 到期 已暂停 难记卡 记住\nt 3 0 1 1 1 1 0 -\n\n最近 30 天的作答\n10-26 周一 0\n"
        ),
        "{shown}"
    );
    for line in [
        format!(
            "\n11-23 周一  2 {bar}\n11-24 周二  0\n\n未来 30 天到期的卡片\n11-24 周二  1 {bar}\n"
        ),
        format!("\n12-02 周三  0\n12-03 周四  1 {bar}\n12-04 周五  0\n"),
    ] {
        assert!(shown.contains(&line), "{shown}");
    }
}

/// A home with twelve cards of a topic `t`.
fn twelve() -> Home {
    let home = Home::new();
    let card = |i: usize| {
        format!(
            "## 第 {i} 种动物吃什么？ {{#t-{i:02} level=1 weight={}}}\n\n看情况。\n\n",
            5 - i % 5
        )
    };
    home.deck_in("zh", &(0..12).map(card).collect::<String>());
    home
}

#[test]
fn the_plan_speaks_chinese() {
    let home = twelve();
    zh(&home, "plan").prints(
        "没有面试计划，按日常复习进行（保持率 90%）。设定面试日：\
         `godrill plan --on 2026-12-23 --minutes 30`\n",
    );
    zh(&home, "plan --on 2026-12-05 --minutes 2 --topic t").prints(
        "\
面试日 2026-12-05 周六 · 还有 12 天 · 今天 0 / 2 分钟 · t，已学 0 / 12 张卡片

掌握度                 比例
今天                     0%
面试日，若不再学         0%
面试日，预计      88%～100%

如果               掌握度  来不及
每天 12 分钟  +1 个百分点       0
11-23 不学           不变       0

时间够学完所有卡片。

日期              分钟  新  复习
今天                 2   2     0
11-24 周二           2   2     1
之后 10 天，每天     2   1     3
",
    );
    zh(&home, "status").prints("还有 12 天，0 / 2 分钟，连续 0 天\n");
    zh(&home, "plan --minutes 1 --dry-run").prints(
        "\
计划                    现在        改后
范围                       t           t
面试日            2026-12-05  2026-12-05
每天分钟数                 2           1
面试前的总小时数         0.4         0.2
预计掌握度         88%～100%    75%～95%
届时已学的卡片            12          10
来不及学的卡片             0           2
试运行：未做任何改动。
",
    );
    let full = zh(&home, "plan --full").ok();
    let by_topic = "\n主题  卡片  已学  今天  面试日\nTest    12     0    0%     98%\n\n日期 ";
    assert!(full.contains(by_topic), "{full}");
    assert!(full.contains("\n12-04 周五     2   0     6\n"), "{full}");
    let known = zh(&home, "plan --known t=60").ok();
    assert!(known.contains("已学 0 / 12 张卡片 · 事先已掌握：t 60%\n"), "{known}");
    zh(&home, "plan --on 2026-12-20 --minutes 5").ok();
    zh(&home, "plan --off --topic t")
        .prints("这个目标已取消，下一个目标在 2026-12-20。`godrill undo` 可以找回。\n");
    zh(&home, "plan --off")
        .prints("计划已取消，恢复日常复习（保持率 90%）。`godrill undo` 可以找回计划。\n");
}

#[test]
fn the_last_days_of_a_plan_speak_chinese() {
    let home = twelve();
    home.godrill("plan --on 2026-12-05 --minutes 2 --topic t --known t=60").ok();
    zh(&home, "plan").at("2026-12-04T08:00:00Z").prints(
        "\
面试日 2026-12-05 周六 · 还有 1 天 · 今天 0 / 2 分钟 · t，已学 0 / 12 张卡片 · 事先已掌握：t 60%

掌握度              比例
今天                 60%
面试日，若不再学     60%
面试日，预计      约 68%
离面试不超过一周，这些数字只是粗略估计。

如果                掌握度  来不及
每天 12 分钟  +23 个百分点       0
12-04 不学     -8 个百分点      12

最后一遍：学过的卡片再过一遍，记得最差、考得最多的优先；有剩余时间才学新卡。
10 张卡片来不及学：Test（10 张）。其中最常考的：t-10、t-01、t-06、…

日期  分钟  新  复习
今天     2   2     0
",
    );
    let on_the_day = "2026-12-05T08:00:00Z";
    zh(&home, "status").at(on_the_day).prints("今天面试，最后一遍，0 / 2 分钟，连续 0 天\n");
    let shown = zh(&home, "plan").at(on_the_day).ok();
    assert!(
        shown.starts_with("面试日 2026-12-05 周六 · 就是今天 · 今天 0 / 2 分钟 · t"),
        "{shown}"
    );
    zh(&home, "plan").at("2026-12-06T08:00:00Z").prints(
        "2026-12-05 的面试已经过去（t）：恢复日常复习（保持率 90%）。\
         `godrill plan --off` 删除这个目标，`godrill plan --on DAY` 设定下一个。\n",
    );
}

const NOTES: &str = "\
# 动物笔记

## 羱羊是什么？

山里的羊。

Q: What does an ibex eat?
A: Grass.

## Words

- **herd**: many cows

- [ ] 斑马怎么睡觉
- [ ] 买牛奶
- [ ] 骆驼相关面试题
  - [ ] 怎么喝水
- [ ] map怎么扩容
";

#[test]
fn an_import_of_notes_says_in_chinese_what_each_line_became() {
    let home = Home::new();
    home.file("zoo.md", NOTES);
    let head = "\
zoo.md：
行  结果  问题                    原因
 3  卡片  羱羊是什么？            标题是问题
 7  卡片  What does an ibex eat?  带标签的问题
10  略过  Words                   标题不是问题；要导入请加 --prose
12  略过  - **herd**: many cows   术语和解释；要导入请加 --terms
14  草稿  斑马怎么睡觉            列表项是问题
15  略过  买牛奶                  不是问题
16  略过  骆驼相关面试题          只是下面几行的分组
17  草稿  骆驼：怎么喝水          列表项是问题
18  已有  map怎么扩容             map-growth 已有答案
2 张卡片，2 份草稿，已有 1 个，略过 4 行

";
    zh(&home, "import zoo.md --dry-run").prints(&format!(
        "{head}试运行，将会：新增 4 张卡片，更新 0 张，不变 0 张，新增 0 条复习记录\n"
    ));
    zh(&home, "import zoo.md --yes")
        .prints(&format!("{head}新增 4 张卡片，更新 0 张，未变 0 张，新增 0 条复习记录\n"));
    zh(&home, "list --state draft").prints(
        "\
ID     级别  权重  状态  到期  问题
zoo-2     2     3  草稿  -     斑马怎么睡觉
zoo-3     2     3  草稿  -     骆驼：怎么喝水
",
    );
    let shown = zh(&home, "show zoo-2").ok();
    assert!(shown.contains("\n（还没有答案：用 `godrill edit zoo-2` 补上）\n"), "{shown}");
    home.file(
        "t.md",
        "---\ndeck: t\ntitle: Test\nlang: zh\n---\n\n## 问？ {#t-q level=1}\n\n答。\n",
    );
    zh(&home, "import t.md --dry-run").prints(
        "\
卡片  将会  复习
t-q   新增     0
试运行，将会：新增 1 张卡片，更新 0 张，不变 0 张，新增 0 条复习记录
",
    );
}

#[test]
fn json_is_the_same_in_both_languages() {
    let home = Home::new();
    home.deck("## What is a zebra? {#t-zebra level=1}\n\nA striped horse.\n");
    home.file("zoo.md", NOTES);
    home.file("q.md", "zebra\n");
    home.godrill("plan --on 2026-12-05 --minutes 2 --topic t").ok();
    for words in [
        "plan --json",
        "plan --minutes 9 --dry-run --json",
        "status --json",
        "stats --json",
        "list --topic t --json",
        "search zebra --json",
        "show t-zebra --json",
        "decks --json",
        "decks --coverage q.md --json",
        "import zoo.md --dry-run --json",
    ] {
        let [en, zh] = ["en", "zh"].map(|lang| {
            let shown = home.godrill(&format!("{words} --lang {lang}")).ok();
            // Titles are text of decks.
            let lines = shown.lines().filter(|line| !line.contains("\"title\": "));
            lines.map(str::to_owned).collect::<Vec<_>>()
        });
        assert!(en.len() > 5, "{words}");
        assert_eq!(en, zh, "{words}");
    }
}

#[test]
fn the_interface_can_speak_another_language_than_the_cards() {
    let home = zoo();
    home.godrill("config set ui_lang en").ok();
    home.godrill("list --topic t --level 2 --lang zh").prints(
        "\
id         level  weight  state     due    question
t-stripes      2       3  learning  today  它为什么有条纹？
",
    );
    home.godrill("config set ui_lang zh").ok();
    home.godrill("status --lang en")
        .at("2026-11-24T08:00:00Z")
        .prints("0 张到期，10 张新卡，1 张学习中，连续 1 天\n");
}
