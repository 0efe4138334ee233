//! The key map of the quiz: what each key does on the full screen, and each letter or word in line
//! mode. The help of both is made from it.

use crate::model::review::Rating;
use crate::ui::keys::Key;
use crate::ui::words::Words;

/// What can be done in the quiz.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Show more.
    Next,
    /// The same, or hand in, or take the rating that is proposed.
    Enter,
    /// Rate.
    Rate,
    /// Choose an option, on a choice card before its answer.
    Choose,
    /// Type the answer.
    Type,
    /// Take the last step of the session back.
    Undo,
    /// Do it again.
    Redo,
    /// Edit the card.
    Edit,
    /// Note something on it.
    Note,
    /// Flag it.
    Flag,
    /// Suspend it.
    Suspend,
    /// Bury it.
    Bury,
    /// Tell all about it.
    Info,
    /// Ask its follow-up.
    Follow,
    /// Open its sources.
    Open,
    /// Search, and read other cards.
    Search,
    /// Show another language.
    Language,
    /// Stop the clock.
    Pause,
    /// Show the keys.
    Help,
    /// Leave.
    Leave,
    /// Move the page.
    Scroll,
    /// Close what is open.
    Close,
}

/// A message.
type Does = fn(Words) -> &'static str;

/// A line of the map.
struct Row {
    act: Act,
    /// The keys of the full screen; [`shown`] says which of them the help names.
    keys: &'static [Key],
    /// The words of line mode, which also takes the letter.
    words: &'static [&'static str],
    /// What the keys do on the full screen, for its help.
    does: Option<Does>,
    /// What the words do in line mode, for its help.
    lines: Option<Does>,
}

