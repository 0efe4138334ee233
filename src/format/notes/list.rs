//! Lists of questions: checklists, numbered and plain lists, records of interviews, with nested items
//! in the context of those above them.

use std::ops::Range;

use super::page::Page;
use super::{Out, Why, asking};

/// An item of a list.
struct Node {
    row: usize,
    indent: usize,
    is_task: bool,
    text: String,
    /// Its place among the nodes.
    parent: Option<usize>,
    children: Vec<usize>,
    /// The rows below it that are indented.
    body: Range<usize>,
    verdict: Verdict,
}

/// What becomes of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// A question; why.
    Question(Why),
    /// No question, but perhaps the learner thinks otherwise.
    LeftOut(Why),
    /// It only groups those below it.
    Group,
    /// It is text, of the item above it or of none.
    Text,
}

pub(super) fn read(page: &mut Page<'_>, out: &mut Out) {
    let mut nodes = nodes(page);
    let roots: Vec<usize> = (0..nodes.len()).filter(|n| nodes[*n].parent.is_none()).collect();
    let goes_on = |a: &usize, b: &usize| {
        let gap = nodes[*a].body.end..nodes[*b].row;
        gap.len() < 4 && gap.into_iter().all(|row| page.is_blank(row))
    };
    let mut lists: Vec<Vec<usize>> = roots.chunk_by(goes_on).map(<[usize]>::to_vec).collect();
    while let Some(list) = lists.pop() {
        judge(page, &list, &mut nodes);
        lists.extend(list.into_iter().map(|n| nodes[n].children.clone()));
    }
    for at in 0..nodes.len() {
        take(page, at, &nodes, out);
    }
}

/// Decides what becomes of the items of one list; those above them are decided. In a list whose items
/// mostly ask, those that may ask do.
fn judge(page: &Page<'_>, list: &[usize], nodes: &mut [Node]) {
    // Those that group others do not count.
    let asks = |n: &usize| asking::may_ask(&nodes[*n].text);
    let counts = |n: &usize| asks(n) || !groups(&nodes[*n], nodes);
    let asking = list.iter().filter(|n| asks(n)).count();
    let mostly_ask = asking * 2 >= list.iter().filter(|n| counts(n)).count();
    for n in list {
        let node = &nodes[*n];
        let parent = node.parent.map(|p| &nodes[p]);
        let below = &node.children;
        let groups = groups(node, nodes);
        let announced_above = above(node, nodes).any(|p| asking::announces(&p.text));
        let announced = announced_above
            || parent.is_none_or(|p| p.verdict == Verdict::Group)
                && page.above(node.row).is_some_and(asking::announces_only);
        let is_text = |parent: &Node| match parent.verdict {
            Verdict::Question(_) => !node.is_task && !only_asks(parent, nodes),
            Verdict::Text => !parent.is_task && parent.parent.is_some(),
            _ => false,
        };
        let verdict = if parent.is_some_and(is_text) {
            Verdict::Text
        } else if above(node, nodes).chain([node]).any(|n| asking::is_small_talk(&n.text)) {
            Verdict::LeftOut(Why::SmallTalk)
        } else if asking::announces(&node.text)
            && !asking::has_mark(&node.text)
            && (node.is_task || !below.is_empty())
        {
            Verdict::Group
        } else if asking::has_mark(&node.text) && asking::asks(&node.text)
            || asking::may_ask(&node.text) && (mostly_ask || node.is_task)
        {
            Verdict::Question(Why::Item)
        } else if groups && !announced_above {
            Verdict::Group
        } else if announced && is_subject(&node.text) {
            Verdict::Question(Why::Announced)
        } else if node.is_task {
            Verdict::LeftOut(Why::ItemMute)
        } else if !below.is_empty() {
            Verdict::Group
        } else {
            Verdict::Text
        };
        nodes[*n].verdict = verdict;
    }
}

/// Whether an item groups those below it: most of them ask, or all are tasks.
fn groups(node: &Node, nodes: &[Node]) -> bool {
    let below = &node.children;
    let asking = below.iter().filter(|c| asking::may_ask(&nodes[**c].text)).count();
    asking > 0 && asking * 2 >= below.len()
        || !below.is_empty() && below.iter().all(|c| nodes[*c].is_task)
}

/// Whether all that stands below an item are items that ask.
fn only_asks(node: &Node, nodes: &[Node]) -> bool {
    let below = &node.children;
    let rows: usize = below.iter().map(|c| 1 + nodes[*c].body.len()).sum();
    let is_all = !below.is_empty() && rows >= node.body.len();
    is_all && below.iter().all(|c| asking::asks(&nodes[*c].text))
}

/// Whether an item may be what a question is about: it is no link, no term with its text, no code.
pub(super) fn is_subject(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
        && !text.starts_with(['[', '!', '<', '|'])
        && !text.contains("://")
        && super::terms::definition(text).is_none()
        && !asking::is_small_talk(text)
}

