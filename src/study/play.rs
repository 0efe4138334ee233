//! The course of a quiz, whatever it is drawn on: draws cards, makes answers durable, takes them
//! back.

mod home;
mod mark;
mod undo;

use std::collections::{HashMap, VecDeque};

use super::day::Agenda;
use super::left::Left;
use super::pool::{Gathered, Wish, gather, introducible};
use crate::db::{DbError, Step, Store};
use crate::model::act::{self, Leech};
use crate::model::card::{Lang, Topic};
use crate::model::change::StoredCard;
use crate::model::day::{Day, Now};
use crate::model::filter::{AsOf, Filter};
use crate::model::habits;
use crate::model::plan::Habits;
use crate::model::queue::{self, Moment};
use crate::model::review::{Rating, Review, ReviewKind, ReviewOrigin};
use crate::model::schedule::{Schedule, Scheduler, State, Wait};
use crate::model::session::{Answered, Cram, Options, Session, Watch};
use crate::model::settings::Settings;
use crate::model::sorting::{Order, Sorting};
use crate::model::today::{Aim, DoneToday, Minutes};

pub use mark::Follow;
pub use undo::{Deed, Did, Turned};

/// A quiz under way.
pub struct Play {
    /// The database.
    pub store: Store,
    /// The learner's settings.
    pub settings: Settings,
    /// The session so far.
    pub session: Session,
    scheduler: Scheduler,
    topics: Vec<Topic>,
    seed: u64,
    cram: Option<Cram>,
    /// Whether answers are written; false only in a cram without `--record`.
    records: bool,
    /// The cards that must come next: the one whose answer was undone, a follow-up that is wanted.
    forced: VecDeque<String>,
    /// Cards that are asked by their names and were not yet.
    named: Vec<String>,
    /// For each card its place in the order of teaching, if that order is wanted.
    places: HashMap<String, usize>,
    /// The steps of this session in the journal: what undo takes back here.
    steps: Vec<Step>,
    /// What undo took back and redo may do again, newest last, each with the answer that it was.
    undone: Vec<(Option<Step>, Option<Answered>)>,
    /// The plan that the session follows.
    plan: Option<Agenda>,
    /// What the log said about the learner when a session with minutes began.
    habits: Option<Habits>,
    /// The minutes as they were before the last question, with their day; `None` after it.
    minutes: Option<(Day, Minutes)>,
}

/// A card that is being asked.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The card.
    pub card: StoredCard,
    /// Different cards answered in this session.
    pub done: usize,
    /// Cards left that were not answered in this session yet, this one included unless it was.
    pub fresh: usize,
    /// Cards left, this one included.
    pub left: Left,
    /// Measures how long it is looked at.
    pub watch: Watch,
    /// What each rating would lead to; `None` when nothing is recorded.
    pub waits: Option<[Wait; 4]>,
    /// Whether it is asked out of turn.
    pub cram: bool,
    /// How the plan stands; `None` without one.
    pub plan: Option<Aim>,
    /// Minutes spent today and minutes of the plan; `None` without one, or when the session is
    /// about other topics.
    pub minutes: Option<(u32, u32)>,
}

impl Asked {
    /// How many cards the session has; this one is number `done` or the one after it.
    pub fn all(&self) -> usize {
        self.done + self.fresh
    }

    /// The place of this card among those of the session.
    pub fn place(&self, session: &Session) -> usize {
        (self.done + usize::from(!session.has_asked(&self.card.card.id))).min(self.all())
    }

    /// The state shown beside the topic; `None` while it is asked out of turn.
    pub fn state(&self) -> Option<State> {
        (!self.cram).then_some(self.card.schedule.state)
    }
}

/// What the learner should know about what was done.
#[derive(Debug)]
pub enum Notice {
    /// The card was forgotten too often.
    Leech(String, Leech),
    /// Another session answered or changed the card meanwhile.
    Elsewhere(String),
    /// It is suspended.
    Suspended(String),
    /// It is buried.
    Buried(String),
    /// Its note is kept.
    Noted(String),
    /// Its note is gone.
    NoteGone(String),
    /// The note is longer than one may be.
    NoteTooLong,
    /// It is flagged.
    Flagged(String),
    /// It is flagged no more.
    Unflagged(String),
    /// Why it could not be set aside.
    Not(DbError),
}

