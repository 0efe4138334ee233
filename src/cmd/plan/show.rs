//! What the plan looks like, in words, tables and bars, or as JSON.

use anyhow::Result;
use serde_json::{Value, json};

use super::about;
use crate::cmd::{Context, count};
use crate::db::Store;
use crate::model::card::{Lang, Topic};
use crate::model::day::Day;
use crate::model::forecast::Load;
use crate::model::goal::{Goal, Goals};
use crate::model::outlook::{
    NO_PROMISE, Otherwise, Outlook, Standing, TopicOutlook, WhatIf, outlook,
};
use crate::model::schedule::Scheduler;
use crate::model::today::{Aim, DoneToday, spent};
use crate::study::{Agenda, Left, Part};
use crate::ui::chart::{self, Ink};
use crate::ui::plan::standing;
use crate::ui::table::Table;
use crate::ui::wrap;

/// Days shown one by one unless all are wanted: the whole fits a screen of 24 lines.
const DAYS: usize = 2;
/// Columns of the longest bar, and of a terminal that has room for bars.
const BAR: usize = 16;
const ROOMY: u16 = 60;
/// What the day before the interview, and its own, are for.
const LAST_PASS: &str = "Last pass: what you have seen comes once more, the weakest and most asked first; new cards \
                         come only if minutes are left.";
/// Topics named in a sentence.
const NAMED: usize = 4;

/// What is needed to show a plan.
pub(super) struct Shown<'a> {
    pub(super) topics: &'a [Topic],
    pub(super) scheduler: &'a Scheduler,
    pub(super) done: &'a DoneToday,
    pub(super) full: bool,
}

/// How wide to draw, and with what.
#[derive(Clone, Copy)]
struct Paper {
    width: Option<u16>,
    lang: Lang,
}

impl Paper {
    fn bar(self, share: f64, max: f64) -> String {
        chart::bar(share, max, BAR, Ink::Blocks)
    }

    /// The width, if there is room for bars; a pipe gets none.
    fn bars(self) -> Option<u16> {
        self.width.filter(|width| *width >= ROOMY)
    }

    /// A table with a last column for bars, where there is room for them.
    fn table<const N: usize>(self, head: [&str; N]) -> Table {
        Table::new(head.into_iter().chain(self.bars().map(|_| "")))
    }

    /// A row of such a table, with a bar for the part that `value` is of `most`.
    fn row<const N: usize>(self, cells: [String; N], value: f64, most: f64) -> Vec<String> {
        cells.into_iter().chain(self.bars().map(|_| self.bar(value, most))).collect()
    }

    fn words(self, text: &str) -> String {
        wrap::prose(text, self.width)
    }
}

