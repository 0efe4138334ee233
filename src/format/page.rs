//! All cards as one page for a browser: one file that loads nothing, for a phone without a network.
//!
//! ```text
//! header, switch of languages, search ── aside: contents, filters
//!                                     └─ main: a section a topic, an article a card
//! ```
//!
//! A card is a `details`. Its question opens to what is said aloud, with another `details` for the
//! depth and the sources. If the question has a body, such as a program to think about, that comes
//! first and the answer opens below it. So the page works without script, and so does the switch of
//! languages (radio buttons and `:has`). The script adds search, filters and keys. All text goes
//! through [`super::html`]. A policy in the head says what may run, by hashes of script and style.

mod article;
mod frame;
mod words;

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::html;
use super::record::rfc3339;
use crate::model::card::{Card, Lang, Topic};
use article::{article, fragment};
use words::{Words, level_word, topic_title};

/// What has to be known of all cards before the first is written.
#[derive(Debug, Default)]
pub struct Index {
    cards: BTreeMap<String, Entry>,
    topics: BTreeMap<String, usize>,
    levels: BTreeMap<u8, usize>,
}

#[derive(Debug, Default)]
struct Entry {
    titles: BTreeMap<Lang, String>,
    /// The cards that follow this one.
    next: Vec<String>,
}

impl Index {
    /// Takes note of a card, with the texts that it will be written with.
    pub fn add(&mut self, card: &Card) {
        *self.topics.entry(card.topic.clone()).or_default() += 1;
        *self.levels.entry(card.level).or_default() += 1;
        let titles = card.text.iter().map(|(lang, text)| (*lang, text.title().to_owned()));
        self.cards.entry(card.id.clone()).or_default().titles = titles.collect();
        if let Some(first) = &card.follows {
            self.cards.entry(first.clone()).or_default().next.push(card.id.clone());
        }
    }

    /// Number of cards.
    fn len(&self) -> usize {
        self.topics.values().sum()
    }

    /// The titles of a card that is on the page.
    fn titles(&self, id: &str) -> Option<&BTreeMap<Lang, String>> {
        self.cards.get(id).map(|entry| &entry.titles).filter(|titles| !titles.is_empty())
    }
}

/// Writes a page card by card, so that a large one is never held whole. Give it a buffered writer.
pub struct Writer<'a, W: Write> {
    out: W,
    words: Words<'a>,
    topics: &'a [Topic],
    index: &'a Index,
    exported_at: i64,
    pictures: html::Pictures<'a>,
    /// The topic whose section is open.
    section: Option<String>,
}

impl<'a, W: Write> Writer<'a, W> {
    /// Begins a page with a switch between `langs`, if there are several. `exported_at` is in
    /// milliseconds since 1970-01-01 UTC; `pictures` gives what cards show.
    pub fn new(
        out: W,
        langs: &'a [Lang],
        topics: &'a [Topic],
        index: &'a Index,
        exported_at: i64,
        pictures: html::Pictures<'a>,
    ) -> io::Result<Self> {
        let words = Words { langs };
        let mut writer = Writer { out, words, topics, index, exported_at, pictures, section: None };
        writer.head()?;
        writer.bar()?;
        writer.aside()?;
        writer.begin_main()?;
        Ok(writer)
    }

    /// Writes the next card. The cards of a topic come one after the other.
    pub fn card(&mut self, card: &Card) -> io::Result<()> {
        if self.section.as_deref() != Some(&card.topic) {
            if self.section.is_some() {
                writeln!(self.out, "</section>")?;
            }
            self.section = Some(card.topic.clone());
            let name = html::escape(&card.topic);
            let title = self.topic_title(&card.topic);
            let count = self.topic_count(&card.topic);
            writeln!(
                self.out,
                "<section id=\"t-{name}\" data-topic=\"{name}\" aria-labelledby=\"h-{name}\">\n\
                 <h2 id=\"h-{name}\">{title} {count}</h2>"
            )?;
        }
        let out = article(card, self.words, self.index, self.pictures);
        self.out.write_all(out.as_bytes())
    }

