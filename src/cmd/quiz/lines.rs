//! The quiz line by line: for pipes, dumb terminals and screen readers. Every prompt is a whole
//! line, every command a line of input; the end of the input ends the session.

mod answers;
mod commands;
mod hand;

use std::cell::Cell;
use std::io::{self, BufRead, Write};

use anyhow::Result;

use super::face::{faces, order, progress};
use super::{Next, again, said, summary};
use crate::model::day::{Now, span};
use crate::model::review::Rating;
use crate::model::settings::Show;
use crate::model::typed::{compare, compare_choice};
use crate::study::{Asked, Play};
use crate::text::visible::visible;
use crate::ui::quiz::{Face, Stage, Wanted, keys};
use crate::ui::words::Words;
use crate::ui::{lines, plan};
use crate::world::World;
use answers::chosen;

/// Begins a line that moves a fixed clock on, as in `:wait 90s`.
const WAIT: &str = ":wait ";

/// Runs the session on standard input.
pub(super) fn run(
    play: &mut Play,
    show: Show,
    words: Words,
    world: &World,
    out: &mut dyn Write,
) -> Result<()> {
    let input = io::stdin().lock();
    let mut input = input.lines();
    let is_over = Cell::new(false);
    let mut next = || -> Result<Option<String>> {
        loop {
            let line = input.next().transpose()?;
            is_over.set(line.is_none());
            let ms = line.as_deref().and_then(|line| span(line.trim().strip_prefix(WAIT)?.trim()));
            if !ms.is_some_and(|ms| world.wait(ms)) {
                return Ok(line);
            }
        }
    };
    let mut lines =
        Lines { world, show, words, width: world.width(), plan: None, order: Vec::new() };
    loop {
        let (mut began, mut is_done) = (false, true);
        while let Some(asked) = play.draw(&lines.moment(play))? {
            began = true;
            if !lines.card(play, asked, &mut next, out)? {
                is_done = false;
                break;
            }
            writeln!(out)?;
        }
        let now = lines.moment(play);
        summary::print(play, words, began, &now, world.width(), out)?;
        let answer: Option<Next<'_>> = (is_done && !is_over.get()).then_some(&mut next);
        if !again::offer(play, words, show.langs()[0], world.width(), answer, out)? {
            return Ok(());
        }
    }
}

/// What the session keeps from card to card.
struct Lines<'w> {
    world: &'w World,
    show: Show,
    /// The language of the interface, which stays when that of the cards is switched.
    words: Words,
    width: Option<u16>,
    /// How the plan stood when it was last printed.
    plan: Option<String>,
    /// The order of the options of the card being asked.
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
        if let Some(Wanted::Output(right)) = self.wanted(asked) {
            let Some(typed) = self.typed(next, out)? else { return Ok(false) };
            let verdict = compare(&right, &typed);
            proposed = self.compared(&right, &typed, verdict, false, out)?;
            stage = self.reveal(play, asked, out)?;
        }
        loop {
            let choice = match self.wanted(asked) {
                Some(Wanted::Options(right, choice)) if stage == Stage::Question => {
                    Some((right, choice))
                }
                _ => None,
            };
            let at_end = stage == Stage::Full && play.settings.space_rates;
            let enter = proposed.or(at_end.then_some(Rating::Good));
            self.prompt(stage, choice.as_ref().map(|(_, choice)| choice), enter, asked, out)?;
            let Some(line) = next()? else { return Ok(false) };
            let command = line.trim();
            if let Some((right, choice)) = choice
                && let Some(typed) = chosen(&choice, command)
            {
                let verdict = compare_choice(&right, &typed);
                proposed = self.compared(&right, &typed, verdict, true, out)?;
                stage = self.reveal(play, asked, out)?;
                continue;
            }
            let act = keys::command(command);
            let more = command.is_empty() || act == Some(keys::Act::Next);
            let rating = match stage {
                Stage::Question if more => {
                    stage = self.reveal(play, asked, out)?;
                    continue;
                }
                Stage::Short if act == Some(keys::Act::Next) || (more && enter.is_none()) => {
                    stage = Stage::Full;
                    self.depth(asked, out)?;
                    continue;
                }
                Stage::Short | Stage::Full if command.is_empty() => enter,
                _ => keys::rating(command),
            };
            let then = match rating {
                Some(_) if stage == Stage::Question => {
                    writeln!(out, "{}", self.words.line_show_first())?;
                    Then::Stay
                }
                Some(rating) => {
                    if let Some(notice) = play.rate(asked, rating, &self.moment(play))? {
                        writeln!(out, "{}", visible(&said::notice(self.words, &notice)))?;
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
        let plan = asked.plan.as_ref().map(|aim| plan::standing(aim, self.words));
        if let Some(plan) = plan.filter(|plan| self.plan.as_ref() != Some(plan)) {
            writeln!(out, "{plan}\n")?;
            self.plan = Some(plan);
        }
        let topic = visible(&asked.card.card.topic);
        let progress = progress(self.words, asked, &play.session);
        let state = self.words.state(asked.state());
        let flagged = if asked.card.flagged { self.words.is_flagged() } else { "" };
        let mark = if flagged.is_empty() { "" } else { " · " };
        writeln!(out, "[{progress}] {topic} · {state}{mark}{flagged}")?;
        self.question(asked, out)
    }

    /// Shows the answer, or all at once.
    fn reveal(&self, play: &Play, asked: &Asked, out: &mut dyn Write) -> Result<Stage> {
        self.answer(asked, out)?;
        self.note(asked, out)?;
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
        Ok(write!(out, "{}", lines::depth(self.words, &self.faces(asked), evidence, self.width))?)
    }
}
