//! The goals that the plan is held to, and whether it reached them.

use std::io::{Result, Write};

use super::policies::Family;
use super::table::{PEERS, Table};

/// The tables of one scenario.
pub(crate) type Run = (&'static str, Vec<Table>);

struct Goal {
    what: String,
    value: String,
    reached: bool,
}

fn leads(run: &[Table], ours: Family, peers: &[Family]) -> Vec<f64> {
    run.iter().filter_map(|t| Some(t.lead(ours, peers)?.mean)).collect()
}

fn average(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn least(values: &[f64]) -> f64 {
    values.iter().copied().fold(f64::INFINITY, f64::min)
}

/// Prints the list of goals. `milliseconds` is what ranking 10,000 cards takes.
pub(crate) fn goals(
    out: &mut impl Write,
    runs: &[Run],
    cards: usize,
    milliseconds: f64,
) -> Result<()> {
    let of = |name: &str| runs.iter().find(|(n, _)| *n == name).map(|(_, tables)| &tables[..]);
    let mut goals = Vec::new();
    let mut goal = |what: String, value: f64, unit: &str, reached: bool| {
        goals.push(Goal { what, value: format!("{value:+.1} {unit}"), reached });
    };
    if let Some(base) = of("base") {
        for (ours, name, floor) in [
            (Family::Bare, "no probes", 15.0),
            (Family::Probing, "probes", 13.0),
            (Family::ByGain, "probes and refit", 13.0),
        ] {
            let found = leads(base, ours, &[Family::Usual]);
            let (all, worst) = (average(&found), least(&found));
            let what = format!("base, {name}, against the usual Anki: mean >= +{floor} %");
            goal(what, all, "%", all >= floor);
            let what = format!("base, {name}, against the usual Anki: worst cell >= +1.5 %");
            goal(what, worst, "%", worst >= 1.5);
        }
        let found = average(&leads(base, Family::Bare, &[Family::Grid]));
        let what = "base, no probes, against the best fixed retention: mean >= -0.5 %";
        goal(what.into(), found, "%", found >= -0.5);
        for (ours, name) in [(Family::Probing, "probes"), (Family::ByGain, "probes and refit")] {
            let found = least(&leads(base, ours, &[Family::Grid]));
            let what =
                format!("base, {name}, against the best fixed retention: worst cell >= -6 %");
            goal(what, found, "%", found >= -6.0);
        }
        let found = leads(base, Family::Ours, &[Family::ByGain]);
        let (all, worst) = (average(&found), least(&found));
        let what = "base, what was seen on the last day, against by gain: mean >= -4 %";
        goal(what.into(), all, "%", all >= -4.0);
        let what = "base, what was seen on the last day, against by gain: worst cell >= -12 %";
        goal(what.into(), worst, "%", worst >= -12.0);
        let gaps: Vec<f64> = base.iter().filter_map(|t| t.gap(Family::Bare)).collect();
        if !gaps.is_empty() {
            let most = gaps.iter().copied().fold(0.0, f64::max);
            let what = format!(
                "base, truth A: upper bound above no probes, worst cell <= 3.2 % (mean {:.1} %)",
                average(&gaps)
            );
            goal(what, most, "%", most <= 3.2);
        }
    }
    for name in ["combo", "new120"] {
        let Some(run) = of(name) else { continue };
        for (ours, kind) in [(Family::Bare, "no probes"), (Family::ByGain, "probes and refit")] {
            let found = average(&leads(run, ours, &PEERS));
            let what = format!("{name}, {kind}, against the best peer: mean >= -1 %");
            goal(what, found, "%", found >= -1.0);
        }
    }
    if let Some(run) = of("weighted") {
        for (ours, kind) in [(Family::Bare, "no probes"), (Family::ByGain, "probes and refit")] {
            let found = average(&leads(run, ours, &PEERS));
            let what = format!("weighted, {kind}, against the best tuned peer: mean > 0 %");
            goal(what, found, "%", found > 0.0);
        }
    }
    for (name, limit) in [("base", 5.0), ("hard", 6.0)] {
        let Some(run) = of(name) else { continue };
        let misses = run.iter().filter(|t| t.days >= 14);
        let misses: Vec<f64> =
            misses.filter_map(|t| Some(t.miss(Family::Ours, cards as f64)?.0)).collect();
        let most = misses.iter().copied().fold(0.0, f64::max);
        let what = format!(
            "{name}, from 14 days on: readiness off by <= {limit} points, worst cell (mean {:.1})",
            average(&misses)
        );
        goal(what, most, "points", most <= limit);
    }
    let what = "ranking 10,000 cards: under 20 ms on one core";
    goal(what.into(), milliseconds, "ms", milliseconds < 20.0);
    writeln!(out, "\n== goals")?;
    for Goal { what, value, reached } in goals {
        let reached = if reached { "yes" } else { "NO" };
        writeln!(out, "{reached:<4}{value:>13}  {what}")?;
    }
    Ok(())
}