    /// Ends the page and gives the writer back, flushed.
    pub fn finish(mut self) -> io::Result<W> {
        if self.section.is_some() {
            writeln!(self.out, "</section>")?;
        }
        let w = self.words;
        let nothing = w.say("Nothing was found.", "没有找到。");
        let clear = w.say("Clear search and filters", "清除搜索和筛选");
        let date = rfc3339(self.exported_at);
        let day = html::escape(date.get(..10).unwrap_or(&date));
        let made = w.say(
            &format!("Written by godrill on {day}. Works without a network."),
            &format!("由 godrill 于 {day} 生成，无需联网。"),
        );
        writeln!(
            self.out,
            "<div id=\"nothing\" hidden><p>{nothing}</p><button type=\"button\" id=\"clear\">{clear}</button></div>\n\
             <footer><p>{made}</p></footer>\n</main>\n</div>"
        )?;
        frame::help(&mut self.out, w)?;
        frame::end(&mut self.out)?;
        self.out.flush()?;
        Ok(self.out)
    }

    fn head(&mut self) -> io::Result<()> {
        let title = match self.topics {
            [topic] => html::escape(topic.title_in(self.words.langs[0])),
            _ => self.words.plain("Go interview questions", "Go 面试题"),
        };
        frame::head(&mut self.out, &title, self.words)
    }

    fn bar(&mut self) -> io::Result<()> {
        let w = self.words;
        let title = match self.topics {
            [topic] => topic_title(topic, w),
            _ => w.say("Go interview questions", "Go 面试题"),
        };
        let skip = w.say("Skip to the questions", "跳到题目");
        let hint =
            w.say("Say the answer aloud, then open the question.", "先把答案说出来，再点开题目。");
        let search = w.say("Search", "搜索");
        let placeholder = w.plain("Search", "搜索");
        let keys = w.say("Keys", "快捷键");
        writeln!(
            self.out,
            "<a class=\"skip\" href=\"#cards\">{skip}</a>\n\
             <header>\n<h1>{title}</h1>\n<p>{hint}</p>\n</header>\n\
             <div class=\"bar\" role=\"search\"><div>\n\
             <label class=\"out-of-sight script-only\" for=\"search\">{search}</label>\n\
             <input class=\"script-only\" id=\"search\" type=\"search\" placeholder=\"{placeholder}\" \
             autocomplete=\"off\" autocapitalize=\"none\" spellcheck=\"false\" enterkeyhint=\"search\">"
        )?;
        if w.langs.len() > 1 {
            let legend = w.say("Language", "语言");
            writeln!(
                self.out,
                "<fieldset class=\"switch\"><legend class=\"out-of-sight\">{legend}</legend>"
            )?;
            for (at, (id, label, name)) in [
                ("en", "EN", "English"),
                ("zh", "中文", "中文"),
                ("both", "EN+中", "English + 中文"),
            ]
            .into_iter()
            .enumerate()
            {
                let checked = if at == 0 { " checked" } else { "" };
                writeln!(
                    self.out,
                    "<input class=\"out-of-sight\" type=\"radio\" name=\"lang\" id=\"lang-{id}\" \
                     value=\"{id}\" aria-label=\"{name}\"{checked}><label for=\"lang-{id}\">{label}</label>"
                )?;
            }
            writeln!(self.out, "</fieldset>")?;
        }
        writeln!(
            self.out,
            "<button class=\"script-only\" type=\"button\" id=\"help-button\" aria-haspopup=\"dialog\">\
             <span aria-hidden=\"true\">?</span><span class=\"out-of-sight\">{keys}</span></button>\n\
             </div></div>"
        )
    }

    /// The topics that have cards, in order.
    fn shown_topics(&self) -> impl Iterator<Item = &'a Topic> + use<'a, W> {
        let index = self.index;
        self.topics.iter().filter(move |topic| index.topics.contains_key(&topic.name))
    }

