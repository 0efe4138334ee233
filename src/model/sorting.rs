//! The order in which cards are asked or listed, where the learner wants another one than usual.

use std::collections::HashMap;

use super::chance;
use super::day::Day;
use super::memory::Fsrs;
use super::schedule::{Due, Schedule};

/// An order of cards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// First what is most likely forgotten, a card of weight 2 counting double; new cards last.
    Weakest,
    /// First what has been due for longest; new cards last.
    Due,
    /// First what interviewers ask most, and of that what is weakest.
    Weight,
    /// By topic and place in the deck.
    Teaching,
    /// By chance, another way each day.
    Random,
}

/// An order with what it depends on.
#[derive(Debug, Clone, Copy)]
pub struct Sorting<'a> {
    /// The order.
    pub order: Order,
    /// For each card its place in the order of teaching; wanted by that order alone.
    pub places: &'a HashMap<String, usize>,
    /// The study day.
    pub day: Day,
    /// The learner's seed of chance.
    pub seed: u64,
    /// The memory model.
    pub fsrs: &'a Fsrs,
}

/// Where a card stands in an order: the lowest comes first, and equals stay as they are.
pub type Key = (i64, i64, u64);

/// Whatever has a number comes before what has none.
const LAST: i64 = i64::MAX;

impl Sorting<'_> {
    /// Where this card stands.
    pub fn key(&self, id: &str, weight: u8, schedule: &Schedule) -> Key {
        let chance = || chance::shuffle_key(self.seed, self.day.0, id);
        match self.order {
            Order::Weakest => (self.weakness(weight, schedule), 0, chance()),
            Order::Due => match schedule.due {
                Due::Unset => (LAST, 0, 0),
                Due::On(day) => (day.0.into(), 0, 0),
                // In its steps: of today.
                Due::At(at) => (self.day.0.into(), at, 0),
            },
            Order::Weight => (-i64::from(weight), self.weakness(weight, schedule), 0),
            Order::Teaching => (self.places.get(id).map_or(LAST, |place| *place as i64), 0, 0),
            Order::Random => (0, 0, chance()),
        }
    }

    /// Sorts cards, of which `of` tells the id, the weight and the schedule.
    pub fn sort<T>(&self, cards: &mut [T], of: impl Fn(&T) -> (&str, u8, &Schedule)) {
        cards.sort_by_cached_key(|card| {
            let (id, weight, schedule) = of(card);
            self.key(id, weight, schedule)
        });
    }

    /// How far the recall of a card has fallen, times its weight, the furthest first.
    fn weakness(&self, weight: u8, schedule: &Schedule) -> i64 {
        let Some((memory, (_, last))) = schedule.memory.zip(schedule.last) else { return LAST };
        let recall = self.fsrs.retrievability(memory, self.day.since(last) as f32);
        let fall = f64::from(1.0 - recall) * f64::from(weight);
        -((fall * 1000.0).round() as i64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::memory::MemoryState;
    use crate::model::schedule::State;

    #[test]
    fn each_order_has_its_first_card() {
        let today = Day(100);
        let seen = |stability: f32, ago: i32, due: i32| Schedule {
            state: State::Review,
            due: Due::On(today.plus(due)),
            memory: Some(MemoryState { stability, difficulty: 5.0 }),
            last: Some((0, today.plus(-ago))),
            ..Schedule::default()
        };
        let step = Schedule { due: Due::At(7), ..seen(0.5, 0, 0) };
        let cards = [
            ("new", 5, Schedule::default()),
            ("firm", 3, seen(90.0, 3, 20)),
            ("weak", 3, seen(2.0, 9, -7)),
            ("rare", 1, seen(2.0, 9, -8)),
            ("step", 4, step),
        ];
        let taught = ["weak", "new", "step", "rare", "firm"];
        let places = taught.iter().enumerate().map(|(at, id)| ((*id).to_owned(), at)).collect();
        let fsrs = Fsrs::default();
        let sorted = |order, seed| {
            let sorting = Sorting { order, places: &places, day: today, seed, fsrs: &fsrs };
            let mut cards = cards;
            sorting.sort(&mut cards, |(id, weight, schedule)| (*id, *weight, schedule));
            cards.map(|(id, ..)| id)
        };
        for (order, expected) in [
            (Order::Weakest, ["weak", "rare", "firm", "step", "new"]),
            (Order::Due, ["rare", "weak", "step", "firm", "new"]),
            (Order::Weight, ["new", "step", "weak", "firm", "rare"]),
            (Order::Teaching, taught),
        ] {
            assert_eq!(sorted(order, 1), expected, "{order:?}");
        }
        assert_eq!(sorted(Order::Random, 1), sorted(Order::Random, 1));
        let other = (2..9).any(|seed| sorted(Order::Random, seed) != sorted(Order::Random, 1));
        assert!(other);
    }
}
