//! Decks in and out: joins files, formats and the database.
//!
//! In: [`read`] tells the formats apart and gives an [`Import`] with what the files say; it is merged
//! with the cards that are known ([`known`] looks them up, some hundreds at a time; what wins is for
//! `model::merge` to say), shown, and written. Out: [`Export`].

mod anki;
mod counts;
mod export;
mod file;
mod import;
mod known;
mod names;
pub mod notes;
mod pictures;
mod read;
mod rows;
mod source;
mod sqlite;
pub mod topics;

pub use anki::Skipped;
pub use export::{Export, Format};
pub use file::read_text;
pub use import::{Import, Merged};
pub use pictures::{LARGEST_PICTURE, MOST_PICTURES};
pub use read::{Learner, Wishes, read};
pub use source::Source;
