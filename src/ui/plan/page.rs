//! The page of one goal.

use std::collections::BTreeMap;

use super::{Paper, about, expected, percent, points, standing};
use crate::model::agenda::StudyCard;
use crate::model::card::{Lang, Topic};
use crate::model::day::Day;
use crate::model::forecast::Load;
use crate::model::goal::Goal;
use crate::model::outlook::{NO_PROMISE, Outlook, TopicOutlook, WhatIf};
use crate::model::today::{Aim, DoneToday};
use crate::text::plural::count;
use crate::ui::table::Table;
use crate::ui::words::Words;

/// Days shown one by one unless all are wanted: the whole fits a screen of 24 lines.
const DAYS: usize = 2;
/// What the day before the interview, and its own, are for.
const LAST_PASS: &str = "Last pass: what you have seen comes once more, the weakest and most asked first; new cards \
                         come only if minutes are left.";
/// Topics named in a sentence.
const NAMED: usize = 4;

/// What the page of a goal shows.
pub struct Page<'a> {
    /// The goal.
    pub goal: &'a Goal,
    /// Its outlook.
    pub outlook: &'a Outlook,
    /// Its cards, to which the outlook points.
    pub cards: &'a [StudyCard],
    /// The study day.
    pub day: Day,
    /// What was done on it.
    pub done: &'a DoneToday,
    /// What is known without review, in percent by topic.
    pub known: &'a BTreeMap<String, u8>,
    /// All topics.
    pub topics: &'a [Topic],
    /// Whether every topic and every day is shown.
    pub full: bool,
}

impl Page<'_> {
    /// The page as text.
    pub fn text(&self, paper: Paper) -> String {
        let (day, outlook) = (self.day, self.outlook);
        let mut page = vec![paper.words(&self.heading())];
        if outlook.cards == 0 {
            page.push(paper.words(
                "No card belongs to it: its topics have none, or a nearer goal has them all.",
            ));
            return page.join("\n");
        }
        page.push(String::new());
        page.push(readiness(outlook, self.goal.day == day, paper));
        if (1..=NO_PROMISE).contains(&self.goal.day.since(day)) {
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
        if self.goal.is_last_pass(day) {
            page.push(paper.words(LAST_PASS));
        }
        if !outlook.days.is_empty() {
            page.push(paper.words(&self.left_out(paper)));
        }
        if self.full {
            page.push(String::new());
            page.push(self.by_topic(paper));
        }
        if !outlook.days.is_empty() {
            page.push(String::new());
            page.push(self.days(paper));
        }
        page.join("\n")
    }

    fn heading(&self) -> String {
        let (goal, day, outlook) = (self.goal, self.day, self.outlook);
        let known: Vec<String> = self
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
            aim.as_ref().map(|aim| standing(aim, Words::EN)).unwrap_or_default(),
            about(goal),
            count(outlook.cards, "card"),
            outlook.seen,
            known
        )
    }

    /// What there is no time for, by topic and name.
    fn left_out(&self, paper: Paper) -> String {
        let outlook = self.outlook;
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
            .map(|i| self.cards[*i].id.as_str())
            .collect();
        let more = if first.len() < n { ", …" } else { "" };
        format!(
            "No time for {}: {}. Asked most of them: {}{more}",
            count(n, "card"),
            named.join(", "),
            first.join(", ")
        )
    }

    fn by_topic(&self, paper: Paper) -> String {
        let mut table =
            paper.table(["topic", "cards", "seen", "today", "on the day"]).right(&[1, 2, 3, 4]);
        for topic in &self.outlook.by_topic {
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

    fn days(&self, paper: Paper) -> String {
        let (outlook, today) = (self.outlook, self.day);
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

    fn title<'t>(&'t self, topic: &'t str, lang: Lang) -> &'t str {
        self.topics.iter().find(|t| t.name == topic).map_or(topic, |t| t.title_in(lang))
    }
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
