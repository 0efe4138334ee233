//! The quiz line by line: for pipes, dumb terminals and screen readers. Every prompt is a whole
//! line, every command a line of input; the end of the input ends the session.

mod commands;

use std::io::{self, BufRead, Write};

use anyhow::Result;

use super::face::{expected, faces, order, progress, verdict};
use super::summary;
use crate::model::card::Kind;
use crate::model::day::{Now, span};
use crate::model::review::Rating;
use crate::model::settings::Show;
use crate::study::{Asked, Play};
use crate::text::visible::visible;
use crate::ui::quiz::{Face, Stage};
use crate::ui::{lines, plan};
use crate::world::World;

/// What is typed for an empty line, for an empty one ends the answer.
const EMPTY_LINE: &str = "\\";

/// Begins a line that lets time pass on a clock that stands still, as in `:wait 90s`.
const WAIT: &str = ":wait ";

/// Runs the session on standard input.
pub(super) fn run(mut play: Play, show: Show, world: &World, out: &mut dyn Write) -> Result<()> {
    let input = io::stdin().lock();
    let mut input = input.lines();
    let mut next = move || -> Result<Option<String>> {
        loop {
            let line = input.next().transpose()?;
            let ms = line.as_deref().and_then(|line| span(line.trim().strip_prefix(WAIT)?.trim()));
            if !ms.is_some_and(|ms| world.wait(ms)) {
                return Ok(line);
            }
        }
    };
    let mut lines = Lines { world, show, width: world.width(), plan: None, order: Vec::new() };
    let mut began = false;
    while let Some(asked) = play.draw(&lines.moment(&play))? {
        began = true;
        if !lines.card(&mut play, asked, &mut next, out)? {
            break;
        }
        writeln!(out)?;
    }
    let now = lines.moment(&play);
    summary::print(&mut play, began, &now, world.width(), out)
}

/// What the session keeps from card to card.
struct Lines<'w> {
    world: &'w World,
    show: Show,
    width: Option<u16>,
    /// How the plan stood when it was told last.
    plan: Option<String>,
    /// The order of the options of the card that is asked.
    order: Vec<usize>,
}

/// What comes after a command.
enum Then {
    /// The same card.
    Stay,
    /// The next card.
    Next,
    /// The end.
    Leave,
}

/// Gives the next line of input.
type Next<'a> = &'a mut dyn FnMut() -> Result<Option<String>>;

