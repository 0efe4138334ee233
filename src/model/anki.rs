//! A collection of Anki as plain values: the rows of its tables, which `db` reads and writes, in the
//! words of its file format. What they mean is for `format::anki` to say.

/// What a collection holds, rows that make no sense left out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Collection {
    /// Its note types and decks, as its schema keeps them.
    pub types: Types,
    /// The notes.
    pub notes: Vec<Note>,
    /// The cards.
    pub cards: Vec<Card>,
    /// The review log, by card and time.
    pub reviews: Vec<Review>,
    /// Rows that were left out because their values make no sense.
    pub nonsense: usize,
}

/// Note types and decks.
#[derive(Debug, Clone, PartialEq)]
pub enum Types {
    /// Schema 11: two JSON objects, keyed by id.
    Json {
        /// `col.models`.
        models: String,
        /// `col.decks`.
        decks: String,
    },
    /// Schema 15 and later: tables, details in protobuf.
    Tables {
        /// (id, name, config).
        notetypes: Vec<(i64, String, Vec<u8>)>,
        /// (note type, position, name).
        fields: Vec<(i64, i64, String)>,
        /// (note type, position, name, config).
        templates: Vec<(i64, i64, String, Vec<u8>)>,
        /// (id, name with `\x1f` between levels).
        decks: Vec<(i64, String)>,
    },
}

impl Default for Types {
    fn default() -> Self {
        Types::Json { models: "{}".into(), decks: "{}".into() }
    }
}

/// A row of `notes`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Note {
    /// Milliseconds since 1970-01-01 UTC, made unique.
    pub id: i64,
    /// The stable id, the same in every collection.
    pub guid: String,
    /// The note type.
    pub notetype: i64,
    /// When its text last changed, in seconds since 1970-01-01 UTC.
    pub changed: i64,
    /// Tags with spaces between and around.
    pub tags: String,
    /// The fields as HTML, `\x1f` between them.
    pub fields: String,
}

/// A row of `cards`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Card {
    /// Milliseconds since 1970-01-01 UTC, made unique.
    pub id: i64,
    /// The note.
    pub note: i64,
    /// The deck; the one it comes from while it is in a filtered one.
    pub deck: i64,
    /// The template, or for a cloze its number less one; from 0.
    pub ord: u32,
    /// When anything of it last changed, in seconds since 1970-01-01 UTC.
    pub changed: i64,
    /// 0 new, 1 learning, 2 review, 3 relearning.
    pub kind: u8,
    /// 0 new, 1 learning, 2 review, -1 suspended, -2 and -3 buried.
    pub queue: i8,
    /// New: a position. Learning: seconds since 1970-01-01 UTC. Review: days since the collection's
    /// first day.
    pub due: i64,
    /// The interval in days.
    pub interval: i64,
    /// The ease of SM-2 in thousandths.
    pub factor: i64,
    /// Number of answers.
    pub reps: u32,
    /// Number of lapses.
    pub lapses: u32,
    /// Steps left.
    pub left: i64,
    /// The lowest three bits are the flag, 0 for none.
    pub flags: u8,
    /// JSON: `s` stability, `d` difficulty, `lrt` last review in seconds.
    pub data: String,
}

/// A row of `revlog`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Review {
    /// Its id: when it was rated, in milliseconds since 1970-01-01 UTC.
    pub at: i64,
    /// The card.
    pub card: i64,
    /// 1 again to 4 easy; 0 when the card was moved by hand.
    pub ease: u8,
    /// 0 learning, 1 review, 2 relearning, 3 filtered, 4 by hand, 5 rescheduled.
    pub kind: u8,
    /// The interval after it: days, or seconds when negative.
    pub interval: i32,
    /// The interval before it, likewise.
    pub last_interval: i32,
    /// The ease or, under FSRS, the difficulty (100 to 1100); 0 in a reset and in cramming.
    pub factor: i32,
    /// Milliseconds from question to rating.
    pub ms: u32,
}

/// What the one row of `col` says, for a collection to be written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Head {
    /// The start of its first day, in seconds since 1970-01-01 UTC.
    pub created: i64,
    /// When it was written, in milliseconds since 1970-01-01 UTC.
    pub changed: i64,
    /// Settings as JSON.
    pub conf: String,
    /// Note types as JSON.
    pub models: String,
    /// Decks as JSON.
    pub decks: String,
    /// Deck presets as JSON.
    pub presets: String,
}
