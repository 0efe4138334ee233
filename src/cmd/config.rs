//! `godrill config`: the settings.

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use clap::{Args, Subcommand};
use serde::Serialize;

use super::usage::words;
use super::{Context, count, focus, help, progress::Progress};
use crate::model::schedule::Scheduler;
use crate::model::settings::{FOCUS, SETTINGS, Setting, Settings, Value};
use crate::text::names;
use crate::ui::table::Table;

/// Show or change settings.
#[derive(Debug, Args)]
#[command(
    disable_help_subcommand = true,
    after_help = "\
Examples:
  godrill config list
  godrill config get desired_retention
  godrill config set new_per_day 20

Settings are kept in the database. Changing one that moves due dates (retention, parameters, \
    steps, maximum interval, fuzz) recomputes every schedule from your reviews.

JSON (version 1), of `godrill config list --json`: {version, settings: {name: value}}. Values \
    are numbers, true or false, lists of minutes or topics, or words."
)]
pub(super) struct ConfigArgs {
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Print one setting
    Get {
        /// Name of the setting
        #[arg(hide_possible_values = true, value_parser = words::<String>(&NAMES))]
        name: String,
    },
    /// Change one setting
    Set {
        /// Name of the setting
        #[arg(hide_possible_values = true, value_parser = words::<String>(&NAMES))]
        name: String,
        /// The new value; steps take several, such as 1 10
        #[arg(required = true, num_args = 1.., allow_hyphen_values = true)]
        value: Vec<String>,
    },
    /// Print all settings
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Show the help of a subcommand
    Help {
        /// The subcommand
        #[arg(value_name = "COMMAND")]
        names: Vec<String>,
    },
}

/// The names of the settings, for completions.
static NAMES: [&str; SETTINGS.len()] = {
    let mut names = [""; SETTINGS.len()];
    let mut i = 0;
    while i < names.len() {
        names[i] = SETTINGS[i].name;
        i += 1;
    }
    names
};

/// What `list --json` prints.
#[derive(Serialize)]
struct Listing {
    version: u32,
    settings: BTreeMap<&'static str, Value>,
}

pub(super) fn run(args: &ConfigArgs, context: &mut Context<'_>) -> Result<()> {
    match &args.action {
        None => list(context, false),
        Some(Action::List { json }) => list(context, *json),
        Some(Action::Get { name }) => {
            let setting = named(name)?;
            let settings = context.open()?.settings()?;
            writeln!(context.out, "{}", setting.get(&settings))?;
            Ok(())
        }
        Some(Action::Set { name, value }) if name == FOCUS => focus::run(value, context),
        Some(Action::Set { name, value }) => set(context, named(name)?, &value.join(" ")),
        Some(Action::Help { names }) => {
            let names = names.iter().map(String::as_str);
            help::command(&std::iter::once("config").chain(names).collect::<Vec<_>>())
        }
    }
}

fn named(name: &str) -> Result<&'static Setting> {
    match Setting::named(name) {
        Some(setting) => Ok(setting),
        None => {
            let known = SETTINGS.iter().map(|s| s.name);
            bail!(names::unknown("setting", name, known, "`godrill config list` shows all"))
        }
    }
}

fn set(context: &mut Context<'_>, setting: &Setting, value: &str) -> Result<()> {
    let mut store = context.open_to_write()?;
    let before = store.settings()?;
    let mut settings = before.clone();
    if let Err(error) = setting.set(&mut settings, value) {
        bail!(error);
    }
    let scheduler = (setting.reschedules && settings != before).then(|| Scheduler::new(&settings));
    let progress = Progress::new(context.world, "rescheduling");
    let changed = store.set_setting(
        setting,
        &setting.get(&settings),
        context.world.now(),
        scheduler.as_ref(),
        &mut |done, all| progress.show(done, all),
    )?;
    progress.done();
    writeln!(context.out, "{} = {}", setting.name, setting.get(&settings))?;
    if changed > 0 {
        writeln!(context.out, "{} rescheduled", count(changed as usize, "card"))?;
    }
    Ok(())
}

/// A longer value is not shown in the table; `config get` prints it.
const WIDEST: usize = 60;

fn list(context: &mut Context<'_>, json: bool) -> Result<()> {
    let settings = context.open()?.settings()?;
    if json {
        let values = SETTINGS.iter().map(|s| (s.name, s.value(&settings))).collect();
        return context.json(&Listing { version: 1, settings: values });
    }
    let defaults = Settings::default();
    let mut table = Table::new(["setting", "value", "default", "what it does"]);
    for setting in SETTINGS {
        let mut value = setting.get(&settings);
        if value.len() > WIDEST {
            value = "own".into();
        }
        let default = setting.get(&defaults);
        table.row([setting.name, &value, &default, setting.help]);
    }
    writeln!(context.out, "{}", table.to_string(context.world.width()))?;
    Ok(())
}
