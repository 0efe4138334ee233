//! A session of the quiz: what was asked for, what was answered so far, and when it ends.

use std::collections::{BTreeMap, VecDeque};

use super::card::Kind;
use super::review::{Rating, ReviewKind};
use super::settings::Settings;
use super::sorting::Order;

/// What the learner asked for on the command line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Only these topics; all when empty.
    pub topics: Vec<String>,
    /// Only these cards, each with its topic, as they were chosen when the session began; `None` for
    /// no such choice.
    pub only: Option<BTreeMap<String, String>>,
    /// Cards that are asked first, whether they are due or not, in this order.
    pub named: Vec<String>,
    /// The choice as it was typed, behind a space; empty without one.
    pub typed: String,
    /// New cards to introduce in this session, whatever the daily limit says.
    pub new: Option<u32>,
    /// Most different cards to ask.
    pub limit: Option<u32>,
    /// Minutes after which no further card is asked.
    pub minutes: Option<u32>,
    /// Cards that are due in so many days come too.
    pub ahead: u32,
    /// The order of the due and the new ones; the usual one when `None`.
    pub order: Option<Order>,
}

impl Options {
    /// Whether they are about all cards.
    pub fn is_about_all(&self) -> bool {
        self.topics.is_empty() && self.only.is_none()
    }

    /// Whether they are about any card of a topic.
    pub fn is_about(&self, topic: &str) -> bool {
        let has = |only: &BTreeMap<String, String>| only.values().any(|of| of == topic);
        (self.topics.is_empty() || self.topics.iter().any(|t| t == topic))
            && self.only.as_ref().is_none_or(has)
    }

    /// Whether they are about a card of a topic.
    pub fn admits(&self, id: &str, topic: &str) -> bool {
        (self.topics.is_empty() || self.topics.iter().any(|t| t == topic))
            && self.only.as_ref().is_none_or(|only| only.contains_key(id))
    }

    /// Whether the day's cards come in another way than the plan has them.
    pub fn leaves_plan(&self) -> bool {
        self.ahead > 0 || self.order.is_some()
    }
}

/// One answer of the session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// Id of the card.
    pub id: String,
    /// What the learner said.
    pub rating: Rating,
    /// Milliseconds from question to rating.
    pub ms: u32,
    /// The state the card was in.
    pub kind: ReviewKind,
    /// Whether it was the card's first answer ever.
    pub first: bool,
}

/// The course of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    options: Options,
    answered: Vec<Answered>,
    /// Milliseconds spent on cards, answered or not.
    spent: i64,
}

/// How long a card is looked at. Someone who takes longer than the cap has left the desk: the clock
/// stops then, as it does in a pause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Watch {
    /// Since when, in milliseconds since 1970-01-01 UTC, pauses left out.
    since: i64,
    /// The most that counts, in milliseconds.
    cap: i64,
    /// Since when it is stopped by hand.
    stopped: Option<i64>,
}

/// How many times longer the cap is for cards that are typed or chosen.
const TYPING: u32 = 3;

impl Watch {
    /// A watch that starts now, for a card of a kind.
    pub fn start(now: i64, kind: Kind, settings: &Settings) -> Watch {
        let times = if kind == Kind::Basic { 1 } else { TYPING };
        Watch { since: now, cap: 1000 * i64::from(settings.longest_answer * times), stopped: None }
    }

    /// Milliseconds that count; 0 when the clock went back.
    pub fn ms(&self, now: i64) -> i64 {
        (self.stopped.unwrap_or(now) - self.since).clamp(0, self.cap)
    }

    /// Whether it has stopped, by hand or at the cap.
    pub fn is_still(&self, now: i64) -> bool {
        self.is_stopped() || self.ms(now) == self.cap
    }

    /// Whether it was stopped by hand.
    pub fn is_stopped(&self) -> bool {
        self.stopped.is_some()
    }

    /// Stops it by hand.
    pub fn stop(&mut self, now: i64) {
        self.stopped.get_or_insert(now);
    }

    /// Goes on after a stop.
    pub fn go_on(&mut self, now: i64) {
        if let Some(stopped) = self.stopped.take() {
            self.since += now - stopped;
        }
    }
}

impl Session {
    /// A session that begins.
    pub fn new(options: Options) -> Session {
        Session { options, answered: Vec::new(), spent: 0 }
    }

    /// What was asked for.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// The answers so far, oldest first.
    pub fn answered(&self) -> &[Answered] {
        &self.answered
    }

