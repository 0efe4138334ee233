//! Everything about cards as JSON: the shape of `export --format json` and `import`.
//!
//! ```text
//! {"format":"godrill","version":1,"exported_at":TIME,"topics":[TOPIC…],"cards":[
//! CARD,
//! CARD
//! ]}
//! ```
//!
//! Each card is on a line of its own, so files can be searched and compared by line. Texts are
//! Markdown as in a deck, times RFC 3339 in UTC with milliseconds. `topics` is there when given.
//! There only when they say something: of a card `same`, `correct`, `right` (the places of the
//! right options, from 1), `test`, `buried_until`, `leech`, and the user's `note` and `flagged`; of
//! a text `keys`, `wrong` (`claim` and `correction`) and `reasons` (one for each option).

pub mod import;

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use self::import::read;
use super::record::{Logged, Record, instant, rfc3339};
use crate::model::card::{Kind, Lang, Origin, Text, Topic};
use crate::model::day::Day;
use crate::model::review::{Rating, ReviewKind};
use crate::text::visible::escape_json;

/// The name in the `format` field.
pub const FORMAT: &str = "godrill";
/// The version this program writes and reads.
pub const VERSION: u64 = 1;

/// Writes an export card by card, so that a large one is never held whole. Give it a buffered writer.
pub struct Writer<W: Write> {
    out: W,
    any: bool,
}

impl<W: Write> Writer<W> {
    /// Begins an export. `exported_at` is in milliseconds since 1970-01-01 UTC.
    pub fn new(mut out: W, exported_at: i64, topics: Option<&[Topic]>) -> io::Result<Self> {
        write!(
            out,
            r#"{{"format":"{FORMAT}","version":{VERSION},"exported_at":"{}","#,
            rfc3339(exported_at)
        )?;
        if let Some(topics) = topics {
            out.write_all(b"\"topics\":")?;
            out.write_all(escape_json(&serde_json::to_string(topics)?).as_bytes())?;
            out.write_all(b",")?;
        }
        out.write_all(b"\"cards\":[")?;
        Ok(Writer { out, any: false })
    }

    /// Writes the next card.
    pub fn card(&mut self, record: &Record) -> io::Result<()> {
        self.out.write_all(if self.any { b",\n" } else { b"\n" })?;
        self.any = true;
        let json = serde_json::to_string(&CardOut::of(record))?;
        self.out.write_all(escape_json(&json).as_bytes())?;
        Ok(())
    }

    /// Ends the export and gives the writer back, flushed.
    pub fn finish(mut self) -> io::Result<W> {
        self.out.write_all(b"\n]}\n")?;
        self.out.flush()?;
        Ok(self.out)
    }
}

/// The order of these fields is the order of the keys.
#[derive(Serialize)]
struct CardOut<'a> {
    id: &'a str,
    topic: &'a str,
    kind: Kind,
    level: u8,
    weight: u8,
    follows: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    same: Option<&'a str>,
    tags: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    correct: Option<&'a str>,
    #[serde(skip_serializing_if = "<[u8]>::is_empty")]
    right: &'a [u8],
    #[serde(skip_serializing_if = "Option::is_none")]
    test: Option<&'a str>,
    origin: Origin,
    edited: bool,
    suspended: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    buried_until: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none")]
    leech: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    flagged: Option<bool>,
    evidence: &'a [String],
    text: &'a BTreeMap<Lang, Text>,
    memory: Option<MemoryJson>,
    #[serde(serialize_with = "reviews_out")]
    reviews: &'a [Logged],
}

impl<'a> CardOut<'a> {
    fn of(record: &'a Record) -> Self {
        let card = &record.card;
        CardOut {
            id: &card.id,
            topic: &card.topic,
            kind: card.kind,
            level: card.level,
            weight: card.weight,
            follows: card.follows.as_deref(),
            same: card.same.as_deref(),
            tags: &card.tags,
            correct: card.correct.as_deref(),
            right: &card.right,
            test: card.test.as_deref(),
            origin: record.origin,
            edited: record.edited,
            suspended: record.suspended,
            buried_until: record.buried_until,
            leech: record.leech.then_some(true),
            note: record.note.as_deref(),
            flagged: record.flagged.then_some(true),
            evidence: &card.evidence,
            text: &card.text,
            memory: record.memory.map(|m| MemoryJson {
                stability: m.state.stability,
                difficulty: m.state.difficulty,
                due: Time(m.due),
                last_review: m.last_review.map(Time),
            }),
            reviews: &record.reviews,
        }
    }
}

fn reviews_out<S: Serializer>(reviews: &[Logged], s: S) -> Result<S::Ok, S::Error> {
    s.collect_seq(reviews.iter().map(|r| ReviewJson {
        at: Time(r.at),
        rating: r.rating,
        ms: r.ms,
        kind: r.kind,
        day: r.day,
    }))
}

