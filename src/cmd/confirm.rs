//! Asking before something is done to many cards at once.

use std::io;

use anyhow::{Result, bail};

use super::{Context, count};

/// Names up to so many cards; more are counted.
const MOST_NAMED: usize = 3;

/// Asks whether to do something to these cards, such as `Suspend`, and says what was not done if the
/// answer is no, such as `suspended`. Fails when nobody answers.
pub(super) fn confirm(
    (verb, done): (&str, &str),
    ids: &[&str],
    context: &mut Context<'_>,
) -> Result<bool> {
    let mut cards = count(ids.len(), "card");
    if ids.len() <= MOST_NAMED {
        cards += &format!(" ({})", ids.join(", "));
    }
    write!(context.out, "{verb} {cards}? [y/N] ")?;
    context.out.flush()?;
    let mut answer = String::new();
    if io::stdin().read_line(&mut answer)? == 0 {
        writeln!(context.out)?;
        context.out.flush()?;
        bail!("nobody answered, so nothing was {done}: do it with --yes");
    }
    let is_yes = matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes");
    if !is_yes {
        writeln!(context.out, "nothing was {done}")?;
    }
    Ok(is_yes)
}
