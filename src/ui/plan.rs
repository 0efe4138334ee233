//! How a plan stands, in words.

use crate::model::today::Aim;
use crate::text::plural::count;

/// How far off the nearest goal is, whether it is time for the last pass, and the minutes of today:
/// `12 days to go, 18 of 30 min`.
pub fn standing(aim: &Aim) -> String {
    let when = match aim.days_left {
        0 => "today is the day".to_owned(),
        days => format!("{} to go", count(days as usize, "day")),
    };
    let pass = if aim.is_last_pass { ", last pass" } else { "" };
    format!("{when}{pass}, {}", minutes(aim.spent, aim.minutes))
}

/// `18 of 30 min`
pub fn minutes(spent: u32, of: u32) -> String {
    format!("{spent} of {of} min")
}
