//! The plan, read and handed to what draws it or prints it as JSON.

use anyhow::Result;

use super::json::{Comparison, GoalReport, Report};
use crate::cmd::Context;
use crate::db::Store;
use crate::model::card::Topic;
use crate::model::day::Day;
use crate::model::goal::{Goal, Goals};
use crate::model::outlook::{Outlook, Standing, outlook};
use crate::model::schedule::Scheduler;
use crate::model::settings::Settings;
use crate::model::today::{DoneToday, spent};
use crate::study::{Agenda, Left, Part};
use crate::ui::plan::{Page, Paper, about, compare};
use crate::ui::words::Words;
use crate::ui::wrap;

/// The retention that cards are scheduled for when no goal is ahead.
pub(super) fn retention(settings: &Settings, words: Words) -> String {
    words.percent((settings.desired_retention * 100.0).round())
}

/// What is needed to show a plan.
pub(super) struct Shown<'a> {
    pub(super) topics: &'a [Topic],
    pub(super) scheduler: &'a Scheduler,
    pub(super) done: &'a DoneToday,
    pub(super) full: bool,
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

    /// Shows the plan.
    pub(super) fn plan(
        &self,
        plan: Option<&Agenda>,
        goals: &Goals,
        day: Day,
        store: &Store,
        context: &mut Context<'_>,
    ) -> Result<()> {
        let settings = store.settings()?;
        let (lang, words) = (context.first_lang(&settings), context.words(&settings));
        let paper = Paper { width: context.world.width(), lang, words };
        let retention = retention(&settings, words);
        let mut pages: Vec<String> = Vec::new();
        if let Some(plan) = plan {
            pages.extend(plan.parts.iter().map(|part| self.page(plan, part, paper)));
        }
        for goal in goals.goals.iter().filter(|goal| goal.is_over(day)) {
            let about = about(goal, words);
            pages.push(paper.prose(&words.plan_is_over(&about, &goal.day.to_string(), &retention)));
        }
        if pages.is_empty() {
            let soon = day.plus(30).to_string();
            pages.push(paper.prose(&words.plan_no_goal(&soon, &retention)));
        }
        if !settings.focus.is_empty() {
            pages.push(paper.prose(&words.focus_is(&words.list(&settings.focus))));
        }
        writeln!(context.out, "{}", pages.join("\n\n"))?;
        Ok(())
    }

    /// The page of a goal as text.
    fn page(&self, plan: &Agenda, part: &Part, paper: Paper) -> String {
        let page = Page {
            goal: &part.goal,
            outlook: &self.outlook(plan, part, true),
            cards: &part.now,
            day: plan.day,
            done: self.done,
            known: &plan.goals.known,
            topics: self.topics,
            full: self.full,
        };
        page.text(paper)
    }

    /// Shows what would differ under other goals.
    pub(super) fn compare(
        &self,
        old: Option<&Agenda>,
        new: Option<&Agenda>,
        day: Day,
        (context, words): (&mut Context<'_>, Words),
        as_json: bool,
    ) -> Result<()> {
        let of = |plan: Option<&Agenda>| -> Vec<(Goal, Outlook)> {
            let Some(plan) = plan else { return Vec::new() };
            let outlook = |part: &Part| (part.goal.clone(), self.outlook(plan, part, false));
            plan.parts.iter().map(outlook).collect()
        };
        let (old, new) = (of(old), of(new));
        if as_json {
            return context.json(&Comparison::new(&old, &new, day));
        }
        let width = context.world.width();
        let table = compare(&old, &new, words);
        if table.is_empty() {
            writeln!(context.out, "{}", words.plan_none())?;
            return Ok(());
        }
        writeln!(context.out, "{}", table.to_string(width))?;
        writeln!(context.out, "{}", wrap::prose(words.plan_dry_run(), width))?;
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
        let parts: Vec<(&Part, Outlook)> = plan
            .into_iter()
            .flat_map(|plan| plan.parts.iter().map(|p| (p, self.outlook(plan, p, true))))
            .collect();
        let reports = parts.iter().map(|(part, outlook)| {
            let spent = spent(&[&part.goal], self.done)[0];
            GoalReport::new(part, outlook, day, spent)
        });
        context.json(&Report::new(reports.collect(), goals, day, left))
    }
}
