//! What there is: list, search, show, decks, status.

use crate::home::Home;

/// Three cards of animals: two of level 1, a follow-up of level 2.
const ZOO: &str = "\
## What is a zebra? {#t-zebra level=1 weight=5 .animal}

A striped horse.

## Why does a *zebra* have `stripes`? {#t-stripes level=2 weight=3 follows=t-zebra}

Against flies.

```evidence
runtime/proc.go: func findRunnable()
https://go.dev/ref/spec
```

## What is an okapi? {#t-okapi level=1 weight=4 .animal .shy}

A giraffe that looks like a zebra.
";

fn zoo() -> Home {
    let home = Home::new();
    home.deck(ZOO);
    home
}

#[test]
fn list_shows_the_cards_of_a_topic_in_the_order_of_its_deck() {
    let home = zoo();
    home.godrill("list --topic t").prints(
        "\
id         level  weight  state  due  question
t-zebra        1       5  new    -    What is a zebra?
t-stripes      2       3  new    -    Why does a zebra have `stripes`?
t-okapi        1       4  new    -    What is an okapi?
",
    );
    home.godrill("list --topic t --tag animal").prints(
        "\
id       level  weight  state  due  question
t-zebra      1       5  new    -    What is a zebra?
t-okapi      1       4  new    -    What is an okapi?
",
    );
    home.godrill("list --topic t --tag shy --level 1").prints(
        "\
id       level  weight  state  due  question
t-okapi      1       4  new    -    What is an okapi?
",
    );
    home.godrill("list --topic t --level 2 --json").prints(
        "\
{
  \"version\": 1,
  \"cards\": [
    {
      \"id\": \"t-stripes\",
      \"topic\": \"t\",
      \"kind\": \"basic\",
      \"level\": 2,
      \"weight\": 3,
      \"follows\": \"t-zebra\",
      \"tags\": [],
      \"origin\": \"user\",
      \"state\": \"new\",
      \"suspended\": false,
      \"draft\": false,
      \"edited\": false,
      \"leech\": false,
      \"due\": null,
      \"reviews\": 0,
      \"lapses\": 0,
      \"question\": \"Why does a zebra have `stripes`?\"
    }
  ]
}
",
    );
    home.godrill("list --topic t --level 3").ends(0, "", "no card found\n");
    home.godrill("list --topic t --level 3 --json").prints(
        "\
{
  \"version\": 1,
  \"cards\": []
}
",
    );
}

#[test]
fn list_shows_cards_by_state() {
    let home = zoo();
    home.godrill("config set learning_steps none").ok();
    home.godrill("config set leech_threshold 2").ok();
    // The okapi is forgotten twice.
    for (now, rating) in [
        ("2026-11-23T08:00:00Z", 3),
        ("2027-01-23T08:00:00Z", 1),
        ("2027-01-23T08:30:00Z", 3),
        ("2027-03-23T08:00:00Z", 1),
    ] {
        let show = home.run(&["search", "--json", "giraffe"]).at(now).ok();
        assert!(show.contains("t-okapi"));
        home.godrill("suspend t-zebra t-stripes").at(now).ok();
        home.godrill("quiz t --plain --new 3").at(now).stdin(&format!("\n\n{rating}\nq\n")).ok();
        home.godrill("unsuspend t-zebra t-stripes").at(now).ok();
    }
    let now = "2027-03-23T08:20:00Z";
    home.godrill("suspend t-stripes").at(now).ok();
    home.godrill("list --topic t --state new").at(now).prints(
        "\
id       level  weight  state  due  question
t-zebra      1       5  new    -    What is a zebra?
",
    );
    home.godrill("list --topic t --state due").at(now).prints(
        "\
id       level  weight  state       due    question
t-okapi      1       4  relearning  today  What is an okapi?
",
    );
    home.godrill("list --topic t --state leech").at(now).prints(
        "\
id       level  weight  state       due    question
t-okapi      1       4  relearning  today  What is an okapi?
",
    );
    home.godrill("list --topic t --state suspended").at(now).prints(
        "\
id         level  weight  state      due  question
t-stripes      2       3  suspended  -    Why does a zebra have `stripes`?
",
    );
    home.godrill("list --topic t --state edited").at(now).ends(0, "", "no card found\n");
    home.godrill("list --topic t --state retired").at(now).ends(0, "", "no card found\n");
    home.godrill("list --topic t --state leech --json").at(now).prints(
        "\
{
  \"version\": 1,
  \"cards\": [
    {
      \"id\": \"t-okapi\",
      \"topic\": \"t\",
      \"kind\": \"basic\",
      \"level\": 1,
      \"weight\": 4,
      \"follows\": null,
      \"tags\": [
        \"animal\",
        \"shy\"
      ],
      \"origin\": \"user\",
      \"state\": \"relearning\",
      \"suspended\": false,
      \"draft\": false,
      \"edited\": false,
      \"leech\": true,
      \"due\": \"2027-03-23T08:10:00.000Z\",
      \"reviews\": 4,
      \"lapses\": 2,
      \"question\": \"What is an okapi?\"
    }
  ]
}
",
    );
    home.godrill("list --state lost").fails(
        2,
        "\
error: invalid value 'lost' for '--state <STATE>'
  [possible values: due, new, leech, suspended, draft, edited, retired]

For more information, try '--help'.
",
    );
    home.godrill("list --level 4").fails(
        2,
        "\
error: invalid value '4' for '--level <N>': 4 is not in 1..=3

For more information, try '--help'.
",
    );
}

