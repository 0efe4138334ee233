//! The room for the day's study: it joins database and model. What there is to do, which card comes
//! next, how an answer becomes durable and is taken back. It draws nothing and reads no clock.

mod day;
mod left;
mod optimize;
mod overview;
mod play;
mod pool;

pub use day::{Agenda, Part};
pub use left::{Left, learning, left};
pub use optimize::fit;
pub use overview::{Glanced, Overview, overview};
pub use play::{Asked, Deed, Did, Follow, Notice, Outcome, Play, Turned};
