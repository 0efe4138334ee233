//! Colours for Go code.

use std::sync::OnceLock;

use ratatui::style::Style;
use ratatui::text::{Line, Span};
use tree_sitter_highlight::{Highlight, HighlightConfiguration, HighlightEvent, Highlighter};

use super::theme::Theme;

/// Longer code is shown without colours: no card has it, and the time that the parser takes to make
/// sense of what is not Go grows with the square of the length.
const LIMIT: usize = 8 * 1024;

/// What the queries below may call a piece of code, in the order of [`style`].
const ROLES: [&str; 9] = [
    "keyword",
    "string",
    "number",
    "comment",
    "type",
    "function",
    "function.builtin",
    "constant",
    "escape",
];

/// Added to the grammar's own queries.
const MORE: &str = r#"
((type_identifier) @type (#match? @type "^[A-Za-z_]"))
(function_declaration name: (identifier) @function)
(method_declaration name: (field_identifier) @function)
(call_expression function: (selector_expression field: (field_identifier) @function))
(call_expression function: (identifier) @function)
(call_expression function: (identifier) @function.builtin
  (#match? @function.builtin "^(append|cap|clear|close|complex|copy|delete|imag|len|make|max|min|new|panic|print|println|real|recover)$"))
"#;

/// The lines of `code`, coloured; joined by line feeds they are `code` again. A piece of a program
/// will do. What cannot be coloured comes back plain.
///
/// `code` must already be safe to show, see [`visible`](crate::model::text::visible).
pub fn highlight(code: &str, theme: &Theme) -> Vec<Line<'static>> {
    let runs = if code.len() > LIMIT { None } else { runs(code) };
    let mut lines = vec![Line::default()];
    for (text, role) in runs.unwrap_or_else(|| vec![(code, None)]) {
        let style = role.map_or_else(Style::new, |role| style(role, theme));
        for (i, part) in text.split('\n').enumerate() {
            if i > 0 {
                lines.push(Line::default());
            }
            if let Some(line) = lines.last_mut()
                && !part.is_empty()
            {
                line.spans.push(Span::styled(part.to_owned(), style));
            }
        }
    }
    lines
}

fn style(role: Highlight, theme: &Theme) -> Style {
    let styles = [
        theme.keyword,
        theme.string,
        theme.number,
        theme.comment,
        theme.type_name,
        theme.function,
        theme.builtin,
        theme.constant,
        theme.string,
    ];
    styles.get(role.0).copied().unwrap_or_default()
}

/// The grammar and its compiled queries: made when the first code is drawn, not at start.
fn grammar() -> Option<&'static HighlightConfiguration> {
    static GRAMMAR: OnceLock<Option<HighlightConfiguration>> = OnceLock::new();
    GRAMMAR
        .get_or_init(|| {
            let queries = [tree_sitter_go::HIGHLIGHTS_QUERY, MORE].concat();
            let language = tree_sitter_go::LANGUAGE.into();
            let mut grammar = HighlightConfiguration::new(language, "go", &queries, "", "").ok()?;
            grammar.configure(&ROLES);
            Some(grammar)
        })
        .as_ref()
}

/// `code` cut where its role changes; `None` unless the pieces are exactly `code`.
fn runs(code: &str) -> Option<Vec<(&str, Option<Highlight>)>> {
    let mut highlighter = Highlighter::new();
    let events = highlighter.highlight(grammar()?, code.as_bytes(), None, None, |_| None).ok()?;
    let mut open = Vec::new();
    let mut runs = Vec::new();
    let mut at = 0;
    for event in events {
        match event.ok()? {
            HighlightEvent::HighlightStart(role) => open.push(role),
            HighlightEvent::HighlightEnd => {
                open.pop();
            }
            HighlightEvent::Source { start, end } => {
                if start != at {
                    return None;
                }
                runs.push((code.get(start..end)?, open.last().copied()));
                at = end;
            }
        }
    }
    (at == code.len()).then_some(runs)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn joined(lines: &[Line<'_>]) -> String {
        let lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
        lines.join("\n")
    }

    /// The words of `code` that have the style of `role`.
    fn having(code: &str, role: impl Fn(&Theme) -> Style) -> Vec<String> {
        let theme = Theme::color();
        highlight(code, &theme)
            .into_iter()
            .flat_map(|l| l.spans)
            .filter(|s| s.style == role(&theme))
            .map(|s| s.content.into_owned())
            .collect()
    }

    const PROGRAM: &str = "package main

// add sums.
func add(a, b int) error {
	s := make([]string, 1)
	fmt.Println(\"a\\n\", 'x', 12, nil)
	return add(1, 2)
}
";

    #[test]
    fn words_of_a_program_have_their_roles() {
        assert_eq!(having(PROGRAM, |t| t.keyword), ["package", "func", "return"]);
        assert_eq!(having(PROGRAM, |t| t.comment), ["// add sums."]);
        assert_eq!(having(PROGRAM, |t| t.string), ["\"a", "\\n", "\"", "'x'"]);
        assert_eq!(having(PROGRAM, |t| t.function), ["add", "Println", "add"]);
        assert_eq!(having(PROGRAM, |t| t.builtin), ["make"]);
        assert_eq!(having(PROGRAM, |t| t.constant), ["nil"]);
        assert_eq!(
            having(PROGRAM, |t| t.type_name),
            ["int", "error", "string", "1", "12", "1", "2"],
            "types and numbers look alike"
        );
    }

    #[test]
    fn a_fragment_is_coloured_too() {
        assert_eq!(
            having("for i := range 3 {\n\tgo f(i)\n}", |t| t.keyword),
            ["for", "range", "go"]
        );
        assert_eq!(having("case v, ok := <-ch:", |t| t.keyword), ["case"]);
        assert_eq!(having("var mu sync.Mutex", |t| t.type_name), ["Mutex"]);
    }

    #[test]
    fn too_long_code_is_plain() {
        let code = "go ".repeat(LIMIT);
        assert_eq!(highlight(&code, &Theme::color()), [Line::raw(code)]);
    }

    proptest! {
        #[test]
        fn the_text_is_the_code(code in "\\PC{0,200}|[a-z(){}\"'`/*\\n\\t\\r\\x00 :=.界]{0,200}") {
            prop_assert_eq!(joined(&highlight(&code, &Theme::color())), code);
        }
    }
}
