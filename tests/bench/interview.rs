//! The interview bench: what policies make simulated learners know on the day.
//!
//! `cargo bench --bench interview` prints a quick table; `-- --full` runs all cells, scenarios and
//! 200 learners; `-- --seed N` takes another seed. No claim on real people.

#[path = "interview/course.rs"]
mod course;
#[path = "interview/learner.rs"]
mod learner;
#[path = "interview/luck.rs"]
mod luck;
#[path = "interview/ours.rs"]
mod ours;
#[path = "interview/peers.rs"]
mod peers;

use std::io::Write;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use course::{Cell, Costs, Policy, Result, study};
use learner::{Learner, Material, Truth};
use ours::Ours;
use peers::{Cram, First, Fixed, Gap, Limit, Sm2, Sweep, Window};

const CARDS: usize = 300;
/// The seed that nothing was tuned on.
const SEED: u64 = 20_261_123;

/// A kind of learners and costs.
struct Scenario {
    name: &'static str,
    material: Material,
    new: f64,
    prior: f64,
    missed: f64,
}

const BASE: Material = Material { shift: 0.0, spread: 0.9 };
const HARD: Material = Material { shift: -1.5, spread: 0.9 };
const WIDE: Material = Material { shift: 0.0, spread: 1.5 };

const SCENARIOS: [Scenario; 7] = [
    Scenario { name: "base", material: BASE, new: 60.0, prior: 0.0, missed: 0.0 },
    Scenario { name: "hard", material: HARD, new: 60.0, prior: 0.0, missed: 0.0 },
    Scenario { name: "new120", material: BASE, new: 120.0, prior: 0.0, missed: 0.0 },
    Scenario { name: "prior25", material: BASE, new: 60.0, prior: 0.25, missed: 0.0 },
    Scenario { name: "skip20", material: BASE, new: 60.0, prior: 0.0, missed: 0.2 },
    Scenario { name: "wide", material: WIDE, new: 60.0, prior: 0.0, missed: 0.0 },
    Scenario { name: "combo", material: HARD, new: 90.0, prior: 0.2, missed: 0.1 },
];

/// A family of policies; the best of a family is picked in hindsight per cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    Ours,
    Probing,
    Usual,
    Grid,
    Sweep,
    Cram,
    Window,
    Gap,
    Sm2,
}

const FAMILIES: [(Family, &str); 9] = [
    (Family::Ours, "ours"),
    (Family::Probing, "ours, probes"),
    (Family::Usual, "usual Anki"),
    (Family::Grid, "best fixed"),
    (Family::Sweep, "best sweep"),
    (Family::Cram, "cram"),
    (Family::Window, "RemNote-like"),
    (Family::Gap, "best gap"),
    (Family::Sm2, "SM-2"),
];

type Make = Box<dyn Fn() -> Box<dyn Policy> + Sync>;

fn policies(full: bool) -> Vec<(Family, Make)> {
    let mut all: Vec<(Family, Make)> = vec![
        (Family::Ours, Box::new(|| Box::new(Ours::new(false, CARDS)))),
        (Family::Probing, Box::new(|| Box::new(Ours::new(true, CARDS)))),
        (
            Family::Usual,
            Box::new(|| {
                Box::new(Fixed { retention: 0.9, limit: Limit::Paced, first: First::Reviews })
            }),
        ),
        (Family::Cram, Box::new(|| Box::new(Cram))),
        (Family::Sm2, Box::new(|| Box::new(Sm2::default()))),
    ];
    for retention in [0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97] {
        for limit in [Limit::Paced, Limit::Unlimited, Limit::Fixed(20)] {
            for first in [First::Reviews, First::New] {
                let fixed = move || Fixed { retention, limit, first };
                all.push((Family::Grid, Box::new(move || Box::new(fixed()))));
                if full {
                    for last in [3, 1000] {
                        all.push((
                            Family::Sweep,
                            Box::new(move || Box::new(Sweep { fixed: fixed(), last })),
                        ));
                    }
                }
            }
        }
    }
    for retention in [0.8, 0.9] {
        let fixed = move || Fixed { retention, limit: Limit::Paced, first: First::New };
        all.push((Family::Window, Box::new(move || Box::new(Window { fixed: fixed() }))));
    }
    for ratio in [0.1, 0.2, 0.3, 0.4] {
        all.push((Family::Gap, Box::new(move || Box::new(Gap { ratio }))));
    }
    all
}

/// The results of every policy for every learner of one cell.
struct Table {
    scenario: &'static str,
    days: usize,
    minutes: f64,
    truth: Truth,
    /// By policy, then learner.
    results: Vec<Vec<Result>>,
}

impl Table {
    fn mean(&self, policy: usize, of: fn(&Result) -> f64) -> f64 {
        let results = &self.results[policy];
        results.iter().map(of).sum::<f64>() / results.len() as f64
    }

