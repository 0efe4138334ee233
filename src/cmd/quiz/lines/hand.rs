//! What is done with the card at hand, line by line.

use std::io::Write;

use anyhow::Result;

use super::Lines;
use crate::cmd::about::About;
use crate::cmd::list::question;
use crate::cmd::quiz::face::{faces, order};
use crate::cmd::quiz::said;
use crate::model::change::StoredCard;
use crate::study::{Asked, Play};
use crate::text::visible::visible;
use crate::ui::quiz::Face;
use crate::ui::table::Table;
use crate::ui::{lines, wrap};

/// Cards that are listed at most.
const MOST_FOUND: u32 = 20;

/// Removes a note.
const NOTHING: &str = "-";

impl Lines<'_> {
    /// Writes a note, removes it, or shows it; what came of it.
    pub(super) fn noted(
        &self,
        text: &str,
        play: &mut Play,
        asked: &mut Asked,
        out: &mut dyn Write,
    ) -> Result<String> {
        let words = self.words;
        if text.is_empty() {
            if asked.card.note.is_none() {
                return Ok(words.note_none().to_owned());
            }
            self.note(asked, out)?;
            return Ok(String::new());
        }
        let text = if text == NOTHING { "" } else { text };
        let done = play.note(asked, text, &self.moment(play))?;
        Ok(done.map_or(words.note_unchanged().to_owned(), |done| said::notice(words, &done)))
    }

    /// Writes what the learner noted on the card.
    pub(super) fn note(&self, asked: &Asked, out: &mut dyn Write) -> Result<()> {
        if let Some(note) = &asked.card.note {
            writeln!(out, "{}", lines::note(self.words, note, self.width))?;
        }
        Ok(())
    }

    /// Writes all that is known of the card.
    pub(super) fn info(&self, play: &Play, asked: &Asked, out: &mut dyn Write) -> Result<()> {
        let (words, world) = (self.words, self.world);
        let (reviews, scheduler) = play.history(&asked.card.card.id)?;
        let about = About::of(&asked.card, reviews, scheduler, &play.settings, world);
        let mut rows = about.rows(&play.settings, words, world).into_iter();
        if let Some([name, what]) = rows.next() {
            let mut table = Table::new([name.as_str(), &what]);
            rows.for_each(|row| table.row(row));
            writeln!(out, "{}", table.to_string(self.width))?;
        }
        for row in about.history(words, world) {
            writeln!(out, "{}", row.join("  "))?;
        }
        Ok(())
    }

    /// Lists the cards that have these words, or writes the one that has this id.
    pub(super) fn search(&self, query: &str, play: &Play, out: &mut dyn Write) -> Result<String> {
        let words = self.words;
        if query.is_empty() {
            return Ok(words.search_what().to_owned());
        }
        if let Some(card) = play.store.card(query)? {
            self.read(&card, out)?;
            return Ok(String::new());
        }
        let cards = play.search(query, MOST_FOUND)?;
        for card in &cards {
            let told = words.key_does(&card.card.id, &question(card, self.show.langs()[0]));
            writeln!(out, "{}", wrap::source(&visible(&told), self.width))?;
        }
        Ok(match cards.is_empty() {
            true => words.nothing_found(query),
            false => words.search_shows().to_owned(),
        })
    }

    /// Writes a card whole.
    fn read(&self, stored: &StoredCard, out: &mut dyn Write) -> Result<()> {
        let faces: Vec<Face> = faces(&stored.card, self.show, &order(stored, self.world.seed));
        write!(out, "{}", lines::question(&faces, self.width))?;
        write!(out, "{}", lines::answer(&faces, self.width))?;
        if let Some(note) = &stored.note {
            writeln!(out, "{}", lines::note(self.words, note, self.width))?;
        }
        let depth = lines::depth(self.words, &faces, &stored.card.evidence, self.width);
        Ok(write!(out, "{}", depth.trim_start_matches('\n'))?)
    }
}
