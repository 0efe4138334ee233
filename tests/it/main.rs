//! Stories over the whole program: commands in, exact output out.

mod cards;
mod change;
mod home;
mod quiz;
mod readme;
mod tidy;
