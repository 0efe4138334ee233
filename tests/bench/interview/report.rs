//! What the bench prints.

use std::io::{Result, Write};

use super::course::Reliability;
use super::policies::{Entry, Family};
use super::scenarios::Scenario;
use super::table::{PEERS, Table, mean};

/// The columns.
const FAMILIES: [(Family, &str); 13] = [
    (Family::Bare, "no probes"),
    (Family::Probing, "probes"),
    (Family::ByGain, "by gain"),
    (Family::Ours, "ours"),
    (Family::Usual, "usual"),
    (Family::Blind, "deck order"),
    (Family::Grid, "fixed*"),
    (Family::Sweep, "sweep*"),
    (Family::Cram, "cram"),
    (Family::Window, "RemNote*"),
    (Family::Gap, "gap*"),
    (Family::Shrink, "shrink*"),
    (Family::Sm2, "SM-2"),
];

/// Everything about one scenario.
pub(crate) fn scenario(
    out: &mut impl Write,
    scenario: &Scenario,
    tables: &[Table],
    policies: &[Entry],
    cards: usize,
) -> Result<()> {
    let about = if scenario.about.is_empty() { "" } else { ": " };
    writeln!(out, "\n== {}{about}{}", scenario.name, scenario.about)?;
    known(out, tables)?;
    leads(out, tables, policies)?;
    over_time(out, tables, cards)?;
    calibration(out, tables, cards)
}

fn shown(table: &Table) -> Vec<(Family, &'static str)> {
    FAMILIES.into_iter().filter(|(family, _)| table.families.contains(family)).collect()
}

