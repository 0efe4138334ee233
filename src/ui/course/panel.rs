//! Keys while something lies over the card: info, cards that were found, a line that is typed.

use super::{Course, Step};
use crate::text::typing::TypedText;
use crate::ui::keys::Key;
use crate::ui::quiz::body_height;
use crate::ui::quiz::panel::{Entry, Found, Info, Panel, Purpose, info_farthest, without_breaks};
use crate::ui::theme::Theme;

impl Course {
    /// Whether the learner is not at the card, but at a note or at other cards.
    pub fn is_away(&self) -> bool {
        self.view.panel.is_some() || self.view.entry.is_some()
    }

    /// What was typed on the line that was handed in last.
    pub fn take_given(&mut self) -> String {
        std::mem::take(&mut self.given)
    }

    /// Lets a line be typed.
    pub(super) fn enter(&mut self, purpose: Purpose, begin: &str) {
        let mut text = TypedText::default();
        text.insert(begin);
        self.view.entry = Some(Entry { purpose, text });
    }

    /// Begins a note, or goes on with the one that is there: one of several lines in the editor.
    pub(super) fn begin_note(&mut self) -> Step {
        let note = self.view.note.clone().unwrap_or_default();
        if note.contains('\n') {
            self.given = note;
            return Step::EditNote;
        }
        self.enter(Purpose::Note, &note);
        Step::Stay
    }

    /// Lets a note be handed in again that could not be saved.
    pub fn write_again(&mut self, note: &str) {
        self.enter(Purpose::Note, note);
    }

    /// Shows what is known of the card.
    pub fn show_info(&mut self, info: Info) {
        self.view.panel = Some(Panel::Info(info));
    }

    /// Shows cards that were found.
    pub fn show_found(&mut self, found: Found) {
        self.view.panel = Some(Panel::Found(found));
    }

    /// A key while a line is typed.
    pub(super) fn entry_key(&mut self, key: Key) -> Step {
        let Some(Entry { purpose, text }) = &mut self.view.entry else { return Step::Stay };
        let purpose = *purpose;
        match key {
            Key::Esc => self.view.entry = None,
            Key::Enter | Key::Ctrl('d' | 'j') => {
                self.given = text.text().trim().to_owned();
                self.view.entry = None;
                match purpose {
                    Purpose::Note => return Step::Note,
                    Purpose::Search if self.given.is_empty() => {}
                    Purpose::Search => return Step::Search,
                }
            }
            Key::NewLine if purpose == Purpose::Note => {
                self.given = text.text().to_owned();
                self.view.entry = None;
                return Step::EditNote;
            }
            key => super::typing::edit(text, key),
        }
        Step::Stay
    }

    /// Pasted text goes into the line that is typed; false if there is none.
    pub(super) fn paste_into_entry(&mut self, pasted: &str) -> bool {
        let Some(entry) = &mut self.view.entry else { return false };
        entry.text.insert(&without_breaks(pasted));
        true
    }

    /// A key while something lies over the card.
    pub(super) fn panel_key(&mut self, key: Key, theme: &Theme) {
        let (size, words) = (self.size, self.view.words);
        let height = body_height(size);
        let is_search = key == Key::Char('/');
        match &mut self.view.panel {
            None => {}
            Some(Panel::Info(info)) => {
                let farthest = info_farthest(info, size, words, theme);
                match super::scrolled(key, info.scroll, farthest) {
                    Some(scroll) => info.scroll = scroll,
                    None => self.view.panel = None,
                }
            }
            Some(Panel::Found(found)) => match found.reading {
                Some(scroll) => {
                    let lines = found.page(size.0, words, theme).text.lines.len();
                    let farthest = lines.saturating_sub(height);
                    let page = height.saturating_sub(1).max(1);
                    let to = match key {
                        Key::Esc | Key::Char('q') | Key::Left => {
                            found.reading = None;
                            return;
                        }
                        Key::PageDown | Key::Char(' ') => scroll + page,
                        Key::PageUp => scroll.saturating_sub(page),
                        key => super::scrolled(key, scroll, farthest).unwrap_or(scroll),
                    };
                    found.reading = Some(to.min(farthest));
                }
                None => {
                    let last = found.cards.len().saturating_sub(1);
                    match key {
                        Key::Esc | Key::Char('q') => self.view.panel = None,
                        Key::Enter | Key::Char(' ') | Key::Right => found.reading = Some(0),
                        Key::PageDown => found.at = (found.at + height).min(last),
                        Key::PageUp => found.at = found.at.saturating_sub(height),
                        _ if is_search => {
                            let query = found.query.clone();
                            self.enter(Purpose::Search, &query);
                        }
                        key => found.at = super::scrolled(key, found.at, last).unwrap_or(found.at),
                    }
                }
            },
        }
    }
}
