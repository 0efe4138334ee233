//! Words for full-text search. Chinese is written without spaces, so every Han character is a
//! word of its own, and a run of them is looked up as a phrase.

/// Whether a character is written without spaces around words: Han, kana.
pub fn stands_alone(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{2fdf}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Appends the text to `words` with spaces around each character that stands alone.
pub fn add_words(words: &mut String, text: &str) {
    if !words.is_empty() {
        words.push(' ');
    }
    for c in text.chars() {
        if stands_alone(c) {
            words.push(' ');
            words.push(c);
            words.push(' ');
        } else {
            words.push(c);
        }
    }
}

/// An FTS5 expression for what the user typed, each term joined by `joiner` (`AND` or `OR`):
/// words match as prefixes, Chinese as a phrase. `None` when there is no word in it.
pub fn expression(query: &str, joiner: &str) -> Option<String> {
    let mut terms = Vec::new();
    for chunk in query.split_whitespace() {
        // A chunk such as `slice扩容` is a Latin term and a Chinese one.
        let mut run = String::new();
        let mut run_alone = None;
        for c in chunk.chars().filter(|c| *c != '"' && *c != '\0') {
            // Punctuation belongs to what it stands in.
            let alone = if c.is_alphanumeric() { Some(stands_alone(c)) } else { run_alone };
            if alone != run_alone && run_alone.is_some() {
                push_term(&mut terms, &run, run_alone);
                run.clear();
            }
            run_alone = alone;
            run.push(c);
        }
        push_term(&mut terms, &run, run_alone);
    }
    if terms.is_empty() { None } else { Some(terms.join(&format!(" {joiner} "))) }
}

fn push_term(terms: &mut Vec<String>, run: &str, alone: Option<bool>) {
    match alone {
        None => {}
        Some(true) => {
            let mut words = String::new();
            add_words(&mut words, run);
            let words: Vec<&str> = words.split_whitespace().collect();
            terms.push(format!("\"{}\"", words.join(" ")));
        }
        Some(false) => terms.push(format!("\"{run}\"*")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_is_split_into_characters() {
        let mut words = String::new();
        add_words(&mut words, "GMP调度 model");
        assert_eq!(words.split_whitespace().collect::<Vec<_>>(), ["GMP", "调", "度", "model"]);
    }

    #[test]
    fn a_query_becomes_prefixes_and_phrases() {
        for (query, expression) in [
            ("goroutin leak", Some("\"goroutin\"* AND \"leak\"*")),
            ("slice扩容", Some("\"slice\"* AND \"扩 容\"")),
            ("sync.Map", Some("\"sync.Map\"*")),
            ("\"quoted\" -x", Some("\"quoted\"* AND \"-x\"*")),
            ("写屏障？", Some("\"写 屏 障 ？\"")),
            (" := ", None),
            ("", None),
        ] {
            assert_eq!(super::expression(query, "AND").as_deref(), expression, "{query}");
        }
    }
}
