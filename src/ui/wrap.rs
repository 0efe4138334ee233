//! Breaking styled text into lines of a given width: prose between words, code anywhere.

use ratatui::style::Style;
use ratatui::text::Span;
use unicode_width::UnicodeWidthChar;

use super::width::columns;
use crate::text::han::runs_on;
use crate::text::visible::visible;

/// Prose without style, broken into lines of this many columns; unbroken for a pipe, `None`.
pub fn prose(text: &str, width: Option<u16>) -> String {
    let Some(width) = width else { return visible(text).into_owned() };
    let mut flow = Flow::default();
    flow.text(text, Style::new());
    let lines = flow.lines(Some(usize::from(width.max(20))));
    let line = |row: &Row| row.iter().map(|span| span.content.as_ref()).collect::<String>();
    lines.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// A line of a source under `Sources:`, indented, broken into lines of this many columns; unbroken
/// for a pipe, `None`.
pub fn source(text: &str, width: Option<u16>) -> String {
    const MARGIN: &str = "    ";
    let width = width.map(|width| width.saturating_sub(MARGIN.len() as u16));
    let lines = prose(text, width);
    lines.lines().map(|line| format!("{MARGIN}{line}")).collect::<Vec<_>>().join("\n")
}

/// One drawn line.
pub type Row = Vec<Span<'static>>;

/// A run of prose: styled text that may be broken between words and between Han characters.
///
/// All text becomes [`visible`] on the way in.
#[derive(Debug, Clone, Default)]
pub struct Flow {
    runs: Vec<Run>,
}

#[derive(Debug, Clone)]
enum Run {
    /// `kept`: spaces count, and a line does not break at hyphens and slashes.
    Text {
        span: Span<'static>,
        kept: bool,
    },
    /// A line break in the source: a space, or nothing between Chinese characters.
    Soft,
    Hard,
}

impl Flow {
    /// Adds prose; a run of white space counts as one space.
    pub fn text(&mut self, text: &str, style: Style) {
        let text = visible(text);
        for (i, part) in text.split('\n').enumerate() {
            if i > 0 {
                self.soft_break();
            }
            self.push(&part.replace('\t', " "), style, false);
        }
    }

    /// Adds text whose spaces all count, such as inline code.
    pub fn kept(&mut self, text: &str, style: Style) {
        self.push(&visible(text).replace(['\t', '\n'], " "), style, true);
    }

    /// Adds a line break of the source that need not be one on the screen.
    pub fn soft_break(&mut self) {
        self.runs.push(Run::Soft);
    }

    /// Adds a line break.
    pub fn hard_break(&mut self) {
        self.runs.push(Run::Hard);
    }

    /// Whether nothing was added.
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// Whether there is nothing to see.
    pub fn is_blank(&self) -> bool {
        self.runs.iter().all(|run| match run {
            Run::Text { span, .. } => span.content.trim().is_empty(),
            Run::Soft | Run::Hard => true,
        })
    }

    /// Adds all of `other`.
    pub fn append(&mut self, other: &Flow) {
        self.runs.extend(other.runs.iter().cloned());
    }

    fn push(&mut self, text: &str, style: Style, kept: bool) {
        if text.is_empty() {
            return;
        }
        // Runs of one style are joined, so that no character is split from its combining marks.
        if let Some(Run::Text { span, kept: k }) = self.runs.last_mut()
            && span.style == style
            && *k == kept
        {
            span.content.to_mut().push_str(text);
        } else {
            self.runs.push(Run::Text { span: Span::styled(text.to_owned(), style), kept });
        }
    }

    /// The lines for `width` columns, or with only the hard breaks when `None`.
    ///
    /// A word wider than the line is cut. At least one line, no line ends in a space.
    pub fn lines(&self, width: Option<usize>) -> Vec<Row> {
        let width = width.unwrap_or(usize::MAX);
        let mut out = Vec::new();
        for atoms in self.atoms() {
            fill(&atoms, width, &mut out);
        }
        out
    }

    /// Columns of the widest part that cannot be broken without cutting a word.
    pub fn widest_word(&self) -> usize {
        let mut widest = 0;
        for atoms in self.atoms() {
            let mut word = 0;
            for (i, atom) in atoms.iter().enumerate() {
                if atom.space || may_break(&atoms, i) {
                    word = 0;
                }
                if !atom.space {
                    word += atom.width;
                    widest = widest.max(word);
                }
            }
        }
        widest
    }

    fn atoms(&self) -> Vec<Vec<Atom<'_>>> {
        let mut lines = vec![Vec::new()];
        let mut soft = false;
        for run in &self.runs {
            match run {
                Run::Hard => {
                    lines.push(Vec::new());
                    soft = false;
                }
                Run::Soft => soft = true,
                Run::Text { span, kept } => {
                    let Some(line) = lines.last_mut() else { continue };
                    for grapheme in span.styled_graphemes(Style::new()) {
                        let atom = Atom::new(grapheme.symbol, grapheme.style, *kept);
                        let after_space = line.last().is_none_or(|a: &Atom<'_>| a.space);
                        if atom.space && !kept && after_space {
                            continue;
                        }
                        if std::mem::take(&mut soft)
                            && !atom.space
                            && !after_space
                            && line.last().is_some_and(|last| !joins(last.first(), atom.first()))
                        {
                            line.push(Atom::new(" ", Style::new(), false));
                        }
                        if atom.width > 2 {
                            // A cluster such as a row of Hangul letters can be as wide as it likes.
                            line.extend(
                                atom.text
                                    .char_indices()
                                    .map(|(at, c)| &atom.text[at..at + c.len_utf8()])
                                    .map(|c| Atom { text: c, width: columns(c), ..atom }),
                            );
                        } else {
                            line.push(atom);
                        }
                    }
                }
            }
        }
        lines
    }
}

/// A line of code cut into rows of `width` columns, after a space where there is one in reach. The
/// rows after the first begin with `mark`. Nothing is lost; tabs must be expanded before.
pub fn code(line: &[Span<'static>], width: usize, mark: &Span<'static>) -> Vec<Row> {
    let mut atoms = Vec::new();
    for span in line {
        for grapheme in span.styled_graphemes(Style::new()) {
            let symbol = grapheme.symbol;
            if columns(symbol) <= 2 {
                atoms.push(Atom::new(symbol, grapheme.style, true));
            } else {
                atoms.extend(symbol.char_indices().map(|(at, c)| {
                    Atom::new(&symbol[at..at + c.len_utf8()], grapheme.style, true)
                }));
            }
        }
    }
    let mut rows = Vec::new();
    let mut rest = atoms.as_slice();
    let mut room = width;
    loop {
        let mut used = 0;
        let fits = rest.iter().take_while(|a| {
            used += a.width;
            used <= room
        });
        let fits = fits.count();
        let mut cut = fits.max(1).min(rest.len());
        if cut < rest.len()
            && let Some(space) = rest[cut / 2..cut].iter().rposition(|a| a.space)
        {
            cut = cut / 2 + space + 1;
        }
        let mut row = if rows.is_empty() { Vec::new() } else { vec![mark.clone()] };
        row.extend(spans(&rest[..cut]));
        rows.push(row);
        rest = &rest[cut..];
        if rest.is_empty() {
            return rows;
        }
        room = width.saturating_sub(mark.width());
    }
}

/// `row` without the spaces at its end.
pub fn trimmed(mut row: Row) -> Row {
    while let Some(last) = row.last_mut() {
        let kept = last.content.trim_end_matches(' ').len();
        if kept > 0 {
            last.content.to_mut().truncate(kept);
            break;
        }
        row.pop();
    }
    row
}

/// What stands in one place of the screen.
#[derive(Debug, Clone, Copy)]
struct Atom<'a> {
    text: &'a str,
    width: usize,
    style: Style,
    space: bool,
    kept: bool,
}

impl<'a> Atom<'a> {
    fn new(text: &'a str, style: Style, kept: bool) -> Self {
        let space = matches!(text, " " | "\u{3000}");
        Atom { text, width: columns(text), style, space, kept }
    }

    fn first(&self) -> char {
        self.text.chars().next().unwrap_or(' ')
    }
}

fn fill(atoms: &[Atom<'_>], width: usize, out: &mut Vec<Row>) {
    let mut start = 0;
    let mut used = 0;
    let mut stop = None;
    let mut i = 0;
    while i < atoms.len() {
        let atom = &atoms[i];
        if i > start && may_break(atoms, i) {
            stop = Some(i);
        }
        // Spaces may hang over the edge: they are dropped there.
        if !atom.space && i > start && used + atom.width > width {
            i = stop.take().unwrap_or(i);
            out.push(spans(trim(&atoms[start..i])));
            start = i;
            used = 0;
            continue;
        }
        used += atom.width;
        i += 1;
    }
    out.push(spans(trim(&atoms[start..])));
}

fn trim<'a, 'b>(mut atoms: &'a [Atom<'b>]) -> &'a [Atom<'b>] {
    while let [rest @ .., last] = atoms
        && last.space
    {
        atoms = rest;
    }
    atoms
}

