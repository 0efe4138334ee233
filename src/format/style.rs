//! The rules for the built-in decks that a machine can see.
//!
//! Errors are broken promises to the learner: a card without a source that can be looked up, a
//! program whose output nobody checks, a chain of follow-ups that leads nowhere. Warnings are about
//! how a card reads and may, rarely, be wrong. Decks of users owe none of this.

mod parts;

use std::collections::HashMap;

use unicode_width::UnicodeWidthStr;

use super::block::{BlockKind, blocks};
use super::deck::{Deck, Placed};
use super::diagnostic::{Diagnostic, Report};
use super::evidence::Evidence;
use super::program::{Mode, Part, fences, programs};
use crate::model::card::{Kind, Lang, Text};
use crate::model::words::Dated;
use crate::text::han::is_han;

/// Most words of the part of an answer that is said aloud: about 30 seconds of speech.
pub fn most_words(lang: Lang) -> usize {
    match lang {
        Lang::En => 60,
        Lang::Zh => 120,
    }
}

/// Most cells of a line in a `text` drawing, of other fenced lines, of a table row: what fits into a
/// terminal of 80 columns with the margins of a card.
const DRAWING: usize = 60;
const CODE: usize = 76;
const TABLE: usize = 78;

/// What in a built-in `deck` breaks the rules, by line. `dated` are the words of its topic that need a
/// version.
pub fn check(deck: &Deck, dated: &[Dated<'_>]) -> Vec<Diagnostic> {
    check_among(deck, dated, &|_| true)
}

/// The same for any deck: only cards that are built in owe a source, and cards of one's own may
/// follow a built-in one.
pub fn check_among(
    deck: &Deck,
    dated: &[Dated<'_>],
    is_built_in: &dyn Fn(&str) -> bool,
) -> Vec<Diagnostic> {
    let mut report = Report::default();
    follows(deck, is_built_in, &mut report);
    let has_keys = parts::has_keys(deck);
    for placed in &deck.cards {
        let Some(text) = placed.card.text.get(&deck.lang) else { continue };
        spoken(placed, text, deck.lang, &mut report);
        if is_built_in(&placed.card.id) {
            sources(placed, text, &mut report);
        }
        parts::keys(placed, text, has_keys, &mut report);
        outputs(placed, text, &mut report);
        without_version(placed, text, dated, &mut report);
        widths(placed, text, &mut report);
        let prose = prose(placed, text);
        for line in &prose {
            letters(line, deck.lang, &mut report);
        }
        parts::options(placed, text, &prose, &mut report);
    }
    report.finish()
}

/// Every `follows` names a card of the deck, or of another one that is built in, and none leads back
/// to itself.
fn follows(deck: &Deck, is_built_in: &dyn Fn(&str) -> bool, report: &mut Report) {
    let by_id: HashMap<&str, usize> =
        deck.cards.iter().enumerate().map(|(at, p)| (p.card.id.as_str(), at)).collect();
    let next = |at: usize| -> Option<usize> {
        deck.cards[at].card.follows.as_deref().and_then(|id| by_id.get(id).copied())
    };
    for placed in &deck.cards {
        if let Some(id) = &placed.card.follows
            && !by_id.contains_key(id.as_str())
            && (is_built_in(&placed.card.id) || !is_built_in(id))
        {
            report.push(
                Diagnostic::error(
                    placed.place.line,
                    1,
                    0,
                    format!("`{}` follows `{id}`, which the deck does not have", placed.card.id),
                )
                .help("name a card of this deck, or drop `follows`"),
            );
        }
    }
    // 0: not seen; n: seen on the walk that began at card n-1.
    let mut walk = vec![0; deck.cards.len()];
    for start in 0..deck.cards.len() {
        let mut at = start;
        while walk[at] == 0 {
            walk[at] = start + 1;
            match next(at) {
                Some(to) => at = to,
                None => break,
            }
        }
        // The walk came back to a card that it had passed.
        if walk[at] == start + 1 && next(at).is_some() {
            let id = &deck.cards[at].card.id;
            let mut chain = vec![id.as_str()];
            let mut to = next(at);
            while let Some(card) = to.filter(|&card| card != at) {
                chain.push(&deck.cards[card].card.id);
                to = next(card);
            }
            chain.push(id);
            let message = format!("the cards follow each other in a circle: {}", chain.join(", "));
            report.push(
                Diagnostic::error(deck.cards[at].place.line, 1, 0, message)
                    .help("drop `follows` of the card that an interviewer would ask first"),
            );
        }
    }
}

/// The answer begins with a paragraph short enough to say.
fn spoken(placed: &Placed, text: &Text, lang: Lang, report: &mut Report) {
    let answer = &text.answer;
    let first = blocks(answer)
        .into_iter()
        .find(|b| !b.nested && !matches!(b.kind, BlockKind::Fence(_) | BlockKind::Indented));
    let Some(first) = first.filter(|b| b.kind == BlockKind::Paragraph) else {
        report.push(
            Diagnostic::warning(
                placed.place.answer,
                1,
                0,
                "the answer does not begin with a paragraph",
            )
            .help("begin with what one would say aloud; the depth follows"),
        );
        return;
    };
    let words = words(&answer[first.range.clone()], lang);
    let most = most_words(lang);
    if words > most {
        let line = answer[..first.range.start].matches('\n').count() + 1;
        report.push(
            Diagnostic::warning(
                placed.place.line_of(Part::Answer, line),
                1,
                0,
                format!("the first paragraph has {words} words, {most} can be said in 30 seconds"),
            )
            .help("move the rest into a second paragraph"),
        );
    }
}

/// Words of an English text; Han characters and Latin words of a Chinese one.
pub fn words(text: &str, lang: Lang) -> usize {
    if lang == Lang::En {
        return text.split_whitespace().count();
    }
    let han = text.chars().filter(|&c| is_han(c)).count();
    let latin = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
    han + text.split(|c| !latin(c)).filter(|word| !word.is_empty()).count()
}

/// Each card has something that proves it: a program, or a source that stays as it is.
fn sources(placed: &Placed, text: &Text, report: &mut Report) {
    let card = &placed.card;
    let is_lasting = |line: &String| Evidence::parse(line).is_ok_and(|source| source.is_lasting());
    if card.test.is_some()
        || programs(text).iter().any(|program| program.output.is_some())
        || card.evidence.iter().any(is_lasting)
    {
        return;
    }
    let problem = if card.evidence.is_empty() {
        "the card has no evidence"
    } else {
        "the evidence has nothing that can be looked up"
    };
    report.push(Diagnostic::error(placed.place.line, 1, 0, problem).help(
        "end the card with an ```evidence block: `path/in/src.go: text that stands there`, \
         `man NAME.SECTION: text`, or a link to one version (a commit with path and line, a section \
         of an RFC, a manual with its version); a program with its output is evidence too",
    ));
}

/// Each program is followed by what it prints; an output card begins its answer with it.
fn outputs(placed: &Placed, text: &Text, report: &mut Report) {
    for program in programs(text) {
        if program.output.is_none() {
            let line = placed.place.line_of(program.part, program.line);
            let what = match program.mode {
                Mode::Run => "what it prints",
                Mode::Fail => "a part of the compiler's message",
                Mode::Panic => "a part of its last words",
            };
            report.push(
                Diagnostic::error(line, 1, 0, "a program without output")
                    .help(format!("let an ```output block with {what} follow")),
            );
        }
    }
    let first = blocks(&text.answer).into_iter().next();
    let begins = first.as_ref().and_then(|b| b.fence()).is_some_and(|f| f.info == "output");
    if placed.card.kind == Kind::Output && !begins {
        report.push(
            Diagnostic::warning(
                placed.place.answer,
                1,
                0,
                "the answer of an output card begins with its output",
            )
            .help("move the ```output block to the beginning of the answer"),
        );
    }
}

/// Words that are true of some versions only.
fn without_version(placed: &Placed, text: &Text, dated: &[Dated<'_>], report: &mut Report) {
    let lines = prose(placed, text);
    let named = |versions: &[&str]| {
        versions.iter().any(|v| text.question.contains(v) || text.answer.contains(v))
    };
    for rule in dated.iter().filter(|rule| !named(&rule.versions)) {
        let found = lines.iter().find_map(|l| find_word(l.text, rule.word).map(|at| (l, at)));
        if let Some((line, at)) = found {
            let column = line.column + line.text[..at].chars().count();
            let len = rule.word.chars().count();
            report.push(
                Diagnostic::warning(
                    line.number,
                    column,
                    len,
                    format!("`{}` without a Go version", rule.word),
                )
                .help(format!("say of which version it is true: {}", rule.versions.join(", "))),
            );
        }
    }
}

/// Where `word` stands in `text`, not as a part of a longer Latin word or number.
fn find_word(text: &str, word: &str) -> Option<usize> {
    let part = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let latin = word.is_ascii();
    text.match_indices(word).map(|(at, _)| at).find(|&at| {
        !latin
            || !(part(text[..at].chars().next_back())
                || part(text[at + word.len()..].chars().next()))
    })
}

/// Lines that do not fit into a terminal.
fn widths(placed: &Placed, text: &Text, report: &mut Report) {
    let mut wide = |number: usize, width: usize, most: usize| {
        if width > most {
            report.push(
                Diagnostic::warning(
                    number,
                    1,
                    0,
                    format!("this line is {width} cells wide, {most} fit"),
                )
                .help("break it; a Chinese character counts two, a tab four"),
            );
        }
    };
    for found in fences(text) {
        let drawing = ["text", ""].contains(&found.fence.info.as_str());
        let most = if drawing { DRAWING } else { CODE };
        let first = placed.place.line_of(found.part, found.line) + 1;
        for (at, line) in found.fence.code.lines().enumerate() {
            wide(first + at, cells(line), most);
        }
    }
    for line in prose(placed, text).iter().filter(|l| l.text.starts_with('|')) {
        wide(line.number, cells(line.text), TABLE);
    }
}

fn cells(line: &str) -> usize {
    line.replace('\t', "    ").width()
}

/// A line of a card outside fences.
struct Prose<'a> {
    /// Its line in the file.
    number: usize,
    /// The column, from 1, at which `text` begins.
    column: usize,
    text: &'a str,
}

fn prose<'a>(placed: &Placed, text: &'a Text) -> Vec<Prose<'a>> {
    /// Columns of `## `.
    const MARK: usize = 4;
    let title = text.title();
    let mut found = vec![Prose { number: placed.place.line, column: MARK, text: title }];
    for (part, markdown) in [(Part::Question, text.body()), (Part::Answer, text.answer.as_str())] {
        let code: Vec<_> = blocks(markdown)
            .into_iter()
            .filter(|b| matches!(b.kind, BlockKind::Fence(_) | BlockKind::Indented))
            .map(|b| b.range)
            .collect();
        let (mut at, mut next) = (0, 0);
        for (line, text) in markdown.split_inclusive('\n').enumerate() {
            while code.get(next).is_some_and(|range| range.end <= at) {
                next += 1;
            }
            if !code.get(next).is_some_and(|range| range.contains(&at)) {
                // The body begins at line 3 of the question, the answer at its line 1.
                let line = line + if part == Part::Question { 3 } else { 1 };
                let number = placed.place.line_of(part, line);
                found.push(Prose { number, column: 1, text: text.trim_end() });
            }
            at += text.len();
        }
    }
    let lines = &placed.place.aside;
    let mut add = |number: &usize, column: usize, text: &'a str| {
        found.push(Prose { number: *number, column, text });
    };
    for (key, line) in text.keys.iter().zip(&lines.keys) {
        add(line, 1, key);
    }
    for (wrong, (claim, correction)) in text.wrong.iter().zip(&lines.wrong) {
        add(claim, 1, &wrong.claim);
        add(correction, "=> ".len() + 1, &wrong.correction);
    }
    for (reason, line) in text.reasons.iter().zip(&placed.place.reasons) {
        add(line, "  - ".len() + 1, reason);
    }
    found
}