fn known(out: &mut impl Write, tables: &[Table]) -> Result<()> {
    let families = shown(&tables[0]);
    let bounded = tables.iter().any(|t| !t.bounds.is_empty());
    let weighted = tables[0].weighted;
    let unit = if weighted { ", by weight" } else { "" };
    writeln!(out, "\ncards known on the day{unit} (* best of its kind in hindsight)")?;
    write!(out, "{:<13}", "")?;
    for (_, name) in &families {
        write!(out, "{name:>11}")?;
    }
    write!(out, "{:>7}", "± se")?;
    write!(out, "{:>11}", if weighted { "unweighted" } else { "weighted" })?;
    write!(out, "{:>9}{:>9}", "minutes", "usual's")?;
    writeln!(out, "{}", if bounded { "   bound, % above" } else { "" })?;
    for table in tables {
        write!(out, "{:<13}", table.label())?;
        for (family, _) in &families {
            let found = table.best(&[*family]).map(|i| table.known(i).mean);
            write!(out, "{:>11.1}", found.unwrap_or(f64::NAN))?;
        }
        let (Some(ours), Some(usual)) = (table.best(&[Family::Ours]), table.best(&[Family::Usual]))
        else {
            continue;
        };
        write!(out, "{:>7.1}", table.known(ours).error)?;
        let other = table.of(ours, |o| if weighted { o.known } else { o.weighted });
        write!(out, "{other:>11.1}")?;
        let minutes = |policy| table.of(policy, |o| o.seconds / 60.0);
        write!(out, "{:>9.0}{:>9.0}", minutes(ours), minutes(usual))?;
        if let Some(gap) = table.gap(Family::Bare) {
            let n = table.bounds.len();
            let bound = mean(table.bounds.iter().copied()).mean;
            write!(out, "{bound:>8.1} {gap:>+5.1} ({n} learners)")?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// What ours is compared with, one by one.
const AGAINST: [(&str, &[Family]); 4] = [
    ("usual", &[Family::Usual]),
    ("best fixed", &[Family::Grid]),
    ("best peer", &PEERS),
    ("SM-2", &[Family::Sm2]),
];

fn leads(out: &mut impl Write, tables: &[Table], policies: &[Entry]) -> Result<()> {
    writeln!(out, "\nahead of it by per cent, same learners and luck (± standard error)")?;
    write!(out, "{:<13}", "")?;
    for of in ["ours/", "no probes/"] {
        for (name, _) in AGAINST {
            write!(out, "{:>21}", format!("{of}{name}"))?;
        }
    }
    writeln!(out, "   the best peer")?;
    for table in tables {
        write!(out, "{:<13}", table.label())?;
        for family in [Family::Ours, Family::Bare] {
            for (_, peers) in AGAINST {
                let lead = table.lead(family, peers).unwrap_or_default();
                write!(out, "{:>+14.1} ±{:>5.1}", lead.mean, lead.error)?;
            }
        }
        let best = table.best(&PEERS).map_or("", |i| policies[i].name.as_str());
        writeln!(out, "   {best}")?;
    }
    type Of = fn(&[f64]) -> f64;
    let rows: [(&str, Of); 3] = [
        ("mean", |l| l.iter().sum::<f64>() / l.len() as f64),
        ("worst", |l| l.iter().copied().fold(f64::INFINITY, f64::min)),
        ("best", |l| l.iter().copied().fold(f64::NEG_INFINITY, f64::max)),
    ];
    for (name, of) in rows {
        write!(out, "{name:<13}")?;
        for family in [Family::Ours, Family::Bare] {
            for (_, peers) in AGAINST {
                let leads: Vec<f64> =
                    tables.iter().filter_map(|t| Some(t.lead(family, peers)?.mean)).collect();
                write!(out, "{:>+14.1}       ", of(&leads))?;
            }
        }
        writeln!(out)?;
    }
    Ok(())
}

fn over_time(out: &mut impl Write, tables: &[Table], cards: usize) -> Result<()> {
    writeln!(out, "\nreadiness over time, % of the deck on the day if study ended then")?;
    write!(out, "{:<13}", "")?;
    for name in ["after 1/4", "1/2", "3/4", "the end", "usual: 1/4", "1/2", "3/4", "the end"] {
        write!(out, "{name:>15}")?;
    }
    writeln!(out, "   (ours: promised, true)")?;
    for table in tables {
        let (Some(ours), Some(usual)) = (table.best(&[Family::Ours]), table.best(&[Family::Usual]))
        else {
            continue;
        };
        write!(out, "{:<13}", table.label())?;
        let share = 100.0 / cards as f64;
        for quarter in 0..4 {
            let promised = table.of(ours, |o| o.promised.map_or(f64::NAN, |p| p[quarter]));
            let truth = table.of(ours, |o| o.stopped[quarter]);
            write!(out, "{:>9.1}{:>6.1}", promised * share, truth * share)?;
        }
        for quarter in 0..4 {
            write!(out, "{:>15.1}", table.of(usual, |o| o.stopped[quarter]) * share)?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn calibration(out: &mut impl Write, tables: &[Table], cards: usize) -> Result<()> {
    writeln!(
        out,
        "\ncalibration at the end: mean absolute error in points of the deck (mean difference)"
    )?;
    write!(out, "{:<13}", "")?;
    let ours = [Family::Bare, Family::Probing, Family::ByGain, Family::Ours];
    for (_, name) in FAMILIES.iter().filter(|(f, _)| ours.contains(f)) {
        write!(out, "{name:>16}")?;
    }
    writeln!(out)?;
    for table in tables {
        write!(out, "{:<13}", table.label())?;
        for family in ours {
            let (size, bias) = table.miss(family, cards as f64).unwrap_or_default();
            write!(out, "{:>8.1} ({bias:>+5.1})", size)?;
        }
        writeln!(out)?;
    }
    writeln!(out, "\nreliability of ours: promise for a card, share recalled, cards")?;
    for truth in [super::Truth::A, super::Truth::B, super::Truth::C] {
        let mut all = Reliability::default();
        for table in tables.iter().filter(|t| t.truth == truth) {
            all.join(&table.reliability(Family::Ours));
        }
        write!(out, "{truth:?} ")?;
        for (n, promised, recalled) in all.bins.iter().filter(|bin| bin.0 > 0.0) {
            let share = 100.0 * n / all.cards();
            write!(out, " {:.2}:{:.2} {share:.0}%", promised / n, recalled / n)?;
        }
        let error: f64 = all.bins.iter().map(|(_, p, r)| (p - r).abs()).sum();
        writeln!(
            out,
            "\n   Brier score {:.4} (the least possible {:.4}), mean error of a bin {:.3}",
            all.brier / all.cards(),
            all.least / all.cards(),
            error / all.cards()
        )?;
    }
    Ok(())
}
