//! What can be asked for besides an answer, one line each.

use std::io::Write;

use anyhow::Result;

use super::{Lines, Then};
use crate::cmd::editor;
use crate::cmd::quiz::face::{links, order};
use crate::cmd::quiz::{Next, said};
use crate::study::{Asked, Follow, Play};
use crate::text::visible::visible;
use crate::ui::lines;
use crate::ui::quiz::Stage;
use crate::ui::quiz::keys::{self, Act};

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
        let words = self.words;
        let (act, text) = keys::command_with_text(command).unzip();
        let text = text.unwrap_or_default();
        let (then, told) = match act {
            Some(Act::Leave) => return Ok(Then::Leave),
            Some(act @ (Act::Undo | Act::Redo)) => {
                let turned = if act == Act::Undo { play.undo()? } else { play.redo()? };
                let (told, comes) = said::turned(words, &turned);
                if !comes {
                    play.reload(asked)?;
                }
                (if comes { Then::Next } else { Then::Stay }, told)
            }
            Some(Act::Note) => (Then::Stay, self.noted(text, play, asked, out)?),
            Some(Act::Flag) => (Then::Stay, said::notice(words, &play.flag(asked, &now)?)),
            Some(Act::Info) => {
                self.info(play, asked, out)?;
                return Ok(Then::Stay);
            }
            Some(Act::Follow) => {
                let follow = play.follow_up(asked, stage > Stage::Question)?;
                let then = match follow {
                    Follow::Now(_) => Then::Next,
                    Follow::Next(_) | Follow::None => Then::Stay,
                };
                (then, said::follow(words, &follow))
            }
            Some(Act::Search) => (Then::Stay, self.search(text, play, out)?),
            Some(Act::Suspend) => (Then::Next, said::notice(words, &play.suspend(asked, &now)?)),
            Some(Act::Bury) => (Then::Next, said::notice(words, &play.bury(asked, &now)?)),
            Some(Act::Pause) => {
                asked.watch.stop(now.at);
                writeln!(out, "{}", words.line_paused())?;
                out.flush()?;
                if next()?.is_none() {
                    return Ok(Then::Leave);
                }
                asked.watch.go_on(self.world.now());
                return Ok(Then::Stay);
            }
            Some(Act::Language) => {
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
            Some(Act::Edit) => {
                let langs = self.show.langs();
                let edited = editor::edit_stored(
                    self.world,
                    &mut play.store,
                    &asked.card,
                    langs,
                    words,
                    said::database,
                );
                play.reload(asked)?;
                self.order = order(&asked.card, self.world.seed);
                let told = match edited {
                    Ok(told) => told.unwrap_or_else(|why| why),
                    Err(error) => said::error(words, &error),
                };
                (Then::Stay, told)
            }
            Some(Act::Open) => {
                let go = play.topic_go(&asked.card.card.topic);
                let links = links(&asked.card.card, go.as_deref());
                let none = || words.no_sources().to_owned();
                (Then::Stay, if links.is_empty() { none() } else { links.join("\n") })
            }
            Some(Act::Help) => (Then::Stay, lines::help(words)),
            // The whole card is shown already.
            Some(Act::Next) => (Then::Stay, words.line_rate().to_owned()),
            None if command.is_empty() => (Then::Stay, words.line_rate().to_owned()),
            Some(Act::Enter | Act::Rate | Act::Choose | Act::Type | Act::Scroll | Act::Close)
            | None => (Then::Stay, words.unknown_command(command)),
        };
        for line in told.lines() {
            writeln!(out, "{}", visible(line))?;
        }
        Ok(then)
    }
}
