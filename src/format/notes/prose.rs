//! Prose under a title, for those who ask for it: statements in it that answer a question become cards of their own, the rest
//! is the answer to "tell me about the title".

use std::ops::Range;

use super::page::{Kind, Page};
use super::{Out, Why, asking, link, terms};
use crate::model::card::Lang;
use crate::text::han::stands_alone;

/// A piece of a section.
enum Piece {
    Paragraph(Range<usize>),
    List(Range<usize>),
    Other(Range<usize>),
}

/// Reads the prose under headings that ask nothing.
pub(super) fn read(page: &mut Page<'_>, out: &mut Out) {
    for at in 0..page.len() {
        let Some((_, title)) = page.heading(at).filter(|_| page.is_free(at)) else { continue };
        let ends = |i: &usize| {
            page.heading(*i).is_some() || !page.is_free(*i) && page.row(*i).kind != Kind::Blank
        };
        let end = (at + 1..page.len()).find(ends).unwrap_or(page.len());
        if asking::context(title).is_some() && (at + 1..end).any(|i| page.is_text(i)) {
            let title = asking::question(title);
            page.take(at..at + 1);
            section(page, at, &title, at + 1..end, out);
        }
    }
}

/// Reads the prose in `range` under `title`, which stands in row `row`. Lines that are titles
/// themselves (short, alone, without a sentence) begin sections of their own.
pub(super) fn section(
    page: &mut Page<'_>,
    row: usize,
    title: &str,
    range: Range<usize>,
    out: &mut Out,
) {
    let mut sections: Vec<(usize, String, Vec<Piece>)> = vec![(row, title.to_owned(), Vec::new())];
    let pieces = pieces(page, range.clone());
    let last = pieces.len().saturating_sub(1);
    for (n, piece) in pieces.into_iter().enumerate() {
        match &piece {
            Piece::Paragraph(rows) if n < last && is_title(page, rows) => {
                let title = page.row(rows.start).text.trim().to_owned();
                sections.push((rows.start, title, Vec::new()));
            }
            _ => {
                if let Some((_, _, pieces)) = sections.last_mut() {
                    pieces.push(piece);
                }
            }
        }
    }
    for (n, (row, title, pieces)) in sections.iter().enumerate() {
        // Links under a title whose text is in other sections say nothing.
        one(page, *row, title, pieces, n == 0, out);
    }
    page.take(range);
}

fn pieces(page: &Page<'_>, range: Range<usize>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = range.start;
    while at < range.end {
        if page.is_text(at) && page.item(at).is_some() {
            let end = terms::list_end(page, at, range.end);
            pieces.push(Piece::List(at..end));
            at = end;
        } else if page.is_text(at) {
            let end = terms::paragraph_end(page, at).min(range.end);
            pieces.push(Piece::Paragraph(at..end));
            at = end;
        } else {
            if page.is_free(at) {
                match pieces.last_mut() {
                    Some(Piece::Other(rows)) if rows.end == at => rows.end = at + 1,
                    _ => pieces.push(Piece::Other(at..at + 1)),
                }
            }
            at += 1;
        }
    }
    pieces
}

/// A line of its own, short and no sentence: `GC`, `mspan、mcache`.
fn is_title(page: &Page<'_>, rows: &Range<usize>) -> bool {
    /// Characters of such a title at most.
    const LONGEST: usize = 32;
    let text = page.row(rows.start).text.trim();
    rows.len() == 1
        && text.chars().count() <= LONGEST
        && text.split_whitespace().count() <= 5
        && !text
            .contains(['，', '。', '；', '：', ',', '.', ';', ':', '!', '！', '?', '？', '[', '|'])
}

