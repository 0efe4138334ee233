//! What of a card is shown, in the languages the learner wants.

use crate::format::evidence::{Evidence, manual_page};
use crate::format::program::{expected_output, split_answer};
use crate::model::card::{Card, Kind, Lang};
use crate::model::settings::Show;
use crate::model::typed::{Verdict, compare, compare_choice};
use crate::ui::quiz::Face;

/// The faces of a card; a language that the card lacks is not shown twice.
pub(super) fn faces(card: &Card, show: Show) -> Vec<Face> {
    let mut faces: Vec<Face> = Vec::new();
    for lang in show.langs() {
        let Some(text) = card.text_in(*lang) else { continue };
        let (short, depth) = split_answer(&text.answer);
        let face = Face {
            lang: match lang {
                Lang::En => "English",
                Lang::Zh => "中文",
            },
            title: text.title().to_owned(),
            body: text.body().to_owned(),
            short: short.to_owned(),
            depth: depth.to_owned(),
        };
        let same = |other: &Face| Face { lang: face.lang, ..other.clone() } == face;
        if !faces.iter().any(same) {
            faces.push(face);
        }
    }
    faces
}

/// What is to be typed for a card; `None` for cards that are only revealed.
pub(super) fn expected(card: &Card, show: Show) -> Option<String> {
    match card.kind {
        Kind::Basic | Kind::Write => None,
        Kind::Output => expected_output(card, show.langs()[0]),
        Kind::Choice => card.correct.clone(),
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
