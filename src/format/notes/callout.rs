//! Boxes with a title: the callouts of Obsidian and GitHub (`> [!question]- title`), the admonitions
//! of MkDocs (`??? question "title"`), the containers of VitePress (`::: details title`).

use super::boxes::{self, block};
use super::page::Page;
use super::{Out, Why, asking};

/// Kinds of boxes that ask.
const ASKING: &str = "question faq help quiz flashcard card";

pub(super) fn read(page: &mut Page<'_>, out: &mut Out) {
    let mut at = 0;
    while at < page.len() {
        let Some(block) = block(page, at).filter(|_| page.is_text(at)) else {
            at += 1;
            continue;
        };
        let start = std::mem::replace(&mut at, block.end);
        let is_question = ASKING.split(' ').any(|kind| kind == block.kind)
            || block.folds && asking::asks(block.title);
        let (title, inner) = match block.title {
            "" => block.inner.split_once('\n').unwrap_or((&block.inner, "")),
            title => (title, block.inner.as_str()),
        };
        if !is_question || title.is_empty() {
            continue;
        }
        // The answer may stand in a box of its own below.
        let mut body = inner.to_owned();
        if let Some((end, answer)) = boxes::answer(page, page.next(at)) {
            at = end;
            body += &format!("\n\n**Answer:** {answer}");
        }
        out.asked(start, &asking::question(title), &body, Why::Callout);
        page.take(start..at);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;

    #[test]
    fn boxes_that_ask_are_cards() {
        check(
            "> [!question]- What is a heap?\n> A tree in an array.\n\n> [!faq] 2. What is a trie?\n> A tree\n> of letters.\n\n> [!note] A note\n> asks nothing\n\n> [!tip]- Why is it fast?\n> It is flat.\n",
            &[
                (1, "What is a heap?", "A tree in an array."),
                (4, "What is a trie?", "A tree\nof letters."),
                (11, "Why is it fast?", "It is flat."),
            ],
        );
        check(
            "> [!question]\n> Which is a tree?\n> a) a ring\n> b) a heap\n>\n> > [!success] - Answer\n> > b) a heap\n\n> [!question] What is a ring?\n\n> [!success]- Answer\n> A circle.\n",
            &[
                (1, "Which is a tree?\n\na) a ring\nb) a heap", "b) a heap"),
                (9, "What is a ring?", "A circle."),
            ],
        );
    }

    #[test]
    fn boxes_of_other_programs() {
        check(
            "??? question \"What is a heap?\"\n    A tree.\n\n    In an array.\n\n::: details What is a ring?\nA circle.\n:::\n\nEnd.\n",
            &[
                (1, "What is a heap?", "A tree.\n\nIn an array."),
                (6, "What is a ring?", "A circle."),
            ],
        );
    }
}
