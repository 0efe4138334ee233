//! The ground room: what is asked of any text, whatever it is about. It knows no card and names no
//! other room.

pub mod code;
pub mod encode;
pub mod fence;
pub mod fnv;
pub mod han;
pub mod names;
pub mod plural;
pub mod typing;
pub mod visible;
