//! Stories over the whole program: commands in, exact output out.
#![allow(clippy::unwrap_used)]

mod cards;
mod change;
mod check;
mod home;
mod quiz;
mod readme;
mod screen;
mod shell;
mod tidy;
mod transfer;
