//! The zip of a package: which layout it has, its collection, its pictures and sounds.
//!
//! | layout | known by | collection | `media` |
//! |---|---|---|---|
//! | 1 | neither of the below | `collection.anki2` | JSON `{"0": "a.png"}` |
//! | 2 | `meta` says 2, or `collection.anki21` without `meta` | `collection.anki21` | the same |
//! | 3 | `meta` says 3 | `collection.anki21b`, zstd | zstd of protobuf, files zstd too |
//!
//! Layouts 2 and 3 also hold a `collection.anki2` with a single note that asks to update Anki; it is
//! never looked at.

use std::collections::HashMap;
use std::io::{self, Cursor, Read, Write};

use ruzstd::decoding::StreamingDecoder;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::wire::{self, Value};

/// A small file may unpack to this much: repetitive text shrinks to a twentieth.
const LEAST_UNPACKED: u64 = 32 << 20;
/// A large one may unpack to this many bytes for each packed byte. Real collections reach 3 to 5
/// (their review logs hardly shrink), and what is unpacked has to fit in memory.
const UNPACKED_PER_BYTE: u64 = 4;
/// The list of pictures: 100 k names of 80 bytes.
const LARGEST_LIST: u64 = 8 << 20;
/// A picture or sound; larger ones are left out. Phones make pictures of 5 to 12 MB.
pub const LARGEST_MEDIA: u64 = 16 << 20;
/// The window of zstd, allocated before the first byte: level 19 has 8 MiB, and real packages 2.
const ZSTD_WINDOW: u64 = 16 << 20;
/// Entries of the zip: every one takes some 300 bytes while the package is open.
const MOST_ENTRIES: u64 = 200_000;

/// Cards that even the smallest file may have, and bytes of the file for each further card. Real
/// cards take 100 or more, and each needs 2 kB of memory and 30 µs to reach the database.
const LEAST_CARDS: u64 = 60_000;
const BYTES_PER_CARD: u64 = 128;
/// The same of reviews, whose times alone hardly pack; each takes 4 µs.
const LEAST_REVIEWS: u64 = 300_000;
const BYTES_PER_REVIEW: u64 = 16;

/// Why a file is not taken.
#[derive(Debug, thiserror::Error)]
pub enum PackageError {
    /// It is not a zip.
    #[error("it is not a zip file ({0}): export it from Anki again")]
    NotZip(String),
    /// The layout is not known.
    #[error(
        "it was made by a newer Anki (layout {0}): export it with \"Support older Anki versions\" ticked"
    )]
    Newer(u64),
    /// Something is missing.
    #[error("it has no `{0}`, so it is no Anki package")]
    Missing(&'static str),
    /// Two entries share a name or their bytes.
    #[error("its zip directory is not sound ({0}): export it from Anki again")]
    Unsound(&'static str),
    /// It unpacks to more than is allowed.
    #[error(
        "`{0}` unpacks to more than {1} MiB, which no real collection of this file size does: export a smaller deck, or without media"
    )]
    TooLarge(&'static str, u64),
    /// It has more cards or reviews than is allowed.
    #[error(
        "it has more than {0} {1}, which no real collection of this file size does: export a smaller deck"
    )]
    TooMany(u64, &'static str),
    /// An entry cannot be read.
    #[error("`{0}` in it cannot be unpacked ({1}): export it from Anki again")]
    Broken(String, String),
}

/// A picture or sound of a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Media {
    /// The name that notes use.
    pub name: String,
    entry: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layout {
    One,
    Two,
    Three,
}

impl Layout {
    fn collection(self) -> &'static str {
        match self {
            Layout::One => "collection.anki2",
            Layout::Two => "collection.anki21",
            Layout::Three => "collection.anki21b",
        }
    }
}

/// An open package.
#[derive(Debug)]
pub struct Package {
    zip: ZipArchive<Cursor<Vec<u8>>>,
    size: u64,
    layout: Layout,
}

/// Whether a file begins as a zip does.
pub fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

