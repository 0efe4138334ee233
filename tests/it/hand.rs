//! A card at hand: its note, its flag, its info, its follow-up, and other cards to read.

use crate::asked::asked;
use crate::home::{Home, NOW};

const ZOO: &str = "\
## Zebra {#t-zebra level=1 weight=5}

Striped.

The stripes keep flies away.

```evidence
https://go.dev/ref/spec
```

## Stripes {#t-stripes level=2 weight=3 follows=t-zebra}

Against flies.

## Okapi {#t-okapi level=1 weight=4 .shy}

A cousin of the giraffe.

## Quagga {#t-quagga level=3 weight=1}

Gone, unlike the okapi.
";

fn zoo() -> Home {
    let home = Home::new();
    home.deck(ZOO);
    home
}

/// The screens that these keys lead to at a time, in a language and of a size. Each is of a home of
/// its own.
#[track_caller]
fn shows(home: &Home, (at, keys): (&str, &str), screens: [(&str, &str, &str); 4]) {
    for (lang, size, expected) in screens {
        let locale = if lang == "zh" { "zh_CN.UTF-8" } else { "C.UTF-8" };
        let twin = home.twin();
        let shown = twin.godrill("quiz t-zebra").at(at).env("LANG", locale).keys(size, keys).ok();
        let rows = expected.lines().count();
        let shown: String = shown.lines().take(rows).map(|line| format!("{line}\n")).collect();
        // A literal that begins on the next line loses its first spaces.
        let is_so = shown.trim_start() == expected;
        assert!(is_so, "{lang} {size} {keys}:\n{shown}\nexpected:\n{expected}");
    }
}

#[test]
fn a_note_is_typed_on_a_line() {
    let home = zoo();
    shows(
        &home,
        (NOW, " nruns in herds, 成群<show>"),
        [
            (
                "en",
                "80x24",
                "\
 Test · new             1/1 ░░░░░░░░░░░░  new 1  learning 0  due 0  paused 0:00
────────────────────────────────────────────────────────────────────────────────
  Zebra

  ── answer ──────────────────────────────────────────────────────────────────
  Striped.















── note ────────────────────────────────────────────────────────────────────────
 runs in herds, 成群
 Enter save  Esc cancel  Alt-Enter editor
",
            ),
            (
                "en",
                "40x20",
                "\
 Test · new   1/1 n1 l0 d0  paused 0:00
────────────────────────────────────────
 Zebra

 ── answer ────────────────────────────
 Striped.











── note ────────────────────────────────
 runs in herds, 成群
 Enter save  Esc cancel
",
            ),
            (
                "zh",
                "80x24",
                "\
 Test · 新卡                1/1 ░░░░░░░░░░░░  新 1  学习 0  复习 0  已暂停 0:00
────────────────────────────────────────────────────────────────────────────────
  Zebra

  ── 答案 ────────────────────────────────────────────────────────────────────
  Striped.















── 笔记 ────────────────────────────────────────────────────────────────────────
 runs in herds, 成群
 回车 保存  Esc 取消  Alt-回车 编辑器
",
            ),
            (
                "zh",
                "40x20",
                "\
 Test      1/1 新1 学0 复0  已暂停 0:00
────────────────────────────────────────
 Zebra

 ── 答案 ──────────────────────────────
 Striped.











── 笔记 ────────────────────────────────
 runs in herds, 成群
 回车 保存  Esc 取消  Alt-回车 编辑器
",
            ),
        ],
    );
}

