//! The page of one goal.

use std::collections::BTreeMap;

use super::{Paper, about, expected, percent, points};
use crate::model::agenda::StudyCard;
use crate::model::card::{Lang, Topic};
use crate::model::day::Day;
use crate::model::forecast::Load;
use crate::model::goal::Goal;
use crate::model::outlook::{NO_PROMISE, Outlook, TopicOutlook, WhatIf};
use crate::model::today::{Aim, DoneToday};
use crate::ui::table::Table;
use crate::ui::words::Words;

/// Days shown one by one unless all are wanted: the whole fits a screen of 24 lines.
const DAYS: usize = 2;
/// Topics named in a sentence.
const NAMED: usize = 4;

/// What the page of a goal shows.
pub struct Page<'a> {
    /// The goal.
    pub goal: &'a Goal,
    /// Its outlook.
    pub outlook: &'a Outlook,
    /// Its cards, which the outlook refers to by place.
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
        let (day, outlook, words) = (self.day, self.outlook, paper.words);
        let mut page = vec![paper.prose(&self.heading(words))];
        if outlook.cards == 0 {
            page.push(paper.prose(words.plan_no_cards()));
            return page.join("\n");
        }
        page.push(String::new());
        page.push(readiness(outlook, self.goal.day == day, paper));
        if (1..=NO_PROMISE).contains(&self.goal.day.since(day)) {
            page.push(paper.prose(words.plan_rough()));
        }
        if !outlook.what_if.is_empty() {
            page.push(String::new());
            page.push(what_if(outlook, paper));
        }
        page.push(String::new());
        if self.goal.is_last_pass(day) {
            page.push(paper.prose(words.plan_last_pass()));
        }
        if !outlook.days.is_empty() {
            page.push(paper.prose(&self.left_out(paper)));
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

    fn heading(&self, words: Words) -> String {
        let (goal, day, outlook) = (self.goal, self.day, self.outlook);
        let weekday = words.weekday(goal.day.date());
        let mut parts = vec![words.plan_interview(weekday, &goal.day.to_string())];
        if let Some(aim) = Aim::of(&[goal], day, self.done) {
            parts.push(match aim.days_left {
                0 => words.plan_the_day().to_owned(),
                days => words.plan_to_go(days),
            });
            parts.push(words.plan_minutes(aim.spent, aim.minutes));
        }
        parts.push(words.plan_cards(&about(goal, words), outlook.seen, outlook.cards));
        let known = self.known.iter().filter(|(topic, _)| goal.covers(topic));
        let known: Vec<String> = known
            .map(|(topic, share)| words.plan_known_topic(topic, &words.percent(share)))
            .collect();
        if !known.is_empty() {
            parts.push(words.plan_known(&words.list(&known)));
        }
        parts.join(" · ")
    }

    /// What there is no time for, by topic and name.
    fn left_out(&self, paper: Paper) -> String {
        let (outlook, words) = (self.outlook, paper.words);
        let n = outlook.left_out.len();
        if n == 0 {
            return words.plan_all_fit().to_owned();
        }
        let mut topics: Vec<&TopicOutlook> =
            outlook.by_topic.iter().filter(|topic| topic.left_out > 0).collect();
        topics.sort_by_key(|topic| std::cmp::Reverse(topic.left_out));
        // A single remaining topic is named rather than counted.
        let shown = if topics.len() == NAMED + 1 { topics.len() } else { NAMED };
        let mut named: Vec<String> = topics
            .iter()
            .take(shown)
            .map(|topic| {
                words.plan_topic_cards(self.title(&topic.topic, paper.lang), topic.left_out)
            })
            .collect();
        let rest: usize = topics.iter().skip(shown).map(|topic| topic.left_out).sum();
        if rest > 0 {
            named.push(words.plan_topic_cards(words.plan_other_topics(), rest));
        }
        let most = if self.full { usize::MAX } else { 3 };
        let first = outlook.left_out.iter().take(most).map(|i| self.cards[*i].id.as_str());
        let first: Vec<&str> = first.chain((most < n).then_some("…")).collect();
        words.plan_wont_fit(n, &words.list(&named), &words.list(&first))
    }

    fn by_topic(&self, paper: Paper) -> String {
        let words = paper.words;
        let head = [
            words.head_topic(),
            words.head_cards(),
            words.plan_seen(),
            words.day_today(),
            words.plan_on_the_day(),
        ];
        let mut table = paper.table(head).right(&[1, 2, 3, 4]);
        for topic in &self.outlook.by_topic {
            let expected = match topic.range {
                Some((low, high)) => words.plan_range(points(low), points(high)),
                None => percent(topic.expected, words),
            };
            let cells = [
                self.title(&topic.topic, paper.lang).to_owned(),
                topic.cards.to_string(),
                topic.seen.to_string(),
                percent(topic.today, words),
                expected,
            ];
            table.row(paper.row(cells, topic.expected, 1.0));
        }
        table.to_string(paper.width)
    }

    fn days(&self, paper: Paper) -> String {
        let (outlook, today, words) = (self.outlook, self.day, paper.words);
        let head = [words.plan_day(), words.plan_min(), words.is_new(), words.stats_reviews()];
        let mut table = paper.table(head).right(&[1, 2, 3]);
        let most = outlook.days.iter().map(|load| load.seconds).fold(0.0, f64::max);
        let shown = if self.full { outlook.days.len() } else { DAYS.min(outlook.days.len()) };
        for (i, load) in outlook.days.iter().take(shown).enumerate() {
            let day = match i {
                0 if self.done.is_empty() => words.day_today().to_owned(),
                0 => words.plan_rest_of_today().to_owned(),
                i => words.day(today.plus(i as i32)),
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
            table.row(row(&words.plan_more_days(rest.len()), &mean, most, paper));
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
    let words = paper.words;
    let mut table = paper.table([words.plan_readiness(), words.plan_share()]).right(&[1]);
    let mut add = |name: &str, cell: String, share: f64| {
        table.row(paper.row([name.to_owned(), cell], share, 1.0));
    };
    add(words.day_today(), percent(outlook.today, words), outlook.today);
    if !is_the_day {
        add(words.plan_if_you_stop(), percent(outlook.stopped, words), outlook.stopped);
        add(words.plan_expected(), expected(outlook, words), outlook.expected);
    }
    table.to_string(paper.width)
}

fn what_if(outlook: &Outlook, paper: Paper) -> String {
    let words = paper.words;
    let head = [words.plan_what_if(), words.plan_readiness(), words.plan_left_out()];
    let mut table = Table::new(head).right(&[1, 2]);
    for other in &outlook.what_if {
        let change = match other.change {
            WhatIf::Minutes(minutes) => words.plan_minutes_a_day(minutes),
            WhatIf::Missed(day) => words.plan_no_study(&day.date().format("%m-%d").to_string()),
        };
        let by = (other.readiness - outlook.expected) * 100.0;
        table.row([change, points_more(by, words), other.left_out.to_string()]);
    }
    table.to_string(paper.width)
}

/// A difference in points, in words.
fn points_more(by: f64, words: Words) -> String {
    match by.round() as i64 {
        0 => words.plan_the_same().to_owned(),
        n if n > 0 => words.plan_points_more(n.unsigned_abs()),
        n => words.plan_points_fewer(n.unsigned_abs()),
    }
}
