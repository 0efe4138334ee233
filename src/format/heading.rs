//! The heading of a card: the question and its attributes, `## Question? {#id .tag level=2}`.

use super::diagnostic::{Diagnostic, Report};
use super::slug;
use crate::model::card::{Card, DEFAULT_LEVEL, DEFAULT_WEIGHT, Kind, is_kebab};

/// What the heading of a card says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// The question, inline Markdown.
    pub title: String,
    /// `#id`.
    pub id: String,
    /// Each `.tag`.
    pub tags: Vec<String>,
    /// `kind=`.
    pub kind: Kind,
    /// `level=`.
    pub level: u8,
    /// `weight=`.
    pub weight: u8,
    /// `follows=`.
    pub follows: Option<String>,
    /// `same=`.
    pub same: Option<String>,
    /// `correct=`, in lower case.
    pub correct: Option<String>,
}

/// Problems reported for one heading; a line full of nonsense must not give a thousand.
const MOST: usize = 8;

/// Reads the line of a level-2 heading; `number` is its line, `topic` the deck, in case an id has
/// to be proposed. `None` after an error.
pub fn read(line: &str, number: usize, topic: &str, report: &mut Report) -> Option<Heading> {
    let inner = line.trim_start().strip_prefix("##").unwrap_or(line);
    let (title, block) = split(inner);
    let title = title.trim().to_string();
    let mut heading = Heading {
        title,
        id: String::new(),
        tags: Vec::new(),
        kind: Kind::Basic,
        level: DEFAULT_LEVEL,
        weight: DEFAULT_WEIGHT,
        follows: None,
        same: None,
        correct: None,
    };
    let mut problems = Vec::new();
    let width = line.trim_end().chars().count();
    if heading.title.is_empty() {
        let d = Diagnostic::error(number, 1, width, "the card has no question");
        problems.push(d.help("write the question after `##`"));
    }
    // Walk the words of the attribute block once, counting columns as we go.
    let block = block.unwrap_or("");
    let offset = |part: &str| part.as_ptr() as usize - line.as_ptr() as usize;
    let (mut seen, mut column) = (0, 1);
    let mut keys: Vec<&str> = Vec::new();
    for word in block.split_whitespace() {
        if problems.len() >= MOST {
            break;
        }
        column += line[seen..offset(word)].chars().count();
        seen = offset(word);
        if let Err(d) = attribute(word, number, column, &mut heading, &mut keys) {
            problems.push(d);
        }
    }
    if heading.id.is_empty() && !keys.contains(&"#") {
        let d = Diagnostic::error(number, 1, width, "the card has no id");
        problems.push(d.help(format!(
            "end the heading with an id that will never change, such as `{{#{}}}`",
            proposal(&heading.title, topic)
        )));
    }
    if heading.follows.as_ref() == Some(&heading.id) {
        let d = Diagnostic::error(number, 1, width, "the card follows itself");
        problems.push(d.help("name the card whose follow-up question it is, or drop `follows`"));
    }
    if heading.same.as_ref() == Some(&heading.id) {
        let d = Diagnostic::error(number, 1, width, "the card is its own sibling");
        problems.push(d.help("name the card that asks nearly the same, or drop `same`"));
    }
    if heading.kind != Kind::Choice && heading.correct.is_some() && !keys.contains(&"bad kind") {
        let d = Diagnostic::error(number, 1, width, "only a choice card has a right option");
        problems.push(d.help("add `kind=choice`, or drop `correct`"));
    }
    let good = !problems.iter().any(Diagnostic::is_error);
    problems.into_iter().for_each(|d| report.push(d));
    good.then_some(heading)
}

/// The question and the inside of the attribute block, if the line ends with one.
fn split(inner: &str) -> (&str, Option<&str>) {
    let mut end = inner.trim_end();
    // A heading may be closed by `##`.
    if let Some(rest) = end.trim_end_matches('#').strip_suffix([' ', '\t']).map(str::trim_end)
        && rest.len() < end.len()
        && rest.ends_with('}')
    {
        end = rest;
    }
    let cut = end.strip_suffix('}').and_then(|rest| rest.rsplit_once('{'));
    match cut {
        Some((title, block)) if !block.contains('}') => (title, Some(block)),
        _ => (inner, None),
    }
}

