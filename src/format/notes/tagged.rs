//! Questions and answers with a word before them: `Q:`/`A:` and `C:` (hashcards, repeater),
//! `**Q**`/`**A**`, `Question:`, `问：`/`答：`, `FRONT`/`BACK`.

use std::ops::Range;

use super::page::{Kind, Page, joined};
use super::{Out, cloze};

/// What a tag says of the text after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tag {
    Question,
    Answer,
    Cloze,
}

const QUESTIONS: [&str; 8] = ["question", "q", "问题", "问", "题目", "题", "front", "frage"];
const ANSWERS: [&str; 8] = ["answer", "ans", "a", "答案", "答", "解答", "back", "antwort"];

/// Reads the tag at the begin of a line: what it says, whether its mark is a colon, and the rest.
fn tag(line: &str) -> Option<(Tag, bool, &str)> {
    if let Some(rest) = line.strip_prefix("C:") {
        return Some((Tag::Cloze, true, rest.trim()));
    }
    let mut rest = line.trim_start();
    if line.len() - rest.len() > 8 {
        return None;
    }
    rest = rest.trim_start_matches('#').trim_start();
    rest = super::page::item(rest).map_or(rest, |item| item.text);
    rest = rest.strip_prefix("> ").unwrap_or(rest);
    let bold =
        ["***", "**", "__", "*"].into_iter().find(|mark| rest.starts_with(mark)).unwrap_or("");
    rest = &rest[bold.len()..];
    let word = |list: &[&'static str]| {
        list.iter().copied().find(|word| {
            rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
        })
    };
    let (tag, word) = match (word(&QUESTIONS), word(&ANSWERS)) {
        (Some(word), _) => (Tag::Question, word),
        (None, Some(word)) => (Tag::Answer, word),
        (None, None) => return None,
    };
    let written = &rest[..word.len()];
    // A lone `q` or `a` in small letters is a word or a letter of a list.
    if word.len() == 1 && written != word.to_ascii_uppercase() {
        return None;
    }
    rest = rest[word.len()..].trim_start_matches([' ', '#']);
    rest = rest.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(' ');
    let unbold = |rest: &'_ str| -> Option<usize> {
        if bold.is_empty() { None } else { rest.strip_prefix(bold).map(|r| rest.len() - r.len()) }
    };
    // `**Q:** x`, `**Q**: x`, `**Q** x`, `**Q: x**`, `Q: x`.
    if let Some(skip) = unbold(rest) {
        let after = rest[skip..].trim_start();
        let after = after.strip_prefix([':', '：']).unwrap_or(after);
        return Some((tag, true, after.trim()));
    }
    if let Some(after) = rest.strip_prefix([':', '：']) {
        if let Some(skip) = unbold(after.trim_start()) {
            return Some((tag, true, after.trim_start()[skip..].trim()));
        }
        let after = after.trim();
        let after = if bold.is_empty() { after } else { after.strip_suffix(bold).unwrap_or(after) };
        return Some((tag, true, after));
    }
    // `Q. x` or `Q1. x`, but no other word: `Answer.` ends a sentence.
    let after = rest.strip_prefix(['.', ')', '、']).filter(|_| word.len() == 1)?;
    let after = match unbold(after.trim_start()) {
        Some(skip) => &after.trim_start()[skip..],
        None if after.starts_with(' ') => after,
        None => return None,
    };
    Some((tag, false, after.trim()))
}

/// A question without a tag such as `Q1:` before it.
pub(super) fn untagged(line: &str) -> &str {
    match tag(line) {
        Some((Tag::Question, _, rest)) if !rest.is_empty() => rest,
        _ => line,
    }
}

/// What follows an answer's tag within the line of the question: `Q: x A: y`.
fn inline_answer(line: &str) -> Option<(&str, &str)> {
    let marks = [" **A:** ", " **A**: ", " A: ", " A：", " 答：", "？答：", " Answer: "];
    let (at, mark) = marks.into_iter().filter_map(|mark| Some((line.find(mark)?, mark))).min()?;
    // The question mark before `答` belongs to the question.
    let end = if mark.starts_with('？') { at + '？'.len_utf8() } else { at };
    Some((line[..end].trim(), line[at + mark.len()..].trim()))
}

pub(super) fn read(page: &mut Page<'_>, out: &mut Out) {
    let mut at = 0;
    while at < page.len() {
        let row = page.row(at);
        let is_line = page.is_free(at) && matches!(row.kind, Kind::Text | Kind::Heading(_));
        let Some((tag, colon, rest)) = tag(row.text).filter(|_| is_line) else {
            at += 1;
            continue;
        };
        at = match tag {
            Tag::Answer => at + 1,
            Tag::Cloze => cloze(page, at, rest, out),
            Tag::Question => question(page, at, colon, rest, out),
        };
    }
}

/// Where a part that begins in row `at` ends: at the next tag, heading, line or taken row.
fn part(page: &Page<'_>, at: usize, colon: bool, within: Option<u8>) -> Range<usize> {
    let ends = |i: &usize| {
        let row = page.row(*i);
        match row.kind {
            Kind::Rule => true,
            Kind::Heading(level) => {
                within.is_none_or(|within| level <= within) || tag(row.text).is_some()
            }
            Kind::Text => match tag(row.text) {
                // In a question marked by `Q:`, `A. x` is one of the options.
                Some((Tag::Answer, c, _)) => c == colon,
                Some((Tag::Question, c, _)) => c == colon || c,
                Some((Tag::Cloze, ..)) => true,
                // Neither a task nor a folded block belongs to an answer above it.
                None => is_apart(row.text) && page.row(*i - 1).kind == Kind::Blank,
            },
            Kind::Blank | Kind::Code | Kind::Hidden => false,
        }
    };
    at..(at + 1..page.len()).find(ends).unwrap_or(page.len())
}

