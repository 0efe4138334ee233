//! A home of its own for each story: an empty folder, a clean environment, a fixed clock.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};

use godrill::inside::db::Store;
use godrill::inside::model::schedule::Scheduler;
use tempfile::TempDir;

/// The time of a story unless it says otherwise: a Monday morning.
pub(crate) const NOW: &str = "2026-11-23T08:00:00Z";

/// What `godrill check` prints of a sound database.
pub(crate) const SOUND: &str = "database OK; schedules match the review log\n";

/// A learner's home. At the end of its story the database that commands left in it is sound.
pub(crate) struct Home {
    folder: TempDir,
    /// Whether a command was prepared.
    used: AtomicBool,
    /// Whether the story leaves something other than a sound database.
    unsound: AtomicBool,
}

/// One run of the program, prepared.
pub(crate) struct Run {
    command: Command,
    shown: String,
    stdin: String,
}

/// What a run gave.
pub(crate) struct Done {
    shown: String,
    /// The exit code; `None` when a signal ended it.
    pub(crate) code: Option<i32>,
    /// Standard output.
    pub(crate) stdout: String,
    /// Standard error.
    pub(crate) stderr: String,
}

impl Home {
    pub(crate) fn new() -> Home {
        let folder = tempfile::tempdir().expect("a temporary folder");
        Home { folder, used: AtomicBool::new(false), unsound: AtomicBool::new(false) }
    }

    /// Says that the database which this story leaves is not a sound one.
    pub(crate) fn unsound(&self) {
        self.unsound.store(true, Ordering::Relaxed);
    }

    /// What `godrill check` would find, in this process, which is faster. Built-in cards that the
    /// story left alone are removed first: looking up their words takes longer than most stories.
    fn problems(&self) -> Vec<String> {
        let store = Store::open(&self.db()).expect("the database is opened");
        let settings = store.settings().expect("its settings are read");
        let conn = rusqlite::Connection::open(self.db()).expect("the database is opened");
        conn.execute_batch(
            "PRAGMA synchronous = OFF; PRAGMA foreign_keys = ON; BEGIN;
             CREATE TEMP TABLE alone AS SELECT key FROM main.cards WHERE builtin = 1 AND edited = 0
             AND suspended = 0 AND reps = 0 AND key NOT IN (SELECT card FROM main.reviews);
             DELETE FROM search WHERE rowid IN (SELECT key FROM alone);
             DELETE FROM cards WHERE key IN (SELECT key FROM alone);
             INSERT INTO search (search) VALUES ('optimize'); COMMIT;",
        )
        .expect("built-in cards go");
        let problems = store.problems(&Scheduler::new(&settings)).expect("it is checked");
        problems.into_iter().map(|problem| problem.message).collect()
    }

    /// A path in the home.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The database.
    pub(crate) fn db(&self) -> PathBuf {
        self.path("godrill.db")
    }

    /// Writes a file into the home and gives its path.
    pub(crate) fn file(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder is made");
        std::fs::write(&path, text).expect("the file is written");
        path
    }

    /// Writes a shell script into the home, an editor for instance, and gives the command that runs
    /// it. Started through the shell, so that no other test's process can hold it open for writing.
    pub(crate) fn script(&self, name: &str, text: &str) -> String {
        format!("sh {}", self.file(name, text).display())
    }

    /// Prepares `godrill` with these words, split at spaces.
    pub(crate) fn godrill(&self, words: &str) -> Run {
        self.run(&words.split_whitespace().collect::<Vec<_>>())
    }

    /// Prepares `godrill` with these arguments.
    pub(crate) fn run(&self, args: &[&str]) -> Run {
        self.used.store(true, Ordering::Relaxed);
        let mut command = Command::new(env!("CARGO_BIN_EXE_godrill"));
        command
            .args(args)
            .current_dir(self.folder.path())
            .env_clear()
            .env("HOME", self.folder.path())
            .env("TZ", "UTC")
            .env("LANG", "C.UTF-8")
            .env("GODRILL_DB", self.db())
            .env("GODRILL_NOW", NOW);
        Run { command, shown: format!("godrill {}", args.join(" ")), stdin: String::new() }
    }

    /// Another home with a copy of the database, which is faster than to make it again.
    pub(crate) fn twin(&self) -> Home {
        let twin = Home::new();
        std::fs::copy(self.db(), twin.db()).expect("the database is copied");
        twin
    }

    /// Imports a deck `t` in English with these cards (Markdown from the first heading on).
    pub(crate) fn deck(&self, cards: &str) {
        self.deck_in("en", cards);
    }

    /// Imports a deck `t` in a language with these cards.
    pub(crate) fn deck_in(&self, lang: &str, cards: &str) {
        let text = format!("---\ndeck: t\ntitle: Test\nlang: {lang}\n---\n\n{cards}");
        self.file("t.md", text);
        self.godrill("import t.md").ok();
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        let is_asked = *self.used.get_mut() && !*self.unsound.get_mut();
        if is_asked && !std::thread::panicking() && self.db().exists() {
            assert_eq!(self.problems(), [] as [&str; 0], "the story left an unsound database");
        }
    }
}

