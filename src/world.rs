//! The outside: clock, time zone, chance, environment, paths, terminal. Read here and handed down;
//! no other room looks.

use std::cell::Cell;
use std::env;
use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use chrono::{DateTime, Local, SecondsFormat, TimeZone, Utc};
use etcetera::BaseStrategy;

use crate::model::card::Lang;
use crate::model::day::{Calendar, Now};

/// What a command may know of the outside.
#[derive(Debug, Clone)]
pub struct World {
    /// The time of `GODRILL_NOW`; only [`World::wait`] moves it.
    fixed_now: Option<Cell<i64>>,
    /// The learner's seed of chance (`GODRILL_SEED`, else 0).
    pub seed: u64,
    /// Whether standard input is a terminal.
    pub stdin_is_terminal: bool,
    /// Whether standard output is a terminal.
    pub stdout_is_terminal: bool,
    /// Whether standard error is a terminal.
    pub stderr_is_terminal: bool,
    /// Whether the terminal can do no more than lines (`TERM=dumb`).
    pub is_dumb: bool,
    /// Whether colours are wanted: not with `NO_COLOR`, nor in a pipe.
    pub color: bool,
    /// What the environment says about the terminal's colours (`COLORFGBG`, set by some terminals).
    pub colors: Option<String>,
    /// Whether the terminal can be asked questions: Linux's own console and Emacs's print those
    /// that they do not know.
    pub can_be_asked: bool,
    /// The language of the locale.
    pub locale: Lang,
    /// Keys for the quiz instead of a keyboard (`GODRILL_KEYS`), for tests and demonstrations.
    pub keys: Option<String>,
    /// The size of the screen that those keys are typed on (`GODRILL_SCREEN`, else 80x24).
    pub screen: (u16, u16),
    /// The folders of manual pages: those of `MANPATH`, then the usual one.
    pub manual: Vec<PathBuf>,
    editor: Option<String>,
    pager: Option<String>,
    database: Option<PathBuf>,
}

impl World {
    /// Looks once. Fails on values that cannot be understood, such as a bad `GODRILL_NOW`.
    pub fn look() -> Result<World> {
        let fixed_now = match var("GODRILL_NOW") {
            None => None,
            Some(text) => {
                let now = DateTime::parse_from_rfc3339(&text).with_context(|| {
                    format!("GODRILL_NOW is `{text}`: use a time such as 2026-11-23T08:00:00Z")
                })?;
                Some(Cell::new(now.timestamp_millis()))
            }
        };
        let seed = match var("GODRILL_SEED") {
            None => 0,
            Some(text) => text.parse().with_context(|| {
                format!("GODRILL_SEED is `{text}`: use a whole number from 0 on")
            })?,
        };
        let screen = match var("GODRILL_SCREEN") {
            None => (80, 24),
            Some(text) => text
                .split_once('x')
                .and_then(|(w, h)| Some((w.parse().ok()?, h.parse().ok()?)))
                .with_context(|| format!("GODRILL_SCREEN is `{text}`: use a size such as 80x24"))?,
        };
        let stdout_is_terminal = io::stdout().is_terminal();
        let is_dumb = var("TERM").is_some_and(|t| t == "dumb");
        Ok(World {
            fixed_now,
            seed,
            stdin_is_terminal: io::stdin().is_terminal(),
            stdout_is_terminal,
            stderr_is_terminal: io::stderr().is_terminal(),
            is_dumb,
            color: stdout_is_terminal && !is_dumb && var("NO_COLOR").is_none(),
            colors: var("COLORFGBG"),
            can_be_asked: !var("TERM").is_some_and(|t| t == "linux" || t.starts_with("eterm")),
            locale: locale(),
            keys: var("GODRILL_KEYS"),
            screen,
            manual: manual(),
            editor: ["VISUAL", "EDITOR"].into_iter().find_map(var),
            pager: ["GODRILL_PAGER", "PAGER"].into_iter().find_map(|name| env::var(name).ok()),
            database: env::var_os("GODRILL_DB").filter(|p| !p.is_empty()).map(PathBuf::from),
        })
    }

    /// Now, in milliseconds since 1970-01-01 UTC (`GODRILL_NOW` fixes it).
    pub fn now(&self) -> i64 {
        self.fixed_now.as_ref().map_or_else(|| Utc::now().timestamp_millis(), Cell::get)
    }

    /// Moves a clock that `GODRILL_NOW` fixes on by this many milliseconds; does nothing and
    /// returns false when the clock is a real one.
    pub fn wait(&self, ms: i64) -> bool {
        if let Some(now) = &self.fixed_now {
            now.set(now.get().saturating_add(ms));
        }
        self.fixed_now.is_some()
    }

    /// Now, with the local study day, which changes at `rollover_hour`.
    pub fn moment(&self, rollover_hour: u8) -> Now {
        self.calendar(rollover_hour).now(self.now())
    }

