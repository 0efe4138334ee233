//! A cheat sheet for paper: each question with what is said aloud, in two columns. It loads nothing
//! and has no script; the policy in its head names its style by its hash.

use std::io::{self, Write};

use super::program::split_answer;
use super::record::rfc3339;
use super::{besides, html, options};
use crate::model::card::{Card, Lang, Text, Topic};

/// The style.
const STYLE: &str = concat!(include_str!("html/card.css"), include_str!("sheet.css"));
/// What the policy calls it. A test says what stands here.
const STYLE_HASH: &str = "sha256-+2dYuatvJ0k+KbmbZqW1d3jp8eG15LOn2Cl3b6ojTLs=";

/// A card of so many characters may be cut by the end of a column: kept whole, it would leave a hole.
const LONG: usize = 4_000;

/// Writes a sheet card by card. Give it a buffered writer.
pub struct Writer<'a, W: Write> {
    out: W,
    langs: &'a [Lang],
    topics: &'a [Topic],
    pictures: html::Pictures<'a>,
    /// The topic whose section is open.
    section: Option<String>,
}

impl<'a, W: Write> Writer<'a, W> {
    /// Begins a sheet in these languages, the first of which it speaks. `exported_at` is in milliseconds
    /// since 1970-01-01 UTC; `pictures` gives what cards show.
    pub fn new(
        mut out: W,
        langs: &'a [Lang],
        topics: &'a [Topic],
        exported_at: i64,
        pictures: html::Pictures<'a>,
    ) -> io::Result<Self> {
        let lang = langs.first().copied().unwrap_or(Lang::En);
        let title = match topics {
            [topic] => html::escape(topic.title_in(lang)),
            _ => say(lang, "Go interview questions", "Go 面试题").to_owned(),
        };
        let date = rfc3339(exported_at);
        let day = html::escape(date.get(..10).unwrap_or(&date));
        let about = match lang {
            Lang::En => format!("Each question with its 30-second answer. godrill, {day}"),
            Lang::Zh => format!("每题附 30 秒回答。godrill，{day}"),
        };
        let tag = tag(lang);
        write!(
            out,
            "<!doctype html>\n<html lang=\"{tag}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"content-security-policy\" content=\"default-src &#39;none&#39;; \
             style-src &#39;{STYLE_HASH}&#39;; img-src data:; base-uri &#39;none&#39;; \
             form-action &#39;none&#39;\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"generator\" content=\"godrill\">\n\
             <title>{title}</title>\n<link rel=\"icon\" href=\"data:,\">\n\
             <style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n<p class=\"about\">{about}</p>\n"
        )?;
        Ok(Writer { out, langs, topics, pictures, section: None })
    }

    /// Writes the next card. The cards of a topic come one after the other.
    pub fn card(&mut self, card: &Card) -> io::Result<()> {
        if self.section.as_deref() != Some(&card.topic) {
            if self.section.is_some() {
                writeln!(self.out, "</section>")?;
            }
            self.section = Some(card.topic.clone());
            let lang = self.langs.first().copied().unwrap_or(Lang::En);
            let known = self.topics.iter().find(|topic| topic.name == card.topic);
            let title = html::escape(known.map_or(&card.topic, |topic| topic.title_in(lang)));
            writeln!(self.out, "<section>\n<h2>{title}</h2>")?;
        }
        let mut inside = String::new();
        let mut said: Vec<&Text> = Vec::new();
        for lang in self.langs {
            let Some(text) = card.text_in(*lang) else { continue };
            // A card that lacks a language has the same text in both.
            if !said.contains(&text) {
                said.push(text);
                let lang = if card.text.contains_key(lang) { *lang } else { lang.other() };
                inside += &self.side(card, lang, text);
            }
        }
        let class = if inside.len() > LONG { " class=\"long\"" } else { "" };
        writeln!(self.out, "<article{class}>\n{inside}</article>")
    }

