//! Reading a filter as it is typed:
//!
//! ```text
//! map slice level:2.. not (is:new or is:draft) "write barrier"
//! ```
//!
//! Conditions side by side must all hold, except that topics and cards that are just named are
//! alternatives. `or` binds less than that, and `not` belongs to what follows it. A word without a
//! colon is a topic (its name, title or short name) or the id of a card if there is one, else it is
//! searched for; in quotes it is always searched for.

pub mod value;

use std::ops::Range;

use super::words::{Phrase, phrases};
use super::{Filter, Is};
use crate::model::card::{Kind, Topic};
use crate::text::names;

/// Most brackets and `not` within each other.
pub const DEEPEST: usize = 50;
/// Most conditions.
pub const MOST: usize = 500;

/// What can come before a colon, with an example.
pub const KEYS: [(&str, &str); 12] = [
    ("topic", "topic:map"),
    ("tag", "tag:bug"),
    ("level", "level:2.."),
    ("weight", "weight:4.."),
    ("kind", "kind:choice"),
    ("id", "id:map-growth"),
    ("follows", "follows:map-growth"),
    ("note", "note:word"),
    ("is", "is:leech"),
    ("rated", "rated:again:7d"),
    ("due", "due:..3d"),
    ("lapses", "lapses:3.."),
];

/// The names that a filter can use.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// Every topic.
    pub topics: Vec<Topic>,
    /// The id of every card, sorted.
    pub ids: Vec<String>,
    /// Every tag, sorted.
    pub tags: Vec<String>,
}

/// What is wrong in a filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The bytes that are wrong; an empty range at the end where something is missing.
    pub place: Range<usize>,
    /// What is wrong with them, in one sentence.
    pub message: String,
}

/// The arguments of a command as one text. A title of several words, given as one, stays one name.
pub fn joined(args: &[String], names: &Names) -> String {
    let said = |arg: &String| match names.topic(arg) {
        Some(Ok(topic)) if arg.trim().contains(char::is_whitespace) => format!("topic:{topic}"),
        _ => arg.clone(),
    };
    args.iter().map(said).collect::<Vec<_>>().join(" ")
}

/// Reads a filter; an empty one means every card.
pub fn parse(text: &str, names: &Names) -> Result<Filter, Problem> {
    let mut parser = Parser { text, at: 0, names, depth: 0, count: 0 };
    if text.trim().is_empty() {
        return Ok(Filter::All(Vec::new()));
    }
    let filter = parser.alternatives()?;
    match parser.rest().is_empty() {
        true => Ok(filter),
        false => Err(parser.here("no bracket is open here")),
    }
}

impl Names {
    /// The name of the topic that is called this, or why it is not clear which; `None` if none is.
    fn topic(&self, said: &str) -> Option<Result<&str, String>> {
        let plain = said.trim().to_lowercase();
        if let Some(topic) = self.topics.iter().find(|topic| topic.name == plain) {
            return Some(Ok(&topic.name));
        }
        let is_called = |topic: &&Topic| {
            topic.is_titled(said) || topic.short.as_ref().is_some_and(|s| s.to_lowercase() == plain)
        };
        let called: Vec<&str> =
            self.topics.iter().filter(is_called).map(|topic| topic.name.as_str()).collect();
        match called.as_slice() {
            [] => None,
            [one] => Some(Ok(one)),
            many => Some(Err(format!(
                "`{said}` is the title of {}: give one of these names",
                many.join(" and ")
            ))),
        }
    }

    fn has_card(&self, id: &str) -> bool {
        self.ids.binary_search_by(|known| known.as_str().cmp(id)).is_ok()
    }
}

/// What a word without quotes may be.
#[derive(PartialEq)]
enum Word {
    And,
    Or,
    Not,
    Close,
    Other,
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    names: &'a Names,
    depth: usize,
    count: usize,
}

