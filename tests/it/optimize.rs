//! `godrill optimize`: fitted to the log, measured on its end, and never for the worse.

use std::fmt::Write as _;

use serde_json::Value;

use crate::home::{Home, SOUND};

/// A home with a log of `cards` cards with four answers each: after a day nearly all are recalled,
/// after four days half of them, after twelve hardly any. Defaults expect nobody to forget so fast.
fn forgetful(cards: usize) -> Home {
    let mut json = String::from(
        r#"{"format":"godrill","version":1,"exported_at":"2026-11-01T08:00:00Z","topics":[],"cards":["#,
    );
    for card in 0..cards {
        let ratings = [
            "good",
            if card % 10 == 0 { "again" } else { "good" },
            if card % 2 == 0 { "again" } else { "good" },
            if card % 8 == 0 { "good" } else { "again" },
        ];
        let mut reviews = Vec::new();
        for (day, rating) in [0, 1, 5, 17].into_iter().zip(ratings) {
            let date = chrono::NaiveDate::from_ymd_opt(2026, 3, 1).unwrap()
                + chrono::Days::new((card / 5) as u64 + day);
            reviews.push(format!(
                r#"{{"at":"{date}T09:{:02}:{:02}.000Z","rating":"{rating}","ms":9000,"kind":"review"}}"#,
                card / 60 % 60,
                card % 60
            ));
        }
        let comma = if card == 0 { "" } else { "," };
        write!(
            json,
            r#"{comma}{{"id":"t-{card}","topic":"t","kind":"basic","level":1,"weight":3,"follows":null,"tags":[],"origin":"user","edited":false,"suspended":false,"evidence":[],"text":{{"en":{{"question":"Question {card}?","answer":"Answer {card}."}}}},"memory":null,"reviews":[{}]}}"#,
            reviews.join(",")
        )
        .unwrap();
    }
    json.push_str("]}");
    let home = Home::new();
    home.file("log.json", json);
    home.godrill("import log.json").ok();
    home
}

fn json(home: &Home, words: &str) -> Value {
    serde_json::from_str(&home.godrill(words).ok()).unwrap()
}

#[test]
fn too_short_a_log_is_refused() {
    let home = Home::new();
    home.godrill("optimize").fails(
        1,
        "error: 0 answers were given a day or more after the one before, and 400 are needed: 400 to go\n",
    );
    home.godrill("optimize --undo").fails(
        1,
        "error: there are no parameters to bring back: `godrill optimize` has replaced none\n",
    );
}

#[test]
fn better_parameters_are_installed_and_can_be_taken_back() {
    let home = forgetful(300);
    let before = home.godrill("show t-7 --json").ok();

    let dry = json(&home, "optimize --dry-run --json");
    assert_eq!(dry["version"], 1);
    assert_eq!((&dry["answers"], &dry["held_out"]), (&900.into(), &180.into()));
    assert_eq!((&dry["better"], &dry["installed"]), (&true.into(), &false.into()));
    let loss = |side: &str| dry[side]["log_loss"].as_f64().unwrap();
    assert!(loss("after") < loss("before"), "{dry}");
    home.godrill("config get parameters").prints("default\n");

    let said = home.godrill("optimize").ok();
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines[0], "fitted to 720 answers, measured on the 180 after them");
    assert!(lines[2].starts_with("parameters  log loss  RMSE (bins)"), "{said}");
    assert!(lines[3].starts_with("present ") && lines[4].starts_with("fitted "), "{said}");
    assert_eq!(
        lines[6..],
        [
            "parameters fitted to all answers are installed; 300 cards rescheduled",
            "`godrill optimize --undo` brings the old ones back"
        ]
    );
    assert_ne!(home.godrill("show t-7 --json").ok(), before);
    home.godrill("check").prints(SOUND);
    let installed = home.godrill("config get parameters").ok();
    assert_eq!(installed.split(' ').count(), 21);

    // A second run starts from the first one's and finds nothing better, or little.
    let again = json(&home, "optimize --dry-run --json");
    let loss = |side: &str| again[side]["log_loss"].as_f64().unwrap();
    assert!(loss("before") < dry["before"]["log_loss"].as_f64().unwrap(), "{again}");

    home.godrill("optimize --undo").prints(
        "the parameters before are back; 300 cards rescheduled\n\
         `godrill optimize --undo` once more takes this back\n",
    );
    home.godrill("config get parameters").prints("default\n");
    assert_eq!(home.godrill("show t-7 --json").ok(), before);
    assert_eq!(json(&home, "optimize --undo --json")["rescheduled"], 300);
    assert_eq!(home.godrill("config get parameters").ok(), installed);
}

#[test]
fn parameters_that_are_no_better_stay_out() {
    let home = forgetful(300);
    home.godrill("optimize").ok();
    let fitted = home.godrill("config get parameters").ok();
    let outcome = json(&home, "optimize --json");
    assert_eq!(outcome["better"], outcome["installed"], "{outcome}");
    if outcome["better"] == false {
        assert_eq!(home.godrill("config get parameters").ok(), fitted);
        let said = home.godrill("optimize").ok();
        assert!(
            said.ends_with("\nthe present parameters stay: none foretell your answers better\n"),
            "{said}"
        );
    }
}

#[test]
fn parameters_come_in_by_hand_as_well() {
    let home = forgetful(1);
    home.godrill("config set parameters 1 2 3").fails(
        1,
        "error: parameters: these are not parameters of FSRS: give 21 numbers (or 19 of FSRS-5, 17 of FSRS-4.5), or `default`\n",
    );
    let numbers = "0.3, 1.4, 2.5, 9, 6.4, 0.8, 3, 0.001, 1.8, 0.17, 0.8, 1.5, 0.06, 0.26, 1.65, 0.6, \
                   1.9, 0.54, 0.09, 0.06, 0.15";
    home.run(&["config", "set", "parameters", numbers]).prints(
        "parameters = 0.3 1.4 2.5 9 6.4 0.8 3 0.001 1.8 0.17 0.8 1.5 0.06 0.26 1.65 0.6 1.9 0.54 0.09 0.06 0.15\n\
         1 card rescheduled\n",
    );
    let list = home.godrill("config list").ok();
    let line = list.lines().find(|l| l.starts_with("parameters")).unwrap();
    assert!(line.starts_with("parameters         own"), "{list}");
}
