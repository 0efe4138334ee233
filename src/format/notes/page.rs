//! A page of notes as rows: what is a heading, a list item, code, and which rows a reader has taken.

use std::ops::Range;

use crate::format::lines::trim_blank;
use crate::text::fence::Fence;

use super::item::{Item, indent, is_property, item};
use super::{fold, tag};

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nothing but white space.
    Blank,
    /// A fence of a code block, or a line between two fences.
    Code,
    /// A line of an HTML comment, or of the head of the file.
    Hidden,
    /// A heading with its level.
    Heading(u8),
    /// A line of three or more `-`, `*` or `_`.
    Rule,
    /// Anything else.
    Text,
}

/// One line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'a> {
    /// The whole line without its line break.
    pub(super) text: &'a str,
    /// What it is.
    pub(super) kind: Kind,
    /// Whether some reader made something of it.
    taken: bool,
}

/// The rows of a file.
pub(super) struct Page<'a> {
    rows: Vec<Row<'a>>,
    /// The rows of the head of the file.
    head: Range<usize>,
    /// The rows of the headings.
    heads: Vec<usize>,
    /// The blocks that can be folded.
    folds: Vec<Range<usize>>,
    /// The row of a fence that is never closed: all that stands below it is code.
    pub(super) open_fence: Option<usize>,
}

impl<'a> Page<'a> {
    /// Cuts a file (line breaks `\n`) into rows.
    pub(super) fn new(text: &'a str) -> Page<'a> {
        let mut page = Page::of_part(text);
        page.head = 0..head_end(&page.rows);
        page.rows[page.head.clone()].iter_mut().for_each(|row| row.kind = Kind::Hidden);
        page.heads.retain(|at| *at >= page.head.end);
        page
    }

    /// Cuts a part of a file into rows: there is no head in it.
    pub(super) fn of_part(text: &'a str) -> Page<'a> {
        let lines = text.strip_suffix('\n').unwrap_or(text).split('\n');
        let row = |text| Row { text, kind: plain_kind(text), taken: false };
        let mut rows: Vec<Row<'a>> = lines.map(row).collect();
        let open_fence = mark_code(&mut rows);
        hide_comments(&mut rows);
        mark_underlined(&mut rows);
        drop_properties(&mut rows);
        let folds = mark_folds(&mut rows);
        let is_heading = |at: &usize| matches!(rows[*at].kind, Kind::Heading(_));
        let heads = (0..rows.len()).filter(is_heading).collect();
        Page { rows, head: 0..0, heads, folds, open_fence }
    }

    /// The lines of the head of the file.
    pub(super) fn head(&self) -> impl Iterator<Item = &'a str> {
        self.rows[self.head.clone()].iter().map(|row| row.text)
    }

    /// Number of rows.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// A row; beyond the end an empty one.
    pub(super) fn row(&self, at: usize) -> Row<'a> {
        self.rows.get(at).copied().unwrap_or(Row { text: "", kind: Kind::Blank, taken: true })
    }

    /// Whether a row holds something that no reader has taken yet.
    pub(super) fn is_free(&self, at: usize) -> bool {
        let row = self.row(at);
        !row.taken && !matches!(row.kind, Kind::Blank | Kind::Hidden)
    }

    /// Whether a row is free text outside of code.
    pub(super) fn is_text(&self, at: usize) -> bool {
        self.is_free(at) && self.row(at).kind == Kind::Text
    }

    /// Whether a row is blank.
    pub(super) fn is_blank(&self, at: usize) -> bool {
        self.row(at).kind == Kind::Blank
    }

    /// Whether a row ends what stands above it: a heading, a rule, what a reader has taken.
    pub(super) fn is_border(&self, at: usize) -> bool {
        let is_mark = matches!(self.row(at).kind, Kind::Heading(_) | Kind::Rule);
        is_mark || !self.is_free(at) && !self.is_blank(at)
    }

    /// The first row from `at` on that ends something, else the end of the page.
    pub(super) fn until(&self, at: usize, mut ends: impl FnMut(usize) -> bool) -> usize {
        (at..self.len()).find(|i| ends(*i)).unwrap_or(self.len())
    }

