//! A deck file in pieces: each is parsed alone, so that memory does not grow with the file, and an
//! unclosed fence swallows no more than it must.

use crate::format::block::{Block, BlockKind, blocks};
use crate::format::notes::LARGEST_CARD;

/// An unclosed fence or comment swallows the rest of the file; the reader goes on at the next
/// heading of a card within it, but only so often, to stay linear.
pub(super) const RESUMES: usize = 8;

/// Bytes that are parsed at once, to the next heading: Markdown takes up to 64 bytes of memory for
/// each while it is parsed.
pub(super) const PIECE: usize = 256 << 10;

/// The blocks from byte `from` to a heading of a card not far from there, and where that heading
/// is. `None` for a card that is too large.
pub(super) fn piece(text: &str, from: usize) -> (usize, Option<Vec<Block>>) {
    let mut last: Option<(usize, Vec<Block>)> = None;
    let mut size = PIECE;
    loop {
        let mut end = next_heading(text, from + size);
        if end - from > LARGEST_CARD {
            if let Some(last) = last {
                // What is still open will not be closed.
                return (last.0, Some(last.1));
            }
            let near = (from + size..).find(|at| text.is_char_boundary(*at));
            let near = near.map_or("", |near| &text[from..near]);
            match near.rfind("\n## ") {
                Some(at) => end = from + at + 1,
                None => return (end, None),
            }
        }
        let piece = &text[from..end];
        let mut all = blocks(piece);
        for block in &mut all {
            block.range = block.range.start + from..block.range.end + from;
        }
        // Inside a fence or HTML a heading does not count.
        let is_open = match all.iter().rfind(|b| !b.nested).map(|b| &b.kind) {
            Some(BlockKind::Fence(fence)) => !fence.closed,
            Some(BlockKind::Html { closed }) => !closed || !piece.ends_with("\n\n"),
            _ => false,
        };
        if !is_open || end == text.len() {
            return (end, Some(all));
        }
        last = Some((end, all));
        size = (2 * size).max(end - from + 1);
    }
}

/// Where the first line from byte `from` on begins that could be the heading of a card.
fn next_heading(text: &str, from: usize) -> usize {
    let bytes = text.as_bytes();
    let line = bytes.get(from - 1..).and_then(|rest| rest.windows(4).position(|w| w == b"\n## "));
    line.map_or(bytes.len(), |at| from + at)
}

/// Where to go on after a fence or HTML that is never closed: at the next heading of a card in it.
pub(super) fn resume(text: &str, all: &[Block]) -> Option<usize> {
    let last = all.iter().rfind(|b| !b.nested)?;
    match &last.kind {
        BlockKind::Fence(fence) if !fence.closed => {}
        BlockKind::Html { closed: false } => {}
        _ => return None,
    }
    let mut at = last.range.start;
    for line in text[at..].split_inclusive('\n') {
        if at > last.range.start && line.starts_with("## ") && line.contains("{#") {
            return Some(at);
        }
        at += line.len();
    }
    None
}
