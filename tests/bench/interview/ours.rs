//! The product's policy, called as the product calls it.

use godrill::inside::model::agenda;
use godrill::inside::model::day::Day;
use godrill::inside::model::memory::{DEFAULT_PARAMETERS, Fsrs, MemoryState};
use godrill::inside::model::plan::{Habits, LastDay, PlanCard, PlanDay, Planner};
use godrill::inside::model::refit::{FEWEST_REVIEWS, History, fit};
use godrill::inside::model::review::Rating;

use super::course::{Cell, Policy, Seen};

/// Days after which the learner's memory is fitted anew.
const REFIT_DAYS: usize = 3;

/// Ours, with or without probes, with or without the refit. With both, and with the last day for
/// cards that were seen, it is the product's default.
pub(crate) struct Ours {
    probes: bool,
    refit: bool,
    last: LastDay,
    fsrs: Fsrs,
    slip: f64,
    /// Memory after the last answer, and its day.
    memories: Vec<Option<(MemoryState, usize)>>,
    histories: Vec<History>,
    weights: Vec<f64>,
    reviews: usize,
    fitted: Option<usize>,
}

impl Ours {
    pub(crate) fn new(probes: bool, refit: bool, last: LastDay, cards: usize) -> Ours {
        Ours {
            probes,
            refit,
            last,
            fsrs: Fsrs::default(),
            slip: 0.0,
            memories: vec![None; cards],
            histories: vec![History::new(); cards],
            weights: vec![1.0; cards],
            reviews: 0,
            fitted: None,
        }
    }

    fn planner(&self, cell: &Cell) -> Planner<'_> {
        let habits = Habits {
            recalled: cell.costs.recalled,
            forgotten: cell.costs.forgotten,
            new: cell.costs.new,
            slip: self.slip,
            ..Habits::default()
        };
        Planner { fsrs: &self.fsrs, habits }
    }

    fn card(&self, card: usize, day: usize, cell: &Cell) -> PlanCard {
        let memory = self.memories[card].map(|(m, last)| (m, (day - last) as u32));
        PlanCard { weight: self.weights[card], memory, prior: cell.prior }
    }

    /// Fits to the answers so far, and replays them under what was found.
    fn fit(&mut self, day: usize) {
        let late = self.fitted.is_none_or(|last| day >= last + REFIT_DAYS);
        if !self.refit || self.reviews < FEWEST_REVIEWS || !late {
            return;
        }
        let Some(fit) = fit(&self.histories, &DEFAULT_PARAMETERS) else { return };
        self.fitted = Some(day);
        self.fsrs = fit.fsrs();
        self.slip = f64::from(fit.slip);
        for (memory, history) in self.memories.iter_mut().zip(&self.histories) {
            let mut before: Option<(MemoryState, Day)> = None;
            for (rating, day) in history {
                let days = before.map_or(0, |(_, last)| day.since(last));
                let next = self.fsrs.after(before.map(|(m, _)| m), days, *rating);
                before = Some((next, *day));
            }
            *memory = before.map(|(memory, day)| (memory, day.0 as usize));
        }
    }
}

impl Policy for Ours {
    fn queue(&mut self, day: usize, cell: &Cell, cards: &[Seen]) -> Vec<usize> {
        self.fit(day);
        for (weight, card) in self.weights.iter_mut().zip(cards) {
            *weight = card.weight;
        }
        let left = (cell.days - day) as u32;
        let plan_cards: Vec<PlanCard> = (0..cards.len()).map(|i| self.card(i, day, cell)).collect();
        let probes = if self.probes { agenda::probes(left, self.reviews) } else { 0.0 };
        let seconds = 60.0 * cell.minutes;
        let plan_day = PlanDay { elapsed: day as u32, left, seconds, probes, last: self.last };
        self.planner(cell).queue(&plan_cards, &plan_day)
    }

    fn answered(&mut self, card: usize, day: usize, grade: usize) {
        let rating = Rating::from_number(grade as u8).expect("a grade is 1 to 4");
        let before = self.memories[card];
        let days = before.map_or(0, |(_, last)| (day - last) as u32);
        self.reviews += usize::from(before.is_some());
        self.memories[card] = Some((self.fsrs.after(before.map(|(m, _)| m), days, rating), day));
        self.histories[card].push((rating, Day(day as i32)));
    }

    fn promise(&self, day: usize, cell: &Cell) -> Option<Vec<f64>> {
        let planner = self.planner(cell);
        Some(
            (0..self.memories.len()).map(|i| planner.recall(&self.card(i, day, cell), 0)).collect(),
        )
    }
}
