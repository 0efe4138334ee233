//! A plan beside another one.

use super::{about, expected};
use crate::model::goal::Goal;
use crate::model::outlook::Outlook;
use crate::ui::table::Table;

/// The goals of a new plan beside those of the old one about the same topics.
pub fn compare(old: &[(Goal, Outlook)], new: &[(Goal, Outlook)]) -> Table {
    let mut table = Table::new(["plan", "now", "then"]).right(&[1, 2]);
    let pairs = new.iter().map(|(goal, outlook)| {
        let before = old.iter().find(|(old, _)| old.topics == goal.topics);
        (before, (goal, outlook))
    });
    for (before, (goal, after)) in pairs {
        let (then, was) = (Some((goal, after)), before.map(|(goal, outlook)| (goal, outlook)));
        type Side<'a> = Option<(&'a Goal, &'a Outlook)>;
        let cell = |side: Side<'_>, of: &dyn Fn(&Goal, &Outlook) -> String| {
            side.map_or_else(|| "-".to_owned(), |(goal, outlook)| of(goal, outlook))
        };
        let mut add = |name: &str, of: &dyn Fn(&Goal, &Outlook) -> String| {
            table.row([name.to_owned(), cell(was, of), cell(then, of)]);
        };
        add("about", &|goal, _| about(goal));
        add("interview", &|goal, _| goal.day.to_string());
        add("minutes a day", &|goal, _| goal.minutes.to_string());
        add("hours until then", &|_, outlook| {
            let seconds: f64 = outlook.days.iter().map(|load| load.seconds).sum();
            format!("{:.1}", seconds / 3600.0)
        });
        add("expected readiness", &|_, outlook| expected(outlook));
        add("cards seen by then", &|_, outlook| {
            (outlook.cards - outlook.left_out.len()).to_string()
        });
        add("cards left out", &|_, outlook| outlook.left_out.len().to_string());
    }
    table
}
