//! # godrill: the map of the house
//!
//! A terminal trainer for Go interviews: question-and-answer cards in one SQLite file. FSRS decides
//! what to ask today, and a quiz asks it.
//!
//! ```text
//! main ── lib ── cmd ─┬─ transfer ─┬─ format ─┐
//!                     ├─ study ────┤          │
//!                     │            └─ db ─────┤
//!                     ├─ ui ──────────────────┼── model ── text
//!                     ├─ world ───────────────┘
//!                     ├─ builtin ── decks/
//!                     └─ files (transfer and db too)
//! ```
//!
//! | room | what it is for |
//! |---|---|
//! | [`model`] | pure: cards, ratings, memory, schedules, the queue, sessions, goals, plans and forecasts, changes, settings |
//! | [`text`] | the ground: what is asked of any text, whatever it is about; all rooms may name it, and it knows no card |
//! | [`format`] | bytes to decks and back, with diagnostics; touches nothing outside |
//! | [`db`] | all SQL; one door for changes, [`db::Store::apply`] |
//! | [`study`] | joins the database and the model for the day: what is to do, drawing a card, making an answer durable, taking it back |
//! | [`ui`] | all drawing, from plain values |
//! | [`cmd`] | the shell: one file a command |
//! | [`world`] | the clock, the environment, the terminal, the paths |
//! | [`files`] | reading within limits, writing under another name until it is whole, folders of our own |
//! | [`transfer`] | joins files, formats and the database |
//! | [`builtin`] | the decks embedded in the program |
//!
//! Arrows only run down, and no files name each other in a circle. Without its tests a file has at
//! most 500 lines, or 250 in `cmd`. `tests/it/tidy.rs` holds the walls.
//!
//! Where a new thing goes: a command is a file in `cmd/` and a line in `cmd.rs`; a rule of the
//! domain is a function in `model/` with its table of cases; what a session reads and writes is in
//! `study/`; a format is a reader or writer in `format/` and a line in `transfer/read.rs` or
//! `transfer/export.rs` (who wins between a file and what is known: `model/merge.rs`); a column is
//! a new `.sql` step in `db/`; a setting is a line in the table of `model/settings.rs`; what a screen
//! says is a line of a table in `ui/words/`, in both languages; a key of the quiz is a row in
//! `ui/quiz/keys.rs`; a topic is a pair of decks in `decks/` and its words
//! in `decks/words/` (the form: `model/words.rs`), with labelled questions in
//! `tests/it/fixtures/coverage/`; all are embedded automatically, and the code has no list of
//! topics. What is explained at length is a page in `docs/` and a line in `cmd/help.rs`.
//!
//! Deliberately absent: a storage trait (SQLite in memory is the fake), a crate-wide error (each
//! room has its own, `cmd` uses `anyhow`), a configuration file (settings travel with the
//! database), a background thread in the quiz, and any network.

mod builtin;
mod cmd;
mod db;
mod files;
mod format;
#[doc(hidden)]
pub mod inside;
mod model;
mod study;
mod text;
mod transfer;
mod ui;
mod world;

/// Runs the program: reads the command line, and gives the code to exit with.
pub fn main() -> std::process::ExitCode {
    cmd::main()
}
