//! The wording of notes, in English and Chinese: what is a question, what is an errand, and how a
//! bare term is asked.

use super::vocabulary::{
    ASKING_EN, ASKING_ZH, ASPECTS_ZH, EMPTY_HEADS, ERRAND_BEGINS_EN, ERRAND_BEGINS_ZH,
    ERRAND_ENDS_EN, ERRAND_ENDS_ZH, HEAD_TAILS, LOOKING_AGAIN_ZH, QUESTION_HEADS, TERMS, TOPICS_ZH,
};
use crate::model::card::Lang;
use crate::model::search::stands_alone;

/// The language of a text: Chinese if it has Chinese characters.
pub(super) fn lang(text: &str) -> Lang {
    if text.chars().any(stands_alone) { Lang::Zh } else { Lang::En }
}

/// The text of one line without what only styles all of it.
pub(super) fn plain(text: &str) -> String {
    let mut text = text.trim();
    for mark in ["**", "__", "*"] {
        if let Some(inner) = text.strip_prefix(mark).and_then(|t| t.strip_suffix(mark))
            && !inner.contains(mark)
            && !inner.is_empty()
        {
            text = inner.trim();
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a text has a question mark at its end or at the end of a sentence in it.
pub(super) fn has_mark(text: &str) -> bool {
    let text = text.trim_end_matches(['*', '_', '`', '"', '”', ')', '）', ' ', '.', '…']);
    text.ends_with(['?', '？']) || text.contains('？') || text.contains("? ")
}

/// Whether a text asks something: by its mark or by its words.
pub(super) fn asks(text: &str) -> bool {
    if has_mark(text) {
        return true;
    }
    if lang(text) == Lang::Zh {
        return ASKING_ZH.iter().any(|word| text.contains(word));
    }
    let first = words(text).next().unwrap_or_default();
    ASKING_EN.contains(&first.as_str()) && text.contains(' ')
}

/// Whether a text names what interviews are about.
pub(super) fn is_topic(text: &str) -> bool {
    if lang(text) == Lang::Zh {
        return TOPICS_ZH.iter().any(|topic| text.contains(topic))
            || words(text).any(|word| TERMS.contains(&word.as_str()));
    }
    // In an English sentence such words mean anything: a term has few words, and `go` alone is one.
    let words: Vec<String> = words(text).collect();
    words.len() <= 4
        && words.iter().enumerate().any(|(at, word)| {
            TERMS.contains(&word.as_str()) && (at > 0 || word != "go" || words.len() == 1)
        })
        || words.first().is_some_and(|w| w == "go")
            && words.iter().skip(1).take(3).any(|word| TERMS.contains(&word.as_str()))
}

/// Whether a text is no more than a name or a list of names: `GMP`, `slice、map、chan`.
pub(super) fn is_bare(text: &str) -> bool {
    if lang(text) == Lang::Zh {
        let chars = text.chars().filter(|c| c.is_alphanumeric()).count();
        return !asks(text) && chars <= 4 && !ASPECTS_ZH.iter().any(|aspect| text.contains(aspect));
    }
    !asks(text) && words(text).count() <= 2
}

/// Whether a text is something to do rather than something to know. A question mark overrules, and
/// nearly always a word of asking.
pub(super) fn is_errand(text: &str) -> bool {
    let text = text.trim();
    if asks(text) {
        return !has_mark(text) && LOOKING_AGAIN_ZH.iter().any(|word| text.starts_with(word));
    }
    if lang(text) == Lang::Zh {
        let end = text.trim_end_matches(|c: char| !c.is_alphanumeric());
        return ERRAND_BEGINS_ZH.iter().any(|word| text.starts_with(word))
            || ERRAND_ENDS_ZH.iter().any(|word| end.ends_with(word));
    }
    let words: Vec<String> = words(text).collect();
    let is_in =
        |word: Option<&String>, list: &[&str]| word.is_some_and(|w| list.contains(&w.as_str()));
    is_in(words.first(), &ERRAND_BEGINS_EN) || is_in(words.last(), &ERRAND_ENDS_EN)
}

/// Whether a heading says that questions stand under it.
pub(super) fn announces_questions(head: &str) -> bool {
    let head = head.to_lowercase();
    QUESTION_HEADS.iter().any(|word| head.contains(word))
}

/// What a heading or a parent is about, as the context of a question: without "interview questions"
/// at its end; `None` for dates and headings such as "Todo".
pub(super) fn context(head: &str) -> Option<String> {
    let mut text = plain(head);
    text = text.trim_end_matches([':', '：', '。', '.', '?', '？']).trim().to_string();
    for tail in HEAD_TAILS {
        let Some(at) = text.len().checked_sub(tail.len()).filter(|at| text.is_char_boundary(*at))
        else {
            continue;
        };
        if text[at..].eq_ignore_ascii_case(tail) {
            text.truncate(at);
            text.truncate(text.trim_end().len());
            break;
        }
    }
    let says_nothing = text.is_empty()
        || EMPTY_HEADS.contains(&text.to_lowercase().as_str())
        || !text.chars().any(|c| c.is_alphabetic())
        || text.starts_with(|c: char| c.is_ascii_digit()) && text.contains(['年', '月', '/']);
    (!says_nothing).then_some(text)
}

/// A question with its parents, outermost first, before it; a parent that it names already is left
/// out.
pub(super) fn in_context(parents: &[String], question: &str) -> String {
    /// More characters than this would hide the question: then only the nearest parent stays.
    const LONGEST: usize = 48;
    let lower = question.to_lowercase();
    let mut kept: Vec<&str> = Vec::new();
    for parent in parents.iter().rev() {
        let small = parent.to_lowercase();
        let is_said = says(&lower, &small) || kept.iter().any(|k| says(&k.to_lowercase(), &small));
        if !is_said {
            kept.insert(0, parent);
        }
    }
    let length = |parents: &[&str]| parents.iter().map(|p| p.chars().count()).sum::<usize>();
    while kept.len() > 1 && length(&kept) > LONGEST {
        kept.remove(0);
    }
    let mark = if lang(question) == Lang::Zh || kept.iter().any(|k| lang(k) == Lang::Zh) {
        "："
    } else {
        ": "
    };
    kept.push(question);
    kept.join(mark)
}

/// Whether a text has a name in it, not only as a part of another: `sync.map` is not `map`.
fn says(text: &str, name: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
    text.match_indices(name).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + name.len()..]);
        let after = after.strip_prefix('s').unwrap_or(after);
        let goes_on_before = name.starts_with(is_part) && before.ends_with(is_part);
        let goes_on_after =
            name.ends_with(is_part) && after.starts_with(|c| is_part(c) && c != '.');
        !goes_on_before && !goes_on_after
    })
}

