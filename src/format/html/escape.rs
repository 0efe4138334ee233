//! Texts and addresses as they may stand in HTML.

use crate::text::encode::percent;
use crate::text::visible::visible;

/// `text` for the inside of an element or a quoted attribute: nothing in it is markup, controls a
/// terminal or reorders text.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_escaped(&mut out, text);
    out
}

pub(super) fn push_escaped(out: &mut String, text: &str) {
    for c in visible(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // A character that XML and HTML forbid.
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
}

/// The address as it may stand in `href`, `None` when it is not one of the web or a mailbox.
pub fn web_address(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once(':')?;
    let scheme = scheme.to_ascii_lowercase();
    let good = match scheme.as_str() {
        "http" | "https" => rest.strip_prefix("//").is_some_and(|r| !r.is_empty()),
        "mailto" => !rest.is_empty(),
        _ => false,
    };
    if !good {
        return None;
    }
    // What means something to Anki is encoded too.
    let rest = percent(rest.as_bytes(), "-._~:/?#@!$&*+,;=%()").replace('&', "&amp;");
    Some(format!("{scheme}:{rest}"))
}
