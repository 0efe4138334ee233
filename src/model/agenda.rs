//! The agenda: the day's work under a goal, from the cards as they were in the morning. What was
//! answered today does not change it, so that a restart, an undo or a second quiz find the same.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use super::day::Day;
use super::goal::{Goal, Goals};
use super::habits::Learned;
use super::memory::{Fsrs, Memory, MemoryState, Parameters};
use super::plan::{
    FEW_REVIEWS, FEWEST_DAYS, LastDay, PROBES, PROBES_AT_FIRST, PlanCard, PlanDay, Planner,
};
use super::review::Rating;

/// A card without its text.
#[derive(Debug, Clone, PartialEq)]
pub struct StudyCard {
    /// Its id.
    pub id: String,
    /// Its topic.
    pub topic: String,
    /// The card it follows.
    pub follows: Option<String>,
    /// How often interviewers ask it, 1 to 5.
    pub weight: u8,
    /// 1 junior, 2 mid, 3 senior.
    pub level: u8,
    /// Its place in the deck.
    pub seq: u32,
    /// The number that it shares with its siblings; `None` without any.
    pub family: Option<i64>,
    /// Its memory and the day of its last answer; `None` before the first.
    pub memory: Option<(MemoryState, Day)>,
}

impl StudyCard {
    /// Sets the memory, and the day of the last answer, that these answers give under a model.
    pub fn remember(&mut self, history: &[(Rating, Day)], fsrs: &Fsrs) {
        self.memory = None;
        history.iter().for_each(|(rating, day)| self.answer(*rating, *day, fsrs));
    }

    /// Takes the memory that one more answer gives.
    pub fn answer(&mut self, rating: Rating, day: Day, fsrs: &Fsrs) {
        let days = self.memory.map_or(0, |(_, last)| day.since(last));
        self.memory = Some((fsrs.after(self.memory.map(|(m, _)| m), days, rating), day));
    }
}

/// What a goal's plan is made with.
#[derive(Clone, Copy)]
pub struct Basis<'a> {
    /// All goals.
    pub goals: &'a Goals,
    /// What the log says about the learner.
    pub learned: &'a Learned,
    /// The memory model.
    pub fsrs: &'a Fsrs,
    /// Its parameters.
    pub parameters: &'a Parameters,
}

/// A place in the queue of a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// The index of the card.
    pub card: usize,
    /// The seconds that it is expected to take, with its repetitions.
    pub seconds: f64,
}

/// The cards as the plan sees them: the only place that turns stored memories into the plan's.
pub fn plan_cards(cards: &[StudyCard], today: Day, goals: &Goals) -> Vec<PlanCard> {
    cards
        .iter()
        .map(|card| PlanCard {
            weight: f64::from(card.weight),
            memory: card.memory.map(|(memory, last)| (memory, today.since(last))),
            prior: goals.prior(&card.topic),
        })
        .collect()
}

/// The goals that are not over, the nearest first, each with the cards whose nearest goal it is;
/// cards keep their order.
pub fn share_out(cards: Vec<StudyCard>, goals: &Goals, today: Day) -> Vec<(Goal, Vec<StudyCard>)> {
    let mut parts: Vec<(Goal, Vec<StudyCard>)> =
        goals.active(today).into_iter().map(|goal| (goal.clone(), Vec::new())).collect();
    for card in cards {
        if let Some((_, part)) = parts.iter_mut().find(|(goal, _)| goal.covers(&card.topic)) {
            part.push(card);
        }
    }
    parts
}

/// Which card of each family of siblings in a queue has its turn, as places in `cards`: one never
/// answered, which might never come otherwise; else the one that was answered longest ago.
pub fn turns(
    cards: &[StudyCard],
    queue: &[Place],
    may_come: &dyn Fn(&StudyCard) -> bool,
) -> HashMap<i64, usize> {
    let last = |at: usize| cards[at].memory.map(|(_, day)| day);
    let mut turns: HashMap<i64, usize> = HashMap::new();
    for place in queue.iter().filter(|place| may_come(&cards[place.card])) {
        if let Some(family) = cards[place.card].family {
            let turn = turns.entry(family).or_insert(place.card);
            if last(place.card) < last(*turn) {
                *turn = place.card;
            }
        }
    }
    turns
}

/// The day of a goal as the plan sees it.
pub fn plan_day(goal: &Goal, today: Day, reviews: usize) -> PlanDay {
    let left = goal.day.since(today).max(1);
    PlanDay {
        elapsed: today.since(goal.began),
        left,
        seconds: 60.0 * f64::from(goal.minutes),
        probes: probes(left, reviews),
        last: LastDay::default(),
    }
}

/// The share of a day's time for probes, with so many days left and so many reviews in the log.
pub fn probes(left: u32, reviews: usize) -> f64 {
    match reviews {
        _ if left < FEWEST_DAYS => 0.0,
        ..FEW_REVIEWS => PROBES_AT_FIRST,
        _ => PROBES,
    }
}

