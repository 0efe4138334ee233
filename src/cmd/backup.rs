//! `godrill backup`: a consistent copy of the database.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;

use super::{Context, progress::Progress};
use crate::db::DbError;

/// Copy the database.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  godrill backup                 a copy next to the database, named after the time
  godrill backup ~/godrill.bak

The copy is consistent even while a quiz is running. `godrill restore FILE` brings it back.")]
pub(super) struct BackupArgs {
    /// The file to create; by default next to the database
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
}

pub(super) fn run(args: &BackupArgs, context: &mut Context<'_>) -> Result<()> {
    let store = context.open()?;
    let progress = Progress::new(context.world, "copying");
    let copy = |to: &Path| store.backup(to, &mut |done, all| progress.show(done, all));
    let (to, done) = match &args.file {
        Some(file) => (file.clone(), copy(file)),
        None => {
            let stamp = context.world.stamp();
            let name = |n: String| super::beside(store.path(), &format!("{stamp}{n}.bak"));
            let mut names = (1_u32..).map(|n| match n {
                1 => name(String::new()),
                n => name(format!("-{n}")),
            });
            // Another backup may take the name while this one is being made.
            loop {
                let to = names.next().unwrap_or_else(|| name(String::new()));
                match copy(&to) {
                    Err(DbError::Exists(_)) => {}
                    done => break (to, done),
                }
            }
        }
    };
    progress.done();
    done?;
    writeln!(context.out, "copied to {}", super::shown(&to))?;
    Ok(())
}
