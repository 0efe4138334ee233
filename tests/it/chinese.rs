//! A learner who reads Chinese: the quiz on the screen and line by line, and what decides which
//! language it speaks.

use crate::home::{Home, Run};

const ZH: &str = "\
## 什么是 P，为什么需要它？ {#t-p level=1 weight=5}

P 是运行 Go 代码的许可：没有 P，M 就不能运行 Go 代码。

一共有 `GOMAXPROCS` 个 P，每个都有自己的本地队列。

```evidence
https://go.dev/s/go11sched
```

## 这段程序输出什么？ {#t-out kind=output level=1 weight=4}

```go run
package main

func main() { println(1 + 2) }
```

---

相加得三。

```output
3
```

## 哪一项会 panic？ {#t-one kind=choice level=1 weight=3}

- [ ] 从 nil 通道接收
- [x] 关闭 nil 通道
- [ ] 向 nil 通道发送

---

只有关闭会 panic。

## 哪些会 panic？ {#t-two kind=choice level=1 weight=2}

- [x] 关闭 nil 通道
- [x] 重复关闭通道
- [ ] 从已关闭的通道接收

---

关闭会，接收不会。
";

fn home() -> Home {
    let home = Home::new();
    home.deck_in("zh", ZH);
    home
}

fn chinese(run: Run) -> Run {
    run.env("LANG", "zh_CN.UTF-8")
}

/// The screens at these sizes with these keys.
#[track_caller]
fn shows(screens: [(&str, &str, &str); 2]) {
    for (size, keys, expected) in screens {
        let shown = chinese(home().godrill("quiz t")).keys(size, keys).ok();
        let rows = expected.lines().count();
        let shown: String = shown.lines().take(rows).map(|line| format!("{line}\n")).collect();
        assert!(
            shown.trim_start() == expected,
            "{size} {keys} printed:\n{shown}\nexpected:\n{expected}"
        );
    }
}

#[test]
fn a_question() {
    shows([
        (
            "80x24",
            "<show>",
            "\
 Test · 新卡                       1/4 ░░░░░░░░░░░░  新 4  学习 0  复习 0  0:00
────────────────────────────────────────────────────────────────────────────────
  什么是 P，为什么需要它？



















────────────────────────────────────────────────────────────────────────────────
 空格 显示答案  ? 帮助  q 退出  u 撤销  l 语言  e 编辑  s 暂停  b 搁置
",
        ),
        (
            "40x20",
            "<show>",
            "\
 Test · 新卡      1/4 新4 学0 复0  0:00
────────────────────────────────────────
 什么是 P，为什么需要它？














────────────────────────────────────────
 空格 显示答案  ? 帮助  q 退出  u 撤销
 l 语言  e 编辑  s 暂停  b 搁置
",
        ),
    ]);
}

#[test]
fn an_answer() {
    shows([
        (
            "80x24",
            "  <show>",
            "\
 Test · 新卡                       1/4 ░░░░░░░░░░░░  新 4  学习 0  复习 0  0:00
────────────────────────────────────────────────────────────────────────────────
  什么是 P，为什么需要它？

  ── 答案 ────────────────────────────────────────────────────────────────────
  P 是运行 Go 代码的许可：没有 P，M 就不能运行 Go 代码。

  一共有 `GOMAXPROCS` 个 P，每个都有自己的本地队列。

  ── 来源 ────────────────────────────────────────────────────────────────────
  https://go.dev/s/go11sched











────────────────────────────────────────────────────────────────────────────────
 1 重来 1分  2 困难 5分  3 良好 10分  4 简单 7天  ? 帮助  q 退出  u 撤销
",
        ),
        (
            "40x20",
            "  <show>",
            "\
 Test · 新卡      1/4 新4 学0 复0  0:00
────────────────────────────────────────
 什么是 P，为什么需要它？

 ── 答案 ──────────────────────────────
 P 是运行 Go 代码的许可：没有 P，M 就不
 能运行 Go 代码。

 一共有 `GOMAXPROCS` 个 P，每个都有自己
 的本地队列。

 ── 来源 ──────────────────────────────
 https://go.dev/s/go11sched




────────────────────────────────────────
 1 重来 1分  2 困难 5分  3 良好 10分
 4 简单 7天  ? 帮助  q 退出  u 撤销
",
        ),
    ]);
}

