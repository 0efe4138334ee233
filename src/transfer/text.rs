//! A text file that is only read, in whatever encoding it is.

use std::path::Path;

use anyhow::{Result, bail};

use super::read_file;
use crate::format::diagnostic::Diagnostic;
use crate::format::encoding;

/// The text of a file. One with bytes that are no text is refused, by the place of the first.
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
