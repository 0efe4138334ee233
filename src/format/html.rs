//! The Markdown of cards as HTML that cannot do anything: every text is escaped, raw HTML is shown
//! as text, links lead to the web or a mailbox only, and nothing is loaded or run.
//!
//! Written in one pass; what is open is closed again by the writer itself, so that the result is
//! well-formed whatever the Markdown is.

mod anki;
#[cfg(test)]
pub mod check;
mod escape;

use pulldown_cmark::{Alignment, CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};
use unicode_width::UnicodeWidthChar;

use crate::model::card::as_heading;
use crate::text::code::{Role, pieces};
use crate::text::visible::visible;
use escape::push_escaped;

pub use anki::{ANKI_CSS, heading_to_anki, text_to_anki, to_anki};
pub use escape::{escape, web_address};

/// Lists, quotes and emphasis nested deeper than this are shown without their marks: no card has
/// them, and browsers end at some depth too.
const DEEPEST: usize = 32;

/// `markdown` as the inside of a block element.
pub fn to_html(markdown: &str) -> String {
    write(markdown, false, None)
}

/// The address of a picture by its name, `None` for a picture that is only named. The address is
/// used as it is.
pub type Pictures<'p> = &'p dyn Fn(&str) -> Option<String>;

/// [`to_html`] with pictures in it.
pub fn to_html_with(markdown: &str, pictures: Pictures<'_>) -> String {
    write(markdown, false, Some(pictures))
}

/// [`heading_to_html`] with pictures in it.
pub fn heading_to_html_with(question: &str, pictures: Pictures<'_>) -> String {
    write(&as_heading(question), true, Some(pictures))
}

/// The one-line question of a card: inline Markdown, as the inside of a heading or of a link. Links
/// in it are named but cannot be followed, for the question itself may be what is pressed.
pub fn heading_to_html(question: &str) -> String {
    write(&as_heading(question), true, None)
}

/// The class of a piece of code in [`CSS`].
fn class(role: Role) -> &'static str {
    match role {
        Role::Keyword => "k",
        Role::String => "s",
        Role::Number => "m",
        Role::Comment => "c",
        Role::Type => "t",
        Role::Function => "f",
        Role::Builtin => "b",
        Role::Constant => "o",
        Role::Escape => "e",
    }
}

fn write(markdown: &str, inline: bool, pictures: Option<Pictures<'_>>) -> String {
    // The same as on the terminal: heading attributes would eat the end of "What is struct{}".
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let markdown = markdown.replace("\r\n", "\n").replace('\r', "\n");
    let mut writer = Writer { inline, pictures, ..Writer::default() };
    for event in Parser::new_ext(&markdown, options) {
        writer.event(event);
    }
    while let Some(end) = writer.open.pop() {
        writer.out.push_str(end.close);
    }
    writer.out
}

/// What is open: how it is closed, and whether it counts as a level of nesting.
struct Open {
    close: &'static str,
    nests: bool,
}

#[derive(Default)]
struct Writer<'p> {
    out: String,
    /// Gives the addresses of pictures.
    pictures: Option<Pictures<'p>>,
    /// For each picture that is open: where it begins, and its address if it is shown.
    shown: Vec<Option<(usize, String)>>,
    /// Only the inside of one line is wanted.
    inline: bool,
    open: Vec<Open>,
    /// How many of `open` nest.
    depth: usize,
    /// A line break of the source was read; it only matters between words.
    soft: bool,
    /// The last character of the text, for the same.
    last: Option<char>,
    /// Address and shown text of the links that are open; the address only if it can be followed.
    links: Vec<(String, String)>,
    /// The words after the fence and the text of the block of code or HTML being read.
    verbatim: Option<(String, String)>,
    align: Vec<Alignment>,
    column: usize,
    in_head: bool,
}

