//! What is shown of a card, in the languages the learner wants.

use crate::format::choice::choices;
use crate::format::evidence::{Evidence, manual_page};
use crate::format::program::{expected_output, split_answer};
use crate::format::{besides, options};
use crate::model::card::{Card, Kind};
use crate::model::chance::shuffle_key;
use crate::model::change::StoredCard;
use crate::model::session::Session;
use crate::model::settings::Show;
use crate::study::Asked;
use crate::ui::quiz::{Choice, Face, Wanted};
use crate::ui::words::Words;

/// The order in which the options of a card are shown: random, different each time it is asked, but
/// the same after a restart. Empty for cards whose options are not shuffled.
pub(super) fn order(stored: &StoredCard, seed: u64) -> Vec<usize> {
    let card = &stored.card;
    let list = card.text.values().next().and_then(|text| options::list(text.body()));
    let count = list.filter(|_| !card.right.is_empty()).map_or(0, |list| list.items.len());
    let asked = i32::try_from(stored.schedule.reps).unwrap_or(i32::MAX);
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by_cached_key(|at| shuffle_key(seed, asked, &format!("{}/{at}", card.id)));
    order
}

/// The faces of a card with its options in this order; if a language is missing, the other one is
/// not shown twice.
pub(super) fn faces(card: &Card, show: Show, order: &[usize]) -> Vec<Face> {
    let mut faces: Vec<Face> = Vec::new();
    for lang in show.langs() {
        let Some(text) = card.text_in(*lang) else { continue };
        let (short, depth) = split_answer(&text.answer);
        let said = if card.text.contains_key(lang) { *lang } else { lang.other() };
        let face = Face {
            lang: lang.own_name(),
            title: text.title().to_owned(),
            body: match order {
                [] => text.body().to_owned(),
                order => options::shuffled(text.body(), order),
            },
            short: besides::join([
                short.to_owned(),
                besides::options(card, text, order),
                besides::keys(text, said),
            ]),
            depth: besides::join([depth.to_owned(), besides::wrong(text, said)]),
        };
        let same = |other: &Face| Face { lang: face.lang, ..other.clone() } == face;
        if !faces.iter().any(same) {
            faces.push(face);
        }
    }
    faces
}

/// How far the session has got: the minutes of the plan, else the place of the card in the session.
pub(super) fn progress(words: Words, asked: &Asked, session: &Session) -> String {
    match asked.minutes {
        Some((spent, minutes)) => words.minutes(spent, minutes),
        None => format!("{}/{}", asked.place(session), asked.all()),
    }
}

/// What has to be typed or chosen for a card; `None` for cards that are only revealed.
pub(super) fn wanted(card: &Card, show: Show, order: &[usize]) -> Option<Wanted> {
    match card.kind {
        Kind::Basic | Kind::Write => None,
        Kind::Output => expected_output(card, show.langs()[0]).map(Wanted::Output),
        Kind::Choice if order.is_empty() => {
            let right = card.correct.clone()?;
            let body = card.text_in(show.langs()[0])?.body();
            let mut letters: Vec<char> = choices(body).iter().map(|choice| choice.letter).collect();
            if !letters.iter().any(|letter| right.contains(*letter)) {
                letters = ('a'..='h').collect();
            }
            Some(Wanted::Options(right, Choice { letters, several: false }))
        }
        Kind::Choice => {
            let letter = |place| options::letter(place).to_ascii_lowercase();
            let is_right = |at: usize| card.right.iter().any(|&r| usize::from(r) == at + 1);
            let right: Vec<String> = (0..order.len())
                .filter(|place| is_right(order[*place]))
                .map(|place| letter(place).to_string())
                .collect();
            let letters = (0..order.len()).map(letter).collect();
            let choice = Choice { letters, several: right.len() > 1 };
            Some(Wanted::Options(right.join(", "), choice))
        }
    }
}

/// Addresses of a card's sources: URLs as they are, Go's source files in its repository on the
/// branch of the release, and manual pages on the web.
pub(super) fn links(card: &Card, go: Option<&str>) -> Vec<String> {
    let branch = go.map_or_else(|| "master".into(), |go| format!("release-branch.go{go}"));
    let mut links: Vec<String> = Vec::new();
    for line in &card.evidence {
        let link = match Evidence::parse(line) {
            Ok(Evidence::Url(url)) => url,
            Ok(Evidence::Source { path, .. }) => {
                format!("https://github.com/golang/go/blob/{branch}/src/{path}")
            }
            Ok(Evidence::Manual { name, section, .. }) => manual_page(&name, &section),
            Err(_) => continue,
        };
        if !links.contains(&link) {
            links.push(link);
        }
    }
    links
}
