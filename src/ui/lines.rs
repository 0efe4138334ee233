//! What the quiz writes line by line: for pipes, dumb terminals and screen readers.

use super::diff::diff;
use super::quiz::{Face, KEYS, Stage};
use super::theme::Theme;
use super::{markdown, wrap};
use crate::model::review::Rating;
use crate::model::schedule::Wait;
use crate::model::typed::Verdict;

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
pub fn depth(faces: &[Face], evidence: &[String], width: Option<u16>) -> String {
    let depths = faces.iter().filter(|face| !face.depth.is_empty());
    let mut text: String =
        depths.map(|face| format!("\n{}\n", markdown::plain(&face.depth, width))).collect();
    if !evidence.is_empty() {
        text += "\nSources:\n";
        for source in evidence {
            text += &format!("{}\n", wrap::source(source, width));
        }
    }
    text + "\n"
}

/// How what was typed compares with what is right.
pub fn compared(
    right: &str,
    typed: &str,
    verdict: Verdict,
    is_choice: bool,
    width: Option<u16>,
) -> String {
    let word = match verdict {
        Verdict::Right => "Right.",
        Verdict::Close => "Nearly: only spaces, line breaks or case differ.",
        Verdict::Wrong if typed.trim().is_empty() => "Not answered.",
        Verdict::Wrong => "Wrong.",
    };
    let mut text = format!("{word}\n");
    if verdict == Verdict::Right {
        return text;
    }
    if is_choice {
        text += &format!("Right is {}.\n", right.to_uppercase());
    } else if !typed.trim().is_empty() {
        text += "What it prints is marked -, what was typed +:\n";
        let width = width.unwrap_or(u16::MAX);
        for line in diff(right, typed, width, &Theme::mono()).lines {
            text += &format!("{}\n", line.to_string().trim_end());
        }
    }
    text
}

/// What can be typed next.
pub fn prompt(
    stage: Stage,
    proposed: Option<Rating>,
    waits: Option<[Wait; 4]>,
    width: Option<u16>,
) -> String {
    if stage == Stage::Question {
        return "\n> empty line: answer, ?: help, q: quit".to_owned();
    }
    let mut parts = Vec::new();
    match proposed {
        Some(rating) => {
            parts.push(format!("empty line: {rating}"));
            if stage == Stage::Short {
                parts.push("m: more".into());
            }
        }
        None if stage == Stage::Short => parts.push("empty line: more".into()),
        None => {}
    }
    for rating in Rating::ALL {
        let wait = waits.map(|w| format!(" {}", w[rating as usize])).unwrap_or_default();
        parts.push(format!("{}: {rating}{wait}", rating.number()));
    }
    wrap::prose(&format!("> {}", parts.join(", ")), width)
}

/// All commands, a line each.
pub fn help() -> String {
    let skipped = ["up down", "PgUp PgDn", "left right", "t"];
    KEYS.iter()
        .filter(|(key, _)| !skipped.contains(key))
        .map(|(key, what)| {
            let key = if *key == "space, enter" { "empty line" } else { key };
            format!("{key:<10}  {what}")
        })
        .collect::<Vec<_>>()
        .join("\n")
}
