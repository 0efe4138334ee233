//! The pure room: values in, values out.

pub mod card;
pub mod day;
pub mod memory;
pub mod review;