#[test]
fn an_edited_built_in_card_is_listed_as_edited() {
    let home = Home::new();
    let json = home.godrill("list --topic gmp --json").ok();
    let id = json.split('"').find(|word| word.starts_with("gmp-")).expect("a card").to_owned();
    let editor = home.script("editor", "printf 'More.\\n' >> \"$1\"");
    home.run(&["edit", &id]).env("EDITOR", editor).ok();
    let listed = home.godrill("list --state edited --json").ok();
    assert_eq!(listed.matches("\"id\"").count(), 1);
    assert!(listed.contains(&format!("\"id\": \"{id}\"")), "{listed}");
    assert!(listed.contains("\"edited\": true"), "{listed}");
    home.godrill("check").prints(&format!(
        "your own wording is kept in {id}\ndatabase OK; schedules match the review log\n"
    ));
}

#[test]
fn search_finds_words_in_both_languages() {
    let home = zoo();
    home.deck_in(
        "zh",
        "## 什么是斑马? {#t-zebra level=1 weight=5 .animal}\n\n有条纹的马，不是驴。\n\n\
         ## 什么是 okapi 霍加狓? {#t-okapi level=1 weight=4 .animal .shy}\n\n像斑马的长颈鹿。\n",
    );
    // The hit in the question comes before the one in the answer.
    home.godrill("search zebra").prints(
        "\
id         level  weight  state  due  question
t-zebra        1       5  new    -    What is a zebra?
t-stripes      2       3  new    -    Why does a zebra have `stripes`?
t-okapi        1       4  new    -    What is an okapi?
",
    );
    home.godrill("search STRIPES").prints(
        "\
id         level  weight  state  due  question
t-stripes      2       3  new    -    Why does a zebra have `stripes`?
",
    );
    home.godrill("search zeb").prints(
        "\
id         level  weight  state  due  question
t-zebra        1       5  new    -    What is a zebra?
t-stripes      2       3  new    -    Why does a zebra have `stripes`?
t-okapi        1       4  new    -    What is an okapi?
",
    );
    home.run(&["search", "斑马"]).prints(
        "\
id       level  weight  state  due  question
t-zebra      1       5  new    -    什么是斑马?
t-okapi      1       4  new    -    什么是 okapi 霍加狓?
",
    );
    home.run(&["search", "斑马", "--lang", "en"]).prints(
        "\
id       level  weight  state  due  question
t-zebra      1       5  new    -    What is a zebra?
t-okapi      1       4  new    -    What is an okapi?
",
    );
    home.run(&["search", "长颈鹿"]).prints(
        "\
id       level  weight  state  due  question
t-okapi      1       4  new    -    什么是 okapi 霍加狓?
",
    );
    home.run(&["search", "okapi霍加狓"]).prints(
        "\
id       level  weight  state  due  question
t-okapi      1       4  new    -    什么是 okapi 霍加狓?
",
    );
    home.run(&["search", "zebra斑马"]).prints(
        "\
id       level  weight  state  due  question
t-zebra      1       5  new    -    什么是斑马?
t-okapi      1       4  new    -    什么是 okapi 霍加狓?
",
    );
    home.run(&["search", "条纹的马"]).prints(
        "\
id       level  weight  state  due  question
t-zebra      1       5  new    -    什么是斑马?
",
    );
    home.godrill("search t-okapi").prints(
        "\
id       level  weight  state  due  question
t-okapi      1       4  new    -    What is an okapi?
",
    );
    home.godrill("search zebra --limit 1").prints(
        "\
id       level  weight  state  due  question
t-zebra      1       5  new    -    What is a zebra?
",
    );
}