impl Package {
    /// Opens a package; nothing is unpacked yet but the bytes that give its layout.
    pub fn open(bytes: Vec<u8>) -> Result<Package, PackageError> {
        let size = bytes.len() as u64;
        let listed = entries(&bytes);
        if listed.is_some_and(|n| n > MOST_ENTRIES) {
            return Err(PackageError::Unsound("it lists too many entries"));
        }
        let mut zip =
            ZipArchive::new(Cursor::new(bytes)).map_err(|e| PackageError::NotZip(e.to_string()))?;
        // Of entries with the same name this reader shows only the last; others may show the first.
        if listed.is_some_and(|n| n != zip.len() as u64) {
            return Err(PackageError::Unsound("a name stands twice in it"));
        }
        if zip.has_overlapping_files().map_err(|e| PackageError::NotZip(e.to_string()))? {
            return Err(PackageError::Unsound("entries share their bytes"));
        }
        let mut package = Package { zip, size, layout: Layout::One };
        package.layout = package.find_layout()?;
        if package.zip.index_for_name(package.layout.collection()).is_none() {
            return Err(PackageError::Missing(package.layout.collection()));
        }
        Ok(package)
    }

    fn find_layout(&mut self) -> Result<Layout, PackageError> {
        if self.zip.index_for_name("meta").is_some() {
            let meta = self.unpack("meta", "meta", 1 << 10, false)?;
            let version = wire::fields(&meta).find_map(|field| match field {
                (1, Value::Number(version)) => Some(version),
                _ => None,
            });
            return match version {
                Some(1) => Ok(Layout::One),
                Some(2) => Ok(Layout::Two),
                Some(3) => Ok(Layout::Three),
                other => Err(PackageError::Newer(other.unwrap_or(0))),
            };
        }
        let newer = self.zip.index_for_name(Layout::Two.collection()).is_some();
        Ok(if newer { Layout::Two } else { Layout::One })
    }

    /// The SQLite file.
    pub fn collection(&mut self) -> Result<Vec<u8>, PackageError> {
        let most = LEAST_UNPACKED + self.size.saturating_mul(UNPACKED_PER_BYTE);
        let name = self.layout.collection();
        self.unpack(name, name, most, self.layout == Layout::Three)
    }

    /// Its bytes.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Refuses more cards and reviews than a file of this size can have.
    pub fn allow(&self, cards: usize, reviews: usize) -> Result<(), PackageError> {
        for (count, what, least, bytes) in [
            (cards, "cards", LEAST_CARDS, BYTES_PER_CARD),
            (reviews, "reviews", LEAST_REVIEWS, BYTES_PER_REVIEW),
        ] {
            let most = least + self.size / bytes;
            if count as u64 > most {
                return Err(PackageError::TooMany(most, what));
            }
        }
        Ok(())
    }

    /// Bytes of text that rendering all cards may make: a template may say a field twice or more.
    pub fn text_budget(&self) -> u64 {
        text_budget(self.size.saturating_mul(UNPACKED_PER_BYTE))
    }

    /// The pictures and sounds by name. A name that is a path is left out; so are all if the list
    /// cannot be read, for the cards are worth more.
    pub fn media(&mut self) -> HashMap<String, Media> {
        if self.zip.index_for_name("media").is_none() {
            return HashMap::new();
        }
        let zstd = self.layout == Layout::Three;
        let Ok(list) = self.unpack("media", "media", LARGEST_LIST, zstd) else {
            return HashMap::new();
        };
        let named: Vec<(String, String)> = if zstd {
            wire::fields(&list)
                .filter_map(|field| match field {
                    (1, Value::Bytes(entry)) => Some(entry),
                    _ => None,
                })
                .enumerate()
                .filter_map(|(index, entry)| Some((index.to_string(), name_of(entry)?)))
                .collect()
        } else {
            let list: HashMap<String, String> = serde_json::from_slice(&list).unwrap_or_default();
            list.into_iter().collect()
        };
        named
            .into_iter()
            .filter(|(_, name)| is_plain_name(name))
            .map(|(entry, name)| (name.clone(), Media { name, entry }))
            .collect()
    }

