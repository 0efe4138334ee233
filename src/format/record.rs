//! A card with all that a learner did to it, as it is exported and imported.

use chrono::{DateTime, SecondsFormat};

use crate::model::card::{Card, Origin};
use crate::model::day::Day;
use crate::model::memory::MemoryState;
use crate::model::review::{Rating, Review, ReviewKind};

/// A card, its state and its reviews.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// What it says.
    pub card: Card,
    /// Whose it is.
    pub origin: Origin,
    /// Whether the user changed the text of a built-in card.
    pub edited: bool,
    /// Whether it is left out of every queue until the user wants it back.
    pub suspended: bool,
    /// Whether it lapsed too often.
    pub leech: bool,
    /// The first study day on which it may be asked again; `None` when it is not buried.
    pub buried_until: Option<Day>,
    /// What the user noted on it.
    pub note: Option<String>,
    /// Whether the user flagged it.
    pub flagged: bool,
    /// How well it is held; `None` for a new card.
    pub memory: Option<Memory>,
    /// Its reviews, oldest first.
    pub reviews: Vec<Logged>,
}

/// The memory of a card and what the scheduler made of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Memory {
    /// Stability in days and difficulty.
    pub state: MemoryState,
    /// When it is due: milliseconds since 1970-01-01 UTC.
    pub due: i64,
    /// When it was last reviewed, in the same unit; `None` when unknown.
    pub last_review: Option<i64>,
}

/// A review as a file holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Logged {
    /// When it was rated: milliseconds since 1970-01-01 UTC.
    pub at: i64,
    /// The study day it counts for; `None` when the file does not say.
    pub day: Option<Day>,
    /// What the learner said.
    pub rating: Rating,
    /// Milliseconds from question to rating; 0 when unknown.
    pub ms: u32,
    /// The state of the card at that moment.
    pub kind: ReviewKind,
}

impl From<Review> for Logged {
    fn from(r: Review) -> Self {
        Logged { at: r.at, day: Some(r.day), rating: r.rating, ms: r.ms, kind: r.kind }
    }
}

/// The last instant of a year with four digits, in milliseconds since 1970-01-01 UTC.
pub const LAST_INSTANT: i64 = 253_402_300_799_999;

/// An instant in milliseconds as RFC 3339 in UTC, `2026-11-23T08:00:00.000Z`; one before 1970 or
/// after 9999 becomes the nearest one between.
pub fn rfc3339(at: i64) -> String {
    DateTime::from_timestamp_millis(at.clamp(0, LAST_INSTANT))
        .unwrap_or_default()
        .to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// Reads an RFC 3339 time of the years 1970 to 9999, in any zone, into milliseconds.
pub fn instant(text: &str) -> Result<i64, String> {
    let at = DateTime::parse_from_rfc3339(text)
        .map_err(|_| format!("`{text}` is not a time like 2026-11-23T08:00:00.000Z"))?
        .timestamp_millis();
    if (0..=LAST_INSTANT).contains(&at) {
        Ok(at)
    } else {
        Err(format!("the time `{text}` is out of range"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_go_out_and_come_back() {
        for (at, text) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (1_795_420_800_007, "2026-11-23T08:00:00.007Z"),
            (LAST_INSTANT, "9999-12-31T23:59:59.999Z"),
        ] {
            assert_eq!(rfc3339(at), text);
            assert_eq!(instant(text), Ok(at));
        }
        assert_eq!(rfc3339(i64::MIN), "1970-01-01T00:00:00.000Z");
        assert_eq!(rfc3339(i64::MAX), "9999-12-31T23:59:59.999Z");
        assert_eq!(instant("2026-11-23T16:00:00+08:00"), Ok(1_795_420_800_000));
        for bad in ["", "2026-11-23", "1969-12-31T23:59:59Z", "yesterday"] {
            assert!(instant(bad).is_err(), "{bad}");
        }
    }
}
