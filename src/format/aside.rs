//! What stands in fences of its own beside question and answer: key points, misconceptions, the
//! test of a write card, the learner's own note, evidence.

use super::block::Fence;
use super::diagnostic::{Diagnostic, Report};
use super::evidence::Evidence;
use crate::model::card::{Card, LONGEST_NOTE, Misconception, Text};
use crate::text::fence;

/// Begins the line that corrects the one above it.
const CORRECTION: &str = "=>";

/// What the fences beside a card hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Aside {
    /// The key points.
    pub keys: Vec<String>,
    /// The misconceptions.
    pub wrong: Vec<Misconception>,
    /// The test of a write card.
    pub test: Option<String>,
    /// What the learner noted.
    pub note: Option<String>,
    /// The sources.
    pub evidence: Vec<String>,
    /// Where all that stands in the file.
    pub lines: Lines,
}

/// The lines of a file, from 1, in which a card's asides stand.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lines {
    /// The opening fence of the key points; 0 without any.
    pub keys_fence: usize,
    /// Each key point.
    pub keys: Vec<usize>,
    /// The opening fence of the misconceptions; 0 without any.
    pub wrong_fence: usize,
    /// Each misconception: its claim and its correction.
    pub wrong: Vec<(usize, usize)>,
    /// The opening fence of the test; 0 without one.
    pub test: usize,
    /// The opening fence of the note; 0 without one.
    pub note: usize,
    /// Each line of evidence.
    pub evidence: Vec<usize>,
}

/// Which aside a fence is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// Key points.
    Keys,
    /// Misconceptions.
    Wrong,
    /// The test of a write card.
    Test,
    /// What the learner noted.
    Note,
    /// Sources.
    Evidence,
}

impl Sort {
    /// The aside that a fence with these words is; `None` when it belongs to question or answer.
    pub fn of(info: &str) -> Option<Sort> {
        match info {
            "keys" => Some(Sort::Keys),
            "wrong" => Some(Sort::Wrong),
            "go test" => Some(Sort::Test),
            "note" => Some(Sort::Note),
            "evidence" => Some(Sort::Evidence),
            _ => None,
        }
    }

    /// The words after its opening fence.
    pub fn name(self) -> &'static str {
        match self {
            Sort::Keys => "keys",
            Sort::Wrong => "wrong",
            Sort::Test => "go test",
            Sort::Note => "note",
            Sort::Evidence => "evidence",
        }
    }
}

impl Aside {
    /// Takes in a fence whose opening line is `line`. False after an error.
    pub fn take(&mut self, sort: Sort, fence: &Fence, line: usize, report: &mut Report) -> bool {
        let before = match sort {
            Sort::Keys => &mut self.lines.keys_fence,
            Sort::Wrong => &mut self.lines.wrong_fence,
            Sort::Test => &mut self.lines.test,
            Sort::Note => &mut self.lines.note,
            // A card may have several fences of sources.
            Sort::Evidence => return self.evidence(&fence.code, line, report),
        };
        let name = sort.name();
        if *before > 0 {
            let message = format!("a second `{name}` in the card");
            let d = Diagnostic::error(line, 1, fence_len(name), message);
            report.push(d.help(format!("put it together with the one of line {before}")));
            return false;
        }
        *before = line;
        if fence.code.trim().is_empty() {
            let message = format!("an empty `{name}`");
            let d = Diagnostic::error(line, 1, fence_len(name), message);
            report.push(d.help("write its lines, or remove it"));
            return false;
        }
        match sort {
            Sort::Keys => {
                for (number, _, text) in lines(&fence.code, line) {
                    self.keys.push(text.to_string());
                    self.lines.keys.push(number);
                }
                true
            }
            Sort::Wrong => self.wrong(&fence.code, line, report),
            Sort::Note => {
                let note = fence.code.trim_end_matches('\n');
                if note.len() > LONGEST_NOTE {
                    let message = format!("a note of more than {} KiB", LONGEST_NOTE >> 10);
                    let d = Diagnostic::error(line, 1, fence_len(name), message);
                    report.push(d.help("shorten it"));
                    return false;
                }
                self.note = Some(note.to_owned());
                true
            }
            _ => {
                self.test = Some(fence.code.clone());
                true
            }
        }
    }

