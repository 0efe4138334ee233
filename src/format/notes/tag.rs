//! The word before a question or an answer: `Q:`, `**A:**`, `Question 3.`, `答：`, `FRONT`.

/// What a tag says of the text after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    Question,
    /// What someone says who asks, but not always.
    Said,
    Answer,
    Cloze,
}

/// The words of each, longer ones before those that they begin with. The first two, of people and
/// programs that chat, count only in bold; not all that people say asks.
const WORDS: [(Tag, &str); 5] = [
    (Tag::Said, "you user"),
    (Tag::Answer, "assistant chatgpt"),
    (Tag::Said, "interviewer 面试官"),
    (Tag::Question, "question q 面试题 问题 提问 问 题目 题 front frage"),
    (
        Tag::Answer,
        "correct_answer sample_answer model_answer short_answer answer candidate interviewee ans a me \
         参考答案 参考回答 正确答案 标准答案 答案 解答 回答 答 我 候选人 back solution antwort",
    ),
];

/// What titles begin with that only say that an answer follows.
const LABELS: &str = "answer show_answer show solution see_answer click reveal view_answer expand explanation \
    答案 查看答案 参考答案 显示答案 解答 点击 展开 解析 查看解析 回答";

/// Whether the title of a box only says that an answer follows.
pub(super) fn is_label(title: &str) -> bool {
    let label = title.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let begins = |word: &str| label.starts_with(&word.replace('_', " "));
    label.is_empty() || label.chars().count() <= 24 && LABELS.split_whitespace().any(begins)
}

/// Reads the tag at the begin of a line: what it says, whether it is surely one and not the letter of
/// an option, `A. x`, and the rest.
pub(super) fn tag<'a>(line: &'a str) -> Option<(Tag, bool, &'a str)> {
    if let Some(rest) = line.strip_prefix("C:") {
        return Some((Tag::Cloze, true, rest.trim()));
    }
    let mut rest = line.trim_start();
    if line.len() - rest.len() > 8 {
        return None;
    }
    let is_heading = rest.starts_with('#');
    rest = rest.trim_start_matches('#').trim_start();
    rest = super::item::item(rest).map_or(rest, |item| item.text);
    rest = rest.strip_prefix("> ").unwrap_or(rest);
    // A picture before the word says nothing.
    rest = rest.trim_start_matches(|c: char| !c.is_ascii() && !c.is_alphanumeric()).trim_start();
    let bold =
        ["***", "**", "__", "*"].into_iter().find(|mark| rest.starts_with(mark)).unwrap_or("");
    rest = &rest[bold.len()..];
    let begins = |word: &&str| {
        rest.get(..word.len())
            .is_some_and(|start| start.replace(' ', "_").eq_ignore_ascii_case(word))
    };
    let word = |(tag, list): &(Tag, &'static str)| Some((*tag, list.split(' ').find(begins)?));
    let words = if bold.is_empty() { &WORDS[2..] } else { &WORDS[..] };
    let (tag, word) = words.iter().find_map(word)?;
    let written = &rest[..word.len()];
    // A lone `q` or `a` in small letters is a word or a letter of a list.
    if word.len() == 1 && written != word.to_ascii_uppercase() {
        return None;
    }
    let number = rest[word.len()..].trim_start_matches([' ', '#']);
    rest = number.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_numbered = rest.len() < number.len();
    rest = rest.trim_start_matches(' ');
    if is_heading && bold.is_empty() && rest.is_empty() && word.len() > 1 {
        return Some((tag, true, ""));
    }
    let unbold = |rest: &'a str| rest.strip_prefix(bold).filter(|_| !bold.is_empty());
    let colon = |rest: &'a str| rest.strip_prefix([':', '：']);
    // What follows the second mark, or goes on to it at the end of the line.
    let within = |rest: &'a str| match unbold(rest.trim_start()) {
        Some(rest) => rest.trim(),
        None => rest.trim().strip_suffix(bold).unwrap_or(rest.trim()),
    };
    // `**Q:** x`, `**Q**: x`, `**Q** x`, `**Q: x**`, `Q: x`.
    if let Some(after) = unbold(rest) {
        let after = after.trim_start();
        return Some((tag, true, colon(after).unwrap_or(after).trim()));
    }
    if let Some(after) = colon(rest) {
        return Some((tag, true, within(after)));
    }
    // `Q. x` or `Q1. x`, but no other word: `Answer.` ends a sentence.
    let after = rest.strip_prefix(['.', ')', '、']).filter(|_| word.len() == 1)?;
    let is_apart = after.starts_with(' ') || unbold(after).is_some();
    is_apart.then(|| (tag, is_numbered, within(after)))
}

