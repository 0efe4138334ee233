//! What a plan costs: `cargo bench --bench plan_costs`. Prints a Markdown table: the queue of a day
//! for decks of several sizes, and the outlook with all that it compares, on one core.

use std::io::Write;
use std::time::Instant;

use godrill::inside::model::agenda::{self, Basis, StudyCard};
use godrill::inside::model::day::Day;
use godrill::inside::model::goal::{Goal, Goals};
use godrill::inside::model::habits::learned;
use godrill::inside::model::memory::{DEFAULT_PARAMETERS, Fsrs, MemoryState};
use godrill::inside::model::outlook::{Standing, outlook};

const TODAY: Day = Day(20_000);

/// A deck of which two thirds are seen, with memories of all ages.
fn cards(n: usize) -> Vec<StudyCard> {
    (0..n)
        .map(|i| {
            let chance = |k: u64| godrill::inside::model::chance::unit(7, [i as u64, k, 0]);
            let memory = (chance(0) < 0.67).then(|| {
                let stability = (0.5 * 200_f64.powf(chance(1))) as f32;
                let difficulty = (1.0 + 9.0 * chance(2)) as f32;
                (MemoryState { stability, difficulty }, TODAY.plus(-1 - (20.0 * chance(3)) as i32))
            });
            StudyCard {
                family: None,
                id: format!("card-{i}"),
                topic: format!("topic-{}", i % 33),
                follows: (i % 4 == 3).then(|| format!("card-{}", i - 1)),
                weight: 1 + (5.0 * chance(4)) as u8,
                level: 1,
                seq: i as u32,
                memory,
            }
        })
        .collect()
}

/// Nanoseconds that this thread spent on a core, where the system says so: then other work on the
/// same machine does not count.
fn on_core() -> Option<u64> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split(' ').next()?.parse().ok()
}

/// Milliseconds after which [`on_core`] is exact enough: the system updates its account only every
/// few of them.
const ENOUGH: f64 = 150.0;

/// The median milliseconds of some runs, each of as many rounds as take long enough.
fn median(runs: usize, mut work: impl FnMut()) -> f64 {
    let start = Instant::now();
    work();
    let rounds = (ENOUGH / (start.elapsed().as_secs_f64() * 1e3)).ceil().clamp(1.0, 1e4);
    let mut times: Vec<f64> = (0..runs)
        .map(|_| {
            let (start, before) = (Instant::now(), on_core());
            for _ in 0..rounds as usize {
                work();
            }
            let elapsed = start.elapsed().as_secs_f64() * 1e3;
            let busy = on_core().zip(before).map(|(after, before)| (after - before) as f64 / 1e6);
            busy.unwrap_or(elapsed) / rounds
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[runs / 2]
}

fn main() {
    let (goals, learned, fsrs) = (Goals::default(), learned(&[]), Fsrs::default());
    let basis =
        Basis { goals: &goals, learned: &learned, fsrs: &fsrs, parameters: &DEFAULT_PARAMETERS };
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "| cards | days | queue of a day | outlook, with what would change it |");
    let _ = writeln!(out, "|---:|---:|---:|---:|");
    for (n, days) in [(345, 30), (345, 90), (1_000, 30), (10_000, 30)] {
        let goal =
            Goal { day: TODAY.plus(days), minutes: 30, began: TODAY.plus(-5), topics: Vec::new() };
        for fresh in [false, true] {
            let mut cards = cards(n);
            if fresh {
                cards.iter_mut().for_each(|card| card.memory = None);
            }
            let done = vec![false; n];
            let standing = Standing { goal: &goal, cards: &cards, done: &done, spent: 0.0 };
            let queue = median(5, || {
                std::hint::black_box(agenda::queue(&cards, &goal, TODAY, &basis));
            });
            let all = median(5, || {
                std::hint::black_box(outlook(&standing, TODAY, &basis, true));
            });
            let what = if fresh { " new" } else { "" };
            let _ = writeln!(out, "| {n}{what} | {days} | {queue:.2} ms | {all:.0} ms |");
        }
    }
}
