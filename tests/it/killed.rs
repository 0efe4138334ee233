//! Killed at any instant: the database opens, is sound, and has every answer that was followed by
//! another question.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::Child;
use std::time::Duration;

use crate::asked::asked;
use crate::chance::Chance;
use crate::home::{Home, SOUND};

/// How often each of the stories kills.
const QUIZ_KILLS: u64 = 150;
const OTHER_KILLS: u64 = 63;

/// The ratings of each card, oldest first, as they are exported.
type Log = BTreeMap<String, Vec<u8>>;

/// A deck of `n` cards, each with its id in the question.
pub(crate) fn deck(n: usize) -> String {
    (1..=n).map(|i| format!("## Card t-{i:03}? {{#t-{i:03}}}\n\nAnswer {i}.\n\n")).collect()
}

/// All ratings of all cards.
pub(crate) fn log(home: &Home) -> Log {
    let export: serde_json::Value =
        serde_json::from_str(&home.godrill("export --topic t").ok()).unwrap();
    let number = |rating: &serde_json::Value| match rating.as_str().unwrap() {
        "again" => 1,
        "hard" => 2,
        "good" => 3,
        "easy" => 4,
        other => panic!("{other}"),
    };
    let card = |card: &serde_json::Value| {
        let ratings = card["reviews"].as_array().unwrap().iter().map(|r| number(&r["rating"]));
        (card["id"].as_str().unwrap().to_owned(), ratings.collect())
    };
    export["cards"].as_array().unwrap().iter().map(card).collect()
}

/// A home with a deck whose limits do not end a session.
fn home(cards: usize) -> Home {
    let home = Home::new();
    home.deck(&deck(cards));
    for setting in ["new_per_day 9999", "reviews_per_day 9999"] {
        home.godrill(&format!("config set {setting}")).ok();
    }
    home
}

