//! A page whose title is the question: `title: Why?` in the head of the file.

use super::page::{Kind, Page};
use super::{Out, Why, asking};

/// Rows of a page that is a card though its title does not ask.
const LONGEST: usize = 60;

pub(super) fn read(page: &mut Page<'_>, out: &mut Out) {
    let Some(title) = value(page, &["title", "name"]) else { return };
    let at = page.head().position(|line| line.contains(&title)).unwrap_or(0);
    let mut rows = (0..page.len()).filter(|i| page.is_free(*i) && page.row(*i).kind != Kind::Rule);
    let (Some(first), Some(last)) = (rows.clone().next(), rows.next_back()) else { return };
    if page.any_taken(0..first) {
        return;
    }
    let is_card = || {
        (0..page.len()).all(|i| page.heading(i).is_none())
            && last - first < LONGEST
            && (page.item(first).is_none() || page.item(last).is_none())
            && asking::context(&title).is_some()
    };
    if !(asking::asks(&title) || out.found.is_empty() && is_card()) || asking::announces(&title) {
        return;
    }
    // Questions of its own end the text that belongs to the title.
    let end = page.until(first, |i| page.any_taken(i..i + 1));
    // The heading that says the title once more is no text.
    let again = page.heading(first).is_some_and(|(_, text)| asking::plain(text) == title);
    let body = page.text(first + usize::from(again)..end);
    if body.is_empty() {
        return;
    }
    if let Some(found) = out.asked(at, &[], &asking::question(&title), &body, Why::PageTitle) {
        found.tags = tags(page);
    }
    page.take(first..end);
}

/// The value of the first of some keys in the head of the file.
pub(super) fn value(page: &Page<'_>, keys: &[&str]) -> Option<String> {
    page.head().find_map(|line| {
        let (key, value) = line.split_once([':', '='])?;
        let value = value.trim().trim_matches(['"', '\'']);
        (keys.contains(&key.trim()) && !value.is_empty()).then(|| value.to_owned())
    })
}

/// The tags in the head of the file: `tags: [a, b]`, or a list.
fn tags(page: &Page<'_>) -> Vec<String> {
    let mut lines = page.head().skip_while(|line| !line.starts_with("tags"));
    let first = lines.next().unwrap_or("").trim_start_matches("tags");
    let more = lines.map_while(|line| line.trim().strip_prefix("- "));
    let tags = std::iter::once(first).chain(more).flat_map(|line| line.split(','));
    let tags = tags.map(|tag| tag.trim_matches([':', '=', ' ', '[', ']', '"', '\'']));
    tags.filter(|tag| !tag.is_empty()).map(|tag| tag.replace(' ', "-")).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Options, read, tests::check};

    #[test]
    fn a_title_that_asks_is_the_question() {
        let text = "---\ntitle: \"What is a torn page?\"\ntags: [disk, \"data bases\"]\nweight: 3\n---\n\nHalf of it is old.\n\nA checksum tells.\n";
        check(text, &[(2, "What is a torn page?", "Half of it is old.\n\nA checksum tells.")]);
        let (notes, _) = read(text, Options::default());
        assert_eq!(notes.found[0].tags, ["disk", "data-bases"]);
        check(
            "+++\ntitle = '撕裂页是什么'\ntags = ['页']\n+++\n\n# 撕裂页是什么\n\n## 定义\n\n一半是旧的。\n",
            &[(6, "撕裂页是什么", "## 定义\n\n一半是旧的。")],
        );
    }

    #[test]
    fn other_titles_are_questions_of_short_pages_without_any() {
        check(
            "---\ntitle: Torn pages\n---\n\nHalf of it is old.\n",
            &[(2, "Torn pages", "Half of it is old.")],
        );
        check(
            "---\ntitle: Torn pages\n---\n\nText.\n\n## What is one?\n\nHalf.\n",
            &[(7, "What is one?", "Half.")],
        );
        check("---\ntitle: Torn pages\n---\n\n## Causes\n\nPower.\n", &[]);
        check("---\ntitle: 2024-05-06\n---\n\nRain.\n", &[]);
        check("---\ntitle: Torn pages\n---\n", &[]);
    }
}
