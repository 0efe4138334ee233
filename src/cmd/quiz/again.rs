//! What was missed in a session, and the offer to ask it once more.

use std::io::Write;

use anyhow::Result;

use super::Next;
use crate::cmd::confirm::is_yes;
use crate::cmd::list::question;
use crate::model::card::Lang;
use crate::study::Play;
use crate::text::visible::visible;
use crate::ui::words::Words;
use crate::ui::wrap;

/// Cards that are named; more are counted.
const MOST: usize = 20;

/// Lists what was missed in the session. If somebody can answer, it asks whether to ask it once more,
/// and prepares that; gives whether it is wanted.
pub(super) fn offer(
    play: &mut Play,
    words: Words,
    lang: Lang,
    width: Option<u16>,
    answer: Option<Next<'_>>,
    out: &mut dyn Write,
) -> Result<bool> {
    let missed: Vec<String> = play.session.missed().into_iter().map(str::to_owned).collect();
    if missed.is_empty() {
        return Ok(false);
    }
    writeln!(out, "\n{}", words.missed(missed.len()))?;
    for id in missed.iter().take(MOST) {
        let question = play.store.card(id)?.map(|card| question(&card, lang)).unwrap_or_default();
        writeln!(out, "{}", wrap::source(&visible(&words.key_does(id, &question)), width))?;
    }
    if missed.len() > MOST {
        writeln!(out, "  {}", words.missed_more(missed.len() - MOST))?;
    }
    let Some(answer) = answer else {
        if play.records() {
            writeln!(out, "{}", words.missed_later())?;
        }
        return Ok(false);
    };
    writeln!(out, "\n> {}", words.missed_again())?;
    out.flush()?;
    let wanted = answer()?.is_some_and(|line| is_yes(&line));
    if wanted {
        writeln!(out)?;
        play.ask_again(missed);
    }
    Ok(wanted)
}
