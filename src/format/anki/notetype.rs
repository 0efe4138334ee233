//! Note types and decks, from the JSON of schema 11 or the protobuf of schema 15 and later.

use std::collections::HashMap;

use serde::Deserialize;

use super::wire::{self, Value};
use crate::model::anki::Types;

/// Fields or templates of a note type; real ones have a dozen.
const MOST_PARTS: usize = 500;
/// A template; real ones with much script have 50 kB.
const LARGEST_TEMPLATE: usize = 256 << 10;
/// All templates together.
const LARGEST_TEMPLATES: usize = 16 << 20;

/// Names of flags 1 to 7.
pub const FLAGS: [&str; 7] = ["red", "orange", "green", "blue", "pink", "turquoise", "purple"];

/// What fields a note has and how its cards are made from them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NoteType {
    /// Its name.
    pub name: String,
    /// Whether its cards are clozes: one template, and a card for each number.
    pub is_cloze: bool,
    /// Names of the fields.
    pub fields: Vec<String>,
    /// The templates, one for each card.
    pub templates: Vec<Sides>,
}

/// A template: the two sides of a card.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sides {
    /// Its name.
    pub name: String,
    /// The front.
    pub question: String,
    /// The back.
    pub answer: String,
}

/// Note types and decks by id. Deck names have `::` between their levels.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Named {
    /// The note types.
    pub notetypes: HashMap<i64, NoteType>,
    /// The decks.
    pub decks: HashMap<i64, String>,
}

/// Reads the types of a collection; an error in one sentence if they cannot be read.
pub fn read(types: &Types) -> Result<Named, String> {
    match types {
        Types::Json { models, decks } => from_json(models, decks),
        Types::Tables { notetypes, fields, templates, decks } => {
            let mut named = Named::default();
            for (id, name, config) in notetypes {
                let is_cloze = number(config, 1) == Some(1);
                let name = name.clone();
                named.notetypes.insert(*id, NoteType { name, is_cloze, ..NoteType::default() });
            }
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_by_key(|(_, ord, _)| *ord);
            for (id, _, name) in fields {
                if let Some(notetype) = named.notetypes.get_mut(id) {
                    notetype.fields.push(name.clone());
                }
            }
            let mut templates: Vec<_> = templates.iter().collect();
            templates.sort_by_key(|(_, ord, ..)| *ord);
            for (id, _, name, config) in templates {
                if let Some(notetype) = named.notetypes.get_mut(id) {
                    notetype.templates.push(Sides {
                        name: name.clone(),
                        question: text(config, 1)?,
                        answer: text(config, 2)?,
                    });
                }
            }
            named.decks =
                decks.iter().map(|(id, name)| (*id, name.replace('\x1f', "::"))).collect();
            sound(named)
        }
    }
}

fn number(message: &[u8], field: u64) -> Option<u64> {
    wire::fields(message).find_map(|found| match found {
        (number, Value::Number(value)) if number == field => Some(value),
        _ => None,
    })
}

fn text(message: &[u8], field: u64) -> Result<String, String> {
    let bytes = wire::fields(message).find_map(|found| match found {
        (number, Value::Bytes(bytes)) if number == field => Some(bytes),
        _ => None,
    });
    String::from_utf8(bytes.unwrap_or_default().to_vec())
        .map_err(|_| "one of its templates is not UTF-8".to_owned())
}

#[derive(Deserialize)]
struct ModelIn {
    name: String,
    #[serde(default, rename = "type")]
    kind: i64,
    #[serde(rename = "flds")]
    fields: Vec<FieldIn>,
    #[serde(rename = "tmpls")]
    templates: Vec<TemplateIn>,
}

#[derive(Deserialize)]
struct FieldIn {
    name: String,
    #[serde(default)]
    ord: Option<i64>,
}

#[derive(Deserialize)]
struct TemplateIn {
    name: String,
    #[serde(default)]
    ord: Option<i64>,
    #[serde(default)]
    qfmt: String,
    #[serde(default)]
    afmt: String,
}

#[derive(Deserialize)]
struct DeckIn {
    name: String,
}

