//! Stories over the whole program: commands in, exact output out.

mod home;
mod page;
mod quiz;
mod readme;
mod tidy;