/// Punctuation and spaces of one line: at most one problem of a sort.
fn letters(line: &Prose<'_>, lang: Lang, report: &mut Report) {
    let chars = visible_letters(line.text);
    let mut warn = |at: usize, message: &str, help: &str| {
        let (_, column) = chars[at];
        report.push(Diagnostic::warning(line.number, line.column + column, 1, message).help(help));
    };
    if lang == Lang::En {
        if let Some(at) = chars.iter().position(|&(c, _)| is_han(c)) {
            warn(at, "Chinese in an English card", "write it in English, or move it into code");
        }
        return;
    }
    let char_at = |at: usize| chars.get(at).map(|&(c, _)| c);
    let (mut mark, mut bracket, mut space) = (None, None, None);
    // The last `(`, and whether Han stood in it.
    let mut open: Option<(usize, bool)> = None;
    for (at, &(c, _)) in chars.iter().enumerate() {
        let next = char_at(at + 1);
        let han_next = next.is_some_and(is_han);
        if is_han(c) {
            match next {
                Some(',' | ';' | ':' | '?' | '!') => mark = mark.or(Some(at + 1)),
                Some('.') if char_at(at + 2).is_none_or(char::is_whitespace) => {
                    mark = mark.or(Some(at + 1));
                }
                Some('(') => bracket = bracket.or(Some(at + 1)),
                Some(n) if n.is_ascii_alphanumeric() => space = space.or(Some(at + 1)),
                _ => {}
            }
            if let Some((_, han)) = &mut open {
                *han = true;
            }
        } else if han_next && matches!(c, ',' | ';' | '?' | '!') {
            mark = mark.or(Some(at));
        } else if han_next && c.is_ascii_alphanumeric() {
            space = space.or(Some(at + 1));
        } else if c == '(' {
            open = Some((at, false));
        } else if c == ')' {
            if let Some((from, true)) = open {
                bracket = bracket.or(Some(from));
            }
            open = None;
        }
    }
    if let Some(at) = mark {
        warn(at, "half-width punctuation next to Chinese", "use ，。；：？！");
    }
    if let Some(at) = bracket {
        warn(at, "half-width brackets around Chinese", "use （ and ）");
    }
    if let Some(at) = space {
        warn(
            at,
            "no space between Chinese and Latin letters or digits",
            "put one space between them",
        );
    }
}

