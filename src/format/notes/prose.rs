//! Prose under headings that ask nothing, for those who ask for it: the heading is what to tell about.

use std::ops::Range;

use super::page::Page;
use super::{Out, Why, answer, asking};

pub(super) fn read(page: &Page<'_>, at: usize, out: &mut Out) -> Option<Range<usize>> {
    let (level, title) = page.heading(at).filter(|_| out.options.prose)?;
    let end = page.until(at + 1, |i| page.heading(i).is_some());
    let body = page.text(at + 1..end);
    // The title of a page is about all that stands below it.
    let is_title = level == 1 && page.heading(end).is_some_and(|(below, _)| below > 1);
    if is_title || body.is_empty() || asking::context(title).is_none() {
        return None;
    }
    let question = asking::tell_me(asking::unnumbered(title), out.lang);
    out.found(at, &question, &answer::tidy(&body), Why::Prose);
    Some(at..end)
}
