//! Tables and decks of hashcards on their way in: rows become cards.

use std::collections::BTreeMap;

use chrono::TimeZone;

use super::notes::Names;
use crate::format::hashcards::{Answers, HashCard};
use crate::format::slug;
use crate::format::table::Row;
use crate::model::card::{Card, DEFAULT_LEVEL, DEFAULT_WEIGHT, Kind, Origin, Text, is_kebab};
use crate::model::card::Lang;
use crate::model::day::Calendar;
use crate::model::merge::Incoming;
use crate::model::review::{Review, ReviewKind, ReviewOrigin};

fn plain(id: String, topic: String, text: BTreeMap<Lang, Text>) -> Card {
    Card {
        id,
        topic,
        kind: Kind::Basic,
        level: DEFAULT_LEVEL,
        weight: DEFAULT_WEIGHT,
        follows: None,
        tags: Vec::new(),
        correct: None,
        evidence: Vec::new(),
        text,
    }
}

fn of_user(card: Card, reviews: Vec<Review>) -> Incoming {
    Incoming {
        card,
        origin: Origin::User,
        edited: true,
        suspended: false,
        buried_until: None,
        reviews,
    }
}

/// The card of a row of a table; `None` if the same came before. `topic` overrules the deck of the row,
/// `file` is the topic of rows without a deck.
pub(super) fn of_row(row: Row, topic: Option<&str>, file: &str, names: &mut Names) -> Option<Incoming> {
    let topic = match (topic, &row.deck) {
        (Some(topic), _) => topic.to_owned(),
        (None, Some(deck)) => slug::topic(deck).unwrap_or_else(|| file.to_owned()),
        (None, None) => file.to_owned(),
    };
    let question = row.text.values().next()?.question.clone();
    let id = match &row.name {
        Some(name) => names.given(slug::id_of_name(&topic, name))?,
        None => names.of_question(&topic, &question)?,
    };
    let mut card = plain(id, topic, row.text);
    card.level = row.level.unwrap_or(DEFAULT_LEVEL);
    card.weight = row.weight.unwrap_or(DEFAULT_WEIGHT);
    card.follows = row.follows.filter(|f| is_kebab(f) && *f != card.id);
    card.tags = row.tags;
    Some(of_user(card, Vec::new()))
}

/// The card of hashcards with its history; `None` if the same came before.
pub(super) fn of_hashcard<Z: TimeZone>(
    card: HashCard,
    answers: &Answers,
    topic: Option<&str>,
    file: &str,
    names: &mut Names,
    calendar: &Calendar<Z>,
) -> Option<Incoming> {
    let topic = match topic {
        Some(topic) => topic.to_owned(),
        None => slug::topic(&card.deck).unwrap_or_else(|| file.to_owned()),
    };
    let id = names.of_question(&topic, &card.text.question)?;
    let answered = answers.get(&card.hash).map_or(&[][..], Vec::as_slice);
    let reviews = answered.iter().enumerate().filter_map(|(n, answer)| {
        // In the hour that summer time skips there was no review.
        let at = calendar.zone.from_local_datetime(&answer.at).earliest()?.timestamp_millis();
        Some(Review {
            at,
            day: calendar.day_of(at),
            rating: answer.rating,
            ms: 0,
            kind: if n == 0 { ReviewKind::Learning } else { ReviewKind::Review },
            origin: ReviewOrigin::Import,
        })
    });
    let reviews = reviews.collect();
    Some(of_user(plain(id, topic, BTreeMap::from([(card.lang, card.text)])), reviews))
}
