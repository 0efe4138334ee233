//! The bytes of a text file as text, whichever program wrote it.
//!
//! | bytes | taken as |
//! |---|---|
//! | a byte order mark of UTF-16 | UTF-16 |
//! | valid UTF-8 | UTF-8 |
//! | not UTF-8, but valid GB 18030 that makes everyday Chinese | GB 18030, with a warning |
//! | anything else without NUL | UTF-8 with damage: an error names the place, the rest is there |
//!
//! Excel's "Unicode text" is UTF-16; Excel in China writes CSV as GBK, which is a part of GB 18030.

use encoding_rs::GB18030;

use super::diagnostic::Diagnostic;

/// Why bytes are no text at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotText {
    /// UTF-16 or UTF-32 that does not say so.
    #[error("is text in {0}: save it as UTF-8, or convert it with `iconv -f {0} -t UTF-8`")]
    Wide(&'static str),
    /// A program, a picture.
    #[error("is not text in UTF-8: save it as UTF-8")]
    Binary,
}

/// The text, and what is wrong with it.
pub fn decode(bytes: Vec<u8>) -> Result<(String, Vec<Diagnostic>), NotText> {
    match bytes.as_slice() {
        [0xff, 0xfe, 0, 0, ..] => return Err(NotText::Wide("UTF-32LE")),
        [0xff, 0xfe, rest @ ..] => return Ok(utf16(rest, u16::from_le_bytes)),
        [0xfe, 0xff, rest @ ..] => return Ok(utf16(rest, u16::from_be_bytes)),
        _ => {}
    }
    let nuls = |of: usize| bytes.iter().skip(of).step_by(2).filter(|b| **b == 0).count();
    // In Latin text in UTF-16 every second byte is zero.
    let (even, odd) = (nuls(0), nuls(1));
    if even + odd > bytes.len() / 4 {
        let wide = |zeros: usize| zeros > bytes.len() / 4 && zeros < bytes.len() / 2 + 1;
        return Err(match (wide(even) && odd == 0, wide(odd) && even == 0) {
            (true, false) => NotText::Wide("UTF-16BE"),
            (false, true) => NotText::Wide("UTF-16LE"),
            _ => NotText::Binary,
        });
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return Ok((text, Vec::new())),
        Err(error) => error.into_bytes(),
    };
    if even + odd > 0 {
        return Err(NotText::Binary);
    }
    if is_foreign(&bytes)
        && let Some(text) = gb18030(&bytes)
    {
        let message = "the file is not in UTF-8 and was read as GB18030 (GBK)";
        let read = Diagnostic::warning(1, 1, 0, message);
        return Ok((text, vec![read.help("if words look wrong, save it as UTF-8")]));
    }
    Ok(damaged(&bytes))
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> (String, Vec<Diagnostic>) {
    let (pairs, odd) = bytes.as_chunks::<2>();
    let mut text = String::with_capacity(bytes.len());
    let mut damage = Damage::default();
    // After the mark.
    let mut at = 2;
    for c in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        match c {
            Ok(c) => {
                text.push(c);
                at += 2 * c.len_utf16();
            }
            Err(_) => {
                damage.note(at, &text);
                text.push(char::REPLACEMENT_CHARACTER);
                at += 2;
            }
        }
    }
    if !odd.is_empty() {
        damage.cut(at, &text);
    }
    (text, damage.told("UTF-16"))
}

/// UTF-8 with bad bytes as text: each run of them becomes a replacement character, but a character
/// cut off by the end of the file becomes nothing.
fn damaged(bytes: &[u8]) -> (String, Vec<Diagnostic>) {
    let mut text = String::with_capacity(bytes.len());
    let mut damage = Damage::default();
    let mut at = 0;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        at += chunk.valid().len();
        let bad = chunk.invalid();
        let ends = at + bad.len() == bytes.len();
        if ends && std::str::from_utf8(bad).is_err_and(|e| e.error_len().is_none()) {
            damage.cut(at, &text);
        } else if !bad.is_empty() {
            damage.note(at, &text);
            text.push(char::REPLACEMENT_CHARACTER);
        }
        at += bad.len();
    }
    (text, damage.told("UTF-8"))
}

/// Where bytes are not text.
#[derive(Default)]
struct Damage {
    /// Byte, line and column, from 1, and whether the file ends there.
    first: Option<(usize, usize, usize, bool)>,
    places: usize,
}

impl Damage {
    /// Bytes at the offset `at` are not text; `text` is what came before them.
    fn note(&mut self, at: usize, text: &str) {
        self.add(at, text, false);
    }

    /// The end of the file cuts a character at the offset `at`.
    fn cut(&mut self, at: usize, text: &str) {
        self.add(at, text, true);
    }

    fn add(&mut self, at: usize, text: &str, ends: bool) {
        self.places += 1;
        if self.first.is_none() {
            let line = text.matches('\n').count() + 1;
            let column = text.rsplit('\n').next().unwrap_or("").chars().count() + 1;
            self.first = Some((at + 1, line, column, ends));
        }
    }

    fn told(self, name: &str) -> Vec<Diagnostic> {
        let Some((byte, line, column, ends)) = self.first else { return Vec::new() };
        let message = match (ends, self.places - 1) {
            (true, _) => format!("the file ends within a character, at byte {byte} in line {line}"),
            (false, 0) => format!("byte {byte}, in line {line}, is not text in {name}"),
            (false, more) => {
                let more = if more == 1 { "is 1 more".into() } else { format!("are {more} more") };
                format!("byte {byte}, in line {line}, is not text in {name}, nor {more}")
            }
        };
        let help = match (name, ends) {
            (_, true) => "the file was cut: get it again; --partial reads what is there",
            ("UTF-8", false) => {
                "save it as UTF-8, or convert it, as with `iconv -f GB18030 -t UTF-8`; --partial reads the rest"
            }
            _ => "save it as UTF-8; --partial reads the rest",
        };
        vec![Diagnostic::error(line, column, 1, message).help(help)]
    }
}

