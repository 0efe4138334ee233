//! Decks in and out: joins files, formats and the database.
//!
//! In: [`read`] tells the formats apart and gives an [`Import`] with what the files say; it is
//! merged with the cards that are known ([`known`] looks them up, a few hundred at a time;
//! `model::merge` decides what wins), shown, and written. Out: [`Export`].

mod anki;
mod counts;
mod export;
mod file;
mod import;
mod known;
pub mod lines;
mod names;
mod notes;
mod parcel;
mod pictures;
mod read;
mod reader;
mod rows;
mod source;
mod sqlite;
pub mod topics;

pub use export::{Export, Format};
pub use file::read_text;
pub use import::{Import, Merged, Skipped};
pub use pictures::{LARGEST_PICTURE, MOST_PICTURES};
pub use read::read;
pub use reader::{Learner, Wishes};
pub use source::Source;
