//! How much an export wrote and left out.

/// What was written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Number of cards.
    pub cards: usize,
    /// Number of reviews.
    pub reviews: usize,
    /// Number of cards that were left out because they came from Anki.
    pub from_anki: usize,
    /// Number of pictures and sounds that were left out of a page.
    pub media: usize,
}
