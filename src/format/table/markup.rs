//! The little HTML and the clozes of Anki's text export, as Markdown.

/// HTML as Markdown: line breaks, emphasis, code, lists and entities; other tags go, what stands in
/// `<script>` and `<style>` too. One pass without a stack, so that no nesting is too deep.
pub(super) fn markdown(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    let mut in_code = false;
    while let Some(at) = rest.find(['<', '&']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some((text, len)) = entity(rest) {
            out.push(text);
            rest = &rest[len..];
            continue;
        }
        let is_tag = rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!'));
        let end = if rest.starts_with('<') && is_tag { rest.find('>') } else { None };
        let Some(end) = end else {
            out.push_str(&rest[..1]);
            rest = &rest[1..];
            continue;
        };
        let tag = &rest[1..end];
        rest = &rest[end + 1..];
        let closes = tag.starts_with('/');
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_lowercase())
            .collect();
        match name.as_str() {
            "br" => out.push('\n'),
            "p" | "div" | "tr" | "ul" | "ol" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                if !out.is_empty() && !out.ends_with('\n') {
                    out.push('\n');
                }
                if matches!(name.as_str(), "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6") && closes {
                    out.push('\n');
                }
            }
            "li" if !closes => {
                if !out.is_empty() && !out.ends_with('\n') {
                    out.push('\n');
                }
                out.push_str("- ");
            }
            "td" | "th" if closes => out.push(' '),
            "b" | "strong" if !in_code => out.push_str("**"),
            "i" | "em" if !in_code => out.push('*'),
            "pre" => {
                if !out.is_empty() && !out.ends_with('\n') {
                    out.push('\n');
                }
                in_code = !closes;
                out.push_str("```\n");
            }
            "code" if !in_code => out.push('`'),
            "hr" => out.push_str("\n\n***\n\n"),
            "script" | "style" if !closes => {
                let end = rest.to_ascii_lowercase().find(&format!("</{name}")).unwrap_or(rest.len());
                rest = &rest[end..];
            }
            "img" => {
                let source = tag.split_once("src=").map_or("", |(_, s)| s);
                let source: &str = source.trim_start_matches(['"', '\'']).split(['"', '\'', ' ']).next().unwrap_or("");
                out.push_str(&format!("[image: {source}]"));
            }
            _ => {}
        }
    }
    out.push_str(rest);
    if in_code {
        out.push_str("\n```");
    }
    let lines: Vec<&str> = out.trim().split('\n').map(str::trim_end).collect();
    let mut text = lines.join("\n");
    while text.contains("\n\n\n") {
        text = text.replace("\n\n\n", "\n\n");
    }
    text
}

/// The character of an entity at the begin of a text, and its length in bytes.
fn entity(text: &str) -> Option<(char, usize)> {
    /// The longest that is known, with its marks.
    const LONGEST: usize = 10;
    let rest = text.strip_prefix('&')?;
    let end = rest.bytes().take(LONGEST).position(|b| b == b';')?;
    let name = &rest[..end];
    let c = match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            // Control characters have no place in a text, however they are written.
            char::from_u32(code).filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))?
        }
    };
    Some((c, end + 2))
}

/// The clozes of a text: for each number the text with gaps, and what belongs in them. Others stand
/// there as text. Nested clozes belong to the inner one.
pub(super) fn clozes(text: &str) -> Vec<(u32, String, String)> {
    /// More numbers than this are not asked: each makes a card with all of the text.
    const MOST: usize = 64;
    // Pieces: text outside, or (number, answer, hint).
    let mut pieces: Vec<(&str, Option<(u32, Option<&str>)>)> = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("{{c") {
        let inner = &rest[at + 3..];
        let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
        let body = inner.get(digits..).and_then(|b| b.strip_prefix("::"));
        let number = inner[..digits].parse::<u32>().ok().filter(|n| (1..500).contains(n));
        let (Some(body), Some(number)) = (body, number) else {
            pieces.push((&rest[..at + 3], None));
            rest = inner;
            continue;
        };
        let Some(end) = body.find("}}") else { break };
        pieces.push((&rest[..at], None));
        let (answer, hint) = match body[..end].split_once("::") {
            Some((answer, hint)) => (answer, Some(hint)),
            None => (&body[..end], None),
        };
        pieces.push((answer, Some((number, hint))));
        rest = &body[end + 2..];
    }
    pieces.push((rest, None));
    let mut numbers: Vec<u32> = pieces.iter().filter_map(|(_, c)| c.map(|(n, _)| n)).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers.truncate(MOST);
    numbers
        .into_iter()
        .map(|number| {
            let mut asked = String::new();
            let mut hidden: Vec<&str> = Vec::new();
            for (text, cloze) in &pieces {
                match cloze {
                    Some((n, hint)) if *n == number => {
                        asked.push_str(&format!("[{}]", hint.unwrap_or("…")));
                        hidden.push(text);
                    }
                    _ => asked.push_str(text),
                }
            }
            (number, asked, hidden.join("; "))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_becomes_markdown() {
        for (html, text) in [
            ("a<br>b<div>c</div>d", "a\nb\nc\nd"),
            ("<b>x</b> &amp;&lt;y&gt; &#65;&#x4e2d;", "**x** &<y> A中"),
            ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
            ("<pre><code>if a < b {}\n\tx</code></pre>", "```\nif a < b {}\n\tx```"),
            ("&#27;[31m", "&#27;[31m"),
            ("a <script>alert(1)</script>b", "a b"),
            ("<img src=\"p.png\">", "[image: p.png]"),
            ("1 < 2 & 3", "1 < 2 & 3"),
            ("<", "<"),
        ] {
            assert_eq!(markdown(html), text, "{html}");
        }
        assert_eq!(markdown(&"<div>".repeat(60_000)), "");
    }
}