impl Shown<'_> {
    fn outlook(&self, plan: &Agenda, part: &Part, what_if: bool) -> Outlook {
        let done: Vec<bool> =
            part.now.iter().map(|card| self.done.contains_key(&card.id)).collect();
        let goals = plan.goals.active(plan.day);
        let spent = spent(&goals, self.done);
        let at = goals.iter().position(|goal| **goal == part.goal);
        let standing = Standing {
            goal: &part.goal,
            cards: &part.now,
            done: &done,
            spent: at.map_or(0.0, |at| spent[at]),
        };
        outlook(&standing, plan.day, &plan.basis(self.scheduler), what_if)
    }

    fn paper(&self, context: &Context<'_>, store: &Store) -> Result<Paper> {
        let width = context.world.width();
        Ok(Paper { width, lang: context.first_lang(&store.settings()?) })
    }

    fn title<'t>(&'t self, topic: &'t str, lang: Lang) -> &'t str {
        self.topics.iter().find(|t| t.name == topic).map_or(topic, |t| t.title_in(lang))
    }

    /// Shows the plan.
    pub(super) fn plan(
        &self,
        plan: Option<&Agenda>,
        goals: &Goals,
        day: Day,
        store: &Store,
        context: &mut Context<'_>,
    ) -> Result<()> {
        let mut pages: Vec<String> = Vec::new();
        let paper = self.paper(context, store)?;
        if let Some(plan) = plan {
            for part in &plan.parts {
                pages.push(self.page(part, &self.outlook(plan, part, true), plan, paper));
            }
        }
        for goal in goals.goals.iter().filter(|goal| goal.is_over(day)) {
            pages.push(paper.words(&format!(
                "The interview about {} on {} is over. Cards come at steady retention again. \
                 `godrill plan --off` forgets it; `godrill plan --on DAY` sets the next.",
                about(goal),
                goal.day
            )));
        }
        if pages.is_empty() {
            pages.push(paper.words(&format!(
                "No interview is planned: cards come at steady retention. \
                 `godrill plan --on {} --minutes 30` aims at a day.",
                day.plus(30)
            )));
        }
        writeln!(context.out, "{}", pages.join("\n\n"))?;
        Ok(())
    }

    /// One goal.
    fn page(&self, part: &Part, outlook: &Outlook, plan: &Agenda, paper: Paper) -> String {
        let day = plan.day;
        let mut page = vec![paper.words(&self.heading(part, outlook, plan))];
        if outlook.cards == 0 {
            page.push(paper.words(
                "No card belongs to it: its topics have none, or a nearer goal has them all.",
            ));
            return page.join("\n");
        }
        page.push(String::new());
        page.push(readiness(outlook, part.goal.day == day, paper));
        if (1..=NO_PROMISE).contains(&part.goal.day.since(day)) {
            page.push(paper.words(
                "With 7 days or fewer left nothing can be promised: that is too short to learn \
                 how you forget. Take the numbers as a hint.",
            ));
        }
        if !outlook.what_if.is_empty() {
            page.push(String::new());
            page.push(what_if(outlook, paper));
        }
        page.push(String::new());
        if part.goal.is_last_pass(day) {
            page.push(paper.words(LAST_PASS));
        }
        if !outlook.days.is_empty() {
            page.push(paper.words(&self.left_out(part, outlook, paper)));
        }
        if self.full {
            page.push(String::new());
            page.push(self.by_topic(outlook, paper));
        }
        if !outlook.days.is_empty() {
            page.push(String::new());
            page.push(self.days(outlook, day, paper));
        }
        page.join("\n")
    }

    fn heading(&self, part: &Part, outlook: &Outlook, plan: &Agenda) -> String {
        let (goal, day) = (&part.goal, plan.day);
        let known: Vec<String> = plan
            .goals
            .known
            .iter()
            .filter(|(topic, _)| goal.covers(topic))
            .map(|(topic, percent)| format!("{topic} {percent} %"))
            .collect();
        let known = match known.is_empty() {
            true => String::new(),
            false => format!("; known without review: {}", known.join(", ")),
        };
        let weekday = goal.day.date().format("%A");
        let aim = Aim::of(&[goal], day, self.done);
        format!(
            "Interview on {weekday}, {}: {}. About {}: {}, {} seen{}.",
            goal.day,
            aim.as_ref().map(standing).unwrap_or_default(),
            about(goal),
            count(outlook.cards, "card"),
            outlook.seen,
            known
        )
    }

    /// What there is no time for, by topic and name.
    fn left_out(&self, part: &Part, outlook: &Outlook, paper: Paper) -> String {
        let n = outlook.left_out.len();
        if n == 0 {
            return "There is time for every card.".into();
        }
        let mut topics: Vec<&TopicOutlook> =
            outlook.by_topic.iter().filter(|topic| topic.left_out > 0).collect();
        topics.sort_by_key(|topic| std::cmp::Reverse(topic.left_out));
        // The last one is named rather than counted.
        let shown = if topics.len() == NAMED + 1 { topics.len() } else { NAMED };
        let mut named: Vec<String> = topics
            .iter()
            .take(shown)
            .map(|topic| format!("{} of {}", topic.left_out, self.title(&topic.topic, paper.lang)))
            .collect();
        let rest: usize = topics.iter().skip(shown).map(|topic| topic.left_out).sum();
        if rest > 0 {
            named.push(format!("{rest} of other topics"));
        }
        let first: Vec<&str> = outlook
            .left_out
            .iter()
            .take(if self.full { usize::MAX } else { 3 })
            .map(|i| part.now[*i].id.as_str())
            .collect();
        let more = if first.len() < n { ", …" } else { "" };
        format!(
            "No time for {}: {}. Asked most of them: {}{more}",
            count(n, "card"),
            named.join(", "),
            first.join(", ")
        )
    }

    fn by_topic(&self, outlook: &Outlook, paper: Paper) -> String {
        let mut table =
            paper.table(["topic", "cards", "seen", "today", "on the day"]).right(&[1, 2, 3, 4]);
        for topic in &outlook.by_topic {
            let expected = match topic.range {
                Some((low, high)) => format!("{} to {} %", points(low), points(high)),
                None => percent(topic.expected),
            };
            let cells = [
                self.title(&topic.topic, paper.lang).to_owned(),
                topic.cards.to_string(),
                topic.seen.to_string(),
                percent(topic.today),
                expected,
            ];
            table.row(paper.row(cells, topic.expected, 1.0));
        }
        table.to_string(paper.width)
    }

    fn days(&self, outlook: &Outlook, today: Day, paper: Paper) -> String {
        let mut table = paper.table(["day", "min", "new", "reviews"]).right(&[1, 2, 3]);
        let most = outlook.days.iter().map(|load| load.seconds).fold(0.0, f64::max);
        let shown = if self.full { outlook.days.len() } else { DAYS.min(outlook.days.len()) };
        for (i, load) in outlook.days.iter().take(shown).enumerate() {
            let day = match i {
                0 if self.done.is_empty() => "today".to_owned(),
                0 => "rest of today".to_owned(),
                i => today.plus(i as i32).date().format("%m-%d %a").to_string(),
            };
            table.row(row(&day, load, most, paper));
        }
        let rest = &outlook.days[shown..];
        if !rest.is_empty() {
            let days = rest.len() as f64;
            let mean = Load {
                seconds: rest.iter().map(|load| load.seconds).sum::<f64>() / days,
                new: rest.iter().map(|load| load.new).sum::<f64>() / days,
                reviews: rest.iter().map(|load| load.reviews).sum::<f64>() / days,
            };
            let label = format!("{} more, each", count(rest.len(), "day"));
            table.row(row(&label, &mean, most, paper));
        }
        table.to_string(paper.width)
    }

    /// Shows what would be other under other goals.
    pub(super) fn compare(
        &self,
        old: Option<&Agenda>,
        new: Option<&Agenda>,
        day: Day,
        context: &mut Context<'_>,
        as_json: bool,
    ) -> Result<()> {
        let of = |plan: Option<&Agenda>| -> Vec<(Goal, Outlook)> {
            let Some(plan) = plan else { return Vec::new() };
            let outlook = |part: &Part| (part.goal.clone(), self.outlook(plan, part, false));
            plan.parts.iter().map(outlook).collect()
        };
        let (old, new) = (of(old), of(new));
        if as_json {
            let side = |side: &[(Goal, Outlook)]| -> Vec<Value> {
                side.iter().map(|(goal, outlook)| brief(goal, outlook, day)).collect()
            };
            return context.json(&json!({
                "version": 1, "today": day, "now": side(&old), "then": side(&new),
            }));
        }
        let width = context.world.width();
        let mut table = Table::new(["plan", "now", "then"]).right(&[1, 2]);
        let pairs = new.iter().map(|(goal, outlook)| {
            let before = old.iter().find(|(old, _)| old.topics == goal.topics);
            (before, (goal, outlook))
        });
        for (before, (goal, after)) in pairs {
            let (then, was) = (Some((goal, after)), before.map(|(goal, outlook)| (goal, outlook)));
            type Side<'a> = Option<(&'a Goal, &'a Outlook)>;
            let cell = |side: Side<'_>, of: &dyn Fn(&Goal, &Outlook) -> String| {
                side.map_or_else(|| "-".to_owned(), |(goal, outlook)| of(goal, outlook))
            };
            let mut add = |name: &str, of: &dyn Fn(&Goal, &Outlook) -> String| {
                table.row([name.to_owned(), cell(was, of), cell(then, of)]);
            };
            add("about", &|goal, _| about(goal));
            add("interview", &|goal, _| goal.day.to_string());
            add("minutes a day", &|goal, _| goal.minutes.to_string());
            add("hours until then", &|_, outlook| {
                let seconds: f64 = outlook.days.iter().map(|load| load.seconds).sum();
                format!("{:.1}", seconds / 3600.0)
            });
            add("expected readiness", &|_, outlook| expected(outlook));
            add("cards seen by then", &|_, outlook| {
                (outlook.cards - outlook.left_out.len()).to_string()
            });
            add("cards left out", &|_, outlook| outlook.left_out.len().to_string());
        }
        if table.is_empty() {
            writeln!(context.out, "No goal would be set.")?;
            return Ok(());
        }
        writeln!(context.out, "{}", table.to_string(width))?;
        writeln!(
            context.out,
            "{}",
            wrap::prose("Nothing was changed; without --dry-run it would be.", width)
        )?;
        Ok(())
    }

    /// Prints the plan as JSON.
    pub(super) fn json(
        &self,
        plan: Option<&Agenda>,
        goals: &Goals,
        day: Day,
        left: Left,
        context: &mut Context<'_>,
    ) -> Result<()> {
        let parts = plan.into_iter().flat_map(|plan| plan.parts.iter().map(move |p| (plan, p)));
        let goals_json: Vec<Value> = parts
            .map(|(plan, part)| {
                let outlook = &self.outlook(plan, part, true);
                let mut value = brief(&part.goal, outlook, day);
                let of_topic = |t: &TopicOutlook| {
                    json!({
                        "topic": t.topic, "cards": t.cards, "seen": t.seen,
                        "today": share(t.today), "expected": share(t.expected),
                        "low": t.range.map(|r| share(r.0)), "high": t.range.map(|r| share(r.1)),
                    })
                };
                let otherwise = |o: &Otherwise| {
                    let change = match o.change {
                        WhatIf::Minutes(minutes) => json!({ "minutes": minutes }),
                        WhatIf::Missed(day) => json!({ "missed": day }),
                    };
                    json!({
                        "change": change, "readiness": share(o.readiness), "left_out": o.left_out,
                    })
                };
                let load = |(i, load): (usize, &Load)| {
                    json!({
                        "day": day.plus(i as i32), "minutes": tenth(load.seconds / 60.0),
                        "new": tenth(load.new), "reviews": tenth(load.reviews),
                    })
                };
                value["minutes_today"] = {
                    let spent = spent(&[&part.goal], self.done)[0];
                    json!(tenth(spent / 60.0))
                };
                value["left_out"] =
                    outlook.left_out.iter().map(|i| part.now[*i].id.as_str()).collect();
                value["what_if"] = outlook.what_if.iter().map(otherwise).collect();
                value["by_topic"] = outlook.by_topic.iter().map(of_topic).collect();
                value["days"] = outlook.days.iter().enumerate().map(load).collect();
                value
            })
            .collect();
        let over: Vec<Value> = goals
            .goals
            .iter()
            .filter(|goal| goal.is_over(day))
            .map(|goal| json!({ "on": goal.day, "topics": goal.topics }))
            .collect();
        context.json(&json!({
            "version": 1, "today": day, "goals": goals_json,
            "left": { "due": left.due, "new": left.new, "learning": left.learning },
            "over": over, "known": goals.known,
        }))
    }
}

