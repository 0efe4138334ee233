//! What the elements of HTML mean here.

/// The meaning of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    /// Begins a line.
    Block,
    /// Stands apart.
    Paragraph,
    Heading,
    Quote,
    List,
    Ordered,
    Item,
    Pre,
    Table,
    Row,
    Cell,
    Break,
    Rule,
    Image,
    Link,
    Bold,
    Italic,
    Strike,
    Code,
    Super,
    /// How a word is read, in brackets after it.
    Reading,
    /// Nothing but its style.
    Span,
    /// Its content is no text.
    Skipped,
}

impl Tag {
    /// The meaning of a name in any case; `None` when it has none here.
    pub(super) fn of(name: &str) -> Option<Tag> {
        /// The longest name below.
        const LONGEST: usize = 10;
        if name.len() > LONGEST {
            return None;
        }
        Some(match name.to_ascii_lowercase().as_str() {
            "div" | "section" | "article" | "center" | "header" | "footer" | "main" | "figure"
            | "figcaption" | "dl" | "dt" | "dd" | "summary" | "caption" => Tag::Block,
            "p" | "details" | "form" | "fieldset" => Tag::Paragraph,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Tag::Heading,
            "blockquote" => Tag::Quote,
            "ul" | "menu" => Tag::List,
            "ol" => Tag::Ordered,
            "li" => Tag::Item,
            "pre" | "listing" => Tag::Pre,
            "table" => Tag::Table,
            "tr" => Tag::Row,
            "td" | "th" => Tag::Cell,
            "br" => Tag::Break,
            "hr" => Tag::Rule,
            "img" => Tag::Image,
            "a" => Tag::Link,
            "b" | "strong" => Tag::Bold,
            "i" | "em" | "cite" | "dfn" => Tag::Italic,
            "s" | "strike" | "del" => Tag::Strike,
            "code" | "tt" | "kbd" | "samp" => Tag::Code,
            "sup" => Tag::Super,
            "rt" => Tag::Reading,
            "span" | "font" => Tag::Span,
            "script" | "style" | "textarea" | "title" | "noscript" | "template" | "iframe"
            | "object" | "svg" | "math" | "select" | "rp" | "audio" | "video" | "canvas" => {
                Tag::Skipped
            }
            _ => return None,
        })
    }
}
