//! godrill.

pub mod db;
pub mod model;
pub mod world;
