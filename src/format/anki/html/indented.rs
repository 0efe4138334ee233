//! Code that was typed as lines of text. Editors indent each line with hard spaces, which would be
//! dropped with all other white space.

use crate::text::han::stands_alone;

/// A line of a paragraph.
#[derive(Debug, Default)]
pub(super) struct Line {
    /// Its Markdown.
    pub(super) markdown: String,
    /// Its text with the spaces it is shown with.
    pub(super) looks: String,
    /// Whether it has no marks, links or pictures.
    pub(super) is_plain: bool,
}

impl Line {
    /// A line that is known as Markdown only.
    pub(super) fn plain(markdown: String) -> Line {
        Line { markdown, ..Line::default() }
    }

    /// Spaces before its text.
    fn indent(&self) -> usize {
        self.looks.len() - self.looks.trim_start_matches(' ').len()
    }

    /// Whether it is indented as code is. Chinese prose begins so too.
    fn is_indented(&self) -> bool {
        let chinese = self.looks.chars().filter(|c| stands_alone(*c)).count();
        let others = self.looks.chars().filter(char::is_ascii_graphic).count();
        self.indent() >= 2 && self.is_plain && chinese <= others
    }

    /// Whether it may stand before an indented line of its block.
    fn opens(&self) -> bool {
        let text = self.looks.trim();
        self.is_plain
            && (text.ends_with(['{', '(', '[', ';', '}'])
                || text.ends_with("):")
                || text.contains(":=")
                || ["func ", "package ", "import ", "type ", "var ", "//", "if ", "for ", "def "]
                    .iter()
                    .any(|word| text.starts_with(word))
                    && !text.ends_with(['.', '?', ':']))
    }

    /// Whether it may come after an indented line of its block.
    fn closes(&self) -> bool {
        self.is_plain && self.looks.starts_with(['}', ')', ']'])
    }
}

/// The lines of a paragraph, cut where code begins and ends; `goes_on` says that code comes right
/// before it. An indented line without code around it keeps its indent, in hard spaces.
pub(super) fn parts(lines: Vec<Line>, goes_on: bool) -> Vec<(Vec<String>, bool)> {
    let mut is_code = vec![false; lines.len()];
    let mut before = goes_on;
    for (line, is_code) in lines.iter().zip(&mut is_code) {
        *is_code = line.is_indented() || before && (line.closes() || line.opens());
        before = *is_code;
    }
    for at in (1..lines.len()).rev() {
        is_code[at - 1] |= is_code[at] && lines[at - 1].opens();
    }
    let mut parts: Vec<(Vec<String>, bool)> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let run = is_code[at..].iter().take_while(|code| **code == is_code[at]).count();
        let these = &lines[at..at + run];
        let is_block = is_code[at] && (run > 1 || at == 0 && goes_on);
        // A line on its own has nothing to be indented from.
        let is_hard = is_code[at] && lines.len() > 1;
        let text = |line: &Line| match (is_hard, is_block) {
            (_, true) => line.looks.clone(),
            (true, false) => format!("{}{}", "\u{a0}".repeat(line.indent()), line.markdown),
            (false, _) => line.markdown.clone(),
        };
        let texts = these.iter().map(text);
        match parts.last_mut() {
            // A single line is no block: it goes on with the text around it.
            Some((before, false)) if !is_block => before.extend(texts),
            _ => parts.push((texts.collect(), is_block)),
        }
        at += run;
    }
    for (text, is_block) in parts.iter_mut().skip(usize::from(goes_on)) {
        let least = text.iter().filter(|line| !line.is_empty());
        let least = least.map(|line| line.len() - line.trim_start_matches(' ').len()).min();
        if let Some(least) = least.filter(|least| *is_block && *least > 0) {
            text.iter_mut().for_each(|line| drop(line.drain(..least.min(line.len()))));
        }
    }
    parts
}
