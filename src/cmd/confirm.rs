//! Asking before something is done to many cards at once.

use std::io;

use anyhow::{Result, bail};

use super::Context;
use crate::ui::words::Words;

/// Up to this many cards are named; more are only counted.
const MOST_NAMED: usize = 3;

/// What is done to cards, in words.
pub(super) struct Doing<'a> {
    /// Asks, with their number and names.
    pub(super) ask: &'a dyn Fn(Words, usize, &str) -> String,
    /// Says that it was not done.
    pub(super) none: fn(Words) -> &'static str,
}

/// Asks whether to do something to these cards. Fails when nobody answers, in English as all errors of
/// the command line.
pub(super) fn confirm(
    doing: &Doing<'_>,
    ids: &[&str],
    words: Words,
    context: &mut Context<'_>,
) -> Result<bool> {
    let named = match ids.len() <= MOST_NAMED {
        true => words.chosen_named(&words.list(ids)),
        false => String::new(),
    };
    write!(context.out, "{}", (doing.ask)(words, ids.len(), &named))?;
    context.out.flush()?;
    let mut answer = String::new();
    if io::stdin().read_line(&mut answer)? == 0 {
        writeln!(context.out)?;
        context.out.flush()?;
        bail!("nobody answered, so {}: do it with --yes", (doing.none)(Words::EN));
    }
    let is_yes = is_yes(&answer);
    if !is_yes {
        writeln!(context.out, "{}", (doing.none)(words))?;
    }
    Ok(is_yes)
}

/// Whether this means yes.
pub(super) fn is_yes(answer: &str) -> bool {
    matches!(answer.trim().to_lowercase().as_str(), "y" | "yes" | "是" | "是的")
}