#[derive(Serialize, Deserialize)]
struct MemoryJson {
    stability: f32,
    difficulty: f32,
    due: Time,
    #[serde(default)]
    last_review: Option<Time>,
}

#[derive(Serialize, Deserialize)]
struct ReviewJson {
    at: Time,
    rating: Rating,
    #[serde(default)]
    ms: u32,
    #[serde(default = "review_kind")]
    kind: ReviewKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    day: Option<Day>,
}

fn review_kind() -> ReviewKind {
    ReviewKind::Review
}

/// Milliseconds since 1970-01-01 UTC, in JSON an RFC 3339 time.
struct Time(i64);

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&rfc3339(self.0))
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        instant(&String::deserialize(d)?).map(Time).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::diagnostic::Severity;
    use crate::format::record::{LAST_INSTANT, Memory};
    use crate::model::card::{Card, DEFAULT_LEVEL, DEFAULT_WEIGHT};
    use crate::model::memory::MemoryState;
    use proptest::prelude::*;

    fn card() -> Record {
        Record {
            card: Card {
                id: "gmp-why-p".into(),
                topic: "gmp".into(),
                kind: Kind::Choice,
                level: 2,
                weight: 5,
                follows: Some("gmp-model".into()),
                tags: vec!["concept".into()],
                correct: Some("b".into()),
                evidence: vec!["runtime/proc.go: x".into()],
                text: BTreeMap::from([
                    (
                        Lang::En,
                        Text {
                            question: "Q?\n\n- A. \"x\"".into(),
                            answer: "A\u{1b}".into(),
                            ..Text::default()
                        },
                    ),
                    (
                        Lang::Zh,
                        Text { question: "问？".into(), answer: "答".into(), ..Text::default() },
                    ),
                ]),
                ..Card::default()
            },
            origin: Origin::Builtin,
            edited: true,
            suspended: true,
            leech: true,
            buried_until: Some(Day(20_780)),
            note: Some("as in\nthe talk".into()),
            flagged: true,
            memory: Some(Memory {
                state: MemoryState { stability: 3.5, difficulty: 5.25 },
                due: 1_795_420_800_000,
                last_review: Some(1_795_334_400_001),
            }),
            reviews: vec![Logged {
                at: 1_795_334_400_001,
                day: Some(Day(20_779)),
                rating: Rating::Good,
                ms: 1234,
                kind: ReviewKind::Learning,
            }],
        }
    }

    fn new_card() -> Record {
        let mut record = card();
        record.card.id = "gmp-new".into();
        record.card.kind = Kind::Basic;
        record.card.correct = None;
        record.card.follows = None;
        record.card.text.remove(&Lang::Zh);
        Record {
            origin: Origin::User,
            edited: false,
            suspended: false,
            leech: false,
            buried_until: None,
            note: None,
            flagged: false,
            memory: None,
            reviews: vec![],
            ..record
        }
    }

    fn written(records: &[Record], topics: Option<&[Topic]>) -> String {
        let mut writer = Writer::new(Vec::new(), 1_795_420_800_000, topics).unwrap();
        for record in records {
            writer.card(record).unwrap();
        }
        String::from_utf8(writer.finish().unwrap()).unwrap()
    }

    #[test]
    fn the_shape_is_this() {
        let topics = [Topic {
            name: "gmp".into(),
            titles: BTreeMap::from([(Lang::En, "GMP".into()), (Lang::Zh, "调度".into())]),
            go: Some("1.27".into()),
            ..Topic::default()
        }];
        assert_eq!(
            written(&[card(), new_card()], Some(&topics)),
            concat!(
                r#"{"format":"godrill","version":1,"exported_at":"2026-11-23T08:00:00.000Z","#,
                r#""topics":[{"name":"gmp","titles":{"en":"GMP","zh":"调度"},"go":"1.27"}],"cards":["#,
                "\n",
                r#"{"id":"gmp-why-p","topic":"gmp","kind":"choice","level":2,"weight":5,"#,
                r#""follows":"gmp-model","tags":["concept"],"correct":"b","origin":"builtin","#,
                r#""edited":true,"suspended":true,"buried_until":"2026-11-23","leech":true,"#,
                r#""note":"as in\nthe talk","flagged":true,"#,
                r#""evidence":["runtime/proc.go: x"],"text":{"en":{"question":"Q?\n\n- A. \"x\"","#,
                r#""answer":"A\u001b"},"zh":{"question":"问？","answer":"答"}},"#,
                r#""memory":{"stability":3.5,"difficulty":5.25,"due":"2026-11-23T08:00:00.000Z","#,
                r#""last_review":"2026-11-22T08:00:00.001Z"},"#,
                r#""reviews":[{"at":"2026-11-22T08:00:00.001Z","rating":"good","ms":1234,"#,
                r#""kind":"learning","day":"2026-11-22"}]},"#,
                "\n",
                r#"{"id":"gmp-new","topic":"gmp","kind":"basic","level":2,"weight":5,"#,
                r#""follows":null,"tags":["concept"],"origin":"user","edited":false,"#,
                r#""suspended":false,"evidence":["runtime/proc.go: x"],"#,
                r#""text":{"en":{"question":"Q?\n\n- A. \"x\"","answer":"A\u001b"}},"#,
                r#""memory":null,"reviews":[]}"#,
                "\n]}\n"
            )
        );
        assert!(written(&[], None).ends_with("\"cards\":[\n]}\n"));
    }

    #[test]
    fn what_was_written_is_read() {
        let topics = [Topic { name: "gmp".into(), ..Topic::default() }];
        let text = written(&[card(), new_card()], Some(&topics));
        for text in [text.clone(), format!("\u{feff}{}", text.replace('\n', "\r\n"))] {
            let (export, problems) = read(text.as_bytes());
            assert_eq!(problems, []);
            assert_eq!(export.exported_at, Some(1_795_420_800_000));
            assert_eq!(export.topics, topics);
            assert_eq!(export.records, [card(), new_card()]);
        }
    }

    #[test]
    fn optional_keys_have_defaults_and_unknown_ones_are_ignored() {
        let text = r#"{"format":"godrill","version":1,"by":"me","cards":[
            {"id":"a","topic":"t","text":{"en":{"question":"Q","x":1}},"remark":[{}],
             "reviews":[{"at":"2026-11-23T08:00:00Z","rating":"easy"}]}]}"#;
        let (export, problems) = read(text.as_bytes());
        assert_eq!(problems, []);
        let record = &export.records[0];
        assert_eq!((record.card.level, record.card.weight), (DEFAULT_LEVEL, DEFAULT_WEIGHT));
        assert_eq!((record.origin, record.card.kind), (Origin::User, Kind::Basic));
        assert_eq!((record.reviews[0].day, record.reviews[0].ms), (None, 0));
    }

    #[test]
    fn a_file_that_is_not_ours_gives_one_error_and_nothing_else() {
        for (text, line, column, message) in [
            ("", 1, 1, "the file is no godrill export"),
            ("{\"format\":\"godrill\",\n\"版\": oops}", 2, 6, "expected value"),
            (" [1]", 1, 1, "the file is no godrill export"),
            ("deck", 1, 1, "the file is no godrill export"),
            ("{}", 1, 1, "the file is no godrill export"),
            ("{\"format\":\"anki\"}", 1, 11, "this is the format of another program"),
            (
                "{\"cards\":[{}],\"format\":\"godrill\",\n \"version\":2}",
                2,
                12,
                "version 2 of the format is not known, only 1",
            ),
            ("{\"format\":\"godrill\"}", 1, 11, "version null of the format is not known, only 1"),
            ("{\"format\":\"godrill\",\"version\":1}", 1, 1, "the file has no `cards`"),
            (
                "{\"format\":\"godrill\",\"version\":1,\"cards\":7}",
                1,
                41,
                "invalid type: integer `7`, expected a sequence",
            ),
        ] {
            let (export, problems) = read(text.as_bytes());
            assert_eq!(export, import::Export::default());
            let found: Vec<_> =
                problems.iter().map(|d| (d.line, d.column, d.message.as_str())).collect();
            assert_eq!(found, [(line, column, message)], "{text}");
        }
        let (_, problems) = read(b"{\n\xff}");
        assert_eq!(
            (problems[0].line, problems[0].message.as_str()),
            (2, "the file is not UTF-8 text")
        );
    }

    #[test]
    fn a_bad_card_is_left_out_and_the_rest_is_read() {
        let good =
            |id: &str| format!(r#"{{"id":"{id}","topic":"t","text":{{"en":{{"question":"Q"}}}}}}"#);
        let with = |more: &str| good("a").replacen('{', &format!("{{{more},"), 1);
        let memory = |s: &str, d: &str| {
            with(&format!(
                r#""memory":{{"stability":{s},"difficulty":{d},"due":"2026-11-23T08:00:00Z"}}"#
            ))
        };
        let review = |at: &str, rest: &str| with(&format!(r#""reviews":[{{"at":"{at}"{rest}}}]"#));
        for (bad, message) in [
            ("7".to_string(), "invalid type: integer `7`"),
            (good("A b"), "its id is not"),
            (good("z"), "its id stands twice"),
            (good("a").replace("\"t\"", "\"T\""), "`T` cannot be a topic"),
            (good("a").replace("\"Q\"", "\" \\nx\""), "its question in en is empty"),
            (good("a").replace("\"en\":{\"question\":\"Q\"}", ""), "it has no text"),
            (good("a").replace("\"en\"", "\"fr\""), "unknown variant `fr`"),
            (good("a").replace("\"id\":\"a\",", ""), "missing field `id`"),
            (
                good("a").replace("\"Q\"", &format!("\"{}\"", "Q".repeat(2 << 20 | 1))),
                "it has more text than fits on a card",
            ),
            (with(r#""level":4"#), "level 4 is not 1 to 3"),
            (with(r#""weight":256"#), "invalid value: integer `256`"),
            (with(r#""weight":0"#), "weight 0 is not 1 to 5"),
            (with(r#""follows":"a""#), "it cannot follow `a`"),
            (with(r#""tags":["a b"]"#), "`a b` cannot be a tag"),
            (with(r#""kind":"quiz""#), "unknown variant `quiz`"),
            (with(r#""kind":"choice""#), "a choice card needs `right` or `correct`"),
            (with(r#""kind":"choice","correct":"ab""#), "`ab` is no letter of an option"),
            (with(r#""correct":"b""#), "only a choice card has `right` or `correct`"),
            (with(r#""right":[1]"#), "only a choice card has `right` or `correct`"),
            (with(r#""kind":"choice","right":[1],"correct":"a""#), "both `right` and `correct`"),
            (with(r#""kind":"choice","right":[1]"#), "its question lacks options in en"),
            (with(r#""kind":"write""#), "a write card has a `test`, and no other card"),
            (with(r#""test":"package k""#), "a write card has a `test`, and no other card"),
            (with(r#""same":"a""#), "`a` cannot be its sibling"),
            (with(r#""note":7"#), "invalid type: integer `7`"),
            (
                with(&format!(r#""note":"{}""#, "N".repeat(64 << 10 | 1))),
                "its note has more than 64 KiB",
            ),
            (with(r#""buried_until":"soon""#), "`soon` is not a date"),
            (with(r#""buried_until":"+12345-01-01""#), "is out of range"),
            (memory("NaN", "5"), "expected value"),
            (memory("1e39", "5"), "stability inf is out of range"),
            (memory("1e999", "5"), "number out of range"),
            (memory("0", "5"), "stability 0 is out of range"),
            (memory("1", "0.5"), "difficulty 0.5 is not 1 to 10"),
            (review("2026-11-23T08:00:00Z", ""), "missing field `rating`"),
            (review("2026-11-23T08:00:00Z", r#","rating":"fine""#), "unknown variant `fine`"),
            (review("2026-11-23T08:00:00Z", r#","rating":"good","ms":-1"#), "invalid value"),
            (
                review("2026-11-23T08:00:00Z", r#","rating":"good","kind":"x""#),
                "unknown variant `x`",
            ),
            (review("1950-11-23T08:00:00Z", r#","rating":"good""#), "is out of range"),
            (review("2026-11-23", r#","rating":"good""#), "is not a time"),
        ] {
            let text = format!(
                "{{\"format\":\"godrill\",\"version\":1,\"cards\":[\n{},\n{bad},\n{}]}}",
                good("z"),
                good("y")
            );
            let (export, problems) = read(text.as_bytes());
            let whole = !bad.contains("NaN");
            assert_eq!(export.records.len(), if whole { 2 } else { 0 }, "{bad}: {problems:?}");
            assert_eq!(problems.len(), 1, "{bad}");
            assert_eq!((problems[0].line, problems[0].severity), (3, Severity::Error), "{bad}");
            assert!(problems[0].message.contains(message), "{bad}: {}", problems[0].message);
        }
    }

    proptest! {
        #[test]
        fn any_record_survives(
            stability in 1e-3f32..36_500.0, difficulty in 1f32..=10.0, due in 0..=LAST_INSTANT,
            title in "\\PC{0,9}", answer in any::<String>(), ms in any::<u32>(), day in any::<bool>(),
        ) {
            let mut record = card();
            record.card.text.insert(Lang::En, Text { question: format!("Q{title}"), answer, ..Text::default() });
            record.memory = Some(Memory {
                state: MemoryState { stability, difficulty }, due, last_review: None,
            });
            record.reviews[0].ms = ms;
            record.reviews[0].day = day.then_some(Day(7));
            let (export, problems) = read(written(&[record.clone()], None).as_bytes());
            prop_assert_eq!(problems, vec![]);
            prop_assert_eq!(&export.records, &[record]);
        }

        #[test]
        fn any_bytes_are_no_panic(cut in any::<prop::sample::Index>(), byte in any::<u8>()) {
            let mut bytes = written(&[card(), new_card()], None).into_bytes();
            let at = cut.index(bytes.len());
            bytes[at] = byte;
            read(&bytes);
            read(&bytes[..at]);
        }
    }
}