fn take(page: &mut Page<'_>, at: usize, nodes: &[Node], out: &mut Out) {
    let node = &nodes[at];
    if !page.is_free(node.row) {
        return;
    }
    let parents = parents(page, node, nodes);
    let bare = asking::question(&node.text);
    let (asked, behind) = asking::parted(&bare);
    let in_context = || Some(asking::in_context(&parents, &bare));
    let asks = |n: &usize| matches!(nodes[*n].verdict, Verdict::Question(_));
    match node.verdict {
        Verdict::Question(why) => {
            let (body, section) = (body(page, node, nodes), section(page, node));
            let below = page.below(behind, body.clone());
            let text = format!("{below}\n\n{}", page.text(section.clone()));
            if let Some(found) = out.asked(node.row, &parents, asked, &text, why) {
                found.asked = Some(asked.to_owned());
                found.tags = asking::tags(&node.text);
                found.context = above(node, nodes).map(|n| n.text.clone()).collect();
                found.context.reverse();
            }
            page.take(node.row..body.end);
            page.take(section);
        }
        Verdict::LeftOut(why) => {
            // Its prose is for those who ask for it.
            let section = section(page, node);
            if out.options.prose && !section.is_empty() {
                let question = asking::tell_me(&bare, out.lang);
                out.found(node.row, &question, &page.text(section.clone()), Why::Prose);
                page.take(section);
            } else {
                out.left_out(node.row, &node.text, why, in_context());
            }
            page.take(node.row..node.row + 1);
        }
        Verdict::Group if node.is_task || node.children.iter().any(asks) => {
            out.left_out(node.row, &node.text, Why::Groups, in_context());
            page.take(node.row..node.row + 1);
        }
        Verdict::Group | Verdict::Text => {}
    }
}

/// The rows that are the answer of an item: those below it, up to an item that is a question itself.
fn body(page: &Page<'_>, node: &Node, nodes: &[Node]) -> Range<usize> {
    let is_own = |c: &&usize| nodes[**c].verdict != Verdict::Text || !page.is_free(nodes[**c].row);
    let end = node.children.iter().find(is_own).map_or(node.body.end, |c| nodes[*c].row);
    node.body.start..end
}

/// Finds the items with what belongs to each.
fn nodes(page: &Page<'_>) -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::new();
    // Places in `nodes` of the items that the next one may be nested in.
    let mut open: Vec<usize> = Vec::new();
    for at in 0..page.len() {
        let Some(item) = page.item(at).filter(|_| page.is_text(at)) else {
            // Text at the margin, and what another form has taken, ends the lists above it.
            match page.is_free(at) && super::item::indent(page.row(at).text) > 0 {
                _ if page.is_blank(at) => {}
                true => open.iter().for_each(|n| nodes[*n].body.end = at + 1),
                false => open.clear(),
            }
            continue;
        };
        open.retain(|n| nodes[*n].indent < item.indent);
        // A link names a question that stands elsewhere, such as below in the page.
        let is_link = item.text.starts_with('[') && item.text.ends_with(')');
        let is_word = item.text.chars().any(char::is_alphanumeric);
        if !is_word || is_link && (!item.is_task || item.text.contains("](#")) {
            continue;
        }
        open.iter().for_each(|n| nodes[*n].body.end = at + 1);
        let parent = open.last().copied();
        let place = nodes.len();
        if let Some(parent) = parent {
            nodes[parent].children.push(place);
        }
        nodes.push(Node {
            row: at,
            indent: item.indent,
            is_task: item.is_task,
            text: asking::plain(item.text),
            parent,
            children: Vec::new(),
            body: at + 1..at + 1,
            verdict: Verdict::Text,
        });
        // What is nested deeper has its context in the nearest.
        if open.len() < MOST_ABOVE {
            open.push(place);
        }
    }
    nodes
}

/// Items above an item that are looked at.
const MOST_ABOVE: usize = 8;

/// The items above an item, innermost first.
fn above<'a>(node: &Node, nodes: &'a [Node]) -> impl Iterator<Item = &'a Node> {
    let above = std::iter::successors(node.parent, |n| nodes[*n].parent);
    above.take(MOST_ABOVE).map(|n| &nodes[n])
}

/// The context of an item, outermost first.
fn parents(page: &Page<'_>, node: &Node, nodes: &[Node]) -> Vec<String> {
    let mut parents: Vec<String> =
        above(node, nodes).filter_map(|n| asking::context(&n.text)).collect();
    // What asks in a whole sentence needs no heading.
    if !asking::may_ask(&node.text) || asking::points_back(&node.text) && parents.is_empty() {
        parents.extend(page.above(node.row).and_then(asking::topic));
    }
    parents.reverse();
    parents
}

/// The prose that follows a task at the margin: up to the next task, or heading.
fn section(page: &Page<'_>, node: &Node) -> Range<usize> {
    let from = node.body.end;
    let first = page.next(from);
    let is_lone = node.is_task && node.indent == 0 && node.children.is_empty();
    if !is_lone || first == from || !page.is_text(first) || page.item(first).is_some() {
        return from..from;
    }
    let is_task = |i: usize| page.item(i).is_some_and(|item| item.is_task);
    from..page.until(first, |i| page.is_border(i) || is_task(i))
}

