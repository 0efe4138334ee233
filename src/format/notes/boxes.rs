//! Boxes with a title, in the ways of Obsidian and GitHub (`> [!question]- title`), MkDocs
//! (`??? question "title"`), VitePress (`::: details title`) and HTML (`<details>`).

use super::item::{indent, unquoted};
use super::page::{Kind, Page, joined};
use super::{asking, fold, tag};

/// Kinds of boxes that ask, and of those that answer.
const ASKING: &str = "question faq help quiz flashcard card";
const ANSWERING: &str = "answer success check done solution";

/// A box.
pub(super) struct Block {
    pub(super) kind: String,
    /// Whether it can be folded.
    folds: bool,
    pub(super) title: String,
    /// The row after it.
    pub(super) end: usize,
    pub(super) inner: String,
}

impl Block {
    /// Whether it asks, by its kind or by its title.
    pub(super) fn asks(&self) -> bool {
        let asks = if self.kind == "details" { asking::may_ask } else { asking::asks };
        ASKING.split(' ').any(|kind| kind == self.kind) || self.folds && asks(&self.title)
    }

    /// Whether it is the answer of what stands above it.
    pub(super) fn answers(&self) -> bool {
        let is_named = self.kind == "details" || !self.title.is_empty();
        ANSWERING.split(' ').any(|kind| kind == self.kind)
            || is_named && tag::is_label(&self.title) && !self.asks()
    }

    /// What it holds without a tag or heading `Answer`, and without the paragraph marks of HTML.
    pub(super) fn answer(&self) -> String {
        let text = self.inner.replace("<p>", "").replace("</p>", "");
        let text = text.trim();
        let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
        tag::answer(first).map_or(text.to_owned(), |tagged| format!("{tagged}\n{rest}"))
    }
}

/// What stands in a box that begins in a row and answers, and the row after it.
pub(super) fn answer(page: &Page<'_>, at: usize) -> Option<(usize, String)> {
    block(page, at).filter(Block::answers).map(|block| (block.end, block.answer()))
}

/// The box that begins in a row.
pub(super) fn block(page: &Page<'_>, at: usize) -> Option<Block> {
    let line = page.row(at).text.trim_end();
    if page.row(at).kind != Kind::Text {
        return None;
    }
    if let Some(end) = page.fold(at) {
        let source: Vec<&str> = (at..end).map(|i| page.row(i).text).collect();
        let source = source.join("\n");
        let (title, inner) = fold::parts(&source)?;
        let inner = joined(inner.split('\n'));
        return Some(Block { kind: "details".to_owned(), folds: true, title, end, inner });
    }
    if let Some(rest) = line.strip_prefix('>') {
        let (kind, title) = rest.trim_start().strip_prefix("[!")?.split_once(']')?;
        let folds = title.starts_with(['-', '+']);
        let title = title.trim_start_matches(['-', '+', ' ']).to_owned();
        let end = page.until(at + 1, |i| !page.row(i).text.starts_with('>'));
        let inner = joined((at + 1..end).map(|i| unquoted(page.row(i).text)));
        return Some(Block { kind: kind.trim().to_lowercase(), folds, title, end, inner });
    }
    let mark = ["???+", "???", "!!!", "::::", ":::"].into_iter().find(|m| line.starts_with(m))?;
    let rest = line[mark.len()..].trim();
    let (kind, title) = rest.split_once(' ').unwrap_or((rest, ""));
    let title = title.trim().trim_matches('"').to_owned();
    let is_colon = mark.starts_with(':');
    let ends = |i: &usize| match is_colon {
        true => page.row(*i).text.trim_end() == mark,
        false => page.row(*i).kind != Kind::Blank && indent(page.row(*i).text) < 4,
    };
    if kind.is_empty() {
        return None;
    }
    let last = page.len().min(at + 1 + fold::MOST_LINES);
    let end = (at + 1..last).find(ends).or((!is_colon).then_some(last))?;
    let inner = joined((at + 1..end).map(|i| page.row(i).text));
    let folds = mark.starts_with('?') || kind == "details";
    let end = end + usize::from(is_colon);
    Some(Block { kind: kind.to_lowercase(), folds, title, end, inner })
}
