use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser};

use super::*;

fn markdown(html: &str) -> String {
    to_markdown(html).markdown
}

#[test]
fn lines_and_words() {
    for (html, expected) in [
        ("", ""),
        ("plain  text\n here", "plain text here"),
        ("<b>What</b> does <code>Option&lt;T&gt;</code>?", "**What** does `Option<T>`?"),
        ("a<br>b<br><br>c", "a\\\nb\n\nc"),
        ("Name<div>of borrowing</div><div><br></div><div>x</div>", "Name\\\nof borrowing\n\nx"),
        ("<div>a</div><div>b</div>", "a\\\nb"),
        ("<p>a</p><p>b<p>c", "a\n\nb\n\nc"),
        ("<b>two words</b> <i>x</i>", "**two words** *x*"),
        ("<b> a </b>b", "**a** b"),
        ("a<b>b</b>c <b><i>d</i></b>", "a**b**c ***d***"),
        ("中文<b>“引”</b>文", "中文“引”文"),
        ("<i>a</i><b>b</b>", "*a*b"),
        ("<del>a</del> x<sup>2</sup> H<sub>2</sub>O", "~~a~~ x^2 H2O"),
        ("<span style='font-weight: bold'>a</span>", "**a**"),
        ("<code>a`b</code> <code>`</code>", "``a`b`` `` ` ``"),
        ("<code>a<br>b</code>", "`a`\\\n`b`"),
        ("a<!-- x -->b<script>c</script>d<STYLE>e</style >f", "abdf"),
        ("std:<!-- -->:mem", "std::mem"),
        ("a < b && c > d", "a < b && c > d"),
        ("&nbsp;&nbsp;a&nbsp;b", "a b"),
        ("\u{1b}[2Ja&#27;&#155;\u{7}b", "[2Jab"),
        ("日本<ruby>語<rt>ご</rt></ruby>", "日本語(ご)"),
        ("<h2>Term</h2><h3>More</h3>", "Term\n\n**More**"),
    ] {
        assert_eq!(markdown(html), expected, "{html}");
    }
}

#[test]
fn marks_of_markdown_in_text_stay_text() {
    for (html, expected) in [
        ("*a* _b_ `c` [d](e)", "\\*a\\* \\_b\\_ \\`c\\` [d\\](e)"),
        ("snake_case 2 * 3 a_ _", "snake_case 2 * 3 a\\_ _"),
        ("# a", "\\# a"),
        (
            "- a<br>+ b<br>1. c<br>2) d<br>-x<br>1.5",
            "\\- a\\\n\\+ b\\\n1\\. c\\\n2\\) d\\\n-x\\\n1.5",
        ),
        ("---<br>===<br>&gt; q<br>| t |", "\\---\\\n\\===\\\n\\> q\\\n\\| t |"),
        ("&lt;div&gt; &amp;lt; a&lt;b", "\\<div> \\&lt; a\\<b"),
        ("[x]: y ![z](w) [...]", "[x\\]: y \\![z\\](w) [...]"),
        ("C:\\new \\(x\\)", "C:\\new \\\\(x\\\\)"),
    ] {
        assert_eq!(markdown(html), expected, "{html}");
    }
}

