//! A deck file: the cards of one topic in one language, as Markdown that reads well by itself.
//!
//! A level-2 heading at the margin begins a card. The first line that is just `---` splits what
//! follows into the rest of the question and the answer; without one, all of it is the answer.
//! Some fences belong to neither, see [`super::aside`]; boxes and reasons of options leave the
//! question, see [`super::options`].
//!
//! An error leaves its card out; after a warning the card is read as it stands.

mod pieces;

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use super::aside::{self, Aside, Sort};
use super::block::{Block, BlockKind};
use super::diagnostic::{Diagnostic, Report};
use super::fits::fits;
use super::head;
use super::heading::{self, Heading};
use super::lines::{Lines, normalized, trim_blank};
use super::notes::{LARGEST_CARD, MOST_CARDS};
use super::options::{self, Boxes};
use super::program::{MODES, Part, mode};
use crate::model::card::{Card, Kind, Lang, Text};

/// What a deck file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deck {
    /// The topic, such as `gmp`; empty when the head does not say.
    pub name: String,
    /// The title for people; the name when the head has none.
    pub title: String,
    /// Its name in Anki, if the head says one.
    pub short: Option<String>,
    /// Its place in the order of teaching, if the head says one.
    pub place: Option<u32>,
    /// The language of every card in it.
    pub lang: Lang,
    /// The Go version that it is about.
    pub go: Option<String>,
    /// The cards in the order of the file. None when the head lacks `deck` or `lang`.
    pub cards: Vec<Placed>,
}

/// A card with the text in one language, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// The card; `text` has the language of the deck only.
    pub card: Card,
    /// What the learner noted on it.
    pub note: Option<String>,
    /// Where it stands in the file.
    pub place: Place,
}

/// The lines of a card in its file, from 1.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// The heading.
    pub line: usize,
    /// The first line of the question's body; that of the heading when there is none.
    pub body: usize,
    /// The first line of the answer.
    pub answer: usize,
    /// What stands beside question and answer.
    pub aside: aside::Lines,
    /// The reason of each option; the option itself where it has none. Empty without boxes.
    pub reasons: Vec<usize>,
    /// Where lines of question or answer do not follow each other in the file: the part, a line in
    /// it, and its line in the file.
    pub jumps: Vec<(Part, usize, usize)>,
}

impl Place {
    /// The line in the file of line `line` (from 1) of the question or the answer.
    pub fn line_of(&self, part: Part, line: usize) -> usize {
        if let Some((_, from, to)) =
            self.jumps.iter().rfind(|(of, from, _)| *of == part && *from <= line)
        {
            return to + line - from;
        }
        match (part, line) {
            (Part::Answer, _) => self.answer + line.saturating_sub(1),
            // A question is its title, a blank line, the body.
            (Part::Question, 0..=2) => self.line,
            (Part::Question, _) => self.body + line - 3,
        }
    }
}

/// Reads a deck file. Byte-order marks and `\r\n` are tolerated; the texts have `\n`.
pub fn read(source: &str) -> (Deck, Vec<Diagnostic>) {
    let text = normalized(source);
    let lines = Lines::new(&text);
    let mut report = Report::default();
    let (head, begin) = head::read(&text, &lines, &mut report);
    let usable = head.name.is_some() && head.lang.is_some();
    let name = head.name.unwrap_or_default();
    let mut reader = Reader {
        text: &text,
        lines,
        report,
        topic: name.clone(),
        lang: head.lang.unwrap_or(Lang::En),
        cards: Vec::new(),
        ids: HashMap::new(),
    };
    reader.read_from(begin);
    if reader.ids.is_empty() {
        reader.report.push(
            Diagnostic::warning(1, 1, 0, "the deck has no cards")
                .help("a card begins with a heading such as `## Question? {#topic-some-words}`"),
        );
    }
    let deck = Deck {
        title: head.title.unwrap_or_else(|| name.clone()),
        name,
        short: head.short,
        place: head.place,
        lang: reader.lang,
        go: head.go,
        cards: if usable { reader.cards } else { Vec::new() },
    };
    (deck, reader.report.finish())
}

struct Reader<'a> {
    text: &'a str,
    lines: Lines<'a>,
    report: Report,
    topic: String,
    lang: Lang,
    cards: Vec<Placed>,
    /// Ids seen, with their lines.
    ids: HashMap<String, usize>,
}