/// Whether a line says something about the page, not about the question above it: `**Links:** …`.
pub(super) fn is_aside(line: &str) -> bool {
    const WORDS: &str = "note notes link links source sources references 注意 参考 来源 链接";
    let parts = line.strip_prefix("**").and_then(|line| line.split_once("**"));
    let Some((bold, rest)) = parts else { return false };
    let word = bold.trim_end_matches([':', '：']);
    let is_label = word.len() < bold.len() || rest.starts_with([':', '：']);
    is_label && WORDS.split(' ').any(|w| w.eq_ignore_ascii_case(word))
}

/// A question without a tag such as `Q1:` before it.
pub(super) fn untagged(line: &str) -> &str {
    match tag(line) {
        Some((Tag::Question | Tag::Said, _, rest)) if !rest.is_empty() => rest,
        _ => line,
    }
}

/// What follows the tag of an answer at the begin of a line.
pub(super) fn answer(line: &str) -> Option<&str> {
    tag(line).filter(|(tag, colon, _)| *tag == Tag::Answer && *colon).map(|(.., rest)| rest)
}

/// What follows an answer's tag within the line of the question: `Q: x A: y`.
pub(super) fn inline_answer(line: &str) -> Option<(&str, &str)> {
    let marks =
        [" **A:** ", " **A**: ", " A: ", " A：", " 答：", "？答：", " Answer: ", " **Answer:** "];
    let (at, mark) = marks.into_iter().filter_map(|mark| Some((line.find(mark)?, mark))).min()?;
    // The question mark before `答` belongs to the question.
    let end = if mark.starts_with('？') { at + '？'.len_utf8() } else { at };
    Some((line[..end].trim(), line[at + mark.len()..].trim()))
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
            ("**Q3. a?**", Some((Tag::Question, true, "a?"))),
            ("A3. a", Some((Tag::Answer, true, "a"))),
            ("**Q. a?**", Some((Tag::Question, false, "a?"))),
            ("- Question 12: a", Some((Tag::Question, true, "a"))),
            ("### Q1. a", Some((Tag::Question, true, "a"))),
            ("### Question 2", Some((Tag::Question, true, ""))),
            ("**Q1.** a", Some((Tag::Question, true, "a"))),
            ("**Q1.** a **b**", Some((Tag::Question, true, "a **b**"))),
            ("**A:** a **b**", Some((Tag::Answer, true, "a **b**"))),
            ("问：a", Some((Tag::Question, true, "a"))),
            ("问题2：a", Some((Tag::Question, true, "a"))),
            ("面试官：a", Some((Tag::Said, true, "a"))),
            ("**You:**", Some((Tag::Said, true, ""))),
            ("**Assistant:** a", Some((Tag::Answer, true, "a"))),
            ("You: a", None),
            ("答: b", Some((Tag::Answer, true, "b"))),
            ("**Sample Answer**: b", Some((Tag::Answer, true, "b"))),
            ("✅ **Answer:** b", Some((Tag::Answer, true, "b"))),
            ("**FRONT**", Some((Tag::Question, true, ""))),
            ("**Back:**", Some((Tag::Answer, true, ""))),
            ("### Answer", Some((Tag::Answer, true, ""))),
            ("A. b", Some((Tag::Answer, false, "b"))),
            ("C: the [x]", Some((Tag::Cloze, true, "the [x]"))),
            ("question of life", None),
            ("A goroutine", None),
            ("## A", None),
            ("## Questions", None),
            ("a: b", None),
            ("Answer. b", None),
            ("Queue: b", None),
            ("Q.E.D.", None),
        ] {
            assert_eq!(tag(line), expected, "{line}");
        }
    }
}
