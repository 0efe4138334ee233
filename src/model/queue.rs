//! The queue: which card is asked next. Computed anew before every question from what the
//! database holds, so that a restart, an undo or a second quiz cannot make it differ.

use std::collections::{HashMap, HashSet};

use super::budget;
use super::chance;
use super::change::StoredCard;
use super::day::Day;
use super::memory::Fsrs;
use super::schedule::{Due, Schedule};
use super::sorting::Sorting;

/// A card that may be asked, with as much as the order needs.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Its id.
    pub id: String,
    /// The card it follows.
    pub follows: Option<String>,
    /// How often interviewers ask it, 1 to 5.
    pub weight: u8,
    /// The number that it shares with its siblings; `None` without any.
    pub family: Option<i64>,
    /// For new cards: whether the card it follows has been introduced (or it follows none).
    pub ready: bool,
    /// The learner's progress on it.
    pub schedule: Schedule,
}

/// The cards that may be asked now, as read from the database within the limits of the day.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pool {
    /// Cards in (re)learning steps that end within [`LEARN_AHEAD`], the earliest first.
    pub learning: Vec<Candidate>,
    /// Cards that the plan for an interview has for today, in its order.
    pub planned: Vec<Candidate>,
    /// Due cards, at most as many as the day's limit leaves.
    pub due: Vec<Candidate>,
    /// New cards in the order in which they come, at most as many as the day's limit leaves.
    pub new: Vec<Candidate>,
    /// Due cards already answered today.
    pub reviewed: u32,
    /// New cards already introduced today.
    pub introduced: u32,
}

impl Pool {
    /// Counts in a card that comes out of turn.
    pub fn put(&mut self, card: &StoredCard) {
        let lists = [&self.learning, &self.planned, &self.due, &self.new];
        if lists.into_iter().flatten().any(|known| known.id == card.card.id) {
            return;
        }
        let list = match card.schedule.due {
            Due::Unset => &mut self.new,
            Due::At(_) => &mut self.learning,
            Due::On(_) => &mut self.due,
        };
        list.push(Candidate {
            id: card.card.id.clone(),
            follows: card.card.follows.clone(),
            weight: card.card.weight,
            family: None,
            ready: true,
            schedule: card.schedule,
        });
    }
}

/// Families of siblings with a card that was asked on a day, or will be: no other one of them is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Families(HashSet<i64>);

impl Families {
    /// Whether a card may be asked: no card of its family was. From then on it is the one.
    pub fn admit(&mut self, card: &Candidate) -> bool {
        self.admit_of(card.family)
    }

    /// The same for a card of which only the family is known.
    pub fn admit_of(&mut self, family: Option<i64>) -> bool {
        family.is_none_or(|family| self.0.insert(family))
    }
}

impl FromIterator<i64> for Families {
    fn from_iter<I: IntoIterator<Item = i64>>(families: I) -> Self {
        Families(families.into_iter().collect())
    }
}

/// Leaves one card of each family that is not taken: a planned one, else a due one, else a new one.
/// Cards in their learning steps stay.
pub fn part_siblings(pool: &mut Pool, mut taken: Families) {
    for cards in [&mut pool.planned, &mut pool.due, &mut pool.new] {
        cards.retain(|card| taken.admit(card));
    }
}

#[cfg(test)]
impl Pool {
    /// Number of cards that are left to ask.
    fn len(&self) -> usize {
        self.learning.len() + self.planned.len() + self.due.len() + self.new.len()
    }
}

/// The moment at which the next card is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Moment<'a> {
    /// Milliseconds since 1970-01-01 UTC.
    pub now: i64,
    /// The study day.
    pub day: Day,
    /// The learner's seed of chance.
    pub seed: u64,
    /// The card asked last, as (id, what it follows).
    pub last: Option<(&'a str, Option<&'a str>)>,
    /// Whether a follow-up is wanted right after the card it follows.
    pub chains_together: bool,
    /// The order of due and new cards that is wanted; the usual one when `None`.
    pub sorting: Option<&'a Sorting<'a>>,
}

/// Milliseconds by which a learning step may be cut short when nothing else is left to ask
/// (20 minutes, Anki's learn-ahead limit).
pub const LEARN_AHEAD: i64 = 20 * 60_000;