#[test]
fn search_takes_any_text_as_words() {
    let home = zoo();
    home.godrill("search quagga").fails(1, "error: no card matches `quagga`: try fewer words\n");
    home.godrill("search quagga --json").prints(
        "\
{
  \"version\": 1,
  \"cards\": []
}
",
    );
    home.godrill("search 驴").fails(1, "error: no card matches `驴`: try fewer words\n");
    for hostile in ["\"", "\"\"", "*", "( )", "^", "-", ":", "'; --", "\u{202e}", "+-!"] {
        let done = home.run(&["search", "--", hostile]).done();
        assert_eq!((done.code, done.stdout.as_str()), (Some(1), ""), "{hostile}: {}", done.stderr);
        assert!(done.stderr.starts_with("error: no card matches `"), "{}", done.stderr);
        assert!(!done.stderr.contains('\u{202e}'));
    }
    for hostile in [
        "zebra\"",
        "\"zebra",
        "zebra*",
        "(zebra",
        "zebra)",
        "^zebra",
        "zebra:",
        "zebra OR",
        "NOT zebra",
        "zebra'; DROP TABLE cards; --",
        "-zebra",
        "zebra\u{7}",
    ] {
        let found = home.run(&["search", "--", hostile]).ok();
        assert!(found.contains("t-zebra"), "{hostile}: {found}");
    }
    let long = "zebra ".repeat(2000);
    assert!(home.run(&["search", &long]).ok().contains("t-zebra"));
}

