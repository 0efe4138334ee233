//! `godrill add`: a card of the user's own.

use std::collections::HashSet;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use clap::Args;

use super::{Context, card, editor};
use crate::db::Store;
use crate::format::deck;
use crate::format::slug::Ids;
use crate::model::card::{
    Card, DEFAULT_LEVEL, DEFAULT_WEIGHT, Lang, Origin, Text, Topic, is_kebab,
};
use crate::model::change::{Change, StoredCard};
use crate::transfer::topics::Topics;
use crate::ui::words::Words;

/// Add a card of your own.
#[derive(Debug, Args)]
#[command(
    override_usage = "godrill add [OPTIONS] --topic <TOPIC> [-q <TEXT> -a <TEXT>]",
    after_help = "\
Examples:
  godrill add --topic map -q 'What is a tombstone?' -a 'A deleted slot.'
  godrill add --topic system-design     write the card in your editor

The answer is Markdown; its first paragraph is what you would say aloud. If there is no \
    topic of that name, it is created."
)]
pub(super) struct AddArgs {
    /// Topic of the card, by its name or its title in Chinese
    #[arg(long, value_name = "TOPIC")]
    topic: String,
    /// The question; without it, your editor opens
    #[arg(short, long, value_name = "TEXT", requires = "answer")]
    question: Option<String>,
    /// The answer, in Markdown
    #[arg(short, long, value_name = "TEXT", requires = "question")]
    answer: Option<String>,
    /// Id of the card, such as map-tombstone; by default made from the question
    #[arg(long, value_name = "NEW_ID")]
    id: Option<String>,
    /// Level: 1 junior, 2 mid, 3 senior
    #[arg(long, value_name = "N", default_value_t = DEFAULT_LEVEL, value_parser = clap::value_parser!(u8).range(1..=3))]
    level: u8,
    /// How often interviewers ask it, from 1 to 5
    #[arg(long, value_name = "N", default_value_t = DEFAULT_WEIGHT, value_parser = clap::value_parser!(u8).range(1..=5))]
    weight: u8,
    /// The card that this one is a follow-up question to
    #[arg(long, value_name = "ID")]
    follows: Option<String>,
    /// A tag (repeatable)
    #[arg(long, value_name = "TAG")]
    tag: Vec<String>,
    /// A source, in one line (repeatable)
    #[arg(long, value_name = "LINE")]
    evidence: Vec<String>,
}

pub(super) fn run(mut args: AddArgs, context: &mut Context<'_>) -> Result<()> {
    let mut store = context.open_to_write()?;
    let settings = store.settings()?;
    let mut topics = Topics::of(&store)?;
    args.topic = topics.typed(&args.topic)?;
    let topic = topics.take(&args.topic);
    if let Some(follows) = &args.follows {
        card(&store, follows)?;
    }
    if let Some(tag) = args.tag.iter().find(|t| t.is_empty() || t.contains(char::is_whitespace)) {
        bail!("`{tag}` is not a tag: a tag is one word");
    }
    // `both` means nothing for a new text: it is written in one language.
    let lang = context.first_lang(&settings);
    let id = match &args.id {
        Some(id) => {
            if !is_kebab(id) {
                bail!("`{id}` is not an id: use small letters, digits and hyphens");
            }
            if store.card(id)?.is_some() {
                bail!("there is a card `{id}` already: change it with `godrill edit {id}`");
            }
            id.clone()
        }
        None => free_id(&store, &args.topic, args.question.as_deref().unwrap_or(""))?,
    };
    let mut card = Card {
        level: args.level,
        weight: args.weight,
        follows: args.follows,
        tags: args.tag,
        evidence: args.evidence,
        ..Card::new(id, args.topic)
    };
    let mut edit = None;
    match (args.question, args.answer) {
        (Some(question), Some(answer)) => {
            let [question, answer] = [question, answer].map(|text| text.trim().to_owned());
            if question.is_empty() || answer.is_empty() {
                bail!("a card needs a question and an answer");
            }
            if question.contains('\n') {
                bail!("the question of --question is one line: use the editor for more");
            }
            card.text.insert(lang, Text { question, answer, ..Text::default() });
        }
        _ => match written(context, &card, lang)? {
            Some((written, folder)) => {
                let is_named = args.id.is_some() || written.id != card.id;
                card = written;
                if let (false, Some(text)) = (is_named, card.text.get(&lang)) {
                    card.id = free_id(&store, &card.topic, text.title())?;
                }
                edit = Some(folder);
            }
            None => {
                writeln!(context.out, "nothing was added")?;
                return Ok(());
            }
        },
    }
    match &edit {
        None => store_new(&mut store, card, topic, context)?,
        Some(folder) => {
            store_new(&mut store, card, topic, context)
                .with_context(|| format!("what you wrote is kept in {}", folder.display()))?;
            editor::discard(folder);
        }
    }
    Ok(())
}

/// The id of a question that has none.
fn free_id(store: &Store, topic: &str, question: &str) -> Result<String> {
    let taken: HashSet<String> = store.card_ids()?.into_iter().collect();
    Ok(Ids::default().free(topic, question, |id| taken.contains(id)))
}

fn store_new(
    store: &mut Store,
    card: Card,
    topic: Option<Topic>,
    context: &mut Context<'_>,
) -> Result<()> {
    let id = card.id.clone();
    if store.card(&id)?.is_some() {
        bail!("there is a card `{id}` already: choose another id");
    }
    let seq = store.next_seq(&card.topic)?;
    let stored = StoredCard::new(card, Origin::User, seq);
    let change = Change::Add { card: Box::new(stored), reviews: Vec::new() };
    let topics = topic.as_slice();
    let label = format!("{id}: added");
    store.apply_with_topics(&label, context.world.now(), topics, &[change], &mut |_, _| {})?;
    writeln!(context.out, "{id} is added")?;
    Ok(())
}

/// Lets the user write the card in the editor; `None` when the template was left as it was.
fn written(context: &Context<'_>, card: &Card, lang: Lang) -> Result<Option<(Card, PathBuf)>> {
    let world = context.world;
    let folder = editor::tempfolder(world, "add", Words::EN)?;
    let path = folder.join(format!("{}.{lang}.md", card.topic));
    let follows = card.follows.as_ref().map(|f| format!(" follows={f}")).unwrap_or_default();
    let tags: String = card.tags.iter().map(|t| format!(" .{t}")).collect();
    let template = format!(
        "---\ndeck: {topic}\nlang: {lang}\n---\n\n## Question? {{#{id}{tags} level={level} weight={weight}{follows}}}\n\n\
         What to say aloud in 30 seconds.\n\nThe depth.\n",
        topic = card.topic,
        id = card.id,
        level = card.level,
        weight = card.weight,
    );
    std::fs::write(&path, &template)?;
    editor::run_editor(world, &folder, &[(&path, &template)], Words::EN)?;
    let text = editor::read_edit(&path, Words::EN)?;
    if text == template || text.trim().is_empty() {
        editor::discard(&folder);
        return Ok(None);
    }
    let (deck, diagnostics) = deck::read(&text);
    if let Some(error) = diagnostics.iter().find(|d| d.is_error()) {
        let kept = path.display();
        bail!(
            "line {}: {}; nothing was added, what you wrote is kept in {kept}",
            error.line,
            error.message
        );
    }
    let [placed] = deck.cards.as_slice() else {
        let n = deck.cards.len();
        bail!(
            "expected one card in the file, found {n}: add many with `godrill import {}`",
            path.display()
        );
    };
    Ok(Some((placed.card.clone(), folder)))
}
