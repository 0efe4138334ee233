//! Merging what comes in with what is there: which changes an import makes.

use std::collections::HashSet;

use super::card::{Card, Origin};
use super::change::{Change, Seen, StoredCard, Wording};
use super::day::Day;
use super::review::Review;
use super::schedule::Scheduler;

/// A card that comes in.
#[derive(Debug, Clone, PartialEq)]
pub struct Incoming {
    /// What it says, in the languages that the file has.
    pub card: Card,
    /// Whose it is, by the file.
    pub origin: Origin,
    /// Whether its wording is the user's own; a deck file that a user imports always is.
    pub edited: bool,
    /// Whether it was suspended.
    pub suspended: bool,
    /// What Anki said of its suspension before and says now; `None` for what does not come from there,
    /// or says nothing.
    pub seen: Option<(Option<Seen>, Seen)>,
    /// Until when it was buried.
    pub buried_until: Option<Day>,
    /// Its history, oldest first.
    pub reviews: Vec<Review>,
}

/// What an incoming card turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// A new card.
    Added,
    /// A known card with other text, flags or more history.
    Updated,
    /// A known card with nothing new.
    Unchanged,
}

/// The changes that bring a card in, what it turned out to be, and how many reviews are new.
/// `known` is the card of that id with its reviews, if there is one; `seq` the place of a new one.
pub fn merge(
    incoming: Incoming,
    known: Option<(StoredCard, Vec<Review>)>,
    seq: u32,
    scheduler: &Scheduler,
) -> (Vec<Change>, Outcome, usize) {
    let id = incoming.card.id.clone();
    let news = incoming.seen.filter(|(before, now)| is_news(*before, *now));
    let seen = news.map(|(from, to)| Change::Seen { id: id.clone(), from, to: Some(to) });
    let Some((known, log)) = known else {
        let reviews = incoming.reviews;
        let card = StoredCard {
            origin: incoming.origin,
            edited: incoming.edited && incoming.origin == Origin::Builtin,
            retired: false,
            // A draft is never asked.
            suspended: incoming.suspended || incoming.card.is_draft(),
            buried_until: incoming.buried_until,
            seq,
            schedule: scheduler.replay(&id, &reviews),
            card: incoming.card,
        };
        let count = reviews.len();
        let mut changes = vec![Change::Add { card: Box::new(card), reviews }];
        changes.extend(seen);
        return (changes, Outcome::Added, count);
    };

    let mut changes = Vec::new();
    let mut card = incoming.card;
    for (lang, text) in &known.card.text {
        let new = card.text.entry(*lang).or_insert_with(|| text.clone());
        // A question that still waits for its answer never takes one away.
        if new.answer.trim().is_empty() && !text.answer.trim().is_empty() {
            *new = text.clone();
        }
    }
    let is_draft = card.is_draft();
    let completed = known.card.is_draft() && !is_draft;
    // A built-in card that nobody reworded only has the text of another version of the program.
    let is_wording = known.origin == Origin::User || incoming.edited;
    if is_wording && card != known.card {
        let edited = known.origin == Origin::Builtin;
        changes.push(Change::Edit {
            from: Box::new(Wording { card: known.card, edited: known.edited }),
            to: Box::new(Wording { card, edited }),
        });
    }
    let merged = merge_logs(&log, &incoming.reviews);
    let new = merged.len() - log.len();
    if new > 0 {
        let after = scheduler.replay(&id, &merged);
        changes.push(Change::Rewrite {
            id: id.clone(),
            from: log,
            to: merged,
            before: known.schedule,
            after,
        });
    }
    // Of what Anki says only the news counts, so that what was decided here since is kept.
    let wanted = match incoming.seen {
        Some(_) => news.map(|(_, now)| now.suspended),
        None => incoming.suspended.then_some(true),
    };
    if let Some(to) = wanted.filter(|to| *to != known.suspended && (*to || !is_draft)) {
        changes.push(Change::Suspend { id: id.clone(), from: !to, to });
    } else if completed && known.suspended && !incoming.suspended {
        changes.push(Change::Suspend { id: id.clone(), from: true, to: false });
    }
    if incoming.buried_until > known.buried_until {
        changes.push(Change::Bury { id, from: known.buried_until, to: incoming.buried_until });
    }
    let outcome = if changes.is_empty() { Outcome::Unchanged } else { Outcome::Updated };
    changes.extend(seen);
    (changes, outcome, new)
}

/// Whether Anki says something else of a suspension than when the card last came in. A card that was
/// never suspended there is not.
fn is_news(before: Option<Seen>, now: Seen) -> bool {
    let is_later = before.is_none_or(|before| now.changed > before.changed);
    is_later && before.is_some_and(|before| before.suspended) != now.suspended
}

