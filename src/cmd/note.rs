//! A note on a card in the user's editor.

use std::fs;

use anyhow::{Context as _, Result};

use super::editor::{discard, read_edit, run_editor, tempfolder};
use crate::text::names::file_stem;
use crate::ui::words::Words;
use crate::world::World;

/// Lets the user edit a text about a card, such as a note on it, and gives what it is then.
pub(super) fn edit(world: &World, id: &str, text: &str, words: Words) -> Result<String> {
    let stem = file_stem(id);
    let folder = tempfolder(world, &stem, words)?;
    let path = folder.join(format!("{stem}.note.txt"));
    let text = if text.is_empty() { String::new() } else { format!("{text}\n") };
    fs::write(&path, &text)
        .with_context(|| words.cannot_write_file(&path.display().to_string()))?;
    run_editor(world, &folder, &[(&path, &text)], words)?;
    let edited = read_edit(&path, words)?;
    discard(&folder);
    Ok(edited)
}
