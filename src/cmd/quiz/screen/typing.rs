//! Answers that are typed: keys into the typed text, and the comparison with what is right.

use super::Course;
use crate::cmd::quiz::face::{expected, order, verdict};
use crate::ui::keys::Key;
use crate::ui::quiz::{self, body_height};
use crate::ui::theme::Theme;

impl Course<'_> {
    /// A key while an answer is typed.
    pub(super) fn type_key(&mut self, key: Key, theme: &Theme) {
        let page = self.page();
        let Some(typed) = &mut self.typed else { return };
        let text = &mut typed.text;
        match key {
            Key::Esc => typed.open = false,
            // As on all other cards.
            Key::Char(' ') if text.is_empty() => return self.give_typed(theme),
            Key::Ctrl('d') => return self.give_typed(theme),
            Key::Enter if typed.is_choice || text.is_empty() || text.is_on_new_line() => {
                return self.give_typed(theme);
            }
            Key::Enter | Key::NewLine | Key::Ctrl('j') => text.insert("\n"),
            Key::Backspace | Key::Ctrl('h') => text.backspace(),
            Key::Delete => text.delete(),
            Key::Ctrl('u') => text.remove_line(),
            Key::Ctrl('w') => text.remove_word(),
            Key::Left => text.left(),
            Key::Right => text.right(),
            Key::Home | Key::Ctrl('a') => text.home(),
            Key::End | Key::Ctrl('e') => text.end(),
            Key::Tab => text.insert("\t"),
            Key::Char(c) => text.insert(c.encode_utf8(&mut [0; 4])),
            // At the edges of what is typed the arrows move the page: the program may be long.
            Key::Up => {
                if !text.up() {
                    self.scroll = self.scroll.saturating_sub(1);
                    return;
                }
            }
            Key::Down => {
                if !text.down() {
                    self.scroll += 1;
                    return self.clamp(theme);
                }
            }
            Key::PageUp => {
                self.scroll = self.scroll.saturating_sub(page);
                return;
            }
            Key::PageDown => {
                self.scroll += page;
                return self.clamp(theme);
            }
            _ => return,
        }
        self.follow(theme);
    }

    /// Text that was pasted goes into the typed answer.
    pub(super) fn paste(&mut self, text: &str, theme: &Theme) {
        if self.typing()
            && self.help.is_none()
            && let Some(typed) = &mut self.typed
        {
            typed.text.insert(text);
            self.follow(theme);
        }
    }

    /// Compares what was typed with what is right, and shows both.
    pub(super) fn give_typed(&mut self, theme: &Theme) {
        let Some(asked) = &self.asked else { return };
        let order = order(&asked.card, self.world.seed);
        if let Some(typed) = &mut self.typed
            && let Some(right) = expected(&asked.card.card, self.show, &order)
        {
            let verdict = verdict(&asked.card.card, &right, typed.text.text());
            typed.open = false;
            typed.result = Some((right, verdict));
        }
        self.show_answer(theme);
    }

    /// Keeps the cursor in sight.
    pub(super) fn follow(&mut self, theme: &Theme) {
        let page = quiz::page(&self.view(), self.size.0, theme);
        if let Some((line, _)) = page.cursor {
            let height = body_height(self.size);
            self.scroll = self.scroll.clamp((line + 1).saturating_sub(height), line);
        }
    }
}
