//! The course of a quiz, whatever it is drawn on: draws cards, makes answers durable, takes them
//! back.

mod undo;

use anyhow::Result;

use super::minutes::Minutes;
use crate::cmd::count;
use crate::cmd::plan::today::{self, Agenda};
use crate::db::{DbError, Limits, Step, Store};
use crate::model::agenda::{self, Place, StudyCard};
use crate::model::card::{Lang, Topic};
use crate::model::change::{Change, StoredCard};
use crate::model::day::Day;
use crate::model::habits;
use crate::model::plan::Habits;
use crate::model::queue::{self, Candidate, Families, Moment, Pool};
use crate::model::review::{Rating, Review, ReviewKind, ReviewOrigin};
use crate::model::schedule::{Due, Schedule, Scheduler, Wait};
use crate::model::session::{Answered, Cram, Options, Session, Watch};
use crate::model::settings::Settings;
use crate::world::World;

pub(super) use undo::Turned;

/// A quiz under way.
pub(super) struct Play<'w> {
    pub(super) world: &'w World,
    pub(super) store: Store,
    pub(super) settings: Settings,
    pub(super) scheduler: Scheduler,
    topics: Vec<Topic>,
    pub(super) session: Session,
    cram: Option<Cram>,
    /// Whether answers are written; false only in a cram without `--record`.
    records: bool,
    /// The card that must come next: the one whose answer was undone.
    forced: Option<String>,
    /// The steps of this session in the journal: what undo takes back here.
    steps: Vec<Step>,
    /// What undo took back and redo may do again, the newest last, with the answers among it.
    undone: Vec<(Option<Step>, Option<Answered>)>,
    /// The plan that the session follows, with the queue of each goal.
    plan: Option<(Agenda, Vec<Vec<Place>>)>,
    /// What the log told of the learner when a session with minutes began.
    habits: Option<Habits>,
}

/// A card that is being asked.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) card: StoredCard,
    /// Different cards answered in this session.
    pub(super) done: usize,
    /// Cards left that were not answered in it yet, this one included unless it was.
    pub(super) fresh: usize,
    /// New, learning and due cards left, this one included.
    pub(super) left: (usize, usize, usize),
    /// How long it is looked at.
    pub(super) watch: Watch,
    /// What each rating would lead to; `None` when nothing is recorded.
    pub(super) waits: Option<[Wait; 4]>,
    /// Whether it is asked out of turn.
    pub(super) cram: bool,
    /// How the plan stands, in words; `None` without one.
    pub(super) plan: Option<String>,
    /// Minutes spent today and minutes of the plan; `None` without one.
    pub(super) minutes: Option<(u32, u32)>,
}

impl Asked {
    /// The cards of the session, in which this one has the place `done` or the one after it.
    pub(super) fn all(&self) -> usize {
        self.done + self.fresh
    }

    /// How far the session is: the minutes of the plan, else the place of this card among those of
    /// the session.
    pub(super) fn progress(&self, session: &Session) -> String {
        match self.minutes {
            Some((spent, minutes)) => format!("{spent} of {minutes} min"),
            None => {
                let place = self.done + usize::from(!session.has_asked(&self.card.card.id));
                format!("{}/{}", place.min(self.all()), self.all())
            }
        }
    }

    /// The state shown beside the topic.
    pub(super) fn state(&self) -> &'static str {
        if self.cram { "cram" } else { self.card.schedule.state.name() }
    }
}

