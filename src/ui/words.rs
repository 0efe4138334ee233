//! What the screens say, in English and in Chinese.
//!
//! A message is a line of a table with both languages; it becomes a method of [`Words`]. Both must
//! have the same placeholders, or it does not compile. Where English has a singular and a plural,
//! there are two texts, and the first argument chooses.

mod chosen;
mod common;
mod decks;
mod editor;
mod errors;
mod home;
mod import;
mod keys;
mod names;
mod notices;
mod plan;
mod quiz;
mod show;
mod stats;
mod status;
mod summary;
mod values;

use crate::model::card::Lang;

/// The words of the interface in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words(pub Lang);

impl Words {
    /// English, which is also what JSON and files speak.
    pub const EN: Words = Words(Lang::En);
}

impl Default for Words {
    fn default() -> Words {
        Words::EN
    }
}

/// A table of messages: `name: "English", "中文";`, with placeholders
/// `name(place: type): "… {place}", "…{place}";`, and with two texts
/// `name(n: usize): ["{n} card", "{n} cards"], "{n} 张卡片";`. The English text ends the method's doc.
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident $(($($place:ident: $type:ty),+))?: $en:tt, $zh:literal;)*) => {
        impl $crate::ui::words::Words {
            $($crate::ui::words::message!($(#[$doc])* $name $(($($place: $type),+))?: $en, $zh);)*
        }

        /// Every message of the table: its name, its English texts and the Chinese one.
        #[cfg(test)]
        pub(super) const TABLE: &[(&str, &[&str], &str)] =
            &[$((stringify!($name), $crate::ui::words::texts!($en), $zh)),*];
    };
}

/// One message as a method.
macro_rules! message {
    ($(#[$doc:meta])* $name:ident: $en:literal, $zh:literal) => {
        $(#[$doc])*
        #[doc = $en]
        pub fn $name(self) -> &'static str {
            match self.0 {
                $crate::model::card::Lang::En => $en,
                $crate::model::card::Lang::Zh => $zh,
            }
        }
    };
    ($(#[$doc:meta])* $name:ident($first:ident: $type:ty $(, $place:ident: $of:ty)*):
     [$one:literal, $many:literal], $zh:literal) => {
        $(#[$doc])*
        #[doc = $many]
        pub fn $name(self, $first: $type $(, $place: $of)*) -> String {
            match self.0 {
                $crate::model::card::Lang::En if $first == 1 => {
                    format!($one, $first = $first $(, $place = $place)*)
                }
                $crate::model::card::Lang::En => {
                    format!($many, $first = $first $(, $place = $place)*)
                }
                $crate::model::card::Lang::Zh => {
                    format!($zh, $first = $first $(, $place = $place)*)
                }
            }
        }
    };
    ($(#[$doc:meta])* $name:ident($($place:ident: $type:ty),+): $en:literal, $zh:literal) => {
        $(#[$doc])*
        #[doc = $en]
        pub fn $name(self, $($place: $type),+) -> String {
            match self.0 {
                $crate::model::card::Lang::En => format!($en, $($place = $place),+),
                $crate::model::card::Lang::Zh => format!($zh, $($place = $place),+),
            }
        }
    };
}

/// The English texts of a message.
#[cfg(test)]
macro_rules! texts {
    ([$($text:literal),+]) => {
        &[$($text),+]
    };
    ($text:literal) => {
        &[$text]
    };
}

#[cfg(test)]
use texts;
use {message, words};

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::text::han::is_han;

    const TABLES: &[&[(&str, &[&str], &str)]] = &[
        chosen::TABLE,
        common::TABLE,
        decks::TABLE,
        editor::TABLE,
        errors::TABLE,
        home::TABLE,
        import::TABLE,
        keys::TABLE,
        notices::TABLE,
        plan::TABLE,
        quiz::TABLE,
        show::TABLE,
        stats::TABLE,
        status::TABLE,
        summary::TABLE,
        values::TABLE,
    ];

    /// The placeholders of a text, with their formats.
    fn places(text: &str) -> BTreeSet<&str> {
        let inner = text.split('{').skip(1).filter_map(|rest| rest.split_once('}'));
        inner.map(|(place, _)| place).collect()
    }

    #[test]
    fn both_languages_have_every_message_with_the_same_places() {
        let mut names = BTreeSet::new();
        for (name, english, chinese) in TABLES.iter().copied().flatten() {
            assert!(names.insert(*name), "{name} stands twice");
            assert!(!chinese.is_empty(), "{name}");
            for text in *english {
                assert!(!text.is_empty() && !text.chars().any(is_han), "{name}: {text}");
                assert_eq!(places(text), places(chinese), "{name}");
            }
        }
    }

    #[test]
    fn one_is_told_from_many() {
        assert_eq!(Words::EN.cards(1), "1 card");
        assert_eq!(Words::EN.cards(0), "0 cards");
        assert_eq!(Words(Lang::Zh).cards(1), "1 张卡片");
    }
}
