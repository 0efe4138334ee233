//! A card on a page.

use super::Index;
use super::words::{Words, level_word, tag};
use crate::format::evidence::{Evidence, manual_page};
use crate::format::program::split_answer;
use crate::format::{besides, html};
use crate::model::card::{Card, Kind, Lang, Text};
use crate::text::encode::percent;
use crate::text::visible::visible;

/// The same part of a card in each of its languages, each in an `element` with this `class`.
fn sides(element: &str, class: &str, html: &[(Lang, String)]) -> String {
    let said: Vec<_> = html.iter().filter(|(_, html)| !html.trim().is_empty()).collect();
    let only = if said.len() == 1 { " only" } else { "" };
    said.iter()
        .map(|(lang, html)| {
            format!(
                "<{element} class=\"{class}{only}\" lang=\"{}\">{html}</{element}>\n",
                tag(*lang)
            )
        })
        .collect()
}

/// A card: its question opens to the answer, the depth and the sources.
pub(super) fn article(
    card: &Card,
    w: Words<'_>,
    index: &Index,
    pictures: html::Pictures<'_>,
) -> String {
    let block = |markdown: &str| html::to_html_with(markdown, pictures);
    let each = |write: &dyn Fn(&Text) -> String| -> Vec<(Lang, String)> {
        card.text.iter().map(|(lang, text)| (*lang, write(text))).collect()
    };
    let id = html::escape(&card.id);
    let title =
        sides("span", "q", &each(&|text| html::heading_to_html_with(text.title(), pictures)));
    let body = sides("div", "gd", &each(&|text| block(text.body())));
    let besides = |part: &dyn Fn(Lang, &Text) -> String| {
        let html = card.text.iter().map(|(lang, text)| (*lang, block(&part(*lang, text))));
        sides("div", "gd", &html.collect::<Vec<_>>())
    };
    let say = sides("div", "gd say", &each(&|text| block(split_answer(&text.answer).0)))
        + &besides(&|_, text| besides::options(card, text, &[]))
        + &besides(&|lang, text| besides::keys(text, lang));
    let depth = sides("div", "gd", &each(&|text| block(split_answer(&text.answer).1)))
        + &besides(&|lang, text| besides::wrong(text, lang));
    let sources = sources(card, w, index);

    let more = match (depth.is_empty(), sources.is_empty()) {
        (false, false) => w.say("Depth and sources", "深入与出处"),
        (false, true) => w.say("Depth", "深入"),
        (true, false) => w.say("Sources", "出处"),
        (true, true) => String::new(),
    };
    let mut answer =
        format!("<p class=\"label\">{}</p>\n{say}", w.say("In 30 seconds", "30 秒回答"));
    if !more.is_empty() {
        answer += &format!("<details><summary>{more}</summary>\n{depth}{sources}</details>\n");
    }
    let inside = if body.is_empty() {
        answer
    } else {
        let label = w.say("Answer", "答案");
        format!("{body}<details><summary>{label}</summary>\n{answer}</details>\n")
    };
    format!(
        "<article id=\"q-{id}\" data-level=\"{}\" data-topic=\"{}\" data-tags=\"{}\">\n\
         <details><summary><h3>{title}</h3>{}</summary>\n\
         <div class=\"inside\">\n{inside}</div></details>\n</article>\n",
        card.level,
        html::escape(&card.topic),
        html::escape(&card.tags.join(" ")),
        facts(card, w)
    )
}

/// What stands at the right of the question: its level and how often it is asked.
fn facts(card: &Card, w: Words<'_>) -> String {
    let weight = usize::from(card.weight.min(5));
    let dots = format!("{}<i>{}</i>", "●".repeat(weight), "●".repeat(5 - weight));
    let asked =
        w.say(&format!("how often it is asked: {weight} of 5"), &format!("被问频率 {weight}/5"));
    let kind = match card.kind {
        Kind::Basic => String::new(),
        Kind::Output => w.say("predict the output", "预测输出") + " · ",
        Kind::Choice => w.say("choose", "选择") + " · ",
        Kind::Write => w.say("write the code", "写代码") + " · ",
    };
    format!(
        "<span class=\"facts\"><span class=\"word\">{kind}{} </span><span class=\"dots\" aria-hidden=\"true\">{dots}</span>\
         <span class=\"out-of-sight\">{asked}</span></span>",
        level_word(card.level, w)
    )
}

/// What may be asked next, what the card follows, and its evidence.
fn sources(card: &Card, w: Words<'_>, index: &Index) -> String {
    let link = |id: &str| {
        let titles = index.titles(id)?;
        let titles: Vec<_> =
            titles.iter().map(|(lang, title)| (*lang, html::heading_to_html(title))).collect();
        let (to, titles) = (fragment(id), sides("span", "title", &titles));
        Some(format!("<li><a class=\"goto\" href=\"#q-{to}\">{titles}</a></li>\n"))
    };
    let mut out = String::new();
    let mut list = |title: String, items: String| {
        if !items.is_empty() {
            out += &format!("<h4>{title}</h4>\n<ul>\n{items}</ul>\n");
        }
    };
    let next = index.cards.get(&card.id).map_or(&[][..], |entry| &entry.next);
    list(
        w.say("What may be asked next", "接着可能会问"),
        next.iter().filter_map(|id| link(id)).collect(),
    );
    list(w.say("Follows", "承接"), card.follows.iter().filter_map(|id| link(id)).collect());
    let evidence = card.evidence.iter().map(|line| match Evidence::parse(line) {
        Ok(Evidence::Source { path, text }) => {
            format!(
                "<li><code>{}</code>: <code>{}</code></li>\n",
                html::escape(&path),
                html::escape(&text)
            )
        }
        Ok(Evidence::Manual { name, section, text }) => format!(
            "<li><a href=\"{}\" rel=\"noopener noreferrer\" target=\"_blank\">{}({})</a>: <q>{}</q></li>\n",
            html::escape(&manual_page(&name, &section)),
            html::escape(&name),
            html::escape(&section),
            html::escape(&text)
        ),
        Ok(Evidence::Url(url)) => match html::web_address(&url) {
            Some(to) => format!(
                "<li><a href=\"{to}\" rel=\"noopener noreferrer\" target=\"_blank\">{}</a></li>\n",
                html::escape(&url)
            ),
            None => format!("<li>{}</li>\n", html::escape(&url)),
        },
        Err(_) => format!("<li>{}</li>\n", html::escape(line)),
    });
    list(w.say("Sources", "出处"), evidence.collect());
    if out.is_empty() { out } else { format!("<div class=\"sources\">\n{out}</div>\n") }
}

/// A name as it may stand in an address after `#`.
pub(super) fn fragment(name: &str) -> String {
    percent(visible(name).as_bytes(), "-_.")
}