impl Writer<'_> {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => self.text(&text),
            Event::Code(code) => {
                self.space(code.chars().next());
                self.show(&code);
                self.out.push_str("<code>");
                push_escaped(&mut self.out, &code);
                self.out.push_str("</code>");
                self.last = code.chars().next_back();
            }
            Event::SoftBreak => self.soft = true,
            Event::HardBreak => {
                self.soft = false;
                self.out.push_str("<br>\n");
                self.last = None;
            }
            Event::Rule => self.out.push_str("<hr>\n"),
            Event::TaskListMarker(done) => {
                let mark = if done { "☑" } else { "☐" };
                self.out.push_str("<span class=\"task\">");
                self.out.push_str(mark);
                self.out.push_str("</span> ");
            }
            // The extensions that make these are not switched on.
            Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => {
                self.text(&text);
            }
        }
    }

    /// Opens an element; closed by [`Writer::pop`].
    fn push(&mut self, open: &str, close: &'static str) {
        self.out.push_str(open);
        self.open.push(Open { close, nests: false });
    }

    /// Opens an element that may hold others of its like without end.
    fn nest(&mut self, open: &str, close: &'static str) {
        self.depth += 1;
        let (open, close) = if self.depth > DEEPEST { ("", "") } else { (open, close) };
        self.out.push_str(open);
        self.open.push(Open { close, nests: true });
    }

    /// Opens what has no element of its own.
    fn silent(&mut self) {
        self.open.push(Open { close: "", nests: false });
    }

    fn pop(&mut self) {
        if let Some(Open { close, nests }) = self.open.pop() {
            self.out.push_str(close);
            self.depth -= usize::from(nests);
        }
    }

    fn block(&mut self) {
        self.soft = false;
        self.last = None;
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph => {
                self.block();
                self.push("<p>", "</p>\n");
            }
            Tag::Heading { .. } if self.inline => self.silent(),
            // The card's own headings are above these; one size is enough.
            Tag::Heading { .. } => {
                self.block();
                self.push("<h4>", "</h4>\n");
            }
            Tag::BlockQuote(_) => {
                self.block();
                self.nest("<blockquote>\n", "</blockquote>\n");
            }
            Tag::CodeBlock(kind) => {
                self.begin_verbatim(match kind {
                    CodeBlockKind::Fenced(info) => info.into_string(),
                    CodeBlockKind::Indented => String::new(),
                });
            }
            Tag::HtmlBlock => self.begin_verbatim(String::new()),
            Tag::List(None) => {
                self.block();
                self.nest("<ul>\n", "</ul>\n");
            }
            Tag::List(Some(1)) => {
                self.block();
                self.nest("<ol>\n", "</ol>\n");
            }
            Tag::List(Some(first)) => {
                self.block();
                self.nest(&format!("<ol start=\"{first}\">\n"), "</ol>\n");
            }
            Tag::Item => {
                self.block();
                // On the same side of the limit as its list.
                let (open, close) =
                    if self.depth > DEEPEST { ("<br>", "") } else { ("<li>", "</li>\n") };
                self.push(open, close);
            }
            Tag::Table(align) => {
                self.block();
                self.align = align;
                self.push("<div class=\"scroll\"><table>\n", "</tbody></table></div>\n");
            }
            Tag::TableHead => {
                self.column = 0;
                self.in_head = true;
                self.push("<thead><tr>", "</tr></thead><tbody>\n");
            }
            Tag::TableRow => {
                self.column = 0;
                self.push("<tr>", "</tr>\n");
            }
            Tag::TableCell => self.begin_cell(),
            Tag::Emphasis => self.inline("<em>", "</em>"),
            Tag::Strong => self.inline("<strong>", "</strong>"),
            Tag::Strikethrough => self.inline("<del>", "</del>"),
            Tag::Image { dest_url, .. } if self.picture(&dest_url) => {}
            Tag::Link { link_type, dest_url, .. } | Tag::Image { link_type, dest_url, .. } => {
                let mail = if link_type == LinkType::Email { "mailto:" } else { "" };
                self.begin_link(format!("{mail}{dest_url}"));
            }
            Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => self.silent(),
        }
    }

    /// Begins a block that is shown as it stands, with the words after its fence.
    fn begin_verbatim(&mut self, info: String) {
        self.block();
        self.silent();
        self.verbatim = Some((info, String::new()));
    }

    fn begin_cell(&mut self) {
        self.block();
        let (name, close) = if self.in_head { ("th", "</th>") } else { ("td", "</td>") };
        let align = match self.align.get(self.column) {
            Some(Alignment::Left) => " class=\"left\"",
            Some(Alignment::Center) => " class=\"center\"",
            Some(Alignment::Right) => " class=\"right\"",
            Some(Alignment::None) | None => "",
        };
        self.push(&format!("<{name}{align}>"), close);
        self.column += 1;
    }

    fn begin_link(&mut self, url: String) {
        self.soft_to_space();
        // A link in a link, such as a picture in one, is only named.
        match self.followed(&url) {
            Some(url) => self.push(
                &format!("<a href=\"{url}\" rel=\"noopener noreferrer\" target=\"_blank\">"),
                "</a>",
            ),
            None => self.silent(),
        }
        self.links.push((url, String::new()));
    }

    fn inline(&mut self, open: &str, close: &'static str) {
        self.soft_to_space();
        self.nest(open, close);
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::CodeBlock => {
                if let Some((info, code)) = self.verbatim.take() {
                    self.code(&info, &code);
                }
            }
            TagEnd::HtmlBlock => {
                if let Some((_, html)) = self.verbatim.take() {
                    self.out.push_str("<pre class=\"html\">");
                    // The first line break after the tag would be lost.
                    self.out.push('\n');
                    push_escaped(&mut self.out, html.trim_end_matches('\n'));
                    self.out.push_str("</pre>\n");
                }
            }
            TagEnd::TableHead => self.in_head = false,
            _ => {}
        }
        self.pop();
        if tag == TagEnd::Image
            && let Some((from, address)) = self.shown.pop().flatten()
        {
            return self.show_picture(from, &address);
        }
        if matches!(tag, TagEnd::Link | TagEnd::Image) {
            self.address();
        }
    }

    /// Begins a picture that is shown; false when it is only named.
    fn picture(&mut self, name: &str) -> bool {
        let address = self.pictures.and_then(|pictures| pictures(name));
        let Some(address) = address else {
            self.shown.push(None);
            return false;
        };
        self.soft_to_space();
        self.silent();
        self.shown.push(Some((self.out.len(), address)));
        self.links.push((String::new(), String::new()));
        true
    }

    /// Ends a picture: what was written since it began says what it shows.
    fn show_picture(&mut self, from: usize, address: &str) {
        self.out.truncate(from);
        let (_, says) = self.links.pop().unwrap_or_default();
        self.out.push_str("<img src=\"");
        push_escaped(&mut self.out, address);
        self.out.push_str("\" alt=\"");
        push_escaped(&mut self.out, &says);
        self.out.push_str("\">");
        self.last = Some('\u{fffc}');
    }

    /// The address of a link that can be followed where it stands.
    fn followed(&self, url: &str) -> Option<String> {
        if self.inline || !self.links.is_empty() { None } else { web_address(url) }
    }

    /// Adds the address of a link that cannot be followed, unless its text says it or it leads into
    /// the same page.
    fn address(&mut self) {
        let Some((url, shown)) = self.links.pop() else { return };
        if let Some((_, outer)) = self.links.last_mut() {
            outer.push_str(&shown);
        }
        if self.followed(&url).is_some() || url.is_empty() || url.starts_with('#') || url == shown {
            return;
        }
        self.out.push_str(" <span class=\"address\">(");
        push_escaped(&mut self.out, &url);
        self.out.push_str(")</span>");
        self.last = Some(')');
    }

    fn text(&mut self, text: &str) {
        if let Some((_, block)) = &mut self.verbatim {
            block.push_str(text);
            return;
        }
        self.space(text.chars().next());
        self.show(text);
        push_escaped(&mut self.out, text);
        self.last = text.chars().next_back().or(self.last);
    }

    fn show(&mut self, text: &str) {
        if let Some((_, shown)) = self.links.last_mut() {
            shown.push_str(text);
        }
    }

    /// A line break of the source is a space between words, and nothing between Chinese characters.
    fn space(&mut self, next: Option<char>) {
        if std::mem::take(&mut self.soft) {
            let wide = |c: Option<char>| c.and_then(UnicodeWidthChar::width) == Some(2);
            if !(wide(self.last) && wide(next)) {
                self.out.push('\n');
            }
        }
    }

    /// The next thing begins with markup, so it is not known yet whether a wide character comes.
    fn soft_to_space(&mut self) {
        if self.last.is_none_or(|c| c.width() != Some(2)) {
            self.space(None);
        }
    }

    fn code(&mut self, info: &str, code: &str) {
        let code = code.trim_end_matches('\n');
        let word = info.split_whitespace().next().unwrap_or("");
        match word {
            "go" | "golang" => {
                self.out.push_str("<pre><code class=\"language-go\">");
                // Made visible first, so that the pieces are those of what is shown.
                for (piece, role) in pieces(&visible(code)) {
                    match role {
                        None => push_escaped(&mut self.out, piece),
                        Some(role) => {
                            self.out.push_str("<span class=\"");
                            self.out.push_str(class(role));
                            self.out.push_str("\">");
                            push_escaped(&mut self.out, piece);
                            self.out.push_str("</span>");
                        }
                    }
                }
            }
            "output" => {
                self.out.push_str("<pre class=\"output\"><code>");
                push_escaped(&mut self.out, code);
            }
            _ => {
                self.out.push_str("<pre><code>");
                push_escaped(&mut self.out, code);
            }
        }
        self.out.push_str("</code></pre>\n");
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn is(markdown: &str, html: &str) {
        let written = to_html(markdown);
        check::card(&written);
        assert_eq!(written.trim_end(), html, "{markdown:?}");
    }

    #[test]
    fn the_markdown_of_cards_becomes_html() {
        is(
            "a *b* **c** ~~d~~ `e<f>`",
            "<p>a <em>b</em> <strong>c</strong> <del>d</del> <code>e&lt;f&gt;</code></p>",
        );
        is("a  \nb", "<p>a<br>\nb</p>");
        is("# A\n\n---\n\n> b", "<h4>A</h4>\n<hr>\n<blockquote>\n<p>b</p>\n</blockquote>");
        is(
            "- a\n- b\n\n3. c",
            "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n<ol start=\"3\">\n<li>c</li>\n</ol>",
        );
        is(
            "- [ ] a\n- [x] b",
            "<ul>\n<li><span class=\"task\">☐</span> a</li>\n<li><span class=\"task\">☑</span> b</li>\n</ul>",
        );
        is(
            "|a|b|c|\n|:-|:-:|-:|\n|1|2|",
            "<div class=\"scroll\"><table>\n<thead><tr><th class=\"left\">a</th><th class=\"center\">b</th><th class=\"right\">c</th></tr></thead><tbody>\n\
             <tr><td class=\"left\">1</td><td class=\"center\">2</td><td class=\"right\"></td></tr>\n</tbody></table></div>",
        );
    }

    #[test]
    fn go_is_coloured_and_other_code_is_not() {
        let go = "<pre><code class=\"language-go\"><span class=\"k\">go</span> <span class=\"f\">f</span>(<span class=\"s\">&quot;&lt;</span><span class=\"e\">\\n</span><span class=\"s\">&quot;</span>)</code></pre>";
        for info in ["go", "go run", "go fail", "go panic", "golang"] {
            is(&format!("```{info}\ngo f(\"<\\n\")\n```"), go);
        }
        is("```output\n\ngo 1\n```", "<pre class=\"output\"><code>\ngo 1</code></pre>");
        for info in ["", "text", "\" onclick=x"] {
            is(&format!("```{info}\ngo\t1\n```"), "<pre><code>go\t1</code></pre>");
        }
        is("    go 1", "<pre><code>go 1</code></pre>");
    }

    #[test]
    fn raw_html_is_text() {
        is("<b>x</b> &lt; &#27;[1m", "<p>&lt;b&gt;x&lt;/b&gt; &lt; ␛[1m</p>");
        is(
            "<script>\n\nalert(1)</script>\n\nx",
            "<pre class=\"html\">\n&lt;script&gt;\n\nalert(1)&lt;/script&gt;</pre>\n<p>x</p>",
        );
    }

    #[test]
    fn links_lead_to_the_web_or_nowhere() {
        let link = |url: &str, text: &str| {
            format!(
                "<p><a href=\"{url}\" rel=\"noopener noreferrer\" target=\"_blank\">{text}</a></p>"
            )
        };
        is("[a](https://b.c/?d&e=(1))", &link("https://b.c/?d&amp;e=(1)", "a"));
        is("<me@go.dev>", &link("mailto:me@go.dev", "me@go.dev"));
        is("[a](<MAILTO:a\"b[{\\\\>)", &link("mailto:a%22b%5B%7B%5C", "a"));
        is("![图](HTTPS://x/图.png)", &link("https://x/%E5%9B%BE.png", "图"));
        is(
            "[![a](b.png)](http://c)",
            &link("http://c", "a <span class=\"address\">(b.png)</span>"),
        );
        for url in [
            "javascript:alert(1)",
            "java\tscript:x",
            "data:text/html,x",
            "file:///etc",
            "//x.y",
            "http:x",
            "https://",
        ] {
            is(
                &format!("[a](<{url}>)"),
                &format!("<p>a <span class=\"address\">({url})</span></p>"),
            );
        }
        is("[a](#b)", "<p>a</p>");
    }

    #[test]
    fn a_line_break_of_the_source_is_no_space_in_chinese() {
        is(
            "一\n二 a\n三\n*四*\n*b*\nc\n`d`",
            "<p>一二 a\n三<em>四</em><em>\nb</em>\nc\n<code>d</code></p>",
        );
    }

    #[test]
    fn a_question_is_one_line_whatever_it_begins_with() {
        for (question, html) in [
            ("What is `struct{}`?", "What is <code>struct{}</code>?"),
            ("- a\n# b #", "- a # b #"),
            ("[a](http://b)", "a <span class=\"address\">(http://b)</span>"),
            ("1. <i> {#id}", "1. &lt;i&gt; {#id}"),
            ("", ""),
        ] {
            assert_eq!(heading_to_html(question), html);
        }
    }

    #[test]
    fn nothing_happens_in_anki() {
        for (markdown, html) in [
            (
                "[sound:a.mp3] [Anki:tts lang=en]a[/anki:tts]",
                "&#91;sound:a.mp3] &#91;Anki:tts lang=en]a&#91;/anki:tts]",
            ),
            (
                "[latex]a[/LaTeX] [$]a[/$] [$$]a[/$$]",
                "&#91;latex]a&#91;/LaTeX] &#91;$]a&#91;/$] &#91;$$]a&#91;/$$]",
            ),
            (
                "\\\\(a\\\\) `\\[sound:a\\]`",
                "\\<span></span>(a\\<span></span>) <code>\\<span></span>&#91;sound:a\\<span></span>]</code>",
            ),
            ("{{{c1::a}}} a[1]", "{<!-- -->{<!-- -->{c1::a}<!-- -->}<!-- -->} a[1]"),
        ] {
            let written = to_anki(markdown);
            check::card(&written);
            assert_eq!(written.trim_end(), format!("<p>{html}</p>"));
        }
        assert_eq!(heading_to_anki("`{{a}}`"), "<code>{<!-- -->{a}<!-- -->}</code>");
    }

    #[test]
    fn deep_nesting_costs_little() {
        for markdown in [
            "> ".repeat(50_000) + "a",
            "- ".repeat(5_000) + "a",
            "*".repeat(30_000) + "a" + &"*".repeat(30_000),
            "[".repeat(30_000) + "a" + &"](http://b)".repeat(30_000),
            "![".repeat(2_000) + "a" + &"](b)".repeat(2_000),
            (0..500).map(|i| format!("{}- a\n", "  ".repeat(i))).collect(),
        ] {
            let html = to_html(&markdown);
            check::card(&html);
            assert!(html.len() < 40 * markdown.len() + 2_000, "{}", html.len());
        }
    }

    proptest! {
        #[test]
        fn nothing_breaks_out(
            text in r#"\PC{0,40}|([<>&"'\[\](){}*_~|#\-+!:;`\\/=$ \n\t\r\x00\x1b\u{202e}]|a|0|http://|javascript:|go|&#27;|&lt;|sound:|latex|\[|\{\{|界|<script>|--|```| {4}){0,60}"#,
        ) {
            for html in [to_html(&text), to_anki(&text), heading_to_html(&text), heading_to_anki(&text)] {
                check::card(&html);
            }
            let anki = to_anki(&text).to_ascii_lowercase();
            for mark in ["[sound:", "[anki:", "[latex]", "[$", "\\(", "\\[", "{{", "}}"] {
                prop_assert!(!anki.contains(mark), "{} in {}", mark, anki);
            }
            prop_assert_eq!(check::shown(&to_anki(&text)), check::shown(&to_html(&text)));
        }
    }
}
