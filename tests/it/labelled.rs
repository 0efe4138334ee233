//! How well the questions of notes are found: a labelled set of forms that public notes have.
//!
//! Each file `NAME.md` (or `.txt`, `.csv`) in `fixtures/notes/` has a `NAME.expected`, one line a
//! question, its parts divided by tabs: `Q`, the question as plain text, a phrase that its answer
//! holds, a phrase that it must not hold (may be empty); or `D` and the question of a draft.
//! Whatever else is taken from the file is no question. Files whose names begin with `other-` were
//! written by others than the writer of the rules, and are counted apart.

use std::collections::BTreeMap;
use std::fs;

use godrill::inside::format::{notes, table};

use crate::home::repository;

/// The least share of the questions that is found, and of those found that have the right answer;
/// the largest share of what is taken that is no question.
// Measured on what others wrote when it came: the forms it shows to fail are mended one by one.
const FOUND: f64 = 0.93;
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

    fn row(&self, name: &str) -> String {
        let share = |part: usize, all: usize| 100.0 * part as f64 / all.max(1) as f64;
        format!(
            "{name:30} {:4} questions, found {:5.1} %, right answer {:5.1} %, taken {:4}, no question {:5.1} %",
            self.labels,
            share(self.found, self.labels),
            share(self.answered, self.found),
            self.taken,
            share(self.taken - self.found, self.taken),
        )
    }
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

/// Compares what was taken from a file with its labels, and tells what is wrong.
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
    for (set, name) in ["own", "others'"].into_iter().enumerate() {
        let sum = sums[set];
        println!("{}", sum.row(&format!("{name}: {} files", forms[set])));
        if sum.labels == 0 {
            continue;
        }
        let share = |part: usize, all: usize| part as f64 / all.max(1) as f64;
        assert!(share(sum.found, sum.labels) >= FOUND, "{}", sum.row(name));
        assert!(share(sum.answered, sum.found) >= ANSWERED, "{}", sum.row(name));
        assert!(share(sum.taken - sum.found, sum.taken) <= FALSE, "{}", sum.row(name));
    }
    assert!(sums[0].labels >= 300 && forms[0] >= 25, "the set has shrunk");
}