impl Lines<'_> {
    /// Now, with its study day.
    fn moment(&self, play: &Play) -> Now {
        self.world.moment(play.settings.rollover_hour)
    }

    /// Asks one card and notes the time it took; false when the learner leaves.
    fn card(
        &mut self,
        play: &mut Play,
        mut asked: Asked,
        next: Next<'_>,
        out: &mut dyn Write,
    ) -> Result<bool> {
        let stays = self.ask(play, &mut asked, next, out)?;
        play.leave(&asked, self.world.now());
        Ok(stays)
    }

    fn ask(
        &mut self,
        play: &mut Play,
        asked: &mut Asked,
        next: Next<'_>,
        out: &mut dyn Write,
    ) -> Result<bool> {
        self.begin(play, asked, out)?;
        let mut stage = Stage::Question;
        let mut proposed = None;
        if let Some(right) = expected(&asked.card.card, self.show, &self.order) {
            let Some(typed) = self.typed(asked, next, out)? else { return Ok(false) };
            let card = &asked.card.card;
            let verdict = verdict(card, &right, &typed);
            let is_choice = card.kind == Kind::Choice;
            write!(out, "{}", lines::compared(&right, &typed, verdict, is_choice, self.width))?;
            proposed = (!typed.trim().is_empty()).then(|| verdict.rating());
            stage = self.reveal(play, asked, out)?;
        }
        loop {
            writeln!(out, "{}", lines::prompt(stage, proposed, asked.waits, self.width))?;
            out.flush()?;
            let Some(line) = next()? else { return Ok(false) };
            let command = line.trim();
            let rating = match command {
                "" if stage >= Stage::Short && proposed.is_some() => proposed,
                "" | "a" if stage == Stage::Question => {
                    stage = self.reveal(play, asked, out)?;
                    continue;
                }
                "" | "m" if stage == Stage::Short => {
                    stage = Stage::Full;
                    self.depth(asked, out)?;
                    continue;
                }
                digit => digit.parse().ok().and_then(Rating::from_number),
            };
            let then = match rating {
                Some(_) if stage == Stage::Question => {
                    writeln!(out, "Show the answer first: an empty line.")?;
                    Then::Stay
                }
                Some(rating) => {
                    if let Some(notice) = play.rate(asked, rating, &self.moment(play))? {
                        writeln!(out, "{}", visible(&notice.to_string()))?;
                    }
                    Then::Next
                }
                None => self.command(command, stage, play, asked, next, out)?,
            };
            match then {
                Then::Stay => {}
                Then::Next => return Ok(true),
                Then::Leave => return Ok(false),
            }
        }
    }

    /// Writes the head of a card and its question.
    fn begin(&mut self, play: &Play, asked: &Asked, out: &mut dyn Write) -> Result<()> {
        self.order = order(&asked.card, self.world.seed);
        let plan = asked.plan.as_ref().map(plan::standing);
        if let Some(plan) = plan.filter(|plan| self.plan.as_ref() != Some(plan)) {
            writeln!(out, "{plan}\n")?;
            self.plan = Some(plan);
        }
        let topic = visible(&asked.card.card.topic);
        let progress = progress(asked, &play.session);
        writeln!(out, "[{progress}] {topic} · {}", asked.state())?;
        self.question(asked, out)
    }

    /// Shows the answer, or all at once.
    fn reveal(&self, play: &Play, asked: &Asked, out: &mut dyn Write) -> Result<Stage> {
        self.answer(asked, out)?;
        if !play.settings.reveal_all {
            return Ok(Stage::Short);
        }
        self.depth(asked, out)?;
        Ok(Stage::Full)
    }

    fn faces(&self, asked: &Asked) -> Vec<Face> {
        faces(&asked.card.card, self.show, &self.order)
    }

    fn question(&self, asked: &Asked, out: &mut dyn Write) -> Result<()> {
        Ok(write!(out, "{}", lines::question(&self.faces(asked), self.width))?)
    }

    fn answer(&self, asked: &Asked, out: &mut dyn Write) -> Result<()> {
        Ok(write!(out, "{}", lines::answer(&self.faces(asked), self.width))?)
    }

    fn depth(&self, asked: &Asked, out: &mut dyn Write) -> Result<()> {
        let evidence = &asked.card.card.evidence;
        Ok(write!(out, "{}", lines::depth(&self.faces(asked), evidence, self.width))?)
    }

    /// Reads a typed answer up to an empty line, where a lone backslash stands for one; `None` at the
    /// end of the input.
    fn typed(&self, asked: &Asked, next: Next<'_>, out: &mut dyn Write) -> Result<Option<String>> {
        if asked.card.card.kind == Kind::Choice {
            let what = if self.order.is_empty() {
                "a letter"
            } else {
                "the letters of all that are right"
            };
            writeln!(out, "\n> Type {what}.")?;
            out.flush()?;
            return next();
        }
        writeln!(
            out,
            "\n> Type what it prints, a lone \\ for an empty line in it, then an empty line."
        )?;
        out.flush()?;
        let mut typed = String::new();
        loop {
            match next()? {
                None => return Ok(None),
                Some(line) if line.trim().is_empty() => return Ok(Some(typed)),
                Some(line) => {
                    if line.trim() != EMPTY_LINE {
                        typed.push_str(&line);
                    }
                    typed.push('\n');
                }
            }
        }
    }
}