/// The card to ask next; `None` when nothing is left.
///
/// Learning cards whose step has ended come first, as their memory is the shortest. Then what is
/// planned; due and new cards, mixed evenly over the day; then learning cards before their time. Two cards of one
/// chain of follow-ups are kept apart while there is another choice, for the first gives the
/// second away; in an order that the learner wants they come as it has them.
pub fn next<'p>(pool: &'p Pool, moment: &Moment<'_>, fsrs: &Fsrs) -> Option<&'p Candidate> {
    let ended = |c: &Candidate| matches!(c.schedule.due, Due::At(due) if due <= moment.now);
    let fresh = |c: &&Candidate| moment.last.is_none_or(|(last, _)| last != c.id);
    let mixed = mix(pool, moment, fsrs);

    if moment.chains_together
        && let Some((last, _)) = moment.last
        && let Some(next) = mixed.iter().find(|c| c.follows.as_deref() == Some(last))
    {
        return Some(next);
    }
    pool.learning
        .iter()
        .filter(|c| ended(c))
        .find(fresh)
        .or_else(|| {
            // Also, no follow-up overtakes the card it follows.
            let is_near = |c: &Candidate| moment.sorting.is_none() && is_linked(c, moment);
            let apart = |c: &&&Candidate| c.ready && !is_near(c);
            mixed.iter().find(apart).or(mixed.first()).copied()
        })
        .or_else(|| pool.learning.iter().find(fresh))
        .or_else(|| pool.learning.first())
}

/// Leaves those `count` of the planned, due and new cards that come first.
pub fn cut(pool: &mut Pool, count: usize, moment: &Moment<'_>, fsrs: &Fsrs) {
    if pool.planned.len() + pool.due.len() + pool.new.len() <= count {
        return;
    }
    let kept: HashSet<String> =
        mix(pool, moment, fsrs).into_iter().take(count).map(|c| c.id.clone()).collect();
    pool.planned.retain(|c| kept.contains(&c.id));
    pool.due.retain(|c| kept.contains(&c.id));
    pool.new.retain(|c| kept.contains(&c.id));
}

/// The cards of a queue, each with its seconds, that fit into the seconds left: at most `new` new
/// ones, one of each family, none in its steps (it comes back by itself). Reads as far as needed.
pub fn planned(
    queue: impl IntoIterator<Item = (Candidate, f64)>,
    left: &mut f64,
    new: &mut Option<u32>,
    families: &mut Families,
) -> Vec<Candidate> {
    let mut planned = Vec::new();
    if *left <= 0.0 {
        return planned;
    }
    for (card, seconds) in queue {
        if matches!(card.schedule.due, Due::At(_)) {
            continue;
        }
        let is_new = card.schedule.due == Due::Unset;
        if is_new && *new == Some(0) || !families.admit(&card) {
            continue;
        }
        if !budget::fits(*left, seconds) {
            break;
        }
        if is_new && let Some(new) = new {
            *new -= 1;
        }
        *left -= seconds;
        planned.push(card);
    }
    planned
}

/// Keeps those of the due and new cards that fit into this many seconds, in the order in which
/// they come.
pub fn fit(
    pool: &mut Pool,
    mut seconds: f64,
    cost: impl Fn(&Candidate) -> f64,
    moment: &Moment<'_>,
    fsrs: &Fsrs,
) {
    let planned = pool.planned.len();
    let fits = mix(pool, moment, fsrs).into_iter().skip(planned).take_while(|card| {
        let fits = budget::fits(seconds, cost(card));
        seconds -= cost(card);
        fits
    });
    let count = fits.count();
    cut(pool, planned + count, moment, fsrs);
}

/// Whether a card and the one asked last are neighbours in a chain: one follows the other, or
/// both follow the same card.
fn is_linked(card: &Candidate, moment: &Moment<'_>) -> bool {
    let Some((last, last_follows)) = moment.last else { return false };
    let follows = card.follows.as_deref();
    card.id == last
        || follows == Some(last)
        || last_follows == Some(card.id.as_str())
        || (follows.is_some() && follows == last_follows)
}

