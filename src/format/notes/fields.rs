//! Notes of Anki as the Git tool `ki` writes them: a heading `Note`, and under it headings that name
//! the fields and the tags. `## Front` and `## Back` by themselves are tags as any (`tag`).

use std::ops::Range;

use super::page::Page;
use super::{Out, Why, answer};
use crate::format::table::markup;
use crate::text::fence::Fence;

pub(super) fn read(page: &Page<'_>, at: usize, out: &mut Out) -> Option<Range<usize>> {
    let (level, _) = page.heading(at).filter(|(_, text)| *text == "Note")?;
    let end = page.until(at + 1, |i| page.heading(i).is_some_and(|(next, _)| next <= level));
    let field = |name: &str| {
        let is_it = |i: &usize| page.heading(*i).is_some_and(|(_, text)| text == name);
        let start = (at + 1..end).find(is_it)?;
        let end = page.until(start + 1, |i| i == end || page.heading(i).is_some());
        Some((start, page.text(start + 1..end)))
    };
    let ((start, front), (_, back)) = (field("Front")?, field("Back")?);
    let back = answer::tidy(&markup::found(&back));
    let found = out.found(start, &markup::found(&front), &back, Why::Fields)?;
    let (_, tags) = field("Tags").unwrap_or_default();
    let lines = tags.lines().filter(|line| Fence::of(line).is_none());
    found.tags = lines.flat_map(str::split_whitespace).map(str::to_owned).collect();
    Some(at..end)
}

#[cfg(test)]
mod tests {
    use super::super::{Options, read, tests::check};

    #[test]
    fn headings_can_name_the_fields() {
        let text = "# Note\n```\nguid: xyz\nnotetype: Basic\n```\n\n### Tags\n```\nos io\n```\n\n## Front\nWhat is a <b>ring</b> buffer?\n\n## Back\nA queue of fixed size.\n";
        check(text, &[(12, "What is a **ring** buffer?", "A queue of fixed size.")]);
        let (notes, _) = read(text, Options::default());
        assert_eq!(notes.found[0].tags, ["os", "io"]);
        assert_eq!(notes.left_out, []);
        check(
            "### Front\n\nWhat is a pipe?\n\n### Back\n\nTwo ends.\n\n---\n\n### Front\n\nWhat is a socket?\n\n### Back\n\nAlso two.\n",
            &[(1, "What is a pipe?", "Two ends."), (11, "What is a socket?", "Also two.")],
        );
    }
}
