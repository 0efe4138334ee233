//! What a learner does to a card, as changes.

use super::card::{Card, Origin, Topic};
use super::change::{Change, StoredCard, Wording};
use super::goal::Goals;
use super::review::Review;
use super::schedule::{Schedule, Scheduler};
use super::settings::{FOCUS, Settings, Value};

/// A card that was forgotten too often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leech {
    /// How often it was forgotten.
    pub times: u32,
    /// Whether it is suspended for that.
    pub is_suspended: bool,
}

/// Answers a card: the changes it makes, the answer first, and whether the card became a leech.
pub fn answer(
    scheduler: &Scheduler,
    settings: &Settings,
    id: &str,
    before: Schedule,
    review: Review,
) -> (Vec<Change>, Option<Leech>) {
    let after = scheduler.answer(id, &before, review.rating, review.at, review.day);
    let mut changes = vec![Change::Answer { id: id.to_owned(), review, before, after }];
    if !scheduler.becomes_leech(&before, &after) {
        return (changes, None);
    }
    let leech = Leech { times: after.lapses, is_suspended: settings.leech_suspend };
    if leech.is_suspended {
        changes.push(Change::Suspend { id: id.to_owned(), from: false, to: true });
    }
    (changes, Some(leech))
}

/// An edit of a card.
#[derive(Debug, Clone, PartialEq)]
pub struct Edit {
    /// What changes by it.
    pub changes: Vec<Change>,
    /// Whether the card has its answer now, and had none before.
    pub is_completed: bool,
    /// Whether it still has none.
    pub is_draft: bool,
}

/// Gives a card another text. A built-in card is then the user's wording; one that waited for its
/// answer is asked from now on.
pub fn edit(stored: &StoredCard, card: Card) -> Edit {
    let is_draft = card.is_draft();
    let is_completed = stored.card.is_draft() && !is_draft;
    let from = Wording { card: stored.card.clone(), edited: stored.edited };
    let to = Wording { card, edited: stored.edited || stored.origin == Origin::Builtin };
    let mut changes = vec![Change::Edit { from: Box::new(from), to: Box::new(to) }];
    if is_completed && stored.suspended {
        let id = stored.card.id.clone();
        changes.push(Change::Suspend { id, from: true, to: false });
    }
    Edit { changes, is_completed, is_draft }
}

/// Notes something on a card in place of what was noted; nothing removes it. `None` if nothing changes.
pub fn note(stored: &StoredCard, text: &str) -> Option<Change> {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let text = lines.join("\n");
    let text = text.trim_matches('\n');
    let to = (!text.trim().is_empty()).then(|| text.to_owned());
    let (id, from) = (stored.card.id.clone(), stored.note.clone());
    (from != to).then_some(Change::Note { id, from, to })
}

/// Takes cards out of the quiz, or brings them back; cards already in that state stay. A draft
/// stays out, for it has nothing to reveal; it comes back when it has an answer.
pub fn suspend(cards: &[StoredCard], to: bool) -> Vec<Change> {
    cards
        .iter()
        .filter(|card| card.suspended != to && (to || !card.card.is_draft()))
        .map(|card| Change::Suspend { id: card.card.id.clone(), from: card.suspended, to })
        .collect()
}

/// Puts cards into a topic: those that are not in it. A built-in card is then the user's wording.
pub fn move_to(cards: &[StoredCard], topic: &str) -> Vec<Change> {
    let change = |stored: &StoredCard| {
        let card = Card { topic: topic.to_owned(), ..stored.card.clone() };
        edit(stored, card).changes
    };
    cards.iter().filter(|card| card.card.topic != topic).flat_map(change).collect()
}