/// What is planned, then due and new cards in one order, each kind spread evenly over the day.
/// Places count from what the day has already seen, so that a restart keeps the order of the rest.
fn mix<'p>(pool: &'p Pool, moment: &Moment<'_>, fsrs: &Fsrs) -> Vec<&'p Candidate> {
    if let Some(sorting) = moment.sorting {
        let mut all: Vec<&Candidate> = pool.due.iter().chain(&pool.new).collect();
        sorting.sort(&mut all, |card| (card.id.as_str(), card.weight, &card.schedule));
        return pool.planned.iter().chain(all).collect();
    }
    fn places(cards: Vec<&Candidate>, done: u32) -> Vec<(f64, &Candidate)> {
        let all = f64::from(done) + cards.len() as f64;
        let place = |i: usize| (f64::from(done) + i as f64 + 0.5) / all;
        cards.into_iter().enumerate().map(|(i, c)| (place(i), c)).collect()
    }
    let mut all = places(by_loss(&pool.due, moment, fsrs), pool.reviewed);
    all.extend(places(pool.new.iter().collect(), pool.introduced));
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    pool.planned.iter().chain(all.into_iter().map(|(_, card)| card)).collect()
}

/// Due cards, those first that lose most by waiting: weight times the fall of retrievability from
/// today to tomorrow. If the learner stops early, the cards that matter most are safe. Losses that
/// round to the same half of a per cent count as equal, and chance decides.
fn by_loss<'p>(due: &'p [Candidate], moment: &Moment<'_>, fsrs: &Fsrs) -> Vec<&'p Candidate> {
    let mut keyed: Vec<_> = due
        .iter()
        .map(|card| {
            let loss = match (card.schedule.memory, card.schedule.last) {
                (Some(memory), Some((_, last))) => {
                    let days = moment.day.since(last) as f32;
                    let fall =
                        fsrs.retrievability(memory, days) - fsrs.retrievability(memory, days + 1.0);
                    (fall * f32::from(card.weight) * 200.0).round() as i32
                }
                _ => 0,
            };
            (-loss, chance::shuffle_key(moment.seed, moment.day.0, &card.id), card)
        })
        .collect();
    keyed.sort_by_key(|(loss, chance, _)| (*loss, *chance));
    keyed.into_iter().map(|(_, _, card)| card).collect()
}

/// The first `count` new cards to introduce, from candidates in the order in which they come. A
/// follow-up waits until the card it follows is introduced or chosen before it, and one card of
/// each family is chosen. Cards that follow each other in a circle would wait for ever: the first
/// of them goes ahead. The second value says whether a larger window of candidates could give more.
pub fn choose_new(
    candidates: Vec<Candidate>,
    count: usize,
    families: &mut Families,
) -> (Vec<Candidate>, bool) {
    let mut left = candidates;
    let mut chosen: Vec<Candidate> = Vec::new();
    while chosen.len() < count {
        let is_open = |card: &Candidate| {
            card.ready || chosen.iter().any(|c| card.follows.as_deref() == Some(c.id.as_str()))
        };
        let Some(index) = left.iter().position(is_open).or_else(|| in_circle(&left)) else { break };
        let card = left.remove(index);
        if families.admit(&card) {
            chosen.push(card);
        }
    }
    let short = chosen.len() < count;
    (chosen, short)
}

