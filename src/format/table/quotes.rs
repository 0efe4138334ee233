//! Quotes that do not close as they should. A reader of tables takes everything up to the next
//! quote, or to the end, for one cell: rows are swallowed without a word.

use crate::format::diagnostic::Diagnostic;

/// How a cell in quotes ends.
enum End {
    /// At the byte after its quote; the cell may go on without quotes.
    At(usize),
    /// In the middle of a later line, at the byte of the quote: it belongs to another cell.
    Astray(usize),
    /// Not at all.
    Never,
}

/// Leaves out the rows with a quote that never closes: blank lines replace them in the text that is
/// returned, so that line numbers hold. Reports each; `first_line` counts the lines before `body`.
pub(super) fn close_open_ones(
    body: &str,
    separator: u8,
    first_line: usize,
) -> (Option<String>, Vec<Diagnostic>) {
    let bytes = body.as_bytes();
    let mut left_out: Vec<(usize, usize)> = Vec::new();
    let mut told = Vec::new();
    let mut row = 0;
    let mut at = 0;
    // Lines up to the byte `counted`.
    let (mut line, mut counted) = (first_line + 1, 0);
    // Whether a cell begins here.
    let mut begins = true;
    // Reading goes on at the end of the line that is left out. What is read twice that way has its
    // quotes in pairs, which open nothing.
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' if begins => match end_of(bytes, at, separator) {
                End::At(after) => {
                    at = after;
                    begins = false;
                }
                wrong => {
                    line += lines(&bytes[counted..at]);
                    counted = at;
                    let start = body[..at].rfind('\n').map_or(0, |nl| nl + 1);
                    let column = body[start..at].chars().count() + 1;
                    let message = match wrong {
                        End::Astray(quote) => format!(
                            "the quote that opens here ends within a cell, in line {}",
                            line + lines(&bytes[at..quote])
                        ),
                        _ => "the quote that opens here is never closed".to_owned(),
                    };
                    let help = "close it, or write \"\" for a quote that belongs to the text";
                    told.push(Diagnostic::error(line, column, 1, message).help(help));
                    let end = body[at..].find('\n').map_or(body.len(), |nl| at + nl);
                    left_out.push((row, end));
                    at = end;
                    begins = false;
                }
            },
            b'\n' => {
                at += 1;
                row = at;
                begins = true;
            }
            other => {
                at += 1;
                begins = other == separator;
            }
        }
    }
    if left_out.is_empty() {
        return (None, told);
    }
    let mut mended = String::with_capacity(body.len());
    let mut done = 0;
    for (from, to) in left_out {
        mended.push_str(&body[done..from]);
        mended.extend(std::iter::repeat_n('\n', lines(&bytes[from..to])));
        done = to;
    }
    mended.push_str(&body[done..]);
    (Some(mended), told)
}

/// How the cell ends whose quote opens at `open`. Text after a closing quote belongs to the cell if
/// it is on the same line.
fn end_of(bytes: &[u8], open: usize, separator: u8) -> End {
    let mut at = open + 1;
    let mut is_one_line = true;
    while let Some(&byte) = bytes.get(at) {
        match (byte, bytes.get(at + 1)) {
            (b'"', Some(b'"')) => at += 1,
            (b'"', next) => {
                let closes = next.is_none_or(|next| *next == separator || *next == b'\n');
                return if closes || is_one_line { End::At(at + 1) } else { End::Astray(at) };
            }
            (b'\n', _) => is_one_line = false,
            _ => {}
        }
        at += 1;
    }
    End::Never
}

fn lines(bytes: &[u8]) -> usize {
    bytes.iter().filter(|b| **b == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn mended(body: &str) -> (String, Vec<(usize, usize, String)>) {
        let (mended, told) = close_open_ones(body, b',', 0);
        let told = told.into_iter().map(|d| (d.line, d.column, d.message)).collect();
        (mended.unwrap_or_else(|| body.to_owned()), told)
    }

    #[test]
    fn quotes_that_close_are_left_alone() {
        for body in [
            "a,\"b\nc\",d\n\"say \"\"hi\"\"\",x\n",
            "a\"b,c \"d\" e\n",
            "\"nearly\" right,\"x\" y\n",
            "\"\",\"\"\n\"\"\"\",x",
            "\"over\n\ntwo\"\n",
        ] {
            assert_eq!(mended(body), (body.to_owned(), vec![]));
        }
    }

    #[test]
    fn a_row_with_an_open_quote_is_left_out_and_the_next_is_read() {
        let never = "the quote that opens here is never closed";
        let astray = |line| format!("the quote that opens here ends within a cell, in line {line}");
        for (body, left, wrong) in [
            ("q,a\n\"one,two\nx,y\n", "q,a\n\nx,y\n", vec![(2, 1, never.to_owned())]),
            ("a,b\nx,\"y", "a,b\n", vec![(2, 3, never.to_owned())]),
            // The first swallows up to the second, which is open too.
            (
                "\"one,1\ntwo,2\n\"three,3\nfour,4\n",
                "\ntwo,2\n\nfour,4\n",
                vec![(1, 1, astray(3)), (3, 1, never.to_owned())],
            ),
            // A row that began on an earlier line goes as a whole.
            ("\"a\nb\",\"c\nd,e\n", "\n\nd,e\n", vec![(2, 4, never.to_owned())]),
        ] {
            assert_eq!(mended(body), (left.to_owned(), wrong), "{body:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_left_has_no_open_quote_and_as_many_lines(body in "[\",\na\u{e9}]{0,40}") {
            let (left, _) = mended(&body);
            prop_assert_eq!(left.matches('\n').count(), body.matches('\n').count());
            prop_assert_eq!(mended(&left), (left.clone(), vec![]));
        }
    }
}