/// 08:00 of a day counted from 2026-11-23.
fn morning(day: u64) -> String {
    let (mut year, mut month, mut day) = (2026, 11, 23 + day);
    loop {
        let days = match month {
            4 | 6 | 9 | 11 => 30,
            2 if year % 4 == 0 => 29,
            2 => 28,
            _ => 31,
        };
        if day <= days {
            return format!("{year}-{month:02}-{day:02}T08:00:00Z");
        }
        day -= days;
        (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    }
}

/// The id in a question of [`deck`].
fn id(question: &str) -> &str {
    &question[5..10]
}

fn kill(mut child: Child) -> String {
    child.kill().expect("it can be killed");
    let mut output = String::new();
    child.stdout.take().expect("its output").read_to_string(&mut output).expect("UTF-8");
    child.wait().expect("it ends");
    output
}

#[test]
fn every_answer_before_the_last_question_is_there() {
    let mut chance = Chance::new();
    let home = home(60);
    let mut expected: Log = log(&home);
    let (mut kept, mut unsure) = (0, 0);
    for round in 0..QUIZ_KILLS {
        let ratings: Vec<u8> = (0..40).map(|_| 1 + chance.below(4) as u8).collect();
        let typed: String = ratings.iter().map(|rating| format!("\n{rating}\n")).collect();
        let mut child = home.godrill("quiz t --plain").at(&morning(round)).spawn();
        // Kept open until after the kill: the end of the input would end the session.
        let mut input = child.stdin.take().unwrap();
        input.write_all(typed.as_bytes()).unwrap();
        let mut before = String::new();
        if round % 2 == 0 {
            // After a question came, and a moment, in which the next answer is being written.
            let questions = 1 + chance.below(30);
            let mut reader = BufReader::new(child.stdout.take().unwrap());
            while (asked(&before).len() as u64) < questions {
                if reader.read_line(&mut before).unwrap() == 0 {
                    break;
                }
            }
            std::thread::sleep(Duration::from_micros(chance.below(3_000)));
            child.kill().unwrap();
            reader.read_to_string(&mut before).unwrap();
            child.wait().unwrap();
        } else {
            std::thread::sleep(Duration::from_micros(chance.below(120_000)));
            before = kill(child);
        }
        drop(input);
        let questions = asked(&before);
        let mut ratings = ratings.iter();
        let answered = questions.len().saturating_sub(1);
        for question in &questions[..answered] {
            expected.get_mut(id(question)).unwrap().push(*ratings.next().unwrap());
            kept += 1;
        }
        let found = log(&home);
        if found != expected {
            // The answer to the last question may have been on disk already.
            let last = questions.last().and_then(|question| expected.get_mut(id(question)));
            if let (Some(card), Some(rating)) = (last, ratings.next()) {
                card.push(*rating);
                unsure += 1;
            }
            assert_eq!(found, expected, "round {round}:\n{before}");
        }
        if round % 25 == 24 {
            assert_eq!(home.godrill("check").ok(), SOUND);
        }
    }
    // The kills were neither all too early nor all too late.
    assert!(kept > QUIZ_KILLS && unsure < QUIZ_KILLS, "{kept} answers kept, {unsure} unsure");
}

#[test]
fn whatever_else_is_killed_is_done_whole_or_not_at_all() {
    let mut chance = Chance::new();
    let full = home(200);
    full.godrill("quiz t --plain").stdin(&"\n3\n".repeat(40)).ok();
    full.godrill("backup good.bak").ok();
    let (mine, all) = (full.godrill("export --topic t").ok(), log(&full));
    full.file("mine.json", &mine);
    let more: String = (0..300).map(|i| format!("## More {i}? {{#m-{i}}}\n\nIt is.\n\n")).collect();
    full.file("more.md", format!("---\ndeck: m\ntitle: More\nlang: en\n---\n\n{more}"));

    for round in 0..OTHER_KILLS {
        let delay = Duration::from_micros(chance.below(60_000));
        let kill_after = |home: &Home, words: &str| {
            let child = home.godrill(words).spawn();
            std::thread::sleep(delay);
            kill(child)
        };
        match round % 7 {
            // The first start, in which the decks are loaded.
            0 => {
                let fresh = Home::new();
                let child = fresh.godrill("status").spawn();
                std::thread::sleep(delay * 8);
                kill(child);
                assert_eq!(fresh.godrill("check").ok(), SOUND);
                assert_eq!(fresh.godrill("status").ok(), "0 due, 10 new, streak 0 days\n");
            }
            1 => {
                kill_after(&full, "import more.md");
                let count = full.godrill("list --topic m").done();
                // Either the topic is there with all its cards, or without any, or not at all.
                let lines = count.stdout.lines().filter(|line| line.starts_with("m-")).count();
                assert!(lines == 0 || lines == 300, "{lines} cards");
                if lines == 300 {
                    assert!(
                        full.godrill("undo --yes").ok().starts_with("undone: imported more.md")
                    );
                }
            }
            2 => {
                kill_after(&full, &format!("config set desired_retention 0.{}", 80 + round % 10));
            }
            3 => {
                kill_after(&full, "undo --yes");
                let found = log(&full);
                let missing: usize =
                    all.iter().map(|(id, ratings)| ratings.len() - found[id].len()).sum();
                assert!(missing <= 1, "{missing} answers are gone");
                if missing == 1 {
                    full.godrill("import mine.json").ok();
                    assert_eq!(log(&full), all);
                    // The next round must have an answer to undo again.
                    full.godrill("undo --yes").ok();
                    full.godrill("restore good.bak").ok();
                }
            }
            4 => {
                let name = format!("{round}.bak");
                kill_after(&full, &format!("backup {name}"));
                let copy = full.path(&name);
                // A file of that name is a whole copy.
                if copy.exists() {
                    let run = full.run(&["--db", copy.to_str().unwrap(), "check"]);
                    assert_eq!(run.ok(), SOUND);
                }
            }
            5 => {
                kill_after(&full, "restore good.bak");
                assert_eq!(log(&full), all);
            }
            // A restore over something that is not a database: one or the other is there.
            _ => {
                let junk = "junk".repeat(1000);
                let run = |words: &str| {
                    full.run(
                        &[&["--db", "junk.db"], &words.split(' ').collect::<Vec<_>>()[..]].concat(),
                    )
                };
                full.file("junk.db", &junk);
                let child = run("restore good.bak").spawn();
                std::thread::sleep(delay);
                kill(child);
                if std::fs::read(full.path("junk.db")).unwrap() != junk.as_bytes() {
                    assert_eq!(run("check").ok(), SOUND);
                    let kept = full.path("junk.db.20261123-080000.replaced");
                    assert_eq!(std::fs::read(&kept).unwrap(), junk.as_bytes());
                    std::fs::remove_file(kept).unwrap();
                }
            }
        }
        let check = full.godrill("check").done();
        assert_eq!((check.code, check.stdout.as_str()), (Some(0), SOUND), "round {round}");
        assert_eq!(log(&full), all, "round {round}");
    }
    // What the killed runs had begun was cleared up by those that came after them.
    full.godrill("status").ok();
    let left: Vec<String> = std::fs::read_dir(full.path(""))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains(".tmp") || name.contains(".part"))
        .collect();
    assert_eq!(left, [] as [&str; 0]);
}
