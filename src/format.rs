//! Bytes to values and back: deck files, programs, sources, JSON, CSV; and to HTML.
//!
//! Pure: nothing here touches a file, the screen or the clock. A reader returns what it could read
//! and a list of [`diagnostic::Diagnostic`]s; it never panics and never stops at the first bad card.

pub mod anki;
pub mod aside;
pub mod besides;
pub mod block;
pub mod choice;
pub mod combine;
pub mod compare;
pub mod csv;
pub mod deck;
pub mod diagnostic;
pub mod drafts;
pub mod encoding;
pub mod evidence;
mod fits;
pub mod hashcards;
pub mod head;
pub mod heading;
pub mod html;
pub mod json;
pub mod lang;
pub mod left_out;
pub mod lines;
pub mod notes;
pub mod options;
pub mod page;
pub mod picture;
pub mod pinyin;
pub mod print;
pub mod program;
pub mod qa;
pub mod questions;
pub mod record;
pub mod sheet;
pub mod siblings;
pub mod slug;
pub mod style;
pub mod table;
