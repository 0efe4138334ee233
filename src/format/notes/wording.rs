//! The wording of notes, in English and Chinese: what is a question, what is an errand, and how a
//! bare term is asked.

use crate::model::card::Lang;
use crate::model::search::stands_alone;

/// Chinese words that make a line a question, wherever they stand.
const ASKING_ZH: [&str; 34] = [
    "怎么", "怎样", "如何", "为什么", "为何", "什么", "是否", "吗", "哪些", "哪个", "哪种", "哪几",
    "哪里", "可否", "能否", "几种", "几个", "多少", "区别", "还是", "有没有", "会不会", "是不是",
    "能不能", "要不要", "会怎", "异同", "优缺点", "讲讲", "讲一下", "说说", "介绍一下", "谈谈",
    "有何",
];

/// English words that begin a question.
const ASKING_EN: [&str; 17] = [
    "what", "what's", "why", "how", "when", "which", "who", "where", "whose", "explain", "describe",
    "compare", "define", "difference", "differences", "tell", "discuss",
];

/// Chinese words that an interview topic has and an errand seldom.
const TOPICS_ZH: [&str; 62] = [
    "原理", "机制", "模型", "底层", "数据结构", "用途", "用法", "步骤", "扩容", "缩容", "死锁",
    "逃逸", "协程", "线程", "进程", "内存", "垃圾回收", "三色标记", "写屏障", "复杂度", "设计模式",
    "单元测试", "并发", "并行", "锁", "调度", "抢占", "缓存", "索引", "事务", "一致性", "分布式",
    "泄露", "泄漏", "调优", "排查", "阻塞", "缓冲", "反射", "闭包", "泛型", "指针", "切片", "通道",
    "字节对齐", "中间件", "源码", "面试", "概念", "特性", "哈希", "排序算法", "红黑树", "跳表",
    "乐观锁", "三次握手", "四次挥手", "负载均衡", "限流", "熔断", "幂等", "零拷贝",
];

/// Names that an interview topic has, in Chinese text or alone.
const TERMS: [&str; 93] = [
    "go", "golang", "map", "maps", "slice", "slices", "channel", "channels", "chan", "goroutine",
    "goroutines", "mutex", "rwmutex", "atomic", "select", "defer", "panic", "recover", "interface",
    "interfaces", "struct", "structs", "context", "waitgroup", "gmp", "gc", "gomaxprocs", "runtime",
    "pprof", "generics", "closure", "closures", "iota", "rune", "string", "strings", "array",
    "arrays", "pointer", "pointers", "escape", "heap", "stack", "scheduler", "linux", "tcp", "udp",
    "http", "https", "rpc", "grpc", "mysql", "redis", "kafka", "es", "elasticsearch", "mongodb",
    "etcd", "k8s", "kubernetes", "docker", "nginx", "sql", "lru", "cache", "cas", "csp", "epoll",
    "raft", "paxos", "deadlock", "deadlocks", "benchmark", "mapreduce", "rust", "java", "python",
    "thread", "threads", "process", "processes", "coroutine", "coroutines", "concurrency",
    "parallelism", "polymorphism", "garbage", "reflection", "inlining", "hchan", "hmap", "mcache",
    "mheap",
];

/// Words with which an errand begins.
const ERRAND_BEGINS_ZH: [&str; 31] = [
    "回顾", "看一下", "看下", "安装", "买", "部署", "上线", "发布", "修复", "修改", "添加", "增加",
    "新增", "删除", "对接", "联调", "开会", "预约", "打电话", "提交", "申请", "整理", "准备", "完成",
    "搭建", "升级", "报销", "后台", "开发", "缴费", "联系",
];
/// Those of them that make even a line with a word of asking an errand.
const LOOKING_AGAIN_ZH: [&str; 5] = ["回顾", "看一下", "看下", "整理", "准备"];
const ERRAND_ENDS_ZH: [&str; 24] = [
    "开发", "搭建", "上线", "部署", "项目", "考核", "会议", "周会", "例会", "评审", "联调", "需求",
    "排期", "提测", "文档", "后台", "路线", "计划", "规划", "安装", "升级", "发布", "周报", "体检",
];
const ERRAND_BEGINS_EN: [&str; 55] = [
    "buy", "call", "email", "mail", "meet", "meeting", "deploy", "install", "fix", "book", "pay",
    "send", "order", "schedule", "ship", "release", "merge", "refactor", "update", "upgrade",
    "clean", "pick", "submit", "finish", "renew", "ask", "attend", "prepare", "setup", "watch",
    "sign", "do", "add", "remove", "delete", "migrate", "push", "reply", "text", "invite", "get",
    "make", "take", "bring", "return", "cancel", "visit", "wash", "cook", "write", "read", "learn",
    "study", "practice", "set",
];
const ERRAND_ENDS_EN: [&str; 17] = [
    "meeting", "plan", "plans", "project", "projects", "standup", "sync", "deployment", "release",
    "ticket", "tickets", "pr", "appointment", "groceries", "dentist", "invoice", "report",
];

/// Words of a heading that makes what stands under it questions.
const QUESTION_HEADS: [&str; 17] = [
    "面试", "面经", "题库", "题目", "习题", "真题", "八股", "问答", "知识点", "interview", "question", "q&a", "q & a", "quiz",
    "flashcard", "faq", "trivia",
];

/// Whole headings that say nothing about what stands under them.
const EMPTY_HEADS: [&str; 28] = [
    "todo", "to do", "to-do", "todos", "notes", "note", "misc", "other", "others", "inbox", "tasks",
    "backlog", "journal", "daily", "log", "introduction", "contents", "table of contents", "待办",
    "待办事项", "笔记", "其他", "其它", "杂项", "任务", "目录", "日志", "计划",
];

/// What parents end in that is no part of what they are about, longest first.
const HEAD_TAILS: [&str; 14] = [
    "相关面试题", "相关的面试题", "常见面试题", "相关问题", "相关题目", "相关知识点", "面试题",
    "面试", "问题", "interview questions", "interview", "questions", "q&a", "相关",
];

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
        && words
            .iter()
            .enumerate()
            .any(|(at, word)| TERMS.contains(&word.as_str()) && (at > 0 || word != "go" || words.len() == 1))
        || words.first().is_some_and(|w| w == "go")
            && words.iter().skip(1).take(3).any(|word| TERMS.contains(&word.as_str()))
}

/// Whether a text is no more than a name or a list of names: `GMP`, `slice、map、chan`.
pub(super) fn is_bare(text: &str) -> bool {
    if lang(text) == Lang::Zh {
        let chars = text.chars().filter(|c| c.is_alphanumeric()).count();
        return !asks(text) && chars <= 4;
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
    let is_in = |word: Option<&String>, list: &[&str]| word.is_some_and(|w| list.contains(&w.as_str()));
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
        let is_said = lower.contains(&small) || kept.iter().any(|k| k.to_lowercase().contains(&small));
        if !is_said {
            kept.insert(0, parent);
        }
    }
    let length = |parents: &[&str]| parents.iter().map(|p| p.chars().count()).sum::<usize>();
    while kept.len() > 1 && length(&kept) > LONGEST {
        kept.remove(0);
    }
    let mark = if lang(question) == Lang::Zh || kept.iter().any(|k| lang(k) == Lang::Zh) { "：" } else { ": " };
    kept.push(question);
    kept.join(mark)
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
