//! The pure room: values in, values out.

pub mod card;