impl Run {
    /// Sets the clock.
    pub(crate) fn at(self, now: &str) -> Run {
        self.env("GODRILL_NOW", now)
    }

    /// Lets the clock run.
    pub(crate) fn real_time(mut self) -> Run {
        self.command.env_remove("GODRILL_NOW");
        self
    }

    /// Sets a variable of the environment.
    pub(crate) fn env(mut self, name: &str, value: impl AsRef<std::ffi::OsStr>) -> Run {
        self.command.env(name, value);
        self
    }

    /// What is typed.
    pub(crate) fn stdin(mut self, text: &str) -> Run {
        self.stdin = text.to_owned();
        self
    }

    /// Keys of a full-screen session on a screen of this size.
    pub(crate) fn keys(self, screen: &str, keys: &str) -> Run {
        self.env("GODRILL_SCREEN", screen).env("GODRILL_KEYS", keys)
    }

    /// Runs it through a shell, in which `"$@"` is the program with its arguments.
    pub(crate) fn shell(mut self, script: &str) -> Run {
        let old = self.command;
        let mut command = Command::new("sh");
        command.args(["-c", script, "sh"]).arg(old.get_program()).args(old.get_args()).env_clear();
        command.current_dir(old.get_current_dir().expect("a folder"));
        for (name, value) in old.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        self.command = command;
        self
    }

    /// Lets no file grow beyond this many blocks of 512 bytes.
    pub(crate) fn limit(self, blocks: u32) -> Run {
        self.shell(&format!("ulimit -f {blocks}; exec \"$@\""))
    }

    /// The command as it is prepared, to be started in another way.
    pub(crate) fn command(self) -> Command {
        self.command
    }

    /// Starts it with pipes and gives the running process.
    pub(crate) fn spawn(mut self) -> Child {
        self.command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("godrill starts")
    }

    /// Runs it to its end.
    pub(crate) fn done(mut self) -> Done {
        let mut child = self
            .command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("godrill starts");
        let mut input = child.stdin.take().expect("its input");
        let stdin = std::mem::take(&mut self.stdin);
        // Written while the output is read, so that neither waits for the other for ever. A program
        // that ends early closes the pipe.
        let writer = std::thread::spawn(move || drop(input.write_all(stdin.as_bytes())));
        let Output { status, stdout, stderr } = child.wait_with_output().expect("it ends");
        writer.join().expect("its input is written");
        let text = |bytes| String::from_utf8(bytes).expect("its output is UTF-8");
        Done { shown: self.shown, code: status.code(), stdout: text(stdout), stderr: text(stderr) }
    }

    /// Runs it; it must succeed and say nothing on standard error. Gives its output.
    pub(crate) fn ok(self) -> String {
        let done = self.done();
        let ended = (done.code, done.stderr.as_str());
        assert_eq!(ended, (Some(0), ""), "`{}` printed\n{}", done.shown, done.stdout);
        done.stdout
    }

    /// Runs it; it must succeed, say nothing on standard error and print exactly this.
    #[track_caller]
    pub(crate) fn prints(self, expected: &str) {
        self.ends(0, expected, "");
    }

    /// Runs it; it must succeed, say nothing on standard error and print this before all else. Gives
    /// its output.
    #[track_caller]
    pub(crate) fn begins(self, expected: &str) -> String {
        let shown = self.shown.clone();
        let stdout = self.ok();
        assert!(
            stdout.starts_with(expected),
            "`{shown}` printed:\n{stdout}\nexpected:\n{expected}"
        );
        stdout
    }

    /// Runs it; it must fail with this code, print nothing and say exactly this.
    #[track_caller]
    pub(crate) fn fails(self, code: i32, expected: &str) {
        self.ends(code, "", expected);
    }

    /// Runs it; it must end with this code, print exactly `stdout` and say exactly `stderr`.
    #[track_caller]
    pub(crate) fn ends(self, code: i32, stdout: &str, stderr: &str) {
        let done = self.done();
        assert!(
            (done.code, done.stdout.as_str(), done.stderr.as_str()) == (Some(code), stdout, stderr),
            "`{}` ended with {:?}, printed:\n{}\nsaid:\n{}\nexpected:\n{stdout}\nand:\n{stderr}",
            done.shown,
            done.code,
            done.stdout,
            done.stderr,
        );
    }
}

/// The repository.
pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
#[should_panic(expected = "the story left an unsound database")]
fn a_story_that_leaves_an_unsound_database_fails() {
    let home = Home::new();
    home.deck("## Q? {#t-q}\n\nA.\n");
    let conn = rusqlite::Connection::open(home.db()).unwrap();
    conn.execute("UPDATE cards SET lapses = 7 WHERE id = 't-q'", []).unwrap();
}
