//! How well the questions of notes are found: a labelled set of forms that public notes have.
//!
//! Each file `NAME.md` (or `.txt`, `.csv`) in `fixtures/notes/` has a `NAME.expected`, one line a
//! question, its parts divided by tabs: `Q`, the question as plain text, a phrase that its answer
//! holds, a phrase that it must not hold (may be empty); or `D` and the question of a draft.
//! Whatever else is taken from the file is no question. Files whose names begin with `other-` were
//! written by others than the writer of the rules, and are counted apart: at least a third.

use std::collections::BTreeMap;
use std::fs;

use godrill::inside::format::{notes, table};

use crate::home::repository;

/// The least share of the questions that must be found, the least share of those with the right
/// answer, and the largest share of what is taken that may be no question.
const FOUND: f64 = 0.95;
const ANSWERED: f64 = 0.90;
const FALSE: f64 = 0.05;

#[derive(Default, Clone, Copy)]
struct Score {
    labels: usize,
    found: usize,
    answered: usize,
    taken: usize,
}

impl Score {
    fn add(&mut self, other: Score) {
        self.labels += other.labels;
        self.found += other.found;
        self.answered += other.answered;
        self.taken += other.taken;
    }

    fn found(&self) -> f64 {
        share(self.found, self.labels)
    }

    fn answered(&self) -> f64 {
        share(self.answered, self.found)
    }

    fn no_question(&self) -> f64 {
        share(self.taken - self.found, self.taken)
    }

    fn row(&self, name: &str) -> String {
        let percent = |share: f64| 100.0 * share;
        format!(
            "{name:30} {:4} questions, found (recall) {:5.1} %, right answer {:5.1} %, taken {:4}, \
             no question {:5.1} % (precision {:5.1} %)",
            self.labels,
            percent(self.found()),
            percent(self.answered()),
            self.taken,
            percent(self.no_question()),
            percent(1.0 - self.no_question()),
        )
    }
}

fn share(part: usize, all: usize) -> f64 {
    part as f64 / all.max(1) as f64
}

/// A card as it was taken.
struct Taken {
    /// Its question in all wordings that count: with and without its context and its body.
    questions: Vec<String>,
    answer: String,
}

/// A text without white space, marks and case.
fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn taken(name: &str, text: &str) -> Vec<Taken> {
    if name.ends_with(".csv") {
        let (rows, _) = table::read(text, true);
        let texts = rows.into_iter().flat_map(|row| row.text.into_values());
        return texts
            .map(|t| Taken { questions: vec![folded(&t.question)], answer: t.answer })
            .collect();
    }
    let (found, _) = notes::read(text, notes::Options::default());
    found
        .found
        .into_iter()
        .map(|found| {
            let whole = &found.text.question;
            let mut questions = vec![folded(whole), folded(found.text.title())];
            questions.extend(found.asked.as_deref().map(folded));
            Taken { questions, answer: found.text.answer }
        })
        .collect()
}

/// Compares what was taken from a file with its labels, and lists what is wrong.
fn compare(name: &str, text: &str, labels: &str, faults: &mut Vec<String>) -> Score {
    let mut cards: Vec<Option<Taken>> = taken(name, text).into_iter().map(Some).collect();
    let mut score = Score { taken: cards.len(), ..Score::default() };
    for label in labels.lines().filter(|line| !line.is_empty()) {
        let parts: Vec<&str> = label.split('\t').collect();
        let question = folded(parts[1]);
        score.labels += 1;
        let is_it = |card: &&mut Option<Taken>| {
            card.as_ref().is_some_and(|card| card.questions.contains(&question))
        };
        let Some(card) = cards.iter_mut().find(is_it).and_then(Option::take) else {
            faults.push(format!("{name}: not found: {}", parts[1]));
            continue;
        };
        score.found += 1;
        let answer = folded(&card.answer);
        let part = |n: usize| folded(parts.get(n).copied().unwrap_or(""));
        let is_right = match parts[0] {
            "Q" => answer.contains(&part(2)) && (part(3).is_empty() || !answer.contains(&part(3))),
            "D" => answer.is_empty(),
            kind => panic!("{name}: a label begins with Q or D, not {kind:?}"),
        };
        if is_right {
            score.answered += 1;
        } else {
            faults.push(format!("{name}: {}: wrong answer: {:?}", parts[1], card.answer));
        }
    }
    for card in cards.into_iter().flatten() {
        faults.push(format!("{name}: no question: {}", card.questions[0]));
    }
    score
}

#[test]
fn questions_of_notes_are_found_with_their_answers() {
    let folder = repository().join("tests/it/fixtures/notes");
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        files.insert(name, fs::read_to_string(&path).unwrap());
    }
    let mut sums = [Score::default(); 2];
    let mut forms = [0; 2];
    let mut faults = Vec::new();
    for (name, text) in files.iter().filter(|(name, _)| !name.ends_with(".expected")) {
        let (stem, _) = name.rsplit_once('.').unwrap();
        let labels = &files[&format!("{stem}.expected")];
        let score = compare(name, text, labels, &mut faults);
        println!("{}", score.row(name));
        let set = usize::from(name.starts_with("other-"));
        sums[set].add(score);
        forms[set] += 1;
    }
    println!("{}", faults.join("\n"));
    let [own, others] = sums;
    let mut both = own;
    both.add(others);
    for (name, files, sum) in
        [("own", forms[0], own), ("others'", forms[1], others), ("both", forms[0] + forms[1], both)]
    {
        let row = sum.row(&format!("{name}: {files} files"));
        println!("{row}");
        assert!(sum.found() >= FOUND, "{row}");
        assert!(sum.answered() >= ANSWERED, "{row}");
        assert!(sum.no_question() <= FALSE, "{row}");
    }
    assert!(own.labels >= 300 && forms[0] >= 25, "the set has shrunk");
    assert!(others.labels * 2 >= own.labels, "others than the writer of the rules make a third");
}
