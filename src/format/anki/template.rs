//! The two sides of a card: `{{Field}}`, `{{#Field}}…{{/Field}}`, `{{filter:Field}}`.

use std::borrow::Cow;

use super::cloze::{self, Side};

/// Sections within sections. Anki itself crashes at 20,000.
const DEEPEST: usize = 64;
/// Fields and sections of a template; real ones have a few hundred.
const MOST_PIECES: usize = 10_000;
/// Filters on a field; real ones have two.
const MOST_FILTERS: usize = 8;
/// Nobody types more blanks than this; a longer field has something in it.
const LONGEST_BLANK: usize = 1000;

/// What rendering may still cost, in bytes written and pieces walked; a template may say a field a
/// thousand times.
#[derive(Debug)]
pub struct Budget {
    left: u64,
}

/// There is nothing left of the budget.
#[derive(Debug, PartialEq, Eq)]
pub struct Spent;

impl Budget {
    /// A budget of this many bytes.
    pub fn new(bytes: u64) -> Budget {
        Budget { left: bytes }
    }

    /// Takes some of it.
    pub fn spend(&mut self, bytes: usize) -> Result<(), Spent> {
        self.left = self.left.checked_sub(bytes as u64).ok_or(Spent)?;
        Ok(())
    }
}

/// A template, cut into pieces.
#[derive(Debug, PartialEq, Eq)]
pub struct Template {
    pieces: Vec<Piece>,
}

#[derive(Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    /// A section: shown when the field is there (or is not), else skipped up to `end`.
    Section {
        field: String,
        when_empty: bool,
        end: usize,
    },
    Field {
        field: String,
        filters: Vec<String>,
    },
}

/// What a card is made of.
pub struct Material<'a> {
    /// The value of a field or of a special name such as `Tags`; `None` when there is none.
    pub field: &'a dyn Fn(&str) -> Option<&'a str>,
    /// The number of the cloze, `None` for other cards.
    pub cloze: Option<u32>,
}

impl Template {
    /// Reads a template; an error in words when its sections do not match.
    pub fn parse(source: &str) -> Result<Template, String> {
        // An old notation, in which `<%` stands for `{{`.
        let source = match source.trim_start().strip_prefix("{{=<% %>=}}") {
            Some(rest) => Cow::Owned(rest.replace("<%", "{{").replace("%>", "}}")),
            None => Cow::Borrowed(source),
        };
        let mut pieces = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        let mut rest = source.as_ref();
        while !rest.is_empty() {
            if let Some(comment) = rest.strip_prefix("<!--") {
                rest = comment.split_once("-->").map_or("", |(_, after)| after);
                continue;
            }
            let Some((inside, after)) = rest.strip_prefix("{{").and_then(|r| r.split_once("}}"))
            else {
                // Braces that are never closed are text, and so is all after them.
                let text = if rest.starts_with("{{") { rest } else { &rest[..text(rest)] };
                pieces.push(Piece::Text(text.to_owned()));
                rest = &rest[text.len()..];
                continue;
            };
            if pieces.len() == MOST_PIECES {
                return Err(format!("it has more than {MOST_PIECES} fields"));
            }
            rest = after;
            let inside = inside.trim_start_matches('{').trim();
            match inside.split_at_checked(1) {
                Some((mark @ ("#" | "^"), field)) => {
                    if open.len() == DEEPEST {
                        return Err(format!("its sections go more than {DEEPEST} deep"));
                    }
                    open.push(pieces.len());
                    let field = field.trim().to_owned();
                    pieces.push(Piece::Section { field, when_empty: mark == "^", end: 0 });
                }
                Some(("/", closed)) => {
                    let here = pieces.len();
                    let matching = open.pop().and_then(|at| pieces.get_mut(at));
                    match matching {
                        Some(Piece::Section { field, end, .. }) if field == closed.trim() => {
                            *end = here;
                        }
                        _ => return Err(format!("`{{{{/{closed}}}}}` closes nothing")),
                    }
                }
                _ => {
                    let mut parts = inside.split(':').map(|p| p.trim().to_owned());
                    let field = parts.next_back().unwrap_or_default();
                    pieces.push(Piece::Field {
                        field,
                        filters: parts.rev().take(MOST_FILTERS).collect(),
                    });
                }
            }
        }
        if let Some(Piece::Section { field, .. }) = open.pop().and_then(|at| pieces.get(at)) {
            return Err(format!("`{{{{#{field}}}}}` is never closed"));
        }
        Ok(Template { pieces })
    }

    /// The front of a card, and separately the hints on it, which are shown on a click.
    pub fn question(
        &self,
        material: &Material<'_>,
        budget: &mut Budget,
    ) -> Result<(String, String), Spent> {
        let mut hints = String::new();
        let front = self.render(material, Side::Question, &mut hints, budget)?;
        Ok((front, hints))
    }