    fn error(&self, policy: usize, of: fn(&Result) -> f64) -> f64 {
        let mean = self.mean(policy, of);
        let n = self.results[policy].len() as f64;
        let variance: f64 =
            self.results[policy].iter().map(|r| (of(r) - mean).powi(2)).sum::<f64>() / (n - 1.0);
        (variance / n).sqrt()
    }

    /// The policy of a family with the best mean.
    fn best(&self, families: &[Family], of: &[Family], value: fn(&Result) -> f64) -> Option<usize> {
        (0..of.len())
            .filter(|i| families.contains(&of[*i]))
            .max_by(|a, b| self.mean(*a, value).total_cmp(&self.mean(*b, value)))
    }
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let full = args.iter().any(|a| a == "--full");
    let after = |name: &str| args.iter().skip_while(|a| *a != name).nth(1);
    let seed = after("--seed").and_then(|s| s.parse().ok()).unwrap_or(SEED);
    let users =
        after("--learners").and_then(|s| s.parse().ok()).unwrap_or(if full { 200 } else { 12 });
    let weighted = args.iter().any(|a| a == "--weighted");
    let only = after("--scenario");
    let mut out = std::io::stdout().lock();
    let _ = writeln!(
        out,
        "cards known on the day, of {CARDS}; {users} learners, seed {seed}{}",
        if weighted { ", weighted" } else { "" }
    );
    let all = policies(full);
    let of: Vec<Family> = all.iter().map(|(family, _)| *family).collect();
    for scenario in SCENARIOS.iter().filter(|s| only.is_none_or(|o| o == s.name)) {
        let (days, minutes): (&[usize], &[f64]) =
            if full { (&[7, 14, 30, 60], &[10.0, 20.0, 40.0]) } else { (&[14, 30], &[20.0]) };
        let mut tables = Vec::new();
        for &days in days {
            for &minutes in minutes {
                for truth in [Truth::A, Truth::B, Truth::C] {
                    tables.push(run(scenario, days, minutes, truth, &all, users, seed, weighted));
                }
            }
        }
        print(&mut out, &tables, &of, weighted);
    }
}

#[allow(clippy::too_many_arguments)]
fn run(
    scenario: &Scenario,
    days: usize,
    minutes: f64,
    truth: Truth,
    policies: &[(Family, Make)],
    users: usize,
    seed: u64,
    weighted: bool,
) -> Table {
    let cell = Cell {
        days,
        minutes,
        costs: Costs { recalled: 20.0, forgotten: 45.0, new: scenario.new },
        prior: scenario.prior,
        missed: scenario.missed,
        weighted,
    };
    let results = Mutex::new(vec![vec![Result::default(); users]; policies.len()]);
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                loop {
                    let job = next.fetch_add(1, Ordering::Relaxed);
                    let (user, policy) = (job / policies.len(), job % policies.len());
                    if user >= users {
                        break;
                    }
                    let mut learner =
                        Learner::new(seed, user as u64, truth, scenario.material, CARDS);
                    let result = study(&mut learner, CARDS, &cell, &mut *policies[policy].1());
                    results.lock().expect("no thread panicked")[policy][user] = result;
                }
            });
        }
    });
    let results = results.into_inner().expect("no thread panicked");
    Table { scenario: scenario.name, days, minutes, truth, results }
}

fn print(out: &mut impl Write, tables: &[Table], of: &[Family], weighted: bool) {
    let value: fn(&Result) -> f64 = if weighted { |r| r.weighted } else { |r| r.known };
    let shown: Vec<_> = FAMILIES.iter().filter(|(f, _)| of.contains(f)).collect();
    let _ = write!(out, "\n{:<22}", tables[0].scenario);
    for (_, name) in &shown {
        let _ = write!(out, "{name:>14}");
    }
    let _ = writeln!(out, "{:>8}", "± se");
    let mut gains: Vec<Vec<f64>> = vec![Vec::new(); shown.len()];
    for table in tables {
        let label = format!("{:?} {} days, {} min", table.truth, table.days, table.minutes);
        let _ = write!(out, "{label:<22}");
        let ours = table.best(&[Family::Ours], of, value).expect("ours runs");
        for (column, (family, _)) in shown.iter().enumerate() {
            let best = table.best(&[*family], of, value).expect("the family runs");
            let mean = table.mean(best, value);
            let _ = write!(out, "{mean:>14.1}");
            gains[column].push(100.0 * (table.mean(ours, value) / mean - 1.0));
        }
        let _ = writeln!(out, "{:>8.1}", table.error(ours, value));
    }
    for (name, of) in [
        (
            "ours against it, mean %",
            (|g: &[f64]| g.iter().sum::<f64>() / g.len() as f64) as fn(&[f64]) -> f64,
        ),
        ("worst cell %", |g| g.iter().copied().fold(f64::INFINITY, f64::min)),
        ("best cell %", |g| g.iter().copied().fold(f64::NEG_INFINITY, f64::max)),
    ] {
        let _ = write!(out, "{name:<22}");
        for gains in &gains {
            let _ = write!(out, "{:>+14.1}", of(gains));
        }
        let _ = writeln!(out);
    }
    let _ = out.flush();
}
