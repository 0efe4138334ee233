//! The full-screen terminal: entered with a guard that always gives it back, also on a panic, a
//! signal, or when the process is stopped and goes on.

use std::borrow::Cow;
#[cfg(unix)]
use std::collections::VecDeque;
use std::io::{self, Stdout, Write};
use std::mem::ManuallyDrop;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crossterm::cursor::{Hide, Show};
#[cfg(not(unix))]
use crossterm::event::{self, Event};
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::execute;
use crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use ratatui::backend::CrosstermBackend;
use ratatui::{Frame, Terminal};

#[cfg(unix)]
use super::keyboard::{Keyboard, QUESTIONS, Typed};
use super::keys::Key;
use super::theme::Background;
use crate::text::visible::visible;

/// How long the rest of a key may take. Many keys begin with Escape, and a slow connection may
/// split them anywhere.
#[cfg(unix)]
const HALFWAY: Duration = Duration::from_millis(25);

/// How many times, and how long each time, the first frame waits for the terminal to report its
/// background; any input ends one of these waits. Nobody notices 50 ms.
#[cfg(unix)]
const PATIENCE: (usize, Duration) = (10, Duration::from_millis(5));

/// Whether the screen is ours now, so that giving it back twice does nothing.
static ENTERED: AtomicBool = AtomicBool::new(false);

/// The terminal in full-screen mode.
pub struct Screen {
    /// Never dropped: its own end would complain on standard error when the terminal is gone, and
    /// fail there as well.
    terminal: ManuallyDrop<Terminal<CrosstermBackend<Stdout>>>,
    #[cfg(unix)]
    signals: signals::Signals,
    #[cfg(unix)]
    keyboard: Keyboard,
    /// What was typed before it was wanted.
    #[cfg(unix)]
    ahead: VecDeque<Typed>,
}