#[test]
fn the_keys() {
    shows([
        (
            "80x24",
            "?<show>",
            "\
 Test · 新卡 ┌ 按键 ──────────────────────────────────────────────┐复习 0  0:00
─────────────│ 空格          依次：答案、更多、翻页               │─────────────
  什么是 P， │ 回车          同上；提交输入的答案，采用建议的评分 │
             │ 1–4           重来、困难、良好、简单               │
             │ a–h           选择该选项（选择题）                 │
             │ t             输入答案（输出题）                   │
             │ u             撤销本次练习中的操作                 │
             │ r             重做撤销的操作                       │
             │ e             用 $EDITOR 编辑卡片                  │
             │ n             给卡片写笔记                         │
             │ *             标记卡片，或取消标记                 │
             │ s             暂停卡片：以后不再问                 │
             │ b             搁置卡片：明天再问                   │
             │ i             级别、历史、下次间隔                 │
             │ f             现在问追问题                         │
             │ o             打开或列出来源                       │
             │ /             搜索并阅读其他卡片                   │
             │ l             卡片语言：英、中、双语               │
             │ p             暂停计时；按任意键继续               │
             │ ?             显示按键帮助                         │
             │ q             退出；进度均已保存                   │
             │ j k ↓ ↑       滚动一行                             │
─────────────│ PgUp PgDn     滚动一页                             │─────────────
 空格 显示答 └─────────────────────────────────────── ↓ 还有 3 行 ┘ 置
",
        ),
        (
            "40x20",
            "?<show>",
            "\
┌ 按键 ────────────────────────────────┐
│ 空格          依次：答案、更多、翻页 │
│ 回车          同上；提交输入的答案， │
│               采用建议的评分         │
│ 1–4           重来、困难、良好、简单 │
│ a–h           选择该选项（选择题）   │
│ t             输入答案（输出题）     │
│ u             撤销本次练习中的操作   │
│ r             重做撤销的操作         │
│ e             用 $EDITOR 编辑卡片    │
│ n             给卡片写笔记           │
│ *             标记卡片，或取消标记   │
│ s             暂停卡片：以后不再问   │
│ b             搁置卡片：明天再问     │
│ i             级别、历史、下次间隔   │
│ f             现在问追问题           │
│ o             打开或列出来源         │
│ /             搜索并阅读其他卡片     │
│ l             卡片语言：英、中、双语 │
└───────────────────────── ↓ 还有 8 行 ┘
",
        ),
    ]);
}

#[test]
fn a_pause() {
    shows([
        (
            "80x24",
            "p<show>",
            "\
 Test · 新卡                1/4 ░░░░░░░░░░░░  新 4  学习 0  复习 0  已暂停 0:00
────────────────────────────────────────────────────────────────────────────────
  什么是 P，为什么需要它？



















─ 计时已暂停，按任意键继续 ─────────────────────────────────────────────────────
 空格 显示答案  ? 帮助  q 退出  u 撤销  l 语言  e 编辑  s 暂停  b 搁置
",
        ),
        (
            "40x20",
            "p<show>",
            "\
 Test      1/4 新4 学0 复0  已暂停 0:00
────────────────────────────────────────
 什么是 P，为什么需要它？














─ 计时已暂停，按任意键继续 ─────────────
 空格 显示答案  ? 帮助  q 退出  u 撤销
 l 语言  e 编辑  s 暂停  b 搁置
",
        ),
    ]);
}

#[test]
fn the_summary() {
    let home = home();
    let quiz = |size: &str| chinese(home.godrill("quiz t --limit 1")).keys(size, " 3").ok();
    assert_eq!(
        quiz("40x20"),
        "\
本次练习
──────────────────────
卡片        1
作答        1
新卡        1
用时        0:00
记住        还没有复习
明天到期    0
7 天内到期  0
连续天数    1 天
下一张学习中的卡片在 10 分钟后。
"
    );
    chinese(home.godrill("quiz t --limit 0")).prints(
        "\
现在没有到期的卡片；下一张在 10 分钟后。
要现在学 3 张新卡，请用 `godrill quiz t --new 3`。
要从最薄弱的开始再过一遍学过的卡片，请用 `godrill quiz t --all`；不影响复习安排。
",
    );
    assert_eq!(chinese(home.godrill("quiz t --new 1")).keys("80x24", "q").ok(), "没有作答。\n");
}

#[test]
fn a_plan() {
    let home = home();
    home.godrill("plan --on 2026-11-30 --topic t --minutes 2").ok();
    let run = |keys: &str| chinese(home.godrill("quiz t")).keys("80x24", keys).ok();
    let shown = run("<show>");
    assert!(shown.contains("─ 还有 7 天，0 / 2 分钟 ─"), "{shown}");
    assert!(shown.contains(" Test · 新卡") && shown.contains(" 0 / 2 分钟 "), "{shown}");
    let summary = run(" 4");
    for row in ["计划              还有 7 天，0 / 2 分钟", "明天              "] {
        assert!(summary.contains(row), "{summary}");
    }
    assert!(
        summary.contains("若不再学的掌握度  ") && summary.contains("%（之前 0%）"),
        "{summary}"
    );
}

