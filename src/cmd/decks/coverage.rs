//! `godrill decks --coverage`: which questions of a list the cards answer.

use std::path::Path;

use anyhow::{Result, bail};
use serde::Serialize;

use crate::builtin;
use crate::cmd::Context;
use crate::format::questions;
use crate::model::card::{Card, Lang};
use crate::model::coverage::{COVERED, Index, Match, covering};
use crate::model::filter::{AsOf, Filter};
use crate::model::term::Vocabulary;
use crate::text::han;
use crate::text::visible::visible;
use crate::transfer;
use crate::ui::markdown::plain_heading;

/// The most cards named for one question: more would not help anyone choose.
const MOST_CARDS: usize = 3;

/// What `--coverage FILE --json` prints.
#[derive(Serialize)]
struct Listing<'a> {
    version: u32,
    total: usize,
    covered: usize,
    threshold: u8,
    questions: Vec<Answered<'a>>,
}

/// A question of the list, and the cards that answer it; without any, the nearest one.
#[derive(Serialize)]
struct Answered<'a> {
    line: usize,
    question: String,
    context: Vec<String>,
    covered: bool,
    cards: Vec<Named<'a>>,
    nearest: Option<Named<'a>>,
}

/// A card, with how well it fits, out of 100.
#[derive(Serialize)]
struct Named<'a> {
    id: &'a str,
    topic: &'a str,
    question: String,
    score: u8,
}

pub(super) fn run(file: &Path, json: bool, context: &mut Context<'_>) -> Result<()> {
    let name = file.display();
    let text = transfer::read_text(file)?;
    let questions = questions::read(&text);
    if questions.is_empty() && !json {
        bail!("{name} holds no questions: give one a line, or a Markdown checklist");
    }
    let store = context.open()?;
    let settings = store.settings()?;
    let lang = context.first_lang(&settings);
    // Whoever asks in Chinese wants to read Chinese, unless another language was asked for.
    let follows_question = context.lang.is_none() && settings.lang.is_none();
    let cards: Vec<Card> = store
        .cards(&Filter::default(), AsOf::default())?
        .into_iter()
        .map(|stored| stored.card)
        .collect();
    let index = Index::new(Vocabulary::new(&builtin::words()), &cards);
    let mut answered = Vec::with_capacity(questions.len());
    for question in questions {
        let is_chinese = han::is_in(&question.text);
        let lang = if follows_question && is_chinese { Lang::Zh } else { lang };
        let found = index.nearest(&question.text, &question.context.join("\n"), MOST_CARDS);
        let named = |found: &Match| {
            let card = &cards[found.card];
            let question = card.text_in(lang).map_or("", |text| text.title());
            let question = plain_heading(question);
            Named { id: &card.id, topic: &card.topic, question, score: found.percent() }
        };
        let covering = covering(&found);
        let nearest = found.first().filter(|_| covering.is_empty());
        answered.push(Answered {
            line: question.line,
            question: visible(&question.text).into_owned(),
            context: question.context.iter().map(|item| visible(item).into_owned()).collect(),
            covered: !covering.is_empty(),
            nearest: nearest.map(named),
            cards: covering.iter().map(named).collect(),
        });
    }
    let total = answered.len();
    let covered = answered.iter().filter(|question| question.covered).count();
    if json {
        let threshold = Match { card: 0, score: COVERED }.percent();
        let listing = Listing { version: 1, total, covered, threshold, questions: answered };
        return context.json(&listing);
    }
    let words = context.words(&settings);
    for question in &answered {
        let mut path = question.context.clone();
        path.push(question.question.clone());
        writeln!(context.out, "{}: {}", question.line, path.join(" > "))?;
        for card in &question.cards {
            let score = words.percent(format_args!("{:3}", card.score));
            writeln!(context.out, "    {score}  {}  {}", card.id, card.question)?;
        }
        if !question.covered {
            writeln!(context.out, "    {}", words.coverage_no_card())?;
        }
    }
    writeln!(context.out, "{}", words.coverage_sum(total, covered))?;
    Ok(())
}
