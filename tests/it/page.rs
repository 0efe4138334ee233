//! The exported page: the command, and what a browser makes of it.

use std::process::Command;

use crate::home::{Home, repository};

const EN: &str = "\
---
deck: t
title: Channels & co.
lang: en
---

## What does a `nil` channel do? {#t-a .concept level=1 weight=5}

It **blocks** for ever, in both directions.

| | send | receive |
|---|:-:|--:|
| nil | blocks | blocks |

```go
var c chan int // nil
<-c
```

<img src=x onerror=\"window.owned = 1\"> [link](javascript:window.owned=1)

```evidence
runtime/chan.go: func chansend
https://go.dev/ref/spec#Channel_types
```

## What is printed? {#t-b kind=output level=2 weight=3 follows=t-a}

```go run
package main

func main() {
	println(\"write to a closed channel; nil </script><script>window.owned = 1</script>\")
}
```

---

```output
closed
```

One line.
";

const ZH: &str = "\
---
deck: t
title: 通道
lang: zh
---

## `nil` channel 会怎样？ {#t-a .concept level=1 weight=5}

两个方向都**永远阻塞**。

## 输出什么？ {#t-b kind=output level=2 weight=3 follows=t-a}

```go run
package main

func main() {
	println(\"写入已关闭的通道\")
}
```

---

```output
closed
```

写入 之后是关闭。

## 只有中文的题？ {#t-c level=3 weight=1}

对。
";

const OTHER: &str = "\
---
deck: u
title: Other
lang: en
---

## Another topic? {#u-a level=1}

Yes.
";

/// A home with three decks, exported into `sample.html`.
fn sample() -> (Home, String) {
    let home = Home::new();
    for (name, text) in [("t.md", EN), ("t.zh.md", ZH), ("u.md", OTHER)] {
        home.file(name, text);
    }
    home.godrill("import t.md t.zh.md u.md").ok();
    let said = home.godrill("export --topic t --topic u -o sample.html").ok();
    (home, said)
}

#[test]
fn a_page_is_written_by_the_name_of_the_file() {
    let (home, said) = sample();
    assert_eq!(said, "4 cards written to sample.html\n");
    let page = std::fs::read_to_string(home.path("sample.html")).expect("the page");
    assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>\n"));
    assert_eq!(page.matches("<article ").count(), 4);
    let printed = home.godrill("export --format html --topic t --topic u").ok();
    assert_eq!(printed, page, "standard output gets the same");
}

#[test]
fn a_page_has_the_topics_and_languages_asked_for() {
    let (home, _) = sample();
    let page = home.godrill("export --format html --topic u --lang en").ok();
    assert!(page.contains("<h1>Other</h1>") && page.contains("Another topic?"));
    assert!(!page.contains("id=\"lang-zh\"") && !page.contains("id=\"q-t-a\""));
    let page = home.godrill("export --format html --topic t --lang zh").ok();
    assert!(page.contains("<html lang=\"zh-CN\">") && page.contains("永远阻塞"));
    assert!(!page.contains("for ever, in both"));
}

#[test]
fn pictures_are_a_part_of_the_page() {
    use godrill::inside::db::Store;
    let home = Home::new();
    home.deck("## Which heap? ![the heap](heap.png) {#t-a}\n\nThis: ![](map.svg) and ![gone](gone.png).\n\n![big](big.png) ![beep](beep.wav)\n");
    let mut big = b"\x89PNG\r\n\x1a\n".to_vec();
    big.resize((1 << 20) + 1, 0);
    let media = [
        ("heap.png", b"\x89PNG\r\n\x1a\n".to_vec()),
        ("map.svg", b"<svg onload=\"window.owned = 1\"/>".to_vec()),
        ("beep.wav", b"RIFF\0\0\0\0WAVE".to_vec()),
        ("big.png", big),
    ];
    let media = media.into_iter().map(|(name, bytes)| Ok((name.to_owned(), "0".into(), bytes)));
    let mut store = Store::open(&home.db()).unwrap();
    store.put_media::<godrill::inside::db::DbError>(media).unwrap();
    drop(store);
    home.godrill("export --topic t -o t.html").prints(
        "1 card written to t.html\n2 pictures or sounds are only named: a page shows pictures of up to 1 MiB, 24 MiB in all\n",
    );
    let page = std::fs::read_to_string(home.path("t.html")).unwrap();
    for part in [
        "Which heap? <img src=\"data:image/png;base64,iVBORw0KGgo=\" alt=\"the heap\">",
        "<img src=\"data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9IndpbmRvdy5vd25lZCA9IDEiLz4=\" alt=\"\"> and gone",
        "big <span class=\"address\">(big.png)</span>",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
}

#[test]
#[ignore = "needs chromium, fonts-noto-cjk and python3: run with --include-ignored"]
fn a_browser_can_search_reveal_and_read_it() {
    let (home, _) = sample();
    home.godrill("export -o all.html").ok();
    // Pictures to look at stay where GODRILL_SHOTS says.
    let shots = std::env::var_os("GODRILL_SHOTS").map_or(home.path("shots"), Into::into);
    let status = Command::new("python3")
        .arg(repository().join("tests/page/check.py"))
        .args([home.path("sample.html"), home.path("all.html"), shots])
        .env("HOME", home.path(""))
        .status()
        .expect("python3 starts");
    assert!(status.success());
}

#[test]
fn on_paper_cards_may_break_across_pages_and_sources_stay_away() {
    let home = Home::new();
    home.deck("## One? {#t-1 level=1}\n\nA.\n");
    let page = home.godrill("export --format html --topic t").ok();
    let print = &page[page.find("@media print").expect("rules for paper")..];
    assert!(!print.contains("avoid-page"), "{print}");
    assert!(print.contains("#nothing, .sources { display: none !important; }"), "{print}");
}
