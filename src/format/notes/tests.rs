//! The conventions of notes, each in a page of its own, and pages made to do harm.

use proptest::prelude::*;

use super::*;

/// The cards of a page: line, question, answer.
fn cards(text: &str) -> Vec<(usize, String, String)> {
    let (notes, problems) = read(text, Options::default());
    assert_eq!(problems, []);
    notes.found.into_iter().map(|f| (f.line, f.text.question, f.text.answer)).collect()
}

fn check(text: &str, expected: &[(usize, &str, &str)]) {
    let found = cards(text);
    let shown: Vec<(usize, &str, &str)> =
        found.iter().map(|(line, q, a)| (*line, q.as_str(), a.as_str())).collect();
    assert_eq!(shown, expected, "{text}");
}

/// What was left out: line and reason.
fn left_out(text: &str) -> Vec<(usize, String)> {
    read(text, Options::default()).0.left_out.into_iter().map(|l| (l.line, l.why)).collect()
}

#[test]
fn questions_and_answers_by_their_tags() {
    check(
        "Q: What is a P?\nA: A permit.\n\nSecond paragraph.\n\nQ: Two\nlines?\nA:\n\n- a\n- b\n---\nC: A [map] has [keys].\nQ: Nothing yet?\n",
        &[
            (1, "What is a P?", "A permit.\n\nSecond paragraph."),
            (6, "Two\n\nlines?", "- a\n- b"),
            (13, "A […] has keys.", "map\n\nA **map** has keys."),
            (13, "A map has […].", "keys\n\nA map has **keys**."),
            (14, "Nothing yet?", ""),
        ],
    );
    check(
        "**Q1:** What?\n**A:** That.\n\n### Q2. Which?\n\nThe one below.\n\n## Next\n\n**FRONT**\nfront\n\n**BACK**\nback\n\n问：什么是 P？\n答：一张许可。\n\n- Question: in a list\n  Answer: also\n",
        &[
            (1, "What?", "That."),
            (4, "Which?", "The one below."),
            (10, "front", "back"),
            (16, "什么是 P？", "一张许可。"),
            (19, "in a list", "also"),
        ],
    );
    check(
        "Q: In one line? A: Yes.\n问：一行？答：是。\n",
        &[(1, "In one line?", "Yes."), (2, "一行？", "是。")],
    );
    // Options are no answers, code is not looked into.
    check(
        "Q: Which?\nA. one\nB. two\nA: B\n\n```\nQ: not here\nA: nor here\n```\n",
        &[(1, "Which?\n\nA. one\nB. two", "B\n\n```\nQ: not here\nA: nor here\n```")],
    );
}

#[test]
fn details_with_their_summaries() {
    check(
        "<details><summary>What is <b>GC</b>?</summary>Freeing.</details>\n\n\
         ### 1. What prints?\n\n```go\nx\n```\n\n<details><summary>Answer</summary>\n\nTwo.\n\n</details>\n\n\
         **Q3.** Why?\n\n<details>\n<summary>点击查看答案</summary>\n因为。\n<details><summary>More</summary>x</details>\n</details>\n",
        &[
            (1, "What is GC?", "Freeing."),
            (3, "What prints?\n\n```go\nx\n```", "Two."),
            (15, "Why?", "因为。\n<details><summary>More</summary>x</details>"),
        ],
    );
}

#[test]
fn obsidians_cards_with_their_schedules() {
    let text = "#flashcards/go/maps\n\nWhat is a map?::A hash table <!--SR:!2024-08-16,51,230-->\n\
                here:::there\n\nMany\nlines\n?\n- a\n- b\n<!--SR:!fsrs,2026-09-28T15:04:08.734Z,14,14.2,4.0,2,3,0,0,2026-09-14T15:04:08.734Z-->\n\n\
                A ==nil== map panics on ==write==.\n\nstd::mem::take\n";
    let (notes, _) = read(text, Options::default());
    let shown: Vec<_> = notes
        .found
        .iter()
        .map(|f| (f.line, f.text.question.as_str(), f.text.answer.as_str(), f.schedule.is_some()))
        .collect();
    assert_eq!(
        shown,
        [
            (3, "What is a map?", "A hash table", true),
            (4, "here", "there", false),
            (4, "there", "here", false),
            (6, "Many\n\nlines", "- a\n- b", true),
            (13, "A […] map panics on write.", "nil\n\nA **nil** map panics on write.", false),
            (13, "A nil map panics on […].", "write\n\nA nil map panics on **write**.", false),
        ]
    );
    assert_eq!(notes.found[0].tags, ["go::maps"]);
    assert_eq!(notes.left_out.len(), 1, "{:?}", notes.left_out);
    // In notes that are not Obsidian's, `::` between words is code.
    check("Use std::mem here.\n", &[]);
    check("Is it?::Yes\n`a::b` is code\n", &[(1, "Is it?", "Yes")]);
}

