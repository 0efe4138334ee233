//! A line of text with bold, code and links, as Markdown.

/// How a stretch of text is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Style {
    pub(super) bold: bool,
    pub(super) italic: bool,
    pub(super) strike: bool,
    pub(super) code: bool,
    /// The number of the link it belongs to.
    pub(super) link: Option<usize>,
}

/// The line that is being written.
#[derive(Default)]
pub(super) struct Inline {
    spans: Vec<Span>,
    links: Vec<String>,
    /// The line as it looks: with hard spaces, without marks.
    looks: String,
}

struct Span {
    style: Style,
    content: Content,
}

enum Content {
    Text(String),
    /// Text and name of a picture.
    Image(String, String),
}

impl Inline {
    /// Adds text; white space folds into one blank.
    pub(super) fn text(&mut self, text: &str, style: Style) {
        self.look(text);
        for (number, word) in text.split([' ', '\n', '\t', '\r', '\u{a0}']).enumerate() {
            if number > 0 {
                self.blank(style);
            }
            if !word.is_empty() {
                self.put(word, style);
            }
        }
    }

    /// Adds text to what the line looks like. Only hard spaces indent it. A soft one next to them
    /// counts too, because editors alternate the two to write several spaces.
    fn look(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '\u{a0}' => self.looks.push(c),
                ' ' | '\n' | '\t' | '\r' if self.looks.is_empty() || self.looks.ends_with(' ') => {}
                ' ' | '\n' | '\t' | '\r' => self.looks.push(' '),
                c => self.looks.push(c),
            }
        }
    }

    /// What the line looks like.
    pub(super) fn looks(&self) -> String {
        self.looks.trim_end_matches([' ', '\u{a0}']).replace('\u{a0}', " ")
    }

    /// Whether it is nothing but plain text.
    pub(super) fn is_plain(&self) -> bool {
        self.spans
            .iter()
            .all(|span| span.style == Style::default() && matches!(span.content, Content::Text(_)))
    }

    fn blank(&mut self, style: Style) {
        match self.spans.last() {
            None => {}
            Some(Span { content: Content::Text(text), .. }) if text.ends_with(' ') => {}
            // Within code and links a space belongs to them; elsewhere it gets no style.
            _ => self.put(" ", Style { code: style.code, link: style.link, ..Style::default() }),
        }
    }

    fn put(&mut self, word: &str, style: Style) {
        match self.spans.last_mut() {
            Some(Span { style: last, content: Content::Text(text) }) if *last == style => {
                text.push_str(word);
            }
            _ => self.spans.push(Span { style, content: Content::Text(word.to_owned()) }),
        }
    }

    /// Adds a picture.
    pub(super) fn image(&mut self, alt: &str, name: &str) {
        let content = Content::Image(alt.to_owned(), name.to_owned());
        self.spans.push(Span { style: Style::default(), content });
    }

    /// The number for a link to an address; `None` when Markdown cannot hold the address.
    pub(super) fn link(&mut self, address: &str) -> Option<usize> {
        let address = address.trim();
        if address.contains(|c: char| c.is_whitespace() || c.is_control() || "<>".contains(c)) {
            return None;
        }
        self.links.push(address.to_owned());
        Some(self.links.len() - 1)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// The line as Markdown; empty again afterwards. In a cell of a table `|` is escaped.
    pub(super) fn finish(&mut self, in_cell: bool) -> String {
        let spans = self.joined();
        let mut out = String::new();
        let mut at = 0;
        while let Some(span) = spans.get(at) {
            let link = span.style.link.and_then(|link| self.links.get(link));
            let run = spans[at..].iter().take_while(|s| s.style.link == span.style.link).count();
            let Some(address) = link else {
                write(&spans[at..at + run], spans.get(at + run).is_some(), &mut out);
                at += run;
                continue;
            };
            let mut text = String::new();
            write(&spans[at..at + run], true, &mut text);
            let blank = text.starts_with(' ');
            let shown = text.trim();
            if blank {
                out.push(' ');
            }
            if plain(&spans[at..at + run]).trim() == address {
                out += &format!("<{address}>");
            } else if shown.is_empty() {
                // A link that shows nothing is dropped.
            } else if address.contains(['(', ')']) {
                out += &format!("[{shown}](<{address}>)");
            } else {
                out += &format!("[{shown}]({address})");
            }
            if text.len() > 1 && text.ends_with(' ') {
                out.push(' ');
            }
            at += run;
        }
        self.spans.clear();
        self.looks.clear();
        let line = begun(out.trim());
        if in_cell { line.replace('|', "\\|") } else { line }
    }

    /// The spans, with the spaces between differently styled words left without style.
    fn joined(&mut self) -> Vec<Span> {
        let mut joined: Vec<Span> = Vec::new();
        for span in self.spans.drain(..) {
            match (joined.last_mut(), &span.content) {
                (Some(Span { style, content: Content::Text(before) }), Content::Text(text))
                    if *style == span.style =>
                {
                    before.push_str(text)
                }
                _ => joined.push(span),
            }
        }
        // `<b>two words</b>`: the space was added without style and belongs to both words.
        let mut spans: Vec<Span> = Vec::with_capacity(joined.len());
        for span in joined {
            if let [.., first, blank] = spans.as_mut_slice()
                && let (Content::Text(before), Content::Text(middle), Content::Text(text)) =
                    (&mut first.content, &blank.content, &span.content)
                && middle == " "
                && first.style == span.style
                && !span.style.code
            {
                before.push(' ');
                before.push_str(text);
                spans.pop();
                continue;
            }
            spans.push(span);
        }
        spans
    }
}

