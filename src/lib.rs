//! godrill.

pub mod db;
pub mod model;
