//! What a card carries besides question and answer, in Anki. Our note type has no field for it and
//! must never get one, so it goes into the back, each part in a `<div>` with a class of its own.
//! Here such a back is also taken apart again.

use super::html::{plain, to_markdown};
use crate::format::besides;
use crate::format::html::{text_to_anki, to_anki};
use crate::format::options;
use crate::model::card::{Card, Misconception, Text, alternatives};

const OPTIONS: &str = "gd-options";
const KEYS: &str = "gd-keys";
const WRONG: &str = "gd-wrong";
const NOTE: &str = "gd-note";

/// How the parts look. Their titles are in here, so that nobody edits them as text.
pub(super) const CSS: &str = "\
.gd-options, .gd-keys, .gd-wrong { margin: 1em 0; }
.gd-options ul, .gd-wrong ul { padding-left: .5em; list-style: none; }
.gd-keys::before, .gd-wrong::before { font-weight: 600; }
.gd-keys::before { content: \"Key points\"; }
.gd-wrong::before { content: \"Often said wrong\"; }
.gd-note { margin-top: 1em; padding-left: .8em; border-left: 3px solid var(--gd-line); }
[lang=zh-CN] .gd-keys::before { content: \"要点\"; }
[lang=zh-CN] .gd-wrong::before { content: \"常见误解\"; }
";

/// What follows the answer, as HTML. `write` turns Markdown into HTML.
pub(super) fn html(card: &Card, text: &Text, write: &mut dyn FnMut(&str) -> String) -> String {
    let keys: Vec<String> =
        text.keys.iter().map(|key| format!("- {}", alternatives(key)[0])).collect();
    let wrong = text
        .wrong
        .iter()
        .flat_map(|w| [format!("- ✗ {}", w.claim), format!("- ✓ {}", w.correction)]);
    [
        (OPTIONS, besides::options(card, text, &[])),
        (KEYS, keys.join("\n")),
        (WRONG, wrong.collect::<Vec<_>>().join("\n")),
    ]
    .into_iter()
    .filter(|(_, markdown)| !markdown.is_empty())
    .map(|(class, markdown)| format!("<div class=\"{class}\">{}</div>", write(&markdown)))
    .collect()
}

/// The same with plain lists, for what has no pictures.
pub(super) fn write(markdown: &str) -> String {
    to_anki(markdown)
}

/// What the learner noted, as HTML behind all else: its lines and spaces stay as they are.
pub(super) fn note(note: &str) -> String {
    let mut html = String::new();
    for (nth, line) in note.lines().enumerate() {
        if nth > 0 {
            html += "<br>";
        }
        let begins = line.len() - line.trim_start_matches(' ').len();
        html += &"&nbsp;".repeat(begins);
        html += &text_to_anki(&line[begins..]).replace("  ", " &nbsp;");
    }
    format!("<div class=\"{NOTE}\">{html}</div>")
}

/// Takes the note out of a back.
pub(super) fn take_note(back: &mut String) -> Option<String> {
    let inner = cut(back, NOTE)?;
    // Anki's editor begins a line with a division, or ends it with a break.
    let inner = inner.replace(['\n', '\r'], " ");
    let (mut lines, mut is_closed) = (String::new(), false);
    let mut rest = inner.as_str();
    while let Some(at) = rest.find('<') {
        let (text, tag) = rest.split_at(at);
        if !text.is_empty() && std::mem::take(&mut is_closed) && !lines.ends_with('\n') {
            lines.push('\n');
        }
        lines += text;
        let end = if tag.starts_with("<!--") { "-->" } else { ">" };
        let (tag, after) = tag.split_once(end).unwrap_or((tag, ""));
        let name = tag.trim_start_matches('<').to_ascii_lowercase();
        let is = |known: &str| name == known || name.starts_with(&format!("{known} "));
        if is("br") || is("br/") || ((is("div") || is("p") || is("li")) && !lines.is_empty()) {
            lines.push('\n');
        }
        is_closed |= is("/div") || is("/p");
        rest = after;
    }
    if !rest.is_empty() && is_closed && !lines.ends_with('\n') {
        lines.push('\n');
    }
    lines += rest;
    let text = plain(&lines);
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let text = lines.join("\n").trim_matches('\n').to_owned();
    (!text.trim().is_empty()).then_some(text)
}

/// What a back held besides the answer; `None` for a part that is not there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// Whether each option is right, and what is said of it.
    options: Option<Vec<(bool, String)>>,
    keys: Option<Vec<String>>,
    wrong: Option<Vec<Misconception>>,
}

/// Takes the parts out of a back: what is left, and what was found.
pub(super) fn take(back: &str) -> (String, Found) {
    let mut left = back.to_owned();
    let mut lines =
        |class: &str| cut(&mut left, class).map(|inner| list(&to_markdown(&inner).markdown));
    let marked = |line: &String| {
        let right = line.starts_with('✓');
        (right, line.trim_start_matches(['✓', '✗']).trim_start().to_owned())
    };
    let options = lines(OPTIONS).map(|lines| lines.iter().map(marked).collect());
    let keys = lines(KEYS);
    let wrong = lines(WRONG).map(|lines| {
        let mut found: Vec<Misconception> = Vec::new();
        for (right, text) in lines.iter().map(marked) {
            match found.last_mut().filter(|last| right && last.correction.is_empty()) {
                Some(last) => last.correction = text,
                None => found.push(Misconception { claim: text, correction: String::new() }),
            }
        }
        found.retain(|w| !w.claim.is_empty() && !w.correction.is_empty());
        found
    });
    (left, Found { options, keys, wrong })
}

/// Cuts the `<div>` of a class out of some HTML and returns what is in it.
fn cut(html: &mut String, class: &str) -> Option<String> {
    let mark = format!("class=\"{class}\"");
    let at = html.find(&mark)?;
    let start = html[..at].rfind("<div")?;
    let inside = at + html[at..].find('>')? + 1;
    let (mut depth, mut from) = (1, inside);
    let end = loop {
        let close = from + html[from..].find("</div")?;
        match html[from..close].find("<div") {
            Some(open) => {
                depth += 1;
                from += open + "<div".len();
            }
            None => {
                depth -= 1;
                from = close + "</div".len();
            }
        }
        if depth == 0 {
            break close;
        }
    };
    let after = end + html[end..].find('>').map_or(html.len() - end, |at| at + 1);
    let inner = html[inside..end].to_owned();
    html.replace_range(start..after, "");
    Some(inner)
}

/// The items of a Markdown list, each as one line.
fn list(markdown: &str) -> Vec<String> {
    let items = options::list(markdown).map_or_else(Vec::new, |options| options.items);
    let line = |item: String| item.split_whitespace().collect::<Vec<_>>().join(" ");
    items.into_iter().map(line).filter(|line| !line.is_empty()).collect()
}

impl Found {
    /// Fills a text with what was found. What was not found stays as in the `known` text, and so do
    /// the other wordings of a key point that has not changed.
    pub fn fill(&self, text: &mut Text, known: Option<&Text>) {
        let nothing = Text::default();
        let known = known.unwrap_or(&nothing);
        text.keys = match &self.keys {
            None => known.keys.clone(),
            Some(keys) => {
                let whole = |key: &String| {
                    let same = |whole: &&String| seen(alternatives(whole)[0]) == *key;
                    known.keys.iter().find(same).unwrap_or(key).clone()
                };
                keys.iter().map(whole).collect()
            }
        };
        text.wrong = self.wrong.clone().unwrap_or_else(|| known.wrong.clone());
        text.reasons = match &self.options {
            None => known.reasons.clone(),
            Some(found) => {
                let items = options::list(text.body()).map_or_else(Vec::new, |o| o.items);
                let reason = |(at, (_, said)): (usize, &(bool, String))| {
                    let option = items.get(at).and_then(|item| item.lines().next()).unwrap_or("");
                    let rest = said.strip_prefix(option).and_then(|rest| rest.strip_prefix(" — "));
                    let reason = rest.or_else(|| said.split_once(" — ").map(|(_, reason)| reason));
                    reason.unwrap_or("").to_owned()
                };
                found.iter().enumerate().map(reason).collect()
            }
        };
        let count = options::list(text.body()).map_or(0, |options| options.items.len());
        if text.reasons.len() != count || text.reasons.iter().all(String::is_empty) {
            text.reasons.clear();
        }
    }

    /// The places of the options that are right, from 1; empty when the back held no options.
    pub fn right(&self) -> Vec<u8> {
        let options = self.options.iter().flatten().zip(1..);
        options.filter(|((right, _), _)| *right).map(|(_, place)| place).collect()
    }
}

/// Markdown as it comes back from HTML.
fn seen(markdown: &str) -> String {
    to_markdown(&write(markdown)).markdown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::deck::read;
    use crate::model::card::Lang;

    fn card() -> Card {
        let source = "---\ndeck: t\ntitle: T\nlang: en\n---\n\n## Q {#t-a kind=choice}\n\n\
                      - [ ] `a` — x\n  - So.\n- [x] b\n\n---\n\nSay.\n\n```keys\nthe **one** | two\nthree <T>\n```\n\n\
                      ```wrong\nNo.\n=> Yes.\n```\n";
        read(source).0.cards.remove(0).card
    }

    #[test]
    fn a_note_comes_back_as_it_was() {
        for text in [
            "see 3",
            "  two  spaces   three\n\n\tx < y && z > 1\n{{c1::no}} [sound:a.mp3] \\(x\\)",
            "<div>not a tag</div>\n<br>&nbsp;",
            "扩容：看 runtime/map.go",
        ] {
            let mut back = format!("<p>Say.</p>{}", note(text));
            assert_eq!(take_note(&mut back).as_deref(), Some(text));
            assert_eq!(back, "<p>Say.</p>");
        }
        for (inner, text) in [
            ("a<div>b</div><div>c<br></div>", Some("a\nb\nc")),
            ("<div>a</div>b", Some("a\nb")),
            ("a<br/>b &amp; c", Some("a\nb & c")),
            ("<b>a</b> b", Some("a b")),
            (" <br> ", None),
        ] {
            let mut back = format!("<div class=\"{NOTE}\">{inner}</div>x");
            assert_eq!(take_note(&mut back).as_deref(), text, "{inner}");
            assert_eq!(back, "x");
        }
        assert_eq!(take_note(&mut "<p>none</p>".to_owned()), None);
    }

    #[test]
    fn what_stands_in_the_back_is_taken_apart_again() {
        let card = card();
        let text = &card.text[&Lang::En];
        let back = format!("<p>Say.</p>{}", html(&card, text, &mut write));
        for class in [OPTIONS, KEYS, WRONG] {
            assert!(back.contains(&format!("<div class=\"{class}\"><ul>")), "{back}");
        }
        let (left, found) = take(&back);
        assert_eq!(left, "<p>Say.</p>");
        let mut filled = Text {
            question: text.question.clone(),
            answer: text.answer.clone(),
            ..Text::default()
        };
        found.fill(&mut filled, Some(text));
        assert_eq!(&filled, text);
        assert_eq!(found.right(), [2]);

        // Edited in Anki, whose editor adds `<div>`s of its own.
        let edited = back.replace("three", "<div>four</div>").replace("So.", "Because.");
        let (left, found) = take(&format!("{edited}<div>more</div>"));
        assert_eq!(left, "<p>Say.</p><div>more</div>");
        found.fill(&mut filled, Some(text));
        assert_eq!(filled.keys[0], "the **one** | two");
        assert!(filled.keys[1].starts_with("four"), "{:?}", filled.keys);
        assert_eq!(filled.reasons, ["Because.", ""]);

        // A note from before these parts existed removes nothing.
        let (_, found) = take("<p>Say it.</p>");
        found.fill(&mut filled, Some(text));
        assert_eq!((&filled.keys, &filled.wrong), (&text.keys, &text.wrong));
        for broken in
            ["<div class=\"gd-keys\">x", "class=\"gd-keys\"", "<div class=\"gd-keys\"", "</div>"]
        {
            assert_eq!(take(broken).0, broken);
        }
    }
}
