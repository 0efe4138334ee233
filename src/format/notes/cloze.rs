//! Clozes: a text with deletions, each of which is asked by itself: `[x]` after `C:`, `{{c1::x}}` of
//! Anki wherever it stands.

use std::ops::Range;

use super::page::Page;
use super::{Out, Why};

/// A deletion: the bytes that it takes in the whole text.
pub type Hole = Range<usize>;

/// More deletions than this in one text are not read: each makes a card with all of the text.
const MOST_HOLES: usize = 64;

/// The text of a cloze `An [agonist] binds to a [receptor]` without its brackets, and the deletions
/// in it. `\[` is a bracket, `![` begins an image; nested brackets belong to the inner one.
pub fn holes(text: &str) -> (String, Vec<Hole>) {
    let mut whole = String::with_capacity(text.len());
    let mut found = Vec::new();
    let mut start = None;
    let mut image = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next_if(|c| matches!(c, '[' | ']')) {
                Some(bracket) => whole.push(bracket),
                None => whole.push(c),
            },
            '!' => {
                image |= chars.peek() == Some(&'[');
                whole.push(c);
            }
            '[' if image => whole.push(c),
            '[' => start = Some(whole.len()),
            ']' if image => {
                image = false;
                whole.push(c);
            }
            ']' => {
                if let Some(start) = start.take()
                    && start < whole.len()
                    && found.len() < MOST_HOLES
                {
                    found.push(start..whole.len());
                }
            }
            _ => whole.push(c),
        }
    }
    (whole, found)
}

/// The question and the answer of one deletion: the text with a gap, and what belongs there.
pub fn hollow(whole: &str, hole: &Hole) -> (String, String) {
    let (before, after) = (&whole[..hole.start], &whole[hole.end..]);
    let answer = &whole[hole.clone()];
    // An answer of several lines cannot be set in bold.
    let mark = if answer.contains('\n') || answer.trim() != answer { "" } else { "**" };
    (format!("{before}[…]{after}"), format!("{answer}\n\n{before}{mark}{answer}{mark}{after}"))
}

/// Notes a card for each deletion.
pub(super) fn cards(at: usize, whole: &str, holes: &[Hole], why: &Why, out: &mut Out) {
    for hole in holes {
        if out.is_full() {
            break;
        }
        let (question, answer) = hollow(whole, hole);
        out.found(at, &question, &answer, why.clone());
    }
}

/// Reads the deletions of Anki.
pub(super) fn read(page: &mut Page<'_>, out: &mut Out) {
    for at in 0..page.len() {
        if !page.is_text(at) || !page.row(at).text.contains("{{c") {
            continue;
        }
        let line = page.row(at).text;
        let line = super::item::item(line).map_or(line.trim(), |item| item.text);
        let (whole, holes) = braced(line);
        if !holes.is_empty() {
            cards(at, &whole, &holes, &Why::Cloze, out);
            page.take(at..at + 1);
        }
    }
}

/// The text of `A {{c1::map}} has {{c2::keys::hint}}` without its braces, and the deletions in it.
fn braced(text: &str) -> (String, Vec<Hole>) {
    let mut whole = String::with_capacity(text.len());
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{c") {
        whole.push_str(before);
        let inner = after.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix("::");
        let inner = inner.and_then(|inner| inner.split_once("}}"));
        let (Some((deleted, next)), true) = (inner, found.len() < MOST_HOLES) else {
            whole.push_str("{{c");
            rest = after;
            continue;
        };
        let deleted = deleted.split_once("::").map_or(deleted, |(text, _hint)| text);
        let start = whole.len();
        whole.push_str(deleted);
        if !deleted.trim().is_empty() {
            found.push(start..whole.len());
        }
        rest = next;
    }
    whole.push_str(rest);
    (whole, found)
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;
    use super::*;

    #[test]
    fn deletions_of_anki_are_cards() {
        check(
            "- A {{c1::heap}} is a {{c2::tree::shape}}.\n\n`{{` alone is text {{c1.\n",
            &[
                (1, "A […] is a tree.", "heap\n\nA **heap** is a tree."),
                (1, "A heap is a […].", "tree\n\nA heap is a **tree**."),
            ],
        );
    }

    #[test]
    fn deletions_are_cut_out() {
        let (whole, found) = holes(r"A [map] is \[not\] a ![x](y) [通道].");
        assert_eq!(whole, "A map is [not] a ![x](y) 通道.");
        let cut: Vec<&str> = found.iter().map(|hole| &whole[hole.clone()]).collect();
        assert_eq!(cut, ["map", "通道"]);
        let (question, answer) = hollow(&whole, &found[0]);
        assert_eq!(question, "A […] is [not] a ![x](y) 通道.");
        assert_eq!(answer, "map\n\nA **map** is [not] a ![x](y) 通道.");
        assert!(holes("none [] here ] [").1.is_empty());
    }
}