fn plain(spans: &[Span]) -> String {
    spans
        .iter()
        .map(|s| match &s.content {
            Content::Text(text) | Content::Image(text, _) => text.as_str(),
        })
        .collect()
}

/// Writes spans; `more` says whether something follows them in the line.
fn write(spans: &[Span], more: bool, out: &mut String) {
    for (at, span) in spans.iter().enumerate() {
        let next = match spans.get(at + 1) {
            Some(Span { content: Content::Text(text), style }) if !style.code => {
                text.chars().next()
            }
            Some(Span { content: Content::Text(_), .. }) => Some('`'),
            Some(Span { content: Content::Image(..), .. }) => Some('!'),
            None if more => Some('['),
            None => None,
        };
        let text = match &span.content {
            Content::Image(alt, name) => {
                let alt = escaped(alt, None, None);
                let odd = |c: char| c.is_whitespace() || "()".contains(c);
                if name.contains(odd) {
                    *out += &format!("![{alt}](<{name}>)");
                } else {
                    *out += &format!("![{alt}]({name})");
                }
                continue;
            }
            Content::Text(text) => text,
        };
        let core = text.trim_matches(' ');
        if core.is_empty() {
            out.push_str(text);
            continue;
        }
        if text.starts_with(' ') {
            out.push(' ');
        }
        let ends_blank = text.ends_with(' ');
        let after = if ends_blank { Some(' ') } else { next };
        let style = span.style;
        let mut marks = String::new();
        if style.strike {
            marks += "~~";
        }
        if style.bold {
            marks += "**";
        }
        if style.italic {
            marks += "*";
        }
        let inside = match (style.code, marks.is_empty()) {
            (true, _) => code(core),
            (false, true) => escaped(core, out.chars().last(), after),
            (false, false) => escaped(core, Some('*'), Some('*')),
        };
        if marks.is_empty() || !flanks(out.chars().last(), &inside, after) {
            out.push_str(&inside);
        } else {
            out.push_str(&marks);
            out.push_str(&inside);
            out.extend(marks.chars().rev());
        }
        if ends_blank {
            out.push(' ');
        }
    }
}

/// Whether CommonMark reads marks of emphasis around `inside` as such: where punctuation stands at
/// the inner edge, no letter may touch the mark outside, and two marks side by side run together.
fn flanks(before: Option<char>, inside: &str, after: Option<char>) -> bool {
    let punctuation = |c: char| !c.is_alphanumeric() && !c.is_whitespace();
    let open = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || punctuation(c));
    let first = inside.chars().next().is_some_and(punctuation);
    let last = inside.chars().last().is_some_and(punctuation);
    let beside = |c: Option<char>| c.is_some_and(|c| c == '*' || c == '~');
    !beside(before) && !beside(after) && (!first || open(before)) && (!last || open(after))
}

fn code(text: &str) -> String {
    let mark = "`".repeat(super::longest_run(text, '`') + 1);
    let edge = text.starts_with('`') || text.ends_with('`');
    let blank = if edge { " " } else { "" };
    format!("{mark}{blank}{text}{blank}{mark}")
}

/// Plain text with a backslash before whatever Markdown would take for a mark. `before` and `after`
/// are its neighbours in the line.
fn escaped(text: &str, before: Option<char>, after: Option<char>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = before;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, c)| *c).or(after);
        let blank = |c: Option<char>| c.is_none_or(|c| c == ' ');
        let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let mark = match c {
            '\\' => next.is_none_or(|c| c.is_ascii_punctuation()),
            '`' => true,
            '*' => !(blank(before) && blank(next)),
            '_' => !(word(before) && word(next) || blank(before) && blank(next)),
            '~' => !blank(next),
            '<' => next.is_none_or(|c| c.is_ascii_alphabetic() || "/!?".contains(c)),
            ']' => next.is_some_and(|c| "([:".contains(c)),
            '!' => next == Some('['),
            '&' => is_reference(&text[at + 1..]),
            _ => false,
        };
        if mark {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
    out
}

/// Whether what follows a `&` makes it a character reference.
fn is_reference(rest: &str) -> bool {
    /// The longest of the names in HTML.
    const LONGEST: usize = 32;
    let end = rest.bytes().take(LONGEST).position(|b| !b.is_ascii_alphanumeric() && b != b'#');
    end.is_some_and(|end| end > 0 && rest.as_bytes().get(end) == Some(&b';'))
}

/// A line whose beginning is not taken for a list, a heading, a quote, a rule, a table or a fence.
fn begun(line: &str) -> String {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let at = match line.as_bytes() {
        [b'#' | b'>' | b'=' | b'|', ..] => Some(0),
        [b'+' | b'-', rest @ ..] if rest.first().is_none_or(|b| b" -:|".contains(b)) => Some(0),
        [b'*', b' ', ..] | [b':', b'-', ..] => Some(0),
        [b'*' | b'_'] => Some(0),
        [b'[', b' ' | b'x' | b'X', b']', ..] => Some(0),
        bytes if (1..=9).contains(&digits) && matches!(bytes.get(digits), Some(b'.' | b')')) => {
            bytes.get(digits + 1).is_none_or(|b| *b == b' ').then_some(digits)
        }
        _ => None,
    };
    match at {
        Some(at) => format!("{}\\{}", &line[..at], &line[at..]),
        None => line.to_owned(),
    }
}
