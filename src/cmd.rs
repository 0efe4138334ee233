//! The shell: one file a command, each with its arguments and its `run`. Here: the command line as
//! a whole, what all commands share, and how errors leave the program.

mod about;
mod add;
mod backup;
mod bury;
mod check;
mod complete;
mod config;
mod confirm;
mod decks;
mod door;
mod edit;
mod editor;
mod export;
mod filter;
mod focus;
mod help;
mod home;
mod import;
mod list;
mod man;
mod r#move;
mod note;
mod optimize;
mod order;
mod plan;
mod process;
mod progress;
mod quiz;
mod remove;
mod rename;
mod restore;
mod search;
mod show;
mod stats;
mod status;
mod suspend;
mod undo;
mod usage;

use std::io;
use std::panic::UnwindSafe;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Result, bail};
use clap::error::ErrorKind;
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};

use door::Door;

use crate::builtin;
use crate::db::{DbError, Loaded, Store};
use crate::files;
use crate::model::card::Lang;
use crate::model::change::StoredCard;
use crate::model::filter::AsOf;
use crate::model::schedule::Scheduler;
use crate::model::settings::{Look, Settings, Show};
use crate::text::names;
use crate::text::plural::count;
use crate::text::visible::{escape_json, visible};
use crate::ui::theme::{Background, Theme};
use crate::ui::words::Words;
use crate::world::{self, World};
use usage::words;

/// Spaced repetition for Go interviews, in the terminal.
///
/// Without a command, it asks what is due today.
#[derive(Debug, Parser)]
#[command(
    name = "godrill",
    version,
    disable_help_subcommand = true,
    after_help = "\
Examples:
  godrill                    study what is due today
  godrill quiz map slice     only these topics
  godrill plan --on 2026-12-20 --minutes 30
                             get ready for an interview on that day
  godrill search 扩容        find cards, in English or Chinese
  godrill export -o my.json  all cards with all progress

