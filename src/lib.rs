//! godrill.

pub mod db;
pub mod format;
pub mod model;
pub mod ui;
pub mod world;
