//! Cards in tables: CSV and TSV with the `#` header lines of Anki, with a row of column names, or
//! without either (two columns, as Quizlet gives them out).
//!
//! A table holds texts, not progress. Our own tables can be read again: the guid is the card's id.

pub(super) mod columns;
pub(super) mod markup;
mod options;
mod quotes;
mod write;

use std::collections::{BTreeMap, BTreeSet};

use super::anki::cloze::{self, Side};
use super::diagnostic::{Diagnostic, Report};
use super::lang;
use super::lines::normalized;
use super::notes::{LARGEST_CARD, MOST_CARDS, MOST_TEXT};
use crate::model::card::{Lang, Text, is_kebab};
use columns::{Column, Head};
use markup::{Markup, shown};

pub use write::Writer;

/// A card as a row gives it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// The line it begins on, from 1.
    pub line: usize,
    /// Its name: the guid of Anki, or an id.
    pub name: Option<String>,
    /// Which of the cards of its note it is, from 0: each cloze is one.
    pub ord: u32,
    /// The name of its deck.
    pub deck: Option<String>,
    /// Labels without spaces.
    pub tags: Vec<String>,
    /// 1 to 3.
    pub level: Option<u8>,
    /// 1 to 5.
    pub weight: Option<u8>,
    /// The id of the card it follows.
    pub follows: Option<String>,
    /// The letter of the right option, when its question is a choice.
    pub correct: Option<String>,
    /// Question and answer by language, never empty. The answer may be.
    pub text: BTreeMap<Lang, Text>,
}

/// More columns than this are not looked at.
const MOST_COLUMNS: usize = 64;
/// A line with more separators than this is refused: it would take memory for nothing.
const WIDEST: usize = 10_000;

/// Whether a text whose file name does not say so is a table: it has Anki's header lines, or every
/// line has exactly one tab.
pub fn is_table(text: &str) -> bool {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    text.starts_with("#separator:") || text.starts_with("#html:") || one_tab_each(text)
}

/// Reads a table. `comma` says that the file's name suggests commas. A row without a question is
/// left out with a warning; a row whose quote does not close, or with text in more cells than the
/// first row names, with an error.
pub fn read(source: &str, comma: bool) -> (Vec<Row>, Vec<Diagnostic>) {
    let text = normalized(source);
    let mut report = Report::default();
    let (mut head, skipped) = columns::anki_head(&text);
    let body = &text[skipped..];
    let first_line = text[..skipped].matches('\n').count();
    let quizlet = !head.is_anki && one_tab_each(body);
    let separator = head.separator.unwrap_or_else(|| guess(body, comma));
    let is_wide = |line: &str| line.bytes().filter(|b| *b == separator).count() > WIDEST;
    if let Some(at) = body.lines().position(is_wide) {
        let message = format!("the row has more than {WIDEST} columns");
        let d = Diagnostic::error(first_line + at + 1, 1, 0, message);
        report.push(d.help("a card needs two: question and answer"));
        return (Vec::new(), report.finish());
    }
    let markup = match head.html {
        Some(true) => Markup::Told,
        None if !columns::begins_ours(body) && markup::is_html(body) => Markup::Found,
        _ => Markup::Plain,
    };
    let mended = if quizlet {
        (None, Vec::new())
    } else {
        quotes::close_open_ones(body, separator, first_line)
    };
    mended.1.into_iter().for_each(|d| report.push(d));
    let body = mended.0.as_deref().unwrap_or(body);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .quoting(!quizlet)
        .from_reader(body.as_bytes());
    let file = lang::of_file([body]);
    let mut rows = Vec::new();
    // Bytes of text in them.
    let mut bytes = 0;
    let mut record = csv::StringRecord::new();
    let mut is_first = true;
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(_) => {
                report.push(Diagnostic::error(first_line + 1, 1, 0, "the table cannot be read"));
                break;
            }
        }
        let line = first_line + line_of(&record, body);
        if std::mem::take(&mut is_first) && !head.is_anki {
            match columns::names(&record) {
                Some((columns, unread)) => {
                    head.is_ours = columns::is_ours(&record);
                    head.columns = columns;
                    if !head.is_ours {
                        report_unread(&unread, line, &mut report);
                    }
                    continue;
                }
                None if record.len() == 2 => {}
                None => {
                    let message = "no column is named `question` or `answer`";
                    let d = Diagnostic::error(line, 1, 0, message);
                    report.push(
                        d.help("name the columns in the first row: question,answer,tags,deck"),
                    );
                    break;
                }
            }
        }
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if record.as_slice().len() > LARGEST_CARD {
            let message = "a row with more text than fits on a card was left out";
            report.push(Diagnostic::warning(line, 1, 0, message));
            continue;
        }
        if let Some(beyond) = text_beyond(&record, &head) {
            report.push(
                Diagnostic::error(line, 1, 0, beyond)
                    .help("put a cell that holds the separator in quotes"),
            );
            continue;
        }
        let found = row(&record, &head, quizlet, markup, line, file);
        if found.is_empty() {
            let d = Diagnostic::warning(line, 1, 0, "a row without a question was left out");
            report.push(d);
        }
        let texts = found.iter().flat_map(|row| row.text.values());
        bytes += texts.map(|text| text.question.len() + text.answer.len()).sum::<usize>();
        rows.extend(found);
        if rows.len() > MOST_CARDS || bytes > MOST_TEXT {
            let message = format!(
                "the table has more than {MOST_CARDS} cards, or they come to more than {} MiB",
                MOST_TEXT >> 20
            );
            report.push(Diagnostic::error(line, 1, 0, message).help("split it"));
            break;
        }
    }
    (rows, report.finish())
}

