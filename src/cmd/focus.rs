//! `godrill decks --focus`: the topics that new cards come from.

use anyhow::{Result, bail};

use super::{Context, topic_names};
use crate::db::Store;
use crate::model::settings::{ALL, FOCUS, Setting, Settings, Value};
use crate::ui::words::Words;

/// Sets it, as `config set` does, and says what it is now.
pub(super) fn run(said: &[String], context: &mut Context<'_>) -> Result<()> {
    let mut store = context.open_to_write()?;
    let mut settings = store.settings()?;
    let topics = match said {
        [all] if all == ALL => Vec::new(),
        said => {
            let said: Vec<String> =
                said.iter().flat_map(|s| s.split_whitespace()).map(str::to_owned).collect();
            if said.iter().any(|said| said == ALL) {
                bail!("`{ALL}` stands alone: name topics, or give --focus {ALL}");
            }
            topic_names(&store, &said)?
        }
    };
    set(&mut store, &mut settings, topics, context.world.now())?;
    let words = context.words(&settings);
    let told = match settings.focus.is_empty() {
        true => words.focus_all().to_owned(),
        false => words.focus_is(&named(&settings, words)),
    };
    writeln!(context.out, "{told}")?;
    Ok(())
}

/// Makes new cards come from these topics only; from all when there are none.
pub(super) fn set(
    store: &mut Store,
    settings: &mut Settings,
    topics: Vec<String>,
    at: i64,
) -> Result<()> {
    let Some(setting) = Setting::named(FOCUS) else { return Ok(()) };
    if let Err(error) = setting.set(settings, &Value::Topics(topics).to_string()) {
        bail!(error);
    }
    store.set_setting(setting, &setting.get(settings), at, None, &mut |_, _| {})?;
    Ok(())
}

/// The names of the topics in focus.
pub(super) fn named(settings: &Settings, words: Words) -> String {
    words.list(&settings.focus)
}
