//! Clozes: a text with deletions, each of which is asked by itself.

use std::ops::Range;

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

#[cfg(test)]
mod tests {
    use super::*;

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
