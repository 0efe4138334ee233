//! Bytes written in a small set of characters.

/// The last `digits` digits of a number in base 36, the lowest first.
pub fn base36(mut number: u64, digits: usize) -> String {
    const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let mut text = String::with_capacity(digits);
    for _ in 0..digits {
        text.push(char::from(DIGITS[(number % 36) as usize]));
        number /= 36;
    }
    text
}

/// `bytes` escaped for an address: ASCII letters, digits and `plain` as they are, every other byte
/// as `%` and two digits.
pub fn percent(bytes: &[u8], plain: &str) -> String {
    let mut text = String::with_capacity(bytes.len());
    for byte in bytes {
        if byte.is_ascii_alphanumeric() || plain.as_bytes().contains(byte) && byte.is_ascii() {
            text.push(char::from(*byte));
        } else {
            text += &format!("%{byte:02X}");
        }
    }
    text
}

/// Decodes text such as `a%20b`; what does not decode stays.
pub fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let hex = |b: u8| (b as char).to_digit(16);
        if let (b'%', [high, low, after @ ..]) = (first, after)
            && let (Some(high), Some(low)) = (hex(*high), hex(*low))
        {
            bytes.push((high * 16 + low) as u8);
            rest = after;
        } else {
            bytes.push(first);
            rest = after;
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn digits_come_lowest_first() {
        assert_eq!((base36(36 * 2 + 35, 3), base36(0, 1)), ("z20".into(), "0".into()));
    }

    #[test]
    fn what_is_not_encoded_stays() {
        for (text, decoded) in [
            ("a%20b", "a b"),
            ("100%", "100%"),
            ("%zz%4", "%zz%4"),
            ("%e5%9b%be", "图"),
            ("%ff", "%ff"),
        ] {
            assert_eq!(percent_decoded(text), decoded, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_encoded_comes_back(text in any::<String>()) {
            let encoded = percent(text.as_bytes(), "-_./");
            prop_assert!(encoded.is_ascii());
            prop_assert_eq!(percent_decoded(&encoded), text);
        }
    }
}
