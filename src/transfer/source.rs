//! A file as it was read, with what is wrong in it.

use crate::format::diagnostic::Diagnostic;
use crate::text::visible::visible;

/// A file as it was read, kept to show where something is wrong in it.
pub struct Source {
    /// Its name for messages.
    pub name: String,
    /// Its text; empty when nothing is wrong with an export.
    pub text: String,
    /// What is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
}

impl Source {
    /// A file that was read. Its text is only there to show what is wrong in it, and can be large.
    pub(super) fn unless_sound(name: String, text: String, diagnostics: Vec<Diagnostic>) -> Source {
        let text = if diagnostics.is_empty() { String::new() } else { text };
        Source { name, text, diagnostics }
    }

    /// Whether some of it could not be read.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }

    /// What is wrong, for people: the first hundred faults, and how many more there are.
    pub fn report(&self) -> String {
        /// Nobody reads more, and each is looked up in the text anew.
        const MOST_SHOWN: usize = 100;
        let shown = self.diagnostics.iter().take(MOST_SHOWN);
        let mut shown: Vec<_> = shown.map(|d| d.render(&self.name, &self.text)).collect();
        if let more @ 1.. = self.diagnostics.len().saturating_sub(MOST_SHOWN) {
            shown.push(format!("{more} more in {} are not shown\n", visible(&self.name)));
        }
        shown.join("\n")
    }
}
