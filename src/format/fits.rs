//! Whether question and answer are what the kind of a card needs.

use super::choice::choices;
use super::program::{Mode, asked, exercise, package};
use crate::model::card::{Card, Kind, Text};

/// What is said of a card that still waits for its answer.
pub(super) const NO_ANSWER: &str = "the card has no answer";

/// The problem of a card in one language, with its way out.
pub(super) fn fits(card: &Card, text: &Text) -> Result<(), (String, String)> {
    let problem = |message: &str, help: &str| Err((message.to_string(), help.to_string()));
    if text.answer.is_empty() {
        return problem(NO_ANSWER, "write it below the heading, or below `---`");
    }
    if card.kind != Kind::Write && card.test.is_some() {
        return problem("only a write card has a test", "add `kind=write`, or use ```go run");
    }
    match card.kind {
        Kind::Basic => Ok(()),
        Kind::Output => match asked(text) {
            None => problem(
                "the output card has no program in its question",
                "write a ```go run program between the heading and a line `---`",
            ),
            Some(program) if program.mode != Mode::Run => problem(
                "the program of an output card must be one that runs",
                "use ```go run, or drop `kind=output`",
            ),
            Some(program) if program.output.is_none() || program.output_in_question => problem(
                "the output card has no output in its answer",
                "begin the answer with an ```output block that holds what the program prints",
            ),
            Some(_) => Ok(()),
        },
        Kind::Choice if !card.right.is_empty() => match &card.correct {
            Some(_) => problem(
                "the card says twice which option is right",
                "drop `correct`: the boxes tell it",
            ),
            None => Ok(()),
        },
        Kind::Choice => {
            let options = choices(text.body());
            let letters: Vec<String> = options.iter().map(|o| o.letter.to_string()).collect();
            match &card.correct {
                _ if letters.is_empty() => problem(
                    "the choice card has no options in its question",
                    "write them as a list, `- [x] text` if right and `- [ ] text` if wrong, between the heading and a line `---`",
                ),
                None => problem(
                    "the choice card has no right option",
                    "give each option a box, `- [x] text` if right and `- [ ] text` if wrong",
                ),
                Some(correct) if !letters.contains(correct) => Err((
                    format!("the card has no option `{correct}`"),
                    format!("let `correct` be one of {}", letters.join(", ")),
                )),
                _ => Ok(()),
            }
        }
        Kind::Write => write(card, text),
    }
}

/// Whether a write card has its three pieces of Go, in one package.
fn write(card: &Card, text: &Text) -> Result<(), (String, String)> {
    let problem = |message: String, help: &str| Err((message, help.to_string()));
    let (opened, solution) = exercise(text);
    let pieces = [
        (opened, "file to open", "write it in a ```go block between the heading and `---`"),
        (solution, "solution", "write it in a ```go block of the answer"),
        (card.test.clone(), "test", "write it in a ```go test block at the end of the answer"),
    ];
    let mut first: Option<String> = None;
    for (piece, what, help) in pieces {
        let Some(code) = piece else {
            return problem(format!("the write card has no {what}"), help);
        };
        match (package(&code), &first) {
            (None, _) => {
                return problem(
                    format!("the {what} of the write card names no package"),
                    "begin it with a line such as `package kata`",
                );
            }
            (Some(name), Some(other)) if name != other => {
                return problem(
                    format!("the {what} of the write card is of package `{name}`, not `{other}`"),
                    "let the file, the solution and the test be of one package",
                );
            }
            (Some(name), _) => first = Some(name.to_string()),
        }
    }
    Ok(())
}
