//! A typed text: what the learner is typing, with a cursor in it.

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};
use unicode_width::UnicodeWidthStr;

/// A text of one or more lines and the place in it where typing goes on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypedText {
    text: String,
    /// Byte offset, never inside a grapheme.
    cursor: usize,
}

impl TypedText {
    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text before the cursor and the text after it.
    pub fn parts(&self) -> (&str, &str) {
        self.text.split_at(self.cursor)
    }

    /// Whether nothing is typed.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Whether the cursor stands at the end, on a line without text.
    pub fn is_on_new_line(&self) -> bool {
        self.cursor == self.text.len() && (self.text.is_empty() || self.text.ends_with('\n'))
    }

    /// Inserts text at the cursor, which moves behind it. Every kind of line end becomes `\n`.
    pub fn insert(&mut self, text: &str) {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        self.text.insert_str(self.cursor, &text);
        self.cursor += text.len();
        self.settle();
    }

    /// Removes the character before the cursor.
    pub fn backspace(&mut self) {
        self.remove_to(self.before());
    }

    /// Removes the character after the cursor.
    pub fn delete(&mut self) {
        let end = self.after();
        self.text.replace_range(self.cursor..end, "");
        self.settle();
    }

    /// Removes the word before the cursor and the spaces after it; at the start of a line, the line
    /// break.
    pub fn remove_word(&mut self) {
        let head = &self.text[self.line_start()..self.cursor];
        if head.is_empty() {
            return self.backspace();
        }
        let kept = head.trim_end().rfind(char::is_whitespace);
        let kept = kept.map_or(0, |at| at + head[at..].chars().next().map_or(0, char::len_utf8));
        self.remove_to(self.line_start() + kept);
    }

    /// Removes the line up to the cursor.
    pub fn remove_line(&mut self) {
        self.remove_to(self.line_start());
    }

    /// One character back, over line ends.
    pub fn left(&mut self) {
        self.cursor = self.before();
    }

    /// One character on, over line ends.
    pub fn right(&mut self) {
        self.cursor = self.after();
    }

    /// To the start of the line.
    pub fn home(&mut self) {
        self.cursor = self.line_start();
    }

    /// To the end of the line.
    pub fn end(&mut self) {
        self.cursor = self.line_end();
    }

    /// To the line above, near the same column; false on the first line.
    pub fn up(&mut self) -> bool {
        let start = self.line_start();
        if start == 0 {
            return false;
        }
        let column = self.text[start..self.cursor].width();
        self.cursor = start - 1;
        self.cursor = self.at_column(column);
        true
    }

    /// To the line below, near the same column; false on the last line.
    pub fn down(&mut self) -> bool {
        let end = self.line_end();
        if end == self.text.len() {
            return false;
        }
        let column = self.text[self.line_start()..self.cursor].width();
        self.cursor = end + 1;
        self.cursor = self.at_column(column);
        true
    }

    fn line_start(&self) -> usize {
        self.text[..self.cursor].rfind('\n').map_or(0, |at| at + 1)
    }

    fn line_end(&self) -> usize {
        self.text[self.cursor..].find('\n').map_or(self.text.len(), |at| self.cursor + at)
    }

    fn before(&self) -> usize {
        let found = self.graphemes().prev_boundary(&self.text, 0);
        found.ok().flatten().unwrap_or(0)
    }

    fn after(&self) -> usize {
        let found = self.graphemes().next_boundary(&self.text, 0);
        found.ok().flatten().unwrap_or(self.text.len())
    }

    fn graphemes(&self) -> GraphemeCursor {
        GraphemeCursor::new(self.cursor, self.text.len(), true)
    }

    /// The place in the cursor's line that is `column` columns from its start, or its end.
    fn at_column(&self, column: usize) -> usize {
        let start = self.line_start();
        let mut used = 0;
        for (at, grapheme) in self.text[start..self.line_end()].grapheme_indices(true) {
            used += grapheme.width();
            if used > column {
                return start + at;
            }
        }
        self.line_end()
    }

    fn remove_to(&mut self, start: usize) {
        self.text.replace_range(start..self.cursor, "");
        self.cursor = start;
        self.settle();
    }

    /// Moves the cursor out of a character that has grown around it.
    fn settle(&mut self) {
        if !self.graphemes().is_boundary(&self.text, 0).unwrap_or(true) {
            self.cursor = self.after();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Types the text, then does what the letters say; shows the cursor as `|`.
    fn edit(text: &str, moves: &str) -> String {
        let mut typed = TypedText::default();
        typed.insert(text);
        for c in moves.chars() {
            act(&mut typed, c);
        }
        let (before, after) = typed.parts();
        format!("{before}|{after}")
    }

    fn act(typed: &mut TypedText, c: char) {
        match c {
            '<' => typed.left(),
            '>' => typed.right(),
            '^' => drop(typed.up()),
            'v' => drop(typed.down()),
            'h' => typed.home(),
            'e' => typed.end(),
            'b' => typed.backspace(),
            'd' => typed.delete(),
            'w' => typed.remove_word(),
            'u' => typed.remove_line(),
            c => typed.insert(&c.to_string()),
        }
    }

    #[test]
    fn keys_edit_in_the_middle() {
        for (text, moves, want) in [
            ("", "<>^vhebdwu", "|"),
            ("abc", "", "abc|"),
            ("abc", "<<X", "aX|bc"),
            ("abc", "hX", "X|abc"),
            ("a\nb", "h<", "a|\nb"),
            ("a\nb", "hb", "a|b"),
            ("a\nb", "^d", "a|b"),
            ("one two\nx", "^e", "one two|\nx"),
            ("long line\nab\nlong line", "^^", "lo|ng line\nab\nlong line"),
            ("long line\nab", "^evX", "long line\nabX|"),
            ("通道\nab", "^", "通|道\nab"),
            ("ab\n通道", "<^", "ab|\n通道"),
            ("通道", "<b", "|道"),
            ("e\u{301}x", "<<", "|e\u{301}x"),
            ("👩\u{200d}👦", "b", "|"),
            ("one two  ", "w", "one |"),
            ("one\n", "w", "one|"),
            ("one two\nthree", "u", "one two\n|"),
            ("a\r\nb\rc", "", "a\nb\nc|"),
        ] {
            assert_eq!(edit(text, moves), want, "{text:?} {moves:?}");
        }
    }

    #[test]
    fn the_last_empty_line_is_known() {
        let mut typed = TypedText::default();
        assert!(typed.is_on_new_line());
        typed.insert("a");
        assert!(!typed.is_on_new_line());
        typed.insert("\n");
        assert!(typed.is_on_new_line());
        typed.left();
        assert!(!typed.is_on_new_line());
    }

    proptest! {
        #[test]
        fn no_keys_break_it(keys in "([<>^vhebdwu]|[a ]|\n|[通🇨👩]|\u{200d}|\u{301}|\r){0,60}") {
            let mut typed = TypedText::default();
            for c in keys.chars() {
                act(&mut typed, c);
                let (before, after) = typed.parts();
                prop_assert_eq!(format!("{before}{after}"), typed.text());
            }
        }
    }
}
