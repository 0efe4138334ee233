//! What the columns of a table are: told by Anki's header lines, or by their names.

use crate::model::card::Lang;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    /// A field by its place: the first is the question, the rest the answer.
    Field,
    /// The question in a language.
    Question(Lang),
    /// The answer in a language.
    Answer(Lang),
    /// The guid or id.
    Name,
    /// The deck.
    Deck,
    /// Tags, separated by spaces.
    Tags,
    /// The level.
    Level,
    /// The weight.
    Weight,
    /// The card it follows.
    Follows,
    /// Nothing of use.
    Ignored,
}

/// What is known of a table before its rows.
#[derive(Debug, Default)]
pub(super) struct Head {
    /// Whether Anki's header lines stand there.
    pub(super) is_anki: bool,
    /// Whether the columns are those of our own CSV.
    pub(super) is_ours: bool,
    /// What separates cells.
    pub(super) separator: Option<u8>,
    /// Whether cells are HTML.
    pub(super) html: bool,
    /// The deck of rows that do not tell.
    pub(super) deck: Option<String>,
    /// Tags of all rows.
    pub(super) tags: Vec<String>,
    /// The columns by name; what is beyond is a field.
    pub(super) columns: Vec<Column>,
    /// The columns by number, from 0, which overrule the names.
    numbered: Vec<(usize, Column)>,
}

impl Head {
    /// What column `at`, from 0, holds.
    pub(super) fn column(&self, at: usize) -> Column {
        let numbered = self.numbered.iter().find(|(n, _)| *n == at).map(|(_, column)| *column);
        numbered.or_else(|| self.columns.get(at).copied()).unwrap_or(if self.columns.is_empty() {
            Column::Field
        } else {
            Column::Ignored
        })
    }
}

/// Reads Anki's header lines, and tells at which byte the rows begin.
pub(super) fn anki_head(text: &str) -> (Head, usize) {
    let mut head = Head::default();
    let mut names: Option<String> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let Some((key, value)) =
            line.strip_prefix('#').and_then(|l| l.trim_end_matches('\n').split_once(':'))
        else {
            break;
        };
        let plain = value.trim();
        let key = key.trim().to_lowercase();
        let number =
            || plain.parse::<usize>().ok().filter(|n| (1..=1000).contains(n)).map(|n| n - 1);
        let column = match key.as_str() {
            "separator" => {
                head.separator = separator(value);
                None
            }
            "html" => {
                head.html = plain.eq_ignore_ascii_case("true");
                None
            }
            "deck" => {
                head.deck = Some(plain.to_owned()).filter(|d| !d.is_empty());
                None
            }
            "tags" => {
                head.tags = plain.split_whitespace().map(str::to_owned).collect();
                None
            }
            "columns" => {
                names = Some(value.to_owned());
                None
            }
            "notetype" | "if matches" | "match scope" => None,
            "guid column" => number().map(|n| (n, Column::Name)),
            "notetype column" => number().map(|n| (n, Column::Ignored)),
            "deck column" => number().map(|n| (n, Column::Deck)),
            "tags column" => number().map(|n| (n, Column::Tags)),
            // A comment, or a heading of something else.
            _ => break,
        };
        head.numbered.extend(column);
        head.is_anki = true;
        at += line.len();
    }
    if let Some(names) = names {
        let separator = char::from(head.separator.unwrap_or(b'\t'));
        let named: Vec<Column> =
            names.split(separator).map(|name| by_name(name).unwrap_or(Column::Field)).collect();
        // Names of fields that we do not know say no more than their places.
        if named.iter().any(|column| matches!(column, Column::Question(_))) {
            head.columns = named;
        }
    }
    (head, at)
}

fn separator(value: &str) -> Option<u8> {
    match value.trim().to_lowercase().as_str() {
        "tab" | "\\t" => Some(b'\t'),
        "comma" => Some(b','),
        "semicolon" => Some(b';'),
        "pipe" => Some(b'|'),
        "colon" => Some(b':'),
        "space" => Some(b' '),
        "" if value.starts_with('\t') => Some(b'\t'),
        mark => Some(mark.bytes().next()?)
            .filter(|b| mark.len() == 1 && b.is_ascii_punctuation() && *b != b'"'),
    }
}

/// The columns that a first row names; `None` when it names no question and answer.
pub(super) fn names(record: &csv::StringRecord) -> Option<Vec<Column>> {
    let columns: Vec<Column> =
        record.iter().map(|name| by_name(name).unwrap_or(Column::Ignored)).collect();
    let has = |wanted: fn(&Column) -> bool| columns.iter().any(wanted);
    let both = has(|c| matches!(c, Column::Question(_))) && has(|c| matches!(c, Column::Answer(_)));
    both.then_some(columns)
}

/// Whether a first row is that of our own CSV.
pub(super) fn is_ours(record: &csv::StringRecord) -> bool {
    // The first program wrote no more than the first columns.
    const FIRST: usize = 16;
    let header = crate::format::csv::HEADER;
    record.iter().eq(header) || record.iter().eq(header[..FIRST].iter().copied())
}

fn by_name(name: &str) -> Option<Column> {
    let name = name.trim().trim_start_matches('\u{feff}').to_lowercase().replace([' ', '-'], "_");
    Some(match name.as_str() {
        "question" | "front" | "q" | "term" | "prompt" | "word" | "question_en" | "front_en" => {
            Column::Question(Lang::En)
        }
        "问题" | "正面" | "题目" | "question_zh" | "front_zh" => Column::Question(Lang::Zh),
        "answer" | "back" | "a" | "definition" | "response" | "meaning" | "answer_en"
        | "back_en" => Column::Answer(Lang::En),
        "答案" | "背面" | "回答" | "answer_zh" | "back_zh" => Column::Answer(Lang::Zh),
        "id" | "guid" => Column::Name,
        "deck" | "topic" | "category" | "牌组" | "主题" => Column::Deck,
        "tags" | "tag" | "标签" => Column::Tags,
        "level" => Column::Level,
        "weight" => Column::Weight,
        "follows" => Column::Follows,
        "notetype" | "note_type" | "type" | "kind" => Column::Ignored,
        _ => return None,
    })
}