    /// The back. Where it repeats the front, which was just shown, only the front's hints remain.
    pub fn answer(
        &self,
        material: &Material<'_>,
        hints: &str,
        budget: &mut Budget,
    ) -> Result<String, Spent> {
        self.render(material, Side::Answer, &mut hints.to_owned(), budget)
    }

    fn render(
        &self,
        material: &Material<'_>,
        side: Side,
        hints: &mut String,
        budget: &mut Budget,
    ) -> Result<String, Spent> {
        let mut out = String::new();
        let mut at = 0;
        while let Some(piece) = self.pieces.get(at) {
            let before = out.len() + hints.len();
            at += 1;
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Section { field, when_empty, end } => {
                    budget.spend(field.len())?;
                    if is_there(material, field, side) == *when_empty {
                        at = *end;
                    }
                }
                Piece::Field { field, .. } if field == "FrontSide" => {
                    if side == Side::Answer {
                        out.push_str(hints);
                    }
                }
                Piece::Field { field, filters } => {
                    budget.spend(field.len())?;
                    let Some(value) = (material.field)(field) else { continue };
                    budget.spend(value.len() * filters.len())?;
                    let is_hint = filters.iter().any(|f| f == "hint") && !is_blank(value);
                    let shown = filtered(value, filters, material.cloze, side);
                    if is_hint {
                        let hint = format!("<div>{field}: {shown}</div>");
                        if side == Side::Question { hints.push_str(&hint) } else { out += &hint }
                    } else {
                        out.push_str(&shown);
                    }
                }
            }
            budget.spend(1 + (out.len() + hints.len()).saturating_sub(before))?;
        }
        Ok(out)
    }
}

fn is_there(material: &Material<'_>, field: &str, side: Side) -> bool {
    if let Some(value) = (material.field)(field) {
        return !is_blank(value);
    }
    if let (Some(number), Some(name)) = (material.cloze, field.strip_prefix('c')) {
        return name.parse() == Ok(number);
    }
    field == "FrontSide" && side == Side::Answer
}

/// Bytes up to the next braces or comment, at least one character.
fn text(rest: &str) -> usize {
    let mut at = rest.chars().next().map_or(1, char::len_utf8);
    while let Some(next) = rest.get(at..).and_then(|r| r.find(['{', '<'])) {
        at += next;
        if rest[at..].starts_with("{{") || rest[at..].starts_with("<!--") {
            return at;
        }
        at += 1;
    }
    rest.len()
}

/// Whether a field counts as empty: white space, `<br>` and `<div>` only.
fn is_blank(value: &str) -> bool {
    if value.len() > LONGEST_BLANK {
        return false;
    }
    let mut rest = value.trim_start();
    while let Some(tag) = rest.strip_prefix('<') {
        let tag = tag.strip_prefix('/').unwrap_or(tag);
        let Some(after) = tag.strip_prefix("br").or_else(|| tag.strip_prefix("div")) else {
            return false;
        };
        let after = after.trim_start_matches([' ', '/']);
        let Some(after) = after.strip_prefix('>') else { return false };
        rest = after.trim_start();
    }
    rest.is_empty()
}

fn filtered<'v>(
    value: &'v str,
    filters: &[String],
    cloze: Option<u32>,
    side: Side,
) -> Cow<'v, str> {
    let typed = filters.iter().any(|f| f == "type");
    let mut value = Cow::Borrowed(value);
    for filter in filters {
        value = match filter.as_str() {
            "cloze" | "cloze-only" => {
                let side =
                    if filter == "cloze-only" && side == Side::Answer { Side::Only } else { side };
                let number = cloze.unwrap_or(0);
                Cow::Owned(cloze::render(&value, number, side).unwrap_or_default())
            }
            // The box to type in is ours; the right answer stands on the back.
            "type" if side == Side::Question => Cow::Borrowed(""),
            "text" => Cow::Owned(without_tags(&value)),
            "kanji" => Cow::Owned(ruby(&value, |base, _| base.to_owned())),
            "kana" => Cow::Owned(ruby(&value, |_, reading| reading.to_owned())),
            "furigana" => Cow::Owned(ruby(&value, |base, reading| format!("{base}({reading})"))),
            speech if speech.starts_with("tts") => Cow::Borrowed(""),
            _ => value,
        };
    }
    if typed && side == Side::Answer && value.contains('\n') && !value.contains('<') {
        // What is typed is plain text, where line breaks count.
        value = Cow::Owned(value.replace('\n', "<br>"));
    }
    value
}