#[test]
fn show_tells_all_about_a_card() {
    let home = zoo();
    home.godrill("show t-stripes").prints(
        "\
Why does a zebra have `stripes`?

Against flies.

Sources:
    runtime/proc.go: func findRunnable()
    https://go.dev/ref/spec

card           t-stripes
topic          t
kind           basic
level, weight  2, 3
follows        t-zebra
tags           -
state          new
next           again 1m, hard 5m, good 10m, easy 10d
",
    );
    home.godrill("show t-stripes --json").prints(
        "\
{
  \"version\": 1,
  \"card\": {
    \"id\": \"t-stripes\",
    \"topic\": \"t\",
    \"kind\": \"basic\",
    \"level\": 2,
    \"weight\": 3,
    \"follows\": \"t-zebra\",
    \"tags\": [],
    \"correct\": null,
    \"evidence\": [
      \"runtime/proc.go: func findRunnable()\",
      \"https://go.dev/ref/spec\"
    ],
    \"text\": {
      \"en\": {
        \"question\": \"Why does a *zebra* have `stripes`?\",
        \"answer\": \"Against flies.\"
      }
    }
  },
  \"origin\": \"user\",
  \"edited\": false,
  \"suspended\": false,
  \"retired\": false,
  \"note\": null,
  \"flagged\": false,
  \"buried_until\": null,
  \"state\": \"new\",
  \"due\": null,
  \"stability\": null,
  \"difficulty\": null,
  \"retrievability\": null,
  \"lapses\": 0,
  \"reviews\": [],
  \"next\": {
    \"again\": \"1m\",
    \"easy\": \"10d\",
    \"good\": \"10m\",
    \"hard\": \"5m\"
  }
}
",
    );
    home.godrill("suspend t-okapi t-stripes").ok();
    home.godrill("quiz t --plain").stdin("\n\n3\nq\n").ok();
    home.godrill("quiz t --plain").at("2026-11-23T08:10:00Z").stdin("\n\n3\nq\n").ok();
    home.godrill("show t-zebra").at("2026-11-24T08:00:00Z").prints(
        "\
What is a zebra?

A striped horse.

card           t-zebra
topic          t
kind           basic
level, weight  1, 5
follows        nothing
tags           animal
state          review
due            2026-11-25 04:00
stability      2.3 days
difficulty     2.1 of 10
recall now     95 %
next           again 10m, hard 5d, good 7d, easy 11d

reviewed          rating  state     seconds
2026-11-23 08:00  good    learning      0.0
2026-11-23 08:10  good    learning      0.0
",
    );
    home.godrill("show t-zebra --json").at("2026-11-24T08:00:00Z").prints(
        "\
{
  \"version\": 1,
  \"card\": {
    \"id\": \"t-zebra\",
    \"topic\": \"t\",
    \"kind\": \"basic\",
    \"level\": 1,
    \"weight\": 5,
    \"follows\": null,
    \"tags\": [
      \"animal\"
    ],
    \"correct\": null,
    \"evidence\": [],
    \"text\": {
      \"en\": {
        \"question\": \"What is a zebra?\",
        \"answer\": \"A striped horse.\"
      }
    }
  },
  \"origin\": \"user\",
  \"edited\": false,
  \"suspended\": false,
  \"retired\": false,
  \"note\": null,
  \"flagged\": false,
  \"buried_until\": null,
  \"state\": \"review\",
  \"due\": \"2026-11-25T04:00:00.000Z\",
  \"stability\": 2.3065,
  \"difficulty\": 2.1112142,
  \"retrievability\": 0.9468475,
  \"lapses\": 0,
  \"reviews\": [
    {
      \"at\": \"2026-11-23T08:00:00.000Z\",
      \"rating\": \"good\",
      \"ms\": 0,
      \"kind\": \"learning\"
    },
    {
      \"at\": \"2026-11-23T08:10:00.000Z\",
      \"rating\": \"good\",
      \"ms\": 0,
      \"kind\": \"learning\"
    }
  ],
  \"next\": {
    \"again\": \"10m\",
    \"easy\": \"11d\",
    \"good\": \"7d\",
    \"hard\": \"5d\"
  }
}
",
    );
    home.godrill("bury t-zebra").ok();
    home.godrill("suspend t-zebra").ok();
    let shown = home.godrill("show t-zebra").ok();
    assert!(shown.contains("buried until   2026-11-24\n"), "{shown}");
    assert!(shown.contains("state          review, suspended\n"), "{shown}");
}

#[test]
fn show_speaks_the_language_asked_for() {
    let home = zoo();
    let zh = "## 什么是斑马? {#t-zebra level=1 weight=5 .animal}\n\n有条纹的马。\n";
    home.deck_in("zh", zh);
    let first = |words: &str, lang: &str| {
        let shown = home.godrill(words).env("LANG", lang).ok();
        shown
            .lines()
            .take_while(|l| !l.starts_with("card ") && !l.starts_with("卡片 "))
            .collect::<Vec<_>>()
            .join("|")
    };
    assert_eq!(first("show t-zebra", "C"), "What is a zebra?||A striped horse.|");
    assert_eq!(first("show t-zebra", "zh_CN.UTF-8"), "什么是斑马?||有条纹的马。|");
    assert_eq!(first("show t-zebra --lang zh", "C"), "什么是斑马?||有条纹的马。|");
    assert_eq!(
        first("show t-zebra --lang both", "C"),
        "What is a zebra?||A striped horse.||什么是斑马?||有条纹的马。|"
    );
    // A card that lacks the language is shown in the one it has, once.
    assert_eq!(
        first("show t-okapi --lang zh", "C"),
        "What is an okapi?||A giraffe that looks like a zebra.|"
    );
    assert_eq!(
        first("show t-okapi --lang both", "C"),
        "What is an okapi?||A giraffe that looks like a zebra.|"
    );
    home.godrill("config set lang zh").ok();
    assert_eq!(first("show t-zebra", "C"), "什么是斑马?||有条纹的马。|");
    home.godrill("show t-zebra --lang fr").fails(
        2,
        "\
error: invalid value 'fr' for '--lang <LANG>': `fr` is not a language: use en, zh or both

For more information, try '--help'.
",
    );
}

