//! Checklists and lists of questions: `- [ ] question`, nested items in the context of their parents,
//! and the prose that follows an item without being indented.

use std::ops::Range;

use super::page::{Item, Kind, Page};
use super::{Out, prose, tagged, terms, wording};

/// What an item is by its own words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Words {
    /// It asks something.
    Asks,
    /// It names what interviews are about.
    Topic,
    /// It says that questions stand below it.
    Announces,
    /// It is something to do.
    Errand,
    /// None of these.
    Nothing,
}

/// What becomes of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Verdict {
    /// A question; why.
    Question(String),
    /// No question, but perhaps the learner thinks otherwise.
    LeftOut(&'static str),
    /// It only groups those below it.
    Parent,
}

/// An item that may be a question.
struct Node {
    row: usize,
    indent: usize,
    text: String,
    words: Words,
    /// Its place among the nodes.
    parent: Option<usize>,
    /// Whether there are items below it, and whether all of those are something to do.
    children: usize,
    errands: usize,
    /// The rows of its answer.
    body: Range<usize>,
    /// The heading it stands under, as context.
    head: Option<String>,
    /// Whether that heading announces questions.
    announced: bool,
}

pub(super) fn read(page: &mut Page<'_>, out: &mut Out) {
    let mut nodes = nodes(page);
    for at in (0..nodes.len()).rev() {
        let to_do = matches!(nodes[at].words, Words::Errand | Words::Nothing)
            && nodes[at].children == nodes[at].errands;
        if let Some(parent) = nodes[at].parent {
            nodes[parent].children += 1;
            nodes[parent].errands += usize::from(to_do);
        }
    }
    let mut verdicts: Vec<Verdict> = Vec::with_capacity(nodes.len());
    for node in &nodes {
        let verdict = verdict(node, &nodes, &verdicts);
        verdicts.push(verdict);
    }
    for (node, verdict) in nodes.iter().zip(verdicts) {
        let parents = parents(node, &nodes);
        let question = wording::in_context(&parents, tagged::untagged(&node.text));
        let answer = page.text(node.body.clone());
        let section = section(page, node);
        page.take(node.row..node.row + 1);
        let before = out.found.len();
        match verdict {
            Verdict::Question(why) => {
                if section.is_empty() {
                    out.found(node.row, &question, &answer, why);
                } else if !wording::asks(&node.text) && super::apart(&answer).0.is_empty() {
                    let rows = node.body.start..section.end;
                    prose::section(page, node.row, &question, rows, out);
                } else {
                    let more = page.text(section.clone());
                    let answer =
                        if answer.is_empty() { more } else { format!("{answer}\n\n{more}") };
                    page.take(section);
                    out.found(node.row, &question, &answer, why);
                }
                page.take(node.body.clone());
                if let Some(found) = out.found[before..].iter_mut().find(|f| f.line == node.row + 1)
                {
                    found.asked = Some(tagged::untagged(&node.text).to_owned());
                    found.context = items_above(node, &nodes);
                }
            }
            Verdict::LeftOut(why) => {
                page.take(node.body.clone());
                out.maybe(node.row, &node.text, why, Some(question));
            }
            Verdict::Parent => {
                let why = match node.children {
                    0 => "it announces questions, but has none below it",
                    _ => "it groups the lines below it",
                };
                out.maybe(node.row, &node.text, why, Some(question));
            }
        }
    }
}

/// Finds the items that may be questions, with what belongs to each.
fn nodes(page: &Page<'_>) -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::new();
    // Places in `nodes` of the items that the next one may be nested in.
    let mut open: Vec<usize> = Vec::new();
    // The headings above, by level.
    let mut heads: Vec<(u8, &str)> = Vec::new();
    for at in 0..page.len() {
        if let Some((level, text)) = page.heading(at) {
            open.clear();
            heads.retain(|(l, _)| *l < level);
            heads.push((level, text));
            continue;
        }
        let Some(item) = page.item(at).filter(|_| page.is_text(at)) else {
            // Text at the margin ends the lists above it.
            if page.is_text(at) && !page.row(at).text.starts_with([' ', '\t']) {
                open.clear();
            }
            continue;
        };
        open.retain(|n| nodes[*n].indent < item.indent);
        let announced = heads.iter().any(|(_, head)| wording::announces_questions(head));
        if !is_candidate(&item, announced, open.last().map(|n| &nodes[*n])) {
            continue;
        }
        let text = wording::plain(item.text);
        let words = words(&text);
        let head = heads
            .last()
            .map(|(_, head)| super::heading::unnumbered(head))
            .filter(|head| !wording::asks(head))
            .and_then(wording::context);
        nodes.push(Node {
            row: at,
            indent: item.indent,
            words,
            parent: open.last().copied(),
            children: 0,
            errands: 0,
            body: body(page, at, &item),
            head,
            announced,
            text,
        });
        open.push(nodes.len() - 1);
    }
    nodes
}

/// Whether an item may be a question: it has a check box, or a question mark, or stands at the margin
/// under a heading that announces questions.
fn is_candidate(item: &Item<'_>, announced: bool, parent: Option<&Node>) -> bool {
    if item.is_task {
        return item.text.chars().any(char::is_alphanumeric);
    }
    if terms::definition(item.text).is_some() {
        return false;
    }
    let ends_asking = item.text.trim_end_matches(['*', '_', ' ']).ends_with(['?', '？']);
    ends_asking || announced && parent.is_none() && item.text.chars().any(char::is_alphanumeric)
}

