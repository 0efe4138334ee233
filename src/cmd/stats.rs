//! `godrill stats`: what was done, what is remembered, what comes.

use anyhow::Result;
use clap::Args;
use serde::Serialize;

use super::Context;
use crate::model::day::Day;
use crate::model::stats::{DayCount, RetentionRow, Statistics, TopicCount};
use crate::ui::chart::{self, Ink};
use crate::ui::quiz::clock;
use crate::ui::table::Table;
use crate::ui::words::Words;

/// What you did, remember, and will have to do.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  godrill stats
  godrill stats --json | jq .forecast

True retention is the share of due cards you did not answer with Again, by the number of \
    days since the previous answer.

JSON (version 1): {version, reviews, ms, days, streak, states, retention: [{from_days, \
    to_days, passed, all}], past: [{day, reviews, ms}], forecast: [{day, due}], topics: [{topic, \
    cards, new, learning, review, due, suspended, leech, reviews, passed, asked}]}.")]
pub(super) struct StatsArgs {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &StatsArgs, context: &mut Context<'_>) -> Result<()> {
    let store = context.open()?;
    let settings = store.settings()?;
    let day = context.today(&settings);
    let stats = store.statistics(day, settings.leech_threshold)?;
    let streak = store.streak(day)?;
    if args.json {
        return context.json(&Report::new(&stats, streak));
    }
    let words = context.words(&settings);
    let width = context.world.width();
    let out = &mut *context.out;

    let mut table = Table::new([words.stats_reviews(), ""]);
    table.row([words.stats_answers(), &stats.reviews.to_string()]);
    table.row([words.stats_days(), &stats.days.to_string()]);
    table.row([words.stats_time(), &clock(stats.ms)]);
    if stats.reviews > 0 {
        let mean = stats.ms as f64 / f64::from(stats.reviews) / 1000.0;
        table.row([words.stats_per_answer(), &words.stats_seconds(mean)]);
    }
    table.row([words.stats_streak(), &words.days(streak as usize)]);
    writeln!(out, "{}\n", table.to_string(width))?;

    let head = [words.stats_retention(), words.stats_recalled(), words.stats_of()];
    let mut table = Table::new(head).right(&[1, 2]);
    for row in &stats.retention {
        let recalled = percent(row.passed, row.all, words);
        table.row([age(row, words), recalled, row.all.to_string()]);
    }
    writeln!(out, "{}\n", table.to_string(width))?;

    let mut table = Table::new([
        words.head_topic(),
        words.head_cards(),
        words.is_new(),
        words.learning(),
        words.review(),
        words.due(),
        words.is_suspended(),
        words.is_leech(),
        words.stats_recalled(),
    ])
    .right(&[1, 2, 3, 4, 5, 6, 7, 8]);
    for (t, recall) in &stats.topics {
        let numbers = [t.cards, t.new, t.learning, t.review, t.due, t.suspended, t.leech];
        let cells = std::iter::once(t.topic.clone()).chain(numbers.map(|n| n.to_string()));
        table.row(cells.chain([percent(recall.passed, recall.asked, words)]));
    }
    writeln!(out, "{}\n", table.to_string(width))?;

    let chart_width = usize::from(width.unwrap_or(72).min(100));
    let ink = if width.is_some() { Ink::Blocks } else { Ink::Ascii };
    let histogram = |days: &[DayCount]| {
        let rows: Vec<(String, u64)> =
            days.iter().map(|d| (words.day(d.day), u64::from(d.count))).collect();
        chart::histogram(&rows, chart_width, ink)
    };
    writeln!(out, "{}", words.stats_past())?;
    writeln!(out, "{}\n", histogram(&stats.past))?;
    writeln!(out, "{}", words.stats_forecast())?;
    writeln!(out, "{}", histogram(&stats.forecast))?;
    Ok(())
}

fn age(row: &RetentionRow, words: Words) -> String {
    match row.to {
        Some(to) => words.stats_ages(row.from, to),
        None => words.stats_and_more(row.from),
    }
}

fn percent(part: u32, all: u32, words: Words) -> String {
    match all {
        0 => "-".into(),
        all => words.percent(format_args!("{:.1}", f64::from(part) * 100.0 / f64::from(all))),
    }
}

/// What `--json` prints.
#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    reviews: u32,
    ms: i64,
    days: u32,
    streak: u32,
    states: States,
    retention: Vec<Retention>,
    past: Vec<Past>,
    forecast: Vec<Forecast>,
    topics: Vec<TopicReport<'a>>,
}

/// Cards by state, over all topics.
#[derive(Serialize)]
struct States {
    new: u32,
    learning: u32,
    review: u32,
    suspended: u32,
    leech: u32,
}

/// Answers to due cards, by days since the answer before.
#[derive(Serialize)]
struct Retention {
    from_days: u32,
    /// `null` for no upper end.
    to_days: Option<u32>,
    passed: u32,
    all: u32,
}

/// What was done on a day.
#[derive(Serialize)]
struct Past {
    day: Day,
    reviews: u32,
    ms: i64,
}

/// How many cards are due on a day.
#[derive(Serialize)]
struct Forecast {
    day: Day,
    due: u32,
}

/// One topic.
#[derive(Serialize)]
struct TopicReport<'a> {
    topic: &'a str,
    cards: u32,
    new: u32,
    learning: u32,
    review: u32,
    due: u32,
    suspended: u32,
    leech: u32,
    reviews: u32,
    passed: u32,
    asked: u32,
}

impl Report<'_> {
    fn new(stats: &Statistics, streak: u32) -> Report<'_> {
        let sum = |of: fn(&TopicCount) -> u32| stats.topics.iter().map(|(t, _)| of(t)).sum();
        let retention = stats.retention.iter().map(|row| Retention {
            from_days: row.from,
            to_days: row.to,
            passed: row.passed,
            all: row.all,
        });
        let past = stats.past.iter().map(|d| Past { day: d.day, reviews: d.count, ms: d.ms });
        let topics = stats.topics.iter().map(|(t, recall)| TopicReport {
            topic: &t.topic,
            cards: t.cards,
            new: t.new,
            learning: t.learning,
            review: t.review,
            due: t.due,
            suspended: t.suspended,
            leech: t.leech,
            reviews: t.reviews,
            passed: recall.passed,
            asked: recall.asked,
        });
        Report {
            version: 1,
            reviews: stats.reviews,
            ms: stats.ms,
            days: stats.days,
            streak,
            states: States {
                new: sum(|t| t.new),
                learning: sum(|t| t.learning),
                review: sum(|t| t.review),
                suspended: sum(|t| t.suspended),
                leech: sum(|t| t.leech),
            },
            retention: retention.collect(),
            past: past.collect(),
            forecast: stats
                .forecast
                .iter()
                .map(|d| Forecast { day: d.day, due: d.count })
                .collect(),
            topics: topics.collect(),
        }
    }
}
