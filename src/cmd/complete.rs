//! `godrill completions`: scripts that let a shell ask godrill itself which words may come next.

mod asked;
mod words;

use std::ffi::OsString;

use anyhow::Result;
use clap::Args;
use clap_complete::{Shell, engine};

use super::{Context, command_line, usage};
use asked::Asked;
use words::{FILES, FOLDERS};

/// Print a script that completes words in a shell.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  godrill completions bash > ~/.local/share/bash-completion/completions/godrill
  godrill completions zsh > ~/.zfunc/_godrill
  godrill completions fish > ~/.config/fish/completions/godrill.fish
  source <(godrill completions bash)     only in this shell

In bash, zsh and fish, the script asks godrill for the words each time: commands, options, topics, \
    card ids, tags, settings and their values. It reads your database but never changes or creates \
    it. The scripts for elvish and PowerShell know the commands, options and built-in topics.

In zsh, the folder has to be in fpath before compinit runs: fpath=(~/.zfunc $fpath).")]
pub(super) struct CompletionsArgs {
    /// The shell
    shell: Shell,
    /// The words of a command line, up to the cursor: what the scripts ask
    #[arg(last = true, hide = true)]
    words: Vec<OsString>,
}

const BASH: &str = include_str!("complete/godrill.bash");
const ZSH: &str = include_str!("complete/godrill.zsh");
const FISH: &str = include_str!("complete/godrill.fish");

pub(super) fn completions(args: &CompletionsArgs, context: &mut Context<'_>) -> Result<()> {
    if !args.words.is_empty() {
        return offer(args, context);
    }
    // Into memory first: the generator panics when a pipe is closed.
    let mut generated = Vec::new();
    let script = match args.shell {
        Shell::Bash => BASH.as_bytes(),
        Shell::Zsh => ZSH.as_bytes(),
        Shell::Fish => FISH.as_bytes(),
        shell => {
            let mut command = usage::completed(command_line());
            clap_complete::generate(shell, &mut command, "godrill", &mut generated);
            &generated
        }
    };
    context.out.raw().write_all(script)?;
    Ok(())
}

/// Prints the words that may end a command line, one per line; for shells that show descriptions, a
/// tab and the description follow.
fn offer(args: &CompletionsArgs, context: &mut Context<'_>) -> Result<()> {
    let given = args.words.iter().map(|word| word.to_string_lossy().into_owned());
    let (line, cut) = match args.shell {
        Shell::Bash => joined(given),
        _ => (given.collect(), 0),
    };
    let at = line.len() - 1;
    let is_begun = !line[at].is_empty();
    let asked = Asked::new(context.world, &line);
    let mut command = words::offered(command_line(), &asked);
    let words = line.into_iter().map(OsString::from).collect();
    // Having nothing to offer is not an error.
    let mut offered = engine::complete(&mut command, words, at, None).unwrap_or_default();
    // Options come when a hyphen was typed, or when nothing else can.
    let is_option = |value: &str| value.starts_with('-');
    if !is_begun && offered.iter().any(|word| !is_option(&word.get_value().to_string_lossy())) {
        offered.retain(|word| !is_option(&word.get_value().to_string_lossy()));
    }
    for word in offered {
        let value = word.get_value().to_string_lossy();
        if let Some(path) = [FILES, FOLDERS].iter().find(|path| value.ends_with(**path)) {
            writeln!(context.out, "{path}")?;
            continue;
        }
        let value = value.get(cut..).unwrap_or_default();
        let help = word.get_help().map(ToString::to_string).unwrap_or_default();
        match help.lines().next() {
            Some(help) if args.shell != Shell::Bash => writeln!(context.out, "{value}\t{help}")?,
            _ if args.shell == Shell::Zsh => writeln!(context.out, "{value}\t")?,
            _ => writeln!(context.out, "{value}")?,
        }
    }
    Ok(())
}

/// The words of a line that bash has also cut at `=` and `:`, put together again; and how many
/// bytes at the start of the last word bash counts as words before it.
fn joined(parts: impl Iterator<Item = String>) -> (Vec<String>, usize) {
    let is_mark = |part: &str| !part.is_empty() && part.chars().all(|c| matches!(c, '=' | ':'));
    let mut words: Vec<String> = Vec::new();
    let (mut cut, mut goes_on) = (0, false);
    for part in parts {
        let marks = is_mark(&part);
        match words.last_mut() {
            Some(word) if goes_on || marks && !word.is_empty() => {
                cut = word.len() + if marks { part.len() } else { 0 };
                word.push_str(&part);
            }
            _ => {
                cut = 0;
                words.push(part);
            }
        }
        goes_on = marks;
    }
    (words, cut)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_bash_cuts_is_put_together() {
        for (parts, words, cut) in [
            (&["godrill", "list", "--lang", "=", "z"][..], &["godrill", "list", "--lang=z"][..], 7),
            (&["godrill", "list", "--lang", "="], &["godrill", "list", "--lang="], 7),
            (&["godrill", "--db", "=", "x", "show", ""], &["godrill", "--db=x", "show", ""], 0),
            (
                &["godrill", "list", "--tag", "anki", "::", "go"],
                &["godrill", "list", "--tag", "anki::go"],
                6,
            ),
            (&["godrill", ""], &["godrill", ""], 0),
        ] {
            let got = joined(parts.iter().map(|part| (*part).to_owned()));
            assert_eq!(got, (words.iter().map(|w| (*w).to_owned()).collect(), cut), "{parts:?}");
        }
    }
}
