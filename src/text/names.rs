//! Names: those nearest to one that does not exist, one that is safe for a file, and the letters by
//! which two texts are the same.

use std::collections::{BTreeMap, BTreeSet};

/// The known names nearest to `wanted`, best first, at most three: those with few typing errors
/// (an edit or transposition for every four letters, and one more), those with a word that begins
/// with it, and those that begin alike (Jaro-Winkler similarity).
pub fn nearest<'a>(wanted: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    const ALIKE: f64 = 0.85;
    let wanted = wanted.to_lowercase();
    let length = wanted.chars().count();
    let mut near: Vec<(f64, &str)> = known
        .into_iter()
        .filter_map(|name| {
            let edits = strsim::damerau_levenshtein(&wanted, name);
            let alike = strsim::jaro_winkler(&wanted, name);
            if edits <= 1 + length / 4 && edits < length {
                Some((2.0 - edits as f64 / length as f64, name))
            } else if length > 2
                && (name.starts_with(&wanted) || name.contains(&format!("-{wanted}")))
            {
                Some((1.0 + alike, name))
            } else {
                (alike >= ALIKE).then_some((alike, name))
            }
        })
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    near.into_iter().take(3).map(|(_, name)| name).collect()
}

/// `unknown topic `gpm`: did you mean gmp?`, or if no name is near, what to run instead.
pub fn unknown<'a>(
    what: &str,
    wanted: &str,
    known: impl IntoIterator<Item = &'a str>,
    otherwise: &str,
) -> String {
    let near = nearest(wanted, known);
    match near.split_last() {
        None => format!("unknown {what} `{wanted}`: {otherwise}"),
        Some((only, [])) => format!("unknown {what} `{wanted}`: did you mean {only}?"),
        Some((last, rest)) => {
            format!("unknown {what} `{wanted}`: did you mean {} or {last}?", rest.join(", "))
        }
    }
}

/// `name` as the name of a file without its ending, safe in any folder and on any system: the id of
/// a card and the name of a topic stay as they are, characters other than letters and digits become
/// hyphens.
pub fn file_stem(name: &str) -> String {
    /// Bytes; with an ending a name may have 255.
    const LONGEST: usize = 200;
    /// What Windows takes for devices.
    const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];
    let mut stem = String::new();
    for c in name.chars() {
        let c = if c.is_alphanumeric() || c == '_' { c } else { '-' };
        if stem.len() + c.len_utf8() > LONGEST {
            break;
        }
        if c != '-' || !stem.is_empty() {
            stem.push(c);
        }
    }
    stem.truncate(stem.trim_end_matches('-').len());
    let letters = stem.trim_end_matches(|c: char| c.is_ascii_digit());
    if stem.is_empty() || stem.len() <= 4 && DEVICES.contains(&letters.to_lowercase().as_str()) {
        stem.push('_');
    }
    stem
}

/// Names that begin with `begun`, to complete it. More than `most` are too many to choose from:
/// then only how they go on, up to the next hyphen or, if there is none, by a letter.
pub fn condensed(names: &[&str], begun: &str, most: usize) -> Vec<String> {
    let begins = |name: &&&str| name.starts_with(begun);
    let names: BTreeSet<&str> = names.iter().filter(begins).copied().collect();
    if names.len() <= most {
        return names.into_iter().map(str::to_owned).collect();
    }
    let to_hyphen = |name: &'_ str| name[begun.len()..].find('-').map(|at| begun.len() + at + 1);
    let a_letter =
        |name: &'_ str| name[begun.len()..].chars().next().map(|c| c.len_utf8() + begun.len());
    let by_hyphen = cut(&names, to_hyphen);
    if by_hyphen.len() <= most && by_hyphen.len() > 1 {
        return by_hyphen;
    }
    match &cut(&names, a_letter)[..] {
        // All go on in the same way.
        [one] => condensed(&names.into_iter().collect::<Vec<_>>(), one, most),
        several => several.to_vec(),
    }
}

/// The beginnings of names up to a place in each; a name alone with its beginning stays whole.
fn cut(names: &BTreeSet<&str>, place: impl Fn(&str) -> Option<usize>) -> Vec<String> {
    let mut begins: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for name in names {
        let end = place(name).unwrap_or(name.len());
        begins.entry(&name[..end]).or_default().push(name);
    }
    let shown = begins.into_iter().map(|(begin, names)| match names[..] {
        [one] => one.to_owned(),
        _ => begin.to_owned(),
    });
    shown.collect()
}

/// What decides whether two texts are the same: letters and digits, in lower case.
pub fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_suggested() {
        let known = ["gmp", "gc", "map", "slice", "channel"];
        for (wanted, message) in [
            ("gpm", "unknown topic `gpm`: did you mean gmp?"),
            ("chanel", "unknown topic `chanel`: did you mean channel?"),
            ("zzz", "unknown topic `zzz`: `godrill decks` lists them"),
        ] {
            assert_eq!(unknown("topic", wanted, known, "`godrill decks` lists them"), message);
        }
    }

    #[test]
    fn too_many_names_are_cut_short() {
        const NAMES: [&str; 7] =
            ["gc-mark", "gc-sweep", "gmp-m", "gmp-model", "map-get", "select", "select-nil"];
        for (begun, most, offered) in [
            ("", 7, &NAMES[..]),
            ("gc", 2, &["gc-mark", "gc-sweep"]),
            ("", 5, &["gc-", "gmp-", "map-get", "select", "select-nil"]),
            ("g", 3, &["gc-", "gmp-"]),
            // Without a hyphen, by a letter.
            ("", 4, &["g", "map-get", "s"]),
            ("gm", 1, &["gmp-m", "gmp-model"]),
            ("zz", 0, &[]),
        ] {
            assert_eq!(condensed(&NAMES, begun, most), offered, "{begun:?} {most}");
        }
        let many: Vec<String> = (0..5000).map(|n| format!("anki-{n:04}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        let fives = ["anki-0", "anki-1", "anki-2", "anki-3", "anki-4"];
        assert_eq!(condensed(&many, "", 60), fives);
        assert_eq!(condensed(&many, "anki-41", 60).len(), 10);
        assert_eq!(condensed(&many, "anki-412", 60).len(), 10);
        assert_eq!(condensed(&["扩容-一", "扩容-二", "扩"], "", 1), ["扩", "扩容"]);
    }

    #[test]
    fn a_name_never_leads_out_of_a_folder() {
        for (name, stem) in [
            ("gmp-why-p", "gmp-why-p"),
            ("扩容_1", "扩容_1"),
            ("../../escaped", "escaped"),
            ("/etc/passwd", "etc-passwd"),
            ("C:\\a\0b\n", "C--a-b"),
            ("..", "_"),
            ("", "_"),
            ("con", "con_"),
            ("LPT1", "LPT1_"),
            ("contest", "contest"),
            (&"é".repeat(300), &"é".repeat(100)),
        ] {
            assert_eq!(file_stem(name), stem, "{name:?}");
        }
    }
}