fn without_tags(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((text, tag)) = rest.split_once('<') {
        out.push_str(text);
        rest = tag.split_once('>').map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out
}

/// Every ` base[reading]` of a field, rewritten.
fn ruby(text: &str, write: impl Fn(&str, &str) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[') {
        let Some((reading, left)) = after.split_once(']') else { break };
        let base = before.rfind([' ', '>']).map_or(0, |at| at + 1);
        if reading.starts_with("sound:") || base == before.len() {
            out.push_str(before);
            out.push_str(&format!("[{reading}]"));
        } else {
            out.push_str(before[..base].strip_suffix(' ').unwrap_or(&before[..base]));
            out.push_str(&write(&before[base..], reading));
        }
        rest = left;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use proptest::prelude::*;

    const FIELDS: [(&str, &str); 8] = [
        ("Front", "Q"),
        ("Back", "A"),
        ("Empty", " <br><div></div> "),
        ("Text", "{{c1::x}} {{c2::y}}"),
        ("中文", "问"),
        ("Ruby", "日本[にほん]x 語[ご]"),
        ("Html", "<b>a</b>"),
        ("Tags", "go"),
    ];

    fn sides(question: &str, answer: &str, cloze: Option<u32>) -> Result<(String, String), String> {
        let fields = HashMap::from(FIELDS);
        let field = |name: &str| fields.get(name).copied();
        let material = Material { field: &field, cloze };
        let mut budget = Budget::new(10_000);
        let spent = |_| "spent".to_owned();
        let (front, hints) =
            Template::parse(question)?.question(&material, &mut budget).map_err(spent)?;
        let back =
            Template::parse(answer)?.answer(&material, &hints, &mut budget).map_err(spent)?;
        Ok((front, back))
    }

    #[test]
    fn templates_say_what_ankis_manual_says() {
        for (question, answer, cloze, front, back) in [
            ("{{Front}}", "{{FrontSide}}<hr id=answer>{{Back}}", None, "Q", "<hr id=answer>A"),
            ("{{#Empty}}x{{/Empty}}{{^Empty}}y{{/Empty}}", "", None, "y", ""),
            ("{{#Front}}a{{#Empty}}b{{/Empty}}c{{/Front}}", "", None, "ac", ""),
            ("{{cloze:Text}}", "{{cloze:Text}}!", Some(2), "x [...]", "x <b>y</b>!"),
            ("{{#c2}}two{{/c2}}{{#c1}}one{{/c1}}", "", Some(2), "two", ""),
            ("{{cloze:Text}}", "{{type:cloze:Text}}", Some(1), "[...] y", "<b>x</b> y"),
            ("{{Front}}{{type:Back}}", "{{type:Back}}", None, "Q", "A"),
            ("{{Front}}{{hint:Back}}", "{{FrontSide}}{{Back}}", None, "Q", "<div>Back: A</div>A"),
            ("{{Front}}{{hint:Empty}}", "{{FrontSide}}", None, "Q <br><div></div> ", ""),
            ("{{ 中文 }}{{text:Html}}", "{{tts en_US:Front}}", None, "问a", ""),
            (
                "{{kanji:Ruby}}|{{kana:Ruby}}|{{furigana:Ruby}}",
                "",
                None,
                "日本x語|にほんxご|日本(にほん)x語(ご)",
                "",
            ),
            ("{{Nothing}}{{edit:Front}}", "{{Tags}}", None, "Q", "go"),
            ("a<!-- {{#Front}} -->b", "", None, "ab", ""),
            ("{{=<% %>=}}<%Front%>", "", None, "Q", ""),
            ("a {{ b", "{{}} {{{Back}}}", None, "a {{ b", " A}"),
        ] {
            let got = sides(question, answer, cloze);
            assert_eq!(got, Ok((front.to_owned(), back.to_owned())), "{question}");
        }
    }

    #[test]
    fn sections_that_do_not_match_are_errors() {
        for (template, error) in [
            ("{{#Front}}", "`{{#Front}}` is never closed"),
            ("{{/Front}}", "`{{/Front}}` closes nothing"),
            ("{{#Front}}{{#Back}}{{/Front}}{{/Back}}", "`{{/Front}}` closes nothing"),
            (&"{{#Front}}".repeat(20_000), "its sections go more than 64 deep"),
        ] {
            assert_eq!(Template::parse(template).unwrap_err(), error);
        }
    }

    #[test]
    fn a_template_cannot_spend_more_than_there_is() {
        let error = sides(&"{{Html}}".repeat(2000), "", None).unwrap_err();
        assert_eq!(error, "spent");
        let sections = "{{#Empty}}{{/Empty}}".repeat(6000);
        let error = sides(&sections, &sections, None).unwrap_err();
        assert_eq!(error, "spent");
    }

    proptest! {
        #[test]
        fn any_template_is_no_panic(
            template in r"(\{\{[#^/]?(Front|Empty|cloze:Text|hint:Back|ruby:|字)\}\}|[<!>{}-]|<!--|字){0,40}",
        ) {
            let _ = sides(&template, &template, Some(1));
        }
    }
}