    /// Question and short answer in a language.
    fn side(&self, card: &Card, lang: Lang, text: &Text) -> String {
        let block = |class: &str, markdown: &str| {
            let html = html::to_html_with(markdown, self.pictures);
            match html.trim().is_empty() {
                true => String::new(),
                false => format!("<div class=\"{class}\">{html}</div>\n"),
            }
        };
        let title = html::heading_to_html_with(text.title(), self.pictures);
        let options = besides::options(card, text, &[]);
        // Shown once, each with whether it is right.
        let list = options::list(text.body()).filter(|_| !options.is_empty());
        let body = match list {
            Some(list) => {
                let (before, after) =
                    (&text.body()[..list.range.start], &text.body()[list.range.end..]);
                format!("{}\n\n{}", before.trim_end(), after.trim_start())
            }
            None => text.body().to_owned(),
        };
        format!("<div lang=\"{}\"><h3>{title}</h3>\n", tag(lang))
            + &block("gd body", body.trim())
            + &block("gd", split_answer(&text.answer).0)
            + &block("gd", &options)
            + "</div>\n"
    }

    /// Ends the sheet and gives the writer back, flushed.
    pub fn finish(mut self) -> io::Result<W> {
        if self.section.is_some() {
            writeln!(self.out, "</section>")?;
        }
        writeln!(self.out, "</body>\n</html>")?;
        self.out.flush()?;
        Ok(self.out)
    }
}

fn say<'a>(lang: Lang, en: &'a str, zh: &'a str) -> &'a str {
    if lang == Lang::En { en } else { zh }
}

fn tag(lang: Lang) -> &'static str {
    say(lang, "en", "zh-CN")
}

#[cfg(test)]
mod tests {
    use super::super::html::check;
    use super::*;
    use crate::model::card::Kind;

    #[test]
    fn the_policy_names_the_style() {
        assert_eq!(STYLE_HASH, check::sha256(STYLE));
        assert!(!STYLE.contains("</") && !STYLE.contains("url(") && !STYLE.contains("@import"));
    }

    #[test]
    fn a_sheet_has_what_is_said_aloud_and_no_more() {
        let text = |question: &str, answer: &str| Text {
            question: question.into(),
            answer: answer.into(),
            ..Text::default()
        };
        let both = Card {
            text: [
                (Lang::En, text("What is `<p>`?", "A *tag*.\n\nIts depth.")),
                (Lang::Zh, text("`<p>` 是什么？", "标签。\n\n细节。")),
            ]
            .into(),
            ..Card::new("t-a", "t")
        };
        let choice = Card {
            kind: Kind::Choice,
            correct: Some("b".into()),
            text: [(Lang::En, text("Which?\n\n- A. one\n- B. two", "The second.\n\nDepth."))]
                .into(),
            ..Card::new("u-b", "u")
        };
        let titles = [(Lang::En, "T & co".to_owned()), (Lang::Zh, "题".to_owned())].into();
        let topics = [Topic { name: "t".into(), titles, ..Topic::default() }];
        let sheet = |langs: &[Lang]| {
            let mut sheet = Writer::new(Vec::new(), langs, &topics, 0, &|_| None).unwrap();
            sheet.card(&both).unwrap();
            sheet.card(&choice).unwrap();
            let html = String::from_utf8(sheet.finish().unwrap()).unwrap();
            check::tags(&html);
            html.split_once("</head>").unwrap().1.to_owned()
        };
        let english = sheet(&[Lang::En]);
        for has in ["<h1>T &amp; co</h1>", "<h2>T &amp; co</h2>", "&lt;p&gt;", "A <em>tag</em>."] {
            assert!(english.contains(has), "{has}: {english}");
        }
        for no in ["depth", "Depth", "标签"] {
            assert!(!english.contains(no), "{no}: {english}");
        }
        assert!(english.contains("The second.") && english.contains("one"), "{english}");
        assert_eq!(english.matches("two").count(), 1, "{english}");
        let chinese = sheet(&[Lang::Zh]);
        assert!(chinese.contains("<h1>题</h1>") && chinese.contains("标签。"), "{chinese}");
        // What has no Chinese is there in English.
        assert!(chinese.contains("lang=\"en\"><h3>Which?</h3>"), "{chinese}");
        let all = sheet(&Lang::ALL);
        assert!(all.contains("A <em>tag</em>.") && all.contains("标签。"));
    }
}
