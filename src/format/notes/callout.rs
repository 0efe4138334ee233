//! Boxes with a title: the callouts of Obsidian and GitHub (`> [!question]- title`), the admonitions
//! of MkDocs (`??? question "title"`), the containers of VitePress (`::: details title`).

use super::page::{Kind, Page, indent, joined};
use super::{Out, answer, asking};

/// Kinds of boxes that ask, and that answer.
const ASKING: &str = "question faq help quiz flashcard card";
const ANSWERING: &str = "answer success check done solution";

/// A box.
struct Block<'a> {
    kind: String,
    /// Whether it can be folded.
    folds: bool,
    title: &'a str,
    /// The row after it.
    end: usize,
    inner: String,
}

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
        if let Some((after, text)) = next.and_then(|next| answer(page, next)) {
            end = after;
            body += &format!("\n\n**Answer:** {text}");
        }
        let question = asking::question(title);
        let (more, answer) = answer::split(&question, &body);
        out.found(at, &format!("{question}\n{more}"), &answer, "a box that asks");
        page.take(at..end);
        at = end;
    }
}

/// What stands in a box that begins in a row and says that it is an answer, and the row after it.
pub(super) fn answer(page: &Page<'_>, at: usize) -> Option<(usize, String)> {
    let block = block(page, at)?;
    let title = block.title.trim_matches(|c: char| !c.is_alphanumeric());
    let answers = ANSWERING.split(' ').any(|kind| kind == block.kind)
        || super::tagged::answer(&format!("{title}:")) == Some("");
    answers.then_some((block.end, block.inner))
}

/// The box that begins in a row.
fn block<'a>(page: &Page<'a>, at: usize) -> Option<Block<'a>> {
    let line = page.row(at).text.trim_end();
    if page.row(at).kind != Kind::Text {
        return None;
    }
    if let Some(rest) = line.strip_prefix('>') {
        let (kind, title) = rest.trim_start().strip_prefix("[!")?.split_once(']')?;
        let folds = title.starts_with(['-', '+']);
        let title = title.trim_start_matches(['-', '+', ' ']);
        let is_quoted = |i: &usize| page.row(*i).text.starts_with('>');
        let end = (at + 1..page.len()).find(|i| !is_quoted(i)).unwrap_or(page.len());
        let lines = (at + 1..end).map(|i| {
            let inner = &page.row(i).text[1..];
            inner.strip_prefix(' ').unwrap_or(inner)
        });
        let kind = kind.trim().to_lowercase();
        return Some(Block { kind, folds, title, end, inner: joined(lines) });
    }
    let mark = ["???+", "???", "!!!", "::::", ":::"].into_iter().find(|m| line.starts_with(m))?;
    let rest = line[mark.len()..].trim();
    let (kind, title) = rest.split_once(' ').unwrap_or((rest, ""));
    let title = title.trim().trim_matches('"');
    let is_colon = mark.starts_with(':');
    let ends = |i: &usize| match is_colon {
        true => page.row(*i).text.trim_end() == mark,
        false => page.row(*i).kind != Kind::Blank && indent(page.row(*i).text) < 4,
    };
    if kind.is_empty() {
        return None;
    }
    /// A box of this kind has at most this many rows.
    const MOST_ROWS: usize = 1_000;
    let last = page.len().min(at + 1 + MOST_ROWS);
    let end = (at + 1..last).find(ends).or((!is_colon).then_some(last))?;
    let inner = joined((at + 1..end).map(|i| page.row(i).text));
    let folds = mark.starts_with('?') || kind == "details";
    let end = end + usize::from(is_colon);
    Some(Block { kind: kind.to_lowercase(), folds, title, end, inner })
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
