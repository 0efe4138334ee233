//! Code fences in Markdown, line by line, for those who need no more of Markdown.

/// A fence: three or more backticks or tildes at the start of a line, however far it is indented.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fence<'a> {
    /// The run itself.
    pub mark: &'a str,
    /// The words after it, such as `go run`.
    pub info: &'a str,
}

impl<'a> Fence<'a> {
    /// The fence that a line is, opening or closing.
    pub fn of(line: &'a str) -> Option<Fence<'a>> {
        let mark = mark(line);
        let info = line.trim_start()[mark.len()..].trim();
        let is_code = mark.starts_with('`') && info.contains('`');
        (mark.len() >= 3 && !is_code).then_some(Fence { mark, info })
    }

    /// Whether it ends what `opening` began: of the same sort, at least as long, and without words.
    pub fn closes(&self, opening: &Fence<'_>) -> bool {
        self.mark.starts_with(opening.mark) && self.info.is_empty()
    }
}

/// The run of backticks or tildes with which a line begins.
pub fn mark(line: &str) -> &str {
    let line = line.trim_start();
    let mark = if line.starts_with('~') { '~' } else { '`' };
    &line[..line.len() - line.trim_start_matches(mark).len()]
}

/// A fence that nothing in `text` closes.
pub fn longer(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    "`".repeat(longest.max(2) + 1)
}

/// Goes through the lines of a text and tells which are code.
#[derive(Debug, Default)]
pub struct Fences<'a> {
    open: Option<Fence<'a>>,
}

impl<'a> Fences<'a> {
    /// Whether the next line is a fence or is between two.
    pub fn is_code(&mut self, line: &'a str) -> bool {
        let fence = Fence::of(line);
        match (self.open, fence) {
            (None, None) => return false,
            (None, opening) => self.open = opening,
            (Some(opening), Some(fence)) if fence.closes(&opening) => self.open = None,
            (Some(_), _) => {}
        }
        true
    }

    /// Whether a fence is open.
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }
}

/// The lines of a Markdown text that are not code.
pub fn prose(markdown: &str) -> impl Iterator<Item = &str> {
    let mut fences = Fences::default();
    markdown.lines().filter(move |line| !fences.is_code(line))
}

/// A line without its code spans.
pub fn uncoded(line: &str) -> String {
    line.split('`').step_by(2).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_code_are_told_from_prose() {
        for (text, is_code) in [
            ("a\n```go\nb\n```\nc", "-ccc-"),
            ("~~~\n```\n~~~\nc", "ccc-"),
            ("````md\n```\na\n```\n````\nc", "ccccc-"),
            ("```\na\n`````\nc", "ccc-"),
            ("```\na\n``` go\nb\n```\nc", "ccccc-"),
            ("- a\n  ```\n  b\n  ```\n  c", "-ccc-"),
            ("```a` is code in a line\n`` ` ``\n~~ no", "---"),
            ("a\n```\nb", "-cc"),
            ("", ""),
        ] {
            let mut fences = Fences::default();
            let told = text.lines().map(|line| if fences.is_code(line) { 'c' } else { '-' });
            assert_eq!(told.collect::<String>(), is_code, "{text:?}");
        }
        assert_eq!(prose("a\n```\nb\n```\nc").collect::<Vec<_>>(), ["a", "c"]);
        assert_eq!(uncoded("the `len` of `a b`, not"), "the  of , not");
    }

    #[test]
    fn nothing_within_closes_a_longer_fence() {
        for (text, fence) in [("", "```"), ("a ``` b", "````"), ("`````", "``````")] {
            assert_eq!(longer(text), fence, "{text}");
        }
    }
}
