//! Cards as a table for spreadsheets, `export --format csv`. A spreadsheet cannot hold reviews:
//! [`table`](super::table) reads the texts back, and nothing else.
//!
//! RFC 4180: commas, CRLF, quotes where needed, UTF-8. A spreadsheet takes a cell that begins with
//! `=`, `+`, `-`, `@`, a tab or a carriage return as a formula, which in a card from elsewhere
//! could run commands. Such cells get a `'` in front, which tells a spreadsheet that they are text.

use std::borrow::Cow;
use std::io::{self, Write};

use super::record::{Record, rfc3339};
use crate::model::card::Lang;

/// The columns.
pub const HEADER: [&str; 22] = [
    "id",
    "topic",
    "kind",
    "level",
    "weight",
    "follows",
    "tags",
    "question_en",
    "answer_en",
    "question_zh",
    "answer_zh",
    "stability",
    "difficulty",
    "due",
    "last_review",
    "reviews",
    "same",
    "right",
    "keys_en",
    "keys_zh",
    "wrong_en",
    "wrong_zh",
];

/// Writes one row for each card.
pub struct Writer<W: Write> {
    out: csv::Writer<W>,
}

impl<W: Write> Writer<W> {
    /// Writes the header.
    pub fn new(out: W) -> io::Result<Self> {
        let mut out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
        out.write_record(HEADER).map_err(cause)?;
        Ok(Writer { out })
    }

    /// Writes the next card. Tags and the places of right options are joined by spaces, key points and
    /// misconceptions are lines, times are RFC 3339 in UTC, `reviews` is their
    /// number; what a card lacks is an empty cell.
    pub fn card(&mut self, record: &Record) -> io::Result<()> {
        let card = &record.card;
        let text = |lang| card.text.get(&lang).map_or(("", ""), |t| (&t.question, &t.answer));
        let ((question_en, answer_en), (question_zh, answer_zh)) = (text(Lang::En), text(Lang::Zh));
        let memory = record.memory;
        let number = |value: Option<f32>| value.map_or(String::new(), |v| v.to_string());
        let time = |value: Option<i64>| value.map_or(String::new(), rfc3339);
        let right: Vec<String> = card.right.iter().map(u8::to_string).collect();
        let keys = |lang| card.text.get(&lang).map_or(String::new(), |t| t.keys.join("\n"));
        let wrong = |lang| {
            let text = card.text.get(&lang);
            let pairs = text.iter().flat_map(|t| &t.wrong);
            let pairs = pairs.map(|w| format!("{}\n=> {}", w.claim, w.correction));
            pairs.collect::<Vec<_>>().join("\n")
        };
        let row: [&str; 22] = [
            &card.id,
            &card.topic,
            card.kind.name(),
            &card.level.to_string(),
            &card.weight.to_string(),
            card.follows.as_deref().unwrap_or(""),
            &card.tags.join(" "),
            question_en,
            answer_en,
            question_zh,
            answer_zh,
            &number(memory.map(|m| m.state.stability)),
            &number(memory.map(|m| m.state.difficulty)),
            &time(memory.map(|m| m.due)),
            &time(memory.and_then(|m| m.last_review)),
            &record.reviews.len().to_string(),
            card.same.as_deref().unwrap_or(""),
            &right.join(" "),
            &keys(Lang::En),
            &keys(Lang::Zh),
            &wrong(Lang::En),
            &wrong(Lang::Zh),
        ];
        self.out.write_record(row.map(|cell| safe(cell).into_owned())).map_err(cause)
    }

    /// Flushes.
    pub fn finish(mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// What is behind an error of the writer, so that a closed pipe is seen as one.
pub(super) fn cause(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// The cell, with a `'` in front when a spreadsheet would take it for a formula.
fn safe(cell: &str) -> Cow<'_, str> {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

#[cfg(test)]
mod tests {
    use super::super::record::Memory;
    use super::*;
    use crate::model::card::{Card, Kind, Origin, Text};
    use crate::model::memory::MemoryState;
    use std::collections::BTreeMap;

    #[test]
    fn a_card_is_a_row_and_formulas_are_text() {
        let text =
            |q: &str, a: &str| Text { question: q.into(), answer: a.into(), ..Text::default() };
        let mut record = Record {
            card: Card {
                id: "t-a".into(),
                topic: "t".into(),
                kind: Kind::Basic,
                level: 2,
                weight: 3,
                follows: None,
                tags: vec!["@sum".into(), "b".into()],
                correct: None,
                evidence: vec![],
                text: BTreeMap::from([(Lang::Zh, text("=1+1", "他说 \"好\",\n- a"))]),
                ..Card::default()
            },
            origin: Origin::User,
            edited: false,
            suspended: false,
            leech: false,
            buried_until: None,
            note: None,
            flagged: false,
            memory: None,
            reviews: vec![],
        };
        let mut out = Vec::new();
        let mut writer = Writer::new(&mut out).unwrap();
        writer.card(&record).unwrap();
        record.card.text = BTreeMap::from([(Lang::En, text("-x", "\ty"))]);
        record.memory = Some(Memory {
            state: MemoryState { stability: 1.5, difficulty: 5.0 },
            due: 1_795_420_800_000,
            last_review: None,
        });
        writer.card(&record).unwrap();
        writer.finish().unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "id,topic,kind,level,weight,follows,tags,question_en,answer_en,question_zh,answer_zh,\
             stability,difficulty,due,last_review,reviews,same,right,keys_en,keys_zh,wrong_en,wrong_zh\r\n\
             t-a,t,basic,2,3,,'@sum b,,,'=1+1,\"他说 \"\"好\"\",\n- a\",,,,,0,,,,,,\r\n\
             t-a,t,basic,2,3,,'@sum b,'-x,'\ty,,,1.5,5,2026-11-23T08:00:00.000Z,,0,,,,,,\r\n"
        );
    }
}
