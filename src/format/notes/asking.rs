//! What asks, and how it is asked: few words of English and Chinese, which every form shares.

use crate::format::lang;
use crate::model::card::Lang;
use crate::text::fence::uncoded;
use crate::text::han;

/// Chinese words that make a line a question, wherever they stand.
const ASKING_ZH: &str = "怎么 怎样 如何 为什么 为何 什么 吗 哪些 哪个 哪种 哪几 哪里 可否 能否 \
    多大 多久 区别 有没有 会不会 是不是 能不能 要不要 会怎 异同 优缺点 讲讲 讲一下 说说 说一下 \
    介绍一下 谈谈 简述 有何";
/// Those with which a task begins, even where it ends with a full stop.
const TELLING_ZH: &str = "讲讲 讲一下 说说 说一下 介绍一下 谈谈 简述 手写一 手写个 手写实现";
/// Those that ask only in a sentence without a comma, and those that are whole headings of an answer.
const SELDOM_ZH: &str = "是否 几种 几个 多少 还是";
const ASPECTS_ZH: &str = "区别 异同 优缺点 用途 作用 原理 流程";
/// Chinese words with which a question of a list ends.
const ENDING_ZH: &str = "用途 作用 原理 全过程 流程";
/// What makes of such words a statement.
const STATING_ZH: &str = "无论 不管 不论 任何 没什么 什么都 怎么都 看一下 看下 看看 回顾 整理 准备";
/// How a page says what it is good for.
const MANUAL_ZH: &str = "使用 安装 运行 贡献 参与 编译 构建 启动 开始 部署 升级 卸载";

/// English words that begin a question, those that follow them, and those that ask to tell.
const ASKING_EN: &str = "what why how when which who where whose";
const VERBS_EN: &str =
    "is are was were do does did can could should would will has have must may might";
const TELLING_EN: &str = "explain describe compare define discuss differentiate distinguish";

/// Words of a heading that says that questions stand under it.
const ANNOUNCING: &str = "面试题 面试问题 面试真题 面经 题库 题目 习题 真题 八股 问答 常见问题 高频问题 \
    相关问题 questions question q&a quiz quizzes flashcard flashcards faq trivia";
/// What parents end in that is no part of what they are about, longest first.
const HEAD_TAILS: &str = "相关的面试题 相关面试题 常见面试题 高频面试题 相关知识点 面试题目录 面试题目 相关问题 \
    相关题目 常见问题 面试题 题目 问题 interview_questions interview_q&a questions q&a quiz 相关";
/// Whole headings that say nothing about what stands under them.
const EMPTY_HEADS: &str = "todo to_do to-do notes note misc other others tasks backlog journal log \
    introduction contents table_of_contents interview 待办 待办事项 笔记 其他 其它 杂项 任务 目录 日志 计划 面试";
/// Items of an interview that ask nothing of what is to be known.
const NO_SUBJECT: &str = "自我介绍 项目介绍 反问 反问环节 反问面试官 手撕代码 introduce_yourself \
    self-introduction introduction questions_for_them your_questions any_questions";
/// What such an item says among other words.
const INTRODUCING: &str = "介绍一下自己 介绍一下你自己 介绍下自己 自我介绍一下 introduce_yourself \
    about_yourself";

/// Whether a text holds one of the words of a list, where `_` stands for a space.
fn holds(list: &str, text: &str) -> bool {
    let spaced = |word: &str| word.contains('_') && text.contains(&word.replace('_', " "));
    list.split_whitespace().any(|word| text.contains(word) || spaced(word))
}

/// Whether a word is in a list, where `_` stands for a space.
fn listed(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|w| w == word || w.contains('_') && w.replace('_', " ") == word)
}