fn spans(atoms: &[Atom<'_>]) -> Row {
    let mut out: Row = Vec::new();
    for atom in atoms {
        match out.last_mut() {
            Some(span) if span.style == atom.style => span.content.to_mut().push_str(atom.text),
            _ => out.push(Span::styled(atom.text.to_owned(), atom.style)),
        }
    }
    out
}

/// Whether a line may end before `atoms[i]`, `i > 0`.
fn may_break(atoms: &[Atom<'_>], i: usize) -> bool {
    let (Some(left), Some(right)) = (i.checked_sub(1).and_then(|l| atoms.get(l)), atoms.get(i))
    else {
        return false;
    };
    if left.space || right.space {
        return left.space && !right.space;
    }
    let (l, r) = (left.first(), right.first());
    if right.width == 0 || opens(l) || stays_with_left(r) {
        return false;
    }
    if is_wide(l) || is_wide(r) || matches!(l, '—' | '\u{200b}') {
        return true;
    }
    // A compound or a path may be broken after its mark, an option such as -race may not.
    matches!(l, '-' | '–' | '/')
        && !left.kept
        && r.is_alphabetic()
        && i >= 2
        && atoms[i - 2].first().is_alphabetic()
}

/// Characters that no line may end with.
fn opens(c: char) -> bool {
    matches!(
        c,
        '（' | '「'
            | '『'
            | '《'
            | '【'
            | '〈'
            | '〔'
            | '〖'
            | '［'
            | '｛'
            | '“'
            | '‘'
            | '('
            | '['
            | '{'
    )
}

/// Characters that no line may begin with.
fn stays_with_left(c: char) -> bool {
    matches!(
        c,
        '，' | '。'
            | '！'
            | '？'
            | '；'
            | '：'
            | '、'
            | '）'
            | '」'
            | '』'
            | '》'
            | '】'
            | '〉'
            | '〕'
            | '〗'
            | '］'
            | '｝'
            | '％'
            | '·'
            | '’'
            | '”'
            | '—'
            | '…'
            | '～'
            | '.'
            | ','
            | ';'
            | ':'
            | '!'
            | '?'
            | ')'
            | ']'
            | '}'
            | '%'
            | '々'
            | 'ー'
    )
}

/// Characters that fill two columns and need no space to be broken at.
fn is_wide(c: char) -> bool {
    c >= '\u{1100}' && c.width() == Some(2)
}

/// Whether a line break of the source between these characters is no space.
fn joins(left: char, right: char) -> bool {
    let light = |c| matches!(c, '“' | '”' | '‘' | '’' | '—' | '…' | '·');
    (runs_on(left) && (runs_on(right) || light(right)))
        || (light(left) && runs_on(right))
        || is_wide_mark(left)
        || is_wide_mark(right)
}

fn is_wide_mark(c: char) -> bool {
    is_wide(c) && (opens(c) || stays_with_left(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrap(text: &str, width: usize) -> Vec<String> {
        let mut flow = Flow::default();
        flow.text(text, Style::new());
        joined(&flow.lines(Some(width)))
    }

    fn joined(rows: &[Row]) -> Vec<String> {
        rows.iter().map(|r| r.iter().map(|s| s.content.as_ref()).collect()).collect()
    }

    #[test]
    fn words_move_down_whole_and_long_ones_are_cut() {
        for (text, width, want) in [
            ("", 8, vec![""]),
            ("a  b\nc\td", 20, vec!["a b c d"]),
            ("the run queue", 7, vec!["the run", "queue"]),
            ("abcdefghijk", 4, vec!["abcd", "efgh", "ijk"]),
            ("go abcdefghijk", 4, vec!["go", "abcd", "efgh", "ijk"]),
            ("garbage-collected", 12, vec!["garbage-", "collected"]),
            ("use go -race", 8, vec!["use go", "-race"]),
            ("send/receive", 7, vec!["send/", "receive"]),
            ("e\u{301}e\u{301}e\u{301}", 2, vec!["e\u{301}e\u{301}", "e\u{301}"]),
        ] {
            assert_eq!(wrap(text, width), want, "{text:?}");
        }
    }

    #[test]
    fn chinese_breaks_between_characters_but_not_at_punctuation() {
        for (text, width, want) in [
            ("调度器很快", 6, vec!["调度器", "很快"]),
            ("调度器很快", 7, vec!["调度器", "很快"]),
            ("调度器，很快", 6, vec!["调度", "器，很", "快"]),
            ("读（写）", 4, vec!["读", "（写", "）"]),
            ("读取（写）", 6, vec!["读取", "（写）"]),
            ("从channel读", 8, vec!["从", "channel", "读"]),
            ("他说“好”", 6, vec!["他说", "“好”"]),
            ("你好\n世界", 20, vec!["你好世界"]),
            ("你好，\nGo", 20, vec!["你好，Go"]),
            ("用\nGo", 20, vec!["用 Go"]),
        ] {
            assert_eq!(wrap(text, width), want, "{text:?}");
        }
    }

    #[test]
    fn kept_text_keeps_its_spaces() {
        let mut flow = Flow::default();
        flow.text("a ", Style::new());
        flow.kept("x  y", Style::new());
        assert_eq!(joined(&flow.lines(None)), ["a x  y"]);
        assert_eq!(flow.widest_word(), 1);
    }

    #[test]
    fn hard_breaks_stay() {
        let mut flow = Flow::default();
        flow.text("a ", Style::new());
        flow.hard_break();
        flow.text(" b", Style::new());
        assert_eq!(joined(&flow.lines(None)), ["a", "b"]);
    }

    #[test]
    fn code_is_cut_with_a_mark_and_never_lost() {
        let mark = Span::raw("↪ ");
        let line = |s: &'static str| vec![Span::raw(s)];
        assert_eq!(joined(&code(&line(""), 8, &mark)), [""]);
        assert_eq!(joined(&code(&line("x := y"), 8, &mark)), ["x := y"]);
        assert_eq!(
            joined(&code(&line("fmt.Println(a, b)"), 16, &mark)),
            ["fmt.Println(a, ", "↪ b)"]
        );
        assert_eq!(joined(&code(&line("abcdefghij"), 5, &mark)), ["abcde", "↪ fgh", "↪ ij"]);
        assert_eq!(joined(&code(&line("通道调度器"), 5, &mark)), ["通道", "↪ 调", "↪ 度", "↪ 器"]);
    }
}