/// One title with its text.
fn one(page: &Page<'_>, row: usize, title: &str, pieces: &[Piece], is_item: bool, out: &mut Out) {
    let rows = |piece: &Piece| match piece {
        Piece::Paragraph(rows) | Piece::List(rows) | Piece::Other(rows) => rows.clone(),
    };
    let all = match (pieces.first(), pieces.last()) {
        (Some(first), Some(last)) => rows(first).start..rows(last).end,
        _ => 0..0,
    };
    let text = page.text(all);
    let lang = out.lang;
    let why = Why::Prose(title.to_owned());
    let before = out.found.len();
    let mut uncovered = false;
    let mut n = 0;
    while let Some(piece) = pieces.get(n) {
        n += 1;
        match (piece, pieces.get(n)) {
            (Piece::Paragraph(lead), Some(Piece::List(list))) if is_lead(page, lead) => {
                let (question, first) = led(page.row(lead.start).text.trim(), lang);
                let list = page.text(list.clone());
                let answer = if first.is_empty() { list } else { format!("{first}\n\n{list}") };
                say(title, &question, &answer, lead.start, &why, out);
                n += 1;
            }
            (Piece::Paragraph(rows), _) => {
                let paragraph = page.text(rows.clone());
                if paragraph.lines().all(|line| link(line).is_some()) {
                    continue;
                }
                match statement(&paragraph, lang) {
                    Some((question, answer)) => {
                        say(title, &question, &answer, rows.start, &why, out)
                    }
                    None => uncovered = true,
                }
            }
            (Piece::List(rows), _) => {
                let items = terms::items(page, rows.clone());
                let found: Vec<_> =
                    items.iter().map(|rows| (rows, terms::of_item(page, rows))).collect();
                if found.iter().filter(|(_, d)| d.is_some()).count() < 2 {
                    uncovered = true;
                    continue;
                }
                for (rows, definition) in found {
                    match definition {
                        Some((term, answer, _)) => {
                            say(
                                title,
                                &asking::what_is(&term, lang),
                                &answer,
                                rows.start,
                                &why,
                                out,
                            );
                        }
                        None => uncovered = true,
                    }
                }
            }
            (Piece::Other(_), _) => uncovered = true,
        }
    }
    if uncovered {
        out.found(row, &asking::tell_me(title, lang), &text, Why::TitleWithProse);
    } else if out.found.len() == before && is_item {
        out.found(row, title, &text, Why::TitleAlone);
    } else {
        out.left_out(row, title, Why::TitleUsed);
    }
}

/// Notes a statement as a question, with its title as context unless the title lists it.
fn say(title: &str, question: &str, answer: &str, row: usize, why: &Why, out: &mut Out) {
    let lists_it = title.split(['、', ',', '/']).map(str::trim).filter(|t| !t.is_empty());
    let parts: Vec<&str> = lists_it.collect();
    let named = parts.len() > 1 && parts.iter().any(|part| question.contains(part));
    let parents: Vec<String> =
        if named { Vec::new() } else { asking::context(title).into_iter().collect() };
    out.found(row, &asking::in_context(&parents, question), answer, why.clone());
}

/// Whether a paragraph only leads to the list after it.
fn is_lead(page: &Page<'_>, rows: &Range<usize>) -> bool {
    /// Characters of what a lead without a colon is about at most.
    const LONGEST: usize = 16;
    let text = page.row(rows.start).text.trim();
    let topic = text.split(['，', ',']).next().unwrap_or(text);
    let is_short = topic.chars().count() <= LONGEST && text.chars().count() <= 2 * LONGEST;
    rows.len() == 1
        && !text.contains('。')
        && (text.ends_with([':', '：']) || is_short && !text.ends_with('.'))
}

/// The question that a list with this lead answers, and what of the lead belongs to the answer.
fn led(lead: &str, lang: Lang) -> (String, String) {
    let bare = lead.trim_end_matches([':', '：']).trim_end();
    if asking::asks(bare) {
        return (bare.to_owned(), String::new());
    }
    if let Some(counted) = counted(bare, lang) {
        return (counted, String::new());
    }
    match bare.split_once(['，', ',']) {
        Some((topic, _)) => (asking::tell_me(topic.trim(), lang), bare.to_owned()),
        None => (asking::tell_me(bare, lang), String::new()),
    }
}

/// `可以简化成三种` becomes `可以简化成哪三种？`, `there are three states` becomes `…: which?`.
fn counted(text: &str, lang: Lang) -> Option<String> {
    if lang == Lang::En {
        const NUMBERS: [&str; 9] =
            ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
        let has_number = text
            .to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .any(|w| NUMBERS.contains(&w) || w.parse::<u8>().is_ok_and(|n| (2..=20).contains(&n)));
        return has_number.then(|| format!("{text}: which?"));
    }
    let mut chars: Vec<char> = text.chars().collect();
    let unit = chars.len().checked_sub(1).filter(|at| "种个类点步条层".contains(chars[*at]))?;
    let number =
        unit.checked_sub(1).filter(|at| "两二三四五六七八九十23456789".contains(chars[*at]))?;
    chars.insert(number, '哪');
    Some(chars.into_iter().collect::<String>() + "？")
}

