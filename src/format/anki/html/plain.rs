//! HTML to bare text.

use super::entity;

/// The text of some HTML without its tags, as Anki sorts by it.
pub fn plain(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((text, tag)) = rest.split_once('<') {
        out.push_str(text);
        rest = match tag.strip_prefix("!--") {
            Some(comment) => comment.split_once("-->").map_or("", |(_, after)| after),
            None => tag.split_once('>').map_or("", |(_, after)| after),
        };
    }
    out.push_str(rest);
    entity::decoded(&out).replace('\u{a0}', " ")
}
