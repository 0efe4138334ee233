//! Cards: what is asked, in which languages, and where it belongs.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// A language in which a card can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// English.
    En,
    /// Chinese (simplified).
    Zh,
}

impl Lang {
    /// Every language, in the order of display.
    pub const ALL: [Lang; 2] = [Lang::En, Lang::Zh];

    /// The two-letter code used in file names, JSON and the database.
    pub fn code(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Zh => "zh",
        }
    }

    /// Its name, in itself.
    pub fn own_name(self) -> &'static str {
        match self {
            Lang::En => "English",
            Lang::Zh => "中文",
        }
    }

    /// The other language.
    pub fn other(self) -> Lang {
        match self {
            Lang::En => Lang::Zh,
            Lang::Zh => Lang::En,
        }
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Lang {
    type Err = String;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        Lang::ALL
            .into_iter()
            .find(|l| l.code() == s)
            .ok_or_else(|| format!("unknown language `{s}`: use en or zh"))
    }
}

/// How a card is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Recall, reveal, rate.
    #[default]
    Basic,
    /// Type what the program in the question prints.
    Output,
    /// Say which options are right.
    Choice,
    /// Write a piece of a program that passes a test.
    Write,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 4] = [Kind::Basic, Kind::Output, Kind::Choice, Kind::Write];

    /// The words of all kinds, for messages.
    pub const NAMES: &str = "basic, output, choice or write";

    /// The word used in deck files, JSON and the database.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Basic => "basic",
            Kind::Output => "output",
            Kind::Choice => "choice",
            Kind::Write => "write",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        Kind::ALL
            .into_iter()
            .find(|k| k.name() == s)
            .ok_or_else(|| format!("unknown kind `{s}`: use {}", Kind::NAMES))
    }
}

/// Whose card it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// From the decks in the binary; a newer binary may bring newer text.
    Builtin,
    /// Written or imported by the user.
    #[default]
    User,
}

impl Origin {
    /// The word used in JSON and the database.
    pub fn name(self) -> &'static str {
        match self {
            Origin::Builtin => "builtin",
            Origin::User => "user",
        }
    }
}

/// Question and answer in one language, as Markdown.
///
/// The first line of `question` is the heading of the card (inline Markdown, no line break). What
/// follows it, after a blank line, is the rest of the question: a program, a list of options.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Text {
    /// The question.
    pub question: String,
    /// The answer: the part to say aloud first, then the depth.
    #[serde(default)]
    pub answer: String,
    /// The key points: what a good answer names, one line of inline Markdown each. ` | ` divides
    /// alternatives, see [`alternatives`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<String>,
    /// What people often get wrong.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wrong: Vec<Misconception>,
    /// For `choice` cards with [`Card::right`]: why each option is right or wrong, inline Markdown, in
    /// the order of the options; empty where the author gives no reason. No line at all when no
    /// option has one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<String>,
}

/// A sentence that is often said and false.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Misconception {
    /// The false sentence, inline Markdown.
    pub claim: String,
    /// What is true instead, inline Markdown.
    pub correction: String,
}

impl Text {
    /// The one-line question.
    pub fn title(&self) -> &str {
        self.question.lines().next().unwrap_or("").trim()
    }

    /// What stands below the one-line question; empty for most cards.
    pub fn body(&self) -> &str {
        self.question.split_once('\n').map_or("", |(_, rest)| rest).trim_matches('\n')
    }
}