#[test]
fn headings_that_ask() {
    check(
        "# My notes\n\n## What is a slice?\n\nA view.\n\n### Details\n\nMore.\n\n## 2. 为什么需要 P\n\n为了扩展。\n\n## Install\n\nRun it.\n\n## Why?\n\n### How does it work?\n\nWell.\n",
        &[
            (3, "What is a slice?", "A view.\n\n### Details\n\nMore."),
            (11, "为什么需要 P", "为了扩展。"),
            (21, "How does it work?", "Well."),
        ],
    );
    let (notes, _) = read("# My notes\n\n## Channels\n\nPipes.\n", Options { headings: true });
    assert_eq!(notes.found[0].text.question, "Explain Channels.");
    assert_eq!(notes.title.as_deref(), Some("My notes"));
    assert_eq!(
        left_out("# T\n\n## Channels\n\nPipes.\n"),
        [
            (3, "a heading that asks nothing: --headings takes it".into()),
            (5, "no question in it".into())
        ]
    );
}

#[test]
fn tables_of_two_columns() {
    check(
        "| Term | Meaning |\n|---|---|\n| `a \\| b` | or<br>else |\n| empty | |\n\n| a | b | c |\n|-|-|-|\n| 1 | 2 | 3 |\n",
        &[(3, "`a | b`", "or\n\nelse"), (4, "empty", "")],
    );
}

#[test]
fn terms_with_their_text() {
    check(
        "## Locks\n\n- **Mutex**: one at a time\n- **Is RWMutex faster?** - seldom\n1. **What is atomic**\n   A word at once.\n\n\
         - once: runs once\n- pool: keeps objects\n\nText.\n\n- one colon: is any sentence\n\nTerm\n: Its definition\n\n**Why locks?**\n\nFor order.\n\nIs it a plain line?\nYes.\n",
        &[
            (3, "Locks: What is Mutex?", "one at a time"),
            (4, "Is RWMutex faster?", "seldom"),
            (5, "What is atomic", "A word at once."),
            (8, "Locks: What is once?", "runs once"),
            (9, "Locks: What is pool?", "keeps objects"),
            (15, "Locks: What is Term?", "Its definition"),
            (18, "Why locks?", "For order."),
            (22, "Is it a plain line?", "Yes."),
        ],
    );
}

/// A page of a learner who wrote down what to learn and what to do.
const LEARNER: &str = "\
## Todo

- [ ] 接口怎么判断是否为 nil
- [x] What does `defer` cost?
- [ ] 部署支付服务
- [ ] buy milk
- [ ] weekly meeting
- [ ] 单元测试覆盖率

### 2024-03-01

- [ ] map 常见面试题
  - [x] 底层实现
    - [ ] 冲突处理
  - [ ] 与 sync.Map 的区别
- [ ] docker project
  - [ ] 镜像
  - [ ] how do layers work?
- [ ] redis
  - [ ] buy a book
