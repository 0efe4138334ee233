//! Blocks that can be folded, `<details>`, as text: where they stand, and what they hold.

use std::ops::Range;

/// Neither a longer one nor one deeper in others is read as one; what stands in it is.
pub(super) const MOST_LINES: usize = 1_000;
const DEEPEST: usize = 8;

/// The lines of each block, the first of those that begin on one line, in one pass; a line without
/// text is code or a comment.
pub(super) fn blocks<'a>(lines: impl Iterator<Item = Option<&'a str>>) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for (at, line) in lines.enumerate() {
        let lower = line.filter(|line| line.contains('<')).unwrap_or("").to_ascii_lowercase();
        open.extend(std::iter::repeat_n(at, lower.matches("<details").count()));
        for _ in lower.matches("</details>") {
            let start = open.pop().filter(|_| open.len() < DEEPEST);
            found.extend(start.map(|start| start..at + 1));
        }
    }
    found.retain(|block| block.len() <= MOST_LINES);
    found.sort_by_key(|block| (block.start, std::cmp::Reverse(block.end)));
    found.dedup_by_key(|block| block.start);
    found
}

/// The summary of a block, without its tags, and the text after it.
pub(super) fn parts(block: &str) -> Option<(String, &str)> {
    let lower = block.to_ascii_lowercase();
    let from = lower.find("<summary")?;
    let from = from + lower[from..].find('>')? + 1;
    let to = from + lower[from..].find("</summary>")?;
    let after = to + "</summary>".len();
    let end = lower.rfind("</details>").filter(|end| *end >= after)?;
    Some((untagged(&block[from..to]), &block[after..end]))
}

/// The text of a summary without its HTML tags.
fn untagged(summary: &str) -> String {
    let mut parts = summary.split('<');
    let mut text = parts.next().unwrap_or("").to_owned();
    for part in parts {
        // `<` without `>` is no tag, and one before a space is an operator.
        match part.split_once('>').filter(|_| !part.starts_with([' ', '-', '='])) {
            Some((_, rest)) => text += rest,
            None => text = text + "<" + part,
        }
    }
    let plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}
