//! What the quiz writes line by line: for pipes, dumb terminals and screen readers.

use super::diff::diff;
use super::quiz::{Face, Stage, keys};
use super::theme::Theme;
use super::width::columns;
use super::words::Words;
use super::{markdown, wrap};
use crate::model::review::Rating;
use crate::model::schedule::Wait;
use crate::model::typed::Verdict;
use crate::text::visible::visible;

/// The question in each language.
pub fn question(faces: &[Face], width: Option<u16>) -> String {
    let mut text = String::new();
    for (i, face) in faces.iter().enumerate() {
        if i > 0 && !faces[0].body.is_empty() {
            text += "\n";
        }
        text += &format!("{}\n", markdown::plain_title(&face.title, width));
        if !face.body.is_empty() && (i == 0 || face.body != faces[0].body) {
            text += &format!("\n{}\n", markdown::plain(&face.body, width));
        }
    }
    text
}

/// The part of the answer to say aloud.
pub fn answer(faces: &[Face], width: Option<u16>) -> String {
    let short = |face: &Face| format!("\n{}\n", markdown::plain(&face.short, width));
    faces.iter().map(short).collect::<String>() + "\n"
}

/// The rest of the answer, and its sources.
pub fn depth(words: Words, faces: &[Face], evidence: &[String], width: Option<u16>) -> String {
    let depths = faces.iter().filter(|face| !face.depth.is_empty());
    let mut text: String =
        depths.map(|face| format!("\n{}\n", markdown::plain(&face.depth, width))).collect();
    if !evidence.is_empty() {
        text += &format!("\n{}\n", words.line_sources());
        for source in evidence {
            text += &format!("{}\n", wrap::source(source, width));
        }
    }
    text + "\n"
}

/// What the learner noted on a card, each line as it was written.
pub fn note(words: Words, note: &str, width: Option<u16>) -> String {
    let lines = note.lines().map(|line| wrap::source(&visible(line), width));
    let lines = lines.map(|line| line.trim_end().to_owned() + "\n");
    format!("{}\n{}", words.line_note(), lines.collect::<String>())
}

/// How what was typed compares with what is right.
pub fn compared(
    words: Words,
    right: &str,
    typed: &str,
    verdict: Verdict,
    is_choice: bool,
    width: Option<u16>,
) -> String {
    let word = match verdict {
        Verdict::Right => words.line_right(),
        Verdict::Close => words.line_close(),
        Verdict::Wrong if typed.trim().is_empty() => words.line_missing(),
        Verdict::Wrong => words.line_wrong(),
    };
    let mut text = format!("{word}\n");
    if verdict == Verdict::Right {
        return text;
    }
    if is_choice {
        text += &format!("{}\n", words.line_right_is(&right.to_uppercase()));
    } else if !typed.trim().is_empty() {
        text += &format!("{}\n", words.line_marks());
        let width = width.unwrap_or(u16::MAX);
        for line in diff(right, typed, width, &Theme::mono()).lines {
            text += &format!("{}\n", line.to_string().trim_end());
        }
    }
    text
}

/// What can be typed next; `next` is the rating that Enter gives, if it gives one.
pub fn prompt(
    words: Words,
    stage: Stage,
    next: Option<Rating>,
    waits: Option<[Wait; 4]>,
    width: Option<u16>,
) -> String {
    let enter = words.key_enter();
    let mut parts = Vec::new();
    let mut part = |key: &str, what: &str| parts.push(words.key_does(key, what));
    let mut lead = "";
    match (stage, next) {
        (Stage::Question, _) => {
            lead = "\n";
            part(enter, words.line_answer());
            part("?", words.line_help());
            part("q", words.line_quit());
        }
        (stage, Some(rating)) => {
            part(enter, words.rating(rating));
            if stage == Stage::Short {
                part("m", words.line_more());
            }
        }
        (Stage::Short, None) => part(enter, words.line_more()),
        (Stage::Full, None) => {}
    }
    if stage > Stage::Question {
        for rating in Rating::ALL {
            let name = words.rating(rating);
            match waits.map(|waits| words.wait(waits[rating as usize])) {
                Some(wait) => part(&rating.number().to_string(), &format!("{name} {wait}")),
                None => part(&rating.number().to_string(), name),
            }
        }
    }
    let parts = parts.join(words.comma());
    format!("{lead}{}", wrap::prose(&format!("> {parts}"), width))
}

/// All commands, one on each line.
pub fn help(words: Words) -> String {
    let help = keys::line_help(words);
    let longest = help.iter().map(|(name, _)| columns(name)).max().unwrap_or(0);
    let line = |(name, does): (String, &str)| {
        format!("{name}{}  {does}", " ".repeat(longest - columns(&name)))
    };
    help.into_iter().map(line).collect::<Vec<_>>().join("\n")
}