    /// Whether the learner's minutes are over.
    pub fn is_time_over(&self) -> bool {
        self.options.minutes.is_some_and(|m| self.spent >= i64::from(m) * 60_000)
    }

    /// Seconds that the learner's minutes still have; `None` without a limit.
    pub fn seconds_left(&self) -> Option<f64> {
        let minutes = self.options.minutes?;
        Some(60.0 * f64::from(minutes) - self.spent as f64 / 1000.0)
    }

    /// Numbers of (new, due) cards that may still be asked, given how many were introduced and
    /// reviewed on this day; the limit of different cards comes on top.
    pub fn left(&self, settings: &Settings, introduced: u32, reviewed: u32) -> (u32, u32) {
        let new = match self.options.new {
            None => settings.new_per_day.saturating_sub(introduced),
            Some(new) => new.saturating_sub(self.introduced()),
        };
        (new, settings.reviews_per_day.saturating_sub(reviewed))
    }

    /// How many cards that were not asked yet the limit of different cards still allows; `None`
    /// without a limit.
    pub fn cards_left(&self) -> Option<u32> {
        self.options.limit.map(|limit| limit.saturating_sub(self.cards()))
    }

    /// Whether the limit of different cards keeps a card out: one not asked yet when it is used up.
    pub fn is_beyond_limit(&self, id: &str) -> bool {
        self.cards_left() == Some(0) && !self.has_asked(id)
    }

    /// Whether a card was answered in this session.
    pub fn has_asked(&self, id: &str) -> bool {
        self.answered.iter().any(|a| a.id == id)
    }

    /// Number of different cards answered.
    pub fn cards(&self) -> u32 {
        let mut ids: Vec<&str> = self.answered.iter().map(|a| a.id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        ids.len() as u32
    }

    /// Number of cards introduced. A cram that is not recorded may see a new card more than once.
    pub fn introduced(&self) -> u32 {
        let is_new = |(i, a): &(usize, &Answered)| {
            a.first && !self.answered[..*i].iter().any(|before| before.id == a.id)
        };
        self.answered.iter().enumerate().filter(is_new).count() as u32
    }

    /// Notes an answer.
    pub fn note(&mut self, answered: Answered) {
        self.answered.push(answered);
    }

    /// Notes time spent on a card, whatever came of it.
    pub fn spend(&mut self, ms: i64) {
        self.spent += ms;
    }

    /// The cards that were forgotten in it, in the order in which they first were.
    pub fn missed(&self) -> Vec<&str> {
        let mut missed: Vec<&str> = Vec::new();
        for answer in self.answered.iter().filter(|answer| !answer.rating.passed()) {
            if !missed.contains(&answer.id.as_str()) {
                missed.push(&answer.id);
            }
        }
        missed
    }

    /// Forgets the last answer to a card, when it was undone, and gives it.
    pub fn take_back(&mut self, id: &str) -> Option<Answered> {
        let index = self.answered.iter().rposition(|a| a.id == id)?;
        Some(self.answered.remove(index))
    }

    /// How many cards known before were answered, and how many of them were recalled in the first
    /// answer. New cards do not count, as nobody can recall what they never saw.
    pub fn recalled(&self) -> (u32, u32) {
        let mut seen: Vec<&str> = Vec::new();
        let (mut passed, mut all) = (0, 0);
        for answer in &self.answered {
            if seen.contains(&answer.id.as_str()) {
                continue;
            }
            seen.push(&answer.id);
            if !answer.first {
                all += 1;
                passed += u32::from(answer.rating.passed());
            }
        }
        (passed, all)
    }

    /// Time spent on cards in milliseconds, idle time left out.
    pub fn ms(&self) -> i64 {
        self.spent
    }
}

/// A cram: each of its cards once, forgotten ones again until they are passed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cram {
    queue: VecDeque<String>,
}

/// Cards that are asked before a forgotten one comes back in a cram.
const CRAM_GAP: usize = 6;

impl Cram {
    /// A cram over these cards, in this order.
    pub fn new(ids: Vec<String>) -> Cram {
        Cram { queue: ids.into() }
    }

    /// The card to ask.
    pub fn next(&self) -> Option<&str> {
        self.queue.front().map(String::as_str)
    }

    /// Number of cards left within the session's limit of different cards, and how many of them
    /// were asked before.
    pub fn left(&self, session: &Session) -> (usize, usize) {
        let again = self.queue.iter().filter(|id| session.has_asked(id)).count();
        let fresh = self.queue.len() - again;
        let fresh = session.cards_left().map_or(fresh, |left| fresh.min(left as usize));
        (again + fresh, again)
    }

