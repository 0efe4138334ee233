//! All that is known of a card beside its text: for `show`, and for `i` in the quiz.

use chrono::Local;

use super::list;
use crate::model::change::StoredCard;
use crate::model::day::{Calendar, Now};
use crate::model::review::{Rating, Review};
use crate::model::schedule::{Scheduler, Wait};
use crate::model::settings::Settings;
use crate::ui::words::Words;
use crate::world::World;

/// A card with what is known of it.
pub(super) struct About<'a> {
    pub(super) stored: &'a StoredCard,
    /// Its reviews, oldest first.
    pub(super) reviews: Vec<Review>,
    calendar: Calendar<Local>,
    now: Now,
    /// The chance that it is recalled now.
    pub(super) retrievability: Option<f32>,
    /// What each rating leads to.
    pub(super) next: [Wait; 4],
}

impl<'a> About<'a> {
    pub(super) fn of(
        stored: &'a StoredCard,
        reviews: Vec<Review>,
        scheduler: &Scheduler,
        settings: &Settings,
        world: &World,
    ) -> About<'a> {
        let now = world.moment(settings.rollover_hour);
        let schedule = &stored.schedule;
        let retrievability = schedule.memory.zip(schedule.last).map(|(memory, (_, last))| {
            scheduler.fsrs().retrievability(memory, now.day.since(last) as f32)
        });
        let next = scheduler.preview(&stored.card.id, schedule, now.at, now.day);
        let next = next.map(|schedule| schedule.wait(now.at, now.day));
        let calendar = world.calendar(settings.rollover_hour);
        About { stored, reviews, calendar, now, retrievability, next }
    }

    /// The instant from which it may be asked.
    pub(super) fn due(&self) -> Option<i64> {
        list::due_instant(self.stored, &self.calendar)
    }

    /// What is known, each with its name; the id of the card comes first.
    pub(super) fn rows(
        &self,
        settings: &Settings,
        words: Words,
        world: &World,
    ) -> Vec<[String; 2]> {
        let About { stored, now, next, .. } = self;
        let (card, schedule) = (&stored.card, &stored.schedule);
        let mut rows = Vec::new();
        let mut row = |name: &str, what: &str| rows.push([name.to_owned(), what.to_owned()]);
        row(words.show_card(), &card.id);
        row(words.head_topic(), &card.topic);
        row(words.show_kind(), words.kind_word(card.kind));
        let level_and_weight = [card.level, card.weight].map(|n| n.to_string());
        row(words.show_level_and_weight(), &words.list(&level_and_weight));
        row(words.show_follows(), card.follows.as_deref().unwrap_or(words.show_nothing()));
        if let Some(same) = &card.same {
            row(words.show_same(), same);
        }
        row(words.show_tags(), &card.tags.join(" "));
        let flags = [
            (card.is_draft(), words.is_draft()),
            (stored.edited, words.is_edited()),
            (stored.flagged, words.is_flagged()),
            (stored.suspended, words.is_suspended()),
            (stored.retired, words.is_retired()),
            (schedule.lapses >= settings.leech_threshold, words.is_leech()),
        ];
        let flags = flags.iter().filter(|(on, _)| *on).map(|(_, name)| *name);
        let state: Vec<&str> =
            std::iter::once(words.state(Some(schedule.state))).chain(flags).collect();
        row(words.head_state(), &words.list(&state));
        if let Some(at) = self.due() {
            row(words.due(), &world.local_time(at));
        }
        if let Some(until) = stored.buried_until.filter(|until| *until > now.day) {
            row(words.show_buried(), &until.to_string());
        }
        if let Some(memory) = schedule.memory {
            row(words.show_stability(), &words.show_stability_days(memory.stability));
            row(words.show_difficulty(), &words.show_of_ten(memory.difficulty));
        }
        if let Some(r) = self.retrievability {
            row(words.show_recall(), &words.percent(format_args!("{:.0}", r * 100.0)));
        }
        let waits = Rating::ALL.iter().zip(next);
        let waits: Vec<String> = waits
            .map(|(r, wait)| words.show_next_wait(words.rating(*r), &words.long_wait(*wait)))
            .collect();
        row(words.show_next(), &words.list(&waits));
        rows
    }

    /// Each review: when, the rating, the state, the seconds it took.
    pub(super) fn history(&self, words: Words, world: &World) -> Vec<[String; 4]> {
        let row = |review: &Review| {
            [
                world.local_time(review.at),
                words.rating(review.rating).to_owned(),
                words.review_kind_word(review.kind).to_owned(),
                format!("{:.1}", f64::from(review.ms) / 1000.0),
            ]
        };
        self.reviews.iter().map(row).collect()
    }
}