    fn topic_title(&self, name: &str) -> String {
        match self.topics.iter().find(|topic| topic.name == name) {
            Some(topic) => topic_title(topic, self.words),
            None => html::escape(name),
        }
    }

    fn topic_count(&self, name: &str) -> String {
        let count = self.index.topics.get(name).copied().unwrap_or(0);
        let name = html::escape(name);
        format!(
            "<span class=\"count\" data-count-of=\"{name}\" data-all=\"{count}\">{count}</span>"
        )
    }

    fn aside(&mut self) -> io::Result<()> {
        let w = self.words;
        let contents = w.say("Contents", "目录");
        writeln!(
            self.out,
            "<div class=\"frame\">\n<aside>\n<details open><summary>{contents}</summary>\n\
             <nav aria-label=\"{}\"><ul>",
            w.plain("Contents", "目录")
        )?;
        let topics: Vec<&Topic> = self.shown_topics().collect();
        for topic in &topics {
            let title = topic_title(topic, w);
            let (link, count) = (fragment(&topic.name), self.topic_count(&topic.name));
            writeln!(self.out, "<li><a href=\"#t-{link}\"><span>{title}</span> {count}</a></li>")?;
        }
        writeln!(self.out, "</ul></nav></details>")?;
        let filter = w.say("Filter", "筛选");
        writeln!(
            self.out,
            "<details class=\"script-only\" open><summary>{filter}<span id=\"filters\"></span></summary>"
        )?;
        let levels: Vec<(String, String)> = self
            .index
            .levels
            .keys()
            .map(|level| (level.to_string(), level_word(*level, w)))
            .collect();
        self.chips("level", &w.say("Level", "级别"), &levels)?;
        if topics.len() > 1 {
            let names: Vec<(String, String)> =
                topics.iter().map(|t| (html::escape(&t.name), topic_title(t, w))).collect();
            self.chips("topic", &w.say("Topic", "主题"), &names)?;
        }
        writeln!(self.out, "</details>\n</aside>")
    }

    fn chips(&mut self, name: &str, legend: &str, chips: &[(String, String)]) -> io::Result<()> {
        writeln!(self.out, "<fieldset class=\"chips\"><legend>{legend}</legend>")?;
        for (at, (value, label)) in chips.iter().enumerate() {
            writeln!(
                self.out,
                "<input class=\"out-of-sight\" type=\"checkbox\" name=\"{name}\" id=\"{name}-{at}\" \
                 value=\"{value}\"><label for=\"{name}-{at}\">{label}</label>"
            )?;
        }
        writeln!(self.out, "</fieldset>")
    }