/// The question that a paragraph answers, and the answer; `None` when it cannot be told.
fn statement(paragraph: &str, lang: Lang) -> Option<(String, String)> {
    let first = paragraph.lines().next()?.trim();
    let end = |text: &str| text.find(['，', ',', '。', '？', '?', ';', '；']);
    // "Why must there be a P, because …"
    const REASONS: [&str; 7] = ["为何", "为什么", "如何", "怎么", "怎样", "why ", "how "];
    let lower = first.to_lowercase();
    if REASONS.iter().any(|word| lower.starts_with(word)) {
        let at = end(first)?;
        let mark = first[at..].chars().next()?.len_utf8();
        let rest = paragraph.trim_start()[at + mark..].trim_start();
        let mark = if lang == Lang::Zh { "？" } else { "?" };
        return (!rest.is_empty()).then(|| (format!("{}{mark}", &first[..at]), rest.to_owned()));
    }
    // "In order to be fair, …"
    if lang == Lang::Zh && first.starts_with("为了") {
        let at = first.find('，')?;
        return Some((format!("{}，怎么做？", &first[..at]), paragraph.to_owned()));
    }
    // "term: text", and "there are three states: …"
    let colon = first.find(['：', ':']).filter(|at| {
        let rest = &first[*at..];
        rest.starts_with('：') || rest.starts_with(": ")
    });
    if let Some(at) = colon {
        let lead = first[..at].trim();
        let mark = first[at..].chars().next()?.len_utf8();
        let rest = paragraph.trim_start()[at + mark..].trim_start();
        let lead_fits = lead.chars().count() <= 40 && !lead.contains(['。', '；', ';', '!', '！']);
        if rest.is_empty() || !lead_fits {
            return None;
        }
        if let Some(question) = counted(lead, lang) {
            return Some((question, rest.to_owned()));
        }
        let is_term = match lang {
            Lang::Zh => lead.chars().filter(|c| stands_alone(*c)).count() <= 8,
            Lang::En => lead.split_whitespace().count() <= 4,
        };
        if is_term {
            terms::definition(first)?;
            return Some((asking::what_is(lead, lang), rest.to_owned()));
        }
        let question = match lang {
            Lang::Zh => format!("{lead}，具体是什么？"),
            Lang::En => format!("{lead}: what exactly?"),
        };
        return Some((question, rest.to_owned()));
    }
    // "The number of Ps can be set by GOMAXPROCS"
    let clause = end(first).map_or(first, |at| &first[..at]);
    let from = clause.find("通过")? + "通过".len();
    let to = from + clause[from..].find('来')?;
    let fits = lang == Lang::Zh && to > from && clause[from..to].chars().count() <= 24;
    fits.then(|| (format!("{}什么{}？", &clause[..from], &clause[to..]), paragraph.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::lang;

    #[test]
    fn statements_become_questions() {
        for (paragraph, question) in [
            ("为何要有缓冲区，因为生产快于消费", Some("为何要有缓冲区？")),
            ("为了避免饥饿，调度器会抢占", Some("为了避免饥饿，怎么做？")),
            ("mcache：每个 P 有一份", Some("mcache 是什么？")),
            ("它的状态可以分成三种：甲、乙、丙", Some("它的状态可以分成哪三种？")),
            (
                "并发标记必须一直维持的条件：黑不指白",
                Some("并发标记必须一直维持的条件，具体是什么？"),
            ),
            ("大小可以通过参数来调整，默认是 8", Some("大小可以通过什么来调整？")),
            (
                "A goroutine has three states: waiting, runnable, running",
                Some("A goroutine has three states: which?"),
            ),
            ("mspan: a run of pages", Some("What is mspan?")),
            ("只是一句话，没有别的", None),
            ("Just a sentence.", None),
        ] {
            let lang = lang::of_file([paragraph]);
            assert_eq!(
                statement(paragraph, lang).map(|(q, _)| q).as_deref(),
                question,
                "{paragraph}"
            );
        }
    }
}
