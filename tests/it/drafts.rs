//! Cards without an answer, and topics of one's own: drafts come alive in the editor, cards move, topics
//! are renamed.

use crate::home::Home;

const ZOO: &str = "\
- [ ] 斑马怎么睡觉？
- [ ] 骆驼 `Camel` 怎么喝水？
- [ ] Where do okapi calves hide?

## What is a zebra?

A striped horse.
";

/// Three drafts and a card.
fn zoo() -> Home {
    let home = Home::new();
    home.file("zoo.md", ZOO);
    home.godrill("import zoo.md --yes").ok();
    home
}

/// An editor that keeps what it was given as `opened1` and so on, and gives back `written1` and so on.
fn editor(home: &Home, written: &[&str]) -> String {
    for (n, text) in (1..).zip(written) {
        home.file(&format!("written{n}"), text);
    }
    home.script(
        "editor",
        "n=$(($(cat rounds 2>/dev/null || echo 0) + 1)); echo $n > rounds; cp \"$1\" opened$n\n\
         if [ -f written$n ]; then cp written$n \"$1\"; fi\n",
    )
}

fn opened(home: &Home, n: usize) -> String {
    std::fs::read_to_string(home.path(&format!("opened{n}"))).unwrap()
}

const HEAD: &str = "---\ndeck: zoo\ntitle: zoo\nlang: zh\n---\n";

#[test]
fn drafts_come_alive_in_one_file() {
    let home = zoo();
    let status = || -> (u64, u64) {
        let json: serde_json::Value =
            serde_json::from_str(&home.godrill("status --json").ok()).unwrap();
        let decks: serde_json::Value =
            serde_json::from_str(&home.godrill("decks --json").ok()).unwrap();
        let decks = decks["decks"].as_array().unwrap();
        let deck = decks.iter().find(|deck| deck["topic"] == "zoo").unwrap();
        (json["drafts"].as_u64().unwrap(), deck["draft"].as_u64().unwrap())
    };
    assert_eq!(status(), (3, 3));
    let written = format!(
        "{HEAD}\n## 斑马到底怎么睡觉？ {{#zoo-1 level=1 weight=3}}\n\n站着睡。\n\n\
         ## 骆驼怎么喝水？ {{#zoo-camel level=2 weight=3}}\n\n\
         <!-- 在这里写答案：先写面试时要说出口的那一段。 -->\n\n\
         ## Where do okapi calves hide? {{#zoo-okapi-calves-hide level=2 weight=3}}\n\n"
    );
    let editor = editor(&home, &[&written]);
    home.godrill("edit --drafts")
        .env("EDITOR", &editor)
        .prints("1 answer saved; the card is now in the queue, 2 drafts still need an answer\n");
    assert_eq!(
        opened(&home, 1),
        format!(
            "<!--\n3 drafts. Write each answer in the place of the comment below its question: first\n\
             what you would say aloud, then the depth. What has no answer stays a draft.\n-->\n{HEAD}\n\
             ## 斑马怎么睡觉？ {{#zoo-1 level=2 weight=3}}\n\n\
             <!-- 在这里写答案：先写面试时要说出口的那一段。 -->\n\n\
             ## 骆驼 `Camel` 怎么喝水？ {{#zoo-camel level=2 weight=3}}\n\n\
             <!-- 在这里写答案：先写面试时要说出口的那一段。 -->\n\n\
             ## Where do okapi calves hide? {{#zoo-okapi-calves-hide level=2 weight=3}}\n\n\
             <!-- Write the answer here: first what you would say aloud. -->\n"
        )
    );
    assert_eq!(status(), (2, 2));
    home.godrill("list zoo").prints(
        "\
id                     level  weight  state  due  question
zoo-1                      1       3  new    -    斑马到底怎么睡觉？
zoo-camel                  2       3  draft  -    骆驼怎么喝水？
zoo-okapi-calves-hide      2       3  draft  -    Where do okapi calves hide?
zoo-zebra                  2       3  new    -    What is a zebra?
",
    );
    // The same file again: the question that was changed is another one now.
    home.godrill("undo").prints("undone: 2 drafts edited (2026-11-23 08:00)\n");
    assert_eq!(status(), (3, 3));
    let again = home.godrill("import zoo.md --yes").ok();
    assert!(
        again.ends_with("\n0 cards added, 0 updated, 4 unchanged, 0 reviews added\n"),
        "{again}"
    );
}