The database is $GODRILL_DB, or godrill.db in your data folder."
)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Args)]
struct Global {
    /// Use this database instead of $GODRILL_DB or the default one
    #[arg(long, global = true, value_name = "FILE", display_order = 900)]
    db: Option<PathBuf>,
    /// Language of cards: en, zh or both
    #[arg(long, global = true, value_name = "LANG", display_order = 900, hide_possible_values = true, value_parser = words::<Show>(&["en", "zh", "both"]))]
    lang: Option<Show>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Ask what is due, then new cards
    Quiz(quiz::QuizArgs),
    /// Show the topics and today's work; choose what to study
    Home(home::HomeArgs),
    /// Get ready for the day of an interview
    Plan(plan::PlanArgs),
    /// Print what is left today in one line, for a shell prompt
    Status(status::StatusArgs),
    /// List topics with their card counts
    Decks(decks::DecksArgs),
    /// List cards by topic, tag, level or state
    List(list::ListArgs),
    /// Find cards by words in questions and answers
    Search(search::SearchArgs),
    /// Show a card with its memory, history and next intervals
    Show(show::ShowArgs),
    /// Add a card of your own
    Add(add::AddArgs),
    /// Edit a card; its progress stays
    Edit(edit::EditArgs),
    /// Move cards to another topic; their progress stays
    Move(r#move::MoveArgs),
    /// Give a topic of your own another name
    Rename(rename::RenameArgs),
    /// Remove a card of your own
    Remove(remove::RemoveArgs),
    /// Take cards out of the quiz
    Suspend(suspend::SuspendArgs),
    /// Bring suspended cards back
    Unsuspend(suspend::SuspendArgs),
    /// Hide cards until tomorrow
    Bury(bury::BuryArgs),
    /// Undo the last answer or change
    Undo(undo::UndoArgs),
    /// Redo what was undone last
    Redo(undo::RedoArgs),
    /// Show what you did, what you remember and what is ahead
    Stats(stats::StatsArgs),
    /// Fit the scheduler to your own answers
    Optimize(optimize::OptimizeArgs),
    /// Import cards from decks, notes, tables, Anki and other programs
    Import(import::ImportArgs),
    /// Export cards as decks, JSON, tables, Q:/A: Markdown, a web page or an Anki package
    Export(export::ExportArgs),
    /// Check the database, or deck files
    Check(check::CheckArgs),
    /// Copy the database
    Backup(backup::BackupArgs),
    /// Replace the database with a backup
    Restore(restore::RestoreArgs),
    /// Show or change settings
    Config(config::ConfigArgs),
    /// Print a script that completes words in a shell
    Completions(complete::CompletionsArgs),
    /// Print or write manual pages
    Man(man::ManArgs),
    /// Show the help of a command, or a page
    Help(help::HelpArgs),
}

/// The command line, ready to show its help.
fn command_line() -> clap::Command {
    usage::shown(help::with_pages(Cli::command()))
}

/// Exit codes besides 0.
mod code {
    /// The user or the data is at fault.
    pub(super) const USER: u8 = 1;
    /// The program is at fault.
    pub(super) const INTERNAL: u8 = 3;
}

/// An exit code that a command asks for when it has printed all there is to say.
#[derive(Debug, thiserror::Error)]
#[error("exit with code {0}")]
struct Exit(u8);

impl Exit {
    /// The end by a signal, as the shell tells it: 128 and the number of the signal.
    fn of_signal(signal: i32) -> Exit {
        Exit(128_u8.saturating_add(u8::try_from(signal).unwrap_or(0)))
    }
}

/// Runs the program and gives its exit code: 0, 1 for the user's or the data's faults, 2 for a wrong
/// command line, 3 for our own faults.
pub fn main() -> ExitCode {
    #[cfg(unix)]
    if let Some(args) = process::WithinArgs::of(world::arguments()) {
        return guarded(|| process::within(&args));
    }
    // What only help shows is built only for help: it took a fourteenth of the time of a `status`.
    let parsed = Cli::command().try_get_matches().or_else(|error| match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            command_line().try_get_matches()
        }
        _ => Err(error),
    });
    let cli = match parsed.and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(mut error) => {
            if let Some(code) = usage::mend(&mut error) {
                return code;
            }
            // Help and version go to stdout with code 0, the rest to stderr with code 2.
            return match error.print() {
                Ok(()) => ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2)),
                Err(_) => ExitCode::SUCCESS,
            };
        }
    };
    // Hitting a limit on file size is then an error to report, and does not end the program.
    #[cfg(unix)]
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::default());
    guarded(|| {
        let mut out = Door::new();
        World::look().and_then(|world| {
            run(cli, &world, &mut out)?;
            out.flush()?;
            Ok(())
        })
    })
}

/// Does the work and gives the exit code of its outcome, a panic included.
fn guarded(work: impl FnOnce() -> Result<()> + UnwindSafe) -> ExitCode {
    match std::panic::catch_unwind(work) {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(error)) => report(&error),
        Err(_) => {
            // The panic hook has said what happened; standard error may be gone.
            let _ = door::tell(
                "error: this is a bug in godrill; every answer that was followed by another \
                 question is saved",
            );
            ExitCode::from(code::INTERNAL)
        }
    }
}

fn report(error: &anyhow::Error) -> ExitCode {
    if let Some(Exit(code)) = error.downcast_ref() {
        return ExitCode::from(*code);
    }
    let closed = |e: &io::Error| e.kind() == io::ErrorKind::BrokenPipe;
    if error.chain().filter_map(|cause| cause.downcast_ref::<io::Error>()).any(closed) {
        return ExitCode::SUCCESS;
    }
    let message = error.chain().map(ToString::to_string).collect::<Vec<_>>().join(": ");
    // Nothing is left to do if even this fails.
    let _ = door::tell(&format!("error: {message}"));
    ExitCode::from(code::USER)
}

fn run(cli: Cli, world: &World, out: &mut Door) -> Result<()> {
    let mut context = Context { world, out, db: cli.global.db, lang: cli.global.lang };
    let database = context.db.clone();
    dispatch(cli.command, &mut context).map_err(|error| {
        // An error without a cause may come from code that does not know the path of the database.
        if error.chain().nth(1).is_some() {
            return error;
        }
        match (error.downcast::<DbError>(), world.database(database.as_ref())) {
            (Ok(error), Ok(path)) => error.at(&path).into(),
            (Ok(error), Err(_)) => error.into(),
            (Err(error), _) => error,
        }
    })
}

