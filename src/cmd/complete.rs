//! `godrill completions` and `godrill man`.

use anyhow::Result;
use clap::Args;
use clap_complete::Shell;

use super::{Context, command_line};

/// Print completions for a shell.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  godrill completions bash > ~/.local/share/bash-completion/completions/godrill\n  godrill completions zsh > ~/.zfunc/_godrill\n  godrill completions fish > ~/.config/fish/completions/godrill.fish"
)]
pub(super) struct CompletionsArgs {
    /// The shell
    shell: Shell,
}

/// Print the manual page.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  godrill man | man -l -\n  godrill man > ~/.local/share/man/man1/godrill.1"
)]
pub(super) struct ManArgs {}

pub(super) fn completions(args: &CompletionsArgs, context: &mut Context<'_>) -> Result<()> {
    // Into memory first: the generator panics when a pipe is closed.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command_line(), "godrill", &mut script);
    context.out.raw().write_all(&script)?;
    Ok(())
}

pub(super) fn man(_: &ManArgs, context: &mut Context<'_>) -> Result<()> {
    let mut page = Vec::new();
    let command = command_line();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    // One page for all: the sections of the commands follow.
    for sub in command.get_subcommands() {
        page.extend_from_slice(format!(".SH \"GODRILL {}\"\n", sub.get_name()).as_bytes());
        let sub = clap_mangen::Man::new(sub.clone());
        sub.render_synopsis_section(&mut page)?;
        sub.render_description_section(&mut page)?;
        sub.render_options_section(&mut page)?;
    }
    context.out.raw().write_all(&page)?;
    Ok(())
}