#[test]
fn what_cannot_be_read_opens_again_until_the_learner_gives_up() {
    let home = zoo();
    let bad = "## 骆驼怎么喝水？ {#zoo-camel level=7 weight=3}\n\n一次喝很多。\n";
    let first = format!(
        "{HEAD}\n{bad}\n## Where do okapi calves hide? {{#zoo-okapi-calves-hide level=2 weight=3}}\n\n\
         In a nest.\n"
    );
    let edit = |editor: &str| {
        home.godrill("edit --drafts").env("EDITOR", editor).env("TMPDIR", home.path("tmp")).done()
    };
    std::fs::create_dir(home.path("tmp")).unwrap();
    let script = editor(&home, &[&first]);
    let done = edit(&script);
    let again = format!(
        "<!--\n1 error. Mend it, or leave this text as it is to give up.\n\
         line 11: `7` is no level: use level=1 (junior), 2 (mid) or 3 (senior)\n-->\n{HEAD}\n{bad}\n"
    );
    assert_eq!(opened(&home, 2), again);
    assert_eq!(
        (done.code, done.stdout.as_str()),
        (Some(1), "1 answer saved; the card is now in the queue, 2 drafts still need an answer\n")
    );
    let start = "error: some of it cannot be read and was not taken; what you wrote is kept in ";
    let kept = done.stderr.trim_end().strip_prefix(start).expect(&done.stderr);
    assert_eq!(std::fs::read_to_string(kept).unwrap(), again);
    // An editor that fails takes nothing away either.
    std::fs::remove_file(home.path("rounds")).unwrap();
    let failing =
        format!("sh -c '{script} \"$1\"; test -f opened1.done && exit 3; : > opened1.done' x");
    let done = edit(&failing);
    assert_eq!(done.code, Some(1), "{}", done.stderr);
    let start = "error: what you wrote is kept in ";
    let (kept, why) = done.stderr.strip_prefix(start).unwrap().split_once(": ").unwrap();
    assert!(why.ends_with("failed; nothing was changed\n"), "{why}");
    assert!(std::fs::read_to_string(kept).unwrap().contains("一次喝很多"), "{kept}");
    // Mended, it is taken; and nothing is left behind.
    std::fs::remove_file(home.path("rounds")).unwrap();
    std::fs::remove_dir_all(home.path("tmp")).unwrap();
    std::fs::create_dir(home.path("tmp")).unwrap();
    let script = editor(&home, &[&first, &again.replace("level=7", "level=3")]);
    home.file("written1", format!("{HEAD}\n{bad}"));
    let done = edit(&script);
    assert_eq!(
        (done.code, done.stdout.as_str(), done.stderr.as_str()),
        (
            Some(0),
            "1 answer saved; the card is now in the queue, 1 draft still needs an answer\n",
            ""
        )
    );
    assert_eq!(std::fs::read_dir(home.path("tmp")).unwrap().count(), 0);
    home.godrill("list zoo level:3").prints(
        "\
id         level  weight  state  due  question
zoo-camel      3       3  new    -    骆驼怎么喝水？
",
    );
}

#[test]
fn drafts_are_chosen_and_left_alone_in_chinese_too() {
    let home = zoo();
    let zh = |words: &str| home.godrill(words).env("LANG", "zh_CN.UTF-8");
    let idle = home.script("idle", "cp \"$1\" opened1\n");
    zh("edit --drafts zoo Camel").env("EDITOR", &idle).prints("没有改动，还有 1 份草稿没有答案\n");
    assert!(opened(&home, 1).starts_with("<!--\n共 1 份草稿。"), "{}", opened(&home, 1));
    zh("edit --drafts is:mine not is:draft").prints("没有草稿\n");
    home.godrill("edit").fails(
        2,
        "\
error: the following required arguments were not provided:
  <ID>

Usage: godrill edit <ID>

For more information, try '--help'.
",
    );
    home.godrill("edit --drafts is:nonsense").done();
}

