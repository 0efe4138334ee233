//! Stories over the whole program: commands in, exact output out.

// Whatever fails here fails its story.
#![allow(clippy::unwrap_used)]

mod anki;
mod asked;
mod cards;
mod chance;
mod change;
mod check;
mod chinese;
mod chosen;
mod clock;
mod complete;
mod course;
mod coverage;
mod damaged;
mod decks;
mod drafts;
mod files;
mod filter;
mod focus;
mod foreign;
mod full;
mod go;
#[cfg(unix)]
mod guard;
#[cfg(unix)]
mod hand;
mod help;
mod home;
mod hostile;
mod interview;
mod killed;
mod labelled;
mod notes;
mod optimize;
mod page;
mod pages;
mod plan;
mod quiz;
mod reading;
mod readme;
mod restore;
mod screen;
mod shell;
mod tables;
#[cfg(unix)]
mod terminal;
mod tidy;
mod together;
mod transfer;
mod typed;
mod upgrade;