    /// The bytes of a picture or sound; `None` when it is not there or larger than
    /// [`LARGEST_MEDIA`].
    pub fn read_media(&mut self, media: &Media) -> Result<Option<Vec<u8>>, PackageError> {
        if self.zip.index_for_name(&media.entry).is_none() {
            return Ok(None);
        }
        let entry = media.entry.clone();
        match self.unpack(&entry, "a picture", LARGEST_MEDIA, self.layout == Layout::Three) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(PackageError::TooLarge(..)) => Ok(None),
            Err(other) => Err(other),
        }
    }

    /// Unpacks an entry of at most `most` bytes; the size that it claims is not trusted.
    fn unpack(
        &mut self,
        entry: &str,
        shown: &'static str,
        most: u64,
        zstd: bool,
    ) -> Result<Vec<u8>, PackageError> {
        let broken = |reason: String| PackageError::Broken(shown.to_owned(), reason);
        let file = self.zip.by_name(entry).map_err(|e| broken(e.to_string()))?;
        if file.encrypted() || !file.is_file() {
            return Err(broken("it is not a plain file".into()));
        }
        let mut bytes = Vec::new();
        let read = |source: &mut dyn Read, bytes: &mut Vec<u8>| source.read_to_end(bytes);
        let got = if zstd {
            let source = StreamingDecoder::new_with_max_window_size(file, ZSTD_WINDOW)
                .map_err(|e| broken(e.to_string()))?;
            read(&mut source.take(most + 1), &mut bytes)
        } else {
            read(&mut file.take(most + 1), &mut bytes)
        };
        got.map_err(|e| broken(e.to_string()))?;
        if bytes.len() as u64 > most {
            return Err(PackageError::TooLarge(shown, most >> 20));
        }
        Ok(bytes)
    }
}

/// Bytes of text that rendering all cards of a collection of `size` bytes may make.
pub fn text_budget(size: u64) -> u64 {
    2 * (LEAST_UNPACKED + size)
}

fn name_of(entry: &[u8]) -> Option<String> {
    wire::fields(entry).find_map(|field| match field {
        (1, Value::Bytes(name)) => String::from_utf8(name.to_vec()).ok(),
        _ => None,
    })
}

/// Whether a name is that of a file and not a path, on any system.
pub fn is_plain_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 255
        && !name.starts_with('.')
        && !name.contains(|c: char| c.is_control() || "/\\:*?\"<>|".contains(c))
}

/// How many entries the end of the zip says it has; `None` when it has no such end, or so many that
/// another record holds the number.
fn entries(bytes: &[u8]) -> Option<u64> {
    /// The record without its comment, which may have 65535 bytes.
    const END: usize = 22;
    let from = bytes.len().saturating_sub(END + 0xffff);
    let at = bytes[from..].windows(END).rposition(|w| w.starts_with(b"PK\x05\x06"))? + from;
    let count = u16::from_le_bytes([bytes[at + 10], bytes[at + 11]]);
    (count != u16::MAX).then_some(u64::from(count))
}

/// Writes a package of layout 1, which every Anki since 2.0 reads.
pub struct Writer<W: Write> {
    zip: ZipWriter<zip::write::StreamWriter<W>>,
    media: Vec<String>,
}

impl<W: Write> Writer<W> {
    /// Begins with the collection.
    pub fn new(out: W, collection: &[u8]) -> io::Result<Self> {
        let mut zip = ZipWriter::new_stream(out);
        zip.start_file(Layout::One.collection(), packed())?;
        zip.write_all(collection)?;
        Ok(Writer { zip, media: Vec::new() })
    }

    /// Adds a picture or sound; its name is [plain](is_plain_name).
    pub fn media(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        // Pictures and sounds are packed already.
        let stored = packed().compression_method(CompressionMethod::Stored);
        self.zip.start_file(self.media.len().to_string(), stored)?;
        self.zip.write_all(bytes)?;
        self.media.push(name.to_owned());
        Ok(())
    }

    /// Ends with the list of pictures.
    pub fn finish(mut self) -> io::Result<W> {
        let list: serde_json::Map<String, serde_json::Value> = (0..)
            .zip(self.media)
            .map(|(index, name): (usize, String)| (index.to_string(), name.into()))
            .collect();
        self.zip.start_file("media", packed())?;
        serde_json::to_writer(&mut self.zip, &list)?;
        Ok(self.zip.finish()?.into_inner())
    }
}

