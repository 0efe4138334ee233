//! Siblings: cards that ask nearly the same. They are not asked on one day.

use std::collections::HashMap;

/// Which cards are siblings: both ways, and through others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Siblings {
    /// The family of each card that has siblings.
    families: HashMap<String, usize>,
}

impl Siblings {
    /// From pairs of a card and the one that it names as its sibling.
    pub fn new<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Siblings {
        let mut places: HashMap<&str, usize> = HashMap::new();
        // The parent of each card; the eldest of a family is its own parent.
        let mut parents: Vec<usize> = Vec::new();
        for (a, b) in pairs {
            let [a, b] = [a, b].map(|id| {
                *places.entry(id).or_insert_with(|| {
                    parents.push(parents.len());
                    parents.len() - 1
                })
            });
            let (a, b) = (eldest(&mut parents, a), eldest(&mut parents, b));
            parents[a] = b;
        }
        let families = places.into_iter().map(|(id, at)| (id.to_owned(), eldest(&mut parents, at)));
        Siblings { families: families.collect() }
    }

    /// The family of a card, a number; `None` when it has no siblings.
    pub fn family(&self, id: &str) -> Option<usize> {
        self.families.get(id).copied()
    }

    /// Whether two different cards are siblings.
    pub fn are(&self, a: &str, b: &str) -> bool {
        a != b && self.family(a).is_some_and(|family| self.family(b) == Some(family))
    }

    /// The siblings of a card, by id.
    pub fn of<'s>(&'s self, id: &'s str) -> Vec<&'s str> {
        let mut found: Vec<&str> =
            self.families.keys().map(String::as_str).filter(|other| self.are(id, other)).collect();
        found.sort_unstable();
        found
    }
}

fn eldest(parents: &mut [usize], mut at: usize) -> usize {
    while parents[at] != at {
        parents[at] = parents[parents[at]];
        at = parents[at];
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn siblings_count_both_ways_and_through_others() {
        let siblings = Siblings::new([("a", "b"), ("c", "b"), ("d", "e"), ("x", "gone")]);
        for (card, of) in [
            ("a", vec!["b", "c"]),
            ("b", vec!["a", "c"]),
            ("c", vec!["a", "b"]),
            ("e", vec!["d"]),
            ("x", vec!["gone"]),
            ("z", vec![]),
        ] {
            assert_eq!(siblings.of(card), of, "{card}");
        }
        assert!(!siblings.are("a", "a") && !siblings.are("a", "d") && !siblings.are("y", "z"));
    }
}
