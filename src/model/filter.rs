//! Which cards are meant: a tree of conditions, and what it means for one card (`parse.rs` reads
//! such a tree, `print.rs` writes it).

pub mod parse;
mod print;
pub mod words;

use self::words::Phrase;
use super::card::{Kind, Origin};
use super::change::StoredCard;
use super::day::Day;
use super::review::{Rating, Review};
use super::schedule::{Due, State};

/// The condition that a card has to meet. Nested no deeper than commands nest it, or than the
/// parser of typed filters allows ([`parse::DEEPEST`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filter {
    /// All of these; with none of them every card. [`Filter::all`] makes it.
    All(Vec<Filter>),
    /// One of these; with none of them no card. [`Filter::any`] makes it.
    Any(Vec<Filter>),
    /// Not this.
    Not(Box<Filter>),
    /// Of the topic with this name.
    Topic(String),
    /// With this tag.
    Tag(String),
    /// Of a level in this range, from 1 to 3.
    Level(Between),
    /// Of a weight in this range, from 1 to 5.
    Weight(Between),
    /// Answered in this way.
    Kind(Kind),
    /// With this id.
    Id(String),
    /// The follow-up question to the card with this id.
    Follows(String),
    /// With a note of the user's that contains this text, whatever the case of ASCII letters; with
    /// an empty text any note.
    Note(String),
    /// With these words, one after the other, in a text that is searched: see [`words`].
    Text(String),
    /// Answered with this rating, or with any if none is named, in this many days up to today, or
    /// ever if their number is not named.
    Rated(Option<Rating>, Option<u32>),
    /// Due in this many study days; 0 is today, with the learning steps that end before its end.
    Due(Between),
    /// Forgotten this many times.
    Lapses(Between),
    /// In this state.
    Is(Is),
}

/// Numbers from one to another, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Between {
    /// The least, if there is one.
    pub from: Option<i32>,
    /// The most, if there is one.
    pub to: Option<i32>,
}

/// A state that a card can be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Is {
    /// Never answered, not suspended.
    New,
    /// In its learning steps, the first ones or those after a lapse; not suspended.
    Learning,
    /// With an interval of days; not suspended.
    Review,
    /// Could be asked now: due on or before the day, or in a learning step that is over; neither
    /// suspended nor buried.
    Due,
    /// Forgotten as often as the settings allow, or more.
    Leech,
    /// Suspended by the learner, or as a leech; drafts are not.
    Suspended,
    /// Not asked before another day.
    Buried,
    /// Without an answer in any language.
    Draft,
    /// Built in, with the user's wording.
    Edited,
    /// The user's own.
    Mine,
    /// Flagged by the user.
    Flagged,
    /// Answered at least once.
    Seen,
    /// Built in once, gone from the newest decks.
    Retired,
}

/// What a state depends on besides the card. The default is for filters without any state that
/// depends on it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AsOf {
    /// The study day.
    pub day: Day,
    /// The instant, in milliseconds since 1970-01-01 UTC.
    pub now: i64,
    /// The first instant after the study day.
    pub end: i64,
    /// The number of lapses from which on a card is a leech.
    pub leech_threshold: u32,
}

/// Milliseconds of a day.
pub const DAY_MS: i64 = 86_400_000;

impl Default for Filter {
    /// All cards that are not retired.
    fn default() -> Filter {
        Filter::Not(Box::new(Filter::Is(Is::Retired)))
    }
}

impl Filter {
    /// What the flags of a command choose: cards of these topics (of any if none is given), with this
    /// tag, of this level, in this state. Retired cards come only where their state is asked for.
    pub fn chosen(
        topics: &[String],
        tag: Option<&str>,
        level: Option<u8>,
        is: Option<Is>,
    ) -> Filter {
        Filter::flags(topics, tag, level, is).without_retired()
    }

