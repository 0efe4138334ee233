//! Clozes: `{{c1::text::hint}}` in a field, one card for each number.

/// Which side of the card is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The front: what is asked is hidden.
    Question,
    /// The back: what was asked is bold.
    Answer,
    /// Only what was asked, for a typed answer.
    Only,
}

/// Clozes within clozes; real ones go two or three deep. What is deeper is taken as text.
const DEEPEST: usize = 8;

/// A cloze that is open, with its content so far.
struct Open<'a> {
    /// Its start, `{{c1::`.
    mark: &'a str,
    asked: bool,
    text: String,
    hint: Option<String>,
}

/// A field as the card of cloze `number` shows it; `None` when it has no such cloze.
///
/// It is read before HTML is: the manual's way to write `::` inside a cloze is `:<!-- -->:`, and an
/// HTML parser would drop the comment.
pub fn render(field: &str, number: u32, side: Side) -> Option<String> {
    let mut done = String::with_capacity(field.len());
    let mut open: Vec<Open<'_>> = Vec::new();
    let mut found = false;
    let mut rest = field;
    while !rest.is_empty() {
        if let Some((mark, asked)) = start(rest, number).filter(|_| open.len() < DEEPEST) {
            open.push(Open { mark, asked, text: String::new(), hint: None });
            rest = &rest[mark.len()..];
            continue;
        }
        if rest.starts_with("}}")
            && let Some(cloze) = open.pop()
        {
            found |= cloze.asked;
            let text = match (cloze.asked, side) {
                (true, Side::Question) => {
                    let hint = cloze.hint.as_deref().filter(|h| !h.is_empty()).unwrap_or("...");
                    format!("[{hint}]")
                }
                (true, Side::Answer) => format!("<b>{}</b>", cloze.text),
                (true, Side::Only) => cloze.text,
                (false, _) => cloze.text,
            };
            let asked = cloze.asked;
            let keeps = side != Side::Only || asked || open.iter().any(|o| o.asked);
            if side == Side::Only && asked && open.is_empty() && !done.is_empty() {
                done += ", ";
            }
            if keeps {
                put(&mut open, &mut done, &text);
            } else if let Some(last) = open.last_mut() {
                // A cloze around it may still be the one that is asked.
                last.text += &text;
            }
            rest = &rest[2..];
            continue;
        }
        if let Some(after) = rest.strip_prefix("::")
            && let Some(cloze) = open.last_mut()
            && cloze.hint.is_none()
        {
            cloze.hint = Some(String::new());
            rest = after;
            continue;
        }
        let (text, after) = rest.split_at(plain(rest));
        if side != Side::Only || !open.is_empty() {
            put(&mut open, &mut done, text);
        }
        rest = after;
    }
    // What was not closed is text.
    while let Some(cloze) = open.pop() {
        let hint = cloze.hint.map_or(String::new(), |h| format!("::{h}"));
        let text = format!("{}{}{hint}", cloze.mark, cloze.text);
        put(&mut open, &mut done, &text);
    }
    found.then_some(done)
}

/// Bytes up to the next character that may mean something, past the first one.
fn plain(rest: &str) -> usize {
    let first = rest.chars().next().map_or(1, char::len_utf8);
    rest[first..].find(['{', '}', ':']).map_or(rest.len(), |at| at + first)
}

fn put(open: &mut [Open<'_>], done: &mut String, text: &str) {
    let Some(cloze) = open.last_mut() else {
        done.push_str(text);
        return;
    };
    cloze.hint.as_mut().unwrap_or(&mut cloze.text).push_str(text);
}

/// The mark that begins a cloze here (`{{c1::`, `{{c1,3::`), and whether it has that number.
fn start(rest: &str, number: u32) -> Option<(&str, bool)> {
    /// `{{c500::`, with room for some numbers.
    const LONGEST: usize = 64;
    let after = rest.strip_prefix("{{c")?;
    let digits = after.bytes().take(LONGEST).take_while(|b| b.is_ascii_digit() || *b == b',');
    let len = digits.count();
    let (numbers, after) = after.split_at(len);
    if !after.starts_with("::") || !numbers.split(',').all(|n| !n.is_empty()) {
        return None;
    }
    let asked = numbers.split(',').any(|n| n.parse() == Ok(number));
    Some((&rest[..3 + len + 2], asked))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_cloze_hides_what_is_asked_and_shows_the_rest() {
        for (field, number, question, answer) in [
            ("{{c1::Rc}} is not {{c2::Send}}", 1, "[...] is not Send", "<b>Rc</b> is not Send"),
            ("{{c1::Rc}} is {{c2::no::a}}", 2, "Rc is [a]", "Rc is <b>no</b>"),
            ("{{c1::a}} {{c1::b}}", 1, "[...] [...]", "<b>a</b> <b>b</b>"),
            ("{{c1,2::a}}{{c2::b}}", 2, "[...][...]", "<b>a</b><b>b</b>"),
            ("{{c1::x {{c2::y}} z}}", 2, "x [...] z", "x <b>y</b> z"),
            ("{{c1::x {{c2::y}} z}}", 1, "[...]", "<b>x y z</b>"),
            ("{{c1::std:<!-- -->:mem}}", 1, "[...]", "<b>std:<!-- -->:mem</b>"),
            ("{{c1::std::mem::take}}", 1, "[mem::take]", "<b>std</b>"),
            ("{{c1::}}", 1, "[...]", "<b></b>"),
            ("{{c1::中文：提示}}：好", 1, "[...]：好", "<b>中文：提示</b>：好"),
            ("a}} {{c1::b}} {{x}}", 1, "a}} [...] {{x}}", "a}} <b>b</b> {{x}}"),
            ("{{c1::a}} {{c2::b", 1, "[...] {{c2::b", "<b>a</b> {{c2::b"),
        ] {
            assert_eq!(render(field, number, Side::Question).as_deref(), Some(question));
            assert_eq!(render(field, number, Side::Answer).as_deref(), Some(answer));
        }
        for (field, number) in [("{{c1::a}}", 2), ("plain", 1), ("{{c::a}}", 1), ("{{c1:a}}", 1)] {
            assert_eq!(render(field, number, Side::Question), None, "{field}");
        }
        assert_eq!(render("a {{c1::b}} {{c2::c}} {{c1::d}}", 1, Side::Only).unwrap(), "b, d");
    }

    proptest! {
        #[test]
        fn any_field_is_no_panic_and_does_not_grow_much(
            field in r"(\{\{c[12](,[12])?::|\}\}|::|[a{}:é字]){0,60}", number in 1..3_u32,
        ) {
            for side in [Side::Question, Side::Answer, Side::Only] {
                if let Some(text) = render(&field, number, side) {
                    prop_assert!(text.len() <= field.len() * 4 + 8);
                }
            }
        }
    }
}
