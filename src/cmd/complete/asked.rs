//! The command line that is being completed.

use std::path::PathBuf;
use std::sync::Arc;

use crate::db::Glance;
use crate::model::card::Lang;
use crate::world::World;

/// A command line that is being typed.
#[derive(Debug)]
pub(super) struct Asked {
    /// Its words, the last one being typed.
    line: Vec<String>,
    database: Option<PathBuf>,
    pub(super) lang: Lang,
}

impl Asked {
    pub(super) fn new(world: &World, line: &[String]) -> Arc<Asked> {
        let after = |at: usize| line.get(at + 1).map(String::as_str);
        let given = line.iter().enumerate().find_map(|(at, word)| match word.as_str() {
            "--db" => after(at),
            word => word.strip_prefix("--db="),
        });
        let database = world.place(given.map(PathBuf::from).as_ref());
        Arc::new(Asked { line: line.to_vec(), database, lang: world.locale })
    }

    pub(super) fn glance(&self) -> Option<Glance> {
        Glance::at(self.database.as_ref()?)
    }

    /// Whether a word was given before the one that is being typed.
    pub(super) fn has(&self, word: &str) -> bool {
        self.line.split_last().is_some_and(|(_, before)| before.iter().any(|given| given == word))
    }

    /// The word after this one.
    pub(super) fn after(&self, word: &str) -> Option<&str> {
        let at = self.line.iter().position(|given| given == word)?;
        self.line.get(at + 1).map(String::as_str)
    }
}