impl Reader<'_> {
    /// Reads the cards from byte `from` on.
    fn read_from(&mut self, mut from: usize) {
        let mut resumes = 0;
        loop {
            let (end, all) = pieces::piece(self.text, from);
            if all.is_none() {
                let line = self.lines.number(from);
                let message = format!("the card is larger than {} MiB", LARGEST_CARD >> 20);
                let d = Diagnostic::error(line, 1, 0, message);
                self.report.push(d.help("it was left out: split it"));
            }
            let resume = all.and_then(|all| self.cards_in(from..end, &all));
            from = resume.unwrap_or(end);
            if self.ids.len() > MOST_CARDS {
                let message = format!("the deck has more than {MOST_CARDS} cards");
                self.report.push(Diagnostic::error(1, 1, 0, message).help("split it"));
                self.cards.clear();
                return;
            }
            resumes += usize::from(resume.is_some());
            if resumes > pieces::RESUMES {
                let line = self.lines.number(from);
                self.report.push(
                    Diagnostic::error(line, 1, 0, "the rest of the file was not read")
                        .help("close the fences above and read again"),
                );
                return;
            }
            if from >= self.text.len() {
                return;
            }
        }
    }

    /// Reads the cards of a piece of the text. Returns where to go on after an unclosed fence.
    fn cards_in(&mut self, piece: Range<usize>, all: &[Block]) -> Option<usize> {
        let from = piece.start;
        let heads: Vec<usize> = (0..all.len())
            .filter(|&at| all[at].kind == BlockKind::Heading(2) && !all[at].nested)
            .collect();
        let first = heads.first().copied().unwrap_or(all.len());
        let end = all.get(first).map_or(piece.end, |b| b.range.start);
        self.preface(from..end, &all[..first]);
        for (at, &head) in heads.iter().enumerate() {
            let next = heads.get(at + 1).copied().unwrap_or(all.len());
            let end = all.get(next).map_or(piece.end, |b| b.range.start);
            self.card(&all[head], &all[head + 1..next], end);
        }
        pieces::resume(self.text, all)
    }

    /// What stands before the first card belongs to none.
    fn preface(&mut self, range: Range<usize>, blocks: &[Block]) {
        let text = &self.text[range.clone()];
        if text.trim().is_empty() {
            return;
        }
        let (line, column) =
            self.lines.position(range.start + text.len() - text.trim_start().len());
        let title = blocks
            .first()
            .is_some_and(|b| matches!(b.kind, BlockKind::Heading(1) | BlockKind::Underlined(1)));
        let len = self.lines.line(line).trim().chars().count();
        self.report.push(if title {
            Diagnostic::warning(line, column, len, "this heading belongs to no card")
                .help("write the title of the deck in its head, as `title: …`")
        } else {
            Diagnostic::warning(line, column, len, "text before the first card belongs to no card")
                .help("a card begins with a heading such as `## Question? {#topic-some-words}`")
        });
        for block in blocks {
            self.unclosed(block);
        }
    }

    /// Reports a fence or HTML that swallows what follows. Whether it does.
    fn unclosed(&mut self, block: &Block) -> bool {
        let (line, column) = self.lines.position(block.range.start);
        let len = self.lines.line(line).chars().count();
        match &block.kind {
            BlockKind::Fence(fence) if !fence.closed && !block.nested => {
                let opening = self.lines.line(line).trim_start();
                let mark = crate::text::fence::mark(opening);
                self.report.push(
                    Diagnostic::error(line, column, len, "this fence is never closed")
                        .help(format!("write a line {mark} after its last line")),
                );
                true
            }
            BlockKind::Html { closed: false } => {
                self.report.push(
                    Diagnostic::error(line, column, len, "this HTML is never closed")
                        .help("close it, or remove it"),
                );
                true
            }
            _ => false,
        }
    }

    fn card(&mut self, head: &Block, blocks: &[Block], end: usize) {
        let line = self.lines.number(head.range.start);
        let source = self.lines.line(line);
        let heading = heading::read(source, line, &self.topic, &mut self.report);
        let mut good = true;
        if let Some(heading) = &heading {
            good = self.first_of_its_id(&heading.id, line, source);
        }
        let (parts_good, parts) = self.parts(head.range.end..end, blocks);
        let Some(heading) = heading.filter(|_| good && parts_good) else { return };
        let (body, body_lines) = self.cut(head.range.end..parts.body_end, &parts.holes);
        let (answer, answer_lines) = self.cut(parts.answer_start..end, &parts.holes);
        let Some((boxes, body_lines)) = self.options(&heading, body, body_lines) else { return };
        let mut place = Place {
            line,
            body: if boxes.body.is_empty() { line } else { body_lines[0] },
            answer: answer_lines[0],
            aside: parts.aside.lines,
            reasons: boxes.reasons_at,
            jumps: Vec::new(),
        };
        for (part, first, lines) in
            [(Part::Question, 3, body_lines), (Part::Answer, 1, answer_lines)]
        {
            for (at, pair) in lines.windows(2).enumerate() {
                if pair[1] != pair[0] + 1 {
                    place.jumps.push((part, first + at + 1, pair[1]));
                }
            }
        }
        let question = if boxes.body.is_empty() {
            heading.title.clone()
        } else {
            format!("{}\n\n{}", heading.title, boxes.body)
        };
        let text = Text {
            question,
            answer,
            keys: parts.aside.keys,
            wrong: parts.aside.wrong,
            reasons: boxes.reasons,
        };
        let card = Card {
            id: heading.id,
            topic: self.topic.clone(),
            kind: heading.kind,
            level: heading.level,
            weight: heading.weight,
            follows: heading.follows,
            same: heading.same,
            tags: heading.tags,
            correct: heading.correct,
            right: boxes.right,
            test: parts.aside.test,
            evidence: parts.aside.evidence,
            text: BTreeMap::from([(self.lang, text)]),
        };
        if let Err((message, help)) = fits(&card, &card.text[&self.lang]) {
            let len = source.trim_end().chars().count();
            self.report.push(Diagnostic::error(line, 1, len, message).help(help));
            return;
        }
        self.cards.push(Placed { card, note: parts.aside.note, place });
    }

    fn first_of_its_id(&mut self, id: &str, line: usize, source: &str) -> bool {
        if let Some(first) = self.ids.get(id) {
            let mark = format!("#{id}");
            let column = source.rfind(&mark).map_or(1, |at| source[..at].chars().count() + 2);
            self.report.push(
                Diagnostic::error(line, column, id.len(), format!("the id `{id}` stands twice"))
                    .help(format!("the card of line {first} has it; choose another")),
            );
            return false;
        }
        self.ids.insert(id.to_string(), line);
        true
    }

    /// The body of a question without the boxes and reasons of its options, and for each of its
    /// lines the line in the file. `None` after an error.
    fn options(
        &mut self,
        heading: &Heading,
        body: String,
        lines: Vec<usize>,
    ) -> Option<(Boxes, Vec<usize>)> {
        let boxes = if heading.kind == Kind::Choice { options::read(&body) } else { None };
        let Some(mut boxes) = boxes else {
            return Some((Boxes { body, ..Boxes::default() }, lines));
        };
        for problem in &boxes.problems {
            let d = Diagnostic::error(
                lines[problem.line],
                problem.column,
                problem.len,
                problem.message.as_str(),
            );
            self.report.push(d.help(problem.help.as_str()));
        }
        for at in &mut boxes.reasons_at {
            *at = lines[*at];
        }
        let lines = boxes.lines.iter().map(|&at| lines[at]).collect();
        boxes.problems.is_empty().then_some((boxes, lines))
    }

    /// Finds the separator and the asides among the blocks of a card, and reports what is wrong
    /// with them. The flag is false after an error.
    fn parts(&mut self, range: Range<usize>, blocks: &[Block]) -> (bool, Parts) {
        let mut parts = Parts {
            body_end: range.start,
            answer_start: range.start,
            holes: Vec::new(),
            aside: Aside::default(),
        };
        // The first lines of asides that belong to the answer.
        let mut of_answer: Vec<(usize, Sort)> = Vec::new();
        let mut sourced = false;
        let (mut good, mut separated, mut late) = (true, false, false);
        for block in blocks {
            good &= !self.unclosed(block);
            let line = self.lines.number(block.range.start);
            let source = self.lines.line(line);
            let len = source.chars().count();
            let aside = block.fence().and_then(|f| Sort::of(&f.info));
            if sourced && aside != Some(Sort::Evidence) && !late && !block.nested {
                late = true;
                self.report.push(
                    Diagnostic::warning(line, 1, len, "text after the evidence")
                        .help("let the evidence be the last block of the card"),
                );
            }
            match &block.kind {
                BlockKind::Rule if source.trim() == "---" => {
                    if separated {
                        self.report.push(
                            Diagnostic::warning(line, 1, len, "a second `---` in the card")
                                .help("only the first one ends the question; for a line in the answer write `***`"),
                        );
                    } else {
                        separated = true;
                        parts.body_end = block.range.start;
                        parts.answer_start = block.range.end;
                    }
                }
                BlockKind::Underlined(2) => {
                    good = false;
                    // The underline is the last line of the block.
                    let under = self.lines.number(block.range.end.saturating_sub(1));
                    let len = self.lines.line(under).trim_end().chars().count();
                    self.report.push(
                        Diagnostic::error(
                            under,
                            1,
                            len,
                            "this line makes the text above it a heading",
                        )
                        .help("put a blank line between the text and `---`"),
                    );
                }
                BlockKind::Heading(1) | BlockKind::Underlined(1) => {
                    self.report.push(
                        Diagnostic::warning(line, 1, len, "a level-1 heading inside a card").help(
                            "use `###` within an answer; the title of the deck stands in its head",
                        ),
                    );
                }
                BlockKind::Fence(fence) => {
                    if let (Some(sort), false) = (aside, block.nested) {
                        sourced |= sort == Sort::Evidence;
                        parts.holes.push(block.range.clone());
                        good &= parts.aside.take(sort, fence, line, &mut self.report);
                        if sort != Sort::Evidence {
                            of_answer.push((line, sort));
                        }
                    } else if let Some(sort) = aside {
                        let message =
                            format!("`{}` inside a list or a quote is not read", sort.name());
                        self.report.push(
                            Diagnostic::warning(line, 1, len, message)
                                .help("write the fence at the margin"),
                        );
                    } else if block.nested && !fence.closed {
                        self.report.push(
                            Diagnostic::warning(line, 1, len, "this fence is never closed")
                                .help("close it with the indentation it was opened with"),
                        );
                    }
                    if fence.info.starts_with("go ")
                        && mode(&fence.info).is_none()
                        && aside.is_none()
                    {
                        self.report.push(
                            Diagnostic::warning(
                                line,
                                1,
                                len,
                                format!("unknown kind of program `{}`", fence.info),
                            )
                            .help(format!("use {MODES}, or `go` for code that is only shown")),
                        );
                    }
                }
                _ => {}
            }
        }
        let answer = self.lines.number(parts.answer_start);
        for (line, sort) in of_answer {
            if separated && line < answer {
                good = false;
                let message = format!("`{}` stands in the question", sort.name());
                let len = self.lines.line(line).trim_end().chars().count();
                self.report.push(
                    Diagnostic::error(line, 1, len, message)
                        .help("move the fence below the line `---`, after the answer"),
                );
            }
        }
        (good, parts)
    }

    /// The text of `range` without the holes in it, and for each of its lines the one in the file; at
    /// least one.
    fn cut(&self, range: Range<usize>, holes: &[Range<usize>]) -> (String, Vec<usize>) {
        let mut pieces: Vec<&str> = Vec::new();
        let mut from = range.start;
        for hole in holes.iter().filter(|hole| hole.start >= range.start && hole.end <= range.end) {
            pieces.push(trim_blank(&self.text[from..hole.start]));
            from = hole.end;
        }
        pieces.push(trim_blank(&self.text[from..range.end]));
        pieces.retain(|piece| !piece.is_empty());
        let mut lines: Vec<usize> = Vec::new();
        for piece in &pieces {
            let first = self.lines.number(piece.as_ptr() as usize - self.text.as_ptr() as usize);
            // The blank line between two pieces.
            let blank = lines.last().map(|last: &usize| last + 1);
            lines.extend(blank);
            lines.extend(first..=first + piece.matches('\n').count());
        }
        if lines.is_empty() {
            lines.push(self.lines.number(range.start));
        }
        (pieces.join("\n\n"), lines)
    }
}