/// The alternatives of a key point: what stands between ` | ` outside code. The first is the one to
/// show.
pub fn alternatives(key: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let (mut from, mut at) = (0, 0);
    while at < key.len() {
        let rest = &key[at..];
        if rest.starts_with('`') {
            let run = rest.len() - rest.trim_start_matches('`').len();
            at += run + code_len(&rest[run..], run);
        } else if rest.starts_with(" | ") {
            found.push(key[from..at].trim());
            at += 3;
            from = at;
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    found.push(key[from..].trim());
    found
}

/// Bytes to the end of the code span that `run` backticks opened; 0 when nothing closes it.
fn code_len(text: &str, run: usize) -> usize {
    let mut at = 0;
    while let Some(tick) = text[at..].find('`') {
        let ticks = &text[at + tick..];
        let len = ticks.len() - ticks.trim_start_matches('`').len();
        at += tick + len;
        if len == run {
            return at;
        }
    }
    0
}

/// The one-line question as a Markdown heading, so that it is read as inline Markdown whatever it
/// begins with.
pub fn as_heading(question: &str) -> String {
    let mut line = format!("# {}", question.split_whitespace().collect::<Vec<_>>().join(" "));
    // Otherwise a # at the end would be taken as the end of the heading.
    if line.ends_with('#') && !line.ends_with("\\#") {
        line.insert(line.len() - 1, '\\');
    }
    line
}

/// What a card says: everything an author writes, nothing a learner does.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Card {
    /// Stable name: lower-case ASCII letters and digits joined by single hyphens.
    pub id: String,
    /// The deck file the card belongs to, such as `gmp`.
    pub topic: String,
    /// How it is answered.
    pub kind: Kind,
    /// 1 junior, 2 mid, 3 senior.
    pub level: u8,
    /// 1 (rare) to 5 (asked nearly always).
    pub weight: u8,
    /// The card to which this one is the follow-up question.
    pub follows: Option<String>,
    /// Free labels without spaces, in the order written.
    pub tags: Vec<String>,
    /// A card that asks nearly the same, in any deck.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same: Option<String>,
    /// For `choice` cards whose options have letters: the right one, in lower case.
    pub correct: Option<String>,
    /// For `choice` cards whose options can be shuffled: the places of the right ones, from 1, among
    /// the items of the last list of the question.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub right: Vec<u8>,
    /// For `write` cards: the Go test that judges what was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub test: Option<String>,
    /// Lines `path in GOROOT/src: text that stands there`, `man NAME.SECTION: text`, or URLs.
    pub evidence: Vec<String>,
    /// The text in each language there is; never empty.
    pub text: BTreeMap<Lang, Text>,
}

impl Card {
    /// A card about which its author has said nothing yet.
    pub fn new(id: impl Into<String>, topic: impl Into<String>) -> Card {
        Card {
            id: id.into(),
            topic: topic.into(),
            level: DEFAULT_LEVEL,
            weight: DEFAULT_WEIGHT,
            ..Card::default()
        }
    }

    /// The text in `lang`, or in the other language when the card lacks it.
    pub fn text_in(&self, lang: Lang) -> Option<&Text> {
        self.text.get(&lang).or_else(|| self.text.get(&lang.other()))
    }

    /// Whether it is only a question so far: no language has an answer. A draft is kept suspended,
    /// so that no queue ever asks it.
    pub fn is_draft(&self) -> bool {
        self.text.values().all(|text| text.answer.trim().is_empty())
    }
}

/// The level a card has when its author says nothing.
pub const DEFAULT_LEVEL: u8 = 2;
/// The weight a card has when its author says nothing.
pub const DEFAULT_WEIGHT: u8 = 3;

/// Most bytes of a note on a card.
pub const LONGEST_NOTE: usize = 64 << 10;

/// Whether `s` can be the id of a card or the name of a topic: `a-z`, `0-9`, single inner hyphens.
pub fn is_kebab(s: &str) -> bool {
    !s.is_empty()
        && s.split('-').all(|part| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        })
}

/// A topic's own text: the heads of its deck files.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Topic {
    /// The name used on the command line, such as `gmp`.
    pub name: String,
    /// The title in each language.
    pub titles: BTreeMap<Lang, String>,
    /// The Go version that the deck is about, such as `1.27`; `None` when it is about none.
    pub go: Option<String>,
    /// Its name in Anki, under `Go::`; the English title when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short: Option<String>,
    /// Its place in the order of teaching; topics without one follow those that have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<u32>,
}

impl Topic {
    /// The title in `lang`, else in the other language, else the name.
    pub fn title_in(&self, lang: Lang) -> &str {
        self.titles
            .get(&lang)
            .or_else(|| self.titles.get(&lang.other()))
            .map_or(self.name.as_str(), String::as_str)
    }

    /// Whether a language has this title, whatever the case of its letters.
    pub fn is_titled(&self, title: &str) -> bool {
        let plain = |text: &str| text.trim().nfc().collect::<String>().to_lowercase();
        self.titles.values().any(|own| plain(own) == plain(title))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_kebab_case() {
        for (id, good) in [
            ("gmp-local-queue", true),
            ("map2", true),
            ("", false),
            ("-a", false),
            ("a--b", false),
            ("A", false),
            ("a b", false),
            ("通道", false),
        ] {
            assert_eq!(is_kebab(id), good, "{id}");
        }
    }

    #[test]
    fn a_key_point_has_alternatives() {
        for (key, all) in [
            ("one", vec!["one"]),
            ("one | two|2 |  three ", vec!["one", "two|2", "three"]),
            ("`a | b` | c", vec!["`a | b`", "c"]),
            ("``a ` | b`` | c", vec!["``a ` | b``", "c"]),
            ("a ` b | 通 | `道", vec!["a ` b | 通 | `道"]),
            ("a ` b | 通", vec!["a ` b", "通"]),
        ] {
            assert_eq!(alternatives(key), all, "{key}");
        }
    }

    #[test]
    fn a_question_is_a_title_and_a_body() {
        let question = "What prints?\n\n```go\nx\n```".into();
        let text = Text { question, ..Text::default() };
        assert_eq!(text.title(), "What prints?");
        assert_eq!(text.body(), "```go\nx\n```");
    }
}