    /// The same, with retired cards.
    pub fn flags(
        topics: &[String],
        tag: Option<&str>,
        level: Option<u8>,
        is: Option<Is>,
    ) -> Filter {
        let mut all = Vec::new();
        if !topics.is_empty() {
            all.push(Filter::any(topics.iter().cloned().map(Filter::Topic).collect()));
        }
        all.extend(tag.map(|tag| Filter::Tag(tag.to_owned())));
        all.extend(level.map(|level| Filter::Level(Between::just(level.into()))));
        all.extend(is.map(Filter::Is));
        Filter::all(all)
    }

    /// The same without retired cards, unless it asks for them, by their state or by id.
    pub fn without_retired(self) -> Filter {
        let leaves = self.leaves();
        if leaves.contains(&&Filter::Is(Is::Retired)) {
            return self;
        }
        let named = leaves.into_iter().filter(|leaf| matches!(leaf, Filter::Id(_))).cloned();
        let kept = [Filter::default()].into_iter().chain(named).collect();
        Filter::all(vec![Filter::any(kept), self])
    }

    /// The conditions without the words between them.
    pub fn leaves(&self) -> Vec<&Filter> {
        match self {
            Filter::All(parts) | Filter::Any(parts) => {
                parts.iter().flat_map(Filter::leaves).collect()
            }
            Filter::Not(part) => part.leaves(),
            leaf => vec![leaf],
        }
    }

    /// Whether it only names cards by their ids.
    pub fn is_of_ids(&self) -> bool {
        match self {
            Filter::Any(parts) => !parts.is_empty() && parts.iter().all(Filter::is_of_ids),
            part => matches!(part, Filter::Id(_)),
        }
    }

    /// The topics, if it only names some; none if it means every card.
    pub fn of_topics(&self) -> Option<Vec<String>> {
        match self {
            Filter::All(parts) if parts.is_empty() => Some(Vec::new()),
            Filter::Topic(topic) => Some(vec![topic.clone()]),
            Filter::Any(parts) if !parts.is_empty() => {
                let topic = |part: &Filter| match part {
                    Filter::Topic(topic) => Some(topic.clone()),
                    _ => None,
                };
                parts.iter().map(topic).collect()
            }
            _ => None,
        }
    }

    /// The ids of cards that it names as wanted, in the order in which it does.
    pub fn named(&self) -> Vec<&str> {
        match self {
            Filter::All(parts) | Filter::Any(parts) => {
                parts.iter().flat_map(Filter::named).collect()
            }
            Filter::Id(id) => vec![id],
            _ => Vec::new(),
        }
    }

    /// All of these, in the simplest form.
    pub fn all(parts: Vec<Filter>) -> Filter {
        let mut all = Vec::new();
        for part in parts {
            match part {
                Filter::All(more) => all.extend(more),
                one => all.push(one),
            }
        }
        if all.len() == 1 { all.remove(0) } else { Filter::All(all) }
    }

    /// One of these, in the simplest form.
    pub fn any(parts: Vec<Filter>) -> Filter {
        let mut any = Vec::new();
        for part in parts {
            match part {
                Filter::Any(more) => any.extend(more),
                one => any.push(one),
            }
        }
        if any.len() == 1 { any.remove(0) } else { Filter::Any(any) }
    }

