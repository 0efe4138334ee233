//! `godrill completions` and `godrill man`.

use std::io::Write;

use anyhow::Result;
use clap::Args;
use clap_complete::Shell;

use super::{Context, command_line, usage};

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
    clap_complete::generate(
        args.shell,
        &mut usage::completed(command_line()),
        "godrill",
        &mut script,
    );
    context.out.raw().write_all(&script)?;
    Ok(())
}

pub(super) fn man(_: &ManArgs, context: &mut Context<'_>) -> Result<()> {
    let command = command_line();
    let mut page = Vec::new();
    let man = clap_mangen::Man::new(command.clone());
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    write!(page, ".SH SYNOPSIS\n{}", verbatim(&synopsis(&command)))?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    // One page for all: its commands have no pages of their own.
    writeln!(page, ".SH COMMANDS")?;
    let commands = || command.get_subcommands().filter(|sub| sub.get_name() != "help");
    for sub in commands() {
        let about = sub.get_about().map(ToString::to_string).unwrap_or_default();
        write!(page, ".TP\n\\fB{}\\fR\n{}", roff(sub.get_name()), lines(&about))?;
    }
    for (title, text) in SECTIONS {
        write!(page, ".SH {title}\n{}", tagged(text))?;
    }
    let examples = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let examples = examples.split("\n\n").next().unwrap_or_default();
    write!(page, ".SH EXAMPLES\n{}", verbatim(examples.trim_start_matches("Examples:\n")))?;
    for sub in commands() {
        writeln!(page, ".SH \"GODRILL {}\"", sub.get_name().to_uppercase())?;
        write!(
            page,
            "{}",
            verbatim(&synopsis(&sub.clone().bin_name(format!("godrill {}", sub.get_name()))))
        )?;
        let man = clap_mangen::Man::new(sub.clone());
        let mut part = Vec::new();
        man.render_description_section(&mut part)?;
        man.render_options_section(&mut part)?;
        let part = String::from_utf8_lossy(&part).replace(".SH ", ".SS ");
        write!(page, "{part}")?;
        if let Some(help) = sub.get_after_help() {
            write!(page, ".PP\n{}", verbatim(&help.to_string()))?;
        }
    }
    context.out.raw().write_all(&page)?;
    Ok(())
}

/// What the manual has besides the commands: a title, and pairs of lines, a name and what it is.
const SECTIONS: [(&str, &str); 3] = [
    (
        "ENVIRONMENT",
        "GODRILL_DB\nThe database, unless --db names another one.\n\
         LC_ALL, LC_MESSAGES, LANG\nThe language of cards, unless --lang or the setting lang says another.\n\
         VISUAL, EDITOR\nThe editor of add and edit.\n\
         NO_COLOR\nNo colours, when it is not empty; the setting theme has no say then.\n\
         COLORFGBG\nThe background, where the setting theme is auto and the terminal does not tell.\n\
         GODRILL_NOW, GODRILL_SEED\nThe time and the seed of chance, for scripts and tests.\n\
         GODRILL_KEYS, GODRILL_SCREEN\nKeys for the full screen and its size, for tests.",
    ),
    (
        "FILES",
        "~/.local/share/godrill/godrill.db\nThe database on Linux: cards, answers, settings. Elsewhere it is in \
         the data folder of the platform.",
    ),
    (
        "EXIT STATUS",
        "0\nDone.\n1\nSomething is wrong with what was given, or with the data.\n2\nThe command line is wrong.\n\
         3\ngodrill is at fault.",
    ),
];

/// How a command is called, without the word `Usage`.
fn synopsis(command: &clap::Command) -> String {
    let usage = command.clone().render_usage().to_string();
    usage.trim_start_matches("Usage:").trim().to_owned()
}

/// Text as it may stand in a manual page: nothing in it is a request, and a hyphen stays one that can
/// be copied.
fn roff(text: &str) -> String {
    text.replace('\\', "\\e").replace('-', "\\-")
}

fn lines(text: &str) -> String {
    let line = |line: &str| match line.starts_with(['.', '\'']) {
        true => format!("\\&{}\n", roff(line)),
        false => format!("{}\n", roff(line)),
    };
    text.lines().map(line).collect()
}

/// Lines that keep their breaks and spaces.
fn verbatim(text: &str) -> String {
    format!(".nf\n{}.fi\n", lines(text))
}

/// Pairs of lines as names with what they are.
fn tagged(text: &str) -> String {
    let all: Vec<&str> = text.lines().collect();
    all.chunks(2)
        .map(|pair| {
            format!(
                ".TP\n{}{}",
                lines(pair[0]),
                pair[1..].iter().map(|l| lines(l)).collect::<String>()
            )
        })
        .collect()
}