/// What a session did for the interview, and what comes next.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outcome {
    /// How the plan stands; `None` when its day is over.
    pub aim: Option<Aim>,
    /// Readiness if nothing more were answered, before the session and now.
    pub readiness: (Option<f64>, Option<f64>),
    /// New cards and others that the plan has for tomorrow.
    pub tomorrow: (usize, usize),
}

impl Play {
    /// Begins a quiz. A cram is given with whether its answers are recorded.
    pub fn new(
        store: Store,
        settings: Settings,
        options: Options,
        cram: Option<(Cram, bool)>,
        seed: u64,
        now: &Now,
    ) -> Result<Play, DbError> {
        let records = cram.as_ref().is_none_or(|(_, records)| *records);
        let habits = match options.minutes {
            None => None,
            Some(_) => {
                Some(habits::learned(&store.answers_before(now.day, habits::WINDOW)?).habits)
            }
        };
        let places = match options.order {
            Some(Order::Teaching) => {
                let all = store.ids_and_topics(&Filter::All(Vec::new()), AsOf::default())?;
                all.into_iter().enumerate().map(|(place, (id, _))| (id, place)).collect()
            }
            _ => HashMap::new(),
        };
        Ok(Play {
            scheduler: Scheduler::new(&settings),
            named: options.named.clone(),
            places,
            topics: store.topics()?,
            session: Session::new(options),
            seed,
            cram: cram.map(|(cram, _)| cram),
            records,
            forced: VecDeque::new(),
            steps: Vec::new(),
            undone: Vec::new(),
            plan: None,
            habits,
            minutes: None,
            store,
            settings,
        })
    }

    /// Whether answers are written.
    pub fn records(&self) -> bool {
        self.records
    }

    /// Begins again with these cards, each until it is passed, off the record.
    pub fn ask_again(&mut self, ids: Vec<String>) {
        self.session = Session::new(Options::default());
        self.cram = Some(Cram::new(ids));
        self.records = false;
        self.forced.clear();
        self.named.clear();
        self.steps.clear();
        self.undone.clear();
        self.plan = None;
    }

    /// The next card; `None` when the session is over.
    pub fn draw(&mut self, now: &Now) -> Result<Option<Asked>, DbError> {
        if self.session.is_time_over() {
            return Ok(None);
        }
        if self.cram.is_some() {
            return self.draw_cram(now);
        }
        let last = self.store.last_answered(now.day)?;
        let done = self.follow_plan(now.day)?;
        let mut first = None;
        while first.is_none()
            && let Some(id) = self.forced.pop_front()
        {
            first = self.may_ask(&id)?;
        }
        let sorting = self.session.options().order.map(|order| Sorting {
            order,
            places: &self.places,
            day: now.day,
            seed: self.seed,
            fsrs: self.scheduler.fsrs(),
        });
        let moment = Moment {
            now: now.at,
            day: now.day,
            seed: self.seed,
            last: last.as_ref().map(|(id, follows)| (id.as_str(), follows.as_deref())),
            chains_together: self.settings.chains_together,
            sorting: sorting.as_ref(),
        };
        let Gathered { mut pool, minutes } = gather(&self.wish(), &moment, now.end, done)?;
        let minutes = minutes.map(|minutes| (now.day, minutes));
        let card = match first.map_or_else(|| self.next_named(), |card| Ok(Some(card)))? {
            Some(card) => {
                pool.put(&card);
                Some(card)
            }
            None => match queue::next(&pool, &moment, self.scheduler.fsrs()) {
                Some(card) => self.store.card(&card.id)?,
                None => None,
            },
        };
        self.minutes = minutes;
        let Some(card) = card else { return Ok(None) };
        let shown = [&pool.learning, &pool.due, &pool.new, &pool.planned];
        let again = shown.into_iter().flatten().filter(|c| self.session.has_asked(&c.id)).count();
        let plan = self.aim(now)?;
        let minutes = plan.filter(|_| self.is_planned(now.day)).map(|aim| (aim.spent, aim.minutes));
        Ok(Some(Asked { plan, minutes, ..self.asked(card, Left::of(&pool), again, now) }))
    }