    /// The first row from `at` on that is not blank.
    pub(super) fn next(&self, at: usize) -> usize {
        self.until(at, |i| !self.is_blank(i))
    }

    /// Whether a reader has taken any row in a range.
    pub(super) fn any_taken(&self, range: Range<usize>) -> bool {
        self.rows[range].iter().any(|row| row.taken)
    }

    /// Takes rows, so that no other reader makes something of them.
    pub(super) fn take(&mut self, range: Range<usize>) {
        let end = range.end.min(self.rows.len());
        for row in &mut self.rows[range.start.min(end)..end] {
            row.taken = true;
        }
    }

    /// The heading of a row: its level and its text.
    pub(super) fn heading(&self, at: usize) -> Option<(u8, &'a str)> {
        match self.row(at).kind {
            Kind::Heading(level) => Some((level, heading_text(self.row(at).text))),
            _ => None,
        }
    }

    /// The text of the heading that a row stands under.
    pub(super) fn above(&self, at: usize) -> Option<&'a str> {
        let n = self.heads.partition_point(|head| *head < at);
        self.heading(*self.heads[..n].last()?).map(|(_, text)| text)
    }

    /// The row after the block that can be folded, if one begins in a row.
    pub(super) fn fold(&self, at: usize) -> Option<usize> {
        let n = self.folds.binary_search_by_key(&at, |fold| fold.start).ok()?;
        Some(self.folds[n].end)
    }

    /// The list item that a row begins.
    pub(super) fn item(&self, at: usize) -> Option<Item<'a>> {
        if self.row(at).kind == Kind::Text { item(self.row(at).text) } else { None }
    }

    /// The row after what belongs to the item that row `at` begins: what is indented more, and what
    /// goes on right below it.
    pub(super) fn item_end(&self, at: usize) -> usize {
        let is_beside = |i| indent(self.row(i).text) <= indent(self.row(at).text);
        let is_next = |i| self.is_blank(i - 1) && !self.is_blank(i) || self.item(i).is_some();
        self.until(at + 1, |i| self.is_border(i) || is_next(i) && is_beside(i))
    }

    /// The text of free rows in a range, without comments, blank lines at both ends and common
    /// indentation.
    pub(super) fn text(&self, range: Range<usize>) -> String {
        let free =
            range.map(|at| self.row(at)).filter(|row| !row.taken && row.kind != Kind::Hidden);
        joined(free.map(|row| row.text))
    }

    /// What stands behind a question in its own row, and the text of the rows below it.
    pub(super) fn below(&self, behind: &str, rows: Range<usize>) -> String {
        let text = self.text(rows.clone());
        if behind.is_empty() || text.is_empty() {
            return behind.to_owned() + &text;
        }
        let gap = if self.is_blank(rows.start) { "\n\n" } else { "\n" };
        format!("{behind}{gap}{text}")
    }
}

/// Lines as one text: blank lines at both ends, trailing comments of one line and common
/// indentation are gone.
pub(super) fn joined<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    let spaced = |line: &str| " ".repeat(indent(line)) + line.trim_start_matches([' ', '\t']);
    let lines: Vec<String> = lines.map(|line| spaced(line.trim_end())).collect();
    let text = lines.join("\n");
    let text = trim_blank(&text);
    let texts = text.lines().filter(|line| !line.trim().is_empty());
    let indent = texts.map(|line| line.len() - line.trim_start_matches(' ').len()).min();
    let cut = |line: &'_ str| line.get(indent.unwrap_or(0)..).unwrap_or("").to_owned();
    text.lines().map(cut).collect::<Vec<_>>().join("\n")
}

/// What a line is by itself.
pub(super) fn plain_kind(line: &str) -> Kind {
    let text = line.trim();
    let Some(mark) = text.chars().next() else { return Kind::Blank };
    let rest = text.trim_start_matches('#');
    let level = text.len() - rest.len();
    let is_heading = (1..=6).contains(&level) && (rest.is_empty() || rest.starts_with([' ', '\t']));
    let is_rule = matches!(mark, '-' | '*' | '_')
        && text.chars().all(|c| c == mark || c == ' ')
        && text.matches(mark).count() >= 3;
    match level as u8 {
        level if is_heading && indent(line) <= 3 => Kind::Heading(level),
        _ if is_rule => Kind::Rule,
        _ => Kind::Text,
    }
}

