//! `godrill home`: the topics, what today holds, and the interview.

use anyhow::Result;
use clap::Args;

use super::{Context, quiz};
use crate::study::{Overview, overview};
use crate::ui::home::today;
use crate::ui::plan::standing;
use crate::ui::table::Table;

/// Show the topics and today's work; choose what to study.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  godrill home                     topics, interview, today; Enter starts the quiz
  godrill config set start home    open this screen whenever you run `godrill`

In the quiz, Esc leads here, and Enter back to the same card. Space ticks a topic: then new cards come from \
    the ticked topics only, as with `godrill decks --focus`; d sets the day of the interview, m the minutes a \
    day, as `godrill plan` does. `godrill undo` takes each back.

Without a terminal, it prints the same as a table.")]
pub(super) struct HomeArgs {}

pub(super) fn run(_: &HomeArgs, context: &mut Context<'_>) -> Result<()> {
    if quiz::is_full_screen(context.world) {
        return quiz::at_home(context);
    }
    let store = context.open()?;
    let settings = store.settings()?;
    let words = context.words(&settings);
    let lang = context.first_lang(&settings);
    let overview = overview(&store, &settings, &context.moment(&settings))?;
    let head = [
        words.head_topic(),
        words.head_title(),
        words.is_new(),
        words.due(),
        words.home_known(),
        words.focus_row(),
    ];
    let mut table = Table::new(head).right(&[2, 3, 4]);
    for glanced in &overview.topics {
        let name = &glanced.topic.name;
        table.row([
            name.clone(),
            glanced.topic.title_in(lang).to_owned(),
            glanced.new.to_string(),
            glanced.due.to_string(),
            words.percent(format_args!("{:.0}", 100.0 * glanced.known)),
            if settings.focus.contains(name) { "x" } else { "" }.to_owned(),
        ]);
    }
    writeln!(context.out, "{}\n", table.to_string(context.world.width()))?;
    let Overview { left, aim, .. } = overview;
    let today = today(left.new, left.learning, left.due, words);
    writeln!(context.out, "{}{}{}", words.home_today(), words.colon(), today)?;
    if let Some(aim) = aim {
        let day = words.home_day(&aim.on.to_string(), &standing(&aim, words));
        writeln!(context.out, "{}{}{day}", words.home_interview(), words.colon())?;
    }
    if !settings.focus.is_empty() {
        writeln!(context.out, "{}", words.focus_is(&words.list(&settings.focus)))?;
    }
    Ok(())
}
