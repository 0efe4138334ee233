//! The policies that ours is compared with. Where cards have weights, they know them too, and take
//! new cards by weight, unless they are told not to.

use super::course::{Cell, FSRS, Policy, Seen};

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
    /// Spread evenly.
    Mixed,
}

/// FSRS at a fixed desired retention, as in Anki: due cards by ascending recall.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fixed {
    pub(crate) retention: f64,
    pub(crate) limit: Limit,
    pub(crate) first: First,
    /// New cards in the order of the deck, whatever they weigh.
    pub(crate) blind: bool,
}

fn new_cards(cards: &[Seen], blind: bool) -> Vec<usize> {
    let mut new: Vec<usize> = (0..cards.len()).filter(|i| cards[*i].is_new()).collect();
    if !blind {
        // Heavy cards first; the order of the deck where weights are equal.
        new.sort_by(|a, b| cards[*b].weight.total_cmp(&cards[*a].weight));
    }
    new
}

/// Seen cards that `keep` lets through, by ascending recall, which is descending days over
/// stability.
fn by_recall(cards: &[Seen], day: usize, keep: impl Fn(&Seen) -> bool) -> Vec<usize> {
    let mut due: Vec<(f64, usize)> = cards
        .iter()
        .enumerate()
        .filter(|(_, c)| !c.is_new() && c.last < day && keep(c))
        .map(|(i, c)| ((day - c.last) as f64 / c.memory.0, i))
        .collect();
    due.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    due.into_iter().map(|(_, i)| i).collect()
}

/// `queue`, then those of `rest` that are not in it.
fn then(mut queue: Vec<usize>, rest: Vec<usize>, cards: usize) -> Vec<usize> {
    let mut taken = vec![false; cards];
    for i in &queue {
        taken[*i] = true;
    }
    queue.extend(rest.into_iter().filter(|i| !taken[*i]));
    queue
}

/// Both in their order, spread evenly.
fn mix(a: &[usize], b: &[usize]) -> Vec<usize> {
    let share = |i: usize, of: &[usize]| (i as f64 + 0.5) / of.len() as f64;
    let mut all: Vec<(f64, usize)> = [a, b]
        .iter()
        .flat_map(|of| of.iter().enumerate().map(|(i, card)| (share(i, of), *card)))
        .collect();
    all.sort_by(|x, y| x.0.total_cmp(&y.0));
    all.into_iter().map(|(_, card)| card).collect()
}

fn limit(limit: Limit, cell: &Cell, cards: usize) -> usize {
    match limit {
        Limit::Fixed(n) => n,
        Limit::Paced => (cards as f64 / (0.8 * cell.days as f64)).ceil() as usize,
        Limit::Unlimited => cards,
    }
}

impl Fixed {
    /// The day's queue when no interval may be longer than `longest` allows for a card.
    fn within(
        &self,
        day: usize,
        cell: &Cell,
        cards: &[Seen],
        longest: impl Fn(&Seen) -> f64,
    ) -> Vec<usize> {
        let share = FSRS.interval(1.0, self.retention);
        let due = by_recall(cards, day, |c| {
            (day - c.last) as f64 >= (share * c.memory.0).round().min(longest(c)).max(1.0)
        });
        let mut new = new_cards(cards, self.blind);
        new.truncate(limit(self.limit, cell, cards.len()));
        match self.first {
            First::Reviews => [due, new].concat(),
            First::New => [new, due].concat(),
            First::Mixed => mix(&due, &new),
        }
    }
}

impl Policy for Fixed {
    fn queue(&mut self, day: usize, cell: &Cell, cards: &[Seen]) -> Vec<usize> {
        self.within(day, cell, cards, |_| f64::INFINITY)
    }
}

/// A fixed retention, and the longest interval shrinks as the interview comes near: no interval is
/// longer than a share of the days that are left.
pub(crate) struct Shrink {
    pub(crate) fixed: Fixed,
    pub(crate) share: f64,
}

impl Policy for Shrink {
    fn queue(&mut self, day: usize, cell: &Cell, cards: &[Seen]) -> Vec<usize> {
        let longest = |c: &Seen| (self.share * (cell.days - c.last) as f64).floor();
        self.fixed.within(day, cell, cards, longest)
    }
}

/// New cards first, then everything by ascending recall.
pub(crate) struct Cram;

impl Policy for Cram {
    fn queue(&mut self, day: usize, _: &Cell, cards: &[Seen]) -> Vec<usize> {
        [new_cards(cards, false), by_recall(cards, day, |_| true)].concat()
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
        let queue = self.fixed.queue(day, cell, cards);
        if day + self.last < cell.days {
            return queue;
        }
        then(queue, by_recall(cards, day, |_| true), cards.len())
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
        let once = by_recall(cards, day, |c| c.last < begin);
        let queue = [once, new_cards(cards, false)].concat();
        then(queue, by_recall(cards, day, |_| true), cards.len())
    }
}

/// Cepeda's rule: the next answer after a fixed share of the time that remains.
pub(crate) struct Gap {
    pub(crate) ratio: f64,
}

impl Policy for Gap {
    fn queue(&mut self, day: usize, cell: &Cell, cards: &[Seen]) -> Vec<usize> {
        let due = by_recall(cards, day, |c| {
            let gap = (self.ratio * (cell.days - c.last) as f64).round().max(1.0);
            (day - c.last) as f64 >= gap
        });
        let mut new = new_cards(cards, false);
        new.truncate(limit(Limit::Paced, cell, cards.len()));
        [due, new].concat()
    }
}

/// SM-2 as Anki had it before FSRS: 1 day, 4 days for Easy, then the ease.
#[derive(Default)]
pub(crate) struct Sm2 {
    /// Interval in days and ease of each card.
    states: Vec<(f64, f64)>,
}

impl Policy for Sm2 {
    fn queue(&mut self, day: usize, cell: &Cell, cards: &[Seen]) -> Vec<usize> {
        self.states.resize(cards.len(), (0.0, 2.5));
        let overdue = |i: usize| (day - cards[i].last) as f64 - self.states[i].0;
        let mut due: Vec<usize> = (0..cards.len())
            .filter(|i| !cards[*i].is_new() && cards[*i].last < day && overdue(*i) >= 0.0)
            .collect();
        due.sort_by(|a, b| overdue(*b).total_cmp(&overdue(*a)).then(a.cmp(b)));
        let mut new = new_cards(cards, false);
        new.truncate(limit(Limit::Paced, cell, cards.len()));
        [due, new].concat()
    }

    fn answered(&mut self, card: usize, _: usize, grade: usize) {
        let state = &mut self.states[card];
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