/// The characters of a line as the eye sees them, with their offsets: code and addresses as runs of
/// `C`, without marks of emphasis and the targets of links.
fn visible_letters(line: &str) -> Vec<(char, usize)> {
    let chars: Vec<char> = line.chars().collect();
    let mut out: Vec<(char, usize)> = Vec::with_capacity(chars.len());
    let starts =
        |at: usize, word: &str| word.chars().eq(chars[at..].iter().copied().take(word.len()));
    let mut at = 0;
    while at < chars.len() {
        let c = chars[at];
        if c == '`' {
            let marks = chars[at..].iter().take_while(|&&c| c == '`').count();
            let end = code_end(&chars, at + marks, marks).unwrap_or(at + marks);
            out.extend((at..end).map(|i| ('C', i)));
            at = end;
        } else if starts(at, "https://") || starts(at, "http://") {
            while at < chars.len() && !chars[at].is_whitespace() && !matches!(chars[at], ')' | '>')
            {
                out.push(('C', at));
                at += 1;
            }
        } else if c == ']' && chars.get(at + 1) == Some(&'(') {
            at += 2;
            while at < chars.len() && chars[at] != ')' {
                at += 1;
            }
            at += 1;
        } else {
            if !matches!(c, '*' | '_' | '~' | '[' | ']' | '<' | '>') {
                out.push((c, at));
            }
            at += 1;
        }
    }
    out
}