/// Whether a line at the margin begins something that has a question of its own.
fn is_apart(line: &str) -> bool {
    line.starts_with("<details")
        || super::page::item(line).is_some_and(|i| i.is_task && i.indent == 0)
}

/// The text of a part: what follows its tag, then its other rows.
fn part_text(page: &Page<'_>, first: &str, range: &Range<usize>) -> String {
    let rest = page.text(range.start + 1..range.end);
    match (first.is_empty(), rest.is_empty()) {
        (true, _) => rest,
        (false, true) => first.to_owned(),
        // A blank line that stood between them stays.
        (false, false) => {
            let gap = if page.row(range.start + 1).kind == Kind::Blank { "\n" } else { "" };
            format!("{first}\n{gap}{rest}")
        }
    }
}

fn question(page: &mut Page<'_>, at: usize, colon: bool, first: &str, out: &mut Out) -> usize {
    let level = page.heading(at).map(|(level, _)| level);
    let asked = part(page, at, colon, level);
    let next = page.row(asked.end);
    let answer_tag = tag(next.text).filter(|(t, ..)| *t == Tag::Answer && asked.end < page.len());
    if let Some((_, _, first_answer)) = answer_tag {
        let answered = part(page, asked.end, colon, level);
        let question = part_text(page, first, &asked);
        let answer = part_text(page, first_answer, &answered);
        let why = if answer.trim().is_empty() {
            "a question whose answer is empty"
        } else {
            "question and answer by their tags"
        };
        out.found(at, &question, &answer, why);
        let end = answered.end;
        page.take(at..end);
        return end;
    }
    // A heading `Q: x` has its answer below it without a tag.
    if level.is_some() {
        let answer = page.text(at + 1..asked.end);
        out.found(at, first, &answer, "a heading tagged as a question");
        page.take(at..asked.end);
        return asked.end;
    }
    if let Some((question, answer)) = inline_answer(first) {
        let more = page.text(at + 1..asked.end);
        let answer = if more.is_empty() { answer.to_owned() } else { format!("{answer}\n{more}") };
        out.found(at, question, &answer, "question and answer in one line");
        page.take(at..asked.end);
        return asked.end;
    }
    // Its answer may stand folded below it.
    let below = (at + 1..=asked.end).find(|i| page.row(*i).kind != Kind::Blank);
    if below.is_some_and(|i| page.row(i).text.trim_start().starts_with("<details")) {
        return at + 1;
    }
    // Without an answer only the paragraph is the question.
    let end = (at + 1..asked.end).find(|i| page.row(*i).kind == Kind::Blank).unwrap_or(asked.end);
    out.found(at, &part_text(page, first, &(at..end)), "", "a tagged question without an answer");
    page.take(at..end);
    end
}

fn cloze(page: &mut Page<'_>, at: usize, first: &str, out: &mut Out) -> usize {
    // In notes with other things in them a cloze is one paragraph.
    let mut range = part(page, at, true, None);
    let is_end = |i: &usize| page.row(*i).kind == Kind::Blank;
    range.end = (at + 1..range.end).find(is_end).unwrap_or(range.end);
    let text = joined([first].into_iter().chain((at + 1..range.end).map(|i| page.row(i).text)));
    let (whole, holes) = cloze::holes(&text);
    if holes.is_empty() {
        out.left_out(at, page.row(at).text, "a cloze without a [deletion]");
    }
    for hole in holes {
        if out.is_full() {
            break;
        }
        let (question, answer) = cloze::hollow(&whole, &hole);
        out.found(at, &question, &answer, "a deletion of a cloze");
    }
    page.take(range.clone());
    range.end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_in_all_their_dresses() {
        for (line, expected) in [
            ("Q: a", Some((Tag::Question, true, "a"))),
            ("**Q:** a", Some((Tag::Question, true, "a"))),
            ("**Q**: a", Some((Tag::Question, true, "a"))),
            ("**Q** a", Some((Tag::Question, true, "a"))),
            ("**Q3: a?**", Some((Tag::Question, true, "a?"))),
            ("- Question 12: a", Some((Tag::Question, true, "a"))),
            ("### Q1. a", Some((Tag::Question, false, "a"))),
            ("**Q1.** a", Some((Tag::Question, false, "a"))),
            ("问：a", Some((Tag::Question, true, "a"))),
            ("问题2：a", Some((Tag::Question, true, "a"))),
            ("答: b", Some((Tag::Answer, true, "b"))),
            ("**FRONT**", Some((Tag::Question, true, ""))),
            ("**Back:**", Some((Tag::Answer, true, ""))),
            ("A. b", Some((Tag::Answer, false, "b"))),
            ("C: the [x]", Some((Tag::Cloze, true, "the [x]"))),
            ("question of life", None),
            ("A goroutine", None),
            ("a: b", None),
            ("Answer. b", None),
            ("Queue: b", None),
            ("Q.E.D.", None),
        ] {
            assert_eq!(tag(line), expected, "{line}");
        }
    }
}
