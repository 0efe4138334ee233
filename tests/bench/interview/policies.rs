//! The policies side by side, in families; the best of a family is picked in hindsight per cell.

use godrill::inside::model::plan::LastDay;

use super::course::Policy;
use super::ours::Ours;
use super::peers::{Cram, First, Fixed, Gap, Limit, Shrink, Sm2, Sweep, Window};

/// A family of policies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Family {
    /// Ours without probes.
    Bare,
    /// Ours with probes.
    Probing,
    /// Ours with probes and refit.
    ByGain,
    /// The same with the last day for cards that were seen: what the product does.
    Ours,
    /// FSRS 0.9, reviews first, paced new cards.
    Usual,
    /// The same with new cards in the order of the deck, where weights differ.
    Blind,
    Grid,
    Sweep,
    Cram,
    Window,
    Gap,
    Shrink,
    Sm2,
}

type Make = Box<dyn Fn() -> Box<dyn Policy> + Sync>;

/// A policy: its family, its name, and how to begin a course with it.
pub(crate) struct Entry {
    pub(crate) family: Family,
    pub(crate) name: String,
    pub(crate) make: Make,
}

fn entry<P: Policy + 'static>(
    family: Family,
    name: impl Into<String>,
    make: impl Fn() -> P + Sync + 'static,
) -> Entry {
    Entry { family, name: name.into(), make: Box::new(move || Box::new(make())) }
}

/// Every policy. `weighted` adds the one that does not look at weights.
pub(crate) fn policies(cards: usize, weighted: bool) -> Vec<Entry> {
    let usual = Fixed { retention: 0.9, limit: Limit::Paced, first: First::Reviews, blind: false };
    let mut all = vec![
        entry(Family::Bare, "ours without probes", move || {
            Ours::new(false, false, LastDay::Gain, cards)
        }),
        entry(Family::Probing, "ours with probes", move || {
            Ours::new(true, false, LastDay::Gain, cards)
        }),
        entry(Family::ByGain, "ours with probes and refit", move || {
            Ours::new(true, true, LastDay::Gain, cards)
        }),
        entry(Family::Ours, "the same, what was seen on the last day", move || {
            Ours::new(true, true, LastDay::Review, cards)
        }),
        entry(Family::Usual, "FSRS 0.9 paced, reviews first", move || usual),
        entry(Family::Cram, "cram", || Cram),
        entry(Family::Sm2, "SM-2", Sm2::default),
    ];
    if weighted {
        let blind = Fixed { blind: true, ..usual };
        all.push(entry(Family::Blind, "FSRS 0.9 paced, order of the deck", move || blind));
    }
    let orders = [
        (Limit::Paced, First::Reviews, "paced, reviews first"),
        (Limit::Paced, First::New, "paced, new first"),
        (Limit::Unlimited, First::Reviews, "unlimited, reviews first"),
        (Limit::Unlimited, First::New, "unlimited, new first"),
        (Limit::Paced, First::Mixed, "paced, mixed"),
        (Limit::Fixed(20), First::Reviews, "20 new, reviews first"),
    ];
    for retention in [0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97] {
        for (limit, first, name) in orders {
            let fixed = Fixed { retention, limit, first, blind: false };
            all.push(entry(Family::Grid, format!("FSRS {retention} {name}"), move || fixed));
        }
    }
    for retention in [0.7, 0.8, 0.85, 0.9, 0.95] {
        let fixed = Fixed { retention, ..usual };
        for (last, name) in [(3, "last 3 days"), (usize::MAX / 2, "always")] {
            let name = format!("FSRS {retention} paced, reviews first, sweep {name}");
            all.push(entry(Family::Sweep, name, move || Sweep { fixed, last }));
        }
    }
    for retention in [0.8, 0.9] {
        let fixed = Fixed { retention, first: First::New, ..usual };
        let name = format!("FSRS {retention}, then every card once");
        all.push(entry(Family::Window, name, move || Window { fixed }));
        for share in [0.5, 1.0] {
            let fixed = Fixed { retention, ..usual };
            let name = format!("FSRS {retention}, intervals up to {share} of the days left");
            all.push(entry(Family::Shrink, name, move || Shrink { fixed, share }));
        }
    }
    for ratio in [0.1, 0.2, 0.3, 0.4] {
        all.push(entry(Family::Gap, format!("gap ratio {ratio}"), move || Gap { ratio }));
    }
    all
}
