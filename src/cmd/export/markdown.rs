//! Decks as Markdown: one as text, several as files in a folder.

use std::collections::HashSet;
use std::fs;
use std::io::Write;

use anyhow::{Context as _, Result, bail};

use super::ExportArgs;
use super::whole::write_whole;
use crate::cmd::door::tell;
use crate::cmd::{Context, count, shown};
use crate::db::Store;
use crate::text::names::file_stem;
use crate::transfer::{Export, Format};

/// Writes the decks to a file, a folder or standard output.
pub(super) fn markdown<Z: chrono::TimeZone>(
    args: &ExportArgs,
    format: Format,
    export: &Export<'_, Z>,
    store: &Store,
    context: &mut Context<'_>,
) -> Result<()> {
    let (files, notes) = export.decks(store, format)?;
    for note in notes {
        let left_out = if note.left_out { "left out: " } else { "" };
        tell(&format!("{}: {left_out}{}", note.id, note.message))?;
    }
    let is_file = args.output.as_deref().is_some_and(|p| Format::of_path(p).is_some());
    match (files.as_slice(), &args.output) {
        ([], _) => bail!("there is no card to export in this topic and language"),
        // A file gets the text as it is, a terminal nothing that could steer it.
        ([file], None) if context.world.stdout_is_terminal => {
            write!(context.out, "{}", file.text)?;
        }
        ([file], None) => write!(context.out.raw(), "{}", file.text)?,
        ([file], Some(path)) if is_file => {
            write_whole(path, |out| Ok(out.write_all(file.text.as_bytes())?))?;
            writeln!(context.out, "written to {}", shown(path))?;
        }
        (_, Some(folder)) if !is_file => {
            let mut taken = HashSet::new();
            for file in &files {
                let folder = folder.join(file.lang.code());
                fs::create_dir_all(&folder)
                    .with_context(|| format!("cannot make the folder {}", folder.display()))?;
                // The name of a topic comes from anywhere: it must never lead out of the folder,
                // nor to a file that was just written.
                let mut stem = file_stem(&file.topic);
                while !taken.insert((file.lang, stem.to_lowercase())) {
                    stem += "-2";
                }
                let path = folder.join(format!("{stem}.md"));
                write_whole(&path, |out| Ok(out.write_all(file.text.as_bytes())?))?;
            }
            let count = count(files.len(), "deck file");
            writeln!(context.out, "{count} written to {}", shown(folder))?;
        }
        (files, _) => bail!(
            "a Markdown file holds one topic in one language, and this would be {} files: choose with --topic and --lang, or give a folder with -o",
            files.len()
        ),
    }
    Ok(())
}