fn from_json(models: &str, decks: &str) -> Result<Named, String> {
    let models: HashMap<i64, ModelIn> =
        serde_json::from_str(models).map_err(|e| format!("its note types cannot be read ({e})"))?;
    let decks: HashMap<i64, DeckIn> =
        serde_json::from_str(decks).map_err(|e| format!("its decks cannot be read ({e})"))?;
    let notetypes = models
        .into_iter()
        .map(|(id, mut model)| {
            // Sorting is stable: without positions the order is that of the file.
            model.fields.sort_by_key(|f| f.ord);
            model.templates.sort_by_key(|t| t.ord);
            let notetype = NoteType {
                name: model.name,
                is_cloze: model.kind == 1,
                fields: model.fields.into_iter().map(|f| f.name).collect(),
                templates: model
                    .templates
                    .into_iter()
                    .map(|t| Sides { name: t.name, question: t.qfmt, answer: t.afmt })
                    .collect(),
            };
            (id, notetype)
        })
        .collect();
    let decks = decks.into_iter().map(|(id, deck)| (id, deck.name)).collect();
    sound(Named { notetypes, decks })
}

fn sound(named: Named) -> Result<Named, String> {
    let mut all = 0;
    for notetype in named.notetypes.values() {
        let name = &notetype.name;
        if notetype.fields.len() > MOST_PARTS || notetype.templates.len() > MOST_PARTS {
            return Err(format!("its note type `{name}` has more than {MOST_PARTS} parts"));
        }
        let too_long = |side: &str| side.len() > LARGEST_TEMPLATE;
        if notetype.templates.iter().any(|t| too_long(&t.question) || too_long(&t.answer)) {
            return Err(format!(
                "a template of its note type `{name}` has more than {} KiB",
                LARGEST_TEMPLATE >> 10
            ));
        }
        all += notetype.templates.iter().map(|t| t.question.len() + t.answer.len()).sum::<usize>();
    }
    if all > LARGEST_TEMPLATES {
        return Err(format!("its templates have more than {} MiB", LARGEST_TEMPLATES >> 20));
    }
    Ok(named)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expected() -> Named {
        let sides =
            Sides { name: "Card 1".into(), question: "{{A}}".into(), answer: "{{B}}".into() };
        Named {
            notetypes: HashMap::from([(
                7,
                NoteType {
                    name: "Basic".into(),
                    is_cloze: true,
                    fields: vec!["A".into(), "B".into()],
                    templates: vec![sides],
                },
            )]),
            decks: HashMap::from([(1, "Go::GMP".into())]),
        }
    }

    #[test]
    fn json_and_tables_say_the_same() {
        let json = Types::Json {
            models: r#"{"7":{"id":7,"name":"Basic","type":1,"css":"x",
                "flds":[{"name":"B","ord":1},{"name":"A","ord":0}],
                "tmpls":[{"name":"Card 1","qfmt":"{{A}}","afmt":"{{B}}","ord":0}]}}"#
                .into(),
            decks: r#"{"1":{"name":"Go::GMP","dyn":0}}"#.into(),
        };
        assert_eq!(read(&json), Ok(expected()));
        let tables = Types::Tables {
            notetypes: vec![(7, "Basic".into(), b"\x08\x01".to_vec())],
            fields: vec![(7, 1, "B".into()), (7, 0, "A".into())],
            templates: vec![(7, 0, "Card 1".into(), b"\x0a\x05{{A}}\x12\x05{{B}}".to_vec())],
            decks: vec![(1, "Go\x1fGMP".into())],
        };
        assert_eq!(read(&tables), Ok(expected()));
    }

    #[test]
    fn what_is_not_a_note_type_is_told() {
        let deep = format!("{{\"1\":{}", "[".repeat(100_000));
        for (models, part) in [
            ("", "its note types cannot be read"),
            ("[]", "its note types cannot be read"),
            (deep.as_str(), "its note types cannot be read"),
            (r#"{"7":{"name":"x","flds":7,"tmpls":[]}}"#, "its note types cannot be read"),
        ] {
            let types = Types::Json { models: models.into(), decks: "{}".into() };
            let error = read(&types).unwrap_err();
            assert!(error.starts_with(part), "{error}");
        }
        let long = format!(
            r#"{{"7":{{"name":"x","flds":[],"tmpls":[{{"name":"t","qfmt":"{}"}}]}}}}"#,
            "x".repeat(300 << 10)
        );
        let types = Types::Json { models: long, decks: "{}".into() };
        assert_eq!(
            read(&types).unwrap_err(),
            "a template of its note type `x` has more than 256 KiB"
        );
    }
}
