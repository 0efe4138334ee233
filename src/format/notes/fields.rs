//! Headings that name the fields of a card: `## Front` and `## Back`, with `### Tags` and a head of
//! its own where the Git tool `ki` wrote the note.

use super::page::{Kind, Page};
use super::{Out, Why, answer};
use crate::text::fence::Fence;

/// Names of the fields.
const FRONT: &str = "front question 正面 问题";
const BACK: &str = "back answer 背面 答案";

pub(super) fn read(page: &mut Page<'_>, out: &mut Out) {
    let heads: Vec<(usize, u8, String)> = (0..page.len())
        .filter_map(|at| page.heading(at).map(|(level, text)| (at, level, name(text))))
        .collect();
    let is = |list: &str, name: &str| list.split(' ').any(|word| word == name);
    let mut tags: Vec<String> = Vec::new();
    let mut head = None;
    for (n, (at, level, name)) in heads.iter().enumerate() {
        let end = |n: usize| heads.get(n + 1).map_or(page.len(), |(at, ..)| *at);
        match name.as_str() {
            "note" | "cloze" | "basic" => (head, tags) = (Some(*at), Vec::new()),
            "tags" => {
                let lines = (*at + 1..end(n)).map(|i| page.row(i).text);
                let lines = lines.filter(|line| Fence::of(line).is_none());
                let words = lines.flat_map(str::split_whitespace);
                tags = words.map(str::to_owned).collect();
            }
            _ => {}
        }
        let back = heads.get(n + 1).filter(|(_, l, back)| l == level && is(BACK, back));
        let (true, Some((back, ..))) = (is(FRONT, name), back) else { continue };
        let stop = |i: &&(usize, u8, String)| i.1 <= *level || is(FRONT, &i.2);
        let end = heads[n + 2..].iter().find(stop).map_or(page.len(), |(at, ..)| *at);
        let front = markdown(&page.text(*at + 1..*back));
        let text = answer::tidy(&markdown(&page.text(*back + 1..end)));
        if let Some(found) = out.found(*at, &front, &text, Why::Fields) {
            found.tags.append(&mut tags);
        }
        let from = head.take().unwrap_or(*at);
        page.take(from..end);
    }
}

fn name(heading: &str) -> String {
    heading.trim_end_matches([':', '：']).trim().to_lowercase()
}

/// The commonest HTML of fields as Markdown; code stays as it is.
fn markdown(text: &str) -> String {
    const MARKS: [(&str, &str); 5] =
        [("b", "**"), ("strong", "**"), ("i", "*"), ("em", "*"), ("code", "`")];
    let page = Page::of_part(text);
    let line = |at: usize| match page.row(at) {
        row if row.kind == Kind::Code => row.text.to_owned(),
        row => MARKS.iter().fold(
            row.text.replace("<br>", "\n").replace("<br/>", "\n"),
            |text, (tag, mark)| {
                text.replace(&format!("<{tag}>"), mark).replace(&format!("</{tag}>"), mark)
            },
        ),
    };
    (0..page.len()).map(line).collect::<Vec<_>>().join("\n")
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