#[test]
fn a_note_stands_under_the_answer_and_a_flag_before_the_topic() {
    let home = zoo();
    shows(
        &home,
        (NOW, "nruns in herds, 成群<enter>* <show>"),
        [
            (
                "en",
                "80x24",
                "\
*Test · new                    1/1 ░░░░░░░░░░░░  new 1  learning 0  due 0  0:00
────────────────────────────────────────────────────────────────────────────────
  Zebra

  ── answer ──────────────────────────────────────────────────────────────────
  Striped.

  ── note ────────────────────────────────────────────────────────────────────
  runs in herds, 成群













────────────────────────────────────────────────────────────────────────────────
 space more  1 Again 1m  2 Hard 5m  3 Good 10m  4 Easy 10d  ? help  q quit
",
            ),
            (
                "en",
                "40x20",
                "\
*Test · new          1/1 n1 l0 d0  0:00
────────────────────────────────────────
 Zebra

 ── answer ────────────────────────────
 Striped.

 ── note ──────────────────────────────
 runs in herds, 成群








────────────────────────────────────────
 space more  1 Again 1m  2 Hard 5m
 3 Good 10m  4 Easy 10d  ? help  q quit
",
            ),
            (
                "zh",
                "80x24",
                "\
*Test · 新卡                       1/1 ░░░░░░░░░░░░  新 1  学习 0  复习 0  0:00
────────────────────────────────────────────────────────────────────────────────
  Zebra

  ── 答案 ────────────────────────────────────────────────────────────────────
  Striped.

  ── 笔记 ────────────────────────────────────────────────────────────────────
  runs in herds, 成群













────────────────────────────────────────────────────────────────────────────────
 空格 更多  1 重来 1分  2 困难 5分  3 良好 10分  4 简单 10天  ? 帮助  q 退出
",
            ),
            (
                "zh",
                "40x20",
                "\
*Test · 新卡      1/1 新1 学0 复0  0:00
────────────────────────────────────────
 Zebra

 ── 答案 ──────────────────────────────
 Striped.

 ── 笔记 ──────────────────────────────
 runs in herds, 成群








────────────────────────────────────────
 空格 更多  1 重来 1分  2 困难 5分
 3 良好 10分  4 简单 10天  ? 帮助
",
            ),
        ],
    );
}

#[test]
fn all_is_told_of_a_card() {
    let home = zoo();
    home.godrill("quiz --plain t-zebra").stdin("\n\n4\n").ok();
    shows(
        &home,
        ("2026-11-24T08:00:00Z", " *i<show>"),
        [
            (
                "en",
                "80x24",
                "\
*Test · review          1/1 ░░░░░░░░░░░░  new 0  learning 0  due 1  paused 0:00
────────────────────────────────────────────────────────────────────────────────
  Zebra
             ┌ t-zebra ───────────────────────────────────────────┐
  ── answer ─│ topic          t                                   │───────────
  Striped.   │ kind           basic                               │
             │ level, weight  1, 5                                │
             │ follows        nothing                             │
             │ tags           -                                   │
             │ state          review, flagged                     │
             │ due            2026-12-03 04:00                    │
             │ stability      8.3 days                            │
             │ difficulty     1.0 of 10                           │
             │ recall now     98 %                                │
             │ next           again 10m, hard 10d, good 12d, easy │
             │                16d                                 │
             │                                                    │
             │ history                                            │
             │ 2026-11-23 08:00  easy  learning  0.0              │
             └────────────────────────────────────────────────────┘


────────────────────────────────────────────────────────────────────────────────
 space more  1 Again 10m  2 Hard 10d  3 Good 12d  4 Easy 16d  ? help  q quit
",
            ),
            (
                "en",
                "40x20",
                "\
*Test         1/1 n0 l0 d1  paused 0:00
┌ t-zebra ─────────────────────────────┐
│ topic          t                     │
│ kind           basic                 │
│ level, weight  1, 5                  │
│ follows        nothing               │
│ tags           -                     │
│ state          review, flagged       │
│ due            2026-12-03 04:00      │
│ stability      8.3 days              │
│ difficulty     1.0 of 10             │
│ recall now     98 %                  │
│ next           again 10m, hard 10d,  │
│                good 12d, easy 16d    │
│                                      │
│ history                              │
│ 2026-11-23 08:00  easy  learning  0.0│
└──────────────────────────────────────┘
 space more  1 Again 10m  2 Hard 10d
 3 Good 12d  4 Easy 16d  ? help  q quit
",
            ),
            (
                "zh",
                "80x24",
                "\
*Test · 复习                1/1 ░░░░░░░░░░░░  新 0  学习 0  复习 1  已暂停 0:00
────────────────────────────────────────────────────────────────────────────────
  Zebra
             ┌ t-zebra ───────────────────────────────────────────┐
  ── 答案 ───│ 主题        t                                      │───────────
  Striped.   │ 类型        问答                                   │
             │ 级别、权重  1、5                                   │
             │ 追问自      无                                     │
             │ 标签        -                                      │
             │ 状态        复习、已标记                           │
             │ 到期        2026-12-03 04:00                       │
             │ 稳定性      8.3 天                                 │
             │ 难度        1.0 / 10                               │
             │ 当前回忆率  98%                                    │
             │ 下次        重来 10 分钟、困难 10 天、良好 12 天、 │
             │             简单 16 天                             │
             │                                                    │
             │ 历史                                               │
             │ 2026-11-23 08:00  简单  学习中  0.0                │
             └────────────────────────────────────────────────────┘


────────────────────────────────────────────────────────────────────────────────
 空格 更多  1 重来 10分  2 困难 10天  3 良好 12天  4 简单 16天  ? 帮助  q 退出
",
            ),
            (
                "zh",
                "40x20",
                "\
*Test      1/1 新0 学0 复1  已暂停 0:00
┌ t-zebra ─────────────────────────────┐
│ 主题        t                        │
│ 类型        问答                     │
│ 级别、权重  1、5                     │
│ 追问自      无                       │
│ 标签        -                        │
│ 状态        复习、已标记             │
│ 到期        2026-12-03 04:00         │
│ 稳定性      8.3 天                   │
│ 难度        1.0 / 10                 │
│ 当前回忆率  98%                      │
│ 下次        重来 10 分钟、困难 10    │
│             天、良好 12 天、简单 16  │
│             天                       │
│                                      │
│ 历史                                 │
│ 2026-11-23 08:00  简单  学习中  0.0  │
└──────────────────────────────────────┘
 3 良好 12天  4 简单 16天  ? 帮助
",
            ),
        ],
    );
}

