//! `godrill restore`: puts a copy in the place of the database.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use super::door::tell;
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
    // If the path is a link, the old file is kept beside what it leads to.
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
    context.out.flush()?;
    tell_unreadable(&db::Store::open(&path)?)
}

/// Tells what in the copy cannot be read, for the commands that need it will fail.
fn tell_unreadable(store: &db::Store) -> Result<()> {
    /// So many are named.
    const MOST_NAMED: usize = 3;
    let (mut named, count) = store.unreadable(MOST_NAMED)?;
    if count == 0 {
        return Ok(());
    }
    if count > named.len() {
        named.push(format!("{} more", count - named.len()));
    }
    let values = if count == 1 { "a value" } else { "values" };
    tell(&format!(
        "warning: it holds {values} that cannot be read ({}): `godrill check --repair` mends that",
        named.join("; ")
    ))?;
    Ok(())
}
