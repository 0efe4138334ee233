//! What a session was, and what comes.

use std::io::Write;

use anyhow::Result;

use crate::cmd::count;
use crate::model::day::Now;
use crate::study::{Outcome, Play};
use crate::ui::plan;
use crate::ui::quiz::clock;
use crate::ui::table::Table;

/// New cards that are offered at most when nothing is left.
const NEW: u32 = 10;

/// Prints the summary of a session; when there was nothing to ask (`began` is false), what comes
/// next and what can be done now.
pub(super) fn print(
    play: &mut Play,
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
    let back = earliest.filter(|at| *at > now.at).map(|at| {
        let minutes = (at - now.at + 59_999) / 60_000;
        format!("the next card comes back in {}", count(minutes as usize, "minute"))
    });
    let waiting = if play.session.options().minutes.is_some() { 0 } else { play.waiting(now)? };
    if play.session.answered().is_empty() {
        if began {
            writeln!(out, "Nothing was answered.")?;
            return Ok(());
        }
        if let Some(aim) = play.aim(now)? {
            let plan = plan::standing(&aim);
            match (waiting, back) {
                (1.., _) => {
                    writeln!(out, "Today's plan is done: {plan}; {}.", unfinished(waiting))?
                }
                (0, Some(back)) => writeln!(out, "Today's plan is done: {plan}; {back}.")?,
                (0, None) => writeln!(out, "Today's plan is done: {plan}.")?,
            }
            let topics: String =
                play.session.options().topics.iter().map(|topic| format!(" {topic}")).collect();
            writeln!(out, "`godrill quiz{topics} --minutes 10` goes on with it.")?;
            return Ok(());
        }
        match back {
            Some(back) => writeln!(out, "Nothing is due now; {back}.")?,
            None => {
                let next = (1..forecast.len()).find(|i| due(*i, *i) > 0);
                let what = |i: usize| count(due(i, i) as usize, "card");
                match next {
                    None => writeln!(out, "Nothing is due now.")?,
                    Some(1) => writeln!(out, "Nothing is due now; {} tomorrow.", what(1))?,
                    Some(i) => {
                        writeln!(out, "Nothing is due now; {} in {i} days.", what(i))?;
                    }
                }
            }
        }
        let new = play.could_introduce(NEW, now)?;
        let topics: String =
            play.session.options().topics.iter().map(|topic| format!(" {topic}")).collect();
        if new > 0 {
            let cards = count(new, "new card");
            writeln!(out, "`godrill quiz{topics} --new {new}` introduces {cards} now.")?;
        }
        writeln!(out, "`godrill quiz{topics} --all` asks any card; the schedule stays as it is.")?;
        return Ok(());
    }
    let outcome = play.outcome(now)?;
    let session = &play.session;
    let (passed, all) = session.recalled();
    let recalled = match all {
        0 => "no card was known before".to_owned(),
        all => format!("{} % ({passed} of {all})", (passed * 100 + all / 2) / all),
    };
    let streak = play.store.streak(day)?;
    let mut table = Table::new(["session", ""]);
    table.row(["cards", &session.cards().to_string()]);
    table.row(["answers", &session.answered().len().to_string()]);
    table.row(["new", &session.introduced().to_string()]);
    table.row(["time", &clock(session.ms())]);
    table.row(["recalled", &recalled]);
    match outcome {
        None => {
            table.row(["due tomorrow", &due(1, 1).to_string()]);
            table.row(["due in 7 days", &due(1, 7).to_string()]);
        }
        Some(outcome) => planned(&outcome).into_iter().for_each(|row| table.row(row)),
    }
    table.row(["streak", &count(streak as usize, "day")]);
    writeln!(out, "{}", table.to_string(Some(width.unwrap_or(80))))?;
    if waiting > 0 {
        writeln!(out, "The minutes are used: {}.", unfinished(waiting))?;
        writeln!(out, "`godrill quiz --minutes 10` goes on now.")?;
    } else if let Some(back) = back {
        writeln!(out, "Learning goes on: {back}.")?;
    }
    Ok(())
}

/// What becomes of begun cards when the minutes are used.
fn unfinished(cards: usize) -> String {
    match cards {
        1 => "1 card is not learned yet and comes first tomorrow".to_owned(),
        cards => format!("{cards} cards are not learned yet and come first tomorrow"),
    }
}

/// What the session did for the interview, and what tomorrow has.
fn planned(outcome: &Outcome) -> Vec<[String; 2]> {
    let mut rows = Vec::new();
    if let Some(aim) = &outcome.aim {
        rows.push(["plan".to_owned(), plan::standing(aim)]);
    }
    let percent = |share: Option<f64>| share.map_or(0.0, |share| 100.0 * share);
    let (was, is) = outcome.readiness;
    let (was, is) = (percent(was), percent(is));
    rows.push(["readiness, if you stop".to_owned(), format!("{is:.1} % (before: {was:.1} %)")]);
    let (new, reviews) = outcome.tomorrow;
    if new + reviews > 0 {
        rows.push(["tomorrow".to_owned(), format!("{new} new, {}", count(reviews, "review"))]);
    }
    rows
}