/// What both a plan and a comparison tell of a goal.
fn brief(goal: &Goal, outlook: &Outlook, day: Day) -> Value {
    json!({
        "on": goal.day,
        "days_left": goal.day.since(day),
        "minutes": goal.minutes,
        "topics": goal.topics,
        "cards": outlook.cards,
        "seen": outlook.seen,
        "readiness": {
            "today": share(outlook.today),
            "stopped": share(outlook.stopped),
            "expected": share(outlook.expected),
            "low": outlook.range.map(|r| share(r.0)),
            "high": outlook.range.map(|r| share(r.1)),
        },
        "left_out": outlook.left_out.len(),
    })
}

fn row(day: &str, load: &Load, most: f64, paper: Paper) -> Vec<String> {
    let cells = [
        day.to_owned(),
        format!("{:.0}", load.seconds / 60.0),
        format!("{:.0}", load.new),
        format!("{:.0}", load.reviews),
    ];
    paper.row(cells, load.seconds, most)
}

fn readiness(outlook: &Outlook, is_the_day: bool, paper: Paper) -> String {
    let mut table = paper.table(["readiness", "share"]).right(&[1]);
    let mut add = |name: &str, cell: String, share: f64| {
        table.row(paper.row([name.to_owned(), cell], share, 1.0));
    };
    add("today", percent(outlook.today), outlook.today);
    if !is_the_day {
        add("on the day, if you stop", percent(outlook.stopped), outlook.stopped);
        add("on the day, expected", expected(outlook), outlook.expected);
    }
    table.to_string(paper.width)
}