    /// Moves on after the card in front was answered.
    pub fn answer(&mut self, rating: Rating) {
        if let Some(id) = self.queue.pop_front()
            && !rating.passed()
        {
            self.queue.insert(CRAM_GAP.min(self.queue.len()), id);
        }
    }

    /// Takes the card in front out for this time.
    pub fn drop_front(&mut self) {
        self.queue.pop_front();
    }

    /// Puts a card behind the one in front.
    pub fn put_second(&mut self, id: &str) {
        self.queue.retain(|queued| queued != id);
        self.queue.insert(1.min(self.queue.len()), id.to_owned());
    }

    /// Puts a card in front again, when its answer was undone.
    pub fn take_back(&mut self, id: &str) {
        self.queue.retain(|queued| queued != id);
        self.queue.push_front(id.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(id: &str, rating: Rating, first: bool) -> Answered {
        Answered { id: id.into(), rating, ms: 1_500, kind: ReviewKind::Learning, first }
    }

    #[test]
    fn limits_of_day_and_session_meet() {
        let settings = Settings::default();
        let session = |options: Options| {
            let mut session = Session::new(options);
            session.note(answered("a", Rating::Good, true));
            session.note(answered("a", Rating::Good, false));
            session.note(answered("b", Rating::Good, false));
            session
        };
        let by_day = session(Options::default());
        assert_eq!(by_day.left(&settings, 1, 1), (9, 199));
        assert_eq!(by_day.left(&settings, 12, 300), (0, 0));
        let by_new = session(Options { new: Some(3), ..Options::default() });
        assert_eq!(by_new.left(&settings, 50, 1), (2, 199));
        let by_limit = session(Options { limit: Some(3), ..Options::default() });
        assert_eq!((by_limit.left(&settings, 1, 1), by_limit.cards_left()), ((9, 199), Some(1)));
        let spent = session(Options { limit: Some(2), ..Options::default() });
        assert_eq!(spent.cards_left(), Some(0));
        assert!(spent.is_beyond_limit("c"));
        assert!(!spent.is_beyond_limit("a"));
    }

    #[test]
    fn minutes_end_a_session() {
        let options = Options { minutes: Some(5), ..Options::default() };
        let mut session = Session::new(options);
        assert!(!session.is_time_over());
        session.spend(299_999);
        assert!(!session.is_time_over());
        session.spend(1);
        assert!(session.is_time_over());
    }

    #[test]
    fn a_watch_stops_at_its_cap_and_in_a_pause() {
        let settings = Settings::default();
        let mut watch = Watch::start(1_000, Kind::Basic, &settings);
        // (now, what counts, whether it stands still); the clock may go back.
        for (now, ms, still) in [
            (0, 0, false),
            (31_000, 30_000, false),
            (61_000, 60_000, true),
            (9_999_999, 60_000, true),
        ] {
            assert_eq!((watch.ms(now), watch.is_still(now)), (ms, still), "{now}");
        }
        watch.stop(11_000);
        watch.stop(12_000);
        assert_eq!((watch.ms(500_000), watch.is_still(500_000)), (10_000, true));
        watch.go_on(500_000);
        assert_eq!((watch.ms(501_000), watch.is_still(501_000)), (11_000, false));
        assert_eq!(Watch::start(0, Kind::Output, &settings).ms(9_999_999), 180_000);
    }

    #[test]
    fn recall_counts_the_first_answer_to_a_known_card() {
        let mut session = Session::new(Options::default());
        for (id, rating, first) in [
            ("new", Rating::Again, true),
            ("new", Rating::Good, false),
            ("a", Rating::Again, false),
            ("a", Rating::Good, false),
            ("b", Rating::Hard, false),
        ] {
            session.note(answered(id, rating, first));
        }
        assert_eq!(session.recalled(), (1, 2));
        session.take_back("b");
        assert_eq!(session.recalled(), (0, 1));
    }

    #[test]
    fn a_cram_brings_back_what_was_forgotten() {
        let ids: Vec<String> = (0..9).map(|i| i.to_string()).collect();
        let mut cram = Cram::new(ids);
        let first = cram.next().unwrap().to_owned();
        cram.answer(Rating::Again);
        let mut order = vec![first.clone()];
        while let Some(id) = cram.next().map(str::to_owned) {
            order.push(id);
            cram.answer(Rating::Good);
        }
        assert_eq!(order.len(), 10);
        assert_eq!(order.iter().rposition(|id| *id == first), Some(7));
    }
}