#[test]
fn a_name_that_is_not_there_brings_the_nearest() {
    let home = zoo();
    home.godrill("show t-zebar").fails(1, "error: unknown card `t-zebar`: did you mean t-zebra?\n");
    home.godrill("show t-").fails(1, "error: unknown card `t-`: `godrill list` shows all ids\n");
    home.godrill("show quagga")
        .fails(1, "error: unknown card `quagga`: `godrill list` shows all ids\n");
    home.godrill("edit t-okpi").fails(1, "error: unknown card `t-okpi`: did you mean t-okapi?\n");
    home.godrill("remove okapi").fails(1, "error: unknown card `okapi`: did you mean t-okapi?\n");
    home.godrill("suspend t-zebra t-okap")
        .fails(1, "error: unknown card `t-okap`: did you mean t-okapi?\n");
    home.godrill("bury t-stripe")
        .fails(1, "error: unknown card `t-stripe`: did you mean t-stripes?\n");
    home.godrill("list --topic chanel")
        .fails(1, "error: unknown topic `chanel`: did you mean channel?\n");
    home.godrill("quiz gpm").fails(1, "error: unknown topic `gpm`: did you mean gmp?\n");
    home.godrill("export --topic slices")
        .fails(1, "error: unknown topic `slices`: did you mean slice?\n");
    home.godrill("suspend --topic xyzzy")
        .fails(1, "error: unknown topic `xyzzy`: `godrill decks` lists them\n");
    home.godrill("config get new_per_dya")
        .fails(1, "error: unknown setting `new_per_dya`: did you mean new_per_day?\n");
    home.godrill("stat").fails(
        2,
        "\
error: unrecognized subcommand 'stat'

  tip: some similar subcommands exist: 'status', 'stats'

Usage: godrill [OPTIONS] [COMMAND]

For more information, try '--help'.
",
    );
    // A list with a mistake in it changed nothing.
    home.godrill("list --topic t --state suspended --json").prints(
        "\
{
  \"version\": 1,
  \"cards\": []
}
",
    );
    // A name does not control the terminal either.
    home.run(&["show", "t-\u{1b}[31m\u{202e}x"])
        .fails(1, "error: unknown card `t-␛[31m�x`: `godrill list` shows all ids\n");
}

#[test]
fn decks_counts_the_cards_of_each_topic() {
    let home = zoo();
    home.godrill("quiz t --plain").stdin("\n\n4\n\n\n1\nq\n").ok();
    home.godrill("suspend t-okapi").ok();
    let of_t = |text: &str| {
        text.lines()
            .filter(|line| line.starts_with("topic ") || line.starts_with("t "))
            .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        of_t(&home.godrill("decks").ok()),
        ["topic title cards new learning review due suspended", "t Test 3 1 0 1 0 1"]
    );
    assert_eq!(
        of_t(&home.godrill("decks").at("2027-06-01T00:00:00Z").ok())[1..],
        ["t Test 3 1 0 1 1 1"]
    );
    let json = home.godrill("decks --json").ok();
    let value: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let decks = value["decks"].as_array().expect("decks");
    let names: Vec<&str> = decks.iter().filter_map(|d| d["topic"].as_str()).collect();
    let (ours, _) = godrill::inside::builtin::decks();
    let ours: Vec<&str> = ours.iter().map(|topic| topic.name.as_str()).collect();
    assert_eq!(names, [&ours[..], &["t"]].concat());
    assert_eq!(
        decks[ours.len()],
        serde_json::json!({
            "topic": "t", "title": "Test", "go": null, "cards": 3, "new": 1, "learning": 0,
            "review": 1, "due": 0, "suspended": 1, "draft": 0, "leech": 0, "reviews": 2
        })
    );
}

