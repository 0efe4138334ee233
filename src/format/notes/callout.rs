//! Boxes with a title: the callouts of Obsidian and GitHub (`> [!question]- title`), the admonitions
//! of MkDocs (`??? question "title"`), the containers of VitePress (`::: details title`).

use super::boxes::{self, block};
use super::page::{Kind, Page};
use super::{Out, Why, answer, asking};

/// Kinds of boxes that ask.
const ASKING: &str = "question faq help quiz flashcard card";

pub(super) fn read(page: &mut Page<'_>, out: &mut Out) {
    let mut at = 0;
    while at < page.len() {
        let Some(block) = block(page, at).filter(|_| page.is_text(at)) else {
            at += 1;
            continue;
        };
        let asks = ASKING.split(' ').any(|kind| kind == block.kind);
        let is_question = asks || block.folds && asking::asks(block.title);
        if !is_question || block.title.is_empty() && block.inner.is_empty() {
            at = block.end;
            continue;
        }
        let (title, inner) = match block.inner.split_once('\n') {
            _ if !block.title.is_empty() => (block.title, block.inner.as_str()),
            Some(parts) => parts,
            None => (block.inner.as_str(), ""),
        };
        // The answer may stand in a box of its own below.
        let mut end = block.end;
        let mut body = inner.to_owned();
        let next = (end..page.len()).find(|i| page.row(*i).kind != Kind::Blank);
        if let Some((after, text)) = next.and_then(|next| boxes::answer(page, next)) {
            end = after;
            body += &format!("\n\n**Answer:** {text}");
        }
        let question = asking::question(title);
        let (more, answer) = answer::split(&question, &body);
        out.found(at, &format!("{question}\n{more}"), &answer, Why::Callout);
        page.take(at..end);
        at = end;
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
