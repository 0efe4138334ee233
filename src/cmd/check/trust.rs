//! Whether to run programs that someone else may have written.

use std::collections::HashSet;
use std::io;

use anyhow::{Result, bail};

use super::toolchain::RUN;
use super::work;
use crate::builtin;
use crate::cmd::{Context, count};
use crate::format::program::programs;

/// Asks before running programs that are not in the built-in decks. Those are recognised by their
/// text, wherever they come from. Returns whether all may run.
pub(super) fn ask(wanted: impl Iterator<Item = String>, context: &mut Context<'_>) -> Result<bool> {
    let (_, cards) = builtin::decks();
    let texts = cards.iter().flat_map(|card| card.text.values());
    let exercises = work::exercises(&cards).into_iter().map(|exercise| exercise.whole());
    let known = texts.flat_map(programs).map(|program| program.code);
    let known: HashSet<String> = known.chain(exercises).collect();
    let others = wanted.filter(|code| !known.contains(code)).count();
    if others == 0 {
        return Ok(true);
    }
    let programs = count(others, "program");
    let are = if others == 1 { "is" } else { "are" };
    if !context.world.stdin_is_terminal {
        bail!(
            "{programs} {are} not built in, and there is no terminal to ask you on: read them, then add --yes"
        );
    }
    let held = if cfg!(target_os = "linux") {
        format!(
            "{} s, {} MiB of memory and {} MiB a file, and ends with all it starts",
            RUN.time.as_secs(),
            RUN.memory >> 20,
            RUN.file >> 20
        )
    } else if cfg!(unix) {
        format!(
            "{} s and {} MiB a file, and ends with its process group",
            RUN.time.as_secs(),
            RUN.file >> 20
        )
    } else {
        format!("{} s", RUN.time.as_secs())
    };
    let them = if others == 1 { "it" } else { "them" };
    write!(
        context.out,
        "{programs} {are} not of the built-in decks. What is run may take {held};\n\
         but it may read and change your files and use the network. Run {them}? [y/N] "
    )?;
    context.out.flush()?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    let yes = matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes");
    if !yes {
        writeln!(context.out, "nothing was run")?;
    }
    Ok(yes)
}
