//! Names: those nearest to one that does not exist, that of a file, and what of a text tells whether
//! it is the same.

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

/// `unknown topic `gpm`: did you mean gmp?`, or without near names what to run instead.
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

/// `name` as that of a file without its ending, in whatever folder and on whatever system: the id of
/// a card and the name of a topic stay as they are, other characters than letters and digits become
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

/// What of a text tells whether it is the same: its letters and digits, in small letters.
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
