//! The policies that ours is compared with.

use super::course::{Cell, Policy, Seen};
use super::learner::{DEFAULTS, Fsrs64};

const FSRS: Fsrs64 = Fsrs64 { w: DEFAULTS };

/// How many new cards a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Limit {
    Fixed(usize),
    /// All of them within 80 % of the time.
    Paced,
    Unlimited,
}

/// What comes first on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum First {
    Reviews,
    New,
}

/// FSRS at a fixed desired retention, as in Anki: due cards by ascending recall.
pub(crate) struct Fixed {
    pub(crate) retention: f64,
    pub(crate) limit: Limit,
    pub(crate) first: First,
}

fn new_cards(cards: &[Seen]) -> Vec<usize> {
    let mut new: Vec<usize> = (0..cards.len()).filter(|i| cards[*i].is_new()).collect();
    // Heavy cards first; the order of the deck where weights are equal.
    new.sort_by(|a, b| cards[*b].weight.total_cmp(&cards[*a].weight));
    new
}

/// Seen cards that `keep` lets through, by ascending recall.
fn by_recall(cards: &[Seen], day: usize, keep: impl Fn(&Seen, (f64, f64)) -> bool) -> Vec<usize> {
    let mut due: Vec<(f64, usize)> = cards
        .iter()
        .enumerate()
        .filter(|(_, c)| !c.is_new() && c.last() < day)
        .map(|(i, c)| (i, c, c.memory(&FSRS)))
        .filter(|(_, c, memory)| keep(c, *memory))
        .map(|(i, c, memory)| (FSRS.recall((day - c.last()) as f64, memory.0), i))
        .collect();
    due.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    due.into_iter().map(|(_, i)| i).collect()
}

/// Days until recall falls to `retention`, unrounded.
pub(crate) fn interval(stability: f64, retention: f64) -> f64 {
    let decay = -DEFAULTS[20];
    let factor = 0.9_f64.powf(1.0 / decay) - 1.0;
    stability / factor * (retention.powf(1.0 / decay) - 1.0)
}

fn limit(limit: Limit, cell: &Cell, cards: usize) -> usize {
    match limit {
        Limit::Fixed(n) => n,
        Limit::Paced => (cards as f64 / (0.8 * cell.days as f64)).ceil() as usize,
        Limit::Unlimited => cards,
    }
}

impl Policy for Fixed {
    fn queue(&mut self, day: usize, cell: &Cell, cards: &[Seen]) -> Vec<usize> {
        let due = by_recall(cards, day, |c, memory| {
            let days = interval(memory.0, self.retention).round().max(1.0);
            (day - c.last()) as f64 >= days
        });
        let mut new = new_cards(cards);
        new.truncate(limit(self.limit, cell, cards.len()));
        match self.first {
            First::Reviews => [due, new].concat(),
            First::New => [new, due].concat(),
        }
    }
}

/// New cards first, then everything by ascending recall.
pub(crate) struct Cram;

impl Policy for Cram {
    fn queue(&mut self, day: usize, _: &Cell, cards: &[Seen]) -> Vec<usize> {
        [new_cards(cards), by_recall(cards, day, |_, _| true)].concat()
    }
}

/// A fixed retention, and in the last days the minutes left go to the lowest recall.
pub(crate) struct Sweep {
    pub(crate) fixed: Fixed,
    /// Days before the interview from which it sweeps.
    pub(crate) last: usize,
}

impl Policy for Sweep {
    fn queue(&mut self, day: usize, cell: &Cell, cards: &[Seen]) -> Vec<usize> {
        let mut queue = self.fixed.queue(day, cell, cards);
        if day + self.last >= cell.days {
            let rest = by_recall(cards, day, |_, _| true);
            queue.extend(rest.into_iter().filter(|i| !queue.contains(i)).collect::<Vec<_>>());
        }
        queue
    }
}

/// As RemNote's exam scheduler: a fixed retention until a last window in which every card is
/// answered once more.
pub(crate) struct Window {
    pub(crate) fixed: Fixed,
}

impl Policy for Window {
    fn queue(&mut self, day: usize, cell: &Cell, cards: &[Seen]) -> Vec<usize> {
        let seen = cards.iter().filter(|c| !c.is_new()).count() as f64;
        // Long enough for one pass at nine recalls in ten.
        let seconds = seen * (0.9 * cell.costs.recalled + 0.1 * cell.costs.forgotten);
        let window = (seconds / (60.0 * cell.minutes)).ceil().max(1.0) as usize;
        if day + window < cell.days {
            return self.fixed.queue(day, cell, cards);
        }
        let begin = cell.days - window.min(cell.days);
        let once = by_recall(cards, day, |c, _| c.last() < begin);
        let rest = by_recall(cards, day, |_, _| true);
        let mut queue = once;
        queue.extend(new_cards(cards));
        queue.extend(rest.into_iter().filter(|i| !queue.contains(i)).collect::<Vec<_>>());
        queue
    }
}

/// Cepeda's rule: the next answer after a fixed share of the time that remains.
pub(crate) struct Gap {
    pub(crate) ratio: f64,
}

impl Policy for Gap {
    fn queue(&mut self, day: usize, cell: &Cell, cards: &[Seen]) -> Vec<usize> {
        let due = by_recall(cards, day, |c, _| {
            let gap = (self.ratio * (cell.days - c.last()) as f64).round().max(1.0);
            (day - c.last()) as f64 >= gap
        });
        let mut new = new_cards(cards);
        new.truncate(limit(Limit::Paced, cell, cards.len()));
        [due, new].concat()
    }
}

/// SM-2 as Anki had it before FSRS: 1 day, 4 days for Easy, then the ease.
#[derive(Default)]
pub(crate) struct Sm2 {
    /// Interval in days and ease of each card.
    states: std::collections::HashMap<usize, (f64, f64)>,
}

impl Policy for Sm2 {
    fn queue(&mut self, day: usize, cell: &Cell, cards: &[Seen]) -> Vec<usize> {
        let overdue = |i: usize| {
            let (interval, _) = self.states.get(&i).copied().unwrap_or((1.0, 2.5));
            (day - cards[i].last()) as f64 - interval
        };
        let mut due: Vec<usize> = (0..cards.len())
            .filter(|i| !cards[*i].is_new() && cards[*i].last() < day && overdue(*i) >= 0.0)
            .collect();
        due.sort_by(|a, b| overdue(*b).total_cmp(&overdue(*a)).then(a.cmp(b)));
        let mut new = new_cards(cards);
        new.truncate(limit(Limit::Paced, cell, cards.len()));
        [due, new].concat()
    }

    fn answered(&mut self, card: usize, _: usize, grade: usize) {
        let state = self.states.entry(card).or_insert((0.0, 2.5));
        if state.0 == 0.0 {
            state.0 = if grade == 4 { 4.0 } else { 1.0 };
            return;
        }
        let (interval, ease) = *state;
        *state = match grade {
            1 => (1.0, (ease - 0.2).max(1.3)),
            2 => ((interval * 1.2).round().max(interval + 1.0), (ease - 0.15).max(1.3)),
            3 => ((interval * ease).round().max(interval + 1.0), ease),
            _ => ((interval * ease * 1.3).round().max(interval + 1.0), ease + 0.15),
        };
    }
}