#[test]
fn status_is_one_line_and_tells_what_is_left_today() {
    let home = zoo();
    home.godrill("config set new_per_day 2").ok();
    home.godrill("status").prints("0 due, 2 new, streak 0 days\n");
    home.godrill("status --json").prints(
        "\
{
  \"version\": 1,
  \"due\": 0,
  \"new\": 2,
  \"learning\": 0,
  \"reviewed_today\": 0,
  \"streak\": 0,
  \"plan\": null,
  \"next_due\": null,
  \"drafts\": 0,
  \"focus\": []
}
",
    );
    home.godrill("quiz t --plain").stdin("\n\n4\n\n\n1\nq\n").ok();
    home.godrill("status").prints("0 due, 0 new, 1 learning, streak 1 day\n");
    home.godrill("status --json").prints(
        "\
{
  \"version\": 1,
  \"due\": 0,
  \"new\": 0,
  \"learning\": 1,
  \"reviewed_today\": 2,
  \"streak\": 1,
  \"plan\": null,
  \"next_due\": \"2026-11-23T08:01:00.000Z\",
  \"drafts\": 0,
  \"focus\": []
}
",
    );
    // Tomorrow there are new cards again, and the one in its steps is due at once.
    home.godrill("status --json").at("2026-11-24T08:00:00Z").prints(
        "\
{
  \"version\": 1,
  \"due\": 0,
  \"new\": 2,
  \"learning\": 1,
  \"reviewed_today\": 0,
  \"streak\": 1,
  \"plan\": null,
  \"next_due\": \"2026-11-24T08:00:00.000Z\",
  \"drafts\": 0,
  \"focus\": []
}
",
    );
    // A day without answers ends the streak, but not before it is over.
    home.godrill("status")
        .at("2026-11-25T03:59:00Z")
        .prints("0 due, 2 new, 1 learning, streak 1 day\n");
    home.godrill("status")
        .at("2026-11-25T04:00:00Z")
        .prints("0 due, 2 new, 1 learning, streak 0 days\n");
    home.godrill("status")
        .at("2027-11-25T04:00:00Z")
        .prints("1 due, 2 new, 1 learning, streak 0 days\n");
    home.godrill("config set reviews_per_day 0").ok();
    home.godrill("status")
        .at("2027-11-25T04:00:00Z")
        .prints("0 due, 2 new, 1 learning, streak 0 days\n");
}

#[test]
fn a_buried_card_is_not_the_next_due() {
    let home = zoo();
    home.godrill("suspend --topic t --yes").ok();
    home.godrill("unsuspend t-zebra").ok();
    home.godrill("quiz t --plain").stdin("\n\n1\nq\n").ok();
    let next = |now: &str| {
        let json = home.godrill("status --json").at(now).ok();
        json.lines()
            .find(|l| l.contains("next_due"))
            .unwrap_or_default()
            .trim()
            .trim_end_matches(',')
            .to_owned()
    };
    assert_eq!(next("2026-11-23T08:00:00Z"), "\"next_due\": \"2026-11-23T08:01:00.000Z\"");
    assert_eq!(next("2026-11-23T09:00:00Z"), "\"next_due\": \"2026-11-23T09:00:00.000Z\"");
    home.godrill("bury t-zebra").ok();
    assert_eq!(next("2026-11-23T09:00:00Z"), "\"next_due\": \"2026-11-24T04:00:00.000Z\"");
    assert_eq!(next("2026-11-24T09:00:00Z"), "\"next_due\": \"2026-11-24T09:00:00.000Z\"");
    home.godrill("suspend t-zebra").ok();
    assert_eq!(next("2026-11-24T09:00:00Z"), "\"next_due\": null");
}