#[test]
fn cards_move_and_topics_are_renamed_with_their_progress() {
    let home = zoo();
    home.godrill("quiz --plain zoo").stdin("\n3\n").ok();
    home.godrill("plan --on 2026-12-20 --topic zoo").ok();
    home.godrill("decks --focus zoo").prints("new cards come from zoo only\n");
    let topic = |id: &str| -> (String, u64) {
        let json: serde_json::Value =
            serde_json::from_str(&home.run(&["show", id, "--json"]).ok()).unwrap();
        let reviews = json["reviews"].as_array().unwrap().len() as u64;
        (json["card"]["topic"].as_str().unwrap().to_owned(), reviews)
    };
    // By an id it is done at once; else it is counted and asked.
    home.godrill("move zoo-zebra savanna").prints("1 card moved to savanna\n");
    assert_eq!(topic("zoo-zebra"), ("savanna".to_owned(), 1));
    home.godrill("move zoo is:draft 大草原").stdin("n\n").prints(
        "Move 3 cards (zoo-1, zoo-camel, zoo-okapi-calves-hide) to da-cao-yuan? [y/N] nothing was moved\n",
    );
    home.godrill("move zoo is:draft savanna").ends(
        1,
        "Move 3 cards (zoo-1, zoo-camel, zoo-okapi-calves-hide) to savanna? [y/N] \n",
        "error: nobody answered, so nothing was moved: do it with --yes\n",
    );
    home.godrill("undo").prints("undone: zoo-zebra: moved to savanna (2026-11-23 08:00)\n");
    assert_eq!(topic("zoo-zebra"), ("zoo".to_owned(), 1));
    home.godrill("move zoo-zebra zoo").prints("0 cards moved to zoo\n");

    home.godrill("rename zoo 大草原").stdin("y\n").prints(
        "Rename zoo to da-cao-yuan with 4 cards? [y/N] zoo is now da-cao-yuan, with 4 cards\n",
    );
    assert_eq!(topic("zoo-zebra"), ("da-cao-yuan".to_owned(), 1));
    let decks = home.godrill("decks").ok();
    assert!(decks.contains("\nda-cao-yuan  大草原 "), "{decks}");
    assert!(!decks.contains("\nzoo "), "{decks}");
    assert!(decks.ends_with("\nnew cards come from da-cao-yuan only\n"), "{decks}");
    assert!(home.godrill("plan").ok().contains("da-cao-yuan"));
    // What was imported is known by its question, wherever it is now.
    let again = home.godrill("import zoo.md --yes").ok();
    assert!(
        again.ends_with("\n0 cards added, 0 updated, 4 unchanged, 0 reviews added\n"),
        "{again}"
    );
    home.godrill("undo --yes").prints("undone: zoo: renamed to da-cao-yuan (2026-11-23 08:00)\n");
    assert_eq!(topic("zoo-zebra"), ("zoo".to_owned(), 1));
    home.godrill("redo").prints("redone: zoo: renamed to da-cao-yuan (2026-11-23 08:00)\n");
    let decks = home.godrill("decks").ok();
    assert!(decks.contains("\nda-cao-yuan  大草原 "), "{decks}");

    home.godrill("rename 大草原 map").fails(
        1,
        "error: there is a topic `map` already: `godrill move topic:da-cao-yuan map` moves the cards into it\n",
    );
    home.godrill("rename channel chan").fails(
        1,
        "error: `channel` has built-in cards, so its name stays: `godrill move` puts cards into another topic\n",
    );
    home.godrill("rename da-cao-yuan Big+Plain").fails(
        1,
        "error: `Big+Plain` cannot name a topic: use small letters, digits and hyphens, or Chinese\n",
    );
    home.godrill("move channel-nil-use da-cao-yuan").prints(
        "1 card moved to da-cao-yuan; 1 of them is built in and keeps your wording from now on\n",
    );
}

#[test]
fn ids_can_be_read_and_what_was_imported_before_is_found() {
    let home = Home::new();
    home.file(
        "notes.md",
        "## How does `sync.Pool` work?\n\nSo.\n\n## When does `sync.Pool` work?\n\nThen.\n\n\
         ## 怎么测？\n\n这样。\n\n## 怎么量？\n\n那样。\n",
    );
    home.godrill("import notes.md --yes --twins").ok();
    home.godrill("list notes").prints(
        "\
id                      level  weight  state  due  question
notes-sync-pool-work        2       3  new    -    How does `sync.Pool` work?
notes-sync-pool-work-2      2       3  new    -    When does `sync.Pool` work?
notes-1                     2       3  new    -    怎么测？
notes-2                     2       3  new    -    怎么量？
",
    );
    // An old id, which ended in a hash, stays.
    let conn = rusqlite::Connection::open(home.db()).unwrap();
    conn.execute("UPDATE cards SET id = 'notes-l2k3j4h5' WHERE id = 'notes-2'", []).unwrap();
    conn.execute("UPDATE search SET id = 'notes l2k3j4h5' WHERE id = 'notes 2'", []).unwrap();
    drop(conn);
    let again = home.godrill("import notes.md --yes").ok();
    assert!(
        again.ends_with("\n0 cards added, 0 updated, 4 unchanged, 0 reviews added\n"),
        "{again}"
    );
    home.run(&["add", "--topic", "notes", "-q", "怎么称？", "-a", "称。"])
        .prints("notes-2 is added\n");
    let editor = home.script(
        "editor",
        "printf -- '---\\ndeck: notes\\nlang: en\\n---\\n\\n## Who calls `runtime.Gosched`? {#notes-3 level=2 \
         weight=3}\\n\\nOthers.\\n' > \"$1\"",
    );
    home.godrill("add --topic notes")
        .env("EDITOR", editor)
        .prints("notes-who-calls-runtime-gosched is added\n");
    home.unsound();
}
