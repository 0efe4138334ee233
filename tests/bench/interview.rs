//! The interview bench: what policies make simulated learners know on the day.
//!
//! `cargo bench --bench interview` prints tables of some cells with few learners in about a
//! minute; `-- --full` runs all cells with 200 learners, which takes long; `-- --seed N`,
//! `-- --learners N` and `-- --scenario NAME` (again for more) do what they say. Every policy meets
//! the same learners with the same luck. Learners are simulated: nothing here is a claim about
//! people.

#[path = "interview/bound.rs"]
mod bound;
#[path = "interview/course.rs"]
mod course;
#[path = "interview/goals.rs"]
mod goals;
#[path = "interview/learner.rs"]
mod learner;
#[path = "interview/luck.rs"]
mod luck;
#[path = "interview/ours.rs"]
mod ours;
#[path = "interview/peers.rs"]
mod peers;
#[path = "interview/policies.rs"]
mod policies;
#[path = "interview/report.rs"]
mod report;
#[path = "interview/scenarios.rs"]
mod scenarios;
#[path = "interview/table.rs"]
mod table;

use std::io::Write;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use godrill::inside::model::day::Day;
use godrill::inside::model::memory::{DEFAULT_PARAMETERS, Fsrs, MemoryState};
use godrill::inside::model::plan::{Habits, LastDay, PROBES, PlanCard, PlanDay, Planner};
use godrill::inside::model::refit::{History, fit};
use godrill::inside::model::review::Rating;

use bound::Problem;
use course::{Outcome, study};
use learner::{Learner, Truth};
use policies::{Entry, policies};
use scenarios::{SCENARIOS, Scenario};
use table::Table;

const CARDS: usize = 300;
/// The seed that nothing was tuned on.
const SEED: u64 = 20_261_123;

/// What to run.
struct Options {
    full: bool,
    seed: u64,
    learners: usize,
    /// Learners for whom the upper bound is worked out.
    bounded: usize,
    scenarios: Vec<String>,
    days: Vec<usize>,
    minutes: Vec<f64>,
}

impl Options {
    fn of(args: &[String]) -> Options {
        let full = args.iter().any(|a| a == "--full");
        let after = |name: &str| -> Vec<String> {
            let pairs = args.windows(2).filter(|pair| pair[0] == name);
            pairs.map(|pair| pair[1].clone()).collect()
        };
        let number = |name: &str| after(name).last().and_then(|n| n.parse::<usize>().ok());
        let seed = after("--seed").last().and_then(|n| n.parse().ok());
        Options {
            full,
            seed: seed.unwrap_or(SEED),
            learners: number("--learners").unwrap_or(if full { 200 } else { 24 }),
            bounded: number("--bounded").unwrap_or(if full { 24 } else { 8 }),
            scenarios: after("--scenario"),
            days: if full { vec![7, 14, 30, 60] } else { vec![7, 14, 30] },
            minutes: if full { vec![10.0, 20.0, 40.0] } else { vec![20.0] },
        }
    }
}

fn main() -> std::io::Result<()> {
    let args: Vec<String> = std::env::args().collect();
    let options = Options::of(&args);
    let mut out = std::io::stdout();
    writeln!(
        out,
        "{CARDS} cards; {} simulated learners of each truth, seed {}",
        options.learners, options.seed
    )?;
    let begun = Instant::now();
    let mut runs = Vec::new();
    for scenario in &SCENARIOS {
        let wanted = |name: &String| name == scenario.name;
        if !options.scenarios.is_empty() && !options.scenarios.iter().any(wanted) {
            continue;
        }
        let policies = policies(CARDS, scenario.weighted);
        let mut tables = Vec::new();
        for truth in [Truth::A, Truth::B, Truth::C] {
            for &days in &options.days {
                for &minutes in &options.minutes {
                    tables.push(run(scenario, days, minutes, truth, &policies, &options));
                }
            }
        }
        report::scenario(&mut out, scenario, &tables, &policies, CARDS)?;
        out.flush()?;
        runs.push((scenario.name, tables));
    }
    let milliseconds = costs(&mut out)?;
    goals::goals(&mut out, &runs, CARDS, milliseconds)?;
    if !options.full {
        writeln!(out, "few learners and cells: `cargo bench --bench interview -- --full` for all")?;
    }
    writeln!(out, "{:.0} s", begun.elapsed().as_secs_f64())
}

