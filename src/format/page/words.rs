//! The words of a page itself, in its languages.

use crate::format::html;
use crate::model::card::{Lang, Topic};

/// The words of the page itself, in its languages.
#[derive(Clone, Copy)]
pub(super) struct Words<'a> {
    /// Never empty.
    pub(super) langs: &'a [Lang],
}

impl Words<'_> {
    /// HTML that holds the words in every language of the page, of which one is shown.
    pub(super) fn say(self, en: &str, zh: &str) -> String {
        let of = |lang: &Lang| if *lang == Lang::En { en } else { zh };
        match self.langs {
            [lang] => of(lang).to_owned(),
            langs => langs
                .iter()
                .map(|l| format!("<span class=\"ui\" lang=\"{}\">{}</span>", tag(*l), of(l)))
                .collect(),
        }
    }

    /// The same where no element can stand.
    pub(super) fn plain(self, en: &str, zh: &str) -> String {
        let all: Vec<&str> =
            self.langs.iter().map(|l| if *l == Lang::En { en } else { zh }).collect();
        all.join(" · ")
    }
}

pub(super) fn tag(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "en",
        Lang::Zh => "zh-CN",
    }
}

pub(super) fn topic_title(topic: &Topic, words: Words<'_>) -> String {
    let title = |lang| html::escape(topic.title_in(lang));
    words.say(&title(Lang::En), &title(Lang::Zh))
}

pub(super) fn level_word(level: u8, w: Words<'_>) -> String {
    match level {
        1 => w.say("junior", "初级"),
        2 => w.say("mid", "中级"),
        3 => w.say("senior", "高级"),
        other => w.say(&format!("level {other}"), &format!("{other} 级")),
    }
}