impl Row {
    /// One that both modes have.
    const fn both(act: Act, keys: &'static [Key], words: &'static [&'static str], d: Does) -> Row {
        Row { act, keys, words, does: Some(d), lines: Some(d) }
    }

    /// One that only the full screen has.
    const fn screen(act: Act, keys: &'static [Key], does: Does) -> Row {
        Row { act, keys, words: &[], does: Some(does), lines: None }
    }
}

/// The letters of options. Before the answer of a choice card they take precedence.
const OPTIONS: &[Key] = &[
    Key::Char('a'),
    Key::Char('b'),
    Key::Char('c'),
    Key::Char('d'),
    Key::Char('e'),
    Key::Char('f'),
    Key::Char('g'),
    Key::Char('h'),
];

/// The keys of ratings.
const RATINGS: &[Key] = &[Key::Char('1'), Key::Char('2'), Key::Char('3'), Key::Char('4')];

/// The whole map, in the order of the help.
const MAP: &[Row] = &[
    Row::screen(Act::Next, &[Key::Char(' ')], Words::does_next),
    Row {
        lines: Some(Words::does_line),
        ..Row::screen(Act::Enter, &[Key::Enter], Words::does_enter)
    },
    Row {
        act: Act::Next,
        keys: &[],
        words: &["m", "more"],
        does: None,
        lines: Some(Words::does_more),
    },
    Row::both(Act::Rate, RATINGS, &["again", "hard", "good", "easy"], Words::does_rate),
    Row::both(Act::Choose, OPTIONS, &[], Words::does_choose),
    Row::screen(Act::Type, &[Key::Char('t')], Words::does_type),
    Row::both(Act::Undo, &[Key::Char('u')], &["undo"], Words::does_undo),
    Row::both(Act::Redo, &[Key::Char('r')], &["redo"], Words::does_redo),
    Row::both(Act::Edit, &[Key::Char('e')], &["edit"], Words::does_edit),
    Row {
        lines: Some(Words::does_note_line),
        ..Row::both(Act::Note, &[Key::Char('n')], &["note"], Words::does_note)
    },
    Row::both(Act::Flag, &[Key::Char('*')], &["flag"], Words::does_flag),
    Row::both(Act::Suspend, &[Key::Char('s')], &["suspend"], Words::does_suspend),
    Row::both(Act::Bury, &[Key::Char('b')], &["bury"], Words::does_bury),
    Row::both(Act::Info, &[Key::Char('i')], &["info"], Words::does_info),
    Row::both(Act::Follow, &[Key::Char('f')], &["follow"], Words::does_follow),
    Row::both(Act::Open, &[Key::Char('o')], &["open", "sources"], Words::does_open),
    Row {
        lines: Some(Words::does_search_line),
        ..Row::both(Act::Search, &[Key::Char('/')], &["search"], Words::does_search)
    },
    Row::both(Act::Language, &[Key::Char('l')], &["language"], Words::does_language),
    Row {
        lines: Some(Words::does_pause_line),
        ..Row::both(Act::Pause, &[Key::Char('p')], &["pause"], Words::does_pause)
    },
    Row::both(Act::Help, &[Key::Char('?')], &["help"], Words::does_help),
    Row::both(Act::Leave, &[Key::Char('q'), Key::Ctrl('d')], &["quit", "leave"], Words::does_leave),
    Row::screen(
        Act::Scroll,
        &[Key::Char('j'), Key::Char('k'), Key::Down, Key::Up],
        Words::does_scroll,
    ),
    Row::screen(Act::Scroll, &[Key::PageUp, Key::PageDown], Words::does_page),
    Row::screen(
        Act::Scroll,
        &[Key::Char('g'), Key::Char('G'), Key::Home, Key::End],
        Words::does_ends,
    ),
    Row::screen(Act::Scroll, &[Key::Left, Key::Right], Words::does_shift),
    Row::screen(Act::Close, &[Key::Esc], Words::does_close),
];

/// What a key does on the full screen, where it names no option.
pub fn act(key: Key) -> Option<Act> {
    let mut rows = MAP.iter().filter(|row| row.act != Act::Choose);
    rows.find(|row| row.keys.contains(&key)).map(|row| row.act)
}

/// What a word or a letter does in line mode, where it names no option; ratings apart.
pub fn command(text: &str) -> Option<Act> {
    let is_letter = |row: &Row| {
        let mut chars = text.chars();
        let letter = chars.next().filter(|_| chars.next().is_none());
        letter.is_some_and(|letter| row.keys.contains(&Key::Char(letter)))
    };
    let mut rows = MAP.iter().filter(|row| !matches!(row.act, Act::Rate | Act::Choose));
    rows.find(|row| row.words.contains(&text) || (row.lines.is_some() && is_letter(row)))
        .map(|row| row.act)
}

/// The same with the text that some take behind the word, as in `note see 3`; empty without any.
pub fn command_with_text(line: &str) -> Option<(Act, &str)> {
    if let Some(act) = command(line) {
        return Some((act, ""));
    }
    // A slash needs no space.
    let slash = line.strip_prefix('/').map(|text| ("/", text));
    let (word, text) = slash.or_else(|| line.split_once(char::is_whitespace))?;
    let act = command(word).filter(|act| matches!(act, Act::Note | Act::Search))?;
    Some((act, text.trim()))
}

/// The rating that a digit or a word gives in line mode.
pub fn rating(text: &str) -> Option<Rating> {
    let numbered = text.parse().ok().and_then(Rating::from_number);
    numbered.or_else(|| text.parse().ok())
}

/// The keys with what they do, for the help on the screen.
pub fn screen_help(words: Words) -> Vec<(String, &'static str)> {
    let line = |row: &Row| Some((shown(row.keys, words), row.does?(words)));
    MAP.iter().filter_map(line).collect()
}

/// What can be typed in line mode, with what it does.
pub fn line_help(words: Words) -> Vec<(String, &'static str)> {
    let line = |row: &Row| {
        let does = row.lines?(words);
        let name = match row.act {
            Act::Next => row.words.join(", "),
            Act::Enter | Act::Rate | Act::Choose => shown(row.keys, words),
            _ => {
                let words = row.words.iter().copied();
                let letter = shown(&row.keys[..1], self::Words::EN);
                std::iter::once(letter.as_str()).chain(words).collect::<Vec<_>>().join(", ")
            }
        };
        Some((name, does))
    };
    MAP.iter().filter_map(line).collect()
}

/// The names of keys: a run of three or more characters is given by its first and last, and control
/// keys, which only double other keys, are left out.
fn shown(keys: &[Key], words: Words) -> String {
    let characters: Vec<u32> = keys
        .iter()
        .filter_map(|key| if let Key::Char(c) = key { Some(*c as u32) } else { None })
        .collect();
    if let [first, .., last] = keys
        && characters.len() == keys.len()
        && characters.len() > 2
        && characters.windows(2).all(|pair| pair[0] + 1 == pair[1])
    {
        return format!("{}–{}", name(*first, words), name(*last, words));
    }
    let names = keys.iter().filter(|key| !matches!(key, Key::Ctrl(_)));
    names.map(|key| name(*key, words)).collect::<Vec<_>>().join(" ")
}

fn name(key: Key, words: Words) -> String {
    match key {
        Key::Char(' ') => words.key_space().to_owned(),
        Key::Char(c) => c.to_string(),
        Key::Enter => words.key_enter().to_owned(),
        Key::Up => "↑".to_owned(),
        Key::Down => "↓".to_owned(),
        Key::Left => "←".to_owned(),
        Key::Right => "→".to_owned(),
        Key::PageUp => "PgUp".to_owned(),
        Key::PageDown => "PgDn".to_owned(),
        other => format!("{other:?}"),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::model::card::Lang;

    #[test]
    fn no_key_and_no_word_stands_twice() {
        let (mut keys, mut words) = (Vec::new(), BTreeSet::new());
        for row in MAP {
            for key in row.keys {
                assert!(row.act == Act::Choose || !keys.contains(key), "{key:?}");
                if row.act != Act::Choose {
                    keys.push(*key);
                }
            }
            for word in row.words {
                assert!(words.insert(*word), "{word}");
                let known = command(word).or(rating(word).map(|_| Act::Rate));
                assert_eq!(known, Some(row.act), "{word}");
            }
        }
    }

    #[test]
    fn the_keys_of_what_is_to_come_are_free() {
        // Key points that are ticked.
        for key in "acdhvwxz".chars() {
            assert_eq!(act(Key::Char(key)), None, "{key}");
            assert_eq!(command(&key.to_string()), None, "{key}");
        }
    }

    #[test]
    fn keys_are_named_in_both_languages() {
        let help =
            |lang| screen_help(Words(lang)).into_iter().map(|(keys, _)| keys).collect::<Vec<_>>();
        let names = [
            "space",
            "Enter",
            "1–4",
            "a–h",
            "t",
            "u",
            "r",
            "e",
            "n",
            "*",
            "s",
            "b",
            "i",
            "f",
            "o",
            "/",
            "l",
            "p",
            "?",
            "q",
            "j k ↓ ↑",
            "PgUp PgDn",
            "g G Home End",
            "← →",
            "Esc",
        ];
        assert_eq!(help(Lang::En), names);
        assert_eq!(help(Lang::Zh)[..3], ["空格", "回车", "1–4"]);
    }

    #[test]
    fn line_mode_takes_a_letter_or_a_word() {
        for (typed, act) in [
            ("u", Some(Act::Undo)),
            ("undo", Some(Act::Undo)),
            ("q", Some(Act::Leave)),
            ("leave", Some(Act::Leave)),
            ("m", Some(Act::Next)),
            ("?", Some(Act::Help)),
            ("j", None),
            ("t", None),
            ("Undo", None),
            ("undo it", None),
            ("", None),
        ] {
            assert_eq!(command(typed), act, "{typed}");
        }
        for (typed, with_text) in [
            ("note see 3", Some((Act::Note, "see 3"))),
            ("n  x ", Some((Act::Note, "x"))),
            ("note", Some((Act::Note, ""))),
            ("/map growth", Some((Act::Search, "map growth"))),
            ("search map", Some((Act::Search, "map"))),
            ("flag", Some((Act::Flag, ""))),
            ("flag it", None),
            ("notes", None),
        ] {
            assert_eq!(command_with_text(typed), with_text, "{typed}");
        }
        assert_eq!(rating("4"), Some(Rating::Easy));
        assert_eq!(rating("good"), Some(Rating::Good));
        assert_eq!(rating("5"), None);
    }
}
