//! A package for Anki.

use anyhow::{Result, bail};

use super::whole::write_whole;
use super::{ExportArgs, left_to_anki, say};
use crate::cmd::{Context, count, progress::Progress, shown};
use crate::db::Store;
use crate::model::settings::Settings;
use crate::transfer::Export;

/// Writes the package to its file, or to standard output.
pub(super) fn package<Z: chrono::TimeZone>(
    args: &ExportArgs,
    export: &Export<'_, Z>,
    store: &Store,
    settings: &Settings,
    context: &mut Context<'_>,
) -> Result<()> {
    let progress = Progress::new(context.world, "packing");
    let mut bar = |done, all| progress.show(done, all);
    let with_progress = !args.no_progress;
    let Some(path) = &args.output else {
        if context.world.stdout_is_terminal {
            bail!("a package is not for a terminal: give a file with -o");
        }
        // Built whole first: an archive that cannot be finished prints an error of its own.
        let mut whole = Vec::new();
        let written = export.package(store, settings, with_progress, &mut whole, &mut bar)?;
        context.out.raw().write_all(&whole)?;
        return say(false, &left_to_anki(written.from_anki), context);
    };
    let written =
        write_whole(path, |file| export.package(store, settings, with_progress, file, &mut bar))?;
    progress.done();
    let with = match written.media {
        0 => String::new(),
        n => format!(
            " and {}",
            if n == 1 { "1 picture or sound".into() } else { format!("{n} pictures or sounds") }
        ),
    };
    writeln!(
        context.out,
        "{} with {}{with} written to {}",
        count(written.cards, "card"),
        count(written.reviews, "review"),
        shown(path)
    )?;
    say(true, &left_to_anki(written.from_anki), context)?;
    if written.reviews > 0 {
        writeln!(
            context.out,
            "In Anki tick \"Import any learning progress\" on the first import to keep your schedule;\nFSRS has to be on in the options of the deck."
        )?;
        if settings.has_own_model() {
            writeln!(
                context.out,
                "Tick \"Import any deck presets\" too: the preset `godrill` has your FSRS parameters and retention."
            )?;
        }
    }
    Ok(())
}
