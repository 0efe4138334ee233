//! Headings that ask, with the text below them as the answer.

use std::collections::HashMap;

use super::item::Item;
use super::page::Page;
use super::{Out, Why, answer, asking};

/// A heading.
struct Head<'a> {
    row: usize,
    level: u8,
    text: &'a str,
    asks: bool,
    /// The place of the heading it stands under.
    parent: Option<usize>,
}

pub(super) fn read(page: &mut Page<'_>, out: &mut Out) {
    let mut heads = heads(page);
    let named = super::title(page).is_some_and(|title| asking::announces_cards(&title));
    let alike = alike(&heads);
    for at in 0..heads.len() {
        let head = &heads[at];
        let is_leaf = heads.get(at + 1).is_none_or(|next| next.level <= head.level);
        let is_numbered = asking::unnumbered(head.text) != head.text;
        let is_announced = head.parent.is_some_and(|p| asking::announces_only(heads[p].text));
        let is_one_of_many = is_numbered && (alike[at] || is_announced) || named && head.level > 1;
        let end = heads.get(at + 1).map_or(page.len(), |next| next.row);
        let is_empty = || answer::tidy(&page.text(head.row + 1..end)).is_empty();
        if !head.asks && is_leaf && is_one_of_many && !is_empty() {
            heads[at].asks = true;
        }
    }
    for at in 0..heads.len() {
        let Head { row, level, text, asks, .. } = heads[at];
        if !asks || !page.is_free(row) {
            continue;
        }
        let end = body_end(page, at, &heads);
        let body = page.text(row + 1..end);
        let rest = page.next(end);
        let is_more = match page.heading(rest) {
            Some((below, _)) => below > level,
            None => rest < section_end(page, at, &heads),
        };
        // Questions below it that others have read, a list of tasks: it only announces them.
        if body.is_empty() && is_more {
            continue;
        }
        let question = asking::question(text);
        let parents = parent(at, &heads).filter(|_| asking::points_back(&question));
        if let Some(found) = out.asked(row, parents.as_slice(), &question, &body, Why::Heading) {
            found.tags = asking::tags(text);
        }
        page.take(row..end);
    }
}

fn heads<'a>(page: &Page<'a>) -> Vec<Head<'a>> {
    let mut heads: Vec<Head<'a>> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for row in 0..page.len() {
        let Some((level, text)) = page.heading(row) else { continue };
        open.retain(|n| heads[*n].level < level);
        let asks = asking::asks(asking::unnumbered(text));
        heads.push(Head { row, level, text, asks, parent: open.last().copied() });
        open.push(heads.len() - 1);
    }
    heads
}

/// For each heading whether most of the numbered ones beside it ask.
fn alike(heads: &[Head<'_>]) -> Vec<bool> {
    // How many more ask than do not.
    let mut asking: HashMap<(Option<usize>, u8), isize> = HashMap::new();
    for head in heads.iter().filter(|head| asking::unnumbered(head.text) != head.text) {
        *asking.entry((head.parent, head.level)).or_default() += if head.asks { 1 } else { -1 };
    }
    let more = |head: &Head<'_>| asking.get(&(head.parent, head.level)).is_some_and(|n| *n > 0);
    heads.iter().map(more).collect()
}

/// Where what belongs to a heading ends: at the next one of the same or a higher level.
fn section_end(page: &Page<'_>, at: usize, heads: &[Head<'_>]) -> usize {
    let next = heads[at + 1..].iter().find(|head| head.level <= heads[at].level);
    next.map_or(page.len(), |head| head.row)
}

/// Where the text of a heading that asks ends: at the next one of its level or one that asks, at what
/// another form has taken, and at a checklist, unless some of its boxes are ticked: those are options.
fn body_end(page: &Page<'_>, at: usize, heads: &[Head<'_>]) -> usize {
    let from = heads[at].row + 1;
    let next = heads[at + 1..].iter().find(|head| head.level <= heads[at].level || head.asks);
    let end = next.map_or(page.len(), |head| head.row);
    let taken = page.until(from, |i| i == end || page.any_taken(i..i + 1));
    let tasks: Vec<Item<'_>> =
        (from..taken).filter_map(|i| page.item(i)).filter(|item| item.is_task).collect();
    let asks = tasks.iter().filter(|item| asking::asks(item.text)).count();
    let labelled = (from..taken).any(|i| super::tag::answer(page.row(i).text).is_some());
    let is_quiz = tasks.iter().any(|item| item.is_ticked) || labelled;
    if tasks.is_empty() || is_quiz && asks * 2 <= tasks.len() {
        return taken;
    }
    page.until(from, |i| i == taken || page.item(i).is_some_and(|item| item.is_task))
}