#[cfg(test)]
mod tests {
    use super::super::{Options, read, tests::check};

    #[test]
    fn a_checklist_gives_what_asks() {
        let text = "## Todo\n\n- [ ] 接口怎么判断是否为 nil\n- [x] What does `defer` cost?\n- [ ] buy milk\n- [ ] map 常见面试题\n  - [x] 底层实现\n    - [ ] 冲突处理\n  - [ ] 与 sync.Map 的区别\n- [ ] docker project\n  - [ ] how do layers work?\n- [ ] 如何保证幂等\n\t[a case](https://example.com/case)\n- [ ] Is a string immutable?\n  - Yes: its bytes never change.\n  - Conversions copy.\n\n- [ ] 调度器怎么抢占\n\n靠信号。\n\n- [ ] 看一下新框架怎么用\n";
        check(
            text,
            &[
                (3, "接口怎么判断是否为 nil", ""),
                (4, "What does `defer` cost?", ""),
                (7, "map：底层实现", ""),
                (8, "map：底层实现：冲突处理", ""),
                (9, "map：与 sync.Map 的区别", ""),
                (11, "docker project: how do layers work?", ""),
                (12, "如何保证幂等", ""),
                (
                    14,
                    "Is a string immutable?",
                    "- Yes: its bytes never change.\n- Conversions copy.",
                ),
                (18, "调度器怎么抢占", "靠信号。"),
            ],
        );
        let (notes, _) = read(text, Options::default());
        assert_eq!(notes.found[6].links, ["https://example.com/case"]);
        let out: Vec<usize> = notes.left_out.iter().map(|l| l.line).collect();
        assert_eq!(out, [5, 6, 10, 22]);
        assert!(notes.left_out.iter().all(|l| l.question.is_some()));
    }

    #[test]
    fn a_record_of_an_interview() {
        check(
            "# 某厂二面\n\n1. 自我介绍\n2. 项目\n   1. 为什么要分库\n   2. 如果主库挂了怎么办\n   3. 数据量有多大\n3. golang\n   1. 讲讲信号量\n   2. 读锁和写锁有什么区别\n4. 反问\n   1. 组里做什么\n",
            &[
                (5, "项目：为什么要分库", ""),
                (6, "项目：如果主库挂了怎么办", ""),
                (7, "项目：数据量有多大", ""),
                (9, "golang：讲讲信号量", ""),
                (10, "golang：读锁和写锁有什么区别", ""),
            ],
        );
        check(
            "# 要学的\n\n- 索引的分裂策略是什么\n- 扫描时会加锁吗\n- 行锁和表锁的区别\n- difference between a row and a page\n- how pages split\n",
            &[
                (3, "索引的分裂策略是什么", ""),
                (4, "扫描时会加锁吗", ""),
                (5, "行锁和表锁的区别", ""),
                (6, "difference between a row and a page", ""),
                (7, "how pages split", ""),
            ],
        );
    }

    #[test]
    fn a_list_that_groups_is_no_answer() {
        check(
            "# 面试题目录\n\n- 索引\n  - 页能不能合并，合并后能拆吗\n  - 分裂的策略是什么\n  - 行锁和表锁的区别\n",
            &[
                (4, "索引：页能不能合并，合并后能拆吗", ""),
                (5, "索引：分裂的策略是什么", ""),
                (6, "索引：行锁和表锁的区别", ""),
            ],
        );
    }

    #[test]
    fn an_item_that_asks_may_stand_beside_groups() {
        check(
            "# 二面\n\n- 蜂群\n  - 为什么会分蜂\n- 蜂蜡\n  - 怎么提炼\n- 冬天的蜂箱是怎么保温的\n- 手写一个蜂箱的清单\n",
            &[
                (4, "蜂群：为什么会分蜂", ""),
                (6, "蜂蜡：怎么提炼", ""),
                (7, "冬天的蜂箱是怎么保温的", ""),
                (8, "手写一个蜂箱的清单", ""),
            ],
        );
    }

    #[test]
    fn a_heading_announces_what_stands_directly_under_it() {
        check(
            "## Interview questions\n\n1. Lynx\n2. Wolf packs\n   They hunt.\n- [the site](https://a.example)\n\n### Errata\n\n- two commas on page three\n\n## Shopping\n\n1. Bread\n",
            &[(3, "Lynx", ""), (4, "Wolf packs", "They hunt.")],
        );
        check("# 我的面试笔记\n\n## 勘误\n\n- 第二页少了一行\n\n# interview\n\n- clone it\n", &[]);
    }

    #[test]
    fn a_table_of_contents_asks_nothing() {
        check(
            "# FAQ\n\n- [What is a lynx?](#what-is-a-lynx)\n\n1. What is a lynx?\n\n## What is a lynx?\n\nA cat.\n",
            &[(7, "What is a lynx?", "A cat.")],
        );
    }
}
