//! A card that was exported to Anki and comes back: what in it is news, and what is our own text.

use super::super::change::{Seen, Stamps};
use super::super::review::Review;

/// For a card whose dates are not known: the year before the program's.
const LONG_AGO: i64 = 1_767_225_600_000;
/// Most seconds by which exports of one wording in other languages are dated later.
pub const LATEST_VERSION: i64 = 2;
/// Two answers of one card to the same effect within this are one: ids in Anki's log are unique, so
/// a copy of a review may be some milliseconds later.
const SAME_ANSWER: i64 = 1000;

/// A date in milliseconds since 1970-01-01 UTC, or the one that Anki gets when it is not known.
pub fn or_long_ago(at: i64) -> i64 {
    if at > 0 { at } else { LONG_AGO }
}

/// Whether a copy that last changed at an instant says more than any version that was exported.
pub(super) fn is_later(changed: i64, stamps: Stamps) -> bool {
    changed / 1000 > stamps.changed / 1000 + LATEST_VERSION
}

/// Whether Anki has a card as it was exported: its date there is when it changed here, or when it
/// was answered. Anki sets another date whenever the card is touched there.
pub(super) fn is_as_given(now: Seen, stamps: Stamps, log: &[Review]) -> bool {
    let worded = or_long_ago(stamps.changed) / 1000;
    (worded..=worded + LATEST_VERSION).contains(&now.changed)
        || log.iter().any(|review| review.at / 1000 == now.changed)
}

/// Sets answers that are known, save for some milliseconds, to the time that is known.
pub(super) fn snap(reviews: &mut [Review], known: &[Review]) {
    let mut known: Vec<&Review> = known.iter().collect();
    known.sort_by_key(|r| r.at);
    for review in reviews {
        let from = known.partition_point(|k| k.at <= review.at - SAME_ANSWER);
        let near = known[from..].iter().take_while(|k| k.at < review.at + SAME_ANSWER);
        let same =
            near.filter(|k| k.rating == review.rating).min_by_key(|k| (k.at - review.at).abs());
        review.at = same.map_or(review.at, |k| k.at);
    }
}