impl<'a> Parser<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn problem<T>(&self, place: Range<usize>, message: impl Into<String>) -> Result<T, Problem> {
        Err(Problem { place, message: message.into() })
    }

    /// A problem with the next character, or at the end.
    fn here(&self, message: &str) -> Problem {
        let len = self.rest().chars().next().map_or(0, char::len_utf8);
        Problem { place: self.at..self.at + len, message: message.into() }
    }

    fn skip_spaces(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    /// What comes next; `None` at the end.
    fn next(&mut self) -> Option<Word> {
        self.skip_spaces();
        let first = self.rest().chars().next()?;
        if matches!(first, ')' | '）') {
            return Some(Word::Close);
        }
        let word = &self.text[self.at..self.end_of_word()];
        let is = |known: &str| word.eq_ignore_ascii_case(known);
        Some(match word {
            _ if is("and") => Word::And,
            _ if is("or") => Word::Or,
            _ if is("not") => Word::Not,
            _ => Word::Other,
        })
    }

    /// Where the word ends that begins here: at a space or at a bracket that it did not open.
    fn end_of_word(&self) -> usize {
        let mut open = 0;
        for (at, c) in self.rest().char_indices() {
            match c {
                '(' | '（' if at > 0 => open += 1,
                '(' | '（' => return self.at,
                ')' | '）' if open == 0 => return self.at + at,
                ')' | '）' => open -= 1,
                c if c.is_whitespace() => return self.at + at,
                _ => {}
            }
        }
        self.text.len()
    }

    fn alternatives(&mut self) -> Result<Filter, Problem> {
        let mut any = vec![self.together()?];
        while self.next() == Some(Word::Or) {
            self.at = self.end_of_word();
            any.push(self.together()?);
        }
        Ok(Filter::any(any))
    }

    fn together(&mut self) -> Result<Filter, Problem> {
        let mut parts = Vec::new();
        // Named topics and cards are gathered where the first of them was.
        let mut named = Vec::new();
        let mut place = 0;
        loop {
            match self.next() {
                None | Some(Word::Or | Word::Close) => break,
                Some(Word::And) => self.at = self.end_of_word(),
                Some(Word::Not | Word::Other) => {
                    let (part, is_named) = self.condition()?;
                    if !is_named {
                        parts.push(part);
                        continue;
                    }
                    if named.is_empty() {
                        place = parts.len();
                    }
                    named.push(part);
                }
            }
        }
        if !named.is_empty() {
            parts.insert(place, Filter::any(named));
        }
        match parts.is_empty() {
            true => Err(self.here("a condition is missing here, such as `is:leech`")),
            false => Ok(Filter::all(parts)),
        }
    }

    /// One condition, and whether it only names a topic or a card.
    fn condition(&mut self) -> Result<(Filter, bool), Problem> {
        let start = self.at;
        self.count += 1;
        if self.count > MOST {
            return self.problem(
                start..self.end_of_word(),
                format!("more than {MOST} conditions are too many: name fewer"),
            );
        }
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.here("this is nested too deeply: take a bracket away"));
        }
        let condition = self.condition_at(start);
        self.depth -= 1;
        condition
    }

    fn condition_at(&mut self, start: usize) -> Result<(Filter, bool), Problem> {
        match self.next() {
            Some(Word::Not) => {
                self.at = self.end_of_word();
                return match self.next() {
                    Some(Word::Not | Word::Other) => {
                        Ok((Filter::Not(Box::new(self.condition()?.0)), false))
                    }
                    _ => Err(self.here("a condition is missing here, such as `is:leech`")),
                };
            }
            Some(Word::Other) => {}
            _ => return Err(self.here("a condition is missing here, such as `is:leech`")),
        }
        let first = self.rest().chars().next().unwrap_or(' ');
        if matches!(first, '(' | '（') {
            self.at += first.len_utf8();
            let inner = self.alternatives()?;
            if self.next() != Some(Word::Close) {
                let place = start..start + first.len_utf8();
                return self.problem(place, "this bracket is not closed");
            }
            self.at += self.rest().chars().next().map_or(0, char::len_utf8);
            return Ok((inner, false));
        }
        if let Some(text) = self.quoted()? {
            return match Phrase::of(&text) {
                Some(_) => Ok((Filter::Text(text), false)),
                None => self.problem(start..self.at, "there is no word to search for in this"),
            };
        }
        let letters = self.rest().bytes().take_while(u8::is_ascii_alphabetic).count();
        let (key, rest) = self.rest().split_at(letters);
        let colon = rest.chars().next().filter(|c| matches!(c, ':' | '：'));
        match colon {
            Some(colon) if letters > 0 => {
                self.at += letters + colon.len_utf8();
                Ok((self.keyed(start, key)?, false))
            }
            _ => self.bare(start),
        }
    }

    /// A text in quotes, if one begins here.
    fn quoted(&mut self) -> Result<Option<String>, Problem> {
        let mut chars = self.rest().char_indices();
        let close = match chars.next() {
            Some((_, '"')) => '"',
            Some((_, '“')) => '”',
            _ => return Ok(None),
        };
        let mut text = String::new();
        let mut is_escaped = false;
        for (at, c) in chars {
            if is_escaped && !matches!(c, '"' | '\\') {
                text.push('\\');
            }
            if c == close && !is_escaped {
                self.at += at + c.len_utf8();
                return Ok(Some(text));
            }
            if c == '\\' && !is_escaped {
                is_escaped = true;
                continue;
            }
            is_escaped = false;
            text.push(c);
        }
        let open = self.at..self.at + close.len_utf8();
        self.problem(open, "this quote is not closed")
    }

    /// A word that stands alone.
    fn bare(&mut self, start: usize) -> Result<(Filter, bool), Problem> {
        self.at = self.end_of_word();
        let word = &self.text[start..self.at];
        if self.names.has_card(word) && self.names.topics.iter().all(|t| t.name != word) {
            return Ok((Filter::Id(word.into()), true));
        }
        match self.names.topic(word) {
            Some(Ok(topic)) => return Ok((Filter::Topic(topic.into()), true)),
            Some(Err(message)) => return self.problem(start..self.at, message),
            None => {}
        }
        let texts: Vec<Filter> = phrases(word).into_iter().map(Filter::Text).collect();
        if texts.is_empty() {
            return self.problem(start..self.at, "there is no word to search for in this");
        }
        Ok((Filter::all(texts), false))
    }

    /// The condition after a colon.
    fn keyed(&mut self, start: usize, said: &str) -> Result<Filter, Problem> {
        let key = said.to_ascii_lowercase();
        let Some((key, example)) = KEYS.iter().find(|(known, _)| *known == key) else {
            let known = KEYS.iter().map(|(key, _)| *key);
            let mut keys = known.clone().collect::<Vec<_>>().join(", ");
            if let Some((all, last)) = keys.rsplit_once(", ") {
                keys = format!("{all} or {last}");
            }
            let otherwise = format!("in quotes it is searched for, else use {keys}");
            let message = names::unknown("filter", said, known, &otherwise);
            return self.problem(start..start + said.len(), message);
        };
        let from = self.at;
        let value = match self.quoted()? {
            Some(value) => value,
            None => {
                // Otherwise a bracket at the start of a value would begin a condition.
                let end = self.end_of_word();
                self.at = end;
                self.text[from..end].to_owned()
            }
        };
        let place = from..self.at;
        if *key == "note" {
            return Ok(Filter::Note(value));
        }
        if value.is_empty() {
            let message = format!("`{key}:` needs a value, such as `{example}`");
            return self.problem(start..self.at, message);
        }
        let filter = match *key {
            "topic" => match self.names.topic(&value) {
                Some(topic) => topic.map(|topic| Filter::Topic(topic.into())),
                None => {
                    let known = self.names.topics.iter().map(|topic| topic.name.as_str());
                    Err(names::unknown("topic", &value, known, "`godrill decks` lists them"))
                }
            },
            "tag" => {
                let known = || self.names.tags.iter().map(String::as_str);
                match known().any(|tag| tag == value) {
                    true => Ok(Filter::Tag(value)),
                    false => Err(names::unknown("tag", &value, known(), "no card has it")),
                }
            }
            "id" | "follows" => match self.names.has_card(&value) {
                true if *key == "id" => Ok(Filter::Id(value)),
                true => Ok(Filter::Follows(value)),
                false => {
                    let known = self.names.ids.iter().map(String::as_str);
                    Err(names::unknown("card", &value, known, "`godrill list` shows all ids"))
                }
            },
            "level" => value::numbers(&value, (1, 3), "level", example).map(Filter::Level),
            "weight" => value::numbers(&value, (1, 5), "weight", example).map(Filter::Weight),
            "lapses" => value::numbers(&value, (0, i32::MAX), "number of lapses", example)
                .map(Filter::Lapses),
            "due" => value::between(&value, value::days, example).map(Filter::Due),
            "rated" => value::rated(&value, example),
            "kind" => {
                let known = || Kind::ALL.into_iter();
                let kind = known().find(|kind| value.eq_ignore_ascii_case(kind.name()));
                let otherwise = format!("use {}", Kind::NAMES);
                kind.map(Filter::Kind).ok_or_else(|| {
                    names::unknown("kind", &value, known().map(Kind::name), &otherwise)
                })
            }
            _ => {
                let known = || Is::ALL.into_iter();
                let is = known().find(|is| value.eq_ignore_ascii_case(is.name()));
                let all = known().map(Is::name).collect::<Vec<_>>().join(", ");
                let otherwise = format!("use one of {all}");
                is.map(Filter::Is).ok_or_else(|| {
                    names::unknown("state", &value, known().map(Is::name), &otherwise)
                })
            }
        };
        filter.map_err(|message| Problem { place, message })
    }
}
