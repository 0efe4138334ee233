//! A filter on the command line.

use anyhow::{Error, Result, anyhow, bail};

use crate::db::Store;
use crate::model::change::StoredCard;
use crate::model::filter::parse::{Problem, joined, parse};
use crate::model::filter::{AsOf, Filter};
use crate::text::names;
use crate::ui::caret::marked;

/// Reads these arguments as a filter, or fails with what is wrong in them.
pub(super) fn read(store: &Store, args: &[String]) -> Result<Filter> {
    if args.is_empty() {
        return Ok(Filter::All(Vec::new()));
    }
    // An unset variable in a script must not mean every card.
    if args.iter().all(|arg| arg.trim().is_empty()) {
        bail!("the filter is empty: name a topic, a card or a condition");
    }
    let names = store.names()?;
    let text = joined(args, &names);
    parse(&text, &names)
        .map_err(|Problem { place, message }| anyhow!("{message}\n{}", marked(&text, place)))
}

/// Like [`read`], for commands that mostly get ids: one word that looks like an id is one.
pub(super) fn read_id(store: &Store, args: &[String]) -> Result<Filter> {
    let is_of_ids = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let is_id = |word: &str| word.contains('-') && word.chars().all(is_of_ids);
    match (read(store, args)?, args) {
        (Filter::Text(word), [arg]) if word == *arg && is_id(arg) => {
            let ids = store.card_ids()?;
            Err(no_card(&word, ids.iter().map(String::as_str)))
        }
        (filter, _) => Ok(filter),
    }
}

/// The cards that are meant, or an error if there are none. Retired ones only where they are named.
pub(super) fn cards(store: &Store, typed: &Filter, as_of: AsOf) -> Result<Vec<StoredCard>> {
    let cards = store.cards(&typed.clone().without_retired(), as_of)?;
    if cards.is_empty() { Err(nothing(store, typed)?) } else { Ok(cards) }
}

/// What to say when a filter matches no card: perhaps a word was meant to be a name.
pub(super) fn nothing(store: &Store, typed: &Filter) -> Result<Error> {
    let names = store.names()?;
    let ids = || names.ids.iter().map(String::as_str);
    let topics = || names.topics.iter().map(|topic| topic.name.as_str());
    let leaves = typed.leaves();
    for leaf in &leaves {
        let Filter::Text(word) = leaf else { continue };
        if !names::nearest(word, topics()).is_empty() {
            return Ok(anyhow!(names::unknown("topic", word, topics(), "")));
        }
        if !names::nearest(word, ids()).is_empty() {
            return Ok(anyhow!(names::unknown("card", word, ids(), "")));
        }
    }
    Ok(match leaves.as_slice() {
        [Filter::Text(word)] => no_card(word, ids()),
        _ => anyhow!("no card meets `{typed}`: take a condition away"),
    })
}

fn no_card<'a>(id: &str, known: impl IntoIterator<Item = &'a str>) -> Error {
    anyhow!(names::unknown("card", id, known, "`godrill list` shows all ids"))
}
