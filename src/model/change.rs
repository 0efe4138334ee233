//! Changes: everything that can happen to the database, as values that hold their own reverse.

use serde::{Deserialize, Serialize};

use super::card::{Card, Origin, Topic};
use super::day::Day;
use super::goal::Goals;
use super::review::Review;
use super::schedule::Schedule;

/// A card with everything the database keeps of it but its reviews.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StoredCard {
    /// What it says.
    pub card: Card,
    /// Ours or the user's.
    pub origin: Origin,
    /// Whether the user changed the text of a built-in card.
    pub edited: bool,
    /// Whether a built-in card is gone from the newest decks: never asked, history kept.
    pub retired: bool,
    /// Whether the user took it out of the quiz.
    pub suspended: bool,
    /// The first study day on which it may be asked again; `None` when not buried.
    pub buried_until: Option<Day>,
    /// What the user noted on it, whoever wrote it; never empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Whether the user flagged it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub flagged: bool,
    /// Its place in the deck file; new cards come in this order, other things equal.
    pub seq: u32,
    /// The learner's progress.
    pub schedule: Schedule,
}

impl StoredCard {
    /// A card that comes in without any progress.
    pub fn new(card: Card, origin: Origin, seq: u32) -> StoredCard {
        StoredCard {
            card,
            origin,
            edited: false,
            retired: false,
            suspended: false,
            buried_until: None,
            note: None,
            flagged: false,
            seq,
            schedule: Schedule::default(),
        }
    }
}

/// When a card was added and when its wording last changed, in milliseconds since 1970-01-01 UTC;
/// 0 when unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stamps {
    /// When it was added.
    pub added: i64,
    /// When what it says last changed.
    pub changed: i64,
}

/// The text of a card, and whether it is the user's own wording.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Wording {
    /// The whole card; the id is the same on both sides of an edit.
    pub card: Card,
    /// Whether the user changed it.
    pub edited: bool,
}

/// What Anki last said about a card whose suspension changed there: a later state counts, the same
/// state again does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// When the card last changed there, in seconds since 1970-01-01 UTC.
    pub changed: i64,
    /// Whether it was suspended there.
    pub suspended: bool,
}

/// One thing that happens to the database.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Change {
    /// A card comes in, with its history.
    Add {
        /// The card.
        card: Box<StoredCard>,
        /// Its reviews, oldest first.
        reviews: Vec<Review>,
    },
    /// A card goes, with its history.
    Remove {
        /// The card as it is now.
        card: Box<StoredCard>,
        /// Its reviews, oldest first.
        reviews: Vec<Review>,
    },
    /// A review is appended.
    Answer {
        /// Id of the card.
        id: String,
        /// The review.
        review: Review,
        /// The schedule before it.
        before: Schedule,
        /// The schedule after it.
        after: Schedule,
    },
    /// The last review is taken back.
    Retract {
        /// Id of the card.
        id: String,
        /// The review.
        review: Review,
        /// The schedule before the retraction.
        before: Schedule,
        /// The schedule after it.
        after: Schedule,
    },
    /// The reviews of a card are merged with some from elsewhere.
    Rewrite {
        /// Id of the card.
        id: String,
        /// Its reviews before.
        from: Vec<Review>,
        /// Its reviews after.
        to: Vec<Review>,
        /// The schedule before.
        before: Schedule,
        /// The schedule after.
        after: Schedule,
    },
    /// A card is suspended or unsuspended.
    Suspend {
        /// Id of the card.
        id: String,
        /// Whether it was suspended.
        from: bool,
        /// Whether it is now.
        to: bool,
    },
    /// Anki says something else of a card's suspension than before.
    Seen {
        /// Id of the card.
        id: String,
        /// What it said before.
        from: Option<Seen>,
        /// What it says now.
        to: Option<Seen>,
    },
    /// A card is buried or unburied.
    Bury {
        /// Id of the card.
        id: String,
        /// First day it could be asked on before.
        from: Option<Day>,
        /// First day it can be asked on now.
        to: Option<Day>,
    },
    /// The note on a card is changed.
    Note {
        /// Id of the card.
        id: String,
        /// The note before.
        from: Option<String>,
        /// The note now.
        to: Option<String>,
    },
    /// A card is flagged, or not any more.
    Flag {
        /// Id of the card.
        id: String,
        /// Whether it was flagged.
        from: bool,
        /// Whether it is now.
        to: bool,
    },
    /// A card's text is changed.
    Edit {
        /// The text before.
        from: Box<Wording>,
        /// The text after.
        to: Box<Wording>,
    },
    /// A topic gets another name, which all its cards then have.
    Rename {
        /// The topic as it was called.
        from: Box<Topic>,
        /// The topic as it is called.
        to: Box<Topic>,
    },
    /// The goals change.
    Goals {
        /// What they were.
        from: Goals,
        /// What they are now.
        to: Goals,
    },
    /// A setting changes.
    Set {
        /// Its name.
        name: String,
        /// Its value before; `None` when it was never set.
        from: Option<String>,
        /// Its value after.
        to: Option<String>,
    },
}