fn attribute<'a>(
    word: &'a str,
    line: usize,
    column: usize,
    heading: &mut Heading,
    keys: &mut Vec<&'a str>,
) -> Result<(), Diagnostic> {
    let len = word.chars().count();
    let error = |skip: usize, message: String, help: &str| {
        Err(Diagnostic::error(line, column + skip, len - skip, message).help(help))
    };
    let mut once = |key: &'a str| {
        let first = !keys.contains(&key);
        keys.push(key);
        first
    };
    if let Some(id) = word.strip_prefix('#') {
        if !once("#") {
            return error(0, format!("a second id `{id}`"), "a card has one id");
        }
        if !is_kebab(id) {
            let help = "use small letters, digits and single hyphens, such as `gmp-local-queue`";
            return error(1, format!("`{id}` cannot be an id"), help);
        }
        heading.id = id.to_string();
        return Ok(());
    }
    if let Some(tag) = word.strip_prefix('.') {
        if tag.is_empty() {
            return error(0, "a tag without a name".into(), "write it like `.concept`");
        }
        if heading.tags.iter().any(|t| t == tag) {
            let d = Diagnostic::warning(line, column, len, format!("the tag `{tag}` stands twice"));
            return Err(d.help("remove one"));
        }
        heading.tags.push(tag.to_string());
        return Ok(());
    }
    const KEYS: &str = "use level, weight, follows, same, kind or correct";
    let Some((key, raw)) = word.split_once('=') else {
        let help = "write `#id`, `.tag` or `key=value`";
        return error(0, format!("`{word}` is no attribute"), help);
    };
    let value = raw.trim_matches('"');
    let key_len = key.chars().count();
    if !["level", "weight", "follows", "same", "kind", "correct"].contains(&key) {
        let d = Diagnostic::error(line, column, key_len, format!("unknown attribute `{key}`"));
        return Err(d.help(KEYS));
    }
    if !once(key) {
        return error(0, format!("`{key}` stands twice"), "remove one");
    }
    let skip = key_len + 1;
    let number = |most: u8| value.parse().ok().filter(|n| (1..=most).contains(n));
    match key {
        "level" => match number(3) {
            Some(n) => heading.level = n,
            None => {
                let help = "use level=1 (junior), 2 (mid) or 3 (senior)";
                return error(skip, format!("`{value}` is no level"), help);
            }
        },
        "weight" => match number(5) {
            Some(n) => heading.weight = n,
            None => {
                let help = "use weight=1 (seldom asked) to 5 (asked nearly always)";
                return error(skip, format!("`{value}` is no weight"), help);
            }
        },
        "kind" => match value.parse() {
            Ok(kind) => heading.kind = kind,
            Err(_) => {
                keys.push("bad kind");
                let help = format!("use {}", Kind::NAMES);
                return error(skip, format!("unknown kind `{value}`"), &help);
            }
        },
        "follows" => {
            if !is_kebab(value) {
                let help = "name the id of the card whose follow-up question this is";
                return error(skip, format!("`{value}` cannot be an id"), help);
            }
            heading.follows = Some(value.to_string());
        }
        "same" => {
            if !is_kebab(value) {
                let help = "name the id of a card that asks nearly the same";
                return error(skip, format!("`{value}` cannot be an id"), help);
            }
            heading.same = Some(value.to_string());
        }
        _ => {
            if !(value.len() == 1 && value.bytes().all(|b| b.is_ascii_alphabetic())) {
                let help = "write one letter, such as `correct=b`";
                return error(skip, format!("`{value}` is no letter of an option"), help);
            }
            heading.correct = Some(value.to_ascii_lowercase());
        }
    }
    Ok(())
}

/// The id that the question would get elsewhere, if it has words for one.
fn proposal(title: &str, topic: &str) -> String {
    let topic = if is_kebab(topic) { topic } else { "topic" };
    slug::named(topic, title).unwrap_or_else(|| format!("{topic}-some-words"))
}

