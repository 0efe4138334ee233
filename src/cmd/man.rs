//! `godrill man`: a manual page for each command.

mod page;
mod roff;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use clap::{Args, Command, ValueHint};

use super::{Context, command_line, count, shown};
use crate::files::Temporary;
use crate::text::names;

/// Print or write manual pages.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  godrill man | man -l -           read the main page
  godrill man quiz | man -l -      read the page of a command
  godrill man --all ~/.local/share/man/man1
                                   install all pages, for `man godrill-quiz`

--all creates the folder if needed. It replaces pages that godrill wrote before; if anything \
    else has the name of a page, nothing is written.")]
pub(super) struct ManArgs {
    /// Print the page of this command instead of the main page
    #[arg(value_name = "COMMAND", conflicts_with = "all")]
    command: Option<String>,
    /// Write the pages of all commands into this folder
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    all: Option<PathBuf>,
}

pub(super) fn run(args: &ManArgs, context: &mut Context<'_>) -> Result<()> {
    let mut godrill = command_line().disable_help_subcommand(true);
    godrill.build();
    if let Some(folder) = &args.all {
        return write_all(&godrill, folder, context);
    }
    let command = match &args.command {
        None => &godrill,
        Some(name) => {
            let Some(command) = godrill.find_subcommand(name) else {
                let known = godrill.get_subcommands().map(Command::get_name);
                bail!(names::unknown("command", name, known, "`godrill --help` lists them"));
            };
            command
        }
    };
    context.out.raw().write_all(page::page(&godrill, command)?.as_bytes())?;
    Ok(())
}

/// Writes the page of every command into a folder.
fn write_all(godrill: &Command, folder: &Path, context: &mut Context<'_>) -> Result<()> {
    let commands: Vec<&Command> = [godrill].into_iter().chain(godrill.get_subcommands()).collect();
    let path = |command: &&Command| folder.join(format!("{}.1", page::name(command)));
    // Checked before anything is written.
    if let Some(path) = commands.iter().map(path).find(|path| is_of_others(path)) {
        bail!(
            "{} is not a page that godrill wrote: move it away, or give another folder",
            shown(&path)
        );
    }
    fs::create_dir_all(folder)
        .with_context(|| format!("cannot make the folder {}", shown(folder)))?;
    for command in &commands {
        let path = path(command);
        let text = page::page(godrill, command)?;
        let write = || {
            let temporary = Temporary::new(&path, None)?;
            temporary.file().write_all(text.as_bytes())?;
            temporary.replace(&path)
        };
        write().with_context(|| format!("cannot write {}", shown(&path)))?;
    }
    let pages = count(commands.len(), "manual page");
    writeln!(context.out, "{pages} written to {}", shown(folder))?;
    Ok(())
}

/// Whether something that godrill did not write has the name of a page.
fn is_of_others(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|meta| {
        !meta.is_file() || !fs::read(path).is_ok_and(|text| text.starts_with(page::MARK.as_bytes()))
    })
}