/// The line that a record begins on, from 1. The reader counts from the end of the one before.
fn line_of(record: &csv::StringRecord, body: &str) -> usize {
    let Some(position) = record.position() else { return 1 };
    let [line, byte] = [position.line(), position.byte()].map(|n| usize::try_from(n).unwrap_or(0));
    line + body.as_bytes()[byte.min(body.len())..].iter().take_while(|b| **b == b'\n').count()
}

/// Warns about columns whose names mean nothing here.
fn report_unread(unread: &[String], line: usize, report: &mut Report) {
    /// Most names in the warning.
    const MOST: usize = 8;
    let mut names: Vec<String> = unread.iter().take(MOST).map(|name| format!("`{name}`")).collect();
    if unread.len() > MOST {
        names.push(format!("{} more", unread.len() - MOST));
    }
    let message = match names.split_last() {
        None => return,
        Some((one, [])) => format!("the column {one} is not read"),
        Some((last, first)) => format!("the columns {} and {last} are not read", first.join(", ")),
    };
    let help = "columns that are: question, answer, tags, deck, level, weight, follows, id; options a, b, … or option1, option2, …; explanation";
    report.push(Diagnostic::warning(line, 1, 0, message).help(help));
}

/// What is wrong with a row that has text in a cell that no column names.
fn text_beyond(record: &csv::StringRecord, head: &Head) -> Option<String> {
    let named = match head.columns.len() {
        0 => MOST_COLUMNS,
        named => named.min(MOST_COLUMNS),
    };
    let last = record.iter().enumerate().filter(|(_, cell)| !cell.trim().is_empty()).last()?.0 + 1;
    (last > named && head.is_beyond(last - 1))
        .then(|| format!("the row has {last} cells, and {named} are read: its text would be cut"))
}

