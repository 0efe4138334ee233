//! Stories over the whole program: commands in, exact output out.

mod home;
mod interview;
mod quiz;
mod readme;
mod tidy;
