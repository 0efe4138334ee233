//! Why something in a file is not imported.

/// A reason, in the order in which reasons are reported.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftOut {
    /// A file in which nothing asks.
    NoQuestions,
    /// An answer from before its card was reset or learned anew.
    Forgotten,
    /// An answer with a date that is still to come.
    Ahead,
    /// A card whose template cannot be read.
    BadTemplate {
        /// The name of the template.
        template: String,
        /// The name of its note type.
        notetype: String,
        /// What is wrong with it, in English.
        error: String,
    },
    /// A card that an earlier file of the same import has.
    Earlier,
    /// A card that came before in the same file.
    Repeated,
    /// A card that has the place of another.
    Twice,
    /// A card that asks nothing.
    NoFront,
    /// A card with more text than fits on one.
    TooLong,
    /// A card with more answers than this.
    TooManyAnswers(usize),
    /// A card of a hashcards database that no Markdown file holds.
    NoPage,
    /// A card whose note is not there.
    NoNote,
    /// A card whose note type is not there.
    NoNoteType,
    /// A card whose note type has no template for it.
    NoTemplate,
    /// A card that answers nothing.
    NoAnswer,
    /// A picture or sound of a file that has used up its room.
    MediaPastRoom,
    /// A picture or sound that is not in the file.
    NoMedia,
    /// A picture or sound that is larger than one may be, or not there.
    LargeMedia,
    /// A picture or sound that cannot be unpacked.
    BadMedia,
    /// A picture or sound that comes beside a collection, not in a package.
    MediaBeside,
    /// A review that cannot be read.
    BadReview,
    /// A row whose values make no sense.
    BadRow,
}