/// An import's label begins with this.
pub const IMPORTED: &str = "imported ";

/// Whether a step matters so much that it must not be undone by a slip: an import, or a plan.
pub fn is_weighty(label: &str, changes: &[Change]) -> bool {
    label.starts_with(IMPORTED) || changes.iter().any(|c| matches!(c, Change::Goals { .. }))
}

impl Change {
    /// The change that takes this one back.
    pub fn reverse(self) -> Change {
        match self {
            Change::Add { card, reviews } => Change::Remove { card, reviews },
            Change::Remove { card, reviews } => Change::Add { card, reviews },
            Change::Answer { id, review, before, after } => {
                Change::Retract { id, review, before: after, after: before }
            }
            Change::Retract { id, review, before, after } => {
                Change::Answer { id, review, before: after, after: before }
            }
            Change::Rewrite { id, from, to, before, after } => {
                Change::Rewrite { id, from: to, to: from, before: after, after: before }
            }
            Change::Suspend { id, from, to } => Change::Suspend { id, from: to, to: from },
            Change::Seen { id, from, to } => Change::Seen { id, from: to, to: from },
            Change::Bury { id, from, to } => Change::Bury { id, from: to, to: from },
            Change::Note { id, from, to } => Change::Note { id, from: to, to: from },
            Change::Flag { id, from, to } => Change::Flag { id, from: to, to: from },
            Change::Edit { from, to } => Change::Edit { from: to, to: from },
            Change::Rename { from, to } => Change::Rename { from: to, to: from },
            Change::Goals { from, to } => Change::Goals { from: to, to: from },
            Change::Set { name, from, to } => Change::Set { name, from: to, to: from },
        }
    }

    /// What becomes of the card that it concerns and of its reviews. The card must be given, unless
    /// it is added.
    pub fn applied(
        self,
        known: Option<(StoredCard, Vec<Review>)>,
    ) -> Option<(StoredCard, Vec<Review>)> {
        if let Change::Add { card, reviews } = self {
            return Some((*card, reviews));
        }
        let (mut card, mut reviews) = known?;
        match self {
            Change::Add { .. }
            | Change::Goals { .. }
            | Change::Seen { .. }
            | Change::Set { .. } => {}
            Change::Rename { to, .. } => card.card.topic.clone_from(&to.name),
            Change::Remove { .. } => return None,
            Change::Answer { review, after, .. } => {
                reviews.push(review);
                card.schedule = after;
            }
            Change::Retract { after, .. } => {
                reviews.pop();
                card.schedule = after;
            }
            Change::Rewrite { to, after, .. } => {
                reviews = to;
                card.schedule = after;
            }
            Change::Suspend { to, .. } => card.suspended = to,
            Change::Bury { to, .. } => card.buried_until = to,
            Change::Note { to, .. } => card.note = to,
            Change::Flag { to, .. } => card.flagged = to,
            Change::Edit { to, .. } => {
                card.edited = to.edited;
                card.card = to.card;
            }
        }
        Some((card, reviews))
    }

    /// Whether it carries a schedule, which holds only under the settings it was computed with.
    pub fn is_scheduled(&self) -> bool {
        match self {
            Change::Add { reviews, .. } => !reviews.is_empty(),
            Change::Answer { .. } | Change::Retract { .. } | Change::Rewrite { .. } => true,
            Change::Remove { .. }
            | Change::Suspend { .. }
            | Change::Seen { .. }
            | Change::Bury { .. }
            | Change::Note { .. }
            | Change::Flag { .. }
            | Change::Edit { .. }
            | Change::Rename { .. }
            | Change::Goals { .. }
            | Change::Set { .. } => false,
        }
    }

    /// The cards it carries with their texts.
    pub fn cards(&self) -> impl Iterator<Item = &Card> {
        let (one, other) = match self {
            Change::Add { card, .. } | Change::Remove { card, .. } => (Some(&card.card), None),
            Change::Edit { from, to } => (Some(&from.card), Some(&to.card)),
            _ => (None, None),
        };
        one.into_iter().chain(other)
    }

