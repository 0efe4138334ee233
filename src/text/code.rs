//! Go code cut into pieces by role, to be coloured on a terminal or a page.

use std::sync::OnceLock;

use tree_sitter_highlight::{HighlightConfiguration, HighlightEvent, Highlighter};

/// Longer code is one plain piece: no card has any, and the time that the parser takes to make
/// sense of what is not Go grows with the square of the length.
pub const LIMIT: usize = 8 * 1024;

/// The part that a piece of code plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// A word of the language.
    Keyword,
    /// A string or a character.
    String,
    /// A number.
    Number,
    /// A comment.
    Comment,
    /// The name of a type.
    Type,
    /// The name of a function that is declared or called.
    Function,
    /// The name of a function of the language, such as `append`.
    Builtin,
    /// `nil`, `true`, `iota` and their like.
    Constant,
    /// An escape sequence in a string.
    Escape,
}

/// What the queries below may call a piece of code.
const ROLES: [(&str, Role); 9] = [
    ("keyword", Role::Keyword),
    ("string", Role::String),
    ("number", Role::Number),
    ("comment", Role::Comment),
    ("type", Role::Type),
    ("function", Role::Function),
    ("function.builtin", Role::Builtin),
    ("constant", Role::Constant),
    ("escape", Role::Escape),
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

/// `code` cut where its role changes; the pieces joined are `code` again. A part of a program will
/// do. Code that is too long, or that cannot be cut, comes back as one piece without a role.
pub fn pieces(code: &str) -> Vec<(&str, Option<Role>)> {
    let cut = if code.len() > LIMIT { None } else { cut(code) };
    cut.unwrap_or_else(|| vec![(code, None)])
}

/// The grammar and its compiled queries: made when the first code is cut, not at start.
fn grammar() -> Option<&'static HighlightConfiguration> {
    static GRAMMAR: OnceLock<Option<HighlightConfiguration>> = OnceLock::new();
    GRAMMAR
        .get_or_init(|| {
            let queries = [tree_sitter_go::HIGHLIGHTS_QUERY, MORE].concat();
            let language = tree_sitter_go::LANGUAGE.into();
            let mut grammar = HighlightConfiguration::new(language, "go", &queries, "", "").ok()?;
            grammar.configure(&ROLES.map(|(name, _)| name));
            Some(grammar)
        })
        .as_ref()
}

/// The pieces of `code`; `None` unless they are exactly `code`.
fn cut(code: &str) -> Option<Vec<(&str, Option<Role>)>> {
    let mut highlighter = Highlighter::new();
    let events = highlighter.highlight(grammar()?, code.as_bytes(), None, None, |_| None).ok()?;
    let mut open = Vec::new();
    let mut pieces = Vec::new();
    let mut at = 0;
    for event in events {
        match event.ok()? {
            HighlightEvent::HighlightStart(role) => open.push(role.0),
            HighlightEvent::HighlightEnd => {
                open.pop();
            }
            HighlightEvent::Source { start, end } => {
                if start != at {
                    return None;
                }
                let role = open.last().and_then(|&at: &usize| Some(ROLES.get(at)?.1));
                pieces.push((code.get(start..end)?, role));
                at = end;
            }
        }
    }
    (at == code.len()).then_some(pieces)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_role_is_found() {
        let code = "func f(a int) { return append(nil, 12, \"x\\n\") } // c";
        for (word, role) in [
            ("func", Role::Keyword),
            ("f", Role::Function),
            ("int", Role::Type),
            ("append", Role::Builtin),
            ("nil", Role::Constant),
            ("12", Role::Number),
            ("\\n", Role::Escape),
            ("// c", Role::Comment),
        ] {
            assert!(pieces(code).contains(&(word, Some(role))), "{word}: {:?}", pieces(code));
        }
    }

    #[test]
    fn too_long_code_is_one_plain_piece() {
        let code = "go ".repeat(LIMIT);
        assert_eq!(pieces(&code), [(code.as_str(), None)]);
    }

    proptest! {
        #[test]
        fn the_pieces_are_the_code(code in "\\PC{0,200}|[a-z(){}\"'`/*\\n\\t\\r\\x00 :=.界]{0,200}") {
            let joined: String = pieces(&code).into_iter().map(|(piece, _)| piece).collect();
            prop_assert_eq!(joined, code);
        }
    }
}
