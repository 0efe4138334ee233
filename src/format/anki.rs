//! Anki packages, `.apkg` and `.colpkg`: the zip around a collection, and what its rows mean.
//!
//! | part | what it is for |
//! |---|---|
//! | [`package`] | the zip, in three layouts, with its pictures and sounds |
//! | [`wire`] | as much of protobuf as the newest layout needs |
//! | [`notetype`] | note types and decks, in JSON or protobuf |
//! | [`template`] | a card's two sides from a note's fields |
//! | [`cloze`] | `{{c1::text::hint}}` |
//! | [`html`] | HTML to Markdown |
//! | [`import`] | rows to cards |
//! | [`own`] | the note type that our cards have in Anki |
//! | [`besides`] | what else our cards carry (options, key points, misconceptions), in the back |

pub mod besides;
pub mod cloze;
pub mod html;
pub mod import;
pub mod notetype;
pub mod own;
pub mod package;
pub mod template;
pub mod wire;
