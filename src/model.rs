//! The pure room: values in, values out.

pub mod card;
pub mod chance;
pub mod change;
pub mod day;
pub mod memory;
pub mod queue;
pub mod review;
pub mod schedule;
pub mod search;
pub mod settings;
