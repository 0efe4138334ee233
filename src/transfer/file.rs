//! Reads a file whole, within the limits of its kind.

use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::db::LARGEST_HASHCARDS;
use crate::files;
use crate::format::diagnostic::Diagnostic;
use crate::format::encoding;

/// A file larger than this is refused: it would not fit in memory beside what is made from it, and
/// no deck is that large (100 k cards with 10 reviews each are 280 MB).
const LARGEST_FILE: u64 = 1 << 30;

/// Reads a file whole; `-` is standard input. Anything but a file is refused before it is opened,
/// and what is too large before it is read.
pub fn read_file(path: &Path) -> Result<Vec<u8>> {
    let failed = || format!("cannot read {}", path.display());
    if path.as_os_str() == "-" {
        let bytes = files::read_input(LARGEST_FILE);
        return bytes.map_err(or_split).context("cannot read standard input");
    }
    let meta = std::fs::metadata(path).with_context(failed)?;
    if meta.is_dir() {
        bail!("{} is a folder: give the files in it", path.display());
    }
    if !meta.is_file() {
        bail!("{} is not a file: to read from a pipe, give `-`", path.display());
    }
    if meta.len() > LARGEST_HASHCARDS as u64 && is_database(path) {
        bail!(
            "{} is larger than {} MiB: no database of hashcards is",
            path.display(),
            LARGEST_HASHCARDS >> 20
        );
    }
    files::read(path, LARGEST_FILE).map_err(or_split).with_context(failed)
}

/// Adds the way out to the error about a file that is too large.
fn or_split(error: std::io::Error) -> anyhow::Error {
    match error.kind() {
        std::io::ErrorKind::FileTooLarge => anyhow::anyhow!("{error}: split it"),
        _ => error.into(),
    }
}

/// The first bytes of a SQLite database.
pub(super) const DATABASE: &[u8] = b"SQLite format 3\0";

/// Whether a file begins as a SQLite database does.
fn is_database(path: &Path) -> bool {
    let mut begin = [0; DATABASE.len()];
    let file = std::fs::File::open(path);
    file.and_then(|mut file| file.read_exact(&mut begin)).is_ok() && begin == DATABASE
}

/// The text of a file, in whatever encoding. One with bytes that are not text is refused, with the
/// place of the first.
pub fn read_text(path: &Path) -> Result<String> {
    let name = path.display();
    match encoding::decode(read_file(path)?) {
        Ok((text, problems)) => match problems.into_iter().find(Diagnostic::is_error) {
            None => Ok(text),
            Some(Diagnostic { message, .. }) => bail!("{name}: {message}: save it as UTF-8"),
        },
        Err(why) => bail!("{name} {why}"),
    }
}
