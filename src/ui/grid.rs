//! The tables inside a card: cells of styled prose, fitted to a width.

use ratatui::style::Style;
use ratatui::text::Span;

use super::wrap::{Flow, Row, trimmed};

/// Where the text of a column stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Align {
    /// At the left edge.
    #[default]
    Left,
    /// In the middle.
    Center,
    /// At the right edge.
    Right,
}

/// A table of styled cells; rows may be shorter than the head.
#[derive(Debug, Clone, Default)]
pub struct Grid {
    /// The head of each column.
    pub head: Vec<Flow>,
    /// The rows below.
    pub rows: Vec<Vec<Flow>>,
    /// The alignment of each column; left when missing.
    pub align: Vec<Align>,
}

/// No column of several is narrower than this when text must be cut for it.
const NARROW: usize = 8;

impl Grid {
    /// The lines of the table with a rule under its head, cells wrapped so that no line is wider
    /// than `width`; rules also separate rows of several lines. `None` when it is too narrow.
    pub fn ruled(&self, width: usize, rule: Style) -> Option<Vec<Row>> {
        const BAR: &str = " │ ";
        let natural = self.natural();
        let widths = fit(&natural, &self.minimal(), width.checked_sub(gaps(&natural, BAR))?)?;
        let bar = Span::styled(BAR, rule);
        let line = || {
            let dashes: Vec<String> = widths.iter().map(|w| "─".repeat(*w)).collect();
            vec![Span::styled(dashes.join("─┼─"), rule)]
        };
        let mut out = Vec::new();
        if self.has_head() {
            out.extend(self.row(&self.head, &widths, &bar));
            out.push(line());
        }
        let rows: Vec<Vec<Row>> = self.rows.iter().map(|r| self.row(r, &widths, &bar)).collect();
        let apart = rows.iter().any(|r| r.len() > 1);
        for (i, row) in rows.into_iter().enumerate() {
            if i > 0 && apart {
                out.push(line());
            }
            out.extend(row);
        }
        Some(out)
    }

    /// The width of each column of a listing with `gap` between columns, so that no line is wider than
    /// `width`; `None` when it is too narrow.
    pub fn widths(&self, width: usize, gap: &str) -> Option<Vec<usize>> {
        let natural = self.natural();
        fit(&natural, &self.minimal(), width.checked_sub(gaps(&natural, gap))?)
    }

    /// The lines of the table with two spaces between columns and nothing else, one line to a row;
    /// `None` when that is wider than `width`.
    pub fn aligned(&self, width: Option<usize>) -> Option<Vec<Row>> {
        let gap = Span::raw("  ");
        let natural = self.natural();
        let total = natural.iter().sum::<usize>() + gaps(&natural, &gap.content);
        if width.is_some_and(|w| total > w) {
            return None;
        }
        let head = self.has_head().then_some(&self.head);
        let rows = head.into_iter().chain(&self.rows);
        Some(rows.flat_map(|r| self.row(r, &natural, &gap)).collect())
    }

    /// The table as `head: cell` lines, a blank line between rows; what is wrapped is indented.
    pub fn records(&self, width: Option<usize>, rule: Style) -> Vec<Row> {
        let mut out: Vec<Row> = Vec::new();
        let mut push = |lead: &[Flow], cell: &Flow, apart: bool| {
            let mut flow = Flow::default();
            for head in lead.iter().filter(|h| !h.is_blank()) {
                flow.append(head);
                flow.text(": ", rule);
            }
            flow.append(cell);
            if apart && !out.is_empty() {
                out.push(Vec::new());
            }
            for (i, line) in flow.lines(width.map(|w| w.saturating_sub(2))).into_iter().enumerate()
            {
                let mut row = if i == 0 { Vec::new() } else { vec![Span::raw("  ")] };
                row.extend(line);
                out.push(row);
            }
        };
        if self.rows.is_empty() {
            for head in &self.head {
                push(&[], head, false);
            }
        }
        for row in &self.rows {
            let mut first = true;
            for (i, cell) in row.iter().enumerate().filter(|(_, cell)| !cell.is_blank()) {
                push(self.head.get(i..=i).unwrap_or_default(), cell, first);
                first = false;
            }
        }
        out
    }

    fn has_head(&self) -> bool {
        self.head.iter().any(|cell| !cell.is_blank())
    }

    fn cells(&self) -> impl Iterator<Item = (usize, &Flow)> {
        std::iter::once(&self.head).chain(&self.rows).flat_map(|r| r.iter().enumerate())
    }

    /// The width of each column when nothing is wrapped.
    fn natural(&self) -> Vec<usize> {
        let mut widths = Vec::new();
        for (i, cell) in self.cells() {
            widths.resize(widths.len().max(i + 1), 1);
            let lines = cell.lines(None);
            let widest = lines.iter().map(|l| row_width(l)).max().unwrap_or(0);
            widths[i] = widths[i].max(widest);
        }
        widths
    }

    /// The width of each column's widest word.
    fn minimal(&self) -> Vec<usize> {
        let mut widths = Vec::new();
        for (i, cell) in self.cells() {
            widths.resize(widths.len().max(i + 1), 1);
            widths[i] = widths[i].max(cell.widest_word());
        }
        widths
    }