/// The heading of `card` with the question `title`, without a line break.
pub fn print(card: &Card, title: &str) -> String {
    let mut out = format!("## {} {{#{}", title.trim(), card.id);
    for (at, tag) in card.tags.iter().enumerate() {
        if !card.tags[..at].contains(tag) {
            out += &format!(" .{tag}");
        }
    }
    if card.kind != Kind::Basic {
        out += &format!(" kind={}", card.kind);
    }
    if let Some(correct) = &card.correct {
        out += &format!(" correct={correct}");
    }
    out += &format!(" level={} weight={}", card.level, card.weight);
    if let Some(follows) = &card.follows {
        out += &format!(" follows={follows}");
    }
    if let Some(same) = &card.same {
        out += &format!(" same={same}");
    }
    out + "}"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_line(line: &str) -> (Option<Heading>, Vec<Diagnostic>) {
        let mut report = Report::default();
        let heading = read(line, 7, "gmp", &mut report);
        (heading, report.finish())
    }

    #[test]
    fn a_heading_is_read() {
        let (heading, problems) = read_line(
            "## What is `struct{}` in 通道? {#gmp-x .concept .history kind=choice level=3 weight=5 follows=gmp-y same=map-z correct=B}",
        );
        assert_eq!(problems, []);
        assert_eq!(
            heading.unwrap(),
            Heading {
                title: "What is `struct{}` in 通道?".into(),
                id: "gmp-x".into(),
                tags: vec!["concept".into(), "history".into()],
                kind: Kind::Choice,
                level: 3,
                weight: 5,
                follows: Some("gmp-y".into()),
                same: Some("map-z".into()),
                correct: Some("b".into()),
            }
        );
    }

    #[test]
    fn defaults_and_other_spellings() {
        for (line, title) in [
            ("## Q {#gmp-x}", "Q"),
            ("  ##\tQ{#gmp-x level=\"2\"}  ", "Q"),
            ("## Q {#gmp-x} ##", "Q"),
            ("## What is C # {#gmp-x}", "What is C #"),
            ("## What does {a} do? {  #gmp-x  }", "What does {a} do?"),
        ] {
            let (heading, problems) = read_line(line);
            assert_eq!(problems, [], "{line}");
            let heading = heading.unwrap();
            assert_eq!((heading.title.as_str(), heading.level, heading.weight), (title, 2, 3));
        }
    }

    #[test]
    fn what_is_wrong_in_a_heading_is_said_where_it_stands() {
        for (line, at, message) in [
            ("## Why a P?", (1, 11), "the card has no id"),
            ("## struct{}", (1, 11), "the card has no id"),
            ("## {#gmp-x}", (1, 11), "the card has no question"),
            ("## 问 {#gmp-x lvl=2}", (14, 3), "unknown attribute `lvl`"),
            ("## 问 {#gmp-x 级别=2}", (14, 2), "unknown attribute `级别`"),
            ("## Q {#GMP}", (8, 3), "`GMP` cannot be an id"),
            ("## Q {#a #b}", (10, 2), "a second id `b`"),
            ("## Q {#a level=4}", (16, 1), "`4` is no level"),
            ("## Q {#a weight=0}", (17, 1), "`0` is no weight"),
            ("## Q {#a weight=1 weight=1}", (19, 8), "`weight` stands twice"),
            ("## Q {#a kind=quiz}", (15, 4), "unknown kind `quiz`"),
            ("## Q {#a follows=}", (18, 0), "`` cannot be an id"),
            ("## Q {#a follows=a}", (1, 19), "the card follows itself"),
            ("## Q {#a same=A}", (15, 1), "`A` cannot be an id"),
            ("## Q {#a same=a}", (1, 16), "the card is its own sibling"),
            ("## Q {#a same=b same=c}", (17, 6), "`same` stands twice"),
            ("## Q {#a kind=write correct=a}", (1, 30), "only a choice card has a right option"),
            ("## Q {#a correct=a}", (1, 19), "only a choice card has a right option"),
            ("## Q {#a kind=choice correct=ab}", (30, 2), "`ab` is no letter of an option"),
            ("## Q {#a .}", (10, 1), "a tag without a name"),
            ("## Q {#a hard}", (10, 4), "`hard` is no attribute"),
        ] {
            let (heading, problems) = read_line(line);
            assert_eq!(heading, None, "{line}");
            let found: Vec<_> =
                problems.iter().map(|d| ((d.column, d.len), d.message.as_str())).collect();
            assert_eq!(found, [(at, message)], "{line}");
        }
    }

    #[test]
    fn an_id_is_proposed_from_the_question() {
        for (title, id) in [
            ("Why is there a P between G and M?", "gmp-there-p-between-g-m"),
            ("为什么需要 P？", "gmp-p"),
            ("为什么？", "gmp-some-words"),
            ("？", "gmp-some-words"),
        ] {
            assert_eq!(proposal(title, "gmp"), id);
        }
    }

    #[test]
    fn a_line_full_of_nonsense_gives_few_problems() {
        let line = format!("## Q {{#a {}}}", "x ".repeat(100_000));
        assert_eq!(read_line(&line).1.len(), MOST);
    }
}
