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
        let columns = if page.is_text(at) && page.is_text(at + 1) {
            delimiter(page.row(at + 1).text)
        } else {
            None
        };
        let Some(columns) = columns.filter(|_| page.row(at).text.contains('|')) else {
            at += 1;
            continue;
        };
        let is_row = |i: &usize| page.is_text(*i) && page.row(*i).text.contains('|');
        let end = (at + 2..page.len()).find(|i| !is_row(i)).unwrap_or(page.len());
        let head = cells(page.row(at).text);
        let rows: Vec<(usize, Vec<String>)> =
            (at + 2..end).map(|row| (row, cells(page.row(row).text))).collect();
        match places(&head, columns, &rows) {
            Ok((question, answer, tags, why)) => {
                for (row, cells) in &rows {
                    let cell = |n: usize| cells.get(n).map_or("", String::as_str);
                    let asked = asking::question(cell(question));
                    out.found(*row, &asked, &lines(cell(answer)), why.clone());
                    if let (Some(found), Some(tags)) = (out.found.last_mut(), tags)
                        && found.line == row + 1
                    {
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
    let cell = |row: &[String], n: usize| row.get(n).cloned().unwrap_or_default();
    let is_text = |text: &str| {
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        let digits = text.chars().filter(char::is_ascii_digit).count();
        letters > digits && !(text.starts_with('[') && text.ends_with(')')) && !text.contains("://")
    };
    let good = |(_, row): &&(usize, Vec<String>)| {
        is_text(&cell(row, 0)) && (is_text(&cell(row, 1)) || cell(row, 1).is_empty())
    };
    match rows.iter().filter(good).count() * 2 > rows.len() {
        true => Ok((0, 1, None, Why::TableOfTwo)),
        false => Err(Why::TableMute),
    }
}

/// The number of columns of a delimiter row, `|---|:--:|`.
fn delimiter(line: &str) -> Option<usize> {
    if !line.contains('-') || !line.contains('|') {
        return None;
    }
    let cells = cells(line);
    let is_delimiter = |cell: &String| {
        let cell = cell.strip_prefix(':').unwrap_or(cell);
        let cell = cell.strip_suffix(':').unwrap_or(cell);
        !cell.is_empty() && cell.bytes().all(|b| b == b'-')
    };
    cells.iter().all(is_delimiter).then_some(cells.len())
}

/// The cells of a row; `\|` is a bar, and so is one in code.
fn cells(line: &str) -> Vec<String> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let mut cells = vec![String::new()];
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, chars.peek()) {
            ('\\', Some('|')) => {
                chars.next();
                push(&mut cells, '|');
            }
            ('|', _) => cells.push(String::new()),
            _ => push(&mut cells, c),
        }
    }
    if line.ends_with('|') && cells.len() > 1 {
        cells.pop();
    }
    cells.iter().map(|cell| cell.trim().to_owned()).collect()
}

fn push(cells: &mut [String], c: char) {
    if let Some(cell) = cells.last_mut() {
        cell.push(c);
    }
}

/// `<br>` in a cell is a line break.
fn lines(cell: &str) -> String {
    let mut text = cell.to_owned();
    for mark in ["<br>", "<br/>", "<br />"] {
        text = text.replace(mark, "\n\n");
    }
    text
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
