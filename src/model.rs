//! The pure room: values in, values out. It reads no clock, no file and no environment, and draws
//! no random number that was not seeded by an argument.

pub mod act;
pub mod agenda;
pub mod anki;
pub mod budget;
pub mod card;
pub mod chance;
pub mod change;
pub mod coverage;
pub mod day;
pub mod filter;
pub mod forecast;
pub mod goal;
pub mod habits;
pub mod history;
pub mod memory;
pub mod merge;
pub mod optimize;
pub mod order;
pub mod outlook;
pub mod plan;
pub mod queue;
pub mod quick;
pub mod refit;
pub mod review;
pub mod schedule;
pub mod session;
pub mod settings;
pub mod siblings;
pub mod sorting;
pub mod stats;
pub mod term;
pub mod today;
pub mod typed;
pub mod words;
