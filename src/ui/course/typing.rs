//! Answers that are typed or chosen: keys into the typed text, and the comparison with what is right.

use super::Course;
use crate::model::typed::{chosen, compare, compare_choice};
use crate::text::typing::TypedText;
use crate::ui::keys::Key;
use crate::ui::quiz::{self, Stage, Wanted, body_height};
use crate::ui::theme::Theme;

impl Course {
    /// A key while an answer is typed.
    pub(super) fn type_key(&mut self, key: Key, theme: &Theme) {
        let page = self.page();
        let Some(typed) = &mut self.view.typed else { return };
        let text = &mut typed.text;
        match key {
            Key::Esc => typed.open = false,
            // As on all other cards.
            Key::Char(' ') if text.is_empty() => return self.give_typed(theme),
            Key::Ctrl('d') => return self.give_typed(theme),
            Key::Enter if text.is_empty() || text.is_on_new_line() => {
                return self.give_typed(theme);
            }
            Key::Enter | Key::NewLine | Key::Ctrl('j') => text.insert("\n"),
            Key::Tab => text.insert("\t"),
            // At the edges of what is typed the arrows move the page: the program may be long.
            Key::Up => {
                if !text.up() {
                    self.view.scroll = self.view.scroll.saturating_sub(1);
                    return;
                }
            }
            Key::Down => {
                if !text.down() {
                    self.view.scroll += 1;
                    return self.clamp(theme);
                }
            }
            Key::PageUp => {
                self.view.scroll = self.view.scroll.saturating_sub(page);
                return;
            }
            Key::PageDown => {
                self.view.scroll += page;
                return self.clamp(theme);
            }
            key => edit(text, key),
        }
        self.follow(theme);
    }

    /// Text that was pasted goes into the typed answer.
    pub fn paste(&mut self, text: &str, theme: &Theme) {
        if self.paste_into_entry(text) {
            return;
        }
        if self.typing()
            && self.view.panel.is_none()
            && self.view.help.is_none()
            && let Some(typed) = &mut self.view.typed
        {
            typed.text.insert(text);
            self.follow(theme);
        }
    }

    /// The letter of an option that a key names, on a card that waits for one.
    pub(super) fn option(&self, key: Key) -> Option<char> {
        let choice = self.view.typed.as_ref()?.choice.as_ref()?;
        let Key::Char(c) = key else { return None };
        if self.view.stage > Stage::Question {
            return None;
        }
        let named = choice.chosen(c.encode_utf8(&mut [0; 4]))?;
        named.chars().next()
    }

    /// Chooses an option: where one is right this answers; else it toggles what Enter hands in.
    pub(super) fn choose(&mut self, letter: char, theme: &Theme) {
        let Some(typed) = &mut self.view.typed else { return };
        let several = typed.choice.as_ref().is_some_and(|choice| choice.several);
        let mut letters = chosen(typed.text.text());
        if !several {
            letters.clear();
        }
        if !letters.remove(&letter) {
            letters.insert(letter);
        }
        typed.text = TypedText::default();
        typed.text.insert(&letters.iter().map(char::to_string).collect::<Vec<_>>().join(", "));
        if !several {
            self.give_typed(theme);
        }
    }

    /// Compares what was typed with what is right, and shows both.
    pub(super) fn give_typed(&mut self, theme: &Theme) {
        if let (Some(typed), Some(wanted)) = (&mut self.view.typed, &self.wanted) {
            let text = typed.text.text();
            let (right, verdict) = match wanted {
                Wanted::Output(right) => (right, compare(right, text)),
                Wanted::Options(right, _) => (right, compare_choice(right, text)),
            };
            typed.open = false;
            typed.result = Some((right.clone(), verdict));
        }
        self.show_answer(theme);
    }

    /// Keeps the cursor in sight.
    pub(super) fn follow(&mut self, theme: &Theme) {
        let page = quiz::page(&self.view, self.size.0, theme);
        if let Some((line, _)) = page.cursor {
            let height = body_height(self.size);
            self.view.scroll = self.view.scroll.clamp((line + 1).saturating_sub(height), line);
        }
    }
}

/// A key that changes a typed text or moves in it.
pub(super) fn edit(text: &mut TypedText, key: Key) {
    match key {
        Key::Backspace | Key::Ctrl('h') => text.backspace(),
        Key::Delete => text.delete(),
        Key::Ctrl('u') => text.remove_line(),
        Key::Ctrl('w') => text.remove_word(),
        Key::Left => text.left(),
        Key::Right => text.right(),
        Key::Home | Key::Ctrl('a') => text.home(),
        Key::End | Key::Ctrl('e') => text.end(),
        Key::Char(c) => text.insert(c.encode_utf8(&mut [0; 4])),
        _ => {}
    }
}
