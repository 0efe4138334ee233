//! SQLite files on their way in: Anki's collection and the reviews of hashcards; any other is
//! refused, with a word on what it is.

use std::path::Path;

use anyhow::{Result, bail};
use chrono::TimeZone;

use super::parcel;
use super::reader::Reader;
use crate::db::{Foreign, whose};
use crate::format::hashcards::Answers;

impl<'a, Z: TimeZone> Reader<'a, Z> {
    /// Takes a SQLite file in.
    pub(super) fn database(&mut self, path: &'a Path, bytes: Vec<u8>) -> Result<()> {
        let name = path.display().to_string();
        match whose(&bytes) {
            Foreign::Hashcards => {
                let found = self.hashcards_answers(bytes, path)?;
                self.answers.get_or_insert_with(|| (path, Answers::new())).1.extend(found);
            }
            Foreign::Anki => {
                require_closed(path)?;
                self.parcels.push(parcel::open_collection(&name, bytes)?);
            }
            Foreign::Ours => bail!(
                "{name} is a database of godrill: import what `godrill --db {name} export -o all.json` writes, or put it in the place of yours with `godrill restore {name}`"
            ),
            Foreign::Unknown => bail!(
                "{name} is a SQLite database that godrill cannot read: it reads those of Anki and of hashcards; export its cards as CSV"
            ),
        }
        Ok(())
    }
}

/// Refuses a collection that Anki has open, or that it left without closing it: a part of it is
/// then in another file.
fn require_closed(path: &Path) -> Result<()> {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    if std::fs::metadata(&log).is_ok_and(|meta| meta.len() > 0) {
        bail!("{} is open in Anki: close Anki, then import it again", path.display());
    }
    Ok(())
}