/// What each block of a card is.
struct Parts {
    /// Where the body of the question ends; where it starts when there is no separator.
    body_end: usize,
    answer_start: usize,
    /// What belongs neither to question nor answer.
    holes: Vec<Range<usize>>,
    aside: Aside,
}

#[cfg(test)]
mod tests {
    use super::super::diagnostic::Severity::{self, Error, Warning};
    use super::*;

    fn deck(cards: &str) -> String {
        format!("---\ndeck: t\ntitle: T\nlang: en\n---\n\n{cards}")
    }

    fn problems(cards: &str) -> Vec<(usize, usize, Severity, String)> {
        let (_, found) = read(&deck(cards));
        found.into_iter().map(|d| (d.line - 6, d.column, d.severity, d.message)).collect()
    }

    fn ids(deck: &Deck) -> Vec<&str> {
        deck.cards.iter().map(|p| p.card.id.as_str()).collect()
    }

    #[test]
    fn a_deck_is_read() {
        let source = deck(
            "\
## Q1? {#t-one .concept level=1 weight=5}

Say this.

## not me, I follow a blank line {#t-two kind=output follows=t-one}

```go run
package main
## no
```

---

```output
1
```

Because.

---

more

```evidence
runtime/proc.go: func findRunnable()
  https://go.dev/x

```
",
        );
        let (deck, found) = read(&source);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].message, "a second `---` in the card");
        assert_eq!((deck.name.as_str(), deck.title.as_str(), deck.lang), ("t", "T", Lang::En));
        let [one, two] = &deck.cards[..] else { panic!("{deck:?}") };
        assert_eq!(one.card.text[&Lang::En].answer, "Say this.");
        assert_eq!((one.card.level, one.card.weight, one.place.answer), (1, 5, 9));
        let text = &two.card.text[&Lang::En];
        assert_eq!(
            text.question,
            "not me, I follow a blank line\n\n```go run\npackage main\n## no\n```"
        );
        assert_eq!(text.answer, "```output\n1\n```\n\nBecause.\n\n---\n\nmore");
        assert_eq!(two.card.evidence, ["runtime/proc.go: func findRunnable()", "https://go.dev/x"]);
        let aside = aside::Lines { evidence: vec![31, 32], ..aside::Lines::default() };
        let place = Place { line: 11, body: 13, answer: 20, aside, ..Place::default() };
        assert_eq!(two.place, place);
    }

    #[test]
    fn what_is_wrong_is_said_and_the_rest_is_read() {
        let card = "\n\n## Last? {#t-last}\n\nyes\n";
        for (cards, problem) in [
            ("# Title\n", (1, 1, Warning, "this heading belongs to no card")),
            ("hello\n", (1, 1, Warning, "text before the first card belongs to no card")),
            ("## A? {#t-a}\n", (1, 1, Error, "the card has no answer")),
            ("## A? {#t-a}\n\nx\n\n---\n", (1, 1, Error, "the card has no answer")),
            ("## A? {#t-last}\n\nx\n", (6, 12, Error, "the id `t-last` stands twice")),
            (
                "## A? {#t-a}\n\nx\n---\n\ny\n",
                (4, 1, Error, "this line makes the text above it a heading"),
            ),
            ("## A? {#t-a}\n\n# B\n", (3, 1, Warning, "a level-1 heading inside a card")),
            ("## A? {#t-a}\n\nx\n\n```go\n", (5, 1, Error, "this fence is never closed")),
            ("## A? {#t-a}\n\nx\n\n<!-- y\n", (5, 1, Error, "this HTML is never closed")),
            (
                "## A? {#t-a}\n\n```go runn\n```\n",
                (3, 1, Warning, "unknown kind of program `go runn`"),
            ),
            (
                "## A? {#t-a}\n\nx\n\n```evidence\nfoo\n```\n",
                (6, 1, Warning, "`foo` is neither a source line, a manual page nor a URL"),
            ),
            (
                "## A? {#t-a}\n\nx\n\n```evidence\n```\n\ny\n",
                (8, 1, Warning, "text after the evidence"),
            ),
            (
                "## A? {#t-a}\n\n- x\n\n  ```evidence\n  ```\n",
                (5, 1, Warning, "`evidence` inside a list or a quote is not read"),
            ),
            (
                "## A? {#t-a kind=output}\n\n```go run\n```\n\n```output\n```\n",
                (1, 1, Error, "the output card has no program in its question"),
            ),
            (
                "## A? {#t-a kind=output}\n\n```go panic\n```\n\n---\n\n```output\n```\n",
                (1, 1, Error, "the program of an output card must be one that runs"),
            ),
            (
                "## A? {#t-a kind=output}\n\n```go run\n```\n\n```output\n```\n\n---\n\nx\n",
                (1, 1, Error, "the output card has no output in its answer"),
            ),
            (
                "## A? {#t-a kind=choice correct=a}\n\n---\n\nx\n",
                (1, 1, Error, "the choice card has no options in its question"),
            ),
            (
                "## A? {#t-a kind=choice correct=c}\n\n- A. x\n- B. y\n\n---\n\nx\n",
                (1, 1, Error, "the card has no option `c`"),
            ),
        ] {
            let source = format!("{cards}{card}");
            let found = problems(&source);
            let found: Vec<_> = found.iter().map(|(l, c, s, m)| (*l, *c, *s, m.as_str())).collect();
            assert_eq!(found, [problem], "{cards}");
            let (read, _) = read(&deck(&source));
            let left_out = problem.2 == Error && problem.0 < 6;
            assert!(ids(&read).contains(&"t-last"), "{cards}");
            assert_eq!(ids(&read).contains(&"t-a"), !left_out && cards.contains("t-a"), "{cards}");
        }
    }

    #[test]
    fn windows_files_are_read_alike() {
        let source = deck("## 问？ {#t-a}\n\n答。\n\n```evidence\nhttps://a.b/c\n```\n");
        let windows = format!("\u{feff}{}", source.replace('\n', "\r\n"));
        assert_eq!(read(&source), read(&windows));
        assert_eq!(read(&source).1, []);
    }

    #[test]
    fn without_a_head_no_card_is_given_but_its_problems_are() {
        let (deck, found) = read("## A? {#t-a}\n\nx\n\n## B?\n\ny\n");
        assert_eq!(deck.cards, []);
        let messages: Vec<_> = found.iter().map(|d| d.message.as_str()).collect();
        assert_eq!(messages, ["the head of the deck is missing", "the card has no id"]);
    }

    #[test]
    fn a_large_deck_is_read_in_pieces_as_it_would_be_whole() {
        let filler = "word ".repeat(200);
        let cards: Vec<String> = (0..900)
            .map(|n| {
                let more = match n % 3 {
                    0 => format!("```md\n## no {{#t-no-{n}}}\n{filler}\n\n## no\n```\n\n"),
                    1 => format!("<div>\n## no\n{filler}\n\n"),
                    _ => format!("- {filler}\n"),
                };
                format!("## Q{n} {{#t-{n}}}\n{more}End {n}.\n")
            })
            .collect();
        let text = deck(&cards.concat());
        assert!(text.len() > 3 * pieces::PIECE);
        let (read, found) = read(&text);
        assert_eq!(found, []);
        assert_eq!(read.cards.len(), cards.len());
        for (n, (placed, source)) in read.cards.iter().zip(&cards).enumerate() {
            assert_eq!(placed.card.id, format!("t-{n}"));
            let answer = source.split_once('\n').unwrap().1.trim();
            assert_eq!(placed.card.text[&Lang::En].answer, answer);
            assert_eq!(text.lines().nth(placed.place.line - 1), source.lines().next());
        }
    }

    #[test]
    fn what_no_deck_has_is_refused() {
        let large = format!("## Big {{#t-big}}\n\n{}\n", "[".repeat(LARGEST_CARD + 1));
        let small = "## A {#t-a}\n\nx\n\n";
        let last = "\n## B {#t-b}\n\nx\n";
        let (read_back, found) = read(&deck(&format!("{small}{large}{last}")));
        assert_eq!(ids(&read_back), ["t-a", "t-b"]);
        let found: Vec<_> = found.iter().map(|d| (d.line - 6, d.message.as_str())).collect();
        assert_eq!(found, [(5, "the card is larger than 1 MiB")]);

        let many: String = (0..=MOST_CARDS).map(|n| format!("## q {{#t-{n}}}\na\n")).collect();
        let (read_back, found) = read(&deck(&many));
        assert_eq!(ids(&read_back).len(), 0);
        assert_eq!(found[0].message, format!("the deck has more than {MOST_CARDS} cards"));
    }

    #[test]
    fn hostile_files_take_linear_time() {
        // Debug builds are slow; what matters is that nothing is quadratic or recursive.
        for piece in [
            "```go\n## A {#t-a}\n",
            "## \n",
            ">",
            "- ",
            "> ```\n",
            "[",
            "*a **b ",
            "`",
            "<!-- ",
            "<a ",
            "|",
            "a|b\n-|-\n",
            "x\n---\n",
            "{#",
            "## A {#t-a lvl=2}\n\nx\n\n",
            "\\",
            "&",
            "```evidence\nx\n```\n",
        ] {
            let source = deck(&format!("## A {{#t-a}}\n\n{}", piece.repeat(60_000 / piece.len())));
            let begin = std::time::Instant::now();
            let _ = read(&source);
            let took = begin.elapsed();
            assert!(took.as_secs() < 5, "{piece:?} took {took:?}");
        }
    }
}
