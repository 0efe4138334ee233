//! Stories over the whole program: commands in, exact output out.

mod coverage;
mod decks;
mod go;
mod home;
mod quiz;
mod tidy;
