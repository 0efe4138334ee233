//! Reading: cards to page through, and a sheet for paper.

use std::process::Command;

use crate::home::Home;

const EN: &str = "\
## What does a zebra eat? {#t-a level=1 weight=5}

Grass, and little else than grass, from the early morning until the late evening of each day.

- In the dry time leaves and bark.
- Never meat.

## Which one is striped? {#t-b level=2 weight=3 kind=choice}

Of these:

- [ ] The lion
  - It has one colour.
- [x] The zebra

---

The zebra.

It has its stripes against flies.
";

const ZH: &str = "\
## 斑马吃什么？ {#t-a level=1 weight=5}

草，从清晨到傍晚几乎只吃草。

- 旱季也吃叶子和树皮。

## 哪个有条纹？ {#t-b level=2 weight=3 kind=choice}

选一个：

- [ ] 狮子
- [x] 斑马

---

斑马。

条纹防蝇。
";

fn zoo() -> Home {
    let home = Home::new();
    home.deck(EN);
    home.deck_in("zh", ZH);
    home
}

#[test]
fn several_cards_are_paged_on_a_screen() {
    let home = zoo();
    home.godrill("show t").keys("80x24", "<show>n<show>q").prints(
        " t · t-a · new                                                              1/2
────────────────────────────────────────────────────────────────────────────────
 What does a zebra eat?

 Grass, and little else than grass, from the early morning until the late
 evening of each day.

 • In the dry time leaves and bark.
 • Never meat.













────────────────────────────────────────────────────────────────────────────────
 space on  b back  n p next, previous card  j k scroll  q quit
 t · t-b · new                                                              2/2
────────────────────────────────────────────────────────────────────────────────
 Which one is striped?

 Of these:

 • The lion
 • The zebra

 The zebra.

 It has its stripes against flies.

 • ✗ The lion — It has one colour.
 • ✓ The zebra







────────────────────────────────────────────────────────────────────────────────
 space on  b back  n p next, previous card  j k scroll  q quit
",
    );
    home.godrill("show t").env("LANG", "zh_CN.UTF-8").keys("40x20", "<show>q").prints(
        " t · t-a · 新卡                     1/2
────────────────────────────────────────
 斑马吃什么？

 草，从清晨到傍晚几乎只吃草。

 • 旱季也吃叶子和树皮。











────────────────────────────────────────
 空格 继续  b 返回  n p 下一张、上一张
",
    );
    // A small screen: space goes on through the card, then to the next.
    let shown = home.godrill("show t").keys("40x10", "<space><show><space><space><show>").ok();
    let lines: Vec<&str> = shown.lines().collect();
    assert!(lines.contains(&" • Never meat."), "{shown}");
    assert!(lines[10].starts_with(" t · t-b"), "{shown}");
    // One card is printed with all that is known of it, and so are several in a pipe.
    assert!(home.godrill("show t-a").keys("80x24", "").ok().contains("level, weight"));
    assert!(home.godrill("show t").ok().contains("level, weight"));
}

#[test]
fn a_sheet_for_paper_has_the_short_answers() {
    let home = zoo();
    home.godrill("export --short t -o sheet.html").prints("2 cards written to sheet.html\n");
    let sheet = std::fs::read_to_string(home.path("sheet.html")).unwrap();
    let body = sheet.split_once("<body>\n").unwrap().1;
    assert_eq!(
        body,
        "<h1>Test</h1>\n<p class=\"about\">Each question with its 30-second answer. godrill, 2026-11-23</p>\n\
         <section>\n<h2>Test</h2>\n\
         <article>\n<div lang=\"en\"><h3>What does a zebra eat?</h3>\n\
         <div class=\"gd\"><p>Grass, and little else than grass, from the early morning until the late evening of each day.</p>\n</div>\n</div>\n</article>\n\
         <article>\n<div lang=\"en\"><h3>Which one is striped?</h3>\n\
         <div class=\"gd body\"><p>Of these:</p>\n</div>\n\
         <div class=\"gd\"><p>The zebra.</p>\n</div>\n\
         <div class=\"gd\"><ul>\n<li>✗ The lion — It has one colour.</li>\n<li>✓ The zebra</li>\n</ul>\n</div>\n</div>\n</article>\n\
         </section>\n</body>\n</html>\n"
    );
    home.godrill("export --short t -o zh.html").env("LANG", "zh_CN.UTF-8").ok();
    let chinese = std::fs::read_to_string(home.path("zh.html")).unwrap();
    assert!(chinese.contains("每题附 30 秒回答") && chinese.contains("草，从清晨"), "{chinese}");
    assert!(!chinese.contains("旱季"), "{chinese}");
    home.godrill("export --short -o sheet.json")
        .fails(1, "error: --short is for --format html: name a file such as sheet.html\n");
}

/// What comes out of a printer. Where there is no browser there is nothing to see.
#[test]
fn a_browser_prints_the_sheet_in_two_columns() {
    let home = zoo();
    home.godrill("export --short t -o sheet.html").ok();
    let printed = Command::new("chromium")
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"])
        .arg(format!("--user-data-dir={}", home.path("profile").display()))
        .arg(format!("--print-to-pdf={}", home.path("sheet.pdf").display()))
        .arg(format!("file://{}", home.path("sheet.html").display()))
        .output();
    if printed.is_ok_and(|printed| printed.status.success()) {
        let pdf = std::fs::read(home.path("sheet.pdf")).unwrap();
        assert!(pdf.starts_with(b"%PDF"), "{}", pdf.len());
    }
}
