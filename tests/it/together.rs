//! Several at once on one database: nothing is lost, nothing is counted twice.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout};

use crate::change::forget_settings;
use crate::home::{Home, SOUND};
use crate::killed::{deck, log};

/// A quiz that is talked to line by line.
struct Quiz {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Quiz {
    fn start(home: &Home, words: &str) -> Quiz {
        let mut child = home.godrill(words).spawn();
        let input = child.stdin.take().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        Quiz { child, input, output }
    }

    /// Types lines.
    fn type_in(&mut self, text: &str) {
        self.input.write_all(text.as_bytes()).unwrap();
        self.input.flush().unwrap();
    }

    /// Reads up to the line that starts with this, and returns everything read.
    fn until(&mut self, start: &str) -> String {
        let mut read = String::new();
        loop {
            let from = read.len();
            let n = self.output.read_line(&mut read).unwrap();
            assert!(n > 0, "the quiz ended before `{start}`:\n{read}");
            if read[from..].starts_with(start) {
                return read;
            }
        }
    }

    /// The id of the next question.
    fn question(&mut self) -> String {
        let read = self.until("> Enter: show answer");
        let line = read.lines().find(|line| line.starts_with("Card t-")).unwrap();
        line[5..10].to_owned()
    }

    /// Ends the input and gives the rest of the output and the exit code.
    fn end(self) -> (String, Option<i32>) {
        let Quiz { mut child, input, mut output } = self;
        drop(input);
        let mut rest = String::new();
        std::io::Read::read_to_string(&mut output, &mut rest).unwrap();
        (rest, child.wait().unwrap().code())
    }
}

#[test]
fn two_quizzes_share_the_cards() {
    let home = Home::new();
    home.deck(&deck(8));
    let mut one = Quiz::start(&home, "quiz t --plain");
    let mut two = Quiz::start(&home, "quiz t --plain");
    let first = one.question();
    assert_eq!(two.question(), first);
    one.type_in("\n3\n");
    let second = one.question();
    // Here the second one answers a card that was answered meanwhile: reported, and not counted.
    two.type_in("\n4\n");
    let told = two.until("[");
    let sentence =
        format!("{first} was answered or changed in another session meanwhile; that one counts\n");
    assert!(told.contains(&sentence), "{told}");
    assert_eq!(log(&home)[&first], [3]);
    // And it goes on with what is left.
    assert_eq!(two.question(), second);
    two.type_in("\n4\n");
    let third = two.question();
    assert_ne!(third, second);
    one.type_in("\n2\n");
    one.until("[");
    assert_eq!(log(&home)[&second], [4]);
    for quiz in [one, two] {
        let (rest, code) = quiz.end();
        assert!(code == Some(0) && rest.contains("session"), "{rest}");
    }
    assert_eq!(log(&home).values().flatten().count(), 2);
}

#[test]
fn quizzes_at_full_speed_lose_nothing() {
    let home = Home::new();
    home.deck(&deck(60));
    home.godrill("config set new_per_day 9999").ok();
    let typed = "\n3\n".repeat(40);
    let (outputs, checks) = std::thread::scope(|scope| {
        let checks = scope.spawn(|| [(); 10].map(|()| home.godrill("check").ok()));
        let runs = [1, 2, 3].map(|_| {
            scope.spawn(|| home.godrill("quiz t --plain --limit 30").real_time().stdin(&typed).ok())
        });
        (runs.map(|run| run.join().unwrap()), checks.join().unwrap())
    });
    assert!(checks.iter().all(|check| check == SOUND), "{checks:?}");
    // What the sessions say they counted is what is in the log.
    let counted: usize = outputs
        .iter()
        .filter_map(|output| output.lines().find_map(|line| line.strip_prefix("answers ")))
        .map(|number| number.trim().parse::<usize>().unwrap())
        .sum();
    assert!(counted > 40, "{counted}");
    assert_eq!(log(&home).values().flatten().count(), counted);
}

#[test]
fn first_starts_at_once_make_one_database() {
    for _ in 0..3 {
        let home = Home::new();
        std::thread::scope(|scope| {
            let runs = [(); 4].map(|()| scope.spawn(|| home.godrill("status").ok()));
            for run in runs {
                assert_eq!(run.join().unwrap(), "0 due, 10 new, streak 0 days\n");
            }
        });
        assert_eq!(home.godrill("check").ok(), SOUND);
    }
}

#[test]
fn cards_come_in_edited_suspended_and_go_while_a_quiz_runs() {
    let home = Home::new();
    home.deck(&deck(4));
    let mut quiz = Quiz::start(&home, "quiz t --plain");
    assert_eq!(quiz.question(), "t-001");
    home.file(
        "more.md",
        "---\ndeck: t\ntitle: T\nlang: en\n---\n\n## Card t-000? {#t-000 level=1}\n\nNew.\n",
    );
    home.godrill("import more.md").ok();
    home.godrill("suspend t-002").ok();
    quiz.type_in("\n3\n");
    // Easier cards come first.
    assert_eq!(quiz.question(), "t-000");
    home.godrill("remove t-000 --yes").ok();
    quiz.type_in("\n3\n");
    let told = quiz.until("[");
    assert!(told.contains("t-000 was answered or changed in another session"), "{told}");
    assert_eq!(quiz.question(), "t-003");
    home.godrill("remove t-003 --yes").ok();
    quiz.type_in("s\n");
    let told = quiz.until("[");
    assert!(told.contains("there is no card `t-003` any more"), "{told}");
    assert_eq!(quiz.question(), "t-004");
    quiz.type_in("\n1\n");
    quiz.end();
    let log = log(&home);
    assert_eq!((&log["t-001"][..], &log["t-004"][..]), (&[3][..], &[1][..]));
}

#[test]
fn settings_that_change_while_a_quiz_runs_hold_from_then_on() {
    let home = Home::new();
    home.deck(&deck(3));
    let mut quiz = Quiz::start(&home, "quiz t --plain");
    assert_eq!(quiz.question(), "t-001");
    home.godrill("config set learning_steps 7").ok();
    quiz.type_in("\n1\n");
    quiz.question();
    assert_eq!(home.godrill("check").ok(), SOUND);
    quiz.type_in("\n3\n");
    quiz.question();
    home.godrill("config set desired_retention 0.8").ok();
    home.godrill("config set learning_steps none").ok();
    // What another session did comes first, and is not taken back from here.
    quiz.type_in("u\n");
    quiz.until("there was another change since: `godrill undo` takes that back first");
    quiz.until("> Enter: show answer");
    forget_settings(&home);
    quiz.type_in("u\n");
    quiz.question();
    quiz.end();
}

#[test]
fn one_import_of_several_files_with_the_same_cards() {
    let home = Home::new();
    home.deck(&deck(2));
    home.godrill("quiz t --plain").stdin("\n3\nq\n").ok();
    home.godrill("export --topic t -o one.json").ok();
    home.godrill("quiz t --plain").at("2026-11-24T08:00:00Z").stdin("\n3\n\n3\nq\n").ok();
    home.godrill("suspend t-002").ok();
    home.godrill("export --topic t -o two.json").ok();
    let expected = log(&home);
    let new = |words: &str| {
        let args: Vec<&str> = ["--db", "new.db"].into_iter().chain(words.split(' ')).collect();
        home.run(&args).ok()
    };
    new("import one.json two.json t.md one.json");
    new("export --topic t --format json -o three.json");
    new("check");
    let empty = new("undo --yes -n 1");
    assert!(empty.starts_with("undone: imported one.json, two.json, t.md, one.json"), "{empty}");
    assert_eq!(new("check"), SOUND);
    new("import three.json");
    std::fs::rename(home.path("new.db"), home.db()).unwrap();
    assert_eq!(log(&home), expected);
    assert!(home.godrill("list --state suspended").ok().contains("t-002"));
}

#[test]
fn undo_leads_back_to_schedules_of_the_settings_of_now() {
    let home = Home::new();
    home.deck(&deck(2));
    home.godrill("config set learning_steps none").ok();
    home.godrill("quiz t --plain").stdin("\n3\n\n3\n").ok();
    home.godrill("quiz t --plain").at("2026-12-23T08:00:00Z").stdin("\n3\n\n2\n").ok();
    home.godrill("config set desired_retention 0.75").ok();
    home.godrill("undo --yes -n 2").ok();
    assert_eq!(home.godrill("check").ok(), SOUND);
    home.godrill("undo --yes -n 2").ok();
}

#[test]
fn an_edit_over_another_edit_is_refused_and_its_draft_kept() {
    let home = Home::new();
    home.deck(&deck(1));
    // The editor of one session; while it is open the other session edits.
    let inner = home.file("inner.sh", "sed -i s/Answer/Inner/ \"$1\"\n");
    let program = env!("CARGO_BIN_EXE_godrill");
    let outer = home.file(
        "outer.sh",
        format!(
            "EDITOR='sh {}' {program} edit t-001 >/dev/null || exit 1\nsed -i s/Answer/Outer/ \"$1\"\n",
            inner.display()
        ),
    );
    let run = home.godrill("edit t-001").env("EDITOR", format!("sh {}", outer.display()));
    let drafts = home.path("drafts");
    std::fs::create_dir(&drafts).unwrap();
    let done = run.env("TMPDIR", &drafts).done();
    let start = "error: card `t-001` was changed by another session meanwhile: nothing was \
                 overwritten, what you wrote is kept in ";
    assert!(done.code == Some(1) && done.stderr.starts_with(start), "{}", done.stderr);
    let draft = done.stderr[start.len()..].trim();
    let text = std::fs::read_to_string(format!("{draft}/t-001.en.md")).unwrap();
    assert!(text.contains("Outer 1."), "{text}");
    assert!(home.godrill("show t-001").ok().contains("Inner 1."));
}

#[test]
fn a_database_that_is_taken_away_is_told_before_anything_is_lost() {
    let home = Home::new();
    home.deck(&deck(3));
    let mut quiz = Quiz::start(&home, "quiz t --plain");
    quiz.question();
    quiz.type_in("\n3\n");
    quiz.question();
    std::fs::rename(home.db(), home.path("elsewhere.db")).unwrap();
    quiz.type_in("\n3\n");
    let mut told = String::new();
    std::io::Read::read_to_string(&mut quiz.child.stderr.take().unwrap(), &mut told).unwrap();
    let sentence = format!(
        "error: {} was moved, replaced or deleted while in use: nothing more was saved; put it \
         back, then start again\n",
        home.db().display()
    );
    assert_eq!(told, sentence);
    assert_eq!(quiz.end().1, Some(1));
    for suffix in ["", "-wal", "-shm"] {
        let name = |base: &str| home.path(&format!("{base}{suffix}"));
        if name("elsewhere.db").exists() {
            std::fs::rename(name("elsewhere.db"), name("godrill.db")).unwrap();
        }
    }
    assert_eq!(log(&home)["t-001"], [3]);
}
