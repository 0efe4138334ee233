//! What the columns of a table are: told by Anki's header lines, or by their names.

use crate::model::card::Lang;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::format) enum Column {
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
    /// The option of a choice, from 0.
    Option(usize),
    /// Which option is right.
    Correct,
    /// Why the answer is right.
    Reason,
    /// Nothing of use.
    Ignored,
}

/// What is known of a table before its rows.
#[derive(Debug, Default)]
pub(super) struct Head {
    /// Whether it has Anki's header lines.
    pub(super) is_anki: bool,
    /// Whether the columns are those of our own CSV.
    pub(super) is_ours: bool,
    /// What separates cells.
    pub(super) separator: Option<u8>,
    /// Whether cells are HTML; `None` when nothing tells.
    pub(super) html: Option<bool>,
    /// The deck of the rows that name none.
    pub(super) deck: Option<String>,
    /// Tags of all rows.
    pub(super) tags: Vec<String>,
    /// The columns by name; without any, every column is a field.
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

impl Head {
    /// Whether no header line names column `at` by its number.
    pub(super) fn is_beyond(&self, at: usize) -> bool {
        !self.numbered.iter().any(|(n, _)| *n == at)
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
                head.html = Some(plain.eq_ignore_ascii_case("true"));
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

/// A choice has no more options than this.
const MOST_OPTIONS: usize = 8;

/// The columns that a first row names, and the names of those that are not read; `None` when it names
/// no question and answer.
pub(super) fn names(record: &csv::StringRecord) -> Option<(Vec<Column>, Vec<String>)> {
    let mut columns: Vec<Column> =
        record.iter().map(|name| by_name(name).unwrap_or(Column::Ignored)).collect();
    let letter = |at: usize| b"abcdefgh".get(at).map(|b| char::from(*b).to_string());
    // A column `a` is the answer beside `q`, and the first option beside `b` and an answer.
    let named = |wanted: &str| record.iter().position(|name| normal(name) == wanted);
    let answers = |c: &Column| matches!(c, Column::Answer(_) | Column::Correct);
    let others = |at: usize| columns.iter().enumerate().any(|(n, c)| n != at && answers(c));
    if let (Some(first), Some(_)) = (named("a"), named("b"))
        && others(first)
    {
        for at in 0..MOST_OPTIONS {
            let Some(column) = letter(at).and_then(|letter| named(&letter)) else { break };
            columns[column] = Column::Option(at);
        }
    }
    for (column, name) in columns.iter_mut().zip(record) {
        if let Some(at) = numbered_option(&normal(name)) {
            *column = Column::Option(at);
        }
    }
    let has_options = columns.iter().any(|c| matches!(c, Column::Option(_)));
    let has_answer = columns.iter().any(|c| matches!(c, Column::Answer(_)));
    for column in &mut columns {
        match column {
            // Without options, the right one is simply the answer.
            Column::Correct if !has_options && !has_answer => *column = Column::Answer(Lang::En),
            Column::Correct if !has_options => *column = Column::Ignored,
            _ => {}
        }
    }
    // Of two columns for the same thing the first counts.
    for at in 1..columns.len() {
        let once = !matches!(columns[at], Column::Ignored | Column::Tags);
        if once && columns[..at].contains(&columns[at]) {
            columns[at] = Column::Ignored;
        }
    }
    let has = |wanted: fn(&Column) -> bool| columns.iter().any(wanted);
    let asks = has(|c| matches!(c, Column::Question(_)));
    let answers = has(|c| matches!(c, Column::Answer(_) | Column::Correct));
    let unread = record
        .iter()
        .zip(&columns)
        .filter(|(name, column)| **column == Column::Ignored && !name.trim().is_empty());
    let unread = unread.map(|(name, _)| name.trim().to_owned()).collect();
    (asks && answers).then_some((columns, unread))
}

/// The option that a name such as `option1`, `Choice B` or `选项A` is about.
fn numbered_option(name: &str) -> Option<usize> {
    let rest =
        ["option", "choice", "opt", "选项"].iter().find_map(|word| name.strip_prefix(word))?;
    let at = match rest.trim_start_matches('_').as_bytes() {
        [digit @ b'1'..=b'8'] => digit - b'1',
        [letter @ b'a'..=b'h'] => letter - b'a',
        _ => return None,
    };
    Some(usize::from(at))
}

/// Whether a text begins as our own CSV does.
pub(super) fn begins_ours(text: &str) -> bool {
    let first = text.lines().next().unwrap_or("");
    first.trim_start_matches('\u{feff}').split(',').eq(crate::format::csv::HEADER)
}

/// Whether a first row is that of our own CSV.
pub(super) fn is_ours(record: &csv::StringRecord) -> bool {
    // The first version of the program wrote only the first columns.
    const FIRST: usize = 16;
    let header = crate::format::csv::HEADER;
    record.iter().eq(header) || record.iter().eq(header[..FIRST].iter().copied())
}

/// A name in small letters without what spreadsheets add.
fn normal(name: &str) -> String {
    name.trim().trim_start_matches('\u{feff}').to_lowercase().replace([' ', '-'], "_")
}

/// What a column of this name holds.
pub(in crate::format) fn by_name(name: &str) -> Option<Column> {
    Some(match normal(name).as_str() {
        "question" | "questions" | "front" | "q" | "term" | "prompt" | "word" | "question_en"
        | "front_en" => Column::Question(Lang::En),
        "问题" | "正面" | "题目" | "面试题" | "术语" | "问" | "question_zh" | "front_zh" => {
            Column::Question(Lang::Zh)
        }
        "answer" | "answers" | "back" | "a" | "definition" | "response" | "meaning"
        | "answer_en" | "back_en" => Column::Answer(Lang::En),
        "答案" | "背面" | "回答" | "解答" | "含义" | "答" | "参考答案" | "answer_zh"
        | "back_zh" => Column::Answer(Lang::Zh),
        "correct" | "correct_answer" | "right_answer" | "correct_option" | "正确答案"
        | "正确选项" => Column::Correct,
        "explanation" | "explain" | "reason" | "rationale" | "解析" | "解释" | "说明" => {
            Column::Reason
        }
        "id" | "guid" => Column::Name,
        "deck" | "topic" | "category" | "牌组" | "主题" => Column::Deck,
        "tags" | "tag" | "label" | "topics" | "标签" | "分类" => Column::Tags,
        "level" => Column::Level,
        "weight" => Column::Weight,
        "follows" => Column::Follows,
        "notetype" | "note_type" => Column::Ignored,
        _ => return None,
    })
}