fn dispatch(command: Option<Command>, context: &mut Context<'_>) -> Result<()> {
    let Some(command) = command else { return quiz::start(context) };
    match command {
        Command::Home(args) => home::run(&args, context),
        Command::Quiz(args) => quiz::run(args, context),
        Command::Plan(args) => plan::run(&args, context),
        Command::Status(args) => status::run(&args, context),
        Command::Decks(args) => decks::run(&args, context),
        Command::List(args) => list::run(&args, context),
        Command::Search(args) => search::run(&args, context),
        Command::Show(args) => show::run(&args, context),
        Command::Add(args) => add::run(args, context),
        Command::Edit(args) => edit::run(&args, context),
        Command::Move(args) => r#move::run(&args, context),
        Command::Rename(args) => rename::run(&args, context),
        Command::Remove(args) => remove::run(&args, context),
        Command::Suspend(args) => suspend::run(&args, context, true),
        Command::Unsuspend(args) => suspend::run(&args, context, false),
        Command::Bury(args) => bury::run(&args, context),
        Command::Undo(args) => undo::run(&args, context),
        Command::Redo(args) => undo::redo(&args, context),
        Command::Stats(args) => stats::run(&args, context),
        Command::Optimize(args) => optimize::run(&args, context),
        Command::Import(args) => import::run(&args, context),
        Command::Export(args) => export::run(&args, context),
        Command::Check(args) => check::run(&args, context),
        Command::Backup(args) => backup::run(&args, context),
        Command::Restore(args) => restore::run(&args, context),
        Command::Config(args) => config::run(&args, context),
        Command::Completions(args) => complete::completions(&args, context),
        Command::Man(args) => man::run(&args, context),
        Command::Help(args) => help::run(&args, context),
    }
}

/// What every command gets.
struct Context<'w> {
    world: &'w World,
    out: &'w mut Door,
    db: Option<PathBuf>,
    lang: Option<Show>,
}

impl Context<'_> {
    /// Opens the database for reading and, when it can be written, loads the built-in decks that
    /// it does not have yet.
    fn open(&mut self) -> Result<Store> {
        let path = self.world.database(self.db.as_ref())?;
        // Removes what a killed backup, restore or export left beside it.
        files::sweep(files::folder_of(&files::behind_links(&path)));
        Store::make(&path, |store| self.load_builtin(store))?;
        let mut store = Store::open(&path)?;
        self.load_builtin(&mut store)?;
        Ok(store)
    }

    /// Loads the built-in decks that a database does not have yet, when it can be written.
    fn load_builtin(&self, store: &mut Store) -> Result<()> {
        if !store.is_read_only() && !store.has_builtin(builtin::FINGERPRINT)? {
            let (topics, decks) = builtin::reading();
            let now = self.world.now();
            let loaded = match store.load_builtin(builtin::FINGERPRINT, &topics, decks, now) {
                // On a full disk, or while another process writes, the decks loaded before will do:
                // what is there can still be read and exported.
                Err(DbError::Full(_) | DbError::CannotWrite { .. } | DbError::Busy(_))
                    if store.has_some_builtin()? =>
                {
                    Loaded::default()
                }
                loaded => loaded?,
            };
            if loaded.updated > 0 || loaded.retired > 0 || !loaded.kept.is_empty() {
                let mut note = format!(
                    "built-in decks: {} new, {} updated, {} retired",
                    loaded.added, loaded.updated, loaded.retired
                );
                if !loaded.kept.is_empty() {
                    note += &format!("; your own wording is kept in {}", loaded.kept.join(", "));
                }
                door::tell(&note)?;
            }
        }
        Ok(())
    }

    /// Opens the database for a command that writes.
    fn open_to_write(&mut self) -> Result<Store> {
        let store = self.open()?;
        store.require_writable()?;
        Ok(store)
    }

    /// The languages to show cards in: by the flag, else the setting, else the locale.
    fn show(&self, settings: &Settings) -> Show {
        let show = self.lang.or(settings.lang).unwrap_or(Show::One(self.world.locale));
        show.led_by(self.world.locale)
    }

    /// The first language to show.
    fn first_lang(&self, settings: &Settings) -> Lang {
        self.show(settings).langs()[0]
    }

    /// The words of the screens: by the setting, else in the first language of the cards.
    fn words(&self, settings: &Settings) -> Words {
        Words(settings.ui_lang.unwrap_or_else(|| self.first_lang(settings)))
    }

    /// The colours of what is printed in one go. The terminal is not asked for its background: a
    /// late answer would go to the shell, like anything typed meanwhile.
    fn theme(&self, look: Look) -> Theme {
        if !self.world.color {
            return Theme::mono();
        }
        let told = self.world.colors.as_deref().and_then(Background::from_variable);
        Theme::wanted(look).or(told.map(Theme::on)).unwrap_or(Theme::mono())
    }

    /// What a filter needs to know of the present: the time, the day and the leech threshold.
    fn as_of(&self, settings: &Settings) -> AsOf {
        let leech_threshold = settings.leech_threshold;
        let crate::model::day::Now { at: now, day, end } = self.moment(settings);
        AsOf { day, now, end, leech_threshold }
    }

    /// Now, with its study day.
    fn moment(&self, settings: &Settings) -> crate::model::day::Now {
        self.world.moment(settings.rollover_hour)
    }

    /// The present study day.
    fn today(&self, settings: &Settings) -> crate::model::day::Day {
        self.world.calendar(settings.rollover_hour).day_of(self.world.now())
    }

    /// Prints a value as JSON, and a newline.
    fn json(&mut self, value: &impl serde::Serialize) -> Result<()> {
        let json = serde_json::to_string_pretty(value)?;
        writeln!(self.out, "{}", escape_json(&json))?;
        Ok(())
    }
}

