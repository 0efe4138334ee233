//! The circumstances under which courses are run.

use super::course::{Cell, Costs};
use super::learner::Material;

/// A kind of learner, and what answers cost.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scenario {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    pub(crate) material: Material,
    /// Seconds for a new card.
    new: f64,
    /// What a card that was never seen counts.
    prior: f64,
    /// Share of days missed.
    missed: f64,
    /// Whether cards count by their weight.
    pub(crate) weighted: bool,
}

pub(crate) const MEDIUM: Material = Material { shift: 0.0, spread: 0.9 };
const HARD: Material = Material { shift: -1.5, spread: 0.9 };
const WIDE: Material = Material { shift: 0.0, spread: 1.5 };

const BASE: Scenario = Scenario {
    name: "base",
    about: "",
    material: MEDIUM,
    new: 60.0,
    prior: 0.0,
    missed: 0.0,
    weighted: false,
};

pub(crate) const SCENARIOS: [Scenario; 8] = [
    BASE,
    Scenario { name: "weighted", about: "cards count by weight", weighted: true, ..BASE },
    Scenario { name: "hard", about: "initial stability times 0.22", material: HARD, ..BASE },
    Scenario { name: "new120", about: "a new card takes 120 s", new: 120.0, ..BASE },
    Scenario { name: "prior25", about: "an unseen card counts 0.25", prior: 0.25, ..BASE },
    Scenario { name: "skip20", about: "one day in five is missed", missed: 0.2, ..BASE },
    Scenario { name: "wide", about: "learners differ more", material: WIDE, ..BASE },
    Scenario {
        name: "combo",
        about: "hard, new cards 90 s, prior 0.2, one day in ten missed",
        material: HARD,
        new: 90.0,
        prior: 0.2,
        missed: 0.1,
        ..BASE
    },
];

impl Scenario {
    /// The cell of this many days of these minutes.
    pub(crate) fn cell(&self, days: usize, minutes: f64) -> Cell {
        Cell {
            days,
            minutes,
            costs: Costs { recalled: 20.0, forgotten: 45.0, new: self.new },
            prior: self.prior,
            missed: self.missed,
            weighted: self.weighted,
        }
    }
}