/// For each card the index of the one that it follows, if that is among them.
pub fn follows(cards: &[StudyCard]) -> Vec<Option<usize>> {
    let places: HashMap<&str, usize> =
        cards.iter().enumerate().map(|(i, card)| (card.id.as_str(), i)).collect();
    cards.iter().map(|card| places.get(card.follows.as_deref()?).copied()).collect()
}

/// The queue of the planner, in which a new follow-up waits for the card it follows. `need` is the sum
/// of what [`Planner::pass`] says of the cards.
pub fn order<M: Memory>(
    planner: &Planner<'_, M>,
    cards: &[PlanCard],
    follows: &[Option<usize>],
    day: &PlanDay,
    need: f64,
) -> Vec<usize> {
    let mut queue = planner.queue_for(cards, day, need);
    set_in_order(cards, follows, &mut queue);
    queue
}

/// The queue of a day, from the cards as they were that morning; those beyond the day's minutes
/// come last. A new follow-up never comes before the card it follows.
pub fn queue(cards: &[StudyCard], goal: &Goal, today: Day, basis: &Basis<'_>) -> Vec<Place> {
    let planned = plan_cards(cards, today, basis.goals);
    let day = plan_day(goal, today, basis.learned.reviews);
    let planner = Planner { fsrs: basis.fsrs, habits: basis.learned.habits };
    let need = planned.iter().map(|card| planner.pass(card, day.left)).sum();
    order(&planner, &planned, &follows(cards), &day, need)
        .into_iter()
        .map(|card| Place { card, seconds: planner.worth(&planned[card], 0, day.left).seconds })
        .collect()
}

/// Makes every new follow-up wait for the card it follows; the places of new cards stay. When cards
/// follow each other in a circle, the first of them goes ahead.
fn set_in_order(cards: &[PlanCard], follows: &[Option<usize>], queue: &mut [usize]) {
    let places: Vec<usize> =
        (0..queue.len()).filter(|p| cards[queue[*p]].memory.is_none()).collect();
    let new: Vec<usize> = places.iter().map(|p| queue[*p]).collect();
    let mut ranks = vec![None; cards.len()];
    for (rank, card) in new.iter().enumerate() {
        ranks[*card] = Some(rank);
    }
    // Cards that wait for the same card form a list: its first, and for each card the next.
    let mut first: Vec<Option<usize>> = vec![None; new.len()];
    let mut next: Vec<Option<usize>> = vec![None; new.len()];
    let mut open: BinaryHeap<Reverse<usize>> = BinaryHeap::new();
    for (rank, card) in new.iter().enumerate() {
        match follows[*card].and_then(|followed| ranks[followed]) {
            Some(followed) => next[rank] = first[followed].replace(rank),
            None => open.push(Reverse(rank)),
        }
    }
    let mut is_placed = vec![false; new.len()];
    let mut places = places.into_iter();
    let mut closed = 0..new.len();
    loop {
        let opened = open.pop().map(|Reverse(rank)| rank);
        let Some(rank) = opened.or_else(|| closed.find(|rank| !is_placed[*rank])) else { break };
        if std::mem::replace(&mut is_placed[rank], true) {
            continue;
        }
        if let Some(place) = places.next() {
            queue[place] = new[rank];
        }
        let mut waiting = first[rank];
        while let Some(rank) = waiting {
            open.push(Reverse(rank));
            waiting = next[rank];
        }
    }
}