/// The text of one line without what only styles all of it.
pub(super) fn plain(text: &str) -> String {
    let mut text = text.trim();
    for mark in ["***", "**", "__", "*"] {
        if let Some(inner) = text.strip_prefix(mark).and_then(|t| t.strip_suffix(mark))
            && !inner.contains(mark)
            && !inner.is_empty()
        {
            text = inner.trim();
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A question as it stands in notes, without its number, its tag, and the link it may be.
pub(super) fn question(text: &str) -> String {
    let text = plain(text);
    let link = text.strip_prefix('[').and_then(|t| t.strip_suffix(')')?.split_once("]("));
    let text = match link.filter(|(name, address)| !name.contains(']') && !address.contains(')')) {
        Some((name, _)) => plain(name),
        None => text,
    };
    let text = plain(unnumbered(&text));
    plain(unnumbered(unmarked(super::tag::untagged(&text))))
}

/// Tags with which other programs mark a card.
const CARD_TAGS: [&str; 4] = ["#card", "#flashcard", "#flashcards", "#卡片"];

/// A text without the tags at its end, if one of them makes it a card: `Why? #card #birds`.
fn unmarked(text: &str) -> &str {
    let mut rest = text.trim_end();
    let mut is_card = false;
    while let Some((before, tag)) = rest.rsplit_once(' ').filter(|(_, tag)| tag.starts_with('#')) {
        is_card |= CARD_TAGS.contains(&tag);
        rest = before.trim_end();
    }
    if is_card { rest } else { text }
}

/// The other tags of a text that is marked as a card.
pub(super) fn tags(text: &str) -> Vec<String> {
    let tags = text[unmarked(text).len()..].split_whitespace();
    let tags = tags.filter(|tag| !CARD_TAGS.contains(tag) && tag.len() > 1);
    tags.map(|tag| tag[1..].to_owned()).collect()
}

/// A text without its number: `1. `, `1.2 `, `3、`, `[4] `, `(5)`, `6-`, `一、`, `第七题：`.
pub(super) fn unnumbered(text: &str) -> &str {
    let text = text.trim_start();
    const CLOSING: [char; 11] = ['.', '、', ')', ']', '．', '）', '】', '，', ':', '：', '-'];
    let is_number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let rest = text.strip_prefix("No.").or(text.strip_prefix('#')).unwrap_or(text);
    let rest = rest.trim_start_matches(['[', '(', '（', '【', '第']);
    let after = rest.trim_start_matches(|c| is_number(c) || c == '.');
    let number = &rest[..rest.len() - after.len()];
    if !number.starts_with(is_number) {
        return text;
    }
    let after =
        after.strip_prefix(['题', '问']).filter(|_| text.starts_with('第')).unwrap_or(after);
    let cut = after.trim_start_matches(CLOSING);
    let mark = &after[..after.len() - cut.len()];
    let begins_text =
        |c: char| c.is_alphabetic() || matches!(c, ' ' | '\t' | '*' | '`' | '[' | '【');
    // `3 states`, `4-bit` and `2023-02-04` have no number before a text.
    let is_closed = match mark {
        "" => number.contains('.') && (cut.starts_with(' ') || number.ends_with('.')),
        "-" => cut.starts_with(' ') || han::is_in(cut),
        ":" | "，" => number.chars().all(|c| c.is_ascii_digit()),
        "：" => text.starts_with('第') || number.chars().all(|c| c.is_ascii_digit()),
        _ => true,
    };
    if is_closed && cut.starts_with(begins_text) { cut.trim_start() } else { text }
}

/// Whether a text ends with a question mark.
pub(super) fn has_mark(text: &str) -> bool {
    let end = |c: char| matches!(c, '*' | '_' | '"' | '”' | ')' | '）' | ' ' | '.' | '…' | '!');
    text.trim_end_matches(end).ends_with(['?', '？'])
}

/// Whether a text surely asks: by its mark or by its words.
pub(super) fn asks(text: &str) -> bool {
    if unmarked(text) != text {
        return true;
    }
    let bare = uncoded(text);
    let marked = has_mark(text);
    if han::is_in(&bare) {
        return marked
            || bare.contains('？')
            || is_task_zh(&bare)
            || !is_statement_zh(&bare)
                && (holds(ASKING_ZH, &bare) || holds(SELDOM_ZH, &bare) && !bare.contains('，'));
    }
    let words: Vec<String> = words(&bare).collect();
    let at = |n: usize| words.get(n).map_or("", String::as_str);
    let asking = listed(ASKING_EN, at(0).split('\'').next().unwrap_or(""));
    let begins = asking || listed(VERBS_EN, at(0));
    if marked {
        // `Need help?` and `Questions?` ask nothing that is to be known.
        return begins || words.len() > 3 || listed(TELLING_EN, at(0));
    }
    let verb = at(0).contains('\'') || (1..4).any(|n| listed(VERBS_EN, at(n)));
    let tells = listed(TELLING_EN, at(0)) && words.len() > 2
        || listed("tell walk talk", at(0)) && at(1) == "me"
        || (0..2).any(|n| at(n).starts_with("difference") && listed("between of in", at(n + 1)));
    let is_sentence = bare.trim_end().ends_with('.') || bare.contains([';', ',', ':']);
    tells || asking && verb && words.len() > 2 && !is_sentence
}

/// Whether a Chinese text is one sentence that wants something told: `请简述……。`
fn is_task_zh(text: &str) -> bool {
    let text = text.trim().trim_start_matches(['请', '那', '先']).trim_end_matches('。');
    let begins = TELLING_ZH.split_whitespace().any(|word| text.starts_with(word));
    begins && !text.contains(['。', '；', '：'])
}

/// Whether a Chinese text states something, whatever words it has: it tells how a page is used, is
/// long, or of several sentences, leads to a list, or is the heading of a part of an answer.
fn is_statement_zh(text: &str) -> bool {
    /// Characters of a question without a mark at most.
    const LONGEST: usize = 45;
    let text = text.trim();
    let length = text.chars().count();
    let manual = text.strip_prefix("如何").or(text.strip_prefix("怎么")).filter(|_| length <= 7);
    manual.is_some_and(|rest| MANUAL_ZH.split(' ').any(|word| rest.starts_with(word)))
        || length > LONGEST && !text.ends_with(['吗', '呢'])
        || text.contains(['。', '；'])
        || text.ends_with(['：', ':'])
        || holds(STATING_ZH, text)
        || listed(ASPECTS_ZH, text)
}

/// A question with the answer behind it in one line: `Why? Because.`, `为什么？因为。`
pub(super) fn parted(text: &str) -> (&str, &str) {
    let marks = text.match_indices(['?', '？']).map(|(at, mark)| at + mark.len());
    for at in marks {
        let (asked, rest) = text.split_at(at);
        let is_end = rest.starts_with(' ') || asked.ends_with('？');
        let answer = rest.trim_start_matches([' ', '—', '–', '-', ':', '：']).trim();
        let is_answer =
            answer.starts_with(|c: char| c.is_alphanumeric() || c == '`') && !may_ask(answer);
        if is_end && is_answer && asks(asked) && !answer.contains(['?', '？']) {
            return (asked, answer);
        }
    }
    (text, "")
}

/// Whether an item of a list may ask, where its neighbours do: `how maps grow`, `用途`.
pub(super) fn may_ask(text: &str) -> bool {
    if asks(text) {
        return true;
    }
    let bare = uncoded(text);
    if bare.contains(['。', '；', '：', ';', ':']) || bare.trim_end().ends_with('.') {
        return false;
    }
    if han::is_in(&bare) {
        return ENDING_ZH.split(' ').any(|word| bare.ends_with(word)) && !is_statement_zh(&bare);
    }
    let words: Vec<String> = words(&bare).collect();
    words.first().is_some_and(|w| listed("what why how which", w))
        && (3..=14).contains(&words.len())
        && !bare.contains(',')
}

/// Whether a question is about code that stands beside it.
pub(super) fn points_at_code(text: &str) -> bool {
    const CODE: &str = "below following above 下面 下列 以下 如下 下方 这段 输出什么 打印什么 输出是 输出结果 \
        运行结果 printed output this_program this_code this_snippet this_function this_loop this_example \
        this_script this_query does_this will_this is_this this_print";
    holds(CODE, &text.to_lowercase())
}

/// Whether a question says nothing without what stands above it: `Why?`, `它怎么扩容？`
pub(super) fn points_back(text: &str) -> bool {
    if han::is_in(text) {
        let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
        let back = text.replace("其他", "").replace("其它", "").replace("其中", "");
        return letters <= 5 || back.contains('它') || back.contains('其');
    }
    let words: Vec<String> = words(text).collect();
    words.len() <= 2 || words.iter().any(|w| listed("it its they them their these those", w))
}

/// Whether a heading or an item says that questions stand under it.
pub(super) fn announces(head: &str) -> bool {
    let head = head.to_lowercase();
    let words: Vec<String> = words(&head).collect();
    head.contains("q & a")
        || ANNOUNCING.split_whitespace().any(|word| match han::is_in(word) || word.contains('&') {
            true => head.contains(word),
            false => words.iter().any(|w| w == word),
        })
}

/// Whether a heading says so and does not ask itself.
pub(super) fn announces_only(head: &str) -> bool {
    announces(head) && !asks(unnumbered(head))
}

/// Whether a heading says that each heading below it is the question of a card.
pub(super) fn announces_cards(head: &str) -> bool {
    holds("flashcard 闪卡 记忆卡", &head.to_lowercase())
}

/// Whether an item of an interview asks nothing of what is to be known.
pub(super) fn is_small_talk(text: &str) -> bool {
    let text = text.trim_end_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    listed(NO_SUBJECT, &text) || holds(INTRODUCING, &text)
}

/// What a heading or a parent is about, as the context of a question: without "interview questions"
/// at its end; `None` for dates and headings such as "Todo".
pub(super) fn context(head: &str) -> Option<String> {
    let mut text = plain(unnumbered(&plain(head)));
    text = text.trim_end_matches([':', '：', '。', '.', '?', '？']).trim().to_string();
    let lower = text.to_ascii_lowercase();
    let mut tails = HEAD_TAILS.split_whitespace().map(|tail| tail.replace('_', " "));
    if let Some(tail) = tails.find(|tail| lower.ends_with(tail)) {
        text = text[..text.len() - tail.len()].trim_end().to_owned();
    }
    let says_nothing = text.is_empty()
        || listed(EMPTY_HEADS, &text.to_lowercase())
        || !text.chars().any(|c| c.is_alphabetic())
        || text.starts_with(|c: char| c.is_ascii_digit()) && text.contains(['年', '月', '/']);
    (!says_nothing).then_some(text)
}

/// What a heading is about, as the context of what stands under it: one that asks has an answer of
/// its own and is none.
pub(super) fn topic(head: &str) -> Option<String> {
    context(head).filter(|_| !asks(unnumbered(head)))
}

/// A question with its parents, outermost first, before it; a parent that it names already is left
/// out.
pub(super) fn in_context(parents: &[String], question: &str) -> String {
    /// More characters than this would hide the question: then only the nearest parent stays.
    const LONGEST: usize = 48;
    let is_zh = parents.iter().map(String::as_str).chain([question]).any(han::is_in);
    let mut text = question.to_owned();
    let mut length = 0;
    for parent in parents.iter().rev().filter(|parent| !parent.is_empty()) {
        if says(&text.to_lowercase(), &parent.to_lowercase()) {
            continue;
        }
        length += parent.chars().count();
        if text.len() > question.len() && length > LONGEST {
            break;
        }
        // A parent that asks has a mark of its own.
        let gap = match (has_mark(parent), is_zh) {
            (true, true) => "",
            (true, false) => " ",
            (false, true) => "：",
            (false, false) => ": ",
        };
        text = format!("{parent}{gap}{text}");
    }
    text
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
    let is_latin = term.ends_with(|c: char| c.is_ascii_alphanumeric() || c == ')' || c == '`');
    let gap = if is_latin { " " } else { "" };
    let is_many = term.ends_with('s') && !term.ends_with("ss") && !term.ends_with("us");
    match lang {
        _ if asks(&term) => term,
        Lang::Zh if term.contains('、') => format!("{term}{gap}分别是什么？"),
        Lang::Zh => format!("{term}{gap}是什么？"),
        Lang::En => format!("What {} {term}?", if is_many { "are" } else { "is" }),
    }
}

/// A topic as a question: `讲讲 GMP。`, `Explain GMP.`
pub(super) fn tell_me(topic: &str, lang: Lang) -> String {
    let topic = plain(topic);
    let gap = if topic.starts_with(|c: char| c.is_ascii()) { " " } else { "" };
    match lang {
        _ if asks(&topic) => topic,
        Lang::Zh => format!("讲讲{gap}{topic}。"),
        Lang::En => format!("Explain {topic}."),
    }
}

/// The words of a text in small letters; Chinese ends a word.
fn words(text: &str) -> impl Iterator<Item = String> {
    lang::words(text).map(str::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_are_told_from_statements() {
        for (text, sure, maybe) in [
            ("zero copy怎么实现的？", true, true),
            ("为什么需要 P", true, true),
            ("slice 和 array 的区别", true, true),
            ("What is a nil map", true, true),
            ("What's a rune", true, true),
            ("Is append safe?", true, true),
            ("A mutex or a channel?", true, true),
            ("Explain how append grows a slice", true, true),
            ("the difference between new and make", true, true),
            ("Nil maps #card", true, true),
            ("Nil maps #card #runtime", true, true),
            ("Nil maps #runtime", false, false),
            ("简述页的分裂。", true, true),
            ("手写一个栈", true, true),
            ("手写的笔记", false, false),
            ("Walk me through a page split.", true, true),
            ("how shadow tables grow", false, true),
            ("context 包的用途", false, true),
            ("How it works", false, true),
            ("How to install", false, true),
            ("When the channel is full, the sender waits", false, false),
            ("Questions?", false, false),
            ("Need help?", false, false),
            ("如何使用", false, false),
            ("无论什么类型", false, false),
            ("先看它是否逃逸，再决定放在哪", false, false),
            ("加载大概有几个阶段：", false, false),
            ("删掉不会报错，没有任何作用", false, false),
            ("区别", false, false),
            ("指针是否安全", true, true),
            ("The operator `a ? b : c` is missing", false, false),
            ("buy milk", false, false),
            ("GMP", false, false),
        ] {
            assert_eq!((asks(text), may_ask(text)), (sure, maybe), "{text}");
        }
    }

    #[test]
    fn questions_lose_their_dress() {
        for (text, rest) in [
            ("1. What?", "What?"),
            ("1.2 What?", "What?"),
            ("12、什么", "什么"),
            ("一、什么", "什么"),
            ("第3题：什么", "什么"),
            ("1-什么", "什么"),
            ("（2）什么", "什么"),
            ("[3] Why?", "Why?"),
            ("**4. Why?**", "Why?"),
            ("5. **Why?**", "Why?"),
            ("Q6: **Why?**", "Why?"),
            ("[7. Why?](#why)", "Why?"),
            ("Why is it? #card", "Why is it?"),
            ("Why is it? #birds #card #owls", "Why is it?"),
            ("3 states", "3 states"),
            ("4-bit numbers", "4-bit numbers"),
            ("2023-02-04", "2023-02-04"),
            ("一个 map 有什么", "一个 map 有什么"),
        ] {
            assert_eq!(question(text), rest, "{text}");
        }
    }

    #[test]
    fn parents_give_context_once() {
        for (head, about) in [
            ("map相关面试题", Some("map")),
            ("Channel interview questions:", Some("Channel")),
            ("**go垃圾回收相关面试题**", Some("go垃圾回收")),
            ("2023-02-04", None),
            ("2023年2月", None),
            ("Todo", None),
            ("面试题", None),
        ] {
            assert_eq!(context(head).as_deref(), about, "{head}");
        }
        let with = |parents: &[&str], question: &str| {
            in_context(&parents.iter().map(|p| (*p).to_string()).collect::<Vec<_>>(), question)
        };
        assert_eq!(with(&["map", "map底层数据结构"], "map的查找"), "map底层数据结构：map的查找");
        assert_eq!(with(&["Channels"], "internals"), "Channels: internals");
        assert_eq!(with(&["What is a P?"], "Why?"), "What is a P? Why?");
        assert_eq!(with(&["goroutine"], "Goroutine leaks"), "Goroutine leaks");
        assert_eq!(with(&["锁"], "mutex"), "锁：mutex");
    }

    #[test]
    fn a_name_is_asked_about_in_the_language_of_its_file() {
        assert_eq!(what_is("**mcache**", Lang::Zh), "mcache 是什么？");
        assert_eq!(what_is("a、b", Lang::Zh), "a、b 分别是什么？");
        assert_eq!(what_is("a nil map", Lang::En), "What is a nil map?");
        assert_eq!(what_is("What is it?", Lang::En), "What is it?");
        assert_eq!(tell_me("GMP", Lang::Zh), "讲讲 GMP。");
        assert_eq!(tell_me("内存分配", Lang::Zh), "讲讲内存分配。");
    }
}
