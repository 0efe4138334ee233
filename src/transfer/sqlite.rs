//! SQLite files on their way in: Anki's collection, the reviews of hashcards, and those of others,
//! which are told by name.

use std::path::Path;

use anyhow::{Result, bail};

use super::{Batch, anki, rows};
use crate::db::{Foreign, whose};
use crate::format::hashcards::Answers;

/// Takes a SQLite file in; gives the answers if it is one of hashcards.
pub(super) fn take(path: &Path, bytes: Vec<u8>, batch: &mut Batch) -> Result<Option<Answers>> {
    let name = path.display().to_string();
    match whose(&bytes) {
        Foreign::Hashcards => return Ok(Some(rows::hashcards_answers(bytes, path, batch)?)),
        Foreign::Anki => {
            require_closed(path)?;
            batch.parcels.push(anki::open_collection(&name, bytes)?);
        }
        Foreign::Ours => bail!(
            "{name} is a database of godrill: import what `godrill --db {name} export -o all.json` writes, or put it in the place of yours with `godrill restore {name}`"
        ),
        Foreign::Unknown => bail!(
            "{name} is a SQLite database that godrill cannot read: it reads those of Anki and of hashcards; export its cards as CSV"
        ),
    }
    Ok(None)
}

/// Refuses a collection that Anki has open, or that it left without closing it: a part of it is in
/// another file then.
fn require_closed(path: &Path) -> Result<()> {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    if std::fs::metadata(&log).is_ok_and(|meta| meta.len() > 0) {
        bail!("{} is open in Anki: close Anki, then import it again", path.display());
    }
    Ok(())
}
