//! Clozes: a text with deletions, each of which is asked by itself: `[x]` after `C:`, `{{c1::x}}` of
//! Anki wherever it stands.

use std::ops::Range;

use super::page::Page;
use super::{Found, Out, Why, item};

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
    let (mut before, mut in_image) = (' ', false);
    for c in text.chars() {
        match c {
            '[' | ']' if before == '\\' => {
                whole.pop();
                whole.push(c);
            }
            '[' if before == '!' || in_image => {
                in_image = true;
                whole.push(c);
            }
            '[' => start = Some(whole.len()),
            ']' if std::mem::take(&mut in_image) => whole.push(c),
            ']' => {
                let hole = start.take().map(|start| start..whole.len());
                found.extend(hole.filter(|hole| !hole.is_empty() && found.len() < MOST_HOLES));
            }
            _ => whole.push(c),
        }
        before = c;
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

/// A text without the marks of its deletions, and the deletions; `next` gives what stands before the
/// next deletion, the deletion, and what follows it.
pub(super) fn cut<'a>(
    mut text: &'a str,
    next: impl Fn(&'a str) -> Option<(&'a str, &'a str, &'a str)>,
) -> (String, Vec<Hole>) {
    let mut whole = String::with_capacity(text.len());
    let mut found = Vec::new();
    while found.len() < MOST_HOLES
        && let Some((before, deleted, after)) = next(text)
    {
        whole += before;
        found.push(whole.len()..whole.len() + deleted.len());
        whole += deleted;
        text = after;
    }
    (whole + text, found)
}

/// Notes a card for each deletion; `also` adds what is known of each by its number.
pub(super) fn cards(
    at: usize,
    (whole, holes): (String, Vec<Hole>),
    why: Why,
    out: &mut Out,
    also: impl Fn(usize, &mut Found),
) {
    for (n, hole) in holes.iter().enumerate() {
        // A page may have more than fits; each card costs all of the text.
        if out.is_full() {
            break;
        }
        let (question, answer) = hollow(&whole, hole);
        if let Some(found) = out.found(at, &question, &answer, why) {
            also(n, found);
        }
    }
}

/// Reads the deletions of Anki.
pub(super) fn read(page: &Page<'_>, at: usize, out: &mut Out) -> Option<Range<usize>> {
    let cloze = cut(item::bare(page.row(at).text), braced);
    if !page.is_text(at) || cloze.1.is_empty() {
        return None;
    }
    cards(at, cloze, Why::Cloze, out, |_, _| ());
    Some(at..at + 1)
}

/// The first deletion of `A {{c1::map}} has {{c2::keys::hint}}`.
fn braced(text: &str) -> Option<(&str, &str, &str)> {
    let last = text.rfind("}}")?;
    text[..last].match_indices("{{c").find_map(|(at, mark)| {
        let number = &text[at + mark.len()..];
        let inner = number.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix("::")?;
        let (deleted, after) = inner.split_once("}}")?;
        let deleted = deleted.split_once("::").map_or(deleted, |(text, _hint)| text);
        (!deleted.trim().is_empty()).then_some((&text[..at], deleted, after))
    })
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
