//! Boxes with a title, in the ways of Obsidian and GitHub, MkDocs and VitePress: where they stand, and what
//! they hold.

use super::item::{indent, unquoted};
use super::page::{Kind, Page, joined};

/// Kinds of boxes that answer.
const ANSWERING: &str = "answer success check done solution";

/// A box.
pub(super) struct Block<'a> {
    pub(super) kind: String,
    /// Whether it can be folded.
    pub(super) folds: bool,
    pub(super) title: &'a str,
    /// The row after it.
    pub(super) end: usize,
    pub(super) inner: String,
}

/// What stands in a box that begins in a row and says that it is an answer, and the row after it.
pub(super) fn answer(page: &Page<'_>, at: usize) -> Option<(usize, String)> {
    let block = block(page, at)?;
    let title = block.title.trim_matches(|c: char| !c.is_alphanumeric());
    let answers = ANSWERING.split(' ').any(|kind| kind == block.kind)
        || super::tag::answer(&format!("{title}:")) == Some("");
    answers.then_some((block.end, block.inner))
}

/// The box that begins in a row.
pub(super) fn block<'a>(page: &Page<'a>, at: usize) -> Option<Block<'a>> {
    let line = page.row(at).text.trim_end();
    if page.row(at).kind != Kind::Text {
        return None;
    }
    if let Some(rest) = line.strip_prefix('>') {
        let (kind, title) = rest.trim_start().strip_prefix("[!")?.split_once(']')?;
        let folds = title.starts_with(['-', '+']);
        let title = title.trim_start_matches(['-', '+', ' ']);
        let end = page.until(at + 1, |i| !page.row(i).text.starts_with('>'));
        let lines = (at + 1..end).map(|i| unquoted(page.row(i).text));
        let kind = kind.trim().to_lowercase();
        return Some(Block { kind, folds, title, end, inner: joined(lines) });
    }
    let mark = ["???+", "???", "!!!", "::::", ":::"].into_iter().find(|m| line.starts_with(m))?;
    let rest = line[mark.len()..].trim();
    let (kind, title) = rest.split_once(' ').unwrap_or((rest, ""));
    let title = title.trim().trim_matches('"');
    let is_colon = mark.starts_with(':');
    let ends = |i: &usize| match is_colon {
        true => page.row(*i).text.trim_end() == mark,
        false => page.row(*i).kind != Kind::Blank && indent(page.row(*i).text) < 4,
    };
    if kind.is_empty() {
        return None;
    }
    /// A box of this kind has at most this many rows.
    const MOST_ROWS: usize = 1_000;
    let last = page.len().min(at + 1 + MOST_ROWS);
    let end = (at + 1..last).find(ends).or((!is_colon).then_some(last))?;
    let inner = joined((at + 1..end).map(|i| page.row(i).text));
    let folds = mark.starts_with('?') || kind == "details";
    let end = end + usize::from(is_colon);
    Some(Block { kind: kind.to_lowercase(), folds, title, end, inner })
}