#[test]
fn blocks() {
    for (html, expected) in [
        (
            "Does it?<br><pre><code class=\"language-rust\">fn main() {\n\tx &amp;&amp; y;\n}\n</code></pre>",
            "Does it?\n\n```rust\nfn main() {\n\tx && y;\n}\n```",
        ),
        ("<pre>\n<span class=k>a</span><br>``` b</pre>c", "````\na\n``` b\n````\n\nc"),
        ("<pre class='hljs go'>x</pre>", "```go\nx\n```"),
        ("<pre>never closed <b>x", "```\nnever closed x\n```"),
        ("<ul><li>one <i>m</i></li><li>two</ul>end", "- one *m*\n- two\n\nend"),
        ("x<ol start=9><li>a<li>b<ul><li>c</ul><li>d</ol>", "x\n\n9. a\n10. b\n    - c\n11. d"),
        (
            "<ul><li><p>a</p><p>b</p></li><li><pre>c</pre></li></ul>",
            "- a\n\n  b\n- ```\n  c\n  ```",
        ),
        ("<blockquote>a<br>b<p>c</blockquote>", "> a\\\n> b\n>\n> c"),
        ("a<hr>b", "a\n\n***\n\nb"),
        (
            "<table><tr><th>a<th>b|c</tr><tr><td>1<td>2<br>3</table>x",
            "| a | b\\|c |\n| --- | --- |\n| 1 | 2 3 |\n\nx",
        ),
        ("<table><tr><td><pre>x</pre></td><td>b</table>", "```\nx\n```\n\nb"),
        ("<table><tr><td>one</table>", "one"),
        ("<ul><li></ul>a", "a"),
    ] {
        assert_eq!(markdown(html), expected, "{html}");
    }
}

#[test]
fn links_keep_only_addresses_that_may_be_opened() {
    for (html, expected) in [
        (
            "see <a href=\"https://go.dev/a_b\">the <b>x</b></a>.",
            "see [the **x**](https://go.dev/a_b).",
        ),
        ("<a href='https://go.dev'>https://go.dev</a>", "<https://go.dev>"),
        ("<a href='https://go.dev/(x)'>a]b</a>", "[a]b](<https://go.dev/(x)>)"),
        ("<a href='javascript:alert(1)'>x</a><a href='file:///etc'>y</a>", "xy"),
        ("<a href='https://a b'>x</a> <a href='https://go.dev'></a>", "x"),
    ] {
        assert_eq!(markdown(html), expected, "{html}");
    }
}

#[test]
fn pictures_and_sounds_are_text_and_named() {
    let html = "<img src=\"a%20b.png\"> <img src='图.png' alt='the heap'> [sound:x.mp3] \
                <img src='../up.png'><img src='data:image/png;base64,AA'>[anki:tts lang=en]say[/anki:tts]";
    let converted = to_markdown(html);
    assert_eq!(
        converted.markdown,
        "![a b.png](<a b.png>) ![the heap](图.png) ![x.mp3](x.mp3) ../up.pngpicture say"
            .replace("picture say", "picturesay")
    );
    assert_eq!(converted.media, ["a b.png", "图.png", "x.mp3"]);
}

#[test]
fn a_text_or_something_else_comes_first() {
    for (html, text) in
        [("a", true), ("<div><p>a", true), ("<pre>a", false), ("<ul><li>a", false), ("", false)]
    {
        assert_eq!(to_markdown(html).begins_with_text, text, "{html}");
    }
}

#[test]
fn depth_does_no_harm() {
    for (open, close) in
        [("<b>", "</b>"), ("<div>", "</div>"), ("<ul><li>", ""), ("<blockquote>x", "")]
    {
        let html = format!("{}a{}", open.repeat(60_000), close.repeat(60_000));
        let markdown = markdown(&html);
        assert!(markdown.contains('a') && markdown.len() < 40 * 60_000, "{open}");
    }
    let marks = format!("e{}", "\u{301}".repeat(1000));
    assert_eq!(markdown(&marks).chars().count(), 1 + MOST_MARKS);
}

/// What a reader of the Markdown sees of it.
fn seen(markdown: &str) -> String {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut out = String::new();
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Text(text) | Event::Code(text) => out += &text,
            Event::SoftBreak | Event::HardBreak => out.push(' '),
            other @ (Event::Html(_)
            | Event::InlineHtml(_)
            | Event::Rule
            | Event::TaskListMarker(_)) => {
                out += &format!("{other:?}");
            }
            _ => {}
        }
    }
    out
}