    fn row(&self, cells: &[Flow], widths: &[usize], gap: &Span<'static>) -> Vec<Row> {
        let empty = Flow::default();
        let columns: Vec<Vec<Row>> = widths
            .iter()
            .enumerate()
            .map(|(i, w)| cells.get(i).unwrap_or(&empty).lines(Some(*w)))
            .collect();
        let height = columns.iter().map(Vec::len).max().unwrap_or(0);
        (0..height)
            .map(|y| {
                let mut row = Row::new();
                for (i, (lines, width)) in columns.iter().zip(widths).enumerate() {
                    if i > 0 {
                        row.push(gap.clone());
                    }
                    let line = lines.get(y).cloned().unwrap_or_default();
                    let free = width.saturating_sub(row_width(&line));
                    let before = match self.align.get(i).copied().unwrap_or_default() {
                        Align::Left => 0,
                        Align::Center => free / 2,
                        Align::Right => free,
                    };
                    let pad = |n: usize| (n > 0).then(|| Span::raw(" ".repeat(n)));
                    row.extend(pad(before));
                    row.extend(line);
                    row.extend(pad(free - before));
                }
                trimmed(row)
            })
            .collect()
    }
}

fn row_width(row: &[Span<'_>]) -> usize {
    row.iter().map(Span::width).sum()
}

fn gaps(widths: &[usize], gap: &str) -> usize {
    Span::raw(gap).width() * widths.len().saturating_sub(1)
}

/// Divides `room` columns: narrow columns get what they want, wide ones an equal part of the rest,
/// and no word is cut if that can be avoided. `None` when some column would be too narrow.
fn fit(natural: &[usize], minimal: &[usize], room: usize) -> Option<Vec<usize>> {
    let sum = |widths: &[usize]| widths.iter().sum::<usize>();
    if sum(natural) <= room {
        return Some(natural.to_vec());
    }
    let cut: Vec<usize> = natural.iter().map(|n| (*n).min(NARROW)).collect();
    let least = if sum(minimal) <= room { minimal } else { &cut };
    if sum(least) > room {
        return None;
    }
    let at = |level: usize| -> Vec<usize> {
        natural.iter().zip(least).map(|(n, l)| level.clamp(*l, (*n).max(*l))).collect()
    };
    // The highest level that still fits; then what rounding left over.
    let level = (0..=room).rev().find(|level| sum(&at(*level)) <= room)?;
    let mut widths = at(level);
    let mut left = room - sum(&widths);
    for (width, wanted) in widths.iter_mut().zip(natural) {
        if left > 0 && *width < *wanted {
            *width += 1;
            left -= 1;
        }
    }
    Some(widths)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flow(text: &str) -> Flow {
        let mut flow = Flow::default();
        flow.text(text, Style::new());
        flow
    }

    fn grid(lines: &[&str]) -> Grid {
        let mut rows = lines.iter().map(|l| l.split('|').map(flow).collect::<Vec<_>>());
        Grid {
            head: rows.next().unwrap(),
            rows: rows.collect(),
            align: vec![Align::Left, Align::Right],
        }
    }

    fn text(rows: Vec<Row>) -> String {
        let lines: Vec<String> =
            rows.iter().map(|r| r.iter().map(|s| s.content.as_ref()).collect()).collect();
        lines.join("\n")
    }

    #[test]
    fn columns_share_the_room() {
        for (natural, minimal, room, want) in [
            (vec![3, 4], vec![3, 4], 10, Some(vec![3, 4])),
            (vec![3, 40], vec![3, 8], 20, Some(vec![3, 17])),
            (vec![30, 40], vec![5, 8], 21, Some(vec![11, 10])),
            (vec![30, 40], vec![15, 8], 25, Some(vec![15, 10])),
            (vec![30, 40], vec![25, 25], 25, Some(vec![13, 12])),
            (vec![30, 40], vec![25, 25], 15, None),
        ] {
            assert_eq!(fit(&natural, &minimal, room), want, "{natural:?} in {room}");
        }
    }

    #[test]
    fn a_table_is_ruled() {
        let grid = grid(&["操作|ns", "send|12", "读取|7"]);
        assert_eq!(
            text(grid.ruled(40, Style::new()).unwrap()),
            "操作 │ ns\n─────┼───\nsend │ 12\n读取 │  7"
        );
        assert_eq!(text(grid.aligned(None).unwrap()), "操作  ns\nsend  12\n读取   7");
        assert_eq!(
            text(grid.records(None, Style::new())),
            "操作: send\nns: 12\n\n操作: 读取\nns: 7"
        );
    }

    #[test]
    fn wrapped_rows_are_kept_apart() {
        let grid = grid(&["a|b", "one two three|four five six", "x|y"]);
        assert_eq!(
            text(grid.ruled(20, Style::new()).unwrap()),
            "\
a         │        b
──────────┼─────────
one two   │     four
three     │ five six
──────────┼─────────
x         │        y"
        );
        assert!(grid.aligned(Some(20)).is_none());
        assert!(grid.ruled(11, Style::new()).is_none());
        assert_eq!(
            text(grid.records(Some(12), Style::new())),
            "a: one two\n  three\nb: four\n  five six\n\na: x\nb: y"
        );
    }

    #[test]
    fn ragged_and_empty_tables_are_drawn() {
        let ragged = grid(&["a|b", "x"]);
        assert_eq!(text(ragged.ruled(20, Style::new()).unwrap()), "a │ b\n──┼──\nx │");
        let empty = Grid::default();
        assert_eq!(text(empty.ruled(20, Style::new()).unwrap()), "");
        assert_eq!(text(empty.records(None, Style::new())), "");
    }
}
