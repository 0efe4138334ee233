//! A card with its memory and history as JSON.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::card::Card;
use crate::model::change::StoredCard;
use crate::model::review::{Rating, Review};
use crate::model::schedule::Wait;
use crate::world::rfc3339;

/// What `--json` prints for anything but one card given by its id.
#[derive(Serialize)]
pub(super) struct Reports<'a> {
    pub(super) version: u32,
    pub(super) cards: Vec<Report<'a>>,
}

/// What `--json` prints.
#[derive(Serialize)]
pub(super) struct Report<'a> {
    version: u32,
    card: &'a Card,
    origin: &'static str,
    edited: bool,
    suspended: bool,
    retired: bool,
    note: Option<&'a str>,
    flagged: bool,
    buried_until: Option<String>,
    state: &'static str,
    due: Option<String>,
    stability: Option<f32>,
    difficulty: Option<f32>,
    retrievability: Option<f32>,
    lapses: u32,
    reviews: Vec<ReviewRow>,
    next: BTreeMap<&'static str, String>,
}

/// One answer.
#[derive(Serialize)]
struct ReviewRow {
    at: String,
    rating: &'static str,
    ms: u32,
    kind: &'static str,
}

impl<'a> Report<'a> {
    /// What there is to say about a card; `next` is what each rating leads to.
    pub(super) fn of(
        stored: &'a StoredCard,
        reviews: &[Review],
        due: Option<String>,
        retrievability: Option<f32>,
        next: &[Wait; 4],
    ) -> Report<'a> {
        let schedule = &stored.schedule;
        let review = |review: &Review| ReviewRow {
            at: rfc3339(review.at),
            rating: review.rating.name(),
            ms: review.ms,
            kind: review.kind.name(),
        };
        Report {
            version: 1,
            card: &stored.card,
            origin: stored.origin.name(),
            edited: stored.edited,
            suspended: stored.suspended,
            retired: stored.retired,
            note: stored.note.as_deref(),
            flagged: stored.flagged,
            buried_until: stored.buried_until.map(|d| d.to_string()),
            state: schedule.state.name(),
            due,
            stability: schedule.memory.map(|m| m.stability),
            difficulty: schedule.memory.map(|m| m.difficulty),
            retrievability,
            lapses: schedule.lapses,
            reviews: reviews.iter().map(review).collect(),
            next: Rating::ALL.iter().map(|r| r.name()).zip(next.map(|w| w.to_string())).collect(),
        }
    }
}
