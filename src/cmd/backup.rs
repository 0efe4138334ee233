//! `godrill backup`: a consistent copy of the database.

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::Args;

use super::{Context, progress::Progress};

/// Copy the database.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  godrill backup                 beside the database, named by the time\n  godrill backup ~/godrill.bak\n\n\
    The copy is consistent even while a quiz runs. `godrill restore FILE` brings it back."
)]
pub(super) struct BackupArgs {
    /// The new file
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
}

pub(super) fn run(args: &BackupArgs, context: &mut Context<'_>) -> Result<()> {
    let store = context.open()?;
    let to = match &args.file {
        Some(file) => file.clone(),
        None => {
            let name = |n: String| {
                super::beside(store.path(), &format!("{}{n}.bak", context.world.stamp()))
            };
            let numbered = (2_u32..).map(|n| name(format!("-{n}")));
            let mut names = std::iter::once(name(String::new())).chain(numbered);
            names.find(|name| !name.exists()).unwrap_or_else(|| name(String::new()))
        }
    };
    if to.exists() {
        bail!("{} exists: choose another name", to.display());
    }
    let progress = Progress::new(context.world, "copying");
    let done = store.backup(&to, &mut |done, all| progress.show(done, all));
    progress.done();
    done?;
    writeln!(context.out, "copied to {}", super::shown(&to))?;
    Ok(())
}