    /// Id of the card it concerns; empty when it concerns none.
    pub fn card_id(&self) -> &str {
        match self {
            Change::Add { card, .. } | Change::Remove { card, .. } => &card.card.id,
            Change::Answer { id, .. }
            | Change::Retract { id, .. }
            | Change::Rewrite { id, .. }
            | Change::Suspend { id, .. }
            | Change::Seen { id, .. }
            | Change::Bury { id, .. }
            | Change::Note { id, .. }
            | Change::Flag { id, .. } => id,
            Change::Edit { to, .. } => &to.card.id,
            Change::Rename { .. } | Change::Goals { .. } | Change::Set { .. } => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::card::{Lang, Misconception, Text};
    use crate::model::goal::Goal;
    use crate::model::memory::MemoryState;
    use crate::model::review::{Rating, ReviewKind, ReviewOrigin};
    use crate::model::schedule::{Due, State};

    #[test]
    fn the_reverse_of_the_reverse_is_the_change() {
        let changes = [
            Change::Suspend { id: "a".into(), from: false, to: true },
            Change::Bury { id: "a".into(), from: None, to: Some(Day(3)) },
            Change::Set { name: "lang".into(), from: None, to: Some("zh".into()) },
            Change::Note { id: "a".into(), from: None, to: Some("see 3".into()) },
            Change::Flag { id: "a".into(), from: false, to: true },
            Change::Seen {
                id: "a".into(),
                from: None,
                to: Some(Seen { changed: 7, suspended: true }),
            },
        ];
        for change in changes {
            assert_ne!(change.clone().reverse(), change);
            assert_eq!(change.clone().reverse().reverse(), change);
        }
    }

    /// The journal of every learner holds these: with other names, old steps could not be undone.
    #[test]
    fn the_stored_form_is_pinned() {
        let text = Text {
            question: "Q?".into(),
            answer: "A.".into(),
            keys: vec!["one".into()],
            wrong: vec![Misconception { claim: "no".into(), correction: "yes".into() }],
            reasons: Vec::new(),
        };
        let card = Card {
            id: "a".into(),
            topic: "t".into(),
            tags: vec!["bug".into()],
            text: [(Lang::En, text)].into(),
            ..Card::default()
        };
        let stored = StoredCard {
            card: card.clone(),
            origin: Origin::User,
            edited: false,
            retired: false,
            suspended: false,
            buried_until: Some(Day(20_000)),
            note: None,
            flagged: false,
            seq: 1,
            schedule: Schedule::default(),
        };
        let marked = StoredCard { note: Some("see 3".into()), flagged: true, ..stored.clone() };
        let review = Review {
            at: 1,
            day: Day(20_000),
            rating: Rating::Good,
            ms: 900,
            kind: ReviewKind::Learning,
            origin: ReviewOrigin::Quiz,
        };
        let memory = Some(MemoryState { stability: 1.5, difficulty: 5.0 });
        let after = Schedule {
            state: State::Review,
            due: Due::On(Day(20_002)),
            memory,
            last: Some((1, Day(20_000))),
            reps: 1,
            ..Schedule::default()
        };
        let before = Schedule { due: Due::At(5), ..Schedule::default() };
        let goal = Goal { day: Day(20_030), minutes: 30, began: Day(20_000), topics: Vec::new() };
        let goals = Goals { goals: vec![goal], known: [("t".to_owned(), 60)].into() };
        let wording = |edited| Box::new(Wording { card: card.clone(), edited });
        let id = || "a".to_owned();
        let topic = |name: &str, title: Option<&str>| {
            let titles = title.map(|title| (Lang::Zh, title.to_owned())).into_iter().collect();
            Box::new(Topic { name: name.into(), titles, ..Topic::default() })
        };
        let changes = [
            Change::Add { card: Box::new(stored.clone()), reviews: vec![review] },
            Change::Remove { card: Box::new(stored), reviews: Vec::new() },
            Change::Answer { id: id(), review, before, after },
            Change::Retract { id: id(), review, before: after, after: before },
            Change::Rewrite { id: id(), from: vec![review], to: Vec::new(), before, after },
            Change::Suspend { id: id(), from: false, to: true },
            Change::Seen { id: id(), from: None, to: Some(Seen { changed: 7, suspended: true }) },
            Change::Bury { id: id(), from: None, to: Some(Day(20_001)) },
            Change::Edit { from: wording(false), to: wording(true) },
            Change::Goals { from: Goals::default(), to: goals },
            Change::Set { name: "lang".into(), from: None, to: Some("zh".into()) },
            Change::Note { id: id(), from: None, to: Some("see 3".into()) },
            Change::Flag { id: id(), from: false, to: true },
            Change::Rename { from: topic("t", None), to: topic("u", Some("题")) },
            Change::Add { card: Box::new(marked), reviews: Vec::new() },
        ];
        let pinned = include_str!("change.jsonl");
        let lines: Vec<String> =
            changes.iter().map(|change| serde_json::to_string(change).unwrap()).collect();
        assert_eq!(lines.join("\n") + "\n", pinned);
        for (line, change) in pinned.lines().zip(&changes) {
            assert_eq!(serde_json::from_str::<Change>(line).unwrap(), *change);
        }
    }
}