    /// Whether a card is meant; `reviews` are all of its own.
    pub fn accepts(&self, card: &StoredCard, reviews: &[Review], as_of: AsOf) -> bool {
        let accepts = |part: &Filter| part.accepts(card, reviews, as_of);
        let says = &card.card;
        match self {
            Filter::All(all) => all.iter().all(accepts),
            Filter::Any(any) => any.iter().any(accepts),
            Filter::Not(not) => !accepts(not),
            Filter::Topic(topic) => says.topic == *topic,
            Filter::Tag(tag) => says.tags.contains(tag),
            Filter::Level(level) => level.holds(says.level.into()),
            Filter::Weight(weight) => weight.holds(says.weight.into()),
            Filter::Kind(kind) => says.kind == *kind,
            Filter::Id(id) => says.id == *id,
            Filter::Follows(id) => says.follows.as_ref() == Some(id),
            Filter::Note(text) => {
                let text = text.to_ascii_lowercase();
                card.note.as_ref().is_some_and(|note| note.to_ascii_lowercase().contains(&text))
            }
            Filter::Text(text) => Phrase::of(text).is_some_and(|phrase| phrase.is_in(says)),
            Filter::Rated(rating, days) => reviews.iter().any(|review| {
                rating.is_none_or(|rating| review.rating == rating)
                    && days.is_none_or(|days| review.day > as_of.before(days))
            }),
            Filter::Due(days) => match card.schedule.due {
                Due::Unset => false,
                Due::On(day) => days.holds(i64::from(day.0) - i64::from(as_of.day.0)),
                Due::At(at) if at < as_of.end => days.holds(0),
                Due::At(at) => days.holds(1 + (at - as_of.end) / DAY_MS),
            },
            Filter::Lapses(lapses) => lapses.holds(card.schedule.lapses.into()),
            Filter::Is(is) => is.accepts(card, as_of),
        }
    }
}

impl Between {
    /// This number alone.
    pub fn just(number: i32) -> Between {
        Between { from: Some(number), to: Some(number) }
    }

    fn holds(self, number: i64) -> bool {
        self.from.is_none_or(|from| i64::from(from) <= number)
            && self.to.is_none_or(|to| number <= i64::from(to))
    }
}

impl AsOf {
    /// The study day before the last `days` study days, of which this one is the last.
    pub fn before(self, days: u32) -> Day {
        self.day.plus(i32::try_from(days).unwrap_or(i32::MAX).saturating_neg())
    }
}

impl Is {
    /// Every state.
    pub const ALL: [Is; 13] = [
        Is::New,
        Is::Learning,
        Is::Review,
        Is::Due,
        Is::Leech,
        Is::Suspended,
        Is::Buried,
        Is::Draft,
        Is::Edited,
        Is::Mine,
        Is::Flagged,
        Is::Seen,
        Is::Retired,
    ];

    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Is::New => "new",
            Is::Learning => "learning",
            Is::Review => "review",
            Is::Due => "due",
            Is::Leech => "leech",
            Is::Suspended => "suspended",
            Is::Buried => "buried",
            Is::Draft => "draft",
            Is::Edited => "edited",
            Is::Mine => "mine",
            Is::Flagged => "flagged",
            Is::Seen => "seen",
            Is::Retired => "retired",
        }
    }

    fn accepts(self, card: &StoredCard, as_of: AsOf) -> bool {
        let AsOf { day, now, leech_threshold, .. } = as_of;
        let state = card.schedule.state;
        let is_buried = card.buried_until.is_some_and(|until| until > day);
        match self {
            Is::New => state == State::New && !card.suspended,
            Is::Learning => matches!(state, State::Learning | State::Relearning) && !card.suspended,
            Is::Review => state == State::Review && !card.suspended,
            Is::Due => {
                let is_due = match (state, card.schedule.due) {
                    (State::Review, Due::On(due)) => due <= day,
                    (State::Learning | State::Relearning, Due::At(due)) => due <= now,
                    _ => false,
                };
                is_due && !card.suspended && !is_buried
            }
            Is::Leech => card.schedule.lapses >= leech_threshold,
            Is::Suspended => card.suspended && !card.card.is_draft(),
            Is::Buried => is_buried,
            Is::Draft => card.card.is_draft(),
            Is::Edited => card.edited,
            Is::Mine => card.origin == Origin::User,
            Is::Flagged => card.flagged,
            Is::Seen => card.schedule.reps > 0,
            Is::Retired => card.retired,
        }
    }
}

#[cfg(test)]
pub mod tests;