/// A term as a question: `mcache 是什么？`, `What is mcache?`. What asks already stays as it is.
pub(super) fn what_is(term: &str, lang: Lang) -> String {
    let term = plain(term);
    if asks(&term) {
        return term;
    }
    match lang {
        Lang::Zh if term.contains('、') => format!("{}分别是什么？", spaced(&term)),
        Lang::Zh => format!("{}是什么？", spaced(&term)),
        Lang::En if term.ends_with('s') && !term.ends_with("ss") && !term.ends_with("us") => {
            format!("What are {term}?")
        }
        Lang::En => format!("What is {term}?"),
    }
}

/// A topic as a question: `讲讲 GMP。`, `Explain GMP.`
pub(super) fn tell_me(topic: &str, lang: Lang) -> String {
    let topic = plain(topic);
    if asks(&topic) {
        return topic;
    }
    let latin = topic.starts_with(|c: char| c.is_ascii());
    match lang {
        Lang::Zh if topic.contains('、') => what_is(&topic, lang),
        Lang::Zh => format!("讲讲{}{topic}。", if latin { " " } else { "" }),
        Lang::En => format!("Explain {topic}."),
    }
}

/// A term with the space that stands between Latin and Chinese.
fn spaced(term: &str) -> String {
    let latin = term.ends_with(|c: char| c.is_ascii_alphanumeric() || c == ')' || c == '`');
    format!("{term}{}", if latin { " " } else { "" })
}

/// The words of a text in small letters; Chinese ends a word.
fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !(c.is_alphanumeric() && !stands_alone(c) || c == '\'' || c == '_'))
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_are_told_from_errands() {
        for (text, asked) in [
            ("zero copy怎么实现的？", true),
            ("为什么需要 P", true),
            ("slice 和 array 的区别", true),
            ("What is a nil map", true),
            ("Is append safe?", true),
            ("怎么部署一个 Go 服务", true),
            ("What", false),
            ("buy milk", false),
            ("GMP", false),
        ] {
            assert_eq!(asks(text), asked, "{text}");
        }
        for (text, errand) in [
            ("buy milk", true),
            ("回顾一下有哪些要部署的服务", true),
            ("k8s集群搭建", true),
            ("deploy the staging server", true),
            ("grpc project", true),
            ("要不要升级？", false),
            ("Should we deploy on Friday?", false),
            ("map的扩容", false),
            ("channel internals", false),
        ] {
            assert_eq!(is_errand(text), errand, "{text}");
        }
        for (text, topic) in [
            ("GMP模型", true),
            ("mutex", true),
            ("go scheduler", true),
            ("go调优", true),
            ("内存逃逸分析", true),
            ("go to the dentist today", false),
            ("优秀工具", false),
            ("a long walk with my cache of old strings", false),
        ] {
            assert_eq!(is_topic(text), topic, "{text}");
        }
    }

    #[test]
    fn parents_give_context_once() {
        for (head, about) in [
            ("map相关面试题", Some("map")),
            ("Channel interview questions:", Some("Channel")),
            ("**go垃圾回收相关面试题**", Some("go垃圾回收")),
            ("### 2023-02-04", None),
            ("2023年2月", None),
            ("Todo", None),
            ("面试题", None),
        ] {
            assert_eq!(context(head.trim_start_matches("### ")).as_deref(), about, "{head}");
        }
        let with = |parents: &[&str], question: &str| {
            in_context(&parents.iter().map(|p| (*p).to_string()).collect::<Vec<_>>(), question)
        };
        assert_eq!(with(&["map", "map底层数据结构"], "map的查找"), "map底层数据结构：map的查找");
        assert_eq!(with(&["Channels"], "internals"), "Channels: internals");
        assert_eq!(with(&["goroutine"], "Goroutine leaks"), "Goroutine leaks");
        assert_eq!(with(&["锁"], "mutex"), "锁：mutex");
    }

    #[test]
    fn terms_are_asked() {
        assert_eq!(what_is("**mcache**", Lang::Zh), "mcache 是什么？");
        assert_eq!(what_is("a、b", Lang::Zh), "a、b 分别是什么？");
        assert_eq!(what_is("a nil map", Lang::En), "What is a nil map?");
        assert_eq!(what_is("What is it?", Lang::En), "What is it?");
        assert_eq!(tell_me("GMP", Lang::Zh), "讲讲 GMP。");
        assert_eq!(tell_me("内存分配", Lang::Zh), "讲讲内存分配。");
    }
}
