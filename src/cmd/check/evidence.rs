//! Whether evidence is where its lines say: in the sources of Go, or in manual pages.

use std::collections::HashMap;

use super::manual::{self, Manual};
use super::toolchain::{Go, fold};
use crate::files;
use crate::format::evidence::Evidence;

/// No source file of Go is larger.
const LARGEST_SOURCE: u64 = 64 << 20;
/// What looking up a line of evidence found.
pub(super) enum Found {
    There,
    Not(String),
    /// It cannot be looked up on this machine.
    Skipped(String),
}

/// The places where evidence is looked up.
pub(super) struct Library<'g> {
    go: &'g Go,
    /// Source files of Go asked for so far; `None` for those that do not exist.
    sources: HashMap<String, Option<String>>,
    manual: Manual,
}

impl Library<'_> {
    /// The sources of this Go, and the manual pages of this machine.
    pub(super) fn new(go: &Go, manual: Manual) -> Library<'_> {
        Library { go, sources: HashMap::new(), manual }
    }

    /// Looks up a line of evidence. URLs are taken as they are.
    pub(super) fn look_up(&mut self, line: &str) -> Found {
        let (path, text) = match Evidence::parse(line) {
            Ok(Evidence::Source { path, text }) => (path, text),
            Ok(Evidence::Manual { name, section, text }) => {
                return match self.manual.page(&name, &section) {
                    None => Found::Skipped(format!("the page {name}({section}) is not installed")),
                    Some(page) if page.contains(&manual::fold(&text)) => Found::There,
                    Some(_) => Found::Not(format!("`{text}` does not stand in {name}({section})")),
                };
            }
            Ok(Evidence::Url(_)) => return Found::There,
            Err(why) => return Found::Not(why),
        };
        let source = self.sources.entry(path.clone()).or_insert_with(|| {
            let file = self.go.root.join("src").join(&path);
            let bytes = files::read(&file, LARGEST_SOURCE).ok()?;
            Some(fold(&String::from_utf8_lossy(&bytes)))
        });
        let version = &self.go.version;
        match source {
            None => Found::Not(format!("there is no file {path} in the sources of {version}")),
            Some(source) if source.contains(&fold(&text)) => Found::There,
            Some(_) => Found::Not(format!("`{text}` does not stand in {path} of {version}")),
        }
    }
}
