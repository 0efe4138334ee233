//! The product's policy, called as the product calls it.

use godrill::model::memory::{Fsrs, MemoryState};
use godrill::model::plan::{
    FEW_REVIEWS, FEWEST_DAYS, Habits, PROBES, PROBES_AT_FIRST, PlanCard, PlanDay, Planner,
};
use godrill::model::review::Rating;

use super::course::{Cell, Policy, Seen};

/// Ours, with or without probes.
pub(crate) struct Ours {
    pub(crate) probes: bool,
    fsrs: Fsrs,
    memories: Vec<Option<(MemoryState, usize)>>,
    reviews: usize,
}

impl Ours {
    pub(crate) fn new(probes: bool, cards: usize) -> Ours {
        Ours { probes, fsrs: Fsrs::default(), memories: vec![None; cards], reviews: 0 }
    }
}

impl Policy for Ours {
    fn queue(&mut self, day: usize, cell: &Cell, cards: &[Seen]) -> Vec<usize> {
        let left = (cell.days - day) as u32;
        let plan_cards: Vec<PlanCard> = cards
            .iter()
            .zip(&self.memories)
            .map(|(card, memory)| PlanCard {
                weight: card.weight,
                memory: memory.map(|(m, last)| (m, (day - last) as u32)),
            })
            .collect();
        let probes = match (self.probes, left < FEWEST_DAYS, self.reviews < FEW_REVIEWS) {
            (false, ..) | (_, true, _) => 0.0,
            (_, _, true) => PROBES_AT_FIRST,
            _ => PROBES,
        };
        let habits = Habits {
            recalled: cell.costs.recalled,
            forgotten: cell.costs.forgotten,
            new: cell.costs.new,
            prior: cell.prior,
            ..Habits::default()
        };
        let plan_day = PlanDay { elapsed: day as u32, left, seconds: 60.0 * cell.minutes, probes };
        Planner { fsrs: &self.fsrs, habits }.queue(&plan_cards, &plan_day)
    }

    fn answered(&mut self, card: usize, day: usize, grade: usize) {
        let rating = Rating::from_number(grade as u8).expect("a grade is 1 to 4");
        let before = self.memories[card];
        let days = before.map_or(0, |(_, last)| (day - last) as u32);
        self.reviews += usize::from(before.is_some());
        self.memories[card] = Some((self.fsrs.after(before.map(|(m, _)| m), days, rating), day));
    }
}
