//! Cards as a table with Anki's header lines. The cells are Markdown as it stands (`#html:false`), so
//! that spreadsheets and text tools show what the author wrote and reading it back loses nothing.

use std::io::{self, Write};

use crate::format::besides;
use crate::format::csv::cause;
use crate::format::record::Record;
use crate::model::card::Lang;

/// Writes the header, then one row for each card.
pub struct Writer<W: Write> {
    out: csv::Writer<W>,
    langs: Vec<Lang>,
}

impl<W: Write> Writer<W> {
    /// Writes the header lines. `separator` is a tab or a comma. `langs` are the languages to
    /// write: one (a card without it is written in the other), or both, each in its own columns.
    pub fn new(mut out: W, separator: u8, langs: &[Lang]) -> io::Result<Self> {
        let name = if separator == b',' { "Comma" } else { "tab" };
        // Anki assigns unnamed columns by their order, whatever its fields are called in the user's
        // language. Only with two languages do names have to say which is which.
        let columns: &[&str] = match langs {
            [_, _, ..] => &["guid", "deck", "Front", "Back", "Front zh", "Back zh", "tags"],
            _ => &["guid", "deck", "Front", "Back", "tags"],
        };
        let tags = columns.len();
        write!(
            out,
            "#separator:{name}\n#html:false\n#guid column:1\n#deck column:2\n#tags column:{tags}\n"
        )?;
        if langs.len() > 1 {
            writeln!(out, "#columns:{}", columns.join(&char::from(separator).to_string()))?;
        }
        let out = csv::WriterBuilder::new().delimiter(separator).from_writer(out);
        Ok(Writer { out, langs: langs.to_vec() })
    }

    /// Writes the next card.
    pub fn card(&mut self, record: &Record) -> io::Result<()> {
        let card = &record.card;
        let mut row: Vec<String> = vec![card.id.clone(), card.topic.clone()];
        let sides = |lang: Lang| {
            let text = card.text.get(&lang)?;
            // With nothing to append, the answer stays exactly as it is.
            let answer = match besides::all(card, text, lang).is_empty() {
                true => text.answer.clone(),
                false => besides::answer(card, text, lang),
            };
            Some([text.question.clone(), answer])
        };
        match self.langs.as_slice() {
            [one] => row.extend(sides(*one).or_else(|| sides(one.other())).unwrap_or_default()),
            _ => Lang::ALL.into_iter().for_each(|l| row.extend(sides(l).unwrap_or_default())),
        }
        row.push(card.tags.join(" "));
        self.out.write_record(row).map_err(cause)
    }

    /// Flushes.
    pub fn finish(mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::format::table::read;
    use crate::model::card::{Card, Kind, Origin, Text};
    use proptest::prelude::*;

    fn record(id: &str, text: BTreeMap<Lang, Text>) -> Record {
        Record {
            card: Card {
                id: id.into(),
                topic: "go".into(),
                kind: Kind::Basic,
                level: 2,
                weight: 3,
                follows: None,
                tags: vec!["x".into(), "y::z".into()],
                correct: None,
                evidence: vec![],
                text,
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
        }
    }

    fn text(question: &str, answer: &str) -> Text {
        Text { question: question.into(), answer: answer.into(), ..Text::default() }
    }

    fn written(separator: u8, langs: &[Lang], record: &Record) -> String {
        let mut out = Vec::new();
        let mut writer = Writer::new(&mut out, separator, langs).unwrap();
        writer.card(record).unwrap();
        writer.finish().unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_card_is_a_row_under_ankis_headers() {
        let card =
            record("go-a", BTreeMap::from([(Lang::En, text("Q \"x\"?", "a\n\n```go\n\ty\n```"))]));
        assert_eq!(
            written(b'\t', &[Lang::En], &card),
            "#separator:tab\n#html:false\n#guid column:1\n#deck column:2\n#tags column:5\n\
             go-a\tgo\t\"Q \"\"x\"\"?\"\t\"a\n\n```go\n\ty\n```\"\tx y::z\n"
        );
    }

    proptest! {
        #[test]
        fn what_is_written_comes_back(
            question in "[a-z][ -~\u{4e00}-\u{4e10}]{0,20}[a-z?]", answer in "[a-z][ -~\t\n\u{4e00}-\u{4e10}]{0,40}[a-z]",
            comma in any::<bool>(), both in any::<bool>(),
        ) {
            let question = question.split_whitespace().collect::<Vec<_>>().join(" ");
            let zh = text("什么？", "这个");
            let mut texts = BTreeMap::from([(Lang::En, text(&question, &answer))]);
            if both {
                texts.insert(Lang::Zh, zh);
            }
            let langs: &[Lang] = if both { &Lang::ALL } else { &[Lang::En] };
            let separator = if comma { b',' } else { b'\t' };
            let card = record("go-a", texts.clone());
            let (rows, problems) = read(&written(separator, langs, &card), comma);
            prop_assert_eq!(problems, vec![]);
            prop_assert_eq!(rows.len(), 1);
            prop_assert_eq!(rows[0].name.as_deref(), Some("go-a"));
            prop_assert_eq!(&rows[0].tags, &card.card.tags);
            let found: Vec<&Text> = rows[0].text.values().collect();
            prop_assert_eq!(found, texts.values().collect::<Vec<_>>());
        }
    }
}