    /// The local calendar.
    pub fn calendar(&self, rollover_hour: u8) -> Calendar<Local> {
        Calendar { zone: Local, rollover_hour }
    }

    /// The local date and time of an instant, `2026-11-23 08:00`.
    pub fn local_time(&self, at: i64) -> String {
        match Local.timestamp_millis_opt(at).single() {
            Some(time) => time.format("%Y-%m-%d %H:%M").to_string(),
            None => String::new(),
        }
    }

    /// The present local time as part of a file name, `20261123-080000`.
    pub fn stamp(&self) -> String {
        let now = Local.timestamp_millis_opt(self.now()).single().unwrap_or_default();
        now.format("%Y%m%d-%H%M%S").to_string()
    }

    /// The width of the terminal in columns; `None` when output does not go to one.
    pub fn width(&self) -> Option<u16> {
        if !self.stdout_is_terminal {
            return None;
        }
        Some(crossterm::terminal::size().map_or(80, |(width, _)| width.max(20)))
    }

    /// The database to use: the given one, else `GODRILL_DB`, else the platform's data folder,
    /// which is made when missing.
    pub fn database(&self, given: Option<&PathBuf>) -> Result<PathBuf> {
        let Some(path) = self.place(given) else {
            bail!("there is no home folder to keep the database in: give a file with --db");
        };
        if given.is_none()
            && self.database.is_none()
            && let Some(folder) = path.parent()
        {
            std::fs::create_dir_all(folder).with_context(|| {
                format!("cannot make the folder {}: give a file with --db", folder.display())
            })?;
        }
        Ok(path)
    }

    /// Where that database is, or would be. Nothing is created.
    pub fn place(&self, given: Option<&PathBuf>) -> Option<PathBuf> {
        if let Some(path) = given.or(self.database.as_ref()) {
            return Some(path.clone());
        }
        let dirs = etcetera::choose_base_strategy().ok()?;
        Some(dirs.data_dir().join("godrill").join("godrill.db"))
    }

    /// A folder for files that may vanish.
    pub fn temporary(&self) -> PathBuf {
        env::temp_dir()
    }

    /// Whether there is a desktop on which a link can be opened.
    pub fn opens_links(&self) -> bool {
        self.stdout_is_terminal
            && (cfg!(any(target_os = "macos", windows))
                || ["DISPLAY", "WAYLAND_DISPLAY"].into_iter().any(|name| var(name).is_some()))
    }

    /// Opens a link in the user's browser without waiting for it.
    pub fn open_link(&self, link: &str) -> io::Result<()> {
        let program = if cfg!(target_os = "macos") {
            "open"
        } else if cfg!(windows) {
            "explorer"
        } else {
            "xdg-open"
        };
        Command::new(program)
            .arg(link)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map(drop)
    }

    /// The command that edits a file: `VISUAL`, `EDITOR`, else the platform's simplest.
    pub fn editor(&self) -> &str {
        let fallback = if cfg!(windows) { "notepad" } else { "vi" };
        self.editor.as_deref().unwrap_or(fallback)
    }

    /// The command that shows long texts: `GODRILL_PAGER`, which may be empty for none, else `PAGER`.
    pub fn pager(&self) -> Option<&str> {
        self.pager.as_deref().filter(|pager| !pager.is_empty())
    }

    /// A variable of the environment as it is, for a program that gets only some of them.
    pub fn variable(&self, name: &str) -> Option<OsString> {
        env::var_os(name)
    }

    /// This program, to be started again.
    pub fn program(&self) -> io::Result<PathBuf> {
        // This works even when the file was replaced by a newer one.
        if cfg!(target_os = "linux") { Ok("/proc/self/exe".into()) } else { env::current_exe() }
    }
}

/// The words after the name of the program, as they were given.
pub fn arguments() -> impl Iterator<Item = OsString> {
    env::args_os().skip(1)
}

/// Whether there is any terminal; its width counts even when output goes to a pager.
pub fn has_terminal() -> bool {
    io::stdout().is_terminal() || io::stderr().is_terminal() || io::stdin().is_terminal()
}

/// An instant as RFC 3339 in UTC, to the millisecond: how every file and JSON has it.
pub fn rfc3339(at: i64) -> String {
    DateTime::<Utc>::from_timestamp_millis(at)
        .unwrap_or_default()
        .to_rfc3339_opts(SecondsFormat::Millis, true)
}

fn var(name: &str) -> Option<String> {
    env::var(name).ok().filter(|v| !v.is_empty())
}

fn manual() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = Vec::new();
    if let Some(path) = env::var_os("MANPATH") {
        folders.extend(env::split_paths(&path).filter(|folder| folder.is_absolute()));
    }
    folders.push(PathBuf::from("/usr/share/man"));
    folders
}

fn locale() -> Lang {
    let name = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(var).unwrap_or_default();
    if name.to_ascii_lowercase().starts_with("zh") { Lang::Zh } else { Lang::En }
}
