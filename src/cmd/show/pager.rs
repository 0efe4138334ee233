//! `godrill show` on a terminal: cards to page through.

use std::io::Write;
use std::time::Duration;

use anyhow::{Result, bail};

use crate::cmd::{Context, Exit};
use crate::format::besides;
use crate::model::card::{Lang, Text};
use crate::model::change::StoredCard;
use crate::model::settings::Settings;
use crate::ui::canvas;
use crate::ui::keys::{self, Key};
use crate::ui::reader::{Face, Page, Reader};
use crate::ui::terminal::{Input, Screen};
use crate::ui::theme::Theme;
use crate::ui::words::Words;

/// Nothing moves by itself: so long at most a signal waits.
const TICK: Duration = Duration::from_secs(1);

/// Pages through cards, until the learner leaves.
pub(super) fn run(
    cards: &[StoredCard],
    settings: &Settings,
    words: Words,
    context: &mut Context<'_>,
) -> Result<()> {
    let langs = context.show(settings).langs();
    let pages = cards.iter().map(|stored| page(stored, langs, words)).collect();
    let theme = context.theme(settings.theme);
    if let Some(text) = &context.world.keys {
        let keys = match keys::parse(text) {
            Ok(keys) => keys,
            Err(error) => bail!("GODRILL_KEYS: {error}"),
        };
        let reader = Reader::new(words, pages, context.world.screen);
        return run_keys(reader, &keys, context.world.screen, context.out);
    }
    let mut screen = Screen::enter()?;
    let mut reader = Reader::new(words, pages, screen.size()?);
    let mut drawn = None;
    loop {
        reader.settle(screen.size()?, &theme);
        if drawn != Some(reader.place()) {
            screen.draw(|frame| reader.draw(frame, &theme))?;
            drawn = Some(reader.place());
        }
        match screen.wait(TICK)? {
            Input::Key(Key::Ctrl('l')) => {
                screen.clear()?;
                drawn = None;
            }
            Input::Key(key) if !reader.key(key, &theme) => return Ok(()),
            Input::Redraw => drawn = None,
            Input::End(signal) => bail!(Exit::of_signal(signal)),
            Input::Key(_) | Input::Paste(_) | Input::Background(_) | Input::Nothing => {}
        }
    }
}

/// The same with these keys on a screen in memory; [`Key::Show`] prints the screen.
fn run_keys(mut reader: Reader, keys: &[Key], size: (u16, u16), out: &mut dyn Write) -> Result<()> {
    let theme = Theme::mono();
    for key in keys {
        if *key == Key::Show {
            let text = canvas::drawn(size, &|frame| reader.draw(frame, &theme));
            write!(out, "{text}")?;
        } else if !reader.key(*key, &theme) {
            break;
        }
    }
    Ok(())
}

/// A card as it is read.
fn page(stored: &StoredCard, langs: &[Lang], words: Words) -> Page {
    let card = &stored.card;
    let mut shown: Vec<&Text> = Vec::new();
    let mut faces = Vec::new();
    for lang in langs {
        let Some(text) = card.text_in(*lang).filter(|text| !shown.contains(text)) else { continue };
        shown.push(text);
        let said = if card.text.contains_key(lang) { *lang } else { lang.other() };
        let draft = if card.is_draft() { words.show_no_answer(&card.id) } else { String::new() };
        let parts =
            [text.body().to_owned(), text.answer.clone(), besides::all(card, text, said), draft];
        let parts = parts.into_iter().filter(|part| !part.trim().is_empty()).collect();
        faces.push(Face { title: text.title().to_owned(), parts });
    }
    let state = match card.is_draft() {
        true => words.is_draft(),
        false => words.state(Some(stored.schedule.state)),
    };
    Page {
        head: format!("{} · {} · {state}", card.topic, card.id),
        faces,
        sources: card.evidence.clone(),
    }
}
