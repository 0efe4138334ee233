//! Tables of two columns: a question and its answer in each row; the header row is dropped.

use super::Out;
use super::page::Page;

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
        if columns == 2 {
            for row in at + 2..end {
                let cells = cells(page.row(row).text);
                let [question, answer, ..] = cells.as_slice() else { continue };
                out.found(row, question, &lines(answer), "a table of two columns");
            }
        } else {
            let why = format!(
                "a table of {columns} columns: only those of two are questions and answers"
            );
            out.left_out(at, page.row(at).text, &why);
        }
        page.take(at..end);
        at = end;
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

/// The cells of a row; `\|` is a bar.
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
}
