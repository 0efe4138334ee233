//! The door through which everything is printed: whatever a card, a file or an argument holds,
//! nothing that steers a terminal gets out. What must go out unchanged uses [`Door::raw`].

use std::fmt;
use std::io::{self, BufWriter, Write};

use crate::text::visible::visible;

/// Standard output.
pub(super) struct Door(Box<dyn Write>);

impl Door {
    /// Standard output, written in large pieces.
    pub(super) fn new() -> Door {
        Door(Box::new(BufWriter::new(io::stdout().lock())))
    }

    /// The output with nothing replaced: for whole files, and for lines whose text is known to be
    /// safe and whose styling has to stay.
    pub(super) fn raw(&mut self) -> &mut dyn Write {
        &mut self.0
    }

    /// What `write!` calls, even where the trait is not in scope.
    pub(super) fn write_fmt(&mut self, text: fmt::Arguments<'_>) -> io::Result<()> {
        Write::write_fmt(self, text)
    }

    /// Sends off all that was printed.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl Write for Door {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let (text, taken) = match std::str::from_utf8(bytes) {
            Ok(text) => (text.into(), bytes.len()),
            // The rest may be the start of a character that is still to come.
            Err(error) if error.valid_up_to() > 0 => {
                let whole = &bytes[..error.valid_up_to()];
                (String::from_utf8_lossy(whole), whole.len())
            }
            Err(_) => (String::from_utf8_lossy(bytes), bytes.len()),
        };
        self.0.write_all(visible(&text).as_bytes())?;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Prints a line, or several, to standard error.
pub(super) fn tell(text: &str) -> io::Result<()> {
    writeln!(io::stderr(), "{}", visible(text))
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    #[derive(Clone, Default)]
    struct Screen(Arc<Mutex<Vec<u8>>>);

    impl Write for Screen {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn nothing_that_steers_a_terminal_gets_out() {
        for (written, shown) in [
            (&b"plain \xe6\x89\xa9\n"[..], "plain 扩\n"),
            (b"\x1b]0;title\x07", "␛]0;title␇"),
            (b"a\xe2\x80\xaeb", "a\u{fffd}b"),
            (b"cut \xe6\x89", "cut \u{fffd}"),
            (b"\xff\x1b[2J", "\u{fffd}␛[2J"),
        ] {
            let screen = Screen::default();
            Door(Box::new(screen.clone())).write_all(written).unwrap();
            assert_eq!(String::from_utf8_lossy(&screen.0.lock().unwrap()), shown);
        }
        let screen = Screen::default();
        Door(Box::new(screen.clone())).raw().write_all(b"\x1b[1m").unwrap();
        assert_eq!(*screen.0.lock().unwrap(), b"\x1b[1m");
    }
}
