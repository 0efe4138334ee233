//! Stories over the whole program: commands in, exact output out.

mod chance;
mod clock;
mod damaged;
mod full;
mod home;
mod killed;
mod quiz;
mod readme;
mod restore;
mod tidy;
mod together;
mod upgrade;
