//! The quiz line by line: for pipes, dumb terminals and screen readers. Every prompt is a whole
//! line, every command a line of input; the end of the input ends the session.

use std::io::{self, BufRead, Write};

use anyhow::Result;

use super::face::{expected, faces, links, order, progress, verdict};
use super::summary;
use crate::cmd::editor;
use crate::model::card::Kind;
use crate::model::day::{Now, span};
use crate::model::review::Rating;
use crate::model::settings::Show;
use crate::model::typed::Verdict;
use crate::study::{Asked, Play, Turned};
use crate::text::visible::visible;
use crate::ui::diff::diff;
use crate::ui::quiz::{KEYS, Stage};
use crate::ui::theme::Theme;
use crate::ui::wrap;
use crate::ui::{markdown, plan};
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
        let mut stage = Stage::Question;
        let mut proposed = None;
        self.order = order(&asked.card, self.world.seed);
        let plan = asked.plan.as_ref().map(plan::standing);
        if let Some(plan) = plan.filter(|plan| self.plan.as_ref() != Some(plan)) {
            writeln!(out, "{plan}\n")?;
            self.plan = Some(plan);
        }
        writeln!(
            out,
            "[{}] {} · {}",
            progress(asked, &play.session),
            visible(&asked.card.card.topic),
            asked.state()
        )?;
        self.question(asked, out)?;
        if let Some(right) = expected(&asked.card.card, self.show, &self.order) {
            let Some(typed) = self.typed(asked, next, out)? else { return Ok(false) };
            let verdict = verdict(&asked.card.card, &right, &typed);
            let word = match verdict {
                Verdict::Right => "Right.",
                Verdict::Close => "Nearly: only spaces, line breaks or case differ.",
                Verdict::Wrong if typed.trim().is_empty() => "Not answered.",
                Verdict::Wrong => "Wrong.",
            };
            writeln!(out, "{word}")?;
            if asked.card.card.kind == Kind::Choice && verdict != Verdict::Right {
                writeln!(out, "Right is {}.", right.to_uppercase())?;
            }
            if asked.card.card.kind == Kind::Output
                && verdict != Verdict::Right
                && !typed.trim().is_empty()
            {
                writeln!(out, "What it prints is marked -, what was typed +:")?;
                let width = self.width.unwrap_or(u16::MAX);
                for line in diff(&right, &typed, width, &Theme::plain()).lines {
                    writeln!(out, "{}", line.to_string().trim_end())?;
                }
            }
            proposed = (!typed.trim().is_empty()).then(|| verdict.rating());
            stage = Stage::Short;
            self.answer(asked, out)?;
            if play.settings.reveal_all {
                stage = Stage::Full;
                self.depth(asked, out)?;
            }
        }
        loop {
            self.prompt(asked, stage, proposed, out)?;
            out.flush()?;
            let Some(line) = next()? else { return Ok(false) };
            let command = line.trim();
            let rating = match command {
                "" if stage >= Stage::Short && proposed.is_some() => proposed,
                "" | "a" if stage == Stage::Question => {
                    stage = Stage::Short;
                    self.answer(asked, out)?;
                    if play.settings.reveal_all {
                        stage = Stage::Full;
                        self.depth(asked, out)?;
                    }
                    continue;
                }
                "" | "m" if stage == Stage::Short => {
                    stage = Stage::Full;
                    self.depth(asked, out)?;
                    continue;
                }
                digit => digit.parse().ok().and_then(Rating::from_number),
            };
            if let Some(rating) = rating {
                if stage == Stage::Question {
                    writeln!(out, "Show the answer first: an empty line.")?;
                    continue;
                }
                if let Some(notice) = play.rate(asked, rating, &self.moment(play))? {
                    writeln!(out, "{}", visible(&notice.to_string()))?;
                }
                return Ok(true);
            }
            let notice = match command {
                "q" => return Ok(false),
                "u" | "r" => match if command == "u" { play.undo()? } else { play.redo()? } {
                    Turned::Not(words) => words,
                    Turned::Done(words) => {
                        writeln!(out, "{}", visible(&words))?;
                        return Ok(true);
                    }
                },
                "s" => {
                    let notice = play.suspend(asked, &self.moment(play))?;
                    writeln!(out, "{}", visible(&notice.to_string()))?;
                    return Ok(true);
                }
                "b" => {
                    let notice = play.bury(asked, &self.moment(play))?;
                    writeln!(out, "{}", visible(&notice.to_string()))?;
                    return Ok(true);
                }
                "p" => {
                    asked.watch.stop(self.world.now());
                    writeln!(out, "Paused: any line goes on.")?;
                    out.flush()?;
                    if next()?.is_none() {
                        return Ok(false);
                    }
                    asked.watch.go_on(self.world.now());
                    continue;
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
                    continue;
                }
                "e" => {
                    let langs = self.show.langs();
                    let notice =
                        editor::edit_stored(self.world, &mut play.store, &asked.card, langs)?;
                    play.reload(asked)?;
                    self.order = order(&asked.card, self.world.seed);
                    notice.unwrap_or_else(|why| why)
                }
                "o" => {
                    let go = play.topic_go(&asked.card.card.topic);
                    let links = links(&asked.card.card, go.as_deref());
                    if links.is_empty() {
                        "this card has no sources".into()
                    } else {
                        links.join("\n")
                    }
                }
                "?" => help(),
                "" => "Rate with 1 to 4, or ? for the other commands.".into(),
                other => format!("unknown command `{other}`: ? shows all"),
            };
            for line in notice.lines() {
                writeln!(out, "{}", visible(line))?;
            }
        }
    }

    fn question(&self, asked: &Asked, out: &mut dyn Write) -> Result<()> {
        let faces = faces(&asked.card.card, self.show, &self.order);
        for (i, face) in faces.iter().enumerate() {
            if i > 0 && !faces[0].body.is_empty() {
                writeln!(out)?;
            }
            writeln!(out, "{}", markdown::plain_title(&face.title, self.width))?;
            if !face.body.is_empty() && (i == 0 || face.body != faces[0].body) {
                writeln!(out, "\n{}", markdown::plain(&face.body, self.width))?;
            }
        }
        Ok(())
    }

    fn answer(&self, asked: &Asked, out: &mut dyn Write) -> Result<()> {
        for face in faces(&asked.card.card, self.show, &self.order) {
            writeln!(out, "\n{}", markdown::plain(&face.short, self.width))?;
        }
        writeln!(out)?;
        Ok(())
    }

    fn depth(&self, asked: &Asked, out: &mut dyn Write) -> Result<()> {
        for face in faces(&asked.card.card, self.show, &self.order) {
            if !face.depth.is_empty() {
                writeln!(out, "\n{}", markdown::plain(&face.depth, self.width))?;
            }
        }
        if !asked.card.card.evidence.is_empty() {
            writeln!(out, "\nSources:")?;
            for source in &asked.card.card.evidence {
                writeln!(out, "{}", wrap::source(source, self.width))?;
            }
        }
        writeln!(out)?;
        Ok(())
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

    fn prompt(
        &self,
        asked: &Asked,
        stage: Stage,
        proposed: Option<Rating>,
        out: &mut dyn Write,
    ) -> Result<()> {
        if stage == Stage::Question {
            return Ok(writeln!(out, "\n> empty line: answer, ?: help, q: quit")?);
        }
        let mut parts = Vec::new();
        match proposed {
            Some(rating) => {
                parts.push(format!("empty line: {rating}"));
                if stage == Stage::Short {
                    parts.push("m: more".into());
                }
            }
            None if stage == Stage::Short => parts.push("empty line: more".into()),
            None => {}
        }
        for rating in Rating::ALL {
            let wait = asked.waits.map(|w| format!(" {}", w[rating as usize])).unwrap_or_default();
            parts.push(format!("{}: {rating}{wait}", rating.number()));
        }
        let prompt = format!("> {}", parts.join(", "));
        Ok(writeln!(out, "{}", wrap::prose(&prompt, self.width))?)
    }
}

fn help() -> String {
    let skipped = ["up down", "PgUp PgDn", "left right", "t"];
    KEYS.iter()
        .filter(|(key, _)| !skipped.contains(key))
        .map(|(key, what)| {
            let key = if *key == "space, enter" { "empty line" } else { key };
            format!("{key:<10}  {what}")
        })
        .collect::<Vec<_>>()
        .join("\n")
}