impl<'w> Play<'w> {
    pub(super) fn new(
        world: &'w World,
        store: Store,
        settings: Settings,
        topics: Vec<Topic>,
        options: Options,
        cram: Option<(Cram, bool)>,
    ) -> Result<Play<'w>> {
        let records = cram.as_ref().is_none_or(|(_, records)| *records);
        let habits = match options.minutes {
            None => None,
            Some(_) => {
                let day = world.calendar(settings.rollover_hour).day_of(world.now());
                Some(habits::learned(&store.answers_before(day, habits::WINDOW)?).habits)
            }
        };
        Ok(Play {
            scheduler: Scheduler::new(&settings),
            topics,
            session: Session::new(options),
            cram: cram.map(|(cram, _)| cram),
            records,
            forced: None,
            steps: Vec::new(),
            undone: Vec::new(),
            plan: None,
            habits,
            world,
            store,
            settings,
        })
    }

    fn day(&self, at: i64) -> Day {
        self.world.calendar(self.settings.rollover_hour).day_of(at)
    }

    /// The next card; `None` when the session is over.
    pub(super) fn draw(&mut self) -> Result<Option<Asked>> {
        let now = self.world.now();
        if self.session.is_time_over() {
            return Ok(None);
        }
        if self.cram.is_some() {
            return self.draw_cram(now);
        }
        let day = self.day(now);
        let last = self.store.last_answered(day)?;
        let moment = Moment {
            now,
            day,
            seed: self.world.seed,
            last: last.as_ref().map(|(id, follows)| (id.as_str(), follows.as_deref())),
            chains_together: self.settings.chains_together,
        };
        self.follow_plan(day)?;
        let pool = self.pool(&moment)?;
        let forced = self.forced.take().map(|id| self.store.card(&id)).transpose()?.flatten();
        let id = match forced {
            Some(card) if !card.suspended && !card.retired => card.card.id,
            _ => match queue::next(&pool, &moment, self.scheduler.fsrs()) {
                Some(card) => card.id.clone(),
                None => return Ok(None),
            },
        };
        let Some(card) = self.store.card(&id)? else { return Ok(None) };
        let new = pool.planned.iter().filter(|c| c.schedule.due == Due::Unset).count();
        let due = pool.planned.len() - new + pool.due.len();
        let left = (new + pool.new.len(), pool.learning.len(), due);
        let shown = [&pool.learning, &pool.due, &pool.new, &pool.planned];
        let again = shown.into_iter().flatten().filter(|c| self.session.has_asked(&c.id)).count();
        let plan = self.plan_words(day)?;
        let minutes = self.plan_minutes(day)?;
        Ok(Some(Asked { plan, minutes, ..self.asked(card, left, again, now) }))
    }

    fn pool(&self, moment: &Moment<'_>) -> Result<Pool> {
        let today = self.store.today(moment.day)?;
        let (new, due) = self.session.left(&self.settings, today.introduced, today.reviewed);
        let mut topics = self.session.options().topics.clone();
        let mut limits = Limits { topics: topics.clone(), new, due };
        let minutes = self.minutes(moment.day)?;
        let left = self.seconds_left(minutes.as_ref());
        let mut pool = match (&self.plan, &minutes) {
            (Some((plan, _)), Some(minutes)) => {
                let goals = plan.goals.active(moment.day);
                let is_free = |topic: &str| !goals.iter().any(|goal| goal.covers(topic));
                // Of topics that no goal is about, new cards come only when they are asked for.
                if topics.is_empty() {
                    limits.new = self.session.options().new.map_or(0, |_| new);
                    topics = self.topics.iter().map(|t| t.name.clone()).collect();
                }
                let learning = Limits { new: 0, due: 0, ..limits.clone() };
                let mut pool = self.store.pool(moment.now, moment.day, &today, &learning)?;
                topics.retain(|topic| is_free(topic));
                if !topics.is_empty() {
                    limits.topics = topics;
                    let free = self.store.pool(moment.now, moment.day, &today, &limits)?;
                    (pool.due, pool.new) = (free.due, free.new);
                }
                if left.is_none() {
                    let waiting = minutes.waiting(&goals);
                    pool.learning.retain(|card| !waiting.contains(&&*card.id));
                }
                let families = self.store.families(moment.day, &pool.learning)?;
                let (planned, left) = self.planned(moment, minutes, left, families.clone())?;
                pool.planned = planned;
                queue::part_siblings(&mut pool, families);
                self.keep_to(left, minutes, &mut pool, moment);
                pool
            }
            (_, minutes) => {
                let mut pool = self.store.pool(moment.now, moment.day, &today, &limits)?;
                if let Some(minutes) = minutes {
                    self.keep_to(left, minutes, &mut pool, moment);
                }
                pool
            }
        };
        pool.learning.retain(|card| !self.session.is_beyond_limit(&card.id));
        if let Some(left) = self.session.cards_left() {
            queue::cut(&mut pool, left as usize, moment, self.scheduler.fsrs());
        }
        Ok(pool)
    }

    /// What a day or a session with a number of minutes has of them; `None` without.
    fn minutes(&self, day: Day) -> Result<Option<Minutes>> {
        let habits = match (&self.plan, &self.habits) {
            (Some((plan, _)), _) => &plan.learned.habits,
            (None, Some(habits)) => habits,
            (None, None) => return Ok(None),
        };
        let end = self.world.calendar(self.settings.rollover_hour).start_of(day.plus(1));
        Minutes::read(&self.store, &self.settings, habits, day, end).map(Some)
    }

    /// The seconds of the session that are left and not set aside for cards that it has begun.
    fn seconds_left(&self, minutes: Option<&Minutes>) -> Option<f64> {
        let topics = &self.session.options().topics;
        let is_of = |topic: &str| topics.is_empty() || topics.iter().any(|t| t == topic);
        let left = self.session.seconds_left()?;
        Some(left - minutes.map_or(0.0, |minutes| minutes.owed(is_of)))
    }

    /// Leaves those of the due and new cards that fit into the session.
    fn keep_to(&self, left: Option<f64>, minutes: &Minutes, pool: &mut Pool, moment: &Moment<'_>) {
        let plan = self.plan.as_ref().map(|(plan, _)| &plan.learned.habits);
        if let (Some(left), Some(habits)) = (left, plan.or(self.habits.as_ref())) {
            let cost = |card: &Candidate| match card.schedule.due {
                Due::Unset => minutes.pace.cost(habits.new),
                _ => minutes.pace.cost(habits.recalled),
            };
            queue::fit(pool, left, cost, moment, self.scheduler.fsrs());
        }
    }

    /// Reads the plan when it is not that of this day and these goals.
    fn follow_plan(&mut self, day: Day) -> Result<()> {
        let goals = self.store.goals()?;
        if self.plan.as_ref().is_some_and(|(plan, _)| plan.day == day && plan.goals == goals) {
            return Ok(());
        }
        self.plan = Agenda::read(&self.store, &self.scheduler, goals, day)?.map(|plan| {
            let queues = plan.parts.iter().map(|part| plan.queue(part, &self.scheduler)).collect();
            (plan, queues)
        });
        Ok(())
    }

    /// The cards that the plan still has for today: as many as fit in the minutes that are left, of
    /// the session when it has a number of them, else of the day. With them what is left of the
    /// session then.
    fn planned(
        &self,
        moment: &Moment<'_>,
        minutes: &Minutes,
        mut of_session: Option<f64>,
        mut families: Families,
    ) -> Result<(Vec<Candidate>, Option<f64>)> {
        let mut all = Vec::new();
        let Some((plan, queues)) = &self.plan else { return Ok((all, of_session)) };
        let topics = &self.session.options().topics;
        let new = self.session.options().new;
        let mut new = new.map(|new| new.saturating_sub(self.session.introduced()));
        let of_day = minutes.left(&plan.goals.active(moment.day));
        for ((part, queue), of_day) in plan.parts.iter().zip(queues).zip(of_day) {
            let may_come = |card: &StudyCard| {
                (topics.is_empty() || topics.contains(&card.topic))
                    && !minutes.done.contains_key(&card.id)
                    && (card.memory.is_some() || new != Some(0))
            };
            let turns = agenda::turns(&part.morning, queue, &may_come);
            let offers = queue.iter().filter_map(|place| {
                let card = Some(&part.morning[place.card]).filter(|card| may_come(card))?;
                // Siblings come by turns.
                let turn = card.family.and_then(|family| turns.get(&family));
                let card = turn.map_or(card, |at| &part.morning[*at]);
                let found = self.store.candidate(&card.id, moment.day).transpose()?;
                Some(found.map(|found| (found, minutes.pace.cost(place.seconds))))
            });
            let mut left = of_session.unwrap_or(of_day);
            let mut most = new;
            all.extend(queue::planned(offers, &mut left, &mut most, &mut families)?);
            new = most;
            of_session = of_session.map(|_| left);
        }
        Ok((all, of_session))
    }

    /// Number of begun cards that wait until tomorrow, for the minutes of the plan are used.
    pub(super) fn waiting(&self, day: Day) -> Result<usize> {
        let Some((plan, _)) = &self.plan else { return Ok(0) };
        let waiting = |minutes: Minutes| minutes.waiting(&plan.goals.active(day)).len();
        Ok(self.minutes(day)?.map_or(0, waiting))
    }

    /// How the plan stands, in words; `None` without one.
    pub(super) fn plan_words(&self, day: Day) -> Result<Option<String>> {
        let Some((plan, _)) = &self.plan else { return Ok(None) };
        let done = self.store.done_on(day)?;
        Ok(Some(today::words(&plan.goals.active(day), day, &done)))
    }

    /// Minutes spent today and minutes of the plan; `None` without one, or when the session is about
    /// other topics.
    fn plan_minutes(&self, day: Day) -> Result<Option<(u32, u32)>> {
        let Some((plan, _)) = &self.plan else { return Ok(None) };
        let goals = plan.goals.active(day);
        let topics = &self.session.options().topics;
        let is_planned = |topic: &String| goals.iter().any(|goal| goal.covers(topic));
        if !topics.is_empty() && !topics.iter().any(is_planned) {
            return Ok(None);
        }
        let seconds: f64 = today::spent(&goals, &self.store.done_on(day)?).iter().sum();
        let minutes = goals.iter().map(|goal| goal.minutes).sum();
        Ok(Some(((seconds / 60.0) as u32, minutes)))
    }

    /// The plan that the session follows, as it was when the session began.
    pub(super) fn plan(&self) -> Option<&Agenda> {
        self.plan.as_ref().map(|(plan, _)| plan)
    }

    fn draw_cram(&mut self, now: i64) -> Result<Option<Asked>> {
        loop {
            let Some(cram) = &mut self.cram else { return Ok(None) };
            let Some(id) = cram.next().map(str::to_owned) else { return Ok(None) };
            if self.session.is_beyond_limit(&id) {
                cram.drop_front();
                continue;
            }
            let (left, again) = cram.left(&self.session);
            if let Some(card) = self.store.card(&id)? {
                return Ok(Some(self.asked(card, (0, 0, left), again, now)));
            }
            if let Some(cram) = &mut self.cram {
                cram.drop_front();
            }
        }
    }

    /// A card as it is asked now; `again` of those left were answered in this session before.
    fn asked(
        &self,
        card: StoredCard,
        left: (usize, usize, usize),
        again: usize,
        now: i64,
    ) -> Asked {
        let day = self.day(now);
        let waits = self.records.then(|| {
            let next = self.scheduler.preview(&card.card.id, &card.schedule, now, day);
            next.map(|schedule: Schedule| schedule.wait(now, day))
        });
        Asked {
            done: self.session.cards() as usize,
            fresh: (left.0 + left.1 + left.2).saturating_sub(again),
            left,
            watch: Watch::start(now, card.card.kind, &self.settings),
            waits,
            cram: self.cram.is_some(),
            plan: None,
            minutes: None,
            card,
        }
    }

    /// Notes the time spent on a card that goes from the screen.
    pub(super) fn leave(&mut self, asked: &Asked) {
        self.session.spend(asked.watch.ms(self.world.now()));
    }

    /// Makes an answer durable. Returns what the learner should know of it.
    pub(super) fn rate(&mut self, asked: &Asked, rating: Rating) -> Result<Option<String>> {
        let now = self.world.now();
        let day = self.day(now);
        let id = asked.card.card.id.clone();
        let mut before = asked.card.schedule;
        let ms = u32::try_from(asked.watch.ms(now)).unwrap_or(0);
        let kind = if asked.cram { ReviewKind::Cram } else { before.review_kind() };
        let mut notice = None;
        // Goes round only when the settings change meanwhile.
        while self.records {
            let after = self.scheduler.answer(&id, &before, rating, now, day);
            let review = Review { at: now, day, rating, ms, kind, origin: ReviewOrigin::Quiz };
            let mut changes = vec![Change::Answer { id: id.clone(), review, before, after }];
            if self.scheduler.becomes_leech(&before, &after) {
                let times = count(after.lapses as usize, "time");
                let suspends = self.settings.leech_suspend;
                if suspends {
                    changes.push(Change::Suspend { id: id.clone(), from: false, to: true });
                }
                notice = Some(format!(
                    "{id} is a leech, forgotten {times}: {}",
                    if suspends { "suspended" } else { "reword it with e" }
                ));
            }
            match self.store.apply(&format!("{id}: {rating}"), now, &changes) {
                Ok(()) => {
                    self.did()?;
                    break;
                }
                Err(DbError::SettingsChanged) => {
                    self.read_settings()?;
                    // The same reviews, scheduled anew; if there are more, it is a conflict.
                    let found = self.store.card(&id)?.map(|card| card.schedule);
                    let is_same = |s: &Schedule| s.reps == before.reps && s.last == before.last;
                    before = found.filter(is_same).unwrap_or(before);
                }
                Err(DbError::Conflict(_) | DbError::NoCard(_)) => {
                    return Ok(Some(format!(
                        "{id} was answered or changed in another session meanwhile; that one counts"
                    )));
                }
                Err(other) => return Err(other.into()),
            }
        }
        self.undone.clear();
        self.session.note(Answered { id, rating, ms, kind, first: before.reps == 0 });
        if let Some(cram) = &mut self.cram {
            cram.answer(rating);
        }
        Ok(notice)
    }

    /// Reads the settings again, which another session changed.
    fn read_settings(&mut self) -> Result<()> {
        let chains_together = self.settings.chains_together;
        self.settings = self.store.settings()?;
        self.settings.chains_together |= chains_together;
        self.scheduler = Scheduler::new(&self.settings);
        Ok(())
    }

    /// Suspends a card.
    pub(super) fn suspend(&mut self, asked: &Asked) -> Result<String> {
        let id = asked.card.card.id.clone();
        let change = Change::Suspend { id: id.clone(), from: asked.card.suspended, to: true };
        let done = format!("{id} is suspended; u brings it back");
        self.set_aside(&format!("{id}: suspended"), change, done)
    }

    /// Buries a card until tomorrow.
    pub(super) fn bury(&mut self, asked: &Asked) -> Result<String> {
        let id = asked.card.card.id.clone();
        let to = Some(self.day(self.world.now()).plus(1));
        let change = Change::Bury { id: id.clone(), from: asked.card.buried_until, to };
        let done = format!("{id} is buried until tomorrow; u brings it back");
        self.set_aside(&format!("{id}: buried"), change, done)
    }

    fn set_aside(&mut self, label: &str, change: Change, done: String) -> Result<String> {
        let done = match self.store.apply(label, self.world.now(), &[change]) {
            Ok(()) => {
                self.did()?;
                done
            }
            Err(error @ (DbError::Conflict(_) | DbError::NoCard(_))) => error.to_string(),
            Err(other) => return Err(other.into()),
        };
        if let Some(cram) = &mut self.cram {
            cram.drop_front();
        }
        Ok(done)
    }

    /// Reads the card again after its text was changed.
    pub(super) fn reload(&mut self, asked: &mut Asked) -> Result<()> {
        if let Some(card) = self.store.card(&asked.card.card.id)? {
            if card.card != asked.card.card {
                self.did()?;
            }
            asked.card = card;
        }
        Ok(())
    }

    /// The Go version that a topic speaks of.
    pub(super) fn topic_go(&self, topic: &str) -> Option<String> {
        self.topics.iter().find(|t| t.name == topic).and_then(|t| t.go.clone())
    }

    /// The title of a topic.
    pub(super) fn topic_title(&self, topic: &str, lang: Lang) -> String {
        let found = self.topics.iter().find(|t| t.name == topic);
        found.map_or(topic, |t| t.title_in(lang)).to_owned()
    }
}
