//! Stories over the whole program: commands in, exact output out.

mod course;
mod home;
mod quiz;
#[cfg(unix)]
mod terminal;
mod tidy;
