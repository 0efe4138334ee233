//! Keys, from a keyboard or from a string.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::model::day::span;

/// A key as the quiz knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// A character, the space among them.
    Char(char),
    /// A character with Ctrl.
    Ctrl(char),
    /// Return.
    Enter,
    /// Alt or Shift with Return: a line break where Enter means done.
    NewLine,
    /// Escape.
    Esc,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// Home.
    Home,
    /// End.
    End,
    /// Tab.
    Tab,
    /// In a string of keys only: print the screen as it is.
    Show,
    /// In a string of keys only: let this many milliseconds pass.
    Wait(i64),
}

/// The names between angle brackets in a string of keys.
const NAMES: &[(&str, Key)] = &[
    ("enter", Key::Enter),
    ("newline", Key::NewLine),
    ("space", Key::Char(' ')),
    ("esc", Key::Esc),
    ("bs", Key::Backspace),
    ("del", Key::Delete),
    ("up", Key::Up),
    ("down", Key::Down),
    ("left", Key::Left),
    ("right", Key::Right),
    ("pgup", Key::PageUp),
    ("pgdn", Key::PageDown),
    ("home", Key::Home),
    ("end", Key::End),
    ("tab", Key::Tab),
    ("show", Key::Show),
    ("lt", Key::Char('<')),
];

impl Key {
    /// The key of a terminal event; `None` for releases and keys that mean nothing here.
    pub fn from_event(event: KeyEvent) -> Option<Key> {
        if event.kind == KeyEventKind::Release {
            return None;
        }
        let modified = event.modifiers.intersects(KeyModifiers::ALT | KeyModifiers::SHIFT);
        Some(match event.code {
            KeyCode::Char(c) if event.modifiers.contains(KeyModifiers::CONTROL) => {
                Key::Ctrl(c.to_ascii_lowercase())
            }
            KeyCode::Char(c) => Key::Char(c),
            KeyCode::Enter if modified => Key::NewLine,
            KeyCode::Enter => Key::Enter,
            KeyCode::Esc => Key::Esc,
            KeyCode::Backspace => Key::Backspace,
            KeyCode::Delete => Key::Delete,
            KeyCode::Up => Key::Up,
            KeyCode::Down => Key::Down,
            KeyCode::Left => Key::Left,
            KeyCode::Right => Key::Right,
            KeyCode::PageUp => Key::PageUp,
            KeyCode::PageDown => Key::PageDown,
            KeyCode::Home => Key::Home,
            KeyCode::End => Key::End,
            KeyCode::Tab => Key::Tab,
            _ => return None,
        })
    }
}

/// Reads a string of keys: each character is itself, `<name>` is a named key, `<ctrl-x>` a
/// control key, `<wait:90s>` a time that passes. Says in a sentence which name it does not know.
pub fn parse(text: &str) -> Result<Vec<Key>, String> {
    let mut keys = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        if c != '<' {
            keys.push(if c == '\n' { Key::Enter } else { Key::Char(c) });
            continue;
        }
        let Some((name, tail)) = rest.split_once('>') else {
            return Err(format!("`<{rest}` is not closed by `>`: write `<lt>` for a `<`"));
        };
        rest = tail;
        if let Some(time) = name.strip_prefix("wait:") {
            let Some(ms) = span(time) else {
                return Err(format!(
                    "`{time}` in `<wait:{time}>` is not a time: use a number with ms, s, m, h or d \
                     such as 90s"
                ));
            };
            keys.push(Key::Wait(ms));
            continue;
        }
        let named = NAMES.iter().find(|(known, _)| *known == name).map(|(_, key)| *key);
        let control = || {
            let mut chars = name.strip_prefix("ctrl-")?.chars();
            chars.next().filter(|_| chars.next().is_none()).map(Key::Ctrl)
        };
        match named.or_else(control) {
            Some(key) => keys.push(key),
            None => {
                let names: Vec<&str> = NAMES.iter().map(|(name, _)| *name).collect();
                return Err(format!(
                    "unknown key `<{name}>`: use {}, wait:90s or ctrl-x",
                    names.join(", ")
                ));
            }
        }
    }
    Ok(keys)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_becomes_keys() {
        use Key::{Char, Ctrl, Enter};
        assert_eq!(
            parse("a <enter><ctrl-c><lt>\n").unwrap(),
            [Char('a'), Char(' '), Enter, Ctrl('c'), Char('<'), Enter]
        );
        assert_eq!(parse("<wait:2m>q").unwrap(), [Key::Wait(120_000), Char('q')]);
        assert!(
            parse("<wait:2>").unwrap_err().starts_with("`2` in `<wait:2>` is not a time: use ")
        );
        assert!(parse("<nokey>").unwrap_err().starts_with("unknown key `<nokey>`: use enter,"));
        assert!(parse("<enter").is_err());
    }
}
