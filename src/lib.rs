//! godrill.

pub mod model;