#[test]
fn the_streak_counts_days_in_a_row() {
    let home = zoo();
    for day in ["20", "21", "22"] {
        home.godrill("quiz t --plain")
            .at(&format!("2026-11-{day}T23:00:00Z"))
            .stdin("\n\n1\nq\n")
            .ok();
    }
    // 03:59 of the 24th still is the 23rd.
    home.godrill("quiz t --plain").at("2026-11-24T03:59:59Z").stdin("\n\n1\nq\n").ok();
    let streak =
        |now: &str| home.godrill("status").at(now).ok().split(", ").last().map(str::to_owned);
    assert_eq!(streak("2026-11-24T03:59:59Z").as_deref(), Some("streak 4 days\n"));
    assert_eq!(streak("2026-11-25T03:59:59Z").as_deref(), Some("streak 4 days\n"));
    assert_eq!(streak("2026-11-25T04:00:00Z").as_deref(), Some("streak 0 days\n"));
}

#[test]
fn a_draft_is_a_draft_wherever_cards_are_counted() {
    let home = Home::new();
    home.file("zoo.md", "# Zoo\n\n- [ ] How do zebras sleep?\n- [ ] What does an okapi eat?\n");
    home.godrill("import zoo.md --yes").ok();
    home.godrill("suspend map-comma-ok").ok();
    let shown = home.godrill("decks").ok();
    let row = |topic: &str| -> Vec<&str> {
        let line = shown.lines().find(|line| line.starts_with(topic)).expect("the topic");
        line.split_whitespace().rev().take(2).collect()
    };
    assert_eq!(
        (row("topic"), row("zoo"), row("map")),
        (vec!["draft", "suspended"], vec!["2", "0"], vec!["0", "1"])
    );
    let json = |words: &str| -> serde_json::Value {
        serde_json::from_str(&home.godrill(words).ok()).expect("JSON")
    };
    let decks = json("decks --json");
    let zoo =
        decks["decks"].as_array().unwrap().iter().find(|deck| deck["topic"] == "zoo").unwrap();
    assert_eq!((&zoo["draft"], &zoo["suspended"]), (&2.into(), &0.into()));
    assert_eq!(json("list --state draft --json")["cards"][0]["state"], "draft");
    let suspended = json("list --state suspended --json");
    assert_eq!(suspended["cards"].as_array().unwrap().len(), 1);
    assert_eq!(suspended["cards"][0]["id"], "map-comma-ok");
}

#[test]
fn where_no_card_is_found_no_bare_head_is_printed() {
    let home = zoo();
    for words in ["list --topic t --state suspended", "list --tag nothing"] {
        home.godrill(words).ends(0, "", "no card found\n");
    }
}

#[test]
fn both_languages_come_with_the_learners_own_first() {
    let home = Home::new();
    home.deck("## What is a zebra? {#t-zebra level=1}\n\nA striped horse.\n");
    home.deck_in("zh", "## 斑马是什么？ {#t-zebra level=1}\n\n有条纹的马。\n");
    for (locale, first) in [("C.UTF-8", "What is a zebra?"), ("zh_CN.UTF-8", "斑马是什么？")]
    {
        for words in ["show t-zebra --lang both", "quiz t --plain --lang both"] {
            let shown = home.godrill(words).env("LANG", locale).ok();
            let lines: Vec<&str> = shown.lines().filter(|line| !line.starts_with('[')).collect();
            assert_eq!(lines[0], first, "{locale} {words}");
        }
        // From its own language the quiz gets there by two keys.
        let keys = if first.is_ascii() { "ll<show>" } else { "l<show>" };
        let screen = home.godrill("quiz t").env("LANG", locale).keys("80x24", keys).ok();
        let (zebra, horse) = (screen.find("What is a zebra?"), screen.find("斑马是什么？"));
        assert_eq!(zebra < horse, first.is_ascii(), "{screen}");
    }
}

#[test]
fn cards_are_suspended_by_tag() {
    let home = zoo();
    home.godrill("suspend --tag shy --yes").prints("1 card suspended\n");
    home.godrill("suspend --tag animal --topic t -y").prints("1 card suspended\n");
    home.godrill("unsuspend --tag animal --yes").prints("2 cards unsuspended\n");
    home.godrill("suspend --tag plant").fails(
        1,
        "error: no card has the tag `plant`: `godrill show ID` shows the tags of a card\n",
    );
}