/// Gives a topic another name: in goals and in the focus of new cards too.
pub fn rename(from: &Topic, to: &Topic, goals: &Goals, settings: &Settings) -> Vec<Change> {
    let is_it = |name: &String| *name == from.name;
    let mut changes =
        vec![Change::Rename { from: Box::new(from.clone()), to: Box::new(to.clone()) }];
    let mut after = goals.clone();
    for goal in &mut after.goals {
        goal.topics
            .iter_mut()
            .filter(|name| is_it(name))
            .for_each(|name| name.clone_from(&to.name));
        goal.topics.sort_unstable();
    }
    after.goals.sort_by(|a, b| a.topics.cmp(&b.topics));
    if let Some(percent) = after.known.remove(&from.name) {
        after.known.insert(to.name.clone(), percent);
    }
    if after != *goals {
        changes.push(Change::Goals { from: goals.clone(), to: after });
    }
    let focus = |topics: Vec<String>| Some(Value::Topics(topics).to_string());
    if settings.focus.iter().any(is_it) {
        let name = |name: &String| if is_it(name) { to.name.clone() } else { name.clone() };
        changes.push(Change::Set {
            name: FOCUS.to_owned(),
            from: focus(settings.focus.clone()),
            to: focus(settings.focus.iter().map(name).collect()),
        });
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::card::{Lang, Text};
    use crate::model::day::Day;
    use crate::model::goal::Goal;
    use crate::model::memory::MemoryState;
    use crate::model::review::{Rating, ReviewKind, ReviewOrigin};
    use crate::model::schedule::{Due, State};

    fn stored(answer: &str, origin: Origin, suspended: bool) -> StoredCard {
        let text = Text { question: "Q?".into(), answer: answer.into(), ..Text::default() };
        let text = [(Lang::En, text)].into();
        StoredCard {
            card: Card { id: "a".into(), topic: "t".into(), text, ..Card::default() },
            origin,
            edited: false,
            retired: false,
            suspended,
            buried_until: None,
            note: None,
            flagged: false,
            seq: 1,
            schedule: Schedule::default(),
        }
    }

    #[test]
    fn a_leech_is_told_and_suspended_if_that_is_wanted() {
        for (lapses, rating, suspend, leech) in [
            (7, Rating::Again, true, Some((8, true))),
            (7, Rating::Again, false, Some((8, false))),
            (7, Rating::Good, true, None),
            (6, Rating::Again, true, None),
            (8, Rating::Again, true, None),
            (11, Rating::Again, true, Some((12, true))),
        ] {
            let settings = Settings { leech_suspend: suspend, ..Settings::default() };
            let day = Day(100);
            let before = Schedule {
                state: State::Review,
                due: Due::On(day),
                memory: Some(MemoryState { stability: 4.0, difficulty: 8.0 }),
                last: Some((0, day.plus(-4))),
                reps: 30,
                lapses,
                ..Schedule::default()
            };
            let (kind, origin) = (ReviewKind::Review, ReviewOrigin::Quiz);
            let review = Review { at: 1, day, rating, ms: 900, kind, origin };
            let (changes, found) =
                answer(&Scheduler::new(&settings), &settings, "a", before, review);
            let told = found.map(|leech| (leech.times, leech.is_suspended));
            assert_eq!(told, leech, "{lapses} {rating}");
            let suspension = Change::Suspend { id: "a".into(), from: false, to: true };
            let is_suspended = leech.is_some_and(|(_, is_suspended)| is_suspended);
            assert_eq!(changes.get(1), is_suspended.then_some(&suspension));
            assert!(matches!(changes[0], Change::Answer { .. }));
        }
    }

    #[test]
    fn an_edit_makes_a_built_in_card_the_users_and_asks_one_that_got_its_answer() {
        for (before, after, origin, suspended, edited, comes_back) in [
            ("A.", "B.", Origin::Builtin, false, true, false),
            ("A.", "B.", Origin::User, true, false, false),
            ("", "B.", Origin::User, true, false, true),
            ("", "B.", Origin::User, false, false, false),
            ("", "", Origin::User, true, false, false),
        ] {
            let from = stored(before, origin, suspended);
            let edit = edit(&from, stored(after, origin, suspended).card);
            let Change::Edit { to, .. } = &edit.changes[0] else { panic!("{edit:?}") };
            assert_eq!(to.edited, edited, "{edit:?}");
            assert_eq!(edit.changes.len() == 2, comes_back, "{edit:?}");
            assert_eq!(edit.is_completed, before.is_empty() && !after.is_empty());
            assert_eq!(edit.is_draft, after.is_empty());
        }
    }

    #[test]
    fn a_note_is_kept_without_what_is_not_seen() {
        let note = |from: Option<&str>, text: &str| {
            let card =
                StoredCard { note: from.map(Into::into), ..stored("A.", Origin::User, false) };
            super::note(&card, text).map(|change| match change {
                Change::Note { to, .. } => to,
                other => panic!("{other:?}"),
            })
        };
        assert_eq!(note(None, "so  \n  b\n\n"), Some(Some("so\n  b".into())));
        assert_eq!(note(Some("so"), "so\n"), None);
        assert_eq!(note(Some("so"), " \n"), Some(None));
        assert_eq!(note(None, ""), None);
    }

    #[test]
    fn a_name_changes_wherever_it_stands() {
        let topic = |name: &str| Topic { name: name.into(), ..Topic::default() };
        let settings = Settings { focus: vec!["z".into(), "t".into()], ..Settings::default() };
        let goal = |topics: &[&str]| Goal {
            day: Day(9),
            minutes: 30,
            began: Day(1),
            topics: topics.iter().map(|t| (*t).to_owned()).collect(),
        };
        let goals = |goals: &[Goal], known: &str| Goals {
            goals: goals.to_vec(),
            known: [(known.to_owned(), 60)].into(),
        };
        let from = goals(&[goal(&["b", "t"]), goal(&["t"])], "t");
        let to = goals(&[goal(&["a"]), goal(&["a", "b"])], "a");
        let changes = rename(&topic("t"), &topic("a"), &from, &settings);
        assert_eq!(changes[1], Change::Goals { from, to });
        let set = |text: &str| Some(text.to_owned());
        assert_eq!(
            changes[2],
            Change::Set { name: "focus".into(), from: set("z t"), to: set("z a") }
        );
        assert_eq!(rename(&topic("x"), &topic("y"), &Goals::default(), &settings).len(), 1);
    }

    #[test]
    fn a_draft_does_not_come_back_without_its_answer() {
        let cards = ["A.", ""].map(|answer| stored(answer, Origin::User, true));
        assert_eq!(suspend(&cards, false).len(), 1);
        assert_eq!(suspend(&cards, true), []);
        let cards = ["A.", ""].map(|answer| stored(answer, Origin::User, false));
        assert_eq!(suspend(&cards, true).len(), 2);
    }
}