    /// A card, if it can be asked at all.
    fn may_ask(&self, id: &str) -> Result<Option<StoredCard>, DbError> {
        Ok(self.store.card(id)?.filter(|card| !card.suspended && !card.retired))
    }

    /// The first card that was asked for by its name and was not answered yet.
    fn next_named(&self) -> Result<Option<StoredCard>, DbError> {
        for id in &self.named {
            if !self.session.has_asked(id)
                && !self.session.is_beyond_limit(id)
                && let Some(card) = self.may_ask(id)?
            {
                return Ok(Some(card));
            }
        }
        Ok(None)
    }

    /// What cards are gathered for.
    fn wish(&self) -> Wish<'_> {
        Wish {
            store: &self.store,
            settings: &self.settings,
            fsrs: self.scheduler.fsrs(),
            topics: &self.topics,
            session: &self.session,
            agenda: self.plan.as_ref(),
            habits: self.habits.as_ref(),
        }
    }

    /// Reads the plan unless it is the one for this day and the present goals. Returns what was
    /// done on the day, where minutes count.
    fn follow_plan(&mut self, day: Day) -> Result<Option<DoneToday>, DbError> {
        let goals = self.store.goals()?;
        if goals.active(day).is_empty() || self.session.options().leaves_plan() {
            self.plan = None;
            return self.habits.map(|_| self.store.done_on(day)).transpose();
        }
        let done = self.store.done_on(day)?;
        if !self.plan.as_ref().is_some_and(|plan| plan.day == day && plan.goals == goals) {
            self.plan = Agenda::read(&self.store, &self.scheduler, goals, day, &done)?;
        }
        Ok(Some(done))
    }

    /// The minutes as they stand: those before the last question, unless something was done since.
    fn minutes(&mut self, now: &Now) -> Result<Option<&Minutes>, DbError> {
        if self.minutes.as_ref().is_none_or(|(day, _)| *day != now.day)
            && let Some(habits) =
                self.plan.as_ref().map(|p| &p.learned.habits).or(self.habits.as_ref())
        {
            let done = self.store.done_on(now.day)?;
            let in_steps = self.store.in_steps(now.end, now.day)?;
            let minutes = Minutes::of(done, &in_steps, &self.settings, habits, now.end);
            self.minutes = Some((now.day, minutes));
        }
        Ok(self.minutes.as_ref().map(|(_, minutes)| minutes))
    }

    /// How the plan stands; `None` without one.
    pub fn aim(&mut self, now: &Now) -> Result<Option<Aim>, DbError> {
        self.minutes(now)?;
        let (Some(plan), Some((_, minutes))) = (&self.plan, &self.minutes) else {
            return Ok(None);
        };
        Ok(Aim::of(&plan.goals.active(now.day), now.day, &minutes.done))
    }

    /// Number of begun cards that wait until tomorrow because the minutes of the plan are used up.
    pub fn waiting(&mut self, now: &Now) -> Result<usize, DbError> {
        self.minutes(now)?;
        let (Some(plan), Some((_, minutes))) = (&self.plan, &self.minutes) else { return Ok(0) };
        Ok(minutes.waiting(&plan.goals.active(now.day)).len())
    }

    /// What the session did for the interview; `None` without a plan. Reads no log.
    pub fn outcome(&mut self, now: &Now) -> Result<Option<Outcome>, DbError> {
        let Some(day) = self.plan.as_ref().map(|plan| plan.day) else { return Ok(None) };
        // A new study day may have begun since the last question.
        let of_day = Now { day, ..*now };
        let aim = self.aim(&of_day)?;
        let (Some(plan), Some((_, minutes))) = (&mut self.plan, &self.minutes) else {
            return Ok(None);
        };
        let before = plan.readiness(&self.scheduler);
        plan.go_on(&self.store, &minutes.done)?;
        let readiness = (before, plan.readiness(&self.scheduler));
        let tomorrow = plan.tomorrow(&self.scheduler, &self.settings.focus);
        Ok(Some(Outcome { aim, readiness, tomorrow }))
    }

    /// Number of new cards of the session's topics that could be introduced now, at most `most`.
    pub fn could_introduce(&self, most: u32, now: &Now) -> Result<usize, DbError> {
        introducible(&self.store, self.session.options(), &self.settings, most, now)
    }

    /// Whether the session is about topics of a goal.
    fn is_planned(&self, day: Day) -> bool {
        let options = self.session.options();
        let goals = self.plan.as_ref().map(|plan| plan.goals.active(day)).unwrap_or_default();
        options.is_about_all()
            || self.topics.iter().any(|topic| {
                options.is_about(&topic.name) && goals.iter().any(|goal| goal.covers(&topic.name))
            })
    }

    fn draw_cram(&mut self, now: &Now) -> Result<Option<Asked>, DbError> {
        loop {
            let Some(cram) = &mut self.cram else { return Ok(None) };
            let Some(id) = cram.next().map(str::to_owned) else { return Ok(None) };
            if self.session.is_beyond_limit(&id) {
                cram.drop_front();
                continue;
            }
            let (due, again) = cram.left(&self.session);
            if let Some(card) = self.store.card(&id)? {
                return Ok(Some(self.asked(card, Left { due, ..Left::default() }, again, now)));
            }
            if let Some(cram) = &mut self.cram {
                cram.drop_front();
            }
        }
    }

    /// A card as it is asked now; `again` of those left were answered in this session before.
    fn asked(&self, card: StoredCard, left: Left, again: usize, now: &Now) -> Asked {
        let waits = self.records.then(|| {
            let next = self.scheduler.preview(&card.card.id, &card.schedule, now.at, now.day);
            next.map(|schedule: Schedule| schedule.wait(now.at, now.day))
        });
        Asked {
            done: self.session.cards() as usize,
            fresh: left.all().saturating_sub(again),
            left,
            watch: Watch::start(now.at, card.card.kind, &self.settings),
            waits,
            cram: self.cram.is_some(),
            plan: None,
            minutes: None,
            card,
        }
    }

    /// Notes the time spent on a card that leaves the screen at an instant.
    pub fn leave(&mut self, asked: &Asked, at: i64) {
        self.session.spend(asked.watch.ms(at));
    }

    /// Makes an answer durable. Returns what the learner should know about it.
    pub fn rate(
        &mut self,
        asked: &Asked,
        rating: Rating,
        now: &Now,
    ) -> Result<Option<Notice>, DbError> {
        let id = asked.card.card.id.clone();
        let mut before = asked.card.schedule;
        let ms = u32::try_from(asked.watch.ms(now.at)).unwrap_or(0);
        let kind = if asked.cram { ReviewKind::Cram } else { before.review_kind() };
        let origin = ReviewOrigin::Quiz;
        let mut notice = None;
        // Goes round again only if the settings changed meanwhile.
        while self.records {
            let review = Review { at: now.at, day: now.day, rating, ms, kind, origin };
            let (changes, leech) =
                act::answer(&self.scheduler, &self.settings, &id, before, review);
            notice = leech.map(|leech| Notice::Leech(id.clone(), leech));
            match self.store.apply(&format!("{id}: {rating}"), now.at, &changes) {
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
                    return Ok(Some(Notice::Elsewhere(id)));
                }
                Err(other) => return Err(other),
            }
        }
        self.undone.clear();
        self.session.note(Answered { id, rating, ms, kind, first: before.reps == 0 });
        if let Some(cram) = &mut self.cram {
            cram.answer(rating);
        }
        Ok(notice)
    }

    /// Reads the settings again, after another session changed them.
    fn read_settings(&mut self) -> Result<(), DbError> {
        let chains_together = self.settings.chains_together;
        self.settings = self.store.settings()?;
        self.settings.chains_together |= chains_together;
        self.scheduler = Scheduler::new(&self.settings);
        Ok(())
    }

    /// Reads the card again after its text was changed.
    pub fn reload(&mut self, asked: &mut Asked) -> Result<(), DbError> {
        if let Some(card) = self.store.card(&asked.card.card.id)? {
            if card.card != asked.card.card {
                self.did()?;
            }
            asked.card = card;
        }
        Ok(())
    }

    /// The Go version that a topic is about.
    pub fn topic_go(&self, topic: &str) -> Option<String> {
        self.topics.iter().find(|t| t.name == topic).and_then(|t| t.go.clone())
    }

    /// The title of a topic.
    pub fn topic_title(&self, topic: &str, lang: Lang) -> String {
        let found = self.topics.iter().find(|t| t.name == topic);
        found.map_or(topic, |t| t.title_in(lang)).to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::card::{Card, Origin};
    use crate::model::change::Change;
    use crate::model::day::Calendar;
    use crate::model::goal::{Goal, Goals};

    const DAY_MS: i64 = 86_400_000;
    const TODAY: Day = Day(20_000);

    fn now(minutes: i64) -> Now {
        let calendar = Calendar { zone: chrono::Utc, rollover_hour: 4 };
        calendar.now(i64::from(TODAY.0) * DAY_MS + 8 * 3_600_000 + minutes * 60_000)
    }

    /// A learner with `cards` cards in ten topics and a goal for some of these. Four of ten cards
    /// are seen, each `reviews` times, the last time days ago or, for one in five, this morning.
    fn learner(cards: usize, reviews: usize, goal_topics: &[&str]) -> Play {
        let mut store = Store::in_memory().unwrap();
        let settings = store.settings().unwrap();
        let scheduler = Scheduler::new(&settings);
        let add = |i: usize| {
            let id = format!("c{i}");
            let seen = if i % 10 < 4 { reviews } else { 0 };
            let review = |n: usize| {
                let ago = if n + 1 == seen && i % 50 < 4 { 0 } else { 3 * (seen - n) as i32 };
                let day = TODAY.plus(-ago);
                let at = i64::from(day.0) * DAY_MS + 7 * 3_600_000 + i as i64;
                let (kind, origin) = (ReviewKind::Review, ReviewOrigin::Quiz);
                Review { at, day, rating: Rating::Good, ms: 2_000, kind, origin }
            };
            let reviews: Vec<Review> = (0..seen).map(review).collect();
            let card = StoredCard {
                schedule: scheduler.replay(&id, &reviews),
                card: Card {
                    id,
                    topic: format!("t{}", i % 10),
                    level: 1,
                    weight: 3,
                    ..Card::default()
                },
                origin: Origin::User,
                edited: false,
                retired: false,
                suspended: false,
                buried_until: None,
                note: None,
                flagged: false,
                seq: i as u32,
            };
            Change::Add { card: Box::new(card), reviews }
        };
        let changes: Vec<Change> = (0..cards).map(add).collect();
        store.apply("add", 0, &changes).unwrap();
        let topics = goal_topics.iter().map(|topic| (*topic).to_owned()).collect();
        let goal = Goal { day: TODAY.plus(20), minutes: 30, began: TODAY.plus(-9), topics };
        let to = Goals { goals: vec![goal], ..Goals::default() };
        store.apply("plan", 0, &[Change::Goals { from: Goals::default(), to }]).unwrap();
        Play::new(store, settings, Options::default(), None, 0, &now(0)).unwrap()
    }

    /// The statements of the first draw, of the next ones, and of the summary at the end.
    fn statements(mut play: Play) -> [Vec<String>; 3] {
        let log = play.store.statements();
        let take = || log.take();
        let mut asked = play.draw(&now(0)).unwrap().unwrap();
        let first = take();
        let mut next = Vec::new();
        for minute in 1..5 {
            play.rate(&asked, Rating::Good, &now(minute)).unwrap();
            take();
            asked = play.draw(&now(minute)).unwrap().unwrap();
            next = take();
        }
        play.outcome(&now(5)).unwrap().unwrap();
        [first, next, take()]
    }

    #[test]
    fn a_question_takes_as_many_statements_however_much_there_is() {
        for goal in [&[][..], &["t0", "t1"]] {
            let few = statements(learner(50, 3, goal));
            let many = statements(learner(1_000, 4, goal));
            for (few, many) in few.iter().zip(&many) {
                assert_eq!(few, many, "{goal:?}");
                assert!(many.len() <= 15, "{} {many:#?}", many.len());
            }
            let [_, next, told] = many;
            // Neither a later question nor the end reads the log again, beyond today's.
            for sql in next.iter().chain(&told).filter(|sql| sql.contains("FROM reviews")) {
                assert!(sql.contains("reviews.day = ?1"), "{sql}");
            }
        }
    }
}
