//! A filter as it is typed: [`parse`](super::parse::parse) turns it into the same filter again.

use std::fmt::{self, Display, Formatter, Write};

use super::{Between, Filter};

impl Display for Filter {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Filter::All(parts) => joined(f, parts, " "),
            Filter::Any(parts) => joined(f, parts, " or "),
            Filter::Not(part) => {
                f.write_str("not ")?;
                within(f, part)
            }
            Filter::Topic(name) => write!(f, "topic:{}", Quoted(name)),
            Filter::Tag(tag) => write!(f, "tag:{}", Quoted(tag)),
            Filter::Level(level) => write!(f, "level:{}", level.shown("")),
            Filter::Weight(weight) => write!(f, "weight:{}", weight.shown("")),
            Filter::Kind(kind) => write!(f, "kind:{kind}"),
            Filter::Id(id) => write!(f, "id:{}", Quoted(id)),
            Filter::Follows(id) => write!(f, "follows:{}", Quoted(id)),
            Filter::Note(text) if text.is_empty() => f.write_str("note:"),
            Filter::Note(text) => write!(f, "note:{}", Quoted(text)),
            Filter::Text(text) => quote(f, text),
            Filter::Rated(rating, days) => {
                f.write_str("rated:")?;
                match (rating, days) {
                    (Some(rating), Some(days)) => write!(f, "{rating}:{days}d"),
                    (Some(rating), None) => write!(f, "{rating}"),
                    (None, Some(days)) => write!(f, "{days}d"),
                    (None, None) => Ok(()),
                }
            }
            Filter::Due(days) => write!(f, "due:{}", days.shown("d")),
            Filter::Lapses(lapses) => write!(f, "lapses:{}", lapses.shown("")),
            Filter::Is(is) => write!(f, "is:{}", is.name()),
        }
    }
}

fn joined(f: &mut Formatter<'_>, parts: &[Filter], word: &str) -> fmt::Result {
    for (nth, part) in parts.iter().enumerate() {
        if nth > 0 {
            f.write_str(word)?;
        }
        within(f, part)?;
    }
    Ok(())
}

/// A part of a filter, in brackets when it has parts itself.
fn within(f: &mut Formatter<'_>, part: &Filter) -> fmt::Result {
    match part {
        Filter::All(_) | Filter::Any(_) => write!(f, "({part})"),
        _ => write!(f, "{part}"),
    }
}

impl Between {
    fn shown(self, unit: &str) -> String {
        let number = |n: Option<i32>| n.map_or(String::new(), |n| format!("{n}{unit}"));
        match self.from == self.to {
            true => number(self.from),
            false => format!("{}..{}", number(self.from), number(self.to)),
        }
    }
}

/// A value, in quotes when it needs them.
struct Quoted<'a>(&'a str);

impl Display for Quoted<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let is_plain = |c: char| c.is_alphanumeric() || "-_.+#@/".contains(c);
        match self.0.chars().all(is_plain) {
            true => f.write_str(self.0),
            false => quote(f, self.0),
        }
    }
}

fn quote(f: &mut Formatter<'_>, text: &str) -> fmt::Result {
    f.write_char('"')?;
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            f.write_char('\\')?;
        }
        f.write_char(c)?;
    }
    f.write_char('"')
}
