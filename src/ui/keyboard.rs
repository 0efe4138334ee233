//! What a terminal sends when keys are pressed, text is pasted, or it was asked something: bytes
//! in, keys out.
//!
//! Read here and not by crossterm, whose reader on Unix waits for a *change* to readable: input
//! that is left over when the terminal reports a new size, or when more than 1 024 bytes were typed
//! ahead, waits until another key comes.

use super::keys::Key;
use super::theme::Background;

/// What was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Typed {
    /// A key.
    Key(Key),
    /// Text that was pasted.
    Paste(String),
    /// What the terminal draws on, in answer to our question.
    Background(Background),
    /// What the terminal can do. Every terminal answers this question; only that it came matters.
    Abilities,
}

/// Bytes from the terminal that are not keys yet.
#[derive(Debug, Default)]
pub struct Keyboard {
    bytes: Vec<u8>,
}

/// What stands at the beginning of the bytes.
enum Front {
    /// Something whole, with its length in bytes; `None` if it means nothing here.
    Whole(Option<Typed>, usize),
    /// The beginning of something.
    Part,
}

/// Stands before pasted text, and after it.
const PASTE: (&[u8], &[u8]) = (b"\x1b[200~", b"\x1b[201~");

/// Asks for the background; the answer begins like the question. Then asks what every terminal
/// answers, because one that does not know the first question says nothing to it.
pub const QUESTIONS: &str = "\x1b]11;?\x1b\\\x1b[c";
const REPORT: &[u8] = b"\x1b]11;";
/// The longest report of a colour.
const LONGEST_REPORT: usize = 64;

