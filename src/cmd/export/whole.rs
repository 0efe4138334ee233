//! Files that are either whole or not there.

use std::fs;
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Context as _, Result, bail};

use crate::files::{Temporary, behind_links};

/// Writes a file so that it is either whole or not there: beside it first, then renamed. A link
/// stays a link; a device or pipe is written to directly.
pub(super) fn write_whole<T>(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<fs::File>) -> Result<T>,
) -> Result<T> {
    let failed = || format!("cannot write {}", path.display());
    let there = fs::metadata(path).ok();
    if there.as_ref().is_some_and(fs::Metadata::is_dir) {
        bail!("{} is a folder: give the name of a file in it", path.display());
    }
    if there.as_ref().is_some_and(|meta| !meta.is_file()) {
        let file = fs::File::options().write(true).open(path).with_context(failed)?;
        let mut file = BufWriter::new(file);
        let done = write(&mut file).with_context(failed)?;
        file.flush().with_context(failed)?;
        return Ok(done);
    }
    let place = behind_links(path);
    let temporary = Temporary::new(&place, there.as_ref()).with_context(failed)?;
    let mut file = BufWriter::new(temporary.file().try_clone().with_context(failed)?);
    let done = write(&mut file).with_context(failed)?;
    file.flush().with_context(failed)?;
    // Otherwise a power loss could leave an empty file in the place of a good one.
    file.get_ref().sync_all().with_context(failed)?;
    temporary.replace(&place).with_context(failed)?;
    Ok(done)
}