#[test]
fn cards_are_searched_for_and_listed() {
    let home = zoo();
    shows(
        &home,
        (NOW, "/okapi<enter><show>"),
        [
            (
                "en",
                "80x24",
                "\
 Test · new             1/1 ░░░░░░░░░░░░  new 1  learning 0  due 0  paused 0:00
─ okapi: 2 cards ───────────────────────────────────────────────────────────────
  ▸ Okapi                                                              t-okapi
    Quagga                                                            t-quagga


















────────────────────────────────────────────────────────────────────────────────
 ↑ ↓ choose  Enter read  / search  Esc back
",
            ),
            (
                "en",
                "40x20",
                "\
 Test · new   1/1 n1 l0 d0  paused 0:00
─ okapi: 2 cards ───────────────────────
 ▸ Okapi
   Quagga













────────────────────────────────────────
 ↑ ↓ choose  Enter read  / search
 Esc back
",
            ),
            (
                "zh",
                "80x24",
                "\
 Test · 新卡                1/1 ░░░░░░░░░░░░  新 1  学习 0  复习 0  已暂停 0:00
─ okapi：2 张卡片 ──────────────────────────────────────────────────────────────
  ▸ Okapi                                                              t-okapi
    Quagga                                                            t-quagga


















────────────────────────────────────────────────────────────────────────────────
 ↑ ↓ 选择  回车 阅读  / 搜索  Esc 返回
",
            ),
            (
                "zh",
                "40x20",
                "\
 Test      1/1 新1 学0 复0  已暂停 0:00
─ okapi：2 张卡片 ──────────────────────
 ▸ Okapi
   Quagga













────────────────────────────────────────
 ↑ ↓ 选择  回车 阅读  / 搜索  Esc 返回

",
            ),
        ],
    );
}

#[test]
fn a_card_that_was_found_is_read() {
    let home = zoo();
    shows(
        &home,
        (NOW, " /okapi<enter>j<enter><show>"),
        [
            (
                "en",
                "80x24",
                "\
 Test · new             1/1 ░░░░░░░░░░░░  new 1  learning 0  due 0  paused 0:00
─ t-quagga ─────────────────────────────────────────────────────────────────────
  Quagga

  ── answer ──────────────────────────────────────────────────────────────────
  Gone, unlike the okapi.
















────────────────────────────────────────────────────────────────────────────────
 j k scroll  Esc back
",
            ),
            (
                "en",
                "40x20",
                "\
 Test · new   1/1 n1 l0 d0  paused 0:00
─ t-quagga ─────────────────────────────
 Quagga

 ── answer ────────────────────────────
 Gone, unlike the okapi.











────────────────────────────────────────
 j k scroll  Esc back

",
            ),
            (
                "zh",
                "80x24",
                "\
 Test · 新卡                1/1 ░░░░░░░░░░░░  新 1  学习 0  复习 0  已暂停 0:00
─ t-quagga ─────────────────────────────────────────────────────────────────────
  Quagga

  ── 答案 ────────────────────────────────────────────────────────────────────
  Gone, unlike the okapi.
















────────────────────────────────────────────────────────────────────────────────
 j k 滚动  Esc 返回
",
            ),
            (
                "zh",
                "40x20",
                "\
 Test      1/1 新1 学0 复0  已暂停 0:00
─ t-quagga ─────────────────────────────
 Quagga

 ── 答案 ──────────────────────────────
 Gone, unlike the okapi.











────────────────────────────────────────
 j k 滚动  Esc 返回

",
            ),
        ],
    );
}