    fn begin_main(&mut self) -> io::Result<()> {
        let w = self.words;
        let count = format!("<span class=\"number\">{}</span>", self.index.len());
        let one = self.index.len() == 1;
        let questions = w.say(
            &format!("{count} {}", if one { "question" } else { "questions" }),
            &format!("{count} 道题"),
        );
        let reveal = w.say("Reveal all", "全部展开");
        let hide = w.say("Hide all", "全部收起");
        writeln!(
            self.out,
            "<main id=\"cards\" tabindex=\"-1\">\n<div class=\"actions\">\n\
             <p id=\"status\" role=\"status\">{questions}</p>\n\
             <button class=\"script-only\" type=\"button\" id=\"reveal\">{reveal}</button>\n\
             <button class=\"script-only\" type=\"button\" id=\"hide\">{hide}</button>\n</div>"
        )
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::html::check::{self, sha256};
    use super::frame::{SCRIPT, SCRIPT_HASH, STYLE, STYLE_HASH};
    use super::*;
    use crate::model::card::{Kind, Text};

    #[test]
    fn the_policy_names_the_script_and_the_style() {
        assert_eq!(sha256(""), "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
        assert_eq!((STYLE_HASH, SCRIPT_HASH), (sha256(STYLE).as_str(), sha256(SCRIPT).as_str()));
        assert!(!SCRIPT.contains("</") && !SCRIPT.contains("<!") && !STYLE.contains("</"));
        for word in ["http", "innerHTML", "eval(", "fetch(", "import(", "XMLHttp", "document.write"]
        {
            assert!(!SCRIPT.contains(word) && !STYLE.contains(word), "{word}");
        }
        assert!(!STYLE.contains("url(") && !STYLE.contains("@import"));
    }

    fn card(id: &str, topic: &str, texts: &[(Lang, &str, &str)]) -> Card {
        let text = |(lang, question, answer): &(Lang, &str, &str)| {
            (
                *lang,
                Text { question: (*question).into(), answer: (*answer).into(), ..Text::default() },
            )
        };
        Card {
            id: id.into(),
            topic: topic.into(),
            kind: Kind::Basic,
            level: 2,
            weight: 3,
            follows: None,
            tags: Vec::new(),
            correct: None,
            evidence: Vec::new(),
            text: texts.iter().map(text).collect(),
            ..Card::default()
        }
    }

    fn topic(name: &str, en: &str, zh: &str) -> Topic {
        let titles = [(Lang::En, en.to_owned()), (Lang::Zh, zh.to_owned())].into();
        Topic { name: name.into(), titles, ..Topic::default() }
    }

    fn write(langs: &[Lang], topics: &[Topic], cards: &[Card]) -> String {
        let mut index = Index::default();
        cards.iter().for_each(|card| index.add(card));
        let mut writer = Writer::new(Vec::new(), langs, topics, &index, 0, &|_| None).unwrap();
        cards.iter().for_each(|card| writer.card(card).unwrap());
        String::from_utf8(writer.finish().unwrap()).unwrap()
    }

    /// Checks that a page holds together, loads nothing and runs nothing but its own script.
    #[track_caller]
    fn sound(page: &str) {
        let tags = check::tags(page);
        let mut ids = Vec::new();
        for (name, attributes) in &tags {
            let value = |key: &str| {
                attributes.iter().find(|(k, _)| k == key).map(|(_, value)| value.as_str())
            };
            for (key, value) in attributes {
                assert!(!key.starts_with("on") && key != "style" && key != "src", "{name} {key}");
                if key == "href" {
                    let starts = ["#", "http://", "https://", "mailto:", "data:,"];
                    assert!(starts.iter().any(|s| value.starts_with(s)), "{value}");
                    assert!(name == "a" || value == "data:,");
                }
            }
            ids.extend(value("id").map(str::to_owned));
            assert!(
                !["img", "iframe", "object", "embed", "base", "form", "svg"]
                    .contains(&name.as_str()),
                "{name}"
            );
            if name == "label" {
                let of = value("for").unwrap();
                assert!(tags.iter().any(|(_, a)| a.contains(&("id".into(), of.into()))), "{of}");
            }
            if name == "input" && value("type") != Some("search") {
                assert!(value("id").is_some());
            }
        }
        for (name, number) in [("script", 1), ("style", 1), ("main", 1), ("h1", 1), ("nav", 1)] {
            assert_eq!(tags.iter().filter(|(tag, _)| tag == name).count(), number, "{name}");
        }
        let all = ids.len();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), all, "every id is there once");
    }

    fn example() -> (Vec<Topic>, Vec<Card>) {
        let both = [
            (Lang::En, "What is `x`?\n\n```go\nx\n```", "It is <1>.\n\n- deep"),
            (Lang::Zh, "`x` 是什么？\n\n```go\nx\n```", "是 <1>。\n\n- 深"),
        ];
        let mut first = card("t-a", "t", &both);
        first.evidence =
            vec!["runtime/a.go: a<b".into(), "https://go.dev/?a&b".into(), "odd".into()];
        let mut second = card("t-b", "t", &[(Lang::Zh, "[只有](http://c)中文？", "对。")]);
        second.follows = Some("t-a".into());
        let topics =
            vec![topic("t", "One <t>", "一"), topic("u", "Two", "二"), topic("v", "No", "无")];
        (topics, vec![first, second, card("u-a", "u", &[(Lang::En, "U?", "Yes.")])])
    }

