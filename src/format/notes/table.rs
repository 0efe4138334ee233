//! Tables: a question and its answer in each row, of two columns or of columns that say so.

use std::ops::Range;

use super::page::Page;
use super::{Out, Why, asking};
use crate::format::table::columns::{Column, by_name};

pub(super) fn read(page: &Page<'_>, at: usize, out: &mut Out) -> Option<Range<usize>> {
    let is_row = |i: usize| page.is_text(i) && page.row(i).text.contains('|');
    let columns = delimiter(page.row(at + 1).text).filter(|_| is_row(at) && is_row(at + 1))?;
    let end = page.until(at + 2, |i| !is_row(i));
    let head = cells(page.row(at).text);
    let rows: Vec<(usize, Vec<String>)> =
        (at + 2..end).map(|row| (row, cells(page.row(row).text))).collect();
    let Some((question, answer, tags)) = places(&head, columns, &rows) else {
        out.left_out(at, page.row(at).text, Why::TableMute, None);
        return Some(at..end);
    };
    for (row, cells) in &rows {
        let cell = |n: usize| cells.get(n).map_or("", String::as_str);
        let asked = asking::question(cell(question));
        let found = out.found(*row, &asked, &lines(cell(answer)), Why::Table);
        if let (Some(found), Some(tags)) = (found, tags) {
            let words = cell(tags).split([',', '、', ' ']).filter(|t| !t.is_empty());
            found.tags.extend(words.map(str::to_owned));
        }
    }
    Some(at..end)
}

type Places = (usize, usize, Option<usize>);

/// Which columns hold the question, the answer and tags.
fn places(head: &[String], columns: usize, rows: &[(usize, Vec<String>)]) -> Option<Places> {
    let named: Vec<Option<Column>> =
        head.iter().map(|cell| by_name(cell.trim_matches(['*', '_', ' ']))).collect();
    let place = |is: fn(&Column) -> bool| named.iter().position(|c| c.as_ref().is_some_and(is));
    if let Some(question) = place(|column| matches!(column, Column::Question(_)))
        && let Some(answer) = place(|column| matches!(column, Column::Answer(_)))
            .or_else(|| place(|column| *column == Column::Reason))
    {
        let tags = place(|column| matches!(column, Column::Tags | Column::Deck));
        return Some((question, answer, tags));
    }
    // Dates, numbers and links are no questions, ticks and numbers no answers.
    let is_text = |text: &str| {
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        let digits = text.chars().filter(char::is_ascii_digit).count();
        letters > digits && !(text.starts_with('[') && text.ends_with(')')) && !text.contains("://")
    };
    let good = |(_, row): &&(usize, Vec<String>)| {
        let cell = |n: usize| row.get(n).map_or("", String::as_str);
        is_text(cell(0)) && (is_text(cell(1)) || cell(1).is_empty())
    };
    let mostly = rows.iter().filter(good).count() * 2 > rows.len();
    (columns == 2 && mostly).then_some((0, 1, None))
}

/// The number of columns of a delimiter row, `|---|:--:|`.
fn delimiter(line: &str) -> Option<usize> {
    let cells = line.contains('|').then(|| cells(line))?;
    let is_delimiter = |cell: &String| {
        let dashes = cell.trim_matches(':');
        !dashes.is_empty() && dashes.bytes().all(|b| b == b'-')
    };
    cells.iter().all(is_delimiter).then_some(cells.len())
}

/// The cells of a row; `\|` is a bar.
fn cells(line: &str) -> Vec<String> {
    // A character that stands in no text.
    const BAR: &str = "\u{fdd0}";
    let line = line.replace(r"\|", BAR);
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let line = line.strip_suffix('|').unwrap_or(line);
    line.split('|').map(|cell| cell.trim().replace(BAR, "|")).collect()
}

/// `<br>` in a cell is a line break.
fn lines(cell: &str) -> String {
    let marks = ["<br>", "<br/>", "<br />"];
    marks.iter().fold(cell.to_owned(), |text, mark| text.replace(mark, "\n\n"))
}

#[cfg(test)]
mod tests {
    use super::super::{Options, read as read_notes, tests::check};
    use super::*;

    #[test]
    fn rows_are_cut_at_bars() {
        assert_eq!(cells(r"| a \| b | c |"), ["a | b", "c"]);
        assert_eq!(cells("a | b"), ["a", "b"]);
        assert_eq!(cells("| a | |"), ["a", ""]);
        assert_eq!(delimiter("|---|:-:|"), Some(2));
        assert_eq!(delimiter("--- | - | --"), Some(3));
        assert_eq!(delimiter("| a | b |"), None);
        assert_eq!(delimiter("---"), None);
    }

    #[test]
    fn tables_of_two_columns() {
        check(
            "| Term | Meaning |\n|---|---|\n| `a \\| b` | or<br>else |\n| empty | |\n\n| a | b | c |\n|-|-|-|\n| 1 | 2 | 3 |\n",
            &[(3, "`a | b`", "or\n\nelse"), (4, "empty", "")],
        );
        check("| Day | Done |\n|---|---|\n| 2024-01-02 | yes |\n| 2024-01-03 | no |\n", &[]);
        check("| Word | Where |\n|---|---|\n| lynx | [here](https://a.example) |\n", &[]);
    }

    #[test]
    fn columns_can_be_named() {
        let text = "| No. | Question | Level | Answer | Tags |\n|-|-|-|-|-|\n| 1 | 1. What is a lynx? | easy | A cat. | cats, wild |\n";
        check(text, &[(3, "What is a lynx?", "A cat.")]);
        assert_eq!(read_notes(text, Options::default()).0.found[0].tags, ["cats", "wild"]);
    }
}
