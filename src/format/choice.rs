//! The options of a choice card: `- A. text`, one list line each.

use crate::text::fence::Fences;

/// One option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Its letter, in lower case.
    pub letter: char,
    /// Its text, inline Markdown; lines that go on below it are joined.
    pub text: String,
}

/// The options in the body of a question. An option is a list line `- A. text` or `- a) text` at
/// the margin, with the indented lines below it. Fences are skipped.
pub fn choices(body: &str) -> Vec<Choice> {
    let mut found: Vec<Choice> = Vec::new();
    let mut fences = Fences::default();
    let mut open = false;
    for line in body.lines() {
        let text = line.trim_start();
        if fences.is_code(line) {
            open = false;
        } else if let Some(choice) = option(line) {
            found.push(choice);
            open = true;
        } else if open && line.starts_with([' ', '\t']) && !text.is_empty() {
            if let Some(last) = found.last_mut() {
                last.text.push(' ');
                last.text.push_str(text.trim_end());
            }
        } else {
            open = false;
        }
    }
    found
}

fn option(line: &str) -> Option<Choice> {
    let rest = line.strip_prefix(['-', '*', '+'])?.strip_prefix(' ')?.trim_start();
    let mut chars = rest.chars();
    let letter = chars.next().filter(char::is_ascii_alphabetic)?.to_ascii_lowercase();
    let text = chars.as_str().strip_prefix(['.', ')', '．', '、'])?;
    Some(Choice { letter, text: text.trim().to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_list_lines_with_letters() {
        let body = "Given:\n\n```go\n- A. not me\n```\n\n- A. one\n- b) `two`\n  and more\n* C、三\n- no letter\n";
        let found: Vec<_> = choices(body).into_iter().map(|c| (c.letter, c.text)).collect();
        assert_eq!(
            found,
            [('a', "one".to_string()), ('b', "`two` and more".into()), ('c', "三".into())]
        );
    }
}