/// The cards of a row: one, or one for each cloze.
fn row(
    record: &csv::StringRecord,
    head: &Head,
    quizlet: bool,
    markup: Markup,
    line: usize,
    file: Lang,
) -> Vec<Row> {
    let mut row = Row { line, deck: head.deck.clone(), tags: head.tags.clone(), ..Row::default() };
    let mut fields: Vec<String> = Vec::new();
    let mut named: BTreeMap<Lang, Text> = BTreeMap::new();
    let mut options = options::Options::default();
    for (at, cell) in record.iter().enumerate().take(MOST_COLUMNS) {
        let cell = if quizlet { unquoted(cell) } else { cell.to_owned() };
        let cell = if head.is_ours { unguarded(cell) } else { cell };
        let text = || shown(&cell, markup);
        let plain = cell.trim();
        match head.column(at) {
            // Clozes are cut before HTML is read.
            Column::Field => fields.push(cell),
            Column::Question(lang) => named.entry(lang).or_default().question = text(),
            Column::Answer(lang) => named.entry(lang).or_default().answer = text(),
            _ if plain.is_empty() => {}
            // Row numbers are not lasting names.
            Column::Name
                if head.is_anki || head.is_ours || is_kebab(plain) && plain.contains('-') =>
            {
                row.name = Some(plain.to_owned());
            }
            Column::Name => {}
            Column::Deck => row.deck = Some(plain.to_owned()),
            Column::Tags => row.tags.extend(plain.split_whitespace().map(str::to_owned)),
            Column::Level => row.level = plain.parse().ok().filter(|n| (1..=3).contains(n)),
            Column::Weight => row.weight = plain.parse().ok().filter(|n| (1..=5).contains(n)),
            Column::Follows => row.follows = Some(plain.to_owned()),
            Column::Option(at) => options.add(at, &text()),
            Column::Correct => options.right = Some(text()),
            Column::Reason => options.reason = text(),
            Column::Ignored => {}
        }
    }
    let mut seen = std::collections::HashSet::new();
    row.tags.retain(|tag| seen.insert(tag.clone()));
    let mut fields = fields.into_iter();
    // Fields beside a named question belong to its answer.
    let is_named = named.values().any(|text| !text.question.is_empty());
    let asked = if is_named { String::new() } else { fields.next().unwrap_or_default() };
    let answers = fields.map(|field| shown(&field, markup)).filter(|field| !field.is_empty());
    let answer = answers.collect::<Vec<_>>().join("\n\n");
    if is_named && let Some(text) = named.values_mut().find(|text| !text.question.is_empty()) {
        text.answer = joined(&text.answer, &answer);
    }
    // In a card of ours `{{c` is plain text.
    let has_clozes = asked.contains("{{c") && !row.name.as_deref().is_some_and(is_kebab);
    let clozes = if has_clozes { clozes(&asked) } else { Vec::new() };
    if !clozes.is_empty() {
        return clozes
            .into_iter()
            .map(|(number, asked, hidden)| {
                let [asked, hidden] = [asked, hidden].map(|side| shown(&side, markup));
                let hidden = joined(&hidden, &answer);
                let text = BTreeMap::from([one(&asked, &hidden, file)]);
                Row { ord: number - 1, text, ..row.clone() }
            })
            .collect();
    }
    for text in named.values_mut().filter(|text| !text.question.is_empty()) {
        // Options have no language of their own.
        let (chosen, correct) = options.settle(text);
        *text = chosen;
        row.correct = row.correct.or(correct);
    }
    let question = shown(&asked, markup);
    if !question.is_empty() {
        let (lang, text) = one(&question, &answer, file);
        row.text.insert(lang, text);
    }
    // The names of columns decide the language only where two languages stand side by side.
    let told = head.is_ours || named.values().filter(|text| !text.question.is_empty()).count() > 1;
    for (lang, text) in named.into_iter().filter(|(_, text)| !text.question.is_empty()) {
        let (detected, text) = one(&text.question, &text.answer, file);
        row.text.insert(if told { lang } else { detected }, text);
    }
    let asks = |text: &Text| text.title().chars().any(|c| !c.is_whitespace());
    row.text.retain(|_, text| asks(text));
    if row.text.is_empty() { Vec::new() } else { vec![row] }
}