impl Keyboard {
    /// Takes what was read.
    pub fn push(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// The next key or pasted text; `None` when what is left is not whole.
    pub fn take(&mut self) -> Option<Typed> {
        while !self.bytes.is_empty() {
            match front(&self.bytes) {
                Front::Part => return None,
                Front::Whole(typed, length) => {
                    self.bytes.drain(..length);
                    if typed.is_some() {
                        return typed;
                    }
                }
            }
        }
        None
    }

    /// Whether a key has begun that may go on; pasted text and reports do not count: they end.
    pub fn is_halfway(&self) -> bool {
        let has_end = [PASTE.0, REPORT].iter().any(|begin| self.bytes.starts_with(begin));
        !self.bytes.is_empty() && !has_end
    }

    /// Nothing followed in time: what has begun is the Escape key, a key with Alt, or nothing.
    pub fn give_up(&mut self) -> Option<Typed> {
        match std::mem::take(&mut self.bytes)[..] {
            [0x1b] => Some(Typed::Key(Key::Esc)),
            [0x1b, b']'] => Some(Typed::Key(Key::Char(']'))),
            _ => None,
        }
    }
}

fn front(bytes: &[u8]) -> Front {
    let key = |key, length| Front::Whole(Some(Typed::Key(key)), length);
    match bytes {
        [0x1b] => Front::Part,
        [0x1b, b'[', rest @ ..] => control(bytes, rest),
        [0x1b, b'O'] => Front::Part,
        [0x1b, b'O', last, ..] => match last {
            b'M' => key(Key::Enter, 3),
            last => Front::Whole(named(*last).map(Typed::Key), 3),
        },
        [0x1b, b']', ..] if REPORT.starts_with(bytes) => Front::Part,
        [0x1b, b']', ..] if bytes.starts_with(REPORT) => report(&bytes[REPORT.len()..]),
        [0x1b, 0x1b, ..] => key(Key::Esc, 1),
        [0x1b, b'\r' | b'\n', ..] => key(Key::NewLine, 2),
        // With Alt: the key counts as if it were pressed alone.
        [0x1b, rest @ ..] => match front(rest) {
            Front::Whole(typed, length) => Front::Whole(typed, length + 1),
            Front::Part => Front::Part,
        },
        [b'\r', ..] => key(Key::Enter, 1),
        [b'\t', ..] => key(Key::Tab, 1),
        [0x7f, ..] => key(Key::Backspace, 1),
        [0, ..] => key(Key::Ctrl(' '), 1),
        [byte @ 1..=0x1a, ..] => key(Key::Ctrl(char::from(byte - 1 + b'a')), 1),
        [byte @ 0x1c..=0x1f, ..] => key(Key::Ctrl(char::from(byte - 0x1c + b'4')), 1),
        _ => character(bytes),
    }
}

/// The report of a background, `rest` being what comes after its beginning.
fn report(rest: &[u8]) -> Front {
    let Some(end) = rest.iter().position(|byte| !(0x20..0x7f).contains(byte)) else {
        let length = REPORT.len() + rest.len();
        return if length < LONGEST_REPORT { Front::Part } else { Front::Whole(None, length) };
    };
    let ending = match rest[end..] {
        [0x07, ..] => 1,
        [0x1b] => return Front::Part,
        [0x1b, b'\\', ..] => 2,
        // No report: what broke it off is a key of its own.
        _ => return Front::Whole(None, REPORT.len() + end),
    };
    let colour = std::str::from_utf8(&rest[..end]).ok().and_then(colour);
    let background = colour.map(|colour| Typed::Background(Background::of(colour)));
    Front::Whole(background, REPORT.len() + end + ending)
}

/// Red, green and blue from 0 to 1 of a colour such as `rgb:1e1e/1e1e/1e1e`.
fn colour(text: &str) -> Option<[f32; 3]> {
    let parts = text.strip_prefix("rgba:").or_else(|| text.strip_prefix("rgb:"))?;
    let mut parts = parts.split('/').map(|digits| {
        let most = 16_u32.checked_pow(u32::try_from(digits.len()).ok()?)?.checked_sub(1)?;
        let value = u32::from_str_radix(digits, 16).ok()?;
        (1..=4).contains(&digits.len()).then_some(value as f32 / most as f32)
    });
    let mut part = || parts.next().flatten();
    Some([part()?, part()?, part()?])
}

/// A character of one to four bytes.
fn character(bytes: &[u8]) -> Front {
    let most = &bytes[..bytes.len().min(4)];
    let valid = match std::str::from_utf8(most) {
        Ok(text) => text,
        Err(error) if error.valid_up_to() > 0 => {
            std::str::from_utf8(&most[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(error) => {
            return match error.error_len() {
                None => Front::Part,
                Some(wrong) => Front::Whole(None, wrong),
            };
        }
    };
    match valid.chars().next() {
        Some(c) => Front::Whole(Some(Typed::Key(Key::Char(c))), c.len_utf8()),
        None => Front::Part,
    }
}

/// A control sequence, `rest` being what comes after its `ESC [`.
fn control(bytes: &[u8], rest: &[u8]) -> Front {
    // The function keys of Linux's own console.
    if let [b'[', after @ ..] = rest {
        return if after.is_empty() { Front::Part } else { Front::Whole(None, 4) };
    }
    let Some(end) = rest.iter().position(|byte| !(0x20..0x40).contains(byte)) else {
        return Front::Part;
    };
    let length = 2 + end + 1;
    if !(0x40..0x7f).contains(&rest[end]) {
        // No sequence: what broke it off is a key of its own.
        return Front::Whole(None, length - 1);
    }
    if bytes.starts_with(PASTE.0) {
        let text = &bytes[PASTE.0.len()..];
        let Some(end) = text.windows(PASTE.1.len()).position(|part| part == PASTE.1) else {
            return Front::Part;
        };
        let pasted =
            String::from_utf8_lossy(&text[..end]).replace("\r\n", "\n").replace('\r', "\n");
        return Front::Whole(Some(Typed::Paste(pasted)), PASTE.0.len() + end + PASTE.1.len());
    }
    let numbers = std::str::from_utf8(&rest[..end]).unwrap_or_default();
    let mut numbers = numbers.split(';').map(|n| n.split(':').next().unwrap_or(n).parse::<u32>());
    let mut number = || numbers.next().and_then(Result::ok);
    let (first, modifiers) = (number(), number().unwrap_or(1).saturating_sub(1));
    let key = match rest[end] {
        b'~' => match first {
            Some(1 | 7) => Some(Key::Home),
            Some(4 | 8) => Some(Key::End),
            Some(3) => Some(Key::Delete),
            Some(5) => Some(Key::PageUp),
            Some(6) => Some(Key::PageDown),
            _ => None,
        },
        b'c' if rest.starts_with(b"?") => return Front::Whole(Some(Typed::Abilities), length),
        b'u' => first.and_then(char::from_u32).and_then(|c| unicode(c, modifiers)),
        last => named(last),
    };
    Front::Whole(key.map(Typed::Key), length)
}

/// The key of a sequence's last letter.
fn named(last: u8) -> Option<Key> {
    Some(match last {
        b'A' => Key::Up,
        b'B' => Key::Down,
        b'C' => Key::Right,
        b'D' => Key::Left,
        b'H' => Key::Home,
        b'F' => Key::End,
        _ => return None,
    })
}

/// A key sent as the number of its character; the modifiers are 1 for Shift, 2 Alt, 4 Ctrl.
fn unicode(c: char, modifiers: u32) -> Option<Key> {
    let ctrl = modifiers & 4 != 0;
    Some(match c {
        '\r' if modifiers & 3 != 0 => Key::NewLine,
        '\r' => Key::Enter,
        '\x1b' => Key::Esc,
        '\t' => Key::Tab,
        '\x7f' => Key::Backspace,
        c if ctrl => Key::Ctrl(c.to_ascii_lowercase()),
        c if c.is_control() => return None,
        c => Key::Char(c),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(keyboard: &mut Keyboard) -> Vec<Typed> {
        std::iter::from_fn(|| keyboard.take()).collect()
    }

    #[test]
    fn bytes_become_keys() {
        use Key::{Char, Ctrl};
        let table: &[(&str, &[Key])] = &[
            ("a 3", &[Char('a'), Char(' '), Char('3')]),
            ("扩é", &[Char('扩'), Char('é')]),
            ("\r\n\t\x7f\x08", &[Key::Enter, Ctrl('j'), Key::Tab, Key::Backspace, Ctrl('h')]),
            ("\x03\x04\x1a\x00\x1f", &[Ctrl('c'), Ctrl('d'), Ctrl('z'), Ctrl(' '), Ctrl('7')]),
            ("\x1b[A\x1b[B\x1b[C\x1b[D", &[Key::Up, Key::Down, Key::Right, Key::Left]),
            ("\x1bOA\x1bOH\x1bOF\x1bOM", &[Key::Up, Key::Home, Key::End, Key::Enter]),
            ("\x1b[H\x1b[F\x1b[1~\x1b[8~", &[Key::Home, Key::End, Key::Home, Key::End]),
            ("\x1b[3~\x1b[5~\x1b[6~", &[Key::Delete, Key::PageUp, Key::PageDown]),
            // With modifiers.
            ("\x1b[1;5C\x1b[6;2~", &[Key::Right, Key::PageDown]),
            ("\x1bx\x1b扩", &[Char('x'), Char('扩')]),
            ("\x1b\r\x1b[13;2u\x1b[13u", &[Key::NewLine, Key::NewLine, Key::Enter]),
            ("\x1b[99;5u\x1b[97u\x1b[27u", &[Ctrl('c'), Char('a'), Key::Esc]),
            // Nothing here: insert, function keys, the cursor's place, focus.
            ("\x1b[2~\x1bOP\x1b[15~\x1b[[A\x1b[12;40R\x1b[Iq", &[Char('q')]),
            // Broken off.
            ("\x1b[12\x03", &[Ctrl('c')]),
            ("\x1b]11;rgb:\x03", &[Ctrl('c')]),
            ("\x1b]11;rgb:\x1b[A", &[Key::Up]),
            // With Alt, and not the beginning of a report.
            ("\x1b]x\x1b]12", &[Char(']'), Char('x'), Char(']'), Char('1'), Char('2')]),
            ("\x1b\x1b[A", &[Key::Esc, Key::Up]),
        ];
        for (bytes, keys) in table {
            let keys: Vec<Typed> = keys.iter().map(|key| Typed::Key(*key)).collect();
            let mut keyboard = Keyboard::default();
            keyboard.push(bytes.as_bytes());
            assert_eq!(all(&mut keyboard), keys, "{bytes:?}");
            // In whatever pieces they come.
            let mut found = Vec::new();
            for byte in bytes.bytes() {
                keyboard.push(&[byte]);
                found.extend(all(&mut keyboard));
            }
            assert_eq!(found, keys, "{bytes:?} byte by byte");
            assert!(!keyboard.is_halfway(), "{bytes:?}");
        }
    }

    #[test]
    fn what_does_not_go_on_is_escape_or_nothing() {
        for (bytes, typed) in [
            (&b"\x1b"[..], Some(Typed::Key(Key::Esc))),
            (b"\x1b]", Some(Typed::Key(Key::Char(']')))),
            (b"\x1b]1", None),
            (b"\x1b[", None),
            (b"\x1b[1;", None),
            (b"\xe6\x89", None),
        ] {
            let mut keyboard = Keyboard::default();
            keyboard.push(bytes);
            assert_eq!((keyboard.take(), keyboard.is_halfway()), (None, true), "{bytes:?}");
            assert_eq!(keyboard.give_up(), typed, "{bytes:?}");
            assert!(!keyboard.is_halfway());
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_nothing() {
        let mut keyboard = Keyboard::default();
        keyboard.push(b"\xff\xe6(\x80a");
        assert_eq!(all(&mut keyboard), [Typed::Key(Key::Char('(')), Typed::Key(Key::Char('a'))]);
    }

    #[test]
    fn pasted_text_is_whole_whatever_is_in_it() {
        let mut keyboard = Keyboard::default();
        keyboard.push(b"\x1b[200~one\r\ntwo\rq\x1b[A");
        assert_eq!((keyboard.take(), keyboard.is_halfway()), (None, false));
        keyboard.push("扩\x1b[201~x".as_bytes());
        let pasted = Typed::Paste("one\ntwo\nq\x1b[A扩".into());
        assert_eq!(all(&mut keyboard), [pasted, Typed::Key(Key::Char('x'))]);
    }

    #[test]
    fn a_terminal_tells_its_background_among_keys() {
        let key = |c| Typed::Key(Key::Char(c));
        for (report, background) in [
            ("rgb:ffff/ffff/ffff\x1b\\", Some(Background::Light)),
            ("rgb:0000/0000/0000\x07", Some(Background::Dark)),
            ("rgb:00/2b/36\x1b\\", Some(Background::Dark)),
            ("rgb:f/f/e\x07", Some(Background::Light)),
            ("rgba:fdfd/f6f6/e3e3/ffff\x07", Some(Background::Light)),
            ("rgb:00/2b\x07", None),
            ("rgb:/00/00\x07", None),
            ("rgb:00000/00/00\x07", None),
            ("white\x07", None),
            ("?\x07", None),
            ("\x07", None),
        ] {
            let bytes = format!("a\x1b]11;{report}b\x1b[?62;22cc");
            let mut told = vec![key('a')];
            told.extend(background.map(Typed::Background));
            told.extend([key('b'), Typed::Abilities, key('c')]);
            let mut keyboard = Keyboard::default();
            keyboard.push(bytes.as_bytes());
            assert_eq!(all(&mut keyboard), told, "{report:?}");
            // In whatever pieces they come, and however slowly.
            let mut found = Vec::new();
            for byte in bytes.bytes() {
                keyboard.push(&[byte]);
                found.extend(all(&mut keyboard));
                assert!(!keyboard.is_halfway() || !keyboard.bytes.starts_with(REPORT));
            }
            assert_eq!(found, told, "{report:?} byte by byte");
        }
    }

    #[test]
    fn a_report_without_an_end_is_nothing() {
        let mut keyboard = Keyboard::default();
        keyboard.push(b"\x1b]11;");
        keyboard.push("x".repeat(LONGEST_REPORT).as_bytes());
        assert_eq!(all(&mut keyboard), []);
        keyboard.push(b"q");
        assert_eq!(all(&mut keyboard), [Typed::Key(Key::Char('q'))]);
    }
}
