//! Tables: a question and its answer in each row, of two columns or of columns that say so.

use super::page::Page;
use super::{Out, Why, asking};

/// Names of columns.
const QUESTION: &str = "question questions q front term prompt 问题 题目 面试题 术语 正面 问";
const ANSWER: &str =
    "answer answers a back definition meaning response 答案 回答 解答 解释 含义 背面 答 参考答案";
const TAGS: &str = "tag tags topic topics category label 标签 分类 主题";

pub(super) fn read(page: &mut Page<'_>, out: &mut Out) {
    let mut at = 0;
    while at + 1 < page.len() {
        let is_row = |i: usize| page.is_text(i) && page.row(i).text.contains('|');
        let columns = delimiter(page.row(at + 1).text);
        let Some(columns) = columns.filter(|_| is_row(at) && is_row(at + 1)) else {
            at += 1;
            continue;
        };
        let end = page.until(at + 2, |i| !is_row(i));
        let head = cells(page.row(at).text);
        let rows: Vec<(usize, Vec<String>)> =
            (at + 2..end).map(|row| (row, cells(page.row(row).text))).collect();
        match places(&head, columns, &rows) {
            Ok((question, answer, tags, why)) => {
                for (row, cells) in &rows {
                    let cell = |n: usize| cells.get(n).map_or("", String::as_str);
                    let asked = asking::question(cell(question));
                    let found = out.found(*row, &asked, &lines(cell(answer)), why);
                    if let (Some(found), Some(tags)) = (found, tags) {
                        let words = cell(tags).split([',', '、', ' ']).filter(|t| !t.is_empty());
                        found.tags.extend(words.map(str::to_owned));
                    }
                }
            }
            Err(why) => out.left_out(at, page.row(at).text, why),
        }
        page.take(at..end);
        at = end;
    }
}

type Places = (usize, usize, Option<usize>, Why);

/// Which columns hold the question, the answer and tags, and why; else why there are none.
fn places(head: &[String], columns: usize, rows: &[(usize, Vec<String>)]) -> Result<Places, Why> {
    let named = |list: &str| {
        head.iter().position(|cell| {
            let cell = cell.trim_matches(['*', '_', ' ']).to_lowercase();
            list.split(' ').any(|word| word == cell)
        })
    };
    if let (Some(question), Some(answer)) = (named(QUESTION), named(ANSWER))
        && question != answer
    {
        return Ok((question, answer, named(TAGS), Why::TableNamed));
    }
    if columns != 2 {
        return Err(Why::TableUnnamed);
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
    match rows.iter().filter(good).count() * 2 > rows.len() {
        true => Ok((0, 1, None, Why::TableOfTwo)),
        false => Err(Why::TableMute),
    }
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
