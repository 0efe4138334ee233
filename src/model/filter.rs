//! Which cards are meant: a tree of conditions, and what it means for one card.

use super::change::StoredCard;
use super::day::Day;
use super::schedule::{Due, State};

/// The condition that a card has to meet. Nested only as deeply as commands nest it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filter {
    /// All of these; with none of them every card.
    All(Vec<Filter>),
    /// One of these; with none of them no card.
    Any(Vec<Filter>),
    /// Not this.
    Not(Box<Filter>),
    /// Of the topic with this name.
    Topic(String),
    /// With this tag.
    Tag(String),
    /// Of this level, from 1 to 3.
    Level(u8),
    /// In this state.
    Is(Is),
}

/// A state that a card can be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Is {
    /// Never answered, not suspended.
    New,
    /// Could be asked now: due on or before the day, or in a learning step that is over; neither
    /// suspended nor buried.
    Due,
    /// Forgotten as often as the settings allow, or more.
    Leech,
    /// Suspended by the learner, or as a leech; drafts are not.
    Suspended,
    /// Without an answer in any language.
    Draft,
    /// Built in, with the user's wording.
    Edited,
    /// Built in once, gone from the newest decks.
    Retired,
}

/// What a state depends on besides the card. The default is for filters that ask for no state which
/// depends on it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AsOf {
    /// The study day.
    pub day: Day,
    /// The instant, in milliseconds since 1970-01-01 UTC.
    pub now: i64,
    /// Lapses from which on a card is a leech.
    pub leech_threshold: u32,
}

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
        let mut all = Vec::new();
        if is != Some(Is::Retired) {
            all.push(Filter::default());
        }
        if !topics.is_empty() {
            all.push(Filter::Any(topics.iter().cloned().map(Filter::Topic).collect()));
        }
        all.extend(tag.map(|tag| Filter::Tag(tag.to_owned())));
        all.extend(level.map(Filter::Level));
        all.extend(is.map(Filter::Is));
        Filter::All(all)
    }

    /// Whether a card is meant.
    pub fn accepts(&self, card: &StoredCard, as_of: AsOf) -> bool {
        match self {
            Filter::All(all) => all.iter().all(|part| part.accepts(card, as_of)),
            Filter::Any(any) => any.iter().any(|part| part.accepts(card, as_of)),
            Filter::Not(not) => !not.accepts(card, as_of),
            Filter::Topic(topic) => card.card.topic == *topic,
            Filter::Tag(tag) => card.card.tags.contains(tag),
            Filter::Level(level) => card.card.level == *level,
            Filter::Is(is) => is.accepts(card, as_of),
        }
    }
}

impl Is {
    fn accepts(self, card: &StoredCard, as_of: AsOf) -> bool {
        let AsOf { day, now, leech_threshold } = as_of;
        match self {
            Is::New => card.schedule.state == State::New && !card.suspended,
            Is::Due => {
                let is_due = match (card.schedule.state, card.schedule.due) {
                    (State::Review, Due::On(due)) => due <= day,
                    (State::Learning | State::Relearning, Due::At(due)) => due <= now,
                    _ => false,
                };
                is_due && !card.suspended && card.buried_until.is_none_or(|until| until <= day)
            }
            Is::Leech => card.schedule.lapses >= leech_threshold,
            Is::Suspended => card.suspended && !card.card.is_draft(),
            Is::Draft => card.card.is_draft(),
            Is::Edited => card.edited,
            Is::Retired => card.retired,
        }
    }
}
