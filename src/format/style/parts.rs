//! The rules for what a card carries besides question and answer: key points, options.

use super::super::deck::{Deck, Placed};
use super::super::diagnostic::{Diagnostic, Report};
use super::super::options;
use super::{Prose, visible_letters};
use crate::model::card::{Kind, Text, alternatives};
use crate::text::han::is_han;

/// How many key points a card has.
const KEYS: std::ops::RangeInclusive<usize> = 2..=4;
/// Most words of a key point; a Han character is half a word.
const MOST_WORDS: usize = 12;

/// Whether any card of a deck has key points.
pub(super) fn has_keys(deck: &Deck) -> bool {
    deck.cards.iter().any(|placed| placed.card.text.values().any(|text| !text.keys.is_empty()))
}

/// A card has a few short key points. A deck in which no card has any owes none.
pub(super) fn keys(placed: &Placed, text: &Text, expected: bool, report: &mut Report) {
    let lines = &placed.place.aside;
    let (least, most) = KEYS.into_inner();
    if text.keys.is_empty() {
        if expected && matches!(placed.card.kind, Kind::Basic | Kind::Output) {
            let d = Diagnostic::warning(placed.place.line, 1, 0, "the card has no key points");
            report.push(d.help(format!(
                "other cards of the deck have some: write {least} to {most} lines in a ```keys block"
            )));
        }
        return;
    }
    let count = text.keys.len();
    if !KEYS.contains(&count) {
        let message =
            format!("the card has {count} key point{}", if count == 1 { "" } else { "s" });
        report.push(
            Diagnostic::error(lines.keys_fence, 1, "```keys".len(), message)
                .help(format!("write {least} to {most}: what a good answer must name")),
        );
    }
    for (key, line) in text.keys.iter().zip(&lines.keys) {
        let len = key.chars().count();
        for alternative in alternatives(key) {
            let words = half_words(alternative).div_ceil(2);
            if alternative.is_empty() {
                let d = Diagnostic::error(*line, 1, len, "an empty alternative");
                report.push(d.help("write ` | ` only between two of them"));
            } else if words > MOST_WORDS {
                let message = format!("this key point has {words} words, {MOST_WORDS} at most");
                report.push(
                    Diagnostic::error(*line, 1, len, message)
                        .help("shorten it; a Chinese character counts as half a word"),
                );
            }
        }
    }
}

/// Words of a text in halves: a Han character is half a word.
fn half_words(text: &str) -> usize {
    let count = |word: &str| {
        let han = word.chars().filter(|&c| is_han(c)).count();
        if han == 0 {
            return 2;
        }
        let latin = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
        han + 2 * word.split(|c| !latin(c)).filter(|run| !run.is_empty()).count()
    };
    text.split_whitespace().map(count).sum()
}

/// Words after which a letter is meant as the name of an option.
const BEFORE: [&str; 7] = ["option ", "options ", "answer ", "choice ", "选项 ", "答案 ", "选 "];