- [ ] 如何保证幂等
\t[a case](https://example.com/case)
- [ ] Is a string immutable?
  - Yes: its bytes never change.
  - Conversions copy.

### 2024-03-02

- [ ] 调度器

  [an article](https://example.com/sched)

调度器把 goroutine 分给线程。

- G：一个 goroutine
- M：一个系统线程

为什么要抢占，因为循环会一直占着线程

抢占的方式分为两种：协作式和基于信号的

内存分配器

mcache：每个 P 一份，不用加锁

mcentral：各个 P 共用，要加锁

- [ ] 看一下新框架
";

#[test]
fn a_checklist_gives_drafts_and_its_prose_cards() {
    let found = cards(LEARNER);
    let shown: Vec<(usize, &str)> = found.iter().map(|(line, q, _)| (*line, q.as_str())).collect();
    assert_eq!(
        shown,
        [
            (3, "接口怎么判断是否为 nil"),
            (4, "What does `defer` cost?"),
            (8, "单元测试覆盖率"),
            (13, "map：底层实现"),
            (14, "map：底层实现：冲突处理"),
            (15, "map：与 sync.Map 的区别"),
            (18, "docker project: how do layers work?"),
            (21, "如何保证幂等"),
            (23, "Is a string immutable?"),
            (29, "讲讲调度器。"),
            (35, "调度器：G 是什么？"),
            (36, "调度器：M 是什么？"),
            (38, "调度器：为什么要抢占？"),
            (40, "调度器：抢占的方式分为哪两种？"),
            (44, "内存分配器：mcache 是什么？"),
            (46, "内存分配器：mcentral 是什么？"),
        ]
    );
    let answer = |line: usize| found.iter().find(|(l, ..)| *l == line).map(|(.., a)| a.as_str());
    assert_eq!(answer(21), Some(""));
    assert_eq!(answer(23), Some("- Yes: its bytes never change.\n- Conversions copy."));
    assert_eq!(answer(38), Some("因为循环会一直占着线程"));
    assert!(answer(29).is_some_and(|a| a.starts_with("调度器把") && !a.contains("example.com")));
    let (notes, _) = read(LEARNER, Options::default());
    assert_eq!(notes.found[7].links, ["https://example.com/case"]);
    assert_eq!(notes.found[9].links, ["https://example.com/sched"]);
    let out: Vec<usize> = notes.left_out.iter().map(|l| l.line).collect();
    assert_eq!(out, [5, 6, 7, 12, 16, 17, 19, 20, 42, 48]);
    assert!(notes.left_out.iter().filter(|l| l.line < 42).all(|l| l.question.is_some()));
}

#[test]
fn lists_under_an_interview_heading_are_questions() {
    check(
        "## Interview questions\n\n1. GMP\n2. Slice growth\n   It doubles.\n- [ ] buy milk\n\n## Shopping\n\n1. Bread\n",
        &[(3, "GMP", ""), (4, "Slice growth", "It doubles.")],
    );
}

#[test]
fn decks_are_told_from_notes() {
    for (text, deck) in [
        ("---\ndeck: gmp\nlang: en\n---\n", true),
        ("---\nlang: en\n---\n\n## Q? {#gmp-q level=1}\n\nA.\n", true),
        ("---\ntitle: x\n---\n## Q?\n\nA.\n", false),
        ("- deck: x\n", false),
    ] {
        assert_eq!(is_deck(text), deck, "{text}");
    }
}

#[test]
fn pages_made_to_do_harm_are_read_in_one_pass() {
    let deep: String = (0..3_000).map(|n| " ".repeat(n) + "- [ ] why?\n").collect();
    for text in [
        "<details>".repeat(100_000),
        "<details>\n".repeat(50_000) + &"</details>\n".repeat(50_000),
        "Q: \n".repeat(100_000),
        "?\n".repeat(100_000),
        "x\n?\n".repeat(50_000),
        "# a?\n## b?\n".repeat(50_000),
        "a::b".repeat(100_000),
        "==".repeat(100_000) + " #flashcards",
        "|a|b|\n|-|-|\n".repeat(50_000),
        "- [ ] a\n  - [ ] b\n".repeat(30_000),
        "- [ ] why?\n\ntext\n\n".repeat(20_000),
        "**a?**\n".repeat(50_000),
        "<!--\n".repeat(100_000),
        "```a\n".repeat(100_000),
        "C: ".to_owned() + &"[".repeat(100_000),
        "C: ".to_owned() + &"[a]".repeat(50_000),
        "- ".repeat(100_000),
        "x?\n\n".repeat(50_000),
        "term: text text\n".repeat(50_000),
        "- a: bb\n".repeat(50_000),
        "通过".repeat(50_000),
        deep,
    ] {
        read(&text, Options { headings: true });
    }
    let (_, problems) = read(&"\n".repeat(MOST_LINES + 1), Options::default());
    assert_eq!(problems.len(), 1);
    let (notes, problems) = read(&"Q: a\n".repeat(MOST_CARDS + 2), Options::default());
    assert_eq!((notes.found.len(), problems.len()), (0, 1));
}

/// Pieces of notes, put together in any order.
fn page() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("Q: a"),
        Just("A: b"),
        Just("C: [x] y"),
        Just("# h?"),
        Just("### 题 {#x}"),
        Just("- [ ] 怎么"),
        Just("  - [x] go map"),
        Just("\t- b"),
        Just("GC"),
        Just("term：text text"),
        Just("- **t**: d"),
        Just("**why?**"),
        Just("| a | b |"),
        Just("|---|---|"),
        Just("?"),
        Just("a::b <!--SR:!2024-01-01,3,250-->"),
        Just("==x== #flashcards"),
        Just("<details><summary>s</summary>"),
        Just("</details>"),
        Just("```go"),
        Just("```"),
        Just("<!--"),
        Just("-->"),
        Just("---"),
        Just(""),
        Just(": d"),
    ];
    let line = prop_oneof![6 => piece.prop_map(str::to_owned), 1 => any::<String>()];
    proptest::collection::vec(line, 0..24).prop_map(|lines| lines.join("\n"))
}

proptest! {
    #[test]
    fn any_page_is_read_and_every_line_is_accounted_for(text in page(), headings in any::<bool>()) {
        let (notes, problems) = read(&text, Options { headings });
        prop_assert_eq!(problems, vec![]);
        let lines = text.replace("\r\n", "\n").matches(['\n', '\r']).count() + 1;
        for found in &notes.found {
            prop_assert!((1..=lines).contains(&found.line));
            prop_assert!(found.text.title().chars().any(char::is_alphanumeric), "{:?}", found);
            prop_assert!(!found.why.is_empty());
        }
        for left_out in &notes.left_out {
            prop_assert!((1..=lines).contains(&left_out.line) && !left_out.why.is_empty());
        }
        // The same page gives the same cards.
        prop_assert_eq!(read(&text, Options { headings }).0, notes);
    }
}