#[test]
fn after_reading_the_same_card_is_there() {
    let home = zoo();
    shows(
        &home,
        (NOW, " /okapi<enter><enter><esc><esc><show>"),
        [
            (
                "en",
                "80x24",
                "\
 Test · new                    1/1 ░░░░░░░░░░░░  new 1  learning 0  due 0  0:00
────────────────────────────────────────────────────────────────────────────────
  Zebra

  ── answer ──────────────────────────────────────────────────────────────────
  Striped.
















────────────────────────────────────────────────────────────────────────────────
 space more  1 Again 1m  2 Hard 5m  3 Good 10m  4 Easy 10d  ? help  q quit
",
            ),
            (
                "en",
                "40x20",
                "\
 Test · new          1/1 n1 l0 d0  0:00
────────────────────────────────────────
 Zebra

 ── answer ────────────────────────────
 Striped.











────────────────────────────────────────
 space more  1 Again 1m  2 Hard 5m
 3 Good 10m  4 Easy 10d  ? help  q quit
",
            ),
            (
                "zh",
                "80x24",
                "\
 Test · 新卡                       1/1 ░░░░░░░░░░░░  新 1  学习 0  复习 0  0:00
────────────────────────────────────────────────────────────────────────────────
  Zebra

  ── 答案 ────────────────────────────────────────────────────────────────────
  Striped.
















────────────────────────────────────────────────────────────────────────────────
 空格 更多  1 重来 1分  2 困难 5分  3 良好 10分  4 简单 10天  ? 帮助  q 退出
",
            ),
            (
                "zh",
                "40x20",
                "\
 Test · 新卡      1/1 新1 学0 复0  0:00
────────────────────────────────────────
 Zebra

 ── 答案 ──────────────────────────────
 Striped.











────────────────────────────────────────
 空格 更多  1 重来 1分  2 困难 5分
 3 良好 10分  4 简单 10天  ? 帮助
",
            ),
        ],
    );
}

#[test]
fn a_follow_up_comes_at_once() {
    let home = zoo();
    shows(
        &home,
        (NOW, "f<show>"),
        [
            (
                "en",
                "80x24",
                "\
 Test · new                    1/2 ░░░░░░░░░░░░  new 2  learning 0  due 0  0:00
────────────────────────────────────────────────────────────────────────────────
  Stripes



















─ follow-up t-stripes; the card before comes back after it ─────────────────────
 space answer  ? help  q quit  u undo  l language  e edit  s suspend  b bury
",
            ),
            (
                "en",
                "40x20",
                "\
 Test · new          1/2 n2 l0 d0  0:00
────────────────────────────────────────
 Stripes











────────────────────────────────────────
 follow-up t-stripes; the card before
   comes back after it
────────────────────────────────────────
 space answer  ? help  q quit  u undo
 l language  e edit  s suspend  b bury
",
            ),
            (
                "zh",
                "80x24",
                "\
 Test · 新卡                       1/2 ░░░░░░░░░░░░  新 2  学习 0  复习 0  0:00
────────────────────────────────────────────────────────────────────────────────
  Stripes



















─ 追问：t-stripes；之后回到上一张卡片 ──────────────────────────────────────────
 空格 显示答案  ? 帮助  q 退出  u 撤销  l 语言  e 编辑  s 暂停  b 搁置
",
            ),
            (
                "zh",
                "40x20",
                "\
 Test · 新卡      1/2 新2 学0 复0  0:00
────────────────────────────────────────
 Stripes














─ 追问：t-stripes；之后回到上一张卡片 ──
 空格 显示答案  ? 帮助  q 退出  u 撤销
 l 语言  e 编辑  s 暂停  b 搁置
",
            ),
        ],
    );
}