#[test]
fn line_by_line() {
    chinese(home().godrill("quiz t --plain"))
        .stdin("3\nzz\n\n\n\nu\np\n\n1\n4\n\n3\ns\nc\nundo\nq\n")
        .prints(LINES);
}

const LINES: &str = "\
[1/4] t · 新卡
什么是 P，为什么需要它？

> 回车：显示答案，?：帮助，q：退出
请先按回车显示答案。

> 回车：显示答案，?：帮助，q：退出
未知命令 `zz`；输入 ? 查看所有命令

> 回车：显示答案，?：帮助，q：退出

P 是运行 Go 代码的许可：没有 P，M 就不能运行 Go 代码。

> 回车：更多，1：重来 1分，2：困难 5分，3：良好 10分，4：简单 7天

一共有 `GOMAXPROCS` 个 P，每个都有自己的本地队列。

来源：
    https://go.dev/s/go11sched

> 1：重来 1分，2：困难 5分，3：良好 10分，4：简单 7天
请输入 1 到 4 评分，或输入 ? 查看其他命令。
> 1：重来 1分，2：困难 5分，3：良好 10分，4：简单 7天
本次练习没有可撤销的操作；更早的请用 `godrill undo`
> 1：重来 1分，2：困难 5分，3：良好 10分，4：简单 7天
计时已暂停，输入任意一行继续。
> 1：重来 1分，2：困难 5分，3：良好 10分，4：简单 7天

[2/4] t · 新卡
这段程序输出什么？

    package main

    func main() { println(1 + 2) }

> 请输入程序输出，以空行结束（单独的 \\ 表示输出中的空行）。
错误。
程序输出标 -，你的输入标 +：
- 3
+ 4

相加得三。

> 回车：重来，m：更多，1：重来 1分，2：困难 5分，3：良好 10分，4：简单 9天

[3/4] t · 新卡
哪一项会 panic？

- A. 关闭 nil 通道
- B. 向 nil 通道发送
- C. 从 nil 通道接收

> 请输入选项字母。
t-one 已暂停，按 u 恢复

[3/3] t · 新卡
哪些会 panic？

- A. 重复关闭通道
- B. 从已关闭的通道接收
- C. 关闭 nil 通道

> 请输入所有正确选项的字母。
错误。
正确答案是 A, C。

关闭会，接收不会。

- ✓ A. 重复关闭通道
- ✗ B. 从已关闭的通道接收
- ✓ C. 关闭 nil 通道

> 回车：重来，m：更多，1：重来 1分，2：困难 5分，3：良好 10分，4：简单 9天
已撤销：t-one 的暂停

[3/4] t · 新卡
哪一项会 panic？

- A. 关闭 nil 通道
- B. 向 nil 通道发送
- C. 从 nil 通道接收

> 请输入选项字母。
本次练习
──────────────────────
卡片        2
作答        2
新卡        2
用时        0:00
记住        还没有复习
明天到期    0
7 天内到期  0
连续天数    1 天
下一张学习中的卡片在 1 分钟后。

这次没答出 1 张卡片：
    t-p：什么是 P，为什么需要它？
要再问一遍，请用 `godrill quiz --missed`。
";

#[test]
fn the_help_of_the_lines() {
    let shown = chinese(home().godrill("quiz t --plain")).stdin("help\n").ok();
    let help = "\
回车              先显示答案，再显示更多；采用建议的评分
m, more           显示更多，即使此时按回车会评分
1–4               重来、困难、良好、简单
a–h               选择该选项（选择题）
u, undo           撤销本次练习中的操作
r, redo           重做撤销的操作
e, edit           用 $EDITOR 编辑卡片
n, note           note 文字：写笔记；note -：删除笔记
*, flag           标记卡片，或取消标记
s, suspend        暂停卡片：以后不再问
b, bury           搁置卡片：明天再问
i, info           级别、历史、下次间隔
f, follow         现在问追问题
o, open, sources  打开或列出来源
/, search         search 词语：列出卡片；search ID：显示一张
l, language       卡片语言：英、中、双语
p, pause          暂停计时；输入任意一行继续
?, help           显示按键帮助
q, quit, leave    退出；进度均已保存
";
    assert!(shown.contains(help), "{shown}");
}

