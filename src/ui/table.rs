//! Listings: columns under a head, fitted to a terminal or plain for a pipe.

use comfy_table::{CellAlignment, ContentArrangement, LineStyle, TableStyle};
use ratatui::style::Style;

use super::grid::Grid;
use super::width::{columns, pad_left, pad_right};
use super::wrap::{Flow, Row};
use crate::text::han::runs_on;
use crate::text::visible::visible;

/// A listing.
#[derive(Debug, Clone, Default)]
pub struct Table {
    head: Vec<String>,
    right: Vec<usize>,
    rows: Vec<Vec<String>>,
}

/// A table whose columns would get less than this on average is drawn as `head: cell` lines.
const NARROW: usize = 5;
/// The gap between columns.
const GAP: &str = "  ";

impl Table {
    /// A table without rows.
    pub fn new<S: AsRef<str>>(head: impl IntoIterator<Item = S>) -> Self {
        Table { head: cells(head), ..Table::default() }
    }

    /// The table with the columns of these numbers, counted from 0, set flush right.
    pub fn right(mut self, columns: &[usize]) -> Self {
        self.right.extend(columns);
        self
    }

    /// Adds a row; missing cells are empty, extra cells have no head.
    pub fn row<S: AsRef<str>>(&mut self, row: impl IntoIterator<Item = S>) {
        self.rows.push(cells(row));
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The table as lines joined by line feeds, none at the end.
    ///
    /// For a terminal of `width` columns (taken as at least 20) cells are wrapped to fit. For a pipe,
    /// `None`, every row is one line, nothing is cut, columns are two spaces apart and an empty cell is
    /// a `-`, so that a program can tell columns apart. A head that does not name every column is a
    /// title, which a program would take for a row: a pipe does not get it.
    pub fn to_string(&self, width: Option<u16>) -> String {
        match width {
            None => self.aligned(),
            Some(width) => {
                let width = usize::from(width.max(20));
                let fitted = if width < self.least() { None } else { self.fitted(width) };
                fitted.unwrap_or_else(|| self.records(width))
            }
        }
    }

    fn count(&self) -> usize {
        self.rows.iter().chain([&self.head]).map(Vec::len).max().unwrap_or(0)
    }

    /// The least width for a table.
    fn least(&self) -> usize {
        (NARROW + GAP.len()) * self.count()
    }

    /// The table with its cells wrapped like prose: no word is cut while there is room for it, and
    /// no line begins with a mark that ends a sentence. We choose where to break, because the table
    /// crate breaks Chinese before such marks.
    fn fitted(&self, width: usize) -> Option<String> {
        let flow = |cell: &String| {
            let mut flow = Flow::default();
            match cell.contains(' ') || !cell.is_ascii() {
                true => flow.text(cell, Style::new()),
                // The name of a card or topic stays whole.
                false => flow.kept(cell, Style::new()),
            }
            flow
        };
        let flows = |row: &Vec<String>| -> Vec<Flow> { row.iter().map(flow).collect() };
        let grid = Grid {
            head: flows(&self.head),
            rows: self.rows.iter().map(flows).collect(),
            ..Grid::default()
        };
        let widths = grid.widths(width, GAP)?;
        let broken = |row: &[Flow]| -> Vec<String> {
            let cell = |(cell, width): (&Flow, &usize)| {
                cell.lines(Some(*width)).iter().map(text).collect::<Vec<_>>().join("\n")
            };
            row.iter().zip(&widths).map(cell).collect()
        };
        let mut table = comfy_table::Table::new();
        table
            .load_style(
                TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─')),
            )
            .set_content_arrangement(ContentArrangement::Disabled);
        if self.head.iter().any(|cell| !cell.is_empty()) {
            table.set_header(broken(&grid.head));
        }
        for row in &grid.rows {
            table.add_row(broken(row));
        }
        let last = self.count().saturating_sub(1);
        for (i, column) in table.column_iter_mut().enumerate() {
            // The table crate adds one column between columns for a bar, which is not drawn here.
            column.set_padding((0, u16::from(i < last)));
            if self.right.contains(&i) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        Some(table.trim_fmt())
    }

    fn aligned(&self) -> String {
        let mut widths = vec![0; self.count()];
        let head = Some(&self.head).filter(|head| head.iter().all(|cell| !cell.is_empty()));
        let rows: Vec<&Vec<String>> = head.into_iter().chain(&self.rows).collect();
        let cell = |row: &[String], i: usize| match row.get(i).map(String::as_str) {
            None | Some("") => "-".to_owned(),
            Some(cell) => cell.to_owned(),
        };
        for row in &rows {
            for (i, width) in widths.iter_mut().enumerate() {
                *width = columns(&cell(row, i)).max(*width);
            }
        }
        let lines: Vec<String> = rows
            .iter()
            .map(|row| {
                let cells: Vec<String> = widths
                    .iter()
                    .enumerate()
                    .map(|(i, width)| {
                        let right = self.right.contains(&i);
                        if right {
                            pad_left(&cell(row, i), *width)
                        } else {
                            pad_right(&cell(row, i), *width)
                        }
                    })
                    .collect();
                cells.join(GAP).trim_end().to_owned()
            })
            .collect();
        lines.join("\n")
    }

    fn records(&self, width: usize) -> String {
        let mut out = Vec::new();
        for row in &self.rows {
            if !out.is_empty() {
                out.push(String::new());
            }
            for (i, cell) in row.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
                let mut flow = Flow::default();
                if let Some(head) = self.head.get(i).filter(|head| !head.is_empty()) {
                    let colon = if head.ends_with(runs_on) { "：" } else { ": " };
                    flow.text(&format!("{head}{colon}"), Style::new());
                }
                flow.text(cell, Style::new());
                for (i, line) in flow.lines(Some(width - 2)).into_iter().enumerate() {
                    let text = text(&line);
                    out.push(if i == 0 { text } else { format!("  {text}") });
                }
            }
        }
        out.join("\n")
    }
}

fn text(row: &Row) -> String {
    row.iter().map(|span| span.content.as_ref()).collect()
}

/// Cells are one line each, with nothing in them that a terminal would obey.
fn cells<S: AsRef<str>>(row: impl IntoIterator<Item = S>) -> Vec<String> {
    row.into_iter().map(|cell| visible(cell.as_ref()).replace(['\n', '\t'], " ")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Table {
        let mut table = Table::new(["id", "due", "question"]).right(&[1]);
        table.row(["gmp-p", "3", "Why is there a P between G and M?"]);
        table.row(["chan-nil", "12", "对 nil channel 发送会怎样？"]);
        table.row(["x", "", "a\tb\nc"]);
        table
    }

    #[test]
    fn a_pipe_gets_every_row_whole() {
        assert_eq!(
            sample().to_string(None),
            "\
id        due  question
gmp-p       3  Why is there a P between G and M?
chan-nil   12  对 nil channel 发送会怎样？
x           -  a b c"
        );
    }

    #[test]
    fn a_terminal_gets_what_fits() {
        assert_eq!(
            sample().to_string(Some(80)),
            "\
id        due  question
────────────────────────────────────────────────
gmp-p       3  Why is there a P between G and M?
chan-nil   12  对 nil channel 发送会怎样？
x              a b c"
        );
        assert_eq!(
            sample().to_string(Some(34)),
            "\
id        due  question
──────────────────────────────────
gmp-p       3  Why is there a P
               between G and M?
chan-nil   12  对 nil channel 发送
               会怎样？
x              a b c"
        );
    }

    #[test]
    fn chinese_keeps_its_marks_and_words_stay_whole() {
        let mut table = Table::new(["line", "question"]).right(&[0]);
        table.row(["7", "说说你对sync.Mutex的理解，它是怎样实现的、有哪些mode？"]);
        table.row(["12", "channel-close-panics"]);
        assert_eq!(
            table.to_string(Some(24)),
            "\
line  question
────────────────────────
   7  说说你对sync.Mutex
      的理解，它是怎样实
      现的、有哪些mode？
  12  channel-close-pani
      cs"
        );
    }

    #[test]
    fn a_title_is_no_row_of_a_pipe() {
        let mut table = Table::new(["reviews", ""]);
        table.row(["answers", "3"]);
        table.row(["time", ""]);
        assert_eq!(table.to_string(None), "answers  3\ntime     -");
        assert_eq!(table.to_string(Some(40)), "reviews\n──────────\nanswers  3\ntime");
    }

    #[test]
    fn a_narrow_terminal_gets_records() {
        let mut table = Table::new(["a", "b", "c", "d"]);
        table.row(["1", "", "three four five six seven", "4"]);
        table.row(["5"]);
        assert_eq!(
            table.to_string(Some(20)),
            "a: 1\nc: three four five\n  six seven\nd: 4\n\na: 5"
        );
    }

    #[test]
    fn an_empty_table_is_its_head() {
        let table = Table::new(["id", "due"]);
        assert!(table.is_empty());
        assert_eq!(table.to_string(None), "id  due");
        assert_eq!(table.to_string(Some(40)), "id  due\n───────");
    }
}