/// What came from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A key.
    Key(Key),
    /// Text that was pasted.
    Paste(String),
    /// The terminal reports its background, too late for the first frame.
    Background(Background),
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
        static HOOK: Once = Once::new();
        HOOK.call_once(|| {
            let before = std::panic::take_hook();
            std::panic::set_hook(Box::new(move |info| {
                // First, so that the message stands on the screen that stays.
                give_back();
                before(info);
            }));
        });
        #[cfg(unix)]
        let signals = signals::Signals::listen()?;
        take_over()?;
        let terminal = Terminal::new(CrosstermBackend::new(io::stdout()));
        Ok(Screen {
            terminal: ManuallyDrop::new(terminal.inspect_err(|_| give_back())?),
            #[cfg(unix)]
            signals,
            #[cfg(unix)]
            keyboard: Keyboard::default(),
            #[cfg(unix)]
            ahead: VecDeque::new(),
        })
    }

    /// Asks the terminal what it draws on, and waits a moment. `None` where it does not say, or not
    /// yet: then the answer is an input when it comes. Keys typed meanwhile are kept.
    pub fn background(&mut self) -> io::Result<Option<Background>> {
        #[cfg(unix)]
        {
            io::stdout().write_all(QUESTIONS.as_bytes())?;
            io::stdout().flush()?;
            for _ in 0..PATIENCE.0 {
                match self.signals.sleep(PATIENCE.1)? {
                    signals::Woken::HungUp => break,
                    signals::Woken::Up => continue,
                    signals::Woken::Input => self.keyboard.push(&signals::read()?),
                }
                while let Some(typed) = self.keyboard.take() {
                    match typed {
                        Typed::Background(background) => return Ok(Some(background)),
                        Typed::Abilities => return Ok(None),
                        typed => self.ahead.push_back(typed),
                    }
                }
            }
        }
        Ok(None)
    }

    /// The columns and rows of the screen.
    pub fn size(&self) -> io::Result<(u16, u16)> {
        let size = self.terminal.size()?;
        Ok((size.width, size.height))
    }

    /// Draws a frame; only what differs from the last one is written.
    pub fn draw(&mut self, draw: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        self.terminal.draw(|frame| {
            draw(frame);
            // Nothing that controls the terminal gets out, whatever was drawn.
            for cell in &mut frame.buffer_mut().content {
                if let Cow::Owned(safe) = visible(cell.symbol()) {
                    // Only the first character: the rest takes no column, but its stand-in would.
                    cell.set_char(safe.chars().next().unwrap_or(' '));
                }
            }
        })?;
        Ok(())
    }

    /// Forgets what is on the screen, so that the next frame is written whole.
    pub fn clear(&mut self) -> io::Result<()> {
        // Not `Terminal::clear`, which asks the terminal for the cursor's place and waits: there are
        // terminals that do not answer.
        let size = self.terminal.size()?;
        self.terminal.resize(size.into())
    }

    /// The number of the signal that asks the process to end, if one came. A terminal that is gone
    /// counts as the signal that says so.
    pub fn ending(&mut self) -> Option<i32> {
        #[cfg(unix)]
        return self.signals.ending().or_else(|| {
            let woken = self.signals.sleep(Duration::ZERO).ok()?;
            (woken == signals::Woken::HungUp).then_some(signal_hook::consts::SIGHUP)
        });
        #[cfg(not(unix))]
        None
    }

    /// Waits for input, at most `timeout`; a key or a signal ends the waiting at once.
    pub fn wait(&mut self, timeout: Duration) -> io::Result<Input> {
        #[cfg(unix)]
        {
            // What was read already comes first, then the waiting.
            for patience in [Duration::ZERO, timeout] {
                let patience = match self.keyboard.is_halfway() {
                    true => patience.min(HALFWAY),
                    false => patience,
                };
                let woken = self.signals.sleep(patience)?;
                if woken == signals::Woken::HungUp {
                    return Ok(Input::End(signal_hook::consts::SIGHUP));
                }
                if let Some(signal) = self.signals.ending() {
                    return Ok(Input::End(signal));
                }
                if self.signals.stopping() {
                    self.stop()?;
                    return Ok(Input::Redraw);
                }
                if self.signals.continued() {
                    // Whoever stopped us without asking has left the terminal as they like it.
                    self.lend(|| ())?;
                    return Ok(Input::Redraw);
                }
                if self.signals.resized() {
                    return Ok(Input::Redraw);
                }
                if woken == signals::Woken::Input {
                    self.keyboard.push(&signals::read()?);
                }
                let typed = self.ahead.pop_front().or_else(|| self.keyboard.take());
                let typed = typed.or_else(|| {
                    let over = woken == signals::Woken::Up && patience > Duration::ZERO;
                    (over && self.keyboard.is_halfway()).then(|| self.keyboard.give_up())?
                });
                match typed {
                    Some(Typed::Key(Key::Ctrl('z'))) => {
                        self.stop()?;
                        return Ok(Input::Redraw);
                    }
                    Some(Typed::Key(key)) => return Ok(Input::Key(key)),
                    Some(Typed::Paste(text)) => return Ok(Input::Paste(text)),
                    Some(Typed::Background(background)) => {
                        return Ok(Input::Background(background));
                    }
                    // More may have been read with it.
                    Some(Typed::Abilities) => return Ok(Input::Nothing),
                    None => {}
                }
            }
            Ok(Input::Nothing)
        }
        #[cfg(not(unix))]
        {
            if !event::poll(timeout)? {
                return Ok(Input::Nothing);
            }
            Ok(match event::read()? {
                Event::Key(key) => Key::from_event(key).map_or(Input::Nothing, Input::Key),
                Event::Paste(text) => Input::Paste(text),
                Event::Resize(..) => Input::Redraw,
                _ => Input::Nothing,
            })
        }
    }

    /// Gives the terminal to `work`, such as an editor, and takes it back.
    ///
    /// Meanwhile signals do to us what they do to any program, except an interrupt, which is meant
    /// for `work`.
    pub fn lend<T>(&mut self, work: impl FnOnce() -> T) -> io::Result<T> {
        give_back();
        #[cfg(unix)]
        self.signals.lent(true);
        let result = work();
        #[cfg(unix)]
        self.signals.lent(false);
        take_over()?;
        self.clear()?;
        Ok(result)
    }

    /// Stops the process as Ctrl-Z does everywhere else, and goes on when it is continued.
    ///
    /// The whole job stops, because a parent that waits for us (`cargo run`) would block the shell.
    #[cfg(unix)]
    fn stop(&mut self) -> io::Result<()> {
        use rustix::process::{Signal, kill_current_process_group};
        if !signals::can_be_continued() {
            return Ok(());
        }
        self.lend(|| kill_current_process_group(Signal::TSTP))??;
        Ok(())
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
        .inspect_err(|_| give_back())
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
    use std::io::{self, Read};
    use std::os::unix::net::UnixStream;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::Duration;

    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
    use signal_hook::flag::{register, register_conditional_default};
    use signal_hook::low_level::pipe;

    /// Why a sleep ended.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(super) enum Woken {
        /// The terminal is gone.
        HungUp,
        /// There is something to read.
        Input,
        /// A signal came, or the time is over.
        Up,
    }

    /// Reads what there is.
    pub(super) fn read() -> io::Result<Vec<u8>> {
        let mut bytes = [0; 4096];
        match rustix::io::read(rustix::stdio::stdin(), &mut bytes) {
            Ok(n) => Ok(bytes[..n].to_vec()),
            Err(rustix::io::Errno::INTR | rustix::io::Errno::AGAIN) => Ok(Vec::new()),
            Err(error) => Err(error.into()),
        }
    }

    /// How long to sleep on a terminal that cannot be waited for.
    const BLIND: Duration = Duration::from_millis(10);

    /// Flags that the handlers raise and the loop looks at.
    pub(super) struct Signals {
        ending: Vec<(i32, Arc<AtomicBool>)>,
        stopping: Arc<AtomicBool>,
        continued: Arc<AtomicBool>,
        resized: Arc<AtomicBool>,
        lent: Arc<AtomicBool>,
        /// The terminal is lent and the process may be stopped.
        stoppable: Arc<AtomicBool>,
        /// Readable when a signal came.
        bell: UnixStream,
    }

    /// Whether somebody could continue us: a shell that gives each job a group of its own.
    pub(super) fn can_be_continued() -> bool {
        use rustix::process::{getpgrp, getsid};
        getsid(None).is_ok_and(|session| session != getpgrp())
    }

    impl Signals {
        pub(super) fn listen() -> io::Result<Signals> {
            let flag = || Arc::new(AtomicBool::new(false));
            let (stopping, continued, resized) = (flag(), flag(), flag());
            let (lent, stoppable) = (flag(), flag());
            let mut ending = Vec::new();
            for signal in [SIGTERM, SIGHUP, SIGINT] {
                let came = flag();
                if signal != SIGINT {
                    register_conditional_default(signal, Arc::clone(&lent))?;
                    // If the loop does not act on the first signal, the second one works at once.
                    register_conditional_default(signal, Arc::clone(&came))?;
                }
                register(signal, Arc::clone(&came))?;
                ending.push((signal, came));
            }
            register_conditional_default(SIGTSTP, Arc::clone(&stoppable))?;
            register(SIGTSTP, Arc::clone(&stopping))?;
            register(SIGCONT, Arc::clone(&continued))?;
            register(SIGWINCH, Arc::clone(&resized))?;
            let (bell, rope) = UnixStream::pair()?;
            bell.set_nonblocking(true)?;
            for signal in [SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT, SIGWINCH] {
                pipe::register(signal, rope.try_clone()?)?;
            }
            Ok(Signals { ending, stopping, continued, resized, lent, stoppable, bell })
        }

        pub(super) fn ending(&self) -> Option<i32> {
            self.ending.iter().find(|(_, flag)| flag.load(Ordering::SeqCst)).map(|(s, _)| *s)
        }

        pub(super) fn stopping(&self) -> bool {
            self.stopping.swap(false, Ordering::SeqCst)
        }

        pub(super) fn continued(&self) -> bool {
            self.continued.swap(false, Ordering::SeqCst)
        }

        pub(super) fn resized(&self) -> bool {
            self.resized.swap(false, Ordering::SeqCst)
        }

        /// Notes that the terminal is lent, or ours again; signals that were meant for the other
        /// program are forgotten.
        pub(super) fn lent(&self, lent: bool) {
            self.lent.store(lent, Ordering::SeqCst);
            self.stoppable.store(lent && can_be_continued(), Ordering::SeqCst);
            if !lent {
                self.stopping();
                self.continued();
                for (signal, flag) in &self.ending {
                    if *signal == SIGINT {
                        flag.store(false, Ordering::SeqCst);
                    }
                }
            }
        }

        /// Sleeps until there is input or a signal, at most `patience`.
        pub(super) fn sleep(&mut self, patience: Duration) -> io::Result<Woken> {
            let input = rustix::stdio::stdin();
            let mut both =
                [PollFd::new(&input, PollFlags::IN), PollFd::new(&self.bell, PollFlags::IN)];
            let wait = |fds: &mut [PollFd<'_>], patience: Duration| {
                let patience = Timespec::try_from(patience).map_err(io::Error::other)?;
                match poll(fds, Some(&patience)) {
                    Ok(_) | Err(rustix::io::Errno::INTR) => Ok(()),
                    Err(error) => Err(io::Error::from(error)),
                }
            };
            wait(&mut both, patience)?;
            let mut terminal = both[0].revents();
            if terminal.contains(PollFlags::NVAL) {
                // Some systems cannot wait for some terminals, but all say what there is to read.
                if !matches!(rustix::io::ioctl_fionread(input), Ok(1..)) {
                    wait(&mut both[1..], patience.min(BLIND))?;
                }
                terminal = PollFlags::IN;
            }
            let rung = !both[1].revents().is_empty();
            if rung {
                // Emptied; the flags say what it was.
                while matches!(self.bell.read(&mut [0; 64]), Ok(1..)) {}
            }
            Ok(if terminal.intersects(PollFlags::HUP | PollFlags::ERR) {
                Woken::HungUp
            } else if terminal.contains(PollFlags::IN) {
                match rustix::io::ioctl_fionread(input) {
                    Ok(0) => Woken::Up,
                    Ok(_) => Woken::Input,
                    Err(_) => Woken::HungUp,
                }
            } else {
                Woken::Up
            })
        }
    }
}
