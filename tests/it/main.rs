//! Stories over the whole program: commands in, exact output out.
#![allow(clippy::unwrap_used)]

mod cards;
mod change;
mod home;
mod quiz;
mod readme;
mod tidy;
mod transfer;