/// No time of day: the same cards make the same bytes.
fn packed() -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in entries {
            zip.start_file(*name, packed()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn written() -> Vec<u8> {
        let mut writer = Writer::new(Vec::new(), b"rows").unwrap();
        writer.media("图.png", b"picture").unwrap();
        writer.finish().unwrap()
    }

    #[test]
    fn what_was_written_is_read() {
        let mut package = Package::open(written()).unwrap();
        assert_eq!(package.collection().unwrap(), b"rows");
        let media = package.media();
        assert_eq!(media.len(), 1);
        let bytes = package.read_media(&media["图.png"]).unwrap();
        assert_eq!(bytes.as_deref(), Some(&b"picture"[..]));
        assert_eq!(written(), written());
    }

    #[test]
    fn the_layout_is_told_by_meta_and_never_by_the_decoy() {
        let decoy: (&str, &[u8]) = ("collection.anki2", b"please update");
        for (entries, collection) in [
            (vec![("collection.anki2", &b"one"[..])], Ok("one")),
            (vec![decoy, ("collection.anki21", b"two")], Ok("two")),
            (vec![decoy, ("collection.anki21", b"two"), ("meta", b"\x08\x02")], Ok("two")),
            (vec![decoy, ("meta", b"\x08\x03")], Err("it has no `collection.anki21b`")),
            (vec![decoy, ("meta", b"\x08\x04")], Err("made by a newer Anki (layout 4)")),
            (vec![decoy, ("meta", b"")], Err("made by a newer Anki (layout 0)")),
            (vec![("media", b"{}")], Err("it has no `collection.anki2`")),
        ] {
            let got = Package::open(zip(&entries)).and_then(|mut p| p.collection());
            match (got, collection) {
                (Ok(bytes), Ok(expected)) => assert_eq!(bytes, expected.as_bytes()),
                (Err(error), Err(part)) => {
                    assert!(error.to_string().contains(part), "{error}: {part}");
                }
                (got, expected) => panic!("{got:?}, {expected:?}"),
            }
        }
    }

    #[test]
    fn bombs_are_refused_before_they_are_whole() {
        let zeros = vec![0; 40 << 20];
        let mut package = Package::open(zip(&[("collection.anki2", &zeros)])).unwrap();
        let error = package.collection().unwrap_err().to_string();
        assert!(error.contains("unpacks to more than 32 MiB"), "{error}");

        let bomb = zip(&[("collection.anki2", b""), ("media", b"{\"0\":\"a\"}"), ("0", &zeros)]);
        let mut package = Package::open(bomb).unwrap();
        let media = package.media();
        assert_eq!(package.read_media(&media["a"]).unwrap(), None);
    }

    #[test]
    fn more_than_a_file_of_its_size_can_hold_is_refused() {
        let package = Package::open(written()).unwrap();
        assert!(package.allow(60_000, 300_000).is_ok());
        let error = package.allow(70_000, 0).unwrap_err().to_string();
        assert!(error.contains("more than 6000"), "{error}");
        assert!(package.allow(0, 400_000).unwrap_err().to_string().contains(" reviews"));
    }

    #[test]
    fn a_directory_that_can_be_read_two_ways_is_refused() {
        // The second entry of the directory gets the name of the first.
        let mut bytes = zip(&[("collection.anki2", b"a"), ("collection.anki3", b"b")]);
        let name = b"collection.anki3";
        while let Some(at) = bytes.windows(name.len()).position(|w| w == name) {
            bytes[at + name.len() - 1] = b'2';
        }
        let error = Package::open(bytes).unwrap_err();
        assert!(matches!(error, PackageError::Unsound(_)), "{error}");
        assert!(matches!(Package::open(b"PK\x03\x04".to_vec()), Err(PackageError::NotZip(_))));
    }

    #[test]
    fn names_that_lead_elsewhere_are_left_out() {
        let list =
            r#"{"0":"../a","1":"/etc/passwd","2":"a\\b","3":"C:x","4":".ssh","5":"ok.png","6":""}"#;
        let bytes = zip(&[("collection.anki2", b""), ("media", list.as_bytes())]);
        let media = Package::open(bytes).unwrap().media();
        assert_eq!(media.into_keys().collect::<Vec<_>>(), ["ok.png"]);
    }

    proptest! {
        #[test]
        fn a_damaged_package_is_an_error_and_no_panic(
            at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>(),
        ) {
            let mut bytes = written();
            let at = at.index(bytes.len());
            if cut { bytes.truncate(at) } else { bytes[at] = byte }
            if let Ok(mut package) = Package::open(bytes) {
                let _ = package.collection();
                for media in package.media().into_values() {
                    let _ = package.read_media(&media);
                }
            }
        }
    }
}
