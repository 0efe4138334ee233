//! A plan beside another one.

use super::{about, expected};
use crate::model::goal::Goal;
use crate::model::outlook::Outlook;
use crate::ui::table::Table;
use crate::ui::words::Words;

/// The goals of a new plan beside those of the old one about the same topics.
pub fn compare(old: &[(Goal, Outlook)], new: &[(Goal, Outlook)], words: Words) -> Table {
    let mut table =
        Table::new([words.plan_plan(), words.plan_now(), words.plan_then()]).right(&[1, 2]);
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
        add(words.plan_about(), &|goal, _| about(goal, words));
        add(words.plan_interview_day(), &|goal, _| goal.day.to_string());
        add(words.plan_daily_minutes(), &|goal, _| goal.minutes.to_string());
        add(words.plan_hours(), &|_, outlook| {
            let seconds: f64 = outlook.days.iter().map(|load| load.seconds).sum();
            format!("{:.1}", seconds / 3600.0)
        });
        add(words.plan_expected_readiness(), &|_, outlook| expected(outlook, words));
        add(words.plan_seen_by_then(), &|_, outlook| {
            (outlook.cards - outlook.left_out.len()).to_string()
        });
        add(words.plan_cards_left_out(), &|_, outlook| outlook.left_out.len().to_string());
    }
    table
}