/// The weighted share of cards that would be recalled on a day, 0 to 1; `None` without cards.
pub fn readiness(cards: &[StudyCard], on: Day, basis: &Basis<'_>) -> Option<f64> {
    let planner = Planner { fsrs: basis.fsrs, habits: basis.learned.habits };
    let (mut known, mut all) = (0.0, 0.0);
    for card in plan_cards(cards, on, basis.goals) {
        known += card.weight * planner.recall(&card, 0);
        all += card.weight;
    }
    (all > 0.0).then(|| known / all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::habits::learned;
    use crate::model::memory::DEFAULT_PARAMETERS;
    use proptest::prelude::*;

    fn card(id: &str, topic: &str, follows: Option<&str>, weight: u8) -> StudyCard {
        StudyCard {
            family: None,
            id: id.into(),
            topic: topic.into(),
            follows: follows.map(Into::into),
            weight,
            level: 1,
            seq: 1,
            memory: None,
        }
    }

    fn goal(topics: &[&str], day: i32) -> Goal {
        let topics = topics.iter().map(|t| (*t).to_owned()).collect();
        Goal { day: Day(day), minutes: 30, began: Day(0), topics }
    }

    fn ids(cards: &[StudyCard], goal: &Goal, goals: &Goals) -> Vec<String> {
        let basis = Basis {
            goals,
            learned: &learned(&[]),
            fsrs: &Fsrs::default(),
            parameters: &DEFAULT_PARAMETERS,
        };
        let queue = queue(cards, goal, Day(0), &basis);
        queue.iter().map(|place| cards[place.card].id.clone()).collect()
    }

    #[test]
    fn each_card_belongs_to_the_nearest_goal_of_its_topic() {
        let mut goals = Goals::default();
        goals.set(goal(&[], 20));
        goals.set(goal(&["map"], 10));
        let cards = vec![card("a", "map", None, 3), card("b", "gmp", None, 3)];
        let parts = share_out(cards, &goals, Day(0));
        let shown: Vec<(i32, &str)> =
            parts.iter().map(|(goal, cards)| (goal.day.0, cards[0].id.as_str())).collect();
        assert_eq!(shown, [(10, "a"), (20, "b")]);
    }

    #[test]
    fn a_new_follow_up_waits_and_a_circle_is_opened() {
        let cards = [
            card("a", "t", Some("b"), 5),
            card("b", "t", None, 1),
            card("c", "t", Some("a"), 4),
            card("x", "t", Some("y"), 2),
            card("y", "t", Some("x"), 2),
            card("z", "t", Some("gone"), 3),
        ];
        let order = ids(&cards, &goal(&[], 20), &Goals::default());
        assert_eq!(order, ["z", "b", "a", "c", "x", "y"]);
    }

    #[test]
    fn what_is_known_already_comes_later_or_not_at_all() {
        let cards = [card("a", "known", None, 3), card("b", "t", None, 3)];
        let mut goals = Goals::default();
        goals.known.insert("known".into(), 40);
        assert_eq!(ids(&cards, &goal(&[], 20), &goals), ["b", "a"]);
        goals.known.insert("known".into(), 100);
        assert_eq!(ids(&cards, &goal(&[], 20), &goals), ["b"]);
    }

    #[test]
    fn readiness_counts_what_is_asked_more() {
        let fsrs = Fsrs::default();
        let memory = MemoryState { stability: 10.0, difficulty: 5.0 };
        let mut cards = [card("a", "t", None, 3), card("b", "t", None, 1)];
        cards[0].memory = Some((memory, Day(0)));
        let goals = Goals::default();
        let learned = learned(&[]);
        let basis = Basis {
            goals: &goals,
            learned: &learned,
            fsrs: &fsrs,
            parameters: &DEFAULT_PARAMETERS,
        };
        let now = readiness(&cards, Day(10), &basis).unwrap();
        assert!((now - 0.9 * 0.75).abs() < 1e-3, "{now}");
        assert_eq!(readiness(&[], Day(10), &basis), None);
        let mut slips = learned;
        slips.habits.slip = 0.5;
        let basis = Basis { learned: &slips, ..basis };
        assert!((readiness(&cards, Day(10), &basis).unwrap() - now / 2.0).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn the_same_cards_give_the_same_queue_and_no_follow_up_overtakes(
            cards in proptest::collection::vec(
                (0..20_usize, 1..6_u8, proptest::option::of((1..200_u8, 0..30_i32))), 1..20),
            left in 1..60_i32,
        ) {
            let cards: Vec<StudyCard> = cards
                .iter()
                .enumerate()
                .map(|(i, (follows, weight, memory))| {
                    // Only earlier cards are followed: no circles here.
                    let follows = (*follows < i).then(|| format!("c{follows}"));
                    let memory = memory.map(|(stability, last)| {
                        let stability = f32::from(stability) / 4.0;
                        (MemoryState { stability, difficulty: 5.0 }, Day(-last))
                    });
                    StudyCard { memory, ..card(&format!("c{i}"), "t", follows.as_deref(), *weight) }
                })
                .collect();
            let goal = goal(&[], left);
            let order = ids(&cards, &goal, &Goals::default());
            prop_assert_eq!(&order, &ids(&cards, &goal, &Goals::default()));
            let place = |id: &str| order.iter().position(|o| o == id);
            for card in cards.iter().filter(|c| c.memory.is_none()) {
                let followed = card.follows.as_deref();
                let is_new = |id: &str| cards.iter().any(|c| c.id == id && c.memory.is_none());
                if let Some(first) = followed.filter(|id| is_new(id)) {
                    prop_assert!(place(first) < place(&card.id), "{:?}", order);
                }
            }
            let mut unique = order.clone();
            unique.sort();
            unique.dedup();
            prop_assert_eq!(unique.len(), order.len());
        }
    }

    #[test]
    fn siblings_come_by_turns() {
        let of = |id: &str, family: Option<i64>, last: Option<i32>| {
            let state = MemoryState { stability: 3.0, difficulty: 5.0 };
            let memory = last.map(|day| (state, Day(day)));
            StudyCard { family, memory, ..card(id, "t", None, 3) }
        };
        let cards = [
            of("late", Some(1), Some(9)),
            of("alone", None, Some(1)),
            of("early", Some(1), Some(5)),
            of("first", Some(2), Some(7)),
            of("never", Some(2), None),
            of("unwanted", Some(1), None),
        ];
        let queue: Vec<Place> = (0..cards.len()).map(|card| Place { card, seconds: 1.0 }).collect();
        let turns = turns(&cards, &queue, &|card| card.id != "unwanted");
        assert_eq!(turns, HashMap::from([(1, 2), (2, 4)]));
    }
}