/// The heading above one, as context.
fn parent(at: usize, heads: &[Head<'_>]) -> Option<String> {
    let parent = &heads[heads[at].parent?];
    match parent.asks {
        true => Some(asking::question(parent.text)),
        // The title of the page is about all of it.
        false if parent.level == 1 && heads[at].parent == Some(0) => None,
        false => asking::context(parent.text),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Options, Why, read, tests::check, tests::left_out};

    #[test]
    fn headings_that_ask() {
        check(
            "# My notes\n\n## What is a slice?\n\nA view.\n\n### Details\n\nMore.\n\n## 2. 为什么需要 P\n\n为了扩展。\n\n## Install\n\nRun it.\n\n## Why is that?\n\n### How does a map work?\n\nWell.\n",
            &[
                (3, "What is a slice?", "A view.\n\n### Details\n\nMore."),
                (11, "为什么需要 P", "为了扩展。"),
                (21, "How does a map work?", "Well."),
            ],
        );
        let prose = Options { prose: true, ..Options::default() };
        let (notes, _) = read("# My notes\n\nA page.\n\n## Channels\n\nPipes.\n", prose);
        assert_eq!(notes.found[0].text.question, "Explain Channels.");
        assert_eq!(notes.title.as_deref(), Some("My notes"));
        assert_eq!(
            left_out("# T\n\n## Channels\n\nPipes.\n"),
            [(3, Why::HeadingMute), (5, Why::NoQuestion)]
        );
    }

    #[test]
    fn a_question_below_a_question_keeps_it_as_context() {
        check(
            "## What is a shared page?\n\nTwo see it.\n\n### How is it made?\n\nBy mapping.\n\n### Why?\n\nLess memory.\n\n### What does a page cost?\n\nFour kilobytes.\n",
            &[
                (1, "What is a shared page?", "Two see it."),
                (5, "What is a shared page? How is it made?", "By mapping."),
                (9, "What is a shared page? Why?", "Less memory."),
                (13, "What does a page cost?", "Four kilobytes."),
            ],
        );
    }

    #[test]
    fn anchors_numbers_and_rules_are_no_text() {
        check(
            "## What is a page?  {#page}\n\nFour kilobytes.\n\n---\n\n## 2. What is a frame? ## \n\nIts place.\n\n---\n\nMore.\n\n***\n",
            &[
                (1, "What is a page?", "Four kilobytes."),
                (7, "What is a frame?", "Its place.\n\n---\n\nMore."),
            ],
        );
        check(
            "What is a page?\n===============\n\nFour kilobytes.\n\nWhat is a frame?\n---\n\nIts place.\n",
            &[(1, "What is a page?", "Four kilobytes."), (6, "What is a frame?", "Its place.")],
        );
    }

    #[test]
    fn the_code_of_a_question_belongs_to_it() {
        check(
            "## 下面的程序输出什么？\n\n```go\nprint(1)\n```\n\n**解答：** 一。\n\n## What does this loop print?\n\n```go\nfor {}\n```\n\nNothing.\n",
            &[
                (1, "下面的程序输出什么？\n\n```go\nprint(1)\n```", "一。"),
                (9, "What does this loop print?\n\n```go\nfor {}\n```", "Nothing."),
            ],
        );
    }

    #[test]
    fn numbered_headings_among_questions_are_questions() {
        check(
            "# Book\n\n### 1. What is a page?\n\nMemory.\n\n### 2. Frames\n\nPlaces.\n\n### 3. Why two?\n\nTo move.\n\n### Sources\n\nMany.\n",
            &[
                (3, "What is a page?", "Memory."),
                (7, "Frames", "Places."),
                (11, "Why two?", "To move."),
            ],
        );
        check("# Zoo flashcards\n\n## Lynx\n\nA cat.\n", &[(3, "Lynx", "A cat.")]);
        check("# Zoo\n\n## 1. Lynx\n\nA cat.\n\n## 2. Wolf\n\nA dog.\n", &[]);
    }
}
