//! godrill.

pub mod db;
pub mod format;
pub mod model;
pub mod world;