/// The place after the `marks` backticks that close a code span whose inside begins at `from`.
fn code_end(chars: &[char], from: usize, marks: usize) -> Option<usize> {
    let mut at = from;
    while at < chars.len() {
        let run = chars[at..].iter().take_while(|&&c| c == '`').count();
        if run == marks {
            return Some(at + run);
        }
        at += run.max(1);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::deck::read;
    use super::*;
    use crate::model::words;

    fn problems(lang: &str, topic: &str, cards: &str) -> Vec<(usize, usize, String)> {
        let source = format!("---\ndeck: {topic}\ntitle: T\nlang: {lang}\n---\n{cards}");
        let (deck, found) = read(&source);
        assert_eq!(found, [], "{cards}");
        check(&deck, &words::dated(DATED, topic))
            .into_iter()
            .map(|d| (d.line - 5, d.column, d.message))
            .collect()
    }

    const DATED: &str =
        "# t\n## dated 1.23 1.24\nhmap | 6.5\nread map\n等量扩容\n# u\n## dated 1.18\n1024\n";

    const EVIDENCE: &str = "\n\n```evidence\na.go: b\n```\n";

    #[track_caller]
    fn says(lang: &str, topic: &str, cards: &str, line: usize, column: usize, message: &str) {
        let found = problems(lang, topic, cards);
        assert_eq!(found, [(line, column, message.to_string())], "{cards}");
    }

    #[test]
    fn a_good_card_has_no_problems() {
        let en = "## Q, `a` 1? {#t-a}\n\nSay (it).\n\n| a |\n|---|\n| b |\n\n```text\n+--+\n```\n";
        assert_eq!(problems("en", "t", &format!("{en}{EVIDENCE}")), []);
        let zh = "## 为什么 `map` 是 **Go** 的？ {#t-a}\n\n说：Go 1.24 起（见 `runtime`），f(x)，`f(中,文)`。见 [文档](https://a.b/中,c)，https://go.dev/中,b 。\n\n1. 一\n2. 二\n\n```text\n中,文\n```\n\n- 项\n\n  ```sh\n  中,文\n  ```\n";
        assert_eq!(problems("zh", "t", &format!("{zh}{EVIDENCE}")), []);
    }

    #[test]
    fn the_spoken_part_is_short() {
        let long = "word ".repeat(61);
        let message = "the first paragraph has 61 words, 60 can be said in 30 seconds";
        says("en", "t", &format!("## Q {{#t-a}}\n\n{long}{EVIDENCE}"), 3, 1, message);
        let long = format!("{} Go1.2 x", "字".repeat(119));
        let message = "the first paragraph has 121 words, 120 can be said in 30 seconds";
        says("zh", "t", &format!("## 问 {{#t-a}}\n\n{long}{EVIDENCE}"), 3, 1, message);
        let message = "the answer does not begin with a paragraph";
        says("en", "t", &format!("## Q {{#t-a}}\n\n- a{EVIDENCE}"), 3, 1, message);
    }

    #[test]
    fn cards_have_sources_and_programs_have_output() {
        says("en", "t", "## Q {#t-a}\n\nx\n", 1, 1, "the card has no evidence");
        let message = "the evidence has nothing that can be looked up";
        says("en", "t", "## Q {#t-a}\n\nx\n\n```evidence\nhttps://a.b\n```\n", 1, 1, message);
        for proof in [
            "```evidence\nman fork.2: a child\n```",
            "```evidence\nhttps://www.rfc-editor.org/rfc/rfc9293#section-3.4\n```",
            "```go fail\n```\n\n```output\n```",
        ] {
            assert_eq!(problems("en", "t", &format!("## Q {{#t-a}}\n\nx\n\n{proof}\n")), []);
        }
        let card = format!("## Q {{#t-a}}\n\nx\n\n```go run\n```{EVIDENCE}");
        says("en", "t", &card, 5, 1, "a program without output");
        let card = format!(
            "## Q {{#t-a kind=output}}\n\n```go run\n```\n\n---\n\nx\n\n```output\n```{EVIDENCE}"
        );
        says("en", "t", &card, 8, 1, "the answer of an output card begins with its output");
    }

    #[test]
    fn dated_words_name_a_version() {
        for (topic, prose, column, word) in [
            ("t", "the hmap is", 5, "hmap"),
            ("t", "a load of 6.5.", 11, "6.5"),
            ("u", "up to `1024`", 8, "1024"),
            ("t", "its read map", 5, "read map"),
            ("t", "等量扩容", 1, "等量扩容"),
        ] {
            let lang = if word.is_ascii() { "en" } else { "zh" };
            let card = format!("## Q {{#t-a}}\n\n{prose}{EVIDENCE}");
            says(lang, topic, &card, 3, column, &format!("`{word}` without a Go version"));
        }
        for prose in ["1024", "an hmap in 1.23", "16.5 rhmap", "spread maps"] {
            assert_eq!(problems("en", "t", &format!("## Q {{#t-a}}\n\n{prose}{EVIDENCE}")), []);
        }
    }

    #[test]
    fn lines_fit_into_a_terminal() {
        let card = format!("## Q {{#t-a}}\n\nx\n\n```text\n{}\n```{EVIDENCE}", "x".repeat(61));
        says("en", "t", &card, 6, 1, "this line is 61 cells wide, 60 fit");
        let card = format!("## Q {{#t-a}}\n\nx\n\n```go\n\t{}\n```{EVIDENCE}", "x".repeat(73));
        says("en", "t", &card, 6, 1, "this line is 77 cells wide, 76 fit");
        let card = format!("## Q {{#t-a}}\n\nx\n\n|{}|\n|---|{EVIDENCE}", "x".repeat(77));
        says("en", "t", &card, 5, 1, "this line is 79 cells wide, 78 fit");
    }

    #[test]
    fn chinese_is_set_as_chinese() {
        let mark = "half-width punctuation next to Chinese";
        let bracket = "half-width brackets around Chinese";
        let space = "no space between Chinese and Latin letters or digits";
        for (prose, column, message) in [
            ("好,的", 2, mark),
            ("a ,好", 3, mark),
            ("**好**: a", 6, mark),
            ("好.", 2, mark),
            ("`c`?好", 4, mark),
            ("好(x)", 2, bracket),
            ("f (好)", 3, bracket),
            ("好Go", 2, space),
            ("1好", 2, space),
            ("好`c`", 2, space),
            ("`c`好", 4, space),
            ("**G**好", 6, space),
        ] {
            let card = format!("## 问 {{#t-a}}\n\n说\n\n{prose}{EVIDENCE}");
            says("zh", "t", &card, 5, column, message);
        }
        let card = format!("## 问Go {{#t-a}}\n\n说{EVIDENCE}");
        says("zh", "t", &card, 1, 5, space);
        let card = format!("## Q {{#t-a}}\n\nsay 好 `好`{EVIDENCE}");
        says("en", "t", &card, 3, 5, "Chinese in an English card");
    }

    #[test]
    fn chains_lead_somewhere() {
        let card = |id: &str, follows: &str| {
            format!("## Q {{#t-{id} follows=t-{follows}}}\n\nx{EVIDENCE}\n")
        };
        let message = "`t-a` follows `t-x`, which the deck does not have";
        says("en", "t", &card("a", "x"), 1, 1, message);
        let cards = [card("a", "b"), card("b", "c"), card("c", "b"), card("d", "a")].concat();
        let message = "the cards follow each other in a circle: t-b, t-c, t-b";
        says("en", "t", &cards, 9, 1, message);
    }
}