/// Two parts of an answer, of which either may be empty.
fn joined(first: &str, second: &str) -> String {
    let parts = [first.trim(), second.trim()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// The clozes of a field: for each number the text with gaps, and what belongs in them.
fn clozes(field: &str) -> Vec<(u32, String, String)> {
    /// More clozes than this are not asked: each makes a card with all of the text.
    const MOST: usize = 64;
    let number = |after: &str| {
        let digits = after.bytes().take_while(u8::is_ascii_digit).count();
        after[..digits].parse::<u32>().ok().filter(|n| (1..500).contains(n))
    };
    let numbers: BTreeSet<u32> = field.split("{{c").skip(1).filter_map(number).collect();
    let sides = |number: u32| {
        let asked = cloze::render(field, number, Side::Question)?;
        Some((number, asked, cloze::render(field, number, Side::Only)?))
    };
    let mut bytes = 0;
    let fits = |(_, asked, hidden): &(u32, String, String)| {
        bytes += asked.len() + hidden.len();
        bytes <= MOST_TEXT / 8
    };
    numbers.into_iter().filter_map(sides).take(MOST).take_while(fits).collect()
}

/// A question and an answer as cards have them, with the language they are in.
fn one(question: &str, answer: &str, file: Lang) -> (Lang, Text) {
    let text = Text {
        question: super::notes::as_question(question),
        answer: answer.trim().to_owned(),
        ..Text::default()
    };
    (lang::of(&text, file), text)
}

/// Whether every line that is not empty has exactly one tab.
fn one_tab_each(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty()).peekable();
    lines.peek().is_some()
        && lines.all(|line| {
            line.bytes().filter(|b| *b == b'\t').count() == 1
                && !line.starts_with(['\t', '#', '-', '*'])
        })
}

/// The separator of a table that does not name it.
fn guess(text: &str, comma: bool) -> u8 {
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or("");
    let count = |mark: u8| line.bytes().filter(|b| *b == mark).count();
    let order = if comma { [b',', b';', b'\t'] } else { [b'\t', b';', b','] };
    // `max_by_key` takes the last of equals, so the order is reversed.
    order.into_iter().rev().max_by_key(|mark| count(*mark)).unwrap_or(b',')
}

/// A cell that is quoted as a whole without its quotes.
fn unquoted(cell: &str) -> String {
    let cell = cell.trim();
    match cell.strip_prefix('"').and_then(|c| c.strip_suffix('"')) {
        Some(inner) if !inner.replace("\"\"", "").contains('"') => inner.replace("\"\"", "\""),
        _ => cell.to_owned(),
    }
}

/// A cell of our own CSV without the `'` that keeps spreadsheets from computing it.
fn unguarded(cell: String) -> String {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\t', '\r']) => rest.to_owned(),
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read_rows(text: &str, comma: bool) -> Vec<(usize, String, String)> {
        let (rows, problems) = read(text, comma);
        assert_eq!(problems, [], "{text}");
        rows.into_iter()
            .map(|row| {
                let text = row.text.into_values().next().unwrap();
                (row.line, text.question, text.answer)
            })
            .collect()
    }

    fn pair(line: usize, question: &str, answer: &str) -> (usize, String, String) {
        (line, question.into(), answer.into())
    }

    #[test]
    fn a_header_row_names_the_columns() {
        let text = "Deck,Back,Front,Tags\ngo,\"An array, \"\"grown\"\"\",What is a slice?,a b\n,,,\ngo,,Why?,\n";
        assert_eq!(
            read_rows(text, true),
            [pair(2, "What is a slice?", "An array, \"grown\""), pair(4, "Why?", "")]
        );
        let (rows, _) = read(text, true);
        assert_eq!(
            (rows[0].deck.as_deref(), rows[0].tags.as_slice()),
            (Some("go"), &["a".to_string(), "b".into()][..])
        );
        assert_eq!(
            read_rows("问题;答案\n什么是 P？;一张许可", true),
            [pair(2, "什么是 P？", "一张许可")]
        );
    }

    #[test]
    fn ankis_headers_are_obeyed() {
        let text = "#separator:tab\n#html:true\n#guid column:1\n#notetype column:2\n#deck column:3\n#tags column:6\n\
            Bk%7\tBasic\tGo::GMP\tWhat is <b>P</b>?\t\"A permit<br>to run &lt;Go&gt;\"\tleech go::gmp\n";
        let (rows, problems) = read(text, false);
        assert_eq!(problems, []);
        assert_eq!(
            rows,
            [Row {
                line: 7,
                name: Some("Bk%7".into()),
                deck: Some("Go::GMP".into()),
                tags: vec!["leech".into(), "go::gmp".into()],
                text: BTreeMap::from([(
                    Lang::En,
                    Text {
                        question: "What is **P**?".into(),
                        answer: "A permit\\\nto run \\<Go>".into(),
                        ..Text::default()
                    }
                )]),
                ..Row::default()
            }]
        );
        let text = "#separator:Semicolon\n#deck:x\n#tags:a b\nq;a;more\n";
        let (rows, _) = read(text, true);
        assert_eq!((rows[0].deck.as_deref(), rows[0].tags.len()), (Some("x"), 2));
        assert_eq!(rows[0].text[&Lang::En].answer, "a\n\nmore");
    }

    #[test]
    fn a_row_that_fits_on_no_card_is_left_out() {
        let large = "x".repeat(LARGEST_CARD);
        let (rows, problems) = read(&format!("question,answer\nq,{large}\nr,a\n"), true);
        assert_eq!((rows.len(), rows[0].line), (1, 3));
        let found: Vec<_> = problems.iter().map(|d| (d.line, d.message.as_str())).collect();
        assert_eq!(found, [(2, "a row with more text than fits on a card was left out")]);
    }

    #[test]
    fn clozes_become_a_card_each() {
        let text = "#separator:tab\n#guid column:1\ng%1\t{{c1::A map}} holds {{c2::keys::what?}} and {{c1::elements}}\textra\n";
        let (rows, _) = read(text, false);
        let shown: Vec<_> = rows
            .iter()
            .map(|r| {
                (r.ord, r.text[&Lang::En].question.as_str(), r.text[&Lang::En].answer.as_str())
            })
            .collect();
        assert_eq!(
            shown,
            [
                (0, "[...] holds keys and [...]", "A map, elements\n\nextra"),
                (1, "A map holds [what?] and elements", "keys\n\nextra"),
            ]
        );
    }

    #[test]
    fn two_columns_without_names_are_quizlets() {
        let text = "say \"hi\"\tgreet\n\"quoted\"\tx\n\n通道\tchannel\n";
        assert_eq!(
            read_rows(text, false),
            [pair(1, "say \"hi\"", "greet"), pair(2, "quoted", "x"), pair(4, "通道", "channel")]
        );
        assert!(
            is_table(text)
                && !is_table("a\tb\nc\n")
                && !is_table("")
                && is_table("#separator:tab\n")
        );
        assert_eq!(read_rows("x,y\nr,\"b\nc\"\n", true), [pair(1, "x", "y"), pair(2, "r", "b\nc")]);
    }

    #[test]
    fn what_is_no_table_is_said() {
        let (rows, problems) = read("x,y,z\n1,2,3\n", true);
        assert_eq!(rows, []);
        assert_eq!(problems[0].message, "no column is named `question` or `answer`");
        let (rows, problems) = read("question,answer\n,only an answer\nq,a\n", true);
        assert_eq!((rows.len(), problems[0].line), (1, 2));
        assert!(!problems[0].is_error());
    }

    proptest! {
        #[test]
        fn any_text_is_no_panic(text in any::<String>(), comma in any::<bool>()) {
            read(&text, comma);
            read(&format!("#separator:tab\n#html:true\n#columns:{text}\n{text}"), comma);
            read(&format!("question,answer\n{text}"), comma);
            is_table(&text);
        }
    }
}