fn what_if(outlook: &Outlook, paper: Paper) -> String {
    let mut table = Table::new(["what if", "readiness", "left out"]).right(&[1, 2]);
    for other in &outlook.what_if {
        let change = match other.change {
            WhatIf::Minutes(minutes) => format!("{minutes} minutes a day"),
            WhatIf::Missed(day) => format!("no study on {}", day.date().format("%m-%d")),
        };
        let by = (other.readiness - outlook.expected) * 100.0;
        table.row([change, points_more(by), other.left_out.to_string()]);
    }
    table.to_string(paper.width)
}

/// A difference in points, in words.
fn points_more(by: f64) -> String {
    match by.round() as i64 {
        0 => "the same".into(),
        n @ (1 | -1) => format!("{n:+} point"),
        n => format!("{n:+} points"),
    }
}

fn expected(outlook: &Outlook) -> String {
    match outlook.range {
        Some((low, high)) => format!("{} to {} %", points(low), points(high)),
        None => format!("perhaps {}", percent(outlook.expected)),
    }
}

fn points(share: f64) -> i64 {
    (share * 100.0).round() as i64
}

fn percent(share: f64) -> String {
    format!("{} %", points(share))
}

/// A share to a thousandth.
fn share(share: f64) -> f64 {
    (share * 1000.0).round() / 1000.0
}

fn tenth(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}