    #[test]
    fn a_page_has_every_card_in_both_languages() {
        let (topics, cards) = example();
        let page = write(&Lang::ALL, &topics, &cards);
        sound(&page);
        let shown = check::shown(&page);
        for text in [
            "What is x?",
            "x 是什么？",
            "It is <1>.",
            "是 <1>。",
            "deep",
            "深",
            "只有",
            "U?",
            "Yes.",
            "One <t>",
            "a<b",
            "https://go.dev/?a&b",
            "odd",
            "3 questions",
            "3 道题",
        ] {
            assert!(shown.contains(text), "{text}");
        }
        assert!(!page.contains("\"#t-v\""), "a topic without cards is not listed");
        assert_eq!(page.matches("<article ").count(), 3);
        assert_eq!(page.matches("<section ").count(), 2);
        assert!(page.contains("id=\"lang-both\""));
        // What is there in one language only is shown in both.
        assert!(page.contains("<div class=\"gd say only\" lang=\"zh-CN\"><p>对。</p>"));
        // Follow-ups lead there and back.
        assert!(page.contains("href=\"#q-t-b\"") && page.contains("href=\"#q-t-a\""));
    }

    #[test]
    fn a_page_in_one_language_has_no_switch() {
        let (topics, cards) = example();
        let page = write(&[Lang::Zh], &topics, &cards);
        sound(&page);
        assert!(page.starts_with("<!doctype html>\n<html lang=\"zh-CN\">"));
        assert!(!page.contains("id=\"lang-both\"") && !page.contains("Reveal"));
        assert!(page.contains("全部展开"));
    }

    #[test]
    fn a_page_without_cards_is_a_page() {
        sound(&write(&Lang::ALL, &[], &[]));
    }

    #[test]
    fn a_page_of_one_topic_has_its_title() {
        let (topics, cards) = example();
        let page = write(&[Lang::En], &topics[1..2], &cards[2..]);
        assert!(page.contains("<title>Two</title>") && page.contains("<h1>Two</h1>"));
    }

    #[test]
    fn built_in_names_and_ids_of_cards_do_not_meet() {
        let ids = ["search", "help", "lang-en", "status", "a b\"<>'&", "図"];
        let cards: Vec<Card> = ids.iter().map(|id| card(id, id, &[(Lang::En, "Q", "A")])).collect();
        let topics: Vec<Topic> = ids.iter().map(|id| topic(id, id, id)).collect();
        let page = write(&Lang::ALL, &topics, &cards);
        sound(&page);
        assert!(page.contains("href=\"#t-a%20b%22%3C%3E%27%26\""));
    }

    proptest! {
        #[test]
        fn nothing_breaks_out(
            words in prop::collection::vec(
                r#"\PC{0,12}|([<>&"'\[\](){}*_~|#\-+!:;`\\/=$ \n\t\r\x00\x1b\u{202e}]|a|http://|javascript:|go|&#27;|</script>|</style>|<!--|-->|</details>|</article>|" onclick="x|界|```){0,20}"#,
                12,
            ),
        ) {
            let [id, name, title, q1, a1, q2, a2, tag, follows, e1, e2, e3] = &words[..] else { unreachable!() };
            let mut card = card(id, name, &[(Lang::En, q1, a1), (Lang::Zh, q2, a2)]);
            card.tags = vec![tag.clone()];
            card.follows = Some(follows.clone());
            card.evidence = vec![e1.clone(), format!("a.go: {e2}"), format!("https://{e3}")];
            let mut second = card.clone();
            second.id = format!("{id}2");
            second.follows = Some(id.clone());
            let topics = [topic(name, title, q1)];
            for langs in [&Lang::ALL[..], &[Lang::En], &[Lang::Zh]] {
                let page = write(langs, &topics, &[card.clone(), second.clone()]);
                sound(&page);
                prop_assert_eq!(page.matches("<article ").count(), 2);
                prop_assert_eq!(page.matches("</script").count(), 1);
            }
        }
    }
}