/// Whether bytes look as if they never were UTF-8: they have more bad places than good characters
/// beyond Latin, and more is wrong with them than a cut at their end.
fn is_foreign(bytes: &[u8]) -> bool {
    let cut_only = std::str::from_utf8(bytes).is_err_and(|e| e.error_len().is_none());
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| c.len_utf8() > 2).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    !cut_only && bad > good
}

/// Bytes as GB 18030, if they are valid and most characters beyond ASCII are in GB 2312, which
/// holds everyday Chinese: accented Latin letters make byte pairs too, but outside GB 2312.
fn gb18030(bytes: &[u8]) -> Option<String> {
    let (mut characters, mut marks, mut others) = (0, 0, 0);
    let mut at = 0;
    while let Some(&first) = bytes.get(at) {
        if first.is_ascii() {
            at += 1;
            continue;
        }
        match (first, *bytes.get(at + 1)?) {
            (0xb0..=0xf7, 0xa1..=0xfe) => characters += 1,
            (0xa1..=0xa9, 0xa1..=0xfe) => marks += 1,
            (_, b'0'..=b'9') => {
                others += 1;
                at += 2;
            }
            _ => others += 1,
        }
        at += 2;
    }
    let is_chinese = characters > 0 && others * 4 <= characters + marks;
    let text = || GB18030.decode_without_bom_handling_and_without_replacement(bytes);
    is_chinese.then(text).flatten().map(std::borrow::Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn wide(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        format!("\u{feff}{text}").encode_utf16().flat_map(bytes).collect()
    }

    fn said(bytes: &[u8]) -> (String, Vec<String>) {
        let (text, diagnostics) = decode(bytes.to_vec()).unwrap();
        (text, diagnostics.into_iter().map(|d| d.message).collect())
    }

    #[test]
    fn a_byte_order_mark_tells_utf_16() {
        for text in ["什么是切片？\tslice\r\n", "𝄞 ok", ""] {
            for bytes in [u16::to_le_bytes, u16::to_be_bytes] {
                assert_eq!(said(&wide(text, bytes)), (text.to_owned(), vec![]));
            }
        }
        let mut cut = wide("ab", u16::to_le_bytes);
        cut.pop();
        assert_eq!(said(&cut).1, ["the file ends within a character, at byte 5 in line 1"]);
        let lone = [0xff, 0xfe, b'a', 0, 0, 0xd8, b'b', 0];
        let (text, messages) = said(&lone);
        assert_eq!(text, "a\u{fffd}b");
        assert_eq!(messages, ["byte 5, in line 1, is not text in UTF-16"]);
    }

    #[test]
    fn gbk_is_read_where_it_makes_everyday_chinese() {
        const WARNING: &str = "the file is not in UTF-8 and was read as GB18030 (GBK)";
        for text in ["问题,答案\n什么是切片？,数组的一段。\n", "map 的扩容\n朱镕基"]
        {
            let bytes = GB18030.encode(text).0.into_owned();
            assert_eq!(said(&bytes), (text.to_owned(), vec![WARNING.to_owned()]), "{text}");
        }
        // Accented Latin letters, and traditional Chinese in Big5.
        for bytes in
            [&b"caf\xe9 tr\xe8s, na\xefve"[..], b"\xe9t\xe9", b"\xa4\xa4\xa4\xe5\xb8\xea\xae\xc6"]
        {
            assert!(said(bytes).1.iter().all(|message| message != WARNING), "{bytes:?}");
        }
    }

    #[test]
    fn damage_is_told_by_its_place_and_the_rest_is_there() {
        let chinese = "切片\n数组".as_bytes();
        let (text, messages) = said(&chinese[..chinese.len() - 1]);
        assert_eq!(text, "切片\n数");
        assert_eq!(messages, ["the file ends within a character, at byte 11 in line 2"]);
        let (text, messages) = said(b"one\ntwo \xff three\xff\n");
        assert_eq!(text, "one\ntwo \u{fffd} three\u{fffd}\n");
        assert_eq!(messages, ["byte 9, in line 2, is not text in UTF-8, nor is 1 more"]);
        // One bad byte in Chinese does not make it GBK.
        let mut middle = "什么是切片？数组的一段。".as_bytes().to_vec();
        middle[9] = 0xff;
        let (text, messages) = said(&middle);
        assert!(text.starts_with("什么是") && text.ends_with("数组的一段。"), "{text}");
        assert_eq!(messages.len(), 1);
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let bare = |bytes: fn(u16) -> [u8; 2]| wide("ask\tanswer\n", bytes)[2..].to_vec();
        assert_eq!(decode(bare(u16::to_le_bytes)), Err(NotText::Wide("UTF-16LE")));
        assert_eq!(decode(bare(u16::to_be_bytes)), Err(NotText::Wide("UTF-16BE")));
        assert_eq!(decode(vec![0xff, 0xfe, 0, 0]), Err(NotText::Wide("UTF-32LE")));
        assert_eq!(decode(b"\x7fELF\0\xff".to_vec()), Err(NotText::Binary));
    }

    proptest! {
        #[test]
        fn any_bytes_are_no_panic(bytes in any::<Vec<u8>>(), text in any::<String>()) {
            let _ = decode(bytes);
            if !text.contains('\0') {
                prop_assert_eq!(decode(text.clone().into_bytes()), Ok((text, vec![])));
            }
        }
    }
}
