//! A table, as Markdown or, when it has the wrong shape for that, as lines.

/// Columns of a table; a wider one becomes lines.
const MOST_COLUMNS: usize = 30;

/// A table that is open.
#[derive(Default)]
pub(super) struct Table {
    rows: Vec<Vec<String>>,
    /// The row that is open.
    row: Vec<String>,
    /// Whether a cell is open.
    pub(super) in_cell: bool,
}

impl Table {
    /// Adds a cell to the open row.
    pub(super) fn cell(&mut self, text: String) {
        self.row.push(text);
    }

    /// Ends the open row; false when there is nothing in it.
    pub(super) fn end_row(&mut self) -> bool {
        let row = std::mem::take(&mut self.row);
        let is_row = !row.is_empty();
        if is_row {
            self.rows.push(row);
        }
        is_row
    }

    /// The table as Markdown; `None` with one column or too many.
    pub(super) fn markdown(&self) -> Option<String> {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        if !(2..=MOST_COLUMNS).contains(&columns) {
            return None;
        }
        let mut lines = Vec::new();
        for (number, row) in self.rows.iter().enumerate() {
            let cells = (0..columns).map(|i| row.get(i).map_or("", String::as_str));
            lines.push(format!("| {} |", cells.collect::<Vec<_>>().join(" | ")));
            if number == 0 {
                lines.push(format!("|{}", " --- |".repeat(columns)));
            }
        }
        Some(lines.join("\n"))
    }

    /// What its cells say, those of the open row too.
    pub(super) fn cells(self) -> impl Iterator<Item = String> {
        self.rows.into_iter().chain([self.row]).flatten().filter(|cell| !cell.is_empty())
    }
}