/// Two histories of one card as one: each keeps its own order, a review in both (the same instant
/// and rating) counts once.
fn merge_logs(log: &[Review], incoming: &[Review]) -> Vec<Review> {
    let known: HashSet<_> = log.iter().map(|r| (r.at, r.rating)).collect();
    let is_new = |r: &&Review| !known.contains(&(r.at, r.rating));
    let mut extra = incoming.iter().filter(is_new).peekable();
    let mut merged = Vec::with_capacity(log.len());
    for review in log {
        while let Some(earlier) = extra.next_if(|e| e.at < review.at) {
            merged.push(*earlier);
        }
        merged.push(*review);
    }
    merged.extend(extra);
    merged
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::model::card::{Kind, Lang, Text};
    use crate::model::review::{Rating, ReviewKind, ReviewOrigin};
    use crate::model::schedule::Schedule;
    use crate::model::settings::Settings;

    fn review(at: i64) -> Review {
        Review {
            at,
            day: Day(1),
            rating: Rating::Good,
            ms: 0,
            kind: ReviewKind::Review,
            origin: ReviewOrigin::Import,
        }
    }

    fn incoming(origin: Origin, edited: bool, lang: Lang, answer: &str) -> Incoming {
        let text = Text { question: "Q?".into(), answer: answer.into(), ..Text::default() };
        Incoming {
            card: Card {
                id: "a".into(),
                topic: "t".into(),
                kind: Kind::Basic,
                level: 2,
                weight: 3,
                follows: None,
                tags: vec![],
                correct: None,
                evidence: vec![],
                text: BTreeMap::from([(lang, text)]),
                ..Card::default()
            },
            origin,
            edited,
            suspended: false,
            seen: None,
            buried_until: None,
            reviews: vec![review(5), review(9)],
        }
    }

    fn known(origin: Origin) -> (StoredCard, Vec<Review>) {
        let card = incoming(origin, false, Lang::En, "old").card;
        let stored = StoredCard {
            card,
            origin,
            edited: false,
            retired: false,
            suspended: false,
            buried_until: None,
            seq: 1,
            schedule: Schedule::default(),
        };
        (stored, vec![review(5), review(9)])
    }

    fn merge(
        incoming: Incoming,
        known: Option<(StoredCard, Vec<Review>)>,
    ) -> (Vec<Change>, Outcome, usize) {
        super::merge(incoming, known, 1, &Scheduler::new(&Settings::default()))
    }

    #[test]
    fn what_is_known_changes_nothing() {
        let (changes, outcome, new) =
            merge(incoming(Origin::User, false, Lang::En, "old"), Some(known(Origin::User)));
        assert_eq!((changes, outcome, new), (vec![], Outcome::Unchanged, 0));
    }

    #[test]
    fn another_language_joins_the_card() {
        let (changes, outcome, _) =
            merge(incoming(Origin::User, false, Lang::Zh, "新"), Some(known(Origin::User)));
        assert_eq!(outcome, Outcome::Updated);
        let [Change::Edit { to, .. }] = changes.as_slice() else { panic!("{changes:?}") };
        assert_eq!(to.card.text[&Lang::En].answer, "old");
        assert_eq!(to.card.text[&Lang::Zh].answer, "新");
    }

    #[test]
    fn a_built_in_text_changes_only_by_the_users_wording() {
        let (changes, ..) =
            merge(incoming(Origin::Builtin, false, Lang::En, "new"), Some(known(Origin::Builtin)));
        assert_eq!(changes, []);
        let (changes, ..) =
            merge(incoming(Origin::Builtin, true, Lang::En, "mine"), Some(known(Origin::Builtin)));
        assert!(matches!(&changes[..], [Change::Edit { to, .. }] if to.edited));
    }

    #[test]
    fn a_draft_waits_suspended_until_its_answer_comes() {
        let (changes, ..) = merge(incoming(Origin::User, false, Lang::En, " "), None);
        let [Change::Add { card, .. }] = changes.as_slice() else { panic!("{changes:?}") };
        assert!(card.suspended);
        let draft = ((**card).clone(), vec![review(5), review(9)]);
        let (changes, outcome, _) =
            merge(incoming(Origin::User, false, Lang::En, "new"), Some(draft));
        assert_eq!(outcome, Outcome::Updated);
        assert!(matches!(
            &changes[..],
            [Change::Edit { .. }, Change::Suspend { from: true, to: false, .. }]
        ));
        // And a draft that comes again takes no answer away.
        let (changes, ..) =
            merge(incoming(Origin::User, false, Lang::En, ""), Some(known(Origin::User)));
        assert_eq!(changes, []);
    }

    #[test]
    fn only_what_changed_in_anki_moves_a_suspension() {
        let seen = |changed, suspended| Some(Seen { changed, suspended });
        for (before, now, here, expected) in [
            (None, seen(10, false), false, false),
            (None, seen(10, true), false, true),
            (None, seen(10, false), true, true),
            // The same file again, an older one, and a card that was only answered.
            (seen(10, true), seen(10, true), false, false),
            (seen(10, true), seen(5, false), true, true),
            (seen(10, true), seen(20, true), false, false),
            (seen(10, false), seen(20, false), true, true),
            // Decided anew there.
            (seen(10, false), seen(20, true), false, true),
            (seen(10, true), seen(20, false), true, false),
        ] {
            let mut card = incoming(Origin::User, false, Lang::En, "old");
            card.suspended = now.unwrap().suspended;
            card.seen = now.map(|now| (before, now));
            let (mut stored, log) = known(Origin::User);
            stored.suspended = here;
            let (changes, outcome, _) = merge(card, Some((stored.clone(), log.clone())));
            let after = changes.into_iter().try_fold((stored, log), |k, c| c.applied(Some(k)));
            let case = format!("{before:?} {now:?}");
            assert_eq!(after.unwrap().0.suspended, expected, "{case}");
            assert_eq!(outcome == Outcome::Updated, here != expected, "{case}");
        }
    }

    #[test]
    fn histories_are_merged_by_time_and_counted_once() {
        let at = |log: &[Review]| log.iter().map(|r| r.at).collect::<Vec<_>>();
        let logs = |a: &[i64], b: &[i64]| {
            let reviews = |times: &[i64]| times.iter().map(|t| review(*t)).collect::<Vec<_>>();
            at(&merge_logs(&reviews(a), &reviews(b)))
        };
        assert_eq!(logs(&[5, 9], &[1, 5, 7, 12]), [1, 5, 7, 9, 12]);
        assert_eq!(logs(&[], &[3, 1]), [3, 1]);
        // A clock that was set back keeps its order.
        assert_eq!(logs(&[9, 5], &[9, 5]), [9, 5]);
    }
}
