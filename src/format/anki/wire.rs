//! Protobuf on the wire, as far as Anki's packages need it: varints and byte strings.

/// A value of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value<'a> {
    /// A number, or the bits of one.
    Number(u64),
    /// A string, bytes, or a message of its own.
    Bytes(&'a [u8]),
}

/// The fields of a message, in order, as (number, value). It ends where the protobuf ends.
pub struct Fields<'a> {
    rest: &'a [u8],
    broken: bool,
}

/// Reads a message.
pub fn fields(message: &[u8]) -> Fields<'_> {
    Fields { rest: message, broken: false }
}

impl Fields<'_> {
    /// Whether the message ended in the middle of a field.
    #[cfg(test)]
    fn is_broken(&self) -> bool {
        self.broken
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = (u64, Value<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let field = field(&mut self.rest);
        if field.is_none() {
            self.broken = true;
            self.rest = &[];
        }
        field
    }
}

fn field<'a>(rest: &mut &'a [u8]) -> Option<(u64, Value<'a>)> {
    let key = varint(rest)?;
    let value = match key & 7 {
        0 => Value::Number(varint(rest)?),
        1 => Value::Number(u64::from_le_bytes(take(rest, 8)?.try_into().ok()?)),
        2 => {
            let len = usize::try_from(varint(rest)?).ok()?;
            Value::Bytes(take(rest, len)?)
        }
        5 => Value::Number(u64::from(u32::from_le_bytes(take(rest, 4)?.try_into().ok()?))),
        _ => return None,
    };
    Some((key >> 3, value))
}

fn take<'a>(rest: &mut &'a [u8], len: usize) -> Option<&'a [u8]> {
    let (taken, left) = rest.split_at_checked(len)?;
    *rest = left;
    Some(taken)
}

/// Seven bits a byte, lowest first; the high bit says that more follow.
fn varint(rest: &mut &[u8]) -> Option<u64> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let (&byte, left) = rest.split_first()?;
        *rest = left;
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_and_bytes_are_read() {
        let mut message = fields(&[0x08, 0x96, 0x01, 0x12, 2, b'h', b'i', 0x1d, 1, 0, 0, 0]);
        assert_eq!(message.next(), Some((1, Value::Number(150))));
        assert_eq!(message.next(), Some((2, Value::Bytes(b"hi"))));
        assert_eq!(message.next(), Some((3, Value::Number(1))));
        assert_eq!(message.next(), None);
        assert!(!message.is_broken());
    }

    #[test]
    fn a_message_that_ends_early_is_told() {
        for bytes in [&[0x08][..], &[0x12, 9, 1], &[0x0b], &[0x08, 0xff], &[0x80; 30]] {
            let mut message = fields(bytes);
            assert_eq!(message.next(), None, "{bytes:?}");
            assert!(message.is_broken(), "{bytes:?}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_no_panic(bytes in any::<Vec<u8>>()) {
            fields(&bytes).count();
        }
    }
}
