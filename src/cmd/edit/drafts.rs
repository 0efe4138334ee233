//! `godrill edit --drafts`: the cards without an answer, all in one file.

use std::fs;

use anyhow::{Context as _, Result, bail};

use crate::cmd::{Context, count, editor, filter};
use crate::db::Store;
use crate::format::deck::Deck;
use crate::format::drafts::{self, Back};
use crate::model::act::{self, Edit};
use crate::model::card::{Card, Lang, Text};
use crate::model::change::StoredCard;
use crate::model::filter::{Filter, Is};
use crate::text::visible::visible;
use crate::ui::words::Words;

/// A draft, and the language it is written in.
struct Draft {
    stored: StoredCard,
    lang: Lang,
}

pub(super) fn run(typed: &[String], store: &mut Store, context: &mut Context<'_>) -> Result<()> {
    let settings = store.settings()?;
    let words = context.words(&settings);
    let wanted = Filter::all(vec![filter::read(store, typed)?, Filter::Is(Is::Draft)]);
    let langs = context.show(&settings).langs();
    let draft = |stored: StoredCard| {
        let has = |lang: &&Lang| stored.card.text.contains_key(lang);
        let lang = langs.iter().find(has).or_else(|| stored.card.text.keys().next()).copied();
        lang.map(|lang| Draft { stored, lang })
    };
    let cards = store.cards(&wanted.without_retired(), context.as_of(&settings))?;
    let drafts: Vec<Draft> = cards.into_iter().filter_map(draft).collect();
    if drafts.is_empty() {
        writeln!(context.out, "{}", words.no_drafts())?;
        return Ok(());
    }
    let text = written(&drafts, store, words, context)?;
    let world = context.world;
    let folder = editor::tempfolder(world, "drafts", words)?;
    let path = folder.join("drafts.md");
    let shown = visible(&path.display().to_string()).into_owned();
    let kept = || words.kept(&shown);
    let mut done = Done::default();
    let mut before = drafts::with_top(&words.drafts_top(drafts.len()), &text);
    let mut is_again = false;
    let edited: Result<bool> = (|| loop {
        fs::write(&path, &before).with_context(|| words.cannot_write_file(&shown))?;
        let files = [(path.as_path(), before.as_str())];
        // What is opened again was written by the learner: it stays, whatever the editor does.
        if is_again {
            editor::start_editor(world, &files, words).with_context(kept)?;
        } else {
            editor::run_editor(world, &folder, &files, words)?;
        }
        let after = editor::read_edit(&path, words)?;
        if after == before {
            return Ok(is_again);
        }
        if after.trim().is_empty() {
            return Ok(false);
        }
        let marks = Lang::ALL.map(|lang| Words(lang).answer_here());
        let is_known = |id: &str| drafts.iter().any(|draft| draft.stored.card.id == id);
        let back = drafts::read(&after, &marks, is_known);
        done.take(&back, &drafts, store, world.now()).with_context(kept)?;
        if back.errors.is_empty() {
            return Ok(false);
        }
        before = again(&back, words);
        is_again = true;
    })();
    if edited.as_ref().is_err() && done.answered + done.changed == 0 {
        return edited.map(drop);
    }
    let left = drafts.len() - done.answered;
    let mut said = match (done.answered, done.changed) {
        (0, 0) => vec![words.drafts_unchanged().to_owned()],
        (0, changed) => vec![words.drafts_changed(changed)],
        (answered, _) => vec![words.drafts_done(answered)],
    };
    if left > 0 {
        said.push(words.drafts_left(left));
    }
    writeln!(context.out, "{}", words.clauses(&said))?;
    context.out.flush()?;
    if edited? {
        bail!(words.drafts_kept(&shown));
    }
    editor::discard(&folder);
    Ok(())
}

/// The file. What a deck file cannot hold is told and left out.
fn written(
    drafts: &[Draft],
    store: &Store,
    words: Words,
    context: &mut Context<'_>,
) -> Result<String> {
    let first = &drafts[0];
    let topic = &first.stored.card.topic;
    let is_one = drafts.iter().all(|draft| draft.stored.card.topic == *topic);
    let topics = store.topics()?;
    let titled = topics.iter().find(|known| known.name == *topic);
    let title = titled.map_or(topic.as_str(), |topic| topic.title_in(first.lang));
    let head = Deck {
        name: if is_one { topic.as_str() } else { "drafts" }.to_owned(),
        title: if is_one { title } else { words.drafts_title() }.to_owned(),
        short: None,
        place: None,
        lang: first.lang,
        go: None,
        cards: Vec::new(),
    };
    let card = |draft: &Draft| {
        let text = draft.stored.card.text.get(&draft.lang).cloned().unwrap_or_default();
        let card = Card { text: [(first.lang, text)].into(), ..draft.stored.card.clone() };
        (card, Words(draft.lang).answer_here())
    };
    let (text, notes) = drafts::print(&head, drafts.iter().map(card).collect());
    let left_out = notes.iter().filter(|note| note.left_out);
    left_out.for_each(|note| {
        // Nothing is left to do if even this fails.
        let _ = writeln!(context.out, "{}", words.not_as_text(&note.id, &note.message));
    });
    Ok(text)
}

/// What could not be read, with the reasons on top.
fn again(back: &Back, words: Words) -> String {
    let top = |lines: usize| {
        let said = |(line, why): &(usize, String)| words.drafts_error(line + lines, why);
        let errors = back.errors.iter().map(said);
        let head = words.drafts_again(back.errors.len());
        std::iter::once(head).chain(errors).collect::<Vec<_>>().join("\n")
    };
    drafts::with_top(&top(drafts::top_lines(&top(0))), &back.rest)
}

/// How many drafts got an answer, and how many another text without one.
#[derive(Default)]
struct Done {
    answered: usize,
    changed: usize,
}

impl Done {
    /// Stores the cards that could be read, as one step.
    fn take(&mut self, back: &Back, drafts: &[Draft], store: &mut Store, now: i64) -> Result<()> {
        let mut all = Vec::new();
        let (mut answered, mut changed) = (0, 0);
        for card in &back.cards {
            let Some(Draft { stored, lang }) =
                drafts.iter().find(|draft| draft.stored.card.id == card.id)
            else {
                continue;
            };
            let mut text = stored.card.text.clone();
            let said: Text = card.text.values().next().cloned().unwrap_or_default();
            text.insert(*lang, said);
            let card = Card { topic: stored.card.topic.clone(), text, ..card.clone() };
            if card == stored.card {
                continue;
            }
            let Edit { changes, is_completed, .. } = act::edit(stored, card);
            all.extend(changes);
            answered += usize::from(is_completed);
            changed += usize::from(!is_completed);
        }
        if !all.is_empty() {
            store.apply(&format!("{} edited", count(answered + changed, "draft")), now, &all)?;
        }
        self.answered += answered;
        self.changed += changed;
        Ok(())
    }
}
