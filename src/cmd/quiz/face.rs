//! What of a card is shown, in the languages the learner wants.

use crate::format::evidence::{Evidence, manual_page};
use crate::format::program::{expected_output, split_answer};
use crate::format::{besides, options};
use crate::model::card::{Card, Kind, Lang};
use crate::model::chance::shuffle_key;
use crate::model::change::StoredCard;
use crate::model::session::Session;
use crate::model::settings::Show;
use crate::model::typed::{Verdict, compare, compare_choice};
use crate::study::Asked;
use crate::ui::plan;
use crate::ui::quiz::Face;

/// The order in which the options of a card are shown: by chance, another one at each asking, and the
/// same after a restart. Empty for cards whose options are not shuffled.
pub(super) fn order(stored: &StoredCard, seed: u64) -> Vec<usize> {
    let card = &stored.card;
    let list = card.text.values().next().and_then(|text| options::list(text.body()));
    let count = list.filter(|_| !card.right.is_empty()).map_or(0, |list| list.items.len());
    let asked = i32::try_from(stored.schedule.reps).unwrap_or(i32::MAX);
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by_cached_key(|at| shuffle_key(seed, asked, &format!("{}/{at}", card.id)));
    order
}

/// The faces of a card with its options in this order; a language that the card lacks is not shown
/// twice.
pub(super) fn faces(card: &Card, show: Show, order: &[usize]) -> Vec<Face> {
    let mut faces: Vec<Face> = Vec::new();
    for lang in show.langs() {
        let Some(text) = card.text_in(*lang) else { continue };
        let (short, depth) = split_answer(&text.answer);
        let said = if card.text.contains_key(lang) { *lang } else { lang.other() };
        let face = Face {
            lang: match lang {
                Lang::En => "English",
                Lang::Zh => "中文",
            },
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

/// How far the session is: the minutes of the plan, else the place of a card among those of the
/// session.
pub(super) fn progress(asked: &Asked, session: &Session) -> String {
    match asked.minutes {
        Some((spent, minutes)) => plan::minutes(spent, minutes),
        None => format!("{}/{}", asked.place(session), asked.all()),
    }
}

/// What is to be typed for a card; `None` for cards that are only revealed.
pub(super) fn expected(card: &Card, show: Show, order: &[usize]) -> Option<String> {
    match card.kind {
        Kind::Basic | Kind::Write => None,
        Kind::Output => expected_output(card, show.langs()[0]),
        Kind::Choice if order.is_empty() => card.correct.clone(),
        Kind::Choice => {
            let is_right = |at: usize| card.right.iter().any(|&r| usize::from(r) == at + 1);
            let right = (0..order.len()).filter(|place| is_right(order[*place]));
            let letters = right.map(|place| options::letter(place).to_lowercase().to_string());
            Some(letters.collect::<Vec<_>>().join(", "))
        }
    }
}

/// How a typed answer compares with what was expected.
pub(super) fn verdict(card: &Card, expected: &str, typed: &str) -> Verdict {
    match card.kind {
        Kind::Choice => compare_choice(expected, typed),
        Kind::Basic | Kind::Output | Kind::Write => compare(expected, typed),
    }
}

/// Addresses of a card's sources: URLs as they stand, files of Go's source in its repository on
/// the branch of the release.
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
