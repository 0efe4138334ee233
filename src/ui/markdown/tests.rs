//! Two cards as they look on terminals of common widths, and the corners of Markdown.

use super::*;

const EN: &str = r#"A **P** holds the *right* to run Go code; see [the spec](https://go.dev/ref/spec) and <https://go.dev/s/go11sched>.
It is ~~a thread~~ a value with a run queue, so `GOMAXPROCS(4)` means four at a time.

### Steps

1. Take from the local run queue.
2. Steal half of another one:
   - check `runqsteal` four times
   - then the global queue, which every P looks at once in 61 turns
10. Park.

- [x] read the source
- [ ] measure

> Do not communicate by sharing memory; share memory by communicating.

| queue | lock | size | who |
|:------|:----:|-----:|-----|
| local | no | 256 | its own P, and thieves that take half of it |
| global | yes | any | all |

```go run
func main() {
	ch := make(chan int, 1) // room for one
	fmt.Println("the length and the capacity are", len(ch), cap(ch))
}
```

```output
the length and the capacity are 0 1
```

---

<b>bold</b> ends here\
for now.
"#;

const ZH: &str = r#"**P** 是运行 Go 代码的*许可*；它有自己的本地队列（最多 256 个 G），
所以 `GOMAXPROCS(4)` 表示同时最多有四个 goroutine 在运行。参见[语言规范](https://go.dev/ref/spec)。

1. 先从本地队列取。
2. 再从别的 P 偷一半：
   - 最多尝试四轮，每轮都以随机顺序遍历所有的 P
   - 仍然没有，就看全局队列
     > 每 61 次调度先看一次全局队列，避免其中的 goroutine 饿死。

| 操作 | nil | 正常 | 已关闭 |
|---|:---:|---|--:|
| `c <- v` | 永久阻塞 | 缓冲满则等待，直到有人接收 | panic |
| `<-c` | 永久阻塞 | 空则等待 | 先取缓冲，再零值 `false` |

```go
s := "调度器" // 九个字节，三个字符，不是三个字节
```
"#;

fn drawn(markdown: &str, width: u16) -> String {
    render(markdown, width, &Theme::dark()).to_string()
}

#[test]
fn an_english_card_in_40_columns() {
    let want = r#"
A P holds the right to run Go code; see
the spec (https://go.dev/ref/spec) and
https://go.dev/s/go11sched. It is a
thread a value with a run queue, so
GOMAXPROCS(4) means four at a time.

Steps

1. Take from the local run queue.
2. Steal half of another one:
   • check runqsteal four times
   • then the global queue, which every
     P looks at once in 61 turns
3. Park.

[x] read the source
[ ] measure

│ Do not communicate by sharing memory;
│ share memory by communicating.

queue  │ lock │ size │ who
───────┼──────┼──────┼──────────────────
local  │  no  │  256 │ its own P, and
       │      │      │ thieves that take
       │      │      │ half of it
───────┼──────┼──────┼──────────────────
global │ yes  │  any │ all

  func main() {
      ch := make(chan int, 1) // room
  ↪ for one
      fmt.Println("the length and the
  ↪ capacity are", len(ch), cap(ch))
  }

  │ the length and the capacity are 0 1

────────────────────────────────────────

<b>bold</b> ends here
for now."#;
    assert_eq!(drawn(EN, 40), want.trim_start_matches('\n'));
}

#[test]
fn an_english_card_in_60_columns() {
    let want = r#"
A P holds the right to run Go code; see the spec
(https://go.dev/ref/spec) and https://go.dev/s/go11sched. It
is a thread a value with a run queue, so GOMAXPROCS(4) means
four at a time.

Steps

1. Take from the local run queue.
2. Steal half of another one:
   • check runqsteal four times
   • then the global queue, which every P looks at once in
     61 turns
3. Park.

[x] read the source
[ ] measure

│ Do not communicate by sharing memory; share memory by
│ communicating.

queue  │ lock │ size │ who
───────┼──────┼──────┼──────────────────────────────────────
local  │  no  │  256 │ its own P, and thieves that take half
       │      │      │ of it
───────┼──────┼──────┼──────────────────────────────────────
global │ yes  │  any │ all

  func main() {
      ch := make(chan int, 1) // room for one
      fmt.Println("the length and the capacity are",
  ↪ len(ch), cap(ch))
  }

  │ the length and the capacity are 0 1

────────────────────────────────────────────────────────────

<b>bold</b> ends here
for now."#;
    assert_eq!(drawn(EN, 60), want.trim_start_matches('\n'));
}

#[test]
fn an_english_card_in_80_columns() {
    let want = r#"
A P holds the right to run Go code; see the spec (https://go.dev/ref/spec) and
https://go.dev/s/go11sched. It is a thread a value with a run queue, so
GOMAXPROCS(4) means four at a time.

Steps

1. Take from the local run queue.
2. Steal half of another one:
   • check runqsteal four times
   • then the global queue, which every P looks at once in 61 turns
3. Park.

[x] read the source
[ ] measure

│ Do not communicate by sharing memory; share memory by communicating.

queue  │ lock │ size │ who
───────┼──────┼──────┼────────────────────────────────────────────
local  │  no  │  256 │ its own P, and thieves that take half of it
global │ yes  │  any │ all

  func main() {
      ch := make(chan int, 1) // room for one
      fmt.Println("the length and the capacity are", len(ch), cap(ch))
  }

  │ the length and the capacity are 0 1

────────────────────────────────────────────────────────────────────────────────

<b>bold</b> ends here
for now."#;
    assert_eq!(drawn(EN, 80), want.trim_start_matches('\n'));
}

#[test]
fn an_english_card_in_120_columns() {
    let want = r#"
A P holds the right to run Go code; see the spec (https://go.dev/ref/spec) and https://go.dev/s/go11sched. It is a
thread a value with a run queue, so GOMAXPROCS(4) means four at a time.

Steps

1. Take from the local run queue.
2. Steal half of another one:
   • check runqsteal four times
   • then the global queue, which every P looks at once in 61 turns
3. Park.

[x] read the source
[ ] measure

│ Do not communicate by sharing memory; share memory by communicating.

queue  │ lock │ size │ who
───────┼──────┼──────┼────────────────────────────────────────────
local  │  no  │  256 │ its own P, and thieves that take half of it
global │ yes  │  any │ all

  func main() {
      ch := make(chan int, 1) // room for one
      fmt.Println("the length and the capacity are", len(ch), cap(ch))
  }

  │ the length and the capacity are 0 1

────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

<b>bold</b> ends here
for now."#;
    assert_eq!(drawn(EN, 120), want.trim_start_matches('\n'));
}

#[test]
fn a_chinese_card_in_40_columns() {
    let want = r#"
P 是运行 Go 代码的许可；它有自己的本地队
列（最多 256 个 G），所以 GOMAXPROCS(4)
表示同时最多有四个 goroutine 在运行。参
见语言规范 (https://go.dev/ref/spec)。

1. 先从本地队列取。
2. 再从别的 P 偷一半：
   • 最多尝试四轮，每轮都以随机顺序遍历
     所有的 P
   • 仍然没有，就看全局队列
     │ 每 61 次调度先看一次全局队列，避
     │ 免其中的 goroutine 饿死。

操作   │   nil    │ 正常      │   已关闭
───────┼──────────┼───────────┼─────────
c <- v │ 永久阻塞 │ 缓冲满则  │    panic
       │          │ 等待，直  │
       │          │ 到有人接  │
       │          │ 收        │
───────┼──────────┼───────────┼─────────
<-c    │ 永久阻塞 │ 空则等待  │   先取缓
       │          │           │ 冲，再零
       │          │           │ 值 false

  s := "调度器" //
  ↪ 九个字节，三个字符，不是三个字节"#;
    assert_eq!(drawn(ZH, 40), want.trim_start_matches('\n'));
}

#[test]
fn a_chinese_card_in_60_columns() {
    let want = r#"
P 是运行 Go 代码的许可；它有自己的本地队列（最多 256 个
G），所以 GOMAXPROCS(4) 表示同时最多有四个 goroutine 在运
行。参见语言规范 (https://go.dev/ref/spec)。

1. 先从本地队列取。
2. 再从别的 P 偷一半：
   • 最多尝试四轮，每轮都以随机顺序遍历所有的 P
   • 仍然没有，就看全局队列
     │ 每 61 次调度先看一次全局队列，避免其中的 goroutine 饿
     │ 死。

操作   │   nil    │ 正常                │             已关闭
───────┼──────────┼─────────────────────┼───────────────────
c <- v │ 永久阻塞 │ 缓冲满则等待，直到  │              panic
       │          │ 有人接收            │
───────┼──────────┼─────────────────────┼───────────────────
<-c    │ 永久阻塞 │ 空则等待            │   先取缓冲，再零值
       │          │                     │              false

  s := "调度器" // 九个字节，三个字符，不是三个字节"#;
    assert_eq!(drawn(ZH, 60), want.trim_start_matches('\n'));
}

#[test]
fn a_chinese_card_in_80_columns() {
    let want = r#"
P 是运行 Go 代码的许可；它有自己的本地队列（最多 256 个 G），所以 GOMAXPROCS(4)
表示同时最多有四个 goroutine 在运行。参见语言规范 (https://go.dev/ref/spec)。

1. 先从本地队列取。
2. 再从别的 P 偷一半：
   • 最多尝试四轮，每轮都以随机顺序遍历所有的 P
   • 仍然没有，就看全局队列
     │ 每 61 次调度先看一次全局队列，避免其中的 goroutine 饿死。

操作   │   nil    │ 正常                       │                 已关闭
───────┼──────────┼────────────────────────────┼───────────────────────
c <- v │ 永久阻塞 │ 缓冲满则等待，直到有人接收 │                  panic
<-c    │ 永久阻塞 │ 空则等待                   │ 先取缓冲，再零值 false

  s := "调度器" // 九个字节，三个字符，不是三个字节"#;
    assert_eq!(drawn(ZH, 80), want.trim_start_matches('\n'));
}

#[test]
fn a_chinese_card_in_120_columns() {
    let want = r#"
P 是运行 Go 代码的许可；它有自己的本地队列（最多 256 个 G），所以 GOMAXPROCS(4) 表示同时最多有四个 goroutine 在运行。参
见语言规范 (https://go.dev/ref/spec)。

1. 先从本地队列取。
2. 再从别的 P 偷一半：
   • 最多尝试四轮，每轮都以随机顺序遍历所有的 P
   • 仍然没有，就看全局队列
     │ 每 61 次调度先看一次全局队列，避免其中的 goroutine 饿死。

操作   │   nil    │ 正常                       │                 已关闭
───────┼──────────┼────────────────────────────┼───────────────────────
c <- v │ 永久阻塞 │ 缓冲满则等待，直到有人接收 │                  panic
<-c    │ 永久阻塞 │ 空则等待                   │ 先取缓冲，再零值 false

  s := "调度器" // 九个字节，三个字符，不是三个字节"#;
    assert_eq!(drawn(ZH, 120), want.trim_start_matches('\n'));
}

#[test]
fn an_english_card_in_plain_text() {
    let want = r#"
A P holds the right to run Go code; see the spec (https://go.dev/ref/spec) and https://go.dev/s/go11sched. It is ~~a thread~~ a value with a run queue, so `GOMAXPROCS(4)` means four at a time.

Steps

1. Take from the local run queue.
2. Steal half of another one:
   - check `runqsteal` four times
   - then the global queue, which every P looks at once in 61 turns
3. Park.

- [x] read the source
- [ ] measure

> Do not communicate by sharing memory; share memory by communicating.

queue   lock  size  who
local    no    256  its own P, and thieves that take half of it
global  yes    any  all

    func main() {
        ch := make(chan int, 1) // room for one
        fmt.Println("the length and the capacity are", len(ch), cap(ch))
    }

    the length and the capacity are 0 1

---

<b>bold</b> ends here
for now."#;
    assert_eq!(plain(EN, None), want.trim_start_matches('\n'));
}

#[test]
fn a_chinese_card_in_plain_text() {
    let want = r#"
P 是运行 Go 代码的许可；它有自己的本地队
列（最多 256 个 G），所以
`GOMAXPROCS(4)` 表示同时最多有四个
goroutine 在运行。参见语言规范
(https://go.dev/ref/spec)。

1. 先从本地队列取。
2. 再从别的 P 偷一半：
   - 最多尝试四轮，每轮都以随机顺序遍历
     所有的 P
   - 仍然没有，就看全局队列
     > 每 61 次调度先看一次全局队列，避
     > 免其中的 goroutine 饿死。

操作: `c <- v`
nil: 永久阻塞
正常: 缓冲满则等待，直到有人接收
已关闭: panic

操作: `<-c`
nil: 永久阻塞
正常: 空则等待
已关闭: 先取缓冲，再零值 `false`

    s := "调度器" //
        九个字节，三个字符，不是三个字节"#;
    assert_eq!(plain(ZH, Some(40)), want.trim_start_matches('\n'));
}

#[test]
fn corners() {
    for (markdown, want) in [
        ("", ""),
        ("a\nb\\\nc  \nd", "a b\nc\nd"),
        ("你好\n世界", "你好世界"),
        ("# One #\n\nTwo\n===", "One\n\nTwo"),
        ("- a\n- b\n\nc", "• a\n• b\n\nc"),
        ("- a\n\n- b", "• a\n\n• b"),
        ("- a\n  1. b\n     - c\n- ", "• a\n  1. b\n     ◦ c\n•"),
        ("- a\n  ```go\n  x\n  ```\n- b", "• a\n    x\n\n• b"),
        ("7. a\n8. b", "7. a\n8. b"),
        ("> a\n>\n> > b\n\n> c", "│ a\n│\n│ │ b\n\n│ c"),
        ("> - a\n>\n>   b", "│ • a\n│\n│   b"),
        ("[a](b) [#](#x) [a@b](mailto:a@b) ![pic](p.png)", "a (b) # a@b\n[picture: pic\n(p.png)]"),
        ("![a.png](a.png) ![b.MP3](b.MP3)", "[picture: a.png]\n[sound: b.MP3]"),
        ("a <br> b &amp; &#27;[31m", "a <br> b & ␛[31m"),
        ("<div>\n  x\n</div>", "<div>\n  x\n</div>"),
        ("```text\n\ta\n\n  b\n```", "      a\n\n    b"),
        ("```\n```", ""),
        ("    a\tb", "  a   b"),
        ("| a |\n|---|", "a\n─"),
        ("||\n|-|\n|x|", "x"),
        ("a\r\nb\r\n\r\nc", "a b\n\nc"),
        ("a\u{202e}b\u{1b}c", "a\u{fffd}b␛c"),
        ("- - - - - - x", "• ◦ • ◦ • ◦ x"),
        ("1. > 2. > x", "1. │ 2. │ x"),
        (">>>>>>>>> x", "│ │ │ │ │ x"),
    ] {
        assert_eq!(drawn(markdown, 20), want, "{markdown:?}");
    }
}

#[test]
fn a_question_is_a_heading_whatever_it_begins_with() {
    for (question, want) in [
        ("What is `nil`?", "What is nil?"),
        ("1. What is C#", "1. What is C#"),
        ("- is an operator #", "- is an operator #"),
        ("struct{} and chan struct{}", "struct{} and chan struct{}"),
        ("two\nlines", "two lines"),
        ("", ""),
    ] {
        assert_eq!(heading(question, 40, &Theme::dark()).to_string(), want);
    }
    assert_eq!(plain_heading("What is `nil`?"), "What is `nil`?");
    assert_eq!(heading("`x`", 40, &Theme::mono()).to_string(), "`x`");
}

#[test]
fn styles_follow_the_marks() {
    let theme = Theme::dark();
    let text = render("**a *b*** ~~c~~ `d`", 40, &theme);
    let styles: Vec<(&str, Style)> =
        text.lines[0].spans.iter().map(|s| (s.content.as_ref(), s.style)).collect();
    assert_eq!(
        styles,
        [
            ("a ", theme.strong),
            ("b", theme.strong.patch(theme.emphasis)),
            (" ", Style::new()),
            ("c", theme.strike),
            (" ", Style::new()),
            ("d", theme.code),
        ]
    );
}

#[test]
fn nesting_without_end_is_drawn() {
    let deep = 50_000;
    for markdown in [">".repeat(deep) + "x", "- ".repeat(deep) + "x", "1. ".repeat(deep) + "x"] {
        let text = drawn(&markdown, 40);
        assert!(text.ends_with('x'));
        assert_eq!(text.lines().count(), 1);
    }
}
