//! The pure room: values in, values out. It reads no clock, no file and no environment, and draws
//! no random number that was not seeded by an argument.

pub mod card;
pub mod chance;
pub mod change;
pub mod day;
pub mod history;
pub mod likeness;
pub mod memory;
pub mod merge;
pub mod queue;
pub mod review;
pub mod schedule;
pub mod search;
pub mod session;
pub mod settings;
pub mod suggest;
pub mod text;
pub mod typed;
