//! What stands left of the lines: the marks of list entries and the bars of quotes.

use ratatui::text::Span;

use crate::ui::wrap::Row;

/// The margins of all list entries and quotes that are open, outermost first.
///
/// From some depth on they are no longer drawn, so that text keeps room; only the mark of the
/// innermost entry is still shown, with its text.
pub struct Margins {
    open: Vec<Margin>,
    /// How many of them are drawn.
    drawn: usize,
    indent: usize,
    deepest: usize,
    mark: Option<Span<'static>>,
}

struct Margin {
    first: Span<'static>,
    rest: Span<'static>,
    /// No line was drawn in it yet.
    fresh: bool,
    entry: bool,
}

impl Margins {
    /// No margins; those to come take at most `deepest` columns together.
    pub fn new(deepest: usize) -> Self {
        Margins { open: Vec::new(), drawn: 0, indent: 0, deepest, mark: None }
    }

    /// Opens a quote with `bar` before each of its lines.
    pub fn open_quote(&mut self, bar: Span<'static>) {
        self.open(Margin { first: bar.clone(), rest: bar, fresh: true, entry: false });
    }

    /// Opens a list entry with `mark` before its first line and as much space before the others.
    pub fn open_entry(&mut self, mark: Span<'static>) {
        let rest = Span::raw(" ".repeat(mark.width()));
        self.open(Margin { first: mark, rest, fresh: true, entry: true });
    }

    fn open(&mut self, margin: Margin) {
        let width = margin.rest.width();
        if self.drawn == self.open.len() && self.indent + width <= self.deepest {
            self.drawn += 1;
            self.indent += width;
        } else if margin.entry {
            self.mark = Some(margin.first.clone());
        }
        self.open.push(margin);
    }

    /// Closes the innermost.
    pub fn close(&mut self) {
        if let Some(margin) = self.open.pop()
            && self.drawn > self.open.len()
        {
            self.drawn = self.open.len();
            self.indent -= margin.rest.width();
        }
        self.mark = None;
    }

    /// The columns they take.
    pub fn indent(&self) -> usize {
        self.indent
    }

    /// Whether the innermost is that of a list entry.
    pub fn in_entry(&self) -> bool {
        self.open.last().is_some_and(|margin| margin.entry)
    }

    /// Whether the innermost is drawn, but with no line yet.
    pub fn unused(&self) -> bool {
        self.drawn == self.open.len() && self.open.last().is_some_and(|margin| margin.fresh)
    }

    /// The mark of an entry whose margin is not drawn, to be shown before its text; `None` if it
    /// was taken already.
    pub fn take_mark(&mut self) -> Option<Span<'static>> {
        self.mark.take()
    }

    /// The margins of the blank line before the next block, without those that begin with it.
    pub fn blank(&self) -> Row {
        let used = self.open[..self.drawn].iter().take_while(|margin| !margin.fresh);
        used.map(|margin| margin.rest.clone()).collect()
    }

    /// What stands before the next line.
    pub fn line(&mut self) -> Row {
        let drawn = self.open[..self.drawn].iter_mut();
        drawn
            .map(|margin| {
                let fresh = std::mem::take(&mut margin.fresh);
                if fresh { margin.first.clone() } else { margin.rest.clone() }
            })
            .collect()
    }
}
