//! What the tests of HTML rest on: a reader much stricter than any browser.

use sha2::{Digest, Sha256};

/// Elements without an end.
const VOID: [&str; 6] = ["br", "hr", "img", "meta", "input", "link"];

/// One tag as it was read: its name and its attributes.
pub type Tag = (String, Vec<(String, String)>);

/// The start tags of `html`. Panics unless every tag that is not void is closed in order, every
/// attribute is quoted, no name is twice in a tag, and neither text nor attributes hold a bare `<`,
/// `>`, `&`, a control character or one that reorders text. The insides of `script` and `style` are
/// skipped.
#[track_caller]
pub fn tags(html: &str) -> Vec<Tag> {
    let visible = crate::text::visible::visible(html);
    assert!(visible == html, "control characters in {html:?}");
    let mut found = Vec::new();
    let mut open: Vec<String> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text(&rest[..at]);
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix("<!-- -->") {
            rest = after;
            continue;
        }
        if let Some(after) = rest.strip_prefix("<!doctype html>") {
            assert!(found.is_empty(), "a doctype inside");
            rest = after;
            continue;
        }
        let end = rest.find('>').unwrap_or_else(|| panic!("an open tag: {rest:.60}"));
        let tag = &rest[1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name), "before {rest:.60}");
            continue;
        }
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        assert!(
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()),
            "the tag {tag:?}"
        );
        assert!(name != "a" || open.iter().all(|o| o != "a"), "a link in a link");
        found.push((name.to_owned(), self::attributes(attributes)));
        if name == "script" || name == "style" {
            let end = rest.find(&format!("</{name}>")).expect("its end");
            rest = &rest[end + name.len() + 3..];
        } else if !VOID.contains(&name) {
            open.push(name.to_owned());
        }
    }
    text(rest);
    assert!(open.is_empty(), "never closed: {open:?}");
    found
}

fn attributes(mut rest: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    while !rest.is_empty() {
        let end = rest.find([' ', '=']).unwrap_or(rest.len());
        let name = &rest[..end];
        assert!(name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{name:?}");
        assert!(found.iter().all(|(n, _)| n != name), "{name} is there twice");
        rest = &rest[end..];
        let mut value = "";
        if let Some(quoted) = rest.strip_prefix("=\"") {
            let end = quoted.find('"').expect("the end of the value");
            (value, rest) = (&quoted[..end], &quoted[end + 1..]);
            text(value);
        }
        found.push((name.to_owned(), value.to_owned()));
        rest = match rest.strip_prefix(' ') {
            Some(more) => more,
            None => {
                assert_eq!(rest, "");
                rest
            }
        };
    }
    found
}

fn text(text: &str) {
    assert!(!text.contains('>'), "a bare > in {text:?}");
    for part in text.split('&').skip(1) {
        let entity = part.split_once(';').map(|(name, _)| name);
        let known = ["amp", "lt", "gt", "quot", "#39", "#91"];
        assert!(entity.is_some_and(|e| known.contains(&e)), "a bare & before {part:?}");
    }
}

/// Panics unless `html` is what the writer of card Markdown may write.
#[track_caller]
pub fn card(html: &str) {
    for (name, attributes) in tags(html) {
        assert!(
            [
                "p",
                "h4",
                "blockquote",
                "pre",
                "code",
                "span",
                "ul",
                "ol",
                "li",
                "div",
                "table",
                "thead",
                "tbody",
                "tr",
                "th",
                "td",
                "em",
                "strong",
                "del",
                "a",
                "br",
                "hr",
            ]
            .contains(&name.as_str()),
            "{name} in {html}"
        );
        for (key, value) in attributes {
            let good = match key.as_str() {
                "href" => ["http://", "https://", "mailto:"].iter().any(|s| value.starts_with(s)),
                "rel" => value == "noopener noreferrer",
                "target" => value == "_blank",
                "class" => value.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'),
                "start" => value.bytes().all(|b| b.is_ascii_digit()),
                _ => false,
            };
            assert!(good, "{key}={value:?} in {html}");
        }
    }
}

/// The text of `html` without its tags.
pub fn shown(html: &str) -> String {
    let mut out = String::new();
    for part in html.split('<') {
        out.push_str(part.split_once('>').map_or(part, |(_, text)| text));
    }
    for (entity, c) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#91;", "["),
        ("&amp;", "&"),
    ] {
        out = out.replace(entity, c);
    }
    out
}

/// What a policy calls a text: its SHA-256, in base64.
pub fn sha256(text: &str) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut base64 = String::from("sha256-");
    for three in Sha256::digest(text.as_bytes()).chunks(3) {
        let all = three.iter().fold(0, |all, byte| all << 8 | u32::from(*byte))
            << (8 * (3 - three.len()));
        for at in 0..4 {
            let letter = LETTERS[(all >> (18 - 6 * at) & 63) as usize];
            base64.push(if at <= three.len() { char::from(letter) } else { '=' });
        }
    }
    base64
}
