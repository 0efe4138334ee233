//! The frame of a page: one file that loads nothing, with a policy that says so. The content is the
//! page's own.

use std::io::{self, Write};

use super::words::{Words, tag};

/// The style of the page.
pub(super) const STYLE: &str = concat!(include_str!("page.css"), include_str!("../html/card.css"));
/// The script of the page.
pub(super) const SCRIPT: &str = include_str!("page.js");
/// What the policy calls [`STYLE`]. A test says what stands here.
pub(super) const STYLE_HASH: &str = "sha256-Ap40MKvf0EcL/fIcLdIjJovVs9Oc7Trw6ObM80lRU+k=";
/// What the policy calls [`SCRIPT`].
pub(super) const SCRIPT_HASH: &str = "sha256-xj9BofSVM5HWzH/eRZwp4Tkz0hUiNAsUjkpQKTSln7E=";

/// Begins a page with this title, up to its body.
pub(super) fn head(out: &mut impl Write, title: &str, w: Words<'_>) -> io::Result<()> {
    let lang = tag(w.langs[0]);
    write!(
        out,
        "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"content-security-policy\" content=\"default-src &#39;none&#39;; \
         script-src &#39;{SCRIPT_HASH}&#39;; style-src &#39;{STYLE_HASH}&#39;; img-src data:; \
         base-uri &#39;none&#39;; form-action &#39;none&#39;; \
         require-trusted-types-for &#39;script&#39;; trusted-types &#39;none&#39;\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta name=\"generator\" content=\"godrill\">\n\
         <title>{title}</title>\n<link rel=\"icon\" href=\"data:,\">\n\
         <style>{STYLE}</style>\n</head>\n<body>\n"
    )
}

/// The help on the keys.
pub(super) fn help(out: &mut impl Write, w: Words<'_>) -> io::Result<()> {
    writeln!(
        out,
        "<dialog id=\"help\" aria-labelledby=\"help-title\">\n<h2 id=\"help-title\">{}</h2>\n<dl>",
        w.say("Keys", "快捷键")
    )?;
    let switch = ("l", w.say("next language", "切换语言"));
    let rows = [
        ("/", w.say("search", "搜索")),
        ("j", w.say("next question", "下一题")),
        ("k", w.say("previous question", "上一题")),
        (
            "Space</kbd> <kbd>Enter",
            w.say("reveal: the answer, the depth; then hide", "依次展开答案和深入内容，再收起"),
        ),
        ("a", w.say("reveal all", "全部展开")),
        ("h", w.say("hide all", "全部收起")),
        ("Esc", w.say("clear the search", "清除搜索")),
        ("?", w.say("this help", "本帮助")),
    ];
    let switch = (w.langs.len() > 1).then_some(switch);
    for (key, meaning) in rows.into_iter().chain(switch) {
        writeln!(out, "<dt><kbd>{key}</kbd></dt><dd>{meaning}</dd>")?;
    }
    writeln!(
        out,
        "</dl>\n<button type=\"button\" id=\"help-close\">{}</button>\n</dialog>",
        w.say("Close", "关闭")
    )
}

/// Ends the page.
pub(super) fn end(out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "<script>{SCRIPT}</script>\n</body>\n</html>")
}
