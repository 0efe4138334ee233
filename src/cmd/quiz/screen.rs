//! The quiz on a full screen: keys in, frames out. The same sitting runs on a terminal and, from a
//! string of keys, on a screen in memory.

mod hand;
mod home;
mod sitting;

use std::io::{self, Write};
use std::time::Duration;

use anyhow::{Result, bail};

use crate::cmd::Exit;
use crate::model::settings::{Look, Show};
use crate::study::Play;
use crate::ui::canvas;
use crate::ui::course::Step;
use crate::ui::keys::Key;
use crate::ui::shown::Shown;
use crate::ui::terminal::{Input, Screen};
use crate::ui::theme::{Background, Theme};
use crate::ui::words::Words;
use crate::world::World;
use sitting::Sitting;

/// How often the clock on the screen is updated.
const TICK: Duration = Duration::from_millis(250);

/// The size assumed until the terminal is asked.
const SIZE: (u16, u16) = (80, 24);

/// Runs the session on the terminal.
pub(super) fn run(
    play: &mut Play,
    langs: (Show, Words),
    at_home: bool,
    (world, look): (&World, Look),
    out: &mut dyn Write,
) -> Result<()> {
    let mut at_home = at_home;
    loop {
        let mut sitting = Sitting::begin(play, langs, at_home, world, SIZE)?;
        at_home = false;
        if sitting.is_on() {
            let mut screen = Screen::enter()?;
            let played = theme(look, world, &mut screen)
                .and_then(|theme| turn(&mut sitting, &mut screen, theme));
            if let Err(error) = played {
                // A terminal that is gone fails before its signal is seen.
                bail!(screen.ending().map_or(error, ended));
            }
        }
        let mut typed = || Ok(io::stdin().lines().next().transpose()?);
        if !sitting.end(Some(&mut typed), out)? {
            return Ok(());
        }
    }
}

/// The theme of the setting; for `auto`, the one for the background that the terminal reports, else
/// for the one in the environment, else the dark one.
fn theme(look: Look, world: &World, screen: &mut Screen) -> Result<Theme> {
    if !world.color {
        return Ok(Theme::mono());
    }
    if let Some(theme) = Theme::wanted(look) {
        return Ok(theme);
    }
    let told = if world.can_be_asked { screen.background()? } else { None };
    let hint = || world.colors.as_deref().and_then(Background::from_variable);
    Ok(Theme::on(told.or_else(hint).unwrap_or(Background::Dark)))
}

/// Draws, waits and does what the keys say, until the session is over.
fn turn(sitting: &mut Sitting<'_>, screen: &mut Screen, mut theme: Theme) -> Result<()> {
    let mut drawn: Option<Shown> = None;
    while sitting.is_on() {
        sitting.refresh();
        sitting.course.settle(screen.size()?, &theme);
        let shown = sitting.shown();
        if drawn.as_ref() != Some(&shown) {
            screen.draw(|frame| shown.draw(frame, &theme))?;
            drawn = Some(shown);
        }
        match screen.wait(TICK)? {
            Input::Key(Key::Ctrl('l')) => {
                screen.clear()?;
                drawn = None;
            }
            Input::Key(key) if sitting.home.is_some() => sitting.home_key(key)?,
            Input::Key(key) => {
                let step = sitting.key(key, &theme);
                sitting.step(step, &mut |work| screen.lend(work)?)?;
                if matches!(step, Step::Edit | Step::EditNote) {
                    drawn = None;
                }
            }
            Input::Paste(_) if sitting.home.is_some() => {}
            Input::Paste(text) => sitting.course.paste(&text, &theme),
            Input::Background(background) => {
                theme = Theme::on(background);
                drawn = None;
            }
            Input::Redraw => drawn = None,
            Input::Nothing => {}
            Input::End(signal) => return Err(ended(signal)),
        }
    }
    Ok(())
}

fn ended(signal: i32) -> anyhow::Error {
    Exit::of_signal(signal).into()
}

/// Runs the session with these keys on a screen in memory; [`Key::Show`] prints the screen.
pub(super) fn run_keys(
    play: &mut Play,
    langs: (Show, Words),
    at_home: bool,
    keys: &[Key],
    world: &World,
    out: &mut dyn Write,
) -> Result<()> {
    let theme = Theme::mono();
    let mut keys = keys.iter().copied();
    let mut at_home = at_home;
    loop {
        let mut sitting = Sitting::begin(play, langs, at_home, world, world.screen)?;
        at_home = false;
        press(&mut sitting, &mut keys, &theme, world, out)?;
        let mut key = || {
            let key = keys.next();
            Ok(key.map(|key| if key == Key::Char('y') { "y" } else { "" }.to_owned()))
        };
        if !sitting.end(Some(&mut key), out)? {
            return Ok(());
        }
    }
}

/// Presses keys until there are no more or the session is over.
fn press(
    sitting: &mut Sitting<'_>,
    keys: &mut dyn Iterator<Item = Key>,
    theme: &Theme,
    world: &World,
    out: &mut dyn Write,
) -> Result<()> {
    while sitting.is_on()
        && let Some(key) = keys.next()
    {
        match key {
            Key::Show => {
                sitting.refresh();
                let shown = sitting.shown();
                let text = canvas::drawn(world.screen, &|frame| shown.draw(frame, theme));
                write!(out, "{text}")?;
            }
            Key::Wait(ms) => {
                world.wait(ms);
            }
            key if sitting.home.is_some() => sitting.home_key(key)?,
            key => {
                let step = sitting.key(key, theme);
                sitting.step(step, &mut |work| work())?;
            }
        }
    }
    Ok(())
}
