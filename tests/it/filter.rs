//! Filters: what is typed after a command chooses its cards.

use crate::home::Home;

const ZOO: &str = "\
## What is a zebra? {#t-zebra level=1 weight=5 .animal}

A striped horse.

## Why does a zebra have stripes? {#t-stripes level=2 weight=3 follows=t-zebra}

Against flies.

## What is an okapi? {#t-okapi level=1 weight=4 .animal .shy}

A forest giraffe. 长颈鹿的近亲。
";

fn zoo() -> Home {
    let home = Home::new();
    home.deck(ZOO);
    home
}

/// The ids that `godrill list` shows for a filter.
fn listed(home: &Home, args: &[&str]) -> Vec<String> {
    let json = home.run(&[&["list", "--json"], args].concat()).ok();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let cards = json["cards"].as_array().unwrap();
    cards.iter().map(|card| card["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn list_takes_a_filter_with_flags_on_both_sides_of_it() {
    let home = zoo();
    home.godrill("list t level:1").prints(
        "\
id       level  weight  state  due  question
t-zebra      1       5  new    -    What is a zebra?
t-okapi      1       4  new    -    What is an okapi?
",
    );
    let (zebra, stripes, okapi) = ("t-zebra", "t-stripes", "t-okapi");
    for (args, ids) in [
        (&["t"][..], vec![zebra, stripes, okapi]),
        (&["Test"], vec![zebra, stripes, okapi]),
        (&["--topic", "t", "--tag", "shy"], vec![okapi]),
        (&["--tag", "animal", "t", "weight:5"], vec![zebra]),
        (&["weight:5", "t", "--tag", "animal"], vec![zebra]),
        (&["t", "--level", "1", "not", "tag:shy"], vec![zebra]),
        (&["t-okapi", "t-zebra", "level:..2"], vec![zebra, okapi]),
        (&["t", "(tag:shy or level:>=2)"], vec![stripes, okapi]),
        (&["follows:t-zebra"], vec![stripes]),
        (&["t", "zebra"], vec![zebra, stripes]),
        (&["t", "\"striped ho\""], vec![zebra]),
        (&["t", "\"horse striped\""], vec![]),
        (&["近亲", "giraff"], vec![okapi]),
        (&["is:mine", "is:new"], vec![zebra, stripes, okapi]),
    ] {
        assert_eq!(listed(&home, args), ids, "{args:?}");
    }
    home.godrill("list t level:3").ends(0, "", "no card found\n");
}

#[test]
fn a_filter_knows_what_was_answered_and_when() {
    let home = zoo();
    home.godrill("quiz t --plain").stdin("\n1\n\n4\nq\n").ok();
    let later = |args: &[&str]| {
        let words = [&["list", "t"], args, &["--json"]].concat();
        let json = home.run(&words).at("2026-11-24T08:00:00Z").ok();
        ["t-zebra", "t-stripes", "t-okapi"].map(|id| json.contains(&format!("\"id\": \"{id}\"")))
    };
    let asked = later(&["is:seen"]);
    assert_eq!(asked.iter().filter(|is| **is).count(), 2);
    assert_eq!(later(&["rated:again:2d", "or", "t", "rated:easy"]), asked);
    assert_eq!(later(&["rated:again:1d"]), [false; 3]);
    assert_eq!(later(&["is:learning", "or", "t", "is:review"]), asked);
    assert_eq!(later(&["due:..0d"]), later(&["rated:1"]));
    assert_eq!(later(&["due:1d..", "lapses:0"]), later(&["rated:easy:1w"]));
}

#[test]
fn what_is_wrong_in_a_filter_is_marked() {
    let home = zoo();
    for (args, shown) in [
        (
            &["t", "levle:1"][..],
            "unknown filter `levle`: did you mean level?\n  t levle:1\n    ^^^^^\n",
        ),
        (
            &["近亲", "is:sean"],
            "unknown state `sean`: did you mean seen?\n  近亲 is:sean\n          ^^^^\n",
        ),
        (&["t", "(is:new"], "this bracket is not closed\n  t (is:new\n    ^\n"),
        (&["t", "or"], "a condition is missing here, such as `is:leech`\n  t or\n      ^\n"),
        (
            &["t-okap", "id:t-okap"],
            "unknown card `t-okap`: did you mean t-okapi?\n  t-okap id:t-okap\n            ^^^^^^\n",
        ),
    ] {
        home.run(&[&["list"], args].concat()).fails(1, &format!("error: {shown}"));
    }
}

#[test]
fn a_note_and_a_flag_come_and_go_with_json() {
    let home = zoo();
    let card = |id: &str, more: &str| {
        format!(
            "{{\"id\":\"{id}\",\"topic\":\"t\",\"level\":1,\"text\":{{\"en\":\
             {{\"question\":\"Q {id}?\",\"answer\":\"A.\"}}}}{more}}}"
        )
    };
    let file = |cards: &[String]| {
        format!("{{\"format\":\"godrill\",\"version\":1,\"cards\":[{}]}}", cards.join(","))
    };
    let marked = card("t-new", r#","note":"Seen in Basel","flagged":true"#);
    home.file("marked.json", file(&[card("t-okapi", r#","note":"Shy 动物""#), marked]));
    home.godrill("import marked.json").ok();
    assert_eq!(listed(&home, &["note:basel"]), ["t-new"]);
    assert_eq!(listed(&home, &["note:动物"]), ["t-okapi"]);
    assert_eq!(listed(&home, &["t", "note:", "not", "is:flagged"]), ["t-okapi"]);

    // The same file brings nothing new; another note joins the one that is there.
    home.godrill("import marked.json").ok();
    home.file("more.json", file(&[card("t-new", r#","note":"Seen in Basel\nand Berlin""#)]));
    home.godrill("import more.json").ok();
    home.file("other.json", file(&[card("t-new", r#","note":"Ask why""#)]));
    home.godrill("import other.json").ok();
    home.godrill("export --topic t -o out.json").done();
    let out = std::fs::read_to_string(home.path("out.json")).unwrap();
    assert!(
        out.contains(r#""note":"Seen in Basel\nand Berlin\n\nAsk why","flagged":true,"#),
        "{out}"
    );
    assert!(out.contains(r#""note":"Shy 动物","evidence""#), "{out}");

    home.godrill("undo --yes").done();
    assert_eq!(listed(&home, &["note:why"]), [""; 0]);
    assert_eq!(listed(&home, &["note:berlin", "is:flagged"]), ["t-new"]);

    // All of it can be imported into an empty home, and is removed with the card.
    let other = Home::new();
    std::fs::copy(home.path("out.json"), other.path("out.json")).unwrap();
    other.godrill("import out.json").done();
    assert_eq!(listed(&other, &["is:flagged", "note:why"]), ["t-new"]);
    other.godrill("remove t-new --yes").done();
    assert_eq!(listed(&other, &["is:flagged"]), [""; 0]);
    other.godrill("undo").done();
    assert_eq!(listed(&other, &["is:flagged", "note:why"]), ["t-new"]);
}

#[test]
fn what_is_not_named_by_id_is_counted_before_it_is_suspended_or_buried() {
    let home = zoo();
    home.godrill("suspend t-zebra t-okapi").prints("2 cards suspended\n");
    home.godrill("unsuspend t level:1")
        .stdin("y\n")
        .prints("Unsuspend 2 cards (t-zebra, t-okapi)? [y/N] 2 cards unsuspended\n");
    home.godrill("suspend t tag:shy")
        .stdin("n\n")
        .prints("Suspend 1 card (t-okapi)? [y/N] nothing was suspended\n");
    home.godrill("bury is:new zebra t").ends(
        1,
        "Bury 2 cards (t-zebra, t-stripes)? [y/N] \n",
        "error: nobody answered, so nothing was buried: do it with --yes\n",
    );
    home.godrill("--db other.db suspend map").ends(
        1,
        &format!("Suspend {}? [y/N] \n", counted(&home, "map")),
        "error: nobody answered, so nothing was suspended: do it with --yes\n",
    );
    home.godrill("bury -y t level:1").prints("2 cards buried until tomorrow\n");
    assert_eq!(listed(&home, &["is:buried"]), ["t-zebra", "t-okapi"]);
    let nothing = "error: the filter is empty: name a topic, a card or a condition\n";
    home.run(&["suspend", "--yes", ""]).fails(1, nothing);
    home.run(&["show", " "]).fails(1, nothing);
    // There is no question about what is done already.
    home.godrill("bury t level:1").prints("0 cards buried until tomorrow\n");
    home.godrill("suspend t level:3")
        .fails(1, "error: no card meets `topic:t level:3`: take a condition away\n");
    home.godrill("suspend chanel level:3")
        .fails(1, "error: unknown topic `chanel`: did you mean channel?\n");
}

/// How many cards a topic has, in words.
fn counted(home: &Home, topic: &str) -> String {
    format!("{} cards", listed(home, &[topic]).len())
}

#[test]
fn show_takes_a_filter() {
    let home = zoo();
    let one = |id: &str| home.godrill(&format!("show {id}")).ok();
    let both = format!("{}\n---\n\n{}", one("t-zebra"), one("t-okapi"));
    home.godrill("show t level:1").prints(&both);
    home.godrill("show t-okapi t-zebra").prints(&both);
    let json = |words: &str| -> serde_json::Value {
        serde_json::from_str(&home.godrill(&format!("show --json {words}")).ok()).unwrap()
    };
    assert_eq!(json("t tag:shy")["cards"][0], json("t-okapi"));
    assert_eq!(json("t-okapi")["card"]["id"], "t-okapi");
    // A word in the form of an id is one, unless it is in quotes.
    home.godrill("show run-away")
        .fails(1, "error: unknown card `run-away`: `godrill list` shows all ids\n");
    home.deck("## Quickly? {#t-quick}\n\nIt is a run-away thing.\n");
    assert_eq!(json("t \"run-away\"")["cards"][0]["card"]["id"], "t-quick");
}

#[test]
fn export_takes_a_filter() {
    let home = zoo();
    let json = |words: &str| -> serde_json::Value {
        serde_json::from_str(&home.godrill(&format!("export {words}")).ok()).unwrap()
    };
    for (words, ids) in
        [("t level:1", vec!["t-zebra", "t-okapi"]), ("--topic t tag:shy", vec!["t-okapi"])]
    {
        let json = json(words);
        let cards = json["cards"].as_array().unwrap();
        let found: Vec<&str> = cards.iter().map(|card| card["id"].as_str().unwrap()).collect();
        assert_eq!(found, ids, "{words}");
        // Only the topics of these cards come along.
        assert_eq!(json["topics"].as_array().unwrap().len(), 1, "{words}");
    }
    home.godrill("export t-okapi -o okapi.md").prints("written to okapi.md\n");
    home.godrill("export t level:3")
        .fails(1, "error: no card meets `topic:t level:3`: take a condition away\n");
}