/// The index of the first card that follows itself by way of others.
fn in_circle(cards: &[Candidate]) -> Option<usize> {
    let follows: HashMap<&str, &str> =
        cards.iter().filter_map(|c| Some((c.id.as_str(), c.follows.as_deref()?))).collect();
    cards.iter().position(|card| {
        let mut at = card.id.as_str();
        (0..cards.len()).any(|_| {
            at = follows.get(at).copied().unwrap_or_default();
            at == card.id
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::memory::MemoryState;
    use crate::model::schedule::State;

    fn new(id: &str, follows: Option<&str>) -> Candidate {
        Candidate {
            id: id.into(),
            follows: follows.map(Into::into),
            weight: 3,
            family: None,
            ready: follows.is_none(),
            schedule: Schedule::default(),
        }
    }

    fn due(id: &str, stability: f32, weight: u8) -> Candidate {
        let schedule = Schedule {
            state: State::Review,
            due: Due::On(Day(100)),
            memory: Some(MemoryState { stability, difficulty: 5.0 }),
            last: Some((0, Day(100 - stability as i32))),
            ..Schedule::default()
        };
        Candidate { weight, schedule, ..new(id, None) }
    }

    fn learning(id: &str, due: i64) -> Candidate {
        let schedule =
            Schedule { state: State::Learning, due: Due::At(due), ..Schedule::default() };
        Candidate { schedule, ..new(id, None) }
    }

    fn moment<'a>(last: Option<(&'a str, Option<&'a str>)>) -> Moment<'a> {
        Moment { now: 1_000, day: Day(100), seed: 7, last, chains_together: false, sorting: None }
    }

    /// Draws until the pool is empty, answering each card for good.
    fn drain(mut pool: Pool) -> Vec<String> {
        let mut order: Vec<Candidate> = Vec::new();
        loop {
            let last = order.last().cloned();
            let last = last.as_ref().map(|c| (c.id.as_str(), c.follows.as_deref()));
            let Some(card) = next(&pool, &moment(last), &Fsrs::default()).cloned() else { break };
            let before = pool.len();
            pool.learning.retain(|c| c.id != card.id);
            pool.due.retain(|c| c.id != card.id);
            pool.new.retain(|c| c.id != card.id);
            assert_eq!(pool.len() + 1, before);
            match card.schedule.state {
                State::New => pool.introduced += 1,
                State::Review => pool.reviewed += 1,
                _ => {}
            }
            order.push(card);
        }
        order.into_iter().map(|c| c.id).collect()
    }

    #[test]
    fn learning_cards_come_when_their_step_has_ended_and_else_last() {
        let pool = Pool {
            learning: vec![learning("ended", 900), learning("later", 5_000)],
            due: vec![due("due", 10.0, 3)],
            ..Pool::default()
        };
        assert_eq!(drain(pool), ["ended", "due", "later"]);
    }

    #[test]
    fn a_lone_learning_card_is_asked_again_even_at_once() {
        let pool = Pool { learning: vec![learning("a", 900)], ..Pool::default() };
        let card = next(&pool, &moment(Some(("a", None))), &Fsrs::default());
        assert_eq!(card.map(|c| c.id.as_str()), Some("a"));
    }

    #[test]
    fn a_follow_up_never_overtakes_the_card_it_follows() {
        let (root, first, second) = (new("r", None), new("r1", Some("r")), new("r2", Some("r1")));
        let pool = Pool { new: vec![root, first, second, new("z", None)], ..Pool::default() };
        // As the database has it: whoever follows a card that is introduced is ready.
        let mut after = pool.clone();
        after.new.remove(0);
        after.new[0].ready = true;
        let card = next(&after, &moment(Some(("r", None))), &Fsrs::default());
        assert_eq!(card.map(|c| c.id.as_str()), Some("z"));
        after.new.pop();
        let card = next(&after, &moment(Some(("r", None))), &Fsrs::default());
        assert_eq!(card.map(|c| c.id.as_str()), Some("r1"));
    }

    #[test]
    fn a_circle_of_follow_ups_is_opened() {
        let ring = ["a", "b", "c", "x"].map(|id| {
            let before = match id {
                "a" => "c",
                "b" => "a",
                "c" => "b",
                _ => "elsewhere",
            };
            new(id, Some(before))
        });
        let (chosen, short) = choose_new(ring.to_vec(), 9, &mut Families::default());
        let ids: Vec<_> = chosen.iter().map(|c| c.id.as_str()).collect();
        assert_eq!((ids, short), (vec!["a", "b", "c"], true));
    }

    #[test]
    fn a_cut_leaves_what_comes_first() {
        let mut pool = Pool {
            due: vec![due("old", 300.0, 3), due("rare", 3.0, 1), due("young", 3.0, 5)],
            new: vec![new("n0", None), new("n1", None)],
            ..Pool::default()
        };
        let ids = |cards: &[Candidate]| cards.iter().map(|c| c.id.clone()).collect::<Vec<_>>();
        cut(&mut pool, 9, &moment(None), &Fsrs::default());
        assert_eq!(pool.len(), 5);
        cut(&mut pool, 3, &moment(None), &Fsrs::default());
        assert_eq!(
            (ids(&pool.due), ids(&pool.new)),
            (vec!["rare".into(), "young".into()], vec!["n0".into()])
        );
        cut(&mut pool, 0, &moment(None), &Fsrs::default());
        assert_eq!(pool.len(), 0);
    }

    #[test]
    fn a_card_is_begun_when_half_of_it_fits() {
        let card = |id: &str, due| {
            let schedule = Schedule { due, ..Schedule::default() };
            Candidate { schedule, ..new(id, None) }
        };
        let queue = [
            (card("n1", Due::Unset), 60.0),
            (card("step", Due::At(0)), 60.0),
            (card("d1", Due::On(Day(100))), 20.0),
            (card("n2", Due::Unset), 60.0),
            (card("d2", Due::On(Day(100))), 20.0),
        ];
        for (seconds, most, ids, rest) in [
            (-1.0, None, &[][..], -1.0),
            (29.0, None, &[], 29.0),
            (30.0, None, &["n1"], -30.0),
            (69.0, None, &["n1"], 9.0),
            (100.0, None, &["n1", "d1"], 20.0),
            (110.0, None, &["n1", "d1", "n2"], -30.0),
            (900.0, None, &["n1", "d1", "n2", "d2"], 740.0),
            (900.0, Some(1), &["n1", "d1", "d2"], 800.0),
            (900.0, Some(0), &["d1", "d2"], 860.0),
        ] {
            let (mut left, mut most) = (seconds, most);
            let queue = queue.iter().cloned();
            let planned = planned(queue, &mut left, &mut most, &mut Families::default());
            let planned: Vec<&str> = planned.iter().map(|card| card.id.as_str()).collect();
            assert_eq!((&planned[..], left), (ids, rest), "{seconds} {most:?}");
        }
    }

    #[test]
    fn minutes_leave_what_fits_of_due_and_new_cards() {
        let pool = || Pool {
            planned: vec![due("planned", 9.0, 3)],
            due: vec![due("old", 300.0, 3), due("rare", 3.0, 1), due("young", 3.0, 5)],
            new: vec![new("n0", None), new("n1", None)],
            ..Pool::default()
        };
        let cost = |card: &Candidate| if card.schedule.due == Due::Unset { 60.0 } else { 20.0 };
        for (seconds, left) in [(-5.0, 1), (9.0, 1), (10.0, 2), (40.0, 2), (50.0, 3), (999.0, 6)] {
            let mut pool = pool();
            fit(&mut pool, seconds, cost, &moment(None), &Fsrs::default());
            assert_eq!(pool.len(), left, "{seconds}");
        }
    }

    #[test]
    fn what_loses_most_by_waiting_comes_first() {
        let pool = Pool {
            due: vec![due("old", 300.0, 3), due("rare", 3.0, 1), due("young", 3.0, 5)],
            ..Pool::default()
        };
        assert_eq!(drain(pool), ["young", "rare", "old"]);
    }

    #[test]
    fn new_cards_are_spread_among_the_due_ones() {
        let pool = Pool {
            due: (0..6).map(|i| due(&format!("d{i}"), 10.0, 3)).collect(),
            new: vec![new("n0", None), new("n1", None)],
            ..Pool::default()
        };
        let order = drain(pool);
        let places: Vec<_> = order
            .iter()
            .enumerate()
            .filter(|(_, id)| id.starts_with('n'))
            .map(|(i, _)| i)
            .collect();
        assert_eq!(places, [2, 6], "{order:?}");
    }

    #[test]
    fn what_is_left_keeps_its_order_after_any_answer() {
        let pool = Pool {
            due: (0..20).map(|i| due(&format!("d{i}"), 10.0 + i as f32, 3)).collect(),
            new: (0..7).map(|i| new(&format!("n{i}"), None)).collect(),
            ..Pool::default()
        };
        let order = drain(pool.clone());
        for done in 1..order.len() {
            let mut rest = pool.clone();
            rest.due.retain(|c| !order[..done].contains(&c.id));
            rest.new.retain(|c| !order[..done].contains(&c.id));
            rest.reviewed = (pool.due.len() - rest.due.len()) as u32;
            rest.introduced = (pool.new.len() - rest.new.len()) as u32;
            assert_eq!(drain(rest), order[done..], "after {done}");
        }
    }

    fn of_family(card: Candidate, family: i64) -> Candidate {
        Candidate { family: Some(family), ..card }
    }

    #[test]
    fn of_siblings_one_is_left() {
        let a = |id: &str| of_family(new(id, None), 1);
        let b = |id: &str| of_family(due(id, 10.0, 3), 2);
        for (planned, due_cards, new_cards, taken, left) in [
            (vec![], vec![], vec![a("n0"), new("x", None), a("n1")], vec![], vec!["n0", "x"]),
            (vec![], vec![b("d0"), a("d1")], vec![a("n0")], vec![], vec!["d0", "d1"]),
            (vec![a("p0"), a("p1")], vec![a("d0"), b("d1")], vec![], vec![], vec!["p0", "d1"]),
            (vec![a("p0")], vec![b("d0")], vec![new("x", None)], vec![1, 2], vec!["x"]),
            (vec![], vec![due("d0", 1.0, 1)], vec![], vec![1, 2], vec!["d0"]),
        ] {
            let mut pool = Pool { planned, due: due_cards, new: new_cards, ..Pool::default() };
            part_siblings(&mut pool, taken.into_iter().collect());
            let ids = pool.planned.iter().chain(&pool.due).chain(&pool.new);
            assert_eq!(ids.map(|c| c.id.as_str()).collect::<Vec<_>>(), left);
        }
    }

    #[test]
    fn of_new_siblings_one_is_chosen_and_the_next_card_takes_the_place() {
        let cards = vec![
            of_family(new("a", None), 1),
            of_family(new("b", None), 1),
            new("c", None),
            of_family(new("d", Some("b")), 2),
        ];
        let mut families = Families::default();
        let (chosen, short) = choose_new(cards.clone(), 2, &mut families);
        let ids: Vec<_> = chosen.iter().map(|c| c.id.as_str()).collect();
        // What follows a sibling that is left for another day waits with it.
        assert_eq!((ids, short), (vec!["a", "c"], false));
        let (chosen, _) = choose_new(cards, 9, &mut [1].into_iter().collect());
        assert_eq!(chosen.iter().map(|c| c.id.as_str()).collect::<Vec<_>>(), ["c"]);
    }

    proptest::proptest! {
        #[test]
        fn no_two_siblings_are_left_and_no_other_card_goes(
            cards in proptest::collection::vec((0usize..3, proptest::option::of(0i64..4)), 0..20),
            taken in proptest::collection::hash_set(0i64..4, 0..3),
        ) {
            let mut pool = Pool::default();
            for (n, (list, family)) in cards.iter().enumerate() {
                let card = Candidate { family: *family, ..new(&format!("c{n}"), None) };
                [&mut pool.planned, &mut pool.due, &mut pool.new][*list].push(card);
            }
            let all: Vec<Candidate> =
                pool.planned.iter().chain(&pool.due).chain(&pool.new).cloned().collect();
            part_siblings(&mut pool, taken.iter().copied().collect());
            let left: Vec<&Candidate> =
                pool.planned.iter().chain(&pool.due).chain(&pool.new).collect();
            let mut seen = taken.clone();
            for card in &left {
                proptest::prop_assert!(card.family.is_none_or(|f| seen.insert(f)), "{}", card.id);
            }
            for card in &all {
                let is_left = left.iter().any(|l| l.id == card.id);
                proptest::prop_assert!(is_left || card.family.is_some_and(|f| seen.contains(&f)));
            }
            let mut again = pool.clone();
            part_siblings(&mut again, taken.into_iter().collect());
            proptest::prop_assert_eq!(again, pool);
        }
    }

    #[test]
    fn neighbours_in_a_chain_are_kept_apart_unless_wanted() {
        let pool = Pool {
            new: vec![new("a", None), new("b", Some("a")), new("c", None), new("d", Some("a"))],
            ..Pool::default()
        };
        assert_eq!(drain(pool.clone()), ["a", "c", "b", "d"]);
        let together = Moment { chains_together: true, ..moment(Some(("c", None))) };
        let card = next(&pool, &together, &Fsrs::default()).unwrap();
        assert_eq!(card.id, "a");
        let together = Moment { chains_together: true, ..moment(Some(("a", None))) };
        assert_eq!(next(&pool, &together, &Fsrs::default()).unwrap().id, "b");
    }

    #[test]
    fn a_follow_up_is_introduced_after_the_card_it_follows() {
        let cards =
            vec![new("b", Some("a")), new("c", Some("b")), new("a", None), new("x", Some("gone"))];
        let ids = |n| {
            let (chosen, short) = choose_new(cards.clone(), n, &mut Families::default());
            (chosen.into_iter().map(|c| c.id).collect::<Vec<_>>(), short)
        };
        assert_eq!(ids(2), (vec!["a".to_string(), "b".into()], false));
        assert_eq!(ids(9), (vec!["a".to_string(), "b".into(), "c".into()], true));
    }
}