/// The card with that id, or an error that suggests the nearest ones.
fn card(store: &Store, id: &str) -> Result<StoredCard> {
    match store.card(id)? {
        Some(card) => Ok(card),
        None => {
            let ids = store.card_ids()?;
            let known = ids.iter().map(String::as_str);
            bail!(names::unknown("card", id, known, "`godrill list` shows all ids"))
        }
    }
}

/// The name of the topic for each given name or title, or an error that suggests the nearest ones.
fn topic_names(store: &Store, said: &[String]) -> Result<Vec<String>> {
    if said.is_empty() {
        return Ok(Vec::new());
    }
    let topics = store.topics()?;
    let name = |said: &String| -> Result<String> {
        if topics.iter().any(|topic| topic.name == *said) {
            return Ok(said.clone());
        }
        let titled: Vec<&str> =
            topics.iter().filter(|t| t.is_titled(said)).map(|t| t.name.as_str()).collect();
        match titled.as_slice() {
            [one] => Ok((*one).to_owned()),
            [] => {
                if store.card(said)?.is_some() {
                    bail!("`{said}` is a card, not a topic: `godrill show {said}` shows it");
                }
                let known = topics.iter().map(|t| t.name.as_str());
                bail!(names::unknown("topic", said, known, "`godrill decks` lists them"))
            }
            many => {
                bail!("`{said}` is the title of {}: give one of these names", many.join(" and "))
            }
        }
    };
    said.iter().map(name).collect()
}

/// The scheduler for these settings.
fn scheduler(settings: &Settings) -> Scheduler {
    Scheduler::new(settings)
}

/// A path that is safe to show: names of files come from anywhere.
fn shown(path: &Path) -> String {
    visible(&path.display().to_string()).into_owned()
}

/// A path beside `path`: its name, a dot and `suffix`.
fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_outcome_has_its_code() {
        assert_eq!(guarded(|| Ok(())), ExitCode::SUCCESS);
        assert_eq!(guarded(|| bail!("no such card")), ExitCode::from(code::USER));
        assert_eq!(guarded(|| bail!(Exit(143))), ExitCode::from(143));
        assert_eq!(
            guarded(|| Err(io::Error::from(io::ErrorKind::BrokenPipe).into())),
            ExitCode::SUCCESS
        );
        assert_eq!(guarded(|| panic!("a bug")), ExitCode::from(code::INTERNAL));
    }
}