#[test]
fn a_follow_up_comes_after_the_rating() {
    let home = zoo();
    shows(
        &home,
        (NOW, " f<show>"),
        [
            (
                "en",
                "80x24",
                "\
 Test · new                    1/1 ░░░░░░░░░░░░  new 1  learning 0  due 0  0:00
────────────────────────────────────────────────────────────────────────────────
  Zebra

  ── answer ──────────────────────────────────────────────────────────────────
  Striped.
















─ rate this one, then comes its follow-up t-stripes ────────────────────────────
 space more  1 Again 1m  2 Hard 5m  3 Good 10m  4 Easy 10d  ? help  q quit
",
            ),
            (
                "en",
                "40x20",
                "\
 Test · new          1/1 n1 l0 d0  0:00
────────────────────────────────────────
 Zebra

 ── answer ────────────────────────────
 Striped.








────────────────────────────────────────
 rate this one, then comes its
   follow-up t-stripes
────────────────────────────────────────
 space more  1 Again 1m  2 Hard 5m
 3 Good 10m  4 Easy 10d  ? help  q quit
",
            ),
            (
                "zh",
                "80x24",
                "\
 Test · 新卡                       1/1 ░░░░░░░░░░░░  新 1  学习 0  复习 0  0:00
────────────────────────────────────────────────────────────────────────────────
  Zebra

  ── 答案 ────────────────────────────────────────────────────────────────────
  Striped.
















─ 给这张评分后，就问追问 t-stripes ─────────────────────────────────────────────
 空格 更多  1 重来 1分  2 困难 5分  3 良好 10分  4 简单 10天  ? 帮助  q 退出
",
            ),
            (
                "zh",
                "40x20",
                "\
 Test · 新卡      1/1 新1 学0 复0  0:00
────────────────────────────────────────
 Zebra

 ── 答案 ──────────────────────────────
 Striped.











─ 给这张评分后，就问追问 t-stripes ─────
 空格 更多  1 重来 1分  2 困难 5分
 3 良好 10分  4 简单 10天  ? 帮助
",
            ),
        ],
    );
}

#[test]
fn lines_do_with_a_card_what_keys_do() {
    let home = zoo();
    let lines = "note see 3\nflag\n\nnote\nnote see 4\nnote -\nf\ninfo\nsearch okapi\n\
                 search t-quagga\nsearch xyzzyq\nu\nu\nr\n3\n\nfollow\nsearch\nq\n";
    let out = home.godrill("quiz --plain t-zebra").stdin(lines).ok();
    assert_eq!(asked(&out), ["Zebra", "Stripes"]);
    for told in [
        "note on t-zebra saved; u takes it back\n",
        "t-zebra is flagged; * takes it away\n",
        "\nStriped.\n\nNote:\n    see 3\n\n> Enter: more",
        "note on t-zebra removed; u brings it back\n",
        "rate this one, then comes its follow-up t-stripes\n",
        "state          new, flagged\n",
        "    t-okapi: Okapi\n    t-quagga: Quagga\nsearch ID shows one of them\n",
        "\nQuagga\n\nGone, unlike the okapi.\n\n> ",
        "no card has `xyzzyq`\n",
        "undone: t-zebra: noted\n",
        "redone: t-zebra: noted\n",
        "this card has no follow-up\n",
        "search WORDS lists cards that have them\n",
    ] {
        assert!(out.contains(told), "{told:?} is not in:\n{out}");
    }
    home.godrill("list is:flagged").prints(
        "\
id       level  weight  state     due    question
t-zebra      1       5  learning  today  Zebra
",
    );
    // What was undone in part is redone in part: the second note was taken back.
    home.godrill("list note:see").prints(
        "\
id       level  weight  state     due    question
t-zebra      1       5  learning  today  Zebra
",
    );
    let out = home.godrill("quiz --plain t-zebra").stdin("q\n").ok();
    assert!(out.starts_with("[1/1] t · learning · flagged\nZebra\n"), "{out}");
}

