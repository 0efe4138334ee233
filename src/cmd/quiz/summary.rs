//! What happened in a session, and what comes next.

use std::io::Write;

use anyhow::Result;

use crate::model::day::Now;
use crate::study::{Outcome, Play};
use crate::ui::plan;
use crate::ui::quiz::clock;
use crate::ui::table::Table;
use crate::ui::words::Words;

/// The most new cards to offer when nothing is left.
const NEW: u32 = 10;

/// Prints the summary of a session; when there was nothing to ask (`began` is false), what comes
/// next and what can be done now.
pub(super) fn print(
    play: &mut Play,
    words: Words,
    began: bool,
    now: &Now,
    width: Option<u16>,
    out: &mut dyn Write,
) -> Result<()> {
    let day = now.day;
    let forecast = play.store.forecast(day)?;
    let due = |from: usize, to: usize| -> u32 {
        forecast.get(from..=to).unwrap_or_default().iter().map(|d| d.count).sum()
    };
    let (earliest, _) = play.store.earliest_due(day)?;
    let back =
        earliest.filter(|at| *at > now.at).map(|at| ((at - now.at + 59_999) / 60_000) as usize);
    let waiting = if play.session.options().minutes.is_some() { 0 } else { play.waiting(now)? };
    if play.session.answered().is_empty() {
        if began {
            writeln!(out, "{}", words.nothing_answered())?;
            return Ok(());
        }
        let topics = play.session.options().typed.clone();
        if let Some(aim) = play.aim(now)? {
            let plan = plan::standing(&aim, words);
            let done = match (waiting, back) {
                (1.., _) => words.plan_done_waiting(waiting, &plan),
                (0, Some(back)) => words.plan_done_back(back, &plan),
                (0, None) => words.plan_done(&plan),
            };
            writeln!(out, "{done}\n{}", words.go_on_with_plan(&topics))?;
            return Ok(());
        }
        let next = (1..forecast.len()).find(|i| due(*i, *i) > 0);
        let next = next.map(|days| (days, due(days, days) as usize));
        let nothing = match (back, next) {
            (Some(back), _) => words.nothing_due_back(back),
            (None, None) => words.nothing_due().to_owned(),
            (None, Some((1, cards))) => words.nothing_due_tomorrow(cards),
            (None, Some((days, cards))) => words.nothing_due_later(cards, days),
        };
        writeln!(out, "{nothing}")?;
        let focus = words.list(&play.settings.focus);
        if !focus.is_empty() {
            writeln!(out, "{}", words.focus_is(&focus))?;
        }
        let new = play.could_introduce(NEW, now)?;
        if new > 0 {
            writeln!(out, "{}", words.introduce(new, &topics))?;
        }
        writeln!(out, "{}", words.ask_any(&topics))?;
        return Ok(());
    }
    let outcome = play.outcome(now)?;
    let session = &play.session;
    let (passed, all) = session.recalled();
    let recalled = match all {
        0 => words.no_reviews().to_owned(),
        all => words.recalled((passed * 100 + all / 2) / all, passed, all),
    };
    let streak = play.store.streak(day)?;
    let mut table = Table::new([words.session(), ""]);
    table.row([words.row_cards(), &session.cards().to_string()]);
    table.row([words.row_answers(), &session.answered().len().to_string()]);
    table.row([words.row_new(), &session.introduced().to_string()]);
    table.row([words.row_time(), &clock(session.ms())]);
    table.row([words.row_recalled(), &recalled]);
    match outcome {
        None => {
            table.row([words.row_tomorrow_due(), &due(1, 1).to_string()]);
            table.row([words.row_week_due(), &due(1, 7).to_string()]);
        }
        Some(outcome) => planned(&outcome, words).into_iter().for_each(|row| table.row(row)),
    }
    table.row([words.row_streak(), &words.days(streak as usize)]);
    let focus = words.list(&play.settings.focus);
    if !focus.is_empty() {
        let told = match play.could_introduce(1, now)? {
            0 => words.focus_used(&focus),
            _ => focus,
        };
        table.row([words.focus_row(), &told]);
    }
    writeln!(out, "{}", table.to_string(Some(width.unwrap_or(80))))?;
    if waiting > 0 {
        writeln!(out, "{}\n{}", words.minutes_used(waiting), words.go_on())?;
    } else if let Some(back) = back {
        writeln!(out, "{}", words.next_learning(back))?;
    }
    Ok(())
}

/// What the session did for the interview, and what is planned for tomorrow.
fn planned(outcome: &Outcome, words: Words) -> Vec<[String; 2]> {
    let mut rows = Vec::new();
    let mut row = |name: &str, what| rows.push([name.to_owned(), what]);
    if let Some(aim) = &outcome.aim {
        row(words.row_plan(), plan::standing(aim, words));
    }
    let percent = |share: Option<f64>| share.map_or(0.0, |share| 100.0 * share);
    let (was, is) = outcome.readiness;
    row(words.row_readiness(), words.readiness(percent(is), percent(was)));
    let (new, reviews) = outcome.tomorrow;
    if new + reviews > 0 {
        row(words.row_tomorrow(), words.tomorrow(reviews, new));
    }
    rows
}