/// The rows that are the answer of an item: those indented below it, up to a nested question.
fn body(page: &Page<'_>, at: usize, item: &Item<'_>) -> Range<usize> {
    let mut end = at + 1;
    for i in at + 1..page.len() {
        let row = page.row(i);
        match row.kind {
            Kind::Blank | Kind::Hidden => continue,
            Kind::Code if page.is_free(i) => {
                if end < i
                    && page.row(i - 1).kind != Kind::Code
                    && !row.text.starts_with([' ', '\t'])
                {
                    break;
                }
            }
            Kind::Text if page.is_text(i) => {
                let spaces = row.text.len() - row.text.trim_start_matches([' ', '\t']).len();
                let is_inner = if row.text.starts_with('\t') { true } else { spaces > item.indent };
                if !is_inner {
                    break;
                }
                let nested = super::page::item(row.text);
                if nested.is_some_and(|n| n.indent <= item.indent || is_candidate(&n, false, None))
                {
                    break;
                }
            }
            _ => break,
        }
        end = i + 1;
    }
    at + 1..end
}

fn words(text: &str) -> Words {
    if wording::announces_questions(text) && !wording::has_mark(text) {
        return Words::Announces;
    }
    if wording::is_errand(text) {
        return Words::Errand;
    }
    if wording::asks(text) {
        return Words::Asks;
    }
    if wording::is_topic(text) { Words::Topic } else { Words::Nothing }
}

fn verdict(node: &Node, nodes: &[Node], verdicts: &[Verdict]) -> Verdict {
    let parent = node.parent.map(|n| (&nodes[n], &verdicts[n]));
    let below_errand =
        parent.is_some_and(|(p, v)| p.words == Words::Errand && matches!(v, Verdict::LeftOut(_)));
    let mut announced =
        node.announced.then_some("under a heading that announces questions".to_owned());
    let mut above = node.parent;
    while let Some(n) = above {
        if nodes[n].words == Words::Announces {
            announced = Some(format!("below `{}`", nodes[n].text));
            break;
        }
        above = nodes[n].parent;
    }
    match node.words {
        Words::Announces => Verdict::Parent,
        Words::Asks => Verdict::Question("a list item that asks".into()),
        Words::Errand => Verdict::LeftOut("something to do, not to know"),
        Words::Topic | Words::Nothing if below_errand => Verdict::LeftOut("below something to do"),
        Words::Topic | Words::Nothing if node.children > 0 && node.text.ends_with("相关") => {
            Verdict::Parent
        }
        Words::Topic if node.children > 0 && wording::is_bare(&node.text) => Verdict::Parent,
        Words::Topic
            if node.children > 0 && node.children == node.errands && announced.is_none() =>
        {
            Verdict::LeftOut("only things to do below it")
        }
        Words::Topic => Verdict::Question(
            announced.unwrap_or_else(|| "a list item on an interview topic".into()),
        ),
        Words::Nothing => match announced {
            Some(_) if node.children > 0 && wording::is_bare(&node.text) => Verdict::Parent,
            Some(why) => Verdict::Question(why),
            None => Verdict::LeftOut("it asks nothing and names no interview topic"),
        },
    }
}

/// Items above an item that are looked at: what is nested deeper has its context in the nearest.
const MOST_ABOVE: usize = 8;

/// The items above an item, outermost first.
fn items_above(node: &Node, nodes: &[Node]) -> Vec<String> {
    let above = std::iter::successors(node.parent, |n| nodes[*n].parent);
    let mut items: Vec<String> = above.take(MOST_ABOVE).map(|n| nodes[n].text.clone()).collect();
    items.reverse();
    items
}

/// The context of an item, outermost first.
fn parents(node: &Node, nodes: &[Node]) -> Vec<String> {
    let above = std::iter::successors(node.parent, |n| nodes[*n].parent).take(MOST_ABOVE);
    let mut parents: Vec<String> = above.filter_map(|n| wording::context(&nodes[n].text)).collect();
    // What asks in a whole sentence needs no heading.
    if node.words != Words::Asks {
        parents.extend(node.head.clone());
    }
    parents.reverse();
    parents
}

/// The prose that follows an item at the margin: up to the next task, or heading.
fn section(page: &Page<'_>, node: &Node) -> Range<usize> {
    let from = node.body.end;
    let none = from..from;
    if node.indent > 0 || node.children > 0 {
        return none;
    }
    let Some(first) = (from..page.len()).find(|i| page.row(*i).kind != Kind::Blank) else {
        return none;
    };
    let starts = page.is_text(first) && page.item(first).is_none();
    let is_task = |i: usize| page.item(i).is_some_and(|item| item.is_task);
    if !starts
        || !(from..first).any(|i| page.row(i).kind == Kind::Blank)
        || !page.item(node.row).is_some_and(|i| i.is_task)
    {
        return none;
    }
    let ends =
        |i: &usize| page.heading(*i).is_some() || page.row(*i).kind == Kind::Rule || is_task(*i);
    from..(first..page.len()).find(ends).unwrap_or(page.len())
}