/// Options that are shuffled get their letters from the quiz: no text may name one.
pub(super) fn options(placed: &Placed, text: &Text, prose: &[Prose<'_>], report: &mut Report) {
    if placed.card.right.is_empty() {
        return;
    }
    let count = options::list(text.body()).map_or(0, |options| options.items.len());
    for line in prose {
        let chars = visible_letters(line.text);
        let shown: Vec<char> = chars.iter().map(|(c, _)| *c).collect();
        let found = (0..shown.len()).find_map(|at| Some((at, named(&shown, at, count)?)));
        if let Some((at, is_sure)) = found {
            let message = format!("`{}` names an option by a letter", shown[at]);
            let (at, help) = (
                line.column + chars[at].1,
                "the quiz shuffles the options: name it by what it says, or in its reason",
            );
            let d = if is_sure {
                Diagnostic::error(line.number, at, 1, message)
            } else {
                Diagnostic::warning(line.number, at, 1, message)
            };
            report.push(d.help(help));
        }
    }
}

/// Whether the character at `at` names one of `count` options, and whether that is sure. `A` may be
/// an article and `C` a language.
fn named(text: &[char], at: usize, count: usize) -> Option<bool> {
    let place = |c: char| (c.is_ascii_uppercase()).then(|| c as usize - 'A' as usize);
    let letter = |at: usize| {
        let alone = |c: Option<&char>| {
            c.is_none_or(|c| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-' | '+' | '#'))
        };
        let is_alone = alone(text.get(at + 1)) && (at == 0 || alone(text.get(at - 1)));
        is_alone && text.get(at).is_some_and(|&c| place(c).is_some_and(|place| place < count))
    };
    if !letter(at) {
        return None;
    }
    let before: String = text[..at].iter().collect::<String>().to_lowercase();
    let after: String = text[at + 1..].iter().take(6).collect();
    let begins =
        before.trim().is_empty() && after.starts_with(['.', ':', '：', '。', ',', '，', ')']);
    let listed = [" and ", ", ", "、", " 和 ", "和", " or ", " 或 ", "/"]
        .iter()
        .any(|joint| after.starts_with(joint) && letter(at + 1 + joint.chars().count()));
    let sure = begins || listed || BEFORE.iter().any(|word| before.ends_with(word));
    (sure || !matches!(text[at], 'A' | 'C')).then_some(sure)
}

#[cfg(test)]
mod tests {
    use super::super::super::deck::read;
    use super::super::check;

    const EVIDENCE: &str = "\n```evidence\na.go: b\n```\n\n";

    fn problems(lang: &str, cards: &str) -> Vec<(usize, usize, String)> {
        let source = format!("---\ndeck: t\ntitle: T\nlang: {lang}\n---\n{cards}");
        let (deck, found) = read(&source);
        assert_eq!(found, [], "{cards}");
        check(&deck, &[]).into_iter().map(|d| (d.line - 5, d.column, d.message)).collect()
    }

    #[test]
    fn key_points_are_few_and_short() {
        let words = |n: usize| vec!["word"; n].join(" ");
        let (twelve, thirteen) = (words(12), words(13));
        for (lang, keys, problem) in [
            ("en", format!("{twelve} | {twelve}\nb"), None),
            ("zh", format!("{}\nb | c", "字".repeat(24)), None),
            ("en", "a\nb\nc\nd".into(), None),
            ("en", "a".into(), Some((5, "the card has 1 key point".to_string()))),
            ("en", "a\nb\nc\nd\ne".into(), Some((5, "the card has 5 key points".into()))),
            (
                "en",
                format!("a\nb | {thirteen}"),
                Some((7, "this key point has 13 words, 12 at most".into())),
            ),
            (
                "zh",
                format!("{} `m`\nb", "字".repeat(23)),
                Some((6, "this key point has 13 words, 12 at most".into())),
            ),
            ("en", "a | \nb".into(), None),
            ("en", "a |  | c\nb".into(), Some((6, "an empty alternative".into()))),
        ] {
            let card = format!("## Q {{#t-a}}\n\nx\n\n```keys\n{keys}\n```\n{EVIDENCE}");
            let found: Vec<_> =
                problems(lang, &card).into_iter().map(|(line, _, text)| (line, text)).collect();
            assert_eq!(found, Vec::from_iter(problem), "{keys}");
        }
    }

    #[test]
    fn a_deck_with_key_points_has_them_on_every_card_that_is_spoken() {
        let with = format!("## Q {{#t-a}}\n\nx\n\n```keys\na\nb\n```\n{EVIDENCE}");
        let without = format!("## Q {{#t-b}}\n\nx\n{EVIDENCE}");
        let choice =
            format!("## Q {{#t-c kind=choice}}\n\n- [x] a\n- [ ] b\n\n---\n\nx\n{EVIDENCE}");
        assert_eq!(problems("en", &format!("{without}{choice}")), []);
        assert_eq!(problems("en", &format!("{with}{choice}")), []);
        let found = problems("en", &format!("{without}{with}"));
        assert_eq!(found, [(1, 1, "the card has no key points".to_string())]);
    }

    #[test]
    fn no_text_names_an_option_by_its_letter() {
        for (lang, answer, found) in [
            ("en", "A nil channel blocks; C and Go; `B`; plan B-tree, vitamin-D.", None),
            ("en", "So: B is right.", Some((5, false))),
            ("en", "C: it panics.", Some((1, true))),
            ("en", "Here option A is right.", Some((13, true))),
            ("en", "So A and C block.", Some((4, true))),
            ("en", "E and F are none of three.", None),
            ("zh", "所以选 C。", Some((5, true))),
            ("zh", "这里 A、B 都会阻塞。", Some((4, true))),
        ] {
            let card = format!(
                "## Q {{#t-c kind=choice}}\n\n- [x] a\n- [ ] b\n- [ ] c\n\n---\n\n{answer}\n{EVIDENCE}"
            );
            let (deck, _) = read(&format!("---\ndeck: t\ntitle: T\nlang: {lang}\n---\n{card}"));
            let said: Vec<_> =
                check(&deck, &[]).into_iter().map(|d| (d.column, d.is_error())).collect();
            assert_eq!(said, Vec::from_iter(found), "{answer}");
        }
    }
}
