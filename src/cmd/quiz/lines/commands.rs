//! What can be asked for beside an answer, a line each.

use std::io::Write;

use anyhow::Result;

use super::{Lines, Next, Then};
use crate::cmd::editor;
use crate::cmd::quiz::face::{links, order};
use crate::study::{Asked, Play, Turned};
use crate::text::visible::visible;
use crate::ui::lines;
use crate::ui::quiz::Stage;

impl Lines<'_> {
    /// Does what a command asks for.
    pub(super) fn command(
        &mut self,
        command: &str,
        stage: Stage,
        play: &mut Play,
        asked: &mut Asked,
        next: Next<'_>,
        out: &mut dyn Write,
    ) -> Result<Then> {
        let now = self.moment(play);
        let (then, told) = match command {
            "q" => return Ok(Then::Leave),
            "u" | "r" => match if command == "u" { play.undo()? } else { play.redo()? } {
                Turned::Not(words) => (Then::Stay, words),
                Turned::Done(words) => (Then::Next, words),
            },
            "s" => (Then::Next, play.suspend(asked, &now)?.to_string()),
            "b" => (Then::Next, play.bury(asked, &now)?.to_string()),
            "p" => {
                asked.watch.stop(now.at);
                writeln!(out, "Paused: any line goes on.")?;
                out.flush()?;
                if next()?.is_none() {
                    return Ok(Then::Leave);
                }
                asked.watch.go_on(self.world.now());
                return Ok(Then::Stay);
            }
            "l" => {
                self.show = self.show.next().led_by(self.world.locale);
                self.question(asked, out)?;
                if stage >= Stage::Short {
                    self.answer(asked, out)?;
                }
                if stage == Stage::Full {
                    self.depth(asked, out)?;
                }
                return Ok(Then::Stay);
            }
            "e" => {
                let langs = self.show.langs();
                let edited = editor::edit_stored(self.world, &mut play.store, &asked.card, langs)?;
                play.reload(asked)?;
                self.order = order(&asked.card, self.world.seed);
                (Then::Stay, edited.unwrap_or_else(|why| why))
            }
            "o" => {
                let go = play.topic_go(&asked.card.card.topic);
                let links = links(&asked.card.card, go.as_deref());
                let none = || "this card has no sources".to_owned();
                (Then::Stay, if links.is_empty() { none() } else { links.join("\n") })
            }
            "?" => (Then::Stay, lines::help()),
            "" => (Then::Stay, "Rate with 1 to 4, or ? for the other commands.".to_owned()),
            other => (Then::Stay, format!("unknown command `{other}`: ? shows all")),
        };
        for line in told.lines() {
            writeln!(out, "{}", visible(line))?;
        }
        Ok(then)
    }
}
