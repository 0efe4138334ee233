//! The plan for the day of an interview: how it stands, in words; its page; and comparisons.

mod compare;
mod page;

use super::chart::{self, Ink};
use super::table::Table;
use super::words::Words;
use super::wrap;
use crate::model::card::Lang;
use crate::model::goal::Goal;
use crate::model::outlook::Outlook;
use crate::model::today::Aim;

pub use compare::compare;
pub use page::Page;

/// Columns of the longest bar, and of a terminal that has room for bars.
const BAR: usize = 16;
const ROOMY: u16 = 60;

/// How far off the nearest goal is, whether it is time for the last pass, and the minutes of today:
/// `12 days to go, 18 of 30 min`.
pub fn standing(aim: &Aim, words: Words) -> String {
    let minutes = words.minutes(aim.spent, aim.minutes);
    match (aim.days_left, aim.is_last_pass) {
        (0, false) => words.standing_today(&minutes),
        (0, true) => words.standing_today_last(&minutes),
        (days, false) => words.standing(days, &minutes),
        (days, true) => words.standing_last(days, &minutes),
    }
}

/// What a goal is about, in words.
pub fn about(goal: &Goal, words: Words) -> String {
    match goal.topics.as_slice() {
        [] => words.plan_all_topics().to_owned(),
        topics => words.list(topics),
    }
}

/// How wide to draw, and with what.
#[derive(Debug, Clone, Copy)]
pub struct Paper {
    /// Columns; `None` for a pipe.
    pub width: Option<u16>,
    /// The language of titles.
    pub lang: Lang,
    /// The words around them.
    pub words: Words,
}

impl Paper {
    fn bar(self, share: f64, max: f64) -> String {
        chart::bar(share, max, BAR, Ink::Blocks)
    }

    /// The width, if there is room for bars; a pipe gets none.
    fn bars(self) -> Option<u16> {
        self.width.filter(|width| *width >= ROOMY)
    }

    /// A table with a last column for bars, where there is room for them.
    fn table<const N: usize>(self, head: [&str; N]) -> Table {
        Table::new(head.into_iter().chain(self.bars().map(|_| "")))
    }

    /// A row of such a table, with a bar for the part that `value` is of `most`.
    fn row<const N: usize>(self, cells: [String; N], value: f64, most: f64) -> Vec<String> {
        cells.into_iter().chain(self.bars().map(|_| self.bar(value, most))).collect()
    }

    /// Prose within the width.
    pub fn prose(self, text: &str) -> String {
        wrap::prose(text, self.width)
    }
}

/// How ready one is expected to be, as a range.
fn expected(outlook: &Outlook, words: Words) -> String {
    match outlook.range {
        Some((low, high)) => words.plan_range(points(low), points(high)),
        None => words.plan_perhaps(&percent(outlook.expected, words)),
    }
}

fn points(share: f64) -> i64 {
    (share * 100.0).round() as i64
}

fn percent(share: f64, words: Words) -> String {
    words.percent(points(share))
}
