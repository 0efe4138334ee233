//! Colours for Go code.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::theme::Theme;
use crate::text::code::{Role, pieces};

/// The lines of `code`, coloured; joined by line feeds they are `code` again. A piece of a program
/// will do. What cannot be coloured comes back plain.
///
/// `code` must already be safe to show, see [`visible`](crate::text::visible::visible).
pub fn highlight(code: &str, theme: &Theme) -> Vec<Line<'static>> {
    let mut lines = vec![Line::default()];
    for (text, role) in pieces(code) {
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

fn style(role: Role, theme: &Theme) -> Style {
    match role {
        Role::Keyword => theme.keyword,
        Role::String | Role::Escape => theme.string,
        Role::Number => theme.number,
        Role::Comment => theme.comment,
        Role::Type => theme.type_name,
        Role::Function => theme.function,
        Role::Builtin => theme.builtin,
        Role::Constant => theme.constant,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::code::LIMIT;

    fn joined(lines: &[Line<'_>]) -> String {
        let lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
        lines.join("\n")
    }

    /// The words of `code` that have the style of `role`.
    fn having(code: &str, role: impl Fn(&Theme) -> Style) -> Vec<String> {
        let theme = Theme::dark();
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
        assert_eq!(having(PROGRAM, |t| t.type_name), ["int", "error", "string"]);
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
        assert_eq!(highlight(&code, &Theme::dark()), [Line::raw(code)]);
    }

    proptest! {
        #[test]
        fn the_text_is_the_code(code in "\\PC{0,200}|[a-z(){}\"'`/*\\n\\t\\r\\x00 :=.界]{0,200}") {
            prop_assert_eq!(joined(&highlight(&code, &Theme::dark())), code);
        }
    }
}
