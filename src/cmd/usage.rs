//! What the command line does beyond the parser: words that shells complete, and better answers to
//! a command that does not exist.

use std::fmt::Display;
use std::marker::PhantomData;
use std::path::PathBuf;
use std::process::ExitCode;
use std::str::FromStr;

use clap::builder::{PossibleValue, TypedValueParser};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, ValueHint};

use super::command_line;
use super::door::tell;
use crate::builtin;
use crate::db::Store;
use crate::text::names;
use crate::world::{self, World};

/// The exit code of a wrong command line.
pub(super) const WRONG: u8 = 2;

/// A parser of values whose usual words shells complete. Any other value that it refuses is
/// reported in the words of the type.
pub(super) fn words<T>(names: &'static [&'static str]) -> Words<T> {
    Words { names, of: PhantomData }
}

/// See [`words`].
#[derive(Debug, Clone)]
pub(super) struct Words<T> {
    names: &'static [&'static str],
    of: PhantomData<T>,
}

impl<T> TypedValueParser for Words<T>
where
    T: FromStr<Err: Display> + Clone + Send + Sync + 'static,
{
    type Value = T;

    fn parse_ref(
        &self,
        command: &Command,
        arg: Option<&Arg>,
        value: &std::ffi::OsStr,
    ) -> Result<T, clap::Error> {
        let parse = |text: &str| text.parse::<T>().map_err(|error| error.to_string());
        let parser = clap::builder::StringValueParser::new();
        parser.try_map(move |text| parse(&text)).parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(self.names.iter().map(PossibleValue::new)))
    }
}

/// The widest lines of help: on a terminal, and where there is none.
const WIDEST: usize = 100;
const USUAL: usize = 80;

/// The command line, ready to show its help: as wide as the terminal, and `-h` fits on a screen.
pub(super) fn shown(command: Command) -> Command {
    let most = if world::has_terminal() { WIDEST } else { USUAL };
    brief(command).max_term_width(most)
}

/// Leaves only the examples in `-h`; what comes below them is for `--help`.
fn brief(command: Command) -> Command {
    let whole = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let command = match whole.split_once("\n\n") {
        Some((examples, _)) => {
            let examples = examples.to_owned();
            command.after_help(examples).after_long_help(whole)
        }
        None => command,
    };
    command.mut_subcommands(brief)
}

/// The command line for shells that cannot ask us: topics and files only where they belong.
pub(super) fn completed(command: Command) -> Command {
    // Leaked, as the program prints it once and ends.
    offering(command, builtin::topics().leak())
}

fn offering(command: Command, topics: &'static [&'static str]) -> Command {
    let offered = move |arg: Arg| match arg.get_value_names() {
        Some([name]) if name == "TOPIC" => arg.value_parser(words::<String>(topics)),
        _ if arg.get_action().takes_values() && arg.get_value_hint() == ValueHint::Unknown => {
            arg.value_hint(ValueHint::Other)
        }
        _ => arg,
    };
    command.mut_args(offered).mut_subcommands(|sub| offering(sub, topics))
}

/// Answers a command that does not exist but is a topic or a card, and drops a suggestion that is
/// far from what was typed. Returns the exit code if that says it all.
pub(super) fn mend(error: &mut clap::Error) -> Option<ExitCode> {
    if error.kind() == ErrorKind::InvalidSubcommand
        && let Some(ContextValue::String(name)) = error.get(ContextKind::InvalidSubcommand)
        && let Some(way_out) = topic_or_card(name)
    {
        // Nothing is left to do if even this fails.
        let _ = tell(&format!("error: `{name}` is a {way_out}"));
        return Some(ExitCode::from(WRONG));
    }
    if let Some(ContextValue::String(wanted)) = error.get(ContextKind::InvalidArg)
        && let Some(ContextValue::String(near)) = error.get(ContextKind::SuggestedArg)
        && names::nearest(wanted.trim_start_matches('-'), [near.trim_start_matches('-')]).is_empty()
    {
        // The usage line is made with it too.
        error.remove(ContextKind::SuggestedArg);
        error.remove(ContextKind::Usage);
    }
    None
}

/// What to run for a topic or a card, in words; `None` when the name is neither.
fn topic_or_card(name: &str) -> Option<String> {
    let topic = format!("topic, not a command: `godrill quiz {name}` asks its cards");
    if builtin::topics().contains(&name) {
        return Some(topic);
    }
    let matches = command_line().allow_external_subcommands(true).try_get_matches().ok();
    let given = matches.as_ref().and_then(|matches| matches.get_one::<PathBuf>("db"));
    // No database is made for a wrong command.
    let path = World::look().ok()?.place(given).filter(|path| path.exists());
    match path.and_then(|path| Store::open(&path).ok()) {
        Some(store) => {
            if store.topics().ok()?.iter().any(|topic| topic.name == name) {
                return Some(topic);
            }
            store.card(name).ok()??;
        }
        None => drop(builtin::decks().1.iter().find(|card| card.id == name)?),
    }
    Some(format!("card, not a command: `godrill show {name}` shows it"))
}