proptest! {
    #[test]
    fn plain_text_is_seen_as_it_was(text in r"[-a-c1-3 *_`~#+=|.()\[\]!<>&;:x\\文]{0,24}") {
        let html = text.replace('&', "&amp;").replace('<', "&lt;");
        let words = |s: &str| s.split_whitespace().collect::<Vec<_>>().join(" ");
        prop_assert_eq!(words(&seen(&markdown(&html))), words(&text), "{}", markdown(&html));
    }

    #[test]
    fn styled_words_are_seen_as_they_were(
        words in prop::collection::vec(("[a-c.文*_]{1,3} ?", 0..5_usize), 0..8),
    ) {
        let tags = ["b", "i", "code", "s", "span"];
        let html: String = words.iter().map(|(w, t)| format!("<{0}>{w}</{0}>", tags[*t])).collect();
        let text: String = words.iter().map(|(w, _)| w.as_str()).collect();
        let shown = seen(&markdown(&html));
        prop_assert_eq!(shown.trim(), text.trim(), "{}", markdown(&html));
    }

    #[test]
    fn any_html_is_no_panic(
        html in r#"(</?(b|p|div|li|ul|ol|pre|code|table|tr|td|a href="https://x"|img src=a|br|h1|blockquote|script|rt)>?|&lt;|&#2|<!--|[-a "'=<>文\[\]:]){0,60}"#,
    ) {
        let converted = to_markdown(&html);
        prop_assert!(!seen(&converted.markdown).contains("Html("), "{}", converted.markdown);
        prop_assert!(!converted.markdown.ends_with('\n'));
    }

    #[test]
    fn any_text_is_no_panic(html in any::<String>()) {
        to_markdown(&html);
    }
}

#[test]
fn code_typed_as_lines_keeps_its_indent() {
    for (html, expected) in [
        (
            "Which?<div>if ok {</div><div>&nbsp; &nbsp; run(x)</div><div>}</div><div>Say why.</div>",
            "Which?\n\n```\nif ok {\n    run(x)\n}\n```\n\nSay why.",
        ),
        // Line breaks instead of elements; columns within a line.
        (
            "func f() {<br>&nbsp;&nbsp;a := 1&nbsp;&nbsp;&nbsp;// one<br>&nbsp;&nbsp;if *p &lt; 2 {<br>&nbsp;&nbsp;&nbsp;&nbsp;g()<br>&nbsp;&nbsp;}<br>}",
            "```\nfunc f() {\n  a := 1   // one\n  if *p < 2 {\n    g()\n  }\n}\n```",
        ),
        // An empty line.
        (
            "<div>func f() {</div><div>&nbsp; &nbsp; a()</div><div><br></div><div>&nbsp; &nbsp; b()</div><div>}</div>",
            "```\nfunc f() {\n    a()\n\n    b()\n}\n```",
        ),
        // Indented as a whole.
        ("See:<br>&nbsp; &nbsp;x<br>&nbsp; &nbsp; &nbsp;y", "See:\n\n```\nx\n  y\n```"),
        // One line, and prose.
        (
            "See<br>&nbsp;&nbsp;this *one*<br>and that",
            "See\\\n\u{a0}\u{a0}this \\*one\\*\\\nand that",
        ),
        (
            "&nbsp;&nbsp;&nbsp;&nbsp;中文段落，前面空四格。<br>&nbsp;&nbsp;&nbsp;&nbsp;第二段也一样。",
            "中文段落，前面空四格。\\\n第二段也一样。",
        ),
        ("a&nbsp;b<br>&nbsp;c", "a b\\\nc"),
        // Pasted from an editor of code.
        (
            "<div style=\"color: #ccc; white-space: pre;\"><div><span>for</span> {</div><div>    <b>go</b> f()</div><div>}</div></div>after",
            "```\nfor {\n    go f()\n}\n```\n\nafter",
        ),
        ("<div style=\"white-space: pre-wrap\">prose  of <b>two</b></div>", "prose of **two**"),
    ] {
        assert_eq!(to_markdown(html).markdown, expected, "{html}");
    }
}
