//! Reviews: the append-only truth from which everything about a learner's memory is replayed.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::day::Day;

/// What the learner said of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Rating {
    /// Forgotten or wrong.
    Again,
    /// Recalled with trouble.
    Hard,
    /// Recalled.
    Good,
    /// Recalled at once.
    Easy,
}

impl Rating {
    /// Every rating, worst first.
    pub const ALL: [Rating; 4] = [Rating::Again, Rating::Hard, Rating::Good, Rating::Easy];

    /// 1 to 4, as on the keyboard, in the database and in FSRS.
    pub fn number(self) -> u8 {
        self as u8 + 1
    }

    /// The rating with that number, `None` outside 1 to 4.
    pub fn from_number(n: u8) -> Option<Rating> {
        Rating::ALL.get(usize::from(n).wrapping_sub(1)).copied()
    }

    /// The lower-case word used in JSON and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Rating::Again => "again",
            Rating::Hard => "hard",
            Rating::Good => "good",
            Rating::Easy => "easy",
        }
    }

    /// Whether the card was recalled.
    pub fn passed(self) -> bool {
        self != Rating::Again
    }
}

impl fmt::Display for Rating {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Rating {
    type Err = String;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        Rating::ALL
            .into_iter()
            .find(|r| r.name() == s)
            .ok_or_else(|| format!("unknown rating `{s}`: use again, hard, good or easy"))
    }
}

/// In which state a card was when it was reviewed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ReviewKind {
    /// New, or in its learning steps.
    Learning,
    /// Due after an interval of days.
    Review,
    /// In its relearning steps after a lapse.
    Relearning,
    /// Asked out of turn (`quiz --all --record`).
    Cram,
}

impl ReviewKind {
    /// Every kind; the position is the number in the database.
    pub const ALL: [ReviewKind; 4] =
        [ReviewKind::Learning, ReviewKind::Review, ReviewKind::Relearning, ReviewKind::Cram];

    /// The word used in JSON.
    pub fn name(self) -> &'static str {
        match self {
            ReviewKind::Learning => "learning",
            ReviewKind::Review => "review",
            ReviewKind::Relearning => "relearning",
            ReviewKind::Cram => "cram",
        }
    }
}

/// Where a review was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ReviewOrigin {
    /// In a quiz on this database.
    #[default]
    Quiz,
    /// Elsewhere; it came in with an import.
    Import,
}

impl ReviewOrigin {
    /// Every origin; the position is the number in the database.
    pub const ALL: [ReviewOrigin; 2] = [ReviewOrigin::Quiz, ReviewOrigin::Import];
}

/// One answered card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// When it was rated: milliseconds since 1970-01-01 UTC, as the clock stood.
    pub at: i64,
    /// The study day it counts for, by the local time of the moment.
    pub day: Day,
    /// What the learner said.
    pub rating: Rating,
    /// Time from question to rating in milliseconds; 0 when unknown.
    pub ms: u32,
    /// The state of the card at that moment.
    pub kind: ReviewKind,
    /// Where it was made.
    pub origin: ReviewOrigin,
}