    fn wrong(&mut self, code: &str, line: usize, report: &mut Report) -> bool {
        let mut good = true;
        let mut error =
            |(number, column, text): (usize, usize, &str), message: &str, help: &str| {
                good = false;
                let len = text.chars().count();
                report.push(Diagnostic::error(number, column, len, message).help(help));
            };
        const ALONE: (&str, &str) =
            ("no correction follows this line", "write what is true below it: `=> …`");
        let mut claim: Option<(usize, usize, &str)> = None;
        for found in lines(code, line) {
            let (number, _, text) = found;
            match (claim, text.strip_prefix(CORRECTION).map(str::trim)) {
                (before, None) => {
                    if let Some(before) = before {
                        error(before, ALONE.0, ALONE.1);
                    }
                    claim = Some(found);
                }
                (Some(before), Some(correction)) if !correction.is_empty() => {
                    let (claim, correction) = (before.2.to_string(), correction.to_string());
                    self.wrong.push(Misconception { claim, correction });
                    self.lines.wrong.push((before.0, number));
                }
                (_, Some("")) => error(found, "an empty correction", "write what is true"),
                (None, Some(_)) => error(
                    found,
                    "a correction of nothing",
                    "write the false sentence in the line above it",
                ),
                (Some(_), Some(_)) => {}
            }
            if text.starts_with(CORRECTION) {
                claim = None;
            }
        }
        if let Some(before) = claim {
            error(before, ALONE.0, ALONE.1);
        }
        good
    }

    fn evidence(&mut self, code: &str, line: usize, report: &mut Report) -> bool {
        for (number, column, text) in lines(code, line) {
            if let Err(reason) = Evidence::parse(text) {
                let len = text.chars().count();
                report.push(Diagnostic::warning(number, column, len, reason).help(
                    "write `path/in/src.go: text that stands there`, `man NAME.SECTION: text`, or a URL",
                ));
            }
            self.evidence.push(text.to_string());
            self.lines.evidence.push(number);
        }
        true
    }
}

/// The lines of a fence that are not blank: number, column, text.
fn lines(code: &str, fence: usize) -> impl Iterator<Item = (usize, usize, &str)> {
    code.lines().zip(fence + 1..).filter(|(line, _)| !line.trim().is_empty()).map(
        |(line, number)| {
            (number, line.chars().take_while(|c| c.is_whitespace()).count() + 1, line.trim())
        },
    )
}

fn fence_len(name: &str) -> usize {
    "```".len() + name.len()
}

/// The asides of a card in one language as a deck file has them, each after a blank line, with what the
/// learner noted on it.
pub fn print(card: &Card, text: &Text, note: Option<&str>) -> String {
    let wrong = text
        .wrong
        .iter()
        .flat_map(|w| [w.claim.clone(), format!("{CORRECTION} {}", w.correction)])
        .collect::<Vec<_>>();
    let joined = |lines: &[String]| match lines {
        [] => None,
        lines => Some(lines.join("\n") + "\n"),
    };
    let mut out = String::new();
    for (sort, inner) in [
        (Sort::Keys, joined(&text.keys)),
        (Sort::Wrong, joined(&wrong)),
        (Sort::Test, card.test.clone()),
        (Sort::Note, note.map(|note| format!("{note}\n"))),
        (Sort::Evidence, joined(&card.evidence)),
    ] {
        if let Some(inner) = inner {
            let mark = fence::longer(&inner);
            out += &format!("\n{mark}{}\n{inner}{mark}\n", sort.name());
        }
    }
    out
}
