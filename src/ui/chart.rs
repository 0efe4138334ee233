//! Small charts as text.

use super::width::{clip, columns, pad_left, pad_right};
use crate::text::visible::visible;

/// The characters to draw with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ink {
    /// Block characters, in eighths of a column.
    #[default]
    Blocks,
    /// `#` and `.`, for pipes and old terminals.
    Ascii,
}

const EIGHTHS: [char; 7] = ['▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/// The part of `max` that `value` is, between 0 and 1; 0 when there is no telling.
fn share(value: f64, max: f64) -> f64 {
    if value > 0.0 && max > 0.0 { (value / max).min(1.0) } else { 0.0 }
}

/// A bar of at most `width` columns, `width` when `value` is `max` or more. A value above zero always
/// shows; a negative one and NaN are zero.
pub fn bar(value: f64, max: f64, width: usize, ink: Ink) -> String {
    let columns = share(value, max) * width as f64;
    if columns <= 0.0 {
        return String::new();
    }
    match ink {
        Ink::Blocks => {
            let eighths = ((columns * 8.0).round() as usize).max(1);
            let mut bar = "█".repeat(eighths / 8);
            bar.extend((eighths % 8).checked_sub(1).map(|i| EIGHTHS[i]));
            bar
        }
        Ink::Ascii => "#".repeat((columns.round() as usize).max(1)),
    }
}

/// One line for each label: the label, its number, its bar; the longest bar ends at `width` columns
/// (taken as at least 20). Labels are clipped to half the width. Lines are joined by line feeds.
pub fn histogram(rows: &[(String, u64)], width: usize, ink: Ink) -> String {
    let width = width.max(20);
    let rows: Vec<(String, String, u64)> = rows
        .iter()
        .map(|(label, n)| {
            let label = visible(label).replace(['\n', '\t'], " ");
            (clip(&label, width / 2 - 2), clip(&n.to_string(), width / 2 - 4), *n)
        })
        .collect();
    let widest = |f: fn(&(String, String, u64)) -> &str| rows.iter().map(|r| columns(f(r))).max();
    let labels = widest(|r| &r.0).unwrap_or(0);
    let numbers = widest(|r| &r.1).unwrap_or(0);
    let max = rows.iter().map(|r| r.2).max().unwrap_or(0);
    let room = width - labels - numbers - 3;
    let lines: Vec<String> = rows
        .iter()
        .map(|(label, number, n)| {
            let bar = bar(*n as f64, max as f64, room, ink);
            let line = format!("{}  {} {bar}", pad_right(label, labels), pad_left(number, numbers));
            line.trim_end().to_owned()
        })
        .collect();
    lines.join("\n")
}

/// A bar of exactly `width` columns of which the part `done` of `total` is filled; full only when all
/// is done.
pub fn progress(done: usize, total: usize, width: usize, ink: Ink) -> String {
    let mut filled = (share(done as f64, total as f64) * width as f64).round() as usize;
    if done < total {
        filled = filled.min(width.saturating_sub(1));
    }
    let (full, empty) = match ink {
        Ink::Blocks => ("█", "░"),
        Ink::Ascii => ("#", "."),
    };
    full.repeat(filled) + &empty.repeat(width - filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_count_in_eighths() {
        for (value, max, blocks, ascii) in [
            (0.0, 10.0, "", ""),
            (10.0, 10.0, "████", "####"),
            (5.0, 10.0, "██", "##"),
            (3.0, 10.0, "█▎", "#"),
            (0.001, 10.0, "▏", "#"),
            (99.0, 10.0, "████", "####"),
            (-1.0, 10.0, "", ""),
            (1.0, 0.0, "", ""),
            (f64::NAN, 10.0, "", ""),
            (1.0, f64::NAN, "", ""),
        ] {
            assert_eq!(bar(value, max, 4, Ink::Blocks), blocks, "{value}/{max}");
            assert_eq!(bar(value, max, 4, Ink::Ascii), ascii, "{value}/{max}");
        }
        assert_eq!(bar(1.0, 1.0, 0, Ink::Blocks), "");
    }

    #[test]
    fn a_histogram_has_labels_numbers_and_bars() {
        let rows = [("today".to_owned(), 12), ("明天".to_owned(), 3), ("later".to_owned(), 0)];
        assert_eq!(
            histogram(&rows, 20, Ink::Blocks),
            "today  12 ██████████\n明天    3 ██▌\nlater   0"
        );
        assert_eq!(
            histogram(&rows, 20, Ink::Ascii),
            "today  12 ##########\n明天    3 ###\nlater   0"
        );
        assert_eq!(histogram(&[], 20, Ink::Blocks), "");
    }

    #[test]
    fn progress_is_full_only_at_the_end() {
        for (done, total, want) in [
            (0, 4, "░░░░"),
            (1, 4, "█░░░"),
            (999, 1000, "███░"),
            (4, 4, "████"),
            (5, 4, "████"),
            (0, 0, "░░░░"),
        ] {
            assert_eq!(progress(done, total, 4, Ink::Blocks), want, "{done}/{total}");
        }
        assert_eq!(progress(1, 2, 4, Ink::Ascii), "##..");
        assert_eq!(progress(0, 2, 0, Ink::Ascii), "");
    }
}