#[test]
fn what_happens_is_told() {
    let base = home();
    for (keys, notice) in [
        ("3", "请先按空格显示答案"),
        ("    ", "已到末尾：请按 1–4 评分"),
        ("u", "本次练习没有可撤销的操作；更早的请用 `godrill undo`"),
        ("r", "本次练习没有可重做的操作"),
        ("s", "t-p 已暂停，按 u 恢复"),
        ("s<esc>u", "已撤销：t-p 的暂停"),
        ("b", "t-p 已搁置到明天，按 u 恢复"),
        ("b<esc>ur", "已重做：t-p 的搁置"),
        (" 3<esc>u", "已撤销：t-p 的评分（良好）"),
        (" 3<esc>ur", "已重做：t-p 的评分（良好）"),
        ("l", "卡片语言：双语"),
        ("e", "t-p 没有改动"),
    ] {
        let home = base.twin();
        let run = chinese(home.godrill("quiz t")).env("EDITOR", "true");
        let shown = run.keys("80x24", &format!("{keys}<show>")).ok();
        assert!(shown.contains(&format!("─ {notice} ─")), "{keys}: {shown}");
    }
    let run = chinese(base.godrill("quiz t")).env("EDITOR", "no-such-editor");
    let shown = run.keys("80x24", "e<show>").ok();
    assert!(
        shown.contains("无法启动编辑器 `no-such-editor`：请把 EDITOR 设为已安装的编辑器"),
        "{shown}"
    );
}

#[test]
fn what_an_import_leaves_out_is_told() {
    let home = Home::new();
    home.file("words.txt", "骆驼\tcamel\n骆驼\tcamel\n");
    home.file("empty.md", "只有文字。\n");
    chinese(home.godrill("import words.txt empty.md")).ends(
        0,
        "新增 1 张卡片，更新 0 张，未变 0 张，新增 0 条复习记录；跳过 2 项，原因见上\n",
        "words.txt：跳过 1 项，与前面的卡片重复\nempty.md：跳过 1 项，文件里没有问题\n",
    );
    // JSON stays English.
    let json = chinese(home.godrill("import words.txt --dry-run --json")).done().stdout;
    assert!(json.contains("\"reason\": \"cards that came before\""), "{json}");
}

#[test]
fn a_database_that_cannot_be_written_is_told() {
    let home = home();
    let other = rusqlite::Connection::open(home.db()).expect("the database");
    other.execute_batch("BEGIN IMMEDIATE").expect("the lock");
    let shown = chinese(home.godrill("quiz t")).keys("120x30", " 3<show>").ok();
    let shown: String = shown.split_whitespace().collect();
    for part in ["未保存：", "godrill.db正被另一个程序使用：请等它结束后再试"]
    {
        assert!(shown.contains(part), "{shown}");
    }
    other.execute_batch("ROLLBACK").expect("no lock");
}

#[test]
fn the_language_of_the_screens_is_that_of_the_cards_unless_it_is_set() {
    let home = home();
    let (english, zh) =
        ("> Enter: show answer, ?: help, q: quit", "> 回车：显示答案，?：帮助，q：退出");
    // The locale, the flag, the setting of cards.
    assert_eq!(first(home.godrill("quiz t --plain")), english);
    assert_eq!(first(chinese(home.godrill("quiz t --plain"))), zh);
    assert_eq!(first(home.godrill("quiz t --plain --lang zh")), zh);
    assert_eq!(first(chinese(home.godrill("quiz t --plain --lang en"))), english);
    assert_eq!(first(home.godrill("quiz t --plain --lang both")), english);
    home.godrill("config set lang zh").ok();
    assert_eq!(first(home.godrill("quiz t --plain")), zh);
    // The setting of the screens goes before all of them.
    home.godrill("config set ui_lang en").ok();
    assert_eq!(first(chinese(home.godrill("quiz t --plain --lang zh"))), english);
    home.godrill("config set ui_lang zh").ok();
    assert_eq!(first(home.godrill("quiz t --plain --lang en")), zh);
    home.godrill("config set ui_lang fr")
        .fails(1, "error: ui_lang: `fr` is not a language: use en, zh or auto\n");
    // It stays when the cards are shown in another language.
    home.godrill("config set ui_lang auto").ok();
    let shown = home.godrill("quiz t --lang zh").keys("80x24", "ll<show>").ok();
    assert!(shown.contains(" 空格 显示答案 "), "{shown}");
}

/// The first prompt.
fn first(run: Run) -> String {
    let shown = run.stdin("q\n").ok();
    shown.lines().find(|line| line.starts_with("> ")).expect("a prompt").to_owned()
}