/// All policies for all learners of a cell, on all cores.
fn run(
    scenario: &Scenario,
    days: usize,
    minutes: f64,
    truth: Truth,
    policies: &[Entry],
    options: &Options,
) -> Table {
    let cell = scenario.cell(days, minutes);
    let bounded = truth == Truth::A && scenario.name == "base";
    let bounded = if bounded { options.bounded.min(options.learners) } else { 0 };
    /// A learner, the outcome of each policy, the upper bound.
    type Course = (usize, Vec<Outcome>, Option<f64>);
    let done: Mutex<Vec<Course>> = Mutex::new(Vec::new());
    let next = AtomicUsize::new(0);
    let work = || {
        loop {
            let user = next.fetch_add(1, Ordering::Relaxed);
            if user >= options.learners {
                break;
            }
            let learner = Learner::new(options.seed, user as u64, truth, scenario.material, CARDS);
            let outcomes: Vec<Outcome> = policies
                .iter()
                .map(|entry| study(learner.clone(), CARDS, &cell, &mut *(entry.make)()))
                .collect();
            let bound = (user < bounded).then(|| {
                // As many seconds as the first policy, ours without probes, takes.
                let seconds = 60.0 * cell.minutes + outcomes[0].over;
                Problem::new(learner.fsrs(), &cell, CARDS).bound(seconds)
            });
            done.lock().expect("no thread panicked").push((user, outcomes, bound));
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
    let mut done = done.into_inner().expect("no thread panicked");
    done.sort_by_key(|(user, ..)| *user);
    let mut outcomes = vec![Vec::with_capacity(done.len()); policies.len()];
    let mut bounds = Vec::new();
    for (_, of, bound) in done {
        for (policy, outcome) in of.into_iter().enumerate() {
            outcomes[policy].push(outcome);
        }
        bounds.extend(bound);
    }
    let families = policies.iter().map(|entry| entry.family).collect();
    Table { truth, days, minutes, weighted: scenario.weighted, families, outcomes, bounds }
}

/// Prints what ranking and fitting take; the milliseconds of ranking 10,000 cards.
fn costs(out: &mut impl Write) -> std::io::Result<f64> {
    let fsrs = Fsrs::default();
    let planner = Planner { fsrs: &fsrs, habits: Habits::default() };
    let ranking = |cards: usize| {
        let cards: Vec<PlanCard> = (0..cards)
            .map(|i| {
                let stability = 0.5 + (i % 97) as f32;
                let memory = MemoryState { stability, difficulty: 1.0 + (i % 9) as f32 };
                let seen = (i % 10 != 0).then_some((memory, 1 + (i % 20) as u32));
                PlanCard { weight: 1.0 + (i % 5) as f64, memory: seen, prior: 0.0 }
            })
            .collect();
        let day =
            PlanDay { elapsed: 10, left: 20, seconds: 1e9, probes: PROBES, last: LastDay::Review };
        least_time(|| planner.queue(&cards, &day).len())
    };
    writeln!(out, "\n== costs, one core")?;
    for cards in [300, 10_000] {
        writeln!(out, "ranking {cards} cards: {:.2} ms", ranking(cards))?;
    }
    for reviews in [60, 300, 1_500, 20_000] {
        let log: Vec<History> = (0..reviews / 3)
            .map(|i| {
                let second = if i % 4 == 0 { Rating::Again } else { Rating::Good };
                vec![
                    (Rating::Good, Day(0)),
                    (second, Day(2)),
                    (Rating::Good, Day(5)),
                    (Rating::Hard, Day(12)),
                ]
            })
            .collect();
        let time = least_time(|| usize::from(fit(&log, &DEFAULT_PARAMETERS).is_some()));
        writeln!(out, "refit on {reviews} reviews: {time:.2} ms")?;
    }
    Ok(ranking(10_000))
}

/// The least milliseconds of several runs.
fn least_time(work: impl Fn() -> usize) -> f64 {
    let time = || {
        let begun = Instant::now();
        std::hint::black_box(work());
        1e3 * begun.elapsed().as_secs_f64()
    };
    (0..7).map(|_| time()).fold(f64::INFINITY, f64::min)
}