#[test]
fn notes_and_flags_are_undone_where_the_learner_is() {
    let home = zoo();
    let keys = " *nfar<enter>3u<show>u<show>u<show>r<show>";
    let out = home.godrill("quiz t-zebra t-okapi").keys("40x8", keys).ok();
    let notices: Vec<&str> = out.lines().filter(|line| line.contains("done: ")).collect();
    assert_eq!(
        notices,
        [
            "─ undone: t-zebra: good ────────────────",
            "─ undone: t-zebra: noted ───────────────",
            "─ undone: t-zebra: flagged ─────────────",
            "─ redone: t-zebra: flagged ─────────────",
        ]
    );
    assert_eq!(out.matches("\n Zebra").count(), 4, "{out}");
}

#[test]
fn a_note_of_several_lines_goes_to_the_editor() {
    let home = zoo();
    let editor = home.script("editor", "printf 'and\\n  so on\\n' >> \"$1\"\n");
    let quiz =
        |keys: &str| home.godrill("quiz t-zebra").env("EDITOR", &editor).keys("40x14", keys).ok();
    // Alt-Enter takes what was typed along.
    quiz("nfar<newline>q");
    let shown = || home.godrill("show t-zebra").ok();
    assert!(shown().contains("\nNote:\n    far\n    and\n      so on\n"), "{}", shown());
    // With several lines it opens at once.
    let out = quiz("n <show>q");
    assert!(out.contains(" far\n and\n so on\n and\n so on\n"), "{out}");
    let broken = home.godrill("quiz t-zebra").env("EDITOR", "no-such-editor");
    let out = broken.keys("80x12", "n<show>q").ok();
    assert!(out.contains("cannot start the editor `no-such-editor`"), "{out}");
}

#[test]
fn the_clock_stands_still_while_other_cards_are_read() {
    let home = zoo();
    let keys = "<wait:5s>/okapi<enter><wait:50s><show><esc><wait:2s><show>q";
    let out = home.godrill("quiz t-zebra").keys("80x6", keys).ok();
    let clocks: Vec<&str> = out
        .lines()
        .filter(|line| line.starts_with(" Test"))
        .filter_map(|l| l.split("due 0  ").nth(1))
        .collect();
    assert_eq!(clocks, ["paused 0:05", "0:07"]);
}

#[test]
fn a_note_goes_out_and_comes_back_in_every_format_that_has_it() {
    let home = zoo();
    let note = "see 3:\n\n  x < y && {{z}}\n```\nnot the end\n```";
    home.godrill("quiz t-zebra t-okapi --plain").stdin("note first\nq\n").ok();
    home.godrill("export --topic t -o all.json").ok();
    let json = std::fs::read_to_string(home.path("all.json")).unwrap();
    let noted = json.replace(r#""first""#, &serde_json::to_string(note).unwrap());
    let other = Home::new();
    other.file("all.json", noted);
    other.godrill("import all.json").ok();
    let told = |home: &Home| -> serde_json::Value {
        serde_json::from_str(&home.godrill("show t-zebra --json").ok()).unwrap()
    };
    assert_eq!(told(&other)["note"], note);
    for file in ["t.md", "t.apkg"] {
        other.run(&["export", "t", "-o", file]).done();
        let nothing = other.godrill(&format!("import {file}")).ok();
        assert!(nothing.starts_with("0 cards added, 0 updated, 4 unchanged"), "{file}: {nothing}");
        let third = Home::new();
        third.file(file, std::fs::read(other.path(file)).unwrap());
        third.godrill(&format!("import {file}")).ok();
        assert_eq!(told(&third)["note"], note, "{file}");
        assert_eq!(told(&third)["edited"], false, "{file}");
        // Another note there is put below ours, once.
        let fourth = zoo();
        fourth.godrill("quiz t-zebra --plain").stdin("note mine\nq\n").ok();
        fourth.file(file, std::fs::read(other.path(file)).unwrap());
        for _ in 0..2 {
            fourth.godrill(&format!("import {file}")).ok();
            assert_eq!(told(&fourth)["note"], format!("mine\n\n{note}"), "{file}");
        }
    }
}

#[test]
fn a_note_forks_no_built_in_card() {
    let home = Home::new();
    home.godrill("quiz gmp-thread-vs-goroutine --plain").stdin("note mine\nq\n").done();
    let shown = home.godrill("list note:mine --json").ok();
    let shown: serde_json::Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(shown["cards"][0]["edited"], false);
    assert_eq!(shown["cards"][0]["origin"], "builtin");
}
