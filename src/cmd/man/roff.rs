//! Text in roff, the language of manual pages.

/// A paragraph, or where lines are indented, a list that keeps its lines.
pub(super) fn paragraph(text: &str) -> String {
    let is_list = |line: &str| line.starts_with("  ");
    match text.split_once('\n') {
        Some((title, list)) if list.lines().all(is_list) => {
            format!("{}.PP\n{}", lines(title), verbatim(list))
        }
        _ => lines(text),
    }
}

/// Text escaped for a manual page, after the start of a line; a hyphen stays one that can be
/// copied.
pub(super) fn roff(text: &str) -> String {
    text.replace('\\', "\\e").replace('-', "\\-").replace('`', "\\(ga").replace('\'', "\\(aq")
}

/// Makes what is between backquotes bold.
fn marked(text: &str) -> String {
    let text = roff(text);
    let parts: Vec<&str> = text.split("\\(ga").collect();
    if parts.len().is_multiple_of(2) {
        return text;
    }
    let mark = |(at, part): (usize, &&str)| match at % 2 {
        0 => (*part).to_owned(),
        _ => format!("\\fB{part}\\fR"),
    };
    parts.iter().enumerate().map(mark).collect()
}

/// Everything but ASCII as a number: not every reader of manual pages knows the encoding.
pub(super) fn ascii(page: &str) -> String {
    let mut ascii = String::with_capacity(page.len());
    for c in page.chars() {
        match c {
            c if c.is_ascii() => ascii.push(c),
            c => ascii += &format!("\\[u{:04X}]", u32::from(c)),
        }
    }
    ascii
}

/// Lines of text, none of which is taken for a request.
pub(super) fn lines(text: &str) -> String {
    let line = |line: &str| match line.starts_with('.') {
        true => format!("\\&{}\n", marked(line)),
        false => format!("{}\n", marked(line)),
    };
    text.lines().map(line).collect()
}

/// Lines that keep their breaks and spaces.
pub(super) fn verbatim(text: &str) -> String {
    format!(".nf\n{}.fi\n", lines(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_ascii_and_marks_what_can_be_typed() {
        assert_eq!(ascii("扩 a"), "\\[u6269] a");
        assert_eq!(marked("run `a-b`, not `c`"), "run \\fBa\\-b\\fR, not \\fBc\\fR");
        assert_eq!(marked("a ` alone"), "a \\(ga alone");
    }

    #[test]
    fn no_text_is_a_request() {
        assert_eq!(lines(".SH x\n'a' -b \\c"), "\\&.SH x\n\\(aqa\\(aq \\-b \\ec\n");
        assert_eq!(paragraph("Pages:\n  a  b\n  c"), "Pages:\n.PP\n.nf\n  a  b\n  c\n.fi\n");
    }
}