/// The text of a heading line without its marks and attributes: `{#id}`, `{: #id}`, `{.class}`.
fn heading_text(line: &str) -> &str {
    let text = line.trim().trim_start_matches('#').trim();
    let cut = text.strip_suffix('}').and_then(|t| t.rsplit_once('{'));
    let cut = cut.filter(|(_, inner)| inner.trim_start_matches(':').trim().starts_with(['#', '.']));
    cut.map_or(text, |(t, _)| t).trim_end().trim_end_matches('#').trim_end()
}

/// Where the head of the file ends, which stands between two `---` or two `+++`; 0 without one.
fn head_end(rows: &[Row<'_>]) -> usize {
    /// A head longer than this is no head, but a page that begins with a line.
    const LONGEST: usize = 100;
    let mut lines = rows.iter().take(LONGEST).map(|row| row.text.trim_end());
    let Some(mark @ ("---" | "+++")) = lines.next() else { return 0 };
    let is_key = |line: &&str| {
        line.is_empty() || line.starts_with([' ', '\t', '-', '#']) || line.contains([':', '='])
    };
    let keys = lines.clone().take_while(|line| *line != mark && is_key(line)).count();
    if lines.nth(keys) == Some(mark) { keys + 2 } else { 0 }
}

/// Lines underlined with `=` or `-` are headings. A rule right below a paragraph is often only a
/// rule: the line must ask, or be as long as what underlines it.
fn mark_underlined(rows: &mut [Row<'_>]) {
    for at in 1..rows.len() {
        let (above, under) = (rows[at - 1].text.trim(), rows[at].text.trim());
        let mark = under.as_bytes().first().copied().unwrap_or(0);
        let is_line = matches!(mark, b'=' | b'-')
            && under.len() >= 3
            && under.bytes().all(|b| b == mark)
            && matches!(rows[at].kind, Kind::Text | Kind::Rule);
        let is_alone = at == 1 || rows[at - 2].kind != Kind::Text;
        if !is_line || !is_alone || rows[at - 1].kind != Kind::Text {
            continue;
        }
        let is_plain = !above.starts_with(['|', '>', '<']) && item(above).is_none();
        let is_as_long = above.chars().count().abs_diff(under.len()) <= 2;
        let fits = mark == b'=' || super::asking::asks(above) || under.len() >= 4 && is_as_long;
        if is_plain && fits && tag::answer(above).is_none() {
            rows[at - 1].kind = Kind::Heading(if mark == b'=' { 1 } else { 2 });
            rows[at].kind = Kind::Hidden;
        }
    }
}

/// Marks code; gives the row of a fence that is never closed. Then all below it is code; one that is
/// indented ends with the item it stands in.
fn mark_code(rows: &mut [Row<'_>]) -> Option<usize> {
    // From which length on a fence of each mark is known to be never closed: looking again for
    // each of many open fences would take the square of the time.
    let mut never = [usize::MAX; 2];
    let mut open = None;
    let mut at = 0;
    while at < rows.len() {
        let Some(opening) = Fence::of(rows[at].text) else {
            at += 1;
            continue;
        };
        let count = opening.mark.len();
        let never = &mut never[usize::from(opening.mark.starts_with('~'))];
        let closes = |row: &Row<'_>| Fence::of(row.text).is_some_and(|f| f.closes(&opening));
        let end = if count >= *never { None } else { rows[at + 1..].iter().position(closes) };
        let end = match end {
            Some(end) => at + 2 + end,
            None => {
                *never = count.min(*never);
                open.get_or_insert(at);
                let indent = indent(rows[at].text);
                let leaves = |row: &Row<'_>| {
                    indent > 1 && row.kind != Kind::Blank && super::item::indent(row.text) < indent
                };
                let inner = rows[at + 1..].iter().position(leaves);
                inner.map_or(rows.len(), |end| at + 1 + end)
            }
        };
        rows[at..end].iter_mut().for_each(|row| row.kind = Kind::Code);
        at = end;
    }
    open
}

/// What Logseq and Dataview note beside the text, such as when a card is due, is none of it.
fn drop_properties(rows: &mut [Row<'_>]) {
    for row in rows.iter_mut().filter(|row| row.kind == Kind::Text && is_property(row.text)) {
        (row.text, row.kind) = ("", Kind::Blank);
    }
}

/// Finds what can be folded; the headings in an answer that is folded are a part of it.
fn mark_folds(rows: &mut [Row<'_>]) -> Vec<Range<usize>> {
    let is_text = |row: &Row<'_>| matches!(row.kind, Kind::Text | Kind::Heading(_));
    let folds = fold::blocks(rows.iter().map(|row| is_text(row).then_some(row.text)));
    for fold in &folds {
        let block: Vec<&str> = rows[fold.clone()].iter().map(|row| row.text).collect();
        if fold::parts(&block.join("\n")).is_some_and(|(summary, _)| tag::is_label(&summary)) {
            let texts = rows[fold.clone()].iter_mut().filter(|row| is_text(row));
            texts.for_each(|row| row.kind = Kind::Text);
        }
    }
    folds
}

/// Comments that fill whole lines are no text, but those of Obsidian with a schedule are.
fn hide_comments(rows: &mut [Row<'_>]) {
    let opens = |row: &Row<'_>| {
        let text = row.text.trim_start();
        row.kind == Kind::Text && text.starts_with("<!--") && !text.starts_with("<!--SR:")
    };
    let mut at = 0;
    while let Some(start) = (at..rows.len()).find(|i| opens(&rows[*i]))
        && let Some(end) = (start..rows.len()).find(|i| rows[*i].text.contains("-->"))
    {
        if rows[end].text.trim_end().ends_with("-->") {
            rows[start..=end].iter_mut().for_each(|row| row.kind = Kind::Hidden);
        }
        at = end + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> String {
        let page = Page::new(text);
        (0..page.len())
            .map(|at| match page.row(at).kind {
                Kind::Blank => ' ',
                Kind::Code => 'c',
                Kind::Hidden => '.',
                Kind::Heading(level) => char::from(b'0' + level),
                Kind::Rule => '-',
                Kind::Text => 't',
            })
            .collect()
    }

    #[test]
    fn rows_are_told_apart() {
        for (text, rows) in [
            ("# a\n\n### b ##\n#c\n    # d", "1 3tt"),
            ("```go\n# a\n```\n~~~\nx\n```\n~~~~\ny", "ccccccct"),
            ("a\n```\n# a\n```x\n```y", "tcccc"),
            ("- a\n  ```\n  # a\nb", "tcct"),
            ("why a?\n---\nb\n---\n\nc\n===", "2.t- 1."),
            ("Four words stand here\n---------------------\nx\ny\n----", "2.tt-"),
            ("---\ntitle: x\ntags:\n- y\n---\n- a", ".....t"),
            ("---\nJust a line\n---\n", "-t-"),
            ("<!-- x\n# y\n-->\n<!--SR:!2024-01-01,1,250-->\n<!-- z", "...tt"),
            ("* * *\n--\n***\n", "-t-"),
            ("", " "),
        ] {
            assert_eq!(kinds(text), rows, "{text:?}");
        }
    }

    #[test]
    fn a_text_loses_its_common_indentation() {
        assert_eq!(joined("\n\t- a\n\t    b  \n\n\tc\n".split('\n')), "- a\n    b\n\nc");
        assert_eq!(joined(" x\n  ".split('\n')), "x");
        assert_eq!(joined([].into_iter()), "");
    }

    #[test]
    fn many_open_fences_are_read_in_one_pass() {
        let text = "  ```a\n".repeat(200_000) + &"~".repeat(70_000);
        assert_eq!(Page::new(&text).len(), 200_001);
    }
}
