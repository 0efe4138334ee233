//! Databases of a learner who has studied for years: every card has ten reviews, at the intervals
//! of the scheduler itself, so that due days spread as they do in life.

use std::collections::BTreeMap;
use std::path::Path;

use godrill::inside::builtin;
use godrill::inside::db::Store;
use godrill::inside::model::card::{Card, Kind, Lang, Origin, Text};
use godrill::inside::model::change::{Change, StoredCard};
use godrill::inside::model::day::Day;
use godrill::inside::model::review::{Rating, Review, ReviewOrigin};
use godrill::inside::model::schedule::{Due, Schedule, Scheduler, State};
use godrill::inside::model::settings::SETTINGS;

/// The time of every run: 2026-11-23T08:00:00Z.
pub(crate) const NOW: &str = "2026-11-23T08:00:00Z";
/// The study day of that time.
pub(crate) const TODAY: Day = Day(20_780);
/// That time in milliseconds.
pub(crate) const NOW_MS: i64 = 1_795_420_800_000;
/// Words that about one card in thirty has.
pub(crate) const QUERY: &str = "write barrier";

/// Reviews of each card.
pub(crate) const REVIEWS: usize = 10;

/// Longest interval in days.
const LONGEST: &str = "400";
const DAY_MS: i64 = 86_400_000;
/// Cards answered today already: the learner is in the middle of the day's work.
const ANSWERED_TODAY: usize = 50;
/// Changes in one transaction; more than the journal keeps, as in an import.
const CHUNK: usize = 10_000;

/// A small generator with a published formula (SplitMix64).
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    pub(crate) fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % n as u64) as usize
    }
}

/// The id of a card.
pub(crate) fn id(number: usize) -> String {
    format!("card-{number}")
}

/// Makes a database of `size` cards with ten reviews each, and one new card to every twenty.
pub(crate) fn build(path: &Path, size: usize) {
    let mut store = Store::open(path).expect("a database");
    // Keeps the history within a few years, and about one card in three hundred due on a day.
    let setting = SETTINGS.iter().find(|s| s.name == "maximum_interval").expect("a setting");
    store.set_setting(setting, LONGEST, 0, None, &mut |_, _| {}).expect("it is set");
    let scheduler = Scheduler::new(&store.settings().expect("the settings"));
    let texts = Texts::new();
    let mut answered_today = 0;
    let mut changes = Vec::new();
    for number in 0..size + size / 20 {
        let mut chance = Chance(number as u64);
        let mut card = texts.card(number, &mut chance);
        let mut reviews = Vec::new();
        if number < size {
            (card.schedule, reviews) =
                history(&card.card.id, &scheduler, &mut chance, &mut answered_today);
        }
        changes.push(Change::Add { card: Box::new(card), reviews });
        if changes.len() == CHUNK {
            store.apply("made", NOW_MS, &changes).expect("the cards go in");
            changes.clear();
        }
    }
    store.apply("made", NOW_MS, &changes).expect("the cards go in");
    let (topics, decks) = builtin::reading();
    store.load_builtin(builtin::FINGERPRINT, &topics, decks, NOW_MS).expect("the decks go in");
}

/// Ten answers, each on the day it was due, and placed in time so that today is somewhere between
/// the last answer and the day on which the card falls due.
fn history(
    id: &str,
    scheduler: &Scheduler,
    chance: &mut Chance,
    answered_today: &mut usize,
) -> (Schedule, Vec<Review>) {
    let morning = 5 * 3_600_000 + chance.below(90) as i64 * 60_000;
    let mut at = morning;
    let mut schedule = Schedule::default();
    let mut reviews = Vec::with_capacity(REVIEWS);
    for number in 1..=REVIEWS {
        let in_steps = schedule.state != State::Review;
        let rating = match chance.below(100) {
            _ if number == REVIEWS && in_steps => Rating::Easy,
            0..8 if number + 2 < REVIEWS => Rating::Again,
            0..18 => Rating::Hard,
            18..90 => Rating::Good,
            _ => Rating::Easy,
        };
        let day = Day((at / DAY_MS) as i32);
        let kind = schedule.review_kind();
        schedule = scheduler.answer(id, &schedule, rating, at, day);
        let ms = 2_000 + chance.below(20_000) as u32;
        reviews.push(Review { at, day, rating, ms, kind, origin: ReviewOrigin::Quiz });
        at = match schedule.due {
            Due::At(due) => due,
            Due::On(day) => i64::from(day.0) * DAY_MS + morning,
            Due::Unset => at,
        };
    }
    let (Due::On(due), Some((_, last))) = (schedule.due, schedule.last) else {
        panic!("{id} ends in {schedule:?}");
    };
    let mut age = chance.below(due.since(last) as usize + 1);
    if age == 0 {
        *answered_today += 1;
        age += usize::from(*answered_today > ANSWERED_TODAY);
    }
    let shift = TODAY.0 - last.0 - age as i32;
    for review in &mut reviews {
        review.day = review.day.plus(shift);
        review.at += i64::from(shift) * DAY_MS;
    }
    schedule.due = Due::On(due.plus(shift));
    schedule.last =
        schedule.last.map(|(at, day)| (at + i64::from(shift) * DAY_MS, day.plus(shift)));
    (schedule, reviews)
}

/// Texts for cards: titles and paragraphs of the built-in decks, mixed anew.
struct Texts {
    cards: Vec<Card>,
}

impl Texts {
    fn new() -> Texts {
        Texts { cards: builtin::decks().1 }
    }

    fn card(&self, number: usize, chance: &mut Chance) -> StoredCard {
        let of = |chance: &mut Chance| &self.cards[chance.below(self.cards.len())];
        let (first, second) = (of(chance), of(chance));
        let text = |lang: Lang| {
            let spoken = |card: &Card| {
                let answer = card.text_in(lang).map_or("", |t| &t.answer);
                answer.split("\n\n").next().unwrap_or("").to_owned()
            };
            let question = first.text_in(lang).map_or("", |t| t.title());
            let question = format!("{question} ({number})");
            (
                lang,
                Text {
                    question,
                    answer: format!("{}\n\n{}", spoken(first), spoken(second)),
                    ..Text::default()
                },
            )
        };
        StoredCard {
            card: Card {
                id: id(number),
                topic: format!("topic-{}", number % 20),
                kind: Kind::Basic,
                level: 1 + chance.below(3) as u8,
                weight: 1 + chance.below(5) as u8,
                follows: (number % 10 == 9).then(|| id(number - 1)),
                tags: vec!["bench".into()],
                correct: None,
                evidence: first.evidence.iter().take(1).cloned().collect(),
                text: BTreeMap::from(Lang::ALL.map(text)),
                ..Card::default()
            },
            origin: Origin::User,
            edited: false,
            retired: false,
            suspended: false,
            buried_until: None,
            note: None,
            flagged: false,
            seq: 1 + number as u32 / 20,
            schedule: Schedule::default(),
        }
    }
}
