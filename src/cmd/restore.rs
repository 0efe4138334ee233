//! `godrill restore`: puts a copy in the place of the database.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use super::{Context, progress::Progress};
use crate::db;

/// Put a copy in the place of the database.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  godrill restore ~/godrill.bak

The backup is checked first, and the database it replaces is kept next to it.")]
pub(super) struct RestoreArgs {
    /// A backup made by `godrill backup`
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

pub(super) fn run(args: &RestoreArgs, context: &mut Context<'_>) -> Result<()> {
    let path = context.world.database(context.db.as_ref())?;
    // What a link leads to is kept beside that.
    let place = crate::files::behind_links(&path);
    let kept = super::beside(&place, &format!("{}.replaced", context.world.stamp()));
    let progress = Progress::new(context.world, "copying");
    let done = db::restore(&args.file, &path, &kept, &mut |done, all| progress.show(done, all));
    progress.done();
    match done? {
        Some(kept) => {
            writeln!(context.out, "restored; what was there is kept in {}", super::shown(&kept))?;
        }
        None => writeln!(context.out, "restored")?,
    }
    Ok(())
}
