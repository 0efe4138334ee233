//! The lists and quotes that a block stands in, as marks and indents before its lines.

/// Lists and quotes within each other: every line is indented once for each.
const DEEPEST_INDENT: usize = 6;

/// A list item or a quote that is open.
struct Container {
    /// What its first line begins with, until that line is written.
    mark: Option<String>,
    /// What the others begin with.
    indent: String,
}

/// The list items and quotes that are open.
#[derive(Default)]
pub(super) struct Nest {
    open: Vec<Container>,
    /// The next block follows without a blank line.
    pub(super) tight: bool,
}

impl Nest {
    /// Whether blocks stand at the margin.
    pub(super) fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    /// Opens an item or a quote. Within too many others it gets no mark.
    pub(super) fn enter(&mut self, mark: String, indent: String) {
        let deep = self.open.len() >= DEEPEST_INDENT;
        let (mark, indent) = if deep { (String::new(), String::new()) } else { (mark, indent) };
        self.open.push(Container { mark: Some(mark), indent });
    }

    /// Closes the innermost one.
    pub(super) fn leave(&mut self) {
        self.open.pop();
    }

    /// Writes a block with the indents of the lists and quotes around it.
    pub(super) fn write(&mut self, out: &mut String, text: &str) {
        if !out.is_empty() {
            out.push('\n');
            if !self.tight {
                let open = self.open.iter().take_while(|c| c.mark.is_none());
                let blank: String = open.map(|c| c.indent.as_str()).collect();
                out.push_str(blank.trim_end());
                out.push('\n');
            }
        }
        self.tight = false;
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                out.push('\n');
            }
            let start = out.len();
            for container in &mut self.open {
                let mark = container.mark.take();
                out.push_str(mark.as_ref().unwrap_or(&container.indent));
            }
            out.push_str(line);
            if line.is_empty() {
                let end = out[start..].trim_end().len() + start;
                out.truncate(end);
            }
        }
    }
}
