//! The full-screen terminal: entered with a guard that always gives it back, also on a panic, a
//! signal, or when the process is stopped and goes on.

use std::io::{self, Stdout, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crossterm::cursor::{Hide, Show};
use crossterm::event::{self, DisableBracketedPaste, EnableBracketedPaste, Event};
use crossterm::execute;
use crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use ratatui::backend::CrosstermBackend;
use ratatui::{Frame, Terminal};

use super::keys::Key;

/// Whether the screen is ours now, so that giving it back twice does nothing.
static ENTERED: AtomicBool = AtomicBool::new(false);

/// The terminal in full-screen mode.
pub struct Screen {
    terminal: Terminal<CrosstermBackend<Stdout>>,
    #[cfg(unix)]
    signals: signals::Signals,
}

/// What came from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A key.
    Key(Key),
    /// Text that was pasted.
    Paste(String),
    /// The size changed, or the process was stopped and goes on: draw again.
    Redraw,
    /// A signal asks the process to end; its number.
    End(i32),
    /// Nothing within the time.
    Nothing,
}

impl Screen {
    /// Takes the terminal over.
    pub fn enter() -> io::Result<Screen> {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            give_back();
            before(info);
        }));
        #[cfg(unix)]
        let signals = signals::Signals::listen()?;
        take_over()?;
        let terminal = Terminal::new(CrosstermBackend::new(io::stdout()))?;
        Ok(Screen {
            terminal,
            #[cfg(unix)]
            signals,
        })
    }

    /// Draws a frame.
    pub fn draw(&mut self, draw: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        self.terminal.draw(draw)?;
        Ok(())
    }

    /// Waits for input, at most `timeout`.
    pub fn wait(&mut self, timeout: Duration) -> io::Result<Input> {
        #[cfg(unix)]
        {
            if let Some(signal) = self.signals.ending() {
                return Ok(Input::End(signal));
            }
            if self.signals.stopping() {
                self.stop()?;
                return Ok(Input::Redraw);
            }
        }
        if !event::poll(timeout)? {
            return Ok(Input::Nothing);
        }
        Ok(match event::read()? {
            Event::Key(key) => match Key::from_event(key) {
                #[cfg(unix)]
                Some(Key::Ctrl('z')) => {
                    self.stop()?;
                    Input::Redraw
                }
                Some(key) => Input::Key(key),
                None => Input::Nothing,
            },
            Event::Paste(text) => Input::Paste(text),
            Event::Resize(..) => Input::Redraw,
            _ => Input::Nothing,
        })
    }

    /// Gives the terminal to `work`, such as an editor, and takes it back.
    pub fn lend<T>(&mut self, work: impl FnOnce() -> T) -> io::Result<T> {
        give_back();
        let result = work();
        take_over()?;
        self.terminal.clear()?;
        Ok(result)
    }

    /// Stops the process as Ctrl-Z does everywhere else, and goes on when it is continued.
    #[cfg(unix)]
    fn stop(&mut self) -> io::Result<()> {
        self.lend(|| signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP))?
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
    }
}

fn take_over() -> io::Result<()> {
    enable_raw_mode()?;
    ENTERED.store(true, Ordering::SeqCst);
    execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste, Hide)
}

/// Errors are of no use here: the terminal may be gone.
fn give_back() {
    if ENTERED.swap(false, Ordering::SeqCst) {
        let _ = execute!(io::stdout(), Show, DisableBracketedPaste, LeaveAlternateScreen);
        let _ = disable_raw_mode();
        let _ = io::stdout().flush();
    }
}

#[cfg(unix)]
mod signals {
    use std::io;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};

    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGTSTP};

    /// Flags that the handlers raise and the loop looks at.
    pub(super) struct Signals {
        ending: Vec<(i32, Arc<AtomicBool>)>,
        stopping: Arc<AtomicBool>,
    }

    impl Signals {
        pub(super) fn listen() -> io::Result<Signals> {
            let mut ending = Vec::new();
            for signal in [SIGTERM, SIGHUP, SIGINT] {
                let flag = Arc::new(AtomicBool::new(false));
                signal_hook::flag::register(signal, Arc::clone(&flag))?;
                ending.push((signal, flag));
            }
            let stopping = Arc::new(AtomicBool::new(false));
            signal_hook::flag::register(SIGTSTP, Arc::clone(&stopping))?;
            Ok(Signals { ending, stopping })
        }

        pub(super) fn ending(&self) -> Option<i32> {
            self.ending.iter().find(|(_, flag)| flag.load(Ordering::SeqCst)).map(|(s, _)| *s)
        }

        pub(super) fn stopping(&self) -> bool {
            self.stopping.swap(false, Ordering::SeqCst)
        }
    }
}
