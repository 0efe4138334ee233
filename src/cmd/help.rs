//! `godrill help`: the help of a command, or one of the long pages of `src/docs/`.

use std::io::{self, Write};
use std::process::{Command as Program, Stdio};

use anyhow::{Result, bail};
use clap::Args;

use super::door::tell;
use super::usage::WRONG;
use super::{Context, Exit, command_line, editor};
use crate::model::settings::Look;
use crate::text::names;
use crate::ui::{markdown, styled};

/// Show the help of a command, or a page.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  godrill help               all commands and pages\n  godrill help quiz          the options of a command\n  godrill help config set    the options of a subcommand\n  godrill help scheduler     a page\n\nOn a terminal a page goes through $GODRILL_PAGER, else $PAGER, if that is set. In a pipe it is Markdown."
)]
pub(super) struct HelpArgs {
    /// A command or a page; none for the list of both
    #[arg(value_name = "NAME")]
    names: Vec<String>,
}

/// A long page.
struct Page {
    name: &'static str,
    /// Markdown that begins with its title.
    text: &'static str,
}

/// The pages, in the order of reading.
const PAGES: [Page; 7] = [
    Page { name: "filters", text: include_str!("../docs/filters.md") },
    Page { name: "scheduler", text: include_str!("../docs/scheduler.md") },
    Page { name: "deck-format", text: include_str!("../docs/deck-format.md") },
    Page { name: "formats", text: include_str!("../docs/formats.md") },
    Page { name: "checking", text: include_str!("../docs/checking.md") },
    Page { name: "simulation", text: include_str!("../docs/simulation.md") },
    Page { name: "speed", text: include_str!("../docs/speed.md") },
];

impl Page {
    fn title(&self) -> &'static str {
        self.text.lines().next().unwrap_or_default().trim_start_matches("# ")
    }
}

/// The pages with their titles.
pub(super) fn pages() -> impl Iterator<Item = (&'static str, &'static str)> {
    PAGES.iter().map(|page| (page.name, page.title()))
}

/// The command line with the list of pages at the end of its help.
pub(super) fn with_pages(command: clap::Command) -> clap::Command {
    let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let page = |page: &Page| format!("\n  {:<11}  {}", page.name, page.title());
    let pages: String = PAGES.iter().map(page).collect();
    command.after_help(format!("{help}\n\nPages, shown by `godrill help PAGE`:{pages}"))
}

pub(super) fn run(args: &HelpArgs, context: &mut Context<'_>) -> Result<()> {
    let names: Vec<&str> = args.names.iter().map(String::as_str).collect();
    if let [name] = names[..]
        && let Some(page) = PAGES.iter().find(|page| page.name == name)
    {
        return show(page.text, context);
    }
    command(&names)
}

/// Prints the help of a command, each name within the one before; with no names, of the program.
pub(super) fn command(names: &[&str]) -> Result<()> {
    if let Err(message) = find(names) {
        tell(&format!("error: {message}"))?;
        bail!(Exit(WRONG));
    }
    // What the command itself would print, so that the two never differ.
    let words = ["godrill"].iter().chain(names).chain(&["--help"]);
    if let Err(help) = command_line().try_get_matches_from(words) {
        help.print()?;
    }
    Ok(())
}

/// Whether there is a command with these names, each within the one before; else what is wrong.
fn find(names: &[&str]) -> Result<(), String> {
    let mut command = &command_line();
    for (at, name) in names.iter().enumerate() {
        if at == 0 && PAGES.iter().any(|page| page.name == *name) {
            return Err(format!("`{name}` is a page: `godrill help {name}` shows it"));
        }
        let Some(sub) = command.find_subcommand(name) else {
            let before = names[..at].join(" ");
            if !command.has_subcommands() {
                return Err(format!("`{before}` has no subcommands: see `godrill help {before}`"));
            }
            let commands = command.get_subcommands().map(clap::Command::get_name);
            let pages = PAGES.iter().map(|page| page.name).filter(|_| at == 0);
            let (what, way_out) = match at {
                0 => ("command or page", "`godrill help` lists them".to_owned()),
                _ => ("subcommand", format!("`godrill help {before}` lists them")),
            };
            return Err(names::unknown(what, name, commands.chain(pages), &way_out));
        };
        command = sub;
    }
    Ok(())
}

/// Draws Markdown on a terminal; elsewhere it stays as it is.
fn show(text: &str, context: &mut Context<'_>) -> Result<()> {
    let Some(width) = context.world.width() else {
        context.out.raw().write_all(text.as_bytes())?;
        return Ok(());
    };
    let mut drawn = Vec::new();
    if context.world.is_dumb {
        writeln!(drawn, "{}", markdown::plain(text, Some(width)))?;
    } else {
        let theme = context.theme(Look::Auto);
        styled::write(&markdown::render(text, width, &theme).lines, &mut drawn)?;
    }
    let pager = context.world.pager().filter(|_| !context.world.is_dumb);
    if !pager.is_some_and(|pager| is_paged(pager, &drawn, context)) {
        context.out.raw().write_all(&drawn)?;
    }
    Ok(())
}

/// Lets a pager show text; false when it cannot be started. No shell runs it.
fn is_paged(pager: &str, text: &[u8], context: &Context<'_>) -> bool {
    let Ok((program, args)) = editor::split(pager, crate::ui::words::Words::EN) else {
        return false;
    };
    let mut command = Program::new(program);
    command.args(args).stdin(Stdio::piped());
    // As git does: a text that fits is printed, colours are shown, nothing is cleared.
    if context.world.variable("LESS").is_none() {
        command.env("LESS", "FRX");
    }
    let Ok(mut child) = command.spawn() else { return false };
    // Ctrl-C belongs to the pager as long as it runs.
    #[cfg(unix)]
    let _ = signal_hook::flag::register(signal_hook::consts::SIGINT, std::sync::Arc::default());
    if let Some(mut input) = child.stdin.take() {
        // A pager that is left early closes the pipe.
        let _: io::Result<()> = input.write_all(text);
    }
    let _ = child.wait();
    true
}
