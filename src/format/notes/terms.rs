//! Terms and what they mean, for those who ask for them: `- **term**: text`, runs of `- term: text`,
//! Markdown's definition lists. A term of the last that asks is a question anyway.

use std::ops::Range;

use super::item::{Item, indent};
use super::page::Page;
use super::{Out, Why, asking};
use crate::text::han::stands_alone;

/// Words before a colon that are no terms.
const LABELS: &str = "note notes example examples e.g eg tip tips warning important todo see see_also source \
    sources ref reference references link links url author authors date license output usage input \
    result summary http https 注意 注 例如 例 比如 参考 来源 链接 作者 日期 提示 总结";

/// A term has at most this many characters.
const LONGEST_TERM: usize = 40;

/// A term and its definition, when a text is `term: definition`; whether the term is bold.
pub(super) fn definition(text: &str) -> Option<(&str, &str, bool)> {
    let (term, rest, bold) = match text.strip_prefix("**") {
        Some(rest) => {
            let (term, rest) = rest.split_once("**")?;
            let bare = term.trim_end_matches([':', '：']);
            let rest = rest.trim_start();
            let marks = [":", "：", "—", "–", "- ", "=> ", "→"];
            let cut = marks.into_iter().find_map(|mark| rest.strip_prefix(mark));
            (bare, cut.or((bare != term).then_some(rest))?, true)
        }
        None => {
            let at = text.find(['：', ':'])?;
            let colon = text[at..].chars().next()?.len_utf8();
            let rest = &text[at + colon..];
            // `12:30` and `a::b` have no definition; a half-width colon wants a space behind it, but
            // not in Chinese.
            if colon == 1 && !rest.starts_with([' ', '\t']) && !rest.starts_with(stands_alone) {
                return None;
            }
            (&text[..at], rest, false)
        }
    };
    let (term, rest) = (term.trim(), rest.trim());
    let plain = term.trim_matches(['`', '*', '_', '"']);
    let fits = !plain.is_empty()
        && plain.chars().count() <= LONGEST_TERM
        && plain.chars().any(char::is_alphabetic)
        && !plain.contains(['。', '；', ';', '，', '!', '！', '<'])
        && !plain.contains(". ")
        && plain.split_whitespace().count() <= 6
        && !LABELS.split_whitespace().any(|l| l == plain.to_lowercase().replace(' ', "_"));
    (fits && rest.chars().filter(|c| c.is_alphanumeric()).count() >= 2)
        .then_some((term, rest, bold))
}

/// Reads a term and its definition, in the context of the heading above.
pub(super) fn read(page: &Page<'_>, at: usize, out: &mut Out) -> Option<Range<usize>> {
    let (term, answer, end) = match page.item(at).filter(|_| page.is_text(at)) {
        Some(item) if out.options.terms => of_item(page, at, item)?,
        Some(_) => return None,
        None => defined(page, at).filter(|(term, ..)| out.options.terms || asking::asks(term))?,
    };
    let question = asking::what_is(&asking::question(term), out.lang);
    let head = page.above(at).filter(|_| !asking::asks(term)).and_then(asking::topic);
    out.found(at, &asking::in_context(head.as_slice(), &question), &answer, Why::Term);
    Some(at..end)
}

/// The definition in an item: its own text, or a bold term with its text indented below it. One item
/// with a colon is any sentence; two that stand together are a list of terms.
fn of_item<'a>(page: &Page<'a>, at: usize, item: Item<'a>) -> Option<(&'a str, String, usize)> {
    let end = page.item_end(at);
    let Some((term, rest, bold)) = definition(item.text) else {
        let term = item.text.strip_prefix("**")?.strip_suffix("**")?;
        let text = page.text(at + 1..end);
        return (!text.is_empty() && !term.contains("**")).then_some((term, text, end));
    };
    let is_term = |item: Item<'_>| definition(item.text).is_some_and(|(.., bold)| !bold);
    let is_beside = |i: &usize| !page.is_blank(*i) && indent(page.row(*i).text) <= item.indent;
    let above = (at.saturating_sub(100)..at).rev().find(is_beside).and_then(|i| page.item(i));
    let is_one_of_many = page.item(end).is_some_and(is_term) || above.is_some_and(is_term);
    (bold || is_one_of_many).then(|| (term, page.below(rest, at + 1..end), end))
}

/// `term`, and `: definition` on the next line.
fn defined<'a>(page: &Page<'a>, at: usize) -> Option<(&'a str, String, usize)> {
    let is_text = |i: &usize| page.is_text(*i) && page.item(*i).is_none();
    let below = page.row(at + 1).text.strip_prefix([':', '：']).filter(|_| is_text(&at))?;
    let below = below.strip_prefix([' ', '\t']).filter(|_| page.is_text(at + 1))?;
    let end = page.until(at + 2, |i| !is_text(&i));
    Some((page.row(at).text.trim(), page.below(below.trim(), at + 2..end), end))
}

#[cfg(test)]
mod tests {
    use super::super::{Options, read as read_notes, tests::check};
    use super::*;

    #[test]
    fn terms_become_cards_when_asked_for() {
        let text = "## Locks\n\n- **Mutex**: one at a time\n- **Word**\n  Eight bytes.\n\n- once: runs once\n- pool: keeps objects\n\nText.\n\n- one colon: is any sentence\n\nTerm\n: Its definition\n\nWhy locks?\n: For order.\n";
        let (notes, _) = read_notes(text, Options { terms: true, ..Options::default() });
        let found: Vec<(usize, &str, &str)> = notes
            .found
            .iter()
            .map(|f| (f.line, f.text.question.as_str(), f.text.answer.as_str()))
            .collect();
        assert_eq!(
            found,
            [
                (3, "Locks: What is Mutex?", "one at a time"),
                (4, "Locks: What is Word?", "Eight bytes."),
                (7, "Locks: What is once?", "runs once"),
                (8, "Locks: What is pool?", "keeps objects"),
                (14, "Locks: What is Term?", "Its definition"),
                (17, "Why locks?", "For order."),
            ]
        );
        check(text, &[(17, "Why locks?", "For order.")]);
    }

    #[test]
    fn the_file_decides_the_language_of_a_term() {
        let text = "## 存储类型的上限\n\n- BLOBBY: 四兆\n- 短文: 二百\n";
        let (notes, _) = read_notes(text, Options { terms: true, ..Options::default() });
        let found: Vec<&str> = notes.found.iter().map(|f| f.text.question.as_str()).collect();
        assert_eq!(found, ["存储类型的上限：BLOBBY 是什么？", "存储类型的上限：短文是什么？"]);
    }

    #[test]
    fn definitions_are_told_from_sentences() {
        for (text, expected) in [
            ("**Mutex**: one at a time", Some(("Mutex", "one at a time", true))),
            ("**Mutex:** one at a time", Some(("Mutex", "one at a time", true))),
            ("**Mutex** - one at a time", Some(("Mutex", "one at a time", true))),
            ("G：goroutine，用户态线程", Some(("G", "goroutine，用户态线程", false))),
            ("`len`: the number of elements", Some(("`len`", "the number of elements", false))),
            ("global runqueue:全局队列", Some(("global runqueue", "全局队列", false))),
            ("Note: see below", None),
            ("https://go.dev", None),
            ("at 12:30 we go", None),
            ("std::mem", None),
            ("One. Two: three", None),
            ("no colon", None),
            ("**bold** in a sentence", None),
        ] {
            assert_eq!(definition(text), expected, "{text}");
        }
    }
}
